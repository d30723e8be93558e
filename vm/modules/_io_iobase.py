"""_IOBase and _RawIOBase: what all streams have in common. Models Modules/_io/iobase.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules._io_util import (
    BASE_FLAGS,
    DEFAULT_BUFFER_SIZE,
    IO_FLAGS,
    _PyIO_trap_eintr,
    call,
    call_again,
    closed_error,
    io_dealloc,
    io_traverse,
    is_bytes,
    optional_attribute,
    set_attribute,
    size_argument,
    ssize_of,
    truth,
    type_name,
    unsupported,
)
from vm.objects.abstract import PyIter_Next, PyObject_GetIter, PyObject_Size
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_CallOneArg
from vm.objects.getargs import ssize_t
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GenericGetDict,
    PyObject_GenericSetAttr,
    PyObject_HasAttrWithError,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_True,
    Py_XDECREF,
    PyByteArray_Type,
    PyErr,
    PyObject,
    PyUnicode_Type,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_SetNone,
    PyErr_WriteUnraisable,
    PyExc_NotImplementedError,
    PyExc_OSError,
    PyExc_SystemError,
    PyExc_TypeError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict
from vm.python.errors import _PyErr_ChainExceptions1


def iobase_is_closed(self: PyObject) -> Any:
    """Whether close() of this class has run (a generator)."""
    res = PyObject_HasAttrWithError(self, _Py_ID("__IOBase_closed"))
    if type(res) in PENDING:
        res = yield res
    return res


def _io__IOBase_seek(self: PyObject, offset: PyObject, whence: PyObject | None) -> PyObject:
    """``seek(offset, whence=0)``: not here."""
    raise unsupported("seek")


def _io__IOBase_tell(self: PyObject) -> Any:
    """``tell()``"""
    return call(self, "seek", PyLong_FromLong(0), PyLong_FromLong(1))


def _io__IOBase_truncate(self: PyObject, size: PyObject | None) -> PyObject:
    """``truncate(size=None)``: not here."""
    raise unsupported("truncate")


def _io__IOBase_flush(self: PyObject) -> Any:
    """``flush()``; a generator."""
    if (yield iobase_is_closed(self)):
        raise closed_error()
    return Py_None


def iobase_closed_get(self: PyObject) -> Any:
    """``closed``; a generator."""
    return Py_True if (yield iobase_is_closed(self)) else Py_False


def iobase_check_closed(self: PyObject) -> Any:
    """Raise if the object's ``closed`` is true (a generator)."""
    res = yield optional_attribute(self, "closed")
    if res is not None and (yield truth(res)):
        raise closed_error()


def _PyIOBase_check_closed(self: PyObject) -> Any:
    """``_checkClosed()``; a generator."""
    yield iobase_check_closed(self)
    return Py_None


def _check_able(self: PyObject, what: str) -> Any:
    """The result of seekable(), readable() or writable(), which must be True (a generator)."""
    res = yield call(self, what)
    if res is not Py_True:
        Py_DECREF(res)
        raise unsupported(f"File or stream is not {what}.")
    return res


def iobase_check_seekable(self: PyObject) -> Any:
    """``_checkSeekable()``"""
    return _check_able(self, "seekable")


def iobase_check_readable(self: PyObject) -> Any:
    """``_checkReadable()``"""
    return _check_able(self, "readable")


def iobase_check_writable(self: PyObject) -> Any:
    """``_checkWritable()``"""
    return _check_able(self, "writable")


def _PyIOBase_cannot_pickle(self: PyObject, protocol: PyObject | None = None) -> PyObject:
    """``__reduce__()``, ``__reduce_ex__(protocol)`` of what cannot be pickled."""
    name = type_name(self).rpartition(".")[2]
    raise PyErr_Format(PyExc_TypeError, f"cannot pickle '{name:.100}' instances")


def in_any_case(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do two things, the second even if the first fails; a generator.

    Args:
        first: gives a pending object; an error of its is raised in the end, or is the context of the second's.
        second: gives what is pending.

    Returns:
        The second's result.
    """
    failed = None
    try:
        Py_DECREF((yield first()))
    except PyErr as err:
        failed = err
    try:
        res = yield second()
    except PyErr as err:
        raise _PyErr_ChainExceptions1(failed, err) from None
    if failed is not None:
        Py_XDECREF(res)
        raise failed
    return res


def _io__IOBase_close(self: PyObject) -> Any:
    """``close()``: flush, and be closed from then on; a generator."""
    if (yield iobase_is_closed(self)):
        return Py_None
    yield in_any_case(
        lambda: call(self, "flush"), lambda: set_attribute(self, "__IOBase_closed", Py_True))
    return Py_None


def iobase_finalize(self: PyObject) -> Any:
    """tp_finalize: close what is still open (a generator)."""
    try:
        res = yield optional_attribute(self, "closed")
        closed = True if res is None else (yield truth(res))
    except PyErr as err:
        PyErr_Clear(err)
        return
    if closed:
        return
    try:
        yield set_attribute(self, "_finalizing", Py_True)
    except PyErr as err:
        PyErr_Clear(err)
    try:
        Py_DECREF((yield call(self, "close")))
    except PyErr as err:
        shown = PyErr_WriteUnraisable(err, self)
        if type(shown) in PENDING:
            yield shown


def _no_fields(op: PyObject) -> None:
    """There is nothing but the dict."""


def iobase_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    io_dealloc(op, _no_fields)


def _false(self: PyObject) -> PyObject:
    """``seekable()``, ``readable()``, ``writable()``"""
    return Py_False


def iobase_enter(self: PyObject) -> Any:
    """``__enter__()``; a generator."""
    yield iobase_check_closed(self)
    return Py_NewRef(self)


iobase_iter = iobase_enter


def iobase_exit(self: PyObject, args: list) -> Any:
    """``__exit__(*args)``"""
    return call(self, "close")


def _io__IOBase_fileno(self: PyObject) -> PyObject:
    """``fileno()``: not here."""
    raise unsupported("fileno")


def _io__IOBase_isatty(self: PyObject) -> Any:
    """``isatty()``; a generator."""
    yield iobase_check_closed(self)
    return Py_False


# ---- lines

def _io__IOBase_readline(self: PyObject, size: PyObject | None) -> Any:
    """``readline(size=-1)`` by read() and, if there is one, peek(); a generator."""
    limit = yield size_argument(size)
    peek = yield optional_attribute(self, "peek")
    buffer = bytearray()
    try:
        while limit < 0 or len(buffer) < limit:
            ahead = 1
            if peek is not None:
                ahead = yield _readahead(peek, limit)
            data = yield call_again(self, "read", PyLong_FromLong(ahead))
            chunk = _bytes_of(data, "read")
            if not chunk:
                break
            buffer += chunk
            if buffer.endswith(b"\n"):
                break
    finally:
        Py_XDECREF(peek)
    return PyBytes_FromString(bytes(buffer))


def _bytes_of(op: PyObject, function: str) -> bytes:
    """The value of what must be bytes; takes over the reference."""
    if not is_bytes(op):
        given = type_name(op)
        Py_DECREF(op)
        raise PyErr_Format(
            PyExc_OSError,
            f"{function}() should have returned a bytes object, not '{given:.200}'")
    value: bytes = op.value
    Py_DECREF(op)
    return value


def _readahead(peek: PyObject, limit: int) -> Any:
    """How many bytes can be read up to the end of the line (a generator)."""
    while True:
        try:
            data = PyObject_CallOneArg(peek, PyLong_FromLong(1))
            if type(data) in PENDING:
                data = yield data
            break
        except PyErr as err:
            if not _PyIO_trap_eintr(err):
                raise
    ahead = _bytes_of(data, "peek")
    if not ahead:
        return 1
    if limit >= 0:
        ahead = ahead[:limit]
    end = ahead.find(b"\n")
    return end + 1 if end >= 0 else len(ahead)


def iobase_iternext(self: PyObject) -> Any:
    """The next line, or NULL at the end (a generator)."""
    line = yield call(self, "readline")
    size = PyObject_Size(line)
    try:
        if type(size) in PENDING:
            size = yield size
    except PyErr:
        Py_DECREF(line)
        raise
    if size <= 0:
        Py_DECREF(line)
        return None
    return line


def _io__IOBase_readlines(self: PyObject, hint: PyObject | None) -> Any:
    """``readlines(hint=-1)``; a generator."""
    limit = yield size_argument(hint)
    lines: list[PyObject] = []
    it = PyObject_GetIter(self)
    if type(it) in PENDING:
        it = yield it
    try:
        total = 0
        while True:
            line = PyIter_Next(it)
            if type(line) in PENDING:
                line = yield line
            if line is None:
                break
            lines.append(line)
            if limit > 0:
                size = PyObject_Size(line)
                if type(size) in PENDING:
                    size = yield size
                total += size
                if total > limit:
                    break
    except PyErr:
        decref_all(lines)
        raise
    finally:
        Py_DECREF(it)
    return PyList_New(lines)


def _io__IOBase_writelines(self: PyObject, lines: PyObject) -> Any:
    """``writelines(lines)``; a generator."""
    yield iobase_check_closed(self)
    it = PyObject_GetIter(lines)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            line = PyIter_Next(it)
            if type(line) in PENDING:
                line = yield line
            if line is None:
                break
            try:
                Py_DECREF((yield call_again(self, "write", line)))
            finally:
                Py_DECREF(line)
    finally:
        Py_DECREF(it)
    return Py_None


PyIOBase_Type = PyType_FromSpec(
    "_io._IOBase", tp_flags=IO_FLAGS, tp_basicsize=32, tp_dictoffset=16, tp_weaklistoffset=24,
    tp_hostkey="identity", tp_dealloc=iobase_dealloc,
    tp_traverse=io_traverse, tp_clear=PyObject_ClearManagedDict, tp_iter=iobase_iter,
    tp_iternext=iobase_iternext, tp_finalize=iobase_finalize, tp_getattro=PyObject_GenericGetAttr,
    tp_setattro=PyObject_GenericSetAttr,
    tp_methods=(
        PyMethodDef("seek", _io__IOBase_seek, "($self, offset, whence=os.SEEK_SET, /)"),
        PyMethodDef("tell", _io__IOBase_tell, "($self, /)"),
        PyMethodDef("truncate", _io__IOBase_truncate, "($self, size=None, /)"),
        PyMethodDef("flush", _io__IOBase_flush, "($self, /)"),
        PyMethodDef("close", _io__IOBase_close, "($self, /)"),
        PyMethodDef("seekable", _false, "($self, /)"),
        PyMethodDef("readable", _false, "($self, /)"),
        PyMethodDef("writable", _false, "($self, /)"),
        PyMethodDef("_checkClosed", _PyIOBase_check_closed, "($self, /)"),
        PyMethodDef("_checkSeekable", iobase_check_seekable, "($self, /)"),
        PyMethodDef("_checkReadable", iobase_check_readable, "($self, /)"),
        PyMethodDef("_checkWritable", iobase_check_writable, "($self, /)"),
        PyMethodDef("fileno", _io__IOBase_fileno, "($self, /)"),
        PyMethodDef("isatty", _io__IOBase_isatty, "($self, /)"),
        PyMethodDef("__enter__", iobase_enter, "($self, /)"),
        PyMethodDef("__exit__", iobase_exit, "($self, /, *args)"),
        PyMethodDef("readline", _io__IOBase_readline, "($self, size=-1, /)"),
        PyMethodDef("readlines", _io__IOBase_readlines, "($self, hint=-1, /)"),
        PyMethodDef("writelines", _io__IOBase_writelines, "($self, lines, /)"),
    ),
    tp_getset=(
        PyGetSetDef("__dict__", PyObject_GenericGetDict),
        PyGetSetDef("closed", iobase_closed_get),
    ),
)


# ---- raw streams

def _io__RawIOBase_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)`` by readinto() and readall(); a generator."""
    n: Any = -1
    if size is not None:
        n = ssize_t(size)
        if type(n) in PENDING:
            n = yield n
    if n < 0:
        return (yield call(self, "readall"))
    buffer = PyObject(PyByteArray_Type, bytearray(n))
    try:
        res = yield call(self, "readinto", buffer)
        if res is Py_None:
            return res
        count = yield ssize_of(res)
        if count < 0:
            raise PyErr_Format(
                PyExc_SystemError, "Negative size passed to PyBytes_FromStringAndSize")
        return PyBytes_FromString(bytes(buffer.value[:count]))
    finally:
        Py_DECREF(buffer)


def _io__RawIOBase_readall(self: PyObject) -> Any:
    """``readall()`` by read(); a generator."""
    chunks: list[bytes] = []
    while True:
        data = yield call_again(self, "read", PyLong_FromLong(DEFAULT_BUFFER_SIZE))
        if data is Py_None:
            if not chunks:
                return data
            break
        if not is_bytes(data):
            Py_DECREF(data)
            raise PyErr_Format(PyExc_TypeError, "read() should return bytes")
        chunk = data.value
        Py_DECREF(data)
        if not chunk:
            break
        chunks.append(chunk)
    return PyBytes_FromString(b"".join(chunks))


def _not_implemented(self: PyObject, args: list) -> PyObject:
    """``readinto(buffer)``, ``write(b)``: a subclass has them."""
    raise PyErr_SetNone(PyExc_NotImplementedError)


PyRawIOBase_Type = PyType_FromSpec(
    "_io._RawIOBase", PyIOBase_Type, tp_flags=BASE_FLAGS, tp_basicsize=32, tp_dictoffset=16,
    tp_weaklistoffset=24, tp_hostkey="identity",
    tp_methods=(
        PyMethodDef("read", _io__RawIOBase_read, "($self, size=-1, /)"),
        PyMethodDef("readall", _io__RawIOBase_readall, "($self, /)"),
        PyMethodDef("readinto", _not_implemented, "($self, /, *args)"),
        PyMethodDef("write", _not_implemented, "($self, /, *args)"),
    ),
)


def text(value: str) -> PyObject:
    """A new guest str."""
    return PyObject(PyUnicode_Type, value)


__all__ = ["PyIOBase_Type", "PyRawIOBase_Type"]
