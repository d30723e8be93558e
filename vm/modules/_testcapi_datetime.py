"""Functions of _testcapi that make and read dates and times by the C interface. Models Modules/_testcapi/datetime.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules import _datetimemodule
from vm.modules._datetime_date import date_fromtimestamp
from vm.modules._datetime_local import datetime_fromtimestamp
from vm.modules._datetime_types import (
    PyDateTime_DateTimeType,
    PyDateTime_DateType,
    PyDateTime_DeltaType,
    PyDateTime_TimeType,
    PyDateTime_TZInfoType,
    delta_fields,
    new_date_ex,
    new_datetime_ex2,
    new_delta,
    new_time_ex2,
    new_timezone,
    tzinfo_of,
    utc_timezone,
)
from vm.objects.getargs import boolean, converted, int_unit
from vm.objects.methoddef import PyMethodDef
from vm.objects.modsupport import Py_BuildValue
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_True,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString

assert PyDateTime_TZInfoType in _datetimemodule.capi_types  # it has readied them


def _check(name: str, type_op: PyObject) -> PyMethodDef:
    """A row for Py..._Check and Py..._CheckExact of a type."""

    @converted(None, boolean)
    def check(module: PyObject, obj: PyObject, exact: bool | None) -> PyObject:
        found = obj.ob_type is type_op if exact else PyObject_TypeCheck(obj, type_op)
        return Py_True if found else Py_False

    return PyMethodDef(name, check, "($module, obj, exact=False, /)")


def _maker(name: str, fields: str, make: Callable[..., PyObject]) -> PyMethodDef:
    """A row for a constructor; the first argument says whether C calls it by a macro."""
    names = fields.split()
    convert = converted(boolean, *[int_unit] * len(names))
    native = convert(lambda module, macro, *numbers: make(*numbers))
    return PyMethodDef(name, native, f"($module, macro, {', '.join(names)}, /)")


def make_timezones_capi(module: PyObject) -> PyObject:
    """Three times UTC-5: twice with a name, once without."""
    offset, name = new_delta(0, -18000, 0, True), PyUnicode_FromString("EST")
    zones = (new_timezone(offset, name), new_timezone(offset, name), new_timezone(offset, None))
    Py_DECREF(offset)
    Py_DECREF(name)
    return PyTuple_New(zones)


def get_timezones_offset_zero(module: PyObject) -> PyObject:
    """Twice UTC, and a timezone of the same offset with a name."""
    offset = new_delta(0, 0, 0, True)
    name = PyUnicode_FromString("")
    zones = (new_timezone(offset, None), new_timezone(offset, None), new_timezone(offset, name))
    Py_DECREF(offset)
    return PyTuple_New(zones)


@converted(boolean)
def get_timezone_utc_capi(module: PyObject, macro: bool | None) -> PyObject:
    """``PyDateTime_TimeZone_UTC``"""
    return Py_NewRef(utc_timezone)


@converted(None, boolean)
def get_date_fromtimestamp(module: PyObject, timestamp: PyObject, macro: bool | None) -> Any:
    """``PyDate_FromTimestamp((timestamp,))``"""
    return date_fromtimestamp(PyDateTime_DateType, timestamp)


@converted(None, None, boolean, boolean)
def get_datetime_fromtimestamp(
    module: PyObject, timestamp: PyObject, tzinfo: PyObject, usetz: bool | None, macro: bool | None
) -> Any:
    """``PyDateTime_FromTimestamp((timestamp[, tzinfo]))``"""
    return datetime_fromtimestamp(PyDateTime_DateTimeType, timestamp, tzinfo if usetz else None)


def _expect(obj: PyObject, type_op: PyObject) -> None:
    """TypeError for an object that has no such fields; C reads them all the same."""
    if not PyObject_TypeCheck(obj, type_op):
        raise PyErr_Format(PyExc_TypeError, f"expected {type_op.value.tp_name}")


def test_PyDateTime_GET(module: PyObject, obj: PyObject) -> PyObject:
    """Year, month, day."""
    _expect(obj, PyDateTime_DateType)
    return Py_BuildValue(tuple(obj.value.data[:3]))


def test_PyDateTime_DATE_GET(module: PyObject, obj: PyObject) -> PyObject:
    """Hour, minute, second, microsecond and tzinfo of a datetime."""
    _expect(obj, PyDateTime_DateTimeType)
    return Py_BuildValue((*obj.value.data[3:], tzinfo_of(obj)))


def test_PyDateTime_TIME_GET(module: PyObject, obj: PyObject) -> PyObject:
    """Hour, minute, second, microsecond and tzinfo of a time."""
    _expect(obj, PyDateTime_TimeType)
    return Py_BuildValue((*obj.value.data, tzinfo_of(obj)))


def test_PyDateTime_DELTA_GET(module: PyObject, obj: PyObject) -> PyObject:
    """Days, seconds, microseconds."""
    _expect(obj, PyDateTime_DeltaType)
    return Py_BuildValue(delta_fields(obj))


def test_datetime_capi(module: PyObject) -> PyObject:
    """The interface can be had: it always can here."""
    return Py_None


datetime_methods = (
    PyMethodDef("PyDateTime_DATE_GET", test_PyDateTime_DATE_GET, "($module, obj, /)"),
    PyMethodDef("PyDateTime_DELTA_GET", test_PyDateTime_DELTA_GET, "($module, obj, /)"),
    PyMethodDef("PyDateTime_GET", test_PyDateTime_GET, "($module, obj, /)"),
    PyMethodDef("PyDateTime_TIME_GET", test_PyDateTime_TIME_GET, "($module, obj, /)"),
    _check("datetime_check_date", PyDateTime_DateType),
    _check("datetime_check_datetime", PyDateTime_DateTimeType),
    _check("datetime_check_delta", PyDateTime_DeltaType),
    _check("datetime_check_time", PyDateTime_TimeType),
    _check("datetime_check_tzinfo", PyDateTime_TZInfoType),
    _maker("get_date_fromdate", "year month day",
           lambda *data: new_date_ex(data, PyDateTime_DateType)),
    PyMethodDef("get_date_fromtimestamp", get_date_fromtimestamp, "($module, ts, macro=False, /)"),
    _maker("get_datetime_fromdateandtime", "year month day hour minute second microsecond",
           lambda *data: new_datetime_ex2(data, Py_None, 0, PyDateTime_DateTimeType)),
    _maker("get_datetime_fromdateandtimeandfold", "year month day hour minute second microsecond fold",
           lambda *data: new_datetime_ex2(data[:7], Py_None, data[7], PyDateTime_DateTimeType)),
    PyMethodDef("get_datetime_fromtimestamp", get_datetime_fromtimestamp,
                "($module, ts, tzinfo, usetz=False, macro=False, /)"),
    _maker("get_delta_fromdsu", "days seconds microseconds",
           lambda days, seconds, us: new_delta(days, seconds, us, True)),
    _maker("get_time_fromtime", "hour minute second microsecond",
           lambda *data: new_time_ex2(data, Py_None, 0, PyDateTime_TimeType)),
    _maker("get_time_fromtimeandfold", "hour minute second microsecond fold",
           lambda *data: new_time_ex2(data[:4], Py_None, data[4], PyDateTime_TimeType)),
    PyMethodDef("get_timezone_utc_capi", get_timezone_utc_capi, "($module, macro=False, /)"),
    PyMethodDef("get_timezones_offset_zero", get_timezones_offset_zero, "($module, /)"),
    PyMethodDef("make_timezones_capi", make_timezones_capi, "($module, /)"),
    PyMethodDef("test_datetime_capi", test_datetime_capi, "($module, /)"),
)
