"""date. A part of Modules/_datetimemodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._datetime_args import Format, PyArg_ParseTupleAndKeywords, positional, with_keywords
from vm.modules._datetime_delta import diff_to_bool
from vm.modules._datetime_isocalendar import new_iso_calendar_date
from vm.modules._datetime_math import (
    iso_to_ymd,
    iso_week1_monday,
    normalize_date,
    ord_to_ymd,
    parse_isoformat_date,
    weekday,
    ymd_to_ord,
)
from vm.modules._datetime_pytime import _PyTime_localtime, _PyTime_ObjectToTime_t
from vm.modules._datetime_types import (
    PyDate_Check,
    PyDateTime_Check,
    PyDateTime_Date,
    PyDateTime_DateType,
    PyDateTime_DeltaType,
    PyDelta_Check,
    alloc,
    new_date_ex,
    new_date_subclass_ex,
    new_delta,
)
from vm.modules._datetime_tzcall import build_struct_time, format_ctime, time_time, wrap_strftime
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg
from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import PyObject_Repr, PyObject_Str, _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_NotImplemented,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyhash import _Py_HashBytes
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString

# ---- pickles


def pickle_state(args: list, size: int, what: str, is_sane: Any) -> bytes | None:
    """The bytes of a pickle, if that is what the first argument is (a str is one of Python 2's).

    Args:
        args: the positional arguments.
        size: how many bytes it must have.
        what: the type's name, for the message.
        is_sane: whether such bytes, or ordinals, can be a pickle.
    """
    state = args[0]
    flags = state.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_BYTES_SUBCLASS:
        data = bytes(state.value)
        return data if len(data) == size and is_sane(data) else None
    if not flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return None
    text = state.value
    if len(text) != size or not is_sane([ord(char) for char in text]):
        return None
    try:
        return bytes(text.encode("latin-1"))
    except UnicodeEncodeError:
        raise PyErr_Format(
            PyExc_ValueError,
            f"Failed to encode latin1 string when unpickling a {what} object. "
            "pickle.load(data, encoding='latin1') is assumed.") from None


def packed(data: tuple, has_date: bool) -> bytes:
    """The fields as C keeps them: two bytes for a year, three for a microsecond, else one."""
    if not has_date:
        return bytes(data[:3]) + data[3].to_bytes(3, "big")
    head = bytes((data[0] >> 8, data[0] & 255, data[1], data[2]))
    return head if len(data) == 3 else head + bytes(data[3:6]) + data[6].to_bytes(3, "big")


def unpacked_date(data: bytes) -> tuple[int, int, int]:
    """(year, month, day) of the bytes of a pickle."""
    return data[0] << 8 | data[1], data[2], data[3]


# ---- construction

_NEW = Format("iii", "year month day")


def date_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new"""
    if len(args) - len(kwnames) == 1:
        state = pickle_state(args, 4, "date", lambda data: 1 <= data[2] <= 12)
        if state is not None:
            return alloc(type_op, PyDateTime_DateType, PyDateTime_Date(unpacked_date(state)))
    values = PyArg_ParseTupleAndKeywords(_NEW, args, kwnames)
    if type(values) in PENDING:
        return _date_new(type_op, values)
    return new_date_ex(tuple(values), type_op)


def _date_new(type_op: PyObject, pending: Any) -> Any:
    return new_date_ex(tuple((yield pending)), type_op)


def date_fromtimestamp(cls: PyObject, timestamp: PyObject) -> Any:
    """``fromtimestamp(timestamp)`` (a generator)"""
    seconds = _PyTime_ObjectToTime_t(timestamp)
    if type(seconds) in PENDING:
        seconds = yield seconds
    fields, _ = _PyTime_localtime(seconds)
    res = new_date_subclass_ex(fields[:3], cls)
    return (yield res) if type(res) in PENDING else res


def date_today(cls: PyObject) -> Any:
    """``today()`` (a generator)"""
    now = yield time_time()
    try:
        res = PyObject_CallMethodOneArg(cls, _Py_ID("fromtimestamp"), now)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(now)


def date_fromordinal(cls: PyObject, ordinal: int) -> Any:
    """``fromordinal(ordinal)``"""
    if ordinal < 1:
        raise PyErr_Format(PyExc_ValueError, "ordinal must be >= 1")
    return new_date_subclass_ex(ord_to_ymd(ordinal), cls)


def iso_text(text: PyObject) -> None:
    """TypeError unless the argument of fromisoformat() is a str."""
    if not text.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "fromisoformat: argument must be str")


def invalid_isoformat(text: PyObject) -> Any:
    """Raise the ValueError of fromisoformat() (a generator)."""
    shown = PyObject_Repr(text)
    if type(shown) in PENDING:
        shown = yield shown
    value = shown.value
    Py_DECREF(shown)
    raise PyErr_Format(PyExc_ValueError, f"Invalid isoformat string: {value}")


def utf8_or_none(text: str) -> bytes | None:
    """The bytes of a text, with NULs behind it; None if it has surrogates."""
    try:
        return text.encode() + bytes(8)
    except UnicodeEncodeError:
        return None


def date_fromisoformat(cls: PyObject, text: PyObject) -> Any:
    """``fromisoformat(text)``"""
    iso_text(text)
    data = utf8_or_none(text.value)
    if data is None or (size := len(data) - 8) not in (7, 8, 10):
        return invalid_isoformat(text)
    date = parse_isoformat_date(data, size)
    if isinstance(date, int):
        return invalid_isoformat(text)
    return new_date_subclass_ex(date, cls)


_FROMISOCALENDAR = Format("iii", "year week day", "fromisocalendar")


def date_fromisocalendar(cls: PyObject, args: list, kwnames: tuple) -> Any:
    """``fromisocalendar(year, week, day)`` (a generator)"""
    try:
        values = PyArg_ParseTupleAndKeywords(_FROMISOCALENDAR, args, kwnames)
        if type(values) in PENDING:
            values = yield values
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_OverflowError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_ValueError, "ISO calendar component out of range") from None
    year, week, day = values
    found = iso_to_ymd(year, week, day)
    if isinstance(found, int):
        text = {-4: f"Year is out of range: {year}", -2: f"Invalid week: {week}",
                -3: f"Invalid day: {day} (range is [1, 7])"}[found]
        raise PyErr_Format(PyExc_ValueError, text)
    res = new_date_subclass_ex(found, cls)
    return (yield res) if type(res) in PENDING else res


# ---- arithmetic

def add_date_timedelta(date: PyObject, delta: PyObject, negate: bool) -> Any:
    """date + timedelta, or date - timedelta"""
    year, month, day = date.value.data
    days = delta.value.days
    return new_date_subclass_ex(
        normalize_date(year, month, day - days if negate else day + days), date.ob_type)


def date_add(left: PyObject, right: PyObject) -> Any:
    """nb_add"""
    if left.ob_type is PyDateTime_DateType and right.ob_type is PyDateTime_DeltaType:
        return add_date_timedelta(left, right, False)
    if PyDateTime_Check(left) or PyDateTime_Check(right):
        return Py_NotImplemented
    if PyDate_Check(left):
        return add_date_timedelta(left, right, False) if PyDelta_Check(right) else Py_NotImplemented
    return add_date_timedelta(right, left, False) if PyDelta_Check(left) else Py_NotImplemented


def date_subtract(left: PyObject, right: PyObject) -> Any:
    """nb_subtract"""
    if PyDateTime_Check(left) or PyDateTime_Check(right) or not PyDate_Check(left):
        return Py_NotImplemented
    if PyDate_Check(right):
        return new_delta(ymd_to_ord(*left.value.data) - ymd_to_ord(*right.value.data), 0, 0, False)
    return add_date_timedelta(left, right, True) if PyDelta_Check(right) else Py_NotImplemented


def date_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """tp_richcompare; a datetime is no date here"""
    if PyDate_Check(b) and not PyDateTime_Check(b):
        return diff_to_bool(a.value.data[:3], b.value.data, op)
    return Py_NotImplemented


def date_hash(op: PyObject) -> int:
    """tp_hash: that of the bytes"""
    body = op.value
    if body.hashcode == -1:
        body.hashcode = _Py_HashBytes(packed(body.data[:3], True))
    hashcode: int = body.hashcode
    return hashcode


# ---- texts

def date_repr(op: PyObject) -> PyObject:
    """tp_repr"""
    year, month, day = op.value.data[:3]
    return PyUnicode_FromString(f"{op.ob_type.value.tp_name}({year}, {month}, {day})")


def date_isoformat(self: PyObject) -> PyObject:
    """``isoformat()``"""
    year, month, day = self.value.data[:3]
    return PyUnicode_FromString(f"{year:04d}-{month:02d}-{day:02d}")


def date_str(op: PyObject) -> Any:
    """tp_str: what isoformat() says"""
    return PyObject_CallMethodNoArgs(op, _Py_ID("isoformat"))


def date_ctime(self: PyObject) -> PyObject:
    """``ctime()``"""
    return format_ctime(self.value.data, 0, 0, 0)


def date_strftime(self: PyObject, format: PyObject) -> Any:
    """``strftime(format)`` (a generator)"""
    timetuple = PyObject_CallMethodNoArgs(self, _Py_ID("timetuple"))
    if type(timetuple) in PENDING:
        timetuple = yield timetuple
    try:
        return (yield wrap_strftime(self, format, timetuple, self))
    finally:
        Py_DECREF(timetuple)


def date_format(self: PyObject, format: PyObject) -> Any:
    """``__format__(format)``, also of times"""
    if not format.value:
        return PyObject_Str(self)
    return PyObject_CallMethodOneArg(self, _Py_ID("strftime"), format)


# ---- the calendar

def date_isoweekday(self: PyObject) -> PyObject:
    """``isoweekday()``"""
    return PyLong_FromLong(weekday(*self.value.data[:3]) + 1)


def date_weekday(self: PyObject) -> PyObject:
    """``weekday()``"""
    return PyLong_FromLong(weekday(*self.value.data[:3]))


def date_toordinal(self: PyObject) -> PyObject:
    """``toordinal()``"""
    return PyLong_FromLong(ymd_to_ord(*self.value.data[:3]))


def date_timetuple(self: PyObject) -> Any:
    """``timetuple()`` (a generator)"""
    return build_struct_time((*self.value.data[:3], 0, 0, 0), -1)


def date_isocalendar(self: PyObject) -> PyObject:
    """``isocalendar()``"""
    year, month, day = self.value.data[:3]
    today = ymd_to_ord(year, month, day)
    week, day = divmod(today - iso_week1_monday(year), 7)
    if week < 0:
        year -= 1
        week, day = divmod(today - iso_week1_monday(year), 7)
    elif week >= 52 and today >= iso_week1_monday(year + 1):
        year += 1
        week = 0
    return new_iso_calendar_date(year, week + 1, day + 1)


# ---- replacing and pickling

_REPLACE = ArgSpec("($self, /, year=unchanged, month=unchanged, day=unchanged)")


@converted(c_int, c_int, c_int)
def datetime_date_replace_impl(self: PyObject, *given: int | None) -> Any:
    """``replace(year, month, day)``"""
    fields = [old if new is None else new for old, new in zip(self.value.data[:3], given, strict=True)]
    return new_date_subclass_ex(tuple(fields), self.ob_type)


def datetime_date_replace(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``replace(...)`` and ``__replace__(...)``"""
    return datetime_date_replace_impl(self, *parse_arguments(_REPLACE, "replace", args, kwnames))


def date_reduce(self: PyObject) -> PyObject:
    """``__reduce__()``"""
    state = PyTuple_New((PyBytes_FromString(packed(self.value.data[:3], True)),))
    return PyTuple_New((Py_NewRef(self.ob_type), state))


def field(name: str, i: int) -> PyGetSetDef:
    """A computed attribute: a field of the data."""
    return PyGetSetDef(name, lambda op: PyLong_FromLong(op.value.data[i]))


set_slots(
    PyDateTime_DateType,
    tp_repr=date_repr, tp_hash=date_hash, tp_str=date_str, tp_richcompare=date_richcompare,
    tp_new=date_new, nb_add=date_add, nb_subtract=date_subtract,
    tp_methods=(
        PyMethodDef("fromtimestamp", date_fromtimestamp, "($type, timestamp, /)", classmethod=True),
        positional("fromordinal", Format("i", "", "fromordinal"), date_fromordinal),
        PyMethodDef("fromisoformat", date_fromisoformat, "($type, string, /)", classmethod=True),
        PyMethodDef("fromisocalendar", date_fromisocalendar, raw=True, classmethod=True),
        PyMethodDef("today", date_today, "($type, /)", classmethod=True),
        PyMethodDef("ctime", date_ctime, "($self, /)"),
        with_keywords("strftime", Format("U", "format", "strftime"), date_strftime),
        positional("__format__", Format("U", "", "__format__"), date_format, "date"),
        PyMethodDef("timetuple", date_timetuple, "($self, /)"),
        PyMethodDef("isocalendar", date_isocalendar, "($self, /)"),
        PyMethodDef("isoformat", date_isoformat, "($self, /)"),
        PyMethodDef("isoweekday", date_isoweekday, "($self, /)"),
        PyMethodDef("toordinal", date_toordinal, "($self, /)"),
        PyMethodDef("weekday", date_weekday, "($self, /)"),
        PyMethodDef("replace", datetime_date_replace, raw=True),
        PyMethodDef("__replace__", datetime_date_replace, raw=True),
        PyMethodDef("__reduce__", date_reduce, "($self, /)"),
    ),
    tp_getset=(field("year", 0), field("month", 1), field("day", 2)),
)
