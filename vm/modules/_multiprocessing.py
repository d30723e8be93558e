"""The _multiprocessing module: semaphores. Models Modules/_multiprocessing/semaphore.c.

A program of the VM's has no other processes, so a semaphore is one of this process: the names of those that are not
unlinked at once are kept with the interpreter, and threads that wait are parked.
"""

from __future__ import annotations

import errno
from typing import Any

from vm.objects.boolobject import PyBool_FromLong
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.floatobject import PyFloat_AsDouble
from vm.objects.getargs import boolean, c_int, c_string_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import (
    ArgSpec,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GenericGetAttr, PyObject_GenericSetAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    EINTR,
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_True,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyRuntime, _PyTime_Now
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_AssertionError, PyExc_ValueError
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.python.signals import wait_or_signal

RECURSIVE_MUTEX, SEMAPHORE = 0, 1
SEM_VALUE_MAX = 0x7FFFFFFF
_NAME_MAX = 251
#: Where the first semaphore would be mapped, and how far the next is from it.
_FIRST_HANDLE, _HANDLE_STEP = 0x7F5000000000, 0x1000


class Semaphore:
    """What C's ``sem_t`` is: a number, and who waits for it to be more than zero."""

    __slots__ = ("value", "waiters", "handle")

    def __init__(self, value: int, handle: int):
        self.value = value
        self.waiters: list[Any] = []
        self.handle = handle


class SemLockObject:
    """The body of a SemLock: C's fields, and the semaphore that the handle stands for."""

    __slots__ = ("sem", "handle", "last_tid", "count", "maxvalue", "kind", "name")

    def __init__(self, sem: Semaphore, kind: int, maxvalue: int, name: str | None):
        self.sem = sem
        self.handle = sem.handle
        self.last_tid = self.count = 0
        self.kind, self.maxvalue, self.name = kind, maxvalue, name

    def is_mine(self) -> bool:
        """Whether the running thread holds it."""
        return self.count > 0 and _thread_ident() == self.last_tid


def _thread_ident() -> int:
    return int(_PyRuntime.tstate_current.thread_id)  # type: ignore[union-attr]


class _Names:
    """The named semaphores of an interpreter, and how many there have been."""

    def __init__(self) -> None:
        self.by_name: dict[str, Semaphore] = {}
        self.made = 0


def _names() -> _Names:
    found: _Names = _PyInterpreterState_GET().modules_by_index.setdefault("_multiprocessing", _Names())
    return found


def _sem_name(name: str) -> str:
    """The file that a semaphore would be, without slashes before it."""
    short = name.lstrip("/")
    if not short or "/" in short or len(short.encode("utf-8", "surrogateescape")) > _NAME_MAX:
        raise PyErr_SetFromErrno(errno.EINVAL)
    return short


def sem_open(name: str, value: int, unlink: bool) -> Semaphore:
    """A new semaphore; raises the OSError of a name that is taken, or of a bad value."""
    names, short = _names(), _sem_name(name)
    if not 0 <= value <= SEM_VALUE_MAX:
        raise PyErr_SetFromErrno(errno.EINVAL)
    if short in names.by_name:
        raise PyErr_SetFromErrno(errno.EEXIST)
    sem = Semaphore(value, _FIRST_HANDLE + names.made * _HANDLE_STEP)
    names.made += 1
    if not unlink:
        names.by_name[short] = sem
    return sem


_NEW = ArgSpec("(kind, value, maxvalue, name, unlink)")


def _multiprocessing_SemLock(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``SemLock(kind, value, maxvalue, name, unlink)``; a generator."""
    given = parse_arguments(_NEW, "SemLock", args, kwnames, "SemLock")
    numbers = []
    for op in given[:3]:
        number = c_int(op)
        numbers.append((yield number) if type(number) in PENDING else number)
    kind, value, maxvalue = numbers
    name = c_string_arg(given[3], "SemLock", "argument 'name'", "")
    unlink: Any = boolean(given[4])
    if type(unlink) in PENDING:
        unlink = yield unlink
    if kind not in (RECURSIVE_MUTEX, SEMAPHORE):
        raise PyErr_Format(PyExc_ValueError, "unrecognized kind")
    sem = sem_open(name, value, unlink)
    return PyType_GenericAlloc(type_op, SemLockObject(sem, kind, maxvalue, None if unlink else name))


def _multiprocessing_SemLock__rebuild(
    type_op: PyObject, handle: PyObject, kind: PyObject, maxvalue: PyObject, name: PyObject
) -> Any:
    """``_rebuild(handle, kind, maxvalue, name)``: another object for a named semaphore; a generator."""
    numbers = []
    for op in (kind, maxvalue):
        number = c_int(op)
        numbers.append((yield number) if type(number) in PENDING else number)
    text = None if name is Py_None else c_string_arg(name, "_rebuild", "argument 4", "")
    sem = None if text is None else _names().by_name.get(_sem_name(text))
    if sem is None:
        raise PyErr_SetFromErrno(errno.ENOENT)
    return PyType_GenericAlloc(type_op, SemLockObject(sem, numbers[0], numbers[1], text))


def _multiprocessing_SemLock_acquire(
    self: PyObject, block: PyObject | None, timeout: PyObject | None
) -> Any:
    """``acquire(block=True, timeout=None)``; a generator."""
    blocking: Any = True if block is None else boolean(block)
    if type(blocking) in PENDING:
        blocking = yield blocking
    body = self.value
    if body.kind == RECURSIVE_MUTEX and body.is_mine():
        body.count += 1
        return Py_True
    deadline = None
    if timeout is not None and timeout is not Py_None:
        seconds: Any = PyFloat_AsDouble(timeout)
        if type(seconds) in PENDING:
            seconds = yield seconds
        deadline = _PyTime_Now() + int(min(max(seconds, 0.0), 1e12) * 1_000_000)
    if body.sem.value > 0:
        body.sem.value -= 1
    elif not blocking or not (yield _sem_wait(body.sem, deadline)):
        return Py_False
    body.count += 1
    body.last_tid = _thread_ident()
    return Py_True


def _sem_wait(sem: Semaphore, deadline: int | None) -> Any:
    """Wait until a release hands the semaphore over; whether that was in time (a generator)."""
    while not sem.value:
        if deadline is not None and deadline <= _PyTime_Now():
            return False
        sem.waiters.append(_PyRuntime.tstate_current)
        got = yield wait_or_signal(Park("lock", sem, deadline))
        if got is not EINTR:
            return got
    sem.value -= 1
    return True


def _multiprocessing_SemLock_release(self: PyObject) -> PyObject:
    """``release()``"""
    body = self.value
    if body.kind == RECURSIVE_MUTEX:
        if not body.is_mine():
            raise PyErr_Format(
                PyExc_AssertionError, "attempt to release recursive lock not owned by thread")
        if body.count > 1:
            body.count -= 1
            return Py_None
    elif body.sem.value >= body.maxvalue:
        raise PyErr_Format(PyExc_ValueError, "semaphore or lock released too many times")
    if body.sem.waiters:
        _PyRuntime.scheduler.wake(body.sem.waiters.pop(0))
    else:
        body.sem.value += 1
    body.count -= 1
    return Py_None


def _multiprocessing_SemLock___enter__(self: PyObject) -> Any:
    """``__enter__()``; pending."""
    return _multiprocessing_SemLock_acquire(self, None, None)


def _multiprocessing_SemLock___exit__(
    self: PyObject, exc_type: PyObject | None, exc_value: PyObject | None, exc_tb: PyObject | None
) -> PyObject:
    """``__exit__(exc_type=None, exc_value=None, exc_tb=None)``"""
    return _multiprocessing_SemLock_release(self)


def _multiprocessing_SemLock__after_fork(self: PyObject) -> PyObject:
    """``_after_fork()``"""
    self.value.count = 0
    return Py_None


def semlock_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, lambda _: [])


SemLock_Type = PyType_FromSpec(
    "_multiprocessing.SemLock", tp_basicsize=56, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_new=_multiprocessing_SemLock, tp_dealloc=semlock_dealloc, tp_traverse=lambda op: (),
    tp_getattro=PyObject_GenericGetAttr, tp_setattro=PyObject_GenericSetAttr,
    tp_methods=(
        PyMethodDef("acquire", _multiprocessing_SemLock_acquire, "($self, /, block=True, timeout=None)"),
        PyMethodDef("release", _multiprocessing_SemLock_release, "($self, /)"),
        PyMethodDef("__enter__", _multiprocessing_SemLock___enter__, "($self, /)"),
        PyMethodDef("__exit__", _multiprocessing_SemLock___exit__,
                    "($self, exc_type=None, exc_value=None, exc_tb=None, /)"),
        PyMethodDef("_count", lambda self: PyLong_FromLong(self.value.count), "($self, /)"),
        PyMethodDef("_is_mine", lambda self: PyBool_FromLong(self.value.is_mine()), "($self, /)"),
        PyMethodDef("_get_value", lambda self: PyLong_FromLong(self.value.sem.value), "($self, /)"),
        PyMethodDef("_is_zero", lambda self: PyBool_FromLong(not self.value.sem.value), "($self, /)"),
        PyMethodDef("_rebuild", _multiprocessing_SemLock__rebuild,
                    "($type, handle, kind, maxvalue, name, /)", classmethod=True),
        PyMethodDef("_after_fork", _multiprocessing_SemLock__after_fork, "($self, /)"),
    ),
    tp_members=tuple(PyMemberDef(name, name) for name in ("handle", "kind", "maxvalue", "name")))


def _multiprocessing_sem_unlink(module: PyObject, name: PyObject) -> PyObject:
    """``sem_unlink(name, /)``"""
    short = _sem_name(c_string_arg(name, "sem_unlink", "argument", ""))
    if _names().by_name.pop(short, None) is None:
        raise PyErr_SetFromErrno(errno.ENOENT)
    return Py_None


_methods = (PyMethodDef("sem_unlink", _multiprocessing_sem_unlink, "($module, name, /)"),)


def PyInit__multiprocessing() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_multiprocessing", _methods)
    largest, one, flags = PyLong_FromLong(SEM_VALUE_MAX), PyLong_FromLong(1), PyDict_New()
    PyDict_SetItemString(SemLock_Type.value.tp_dict, "SEM_VALUE_MAX", largest)
    for name in ("HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"):
        PyDict_SetItemString(flags, name, one)
    PyModule_AddObjectRef(module, "SemLock", SemLock_Type)
    PyModule_AddObjectRef(module, "flags", flags)
    for op in (largest, one, flags):
        Py_DECREF(op)
    return module
