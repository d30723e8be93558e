"""The _bz2 module. Models Modules/_bz2module.c; the host's own module compresses."""

from __future__ import annotations

import bz2 as host
from collections.abc import Callable
from typing import Any

from vm.modules.compressors import (
    TYPE,
    bool_field,
    compressor_methods,
    decompressor_methods,
    unused_data,
)
from vm.objects.bridge import host_error
from vm.objects.getargs import c_int
from vm.objects.methoddef import ArgSpec, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.typeobject_ready import PyType_FromSpec


def _do(work: Callable[..., Any], *args: Any) -> Any:
    """What the host's object gives, its errors translated."""
    try:
        return work(*args)
    except (OSError, ValueError, EOFError, MemoryError) as err:
        raise host_error(err) from None


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


def _bz2_BZ2Decompressor(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``BZ2Decompressor()``"""
    _no_keywords("BZ2Decompressor", kwnames)
    if args:
        raise PyErr_Format(PyExc_TypeError, "BZ2Decompressor() takes no positional arguments")
    return PyObject(type_op, host.BZ2Decompressor())


BZ2Compressor_Type = PyType_FromSpec(
    "_bz2.BZ2Compressor", tp_basicsize=112, tp_new=_bz2_BZ2Compressor,
    tp_methods=compressor_methods(_do), **TYPE)
BZ2Decompressor_Type = PyType_FromSpec(
    "_bz2.BZ2Decompressor", tp_basicsize=152, tp_new=_bz2_BZ2Decompressor,
    tp_methods=decompressor_methods(_do),
    tp_getset=(
        bool_field("eof"),
        unused_data,
        bool_field("needs_input"),
    ), **TYPE)


def PyInit__bz2() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_bz2", ())
    PyModule_AddObjectRef(module, "BZ2Compressor", BZ2Compressor_Type)
    PyModule_AddObjectRef(module, "BZ2Decompressor", BZ2Decompressor_Type)
    return module
