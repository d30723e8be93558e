"""The collector's state and what allocation and deallocation do to it.

Models Include/internal/pycore_gc.h and the allocation half of Python/gc.c. A generation's doubly linked
list is a host dict from object to None: it keeps the order of insertion and adds and removes in constant
time. The collector itself is vm/python/gc.py.
"""

from __future__ import annotations

from typing import Any

from vm.objects.obmalloc import PyObject_Free, _PyMem_Reuse, addresses, free_blocks
from vm.objects.pycore_object import (
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_TYPE_SUBCLASS,
    PyObject,
    PyTuple_Type,
)
from vm.objects.pycore_state import _PY_GC_SCHEDULED_BIT, _PyRuntime

NUM_GENERATIONS = 3


class gc_generation:
    """One generation: its objects, its count and the threshold above which it is collected."""

    __slots__ = ("head", "threshold", "count")

    def __init__(self, threshold: int):
        self.head: dict[PyObject, None] = {}
        self.threshold = threshold
        self.count = 0


class _gc_runtime_state:
    """struct _gc_runtime_state."""

    __slots__ = (
        "generations", "permanent_generation", "enabled", "debug", "collecting", "garbage",
        "callbacks", "long_lived_total", "long_lived_pending", "generation_stats", "finalized",
        "extra_lists",
    )

    def __init__(self) -> None:
        self.generations = [gc_generation(2000), gc_generation(10), gc_generation(10)]
        self.permanent_generation = gc_generation(0)
        self.reset()

    def reset(self) -> None:
        """As at the start of a process; the generation objects themselves stay."""
        for generation, threshold in zip(self.generations, (2000, 10, 10)):
            generation.head.clear()
            generation.threshold = threshold
            generation.count = 0
        self.permanent_generation.head.clear()
        self.enabled = True
        self.debug = 0
        self.collecting = False
        self.garbage: PyObject | None = None
        self.callbacks: PyObject | None = None
        self.long_lived_total = 0
        self.long_lived_pending = 0
        self.generation_stats = [[0, 0, 0] for _ in range(NUM_GENERATIONS)]
        self.extra_lists: list[dict[PyObject, None]] = []  # what a collection has put aside
        self.finalized: set[PyObject] = set()  # objects whose finaliser has run (bit FINALIZED)


gcstate = _gc_runtime_state()
GEN0 = gcstate.generations[0]
GEN1 = gcstate.generations[1]
GEN2 = gcstate.generations[2]
PERMANENT = gcstate.permanent_generation
#: The youngest generation's list, for the hot path.
gen0_head = GEN0.head


def _Py_ScheduleGC() -> None:
    """Ask the eval breaker of the running thread for a collection."""
    tstate = _PyRuntime.tstate_current
    if tstate is not None:
        tstate.eval_breaker |= _PY_GC_SCHEDULED_BIT


def _PyObject_GC_Link() -> None:
    """Count one allocation of a container; above the threshold a collection is scheduled."""
    GEN0.count = n = GEN0.count + 1
    if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
        _Py_ScheduleGC()


def _PyObject_GC_TRACK(op: PyObject) -> None:
    """Let the collector see a container."""
    gen0_head[op] = None


def _PyObject_GC_IS_TRACKED(op: PyObject) -> bool:
    """Whether the collector sees the object."""
    return (
        op in gen0_head or op in GEN1.head or op in GEN2.head or op in PERMANENT.head
        or any(op in aside for aside in gcstate.extra_lists)
    )


_MISSING: Any = object()


def PyObject_GC_UnTrack(op: PyObject) -> None:
    """Take a container out of the collector's sight; harmless if it was not tracked."""
    if gen0_head.pop(op, _MISSING) is _MISSING:
        if GEN1.head.pop(op, _MISSING) is _MISSING:
            if GEN2.head.pop(op, _MISSING) is _MISSING:
                PERMANENT.head.pop(op, _MISSING)
                for aside in gcstate.extra_lists:
                    aside.pop(op, _MISSING)


def PyObject_GC_Del(op: PyObject) -> None:
    """Free a container: untrack it and take back its allocation's count."""
    PyObject_GC_UnTrack(op)
    if GEN0.count > 0:
        GEN0.count -= 1
    if addresses:
        PyObject_Free(op)
    op.value = None
    if gcstate.finalized:
        gcstate.finalized.discard(op)


def PyObject_GC_New(ob_type: PyObject, value: Any) -> PyObject:
    """Allocate a container of a static type (``_PyObject_GC_New``), counted but not yet tracked."""
    GEN0.count = n = GEN0.count + 1
    if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
        _Py_ScheduleGC()
    op = PyObject(ob_type, value)
    if free_blocks:
        _PyMem_Reuse(op)
    return op


def _PyObject_GC_MAY_BE_TRACKED(op: PyObject) -> bool:
    """Whether the collector may come to see ``op``: a container, if a tuple then one still tracked.

    Static types are not containers, though their type is one of a container type.
    """
    tp = op.ob_type.value
    if not tp.tp_flags & Py_TPFLAGS_HAVE_GC:
        return False
    if op.ob_type is PyTuple_Type:
        return _PyObject_GC_IS_TRACKED(op)
    if tp.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return bool(op.value.tp_flags & Py_TPFLAGS_HEAPTYPE)
    return True
