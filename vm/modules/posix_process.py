"""Other processes, and flags of descriptors: waitpid, kill, WIFEXITED, set_blocking and their kin.

Part of Modules/posixmodule.c. A guest has no other processes: there is nothing to wait for, and only itself to kill.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

from vm.modules.posix_paths import fd_converter, files, os_error
from vm.modules.posix_stat import TimesResultType
from vm.modules.signalmodule import send
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.getargs import boolean, c_int
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyFloat_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyTime_Now
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.structseq import PyStructSequence_New
from vm.python.signals import kill_process

SIGABRT = 6


def _number(op: PyObject) -> Any:
    """An int argument (a generator)."""
    number = c_int(op)
    return (yield number) if type(number) in PENDING else number


def _status_test(name: str) -> PyMethodDef:
    """A function of a process's status that says yes or no: the host's, which is that of Linux."""
    host: Callable[[int], bool] = _TESTS[name]

    def test(module: PyObject, status: PyObject) -> Any:
        return Py_True if host((yield _number(status))) else Py_False

    test.__name__ = f"os_{name}"
    return PyMethodDef(name, test, f"($module, {'' if name == 'WCOREDUMP' else '/, '}status"
                       f"{', /' if name == 'WCOREDUMP' else ''})")


_TESTS: dict[str, Callable[[int], bool]] = {
    "WCOREDUMP": lambda status: bool(status & 0x80),
    "WIFCONTINUED": lambda status: status == 0xFFFF,
    "WIFSTOPPED": lambda status: status & 0xFF == 0x7F,
    "WIFSIGNALED": lambda status: 0 < status & 0x7F < 0x7F,
    "WIFEXITED": lambda status: not status & 0x7F,
}
_PARTS: dict[str, Callable[[int], int]] = {
    "WEXITSTATUS": lambda status: status >> 8 & 0xFF,
    "WTERMSIG": lambda status: status & 0x7F,
    "WSTOPSIG": lambda status: status >> 8 & 0xFF,
}


def _status_part(name: str) -> PyMethodDef:
    """A function that takes a number out of a process's status."""
    part = _PARTS[name]

    def take(module: PyObject, status: PyObject) -> Any:
        return PyLong_FromLong(part((yield _number(status))))

    take.__name__ = f"os_{name}"
    return PyMethodDef(name, take, "($module, /, status)")


def os_waitstatus_to_exitcode(module: PyObject, status: PyObject) -> Any:
    """``waitstatus_to_exitcode(status)``; a generator."""
    number = yield _number(status)
    if _TESTS["WIFEXITED"](number):
        return PyLong_FromLong(_PARTS["WEXITSTATUS"](number))
    if _TESTS["WIFSIGNALED"](number):
        return PyLong_FromLong(-_PARTS["WTERMSIG"](number))
    if _TESTS["WIFSTOPPED"](number):
        raise PyErr_Format(
            PyExc_ValueError,
            f"process stopped by delivery of signal {_PARTS['WSTOPSIG'](number)}")
    raise PyErr_Format(PyExc_ValueError, f"invalid wait status: {number}")


def os_waitpid(module: PyObject, pid: PyObject, options: PyObject) -> Any:
    """``waitpid(pid, options)``: there are no children; a generator."""
    yield _number(pid)
    yield _number(options)
    raise PyErr_SetFromErrno(errno.ECHILD)


def os_wait(module: PyObject) -> PyObject:
    """``wait()``: there are no children."""
    raise PyErr_SetFromErrno(errno.ECHILD)


def os_kill(module: PyObject, pid: PyObject, signal: PyObject) -> Any:
    """``kill(pid, signal)``: to the program itself alone; a generator."""
    number = yield _number(pid)
    which = yield _number(signal)
    audited = PySys_Audit("os.kill", pid, signal)
    if type(audited) in PENDING:
        yield audited
    if number not in (files().getpid(), 0):
        raise PyErr_SetFromErrno(errno.ESRCH if number > 0 else errno.EPERM)
    return (yield send(which)) if which else Py_None


def os_abort(module: PyObject) -> Any:
    """``abort()``: ends by SIGABRT even if it is caught; a generator."""
    yield send(SIGABRT)
    kill_process(SIGABRT)
    while True:
        yield Park("exit")


def _check(fd: int) -> None:
    try:
        files().fstat(fd)
    except OSError as err:
        raise os_error(err) from None


def os_get_blocking(module: PyObject, fd: PyObject) -> Any:
    """``get_blocking(fd)``; a generator."""
    number = yield fd_converter(fd)
    _check(number)
    sock = files().network.find(number)
    if sock is not None:
        return Py_True if sock.blocking else Py_False
    return Py_True if files().get_blocking(number) else Py_False


def os_set_blocking(module: PyObject, fd: PyObject, blocking: PyObject) -> Any:
    """``set_blocking(fd, blocking)``; a generator."""
    number = yield fd_converter(fd)
    flag = boolean(blocking)
    if type(flag) in PENDING:
        flag = yield flag
    _check(number)
    sock = files().network.find(number)
    if sock is not None:
        sock.blocking = flag
    else:
        files().set_blocking(number, flag)
    return Py_None


def os_device_encoding(module: PyObject, fd: PyObject) -> Any:
    """``device_encoding(fd)``: None, unless it is a terminal; a generator."""
    from vm.objects.unicodeobject import PyUnicode_FromString

    number = yield fd_converter(fd)
    try:
        terminal = files().isatty(number)
    except OSError:
        terminal = False
    return PyUnicode_FromString("UTF-8") if terminal else Py_None


#: Names of sysconf(): Linux's number, and the value of the guest's machine.
SYSCONF = {
    "SC_ARG_MAX": (0, 2_097_152), "SC_CLK_TCK": (2, 100),
    "SC_NGROUPS_MAX": (3, 65_536), "SC_OPEN_MAX": (4, 1024), "SC_PAGESIZE": (30, 4096),
    "SC_PAGE_SIZE": (30, 4096), "SC_SEM_NSEMS_MAX": (32, -1), "SC_LINE_MAX": (43, 2048),
    "SC_IOV_MAX": (60, 1024), "SC_LOGIN_NAME_MAX": (71, 256), "SC_TTY_NAME_MAX": (72, 32),
    "SC_NPROCESSORS_CONF": (83, 1), "SC_NPROCESSORS_ONLN": (84, 1),
}


def os_sysconf(module: PyObject, name: PyObject) -> Any:
    """``sysconf(name)``; a generator."""
    if name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        found = SYSCONF.get(name.value)
        if found is None:
            raise PyErr_Format(PyExc_ValueError, "unrecognized configuration name")
        return PyLong_FromLong(found[1])
    if name.ob_type.value.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError, "configuration names must be strings or integers")
    number = yield _number(name)
    for known, value in SYSCONF.values():
        if known == number:
            return PyLong_FromLong(value)
    raise PyErr_SetFromErrno(errno.EINVAL)


def sysconf_names() -> PyObject:
    """``posix.sysconf_names``: a new dict."""
    op = PyDict_New()
    for name, (number, _) in SYSCONF.items():
        value = PyLong_FromLong(number)
        PyDict_SetItemString(op, name, value)
        Py_DECREF(value)
    return op


def os_times(module: PyObject) -> PyObject:
    """``times()``: all time is the program's own, in hundredths of a second."""
    seconds = _PyTime_Now() // 10_000 / 100
    return PyStructSequence_New(TimesResultType, [
        PyObject(PyFloat_Type, spent) for spent in (seconds, 0.0, 0.0, 0.0, seconds)])


process_methods = (
    PyMethodDef("times", os_times, "($module, /)"),
    PyMethodDef("sysconf", os_sysconf, "($module, name, /)"),
    *map(_status_test, _TESTS), *map(_status_part, _PARTS),
    PyMethodDef("waitstatus_to_exitcode", os_waitstatus_to_exitcode, "($module, /, status)"),
    PyMethodDef("waitpid", os_waitpid, "($module, pid, options, /)"),
    PyMethodDef("wait", os_wait, "($module, /)"),
    PyMethodDef("abort", os_abort, "($module, /)"),
    PyMethodDef("kill", os_kill, "($module, pid, signal, /)"),
    PyMethodDef("get_blocking", os_get_blocking, "($module, fd, /)"),
    PyMethodDef("set_blocking", os_set_blocking, "($module, fd, blocking, /)"),
    PyMethodDef("device_encoding", os_device_encoding, "($module, /, fd)"),
)
