"""Calls of the methods of tzinfo objects, and texts made with them. A part of Modules/_datetimemodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._datetime_math import days_before_month, weekday
from vm.modules._datetime_types import (
    PyDateTime_Check,
    PyDateTime_TimeZoneType,
    PyDelta_Check,
    PyTime_Check,
    call_owned,
    is_offset,
)
from vm.objects.bridge import check_text_size, host_error
from vm.objects.call import PyObject_CallMethod, PyObject_CallMethodOneArg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_Repr, _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.pyimport import _PyImport_GetModuleAttrString
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def call_utcoffset(tzinfo: PyObject | None, tzinfoarg: PyObject) -> Any:
    """``tzinfo.utcoffset(tzinfoarg)``, which must be None or a timedelta; None without a tzinfo."""
    if tzinfo is not None and tzinfo.ob_type is PyDateTime_TimeZoneType:
        return Py_NewRef(tzinfo.value.offset)
    return call_tzinfo_method(tzinfo, "utcoffset", tzinfoarg)


def call_dst(tzinfo: PyObject | None, tzinfoarg: PyObject) -> Any:
    """``tzinfo.dst(tzinfoarg)``, which must be None or a timedelta; None without a tzinfo."""
    return call_tzinfo_method(tzinfo, "dst", tzinfoarg)


def call_tzinfo_method(tzinfo: PyObject | None, name: str, tzinfoarg: PyObject) -> Any:
    """Call a method that tells an offset, and check the result."""
    return Py_None if tzinfo is None else _call_tzinfo_method(tzinfo, name, tzinfoarg)


def _call_tzinfo_method(tzinfo: PyObject, name: str, tzinfoarg: PyObject) -> Any:
    offset = PyObject_CallMethodOneArg(tzinfo, _Py_ID(name), tzinfoarg)
    if type(offset) in PENDING:
        offset = yield offset
    if offset is Py_None:
        return offset
    if not PyDelta_Check(offset):
        given = offset.ob_type.value.tp_name
        Py_DECREF(offset)
        raise PyErr_Format(
            PyExc_TypeError, f"tzinfo.{name}() must return None or timedelta, not '{given:.200}'")
    if not is_offset(offset):
        Py_DECREF(offset)
        raise PyErr_Format(
            PyExc_ValueError,
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
    return offset


def call_tzname(tzinfo: PyObject | None, tzinfoarg: PyObject) -> Any:
    """``tzinfo.tzname(tzinfoarg)``, which must be None or a str; None without a tzinfo."""
    return Py_None if tzinfo is None else _call_tzname(tzinfo, tzinfoarg)


def _call_tzname(tzinfo: PyObject, tzinfoarg: PyObject) -> Any:
    result = PyObject_CallMethodOneArg(tzinfo, _Py_ID("tzname"), tzinfoarg)
    if type(result) in PENDING:
        result = yield result
    if result is not Py_None and not result.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        given = result.ob_type.value.tp_name
        Py_DECREF(result)
        raise PyErr_Format(
            PyExc_TypeError, f"tzinfo.tzname() must return None or a string, not '{given}'")
    return result


# ---- texts

def repr_with(text: str, op: PyObject, fold_first: bool) -> Any:
    """The repr of a datetime or time, whose beginning is ready, with its fold and tzinfo (append_keyword_*)."""
    fold = f", fold={op.value.fold}" if op.value.fold else ""
    tzinfo = op.value.tzinfo
    if tzinfo is None:
        return PyUnicode_FromString(f"{text}{fold})")
    return _repr_with(text, tzinfo, fold, fold_first)


def _repr_with(text: str, tzinfo: PyObject, fold: str, fold_first: bool) -> Any:
    shown = PyObject_Repr(tzinfo)
    if type(shown) in PENDING:
        shown = yield shown
    zone = f", tzinfo={shown.value}"
    Py_DECREF(shown)
    return PyUnicode_FromString(f"{text}{fold}{zone})" if fold_first else f"{text}{zone}{fold})")


def format_ctime(data: tuple, hours: int, minutes: int, seconds: int) -> PyObject:
    """What ctime() shows of a date and a time of day."""
    year, month, day = data[:3]
    return PyUnicode_FromString(
        f"{_DAYS[weekday(year, month, day)]} {_MONTHS[month - 1]} {day:2d} "
        f"{hours:02d}:{minutes:02d}:{seconds:02d} {year:04d}")


def offset_text(offset: PyObject, sep: str) -> str:
    """An offset that is a timedelta: ``+HH:MM[:SS[.ffffff]]``."""
    body = offset.value
    us = (body.days * 86400 + body.seconds) * 1_000_000 + body.microseconds
    sign = "-" if us < 0 else "+"
    seconds, microseconds = divmod(abs(us), 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{sign}{hours:02d}{sep}{minutes:02d}"
    if microseconds:
        return f"{text}{sep}{seconds:02d}.{microseconds:06d}"
    return f"{text}{sep}{seconds:02d}" if seconds else text


def format_utcoffset(sep: str, tzinfo: PyObject | None, tzinfoarg: PyObject) -> Any:
    """The host text of ``tzinfo.utcoffset(tzinfoarg)``, empty for None (a generator)."""
    offset = call_utcoffset(tzinfo, tzinfoarg)
    if type(offset) in PENDING:
        offset = yield offset
    text = "" if offset is Py_None else offset_text(offset, sep)
    Py_DECREF(offset)
    return text


def with_utcoffset(text: str, tzinfo: PyObject | None, tzinfoarg: PyObject) -> Any:
    """A text with the offset behind it: the end of isoformat()."""
    if tzinfo is None:
        return PyUnicode_FromString(text)
    return _with_utcoffset(text, tzinfo, tzinfoarg)


def _with_utcoffset(text: str, tzinfo: PyObject, tzinfoarg: PyObject) -> Any:
    return PyUnicode_FromString(text + (yield format_utcoffset(":", tzinfo, tzinfoarg)))


def timespec_text(timespec: str | None, fields: tuple) -> str:
    """A time of day as isoformat() shows it; ValueError for an unknown timespec."""
    hour, minute, second, us = fields
    if timespec is None or timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    if timespec == "seconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "milliseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{us // 1000:03d}"
    if timespec == "microseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{us:06d}"
    raise PyErr_Format(PyExc_ValueError, "Unknown timespec value")


# ---- strftime

def make_Zreplacement(tzinfo: PyObject, tzinfoarg: PyObject) -> Any:
    """What stands for %Z: the zone's name, its percent signs doubled (a generator; a host str)."""
    name = yield _call_tzname(tzinfo, tzinfoarg)
    if name is Py_None:
        return ""
    try:
        text = PyObject_CallMethod(name, "replace", [_Py_ID("%"), _Py_ID("%%")])
        if type(text) in PENDING:
            text = yield text
    finally:
        Py_DECREF(name)
    is_str = text.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
    value = text.value
    Py_DECREF(text)
    if not is_str:
        raise PyErr_Format(PyExc_TypeError, "tzname.replace() did not return a string")
    return value


def make_freplacement(op: PyObject) -> str:
    """What stands for %f: six digits."""
    has_time = PyTime_Check(op) or PyDateTime_Check(op)
    return f"{op.value.data[-1] if has_time else 0:06d}"


def get_tzinfo_member(op: PyObject) -> PyObject | None:
    """The tzinfo of a datetime or time, or NULL (borrowed)."""
    if PyDateTime_Check(op) or PyTime_Check(op):
        found: PyObject | None = op.value.tzinfo
        return found
    return None


def _utf8(text: str, subject: PyObject | None = None) -> str:
    """The text, if it can be UTF-8; ``subject`` is the guest's."""
    try:
        text.encode()
    except UnicodeEncodeError as err:
        raise host_error(err, subject) from None
    return text


def _replacement(code: str, op: PyObject, tzinfoarg: PyObject) -> Any:
    """What stands for a code of the format (a generator; a host str)."""
    if code == "f":
        return make_freplacement(op)
    tzinfo = get_tzinfo_member(op)
    if tzinfo is None:
        return ""
    if code == "Z":
        return _utf8((yield make_Zreplacement(tzinfo, tzinfoarg)))
    return (yield format_utcoffset(":" if code == ":z" else "", tzinfo, tzinfoarg))


def wrap_strftime(op: PyObject, format: PyObject, timetuple: PyObject, tzinfoarg: PyObject) -> Any:
    """``time.strftime(format, timetuple)`` after %z, %:z, %Z and %f have been replaced (a generator)."""
    pin = _utf8(format.value, format).partition("\0")[0]
    parts: list[str] = []
    known: dict[str, str] = {}
    pos = size = 0
    while pos < len(pin):
        found = pin.find("%", pos)
        if found < 0:
            found = len(pin)
        parts.append(pin[pos:found])
        code = pin[found + 1:found + 2]
        code = ":z" if code == ":" and pin[found + 2:found + 3] == "z" else code
        pos = found + 1 + len(code)
        if code in ("z", ":z", "Z", "f"):
            if code not in known:
                known[code] = yield _replacement(code, op, tzinfoarg)
            parts.append(known[code])
        else:
            parts.append(pin[found:pos])
        size += len(parts[-1]) + len(parts[-2])
        check_text_size(size)
    newfmt = PyUnicode_FromString("".join(parts).partition("\0")[0])
    function = yield _PyImport_GetModuleAttrString("time", "strftime")
    try:
        return (yield call_owned(function, [newfmt, Py_NewRef(timetuple)]))
    finally:
        Py_DECREF(function)


# ---- the time module's

def build_struct_time(data: tuple, dstflag: int) -> Any:
    """A time.struct_time of (year, month, day, hour, minute, second) (a generator)."""
    year, month, day, hour, minute, second = data
    fields = (year, month, day, hour, minute, second, weekday(year, month, day),
              days_before_month(year, month) + day, dstflag)
    struct_time = yield _PyImport_GetModuleAttrString("time", "struct_time")
    try:
        numbers = PyTuple_New(tuple([PyLong_FromLong(number) for number in fields]))
        return (yield call_owned(struct_time, [numbers]))
    finally:
        Py_DECREF(struct_time)


def time_time() -> Any:
    """``time.time()`` (a generator)."""
    function = yield _PyImport_GetModuleAttrString("time", "time")
    try:
        return (yield call_owned(function, []))
    finally:
        Py_DECREF(function)
