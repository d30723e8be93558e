"""The range type and its iterators. Models Objects/rangeobject.c.

The body holds the three guest ints (which a program can see again) and a host range, whose arithmetic
on ints of any size is CPython's.
"""

from __future__ import annotations

from typing import Any

from vm.objects.eval_builtin import given_builtin
from vm.objects.getargs import converted, ssize_t
from vm.objects.iter_types import PyLongRangeIter_Type, PyRangeIter_Type
from vm.objects.iterobject import iter_self
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMemberDef, PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_LT,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_True,
    PyBool_Type,
    PyErr,
    PyLong_Type,
    PyObject,
    PyRange_Type,
    PySlice_Type,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_IndexError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)

_SSIZE_MAX = (1 << 63) - 1


@late_import
def _bind() -> None:
    global PyLong_FromLong, PyNumber_Index, PyIndex_Check, PyUnicode_FromString, PyTuple_New
    global _PySequence_IterSearch, combine_hashes, PyObject_Hash, PyObject_Repr
    global _PySlice_GetLongIndices, PyLong_AsLong, PyLong_Check, PyObject_RichCompareBool
    from vm.objects.abstract import PyIndex_Check, PyNumber_Index, _PySequence_IterSearch
    from vm.objects.longobject import PyLong_AsLong, PyLong_Check, PyLong_FromLong
    from vm.objects.object import PyObject_Hash, PyObject_Repr, PyObject_RichCompareBool
    from vm.objects.sliceobject import _PySlice_GetLongIndices
    from vm.objects.tupleobject import PyTuple_New, combine_hashes
    from vm.objects.unicodeobject import PyUnicode_FromString


class rangeobject:
    """The body of a range: three guest ints (owned) and the same as a host range."""

    __slots__ = ("host", "length", "start", "step", "stop")

    def __init__(self, start: PyObject, stop: PyObject, step: PyObject):
        self.start = start
        self.stop = stop
        self.step = step
        self.host = host = range(start.value, stop.value, step.value)
        if host.step > 0:
            self.length = max(0, (host.stop - host.start + host.step - 1) // host.step)
        else:
            self.length = max(0, (host.stop - host.start + host.step + 1) // host.step)


def make_range_object(start: PyObject, stop: PyObject, step: PyObject) -> PyObject:
    """A new range of three guest ints; steals them."""
    return PyObject(PyRange_Type, rangeobject(start, stop, step))


def _range(start: int, stop: int, step: int) -> PyObject:
    return make_range_object(
        PyLong_FromLong(start), PyLong_FromLong(stop), PyLong_FromLong(step))


def range_from_array(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new and tp_vectorcall."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "range() takes no keyword arguments")
    nargs = len(args)
    if not 1 <= nargs <= 3:
        if not nargs:
            raise PyErr_Format(PyExc_TypeError, "range expected at least 1 argument, got 0")
        raise PyErr_Format(PyExc_TypeError, f"range expected at most 3 arguments, got {nargs}")
    for arg in args:
        if arg.ob_type is not PyLong_Type:
            return _range_from_indices(args)
    for arg in args:
        arg.ob_refcnt += 1
    return _from_ints(args)


def _from_ints(args: list[PyObject]) -> PyObject:
    """A range of one to three owned exact ints."""
    if len(args) == 1:
        return make_range_object(PyLong_FromLong(0), args[0], PyLong_FromLong(1))
    if len(args) == 2:
        return make_range_object(args[0], args[1], PyLong_FromLong(1))
    if not args[2].value:
        for arg in args:
            Py_DECREF(arg)
        raise PyErr_Format(PyExc_ValueError, "range() arg 3 must not be zero")
    return make_range_object(*args)


def _range_from_indices(args: list[PyObject]) -> Any:
    ints: list[PyObject] = []
    try:
        for arg in args:
            n = PyNumber_Index(arg)
            if type(n) in PENDING:
                n = yield n
            if n.ob_type is not PyLong_Type:
                exact = PyLong_FromLong(int(n.value))
                Py_DECREF(n)
                n = exact
            ints.append(n)
    except PyErr:
        for n in ints:
            Py_DECREF(n)
        raise
    return _from_ints(ints)


def range_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    body = op.value
    Py_DECREF(body.start)
    Py_DECREF(body.stop)
    Py_DECREF(body.step)


def range_repr(op: PyObject) -> PyObject:
    """tp_repr."""
    host = op.value.host
    parts = []
    for part in (op.value.start, op.value.stop, op.value.step):
        text = PyObject_Repr(part)
        parts.append(text.value)
        Py_DECREF(text)
    if host.step == 1:
        parts.pop()
    return PyUnicode_FromString(f"range({', '.join(parts)})")


def range_length(op: PyObject) -> int:
    """sq_length."""
    n = op.value.length
    if n > _SSIZE_MAX:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C ssize_t")
    return n


def range_bool(op: PyObject) -> bool:
    """nb_bool."""
    return op.value.length > 0


def _compute_item(body: rangeobject, i: int) -> PyObject:
    if i < 0:
        i += body.length
    if not 0 <= i < body.length:
        raise PyErr_Format(PyExc_IndexError, "range object index out of range")
    return PyLong_FromLong(body.host.start + i * body.host.step)


def range_item(op: PyObject, i: int) -> PyObject:
    """sq_item."""
    if i < 0:
        raise PyErr_Format(PyExc_IndexError, "range object index out of range")
    return _compute_item(op.value, i)


def range_subscript(op: PyObject, key: PyObject) -> Any:
    """mp_subscript."""
    if key.ob_type is PyLong_Type:
        return _compute_item(op.value, key.value)
    if key.ob_type is PySlice_Type:
        return compute_slice(op, key)
    if PyIndex_Check(key):
        return _range_subscript(op, key)
    raise PyErr_Format(
        PyExc_TypeError,
        f"range indices must be integers or slices, not {key.ob_type.value.tp_name:.200}")


def _range_subscript(op: PyObject, key: PyObject) -> Any:
    n = PyNumber_Index(key)
    if type(n) in PENDING:
        n = yield n
    i = int(n.value)
    Py_DECREF(n)
    return _compute_item(op.value, i)


def compute_slice(op: PyObject, key: PyObject) -> Any:
    """``r[slice]``, a range (a generator)."""
    start, stop, step = yield _PySlice_GetLongIndices(key)
    body = op.value
    start, stop, step = slice(start, stop, step).indices(body.length)
    host = body.host
    return _range(
        host.start + start * host.step, host.start + stop * host.step, host.step * step)


def _contains_int(body: rangeobject, n: int) -> bool:
    host = body.host
    if host.step > 0:
        inside = host.start <= n < host.stop
    else:
        inside = host.stop < n <= host.start
    return inside and (n - host.start) % host.step == 0


def range_contains(op: PyObject, value: PyObject) -> Any:
    """sq_contains: by arithmetic for ints, else by comparing."""
    if value.ob_type is PyLong_Type or value.ob_type is PyBool_Type:
        return _contains_int(op.value, value.value)
    return _PySequence_IterSearch(op, value, 3)  # PY_ITERSEARCH_CONTAINS


def _normal(body: rangeobject) -> tuple:
    """What decides equality and hash: length, start, step, the last two only as far as they count."""
    n = body.length
    return (n, body.host.start if n else None, body.host.step if n > 1 else None)


def range_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """tp_richcompare: equality as sequences."""
    if b.ob_type is not PyRange_Type or (op != Py_EQ and op != Py_NE):
        return Py_NotImplemented
    equal = a is b or _normal(a.value) == _normal(b.value)
    return Py_True if equal == (op == Py_EQ) else Py_False


def range_hash(op: PyObject) -> int:
    """tp_hash."""
    hashes = []
    for n in _normal(op.value):
        part = Py_None if n is None else PyObject(PyLong_Type, n)
        hashes.append(PyObject_Hash(part))
    return combine_hashes(hashes)


def range_count(self: PyObject, value: PyObject) -> Any:
    """range.count"""
    if value.ob_type is PyLong_Type or value.ob_type is PyBool_Type:
        return PyLong_FromLong(int(_contains_int(self.value, value.value)))
    return _range_count(self, value)


def _range_count(self: PyObject, value: PyObject) -> Any:
    n = _PySequence_IterSearch(self, value, 1)  # PY_ITERSEARCH_COUNT
    if type(n) in PENDING:
        n = yield n
    return PyLong_FromLong(n)


def range_index(self: PyObject, value: PyObject) -> Any:
    """range.index"""
    if value.ob_type is PyLong_Type or value.ob_type is PyBool_Type:
        body = self.value
        if _contains_int(body, value.value):
            return PyLong_FromLong((value.value - body.host.start) // body.host.step)
        text = PyObject_Repr(value)
        err = PyErr_Format(PyExc_ValueError, f"{text.value} is not in range")
        Py_DECREF(text)
        raise err
    return _range_index(self, value)


def _range_index(self: PyObject, value: PyObject) -> Any:
    i = _PySequence_IterSearch(self, value, 2)  # PY_ITERSEARCH_INDEX
    if type(i) in PENDING:
        i = yield i
    return PyLong_FromLong(i)


def range_reduce(self: PyObject) -> PyObject:
    """range.__reduce__"""
    body = self.value
    parts = (body.start, body.stop, body.step)
    for part in parts:
        part.ob_refcnt += 1
    return PyTuple_New((PyRange_Type, PyTuple_New(parts)))


# -- iterators --------------------------------------------------------------------------------------


class _PyRangeIterObject:
    """The body of both iterator types, host ints: ``start`` is the next value, ``len`` values are left."""

    __slots__ = ("len", "start", "step")

    def __init__(self, start: int, step: int, length: int):
        self.start = start
        self.step = step
        self.len = length


def _new_iter(start: int, step: int, length: int) -> PyObject:
    """An iterator; of the type for machine words if every value fits one."""
    end = start + length * step
    fits = -_SSIZE_MAX <= start <= _SSIZE_MAX and -_SSIZE_MAX <= end <= _SSIZE_MAX
    return PyObject(
        PyRangeIter_Type if fits and abs(step) <= _SSIZE_MAX else PyLongRangeIter_Type,
        _PyRangeIterObject(start, step, length))


def range_iter(op: PyObject) -> PyObject:
    """tp_iter."""
    body = op.value
    return _new_iter(body.host.start, body.host.step, body.length)


def range_reverse(self: PyObject) -> PyObject:
    """range.__reversed__"""
    body = self.value
    last = body.host.start + (body.length - 1) * body.host.step
    return _new_iter(last, -body.host.step, body.length)


def rangeiter_next(op: PyObject) -> PyObject | None:
    """tp_iternext."""
    it = op.value
    if it.len > 0:
        n = it.start
        it.start = n + it.step
        it.len -= 1
        return PyLong_FromLong(n)
    return None


def rangeiter_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    return PyLong_FromLong(self.value.len)


@given_builtin("iter")
def rangeiter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__"""
    it = self.value
    rest = _range(it.start, it.start + it.len * it.step, it.step)
    return PyTuple_New((func, PyTuple_New((rest,)), Py_None))


def _c_long(op: PyObject) -> Any:
    return PyLong_AsLong(op) if PyLong_Check(op) else ssize_t(op)


@converted(_c_long)
def rangeiter_setstate(self: PyObject, index: int) -> PyObject:
    """__setstate__"""
    return _skip(self.value, index)


def longrangeiter_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__: of any size"""
    return _skip(self.value, state.value) if PyLong_Check(state) else _not_an_index(state)


def _not_an_index(state: PyObject) -> Any:
    """The error of comparing a state with an int, or one of our own if that is possible (a generator)."""
    done = PyObject_RichCompareBool(state, PyLong_FromLong(0), Py_LT)
    if type(done) in PENDING:
        yield done
    raise PyErr_Format(PyExc_TypeError, "an integer is required")


def _skip(it: Any, index: int) -> PyObject:
    index = max(0, min(index, it.len))
    it.start += index * it.step
    it.len -= index
    return Py_None


for _type, _setstate in (
    (PyRangeIter_Type, rangeiter_setstate), (PyLongRangeIter_Type, longrangeiter_setstate)
):
    set_slots(
        _type, tp_is_leaf=True, tp_iter=iter_self, tp_iternext=rangeiter_next,
        tp_methods=(
            PyMethodDef("__length_hint__", rangeiter_len, "($self, /)"),
            PyMethodDef("__reduce__", rangeiter_reduce, "($self, /)"),
            PyMethodDef("__setstate__", _setstate, "($self, object, /)"),
        ))
set_slots(
    PyRange_Type,
    tp_new=range_from_array,
    tp_vectorcall=range_from_array,
    tp_dealloc=range_dealloc,
    tp_repr=range_repr,
    tp_hash=range_hash,
    tp_richcompare=range_richcompare,
    tp_iter=range_iter,
    nb_bool=range_bool,
    sq_length=range_length,
    sq_item=range_item,
    sq_contains=range_contains,
    mp_length=range_length,
    mp_subscript=range_subscript,
    tp_methods=(
        PyMethodDef("__reversed__", range_reverse, "($self, /)"),
        PyMethodDef("__reduce__", range_reduce, "($self, /)"),
        PyMethodDef("count", range_count, "($self, object, /)"),
        PyMethodDef("index", range_index, "($self, object, /)"),
    ),
    tp_members=(
        PyMemberDef("start", "start"), PyMemberDef("stop", "stop"), PyMemberDef("step", "step"),
    ),
)
