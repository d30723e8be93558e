"""_TextIOBase and StringIO. Models a part of Modules/_io/textio.c, and Modules/_io/stringio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_iobase import PyIOBase_Type
from vm.modules._io_newline import _NEWLINES, nldecoder_object
from vm.modules._io_util import (
    BASE_FLAGS,
    IO_FLAGS,
    PyUnicode_AsUTF8,
    _Py_convert_optional_to_ssize_t,
    call,
    closed_error,
    io_dealloc,
    io_traverse,
    type_name,
    unsupported_method,
)
from vm.objects.bridge import MAX_TEXT, PY_SSIZE_T_MAX
from vm.objects.dictmerge import PyDict_Update
from vm.objects.dictobject import PyDict_Copy
from vm.objects.getargs import c_int, ssize_t, str_argument
from vm.objects.longobject import PyLong_AsSsize_t, PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import PyObject_GenericGetDict
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_OSError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString

# ---- _TextIOBase

PyTextIOBase_Type = PyType_FromSpec(
    "_io._TextIOBase", PyIOBase_Type, tp_flags=BASE_FLAGS, tp_basicsize=32, tp_dictoffset=16,
    tp_weaklistoffset=24, tp_hostkey="identity",
    tp_methods=(
        unsupported_method("_TextIOBase", "detach", "($self, /)"),
        unsupported_method("_TextIOBase", "read", "($self, size=-1, /)", c_int),
        unsupported_method("_TextIOBase", "readline", "($self, size=-1, /)", c_int),
        unsupported_method("_TextIOBase", "write", "($self, s, /)", str_argument("write", "argument 1")),
    ),
    tp_getset=(
        PyGetSetDef("encoding", lambda op: Py_None),
        PyGetSetDef("newlines", lambda op: Py_None),
        PyGetSetDef("errors", lambda op: Py_None),
    ),
)


# ---- lines of text

def find_line_ending(text: str, start: int, readuniversal: bool, readtranslate: bool,
                     readnl: str | None) -> int:
    """Where the line that begins at ``start`` ends (behind its line end), or -1 (_PyIO_find_line_ending)."""
    if readtranslate:
        at = text.find("\n", start)
        return at + 1 if at >= 0 else -1
    if readuniversal:
        newline, cr = text.find("\n", start), text.find("\r", start)
        if newline < 0 and cr < 0:
            return -1
        if cr < 0 or 0 <= newline < cr:
            return newline + 1
        return cr + 2 if newline == cr + 1 else cr + 1
    end = readnl or "\n"
    at = text.find(end, start)
    return at + len(end) if at >= 0 else -1


# ---- StringIO

class stringio:
    """The body of a StringIO.

    Attributes:
        parts: the text in pieces; joined when it is looked at.
        size: characters in all.
        decoder: translates line ends that are written, or None.
    """

    __slots__ = ("parts", "size", "pos", "ok", "closed", "readnl", "writenl", "readuniversal",
                 "readtranslate", "decoder")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = self.pos = 0
        self.ok = self.closed = False
        self.readnl: str | None = None
        self.writenl: str | None = None
        self.readuniversal = self.readtranslate = False
        self.decoder: nldecoder_object | None = None

    def text(self) -> str:
        """All of it."""
        if len(self.parts) != 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0]

    def write_str(self, text: str) -> None:
        """Write at the position."""
        if self.decoder is not None:
            text = self.decoder.feed(text, True)
        if self.writenl:
            text = text.replace("\n", self.writenl)
        end = self.pos + len(text)
        if end > PY_SSIZE_T_MAX:
            raise PyErr_Format(PyExc_OverflowError, "new position too large")
        if end > MAX_TEXT:
            raise PyErr_SetNone(PyExc_MemoryError)
        if self.pos == self.size:
            self.parts.append(text)
        else:
            whole = self.text()
            self.parts = [whole[:self.pos].ljust(self.pos, "\0"), text, whole[end:]]
        self.pos = end
        self.size = max(self.size, end)


def _uninitialized() -> PyErr:
    return PyErr_Format(PyExc_ValueError, "I/O operation on uninitialized object")


def _body(self: PyObject) -> stringio:
    """The body, if the stream can be used."""
    body: stringio = self.value
    if not body.ok:
        raise _uninitialized()
    if body.closed:
        raise closed_error("I/O operation on closed file")
    return body


def stringio_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, stringio())


_INIT = ArgSpec("($self, initial_value='', newline='\\n')")


def stringio_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """``StringIO(initial_value='', newline='\\n')``"""
    value, newline_op = parse_arguments(_INIT, "StringIO", args, kwnames, "StringIO")
    newline = _newline_argument(newline_op)
    if value is not None and value is not Py_None and (
        not value.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
    ):
        raise PyErr_Format(
            PyExc_TypeError, f"initial_value must be str or None, not {type_name(value):.200}")
    body = self.value = stringio()
    _set_newline(body, newline)
    if value is not None and value is not Py_None:
        body.write_str(value.value)
    body.pos = 0
    body.ok = True


def _newline_argument(op: PyObject | None) -> str | None:
    if op is None:
        return "\n"
    if op is Py_None:
        return None
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"newline must be str or None, not {type_name(op):.200}")
    newline = PyUnicode_AsUTF8(op.value)
    if newline not in ("", "\n", "\r", "\r\n"):
        raise PyErr_Format(PyExc_ValueError, f"illegal newline value: {op.value!r}")
    return newline


def _set_newline(body: stringio, newline: str | None) -> None:
    body.readnl = newline
    body.readuniversal = not newline
    body.readtranslate = newline is None
    body.writenl = newline if newline and newline[0] == "\r" else None
    if body.readuniversal:
        body.decoder = nldecoder_object()
        body.decoder.translate = body.readtranslate


def stringio_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    io_dealloc(op, lambda _: None, finished=op.ob_type is PyStringIO_Type)


def _io_StringIO_getvalue(self: PyObject) -> PyObject:
    """``getvalue()``"""
    return PyUnicode_FromString(_body(self).text())


def _io_StringIO_tell(self: PyObject) -> PyObject:
    """``tell()``"""
    return PyLong_FromLong(_body(self).pos)


def _io_StringIO_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)``; a generator."""
    n = _Py_convert_optional_to_ssize_t(size)
    if type(n) in PENDING:
        n = yield n
    body = _body(self)
    text = body.text()[body.pos:None if n < 0 else body.pos + n]
    body.pos += len(text)
    return PyUnicode_FromString(text)


def _readline(body: stringio, limit: int) -> str:
    text = body.text()
    end = find_line_ending(
        text, body.pos, body.readuniversal, body.readtranslate, body.readnl)
    if end < 0:
        end = body.size
    if limit >= 0:
        end = min(end, body.pos + limit)
    line = text[body.pos:end]
    body.pos += len(line)
    return line


def _io_StringIO_readline(self: PyObject, size: PyObject | None) -> Any:
    """``readline(size=-1)``; a generator."""
    limit = _Py_convert_optional_to_ssize_t(size)
    if type(limit) in PENDING:
        limit = yield limit
    return PyUnicode_FromString(_readline(_body(self), limit))


def stringio_iternext(self: PyObject) -> Any:
    """The next line; a subclass's readline() is asked, if it has one."""
    body = _body(self)
    if self.ob_type is PyStringIO_Type:
        line = _readline(body, -1)
        return PyUnicode_FromString(line) if line else None
    return _iternext_slow(self)


def _iternext_slow(self: PyObject) -> Any:
    line = yield call(self, "readline")
    if not line.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        given = type_name(line)
        Py_DECREF(line)
        raise PyErr_Format(
            PyExc_OSError,
            f"readline() should have returned a str object, not '{given:.200}'")
    if not line.value:
        Py_DECREF(line)
        return None
    return line


def _io_StringIO_write(self: PyObject, text: PyObject) -> PyObject:
    """``write(s)``"""
    if not self.value.ok:
        _body(self)
    if not text.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"string argument expected, got '{type_name(text)}'")
    body = _body(self)
    if text.value:
        body.write_str(text.value)
    return PyLong_FromLong(len(text.value))


def _io_StringIO_seek(self: PyObject, pos: PyObject, whence: PyObject | None) -> Any:
    """``seek(pos, whence=0)``; a generator."""
    offset = ssize_t(pos)
    if type(offset) in PENDING:
        offset = yield offset
    how: Any = 0 if whence is None else c_int(whence)
    if type(how) in PENDING:
        how = yield how
    body = _body(self)
    if how not in (0, 1, 2):
        raise PyErr_Format(
            PyExc_ValueError, f"Invalid whence ({how}, should be 0, 1 or 2)")
    if offset < 0 and how == 0:
        raise PyErr_Format(PyExc_ValueError, f"Negative seek position {offset}")
    if how and offset:
        raise PyErr_Format(PyExc_OSError, "Can't do nonzero cur-relative seeks")
    body.pos = (offset, body.pos, body.size)[how]
    return PyLong_FromLong(body.pos)


def _io_StringIO_truncate(self: PyObject, size: PyObject | None) -> Any:
    """``truncate(pos=None)``; a generator."""
    n = _Py_convert_optional_to_ssize_t(size, self.value.pos)
    if type(n) in PENDING:
        n = yield n
    body = _body(self)
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, f"Negative size value {n}")
    if n < body.size:
        body.parts = [body.text()[:n]]
        body.size = n
    return PyLong_FromLong(n)


def _io_StringIO_close(self: PyObject) -> PyObject:
    """``close()``"""
    self.value.closed = True
    self.value.parts = []
    return Py_None


def _flag(self: PyObject) -> PyObject:
    """``readable()``, ``writable()``, ``seekable()``"""
    _body(self)
    return Py_True


def stringio_getstate(self: PyObject) -> PyObject:
    """``__getstate__()``: (value, newline, position, dict)."""
    body = _body(self)
    attrs = Py_None
    if self.ob_dict:
        own = PyObject_GenericGetDict(self)
        attrs = PyDict_Copy(own)
        Py_DECREF(own)
    newline = Py_None if body.readnl is None else PyUnicode_FromString(body.readnl)
    return PyTuple_New((
        PyUnicode_FromString(body.text()), newline, PyLong_FromLong(body.pos), attrs))


def stringio_setstate(self: PyObject, state: PyObject) -> Any:
    """``__setstate__(state)``; a generator."""
    if self.value.closed:
        raise closed_error("I/O operation on closed file")
    name = type_name(self)
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or len(state.value) < 4:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{name}.__setstate__ argument should be 4-tuple, got {type_name(state)}")
    value, newline, pos, attrs = state.value[:4]
    stringio_init(self, [value, newline], ())
    body = self.value
    text = "" if value is Py_None else value.value
    body.parts, body.size = [text], len(text)
    if not pos.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"third item of state must be an integer, got {type_name(pos)}")
    body.pos = PyLong_AsSsize_t(pos)
    if body.pos < 0:
        body.pos = 0
        raise PyErr_Format(PyExc_ValueError, "position value cannot be negative")
    if attrs is not Py_None:
        if not attrs.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"fourth item of state should be a dict, got a {type_name(attrs)}")
        own = PyObject_GenericGetDict(self)
        try:
            done = PyDict_Update(own, attrs)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(own)
    return Py_None


def stringio_newlines(self: PyObject) -> PyObject:
    """``newlines``"""
    decoder = _body(self).decoder
    found = None if decoder is None else _NEWLINES.get(decoder.seennl)
    if found is None:
        return Py_None
    texts = [PyUnicode_FromString(text) for text in found]
    return texts[0] if len(texts) == 1 else PyTuple_New(tuple(texts))


def stringio_closed(self: PyObject) -> PyObject:
    """``closed``"""
    if not self.value.ok:
        raise _uninitialized()
    return Py_True if self.value.closed else Py_False


PyStringIO_Type = PyType_FromSpec(
    "_io.StringIO", PyTextIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=152, tp_dictoffset=128,
    tp_weaklistoffset=136, tp_hostkey="identity", tp_new=stringio_new, tp_init=stringio_init,
    tp_dealloc=stringio_dealloc, tp_traverse=io_traverse, tp_clear=PyObject_ClearManagedDict,
    tp_iternext=stringio_iternext,
    tp_methods=(
        PyMethodDef("close", _io_StringIO_close, "($self, /)"),
        PyMethodDef("getvalue", _io_StringIO_getvalue, "($self, /)"),
        PyMethodDef("read", _io_StringIO_read, "($self, size=-1, /)"),
        PyMethodDef("readline", _io_StringIO_readline, "($self, size=-1, /)"),
        PyMethodDef("tell", _io_StringIO_tell, "($self, /)"),
        PyMethodDef("truncate", _io_StringIO_truncate, "($self, pos=None, /)"),
        PyMethodDef("seek", _io_StringIO_seek, "($self, pos, whence=0, /)"),
        PyMethodDef("write", _io_StringIO_write, "($self, s, /)"),
        PyMethodDef("seekable", _flag, "($self, /)"),
        PyMethodDef("readable", _flag, "($self, /)"),
        PyMethodDef("writable", _flag, "($self, /)"),
        PyMethodDef("__getstate__", stringio_getstate, "($self, /)"),
        PyMethodDef("__setstate__", stringio_setstate, "($self, state, /)"),
    ),
    tp_getset=(
        PyGetSetDef("closed", stringio_closed),
        PyGetSetDef("newlines", stringio_newlines),
        PyGetSetDef("line_buffering", lambda op: _body(op) and Py_False),
    ),
)
