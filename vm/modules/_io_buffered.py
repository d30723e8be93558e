"""BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair. Models Modules/_io/bufferedio.c.

A buffer is host bytes that were read ahead, and a host bytearray of what is still to be written; a stream never
holds both.
"""

from __future__ import annotations

from typing import Any

from vm.modules._io_bytesio import PyBufferedIOBase_Type
from vm.modules._io_fileio import PyFileIO_Type
from vm.modules._io_iobase import (
    _PyIOBase_cannot_pickle,
    iobase_check_readable,
    iobase_check_seekable,
    iobase_check_writable,
)
from vm.modules._io_util import (
    DEFAULT_BUFFER_SIZE,
    IO_FLAGS,
    MAX_IO,
    PyExc_BlockingIOError,
    call,
    files,
    from_os_error,
    getattribute,
    io_dealloc,
    io_traverse,
    is_bytes,
    is_closed,
    optional_attribute,
    size_argument,
    ssize_of,
    type_name,
    unsupported,
    with_writable,
)
from vm.objects.attributes import call_object, call_owned, repr_text
from vm.objects.bridge import PyErr_SetArgs_new
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import PyMemoryView_FromObject
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import Py_ReprEnter, Py_ReprLeave
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_True,
    Py_XDECREF,
    PyByteArray_Type,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_OSError,
    PyExc_RuntimeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.fileutils import _Py_read


class buffered:
    """The body of a buffered stream.

    Attributes:
        raw: the raw stream; owned; None before __init__ and after detach().
        ahead, pos: what has been read ahead, and how much of it has been given.
        pending: what is still to be written.
    """

    __slots__ = ("raw", "ok", "detached", "readable", "writable", "buffer_size", "ahead", "pos",
                 "pending", "finalizing")

    def __init__(self) -> None:
        self.raw: PyObject | None = None
        self.ok = self.detached = self.readable = self.writable = self.finalizing = False
        self.buffer_size = DEFAULT_BUFFER_SIZE
        self.ahead = b""
        self.pos = 0
        self.pending = bytearray()

    def reset_ahead(self) -> None:
        """Forget what was read ahead."""
        self.ahead, self.pos = b"", 0


def _raw(self: PyObject) -> PyObject:
    """The raw stream (borrowed), if the object is in order (CHECK_INITIALIZED)."""
    body = self.value
    if not body.ok:
        raise PyErr_Format(
            PyExc_ValueError,
            "raw stream has been detached" if body.detached
            else "I/O operation on uninitialized object")
    return body.raw


def _check_open(self: PyObject, what: str) -> Any:
    """Raise if the raw stream is closed (CHECK_CLOSED; a generator)."""
    raw = _raw(self)
    if raw.ob_type is PyFileIO_Type:
        closed = raw.value.fd < 0
    else:
        closed = yield is_closed(self)
    if closed:
        raise PyErr_Format(PyExc_ValueError, what)


def buffered_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, buffered())


def _clear_fields(op: PyObject) -> None:
    raw, op.value.raw = op.value.raw, None
    op.value.ok = False
    Py_XDECREF(raw)


def buffered_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    body = op.value
    body.finalizing = True
    raw = body.raw
    closed = raw is None or (raw.ob_type is PyFileIO_Type and raw.value.fd < 0)
    io_dealloc(op, _clear_fields, finished=closed and op.ob_type in _OWN_TYPES)


def buffered_clear(op: PyObject) -> None:
    """tp_clear."""
    _clear_fields(op)
    PyObject_ClearManagedDict(op)


_INIT = ArgSpec("($self, raw, buffer_size=DEFAULT_BUFFER_SIZE)")


def _initializer(kind: str, readable: bool, writable: bool, seekable: bool = False) -> Any:
    """The tp_init of a type."""

    def init(self: PyObject, args: list, kwnames: tuple) -> Any:
        raw, size = parse_arguments(_INIT, kind, args, kwnames, kind)
        body = self.value
        body.ok = body.detached = False
        n: Any = DEFAULT_BUFFER_SIZE
        if size is not None:
            n = ssize_t(size)
            if type(n) in PENDING:
                n = yield n
        if seekable:
            yield iobase_check_seekable(raw)
        if readable:
            yield iobase_check_readable(raw)
        if writable:
            yield iobase_check_writable(raw)
        if n <= 0:
            raise PyErr_Format(PyExc_ValueError, "buffer size must be strictly positive")
        old, body.raw = body.raw, Py_NewRef(raw)
        Py_XDECREF(old)
        body.buffer_size = n
        body.readable, body.writable = readable, writable
        body.reset_ahead()
        body.pending.clear()
        body.ok = True

    init.__name__ = f"_io_{kind}___init__"
    return init


# ---- the raw stream

def _bufferedreader_raw_read(self: PyObject, size: int) -> Any:
    """At most ``size`` bytes of the raw stream, None if none are there (a generator)."""
    raw = _raw(self)
    size = min(size, MAX_IO)
    if raw.ob_type is PyFileIO_Type and raw.value.readable and raw.value.fd >= 0:
        try:
            data = _Py_read(files(), raw.value.fd, size)
            return (yield data) if type(data) in PENDING else data
        except BlockingIOError:
            return None
        except OSError as err:
            raise from_os_error(err) from None
    buffer = PyObject(PyByteArray_Type, bytearray(size))
    view = PyMemoryView_FromObject(buffer)
    raw.ob_refcnt += 1
    try:
        res = yield call(raw, "readinto", view)
        if res is Py_None:
            return None
        n = yield ssize_of(res)
        if not 0 <= n <= size:
            raise PyErr_Format(
                PyExc_OSError,
                f"raw readinto() returned invalid length {n} (should have been between 0 and {size})")
        return bytes(buffer.value[:n])
    finally:
        Py_DECREF(view)
        Py_DECREF(buffer)
        Py_DECREF(raw)


def _bufferedwriter_raw_write(self: PyObject, data: bytes) -> Any:
    """Write to the raw stream; how much of it, None if it would block (a generator)."""
    raw = _raw(self)
    if raw.ob_type is PyFileIO_Type and raw.value.writable and raw.value.fd >= 0:
        try:
            return files().write(raw.value.fd, data)
        except BlockingIOError:
            return None
        except OSError as err:
            raise from_os_error(err) from None
    op = PyBytes_FromString(data)
    view = PyMemoryView_FromObject(op)
    Py_DECREF(op)
    raw.ob_refcnt += 1
    try:
        res = yield call(raw, "write", view)
        if res is Py_None:
            return None
        n = yield ssize_of(res)
    finally:
        Py_DECREF(view)
        Py_DECREF(raw)
    if not 0 <= n <= len(data):
        raise PyErr_Format(
            PyExc_OSError,
            f"raw write() returned invalid length {n} (should have been between 0 and {len(data)})")
    return n


def _buffered_raw_tell(self: PyObject) -> Any:
    """The position of the raw stream (a generator)."""
    return (yield _position((yield call(_raw(self), "tell"))))


def _position(res: PyObject) -> Any:
    n = yield ssize_of(res)
    if n < 0:
        raise PyErr_Format(PyExc_OSError, f"Raw stream returned invalid position {n}")
    return n


def _buffered_raw_seek(self: PyObject, target: int, whence: int) -> Any:
    """Move the raw stream; the new position (a generator)."""
    return (yield _position((yield call_owned(
        _raw(self), "seek", PyLong_FromLong(target), PyLong_FromLong(whence)))))


# ---- flushing

def _bufferedwriter_flush_unlocked(self: PyObject) -> Any:
    """Write what is pending (a generator)."""
    body = self.value
    while body.pending:
        n = yield _bufferedwriter_raw_write(self, bytes(body.pending[:MAX_IO]))
        if n is None:
            raise _would_block(0)
        del body.pending[:n]


def _would_block(written: int) -> PyErr:
    """BlockingIOError with characters_written."""
    return PyErr_SetArgs_new(PyExc_BlockingIOError, [
        PyLong_FromLong(11), PyUnicode_FromString("write could not complete without blocking"),
        PyLong_FromLong(written)])


def buffered_flush_and_rewind_unlocked(self: PyObject) -> Any:
    """Write what is pending, and let the raw stream stand where this one does (a generator)."""
    body = self.value
    yield _bufferedwriter_flush_unlocked(self)
    if body.readable and body.writable and body.ahead:
        behind = len(body.ahead) - body.pos
        body.reset_ahead()
        if behind:
            yield _buffered_raw_seek(self, -behind, 1)


def buffered_flush(self: PyObject) -> Any:
    """``flush()``; a generator."""
    yield _check_open(self, "flush of closed file")
    if not self.value.writable:
        return (yield call(_raw(self), "flush"))
    yield buffered_flush_and_rewind_unlocked(self)
    return Py_None


def buffered_close(self: PyObject) -> Any:
    """``close()``; a generator."""
    raw = Py_NewRef(_raw(self))
    body = self.value
    try:
        if (yield is_closed(self)):
            return Py_None
        if body.finalizing:
            yield _dealloc_warn(raw, self)
        try:
            Py_DECREF((yield call(self, "flush")))
        finally:
            res = yield call(raw, "close")
            body.pending.clear()
        return res
    finally:
        Py_DECREF(raw)


def _dealloc_warn(raw: PyObject, source: PyObject) -> Any:
    """Have the raw stream warn that it was left open (a generator)."""
    try:
        warn = yield optional_attribute(raw, "_dealloc_warn")
        if warn is not None:
            Py_DECREF(warn)
            Py_DECREF((yield call(raw, "_dealloc_warn", source)))
    except PyErr as err:
        PyErr_Clear(err)


def buffered__dealloc_warn(self: PyObject, source: PyObject) -> Any:
    """``_dealloc_warn(source)``; a generator."""
    body = self.value
    if body.ok and body.raw is not None:
        yield _dealloc_warn(body.raw, source)
    return Py_None


def buffered_detach(self: PyObject) -> Any:
    """``detach()``: give the raw stream away; a generator."""
    raw = _raw(self)
    Py_DECREF((yield call(self, "flush")))
    body = self.value
    body.raw, body.detached, body.ok = None, True, False
    return raw


# ---- reading

def _before_reading(self: PyObject) -> Any:
    """What a stream that is written, too, does first (a generator)."""
    if self.value.writable:
        yield _bufferedwriter_flush_unlocked(self)


def _fill_buffer(self: PyObject, size: int | None = None) -> Any:
    """Read ahead; what came, None if nothing was there (a generator)."""
    body = self.value
    data = yield _bufferedreader_raw_read(self, body.buffer_size if size is None else size)
    if data:
        body.ahead = body.ahead[body.pos:] + data
        body.pos = 0
    return data


def _take(body: buffered, n: int) -> bytes:
    data = body.ahead[body.pos:body.pos + n]
    body.pos += len(data)
    if body.pos >= len(body.ahead):
        body.reset_ahead()
    return data


def buffered_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)``; a generator."""
    n = yield size_argument(size)
    _raw(self)
    if n < -1:
        raise PyErr_Format(PyExc_ValueError, "read length must be non-negative or -1")
    yield _check_open(self, "read of closed file")
    yield _before_reading(self)
    data = yield (_read_all(self) if n < 0 else _read_n(self, n))
    return Py_None if data is None else PyBytes_FromString(data)


def _read_all(self: PyObject) -> Any:
    """All that is left (a generator)."""
    body = self.value
    chunks = [_take(body, len(body.ahead))]
    raw = _raw(self)
    readall = yield optional_attribute(raw, "readall")
    if readall is not None:
        Py_DECREF(readall)
        rest = yield call(raw, "readall")
        if rest is not Py_None and not is_bytes(rest):
            Py_DECREF(rest)
            raise PyErr_Format(PyExc_OSError, "readall() should return bytes")
        more = None if rest is Py_None else rest.value
        Py_DECREF(rest)
        return chunks[0] + (more or b"") if chunks[0] or more is not None else None
    while True:
        data = yield call(raw, "read")
        if data is not Py_None and not is_bytes(data):
            Py_DECREF(data)
            raise PyErr_Format(PyExc_OSError, "read() should return bytes")
        chunk = None if data is Py_None else data.value
        Py_DECREF(data)
        if not chunk:
            return b"".join(chunks) if chunk is not None or any(chunks) else None
        chunks.append(chunk)


def _read_n(self: PyObject, n: int) -> Any:
    """Exactly n bytes, fewer only at the end (a generator)."""
    body = self.value
    chunks = [_take(body, n)]
    got = len(chunks[0])
    while got < n:
        data = yield _fill_buffer(self, max(body.buffer_size, n - got))
        if not data:
            return b"".join(chunks) if data is not None or got else None
        chunks.append(_take(body, n - got))
        got += len(chunks[-1])
    return b"".join(chunks)


def buffered_peek(self: PyObject, size: PyObject | None) -> Any:
    """``peek(size=0)``; a generator."""
    _raw(self)
    yield _check_open(self, "peek of closed file")
    yield _before_reading(self)
    body = self.value
    if body.pos >= len(body.ahead):
        body.reset_ahead()
        yield _fill_buffer(self)
    return PyBytes_FromString(body.ahead[body.pos:])


def buffered_read1(self: PyObject, size: PyObject | None) -> Any:
    """``read1(size=-1)``; a generator."""
    n = yield size_argument(size)
    body = self.value
    _raw(self)
    if n < 0:
        n = body.buffer_size
    yield _check_open(self, "read of closed file")
    if n == 0:
        return PyBytes_FromString(b"")
    yield _before_reading(self)
    if body.pos < len(body.ahead):
        return PyBytes_FromString(_take(body, n))
    body.reset_ahead()
    data = yield _bufferedreader_raw_read(self, n)
    return PyBytes_FromString(data or b"")


def _readinto(name: str) -> Any:
    def method(self: PyObject, buffer: PyObject) -> Any:
        _raw(self)
        size = yield with_writable(buffer, name, len)
        yield _check_open(self, "readinto of closed file")
        yield _before_reading(self)
        if name == "readinto1":
            body = self.value
            if body.pos >= len(body.ahead):
                yield _fill_buffer(self)
            data = _take(body, size)
        else:
            data = yield _read_n(self, size)
        if data is None:
            return Py_None

        def fill(memory: memoryview) -> PyObject:
            memory[:len(data)] = data
            return PyLong_FromLong(len(data))

        return (yield with_writable(buffer, name, fill))

    method.__name__ = f"_buffered_{name}"
    return method


def _buffered_readline(self: PyObject, limit: int) -> Any:
    """The next line, at most ``limit`` bytes of it (a generator); host bytes."""
    body = self.value
    yield _check_open(self, "readline of closed file")
    yield _before_reading(self)
    chunks: list[bytes] = []
    got = 0
    while limit < 0 or got < limit:
        if body.pos >= len(body.ahead):
            body.reset_ahead()
            if not (yield _fill_buffer(self)):
                break
        end = body.ahead.find(b"\n", body.pos)
        n = (end + 1 if end >= 0 else len(body.ahead)) - body.pos
        chunks.append(_take(body, n if limit < 0 else min(n, limit - got)))
        got += len(chunks[-1])
        if chunks[-1].endswith(b"\n"):
            break
    return b"".join(chunks)


def buffered_readline(self: PyObject, size: PyObject | None) -> Any:
    """``readline(size=-1)``; a generator."""
    limit = yield size_argument(size)
    _raw(self)
    return PyBytes_FromString((yield _buffered_readline(self, limit)))


def buffered_iternext(self: PyObject) -> Any:
    """The next line, or NULL (a generator)."""
    if self.ob_type in _OWN_TYPES:
        _raw(self)
        line = yield _buffered_readline(self, -1)
        return PyBytes_FromString(line) if line else None
    res = yield call(self, "readline")
    if not is_bytes(res):
        given = type_name(res)
        Py_DECREF(res)
        raise PyErr_Format(
            PyExc_OSError, f"readline() should have returned a bytes object, not '{given:.200}'")
    if not res.value:
        Py_DECREF(res)
        return None
    return res


# ---- writing

def buffered_write(self: PyObject, buffer: PyObject) -> Any:
    """``write(buffer)``; a generator."""
    _raw(self)
    data = use_buffer(buffer, bytes)
    if type(data) in PENDING:
        data = yield data
    yield _check_open(self, "write to closed file")
    body = self.value
    if body.ahead:
        behind = len(body.ahead) - body.pos
        body.reset_ahead()
        if behind:
            yield _buffered_raw_seek(self, -behind, 1)
    if len(body.pending) + len(data) > body.buffer_size and body.pending:
        yield _bufferedwriter_flush_unlocked(self)
    body.pending += data
    if len(body.pending) > body.buffer_size:
        yield _bufferedwriter_flush_unlocked(self)
    return PyLong_FromLong(len(data))


# ---- position

def buffered_tell(self: PyObject) -> Any:
    """``tell()``; a generator."""
    pos = yield _buffered_raw_tell(self)
    body = self.value
    return PyLong_FromLong(pos - (len(body.ahead) - body.pos) + len(body.pending))


def buffered_seek(self: PyObject, target: PyObject, whence: PyObject | None) -> Any:
    """``seek(target, whence=0)``; a generator."""
    _raw(self)
    how = 0 if whence is None else int(whence.value)
    if not 0 <= how <= 4:
        raise PyErr_Format(PyExc_ValueError, f"whence value {how} unsupported")
    yield _check_open(self, "seek of closed file")
    Py_DECREF((yield iobase_check_seekable(_raw(self))))
    offset = ssize_t(target)
    if type(offset) in PENDING:
        offset = yield offset
    body = self.value
    yield _bufferedwriter_flush_unlocked(self)
    if how == 1:
        offset -= len(body.ahead) - body.pos
    body.reset_ahead()
    return PyLong_FromLong((yield _buffered_raw_seek(self, offset, how)))


def buffered_truncate(self: PyObject, pos: PyObject | None) -> Any:
    """``truncate(pos=None)``; a generator."""
    raw = _raw(self)
    yield _check_open(self, "truncate of closed file")
    if not self.value.writable:
        raise unsupported("truncate")
    yield buffered_flush_and_rewind_unlocked(self)
    if pos is None or pos is Py_None:
        where = yield buffered_tell(self)
    else:
        where = Py_NewRef(pos)
    return (yield call_owned(raw, "truncate", where))


# ---- what the raw stream says

def _passed_on(name: str) -> Any:
    def method(self: PyObject) -> Any:
        return call(_raw(self), name)

    method.__name__ = f"_io__Buffered_{name}"
    return method


def _attribute(name: str) -> Any:
    def get(self: PyObject) -> Any:
        return getattribute(_raw(self), name)

    return get


def buffered_repr(self: PyObject) -> Any:
    """tp_repr; a generator."""
    kind = type_name(self)
    try:
        name = yield optional_attribute(self, "name")
    except PyErr as err:
        PyErr_Clear(err)
        name = None
    if name is None:
        return PyUnicode_FromString(f"<{kind}>")
    try:
        if Py_ReprEnter(self):
            raise PyErr_Format(PyExc_RuntimeError, f"reentrant call inside {kind}.__repr__")
        try:
            text = yield repr_text(name)
        finally:
            Py_ReprLeave(self)
    finally:
        Py_DECREF(name)
    return PyUnicode_FromString(f"<{kind} name={text}>")


def _set_finalizing(op: PyObject, value: PyObject | None) -> None:
    op.value.finalizing = value is Py_True


_GETSET = (
    PyGetSetDef("raw", lambda op: Py_None if op.value.raw is None else Py_NewRef(op.value.raw)),
    PyGetSetDef("_finalizing", lambda op: Py_True if op.value.finalizing else Py_None,
                _set_finalizing),
    PyGetSetDef("closed", _attribute("closed")),
    PyGetSetDef("name", _attribute("name")),
    PyGetSetDef("mode", _attribute("mode")),
)
_COMMON = (
    PyMethodDef("detach", buffered_detach, "($self, /)"),
    PyMethodDef("flush", buffered_flush, "($self, /)"),
    PyMethodDef("close", buffered_close, "($self, /)"),
    PyMethodDef("seekable", _passed_on("seekable"), "($self, /)"),
    PyMethodDef("fileno", _passed_on("fileno"), "($self, /)"),
    PyMethodDef("isatty", _passed_on("isatty"), "($self, /)"),
    PyMethodDef("_dealloc_warn", buffered__dealloc_warn, "($self, source, /)"),
    PyMethodDef("seek", buffered_seek, "($self, target, whence=0, /)"),
    PyMethodDef("tell", buffered_tell, "($self, /)"),
    PyMethodDef("truncate", buffered_truncate, "($self, pos=None, /)"),
    PyMethodDef("__reduce__", _PyIOBase_cannot_pickle, "($self, /)"),
    PyMethodDef("__reduce_ex__", _PyIOBase_cannot_pickle, "($self, protocol, /)"),
)
_READING = (
    PyMethodDef("readable", _passed_on("readable"), "($self, /)"),
    PyMethodDef("read", buffered_read, "($self, size=-1, /)"),
    PyMethodDef("peek", buffered_peek, "($self, size=0, /)"),
    PyMethodDef("read1", buffered_read1, "($self, size=-1, /)"),
    PyMethodDef("readinto", _readinto("readinto"), "($self, buffer, /)"),
    PyMethodDef("readinto1", _readinto("readinto1"), "($self, buffer, /)"),
    PyMethodDef("readline", buffered_readline, "($self, size=-1, /)"),
)
_WRITING = (
    PyMethodDef("writable", _passed_on("writable"), "($self, /)"),
    PyMethodDef("write", buffered_write, "($self, buffer, /)"),
)


def _type(name: str, init: Any, methods: tuple, reads: bool) -> PyObject:
    return PyType_FromSpec(
        f"_io.{name}", PyBufferedIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=160,
        tp_dictoffset=144, tp_weaklistoffset=152, tp_hostkey="identity", tp_new=buffered_new,
        tp_init=init, tp_dealloc=buffered_dealloc, tp_clear=buffered_clear, tp_repr=buffered_repr,
        tp_traverse=lambda op: io_traverse(op, op.value.raw), tp_methods=methods, tp_getset=_GETSET,
        **({"tp_iternext": buffered_iternext} if reads else {}))


PyBufferedReader_Type = _type(
    "BufferedReader", _initializer("BufferedReader", True, False), _COMMON + _READING, True)
PyBufferedWriter_Type = _type(
    "BufferedWriter", _initializer("BufferedWriter", False, True), _COMMON + _WRITING, False)
PyBufferedRandom_Type = _type(
    "BufferedRandom", _initializer("BufferedRandom", True, True, True),
    _COMMON + _READING + _WRITING, True)
_OWN_TYPES = frozenset({PyBufferedReader_Type, PyBufferedWriter_Type, PyBufferedRandom_Type})


# ---- BufferedRWPair

class rwpair:
    """The body of a BufferedRWPair: its reader and writer, owned."""

    __slots__ = ("reader", "writer")

    def __init__(self) -> None:
        self.reader: PyObject | None = None
        self.writer: PyObject | None = None


def bufferedrwpair_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, rwpair())


_PAIR = ArgSpec("($self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)")


def bufferedrwpair_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``BufferedRWPair(reader, writer, buffer_size=8192)``; a generator."""
    reader, writer, size = parse_arguments(
        _PAIR, "BufferedRWPair", args, kwnames, "BufferedRWPair")
    yield iobase_check_readable(reader)
    yield iobase_check_writable(writer)
    more = [] if size is None else [size]
    self.value.reader = yield call_object(PyBufferedReader_Type, reader, *more)
    self.value.writer = yield call_object(PyBufferedWriter_Type, writer, *more)


def _pair_clear(op: PyObject) -> None:
    body = op.value
    for field in ("reader", "writer"):
        old = getattr(body, field)
        setattr(body, field, None)
        Py_XDECREF(old)


def bufferedrwpair_clear(op: PyObject) -> None:
    """tp_clear."""
    _pair_clear(op)
    PyObject_ClearManagedDict(op)


def bufferedrwpair_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    io_dealloc(op, _pair_clear)


def _part(self: PyObject, field: str) -> PyObject:
    found = getattr(self.value, field)
    if found is None:
        raise PyErr_Format(PyExc_ValueError, "I/O operation on uninitialized object")
    return found


def _pair_method(field: str, name: str) -> PyMethodDef:
    def method(self: PyObject, args: list) -> Any:
        return call(_part(self, field), name, *args)

    method.__name__ = f"bufferedrwpair_{name}"
    return PyMethodDef(name, method, "($self, /, *args)")


def bufferedrwpair_close(self: PyObject) -> Any:
    """``close()``: the writer first; a generator."""
    try:
        Py_DECREF((yield call(_part(self, "writer"), "close")))
    finally:
        res = yield call(_part(self, "reader"), "close")
    return res


def bufferedrwpair_isatty(self: PyObject) -> Any:
    """``isatty()``: of either; a generator."""
    res = yield call(_part(self, "writer"), "isatty")
    if res is Py_True:
        return res
    Py_DECREF(res)
    return (yield call(_part(self, "reader"), "isatty"))


def bufferedrwpair_closed_get(self: PyObject) -> Any:
    """``closed``: the writer's."""
    if self.value.writer is None:
        raise PyErr_Format(
            PyExc_RuntimeError, "the BufferedRWPair object is being garbage-collected")
    return getattribute(self.value.writer, "closed")


PyBufferedRWPair_Type = PyType_FromSpec(
    "_io.BufferedRWPair", PyBufferedIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=48, tp_dictoffset=32,
    tp_weaklistoffset=40, tp_hostkey="identity", tp_new=bufferedrwpair_new,
    tp_init=bufferedrwpair_init, tp_dealloc=bufferedrwpair_dealloc,
    tp_traverse=lambda op: io_traverse(op, op.value.reader, op.value.writer),
    tp_clear=bufferedrwpair_clear,
    tp_methods=(
        *(_pair_method("reader", name) for name in (
            "read", "peek", "read1", "readinto", "readinto1")),
        _pair_method("writer", "write"), _pair_method("writer", "flush"),
        _pair_method("reader", "readable"), _pair_method("writer", "writable"),
        PyMethodDef("close", bufferedrwpair_close, "($self, /)"),
        PyMethodDef("isatty", bufferedrwpair_isatty, "($self, /)"),
    ),
    tp_getset=(PyGetSetDef("closed", bufferedrwpair_closed_get),),
)
