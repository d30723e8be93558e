"""What a container's deallocation shares: dropping the children under the trashcan's guard.

The trashcan itself (`trash`, `_PyTrash_thread_destroy_chain`) is in pycore_gc.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from vm.objects.pycore_gc import (
    PyObject_GC_Del,
    PyObject_GC_UnTrack,
    PyTrash_UNWIND_LEVEL,
    _PyTrash_thread_destroy_chain,
    trash,
)
from vm.objects.pycore_object import Py_TPFLAGS_HEAPTYPE, PyObject


def dealloc_container(op: PyObject, children: Callable[[Any], Iterable]) -> None:
    """Deallocate a container: drop its children, then free it (the body of most tp_dealloc slots).

    A chain of deallocations deeper than `PyTrash_UNWIND_LEVEL` is cut: the object is put aside, and
    its tp_dealloc is called again when the stack has unwound.

    Args:
        op: the dying object.
        children: ``children(op)`` is the iterable of the references that its body owns, in the order in
            which C drops them; NULLs are passed over.
    """
    if trash.delete_nesting >= PyTrash_UNWIND_LEVEL and not (
        op.ob_type.value.tp_flags & Py_TPFLAGS_HEAPTYPE  # subtype_dealloc called: it has looked already
    ):
        PyObject_GC_UnTrack(op)
        trash.delete_later.append(op)
        return
    trash.delete_nesting += 1
    for child in children(op):
        if child is not None:
            child.ob_refcnt = n = child.ob_refcnt - 1
            if not n:
                dealloc = child.ob_type.value.tp_dealloc
                if dealloc is not None:
                    dealloc(child)
    PyObject_GC_Del(op)
    trash.delete_nesting -= 1
    if trash.delete_later and not trash.delete_nesting:
        _PyTrash_thread_destroy_chain()
