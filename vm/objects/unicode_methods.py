"""The methods of str: the second half of Objects/unicodeobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.bridge import (
    PY_SSIZE_T_MAX,
    check_backward_search,
    check_parts,
    check_text_size,
    host_error,
    strip_set,
)
from vm.objects.formatter_unicode import format_atom
from vm.objects.getargs import (
    boolean,
    c_int,
    c_string_arg,
    converted,
    slice_index,
    ssize_t,
    str_argument,
    unicode_arg,
)
from vm.objects.linker import late_import
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef, in_order
from vm.objects.object import PyObject_Str
from vm.objects.pycore_object import (
    Py_False,
    Py_None,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyObject,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicode_codecs import PyUnicode_AsEncodedString
from vm.objects.unicode_format import unicode_format, unicode_format_map
from vm.objects.unicode_translate import unicode_maketrans, unicode_translate
from vm.objects.unicodeobject import (
    PyUnicode_FromString,
    PyUnicode_Join,
    unicode_result,
)

_STR = Py_TPFLAGS_UNICODE_SUBCLASS
#: White space that a text may be full of.
_BLANKS = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2003\u2028\u2029\u3000"


def _strings(self: PyObject, parts: list[str]) -> PyObject:
    """A guest list of guest strings; a part that is the whole is the object itself."""
    if len(parts) == 1:
        parts[0] = unicode_result(self, parts[0])  # type: ignore[call-overload]
        return PyList_New(parts)
    for i, s in enumerate(parts):  # in the host's own list: so it has as many slots
        parts[i] = PyUnicode_FromString(s)  # type: ignore[call-overload]
    return PyList_New(parts)


# predicates and changes of case: nothing but the host's answer


def _predicate(name: str) -> Callable:
    test = getattr(str, name)

    def predicate(self: PyObject) -> PyObject:
        return Py_True if test(self.value) else Py_False

    predicate.__name__ = predicate.__qualname__ = f"unicode_{name}"
    return predicate


def _change(name: str) -> Callable:
    change = getattr(str, name)

    def changed(self: PyObject) -> PyObject:
        return unicode_result(self, change(self.value))

    changed.__name__ = changed.__qualname__ = f"unicode_{name}"
    return changed


_PREDICATES = (
    "isascii", "islower", "isupper", "istitle", "isspace", "isdecimal", "isdigit", "isnumeric",
    "isalpha", "isalnum", "isidentifier", "isprintable",
)
_CHANGES = (
    "capitalize", "casefold", "title", "lower", "upper", "swapcase",
)


# search


def _indices(name: str) -> tuple:
    """Converters for a substring and the bounds of the search."""
    return str_argument(name, "argument 1"), slice_index, slice_index


def _bounds(start: int | None, end: int | None) -> tuple[int, int]:
    return 0 if start is None else start, PY_SSIZE_T_MAX if end is None else end


def unicode_find(self: PyObject, sub: PyObject, start: PyObject | None,
                 end: PyObject | None) -> Any:
    """Lowest index of a substring, or -1."""
    if start is None and sub.ob_type is PyUnicode_Type:
        return PyLong_FromLong(self.value.find(sub.value))
    return _find_slice(self, sub, start, end)


@converted(*_indices("find"))
def _find_slice(self: PyObject, sub: str, start: Any, end: Any) -> PyObject:
    return PyLong_FromLong(self.value.find(sub, *_bounds(start, end)))


@converted(*_indices("rfind"))
def unicode_rfind(self: PyObject, sub: str, start: Any, end: Any) -> PyObject:
    """Highest index of a substring, or -1."""
    check_backward_search(self.value, sub)
    return PyLong_FromLong(self.value.rfind(sub, *_bounds(start, end)))


@converted(*_indices("index"))
def unicode_index(self: PyObject, sub: str, start: Any, end: Any) -> PyObject:
    """Lowest index of a substring, or ValueError."""
    try:
        return PyLong_FromLong(self.value.index(sub, *_bounds(start, end)))
    except ValueError as err:
        raise host_error(err) from None


@converted(*_indices("rindex"))
def unicode_rindex(self: PyObject, sub: str, start: Any, end: Any) -> PyObject:
    """Highest index of a substring, or ValueError."""
    check_backward_search(self.value, sub)
    try:
        return PyLong_FromLong(self.value.rindex(sub, *_bounds(start, end)))
    except ValueError as err:
        raise host_error(err) from None


@converted(*_indices("count"))
def unicode_count(self: PyObject, sub: str, start: Any, end: Any) -> PyObject:
    """How often a substring occurs, without overlaps."""
    return PyLong_FromLong(self.value.count(sub, *_bounds(start, end)))


@converted(None, slice_index, slice_index, None)
def _tail_match(self: PyObject, sub: PyObject, start: Any, end: Any, name: str) -> PyObject:
    start, end = _bounds(start, end)
    test = self.value.startswith if name == "startswith" else self.value.endswith
    flags = sub.ob_type.value.tp_flags
    if flags & _STR:
        return Py_True if test(sub.value, start, end) else Py_False
    if not flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{name} first arg must be str or a tuple of str, not "
            f"{sub.ob_type.value.tp_name:.100}")
    for op in sub.value:
        if not op.ob_type.value.tp_flags & _STR:
            raise PyErr_Format(
                PyExc_TypeError,
                f"tuple for {name} must only contain str, not "
                f"{op.ob_type.value.tp_name:.100}")
        if test(op.value, start, end):
            return Py_True
    return Py_False


def unicode_startswith(self: PyObject, prefix: PyObject, start: PyObject | None,
                       end: PyObject | None) -> Any:
    """Whether the string begins with a prefix, or one of a tuple of them."""
    if start is None and prefix.ob_type is PyUnicode_Type:
        return Py_True if self.value.startswith(prefix.value) else Py_False
    return _tail_match(self, prefix, start, end, "startswith")


def unicode_endswith(self: PyObject, suffix: PyObject, start: PyObject | None,
                     end: PyObject | None) -> Any:
    """Whether the string ends with a suffix, or one of a tuple of them."""
    if start is None and suffix.ob_type is PyUnicode_Type:
        return Py_True if self.value.endswith(suffix.value) else Py_False
    return _tail_match(self, suffix, start, end, "endswith")


def unicode_removeprefix(self: PyObject, prefix: PyObject) -> PyObject:
    """The string without a prefix."""
    return unicode_result(
        self, self.value.removeprefix(unicode_arg(prefix, "removeprefix", "argument")))


def unicode_removesuffix(self: PyObject, suffix: PyObject) -> PyObject:
    """The string without a suffix."""
    return unicode_result(
        self, self.value.removesuffix(unicode_arg(suffix, "removesuffix", "argument")))


# splitting and joining


def _separator(sep: PyObject | None) -> str | None:
    if sep is None or sep is Py_None:
        return None
    if not sep.ob_type.value.tp_flags & _STR:
        raise PyErr_Format(
            PyExc_TypeError, f"must be str or None, not {sep.ob_type.value.tp_name:.100}")
    return sep.value


def unicode_split(self: PyObject, sep: PyObject | None, maxsplit: PyObject | None) -> Any:
    """The parts between separators."""
    if maxsplit is not None:
        return _split(self, sep, maxsplit)
    separator = _separator(sep)
    check_parts(self.value, [separator] if separator else _BLANKS)
    try:
        return _strings(self, self.value.split(separator))
    except ValueError as err:
        raise host_error(err) from None


@converted(None, ssize_t)
def _split(self: PyObject, sep: PyObject | None, maxsplit: int) -> PyObject:
    separator = _separator(sep)
    check_parts(self.value, [separator] if separator else _BLANKS)
    try:
        return _strings(self, self.value.split(separator, _host_count(maxsplit)))
    except ValueError as err:
        raise host_error(err) from None


@converted(None, ssize_t)
def unicode_rsplit(self: PyObject, sep: PyObject | None, maxsplit: int | None) -> PyObject:
    """The parts between separators, splitting from the right."""
    count = -1 if maxsplit is None else _host_count(maxsplit)
    separator = _separator(sep)
    check_parts(self.value, [separator] if separator else _BLANKS)
    if separator:
        check_backward_search(self.value, separator)
    try:
        return _strings(self, self.value.rsplit(separator, count))
    except ValueError as err:
        raise host_error(err) from None


def _host_count(n: int) -> int:
    """A count within what a 32-bit host takes."""
    return min(n, 0x7FFFFFFF) if n >= 0 else -1


@converted(boolean)
def unicode_splitlines(self: PyObject, keepends: bool | None) -> PyObject:
    """The lines."""
    check_parts(self.value, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    return _strings(self, self.value.splitlines(bool(keepends)))


def _partition(self: PyObject, sep: PyObject, backwards: bool) -> PyObject:
    if not sep.ob_type.value.tp_flags & _STR:
        raise PyErr_Format(
            PyExc_TypeError, f"must be str, not {sep.ob_type.value.tp_name:.100}")
    s = self.value
    if backwards:
        check_backward_search(s, sep.value)
    try:
        parts = s.rpartition(sep.value) if backwards else s.partition(sep.value)
    except ValueError as err:
        raise host_error(err) from None
    return PyTuple_New(tuple([
        _itself(self) if part is s else
        unicode_result(sep, part) if part is sep.value else PyUnicode_FromString(part)
        for part in parts]))


def _itself(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


def unicode_partition(self: PyObject, sep: PyObject) -> PyObject:
    """What is before the first separator, the separator, what is behind it."""
    return _partition(self, sep, False)


def unicode_rpartition(self: PyObject, sep: PyObject) -> PyObject:
    """What is before the last separator, the separator, what is behind it."""
    return _partition(self, sep, True)


# changes


@converted(str_argument("replace", "argument 1"), str_argument("replace", "argument 2"), ssize_t)
def unicode_replace(self: PyObject, old: str, new: str, count: int | None) -> PyObject:
    """The string with a substring replaced."""
    s = self.value
    limit = -1 if count is None else _host_count(count)
    if len(new) > len(old) and len(s) * len(new) > 100000:
        found = s.count(old)
        check_text_size(
            len(s) + (min(found, limit) if limit >= 0 else found) * (len(new) - len(old)))
    return unicode_result(self, s.replace(old, new, limit))


def _strip(self: PyObject, chars: PyObject | None, name: str) -> PyObject:
    strip = getattr(self.value, name)
    if chars is None or chars is Py_None:
        return unicode_result(self, strip())
    if not chars.ob_type.value.tp_flags & _STR:
        raise PyErr_Format(PyExc_TypeError, f"{name} arg must be None or str")
    return unicode_result(self, strip(strip_set(chars.value)))


def unicode_strip(self: PyObject, chars: PyObject | None) -> PyObject:
    """The string without white space, or given characters, at both ends."""
    return _strip(self, chars, "strip")


def unicode_lstrip(self: PyObject, chars: PyObject | None) -> PyObject:
    """The string without white space, or given characters, at its start."""
    return _strip(self, chars, "lstrip")


def unicode_rstrip(self: PyObject, chars: PyObject | None) -> PyObject:
    """The string without white space, or given characters, at its end."""
    return _strip(self, chars, "rstrip")


def _justify(self: PyObject, width: int, fill: PyObject | None, name: str) -> PyObject:
    c = " "
    if fill is not None:
        if not fill.ob_type.value.tp_flags & _STR:
            raise PyErr_Format(
                PyExc_TypeError,
                "The fill character must be a unicode character, not "
                f"{fill.ob_type.value.tp_name:.100}")
        c = fill.value
        if len(c) != 1:
            raise PyErr_Format(
                PyExc_TypeError, "The fill character must be exactly one character long")
    check_text_size(width)
    return unicode_result(self, getattr(self.value, name)(max(width, 0), c))


@converted(ssize_t, None)
def unicode_center(self: PyObject, width: int, fill: PyObject | None) -> PyObject:
    """The string in the middle of a width."""
    return _justify(self, width, fill, "center")


@converted(ssize_t, None)
def unicode_ljust(self: PyObject, width: int, fill: PyObject | None) -> PyObject:
    """The string at the left of a width."""
    return _justify(self, width, fill, "ljust")


@converted(ssize_t, None)
def unicode_rjust(self: PyObject, width: int, fill: PyObject | None) -> PyObject:
    """The string at the right of a width."""
    return _justify(self, width, fill, "rjust")


@converted(ssize_t)
def unicode_zfill(self: PyObject, width: int) -> PyObject:
    """The string with zeros between its sign and its digits."""
    check_text_size(width)
    return unicode_result(self, self.value.zfill(max(width, 0)))


@converted(c_int)
def unicode_expandtabs(self: PyObject, tabsize: int | None) -> PyObject:
    """The string with its tabs replaced by blanks."""
    size = 8 if tabsize is None else tabsize
    s = self.value
    if size > 0:
        check_text_size(len(s) + s.count("\t") * (size - 1))
    return unicode_result(self, s.expandtabs(size))


# the rest


def unicode_encode(self: PyObject, encoding: PyObject | None, errors: PyObject | None) -> Any:
    """The string as bytes."""
    return PyUnicode_AsEncodedString(
        self,
        c_string_arg(encoding, "encode", "argument 'encoding'", "utf-8"),
        c_string_arg(errors, "encode", "argument 'errors'", "strict"))


def unicode___format__(self: PyObject, spec: PyObject) -> Any:
    """format(self, spec)."""
    return unicode__format__(self, unicode_arg(spec, "__format__", "argument"))


def unicode__format__(op: PyObject, spec: str) -> Any:
    """_PyUnicode_FormatAdvancedWriter: a str by a host str format specification; may be pending."""
    if not spec:
        return unicode_result(op, op.value) if op.ob_type is PyUnicode_Type else PyObject_Str(op)
    text = format_atom(op, op.value, spec)
    if text is op.value:  # of a subclass, too
        op.ob_refcnt += 1
        return op
    return unicode_result(op, text)


def unicode_sizeof(self: PyObject) -> PyObject:
    """Bytes of memory: the header by kind, the characters and a zero."""
    s = self.value
    ascii_only = s.isascii()
    widest = 0 if ascii_only else ord(max(s))
    size = (len(s) + 1) * (1 if widest < 256 else 2 if widest < 0x10000 else 4)
    if self.ob_type is not PyUnicode_Type:
        return PyLong_FromLong(64 + size)  # not compact
    if ascii_only:
        return PyLong_FromLong(40 + size)
    if len(s) == 1 and PyUnicode_FromString(s) is self:
        size += 3  # the shared ones keep their UTF-8 form too
    return PyLong_FromLong(56 + size)


def unicode_getnewargs(self: PyObject) -> PyObject:
    """The text, for copying and pickling."""
    return PyTuple_New((PyUnicode_FromString(self.value),))


_FIND_SIGNATURE = "($self, sub[, start[, end]], /)"
_FILL_SIGNATURE = "($self, width, fillchar=' ', /)"
_SPLIT_SIGNATURE = "($self, /, sep=None, maxsplit=-1)"
_STRIP_SIGNATURE = "($self, chars=None, /)"

_ORDER = """
    encode replace split rsplit join capitalize casefold title center count expandtabs find partition
    index ljust lower lstrip rfind rindex rjust rstrip rpartition splitlines strip swapcase translate
    upper startswith endswith removeprefix removesuffix isascii islower isupper istitle isspace isdecimal
    isdigit isnumeric isalpha isalnum isidentifier isprintable zfill format format_map __format__
    maketrans __sizeof__ __getnewargs__
"""

set_slots(
    PyUnicode_Type,
    tp_methods=in_order((
        PyMethodDef("encode", unicode_encode, "($self, /, encoding='utf-8', errors='strict')"),
        PyMethodDef("replace", unicode_replace, "($self, old, new, /, count=-1)"),
        PyMethodDef("split", unicode_split, _SPLIT_SIGNATURE),
        PyMethodDef("rsplit", unicode_rsplit, _SPLIT_SIGNATURE),
        PyMethodDef("join", PyUnicode_Join, "($self, iterable, /)"),
        PyMethodDef("center", unicode_center, _FILL_SIGNATURE),
        PyMethodDef("count", unicode_count, _FIND_SIGNATURE),
        PyMethodDef("expandtabs", unicode_expandtabs, "($self, /, tabsize=8)"),
        PyMethodDef("find", unicode_find, _FIND_SIGNATURE),
        PyMethodDef("partition", unicode_partition, "($self, sep, /)"),
        PyMethodDef("index", unicode_index, _FIND_SIGNATURE),
        PyMethodDef("ljust", unicode_ljust, _FILL_SIGNATURE),
        PyMethodDef("lstrip", unicode_lstrip, _STRIP_SIGNATURE),
        PyMethodDef("rfind", unicode_rfind, _FIND_SIGNATURE),
        PyMethodDef("rindex", unicode_rindex, _FIND_SIGNATURE),
        PyMethodDef("rjust", unicode_rjust, _FILL_SIGNATURE),
        PyMethodDef("rstrip", unicode_rstrip, _STRIP_SIGNATURE),
        PyMethodDef("rpartition", unicode_rpartition, "($self, sep, /)"),
        PyMethodDef("splitlines", unicode_splitlines, "($self, /, keepends=False)"),
        PyMethodDef("strip", unicode_strip, _STRIP_SIGNATURE),
        PyMethodDef("translate", unicode_translate, "($self, table, /)"),
        PyMethodDef("startswith", unicode_startswith, "($self, prefix[, start[, end]], /)"),
        PyMethodDef("endswith", unicode_endswith, "($self, suffix[, start[, end]], /)"),
        PyMethodDef("removeprefix", unicode_removeprefix, "($self, prefix, /)"),
        PyMethodDef("removesuffix", unicode_removesuffix, "($self, suffix, /)"),
        PyMethodDef("zfill", unicode_zfill, "($self, width, /)"),
        PyMethodDef("format", unicode_format, "($self, /, *args, **kwargs)", raw=True),
        PyMethodDef("format_map", unicode_format_map, "($self, mapping, /)"),
        PyMethodDef("__format__", unicode___format__, "($self, format_spec, /)"),
        PyMethodDef("maketrans", unicode_maketrans,
                    "(x, y=<unrepresentable>, z=<unrepresentable>, /)", static=True),
        PyMethodDef("__sizeof__", unicode_sizeof, "($self, /)"),
        PyMethodDef("__getnewargs__", unicode_getnewargs),
        *(PyMethodDef(name, _predicate(name), "($self, /)") for name in _PREDICATES),
        *(PyMethodDef(name, _change(name), "($self, /)") for name in _CHANGES),
    ), _ORDER),
)


@late_import
def _link() -> None:
    from vm.objects.abstract import _format_slots

    _format_slots[PyUnicode_Type] = unicode___format__
