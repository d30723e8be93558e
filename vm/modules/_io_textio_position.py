"""Positions of a TextIOWrapper. Models seek() and tell() of Modules/_io/textio.c.

A position is a number that holds the buffer's position, the decoder's flags there, how many bytes the decoder
is to be fed from there, and how many of the characters that come of it are passed over.
"""

from __future__ import annotations

from typing import Any

from vm.modules._io_textio_body import (
    _textiowrapper_writeflush,
    buffer_of,
    decoder_getstate,
    decoder_reset,
    decoder_setstate,
    textio,
    textiowrapper_decode,
)
from vm.modules._io_util import call, is_bytes, type_name, unsupported
from vm.objects.abstract import PyNumber_AsSsize_t, PyNumber_Long
from vm.objects.attributes import call_owned, repr_text
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_EQ, Py_LT, Py_NewRef, PyErr, PyObject
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OSError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.python.errors import _PyErr_ChainExceptions1

_COOKIE_BYTES = 8 + 3 * 4 + 1


class cookie_type:
    """A position, taken apart."""

    __slots__ = ("start_pos", "dec_flags", "bytes_to_feed", "chars_to_skip", "need_eof")

    def __init__(self) -> None:
        self.start_pos = self.dec_flags = self.bytes_to_feed = self.chars_to_skip = 0
        self.need_eof = False


def _int32(n: int) -> int:
    n &= 0xFFFFFFFF
    return n - (1 << 32) if n >> 31 else n


def textiowrapper_parse_cookie(op: PyObject) -> Any:
    """Take a position apart (a generator)."""
    number = PyNumber_Long(op)
    if type(number) in PENDING:
        number = yield number
    n = int(number.value)
    Py_DECREF(number)
    if n < 0:
        raise PyErr_Format(PyExc_OverflowError, "can't convert negative int to unsigned")
    if n >> 8 * _COOKIE_BYTES:
        raise PyErr_Format(PyExc_OverflowError, "int too big to convert")
    cookie = cookie_type()
    start = n & (1 << 64) - 1
    cookie.start_pos = start - (1 << 64) if start >> 63 else start
    cookie.dec_flags = _int32(n >> 64)
    cookie.bytes_to_feed = _int32(n >> 96)
    cookie.chars_to_skip = _int32(n >> 128)
    cookie.need_eof = bool(n >> 160)
    return cookie


def textiowrapper_build_cookie(cookie: cookie_type) -> PyObject:
    """Put a position together."""
    mask = (1 << 32) - 1
    return PyLong_FromLong(
        cookie.start_pos & (1 << 64) - 1 | (cookie.dec_flags & mask) << 64
        | (cookie.bytes_to_feed & mask) << 96 | (cookie.chars_to_skip & mask) << 128 | cookie.need_eof << 160)


def _textiowrapper_decoder_setstate(body: textio, cookie: cookie_type) -> Any:
    """Let the decoder be as it was at a position (a generator)."""
    if cookie.start_pos == 0 and cookie.dec_flags == 0:
        yield decoder_reset(body)
    else:
        yield decoder_setstate(body, b"", cookie.dec_flags)


def _compare(op: PyObject, how: int) -> Any:
    """Compare with zero (a generator)."""
    res = PyObject_RichCompareBool(op, PyLong_FromLong(0), how)
    return (yield res) if type(res) in PENDING else res


def is_zero(op: PyObject) -> Any:
    """Whether a guest object is equal to zero; takes over the reference (a generator)."""
    try:
        return (yield _compare(op, Py_EQ))
    finally:
        Py_DECREF(op)


# ---- seek

def textiowrapper_seek(self: PyObject, body: textio, cookie: PyObject, whence: int) -> Any:
    """``seek(cookie, whence)`` of an open stream (a generator)."""
    if not body.seekable:
        raise unsupported("underlying stream is not seekable")
    if whence == 1:
        if not (yield _compare(cookie, Py_EQ)):
            raise unsupported("can't do nonzero cur-relative seeks")
        return (yield _seek_owned(self, body, (yield call(self, "tell"))))
    if whence == 2:
        if not (yield _compare(cookie, Py_EQ)):
            raise unsupported("can't do nonzero end-relative seeks")
        return (yield _seek_to_end(self, body))
    if whence != 0:
        raise PyErr_Format(PyExc_ValueError, f"invalid whence ({whence}, should be 0, 1 or 2)")
    return (yield _seek_owned(self, body, Py_NewRef(cookie)))


def _seek_to_end(self: PyObject, body: textio) -> Any:
    Py_DECREF((yield call(self, "flush")))
    body.set_decoded_chars(None)
    body.snapshot = None
    if body.can_read:
        yield decoder_reset(body)
    res = yield call_owned(buffer_of(body), "seek", PyLong_FromLong(0), PyLong_FromLong(2))
    if body.can_write:
        try:
            yield body.coder.reset_encoder((yield _compare(res, Py_EQ)))
        except PyErr:
            Py_DECREF(res)
            raise
    return res


def _seek_owned(self: PyObject, body: textio, op: PyObject) -> Any:
    """Move to a position, which is taken over and given back (a generator)."""
    try:
        if (yield _compare(op, Py_LT)):
            raise PyErr_Format(PyExc_ValueError, f"negative seek position {(yield repr_text(op))}")
        Py_DECREF((yield call(self, "flush")))
        cookie = yield textiowrapper_parse_cookie(op)
        Py_DECREF((yield call_owned(buffer_of(body), "seek", PyLong_FromLong(cookie.start_pos))))
        body.set_decoded_chars(None)
        body.snapshot = None
        if body.can_read:
            yield _textiowrapper_decoder_setstate(body, cookie)
        if cookie.chars_to_skip:
            yield _skip(body, cookie)
        else:
            body.snapshot = (cookie.dec_flags, b"")
        if body.can_write:
            yield body.coder.reset_encoder(cookie.start_pos == 0 and cookie.dec_flags == 0)
    except PyErr:
        Py_DECREF(op)
        raise
    return op


def _skip(body: textio, cookie: cookie_type) -> Any:
    """Decode what a position says and pass over its characters (a generator)."""
    chunk = yield call_owned(buffer_of(body), "read", PyLong_FromLong(cookie.bytes_to_feed))
    try:
        if not is_bytes(chunk):
            raise PyErr_Format(
                PyExc_TypeError,
                f"underlying read() should have returned a bytes object, not '{type_name(chunk):.200}'")
        if not body.can_read:
            raise unsupported("not readable")
        body.snapshot = (cookie.dec_flags, chunk.value)
        text = yield textiowrapper_decode(body, chunk, cookie.need_eof)
    finally:
        Py_DECREF(chunk)
    body.set_decoded_chars(text)
    if not 0 <= cookie.chars_to_skip <= len(text):
        raise PyErr_Format(PyExc_OSError, "can't restore logical file position")
    body.decoded_chars_used = cookie.chars_to_skip


# ---- tell

def textiowrapper_tell(self: PyObject, body: textio) -> Any:
    """``tell()`` of an open stream (a generator)."""
    if not body.seekable:
        raise unsupported("underlying stream is not seekable")
    if not body.telling:
        raise PyErr_Format(PyExc_OSError, "telling position disabled by next() call")
    yield _textiowrapper_writeflush(body)
    Py_DECREF((yield call(self, "flush")))
    pos = yield call(buffer_of(body), "tell")
    if not body.can_read or body.snapshot is None:
        return pos
    cookie = cookie_type()
    try:
        start = PyNumber_AsSsize_t(pos, PyExc_OverflowError)
        if type(start) in PENDING:
            start = yield start
    finally:
        Py_DECREF(pos)
    cookie.dec_flags, next_input = body.snapshot
    cookie.start_pos = start - len(next_input)
    if not body.decoded_chars_used:
        return textiowrapper_build_cookie(cookie)
    saved = yield decoder_getstate(body)
    try:
        yield _find_start(body, cookie, next_input)
    except PyErr as err:
        try:
            yield decoder_setstate(body, *saved)
        except PyErr as second:
            raise _PyErr_ChainExceptions1(err, second) from None
        raise
    yield decoder_setstate(body, *saved)
    return textiowrapper_build_cookie(cookie)


def _decode_more(body: textio, data: bytes, final: bool | None = None) -> Any:
    """How many characters the decoder makes of more bytes (a generator)."""
    op = PyBytes_FromString(data)
    try:
        return len((yield textiowrapper_decode(body, op, final)))
    finally:
        Py_DECREF(op)


def _find_start(body: textio, cookie: cookie_type, data: bytes) -> Any:
    """Decode what was read once more, to find the last place where the decoder holds nothing back (a generator)."""
    skip_bytes = yield _guess_start(body, cookie, data)
    cookie.start_pos += skip_bytes
    if not cookie.chars_to_skip:
        return
    decoded = 0
    for i in range(skip_bytes, len(data)):
        decoded += yield _decode_more(body, data[i:i + 1])
        cookie.bytes_to_feed += 1
        rest, flags = yield decoder_getstate(body)
        if not rest and decoded <= cookie.chars_to_skip:
            cookie.start_pos += cookie.bytes_to_feed
            cookie.chars_to_skip -= decoded
            cookie.dec_flags, cookie.bytes_to_feed, decoded = flags, 0, 0
        if decoded >= cookie.chars_to_skip:
            return
    decoded += yield _decode_more(body, b"", True)
    cookie.need_eof = True
    if decoded < cookie.chars_to_skip:
        raise PyErr_Format(PyExc_OSError, "can't reconstruct logical file position")


def _guess_start(body: textio, cookie: cookie_type, data: bytes) -> Any:
    """A place shortly before the position, from the ratio of bytes to characters (a generator)."""
    cookie.chars_to_skip = body.decoded_chars_used
    skip_bytes = min(int(body.b2cratio * cookie.chars_to_skip), len(data))
    skip_back = 1
    while skip_bytes > 0:
        yield _textiowrapper_decoder_setstate(body, cookie)
        decoded = yield _decode_more(body, data[:skip_bytes])
        if decoded <= cookie.chars_to_skip:
            rest, flags = yield decoder_getstate(body)
            if not rest:
                cookie.dec_flags = flags
                cookie.chars_to_skip -= decoded
                return skip_bytes
            skip_bytes -= len(rest)
            skip_back = 1
        else:
            skip_bytes -= skip_back
            skip_back *= 2
    yield _textiowrapper_decoder_setstate(body, cookie)
    return 0
