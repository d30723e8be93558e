"""What the dynamic loader is to ctypes: one library, the program itself, with the functions that the model can answer.

No library of the host's is ever opened. A function gets the arguments as `argument` objects and the type that the
caller expects; it returns the bytes of its result, or something pending.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_callproc import ObjectResult, argument, find_function
from vm.modules._ctypes_cfield import from_wide_char
from vm.modules._ctypes_ctypes import (
    PyStgInfo_FromType,
    ffi_type,
    st,
    type_name,
)
from vm.modules._ctypes_data import PyCData_GetContainer
from vm.modules._ctypes_memory import (
    TEXT_BASE,
    Block,
    load,
    memory,
    read_until_nul,
    store,
    store_pointer,
)
from vm.objects.attributes import getattribute
from vm.objects.bridge import MAX_TEXT
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_CallNoArgs
from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_GetAttrString, _Py_address
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyDict_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    PyType_IsSubtype,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_SystemError,
    PyExc_TypeError,
)
from vm.python.sysmodule import PySys_GetObject

#: dlopen(None): what stands for the program itself; and the handle of the library that tests ctypes.
MAIN_HANDLE = TEXT_BASE
TEST_HANDLE = TEXT_BASE - 0x1000
_FUNCTION_SIZE = 16
_SIMPLE_POINTERS = "sPzUZXO"


def _word(n: int) -> bytes:
    return (n & (1 << 64) - 1).to_bytes(8, "little")


Native = Callable[[list[argument], ffi_type], Any]
#: All functions; their addresses follow each other from the handle of their library on.
_functions: dict[int, Native] = {}
#: What dlsym() finds: library -> name -> address.
_symbols: dict[int, dict[str, int]] = {MAIN_HANDLE: {}}


def native(name: str, exported: bool = True, library: int = MAIN_HANDLE) -> Callable[[Native], Native]:
    """Decorator: a function of the model's that programs can call by its address.

    Args:
        name: its name.
        exported: whether dlsym() finds it.
        library: the handle of its library.
    """

    def add(function: Native) -> Native:
        address = library + _FUNCTION_SIZE
        while address in _functions:
            address += _FUNCTION_SIZE
        _functions[address] = function
        if exported:
            _symbols.setdefault(library, {})[name] = address
        return function

    return add


def address_of_native(function: Native) -> int:
    """The address of a function of the model's."""
    return next(address for address, known in _functions.items() if known is function)


def _find_native(address: int) -> Native | None:
    """The function at an address."""
    return _functions.get(address)


find_function.append(_find_native)


# ---- the loader

def find_symbol(handle: int, name: str) -> int:
    """The address of a symbol, or 0 (dlsym)."""
    return _symbols.get(handle, {}).get(name) or _variable(handle, name)


def is_open(handle: int) -> bool:
    """Whether it is a library's handle."""
    return handle in _symbols


#: Variables of the program, with the field of sys.flags that an int of them shows; "" is a NULL pointer.
_FLAGS = {
    "Py_OptimizeFlag": "optimize", "Py_VerboseFlag": "verbose", "Py_DebugFlag": "debug",
    "Py_InspectFlag": "inspect", "Py_InteractiveFlag": "interactive", "Py_NoSiteFlag": "no_site",
    "Py_QuietFlag": "quiet", "Py_BytesWarningFlag": "bytes_warning",
    "Py_IgnoreEnvironmentFlag": "ignore_environment", "PyOS_InputHook": "",
    "PyOS_ReadlineFunctionPointer": "",
}


#: The variables of libraries: handle -> name -> function that gives the bytes at first.
variables: dict[int, dict[str, Callable[[], bytes]]] = {
    MAIN_HANDLE: {name: lambda flag=flag: _word(_flag(flag)) for name, flag in _FLAGS.items()}}  # type: ignore[misc]


def _variable(handle: int, name: str) -> int:
    """The address of a variable, which has its memory from the first time that it is asked for."""
    make = variables.get(handle, {}).get(name)
    if make is None:
        return 0
    table: dict[Any, Block] = _PyInterpreterState_GET().modules_by_index.setdefault("_ctypes.data", {})
    block = table.get((handle, name))
    if block is None:
        block = table[handle, name] = Block(bytearray(make()))
        memory().place(block)
    return block.address


def _flag(name: str) -> int:
    """A field of sys.flags."""
    flags = PySys_GetObject("flags")
    if not name or flags is None:
        return 0
    found = PyObject_GetAttrString(flags, name)
    return int(found.value)


def undefined_symbol(handle: int, name: str) -> str:
    """What dlerror() says of a symbol that is not there."""
    if handle == TEST_HANDLE:
        return f"_ctypes_test.so: undefined symbol: {name}"
    argv = PySys_GetObject("orig_argv")
    program = argv.value[0].value if argv is not None and argv.value else "python"
    return f"{program}: undefined symbol: {name}"


def dll_handle(dll: PyObject) -> Any:
    """The ``_handle`` of a library object as a number (a generator)."""
    op = yield getattribute(dll, "_handle")
    is_int, n = op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS, op.value
    Py_DECREF(op)
    if not is_int:
        raise PyErr_Format(
            PyExc_TypeError, "the _handle attribute of the second argument must be an integer")
    if not -(1 << 63) <= n < 1 << 64:
        raise PyErr_Format(PyExc_OverflowError, "int too big to convert")
    return int(n) & (1 << 64) - 1


# ---- functions of C


def _arg(args: list[argument], i: int) -> int:
    """An argument as a word; what is not given is zero."""
    return args[i].pointer() if i < len(args) else 0


def _signed_int(args: list[argument], i: int) -> int:
    n = _arg(args, i) & 0xFFFFFFFF
    return n - (1 << 32) if n >> 31 else n


@native("memmove")
def c_memmove(args: list[argument], rtype: ffi_type) -> bytes:
    """``void *memmove(void *dst, const void *src, size_t n)``"""
    dst, src, n = (_arg(args, i) for i in range(3))
    if n:
        store((None, dst), load((None, src), n))
    return _word(dst)


@native("memcpy")
def c_memcpy(args: list[argument], rtype: ffi_type) -> bytes:
    """``void *memcpy(void *dst, const void *src, size_t n)``"""
    return c_memmove(args, rtype)


@native("memset")
def c_memset(args: list[argument], rtype: ffi_type) -> bytes:
    """``void *memset(void *dst, int c, size_t n)``"""
    dst, c, n = (_arg(args, i) for i in range(3))
    if n > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    store((None, dst), bytes([c & 0xFF]) * n)
    return _word(dst)


@native("string_at", exported=False)
def string_at(args: list[argument], rtype: ffi_type) -> Any:
    """The bytes at an address; with size -1 those in front of the first NUL (a generator)."""
    address, size = _arg(args, 0), _signed_int(args, 1)
    yield _audit("ctypes.string_at", address, size)
    if size == -1:
        return ObjectResult.of(PyBytes_FromString(read_until_nul((None, address), 1)))
    return ObjectResult.of(PyBytes_FromString(_read(address, size, "PyBytes_FromStringAndSize")))


@native("wstring_at", exported=False)
def wstring_at(args: list[argument], rtype: ffi_type) -> Any:
    """The str at an address; with size -1 that in front of the first NUL (a generator)."""
    address, size = _arg(args, 0), _signed_int(args, 1)
    yield _audit("ctypes.wstring_at", address, size)
    if size == -1:
        return ObjectResult.of(from_wide_char(read_until_nul((None, address), 4)))
    return ObjectResult.of(from_wide_char(_read(address, 4 * size, "PyUnicode_New")))


def _read(address: int, size: int, function: str) -> bytes:
    """So many bytes; SystemError in the name of the function that would be given a negative size."""
    if size < 0:
        raise PyErr_Format(PyExc_SystemError, f"Negative size passed to {function}")
    return load((None, address), size) if size else b""


def _audit(event: str, *numbers: int) -> Any:
    ops = [PyLong_FromLong(n) for n in numbers]
    try:
        pending = PySys_Audit(event, *ops)
        if pending is not None:
            yield pending
    finally:
        for op in ops:
            Py_DECREF(op)


def cast_check_pointertype(ctype: PyObject) -> None:
    """TypeError for a type that is no pointer."""
    if (PyObject_TypeCheck(ctype, st.PyCPointerType_Type)
            or PyObject_TypeCheck(ctype, st.PyCFuncPtrType_Type)):
        return
    info = PyStgInfo_FromType(ctype)
    proto = None if info is None else info.proto
    if (proto is not None and proto.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
            and proto.value[0] in _SIMPLE_POINTERS):
        return
    raise PyErr_Format(
        PyExc_TypeError, f"cast() argument 2 must be a pointer type, not {type_name(ctype)}")


def _share_objects(result: PyObject, src: PyObject) -> Any:
    """Let a pointer that was cast keep what its source keeps, and the source (a generator)."""
    PyCData_GetContainer(src)
    kept = src.value.b_objects
    if kept is Py_None:
        kept = src.value.b_objects = PyDict_New()
    if kept is None:
        return
    result.value.b_objects = Py_NewRef(kept)
    if kept.ob_type is PyDict_Type:
        index = PyLong_FromLong(_Py_address(src))
        try:
            done = PyDict_SetItem(kept, index, src)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(index)


@native("cast", exported=False)
def cast(args: list[argument], rtype: ffi_type) -> Any:
    """A pointer of another type; the second argument is the object whose address the first is (a generator)."""
    src, ctype = memory().object_at(_arg(args, 1)), memory().object_at(_arg(args, 2))
    if not PyType_IsSubtype(ctype.ob_type, st.PyCType_Type):
        raise PyErr_Format(PyExc_TypeError, "cast() argument 2 must be a pointer type")
    cast_check_pointertype(ctype)
    result = PyObject_CallNoArgs(ctype)
    if type(result) in PENDING:
        result = yield result
    try:
        if PyObject_TypeCheck(src, st.PyCData_Type):
            yield _share_objects(result, src)
        store_pointer(result.value.b_ptr, _arg(args, 0))
    except PyErr:
        Py_DECREF(result)
        raise
    return ObjectResult.of(result)
