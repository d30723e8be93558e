"""The incremental decoder and encoder of a text stream.

For the codecs that the str type knows itself, with error handlers of CPython's own, the host's incremental
codecs do the work on host values. For any other encoding the guest's own codec is used, through its methods.
All functions that may run guest code are generators.
"""

from __future__ import annotations

import codecs as host_codecs
from typing import Any

from vm.modules._io_util import type_name
from vm.objects.attributes import call, call_kw, call_object, call_owned, getattribute, truth
from vm.objects.bridge import host_error, unicode_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import _Py_ID
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_LookupError, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python import codecs

#: Encodings of Objects/unicodeobject.c, by their normalised names.
_OWN = frozenset({
    "utf-8", "ascii", "iso8859-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le",
    "utf-32-be", "utf-8-sig", "cp1252", "utf-7"})


class HostCoder:
    """The host's incremental codec of an encoding.

    Attributes:
        decoder, encoder: the host's objects, or None.
    """

    __slots__ = ("name", "errors", "decoder", "encoder")

    def __init__(self, name: str, errors: str):
        self.name = name
        self.errors = errors
        self.decoder: Any = None
        self.encoder: Any = None

    def make(self, decoding: bool, encoding: bool) -> Any:
        """Make the decoder and the encoder that are wanted."""
        yield None
        if decoding:
            self.decoder = host_codecs.getincrementaldecoder(self.name)(self.errors)
        if encoding:
            self.encoder = host_codecs.getincrementalencoder(self.name)(self.errors)

    def decode(self, data: bytes, final: bool) -> Any:
        """The text of the next bytes."""
        try:
            return self.decoder.decode(data, final)
        except UnicodeDecodeError as err:
            raise unicode_error(err, None) from None
        except (UnicodeError, LookupError) as err:
            raise host_error(err) from None
        yield

    def encode_now(self, text: str) -> bytes:
        """The bytes of the next text."""
        try:
            return self.encoder.encode(text)
        except UnicodeEncodeError as err:
            raise unicode_error(err, None) from None
        except (UnicodeError, LookupError) as err:
            raise host_error(err) from None

    def encode(self, text: str) -> Any:
        """The bytes of the next text (a generator, as all methods that both coders have)."""
        return self.encode_now(text)
        yield

    def reset_decoder(self) -> Any:
        """Begin anew."""
        self.decoder.reset()
        return
        yield

    def getstate(self) -> Any:
        """(bytes not yet used, flags) of the decoder."""
        return self.decoder.getstate()
        yield

    def setstate(self, state: tuple[bytes, int]) -> Any:
        """Go back to a state of the decoder."""
        self.decoder.setstate(state)
        return
        yield

    def set_encoder_state(self, start: bool) -> Any:
        """Set whether the encoder stands at the start of the stream."""
        if start:
            self.encoder.reset()
        else:
            self.encoder.setstate(0 if self.name == "utf-8-sig" else 2)
        return
        yield

    def references(self) -> tuple:
        """Guest objects that it owns."""
        return ()


class GuestCoder:
    """The guest's incremental codec of an encoding; it owns a decoder and an encoder."""

    __slots__ = ("name", "errors", "decoder", "encoder")

    def __init__(self, name: str, errors: str):
        self.name = name
        self.errors = errors
        self.decoder: PyObject | None = None
        self.encoder: PyObject | None = None

    def make(self, decoding: bool, encoding: bool) -> Any:
        """Make the decoder and the encoder that are wanted."""
        codec = yield codecs._PyCodec_Lookup(self.name)
        errors = PyUnicode_FromString(self.errors)
        try:
            is_text = yield getattribute(codec, "_is_text_encoding")
            if not (yield truth(is_text)):
                raise PyErr_Format(
                    PyExc_LookupError,
                    f"'{self.name}' is not a text encoding; use codecs.open() to handle "
                    "arbitrary codecs")
            for wanted, field in ((decoding, "decoder"), (encoding, "encoder")):
                if wanted:
                    make = yield getattribute(codec, f"incremental{field}")
                    try:
                        setattr(self, field, (yield call_object(make, errors)))
                    finally:
                        Py_DECREF(make)
        finally:
            Py_DECREF(errors)
            Py_DECREF(codec)

    def decode(self, data: bytes, final: bool) -> Any:
        """The text of the next bytes."""
        op = PyBytes_FromString(data)
        try:
            res = yield call_kw(
                self.decoder, "decode",  # type: ignore[arg-type]
                [op, Py_True if final else Py_False], (_Py_ID("final"),))
        finally:
            Py_DECREF(op)
        text = res.value if res.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS else None
        given = type_name(res)
        Py_DECREF(res)
        if text is None:
            raise PyErr_Format(
                PyExc_TypeError, f"decoder should return a string result, not '{given:.200}'")
        return text

    def encode(self, text: str) -> Any:
        """The bytes of the next text."""
        assert self.encoder is not None
        res = yield call_owned(self.encoder, "encode", PyUnicode_FromString(text))
        data = res.value if res.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS else None
        given = type_name(res)
        Py_DECREF(res)
        if data is None:
            raise PyErr_Format(
                PyExc_TypeError, f"encoder should return a bytes object, not '{given:.200}'")
        return data

    def reset_decoder(self) -> Any:
        """Begin anew."""
        Py_DECREF((yield call(self.decoder, "reset")))  # type: ignore[arg-type]

    def getstate(self) -> Any:
        """(bytes not yet used, flags) of the decoder."""
        state = yield call(self.decoder, "getstate")  # type: ignore[arg-type]
        items = state.value if isinstance(state.value, tuple) else ()
        if len(items) != 2 or not items[0].ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
            Py_DECREF(state)
            raise PyErr_Format(PyExc_TypeError, "illegal decoder state")
        pair = items[0].value, int(items[1].value)
        Py_DECREF(state)
        return pair

    def setstate(self, state: tuple[bytes, int]) -> Any:
        """Go back to a state of the decoder."""
        assert self.decoder is not None
        pair = PyTuple_New((PyBytes_FromString(state[0]), PyLong_FromLong(state[1])))
        Py_DECREF((yield call_owned(self.decoder, "setstate", pair)))

    def set_encoder_state(self, start: bool) -> Any:
        """Set whether the encoder stands at the start of the stream."""
        assert self.encoder is not None
        if start:
            Py_DECREF((yield call(self.encoder, "reset")))
        else:
            Py_DECREF((yield call_owned(self.encoder, "setstate", PyLong_FromLong(0))))

    def references(self) -> tuple:
        """Guest objects that it owns."""
        return (self.decoder, self.encoder)


def make_coder(encoding: str, errors: str, decoding: bool, encoding_too: bool) -> Any:
    """The codec for a text stream (a generator)."""
    name = ""
    if encoding.isascii():
        try:
            name = host_codecs.lookup(encoding).name
        except (LookupError, ValueError):
            name = ""
    own = name in _OWN and codecs.is_builtin_handler(errors)
    coder = HostCoder(name, errors) if own else GuestCoder(encoding, errors)
    try:
        yield coder.make(decoding, encoding_too)
    except BaseException:
        drop_coder(coder)
        raise
    return coder


def drop_coder(coder: Any) -> None:
    """Drop what a coder owns."""
    if isinstance(coder, GuestCoder):
        decoder, coder.decoder = coder.decoder, None
        encoder, coder.encoder = coder.encoder, None
        Py_XDECREF(decoder)
        Py_XDECREF(encoder)
