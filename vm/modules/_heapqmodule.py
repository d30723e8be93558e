"""The _heapq module: heaps in lists. Models Modules/_heapqmodule.c.

Comparisons may run guest code, which may change the list: sizes are checked after each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.getargs import _PyArg_BadArgument
from vm.objects.listobject import PyList_Append, PyList_Check
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_LT, Py_None, PyErr, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_IndexError, PyExc_RuntimeError
from vm.objects.unicodeobject import PyUnicode_FromString

#: Larger lists are made heaps of in an order that suits a processor's cache; a program can see the order.
_CACHE_FRIENDLY = 2500
#: siftup or siftup_max: a native frame that moves an entry to its place.
Sift = Callable[[PyObject, int], Any]


def _less(a: PyObject, b: PyObject) -> Any:
    """``a < b`` (a generator); both are held meanwhile."""
    a.ob_refcnt += 1
    b.ob_refcnt += 1
    try:
        res = PyObject_RichCompareBool(a, b, Py_LT)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(a)
        Py_DECREF(b)


def _check_size(heap: PyObject, size: int) -> None:
    if len(heap.value) != size:
        raise PyErr_Format(PyExc_RuntimeError, "list changed size during iteration")


def _out_of_range() -> PyErr:
    return PyErr_Format(PyExc_IndexError, "index out of range")


def _siftdown(heap: PyObject, startpos: int, pos: int, largest: bool) -> Any:
    """Move an entry towards the root until its parent is no larger (no smaller); a generator."""
    size = len(heap.value)
    if pos >= size:
        raise _out_of_range()
    while pos > startpos:
        parentpos = pos - 1 >> 1
        newitem, parent = heap.value[pos], heap.value[parentpos]
        res = _less(parent, newitem) if largest else _less(newitem, parent)
        before = yield res
        _check_size(heap, size)
        if not before:
            break
        items = heap.value
        items[parentpos], items[pos] = items[pos], items[parentpos]
        pos = parentpos
    return None


def _siftup(heap: PyObject, pos: int, largest: bool) -> Any:
    """Move the smaller (larger) children up until a leaf is hit, then the entry down to its place; a generator."""
    endpos, startpos = len(heap.value), pos
    if pos >= endpos:
        raise _out_of_range()
    limit = endpos >> 1
    while pos < limit:
        childpos = 2 * pos + 1
        if childpos + 1 < endpos:
            a, b = heap.value[childpos], heap.value[childpos + 1]
            before = yield (_less(b, a) if largest else _less(a, b))
            childpos += not before
            _check_size(heap, endpos)
        items = heap.value
        items[childpos], items[pos] = items[pos], items[childpos]
        pos = childpos
    return (yield _siftdown(heap, startpos, pos, largest))


def siftup(heap: PyObject, pos: int) -> Any:
    """Of a heap with the smallest entry first."""
    return _siftup(heap, pos, False)


def siftup_max(heap: PyObject, pos: int) -> Any:
    """Of a heap with the largest entry first."""
    return _siftup(heap, pos, True)


def _check_heap(name: str, heap: PyObject, argument: str = "argument 1") -> None:
    if not PyList_Check(heap):
        raise _PyArg_BadArgument(name, argument, "list", heap)


def _heapq_heappush(module: PyObject, heap: PyObject, item: PyObject) -> Any:
    """``heappush(heap, item)`` (a generator)."""
    _check_heap("heappush", heap)
    PyList_Append(heap, item)
    yield _siftdown(heap, 0, len(heap.value) - 1, False)
    return Py_None


def heappop_internal(heap: PyObject, sift: Sift) -> Any:
    """Take the first entry off (a generator)."""
    if not heap.value:
        raise _out_of_range()
    last: PyObject = heap.value.pop()
    if not heap.value:
        return last
    return (yield _replace_first(heap, last, sift))


def heapreplace_internal(heap: PyObject, item: PyObject, sift: Sift) -> Any:
    """Put an entry in the place of the first, which is returned (a generator)."""
    if not heap.value:
        raise _out_of_range()
    item.ob_refcnt += 1
    return (yield _replace_first(heap, item, sift))


def _replace_first(heap: PyObject, item: PyObject, sift: Sift) -> Any:
    """The entry that was first; ``item`` is taken over (a generator)."""
    first, heap.value[0] = heap.value[0], item
    try:
        yield sift(heap, 0)
    except PyErr:
        Py_DECREF(first)
        raise
    return first


def _heapq_heappushpop(module: PyObject, heap: PyObject, item: PyObject) -> Any:
    """``heappushpop(heap, item)`` (a generator)."""
    _check_heap("heappushpop", heap)
    if not heap.value or not (yield _less(heap.value[0], item)):
        item.ob_refcnt += 1
        return item
    return (yield heapreplace_internal(heap, item, siftup))


def _keep_top_bit(n: int) -> int:
    return 1 << n.bit_length() - 1 if n else 0


def _cache_friendly_order(n: int) -> list[int]:
    """The places to be sifted: a parent as soon as both its children are."""
    m = n >> 1
    leftmost = _keep_top_bit(m + 1) - 1
    order = []
    for i in (*range(leftmost - 1, (m >> 1) - 1, -1), *range(m - 1, leftmost - 1, -1)):
        order.append(i)
        while i & 1:
            i >>= 1
            order.append(i)
    return order


def heapify_internal(heap: PyObject, sift: Sift) -> Any:
    """Make a heap of a list (a generator)."""
    n = len(heap.value)
    order = _cache_friendly_order(n) if n > _CACHE_FRIENDLY else range((n >> 1) - 1, -1, -1)
    for i in order:
        yield sift(heap, i)
    return Py_None


def _of_heap(name: str, operation: Callable[[PyObject], Any]) -> PyMethodDef:
    """A function of a heap."""

    def method(module: PyObject, heap: PyObject) -> Any:
        _check_heap(name, heap, "argument")
        return operation(heap)

    return PyMethodDef(name, method, "($module, heap, /)")


def _of_heap_and_item(name: str, sift: Sift) -> PyMethodDef:
    """heapreplace of either kind of heap."""

    def method(module: PyObject, heap: PyObject, item: PyObject) -> Any:
        _check_heap(name, heap)
        return heapreplace_internal(heap, item, sift)

    return PyMethodDef(name, method, "($module, heap, item, /)")


heapq_methods = (
    PyMethodDef("heappush", _heapq_heappush, "($module, heap, item, /)"),
    PyMethodDef("heappushpop", _heapq_heappushpop, "($module, heap, item, /)"),
    _of_heap("heappop", lambda heap: heappop_internal(heap, siftup)),
    _of_heap_and_item("heapreplace", siftup),
    _of_heap("heapify", lambda heap: heapify_internal(heap, siftup)),
    _of_heap("_heappop_max", lambda heap: heappop_internal(heap, siftup_max)),
    _of_heap("_heapify_max", lambda heap: heapify_internal(heap, siftup_max)),
    _of_heap_and_item("_heapreplace_max", siftup_max),
)


def PyInit__heapq() -> PyObject:
    """Make the module."""
    import _heapq

    module = PyModule_FromDefs("_heapq", heapq_methods)
    about = PyUnicode_FromString(_heapq.__about__)
    PyModule_AddObjectRef(module, "__about__", about)
    Py_DECREF(about)
    return module
