"""The codecs of East Asian encodings: _multibytecodec and _codecs_cn, _hk, _iso2022, _jp, _kr, _tw.

Models Modules/cjkcodecs/multibytecodec.c; the host's own codecs have the tables. Error handlers of the guest's
are called between two pieces that the host converts.
"""

from __future__ import annotations

import _multibytecodec as host
import importlib
from collections.abc import Callable
from typing import Any

from vm.objects.attributes import call, call_object, getattribute
from vm.objects.bridge import MAX_TEXT, check_text_size, host_error, unicode_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.getargs import boolean, c_string_arg, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GenericGetAttr, PyObject_Str
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_ImportError,
    PyExc_IndexError,
    PyExc_TypeError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.codecs import PyCodec_LookupError, is_builtin_handler


class HostCodec:
    """The body of a codec: the host's, and the classes of the host's that convert piece by piece."""

    __slots__ = ("codec", "encoder", "decoder")

    def __init__(self, codec: Any):
        self.codec = codec
        self.encoder = type("Encoder", (host.MultibyteIncrementalEncoder,), {"codec": codec})
        self.decoder = type("Decoder", (host.MultibyteIncrementalDecoder,), {"codec": codec})


class MultibyteStatefulCodec:
    """The body of an encoder, decoder, reader or writer.

    Attributes:
        codec: the host's.
        errors: name of the error handler.
        convert: the host's incremental encoder or decoder.
        stream: of a reader or writer; owned.
    """

    __slots__ = ("codec", "errors", "convert", "stream")

    def __init__(self, codec: HostCodec, errors: str, convert: Any, stream: PyObject | None):
        self.codec, self.errors, self.convert, self.stream = codec, errors, convert, stream


def _do(work: Callable[..., Any], *args: Any, subject: PyObject | None = None) -> Any:
    """What the host's codec does, its errors translated."""
    try:
        return work(*args)
    except (UnicodeError, LookupError, TypeError, ValueError, OverflowError, MemoryError) as err:
        if subject is not None and getattr(err, "object", None) != subject.value:
            subject = None  # what was held back came first
        raise host_error(err, subject) from None


def _check_position(position: int, size: int) -> int:
    new = position + size if position < 0 else position
    if not 0 <= new <= size:
        raise PyErr_Format(
            PyExc_IndexError, f"position {new} from error handler out of bounds")
    return new


def _ask(errors: str, err: UnicodeError, subject: PyObject, kind: str) -> Any:
    """Ask the guest's error handler: its replacement (new reference) and position (a generator)."""
    handler = PyCodec_LookupError(errors)
    try:
        exc = unicode_error(err, subject).exc
        try:
            answer = yield call_object(handler, exc)
        finally:
            Py_DECREF(exc)
    finally:
        Py_DECREF(handler)
    try:
        flags = Py_TPFLAGS_UNICODE_SUBCLASS | (
            Py_TPFLAGS_BYTES_SUBCLASS if kind == "encoding" else 0)
        items = answer.value
        if not answer.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or len(items) != 2 or (
            not items[0].ob_type.value.tp_flags & flags
            or not items[1].ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS
        ):
            raise PyErr_Format(
                PyExc_TypeError, f"{kind} error handler must return (str, int) tuple")
        return Py_NewRef(items[0]), int(items[1].value)
    finally:
        Py_DECREF(answer)


def multibytecodec_encode(
    convert: Any, errors: str, subject: PyObject, final: bool
) -> Any:
    """The bytes of a text, by an incremental encoder of the host's (a generator)."""
    text = subject.value
    check_text_size(len(text) * 4)
    if is_builtin_handler(errors):
        convert.errors = errors
        return _do(convert.encode, text, final, subject=subject)
    convert.errors = "strict"
    out, position = [], 0
    while True:
        saved = convert.getstate()
        try:
            out.append(convert.encode(text[position:], final))
            return b"".join(out)
        except UnicodeEncodeError as err:
            failed = UnicodeEncodeError(
                err.encoding, text, position + err.start, position + err.end, err.reason)
        convert.setstate(saved)
        out.append(_do(convert.encode, text[position:failed.start], subject=subject))
        replacement, new = yield _ask(errors, failed, subject, "encoding")
        try:
            value = replacement.value
            out.append(value if isinstance(value, bytes) else
                       _do(convert.encode, value, subject=replacement))
        finally:
            Py_DECREF(replacement)
        position = _check_position(new, len(text))


def multibytecodec_decode(
    convert: Any, errors: str, subject: PyObject, data: bytes, final: bool
) -> Any:
    """The text of bytes, by an incremental decoder of the host's (a generator)."""
    check_text_size(len(data))
    if is_builtin_handler(errors):
        convert.errors = errors
        return _do(convert.decode, data, final, subject=subject)
    convert.errors = "strict"
    pending, number = convert.getstate()
    if pending:
        convert.setstate((b"", number))
        data = pending + data
    out, position = [], 0
    while True:
        saved = convert.getstate()
        try:
            out.append(convert.decode(data[position:], final))
            return "".join(out)
        except UnicodeDecodeError as err:
            failed = UnicodeDecodeError(
                err.encoding, data, position + err.start, position + err.end, err.reason)
        convert.setstate(saved)
        out.append(_do(convert.decode, data[position:failed.start]))
        replacement, new = yield _ask(errors, failed, subject, "decoding")
        out.append(replacement.value)
        Py_DECREF(replacement)
        position = _check_position(new, len(data))


def _errors(op: PyObject | None, function: str) -> str:
    """The name of an error handler."""
    if op is None or op is Py_None:
        return "strict"
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"{function}() argument 'errors' must be str or None, "
            f"not {op.ob_type.value.tp_name:.50}")
    return c_string_arg(op, function, "argument 'errors'", "")


def _bytes(op: PyObject) -> Any:
    data = use_buffer(op, bytes)
    return (yield data) if type(data) in PENDING else data


def _text(op: PyObject, message: str) -> Any:
    """A str, or what an object is as one; a new reference (a generator)."""
    if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return Py_NewRef(op)
    text = PyObject_Str(op)
    if type(text) in PENDING:
        text = yield text
    if not text.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        Py_DECREF(text)
        raise PyErr_Format(PyExc_TypeError, message)
    return text


# ---- codecs

def _multibytecodec_MultibyteCodec_encode(
    self: PyObject, input: PyObject, errors: PyObject | None
) -> Any:
    """``encode(input, errors=None)``: bytes and the length of the text; a generator."""
    name = _errors(errors, "encode")
    text = yield _text(input, "couldn't convert the object to unicode.")
    try:
        data = yield multibytecodec_encode(self.value.encoder(), name, text, True)
        return PyTuple_New((PyBytes_FromString(data), PyLong_FromLong(len(text.value))))
    finally:
        Py_DECREF(text)


def _multibytecodec_MultibyteCodec_decode(
    self: PyObject, input: PyObject, errors: PyObject | None
) -> Any:
    """``decode(input, errors=None)``: text and the length of the bytes; a generator."""
    data = yield _bytes(input)
    name = _errors(errors, "decode")
    subject = PyBytes_FromString(data)
    try:
        text = yield multibytecodec_decode(self.value.decoder(), name, subject, data, True)
    finally:
        Py_DECREF(subject)
    return PyTuple_New((PyUnicode_FromString(text), PyLong_FromLong(len(data))))


MultibyteCodec_Type = PyType_FromSpec(
    "_multibytecodec.MultibyteCodec", tp_basicsize=32, tp_is_leaf=True, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    tp_getattro=PyObject_GenericGetAttr,
    tp_methods=(
        PyMethodDef("encode", _multibytecodec_MultibyteCodec_encode,
                    "($self, /, input, errors=None)"),
        PyMethodDef("decode", _multibytecodec_MultibyteCodec_decode,
                    "($self, /, input, errors=None)"),
    ),
)


# ---- encoders, decoders, readers, writers

_NEW = ArgSpec("($type, errors='strict')")
_NEW_STREAM = ArgSpec("($type, stream, errors=None)")


def _maker(name: str, stream: bool) -> Callable:
    """tp_new of a class whose subclasses name their codec."""

    def new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
        given = parse_arguments(_NEW_STREAM if stream else _NEW, name, args, kwnames)
        errors = _errors(given[-1], name)
        codec = yield getattribute(type_op, "codec")
        try:
            if codec.ob_type is not MultibyteCodec_Type:
                raise PyErr_Format(PyExc_TypeError, "codec is unexpected type")
            body: HostCodec = codec.value
        finally:
            Py_DECREF(codec)
        encodes = name.endswith(("Encoder", "Writer"))
        convert = (body.encoder if encodes else body.decoder)()
        held = Py_NewRef(given[0]) if stream else None
        return PyType_GenericAlloc(
            type_op, MultibyteStatefulCodec(body, errors, convert, held))

    new.__name__ = f"{name}_new"
    return new


def _init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init: all is done by ``__new__``."""


def codecctx_errors_get(self: PyObject) -> PyObject:
    """Getter of ``errors``."""
    return PyUnicode_FromString(self.value.errors)


def codecctx_errors_set(self: PyObject, value: PyObject | None) -> None:
    """Setter of ``errors``."""
    if value is None:
        raise PyErr_Format(PyExc_AttributeError, "cannot delete attribute")
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "errors must be a string")
    self.value.errors = value.value


def _final(op: PyObject | None) -> Any:
    flag = False if op is None else boolean(op)
    return (yield flag) if type(flag) in PENDING else flag


def encoder_encode_stateful(self: PyObject, input: PyObject, final: bool) -> Any:
    """The bytes of an object's text (a generator)."""
    text = yield _text(input, "couldn't convert the object to str.")
    try:
        body = self.value
        return (yield multibytecodec_encode(body.convert, body.errors, text, final))
    finally:
        Py_DECREF(text)


def _MultibyteIncrementalEncoder_encode(
    self: PyObject, input: PyObject, final: PyObject | None
) -> Any:
    """``encode(input, final=False)``; a generator."""
    flag = yield _final(final)
    return PyBytes_FromString((yield encoder_encode_stateful(self, input, flag)))


def _MultibyteIncrementalDecoder_decode(
    self: PyObject, input: PyObject, final: PyObject | None
) -> Any:
    """``decode(input, final=False)``; a generator."""
    flag = yield _final(final)
    return PyUnicode_FromString((yield _decode(self, (yield _bytes(input)), flag)))


def _decode(self: PyObject, data: bytes, final: bool) -> Any:
    """The text of bytes (a generator)."""
    body = self.value
    subject = PyBytes_FromString(data)
    try:
        return (yield multibytecodec_decode(body.convert, body.errors, subject, data, final))
    finally:
        Py_DECREF(subject)


def _encoder_getstate(self: PyObject) -> PyObject:
    """``getstate()`` of an encoder: an int."""
    return PyLong_FromLong(self.value.convert.getstate())


def _encoder_setstate(self: PyObject, statelong: PyObject) -> PyObject:
    """``setstate(state)`` of an encoder."""
    if not statelong.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"setstate() argument must be int, not {statelong.ob_type.value.tp_name}")
    _do(self.value.convert.setstate, int(statelong.value))
    return Py_None


def _decoder_getstate(self: PyObject) -> PyObject:
    """``getstate()`` of a decoder: the bytes held back, and an int."""
    pending, state = self.value.convert.getstate()
    return PyTuple_New((PyBytes_FromString(pending), PyLong_FromLong(state)))


def _decoder_setstate(self: PyObject, state: PyObject) -> PyObject:
    """``setstate(state)`` of a decoder."""
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"setstate() argument must be tuple, not {state.ob_type.value.tp_name}")
    values = tuple(op.value for op in state.value)
    if len(values) != 2 or not isinstance(values[0], bytes) or not isinstance(values[1], int):
        raise PyErr_Format(PyExc_TypeError, "setstate(): illegal state argument")
    _do(self.value.convert.setstate, values)
    return Py_None


def _reset(self: PyObject) -> PyObject:
    """``reset()``"""
    _do(self.value.convert.reset)
    return Py_None


def mbstreamreader_iread(self: PyObject, method: str, sizehint: int) -> Any:
    """What a reader's stream gives, as text (a generator)."""
    body = self.value
    text = ""
    while sizehint:
        limit = [] if sizehint < 0 else [PyLong_FromLong(sizehint)]
        try:
            data = yield call(body.stream, method, *limit)
        finally:
            for op in limit:
                Py_DECREF(op)
        try:
            if not data.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
                raise PyErr_Format(
                    PyExc_TypeError, "stream function returned a non-bytes object "
                    f"({data.ob_type.value.tp_name:.100})")
            value = data.value
        finally:
            Py_DECREF(data)
        ended = not value or sizehint < 0
        text = yield _decode(self, value, ended)
        if text or ended:
            break
        sizehint = 1
    return PyUnicode_FromString(text)


def _reading(name: str) -> PyMethodDef:
    """``read(size=None)`` and its kin."""
    method = "readline" if name == "readline" else "read"

    def read(self: PyObject, sizeobj: PyObject | None) -> Any:
        size = yield _size(sizeobj)
        text = yield mbstreamreader_iread(self, method, size)
        if name != "readlines":
            return text
        try:
            return (yield call(text, "splitlines", PyLong_FromLong(1)))
        finally:
            Py_DECREF(text)

    read.__name__ = f"_multibytecodec_MultibyteStreamReader_{name}"
    hint = "sizehintobj" if name == "readlines" else "sizeobj"
    return PyMethodDef(name, read, f"($self, {hint}=None, /)")


def _size(op: PyObject | None) -> Any:
    """An optional size; -1: everything (a generator)."""
    if op is None or op is Py_None:
        return -1
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "arg 1 must be an integer")
    size = ssize_t(op)
    size = (yield size) if type(size) in PENDING else size
    return min(size, MAX_TEXT)


def mbstreamwriter_iwrite(self: PyObject, unistr: PyObject) -> Any:
    """Write a text to a writer's stream (a generator)."""
    data = PyBytes_FromString((yield encoder_encode_stateful(self, unistr, False)))
    try:
        Py_DECREF((yield call(self.value.stream, "write", data)))
    finally:
        Py_DECREF(data)


def _MultibyteStreamWriter_write(self: PyObject, strobj: PyObject) -> Any:
    """``write(strobj)``; a generator."""
    yield mbstreamwriter_iwrite(self, strobj)
    return Py_None


def _MultibyteStreamWriter_writelines(self: PyObject, lines: PyObject) -> Any:
    """``writelines(lines)``; a generator."""
    from vm.objects.abstract import PySequence_Fast

    seq = PySequence_Fast(lines, "arg must be a sequence object")
    if type(seq) in PENDING:
        seq = yield seq
    try:
        i = 0
        while i < len(seq.value):
            yield mbstreamwriter_iwrite(self, seq.value[i])
            i += 1
    finally:
        Py_DECREF(seq)
    return Py_None


def _MultibyteStreamWriter_reset(self: PyObject) -> Any:
    """``reset()``: writes what takes the stream back to its initial state; a generator."""
    body = self.value
    empty = PyUnicode_FromString("")
    try:
        data = yield multibytecodec_encode(body.convert, body.errors, empty, True)
    finally:
        Py_DECREF(empty)
    if data:
        op = PyBytes_FromString(data)
        try:
            Py_DECREF((yield call(body.stream, "write", op)))
        finally:
            Py_DECREF(op)
    return Py_None


def _type(name: str, size: int, stream: bool, methods: tuple) -> PyObject:
    getset = [PyGetSetDef("errors", codecctx_errors_get, codecctx_errors_set)]
    if stream:
        getset.insert(0, PyGetSetDef("stream", lambda op: Py_NewRef(op.value.stream or Py_None)))
    return PyType_FromSpec(
        f"_multibytecodec.{name}", tp_basicsize=size, tp_hostkey="identity",
        tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
        tp_new=_maker(name, stream), tp_init=_init, tp_getattro=PyObject_GenericGetAttr,
        tp_dealloc=fields_dealloc("stream"), tp_traverse=fields_traverse("stream"),
        tp_clear=fields_clear("stream"),
        tp_methods=methods, tp_getset=tuple(getset))


_RESET = PyMethodDef("reset", _reset, "($self, /)")
_TYPES = {
    "MultibyteIncrementalEncoder": _type("MultibyteIncrementalEncoder", 48, False, (
        PyMethodDef("encode", _MultibyteIncrementalEncoder_encode,
                    "($self, /, input, final=False)"),
        PyMethodDef("getstate", _encoder_getstate, "($self, /)"),
        PyMethodDef("setstate", _encoder_setstate, "($self, state, /)"), _RESET)),
    "MultibyteIncrementalDecoder": _type("MultibyteIncrementalDecoder", 56, False, (
        PyMethodDef("decode", _MultibyteIncrementalDecoder_decode,
                    "($self, /, input, final=False)"),
        PyMethodDef("getstate", _decoder_getstate, "($self, /)"),
        PyMethodDef("setstate", _decoder_setstate, "($self, state, /)"), _RESET)),
    "MultibyteStreamReader": _type("MultibyteStreamReader", 64, True, (
        *map(_reading, ("read", "readline", "readlines")), _RESET)),
    "MultibyteStreamWriter": _type("MultibyteStreamWriter", 56, True, (
        PyMethodDef("write", _MultibyteStreamWriter_write, "($self, strobj, /)"),
        PyMethodDef("writelines", _MultibyteStreamWriter_writelines, "($self, lines, /)"),
        PyMethodDef("reset", _MultibyteStreamWriter_reset, "($self, /)"))),
}


# ---- modules

def PyInit__multibytecodec() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_multibytecodec", ())
    for name, tp in _TYPES.items():
        PyModule_AddObjectRef(module, name, tp)
    return module


def _module(name: str) -> Callable[[], PyObject]:
    """The init function of a module of codecs."""

    def init() -> PyObject:
        try:
            tables = importlib.import_module(name)
        except ImportError as err:
            raise PyErr_Format(PyExc_ImportError, str(err)) from None

        def getcodec(module: PyObject, encoding: PyObject) -> PyObject:
            if not encoding.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
                raise PyErr_Format(PyExc_TypeError, "encoding name must be a string.")
            codec = _do(tables.getcodec, str(encoding.value))
            return PyObject(MultibyteCodec_Type, HostCodec(codec))

        return PyModule_FromDefs(
            name, (PyMethodDef("getcodec", getcodec, "($module, encoding, /)"),))

    init.__name__ = f"PyInit_{name}"
    return init


PyInit__codecs_cn = _module("_codecs_cn")
PyInit__codecs_hk = _module("_codecs_hk")
PyInit__codecs_iso2022 = _module("_codecs_iso2022")
PyInit__codecs_jp = _module("_codecs_jp")
PyInit__codecs_kr = _module("_codecs_kr")
PyInit__codecs_tw = _module("_codecs_tw")

