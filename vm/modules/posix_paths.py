"""What posix's functions share: paths, descriptors, errors. Part of Modules/posixmodule.c."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from vm.objects.abstract import PyNumber_Index
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_CallNoArgs
from vm.objects.exceptions_os import PyErr_SetFromErrnoWithFilenameObjects
from vm.objects.object import _PyObject_LookupSpecial
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_NotImplementedError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.unicodeobject import PyUnicode_FromString


def files() -> Any:
    """The driver of the guest's file system."""
    return _PyRuntime.interpreters[0].files


def getuid() -> int:
    """The user whom the working directory belongs to."""
    uid: int = files().stat(files().getcwd(), True).uid
    return uid


def os_error(
    err: OSError, filename: PyObject | None = None, filename2: PyObject | None = None
) -> PyErr:
    """The guest's OSError for the driver's."""
    return PyErr_SetFromErrnoWithFilenameObjects(err.errno or 5, filename, filename2)


class path_t:
    """A path argument.

    Attributes:
        op: the argument as it was given (a PathLike's path instead of itself); owned.
        text: the path as host text, or None for a descriptor.
        fd: the descriptor, or -1.
        is_bytes: whether results about it are bytes.
    """

    __slots__ = ("op", "text", "fd", "is_bytes")

    def __init__(self, op: PyObject, text: str | None, fd: int, is_bytes: bool):
        self.op = op
        self.text = text
        self.fd = fd
        self.is_bytes = is_bytes

    def result(self, text: str) -> PyObject:
        """A guest path of this one's kind."""
        return PyBytes_FromString(os.fsencode(text)) if self.is_bytes else PyUnicode_FromString(text)


def _allowed(allow_fd: bool, nullable: bool) -> str:
    kinds = "string, bytes, os.PathLike"
    if allow_fd and nullable:
        return f"{kinds}, integer or None"
    if allow_fd:
        return f"{kinds} or integer"
    return f"{kinds} or None" if nullable else "string, bytes or os.PathLike"


def path_converter(
    op: PyObject | None, function: str, argument: str = "path", allow_fd: bool = False,
    nullable: bool = False
) -> Any:
    """A path argument as a `path_t` (a generator).

    Args:
        op: the argument, or NULL.
        function, argument: for messages.
        allow_fd: whether it may be a descriptor.
        nullable: whether it may be None or missing; then it is the current folder.
    """
    if nullable and (op is None or op is Py_None):
        return path_t(Py_None, ".", -1, False)
    assert op is not None
    flags = op.ob_type.value.tp_flags
    if allow_fd and not flags & (Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS) and (
        op.ob_type.value.nb_index is not None
    ):
        return path_t(Py_NewRef(op), None, (yield fd_converter(op)), False)
    path = yield _path_object(op, f"{function}: {argument} should be {_allowed(allow_fd, nullable)}")
    text = path.value if isinstance(path.value, str) else os.fsdecode(path.value)
    if "\0" in text:
        Py_DECREF(path)
        kind = "character" if isinstance(path.value, str) else "null byte"
        raise PyErr_Format(
            PyExc_ValueError,
            f"{function}: embedded null {kind} in {argument}".replace("null null", "null"))
    return path_t(path, text, -1, not isinstance(path.value, str))


def _path_object(op: PyObject, message: str) -> Any:
    """The str or bytes that an argument is or stands for; a new reference (a generator)."""
    flags = op.ob_type.value.tp_flags
    if flags & (Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS):
        return Py_NewRef(op)
    fspath = _PyObject_LookupSpecial(op, "__fspath__")
    if type(fspath) in PENDING:
        fspath = yield fspath
    if fspath is None:
        raise PyErr_Format(PyExc_TypeError, f"{message}, not {op.ob_type.value.tp_name:.200}")
    return (yield _call_fspath(op, fspath))


def _call_fspath(op: PyObject, fspath: PyObject) -> Any:
    try:
        path = PyObject_CallNoArgs(fspath)
        if type(path) in PENDING:
            path = yield path
    finally:
        Py_DECREF(fspath)
    if not path.ob_type.value.tp_flags & (Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS):
        given = path.ob_type.value.tp_name
        Py_DECREF(path)
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected {op.ob_type.value.tp_name:.200}.__fspath__() to return str or bytes, "
            f"not {given:.200}")
    return path


def PyOS_FSPath(op: PyObject) -> Any:
    """``os.fspath(op)``; a new reference (a generator)."""
    return (yield _path_object(op, "expected str, bytes or os.PathLike object"))


def fd_converter(op: PyObject) -> Any:
    """A descriptor as a host int (a generator)."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        number = PyNumber_Index(op)
        if type(number) in PENDING:
            number = yield number
        value = int(number.value)
        Py_DECREF(number)
    else:
        value = int(op.value)
    if value > 0x7FFFFFFF:
        raise PyErr_Format(PyExc_OverflowError, "fd is greater than maximum")
    if value < -0x80000000:
        raise PyErr_Format(PyExc_OverflowError, "fd is less than minimum")
    return value


def with_fd(fd: PyObject, work: Any) -> Any:
    """Call ``work(fd)`` with a host int, OSErrors translated (a generator)."""
    number = yield fd_converter(fd)
    try:
        return work(number)
    except OSError as err:
        raise os_error(err) from None


def owner(fd: int) -> Any:
    """Who keeps a descriptor: the network, or the driver of files."""
    driver = files()
    return driver if driver.network.find(fd) is None else driver.network


def no_dir_fd(dir_fd: PyObject | None, *more: PyObject | None) -> None:
    """Descriptors of folders cannot be given."""
    for op in (dir_fd, *more):
        if op is not None and op is not Py_None:
            raise PyErr_Format(PyExc_NotImplementedError, "dir_fd unavailable on this platform")


def with_path(
    function: str, work: Callable[..., Any], op: PyObject | None, *rest: Any,
    argument: str = "path", allow_fd: bool = False, nullable: bool = False
) -> Any:
    """Call ``work(path, *rest)`` with a converted path, OSErrors translated (a generator)."""
    path = yield path_converter(op, function, argument, allow_fd, nullable)
    try:
        return work(path, *rest)
    except OSError as err:
        raise os_error(err, None if path.op is Py_None else path.op) from None
    except ValueError as err:
        raise PyErr_Format(PyExc_ValueError, str(err)) from None
    finally:
        Py_DECREF(path.op)
