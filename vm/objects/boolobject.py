"""Booleans. Models Objects/boolobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong, long_and, long_or, long_xor
from vm.objects.methoddef import _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_False,
    Py_None,
    Py_True,
    PyBool_Type,
    PyObject,
    PyUnicode_Type,
    _Py_SetImmortal,
    set_slots,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_DeprecationWarning, PyExc_TypeError

_TRUE_REPR = _Py_SetImmortal(PyObject(PyUnicode_Type, "True"))
_FALSE_REPR = _Py_SetImmortal(PyObject(PyUnicode_Type, "False"))


def PyBool_FromLong(flag: object) -> PyObject:
    """Guest True or False."""
    return Py_True if flag else Py_False


def bool_repr(self: PyObject) -> PyObject:
    """repr(self)."""
    return _TRUE_REPR if self is Py_True else _FALSE_REPR


def bool_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """bool.__new__."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "bool() takes no keyword arguments")
    _PyArg_CheckPositional("bool", len(args), 0, 1)
    return _bool_of(args[0]) if args else Py_False


def _bool_of(x: PyObject) -> Any:
    if x is Py_True or x is Py_False:
        return x
    if x is Py_None:
        return Py_False
    truth = PyObject_IsTrue(x)
    if type(truth) in PENDING:
        return _bool_pending(truth)
    return Py_True if truth else Py_False


def _bool_pending(pending: Any) -> Any:
    truth = yield pending
    return Py_True if truth else Py_False


def bool_invert(self: PyObject) -> Any:
    """~self: deprecated, so a generator (the warning may call guest code)."""
    from vm.objects.pywarnings import PyErr_WarnEx  # rare

    res = PyErr_WarnEx(
        PyExc_DeprecationWarning,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This "
        "returns the bitwise inversion of the underlying int object and is usually not what you "
        "expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if "
        "you really want the bitwise inversion of the underlying int.", 1)
    if type(res) in PENDING:
        yield res
    return PyLong_FromLong(-2 if self is Py_True else -1)


def bool_and(a: PyObject, b: PyObject) -> PyObject:
    """a & b."""
    if a.ob_type is PyBool_Type and b.ob_type is PyBool_Type:
        return Py_True if a is Py_True and b is Py_True else Py_False
    return long_and(a, b)


def bool_or(a: PyObject, b: PyObject) -> PyObject:
    """a | b."""
    if a.ob_type is PyBool_Type and b.ob_type is PyBool_Type:
        return Py_True if a is Py_True or b is Py_True else Py_False
    return long_or(a, b)


def bool_xor(a: PyObject, b: PyObject) -> PyObject:
    """a ^ b."""
    if a.ob_type is PyBool_Type and b.ob_type is PyBool_Type:
        return Py_True if a is not b else Py_False
    return long_xor(a, b)


set_slots(
    PyBool_Type,
    tp_repr=bool_repr,
    tp_new=bool_new,
    tp_vectorcall=bool_new,
    nb_invert=bool_invert,
    nb_and=bool_and,
    nb_xor=bool_xor,
    nb_or=bool_or,
)

PyObject_IsTrue: Any


@late_import
def _link() -> None:
    global PyObject_IsTrue
    from vm.objects.object import PyObject_IsTrue
