"""Times of the system for _datetime: what it uses of Python/pytime.c and the C library. The clock is the VM's."""

from __future__ import annotations

import time as host_time
from collections.abc import Callable
from math import floor, isnan, modf
from typing import Any

from vm.modules.timemodule_zone import Kind, Zone, find_zone
from vm.objects.abstract_number import PyNumber_Index
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyErr,
    PyFloat_Type,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_ValueError

_EOVERFLOW = 75
_TIME_T = 1 << 63


def pytime_time_t_overflow() -> PyErr:
    """The host exception for a number that is no time."""
    return PyErr_Format(PyExc_OverflowError, "timestamp out of range for platform time_t")


def _fit(n: int) -> int:
    if not -_TIME_T <= n < _TIME_T:
        raise pytime_time_t_overflow()
    return n


def _PyLong_AsTime_t(op: PyObject, finish: Callable[[int], Any]) -> Any:
    """``finish(seconds)`` for an integer; pending if ``__index__`` must be asked."""
    if op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return finish(_fit(int(op.value)))
    return _index_as_time_t(op, finish)


def _index_as_time_t(op: PyObject, finish: Callable[[int], Any]) -> Any:
    index = PyNumber_Index(op)
    if type(index) in PENDING:
        index = yield index
    value = int(index.value)
    Py_DECREF(index)
    return finish(_fit(value))


def _float_of(op: PyObject) -> float | None:
    """The value of a float, which must be a number; None for other objects."""
    if not PyObject_TypeCheck(op, PyFloat_Type):
        return None
    if isnan(op.value):
        raise PyErr_Format(PyExc_ValueError, "Invalid value NaN (not a number)")
    return float(op.value)


def _PyTime_ObjectToTime_t(op: PyObject) -> Any:
    """Whole seconds, rounded down; or pending."""
    value = _float_of(op)
    if value is None:
        return _PyLong_AsTime_t(op, int)
    if not -float(_TIME_T) <= value < float(_TIME_T):
        raise pytime_time_t_overflow()
    return floor(value)


def _PyTime_ObjectToTimeval(op: PyObject) -> Any:
    """(seconds, microseconds), rounded to the nearest microsecond, a half to the even one; or pending."""
    value = _float_of(op)
    if value is None:
        return _PyLong_AsTime_t(op, lambda seconds: (seconds, 0))
    fraction, whole = modf(value)
    microseconds = round(fraction * 1e6)
    if microseconds >= 1_000_000:
        microseconds -= 1_000_000
        whole += 1.0
    elif microseconds < 0:
        microseconds += 1_000_000
        whole -= 1.0
    if not -float(_TIME_T) <= whole < float(_TIME_T):
        raise pytime_time_t_overflow()
    return int(whole), microseconds


def _PyTime_gmtime(seconds: int) -> tuple[int, ...]:
    """(year, month, day, hour, minute, second) in UTC; OSError beyond the C library's calendar."""
    try:
        return tuple(host_time.gmtime(seconds))[:6]
    except (OverflowError, OSError, ValueError):
        raise PyErr_SetFromErrno(_EOVERFLOW) from None


def _kind_at(seconds: int) -> Kind:
    """What holds at a time in the zone that the C library has found in $TZ."""
    interp: Any = _PyInterpreterState_GET()
    zone: Zone | None = interp.modules_by_index.get("time")
    if zone is None:  # nobody has imported time
        zone = find_zone(interp.files.environ.get("TZ"), interp.files)
    return zone.at(seconds)


def _PyTime_localtime(seconds: int) -> tuple[tuple[int, ...], Kind]:
    """The same in local time, and the offset and name of the zone."""
    try:
        kind = _kind_at(seconds)
    except (OverflowError, OSError, ValueError):
        raise PyErr_SetFromErrno(_EOVERFLOW) from None
    return _PyTime_gmtime(seconds + kind.offset), kind
