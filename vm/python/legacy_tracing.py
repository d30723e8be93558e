"""sys.settrace and sys.setprofile on top of monitoring. Models Python/legacy_tracing.c, and the trampolines of
Python/sysmodule.c.

The two are tools of their own (numbers 7 and 6), whose callbacks are host functions: native frames that take
(thread, arguments of the event) and say whether the event is to be disabled for its place.
"""

from __future__ import annotations

from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.descrobject import PyMethodDescr_Type
from vm.objects.frameobject import _PyFrame_GetFrameObject
from vm.objects.methoddef import PyMethodDef
from vm.objects.pyaudit import sys_audit_tuple
from vm.objects.pycore_frame import PENDING, tracing_hooks
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_XDECREF,
    PyCFunction_Type,
    PyErr,
    PyMethod_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_InternFromString
from vm.python import frame_setlineno  # noqa: F401  (it registers itself)
from vm.python.ceval_scope import PyEval_GetFrame
from vm.python.instrumentation import (
    PY_MONITORING_EVENT_C_RAISE,
    PY_MONITORING_EVENT_C_RETURN,
    PY_MONITORING_EVENT_CALL,
    PY_MONITORING_EVENT_INSTRUCTION,
    PY_MONITORING_EVENT_JUMP,
    PY_MONITORING_EVENT_LINE,
    PY_MONITORING_EVENT_PY_RESUME,
    PY_MONITORING_EVENT_PY_RETURN,
    PY_MONITORING_EVENT_PY_START,
    PY_MONITORING_EVENT_PY_THROW,
    PY_MONITORING_EVENT_PY_UNWIND,
    PY_MONITORING_EVENT_PY_YIELD,
    PY_MONITORING_EVENT_RAISE,
    PY_MONITORING_EVENT_STOP_ITERATION,
    PY_MONITORING_SYS_PROFILE_ID,
    PY_MONITORING_SYS_TRACE_ID,
    _PyInstrumentation_MISSING,
    _PyMonitoring_RegisterCallback,
    _PyMonitoring_SetEvents,
    _PyMonitoring_SetLocalEvents,
    get_events,
    monitoring_data,
)


def _frame_object() -> PyObject:
    """PyEval_GetFrame: that of the frame whose place has the event. New reference."""
    frame = PyEval_GetFrame()
    assert frame is not None
    op = _PyFrame_GetFrameObject(frame)
    op.ob_refcnt += 1
    return op


# ---- the trampolines: Py_tracefunc for functions of the guest

def call_trampoline(callback: PyObject, frame: PyObject, what: str, arg: PyObject | None) -> Any:
    """callback(frame, what, arg), pending; ``arg`` NULL is shown as None."""
    return PyObject_Vectorcall(
        callback, [frame, PyUnicode_InternFromString(what), Py_None if arg is None else arg])


def profile_trampoline(
    tstate: Any, self: PyObject, frame: PyObject, what: str, arg: PyObject | None
) -> Any:
    """Call the profile function (native frame). If it raises, it is called no more."""
    self.ob_refcnt += 1
    try:
        res = call_trampoline(self, frame, what, arg)
        if type(res) in PENDING:
            res = yield res
    except PyErr:
        yield _PyEval_SetProfile(tstate, None, None)
        raise
    finally:
        Py_DECREF(self)
    Py_DECREF(res)
    return None


def trace_trampoline(
    tstate: Any, self: PyObject, frame: PyObject, what: str, arg: PyObject | None
) -> Any:
    """Call the global trace function for a call, the frame's own for anything else (native frame).

    What it returns becomes the frame's own. If it raises, nothing is traced any more.
    """
    body = frame.value
    callback = self if what == "call" else body.f_trace
    if callback is None:
        return None
    callback.ob_refcnt += 1
    try:
        res = call_trampoline(callback, frame, what, arg)
        if type(res) in PENDING:
            res = yield res
    except PyErr:
        yield _PyEval_SetTrace(tstate, None, None)
        old, body.f_trace = body.f_trace, None
        Py_XDECREF(old)
        raise
    finally:
        Py_DECREF(callback)
    if res is not Py_None:
        old, body.f_trace = body.f_trace, res
        Py_XDECREF(old)
    return None


class _LegacyEvent:
    """A callback that tells a thread's function of an event: its third argument, if ``with_arg``."""

    def __init__(self, what: str, with_arg: bool = False):
        self.what = what
        self.with_arg = with_arg

    def __call__(self, tstate: Any, args: list) -> Any:
        return self.call(tstate, args[2] if self.with_arg else None)

    def call(self, tstate: Any, arg: PyObject | None) -> Any:
        """Tell it (native frame)."""
        raise NotImplementedError


# ---- the callbacks of the tool "profile"

class _ProfileEvent(_LegacyEvent):
    """Tells the thread's profile function."""

    def call(self, tstate: Any, arg: PyObject | None) -> Any:
        """call_profile_func (native frame)"""
        if tstate.c_profilefunc is None:
            return False
        frame = _frame_object()
        try:
            yield tstate.c_profilefunc(tstate, tstate.c_profileobj, frame, self.what, arg)
        finally:
            Py_DECREF(frame)
        return False


class _ProfileCall(_ProfileEvent):
    """sys_profile_call_or_return: calls of C functions only."""

    def __call__(self, tstate: Any, args: list) -> Any:
        func = args[2]
        if func.ob_type is PyMethod_Type:  # the end of its call is told of its function
            func = func.value.im_func
            if func.ob_type is not PyCFunction_Type:
                return False
        if func.ob_type is PyMethodDescr_Type:
            if args[3] is _PyInstrumentation_MISSING:
                return False
            bound = func.ob_type.value.tp_descr_get(func, args[3], args[3].ob_type)
            if type(bound) in PENDING:
                bound = yield bound
            try:
                yield self.call(tstate, bound)
            finally:
                Py_DECREF(bound)
        elif func.ob_type is PyCFunction_Type:
            yield self.call(tstate, func)
        return False


# ---- the callbacks of the tool "trace"

class _TraceEvent(_LegacyEvent):
    """Tells the thread's trace function."""

    def call(self, tstate: Any, arg: PyObject | None) -> Any:
        """call_trace_func (native frame)"""
        if tstate.c_tracefunc is None:
            return False
        frame = _frame_object()
        try:
            if frame.value.f_trace_opcodes:
                _PyEval_SetOpcodeTrace(frame, True)
            yield tstate.c_tracefunc(tstate, tstate.c_traceobj, frame, self.what, arg)
        finally:
            Py_DECREF(frame)
        return False


class _TraceException(_TraceEvent):
    """sys_trace_exception_func: the argument is (type, exception, traceback)."""

    def __call__(self, tstate: Any, args: list) -> Any:
        if tstate.c_tracefunc is None:
            return False
        exc = args[2]
        items = (exc.ob_type, exc, exc.value.traceback or Py_None)
        for op in items:
            op.ob_refcnt += 1
        arg = PyTuple_New(items)
        try:
            yield self.call(tstate, arg)
        finally:
            Py_DECREF(arg)
        return False


def sys_trace_line_func(tstate: Any, args: list) -> Any:
    """A line (native frame)."""
    if tstate.c_tracefunc is None:
        return False
    return (yield _trace_line(tstate, "line"))


def _trace_line(tstate: Any, what: str) -> Any:
    frame = _frame_object()
    try:
        if frame.value.f_trace_lines:
            yield tstate.c_tracefunc(tstate, tstate.c_traceobj, frame, what, Py_None)
    finally:
        Py_DECREF(frame)
    return False


def sys_trace_jump_func(tstate: Any, args: list) -> Any:
    """A jump back to the same line is told as a line; any other jump need not be told again (native frame)."""
    if tstate.c_tracefunc is None:
        return False
    offsets = args[1].value, args[2].value
    if offsets[1] > offsets[0]:
        return True
    body = args[0].value
    source, target = (body._co_monitoring.lines[body.lasti.index(offset)] for offset in offsets)
    if source != target:
        return True
    if target is None:
        return False
    return (yield _trace_line(tstate, "line"))


def sys_trace_instruction_func(tstate: Any, args: list) -> Any:
    """An instruction (native frame)."""
    frame = _frame_object()
    try:
        if tstate.c_tracefunc is None or not frame.value.f_trace_opcodes:
            _PyEval_SetOpcodeTrace(frame, False)
        else:
            yield tstate.c_tracefunc(tstate, tstate.c_traceobj, frame, "opcode", Py_None)
    finally:
        Py_DECREF(frame)
    return False


def _PyEval_SetOpcodeTrace(frame: PyObject, enable: bool) -> None:
    """Ask for the events of every instruction of a frame's code, or for them no more."""
    interp = _PyRuntime.interpreters[0]
    body = frame.value.f_frame.f_code
    bit = 1 << PY_MONITORING_EVENT_INSTRUCTION
    if body._co_monitoring is None and not enable:
        return
    events = get_events(monitoring_data(body).local_monitors, PY_MONITORING_SYS_TRACE_ID)
    _PyMonitoring_SetLocalEvents(
        interp, body, PY_MONITORING_SYS_TRACE_ID, events | bit if enable else events & ~bit)


tracing_hooks["opcode_trace"] = _PyEval_SetOpcodeTrace


# ---- switching on and off

_PROFILE_CALLBACKS = {
    PY_MONITORING_EVENT_PY_START: _ProfileEvent("call"),
    PY_MONITORING_EVENT_PY_RESUME: _ProfileEvent("call"),
    PY_MONITORING_EVENT_PY_THROW: _ProfileEvent("call"),
    PY_MONITORING_EVENT_PY_RETURN: _ProfileEvent("return", True),
    PY_MONITORING_EVENT_PY_YIELD: _ProfileEvent("return", True),
    PY_MONITORING_EVENT_PY_UNWIND: _ProfileEvent("return"),
    PY_MONITORING_EVENT_CALL: _ProfileCall("c_call"),
    PY_MONITORING_EVENT_C_RETURN: _ProfileCall("c_return"),
    PY_MONITORING_EVENT_C_RAISE: _ProfileCall("c_exception"),
}
_PROFILE_EVENTS = sum(1 << event for event in _PROFILE_CALLBACKS
                      if event not in (PY_MONITORING_EVENT_C_RETURN, PY_MONITORING_EVENT_C_RAISE))
_TRACE_CALLBACKS: dict[int, Any] = {
    PY_MONITORING_EVENT_PY_START: _TraceEvent("call"),
    PY_MONITORING_EVENT_PY_RESUME: _TraceEvent("call"),
    PY_MONITORING_EVENT_PY_THROW: _TraceEvent("call"),
    PY_MONITORING_EVENT_PY_RETURN: _TraceEvent("return", True),
    PY_MONITORING_EVENT_PY_YIELD: _TraceEvent("return", True),
    PY_MONITORING_EVENT_PY_UNWIND: _TraceEvent("return"),
    PY_MONITORING_EVENT_RAISE: _TraceException("exception"),
    PY_MONITORING_EVENT_STOP_ITERATION: _TraceException("exception"),
    PY_MONITORING_EVENT_LINE: sys_trace_line_func,
    PY_MONITORING_EVENT_JUMP: sys_trace_jump_func,
    PY_MONITORING_EVENT_INSTRUCTION: sys_trace_instruction_func,
}
_TRACE_EVENTS = sum(1 << event for event in _TRACE_CALLBACKS if event != PY_MONITORING_EVENT_INSTRUCTION)


def _register(interp: Any, tool: int, callbacks: dict[int, Any]) -> None:
    for event, callback in callbacks.items():
        _PyMonitoring_RegisterCallback(interp, tool, event, callback)


def _PyEval_SetProfile(tstate: Any, func: Any, arg: PyObject | None) -> Any:
    """Set a thread's profile function, NULL for none (native frame); ``arg`` is borrowed."""
    yield sys_audit_tuple("sys.setprofile", [])
    _set_profile(tstate, func, arg)
    return None


def _set_profile(tstate: Any, func: Any, arg: PyObject | None) -> None:
    state = tstate.interp.monitoring
    if not state.sys_profile_initialized:
        state.sys_profile_initialized = True
        _register(tstate.interp, PY_MONITORING_SYS_PROFILE_ID, _PROFILE_CALLBACKS)
    state.sys_profiling_threads += (func is not None) - (tstate.c_profilefunc is not None)
    tstate.c_profilefunc = func
    if arg is not None:
        arg.ob_refcnt += 1
    old, tstate.c_profileobj = tstate.c_profileobj, arg
    _PyMonitoring_SetEvents(tstate.interp, PY_MONITORING_SYS_PROFILE_ID,
                            _PROFILE_EVENTS if state.sys_profiling_threads else 0)
    Py_XDECREF(old)


def _PyEval_SetTrace(tstate: Any, func: Any, arg: PyObject | None) -> Any:
    """Set a thread's trace function, NULL for none (native frame); ``arg`` is borrowed."""
    yield sys_audit_tuple("sys.settrace", [])
    _set_trace(tstate, func, arg)
    return None


def _set_trace(tstate: Any, func: Any, arg: PyObject | None) -> None:
    state = tstate.interp.monitoring
    if not state.sys_trace_initialized:
        state.sys_trace_initialized = True
        _register(tstate.interp, PY_MONITORING_SYS_TRACE_ID, _TRACE_CALLBACKS)
    state.sys_tracing_threads += (func is not None) - (tstate.c_tracefunc is not None)
    tstate.c_tracefunc = func
    if arg is not None:
        arg.ob_refcnt += 1
    old, tstate.c_traceobj = tstate.c_traceobj, arg
    if state.sys_tracing_threads:
        frame = PyEval_GetFrame()
        if frame is not None and frame.frame_obj is not None and frame.frame_obj.value.f_trace_opcodes:
            _PyEval_SetOpcodeTrace(frame.frame_obj, True)
    _PyMonitoring_SetEvents(tstate.interp, PY_MONITORING_SYS_TRACE_ID,
                            _TRACE_EVENTS if state.sys_tracing_threads else 0)
    Py_XDECREF(old)


def clear_tracing(tstate: Any) -> None:
    """A thread ends: it traces and profiles no more (PyThreadState_Clear)."""
    if tstate.c_tracefunc is not None:
        _set_trace(tstate, None, None)
    if tstate.c_profilefunc is not None:
        _set_profile(tstate, None, None)


# ---- the functions of sys

def _settrace(threads: Any, function: PyObject) -> Any:
    func = None if function is Py_None else trace_trampoline
    for tstate in threads:
        yield _PyEval_SetTrace(tstate, func, None if func is None else function)
    return Py_None


def _setprofile(threads: Any, function: PyObject) -> Any:
    func = None if function is Py_None else profile_trampoline
    for tstate in threads:
        yield _PyEval_SetProfile(tstate, func, None if func is None else function)
    return Py_None


def _current() -> Any:
    return _PyRuntime.tstate_current


def sys_settrace(module: PyObject, function: PyObject) -> Any:
    """``sys.settrace(function)`` (native frame)."""
    return _settrace([_current()], function)


def sys__settraceallthreads(module: PyObject, function: PyObject) -> Any:
    """``sys._settraceallthreads(function)`` (native frame)."""
    return _settrace(list(_current().interp.threads), function)


def sys_setprofile(module: PyObject, function: PyObject) -> Any:
    """``sys.setprofile(function)`` (native frame)."""
    return _setprofile([_current()], function)


def sys__setprofileallthreads(module: PyObject, function: PyObject) -> Any:
    """``sys._setprofileallthreads(function)`` (native frame)."""
    return _setprofile(list(_current().interp.threads), function)


def _object_or_none(op: PyObject | None) -> PyObject:
    if op is None:
        return Py_None
    op.ob_refcnt += 1
    return op


def sys_gettrace(module: PyObject) -> PyObject:
    """``sys.gettrace()``"""
    return _object_or_none(_current().c_traceobj)


def sys_getprofile(module: PyObject) -> PyObject:
    """``sys.getprofile()``"""
    return _object_or_none(_current().c_profileobj)


trace_methods = (
    PyMethodDef("gettrace", sys_gettrace, "($module, /)"),
    PyMethodDef("getprofile", sys_getprofile, "($module, /)"),
    PyMethodDef("settrace", sys_settrace, "($module, function, /)"),
    PyMethodDef("setprofile", sys_setprofile, "($module, function, /)"),
    PyMethodDef("_settraceallthreads", sys__settraceallthreads, "($module, function, /)"),
    PyMethodDef("_setprofileallthreads", sys__setprofileallthreads, "($module, function, /)"),
)
