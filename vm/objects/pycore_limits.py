"""What one native operation may allocate: the VM's own bound on memory.

CPython asks the system for memory and reports MemoryError when it gets none. Here the host would rather
swap, or the browser's tab die, long before that; so whoever is about to allocate by a size that a
program chose asks first.
"""

from __future__ import annotations

from vm.objects.pycore_object import PyObject, PyRange_Type
from vm.objects.pyerrors import PyErr, PyErr_SetNone, PyExc_MemoryError

#: The largest block, in bytes, that one operation may ask for. `[0] * n` costs 8 bytes an item, as in
#: CPython; an operation that also makes the items (`list(range(n))`) counts `ITEM_SIZE` for each.
MAX_ALLOCATION = 1 << 30
#: What a small object of its own costs: the header and a host value.
ITEM_SIZE = 96
#: A native loop of unknown length yields once in so many rounds, so that the VM can be stopped.
YIELD_EVERY = 4096


def check_size(nitems: int, itemsize: int = 8) -> None:
    """Raise MemoryError if ``nitems`` of ``itemsize`` bytes each go beyond `MAX_ALLOCATION`."""
    if nitems * itemsize > MAX_ALLOCATION:
        raise PyErr_NoMemory()


def check_iterable(op: PyObject, itemsize: int = ITEM_SIZE) -> None:
    """Raise MemoryError at once if ``op`` is a range too long to be made into a container."""
    if op.ob_type is PyRange_Type:
        check_size(op.value.length, itemsize)


def PyErr_NoMemory() -> PyErr:
    """The host exception that raises MemoryError."""
    return PyErr_SetNone(PyExc_MemoryError)
