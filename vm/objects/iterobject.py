"""seqiter (iter() of anything with ``__getitem__``) and callable_iterator. Models Objects/iterobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.bridge import PY_SSIZE_T_MAX
from vm.objects.eval_builtin import given_builtin
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    PyErr,
    PyObject,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_IndexError,
    PyExc_OverflowError,
    PyExc_StopIteration,
)


@late_import
def _bind() -> None:
    global PySequence_GetItem, PyObject_CallNoArgs, PyObject_RichCompareBool, PyTuple_New
    global PyLong_AsSsize_t, PyLong_FromLong, PySequence_Size, empty_tuple, _PyObject_HasLen, PyUnicode_InternFromString
    from vm.objects.abstract import PySequence_GetItem, PySequence_Size, _PyObject_HasLen
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.longobject import PyLong_AsSsize_t, PyLong_FromLong
    from vm.objects.object import PyObject_RichCompareBool
    from vm.objects.tupleobject import PyTuple_New, empty_tuple
    from vm.objects.unicodeobject import PyUnicode_InternFromString


#: So many iterators that draw from each other run plainly, on the host's stack.
_PLAIN_ITERATORS = 40


def nesting(it: PyObject) -> int:
    """How deep an iterator that draws plainly from ``it`` stands above the lowest one."""
    return getattr(it.value, "depth", 0) + 1


def is_deep(depth: int) -> bool:
    """Whether an iterator at this depth must draw in a native frame of its own (`deferred`)."""
    return depth % _PLAIN_ITERATORS == 0


def deferred(step: Any, op: PyObject) -> Any:
    """``step(op)``, begun in a native frame (a generator)."""
    res = step(op)
    if type(res) in PENDING:
        res = yield res
    return res


class seqiterobject:
    """The body of an iterator: ``it_seq`` (owned, NULL at the end) and ``it_index``."""

    __slots__ = ("it_index", "it_seq")

    def __init__(self, seq: PyObject):
        self.it_index = 0
        self.it_seq: PyObject | None = seq


def iter_self(op: PyObject) -> PyObject:
    """tp_iter of iterators."""
    op.ob_refcnt += 1
    return op


def seqiter_children(op: PyObject) -> tuple:
    """tp_traverse of iterators over a sequence."""
    return (op.value.it_seq,)


def seqiter_dealloc(op: PyObject) -> None:
    """tp_dealloc of iterators over a sequence."""
    dealloc_container(op, seqiter_children)


def PySeqIter_New(seq: PyObject) -> PyObject:
    """An iterator that asks ``seq[0]``, ``seq[1]``, ... until IndexError."""
    seq.ob_refcnt += 1
    op = PyObject_GC_New(PySeqIter_Type, seqiterobject(seq))
    _PyObject_GC_TRACK(op)
    return op


def iter_iternext(op: PyObject) -> Any:
    """tp_iternext (a generator)."""
    it = op.value
    seq = it.it_seq
    if seq is None:
        return None
    if it.it_index == PY_SSIZE_T_MAX:
        raise PyErr_Format(PyExc_OverflowError, "iter index too large")
    try:
        item = PySequence_GetItem(seq, it.it_index)
        if type(item) in PENDING:
            item = yield item
    except PyErr as err:
        if PyErr_ExceptionMatches(err, PyExc_IndexError) or PyErr_ExceptionMatches(
            err, PyExc_StopIteration
        ):
            PyErr_Clear(err)
            if it.it_seq is not None:
                it.it_seq = None
                Py_DECREF(seq)
            return None
        raise
    it.it_index += 1
    return item


def iter_len(self: PyObject) -> Any:
    """__length_hint__ (a generator)"""
    it = self.value
    if it.it_seq is None:
        return PyLong_FromLong(0)
    if not _PyObject_HasLen(it.it_seq):
        return Py_NotImplemented
    n = PySequence_Size(it.it_seq)
    if type(n) in PENDING:
        n = yield n
    return PyLong_FromLong(max(n - it.it_index, 0))


@given_builtin("iter")
def iter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__"""
    it = self.value
    if it.it_seq is None:
        return PyTuple_New((func, PyTuple_New((empty_tuple,))))
    it.it_seq.ob_refcnt += 1
    return PyTuple_New((func, PyTuple_New((it.it_seq,)), PyLong_FromLong(it.it_index)))


def iter_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    index = PyLong_AsSsize_t(state)
    if self.value.it_seq is not None:
        self.value.it_index = max(index, 0)
    return Py_None


PySeqIter_Type = static_type(
    "iterator",
    tp_flags=Py_TPFLAGS_HAVE_GC,
    tp_basicsize=32,
    tp_dealloc=seqiter_dealloc,
    tp_traverse=seqiter_children,
    tp_iter=iter_self,
    tp_iternext=iter_iternext,
    tp_methods=(
        PyMethodDef("__length_hint__", iter_len, "($self, /)"),
        PyMethodDef("__reduce__", iter_reduce, "($self, /)"),
        PyMethodDef("__setstate__", iter_setstate, "($self, object, /)"),
    ),
)


class calliterobject:
    """The body of iter(callable, sentinel); both owned, NULL at the end."""

    __slots__ = ("it_callable", "it_sentinel")

    def __init__(self, func: PyObject, sentinel: PyObject):
        self.it_callable: PyObject | None = func
        self.it_sentinel: PyObject | None = sentinel


def PyCallIter_New(func: PyObject, sentinel: PyObject) -> PyObject:
    """An iterator that calls ``func`` until it returns the sentinel."""
    func.ob_refcnt += 1
    sentinel.ob_refcnt += 1
    op = PyObject_GC_New(PyCallIter_Type, calliterobject(func, sentinel))
    _PyObject_GC_TRACK(op)
    return op


def calliter_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.it_callable, op.value.it_sentinel


def calliter_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, calliter_children)


def _finish(it: calliterobject) -> None:
    func, it.it_callable = it.it_callable, None
    sentinel, it.it_sentinel = it.it_sentinel, None
    if func is not None:
        Py_DECREF(func)
    if sentinel is not None:
        Py_DECREF(sentinel)


def calliter_iternext(op: PyObject) -> Any:
    """tp_iternext (a generator)."""
    it = op.value
    if it.it_callable is None:
        return None
    try:
        res = PyObject_CallNoArgs(it.it_callable)
        if type(res) in PENDING:
            res = yield res
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)
        _finish(it)
        return None
    sentinel = it.it_sentinel
    if sentinel is None:
        Py_DECREF(res)
        return None
    sentinel.ob_refcnt += 1
    try:
        same = PyObject_RichCompareBool(sentinel, res, Py_EQ)
        if type(same) in PENDING:
            same = yield same
    except PyErr:
        Py_DECREF(res)
        raise
    finally:
        Py_DECREF(sentinel)
    if not same:
        return res
    Py_DECREF(res)
    _finish(it)
    return None


@given_builtin("iter")
def calliter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__"""
    it = self.value
    if it.it_callable is None or it.it_sentinel is None:
        return PyTuple_New((func, PyTuple_New((empty_tuple,))))
    it.it_callable.ob_refcnt += 1
    it.it_sentinel.ob_refcnt += 1
    return PyTuple_New((func, PyTuple_New((it.it_callable, it.it_sentinel))))


PyCallIter_Type = static_type(
    "callable_iterator",
    tp_flags=Py_TPFLAGS_HAVE_GC,
    tp_basicsize=32,
    tp_dealloc=calliter_dealloc,
    tp_traverse=calliter_children,
    tp_iter=iter_self,
    tp_iternext=calliter_iternext,
    tp_methods=(PyMethodDef("__reduce__", calliter_reduce, "($self, /)"),),
)
