"""str.translate and str.maketrans: _PyUnicode_TranslateCharmap and unicode_maketrans_impl."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyObject_GetItem
from vm.objects.bridge import MAX_TEXT
from vm.objects.dictobject import PyDict_Items, PyDict_New, PyDict_SetItem
from vm.objects.getargs import unicode_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyDict_Type,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_LookupError,
    PyExc_MemoryError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.unicodeobject import PyUnicode_FromString, unicode_result


def charmaptranslate_lookup(c: str, mapping: PyObject) -> Any:
    """The host text that replaces a character; None for a deletion, NULL without an entry (a generator).

    NULL is `_MISSING` here.
    """
    key = PyLong_FromLong(ord(c))
    try:
        res = PyObject_GetItem(mapping, key)
        if type(res) in PENDING:
            res = yield res
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_LookupError):
            raise
        PyErr_Clear(err)
        return _MISSING
    finally:
        Py_DECREF(key)
    try:
        return _replacement(res)
    finally:
        Py_DECREF(res)


_MISSING: Any = object()


def _replacement(op: PyObject) -> str | None:
    if op is Py_None:
        return None
    flags = op.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_LONG_SUBCLASS:
        if not 0 <= op.value <= 0x10FFFF:
            raise PyErr_Format(
                PyExc_ValueError, "character mapping must be in range(0x110000)")
        return chr(op.value)
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return op.value
    raise PyErr_Format(
        PyExc_TypeError, "character mapping must return integer, None or str")


class _Output:
    """The text made so far, and how many characters of the input it covers."""

    __slots__ = ("parts", "size", "pos")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.pos = 0

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise PyErr_SetNone(PyExc_MemoryError)


def unicode_translate(self: PyObject, table: PyObject) -> Any:
    """str.translate(table) (_PyUnicode_TranslateCharmap; a generator, as the table may be any mapping)."""
    text = self.value
    if not text:
        return unicode_result(self, text)
    out = _Output()
    if text.isascii():
        yield unicode_fast_translate(text, table, out)
    while out.pos < len(text):
        c = text[out.pos]
        new = yield charmaptranslate_lookup(c, table)
        if new is not None:
            out.put(c if new is _MISSING else new)
            out.pos += 1
            continue
        # A deletion: the run of deleted characters ends where a look-up gives anything else.
        out.pos += 1
        while out.pos < len(text):
            new = yield charmaptranslate_lookup(text[out.pos], table)
            if new is not None:
                break
            out.pos += 1
    return PyUnicode_FromString("".join(out.parts))


def unicode_fast_translate(text: str, table: PyObject, out: _Output) -> Any:
    """Translate ASCII text as long as each character becomes one ASCII character or none (a generator).

    Each character is looked up once.
    """
    known: dict[str, str] = {}
    for i, c in enumerate(text):
        new = known.get(c)
        if new is None:
            new = yield charmaptranslate_lookup(c, table)
            if new is _MISSING:
                new = c
            elif new is None:
                new = ""
            elif len(new) != 1 or not new.isascii():
                out.pos = i
                return
            known[c] = new
        elif not i & 0x3FFF:
            yield None
        out.put(new)
    out.pos = len(text)


def unicode_maketrans(_: None, x: PyObject, y: PyObject | None, z: PyObject | None) -> Any:
    """str.maketrans(x[, y[, z]])."""
    if y is not None:
        to = unicode_arg(y, "maketrans", "argument 2")
        delete = "" if z is None else unicode_arg(z, "maketrans", "argument 3")
        if not x.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                "first maketrans argument must be a string if there is a second argument")
        if len(x.value) != len(to):
            raise PyErr_Format(
                PyExc_ValueError, "the first two maketrans arguments must have equal length")
        new = PyDict_New()
        for a, b in zip(x.value, to):
            _set(new, ord(a), PyLong_FromLong(ord(b)))
        for c in delete:
            Py_None.ob_refcnt += 1
            _set(new, ord(c), Py_None)
        return new
    if x.ob_type is not PyDict_Type:
        raise PyErr_Format(
            PyExc_TypeError, "if you give only one argument to maketrans it must be a dict")
    return _maketrans_of_dict(x)


def _set(table: PyObject, key: int, value: PyObject) -> None:
    """table[key] = value, whose reference is taken over."""
    key_op = PyLong_FromLong(key)
    PyDict_SetItem(table, key_op, value)
    Py_DECREF(key_op)
    Py_DECREF(value)


def _maketrans_of_dict(x: PyObject) -> Any:
    new = PyDict_New()
    items = PyDict_Items(x)
    done = False
    try:
        for pair in items.value:
            key, value = pair.value
            flags = key.ob_type.value.tp_flags
            if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
                if len(key.value) != 1:
                    raise PyErr_Format(
                        PyExc_ValueError, "string keys in translate table must be of length 1")
                value.ob_refcnt += 1
                _set(new, ord(key.value), value)
            elif flags & Py_TPFLAGS_LONG_SUBCLASS:
                pending = PyDict_SetItem(new, key, value)
                if type(pending) in PENDING:
                    yield pending
            else:
                raise PyErr_Format(
                    PyExc_TypeError, "keys in translate table must be strings or integers")
        done = True
        return new
    finally:
        Py_DECREF(items)
        if not done:
            Py_DECREF(new)
