"""The number protocol: operators and conversions. Second part of Objects/abstract.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.linker import late_import
from vm.objects.object import _Py_ID
from vm.objects.pybuffer import of_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyByteArray_Type,
    PyCFunction_Type,
    PyComplex_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PyType_IsSubtype,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_OverflowError,
    PyExc_SystemError,
    PyExc_TypeError,
)
from vm.objects.pywarnings import PyErr_WarnEx

PY_SSIZE_T_MAX = (1 << 63) - 1
PY_SSIZE_T_MIN = -(1 << 63)

PyLong_FromLong: Callable[[int], PyObject]
PyFloat_FromDouble: Callable[[float], PyObject]
PyLong_FromUnicodeObject: Any
PyLong_AsDouble: Any
PyFloat_FromString: Any
_PyLong_Format: Any
_PyObject_LookupSpecial: Any
PyObject_CallNoArgs: Any


def PyNumber_Check(op: PyObject) -> bool:
    """Whether the type looks like a number's."""
    body = op.ob_type.value
    return (
        body.nb_index is not None or body.nb_int is not None or body.nb_float is not None
        or PyObject_TypeCheck(op, PyComplex_Type)
    )


# ---- the schemes

def binop_type_error(v: PyObject, w: PyObject, symbol: str, hint: str = "") -> PyErr:
    """The TypeError for operands that do not support an operator."""
    return PyErr_Format(
        PyExc_TypeError,
        f"unsupported operand type(s) for {symbol}: "
        f"'{v.ob_type.value.tp_name}' and '{w.ob_type.value.tp_name}'{hint}")


def binary_op(v: PyObject, w: PyObject, slotv: Any, slotw: Any, unsupported: Callable) -> Any:
    """A binary operator: w's slot first if its type derives from v's, then v's, then w's.

    Args:
        v, w: the operands.
        slotv, slotw: their types' slots, or None.
        unsupported: called with the operands when both decline; what it returns is the result.

    Returns:
        A new reference, or pending.
    """
    if slotw is slotv:
        slotw = None
    if slotv is not None:
        if slotw is not None and PyType_IsSubtype(w.ob_type, v.ob_type):
            slotv, slotw = slotw, slotv
        x = slotv(v, w)
        if type(x) in PENDING:
            return binary_op1(x, v, w, slotw, unsupported)
        if x is not Py_NotImplemented:
            return x
    if slotw is not None:
        x = slotw(v, w)
        if type(x) in PENDING:
            return binary_op1(x, v, w, None, unsupported)
        if x is not Py_NotImplemented:
            return x
    return unsupported(v, w)


def binary_op1(pending: Any, v: PyObject, w: PyObject, slot: Any, unsupported: Callable) -> Any:
    """The rest of a binary operator after a slot that runs guest code."""
    x = yield pending
    if x is not Py_NotImplemented:
        return x
    Py_DECREF(x)
    if slot is not None:
        x = slot(v, w)
        if type(x) in PENDING:
            x = yield x
        if x is not Py_NotImplemented:
            return x
        Py_DECREF(x)
    x = unsupported(v, w)
    if type(x) in PENDING:
        x = yield x
    return x


def binary_iop(
    v: PyObject, w: PyObject, inplace: Any, slotv: Any, slotw: Any, unsupported: Callable
) -> Any:
    """An in-place operator: v's in-place slot, then as `binary_op`."""
    if inplace is not None:
        x = inplace(v, w)
        if type(x) in PENDING:
            return binary_iop1(x, v, w, slotv, slotw, unsupported)
        if x is not Py_NotImplemented:
            return x
    return binary_op(v, w, slotv, slotw, unsupported)


def binary_iop1(
    pending: Any, v: PyObject, w: PyObject, slotv: Any, slotw: Any, unsupported: Callable
) -> Any:
    """The rest of an in-place operator after an in-place slot that runs guest code."""
    x = yield pending
    if x is not Py_NotImplemented:
        return x
    Py_DECREF(x)
    x = binary_op(v, w, slotv, slotw, unsupported)
    if type(x) in PENDING:
        x = yield x
    return x


# ---- binary operators

def unsupported(symbol: str) -> Callable:
    """What `binary_op` and `binary_iop` call in the end: it raises the TypeError for an operator."""
    def fail(v: PyObject, w: PyObject) -> Any:
        raise binop_type_error(v, w, symbol)

    return fail


unsupported_or = unsupported("|")
unsupported_inplace_or = unsupported("|=")
unsupported_xor = unsupported("^")
unsupported_inplace_xor = unsupported("^=")
unsupported_and = unsupported("&")
unsupported_inplace_and = unsupported("&=")
unsupported_lshift = unsupported("<<")
unsupported_inplace_lshift = unsupported("<<=")
unsupported_inplace_rshift = unsupported(">>=")
unsupported_subtract = unsupported("-")
unsupported_inplace_subtract = unsupported("-=")
unsupported_divmod = unsupported("divmod()")
unsupported_matrix_multiply = unsupported("@")
unsupported_inplace_matrix_multiply = unsupported("@=")
unsupported_floor_divide = unsupported("//")
unsupported_inplace_floor_divide = unsupported("//=")
unsupported_true_divide = unsupported("/")
unsupported_inplace_true_divide = unsupported("/=")
unsupported_remainder = unsupported("%")
unsupported_inplace_remainder = unsupported("%=")


def PyNumber_Or(v: PyObject, w: PyObject) -> Any:
    """``v | w``."""
    return binary_op(v, w, v.ob_type.value.nb_or, w.ob_type.value.nb_or, unsupported_or)


def PyNumber_InPlaceOr(v: PyObject, w: PyObject) -> Any:
    """``v |= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_or, body.nb_or, w.ob_type.value.nb_or, unsupported_inplace_or)


def PyNumber_Xor(v: PyObject, w: PyObject) -> Any:
    """``v ^ w``."""
    return binary_op(v, w, v.ob_type.value.nb_xor, w.ob_type.value.nb_xor, unsupported_xor)


def PyNumber_InPlaceXor(v: PyObject, w: PyObject) -> Any:
    """``v ^= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_xor, body.nb_xor, w.ob_type.value.nb_xor, unsupported_inplace_xor)


def PyNumber_And(v: PyObject, w: PyObject) -> Any:
    """``v & w``."""
    return binary_op(v, w, v.ob_type.value.nb_and, w.ob_type.value.nb_and, unsupported_and)


def PyNumber_InPlaceAnd(v: PyObject, w: PyObject) -> Any:
    """``v &= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_and, body.nb_and, w.ob_type.value.nb_and, unsupported_inplace_and)


def PyNumber_Lshift(v: PyObject, w: PyObject) -> Any:
    """``v << w``."""
    return binary_op(v, w, v.ob_type.value.nb_lshift, w.ob_type.value.nb_lshift, unsupported_lshift)


def PyNumber_InPlaceLshift(v: PyObject, w: PyObject) -> Any:
    """``v <<= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_lshift, body.nb_lshift, w.ob_type.value.nb_lshift,
        unsupported_inplace_lshift)


def unsupported_rshift(v: PyObject, w: PyObject) -> Any:
    """TypeError for ``>>``, with a hint for Python 2's ``print >> file``."""
    hint = ""
    if v.ob_type is PyCFunction_Type and getattr(v.value.m_ml, "ml_name", "") == "print":
        hint = '. Did you mean "print(<message>, file=<output_stream>)"?'
    raise binop_type_error(v, w, ">>", hint)


def PyNumber_Rshift(v: PyObject, w: PyObject) -> Any:
    """``v >> w``."""
    return binary_op(v, w, v.ob_type.value.nb_rshift, w.ob_type.value.nb_rshift, unsupported_rshift)


def PyNumber_InPlaceRshift(v: PyObject, w: PyObject) -> Any:
    """``v >>= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_rshift, body.nb_rshift, w.ob_type.value.nb_rshift,
        unsupported_inplace_rshift)


def PyNumber_Subtract(v: PyObject, w: PyObject) -> Any:
    """``v - w``."""
    return binary_op(
        v, w, v.ob_type.value.nb_subtract, w.ob_type.value.nb_subtract,
        unsupported_subtract)


def PyNumber_InPlaceSubtract(v: PyObject, w: PyObject) -> Any:
    """``v -= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_subtract, body.nb_subtract, w.ob_type.value.nb_subtract,
        unsupported_inplace_subtract)


def PyNumber_Divmod(v: PyObject, w: PyObject) -> Any:
    """``divmod(v, w)``."""
    return binary_op(v, w, v.ob_type.value.nb_divmod, w.ob_type.value.nb_divmod, unsupported_divmod)


def PyNumber_MatrixMultiply(v: PyObject, w: PyObject) -> Any:
    """``v @ w``."""
    return binary_op(
        v, w, v.ob_type.value.nb_matrix_multiply, w.ob_type.value.nb_matrix_multiply,
        unsupported_matrix_multiply)


def PyNumber_InPlaceMatrixMultiply(v: PyObject, w: PyObject) -> Any:
    """``v @= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_matrix_multiply, body.nb_matrix_multiply,
        w.ob_type.value.nb_matrix_multiply, unsupported_inplace_matrix_multiply)


def PyNumber_FloorDivide(v: PyObject, w: PyObject) -> Any:
    """``v // w``."""
    return binary_op(
        v, w, v.ob_type.value.nb_floor_divide, w.ob_type.value.nb_floor_divide,
        unsupported_floor_divide)


def PyNumber_InPlaceFloorDivide(v: PyObject, w: PyObject) -> Any:
    """``v //= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_floor_divide, body.nb_floor_divide, w.ob_type.value.nb_floor_divide,
        unsupported_inplace_floor_divide)


def PyNumber_TrueDivide(v: PyObject, w: PyObject) -> Any:
    """``v / w``."""
    return binary_op(
        v, w, v.ob_type.value.nb_true_divide, w.ob_type.value.nb_true_divide,
        unsupported_true_divide)


def PyNumber_InPlaceTrueDivide(v: PyObject, w: PyObject) -> Any:
    """``v /= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_true_divide, body.nb_true_divide, w.ob_type.value.nb_true_divide,
        unsupported_inplace_true_divide)


def PyNumber_Remainder(v: PyObject, w: PyObject) -> Any:
    """``v % w``."""
    return binary_op(
        v, w, v.ob_type.value.nb_remainder, w.ob_type.value.nb_remainder,
        unsupported_remainder)


def PyNumber_InPlaceRemainder(v: PyObject, w: PyObject) -> Any:
    """``v %= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_remainder, body.nb_remainder, w.ob_type.value.nb_remainder,
        unsupported_inplace_remainder)


# ---- operators that sequences share

def PyNumber_Add(v: PyObject, w: PyObject) -> Any:
    """``v + w``: numbers first, then concatenation."""
    return binary_op(v, w, v.ob_type.value.nb_add, w.ob_type.value.nb_add, _concat_or_fail)


def _concat_or_fail(v: PyObject, w: PyObject) -> Any:
    concat = v.ob_type.value.sq_concat
    if concat is not None:
        return concat(v, w)
    raise binop_type_error(v, w, "+")


def PyNumber_InPlaceAdd(v: PyObject, w: PyObject) -> Any:
    """``v += w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_add, body.nb_add, w.ob_type.value.nb_add, _inplace_concat_or_fail)


def _inplace_concat_or_fail(v: PyObject, w: PyObject) -> Any:
    body = v.ob_type.value
    concat = body.sq_inplace_concat or body.sq_concat
    if concat is not None:
        return concat(v, w)
    raise binop_type_error(v, w, "+=")


def PyNumber_Multiply(v: PyObject, w: PyObject) -> Any:
    """``v * w``: numbers first, then repetition."""
    return binary_op(
        v, w, v.ob_type.value.nb_multiply, w.ob_type.value.nb_multiply, _repeat_or_fail)


def _repeat_or_fail(v: PyObject, w: PyObject) -> Any:
    repeat = v.ob_type.value.sq_repeat
    if repeat is not None:
        return sequence_repeat(repeat, v, w)
    repeat = w.ob_type.value.sq_repeat
    if repeat is not None:
        return sequence_repeat(repeat, w, v)
    raise binop_type_error(v, w, "*")


def PyNumber_InPlaceMultiply(v: PyObject, w: PyObject) -> Any:
    """``v *= w``: the new value of v."""
    body = v.ob_type.value
    return binary_iop(
        v, w, body.nb_inplace_multiply, body.nb_multiply, w.ob_type.value.nb_multiply,
        _inplace_repeat_or_fail)


def _inplace_repeat_or_fail(v: PyObject, w: PyObject) -> Any:
    body = v.ob_type.value
    repeat = body.sq_inplace_repeat or body.sq_repeat
    if repeat is not None:
        return sequence_repeat(repeat, v, w)
    repeat = w.ob_type.value.sq_repeat
    if repeat is not None and not has_sequence_methods(body):
        return sequence_repeat(repeat, w, v)
    raise binop_type_error(v, w, "*=")


def has_sequence_methods(body: Any) -> bool:
    """Whether C's type has a tp_as_sequence, be it an empty one."""
    return bool(
        body.tp_flags & Py_TPFLAGS_HEAPTYPE or body.sq_length or body.sq_item or body.sq_contains
        or body.sq_concat)


def sequence_repeat(repeat: Callable, seq: PyObject, n: PyObject) -> Any:
    """``seq * n`` with the type's repetition slot."""
    if not PyIndex_Check(n):
        raise PyErr_Format(
            PyExc_TypeError,
            f"can't multiply sequence by non-int of type '{n.ob_type.value.tp_name}'")
    count = PyNumber_AsSsize_t(n, PyExc_OverflowError)
    if type(count) in PENDING:
        return _repeat_pending(count, repeat, seq)
    return repeat(seq, count)


def _repeat_pending(pending: Any, repeat: Callable, seq: PyObject) -> Any:
    res = repeat(seq, (yield pending))
    if type(res) in PENDING:
        res = yield res
    return res


# ---- power

def PyNumber_Power(v: PyObject, w: PyObject, z: PyObject) -> Any:
    """``pow(v, w, z)``; z is guest None for ``v ** w``."""
    slots = _power_slots(v, w, z)
    for i, slot in enumerate(slots):
        x = slot(v, w, z)
        if type(x) in PENDING:
            return ternary_op(x, slots[i + 1:], v, w, z, "** or pow()")
        if x is not Py_NotImplemented:
            return x
    raise ternary_type_error(v, w, z, "** or pow()")


def _power_slots(v: PyObject, w: PyObject, z: PyObject) -> list:
    slotv = v.ob_type.value.nb_power
    slotw = w.ob_type.value.nb_power
    slotz = z.ob_type.value.nb_power
    if slotw is slotv:
        slotw = None
    if slotz is slotv or slotz is slotw:
        slotz = None
    if slotv is not None and slotw is not None and PyType_IsSubtype(w.ob_type, v.ob_type):
        slotv, slotw = slotw, slotv
    return [slot for slot in (slotv, slotw, slotz) if slot is not None]


def ternary_op(
    pending: Any, slots: list, v: PyObject, w: PyObject, z: PyObject, symbol: str
) -> Any:
    """The rest of a power after a slot that runs guest code."""
    x = yield pending
    if x is not Py_NotImplemented:
        return x
    Py_DECREF(x)
    for slot in slots:
        x = slot(v, w, z)
        if type(x) in PENDING:
            x = yield x
        if x is not Py_NotImplemented:
            return x
        Py_DECREF(x)
    raise ternary_type_error(v, w, z, symbol)


def ternary_type_error(v: PyObject, w: PyObject, z: PyObject, symbol: str) -> PyErr:
    """The TypeError for operands that do not support pow."""
    if z is Py_None:
        return binop_type_error(v, w, symbol)
    return PyErr_Format(
        PyExc_TypeError,
        f"unsupported operand type(s) for {symbol}: '{v.ob_type.value.tp_name}', "
        f"'{w.ob_type.value.tp_name}', '{z.ob_type.value.tp_name}'")


def _PyNumber_PowerNoMod(v: PyObject, w: PyObject) -> Any:
    """``v ** w``."""
    return PyNumber_Power(v, w, Py_None)


def PyNumber_InPlacePower(v: PyObject, w: PyObject, z: PyObject) -> Any:
    """``v **= w``."""
    slots = _power_slots(v, w, z)
    inplace = v.ob_type.value.nb_inplace_power
    if inplace is not None:
        slots.insert(0, inplace)
    for i, slot in enumerate(slots):
        x = slot(v, w, z)
        if type(x) in PENDING:
            return ternary_op(x, slots[i + 1:], v, w, z, "**=")
        if x is not Py_NotImplemented:
            return x
    raise ternary_type_error(v, w, z, "**=")


def _PyNumber_InPlacePowerNoMod(v: PyObject, w: PyObject) -> Any:
    """``v **= w``."""
    return PyNumber_InPlacePower(v, w, Py_None)


# ---- unary operators

def bad_operand(op: PyObject, what: str) -> PyErr:
    """The TypeError for an operand that does not support a unary operator."""
    return PyErr_Format(
        PyExc_TypeError, f"bad operand type for {what}: '{op.ob_type.value.tp_name}'")


def PyNumber_Negative(op: PyObject) -> Any:
    """``-op``."""
    slot = op.ob_type.value.nb_negative
    if slot is None:
        raise bad_operand(op, "unary -")
    return slot(op)


def PyNumber_Positive(op: PyObject) -> Any:
    """``+op``."""
    slot = op.ob_type.value.nb_positive
    if slot is None:
        raise bad_operand(op, "unary +")
    return slot(op)


def PyNumber_Invert(op: PyObject) -> Any:
    """``~op``."""
    slot = op.ob_type.value.nb_invert
    if slot is None:
        raise bad_operand(op, "unary ~")
    return slot(op)


def PyNumber_Absolute(op: PyObject) -> Any:
    """``abs(op)``."""
    slot = op.ob_type.value.nb_absolute
    if slot is None:
        raise bad_operand(op, "abs()")
    return slot(op)


# ---- conversions

def PyIndex_Check(op: PyObject) -> bool:
    """Whether the type has ``__index__``."""
    return op.ob_type.value.nb_index is not None


def _PyNumber_Index(op: PyObject) -> Any:
    """``operator.index(op)``, perhaps an instance of a subclass of int."""
    body = op.ob_type.value
    if body.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        op.ob_refcnt += 1
        return op
    slot = body.nb_index
    if slot is None:
        raise PyErr_Format(
            PyExc_TypeError, f"'{body.tp_name}' object cannot be interpreted as an integer")
    res = slot(op)
    if type(res) is PyObject and res.ob_type is PyLong_Type:
        return res
    return _checked_int(res, "__index__")


def _checked_int(res: Any, what: str) -> Any:
    """What a guest's ``__index__`` or ``__int__`` gave: an int, with a warning if of a subclass."""
    if type(res) in PENDING:
        res = yield res
    if res.ob_type is PyLong_Type:
        return res
    name = res.ob_type.value.tp_name
    try:
        if not res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, f"{what} returned non-int (type {name})")
        warning = PyErr_WarnEx(
            PyExc_DeprecationWarning,
            f"{what} returned non-int (type {name}).  The ability to return an instance of a "
            "strict subclass of int is deprecated, and may be removed in a future version of "
            "Python.", 1)
        if type(warning) in PENDING:
            yield warning
    except PyErr:
        Py_DECREF(res)
        raise
    return res


def _exact_int(res: PyObject) -> PyObject:
    """An exact int of the same value; steals the reference."""
    if res.ob_type is PyLong_Type:
        return res
    exact = PyLong_FromLong(int(res.value))
    Py_DECREF(res)
    return exact


def _exact_int_pending(pending: Any) -> Any:
    return _exact_int((yield pending))


def PyNumber_Index(op: PyObject) -> Any:
    """``operator.index(op)``: an exact int, or pending."""
    if op.ob_type is PyLong_Type:
        op.ob_refcnt += 1
        return op
    res = _PyNumber_Index(op)
    return _exact_int_pending(res) if type(res) in PENDING else _exact_int(res)


def PyNumber_AsSsize_t(op: PyObject, overflow: PyObject | None) -> Any:
    """The index of an object as a host int of C's Py_ssize_t, or pending.

    Args:
        op: the object.
        overflow: the exception type for values that do not fit; NULL clips them.
    """
    if op.ob_type is PyLong_Type:
        n = op.value
        if PY_SSIZE_T_MIN <= n <= PY_SSIZE_T_MAX:
            return n
        return index_clamped(op, n, overflow)
    res = _PyNumber_Index(op)
    if type(res) in PENDING:
        return _as_ssize_pending(res, op, overflow)
    n = int(res.value)
    Py_DECREF(res)
    return index_clamped(op, n, overflow)


def _as_ssize_pending(pending: Any, op: PyObject, overflow: PyObject | None) -> Any:
    res = yield pending
    n = int(res.value)
    Py_DECREF(res)
    return index_clamped(op, n, overflow)


def index_clamped(op: PyObject, n: int, overflow: PyObject | None) -> int:
    """A host int in the range of Py_ssize_t, see `PyNumber_AsSsize_t`."""
    if PY_SSIZE_T_MIN <= n <= PY_SSIZE_T_MAX:
        return n
    if overflow is None:
        return PY_SSIZE_T_MIN if n < 0 else PY_SSIZE_T_MAX
    raise PyErr_Format(
        overflow, f"cannot fit '{op.ob_type.value.tp_name}' into an index-sized integer")


def PyNumber_Long(op: PyObject) -> Any:
    """``int(op)``: an exact int, or pending."""
    if op.ob_type is PyLong_Type:
        op.ob_refcnt += 1
        return op
    body = op.ob_type.value
    slot = body.nb_int
    if slot is not None:
        res = slot(op)
        if type(res) is PyObject and res.ob_type is PyLong_Type:
            return res
        return _exact_int_pending(_checked_int(res, "__int__"))
    if body.nb_index is not None:
        return PyNumber_Index(op)
    flags = body.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS and _PyType_Lookup(op.ob_type,
    _Py_ID("__trunc__")) is None:
        return PyLong_FromUnicodeObject(op, 10)
    return _long_by_trunc(op)


def _long_by_trunc(op: PyObject) -> Any:
    func = _PyObject_LookupSpecial(op, _Py_ID("__trunc__"))
    if type(func) in PENDING:
        func = yield func
    if func is None:
        res = _long_from_text(op)
        if type(res) in PENDING:
            res = yield res
        return res
    try:
        warning = PyErr_WarnEx(
            PyExc_DeprecationWarning, "The delegation of int() to __trunc__ is deprecated.", 1)
        if type(warning) in PENDING:
            yield warning
        res = PyObject_CallNoArgs(func)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(func)
    if res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return _exact_int(res)
    try:
        if not PyIndex_Check(res):
            raise PyErr_Format(
                PyExc_TypeError,
                f"__trunc__ returned non-Integral (type {res.ob_type.value.tp_name})")
        index = PyNumber_Index(res)
        if type(index) in PENDING:
            index = yield index
    finally:
        Py_DECREF(res)
    return index


def _long_from_text(op: PyObject) -> Any:
    flags = op.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return PyLong_FromUnicodeObject(op, 10)
    if flags & Py_TPFLAGS_BYTES_SUBCLASS or PyObject_TypeCheck(op, PyByteArray_Type):
        return _PyLong_FromBytes(bytes(op.value), 10)
    return of_buffer(
        op, lambda data: _PyLong_FromBytes(data, 10),
        "int() argument must be a string, a bytes-like object or a real number, not "
        f"'{op.ob_type.value.tp_name:.200}'")


def PyNumber_Float(op: PyObject) -> Any:
    """``float(op)``: an exact float, or pending."""
    if op.ob_type is PyFloat_Type:
        op.ob_refcnt += 1
        return op
    body = op.ob_type.value
    slot = body.nb_float
    if slot is not None:
        res = slot(op)
        if type(res) is PyObject and res.ob_type is PyFloat_Type:
            return res
        return _checked_float(res, op)
    if body.nb_index is not None:
        return _float_of_index(_PyNumber_Index(op))
    if PyObject_TypeCheck(op, PyFloat_Type):
        return PyFloat_FromDouble(float(op.value))
    return PyFloat_FromString(op)


def _float_of_index(res: Any) -> Any:
    if type(res) in PENDING:
        return _float_of_index_pending(res)
    try:
        return PyFloat_FromDouble(PyLong_AsDouble(res))
    finally:
        Py_DECREF(res)


def _float_of_index_pending(pending: Any) -> Any:
    return _float_of_index((yield pending))


def _checked_float(res: Any, op: PyObject) -> Any:
    """What a guest's ``__float__`` gave, as an exact float."""
    if type(res) in PENDING:
        res = yield res
    if res.ob_type is PyFloat_Type:
        return res
    owner, name = op.ob_type.value.tp_name, res.ob_type.value.tp_name
    try:
        if not PyObject_TypeCheck(res, PyFloat_Type):
            raise PyErr_Format(
                PyExc_TypeError, f"{owner}.__float__ returned non-float (type {name})")
        warning = PyErr_WarnEx(
            PyExc_DeprecationWarning,
            f"{owner}.__float__ returned non-float (type {name}).  The ability to return an "
            "instance of a strict subclass of float is deprecated, and may be removed in a "
            "future version of Python.", 1)
        if type(warning) in PENDING:
            yield warning
        return PyFloat_FromDouble(float(res.value))
    finally:
        Py_DECREF(res)


def PyNumber_ToBase(op: PyObject, base: int) -> Any:
    """The digits of an int in base 2, 8, 10 or 16, as ``bin`` and its like give them."""
    if base not in (2, 8, 10, 16):
        raise PyErr_Format(
            PyExc_SystemError, "PyNumber_ToBase: base must be 2, 8, 10 or 16")
    index = _PyNumber_Index(op)
    if type(index) in PENDING:
        return _to_base_pending(index, base)
    try:
        return _PyLong_Format(index, base)
    finally:
        Py_DECREF(index)


def _to_base_pending(pending: Any, base: int) -> Any:
    index = yield pending
    try:
        return _PyLong_Format(index, base)
    finally:
        Py_DECREF(index)


_PyType_Lookup: Any
_PyLong_FromBytes: Any


@late_import
def _bind() -> None:
    global PyLong_FromLong, PyFloat_FromDouble, PyLong_FromUnicodeObject, _PyLong_FromBytes
    global PyLong_AsDouble, PyFloat_FromString, _PyLong_Format, _PyObject_LookupSpecial
    global PyObject_CallNoArgs, _PyType_Lookup
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.floatobject import PyFloat_FromDouble, PyFloat_FromString
    from vm.objects.longobject import (
        PyLong_AsDouble,
        PyLong_FromLong,
        PyLong_FromUnicodeObject,
        _PyLong_Format,
        _PyLong_FromBytes,
    )
    from vm.objects.typeobject import _PyObject_LookupSpecial, _PyType_Lookup
