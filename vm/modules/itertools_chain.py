"""chain, islice, zip_longest. A part of Modules/itertoolsmodule.c.

Each iterator is plain as long as what it draws from is, and a generator from the first pending result on.
"""

from __future__ import annotations

from typing import Any

from vm.modules.itertools_base import (
    clear_field,
    finish_new,
    iterator_type,
    itertoolsobject,
    next_item,
    pickle_methods,
    set_field,
    state_tuple,
)
from vm.objects.abstract import PyIter_Check, PyIter_Next, PyObject_GetIter
from vm.objects.bridge import PY_SSIZE_T_MAX
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.getargs import reject_keywords, ssize_t
from vm.objects.iterobject import is_deep, nesting
from vm.objects.listobject import PyList_New
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.modsupport import Py_BuildValue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyErr,
    PyObject,
    decref_all,
)
from vm.objects.pyerrors import PyErr_Clear, PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New, empty_tuple, keep_partial, reuse_tuple
from vm.objects.typeobject_subtype import static_alloc

# -- chain ------------------------------------------------------------------------------------------


def chain_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """chain(*iterables)"""
    reject_keywords("chain", type_op, chain_type, kwnames)
    nargs = len(args) - len(kwnames)
    for op in args[:nargs]:
        op.ob_refcnt += 1
    items = PyTuple_New(tuple(args[:nargs]))
    source = PyObject_GetIter(items)
    Py_DECREF(items)
    return static_alloc(type_op, chain_type, itertoolsobject(source=source, active=None, depth=1))


def chain_from_iterable(cls: PyObject, iterable: PyObject) -> Any:
    """chain.from_iterable"""
    return finish_new(
        cls, chain_type, PyObject_GetIter(iterable),
        lambda it: itertoolsobject(source=it, active=None, depth=1))


def chain_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    if lz.active is not None and not is_deep(lz.depth):
        item = PyIter_Next(lz.active)
        if item is not None:
            return next_item(item, _chain_next, op) if type(item) in PENDING else item
        clear_field(lz, "active")
    return _chain_next(op, lz)


def _chain_next(op: PyObject, lz: Any) -> Any:
    """Go on with the next iterable (a generator); NULL if the active one has just come to its end."""
    if lz is None:
        lz = op.value
        clear_field(lz, "active")
    rounds = 0
    while lz.source is not None:
        if lz.active is None:
            iterable = PyIter_Next(lz.source)
            if type(iterable) in PENDING:
                iterable = yield iterable
            if iterable is None:
                clear_field(lz, "source")
                return None
            try:
                it = PyObject_GetIter(iterable)
                if type(it) in PENDING:
                    it = yield it
            except PyErr:
                clear_field(lz, "source")
                raise
            finally:
                Py_DECREF(iterable)
            lz.active = it
            lz.depth = nesting(it)
        item = PyIter_Next(lz.active)
        if type(item) in PENDING:
            item = yield item
        if item is not None:
            return item
        clear_field(lz, "active")
        rounds += 1
        if not rounds % YIELD_EVERY:
            yield None
    return None


def chain_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    if lz.source is None:
        return Py_BuildValue((self.ob_type, ()))
    state = (lz.source,) if lz.active is None else (lz.source, lz.active)
    return Py_BuildValue((self.ob_type, (), state))


def chain_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    items = state_tuple(state, 1, 2)
    for item in items:
        if not PyIter_Check(item):
            raise PyErr_Format(PyExc_TypeError, "Arguments must be iterators.")
    lz = self.value
    set_field(lz, "source", items[0])
    if len(items) == 2:
        lz.depth = nesting(items[1])
        set_field(lz, "active", items[1])
    else:
        clear_field(lz, "active")
    return Py_None


def chain_class_getitem(self: PyObject, item: PyObject) -> Any:
    """__class_getitem__"""
    return Py_GenericAlias(self, item)


chain_type = iterator_type(
    "chain", 32, ("active", "source"), chain_new, chain_next,
    tp_methods=(
        PyMethodDef("from_iterable", chain_from_iterable, "($type, iterable, /)", classmethod=True),
        *pickle_methods(chain_reduce, chain_setstate),
        PyMethodDef("__class_getitem__", chain_class_getitem, "($type, object, /)", classmethod=True)))


# -- islice -----------------------------------------------------------------------------------------

_ISLICE_STOP = (
    "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
_ISLICE_INDICES = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."


def islice_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """islice(iterable, stop) or islice(iterable, start, stop[, step]) (a generator)"""
    reject_keywords("islice", type_op, islice_type, kwnames)
    args = args[:len(args) - len(kwnames)]
    _PyArg_CheckPositional("islice", len(args), 2, 4)
    return _islice_new(type_op, args)


def _islice_index(op: PyObject, default: int) -> Any:
    """A host int; the default for None; -1 for what is no index (a generator)."""
    if op is Py_None:
        return default
    try:
        n = ssize_t(op)
        if type(n) in PENDING:
            n = yield n
    except PyErr as err:
        PyErr_Clear(err)
        return -1
    return n


def _islice_new(type_op: PyObject, args: list) -> Any:
    start, stop, step = 0, -1, 1
    stop_arg = args[1] if len(args) == 2 else args[2]
    if len(args) > 2:
        start = yield _islice_index(args[1], 0)
    if stop_arg is not Py_None:
        stop = yield _islice_index(stop_arg, -1)
        if stop == -1:
            raise PyErr_Format(PyExc_ValueError, _ISLICE_STOP)
    if start < 0 or stop < -1:
        raise PyErr_Format(PyExc_ValueError, _ISLICE_INDICES)
    if len(args) > 3:
        step = yield _islice_index(args[3], 1)
    if step < 1:
        raise PyErr_Format(
            PyExc_ValueError, "Step for islice() must be a positive integer or None.")
    it = PyObject_GetIter(args[0])
    if type(it) in PENDING:
        it = yield it
    return static_alloc(type_op, islice_type, itertoolsobject(
        it=it, next=start, stop=stop, step=step, cnt=0, depth=nesting(it)))


def islice_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    it = lz.it
    if it is None:
        return None
    if lz.cnt < lz.next or is_deep(lz.depth):
        return _islice_next(lz)
    if lz.stop != -1 and lz.cnt >= lz.stop:
        return clear_field(lz, "it")
    try:
        item = it.ob_type.value.tp_iternext(it)
    except PyErr:
        clear_field(lz, "it")
        raise
    if item is None:
        return clear_field(lz, "it")
    return _islice_pending(lz, item) if type(item) in PENDING else _islice_advance(lz, item)


def _islice_advance(lz: itertoolsobject, item: PyObject) -> PyObject:
    lz.cnt += 1
    lz.next += lz.step
    if lz.next > PY_SSIZE_T_MAX or (lz.stop != -1 and lz.next > lz.stop):
        lz.next = lz.stop
    return item


def _islice_pending(lz: itertoolsobject, pending: Any) -> Any:
    try:
        item = yield pending
    except PyErr:
        clear_field(lz, "it")
        raise
    return clear_field(lz, "it") if item is None else _islice_advance(lz, item)


def _islice_next(lz: itertoolsobject) -> Any:
    it = lz.it
    it.ob_refcnt += 1
    try:
        iternext = it.ob_type.value.tp_iternext
        while True:
            skipping = lz.cnt < lz.next
            if not skipping and lz.stop != -1 and lz.cnt >= lz.stop:
                return clear_field(lz, "it")
            item = iternext(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return clear_field(lz, "it")
            if not skipping:
                return _islice_advance(lz, item)
            Py_DECREF(item)
            lz.cnt += 1
            if not lz.cnt % YIELD_EVERY:
                yield None
    except PyErr:
        clear_field(lz, "it")
        raise
    finally:
        Py_DECREF(it)


def islice_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    if lz.it is None:
        items = PyList_New([])
        it = PyObject_GetIter(items)
        Py_DECREF(items)
        res = Py_BuildValue((self.ob_type, (it, 0), 0))
        Py_DECREF(it)
        return res
    stop = Py_None if lz.stop == -1 else lz.stop
    return Py_BuildValue((self.ob_type, (lz.it, lz.next, stop, lz.step), lz.cnt))


def islice_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__"""
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    self.value.cnt = ssize_t(state)
    return Py_None


islice_type = iterator_type(
    "islice", 56, ("it",), islice_new, islice_next,
    tp_methods=pickle_methods(islice_reduce, islice_setstate))


# -- zip_longest ------------------------------------------------------------------------------------


def zip_longest_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """zip_longest(*iterables, fillvalue=None) (a generator)"""
    nargs = len(args) - len(kwnames)
    fillvalue = Py_None
    if kwnames:
        if len(kwnames) > 1 or kwnames[0].value != "fillvalue":
            raise PyErr_Format(
                PyExc_TypeError, "zip_longest() got an unexpected keyword argument")
        fillvalue = args[nargs]
    return _zip_longest_new(type_op, args[:nargs], fillvalue)


def _zip_longest_new(type_op: PyObject, args: list, fillvalue: PyObject) -> Any:
    iters: list[PyObject | None] = []
    try:
        for arg in args:
            it = PyObject_GetIter(arg)
            if type(it) in PENDING:
                it = yield it
            iters.append(it)
    except PyErr:
        decref_all(iters)
        raise
    fillvalue.ob_refcnt += 1
    return static_alloc(type_op, zip_longest_type, itertoolsobject(
        ittuple=PyTuple_New(tuple(iters)), result=PyTuple_New((Py_None,) * len(iters)),
        numactive=len(iters), fillvalue=fillvalue))


def zip_longest_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    n = len(lz.ittuple.value)
    if not n or not lz.numactive:
        return None
    items: list[PyObject] = []
    while len(items) < n:
        try:
            item = yield _zip_longest_item(lz, len(items))
        except PyErr:
            lz.numactive = 0
            keep_partial(lz.result, items)
            raise
        if item is None:
            keep_partial(lz.result, items)
            return None
        items.append(item)
    return reuse_tuple(lz.result, items)


def _zip_longest_item(lz: itertoolsobject, i: int) -> Any:
    """The next item of iterator ``i``, or the fill value; NULL if no iterator has one (a generator)."""
    it = lz.ittuple.value[i]
    if it is not None:
        item = PyIter_Next(it)
        if type(item) in PENDING:
            item = yield item
        if item is not None:
            return item
        lz.numactive -= 1
        if lz.numactive <= 0:
            lz.numactive = 0
            return None
        iters = list(lz.ittuple.value)
        iters[i] = None
        lz.ittuple.value = tuple(iters)
        Py_DECREF(it)
    lz.fillvalue.ob_refcnt += 1
    return lz.fillvalue


def zip_longest_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    iters = tuple([empty_tuple if it is None else it for it in lz.ittuple.value])
    return Py_BuildValue((self.ob_type, iters, lz.fillvalue))


def zip_longest_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    set_field(self.value, "fillvalue", state)
    return Py_None


zip_longest_type = iterator_type(
    "zip_longest", 56, ("ittuple", "result", "fillvalue"), zip_longest_new, zip_longest_next,
    tp_methods=pickle_methods(zip_longest_reduce, zip_longest_setstate))
