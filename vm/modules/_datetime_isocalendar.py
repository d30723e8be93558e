"""The type of what isocalendar() gives. A part of Modules/_datetimemodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_NewRef,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    PyObject,
    PyTuple_Type,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

_NEW = ArgSpec("($type, /, year, week, weekday)")


def new_iso_calendar_date(year: int, week: int, weekday: int) -> PyObject:
    """An IsoCalendarDate."""
    items = tuple([PyLong_FromLong(number) for number in (year, week, weekday)])
    op = PyObject_GC_New(isocalendar_date_type, items)
    _PyObject_GC_TRACK(op)
    return op


@converted(c_int, c_int, c_int)
def iso_calendar_date_new_impl(type_op: PyObject, year: int, week: int, weekday: int) -> PyObject:
    """tp_new"""
    return new_iso_calendar_date(year, week, weekday)


def iso_calendar_date_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new"""
    return iso_calendar_date_new_impl(
        type_op, *parse_arguments(_NEW, "IsoCalendarDate", args, kwnames))


def iso_calendar_date_repr(op: PyObject) -> PyObject:
    """tp_repr"""
    year, week, weekday = [item.value for item in op.value]
    name = op.ob_type.value.tp_name
    return PyUnicode_FromString(f"{name}(year={year}, week={week}, weekday={weekday})")


def iso_calendar_date_reduce(self: PyObject) -> PyObject:
    """``__reduce__()``: a tuple"""
    items = PyTuple_New(tuple([Py_NewRef(item) for item in self.value]))
    return PyTuple_New((PyTuple_Type, PyTuple_New((items,))))


def _item(name: str, i: int) -> PyGetSetDef:
    return PyGetSetDef(name, lambda op: Py_NewRef(op.value[i]))


isocalendar_date_type: PyObject = PyType_FromSpec(
    "datetime.IsoCalendarDate", PyTuple_Type, tp_basicsize=32, tp_itemsize=8,
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_TUPLE_SUBCLASS,
    tp_new=iso_calendar_date_new, tp_repr=iso_calendar_date_repr,
    tp_dealloc=PyTuple_Type.value.tp_dealloc, tp_traverse=lambda op: (op.ob_type, *op.value),
    tp_methods=(PyMethodDef("__reduce__", iso_calendar_date_reduce, "($self, /)"),),
    tp_getset=(_item("year", 0), _item("week", 1), _item("weekday", 2)))
