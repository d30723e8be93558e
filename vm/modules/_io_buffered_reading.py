"""What buffered streams that can be read do. Models the reading half of Modules/_io/bufferedio.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules._io_buffered import (
    CHECK_CLOSED,
    CHECK_INITIALIZED,
    ENTER_BUFFERED,
    LEAVE_BUFFERED,
    READAHEAD,
    WOULD_BLOCK,
    _bufferedreader_fill_buffer,
    _bufferedreader_raw_read,
    _bufferedreader_reset_buf,
    buffered,
    buffered_flush_and_rewind_unlocked,
    memory_of,
    raw_stream,
)
from vm.modules._io_fileio import PyFileIO_Type
from vm.modules._io_util import (
    MAX_IO,
    _Py_convert_optional_to_ssize_t,
    call,
    check_bytes_size,
    is_bytes,
    optional_attribute,
    type_name,
    writable_argument,
)
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_CallNoArgs
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pybuffer import with_view
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_OSError, PyExc_TypeError, PyExc_ValueError

_FILE_BLOCK = 1 << 20


def _take(body: buffered, n: int) -> bytes:
    """Bytes that were read ahead."""
    assert body.buffer is not None
    data = bytes(body.buffer[body.pos:body.pos + n])
    body.pos += n
    return data


def _locked(self: PyObject, work: Callable[..., Any], *args: Any) -> Any:
    """Do what must hold the lock (a generator)."""
    busy = ENTER_BUFFERED(self)
    if busy is not None:
        yield busy
    try:
        return (yield work(self, *args))
    finally:
        LEAVE_BUFFERED(self)


def _before_reading(self: PyObject) -> Any:
    """What a stream that is written, too, does before the raw one is read; None, or pending."""
    return buffered_flush_and_rewind_unlocked(self) if self.value.writable else None


# ---- read

def _io__Buffered_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)``; plain while the buffer has enough, or pending."""
    body = self.value
    n = _Py_convert_optional_to_ssize_t(size)
    if type(n) not in PENDING and body.ok and 0 <= n <= READAHEAD(body) and body.buffer is not None:
        return PyBytes_FromString(_take(body, n))
    return _read(self, n)


def _read(self: PyObject, n: Any) -> Any:
    if type(n) in PENDING:
        n = yield n
    CHECK_INITIALIZED(self)
    if n < -1:
        raise PyErr_Format(PyExc_ValueError, "read length must be non-negative or -1")
    closed = CHECK_CLOSED(self, "read of closed file")
    if closed is not None:
        yield closed
    if n == -1:
        return (yield _locked(self, _bufferedreader_read_all))
    fast = _bufferedreader_read_fast(self.value, n)
    if fast is None:
        fast = yield _locked(self, _bufferedreader_read_generic, n)
    return Py_None if fast is None else PyBytes_FromString(fast)


def _bufferedreader_read_fast(body: buffered, n: int) -> bytes | None:
    """So many bytes of the buffer, or None if it has fewer."""
    return _take(body, n) if n <= READAHEAD(body) and body.buffer is not None else None


def _bufferedreader_read_all(self: PyObject) -> Any:
    """All that is left, as a guest object (a generator)."""
    body = self.value
    ahead = READAHEAD(body)
    data = _take(body, ahead) if ahead else b""
    flushed = _before_reading(self)
    if flushed is not None:
        yield flushed
    _bufferedreader_reset_buf(body)
    raw = raw_stream(self)
    readall = yield optional_attribute(raw, "readall")
    if readall is None:
        return (yield _read_repeatedly(self, data))
    try:
        rest = PyObject_CallNoArgs(readall)
        if type(rest) in PENDING:
            rest = yield rest
    finally:
        Py_DECREF(readall)
    _check_bytes(rest, "readall")
    if not data:
        return rest
    whole = data + (b"" if rest is Py_None else rest.value)
    Py_DECREF(rest)
    return PyBytes_FromString(whole)


def _check_bytes(op: PyObject, method: str) -> None:
    """Raise unless a result is None or bytes; drops the reference then."""
    if op is not Py_None and not is_bytes(op):
        Py_DECREF(op)
        raise PyErr_Format(PyExc_TypeError, f"{method}() should return bytes")


def _read_repeatedly(self: PyObject, data: bytes) -> Any:
    """All that read() of the raw stream gives, behind what is there, as a guest object (a generator)."""
    body = self.value
    chunks = [data] if data else []
    while True:
        res = yield call(raw_stream(self), "read")
        _check_bytes(res, "read")
        if res is Py_None or not res.value:
            if not chunks:
                return res
            Py_DECREF(res)
            return PyBytes_FromString(b"".join(chunks))
        chunks.append(res.value)
        if body.abs_pos != -1:
            body.abs_pos += len(res.value)
        Py_DECREF(res)


def _bufferedreader_read_generic(self: PyObject, n: int) -> Any:
    """So many bytes; fewer at the end, None if none are there yet (a generator)."""
    body = self.value
    current_size = READAHEAD(body)
    if n <= current_size:
        return _bufferedreader_read_fast(body, n)
    check_bytes_size(n)
    chunks: list[bytes] = []
    remaining = n
    if current_size > 0:
        chunks.append(_take(body, current_size))
        remaining -= current_size
    flushed = _before_reading(self)
    if flushed is not None:
        yield flushed
    _bufferedreader_reset_buf(body)
    while remaining >= body.buffer_size:
        wanted = max(min(remaining, _longest(self)), body.buffer_size)
        block = bytearray(wanted - wanted % body.buffer_size)
        r = _bufferedreader_raw_read(self, memoryview(block))
        if type(r) in PENDING:
            r = yield r
        if r in (0, WOULD_BLOCK):
            return b"".join(chunks) if r == 0 or chunks else None
        chunks.append(bytes(block[:r]))
        remaining -= r
    body.pos = body.raw_pos = body.read_end = 0
    while remaining > 0 and body.read_end < body.buffer_size:
        r = yield _bufferedreader_fill_buffer(self)
        if r in (0, WOULD_BLOCK):
            return b"".join(chunks) if r == 0 or chunks else None
        memory_of(self)
        chunks.append(_take(body, min(remaining, r)))
        remaining -= len(chunks[-1])
    return b"".join(chunks)


def _longest(self: PyObject) -> int:
    """How many bytes are asked of the raw stream at once: not memory for a size that was made up."""
    return _FILE_BLOCK if raw_stream(self).ob_type is PyFileIO_Type else MAX_IO


def _io__Buffered_read1(self: PyObject, size: PyObject | None) -> Any:
    """``read1(size=-1)``; a generator."""
    n: Any = -1
    if size is not None:
        n = ssize_t(size)
        if type(n) in PENDING:
            n = yield n
    body = CHECK_INITIALIZED(self)
    if n < 0:
        n = body.buffer_size
    closed = CHECK_CLOSED(self, "read of closed file")
    if closed is not None:
        yield closed
    if n == 0:
        return PyBytes_FromString(b"")
    have = READAHEAD(body)
    if have > 0 and body.buffer is not None:
        return PyBytes_FromString(_take(body, min(have, n)))
    check_bytes_size(n)
    return PyBytes_FromString((yield _locked(self, _read1_unlocked, n)))


def _read1_unlocked(self: PyObject, n: int) -> Any:
    flushed = _before_reading(self)
    if flushed is not None:
        yield flushed
    _bufferedreader_reset_buf(self.value)
    block = bytearray(min(n, _longest(self)))
    r = _bufferedreader_raw_read(self, memoryview(block))
    if type(r) in PENDING:
        r = yield r
    return bytes(block[:max(r, 0)])


# ---- peek

def _io__Buffered_peek(self: PyObject, size: PyObject | None) -> Any:
    """``peek(size=0)``; a generator."""
    if size is not None:
        n = ssize_t(size)
        if type(n) in PENDING:
            yield n
    CHECK_INITIALIZED(self)
    closed = CHECK_CLOSED(self, "peek of closed file")
    if closed is not None:
        yield closed
    return PyBytes_FromString((yield _locked(self, _flush_and_peek)))


def _flush_and_peek(self: PyObject) -> Any:
    flushed = _before_reading(self)
    if flushed is not None:
        yield flushed
    return (yield _bufferedreader_peek_unlocked(self))


def _bufferedreader_peek_unlocked(self: PyObject) -> Any:
    """What was read ahead, or else a bufferful (a generator)."""
    body = self.value
    have = READAHEAD(body)
    if have > 0:
        return bytes(memory_of(self)[body.pos:body.pos + have])
    _bufferedreader_reset_buf(body)
    r = yield _bufferedreader_fill_buffer(self)
    body.pos = 0
    return bytes(memory_of(self)[:max(r, 0)])


# ---- readinto

def _io__Buffered_readinto(self: PyObject, buffer: PyObject) -> Any:
    """``readinto(buffer)``; a generator."""
    view = yield writable_argument(buffer, "readinto")
    return (yield with_view(view, lambda view: _buffered_readinto_generic(self, view.flat(), False)))


def _io__Buffered_readinto1(self: PyObject, buffer: PyObject) -> Any:
    """``readinto1(buffer)``; a generator."""
    view = yield writable_argument(buffer, "readinto1")
    return (yield with_view(view, lambda view: _buffered_readinto_generic(self, view.flat(), True)))


def _buffered_readinto_generic(self: PyObject, memory: memoryview, readinto1: bool) -> Any:
    """Fill host memory (a generator)."""
    body = CHECK_INITIALIZED(self)
    with memory:
        closed = CHECK_CLOSED(self, "readinto of closed file")
        if closed is not None:
            yield closed
        written = 0
        ahead = READAHEAD(body)
        if ahead > 0 and body.buffer is not None:
            written = min(ahead, len(memory))
            memory[:written] = _take(body, written)
            if ahead >= len(memory):
                return PyLong_FromLong(written)
        return (yield _locked(self, _readinto_unlocked, memory, written, readinto1))


def _readinto_unlocked(self: PyObject, memory: memoryview, written: int, readinto1: bool) -> Any:
    body = self.value
    flushed = _before_reading(self)
    if flushed is not None:
        yield flushed
    _bufferedreader_reset_buf(body)
    body.pos = 0
    while (remaining := len(memory) - written) > 0:
        n = 0
        if remaining > body.buffer_size:
            with memory[written:] as part:
                n = _bufferedreader_raw_read(self, part)
                if type(n) in PENDING:
                    n = yield n
        elif not (readinto1 and written):
            n = yield _bufferedreader_fill_buffer(self)
            if n > 0:
                memory_of(self)
                n = min(n, remaining)
                memory[written:written + n] = _take(body, n)
                written += n
                continue
        if n == 0 or (n == WOULD_BLOCK and written):
            break
        if n == WOULD_BLOCK:
            return Py_None
        written += n
        if readinto1:
            break
    return PyLong_FromLong(written)


# ---- lines

def _line_ahead(body: buffered, limit: int) -> bytes | None:
    """The next line, if the buffer has all of it."""
    n = READAHEAD(body)
    if limit >= 0:
        n = min(n, limit)
    if body.buffer is None:
        return None
    end = body.buffer.find(b"\n", body.pos, body.pos + n) if n > 0 else -1
    if end >= 0:
        return _take(body, end + 1 - body.pos)
    return _take(body, n) if n == limit else None


def _buffered_readline(self: PyObject, limit: int) -> Any:
    """The next line, at most ``limit`` bytes of it; host bytes, or pending."""
    if self.value.fast_closed_checks:
        closed = CHECK_CLOSED(self, "readline of closed file")
        line = _line_ahead(self.value, limit) if closed is None else None
        if line is not None:
            return line
    return _readline(self, limit)


def _readline(self: PyObject, limit: int) -> Any:
    closed = CHECK_CLOSED(self, "readline of closed file")
    if closed is not None:
        yield closed
    line = _line_ahead(self.value, limit)
    return line if line is not None else (yield _locked(self, _readline_unlocked, limit))


def _readline_unlocked(self: PyObject, limit: int) -> Any:
    body = self.value
    line = _line_ahead(body, limit)  # another thread may have read meanwhile
    if line is not None:
        return line
    chunks: list[bytes] = []
    n = READAHEAD(body)
    if n > 0 and body.buffer is not None:
        chunks.append(_take(body, n))
        if limit >= 0:
            limit -= n
    flushed = _before_reading(self)
    if flushed is not None:
        yield flushed
    while True:
        _bufferedreader_reset_buf(body)
        n = yield _bufferedreader_fill_buffer(self)
        if n <= 0:
            break
        if limit >= 0:
            n = min(n, limit)
        buffer = memory_of(self)
        end = buffer.find(b"\n", 0, n) + 1
        chunks.append(bytes(buffer[:end or n]))
        if end or n == limit:
            body.pos = end or n
            break
        if limit >= 0:
            limit -= n
    return b"".join(chunks)


def _io__Buffered_readline(self: PyObject, size: PyObject | None) -> Any:
    """``readline(size=-1)``; or pending."""
    limit = _Py_convert_optional_to_ssize_t(size)
    if type(limit) not in PENDING:
        CHECK_INITIALIZED(self)
        line = _buffered_readline(self, limit)
        if type(line) is bytes:
            return PyBytes_FromString(line)
        return _line_later(line)
    return _readline_later(self, limit)


def _readline_later(self: PyObject, pending: Any) -> Any:
    limit = yield pending
    CHECK_INITIALIZED(self)
    line = _buffered_readline(self, limit)
    return PyBytes_FromString(line if type(line) is bytes else (yield line))


def _line_later(pending: Any) -> Any:
    return PyBytes_FromString((yield pending))


def next_line(self: PyObject) -> Any:
    """The next line, or NULL, of a stream whose type is the module's own; or pending."""
    CHECK_INITIALIZED(self)
    line = _buffered_readline(self, -1)
    if type(line) is bytes:
        return PyBytes_FromString(line) if line else None
    return _next_line_later(line)


def _next_line_later(pending: Any) -> Any:
    line = yield pending
    return PyBytes_FromString(line) if line else None


def next_line_by_method(self: PyObject) -> Any:
    """The next line, or NULL, by ``readline()`` (a generator)."""
    CHECK_INITIALIZED(self)
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
