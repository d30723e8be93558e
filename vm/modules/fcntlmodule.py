"""The fcntl module. Models Modules/fcntlmodule.c, as far as descriptors here have what it is about.

A guest is alone on its machine: a lock is always free, and there are no devices.
"""

from __future__ import annotations

import errno
from typing import Any

from vm.modules.posix_paths import fd_converter, files, os_error
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.getargs import c_int
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_ValueError

LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = 1, 2, 4, 8
F_GETFD, F_SETFD, F_GETFL, F_SETFL = 1, 2, 3, 4
O_RDWR, O_NONBLOCK, FD_CLOEXEC = 2, 0o4000, 1
#: Linux's, in the order in which C adds them.
CONSTANTS = {
    "LOCK_SH": LOCK_SH, "LOCK_EX": LOCK_EX, "LOCK_NB": LOCK_NB, "LOCK_UN": LOCK_UN,
    "LOCK_MAND": 32, "LOCK_READ": 64, "LOCK_WRITE": 128, "LOCK_RW": 192, "F_DUPFD": 0,
    "F_DUPFD_CLOEXEC": 1030, "F_GETFD": F_GETFD, "F_SETFD": F_SETFD, "F_GETFL": F_GETFL,
    "F_SETFL": F_SETFL, "F_GETLK": 5, "F_SETLK": 6, "F_SETLKW": 7, "F_OFD_GETLK": 36,
    "F_OFD_SETLK": 37, "F_OFD_SETLKW": 38, "F_GETOWN": 9, "F_SETOWN": 8, "F_GETSIG": 11,
    "F_SETSIG": 10, "F_RDLCK": 0, "F_WRLCK": 1, "F_UNLCK": 2, "F_GETLK64": 5, "F_SETLK64": 6,
    "F_SETLKW64": 7, "FASYNC": 8192, "F_SETLEASE": 1024, "F_GETLEASE": 1025, "F_NOTIFY": 1026,
    "F_EXLCK": 4, "F_SHLCK": 8, "F_SETPIPE_SZ": 1031, "F_GETPIPE_SZ": 1032,
    "FICLONE": 1074041865, "FICLONERANGE": 1075876877, "F_GETOWN_EX": 16, "F_SETOWN_EX": 15,
    "F_OWNER_TID": 0, "F_OWNER_PID": 1, "F_OWNER_PGRP": 2, "F_GET_RW_HINT": 1035,
    "F_SET_RW_HINT": 1036, "F_GET_FILE_RW_HINT": 1037, "F_SET_FILE_RW_HINT": 1038,
    "RWH_WRITE_LIFE_NOT_SET": 0, "RWH_WRITE_LIFE_NONE": 1, "RWH_WRITE_LIFE_SHORT": 2,
    "RWH_WRITE_LIFE_MEDIUM": 3, "RWH_WRITE_LIFE_LONG": 4, "RWH_WRITE_LIFE_EXTREME": 5,
    "FD_CLOEXEC": FD_CLOEXEC, "DN_ACCESS": 1, "DN_MODIFY": 2, "DN_CREATE": 4, "DN_DELETE": 8,
    "DN_RENAME": 16, "DN_ATTRIB": 32, "DN_MULTISHOT": 0x80000000, "F_ADD_SEALS": 1033,
    "F_GET_SEALS": 1034, "F_SEAL_SEAL": 1, "F_SEAL_SHRINK": 2, "F_SEAL_GROW": 4,
    "F_SEAL_WRITE": 8, "F_SEAL_FUTURE_WRITE": 16,
}


def _number(op: PyObject) -> Any:
    """An int argument (a generator)."""
    number = c_int(op)
    return (yield number) if type(number) in PENDING else number


def _descriptor(op: PyObject) -> Any:
    """A descriptor that is open (a generator)."""
    from vm.objects.fileobject import PyObject_AsFileDescriptor

    fd = PyObject_AsFileDescriptor(op)
    if type(fd) in PENDING:
        fd = yield fd
    try:
        files().fstat(fd)
    except OSError as err:
        raise os_error(err) from None
    return fd


def fcntl_fcntl(module: PyObject, fd: PyObject, cmd: PyObject, arg: PyObject | None) -> Any:
    """``fcntl(fd, cmd, arg=0)``: flags of descriptors; a generator."""
    number = yield _descriptor(fd)
    command = yield _number(cmd)
    value = 0 if arg is None else (yield _number(arg))
    sock = files().network.find(number)
    if command == F_GETFD:
        return PyLong_FromLong(FD_CLOEXEC)
    if command == F_SETFD:
        return PyLong_FromLong(0)
    if command == F_GETFL:
        blocking = files().get_blocking(number) if sock is None else sock.blocking
        return PyLong_FromLong(O_RDWR | (0 if blocking else O_NONBLOCK))
    if command == F_SETFL:
        blocking = not value & O_NONBLOCK
        if sock is None:
            files().set_blocking(number, blocking)
        else:
            sock.blocking = blocking
        return PyLong_FromLong(0)
    raise PyErr_SetFromErrno(errno.EINVAL)


def fcntl_ioctl(
    module: PyObject, fd: PyObject, request: PyObject, arg: PyObject | None,
    mutate_flag: PyObject | None
) -> Any:
    """``ioctl(fd, request, arg=0, mutate_flag=True)``: there are no devices; a generator."""
    yield _descriptor(fd)
    yield fd_converter(request)
    raise PyErr_SetFromErrno(errno.ENOTTY)


def fcntl_flock(module: PyObject, fd: PyObject, operation: PyObject) -> Any:
    """``flock(fd, operation)``: the lock is free; a generator."""
    yield _descriptor(fd)
    if (yield _number(operation)) & ~LOCK_NB not in (LOCK_SH, LOCK_EX, LOCK_UN):
        raise PyErr_SetFromErrno(errno.EINVAL)
    return Py_None


def fcntl_lockf(
    module: PyObject, fd: PyObject, cmd: PyObject, len: PyObject | None,
    start: PyObject | None, whence: PyObject | None
) -> Any:
    """``lockf(fd, cmd, len=0, start=0, whence=0)``: the lock is free; a generator."""
    yield _descriptor(fd)
    if not (yield _number(cmd)) & (LOCK_SH | LOCK_EX | LOCK_UN):
        raise PyErr_Format(PyExc_ValueError, "unrecognized lockf argument")
    return Py_None


fcntl_methods = (
    PyMethodDef("fcntl", fcntl_fcntl, "($module, fd, cmd, arg=0, /)"),
    PyMethodDef("ioctl", fcntl_ioctl, "($module, fd, request, arg=0, mutate_flag=True, /)"),
    PyMethodDef("flock", fcntl_flock, "($module, fd, operation, /)"),
    PyMethodDef("lockf", fcntl_lockf, "($module, fd, cmd, len=0, start=0, whence=0, /)"),
)


def PyInit_fcntl() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("fcntl", fcntl_methods)
    for name, number in CONSTANTS.items():
        op = PyLong_FromLong(number)
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    return module
