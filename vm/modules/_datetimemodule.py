"""The _datetime module: dates, times, their differences and time zones. Models Modules/_datetimemodule.c.

The parts: `_datetime_math` (calendar, ISO 8601), `_datetime_args` (arguments), `_datetime_types` (types and
constructors), `_datetime_tzcall` (calls of tzinfo objects, strftime), `_datetime_pytime` (clock and zone), then a file
or two a type.
"""

from __future__ import annotations

from vm.modules import (
    _datetime_date,
    _datetime_delta,
    _datetime_local,
    _datetime_time,
    _datetime_tzinfo,
)
from vm.modules._datetime_math import MAX_DELTA_DAYS, MAXYEAR, MINYEAR
from vm.modules._datetime_types import (
    PyDateTime_DateTimeType,
    PyDateTime_DateType,
    PyDateTime_DeltaType,
    PyDateTime_TimeType,
    PyDateTime_TimeZoneType,
    PyDateTime_TZInfoType,
    create_timezone,
    new_date_ex,
    new_datetime_ex2,
    new_delta,
    new_time_ex2,
    utc_timezone,
)
from vm.objects.capsule import PyCapsule_New
from vm.objects.dictobject import PyDict_SetItemString
from vm.objects.fields import unvisited
from vm.objects.longobject import PyLong_FromLong
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_gc import PyObject_GC_UnTrack
from vm.objects.pycore_object import Py_DECREF, Py_None, PyObject
from vm.objects.typeobject_ready import PyType_Ready

#: The types in the order of the module's dict; their files have filled the slots.
capi_types = {
    PyDateTime_DateType: _datetime_date, PyDateTime_DateTimeType: _datetime_local,
    PyDateTime_TimeType: _datetime_time, PyDateTime_DeltaType: _datetime_delta,
    PyDateTime_TZInfoType: _datetime_tzinfo, PyDateTime_TimeZoneType: _datetime_tzinfo,
}


for _type in (PyDateTime_TimeType, PyDateTime_DateTimeType):  # they are no containers
    unvisited[_type] = lambda op: (op.value.tzinfo,)
unvisited[PyDateTime_TimeZoneType] = lambda op: (op.value.offset, op.value.name)


def create_timezone_from_delta(days: int, seconds: int, microseconds: int, normalize: bool) -> PyObject:
    """A timezone, its offset unchecked."""
    delta = new_delta(days, seconds, microseconds, normalize)
    tz = create_timezone(delta, None)
    Py_DECREF(delta)
    return tz


def _add(type_op: PyObject, **values: PyObject) -> None:
    """Put values, whose references are taken over, into a type's dict."""
    for name, op in values.items():
        PyDict_SetItemString(type_op.value.tp_dict, name, op)
        Py_DECREF(op)


def init_static_types() -> None:
    """Ready the types and give them their constants, once a process."""
    for type_op in capi_types:
        PyType_Ready(type_op)
        PyObject_GC_UnTrack(type_op.value.tp_dict)
    _add(PyDateTime_DeltaType,
         resolution=new_delta(0, 0, 1, False),
         min=new_delta(-MAX_DELTA_DAYS, 0, 0, False),
         max=new_delta(MAX_DELTA_DAYS, 24 * 3600 - 1, 999999, False))
    _add(PyDateTime_DateType,
         min=new_date_ex((1, 1, 1), PyDateTime_DateType),
         max=new_date_ex((MAXYEAR, 12, 31), PyDateTime_DateType),
         resolution=new_delta(1, 0, 0, False))
    _add(PyDateTime_TimeType,
         min=new_time_ex2((0, 0, 0, 0), Py_None, 0, PyDateTime_TimeType),
         max=new_time_ex2((23, 59, 59, 999999), Py_None, 0, PyDateTime_TimeType),
         resolution=new_delta(0, 0, 1, False))
    first, last = (1, 1, 1, 0, 0, 0, 0), (MAXYEAR, 12, 31, 23, 59, 59, 999999)
    _add(PyDateTime_DateTimeType,
         min=new_datetime_ex2(first, Py_None, 0, PyDateTime_DateTimeType),
         max=new_datetime_ex2(last, Py_None, 0, PyDateTime_DateTimeType),
         resolution=new_delta(0, 0, 1, False))
    PyDict_SetItemString(PyDateTime_TimeZoneType.value.tp_dict, "utc", utc_timezone)
    _add(PyDateTime_TimeZoneType,
         min=create_timezone_from_delta(-1, 60, 0, True),
         max=create_timezone_from_delta(0, (23 * 60 + 59) * 60, 0, False))


init_static_types()


def PyInit__datetime() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_datetime", ())
    for type_op in capi_types:
        PyModule_AddObjectRef(module, type_op.value.tp_name.rpartition(".")[2], type_op)
    for name, number in (("MINYEAR", MINYEAR), ("MAXYEAR", MAXYEAR)):
        op = PyLong_FromLong(number)
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    PyModule_AddObjectRef(module, "UTC", utc_timezone)
    capsule = PyCapsule_New("datetime.datetime_CAPI")
    PyModule_AddObjectRef(module, "datetime_CAPI", capsule)
    Py_DECREF(capsule)
    return module
