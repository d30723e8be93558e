"""Strings: construction, operators, iteration. Models Objects/unicodeobject.c; the value is a host str.

The methods are in unicode_methods.py, codecs in unicode_codecs.py, `%` in unicode_percent.py and
`str.format` in unicode_format.py.
"""

from __future__ import annotations

from operator import eq, ge, gt, le, lt, ne
from typing import Any

from vm.objects.bridge import MAX_TEXT, PY_SSIZE_T_MAX, host_slice
from vm.objects.eval_builtin import given_builtin
from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, _PyArg_CheckPositional, parse_arguments
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PySlice_Type,
    PyTuple_Type,
    PyUnicode_Type,
    _Py_IMMORTAL_MINIMUM,
    _Py_IMMORTAL_REFCNT,
    _Py_SetImmortal,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_TypeError,
)
from vm.objects.pyhash import unicode_hash_value

#: '' and the one-character strings below U+0100: immortal and shared (_Py_SINGLETON(strings)).
_singletons: dict[str, PyObject] = {
    s: _Py_SetImmortal(PyObject(PyUnicode_Type, s)) for s in ["", *map(chr, range(256))]
}
_singleton = _singletons.get
unicode_empty = _singletons[""]
_COMPARE = (lt, le, eq, ne, gt, ge)
_str_repr = str.__repr__


def PyUnicode_FromString(s: str) -> PyObject:
    """The guest str of a host str (a new reference)."""
    if len(s) < 2:
        op = _singleton(s)
        if op is not None:
            return op
    return PyObject(PyUnicode_Type, s)


def PyUnicode_Check(op: PyObject) -> bool:
    """Whether the object is a str, of a subclass or not."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS)


def PyUnicode_InternFromString(s: str) -> PyObject:
    """The one guest str for a name; immortal."""
    interned = _PyRuntime.interned
    op = interned.get(s)
    if op is None or op.ob_refcnt < _Py_IMMORTAL_MINIMUM:
        if op is not None and op.ob_refcnt > 0:  # interned by a program: from now on for ever
            op.ob_refcnt += _Py_IMMORTAL_REFCNT
            return op
        op = _singleton(s)
        if op is None:
            op = _Py_SetImmortal(PyObject(PyUnicode_Type, s))
        interned[s] = op
    elif op.ob_refcnt < _Py_IMMORTAL_MINIMUM:
        _Py_SetImmortal(op)  # interned by guest code so far
    return op


def _PyUnicode_InternMortal(op: PyObject) -> PyObject:
    """The interned str equal to ``op``, which becomes it if there is none; takes over the reference.

    The table does not own mortal strings: an entry whose count has come down to zero is dead, and is
    replaced.
    """
    if op.ob_type is not PyUnicode_Type:
        return op
    interned = _PyRuntime.interned
    found = interned.get(op.value) or _singleton(op.value)
    if found is None or found.ob_refcnt <= 0:
        interned[op.value] = op
        return op
    if found is not op:
        found.ob_refcnt += 1
        Py_DECREF(op)
    return found


def _is_str(a: PyObject, b: PyObject) -> int:
    return a.ob_type.value.tp_flags & b.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS


def unicode_result(self: PyObject, s: str) -> PyObject:
    """The guest str for the host str that a method made of ``self``; unchanged, it is ``self``."""
    if s is self.value and self.ob_type is PyUnicode_Type:
        self.ob_refcnt += 1
        return self
    return PyUnicode_FromHost(s)


def PyUnicode_FromHost(s: str) -> PyObject:
    """The guest str of what the host's own function made: a shared character if it is shared there."""
    if len(s) < 2:
        op = _singleton(s)
        if op is not None and op.value is s:
            return op
    return PyObject(PyUnicode_Type, s)


# operators


def PyUnicode_Concat(a: PyObject, b: PyObject) -> PyObject:
    """a + b."""
    if not b.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only concatenate str (not "{b.ob_type.value.tp_name:.200}") to str')
    x, y = a.value, b.value
    s = x + y
    if len(s) > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    if s is x and a.ob_type is PyUnicode_Type:
        a.ob_refcnt += 1
        return a
    if s is y and b.ob_type is PyUnicode_Type:
        b.ob_refcnt += 1
        return b
    return PyUnicode_FromString(s)


PyUnicode_Append = PyUnicode_Concat


def _PyUnicode_JoinArray(items: Any, separator: str = "") -> PyObject:
    """Join guest strings.

    Args:
        items: a host list or tuple of guest objects, borrowed.
        separator: what goes between them.
    """
    if len(items) == 1 and items[0].ob_type is PyUnicode_Type:
        items[0].ob_refcnt += 1
        return items[0]
    parts = [op.value for op in items]
    for i, op in enumerate(items):
        if op.ob_type is not PyUnicode_Type and not PyUnicode_Check(op):
            raise PyErr_Format(
                PyExc_TypeError,
                f"sequence item {i}: expected str instance, "
                f"{op.ob_type.value.tp_name:.80} found")
    size = sum(map(len, parts)) + len(separator) * (len(parts) - 1)
    if size > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    return PyUnicode_FromString(separator.join(parts))


def PyUnicode_Join(separator: PyObject, seq: PyObject) -> Any:
    """separator.join(seq); pending unless seq is a list or tuple."""
    if seq.ob_type is PyList_Type or seq.ob_type is PyTuple_Type:
        return _PyUnicode_JoinArray(seq.value, separator.value)
    return _join_pending(separator, seq)


def _join_pending(separator: PyObject, seq: PyObject) -> Any:
    fseq = PySequence_Fast(seq, "can only join an iterable")
    if type(fseq) in PENDING:
        fseq = yield fseq
    try:
        return _PyUnicode_JoinArray(fseq.value, separator.value)
    finally:
        Py_DECREF(fseq)


def unicode_repeat(self: PyObject, n: int) -> PyObject:
    """self * n."""
    s = self.value
    if n > 1 and len(s) * n > MAX_TEXT:
        if len(s) * n > PY_SSIZE_T_MAX:
            raise PyErr_Format(PyExc_OverflowError, "repeated string is too long")
        raise PyErr_SetNone(PyExc_MemoryError)
    return unicode_result(self, s * n if s else s)


def unicode_length(self: PyObject) -> int:
    """len(self)."""
    return len(self.value)


def unicode_getitem(self: PyObject, i: int) -> PyObject:
    """self[i]; the index is not negative."""
    s = self.value
    if 0 <= i < len(s):
        return PyUnicode_FromString(s[i])
    raise PyErr_Format(PyExc_IndexError, "string index out of range")


def unicode_subscript(self: PyObject, key: PyObject) -> Any:
    """self[key]."""
    tp = key.ob_type
    if tp is PyLong_Type:
        try:
            return PyUnicode_FromString(self.value[key.value])
        except IndexError:
            if -PY_SSIZE_T_MAX - 1 <= key.value <= PY_SSIZE_T_MAX:
                raise PyErr_Format(PyExc_IndexError, "string index out of range") from None
            raise PyErr_Format(
                PyExc_IndexError, "cannot fit 'int' into an index-sized integer") from None
    if tp is PySlice_Type:
        bounds = host_slice(key)
        if bounds is not None and bounds.step != 0:
            return unicode_result(self, self.value[bounds])
        return _slice_pending(self, key)
    if tp.value.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"string indices must be integers, not '{tp.value.tp_name:.200}'")
    return _subscript_pending(self, key)


def _subscript_pending(self: PyObject, key: PyObject) -> Any:
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        i = yield i
    return unicode_getitem(self, i + len(self.value) if i < 0 else i)


def _slice_pending(self: PyObject, key: PyObject) -> Any:
    bounds = PySlice_Unpack(key)
    if type(bounds) in PENDING:
        bounds = yield bounds
    start, stop, step = bounds
    size = len(self.value)
    start, stop, _ = PySlice_AdjustIndices(size, start, stop, step)
    indices = range(start, stop, step)
    if step == 1:
        return unicode_result(self, self.value[start:stop] if start < stop else "")
    return unicode_result(self, "".join([self.value[i] for i in indices]))


def PyUnicode_Contains(self: PyObject, sub: PyObject) -> bool:
    """sub in self."""
    if sub.ob_type is PyUnicode_Type or PyUnicode_Check(sub):
        return sub.value in self.value
    raise PyErr_Format(
        PyExc_TypeError,
        "'in <string>' requires string as left operand, not "
        f"{sub.ob_type.value.tp_name:.100}")


def PyUnicode_RichCompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """a < b and its five fellows."""
    if (a.ob_type is PyUnicode_Type and b.ob_type is PyUnicode_Type) or _is_str(a, b):
        return Py_True if _COMPARE[op](a.value, b.value) else Py_False
    return Py_NotImplemented


def unicode_hash(self: PyObject) -> int:
    """SipHash-1-3 of the characters, as with PYTHONHASHSEED=0."""
    return unicode_hash_value(self.value)


def unicode_repr(self: PyObject) -> PyObject:
    """repr(self)."""
    if len(self.value) > MAX_TEXT // 10:
        raise PyErr_SetNone(PyExc_MemoryError)
    return PyObject(PyUnicode_Type, _str_repr(self.value))


def unicode_unicode(self: PyObject) -> PyObject:
    """str(self)."""
    if self.ob_type is PyUnicode_Type:
        self.ob_refcnt += 1
        return self
    return PyUnicode_FromString(self.value)


def unicode_mod(v: PyObject, w: PyObject) -> Any:
    """v % w."""
    if not v.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return Py_NotImplemented
    return PyUnicode_Format(v, w)


# construction

_NEW_ARGS = ArgSpec("($type, object='', encoding='utf-8', errors='strict')")


def unicode_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """str.__new__."""
    x, encoding, errors = parse_arguments(_NEW_ARGS, "str", args, kwnames)
    res = _str_of(x, encoding, errors)
    if type_op is PyUnicode_Type:
        return res
    if type(res) in PENDING:
        return _subtype_pending(type_op, res)
    return unicode_subtype_new(type_op, res)


def _str_of(x: PyObject | None, encoding: PyObject | None, errors: PyObject | None) -> Any:
    encoding_name = None if encoding is None else c_string_arg(
        encoding, "str", "argument 'encoding'", "")
    errors_name = None if errors is None else c_string_arg(errors, "str", "argument 'errors'", "")
    if x is None:
        return unicode_empty
    if encoding is None and errors is None:
        return PyObject_Str(x)
    return PyUnicode_FromEncodedObject(x, encoding_name, errors_name)


def unicode_subtype_new(type_op: PyObject, tmp: PyObject) -> PyObject:
    """An instance of a subclass with the value of ``tmp``, whose reference is taken over."""
    op = type_op.value.tp_alloc(type_op, tmp.value)
    Py_DECREF(tmp)
    return op


def _subtype_pending(type_op: PyObject, pending: Any) -> Any:
    tmp = yield pending
    return unicode_subtype_new(type_op, tmp)


def unicode_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """str(...) called by its type."""
    if kwnames:
        return unicode_new(type_op, args, kwnames)
    nargs = len(args)
    if nargs == 1:
        return PyObject_Str(args[0])
    _PyArg_CheckPositional("str", nargs, 0, 3)
    if not nargs:
        return unicode_empty
    for op, name in zip(args[1:], ("encoding", "errors")):
        if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            shown = type_fullname(op.ob_type)
            raise PyErr_Format(
                PyExc_TypeError, f"str() argument '{name}' must be str, not {shown}")
    return _str_of(args[0], args[1], args[2] if nargs == 3 else None)


# iteration


class unicodeiterobject:
    """The body of a string iterator; ``it_seq`` is NULL when it is exhausted."""

    __slots__ = ("it_seq", "it_index")

    def __init__(self, seq: PyObject):
        self.it_seq: PyObject | None = seq
        self.it_index = 0


def unicode_iter(self: PyObject) -> PyObject:
    """iter(self)."""
    self.ob_refcnt += 1
    tp = PyUnicodeASCIIIter_Type if self.value.isascii() else PyUnicodeIter_Type
    it = PyObject_GC_New(tp, unicodeiterobject(self))
    _PyObject_GC_TRACK(it)
    return it


def unicodeiter_next(it: PyObject) -> PyObject | None:
    """The next character."""
    body = it.value
    seq = body.it_seq
    if seq is None:
        return None
    s = seq.value
    i = body.it_index
    if i < len(s):
        body.it_index = i + 1
        c = s[i]
        return _singleton(c) or PyObject(PyUnicode_Type, c)
    body.it_seq = None
    Py_DECREF(seq)
    return None


def unicodeiter_dealloc(it: PyObject) -> None:
    """Drop the string."""
    dealloc_container(it, unicodeiter_traverse)


def unicodeiter_traverse(it: PyObject) -> tuple:
    """The string."""
    return (it.value.it_seq,)


def unicodeiter_len(it: PyObject) -> PyObject:
    """How many characters are left."""
    body = it.value
    left = 0 if body.it_seq is None else max(0, len(body.it_seq.value) - body.it_index)
    return PyLong_FromLong(left)


@given_builtin("iter")
def unicodeiter_reduce(it: PyObject, builtin_iter: PyObject) -> PyObject:
    """For copying and pickling: ``(iter, (string,), index)``, or ``(iter, ('',))`` at the end."""
    body = it.value
    if body.it_seq is None:
        return PyTuple_New((builtin_iter, PyTuple_New((unicode_empty,))))
    body.it_seq.ob_refcnt += 1
    return PyTuple_New(
        (builtin_iter, PyTuple_New((body.it_seq,)), PyLong_FromLong(body.it_index)))


def unicodeiter_setstate(it: PyObject, state: PyObject) -> PyObject:
    """Go to an index, kept within the string."""
    from vm.objects.longobject import PyLong_AsSsize_t
    from vm.objects.pycore_object import Py_None

    index = PyLong_AsSsize_t(state)
    body = it.value
    if body.it_seq is not None:
        body.it_index = min(max(index, 0), len(body.it_seq.value))
    return Py_None


def PyObject_SelfIter(it: PyObject) -> PyObject:
    """An iterator's iterator is itself."""
    it.ob_refcnt += 1
    return it


_ITER_SLOTS: dict[str, Any] = {
    "tp_flags": Py_TPFLAGS_HAVE_GC,
    "tp_basicsize": 32,
    "tp_dealloc": unicodeiter_dealloc,
    "tp_traverse": unicodeiter_traverse,
    "tp_iter": PyObject_SelfIter,
    "tp_iternext": unicodeiter_next,
    "tp_hostkey": "identity",
    "tp_methods": (
        PyMethodDef("__length_hint__", unicodeiter_len, "($self, /)"),
        PyMethodDef("__reduce__", unicodeiter_reduce, "($self, /)"),
        PyMethodDef("__setstate__", unicodeiter_setstate, "($self, object, /)"),
    ),
}
PyUnicodeIter_Type = static_type("str_iterator", **_ITER_SLOTS)
PyUnicodeASCIIIter_Type = static_type("str_ascii_iterator", **_ITER_SLOTS)


set_slots(
    PyUnicode_Type,
    tp_repr=unicode_repr,
    tp_str=unicode_unicode,
    tp_hash=unicode_hash,
    tp_richcompare=PyUnicode_RichCompare,
    tp_iter=unicode_iter,
    tp_new=unicode_new,
    tp_vectorcall=unicode_vectorcall,
    nb_remainder=unicode_mod,
    sq_length=unicode_length,
    sq_concat=PyUnicode_Concat,
    sq_repeat=unicode_repeat,
    sq_item=unicode_getitem,
    sq_contains=PyUnicode_Contains,
    mp_length=unicode_length,
    mp_subscript=unicode_subscript,
)

PyObject_Str: Any
PySequence_Fast: Any
PyNumber_AsSsize_t: Any
PySlice_Unpack: Any
PySlice_AdjustIndices: Any
PyUnicode_Format: Any
PyUnicode_FromEncodedObject: Any
PyTuple_New: Any
c_string_arg: Any
type_fullname: Any


@late_import
def _link() -> None:
    global PyObject_Str, PySequence_Fast, PyNumber_AsSsize_t, PySlice_Unpack, PyTuple_New
    global PySlice_AdjustIndices, PyUnicode_Format, PyUnicode_FromEncodedObject, c_string_arg
    global type_fullname
    from vm.objects.abstract import PyNumber_AsSsize_t, PySequence_Fast
    from vm.objects.getargs import c_string_arg
    from vm.objects.object import PyObject_Str
    from vm.objects.sliceobject import PySlice_AdjustIndices, PySlice_Unpack
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject import type_fullname
    from vm.objects.unicode_codecs import PyUnicode_FromEncodedObject
    from vm.objects.unicode_percent import PyUnicode_Format


