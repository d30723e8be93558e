"""product, permutations, combinations. A part of Modules/itertoolsmodule.c.

They work on tuples of items drawn beforehand, so a step calls no guest code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules.itertools_base import alloc, iterator_type, parse
from vm.objects.abstract import PySequence_Tuple
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK
from vm.objects.pycore_limits import check_size
from vm.objects.pycore_object import (
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyErr,
    PyObject,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New

_SSIZE_MAX = (1 << 63) - 1


class _Body:
    """``pools``: guest tuples (owned); ``indices``, ``cycles``: host lists; ``result``: the tuple reused."""

    __slots__ = ("cycles", "indices", "pools", "r", "result", "stopped")

    def __init__(self, pools: list[PyObject], indices: list[int], r: int, stopped: bool):
        self.pools = pools
        self.indices = indices
        self.r = r
        self.cycles: list[int] = []
        self.result: PyObject | None = None
        self.stopped = stopped


def _children(op: PyObject) -> list:
    return [*op.value.pools, op.value.result]


def _deliver(body: _Body, items: list[PyObject]) -> PyObject:
    """The next tuple, of borrowed items: the former one again if nobody else holds it."""
    for item in items:
        item.ob_refcnt += 1
    result = body.result
    if result is not None and result.ob_refcnt == 1 and items:
        old = result.value
        result.value = tuple(items)
        decref_all(old)
        if not _PyObject_GC_IS_TRACKED(result):
            _PyObject_GC_TRACK(result)
    else:
        made = PyTuple_New(tuple(items))
        body.result = made
        if result is not None:
            from vm.objects.pycore_object import Py_DECREF

            Py_DECREF(result)
        result = made
    result.ob_refcnt += 1
    return result


# -- product ----------------------------------------------------------------------------------------


def product_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """product(*iterables, repeat=1) (a generator)"""
    nargs = len(args) - len(kwnames)
    repeat = None
    for i, kw in enumerate(kwnames):
        if kw.value != "repeat":
            raise PyErr_Format(
                PyExc_TypeError, f"product() got an unexpected keyword argument '{kw.value}'")
        repeat = args[nargs + i]
    return _product_new(type_op, args[:nargs], repeat)


def _product_new(type_op: PyObject, args: list, repeat: PyObject | None) -> Any:
    times = 1
    if repeat is not None:
        n = ssize_t(repeat)
        if type(n) in PENDING:
            n = yield n
        times = n
    if times < 0:
        raise PyErr_Format(PyExc_ValueError, "repeat argument cannot be negative")
    if times == 0:
        args = []
    elif len(args) > _SSIZE_MAX // 8 // times:
        raise PyErr_Format(PyExc_OverflowError, "repeat argument too large")
    check_size(len(args) * times, 16)
    pools: list[PyObject] = []
    try:
        for arg in args:
            pool = PySequence_Tuple(arg)
            if type(pool) in PENDING:
                pool = yield pool
            pools.append(pool)
    except PyErr:
        decref_all(pools)
        raise
    for pool in pools:
        pool.ob_refcnt += times - 1
    pools = pools * times
    stopped = any(not pool.value for pool in pools)
    return alloc(type_op, product_type, _Body(pools, [0] * len(pools), 0, stopped))


def product_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    pools, indices = lz.pools, lz.indices
    if lz.result is not None:
        i = len(pools) - 1
        while i >= 0:
            indices[i] += 1
            if indices[i] < len(pools[i].value):
                break
            indices[i] = 0
            i -= 1
        if i < 0:
            lz.stopped = True
            return None
    return _deliver(lz, [pool.value[i] for pool, i in zip(pools, indices, strict=True)])


def product_sizeof(self: PyObject) -> PyObject:
    """__sizeof__"""
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + 8 * len(self.value.pools))


product_type = iterator_type(
    "product", _children, product_new, product_next,
    tp_methods=(PyMethodDef("__sizeof__", product_sizeof, "($self, /)"),))


# -- the selections of r items of one pool ----------------------------------------------------------


def _new(name: str, get_type: Callable, start: Callable, optional: bool = False) -> Callable:
    """tp_new of a selection: ``start(n, r)`` gives the first indices and whether there is none."""
    spec = ArgSpec("($type, /, iterable, r=None)" if optional else "($type, /, iterable, r)")

    def new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
        iterable, r = parse(spec, name, args, kwnames)
        return select(type_op, iterable, r)

    def select(type_op: PyObject, iterable: PyObject, r_arg: PyObject | None) -> Any:
        r: Any = None
        if not optional:
            r = ssize_t(r_arg)  # type: ignore[arg-type]
            if type(r) in PENDING:
                r = yield r
        pool = PySequence_Tuple(iterable)
        if type(pool) in PENDING:
            pool = yield pool
        try:
            n = len(pool.value)
            if optional:
                r = n if r_arg is None or r_arg is Py_None else _exact_size(r_arg)
            if r < 0:
                raise PyErr_Format(PyExc_ValueError, "r must be non-negative")
            check_size(r)
        except PyErr:
            decref_all([pool])
            raise
        indices, stopped = start(n, r)
        body = _Body([pool], indices, r, stopped)
        if optional:
            body.cycles = [n - i for i in range(r)] if not stopped else []
        return alloc(type_op, get_type(), body)

    new.__name__ = f"{name}_new"
    return new


def _exact_size(op: PyObject) -> int:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "Expected int as r")
    return ssize_t(op)


def _pick(lz: _Body) -> PyObject:
    pool = lz.pools[0].value
    return _deliver(lz, [pool[i] for i in lz.indices[:lz.r]])


def combinations_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    if lz.result is not None:
        indices, r, n = lz.indices, lz.r, len(lz.pools[0].value)
        i = r - 1
        while i >= 0 and indices[i] == i + n - r:
            i -= 1
        if i < 0:
            lz.stopped = True
            return None
        first = indices[i] + 1
        for j in range(i, r):
            indices[j] = first + j - i
    return _pick(lz)


def cwr_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    if lz.result is not None:
        indices, r, n = lz.indices, lz.r, len(lz.pools[0].value)
        i = r - 1
        while i >= 0 and indices[i] == n - 1:
            i -= 1
        if i < 0:
            lz.stopped = True
            return None
        value = indices[i] + 1
        for j in range(i, r):
            indices[j] = value
    return _pick(lz)


def permutations_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    if lz.result is not None:
        indices, cycles, n = lz.indices, lz.cycles, len(lz.pools[0].value)
        for i in range(lz.r - 1, -1, -1):
            cycles[i] -= 1
            if cycles[i] == 0:
                indices.append(indices.pop(i))
                cycles[i] = n - i
            else:
                j = n - cycles[i]
                indices[i], indices[j] = indices[j], indices[i]
                break
        else:
            lz.stopped = True
            return None
    return _pick(lz)


combinations_type: PyObject = iterator_type(
    "combinations", _children,
    _new("combinations", lambda: combinations_type,
         lambda n, r: (list(range(r)) if r <= n else [], r > n)),
    combinations_next)
cwr_type: PyObject = iterator_type(
    "combinations_with_replacement", _children,
    _new("combinations_with_replacement", lambda: cwr_type,
         lambda n, r: ([0] * r, n == 0 and r > 0)),
    cwr_next)
permutations_type: PyObject = iterator_type(
    "permutations", _children,
    _new("permutations", lambda: permutations_type,
         lambda n, r: (list(range(n)), r > n), optional=True),
    permutations_next)
