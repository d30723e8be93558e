"""The cycle collector. Models Python/gc.c; what allocation does to it is in pycore_gc.py.

A generation is a host dict in order of tracking. For the duration of a collection, ``gc_refs`` (in C the
second word of PyGC_Head) is a host dict from object to count; the objects in it are those that C marks
as "collecting". The lists that a collection makes for itself are entered in ``gcstate.extra_lists``, so that
an object that dies meanwhile is taken out of them too.

Functions that may run guest code (finalisers, weakref callbacks, gc.callbacks) are host generators. An
observer sees each phase by ``_PyRuntime.hooks.gc_phase(name, generation, objects)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.dictobject import (
    PyDict_New,
    PyDict_SetItemString,
    _PyDict_HostItems,
    _PyDict_MaybeUntrack,
    dict_traverse,
)
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import _PyObject_ClearFreeLists
from vm.objects.pycore_gc import (
    GEN2,
    NUM_GENERATIONS,
    PERMANENT,
    PyObject_GC_UnTrack,
    gcstate,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_TYPE_SUBCLASS,
    PyDict_Type,
    PyErr,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    _Py_IMMORTAL_MINIMUM,
    pending_finalizers,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pycore_trashcan import run_pending_finalizers
from vm.objects.pyerrors import PyErr_WriteUnraisable
from vm.objects.tupleobject import _PyTuple_MaybeUntrack
from vm.objects.weakrefobject import (
    PyWeakref_Check,
    _PyObject_GET_WEAKREFS_LISTPTR,
    _PyWeakref_ClearRef,
    handle_callback,
)

GENERATION_AUTO = -1

# why a collection runs (_PyGC_Reason)
_Py_GC_REASON_HEAP = "heap"
_Py_GC_REASON_MANUAL = "manual"
_Py_GC_REASON_SHUTDOWN = "shutdown"

_PyGC_DEBUG_STATS = 1
_PyGC_DEBUG_COLLECTABLE = 2
_PyGC_DEBUG_UNCOLLECTABLE = 4
_PyGC_DEBUG_SAVEALL = 32

GCList = dict[PyObject, None]
_NO_REFS: Any = None


def _PyGC_InitState(state: Any) -> None:
    """No object is tracked, the collector is on, its thresholds are those of the start."""
    state.reset()


def _phase(name: str, generation: int, objects: Any) -> None:
    hooks = _PyRuntime.hooks
    if hooks is not None:
        hooks.gc_phase(name, generation, objects)


# ---- finding what is unreachable

def update_refs(containers: GCList) -> dict[PyObject, int]:
    """Give each container its count as gc_refs; immortal ones move to the permanent generation."""
    gc_refs = {op: op.ob_refcnt for op in containers}
    for op in [op for op, refs in gc_refs.items() if refs >= _Py_IMMORTAL_MINIMUM]:
        del gc_refs[op]
        del containers[op]
        PERMANENT.head[op] = None
    return gc_refs


def subtract_refs(containers: GCList, gc_refs: dict[PyObject, int]) -> None:
    """Take off the references that the containers hold to each other: what is left comes from outside."""
    for op in containers:
        for child in op.ob_type.value.tp_traverse(op):
            if child in gc_refs:
                gc_refs[child] -= 1


def move_unreachable(young: GCList, gc_refs: dict[PyObject, int]) -> GCList:
    """Move what cannot be reached from outside out of ``young``; returns it, in C's order.

    An object without outside references is taken for unreachable until something reachable refers to
    it: then it goes back to the end of ``young``. Afterwards gc_refs holds the unreachable ones only.
    """
    unreachable: GCList = {}
    queue = list(young)
    reachable = []
    for op in queue:  # grows while it is gone through
        if not gc_refs[op]:
            unreachable[op] = None
            continue
        for child in op.ob_type.value.tp_traverse(op):
            refs = gc_refs.get(child, _NO_REFS)
            if refs is _NO_REFS:
                continue
            if child in unreachable:
                del unreachable[child]
                queue.append(child)
                gc_refs[child] = 1
            elif not refs:
                gc_refs[child] = 1
        del gc_refs[op]
        reachable.append(op)
    young.clear()
    young.update(dict.fromkeys(reachable))
    return unreachable


def deduce_unreachable(base: GCList, generation: int) -> tuple[GCList, dict[PyObject, int]]:
    """Split a list: what is unreachable from outside is taken out and returned, with its gc_refs."""
    gc_refs = update_refs(base)
    _phase("update_refs", generation, gc_refs)
    subtract_refs(base, gc_refs)
    _phase("subtract_refs", generation, gc_refs)
    unreachable = move_unreachable(base, gc_refs)
    _phase("move_unreachable", generation, unreachable)
    return unreachable, gc_refs


def untrack_tuples(head: GCList) -> None:
    """Stop tracking tuples that can be in no cycle."""
    for op in [op for op in head if op.ob_type is PyTuple_Type]:
        _PyTuple_MaybeUntrack(op)


def untrack_dicts(head: GCList) -> None:
    """Stop tracking dicts that hold nothing trackable."""
    for op in [op for op in head if op.ob_type is PyDict_Type]:
        _PyDict_MaybeUntrack(op)


# ---- legacy finalisers

def has_legacy_finalizer(op: PyObject) -> bool:
    """Whether the type has tp_del. No type of this VM has; extension modules could in CPython."""
    return False


def move_legacy_finalizers(unreachable: GCList, finalizers: GCList) -> None:
    """Put objects with tp_del aside: they cannot be collected."""
    for op in [op for op in unreachable if has_legacy_finalizer(op)]:
        del unreachable[op]
        finalizers[op] = None


def move_legacy_finalizer_reachable(finalizers: GCList, unreachable: GCList) -> None:
    """Put aside what those objects refer to as well."""
    queue = list(finalizers)
    for op in queue:
        for child in op.ob_type.value.tp_traverse(op):
            if child in unreachable:
                del unreachable[child]
                finalizers[child] = None
                queue.append(child)


def handle_legacy_finalizers(finalizers: GCList, old: GCList) -> None:
    """Report what cannot be collected in gc.garbage, and keep it."""
    for op in finalizers:
        if gcstate.debug & _PyGC_DEBUG_SAVEALL or has_legacy_finalizer(op):
            _append_garbage(op)
    old.update(finalizers)


def _append_garbage(op: PyObject) -> None:
    if gcstate.garbage is None:
        gcstate.garbage = PyList_New([])
    op.ob_refcnt += 1
    gcstate.garbage.value.append(op)


# ---- breaking the cycles

def handle_weakrefs(unreachable: GCList, gc_refs: dict[PyObject, int], old: GCList) -> Any:
    """Clear weak references to trash, then call the callbacks of those that are not trash; a generator.

    Returns:
        How many of the references died of their callback.
    """
    wrcb_to_call: GCList = {}
    for op in unreachable:
        if PyWeakref_Check(op):
            _PyWeakref_ClearRef(op)
        if not op.ob_type.value.tp_weaklistoffset:
            continue
        while wrlist := _PyObject_GET_WEAKREFS_LISTPTR(op):
            ref = wrlist[0]
            _PyWeakref_ClearRef(ref)
            if ref.value.wr_callback is None or ref in gc_refs:
                continue
            ref.ob_refcnt += 1
            PyObject_GC_UnTrack(ref)
            wrcb_to_call[ref] = None
    num_freed = 0
    gcstate.extra_lists.append(wrcb_to_call)
    try:
        for ref in list(wrcb_to_call):
            yield handle_callback(ref, ref.value.wr_callback)
            Py_DECREF(ref)
            yield run_pending_finalizers()
            if ref in wrcb_to_call:
                del wrcb_to_call[ref]
                old[ref] = None
            else:
                num_freed += 1
    finally:
        remove_list(wrcb_to_call)
        old.update(wrcb_to_call)
    return num_freed


def finalize_garbage(collectable: GCList) -> Any:
    """Run the finaliser of each object that has one and never ran it; a generator."""
    seen: GCList = {}
    gcstate.extra_lists.append(seen)
    finalized = gcstate.finalized
    try:
        while collectable:
            op = next(iter(collectable))
            del collectable[op]
            seen[op] = None
            finalize = op.ob_type.value.tp_finalize
            if finalize is None or op in finalized:
                continue
            finalized.add(op)
            op.ob_refcnt += 1
            try:
                res = finalize(op)
                if type(res) in PENDING:
                    yield res
            except PyErr as err:
                pending = PyErr_WriteUnraisable(err, op)
                if type(pending) in PENDING:
                    yield pending
            finally:
                Py_DECREF(op)
            if pending_finalizers:
                yield run_pending_finalizers()
    finally:
        remove_list(seen)
        rest = dict(collectable)
        collectable.clear()
        collectable.update(seen)
        collectable.update(rest)


def remove_list(aside: GCList) -> None:
    """Take a list out of those that deallocation looks at (by identity)."""
    for i, other in enumerate(gcstate.extra_lists):
        if other is aside:
            del gcstate.extra_lists[i]
            return


def handle_resurrected_objects(unreachable: GCList, old: GCList, generation: int) -> GCList:
    """After the finalisers: what is still unreachable is returned, the rest moves to ``old``."""
    still_unreachable, _ = deduce_unreachable(unreachable, generation)
    old.update(unreachable)
    unreachable.clear()
    return still_unreachable


def delete_garbage(collectable: GCList, old: GCList) -> Any:
    """Break the cycles by clearing each object; those that live on move to ``old``; a generator."""
    while collectable:
        op = next(iter(collectable))
        if gcstate.debug & _PyGC_DEBUG_SAVEALL:
            _append_garbage(op)
        else:
            clear = op.ob_type.value.tp_clear
            if clear is not None:
                op.ob_refcnt += 1
                clear(op)
                Py_DECREF(op)
                if pending_finalizers:
                    yield run_pending_finalizers()
        if op in collectable:
            del collectable[op]
            old[op] = None


# ---- reports

def _write_stderr(text: str) -> Any:
    from vm.python.pythonrun import PySys_WriteStderr

    return PySys_WriteStderr(text)


def debug_cycle(message: str, op: PyObject) -> Any:
    """A line about an object for DEBUG_COLLECTABLE; pending."""
    return _write_stderr(f"gc: {message} <{op.ob_type.value.tp_name} {_Py_address(op):#x}>\n")


def show_stats_each_generations() -> Any:
    """Sizes of the generations for DEBUG_STATS; pending."""
    sizes = "".join(f" {len(generation.head)}" for generation in gcstate.generations)
    return _write_stderr(
        f"gc: objects in each generation:{sizes}\n"
        f"gc: objects in permanent generation: {len(PERMANENT.head)}\n")


def invoke_gc_callback(phase: str, generation: int, collected: int, uncollectable: int) -> Any:
    """Call each function in gc.callbacks; a generator."""
    callbacks = gcstate.callbacks
    if callbacks is None or not callbacks.value:
        return
    info = PyDict_New()
    for name, value in (
        ("generation", generation), ("collected", collected), ("uncollectable", uncollectable),
    ):
        op = PyLong_FromLong(value)
        PyDict_SetItemString(info, name, op)
        Py_DECREF(op)
    phase_op = PyObject(PyUnicode_Type, phase)
    i = 0
    while i < len(callbacks.value):
        cb = callbacks.value[i]
        cb.ob_refcnt += 1
        try:
            res = PyObject_Vectorcall(cb, [phase_op, info])
            if type(res) in PENDING:
                res = yield res
            Py_DECREF(res)
        except PyErr as err:
            pending = PyErr_WriteUnraisable(err, cb)
            if type(pending) in PENDING:
                yield pending
        finally:
            Py_DECREF(cb)
        i += 1
    Py_DECREF(phase_op)
    Py_DECREF(info)


# ---- the collection

def gc_select_generation() -> int:
    """The oldest generation whose count is above its threshold, or -1.

    The oldest of all only if a quarter has been added to it since it was last collected.
    """
    for i in range(NUM_GENERATIONS - 1, -1, -1):
        generation = gcstate.generations[i]
        if generation.count > generation.threshold:
            if (i == NUM_GENERATIONS - 1
                    and gcstate.long_lived_pending < gcstate.long_lived_total // 4):
                continue
            return i
    return -1


def gc_collect_main(generation: int, reason: str) -> Any:
    """Collect a generation and the younger ones; a generator.

    Args:
        generation: 0 to 2, or GENERATION_AUTO.
        reason: one of _Py_GC_REASON_*.

    Returns:
        How many unreachable objects were found (a host int).
    """
    if gcstate.collecting:
        return 0
    if generation == GENERATION_AUTO:
        generation = gc_select_generation()
        if generation < 0:
            return 0
    gcstate.collecting = True
    try:
        if reason is not _Py_GC_REASON_SHUTDOWN:
            yield invoke_gc_callback("start", generation, 0, 0)
        if gcstate.debug & _PyGC_DEBUG_STATS:
            yield _write_stderr(f"gc: collecting generation {generation}...\n")
            yield show_stats_each_generations()
        _phase("start", generation, None)
        m, n = yield _collect(generation)
        stats = gcstate.generation_stats[generation]
        stats[0] += 1
        stats[1] += m
        stats[2] += n
        _phase("stop", generation, None)
        if reason is not _Py_GC_REASON_SHUTDOWN:
            yield invoke_gc_callback("stop", generation, m, n)
    finally:
        gcstate.collecting = False
    return m + n


def _collect(generation: int) -> Any:
    """The phases of a collection; gives (collected, uncollectable); a generator."""
    young, old = _merge_generations(generation)
    unreachable, gc_refs = deduce_unreachable(young, generation)
    finalizers: GCList = {}
    asides = [unreachable, finalizers]
    gcstate.extra_lists.extend(asides)
    try:
        _age(young, old, generation)
        move_legacy_finalizers(unreachable, finalizers)
        move_legacy_finalizer_reachable(finalizers, unreachable)
        if gcstate.debug & _PyGC_DEBUG_COLLECTABLE:
            for op in list(unreachable):
                yield debug_cycle("collectable", op)
        m = 0
        if unreachable:
            m += yield handle_weakrefs(unreachable, gc_refs, old)
            _phase("handle_weakrefs", generation, unreachable)
            yield finalize_garbage(unreachable)
            _phase("finalize_garbage", generation, unreachable)
            garbage = handle_resurrected_objects(unreachable, old, generation)
            gcstate.extra_lists.append(garbage)
            asides.append(garbage)
            m += len(garbage)
            _phase("delete_garbage", generation, garbage)
            yield delete_garbage(garbage, old)
        n = len(finalizers)
        if gcstate.debug & _PyGC_DEBUG_UNCOLLECTABLE:
            for op in list(finalizers):
                yield debug_cycle("uncollectable", op)
        if gcstate.debug & _PyGC_DEBUG_STATS:
            yield _write_stderr(
                f"gc: done, {n + m} unreachable, {n} uncollectable, 0.0000s elapsed\n")
        handle_legacy_finalizers(finalizers, old)
        if generation == NUM_GENERATIONS - 1:
            _PyObject_ClearFreeLists()
    finally:
        for aside in asides:  # not empty only if the collection was broken off
            remove_list(aside)
            old.update(aside)
    return m, n


def _merge_generations(generation: int) -> tuple[GCList, GCList]:
    """Set the counts and put the younger generations into the one to be collected."""
    generations = gcstate.generations
    if generation + 1 < NUM_GENERATIONS:
        generations[generation + 1].count += 1
    for i in range(generation + 1):
        generations[i].count = 0
    young = generations[generation].head
    for i in range(generation):
        young.update(generations[i].head)
        generations[i].head.clear()
    old = generations[generation + 1].head if generation < NUM_GENERATIONS - 1 else young
    return young, old


def _age(young: GCList, old: GCList, generation: int) -> None:
    """What is reachable moves to the next generation; the oldest one's figures are renewed."""
    untrack_tuples(young)
    if young is not old:
        if generation == NUM_GENERATIONS - 2:
            gcstate.long_lived_pending += len(young)
        old.update(young)
        young.clear()
    else:
        untrack_dicts(young)
        gcstate.long_lived_pending = 0
        gcstate.long_lived_total = len(young)


def _Py_RunGC(tstate: Any) -> Any:
    """What the eval breaker runs when allocation has asked for a collection; a generator."""
    if not gcstate.enabled:
        return
    yield gc_collect_main(GENERATION_AUTO, _Py_GC_REASON_HEAP)


def PyGC_Collect() -> Any:
    """A full collection, unless the collector is disabled; a generator giving a host int."""
    if not gcstate.enabled:
        return 0
    return (yield gc_collect_main(NUM_GENERATIONS - 1, _Py_GC_REASON_MANUAL))


def _PyGC_CollectNoFail(tstate: Any) -> Any:
    """The collections at shutdown; a generator."""
    return gc_collect_main(NUM_GENERATIONS - 1, _Py_GC_REASON_SHUTDOWN)


# ---- looking at the heap

def _PyObject_IS_GC(op: PyObject) -> bool:
    """Whether the object is one that the collector handles."""
    tp = op.ob_type.value
    if not tp.tp_flags & Py_TPFLAGS_HAVE_GC:
        return False
    if tp.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return bool(op.value.tp_flags & Py_TPFLAGS_HEAPTYPE)
    return True


def _PyGC_GetReferrers(objs: tuple) -> list[PyObject]:
    """Containers that refer to one of the objects directly (borrowed)."""
    wanted = set(objs)
    found = []
    for generation in gcstate.generations:
        for op in generation.head:
            if any(child in wanted for child in op.ob_type.value.tp_traverse(op)):
                found.append(op)
    return found


def _PyGC_GetObjects(generation: int) -> list[PyObject]:
    """The objects of one generation, or of all with -1 (borrowed)."""
    chosen = gcstate.generations if generation == -1 else [gcstate.generations[generation]]
    return [op for gen in chosen for op in gen.head]


def _PyGC_GetReferents(objs: Iterable[PyObject]) -> list[PyObject]:
    """What the objects refer to directly (borrowed)."""
    found = []
    for op in objs:
        traverse = op.ob_type.value.tp_traverse
        if traverse is None or not _PyObject_IS_GC(op):
            continue
        if op.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS and traverse is dict_traverse:
            found.extend(_dict_referents(op))
        else:
            found.extend(child for child in traverse(op) if child is not None)
    return found


def _dict_referents(op: PyObject) -> list[PyObject]:
    """What C's traversal of a dict visits: the keys only in a dict with others than exact strings."""
    pairs = _PyDict_HostItems(op)
    if all(key.ob_type is PyUnicode_Type for key, _ in pairs):
        return [value for _, value in pairs]
    return [item for key, value in pairs for item in (value, key)]


def _PyGC_Freeze() -> None:
    """Move everything tracked to the permanent generation."""
    for generation in gcstate.generations:
        PERMANENT.head.update(generation.head)
        generation.head.clear()
        generation.count = 0


def _PyGC_Unfreeze() -> None:
    """Move the permanent generation back into the oldest."""
    GEN2.head.update(PERMANENT.head)
    PERMANENT.head.clear()


def _PyGC_Fini() -> None:
    """Drop gc.garbage and gc.callbacks."""
    for op in (gcstate.garbage, gcstate.callbacks):
        if op is not None and op is not Py_None:
            Py_DECREF(op)
    gcstate.garbage = gcstate.callbacks = None
