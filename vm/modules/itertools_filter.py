"""filterfalse, dropwhile, takewhile, starmap, compress. A part of Modules/itertoolsmodule.c.

They draw by tp_iternext itself, so a StopIteration that an iterator raises goes through with its value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules.itertools_base import (
    finish_new,
    iterator_type,
    itertoolsobject,
    pickle_methods,
)
from vm.objects.abstract import PyObject_GetIter, PySequence_Tuple
from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.getargs import reject_keywords
from vm.objects.iterobject import deferred, is_deep, nesting
from vm.objects.methoddef import ArgSpec, _PyArg_CheckPositional, parse_arguments
from vm.objects.modsupport import Py_BuildValue
from vm.objects.object import PyObject_IsTrue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    PyBool_Type,
    PyErr,
    PyObject,
    PyTuple_Type,
)
from vm.objects.typeobject_subtype import static_alloc

# -- made as f(function, iterable) ------------------------------------------------------------------

_TYPES: dict[str, PyObject] = {}


def _func_iter_new(name: str) -> Callable:
    """tp_new: ``func``, ``it``, and ``start`` or ``stop`` (0 at first, as in C a number)."""

    def new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
        reject_keywords(name, type_op, _TYPES[name], kwnames)
        _PyArg_CheckPositional(name, len(args) - len(kwnames), 2, 2)
        func = args[0]

        def body(it: PyObject) -> itertoolsobject:
            func.ob_refcnt += 1
            return itertoolsobject(func=func, it=it, start=0, depth=nesting(it))

        return finish_new(type_op, _TYPES[name], PyObject_GetIter(args[1]), body)

    new.__name__ = f"{name}_new"
    return new


def _reduce(self: PyObject) -> PyObject:
    lz = self.value
    return Py_BuildValue((self.ob_type, (lz.func, lz.it)))


def _reduce_with_start(self: PyObject) -> PyObject:
    lz = self.value
    return Py_BuildValue((self.ob_type, (lz.func, lz.it), lz.start))


def _setstate(self: PyObject, state: PyObject) -> Any:
    start = PyObject_IsTrue(state)
    if type(start) in PENDING:
        start = yield start
    self.value.start = int(start)
    return Py_None


def _truth_of_call(func: PyObject, item: PyObject) -> Any:
    """Truth of ``func(item)`` (a generator)."""
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
    func = lz.func
    by_itself = func is Py_None or func is PyBool_Type
    iternext = lz.it.ob_type.value.tp_iternext
    rounds = 0
    while True:
        item = iternext(lz.it)
        if type(item) in PENDING:
            item = yield item
        if item is None:
            return None
        try:
            ok = PyObject_IsTrue(item) if by_itself else _truth_of_call(func, item)
            if type(ok) in PENDING:
                ok = yield ok
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


def _dropwhile_next(lz: itertoolsobject) -> Any:
    iternext = lz.it.ob_type.value.tp_iternext
    rounds = 0
    while True:
        item = iternext(lz.it)
        if type(item) in PENDING:
            item = yield item
        if item is None or lz.start:
            return item
        try:
            ok = yield _truth_of_call(lz.func, item)
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
    item = lz.it.ob_type.value.tp_iternext(lz.it)
    if type(item) in PENDING:
        item = yield item
    if item is None:
        return None
    try:
        ok = yield _truth_of_call(lz.func, item)
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
    args = lz.it.ob_type.value.tp_iternext(lz.it)
    if type(args) in PENDING:
        args = yield args
    if args is None:
        return None
    try:
        if args.ob_type is not PyTuple_Type:
            items = PySequence_Tuple(args)
            if type(items) in PENDING:
                items = yield items
            Py_DECREF(args)
            args = items
        res = PyObject_Vectorcall(lz.func, list(args.value))
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(args)
    return res


for _name, _size, _next, _methods in (
    ("filterfalse", 32, filterfalse_next, pickle_methods(_reduce)),
    ("dropwhile", 40, dropwhile_next, pickle_methods(_reduce_with_start, _setstate)),
    ("takewhile", 40, takewhile_next, pickle_methods(_reduce_with_start, _setstate)),
    ("starmap", 32, starmap_next, pickle_methods(_reduce)),
):
    _TYPES[_name] = iterator_type(
        _name, _size, ("func", "it"), _func_iter_new(_name), _next, tp_methods=_methods)
filterfalse_type = _TYPES["filterfalse"]
dropwhile_type = _TYPES["dropwhile"]
takewhile_type = _TYPES["takewhile"]
starmap_type = _TYPES["starmap"]


# -- compress ---------------------------------------------------------------------------------------

_COMPRESS = ArgSpec("($type, /, data, selectors)")


def compress_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """compress(data, selectors) (a generator)"""
    data_arg, selectors_arg = parse_arguments(_COMPRESS, "compress", args, kwnames)
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
    return static_alloc(type_op, compress_type, itertoolsobject(data=data, selectors=selectors))


def compress_next(op: PyObject) -> Any:
    """tp_iternext (a generator)"""
    lz = op.value
    next_datum = lz.data.ob_type.value.tp_iternext
    rounds = 0
    while True:
        datum = next_datum(lz.data)
        if type(datum) in PENDING:
            datum = yield datum
        if datum is None:
            return None
        try:
            ok = yield _next_selector(lz.selectors)
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


def _next_selector(selectors: PyObject) -> Any:
    """Truth of the next selector, or None at their end (a generator)."""
    selector = selectors.ob_type.value.tp_iternext(selectors)
    if type(selector) in PENDING:
        selector = yield selector
    if selector is None:
        return None
    try:
        ok = PyObject_IsTrue(selector)
        if type(ok) in PENDING:
            ok = yield ok
    finally:
        Py_DECREF(selector)
    return ok


def compress_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    return Py_BuildValue((self.ob_type, (lz.data, lz.selectors)))


compress_type = iterator_type(
    "compress", 32, ("data", "selectors"), compress_new, compress_next,
    tp_methods=pickle_methods(compress_reduce))
