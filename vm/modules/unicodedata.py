"""The unicodedata module. Models Modules/unicodedata.c; the host's own database is asked."""

from __future__ import annotations

import unicodedata as host
from collections.abc import Callable
from typing import Any

from vm.objects.bridge import check_text_size, guest_atom, host_error
from vm.objects.getargs import _PyArg_BadArgument, unicode_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GenericGetAttr
from vm.objects.pybuffer import bytes_like
from vm.objects.pycore_limits import PyErr_NoMemory
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyObject,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

#: The host sorts a run of combining marks in quadratic time.
MAX_MARKS = 5_000


def database(self: PyObject) -> Any:
    """The host's database behind the module, or behind `ucd_3_2_0`."""
    return host.ucd_3_2_0 if self.ob_type is UCD_Type else host


def _char(op: PyObject, function: str, argument: str) -> str:
    """An argument of one character."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS or len(op.value) != 1:
        raise _PyArg_BadArgument(function, argument, "a unicode character", op)
    return str(op.value)


def _guest(value: Any) -> PyObject:
    return PyLong_FromLong(value) if type(value) is int else guest_atom(value)


def _property(name: str) -> PyMethodDef:
    """``category(chr)`` and its kin."""

    def query(self: PyObject, chr: PyObject) -> PyObject:
        return _guest(getattr(database(self), name)(_char(chr, name, "argument")))

    query.__name__ = f"unicodedata_UCD_{name}"
    return PyMethodDef(name, query, "($self, chr, /)")


def _property_or_default(name: str) -> PyMethodDef:
    """``decimal(chr[, default])`` and its kin."""

    def query(self: PyObject, chr: PyObject, default: PyObject | None) -> PyObject:
        char = _char(chr, name, "argument 1")
        try:
            return _guest(getattr(database(self), name)(char))
        except ValueError as err:
            if default is not None:
                return Py_NewRef(default)
            raise host_error(err) from None

    query.__name__ = f"unicodedata_UCD_{name}"
    return PyMethodDef(name, query, "($self, chr, default=<unrepresentable>, /)")


def unicodedata_UCD_lookup(self: PyObject, name: PyObject) -> PyObject:
    """``lookup(name)``"""
    if name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        text = str(name.value)
    else:
        text = bytes(bytes_like(name)).decode("latin-1")
    try:
        return PyUnicode_FromString(database(self).lookup(text))
    except (KeyError, UnicodeError) as err:
        raise host_error(err) from None


def _check_marks(text: str) -> None:
    """MemoryError for a text whose normalisation would take minutes."""
    check_text_size(len(text))
    if len(text) <= MAX_MARKS or text.isascii():
        return
    run = 0
    for char in text:
        run = run + 1 if host.combining(char) else 0
        if run > MAX_MARKS:
            raise PyErr_NoMemory()


def _normalising(name: str, finish: Callable[[Any, PyObject], PyObject]) -> PyMethodDef:
    def method(self: PyObject, form: PyObject, unistr: PyObject) -> PyObject:
        kind = unicode_arg(form, name, "argument 1")
        text = unicode_arg(unistr, name, "argument 2")
        _check_marks(text)
        try:
            return finish(getattr(database(self), name)(kind, text), unistr)
        except ValueError as err:
            raise host_error(err) from None

    method.__name__ = f"unicodedata_UCD_{name}"
    return PyMethodDef(name, method, "($self, form, unistr, /)")


def _normalized(text: str, op: PyObject) -> PyObject:
    return Py_NewRef(op) if text is op.value else PyUnicode_FromString(text)


unicodedata_functions = (
    *map(_property_or_default, ("decimal", "digit", "numeric")),
    *map(_property, ("category", "bidirectional", "combining", "mirrored", "east_asian_width",
                     "decomposition")),
    _property_or_default("name"),
    PyMethodDef("lookup", unicodedata_UCD_lookup, "($self, name, /)"),
    _normalising("is_normalized", lambda found, op: Py_True if found else Py_False),
    _normalising("normalize", _normalized),
)

UCD_Type = PyType_FromSpec(
    "unicodedata.UCD", tp_basicsize=40, tp_is_leaf=True, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_getattro=PyObject_GenericGetAttr,
    tp_methods=unicodedata_functions,
    tp_getset=(
        PyGetSetDef("unidata_version",
                    lambda op: PyUnicode_FromString(host.ucd_3_2_0.unidata_version)),
    ),
)


def PyInit_unicodedata() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("unicodedata", unicodedata_functions)
    for name, op in (
        ("unidata_version", PyUnicode_FromString(host.unidata_version)),
        ("UCD", Py_NewRef(UCD_Type)), ("ucd_3_2_0", PyObject(UCD_Type, None)),
    ):
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    return module
