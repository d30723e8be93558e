"""Unwinding while a tool wants to hear of exceptions. Models the monitor_* functions of Python/ceval.c.

`ceval.exception_unwind` comes here when any tool has asked for RAISE, RERAISE, EXCEPTION_HANDLED, PY_UNWIND or
PY_THROW. The steps are the same; between them callbacks run as native frames on top of the frame that is
unwound, and what comes next is the ``then`` of that native frame. A callback's exception takes the place of
the one that was told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.pycore_frame import NativeFrame, _PyInterpreterFrame, tracing_hooks
from vm.objects.pycore_object import PyErr, PyReraise
from vm.objects.pycore_state import _PyThreadState_GET
from vm.objects.pyerrors import PyErr_Clear, PyErr_GivenExceptionMatches, PyExc_StopIteration
from vm.python import ceval
from vm.python.ceval_actions import M_DELIVER, M_NATIVE, M_RUN
from vm.python.ceval_scope import PyEval_GetFrame
from vm.python.instrumentation import (
    PY_MONITORING_EVENT_EXCEPTION_HANDLED,
    PY_MONITORING_EVENT_PY_THROW,
    PY_MONITORING_EVENT_PY_UNWIND,
    PY_MONITORING_EVENT_RAISE,
    PY_MONITORING_EVENT_RERAISE,
    base_name,
    call_global_event,
)

#: What goes on, given the exception that is on its way by then.
Step = Callable[[PyErr], tuple[int, Any]]


def unwind(tstate: Any, err: PyErr, top: int | None, in_callee: bool = False) -> tuple[int, Any]:
    """`ceval.exception_unwind` with its events; ``in_callee``: it comes from a frame that has just been taken off."""
    frame = tstate.current_frame
    if type(frame) is not _PyInterpreterFrame:
        return M_NATIVE, (None, err)
    index = frame.instr_ptr - 1
    op, _, depth = frame.f_code.base_instrs[index]
    if top is None:
        top = depth
    elif top < depth:  # what the callee has taken is not to be seen any more
        frame.localsplus[top:depth] = [None] * (depth - top)
    if op == ceval.OP_FOR_ITER and PyErr_GivenExceptionMatches(err.exc, PyExc_StopIteration):
        return _tell(
            tstate, PY_MONITORING_EVENT_RAISE, frame, _offset(frame, index), err, _end_loop)
    offset = _offset_of_error(frame, index, in_callee)

    def step(err: PyErr) -> tuple[int, Any]:
        return _handle(tstate, frame, index, offset, top, err)

    reraised = type(err) is PyReraise
    err = ceval.raised_at(frame, index, err)
    if reraised:
        return _tell(
            tstate, PY_MONITORING_EVENT_RERAISE, frame, _offset(frame, index), err, step)
    return _tell(tstate, PY_MONITORING_EVENT_RAISE, frame, offset, err, step)


def _offset(frame: _PyInterpreterFrame, index: int) -> int:
    assert frame.f_code.lasti is not None
    return frame.f_code.lasti[index]


def _offset_of_error(frame: _PyInterpreterFrame, index: int, in_callee: bool) -> int:
    """What C gives as the place of an error: the code unit before the one that its pointer stands at.

    That is the last of the instruction's caches; but while a call is under way, the pointer is still at the
    instruction that calls.
    """
    lasti = frame.f_code.lasti
    assert lasti is not None
    if in_callee:
        return max(lasti[index] - 2, 0)
    following = lasti[index + 1] if index + 1 < len(lasti) else len(frame.f_code.co_code)
    return following - 2 if following > lasti[index] else lasti[index]


def throw(tstate: Any, err: PyErr) -> tuple[int, Any]:
    """An exception is thrown into a generator, whose frame is on top (monitor_throw)."""
    frame = tstate.current_frame
    offset = _offset(frame, frame.instr_ptr)
    return _tell(tstate, PY_MONITORING_EVENT_PY_THROW, frame, offset, err,
                 lambda err: ceval.exception_unwind(tstate, err))


def _PyEval_MonitorRaise(err: PyErr) -> Any:
    """Tell of an exception that the current instruction does not let through (native frame)."""
    tstate: Any = _PyThreadState_GET()
    frame = PyEval_GetFrame()
    assert frame is not None
    try:
        yield call_global_event(
            tstate, PY_MONITORING_EVENT_RAISE, frame, _offset(frame, frame.instr_ptr - 1), err.exc)
    except PyErr:
        PyErr_Clear(err)
        raise
    return None


tracing_hooks["monitor_raise"] = _PyEval_MonitorRaise


def _end_loop(err: PyErr) -> tuple[int, Any]:
    """A __next__ has raised StopIteration: the end of the loop, as NULL is."""
    PyErr_Clear(err)
    return M_DELIVER, None


def _handle(
    tstate: Any, frame: _PyInterpreterFrame, index: int, offset: int, top: int, err: PyErr
) -> tuple[int, Any]:
    """Go on in the frame's handler, or take the frame off; ``offset``: what is told as its place then."""
    handler = ceval.exception_handler(frame.f_code, index)
    if handler is None:
        ceval.drop_stack(frame, top)
        base = frame.f_code.co_nlocalsplus
        if top > base:
            frame.localsplus[base:top] = [None] * (top - base)
        return _tell(tstate, PY_MONITORING_EVENT_PY_UNWIND, frame, offset, err,
                     lambda err: _leave(tstate, frame, top, err))
    tools = tstate.interp.monitoring.monitors[PY_MONITORING_EVENT_EXCEPTION_HANDLED]
    target = handler[0]

    def handled(then_err: PyErr) -> tuple[int, Any]:
        if then_err is not err:  # as C does: it looks for the handler of what stands before the handler
            return _handle(tstate, frame, target - 1, _offset(frame, target) - 2, top, then_err)
        ceval.enter_handler(frame, handler, top, frame.instr_ptr - 1, err)
        return M_RUN, None

    if not tools:
        return handled(err)
    return _tell(
        tstate, PY_MONITORING_EVENT_EXCEPTION_HANDLED, frame, _offset(frame, target), err, handled)


def _leave(tstate: Any, frame: _PyInterpreterFrame, top: int, err: PyErr) -> tuple[int, Any]:
    below = frame.previous
    ceval.unwind_frame(tstate, frame, top)
    tstate.current_frame = below
    if type(below) is not _PyInterpreterFrame:
        return M_NATIVE, (None, err)
    return unwind(tstate, err, below.ret_slot, not _calls_as_c(below))


def _calls_as_c(frame: _PyInterpreterFrame) -> bool:
    """Whether C's instruction calls even a Python function as it calls C: one that tells of the call does."""
    data = frame.f_code._co_monitoring
    index = frame.instr_ptr - 1
    return data is not None and bool(data.on_event[index]) and (
        base_name(frame.f_code, index) == "CALL_FUNCTION_EX")


def _tell(
    tstate: Any, event: int, frame: _PyInterpreterFrame, offset: int, err: PyErr, step: Step
) -> tuple[int, Any]:
    """Call the tools of an event, if there are any, then do the next step."""
    if frame.f_funcobj is None or not tstate.interp.monitoring.monitors[event]:  # no tool, or a shim
        return step(err)
    work = call_global_event(tstate, event, frame, offset, err.exc)
    # Not `ceval._enter`: want of C stack would be one more exception to tell of.
    tstate.c_recursion_remaining -= 1
    tstate.current_frame = NativeFrame(work, tstate.current_frame, _told, (err, step))
    return M_NATIVE, (None, None)


def _told(
    tstate: Any, native: NativeFrame, result: Any, raised: PyErr | None
) -> tuple[int, Any]:
    err, step = native.saved
    if raised is not None:
        PyErr_Clear(err)
        err = raised
    return step(err)
