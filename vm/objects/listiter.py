"""Iterators over lists, forwards and backwards. The end of Objects/listobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.eval_builtin import given_builtin
from vm.objects.iter_types import PyListIter_Type, PyListRevIter_Type
from vm.objects.iterobject import (
    iter_self,
    seqiter_children,
    seqiter_dealloc,
    seqiterobject,
)
from vm.objects.linker import late_import
from vm.objects.listobject import LIST_METHODS, PyList_New
from vm.objects.listsort import SORT_METHOD
from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import Py_DECREF, Py_None, PyList_Type, PyObject, set_slots


@late_import
def _bind() -> None:
    global PyLong_AsSsize_t, PyLong_FromLong, PyTuple_New
    from vm.objects.longobject import PyLong_AsSsize_t, PyLong_FromLong
    from vm.objects.tupleobject import PyTuple_New


def list_iter(op: PyObject) -> PyObject:
    """tp_iter of list."""
    op.ob_refcnt += 1
    it = PyObject_GC_New(PyListIter_Type, seqiterobject(op))
    _PyObject_GC_TRACK(it)
    return it


def listiter_next(op: PyObject) -> PyObject | None:
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


def listiter_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    it = self.value
    return PyLong_FromLong(0 if it.it_seq is None else max(len(it.it_seq.value) - it.it_index, 0))


def _reduced(it: seqiterobject, func: PyObject) -> PyObject:
    if it.it_seq is None or it.it_index < 0:
        return PyTuple_New((func, PyTuple_New((PyList_New([]),))))
    it.it_seq.ob_refcnt += 1
    return PyTuple_New((func, PyTuple_New((it.it_seq,)), PyLong_FromLong(it.it_index)))


@given_builtin("iter")
def listiter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__"""
    return _reduced(self.value, func)


def listiter_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__: a negative index ends it"""
    index = PyLong_AsSsize_t(state)
    it = self.value
    seq = it.it_seq
    if seq is not None:
        it.it_index = min(index, len(seq.value))
        if index < 0:
            it.it_seq = None
            Py_DECREF(seq)
    return Py_None


def list___reversed__(self: PyObject) -> PyObject:
    """list.__reversed__"""
    self.ob_refcnt += 1
    body = seqiterobject(self)
    body.it_index = len(self.value) - 1
    it = PyObject_GC_New(PyListRevIter_Type, body)
    _PyObject_GC_TRACK(it)
    return it


def listreviter_next(op: PyObject) -> PyObject | None:
    """tp_iternext."""
    it = op.value
    seq = it.it_seq
    if seq is None:
        return None
    i = it.it_index
    if 0 <= i < len(seq.value):
        item = seq.value[i]
        it.it_index = i - 1
        item.ob_refcnt += 1
        return item
    it.it_index = -1
    it.it_seq = None
    Py_DECREF(seq)
    return None


def listreviter_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    it = self.value
    n = it.it_index + 1
    return PyLong_FromLong(0 if it.it_seq is None or len(it.it_seq.value) < n else n)


@given_builtin("reversed")
def listreviter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__"""
    return _reduced(self.value, func)


def listreviter_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    index = PyLong_AsSsize_t(state)
    it = self.value
    if it.it_seq is not None:
        it.it_index = max(-1, min(index, len(it.it_seq.value) - 1))
    return Py_None


def _methods(length: Any, reduce: Any, setstate: Any) -> tuple:
    return (
        PyMethodDef("__length_hint__", length, "($self, /)"),
        PyMethodDef("__reduce__", reduce, "($self, /)"),
        PyMethodDef("__setstate__", setstate, "($self, object, /)"),
    )


set_slots(
    PyListIter_Type, tp_dealloc=seqiter_dealloc, tp_traverse=seqiter_children, tp_iter=iter_self,
    tp_iternext=listiter_next,
    tp_methods=_methods(listiter_len, listiter_reduce, listiter_setstate))
set_slots(
    PyListRevIter_Type, tp_dealloc=seqiter_dealloc, tp_traverse=seqiter_children, tp_iter=iter_self,
    tp_iternext=listreviter_next,
    tp_methods=_methods(listreviter_len, listreviter_reduce, listreviter_setstate))
set_slots(
    PyList_Type,
    tp_iter=list_iter,
    tp_methods=(
        LIST_METHODS[0],
        PyMethodDef("__reversed__", list___reversed__, "($self, /)"),
        *LIST_METHODS[1:-1],
        SORT_METHOD,
        LIST_METHODS[-1],
    ),
)
