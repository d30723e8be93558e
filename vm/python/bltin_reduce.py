"""Built-in functions that go through an iterable: all, any, min, max, sum, sorted. Part of bltinmodule.c."""

from __future__ import annotations

from math import isfinite
from typing import Any

from vm.objects.abstract import PyNumber_Add, PyObject_GetIter, PySequence_List
from vm.objects.call import PyObject_CallOneArg
from vm.objects.floatobject import PyFloat_FromDouble
from vm.objects.listsort import list_sort
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, parse_arguments
from vm.objects.object import (
    _HOST_COMPARED,
    PyObject_IsTrue,
    PyObject_RichCompareBool,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_GT,
    Py_LT,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyBool_Type,
    PyByteArray_Type,
    PyErr,
    PyFloat_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
)

_SSIZE_MAX = (1 << 63) - 1
_SSIZE_MIN = -(1 << 63)
#: Longest list that a plain loop goes through in one instruction.
_PLAIN_LENGTH = 20000


def _end_of_iteration(err: PyErr) -> None:
    """Swallow StopIteration; anything else goes on."""
    if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
        raise err
    PyErr_Clear(err)


# ---- all, any

def builtin_all(module: PyObject, iterable: PyObject) -> Any:
    """``all(iterable)``."""
    return _all_any(iterable, False)


def builtin_any(module: PyObject, iterable: PyObject) -> Any:
    """``any(iterable)``."""
    return _all_any(iterable, True)


def _all_any(iterable: PyObject, stop_at: bool) -> Any:
    """Look for the first item whose truth is ``stop_at``; a generator."""
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    next_ = it.ob_type.value.tp_iternext
    rounds = 0
    try:
        while True:
            try:
                item = next_(it)
                if type(item) in PENDING:
                    item = yield item
            except PyErr as err:
                _end_of_iteration(err)
                item = None
            if item is None:
                return Py_False if stop_at else Py_True
            if item is Py_True:
                truth = True
            elif item is Py_False:
                truth = False
            else:
                try:
                    truth = PyObject_IsTrue(item)
                    if type(truth) in PENDING:
                        truth = yield truth
                finally:
                    Py_DECREF(item)
            if truth is stop_at:
                return Py_True if stop_at else Py_False
            rounds += 1
            if not rounds % YIELD_EVERY:
                yield None
    finally:
        Py_DECREF(it)


# ---- min, max

_SPECS = {name: ArgSpec("($module, /, *, key=None, default=None)") for name in ("min", "max")}


def builtin_min(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``min(iterable, *, key, default)``, ``min(a, b, ..., *, key)``."""
    return min_max(args, kwnames, Py_LT, "min")


def builtin_max(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``max(iterable, *, key, default)``, ``max(a, b, ..., *, key)``."""
    return min_max(args, kwnames, Py_GT, "max")


def min_max(args: list, kwnames: tuple, op: int, name: str) -> Any:
    """The common part of min and max: result or pending."""
    nargs = len(args) - len(kwnames)
    if not nargs:
        raise PyErr_Format(PyExc_TypeError, f"{name} expected at least 1 argument, got 0")
    keyfunc = default = None
    if kwnames:
        keyfunc, default = parse_arguments(_SPECS[name], name, args[nargs:], kwnames)
        if keyfunc is Py_None:
            keyfunc = None
    if nargs > 1 and default is not None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"Cannot specify a default for {name}() with multiple positional arguments")
    if keyfunc is None:
        items = args[:nargs] if nargs > 1 else _exact_items(args[0])
        if items:
            best = _host_min_max(items, op)
            if best is not None:
                best.ob_refcnt += 1
                return best
    if nargs > 1:
        return _min_max_items(None, args[:nargs], keyfunc, None, op, name)
    return _min_max_items(args[0], [], keyfunc, default, op, name)


def _exact_items(op: PyObject) -> Any:
    if op.ob_type is PyList_Type or op.ob_type is PyTuple_Type:
        return op.value if len(op.value) <= _PLAIN_LENGTH else None
    return None


def _host_min_max(items: Any, op: int) -> PyObject | None:
    """The extreme of items that are all of one type with host comparison, else None."""
    first = items[0]
    tp = first.ob_type
    if tp not in _HOST_COMPARED:
        return None
    best, value = first, first.value
    for item in items:
        if item.ob_type is not tp:
            return None
        x = item.value
        if x < value if op == Py_LT else x > value:
            best, value = item, x
    return best


def _min_max_items(
    iterable: PyObject | None, items: list, keyfunc: Any, default: Any, op: int, name: str
) -> Any:
    """min or max of an iterable, or of given items (borrowed); a generator."""
    it = None
    if iterable is not None:
        it = PyObject_GetIter(iterable)
        if type(it) in PENDING:
            it = yield it
        next_ = it.ob_type.value.tp_iternext
    else:
        items.reverse()
    maxitem = maxval = item = val = None
    rounds = 0
    try:
        while True:
            if it is None:
                if not items:
                    break
                item = items.pop()
                item.ob_refcnt += 1
            else:
                try:
                    res = next_(it)
                    item = (yield res) if type(res) in PENDING else res
                except PyErr as err:
                    _end_of_iteration(err)
                if item is None:
                    break
            if keyfunc is not None:
                res = PyObject_CallOneArg(keyfunc, item)
                val = (yield res) if type(res) in PENDING else res
            else:
                val = item
                val.ob_refcnt += 1
            if maxval is None:
                better = True
            else:
                better = PyObject_RichCompareBool(val, maxval, op)
                if type(better) in PENDING:
                    better = yield better
            if better:
                old_item, old_val, maxitem, maxval = maxitem, maxval, item, val
            else:
                old_item, old_val = item, val
            item = val = None
            Py_XDECREF(old_val)
            Py_XDECREF(old_item)
            rounds += 1
            if not rounds % YIELD_EVERY:
                yield None
        if maxval is None:
            if default is None:
                raise PyErr_Format(PyExc_ValueError, f"{name}() iterable argument is empty")
            default.ob_refcnt += 1
            return default
        result, maxitem = maxitem, None
        return result
    finally:
        Py_XDECREF(val)
        Py_XDECREF(item)
        Py_XDECREF(maxval)
        Py_XDECREF(maxitem)
        Py_XDECREF(it)


# ---- sum

def builtin_sum(module: PyObject, iterable: PyObject, start: PyObject | None) -> Any:
    """``sum(iterable, /, start=0)``."""
    if start is None or (start.ob_type is PyLong_Type and not start.value):
        total = _sum_of_ints(iterable)
        if total is not None:
            return total
    return _sum(iterable, start)


def _sum_of_ints(iterable: PyObject) -> PyObject | None:
    """The sum of a list or tuple that holds exact ints only, else None."""
    items = _exact_items(iterable)
    if items is None:
        return None
    total = 0
    for item in items:
        if item.ob_type is not PyLong_Type:
            return None
        total += item.value
    return PyLong_FromLong(total)


def _check_start(start: PyObject) -> None:
    flags = start.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        what, join = "strings", "''"
    elif flags & Py_TPFLAGS_BYTES_SUBCLASS:
        what, join = "bytes", "b''"
    elif PyObject_TypeCheck(start, PyByteArray_Type):
        what, join = "bytearray", "b''"
    else:
        return
    raise PyErr_Format(
        PyExc_TypeError, f"sum() can't sum {what} [use {join}.join(seq) instead]")


class _Sum:
    """A running sum that stays a host number as long as CPython's does.

    ``mode`` is "int", "float" or "object"; floats carry Neumaier's compensation.
    """

    __slots__ = ("mode", "total", "c")

    def __init__(self, start: PyObject | None):
        self.c = 0.0
        self.total: Any
        if start is None:
            self.mode, self.total = "int", 0
        elif start.ob_type is PyLong_Type and _SSIZE_MIN <= start.value <= _SSIZE_MAX:
            self.mode, self.total = "int", start.value
        elif start.ob_type is PyFloat_Type:
            self.mode, self.total = "float", start.value
        else:
            start.ob_refcnt += 1
            self.mode, self.total = "object", start

    def add_plain(self, item: PyObject) -> bool:
        """Add an item if host arithmetic can; False if objects must be added."""
        tp = item.ob_type
        if self.mode == "int":
            if tp is PyLong_Type or tp is PyBool_Type:
                total = self.total + item.value
                if _SSIZE_MIN <= item.value <= _SSIZE_MAX and _SSIZE_MIN <= total <= _SSIZE_MAX:
                    self.total = total
                    return True
            return False
        if tp is PyFloat_Type:
            x = item.value
            t = self.total + x
            self.c += (self.total - t) + x if abs(self.total) >= abs(x) else (x - t) + self.total
            self.total = t
            return True
        if tp.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS and _SSIZE_MIN <= item.value <= _SSIZE_MAX:
            self.total += float(item.value)
            return True
        return False

    def as_object(self) -> PyObject:
        """The total as a guest object (new reference)."""
        if self.mode == "int":
            return PyLong_FromLong(self.total)
        if self.mode == "float":
            if self.c and isfinite(self.c):
                self.total += self.c
            return PyFloat_FromDouble(self.total)
        return self.total


def _sum(iterable: PyObject, start: PyObject | None) -> Any:
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    acc = None
    rounds = 0
    next_ = it.ob_type.value.tp_iternext
    try:
        if start is not None:
            _check_start(start)
        acc = _Sum(start)
        while True:
            try:
                item = next_(it)
                if type(item) in PENDING:
                    item = yield item
            except PyErr as err:
                _end_of_iteration(err)
                item = None
            if item is None:
                result = acc.as_object()
                acc = None
                return result
            rounds += 1
            if not rounds % YIELD_EVERY:
                yield None
            if acc.mode != "object" and acc.add_plain(item):
                Py_DECREF(item)
                continue
            total = acc.as_object()
            was_int = acc.mode == "int"
            acc.mode = "object"
            acc.total = None
            try:
                new = PyNumber_Add(total, item)
                if type(new) in PENDING:
                    new = yield new
            finally:
                Py_DECREF(total)
                Py_DECREF(item)
            # A float after ints is summed as a float, as in CPython's second loop.
            if was_int and new.ob_type is PyFloat_Type:
                acc.mode, acc.total = "float", new.value
                Py_DECREF(new)
            else:
                acc.total = new
    finally:
        Py_DECREF(it)
        if acc is not None and acc.mode == "object":
            Py_XDECREF(acc.total)


# ---- sorted

_SORT_SPEC = ArgSpec("($self, /, *, key=None, reverse=False)")


def builtin_sorted(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``sorted(iterable, /, *, key=None, reverse=False)``; a generator."""
    nargs = len(args) - len(kwnames)
    if nargs != 1:
        raise PyErr_Format(PyExc_TypeError, f"sorted expected 1 argument, got {nargs}")
    newlist = PySequence_List(args[0])
    if type(newlist) in PENDING:
        newlist = yield newlist
    try:
        res = list_sort(newlist, *parse_arguments(_SORT_SPEC, "sort", args[1:], kwnames))
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr:
        Py_DECREF(newlist)
        raise
    return newlist


__all__ = [
    "builtin_all", "builtin_any", "builtin_max", "builtin_min",
    "builtin_sorted", "builtin_sum",
]
