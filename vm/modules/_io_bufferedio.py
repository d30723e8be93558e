"""BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair. Models the rest of Modules/_io/bufferedio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_buffered import (
    ADJUST_POSITION,
    CHECK_CLOSED,
    CHECK_INITIALIZED,
    ENTER_BUFFERED,
    IS_CLOSED,
    LEAVE_BUFFERED,
    RAW_OFFSET,
    RAW_TELL,
    READAHEAD,
    VALID_READ_BUFFER,
    VALID_WRITE_BUFFER,
    WOULD_BLOCK,
    _buffered_init,
    _buffered_raw_seek,
    _buffered_raw_tell,
    _bufferedreader_reset_buf,
    _bufferedwriter_flush_unlocked,
    _bufferedwriter_raw_write,
    _bufferedwriter_reset_buf,
    _set_BlockingIOError,
    buffered,
    buffered_closed,
    buffered_flush_and_rewind_unlocked,
    memory_of,
    raw_stream,
)
from vm.modules._io_buffered_reading import (
    _io__Buffered_peek,
    _io__Buffered_read,
    _io__Buffered_read1,
    _io__Buffered_readinto,
    _io__Buffered_readinto1,
    _io__Buffered_readline,
    next_line,
    next_line_by_method,
)
from vm.modules._io_bytesio import PyBufferedIOBase_Type
from vm.modules._io_fileio import PyFileIO_Type
from vm.modules._io_iobase import (
    _PyIOBase_cannot_pickle,
    in_any_case,
    iobase_check_readable,
    iobase_check_seekable,
    iobase_check_writable,
)
from vm.modules._io_util import (
    DEFAULT_BUFFER_SIZE,
    IO_FLAGS,
    PyExc_BlockingIOError,
    PyNumber_AsOff_t,
    call,
    files,
    from_os_error,
    getattribute,
    io_dealloc,
    io_traverse,
    optional_attribute,
    type_name,
    unsupported,
)
from vm.objects.attributes import call_object, repr_text
from vm.objects.getargs import c_int, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import (
    ArgSpec,
    Py_T_BOOL,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.object import Py_ReprEnter, Py_ReprLeave, _Py_ID
from vm.objects.pybuffer import PyBUF_SIMPLE, no_buffer, simple_buffer, with_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_XDECREF,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_AttributeError,
    PyExc_RuntimeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.errors import _PyErr_ChainExceptions1
from vm.python.signals import PyErr_CheckSignals

SEEK_DATA, SEEK_HOLE = 3, 4


# ---- the life of an object

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


def _initializer(kind: str, readable: bool, writable: bool) -> Any:
    """The tp_init of a type."""
    checks: list = [iobase_check_readable] * readable + [iobase_check_writable] * writable
    if readable and writable:
        checks.insert(0, iobase_check_seekable)

    def init(self: PyObject, args: list, kwnames: tuple) -> Any:
        raw, size = parse_arguments(_INIT, kind, args, kwnames, kind)
        n: Any = DEFAULT_BUFFER_SIZE
        if size is not None:
            n = ssize_t(size)
            if type(n) in PENDING:
                n = yield n
        body = self.value
        body.ok = body.detached = False
        for check in checks:
            Py_DECREF((yield check(raw)))
        yield _wait_for_users(self)
        old, body.raw = body.raw, Py_NewRef(raw)
        Py_XDECREF(old)
        body.readable, body.writable = readable, writable
        yield _buffered_init(self, n)
        if readable:
            _bufferedreader_reset_buf(body)
        if writable:
            _bufferedwriter_reset_buf(body)
            body.pos = 0
        body.fast_closed_checks = self.ob_type in _OWN_TYPES and raw.ob_type is PyFileIO_Type
        body.ok = True

    init.__name__ = f"_io_{kind}___init__"
    return init


def _wait_for_users(self: PyObject) -> Any:
    """Let whoever is in a method of the stream leave it before it gets another buffer (a generator)."""
    if self.value.lock.locked:
        yield ENTER_BUFFERED(self)
        LEAVE_BUFFERED(self)


def _io__Buffered___sizeof__(self: PyObject) -> PyObject:
    """``__sizeof__()``: the object and its buffer."""
    body = self.value
    size = 0 if body.buffer is None else body.buffer_size
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + size)


# ---- flush, close, detach

def _io__Buffered__dealloc_warn(self: PyObject, source: PyObject) -> Any:
    """``_dealloc_warn(source)``: have the raw stream warn that it was left open; a generator."""
    body = self.value
    if body.ok and body.raw is not None:
        try:
            Py_DECREF((yield call(body.raw, "_dealloc_warn", source)))
        except PyErr as err:
            PyErr_Clear(err)
    return Py_None


def _io__Buffered_simple_flush(self: PyObject) -> Any:
    """``flush()`` of what is only read."""
    CHECK_INITIALIZED(self)
    return call(raw_stream(self), "flush")


def _io__Buffered_flush(self: PyObject) -> Any:
    """``flush()``; a generator."""
    CHECK_INITIALIZED(self)
    closed = CHECK_CLOSED(self, "flush of closed file")
    if closed is not None:
        yield closed
    busy = ENTER_BUFFERED(self)
    if busy is not None:
        yield busy
    try:
        yield buffered_flush_and_rewind_unlocked(self)
    finally:
        LEAVE_BUFFERED(self)
    return Py_None


def _io__Buffered_close(self: PyObject) -> Any:
    """``close()``; a generator."""
    CHECK_INITIALIZED(self)
    if (yield _closed_or_warned(self)):
        return Py_None
    first: PyErr | None = None
    try:
        Py_DECREF((yield call(self, "flush")))
    except PyErr as err:
        first = err
    try:
        busy = ENTER_BUFFERED(self)
        if busy is not None:
            yield busy
    except PyErr:
        if first is not None:
            PyErr_Clear(first)
        raise
    try:
        return (yield _close_raw(self, first))
    finally:
        LEAVE_BUFFERED(self)


def _closed_or_warned(self: PyObject) -> Any:
    """Whether the stream is closed; if not, and it is being deallocated, there is a warning (a generator)."""
    busy = ENTER_BUFFERED(self)
    if busy is not None:
        yield busy
    try:
        closed = yield buffered_closed(self)
        if not closed and self.value.finalizing:
            yield _io__Buffered__dealloc_warn(self, self)
        return closed
    finally:
        LEAVE_BUFFERED(self)


def _close_raw(self: PyObject, first: PyErr | None) -> Any:
    """Close the raw stream, after an error of flush() or none (a generator)."""
    body = self.value
    res = None
    try:
        res = yield call(raw_stream(self), "close")
    except PyErr as err:
        raise _PyErr_ChainExceptions1(first, err) from None
    finally:
        body.buffer = None
        body.read_end = body.pos = 0
    if first is not None:
        Py_DECREF(res)
        raise first
    return res


def _io__Buffered_detach(self: PyObject) -> Any:
    """``detach()``: give the raw stream away; a generator."""
    CHECK_INITIALIZED(self)
    Py_DECREF((yield call(self, "flush")))
    raw = raw_stream(self)
    body = self.value
    body.raw, body.detached, body.ok = None, True, False
    return raw


# ---- writing

def _io_BufferedWriter_write(self: PyObject, buffer: PyObject) -> Any:
    """``write(buffer)``; plain if everything fits into the buffer, or pending."""
    data = simple_buffer(buffer)
    if type(data) in PENDING:
        data.close()
    elif data is None:
        raise no_buffer(buffer)
    else:
        body = CHECK_INITIALIZED(self)
        if body.fast_closed_checks and not body.lock.locked and not IS_CLOSED(self) and _fits(body, data):
            return PyLong_FromLong(len(data))
    return with_buffer(buffer, PyBUF_SIMPLE, lambda view: _write(self, view.flat()))


def _fits(body: buffered, data: Any) -> bool:
    """Put data into the buffer, if there is room for it."""
    if not VALID_READ_BUFFER(body) and not VALID_WRITE_BUFFER(body):
        body.pos = body.raw_pos = 0
    n = len(data)
    if n > body.buffer_size - body.pos or n >= body.buffer_size:
        return False
    assert body.buffer is not None
    body.buffer[body.pos:body.pos + n] = data
    if not VALID_WRITE_BUFFER(body) or body.write_pos > body.pos:
        body.write_pos = body.pos
    ADJUST_POSITION(body, body.pos + n)
    body.write_end = max(body.write_end, body.pos)
    return True


def _write(self: PyObject, memory: memoryview) -> Any:
    """Write host memory (a generator)."""
    with memory:
        CHECK_INITIALIZED(self)
        busy = ENTER_BUFFERED(self)
        if busy is not None:
            yield busy
        try:
            closed = IS_CLOSED(self)
            if type(closed) in PENDING:
                closed = yield closed
            if closed:
                raise PyErr_Format(PyExc_ValueError, "write to closed file")
            if not _fits(self.value, memory):
                yield _write_unlocked(self, memory)
            return PyLong_FromLong(len(memory))
        finally:
            LEAVE_BUFFERED(self)


def _write_unlocked(self: PyObject, memory: memoryview) -> Any:
    """Write what the buffer holds, then the host memory but for a rest that the buffer takes (a generator)."""
    body = self.value
    try:
        yield _bufferedwriter_flush_unlocked(self)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_BlockingIOError):
            raise
        PyErr_Clear(err)
        _buffer_more(self, memory)
        return
    offset = RAW_OFFSET(body)
    if offset:
        yield _buffered_raw_seek(self, -offset, 1)
        body.raw_pos -= offset
    written = yield _write_through(self, memory)
    remaining = len(memory) - written
    if body.readable:
        _bufferedreader_reset_buf(body)
    memory_of(self)[:remaining] = memory[written:]
    body.write_pos, body.write_end = 0, remaining
    ADJUST_POSITION(body, remaining)
    body.raw_pos = 0


def _buffer_more(self: PyObject, memory: memoryview) -> None:
    """Take what the buffer has room for once the raw stream takes no more; BlockingIOError if that is not all."""
    body, buffer = self.value, memory_of(self)
    if body.readable:
        _bufferedreader_reset_buf(body)
    shift = body.write_pos
    buffer[:body.write_end - shift] = buffer[shift:body.write_end]
    body.write_end -= shift
    body.raw_pos -= shift
    body.pos -= shift
    body.write_pos = 0
    taken = min(len(memory), body.buffer_size - body.write_end)
    buffer[body.write_end:body.write_end + taken] = memory[:taken]
    body.write_end += taken
    body.pos += taken
    if taken < len(memory):
        raise _set_BlockingIOError(body, taken)


def _write_through(self: PyObject, memory: memoryview) -> Any:
    """Write to the raw stream what is too much for the buffer; how much (a generator)."""
    body = self.value
    written = 0
    while (remaining := len(memory) - written) >= body.buffer_size:
        with memory[written:] as part:
            n = _bufferedwriter_raw_write(self, part)
            if type(n) in PENDING:
                n = yield n
        if n != WOULD_BLOCK:
            written += n
            yield PyErr_CheckSignals()  # handlers come before the next write
        elif remaining == body.buffer_size:
            break
        else:
            memory_of(self)[:] = memory[written:written + body.buffer_size]
            body.raw_pos = 0
            ADJUST_POSITION(body, body.buffer_size)
            body.write_end = body.buffer_size
            raise _set_BlockingIOError(body, written + body.buffer_size)
    return written


def write_plainly_through(writer: buffered, data: bytes, flush: bool) -> None:
    """Write to a BufferedWriter over a FileIO that never keeps a thread waiting, as write() and flush() would.

    Args:
        writer: the body; its lock must be free, and the file open.
        data: what is written.
        flush: whether it is flushed then.
    """
    written = 0
    if not _fits(writer, data):
        _flush_plainly(writer)
        while len(data) - written >= writer.buffer_size:
            written += _write_file(writer, data[written:])
        _fits(writer, data[written:])
    if flush:
        _flush_plainly(writer)


def _flush_plainly(writer: buffered) -> None:
    if VALID_WRITE_BUFFER(writer):
        assert writer.buffer is not None
        while writer.write_pos < writer.write_end:
            writer.write_pos += _write_file(writer, bytes(writer.buffer[writer.write_pos:writer.write_end]))
            writer.raw_pos = writer.write_pos
    _bufferedwriter_reset_buf(writer)


def _write_file(writer: buffered, data: bytes) -> int:
    try:
        n: int = files().write(writer.raw.value.fd, data)  # type: ignore[union-attr]
    except OSError as err:
        raise from_os_error(err) from None
    writer.abs_pos += n
    return n


# ---- position

def _io__Buffered_tell(self: PyObject) -> Any:
    """``tell()``; a generator."""
    CHECK_INITIALIZED(self)
    pos = yield _buffered_raw_tell(self)
    return PyLong_FromLong(max(pos - RAW_OFFSET(self.value), 0))


def _io__Buffered_seek(self: PyObject, target: PyObject, whence: PyObject | None) -> Any:
    """``seek(target, whence=0)``; a generator."""
    how: Any = 0 if whence is None else c_int(whence)
    if type(how) in PENDING:
        how = yield how
    body = CHECK_INITIALIZED(self)
    if not 0 <= how <= SEEK_HOLE:
        raise PyErr_Format(PyExc_ValueError, f"whence value {how} unsupported")
    closed = CHECK_CLOSED(self, "seek of closed file")
    if closed is not None:
        yield closed
    Py_DECREF((yield iobase_check_seekable(raw_stream(self))))
    offset = PyNumber_AsOff_t(target, PyExc_ValueError)
    if type(offset) in PENDING:
        offset = yield offset
    if how <= 1 and body.readable:
        pos = yield _seek_in_buffer(self, offset, how)
        if pos is not None:
            return PyLong_FromLong(pos)
    busy = ENTER_BUFFERED(self)
    if busy is not None:
        yield busy
    try:
        return PyLong_FromLong((yield _seek_unlocked(self, offset, how)))
    finally:
        LEAVE_BUFFERED(self)


def _seek_in_buffer(self: PyObject, target: int, whence: int) -> Any:
    """Move inside what was read ahead: the new position, or None if that does not reach (a generator)."""
    body = self.value
    current = yield RAW_TELL(self)
    avail = READAHEAD(body)
    if avail <= 0:
        return None
    offset = target - (current - RAW_OFFSET(body)) if whence == 0 else target
    if not -body.pos <= offset <= avail:
        return None
    body.pos += offset
    return max(current - avail + offset, 0)


def _seek_unlocked(self: PyObject, target: int, whence: int) -> Any:
    """Move the raw stream and empty the buffer; the new position (a generator)."""
    body = self.value
    if body.writable:
        yield _bufferedwriter_flush_unlocked(self)
    if whence == 1:
        target -= RAW_OFFSET(body)
    pos = yield _buffered_raw_seek(self, target, whence)
    body.raw_pos = -1
    if body.readable:
        _bufferedreader_reset_buf(body)
    return pos


def _io__Buffered_truncate(self: PyObject, pos: PyObject | None) -> Any:
    """``truncate(pos=None)``; a generator."""
    body = CHECK_INITIALIZED(self)
    closed = CHECK_CLOSED(self, "truncate of closed file")
    if closed is not None:
        yield closed
    if not body.writable:
        raise unsupported("truncate")
    busy = ENTER_BUFFERED(self)
    if busy is not None:
        yield busy
    try:
        yield buffered_flush_and_rewind_unlocked(self)
        res = yield call(raw_stream(self), "truncate", Py_None if pos is None else pos)
        try:
            yield _buffered_raw_tell(self)
        except PyErr as err:
            PyErr_Clear(err)
        return res
    finally:
        LEAVE_BUFFERED(self)


# ---- what the raw stream says

def _passed_on(name: str) -> Any:
    def method(self: PyObject) -> Any:
        CHECK_INITIALIZED(self)
        return call(raw_stream(self), name)

    method.__name__ = f"_io__Buffered_{name}"
    return method


def _attribute(name: str) -> Any:
    def get(self: PyObject) -> Any:
        CHECK_INITIALIZED(self)
        return getattribute(raw_stream(self), name)

    return get


def buffered_iternext(self: PyObject) -> Any:
    """The next line, or NULL; or pending."""
    return next_line(self) if self.ob_type in _OWN_TYPES else next_line_by_method(self)


def buffered_repr(self: PyObject) -> Any:
    """tp_repr; a generator."""
    kind = type_name(self)
    try:
        name = yield optional_attribute(self, "name")
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_ValueError):
            raise
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


# ---- the types

_MEMBERS = (
    PyMemberDef("raw", "raw"),
    PyMemberDef("_finalizing", "finalizing", readonly=False, kind=Py_T_BOOL),
)
_GETSET = (
    PyGetSetDef("closed", _attribute("closed")),
    PyGetSetDef("name", _attribute("name")),
    PyGetSetDef("mode", _attribute("mode")),
)
_COMMON = (
    PyMethodDef("detach", _io__Buffered_detach, "($self, /)"),
    PyMethodDef("close", _io__Buffered_close, "($self, /)"),
    PyMethodDef("seekable", _passed_on("seekable"), "($self, /)"),
    PyMethodDef("fileno", _passed_on("fileno"), "($self, /)"),
    PyMethodDef("isatty", _passed_on("isatty"), "($self, /)"),
    PyMethodDef("_dealloc_warn", _io__Buffered__dealloc_warn, "($self, source, /)"),
    PyMethodDef("seek", _io__Buffered_seek, "($self, target, whence=0, /)"),
    PyMethodDef("tell", _io__Buffered_tell, "($self, /)"),
    PyMethodDef("truncate", _io__Buffered_truncate, "($self, pos=None, /)"),
    PyMethodDef("__sizeof__", _io__Buffered___sizeof__, "($self, /)"),
    PyMethodDef("__reduce__", _PyIOBase_cannot_pickle, "($self, /)"),
    PyMethodDef("__reduce_ex__", _PyIOBase_cannot_pickle, "($self, protocol, /)"),
)
_READING = (
    PyMethodDef("readable", _passed_on("readable"), "($self, /)"),
    PyMethodDef("read", _io__Buffered_read, "($self, size=-1, /)"),
    PyMethodDef("peek", _io__Buffered_peek, "($self, size=0, /)"),
    PyMethodDef("read1", _io__Buffered_read1, "($self, size=-1, /)"),
    PyMethodDef("readinto", _io__Buffered_readinto, "($self, buffer, /)"),
    PyMethodDef("readinto1", _io__Buffered_readinto1, "($self, buffer, /)"),
    PyMethodDef("readline", _io__Buffered_readline, "($self, size=-1, /)"),
)
_WRITING = (
    PyMethodDef("writable", _passed_on("writable"), "($self, /)"),
    PyMethodDef("write", _io_BufferedWriter_write, "($self, buffer, /)"),
    PyMethodDef("flush", _io__Buffered_flush, "($self, /)"),
)
_SIMPLE_FLUSH = PyMethodDef("flush", _io__Buffered_simple_flush, "($self, /)")


def _type(name: str, init: Any, methods: tuple, reads: bool) -> PyObject:
    return PyType_FromSpec(
        f"_io.{name}", PyBufferedIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=160,
        tp_dictoffset=144, tp_weaklistoffset=152, tp_hostkey="identity", tp_body=buffered,
        tp_init=init, tp_dealloc=buffered_dealloc, tp_clear=buffered_clear, tp_repr=buffered_repr,
        tp_traverse=lambda op: io_traverse(op, op.value.raw), tp_methods=methods, tp_members=_MEMBERS,
        tp_getset=_GETSET, **({"tp_iternext": buffered_iternext} if reads else {}))


PyBufferedReader_Type = _type(
    "BufferedReader", _initializer("BufferedReader", True, False), (*_COMMON, *_READING, _SIMPLE_FLUSH), True)
PyBufferedWriter_Type = _type(
    "BufferedWriter", _initializer("BufferedWriter", False, True), _COMMON + _WRITING, False)
PyBufferedRandom_Type = _type(
    "BufferedRandom", _initializer("BufferedRandom", True, True), _COMMON + _READING + _WRITING, True)
_OWN_TYPES = frozenset({PyBufferedReader_Type, PyBufferedWriter_Type, PyBufferedRandom_Type})


# ---- BufferedRWPair

class rwpair:
    """The body of a BufferedRWPair: its reader and writer, owned."""

    __slots__ = ("reader", "writer")

    def __init__(self) -> None:
        self.reader: PyObject | None = None
        self.writer: PyObject | None = None


_PAIR = ArgSpec("($self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)")


def _io_BufferedRWPair___init__(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``BufferedRWPair(reader, writer, buffer_size=8192)``; a generator."""
    reader, writer, size = parse_arguments(_PAIR, "BufferedRWPair", args, kwnames, "BufferedRWPair")
    n: Any = DEFAULT_BUFFER_SIZE
    if size is not None:
        n = ssize_t(size)
        if type(n) in PENDING:
            n = yield n
    Py_DECREF((yield iobase_check_readable(reader)))
    Py_DECREF((yield iobase_check_writable(writer)))
    _pair_clear(self)
    body = self.value
    body.reader = yield call_object(PyBufferedReader_Type, reader, PyLong_FromLong(n))
    try:
        body.writer = yield call_object(PyBufferedWriter_Type, writer, PyLong_FromLong(n))
    except PyErr:
        _pair_clear(self)
        raise


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
    """tp_dealloc: the streams close themselves."""
    io_dealloc(op, _pair_clear, finished=op.ob_type is PyBufferedRWPair_Type)


def _forward_call(stream: PyObject | None, name: str, args: list) -> Any:
    """Call a method of the reader or the writer (a generator)."""
    if stream is None:
        raise PyErr_Format(PyExc_ValueError, "I/O operation on uninitialized object")
    stream.ob_refcnt += 1
    try:
        try:
            function = yield getattribute(stream, name)
        except PyErr as err:
            PyErr_Clear(err)
            raise PyErr_SetArgs(PyExc_AttributeError, _Py_ID(name)) from None
        try:
            return (yield call_object(function, *args))
        finally:
            Py_DECREF(function)
    finally:
        Py_DECREF(stream)


def _pair_method(field: str, name: str, signature: str = "($self, /, *args)") -> PyMethodDef:
    def method(self: PyObject, args: Any = ()) -> Any:
        return _forward_call(getattr(self.value, field), name, args)

    method.__name__ = f"bufferedrwpair_{name}"
    return PyMethodDef(name, method, signature)


def bufferedrwpair_close(self: PyObject) -> Any:
    """``close()``: the writer first; a generator."""
    return (yield in_any_case(
        lambda: _forward_call(self.value.writer, "close", []),
        lambda: _forward_call(self.value.reader, "close", [])))


def bufferedrwpair_isatty(self: PyObject) -> Any:
    """``isatty()``: of either; a generator."""
    res = yield _forward_call(self.value.writer, "isatty", [])
    if res is not Py_False:
        return res
    return (yield _forward_call(self.value.reader, "isatty", []))


def bufferedrwpair_closed_get(self: PyObject) -> Any:
    """``closed``: the writer's."""
    if self.value.writer is None:
        raise PyErr_Format(
            PyExc_RuntimeError, "the BufferedRWPair object is being garbage-collected")
    return getattribute(self.value.writer, "closed")


PyBufferedRWPair_Type = PyType_FromSpec(
    "_io.BufferedRWPair", PyBufferedIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=48, tp_dictoffset=32,
    tp_weaklistoffset=40, tp_hostkey="identity", tp_body=rwpair,
    tp_init=_io_BufferedRWPair___init__, tp_dealloc=bufferedrwpair_dealloc,
    tp_traverse=lambda op: io_traverse(op, op.value.reader, op.value.writer),
    tp_clear=bufferedrwpair_clear,
    tp_methods=(
        *(_pair_method("reader", name) for name in ("read", "peek", "read1", "readinto", "readinto1")),
        _pair_method("writer", "write"),
        _pair_method("writer", "flush", "($self, /)"),
        _pair_method("reader", "readable", "($self, /)"),
        _pair_method("writer", "writable", "($self, /)"),
        PyMethodDef("close", bufferedrwpair_close, "($self, /)"),
        PyMethodDef("isatty", bufferedrwpair_isatty, "($self, /)"),
    ),
    tp_getset=(PyGetSetDef("closed", bufferedrwpair_closed_get),),
)
