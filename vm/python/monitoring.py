"""The namespace sys.monitoring. Models the module in Python/instrumentation.c."""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.namespaceobject import _PyNamespace_New
from vm.objects.pyaudit import sys_audit_tuple
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyCode_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.python.instrumentation import (
    _PY_MONITORING_EVENTS,
    _PY_MONITORING_LOCAL_EVENTS,
    PY_MONITORING_EVENT_C_RAISE,
    PY_MONITORING_EVENT_C_RETURN,
    PY_MONITORING_EVENT_CALL,
    PY_MONITORING_SYS_PROFILE_ID,
    _PyInstrumentation_DISABLE,
    _PyInstrumentation_MISSING,
    _PyMonitoring_RegisterCallback,
    _PyMonitoring_SetEvents,
    _PyMonitoring_SetLocalEvents,
    event_names,
    get_events,
    restart_events,
)

C_RETURN_EVENTS = 1 << PY_MONITORING_EVENT_C_RETURN | 1 << PY_MONITORING_EVENT_C_RAISE
C_CALL_EVENTS = C_RETURN_EVENTS | 1 << PY_MONITORING_EVENT_CALL


def _check_valid_tool(tool_id: int) -> None:
    if tool_id < 0 or tool_id >= PY_MONITORING_SYS_PROFILE_ID:
        raise PyErr_Format(
            PyExc_ValueError, f"invalid tool {tool_id} (must be between 0 and 5)")


def _check_call_events(event_set: int) -> int:
    """The set without the events that go with CALL; ValueError if they are asked for without it."""
    if event_set & C_RETURN_EVENTS and event_set & C_CALL_EVENTS != C_CALL_EVENTS:
        raise PyErr_Format(PyExc_ValueError, "cannot set C_RETURN or C_RAISE events independently")
    return event_set & ~C_RETURN_EVENTS


def monitoring_use_tool_id(module: PyObject, tool_id: int, name: PyObject) -> PyObject:
    """``use_tool_id(tool_id, name)``"""
    _check_valid_tool(tool_id)
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_ValueError, "tool name must be a str")
    names = _PyInterpreterState_GET().monitoring.tool_names
    if names[tool_id] is not None:
        raise PyErr_Format(PyExc_ValueError, f"tool {tool_id} is already in use")
    name.ob_refcnt += 1
    names[tool_id] = name
    return Py_None


def monitoring_free_tool_id(module: PyObject, tool_id: int) -> PyObject:
    """``free_tool_id(tool_id)``"""
    _check_valid_tool(tool_id)
    names = _PyInterpreterState_GET().monitoring.tool_names
    old, names[tool_id] = names[tool_id], None
    Py_XDECREF(old)
    return Py_None


def monitoring_get_tool(module: PyObject, tool_id: int) -> PyObject:
    """``get_tool(tool_id)``"""
    _check_valid_tool(tool_id)
    name = _PyInterpreterState_GET().monitoring.tool_names[tool_id]
    if name is None:
        return Py_None
    name.ob_refcnt += 1
    return name


def monitoring_register_callback(
    module: PyObject, tool_id: int, event: int, func: PyObject
) -> Any:
    """``register_callback(tool_id, event, func)`` (native frame)."""
    _check_valid_tool(tool_id)
    if (event & 0xFFFFFFFF).bit_count() != 1:
        raise PyErr_Format(
            PyExc_ValueError, "The callback can only be set for one event at a time")
    event_id = (event & 0xFFFFFFFF).bit_length() - 1
    if event_id >= _PY_MONITORING_EVENTS:
        raise PyErr_Format(PyExc_ValueError, f"invalid event {event}")
    yield sys_audit_tuple("sys.monitoring.register_callback", [func])
    if func is not Py_None:
        func.ob_refcnt += 1
    old = _PyMonitoring_RegisterCallback(
        _PyInterpreterState_GET(), tool_id, event_id, None if func is Py_None else func)
    return Py_None if old is None else old


def monitoring_get_events(module: PyObject, tool_id: int) -> PyObject:
    """``get_events(tool_id)``"""
    _check_valid_tool(tool_id)
    return PyLong_FromLong(get_events(_PyInterpreterState_GET().monitoring.monitors, tool_id))


def monitoring_set_events(module: PyObject, tool_id: int, event_set: int) -> Any:
    """``set_events(tool_id, event_set)`` (native frame: the loop is to look at its instructions again)."""
    _check_valid_tool(tool_id)
    if event_set < 0 or event_set >= 1 << _PY_MONITORING_EVENTS:
        raise PyErr_Format(PyExc_ValueError, f"invalid event set 0x{event_set & 0xFFFFFFFF:x}")
    _PyMonitoring_SetEvents(_PyInterpreterState_GET(), tool_id, _check_call_events(event_set))
    return Py_None
    yield


def _check_code(code: PyObject) -> None:
    if code.ob_type is not PyCode_Type:
        raise PyErr_Format(PyExc_TypeError, "code must be a code object")


def monitoring_get_local_events(module: PyObject, tool_id: int, code: PyObject) -> PyObject:
    """``get_local_events(tool_id, code)``"""
    _check_code(code)
    _check_valid_tool(tool_id)
    data = code.value._co_monitoring
    return PyLong_FromLong(0 if data is None else get_events(data.local_monitors, tool_id))


def monitoring_set_local_events(
    module: PyObject, tool_id: int, code: PyObject, event_set: int
) -> Any:
    """``set_local_events(tool_id, code, event_set)`` (native frame, as `monitoring_set_events`)."""
    _check_code(code)
    _check_valid_tool(tool_id)
    event_set = _check_call_events(event_set)
    if event_set < 0 or event_set >= 1 << _PY_MONITORING_LOCAL_EVENTS:
        raise PyErr_Format(
            PyExc_ValueError, f"invalid local event set 0x{event_set & 0xFFFFFFFF:x}")
    _PyMonitoring_SetLocalEvents(_PyInterpreterState_GET(), code.value, tool_id, event_set)
    return Py_None
    yield


def monitoring_restart_events(module: PyObject) -> Any:
    """``restart_events()`` (native frame, as `monitoring_set_events`)."""
    restart_events(_PyInterpreterState_GET())
    return Py_None
    yield


def monitoring__all_events(module: PyObject) -> PyObject:
    """``_all_events()``: the tools of each event that any tool has asked for."""
    res = PyDict_New()
    for name, tools in zip(event_names, _PyInterpreterState_GET().monitoring.monitors):
        if tools:
            _set(res, name, tools)
    return res


def _set(namespace: PyObject, name: str, number: int) -> None:
    value = PyLong_FromLong(number)
    PyDict_SetItemString(namespace, name, value)
    Py_DECREF(value)


methods = (
    PyMethodDef("use_tool_id", converted(c_int, None)(monitoring_use_tool_id), "($module, tool_id, name, /)"),
    PyMethodDef("free_tool_id", converted(c_int)(monitoring_free_tool_id), "($module, tool_id, /)"),
    PyMethodDef("get_tool", converted(c_int)(monitoring_get_tool), "($module, tool_id, /)"),
    PyMethodDef("register_callback", converted(c_int, c_int, None)(monitoring_register_callback),
                "($module, tool_id, event, func, /)"),
    PyMethodDef("get_events", converted(c_int)(monitoring_get_events), "($module, tool_id, /)"),
    PyMethodDef("set_events", converted(c_int, c_int)(monitoring_set_events),
                "($module, tool_id, event_set, /)"),
    PyMethodDef("get_local_events", converted(c_int, None)(monitoring_get_local_events),
                "($module, tool_id, code, /)"),
    PyMethodDef("set_local_events", converted(c_int, None, c_int)(monitoring_set_local_events),
                "($module, tool_id, code, event_set, /)"),
    PyMethodDef("restart_events", monitoring_restart_events, "($module, /)"),
    PyMethodDef("_all_events", monitoring__all_events, "($module, /)"),
)


def _Py_CreateMonitoringObject() -> PyObject:
    """Make sys.monitoring. New reference."""
    module = PyModule_FromDefs("sys.monitoring", methods)
    PyModule_AddObjectRef(module, "DISABLE", _PyInstrumentation_DISABLE)
    PyModule_AddObjectRef(module, "MISSING", _PyInstrumentation_MISSING)
    names = PyDict_New()
    for i, name in enumerate(event_names):
        _set(names, name, 1 << i)
    _set(names, "NO_EVENTS", 0)
    events = _PyNamespace_New(names)
    Py_DECREF(names)
    PyModule_AddObjectRef(module, "events", events)
    Py_DECREF(events)
    for name, number in (("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)):
        value = PyLong_FromLong(number)
        PyModule_AddObjectRef(module, name, value)
        Py_DECREF(value)
    return module
