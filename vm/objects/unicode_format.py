"""str.format and str.format_map. Models Objects/stringlib/unicode_format.h.

A format string is parsed once and the result kept. While every value is an atom the fields are filled in
at once; otherwise a generator does it, as field access and ``__format__`` may call guest code.
"""

from __future__ import annotations

from _string import (  # type: ignore[import-not-found]
    formatter_field_name_split,
    formatter_parser,
)
from typing import Any

from vm.objects.abstract import (
    PyObject_Format,
    PyObject_GetItem,
    PySequence_Check,
    PySequence_GetItem,
)
from vm.objects.bridge import MAX_TEXT, host_error
from vm.objects.formatter_unicode import check_format_size
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_ASCII, PyObject_GetAttr, PyObject_Repr, PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    PyBool_Type,
    PyComplex_Type,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_ValueError,
    _PyErr_SetKeyError,
)
from vm.objects.unicode_writer import _PyUnicodeWriter
from vm.objects.unicodeobject import PyUnicode_FromString

_PLAIN_TYPES = {PyUnicode_Type, PyLong_Type, PyFloat_Type, PyBool_Type}
_NUMBERS = {PyLong_Type, PyFloat_Type, PyComplex_Type}
_CACHE_SIZE = 500
#: A format string with more fields than this is a MemoryError.
_MAX_FIELDS = 1 << 20


class _Parsed:
    """A format string, cut up.

    Attributes:
        fields: (literal, field name or None, specification, conversion or None) each.
        error: what the host's parser raised behind the last field, or None.
        simple: (literal, index or name or None, specification, conversion) each, if no field has
            attributes, items, or fields inside its specification; else None.
    """

    __slots__ = ("fields", "error", "simple")

    def __init__(self, text: str):
        self.fields: list[tuple] = []
        self.error: ValueError | None = None
        if len(text) > _MAX_FIELDS and text.count("{") > _MAX_FIELDS:
            raise PyErr_SetNone(PyExc_MemoryError)
        try:
            for field in formatter_parser(text):
                self.fields.append(field)
        except ValueError as err:
            self.error = err.with_traceback(None)
        self.simple = None if self.error else self._simplify()

    def _simplify(self) -> list[tuple] | None:
        simple: list[tuple] = []
        auto = 0
        manual = False
        for literal, name, spec, conversion in self.fields:
            if name is None:
                simple.append((literal, None, "", None))
                continue
            if "." in name or "[" in name or "{" in spec:
                return None
            try:
                first: Any = formatter_field_name_split(name)[0]
                check_format_size(spec)
            except Exception:  # reported when the field's turn comes
                return None
            if first == "":
                first = auto
                auto += 1
            elif type(first) is int:
                manual = True
            simple.append((literal, first, spec, conversion))
        return None if auto and manual else simple


_cache: dict[str, _Parsed] = {}


def _parse(text: str) -> _Parsed:
    parsed = _cache.get(text)
    if parsed is None:
        parsed = _Parsed(text)
        if len(text) < 2000:
            if len(_cache) >= _CACHE_SIZE:
                _cache.clear()
            _cache[text] = parsed
    return parsed


def unicode_format(self: PyObject, args: list, kwnames: tuple) -> Any:
    """str.format(*args, **kwargs)."""
    parsed = _parse(self.value)
    nargs = len(args) - len(kwnames)
    kwargs = {name.value: args[nargs + i] for i, name in enumerate(kwnames)}
    if parsed.simple is not None:
        res = _fill_in(self, parsed.simple, args, nargs, kwargs)
        if res is not None:
            return res
    return do_string_format(self, args[:nargs], kwargs)


def unicode_format_map(self: PyObject, mapping: PyObject) -> Any:
    """str.format_map(mapping)."""
    return do_string_format(self, None, mapping)


def _fill_in(self: PyObject, simple: list, args: list, nargs: int, kwargs: dict) -> PyObject | None:
    """The result if every value is an atom and nothing goes wrong; else NULL."""
    out = []
    whole = self  # the one str that the last text is, if it is one
    for literal, key, spec, conversion in simple:
        if literal:
            out.append(literal)
        if key is None:
            continue
        if type(key) is int:
            if key >= nargs:
                return None
            op = args[key]
        else:
            op = kwargs.get(key)
            if op is None:
                return None
        text = _plain_text(op, spec, conversion)
        if text is None:
            return None
        whole = op
        if text:
            out.append(text)
    if len(out) == 1 and out[0] is whole.value:
        whole.ob_refcnt += 1
        return whole
    text = "".join(out)
    return None if len(text) > MAX_TEXT else PyUnicode_FromString(text)


def _plain_text(op: PyObject, spec: str, conversion: str | None) -> str | None:
    """The text of an atom, or None where that takes more than the host's format."""
    value = op.value
    tp = op.ob_type
    if tp not in _PLAIN_TYPES or (tp is PyLong_Type and value.bit_length() > 1000):
        return None
    if conversion is not None:
        if conversion == "r":
            value = repr(value)
        elif conversion == "s":
            value = str(value)
        else:
            return None
    if spec or type(value) is not str:
        try:
            value = value.__format__(spec)
        except (ValueError, OverflowError, MemoryError):
            return None
    return value


class _AutoNumber:
    """Whether fields are numbered automatically (AutoNumber)."""

    __slots__ = ("state", "number")

    def __init__(self) -> None:
        self.state = ""
        self.number = 0

    def index_of(self, first: Any) -> Any:
        """The index or name of a field whose name begins with ``first``."""
        empty = first == ""
        if not empty and type(first) is not int:
            return first
        if not self.state:
            self.state = "auto" if empty else "manual"
        if self.state == "manual" and empty:
            raise PyErr_Format(
                PyExc_ValueError,
                "cannot switch from manual field specification to automatic field numbering")
        if self.state == "auto" and not empty:
            raise PyErr_Format(
                PyExc_ValueError,
                "cannot switch from automatic field numbering to manual field specification")
        if empty:
            self.number += 1
            return self.number - 1
        return first


def do_string_format(self: PyObject, args: list | None, kwargs: Any) -> Any:
    """Fill in the fields (a generator).

    Args:
        self: the format string.
        args: positional arguments, borrowed; None for format_map.
        kwargs: host dict of the keyword arguments, or format_map's mapping.
    """
    writer = _PyUnicodeWriter()
    try:
        yield build_string(writer, self, self.value, args, kwargs, 2, _AutoNumber())
        return writer.finish()
    finally:
        writer.dealloc()


def build_string(writer: _PyUnicodeWriter, whole: PyObject | None, source: str, args: list | None,
                 kwargs: Any, depth: int, auto: _AutoNumber) -> Any:
    """Write a format string, or a specification in it, with its fields filled in (a generator).

    Args:
        writer: gets the text.
        whole: the guest str of the format string; NULL for a specification.
        source: its text.
        args, kwargs, auto: as in `do_string_format`.
        depth: how deep specifications may still be nested.
    """
    if depth <= 0:
        raise PyErr_Format(PyExc_ValueError, "Max string recursion exceeded")
    parsed = _parse(source)
    last = None if parsed.error else len(parsed.fields) - 1
    for i, (literal, name, spec, conversion) in enumerate(parsed.fields):
        writer.overallocate = i != last
        if literal == source and whole is not None:
            writer.write_str(whole)
        else:
            writer.write(literal)
        if name is not None:
            yield output_markup(writer, name, spec, conversion, args, kwargs, depth, auto)
    if parsed.error is not None:
        raise host_error(parsed.error)


def output_markup(writer: _PyUnicodeWriter, name: str, spec: str, conversion: str | None,
                  args: list | None, kwargs: Any, depth: int, auto: _AutoNumber) -> Any:
    """Write one field (a generator)."""
    op = yield get_field_object(name, args, kwargs, auto)
    try:
        if conversion is not None:
            res = _convert(op, conversion)
            if type(res) in PENDING:
                res = yield res
            Py_DECREF(op)
            op = res
        if "{" in spec:
            inner = _PyUnicodeWriter()
            yield build_string(inner, None, spec, args, kwargs, depth - 1, auto)
            spec = inner.text()
        yield render_field(writer, op, spec)
    finally:
        Py_DECREF(op)


def render_field(writer: _PyUnicodeWriter, op: PyObject, spec: str) -> Any:
    """Write an object by a specification (a generator)."""
    spec_op = PyUnicode_FromString(spec)
    try:
        res = PyObject_Format(op, spec_op)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(spec_op)
    try:
        if op.ob_type in _NUMBERS:  # written by digits, not as a str
            writer.write(res.value)
        else:
            writer.write_str(res)
    finally:
        Py_DECREF(res)


def _convert(op: PyObject, conversion: str) -> Any:
    if conversion == "r":
        return PyObject_Repr(op)
    if conversion == "s":
        return PyObject_Str(op)
    if conversion == "a":
        return PyObject_ASCII(op)
    shown = conversion if 32 < ord(conversion) < 127 else f"\\x{ord(conversion):x}"
    raise PyErr_Format(PyExc_ValueError, f"Unknown conversion specifier {shown}")


def get_field_object(name: str, args: list | None, kwargs: Any, auto: _AutoNumber) -> Any:
    """The object that a field name stands for, a new reference (a generator)."""
    try:
        first, rest = formatter_field_name_split(name)
    except ValueError as err:
        raise host_error(err) from None
    op = _first_object(auto.index_of(first), args, kwargs)
    if type(op) in PENDING:
        op = yield op
    while True:
        try:
            step = next(rest, None)
        except ValueError as err:
            Py_DECREF(op)
            raise host_error(err) from None
        if step is None:
            return op
        try:
            res = yield _step(op, *step)
        finally:
            Py_DECREF(op)
        op = res


def _first_object(key: Any, args: list | None, kwargs: Any) -> Any:
    if type(key) is int:
        if args is None:
            raise PyErr_Format(PyExc_ValueError, "Format string contains positional fields")
        if key >= len(args):
            raise PyErr_Format(
                PyExc_IndexError,
                f"Replacement index {key} out of range for positional args tuple")
        op = args[key]
    elif type(kwargs) is dict:
        op = kwargs.get(key)
        if op is None:
            name = PyUnicode_FromString(key)
            err = _PyErr_SetKeyError(name)
            Py_DECREF(name)
            raise err
    else:
        return _mapping_item(kwargs, key)
    op.ob_refcnt += 1
    return op


def _mapping_item(mapping: PyObject, key: str) -> Any:
    name = PyUnicode_FromString(key)
    try:
        res = PyObject_GetItem(mapping, name)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(name)


def _step(op: PyObject, is_attribute: bool, key: Any) -> Any:
    """``op.key`` or ``op[key]`` (a generator)."""
    if type(key) is int and PySequence_Check(op):
        res = PySequence_GetItem(op, key)
        if type(res) in PENDING:
            res = yield res
        return res
    name = PyLong_FromLong(key) if type(key) is int else PyUnicode_FromString(key)
    try:
        res = PyObject_GetAttr(op, name) if is_attribute else PyObject_GetItem(op, name)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(name)
