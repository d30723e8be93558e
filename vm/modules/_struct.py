"""The _struct module: values as packed bytes. Models Modules/_struct.c; the host's own does the packing."""

from __future__ import annotations

import struct as host
import sys
from typing import Any

from vm.objects.abstract import PyNumber_Index
from vm.objects.bridge import guest_atom, host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_IsTrue, PyObject_SelfIter
from vm.objects.pybuffer import PyBUF_WRITABLE, use_buffer, with_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyByteArray_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_Exception,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_UnicodeEncodeError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc

StructError = PyType_FromSpec(
    "struct.error", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")
#: Sizes of the native formats on the guest's machine; each is aligned to its size.
_NATIVE = {"x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "e": 2, "i": 4, "I": 4, "f": 4,
           "l": 8, "L": 8, "q": 8, "Q": 8, "n": 8, "N": 8, "P": 8, "d": 8, "s": 1, "p": 1}
_STANDARD = {"l": "q", "L": "Q", "n": "q", "N": "Q", "P": "Q"}


def struct_error(message: str) -> PyErr:
    """The host exception that raises ``struct.error``."""
    return PyErr_Format(StructError, message)


def guest_format(text: str) -> str:
    """A format as the host has to read it: native sizes are those of a 64-bit machine."""
    if sys.maxsize > 1 << 32 or text[:1] in ("<", ">", "=", "!"):
        return text
    out, size, count = ["<"], 0, ""
    for char in text.removeprefix("@"):
        if char.isdigit():
            count += char
            continue
        width = _NATIVE.get(char)
        if width is None:
            out.append(count + char)
            count = ""
            continue
        pad = -size % width
        out.append("x" * pad + count + _STANDARD.get(char, char))
        size += pad + width * int(count or 1)
        count = ""
    return "".join([*out, count])


def _format_text(op: PyObject) -> str:
    """The text of a format argument."""
    flags = op.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        if not op.value.isascii():
            bad = next(c for c in op.value if not c.isascii())
            raise PyErr_Format(
                PyExc_UnicodeEncodeError, f"'ascii' codec can't encode character {bad!a}")
        return str(op.value)
    if flags & Py_TPFLAGS_BYTES_SUBCLASS:
        return str(op.value.decode("latin-1"))
    raise PyErr_Format(
        PyExc_TypeError,
        f"Struct() argument 1 must be a str or bytes object, not {op.ob_type.value.tp_name:.200}")


class PyStructObject:
    """The body of a Struct: its format as given, the host's Struct, the format characters of its items."""

    __slots__ = ("format", "host", "kinds", "ncodes")

    def __init__(self, text: str):
        try:
            self.host = host.Struct(guest_format(text))
        except host.error as err:
            raise struct_error(str(err)) from None
        self.format = text
        kinds = _kinds(text)
        self.kinds = "".join(kinds)
        self.ncodes = len(kinds)


def _kinds(text: str) -> list[str]:
    """The format characters of the values, of each part of the format that has some."""
    kinds, count = [], ""
    for char in text:
        if char.isdigit():
            count += char
        elif char in "sp":
            kinds.append(char)
            count = ""
        elif char.isalpha() or char == "?":
            if char != "x" and int(count or 1):
                kinds.append(char * int(count or 1))
            count = ""
    return kinds


_cache: dict[str, PyStructObject] = {}


def cache_struct(op: PyObject) -> PyStructObject:
    """The compiled form of a format; recent ones are kept."""
    text = _format_text(op)
    found = _cache.get(text)
    if found is None:
        found = PyStructObject(text)
        if len(_cache) >= 100:
            _cache.clear()
        _cache[text] = found
    return found


# ---- packing

def _value(kind: str, op: PyObject) -> Any:
    """The host value to be packed (a generator)."""
    if kind == "?":
        truth = PyObject_IsTrue(op)
        if type(truth) in PENDING:
            truth = yield truth
        return truth
    if isinstance(op.value, (int, float)) or kind in "csp":
        if op.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS or (
            PyObject_TypeCheck(op, PyByteArray_Type)
        ):
            return op.value
        return op.value if isinstance(op.value, (int, float)) else object()
    slots = op.ob_type.value
    if kind in "efd":
        return (yield _as_double(op)) if slots.nb_float or slots.nb_index else object()
    if slots.nb_index is not None:
        number = PyNumber_Index(op)
        if type(number) in PENDING:
            number = yield number
        value = int(number.value)
        Py_DECREF(number)
        return value
    return object()


def _as_double(op: PyObject) -> Any:
    slot = op.ob_type.value.nb_float or op.ob_type.value.nb_index
    number = slot(op)
    if type(number) in PENDING:
        number = yield number
    value = float(number.value)
    Py_DECREF(number)
    return value


def s_pack_internal(body: PyStructObject, args: list[PyObject]) -> Any:
    """The bytes of values (a generator)."""
    values = []
    for kind, op in zip(body.kinds, args, strict=False):
        values.append((yield _value(kind, op)))
    try:
        return body.host.pack(*values)
    except host.error as err:
        raise struct_error(str(err)) from None
    except OverflowError as err:
        raise host_error(err) from None


def _check_count(body: PyStructObject, function: str, given: int) -> None:
    wanted = len(body.kinds)
    if given != wanted:
        if function == "pack_into" and given < 0:
            missing = "buffer argument" if given == -2 else "offset argument"
            raise struct_error(f"pack_into expected {missing}")
        raise struct_error(
            f"{function} expected {wanted} items for packing (got {given})")


def _pack(body: PyStructObject, args: list) -> Any:
    _check_count(body, "pack", len(args))
    return PyBytes_FromString((yield s_pack_internal(body, args)))


def _pack_into(body: PyStructObject, args: list) -> Any:
    _check_count(body, "pack_into", len(args) - 2)
    offset = ssize_t(args[1])
    if type(offset) in PENDING:
        offset = yield offset
    size = body.host.size
    data = yield s_pack_internal(body, args[2:])

    def put(view: Any) -> PyObject:
        memory = view.flat()
        _check_space("pack_into", "packing", size, offset, len(memory))
        start = offset if offset >= 0 else offset + len(memory)
        memory[start:start + size] = data
        return Py_None

    return (yield with_buffer(args[0], PyBUF_WRITABLE, put))


def _check_space(function: str, what: str, size: int, offset: int, length: int) -> None:
    """Raise unless the buffer has room at the offset."""
    if offset < 0:
        if offset + size > 0:
            text = "no space to pack" if what == "packing" else "not enough data to unpack"
            raise struct_error(f"{text} {size} bytes at offset {offset}")
        if offset + length < 0:
            raise struct_error(f"offset {offset} out of range for {length}-byte buffer")
        offset += length
    if length - offset < size:
        raise struct_error(
            f"{function} requires a buffer of at least {size + offset} bytes for {what} {size} bytes "
            f"at offset {offset} (actual buffer size is {length})")


# ---- unpacking

def _guest(value: Any) -> PyObject:
    if value is True or value is False:
        return Py_True if value else Py_False
    if isinstance(value, int):
        return PyLong_FromLong(value)
    return PyBytes_FromString(value) if isinstance(value, bytes) else guest_atom(value)


def s_unpack_internal(body: PyStructObject, data: Any, offset: int = 0) -> PyObject:
    """The tuple of values in bytes."""
    return PyTuple_New(tuple(map(_guest, body.host.unpack_from(data, offset))))


def _unpack(body: PyStructObject, buffer: PyObject) -> Any:
    def take(data: Any) -> PyObject:
        if len(data) != body.host.size:
            raise struct_error(f"unpack requires a buffer of {body.host.size} bytes")
        return s_unpack_internal(body, data)

    return use_buffer(buffer, take)


def _unpack_from(body: PyStructObject, buffer: PyObject, offset: PyObject | None) -> Any:
    at: Any = 0
    if offset is not None:
        at = ssize_t(offset)
        if type(at) in PENDING:
            at = yield at

    def take(data: Any) -> PyObject:
        _check_space("unpack_from", "unpacking", body.host.size, at, len(data))
        return s_unpack_internal(body, data, at if at >= 0 else at + len(data))

    res = use_buffer(buffer, take)
    if type(res) in PENDING:
        res = yield res
    return res


class unpackiterobject:
    """The body of an iter_unpack iterator: its Struct, the bytes, the position."""

    __slots__ = ("so", "data", "index")

    def __init__(self, so: PyStructObject, data: bytes):
        self.so = so
        self.data = data
        self.index = 0


def unpackiter_iternext(it: PyObject) -> PyObject | None:
    """The next tuple."""
    body = it.value
    if body.index >= len(body.data):
        return None
    res = s_unpack_internal(body.so, body.data, body.index)
    body.index += body.so.host.size
    return res


unpackiter_type = PyType_FromSpec(
    "_struct.unpack_iterator", tp_basicsize=128, tp_is_leaf=True, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_iter=PyObject_SelfIter, tp_iternext=unpackiter_iternext,
    tp_methods=(PyMethodDef(
        "__length_hint__",
        lambda it: PyLong_FromLong(
            (len(it.value.data) - it.value.index) // it.value.so.host.size)),))


def _iter_unpack(body: PyStructObject, buffer: PyObject) -> Any:
    size = body.host.size
    if not size:
        raise struct_error("cannot iteratively unpack with a struct of length 0")

    def begin(data: Any) -> PyObject:
        if len(data) % size:
            raise struct_error(
                f"iterative unpacking requires a buffer of a multiple of {size} bytes")
        return PyObject(unpackiter_type, unpackiterobject(body, bytes(data)))

    return use_buffer(buffer, begin)


# ---- Struct

_INIT = ArgSpec("($self, format)")


def Struct_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, None)


def Struct_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """``Struct(format)``"""
    (text,) = parse_arguments(_INIT, "Struct", args, kwnames, "Struct")
    self.value = PyStructObject(_format_text(text))


def _body(self: PyObject) -> PyStructObject:
    if self.value is None:
        raise PyErr_Format(PyExc_RuntimeError, "Struct object is not initialized")
    return self.value


def s_sizeof(self: PyObject) -> PyObject:
    """``s.__sizeof__()``: the object, and its table of codes with the mark at the end."""
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + 32 * (_body(self).ncodes + 1))


def Struct_repr(self: PyObject) -> PyObject:
    """tp_repr."""
    return guest_atom(f"{self.ob_type.value.tp_name.rpartition('.')[2]}({_body(self).format!r})")


PyStruct_Type = PyType_FromSpec(
    "_struct.Struct", tp_basicsize=56, tp_is_leaf=True, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    tp_weaklistoffset=48, tp_new=Struct_new, tp_init=Struct_init,
    tp_repr=Struct_repr,
    tp_methods=(
        PyMethodDef("iter_unpack", lambda op, b: _iter_unpack(_body(op), b), "($self, buffer, /)"),
        PyMethodDef("pack", lambda op, args: _pack(_body(op), args), "($self, /, *args)"),
        PyMethodDef("pack_into", lambda op, args: _pack_into(_body(op), args), "($self, /, *args)"),
        PyMethodDef("__sizeof__", s_sizeof, "($self, /)"),
        PyMethodDef("unpack", lambda op, b: _unpack(_body(op), b), "($self, buffer, /)"),
        PyMethodDef("unpack_from", lambda op, b, offset: _unpack_from(_body(op), b, offset),
                    "($self, /, buffer, offset=0)"),
    ),
    tp_getset=(
        PyGetSetDef("format", lambda op: guest_atom(_body(op).format)),
        PyGetSetDef("size", lambda op: PyLong_FromLong(_body(op).host.size)),
    ),
)


# ---- functions

def _clearcache(module: PyObject) -> PyObject:
    """``_clearcache()``"""
    _cache.clear()
    return Py_None


def calcsize(module: PyObject, text: PyObject) -> PyObject:
    """``calcsize(format)``"""
    return PyLong_FromLong(cache_struct(text).host.size)


def pack(module: PyObject, args: list) -> Any:
    """``pack(format, v1, v2, ...)``"""
    if not args:
        raise PyErr_Format(PyExc_TypeError, "missing format argument")
    return _pack(cache_struct(args[0]), args[1:])


def pack_into(module: PyObject, args: list) -> Any:
    """``pack_into(format, buffer, offset, v1, v2, ...)``"""
    if not args:
        raise PyErr_Format(PyExc_TypeError, "missing format argument")
    return _pack_into(cache_struct(args[0]), args[1:])


def unpack(module: PyObject, text: PyObject, buffer: PyObject) -> Any:
    """``unpack(format, buffer)``"""
    return _unpack(cache_struct(text), buffer)


def unpack_from(
    module: PyObject, text: PyObject, buffer: PyObject, offset: PyObject | None
) -> Any:
    """``unpack_from(format, /, buffer, offset=0)``"""
    return _unpack_from(cache_struct(text), buffer, offset)


def iter_unpack(module: PyObject, text: PyObject, buffer: PyObject) -> Any:
    """``iter_unpack(format, buffer)``"""
    return _iter_unpack(cache_struct(text), buffer)


struct_methods = (
    PyMethodDef("_clearcache", _clearcache, "($module, /)"),
    PyMethodDef("calcsize", calcsize, "($module, format, /)"),
    PyMethodDef("iter_unpack", iter_unpack, "($module, format, buffer, /)"),
    PyMethodDef("pack", pack, "($module, /, *args)"),
    PyMethodDef("pack_into", pack_into, "($module, /, *args)"),
    PyMethodDef("unpack", unpack, "($module, format, buffer, /)"),
    PyMethodDef("unpack_from", unpack_from, "($module, format, /, buffer, offset=0)"),
)


def PyInit__struct() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_struct", struct_methods)
    PyModule_AddObjectRef(module, "Struct", PyStruct_Type)
    PyModule_AddObjectRef(module, "error", StructError)
    return module
