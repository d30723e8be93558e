"""The zlib module. Models Modules/zlibmodule.c; the host's own module does the work."""

from __future__ import annotations

import zlib as host
from collections.abc import Callable
from typing import Any

from vm.objects.bridge import MAX_TEXT, host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import optional_int, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, defining_class, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import PyErr_NoMemory
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_Exception, PyExc_TypeError, PyExc_ValueError
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

ZlibError = PyType_FromSpec(
    "zlib.error", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")
CONSTANTS = ("MAX_WBITS", "DEFLATED", "DEF_MEM_LEVEL", "DEF_BUF_SIZE", "Z_NO_COMPRESSION",
             "Z_BEST_SPEED", "Z_BEST_COMPRESSION", "Z_DEFAULT_COMPRESSION", "Z_FILTERED",
             "Z_HUFFMAN_ONLY", "Z_RLE", "Z_FIXED", "Z_DEFAULT_STRATEGY", "Z_NO_FLUSH",
             "Z_PARTIAL_FLUSH", "Z_SYNC_FLUSH", "Z_FULL_FLUSH", "Z_FINISH", "Z_BLOCK", "Z_TREES")


def _do(work: Callable[..., Any], *args: Any, **settings: Any) -> Any:
    """What the host's module gives, its errors translated."""
    try:
        return work(*args, **settings)
    except host.error as err:
        raise PyErr_Format(ZlibError, str(err)) from None
    except (ValueError, OverflowError, TypeError, MemoryError, EOFError) as err:
        raise host_error(err) from None


def _bounded(data: bytes) -> bytes:
    """MemoryError for what has become too large."""
    if len(data) > MAX_TEXT:
        raise PyErr_NoMemory()
    return data


def _buffer(op: PyObject) -> Any:
    """The bytes of an argument (a generator)."""
    data = use_buffer(op, bytes)
    return (yield data) if type(data) in PENDING else data


def _size(op: PyObject | None, default: int) -> Any:
    """An optional Py_ssize_t (a generator)."""
    if op is None:
        return default
    number = ssize_t(op)
    return (yield number) if type(number) in PENDING else number


def _checksum(name: str, start: int) -> PyMethodDef:
    """``adler32(data, value=1)``, ``crc32(data, value=0)``"""
    function = getattr(host, name)

    def checksum(module: PyObject, data: PyObject, value: PyObject | None) -> Any:
        text = yield _buffer(data)
        number = start
        if value is not None:
            if not value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
                raise PyErr_Format(
                    PyExc_TypeError, f"'{value.ob_type.value.tp_name}' object cannot be "
                    "interpreted as an integer")
            number = int(value.value) & 0xFFFFFFFF
        return PyLong_FromLong(function(text, number))

    checksum.__name__ = f"zlib_{name}"
    return PyMethodDef(name, checksum, f"($module, data, value={start}, /)")


def zlib_compress(
    module: PyObject, data: PyObject, level: PyObject | None, wbits: PyObject | None
) -> Any:
    """``compress(data, /, level=-1, wbits=15)``; a generator."""
    text = yield _buffer(data)
    return PyBytes_FromString(
        _do(host.compress, text, (yield optional_int(level, -1)), (yield optional_int(wbits, host.MAX_WBITS))))


def zlib_decompress(
    module: PyObject, data: PyObject, wbits: PyObject | None, bufsize: PyObject | None
) -> Any:
    """``decompress(data, /, wbits=15, bufsize=16384)``; a generator."""
    text = yield _buffer(data)
    bits = yield optional_int(wbits, host.MAX_WBITS)
    size = yield _size(bufsize, host.DEF_BUF_SIZE)
    if size < 0:
        raise PyErr_Format(PyExc_ValueError, "bufsize must be non-negative")
    # the first bytes tell whether all of it would fit
    probe = _do(host.decompressobj, bits)
    _bounded(_try(probe.decompress, text, MAX_TEXT + 1) or b"")
    return PyBytes_FromString(_do(host.decompress, text, bits))


def _try(work: Callable[..., bytes], *args: Any) -> bytes | None:
    """The same; NULL for an error, which the next call will meet again."""
    try:
        return work(*args)
    except host.error:
        return None


# ---- objects

def zlib_compressobj(
    module: PyObject, level: PyObject | None, method: PyObject | None, wbits: PyObject | None,
    memLevel: PyObject | None, strategy: PyObject | None, zdict: PyObject | None
) -> Any:
    """``compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)``; a generator."""
    numbers = []
    for op, default in ((level, -1), (method, host.DEFLATED), (wbits, host.MAX_WBITS),
                        (memLevel, host.DEF_MEM_LEVEL), (strategy, 0)):
        numbers.append((yield optional_int(op, default)))
    extra = () if zdict is None else ((yield _buffer(zdict)),)
    return PyObject(Comptype, _do(host.compressobj, *numbers, *extra))


def zlib_decompressobj(
    module: PyObject, wbits: PyObject | None, zdict: PyObject | None
) -> Any:
    """``decompressobj(wbits=15, zdict=b'')``; a generator."""
    bits = yield optional_int(wbits, host.MAX_WBITS)
    if zdict is not None and zdict.ob_type.value.bf_getbuffer is None:
        raise PyErr_Format(
            PyExc_TypeError, "zdict argument must support the buffer protocol")
    extra = () if zdict is None else ((yield _buffer(zdict)),)
    return PyObject(Decomptype, _do(host.decompressobj, bits, *extra))


def zlib_Compress_compress(self: PyObject, data: PyObject) -> Any:
    """``compress(data)``; a generator."""
    return PyBytes_FromString(_do(self.value.compress, (yield _buffer(data))))


def zlib_Compress_flush(self: PyObject, mode: PyObject | None) -> Any:
    """``flush(mode=Z_FINISH)``; a generator."""
    return PyBytes_FromString(_do(self.value.flush, (yield optional_int(mode, host.Z_FINISH))))


def zlib_copy(self: PyObject) -> PyObject:
    """``copy()``"""
    return PyObject(self.ob_type, _do(self.value.copy))


def zlib_deepcopy(self: PyObject, memo: PyObject) -> PyObject:
    """``__deepcopy__(memo)``"""
    return zlib_copy(self)


def zlib_Decompress_decompress(self: PyObject, data: PyObject, max_length: PyObject | None) -> Any:
    """``decompress(data, /, max_length=0)``; a generator."""
    text = yield _buffer(data)
    limit = yield _size(max_length, 0)
    if limit < 0:
        raise PyErr_Format(PyExc_ValueError, "max_length must be non-negative")
    if limit:
        return PyBytes_FromString(_do(self.value.decompress, text, min(limit, MAX_TEXT)))
    return PyBytes_FromString(_all(self.value, text))


def _all(body: Any, text: bytes) -> bytes:
    """Everything that the bytes decompress to; MemoryError if that is too much."""
    data = _do(body.decompress, text, MAX_TEXT)
    if body.unconsumed_tail and len(data) == MAX_TEXT:
        raise PyErr_NoMemory()
    return bytes(data)


def zlib_Decompress_flush(self: PyObject, length: PyObject | None) -> Any:
    """``flush(length=16384)``; a generator."""
    size = yield _size(length, host.DEF_BUF_SIZE)
    if size <= 0:
        raise PyErr_Format(PyExc_ValueError, "length must be greater than zero")
    return PyBytes_FromString(_bounded(_do(self.value.flush, min(size, MAX_TEXT))))


_TYPE: dict[str, Any] = {"tp_is_leaf": True, "tp_hostkey": "identity",
         "tp_flags": Py_TPFLAGS_DISALLOW_INSTANTIATION}
_COPYING = (
    defining_class("copy", zlib_copy, "($self, /)"),
    defining_class("__copy__", zlib_copy, "($self, /)"),
    defining_class("__deepcopy__", zlib_deepcopy, "($self, memo, /)"),
)
Comptype = PyType_FromSpec(
    "zlib.Compress", tp_basicsize=168,
    tp_methods=(
        defining_class("compress", zlib_Compress_compress, "($self, data, /)"),
        defining_class("flush", zlib_Compress_flush, "($self, mode=zlib.Z_FINISH, /)"),
        *_COPYING,
    ), **_TYPE)


def _bytes_field(name: str) -> PyGetSetDef:
    return PyGetSetDef(name, lambda op: PyBytes_FromString(getattr(op.value, name)))


def _bool_field(name: str) -> PyGetSetDef:
    return PyGetSetDef(name, lambda op: Py_True if getattr(op.value, name) else Py_False)


Decomptype = PyType_FromSpec(
    "zlib.Decompress", tp_basicsize=168,
    tp_methods=(
        defining_class("decompress", zlib_Decompress_decompress, "($self, data, /, max_length=0)"),
        defining_class("flush", zlib_Decompress_flush, "($self, length=zlib.DEF_BUF_SIZE, /)"),
        *_COPYING,
    ),
    tp_getset=(_bytes_field("unused_data"), _bytes_field("unconsumed_tail"), _bool_field("eof")),
    **_TYPE)

_DECOMPRESSOR = ArgSpec("($type, wbits=15, zdict=b'')")


def ZlibDecompressor__new__(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``_ZlibDecompressor(wbits=15, zdict=b'')``; a generator."""
    wbits, zdict = parse_arguments(_DECOMPRESSOR, "_ZlibDecompressor", args, kwnames)
    bits = yield optional_int(wbits, host.MAX_WBITS)
    if zdict is not None and zdict.ob_type.value.bf_getbuffer is None:
        raise PyErr_Format(
            PyExc_TypeError, "zdict argument must support the buffer protocol")
    settings = {} if zdict is None else {"zdict": (yield _buffer(zdict))}
    make = host._ZlibDecompressor
    return PyObject(type_op, _do(make, bits, **settings))


def zlib_ZlibDecompressor_decompress(
    self: PyObject, data: PyObject, max_length: PyObject | None
) -> Any:
    """``decompress(data, max_length=-1)``; a generator."""
    text = yield _buffer(data)
    limit = yield _size(max_length, -1)
    if limit >= 0:
        return PyBytes_FromString(_do(self.value.decompress, text, min(limit, MAX_TEXT)))
    found = _do(self.value.decompress, text, MAX_TEXT)
    if len(found) == MAX_TEXT and not self.value.needs_input:
        raise PyErr_NoMemory()
    return PyBytes_FromString(found)


ZlibDecompressorType = PyType_FromSpec(
    "zlib._ZlibDecompressor", tp_basicsize=200, tp_new=ZlibDecompressor__new__,
    tp_methods=(PyMethodDef("decompress", zlib_ZlibDecompressor_decompress,
                            "($self, /, data, max_length=-1)"),),
    tp_getset=(_bool_field("eof"), _bytes_field("unused_data"), _bool_field("needs_input")),
    **(_TYPE | {"tp_flags": Py_TPFLAGS_IMMUTABLETYPE}))

zlib_methods = (
    _checksum("adler32", 1),
    PyMethodDef("compress", zlib_compress,
                "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)"),
    PyMethodDef("compressobj", zlib_compressobj,
                "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, "
                "memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None)"),
    _checksum("crc32", 0),
    PyMethodDef("decompress", zlib_decompress,
                "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)"),
    PyMethodDef("decompressobj", zlib_decompressobj,
                "($module, /, wbits=MAX_WBITS, zdict=b'')"),
)


def PyInit_zlib() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("zlib", zlib_methods)
    PyModule_AddObjectRef(module, "error", ZlibError)
    PyModule_AddObjectRef(module, "_ZlibDecompressor", ZlibDecompressorType)
    made = {name: PyLong_FromLong(getattr(host, name)) for name in CONSTANTS}
    for name in ("ZLIB_VERSION", "ZLIB_RUNTIME_VERSION", "__version__"):
        made[name] = PyUnicode_FromString(getattr(host, name))
    for name, op in made.items():
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    return module


