"""Signals that have come and wait for their handlers. The part of Modules/signalmodule.c that the evaluator needs.

A signal is noted by `trip_signal`; `PyErr_CheckSignals` runs the handlers, in the main thread only.
"""

from __future__ import annotations

from typing import Any

from vm.host.signals import IGNORE, ProcessSignals
from vm.objects.attributes import call_object
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.frameobject import _PyFrame_GetFrameObject
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    EINTR,
    Park,
    Py_DECREF,
    Py_NewRef,
    Py_None,
    PyErr,
    PyLong_Type,
    PyObject,
)
from vm.objects.pycore_state import _PY_GC_SCHEDULED_BIT, _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyErr_WriteUnraisable, PyExc_OSError
from vm.python import ceval_gil
from vm.python.ceval_scope import PyEval_GetFrame
from vm.python.import_ import PyImport_ImportModule

Py_NSIG = 65
SIGINT, SIGPIPE, SIGXFSZ = 2, 13, 25
SIG_DFL, SIG_IGN = 0, 1
#: Exit status of a program that a signal has ended: this and the signal's number.
KILLED_STATUS = 128


class signal_state_t:
    """The handlers of a process, and which signals have come (struct _signals_runtime_state).

    Attributes:
        handlers: what signal() was given, by number; owned.
        tripped: the signals whose handlers are to be called.
        is_tripped: whether there may be some.
        wakeup_fd: the descriptor that hears of every signal, -1: none.
        warn_on_full_buffer: whether it is told when that descriptor takes no more.
        process: the kernel's side.
    """

    __slots__ = ("handlers", "tripped", "is_tripped", "wakeup_fd", "warn_on_full_buffer", "process")

    def __init__(self) -> None:
        self.handlers: dict[int, PyObject] = {}
        self.tripped: set[int] = set()
        self.is_tripped = False
        self.wakeup_fd = -1
        self.warn_on_full_buffer = True
        interp: Any = _PyRuntime.interpreters[0]
        self.process = ProcessSignals(
            lambda: interp.threads, lambda: (_PyRuntime.now, _PyRuntime.now - _PyRuntime.idle),
            trip_signal, kill_process, lambda *wait: _PyRuntime.scheduler.wake(*wait),
            lambda *how: _PyRuntime.scheduler.interrupt(*how))

    def references(self) -> tuple:
        """What the state owns."""
        return tuple(self.handlers.values())


def kill_process(number: int) -> None:
    """A signal that nobody catches ends the process."""
    interp = _PyRuntime.interpreters[0]
    interp.killed_by = number
    interp.hard_exit = KILLED_STATUS + number


def get_handler(number: int) -> PyObject | None:
    """What signal() was given for a signal (borrowed), or NULL."""
    return signals().handlers.get(number)


def signals() -> signal_state_t:
    """The state of the process."""
    state: signal_state_t = _PyRuntime.signals
    return state


def compare_handler(func: PyObject | None, number: int) -> bool:
    """Whether a handler is SIG_DFL or SIG_IGN."""
    return func is not None and func.ob_type is PyLong_Type and func.value == number


def trip_signal(number: int) -> None:
    """A signal has come: its handler is to be called, and the wakeup descriptor hears of it."""
    state = signals()
    state.tripped.add(number)
    state.is_tripped = True
    ceval_gil._PyEval_SignalReceived(_PyRuntime.interpreters[0])
    if state.wakeup_fd >= 0:
        _write_wakeup_fd(state, number)


def _write_wakeup_fd(state: signal_state_t, number: int) -> None:
    interp: Any = _PyRuntime.interpreters[0]
    network = interp.files.network
    owner = interp.files if network.find(state.wakeup_fd) is None else network
    try:
        owner.write(state.wakeup_fd, bytes([number]))
    except OSError as err:
        if state.warn_on_full_buffer or not isinstance(err, BlockingIOError):
            code = err.errno or 0
            ceval_gil._PyEval_AddPendingCall(interp, lambda: report_wakeup_write_error(code))


def report_wakeup_write_error(errno: int) -> Any:
    """Tell that the wakeup descriptor could not be written (a pending call)."""
    return PyErr_WriteUnraisable(
        PyErr_SetFromErrno(errno), None, "Exception ignored when trying to write to the signal wakeup fd")


def PyErr_SetInterruptEx(number: int) -> bool:
    """As if a signal had come that the program catches; False if there is no such signal."""
    if not 1 <= number < Py_NSIG:
        return False
    func = get_handler(number)
    if not compare_handler(func, SIG_IGN) and not compare_handler(func, SIG_DFL):
        trip_signal(number)
    return True


def PyErr_CheckSignals() -> Any:
    """Where a C function may be interrupted: collect if that is due, and call the handlers (a generator)."""
    tstate: Any = _PyRuntime.tstate_current
    interp = tstate.interp
    if interp.outside_signals:
        receive_outside_signals(interp)
    if interp.hard_exit is not None:
        yield Park("exit")
    if tstate.eval_breaker & _PY_GC_SCHEDULED_BIT:
        from vm.python.gc import _Py_RunGC

        ceval_gil._Py_unset_eval_breaker_bit(tstate, _PY_GC_SCHEDULED_BIT)
        yield _Py_RunGC(tstate)
    if tstate is interp.main_thread and signals().is_tripped:
        yield _PyErr_CheckSignalsTstate(tstate)


def _PyErr_CheckSignalsTstate(tstate: Any) -> Any:
    """Call the handlers of the signals that have come, by number (a generator)."""
    state = signals()
    state.is_tripped = False
    frame = PyEval_GetFrame()
    for number in range(1, Py_NSIG):
        if number not in state.tripped:
            continue
        state.tripped.discard(number)
        try:
            yield _call_handler(number, frame)
        except PyErr:
            state.is_tripped = True
            raise


def _call_handler(number: int, frame: Any) -> Any:
    func = get_handler(number)
    if func is None or compare_handler(func, SIG_IGN) or compare_handler(func, SIG_DFL):
        err = PyErr_Format(PyExc_OSError, f"Signal {number} ignored due to race condition")
        told = PyErr_WriteUnraisable(err, Py_None)
        if type(told) in PENDING:
            yield told
        return
    where = Py_None if frame is None else Py_NewRef(_PyFrame_GetFrameObject(frame))
    Py_NewRef(func)
    try:
        Py_DECREF((yield call_object(func, PyLong_FromLong(number), where)))
    finally:
        Py_DECREF(func)
        Py_DECREF(where)


def receive_from_outside(interp: Any, number: int) -> None:
    """Whoever runs the VM sends the program a signal. Safe at any moment: it is looked at between instructions."""
    interp.outside_signals.append(number)
    if interp.main_thread is not None:
        ceval_gil._PyEval_SignalReceived(interp)


def receive_outside_signals(interp: Any) -> None:
    """Deliver what has come from outside."""
    waiting = interp.outside_signals
    while waiting:
        signals().process.kill(waiting.pop(0))


def wait_or_signal(park: Park) -> Any:
    """Block as a system call does that begins anew after a signal: what ended the wait (a generator).

    The handlers of a signal that has come meanwhile are called; `EINTR` says that the caller must look again
    whether it has to wait.
    """
    result = yield park
    if result is EINTR:
        yield PyErr_CheckSignals()
    return result


def _PySignal_Init() -> Any:
    """Ignore what a process should not die of, and have _signal set the handler of SIGINT (a generator)."""
    _PyRuntime.signals = signal_state_t()
    for number in (SIGPIPE, SIGXFSZ):
        signals().process.sigaction(number, IGNORE)
    Py_DECREF((yield PyImport_ImportModule("_signal")))


def _PySignal_Fini() -> None:
    """Forget the handlers; no signal is handled any more."""
    state = signals()
    state.tripped.clear()
    state.wakeup_fd = -1
    handlers, state.handlers = state.handlers, {}
    for number, func in handlers.items():
        if not compare_handler(func, SIG_IGN) and number in state.process.actions:
            state.process.actions.pop(number)
        Py_DECREF(func)
