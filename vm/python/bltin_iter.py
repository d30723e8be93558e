"""The types filter, map and zip. A part of Python/bltinmodule.c, apart for its size."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyObject_GetIter
from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.getargs import boolean, reject_keywords
from vm.objects.iterobject import deferred, is_deep, iter_self, nesting
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.object import PyObject_IsTrue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_True,
    PyBool_Type,
    PyErr,
    PyObject,
    decref_all,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New, keep_partial, reuse_pair, reuse_tuple
from vm.objects.typeobject_subtype import static_alloc

_FLAGS = Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE


# -- filter -----------------------------------------------------------------------------------------


class filterobject:
    """The body of filter: ``func`` and the iterator ``it``; owned."""

    __slots__ = ("func", "it")

    def __init__(self, func: PyObject, it: PyObject):
        self.func = func
        self.it = it


def filter_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new and tp_vectorcall."""
    reject_keywords("filter", type_op, PyFilter_Type, kwnames)
    _PyArg_CheckPositional("filter", len(args) - len(kwnames), 2, 2)
    it = PyObject_GetIter(args[1])
    if type(it) in PENDING:
        return _filter_new(type_op, args[0], it)
    args[0].ob_refcnt += 1
    return static_alloc(type_op, PyFilter_Type, filterobject(args[0], it))


def _filter_new(type_op: PyObject, func: PyObject, pending: Any) -> Any:
    it = yield pending
    func.ob_refcnt += 1
    return static_alloc(type_op, PyFilter_Type, filterobject(func, it))


def filter_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.func, op.value.it


def _dealloc_filter(op: PyObject) -> None:
    dealloc_container(op, filter_children)


def filter_next(op: PyObject) -> Any:
    """tp_iternext (a generator)."""
    lz = op.value
    it, func = lz.it, lz.func
    iternext = it.ob_type.value.tp_iternext
    check = func is Py_None or func is PyBool_Type
    rounds = 0
    while True:
        item = iternext(it)
        if type(item) in PENDING:
            item = yield item
        if item is None:
            return None
        try:
            if check:
                ok = PyObject_IsTrue(item)
            else:
                good = PyObject_CallOneArg(func, item)
                if type(good) in PENDING:
                    good = yield good
                if good is Py_True:
                    ok = True
                elif good is Py_False:
                    ok = False
                else:
                    ok = _truth(good)
            if type(ok) in PENDING:
                ok = yield ok
        except PyErr:
            Py_DECREF(item)
            raise
        if ok:
            return item
        Py_DECREF(item)
        rounds += 1
        if not rounds & 4095:
            yield None


def _truth(op: PyObject) -> Any:
    """Truth of an owned object, which is dropped (a generator)."""
    try:
        ok = PyObject_IsTrue(op)
        if type(ok) in PENDING:
            ok = yield ok
    finally:
        Py_DECREF(op)
    return ok


def filter_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    for op in (self.ob_type, lz.func, lz.it):
        op.ob_refcnt += 1
    return PyTuple_New((self.ob_type, PyTuple_New((lz.func, lz.it))))


PyFilter_Type = static_type(
    "filter",
    tp_flags=_FLAGS,
    tp_basicsize=32,
    tp_new=filter_new,
    tp_vectorcall=filter_new,
    tp_dealloc=_dealloc_filter,
    tp_traverse=filter_children,
    tp_iter=iter_self,
    tp_iternext=filter_next,
    tp_methods=(PyMethodDef("__reduce__", filter_reduce, "($self, /)"),),
)


# -- map --------------------------------------------------------------------------------------------


class mapobject:
    """The body of map: ``func`` and the tuple ``iters``; owned."""

    __slots__ = ("func", "iters")

    def __init__(self, func: PyObject, iters: PyObject):
        self.func = func
        self.iters = iters


def _plain_iterators(args: list) -> Any:
    """A guest tuple of iterators over the arguments; may be pending."""
    iters: list[PyObject] = []
    try:
        for i, arg in enumerate(args):
            it = PyObject_GetIter(arg)
            if type(it) in PENDING:
                return _rest_of_iterators(iters, it, args[i + 1:])
            iters.append(it)
    except PyErr:
        decref_all(iters)
        raise
    return PyTuple_New(tuple(iters))


def _rest_of_iterators(iters: list[PyObject], pending: Any, rest: list) -> Any:
    try:
        iters.append((yield pending))
        for arg in rest:
            it = PyObject_GetIter(arg)
            if type(it) in PENDING:
                it = yield it
            iters.append(it)
    except PyErr:
        decref_all(iters)
        raise
    return PyTuple_New(tuple(iters))


def map_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new and tp_vectorcall."""
    reject_keywords("map", type_op, PyMap_Type, kwnames)
    if len(args) - len(kwnames) < 2:
        raise PyErr_Format(PyExc_TypeError, "map() must have at least two arguments.")
    iters = _plain_iterators(args[1:len(args) - len(kwnames)])
    if type(iters) in PENDING:
        return _map_new(type_op, args[0], iters)
    args[0].ob_refcnt += 1
    return static_alloc(type_op, PyMap_Type, mapobject(args[0], iters))


def _map_new(type_op: PyObject, func: PyObject, pending: Any) -> Any:
    iters = yield pending
    func.ob_refcnt += 1
    return static_alloc(type_op, PyMap_Type, mapobject(func, iters))


def map_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.iters, op.value.func


def _dealloc_map(op: PyObject) -> None:
    dealloc_container(op, map_children)


def map_next(op: PyObject) -> Any:
    """tp_iternext (a generator)."""
    body = op.value
    args: list[PyObject] = []
    try:
        for it in body.iters.value:
            item = it.ob_type.value.tp_iternext(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return None
            args.append(item)
        res = PyObject_Vectorcall(body.func, args)
        if type(res) in PENDING:
            res = yield res
    finally:
        decref_all(args)
    return res


def map_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    body = self.value
    items = (body.func, *body.iters.value)
    self.ob_type.ob_refcnt += 1
    for op in items:
        op.ob_refcnt += 1
    return PyTuple_New((self.ob_type, PyTuple_New(items)))


PyMap_Type = static_type(
    "map",
    tp_flags=_FLAGS,
    tp_basicsize=32,
    tp_new=map_new,
    tp_vectorcall=map_new,
    tp_dealloc=_dealloc_map,
    tp_traverse=map_children,
    tp_iter=iter_self,
    tp_iternext=map_next,
    tp_methods=(PyMethodDef("__reduce__", map_reduce, "($self, /)"),),
)


# -- zip --------------------------------------------------------------------------------------------


class zipobject:
    """The body of zip: ``ittuple`` (iterators), ``result`` (the tuple reused), ``strict`` (host bool)."""

    __slots__ = ("deep", "depth", "ittuple", "result", "strict")

    def __init__(self, ittuple: PyObject, strict: bool):
        self.ittuple = ittuple
        self.result = PyTuple_New((Py_None,) * len(ittuple.value))
        self.strict = strict
        self.depth = max([nesting(it) for it in ittuple.value], default=1)
        self.deep = is_deep(self.depth)


def zip_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new and tp_vectorcall: zip(*iterables, strict=False)."""
    nargs = len(args) - len(kwnames)
    strict: Any = False
    if len(kwnames) > 1:
        raise PyErr_Format(
            PyExc_TypeError, f"zip() takes at most 1 keyword argument ({len(kwnames)} given)")
    for i, kw in enumerate(kwnames):
        if kw.value != "strict":
            raise PyErr_Format(
                PyExc_TypeError, f"zip() got an unexpected keyword argument '{kw.value}'")
        strict = boolean(args[nargs + i])
    if type(strict) in PENDING:
        return _zip_new_strict(type_op, args[:nargs], strict)
    iters = _plain_iterators(args[:nargs])
    if type(iters) in PENDING:
        return _zip_new(type_op, iters, strict)
    return static_alloc(type_op, PyZip_Type, zipobject(iters, strict))


def _zip_new_strict(type_op: PyObject, args: list, pending: Any) -> Any:
    strict = yield pending
    iters = _plain_iterators(args)
    if type(iters) in PENDING:
        iters = yield iters
    return static_alloc(type_op, PyZip_Type, zipobject(iters, strict))


def _zip_new(type_op: PyObject, pending: Any, strict: bool) -> Any:
    iters = yield pending
    return static_alloc(type_op, PyZip_Type, zipobject(iters, strict))


def zip_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.ittuple, op.value.result


def _dealloc_zip(op: PyObject) -> None:
    dealloc_container(op, zip_children)


def zip_next(op: PyObject) -> Any:
    """tp_iternext: plain while no iterator is pending."""
    return deferred(_zip_step, op) if op.value.deep else _zip_step(op)


def _zip_step(op: PyObject) -> Any:
    lz = op.value
    iters = lz.ittuple.value
    if not iters:
        return None
    items: list[PyObject] = []
    try:
        for it in iters:
            item = it.ob_type.value.tp_iternext(it)
            if item is None:
                return _zip_end(lz, items)
            if type(item) in PENDING:
                return _zip_next(lz, items, item)
            items.append(item)
    except PyErr as err:
        return _zip_error(lz, items, err)
    return _zip_result(lz, items)


def _zip_result(lz: zipobject, items: list[PyObject]) -> PyObject:
    if len(items) == 2:
        return reuse_pair(lz.result, items[0], items[1])
    return reuse_tuple(lz.result, items)


def _zip_next(lz: zipobject, items: list[PyObject], pending: Any) -> Any:
    iters = lz.ittuple.value
    try:
        while True:
            item = (yield pending) if type(pending) in PENDING else pending
            if item is None:
                res = _zip_end(lz, items)
                if type(res) in PENDING:
                    res = yield res
                return res
            items.append(item)
            if len(items) == len(iters):
                return _zip_result(lz, items)
            it = iters[len(items)]
            pending = it.ob_type.value.tp_iternext(it)
    except PyErr as err:
        res = _zip_error(lz, items, err)
        if type(res) in PENDING:
            res = yield res
        return res


def _zip_error(lz: zipobject, items: list[PyObject], err: PyErr) -> Any:
    """An iterator raised: with strict, StopIteration is an end like any other."""
    if not lz.strict or not PyErr_ExceptionMatches(err, PyExc_StopIteration):
        keep_partial(lz.result, items)
        raise err
    PyErr_Clear(err)
    return _zip_end(lz, items)


def _zip_end(lz: zipobject, items: list[PyObject]) -> Any:
    """An iterator has ended: so does zip; with strict, check that all end."""
    n = len(items)
    keep_partial(lz.result, items)
    if not lz.strict:
        return None
    if n:
        raise _strict_error(n, "shorter")
    return _zip_check_rest(lz)


def _strict_error(i: int, word: str) -> PyErr:
    plural = " " if i == 1 else "s 1-"
    return PyErr_Format(
        PyExc_ValueError, f"zip() argument {i + 1} is {word} than argument{plural}{i}")


def _zip_check_rest(lz: zipobject) -> Any:
    for i, it in enumerate(lz.ittuple.value):
        if not i:
            continue
        try:
            item = it.ob_type.value.tp_iternext(it)
            if type(item) in PENDING:
                item = yield item
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
                raise
            PyErr_Clear(err)
            continue
        if item is not None:
            Py_DECREF(item)
            raise _strict_error(i, "longer")
    return None


def zip_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    self.ob_type.ob_refcnt += 1
    lz.ittuple.ob_refcnt += 1
    if lz.strict:
        return PyTuple_New((self.ob_type, lz.ittuple, Py_True))
    return PyTuple_New((self.ob_type, lz.ittuple))


def zip_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__ (a generator)"""
    strict = boolean(state)
    if type(strict) in PENDING:
        strict = yield strict
    self.value.strict = strict
    return Py_None


PyZip_Type = static_type(
    "zip",
    tp_flags=_FLAGS,
    tp_basicsize=48,
    tp_new=zip_new,
    tp_vectorcall=zip_new,
    tp_dealloc=_dealloc_zip,
    tp_traverse=zip_children,
    tp_iter=iter_self,
    tp_iternext=zip_next,
    tp_methods=(
        PyMethodDef("__reduce__", zip_reduce, "($self, /)"),
        PyMethodDef("__setstate__", zip_setstate, "($self, object, /)"),
    ),
)
