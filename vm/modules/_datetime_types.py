"""The types of _datetime, their bodies, and the functions that make objects of them.

The types are static data, as in C: each file fills the slots of its own. A tzinfo that is None is not stored:
such objects have no tzinfo member (hastzinfo is false).
"""

from __future__ import annotations

from typing import Any

from vm.modules._datetime_math import (
    check_date_args,
    check_delta_day_range,
    check_time_args,
    normalize_d_s_us,
    normalize_datetime,
)
from vm.objects.call import PyObject_Vectorcall
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_Repr, _Py_ID
from vm.objects.obmalloc import _PyMem_Reuse, free_blocks
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    PyObject,
    PyType_IsSubtype,
    _Py_SetImmortal,
    decref_all,
    static_type,
)
from vm.objects.pycore_trashcan import free_body
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError

PyDateTime_DateType = static_type(
    "datetime.date", tp_flags=Py_TPFLAGS_BASETYPE, tp_basicsize=32, tp_is_leaf=True)
PyDateTime_DateTimeType = static_type(
    "datetime.datetime", PyDateTime_DateType, tp_flags=Py_TPFLAGS_BASETYPE, tp_basicsize=48)
PyDateTime_TimeType = static_type("datetime.time", tp_flags=Py_TPFLAGS_BASETYPE, tp_basicsize=40)
PyDateTime_DeltaType = static_type(
    "datetime.timedelta", tp_flags=Py_TPFLAGS_BASETYPE, tp_basicsize=40, tp_is_leaf=True)
PyDateTime_TZInfoType = static_type(
    "datetime.tzinfo", tp_flags=Py_TPFLAGS_BASETYPE, tp_is_leaf=True, tp_hostkey="identity")
PyDateTime_TimeZoneType = static_type(
    "datetime.timezone", PyDateTime_TZInfoType, tp_basicsize=32)


class PyDateTime_Delta:
    """A timedelta: ``days``, ``seconds`` of a day, ``microseconds`` of a second; its hash, or -1."""

    __slots__ = ("days", "hashcode", "microseconds", "seconds")

    def __init__(self, days: int, seconds: int, microseconds: int):
        self.hashcode = -1
        self.days = days
        self.seconds = seconds
        self.microseconds = microseconds


class PyDateTime_Date:
    """A date: ``data`` is (year, month, day), of a datetime all seven fields; its hash, or -1."""

    __slots__ = ("data", "hashcode")

    def __init__(self, data: tuple[int, ...]):
        self.hashcode = -1
        self.data = data


class PyDateTime_Time(PyDateTime_Date):
    """A time: ``data`` is (hour, minute, second, microsecond); ``tzinfo`` is owned, or NULL."""

    __slots__ = ("fold", "tzinfo")

    def __init__(self, data: tuple[int, ...], fold: int, tzinfo: PyObject | None):
        self.hashcode = -1
        self.data = data
        self.fold = fold
        self.tzinfo = tzinfo


class PyDateTime_DateTime(PyDateTime_Time):
    """A datetime: ``data`` has seven fields."""

    __slots__ = ()


class PyDateTime_TimeZone:
    """A timezone: ``offset`` and ``name`` (owned; the name may be NULL)."""

    __slots__ = ("name", "offset")

    def __init__(self, offset: PyObject, name: PyObject | None):
        self.offset = offset
        self.name = name


def PyDelta_Check(op: PyObject) -> bool:
    """Whether the object is a timedelta."""
    return op.ob_type is PyDateTime_DeltaType or PyType_IsSubtype(op.ob_type, PyDateTime_DeltaType)


def PyDate_Check(op: PyObject) -> bool:
    """Whether the object is a date or a datetime."""
    return op.ob_type is PyDateTime_DateType or PyType_IsSubtype(op.ob_type, PyDateTime_DateType)


def PyDateTime_Check(op: PyObject) -> bool:
    """Whether the object is a datetime."""
    return op.ob_type is PyDateTime_DateTimeType or PyType_IsSubtype(op.ob_type, PyDateTime_DateTimeType)


def PyTime_Check(op: PyObject) -> bool:
    """Whether the object is a time."""
    return op.ob_type is PyDateTime_TimeType or PyType_IsSubtype(op.ob_type, PyDateTime_TimeType)


def alloc(type_op: PyObject, static: PyObject, body: Any) -> PyObject:
    """A new object of a static type or of a subclass of it; its fields are not checked."""
    if type_op is not static:
        op: PyObject = type_op.value.tp_alloc(type_op, body)
        return op
    op = PyObject(static, body)
    if free_blocks:
        _PyMem_Reuse(op)
    return op


def call_owned(callable: PyObject, ops: list, kwnames: tuple = ()) -> Any:
    """Call with arguments that are dropped afterwards (a generator)."""
    try:
        res = PyObject_Vectorcall(callable, ops, kwnames)
        return (yield res) if type(res) in PENDING else res
    finally:
        decref_all(ops)


# ---- date

def new_date_ex(data: tuple, type_op: PyObject) -> PyObject:
    """A date of a type, from its three fields; ValueError if there is no such date."""
    check_date_args(*data)
    return alloc(type_op, PyDateTime_DateType, PyDateTime_Date(data))


def new_date_subclass_ex(data: tuple, cls: PyObject) -> Any:
    """A date by the class: a subclass is called."""
    if cls is PyDateTime_DateType:
        return new_date_ex(data, cls)
    if cls is PyDateTime_DateTimeType:
        return new_datetime_ex2((*data, 0, 0, 0, 0), Py_None, 0, cls)
    return call_owned(cls, [PyLong_FromLong(number) for number in data])


# ---- datetime and time

def check_tzinfo_subclass(op: PyObject) -> None:
    """TypeError unless the object is None or a tzinfo."""
    if op is not Py_None and not PyType_IsSubtype(op.ob_type, PyDateTime_TZInfoType):
        raise PyErr_Format(
            PyExc_TypeError,
            "tzinfo argument must be None or of a tzinfo subclass, "
            f"not type '{op.ob_type.value.tp_name}'")


def _tzinfo_member(tzinfo: PyObject) -> PyObject | None:
    return None if tzinfo is Py_None else Py_NewRef(tzinfo)


def new_datetime_ex2(data: tuple, tzinfo: PyObject, fold: int, type_op: PyObject) -> PyObject:
    """A datetime of a type, from its seven fields; ValueError if there is no such moment."""
    year, month, day, hour, minute, second, microsecond = data
    check_date_args(year, month, day)
    check_time_args(hour, minute, second, microsecond, fold)
    check_tzinfo_subclass(tzinfo)
    body = PyDateTime_DateTime(data, fold, _tzinfo_member(tzinfo))
    return alloc(type_op, PyDateTime_DateTimeType, body)


def call_subclass_fold(cls: PyObject, fold: int, fields: tuple, tzinfo: PyObject) -> Any:
    """Call a class with fields, the tzinfo and, unless it is 0, the keyword fold (a generator)."""
    ops = [PyLong_FromLong(number) for number in fields]
    ops.append(Py_NewRef(tzinfo))
    if not fold:
        return call_owned(cls, ops)
    return call_owned(cls, [*ops, PyLong_FromLong(fold)], (_Py_ID("fold"),))


def new_datetime_subclass_fold_ex(data: tuple, tzinfo: PyObject, fold: int, cls: PyObject) -> Any:
    """A datetime by the class: a subclass is called."""
    if cls is PyDateTime_DateTimeType:
        return new_datetime_ex2(data, tzinfo, fold, cls)
    return call_subclass_fold(cls, fold, data, tzinfo)


def new_time_ex2(data: tuple, tzinfo: PyObject, fold: int, type_op: PyObject) -> PyObject:
    """A time of a type, from its four fields; ValueError if there is no such time of day."""
    hour, minute, second, microsecond = data
    check_time_args(hour, minute, second, microsecond, fold)
    check_tzinfo_subclass(tzinfo)
    return alloc(type_op, PyDateTime_TimeType, PyDateTime_Time(data, fold, _tzinfo_member(tzinfo)))


def new_time_subclass_fold_ex(data: tuple, tzinfo: PyObject, fold: int, cls: PyObject) -> Any:
    """A time by the class: a subclass is called."""
    if cls is PyDateTime_TimeType:
        return new_time_ex2(data, tzinfo, fold, cls)
    return call_subclass_fold(cls, fold, data, tzinfo)


def tzinfo_of(op: PyObject) -> PyObject:
    """The tzinfo of a datetime or time, or None (borrowed)."""
    found: PyObject | None = op.value.tzinfo
    return Py_None if found is None else found


def tzinfo_dealloc(op: PyObject) -> None:
    """tp_dealloc of datetimes and times, and what subtype_dealloc does first for their subclasses."""
    tzinfo = op.value.tzinfo
    if tzinfo is not None:
        op.value.tzinfo = None
        Py_DECREF(tzinfo)
    if op.ob_type is PyDateTime_DateTimeType or op.ob_type is PyDateTime_TimeType:
        free_body(op)


# ---- timedelta

def new_delta_ex(days: int, seconds: int, microseconds: int, normalize: bool, type_op: PyObject) -> PyObject:
    """A timedelta of a type; OverflowError if it has too many days."""
    if normalize:
        days, seconds, microseconds = normalize_d_s_us(days, seconds, microseconds)
    check_delta_day_range(days)
    if type_op is PyDateTime_DeltaType and not (days or seconds or microseconds):
        return Py_NewRef(zero_delta)
    return alloc(type_op, PyDateTime_DeltaType, PyDateTime_Delta(days, seconds, microseconds))


def new_delta(days: int, seconds: int, microseconds: int, normalize: bool) -> PyObject:
    """A timedelta; OverflowError if it has too many days."""
    return new_delta_ex(days, seconds, microseconds, normalize, PyDateTime_DeltaType)


def delta_fields(op: PyObject) -> tuple[int, int, int]:
    """(days, seconds, microseconds)"""
    body = op.value
    return body.days, body.seconds, body.microseconds


def delta_bool(op: PyObject) -> bool:
    """nb_bool"""
    body = op.value
    return bool(body.days or body.seconds or body.microseconds)


zero_delta = _Py_SetImmortal(PyObject(PyDateTime_DeltaType, PyDateTime_Delta(0, 0, 0)))


def add_datetime_timedelta(date: PyObject, delta: PyObject, factor: int) -> Any:
    """datetime + timedelta (``factor`` 1) or datetime - timedelta (-1), by the class of the datetime."""
    year, month, day, hour, minute, second, microsecond = date.value.data
    by = delta.value
    data = normalize_datetime(
        year, month, day + by.days * factor, hour, minute, second + by.seconds * factor,
        microsecond + by.microseconds * factor)
    return new_datetime_subclass_fold_ex(data, tzinfo_of(date), 0, date.ob_type)


def expect_datetime(op: PyObject, cls: PyObject) -> None:
    """TypeError if a subclass of datetime has made something else; C takes it for a datetime."""
    if not PyDateTime_Check(op):
        raise PyErr_Format(
            PyExc_TypeError,
            f"{cls.value.tp_name:.200}() must return a datetime, not {op.ob_type.value.tp_name:.200}")


# ---- timezone

def create_timezone(offset: PyObject, name: PyObject | None) -> PyObject:
    """A timezone, its arguments unchecked; that of the offset zero itself is shared."""
    if offset is zero_delta and name is None:
        return Py_NewRef(utc_timezone)
    body = PyDateTime_TimeZone(Py_NewRef(offset), None if name is None else Py_NewRef(name))
    return alloc(PyDateTime_TimeZoneType, PyDateTime_TimeZoneType, body)


def is_offset(op: PyObject) -> bool:
    """Whether a timedelta is shorter than a day, to either side."""
    days, seconds, microseconds = delta_fields(op)
    return days == 0 or (days == -1 and (seconds != 0 or microseconds >= 1))


def new_timezone(offset: PyObject, name: PyObject | None) -> Any:
    """A timezone; the offset is a timedelta, the name a str or NULL."""
    if name is None and not delta_bool(offset):
        return Py_NewRef(utc_timezone)
    if not is_offset(offset):
        return _bad_offset(offset)
    return create_timezone(offset, name)


def _bad_offset(offset: PyObject) -> Any:
    shown = PyObject_Repr(offset)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value
    Py_DECREF(shown)
    raise PyErr_Format(
        PyExc_ValueError,
        "offset must be a timedelta strictly between -timedelta(hours=24) and "
        f"timedelta(hours=24), not {text}.")


utc_timezone = _Py_SetImmortal(
    PyObject(PyDateTime_TimeZoneType, PyDateTime_TimeZone(zero_delta, None)))
