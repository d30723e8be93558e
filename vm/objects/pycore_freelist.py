"""Free lists: how many dead objects CPython keeps for the next allocation. Models pycore_freelist.h.

An object from a free list is not an allocation in the collector's books, and one that goes back is not a
deallocation. The model keeps the numbers only (the host does the allocating), so that `gc.get_count` and the
moment of an automatic collection are CPython's. A full collection empties the lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vm.objects.pycore_gc import GEN0

PyTuple_MAXSAVESIZE = 20
PyTuple_MAXFREELIST = 2000
PyList_MAXFREELIST = 80
PyDict_MAXFREELIST = 80
_PyAsyncGen_MAXFREELIST = 80
_MAXFREELIST = {"lists": PyList_MAXFREELIST, "dicts": PyDict_MAXFREELIST}


class _Py_object_freelists:
    """struct _Py_object_freelists: how many objects each list holds (tuples: by length)."""

    __slots__ = ("tuples", "lists", "dicts", "slices", "async_gens", "async_gen_asends")

    def __init__(self) -> None:
        self.tuples = [0] * (PyTuple_MAXSAVESIZE + 1)
        self.lists = self.dicts = self.async_gens = self.async_gen_asends = 0
        self.reset()

    def reset(self) -> None:
        """As at the start of a process."""
        self.slices = 1  # start-up has made slices
        self.clear()

    def clear(self) -> int:
        """Empty the lists, but for the one slice; returns how many objects they held."""
        held = (sum(self.tuples) + self.lists + self.dicts + self.async_gens
                + self.async_gen_asends)
        self.tuples[:] = [0] * (PyTuple_MAXSAVESIZE + 1)
        self.lists = self.dicts = self.async_gens = self.async_gen_asends = 0
        return held


freelists = _Py_object_freelists()
tuple_numfree = freelists.tuples


def _PyObject_ClearFreeLists() -> None:
    """Free what the lists hold; each is a deallocation in the books."""
    GEN0.count = max(0, GEN0.count - freelists.clear())


def count_passing_tuple(size: int) -> None:
    """Count the tuple of arguments that C makes for a call, and drops after it.

    The model passes host lists. The tuple would come from the free list, or be allocated and stay there.
    """
    if 0 < size <= PyTuple_MAXSAVESIZE and not tuple_numfree[size]:
        tuple_numfree[size] = 1
        GEN0.count += 1


def count_passing_arguments(args: list, kwnames: tuple) -> None:
    """Count the tuple and the dict of arguments of a call by tp_call (_PyObject_MakeTpCall)."""
    count_passing_tuple(len(args) - len(kwnames))
    if kwnames:
        count_passing_dict()


def count_passing_dict() -> None:
    """Count a dict that C makes for a moment."""
    if not freelists.dicts:
        freelists.dicts = 1
        GEN0.count += 1


def count_held_tuple(size: int) -> None:
    """Count a tuple that C keeps for a while and the model does without."""
    if size <= PyTuple_MAXSAVESIZE and tuple_numfree[size]:
        tuple_numfree[size] -= 1
    elif size:
        GEN0.count += 1


def count_dropped_tuple(size: int) -> None:
    """Count the deallocation of such a tuple."""
    if size <= PyTuple_MAXSAVESIZE and tuple_numfree[size] < PyTuple_MAXFREELIST:
        if size:
            tuple_numfree[size] += 1
    elif GEN0.count > 0:
        GEN0.count -= 1


def count_held(kind: str) -> None:
    """Count a list or dict ("lists", "dicts") that C keeps and the model does without."""
    free = getattr(freelists, kind)
    if free:
        setattr(freelists, kind, free - 1)
    else:
        GEN0.count += 1


def count_dropped(kind: str) -> None:
    """Count the deallocation of such an object."""
    free = getattr(freelists, kind)
    if free < _MAXFREELIST[kind]:
        setattr(freelists, kind, free + 1)
    elif GEN0.count > 0:
        GEN0.count -= 1


@contextmanager
def uncounted() -> Iterator[None]:
    """What is allocated inside does not enter the collector's books.

    For what the model does once in a host process and C once in a guest's (readying the types of a module).
    """
    count, tuples = GEN0.count, freelists.tuples[:]
    others = [(name, getattr(freelists, name)) for name in freelists.__slots__[1:]]
    try:
        yield
    finally:
        GEN0.count = count
        freelists.tuples[:] = tuples
        for name, number in others:
            setattr(freelists, name, number)
