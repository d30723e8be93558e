"""The faulthandler module: stacks of threads, written to a descriptor. Models Modules/faulthandler.c.

The watchdog of dump_traceback_later() is a green thread on the virtual clock. No program can crash the VM: the
signals that enable() and register() are about are those that a program sends to itself.
"""

from __future__ import annotations

import functools
from typing import Any

from vm.modules.signalmodule import SIGNALS
from vm.modules.timemodule import timeout_argument
from vm.objects.attributes import call, call_object
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.frameobject import frame_lineno
from vm.objects.getargs import c_int, optional_flag
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs, PyModule_GetDict
from vm.objects.pycore_frame import PENDING, NativeFrame, _PyInterpreterFrame
from vm.objects.pycore_object import (
    Park,
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime, _PyTime_Now
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_ValueError,
)
from vm.python import ceval_gil
from vm.python.import_ import PyImport_ImportModule
from vm.python.pystate import _PyThreadState_Bind, _PyThreadState_New
from vm.python.signals import Py_NSIG, signals
from vm.python.sysmodule import PySys_GetObject

MAX_FRAME_DEPTH = 100
MAX_NTHREADS = 100
MAX_STRING_LENGTH = 500
#: Signals that enable() is about.
_FATAL = {SIGNALS["SIGBUS"]: "Bus error", SIGNALS["SIGILL"]: "Illegal instruction",
          SIGNALS["SIGFPE"]: "Floating-point exception", SIGNALS["SIGABRT"]: "Aborted",
          SIGNALS["SIGSEGV"]: "Segmentation fault"}


class faulthandler_state:
    """What the module remembers.

    Attributes:
        file: the object given to enable(); owned; NULL while disabled or for a descriptor.
        enabled: whether enable() was called last.
        watchdog: the thread state of the watchdog, or None.
        user_files: the objects given to register(), by signal; owned or NULL.
    """

    __slots__ = ("file", "enabled", "watchdog", "watchdog_file", "user_files")

    def __init__(self) -> None:
        self.file: PyObject | None = None
        self.enabled = False
        self.watchdog: Any = None
        self.watchdog_file: PyObject | None = None
        self.user_files: dict[int, PyObject | None] = {}

    def references(self) -> tuple:
        """What the state owns."""
        return (self.file, self.watchdog_file, *self.user_files.values())


# ---- writing stacks: the part of Python/traceback.c for faults

def _Py_DumpASCII(text: str) -> str:
    """A text as a fault handler writes it: escaped, and cut off."""
    shown = "".join(
        c if " " <= c <= "~" else f"\\x{ord(c):02x}" if ord(c) < 0x100 else f"\\u{ord(c):04x}"
        if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in text[:MAX_STRING_LENGTH])
    return shown + "..." if len(text) > MAX_STRING_LENGTH else shown


def dump_frame(frame: _PyInterpreterFrame) -> str:
    """The line of one frame."""
    code: Any = frame.f_code
    lineno = frame_lineno(frame)
    return (f'  File "{_Py_DumpASCII(code.co_filename)}", line {"???" if lineno is None else lineno} '
            f"in {_Py_DumpASCII(code.co_name)}\n")


def dump_traceback(tstate: Any) -> str:
    """The stack of a thread, the innermost frame first."""
    lines: list[str] = []
    frame = tstate.current_frame
    while frame is not None and len(lines) <= MAX_FRAME_DEPTH:
        if isinstance(frame, _PyInterpreterFrame) and frame.f_code.co_filename:
            lines.append(dump_frame(frame))
        frame = frame.previous
    if len(lines) > MAX_FRAME_DEPTH:
        lines[MAX_FRAME_DEPTH:] = ["  ...\n"]
    return "".join(lines) or "  <no Python frame>\n"


def _Py_DumpTracebackThreads(interp: Any, current: Any, passed_over: Any = None) -> str:
    """The stacks of all threads, the youngest first."""
    parts: list[str] = []
    for tstate in reversed(list(interp.threads)):
        if tstate is passed_over:
            continue
        if len(parts) >= MAX_NTHREADS:
            parts.append("...\n")
            break
        who = "Current thread" if tstate is current else "Thread"
        parts.append(f"{who} 0x{tstate.thread_id:016x} (most recent call first):\n{dump_traceback(tstate)}")
    return "\n".join(parts)


def _write(fd: int, text: str) -> None:
    driver: Any = _PyRuntime.interpreters[0].files  # the thread may wait for the GIL
    data = text.encode()
    try:
        while data:
            data = data[driver.write(fd, data):]
    except OSError:
        pass  # a fault handler has no one to tell


def _dump(fd: int, all_threads: bool, tstate: Any) -> None:
    if all_threads:
        _write(fd, _Py_DumpTracebackThreads(tstate.interp, tstate))
    else:
        _write(fd, "Stack (most recent call first):\n" + dump_traceback(tstate))


# ---- arguments

def faulthandler_get_fileno(file: PyObject | None) -> Any:
    """A descriptor and the object to keep for it, or NULL (a generator)."""
    if file is None or file is Py_None:
        file = PySys_GetObject("stderr")
        if file is None:
            raise PyErr_Format(PyExc_RuntimeError, "unable to get sys.stderr")
        if file is Py_None:
            raise PyErr_Format(PyExc_RuntimeError, "sys.stderr is None")
    elif file.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        fd = c_int(file)
        if type(fd) in PENDING:
            fd = yield fd
        if fd < 0:
            raise PyErr_Format(PyExc_ValueError, "file is not a valid file descriptor")
        return fd, None
    number = yield call(file, "fileno")
    valid = number.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS and 0 <= number.value < (1 << 31) - 1
    fd = int(number.value) if valid else -1
    Py_DECREF(number)
    if fd < 0:
        raise PyErr_Format(PyExc_RuntimeError, "file.fileno() is not a valid file descriptor")
    try:
        Py_DECREF((yield call(file, "flush")))
    except PyErr as err:
        PyErr_Clear(err)
    return fd, file


def _signal_number(op: PyObject) -> Any:
    """The number of a signal that register() takes (check_signum; a generator)."""
    number = c_int(op)
    if type(number) in PENDING:
        number = yield number
    if number in _FATAL:
        raise PyErr_Format(
            PyExc_RuntimeError, f"signal {number} cannot be registered, use enable() instead")
    if not 1 <= number < Py_NSIG:
        raise PyErr_Format(PyExc_ValueError, "signal number out of range")
    return number


# ---- functions

def _PyFaulthandler_Init() -> Any:
    """Import the module and switch it on (a generator)."""
    module = yield PyImport_ImportModule("faulthandler")
    enable = PyDict_GetItemString(PyModule_GetDict(module), "enable")
    assert enable is not None
    Py_DECREF((yield call_object(enable, PyLong_FromLong(2))))  # sys.stderr is not there yet
    Py_DECREF(module)


def faulthandler_py_enable(module: PyObject, file: PyObject | None, all_threads: PyObject | None) -> Any:
    """``enable(file=sys.stderr, all_threads=True)``; a generator."""
    whole = yield optional_flag(all_threads, True)
    fd, kept = yield faulthandler_get_fileno(file)
    state = module.value.md_state
    old, state.file = state.file, None if kept is None else Py_NewRef(kept)
    state.enabled = True
    for number, name in _FATAL.items():
        signals().process.front[number] = functools.partial(faulthandler_fatal_error, name, fd, whole)
    Py_XDECREF(old)
    return Py_None


def faulthandler_fatal_error(name: str, fd: int, all_threads: bool, tstate: Any) -> bool:
    """A fatal signal has come: write the stacks; then it ends the process, or its handler is called."""
    _write(fd, f"Fatal Python error: {name}\n\n")
    _dump(fd, all_threads, tstate)
    return True


def faulthandler_disable_py(module: PyObject) -> PyObject:
    """``disable()``: whether it was enabled."""
    state = module.value.md_state
    was, state.enabled = state.enabled, False
    for number in _FATAL:
        signals().process.front.pop(number, None)
    old, state.file = state.file, None
    Py_XDECREF(old)
    return Py_True if was else Py_False


def faulthandler_is_enabled(module: PyObject) -> PyObject:
    """``is_enabled()``"""
    return Py_True if module.value.md_state.enabled else Py_False


def faulthandler_dump_traceback_py(
    module: PyObject, file: PyObject | None, all_threads: PyObject | None
) -> Any:
    """``dump_traceback(file=sys.stderr, all_threads=True)``; a generator."""
    whole = yield optional_flag(all_threads, True)
    fd, _ = yield faulthandler_get_fileno(file)
    _dump(fd, whole, _PyRuntime.tstate_current)
    return Py_None


def format_timeout(us: int) -> str:
    """The line above a watchdog's stacks."""
    seconds, us = divmod(us, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{us:06}" if us else ""
    return f"Timeout ({hours}:{minutes:02}:{seconds:02}{fraction})!\n"


def faulthandler_thread(state: faulthandler_state, fd: int, timeout: int, repeat: bool, ends: bool) -> Any:
    """The watchdog: waits until its time is over or it is cancelled (a native thread's only frame)."""
    own: Any = _PyRuntime.tstate_current
    while True:
        if (yield Park("watchdog", None, _PyTime_Now() + timeout)) or state.watchdog is not own:
            return Py_None
        _write(fd, format_timeout(timeout) + _Py_DumpTracebackThreads(own.interp, None, own))
        if ends:
            own.interp.hard_exit = 1
            yield Park("exit")
        if not repeat:
            break
    cancel_dump_traceback_later(state)
    return Py_None


def faulthandler_dump_traceback_later(
    module: PyObject, timeout: PyObject, repeat: PyObject | None, file: PyObject | None,
    exit: PyObject | None
) -> Any:
    """``dump_traceback_later(timeout, repeat=False, file=sys.stderr, exit=False)``; a generator."""
    us = yield timeout_argument(timeout)
    if us <= 0:
        raise PyErr_Format(PyExc_ValueError, "timeout must be greater than 0")
    again = yield optional_flag(repeat, False)
    ends = yield optional_flag(exit, False)
    fd, kept = yield faulthandler_get_fileno(file)
    state = module.value.md_state
    cancel_dump_traceback_later(state)
    state.watchdog_file = None if kept is None else Py_NewRef(kept)
    current: Any = _PyRuntime.tstate_current
    state.watchdog = tstate = _PyThreadState_New(current.interp)
    _PyThreadState_Bind(tstate)
    tstate.current_frame = NativeFrame(faulthandler_thread(state, fd, us, again, ends), None)
    tstate.daemon = True
    ceval_gil.wait_for_gil(tstate)
    return Py_None


def cancel_dump_traceback_later(state: faulthandler_state) -> None:
    """Have the watchdog end without a word."""
    watchdog, state.watchdog = state.watchdog, None
    file, state.watchdog_file = state.watchdog_file, None
    Py_XDECREF(file)
    if watchdog is not None:
        _PyRuntime.scheduler.wake(watchdog)


def faulthandler_cancel_dump_traceback_later_py(module: PyObject) -> PyObject:
    """``cancel_dump_traceback_later()``"""
    cancel_dump_traceback_later(module.value.md_state)
    return Py_None


def faulthandler_register_py(
    module: PyObject, signum: PyObject, file: PyObject | None, all_threads: PyObject | None,
    chain: PyObject | None
) -> Any:
    """``register(signum, file=sys.stderr, all_threads=True, chain=False)``; a generator."""
    number = yield _signal_number(signum)
    whole = yield optional_flag(all_threads, True)
    goes_on = yield optional_flag(chain, False)
    fd, kept = yield faulthandler_get_fileno(file)
    state = module.value.md_state
    old = state.user_files.get(number)
    state.user_files[number] = None if kept is None else Py_NewRef(kept)
    Py_XDECREF(old)

    def front(tstate: Any) -> bool:
        _dump(fd, whole, tstate)
        return bool(goes_on)

    signals().process.front[number] = front
    return Py_None


def faulthandler_unregister_py(module: PyObject, signum: PyObject) -> Any:
    """``unregister(signum)``: whether it was registered; a generator."""
    number = yield _signal_number(signum)
    state = module.value.md_state
    Py_XDECREF(state.user_files.pop(number, None))
    return Py_False if signals().process.front.pop(number, None) is None else Py_True


faulthandler_methods = (
    PyMethodDef("enable", faulthandler_py_enable, "($module, /, file=sys.stderr, all_threads=True)"),
    PyMethodDef("disable", faulthandler_disable_py, "($module, /)"),
    PyMethodDef("is_enabled", faulthandler_is_enabled, "($module, /)"),
    PyMethodDef("dump_traceback", faulthandler_dump_traceback_py,
                "($module, /, file=sys.stderr, all_threads=True)"),
    PyMethodDef("dump_traceback_later", faulthandler_dump_traceback_later,
                "($module, /, timeout, repeat=False, file=sys.stderr, exit=False)"),
    PyMethodDef("cancel_dump_traceback_later", faulthandler_cancel_dump_traceback_later_py,
                "($module, /)"),
    PyMethodDef("register", faulthandler_register_py,
                "($module, /, signum, file=sys.stderr, all_threads=True, chain=False)"),
    PyMethodDef("unregister", faulthandler_unregister_py, "($module, signum, /)"),
)


def PyInit_faulthandler() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("faulthandler", faulthandler_methods)
    module.value.md_state = faulthandler_state()
    return module
