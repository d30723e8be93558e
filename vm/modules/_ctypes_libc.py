"""Functions of C's library that the program is linked with, as far as they need nothing but memory and numbers."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_callproc import _call_function_pointer, argument
from vm.modules._ctypes_ctypes import (
    FFI_TYPE_DOUBLE,
    FFI_TYPE_STRUCT,
    ffi_type,
    ffi_type_pointer,
    ffi_type_sint,
)
from vm.modules._ctypes_dl import native
from vm.modules._ctypes_memory import load, read_until_nul, store
from vm.objects.pycore_limits import YIELD_EVERY

#: Structures of at most this size are passed in registers.
_IN_REGISTERS = 16


def word(n: int) -> bytes:
    """A result that is an integer or an address."""
    return (n & (1 << 64) - 1).to_bytes(8, "little")


def word_argument(args: list[argument], i: int) -> int:
    """An argument as a word of the machine; what is not given is zero."""
    return args[i].pointer() if i < len(args) else 0


def signed(n: int, bits: int) -> int:
    """A part of a word, with its sign."""
    n &= (1 << bits) - 1
    return n - (1 << bits) if n >> (bits - 1) else n


def text_at(address: int) -> bytes:
    """A string of C's."""
    return read_until_nul((None, address), 1)


# ---- numbers

def _doubles(args: list[argument]) -> list[float]:
    """What is in the registers for floating point: doubles, and the parts of small structures."""
    found: list[float] = []
    for arg in args:
        if arg.ffi_type.type == FFI_TYPE_DOUBLE:
            found.append(struct.unpack_from("<d", arg.value)[0])
        elif arg.ffi_type.type == FFI_TYPE_STRUCT and len(arg.value) <= _IN_REGISTERS:
            found += struct.unpack_from(f"<{len(arg.value) // 8}d", arg.value)
    return found


def _of_doubles(function: Callable[..., float], count: int) -> Callable[..., bytes]:
    def call(args: list[argument], rtype: ffi_type) -> bytes:
        numbers = [*_doubles(args), *[0.0] * count][:count]
        try:
            value = float(function(*numbers))
        except ValueError:
            value = math.nan
        except OverflowError:
            value = math.inf
        return struct.pack("<d", value)

    return call


for _name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "sqrt", "fabs"):
    native(_name)(_of_doubles(getattr(math, _name), 1))
for _name in ("atan2", "fmod", "hypot"):
    native(_name)(_of_doubles(getattr(math, _name), 2))


def _absolute(bits: int) -> Callable[..., bytes]:
    return lambda args, rtype: word(abs(signed(word_argument(args, 0), bits)))


native("abs")(_absolute(32))
native("labs")(_absolute(64))


@native("toupper")
def toupper(args: list[argument], rtype: ffi_type) -> bytes:
    """``int toupper(int c)``"""
    c = signed(word_argument(args, 0), 32)
    return word(c - 32 if 97 <= c <= 122 else c)


@native("tolower")
def tolower(args: list[argument], rtype: ffi_type) -> bytes:
    """``int tolower(int c)``"""
    c = signed(word_argument(args, 0), 32)
    return word(c + 32 if 65 <= c <= 90 else c)


# ---- texts and memory

@native("strlen")
def strlen(args: list[argument], rtype: ffi_type) -> bytes:
    """``size_t strlen(const char *s)``"""
    return word(len(text_at(word_argument(args, 0))))


@native("wcslen")
def wcslen(args: list[argument], rtype: ffi_type) -> bytes:
    """``size_t wcslen(const wchar_t *s)``"""
    return word(len(read_until_nul((None, word_argument(args, 0)), 4)) // 4)


@native("strchr")
def strchr(args: list[argument], rtype: ffi_type) -> bytes:
    """``char *strchr(const char *s, int c)``"""
    address = word_argument(args, 0)
    found = (text_at(address) + b"\0").find(bytes([word_argument(args, 1) & 0xFF]))
    return word(0 if found < 0 else address + found)


def _order(a: bytes, b: bytes) -> bytes:
    return word((a > b) - (a < b))


@native("strcmp")
def strcmp(args: list[argument], rtype: ffi_type) -> bytes:
    """``int strcmp(const char *a, const char *b)``"""
    return _order(text_at(word_argument(args, 0)), text_at(word_argument(args, 1)))


@native("memcmp")
def memcmp(args: list[argument], rtype: ffi_type) -> bytes:
    """``int memcmp(const void *a, const void *b, size_t n)``"""
    a, b, n = (word_argument(args, i) for i in range(3))
    return _order(load((None, a), n), load((None, b), n)) if n else word(0)


def _pointer(address: int) -> argument:
    return argument(ffi_type_pointer, word(address))


@native("qsort")
def qsort(args: list[argument], rtype: ffi_type) -> Any:
    """``void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *))`` (a generator)."""
    base, num, width, compare = (word_argument(args, i) for i in range(4))
    for i in range(1, num if width else 0):
        for j in range(i, 0, -1):
            if not j % YIELD_EVERY:
                yield None
            low, high = base + (j - 1) * width, base + j * width
            order = yield _call_function_pointer(
                compare, [_pointer(low), _pointer(high)], 0, ffi_type_sint)
            if signed(int.from_bytes(order[:4], "little"), 32) <= 0:
                break
            first, second = load((None, low), width), load((None, high), width)
            store((None, low), second)
            store((None, high), first)
    return b""
