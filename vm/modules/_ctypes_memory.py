"""The memory that ctypes works on: blocks in an address space of the model's own.

No address is one of the host's. A block is given an address only when a program asks for one or stores a pointer to it,
and an address means something only as long as its block lives. What would be a segmentation fault in C, the use of
any other address, is an OSError in the words of Windows, where CPython turns the fault into that.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import Any

from vm.modules.arraymodule import Arraytype
from vm.objects.bridge import MAX_TEXT
from vm.objects.object import _Py_address
from vm.objects.obmalloc import addresses
from vm.objects.pycore_object import PyErr, PyObject, PyObject_TypeCheck
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import PyErr_Format, PyErr_SetNone, PyExc_MemoryError, PyExc_OSError

#: Where the blocks begin. Objects, thread ids and what malloc gives elsewhere in the model lie above.
_HEAP_BASE = 0x7E0000000000
#: The symbols of the program itself: its functions, and its handle.
TEXT_BASE = 0x7C0000000000
#: The addresses of functions that callbacks are given.
CLOSURE_BASE = 0x7D0000000000
POINTER_MASK = (1 << 64) - 1
_ALIGN = 64
#: So many blocks that have addresses are kept before the dead ones are looked for.
_SWEEP_AT = 1024
#: Size of C's ``union value``: what lies in the object itself.
SIZEOF_VALUE = 16

#: A pointer: a block and a place in it, or NULL and an address.
Ptr = tuple["Block | None", int]
NULL: Ptr = (None, 0)


class Block:
    """A piece of memory.

    Attributes:
        data: a host bytearray or bytes, or the memory of an exporter (a host memoryview, or a `Window`).
        owner: the guest object (not owned) that the block lives as long as; NULL for one that is freed by hand.
        address: where it is, or 0 as long as nobody knows.
    """

    __slots__ = ("data", "owner", "address")

    def __init__(self, data: Any, owner: PyObject | None = None):
        self.data = data
        self.owner = owner
        self.address = 0


class Memory:
    """The address space of an interpreter.

    Attributes:
        blocks: the blocks that have an address, by it; ``starts`` is the sorted list of the addresses.
        texts: the blocks of immutable bytes objects, by object.
        objects: guest objects to which a pointer was stored, by address.
    """

    __slots__ = ("blocks", "starts", "texts", "objects", "next", "sweep_at")

    def __init__(self) -> None:
        self.blocks: dict[int, Block] = {}
        self.starts: list[int] = []
        self.texts: dict[PyObject, Block] = {}
        self.objects: dict[int, PyObject] = {}
        self.next = _HEAP_BASE
        self.sweep_at = _SWEEP_AT

    def place(self, block: Block) -> int:
        """Give a block its address."""
        if len(self.blocks) + len(self.objects) >= self.sweep_at:
            self._sweep()
        size = len(block.data)
        address = block.address = self.next
        self.next += (size + _ALIGN) & -_ALIGN
        self.blocks[address] = block
        insort(self.starts, address)
        return address

    def free(self, block: Block) -> None:
        """The block is gone; whoever still points to it points to nothing."""
        block.data = b""
        if block.address:
            self._forget(block.address)

    def move(self, block: Block, data: Any) -> None:
        """The block has other memory, and so another address (realloc)."""
        block.data = data
        if block.address:
            self._forget(block.address)
            self.place(block)

    def _forget(self, address: int) -> None:
        if self.blocks.pop(address, None) is not None:
            del self.starts[bisect_right(self.starts, address) - 1]

    def _sweep(self) -> None:
        """Forget the blocks of objects that died without telling (bytes do), and dead objects."""
        alive = {start: block for start, block in self.blocks.items()
                 if block.owner is None or block.owner.ob_refcnt > 0}
        self.blocks = alive
        self.starts = sorted(alive)
        self.texts = {op: block for op, block in self.texts.items() if op.ob_refcnt > 0}
        self.objects = {address: op for address, op in self.objects.items() if op.ob_refcnt > 0}
        self.sweep_at = max(2 * (len(alive) + len(self.objects)), _SWEEP_AT)

    def find(self, address: int) -> Ptr | None:
        """The living block that an address is in, and where in it."""
        i = bisect_right(self.starts, address)
        if not i:
            return None
        start = self.starts[i - 1]
        block = self.blocks[start]
        if address - start > len(block.data) or (block.owner is not None and block.owner.ob_refcnt <= 0):
            return None
        return block, address - start

    def text(self, op: PyObject, data: bytes) -> Ptr:
        """A pointer to what cannot be written to: the characters of a bytes, NUL behind them."""
        block = self.texts.get(op)
        if block is None:
            block = self.texts[op] = Block(data, op)
            self.place(block)
        return block, 0

    def object_address(self, op: PyObject) -> int:
        """A pointer to a guest object, from which it can be found again as long as it lives."""
        address = _Py_address(op)
        if len(self.blocks) + len(self.objects) >= self.sweep_at:
            self._sweep()
        self.objects[address] = op
        return address

    def object_at(self, address: int) -> PyObject:
        """The living object at an address (borrowed)."""
        op = self.objects.get(address)
        if op is not None and op.ob_refcnt > 0 and _Py_address(op) == address:
            return op
        for op, known in addresses.items():
            if known == address and op.ob_refcnt > 0:
                return op
        raise violation(address, "reading")


def memory() -> Memory:
    """The running interpreter's memory."""
    table = _PyInterpreterState_GET().modules_by_index
    found: Memory | None = table.get("_ctypes.memory")
    if found is None:
        found = table["_ctypes.memory"] = Memory()
    return found


def violation(address: int, what: str) -> PyErr:
    """The error of an access to what is not there."""
    return PyErr_Format(
        PyExc_OSError, f"exception: access violation {what} 0x{address & POINTER_MASK:016X}")


def allocate(size: int) -> bytearray:
    """Zeroed memory of a new object; MemoryError for very much."""
    if size > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    return bytearray(max(size, SIZEOF_VALUE))


def ptr_add(ptr: Ptr, offset: int) -> Ptr:
    """``ptr + offset``"""
    return ptr[0], ptr[1] + offset


def address_of(ptr: Ptr) -> int:
    """The address that a pointer means."""
    block, at = ptr
    if block is not None:
        at += block.address or memory().place(block)
    return at & POINTER_MASK


def _find_array(address: int) -> Ptr | None:
    """The items of an array.array, if its buffer_info() has told such an address; not to be kept."""
    for op, known in addresses.items():
        if PyObject_TypeCheck(op, Arraytype) and op.ob_refcnt > 0:
            start = known + Arraytype.value.tp_basicsize
            items = op.value.items
            if start <= address <= start + len(items) * items.itemsize:
                block = Block(memoryview(items).cast("B"))
                block.address = start
                return block, address - start
    return None


def _resolve(ptr: Ptr, size: int, what: str) -> tuple[Block, int]:
    block, at = ptr
    if block is None:
        address = at & POINTER_MASK
        found = memory().find(address) or _find_array(address)
        if found is None:
            raise violation(at, what)
        block, at = found
        assert block is not None
    if at < 0 or at + size > len(block.data) or size < 0:
        raise violation(at + (block.address or memory().place(block)), what)
    return block, at


def load(ptr: Ptr, size: int) -> bytes:
    """Read memory."""
    if size > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    block, at = _resolve(ptr, size, "reading")
    return bytes(block.data[at:at + size])


def store(ptr: Ptr, data: bytes) -> None:
    """Write memory."""
    if not data:
        return
    block, at = _resolve(ptr, len(data), "writing")
    if type(block.data) is bytes:
        raise violation(address_of(ptr), "writing")
    block.data[at:at + len(data)] = data


def load_pointer(ptr: Ptr) -> int:
    """The address that is stored in memory."""
    return int.from_bytes(load(ptr, 8), "little")


def store_pointer(ptr: Ptr, address: int) -> None:
    """Store an address."""
    store(ptr, (address & POINTER_MASK).to_bytes(8, "little"))


def deref(ptr: Ptr) -> Ptr:
    """Where the pointer points to that is stored in memory."""
    return None, load_pointer(ptr)


def window(ptr: Ptr, size: int) -> Any:
    """The memory itself, for those who export it: a host memoryview, or a `Window`."""
    if not size:
        return memoryview(bytearray())
    block, at = _resolve(ptr, size, "reading")
    data = block.data
    if type(data) in (bytearray, bytes):
        data = memoryview(data)
    return data[at:at + size]


def read_until_nul(ptr: Ptr, width: int) -> bytes:
    """What is in front of the first item of so many bytes that is zero (strlen, wcslen)."""
    block, at = _resolve(ptr, width, "reading")
    data = bytes(block.data[at:])
    end = data.find(bytes(width))
    while end >= 0 and end % width:
        end = data.find(bytes(width), end + 1)
    if end < 0:
        raise violation(address_of((block, len(block.data))), "reading")
    return data[:end]
