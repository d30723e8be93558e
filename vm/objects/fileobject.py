"""Writing to and reading from file-like objects. Models Objects/fileobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import (
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_Repr,
    PyObject_Str,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyBool_Type,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_EOFError,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
)

PyObject_CallMethod: Any
PyObject_CallNoArgs: Any
PyObject_CallOneArg: Any


# ---- any object with write, flush, readline

def PyFile_WriteObject(op: PyObject, file: PyObject, raw: bool) -> Any:
    """Write ``str(op)`` (or ``repr(op)`` unless ``raw``) by ``file.write``; a generator."""
    writer = PyObject_GetAttr(file, _Py_ID("write"))
    if type(writer) in PENDING:
        writer = yield writer
    text = None
    try:
        pending = PyObject_Str(op) if raw else PyObject_Repr(op)
        text = (yield pending) if type(pending) in PENDING else pending
        res = PyObject_CallOneArg(writer, text)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    finally:
        Py_DECREF(writer)
        if text is not None and type(text) is PyObject:
            Py_DECREF(text)


def PyFile_WriteString(text: str, file: PyObject) -> Any:
    """Write a host str by ``file.write``; a generator."""
    op = PyObject(PyUnicode_Type, text)
    try:
        yield PyFile_WriteObject(op, file, True)
    finally:
        Py_DECREF(op)


def _PyFile_Flush(file: PyObject) -> Any:
    """Call ``file.flush()``; a generator."""
    res = PyObject_CallMethod(file, "flush", [])
    if type(res) in PENDING:
        res = yield res
    Py_DECREF(res)


def PyFile_GetLine(file: PyObject, n: int) -> Any:
    """A line by ``file.readline()``; with ``n < 0`` its newline is stripped and the end is EOFError."""
    reader = PyObject_GetAttr(file, _Py_ID("readline"))
    if type(reader) in PENDING:
        reader = yield reader
    try:
        if n <= 0:
            line = PyObject_CallNoArgs(reader)
        else:
            limit = PyLong_FromLong(n)
            line = PyObject_CallOneArg(reader, limit)
        if type(line) in PENDING:
            line = yield line
    finally:
        Py_DECREF(reader)
    value = line.value
    if not isinstance(value, (str, bytes)):
        Py_DECREF(line)
        raise PyErr_Format(PyExc_TypeError, "object.readline() returned non-string")
    if n >= 0:
        return line
    if not value:
        Py_DECREF(line)
        raise PyErr_Format(PyExc_EOFError, "EOF when reading a line")
    if value[-1:] not in ("\n", b"\n"):
        return line
    stripped = PyObject(line.ob_type, value[:-1])
    Py_DECREF(line)
    return stripped


def PyObject_AsFileDescriptor(op: PyObject) -> Any:
    """The descriptor that an int is or an object's ``fileno()`` gives: a host int, or pending."""
    from vm.objects.getargs import c_int

    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return _fileno(op)
    if op.ob_type is PyBool_Type:
        return _bool_descriptor(op)
    return _check_descriptor(c_int(op))


def _check_descriptor(fd: int) -> int:
    if fd < 0:
        raise PyErr_Format(
            PyExc_ValueError, f"file descriptor cannot be a negative integer ({fd})")
    return fd


def _bool_descriptor(op: PyObject) -> Any:
    from vm.objects.pywarnings import PyErr_WarnEx

    res = PyErr_WarnEx(
        exception_types["RuntimeWarning"], "bool is used as a file descriptor", 1)
    if type(res) in PENDING:
        yield res
    return int(op.value)


def _fileno(op: PyObject) -> Any:
    from vm.objects.getargs import c_int

    meth = PyObject_GetOptionalAttr(op, _Py_ID("fileno"))
    if type(meth) in PENDING:
        meth = yield meth
    if meth is None:
        raise PyErr_Format(
            PyExc_TypeError, "argument must be an int, or have a fileno() method.")
    try:
        fno = PyObject_CallNoArgs(meth)
        if type(fno) in PENDING:
            fno = yield fno
    finally:
        Py_DECREF(meth)
    try:
        if not fno.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "fileno() returned a non-integer")
        return _check_descriptor(c_int(fno))
    finally:
        Py_DECREF(fno)


@late_import
def _bind() -> None:
    global PyObject_CallMethod, PyObject_CallNoArgs, PyObject_CallOneArg
    from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs, PyObject_CallOneArg
