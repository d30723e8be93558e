"""The time module, on the VM's virtual clock. Models Modules/timemodule.c.

The clock is `_PyRuntime.now`, in microseconds: it moves as the program runs and jumps over sleeps, so that a
program behaves the same in every run. The guest lives in UTC, unless $TZ names another zone.
"""

from __future__ import annotations

import time as host_time
from math import floor, inf
from typing import Any

from vm.modules.timemodule_clocks import CLOCKS, clock_methods, microseconds_of, realtime
from vm.modules.timemodule_zone import Kind, Zone, find_zone
from vm.objects.abstract_number import PyNumber_Index
from vm.objects.bridge import PY_SSIZE_T_MAX, host_error
from vm.objects.call import PyObject_Vectorcall
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.getargs import unicode_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.namespaceobject import _PyNamespace_New
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    EINTR,
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyFloat_Type,
    PyObject,
    PyObject_TypeCheck,
    PyUnicode_Type,
)
from vm.objects.pycore_state import _PyRuntime, _PyTime_Now
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyimport import _PyImport_GetModuleAttrString
from vm.objects.structseq import (
    PyStructSequence_New,
    PyStructSequence_NewType,
    structseq_field,
)
from vm.objects.tupleobject import PyTuple_New
from vm.python.signals import wait_or_signal

_FIELDS = (
    "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
    "tm_zone", "tm_gmtoff",
)
StructTimeType = PyStructSequence_NewType("time.struct_time", _FIELDS, 9)


def _float(value: float) -> PyObject:
    return PyObject(PyFloat_Type, value)


def _text(value: str) -> PyObject:
    return PyObject(PyUnicode_Type, value)


# ---- sleeping

def timeout_argument(op: PyObject) -> Any:
    """Seconds as microseconds, rounded up (a generator)."""
    if _has_index(op):
        return (yield _with_index(lambda _, index: microseconds_of(index), op, op))
    return microseconds_of(op)


def time_sleep(module: PyObject, secs: PyObject) -> Any:
    """``time.sleep(secs)``; a generator: parks the thread."""
    if _has_index(secs):
        duration = yield _with_index(lambda _, index: microseconds_of(index), module, secs)
    else:
        duration = microseconds_of(secs)
    if duration < 0:
        raise PyErr_Format(PyExc_ValueError, "sleep length must be non-negative")
    deadline = _PyTime_Now() + duration
    while (yield wait_or_signal(Park("sleep", None, deadline))) is EINTR:
        pass
    return Py_None


# ---- the calendar

def make_struct_time(fields: Any, zone: str, offset: int = 0) -> PyObject:
    """A struct_time of nine host ints."""
    values = [PyLong_FromLong(n) for n in fields]
    return PyStructSequence_New(StructTimeType, values + [_text(zone), PyLong_FromLong(offset)])


def _zone() -> Zone:
    """The zone that tzset() has found last."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    return interp.modules_by_index["time"]


def time_tzset(module: PyObject) -> PyObject:
    """``time.tzset()``"""
    init_timezone(module)
    return Py_None


def init_timezone(module: PyObject) -> None:
    """Look up the zone that $TZ names now, and set timezone, altzone, daylight and tzname."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    zone = find_zone(interp.files.environ.get("TZ"), interp.files)
    interp.modules_by_index["time"] = zone
    standard, summer, names = zone.summary(realtime() // 1_000_000)
    for name, op in (
        ("timezone", PyLong_FromLong(standard)),
        ("altzone", PyLong_FromLong(summer)),
        ("daylight", PyLong_FromLong(standard != summer)),
        ("tzname", PyTuple_New(tuple(map(_text, names)))),
    ):
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)


def _seconds(secs: PyObject | None) -> int:
    """An optional timestamp as whole seconds, rounded down; now by default."""
    if secs is None or secs is Py_None:
        return realtime() // 1_000_000
    if secs.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        n = int(secs.value)
    elif PyObject_TypeCheck(secs, PyFloat_Type):
        if secs.value != secs.value:
            raise PyErr_Format(PyExc_ValueError, "Invalid value NaN (not a number)")
        n = PY_SSIZE_T_MAX + 1 if secs.value in (inf, -inf) else floor(secs.value)
    else:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{secs.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    if not -PY_SSIZE_T_MAX - 1 <= n <= PY_SSIZE_T_MAX:
        raise PyErr_Format(PyExc_OverflowError, "timestamp out of range for platform time_t")
    return n


def _has_index(op: PyObject) -> bool:
    """Whether the object is no number of a built-in type, but stands for an int."""
    tp = op.ob_type.value
    return tp.nb_index is not None and not tp.tp_flags & Py_TPFLAGS_LONG_SUBCLASS


def _with_index(native: Any, module: PyObject, op: PyObject) -> Any:
    """Call a plain function with the int that an object stands for (a generator)."""
    index = PyNumber_Index(op)
    if type(index) in PENDING:
        index = yield index
    try:
        return native(module, index)
    finally:
        Py_DECREF(index)


def _optional_argument(name: str, native: Any) -> PyMethodDef:
    """A row for a function of at most one argument, which counts them as PyArg_ParseTuple does."""

    def call(module: PyObject, args: list, kwnames: tuple) -> Any:
        if kwnames:
            raise PyErr_Format(PyExc_TypeError, f"time.{name}() takes no keyword arguments")
        if len(args) > 1:
            raise PyErr_Format(
                PyExc_TypeError, f"{name}() takes at most 1 argument ({len(args)} given)")
        if args and _has_index(args[0]):
            return _with_index(native, module, args[0])
        return native(module, args[0] if args else None)

    return PyMethodDef(name, call, "($module, seconds=None, /)", raw=True)


def time_gmtime(module: PyObject, secs: PyObject | None) -> PyObject:
    """``time.gmtime([secs])``."""
    return make_struct_time(tuple(_host(host_time.gmtime, _seconds(secs)))[:9], "GMT")


def time_localtime(module: PyObject, secs: PyObject | None) -> PyObject:
    """``time.localtime([secs])``."""
    when = _seconds(secs)
    kind = _zone().at(when)
    return make_struct_time(_local_fields(when, kind), kind.name, kind.offset)


def _local_fields(when: int, kind: Kind) -> tuple[int, ...]:
    return (*_host(host_time.gmtime, when + kind.offset)[:8], int(kind.isdst))


def _fields(op: PyObject | None, name: str) -> Any:
    """The nine fields of a struct_time or tuple; the current time by default."""
    if op is None:
        now = _seconds(None)
        return _local_fields(now, _zone().at(now))
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "Tuple or struct_time argument required")
    values = []
    if len(op.value) != 9:
        raise PyErr_Format(PyExc_TypeError, f"{name}(): illegal time tuple argument")
    for item in op.value:
        if not item.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"'{item.ob_type.value.tp_name}' object cannot be interpreted as an integer")
        if not -1 << 31 <= item.value < 1 << 31:
            raise PyErr_Format(
                PyExc_OverflowError,
                f"signed integer is {'greater than max' if item.value > 0 else 'less than min'}imum")
        values.append(int(item.value))
    return tuple(values)


def _host(function: Any, *args: Any) -> Any:
    try:
        return function(*args)
    except (ValueError, OverflowError, OSError) as err:
        raise _time_error(err) from None


def _time_error(err: Exception) -> Any:
    """The guest's exception; a time that the host's C library cannot represent is an OSError."""
    if not isinstance(err, OSError):
        return host_error(err)
    return PyErr_SetFromErrno(err.errno or 0)


def time_strftime(module: PyObject, fmt: PyObject, when: PyObject | None) -> PyObject:
    """``time.strftime(format[, tuple])``."""
    if not isinstance(fmt.value, str):
        given = "None" if fmt is Py_None else fmt.ob_type.value.tp_name
        raise PyErr_Format(
            PyExc_TypeError, f"strftime() argument 1 must be str, not {given}")
    fields = _fields(when, "strftime")
    name, offset = _zone_of(when, fields[8])
    if len(fmt.value) > 10_000:
        raise PyErr_Format(PyExc_ValueError, "format string too long")
    moment = _host(host_time.struct_time, (*fields, name, offset))
    return _text(_host(host_time.strftime, fmt.value, moment))


def _zone_of(when: PyObject | None, isdst: int) -> tuple[str, int]:
    """The name of the zone and the seconds east that a struct_time has, or is taken to have."""
    if when is None:
        kind = _zone().at(_seconds(None))
        return kind.name, kind.offset
    zone = offset = None
    if when.ob_type is StructTimeType:
        zone, offset = structseq_field(when, 9), structseq_field(when, 10)
    name = zone.value if zone is not None and type(zone.value) is str else ""
    if not name and isdst >= 0:
        name = _zone().summary(_seconds(None))[2][isdst > 0]
    east = offset.value if offset is not None and type(offset.value) is int else 0
    return name, east


def time_asctime(module: PyObject, when: PyObject | None) -> PyObject:
    """``time.asctime([tuple])``."""
    return _text(_host(host_time.asctime, _fields(when, "asctime")))


def time_ctime(module: PyObject, secs: PyObject | None) -> PyObject:
    """``time.ctime([secs])``."""
    when = _seconds(secs)
    return _text(_host(host_time.asctime, _local_fields(when, _zone().at(when))))


def time_mktime(module: PyObject, when: PyObject) -> PyObject:
    """``time.mktime(tuple)``"""
    fields = _fields(when, "mktime")
    if not 1 <= fields[0] <= 9999:
        raise PyErr_Format(PyExc_OverflowError, "mktime argument out of range")
    return _float(float(_host(_zone().mktime, fields)))


_CLOCKS = {
    "time": ("clock_gettime(CLOCK_REALTIME)", False, True),
    "monotonic": ("clock_gettime(CLOCK_MONOTONIC)", True, False),
    "perf_counter": ("clock_gettime(CLOCK_MONOTONIC)", True, False),
    "process_time": ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", True, False),
    "thread_time": ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", True, False),
}


def time_strptime(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``time.strptime(string[, format])``: the library's (a generator)."""
    function = yield _PyImport_GetModuleAttrString("_strptime", "_strptime_time")
    try:
        res = PyObject_Vectorcall(function, args, kwnames)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(function)


def time_get_clock_info(module: PyObject, name: PyObject) -> PyObject:
    """``time.get_clock_info(name)``."""
    found = _CLOCKS.get(unicode_arg(name, "get_clock_info", "argument 1"))
    if found is None:
        raise PyErr_Format(PyExc_ValueError, "unknown clock")
    implementation, monotonic, adjustable = found
    ns = PyDict_New()
    for key, op in (
        ("implementation", _text(implementation)),
        ("monotonic", Py_True if monotonic else Py_False),
        ("adjustable", Py_True if adjustable else Py_False),
        ("resolution", _float(1e-09)),
    ):
        PyDict_SetItemString(ns, key, op)
        Py_DECREF(op)
    res = _PyNamespace_New(ns)
    Py_DECREF(ns)
    return res


time_methods = (
    *clock_methods,
    PyMethodDef("sleep", time_sleep, "($module, seconds, /)"),
    _optional_argument("gmtime", time_gmtime),
    _optional_argument("localtime", time_localtime),
    PyMethodDef("strftime", time_strftime, "($module, format, t=None, /)"),
    PyMethodDef("asctime", time_asctime, "($module, t=None, /)"),
    _optional_argument("ctime", time_ctime),
    PyMethodDef("mktime", time_mktime, "($module, t, /)"),
    PyMethodDef("tzset", time_tzset, "($module, /)"),
    PyMethodDef("strptime", time_strptime, raw=True),
    PyMethodDef("get_clock_info", time_get_clock_info, "($module, name, /)"),
)


def PyInit_time() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("time", time_methods)
    for name, op in (
        ("struct_time", StructTimeType),
        ("_STRUCT_TM_ITEMS", PyLong_FromLong(len(_FIELDS))),
        *((name, PyLong_FromLong(number)) for name, number in CLOCKS.items()),
    ):
        PyModule_AddObjectRef(module, name, op)
        if op is not StructTimeType:
            Py_DECREF(op)
    init_timezone(module)
    return module


