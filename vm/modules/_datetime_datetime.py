"""datetime: construction, arithmetic, comparison, texts. A part of Modules/_datetimemodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._datetime_args import Format, PyArg_ParseTupleAndKeywords
from vm.modules._datetime_date import (
    invalid_isoformat,
    iso_text,
    packed,
    pickle_state,
    unpacked_date,
    utf8_or_none,
)
from vm.modules._datetime_delta import delta_subtract, diff_to_bool
from vm.modules._datetime_math import (
    _find_isoformat_datetime_separator,
    parse_isoformat_date,
    parse_isoformat_time,
    ymd_to_ord,
)
from vm.modules._datetime_time import (
    checked_tzinfo,
    hash_in_utc,
    state_and_tzinfo,
    tzinfo_from_isoformat_results,
    with_defaults,
)
from vm.modules._datetime_types import (
    PyDateTime_Check,
    PyDateTime_DateTime,
    PyDateTime_DateTimeType,
    PyDelta_Check,
    add_datetime_timedelta,
    alloc,
    delta_fields,
    new_datetime_ex2,
    new_datetime_subclass_fold_ex,
    new_delta,
    tzinfo_of,
)
from vm.modules._datetime_tzcall import (
    call_dst,
    call_tzname,
    call_utcoffset,
    format_ctime,
    repr_with,
    timespec_text,
    with_utcoffset,
)
from vm.objects.call import PyObject_CallMethodOneArg
from vm.objects.getargs import c_int, converted
from vm.objects.methoddef import ArgSpec, parse_arguments
from vm.objects.object import _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_True,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.pyhash import _Py_HashBytes
from vm.objects.tupleobject import PyTuple_New

# ---- construction

_NEW = Format("iii|iiiiO$i", "year month day hour minute second microsecond tzinfo fold")
_DEFAULTS = (None, None, None, 0, 0, 0, 0, Py_None, 0)


def datetime_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new"""
    nargs = len(args) - len(kwnames)
    if 1 <= nargs <= 2:
        state = pickle_state(args, 10, "datetime", lambda data: 1 <= data[2] & 0x7F <= 12)
        if state is not None:
            return _from_state(type_op, state, checked_tzinfo(args[:nargs]))
    values = PyArg_ParseTupleAndKeywords(_NEW, args, kwnames)
    if type(values) in PENDING:
        return _datetime_new(type_op, values)
    return _datetime_of(type_op, values)


def _from_state(type_op: PyObject, state: bytes, tzinfo: PyObject | None) -> PyObject:
    fold = state[2] >> 7
    year, month, day = unpacked_date(state)
    data = (year, month & 0x7F, day, *state[4:7], int.from_bytes(state[7:], "big"))
    return alloc(
        type_op, PyDateTime_DateTimeType, PyDateTime_DateTime(data, fold, tzinfo))


def _datetime_new(type_op: PyObject, pending: Any) -> Any:
    return _datetime_of(type_op, (yield pending))


def _datetime_of(type_op: PyObject, values: list) -> PyObject:
    *data, tzinfo, fold = with_defaults(values, _DEFAULTS)
    return new_datetime_ex2(tuple(data), tzinfo, fold, type_op)


def datetime_combine(
    cls: PyObject, date: PyObject, time: PyObject, tzinfo: PyObject | None
) -> Any:
    """``combine(date, time[, tzinfo])``"""
    return new_datetime_subclass_fold_ex(
        (*date.value.data[:3], *time.value.data), tzinfo_of(time) if tzinfo is None else tzinfo,
        time.value.fold, cls)


def _sanitize_isoformat_str(text: str) -> str | None:
    """The text with a T in place of a surrogate that may be the separator; None if it is too short."""
    if len(text) < 7:
        return None
    for pos in (7, 8, 10):
        if pos < len(text) and "\ud800" <= text[pos] <= "\udfff":
            return f"{text[:pos]}T{text[pos + 1:]}"
    return text


def datetime_fromisoformat(cls: PyObject, text: PyObject) -> Any:
    """``fromisoformat(text)`` (a generator)"""
    iso_text(text)
    clean = _sanitize_isoformat_str(text.value)
    data = None if clean is None else utf8_or_none(clean)
    found = None if data is None else _parse_isoformat(data, len(data) - 8)
    if found is None:
        yield invalid_isoformat(text)
        return None
    fields, rv, offset, us = found
    tzinfo = tzinfo_from_isoformat_results(rv, offset, us)
    if type(tzinfo) in PENDING:
        tzinfo = yield tzinfo
    try:
        res = new_datetime_subclass_fold_ex(fields, tzinfo, 0, cls)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(tzinfo)


def _parse_isoformat(data: bytes, size: int) -> tuple[tuple, int, int, int] | None:
    """(seven fields, whether there is an offset, its seconds, its microseconds), or None."""
    separator = _find_isoformat_datetime_separator(data, size)
    date = parse_isoformat_date(data, separator if separator >= 0 else size + 1)
    if isinstance(date, int):
        return None
    if size <= separator:
        return (*date, 0, 0, 0, 0), 0, 0, 0
    lead = data[separator]
    width = 1 if not lead & 0x80 else {0xE0: 3, 0xF0: 4}.get(lead & 0xF0, 2)
    rv, fields, offset, us = parse_isoformat_time(data, separator + width, size)
    return None if rv < 0 else ((*date, *fields), rv, offset, us)


# ---- the tzinfo's methods

def datetime_utcoffset(self: PyObject) -> Any:
    """``utcoffset()``"""
    return call_utcoffset(self.value.tzinfo, self)


def datetime_utcoffset_pending(op: PyObject) -> Any:
    """As `datetime_utcoffset` (a generator)."""
    offset = call_utcoffset(op.value.tzinfo, op)
    return (yield offset) if type(offset) in PENDING else offset


def datetime_dst(self: PyObject) -> Any:
    """``dst()``"""
    return call_dst(self.value.tzinfo, self)


def datetime_tzname(self: PyObject) -> Any:
    """``tzname()``"""
    return call_tzname(self.value.tzinfo, self)


# ---- arithmetic

def datetime_add(left: PyObject, right: PyObject) -> Any:
    """nb_add"""
    if PyDateTime_Check(left):
        return add_datetime_timedelta(left, right, 1) if PyDelta_Check(right) else Py_NotImplemented
    return add_datetime_timedelta(right, left, 1) if PyDelta_Check(left) else Py_NotImplemented


def datetime_subtract(left: PyObject, right: PyObject) -> Any:
    """nb_subtract"""
    if not PyDateTime_Check(left):
        return Py_NotImplemented
    if PyDateTime_Check(right):
        if left.value.tzinfo is right.value.tzinfo:
            return _difference(left, right)
        return _subtract_with_offsets(left, right)
    return add_datetime_timedelta(left, right, -1) if PyDelta_Check(right) else Py_NotImplemented


def _difference(left: PyObject, right: PyObject) -> PyObject:
    """The difference of what two clocks show."""
    y1, m1, d1, hh1, mm1, ss1, us1 = left.value.data
    y2, m2, d2, hh2, mm2, ss2, us2 = right.value.data
    return new_delta(
        ymd_to_ord(y1, m1, d1) - ymd_to_ord(y2, m2, d2),
        (hh1 - hh2) * 3600 + (mm1 - mm2) * 60 + ss1 - ss2, us1 - us2, True)


def both_offsets(left: PyObject, right: PyObject) -> Any:
    """The offsets of two datetimes, new references (a generator)."""
    offset1 = yield datetime_utcoffset_pending(left)
    try:
        offset2 = yield datetime_utcoffset_pending(right)
    except PyErr:
        Py_DECREF(offset1)
        raise
    return offset1, offset2


def _subtract_with_offsets(left: PyObject, right: PyObject) -> Any:
    offset1, offset2 = yield both_offsets(left, right)
    try:
        if (offset1 is Py_None) != (offset2 is Py_None):
            raise PyErr_Format(
                PyExc_TypeError, "can't subtract offset-naive and offset-aware datetimes")
        result = _difference(left, right)
        if offset1 is offset2 or delta_fields(offset1) == delta_fields(offset2):
            return result
        offdiff = delta_subtract(offset1, offset2)
        try:
            return delta_subtract(result, offdiff)
        finally:
            Py_DECREF(offdiff)
            Py_DECREF(result)
    finally:
        Py_DECREF(offset1)
        Py_DECREF(offset2)


# ---- comparison

def get_flip_fold_offset(dt: PyObject) -> Any:
    """The offset that a datetime has with the other fold (a generator)."""
    body = dt.value
    flipped = new_datetime_ex2(body.data, tzinfo_of(dt), not body.fold, dt.ob_type)
    try:
        return (yield datetime_utcoffset_pending(flipped))
    finally:
        Py_DECREF(flipped)


def _flip_changes(dt: PyObject, offset: PyObject) -> Any:
    """Whether the offset depends on the fold (a generator)."""
    flipped = yield get_flip_fold_offset(dt)
    try:
        if flipped is offset:
            return False
        if flipped is Py_None or offset is Py_None:  # C reads a timedelta out of None
            return True
        return delta_fields(flipped) != delta_fields(offset)
    finally:
        Py_DECREF(flipped)


def pep495_eq_exception(a: PyObject, b: PyObject, offset_a: PyObject, offset_b: PyObject) -> Any:
    """Whether one of the offsets depends on the fold, so that the two are not equal (a generator)."""
    if (yield _flip_changes(a, offset_a)):
        return True
    return (yield _flip_changes(b, offset_b))


def datetime_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare"""
    if not PyDateTime_Check(b):
        return Py_NotImplemented
    if a.value.tzinfo is b.value.tzinfo:
        return diff_to_bool(a.value.data, b.value.data, op)
    return _datetime_richcompare(a, b, op)


def _datetime_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    offset1, offset2 = yield both_offsets(a, b)
    try:
        return (yield _compare_with_offsets(a, b, offset1, offset2, op))
    finally:
        Py_DECREF(offset1)
        Py_DECREF(offset2)


def _compare_with_offsets(
    a: PyObject, b: PyObject, offset1: PyObject, offset2: PyObject, op: int
) -> Any:
    both = offset1 is not Py_None and offset2 is not Py_None
    x, y = a.value.data, b.value.data
    if both and delta_fields(offset1) != delta_fields(offset2):
        delta = yield _subtract_with_offsets(a, b)
        x, y = delta_fields(delta), (0, 0, 0)
        Py_DECREF(delta)
    elif offset1 is not offset2 and not both:
        if op not in (Py_EQ, Py_NE):
            raise PyErr_Format(
                PyExc_TypeError, "can't compare offset-naive and offset-aware datetimes")
        return Py_False if op == Py_EQ else Py_True
    if op in (Py_EQ, Py_NE) and x == y and (yield pep495_eq_exception(a, b, offset1, offset2)):
        return Py_False if op == Py_EQ else Py_True
    return diff_to_bool(x, y, op)


def datetime_hash(op: PyObject) -> Any:
    """tp_hash: that of the bytes, or of the moment in UTC"""
    body = op.value
    if body.hashcode != -1:
        return body.hashcode
    if body.tzinfo is None:
        body.hashcode = _Py_HashBytes(packed(body.data, True))
        return body.hashcode
    return _datetime_hash(op)


def _datetime_hash(op: PyObject) -> Any:
    body = op.value
    self0 = new_datetime_ex2(body.data, tzinfo_of(op), 0, op.ob_type) if body.fold else Py_NewRef(op)
    try:
        offset = yield datetime_utcoffset_pending(self0)
    finally:
        Py_DECREF(self0)
    hour, minute, second, us = body.data[3:]
    body.hashcode = hash_in_utc(
        offset, packed(body.data, True),
        (ymd_to_ord(*body.data[:3]), hour * 3600 + minute * 60 + second, us))
    return body.hashcode


# ---- texts

def datetime_repr(op: PyObject) -> Any:
    """tp_repr"""
    fields = op.value.data
    shown = 7 if fields[6] else 6 if fields[5] else 5
    text = ", ".join([str(number) for number in fields[:shown]])
    return repr_with(f"{op.ob_type.value.tp_name}({text}", op, True)


def datetime_str(op: PyObject) -> Any:
    """tp_str: what isoformat() says with a space"""
    return PyObject_CallMethodOneArg(op, _Py_ID("isoformat"), _Py_ID(" "))


def datetime_isoformat(self: PyObject, sep: str | None, timespec: str | None) -> Any:
    """``isoformat(sep='T', timespec='auto')``"""
    body = self.value
    year, month, day = body.data[:3]
    text = (f"{year:04d}-{month:02d}-{day:02d}{'T' if sep is None else sep}"
            f"{timespec_text(timespec, body.data[3:])}")
    return with_utcoffset(text, body.tzinfo, self)


def datetime_ctime(self: PyObject) -> PyObject:
    """``ctime()``"""
    return format_ctime(self.value.data, *self.value.data[3:6])


# ---- replacing and pickling

_REPLACE = ArgSpec(
    "($self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, "
    "second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)")


@converted(*[c_int] * 7, None, c_int)
def datetime_datetime_replace_impl(self: PyObject, *given: Any) -> Any:
    """``replace(...)``"""
    body = self.value
    *data, tzinfo, fold = with_defaults(list(given), (*body.data, tzinfo_of(self), body.fold))
    return new_datetime_subclass_fold_ex(tuple(data), tzinfo, fold, self.ob_type)


def datetime_datetime_replace(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``replace(...)`` and ``__replace__(...)``"""
    return datetime_datetime_replace_impl(self, *parse_arguments(_REPLACE, "replace", args, kwnames))


def datetime_reduce_ex(self: PyObject, proto: int) -> PyObject:
    """``__reduce_ex__(proto)``"""
    state = state_and_tzinfo(self, packed(self.value.data, True), 2, proto)
    return PyTuple_New((Py_NewRef(self.ob_type), state))


def datetime_reduce(self: PyObject) -> PyObject:
    """``__reduce__()``"""
    return datetime_reduce_ex(self, 2)
