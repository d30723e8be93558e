"""Allocation and deallocation of instances, above all of heap types' instances.

The part of Objects/typeobject.c around PyType_GenericAlloc, subtype_dealloc, subtype_traverse and
subtype_clear. Uses the base files only, so that any type's file can import it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.obmalloc import _PyMem_Reuse, free_blocks
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    GEN0,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _Py_ScheduleGC,
    _PyObject_GC_TRACK,
    gcstate,
    gen0_head,
)
from vm.objects.pycore_object import (
    ObjectExtension,
    Py_DECREF,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HEAPTYPE,
    PyBaseObject_Type,
    PyObject,
    pending_finalizers,
)
from vm.objects.pycore_trashcan import (
    PyTrash_UNWIND_LEVEL,
    _gc_free,
    drop_references,
    trash,
)
from vm.objects.weakrefobject import PyObject_ClearWeakRefs


def PyType_GenericAlloc(type_op: PyObject, value: Any = None) -> PyObject:
    """Allocate an instance; a container is tracked, an instance of a heap type counts on its type.

    Args:
        type_op: the type.
        value: the body; without one the type's own (``tp_body``) is made. Instances of classes derived
            from `object` alone get their list of slots.

    Returns:
        A new reference.
    """
    tp = type_op.value
    flags = tp.tp_flags
    op = PyObject(type_op, value)
    if value is None and tp.tp_body is not None:
        op.value = tp.tp_body()
    if tp.tp_dictoffset:
        op.ob_dict = {}
        op.ob_ext = None
    elif tp.tp_weaklistoffset:
        op.ob_ext = None
    if flags & Py_TPFLAGS_HEAPTYPE:
        type_op.ob_refcnt += 1
        if tp.ht_nslots:
            if tp.ht_static_base is PyBaseObject_Type:
                op.value = [None] * tp.ht_nslots
            else:
                ext = op.ob_ext = ObjectExtension()
                ext.slots = [None] * tp.ht_nslots
    if flags & Py_TPFLAGS_HAVE_GC:
        GEN0.count = n = GEN0.count + 1
        if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
            _Py_ScheduleGC()
        gen0_head[op] = None
    if free_blocks:
        _PyMem_Reuse(op)
    return op


def static_alloc(type_op: PyObject, static: PyObject, body: Any) -> PyObject:
    """A new tracked object of a static type or a subclass of it."""
    if type_op is not static:
        return type_op.value.tp_alloc(type_op, body)
    op = PyObject_GC_New(static, body)
    _PyObject_GC_TRACK(op)
    return op


def PyType_GenericNew(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new of types whose instances need no arguments."""
    return type_op.value.tp_alloc(type_op)


def object_slots(op: PyObject) -> list:
    """The list of an instance's ``__slots__`` values; empty if its class has none."""
    tp = op.ob_type.value
    if not tp.ht_nslots:
        return []
    if tp.ht_static_base is PyBaseObject_Type:
        return op.value
    return op.ob_ext.slots  # type: ignore[union-attr, return-value]


def PyObject_CallFinalizerFromDealloc(op: PyObject) -> bool:
    """Queue the finaliser of an object whose count has just reached zero.

    CPython runs it on the spot; here it runs at the end of the current instruction, and until then
    (and while it runs) the object is held by one reference. Afterwards deallocation goes on, unless
    the finaliser kept the object.

    Returns:
        True if deallocation must stop here; False if the finaliser has run before.
    """
    if op in gcstate.finalized:
        return False
    gcstate.finalized.add(op)
    op.ob_refcnt = 1
    PyObject_GC_UnTrack(op)
    _PyObject_GC_TRACK(op)  # anew in the youngest generation, for as long as the finaliser runs
    pending_finalizers.append(_finalize_and_dealloc(op))
    return True


def _finalize_and_dealloc(op: PyObject) -> Any:
    try:
        res = op.ob_type.value.tp_finalize(op)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(op)


def PyObject_CallFinalizer(op: PyObject) -> Any:
    """Run the finaliser of a live object once (the collector's way); None or pending."""
    if op.ob_type.value.tp_finalize is None or op in gcstate.finalized:
        return None
    gcstate.finalized.add(op)
    return op.ob_type.value.tp_finalize(op)


def _clear_instance(op: PyObject, tp: Any, base: PyObject) -> None:
    """Drop the slots and the dict that heap types added to an instance of the static type ``base``."""
    if tp.ht_nslots:
        slots = object_slots(op)
        for i, item in enumerate(slots):
            if item is not None:
                slots[i] = None
                item.ob_refcnt = n = item.ob_refcnt - 1
                if not n and (dealloc := item.ob_type.value.tp_dealloc) is not None:
                    dealloc(item)
    if tp.tp_dictoffset and not base.value.tp_dictoffset:
        PyObject_ClearManagedDict(op)


def PyObject_ClearManagedDict(op: PyObject) -> None:
    """Drop an instance's attributes; a dict object that guest code holds keeps them."""
    ext = op.ob_ext
    attrs = op.ob_dict
    op.ob_dict = {}
    if ext is not None and ext.dict_object is not None:
        dict_object, ext.dict_object = ext.dict_object, None
        Py_DECREF(dict_object)
        return
    for item in attrs.values():
        item.ob_refcnt = n = item.ob_refcnt - 1
        if not n and (dealloc := item.ob_type.value.tp_dealloc) is not None:
            dealloc(item)


def subtype_dealloc(op: PyObject) -> None:
    """tp_dealloc of heap types: finaliser, weak references, slots, dict, the static base's dealloc, type."""
    tp = op.ob_type.value
    if gen0_head.pop(op, op) is op:
        PyObject_GC_UnTrack(op)
    if trash.delete_nesting >= PyTrash_UNWIND_LEVEL:
        pending_finalizers.append((subtype_dealloc, op))
        return
    if tp.tp_finalize is not None and PyObject_CallFinalizerFromDealloc(op):
        return
    base = tp.ht_static_base.value
    if tp.tp_weaklistoffset and not base.tp_weaklistoffset:
        ext = op.ob_ext
        if ext is not None and ext.weaklist and PyObject_ClearWeakRefs(op):
            pending_finalizers.append((subtype_dealloc, op))
            return
    if tp.ht_nslots:
        references = _instance_references(op, tp, base)
    elif tp.tp_dictoffset and not base.tp_dictoffset:
        references = iter(visit_managed_dict(op))
    else:
        references = iter(())
    trash.delete_nesting += 1
    drop_references(op, references, _free_instance)


def _instance_references(op: PyObject, tp: Any, base: Any) -> Iterator[PyObject | None]:
    """What heap types added to an instance of a static type: slots, then the dict or what is in it."""
    yield from object_slots(op)
    if tp.tp_dictoffset and not base.tp_dictoffset:
        yield from visit_managed_dict(op)


def _free_instance(op: PyObject) -> None:
    """The end of subtype_dealloc: the static base's deallocator, or tp_free; then the type."""
    type_op = op.ob_type
    base_op = type_op.value.ht_static_base
    base = base_op.value
    if base_op is PyBaseObject_Type or base.tp_dealloc is None:
        _gc_free(op)
    elif base.tp_flags & Py_TPFLAGS_HAVE_GC:
        gen0_head[op] = None
        base.tp_dealloc(op)
    else:
        base.tp_dealloc(op)
        _gc_free(op)
    if pending_finalizers:
        pending_finalizers.append((Py_DECREF, type_op))
    else:
        Py_DECREF(type_op)


def subtype_traverse(op: PyObject) -> Iterator[PyObject | None]:
    """tp_traverse of heap types: slots, dict, the type, then what the static base's body owns."""
    tp = op.ob_type.value
    base = tp.ht_static_base.value
    if tp.ht_nslots:
        yield from object_slots(op)
    if tp.tp_dictoffset and not base.tp_dictoffset:
        yield from visit_managed_dict(op)
    yield op.ob_type
    if base.tp_traverse is not None:
        yield from base.tp_traverse(op)


def visit_managed_dict(op: PyObject) -> Any:
    """What an instance's ``__dict__`` owns: the dict object if there is one, else the attributes."""
    ext = op.ob_ext
    if ext is not None and ext.dict_object is not None:
        return (ext.dict_object,)
    return op.ob_dict.values()


def subtype_clear(op: PyObject) -> None:
    """tp_clear of heap types: slots, dict, then the static base's tp_clear."""
    tp = op.ob_type.value
    base = tp.ht_static_base
    _clear_instance(op, tp, base)
    if base.value.tp_clear is not None:
        base.value.tp_clear(op)
