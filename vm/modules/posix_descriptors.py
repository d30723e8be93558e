"""Reading and writing at a place and with several buffers; what is known of a disk. Part of Modules/posixmodule.c."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

from vm.modules.posix_paths import files, os_error, owner, path_t, with_path
from vm.modules.posix_stat import StatVFSResultType
from vm.objects.abstract import PySequence_Check, PySequence_GetItem, PySequence_Size
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.fileobject import PyObject_AsFileDescriptor
from vm.objects.getargs import c_int, long_unit, optional_flag, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_SIMPLE,
    PyBUF_WRITABLE,
    PyObject_GetBuffer,
    release_all,
    use_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyErr, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.structseq import PyStructSequence_New
from vm.python.fileutils import _Py_read, _Py_write

#: Read at once, at most.
MAX_READ = 1 << 27
#: Buffers that one call takes (IOV_MAX).
_IOV_MAX = 1024
#: No descriptor has a larger number.
_MAX_DESCRIPTORS = 1 << 16
#: Linux's.
DESCRIPTOR_CONSTANTS = {
    "ST_RDONLY": 1, "ST_NOSUID": 2, "ST_NODEV": 4, "ST_NOEXEC": 8, "ST_SYNCHRONOUS": 16,
    "ST_MANDLOCK": 64, "ST_WRITE": 128, "ST_APPEND": 256, "ST_NOATIME": 1024,
    "ST_NODIRATIME": 2048, "ST_RELATIME": 4096, "POSIX_FADV_NORMAL": 0, "POSIX_FADV_RANDOM": 1,
    "POSIX_FADV_SEQUENTIAL": 2, "POSIX_FADV_WILLNEED": 3, "POSIX_FADV_DONTNEED": 4,
    "POSIX_FADV_NOREUSE": 5,
}


def _invalid() -> PyErr:
    return os_error(OSError(errno.EINVAL, ""))


def _system(work: Callable[..., Any], *args: Any) -> Any:
    """What the driver does, its errors translated."""
    try:
        return work(*args)
    except OSError as err:
        raise os_error(err) from None


def _numbers(*pairs: Any) -> Any:
    """Convert arguments in turn: (converter, argument) each (a generator)."""
    numbers = []
    for convert, op in pairs:
        number = convert(op)
        numbers.append((yield number) if type(number) in PENDING else number)
    return numbers


# ---- numbers

def os_dup2(module: PyObject, fd: PyObject, fd2: PyObject, inheritable: PyObject | None) -> Any:
    """``dup2(fd, fd2, inheritable=True)``; a generator."""
    old, new = yield _numbers((c_int, fd), (c_int, fd2))
    inherits = yield optional_flag(inheritable, True)
    driver = files()
    _system(driver.fstat, old)
    if old != new:
        if new >= 0 and driver.network.find(new) is not None:
            driver.network.close(new)
        _system(owner(old).dup2, old, new, inherits)
    return PyLong_FromLong(new)


def os_closerange(module: PyObject, fd_low: PyObject, fd_high: PyObject) -> Any:
    """``closerange(fd_low, fd_high)``: those that are not open do not matter; a generator."""
    low, high = yield _numbers((c_int, fd_low), (c_int, fd_high))
    for number in range(max(low, 0), min(high, _MAX_DESCRIPTORS)):
        try:
            owner(number).close(number)
        except OSError:
            continue
    return Py_None


# ---- at a place

def os_pread(module: PyObject, fd: PyObject, length: PyObject, offset: PyObject) -> Any:
    """``pread(fd, length, offset)``; a generator."""
    number, size, at = yield _numbers((c_int, fd), (ssize_t, length), (long_unit, offset))
    if size < 0:
        raise _invalid()
    return PyBytes_FromString(_system(files().pread, number, min(size, MAX_READ), at))


def os_pwrite(module: PyObject, fd: PyObject, buffer: PyObject, offset: PyObject) -> Any:
    """``pwrite(fd, buffer, offset)``; a generator."""
    (number,) = yield _numbers((c_int, fd))
    data = use_buffer(buffer, bytes)
    if type(data) in PENDING:
        data = yield data
    (at,) = yield _numbers((long_unit, offset))
    return PyLong_FromLong(_system(files().pwrite, number, data, at))


def os_posix_fallocate(module: PyObject, fd: PyObject, offset: PyObject, length: PyObject) -> Any:
    """``posix_fallocate(fd, offset, length)``; a generator."""
    number, at, size = yield _numbers((c_int, fd), (long_unit, offset), (long_unit, length))
    _system(files().posix_fallocate, number, at, size)
    return Py_None


def os_posix_fadvise(
    module: PyObject, fd: PyObject, offset: PyObject, length: PyObject, advice: PyObject
) -> Any:
    """``posix_fadvise(fd, offset, length, advice)``: it has no effect that can be seen; a generator."""
    number, _, size, what = yield _numbers(
        (c_int, fd), (long_unit, offset), (long_unit, length), (c_int, advice))
    _system(files().fstat, number)
    if not 0 <= what <= 5 or size < 0:
        raise _invalid()
    return Py_None


def os_fdatasync(module: PyObject, fd: PyObject) -> Any:
    """``fdatasync(fd)``; a generator."""
    (number,) = yield _numbers((PyObject_AsFileDescriptor, fd))
    _system(files().fsync, number)
    return Py_None


# ---- several buffers

def iov_setup(function: str, buffers: PyObject, flags: int) -> Any:
    """The views of a sequence of buffers, owned by the caller (a generator)."""
    if not PySequence_Check(buffers):
        raise PyErr_Format(PyExc_TypeError, f"{function}() arg 2 must be a sequence")
    count = PySequence_Size(buffers)
    if type(count) in PENDING:
        count = yield count
    views: list[Py_buffer] = []
    try:
        for i in range(count):
            item = PySequence_GetItem(buffers, i)
            if type(item) in PENDING:
                item = yield item
            try:
                view = PyObject_GetBuffer(item, flags)
                views.append((yield view) if type(view) in PENDING else view)
            finally:
                Py_DECREF(item)
            if len(views) > _IOV_MAX:
                raise _invalid()
    except PyErr:
        yield release_all(views)
        raise
    return views


def os_readv(module: PyObject, fd: PyObject, buffers: PyObject) -> Any:
    """``readv(fd, buffers)``; a generator."""
    (number,) = yield _numbers((c_int, fd))
    views = yield iov_setup("readv", buffers, PyBUF_WRITABLE)
    try:
        room = min(sum(view.len for view in views), MAX_READ)
        data = _system(_Py_read, owner(number), number, room)
        if type(data) in PENDING:
            data = yield data
        at = 0
        for view in views:
            part = data[at:at + view.len]
            view.flat()[:len(part)] = part
            at += len(part)
    except PyErr:
        yield release_all(views)
        raise
    yield release_all(views)
    return PyLong_FromLong(len(data))


def os_writev(module: PyObject, fd: PyObject, buffers: PyObject) -> Any:
    """``writev(fd, buffers)``; a generator."""
    (number,) = yield _numbers((c_int, fd))
    views = yield iov_setup("writev", buffers, PyBUF_SIMPLE)
    try:
        data = b"".join([bytes(view.flat()) for view in views])
        written = _system(_Py_write, owner(number), number, data)
        if type(written) in PENDING:
            written = yield written
    except PyErr:
        yield release_all(views)
        raise
    yield release_all(views)
    return PyLong_FromLong(written)


# ---- the disk

def os_statvfs(module: PyObject, path: PyObject) -> Any:
    """``statvfs(path)``; a generator."""
    return (yield with_path("statvfs", _statvfs, path, allow_fd=True))


def _statvfs(path: path_t) -> PyObject:
    if path.text is None and path.fd == -1:  # C takes it for a path then, of which it has none
        raise OSError(errno.EFAULT, "")
    return _pystatvfs_fromstructstatvfs(files().statvfs(path.fd if path.text is None else path.text))


def os_fstatvfs(module: PyObject, fd: PyObject) -> Any:
    """``fstatvfs(fd)``; a generator."""
    (number,) = yield _numbers((c_int, fd))
    return _pystatvfs_fromstructstatvfs(_system(files().statvfs, number))


def _pystatvfs_fromstructstatvfs(numbers: tuple) -> PyObject:
    """``os.statvfs_result`` for what a driver tells of a disk."""
    return PyStructSequence_New(StatVFSResultType, [PyLong_FromLong(n) for n in numbers])


descriptor_methods = (
    PyMethodDef("dup2", os_dup2, "($module, /, fd, fd2, inheritable=True)"),
    PyMethodDef("closerange", os_closerange, "($module, fd_low, fd_high, /)"),
    PyMethodDef("pread", os_pread, "($module, fd, length, offset, /)"),
    PyMethodDef("pwrite", os_pwrite, "($module, fd, buffer, offset, /)"),
    PyMethodDef("posix_fallocate", os_posix_fallocate, "($module, fd, offset, length, /)"),
    PyMethodDef("posix_fadvise", os_posix_fadvise, "($module, fd, offset, length, advice, /)"),
    PyMethodDef("fdatasync", os_fdatasync, "($module, /, fd)"),
    PyMethodDef("readv", os_readv, "($module, fd, buffers, /)"),
    PyMethodDef("writev", os_writev, "($module, fd, buffers, /)"),
    PyMethodDef("statvfs", os_statvfs, "($module, /, path)"),
    PyMethodDef("fstatvfs", os_fstatvfs, "($module, /, fd)"),
)
