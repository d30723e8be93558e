"""TextIOWrapper: text over a buffered stream. Models Modules/_io/textio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_bufferedio import PyBufferedWriter_Type, write_plainly_through
from vm.modules._io_coders import HostCoder, drop_coder, make_coder
from vm.modules._io_iobase import _PyIOBase_cannot_pickle, in_any_case
from vm.modules._io_newline import _NEWLINES, nldecoder_object
from vm.modules._io_stringio import PyTextIOBase_Type, _newline_argument, find_line_ending
from vm.modules._io_util import (
    IO_FLAGS,
    call,
    closed_error,
    getattribute,
    io_dealloc,
    io_traverse,
    is_bytes,
    is_closed,
    optional_attribute,
    size_argument,
    ssize_of,
    truth,
    type_name,
    unsupported,
)
from vm.objects.attributes import call_owned, repr_text
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import c_string_arg, optional_flag, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import Py_ReprEnter, Py_ReprLeave, PyObject_HasAttrWithError, _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_dropped, count_held
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_OSError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.codecs import PyCodec_LookupError

CHUNK_SIZE = 8192
#: Attributes of a FileIO that take no part in writing.
_FILE_ATTRIBUTES = frozenset({"name", "mode"})


class textio:
    """The body of a TextIOWrapper.

    Attributes:
        buffer: the stream below; owned.
        coder: its decoder and encoder.
        newline: translates line ends that are read, or None.
        decoded, used: text that was decoded, and how much of it has been given.
        pending: bytes that were encoded and not yet written.
        pending_writes: how many writes they are of; C keeps more than one in a list.
        snapshot: (flags of the decoder, bytes) before ``decoded`` was read, for tell().
    """

    __slots__ = (
        "buffer", "ok", "detached", "coder", "encoding", "errors", "readnl", "writenl",
        "readuniversal", "readtranslate", "line_buffering", "write_through", "newline", "decoded",
        "used", "pending", "pending_size", "pending_writes", "snapshot", "seekable", "telling", "finalizing",
        "chunk_size", "has_read1", "can_read", "can_write")

    def __init__(self) -> None:
        self.buffer: PyObject | None = None
        self.ok = self.detached = self.finalizing = False
        self.coder: Any = None
        self.encoding, self.errors = "", "strict"
        self.readnl: str | None = None
        self.writenl: str | None = None
        self.readuniversal = self.readtranslate = False
        self.line_buffering = self.write_through = False
        self.newline: nldecoder_object | None = None
        self.decoded, self.used = "", 0
        self.pending: list[bytes] = []
        self.pending_size = self.pending_writes = 0
        self.snapshot: tuple[int, bytes] | None = None
        self.seekable = self.telling = self.has_read1 = self.can_read = self.can_write = False
        self.chunk_size = CHUNK_SIZE


def _ready(self: PyObject) -> textio:
    """The body, if the object is in order (CHECK_ATTACHED)."""
    body: textio = self.value
    if not body.ok:
        raise PyErr_Format(
            PyExc_ValueError,
            "underlying buffer has been detached" if body.detached
            else "I/O operation on uninitialized object")
    return body


def _check_open(self: PyObject) -> Any:
    """The body, if the stream is open (CHECK_CLOSED; a generator)."""
    body = _ready(self)
    assert body.buffer is not None
    if (yield is_closed(body.buffer)):
        raise closed_error()
    return body


def locale_encoding() -> str:
    """The encoding of the environment, by the name that the C library gives it unless in UTF-8 mode."""
    config = _PyRuntime.tstate_current.interp.config  # type: ignore[union-attr]
    return "utf-8" if config.flags.get("utf8_mode") else "UTF-8"


_INIT = ArgSpec("($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                "write_through=False)")


def _errors_argument(op: PyObject | None) -> str:
    if op is None or op is Py_None:
        return "strict"
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"TextIOWrapper() argument 'errors' must be str or None, not {type_name(op):.50}")
    errors = c_string_arg(op, "TextIOWrapper", "argument 'errors'", "strict")
    Py_DECREF(PyCodec_LookupError(errors))
    return errors


def textiowrapper_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``TextIOWrapper(buffer, encoding=None, errors=None, newline=None, ...)``; a generator."""
    buffer, encoding, errors, newline, line_buffering, write_through = parse_arguments(
        _INIT, "TextIOWrapper", args, kwnames, "TextIOWrapper")
    old: textio = self.value
    old.ok = old.detached = False
    name = locale_encoding()
    if encoding is not None and encoding is not Py_None:
        if not encoding.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"TextIOWrapper() argument 'encoding' must be str or None, not {type_name(encoding)}")
        name = c_string_arg(encoding, "TextIOWrapper", "argument 'encoding'", "")
        if name == "locale":
            name = locale_encoding()
    mode = _errors_argument(errors)
    ends = _newline_argument(newline) if newline is not None else None
    body = textio()
    body.line_buffering = yield optional_flag(line_buffering)
    body.write_through = yield optional_flag(write_through)
    body.can_read = yield truth((yield call(buffer, "readable")))
    body.can_write = yield truth((yield call(buffer, "writable")))
    body.coder = yield make_coder(name, mode, body.can_read, body.can_write)
    body.encoding, body.errors = name, mode
    set_newline(body, ends)
    body.buffer = Py_NewRef(buffer)
    _clear_fields(self)
    self.value = body
    body.seekable = body.telling = yield truth((yield call(buffer, "seekable")))
    has_read1 = PyObject_HasAttrWithError(buffer, _Py_ID("read1"))
    body.has_read1 = (yield has_read1) if type(has_read1) in PENDING else has_read1
    yield _fix_encoder_state(body)
    body.ok = True


def set_newline(body: textio, newline: str | None) -> None:
    """Set how line ends are read and written."""
    body.readnl = newline
    body.readuniversal = not newline
    body.readtranslate = newline is None
    body.writenl = newline if newline and newline != "\n" else None
    body.newline = None
    if body.readuniversal and body.can_read:
        body.newline = nldecoder_object()
        body.newline.translate = body.readtranslate


def _fix_encoder_state(body: textio) -> Any:
    """Have no mark written where there is something before (a generator)."""
    if body.seekable and body.can_write:
        pos = yield ssize_of((yield call(body.buffer, "tell")))  # type: ignore[arg-type]
        if pos:
            yield body.coder.set_encoder_state(False)


def _clear_fields(op: PyObject) -> None:
    body = op.value
    buffer, body.buffer = body.buffer, None
    body.ok = False
    _take_pending(body)
    coder, body.coder = body.coder, None
    drop_coder(coder)
    Py_XDECREF(buffer)


def textiowrapper_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    op.value.finalizing = True
    io_dealloc(op, _clear_fields, finished=op.value.buffer is None and op.ob_type is PyTextIOWrapper_Type)


def textiowrapper_clear(op: PyObject) -> None:
    """tp_clear."""
    _clear_fields(op)
    PyObject_ClearManagedDict(op)


def textiowrapper_traverse(op: PyObject) -> Any:
    """tp_traverse."""
    body = op.value
    coder = () if body.coder is None else body.coder.references()
    return io_traverse(op, body.buffer, *coder)


# ---- writing

def _textiowrapper_writeflush(body: textio) -> Any:
    """Give what is pending to the buffer (a generator)."""
    if not body.pending:
        return
    data = _take_pending(body)
    Py_DECREF((yield call_owned(
        body.buffer, "write", PyBytes_FromString(data))))  # type: ignore[arg-type]


def _add_pending(body: textio, encoded: bytes, writes: int) -> None:
    """Keep back what is to be written; in C it would have come in so many writes."""
    if body.pending_writes < 2 <= body.pending_writes + writes:
        count_held("lists")
    body.pending.append(encoded)
    body.pending_size += len(encoded)
    body.pending_writes += writes


def _take_pending(body: textio) -> bytes:
    if body.pending_writes >= 2:
        count_dropped("lists")
    data = b"".join(body.pending)
    body.pending, body.pending_size, body.pending_writes = [], 0, 0
    return data


def plain_stream(self: PyObject) -> textio | None:
    """The body of an open stream to a file that no guest code has a part in, or None."""
    body: textio = self.value
    if not body.ok or "write" in self.ob_dict or body.snapshot is not None or body.writenl is not None:
        return None
    buffer: Any = body.buffer
    if (type(body.coder) is not HostCoder or not body.can_write or body.write_through
            or buffer.ob_type is not PyBufferedWriter_Type or buffer.ob_dict):
        return None
    writer = buffer.value
    if not writer.fast_closed_checks or not writer.ok or writer.lock.locked:
        return None
    raw = writer.raw
    return body if raw.value.fd >= 0 and not raw.ob_dict.keys() - _FILE_ATTRIBUTES else None


def write_plainly(body: textio, text: str, writes: int) -> None:
    """Write to a plain stream; in C the text would have come in so many writes."""
    writer = body.buffer.value  # type: ignore[union-attr]
    encoded = body.coder.encode_now(text)
    if len(encoded) >= body.chunk_size and body.pending:
        write_plainly_through(writer, _take_pending(body), False)
    _add_pending(body, encoded, writes)
    if body.line_buffering and ("\n" in text or "\r" in text):
        write_plainly_through(writer, _take_pending(body), True)
    elif body.pending_size >= body.chunk_size:
        write_plainly_through(writer, _take_pending(body), False)


def _forget_decoded(body: textio) -> None:
    body.decoded, body.used = "", 0
    body.snapshot = None


def textiowrapper_write(self: PyObject, text: PyObject) -> Any:
    """``write(text)``; a generator."""
    if not text.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"write() argument must be str, not {type_name(text):.50}")
    body = yield _check_open(self)
    if not body.can_write:
        raise unsupported("not writable")
    data, size = text.value, len(text.value)
    has_newline = "\n" in data and (body.writenl is not None or body.line_buffering)
    needs_flush = body.line_buffering and (has_newline or "\r" in data)
    if has_newline and body.writenl is not None:
        data = data.replace("\n", body.writenl)
    encoded = yield body.coder.encode(data)
    if body.pending_size + len(encoded) > body.chunk_size:
        yield _textiowrapper_writeflush(body)
    if encoded:
        _add_pending(body, encoded, 1)
    if body.pending_size >= body.chunk_size or needs_flush or body.write_through:
        yield _textiowrapper_writeflush(body)
    if needs_flush:
        Py_DECREF((yield call(body.buffer, "flush")))
    if body.snapshot is not None:
        _forget_decoded(body)
        yield body.coder.reset_decoder()
    return PyLong_FromLong(size)


def textiowrapper_flush(self: PyObject) -> Any:
    """``flush()``; a generator."""
    body = yield _check_open(self)
    body.telling = body.seekable
    yield _textiowrapper_writeflush(body)
    return (yield call(body.buffer, "flush"))


def textiowrapper_close(self: PyObject) -> Any:
    """``close()``; a generator."""
    body = _ready(self)
    buffer = Py_NewRef(body.buffer)  # type: ignore[arg-type]
    try:
        if (yield is_closed(buffer)):
            return Py_None
        if body.finalizing:
            try:
                Py_DECREF((yield call(buffer, "_dealloc_warn", self)))
            except PyErr as err:
                PyErr_Clear(err)
        return (yield in_any_case(lambda: call(self, "flush"), lambda: call(buffer, "close")))
    finally:
        Py_DECREF(buffer)


def textiowrapper_detach(self: PyObject) -> Any:
    """``detach()``; a generator."""
    body = _ready(self)
    Py_DECREF((yield call(self, "flush")))
    buffer, body.buffer = body.buffer, None
    body.detached, body.ok = True, False
    return buffer


# ---- reading

def textiowrapper_read_chunk(body: textio, size_hint: int = 0) -> Any:
    """Read and decode a piece; whether there was anything (a generator)."""
    if not body.can_read:
        raise unsupported("not readable")
    state = (yield body.coder.getstate()) if body.telling else None
    flags = body.newline.pendingcr if body.newline is not None else 0
    method = "read1" if body.has_read1 else "read"
    data = yield call_owned(
        body.buffer, method,  # type: ignore[arg-type]
        PyLong_FromLong(max(body.chunk_size, size_hint)))
    if not is_bytes(data):
        given = type_name(data)
        Py_DECREF(data)
        raise PyErr_Format(
            PyExc_TypeError,
            f"underlying {method}() should have returned a bytes-like object, not '{given:.200}'")
    chunk = data.value
    Py_DECREF(data)
    eof = not chunk
    text = yield body.coder.decode(chunk, eof)
    if body.newline is not None:
        text = body.newline.feed(text, eof)
    body.decoded, body.used = text, 0
    if text:
        eof = False
    if state is not None:
        body.snapshot = (state[1] << 1 | flags, state[0] + chunk)
    return not eof


def _take(body: textio, n: int) -> str:
    """Up to n decoded characters; all for a negative n."""
    if not body.used and (n < 0 or n >= len(body.decoded)):
        text = body.decoded
    else:
        text = body.decoded[body.used:None if n < 0 else body.used + n]
    body.used += len(text)
    return text


def textiowrapper_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)``; a generator."""
    n = yield size_argument(size)
    body = yield _check_open(self)
    if not body.can_read:
        raise unsupported("not readable")
    yield _textiowrapper_writeflush(body)
    if n < 0:
        return PyUnicode_FromString((yield _read_all(body)))
    parts = [_take(body, n)]
    got = len(parts[0])
    while got < n:
        if not (yield textiowrapper_read_chunk(body, n - got)):
            break
        parts.append(_take(body, n - got))
        got += len(parts[-1])
    return PyUnicode_FromString("".join(parts))


def _read_all(body: textio) -> Any:
    data = yield call(body.buffer, "read")  # type: ignore[arg-type]
    chunk = data.value if is_bytes(data) else None
    given = type_name(data)
    Py_DECREF(data)
    if chunk is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"underlying read() should have returned a bytes-like object, not '{given:.200}'")
    text = yield body.coder.decode(chunk, True)
    if body.newline is not None:
        text = body.newline.feed(text, True)
    result = _take(body, -1) + text
    _forget_decoded(body)
    return result


def _textiowrapper_readline(self: PyObject, limit: int) -> Any:
    """The next line, at most ``limit`` characters of it (a generator); host text."""
    body = yield _check_open(self)
    yield _textiowrapper_writeflush(body)
    line = ""
    while True:
        if body.used >= len(body.decoded):
            if not (yield textiowrapper_read_chunk(body)):
                _forget_decoded(body)
                return line
        start = len(line)
        line += _take(body, -1)
        scan = max(start - 1, 0) if body.readnl and len(body.readnl) == 2 else start
        end = find_line_ending(line, scan, body.readuniversal, body.readtranslate, body.readnl)
        if end < 0 and 0 <= limit <= len(line):
            end = limit
        if end >= 0:
            if 0 <= limit < end:
                end = limit
            body.used -= len(line) - end
            return line[:end]


def textiowrapper_readline(self: PyObject, size: PyObject | None) -> Any:
    """``readline(size=-1)``; a generator."""
    limit: Any = -1
    if size is not None:
        limit = ssize_t(size)
        if type(limit) in PENDING:
            limit = yield limit
    return PyUnicode_FromString((yield _textiowrapper_readline(self, limit)))


def textiowrapper_iternext(self: PyObject) -> Any:
    """The next line, or NULL (a generator)."""
    body = _ready(self)
    body.telling = False
    if self.ob_type is PyTextIOWrapper_Type:
        text = yield _textiowrapper_readline(self, -1)
        line = PyUnicode_FromString(text)
    else:
        line = yield call(self, "readline")
        if not line.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            given = type_name(line)
            Py_DECREF(line)
            raise PyErr_Format(
                PyExc_OSError,
                f"readline() should have returned a str object, not '{given:.200}'")
    if not line.value:
        Py_DECREF(line)
        body.snapshot = None
        body.telling = body.seekable
        return None
    return line


# ---- position: (position of the buffer, decoder's flags, bytes and characters to pass over)

def _pack(pos: int, flags: int, feed: int, eof: bool, skip: int) -> int:
    return pos | flags << 64 | feed << 96 | skip << 128 | eof << 160


def textiowrapper_tell(self: PyObject) -> Any:
    """``tell()``; a generator."""
    body = yield _check_open(self)
    if not body.seekable:
        raise unsupported("underlying stream is not seekable")
    if not body.telling:
        raise PyErr_Format(PyExc_OSError, "telling position disabled by next() call")
    yield _textiowrapper_writeflush(body)
    Py_DECREF((yield call(self, "flush")))
    pos = yield _big((yield call(body.buffer, "tell")))
    if not body.can_read or body.snapshot is None:
        return PyLong_FromLong(pos)
    flags, data = body.snapshot
    pos -= len(data)
    if not body.used:
        return PyLong_FromLong(_pack(pos, flags, 0, False, 0))
    saved = yield body.coder.getstate()
    pendingcr = body.newline is not None and body.newline.pendingcr
    try:
        return PyLong_FromLong((yield _find_position(body, pos, flags, data)))
    finally:
        yield body.coder.setstate(saved)
        if body.newline is not None:
            body.newline.pendingcr = pendingcr


def _set_flags(body: textio, flags: int, data: bytes = b"") -> Any:
    if body.newline is not None:
        body.newline.pendingcr = bool(flags & 1)
        if flags == 0 and not data:
            body.newline.seennl = 0
    if flags == 0 and not data:
        yield body.coder.reset_decoder()
    else:
        yield body.coder.setstate((data, flags >> 1))


def _decode(body: textio, data: bytes, final: bool) -> Any:
    text = yield body.coder.decode(data, final)
    return text if body.newline is None else body.newline.feed(text, final)


def _find_position(body: textio, pos: int, flags: int, data: bytes) -> Any:
    """Decode what was read once more, byte by byte, up to the characters given out (a generator)."""
    yield _set_flags(body, flags)
    skip = body.used
    start_pos, start_flags, decoded, fed = pos, flags, 0, 0
    for i in range(len(data)):
        fed += 1
        decoded += len((yield _decode(body, data[i:i + 1], False)))
        rest, number = yield body.coder.getstate()
        number = number << 1 | (body.newline.pendingcr if body.newline is not None else 0)
        if not rest and decoded <= skip:
            start_pos += fed
            skip -= decoded
            start_flags, fed, decoded = number, 0, 0
        if decoded >= skip:
            break
    else:
        decoded += len((yield _decode(body, b"", True)))
        if decoded < skip:
            raise PyErr_Format(PyExc_OSError, "can't reconstruct logical file position")
        return _pack(start_pos, start_flags, fed, True, skip)
    return _pack(start_pos, start_flags, fed, False, skip)


def _big(op: PyObject) -> Any:
    """A result as a host int; takes over the reference (a generator)."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return (yield ssize_of(op))
    n = int(op.value)
    Py_DECREF(op)
    return n


def textiowrapper_seek(self: PyObject, cookie: PyObject, whence: PyObject | None) -> Any:
    """``seek(cookie, whence=0)``; a generator."""
    body = yield _check_open(self)
    how = 0 if whence is None else int(whence.value)
    if not body.seekable:
        raise unsupported("underlying stream is not seekable")
    target = yield _big(Py_NewRef(cookie))
    if how == 1:
        if target:
            raise unsupported("can't do nonzero cur-relative seeks")
        target = yield _big((yield call(self, "tell")))
    elif how == 2:
        if target:
            raise unsupported("can't do nonzero end-relative seeks")
        return (yield _seek_to_end(self, body))
    elif how != 0:
        raise PyErr_Format(
            PyExc_ValueError, f"invalid whence ({how}, should be 0, 1 or 2)")
    if target < 0:
        raise PyErr_Format(PyExc_ValueError, f"negative seek position {target}")
    Py_DECREF((yield call(self, "flush")))
    yield _seek_to(body, target)
    return PyLong_FromLong(target)


def _seek_to_end(self: PyObject, body: textio) -> Any:
    Py_DECREF((yield call(self, "flush")))
    _forget_decoded(body)
    if body.can_read:
        yield _set_flags(body, 0)
    res = yield call_owned(
        body.buffer, "seek", PyLong_FromLong(0), PyLong_FromLong(2))  # type: ignore[arg-type]
    if body.can_write:
        yield body.coder.set_encoder_state(res.value == 0)
    return res


def _seek_to(body: textio, target: int) -> Any:
    mask = (1 << 32) - 1
    pos, flags = target & (1 << 64) - 1, target >> 64 & mask
    feed, skip, eof = target >> 96 & mask, target >> 128 & mask, bool(target >> 160)
    Py_DECREF((yield call_owned(
        body.buffer, "seek", PyLong_FromLong(pos))))  # type: ignore[arg-type]
    _forget_decoded(body)
    if body.can_read:
        yield _set_flags(body, flags)
    if skip:
        data = yield call_owned(
            body.buffer, "read", PyLong_FromLong(feed))  # type: ignore[arg-type]
        chunk = data.value if is_bytes(data) else b""
        Py_DECREF(data)
        body.snapshot = (flags, chunk)
        body.decoded = yield _decode(body, chunk, eof)
        if len(body.decoded) < skip:
            raise PyErr_Format(PyExc_OSError, "can't restore logical file position")
        body.used = skip
    elif body.can_read:
        body.snapshot = (flags, b"")
    if body.can_write:
        yield body.coder.set_encoder_state(target == 0)


def textiowrapper_truncate(self: PyObject, pos: PyObject | None) -> Any:
    """``truncate(pos=None)``; a generator."""
    body = _ready(self)
    Py_DECREF((yield call(self, "flush")))
    if pos is None or pos is Py_None:
        return (yield call_owned(
            body.buffer, "truncate", (yield call(self, "tell"))))  # type: ignore[arg-type]
    return (yield call(body.buffer, "truncate", pos))  # type: ignore[arg-type]


# ---- settings

_RECONFIGURE = ArgSpec("($self, /, *, encoding=None, errors=None, newline=None, "
                       "line_buffering=None, write_through=None)")


def textiowrapper_reconfigure(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``reconfigure(*, encoding, errors, newline, line_buffering, write_through)``; a generator."""
    encoding, errors, newline, line_buffering, write_through = parse_arguments(
        _RECONFIGURE, "reconfigure", args, kwnames, "reconfigure")
    body = _ready(self)
    changes = [op is not None and op is not Py_None for op in (encoding, errors)]
    changes.append(newline is not None)
    if body.decoded and any(changes):
        raise unsupported(
            "It is not possible to set the encoding or newline of stream after the first read")
    ends = _newline_argument(newline) if changes[2] else body.readnl
    flags = []
    for op, old in ((line_buffering, body.line_buffering), (write_through, body.write_through)):
        flags.append(old if op is None or op is Py_None else (yield optional_flag(op)))
    Py_DECREF((yield call(self, "flush")))
    if any(changes[:2]):
        name = encoding.value if changes[0] else body.encoding
        mode = errors.value if changes[1] else "strict" if changes[0] else body.errors
        coder = yield make_coder(
            locale_encoding() if name == "locale" else name, mode, body.can_read, body.can_write)
        drop_coder(body.coder)
        body.coder, body.encoding, body.errors = coder, name, mode
    if any(changes):
        set_newline(body, ends)
    body.line_buffering, body.write_through = flags
    return Py_None


def _passed_on(name: str) -> Any:
    def method(self: PyObject) -> Any:
        return call(_ready(self).buffer, name)  # type: ignore[arg-type]

    method.__name__ = f"_io_TextIOWrapper_{name}"
    return method


def _attribute(name: str) -> Any:
    def get(self: PyObject) -> Any:
        return getattribute(_ready(self).buffer, name)  # type: ignore[arg-type]

    return get


def _text(field: str) -> Any:
    return lambda self: PyUnicode_FromString(getattr(_ready(self), field))


def _bool(field: str) -> Any:
    return lambda self: Py_True if getattr(_ready(self), field) else Py_False


def textiowrapper_newlines_get(self: PyObject) -> PyObject:
    """``newlines``"""
    newline = _ready(self).newline
    found = None if newline is None else _NEWLINES.get(newline.seennl)
    if found is None:
        return Py_None
    texts = [PyUnicode_FromString(text) for text in found]
    return texts[0] if len(texts) == 1 else PyTuple_New(tuple(texts))


def _set_chunk_size(self: PyObject, value: PyObject | None) -> None:
    body = _ready(self)
    if value is None:
        raise PyErr_SetNone(PyExc_TypeError)
    if value.value <= 0:
        raise PyErr_Format(PyExc_ValueError, "a strictly positive integer is required")
    body.chunk_size = int(value.value)


def _set_finalizing(op: PyObject, value: PyObject | None) -> None:
    op.value.finalizing = value is Py_True


def textiowrapper_repr(self: PyObject) -> Any:
    """tp_repr; a generator."""
    body = _ready(self)
    text = f"<{type_name(self)}"
    if Py_ReprEnter(self):
        raise PyErr_Format(
            PyExc_RuntimeError, f"reentrant call inside {type_name(self):.100}.__repr__")
    try:
        for name in ("name", "mode"):
            value = None
            try:
                value = yield optional_attribute(self, name)
            except PyErr as err:
                PyErr_Clear(err)
            if value is not None:
                try:
                    text += f" {name}={(yield repr_text(value))}"
                finally:
                    Py_DECREF(value)
    finally:
        Py_ReprLeave(self)
    return PyUnicode_FromString(f"{text} encoding={body.encoding!r}>")


PyTextIOWrapper_Type = PyType_FromSpec(
    "_io.TextIOWrapper", PyTextIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=280, tp_dictoffset=264,
    tp_weaklistoffset=256, tp_hostkey="identity", tp_body=textio,
    tp_init=textiowrapper_init, tp_dealloc=textiowrapper_dealloc, tp_clear=textiowrapper_clear,
    tp_traverse=textiowrapper_traverse, tp_repr=textiowrapper_repr,
    tp_iternext=textiowrapper_iternext,
    tp_methods=(
        PyMethodDef("detach", textiowrapper_detach, "($self, /)"),
        PyMethodDef("reconfigure", textiowrapper_reconfigure,
                    "($self, /, *, encoding=None, errors=None, newline=None,\n            "
                    "line_buffering=None, write_through=None)", raw=True),
        PyMethodDef("write", textiowrapper_write, "($self, text, /)"),
        PyMethodDef("read", textiowrapper_read, "($self, size=-1, /)"),
        PyMethodDef("readline", textiowrapper_readline, "($self, size=-1, /)"),
        PyMethodDef("flush", textiowrapper_flush, "($self, /)"),
        PyMethodDef("close", textiowrapper_close, "($self, /)"),
        PyMethodDef("fileno", _passed_on("fileno"), "($self, /)"),
        PyMethodDef("seekable", _passed_on("seekable"), "($self, /)"),
        PyMethodDef("readable", _passed_on("readable"), "($self, /)"),
        PyMethodDef("writable", _passed_on("writable"), "($self, /)"),
        PyMethodDef("isatty", _passed_on("isatty"), "($self, /)"),
        PyMethodDef("seek", textiowrapper_seek, "($self, cookie, whence=os.SEEK_SET, /)"),
        PyMethodDef("tell", textiowrapper_tell, "($self, /)"),
        PyMethodDef("truncate", textiowrapper_truncate, "($self, pos=None, /)"),
        PyMethodDef("__reduce__", _PyIOBase_cannot_pickle, "($self, /)"),
        PyMethodDef("__reduce_ex__", _PyIOBase_cannot_pickle, "($self, protocol, /)"),
    ),
    tp_getset=(
        PyGetSetDef("encoding", _text("encoding")),
        PyGetSetDef("buffer", lambda op: Py_NewRef(_ready(op).buffer)),  # type: ignore[arg-type]
        PyGetSetDef("line_buffering", _bool("line_buffering")),
        PyGetSetDef("write_through", _bool("write_through")),
        PyGetSetDef("_finalizing", _bool("finalizing"), _set_finalizing),
        PyGetSetDef("name", _attribute("name")),
        PyGetSetDef("closed", _attribute("closed")),
        PyGetSetDef("newlines", textiowrapper_newlines_get),
        PyGetSetDef("errors", _text("errors")),
        PyGetSetDef("_CHUNK_SIZE", lambda op: PyLong_FromLong(_ready(op).chunk_size),
                    _set_chunk_size),
    ),
)
