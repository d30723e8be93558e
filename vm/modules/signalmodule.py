"""The _signal module: handlers by signal number. Models Modules/signalmodule.c.

What a kernel does is in vm/host/signals.py; noting signals and calling handlers in vm/python/signals.py. A signal
comes from the program itself, from a timer, or from outside (Stop, Ctrl-C, natively another process).
"""

from __future__ import annotations

import errno
import signal as host_signal
from collections.abc import Iterable
from typing import Any

from vm.host.signals import (
    CATCH,
    DEFAULT,
    IGNORE,
    SI_KERNEL,
    SI_TKILL,
    UNBLOCKABLE,
    VALID,
    SignalWait,
)
from vm.modules.posix_paths import files, getuid, os_error
from vm.modules.timemodule import timeout_argument
from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.getargs import c_int, optional_flag
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyCallable_Check
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    EINTR,
    Park,
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyFloat_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime, _PyTime_Now
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_KeyboardInterrupt,
    PyExc_OSError,
    PyExc_RuntimeWarning,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.setobject import PySet_Add, PySet_New
from vm.objects.structseq import PyStructSequence_New, PyStructSequence_NewType
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.signals import (
    SIG_DFL,
    SIG_IGN,
    SIGINT,
    Py_NSIG,
    PyErr_CheckSignals,
    compare_handler,
    get_handler,
    signals,
    wait_or_signal,
)

#: Signals of x86-64 Linux.
SIGNALS = {
    "SIGHUP": 1, "SIGINT": 2, "SIGQUIT": 3, "SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGIOT": 6,
    "SIGBUS": 7, "SIGFPE": 8, "SIGKILL": 9, "SIGUSR1": 10, "SIGSEGV": 11, "SIGUSR2": 12,
    "SIGPIPE": 13, "SIGALRM": 14, "SIGTERM": 15, "SIGSTKFLT": 16, "SIGCHLD": 17, "SIGCLD": 17,
    "SIGCONT": 18, "SIGSTOP": 19, "SIGTSTP": 20, "SIGTTIN": 21, "SIGTTOU": 22, "SIGURG": 23,
    "SIGXCPU": 24, "SIGXFSZ": 25, "SIGVTALRM": 26, "SIGPROF": 27, "SIGWINCH": 28, "SIGIO": 29,
    "SIGPOLL": 29, "SIGPWR": 30, "SIGSYS": 31, "SIGRTMIN": 34, "SIGRTMAX": 64,
}
_FIELDS = ("si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band")
_EXCEPTION = {"tp_flags": Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS, "tp_basicsize": 104,
              "tp_dictoffset": 16, "tp_hostkey": "identity"}
siginfo_type = PyStructSequence_NewType("signal.struct_siginfo", _FIELDS)
itimer_error = PyType_FromSpec("signal.itimer_error", PyExc_OSError, **_EXCEPTION)


# ---- arguments

def _int(op: PyObject) -> Any:
    """A C int (a generator)."""
    n = c_int(op)
    return (yield n) if type(n) in PENDING else n


def _number(op: PyObject) -> Any:
    """A signal's number (a generator)."""
    n = yield _int(op)
    if not 1 <= n < Py_NSIG:
        raise PyErr_Format(PyExc_ValueError, "signal number out of range")
    return n


def _Py_Sigset_Converter(op: PyObject) -> Any:
    """The signals that an iterable gives (a generator)."""
    it = PyObject_GetIter(op)
    if type(it) in PENDING:
        it = yield it
    numbers: set[int] = set()
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return frozenset(numbers)
            try:
                number = yield _int(item)
            finally:
                Py_DECREF(item)
            if not 1 <= number < Py_NSIG:
                raise PyErr_Format(
                    PyExc_ValueError, f"signal number {number} out of range [1; {Py_NSIG - 1}]")
            if number in VALID:
                numbers.add(number)
                continue
            warned = PyErr_WarnEx(
                PyExc_RuntimeWarning, f"invalid signal number {number}, please use valid_signals()")
            if type(warned) in PENDING:
                yield warned
    finally:
        Py_DECREF(it)


def _check_main_thread(name: str) -> None:
    tstate: Any = _PyRuntime.tstate_current
    if tstate is not tstate.interp.main_thread:
        raise PyErr_Format(
            PyExc_ValueError, f"{name} only works in main thread of the main interpreter")


def sigset_to_set(numbers: Iterable[int]) -> PyObject:
    """A guest set of signals."""
    result = PySet_New(None)
    for number in sorted(numbers):
        PySet_Add(result, PyLong_FromLong(number))
    return result


# ---- handlers

def _action(number: int, handler: PyObject) -> str:
    if PyCallable_Check(handler):
        return CATCH
    if compare_handler(handler, SIG_IGN):
        return IGNORE
    if compare_handler(handler, SIG_DFL):
        return DEFAULT
    raise PyErr_Format(
        PyExc_TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")


def signal_signal(module: PyObject, signalnum: PyObject, handler: PyObject) -> Any:
    """``signal(signalnum, handler)``: the old handler; a generator."""
    number = yield _int(signalnum)
    _check_main_thread("signal")
    if not 1 <= number < Py_NSIG:
        raise PyErr_Format(PyExc_ValueError, "signal number out of range")
    action = _action(number, handler)
    yield PyErr_CheckSignals()
    state = signals()
    try:
        state.process.sigaction(number, action)
    except OSError as err:
        raise os_error(err) from None
    _PyRuntime.host.watch_signal(number, action is CATCH)
    old = get_handler(number)
    state.handlers[number] = Py_NewRef(handler)
    return Py_None if old is None else old


def signal_getsignal(module: PyObject, signalnum: PyObject) -> Any:
    """``getsignal(signalnum)``; a generator."""
    found = get_handler((yield _number(signalnum)))
    return Py_None if found is None else Py_NewRef(found)


def signal_default_int_handler(
    module: PyObject, signalnum: PyObject, frame: PyObject
) -> PyObject:
    """``default_int_handler(signalnum, frame)``: raises KeyboardInterrupt."""
    raise PyErr_SetNone(PyExc_KeyboardInterrupt)


def signal_siginterrupt(module: PyObject, signalnum: PyObject, flag: PyObject) -> Any:
    """``siginterrupt(signalnum, flag)``: whether a read ends so that the handler is called; a generator."""
    number = yield _number(signalnum)
    interrupts = yield _int(flag)
    if number not in VALID - UNBLOCKABLE:
        raise PyErr_SetFromErrno(errno.EINVAL)
    restarts = signals().process.restarts
    if interrupts:
        restarts.discard(number)
    else:
        restarts.add(number)
    return Py_None


def signal_strsignal(module: PyObject, signalnum: PyObject) -> Any:
    """``strsignal(signalnum)``; a generator."""
    text = host_signal.strsignal((yield _number(signalnum)))
    return Py_None if text is None else PyUnicode_FromString(text)


def signal_valid_signals(module: PyObject) -> PyObject:
    """``valid_signals()``"""
    return sigset_to_set(VALID)


# ---- the descriptor that hears of every signal

def signal_set_wakeup_fd(
    module: PyObject, fd: PyObject, warn_on_full_buffer: PyObject | None
) -> Any:
    """``set_wakeup_fd(fd, *, warn_on_full_buffer=True)``: the descriptor until now; a generator."""
    warn = yield optional_flag(warn_on_full_buffer, True)
    number = yield _int(fd)
    _check_main_thread("set_wakeup_fd")
    if number != -1:
        _check_nonblocking(number)
    state = signals()
    old, state.wakeup_fd = state.wakeup_fd, number
    state.warn_on_full_buffer = warn
    return PyLong_FromLong(old)


def _check_nonblocking(fd: int) -> None:
    """Raise unless a descriptor is open and never keeps its writer waiting."""
    driver = files()
    try:
        driver.fstat(fd)
        sock = driver.network.find(fd)
        blocking = driver.get_blocking(fd) if sock is None else sock.blocking
    except OSError as err:
        raise os_error(err) from None
    if blocking:
        raise PyErr_Format(PyExc_ValueError, f"the fd {fd} must be in non-blocking mode")


# ---- sending

def send(*kill: Any) -> Any:
    """Send a signal, and call the handler if it is this thread's to call (a generator).

    Args:
        kill: the arguments of `ProcessSignals.kill`.
    """
    try:
        signals().process.kill(*kill)
    except OSError as err:
        raise os_error(err) from None
    yield PyErr_CheckSignals()
    return Py_None


def signal_raise_signal(module: PyObject, signalnum: PyObject) -> Any:
    """``raise_signal(signalnum)``: a signal to the calling thread; a generator."""
    return (yield send((yield _int(signalnum)), _PyRuntime.tstate_current, SI_TKILL))


def signal_pthread_kill(module: PyObject, thread_id: PyObject, signalnum: PyObject) -> Any:
    """``pthread_kill(thread_id, signalnum)``; a generator."""
    if not thread_id.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"pthread_kill() argument 1 must be int, not {thread_id.ob_type.value.tp_name}")
    number = yield _int(signalnum)
    audited = PySys_Audit("signal.pthread_kill", thread_id, signalnum)
    if type(audited) in PENDING:
        yield audited
    tstate: Any = _PyRuntime.tstate_current
    thread = next((t for t in tstate.interp.threads if t.thread_id == thread_id.value), None)
    if thread is None:
        raise PyErr_SetFromErrno(errno.ESRCH)
    if not number:
        return Py_None
    return (yield send(number, thread, SI_TKILL))


# ---- blocking and waiting

def signal_pthread_sigmask(module: PyObject, how: PyObject, mask: PyObject) -> Any:
    """``pthread_sigmask(how, mask)``: the mask until now; a generator."""
    which = yield _int(how)
    numbers = yield _Py_Sigset_Converter(mask)
    try:
        old = signals().process.pthread_sigmask(_PyRuntime.tstate_current, which, numbers)
    except OSError as err:
        raise os_error(err) from None
    yield PyErr_CheckSignals()
    return sigset_to_set(old)


def signal_sigpending(module: PyObject) -> PyObject:
    """``sigpending()``"""
    return sigset_to_set(signals().process.sigpending(_PyRuntime.tstate_current))


def signal_pause(module: PyObject) -> Any:
    """``pause()``: until a handler has been called; a generator."""
    yield wait_or_signal(Park("signal"))
    return Py_None


def _sigwait(numbers: frozenset[int], deadline: int | None, begins_anew: bool) -> Any:
    """One of some signals and how it was sent; None when the time is over (a generator)."""
    tstate = _PyRuntime.tstate_current
    while True:
        found = signals().process.accept(tstate, numbers)
        if found is not None:
            return found
        if deadline is not None and deadline <= _PyTime_Now():
            return None
        park = Park("signal", SignalWait(numbers), deadline)
        result = yield (park if begins_anew else wait_or_signal(park))
        if result is not EINTR:
            return result or None


def signal_sigwait(module: PyObject, sigset: PyObject) -> Any:
    """``sigwait(sigset)``: handlers wait as long as it does; a generator."""
    number, _ = yield _sigwait((yield _Py_Sigset_Converter(sigset)), None, True)
    return PyLong_FromLong(number)


def signal_sigwaitinfo(module: PyObject, sigset: PyObject) -> Any:
    """``sigwaitinfo(sigset)``; a generator."""
    return fill_siginfo(*(yield _sigwait((yield _Py_Sigset_Converter(sigset)), None, False)))


def signal_sigtimedwait(module: PyObject, sigset: PyObject, timeout: PyObject) -> Any:
    """``sigtimedwait(sigset, timeout)``: None when the time is over; a generator."""
    numbers = yield _Py_Sigset_Converter(sigset)
    duration = yield timeout_argument(timeout)
    if duration < 0:
        raise PyErr_Format(PyExc_ValueError, "timeout must be non-negative")
    found = yield _sigwait(numbers, _PyTime_Now() + duration, False)
    return Py_None if found is None else fill_siginfo(*found)


def fill_siginfo(number: int, code: int) -> PyObject:
    """A struct_siginfo. The kernel keeps si_band where the sender is."""
    pid, uid = (0, 0) if code == SI_KERNEL else (files().getpid(), getuid())
    fields = (number, code, 0, pid, uid, 0, uid << 32 | pid)
    return PyStructSequence_New(siginfo_type, [PyLong_FromLong(n) for n in fields])


# ---- timers

def signal_alarm(module: PyObject, seconds: PyObject) -> Any:
    """``alarm(seconds)``: the seconds that were left, rounded; a generator."""
    duration = (yield _int(seconds)) & 0xFFFFFFFF
    left, _ = signals().process.setitimer(0, duration * 1_000_000, 0)
    _shorten_slice()
    return PyLong_FromLong(max(1, (left + 500_000) // 1_000_000) if left else 0)


def signal_setitimer(
    module: PyObject, which: PyObject, seconds: PyObject, interval: PyObject | None
) -> Any:
    """``setitimer(which, seconds, interval=0.0)``: what was left, and the interval; a generator."""
    timer = yield _int(which)
    value = yield timeout_argument(seconds)
    again = 0 if interval is None else (yield timeout_argument(interval))
    try:
        if value < 0 or again < 0:
            raise OSError(errno.EINVAL, "")
        old = signals().process.setitimer(timer, value, again)
    except OSError as err:
        raise _itimer_error(err) from None
    _shorten_slice()
    return itimer_retval(*old)


def signal_getitimer(module: PyObject, which: PyObject) -> Any:
    """``getitimer(which)``; a generator."""
    timer = yield _int(which)
    try:
        return itimer_retval(*signals().process.getitimer(timer))
    except OSError as err:
        raise _itimer_error(err) from None


def _shorten_slice() -> None:
    """The running thread's slice was cut for the timers of before: it ends, and the next is cut anew."""
    tstate: Any = _PyRuntime.tstate_current
    tstate.granted -= tstate.ticks
    tstate.ticks = 0


def _itimer_error(err: OSError) -> Exception:
    return PyErr_SetFromErrno(err.errno or errno.EINVAL, itimer_error)


def itimer_retval(value: int, interval: int) -> PyObject:
    """A pair of seconds."""
    return PyTuple_New(tuple(PyObject(PyFloat_Type, n / 1e6) for n in (value, interval)))


# ---- the module

signal_methods = (
    PyMethodDef("default_int_handler", signal_default_int_handler, "($module, signalnum, frame, /)"),
    PyMethodDef("alarm", signal_alarm, "($module, seconds, /)"),
    PyMethodDef("setitimer", signal_setitimer, "($module, which, seconds, interval=0.0, /)"),
    PyMethodDef("getitimer", signal_getitimer, "($module, which, /)"),
    PyMethodDef("signal", signal_signal, "($module, signalnum, handler, /)"),
    PyMethodDef("raise_signal", signal_raise_signal, "($module, signalnum, /)"),
    PyMethodDef("strsignal", signal_strsignal, "($module, signalnum, /)"),
    PyMethodDef("getsignal", signal_getsignal, "($module, signalnum, /)"),
    PyMethodDef("set_wakeup_fd", signal_set_wakeup_fd,
                "($module, fd, /, *, warn_on_full_buffer=True)"),
    PyMethodDef("siginterrupt", signal_siginterrupt, "($module, signalnum, flag, /)"),
    PyMethodDef("pause", signal_pause, "($module, /)"),
    PyMethodDef("pthread_kill", signal_pthread_kill, "($module, thread_id, signalnum, /)"),
    PyMethodDef("pthread_sigmask", signal_pthread_sigmask, "($module, how, mask, /)"),
    PyMethodDef("sigpending", signal_sigpending, "($module, /)"),
    PyMethodDef("sigwait", signal_sigwait, "($module, sigset, /)"),
    PyMethodDef("sigwaitinfo", signal_sigwaitinfo, "($module, sigset, /)"),
    PyMethodDef("sigtimedwait", signal_sigtimedwait, "($module, sigset, timeout, /)"),
    PyMethodDef("valid_signals", signal_valid_signals, "($module, /)"),
)


def PyInit__signal() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_signal", signal_methods)
    constants = {**SIGNALS, "SIG_DFL": SIG_DFL, "SIG_IGN": SIG_IGN, "NSIG": Py_NSIG,
                 "SIG_BLOCK": 0, "SIG_UNBLOCK": 1, "SIG_SETMASK": 2, "ITIMER_REAL": 0,
                 "ITIMER_VIRTUAL": 1, "ITIMER_PROF": 2}
    for name, number in constants.items():
        PyModule_AddObjectRef(module, name, PyLong_FromLong(number))
    PyModule_AddObjectRef(module, "ItimerError", itimer_error)
    PyModule_AddObjectRef(module, "struct_siginfo", siginfo_type)
    if not signals().handlers:
        signal_get_set_handlers(module)
    return module


def signal_get_set_handlers(module: PyObject) -> None:
    """Note what is done with each signal at the start, and have SIGINT raise KeyboardInterrupt."""
    state = signals()
    for number in VALID:
        ignored = state.process.actions.get(number) is IGNORE
        state.handlers[number] = PyLong_FromLong(SIG_IGN if ignored else SIG_DFL)
    state.handlers[SIGINT] = Py_NewRef(module.ob_dict["default_int_handler"])
    state.process.sigaction(SIGINT, CATCH)
