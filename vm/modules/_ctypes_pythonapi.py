"""The part of Python's own API that programs call through ``ctypes.pythonapi``.

Each is a function of the model's that does what the C function of its name does.
"""

from __future__ import annotations

import re
from typing import Any

from vm.modules._ctypes_callproc import ObjectResult, _call_function_pointer, argument
from vm.modules._ctypes_cfield import unpack_long_double
from vm.modules._ctypes_ctypes import (
    FFI_TYPE_DOUBLE,
    FFI_TYPE_LONGDOUBLE,
    FUNCFLAG_PYTHONAPI,
    ffi_type,
    ffi_type_pointer,
    ffi_type_void,
    get_module_state,
)
from vm.modules._ctypes_dl import native
from vm.modules._ctypes_libc import signed as _signed
from vm.modules._ctypes_libc import text_at as _text
from vm.modules._ctypes_libc import word as _word
from vm.modules._ctypes_libc import word_argument as _arg
from vm.modules._ctypes_memory import load, memory, store, store_pointer
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.eval_builtin import PyEval_GetBuiltins
from vm.objects.frameobject import _PyFrame_GetLocals
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_XDECREF,
    PyCode_Type,
    PyFrame_Type,
    PyObject,
)
from vm.objects.pycore_state import _PY_ASYNC_EXCEPTION_BIT, _PyRuntime
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_SystemError,
    PyExc_TypeError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.weakrefobject import PyWeakref_NewRef
from vm.python.ceval_gil import _Py_set_eval_breaker_bit
from vm.python.ceval_scope import PyEval_GetGlobals, _PyEval_GetFrameLocals

_MAX_CO_EXTRA = 255
_WORD_BITS = 64


def _object(args: list[argument], i: int) -> PyObject:
    """An argument that is an object (borrowed)."""
    return memory().object_at(_arg(args, i))


# ---- objects

@native("Py_IncRef")
def Py_IncRef(args: list[argument], rtype: ffi_type) -> bytes:
    """``void Py_IncRef(PyObject *o)``: the reference is accounted for as the program's."""
    if _arg(args, 0):
        get_module_state().leaked.append(Py_NewRef(_object(args, 0)))
    return b""


@native("Py_DecRef")
def Py_DecRef(args: list[argument], rtype: ffi_type) -> bytes:
    """``void Py_DecRef(PyObject *o)``: only of references that the program has taken; C would corrupt its memory."""
    if _arg(args, 0):
        drop_reference(_object(args, 0))
    return b""


def drop_reference(op: PyObject) -> None:
    """Drop a reference that a program has taken by its own hand, if it has."""
    leaked = get_module_state().leaked
    if op in leaked:
        leaked.remove(op)
        Py_DECREF(op)


@native("PyBytes_FromString")
def PyBytes_FromString_(args: list[argument], rtype: ffi_type) -> bytes:
    """``PyObject *PyBytes_FromString(const char *v)``"""
    return ObjectResult.of(PyBytes_FromString(_text(_arg(args, 0))))


@native("PyBytes_FromStringAndSize")
def PyBytes_FromStringAndSize(args: list[argument], rtype: ffi_type) -> bytes:
    """``PyObject *PyBytes_FromStringAndSize(const char *v, Py_ssize_t len)``"""
    address, size = _arg(args, 0), _signed(_arg(args, 1), _WORD_BITS)
    if size < 0:
        raise PyErr_Format(PyExc_SystemError, "Negative size passed to PyBytes_FromStringAndSize")
    return ObjectResult.of(PyBytes_FromString(load((None, address), size) if address else bytes(size)))


@native("PyLong_FromLong")
def PyLong_FromLong_(args: list[argument], rtype: ffi_type) -> bytes:
    """``PyObject *PyLong_FromLong(long v)``"""
    return ObjectResult.of(PyLong_FromLong(_signed(_arg(args, 0), _WORD_BITS)))


@native("PyLong_AsLong")
def PyLong_AsLong(args: list[argument], rtype: ffi_type) -> bytes:
    """``long PyLong_AsLong(PyObject *obj)``, of an int."""
    op = _object(args, 0)
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"'{op.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    if not -(1 << 63) <= op.value < 1 << 63:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C long")
    return _word(int(op.value))


# ---- formats

_CONVERSION = re.compile(rb"%([-+ #0]*)(\d*)(?:\.(\d*))?(hh|h|ll|l|z|j|t|L)?([diuxXocspeEfFgG%])")
_WIDE = (b"l", b"ll", b"z", b"j", b"t")


class _Arguments:
    """The arguments behind a format, taken one by one."""

    def __init__(self, args: list[argument]):
        self._rest = iter(args)

    def next(self) -> argument:
        """The next; what was not given is zero."""
        return next(self._rest, None) or argument(ffi_type_pointer, bytes(8))


def _floating(arg: argument) -> float:
    import struct  # few formats have floats

    if arg.ffi_type.type == FFI_TYPE_LONGDOUBLE:
        return unpack_long_double(arg.value)
    if arg.ffi_type.type == FFI_TYPE_DOUBLE:
        return float(struct.unpack_from("<d", arg.value)[0])
    return 0.0


def _converted(match: re.Match[bytes], args: _Arguments, checked: bool) -> bytes:
    """One conversion, without its width."""
    _, _, precision, size, kind = match.groups()
    if kind == b"%":
        return b"%"
    arg = args.next()
    word = arg.pointer()
    bits = _WORD_BITS if size in _WIDE else 32
    if kind == b"s":
        text = _text(word)
        return text if precision is None else text[:int(precision or 0)]
    if kind == b"c":
        if checked and not 0 <= _signed(word, 32) <= 255:
            raise PyErr_Format(
                PyExc_OverflowError, "PyBytes_FromFormatV(): %c format expects an integer in range [0; 255]")
        return bytes([word & 0xFF])
    if kind == b"p":
        return b"%#x" % word
    if kind in b"di":
        return b"%d" % _signed(word, bits)
    if kind in b"uxXo":
        return (b"%" + kind.replace(b"u", b"d")) % (word & (1 << bits) - 1)
    return (b"%" + (b"" if precision is None else b"." + precision) + kind) % _floating(arg)


def c_format(fmt: bytes, args: list[argument], bytes_only: bool) -> bytes:
    """What printf() makes of a format.

    Args:
        fmt: the format.
        args: the arguments behind it.
        bytes_only: the rules of PyBytes_FromFormat: widths count for nothing, %c has a range, and after a
            conversion that is not known the rest of the format is copied.
    """
    out, at, rest = [], 0, _Arguments(args)
    while at < len(fmt):
        found = fmt.find(b"%", at)
        if found < 0:
            break
        out.append(fmt[at:found])
        match = _CONVERSION.match(fmt, found)
        if match is None:
            at = found
            break
        text, at = _converted(match, rest, bytes_only), match.end()
        width = int(match[2] or 0)
        if not bytes_only and width < 1 << 16:
            fill = b"0" if b"0" in match[1] and match[5] not in b"sc" else b" "
            text = text.ljust(width) if b"-" in match[1] else text.rjust(width, fill)
        out.append(text)
    return b"".join([*out, fmt[at:]])


@native("PyBytes_FromFormat")
def PyBytes_FromFormat(args: list[argument], rtype: ffi_type) -> bytes:
    """``PyObject *PyBytes_FromFormat(const char *format, ...)``"""
    return ObjectResult.of(PyBytes_FromString(c_format(_text(_arg(args, 0)), args[1:], True)))


@native("PyOS_snprintf")
def PyOS_snprintf(args: list[argument], rtype: ffi_type) -> bytes:
    """``int PyOS_snprintf(char *str, size_t size, const char *format, ...)``"""
    size = _arg(args, 1)
    text = c_format(_text(_arg(args, 2)), args[3:], False)
    if size:
        store((None, _arg(args, 0)), text[:size - 1] + b"\0")
    return _word(len(text))


# ---- threads and frames

@native("PyThreadState_SetAsyncExc")
def PyThreadState_SetAsyncExc(args: list[argument], rtype: ffi_type) -> bytes:
    """``int PyThreadState_SetAsyncExc(unsigned long id, PyObject *exc)``"""
    ident, exc = _arg(args, 0), Py_NewRef(_object(args, 1)) if _arg(args, 1) else None
    for tstate in _PyRuntime.tstate_current.interp.threads:  # type: ignore[union-attr]
        if tstate.thread_id == ident:
            old, tstate.async_exc = tstate.async_exc, exc
            Py_XDECREF(old)
            _Py_set_eval_breaker_bit(tstate, _PY_ASYNC_EXCEPTION_BIT)
            return _word(1)
    Py_XDECREF(exc)
    return _word(0)


@native("PyGILState_Ensure")
def PyGILState_Ensure(args: list[argument], rtype: ffi_type) -> bytes:
    """``PyGILState_STATE PyGILState_Ensure(void)``: whoever calls has the GIL."""
    return _word(0)


@native("PyGILState_Release")
def PyGILState_Release(args: list[argument], rtype: ffi_type) -> bytes:
    """``void PyGILState_Release(PyGILState_STATE)``"""
    return b""


def _found(op: Any) -> Any:
    """A result that is an object, which may be pending (a generator)."""
    if type(op) in PENDING:
        op = yield op
    return ObjectResult.of(op)


@native("PyEval_GetFrameLocals")
def PyEval_GetFrameLocals(args: list[argument], rtype: ffi_type) -> Any:
    """``PyObject *PyEval_GetFrameLocals(void)``"""
    return _found(_PyEval_GetFrameLocals())


@native("PyEval_GetFrameGlobals")
def PyEval_GetFrameGlobals(args: list[argument], rtype: ffi_type) -> bytes:
    """``PyObject *PyEval_GetFrameGlobals(void)``"""
    found = PyEval_GetGlobals()
    return b"" if found is None else ObjectResult.of(Py_NewRef(found))


@native("PyEval_GetFrameBuiltins")
def PyEval_GetFrameBuiltins(args: list[argument], rtype: ffi_type) -> bytes:
    """``PyObject *PyEval_GetFrameBuiltins(void)``"""
    return ObjectResult.of(Py_NewRef(PyEval_GetBuiltins()))


@native("PyFrame_GetLocals")
def PyFrame_GetLocals(args: list[argument], rtype: ffi_type) -> Any:
    """``PyObject *PyFrame_GetLocals(PyFrameObject *frame)``"""
    op = _object(args, 0)
    if op.ob_type is not PyFrame_Type:
        raise PyErr_BadInternalCall("PyFrame_GetLocals")
    return _found(_PyFrame_GetLocals(op.value.f_frame))


# ---- what tools keep with code objects

class CodeExtra:
    """The extra values of a code object, and what is called when it dies: the body of that callback.

    Attributes:
        code: the code object; not owned.
        values: pointers, by index.
        ref: the weak reference with the callback; owned as long as the code object lives.
    """

    __slots__ = ("code", "values", "ref")

    def __init__(self, code: PyObject) -> None:
        self.code = code
        self.values: dict[int, int] = {}
        self.ref: PyObject | None = None


def _free_extra(index: int, value: int) -> Any:
    """Call the function that frees an extra value (a generator)."""
    free = get_module_state().free_extra[index]
    if value and free:
        yield _call_function_pointer(
            free, [argument(ffi_type_pointer, _word(value))], FUNCFLAG_PYTHONAPI, ffi_type_void)


def _code_is_gone(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call: the code object dies; a generator."""
    body: CodeExtra = self.value
    get_module_state().code_extra.pop(body.code, None)
    ref, body.ref = body.ref, None
    values, body.values = body.values, {}
    try:
        for index, value in values.items():
            yield _free_extra(index, value)
    finally:
        Py_XDECREF(ref)
    return Py_None


_CodeExtra_Type = PyType_FromSpec(
    "_ctypes.CodeExtra", tp_basicsize=40, tp_hostkey="identity", tp_call=_code_is_gone,
    tp_flags=Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC,
    tp_dealloc=lambda self: dealloc_container(self, _owns_nothing), tp_traverse=lambda self: ())


def _owns_nothing(self: PyObject) -> tuple:
    return ()


def _code_extra(op: PyObject, function: str) -> CodeExtra | None:
    """The extra values of a code object, or NULL; SystemError for any other object."""
    if op.ob_type is not PyCode_Type:
        raise PyErr_BadInternalCall(function)
    found: CodeExtra | None = get_module_state().code_extra.get(op)
    return found


@native("PyUnstable_Eval_RequestCodeExtraIndex")
def PyUnstable_Eval_RequestCodeExtraIndex(args: list[argument], rtype: ffi_type) -> bytes:
    """``Py_ssize_t PyUnstable_Eval_RequestCodeExtraIndex(freefunc free)``"""
    table = get_module_state().free_extra
    if len(table) >= _MAX_CO_EXTRA:
        return _word(-1)
    table.append(_arg(args, 0))
    return _word(len(table) - 1)


def _new_extra(code: PyObject) -> CodeExtra:
    body = CodeExtra(code)
    callback = PyType_GenericAlloc(_CodeExtra_Type, body)
    body.ref = PyWeakref_NewRef(code, callback)
    Py_DECREF(callback)
    get_module_state().code_extra[code] = body
    return body


@native("PyUnstable_Code_SetExtra")
def PyUnstable_Code_SetExtra(args: list[argument], rtype: ffi_type) -> Any:
    """``int PyUnstable_Code_SetExtra(PyObject *code, Py_ssize_t index, void *extra)`` (a generator)."""
    code, index, value = _object(args, 0), _signed(_arg(args, 1), _WORD_BITS), _arg(args, 2)
    body = _code_extra(code, "PyUnstable_Code_SetExtra")
    if not 0 <= index < len(get_module_state().free_extra):
        raise PyErr_BadInternalCall("PyUnstable_Code_SetExtra")
    body = body or _new_extra(code)
    old = body.values.get(index, 0)
    if old:
        yield _free_extra(index, old)
    body.values[index] = value
    return _word(0)


@native("PyUnstable_Code_GetExtra")
def PyUnstable_Code_GetExtra(args: list[argument], rtype: ffi_type) -> bytes:
    """``int PyUnstable_Code_GetExtra(PyObject *code, Py_ssize_t index, void **extra)``"""
    body = _code_extra(_object(args, 0), "PyUnstable_Code_GetExtra")
    index = _signed(_arg(args, 1), _WORD_BITS)
    value = 0 if body is None else body.values.get(index, 0)
    if 0 <= index < len(get_module_state().free_extra):
        store_pointer((None, _arg(args, 2)), value)
    return _word(0)
