"""Hashes of bytes, numbers and addresses. Models Python/pyhash.c of a 64-bit build.

The guest's hash secret is all zeros (as PYTHONHASHSEED=0 makes it), so hashes of text are the same in every
run. A host with the same word size and the same secret lends its own `hash`, which gives equal results.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

from vm.objects.pycore_object import PyObject

_MASK = (1 << 64) - 1
_PyHASH_BITS = 61
_PyHASH_MODULUS = (1 << 61) - 1
_PyHASH_INF = 314159
_PyHASH_IMAG = 1000003


def _signed(h: int) -> int:
    """A 64-bit word as a Py_hash_t; -1 means an error, so it becomes -2."""
    if h >= 1 << 63:
        h -= 1 << 64
    return -2 if h == -1 else h


def siphash13(data: bytes, k0: int = 0, k1: int = 0) -> int:
    """SipHash-1-3 of ``data`` as an unsigned 64-bit word."""
    mask = _MASK
    v0 = k0 ^ 0x736F6D6570736575
    v1 = k1 ^ 0x646F72616E646F6D
    v2 = k0 ^ 0x6C7967656E657261
    v3 = k1 ^ 0x7465646279746573
    size = len(data)
    whole = size & ~7
    words = [int.from_bytes(data[i:i + 8], "little") for i in range(0, whole, 8)]
    words.append(int.from_bytes(data[whole:], "little") | (size & 0xFF) << 56)
    last = len(words)
    # One round a word; then the end mark in v2 and three rounds more.
    for i in range(last + 3):
        m = words[i] if i < last else 0
        if i == last:
            v2 ^= 0xFF
        v3 ^= m
        v0 = (v0 + v1) & mask
        v1 = (v1 << 13 & mask | v1 >> 51) ^ v0
        v0 = v0 << 32 & mask | v0 >> 32
        v2 = (v2 + v3) & mask
        v3 = (v3 << 16 & mask | v3 >> 48) ^ v2
        v0 = (v0 + v3) & mask
        v3 = (v3 << 21 & mask | v3 >> 43) ^ v0
        v2 = (v2 + v1) & mask
        v1 = (v1 << 17 & mask | v1 >> 47) ^ v2
        v2 = v2 << 32 & mask | v2 >> 32
        v0 ^= m
    return v0 ^ v1 ^ v2 ^ v3


def _Py_HashBytes_own(data: bytes) -> int:
    return _signed(siphash13(data)) if data else 0


_host_hashes_alike = sys.hash_info.width == 64 and (
    hash(b"orrery") == _Py_HashBytes_own(b"orrery") and hash("") == 0
)


def _text_bytes(s: str) -> bytes:
    """The characters as CPython stores them: 1, 2 or 4 bytes each, by the widest."""
    if s.isascii():
        return s.encode("ascii")
    widest = ord(max(s))
    if widest < 256:
        return s.encode("latin-1")
    if widest < 0x10000:
        return s.encode("utf-16-le", "surrogatepass")
    return s.encode("utf-32-le", "surrogatepass")


_text_cache: dict[str, int] = {}
_TEXT_CACHE_SIZE = 1 << 16


def _text_hash_own(s: str) -> int:
    h = _text_cache.get(s)
    if h is None:
        h = _Py_HashBytes_own(_text_bytes(s))
        if len(_text_cache) >= _TEXT_CACHE_SIZE:
            _text_cache.clear()
        _text_cache[s] = h
    return h


def _Py_HashDouble_own(x: float) -> int:
    """Hash of a float that is not a NaN, modulo 2**61 - 1, so that equal numbers hash alike."""
    if math.isinf(x):
        return _PyHASH_INF if x > 0 else -_PyHASH_INF
    n, d = x.as_integer_ratio()
    h = abs(n) % _PyHASH_MODULUS * pow(d, -1, _PyHASH_MODULUS) % _PyHASH_MODULUS
    h = -h if x < 0 else h
    return -2 if h == -1 else h


def _long_hash_own(n: int) -> int:
    h = n % _PyHASH_MODULUS if n >= 0 else -(-n % _PyHASH_MODULUS)
    return -2 if h == -1 else h


_Py_HashBytes: Callable[[bytes], int]
unicode_hash_value: Callable[[str], int]
long_hash_value: Callable[[int], int]
_double_hash: Callable[[float], int]
if _host_hashes_alike:
    _Py_HashBytes = unicode_hash_value = hash
else:
    _Py_HashBytes = _Py_HashBytes_own
    unicode_hash_value = _text_hash_own
if sys.hash_info.width == 64:
    long_hash_value = hash
    _double_hash = hash
else:
    long_hash_value = _long_hash_own
    _double_hash = _Py_HashDouble_own


def _Py_HashPointer(op: PyObject) -> int:
    """Hash of an object by its address."""
    from vm.objects.object import Py_HashPointer  # object.py stands above this file

    return Py_HashPointer(op)


def _Py_HashDouble(op: PyObject, x: float) -> int:
    """Hash of a float; a NaN hashes by the address of the object that holds it."""
    if x != x:
        return _Py_HashPointer(op)
    return _double_hash(x)


def complex_hash_value(op: PyObject, z: complex) -> int:
    """Hash of a complex number."""
    real = _Py_HashDouble(op, z.real) & _MASK
    imag = _Py_HashDouble(op, z.imag) & _MASK
    return _signed((real + _PyHASH_IMAG * imag) & _MASK)
