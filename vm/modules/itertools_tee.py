"""tee: several iterators over one. A part of Modules/itertoolsmodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules.itertools_base import (
    bad_state_item,
    iterator_type,
    pickle_methods,
    set_field,
    state_tuple,
)
from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.call import PyObject_CallNoArgs
from vm.objects.getargs import _PyArg_BadArgument, c_int, converted, reject_keywords, ssize_t
from vm.objects.listobject import PyList_Check, PyList_New
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.modsupport import Py_BuildValue
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GetAttrString,
    PyObject_GetOptionalAttrString,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_limits import check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
    incref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import static_alloc
from vm.objects.weakrefobject import weakrefs_call_back

#: How many values one link holds.
LINKCELLS = 57


class teedataobject:
    """A link of the chain of values: ``it`` (owned), ``values`` (owned), ``nextlink`` (owned), ``running``."""

    __slots__ = ("it", "nextlink", "running", "values")

    def __init__(self, it: PyObject):
        self.it: PyObject | None = it
        self.values: list[PyObject] = []
        self.nextlink: PyObject | None = None
        self.running = False


def teedataobject_newinternal(it: PyObject) -> PyObject:
    """A new empty link; takes its own reference to the iterator."""
    op = PyObject_GC_New(teedataobject_type, teedataobject(Py_NewRef(it)))
    _PyObject_GC_TRACK(op)
    return op


def teedataobject_jumplink(tdo: teedataobject) -> PyObject:
    """The next link (borrowed), made if it is not there."""
    if tdo.nextlink is None:
        tdo.nextlink = teedataobject_newinternal(tdo.it)  # type: ignore[arg-type]
    return tdo.nextlink


def teedataobject_getitem(link: PyObject, i: int) -> Any:
    """Value ``i`` of a link, drawn from the iterator if it is the next; NULL at the end; may be pending."""
    tdo = link.value
    if i < len(tdo.values):
        return Py_NewRef(tdo.values[i])
    return _teedataobject_draw(tdo)


def _teedataobject_draw(tdo: teedataobject) -> Any:
    if tdo.running:
        raise PyErr_Format(PyExc_RuntimeError, "cannot re-enter the tee iterator")
    tdo.running = True
    try:
        item = PyIter_Next(tdo.it)  # type: ignore[arg-type]
        if type(item) in PENDING:
            item = yield item
    finally:
        tdo.running = False
    if item is None:
        return None
    tdo.values.append(item)
    return Py_NewRef(item)


def teedataobject_children(op: PyObject) -> list:
    """tp_traverse"""
    tdo = op.value
    return [tdo.it, *tdo.values, tdo.nextlink]


def teedataobject_clear(op: PyObject) -> None:
    """tp_clear: a chain of links that nobody else holds is freed in a loop, not by recursion."""
    tdo = op.value
    link, tdo.nextlink = tdo.nextlink, None
    _drop_contents(tdo)
    while link is not None:
        tdo = link.value
        rest = None
        if link.ob_refcnt == 1:
            rest, tdo.nextlink = tdo.nextlink, None
        Py_DECREF(link)
        link = rest


def _drop_contents(tdo: teedataobject) -> None:
    it, tdo.it = tdo.it, None
    values, tdo.values = tdo.values, []
    Py_XDECREF(it)
    decref_all(values)


def teedataobject_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    teedataobject_clear(op)
    PyObject_GC_Del(op)


def teedataobject_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """_tee_dataobject(iterable, values, next): from a pickle"""
    reject_keywords("teedataobject", type_op, teedataobject_type, kwnames)
    _PyArg_CheckPositional("teedataobject", len(args), 3, 3)
    it, values, nextlink = args
    if not PyList_Check(values):
        raise _PyArg_BadArgument("teedataobject", "argument 2", "list", values)
    n = len(values.value)
    if nextlink is Py_None:
        nextlink = None
    if n > LINKCELLS or (nextlink is not None and (
        n < LINKCELLS or nextlink.ob_type is not teedataobject_type
    )):
        raise PyErr_Format(PyExc_ValueError, "Invalid arguments")
    op = teedataobject_newinternal(it)
    incref_all(values.value)
    op.value.values = list(values.value)
    if nextlink is not None:
        op.value.nextlink = Py_NewRef(nextlink)
    return op


def teedataobject_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    tdo = self.value
    incref_all(tdo.values)
    values = PyList_New(list(tdo.values))
    res = Py_BuildValue((self.ob_type, (tdo.it, values, tdo.nextlink or Py_None)))
    Py_DECREF(values)
    return res


teedataobject_type = PyType_FromSpec(
    "itertools._tee_dataobject",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=496,
    tp_new=teedataobject_new,
    tp_getattro=PyObject_GenericGetAttr,
    tp_traverse=teedataobject_children,
    tp_clear=teedataobject_clear,
    tp_dealloc=teedataobject_dealloc,
    tp_methods=pickle_methods(teedataobject_reduce),
)


class teeobject:
    """One of the iterators: its link ``dataobj`` (owned) and ``index`` in it."""

    __slots__ = ("dataobj", "index")

    def __init__(self, dataobj: PyObject, index: int):
        self.dataobj = dataobj
        self.index = index


def _new_tee(dataobj: PyObject, index: int) -> PyObject:
    """A new iterator; the reference to the link is stolen."""
    op = static_alloc(tee_type, tee_type, teeobject(dataobj, index))
    op.ob_ext = None
    return op


def tee_next(op: PyObject) -> Any:
    """tp_iternext"""
    to = op.value
    if to.index >= LINKCELLS:
        set_field(to, "dataobj", teedataobject_jumplink(to.dataobj.value))
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
    return _new_tee(Py_NewRef(self.value.dataobj), self.value.index)


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
        return _new_tee(teedataobject_newinternal(it), 0)
    finally:
        Py_DECREF(it)


def tee_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    return Py_BuildValue((self.ob_type, ((),), (self.value.dataobj, self.value.index)))


def tee_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__ (a generator)"""
    link, index_op = state_tuple(state, 2, 2)
    if not PyObject_TypeCheck(link, teedataobject_type):
        raise bad_state_item(1, "itertools._tee_dataobject", link)
    index = c_int(index_op)
    if type(index) in PENDING:
        index = yield index
    if not 0 <= index <= LINKCELLS:
        raise PyErr_Format(PyExc_ValueError, "Index out of range")
    to = self.value
    set_field(to, "dataobj", link)
    to.index = index
    return Py_None


def _tee_children(op: PyObject) -> tuple:
    return (op.value.dataobj,)


def tee_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, tee_dealloc):
        return
    dealloc_container(op, _tee_children)


tee_type = iterator_type(
    "_tee", 48, _tee_children, tee_new, tee_next, subclassable=False, tp_getattro=None,
    tp_weaklistoffset=32, tp_dealloc=tee_dealloc,
    tp_methods=(PyMethodDef("__copy__", tee_copy, "($self, /)"),
                *pickle_methods(tee_reduce, tee_setstate)))


@converted(None, ssize_t)
def itertools_tee(module: PyObject, iterable: PyObject, n: int | None) -> Any:
    """itertools.tee"""
    return _itertools_tee(iterable, 2 if n is None else n)


def _itertools_tee(iterable: PyObject, n: int) -> Any:
    """The first one, and so many copies as its ``__copy__`` makes (a generator)."""
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
        copyfunc = PyObject_GetOptionalAttrString(it, "__copy__")
        if type(copyfunc) in PENDING:
            copyfunc = yield copyfunc
        if copyfunc is not None:
            out.append(Py_NewRef(it))
        else:
            out.append((yield tee_fromiterable(it)))
            copyfunc = PyObject_GetAttrString(out[0], "__copy__")
            if type(copyfunc) in PENDING:
                copyfunc = yield copyfunc
        yield _add_copies(out, copyfunc, n)
    except PyErr:
        decref_all(out)
        raise
    finally:
        Py_DECREF(it)
    return PyTuple_New(tuple(out))


def _add_copies(out: list[PyObject], copyfunc: PyObject, n: int) -> Any:
    """Call ``copyfunc`` until there are ``n``; drops it (a generator)."""
    try:
        while len(out) < n:
            copy = PyObject_CallNoArgs(copyfunc)
            if type(copy) in PENDING:
                copy = yield copy
            out.append(copy)
    finally:
        Py_DECREF(copyfunc)
