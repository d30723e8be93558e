"""The itertools module. Models Modules/itertoolsmodule.c; the combinatoric iterators are in itertools_product.py.

Each iterator is plain as long as what it draws from is, and a generator from the first pending result on.
"""

from __future__ import annotations

from typing import Any

from vm.modules.itertools_base import (
    PyIter_NextPlain,
    alloc,
    finish_new,
    iterator_type,
    next_item,
    parse,
    reject_keywords,
)
from vm.modules.itertools_product import (
    combinations_type,
    cwr_type,
    permutations_type,
    product_type,
)
from vm.modules.itertools_tee import itertools_tee, tee_dataobject_type, tee_type
from vm.objects.abstract import PyIter_Next, PyNumber_Add, PyObject_GetIter
from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.getargs import boolean, ssize_t
from vm.objects.iterobject import deferred, is_deep, nesting
from vm.objects.listobject import list_from_iterable
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, _PyArg_CheckPositional
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_IsTrue, PyObject_Repr, PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY, check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_None,
    Py_XDECREF,
    PyBool_Type,
    PyErr,
    PyLong_Type,
    PyObject,
    PyType_IsSubtype,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString


class _Body:
    """A C struct of an iterator: the fields of each type are those that its constructor sets."""

    __slots__ = (
        "active", "batch_size", "binop", "cnt", "currgrouper", "currkey", "currvalue", "data", "depth",
        "element", "fillvalue", "func", "index", "initial", "it", "iters", "keyfunc", "next",
        "numactive", "old", "parent", "result", "saved", "selectors", "source", "start", "step",
        "stop", "strict", "tgtkey", "total",
    )

    def __init__(self, **fields: Any):
        for name, value in fields.items():
            setattr(self, name, value)


def _int_arg(op: PyObject | None) -> Any:
    return None if op is None else ssize_t(op)


# -- count ------------------------------------------------------------------------------------------

_COUNT = ArgSpec("($type, /, start=0, step=1)")


def count_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """count(start=0, step=1)"""
    start, step = parse(_COUNT, "count", args, kwnames)
    for n in (start, step):
        if n is not None and not _is_number(n):
            raise PyErr_Format(PyExc_TypeError, "a number is required")
    if start is None:
        start = PyLong_FromLong(0)
    else:
        start.ob_refcnt += 1
    if step is None:
        step = PyLong_FromLong(1)
    else:
        step.ob_refcnt += 1
    return alloc(type_op, count_type, _Body(cnt=start, step=step))


def _is_number(op: PyObject) -> bool:
    tp = op.ob_type.value
    return tp.nb_int is not None or tp.nb_float is not None or tp.nb_index is not None or (
        tp.tp_name == "complex")


def count_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    current = lz.cnt
    if current.ob_type is PyLong_Type and lz.step.ob_type is PyLong_Type:
        lz.cnt = PyLong_FromLong(current.value + lz.step.value)
        return current
    return _count_next(lz, current)


def _count_next(lz: _Body, current: PyObject) -> Any:
    stepped = PyNumber_Add(current, lz.step)
    if type(stepped) in PENDING:
        stepped = yield stepped
    lz.cnt = stepped
    return current


def count_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    lz = op.value
    parts = []
    one = PyType_IsSubtype(lz.step.ob_type, PyLong_Type) and lz.step.value == 1
    for n in (lz.cnt,) if one else (lz.cnt, lz.step):
        text = PyObject_Repr(n)
        if type(text) in PENDING:
            text = yield text
        parts.append(text.value)
        Py_DECREF(text)
    return PyUnicode_FromString(f"{op.ob_type.value.tp_name.split('.')[-1]}({', '.join(parts)})")


count_type = iterator_type("count", ("cnt", "step"), count_new, count_next, tp_repr=count_repr)


# -- repeat -----------------------------------------------------------------------------------------

_REPEAT = ArgSpec("($type, /, object, times=None)")


def repeat_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """repeat(object[, times])"""
    element, times = parse(_REPEAT, "repeat", args, kwnames)
    cnt = _int_arg(times)
    if type(cnt) in PENDING:
        return _repeat_new(type_op, element, cnt)
    return _repeat_make(type_op, element, cnt)


def _repeat_new(type_op: PyObject, element: PyObject, pending: Any) -> Any:
    return _repeat_make(type_op, element, (yield pending))


def _repeat_make(type_op: PyObject, element: PyObject, cnt: int | None) -> PyObject:
    element.ob_refcnt += 1
    return alloc(
        type_op, repeat_type, _Body(element=element, cnt=-1 if cnt is None else max(cnt, 0)))


def repeat_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    ro = op.value
    if ro.cnt == 0:
        return None
    if ro.cnt > 0:
        ro.cnt -= 1
    ro.element.ob_refcnt += 1
    return ro.element


def repeat_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    ro = op.value
    text = PyObject_Repr(ro.element)
    if type(text) in PENDING:
        text = yield text
    inside = text.value if ro.cnt == -1 else f"{text.value}, {ro.cnt}"
    Py_DECREF(text)
    return PyUnicode_FromString(f"{op.ob_type.value.tp_name.split('.')[-1]}({inside})")


def repeat_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    if self.value.cnt == -1:
        raise PyErr_Format(PyExc_TypeError, "len() of unsized object")
    return PyLong_FromLong(self.value.cnt)


repeat_type = iterator_type(
    "repeat", ("element",), repeat_new, repeat_next, tp_repr=repeat_repr,
    tp_methods=(PyMethodDef("__length_hint__", repeat_len, "($self, /)"),))


# -- cycle ------------------------------------------------------------------------------------------


def cycle_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """cycle(iterable)"""
    reject_keywords("cycle", type_op, cycle_type, kwnames)
    _PyArg_CheckPositional("cycle", len(args), 1, 1)
    return finish_new(
        type_op, cycle_type, PyObject_GetIter(args[0]),
        lambda it: _Body(it=it, saved=[], index=-1))


def cycle_next(op: PyObject) -> Any:
    """tp_iternext (a generator while the first round lasts)"""
    lz = op.value
    if lz.it is None:
        if not lz.saved:
            return None
        item = lz.saved[lz.index]
        lz.index = (lz.index + 1) % len(lz.saved)
        item.ob_refcnt += 1
        return item
    return _cycle_first(op)


def _cycle_first(op: PyObject) -> Any:
    lz = op.value
    item = PyIter_Next(lz.it)
    if type(item) in PENDING:
        item = yield item
    if item is not None:
        item.ob_refcnt += 1
        check_size(len(lz.saved) + 1)
        lz.saved.append(item)
        return item
    it, lz.it = lz.it, None
    lz.index = 0
    if it is not None:
        Py_DECREF(it)
    return cycle_next(op)


def _cycle_children(op: PyObject) -> list:
    return [op.value.it, *op.value.saved]


cycle_type = iterator_type("cycle", _cycle_children, cycle_new, cycle_next)


# -- chain ------------------------------------------------------------------------------------------


def chain_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """chain(*iterables)"""
    reject_keywords("chain", type_op, chain_type, kwnames)
    for op in args:
        op.ob_refcnt += 1
    items = PyTuple_New(tuple(args))
    source = PyObject_GetIter(items)
    Py_DECREF(items)
    return alloc(type_op, chain_type, _Body(source=source, active=None, depth=1))


def chain_from_iterable(cls: PyObject, iterable: PyObject) -> Any:
    """chain.from_iterable"""
    return finish_new(
        cls, chain_type, PyObject_GetIter(iterable), lambda it: _Body(source=it, active=None, depth=1))


def chain_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    if lz.active is not None and not is_deep(lz.depth):
        item = PyIter_NextPlain(lz.active)
        if item is not None:
            return next_item(item, _chain_next, op) if type(item) in PENDING else item
    return _chain_next(op, None)


def _chain_next(op: PyObject, pending: Any) -> Any:
    lz = op.value
    rounds = 0
    while lz.source is not None:
        if lz.active is None:
            iterable = PyIter_Next(lz.source)
            if type(iterable) in PENDING:
                iterable = yield iterable
            if iterable is None:
                source, lz.source = lz.source, None
                Py_XDECREF(source)
                return None
            try:
                it = PyObject_GetIter(iterable)
                if type(it) in PENDING:
                    it = yield it
            except PyErr:
                source, lz.source = lz.source, None
                Py_XDECREF(source)
                raise
            finally:
                Py_DECREF(iterable)
            lz.active = it
            lz.depth = nesting(it)
        if pending is None:
            pending = PyIter_Next(lz.active)
        item = (yield pending) if type(pending) in PENDING else pending
        pending = None
        if item is not None:
            return item
        active, lz.active = lz.active, None
        Py_XDECREF(active)
        rounds += 1
        if not rounds % YIELD_EVERY:
            yield None
    return None


chain_type = iterator_type(
    "chain", ("source", "active"), chain_new, chain_next,
    tp_methods=(PyMethodDef(
        "from_iterable", chain_from_iterable, "($type, iterable, /)", classmethod=True),))


# -- islice -----------------------------------------------------------------------------------------

_ISLICE_STOP = (
    "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
_ISLICE_INDICES = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."


def islice_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """islice(iterable, stop) or islice(iterable, start, stop[, step]) (a generator)"""
    reject_keywords("islice", type_op, islice_type, kwnames)
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
    return alloc(type_op, islice_type, _Body(
        it=it, next=start, stop=stop, step=step, cnt=0, depth=nesting(it)))


def islice_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    if lz.it is None:
        return None
    if lz.cnt == lz.next and lz.cnt != lz.stop and not is_deep(lz.depth):
        item = PyIter_NextPlain(lz.it)
        if item is None:
            return _islice_end(lz)
        if type(item) in PENDING:
            return _islice_pending(lz, item)
        return _islice_advance(lz, item)
    return _islice_next(lz)


def _islice_end(lz: _Body) -> None:
    it, lz.it = lz.it, None
    Py_XDECREF(it)


def _islice_advance(lz: _Body, item: PyObject) -> PyObject:
    lz.cnt += 1
    lz.next += lz.step
    if lz.stop != -1 and lz.next > lz.stop:
        lz.next = lz.stop
    return item


def _islice_pending(lz: _Body, pending: Any) -> Any:
    item = yield pending
    return _islice_end(lz) if item is None else _islice_advance(lz, item)


def _islice_next(lz: _Body) -> Any:
    while lz.cnt < lz.next:
        item = PyIter_Next(lz.it)
        if type(item) in PENDING:
            item = yield item
        if item is None:
            return _islice_end(lz)
        Py_DECREF(item)
        lz.cnt += 1
        if not lz.cnt % YIELD_EVERY:
            yield None
    if lz.it is None or lz.cnt == lz.stop or (lz.stop != -1 and lz.cnt > lz.stop):
        return _islice_end(lz)
    item = PyIter_Next(lz.it)
    if type(item) in PENDING:
        item = yield item
    return _islice_end(lz) if item is None else _islice_advance(lz, item)


islice_type = iterator_type("islice", ("it",), islice_new, islice_next)


# -- filters ----------------------------------------------------------------------------------------


def _func_seq_new(name: str, fields: Any) -> Any:
    """tp_new of the iterators made as f(function, iterable)."""

    def new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
        reject_keywords(name, type_op, _TYPES[name], kwnames)
        _PyArg_CheckPositional(name, len(args), 2, 2)
        func = args[0]

        def body(it: PyObject) -> _Body:
            func.ob_refcnt += 1
            return _Body(func=func, it=it, start=0, depth=nesting(it))

        return finish_new(type_op, _TYPES[name], PyObject_GetIter(args[1]), body)

    new.__name__ = f"{name}_new"
    return new


def _test(func: PyObject, item: PyObject) -> Any:
    """Truth of func(item), or of the item if func is None or bool (a generator)."""
    if func is Py_None or func is PyBool_Type:
        ok = PyObject_IsTrue(item)
        if type(ok) in PENDING:
            ok = yield ok
        return ok
    good = PyObject_CallOneArg(func, item)
    if type(good) in PENDING:
        good = yield good
    try:
        ok = PyObject_IsTrue(good)
        if type(ok) in PENDING:
            ok = yield ok
    finally:
        Py_DECREF(good)
    return ok


def _call_test(func: PyObject, item: PyObject) -> Any:
    """Truth of func(item), whatever func is (a generator)."""
    good = PyObject_CallOneArg(func, item)
    if type(good) in PENDING:
        good = yield good
    try:
        ok = PyObject_IsTrue(good)
        if type(ok) in PENDING:
            ok = yield ok
    finally:
        Py_DECREF(good)
    return ok


def filterfalse_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    rounds = 0
    while True:
        item = PyIter_Next(lz.it)
        if type(item) in PENDING:
            item = yield item
        if item is None:
            return None
        try:
            ok = yield _test(lz.func, item)
        except PyErr:
            Py_DECREF(item)
            raise
        if not ok:
            return item
        Py_DECREF(item)
        rounds += 1
        if not rounds % YIELD_EVERY:
            yield None


def dropwhile_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    if lz.start:
        return deferred(_dropwhile_rest, op) if is_deep(lz.depth) else _dropwhile_rest(op)
    return _dropwhile_next(lz)


def _dropwhile_rest(op: PyObject) -> Any:
    it = op.value.it
    return it.ob_type.value.tp_iternext(it)


def _dropwhile_next(lz: _Body) -> Any:
    rounds = 0
    while True:
        item = PyIter_Next(lz.it)
        if type(item) in PENDING:
            item = yield item
        if item is None:
            return None
        try:
            ok = yield _call_test(lz.func, item)
        except PyErr:
            Py_DECREF(item)
            raise
        if not ok:
            lz.start = 1
            return item
        Py_DECREF(item)
        rounds += 1
        if not rounds % YIELD_EVERY:
            yield None


def takewhile_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    if lz.start:
        return None
    item = PyIter_Next(lz.it)
    if type(item) in PENDING:
        item = yield item
    if item is None:
        return None
    try:
        ok = yield _call_test(lz.func, item)
    except PyErr:
        Py_DECREF(item)
        raise
    if ok:
        return item
    Py_DECREF(item)
    lz.start = 1
    return None


def starmap_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    args = PyIter_Next(lz.it)
    if type(args) in PENDING:
        args = yield args
    if args is None:
        return None
    try:
        items = list_from_iterable(args, None)
        if type(items) in PENDING:
            items = yield items
    finally:
        Py_DECREF(args)
    try:
        res = PyObject_Vectorcall(lz.func, items)
        if type(res) in PENDING:
            res = yield res
    finally:
        decref_all(items)
    return res


_TYPES: dict[str, PyObject] = {}
for _name, _next in (
    ("filterfalse", filterfalse_next), ("dropwhile", dropwhile_next),
    ("takewhile", takewhile_next), ("starmap", starmap_next),
):
    _TYPES[_name] = iterator_type(_name, ("func", "it"), _func_seq_new(_name, None), _next)


_COMPRESS = ArgSpec("($type, /, data, selectors)")


def compress_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """compress(data, selectors) (a generator)"""
    data_arg, selectors_arg = parse(_COMPRESS, "compress", args, kwnames)
    return _compress_new(type_op, data_arg, selectors_arg)


def _compress_new(type_op: PyObject, data_arg: PyObject, selectors_arg: PyObject) -> Any:
    data = PyObject_GetIter(data_arg)
    if type(data) in PENDING:
        data = yield data
    try:
        selectors = PyObject_GetIter(selectors_arg)
        if type(selectors) in PENDING:
            selectors = yield selectors
    except PyErr:
        Py_DECREF(data)
        raise
    return alloc(type_op, compress_type, _Body(data=data, selectors=selectors))


def compress_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    rounds = 0
    while True:
        datum = PyIter_Next(lz.data)
        if type(datum) in PENDING:
            datum = yield datum
        if datum is None:
            return None
        ok: Any = None
        try:
            selector = PyIter_Next(lz.selectors)
            if type(selector) in PENDING:
                selector = yield selector
            if selector is not None:
                try:
                    ok = PyObject_IsTrue(selector)
                    if type(ok) in PENDING:
                        ok = yield ok
                finally:
                    Py_DECREF(selector)
        except PyErr:
            Py_DECREF(datum)
            raise
        if ok:
            return datum
        Py_DECREF(datum)
        if ok is None:
            return None
        rounds += 1
        if not rounds % YIELD_EVERY:
            yield None


compress_type = iterator_type("compress", ("data", "selectors"), compress_new, compress_next)


# -- accumulate, pairwise, batched ------------------------------------------------------------------

_ACCUMULATE = ArgSpec("($type, /, iterable, func=None, *, initial=None)")


def accumulate_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """accumulate(iterable, func=None, *, initial=None)"""
    iterable, func, initial = parse(_ACCUMULATE, "accumulate", args, kwnames)

    def body(it: PyObject) -> _Body:
        binop = None if func is Py_None else func
        if binop is not None:
            binop.ob_refcnt += 1
        start = initial if initial is not None else Py_None
        start.ob_refcnt += 1
        return _Body(it=it, binop=binop, total=None, initial=start)

    return finish_new(type_op, accumulate_type, PyObject_GetIter(iterable), body)


def accumulate_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    if lz.initial is not None and lz.initial is not Py_None:
        lz.total, lz.initial = lz.initial, Py_None
        lz.total.ob_refcnt += 1
        return lz.total
    item = PyIter_Next(lz.it)
    if type(item) in PENDING:
        item = yield item
    if item is None:
        return None
    if lz.total is None:
        item.ob_refcnt += 1
        lz.total = item
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
    old, lz.total = lz.total, total
    Py_XDECREF(old)
    total.ob_refcnt += 1
    return total


accumulate_type = iterator_type(
    "accumulate", ("binop", "total", "it", "initial"), accumulate_new, accumulate_next)


def pairwise_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """pairwise(iterable)"""
    reject_keywords("pairwise", type_op, pairwise_type, kwnames)
    _PyArg_CheckPositional("pairwise", len(args), 1, 1)
    return finish_new(
        type_op, pairwise_type, PyObject_GetIter(args[0]), lambda it: _Body(it=it, old=None))


def pairwise_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    po = op.value
    if po.it is None:
        return None
    old = po.old
    if old is None:
        old = PyIter_Next(po.it)
        if type(old) in PENDING:
            old = yield old
        if old is None:
            return _pairwise_end(po)
        if po.old is not None:
            Py_DECREF(po.old)
        po.old = old
    old.ob_refcnt += 1
    try:
        new = PyIter_Next(po.it) if po.it is not None else None
        if type(new) in PENDING:
            new = yield new
    except PyErr:
        Py_DECREF(old)
        raise
    if new is None:
        Py_DECREF(old)
        return _pairwise_end(po)
    new.ob_refcnt += 1
    held, po.old = po.old, new
    Py_XDECREF(held)
    return PyTuple_New((old, new))


def _pairwise_end(po: _Body) -> None:
    it, po.it = po.it, None
    old, po.old = po.old, None
    Py_XDECREF(it)
    Py_XDECREF(old)


pairwise_type = iterator_type("pairwise", ("it", "old"), pairwise_new, pairwise_next)


_BATCHED = ArgSpec("($type, /, iterable, n, *, strict=False)")


def batched_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """batched(iterable, n, *, strict=False) (a generator)"""
    iterable, n, strict = parse(_BATCHED, "batched", args, kwnames)
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
    return alloc(type_op, batched_type, _Body(it=it, batch_size=n, strict=strict))


def batched_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    bo = op.value
    if bo.it is None:
        return None
    check_size(bo.batch_size)
    items: list[PyObject] = []
    try:
        while len(items) < bo.batch_size:
            item = PyIter_Next(bo.it) if bo.it is not None else None
            if type(item) in PENDING:
                item = yield item
            if item is None:
                break
            items.append(item)
            if not len(items) % YIELD_EVERY:
                yield None
    except PyErr:
        decref_all(items)
        it, bo.it = bo.it, None
        Py_XDECREF(it)
        raise
    if len(items) < bo.batch_size:
        it, bo.it = bo.it, None
        Py_XDECREF(it)
        if not items:
            return None
        if bo.strict:
            decref_all(items)
            raise PyErr_Format(PyExc_ValueError, "batched(): incomplete batch")
    return PyTuple_New(tuple(items))


batched_type = iterator_type("batched", ("it",), batched_new, batched_next)


# -- zip_longest ------------------------------------------------------------------------------------


def zip_longest_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """zip_longest(*iterables, fillvalue=None) (a generator)"""
    nargs = len(args) - len(kwnames)
    fillvalue = Py_None
    for i, kw in enumerate(kwnames):
        if kw.value != "fillvalue":
            raise PyErr_Format(
                PyExc_TypeError, "zip_longest() got an unexpected keyword argument")
        fillvalue = args[nargs + i]
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
    return alloc(type_op, zip_longest_type, _Body(
        iters=iters, numactive=len(iters), fillvalue=fillvalue))


def zip_longest_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    if not lz.iters or not lz.numactive:
        return None
    items: list[PyObject] = []
    try:
        for i in range(len(lz.iters)):
            it = lz.iters[i]
            item = None
            if it is not None:
                item = PyIter_Next(it)
                if type(item) in PENDING:
                    item = yield item
                if item is None:
                    lz.numactive -= 1
                    if lz.numactive <= 0:
                        decref_all(items)
                        return None
                    lz.iters[i] = None
                    Py_DECREF(it)
            if item is None:
                item = lz.fillvalue
                item.ob_refcnt += 1
            items.append(item)
    except PyErr:
        lz.numactive = 0
        decref_all(items)
        raise
    return PyTuple_New(tuple(items))


def _zip_longest_children(op: PyObject) -> list:
    return [*op.value.iters, op.value.fillvalue]


zip_longest_type = iterator_type(
    "zip_longest", _zip_longest_children, zip_longest_new, zip_longest_next)


# -- groupby ----------------------------------------------------------------------------------------

_GROUPBY = ArgSpec("($type, /, iterable, key=None)")


def groupby_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """groupby(iterable, key=None)"""
    iterable, key = parse(_GROUPBY, "groupby", args, kwnames)
    keyfunc = Py_None if key is None else key

    def body(it: PyObject) -> _Body:
        keyfunc.ob_refcnt += 1
        return _Body(it=it, keyfunc=keyfunc, tgtkey=None, currkey=None, currvalue=None,
                     currgrouper=None)

    return finish_new(type_op, groupby_type, PyObject_GetIter(iterable), body)


def groupby_step(gbo: _Body) -> Any:
    """Draw the next value and its key; False at the end (a generator)."""
    value = PyIter_Next(gbo.it)
    if type(value) in PENDING:
        value = yield value
    if value is None:
        return False
    if gbo.keyfunc is Py_None:
        key = value
        key.ob_refcnt += 1
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
    Py_XDECREF(old_value)
    Py_XDECREF(old_key)
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
    key.ob_refcnt += 1
    old, gbo.tgtkey = gbo.tgtkey, key
    Py_XDECREF(old)
    return PyTuple_New((_Py_keyed(key), _grouper_create(op, key)))


def _Py_keyed(key: PyObject) -> PyObject:
    key.ob_refcnt += 1
    return key


def _grouper_create(parent: PyObject, tgtkey: PyObject) -> PyObject:
    parent.ob_refcnt += 1
    tgtkey.ob_refcnt += 1
    igo = alloc(_grouper_type, _grouper_type, _Body(parent=parent, tgtkey=tgtkey))
    parent.value.currgrouper = igo  # borrowed
    return igo


def _grouper_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """_grouper(parent, tgtkey)"""
    reject_keywords("_grouper", type_op, _grouper_type, kwnames)
    _PyArg_CheckPositional("_grouper", len(args), 2, 2)
    if not PyType_IsSubtype(args[0].ob_type, groupby_type):
        raise PyErr_Format(
            PyExc_TypeError,
            f"_grouper() argument 1 must be itertools.groupby, not "
            f"{args[0].ob_type.value.tp_name}")
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
    key, gbo.currkey = gbo.currkey, None
    Py_XDECREF(key)
    return value


groupby_type = iterator_type(
    "groupby", ("it", "keyfunc", "tgtkey", "currkey", "currvalue"), groupby_new, groupby_next)
_grouper_type = iterator_type(
    "_grouper", ("parent", "tgtkey"), _grouper_new, _grouper_next, subclassable=False)


itertools_methods = (
    PyMethodDef("tee", itertools_tee, "($module, iterable, n=2, /)"),
)


def PyInit_itertools() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("itertools", itertools_methods)
    for type_op in (
        accumulate_type, batched_type, chain_type, combinations_type, cwr_type, compress_type,
        count_type, cycle_type, _TYPES["dropwhile"], _TYPES["filterfalse"], groupby_type,
        islice_type, pairwise_type, permutations_type, product_type, repeat_type,
        _TYPES["starmap"], _TYPES["takewhile"], zip_longest_type, _grouper_type, tee_type,
        tee_dataobject_type,
    ):
        PyModule_AddObjectRef(module, type_op.value.tp_name.split(".")[-1], type_op)
    return module


