"""The posix module: files, folders, the environment. Models Modules/posixmodule.c.

Everything goes to the driver of the guest's file system (vm/host/filesystem.py). Processes are not
there: a guest has only threads.
"""

from __future__ import annotations

import errno
import os
from typing import Any

from vm.modules.posix_descriptors import DESCRIPTOR_CONSTANTS, MAX_READ, descriptor_methods
from vm.modules.posix_dirs import DirEntryType, ScandirIteratorType, os_scandir
from vm.modules.posix_paths import (
    PyOS_FSPath,
    files,
    getuid,
    no_dir_fd,
    os_error,
    owner,
    path_t,
    with_fd,
    with_path,
)
from vm.modules.posix_process import process_methods, sysconf_names
from vm.modules.posix_stat import StatResultType, _pystat_fromstructstat, posix_types
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.getargs import long_unit, optional_flag, optional_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_True,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_OSError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.fileutils import _Py_read, _Py_write

#: Constants of x86-64 Linux, whatever the host is.
CONSTANTS = {
    "F_OK": 0, "R_OK": 4, "W_OK": 2, "X_OK": 1, "O_RDONLY": 0, "O_WRONLY": 1, "O_RDWR": 2,
    "O_NDELAY": 2048, "O_NONBLOCK": 2048, "O_APPEND": 1024, "O_DSYNC": 4096, "O_RSYNC": 1052672,
    "O_SYNC": 1052672, "O_NOCTTY": 256, "O_CREAT": 64, "O_EXCL": 128, "O_TRUNC": 512,
    "O_LARGEFILE": 0, "O_PATH": 2097152, "O_TMPFILE": 4259840, "O_CLOEXEC": 524288, "O_ACCMODE": 3,
    "O_ASYNC": 8192, "O_DIRECT": 16384, "O_DIRECTORY": 65536, "O_NOFOLLOW": 131072,
    "O_NOATIME": 262144, "EX_OK": 0, "EX_USAGE": 64, "EX_DATAERR": 65, "EX_NOINPUT": 66,
    "EX_NOUSER": 67, "EX_NOHOST": 68, "EX_UNAVAILABLE": 69, "EX_SOFTWARE": 70, "EX_OSERR": 71,
    "EX_OSFILE": 72, "EX_CANTCREAT": 73, "EX_IOERR": 74, "EX_TEMPFAIL": 75, "EX_PROTOCOL": 76,
    "EX_NOPERM": 77, "EX_CONFIG": 78, "NGROUPS_MAX": 65536, "TMP_MAX": 238328, "WNOHANG": 1,
    "WUNTRACED": 2, "WCONTINUED": 8, "SEEK_DATA": 3, "SEEK_HOLE": 4, **DESCRIPTOR_CONSTANTS,
}


def _bool(value: bool) -> PyObject:
    return Py_True if value else Py_False


# ---- what is known of a file

def os_stat(
    module: PyObject, path: PyObject, dir_fd: PyObject | None, follow_symlinks: PyObject | None
) -> Any:
    """``stat(path, *, dir_fd=None, follow_symlinks=True)``; a generator."""
    no_dir_fd(dir_fd)
    follow = yield optional_flag(follow_symlinks, True)
    return (yield with_path("stat", _stat, path, follow, allow_fd=True))


def _stat(path: path_t, follow: bool) -> PyObject:
    if path.text is None:
        return _pystat_fromstructstat(files().fstat(path.fd))
    return _pystat_fromstructstat(files().stat(path.text, follow))


def os_lstat(module: PyObject, path: PyObject, dir_fd: PyObject | None) -> Any:
    """``lstat(path, *, dir_fd=None)``; a generator."""
    no_dir_fd(dir_fd)
    return (yield with_path("lstat", _stat, path, False))


def os_fstat(module: PyObject, fd: PyObject) -> Any:
    """``fstat(fd)``; a generator."""
    return (yield with_fd(fd, lambda n: _pystat_fromstructstat(files().fstat(n))))


def os_access(
    module: PyObject, path: PyObject, mode: PyObject, dir_fd: PyObject | None,
    effective_ids: PyObject | None, follow_symlinks: PyObject | None
) -> Any:
    """``access(path, mode, ...)``; a generator."""
    no_dir_fd(dir_fd)
    number = yield optional_int(mode, 0)
    return (yield with_path("access", lambda p: _bool(files().access(p.text, number)), path))


# ---- folders and names

def os_listdir(module: PyObject, path: PyObject | None) -> Any:
    """``listdir(path=None)``; a generator."""
    return (yield with_path("listdir", _listdir, path, allow_fd=True, nullable=True))


def _listdir(path: path_t) -> PyObject:
    names = files().listdir(path.fd if path.text is None else path.text)
    return PyList_New([path.result(name) for name in names])


def _path_function(name: str, with_dir_fd: bool = True) -> Any:
    """A function of one path that returns None."""

    def work(path: path_t) -> PyObject:
        getattr(files(), name)(path.text)
        return Py_None

    def function(module: PyObject, path: PyObject, dir_fd: PyObject | None = None) -> Any:
        no_dir_fd(dir_fd)
        return (yield with_path(shown, work, path))

    shown = name
    function.__name__ = f"os_{name}"
    return function


os_rmdir = _path_function("rmdir")
os_unlink = _path_function("unlink")
os_chdir = _path_function("chdir")


def os_remove(module: PyObject, path: PyObject, dir_fd: PyObject | None) -> Any:
    """``remove(path)``; a generator."""
    no_dir_fd(dir_fd)
    return (yield with_path("remove", lambda p: files().unlink(p.text) or Py_None, path))


def os_mkdir(
    module: PyObject, path: PyObject, mode: PyObject | None, dir_fd: PyObject | None
) -> Any:
    """``mkdir(path, mode=0o777)``; a generator."""
    no_dir_fd(dir_fd)
    number = yield optional_int(mode, 0o777)
    return (yield with_path("mkdir", lambda p: files().mkdir(p.text, number) or Py_None, path))


def os_chmod(
    module: PyObject, path: PyObject, mode: PyObject, dir_fd: PyObject | None,
    follow_symlinks: PyObject | None
) -> Any:
    """``chmod(path, mode)``; a generator."""
    no_dir_fd(dir_fd)
    number = yield optional_int(mode, 0)
    return (yield with_path("chmod", lambda p: files().chmod(p.text, number) or Py_None, path))


def os_truncate(module: PyObject, path: PyObject, length: PyObject) -> Any:
    """``truncate(path, length)``; a generator."""
    size = long_unit(length)
    if type(size) in PENDING:
        size = yield size
    return (yield with_path("truncate", _truncate, path, size, allow_fd=True))


def _truncate(path: path_t, size: int) -> PyObject:
    if path.text is None:
        files().ftruncate(path.fd, size)
    else:
        files().truncate(path.text, size)
    return Py_None


def os_readlink(module: PyObject, path: PyObject, dir_fd: PyObject | None) -> Any:
    """``readlink(path)``; a generator."""
    no_dir_fd(dir_fd)
    return (yield with_path("readlink", lambda p: p.result(files().readlink(p.text)), path))


def _two_paths(function: str, src: PyObject, dst: PyObject) -> Any:
    """Call a driver's function of two paths (a generator)."""
    def outer(first: path_t) -> Any:
        first.op.ob_refcnt += 1
        return first

    first = yield with_path(function, outer, src, argument="src")
    try:
        second = yield with_path(function, outer, dst, argument="dst")
        try:
            getattr(files(), function)(first.text, second.text)
        except OSError as err:
            raise os_error(err, first.op, second.op) from None
        finally:
            Py_DECREF(second.op)
    finally:
        Py_DECREF(first.op)
    return Py_None


def os_rename(
    module: PyObject, src: PyObject, dst: PyObject, src_dir_fd: PyObject | None,
    dst_dir_fd: PyObject | None
) -> Any:
    """``rename(src, dst)``; a generator."""
    no_dir_fd(src_dir_fd, dst_dir_fd)
    return (yield _two_paths("rename", src, dst))


def os_replace(
    module: PyObject, src: PyObject, dst: PyObject, src_dir_fd: PyObject | None,
    dst_dir_fd: PyObject | None
) -> Any:
    """``replace(src, dst)``; a generator."""
    no_dir_fd(src_dir_fd, dst_dir_fd)
    return (yield _two_paths("replace", src, dst))


def os_symlink(
    module: PyObject, src: PyObject, dst: PyObject, target_is_directory: PyObject | None,
    dir_fd: PyObject | None
) -> Any:
    """``symlink(src, dst)``; a generator."""
    no_dir_fd(dir_fd)
    return (yield _two_paths("symlink", src, dst))


def os_link(
    module: PyObject, src: PyObject, dst: PyObject, src_dir_fd: PyObject | None,
    dst_dir_fd: PyObject | None, follow_symlinks: PyObject | None
) -> Any:
    """``link(src, dst)``; a generator."""
    no_dir_fd(src_dir_fd, dst_dir_fd)
    return (yield _two_paths("link", src, dst))


def os_utime(
    module: PyObject, path: PyObject, times: PyObject | None, ns: PyObject | None,
    dir_fd: PyObject | None, follow_symlinks: PyObject | None
) -> Any:
    """``utime(path, times=None, *, ns=..., follow_symlinks=True)``; a generator."""
    no_dir_fd(dir_fd)
    follow = yield optional_flag(follow_symlinks, True)
    given = times is not None and times is not Py_None
    if given and ns is not None:
        raise PyErr_Format(
            PyExc_ValueError, "utime: you may specify either 'times' or 'ns' but not both")
    if given and not (isinstance(times.value, tuple) and len(times.value) == 2):  # type: ignore
        raise PyErr_Format(
            PyExc_TypeError, "utime: 'times' must be either a tuple of two ints or None")
    if ns is not None and not (isinstance(ns.value, tuple) and len(ns.value) == 2):
        raise PyErr_Format(PyExc_TypeError, "utime: 'ns' must be a tuple of two ints")
    if ns is not None:
        pair = tuple(int(op.value) for op in ns.value)
    elif given:
        pair = tuple(round(op.value * 10**9) for op in times.value)  # type: ignore[union-attr]
    else:
        now = _PyRuntime.now * 1000
        pair = (now, now)
    return (yield with_path(
        "utime", lambda p: files().utime(p.text, pair, follow) or Py_None, path))


# ---- descriptors

def os_open(
    module: PyObject, path: PyObject, flags: PyObject, mode: PyObject | None,
    dir_fd: PyObject | None
) -> Any:
    """``open(path, flags, mode=0o777)``; a generator."""
    no_dir_fd(dir_fd)
    bits = yield optional_int(flags, 0)
    number = yield optional_int(mode, 0o777)
    return (yield with_path(
        "open", lambda p: PyLong_FromLong(files().open(p.text, bits, number)), path))


def os_close(module: PyObject, fd: PyObject) -> Any:
    """``close(fd)``; a generator."""
    return (yield with_fd(fd, lambda n: owner(n).close(n) or Py_None))


def os_read(module: PyObject, fd: PyObject, length: PyObject) -> Any:
    """``read(fd, length)``; a generator."""
    size = yield optional_int(length, 0)
    if size < 0:
        raise os_error(OSError(22, ""))
    size = min(size, MAX_READ)
    data = yield with_fd(fd, lambda n: _Py_read(owner(n), n, size))
    if type(data) in PENDING:
        data = yield data
    return PyBytes_FromString(data)


def os_write(module: PyObject, fd: PyObject, data: PyObject) -> Any:
    """``write(fd, data)``; a generator."""
    text = use_buffer(data, bytes)
    if type(text) in PENDING:
        text = yield text
    written = yield with_fd(fd, lambda n: _Py_write(owner(n), n, text))
    if type(written) in PENDING:
        written = yield written
    return PyLong_FromLong(written)


def os_lseek(module: PyObject, fd: PyObject, position: PyObject, whence: PyObject) -> Any:
    """``lseek(fd, position, whence)``; a generator."""
    offset = long_unit(position)
    if type(offset) in PENDING:
        offset = yield offset
    how = yield optional_int(whence, 0)
    return (yield with_fd(fd, lambda n: PyLong_FromLong(files().lseek(n, offset, how))))


def os_ftruncate(module: PyObject, fd: PyObject, length: PyObject) -> Any:
    """``ftruncate(fd, length)``; a generator."""
    size = long_unit(length)
    if type(size) in PENDING:
        size = yield size
    return (yield with_fd(fd, lambda n: files().ftruncate(n, size) or Py_None))


def os_isatty(module: PyObject, fd: PyObject) -> Any:
    """``isatty(fd)``; a generator."""
    return (yield with_fd(fd, lambda n: _bool(files().isatty(n))))


def os_fsync(module: PyObject, fd: PyObject) -> Any:
    """``fsync(fd)``; a generator."""
    return (yield with_fd(fd, lambda n: files().fsync(n) or Py_None))


def os_dup(module: PyObject, fd: PyObject) -> Any:
    """``dup(fd)``; a generator."""
    return (yield with_fd(fd, lambda n: PyLong_FromLong(owner(n).dup(n))))


def os_pipe(module: PyObject) -> PyObject:
    """``pipe()``."""
    try:
        ends = files().pipe()
    except OSError as err:
        raise os_error(err) from None
    return PyTuple_New(tuple(PyLong_FromLong(n) for n in ends))


def os_get_inheritable(module: PyObject, fd: PyObject) -> Any:
    """``get_inheritable(fd)``: there are no other programs; a generator."""
    return (yield with_fd(fd, lambda n: files().fstat(n) and Py_False))


def os_set_inheritable(module: PyObject, fd: PyObject, inheritable: PyObject) -> Any:
    """``set_inheritable(fd, inheritable)``; a generator."""
    return (yield with_fd(fd, lambda n: files().fstat(n) and Py_None))


# ---- the process

def os_getcwd(module: PyObject) -> PyObject:
    """``getcwd()``"""
    try:
        return PyUnicode_FromString(files().getcwd())
    except OSError as err:
        raise os_error(err) from None


def os_getcwdb(module: PyObject) -> PyObject:
    """``getcwdb()``"""
    return PyBytes_FromString(os.fsencode(files().getcwd()))


def os_getpid(module: PyObject) -> PyObject:
    """``getpid()``"""
    return PyLong_FromLong(files().getpid())


def os_getppid(module: PyObject) -> PyObject:
    """``getppid()``"""
    return PyLong_FromLong(1)


def os_getuid(module: PyObject) -> PyObject:
    """``getuid()`` and its like."""
    return PyLong_FromLong(getuid())


def os_umask(module: PyObject, mask: PyObject) -> Any:
    """``umask(mask)``; a generator."""
    return PyLong_FromLong(files().umask((yield optional_int(mask, 0))))


def os_urandom(module: PyObject, size: PyObject) -> Any:
    """``urandom(size)``; a generator."""
    n = yield optional_int(size, 0)
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, "negative argument not allowed")
    if n > MAX_READ:
        raise PyErr_SetNone(PyExc_MemoryError)
    return PyBytes_FromString(files().urandom(n))


def os_cpu_count(module: PyObject) -> PyObject:
    """``cpu_count()``: one, as all threads share one."""
    return PyLong_FromLong(1)


def os_fspath(module: PyObject, path: PyObject) -> Any:
    """``fspath(path)``"""
    return PyOS_FSPath(path)


def os_strerror(module: PyObject, code: PyObject) -> Any:
    """``strerror(code)``; a generator."""
    return PyUnicode_FromString(os.strerror((yield optional_int(code, 0))))


def os_putenv(module: PyObject, name: PyObject, value: PyObject) -> Any:
    """``putenv(name, value)``: for what looks at the environment past os.environ (a generator)."""
    key, text = (yield _environ_text(name)), (yield _environ_text(value))
    if "=" in key:
        raise PyErr_Format(PyExc_ValueError, "illegal environment variable name")
    if not key:
        raise os_error(OSError(errno.EINVAL, ""))
    files().environ[key] = text
    return Py_None


def os_unsetenv(module: PyObject, name: PyObject) -> Any:
    """``unsetenv(name)`` (a generator)"""
    key = yield _environ_text(name)
    if not key or "=" in key:
        raise os_error(OSError(errno.EINVAL, ""))
    files().environ.pop(key, None)
    return Py_None


def _environ_text(op: PyObject) -> Any:
    """The host str of a name or value of the environment (a generator)."""
    path = yield PyOS_FSPath(op)
    text = os.fsdecode(path.value)
    Py_DECREF(path)
    if "\0" in text:
        raise PyErr_Format(PyExc_ValueError, "embedded null byte")
    return text


def os_get_terminal_size(module: PyObject, fd: PyObject | None) -> Any:
    """``get_terminal_size()``: no terminal is known."""
    raise os_error(OSError(25, ""))
    yield


def os__path_normpath(module: PyObject, path: PyObject) -> Any:
    """``_path_normpath(path)``; a generator."""
    op = yield PyOS_FSPath(path)
    try:
        made = os.path.normpath(op.value) if op.value else type(op.value)()
    finally:
        Py_DECREF(op)
    if not made:
        made = "." if isinstance(made, str) else b"."
    return PyUnicode_FromString(made) if isinstance(made, str) else PyBytes_FromString(made)


def os__path_splitroot_ex(module: PyObject, path: PyObject) -> Any:
    """``_path_splitroot_ex(path)``; a generator."""
    op = yield PyOS_FSPath(path)
    try:
        parts = os.path.splitroot(op.value)
        make = PyUnicode_FromString if isinstance(op.value, str) else PyBytes_FromString
    finally:
        Py_DECREF(op)
    return PyTuple_New(tuple(make(part) for part in parts))


def os_uname(module: PyObject) -> PyObject:
    """``uname()``"""
    return posix_types.uname()


def os__exit(module: PyObject, status: PyObject) -> Any:
    """``_exit(status)``: end at once, without any finaliser; a generator."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    interp.hard_exit = (yield optional_int(status, 0)) & 0xFF
    while True:
        yield Park("exit")


posix_methods = (
    PyMethodDef("stat", os_stat, "($module, /, path, *, dir_fd=None, follow_symlinks=True)"),
    PyMethodDef("access", os_access, "($module, /, path, mode, *, dir_fd=None, effective_ids=False, "
                "follow_symlinks=True)"),
    PyMethodDef("chdir", os_chdir, "($module, /, path)"),
    PyMethodDef("chmod", os_chmod,
                "($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)"),
    PyMethodDef("getcwd", os_getcwd, "($module, /)"),
    PyMethodDef("getcwdb", os_getcwdb, "($module, /)"),
    PyMethodDef("link", os_link, "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, "
                "follow_symlinks=True)"),
    PyMethodDef("listdir", os_listdir, "($module, /, path=None)"),
    PyMethodDef("lstat", os_lstat, "($module, /, path, *, dir_fd=None)"),
    PyMethodDef("mkdir", os_mkdir, "($module, /, path, mode=511, *, dir_fd=None)"),
    PyMethodDef("readlink", os_readlink, "($module, /, path, *, dir_fd=None)"),
    PyMethodDef("rename", os_rename,
                "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)"),
    PyMethodDef("replace", os_replace,
                "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)"),
    PyMethodDef("rmdir", os_rmdir, "($module, /, path, *, dir_fd=None)"),
    PyMethodDef("symlink", os_symlink,
                "($module, /, src, dst, target_is_directory=False, *, dir_fd=None)"),
    PyMethodDef("umask", os_umask, "($module, mask, /)"),
    PyMethodDef("uname", os_uname, "($module, /)"),
    PyMethodDef("unlink", os_unlink, "($module, /, path, *, dir_fd=None)"),
    PyMethodDef("remove", os_remove, "($module, /, path, *, dir_fd=None)"),
    PyMethodDef("utime", os_utime, "($module, /, path, times=None, *, ns=<unrepresentable>, "
                "dir_fd=None, follow_symlinks=True)"),
    PyMethodDef("_exit", os__exit, "($module, /, status)"),
    PyMethodDef("getpid", os_getpid, "($module, /)"),
    PyMethodDef("getppid", os_getppid, "($module, /)"),
    PyMethodDef("getuid", os_getuid, "($module, /)"),
    PyMethodDef("geteuid", os_getuid, "($module, /)"),
    PyMethodDef("getgid", os_getuid, "($module, /)"),
    PyMethodDef("getegid", os_getuid, "($module, /)"),
    PyMethodDef("open", os_open, "($module, /, path, flags, mode=511, *, dir_fd=None)"),
    PyMethodDef("close", os_close, "($module, /, fd)"),
    PyMethodDef("dup", os_dup, "($module, fd, /)"),
    PyMethodDef("lseek", os_lseek, "($module, fd, position, whence, /)"),
    PyMethodDef("read", os_read, "($module, fd, length, /)"),
    PyMethodDef("write", os_write, "($module, fd, data, /)"),
    PyMethodDef("fstat", os_fstat, "($module, /, fd)"),
    PyMethodDef("fsync", os_fsync, "($module, /, fd)"),
    PyMethodDef("isatty", os_isatty, "($module, fd, /)"),
    PyMethodDef("pipe", os_pipe, "($module, /)"),
    PyMethodDef("ftruncate", os_ftruncate, "($module, fd, length, /)"),
    PyMethodDef("truncate", os_truncate, "($module, /, path, length)"),
    PyMethodDef("get_inheritable", os_get_inheritable, "($module, fd, /)"),
    PyMethodDef("set_inheritable", os_set_inheritable, "($module, fd, inheritable, /)"),
    PyMethodDef("putenv", os_putenv, "($module, name, value, /)"),
    PyMethodDef("unsetenv", os_unsetenv, "($module, name, /)"),
    PyMethodDef("strerror", os_strerror, "($module, code, /)"),
    PyMethodDef("urandom", os_urandom, "($module, size, /)"),
    PyMethodDef("cpu_count", os_cpu_count, "($module, /)"),
    PyMethodDef("get_terminal_size", os_get_terminal_size, "($module, fd=<unrepresentable>, /)"),
    PyMethodDef("scandir", os_scandir, "($module, /, path=None)"),
    PyMethodDef("fspath", os_fspath, "($module, /, path)"),
    PyMethodDef("_path_normpath", os__path_normpath, "($module, /, path)"),
    PyMethodDef("_path_splitroot_ex", os__path_splitroot_ex, "($module, /, path)"),
    *descriptor_methods,
    *process_methods,
)

#: What os may know of the platform (_have_functions).
HAVE = ("HAVE_FSTATVFS", "HAVE_FTRUNCATE", "HAVE_LSTAT", "HAVE_FDOPENDIR")


def _make_environ() -> PyObject:
    """``posix.environ``: bytes to bytes."""
    op = PyDict_New()
    for name, value in files().environ.items():
        key, text = PyBytes_FromString(os.fsencode(name)), PyBytes_FromString(os.fsencode(value))
        PyDict_SetItem(op, key, text)
        Py_DECREF(key)
        Py_DECREF(text)
    return op


def PyInit_posix() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("posix", posix_methods)
    made = {name: PyLong_FromLong(value) for name, value in CONSTANTS.items()}
    made["environ"] = _make_environ()
    made["sysconf_names"] = sysconf_names()
    made["_have_functions"] = PyList_New([PyUnicode_FromString(name) for name in HAVE])
    for name, op in made.items():
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    for name, tp in posix_types.table:
        PyModule_AddObjectRef(module, name, tp)
    PyModule_AddObjectRef(module, "error", PyExc_OSError)
    PyModule_AddObjectRef(module, "DirEntry", DirEntryType)
    return module


__all__ = ["PyInit_posix", "ScandirIteratorType", "StatResultType"]
