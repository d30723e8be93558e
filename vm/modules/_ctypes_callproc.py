"""Calling functions by address: converting the arguments and the result. Models Modules/_ctypes/callproc.c.

A function is one of the model's own (_ctypes_dl.py) or a callback (_ctypes_callbacks.py); nothing of the host's is ever
called. The functions of the module are in _ctypes_functions.py.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_cfield import O_get, bytes_pointer, wide_char_capsule
from vm.modules._ctypes_ctypes import (
    CTYPES_MAX_ARGCOUNT,
    FFI_FLOATS,
    FFI_SIGNED,
    FFI_TYPE_STRUCT,
    FUNCFLAG_USE_ERRNO,
    PyCArgObject,
    PyStgInfo_FromObject,
    PyStgInfo_FromType,
    ctypes_state,
    ffi_type,
    ffi_type_pointer,
    ffi_type_sint,
    ffi_type_void,
    get_module_state,
    st,
)
from vm.modules._ctypes_data import (
    PyCData_FromBaseObj,
    _ctypes_extend_error,
    _ctypes_simple_instance,
)
from vm.modules._ctypes_memory import Block, memory, violation
from vm.objects.attributes import optional_attribute
from vm.objects.call import PyObject_CallOneArg
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.floatobject import PyFloat_FromDouble, float_repr
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMemberDef
from vm.objects.object import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_Exception,
    PyExc_OverflowError,
    PyExc_RecursionError,
    PyExc_TypeError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString

CTYPES_CAPSULE_NAME_PYMEM = "_ctypes pymem"
#: How many ``_as_parameter_`` lead to each other at most.
MAX_AS_PARAMETER = 1000

PyExc_ArgError = PyType_FromSpec(
    "ctypes.ArgumentError", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")


# ---- errno

def _ctypes_get_errobj() -> list[int]:
    """The running thread's copy of errno, and errno itself."""
    state, tstate = get_module_state(), _PyRuntime.tstate_current
    assert tstate is not None
    space = state.errors.get(tstate.id)
    if space is None:
        _forget_threads(state, {thread.id for thread in tstate.interp.threads})
        space = state.errors[tstate.id] = [0, 0]
    return space


def _forget_threads(state: ctypes_state, alive: set[int]) -> None:
    for ident in list(state.errors):
        if ident not in alive:
            del state.errors[ident]


def swap_errno(flags: int) -> None:
    """What is done before and after a call: errno and ctypes' copy change places, if the flags say so."""
    if flags & FUNCFLAG_USE_ERRNO:
        space = _ctypes_get_errobj()
        space.reverse()


# ---- parameters

def PyCArgObject_new(pffi_type: ffi_type, tag: str, obj: PyObject | None = None) -> PyObject:
    """A parameter; takes over the reference to ``obj``."""
    body = PyCArgObject(pffi_type, tag)
    body.obj = obj
    return PyType_GenericAlloc(PyCArg_Type, body)


def pointer_parameter(tag: str, address: int, obj: PyObject | None) -> PyObject:
    """A parameter that is a pointer; takes over the reference to ``obj``."""
    parg = PyCArgObject_new(ffi_type_pointer, tag, obj)
    parg.value.value.data[:8] = address.to_bytes(8, "little")
    return parg


_INTEGERS = {"b": "<b", "B": "<b", "h": "<h", "H": "<h", "i": "<i", "I": "<i", "l": "<q", "L": "<q", "q": "<q",
             "Q": "<q"}


def is_literal_char(c: int) -> bool:
    """Whether a char is shown as it is."""
    return c < 128 and chr(c).isprintable() and chr(c) not in "\\'"


def PyCArg_repr(self: PyObject) -> PyObject:
    """tp_repr"""
    body: PyCArgObject = self.value
    tag, data = body.tag, bytes(body.value.data)
    if tag in _INTEGERS:
        shown = f"({struct.unpack_from(_INTEGERS[tag], data)[0]})"
    elif tag in ("d", "f"):
        number = PyFloat_FromDouble(struct.unpack_from("<" + tag, data)[0])
        text = float_repr(number)
        shown = f"({text.value})"
        Py_DECREF(text)
        Py_DECREF(number)
    elif tag == "c":
        shown = f"('{chr(data[0])}')" if is_literal_char(data[0]) else f"('\\x{data[0]:02x}')"
    elif tag in ("z", "Z", "P"):
        shown = f"({struct.unpack_from('<Q', data)[0]:#x})"
    else:
        shown = f"at {_Py_address(self):#x}"
        if not is_literal_char(ord(tag)):
            return PyUnicode_FromString(f"<cparam 0x{ord(tag):02x} {shown}>")
    return PyUnicode_FromString(f"<cparam '{tag}' {shown}>")


PyCArg_Type = st.PyCArg_Type = PyType_FromSpec(
    "_ctypes.CArgObject", tp_basicsize=64, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_dealloc=fields_dealloc("obj"), tp_traverse=fields_traverse("obj"), tp_clear=fields_clear("obj"),
    tp_repr=PyCArg_repr, tp_members=(PyMemberDef("_obj", "obj"),))


class argument:
    """A converted argument: its type, the object that holds it (owned), and its bytes."""

    __slots__ = ("ffi_type", "keep", "value")

    def __init__(self, ffi_type: ffi_type, value: bytes, keep: PyObject | None = None):
        self.ffi_type = ffi_type
        self.keep = keep
        self.value = value

    def register(self) -> int:
        """The argument as a word of the machine, of an integer or a pointer."""
        size = self.ffi_type.size
        return int.from_bytes(self.value[:size], "little", signed=self.ffi_type.type in FFI_SIGNED)

    def words(self) -> bytes:
        """The bytes that the function that is called finds."""
        if self.ffi_type.type in FFI_FLOATS or self.ffi_type.type == FFI_TYPE_STRUCT:
            return self.value
        return (self.register() & (1 << 64) - 1).to_bytes(8, "little")

    def pointer(self) -> int:
        """The argument as an address."""
        return self.register() & (1 << 64) - 1


def _pointer(address: int, keep: PyObject | None = None) -> argument:
    return argument(ffi_type_pointer, address.to_bytes(8, "little"), keep)


def _of_parameter(carg: PyObject) -> argument:
    """The argument of a parameter object; takes over the reference."""
    body: PyCArgObject = carg.value
    return argument(body.pffi_type, bytes(body.value.data), carg)


def _c_int(n: int) -> argument:
    """An int that is passed as it is."""
    if not -(1 << 63) <= n < 1 << 64:
        raise PyErr_Format(PyExc_OverflowError, "int too long to convert")
    return argument(ffi_type_sint, (n & 0xFFFFFFFF).to_bytes(4, "little"))


def _convert(obj: PyObject) -> argument | None:
    """The argument of an object; None if only ``_as_parameter_`` can say."""
    info = PyStgInfo_FromObject(obj)
    if info is not None:
        assert info.paramfunc is not None
        return _of_parameter(info.paramfunc(obj))
    flags = obj.ob_type.value.tp_flags
    if obj.ob_type is PyCArg_Type:
        return _of_parameter(Py_NewRef(obj))
    if obj is Py_None:
        return _pointer(0)
    if flags & Py_TPFLAGS_LONG_SUBCLASS:
        return _c_int(int(obj.value))
    if flags & Py_TPFLAGS_BYTES_SUBCLASS:
        return _pointer(bytes_pointer(obj), Py_NewRef(obj))
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return _pointer(*wide_char_capsule(str(obj.value), CTYPES_CAPSULE_NAME_PYMEM))
    return None


def as_parameter_error(depth: int) -> None:
    """RecursionError where ``_as_parameter_`` leads nowhere."""
    if depth >= MAX_AS_PARAMETER:
        raise PyErr_Format(
            PyExc_RecursionError, "maximum recursion depth exceededwhile processing _as_parameter_")


def ConvParam(obj: PyObject, index: int) -> Any:
    """The argument of an object (a generator).

    Args:
        obj: it (borrowed).
        index: its number, from 1.
    """
    obj.ob_refcnt += 1
    try:
        for depth in range(MAX_AS_PARAMETER + 1):
            found = _convert(obj)
            if found is not None:
                return found
            as_parameter_error(depth)
            inner = yield optional_attribute(obj, "_as_parameter_")
            if inner is None:
                raise PyErr_Format(PyExc_TypeError, f"Don't know how to convert parameter {index}")
            Py_DECREF(obj)
            obj = inner
    finally:
        Py_DECREF(obj)


def _ctypes_get_ffi_type(op: PyObject | None) -> ffi_type:
    """How a type is passed; an int for what is no ctypes type."""
    info = None if op is None else PyStgInfo_FromType(op)
    return ffi_type_sint if info is None else info.ffi_type_pointer


# ---- the call

class ObjectResult(bytes):
    """The bytes of a result that is a new reference to an object; ``op`` is the object."""

    op: PyObject

    @classmethod
    def of(cls, op: PyObject) -> ObjectResult:
        """Such a result; takes over the reference."""
        self = cls(memory().object_address(op).to_bytes(8, "little"))
        self.op = op
        return self


def _note_leak(restype: PyObject | None, result: bytes) -> None:
    """A reference that the caller does not expect is nobody's: it stays, as in C."""
    if type(result) is ObjectResult:
        info = None if restype is None else PyStgInfo_FromType(restype)
        if info is None or info.getfunc is not O_get or _ctypes_simple_instance(restype):  # type: ignore[arg-type]
            get_module_state().leaked.append(result.op)


def GetResult(restype: PyObject | None, result: bytes, checker: PyObject | None) -> Any:
    """The Python object of a result (a generator).

    Args:
        restype: the result's type, None, a callable, or NULL for an int.
        result: its bytes.
        checker: the type's ``_check_retval_``, or NULL.
    """
    _note_leak(restype, result)
    block = Block(bytearray(result.ljust(16, b"\0")))
    number = int.from_bytes(block.data[:4], "little", signed=True)
    if restype is None:
        return PyLong_FromLong(number)
    if restype is Py_None:
        return Py_None
    info = PyStgInfo_FromType(restype)
    if info is None:
        return (yield _call_stealing(restype, PyLong_FromLong(number)))
    if info.getfunc is not None and not _ctypes_simple_instance(restype):
        retval = info.getfunc((block, 0), info.size)
        if info.getfunc is O_get:
            Py_DECREF(retval)  # the function has given its own reference
    else:
        retval = PyCData_FromBaseObj(restype, None, 0, (block, 0))
    if checker is None:
        return retval
    return (yield _call_stealing(checker, retval))


def _call_stealing(function: PyObject, arg: PyObject) -> Any:
    try:
        res = PyObject_CallOneArg(function, arg)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(arg)


#: Set by the files that know the functions: address -> ``(arguments, flags)`` -> the result's bytes, or pending.
find_function: list[Callable[[int], Callable[..., Any] | None]] = []


def _call_function_pointer(address: int, args: list[argument], flags: int, rtype: ffi_type) -> Any:
    """Call a function (a generator); gives the bytes of its result."""
    for find in find_function:
        function = find(address)
        if function is not None:
            break
    else:
        raise violation(address, "executing")
    swap_errno(flags)
    try:
        result = function(args, rtype)
        if type(result) in PENDING:
            result = yield result
    finally:
        swap_errno(flags)
    return result


def _convert_argument(converter: PyObject | None, arg: PyObject, i: int) -> Any:
    """Convert one argument of a call, at first by the ``from_param`` of its type (a generator)."""
    try:
        if converter is None:
            return (yield ConvParam(arg, i))
        converted = PyObject_CallOneArg(converter, arg)
        if type(converted) in PENDING:
            converted = yield converted
        try:
            return (yield ConvParam(converted, i))
        finally:
            Py_DECREF(converted)
    except PyErr as err:
        raise (yield _ctypes_extend_error(err, PyExc_ArgError, f"argument {i}: ")) from None


def _ctypes_callproc(
    address: int, argtuple: list[PyObject], flags: int, argtypes: PyObject | None, restype: PyObject | None,
    checker: PyObject | None,
) -> Any:
    """Call a function with Python objects (a generator).

    Args:
        address: where it is.
        argtuple: the arguments.
        flags: the calling convention.
        argtypes: the tuple of the ``from_param`` methods, or NULL; there may be more arguments.
        restype, checker: as for `GetResult`.
    """
    if len(argtuple) > CTYPES_MAX_ARGCOUNT:
        raise PyErr_Format(
            PyExc_ArgError, f"too many arguments ({len(argtuple)}), maximum is {CTYPES_MAX_ARGCOUNT}")
    converters = () if argtypes is None else argtypes.value
    args: list[argument] = []
    try:
        for i, arg in enumerate(argtuple):
            converter = converters[i] if i < len(converters) else None
            args.append((yield _convert_argument(converter, arg, i + 1)))
        rtype = ffi_type_void if restype is Py_None else _ctypes_get_ffi_type(restype)
        result = yield _call_function_pointer(address, args, flags, rtype)
        return (yield GetResult(restype, result, checker))
    finally:
        for pa in args:
            Py_XDECREF(pa.keep)
