"""time, the type of a time of day. A part of Modules/_datetimemodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._datetime_args import (
    Format,
    PyArg_ParseTupleAndKeywords,
    positional,
    with_keywords,
)
from vm.modules._datetime_date import (
    date_format,
    field,
    invalid_isoformat,
    iso_text,
    packed,
    pickle_state,
    utf8_or_none,
)
from vm.modules._datetime_delta import delta_hash, delta_subtract, diff_to_bool
from vm.modules._datetime_math import parse_isoformat_time
from vm.modules._datetime_types import (
    PyDateTime_Time,
    PyDateTime_TimeType,
    PyTime_Check,
    alloc,
    call_owned,
    check_tzinfo_subclass,
    delta_fields,
    new_delta,
    new_time_ex2,
    new_time_subclass_fold_ex,
    new_timezone,
    tzinfo_dealloc,
    tzinfo_of,
    utc_timezone,
)
from vm.modules._datetime_tzcall import (
    call_dst,
    call_tzname,
    call_utcoffset,
    repr_with,
    timespec_text,
    with_utcoffset,
    wrap_strftime,
)
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_CallMethodNoArgs
from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.modsupport import Py_BuildValue
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
    set_slots,
)
from vm.objects.pyerrors import PyErr_Clear, PyErr_Format, PyExc_TypeError
from vm.objects.pyhash import _Py_HashBytes
from vm.objects.tupleobject import PyTuple_New

# ---- construction

_NEW = Format("|iiiiO$i", "hour minute second microsecond tzinfo fold")
_DEFAULTS = (0, 0, 0, 0, Py_None, 0)


def with_defaults(values: list, defaults: tuple) -> list:
    """Parsed arguments, the defaults in the places of those that were not given."""
    values += [None] * (len(defaults) - len(values))
    return [default if value is None else value for value, default in zip(values, defaults, strict=True)]


def checked_tzinfo(args: list) -> PyObject | None:
    """The second argument of a pickle, a new reference; NULL for None."""
    tzinfo: PyObject = args[1] if len(args) > 1 else Py_None
    if tzinfo is Py_None:
        return None
    try:
        check_tzinfo_subclass(tzinfo)
    except PyErr as err:
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, "bad tzinfo state arg") from None
    return Py_NewRef(tzinfo)


def time_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new"""
    nargs = len(args) - len(kwnames)
    if 1 <= nargs <= 2:
        state = pickle_state(args, 6, "time", lambda data: 0x7F & data[0] < 24)
        if state is not None:
            data = (state[0] & 0x7F, state[1], state[2], int.from_bytes(state[3:], "big"))
            body = PyDateTime_Time(data, state[0] >> 7, checked_tzinfo(args[:nargs]))
            return alloc(type_op, PyDateTime_TimeType, body)
    values = PyArg_ParseTupleAndKeywords(_NEW, args, kwnames)
    if type(values) in PENDING:
        return _time_new(type_op, values)
    return _time_of(type_op, values)


def _time_new(type_op: PyObject, pending: Any) -> Any:
    return _time_of(type_op, (yield pending))


def _time_of(type_op: PyObject, values: list) -> PyObject:
    *data, tzinfo, fold = with_defaults(values, _DEFAULTS)
    return new_time_ex2(tuple(data), tzinfo, fold, type_op)


def tzinfo_from_isoformat_results(rv: int, tzoffset: int, tz_useconds: int) -> PyObject:
    """The timezone that an ISO text names, or None."""
    if rv != 1:
        return Py_None
    if not tzoffset:
        return Py_NewRef(utc_timezone)
    delta = new_delta(0, tzoffset, tz_useconds, True)
    try:
        res: PyObject = new_timezone(delta, None)
        return res
    finally:
        Py_DECREF(delta)


def time_fromisoformat(cls: PyObject, text: PyObject) -> Any:
    """``fromisoformat(text)`` (a generator)"""
    iso_text(text)
    data = utf8_or_none(text.value)
    if data is None:
        yield invalid_isoformat(text)
        return None
    rv, fields, offset, us = parse_isoformat_time(data, int(data[0] == 84), len(data) - 8)
    if rv < 0:
        yield invalid_isoformat(text)
    tzinfo = tzinfo_from_isoformat_results(rv, offset, us)
    if type(tzinfo) in PENDING:
        tzinfo = yield tzinfo
    try:
        if cls is PyDateTime_TimeType:
            return new_time_ex2(tuple(fields), tzinfo, 0, cls)
        ops = [PyLong_FromLong(number) for number in fields]
        return (yield call_owned(cls, [*ops, Py_NewRef(tzinfo)]))
    finally:
        Py_DECREF(tzinfo)


# ---- the tzinfo's methods

def time_utcoffset(self: PyObject) -> Any:
    """``utcoffset()``"""
    return call_utcoffset(self.value.tzinfo, Py_None)


def time_dst(self: PyObject) -> Any:
    """``dst()``"""
    return call_dst(self.value.tzinfo, Py_None)


def time_tzname(self: PyObject) -> Any:
    """``tzname()``"""
    return call_tzname(self.value.tzinfo, Py_None)


# ---- texts

def time_repr(op: PyObject) -> Any:
    """tp_repr"""
    hour, minute, second, us = op.value.data
    text = f"{op.ob_type.value.tp_name}({hour}, {minute}"
    if us:
        text += f", {second}, {us}"
    elif second:
        text += f", {second}"
    return repr_with(text, op, False)


def time_str(op: PyObject) -> Any:
    """tp_str: what isoformat() says"""
    return PyObject_CallMethodNoArgs(op, _Py_ID("isoformat"))


def time_isoformat(self: PyObject, timespec: str | None) -> Any:
    """``isoformat(timespec='auto')``"""
    body = self.value
    return with_utcoffset(timespec_text(timespec, body.data), body.tzinfo, Py_None)


def time_strftime(self: PyObject, format: PyObject) -> Any:
    """``strftime(format)`` (a generator); the date is the first of January 1900"""
    timetuple = Py_BuildValue((1900, 1, 1, *self.value.data[:3], 0, 1, -1))
    try:
        return (yield wrap_strftime(self, format, timetuple, Py_None))
    finally:
        Py_DECREF(timetuple)


# ---- comparison

def time_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare"""
    if not PyTime_Check(b):
        return Py_NotImplemented
    if a.value.tzinfo is b.value.tzinfo:
        return diff_to_bool(a.value.data, b.value.data, op)
    return _time_richcompare(a, b, op)


def _time_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    offset1 = yield time_utcoffset_pending(a)
    try:
        offset2 = yield time_utcoffset_pending(b)
    except PyErr:
        Py_DECREF(offset1)
        raise
    try:
        return _compare_with_offsets(a, b, offset1, offset2, op)
    finally:
        Py_DECREF(offset1)
        Py_DECREF(offset2)


def time_utcoffset_pending(op: PyObject) -> Any:
    """As `time_utcoffset` (a generator)."""
    offset = time_utcoffset(op)
    return (yield offset) if type(offset) in PENDING else offset


def _compare_with_offsets(
    a: PyObject, b: PyObject, offset1: PyObject, offset2: PyObject, op: int
) -> PyObject:
    if offset1 is not Py_None and offset2 is not Py_None:
        if delta_fields(offset1) == delta_fields(offset2):
            return diff_to_bool(a.value.data, b.value.data, op)
        return diff_to_bool(_in_utc(a, offset1), _in_utc(b, offset2), op)
    if offset1 is offset2:
        return diff_to_bool(a.value.data, b.value.data, op)
    if op == Py_EQ:
        return Py_False
    if op == Py_NE:
        return Py_True
    raise PyErr_Format(PyExc_TypeError, "can't compare offset-naive and offset-aware times")


def _in_utc(op: PyObject, offset: PyObject) -> tuple[int, int]:
    hour, minute, second, us = op.value.data
    days, seconds, _ = delta_fields(offset)
    return hour * 3600 + minute * 60 + second - days * 86400 - seconds, us


def time_hash(op: PyObject) -> Any:
    """tp_hash: that of the bytes, or of the time in UTC"""
    body = op.value
    if body.hashcode != -1:
        return body.hashcode
    if body.tzinfo is None:
        body.hashcode = _Py_HashBytes(packed(body.data, False))
        return body.hashcode
    return _time_hash(op)


def _time_hash(op: PyObject) -> Any:
    body = op.value
    if body.fold:
        Py_DECREF(new_time_ex2(body.data, tzinfo_of(op), 0, op.ob_type))
    offset = yield time_utcoffset_pending(op)
    hour, minute, second, us = body.data
    body.hashcode = hash_in_utc(
        offset, packed(body.data, False), (0, hour * 3600 + minute * 60 + second, us))
    return body.hashcode


def hash_in_utc(offset: PyObject, data: bytes, moment: tuple[int, int, int]) -> int:
    """The hash of a datetime or time: of its bytes, or of the timedelta of the moment in UTC.

    Args:
        offset: None or a timedelta; its reference is taken over.
        data: the bytes.
        moment: days, seconds, microseconds.
    """
    if offset is Py_None:
        return _Py_HashBytes(data)
    temp1 = new_delta(*moment, True)
    try:
        temp2 = delta_subtract(temp1, offset)
    finally:
        Py_DECREF(temp1)
        Py_DECREF(offset)
    hashcode: int = delta_hash(temp2)
    Py_DECREF(temp2)
    return hashcode


# ---- replacing and pickling

_REPLACE = ArgSpec("($self, /, hour=unchanged, minute=unchanged, second=unchanged, "
                   "microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)")


@converted(c_int, c_int, c_int, c_int, None, c_int)
def datetime_time_replace_impl(self: PyObject, *given: Any) -> Any:
    """``replace(...)``"""
    body = self.value
    *data, tzinfo, fold = with_defaults(list(given), (*body.data, tzinfo_of(self), body.fold))
    return new_time_subclass_fold_ex(tuple(data), tzinfo, fold, self.ob_type)


def datetime_time_replace(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``replace(...)`` and ``__replace__(...)``"""
    return datetime_time_replace_impl(self, *parse_arguments(_REPLACE, "replace", args, kwnames))


def state_and_tzinfo(op: PyObject, data: bytes, fold_byte: int, proto: int) -> PyObject:
    """The tuple that a datetime or time is pickled as; the fold is a bit of one of its bytes."""
    body = op.value
    if proto > 3 and body.fold:
        data = data[:fold_byte] + bytes((data[fold_byte] | 0x80,)) + data[fold_byte + 1:]
    state = PyBytes_FromString(data)
    return PyTuple_New((state,) if body.tzinfo is None else (state, Py_NewRef(body.tzinfo)))


def time_getstate(op: PyObject, proto: int) -> PyObject:
    """The state for a protocol of pickle."""
    return state_and_tzinfo(op, packed(op.value.data, False), 0, proto)


def time_reduce_ex(self: PyObject, proto: int) -> PyObject:
    """``__reduce_ex__(proto)``"""
    return PyTuple_New((Py_NewRef(self.ob_type), time_getstate(self, proto)))


def time_reduce(self: PyObject) -> PyObject:
    """``__reduce__()``"""
    return time_reduce_ex(self, 2)


def time_tzinfo(op: PyObject) -> PyObject:
    """The attribute ``tzinfo``."""
    return Py_NewRef(tzinfo_of(op))


def time_fold(op: PyObject) -> PyObject:
    """The attribute ``fold``."""
    return PyLong_FromLong(op.value.fold)


set_slots(
    PyDateTime_TimeType,
    tp_dealloc=tzinfo_dealloc,
    tp_repr=time_repr, tp_hash=time_hash, tp_str=time_str, tp_richcompare=time_richcompare,
    tp_new=time_new,
    tp_methods=(
        with_keywords("isoformat", Format("|s", "timespec", "isoformat"), time_isoformat),
        with_keywords("strftime", Format("U", "format", "strftime"), time_strftime),
        positional("__format__", Format("U", "", "__format__"), date_format, "time"),
        PyMethodDef("utcoffset", time_utcoffset, "($self, /)"),
        PyMethodDef("tzname", time_tzname, "($self, /)"),
        PyMethodDef("dst", time_dst, "($self, /)"),
        PyMethodDef("replace", datetime_time_replace, raw=True),
        PyMethodDef("__replace__", datetime_time_replace, raw=True),
        PyMethodDef("fromisoformat", time_fromisoformat, "($type, string, /)", classmethod=True),
        positional("__reduce_ex__", Format("i", "", "__reduce_ex__"), time_reduce_ex, "time"),
        PyMethodDef("__reduce__", time_reduce, "($self, /)"),
    ),
    tp_getset=(
        field("hour", 0), field("minute", 1), field("second", 2), field("microsecond", 3),
        PyGetSetDef("tzinfo", time_tzinfo), PyGetSetDef("fold", time_fold),
    ),
)
