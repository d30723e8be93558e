"""The incremental decoder and encoder of a text stream.

For the codecs that the str type knows itself, with error handlers of CPython's own, the host's incremental
codecs do the work on host values; what they refuse is done once more by the guest's, so that the error comes
from where it comes from in CPython. For any other encoding the guest's own codec is used, through its methods.
All functions that may run guest code are generators.
"""

from __future__ import annotations

import codecs as host_codecs
from typing import Any

from vm.modules._io_util import is_bytes, type_name
from vm.objects.attributes import call, call_object, call_owned, getattribute, truth
from vm.objects.bridge import host_error, unicode_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
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
#: Those of them that textio.c encodes without the codec's encoder (encodefuncs).
_ENCODEFUNCS = _OWN - {"utf-8-sig", "cp1252", "utf-7"}


class GuestCoder:
    """The guest's incremental codec of an encoding; it owns its codec, a decoder and an encoder."""

    __slots__ = ("name", "errors", "codec", "decoder", "encoder")

    def __init__(self, name: str, errors: str):
        self.name = name
        self.errors = errors
        self.codec: PyObject | None = None
        self.decoder: PyObject | None = None
        self.encoder: PyObject | None = None

    def find(self) -> Any:
        """Look the codec up (_PyCodec_LookupTextEncoding)."""
        self.codec = yield codecs._PyCodec_Lookup(self.name)
        is_text = yield getattribute(self.codec, "_is_text_encoding")
        if not (yield truth(is_text)):
            raise PyErr_Format(
                PyExc_LookupError,
                f"'{self.name}' is not a text encoding; use codecs.open() to handle arbitrary codecs")

    def _make(self, maker: str) -> Any:
        assert self.codec is not None
        make = yield getattribute(self.codec, maker)
        errors = PyUnicode_FromString(self.errors)
        try:
            return (yield call_object(make, errors))
        finally:
            Py_DECREF(errors)
            Py_DECREF(make)

    def make_decoder(self) -> Any:
        """Make the decoder."""
        self.decoder = yield self._make("incrementaldecoder")

    def make_encoder(self) -> Any:
        """Make the encoder."""
        self.encoder = yield self._make("incrementalencoder")

    def decode(self, op: PyObject, final: bool | None) -> Any:
        """The text of the next bytes, a guest object; ``final`` is passed on unless it is None."""
        assert self.decoder is not None
        more = () if final is None else (Py_True if final else Py_False,)
        res = yield call(self.decoder, "decode", op, *more)
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
        try:
            is_pair = state.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS and len(state.value) == 2
            if not is_pair or not state.value[1].ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
                raise PyErr_Format(PyExc_TypeError, "illegal decoder state")
            data, flags = state.value
            if not is_bytes(data):
                raise PyErr_Format(
                    PyExc_TypeError, "illegal decoder state: the first item should be a bytes object, "
                    f"not '{type_name(data):.200}'")
            return data.value, int(flags.value)
        finally:
            Py_DECREF(state)

    def setstate(self, state: tuple[bytes, int]) -> Any:
        """Go back to a state of the decoder."""
        assert self.decoder is not None
        pair = PyTuple_New((PyBytes_FromString(state[0]), PyLong_FromLong(state[1])))
        Py_DECREF((yield call_owned(self.decoder, "setstate", pair)))

    def reset_encoder(self, start: bool) -> Any:
        """Set whether the encoder stands at the start of the stream."""
        assert self.encoder is not None
        if start:
            Py_DECREF((yield call(self.encoder, "reset")))
        else:
            Py_DECREF((yield call_owned(self.encoder, "setstate", PyLong_FromLong(0))))

    def references(self) -> tuple:
        """Guest objects that it owns."""
        return (self.codec, self.decoder, self.encoder)


class HostCoder:
    """The host's incremental codec of an encoding.

    Attributes:
        name: the encoding's normalised name.
        guest: the guest's codec of the same name, once the host's has refused something.
        decoder, encoder: the host's objects, or None.
        has_encodefunc: whether textio.c encodes by itself, so that no codec of the guest's takes part.
    """

    __slots__ = ("name", "guest", "decoder", "encoder", "has_encodefunc")

    def __init__(self, name: str, encoding: str, errors: str):
        self.name = name
        self.has_encodefunc = name in _ENCODEFUNCS
        self.guest = GuestCoder(encoding, errors)
        self.decoder: Any = None
        self.encoder: Any = None

    def make_decoder(self) -> Any:
        """Make the decoder."""
        self.decoder = host_codecs.getincrementaldecoder(self.name)(self.guest.errors)
        return
        yield

    def make_encoder(self) -> Any:
        """Make the encoder."""
        self.encoder = host_codecs.getincrementalencoder(self.name)(self.guest.errors)
        return
        yield

    def decode(self, op: PyObject, final: bool | None) -> Any:
        """The text of the next bytes, a guest object."""
        if is_bytes(op):
            try:
                return self.decoder.decode(op.value, bool(final))
            except (UnicodeError, LookupError):
                pass
        if self.guest.codec is None:
            yield self.guest.find()
        yield self.guest.make_decoder()
        try:
            yield self.guest.setstate(self.decoder.getstate())
            text = yield self.guest.decode(op, final)
            self.decoder.setstate((yield self.guest.getstate()))
            return text
        finally:
            drop_coder(self.guest)

    def encode_now(self, text: str) -> bytes:
        """The bytes of the next text."""
        try:
            return self.encoder.encode(text)
        except UnicodeEncodeError as err:
            raise unicode_error(err, None) from None
        except (UnicodeError, LookupError) as err:
            raise host_error(err) from None

    def encode(self, text: str) -> Any:
        """The bytes of the next text."""
        if self.has_encodefunc:
            return self.encode_now(text)
        state = self.encoder.getstate()
        try:
            return self.encoder.encode(text)
        except UnicodeError:
            pass
        self.encoder.setstate(state)
        yield self.guest.find()
        try:
            yield self.guest.make_encoder()
            return (yield self.guest.encode(text))
        finally:
            drop_coder(self.guest)

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

    def reset_encoder(self, start: bool) -> Any:
        """Set whether the encoder stands at the start of the stream."""
        if start:
            self.encoder.reset()
        else:
            self.encoder.setstate(0)
        return
        yield

    def references(self) -> tuple:
        """Guest objects that it owns."""
        return self.guest.references()


def find_coder(encoding: str, errors: str) -> Any:
    """The codec for a text stream, without its decoder and encoder (a generator)."""
    name = ""
    if encoding.isascii():
        try:
            name = host_codecs.lookup(encoding).name
        except (LookupError, ValueError):
            name = ""
    if name in _OWN and codecs.is_builtin_handler(errors):
        return HostCoder(name, encoding, errors)
    coder = GuestCoder(encoding, errors)
    try:
        yield coder.find()
    except BaseException:
        drop_coder(coder)
        raise
    return coder


def drop_coder(coder: Any) -> None:
    """Drop what a coder owns."""
    if isinstance(coder, HostCoder):
        coder = coder.guest
    if coder is not None:
        owned = coder.references()
        coder.codec = coder.decoder = coder.encoder = None
        for op in owned:
            Py_XDECREF(op)
