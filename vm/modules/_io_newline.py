"""IncrementalNewlineDecoder: translates line ends. Models the first part of Modules/_io/textio.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_util import IO_FLAGS
from vm.objects.attributes import call, call_owned
from vm.objects.getargs import boolean
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyBytes_Type,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

_ULLONG_MAX = (1 << 64) - 1
SEEN_CR, SEEN_LF, SEEN_CRLF = 1, 2, 4
#: newlines by the set of line ends seen.
_NEWLINES = {
    SEEN_CR: ("\r",), SEEN_LF: ("\n",), SEEN_CRLF: ("\r\n",), 3: ("\r", "\n"), 5: ("\r", "\r\n"),
    6: ("\n", "\r\n"), 7: ("\r", "\n", "\r\n"),
}


class nldecoder_object:
    """The body: the decoder below (owned, or None: text comes in), what has been seen."""

    __slots__ = ("decoder", "errors", "pendingcr", "translate", "seennl")

    def __init__(self) -> None:
        self.decoder: PyObject | None = None
        self.errors: PyObject | None = None
        self.pendingcr = False
        self.translate = False
        self.seennl = 0

    def feed(self, text: str, final: bool) -> str:
        """Take in decoded text; the text with its line ends translated."""
        if self.pendingcr and (final or text):
            text = "\r" + text
            self.pendingcr = False
        if not final and text.endswith("\r"):
            text = text[:-1]
            self.pendingcr = True
        if "\r" in text or (self.seennl != 7 and "\n" in text):
            crlf = text.count("\r\n")
            self.seennl |= (SEEN_CR * (text.count("\r") > crlf) | SEEN_LF * (text.count("\n") > crlf)
                            | SEEN_CRLF * bool(crlf))
            if self.translate and "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text


_INIT = ArgSpec("($self, decoder, translate, errors='strict')")


def incrementalnewlinedecoder_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``IncrementalNewlineDecoder(decoder, translate, errors='strict')``; a generator."""
    decoder, translate, errors = parse_arguments(
        _INIT, "IncrementalNewlineDecoder", args, kwnames, "IncrementalNewlineDecoder")
    flag = boolean(translate)
    if type(flag) in PENDING:
        flag = yield flag
    body = self.value
    old = (body.decoder, body.errors)
    body.decoder = Py_NewRef(decoder)
    body.errors = PyUnicode_FromString("strict") if errors is None else Py_NewRef(errors)
    body.translate = flag
    body.seennl, body.pendingcr = 0, False
    for op in old:
        Py_XDECREF(op)


def _decoder(self: PyObject) -> PyObject:
    found = self.value.decoder
    if found is None:
        raise PyErr_Format(
            PyExc_ValueError, "IncrementalNewlineDecoder.__init__() not called")
    return found


def _PyIncrementalNewlineDecoder_decode(self: PyObject, data: PyObject, final: bool) -> Any:
    """Decode a piece (a generator); a new reference to the text."""
    decoder = _decoder(self)
    if decoder is Py_None:
        output = Py_NewRef(data)
    else:
        output = yield call(decoder, "decode", data, Py_True if final else Py_False)
    try:
        if not output.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"decoder should return a string result, not '{output.ob_type.value.tp_name:.200}'")
        text = self.value.feed(output.value, final)
        if text is output.value and output.ob_type is PyUnicode_Type:
            return Py_NewRef(output)
    finally:
        Py_DECREF(output)
    return PyUnicode_FromString(text)


def _io_IncrementalNewlineDecoder_decode(
    self: PyObject, data: PyObject, final: PyObject | None
) -> Any:
    """``decode(input, final=False)``; a generator."""
    flag = False if final is None else boolean(final)
    if type(flag) in PENDING:
        flag = yield flag
    return (yield _PyIncrementalNewlineDecoder_decode(self, data, flag))


def _io_IncrementalNewlineDecoder_getstate(self: PyObject) -> Any:
    """``getstate()``; a generator."""
    decoder = _decoder(self)
    buffer, flag = PyObject(PyBytes_Type, b""), 0
    if decoder is not Py_None:
        state = yield call(decoder, "getstate")
        if not _is_state(state):
            Py_DECREF(state)
            raise PyErr_Format(PyExc_TypeError, "illegal decoder state")
        Py_DECREF(buffer)
        buffer, flag = Py_NewRef(state.value[0]), int(state.value[1].value)
        Py_DECREF(state)
    return PyTuple_New((buffer, PyLong_FromLong((flag << 1 | self.value.pendingcr) & _ULLONG_MAX)))


def _is_state(op: PyObject) -> bool:
    """Whether an object is a tuple of anything and an int."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS and len(op.value) == 2
                and op.value[1].ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS)


def _io_IncrementalNewlineDecoder_setstate(self: PyObject, state: PyObject) -> Any:
    """``setstate(state)``; a generator."""
    decoder = _decoder(self)
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "state argument must be a tuple")
    if not _is_state(state):
        raise PyErr_Format(PyExc_TypeError, "setstate(): illegal state argument")
    buffer, flag = state.value
    self.value.pendingcr = bool(flag.value & 1)
    if decoder is not Py_None:
        pair = PyTuple_New((Py_NewRef(buffer), PyLong_FromLong((flag.value & _ULLONG_MAX) >> 1)))
        return (yield call_owned(decoder, "setstate", pair))
    return Py_None


def _io_IncrementalNewlineDecoder_reset(self: PyObject) -> Any:
    """``reset()``; a generator."""
    decoder = _decoder(self)
    self.value.seennl, self.value.pendingcr = 0, False
    if decoder is not Py_None:
        return (yield call(decoder, "reset"))
    return Py_None


def incrementalnewlinedecoder_newlines_get(self: PyObject) -> PyObject:
    """``newlines``"""
    _decoder(self)
    found = _NEWLINES.get(self.value.seennl)
    if found is None:
        return Py_None
    texts = [PyUnicode_FromString(text) for text in found]
    return texts[0] if len(texts) == 1 else PyTuple_New(tuple(texts))


def _dealloc(op: PyObject) -> None:
    PyObject_GC_UnTrack(op)
    _clear(op)
    PyObject_GC_Del(op)


def _clear(op: PyObject) -> None:
    body = op.value
    decoder, body.decoder = body.decoder, None
    errors, body.errors = body.errors, None
    Py_XDECREF(decoder)
    Py_XDECREF(errors)


PyIncrementalNewlineDecoder_Type = PyType_FromSpec(
    "_io.IncrementalNewlineDecoder", tp_flags=IO_FLAGS,
    tp_basicsize=40, tp_hostkey="identity", tp_body=nldecoder_object,
    tp_init=incrementalnewlinedecoder_init, tp_dealloc=_dealloc, tp_clear=_clear,
    tp_traverse=lambda op: (op.value.decoder, op.value.errors),
    tp_methods=(
        PyMethodDef("decode", _io_IncrementalNewlineDecoder_decode, "($self, /, input, final=False)"),
        PyMethodDef("getstate", _io_IncrementalNewlineDecoder_getstate, "($self, /)"),
        PyMethodDef("setstate", _io_IncrementalNewlineDecoder_setstate, "($self, state, /)"),
        PyMethodDef("reset", _io_IncrementalNewlineDecoder_reset, "($self, /)"),
    ),
    tp_getset=(PyGetSetDef("newlines", incrementalnewlinedecoder_newlines_get),),
)
__all__ = ["PyIncrementalNewlineDecoder_Type", "nldecoder_object"]
