"""product, combinations, combinations_with_replacement, permutations. A part of Modules/itertoolsmodule.c.

Each hands out one tuple again and again, changed in place, as long as nobody else holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vm.modules.itertools_base import (
    bad_state_item,
    iterator_type,
    pickle_methods,
    state_tuple,
)
from vm.objects.abstract import PySequence_Tuple
from vm.objects.bridge import PY_SSIZE_T_MAX
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, parse_arguments
from vm.objects.modsupport import Py_BuildValue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK
from vm.objects.pycore_limits import check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
    decref_all,
    incref_all,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_Check, PyTuple_New, PyTuple_Pack
from vm.objects.typeobject_subtype import static_alloc


class _Body:
    """``pool``: the pool, or product's tuple of pools (owned); ``indices``, ``cycles``: host lists;
    ``result``: the tuple handed out (owned, or NULL)."""

    __slots__ = ("cycles", "indices", "pool", "r", "result", "stopped")

    def __init__(self, pool: PyObject, indices: list[int], r: int, stopped: bool):
        self.pool = pool
        self.indices = indices
        self.r = r
        self.cycles: list[int] = []
        self.result: PyObject | None = None
        self.stopped = stopped


def _children(op: PyObject) -> tuple:
    return op.value.pool, op.value.result


def _own_result(body: _Body) -> PyObject:
    """Make sure that only the iterator holds its tuple, and that the collector sees it."""
    result = body.result
    assert result is not None
    if result.ob_refcnt > 1:
        body.result = PyTuple_Pack(*result.value)
        Py_DECREF(result)
    elif not _PyObject_GC_IS_TRACKED(result):
        _PyObject_GC_TRACK(result)
    return body.result  # type: ignore[return-value]


def _set_items(result: PyObject, start: int, items: Sequence[PyObject]) -> None:
    """Replace the items from ``start`` on by others, of which references are taken."""
    incref_all(items)
    old = result.value
    result.value = old[:start] + tuple(items)
    decref_all(old[start:])


def _first_result(body: _Body, items: Sequence[PyObject]) -> PyObject:
    """Make the first tuple, of borrowed items; hands out a reference."""
    body.result = result = PyTuple_Pack(*items)
    result.ob_refcnt += 1
    return result


def _exact_index(op: PyObject) -> int:
    """PyLong_AsSsize_t."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    return ssize_t(op)


def _state_of(state: PyObject, n: int) -> tuple:
    """The items of a state that must be a tuple of ``n``."""
    if not PyTuple_Check(state) or len(state.value) != n:
        raise PyErr_Format(PyExc_ValueError, "invalid arguments")
    return state.value


def _restore(body: _Body, items: Sequence[PyObject]) -> PyObject:
    """The end of ``__setstate__``: the tuple that the indices say."""
    old, body.result = body.result, PyTuple_Pack(*items)
    Py_XDECREF(old)
    return Py_None


# -- product ----------------------------------------------------------------------------------------


def product_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """product(*iterables, repeat=1)"""
    nargs = len(args) - len(kwnames)
    (repeat,) = parse_arguments(_PRODUCT, "product", args[nargs:], kwnames)
    return _product_new(type_op, args[:nargs], repeat)


_PRODUCT = ArgSpec("($type, /, repeat=1)")


def _product_new(type_op: PyObject, args: list, repeat: PyObject | None) -> Any:
    times: Any = 1
    if repeat is not None:
        times = ssize_t(repeat)
        if type(times) in PENDING:
            times = yield times
    if times < 0:
        raise PyErr_Format(PyExc_ValueError, "repeat argument cannot be negative")
    if times == 0:
        args = []
    elif len(args) > PY_SSIZE_T_MAX // 8 // times:
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
    body = _Body(PyTuple_New(tuple(pools)), [0] * len(pools), len(pools), False)
    return static_alloc(type_op, product_type, body)


def _product_items(lz: _Body) -> list[PyObject]:
    return [pool.value[i] for pool, i in zip(lz.pool.value, lz.indices, strict=True)]


def product_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    pools = lz.pool.value
    if lz.result is None:
        for i, pool in enumerate(pools):
            if not pool.value:
                lz.stopped = True
                lz.result = PyTuple_Pack(*[first.value[0] for first in pools[:i]])
                return None
        return _first_result(lz, _product_items(lz))
    indices = lz.indices
    result = _own_result(lz)
    i = len(pools) - 1
    while i >= 0:
        indices[i] += 1
        if indices[i] < len(pools[i].value):
            break
        indices[i] = 0
        i -= 1
    _set_items(result, max(i, 0), _product_items(lz)[max(i, 0):])
    if i < 0:
        lz.stopped = True
        return None
    result.ob_refcnt += 1
    return result


def product_sizeof(self: PyObject) -> PyObject:
    """__sizeof__"""
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + 8 * len(self.value.pool.value))


def product_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    if lz.stopped:
        return Py_BuildValue((self.ob_type, ((),)))
    if lz.result is None:
        return Py_BuildValue((self.ob_type, lz.pool))
    return Py_BuildValue((self.ob_type, lz.pool, tuple(lz.indices)))


def product_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    lz = self.value
    pools = lz.pool.value
    for i, item in enumerate(_state_of(state, len(pools))):
        index = _exact_index(item)
        if not pools[i].value:
            lz.stopped = True
            return Py_None
        lz.indices[i] = max(0, min(index, len(pools[i].value) - 1))
    return _restore(lz, _product_items(lz))


product_type = iterator_type(
    "product", 48, _children, product_new, product_next,
    tp_methods=(*pickle_methods(product_reduce, product_setstate),
                PyMethodDef("__sizeof__", product_sizeof, "($self, /)")))


# -- the selections of r items of one pool ----------------------------------------------------------


def _new(name: str, get_type: Callable, start: Callable, optional: bool = False) -> Callable:
    """tp_new of a selection: ``start(n, r)`` gives the first indices and whether there is none."""
    spec = ArgSpec("($type, /, iterable, r=None)" if optional else "($type, /, iterable, r)")

    def new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
        iterable, r = parse_arguments(spec, name, args, kwnames)
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
                r = n if r_arg is None or r_arg is Py_None else _permutation_size(r_arg)
            if r < 0:
                raise PyErr_Format(PyExc_ValueError, "r must be non-negative")
            check_size(r)
        except PyErr:
            Py_DECREF(pool)
            raise
        indices, stopped = start(n, r)
        body = _Body(pool, indices, r, stopped)
        if optional:
            body.cycles = [n - i for i in range(r)]
        return static_alloc(type_op, get_type(), body)

    new.__name__ = f"{name}_new"
    return new


def _permutation_size(op: PyObject) -> int:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "Expected int as r")
    return ssize_t(op)


def _selected(lz: _Body, start: int = 0) -> list[PyObject]:
    pool = lz.pool.value
    return [pool[i] for i in lz.indices[start:lz.r]]


def _deliver(lz: _Body, result: PyObject, start: int) -> PyObject | None:
    """Update the tuple from the index that changed; if there is none (-1), that was all."""
    if start < 0:
        lz.stopped = True
        return None
    _set_items(result, start, _selected(lz, start))
    result.ob_refcnt += 1
    return result


def combinations_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    if lz.result is None:
        return _first_result(lz, _selected(lz))
    result = _own_result(lz)
    indices, r, n = lz.indices, lz.r, len(lz.pool.value)
    i = r - 1
    while i >= 0 and indices[i] == i + n - r:
        i -= 1
    if i >= 0:
        first = indices[i] + 1
        for j in range(i, r):
            indices[j] = first + j - i
    return _deliver(lz, result, i)


def cwr_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    if lz.result is None:
        return _first_result(lz, _selected(lz))
    result = _own_result(lz)
    indices, r, n = lz.indices, lz.r, len(lz.pool.value)
    i = r - 1
    while i >= 0 and indices[i] == n - 1:
        i -= 1
    if i >= 0:
        indices[i:r] = [indices[i] + 1] * (r - i)
    return _deliver(lz, result, i)


def permutations_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    lz = op.value
    if lz.stopped:
        return None
    if lz.result is None:
        return _first_result(lz, _selected(lz))
    indices, cycles, n = lz.indices, lz.cycles, len(lz.pool.value)
    if not n:
        lz.stopped = True
        return None
    result = _own_result(lz)
    for i in range(lz.r - 1, -1, -1):
        cycles[i] -= 1
        if cycles[i] == 0:
            indices.append(indices.pop(i))
            cycles[i] = n - i
        else:
            j = n - cycles[i]
            indices[i], indices[j] = indices[j], indices[i]
            return _deliver(lz, result, i)
    return _deliver(lz, result, -1)


def _reduce(self: PyObject) -> PyObject:
    lz = self.value
    if lz.result is None:
        return Py_BuildValue((self.ob_type, (lz.pool, lz.r)))
    if lz.stopped:
        return Py_BuildValue((self.ob_type, ((), lz.r)))
    return Py_BuildValue((self.ob_type, (lz.pool, lz.r), tuple(lz.indices[:lz.r])))


def permutations_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    if lz.result is None or lz.stopped:
        return _reduce(self)
    return Py_BuildValue(
        (self.ob_type, (lz.pool, lz.r), (tuple(lz.indices), tuple(lz.cycles))))


def combinations_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    lz = self.value
    n = len(lz.pool.value)
    indices = []
    for i, item in enumerate(_state_of(state, lz.r)):
        indices.append(max(0, min(_exact_index(item), i + n - lz.r)))
    return _set_indices(lz, indices)


def cwr_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    lz = self.value
    last = len(lz.pool.value) - 1
    return _set_indices(
        lz, [max(0, min(_exact_index(item), last)) for item in _state_of(state, lz.r)])


def _set_indices(lz: _Body, indices: list[int]) -> PyObject:
    if indices and max(indices) >= len(lz.pool.value):  # C reads beyond the pool
        raise PyErr_Format(PyExc_ValueError, "invalid arguments")
    lz.indices = indices
    return _restore(lz, _selected(lz))


def permutations_setstate(self: PyObject, state: PyObject) -> PyObject:
    """__setstate__"""
    lz = self.value
    n = len(lz.pool.value)
    parts = state_tuple(state, 2, 2)
    for i, part in enumerate(parts):
        if not PyTuple_Check(part):
            raise bad_state_item(i + 1, "tuple", part)
    indices, cycles = parts
    if len(indices.value) != n or len(cycles.value) != lz.r or lz.r > n:
        raise PyErr_Format(PyExc_ValueError, "invalid arguments")
    new = [max(0, min(_exact_index(item), n - 1)) for item in indices.value]
    lz.cycles = [max(1, min(_exact_index(item), n - i)) for i, item in enumerate(cycles.value)]
    return _set_indices(lz, new)


def _sizeof(self: PyObject) -> PyObject:
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + 8 * self.value.r)


def permutations_sizeof(self: PyObject) -> PyObject:
    """__sizeof__"""
    lz = self.value
    return PyLong_FromLong(
        self.ob_type.value.tp_basicsize + 8 * (len(lz.pool.value) + lz.r))


combinations_type: PyObject = iterator_type(
    "combinations", 56, _children,
    _new("combinations", lambda: combinations_type,
         lambda n, r: (list(range(r)) if r <= n else [], r > n)),
    combinations_next,
    tp_methods=(*pickle_methods(_reduce, combinations_setstate),
                PyMethodDef("__sizeof__", _sizeof, "($self, /)")))
cwr_type: PyObject = iterator_type(
    "combinations_with_replacement", 56, _children,
    _new("combinations_with_replacement", lambda: cwr_type,
         lambda n, r: ([0] * r, n == 0 and r > 0)),
    cwr_next,
    tp_methods=(*pickle_methods(_reduce, cwr_setstate),
                PyMethodDef("__sizeof__", _sizeof, "($self, /)")))
permutations_type: PyObject = iterator_type(
    "permutations", 64, _children,
    _new("permutations", lambda: permutations_type,
         lambda n, r: (list(range(n)), r > n), optional=True),
    permutations_next,
    tp_methods=(*pickle_methods(permutations_reduce, permutations_setstate),
                PyMethodDef("__sizeof__", permutations_sizeof, "($self, /)")))
