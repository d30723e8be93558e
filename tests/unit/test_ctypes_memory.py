"""The memory of ctypes, and the values in it, against the host's own ctypes."""

import ctypes
import random
import struct

import pytest

import vm.python.pylifecycle  # noqa: F401  (fills the slots of frames and tracebacks)
from vm.objects.linker import link

link()  # the types of these files are made when they are imported
from vm.modules._ctypes_cfield import (  # noqa: E402
    GET_BITFIELD,
    SET,
    formattable,
    pack_long_double,
    unpack_long_double,
)
from vm.modules._ctypes_memory import Block, Memory  # noqa: E402
from vm.objects.bytesobject import PyBytes_FromString  # noqa: E402


def test_blocks_are_found_by_their_addresses():
    memory = Memory()
    blocks = [Block(bytearray(size)) for size in (1, 16, 100)]
    starts = [memory.place(block) for block in blocks]
    assert starts == sorted(starts) and all(start % 64 == 0 for start in starts)
    for block, start in zip(blocks, starts, strict=True):
        assert memory.find(start) == (block, 0)
        assert memory.find(start + len(block.data)) == (block, len(block.data))
        assert memory.find(start + len(block.data) + 1) is None
    assert memory.find(starts[0] - 1) is None


def test_a_freed_block_is_nowhere():
    memory = Memory()
    block, other = Block(bytearray(8)), Block(bytearray(8))
    start, beside = memory.place(block), memory.place(other)
    memory.free(block)
    assert memory.find(start) is None and memory.find(beside) == (other, 0)
    memory.move(other, bytearray(24))
    assert memory.find(beside) is None and memory.find(other.address + 24) == (other, 24)


def test_what_a_dead_object_owned_is_forgotten():
    memory = Memory()
    memory.sweep_at = 4
    ops = [PyBytes_FromString(b"text %d" % i) for i in range(3)]
    blocks = [memory.text(op, op.value + b"\0")[0] for op in ops]
    assert memory.text(ops[0], b"")[0] is blocks[0]
    ops[0].ob_refcnt = 0
    assert memory.find(blocks[0].address) is None and memory.find(blocks[1].address) == (blocks[1], 0)
    for i in range(2):
        memory.place(Block(bytearray(i)))
    assert blocks[0].address not in memory.blocks and len(memory.texts) == 2
    assert memory.starts == sorted(memory.blocks)


NUMBERS = [0.0, -0.0, 1.0, -2.5, 1e308, 5e-324, 2.2250738585072014e-308, float("inf"), float("-inf"), 0.1, 1 / 3]


@pytest.mark.parametrize("number", NUMBERS)
def test_long_doubles(number):
    data = pack_long_double(number)
    assert data[:10] == bytes(ctypes.c_longdouble(number))[:10]
    assert struct.pack("<d", unpack_long_double(data)) == struct.pack("<d", number)


def test_long_doubles_that_are_none_of_ours():
    for data in (b"\xff" * 8 + b"\xfe\x7f", b"\1" + bytes(7) + b"\1\0", b"\xff" * 8 + b"\xff\x3f", b"\1" + bytes(9),
                 bytes(8) + b"\xff\x7f", bytes(7) + b"\x80\xff\xff"):
        host = ctypes.c_longdouble.from_buffer_copy(data + bytes(6)).value
        assert repr(unpack_long_double(data + bytes(6))) == repr(host)
    assert repr(unpack_long_double(pack_long_double(float("nan")))) == "nan"


TYPES = [ctypes.c_byte, ctypes.c_ubyte, ctypes.c_short, ctypes.c_ushort, ctypes.c_int, ctypes.c_uint,
         ctypes.c_long, ctypes.c_ulong]


@pytest.mark.parametrize("cls", TYPES)
def test_bit_fields(cls):
    width, signed = 8 * ctypes.sizeof(cls), cls(-1).value < 0
    generator = random.Random(width)
    for _ in range(100):
        low = generator.randrange(width)
        bits = generator.randrange(1, width - low + 1)
        fields = [("low", cls, low), ("field", cls, bits)] if low else [("field", cls, bits)]
        host = type("Host", (ctypes.Structure,), {"_fields_": fields})()
        old, value = generator.getrandbits(width), generator.getrandbits(width)
        ctypes.memmove(ctypes.byref(host), old.to_bytes(width // 8, "little"), width // 8)
        assert GET_BITFIELD(old, bits << 16 | low, width, signed) == host.field
        host.field = value
        assert SET(old, value, bits << 16 | low) == int.from_bytes(bytes(host), "little")


def test_every_type_code_has_the_size_of_the_host():
    for code, fd in formattable.items():
        if code in "sU":
            continue  # of no type; only of fields
        host = type("Host", (ctypes._SimpleCData,), {"_type_": code})
        assert fd.pffi_type.size == ctypes.sizeof(host), code
        assert (fd.setfunc_swapped is not None) == hasattr(host, "__ctype_be__"), code
