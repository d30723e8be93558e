"""TextIOWrapper: text over a buffered stream. Models Modules/_io/textio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_bufferedio import (
    PyBufferedRandom_Type,
    PyBufferedReader_Type,
    PyBufferedWriter_Type,
    write_plainly_through,
)
from vm.modules._io_coders import GuestCoder, HostCoder, drop_coder, find_coder
from vm.modules._io_fileio import PyFileIO_Type
from vm.modules._io_iobase import _PyIOBase_cannot_pickle, in_any_case
from vm.modules._io_newline import _NEWLINES, nldecoder_object
from vm.modules._io_stringio import PyTextIOBase_Type
from vm.modules._io_textio_body import (
    CHECK_ATTACHED,
    CHECK_INITIALIZED,
    _textiowrapper_writeflush,
    add_pending,
    buffer_of,
    check_usable,
    clear_fields,
    decoder_reset,
    take_pending,
    textio,
)
from vm.modules._io_textio_position import is_zero, textiowrapper_seek, textiowrapper_tell
from vm.modules._io_textio_reading import read_all, read_chars, textiowrapper_readline
from vm.modules._io_util import (
    IO_FLAGS,
    PyUnicode_AsUTF8,
    _Py_convert_optional_to_ssize_t,
    call,
    getattribute,
    io_dealloc,
    io_traverse,
    is_closed,
    optional_attribute,
    truth,
    type_name,
    unsupported,
)
from vm.objects.abstract import PyNumber_AsSsize_t
from vm.objects.attributes import repr_text
from vm.objects.getargs import c_int, c_string_arg, long_unit, optional_flag, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import (
    ArgSpec,
    Py_T_BOOL,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.object import Py_ReprEnter, Py_ReprLeave, PyObject_HasAttrWithError, _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_OSError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.codecs import PyCodec_LookupError

#: Attributes of a FileIO that take no part in writing.
_FILE_ATTRIBUTES = frozenset({"name", "mode"})
_BUFFERED = frozenset({PyBufferedReader_Type, PyBufferedWriter_Type, PyBufferedRandom_Type})


def config_flag(name: str) -> bool:
    """Whether a flag of the configuration is set."""
    return bool(_PyRuntime.tstate_current.interp.config.flags.get(name))  # type: ignore[union-attr]


def locale_encoding() -> str:
    """The encoding of the environment, by the name that the C library gives it unless in UTF-8 mode."""
    return "utf-8" if config_flag("utf8_mode") else "UTF-8"


def warn_default_encoding(stack_level: int) -> Any:
    """Warn that no encoding was given, if the program is to be told (a generator)."""
    if config_flag("warn_default_encoding"):
        res = PyErr_WarnEx(
            exception_types["EncodingWarning"], "'encoding' argument not specified", stack_level)
        if type(res) in PENDING:
            yield res


# ---- the life of an object

def textiowrapper_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    op.value.finalizing = True
    io_dealloc(op, clear_fields, finished=op.value.buffer is None and op.ob_type is PyTextIOWrapper_Type)


def textiowrapper_clear(op: PyObject) -> None:
    """tp_clear."""
    clear_fields(op)
    PyObject_ClearManagedDict(op)


def textiowrapper_traverse(op: PyObject) -> Any:
    """tp_traverse."""
    body = op.value
    coder = () if body.coder is None else body.coder.references()
    return io_traverse(op, body.buffer, body.raw, *coder)


_INIT = ArgSpec("($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                "write_through=False)")


def _is_str(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS)


def _errors_argument(op: PyObject | None) -> str:
    if op is None or op is Py_None:
        return "strict"
    if not _is_str(op):
        raise PyErr_Format(
            PyExc_TypeError,
            f"TextIOWrapper() argument 'errors' must be str or None, not {type_name(op):.50}")
    errors = c_string_arg(op, "TextIOWrapper", "argument 'errors'", "strict")
    if config_flag("dev_mode"):  # io_check_errors
        Py_DECREF(PyCodec_LookupError(errors))
    return errors


def _encoding_argument(op: PyObject | None) -> str:
    if op is None or op is Py_None:
        return locale_encoding()
    if not _is_str(op):
        raise PyErr_Format(
            PyExc_TypeError,
            f"TextIOWrapper() argument 'encoding' must be str or None, not {type_name(op)}")
    name = c_string_arg(op, "TextIOWrapper", "argument 'encoding'", "")
    return locale_encoding() if name == "locale" else name


def _newline_argument(op: PyObject | None) -> str | None:
    if op is None or op is Py_None:
        return None
    if not _is_str(op):
        raise PyErr_Format(
            PyExc_TypeError,
            f"TextIOWrapper() argument 'newline' must be str or None, not {type_name(op)}")
    return validate_newline(c_string_arg(op, "TextIOWrapper", "argument 'newline'", ""))


def validate_newline(newline: str) -> str:
    """The argument; ValueError if lines cannot end like that."""
    if newline not in ("", "\n", "\r", "\r\n"):
        raise PyErr_Format(PyExc_ValueError, f"illegal newline value: {newline}")
    return newline


def _io_TextIOWrapper___init__(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``TextIOWrapper(buffer, encoding=None, errors=None, newline=None, ...)``; a generator."""
    buffer, encoding, errors, newline, line_buffering, write_through = parse_arguments(
        _INIT, "TextIOWrapper", args, kwnames, "TextIOWrapper")
    name = _encoding_argument(encoding)
    lines = yield optional_flag(line_buffering)
    through = yield optional_flag(write_through)
    body: textio = self.value
    body.ok = body.detached = False
    if encoding is None or encoding is Py_None:
        yield warn_default_encoding(1)
    mode = _errors_argument(errors)
    ends = _newline_argument(newline)
    clear_fields(self)
    body.coder = yield find_coder(name, mode)
    body.encoding, body.errors = name, mode
    body.chunk_size = 8192
    body.line_buffering, body.write_through = lines, through
    set_newline(body, ends)
    body.buffer = Py_NewRef(buffer)
    yield _set_coder(body, body.coder)
    if buffer.ob_type in _BUFFERED:
        raw = buffer.value.raw
        if raw is not None and raw.ob_type is PyFileIO_Type:
            body.raw = Py_NewRef(raw)
    body.seekable = body.telling = yield truth((yield call(buffer, "seekable")))
    has_read1 = PyObject_HasAttrWithError(buffer, _Py_ID("read1"))
    body.has_read1 = (yield has_read1) if type(has_read1) in PENDING else has_read1
    yield _textiowrapper_fix_encoder_state(body)
    body.ok = True


def set_newline(body: textio, newline: str | None) -> None:
    """Set how line ends are read and written."""
    body.readnl = newline
    body.readuniversal = not newline
    body.readtranslate = newline is None
    body.writenl = newline if newline and newline != "\n" else None


def _set_coder(body: textio, coder: Any) -> Any:
    """Make a codec's decoder if the buffer can be read, and its encoder if it can be written (a generator).

    _textiowrapper_set_decoder, _textiowrapper_set_encoder
    """
    body.can_read = yield truth((yield call(buffer_of(body), "readable")))
    if body.can_read:
        yield coder.make_decoder()
        body.newline = None
        if body.readuniversal:
            body.newline = nldecoder_object()
            body.newline.translate = body.readtranslate
    body.can_write = yield truth((yield call(buffer_of(body), "writable")))
    if body.can_write:
        yield coder.make_encoder()


def _textiowrapper_fix_encoder_state(body: textio) -> Any:
    """Have no mark written where there is something before (a generator)."""
    if body.seekable and body.can_write and not (
            yield is_zero((yield call(buffer_of(body), "tell")))):
        yield body.coder.reset_encoder(False)


# ---- reconfigure

_RECONFIGURE = ArgSpec("($self, /, *, encoding=None, errors=None, newline=None, "
                       "line_buffering=None, write_through=None)")


def _convert_optional_bool(op: PyObject | None, default: bool) -> Any:
    if op is None or op is Py_None:
        return default
    number = long_unit(op)
    return bool((yield number) if type(number) in PENDING else number)


def _text_or_none(op: PyObject | None, name: str) -> str | None:
    if op is None or op is Py_None:
        return None
    if not _is_str(op):
        raise PyErr_Format(
            PyExc_TypeError,
            f"reconfigure() argument '{name}' must be str or None, not {type_name(op)}")
    return str(op.value)


def _io_TextIOWrapper_reconfigure(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``reconfigure(*, encoding, errors, newline, line_buffering, write_through)``; a generator."""
    encoding_op, errors_op, newline, line_buffering, write_through = parse_arguments(
        _RECONFIGURE, "reconfigure", args, kwnames, "reconfigure")
    body = CHECK_ATTACHED(self)
    encoding, errors = _text_or_none(encoding_op, "encoding"), _text_or_none(errors_op, "errors")
    ends = _text_or_none(newline, "newline")
    changed = encoding is not None or errors is not None or newline is not None
    if body.decoded_chars is not None and changed:
        raise unsupported(
            "It is not possible to set the encoding or newline of stream after the first read")
    if ends is not None:
        ends = validate_newline(PyUnicode_AsUTF8(ends))
    lines = yield _convert_optional_bool(line_buffering, body.line_buffering)
    through = yield _convert_optional_bool(write_through, body.write_through)
    Py_DECREF((yield call(self, "flush")))
    body.b2cratio = 0.0
    if newline is not None:
        set_newline(body, ends)
    if changed:
        yield textiowrapper_change_encoding(body, encoding, errors)
    body.line_buffering, body.write_through = lines, through
    return Py_None


def textiowrapper_change_encoding(body: textio, encoding: str | None, errors: str | None) -> Any:
    """Take another codec, or another handler of errors (a generator)."""
    if encoding is None:
        encoding = body.encoding or ""
        errors = body.errors if errors is None else errors
    elif encoding == "locale":
        encoding = locale_encoding()
    errors = "strict" if errors is None else errors
    coder = yield find_coder(PyUnicode_AsUTF8(encoding), PyUnicode_AsUTF8(errors))
    try:
        yield _set_coder(body, coder)
    except PyErr:
        drop_coder(coder)
        raise
    old, body.coder = body.coder, coder
    drop_coder(old)
    body.encoding, body.errors = encoding, errors
    yield _textiowrapper_fix_encoder_state(body)


# ---- writing

def plain_stream(self: PyObject) -> textio | None:
    """The body of an open stream to a file that no guest code has a part in, or None."""
    body: textio = self.value
    if not body.ok or "write" in self.ob_dict or body.snapshot is not None or body.writenl is not None:
        return None
    buffer: Any = body.buffer
    if (type(body.coder) is not HostCoder or not body.coder.has_encodefunc or not body.can_write
            or body.write_through or buffer is None or buffer.ob_type is not PyBufferedWriter_Type
            or buffer.ob_dict):
        return None
    writer = buffer.value
    if not writer.fast_closed_checks or not writer.ok or writer.lock.locked:
        return None
    raw = writer.raw
    if raw.value.fd < 0 or not raw.ob_dict.keys() <= _FILE_ATTRIBUTES or raw.value.pipe:
        return None
    return body


def write_plainly(body: textio, text: str, writes: int) -> None:
    """Write to a plain stream; in C the text would have come in so many writes."""
    writer = body.buffer.value  # type: ignore[union-attr]
    encoded = body.coder.encode_now(text)
    if len(encoded) >= body.chunk_size and body.pending:
        write_plainly_through(writer, take_pending(body), False)
    add_pending(body, encoded, writes)
    if body.line_buffering and ("\n" in text or "\r" in text):
        write_plainly_through(writer, take_pending(body), True)
    elif body.pending_size >= body.chunk_size:
        write_plainly_through(writer, take_pending(body), False)


def _io_TextIOWrapper_write(self: PyObject, text: PyObject) -> Any:
    """``write(text)``; a generator."""
    if not _is_str(text):
        raise PyErr_Format(
            PyExc_TypeError, f"write() argument must be str, not {type_name(text):.50}")
    body = yield check_usable(self, PyTextIOWrapper_Type)
    if not body.can_write:
        raise unsupported("not writable")
    data, size = text.value, len(text.value)
    needs_flush = body.line_buffering and ("\n" in data or "\r" in data)
    if body.writenl is not None:
        data = data.replace("\n", body.writenl)
    encoded = yield body.coder.encode(data)
    if len(encoded) >= body.chunk_size:
        while body.pending:
            yield _textiowrapper_writeflush(body)
    add_pending(body, encoded, 1)
    if body.pending_size >= body.chunk_size or needs_flush or body.write_through:
        yield _textiowrapper_writeflush(body)
    if needs_flush:
        Py_DECREF((yield call(buffer_of(body), "flush")))
    if body.snapshot is not None:
        body.set_decoded_chars(None)
        body.snapshot = None
    if body.can_read:
        yield decoder_reset(body)
    return PyLong_FromLong(size)


def _io_TextIOWrapper_flush(self: PyObject) -> Any:
    """``flush()``; a generator."""
    body = yield check_usable(self, PyTextIOWrapper_Type)
    body.telling = body.seekable
    yield _textiowrapper_writeflush(body)
    return (yield call(buffer_of(body), "flush"))


def _io_TextIOWrapper_close(self: PyObject) -> Any:
    """``close()``; a generator."""
    body = CHECK_ATTACHED(self)
    if (yield is_closed(buffer_of(body))):
        return Py_None
    if body.finalizing:
        try:
            Py_DECREF((yield call(buffer_of(body), "_dealloc_warn", self)))
        except PyErr as err:
            PyErr_Clear(err)
    return (yield in_any_case(
        lambda: call(self, "flush"), lambda: call(buffer_of(body), "close")))


def _io_TextIOWrapper_detach(self: PyObject) -> Any:
    """``detach()``; a generator."""
    body = CHECK_ATTACHED(self)
    Py_DECREF((yield call(self, "flush")))
    buffer = buffer_of(body)
    body.buffer, body.detached = None, True
    return buffer


# ---- reading

def _io_TextIOWrapper_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)``; a generator."""
    n = _Py_convert_optional_to_ssize_t(size)
    if type(n) in PENDING:
        n = yield n
    body = yield check_usable(self, PyTextIOWrapper_Type)
    if not body.can_read:
        raise unsupported("not readable")
    yield _textiowrapper_writeflush(body)
    return PyUnicode_FromString((yield (read_all(body) if n < 0 else read_chars(body, n))))


def _readline(self: PyObject, limit: int) -> Any:
    """The next line, a host str (a generator)."""
    body = yield check_usable(self, PyTextIOWrapper_Type)
    return (yield textiowrapper_readline(body, limit))


def _io_TextIOWrapper_readline(self: PyObject, size: PyObject | None) -> Any:
    """``readline(size=-1)``; a generator."""
    limit: Any = -1
    if size is not None:
        limit = ssize_t(size)
        if type(limit) in PENDING:
            limit = yield limit
    return PyUnicode_FromString((yield _readline(self, limit)))


def textiowrapper_iternext(self: PyObject) -> Any:
    """The next line, or NULL (a generator)."""
    body = CHECK_ATTACHED(self)
    body.telling = False
    if self.ob_type is PyTextIOWrapper_Type:
        line = PyUnicode_FromString((yield _readline(self, -1)))
    else:
        line = yield call(self, "readline")
        if not _is_str(line):
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


# ---- position

def _io_TextIOWrapper_tell(self: PyObject) -> Any:
    """``tell()``; a generator."""
    body = yield check_usable(self, PyTextIOWrapper_Type)
    return (yield textiowrapper_tell(self, body))


def _io_TextIOWrapper_seek(self: PyObject, cookie: PyObject, whence: PyObject | None) -> Any:
    """``seek(cookie, whence=0)``; a generator."""
    how: Any = 0 if whence is None else c_int(whence)
    if type(how) in PENDING:
        how = yield how
    body = yield check_usable(self, PyTextIOWrapper_Type)
    return (yield textiowrapper_seek(self, body, cookie, how))


def _io_TextIOWrapper_truncate(self: PyObject, pos: PyObject | None) -> Any:
    """``truncate(pos=None)``; a generator."""
    body = CHECK_ATTACHED(self)
    Py_DECREF((yield call(self, "flush")))
    return (yield call(buffer_of(body), "truncate", Py_None if pos is None else pos))


# ---- what is known of it

def _passed_on(name: str) -> Any:
    def method(self: PyObject) -> Any:
        return call(buffer_of(CHECK_ATTACHED(self)), name)

    method.__name__ = f"_io_TextIOWrapper_{name}"
    return method


def _attribute(name: str) -> Any:
    def get(self: PyObject) -> Any:
        return getattribute(buffer_of(CHECK_ATTACHED(self)), name)

    return get


def _io_TextIOWrapper_newlines_get(self: PyObject) -> Any:
    """``newlines``; a generator."""
    body = CHECK_ATTACHED(self)
    if body.newline is None:
        found = None
        if type(body.coder) is GuestCoder and body.coder.decoder is not None:
            found = yield optional_attribute(body.coder.decoder, "newlines")
        return Py_None if found is None else found
    texts = [PyUnicode_FromString(text) for text in _NEWLINES.get(body.newline.seennl, ())]
    if not texts:
        return Py_None
    return texts[0] if len(texts) == 1 else PyTuple_New(tuple(texts))


def _io_TextIOWrapper_errors_get(self: PyObject) -> PyObject:
    """``errors``"""
    return PyUnicode_FromString(CHECK_INITIALIZED(self).errors)


def _io_TextIOWrapper__CHUNK_SIZE_get(self: PyObject) -> PyObject:
    """``_CHUNK_SIZE``"""
    return PyLong_FromLong(CHECK_ATTACHED(self).chunk_size)


def _io_TextIOWrapper__CHUNK_SIZE_set(self: PyObject, value: PyObject | None) -> Any:
    """Set ``_CHUNK_SIZE``; a generator."""
    body = CHECK_ATTACHED(self)
    if value is None:
        raise PyErr_Format(PyExc_AttributeError, "cannot delete attribute")
    n = PyNumber_AsSsize_t(value, PyExc_ValueError)
    if type(n) in PENDING:
        n = yield n
    if n <= 0:
        raise PyErr_Format(PyExc_ValueError, "a strictly positive integer is required")
    body.chunk_size = n


def _optional_name(self: PyObject) -> Any:
    """``name``, or NULL, also if there is no buffer any more (a generator)."""
    try:
        return (yield optional_attribute(self, "name"))
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_ValueError):
            raise
        PyErr_Clear(err)
        return None


def textiowrapper_repr(self: PyObject) -> Any:
    """tp_repr; a generator."""
    body = CHECK_INITIALIZED(self)
    text = f"<{type_name(self):.100}"
    if Py_ReprEnter(self):
        raise PyErr_Format(
            PyExc_RuntimeError, f"reentrant call inside {type_name(self):.100}.__repr__")
    try:
        for what, look_up in (("name", _optional_name(self)), ("mode", optional_attribute(self, "mode"))):
            value = yield look_up
            if value is not None:
                try:
                    text += f" {what}={(yield repr_text(value))}"
                finally:
                    Py_DECREF(value)
    finally:
        Py_ReprLeave(self)
    return PyUnicode_FromString(f"{text} encoding={body.encoding!r}>")


PyTextIOWrapper_Type = PyType_FromSpec(
    "_io.TextIOWrapper", PyTextIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=280, tp_dictoffset=264,
    tp_weaklistoffset=256, tp_hostkey="identity", tp_body=textio,
    tp_init=_io_TextIOWrapper___init__, tp_dealloc=textiowrapper_dealloc, tp_clear=textiowrapper_clear,
    tp_traverse=textiowrapper_traverse, tp_repr=textiowrapper_repr,
    tp_iternext=textiowrapper_iternext,
    tp_methods=(
        PyMethodDef("detach", _io_TextIOWrapper_detach, "($self, /)"),
        PyMethodDef("reconfigure", _io_TextIOWrapper_reconfigure,
                    "($self, /, *, encoding=None, errors=None, newline=None,\n            "
                    "line_buffering=None, write_through=None)", raw=True),
        PyMethodDef("write", _io_TextIOWrapper_write, "($self, text, /)"),
        PyMethodDef("read", _io_TextIOWrapper_read, "($self, size=-1, /)"),
        PyMethodDef("readline", _io_TextIOWrapper_readline, "($self, size=-1, /)"),
        PyMethodDef("flush", _io_TextIOWrapper_flush, "($self, /)"),
        PyMethodDef("close", _io_TextIOWrapper_close, "($self, /)"),
        PyMethodDef("fileno", _passed_on("fileno"), "($self, /)"),
        PyMethodDef("seekable", _passed_on("seekable"), "($self, /)"),
        PyMethodDef("readable", _passed_on("readable"), "($self, /)"),
        PyMethodDef("writable", _passed_on("writable"), "($self, /)"),
        PyMethodDef("isatty", _passed_on("isatty"), "($self, /)"),
        PyMethodDef("seek", _io_TextIOWrapper_seek, "($self, cookie, whence=os.SEEK_SET, /)"),
        PyMethodDef("tell", _io_TextIOWrapper_tell, "($self, /)"),
        PyMethodDef("truncate", _io_TextIOWrapper_truncate, "($self, pos=None, /)"),
        PyMethodDef("__reduce__", _PyIOBase_cannot_pickle, "($self, /)"),
        PyMethodDef("__reduce_ex__", _PyIOBase_cannot_pickle, "($self, protocol, /)"),
    ),
    tp_members=(
        PyMemberDef("encoding", "encoding"),
        PyMemberDef("buffer", "buffer"),
        PyMemberDef("line_buffering", "line_buffering"),
        PyMemberDef("write_through", "write_through"),
        PyMemberDef("_finalizing", "finalizing", readonly=False, kind=Py_T_BOOL),
    ),
    tp_getset=(
        PyGetSetDef("name", _attribute("name")),
        PyGetSetDef("closed", _attribute("closed")),
        PyGetSetDef("newlines", _io_TextIOWrapper_newlines_get),
        PyGetSetDef("errors", _io_TextIOWrapper_errors_get),
        PyGetSetDef("_CHUNK_SIZE", _io_TextIOWrapper__CHUNK_SIZE_get, _io_TextIOWrapper__CHUNK_SIZE_set),
    ),
)
