"""The _signal module: handlers by signal number. Models Modules/signalmodule.c.

A guest process is sent one signal from outside, SIGINT; programs may raise any with raise_signal().
"""

from __future__ import annotations

import signal as host_signal
from collections.abc import Callable
from typing import Any

from vm.modules.posix_paths import files, os_error
from vm.objects.attributes import call_object
from vm.objects.getargs import c_int
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyCallable_Check
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_KeyboardInterrupt,
    PyExc_OSError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.setobject import PySet_Add, PySet_New
from vm.objects.unicodeobject import PyUnicode_FromString

Py_NSIG = 65
#: Signals of x86-64 Linux.
SIGNALS = {
    "SIGHUP": 1, "SIGINT": 2, "SIGQUIT": 3, "SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGIOT": 6,
    "SIGBUS": 7, "SIGFPE": 8, "SIGKILL": 9, "SIGUSR1": 10, "SIGSEGV": 11, "SIGUSR2": 12,
    "SIGPIPE": 13, "SIGALRM": 14, "SIGTERM": 15, "SIGSTKFLT": 16, "SIGCHLD": 17, "SIGCLD": 17,
    "SIGCONT": 18, "SIGSTOP": 19, "SIGTSTP": 20, "SIGTTIN": 21, "SIGTTOU": 22, "SIGURG": 23,
    "SIGXCPU": 24, "SIGXFSZ": 25, "SIGVTALRM": 26, "SIGPROF": 27, "SIGWINCH": 28, "SIGIO": 29,
    "SIGPOLL": 29, "SIGPWR": 30, "SIGSYS": 31, "SIGRTMIN": 34, "SIGRTMAX": 64,
}
SIG_DFL, SIG_IGN = 0, 1
#: What faulthandler.register() asked for, by signal: what to do, and whether the handler follows.
user_signals: dict[int, tuple[Callable[[], None], bool]] = {}


class signal_state:
    """The handlers that a program has set (owned), and the descriptor that hears of every signal."""

    __slots__ = ("handlers", "default_int_handler", "wakeup_fd")

    def __init__(self) -> None:
        self.handlers: dict[int, PyObject] = {}
        self.default_int_handler: PyObject | None = None
        self.wakeup_fd = -1

    def references(self) -> tuple:
        """What the state owns."""
        return (*self.handlers.values(), self.default_int_handler)


def _number(op: PyObject) -> Any:
    """A signal's number (a generator)."""
    n = c_int(op)
    if type(n) in PENDING:
        n = yield n
    if not 1 <= n < Py_NSIG:
        raise PyErr_Format(PyExc_ValueError, "signal number out of range")
    return n


def _handler(module: PyObject, number: int) -> PyObject:
    """The handler of a signal; a new reference."""
    state = module.value.md_state
    found = state.handlers.get(number)
    if found is None:
        if number == SIGNALS["SIGINT"]:
            return Py_NewRef(state.default_int_handler)
        return PyLong_FromLong(SIG_IGN if number in (13, 25) else SIG_DFL)
    return Py_NewRef(found)


def signal_signal(module: PyObject, signalnum: PyObject, handler: PyObject) -> Any:
    """``signal(signalnum, handler)``: the old handler; a generator."""
    number = yield _number(signalnum)
    tstate: Any = _PyRuntime.tstate_current
    if tstate is not tstate.interp.main_thread:
        raise PyErr_Format(
            PyExc_ValueError, "signal only works in main thread of the main interpreter")
    is_int = handler.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS and handler.value in (0, 1)
    if not is_int and not PyCallable_Check(handler):
        raise PyErr_Format(
            PyExc_TypeError,
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if number in (SIGNALS["SIGKILL"], SIGNALS["SIGSTOP"]):
        from vm.objects.exceptions_os import PyErr_SetFromErrno

        raise PyErr_SetFromErrno(22)
    old = _handler(module, number)
    state = module.value.md_state
    replaced = state.handlers.get(number)
    state.handlers[number] = Py_NewRef(handler)
    if replaced is not None:
        Py_DECREF(replaced)
    return old


def signal_getsignal(module: PyObject, signalnum: PyObject) -> Any:
    """``getsignal(signalnum)``; a generator."""
    return _handler(module, (yield _number(signalnum)))


def signal_raise_signal(module: PyObject, signalnum: PyObject) -> Any:
    """``raise_signal(signalnum)``: the handler runs at once; a generator."""
    number = yield _number(signalnum)
    if number in user_signals:
        report, goes_on = user_signals[number]
        report()
        if not goes_on:
            return Py_None
    handler = _handler(module, number)
    _tell_wakeup_fd(module.value.md_state.wakeup_fd, number)
    try:
        if PyCallable_Check(handler):
            op = PyLong_FromLong(number)
            Py_DECREF((yield call_object(handler, op, Py_None)))
    finally:
        Py_DECREF(handler)
    return Py_None


def signal_default_int_handler(
    module: PyObject, signalnum: PyObject, frame: PyObject
) -> PyObject:
    """``default_int_handler(signalnum, frame)``: raises KeyboardInterrupt."""
    raise PyErr_SetNone(PyExc_KeyboardInterrupt)


def signal_set_wakeup_fd(
    module: PyObject, fd: PyObject, warn_on_full_buffer: PyObject | None
) -> Any:
    """``set_wakeup_fd(fd, *, warn_on_full_buffer=True)``: the descriptor until now; a generator."""
    number = c_int(fd)
    if type(number) in PENDING:
        number = yield number
    tstate: Any = _PyRuntime.tstate_current
    if tstate is not tstate.interp.main_thread:
        raise PyErr_Format(
            PyExc_ValueError, "set_wakeup_fd only works in main thread of the main interpreter")
    if number != -1:
        _check_nonblocking(number)
    state = module.value.md_state
    old, state.wakeup_fd = state.wakeup_fd, number
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


def _tell_wakeup_fd(fd: int, number: int) -> None:
    """Write a signal's number to the wakeup descriptor; a full one loses it."""
    if fd < 0:
        return
    driver = files()
    owner = driver if driver.network.find(fd) is None else driver.network
    try:
        owner.write(fd, bytes([number]))
    except OSError:
        return


def signal_siginterrupt(module: PyObject, signalnum: PyObject, flag: PyObject) -> PyObject:
    """``siginterrupt(signalnum, flag)``: no call is ever interrupted."""
    return Py_None


def signal_strsignal(module: PyObject, signalnum: PyObject) -> Any:
    """``strsignal(signalnum)``; a generator."""
    text = host_signal.strsignal((yield _number(signalnum)))
    return Py_None if text is None else PyUnicode_FromString(text)


def signal_valid_signals(module: PyObject) -> PyObject:
    """``valid_signals()``"""
    numbers = PySet_New(None)
    for number in (*range(1, 32), *range(34, 65)):
        PySet_Add(numbers, PyLong_FromLong(number))
    return numbers


signal_methods = (
    PyMethodDef("default_int_handler", signal_default_int_handler, "($module, signalnum, frame, /)"),
    PyMethodDef("signal", signal_signal, "($module, signalnum, handler, /)"),
    PyMethodDef("raise_signal", signal_raise_signal, "($module, signalnum, /)"),
    PyMethodDef("strsignal", signal_strsignal, "($module, signalnum, /)"),
    PyMethodDef("getsignal", signal_getsignal, "($module, signalnum, /)"),
    PyMethodDef("set_wakeup_fd", signal_set_wakeup_fd,
                "($module, fd, /, *, warn_on_full_buffer=True)"),
    PyMethodDef("siginterrupt", signal_siginterrupt, "($module, signalnum, flag, /)"),
    PyMethodDef("valid_signals", signal_valid_signals, "($module, /)"),
)


def PyInit__signal() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_signal", signal_methods)
    state = module.value.md_state = signal_state()
    state.default_int_handler = Py_NewRef(module.ob_dict["default_int_handler"])
    constants = {**SIGNALS, "SIG_DFL": SIG_DFL, "SIG_IGN": SIG_IGN, "NSIG": Py_NSIG,
                 "SIG_BLOCK": 0, "SIG_UNBLOCK": 1, "SIG_SETMASK": 2, "ITIMER_REAL": 0,
                 "ITIMER_VIRTUAL": 1, "ITIMER_PROF": 2}
    for name, number in constants.items():
        PyModule_AddObjectRef(module, name, PyLong_FromLong(number))
    PyModule_AddObjectRef(module, "ItimerError", PyExc_OSError)
    return module
