"""groupby, accumulate, pairwise, batched. A part of Modules/itertoolsmodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules.itertools_base import (
    clear_field,
    finish_new,
    iterator_type,
    itertoolsobject,
    pickle_methods,
    set_field,
    state_tuple,
)
from vm.modules.itertools_chain import chain_type, islice_type
from vm.objects.abstract import PyIter_Next, PyNumber_Add, PyObject_GetIter
from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.eval_builtin import _PyEval_GetBuiltin
from vm.objects.getargs import _PyArg_BadArgument, boolean, reject_keywords, ssize_t
from vm.objects.methoddef import ArgSpec, _PyArg_CheckPositional, parse_arguments
from vm.objects.modsupport import Py_BuildValue
from vm.objects.object import PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY, check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_NewRef,
    Py_None,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_StopIteration,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New, reuse_pair
from vm.objects.typeobject_subtype import static_alloc

# -- groupby ----------------------------------------------------------------------------------------

_GROUPBY = ArgSpec("($type, /, iterable, key=None)")


def groupby_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """groupby(iterable, key=None)"""
    iterable, key = parse_arguments(_GROUPBY, "groupby", args, kwnames)
    keyfunc = Py_None if key is None else key

    def body(it: PyObject) -> itertoolsobject:
        return itertoolsobject(it=it, keyfunc=Py_NewRef(keyfunc), tgtkey=None, currkey=None,
                               currvalue=None, currgrouper=None)

    return finish_new(type_op, groupby_type, PyObject_GetIter(iterable), body)


def groupby_step(gbo: itertoolsobject) -> Any:
    """Draw the next value and its key; False at the end (a generator)."""
    value = PyIter_Next(gbo.it)
    if type(value) in PENDING:
        value = yield value
    if value is None:
        return False
    if gbo.keyfunc is Py_None:
        key = Py_NewRef(value)
    else:
        try:
            key = PyObject_CallOneArg(gbo.keyfunc, value)
            if type(key) in PENDING:
                key = yield key
        except PyErr:
            Py_DECREF(value)
            raise
    old_value, gbo.currvalue = gbo.currvalue, value
    old_key, gbo.currkey = gbo.currkey, key
    Py_XDECREF(old_key)
    Py_XDECREF(old_value)
    return True


def _same_key(a: PyObject, b: PyObject) -> Any:
    """Whether two keys are equal; both are held meanwhile (a generator)."""
    a.ob_refcnt += 1
    b.ob_refcnt += 1
    try:
        same = PyObject_RichCompareBool(a, b, Py_EQ)
        if type(same) in PENDING:
            same = yield same
    finally:
        Py_DECREF(a)
        Py_DECREF(b)
    return same


def groupby_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    gbo = op.value
    gbo.currgrouper = None
    rounds = 0
    while True:
        if gbo.currkey is not None:
            if gbo.tgtkey is None:
                break
            if not (yield _same_key(gbo.tgtkey, gbo.currkey)):
                break
        if not (yield groupby_step(gbo)):
            return None
        rounds += 1
        if not rounds % YIELD_EVERY:
            yield None
    key = gbo.currkey
    set_field(gbo, "tgtkey", key)
    return PyTuple_New((Py_NewRef(key), _grouper_create(op, key)))


def groupby_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    gbo = self.value
    made = (self.ob_type, (gbo.it, gbo.keyfunc))
    state = (gbo.currkey, gbo.currvalue, gbo.tgtkey)
    return Py_BuildValue(made if None in state else (*made, state))


def groupby_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    for name, item in zip(("currkey", "currvalue", "tgtkey"), state_tuple(state, 3, 3), strict=True):
        set_field(self.value, name, item)
    return Py_None


def _grouper_create(parent: PyObject, tgtkey: PyObject) -> PyObject:
    igo = static_alloc(_grouper_type, _grouper_type, itertoolsobject(
        parent=Py_NewRef(parent), tgtkey=Py_NewRef(tgtkey)))
    parent.value.currgrouper = igo  # borrowed
    return igo


def _grouper_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """_grouper(parent, tgtkey)"""
    reject_keywords("_grouper", type_op, _grouper_type, kwnames)
    _PyArg_CheckPositional("_grouper", len(args), 2, 2)
    if not PyObject_TypeCheck(args[0], groupby_type):
        raise _PyArg_BadArgument("_grouper", "argument 1", "itertools.groupby", args[0])
    return _grouper_create(args[0], args[1])


def _grouper_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    igo = op.value
    gbo = igo.parent.value
    if gbo.currgrouper is not op:
        return None
    if gbo.currvalue is None and not (yield groupby_step(gbo)):
        return None
    if gbo.currkey is None or not (yield _same_key(igo.tgtkey, gbo.currkey)):
        return None
    value, gbo.currvalue = gbo.currvalue, None
    clear_field(gbo, "currkey")
    return value


def _grouper_reduce(self: PyObject) -> Any:
    """__reduce__ (a generator)"""
    igo = self.value
    if igo.parent.value.currgrouper is not self:
        func = _PyEval_GetBuiltin("iter")
        if type(func) in PENDING:
            func = yield func
        res = Py_BuildValue((func, ((),)))
        Py_DECREF(func)
        return res
    return Py_BuildValue((self.ob_type, (igo.parent, igo.tgtkey)))


groupby_type = iterator_type(
    "groupby", 72, ("it", "keyfunc", "tgtkey", "currkey", "currvalue"), groupby_new, groupby_next,
    tp_methods=pickle_methods(groupby_reduce, groupby_setstate))
_grouper_type = iterator_type(
    "_grouper", 32, ("parent", "tgtkey"), _grouper_new, _grouper_next, subclassable=False,
    tp_methods=pickle_methods(_grouper_reduce))


# -- accumulate -------------------------------------------------------------------------------------

_ACCUMULATE = ArgSpec("($type, /, iterable, func=None, *, initial=None)")


def accumulate_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """accumulate(iterable, func=None, *, initial=None)"""
    iterable, func, initial = parse_arguments(_ACCUMULATE, "accumulate", args, kwnames)

    def body(it: PyObject) -> itertoolsobject:
        binop = None if func is None or func is Py_None else Py_NewRef(func)
        return itertoolsobject(
            it=it, binop=binop, total=None, initial=Py_NewRef(initial or Py_None))

    return finish_new(type_op, accumulate_type, PyObject_GetIter(iterable), body)


def accumulate_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    if lz.initial is not Py_None:
        held, lz.total = lz.total, lz.initial
        lz.initial = Py_None
        Py_XDECREF(held)
        return Py_NewRef(lz.total)
    item = lz.it.ob_type.value.tp_iternext(lz.it)
    if type(item) in PENDING:
        item = yield item
    if item is None:
        return None
    if lz.total is None:
        lz.total = Py_NewRef(item)
        return item
    try:
        if lz.binop is None:
            total = PyNumber_Add(lz.total, item)
        else:
            total = PyObject_Vectorcall(lz.binop, [lz.total, item])
        if type(total) in PENDING:
            total = yield total
    finally:
        Py_DECREF(item)
    set_field(lz, "total", total)
    return total


def accumulate_reduce(self: PyObject) -> Any:
    """__reduce__ (a generator): a pending first value goes into a chain before the iterator"""
    lz = self.value
    binop = lz.binop or Py_None
    if lz.initial is Py_None and lz.total is not Py_None:
        return Py_BuildValue((self.ob_type, (lz.it, binop), lz.total or Py_None))
    first = Py_BuildValue((lz.total if lz.initial is Py_None else lz.initial,))
    try:
        it = PyObject_Vectorcall(chain_type, [first, lz.it])
        if type(it) in PENDING:
            it = yield it
    finally:
        Py_DECREF(first)
    try:
        if lz.initial is not Py_None:
            return Py_BuildValue((self.ob_type, (it, binop), Py_None))
        again = PyObject_Vectorcall(self.ob_type, [it, binop])
        if type(again) in PENDING:
            again = yield again
    finally:
        Py_DECREF(it)
    res = Py_BuildValue((islice_type, (again, 1, Py_None)))
    Py_DECREF(again)
    return res


def accumulate_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    set_field(self.value, "total", state)
    return Py_None


accumulate_type = iterator_type(
    "accumulate", 56, ("binop", "total", "it", "initial"), accumulate_new, accumulate_next,
    tp_methods=pickle_methods(accumulate_reduce, accumulate_setstate))


# -- pairwise ---------------------------------------------------------------------------------------


def pairwise_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """pairwise(iterable)"""
    reject_keywords("pairwise", type_op, pairwise_type, kwnames)
    _PyArg_CheckPositional("pairwise", len(args) - len(kwnames), 1, 1)
    return finish_new(
        type_op, pairwise_type, PyObject_GetIter(args[0]),
        lambda it: itertoolsobject(it=it, old=None, result=PyTuple_New((Py_None, Py_None))))


def pairwise_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    po = op.value
    it = po.it
    if it is None:
        return None
    it.ob_refcnt += 1
    try:
        if po.old is None:
            first = it.ob_type.value.tp_iternext(it)
            if type(first) in PENDING:
                first = yield first
            held, po.old = po.old, first
            Py_XDECREF(held)
            if first is None:
                return clear_field(po, "it")
            if po.it is None:
                return clear_field(po, "old")
        res = yield _pairwise_second(po, it, po.old)
    except PyErr:
        clear_field(po, "it")
        clear_field(po, "old")
        raise
    finally:
        Py_DECREF(it)
    return res


def _pairwise_second(po: itertoolsobject, it: PyObject, old: PyObject) -> Any:
    """The pair of ``old`` and the next item (a generator)."""
    old.ob_refcnt += 1
    try:
        new = it.ob_type.value.tp_iternext(it)
        if type(new) in PENDING:
            new = yield new
    except PyErr:
        Py_DECREF(old)
        raise
    if new is None:
        clear_field(po, "it")
        clear_field(po, "old")
        Py_DECREF(old)
        return None
    pair = reuse_pair(po.result, old, Py_NewRef(new))
    held, po.old = po.old, new
    Py_XDECREF(held)
    return pair


pairwise_type = iterator_type(
    "pairwise", 40, ("it", "old", "result"), pairwise_new, pairwise_next)


# -- batched ----------------------------------------------------------------------------------------

_BATCHED = ArgSpec("($type, /, iterable, n, *, strict=False)")


def batched_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """batched(iterable, n, *, strict=False) (a generator)"""
    iterable, n, strict = parse_arguments(_BATCHED, "batched", args, kwnames)
    return _batched_new(type_op, iterable, n, strict)


def _batched_new(
    type_op: PyObject, iterable: PyObject, n_arg: PyObject, strict_arg: PyObject | None
) -> Any:
    n = ssize_t(n_arg)
    if type(n) in PENDING:
        n = yield n
    strict = False if strict_arg is None else boolean(strict_arg)
    if type(strict) in PENDING:
        strict = yield strict
    if n < 1:
        raise PyErr_Format(PyExc_ValueError, "n must be at least one")
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    return static_alloc(type_op, batched_type, itertoolsobject(it=it, batch_size=n, strict=strict))


def batched_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    bo = op.value
    it = bo.it
    if it is None:
        return None
    check_size(bo.batch_size)
    items: list[PyObject] = []
    it.ob_refcnt += 1
    try:
        yield _draw_batch(it, items, bo.batch_size)
    except PyErr:
        clear_field(bo, "it")
        decref_all(items)
        raise
    finally:
        Py_DECREF(it)
    if len(items) < bo.batch_size:
        if not items or bo.strict:
            clear_field(bo, "it")
            decref_all(items)
            if items:
                raise PyErr_Format(PyExc_ValueError, "batched(): incomplete batch")
            return None
    return PyTuple_New(tuple(items))


def _draw_batch(it: PyObject, items: list[PyObject], n: int) -> Any:
    """Draw up to ``n`` items into a host list (a generator)."""
    iternext = it.ob_type.value.tp_iternext
    try:
        while len(items) < n:
            item = iternext(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return
            items.append(item)
            if not len(items) % YIELD_EVERY:
                yield None
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)


batched_type = iterator_type("batched", 40, ("it",), batched_new, batched_next)
