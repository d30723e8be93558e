"""Reading JSON: strings, and the scanner that json.decoder uses. Part of Modules/_json.c.

The scanner keeps the open arrays and objects on a stack of its own, so that depth costs no native frames; it
is counted as C counts its recursion.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any, NamedTuple

from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.exceptions import PyErr_SetObject
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.floatobject import PyFloat_FromDouble
from vm.objects.getargs import ssize_t
from vm.objects.listobject import PyList_Append, PyList_New
from vm.objects.longobject import PyLong_FromLong, _PyLong_FromBytes
from vm.objects.methoddef import NO_KW, ArgSpec, PyMemberDef, PyMethodDef, parse_arguments
from vm.objects.object import (
    PyObject_GetAttr,
    PyObject_IsTrue,
    _Py_CheckRecursiveCall,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyFloat_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
)
from vm.objects.pyimport import _PyImport_GetModuleAttrString
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString

_CHUNKS = {True: re.compile(r'[^"\\\x00-\x1f]*'), False: re.compile(r'[^"\\]*')}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"n": ("null", Py_None), "t": ("true", Py_True), "f": ("false", Py_False)}
_CONSTANTS = {"N": "NaN", "I": "Infinity", "-": "-Infinity"}


class Malformed(Exception):
    """A text that is not JSON: what JSONDecodeError says, and where."""

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message, index)


def raise_errmsg(bad: Malformed, text: PyObject) -> Any:
    """Raise json.decoder.JSONDecodeError (a generator)."""
    message, index = bad.args
    error = yield _PyImport_GetModuleAttrString("json.decoder", "JSONDecodeError")
    args = [PyUnicode_FromString(message), Py_NewRef(text), PyLong_FromLong(index)]
    try:
        exc = PyObject_Vectorcall(error, args, NO_KW)
        if type(exc) in PENDING:
            exc = yield exc
        raise _PyErr_SetObject(exc)
    finally:
        Py_DECREF(error)
        decref_all(args)


def raise_stop_iteration(index: int) -> PyErr:
    """The error for a place where no value begins."""
    value = PyLong_FromLong(index)
    error = PyErr_SetObject(PyExc_StopIteration, value)
    Py_DECREF(value)
    return error


# ---- strings

def scanstring_unicode(text: str, end: int, strict: bool) -> tuple[str, int]:
    """The string that begins after the quote before ``end``, and the index after its closing quote."""
    begin = end - 1
    if not 0 <= end <= len(text):
        raise PyErr_Format(PyExc_ValueError, "end is out of bounds")
    chunk = _CHUNKS[strict].match
    parts = []
    while True:
        stop = chunk(text, end).end()  # type: ignore[union-attr]
        mark = text[stop:stop + 1]
        parts.append(text[end:stop])
        if mark == '"':
            return "".join(parts), stop + 1
        if mark and mark != "\\":
            raise Malformed("Invalid control character at", stop)
        escape = text[stop + 1:stop + 2]
        if not escape:
            raise Malformed("Unterminated string starting at", begin)
        if escape == "u":
            char, end = _unicode_escape(text, stop + 2)
        elif escape in _ESCAPES:
            char, end = _ESCAPES[escape], stop + 2
        else:
            raise Malformed("Invalid \\escape", stop)
        parts.append(char)


def _unicode_escape(text: str, start: int) -> tuple[str, int]:
    """The character of four hexadecimal digits, or of a pair of surrogates; the index after it."""
    end = start + 4
    if end >= len(text) or not _HEX.match(text, start):
        raise Malformed("Invalid \\uXXXX escape", start - 1)
    code = int(text[start:end], 16)
    if 0xD800 <= code < 0xDC00 and end + 6 < len(text) and text[end:end + 2] == "\\u":
        if not _HEX.match(text, end + 2):
            raise Malformed("Invalid \\uXXXX escape", end + 1)
        low = int(text[end + 2:end + 6], 16)
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), end + 6
    return chr(code), end


def _text_argument(op: PyObject) -> PyObject:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"first argument must be a string, not {op.ob_type.value.tp_name:.80}")
    return op


def py_scanstring(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``scanstring(string, end, strict=True)``; a generator."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "scanstring() takes no keyword arguments")
    if not 2 <= len(args) <= 3:
        bound = "at least 2" if len(args) < 2 else "at most 3"
        raise PyErr_Format(
            PyExc_TypeError, f"scanstring() takes {bound} arguments ({len(args)} given)")
    pystr = args[0]
    index = ssize_t(args[1])
    if type(index) in PENDING:
        index = yield index
    flag = True
    if len(args) == 3:
        flag = PyObject_IsTrue(args[2])
        if type(flag) in PENDING:
            flag = yield flag
    _text_argument(pystr)
    try:
        text, stop = scanstring_unicode(pystr.value, index, flag)
    except Malformed as bad:
        yield raise_errmsg(bad, pystr)
        raise
    return PyTuple_New((PyUnicode_FromString(text), PyLong_FromLong(stop)))


# ---- the scanner

_HOOKS = ("object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant")


class PyScannerObject:
    """The body of a scanner: the settings of the decoder that it was made for, owned; a host bool."""

    __slots__ = ("strict", *_HOOKS)

    def __init__(self) -> None:
        self.strict = True
        for name in _HOOKS:
            setattr(self, name, None)


class _Level(NamedTuple):
    """An open array or object: the guest list or dict (owned), and the key that waits for a value."""

    rval: PyObject
    is_object: bool
    key: PyObject | None


class _Scan:
    """One call of a scanner: the text, where it stands, and what is open."""

    def __init__(self, s: PyScannerObject, pystr: PyObject) -> None:
        self.s: Any = s
        self.text: str = pystr.value
        self.levels: list[_Level] = []
        self.memo: dict[str, PyObject] = {}

    def drop(self) -> None:
        """Drop what is owned."""
        for level in reversed(self.levels):
            Py_XDECREF(level.key)
            Py_DECREF(level.rval)
        decref_all(list(self.memo.values()))

    def skip(self, idx: int) -> int:
        """The index of the next character that is no whitespace."""
        return _SPACE.match(self.text, idx).end()  # type: ignore[union-attr]

    def read_key(self, idx: int) -> int:
        """Read ``"key" :`` into the innermost object; the index of the value."""
        text = self.text
        if text[idx:idx + 1] != '"':
            raise Malformed("Expecting property name enclosed in double quotes", idx)
        name, idx = scanstring_unicode(text, idx + 1, self.s.strict)
        key = self.memo.get(name)
        if key is None:
            key = self.memo[name] = PyUnicode_FromString(name)
        self.levels[-1] = self.levels[-1]._replace(key=Py_NewRef(key))
        idx = self.skip(idx)
        if text[idx:idx + 1] != ":":
            raise Malformed("Expecting ':' delimiter", idx)
        return self.skip(idx + 1)

    def open(self, idx: int, is_object: bool) -> tuple[int, bool]:
        """Begin an array or object; the index of its first value, and whether it has one."""
        kind = "object" if is_object else "array"
        _Py_CheckRecursiveCall(f" while decoding a JSON {kind} from a unicode string",
                               len(self.levels))
        pairs = self.s.object_pairs_hook is not Py_None
        rval = PyDict_New() if is_object and not pairs else PyList_New([])
        self.levels.append(_Level(rval, is_object, None))
        idx = self.skip(idx + 1)
        if self.text[idx:idx + 1] == ("}" if is_object else "]"):
            return idx + 1, False
        return (self.read_key(idx) if is_object else idx), True

    def attach(self, val: PyObject) -> None:
        """Put a value, whose reference is stolen, into the innermost array or object."""
        rval, is_object, key = self.levels[-1]
        if not is_object:
            PyList_Append(rval, val)
            Py_DECREF(val)
            return
        assert key is not None
        self.levels[-1] = self.levels[-1]._replace(key=None)
        if rval.ob_type is PyList_Type:
            pair = PyTuple_New((key, val))
            PyList_Append(rval, pair)
            Py_DECREF(pair)
        else:
            PyDict_SetItem(rval, key, val)
            Py_DECREF(key)
            Py_DECREF(val)

    def separator(self, idx: int) -> tuple[int, bool]:
        """After a value: the index of the next one, or after the closing bracket; whether there is one."""
        text, is_object = self.text, self.levels[-1].is_object
        closing = "}" if is_object else "]"
        idx = self.skip(idx)
        mark = text[idx:idx + 1]
        if mark == closing:
            return idx + 1, False
        if mark != ",":
            raise Malformed("Expecting ',' delimiter", idx)
        comma, idx = idx, self.skip(idx + 1)
        if text[idx:idx + 1] == closing:
            kind = "object" if is_object else "array"
            raise Malformed(f"Illegal trailing comma before end of {kind}", comma)
        return (self.read_key(idx) if is_object else idx), True

    def closed(self) -> Any:
        """The finished array or object, as the hooks make it; may be pending."""
        rval, is_object, _ = self.levels.pop()
        hook = self.s.object_pairs_hook
        if hook is Py_None:
            hook = self.s.object_hook
        if not is_object or hook is Py_None:
            return rval
        return _given(hook, rval)

    def begin(self, idx: int) -> tuple[Any, int]:
        """A value that ends at once, which may be pending, or NULL; the index of what follows."""
        if idx >= len(self.text):
            raise raise_stop_iteration(idx)
        char = self.text[idx]
        if char not in "[{":
            return self.atom(idx)
        idx, more = self.open(idx, char == "{")
        return None if more else self.closed(), idx

    def atom(self, idx: int) -> tuple[Any, int]:
        """A string, number or constant, which may be pending; the index after it."""
        text = self.text
        char = text[idx]
        if char == '"':
            found, idx = scanstring_unicode(text, idx + 1, self.s.strict)
            return PyUnicode_FromString(found), idx
        if char in _WORDS:
            word, op = _WORDS[char]
            if text.startswith(word, idx):
                return op, idx + len(word)
        elif char in _CONSTANTS and text.startswith(_CONSTANTS[char], idx):
            name = _CONSTANTS[char]
            constant = PyUnicode_InternFromString(name)
            return _given(self.s.parse_constant, Py_NewRef(constant)), idx + len(name)
        return self.match_number(idx)

    def match_number(self, idx: int) -> tuple[Any, int]:
        """A number, which may be pending; the index after it."""
        found = _NUMBER.match(self.text, idx)
        if found is None:
            raise raise_stop_iteration(idx)
        is_float = found[1] is not None or found[2] is not None
        function = self.s.parse_float if is_float else self.s.parse_int
        if function is not (PyFloat_Type if is_float else PyLong_Type):
            return _given(function, PyUnicode_FromString(found[0])), found.end()
        if is_float:
            return PyFloat_FromDouble(float(found[0])), found.end()
        return _PyLong_FromBytes(found[0].encode(), 10), found.end()


def _given(function: PyObject, argument: PyObject) -> Any:
    """``function(argument)``, whose reference is stolen (a generator)."""
    function.ob_refcnt += 1
    try:
        res = PyObject_CallOneArg(function, argument)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(function)
        Py_DECREF(argument)


def scan_once_unicode(s: PyScannerObject, pystr: PyObject, idx: int) -> Any:
    """``(value, index after it)`` of the value that begins at an index (a generator)."""
    if idx < 0:
        raise PyErr_Format(PyExc_ValueError, "idx cannot be negative")
    scan = _Scan(s, pystr)
    val: Any
    try:
        for rounds in count(1):
            if not rounds % YIELD_EVERY:
                yield None
            val, idx = scan.begin(idx)
            while val is not None:
                if type(val) in PENDING:
                    val = yield val
                if not scan.levels:
                    return PyTuple_New((val, PyLong_FromLong(idx)))
                scan.attach(val)
                idx, more = scan.separator(idx)
                val = None if more else scan.closed()
    except Malformed as bad:
        yield raise_errmsg(bad, pystr)
        raise
    finally:
        scan.drop()


_CALL = ArgSpec("($self, /, string, idx)")
_NEW = ArgSpec("($type, /, context)")


def scanner_call(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``scanner(string, idx)``; a generator."""
    pystr, idx = parse_arguments(_CALL, "scan_once", args, kwnames)
    index = ssize_t(idx)
    if type(index) in PENDING:
        index = yield index
    return (yield scan_once_unicode(self.value, _text_argument(pystr), index))


def scanner_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``make_scanner(context)``; a generator."""
    (context,) = parse_arguments(_NEW, "make_scanner", args, kwnames)
    self = PyType_GenericAlloc(type_op, PyScannerObject())
    try:
        strict = yield _attribute(context, "strict")
        flag = PyObject_IsTrue(strict)
        if type(flag) in PENDING:
            flag = yield flag
        self.value.strict = flag
        Py_DECREF(strict)
        for name in _HOOKS:
            setattr(self.value, name, (yield _attribute(context, name)))
    except PyErr:
        Py_DECREF(self)
        raise
    return self


def _attribute(op: PyObject, name: str) -> Any:
    res = PyObject_GetAttr(op, _Py_ID(name))
    return (yield res) if type(res) in PENDING else res


PyScannerType = PyType_FromSpec(
    "_json.Scanner", tp_basicsize=64, tp_flags=Py_TPFLAGS_HAVE_GC, tp_hostkey="identity",
    tp_new=scanner_new, tp_call=scanner_call, tp_dealloc=fields_dealloc(*_HOOKS),
    tp_traverse=fields_traverse(*_HOOKS), tp_clear=fields_clear(*_HOOKS),
    tp_members=tuple(PyMemberDef(name, name) for name in ("strict", *_HOOKS)))

scanner_methods = (
    PyMethodDef("scanstring", py_scanstring, raw=True),
)
