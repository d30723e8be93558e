"""Structures and unions of ctypes: layout, bit fields, packing, inheritance, anonymous fields, byte order, buffers."""

import ctypes
import pickle
import sys
from ctypes import (
    POINTER,
    BigEndianStructure,
    BigEndianUnion,
    LittleEndianStructure,
    Structure,
    Union,
    alignment,
    c_bool,
    c_byte,
    c_char,
    c_double,
    c_float,
    c_int,
    c_int64,
    c_long,
    c_short,
    c_ubyte,
    c_uint,
    c_ulonglong,
    c_ushort,
    c_void_p,
    c_wchar,
    pointer,
    sizeof,
)


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Mixed(Structure):
    _fields_ = [("a", c_byte), ("b", c_double), ("c", c_short), ("name", c_char * 6), ("wide", c_wchar * 2),
                ("where", Point), ("flag", c_bool), ("list", c_int * 3)]


def shape(cls):
    print(cls.__name__, sizeof(cls), alignment(cls), memoryview(cls()).format)
    for field in cls._fields_:
        print("   ", getattr(cls, field[0]))


shape(Point)
shape(Mixed)
m = Mixed(1, 2.5, c=-3, name=b"abc", wide="xy", where=(4, 5), list=(6, 7))
print(m.a, m.b, m.c, m.name, m.wide, m.where.x, m.where.y, m.flag, m.list[:], m._objects)
m.where.x = 40
m.list[2] = 9
m.name = b"sixsix"
print(m.where.x, m.list[:], m.name, bytes(m)[:4], m.where._b_base_ is m, m.where is m.where)
copied = Mixed.from_buffer_copy(m)
print(copied.where.x, bytes(copied) == bytes(m), pickle.loads(pickle.dumps(m)).name)


class Base(Structure):
    _fields_ = [("a", c_short), ("b", c_int)]


class Derived(Base):
    _fields_ = [("c", c_byte), ("d", c_double)]


class Same(Base):
    pass


shape(Derived)
d = Derived(1, 2, 3, 4.0)
print(d.a, d.b, d.c, d.d, sizeof(Same), Same(5, b=6).b, Derived(1, d=8.0).d)


class Packed(Structure):
    _pack_ = 1
    _fields_ = [("a", c_byte), ("b", c_int64), ("c", c_short)]


class Packed2(Structure):
    _pack_ = 2
    _fields_ = [("a", c_byte), ("b", c_int64), ("c", c_byte)]


class Aligned(Structure):
    _align_ = 32
    _fields_ = [("a", c_byte), ("b", c_int)]


class Outer(Structure):
    _fields_ = [("first", c_byte), ("inner", Aligned)]


for cls in (Packed, Packed2, Aligned, Outer):
    shape(cls)


class Bits(Structure):
    _fields_ = [("a", c_int, 3), ("b", c_int, 5), ("c", c_uint, 24), ("d", c_short, 4), ("e", c_ushort, 9),
                ("f", c_ubyte, 2), ("g", c_ulonglong, 40), ("h", c_long, 1)]


shape(Bits)
bits = Bits(3, -16, 0xABCDEF, -8, 511, 3, 1 << 39, -1)
print(bits.a, bits.b, hex(bits.c), bits.d, bits.e, bits.f, bits.g, bits.h, bytes(bits).hex())
bits.a, bits.b = 9, 31
print(bits.a, bits.b, hex(bits.c))


class BigBits(BigEndianStructure):
    _fields_ = [("a", c_ushort, 3), ("b", c_ushort, 5), ("c", c_uint, 8)]


class Big(BigEndianStructure):
    _fields_ = [("i", c_int), ("h", c_short), ("d", c_double), ("arr", c_ushort * 2), ("c", c_char)]


class Little(LittleEndianStructure):
    _fields_ = [("i", c_int)]


class BigU(BigEndianUnion):
    _fields_ = [("i", c_int), ("bytes", c_ubyte * 4)]


shape(BigBits)
shape(Big)
print(bytes(BigBits(5, 17, 200)).hex(), bytes(Big(1, 2, 1.5, (3, 4), b"z")).hex(), Big(7, 8).h,
      bytes(Little(1)))
print(BigU(i=258).bytes[:], BigU.__mro__[1].__name__, sys.byteorder)


class Words(Union):
    _fields_ = [("i", c_uint), ("f", c_float), ("b", c_ubyte * 4), ("p", Point)]


shape(Words)
u = Words(f=1.0)
print(hex(u.i), u.b[:], u.p.x == u.i, sizeof(u), Words(5).b[:])


class Anonymous(Structure):
    class Inner(Union):
        class Pair(Structure):
            _fields_ = [("low", c_short), ("high", c_short)]

        _anonymous_ = ["pair"]
        _fields_ = [("whole", c_int), ("pair", Pair)]

    _anonymous_ = ("value",)
    _fields_ = [("kind", c_byte), ("value", Inner)]


shape(Anonymous)
a = Anonymous(1)
a.high = 2
print(a.whole, a.low, a.value.pair.high, Anonymous.high, Anonymous.whole)


class Node(Structure):
    pass


Node._fields_ = [("value", c_int), ("next", POINTER(Node))]
first, second = Node(1), Node(2)
first.next = pointer(second)
second.next = pointer(first)
print(first.next.contents.value, first.next[0].next[0].value, memoryview(first).format,
      bool(Node().next))
print(sorted(first._objects), first.next.contents.next.contents.value)


class Methods(Structure):
    _fields_ = [("x", c_int)]
    total = 3

    def double(self):
        return 2 * self.x

    def __init__(self, *args):
        super().__init__(*args)
        self.extra = "kept in the dict"


s = Methods(21)
print(s.double(), s.extra, Methods.total, s.__dict__, pickle.loads(pickle.dumps(Point(3, 4))).y)


class Empty(Structure):
    _fields_ = []


class Abstract(Structure):
    _abstract_ = True


print(sizeof(Empty), sizeof(Empty()), bytes(Empty()), memoryview(Empty()).format)
data = bytearray(range(24))
view = Mixed if len(data) >= sizeof(Mixed) else Point
p = view.from_buffer(data, 8)
p.y = -1
print(view.__name__, p.x, data, type(p._objects).__name__)
variable = Point(1, 2)
ctypes.resize(variable, 24)
print(sizeof(variable), variable.x, variable.y, len(bytes(variable)), sizeof(Point))
print(Point.x.offset, Point.y.offset, Point.y.size, Bits.b.size,
      Point.x.__get__(None, Point) is Point.x)
assigned = Point()
assigned.x, assigned.y = c_int(8), 9
print(assigned.x, assigned.y,
      [tuple(getattr(q, n) for n in "xy") for q in (Point * 2)((1, 2), (3, 4))])
print(ctypes.cast(ctypes.byref(assigned, 4), POINTER(c_int))[0],
      c_void_p.from_buffer(first).value is None)
ctypes._reset_cache()
