"""timedelta. A part of Modules/_datetimemodule.c.

Numbers of exact types are worked on as host values; subclasses of int may have operators of their own, and so go
through the guest's arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from math import modf
from typing import Any

from vm.modules._datetime_args import Format, vgetargskeywords
from vm.modules._datetime_math import (
    SECONDS_PER_DAY,
    US_PER_SECOND,
    c_round,
    divide_nearest,
)
from vm.modules._datetime_types import (
    PyDateTime_DeltaType,
    PyDelta_Check,
    delta_bool,
    delta_fields,
    new_delta,
    new_delta_ex,
)
from vm.objects.abstract_number import (
    PyNumber_Add,
    PyNumber_And,
    PyNumber_Divmod,
    PyNumber_FloorDivide,
    PyNumber_Multiply,
    PyNumber_Remainder,
    PyNumber_TrueDivide,
)
from vm.objects.bridge import host_error
from vm.objects.call import PyObject_CallMethodNoArgs
from vm.objects.floatobject import PyFloat_FromDouble
from vm.objects.getargs import c_int
from vm.objects.longobject import PyLong_FromDouble, PyLong_FromLong
from vm.objects.methoddef import Py_T_INT, PyMemberDef, PyMethodDef
from vm.objects.modsupport import Py_BuildValue
from vm.objects.object import PyObject_Hash, PyObject_IsTrue, _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_GE,
    Py_GT,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_NewRef,
    Py_NotImplemented,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyBool_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_TypeError,
    PyExc_ValueError,
    PyExc_ZeroDivisionError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString

_EXACT = (PyLong_Type, PyBool_Type)


def _is_int(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS)


def diff_to_bool(a: Any, b: Any, op: int) -> PyObject:
    """The result of a comparison of two host values."""
    if op == Py_EQ:
        res = a == b
    elif op == Py_NE:
        res = a != b
    elif op == Py_LT:
        res = a < b
    elif op == Py_LE:
        res = a <= b
    else:
        res = a > b if op == Py_GT else a >= b
    assert op <= Py_GE
    return Py_True if res else Py_False


def delta_to_microseconds(op: PyObject) -> int:
    """The whole difference in microseconds."""
    body = op.value
    us: int = (body.days * SECONDS_PER_DAY + body.seconds) * US_PER_SECOND + body.microseconds
    return us


def _delta_of(us: int, type_op: PyObject = PyDateTime_DeltaType) -> PyObject:
    """The timedelta of a host number of microseconds."""
    seconds, us = divmod(us, US_PER_SECOND)
    days, seconds = divmod(seconds, SECONDS_PER_DAY)
    if not -0x80000000 <= days <= 0x7FFFFFFF:
        c_int(PyLong_FromLong(days))  # raises
    return new_delta_ex(days, seconds, us, False, type_op)


def checked_divmod(a: PyObject, b: int) -> Any:
    """``divmod(a, b)``, which must be a tuple of two (a generator)."""
    divisor = PyLong_FromLong(b)
    try:
        result = PyNumber_Divmod(a, divisor)
        if type(result) in PENDING:
            result = yield result
    finally:
        Py_DECREF(divisor)
    if not result.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        text = f"divmod() returned non-tuple (type {result.ob_type.value.tp_name:.200})"
    elif len(result.value) != 2:
        text = f"divmod() returned a tuple of size {len(result.value)}"
    else:
        return result
    Py_DECREF(result)
    raise PyErr_Format(PyExc_TypeError, text)


def _divide_by(op: PyObject, divisor: int) -> Any:
    """(quotient, a new reference; remainder, a host int in its range) (a generator)."""
    result = yield checked_divmod(op, divisor)
    try:
        quotient, rest = result.value
        number = c_int(rest)
        if type(number) in PENDING:
            number = yield number
        if not 0 <= number < divisor:
            raise PyErr_Format(PyExc_TypeError, "divmod() returned a value out of range")
        return Py_NewRef(quotient), number
    finally:
        Py_DECREF(result)


def microseconds_to_delta_ex(pyus: PyObject, type_op: PyObject = PyDateTime_DeltaType) -> Any:
    """The timedelta of a guest number of microseconds, whose reference is taken over."""
    if pyus.ob_type is PyLong_Type:
        us = pyus.value
        Py_DECREF(pyus)
        return _delta_of(us, type_op)
    return _microseconds_to_delta(pyus, type_op)


def _microseconds_to_delta(pyus: PyObject, type_op: PyObject) -> Any:
    held = [pyus]
    try:
        quotient, us = yield _divide_by(pyus, US_PER_SECOND)
        held.append(quotient)
        quotient, seconds = yield _divide_by(quotient, SECONDS_PER_DAY)
        held.append(quotient)
        days = c_int(quotient)
        if type(days) in PENDING:
            days = yield days
        return new_delta_ex(days, seconds, us, False, type_op)
    finally:
        decref_all(held)


# ---- arithmetic

def _compute(number: Callable, a: PyObject, b: PyObject, finish: Callable[[PyObject], Any]) -> Any:
    """``finish(number(a, b))``; the first operand's reference is taken over."""
    try:
        res = number(a, b)
    except PyErr:
        Py_DECREF(a)
        raise
    if type(res) in PENDING:
        return _finish_computing(res, a, finish)
    Py_DECREF(a)
    return finish(res)


def _finish_computing(pending: Any, a: PyObject, finish: Callable[[PyObject], Any]) -> Any:
    try:
        res = yield pending
    finally:
        Py_DECREF(a)
    res = finish(res)
    return (yield res) if type(res) in PENDING else res


def _microseconds(op: PyObject) -> PyObject:
    return PyLong_FromLong(delta_to_microseconds(op))


def multiply_int_timedelta(intobj: PyObject, delta: PyObject) -> Any:
    """int * timedelta"""
    if intobj.ob_type in _EXACT:
        return _delta_of(int(intobj.value) * delta_to_microseconds(delta))
    return _compute(
        lambda us, number: PyNumber_Multiply(number, us), _microseconds(delta), intobj,
        microseconds_to_delta_ex)


def multiply_truedivide_timedelta_float(delta: PyObject, floatobj: PyObject, op: int) -> Any:
    """timedelta * float (``op`` 0) or timedelta / float (``op`` 1)"""
    if floatobj.ob_type is not PyFloat_Type:
        return _scale_by_ratio(delta, floatobj, op)
    try:
        ratio = floatobj.value.as_integer_ratio()
    except (OverflowError, ValueError) as err:
        raise host_error(err) from None
    return _delta_of(_divide_near(delta_to_microseconds(delta) * ratio[op], ratio[not op]))


def _divide_near(m: int, n: int) -> int:
    if not n:
        raise PyErr_Format(PyExc_ZeroDivisionError, "integer division or modulo by zero")
    return divide_nearest(m, n)


def get_float_as_integer_ratio(floatobj: PyObject) -> Any:
    """``floatobj.as_integer_ratio()``, which must be a tuple of two (a generator)."""
    ratio = PyObject_CallMethodNoArgs(floatobj, _Py_ID("as_integer_ratio"))
    if type(ratio) in PENDING:
        ratio = yield ratio
    if not ratio.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        given = ratio.ob_type.value.tp_name
        Py_DECREF(ratio)
        raise PyErr_Format(
            PyExc_TypeError,
            "unexpected return type from as_integer_ratio(): "
            f"expected tuple, got '{given:.200}'")
    if len(ratio.value) != 2:
        Py_DECREF(ratio)
        raise PyErr_Format(PyExc_ValueError, "as_integer_ratio() must return a 2-tuple")
    return ratio


def _scale_by_ratio(delta: PyObject, floatobj: PyObject, op: int) -> Any:
    ratio = yield get_float_as_integer_ratio(floatobj)
    held = [ratio, _microseconds(delta)]
    try:
        product = PyNumber_Multiply(held[1], ratio.value[op])
        if type(product) in PENDING:
            product = yield product
        held.append(product)
        divisor = ratio.value[not op]
        if not _is_int(product) or not _is_int(divisor):
            raise PyErr_Format(PyExc_TypeError, "non-integer arguments in division")
        return _delta_of(_divide_near(int(product.value), int(divisor.value)))
    finally:
        decref_all(held)


def delta_add(left: PyObject, right: PyObject) -> PyObject:
    """nb_add"""
    if not PyDelta_Check(left) or not PyDelta_Check(right):
        return Py_NotImplemented
    a, b = left.value, right.value
    return new_delta(
        a.days + b.days, a.seconds + b.seconds, a.microseconds + b.microseconds, True)


def delta_subtract(left: PyObject, right: PyObject) -> PyObject:
    """nb_subtract"""
    if not PyDelta_Check(left) or not PyDelta_Check(right):
        return Py_NotImplemented
    a, b = left.value, right.value
    return new_delta(
        a.days - b.days, a.seconds - b.seconds, a.microseconds - b.microseconds, True)


def delta_negative(op: PyObject) -> PyObject:
    """nb_negative"""
    days, seconds, microseconds = delta_fields(op)
    return new_delta(-days, -seconds, -microseconds, True)


def delta_positive(op: PyObject) -> PyObject:
    """nb_positive"""
    return new_delta(*delta_fields(op), False)


def delta_abs(op: PyObject) -> PyObject:
    """nb_absolute"""
    return delta_negative(op) if op.value.days < 0 else delta_positive(op)


def delta_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """tp_richcompare"""
    if not PyDelta_Check(b):
        return Py_NotImplemented
    return diff_to_bool(delta_fields(a), delta_fields(b), op)


def delta_hash(op: PyObject) -> int:
    """tp_hash: that of the tuple of the three fields"""
    body = op.value
    if body.hashcode == -1:
        state = delta_getstate(op)
        body.hashcode = PyObject_Hash(state)
        Py_DECREF(state)
    hashcode: int = body.hashcode
    return hashcode


def delta_multiply(left: PyObject, right: PyObject) -> Any:
    """nb_multiply"""
    delta, number = (left, right) if PyDelta_Check(left) else (right, left)
    if _is_int(number):
        return multiply_int_timedelta(number, delta)
    if PyObject_TypeCheck(number, PyFloat_Type):
        return multiply_truedivide_timedelta_float(delta, number, 0)
    return Py_NotImplemented


def delta_divide(left: PyObject, right: PyObject) -> Any:
    """nb_floor_divide"""
    if not PyDelta_Check(left):
        return Py_NotImplemented
    if _is_int(right):
        return _compute(
            PyNumber_FloorDivide, _microseconds(left), right, microseconds_to_delta_ex)
    if PyDelta_Check(right):
        return divide_timedelta_timedelta(left, right)
    return Py_NotImplemented


def divide_timedelta_timedelta(left: PyObject, right: PyObject) -> PyObject:
    """timedelta // timedelta, an int"""
    return _of_both(PyNumber_FloorDivide, left, right)


def _of_both(number: Callable, left: PyObject, right: PyObject) -> PyObject:
    """An operation on the microseconds of two timedeltas."""
    ops = [_microseconds(left), _microseconds(right)]
    try:
        res: PyObject = number(*ops)
        return res
    finally:
        decref_all(ops)


def delta_truedivide(left: PyObject, right: PyObject) -> Any:
    """nb_true_divide"""
    if not PyDelta_Check(left):
        return Py_NotImplemented
    if PyDelta_Check(right):
        return _of_both(PyNumber_TrueDivide, left, right)
    if PyObject_TypeCheck(right, PyFloat_Type):
        return multiply_truedivide_timedelta_float(left, right, 1)
    if _is_int(right):
        return _delta_of(_divide_near(delta_to_microseconds(left), int(right.value)))
    return Py_NotImplemented


def delta_remainder(left: PyObject, right: PyObject) -> Any:
    """nb_remainder"""
    if not PyDelta_Check(left) or not PyDelta_Check(right):
        return Py_NotImplemented
    return microseconds_to_delta_ex(_of_both(PyNumber_Remainder, left, right))


def delta_divmod(left: PyObject, right: PyObject) -> Any:
    """nb_divmod"""
    if not PyDelta_Check(left) or not PyDelta_Check(right):
        return Py_NotImplemented
    result = _of_both(PyNumber_Divmod, left, right)
    quotient, rest = result.value
    res = PyTuple_New((Py_NewRef(quotient), _delta_of(rest.value)))
    Py_DECREF(result)
    return res


# ---- construction

_UNITS = (  # in the order of the parameters
    ("days", 24 * 3600 * US_PER_SECOND), ("seconds", US_PER_SECOND), ("microseconds", 1),
    ("milliseconds", 1000), ("minutes", 60 * US_PER_SECOND), ("hours", 3600 * US_PER_SECOND),
    ("weeks", 7 * 24 * 3600 * US_PER_SECOND))
_ORDER = (2, 3, 1, 4, 5, 0, 6)  # in which C adds them up
_NEW = Format("|OOOOOOO", " ".join(tag for tag, _ in _UNITS), "__new__")


def _float_parts(num: float, factor: int, leftover: list[float]) -> list[int]:
    """The integers that a float of units adds; what is left of a microsecond is added to ``leftover[0]``."""
    fraction, whole = modf(num)
    parts = [_whole(whole) * factor]
    if fraction:
        fraction, whole = modf(float(factor) * fraction)
        parts.append(_whole(whole))
        leftover[0] += fraction
    return parts


def _whole(x: float) -> int:
    """The integer of a whole float; raises for what is none."""
    op = PyLong_FromDouble(x)
    value: int = op.value
    Py_DECREF(op)
    return value


def delta_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new"""
    if kwnames or len(args) > len(_UNITS):
        return _delta_new(type_op, args, kwnames)
    values = args + [None] * (len(_UNITS) - len(args))
    return _delta_from(type_op, values)


def _delta_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    res = _delta_from(type_op, (yield vgetargskeywords(_NEW, args, kwnames)))
    return (yield res) if type(res) in PENDING else res


def _delta_from(type_op: PyObject, values: list) -> Any:
    """A timedelta of the seven arguments, NULL for those not given."""
    us, leftover = 0, [0.0]
    for i in _ORDER:
        if (op := values[i]) is None:
            continue
        if op.ob_type in _EXACT:
            us += op.value * _UNITS[i][1]
        elif op.ob_type is PyFloat_Type:
            us += sum(_float_parts(op.value, _UNITS[i][1], leftover))
        else:
            return _sum_up(type_op, values)
    return _delta_of(us + _rounded(leftover[0], us & 1), type_op)


def _sum_up(type_op: PyObject, values: list) -> Any:
    """The same with subclasses of numbers, whose operators are asked (a generator)."""
    total, leftover = PyLong_FromLong(0), [0.0]
    for i in _ORDER:
        if values[i] is not None:
            total = yield accum(_UNITS[i][0], total, values[i], _UNITS[i][1], leftover)
    if leftover[0]:
        try:
            odd = yield _is_odd(total)
        except PyErr:
            Py_DECREF(total)
            raise
        total = yield _add(total, PyLong_FromLong(_rounded(leftover[0], odd)))
    return (yield _microseconds_to_delta(total, type_op))


def accum(tag: str, sofar: PyObject, num: PyObject, factor: int, leftover: list[float]) -> Any:
    """``sofar + num * factor``, the first taken over (a generator)."""
    try:
        if _is_int(num):
            parts = [(yield _product(num, factor))]
        elif PyObject_TypeCheck(num, PyFloat_Type):
            parts = [PyLong_FromLong(part) for part in _float_parts(num.value, factor, leftover)]
        else:
            raise PyErr_Format(
                PyExc_TypeError,
                f"unsupported type for timedelta {tag} component: {num.ob_type.value.tp_name}")
    except PyErr:
        Py_DECREF(sofar)
        raise
    for part in parts:
        sofar = yield _add(sofar, part)
    return sofar


def _product(num: PyObject, factor: int) -> Any:
    return _compute(
        lambda by, number: PyNumber_Multiply(number, by), PyLong_FromLong(factor), num, _as_it_is)


def _as_it_is(res: PyObject) -> PyObject:
    return res


def _add(a: PyObject, b: PyObject) -> Any:
    """``a + b``, both taken over (a generator)."""
    try:
        total = PyNumber_Add(a, b)
        return (yield total) if type(total) in PENDING else total
    finally:
        Py_DECREF(a)
        Py_DECREF(b)


def _is_odd(op: PyObject) -> Any:
    """Whether ``op & 1`` is true (a generator)."""
    bit = PyNumber_And(op, PyLong_FromLong(1))
    if type(bit) in PENDING:
        bit = yield bit
    try:
        truth = PyObject_IsTrue(bit)
        return (yield truth) if type(truth) in PENDING else truth
    finally:
        Py_DECREF(bit)


def _rounded(leftover: float, is_odd: int) -> int:
    """A part of a microsecond, rounded so that a half makes the sum even."""
    whole = c_round(leftover)
    if abs(whole - leftover) == 0.5:
        whole = 2.0 * c_round((leftover + is_odd) * 0.5) - is_odd
    return int(whole)


# ---- texts and state

def delta_repr(op: PyObject) -> PyObject:
    """tp_repr"""
    parts = [
        f"{name}={value}"
        for name, value in zip(("days", "seconds", "microseconds"), delta_fields(op)) if value]
    return PyUnicode_FromString(f"{op.ob_type.value.tp_name}({', '.join(parts) or '0'})")


def delta_str(op: PyObject) -> PyObject:
    """tp_str"""
    days, seconds, us = delta_fields(op)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    before = f"{days} day{'' if abs(days) == 1 else 's'}, " if days else ""
    after = f".{us:06d}" if us else ""
    return PyUnicode_FromString(f"{before}{hours}:{minutes:02d}:{seconds:02d}{after}")


def delta_getstate(op: PyObject) -> PyObject:
    """The tuple of the three fields."""
    return Py_BuildValue(delta_fields(op))


def delta_reduce(self: PyObject) -> PyObject:
    """``__reduce__()``"""
    return Py_BuildValue((self.ob_type, delta_fields(self)))


def delta_total_seconds(self: PyObject) -> PyObject:
    """``total_seconds()``"""
    return PyFloat_FromDouble(delta_to_microseconds(self) / US_PER_SECOND)


set_slots(
    PyDateTime_DeltaType,
    tp_repr=delta_repr, tp_hash=delta_hash, tp_str=delta_str, tp_richcompare=delta_richcompare,
    tp_new=delta_new,
    nb_add=delta_add, nb_subtract=delta_subtract, nb_multiply=delta_multiply,
    nb_remainder=delta_remainder, nb_divmod=delta_divmod, nb_negative=delta_negative,
    nb_positive=delta_positive, nb_absolute=delta_abs, nb_bool=delta_bool,
    nb_floor_divide=delta_divide, nb_true_divide=delta_truedivide,
    tp_methods=(
        PyMethodDef("total_seconds", delta_total_seconds, "($self, /)"),
        PyMethodDef("__reduce__", delta_reduce, "($self, /)"),
    ),
    tp_members=tuple(
        PyMemberDef(name, name, kind=Py_T_INT) for name in ("days", "seconds", "microseconds")),
)
