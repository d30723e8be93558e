"""The clocks of the time module. Part of Modules/timemodule.c.

All of them read the virtual time. The clock of the calendar can be set by the program, for itself.
"""

from __future__ import annotations

from typing import Any

from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_object import (
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyFloat_Type,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pycore_state import (
    _PyInterpreterState_GET,
    _PyRuntime,
    _PyThread_CpuTime,
    _PyTime_Now,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)

#: What the calendar says when a program starts, in seconds since 1970: the release of CPython 3.13.0.
START = 1728259200
#: Clocks by the kernel's numbers.
CLOCKS = {"CLOCK_REALTIME": 0, "CLOCK_MONOTONIC": 1, "CLOCK_PROCESS_CPUTIME_ID": 2,
          "CLOCK_THREAD_CPUTIME_ID": 3, "CLOCK_MONOTONIC_RAW": 4, "CLOCK_BOOTTIME": 7, "CLOCK_TAI": 11}
_EINVAL, _ESRCH = 22, 3
#: The kernel's number of a thread's clock: the complement of the thread's, and what kind of clock it is.
_THREAD_CLOCK = 6


def realtime() -> int:
    """Microseconds since 1970."""
    return START * 1_000_000 + _PyTime_Now() + _PyInterpreterState_GET().realtime_offset


def process_time() -> int:
    """Microseconds in which some thread ran."""
    return _PyTime_Now() - _PyRuntime.idle


def thread_time() -> int:
    """Microseconds in which the running thread ran."""
    return _PyThread_CpuTime(_PyRuntime.tstate_current)


def _of_thread(clk_id: int) -> int | None:
    """What the clock of a thread says, if it is one of a thread that is alive."""
    for tstate in _PyInterpreterState_GET().threads:
        if clk_id == _clock_of(tstate.thread_id):
            return _PyThread_CpuTime(tstate)
    return None


def _clock_of(ident: int) -> int:
    return ~(ident & 0xFFFFFFF) << 3 | _THREAD_CLOCK


def _read(clk_id: int) -> int:
    """Microseconds of a clock."""
    if clk_id in (0, 11):
        return realtime()
    if clk_id in (1, 4, 7):
        return _PyTime_Now()
    if clk_id == 2:
        return process_time()
    now = thread_time() if clk_id == 3 else _of_thread(clk_id)
    if now is None:
        raise PyErr_SetFromErrno(_EINVAL)
    return now


def clockid(op: PyObject) -> Any:
    """The number of a clock; only an int will do (_PyTime's time_clockid_converter)."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"clk_id should be integer, not {op.ob_type.value.tp_name}")
    return c_int(op)


def float_seconds(microseconds: int) -> PyObject:
    """A guest float of seconds."""
    return PyObject(PyFloat_Type, microseconds / 1e6)


@converted(clockid)
def time_clock_gettime(module: PyObject, clk_id: int) -> PyObject:
    """``clock_gettime(clk_id)``"""
    return float_seconds(_read(clk_id))


@converted(clockid)
def time_clock_gettime_ns(module: PyObject, clk_id: int) -> PyObject:
    """``clock_gettime_ns(clk_id)``"""
    return PyLong_FromLong(_read(clk_id) * 1000)


@converted(clockid)
def time_clock_getres(module: PyObject, clk_id: int) -> PyObject:
    """``clock_getres(clk_id)``"""
    _read(clk_id)
    return PyObject(PyFloat_Type, 1e-09)


def _set(clk_id: int, microseconds: int) -> PyObject:
    if clk_id != 0:
        raise PyErr_SetFromErrno(_EINVAL)
    _PyInterpreterState_GET().realtime_offset += microseconds - realtime()
    return Py_None


@converted(c_int, None)
def time_clock_settime(module: PyObject, clk_id: int, seconds: PyObject) -> PyObject:
    """``clock_settime(clk_id, time)``"""
    return _set(clk_id, microseconds_of(seconds))


@converted(c_int, None)
def time_clock_settime_ns(module: PyObject, clk_id: int, nanoseconds: PyObject) -> PyObject:
    """``clock_settime_ns(clk_id, time)``"""
    if not nanoseconds.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"expect int, got {nanoseconds.ob_type.value.tp_name:.200}")
    value = int(nanoseconds.value)
    if not -(1 << 63) <= value < 1 << 63:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C PyTime_t")
    return _set(clk_id, value // 1000)


def microseconds_of(secs: PyObject) -> int:
    """A duration as `_PyTime_FromSecondsObject` reads it, rounded up."""
    if secs.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        value = int(secs.value)
        if not -(1 << 63) <= value * 10**9 < 1 << 63:
            raise PyErr_Format(
                PyExc_OverflowError, "timestamp too large to convert to C PyTime_t")
        return value * 1_000_000
    if PyObject_TypeCheck(secs, PyFloat_Type):
        seconds = float(secs.value)
        if seconds != seconds:
            raise PyErr_Format(PyExc_ValueError, "Invalid value NaN (not a number)")
        if not -9.223372036854775e9 <= seconds <= 9.223372036854775e9:
            raise PyErr_Format(
                PyExc_OverflowError, "timestamp out of range for platform time_t")
        return -int(-seconds * 1e6 // 1)
    raise PyErr_Format(
        PyExc_TypeError,
        f"'{secs.ob_type.value.tp_name}' object cannot be interpreted as an integer")


def time_pthread_getcpuclockid(module: PyObject, ident: PyObject) -> PyObject:
    """``pthread_getcpuclockid(thread_id)``"""
    if not ident.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    clk_id = _clock_of(int(ident.value))
    if _of_thread(clk_id) is None:
        raise PyErr_SetFromErrno(_ESRCH)
    return PyLong_FromLong(clk_id)


def _clock(name: str, read: Any) -> tuple:
    """The rows of a clock, in seconds and in nanoseconds."""

    def seconds(module: PyObject) -> PyObject:
        return float_seconds(read())

    def nanoseconds(module: PyObject) -> PyObject:
        return PyLong_FromLong(read() * 1000)

    seconds.__name__, nanoseconds.__name__ = f"time_{name}", f"time_{name}_ns"
    return (PyMethodDef(name, seconds, "($module, /)"),
            PyMethodDef(f"{name}_ns", nanoseconds, "($module, /)"))


clock_methods = (
    *_clock("time", realtime),
    *_clock("monotonic", _PyTime_Now),
    *_clock("perf_counter", _PyTime_Now),
    *_clock("process_time", process_time),
    *_clock("thread_time", thread_time),
    PyMethodDef("clock_gettime", time_clock_gettime, "($module, clk_id, /)"),
    PyMethodDef("clock_gettime_ns", time_clock_gettime_ns, "($module, clk_id, /)"),
    PyMethodDef("clock_getres", time_clock_getres, "($module, clk_id, /)"),
    PyMethodDef("clock_settime", time_clock_settime, "($module, clk_id, time, /)"),
    PyMethodDef("clock_settime_ns", time_clock_settime_ns, "($module, clk_id, time, /)"),
    PyMethodDef("pthread_getcpuclockid", time_pthread_getcpuclockid, "($module, thread_id, /)"),
)
