"""The _bisect module: searching in sorted sequences. Models Modules/_bisectmodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_util import size_argument
from vm.objects.abstract import PySequence_GetItem, PySequence_Size
from vm.objects.call import PyObject_CallMethod, PyObject_CallOneArg
from vm.objects.getargs import ssize_t
from vm.objects.listobject import list_insert
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.object import PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_LT, Py_None, PyList_Type, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_ValueError


def _search(
    seq: PyObject, item: PyObject, lo: PyObject | None, hi: PyObject | None, key: PyObject | None, left: bool
) -> Any:
    """internal_bisect_left, internal_bisect_right: the place as a host int (a generator)."""
    low: Any = 0 if lo is None else ssize_t(lo)
    if type(low) in PENDING:
        low = yield low
    high: Any = yield size_argument(hi)
    if low < 0:
        raise PyErr_Format(PyExc_ValueError, "lo must be non-negative")
    if high == -1:
        high = PySequence_Size(seq)
        if type(high) in PENDING:
            high = yield high
    if seq.ob_type.value.sq_item is None:
        PySequence_GetItem(seq, 0)  # raises what such an object raises
    while low < high:
        mid = (low + high) // 2
        before = yield _is_before(seq, mid, item, key, left)
        if before is left:
            low = mid + 1
        else:
            high = mid
    return low


def _is_before(
    seq: PyObject, mid: int, item: PyObject, key: PyObject | None, left: bool
) -> Any:
    """Whether the entry at ``mid`` is less than the item, or to the right, the item less than it (a generator)."""
    entry = seq.ob_type.value.sq_item(seq, mid)
    if type(entry) in PENDING:
        entry = yield entry
    try:
        if key is not None and key is not Py_None:
            made = PyObject_CallOneArg(key, entry)
            made = (yield made) if type(made) in PENDING else made
            entry, made = made, entry
            Py_DECREF(made)
        res = PyObject_RichCompareBool(entry, item, Py_LT) if left else (
            PyObject_RichCompareBool(item, entry, Py_LT))
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(entry)


def _bisect(left: bool) -> Any:
    def bisect(module: PyObject, a: PyObject, x: PyObject, lo: Any, hi: Any, key: Any) -> Any:
        return PyLong_FromLong((yield _search(a, x, lo, hi, key, left)))

    return bisect


def _insort(left: bool) -> Any:
    def insort(module: PyObject, a: PyObject, x: PyObject, lo: Any, hi: Any, key: Any) -> Any:
        wanted = x
        if key is not None and key is not Py_None:
            wanted = PyObject_CallOneArg(key, x)
            if type(wanted) in PENDING:
                wanted = yield wanted
        else:
            x.ob_refcnt += 1
        try:
            index = yield _search(a, wanted, lo, hi, key, left)
        finally:
            Py_DECREF(wanted)
        place = PyLong_FromLong(index)
        try:
            if a.ob_type is PyList_Type:
                list_insert(a, place, x)
            else:
                res = PyObject_CallMethod(a, "insert", [place, x])
                Py_DECREF((yield res) if type(res) in PENDING else res)
        finally:
            Py_DECREF(place)
        return Py_None

    return insort


_SIGNATURE = "($module, /, a, x, lo=0, hi=None, *, key=None)"
bisect_methods = (
    PyMethodDef("bisect_right", _bisect(False), _SIGNATURE),
    PyMethodDef("bisect_left", _bisect(True), _SIGNATURE),
    PyMethodDef("insort_right", _insort(False), _SIGNATURE),
    PyMethodDef("insort_left", _insort(True), _SIGNATURE),
)


def PyInit__bisect() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_bisect", bisect_methods)
