"""The _bz2 module. Models Modules/_bz2module.c; the host's own module compresses."""

from __future__ import annotations

import bz2 as host
from collections.abc import Callable
from typing import Any

from vm.objects.bridge import MAX_TEXT, host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import c_int, ssize_t
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import PyErr_NoMemory
from vm.objects.pycore_object import Py_False, Py_TPFLAGS_IMMUTABLETYPE, Py_True, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.typeobject_ready import PyType_FromSpec


def _do(work: Callable[..., Any], *args: Any) -> Any:
    """What the host's object gives, its errors translated."""
    try:
        return work(*args)
    except (OSError, ValueError, EOFError, MemoryError) as err:
        raise host_error(err) from None


def _buffer(op: PyObject) -> Any:
    """The bytes of an argument (a generator)."""
    data = use_buffer(op, bytes)
    return (yield data) if type(data) in PENDING else data


def _no_keywords(name: str, kwnames: tuple) -> None:
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")


_COMPRESSOR = ArgSpec("($type, compresslevel=9, /)")


def _bz2_BZ2Compressor(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``BZ2Compressor(compresslevel=9, /)``; a generator."""
    _no_keywords("BZ2Compressor", kwnames)
    (given,) = parse_arguments(_COMPRESSOR, "BZ2Compressor", args, ())
    level: Any = 9 if given is None else c_int(given)
    if type(level) in PENDING:
        level = yield level
    return PyObject(type_op, _do(host.BZ2Compressor, level))


def _bz2_BZ2Compressor_compress(self: PyObject, data: PyObject) -> Any:
    """``compress(data)``; a generator."""
    return PyBytes_FromString(_do(self.value.compress, (yield _buffer(data))))


def _bz2_BZ2Compressor_flush(self: PyObject) -> PyObject:
    """``flush()``"""
    return PyBytes_FromString(_do(self.value.flush))


def _bz2_BZ2Decompressor(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``BZ2Decompressor()``"""
    _no_keywords("BZ2Decompressor", kwnames)
    if args:
        raise PyErr_Format(PyExc_TypeError, "BZ2Decompressor() takes no positional arguments")
    return PyObject(type_op, host.BZ2Decompressor())


def decompress(self: PyObject, data: PyObject, max_length: PyObject | None) -> Any:
    """``decompress(data, max_length=-1)``; a generator."""
    text = yield _buffer(data)
    limit: Any = -1 if max_length is None else ssize_t(max_length)
    if type(limit) in PENDING:
        limit = yield limit
    found = _do(self.value.decompress, text, MAX_TEXT if limit < 0 else min(limit, MAX_TEXT))
    if limit < 0 and len(found) == MAX_TEXT and not self.value.needs_input:
        raise PyErr_NoMemory()
    return PyBytes_FromString(found)


def _bool_field(name: str) -> PyGetSetDef:
    return PyGetSetDef(name, lambda op: Py_True if getattr(op.value, name) else Py_False)


_TYPE: dict[str, Any] = {"tp_is_leaf": True, "tp_hostkey": "identity",
                         "tp_flags": Py_TPFLAGS_IMMUTABLETYPE}
BZ2Compressor_Type = PyType_FromSpec(
    "_bz2.BZ2Compressor", tp_basicsize=112, tp_new=_bz2_BZ2Compressor,
    tp_methods=(
        PyMethodDef("compress", _bz2_BZ2Compressor_compress, "($self, data, /)"),
        PyMethodDef("flush", _bz2_BZ2Compressor_flush, "($self, /)"),
    ), **_TYPE)
BZ2Decompressor_Type = PyType_FromSpec(
    "_bz2.BZ2Decompressor", tp_basicsize=152, tp_new=_bz2_BZ2Decompressor,
    tp_methods=(PyMethodDef("decompress", decompress, "($self, /, data, max_length=-1)"),),
    tp_getset=(
        _bool_field("eof"),
        PyGetSetDef("unused_data", lambda op: PyBytes_FromString(op.value.unused_data)),
        _bool_field("needs_input"),
    ), **_TYPE)


def PyInit__bz2() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_bz2", ())
    PyModule_AddObjectRef(module, "BZ2Compressor", BZ2Compressor_Type)
    PyModule_AddObjectRef(module, "BZ2Decompressor", BZ2Decompressor_Type)
    return module
