"""The _sre module: patterns, matches, scanners. Models Modules/_sre/sre.c.

The library's `re` compiles a pattern in the guest; the code that it makes is matched by the host's own engine on
host text. Everything that a program holds (patterns, matches, templates) is a guest object; replacement
functions are called between two matches.
"""

from __future__ import annotations

import _sre as host  # type: ignore[import-not-found]
from typing import Any

from vm.objects.attributes import call_object
from vm.objects.bridge import MAX_TEXT, guest_atom, host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.dictobject import PyDict_GetItemRef, PyDict_New, PyDict_SetItem, _PyDict_HostItems
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse, unvisited
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.getargs import c_int, clamped_ssize_t, ssize_t
from vm.objects.iterobject import PyCallIter_New
from vm.objects.listobject import PyList_Check, PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import _finish_later
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyCallable_Check, PyObject_GetAttrString, PyObject_Repr
from vm.objects.propertyobject import PyDictProxy_New
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_SIMPLE,
    PyBuffer_Release,
    PyBuffer_ToContiguous,
    PyObject_GetBuffer,
    use_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyObject,
    decref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_TypeError,
)
from vm.objects.pyhash import _Py_HashBytes
from vm.objects.pyimport import _PyImport_GetModuleAttrString
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

PY_SSIZE_T_MAX = (1 << 63) - 1


class PatternObject:
    """The body of a pattern.

    Attributes:
        pattern: the guest's str or bytes, or None; owned.
        groupindex: guest dict of names; owned.
        indexgroup: guest tuple of names by number; owned.
        host: the host's pattern.
        code: what it was compiled from.
    """

    __slots__ = ("pattern", "flags", "groupindex", "indexgroup", "groups", "host", "code")

    pattern: PyObject
    flags: int
    groupindex: PyObject
    indexgroup: PyObject
    groups: int
    host: Any
    code: tuple[int, ...]


class MatchObject:
    """The body of a match: the pattern and the text (owned), the spans of the groups, the last of them."""

    __slots__ = ("pattern", "string", "marks", "lastindex", "pos", "endpos")

    def __init__(self, pattern: PyObject, string: PyObject, found: Any, pos: int, endpos: int):
        self.pattern = Py_NewRef(pattern)
        self.string = Py_NewRef(string)
        self.marks: tuple[tuple[int, int], ...] = found.regs
        self.lastindex: int | None = found.lastindex
        self.pos = pos
        self.endpos = endpos


class ScannerObject:
    """The body of a scanner: the pattern and the text (owned), the text's buffer, the host's scanner."""

    __slots__ = ("pattern", "string", "view", "host", "pos", "endpos")

    def __init__(self, pattern: PyObject, string: PyObject, view: Py_buffer | None, scanner: Any, pos: int,
                 endpos: int):
        self.pattern = Py_NewRef(pattern)
        self.string = Py_NewRef(string)
        self.view = view
        self.host = scanner
        self.pos = pos
        self.endpos = endpos


class TemplateObject:
    """The body of a compiled replacement: literals and group numbers in turn."""

    __slots__ = ("chunks", "items")

    def __init__(self, literal: Any, items: list[tuple[int, Any]]):
        self.chunks = literal
        self.items = items


_FLAGS = Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE


# ---- the text

def _text(string: PyObject) -> Any:
    """The host text of a str, bytes or an instance of a subclass; None for anything else."""
    flags = string.ob_type.value.tp_flags
    return string.value if flags & (Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS) else None


def getstring(string: PyObject) -> Any:
    """The host text of an argument that is matched (a generator)."""
    data, view = yield _held_string(string)
    if view is not None:
        yield _release(view)
    return data


def _held_string(string: PyObject) -> Any:
    """The host text of an argument that is matched, and its buffer or None; the caller releases it (a generator)."""
    data = _text(string)
    if data is not None:
        return data, None
    if string.ob_type.value.bf_getbuffer is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected string or bytes-like object, got '{string.ob_type.value.tp_name:.200}'")
    view = PyObject_GetBuffer(string, PyBUF_SIMPLE)
    if type(view) in PENDING:
        view = yield view
    try:
        return PyBuffer_ToContiguous(view), view
    except PyErr:  # a map of a file can be too large
        yield _release(view)
        raise


def _release(view: Py_buffer | None) -> Any:
    """Release a buffer, if there is one (a generator)."""
    done = None if view is None else PyBuffer_Release(view)
    if type(done) in PENDING:
        yield done


def _subject(pattern: PatternObject, string: PyObject) -> Any:
    """The host text of an argument that is matched, of the pattern's kind (a generator)."""
    data, view = yield _held_subject(pattern, string)
    if view is not None:
        yield _release(view)
    return data


def _held_subject(pattern: PatternObject, string: PyObject) -> Any:
    """As `_held_string`; TypeError if the text is not of the pattern's kind (a generator)."""
    data, view = yield _held_string(string)
    wants = pattern.pattern.value
    if wants is None or isinstance(wants, str) == isinstance(data, str):
        return data, view
    yield _release(view)
    raise PyErr_Format(
        PyExc_TypeError,
        "cannot use a string pattern on a bytes-like object" if isinstance(wants, str)
        else "cannot use a bytes pattern on a string-like object")


def _positions(pos: PyObject | None, endpos: PyObject | None) -> Any:
    """The arguments ``pos`` and ``endpos`` as host ints (a generator)."""
    values = []
    for op, default in ((pos, 0), (endpos, PY_SSIZE_T_MAX)):
        value: Any = default
        if op is not None:
            value = ssize_t(op)
            if type(value) in PENDING:
                value = yield value
        values.append(value)
    return values


def _clamped(positions: list[int], data: Any) -> list[int]:
    """The part of the text that is matched, as state_init has it."""
    return [min(max(n, 0), len(data)) for n in positions]


def getslice(string: PyObject, data: Any, start: int, end: int) -> PyObject:
    """A part of the text as a guest object of its kind."""
    if isinstance(data, str):
        if start == 0 and end == len(data) and string.ob_type.value.tp_name == "str":
            return Py_NewRef(string)
        return PyUnicode_FromString(data[start:end])
    if start == 0 and end == len(data) and string.ob_type.value.tp_name == "bytes":
        return Py_NewRef(string)
    return PyBytes_FromString(bytes(data[start:end]))


def _new_match(pattern: PyObject, string: PyObject, found: Any, pos: int, endpos: int) -> PyObject:
    if found is None:
        return Py_None
    op = PyObject_GC_New(Match_Type, MatchObject(pattern, string, found, pos, endpos))
    _PyObject_GC_TRACK(op)
    return op


# ---- patterns

def _matcher(name: str) -> Any:
    def method(self: PyObject, string: PyObject, pos: PyObject | None,
               endpos: PyObject | None) -> Any:
        positions = yield _positions(pos, endpos)
        data = yield _subject(self.value, string)
        start, end = _clamped(positions, data)
        found = _run(getattr(self.value.host, name), data, start, end)
        return _new_match(self, string, found, start, end)

    method.__name__ = f"_sre_SRE_Pattern_{name}"
    return PyMethodDef(
        name, method, "($self, /, string, pos=0, endpos=sys.maxsize)")


def _run(function: Any, *args: Any) -> Any:
    """Call the host's engine."""
    try:
        return function(*args)
    except (RecursionError, MemoryError):
        raise PyErr_SetNone(PyExc_MemoryError) from None


def pattern_findall(self: PyObject, string: PyObject, pos: PyObject | None,
                    endpos: PyObject | None) -> Any:
    """``findall(string, pos=0, endpos=sys.maxsize)``; a generator."""
    positions = yield _positions(pos, endpos)
    data = yield _subject(self.value, string)
    start, end = _clamped(positions, data)
    found = _run(self.value.host.findall, data, start, end)
    return PyList_New([
        PyTuple_New(tuple(map(guest_atom, item))) if isinstance(item, tuple) else guest_atom(item)
        for item in found])


def pattern_finditer(self: PyObject, string: PyObject, pos: PyObject | None,
                     endpos: PyObject | None) -> Any:
    """``finditer(string, pos=0, endpos=sys.maxsize)``: calls a scanner's search() until it is None."""
    scanner = yield pattern_scanner(self, string, pos, endpos)
    search = PyObject_GetAttrString(scanner, "search")
    Py_DECREF(scanner)
    iterator = PyCallIter_New(search, Py_None)
    Py_DECREF(search)
    return iterator


def pattern_scanner(self: PyObject, string: PyObject, pos: PyObject | None,
                    endpos: PyObject | None) -> Any:
    """``scanner(string, pos=0, endpos=sys.maxsize)``; a generator."""
    positions = yield _positions(pos, endpos)
    data, view = yield _held_subject(self.value, string)
    start, end = _clamped(positions, data)
    scanner = self.value.host.scanner(data, start, end)
    op = PyObject_GC_New(Scanner_Type, ScannerObject(self, string, view, scanner, start, end))
    _PyObject_GC_TRACK(op)
    return op


def pattern_split(self: PyObject, string: PyObject, maxsplit: PyObject | None) -> Any:
    """``split(string, maxsplit=0)``; a generator."""
    limit: Any = 0
    if maxsplit is not None:
        limit = ssize_t(maxsplit)
        if type(limit) in PENDING:
            limit = yield limit
    data = yield _subject(self.value, string)
    parts: list[PyObject] = []
    last = 0
    for count, found in enumerate(self.value.host.finditer(data)):
        if limit and count >= limit:
            break
        parts.append(getslice(string, data, last, found.start()))
        for i in range(1, self.value.groups + 1):
            parts.append(_group_slice(string, data, found.span(i), Py_None))
        last = found.end()
    parts.append(getslice(string, data, last, len(data)))
    return PyList_New(parts)


def _group_slice(string: PyObject, data: Any, span: tuple[int, int], default: PyObject) -> PyObject:
    start, end = span
    if start < 0:
        return Py_NewRef(default)
    return getslice(string, data, min(start, len(data)), min(end, len(data)))


# ---- replacing

def _filter(self: PyObject, template: PyObject) -> Any:
    """What replaces a match: host text, a guest callable, or a `TemplateObject` (a generator)."""
    if PyCallable_Check(template):
        return Py_NewRef(template)
    literal = yield _text_of(template)
    if literal is not None and ("\\" if isinstance(literal, str) else b"\\") not in literal:
        return literal
    return (yield _compiled(self, template, literal))


def _text_of(template: PyObject) -> Any:
    """The host text of a template, None for an object that has none (a generator)."""
    tp = template.ob_type.value
    if tp.tp_flags & (Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS):
        return template.value
    if tp.bf_getbuffer is None:
        return None
    data = use_buffer(template, bytes)
    return (yield data) if type(data) in PENDING else data


def _compiled(self: PyObject, template: PyObject, text: Any) -> Any:
    """What `re._compile_template` makes of a template with this host text (a generator)."""
    held = Py_NewRef(template) if text is None else guest_atom(text)
    try:
        function = yield _PyImport_GetModuleAttrString("re", "_compile_template")
        try:
            made = yield call_object(function, self, held)
        finally:
            Py_DECREF(function)
    finally:
        Py_DECREF(held)
    if made.ob_type is Template_Type:
        body = made.value
        Py_DECREF(made)
        return body
    return made


def pattern_subx(self: PyObject, template: PyObject, string: PyObject, count: int) -> Any:
    """Replace; (the new text, number of replacements) (a generator)."""
    replacement = yield _filter(self, template)
    try:
        data, view = yield _held_subject(self.value, string)
        try:
            return (yield _replaced(self, template, replacement, string, data, count))
        finally:
            if view is not None:
                yield _release(view)
    finally:
        if isinstance(replacement, PyObject):
            Py_DECREF(replacement)


def _replaced(self: PyObject, template: PyObject, replacement: Any, string: PyObject, data: Any, count: int) -> Any:
    """The work of `pattern_subx`: ``replacement`` is what `_filter` has made of the template (a generator)."""
    out: list[Any] = []
    last = n = 0
    empty: Any = "" if isinstance(data, str) else b""
    for found in self.value.host.finditer(data):
        out.append(data[last:found.start()])
        if isinstance(replacement, PyObject):
            piece = yield _called(self, replacement, string, found, data)
        elif isinstance(replacement, TemplateObject):
            piece = expand_template(replacement, data, found.regs, empty)
        else:
            piece = replacement
        if piece:
            if isinstance(piece, str) != isinstance(data, str):
                wanted = "str instance" if isinstance(data, str) else "a bytes-like object"
                given = "str" if isinstance(piece, str) else "bytes"
                if piece is replacement:
                    given = template.ob_type.value.tp_name
                raise PyErr_Format(
                    PyExc_TypeError,
                    f"sequence item {len(out)}: expected {wanted}, {given} found")
            out.append(piece)
        last = found.end()
        n += 1
        if n == count:
            break
        if not n & 4095:
            yield None
    if not n:
        return getslice(string, data, 0, len(data)), 0
    out.append(data[last:])
    if sum(map(len, out)) > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    return guest_atom(empty.join(out)), n


def _called(self: PyObject, function: PyObject, string: PyObject, found: Any, data: Any) -> Any:
    """What a program's function gives for a match (a generator)."""
    match = _new_match(self, string, found, 0, len(data))
    try:
        res = yield call_object(function, match)
    finally:
        Py_DECREF(match)
    flags = res.ob_type.value.tp_flags
    try:
        if res is Py_None:
            return None
        if flags & (Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS):
            return res.value
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected str instance, {res.ob_type.value.tp_name} found")
    finally:
        Py_DECREF(res)


def expand_template(template: TemplateObject, data: Any, marks: tuple, empty: Any) -> Any:
    """The host text of a compiled replacement for a match in ``data`` with these spans."""
    out = [template.chunks]
    for index, literal in template.items:
        start, end = marks[index]
        out += (data[start:end] if start >= 0 else empty), literal
    return empty.join(part for part in out if part)


def _count(op: PyObject | None) -> Any:
    if op is None:
        return 0
    n = ssize_t(op)
    if type(n) in PENDING:
        n = yield n
    return n


def pattern_sub(self: PyObject, repl: PyObject, string: PyObject, count: PyObject | None) -> Any:
    """``sub(repl, string, count=0)``; a generator."""
    text, _n = yield pattern_subx(self, repl, string, (yield _count(count)))
    return text


def pattern_subn(self: PyObject, repl: PyObject, string: PyObject, count: PyObject | None) -> Any:
    """``subn(repl, string, count=0)``; a generator."""
    text, n = yield pattern_subx(self, repl, string, (yield _count(count)))
    return PyTuple_New((text, PyLong_FromLong(n)))


# ---- patterns as objects

_FLAG_NAMES = (
    (1, "re.TEMPLATE"), (2, "re.IGNORECASE"), (4, "re.LOCALE"), (8, "re.MULTILINE"),
    (16, "re.DOTALL"), (32, "re.UNICODE"), (64, "re.VERBOSE"), (128, "re.DEBUG"), (256, "re.ASCII"))


def pattern_repr(self: PyObject) -> Any:
    """``re.compile('...', re.I)``; a generator."""
    body = self.value
    flags = body.flags
    if body.pattern.value is not None and isinstance(body.pattern.value, str) and (
        flags & (4 | 32 | 256) == 32
    ):
        flags &= ~32
    names = [name for bit, name in _FLAG_NAMES if flags & bit and bit != 1]
    rest = flags & ~sum(bit for bit, _ in _FLAG_NAMES if bit != 1)
    if rest:
        names.append(f"0x{rest:x}")
    shown = PyObject_Repr(body.pattern)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value[:200]
    Py_DECREF(shown)
    return PyUnicode_FromString(
        f"re.compile({text}, {'|'.join(names)})" if names else f"re.compile({text})")


def _key(body: PatternObject) -> tuple:
    return type(body.pattern.value), body.pattern.value, body.flags, body.code


def pattern_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """Patterns are equal if they were compiled from equal text with equal flags."""
    if op not in (Py_EQ, Py_NE) or a.ob_type is not b.ob_type:
        return Py_NotImplemented
    equal = a is b or _key(a.value) == _key(b.value)
    return Py_True if equal == (op == Py_EQ) else Py_False


def pattern_hash(self: PyObject) -> int:
    """tp_hash."""
    body = self.value
    return _Py_HashBytes(repr((body.pattern.value, body.flags, body.groups)).encode(
        "utf-8", "surrogatepass"))


def _self(self: PyObject, *_args: PyObject) -> PyObject:
    return Py_NewRef(self)


def pattern_groupindex(self: PyObject) -> PyObject:
    """``groupindex``: a read-only mapping."""
    return PyDictProxy_New(self.value.groupindex)


Pattern_Type = PyType_FromSpec(
    "re.Pattern", tp_flags=_FLAGS, tp_basicsize=96, tp_itemsize=4,
    tp_weaklistoffset=72, tp_hostkey=None, tp_repr=pattern_repr, tp_hash=pattern_hash,
    tp_richcompare=pattern_richcompare, tp_dealloc=fields_dealloc("groupindex", "indexgroup", "pattern"),
    tp_traverse=fields_traverse("groupindex", "indexgroup", "pattern"),
    tp_clear=fields_clear("groupindex", "indexgroup", "pattern"),
    tp_methods=(
        _matcher("match"), _matcher("fullmatch"), _matcher("search"),
        PyMethodDef("sub", pattern_sub, "($self, /, repl, string, count=0)"),
        PyMethodDef("subn", pattern_subn, "($self, /, repl, string, count=0)"),
        PyMethodDef("findall", pattern_findall,
                    "($self, /, string, pos=0, endpos=sys.maxsize)"),
        PyMethodDef("split", pattern_split, "($self, /, string, maxsplit=0)"),
        PyMethodDef("finditer", pattern_finditer,
                    "($self, /, string, pos=0, endpos=sys.maxsize)"),
        PyMethodDef("scanner", pattern_scanner,
                    "($self, /, string, pos=0, endpos=sys.maxsize)"),
        PyMethodDef("__copy__", _self, "($self, /)"),
        PyMethodDef("__deepcopy__", _self, "($self, memo, /)"),
        PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),
    ),
    tp_getset=(
        PyGetSetDef("groupindex", pattern_groupindex),
        PyGetSetDef("pattern", lambda op: Py_NewRef(op.value.pattern)),
        PyGetSetDef("flags", lambda op: PyLong_FromLong(op.value.flags)),
        PyGetSetDef("groups", lambda op: PyLong_FromLong(op.value.groups)),
    ),
)


# ---- matches

def _match_group_index(self: PyObject, op: PyObject | None) -> Any:
    """The number of a group by number or name (a generator)."""
    if op is None:
        return 0
    body = self.value
    groups = body.pattern.value.groups
    i: Any = -1
    if op.ob_type.value.nb_index is not None:
        i = clamped_ssize_t(op)
        if type(i) in PENDING:
            i = yield i
    else:
        found = PyDict_GetItemRef(body.pattern.value.groupindex, op)
        if type(found) in PENDING:
            found = yield found
        if found is not None:
            if found.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
                i = found.value
            Py_DECREF(found)
    if not 0 <= i <= groups:
        raise PyErr_Format(PyExc_IndexError, "no such group")
    return i


def match_getslice_by_index(self: PyObject, i: int, default: PyObject = Py_None) -> Any:
    """What a group has matched, as the text is now; may be pending."""
    string = self.value.string
    data = _text(string)
    if data is None:
        return _getslice_later(self, i, default)
    return _group_slice(string, data, self.value.marks[i], default)


def _getslice_later(self: PyObject, i: int, default: PyObject) -> Any:
    body = self.value
    if body.marks[i][0] < 0:
        return Py_NewRef(default)
    return _group_slice(body.string, (yield getstring(body.string)), body.marks[i], default)


def match_getslice(self: PyObject, index: PyObject | None) -> Any:
    """What a group given by number or name has matched (a generator)."""
    found = match_getslice_by_index(self, (yield _match_group_index(self, index)))
    return (yield found) if type(found) in PENDING else found


def match_group(self: PyObject, args: list) -> Any:
    """``group([group1, ...])``; a generator."""
    if len(args) <= 1:
        return (yield match_getslice(self, args[0] if args else None))
    found: list[PyObject] = []
    try:
        for op in args:
            found.append((yield match_getslice(self, op)))
    except PyErr:
        decref_all(found)
        raise
    return PyTuple_New(tuple(found))


def match_getitem(self: PyObject, key: PyObject) -> Any:
    """``match[group]``; pending."""
    return match_getslice(self, key)


def match_groups(self: PyObject, default: PyObject | None) -> Any:
    """``groups(default=None)``; a generator."""
    values: list[PyObject] = []
    try:
        for i in range(1, self.value.pattern.value.groups + 1):
            value = match_getslice_by_index(self, i, default or Py_None)
            if type(value) in PENDING:
                value = yield value
            values.append(value)
    except PyErr:
        decref_all(values)
        raise
    return PyTuple_New(tuple(values))


def match_groupdict(self: PyObject, default: PyObject | None) -> Any:
    """``groupdict(default=None)``; a generator."""
    result = PyDict_New()
    try:
        for name, index in _PyDict_HostItems(self.value.pattern.value.groupindex):
            value = match_getslice_by_index(self, index.value, default or Py_None)
            if type(value) in PENDING:
                value = yield value
            PyDict_SetItem(result, name, value)
            Py_DECREF(value)
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def _bound(which: int) -> Any:
    def method(self: PyObject, group: PyObject | None) -> Any:
        i = yield _match_group_index(self, group)
        span = self.value.marks[i]
        if which < 2:
            return PyLong_FromLong(span[which])
        return PyTuple_New(tuple(map(PyLong_FromLong, span)))

    method.__name__ = f"_sre_SRE_Match_{('start', 'end', 'span')[which]}"
    return method


def match_expand(self: PyObject, template: PyObject) -> Any:
    """``expand(template)``; a generator."""
    made = yield _compiled(self.value.pattern, template, (yield _text_of(template)))
    if isinstance(made, TemplateObject):
        data = yield getstring(self.value.string)
        empty = "" if isinstance(data, str) else b""
        return guest_atom(expand_template(made, data, self.value.marks, empty))
    return made


def match_regs(self: PyObject) -> PyObject:
    """``regs``: the spans of all groups."""
    return PyTuple_New(tuple(
        PyTuple_New(tuple(map(PyLong_FromLong, span))) for span in self.value.marks))


def match_lastindex(self: PyObject) -> PyObject:
    """``lastindex``"""
    last = self.value.lastindex
    return Py_None if last is None else PyLong_FromLong(last)


def match_lastgroup(self: PyObject) -> PyObject:
    """``lastgroup``"""
    last = self.value.lastindex
    names = self.value.pattern.value.indexgroup.value
    return Py_None if last is None or last >= len(names) else Py_NewRef(names[last])


def match_repr(self: PyObject) -> Any:
    """``<re.Match object; span=(0, 1), match='a'>``; a generator."""
    group = match_getslice_by_index(self, 0)
    if type(group) in PENDING:
        group = yield group
    shown = PyObject_Repr(group)
    if type(shown) in PENDING:
        shown = yield shown
    start, end = self.value.marks[0]
    text = f"<re.Match object; span=({start}, {end}), match={shown.value[:50]}>"
    Py_DECREF(group)
    Py_DECREF(shown)
    return PyUnicode_FromString(text)


Match_Type = PyType_FromSpec(
    "re.Match", tp_flags=_FLAGS, tp_basicsize=80, tp_itemsize=8,
    tp_hostkey="identity", tp_repr=match_repr, mp_subscript=match_getitem,
    tp_dealloc=fields_dealloc("string", "pattern"), tp_traverse=fields_traverse("string", "pattern"),
    tp_clear=fields_clear("string", "pattern"),
    tp_methods=(
        PyMethodDef("group", match_group, "($self, /, *args)"),
        PyMethodDef("start", _bound(0), "($self, group=0, /)"),
        PyMethodDef("end", _bound(1), "($self, group=0, /)"),
        PyMethodDef("span", _bound(2), "($self, group=0, /)"),
        PyMethodDef("groups", match_groups, "($self, /, default=None)"),
        PyMethodDef("groupdict", match_groupdict, "($self, /, default=None)"),
        PyMethodDef("expand", match_expand, "($self, /, template)"),
        PyMethodDef("__copy__", _self, "($self, /)"),
        PyMethodDef("__deepcopy__", _self, "($self, memo, /)"),
        PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),
    ),
    tp_getset=(
        PyGetSetDef("lastindex", match_lastindex),
        PyGetSetDef("lastgroup", match_lastgroup),
        PyGetSetDef("regs", match_regs),
        PyGetSetDef("string", lambda op: Py_NewRef(op.value.string)),
        PyGetSetDef("re", lambda op: Py_NewRef(op.value.pattern)),
        PyGetSetDef("pos", lambda op: PyLong_FromLong(op.value.pos)),
        PyGetSetDef("endpos", lambda op: PyLong_FromLong(op.value.endpos)),
    ),
)


# ---- scanners

def _scan(name: str) -> Any:
    def method(self: PyObject) -> PyObject:
        body = self.value
        found = _run(getattr(body.host, name))
        return _new_match(body.pattern, body.string, found, body.pos, body.endpos)

    method.__name__ = f"_sre_SRE_Scanner_{name}"
    return method


def _scanner_fini(op: PyObject) -> Any:
    """What a dying scanner owns: the buffer is released first."""
    body = op.value
    if body.view is not None:
        _finish_later(PyBuffer_Release(body.view))
    yield body.string
    yield body.pattern


Scanner_Type = PyType_FromSpec(
    "_sre.SRE_Scanner", tp_flags=_FLAGS, tp_basicsize=2880,
    tp_hostkey="identity", tp_dealloc=lambda op: dealloc_container(op, _scanner_fini),
    tp_traverse=fields_traverse("pattern"), tp_clear=fields_clear("pattern"),
    tp_methods=(
        PyMethodDef("match", _scan("match"), "($self, /)"),
        PyMethodDef("search", _scan("search"), "($self, /)"),
    ),
    tp_getset=(PyGetSetDef("pattern", lambda op: Py_NewRef(op.value.pattern)),),
)
unvisited[Scanner_Type] = lambda op: (op.value.string, op.value.view and op.value.view.obj)
Template_Type = PyType_FromSpec(
    "_sre.SRE_Template", tp_flags=_FLAGS, tp_basicsize=40, tp_traverse=lambda op: (),
    tp_dealloc=PyObject_GC_Del)


# ---- functions

def _not_an_integer(op: PyObject) -> PyErr:
    return PyErr_Format(
        PyExc_TypeError,
        f"'{op.ob_type.value.tp_name}' object cannot be interpreted as an integer")


def _sre_compile(module: PyObject, pattern: PyObject, flags: PyObject, code: PyObject,
                 groups: PyObject, groupindex: PyObject, indexgroup: PyObject) -> PyObject:
    """``compile(pattern, flags, code, groups, groupindex, indexgroup)``"""
    if not PyList_Check(code):
        raise PyErr_Format(
            PyExc_TypeError,
            f"compile() argument 'code' must be list, not {code.ob_type.value.tp_name}")
    for op, name, flag, kind in (
        (groupindex, "groupindex", Py_TPFLAGS_DICT_SUBCLASS, "dict"),
        (indexgroup, "indexgroup", Py_TPFLAGS_TUPLE_SUBCLASS, "tuple"),
    ):
        if not op.ob_type.value.tp_flags & flag:
            raise PyErr_Format(
                PyExc_TypeError,
                f"compile() argument '{name}' must be {kind}, not {op.ob_type.value.tp_name}")
    for op in (flags, groups, *code.value):
        if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise _not_an_integer(op)
    numbers = [item.value for item in code.value]
    names = {key.value: value.value for key, value in _PyDict_HostItems(groupindex)}
    order = tuple(None if op is Py_None else op.value for op in indexgroup.value)
    try:
        made = host.compile(
            pattern.value, flags.value, numbers, groups.value, names, order)
    except (RuntimeError, OverflowError, TypeError, ValueError) as err:
        raise host_error(err) from None
    body = PatternObject()
    body.pattern, body.flags, body.groups = Py_NewRef(pattern), int(flags.value), int(groups.value)
    body.groupindex, body.indexgroup = Py_NewRef(groupindex), Py_NewRef(indexgroup)
    body.host, body.code = made, tuple(numbers)
    op = PyObject_GC_New(Pattern_Type, body)
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def _sre_template(module: PyObject, pattern: PyObject, template: PyObject) -> PyObject:
    """``template(pattern, template)``: literals and group numbers in turn."""
    if not PyList_Check(template):
        raise PyErr_Format(
            PyExc_TypeError,
            f"template() argument 2 must be list, not {template.ob_type.value.tp_name}")
    items = template.value
    for op in items[1::2]:
        if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "an integer is required")
    literals = [None if op is Py_None else op.value for op in items[0::2]]
    numbers = [op.value for op in items[1::2]]
    groups = pattern.value.groups if pattern.ob_type is Pattern_Type else PY_SSIZE_T_MAX
    if len(items) % 2 == 0 or any(not 0 <= number <= groups for number in numbers) or any(
        type(literal) not in (str, bytes, type(None)) for literal in literals
    ):
        raise PyErr_Format(PyExc_TypeError, "invalid template")
    body = TemplateObject(literals[0], list(zip(numbers, literals[1:], strict=True)))
    op = PyObject_GC_New(Template_Type, body)
    _PyObject_GC_TRACK(op)
    return op


def _character(name: str, truth: bool) -> PyMethodDef:
    function = getattr(host, name)

    def method(module: PyObject, character: PyObject) -> Any:
        n = c_int(character)
        if type(n) in PENDING:
            n = yield n
        res = function(n)
        if truth:
            return Py_True if res else Py_False
        return PyLong_FromLong(res)

    method.__name__ = f"_sre_{name}"
    return PyMethodDef(name, method, "($module, character, /)")


def _sre_getcodesize(module: PyObject) -> PyObject:
    """``getcodesize()``"""
    return PyLong_FromLong(host.CODESIZE)


sre_methods = (
    PyMethodDef("compile", _sre_compile,
                "($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)"),
    PyMethodDef("template", _sre_template, "($module, pattern, template, /)"),
    PyMethodDef("getcodesize", _sre_getcodesize, "($module, /)"),
    _character("ascii_iscased", True), _character("unicode_iscased", True),
    _character("ascii_tolower", False), _character("unicode_tolower", False),
)


def PyInit__sre() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_sre", sre_methods)
    for name in ("MAGIC", "CODESIZE", "MAXREPEAT", "MAXGROUPS"):
        value = PyLong_FromLong(getattr(host, name))
        PyModule_AddObjectRef(module, name, value)
        Py_DECREF(value)
    text = PyUnicode_FromString(host.copyright)
    PyModule_AddObjectRef(module, "copyright", text)
    Py_DECREF(text)
    return module
