"""Iterating over a memoryview: the last part of Objects/memoryobject.c."""

from __future__ import annotations

from vm.objects.memory_items import adjust_fmt, unpack_single
from vm.objects.memoryobject import PyMemoryView_Type, _check_released, memory_length
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_HAVE_GC,
    PyObject,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_NotImplementedError, PyExc_TypeError


class memoryiterobject:
    """The body of a memoryview's iterator; ``it_seq`` is NULL when it is exhausted."""

    __slots__ = ("it_seq", "it_index", "it_length", "it_fmt")

    def __init__(self, seq: PyObject, length: int, fmt: str):
        self.it_seq: PyObject | None = seq
        self.it_index = 0
        self.it_length = length
        self.it_fmt = fmt


def memory_iter(self: PyObject) -> PyObject:
    """iter(self)."""
    view = self.value.view
    if not view.ndim:
        raise PyErr_Format(PyExc_TypeError, "invalid indexing of 0-dim memory")
    if view.ndim != 1:
        raise PyErr_Format(
            PyExc_NotImplementedError, "multi-dimensional sub-views are not implemented")
    fmt = adjust_fmt(view)
    length = memory_length(self)
    self.ob_refcnt += 1
    it = PyObject_GC_New(PyMemoryIter_Type, memoryiterobject(self, length, fmt))
    _PyObject_GC_TRACK(it)
    return it


def memoryiter_next(it: PyObject) -> PyObject | None:
    """The next element."""
    body = it.value
    seq = body.it_seq
    if seq is None:
        return None
    i = body.it_index
    if i < body.it_length:
        view = _check_released(seq).view
        body.it_index = i + 1
        return unpack_single(view, view.offset + view.strides[0] * i, body.it_fmt)  # type: ignore
    body.it_seq = None
    Py_DECREF(seq)
    return None


def memoryiter_dealloc(it: PyObject) -> None:
    """Drop the view."""
    dealloc_container(it, memoryiter_traverse)


def memoryiter_traverse(it: PyObject) -> tuple:
    """The view."""
    return (it.value.it_seq,)


def _self_iter(it: PyObject) -> PyObject:
    it.ob_refcnt += 1
    return it


PyMemoryIter_Type = static_type(
    "memory_iterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=48, tp_hostkey="identity",
    tp_dealloc=memoryiter_dealloc, tp_traverse=memoryiter_traverse, tp_iter=_self_iter,
    tp_iternext=memoryiter_next)

set_slots(PyMemoryView_Type, tp_iter=memory_iter)
