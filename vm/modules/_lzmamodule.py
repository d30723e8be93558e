"""The _lzma module. Models Modules/_lzmamodule.c; the host's own module compresses.

A host that has none (Pyodide's is a package of its own) gives the guest none: the import fails there as it does with a
CPython that was built without it. Filters are lists or tuples of dicts; C takes any sequence of mappings.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from vm.modules.compressors import (
    TYPE,
    bool_field,
    buffer_of,
    compressor_methods,
    decompressor_methods,
    unused_data,
)
from vm.objects.bridge import host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString, _PyDict_HostItems
from vm.objects.getargs import optional_int
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_limits import PyErr_NoMemory
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_Exception, PyExc_ModuleNotFoundError
from vm.objects.typeobject_ready import PyType_FromSpec

#: The largest dictionary (a compressor allocates some ten times as much), and what a decompressor may use.
MAX_DICT_SIZE = 1 << 26
MAX_MEMORY = 1 << 28
_ATOMS = Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS
_SEQUENCE = Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS

LZMAError = PyType_FromSpec(
    "_lzma.LZMAError", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")


def _host() -> Any:
    return importlib.import_module("_lzma")


def _do(work: Callable[..., Any], *args: Any) -> Any:
    """What the host's module gives, its errors translated."""
    try:
        return work(*args)
    except _host().LZMAError as err:
        raise PyErr_Format(LZMAError, str(err)) from None
    except (ValueError, TypeError, EOFError, MemoryError, OverflowError) as err:
        raise host_error(err) from None


def host_value(op: PyObject | None, levels: int = 3) -> Any:
    """A host value for an argument; for what is of no use, something with the name of its type, for the messages."""
    if op is None or op is Py_None:
        return None
    flags = op.ob_type.value.tp_flags
    if flags & _ATOMS:
        return op.value
    if levels and flags & _SEQUENCE:
        return [host_value(item, levels - 1) for item in op.value[:8]]
    if levels and flags & Py_TPFLAGS_DICT_SUBCLASS:
        return {host_value(key, 0): host_value(value, 0)
                for key, value in list(_PyDict_HostItems(op))[:32]}
    return type(op.ob_type.value.tp_name, (), {})()


def _filters(op: PyObject | None) -> Any:
    """The filters as the host wants them; MemoryError for a dictionary that is too large."""
    filters = host_value(op)
    for spec in filters if isinstance(filters, list) else [filters]:
        if isinstance(spec, dict):
            size = spec.get("dict_size", 0)
            if isinstance(size, int) and MAX_DICT_SIZE < size < 1 << 32:
                raise PyErr_NoMemory()
    return filters


_COMPRESSOR = ArgSpec("($type, format=FORMAT_XZ, check=-1, preset=None, filters=None)")
_DECOMPRESSOR = ArgSpec("($type, format=FORMAT_AUTO, memlimit=None, filters=None)")


def Compressor_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)``; a generator."""
    given = parse_arguments(_COMPRESSOR, "LZMACompressor", args, kwnames, "LZMACompressor")
    container = yield optional_int(given[0], _host().FORMAT_XZ)
    check = yield optional_int(given[1], -1)
    made = _do(_host().LZMACompressor, container, check, host_value(given[2], 0), _filters(given[3]))
    return PyObject(type_op, made)


def _lzma_LZMADecompressor(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``LZMADecompressor(format=FORMAT_AUTO, memlimit=None, filters=None)``; a generator."""
    given = parse_arguments(_DECOMPRESSOR, "LZMADecompressor", args, kwnames, "LZMADecompressor")
    container = yield optional_int(given[0], _host().FORMAT_AUTO)
    memlimit = host_value(given[1], 0)
    if container != _host().FORMAT_RAW and (memlimit is None or isinstance(memlimit, int)):
        memlimit = MAX_MEMORY if memlimit is None else min(memlimit, MAX_MEMORY)
    made = _do(_host().LZMADecompressor, container, memlimit, _filters(given[2]))
    return PyObject(type_op, made)


def _lzma_is_check_supported(module: PyObject, check_id: PyObject) -> Any:
    """``is_check_supported(check_id)``; a generator."""
    number = yield optional_int(check_id, 0)
    return Py_True if _host().is_check_supported(number) else Py_False


def _lzma__encode_filter_properties(module: PyObject, spec: PyObject) -> PyObject:
    """``_encode_filter_properties(filter)``"""
    return PyBytes_FromString(_do(_host()._encode_filter_properties, _filters(spec)))


def _lzma__decode_filter_properties(module: PyObject, filter_id: PyObject, data: PyObject) -> Any:
    """``_decode_filter_properties(filter_id, encoded_props)``; a generator."""
    text = yield buffer_of(data)
    spec = _do(_host()._decode_filter_properties, host_value(filter_id, 0), text)
    op = PyDict_New()
    for name, number in spec.items():
        value = PyLong_FromLong(number)
        PyDict_SetItemString(op, name, value)
        Py_DECREF(value)
    return op


LZMACompressor_Type = PyType_FromSpec(
    "_lzma.LZMACompressor", tp_basicsize=192, tp_new=Compressor_new,
    tp_methods=compressor_methods(_do), **TYPE)
LZMADecompressor_Type = PyType_FromSpec(
    "_lzma.LZMADecompressor", tp_basicsize=224, tp_new=_lzma_LZMADecompressor,
    tp_methods=decompressor_methods(_do),
    tp_getset=(
        PyGetSetDef("check", lambda op: PyLong_FromLong(op.value.check)),
        bool_field("eof"),
        bool_field("needs_input"),
        unused_data,
    ), **TYPE)
_lzma_methods = (
    PyMethodDef("is_check_supported", _lzma_is_check_supported, "($module, check_id, /)"),
    PyMethodDef("_encode_filter_properties", _lzma__encode_filter_properties, "($module, filter, /)"),
    PyMethodDef("_decode_filter_properties", _lzma__decode_filter_properties,
                "($module, filter_id, encoded_props, /)"),
)
_CONSTANTS = ("FORMAT_", "CHECK_", "FILTER_", "MF_", "MODE_", "PRESET_")


def PyInit__lzma() -> PyObject:
    """Make the module."""
    try:
        host = _host()
    except ImportError:
        raise PyErr_Format(PyExc_ModuleNotFoundError, "No module named '_lzma'") from None
    module = PyModule_FromDefs("_lzma", _lzma_methods)
    for name in dir(host):
        if name.startswith(_CONSTANTS):
            number = PyLong_FromLong(getattr(host, name))
            PyModule_AddObjectRef(module, name, number)
            Py_DECREF(number)
    for name, op in (("LZMAError", LZMAError), ("LZMACompressor", LZMACompressor_Type),
                     ("LZMADecompressor", LZMADecompressor_Type)):
        PyModule_AddObjectRef(module, name, op)
    return module
