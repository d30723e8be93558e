"""enumerate and reversed. Models Objects/enumobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.iterobject import deferred, is_deep, iter_self, nesting
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    PyErr,
    PyLong_Type,
    PyObject,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_IndexError,
    PyExc_StopIteration,
    PyExc_TypeError,
)


@late_import
def _bind() -> None:
    global PyObject_GetIter, PyNumber_Index, PyLong_AsSsize_t, PyLong_FromLong, PyTuple_New, PySequence_Check
    global PySequence_Size, PySequence_GetItem, _PyObject_LookupSpecial, PyObject_CallNoArgs
    global PyUnicode_InternFromString, Py_GenericAlias, empty_tuple, reuse_pair
    from vm.objects.abstract import (
        PyNumber_Index,
        PyObject_GetIter,
        PySequence_Check,
        PySequence_GetItem,
        PySequence_Size,
    )
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.genericaliasobject import Py_GenericAlias
    from vm.objects.longobject import PyLong_AsSsize_t, PyLong_FromLong
    from vm.objects.tupleobject import PyTuple_New, empty_tuple, reuse_pair
    from vm.objects.typeobject import _PyObject_LookupSpecial
    from vm.objects.unicodeobject import PyUnicode_InternFromString


class enumobject:
    """The body of enumerate: ``en_index`` (host int), ``en_sit`` (iterator), ``en_result`` (tuple reused)."""

    __slots__ = ("deep", "depth", "en_index", "en_result", "en_sit")

    def __init__(self, index: int, sit: PyObject, result: PyObject):
        self.en_index = index
        self.en_sit = sit
        self.depth = nesting(sit)
        self.deep = is_deep(self.depth)
        self.en_result = result


def enum_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new and tp_vectorcall: enumerate(iterable, start=0)."""
    nkw = len(kwnames)
    nargs = len(args) - nkw
    iterable = args[0] if nargs else None
    start = args[1] if nargs > 1 else None
    if nargs + nkw > 2 or nargs > 2:
        raise PyErr_Format(
            PyExc_TypeError, f"enumerate() takes at most 2 arguments ({nargs + nkw} given)")
    if not nargs and nkw == 1 and kwnames[0].value != "iterable":
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{kwnames[0].value}' is an invalid keyword argument for enumerate()")
    for i, kw in enumerate(kwnames):
        if kw.value == "iterable" and iterable is None:
            iterable = args[nargs + i]
        elif kw.value == "start" and start is None:
            start = args[nargs + i]
        else:
            raise PyErr_Format(
                PyExc_TypeError, f"'{kw.value}' is an invalid keyword argument for enumerate()")
    if iterable is None:
        raise PyErr_Format(
            PyExc_TypeError, "enumerate() missing required argument 'iterable'")
    if start is None or start.ob_type is PyLong_Type:
        it = PyObject_GetIter(iterable)
        if type(it) not in PENDING:
            return _make(type_op, 0 if start is None else start.value, it)
        return _enum_new_pending(type_op, 0 if start is None else start.value, it)
    return _enum_new(type_op, iterable, start)


def _make(type_op: PyObject, start: int, it: PyObject) -> PyObject:
    body = enumobject(start, it, PyTuple_New((Py_None, Py_None)))
    if type_op is not PyEnum_Type:
        return type_op.value.tp_alloc(type_op, body)
    op = PyObject_GC_New(PyEnum_Type, body)
    _PyObject_GC_TRACK(op)
    return op


def _enum_new_pending(type_op: PyObject, start: int, pending: Any) -> Any:
    return _make(type_op, start, (yield pending))


def _enum_new(type_op: PyObject, iterable: PyObject, start: PyObject) -> Any:
    n = PyNumber_Index(start)
    if type(n) in PENDING:
        n = yield n
    index = int(n.value)
    Py_DECREF(n)
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    return _make(type_op, index, it)


def enum_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.en_sit, op.value.en_result


def enum_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, enum_children)


def enum_next(op: PyObject) -> Any:
    """tp_iternext."""
    return deferred(_enum_step, op) if op.value.deep else _enum_step(op)


def _enum_step(op: PyObject) -> Any:
    en = op.value
    it = en.en_sit
    item = it.ob_type.value.tp_iternext(it)
    if item is None:
        return None
    if type(item) in PENDING:
        return _enum_next(en, item)
    index = PyLong_FromLong(en.en_index)
    en.en_index += 1
    return reuse_pair(en.en_result, index, item)


def _enum_next(en: enumobject, pending: Any) -> Any:
    item = yield pending
    if item is None:
        return None
    index = PyLong_FromLong(en.en_index)
    en.en_index += 1
    return reuse_pair(en.en_result, index, item)


def enum_reduce(self: PyObject) -> PyObject:
    """enumerate.__reduce__"""
    en = self.value
    self.ob_type.ob_refcnt += 1
    en.en_sit.ob_refcnt += 1
    return PyTuple_New((
        self.ob_type, PyTuple_New((en.en_sit, PyLong_FromLong(en.en_index)))))


def class_getitem(self: PyObject, item: PyObject) -> Any:
    """__class_getitem__"""
    return Py_GenericAlias(self, item)


PyEnum_Type = static_type(
    "enumerate",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    tp_basicsize=56,
    tp_new=enum_new,
    tp_vectorcall=enum_new,
    tp_dealloc=enum_dealloc,
    tp_traverse=enum_children,
    tp_iter=iter_self,
    tp_iternext=enum_next,
    tp_methods=(
        PyMethodDef("__reduce__", enum_reduce, "($self, /)"),
        PyMethodDef("__class_getitem__", class_getitem, "($type, object, /)",
                    classmethod=True),
    ),
)


# -- reversed ---------------------------------------------------------------------------------------


class reversedobject:
    """The body of reversed: ``index`` of the next item, ``seq`` (owned, NULL at the end)."""

    __slots__ = ("index", "seq")

    def __init__(self, index: int, seq: PyObject):
        self.index = index
        self.seq: PyObject | None = seq


def reversed_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new and tp_vectorcall: reversed(sequence) (a generator)."""
    if kwnames and type_op is PyReversed_Type:
        raise PyErr_Format(PyExc_TypeError, "reversed() takes no keyword arguments")
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional("reversed", nargs, 1, 1)
    return reversed_new_impl(type_op, args[0])


def reversed_new_impl(type_op: PyObject, seq: PyObject) -> Any:
    """``__reversed__`` if the type has it, else an iterator by index (a generator)."""
    meth = _PyObject_LookupSpecial(seq, PyUnicode_InternFromString("__reversed__"))
    if type(meth) in PENDING:
        meth = yield meth
    if meth is Py_None:
        Py_DECREF(meth)
        raise _not_reversible(seq)
    if meth is not None:
        try:
            res = PyObject_CallNoArgs(meth)
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(meth)
        return res
    if not PySequence_Check(seq):
        raise _not_reversible(seq)
    n = PySequence_Size(seq)
    if type(n) in PENDING:
        n = yield n
    seq.ob_refcnt += 1
    body = reversedobject(n - 1, seq)
    if type_op is not PyReversed_Type:
        return type_op.value.tp_alloc(type_op, body)
    op = PyObject_GC_New(PyReversed_Type, body)
    _PyObject_GC_TRACK(op)
    return op


def _not_reversible(seq: PyObject) -> PyErr:
    return PyErr_Format(
        PyExc_TypeError, f"'{seq.ob_type.value.tp_name:.200}' object is not reversible")


def reversed_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.seq,)


def reversed_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, reversed_children)


def reversed_next(op: PyObject) -> Any:
    """tp_iternext (a generator)."""
    ro = op.value
    if ro.index >= 0 and ro.seq is not None:
        try:
            item = PySequence_GetItem(ro.seq, ro.index)
            if type(item) in PENDING:
                item = yield item
            ro.index -= 1
            return item
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_IndexError) and not PyErr_ExceptionMatches(
                err, PyExc_StopIteration
            ):
                raise
            PyErr_Clear(err)
    ro.index = -1
    seq, ro.seq = ro.seq, None
    if seq is not None:
        Py_DECREF(seq)
    return None


def reversed_len(self: PyObject) -> Any:
    """__length_hint__ (a generator)"""
    ro = self.value
    if ro.seq is None:
        return PyLong_FromLong(0)
    n = PySequence_Size(ro.seq)
    if type(n) in PENDING:
        n = yield n
    return PyLong_FromLong(0 if n < ro.index + 1 else ro.index + 1)


def reversed_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    ro = self.value
    self.ob_type.ob_refcnt += 1
    if ro.seq is None:
        return PyTuple_New((self.ob_type, PyTuple_New((empty_tuple,))))
    ro.seq.ob_refcnt += 1
    return PyTuple_New((
        self.ob_type, PyTuple_New((ro.seq,)), PyLong_FromLong(ro.index)))


def reversed_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__"""
    return _reversed_setstate(self, PyLong_AsSsize_t(state))


def _reversed_setstate(self: PyObject, index: int) -> Any:
    ro = self.value
    if ro.seq is not None:
        n = PySequence_Size(ro.seq)
        if type(n) in PENDING:
            n = yield n
        ro.index = max(-1, min(index, n - 1))
    return Py_None


PyReversed_Type = static_type(
    "reversed",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    tp_basicsize=32,
    tp_new=reversed_new,
    tp_vectorcall=reversed_new,
    tp_dealloc=reversed_dealloc,
    tp_traverse=reversed_children,
    tp_iter=iter_self,
    tp_iternext=reversed_next,
    tp_methods=(
        PyMethodDef("__length_hint__", reversed_len, "($self, /)"),
        PyMethodDef("__reduce__", reversed_reduce, "($self, /)"),
        PyMethodDef("__setstate__", reversed_setstate, "($self, object, /)"),
    ),
)
