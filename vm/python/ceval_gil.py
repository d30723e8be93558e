"""The global interpreter lock and what the eval breaker asks for. Models Python/ceval_gil.c.

There is one host thread. A guest thread "waits" for the GIL by standing in ``gil.waiters`` while the run loop
(runloop.py) runs the holder; its time-out of ``gil.interval`` microseconds of virtual time is the
holder's remaining number of ticks.
"""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyErr, PyObject
from vm.objects.pycore_state import (
    _PY_ASYNC_EXCEPTION_BIT,
    _PY_CALLS_TO_DO_BIT,
    _PY_GC_SCHEDULED_BIT,
    _PY_GIL_DROP_REQUEST_BIT,
    _PY_SIGNALS_PENDING_BIT,
    _PyRuntime,
    _PyTime_Now,
)
from vm.python.ceval_actions import EXIT_SWITCH

#: How deep Python functions may call at first.
Py_DEFAULT_RECURSION_LIMIT = 1000


def create_gil(gil: Any) -> None:
    """Nobody holds it, nobody waits."""
    gil.locked = 0
    gil.last_holder = None
    gil.switch_number = 0
    gil.waiters.clear()


def _PyEval_InitState(interp: Any) -> None:
    """Nothing waits to be called, and recursion may go as deep as it does at first."""
    interp.pending_calls = []
    interp.outside_signals = []
    interp.recursion_limit = Py_DEFAULT_RECURSION_LIMIT


def _PyEval_InitGIL(tstate: Any) -> None:
    """Give the interpreter a lock, and the thread that makes it the lock."""
    init_own_gil(tstate.interp)


def init_own_gil(interp: Any) -> None:
    """A lock of the interpreter's own."""
    create_gil(interp.gil)


def _PyEval_FiniGIL(interp: Any) -> None:
    """Nobody holds or wants the lock any more."""
    interp.gil.waiters.clear()
    interp.gil.locked = 0


def _PyEval_AcquireLock(tstate: Any) -> None:
    """Take the lock when nothing of the program runs yet."""
    take_gil(tstate)


def wait_for_gil(tstate: Any) -> None:
    """The first half of take_gil: stand in the queue."""
    gil = tstate.interp.gil
    if tstate not in gil.waiters:
        tstate.status = "runnable"
        tstate.gil_wait_since = _PyTime_Now()
        gil.waiters.append(tstate)
        _shorten_turn(gil.interval)


def _shorten_turn(interval: int) -> None:
    """The running thread's turn ends when the new waiter's patience does, however long its slice is."""
    running = _PyRuntime.tstate_current
    if running is not None and running.ticks > interval:
        running.granted -= running.ticks - interval
        running.ticks = interval


def take_gil(tstate: Any) -> None:
    """The second half: the lock is free, and this thread gets it."""
    gil = tstate.interp.gil
    assert not gil.locked
    if tstate in gil.waiters:
        gil.waiters.remove(tstate)
    gil.locked = 1
    if gil.last_holder is not tstate:
        gil.last_holder = tstate
        gil.switch_number += 1
    tstate.gil_wait_since = None
    tstate.status = "running"
    _Py_unset_eval_breaker_bit(tstate, _PY_GIL_DROP_REQUEST_BIT)
    _PyRuntime.tstate_current = tstate


def drop_gil(tstate: Any) -> None:
    """Let go; whoever waits first gets it next."""
    gil = tstate.interp.gil
    gil.locked = 0
    gil.last_holder = tstate
    _PyRuntime.tstate_current = None


def _Py_set_eval_breaker_bit(tstate: Any, bit: int) -> None:
    """Ask for something at the thread's next check."""
    tstate.eval_breaker |= bit


def _Py_unset_eval_breaker_bit(tstate: Any, bit: int) -> None:
    """It has been done."""
    tstate.eval_breaker &= ~bit


def _PyEval_SignalReceived(interp: Any) -> None:
    """A signal has come: the main thread is to handle it."""
    _Py_set_eval_breaker_bit(interp.main_thread, _PY_SIGNALS_PENDING_BIT)


def _PyEval_AddPendingCall(interp: Any, function: Any) -> None:
    """Have the main thread call a host function between two instructions; it may return something pending."""
    interp.pending_calls.append(function)
    _Py_set_eval_breaker_bit(interp.main_thread, _PY_CALLS_TO_DO_BIT)


def handle_signals(tstate: Any) -> Any:
    """Deliver what has come from outside and call handlers: None, or what `_Py_HandlePending` returns."""
    _Py_unset_eval_breaker_bit(tstate, _PY_SIGNALS_PENDING_BIT)
    interp = tstate.interp
    if interp.outside_signals:
        signals.receive_outside_signals(interp)
    if interp.hard_exit is not None:
        return EXIT_SWITCH
    if tstate is interp.main_thread and _PyRuntime.signals.is_tripped:
        _Py_unset_eval_breaker_bit(tstate, _PY_SIGNALS_PENDING_BIT)
        return _call_handlers(tstate)
    return None


def _call_handlers(tstate: Any) -> Any:
    try:
        yield signals._PyErr_CheckSignalsTstate(tstate)
    except PyErr:
        _Py_set_eval_breaker_bit(tstate, _PY_SIGNALS_PENDING_BIT)
        raise


def _Py_FinishPendingCalls(interp: Any) -> Any:
    """At the end: call what still waits (a generator)."""
    yield make_pending_calls(interp.main_thread)


def make_pending_calls(tstate: Any) -> Any:
    """Call what waits to be called by the main thread (a generator)."""
    calls = tstate.interp.pending_calls
    while calls:
        res = calls.pop(0)()
        if type(res) in PENDING:
            yield res


def _Py_HandlePending(tstate: Any) -> Any:
    """Handle the eval breaker's bits in CPython's order.

    Returns:
        None: go on; a host generator to run first; or an EXIT_* reason to leave the evaluator.
    """
    breaker = tstate.eval_breaker
    if breaker & _PY_SIGNALS_PENDING_BIT:
        handlers = handle_signals(tstate)
        if handlers is not None:
            return handlers
    if breaker & _PY_CALLS_TO_DO_BIT:
        _Py_unset_eval_breaker_bit(tstate, _PY_CALLS_TO_DO_BIT)
        return make_pending_calls(tstate)
    if breaker & _PY_GC_SCHEDULED_BIT:
        _Py_unset_eval_breaker_bit(tstate, _PY_GC_SCHEDULED_BIT)
        from vm.python.gc import _Py_RunGC

        return _Py_RunGC(tstate)
    if breaker & _PY_GIL_DROP_REQUEST_BIT:
        _Py_unset_eval_breaker_bit(tstate, _PY_GIL_DROP_REQUEST_BIT)
        return EXIT_SWITCH
    if breaker & _PY_ASYNC_EXCEPTION_BIT:
        _Py_unset_eval_breaker_bit(tstate, _PY_ASYNC_EXCEPTION_BIT)
        exc, tstate.async_exc = tstate.async_exc, None
        if exc is not None:
            return _raise_async(exc)
    return None


def _raise_async(exc: PyObject) -> Any:
    """Raise an exception, or an instance of an exception class (a generator: it runs between two instructions)."""
    err = do_raise(_PyRuntime.tstate_current, exc, None)
    if type(err) in PENDING:
        err = yield err
    Py_DECREF(exc)
    raise err


@late_import
def _link() -> None:
    global do_raise, signals
    from vm.python import signals
    from vm.python.errors import do_raise
