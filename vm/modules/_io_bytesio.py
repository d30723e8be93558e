"""_BufferedIOBase and BytesIO. Models the base class of Modules/_io/bufferedio.c, and Modules/_io/bytesio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_iobase import PyIOBase_Type
from vm.modules._io_util import (
    BASE_FLAGS,
    IO_FLAGS,
    call,
    closed_error,
    io_dealloc,
    io_traverse,
    is_bytes,
    size_argument,
    type_name,
    unsupported_method,
    with_writable,
)
from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.bridge import MAX_TEXT, PY_SSIZE_T_MAX
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.dictmerge import PyDict_Update
from vm.objects.dictobject import PyDict_Copy
from vm.objects.getargs import c_int, ssize_t
from vm.objects.iterobject import iter_self
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import PyMemoryView_FromObject
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import PyObject_GenericGetDict
from vm.objects.pybuffer import PyBuffer_FillInfo, use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyBytes_Type,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_BufferError,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, PyType_GenericAlloc

# ---- _BufferedIOBase

def _bufferediobase_readinto(name: str) -> Any:
    """``readinto(buffer)``, ``readinto1(buffer)`` by read() and read1()."""
    reader = "read1" if name == "readinto1" else "read"

    def method(self: PyObject, buffer: PyObject) -> Any:
        size = yield with_writable(buffer, name, len)
        data = yield call(self, reader, PyLong_FromLong(size))
        try:
            if not is_bytes(data):
                raise PyErr_Format(PyExc_TypeError, "read() should return bytes")
            text = data.value
        finally:
            Py_DECREF(data)
        if len(text) > size:
            raise PyErr_Format(
                PyExc_ValueError,
                f"read() returned too much data: {size} bytes requested, {len(text)} returned")

        def fill(memory: memoryview) -> PyObject:
            memory[:len(text)] = text
            return PyLong_FromLong(len(text))

        return (yield with_writable(buffer, name, fill))

    method.__name__ = f"_io__BufferedIOBase_{name}"
    return method


PyBufferedIOBase_Type = PyType_FromSpec(
    "_io._BufferedIOBase", PyIOBase_Type, tp_flags=BASE_FLAGS, tp_basicsize=32,
    tp_dictoffset=16, tp_weaklistoffset=24, tp_hostkey="identity",
    tp_methods=(
        unsupported_method("_BufferedIOBase", "detach", "($self, /)"),
        unsupported_method("_BufferedIOBase", "read", "($self, size=-1, /)", c_int),
        unsupported_method("_BufferedIOBase", "read1", "($self, size=-1, /)", c_int),
        PyMethodDef("readinto", _bufferediobase_readinto("readinto"), "($self, buffer, /)"),
        PyMethodDef("readinto1", _bufferediobase_readinto("readinto1"), "($self, buffer, /)"),
        unsupported_method("_BufferedIOBase", "write", "($self, b, /)"),
    ),
)


# ---- BytesIO

class bytesio:
    """The body of a BytesIO.

    C's buffer is a bytes object; while nobody else has it, it is written to, and grows in steps.

    Attributes:
        buf: the host's bytes of that object, or a bytearray while they are being changed; None once closed.
        owner: the bytes object, owned; NULL while ``buf`` is a bytearray.
        alloc: the length of C's buffer.
        string_size: how much of it is used.
        pos: the position.
        exports: views that are out.
    """

    __slots__ = ("buf", "owner", "alloc", "string_size", "pos", "exports")

    def __init__(self) -> None:
        self.buf: bytes | bytearray | None = b""
        self.owner: PyObject | None = PyBytes_FromString(b"")
        self.alloc = self.string_size = self.pos = self.exports = 0

    def drop(self) -> None:
        """Give the buffer up."""
        owner, self.owner, self.buf = self.owner, None, None
        if owner is not None:
            Py_DECREF(owner)


def _open(self: PyObject) -> bytesio:
    """The body, if the stream is open."""
    body: bytesio = self.value
    if body.buf is None:
        raise closed_error()
    return body


def _check_exports(body: bytesio) -> None:
    if body.exports > 0:
        raise PyErr_Format(
            PyExc_BufferError, "Existing exports of data: object cannot be re-sized")


def SHARED_BUF(body: bytesio) -> bool:
    """Whether somebody else has the buffer too."""
    return body.owner is not None and body.owner.ob_refcnt > 1


def _take_bytes(body: bytesio, op: PyObject) -> None:
    """Use a bytes object as the buffer; steals it."""
    body.drop()
    body.owner, body.buf = op, op.value
    body.alloc = body.string_size = len(op.value)


def unshare_buffer(body: bytesio, size: int) -> bytearray:
    """Make the buffer one of ``size`` bytes that can be written to."""
    if body.owner is not None:
        own = bytearray(body.buf)  # type: ignore[arg-type]
        body.drop()
        body.buf = own
    body.alloc = size
    assert isinstance(body.buf, bytearray)
    return body.buf


def resize_buffer(body: bytesio, size: int) -> None:
    """Change the length of the buffer to at least ``size``, in C's steps."""
    alloc = body.alloc
    if size < alloc // 2:
        unshare_buffer(body, size + 1)
    elif size >= alloc:
        moderate = size <= alloc * 1.125
        unshare_buffer(body, size + ((size >> 3) + (3 if size < 9 else 6) if moderate else 1))


def _as_bytes(body: bytesio) -> PyObject:
    """The buffer, all of it, as a bytes object: a new reference."""
    if body.owner is None:
        assert body.buf is not None
        _take_bytes(body, PyBytes_FromString(bytes(body.buf[:body.string_size])))
    return Py_NewRef(body.owner)  # type: ignore[arg-type]


def bytesio_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, bytesio())


_INIT = ArgSpec("($self, initial_bytes=b'')")


def bytesio_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``BytesIO(initial_bytes=b'')``; a generator."""
    (initial,) = parse_arguments(_INIT, "BytesIO", args, kwnames, "BytesIO")
    body = self.value
    body.string_size = body.pos = 0
    _check_exports(body)
    if initial is None or initial is Py_None:
        return
    if initial.ob_type is PyBytes_Type:
        _take_bytes(body, Py_NewRef(initial))
        return
    written = _io_BytesIO_write(self, initial)
    if type(written) in PENDING:
        written = yield written
    Py_DECREF(written)
    body.pos = 0


def bytesio_clear(op: PyObject) -> None:
    """tp_clear."""
    PyObject_ClearManagedDict(op)
    if not op.value.exports:
        op.value.drop()


def bytesio_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    io_dealloc(op, lambda op: op.value.drop(), finished=op.ob_type is PyBytesIO_Type)


def bytesio_sizeof(self: PyObject) -> PyObject:
    """``__sizeof__()``: with the buffer, unless somebody else has it too."""
    body = self.value
    size = self.ob_type.value.tp_basicsize
    if body.buf is not None and not SHARED_BUF(body):
        size += PyBytes_Type.value.tp_basicsize + body.alloc
    return PyLong_FromLong(size)


def _flag(self: PyObject) -> PyObject:
    """``readable()``, ``writable()``, ``seekable()``"""
    _open(self)
    return Py_True


def _io_BytesIO_isatty(self: PyObject) -> PyObject:
    """``isatty()``"""
    _open(self)
    return Py_False


def _io_BytesIO_flush(self: PyObject) -> PyObject:
    """``flush()``"""
    _open(self)
    return Py_None


def _io_BytesIO_close(self: PyObject) -> PyObject:
    """``close()``"""
    body = self.value
    _check_exports(body)
    body.drop()
    return Py_None


def _io_BytesIO_tell(self: PyObject) -> PyObject:
    """``tell()``"""
    return PyLong_FromLong(_open(self).pos)


def _io_BytesIO_getvalue(self: PyObject) -> PyObject:
    """``getvalue()``"""
    body = _open(self)
    assert body.buf is not None
    size = body.string_size
    if size <= 1 or body.exports > 0:
        return PyBytes_FromString(bytes(body.buf[:size]))
    if size != body.alloc:
        del unshare_buffer(body, size)[size:]
    return _as_bytes(body)


def _take(body: bytesio, size: int) -> bytes:
    """The next bytes, at most so many if that is not negative."""
    assert body.buf is not None
    end = body.string_size if size < 0 else min(body.pos + size, body.string_size)
    data = bytes(body.buf[body.pos:end])
    body.pos += len(data)
    return data


def read_bytes(body: bytesio, size: int) -> PyObject:
    """The next bytes as an object: the buffer itself if that is all of it."""
    left = body.string_size - body.pos
    if size < 0 or size > left:
        size = max(left, 0)
    if size > 1 and not body.pos and size == body.alloc and not body.exports:
        body.pos = size
        return _as_bytes(body)
    return PyBytes_FromString(_take(body, size))


def _io_BytesIO_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)``, ``read1(size=-1)``; a generator."""
    n = yield size_argument(size)
    return read_bytes(_open(self), n)


def scan_eol(body: bytesio, limit: int) -> int:
    """How many bytes there are up to the end of the line."""
    assert body.buf is not None
    end = body.buf.find(b"\n", body.pos, body.string_size)
    n = (end + 1 if end >= 0 else body.string_size) - body.pos
    n = max(n, 0)
    return min(n, limit) if limit >= 0 else n


def _io_BytesIO_readline(self: PyObject, size: PyObject | None) -> Any:
    """``readline(size=-1)``; a generator."""
    limit = yield size_argument(size)
    body = _open(self)
    return read_bytes(body, scan_eol(body, limit))


def _io_BytesIO_readlines(self: PyObject, size: PyObject | None) -> PyObject:
    """``readlines(size=None)``"""
    body = _open(self)
    limit = 0
    if size is not None and size is not Py_None:
        if not size.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError, f"integer argument expected, got '{type_name(size)}'")
        limit = ssize_t(size)
    lines: list[PyObject] = []
    total = 0
    while n := scan_eol(body, -1):
        lines.append(PyBytes_FromString(_take(body, n)))
        total += n
        if 0 < limit <= total:
            break
    return PyList_New(lines)


def bytesio_iternext(self: PyObject) -> PyObject | None:
    """The next line."""
    body = _open(self)
    n = scan_eol(body, -1)
    return read_bytes(body, n) if n else None


def _io_BytesIO_readinto(self: PyObject, buffer: PyObject) -> Any:
    """``readinto(buffer)``"""
    def fill(memory: memoryview) -> PyObject:
        data = _take(_open(self), len(memory))
        memory[:len(data)] = data
        return PyLong_FromLong(len(data))

    return with_writable(buffer, "readinto", fill)


def _io_BytesIO_write(self: PyObject, b: PyObject) -> Any:
    """``write(b)``"""
    _check_exports(_open(self))
    return use_buffer(b, lambda data: PyLong_FromLong(write_bytes(self, bytes(data))))


def write_bytes(self: PyObject, data: bytes) -> int:
    """Write at the position; how many bytes."""
    body = _open(self)
    _check_exports(body)
    if not data:
        return 0
    end = body.pos + len(data)
    if end > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    if end > body.alloc:
        resize_buffer(body, end)
    elif SHARED_BUF(body):
        unshare_buffer(body, max(end, body.string_size))
    buf = unshare_buffer(body, body.alloc)
    del buf[body.string_size:]
    if body.pos > len(buf):
        buf.extend(bytes(body.pos - len(buf)))
    buf[body.pos:end] = data
    body.pos, body.string_size = end, len(buf)
    return len(data)


def _io_BytesIO_writelines(self: PyObject, lines: PyObject) -> Any:
    """``writelines(lines)``; a generator."""
    _open(self)
    it = PyObject_GetIter(lines)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return Py_None
            try:
                written = _io_BytesIO_write(self, item)
                if type(written) in PENDING:
                    written = yield written
                Py_DECREF(written)
            finally:
                Py_DECREF(item)
    finally:
        Py_DECREF(it)


def _io_BytesIO_seek(self: PyObject, pos: PyObject, whence: PyObject | None) -> Any:
    """``seek(pos, whence=0)``; a generator."""
    offset = ssize_t(pos)
    if type(offset) in PENDING:
        offset = yield offset
    how: Any = 0 if whence is None else c_int(whence)
    if type(how) in PENDING:
        how = yield how
    body = _open(self)
    if offset < 0 and how == 0:
        raise PyErr_Format(PyExc_ValueError, f"negative seek value {offset}")
    if how not in (0, 1, 2):
        raise PyErr_Format(
            PyExc_ValueError, f"invalid whence ({how}, should be 0, 1 or 2)")
    start = (0, body.pos, body.string_size)[how]
    if offset > PY_SSIZE_T_MAX - start:
        raise PyErr_Format(PyExc_OverflowError, "new position too large")
    body.pos = max(offset + start, 0)
    return PyLong_FromLong(body.pos)


def _io_BytesIO_truncate(self: PyObject, size: PyObject | None) -> Any:
    """``truncate(size=None)``; a generator."""
    n = yield size_argument(size, self.value.pos)
    body = _open(self)
    _check_exports(body)
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, f"negative size value {n}")
    if n < body.string_size:
        body.string_size = n
        resize_buffer(body, n)
    return PyLong_FromLong(n)


def _io_BytesIO_getbuffer(self: PyObject) -> Any:
    """``getbuffer()``: a view of the bytes."""
    _open(self)
    buf = PyObject(bytesiobuf_Type, Py_NewRef(self))
    try:
        return PyMemoryView_FromObject(buf)
    finally:
        Py_DECREF(buf)


def bytesiobuf_getbuffer(op: PyObject, flags: int) -> Any:
    """bf_getbuffer of what getbuffer() views."""
    body = op.value.value
    buf = unshare_buffer(body, body.string_size if SHARED_BUF(body) else body.alloc)
    if not body.exports:
        del buf[body.string_size:]
    body.exports += 1
    return PyBuffer_FillInfo(op, buf, False, flags)


def bytesiobuf_releasebuffer(op: PyObject, view: Any) -> None:
    """bf_releasebuffer."""
    view.buf.release()
    op.value.value.exports -= 1


def bytesiobuf_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    Py_DECREF(op.value)


bytesiobuf_Type = PyType_FromSpec(
    "_io._BytesIOBuffer", tp_basicsize=24,
    tp_flags=Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_hostkey="identity",
    tp_dealloc=bytesiobuf_dealloc, tp_traverse=lambda op: (op.value,), bf_getbuffer=bytesiobuf_getbuffer,
    bf_releasebuffer=bytesiobuf_releasebuffer)


def bytesio_getstate(self: PyObject) -> PyObject:
    """``__getstate__()``: (value, position, dict)."""
    value = _io_BytesIO_getvalue(self)
    attrs = Py_None
    if self.ob_dict:
        own = PyObject_GenericGetDict(self)
        attrs = PyDict_Copy(own)
        Py_DECREF(own)
    return PyTuple_New((value, PyLong_FromLong(self.value.pos), attrs))


def bytesio_setstate(self: PyObject, state: PyObject) -> Any:
    """``__setstate__(state)``; a generator."""
    name = type_name(self)
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or len(state.value) < 3:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{name}.__setstate__ argument should be 3-tuple, got {type_name(state)}")
    value, pos, attrs = state.value[:3]
    body: bytesio = self.value
    _check_exports(body)
    body.string_size = body.pos = 0
    written = _io_BytesIO_write(self, value)
    if type(written) in PENDING:
        written = yield written
    Py_DECREF(written)
    if not pos.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"second item of state must be an integer, not {type_name(pos)}")
    position = ssize_t(pos)
    if position < 0:
        raise PyErr_Format(PyExc_ValueError, "position value cannot be negative")
    body.pos = position
    if attrs is not Py_None:
        if not attrs.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"third item of state should be a dict, got a {type_name(attrs)}")
        own = PyObject_GenericGetDict(self)
        try:
            done = PyDict_Update(own, attrs)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(own)
    return Py_None


PyBytesIO_Type = PyType_FromSpec(
    "_io.BytesIO", PyBufferedIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=64, tp_dictoffset=40,
    tp_weaklistoffset=48, tp_hostkey="identity", tp_new=bytesio_new, tp_init=bytesio_init,
    tp_dealloc=bytesio_dealloc, tp_traverse=lambda op: io_traverse(op, op.value.owner),
    tp_clear=bytesio_clear, tp_iter=iter_self, tp_iternext=bytesio_iternext,
    tp_methods=(
        PyMethodDef("readable", _flag, "($self, /)"),
        PyMethodDef("seekable", _flag, "($self, /)"),
        PyMethodDef("writable", _flag, "($self, /)"),
        PyMethodDef("close", _io_BytesIO_close, "($self, /)"),
        PyMethodDef("flush", _io_BytesIO_flush, "($self, /)"),
        PyMethodDef("isatty", _io_BytesIO_isatty, "($self, /)"),
        PyMethodDef("tell", _io_BytesIO_tell, "($self, /)"),
        PyMethodDef("write", _io_BytesIO_write, "($self, b, /)"),
        PyMethodDef("writelines", _io_BytesIO_writelines, "($self, lines, /)"),
        PyMethodDef("read1", _io_BytesIO_read, "($self, size=-1, /)"),
        PyMethodDef("readinto", _io_BytesIO_readinto, "($self, buffer, /)"),
        PyMethodDef("readline", _io_BytesIO_readline, "($self, size=-1, /)"),
        PyMethodDef("readlines", _io_BytesIO_readlines, "($self, size=None, /)"),
        PyMethodDef("read", _io_BytesIO_read, "($self, size=-1, /)"),
        PyMethodDef("getbuffer", _io_BytesIO_getbuffer, "($self, /)"),
        PyMethodDef("getvalue", _io_BytesIO_getvalue, "($self, /)"),
        PyMethodDef("seek", _io_BytesIO_seek, "($self, pos, whence=0, /)"),
        PyMethodDef("truncate", _io_BytesIO_truncate, "($self, size=None, /)"),
        PyMethodDef("__getstate__", bytesio_getstate, "($self, /)"),
        PyMethodDef("__setstate__", bytesio_setstate, "($self, state, /)"),
        PyMethodDef("__sizeof__", bytesio_sizeof, "($self, /)"),
    ),
    tp_getset=(
        PyGetSetDef("closed", lambda op: Py_True if op.value.buf is None else Py_False),
    ),
)
