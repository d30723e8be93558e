"""Cells: the boxes of variables that inner functions share. Models Objects/cellobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.methoddef import PyGetSetDef, _PyArg_CheckPositional
from vm.objects.object import PyObject_RichCompare, _Py_address
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_EQ,
    Py_False,
    Py_GE,
    Py_GT,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_NotImplemented,
    Py_True,
    Py_XDECREF,
    PyCell_Type,
    PyObject,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError


class PyCellObject:
    """The body of a cell: ``ob_ref`` is owned, NULL if the variable is unbound."""

    __slots__ = ("ob_ref",)

    def __init__(self, ob_ref: PyObject | None):
        self.ob_ref = ob_ref


def PyCell_New_steal(obj: PyObject | None) -> PyObject:
    """A new cell; steals the reference to its content."""
    op = PyObject_GC_New(PyCell_Type, PyCellObject(obj))
    _PyObject_GC_TRACK(op)
    return op


def PyCell_New(obj: PyObject | None) -> PyObject:
    """A new cell."""
    if obj is not None:
        obj.ob_refcnt += 1
    return PyCell_New_steal(obj)


def PyCell_GET(op: PyObject) -> PyObject | None:
    """A cell's content, borrowed, or NULL."""
    return op.value.ob_ref


def PyCell_Get(op: PyObject) -> PyObject | None:
    """A cell's content, a new reference, or NULL."""
    obj = op.value.ob_ref
    if obj is not None:
        obj.ob_refcnt += 1
    return obj


def PyCell_Set(op: PyObject, value: PyObject | None) -> None:
    """Change a cell's content."""
    if value is not None:
        value.ob_refcnt += 1
    old, op.value.ob_ref = op.value.ob_ref, value
    Py_XDECREF(old)


def cell_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``CellType(content)``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "cell() takes no keyword arguments")
    _PyArg_CheckPositional("cell", len(args), 0, 1)
    return PyCell_New(args[0] if args else None)


def cell_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, cell_traverse)


def cell_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.ob_ref,)


def cell_clear(op: PyObject) -> None:
    """tp_clear."""
    PyCell_Set(op, None)


def cell_repr(op: PyObject) -> PyObject:
    """``<cell at 0x...: int object at 0x...>``."""
    obj = op.value.ob_ref
    text = f"<cell at {_Py_address(op):#x}: "
    if obj is None:
        return PyObject(PyUnicode_Type, text + "empty>")
    return PyObject(
        PyUnicode_Type,
        f"{text}{obj.ob_type.value.tp_name[:80]} object at {_Py_address(obj):#x}>")


_TESTS = {
    Py_LT: lambda x, y: x < y, Py_LE: lambda x, y: x <= y, Py_EQ: lambda x, y: x == y,
    Py_NE: lambda x, y: x != y, Py_GT: lambda x, y: x > y, Py_GE: lambda x, y: x >= y,
}


def cell_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Cells compare as their contents do; an empty one is less than any other."""
    if a.ob_type is not PyCell_Type or b.ob_type is not PyCell_Type:
        return Py_NotImplemented
    x, y = a.value.ob_ref, b.value.ob_ref
    if x is not None and y is not None:
        return PyObject_RichCompare(x, y, op)
    return Py_True if _TESTS[op](x is not None, y is not None) else Py_False


def cell_get_contents(op: PyObject) -> PyObject:
    """``cell.cell_contents``."""
    obj = PyCell_Get(op)
    if obj is None:
        raise PyErr_Format(PyExc_ValueError, "Cell is empty")
    return obj


set_slots(
    PyCell_Type,
    tp_new=cell_new, tp_dealloc=cell_dealloc, tp_traverse=cell_traverse,
    tp_clear=cell_clear, tp_repr=cell_repr, tp_richcompare=cell_richcompare,
    tp_getset=(PyGetSetDef("cell_contents", cell_get_contents, PyCell_Set),),
)
