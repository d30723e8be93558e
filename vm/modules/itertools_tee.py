"""tee: several iterators over one. A part of Modules/itertoolsmodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules.itertools_base import alloc, iterator_type, reject_keywords
from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.getargs import converted, ssize_t
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_limits import check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
    static_type,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_Ready

#: How many values one link holds.
LINKCELLS = 57


class teedataobject:
    """A link of the chain of values: ``it`` (owned), ``values`` (owned), ``nextlink`` (owned), ``running``."""

    __slots__ = ("it", "nextlink", "running", "values")

    def __init__(self, it: PyObject):
        self.it = it
        self.values: list[PyObject] = []
        self.nextlink: PyObject | None = None
        self.running = False


def teedataobject_newinternal(it: PyObject) -> PyObject:
    """A new empty link; takes its own reference to the iterator."""
    it.ob_refcnt += 1
    op = PyObject_GC_New(tee_dataobject_type, teedataobject(it))
    _PyObject_GC_TRACK(op)
    return op


def teedataobject_getitem(link: PyObject, i: int) -> Any:
    """Value ``i`` of a link, drawn from the iterator if it is the next; NULL at the end; may be pending."""
    tdo = link.value
    if i < len(tdo.values):
        item = tdo.values[i]
        item.ob_refcnt += 1
        return item
    return _teedataobject_draw(tdo)


def _teedataobject_draw(tdo: teedataobject) -> Any:
    if tdo.running:
        raise PyErr_Format(PyExc_RuntimeError, "cannot re-enter the tee iterator")
    tdo.running = True
    try:
        item = PyIter_Next(tdo.it)
        if type(item) in PENDING:
            item = yield item
    finally:
        tdo.running = False
    if item is None:
        return None
    tdo.values.append(item)
    item.ob_refcnt += 1
    return item


def teedataobject_children(op: PyObject) -> list:
    """tp_traverse"""
    tdo = op.value
    return [tdo.it, *tdo.values, tdo.nextlink]


def teedataobject_dealloc(op: PyObject) -> None:
    """tp_dealloc: a chain of links that nobody else holds is freed in a loop, not by recursion."""
    link: PyObject | None = op
    while link is not None:
        tdo = link.value
        nextlink, tdo.nextlink = tdo.nextlink, None
        Py_DECREF(tdo.it)
        decref_all(tdo.values)
        PyObject_GC_Del(link)
        link = None
        if nextlink is not None:
            nextlink.ob_refcnt -= 1
            if not nextlink.ob_refcnt:
                link = nextlink


def teedataobject_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """_tee_dataobject(it, values, next): for unpickling, which 3.13 only keeps for old pickles."""
    raise PyErr_Format(PyExc_TypeError, "cannot create 'itertools._tee_dataobject' instances")


tee_dataobject_type = static_type(
    "itertools._tee_dataobject",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=504,
    tp_new=teedataobject_new,
    tp_traverse=teedataobject_children,
    tp_dealloc=teedataobject_dealloc,
)
PyType_Ready(tee_dataobject_type)


class teeobject:
    """One of the iterators: its link ``dataobj`` (owned) and ``index`` in it."""

    __slots__ = ("dataobj", "index")

    def __init__(self, dataobj: PyObject, index: int):
        self.dataobj = dataobj
        self.index = index


def tee_next(op: PyObject) -> Any:
    """tp_iternext"""
    to = op.value
    if to.index >= LINKCELLS:
        link = to.dataobj.value.nextlink
        if link is None:
            link = teedataobject_newinternal(to.dataobj.value.it)
            to.dataobj.value.nextlink = link
        link.ob_refcnt += 1
        old, to.dataobj = to.dataobj, link
        Py_DECREF(old)
        to.index = 0
    item = teedataobject_getitem(to.dataobj, to.index)
    if type(item) in PENDING:
        return _tee_next(to, item)
    if item is not None:
        to.index += 1
    return item


def _tee_next(to: teeobject, pending: Any) -> Any:
    item = yield pending
    if item is not None:
        to.index += 1
    return item


def tee_copy(self: PyObject) -> PyObject:
    """__copy__"""
    to = self.value
    to.dataobj.ob_refcnt += 1
    return alloc(tee_type, tee_type, teeobject(to.dataobj, to.index))


def tee_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """_tee(iterable)"""
    reject_keywords("_tee", type_op, tee_type, kwnames)
    _PyArg_CheckPositional("_tee", len(args), 1, 1)
    return tee_fromiterable(args[0])


def tee_fromiterable(iterable: PyObject) -> Any:
    """A tee iterator over an iterable; of a tee iterator, a copy (a generator)."""
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    try:
        if PyObject_TypeCheck(it, tee_type):
            return tee_copy(it)
        return alloc(tee_type, tee_type, teeobject(teedataobject_newinternal(it), 0))
    finally:
        Py_DECREF(it)


tee_type = iterator_type(
    "_tee", ("dataobj",), tee_new, tee_next, subclassable=False,
    tp_methods=(PyMethodDef("__copy__", tee_copy, "($self, /)"),))


@converted(None, ssize_t)
def itertools_tee(module: PyObject, iterable: PyObject, n: int | None) -> Any:
    """itertools.tee"""
    return _itertools_tee(iterable, 2 if n is None else n)


def _itertools_tee(iterable: PyObject, n: int) -> Any:
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, "n must be >= 0")
    check_size(n, 96)
    if not n:
        return PyTuple_New(())
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    out: list[PyObject] = []
    try:
        if PyObject_TypeCheck(it, tee_type):
            it.ob_refcnt += 1
            out.append(it)
        else:
            out.append((yield tee_fromiterable(it)))
        while len(out) < n:
            out.append(tee_copy(out[0]))
    except PyErr:
        decref_all(out)
        raise
    finally:
        Py_DECREF(it)
    return PyTuple_New(tuple(out))


