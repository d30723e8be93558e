"""The _ctypes_test module: the library of C functions with which CPython's tests try ctypes. Models _ctypes_test.c.

Its functions are the model's: ``ctypes.CDLL(_ctypes_test.__file__)`` gives a library that has them.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_callproc import _call_function_pointer, argument
from vm.modules._ctypes_cfield import pack_long_double, unpack_long_double
from vm.modules._ctypes_ctypes import (
    FFI_TYPE_DOUBLE,
    FFI_TYPE_FLOAT,
    FFI_TYPE_LONGDOUBLE,
    FFI_TYPE_STRUCT,
    ffi_type,
    ffi_type_double,
    ffi_type_pointer,
    ffi_type_sint,
    ffi_type_sint64,
)
from vm.modules._ctypes_dl import MAIN_HANDLE, TEST_HANDLE, find_symbol, native, variables
from vm.modules._ctypes_libc import qsort, strchr, wcslen
from vm.modules._ctypes_memory import Block, load, memory, read_until_nul, store
from vm.objects.getargs import c_string_arg, int_unit
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LIST_SUBCLASS,
    PyObject,
)
from vm.objects.pyerrors import PyErr_BadInternalCall

#: Type codes of C's integers, and of a pointer.
_INTEGERS = {"b": (1, True), "B": (1, False), "h": (2, True), "H": (2, False), "i": (4, True), "I": (4, False),
             "l": (8, True), "L": (8, False), "q": (8, True), "Q": (8, False), "P": (8, False)}
_FLOATS = {"f": "<f", "d": "<d"}


# ---- values

def _integer(n: int, code: str) -> int:
    size, signed = _INTEGERS[code]
    n &= (1 << 8 * size) - 1
    return n - (1 << 8 * size) if signed and n >> 8 * size - 1 else n


def _float(arg: argument) -> float:
    kind = arg.ffi_type.type
    if kind == FFI_TYPE_LONGDOUBLE:
        return unpack_long_double(arg.value)
    if kind in (FFI_TYPE_FLOAT, FFI_TYPE_DOUBLE):
        return float(struct.unpack_from("<f" if kind == FFI_TYPE_FLOAT else "<d", arg.value)[0])
    return 0.0


def _value(args: list[argument], i: int, code: str) -> Any:
    """An argument by its type code; "S" is a structure, of which the bytes are given."""
    arg = args[i] if i < len(args) else argument(ffi_type_pointer, bytes(8))
    if code == "S":
        return arg.value if arg.ffi_type.type == FFI_TYPE_STRUCT else arg.words()
    if code in "fdD":
        return _float(arg)
    return _integer(arg.register(), code)


def _result(value: Any, code: str) -> bytes:
    """The bytes of a result by its type code; "v" is none."""
    if code == "v":
        return b""
    if code == "S":
        return bytes(value)
    if code == "D":
        return pack_long_double(float(value))
    if code in _FLOATS:
        try:
            return struct.pack(_FLOATS[code], value)
        except OverflowError:
            return struct.pack(_FLOATS[code], math.copysign(math.inf, value))
    return (_integer(int(value), code) & (1 << 64) - 1).to_bytes(8, "little")


def exported(signature: str, *names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: a function of the library.

    Args:
        signature: the type codes of its arguments, a colon, and that of its result.
        names: its names, if they are others than the function's.
    """
    codes, _, result = signature.partition(":")

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(args: list[argument], rtype: ffi_type) -> Any:
            value = function(*[_value(args, i, code) for i, code in enumerate(codes)])
            return later(value) if type(value) in PENDING else _result(value, result)

        def later(pending: Any) -> Any:
            return _result((yield pending), result)

        for name in names or (function.__name__,):
            native(name, library=TEST_HANDLE)(call)
        return function

    return add


def _int_argument(n: int) -> argument:
    return argument(ffi_type_sint, (n & 0xFFFFFFFF).to_bytes(4, "little"))


def _word_argument(n: int) -> argument:
    return argument(ffi_type_sint64, (n & (1 << 64) - 1).to_bytes(8, "little"))


def _double_argument(x: float) -> argument:
    return argument(ffi_type_double, struct.pack("<d", x))


def _call(function: int, args: list[argument], result: str) -> Any:
    """Call a function that was given (a generator)."""
    data = yield _call_function_pointer(function, args, 0, ffi_type_sint)
    data = data.ljust(16, b"\0")
    if result == "d":
        return struct.unpack_from("<d", data)[0]
    return _integer(int.from_bytes(data[:8], "little"), result)


def _read(fmt: str, address: int) -> tuple:
    return struct.unpack(fmt, load((None, address), struct.calcsize(fmt)))


def _write(fmt: str, address: int, *values: Any) -> None:
    store((None, address), struct.pack(fmt, *values))


def _variable(name: str) -> int:
    return find_symbol(TEST_HANDLE, name)


def _static(data: bytes) -> int:
    """The address of data of the library's own."""
    block = Block(bytearray(data))
    return memory().place(block)


# ---- variables

variables[TEST_HANDLE] = {
    name: (lambda data=data: data)  # type: ignore[misc]
    for name, data in {
        "an_integer": struct.pack("<i", 42), "last_tf_arg_s": bytes(8), "last_tf_arg_u": bytes(8),
        "last_tfrsuv_arg": bytes(8), "left": struct.pack("<q", 10), "top": struct.pack("<q", 20),
        "right": struct.pack("<q", 30), "bottom": struct.pack("<q", 40)}.items()}


# ---- callbacks

@exported("iiiiiP:i")
def _testfunc_cbk_reg_int(a: int, b: int, c: int, d: int, e: int, func: int) -> Any:
    return _call(func, [_int_argument(n * n) for n in (a, b, c, d, e)], "i")


@exported("dddddP:d")
def _testfunc_cbk_reg_double(a: float, b: float, c: float, d: float, e: float, func: int) -> Any:
    return _call(func, [_double_argument(x * x) for x in (a, b, c, d, e)], "d")


@exported("SP:v")
def _testfunc_cbk_large_struct(data: bytes, func: int) -> Any:
    return _call(func, [argument(ffi_type(24, 8, FFI_TYPE_STRUCT), data)], "q")


@exported("P:i")
def _testfunc_callfuncp(fp: int) -> Any:
    for i, function in enumerate(_read("<2Q", fp)):
        yield _call(function, [_int_argument(2 * i + 1), _int_argument(2 * i + 2)], "i")
    return 0


@exported("P:i")
def _testfunc_callback_with_pointer(func: int) -> Any:
    return _call(func, [_word_argument(_static(struct.pack("<10i", *range(1, 11))))], "i")


def _halved(value: int, func: int, make: Callable[[int], argument], code: str) -> Any:
    total = 0
    while value:
        total += yield _call(func, [make(value)], code)
        value = math.trunc(value / 2) if abs(value) < 1 << 50 else -(-value // 2) if value < 0 else value // 2
    return total


@exported("iP:i")
def _testfunc_callback_i_if(value: int, func: int) -> Any:
    return _halved(value, func, _int_argument, "i")


@exported("qP:q")
def _testfunc_callback_q_qf(value: int, func: int) -> Any:
    return _halved(value, func, _word_argument, "q")


@exported("ddPl:d")
def integrate(a: float, b: float, func: int, nstep: int) -> Any:
    total, dx = 0.0, (b - a) / nstep
    x = a + 0.5 * dx
    while (b - x) * (x - a) > 0.0:
        total += yield _call(func, [_double_argument(x)], "d")
        x += dx
    return total / nstep


# ---- structures by value

@exported("S:v")
def _testfunc_large_struct_update_value(data: bytes) -> None:
    """The caller's structure stays as it is: what was passed is a copy."""


@exported("S:v")
def _testfunc_reg_struct_update_value(data: bytes) -> None:
    store((None, _variable("last_tfrsuv_arg")), data[:8])


@exported("S:i")
def _testfunc_array_in_struct2(data: bytes) -> int:
    return sum(data[:16])


@exported("S:d")
def _testfunc_array_in_struct3A(data: bytes) -> float:
    return float(sum(struct.unpack("<4f", data[:16])))


def _doubles(count: int, letter: str) -> None:
    def total(data: bytes) -> float:
        return float(sum(struct.unpack(f"<{count}d", data)))

    def defaults() -> bytes:
        return struct.pack(f"<{count}d", *range(1, count + 1))

    exported("S:d", "_testfunc_array_in_struct3" + letter)(total)
    exported(":S", f"_testfunc_array_in_struct3{letter}_set_defaults")(defaults)


for _count, _letter in ((2, "B"), (4, "C"), (8, "D"), (9, "E")):
    _doubles(_count, _letter)


@exported("S:l")
def _testfunc_union_by_value1(data: bytes) -> int:
    return int(struct.unpack("<q", data)[0] + sum(struct.unpack("<2i", data)))


@exported("S:l")
def _testfunc_union_by_value2(data: bytes) -> int:
    return int(sum(struct.unpack_from("<i4xi", data)))


@exported("P:l")
def _testfunc_union_by_reference1(address: int) -> int:
    found = _read("<q", address)[0]
    store((None, address), bytes(8))
    return int(found)


@exported("P:l")
def _testfunc_union_by_reference2(address: int) -> int:
    found = sum(_read("<2i", address))
    store((None, address), bytes(8))
    return found


@exported("P:l")
def _testfunc_union_by_reference3(address: int) -> int:
    found = sum(_read("<i4xi12xi", address))
    store((None, address), bytes(32))
    return found


def _bits(word: int, at: int, count: int, signed: bool = True) -> int:
    found = word >> at & (1 << count) - 1
    return found - (1 << count) if signed and found >> count - 1 else found


_ABCD = ((0, 1), (1, 2), (3, 3), (6, 2))


@exported("S:l")
def _testfunc_bitfield_by_value1(data: bytes) -> int:
    word = int.from_bytes(data[:4], "little")
    return sum(_bits(word, *place) for place in _ABCD)


def _bitfield_by_reference(signed: bool) -> Callable[[int], int]:
    def function(address: int) -> int:
        word = _read("<I", address)[0]
        store((None, address), bytes(4))
        return sum(_bits(word, *place, signed) for place in _ABCD)

    return function


exported("P:l", "_testfunc_bitfield_by_reference1")(_bitfield_by_reference(True))
exported("P:l", "_testfunc_bitfield_by_reference2")(_bitfield_by_reference(False))


@exported("S:l")
def _testfunc_bitfield_by_value2(data: bytes) -> int:
    word = int.from_bytes(data[:4], "little")
    return sum(_bits(word, 0, count) for _, count in _ABCD)


#: Where the compiler places the bit fields of ``struct BITS``.
_BITS = {}
_at = 0
for _name, _count in zip("ABCDEFGHIMNOPQRS", (*range(1, 10), *range(1, 8)), strict=True):
    _unit = 32 if _name < "M" else 16
    if _at // _unit != (_at + _count - 1) // _unit:
        _at = -(-_at // _unit) * _unit
    _BITS[_name] = (_at, _count)
    _at += _count


@exported("Pb:i")
def unpack_bitfields(bits: int, name: int) -> int:
    place = _BITS.get(chr(name & 0xFF))
    return 999 if place is None else _bits(int.from_bytes(load((None, bits), 12), "little"), *place)


@exported("SP:i")
def _testfunc_byval(point: bytes, pout: int) -> int:
    if pout:
        store((None, pout), point[:8])
    return sum(struct.unpack("<2i", point[:8]))


@exported("PS:i")
def PointInRect(rectangle: int, point: bytes) -> int:
    left, top, right, bottom = _read("<4q", rectangle)
    x, y = struct.unpack("<2q", point)
    return int(left <= x <= right and top <= y <= bottom)


@exported("iSPSSPSS:S")
def ReturnRect(
    i: int, ar: bytes, br: int, cp: bytes, dr: bytes, er: int, fp: bytes, gr: bytes
) -> bytes:
    rectangles = [ar, load((None, br), 32), dr, load((None, er), 32), gr]
    unpacked = [struct.unpack("<4q", data) for data in rectangles]
    first = list(unpacked[0])
    if sum(r[0] for r in unpacked) != 5 * _read("<q", _variable("left"))[0]:
        first[0] = 100
    elif sum(r[2] for r in unpacked) != 5 * _read("<q", _variable("right"))[0]:
        first[2] = 100
    else:
        if cp[:8] != fp[:8]:
            first[0] = -100
        if cp[8:] != fp[8:]:
            first[0] = -200
        if i in (1, 2):
            return (dr, gr)[i - 1]
    return struct.pack("<4q", *first)


@exported("S:S")
def ret_2h_func(data: bytes) -> bytes:
    x, y = struct.unpack("<2h", data[:4])
    return struct.pack("<2H", x * 2 & 0xFFFF, y * 3 & 0xFFFF)


@exported("S:S")
def ret_8i_func(data: bytes) -> bytes:
    return struct.pack("<8I", *[n * (i + 2) & 0xFFFFFFFF for i, n in enumerate(struct.unpack("<8i", data))])


@exported("iP:i")
def GetRectangle(flag: int, rectangle: int) -> int:
    if flag:
        _write("<4q", rectangle, flag, flag + 1, flag + 2, flag + 3)
    return int(flag != 0)


# ---- numbers

@exported("iiP:v")
def _testfunc_v(a: int, b: int, result: int) -> None:
    _write("<i", result, _integer(a + b, "i"))


def _total(*values: Any) -> Any:
    return sum(values)


exported("bhilfd:i", "_testfunc_i_bhilfd")(_total)
exported("bhilfd:f", "_testfunc_f_bhilfd")(_total)
exported("bhilfd:d", "_testfunc_d_bhilfd")(_total)
exported("bhilfD:D", "_testfunc_D_bhilfD")(_total)
exported("bhilfdq:q", "_testfunc_q_bhilfdq")(_total)
exported("bhilfd:q", "_testfunc_q_bhilfd")(_total)


@exported("ii:i")
def testfunc_iii(a: int, b: int) -> int:
    return a * b


@exported("d:d")
def my_sqrt(a: float) -> float:
    return math.sqrt(a) if a >= 0 else math.nan


@exported("iPiP:v")
def TwoOutArgs(a: int, pi: int, b: int, pj: int) -> None:
    for number, address in ((a, pi), (b, pj)):
        _write("<i", address, _integer(_read("<i", address)[0] + number, "i"))


@exported(":i")
def get_an_integer() -> int:
    return int(_read("<i", _variable("an_integer"))[0])


def _third(code: str) -> Callable[..., Any]:
    """A third of the argument, which is also noted in a variable."""
    unsigned = code in _INTEGERS and code.isupper()

    def function(*args: Any) -> Any:
        value = args[-1]
        noted = int(value) & (1 << 64) - 1
        _write("<Q", _variable("last_tf_arg_u" if unsigned else "last_tf_arg_s"), noted)
        if code in "fdD":
            return value / 3
        return value // 3 if value >= 0 else -(-value // 3)

    return function


for _code in "bBhHiIlLqQfdD":
    exported(f"{_code}:{_code}", "tf_" + _code)(_third(_code))
    exported(f"b{_code}:{_code}", "tf_b" + _code)(_third(_code))
exported("i:v", "tv_i")(_third("i"))


# ---- pointers and texts

for _name, _function in (("my_strchr", strchr), ("my_wcslen", wcslen), ("my_qsort", qsort)):
    native(_name, library=TEST_HANDLE)(_function)


def _same(address: int, *rest: int) -> int:
    return address


exported("P:P", "_testfunc_ai8", "_testfunc_p_p")(_same)


@exported("PP:P")
def _testfunc_c_p_p(argcp: int, argv: int) -> int:
    return int(_read("<Q", argv + 8 * (_read("<i", argcp)[0] - 1))[0])


@exported("P:i")
def _testfunc_deref_pointer(address: int) -> int:
    return int(_read("<i", address)[0])


@exported(":P")
def get_strchr() -> int:
    return find_symbol(MAIN_HANDLE, "strchr")


#: Where the text ends that strtok() goes on with.
_rest = [0]


@exported("PP:P")
def my_strtok(token: int, delim: int) -> int:
    token = token or _rest[0]
    if not token:
        return 0
    delimiters, text = read_until_nul((None, delim), 1), read_until_nul((None, token), 1)
    start = len(text) - len(text.lstrip(delimiters)) if delimiters else 0
    end = start
    while end < len(text) and text[end] not in delimiters:
        end += 1
    _rest[0] = token + end + 1 if end < len(text) else 0
    if end < len(text):
        store((None, token + end), b"\0")
    return token + start if end > start else 0


def _duplicate(width: int) -> Callable[[int], int]:
    return lambda source: _static(read_until_nul((None, source), width) + bytes(width))


exported("P:P", "my_strdup")(_duplicate(1))
exported("P:P", "my_wcsdup")(_duplicate(4))


@exported("P:v")
def my_free(address: int) -> None:
    found = memory().find(address)
    if found is not None and found[0] is not None and not found[1] and found[0].owner is None:
        memory().free(found[0])


@exported("P:i")
def getSPAMANDEGGS(eggs: int) -> int:
    spams = struct.pack("<4Q", *[_static(text) for text in (b"name1\0", b"value1\0", b"name2\0", b"value2\0")])
    egg = struct.pack("<Qi4xQ", _static(b"first egg\0"), 1, _static(spams))
    _write("<Q", eggs, _static(egg))
    return 1


# ---- objects

@exported("PP:i")
def _testfunc_pylist_append(target: int, item: int) -> int:
    op = memory().object_at(target)
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LIST_SUBCLASS:
        raise PyErr_BadInternalCall("PyList_Append")
    op.value.append(Py_NewRef(memory().object_at(item)))
    return 0


exported("Pi:v", "_py_func_si")(lambda text, n: None)
exported(":v", "_py_func")(lambda: None)


def py_func_si(module: PyObject, text: PyObject, n: PyObject) -> Any:
    """``func_si(text, n)``: only takes its arguments; a generator."""
    c_string_arg(text, "func_si", "argument 1", "")
    number = int_unit(n)
    if type(number) in PENDING:
        yield number
    return Py_None


def PyInit__ctypes_test() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_ctypes_test", (
        PyMethodDef("func_si", py_func_si, "($module, text, n, /)"),
        PyMethodDef("func", lambda module: Py_None, "($self, /)"),
    ))
