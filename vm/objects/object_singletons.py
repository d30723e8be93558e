"""None and NotImplemented. From Objects/object.c."""

from __future__ import annotations

from typing import Any

from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_True,
    PyObject,
    PyUnicode_Type,
    _PyNone_Type,
    _PyNotImplemented_Type,
    set_slots,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_DeprecationWarning, PyExc_TypeError
from vm.objects.pywarnings import PyErr_WarnEx


def none_repr(op: PyObject) -> PyObject:
    """``repr(None)``."""
    return PyObject(PyUnicode_Type, "None")


def none_new(tp: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``NoneType()``."""
    if args:
        raise PyErr_Format(PyExc_TypeError, "NoneType takes no arguments")
    return Py_None


def none_bool(op: PyObject) -> bool:
    """``bool(None)``."""
    return False


def _Py_BaseObject_RichCompare(op: PyObject, other: PyObject, op_code: int) -> PyObject:
    """tp_richcompare of None: as `object`'s, but its own, so that the type has the methods itself."""
    if op is not other or op_code not in (Py_EQ, Py_NE):
        return Py_NotImplemented
    return Py_True if op_code == Py_EQ else Py_False


def none_hash(op: PyObject) -> int:
    """``hash(None)``: a constant since 3.12."""
    return 0xFCA86420


def NotImplemented_repr(op: PyObject) -> PyObject:
    """``repr(NotImplemented)``."""
    return PyObject(PyUnicode_Type, "NotImplemented")


def NotImplemented_reduce(op: PyObject) -> PyObject:
    """Pickled by name."""
    return PyObject(PyUnicode_Type, "NotImplemented")


def notimplemented_new(tp: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``type(NotImplemented)()``."""
    if args:
        raise PyErr_Format(PyExc_TypeError, "NotImplementedType takes no arguments")
    return Py_NotImplemented


def notimplemented_bool(op: PyObject) -> Any:
    """``bool(NotImplemented)``: deprecated, true."""
    return _notimplemented_bool()


def _notimplemented_bool() -> Any:
    res = PyErr_WarnEx(
        PyExc_DeprecationWarning, "NotImplemented should not be used in a boolean context", 1)
    if type(res) in PENDING:
        yield res
    return True


set_slots(
    _PyNone_Type, tp_repr=none_repr, tp_hash=none_hash, nb_bool=none_bool, tp_new=none_new,
    tp_richcompare=_Py_BaseObject_RichCompare,
)
set_slots(
    _PyNotImplemented_Type, tp_repr=NotImplemented_repr, nb_bool=notimplemented_bool,
    tp_new=notimplemented_new,
    tp_methods=(PyMethodDef("__reduce__", NotImplemented_reduce),),
)
