"""The body of a TextIOWrapper: checks, decoder, what is kept back. Models a part of Modules/_io/textio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_coders import drop_coder
from vm.modules._io_iobase import iobase_check_closed
from vm.modules._io_newline import nldecoder_object
from vm.modules._io_util import call_again, closed_error, is_closed
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.pycore_freelist import count_dropped, count_held
from vm.objects.pycore_object import Py_DECREF, Py_XDECREF, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_ValueError

CHUNK_SIZE = 8192


class textio:
    """The body of a TextIOWrapper.

    Attributes:
        buffer: the stream below; owned.
        raw: the FileIO below that, if nothing of the guest's is in between; owned.
        coder: its decoder and encoder.
        newline: translates line ends that are read, or None.
        decoded_chars, decoded_chars_used: text that was decoded, or None, and how much of it has been given.
        pending: bytes that were encoded and not yet written.
        pending_writes: how many writes they are of; C keeps more than one in a list.
        snapshot: (flags of the decoder, bytes) before ``decoded_chars`` was read, for tell().
        b2cratio: bytes for a character in the last piece that was decoded.
    """

    __slots__ = (
        "buffer", "raw", "ok", "detached", "coder", "encoding", "errors", "readnl", "writenl",
        "readuniversal", "readtranslate", "line_buffering", "write_through", "newline", "decoded_chars",
        "decoded_chars_used", "pending", "pending_size", "pending_writes", "snapshot", "b2cratio", "seekable",
        "telling", "finalizing", "chunk_size", "has_read1", "can_read", "can_write")

    def __init__(self) -> None:
        self.finalizing = False
        self.coder: Any = None
        self.buffer: PyObject | None = None
        self.raw: PyObject | None = None
        self.ok = self.detached = False
        self.line_buffering = self.write_through = False
        self.seekable = self.telling = self.has_read1 = False
        self.readnl: str | None = None
        self.writenl: str | None = None
        self.readuniversal = self.readtranslate = False
        self.newline: nldecoder_object | None = None
        self.chunk_size = CHUNK_SIZE
        self.pending: list[bytes] = []
        self.pending_size = self.pending_writes = 0
        self.forget()

    def forget(self) -> None:
        """Be as before __init__, but for what C leaves as it was."""
        self.encoding: str | None = None
        self.errors = "strict"
        self.can_read = self.can_write = False
        self.b2cratio = 0.0
        self.snapshot: tuple[int, bytes] | None = None
        self.set_decoded_chars(None)

    def set_decoded_chars(self, text: str | None) -> None:
        """Take over text that was decoded."""
        self.decoded_chars = text
        self.decoded_chars_used = 0

    def get_decoded_chars(self, n: int) -> str:
        """Up to n decoded characters; all for a negative n."""
        text, used = self.decoded_chars, self.decoded_chars_used
        if text is None:
            return ""
        if used or 0 <= n < len(text):
            text = text[used:None if n < 0 else used + n]
        self.decoded_chars_used = used + len(text)
        return text


def clear_fields(op: PyObject) -> None:
    """Drop what the body owns."""
    body: textio = op.value
    body.ok = False
    buffer, body.buffer = body.buffer, None
    raw, body.raw = body.raw, None
    coder, body.coder = body.coder, None
    take_pending(body)
    body.forget()
    drop_coder(coder)
    Py_XDECREF(buffer)
    Py_XDECREF(raw)


# ---- C's macros

def CHECK_INITIALIZED(self: PyObject) -> textio:
    """The body, if __init__ has succeeded."""
    body: textio = self.value
    if not body.ok:
        raise PyErr_Format(PyExc_ValueError, "I/O operation on uninitialized object")
    return body


def CHECK_ATTACHED(self: PyObject) -> textio:
    """The body, if there is a buffer, too."""
    body = CHECK_INITIALIZED(self)
    if body.detached:
        raise PyErr_Format(PyExc_ValueError, "underlying buffer has been detached")
    return body


def buffer_of(body: textio) -> PyObject:
    """The buffer (borrowed); ValueError if guest code has taken it away meanwhile."""
    if body.buffer is None:
        raise PyErr_Format(
            PyExc_ValueError, "underlying buffer has been detached" if body.detached
            else "I/O operation on uninitialized object")
    return body.buffer


def check_usable(self: PyObject, own_type: PyObject) -> Any:
    """The body, if the stream is attached and open (CHECK_ATTACHED, CHECK_CLOSED; a generator)."""
    body = CHECK_ATTACHED(self)
    if self.ob_type is not own_type:
        yield iobase_check_closed(self)
    elif body.raw.value.fd < 0 if body.raw is not None else (yield is_closed(buffer_of(body))):
        raise closed_error()
    return body


# ---- the decoder: the codec's, and around it the one that translates line ends

def textiowrapper_decode(body: textio, op: PyObject, final: bool | None) -> Any:
    """The text of bytes, a guest object (_textiowrapper_decode; a generator)."""
    text = yield body.coder.decode(op, final)
    return text if body.newline is None else body.newline.feed(text, bool(final))


def decoder_getstate(body: textio) -> Any:
    """(bytes not yet used, flags) (a generator)."""
    data, flags = yield body.coder.getstate()
    return (data, flags) if body.newline is None else (data, flags << 1 | body.newline.pendingcr)


def decoder_setstate(body: textio, data: bytes, flags: int) -> Any:
    """Go back to a state (a generator)."""
    if body.newline is not None:
        body.newline.pendingcr = bool(flags & 1)
        flags >>= 1
    yield body.coder.setstate((data, flags))


def decoder_reset(body: textio) -> Any:
    """Begin anew (a generator)."""
    if body.newline is not None:
        body.newline.seennl, body.newline.pendingcr = 0, False
    yield body.coder.reset_decoder()


# ---- what is kept back

def add_pending(body: textio, encoded: bytes, writes: int) -> None:
    """Keep back what is to be written; in C it would have come in so many writes."""
    if body.pending_writes < 2 <= body.pending_writes + writes:
        count_held("lists")
    body.pending.append(encoded)
    body.pending_size += len(encoded)
    body.pending_writes += writes


def take_pending(body: textio) -> bytes:
    """All that was kept back."""
    if body.pending_writes >= 2:
        count_dropped("lists")
    data = b"".join(body.pending)
    body.pending, body.pending_size, body.pending_writes = [], 0, 0
    return data


def _textiowrapper_writeflush(body: textio) -> Any:
    """Give what is kept back to the buffer (a generator)."""
    if not body.pending:
        return
    data = PyBytes_FromString(take_pending(body))
    try:
        Py_DECREF((yield call_again(buffer_of(body), "write", data)))
    finally:
        Py_DECREF(data)
