"""Writing JSON: strings, and the encoder that json.encoder uses. Part of Modules/_json.c."""

from __future__ import annotations

import math
import re
from typing import Any

from vm.objects.abstract import PyMapping_Items
from vm.objects.call import PyObject_CallOneArg
from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_Contains,
    PyDict_DelItem,
    PyDict_SetItem,
    _PyDict_HostItems,
)
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.floatobject import float_repr
from vm.objects.getargs import boolean, ssize_t
from vm.objects.listobject import PyList_Sort
from vm.objects.longobject import PyLong_FromLong, long_to_decimal_string
from vm.objects.methoddef import ArgSpec, PyMemberDef, PyMethodDef, parse_arguments
from vm.objects.methodobject import PyCFunction_Check
from vm.objects.object import _Py_address, _Py_CheckRecursiveCall
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyDict_Type,
    PyFloat_Type,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicode_writer import _PyUnicodeWriter
from vm.objects.unicodeobject import PyUnicode_FromString

_WORDS = {Py_None: "null", Py_True: "true", Py_False: "false"}
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
_ESCAPED_ASCII = re.compile(r'["\\]|[^ -~]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
            "\t": "\\t"}
_WHERE = " while encoding a JSON object"


# ---- strings

def ascii_escape_unichar(found: re.Match) -> str:
    """The escape of one character, by a pair of surrogates where it needs one."""
    char = found[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}"


def ascii_escape_unicode(text: str) -> str:
    """The JSON string of a text, in ASCII."""
    return f'"{_ESCAPED_ASCII.sub(ascii_escape_unichar, text)}"'


def escape_unicode(text: str) -> str:
    """The JSON string of a text."""
    return f'"{_ESCAPED.sub(ascii_escape_unichar, text)}"'


def _escaping(name: str, escape: Any) -> PyMethodDef:
    def encode(module: PyObject, pystr: PyObject) -> PyObject:
        if not pystr.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"first argument must be a string, not {pystr.ob_type.value.tp_name:.80}")
        return PyUnicode_FromString(escape(pystr.value))

    encode.__name__ = f"py_{name}"
    return PyMethodDef(name, encode, "($module, object, /)")


encoder_methods = (
    _escaping("encode_basestring_ascii", ascii_escape_unicode),
    _escaping("encode_basestring", escape_unicode),
)
_FAST = {encoder_methods[0]: ascii_escape_unicode, encoder_methods[1]: escape_unicode}


# ---- the encoder

_OWNED = ("markers", "defaultfn", "encoder", "indent", "key_separator", "item_separator")


class PyEncoderObject:
    """The body of an encoder: owned settings; host bools.

    ``fast_encode`` is the host function that ``encoder`` stands for, or None.
    """

    __slots__ = ("allow_nan", "fast_encode", "skipkeys", "sort_keys", *_OWNED)

    def __init__(self, *owned: PyObject) -> None:
        for name, op in zip(_OWNED, owned, strict=True):
            setattr(self, name, Py_NewRef(op))
        encoder = owned[2]
        self.fast_encode = _FAST.get(encoder.value.m_ml) if PyCFunction_Check(encoder) else None
        self.sort_keys = self.skipkeys = self.allow_nan = False


_NEW = ArgSpec("($type, /, markers, default, encoder, indent, key_separator, item_separator, "
               "sort_keys, skipkeys, allow_nan)")
_CALL = ArgSpec("($self, /, obj, _current_indent_level)")


def encoder_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``make_encoder(markers, default, encoder, indent, ...)``; a generator."""
    *owned, sort_keys, skipkeys, allow_nan = parse_arguments(_NEW, "make_encoder", args, kwnames)
    for i in (4, 5):
        if not owned[i].ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError, f"make_encoder() argument {i + 1} must be str, "
                f"not {owned[i].ob_type.value.tp_name:.50}")
    flags = []
    for op in (sort_keys, skipkeys, allow_nan):
        flag = boolean(op)
        flags.append((yield flag) if type(flag) in PENDING else flag)
    if owned[0] is not Py_None and not PyDict_Check(owned[0]):
        raise PyErr_Format(
            PyExc_TypeError, "make_encoder() argument 1 must be dict or None, "
            f"not {owned[0].ob_type.value.tp_name:.200}")
    body = PyEncoderObject(*owned)
    body.sort_keys, body.skipkeys, body.allow_nan = flags
    return PyType_GenericAlloc(type_op, body)


def encoder_call(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``encoder(obj, level)``: a tuple of the one text (a generator)."""
    obj, level = parse_arguments(_CALL, "_iterencode", args, kwnames)
    indent_level = ssize_t(level)
    if type(indent_level) in PENDING:
        indent_level = yield indent_level
    s = self.value
    writer = _PyUnicodeWriter()
    newline_indent = None
    if s.indent is not Py_None:
        newline_indent = _create_newline_indent(s.indent, indent_level)
    done = encoder_listencode_obj(s, writer, obj, newline_indent)
    if type(done) in PENDING:
        yield done
    return PyTuple_New((PyUnicode_FromString("".join(writer.parts)),))


def _create_newline_indent(indent: PyObject, level: int) -> str:
    if not indent.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only concatenate str (not "{indent.ob_type.value.tp_name:.200}") to str')
    return "\n" + str(indent.value) * max(level, 0)


def encoder_encode_float(s: PyEncoderObject, obj: PyObject) -> str:
    """The text of a float."""
    x = obj.value
    if math.isfinite(x):
        return float.__repr__(x)
    if not s.allow_nan:
        shown = float_repr(obj)
        raise PyErr_Format(
            PyExc_ValueError, f"Out of range float values are not JSON compliant: {shown.value}")
    return "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"


def encoder_encode_string(s: PyEncoderObject, writer: _PyUnicodeWriter, obj: PyObject) -> Any:
    """Write a string; host None, or pending."""
    if s.fast_encode is not None:
        return writer.write(s.fast_encode(obj.value))
    return _string_by_encoder(s.encoder, writer, obj)


def _string_by_encoder(encoder: PyObject, writer: _PyUnicodeWriter, obj: PyObject) -> Any:
    encoded = PyObject_CallOneArg(encoder, obj)
    if type(encoded) in PENDING:
        encoded = yield encoded
    try:
        if not encoded.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"encoder() must return a string, not {encoded.ob_type.value.tp_name:.80}")
        writer.write(encoded.value)
    finally:
        Py_DECREF(encoded)


def _write_int(writer: _PyUnicodeWriter, obj: PyObject) -> Any:
    text = long_to_decimal_string(obj)
    if type(text) in PENDING:
        return _write_pending(writer, text)
    return writer.write(text.value)


def _write_pending(writer: _PyUnicodeWriter, pending: Any) -> Any:
    text = yield pending
    writer.write(text.value)
    Py_DECREF(text)


def encoder_listencode_obj(
    s: PyEncoderObject, writer: _PyUnicodeWriter, obj: PyObject, newline_indent: str | None
) -> Any:
    """Write any object; host None, or pending."""
    if obj in _WORDS:
        return writer.write(_WORDS[obj])
    flags = obj.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return encoder_encode_string(s, writer, obj)
    if flags & Py_TPFLAGS_LONG_SUBCLASS:
        return _write_int(writer, obj)
    if PyObject_TypeCheck(obj, PyFloat_Type):
        return writer.write(encoder_encode_float(s, obj))
    if flags & (Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS):
        _Py_CheckRecursiveCall(_WHERE)
        return encoder_listencode_list(s, writer, obj, newline_indent)
    if flags & Py_TPFLAGS_DICT_SUBCLASS:
        _Py_CheckRecursiveCall(_WHERE)
        return encoder_listencode_dict(s, writer, obj, newline_indent)
    return _by_default(s, writer, obj, newline_indent)


def _mark(s: PyEncoderObject, obj: PyObject) -> PyObject | None:
    """Remember what is being written: its address, owned, or NULL where nothing is checked."""
    if s.markers is Py_None:
        return None
    ident = PyLong_FromLong(_Py_address(obj))
    if PyDict_Contains(s.markers, ident):
        Py_DECREF(ident)
        raise PyErr_Format(PyExc_ValueError, "Circular reference detected")
    PyDict_SetItem(s.markers, ident, obj)
    return ident


def _unmark(s: PyEncoderObject, ident: PyObject | None) -> None:
    if ident is not None:
        PyDict_DelItem(s.markers, ident)


def _by_default(
    s: PyEncoderObject, writer: _PyUnicodeWriter, obj: PyObject, newline_indent: str | None
) -> Any:
    """Write what the function for other objects makes of one (a generator)."""
    ident = _mark(s, obj)
    try:
        newobj = PyObject_CallOneArg(s.defaultfn, obj)
        if type(newobj) in PENDING:
            newobj = yield newobj
        try:
            _Py_CheckRecursiveCall(_WHERE)
            done = encoder_listencode_obj(s, writer, newobj, newline_indent)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(newobj)
        _unmark(s, ident)
    finally:
        if ident is not None:
            Py_DECREF(ident)


class _Layout:
    """How the items of one array or object are written: what stands before, between and after them."""

    __slots__ = ("inner", "separator", "outer")

    def __init__(self, s: Any, newline_indent: str | None) -> None:
        self.inner: str | None = None
        self.separator: str = s.item_separator.value
        self.outer = ""
        if s.indent is not Py_None:
            assert newline_indent is not None
            self.inner = newline_indent + s.indent.value
            self.separator += self.inner
            self.outer = newline_indent


def encoder_listencode_list(
    s: PyEncoderObject, writer: _PyUnicodeWriter, seq: PyObject, newline_indent: str | None
) -> Any:
    """Write a list or tuple (a generator)."""
    if not seq.value:
        return writer.write("[]")
    ident = _mark(s, seq)
    try:
        layout = _Layout(s, newline_indent)
        writer.write("[" + (layout.inner or ""))
        i = 0
        while i < len(seq.value):
            if i:
                writer.write(layout.separator)
                if not i % YIELD_EVERY:
                    yield None
            done = encoder_listencode_obj(s, writer, seq.value[i], layout.inner)
            if type(done) in PENDING:
                obj = Py_NewRef(seq.value[i])
                try:
                    yield done
                finally:
                    Py_DECREF(obj)
            i += 1
        _unmark(s, ident)
        writer.write(layout.outer + "]")
    finally:
        if ident is not None:
            Py_DECREF(ident)
    return None


def encoder_listencode_dict(
    s: PyEncoderObject, writer: _PyUnicodeWriter, dct: PyObject, newline_indent: str | None
) -> Any:
    """Write a dict (a generator)."""
    if not dct.value.me_value:
        return writer.write("{}")
    ident = _mark(s, dct)
    owned: list = []
    try:
        layout = _Layout(s, newline_indent)
        writer.write("{" + (layout.inner or ""))
        if s.sort_keys or dct.ob_type is not PyDict_Type:
            owned = yield _items(s, dct)
        else:
            owned = [op for pair in _PyDict_HostItems(dct) for op in pair]
            for op in owned:
                op.ob_refcnt += 1
        first = True
        for i in range(0, len(owned), 2):
            if not (i + 2) % YIELD_EVERY:
                yield None
            keystr = encoder_encode_key(s, owned[i])
            if type(keystr) in PENDING:
                keystr = yield keystr
            if keystr is None:
                continue
            done = _write_key(s, writer, keystr, "" if first else layout.separator)
            if type(done) in PENDING:
                yield done
            first = False
            done = encoder_listencode_obj(s, writer, owned[i + 1], layout.inner)
            if type(done) in PENDING:
                yield done
        _unmark(s, ident)
        writer.write(layout.outer + "}")
    finally:
        decref_all(owned)
        if ident is not None:
            Py_DECREF(ident)
    return None


def _items(s: PyEncoderObject, dct: PyObject) -> Any:
    """Keys and values by turns of a dict that is sorted or of a subclass: owned (a generator)."""
    found = PyMapping_Items(dct)
    if type(found) in PENDING:
        found = yield found
    try:
        if s.sort_keys:
            done = PyList_Sort(found)
            if type(done) in PENDING:
                yield done
        owned = [op for item in found.value for op in _pair(item)]
        for op in owned:
            op.ob_refcnt += 1
        return owned
    finally:
        Py_DECREF(found)


def _pair(item: PyObject) -> tuple:
    if not item.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or len(item.value) != 2:
        raise PyErr_Format(PyExc_ValueError, "items must return 2-tuples")
    return item.value


def encoder_encode_key(s: PyEncoderObject, key: PyObject) -> Any:
    """The str that stands for a key (new reference; may be pending), NULL for one that is left out."""
    flags = key.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return Py_NewRef(key)
    if PyObject_TypeCheck(key, PyFloat_Type):
        return PyUnicode_FromString(encoder_encode_float(s, key))
    if key in _WORDS:
        return PyUnicode_FromString(_WORDS[key])
    if flags & Py_TPFLAGS_LONG_SUBCLASS:
        return long_to_decimal_string(key)
    if s.skipkeys:
        return None
    raise PyErr_Format(
        PyExc_TypeError, "keys must be str, int, float, bool or None, "
        f"not {key.ob_type.value.tp_name:.100}")


def _write_key(s: Any, writer: _PyUnicodeWriter, keystr: PyObject, separator: str) -> Any:
    """Write what stands before a value, and a key, whose reference is stolen; may be pending."""
    writer.write(separator)
    if s.fast_encode is None:
        return _key_by_encoder(s, writer, keystr)
    writer.write(s.fast_encode(keystr.value))
    Py_DECREF(keystr)
    return writer.write(s.key_separator.value)


def _key_by_encoder(s: Any, writer: _PyUnicodeWriter, keystr: PyObject) -> Any:
    try:
        yield _string_by_encoder(s.encoder, writer, keystr)
    finally:
        Py_DECREF(keystr)
    writer.write(s.key_separator.value)


PyEncoderType = PyType_FromSpec(
    "_json.Encoder", tp_basicsize=80, tp_flags=Py_TPFLAGS_HAVE_GC, tp_hostkey="identity",
    tp_new=encoder_new, tp_call=encoder_call, tp_dealloc=fields_dealloc(*_OWNED),
    tp_traverse=fields_traverse(*_OWNED), tp_clear=fields_clear(*_OWNED),
    tp_members=(
        PyMemberDef("markers", "markers"),
        PyMemberDef("default", "defaultfn"),
        *(PyMemberDef(name, name) for name in (*_OWNED[2:], "sort_keys", "skipkeys")),
    ))
