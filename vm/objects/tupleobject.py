"""The tuple type. Models Objects/tupleobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.eval_builtin import given_builtin
from vm.objects.getargs import converted, reject_keywords, slice_index_not_none
from vm.objects.iter_types import PyTupleIter_Type
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.obmalloc import _PyMem_Reuse, free_blocks
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import PyTuple_MAXFREELIST, PyTuple_MAXSAVESIZE, tuple_numfree
from vm.objects.pycore_gc import (
    GEN0,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _Py_ScheduleGC,
    _PyObject_GC_IS_TRACKED,
    _PyObject_GC_MAY_BE_TRACKED,
    _PyObject_GC_TRACK,
    gcstate,
    gen0_head,
)
from vm.objects.pycore_limits import check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    PyLong_Type,
    PyObject,
    PySlice_Type,
    PyTuple_Type,
    _Py_SetImmortal,
    decref_all,
    set_slots,
)
from vm.objects.pycore_sequence import compare_sequences, count_item, find_item, repr_sequence
from vm.objects.pycore_trashcan import _gc_free, dealloc_container, free_body
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_IndexError,
    PyExc_TypeError,
    PyExc_ValueError,
)


@late_import
def _bind() -> None:
    global PyLong_AsSsize_t, PyLong_FromLong, PyUnicode_FromString, PyObject_Hash, PySequence_Tuple, Py_GenericAlias
    global PyNumber_AsSsize_t, PyIndex_Check, PySlice_Unpack, PySlice_AdjustIndices, host_slice
    from vm.objects.abstract import PyIndex_Check, PyNumber_AsSsize_t, PySequence_Tuple
    from vm.objects.genericaliasobject import Py_GenericAlias
    from vm.objects.longobject import PyLong_AsSsize_t, PyLong_FromLong
    from vm.objects.object import PyObject_Hash
    from vm.objects.sliceobject import PySlice_AdjustIndices, PySlice_Unpack, host_slice
    from vm.objects.unicodeobject import PyUnicode_FromString



#: The one empty tuple; immortal, never tracked.
empty_tuple = _Py_SetImmortal(PyObject(PyTuple_Type, ()))


def PyTuple_New(items: tuple) -> PyObject:
    """A guest tuple of a host tuple of guest objects, whose references are stolen."""
    size = len(items)
    if size <= PyTuple_MAXSAVESIZE and tuple_numfree[size]:
        tuple_numfree[size] -= 1
    elif not size:
        return empty_tuple
    else:
        GEN0.count = n = GEN0.count + 1
        if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
            _Py_ScheduleGC()
    op = PyObject(PyTuple_Type, items)
    if free_blocks:
        _PyMem_Reuse(op)
    gen0_head[op] = None
    return op


def PyTuple_Pack(*items: PyObject) -> PyObject:
    """A guest tuple of borrowed references: takes its own."""
    for item in items:
        item.ob_refcnt += 1
    return PyTuple_New(items)


def _PyTuple_FromArray(items: Any) -> PyObject:
    """A guest tuple of a host iterable of borrowed references."""
    return PyTuple_Pack(*items)


def PyTuple_Check(op: PyObject) -> bool:
    """Whether ``op`` is a tuple or an instance of a subclass."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS)


def _PyTuple_MaybeUntrack(op: PyObject) -> None:
    """Untrack an exact tuple none of whose items can be in a cycle; the collector asks for it."""
    if op.ob_type is not PyTuple_Type:
        return
    for item in op.value:
        if item is None or _PyObject_GC_MAY_BE_TRACKED(item):
            return
    PyObject_GC_UnTrack(op)


def _tuple_items(op: PyObject) -> Any:
    return op.value


def _tuple_items_reversed(op: PyObject) -> Any:
    return reversed(op.value)


def tuple_dealloc(op: PyObject) -> None:
    """tp_dealloc: items are dropped from the last to the first."""
    dealloc_container(op, _tuple_items_reversed, _tuple_free)


def _tuple_free(op: PyObject) -> None:
    """Put an exact tuple on the free list of its size if there is room (maybe_freelist_push), or free it."""
    size = len(op.value)
    if (op.ob_type is PyTuple_Type and 0 < size <= PyTuple_MAXSAVESIZE
            and tuple_numfree[size] < PyTuple_MAXFREELIST):
        tuple_numfree[size] += 1
        free_body(op)
    else:
        _gc_free(op)


def tuple_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new."""
    reject_keywords("tuple", type_op, PyTuple_Type, kwnames)
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional("tuple", nargs, 0, 1)
    if type_op is PyTuple_Type:
        return PySequence_Tuple(args[0]) if nargs else empty_tuple
    if not nargs:
        return type_op.value.tp_alloc(type_op, ())
    return _tuple_subtype_new(type_op, args[0])


def _tuple_subtype_new(type_op: PyObject, iterable: PyObject) -> Any:
    tmp = PySequence_Tuple(iterable)
    if type(tmp) in PENDING:
        tmp = yield tmp
    for item in tmp.value:
        item.ob_refcnt += 1
    op = type_op.value.tp_alloc(type_op, tmp.value)
    Py_DECREF(tmp)
    return op


def tuple_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_vectorcall."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "tuple() takes no keyword arguments")
    _PyArg_CheckPositional("tuple", len(args), 0, 1)
    return PySequence_Tuple(args[0]) if args else empty_tuple


def tuple_length(op: PyObject) -> int:
    """sq_length."""
    return len(op.value)


def tuple_item(op: PyObject, i: int) -> PyObject:
    """sq_item."""
    if 0 <= i < len(op.value):
        item = op.value[i]
        item.ob_refcnt += 1
        return item
    raise PyErr_Format(PyExc_IndexError, "tuple index out of range")


def tuple_subscript(op: PyObject, key: PyObject) -> Any:
    """mp_subscript."""
    if key.ob_type is PyLong_Type:
        try:
            item = op.value[key.value]
        except IndexError:
            _too_large(key.value)
            raise PyErr_Format(PyExc_IndexError, "tuple index out of range") from None
        item.ob_refcnt += 1
        return item
    if key.ob_type is PySlice_Type:
        host = host_slice(key)
        if host is not None:
            return _tuple_slice(op, host)
        return _tuple_slice_pending(op, key)
    if PyIndex_Check(key):
        return _tuple_subscript(op, key)
    raise PyErr_Format(
        PyExc_TypeError,
        f"tuple indices must be integers or slices, not {key.ob_type.value.tp_name:.200}")


def _too_large(n: int) -> None:
    if not -(1 << 63) <= n < 1 << 63:
        raise PyErr_Format(PyExc_IndexError, "cannot fit 'int' into an index-sized integer")


def _tuple_subscript(op: PyObject, key: PyObject) -> Any:
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        i = yield i
    return tuple_item(op, i + len(op.value) if i < 0 else i)


def _tuple_slice(op: PyObject, host: slice) -> PyObject:
    items = op.value[host]
    if len(items) == len(op.value) and op.ob_type is PyTuple_Type and (host.step or 1) == 1:
        op.ob_refcnt += 1
        return op
    for item in items:
        item.ob_refcnt += 1
    return PyTuple_New(items)


def _tuple_slice_pending(op: PyObject, key: PyObject) -> Any:
    indices = PySlice_Unpack(key)
    if type(indices) in PENDING:
        indices = yield indices
    return _tuple_slice(op, slice(*indices))


def PyTuple_GetSlice(op: PyObject, low: int, high: int) -> PyObject:
    """A new tuple of the items from ``low`` up to ``high``, both clamped."""
    return _tuple_slice(op, slice(max(low, 0), max(high, 0)))


def tuple_concat(a: PyObject, b: PyObject) -> Any:
    """sq_concat."""
    if not a.value and a.ob_type is PyTuple_Type and b.ob_type is PyTuple_Type:
        b.ob_refcnt += 1
        return b
    if not b.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only concatenate tuple (not "{b.ob_type.value.tp_name:.200}") to tuple')
    if not b.value and a.ob_type is PyTuple_Type:
        a.ob_refcnt += 1
        return a
    check_size(len(a.value) + len(b.value))
    items = a.value + b.value
    for item in items:
        item.ob_refcnt += 1
    return PyTuple_New(items)


def tuple_repeat(op: PyObject, n: int) -> PyObject:
    """sq_repeat."""
    items = op.value
    if (not items or n == 1) and op.ob_type is PyTuple_Type:
        op.ob_refcnt += 1
        return op
    if not items or n <= 0:
        return empty_tuple
    check_size(len(items) * n)
    for item in items:
        item.ob_refcnt += n
    return PyTuple_New(items * n)


def tuple_contains(op: PyObject, value: PyObject) -> Any:
    """sq_contains."""
    i = find_item(op, value, 0, len(op.value))
    if type(i) in PENDING:
        return _is_found(i)
    return i >= 0


def _is_found(pending: Any) -> Any:
    i = yield pending
    return i >= 0


def tuple_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare."""
    if not b.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or not PyTuple_Check(a):
        return Py_NotImplemented
    return compare_sequences(a, b, op)


def tuple_repr(op: PyObject) -> Any:
    """tp_repr."""
    if not op.value:
        return PyUnicode_FromString("()")
    return repr_sequence(op, "(", ",)" if len(op.value) == 1 else ")", "(...)")


_MASK = (1 << 64) - 1
_PRIME_1 = 11400714785074694791
_PRIME_2 = 14029467366897019727
_PRIME_5 = 2870177450012600261


def combine_hashes(hashes: Any, with_length: bool = True) -> int:
    """The hash of a tuple from its items' hashes: a 64-bit xxHash, as a signed host int."""
    acc = _PRIME_5
    n = 0
    for lane in hashes:
        n += 1
        acc = (acc + lane * _PRIME_2) & _MASK
        acc = (((acc << 31) | (acc >> 33)) * _PRIME_1) & _MASK
    if with_length:
        acc = (acc + (n ^ (_PRIME_5 ^ 3527539))) & _MASK
    if acc == _MASK:
        return 1546275796
    return acc - (1 << 64) if acc >> 63 else acc


#: Tuples nested deeper than this are hashed by a generator, not on the host's stack.
_PLAIN_DEPTH = 30


_hash_depth = 0


def tuple_hash(op: PyObject) -> Any:
    """tp_hash; a generator when an item's hash is pending or tuples are nested deep."""
    global _hash_depth
    hashes: list[int] = []
    if _hash_depth > _PLAIN_DEPTH:
        return _tuple_hash(op, hashes, None)
    _hash_depth += 1
    try:
        for item in op.value:
            h = PyObject_Hash(item)
            if type(h) in PENDING:
                return _tuple_hash(op, hashes, h)
            hashes.append(h)
    finally:
        _hash_depth -= 1
    return combine_hashes(hashes)


def _tuple_hash(op: PyObject, hashes: list[int], pending: Any) -> Any:
    if pending is not None:
        hashes.append((yield pending))
    for item in op.value[len(hashes):]:
        h = PyObject_Hash(item)
        if type(h) in PENDING:
            h = yield h
        hashes.append(h)
    return combine_hashes(hashes)


@converted(None, slice_index_not_none, slice_index_not_none)
def tuple_index(self: PyObject, value: PyObject, start: int | None, stop: int | None) -> Any:
    """tuple.index"""
    n = len(self.value)
    start = 0 if start is None else max(start + n, 0) if start < 0 else start
    stop = n if stop is None else max(stop + n, 0) if stop < 0 else stop
    return _tuple_index(find_item(self, value, start, stop))


def _tuple_index(i: Any) -> Any:
    if type(i) in PENDING:
        return _tuple_index_pending(i)
    if i < 0:
        raise PyErr_Format(PyExc_ValueError, "tuple.index(x): x not in tuple")
    return PyLong_FromLong(i)


def _tuple_index_pending(pending: Any) -> Any:
    return _tuple_index((yield pending))


def tuple_count(self: PyObject, value: PyObject) -> Any:
    """tuple.count"""
    n = count_item(self, value)
    return _int_result(n) if type(n) in PENDING else PyLong_FromLong(n)


def _int_result(pending: Any) -> Any:
    return PyLong_FromLong((yield pending))


def tuple_getnewargs(self: PyObject) -> PyObject:
    """tuple.__getnewargs__"""
    return PyTuple_New((PyTuple_Pack(*self.value),))


def tuple_class_getitem(self: PyObject, item: PyObject) -> Any:
    """tuple.__class_getitem__"""
    return Py_GenericAlias(self, item)


# -- tuples that their iterator hands out again --------------------------------------------------------


def reuse_pair(result: PyObject, first: PyObject, second: PyObject) -> PyObject:
    """A 2-tuple of two stolen references: ``result`` itself if only its iterator holds it."""
    if result.ob_refcnt != 1:
        return PyTuple_New((first, second))
    result.ob_refcnt = 2
    old1, old2 = result.value
    result.value = (first, second)
    Py_DECREF(old1)
    Py_DECREF(old2)
    if result not in gen0_head and not _PyObject_GC_IS_TRACKED(result):
        _PyObject_GC_TRACK(result)  # the collector may have untracked it meanwhile
    return result


def reuse_tuple(result: PyObject, items: list[PyObject]) -> PyObject:
    """A tuple of stolen references: ``result`` itself, of as many, if only its iterator holds it."""
    if result.ob_refcnt != 1:
        return PyTuple_New(tuple(items))
    result.ob_refcnt = 2
    old = result.value
    result.value = tuple(items)
    decref_all(old)
    if result not in gen0_head and not _PyObject_GC_IS_TRACKED(result):
        _PyObject_GC_TRACK(result)
    return result


def keep_partial(result: PyObject, items: list[PyObject]) -> None:
    """What `reuse_tuple` would have got, had it not ended early: the iterator's tuple keeps the items.

    C stores each item as it comes, so they live as long as the iterator if nobody else holds its tuple.
    The references are stolen; the host list is emptied.
    """
    n = len(items)
    if n and result.ob_refcnt == 1:
        old = result.value
        result.value = (*items, *old[n:])
        decref_all(old[:n])
    else:
        decref_all(items)
    items.clear()


# -- the iterator -----------------------------------------------------------------------------------


class _PyTupleIterObject:
    """The body of a tuple's iterator: ``it_seq`` (owned, NULL at the end), ``it_index``."""

    __slots__ = ("it_index", "it_seq")

    def __init__(self, seq: PyObject):
        self.it_index = 0
        self.it_seq: PyObject | None = seq


def tuple_iter(op: PyObject) -> PyObject:
    """tp_iter."""
    op.ob_refcnt += 1
    it = PyObject_GC_New(PyTupleIter_Type, _PyTupleIterObject(op))
    _PyObject_GC_TRACK(it)
    return it


def tupleiter_next(op: PyObject) -> PyObject | None:
    """tp_iternext."""
    it = op.value
    seq = it.it_seq
    if seq is None:
        return None
    i = it.it_index
    if i < len(seq.value):
        item = seq.value[i]
        it.it_index = i + 1
        item.ob_refcnt += 1
        return item
    it.it_seq = None
    Py_DECREF(seq)
    return None


def tupleiter_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.it_seq,)


def tupleiter_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, tupleiter_children)


def tupleiter_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    it = self.value
    return PyLong_FromLong(0 if it.it_seq is None else len(it.it_seq.value) - it.it_index)


@given_builtin("iter")
def tupleiter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__"""
    it = self.value
    if it.it_seq is None:
        return PyTuple_New((func, PyTuple_New((empty_tuple,))))
    return PyTuple_New((func, PyTuple_Pack(it.it_seq), PyLong_FromLong(it.it_index)))


def tupleiter_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    index = PyLong_AsSsize_t(state)
    it = self.value
    if it.it_seq is not None:
        it.it_index = max(0, min(index, len(it.it_seq.value)))
    return Py_None


def _iter_self(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


set_slots(
    PyTupleIter_Type,
    tp_dealloc=tupleiter_dealloc,
    tp_traverse=tupleiter_children,
    tp_iter=_iter_self,
    tp_iternext=tupleiter_next,
    tp_methods=(
        PyMethodDef("__length_hint__", tupleiter_len, "($self, /)"),
        PyMethodDef("__reduce__", tupleiter_reduce, "($self, /)"),
        PyMethodDef("__setstate__", tupleiter_setstate, "($self, object, /)"),
    ),
)
set_slots(
    PyTuple_Type,
    tp_new=tuple_new,
    tp_vectorcall=tuple_vectorcall,
    tp_dealloc=tuple_dealloc,
    tp_traverse=_tuple_items_reversed,
    tp_repr=tuple_repr,
    tp_hash=tuple_hash,
    tp_richcompare=tuple_richcompare,
    tp_iter=tuple_iter,
    sq_length=tuple_length,
    sq_concat=tuple_concat,
    sq_repeat=tuple_repeat,
    sq_item=tuple_item,
    sq_contains=tuple_contains,
    mp_length=tuple_length,
    mp_subscript=tuple_subscript,
    tp_methods=(
        PyMethodDef("__getnewargs__", tuple_getnewargs, "($self, /)"),
        PyMethodDef("index", tuple_index,
                    "($self, value, start=0, stop=sys.maxsize, /)"),
        PyMethodDef("count", tuple_count, "($self, value, /)"),
        PyMethodDef("__class_getitem__", tuple_class_getitem, "($type, object, /)", classmethod=True),
    ),
)
