"""Integers. Models Objects/longobject.c; the value is a host int.

Construction from text and the methods are in long_methods.py.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from vm.objects.bridge import MAX_INT_BITS, PY_SSIZE_T_MAX, PY_SSIZE_T_MIN, host_error
from vm.objects.linker import late_import
from vm.objects.long_pylong import (
    pass_time,
    pylong_int_from_string,
    pylong_int_to_decimal_string,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyUnicode_Type,
    _Py_SetImmortal,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyhash import long_hash_value
from vm.objects.tupleobject import PyTuple_New

_PY_NSMALLNEGINTS = 5
_PY_NSMALLPOSINTS = 257
#: The cached ints -5..256; ``small_ints[n + 5]``. Immortal.
small_ints: list[PyObject] = [
    _Py_SetImmortal(PyObject(PyLong_Type, n))
    for n in range(-_PY_NSMALLNEGINTS, _PY_NSMALLPOSINTS)
]
_PyLong_Zero = small_ints[5]
_PyLong_One = small_ints[6]

#: Below this size no operation needs a guard.
_PLAIN = 1 << 1000
_MAX_DIGITS_OVERFLOW = 1 << 62
#: Text in a base that is neither 10 nor a power of two is read in quadratic time.
_MAX_SLOW_DIGITS = 200_000
_COMPARE = (lt, le, eq, ne, gt, ge)
_int_repr = int.__repr__

_PY_LONG_DEFAULT_MAX_STR_DIGITS = 4300
_PY_LONG_MAX_STR_DIGITS_THRESHOLD = 640


class _long_state:
    """interp->long_state: the limit that sys.set_int_max_str_digits sets; 0 means none."""

    max_str_digits = _PY_LONG_DEFAULT_MAX_STR_DIGITS


def PyLong_FromLong(n: int) -> PyObject:
    """The guest int of a host int (a new reference); small ones are shared."""
    return small_ints[n + 5] if -5 <= n <= 256 else PyObject(PyLong_Type, n)


PyLong_FromSsize_t = PyLong_FromLong


def PyLong_Check(op: PyObject) -> bool:
    """Whether the object is an int, of a subclass or not."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS)


def PyLong_AsSsize_t(op: PyObject) -> int:
    """The host int of a guest int; OverflowError outside the range of Py_ssize_t."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    n = op.value
    if PY_SSIZE_T_MIN <= n <= PY_SSIZE_T_MAX:
        return n
    raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C ssize_t")


def PyLong_AsLong(op: PyObject) -> int:
    """The host int of a guest int; OverflowError outside the range of a 64-bit C long."""
    n = op.value
    if PY_SSIZE_T_MIN <= n <= PY_SSIZE_T_MAX:
        return n
    raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C long")


def PyLong_AsDouble(op: PyObject) -> float:
    """The host float nearest to a guest int."""
    try:
        return float(op.value)
    except OverflowError:
        raise PyErr_Format(PyExc_OverflowError, "int too large to convert to float") from None


def _is_long(a: PyObject, b: PyObject) -> int:
    return a.ob_type.value.tp_flags & b.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS


# arithmetic


def long_add(a: PyObject, b: PyObject) -> PyObject:
    """a + b."""
    if (a.ob_type is PyLong_Type and b.ob_type is PyLong_Type) or _is_long(a, b):
        n = a.value + b.value
        return small_ints[n + 5] if -5 <= n <= 256 else PyObject(PyLong_Type, n)
    return Py_NotImplemented


def long_sub(a: PyObject, b: PyObject) -> PyObject:
    """a - b."""
    if (a.ob_type is PyLong_Type and b.ob_type is PyLong_Type) or _is_long(a, b):
        n = a.value - b.value
        return small_ints[n + 5] if -5 <= n <= 256 else PyObject(PyLong_Type, n)
    return Py_NotImplemented


def long_mul(a: PyObject, b: PyObject) -> PyObject:
    """a * b."""
    if (a.ob_type is PyLong_Type and b.ob_type is PyLong_Type) or _is_long(a, b):
        n = a.value
        if not -_PLAIN < n < _PLAIN and n.bit_length() + b.value.bit_length() > MAX_INT_BITS:
            raise PyErr_SetNone(PyExc_MemoryError)
        n *= b.value
        return small_ints[n + 5] if -5 <= n <= 256 else PyObject(PyLong_Type, n)
    return Py_NotImplemented


def long_div(a: PyObject, b: PyObject) -> PyObject:
    """a // b."""
    if (a.ob_type is PyLong_Type and b.ob_type is PyLong_Type) or _is_long(a, b):
        try:
            n = a.value // b.value
        except ZeroDivisionError as err:
            raise host_error(err) from None
        return small_ints[n + 5] if -5 <= n <= 256 else PyObject(PyLong_Type, n)
    return Py_NotImplemented


def long_mod(a: PyObject, b: PyObject) -> PyObject:
    """a % b."""
    if (a.ob_type is PyLong_Type and b.ob_type is PyLong_Type) or _is_long(a, b):
        y = b.value
        try:
            # the host's % takes quadratic time, its divmod does not
            n = a.value % y if -_PLAIN < y < _PLAIN else divmod(a.value, y)[1]
        except ZeroDivisionError as err:
            raise host_error(err) from None
        return small_ints[n + 5] if -5 <= n <= 256 else PyObject(PyLong_Type, n)
    return Py_NotImplemented


def long_divmod(a: PyObject, b: PyObject) -> PyObject:
    """divmod(a, b)."""
    if not _is_long(a, b):
        return Py_NotImplemented
    try:
        q, r = divmod(a.value, b.value)
    except ZeroDivisionError as err:
        raise host_error(err) from None
    return _pair(PyLong_FromLong(q), PyLong_FromLong(r))


def _pair(first: PyObject, second: PyObject) -> PyObject:
    """A guest tuple of two; takes over the references."""
    return PyTuple_New((first, second))


def long_true_divide(a: PyObject, b: PyObject) -> PyObject:
    """a / b."""
    if not _is_long(a, b):
        return Py_NotImplemented
    try:
        return PyObject(PyFloat_Type, a.value / b.value)
    except (ZeroDivisionError, OverflowError) as err:
        raise host_error(err) from None


def long_pow(v: PyObject, w: PyObject, x: PyObject) -> Any:
    """pow(v, w, x); with x None, v ** w."""
    if not _is_long(v, w):
        return Py_NotImplemented
    a, b = v.value, w.value
    if x is not Py_None:
        if not x.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            return Py_NotImplemented
        return _long_pow_modulo(a, b, x.value)
    if b > 64 and (abs(a).bit_length() - 1) * b > MAX_INT_BITS:
        raise PyErr_SetNone(PyExc_MemoryError)
    if b < 0:
        try:
            return PyObject(PyFloat_Type, float(a) ** float(b))
        except (OverflowError, ZeroDivisionError) as err:
            raise host_error(err) from None
    n = a ** b
    return small_ints[n + 5] if -5 <= n <= 256 else PyObject(PyLong_Type, n)


#: Powers by a modulus are computed in steps of about this many multiplications of two digits.
_POW_STEP = 1 << 23


def _pow_cost(b: int, c: int) -> int:
    return b.bit_length() * (c.bit_length() // 30 + 1) ** 2


def _long_pow_modulo(a: int, b: int, c: int) -> Any:
    if c and b > 0 and _pow_cost(b, c) > _POW_STEP:
        return long_pow_steps(a, b, c)
    try:
        return PyLong_FromLong(pow(a, b, c))
    except ValueError as err:
        raise host_error(err) from None


def long_pow_steps(a: int, b: int, c: int) -> Any:
    """pow(a, b, c) of large numbers (a generator): the exponent is taken in chunks of bits, so that the
    VM can be stopped in between.
    """
    chunk = max(1, _POW_STEP // _pow_cost(1, c))
    mask = (1 << chunk) - 1
    result, base = 1 % c, divmod(a, c)[1]
    for shift in range((b.bit_length() - 1) // chunk * chunk, -1, -chunk):
        yield None
        if chunk > 1:
            result = pow(result, 1 << chunk, c) * pow(base, b >> shift & mask, c) % c
            continue
        result = divmod(result * result, c)[1]
        if b >> shift & 1:
            yield None
            result = divmod(result * base, c)[1]
    return PyLong_FromLong(result)


def long_neg(v: PyObject) -> PyObject:
    """-v."""
    return PyLong_FromLong(-v.value)


def long_long(v: PyObject) -> PyObject:
    """The same int, as an exact one."""
    if v.ob_type is PyLong_Type:
        v.ob_refcnt += 1
        return v
    return PyLong_FromLong(v.value)


def long_abs(v: PyObject) -> PyObject:
    """abs(v)."""
    return PyLong_FromLong(abs(v.value)) if v.value < 0 else long_long(v)


def long_bool(v: PyObject) -> bool:
    """Whether v is not zero."""
    return v.value != 0


def long_invert(v: PyObject) -> PyObject:
    """~v."""
    return PyLong_FromLong(-v.value - 1)


def _shift_count(b: int) -> None:
    if b < 0:
        raise PyErr_Format(PyExc_ValueError, "negative shift count")


def long_lshift(a: PyObject, b: PyObject) -> PyObject:
    """a << b."""
    if not _is_long(a, b):
        return Py_NotImplemented
    x, count = a.value, b.value
    _shift_count(count)
    if not x:
        return _PyLong_Zero
    if count > 1000 and count + x.bit_length() > MAX_INT_BITS:
        if count // 30 > _MAX_DIGITS_OVERFLOW // 15:
            raise PyErr_Format(PyExc_OverflowError, "too many digits in integer")
        raise PyErr_SetNone(PyExc_MemoryError)
    return PyLong_FromLong(x << count)


def long_rshift(a: PyObject, b: PyObject) -> PyObject:
    """a >> b."""
    if not _is_long(a, b):
        return Py_NotImplemented
    x, count = a.value, b.value
    _shift_count(count)
    if count >= x.bit_length():
        return small_ints[4] if x < 0 else _PyLong_Zero
    return PyLong_FromLong(x >> count)


def long_and(a: PyObject, b: PyObject) -> PyObject:
    """a & b."""
    return PyLong_FromLong(a.value & b.value) if _is_long(a, b) else Py_NotImplemented


def long_xor(a: PyObject, b: PyObject) -> PyObject:
    """a ^ b."""
    return PyLong_FromLong(a.value ^ b.value) if _is_long(a, b) else Py_NotImplemented


def long_or(a: PyObject, b: PyObject) -> PyObject:
    """a | b."""
    return PyLong_FromLong(a.value | b.value) if _is_long(a, b) else Py_NotImplemented


def long_float(v: PyObject) -> PyObject:
    """float(v)."""
    return PyObject(PyFloat_Type, PyLong_AsDouble(v))


def long_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """a < b and its five fellows."""
    if (a.ob_type is PyLong_Type and b.ob_type is PyLong_Type) or _is_long(a, b):
        return Py_True if _COMPARE[op](a.value, b.value) else Py_False
    return Py_NotImplemented


def long_hash(v: PyObject) -> int:
    """The value modulo 2**61 - 1, with the sign."""
    return long_hash_value(v.value)


# text


class host_digits:
    """Context in which the host converts ints to and from text of any length, or up to a limit."""

    def __init__(self, limit: int = 0) -> None:
        self.limit = limit

    def __enter__(self) -> None:
        self.saved = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(self.limit)

    def __exit__(self, *exc: object) -> None:
        sys.set_int_max_str_digits(self.saved)


def max_str_digits_error() -> PyErr:
    """ValueError for an int with too many digits to be shown."""
    return PyErr_Format(
        PyExc_ValueError,
        f"Exceeds the limit ({_long_state.max_str_digits} digits) for integer string conversion; "
        "use sys.set_int_max_str_digits() to increase the limit")


def long_decimal(n: int) -> str:
    """The decimal digits of a host int, within the guest's limit of digits."""
    if -_PLAIN < n < _PLAIN:
        return _int_repr(n)
    limit = _long_state.max_str_digits
    if limit and n.bit_length() * 1233 >> 12 > limit + 1:
        raise max_str_digits_error()
    pass_time(n.bit_length() // 30)
    with host_digits():
        text = _int_repr(n)
    if limit and len(text) - (n < 0) > limit:
        raise max_str_digits_error()
    return text


def long_to_decimal_string(v: PyObject) -> Any:
    """repr(v); pending if a program's own function makes it."""
    n = v.value
    if -_PLAIN < n < _PLAIN:
        return PyObject(PyUnicode_Type, _int_repr(n))
    text = long_decimal(n)
    return pylong_int_to_decimal_string(v) or PyObject(PyUnicode_Type, text)


def _PyLong_Format(v: PyObject, base: int) -> PyObject:
    """The digits of an int in base 2, 8, 10 or 16, with the prefix of the base."""
    n = int(v.value)
    if base == 10:
        return long_to_decimal_string(v)
    return PyObject(PyUnicode_Type, hex(n) if base == 16 else bin(n) if base == 2 else oct(n))


_DIGITS = re.compile(r"[+-]?([0-9a-z]+(?:_[0-9a-z]+)*)", re.IGNORECASE | re.ASCII)


def _check_digits(text: str, base: int) -> None:
    """Raise for more digits than may be converted, as long_from_string_base does.

    A text that is no number is passed over: the conversion itself reports it, and quickly.
    """
    text = text.strip()
    if not text.isascii():
        text = "".join([str(unicodedata.decimal(c, c)) for c in text])
    found = _DIGITS.fullmatch(text)
    if found is None:
        return
    digits = found[1].replace("_", "")
    if base == 0:
        base = {"0x": 16, "0o": 8, "0b": 2}.get(digits[:2].lower(), 10)
    binary = base & (base - 1) == 0
    limit = _long_state.max_str_digits
    if not binary and limit and len(digits) > limit and int(max(digits.lower()), 36) < base:
        raise PyErr_Format(
            PyExc_ValueError,
            f"Exceeds the limit ({limit} digits) for integer string conversion: value has "
            f"{len(digits)} digits; use sys.set_int_max_str_digits() to increase the limit")
    slow = not binary and base != 10 and len(digits) > _MAX_SLOW_DIGITS
    if slow or len(digits) * (base.bit_length() - binary) > MAX_INT_BITS:
        raise PyErr_SetNone(PyExc_MemoryError)


def _long_from_text(text: str, base: int) -> Any:
    try:
        if len(text) < 600:
            return PyLong_FromLong(int(text, base))
        _check_digits(text, base)
        called = pylong_int_from_string(text) if base == 10 else None
        if called is not None:
            return called
        if base & (base - 1):
            pass_time(len(text) // 9)
        with host_digits():
            return PyLong_FromLong(int(text, base))
    except ValueError as err:
        raise host_error(err) from None


def PyLong_FromUnicodeObject(op: PyObject, base: int) -> Any:
    """int(op, base) of a guest str; may be pending (the error shows a subclass's own repr)."""
    if op.ob_type is PyUnicode_Type or len(op.value) >= 600:
        return _long_from_text(op.value, base)
    try:
        return PyLong_FromLong(int(op.value, base))
    except ValueError:
        return _invalid_literal(op, base)


def _invalid_literal(op: PyObject, base: int) -> Any:
    shown = PyObject_Repr(op)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value
    Py_DECREF(shown)
    raise PyErr_Format(
        PyExc_ValueError, f"invalid literal for int() with base {base}: {text:.200}")


def _PyLong_FromBytes(data: bytes | bytearray, base: int) -> Any:
    """int(data, base) of the bytes of a bytes-like object; may be pending as `PyLong_FromUnicodeObject`."""
    if len(data) < 600:
        try:
            return PyLong_FromLong(int(bytes(data), base))
        except ValueError as err:
            raise host_error(err) from None
    return _long_from_text(data.decode("latin-1"), base)


def PyLong_SetMaxStrDigits(limit: int) -> None:
    """sys.set_int_max_str_digits: 0 or at least 640."""
    if limit and limit < _PY_LONG_MAX_STR_DIGITS_THRESHOLD:
        raise PyErr_Format(
            PyExc_ValueError,
            f"maxdigits must be 0 or larger than {_PY_LONG_MAX_STR_DIGITS_THRESHOLD}")
    _long_state.max_str_digits = limit


def PyLong_GetMaxStrDigits() -> int:
    """sys.get_int_max_str_digits."""
    return _long_state.max_str_digits


def PyLong_FromDouble(x: float) -> PyObject:
    """The int part of a host float."""
    try:
        return PyLong_FromLong(int(x))
    except (OverflowError, ValueError) as err:
        raise host_error(err) from None


PyObject_Repr: Any


@late_import
def _link() -> None:
    global PyObject_Repr
    from vm.objects.object import PyObject_Repr


set_slots(
    PyLong_Type,
    tp_repr=long_to_decimal_string,
    tp_hash=long_hash,
    tp_richcompare=long_richcompare,
    nb_add=long_add,
    nb_subtract=long_sub,
    nb_multiply=long_mul,
    nb_remainder=long_mod,
    nb_divmod=long_divmod,
    nb_power=long_pow,
    nb_negative=long_neg,
    nb_positive=long_long,
    nb_absolute=long_abs,
    nb_bool=long_bool,
    nb_invert=long_invert,
    nb_lshift=long_lshift,
    nb_rshift=long_rshift,
    nb_and=long_and,
    nb_xor=long_xor,
    nb_or=long_or,
    nb_int=long_long,
    nb_float=long_float,
    nb_floor_divide=long_div,
    nb_true_divide=long_true_divide,
    nb_index=long_long,
)
