"""The slice type, and Ellipsis. Models Objects/sliceobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.bridge import PY_SSIZE_T_MAX
from vm.objects.getargs import slice_index
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import freelists
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_EQ,
    Py_False,
    Py_GE,
    Py_LE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyEllipsis_Type,
    PyLong_Type,
    PyObject,
    PySlice_Type,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pycore_trashcan import _gc_free, dealloc_container, free_body
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError


@late_import
def _bind() -> None:
    global PyNumber_Index, PyTuple_New, PyLong_FromLong, PyUnicode_FromString, PyObject_Repr
    global PyObject_Hash, tuple_richcompare, combine_hashes
    from vm.objects.abstract import PyNumber_Index
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import PyObject_Hash, PyObject_Repr
    from vm.objects.tupleobject import PyTuple_New, combine_hashes, tuple_richcompare
    from vm.objects.unicodeobject import PyUnicode_FromString


class PySliceObject:
    """The body of a slice; the three guest objects are owned."""

    __slots__ = ("start", "step", "stop")

    def __init__(self, start: PyObject, stop: PyObject, step: PyObject):
        self.start = start
        self.stop = stop
        self.step = step


def PySlice_New(start: PyObject | None, stop: PyObject | None, step: PyObject | None) -> PyObject:
    """A new slice; takes its own references; NULL is None."""
    start = start or Py_None
    stop = stop or Py_None
    step = step or Py_None
    start.ob_refcnt += 1
    stop.ob_refcnt += 1
    step.ob_refcnt += 1
    return _PySlice_Steal(start, stop, step)


def _PySlice_Steal(start: PyObject, stop: PyObject, step: PyObject) -> PyObject:
    """A new slice of stolen references (_PyBuildSlice_Consume2)."""
    if freelists.slices:
        freelists.slices = 0
        op = PyObject(PySlice_Type, PySliceObject(start, stop, step))
    else:
        op = PyObject_GC_New(PySlice_Type, PySliceObject(start, stop, step))
    _PyObject_GC_TRACK(op)
    return op


def _PySlice_FromIndices(start: int, stop: int) -> PyObject:
    """A new slice of two host ints."""
    Py_None.ob_refcnt += 1
    return _PySlice_Steal(PyLong_FromLong(start), PyLong_FromLong(stop), Py_None)


def host_slice(op: PyObject) -> slice | None:
    """The host's slice, if all three parts are None or exact ints and the step is not zero; else None."""
    body = op.value
    start, stop, step = body.start, body.stop, body.step
    if (
        (start is Py_None or start.ob_type is PyLong_Type)
        and (stop is Py_None or stop.ob_type is PyLong_Type)
        and (step is Py_None or (step.ob_type is PyLong_Type and step.value))
    ):
        return slice(start.value, stop.value, step.value)
    return None


def PySlice_Unpack(op: PyObject) -> Any:
    """(start, stop, step) as host ints, clamped to Py_ssize_t; may be pending (``__index__``)."""
    host = host_slice(op)
    if host is None:
        return _slice_unpack(op.value)
    return _defaults(host.start, host.stop, host.step)


def _clamp(n: int) -> int:
    return max(-PY_SSIZE_T_MAX - 1, min(PY_SSIZE_T_MAX, n))


def _defaults(start: int | None, stop: int | None, step: int | None) -> tuple[int, int, int]:
    step = 1 if step is None else max(-PY_SSIZE_T_MAX, min(PY_SSIZE_T_MAX, step))
    if start is None:
        start = PY_SSIZE_T_MAX if step < 0 else 0
    if stop is None:
        stop = -PY_SSIZE_T_MAX - 1 if step < 0 else PY_SSIZE_T_MAX
    return _clamp(start), _clamp(stop), step


def _slice_unpack(body: PySliceObject) -> Any:
    step = slice_index(body.step)
    if type(step) in PENDING:
        step = yield step
    if step == 0:
        raise PyErr_Format(PyExc_ValueError, "slice step cannot be zero")
    start = slice_index(body.start)
    if type(start) in PENDING:
        start = yield start
    stop = slice_index(body.stop)
    if type(stop) in PENDING:
        stop = yield stop
    return _defaults(start, stop, step)


def PySlice_AdjustIndices(length: int, start: int, stop: int, step: int) -> tuple[int, int, int]:
    """(start, stop, number of items) of an unpacked slice over a sequence of ``length`` items."""
    start, stop, step = slice(start, stop, step).indices(length)
    return start, stop, len(range(start, stop, step))


def slice_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: slice(stop) or slice(start, stop[, step])."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "slice() takes no keyword arguments")
    _PyArg_CheckPositional("slice", len(args), 1, 3)
    if len(args) == 1:
        return PySlice_New(None, args[0], None)
    return PySlice_New(args[0], args[1], args[2] if len(args) == 3 else None)


def _parts(op: PyObject) -> tuple:
    body = op.value
    return body.step, body.start, body.stop


def slice_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, _parts, _slice_free)


def _slice_free(op: PyObject) -> None:
    """Keep one slice for the next (the free list of slices holds one), or free it."""
    if freelists.slices:
        _gc_free(op)
    else:
        freelists.slices = 1
        free_body(op)


def slice_repr(op: PyObject) -> Any:
    """tp_repr (a generator)."""
    texts = []
    for part in (op.value.start, op.value.stop, op.value.step):
        text = PyObject_Repr(part)
        if type(text) in PENDING:
            text = yield text
        texts.append(text.value)
        Py_DECREF(text)
    return PyUnicode_FromString(f"slice({', '.join(texts)})")


def _as_tuple(op: PyObject) -> PyObject:
    body = op.value
    for part in (body.start, body.stop, body.step):
        part.ob_refcnt += 1
    return PyTuple_New((body.start, body.stop, body.step))


def slice_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare: as the tuples (start, stop, step)."""
    if a.ob_type is not PySlice_Type or b.ob_type is not PySlice_Type:
        return Py_NotImplemented
    if a is b:
        return Py_True if op in (Py_EQ, Py_LE, Py_GE) else Py_False
    return _slice_richcompare(a, b, op)


def _slice_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    t1, t2 = _as_tuple(a), _as_tuple(b)
    try:
        res = tuple_richcompare(t1, t2, op)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(t1)
        Py_DECREF(t2)
    return res


def slicehash(op: PyObject) -> Any:
    """tp_hash (a generator only if a part's hash is pending)."""
    body = op.value
    hashes: list[int] = []
    for part in (body.start, body.stop, body.step):
        if part.ob_type is PySlice_Type:  # nested: not on the host's stack
            return _slicehash(op, hashes, _hash_frame(part))
        h = PyObject_Hash(part)
        if type(h) in PENDING:
            return _slicehash(op, hashes, h)
        hashes.append(h)
    return combine_hashes(hashes, False)


def _hash_frame(part: PyObject) -> Any:
    h = PyObject_Hash(part)
    if type(h) in PENDING:
        h = yield h
    return h


def _slicehash(op: PyObject, hashes: list, pending: Any) -> Any:
    body = op.value
    hashes.append((yield pending))
    for part in (body.start, body.stop, body.step)[len(hashes):]:
        h = PyObject_Hash(part)
        if type(h) in PENDING:
            h = yield h
        hashes.append(h)
    return combine_hashes(hashes, False)


def _exact_index(op: PyObject) -> Any:
    """A part as a host int of any size, or None; may be pending (evaluate_slice_index)."""
    if op is Py_None:
        return None
    tp = op.ob_type.value
    if tp.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return int(op.value)
    if tp.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError, "slice indices must be integers or None or have an __index__ method")
    return _index_value(op)


def _index_value(op: PyObject) -> Any:
    res = PyNumber_Index(op)
    if type(res) in PENDING:
        res = yield res
    n = int(res.value)
    Py_DECREF(res)
    return n


def slice_indices(self: PyObject, length: PyObject) -> Any:
    """slice.indices (a generator): works on ints of any size"""
    n = _index_value(length)
    n = yield n
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, "length should not be negative")
    start, stop, step = yield _PySlice_GetLongIndices(self)
    found = slice(start, stop, step).indices(n)
    return PyTuple_New(tuple(PyLong_FromLong(i) for i in found))


def _PySlice_GetLongIndices(op: PyObject) -> Any:
    """(start, stop, step) as host ints of any size or None (a generator)."""
    body = op.value
    out: list = []
    for part in (body.step, body.start, body.stop):
        n = _exact_index(part)
        if type(n) in PENDING:
            n = yield n
        if not out and n == 0:
            raise PyErr_Format(PyExc_ValueError, "slice step cannot be zero")
        out.append(n)
    return out[1], out[2], out[0]


def slice_reduce(self: PyObject) -> PyObject:
    """slice.__reduce__"""
    return PyTuple_New((PySlice_Type, _as_tuple(self)))


set_slots(
    PySlice_Type,
    tp_new=slice_new,
    tp_dealloc=slice_dealloc,
    tp_repr=slice_repr,
    tp_hash=slicehash,
    tp_richcompare=slice_richcompare,
    tp_traverse=_parts,
    tp_methods=(
        PyMethodDef("indices", slice_indices, "($self, object, /)"),
        PyMethodDef("__reduce__", slice_reduce, "($self, /)"),
    ),
    tp_members=(
        PyMemberDef("start", "start"), PyMemberDef("stop", "stop"), PyMemberDef("step", "step"),
    ),
)


# ---- Ellipsis

def ellipsis_repr(op: PyObject) -> PyObject:
    """``repr(...)``."""
    return PyObject(PyUnicode_Type, "Ellipsis")


def ellipsis_reduce(op: PyObject) -> PyObject:
    """Pickled by name."""
    return PyObject(PyUnicode_Type, "Ellipsis")


def ellipsis_new(tp: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``type(...)()``."""
    if args:
        raise PyErr_Format(PyExc_TypeError, "EllipsisType takes no arguments")
    return Py_Ellipsis


set_slots(
    PyEllipsis_Type, tp_repr=ellipsis_repr, tp_new=ellipsis_new,
    tp_methods=(PyMethodDef("__reduce__", ellipsis_reduce),),
)
