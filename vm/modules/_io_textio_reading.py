"""Reading from a TextIOWrapper. Models a part of Modules/_io/textio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_stringio import find_line_ending
from vm.modules._io_textio_body import (
    _textiowrapper_writeflush,
    buffer_of,
    decoder_getstate,
    textio,
    textiowrapper_decode,
)
from vm.modules._io_util import _PyIO_trap_eintr, call, type_name, unsupported
from vm.objects.attributes import call_owned
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pybuffer import of_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyErr

_MAX_HINT = 1 << 62


def textiowrapper_read_chunk(body: textio, size_hint: int) -> Any:
    """Read and decode a piece; whether there was anything (a generator)."""
    if not body.can_read:
        raise unsupported("not readable")
    state = (yield decoder_getstate(body)) if body.telling else None
    if size_hint > 0:
        size_hint = min(int(max(body.b2cratio, 1.0) * size_hint), _MAX_HINT)
    method = "read1" if body.has_read1 else "read"
    chunk = yield call_owned(
        buffer_of(body), method, PyLong_FromLong(max(body.chunk_size, size_hint)))
    try:
        data = of_buffer(
            chunk, bytes, f"underlying {method}() should have returned a bytes-like object, "
            f"not '{type_name(chunk):.200}'")
        if type(data) in PENDING:
            data = yield data
        text = yield textiowrapper_decode(body, chunk, not data)
    finally:
        Py_DECREF(chunk)
    body.set_decoded_chars(text)
    body.b2cratio = len(data) / len(text) if text else 0.0
    if state is not None and body.telling:
        body.snapshot = (state[1], state[0] + data)
    return bool(data or text)


def _read_chunk(body: textio, size_hint: int) -> Any:
    """textiowrapper_read_chunk, once more after EINTR (a generator)."""
    while True:
        try:
            return (yield textiowrapper_read_chunk(body, size_hint))
        except PyErr as err:
            if not _PyIO_trap_eintr(err):
                raise


def read_all(body: textio) -> Any:
    """All the text that is left (a generator)."""
    data = yield call(buffer_of(body), "read")
    try:
        decoded = yield textiowrapper_decode(body, data, True)
    finally:
        Py_DECREF(data)
    result = body.get_decoded_chars(-1) + decoded
    if body.snapshot is not None:
        body.set_decoded_chars(None)
        body.snapshot = None
    return result


def read_chars(body: textio, n: int) -> Any:
    """So many characters; fewer at the end (a generator)."""
    result = body.get_decoded_chars(n)
    remaining = n - len(result)
    chunks = [result]
    while remaining > 0 and (yield _read_chunk(body, remaining)):
        chunks.append(body.get_decoded_chars(remaining))
        remaining -= len(chunks[-1])
    return "".join(chunks)


def _consumed(body: textio, line: str, start: int) -> int:
    """Up to where a text without a line end has none even if more text follows."""
    readnl = body.readnl
    if body.readtranslate or body.readuniversal or readnl is None or len(readnl) < 2:
        return len(line)
    at = line.find(readnl[0], max(len(line) - len(readnl) + 1, start))
    return at if at >= 0 else len(line)


def textiowrapper_readline(body: textio, limit: int) -> Any:
    """The next line, at most ``limit`` characters of it (_textiowrapper_readline; a generator); host text."""
    yield _textiowrapper_writeflush(body)
    chunks: list[str] = []
    chunked = 0
    remaining = ""
    while True:
        while not body.decoded_chars:
            if not (yield _read_chunk(body, 0)):
                body.set_decoded_chars(None)
                body.snapshot = None
                return "".join(chunks) + remaining
        line, start, offset = body.decoded_chars, body.decoded_chars_used, 0
        if remaining:
            line, start, offset = remaining + line, 0, len(remaining)
        endpos = find_line_ending(line, start, body.readuniversal, body.readtranslate, body.readnl)
        found = endpos >= 0
        if not found:
            endpos = _consumed(body, line, start)
        if limit >= 0 and endpos - start + chunked >= limit:
            endpos = start + limit - chunked
            found = True
        if found:
            body.decoded_chars_used = endpos - offset
            return "".join(chunks) + line[start:endpos]
        if endpos > start:
            chunks.append(line[start:endpos])
            chunked += endpos - start
        remaining = line[endpos:]
        body.set_decoded_chars(None)
