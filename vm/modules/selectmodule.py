"""The select module: waiting for sockets. Models Modules/selectmodule.c.

A thread that waits is parked until something happens in the network, or its time is over on the virtual clock.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

from vm.host.sockets import POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI, POLLRDHUP
from vm.modules.posix_paths import files
from vm.modules.socketmodule import network, plain, wait_for_change
from vm.modules.timemodule import timeout_argument
from vm.objects.abstract import PySequence_Fast
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.fileobject import PyObject_AsFileDescriptor
from vm.objects.getargs import c_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyErr,
    PyFloat_Type,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
)
from vm.objects.pycore_state import _PyTime_Now
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_OSError,
    PyExc_OverflowError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetKeyError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec

FD_SETSIZE = 1024
#: What is reported whether it was asked for or not.
_ALWAYS = POLLERR | POLLHUP | POLLNVAL
EPOLLONESHOT = 1 << 30
EPOLL_CLOEXEC = 0o2000000
_EVENTS = {"IN": 1, "OUT": 4, "PRI": 2, "ERR": 8, "HUP": 16, "RDHUP": 0x2000}
_BANDS = {"RDNORM": 64, "RDBAND": 128, "WRNORM": 256, "WRBAND": 512, "MSG": 1024}
CONSTANTS = {
    "PIPE_BUF": 4096,
    "POLLIN": POLLIN, "POLLPRI": POLLPRI, "POLLOUT": POLLOUT, "POLLERR": POLLERR,
    "POLLHUP": POLLHUP, "POLLNVAL": POLLNVAL, **{f"POLL{k}": v for k, v in _BANDS.items()},
    "POLLRDHUP": POLLRDHUP,
}
EPOLL_CONSTANTS = {
    **{f"EPOLL{k}": v for k, v in _EVENTS.items()}, "EPOLLET": 1 << 31,
    "EPOLLONESHOT": EPOLLONESHOT, "EPOLLEXCLUSIVE": 1 << 28,
    **{f"EPOLL{k}": v for k, v in _BANDS.items()}, "EPOLL_CLOEXEC": EPOLL_CLOEXEC,
}


def events_of(fd: int) -> int:
    """What poll() would report of a descriptor."""
    sock = network().find(fd)
    return sock.events() if sock is not None else files().poll(fd)


def wait_until_ready(check: Callable[[], list], timeout: int) -> Any:
    """What ``check`` finds, as soon as it finds something or the time is over (a generator).

    Args:
        check: gives the descriptors that are ready.
        timeout: in microseconds; negative: none.
    """
    deadline = None if timeout < 0 else _PyTime_Now() + timeout
    while True:
        found = check()
        if found or not timeout:
            return found
        if not (yield wait_for_change(deadline)):
            return check()


def _timeout(op: PyObject | None, scale: int, message: str) -> Any:
    """A timeout in microseconds, of a number of ``1/scale`` seconds; -1 for None (a generator)."""
    if op is None or op is Py_None:
        return -1
    if PyObject_TypeCheck(op, PyFloat_Type) and scale != 1 and op.value == op.value:
        return -int(-op.value * 1_000_000 // scale) if abs(op.value) < 1e15 else _too_large()
    try:
        number = yield timeout_argument(op)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, message) from None
    return number // scale


def _too_large() -> int:
    raise PyErr_Format(PyExc_OverflowError, "timeout is too large")


# ---- select

def _seq2set(op: PyObject, held: list[PyObject]) -> Any:
    """The descriptors of a sequence's objects, with the objects (owned by ``held``) (a generator)."""
    seq = PySequence_Fast(op, "arguments 1-3 must be sequences")
    if type(seq) in PENDING:
        seq = yield seq
    held.append(seq)
    found: list[tuple[int, PyObject]] = []
    i = 0
    while i < len(seq.value):  # fileno() may change the list
        item = seq.value[i]
        i += 1
        held.append(Py_NewRef(item))
        fd = PyObject_AsFileDescriptor(item)
        if type(fd) in PENDING:
            fd = yield fd
        if fd >= FD_SETSIZE:
            raise PyErr_Format(PyExc_ValueError, "filedescriptor out of range in select()")
        if len(found) >= FD_SETSIZE:
            raise PyErr_Format(PyExc_ValueError, "too many file descriptors in select()")
        found.append((fd, item))
    return found


_READABLE, _WRITABLE = POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR


def select_select(
    module: PyObject, rlist: PyObject, wlist: PyObject, xlist: PyObject, timeout: PyObject | None
) -> Any:
    """``select(rlist, wlist, xlist[, timeout])``; a generator."""
    wait = yield _timeout(timeout, 1, "timeout must be a float or None")
    if wait < 0 and timeout is not None and timeout is not Py_None:
        raise PyErr_Format(PyExc_ValueError, "timeout must be non-negative")
    held: list[PyObject] = []
    try:
        sets = []
        for op in (rlist, wlist, xlist):
            sets.append((yield _seq2set(op, held)))

        def check() -> list:
            ready: list[list[PyObject]] = []
            for wanted, pairs in zip((_READABLE, _WRITABLE, POLLPRI), sets, strict=True):
                ready.append([])
                for fd, item in pairs:
                    events = events_of(fd)
                    if events & POLLNVAL:
                        raise PyErr_SetFromErrno(errno.EBADF)
                    if events & wanted:
                        ready[-1].append(item)
            return ready if any(ready) else []

        found = (yield wait_until_ready(check, wait)) or [[], [], []]
        return PyTuple_New(tuple(PyList_New([Py_NewRef(op) for op in ops]) for ops in found))
    finally:
        decref_all(held)


# ---- poll

class pollObject:
    """The body of a polling object: what is wanted of each descriptor; whether it waits."""

    __slots__ = ("events", "poll_running")

    def __init__(self) -> None:
        self.events: dict[int, int] = {}
        self.poll_running = False


def _fildes(op: PyObject) -> Any:
    """A descriptor argument (fildes_converter; a generator)."""
    fd = PyObject_AsFileDescriptor(op)
    return (yield fd) if type(fd) in PENDING else fd


def _mask(op: PyObject | None, bits: int, default: int) -> Any:
    """An event mask: an unsigned number of so many bits (a generator)."""
    if op is None:
        return default
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        if bits == 16:
            raise PyErr_Format(PyExc_TypeError, "an integer is required")
        number = c_int(op)
        mask = (yield number) if type(number) in PENDING else number
    else:
        mask = int(op.value)
    if bits == 16:
        if mask < 0:
            raise PyErr_Format(PyExc_ValueError, "value must be positive")
        if mask >= 1 << 16:
            raise PyErr_Format(
                PyExc_OverflowError, "Python int too large for C unsigned short")
    return mask & (1 << bits) - 1


def _key_error(fd: int) -> PyErr:
    key = PyLong_FromLong(fd)
    err = _PyErr_SetKeyError(key)
    Py_DECREF(key)
    return err


def select_poll_register(self: PyObject, fd: PyObject, eventmask: PyObject | None) -> Any:
    """``register(fd[, eventmask])``; a generator."""
    number = yield _fildes(fd)
    self.value.events[number] = yield _mask(eventmask, 16, POLLIN | POLLPRI | POLLOUT)
    return Py_None


def select_poll_modify(self: PyObject, fd: PyObject, eventmask: PyObject) -> Any:
    """``modify(fd, eventmask)``; a generator."""
    number = yield _fildes(fd)
    mask = yield _mask(eventmask, 16, 0)
    if number not in self.value.events:
        raise PyErr_SetFromErrno(errno.ENOENT)
    self.value.events[number] = mask
    return Py_None


def select_poll_unregister(self: PyObject, fd: PyObject) -> Any:
    """``unregister(fd)``; a generator."""
    number = yield _fildes(fd)
    if self.value.events.pop(number, None) is None:
        raise _key_error(number)
    return Py_None


def _pairs(found: list[tuple[int, int]]) -> PyObject:
    return PyList_New([PyTuple_New((PyLong_FromLong(fd), PyLong_FromLong(events)))
                       for fd, events in found])


def select_poll_poll(self: PyObject, timeout: PyObject | None) -> Any:
    """``poll([timeout])``: milliseconds; a generator."""
    wait = yield _timeout(timeout, 1000, "timeout must be an integer or None")
    body = self.value
    if body.poll_running:
        raise PyErr_Format(PyExc_RuntimeError, "concurrent poll() invocation")

    def check() -> list:
        found = [(fd, events_of(fd) & (mask | _ALWAYS)) for fd, mask in body.events.items()]
        return [pair for pair in found if pair[1]]

    body.poll_running = True
    try:
        return _pairs((yield wait_until_ready(check, wait)))
    finally:
        body.poll_running = False


poll_Type = PyType_FromSpec(
    "select.poll", tp_basicsize=48, tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_is_leaf=True,
    tp_hostkey="identity",
    tp_methods=(
        PyMethodDef("register", select_poll_register, "($self, fd, eventmask=7, /)"),
        PyMethodDef("modify", select_poll_modify, "($self, fd, eventmask, /)"),
        PyMethodDef("unregister", select_poll_unregister, "($self, fd, /)"),
        PyMethodDef("poll", select_poll_poll, "($self, timeout=None, /)"),
    ),
)


def select_poll(module: PyObject) -> PyObject:
    """``poll()``"""
    return PyObject(poll_Type, pollObject())


# ---- epoll

class pyEpoll_Object:
    """The body of an epoll object.

    Attributes:
        epfd: its own descriptor; -1 when closed.
        interest: descriptor -> (what is wanted, the socket that the descriptor had then).
    """

    __slots__ = ("epfd", "interest")

    def __init__(self, epfd: int):
        self.epfd = epfd
        self.interest: dict[int, tuple[int, Any]] = {}


_EPOLL = ArgSpec("($type, /, sizehint=-1, flags=0)")


def select_epoll(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``epoll(sizehint=-1, flags=0)``; a generator."""
    given = parse_arguments(_EPOLL, "epoll", args, kwnames, "epoll")
    numbers = []
    for op, default in zip(given, (-1, 0), strict=True):
        number: Any = default if op is None else c_int(op)
        numbers.append((yield number) if type(number) in PENDING else number)
    sizehint, flags = numbers
    if sizehint == 0 or sizehint < -1:
        raise PyErr_Format(PyExc_ValueError, "negative sizehint")
    if flags and flags != EPOLL_CLOEXEC:
        raise PyErr_Format(PyExc_OSError, "invalid flags")
    return PyObject(type_op, pyEpoll_Object(plain(files().reserve)))


def pyepoll_internal_close(self: PyObject) -> None:
    """Give the descriptor back."""
    body = self.value
    fd, body.epfd = body.epfd, -1
    if fd >= 0:
        plain(lambda: files().release(fd))


def pyepoll_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    pyepoll_internal_close(op)
    op.value = None


def _open(self: PyObject) -> pyEpoll_Object:
    body: pyEpoll_Object = self.value
    if body.epfd < 0:
        raise PyErr_Format(PyExc_ValueError, "I/O operation on closed epoll object")
    return body


def select_epoll_close(self: PyObject) -> PyObject:
    """``close()``"""
    pyepoll_internal_close(self)
    return Py_None


def select_epoll_fileno(self: PyObject) -> PyObject:
    """``fileno()``"""
    return PyLong_FromLong(_open(self).epfd)


def select_epoll_fromfd(type_op: PyObject, fd: PyObject) -> Any:
    """``fromfd(fd)``; a generator."""
    number = c_int(fd)
    return PyObject(type_op, pyEpoll_Object((yield number) if type(number) in PENDING else number))


def _current(body: pyEpoll_Object, fd: int) -> bool:
    """Whether a descriptor is registered and has not been closed since."""
    entry = body.interest.get(fd)
    if entry is None:
        return False
    if network().find(fd) is not entry[1]:
        del body.interest[fd]
        return False
    return True


def _control(self: PyObject, fd: int, registered: bool) -> pyEpoll_Object:
    """The body, if epoll_ctl() would accept the descriptor."""
    body = _open(self)
    if events_of(fd) & POLLNVAL:
        raise PyErr_SetFromErrno(errno.EBADF)
    if network().find(fd) is None and files().is_plain(fd):
        raise PyErr_SetFromErrno(errno.EPERM)
    if _current(body, fd) != registered:
        raise PyErr_SetFromErrno(errno.ENOENT if registered else errno.EEXIST)
    return body


def select_epoll_register(self: PyObject, fd: PyObject, eventmask: PyObject | None) -> Any:
    """``register(fd[, eventmask])``; a generator."""
    number = yield _fildes(fd)
    mask = yield _mask(eventmask, 32, POLLIN | POLLPRI | POLLOUT)
    _control(self, number, False).interest[number] = (mask, network().find(number))
    return Py_None


def select_epoll_modify(self: PyObject, fd: PyObject, eventmask: PyObject) -> Any:
    """``modify(fd, eventmask)``; a generator."""
    number = yield _fildes(fd)
    mask = yield _mask(eventmask, 32, 0)
    _control(self, number, True).interest[number] = (mask, network().find(number))
    return Py_None


def select_epoll_unregister(self: PyObject, fd: PyObject) -> Any:
    """``unregister(fd)``; a generator."""
    number = yield _fildes(fd)
    del _control(self, number, True).interest[number]
    return Py_None


def select_epoll_poll(
    self: PyObject, timeout: PyObject | None, maxevents: PyObject | None
) -> Any:
    """``poll(timeout=None, maxevents=-1)``: seconds; a generator."""
    body = _open(self)
    limit: Any = -1 if maxevents is None else c_int(maxevents)
    if type(limit) in PENDING:
        limit = yield limit
    wait = yield _timeout(timeout, 1, "timeout must be an integer or None")
    if limit == -1:
        limit = FD_SETSIZE - 1
    elif limit < 1:
        raise PyErr_Format(
            PyExc_ValueError, f"maxevents must be greater than 0, got {limit}")

    def check() -> list:
        if body.epfd < 0:
            raise PyErr_SetFromErrno(errno.EBADF)
        found = []
        for fd in list(body.interest):
            if _current(body, fd):
                mask = body.interest[fd][0]
                events = events_of(fd) & (mask | _ALWAYS) if mask & ~EPOLLONESHOT else 0
                if events:
                    found.append((fd, events))
        return found[:limit]

    found = yield wait_until_ready(check, wait)
    for fd, _ in found:
        mask, sock = body.interest[fd]
        if mask & EPOLLONESHOT:
            body.interest[fd] = (EPOLLONESHOT, sock)
    return _pairs(found)


def select_epoll___enter__(self: PyObject) -> PyObject:
    """``__enter__()``"""
    _open(self)
    return Py_NewRef(self)


def select_epoll___exit__(
    self: PyObject, exc_type: PyObject | None, exc_value: PyObject | None,
    exc_tb: PyObject | None
) -> PyObject:
    """``__exit__(...)``"""
    return select_epoll_close(self)


pyEpoll_Type = PyType_FromSpec(
    "select.epoll", tp_basicsize=24, tp_hostkey="identity", tp_new=select_epoll,
    tp_dealloc=pyepoll_dealloc,
    tp_methods=(
        PyMethodDef("fromfd", select_epoll_fromfd, "($type, fd, /)", classmethod=True),
        PyMethodDef("close", select_epoll_close, "($self, /)"),
        PyMethodDef("fileno", select_epoll_fileno, "($self, /)"),
        PyMethodDef("modify", select_epoll_modify, "($self, /, fd, eventmask)"),
        PyMethodDef("register", select_epoll_register, "($self, /, fd, eventmask=7)"),
        PyMethodDef("unregister", select_epoll_unregister, "($self, /, fd)"),
        PyMethodDef("poll", select_epoll_poll, "($self, /, timeout=None, maxevents=-1)"),
        PyMethodDef("__enter__", select_epoll___enter__, "($self, /)"),
        PyMethodDef("__exit__", select_epoll___exit__,
                    "($self, exc_type=None, exc_value=None, exc_tb=None, /)"),
    ),
    tp_getset=(
        PyGetSetDef("closed", lambda op: Py_True if op.value.epfd < 0 else Py_False),
    ),
)


select_methods = (
    PyMethodDef("select", select_select, "($module, rlist, wlist, xlist, timeout=None, /)"),
    PyMethodDef("poll", select_poll, "($module, /)"),
)


def PyInit_select() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("select", select_methods)
    PyModule_AddObjectRef(module, "error", PyExc_OSError)
    for table in (CONSTANTS, EPOLL_CONSTANTS):
        if table is EPOLL_CONSTANTS:
            PyModule_AddObjectRef(module, "epoll", pyEpoll_Type)
        for name, number in table.items():
            value = PyLong_FromLong(number)
            PyModule_AddObjectRef(module, name, value)
            Py_DECREF(value)
    return module


