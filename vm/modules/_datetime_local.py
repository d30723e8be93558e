"""datetime: the present, timestamps, local time; its type. A part of Modules/_datetimemodule.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules._datetime_args import Format, positional, vgetargskeywords, with_keywords
from vm.modules._datetime_date import field
from vm.modules._datetime_datetime import (
    datetime_add,
    datetime_combine,
    datetime_ctime,
    datetime_datetime_replace,
    datetime_dst,
    datetime_fromisoformat,
    datetime_hash,
    datetime_isoformat,
    datetime_new,
    datetime_reduce,
    datetime_reduce_ex,
    datetime_repr,
    datetime_richcompare,
    datetime_str,
    datetime_subtract,
    datetime_tzname,
    datetime_utcoffset,
)
from vm.modules._datetime_delta import delta_total_seconds
from vm.modules._datetime_math import MAXYEAR, MINYEAR, ymd_to_ord
from vm.modules._datetime_pytime import (
    _PyTime_gmtime,
    _PyTime_localtime,
    _PyTime_ObjectToTimeval,
)
from vm.modules._datetime_time import time_fold, time_tzinfo
from vm.modules._datetime_types import (
    PyDateTime_DateTime,
    PyDateTime_DateTimeType,
    PyDateTime_DateType,
    PyDateTime_TimeType,
    add_datetime_timedelta,
    check_tzinfo_subclass,
    delta_bool,
    expect_datetime,
    new_date_ex,
    new_datetime_ex2,
    new_datetime_subclass_fold_ex,
    new_delta,
    new_time_ex2,
    new_timezone,
    tzinfo_dealloc,
    tzinfo_of,
    utc_timezone,
)
from vm.modules._datetime_tzcall import build_struct_time, call_dst, call_utcoffset
from vm.modules.timemodule_clocks import realtime
from vm.objects.call import PyObject_CallMethod, PyObject_CallMethodOneArg
from vm.objects.floatobject import PyFloat_FromDouble
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    PyObject,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyimport import PyImport_Import
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.unicodeobject import PyUnicode_FromString

#: No zone has put its clocks back by more than a day.
max_fold_seconds = 24 * 3600
epoch = 719163 * 24 * 60 * 60
_EPOCH = (1970, 1, 1, 0, 0, 0, 0)
_UTCFROMTIMESTAMP = Format("O", "", "utcfromtimestamp")

# ---- seconds


def utc_to_seconds(
    year: int, month: int, day: int, hour: int, minute: int, second: int
) -> int:
    """Seconds since the beginning of the day before the calendar; ValueError for a year out of it."""
    if not MINYEAR <= year <= MAXYEAR:
        raise PyErr_Format(PyExc_ValueError, f"year {year} is out of range")
    return ((ymd_to_ord(year, month, day) * 24 + hour) * 60 + minute) * 60 + second


def local(u: int) -> int:
    """What the local clock shows at a moment; both as seconds of `utc_to_seconds`."""
    fields, _ = _PyTime_localtime(u - epoch)
    year, month, day, hour, minute, second = fields
    return utc_to_seconds(year, month, day, hour, minute, second)


def local_to_seconds(data: tuple, fold: int) -> int:
    """The moment at which the local clock shows this; of two the one that the fold says."""
    t = utc_to_seconds(*data[:6])
    a = local(t) - t
    u1 = t - a
    t1 = local(u1)
    if t1 == t:  # a solution; look for one before or behind it
        u2 = u1 + max_fold_seconds if fold else u1 - max_fold_seconds
        b = local(u2) - u2
        if a == b:
            return u1
    else:
        b = t1 - u1
    u2 = t - b
    if local(u2) == t:
        return u2
    if t1 == t:
        return u1
    return min(u1, u2) if fold else max(u1, u2)  # in a gap


# ---- from timestamps

def _gmtime(seconds: int) -> tuple[int, ...]:
    return _PyTime_gmtime(seconds)


def _localtime(seconds: int) -> tuple[int, ...]:
    return _PyTime_localtime(seconds)[0]


def datetime_from_timet_and_us(
    cls: PyObject, f: Callable[[int], tuple[int, ...]], timet: int, us: int, tzinfo: PyObject
) -> Any:
    """A datetime of a class from seconds and microseconds; ``f`` is `_gmtime` or `_localtime`."""
    *fields, second = f(timet)
    data = (*fields, min(59, second), us)
    fold = 0
    if tzinfo is Py_None and f is _localtime:
        result_seconds = utc_to_seconds(*data[:6])
        transition = result_seconds - local(epoch + timet - max_fold_seconds) - max_fold_seconds
        if transition < 0:
            fold = int(local(epoch + timet + transition) == result_seconds)
    return new_datetime_subclass_fold_ex(data, tzinfo, fold, cls)


def datetime_from_timestamp(
    cls: PyObject, f: Callable[[int], tuple[int, ...]], timestamp: PyObject, tzinfo: PyObject
) -> Any:
    """A datetime of a class from a number (a generator)."""
    timeval = _PyTime_ObjectToTimeval(timestamp)
    if type(timeval) in PENDING:
        timeval = yield timeval
    seconds, us = timeval
    res = datetime_from_timet_and_us(cls, f, seconds, us, tzinfo)
    return (yield res) if type(res) in PENDING else res


def datetime_best_possible(
    cls: PyObject, f: Callable[[int], tuple[int, ...]], tzinfo: PyObject
) -> Any:
    """The present as a datetime of a class."""
    secs, us = divmod(realtime(), 1_000_000)
    return datetime_from_timet_and_us(cls, f, secs, us, tzinfo)


def _in_zone(op: Any, tz: PyObject) -> Any:
    """A datetime in UTC, ready or pending, as local time of a zone (a generator); None is no zone."""
    if type(op) in PENDING:
        op = yield op
    if tz is Py_None:
        return op
    try:
        res = PyObject_CallMethodOneArg(tz, _Py_ID("fromutc"), op)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(op)


def datetime_datetime_now(cls: PyObject, tz: PyObject | None) -> Any:
    """``now(tz=None)`` (a generator)"""
    tz = Py_None if tz is None else tz
    check_tzinfo_subclass(tz)
    return _in_zone(datetime_best_possible(cls, _localtime if tz is Py_None else _gmtime, tz), tz)


def datetime_fromtimestamp(cls: PyObject, timestamp: PyObject, tz: PyObject | None) -> Any:
    """``fromtimestamp(timestamp[, tz])`` (a generator)"""
    tz = Py_None if tz is None else tz
    check_tzinfo_subclass(tz)
    return _in_zone(
        datetime_from_timestamp(cls, _localtime if tz is Py_None else _gmtime, timestamp, tz), tz)


def _deprecated(name: str, instead: str) -> Any:
    """Warn that a method is deprecated (a generator)."""
    warned = PyErr_WarnEx(
        PyExc_DeprecationWarning,
        f"datetime.datetime.{name}() is deprecated and scheduled for removal in a future version. "
        f"Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.{instead}.", 1)
    if type(warned) in PENDING:
        yield warned


def datetime_utcnow(cls: PyObject) -> Any:
    """``utcnow()`` (a generator)"""
    yield _deprecated("utcnow", "now(datetime.UTC)")
    res = datetime_best_possible(cls, _gmtime, Py_None)
    return (yield res) if type(res) in PENDING else res


def datetime_utcfromtimestamp(cls: PyObject, args: list, kwnames: tuple) -> Any:
    """``utcfromtimestamp(timestamp)`` (a generator); it warns before it looks at its arguments"""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "utcfromtimestamp() takes no keyword arguments")
    yield _deprecated("utcfromtimestamp", "fromtimestamp(timestamp, datetime.UTC)")
    (timestamp,) = yield vgetargskeywords(_UTCFROMTIMESTAMP, args, ())
    return (yield datetime_from_timestamp(cls, _gmtime, timestamp, Py_None))


def datetime_strptime(cls: PyObject, string: PyObject, format: PyObject) -> Any:
    """``strptime(string, format)`` (a generator): by _strptime"""
    module = yield PyImport_Import("_strptime")
    try:
        res = PyObject_CallMethod(module, "_strptime_datetime", [cls, string, format])
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(module)


# ---- local time

def local_timezone_from_timestamp(timestamp: int) -> Any:
    """The timezone that holds locally at a time."""
    _, kind = _PyTime_localtime(timestamp)
    delta = new_delta(0, kind.offset, 0, True)
    name = PyUnicode_FromString(kind.name)
    try:
        return new_timezone(delta, name)
    finally:
        Py_DECREF(delta)
        Py_DECREF(name)


def local_timezone(utc_time: PyObject) -> Any:
    """The timezone that holds locally at a datetime in UTC."""
    data = utc_time.value.data
    return local_timezone_from_timestamp(utc_to_seconds(*data[:6]) - epoch)


def local_timezone_from_local(local_dt: PyObject) -> Any:
    """The timezone that holds when the local clock shows a datetime."""
    body = local_dt.value
    seconds = local_to_seconds(body.data, body.fold)
    seconds2 = local_to_seconds(body.data, not body.fold)
    if seconds2 != seconds and (seconds2 > seconds) == body.fold:  # a gap
        seconds = seconds2
    return local_timezone_from_timestamp(seconds - epoch)


def _offset_to_utc(self: PyObject, tzinfo: PyObject) -> Any:
    """The offset of a datetime for astimezone(), or NULL if it is in the zone already (a generator)."""
    own = self.value.tzinfo
    if own is not None:
        if own is tzinfo:
            return None
        offset = call_utcoffset(own, self)
        if type(offset) in PENDING:
            offset = yield offset
        if offset is not Py_None:
            return offset
    zone = local_timezone_from_local(self)
    offset = Py_NewRef(zone.value.offset)
    Py_DECREF(zone)
    return offset


def _aware_utc(op: PyObject) -> PyObject:
    """A datetime in UTC that may be naive, with the zone; takes the reference over."""
    body = op.value
    if body.tzinfo is None:
        new = new_datetime_ex2(body.data, utc_timezone, body.fold, op.ob_type)
        Py_DECREF(op)
        return new
    set_tzinfo(body, utc_timezone)
    return op


def set_tzinfo(body: PyDateTime_DateTime, tzinfo: PyObject) -> None:
    """Put another zone into a datetime; borrows it."""
    old, body.tzinfo = body.tzinfo, Py_NewRef(tzinfo)
    assert old is not None
    Py_DECREF(old)


def datetime_astimezone(self: PyObject, tz: PyObject | None) -> Any:
    """``astimezone(tz=None)`` (a generator)"""
    tz = Py_None if tz is None else tz
    check_tzinfo_subclass(tz)
    offset = yield _offset_to_utc(self, tz)
    if offset is None:
        return Py_NewRef(self)
    try:
        result = add_datetime_timedelta(self, offset, -1)
        if type(result) in PENDING:
            result = yield result
    finally:
        Py_DECREF(offset)
    try:
        expect_datetime(result, self.ob_type)
        result = _aware_utc(result)
        if tz is Py_None:
            zone = local_timezone(result)
            set_tzinfo(result.value, zone)
            Py_DECREF(zone)
        else:
            set_tzinfo(result.value, tz)
        res = PyObject_CallMethodOneArg(tzinfo_of(result), _Py_ID("fromutc"), result)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(result)


# ---- to other forms

def datetime_timetuple(self: PyObject) -> Any:
    """``timetuple()`` (a generator)"""
    dstflag = -1
    body = self.value
    if body.tzinfo is not None:
        dst = yield call_dst(body.tzinfo, self)
        if dst is not Py_None:
            dstflag = int(delta_bool(dst))
        Py_DECREF(dst)
    return (yield build_struct_time(body.data[:6], dstflag))


def datetime_utctimetuple(self: PyObject) -> Any:
    """``utctimetuple()`` (a generator)"""
    offset = call_utcoffset(self.value.tzinfo, self)
    if type(offset) in PENDING:
        offset = yield offset
    utcself = Py_NewRef(self)
    if offset is not Py_None:
        Py_DECREF(utcself)
        try:
            utcself = add_datetime_timedelta(self, offset, -1)
            if type(utcself) in PENDING:
                utcself = yield utcself
        finally:
            Py_DECREF(offset)
    try:
        expect_datetime(utcself, self.ob_type)
        data = utcself.value.data[:6]
    finally:
        Py_DECREF(utcself)
    return (yield build_struct_time(data, 0))


def datetime_timestamp(self: PyObject) -> Any:
    """``timestamp()``"""
    body = self.value
    if body.tzinfo is not None:
        return _timestamp(self)
    seconds = local_to_seconds(body.data, body.fold)
    return PyFloat_FromDouble(seconds - epoch + body.data[6] / 1e6)


def _timestamp(self: PyObject) -> Any:
    since = new_datetime_ex2(_EPOCH, utc_timezone, 0, PyDateTime_DateTimeType)
    try:
        delta = datetime_subtract(self, since)
        if type(delta) in PENDING:
            delta = yield delta
    finally:
        Py_DECREF(since)
    res = delta_total_seconds(delta)
    Py_DECREF(delta)
    return res


def datetime_getdate(self: PyObject) -> PyObject:
    """``date()``"""
    return new_date_ex(self.value.data[:3], PyDateTime_DateType)


def datetime_gettime(self: PyObject) -> PyObject:
    """``time()``"""
    return new_time_ex2(self.value.data[3:], Py_None, self.value.fold, PyDateTime_TimeType)


def datetime_gettimetz(self: PyObject) -> PyObject:
    """``timetz()``"""
    return new_time_ex2(self.value.data[3:], tzinfo_of(self), self.value.fold, PyDateTime_TimeType)


set_slots(
    PyDateTime_DateTimeType,
    tp_dealloc=tzinfo_dealloc,
    tp_repr=datetime_repr, tp_hash=datetime_hash, tp_str=datetime_str,
    tp_richcompare=datetime_richcompare, tp_new=datetime_new,
    nb_add=datetime_add, nb_subtract=datetime_subtract,
    tp_methods=(
        PyMethodDef("now", datetime_datetime_now, "($type, /, tz=None)", classmethod=True),
        PyMethodDef("utcnow", datetime_utcnow, "($type, /)", classmethod=True),
        with_keywords(
            "fromtimestamp", Format("O|O", "timestamp tz", "fromtimestamp"), datetime_fromtimestamp,
            classmethod=True),
        PyMethodDef("utcfromtimestamp", datetime_utcfromtimestamp, raw=True, classmethod=True),
        positional("strptime", Format("UU", "", "strptime"), datetime_strptime),
        with_keywords(
            "combine",
            Format("O!O!|O", "date time tzinfo", "combine", PyDateTime_DateType, PyDateTime_TimeType),
            datetime_combine, classmethod=True),
        PyMethodDef("fromisoformat", datetime_fromisoformat, "($type, string, /)", classmethod=True),
        PyMethodDef("date", datetime_getdate, "($self, /)"),
        PyMethodDef("time", datetime_gettime, "($self, /)"),
        PyMethodDef("timetz", datetime_gettimetz, "($self, /)"),
        PyMethodDef("ctime", datetime_ctime, "($self, /)"),
        PyMethodDef("timetuple", datetime_timetuple, "($self, /)"),
        PyMethodDef("timestamp", datetime_timestamp, "($self, /)"),
        PyMethodDef("utctimetuple", datetime_utctimetuple, "($self, /)"),
        with_keywords("isoformat", Format("|Cs", "sep timespec", "isoformat"), datetime_isoformat),
        PyMethodDef("utcoffset", datetime_utcoffset, "($self, /)"),
        PyMethodDef("tzname", datetime_tzname, "($self, /)"),
        PyMethodDef("dst", datetime_dst, "($self, /)"),
        PyMethodDef("replace", datetime_datetime_replace, raw=True),
        PyMethodDef("__replace__", datetime_datetime_replace, raw=True),
        with_keywords("astimezone", Format("|O", "tz", "astimezone"), datetime_astimezone),
        positional(
            "__reduce_ex__", Format("i", "", "__reduce_ex__"), datetime_reduce_ex, "datetime"),
        PyMethodDef("__reduce__", datetime_reduce, "($self, /)"),
    ),
    tp_getset=(
        field("hour", 3), field("minute", 4), field("second", 5), field("microsecond", 6),
        PyGetSetDef("tzinfo", time_tzinfo), PyGetSetDef("fold", time_fold),
    ),
)
