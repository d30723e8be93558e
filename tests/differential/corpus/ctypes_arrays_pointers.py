"""Arrays and pointers of ctypes: items, slices, strings, what is kept alive, casts, memory functions, views."""

import _ctypes
import ctypes
import gc
import sys
import weakref
from array import array
from ctypes import (
    ARRAY,
    POINTER,
    Array,
    Structure,
    addressof,
    byref,
    c_byte,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_long,
    c_short,
    c_ubyte,
    c_uint,
    c_void_p,
    c_wchar,
    cast,
    create_string_buffer,
    create_unicode_buffer,
    memmove,
    memset,
    pointer,
    py_object,
    sizeof,
    string_at,
    wstring_at,
)

Five = c_int * 5
a = Five(1, 2, 3)
print(Five.__name__, Five._length_, Five._type_ is c_int, c_int * 5 is Five, sizeof(a), len(a),
      list(a), a[-1], a[:])
a[3], a[-1] = 40, 50
a[0:4:2] = [10, 30]
print(a[:], a[::-1], a[1:3], a[4:1:-2], a[9:], a[-2:], 30 in a, [*reversed(a)], sum(a))
Grid = (c_short * 3) * 2
g = Grid((1, 2, 3), (4, 5, 6))
print(Grid.__name__, g[1][2], [row[:] for row in g], memoryview(g).shape, memoryview(g).format,
      memoryview(g).strides)
g[0] = (7, 8, 9)
g[1][0] = -1
print(memoryview(g).cast("B").tolist(), g[0]._b_base_ is g,
      ctypes.ARRAY(c_int, 2) is ARRAY(c_int, 2))


class Named(Array):
    _type_ = c_double
    _length_ = 2


print(Named(1.5)[:], Named.__mro__[1].__name__, isinstance(Named(), Array), Array[int],
      sizeof(Named * 0))
text = create_string_buffer(b"hello", 8)
print(text.value, text.raw, len(text), text[1], text[:3], text[::2], text[4:0:-1],
      repr(text).partition(" ")[0])
text.value = b"by"
text[3] = b"!"
text[4] = 63
print(text.value, text.raw)
text.raw = bytearray(b"12345678")
print(text.value, create_string_buffer(3).raw, create_string_buffer(b"ab").raw)
wide = create_unicode_buffer("gr\u00fc\u00df\U0001f40d")
print(wide.value, len(wide), wide[2], wide[:2], wide[::-2], create_unicode_buffer("x", 3)[:],
      wstring_at(wide, 2))
wide.value = "kurz"
print(wide.value, wide[:], wstring_at(wide), memoryview(wide).format)
p = pointer(c_int(7))
print(type(p).__name__, p.contents, p[0], bool(p), bool(POINTER(c_int)()),
      POINTER(c_int) is type(p), p._type_ is c_int)
p[0] = 8
p.contents = c_int(9)
print(p.contents.value, p.contents is p.contents, sorted(p._objects), memoryview(p).format,
      sizeof(p))
q = cast(a, POINTER(c_int))
print(q[:5], q[2:0:-1], q[4], [q[i] for i in range(2)], q[0:4:3])
q[1] = 77
print(a[1], sorted(map(type, q._objects.values()), key=str) != [], id(a) in q._objects)
chars = cast(text, POINTER(c_char))
print(chars[:4], chars[2], chars[7:3:-2], cast(text, c_char_p).value, string_at(text, 3),
      cast(p, c_void_p).value is None)
print(cast(cast(wide, c_void_p), POINTER(c_wchar))[:2], string_at(b"bytes"),
      string_at(byref(c_int(0x41)), 2))
memmove(text, b"memory", 6)
memset(byref(text, 6), ord("-"), 2)
print(text.raw, cast(byref(a, 4), POINTER(c_int))[0], memmove(a, q, 0) == addressof(a))


class Cell(Structure):
    _fields_ = [("value", c_int), ("next", POINTER(c_int)), ("names", c_char_p * 2)]


cell = Cell()
cell.next = a
cell.names[0] = b"one"
cell.names = (b"first", b"second")
print(cell.next[1], cell.names[:], sorted(cell._objects), cell.next.contents)
cell.next = None
print(bool(cell.next), cell.next._b_base_ is cell)
pp = pointer(pointer(c_int(3)))
pp[0][0] = 4
print(pp.contents.contents.value, type(pp).__name__, memoryview(pp).format)
names = (c_char_p * 3)(b"x", None, b"z")
print(names[:], names._objects, (c_char_p * 2)()[:])
objects = (py_object * 2)([1], "two")
print(objects[0], objects[1], sys.getrefcount(objects[0]) - sys.getrefcount([]))
numbers = array("i", [5, 6, 7])
shared = (c_int * 3).from_buffer(numbers)
shared[1] = 60
start, length = numbers.buffer_info()
print(numbers, (c_int * length).from_address(start)[:],
      (c_ubyte * 4).from_buffer_copy(numbers, 4)[:])
view = memoryview(a)
print(view.format, view.shape, view.itemsize, view.nbytes, view.obj is a, len(view))
copied = bytes(a)
print(len(copied), (c_int * 5).from_buffer_copy(copied)[:],
      (c_byte * 4).from_buffer(bytearray(b"\xff\1\2\3"))[:])


class Weak(Structure):
    _fields_ = [("x", c_int)]


w = Weak(5)
ref = weakref.ref(w)
holder = pointer(w)
del w
print(ref().x, holder.contents.x)
del holder
print(ref())
cyclic = py_object()
cyclic.value = [cyclic]
ref = weakref.ref(cyclic)
del cyclic
gc.collect()
print(ref())
types = weakref.WeakSet()
types.add(c_uint * 4321)
gc.collect()
print(len(types), (c_uint * 4321).__name__, POINTER("Later").__name__, _ctypes.buffer_info(a),
      ctypes.alignment(Grid))
grown = create_string_buffer(b"abc")
ctypes.resize(grown, 10)
print(sizeof(grown), len(grown), grown.raw, bytes(grown), c_long.from_buffer(bytearray(8)).value)
ctypes._reset_cache()
