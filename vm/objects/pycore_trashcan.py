"""Deallocation of containers: children dropped in C's order, finalisers in between, without host recursion.

C deallocates depth first, and whatever a child's death sets off (``__del__``, a weak reference's callback)
runs before the next child is dropped. Here guest code cannot run inside a deallocation; it is queued in
`pending_finalizers`, and so is the rest of every deallocation that was under way: the queue is the order in
which C would have gone on. It holds two kinds of items: host generators, which may run guest code and
are run by the evaluator, and tuples ``(function, *args)``, the rest of a deallocation.

The trashcan uses the same queue: a deallocation that is nested too deeply puts itself there, and with it
the rest of those around it, and goes on when the host's stack has unwound. (C's trashcan cuts at some
10,000 levels; the order of what can be seen is the same here at any depth.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from vm.objects.obmalloc import PyObject_Free, addresses
from vm.objects.pycore_gc import GEN0, PyObject_GC_UnTrack, gcstate, gen0_head
from vm.objects.pycore_object import PyObject, pending_finalizers

#: Nested deallocations on the host's stack, at most.
PyTrash_UNWIND_LEVEL = 40


class _PyTrash:
    """How deep deallocations are nested right now."""

    __slots__ = ("delete_nesting",)

    def __init__(self) -> None:
        self.delete_nesting = 0


trash = _PyTrash()


def _gc_free(op: PyObject) -> None:
    """tp_free of an untracked container (PyObject_GC_Del): the books of allocation, then the body."""
    if GEN0.count > 0:
        GEN0.count -= 1
    free_body(op)


def free_body(op: PyObject) -> None:
    """What freeing and putting on a free list share: the address is given back, the body goes."""
    if addresses:
        PyObject_Free(op)
    op.value = None
    if gcstate.finalized:
        gcstate.finalized.discard(op)


def dealloc_container(
    op: PyObject, children: Callable[[Any], Iterable], free: Callable[[PyObject], None] = _gc_free
) -> None:
    """Deallocate a container: untrack it, drop its children, free it (the body of most tp_dealloc slots).

    Args:
        op: the dying object.
        children: ``children(op)`` is the iterable of the references that its body owns, in the order in
            which C drops them; NULLs are passed over. It is consumed before ``free`` is called.
        free: what is done last: tp_free, or putting it on a free list.
    """
    if gen0_head.pop(op, op) is op:
        PyObject_GC_UnTrack(op)
    if trash.delete_nesting >= PyTrash_UNWIND_LEVEL:
        pending_finalizers.append((dealloc_container, op, children, free))
        return
    trash.delete_nesting += 1
    drop_references(op, iter(children(op)), free)


def drop_references(op: PyObject, references: Iterator, free: Callable[[PyObject], None]) -> None:
    """Drop references in order, then call ``free(op)``; ends the nesting that the caller began.

    When a child's death has queued work, the rest is queued behind it.
    """
    for child in references:
        if child is not None:
            child.ob_refcnt = n = child.ob_refcnt - 1
            if not n:
                dealloc = child.ob_type.value.tp_dealloc
                if dealloc is not None:
                    dealloc(child)
                    if pending_finalizers:
                        for child in references:
                            pending_finalizers.append(
                                (_go_on_dropping, op, child, references, free))
                            trash.delete_nesting -= 1
                            if not trash.delete_nesting:
                                _PyTrash_thread_destroy_chain()
                            return
                        break
    free(op)
    trash.delete_nesting -= 1
    if pending_finalizers and not trash.delete_nesting:
        _PyTrash_thread_destroy_chain()


def _go_on_dropping(
    op: PyObject, child: PyObject | None, references: Iterator, free: Callable[[PyObject], None]
) -> None:
    """Go on with what `drop_references` has queued, from the child that is next."""
    trash.delete_nesting += 1
    if child is not None:
        child.ob_refcnt -= 1
        if not child.ob_refcnt and (dealloc := child.ob_type.value.tp_dealloc) is not None:
            dealloc(child)
            if pending_finalizers:
                for child in references:
                    pending_finalizers.append((_go_on_dropping, op, child, references, free))
                    trash.delete_nesting -= 1
                    return
    drop_references(op, references, free)


def _PyTrash_thread_destroy_chain() -> None:
    """Go on with queued deallocations until guest code must run first, or all is done.

    Called when the outermost deallocation ends and something is queued.
    """
    if type(pending_finalizers[0]) is not tuple:
        return
    work = pending_finalizers[::-1]
    pending_finalizers.clear()
    trash.delete_nesting = 1  # those called here must not begin another round
    while work and type(work[-1]) is tuple:
        function, *args = work.pop()
        function(*args)
        if pending_finalizers:
            work += pending_finalizers[::-1]
            pending_finalizers.clear()
    trash.delete_nesting = 0
    pending_finalizers.extend(reversed(work))


def run_pending_finalizers() -> Any:
    """Run all that is queued, in order; what an item queues itself runs before the next one (a generator)."""
    work = pending_finalizers[::-1]
    pending_finalizers.clear()
    while work:
        item = work.pop()
        if type(item) is tuple:
            item[0](*item[1:])
        else:
            yield item
        if pending_finalizers:
            work += pending_finalizers[::-1]
            pending_finalizers.clear()


#: Native frames above which the queue is not run: this one, which runs it anyhow, and those which have nothing
#: more to do that a program could see. So a long chain of generators is closed in one native frame.
FINALIZING = [run_pending_finalizers.__code__]
