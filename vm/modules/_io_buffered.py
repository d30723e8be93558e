"""The body of buffered streams, their lock, and what they do with the raw stream. Models Modules/_io/bufferedio.c.

One buffer serves reading and writing. What is not host code alone is a host generator; functions that return
"or pending" spare the generator when the raw stream is a plain FileIO.
"""

from __future__ import annotations

from typing import Any

from vm.modules._io_fileio import PyFileIO_Type
from vm.modules._io_util import (
    DEFAULT_BUFFER_SIZE,
    MAX_IO,
    PyExc_BlockingIOError,
    PyNumber_AsOff_t,
    call,
    call_again,
    files,
    from_os_error,
    is_closed,
)
from vm.modules._threadmodule import acquire_timed, hand_over, lockobject
from vm.objects.abstract import PyNumber_AsSsize_t
from vm.objects.attributes import call_owned, repr_text
from vm.objects.exceptions_base import PyException_SetArgs, set_extra
from vm.objects.exceptions_os import OSError_new
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import PyMemoryView_FromBuffer
from vm.objects.pybuffer import Py_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyErr, PyObject
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_OSError,
    PyExc_RuntimeError,
    PyExc_ValueError,
    _PyErr_SetObject,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.errors import _PyErr_FormatFromCause
from vm.python.fileutils import _Py_read, _Py_write
from vm.python.signals import PyErr_CheckSignals

#: What _bufferedreader_raw_read and _bufferedwriter_raw_write return when the raw stream has said None.
WOULD_BLOCK = -2
_BLOCKED = "write could not complete without blocking"
_EAGAIN = 11


class buffered:
    """The body of a buffered stream.

    Attributes:
        raw: the raw stream; owned; None before __init__ and after detach().
        fast_closed_checks: whether neither the stream nor the raw one can have a ``closed`` of the guest's.
        abs_pos: where the raw stream stands; -1 if that is not known.
        buffer: host memory of ``buffer_size`` bytes; None when closed.
        pos: where this stream stands in the buffer.
        raw_pos: where the raw stream stands in the buffer.
        read_end: behind the last byte that was read; -1 if the buffer is not for reading.
        write_pos: behind the last byte that is written.
        write_end: behind the last byte that is to be written; -1 if the buffer is not for writing.
        lock: is held while the buffer is changed and guest code may run.
        errno: C's errno after the last write to the raw stream.
    """

    __slots__ = ("raw", "ok", "detached", "readable", "writable", "finalizing", "fast_closed_checks", "abs_pos",
                 "buffer", "pos", "raw_pos", "read_end", "write_pos", "write_end", "lock", "buffer_size", "errno")

    def __init__(self) -> None:
        self.raw: PyObject | None = None
        self.ok = self.detached = self.readable = self.writable = self.finalizing = False
        self.fast_closed_checks = False
        self.abs_pos = self.pos = self.raw_pos = 0
        self.buffer: bytearray | None = None
        self.read_end = self.write_pos = self.write_end = 0
        self.lock = lockobject()
        self.buffer_size = DEFAULT_BUFFER_SIZE
        self.errno = 0


# ---- C's macros

def _enter_buffered_busy(self: PyObject) -> Any:
    """Wait for the lock; RuntimeError if this thread holds it (a generator)."""
    lock, tstate = self.value.lock, _PyRuntime.tstate_current
    if lock.holder is tstate:
        shown = yield repr_text(self)
        raise PyErr_Format(PyExc_RuntimeError, f"reentrant call inside {shown}")
    yield acquire_timed(tstate, lock, -1)


def ENTER_BUFFERED(self: PyObject) -> Any:
    """Take the lock; None, or pending."""
    lock = self.value.lock
    if lock.locked:
        return _enter_buffered_busy(self)
    lock.locked, lock.holder = True, _PyRuntime.tstate_current
    return None


def LEAVE_BUFFERED(self: PyObject) -> None:
    """Release the lock."""
    hand_over(self.value.lock)


def CHECK_INITIALIZED(self: PyObject) -> buffered:
    """The body, if the object is in order."""
    body: buffered = self.value
    if not body.ok:
        raise PyErr_Format(
            PyExc_ValueError,
            "raw stream has been detached" if body.detached
            else "I/O operation on uninitialized object")
    return body


def raw_stream(self: PyObject) -> PyObject:
    """The raw stream (borrowed); ValueError if guest code has taken it away meanwhile."""
    raw: PyObject | None = self.value.raw
    if raw is None:
        CHECK_INITIALIZED(self)
        raise PyErr_Format(PyExc_ValueError, "raw stream has been detached")
    return raw


def memory_of(self: PyObject) -> bytearray:
    """The buffer; ValueError if guest code has closed the stream meanwhile."""
    buffer: bytearray | None = self.value.buffer
    if buffer is None:
        raise PyErr_Format(PyExc_ValueError, "I/O operation on closed file")
    return buffer


def buffered_closed(self: PyObject) -> Any:
    """Whether the raw stream is closed (a generator)."""
    CHECK_INITIALIZED(self)
    return (yield is_closed(raw_stream(self)))


def IS_CLOSED(self: PyObject) -> Any:
    """Whether the stream is closed; a host bool, or pending."""
    body = self.value
    if body.buffer is None:
        return True
    return body.raw.value.fd < 0 if body.fast_closed_checks else buffered_closed(self)


def CHECK_CLOSED(self: PyObject, message: str) -> Any:
    """Raise if the stream is closed and nothing is left in the buffer; None, or pending."""
    body = self.value
    if body.fast_closed_checks and body.buffer is not None and body.raw.value.fd >= 0:
        return None
    return _check_closed(self, message)


def _check_closed(self: PyObject, message: str) -> Any:
    closed = IS_CLOSED(self)
    if type(closed) in PENDING:
        closed = yield closed
    if closed and not READAHEAD(self.value):
        raise PyErr_Format(PyExc_ValueError, message)


def VALID_READ_BUFFER(body: buffered) -> bool:
    """Whether the buffer holds what was read."""
    return body.readable and body.read_end != -1


def VALID_WRITE_BUFFER(body: buffered) -> bool:
    """Whether the buffer holds what is to be written."""
    return body.writable and body.write_end != -1


def ADJUST_POSITION(body: buffered, pos: int) -> None:
    """Move, and the end of what was read with it."""
    body.pos = pos
    if VALID_READ_BUFFER(body) and body.read_end < pos:
        body.read_end = pos


def READAHEAD(body: buffered) -> int:
    """How many bytes were read and not yet given."""
    return body.read_end - body.pos if body.readable and body.read_end != -1 else 0


def RAW_OFFSET(body: buffered) -> int:
    """How far the raw stream is ahead."""
    if (VALID_READ_BUFFER(body) or VALID_WRITE_BUFFER(body)) and body.raw_pos >= 0:
        return body.raw_pos - body.pos
    return 0


def RAW_TELL(self: PyObject) -> Any:
    """Where the raw stream stands (a generator)."""
    pos: int = self.value.abs_pos
    return pos if pos != -1 else (yield _buffered_raw_tell(self))


def _bufferedreader_reset_buf(body: buffered) -> None:
    """Forget what was read."""
    body.read_end = -1


def _bufferedwriter_reset_buf(body: buffered) -> None:
    """Forget what was to be written."""
    body.write_pos, body.write_end = 0, -1


# ---- the raw stream

def _is_plain(raw: PyObject, method: str, able: str) -> bool:
    """Whether the raw stream is an open FileIO whose method can be passed by."""
    return (raw.ob_type is PyFileIO_Type and raw.value.fd >= 0 and getattr(raw.value, able)
            and method not in raw.ob_dict)


def _bufferedreader_raw_read(self: PyObject, memory: memoryview) -> Any:
    """Fill host memory from the raw stream: how many bytes, or WOULD_BLOCK; or pending."""
    raw = raw_stream(self)
    if not _is_plain(raw, "readinto", "readable"):
        return _raw_read_call(self, memory)
    try:
        data = _Py_read(files(), raw.value.fd, min(len(memory), MAX_IO))
    except BlockingIOError:
        return WOULD_BLOCK
    except OSError as err:
        raise from_os_error(err) from None
    if type(data) in PENDING:
        return _raw_read_later(self.value, data, memory)
    return _has_read(self.value, data, memory)


def _raw_read_later(body: buffered, pending: Any, memory: memoryview) -> Any:
    return _has_read(body, (yield pending), memory)


def _has_read(body: buffered, data: bytes, memory: memoryview) -> int:
    n = len(data)
    memory[:n] = data
    if n and body.abs_pos != -1:
        body.abs_pos += n
    return n


def _view_of(memory: memoryview, readonly: bool) -> PyObject:
    """A guest's memoryview of host memory."""
    view = Py_buffer(None, memory, len(memory), readonly)
    view.format, view.shape, view.strides = "B", (len(memory),), (1,)
    return PyMemoryView_FromBuffer(view)


def _call_with_view(self: PyObject, method: str, memory: memoryview, readonly: bool) -> Any:
    """Call a method of the raw stream with host memory, again after EINTR (a generator)."""
    view = _view_of(memory, readonly)
    raw = raw_stream(self)
    raw.ob_refcnt += 1
    try:
        return (yield call_again(raw, method, view))
    finally:
        Py_DECREF(raw)
        Py_DECREF(view)


def _raw_read_call(self: PyObject, memory: memoryview) -> Any:
    res = yield _call_with_view(self, "readinto", memory, False)
    if res is Py_None:
        return WOULD_BLOCK
    try:
        n = PyNumber_AsSsize_t(res, PyExc_ValueError)
        if type(n) in PENDING:
            n = yield n
    except PyErr as err:
        raise _PyErr_FormatFromCause(err, PyExc_OSError, "raw readinto() failed") from None
    finally:
        Py_DECREF(res)
    if not 0 <= n <= len(memory):
        raise PyErr_Format(
            PyExc_OSError, f"raw readinto() returned invalid length {n} "
            f"(should have been between 0 and {len(memory)})")
    body = self.value
    if n and body.abs_pos != -1:
        body.abs_pos += n
    return n


def _bufferedreader_fill_buffer(self: PyObject) -> Any:
    """Read to the end of the buffer: how many bytes, or WOULD_BLOCK (a generator)."""
    body, buffer = self.value, memory_of(self)
    start = body.read_end if VALID_READ_BUFFER(body) else 0
    n = _bufferedreader_raw_read(self, memoryview(buffer)[start:body.buffer_size])
    if type(n) in PENDING:
        n = yield n
    if n > 0:
        body.read_end = body.raw_pos = start + n
    return n


def _bufferedwriter_raw_write(self: PyObject, memory: memoryview) -> Any:
    """Write host memory to the raw stream: how many bytes, or WOULD_BLOCK; or pending."""
    raw, body = raw_stream(self), self.value
    body.errno = 0
    if not _is_plain(raw, "write", "writable"):
        return _raw_write_call(self, memory)
    try:
        n = _Py_write(files(), raw.value.fd, bytes(memory[:MAX_IO]))
    except BlockingIOError:
        body.errno = _EAGAIN
        return WOULD_BLOCK
    except OSError as err:
        raise from_os_error(err) from None
    if type(n) in PENDING:
        return _raw_write_later(body, n)
    if body.abs_pos != -1:
        body.abs_pos += n
    return n


def _raw_write_later(body: buffered, pending: Any) -> Any:
    n = yield pending
    if body.abs_pos != -1:
        body.abs_pos += n
    return n


def _raw_write_call(self: PyObject, memory: memoryview) -> Any:
    body = self.value
    res = yield _call_with_view(self, "write", memory, True)
    if res is Py_None:
        return WOULD_BLOCK
    try:
        n = PyNumber_AsSsize_t(res, PyExc_ValueError)
        if type(n) in PENDING:
            n = yield n
    except PyErr as err:
        PyErr_Clear(err)
        n = -1
    finally:
        Py_DECREF(res)
    if not 0 <= n <= len(memory):
        raise PyErr_Format(
            PyExc_OSError, f"raw write() returned invalid length {n} "
            f"(should have been between 0 and {len(memory)})")
    if n and body.abs_pos != -1:
        body.abs_pos += n
    return n


def _position(self: PyObject, res: PyObject) -> Any:
    """Keep a position of the raw stream's; takes over the reference (a generator)."""
    try:
        n = PyNumber_AsOff_t(res, PyExc_ValueError)
        if type(n) in PENDING:
            n = yield n
    finally:
        Py_DECREF(res)
    if n < 0:
        raise PyErr_Format(PyExc_OSError, f"Raw stream returned invalid position {n}")
    self.value.abs_pos = n
    return n


def _buffered_raw_tell(self: PyObject) -> Any:
    """Ask the raw stream where it stands (a generator)."""
    return (yield _position(self, (yield call(raw_stream(self), "tell"))))


def _buffered_raw_seek(self: PyObject, target: int, whence: int) -> Any:
    """Move the raw stream; the new position (a generator)."""
    return (yield _position(self, (yield call_owned(
        raw_stream(self), "seek", PyLong_FromLong(target), PyLong_FromLong(whence)))))


def _buffered_init(self: PyObject, size: int) -> Any:
    """Give the stream its buffer, and find out where the raw one stands (a generator)."""
    body = self.value
    if size <= 0:
        raise PyErr_Format(PyExc_ValueError, "buffer size must be strictly positive")
    if size > MAX_IO:
        raise PyErr_SetNone(PyExc_MemoryError)
    body.buffer, body.buffer_size = bytearray(size), size
    body.lock = lockobject()
    try:
        yield _buffered_raw_tell(self)
    except PyErr as err:
        PyErr_Clear(err)


# ---- writing what is in the buffer

def _set_BlockingIOError(body: buffered, written: int) -> PyErr:
    """The BlockingIOError that tells how much was taken."""
    message = PyUnicode_FromString(_BLOCKED)
    fields = [PyLong_FromLong(body.errno), message]
    exc = OSError_new(PyExc_BlockingIOError, fields, ())
    set_extra(exc.value, "written", PyLong_FromLong(written))
    args = PyTuple_New((*fields, PyLong_FromLong(written)))
    PyException_SetArgs(exc, args)
    Py_DECREF(args)
    return _PyErr_SetObject(exc)


def _bufferedwriter_flush_unlocked(self: PyObject) -> Any:
    """Write what the buffer holds (a generator)."""
    body = self.value
    if VALID_WRITE_BUFFER(body) and body.write_pos != body.write_end:
        rewind = RAW_OFFSET(body) + (body.pos - body.write_pos)
        if rewind:
            yield _buffered_raw_seek(self, -rewind, 1)
            body.raw_pos -= rewind
        while body.write_pos < body.write_end:
            n = _bufferedwriter_raw_write(
                self, memoryview(memory_of(self))[body.write_pos:body.write_end])
            if type(n) in PENDING:
                n = yield n
            if n == WOULD_BLOCK:
                raise _set_BlockingIOError(body, 0)
            body.write_pos += n
            body.raw_pos = body.write_pos
            yield PyErr_CheckSignals()  # handlers come before the next write
    _bufferedwriter_reset_buf(body)


def buffered_flush_and_rewind_unlocked(self: PyObject) -> Any:
    """Write what the buffer holds, and let the raw stream stand where this one does (a generator)."""
    yield _bufferedwriter_flush_unlocked(self)
    body = self.value
    if body.readable:
        try:
            yield _buffered_raw_seek(self, -RAW_OFFSET(body), 1)
        finally:
            _bufferedreader_reset_buf(body)
