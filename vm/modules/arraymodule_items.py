"""Items of arrays, and iterators over them. Part of Modules/arraymodule.c."""

from __future__ import annotations

import array as host
from typing import Any

from vm.modules.mathmodule import integer, real
from vm.objects.bridge import host_error
from vm.objects.eval_builtin import given_builtin
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.object import PyObject_GenericGetAttr, PyObject_SelfIter
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString

#: Type code -> the host array's code for it: the same sizes on every host.
HOST_CODES = {code: code for code in "bBhHiIlLqQfd"} | {"u": "w", "w": "w"}
if host.array("l").itemsize != 8:
    HOST_CODES |= {"l": "q", "L": "Q"}
_TEXT, _FLOATS = "uw", "fd"


class arrayobject:
    """The body of an array.

    Attributes:
        typecode: as given.
        items: the host array.
        ob_exports: views that are out; the array cannot be resized meanwhile.
    """

    __slots__ = ("typecode", "items", "ob_exports")

    def __init__(self, typecode: str, items: Any = ()):
        self.typecode = typecode
        self.items = host.array(HOST_CODES[typecode], items)
        self.ob_exports = 0


def getarrayitem(body: arrayobject, i: int) -> PyObject:
    """The guest object for an item."""
    try:
        value = body.items[i]
    except ValueError as err:  # no character
        raise host_error(err) from None
    if type(value) is int:
        return PyLong_FromLong(value)
    if type(value) is float:
        return PyObject(PyFloat_Type, value)
    return PyUnicode_FromString(value)


def setarrayitem(typecode: str, op: PyObject) -> Any:
    """The host value that is stored for an object, or pending; its range is checked by the host array."""
    if typecode in _TEXT:
        if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS or len(op.value) != 1:
            raise PyErr_Format(PyExc_TypeError, "array item must be unicode character")
        return op.value
    if typecode in _FLOATS:
        return real(op)
    if op.ob_type is PyLong_Type:
        return op.value
    return integer(op)


# ---- iterators

class arrayiterobject:
    """The body of an iterator: the array (owned; NULL at the end) and the next index."""

    __slots__ = ("ao", "index")

    def __init__(self, ao: PyObject):
        self.ao: PyObject | None = ao
        self.index = 0


def array_iter(self: PyObject) -> PyObject:
    """tp_iter."""
    return PyType_GenericAlloc(arrayiter_Type, arrayiterobject(Py_NewRef(self)))


def arrayiter_next(self: PyObject) -> PyObject | None:
    """tp_iternext."""
    it = self.value
    ao = it.ao
    if ao is None:
        return None
    if it.index < len(ao.value.items):
        it.index += 1
        return getarrayitem(ao.value, it.index - 1)
    it.ao = None
    Py_DECREF(ao)
    return None


@given_builtin("iter")
def array_arrayiterator___reduce__(self: PyObject, func: PyObject) -> PyObject:
    """``__reduce__()``"""
    it = self.value
    if it.ao is None:
        return PyTuple_New((func, PyTuple_New((PyTuple_New(()),))))
    return PyTuple_New((func, PyTuple_New((Py_NewRef(it.ao),)), PyLong_FromLong(it.index)))


def array_arrayiterator___setstate__(self: PyObject, state: PyObject) -> Any:
    """``__setstate__(index)``; a generator."""
    index = ssize_t(state)
    if type(index) in PENDING:
        index = yield index
    it = self.value
    if it.ao is not None:
        it.index = min(max(index, 0), len(it.ao.value.items))
    return Py_None


arrayiter_Type = PyType_FromSpec(
    "array.arrayiterator", tp_basicsize=40, tp_hostkey="identity", tp_clear=fields_clear("ao"),
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    tp_dealloc=fields_dealloc("ao"), tp_traverse=fields_traverse("ao"),
    tp_iter=PyObject_SelfIter, tp_iternext=arrayiter_next,
    tp_getattro=PyObject_GenericGetAttr,
    tp_methods=(
        PyMethodDef("__reduce__", array_arrayiterator___reduce__, "($self, /)"),
        PyMethodDef("__setstate__", array_arrayiterator___setstate__, "($self, state, /)"),
    ),
)
