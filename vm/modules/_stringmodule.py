"""The _string module: what string.Formatter needs of format strings. Part of Objects/unicodeobject.c."""

from __future__ import annotations

import _string as host  # type: ignore[import-not-found]
from typing import Any

from vm.objects.abstract import PyObject_GetIter
from vm.objects.bridge import guest_atom, host_error
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New


def _text(op: PyObject) -> str:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, f"expected str, got {op.ob_type.value.tp_name}")
    return str(op.value)


def _iterator(items: list[PyObject]) -> Any:
    op = PyTuple_New(tuple(items))
    it = PyObject_GetIter(op)
    Py_DECREF(op)
    return it


def formatter_parser(module: PyObject, text: PyObject) -> Any:
    """``formatter_parser(text)``: (literal, field, spec, conversion) of each piece."""
    try:
        pieces = list(host.formatter_parser(_text(text)))
    except ValueError as err:
        raise host_error(err) from None
    return _iterator([PyTuple_New(tuple(map(guest_atom, piece))) for piece in pieces])


def formatter_field_name_split(module: PyObject, text: PyObject) -> PyObject:
    """``formatter_field_name_split(text)``: (first, iterator over (is attribute, name))."""
    try:
        first, rest = host.formatter_field_name_split(_text(text))
        pairs = list(rest)
    except ValueError as err:
        raise host_error(err) from None
    items = [
        PyTuple_New((Py_True if is_attr else Py_False, guest_atom(name))) for is_attr, name in pairs]
    return PyTuple_New((guest_atom(first), _iterator(items)))


string_methods = (
    PyMethodDef("formatter_field_name_split", formatter_field_name_split, "($self, object, /)"),
    PyMethodDef("formatter_parser", formatter_parser, "($self, object, /)"),
)


def PyInit__string() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_string", string_methods)
