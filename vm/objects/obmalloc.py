"""Addresses: what `id` and the reprs show of CPython's memory allocator. Models Objects/obmalloc.c.

The host allocates the memory; the model gives out addresses only, and only from the moment that a program
has asked for one: until then nothing is recorded, and allocation costs what it did. An address is the one
that the allocator of a 64-bit CPython could give: blocks of the object's size class follow each other in
pools of 16 KiB, pools in arenas of 1 MiB, and a block that is freed is the next one given away. So the
addresses of a program are the same in every run, natively and in the browser.
"""

from __future__ import annotations

from vm.objects.pycore_object import (
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MANAGED_DICT,
    Py_TPFLAGS_MANAGED_WEAKREF,
    PyObject,
)

ALIGNMENT = 16
SMALL_REQUEST_THRESHOLD = 512
POOL_SIZE = 1 << 14
POOL_OVERHEAD = 48
ARENA_SIZE = 1 << 20
ARENA_BASE = 0x7F0000000000
#: Where blocks that are too large for a pool lie: what malloc gives.
RAW_BASE = 0x7F4000000000
#: How many freed blocks of one size are remembered.
FREE_BLOCKS_KEPT = 4096
#: How far `_reuse_dead_leaf` looks back.
LEAF_SCAN = 16
#: Type of the objects whose address may differ from the block's: the collector's header and the two words
#: for a managed dict and weak references stand before the object.
_HEADER = 16


class _PyMem:
    """The allocator's state.

    Attributes:
        addresses: the objects whose address the program has asked for, with it.
        early: the same of objects whose address was asked for during the start.
        free_blocks: size class -> freed blocks, the last one freed last; None stands for a block
            whose address was never asked for.
        leaves: size class -> (object, address) of the objects that die unnoticed (numbers, strings).
    """

    __slots__ = ("addresses", "early", "free_blocks", "leaves", "pools", "next_pool", "next_raw")

    def __init__(self) -> None:
        self.addresses: dict[PyObject, int] = {}
        self.early: dict[PyObject, int] = {}
        self.free_blocks: dict[int, list[int | None]] = {}
        self.leaves: dict[int, list[tuple[PyObject, int]]] = {}
        self.pools: dict[int, tuple[int, int]] = {}
        self.reset()

    def reset(self) -> None:
        """As at the start of a process."""
        self.start_program()
        self.early.clear()
        self.pools.clear()
        self.next_pool = ARENA_BASE
        self.next_raw = RAW_BASE

    def start_program(self) -> None:
        """The start is over: what it asked for stays known, but nothing is recorded for its sake."""
        self.early.update(self.addresses)
        self.addresses.clear()
        self.free_blocks.clear()
        self.leaves.clear()


mem = _PyMem()


def _PyMem_init_obmalloc() -> None:
    """No pool is in use: the first address comes again."""
    mem.reset()
#: The same dicts, for those who only test whether there is anything in them.
addresses = mem.addresses
free_blocks = mem.free_blocks


def _block_size(op: PyObject) -> int:
    """Bytes of the block that an object lies in, its headers included, as a multiple of 16."""
    tp = op.ob_type.value
    size = tp.tp_basicsize + _preheader_size(tp.tp_flags)
    if tp.tp_itemsize and type(op.value) is tuple:
        size += tp.tp_itemsize * len(op.value)
    return (size + ALIGNMENT - 1) & -ALIGNMENT


def _preheader_size(flags: int) -> int:
    size = _HEADER if flags & Py_TPFLAGS_HAVE_GC else 0
    if flags & (Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_MANAGED_WEAKREF):
        size += _HEADER
    return size


def PyObject_Malloc(nbytes: int) -> int:
    """The address of a new block."""
    if nbytes > SMALL_REQUEST_THRESHOLD:
        block = mem.next_raw
        mem.next_raw += nbytes + ALIGNMENT
        return block
    block, end = mem.pools.get(nbytes, (0, 0))
    if block + nbytes > end:
        block, end = allocate_from_new_pool()
    mem.pools[nbytes] = (block + nbytes, end)
    return block


def allocate_from_new_pool() -> tuple[int, int]:
    """Begin a pool: the addresses of its first block and of its end."""
    pool = mem.next_pool
    mem.next_pool += POOL_SIZE
    return pool + POOL_OVERHEAD, pool + POOL_SIZE


def _Py_address(op: PyObject) -> int:
    """The address of an object, as `id` shows it; an object keeps the one it is given here."""
    address = addresses.get(op) or mem.early.get(op)
    if address is not None:
        return address
    size = _block_size(op)
    header = _preheader_size(op.ob_type.value.tp_flags)
    if op.ob_type.value.tp_is_leaf:
        leaves = mem.leaves.setdefault(size, [])
        address = _reuse_dead_leaf(leaves) or PyObject_Malloc(size) + header
        leaves.append((op, address))
    else:
        address = PyObject_Malloc(size) + header
    addresses[op] = address
    return address


def _reuse_dead_leaf(leaves: list[tuple[PyObject, int]]) -> int | None:
    """The address of the latest leaf that is dead by now, if there is one among the last few.

    Leaves have no deallocator, so nobody says when they die; to ask for ids must not keep them all.
    """
    for i in range(len(leaves) - 1, max(len(leaves) - 1 - LEAF_SCAN, -1), -1):
        old, address = leaves[i]
        if old.ob_refcnt <= 0:
            del addresses[old]
            del leaves[i]
            return address
    if len(leaves) & 0xFFF == 0xFFF:
        for old, _ in leaves:
            if old.ob_refcnt <= 0:
                del addresses[old]
        leaves[:] = [entry for entry in leaves if entry[0].ob_refcnt > 0]
    return None


def PyObject_Free(op: PyObject) -> None:
    """Give an object's block back. Call it only while ``addresses`` is not empty; before its body goes."""
    blocks = free_blocks.setdefault(_block_size(op), [])
    blocks.append(addresses.pop(op, None))
    if len(blocks) > FREE_BLOCKS_KEPT:
        del blocks[0]


def _PyMem_Reuse(op: PyObject) -> None:
    """Give a new object the block of its size that was freed last. Call it while ``free_blocks`` is not empty."""
    blocks = free_blocks.get(_block_size(op))
    if blocks:
        address = blocks.pop()
        if address is not None:
            addresses[op] = address
