"""array: every type code, conversions and ranges, slices, buffers, iteration, pickles, files, subclasses, errors."""

import array
import copy
import io
import pickle
import struct
import sys
import warnings
import weakref
from collections.abc import MutableSequence

warnings.simplefilter("ignore")
print(array.typecodes, array.ArrayType is array.array, issubclass(array.array, MutableSequence))
values = [0, 1, -1, 127, 128, 255, 256, -129, 32768, 65536, 2**31, 2**32, -2**31 - 1, 2**63, 2**64, 1.5, "x", None, True]
for code in array.typecodes:
    a = array.array(code)
    for value in values:
        try:
            a.append(value)
        except Exception as err:
            print(code, type(err).__name__, err, end="; ")
    print(a, a.itemsize, sys.getsizeof(a), a.tobytes().hex())
    m = memoryview(a)
    print(m.format, m.itemsize, m.shape, m.strides, m.nbytes, m.readonly)
    m.release()
    b = pickle.loads(pickle.dumps(a))
    print(b == a, pickle.loads(pickle.dumps(a, 2)) == a, copy.copy(a) == a, copy.deepcopy(a) == a)
a = array.array("i", range(10))
print(a[2:5], a[::-2], a[-1], a[20:], 3 in a, "x" in a, a.index(4), a.count(3), a.index(5, 2, -1))
a[2:4] = array.array("i", [7, 8, 9])
a[::3] = array.array("i", [0] * len(a[::3]))
del a[1], a[-3:], a[::4]
print(a, a + a, a * 2, 2 * a, a * 0, a * -1)
a += array.array("i", [1])
a *= 2
a.extend(a)
a.extend([5, 6])
a.insert(1, 99)
a.insert(-1, 98)
a.insert(1000, 97)
print(a, a.pop(), a.pop(0), a.pop(-2), len(a), a.reverse(), a)
a.remove(99)
a.byteswap()
print(a, a.tolist(), a.buffer_info()[1])
a.clear()
print(a, bool(a), a == array.array("d"), a < array.array("i", [1]), array.array("i", [1]) == array.array("d", [1.0]))
print(array.array("i", [1]) == [1], array.array("d", [float("nan")]) == array.array("d", [float("nan")]))
u = array.array("w", "héllo🎈")
u.fromunicode(" more")
print(u, u.tounicode(), u[1], array.array("u", "ab") == array.array("w", "ab"))
f = io.BytesIO()
array.array("h", [1, 2, 3]).tofile(f)
f.seek(0)
h = array.array("h")
h.fromfile(f, 2)
print(h)
try:
    h.fromfile(f, 5)
except EOFError as err:
    print(err, h)
h.frombytes(b"\1\0\2\0")
h.frombytes(memoryview(bytearray(4)))
h.fromlist([4, 5])
print(h, struct.unpack_from("h", h), bytes(h)[:2], bytearray(h)[-2:])
view = memoryview(h)
view[0] = 77
for change in (lambda: h.append(1), lambda: h.pop(), lambda: h.extend(h), lambda: h.clear(), lambda: h.__delitem__(0),
               lambda: h.__imul__(2), lambda: h.frombytes(b"12"), lambda: h.fromlist([1])):
    try:
        change()
    except BufferError as err:
        print(err)
view.release()
h.append(3)
print(h[0], h)
it = iter(h)
print(next(it), it.__reduce__()[1:], type(it), next(it))
it.__setstate__(100)
print(list(it), list(it))


class Sub(array.array):
    def __init__(self, *args, **kwargs):
        self.extra = kwargs


s = Sub("i", [1, 2], note=1)
print(s, s.extra, type(s[:1]), type(s + s), pickle.loads(pickle.dumps(s)).extra, weakref.ref(s)() is s)
print(s.__reduce_ex__(2)[1], array.array[int])


class Eq:
    def __eq__(self, other):
        return other == 2


class Index:
    def __index__(self):
        return 1


print(s.index(Eq()), s.count(Eq()), Eq() in s, s[Index()], array.array("b", [Index()]), array.array("d", [Index()]))
s.remove(Eq())
print(s)
for call in [
    lambda: array.array(), lambda: array.array("x"), lambda: array.array("ii"), lambda: array.array(5),
    lambda: array.array("i", "abc"), lambda: array.array("i", 5), lambda: array.array("i", array.array("w", "a")),
    lambda: array.array("i", x=1), lambda: array.array("i", [], 1), lambda: array.array("i", b"123"),
    lambda: s[5], lambda: s["a"], lambda: s.__setitem__(9, 1), lambda: s.__setitem__(slice(0, 1), [1]),
    lambda: s.__setitem__(slice(0, 1), array.array("b", [1])), lambda: s + [1], lambda: s + array.array("d"),
    lambda: s.__iadd__([1]), lambda: s.extend(array.array("d")), lambda: s.extend(5), lambda: s.extend("a"),
    lambda: s.index(9), lambda: s.remove(9), lambda: array.array("i").pop(), lambda: s.pop(9), lambda: s.fromlist(5),
    lambda: s.fromlist([1, "x"]), lambda: s.frombytes("x"), lambda: s.frombytes(b"123"), lambda: s.fromunicode("x"),
    lambda: s.tounicode(), lambda: s < 5, lambda: hash(s), lambda: s.__reduce_ex__("x"), lambda: s.fromfile(io.StringIO("xxxx"), 1),
    lambda: s.fromfile(io.BytesIO(), -1), lambda: s.__setitem__(slice(None, None, 2), array.array("i", [1, 2, 3])),
    lambda: array.array("w", ["ab"]), lambda: array.array("w", [1]), lambda: s.insert("x", 1), lambda: s * "x",
    lambda: array._array_reconstructor(array.array, "i", 99, b""), lambda: array._array_reconstructor(int, "i", 1, b""),
    lambda: array.array("f", ["x"]), lambda: array.array("d", [10**400]), lambda: array.array("i", [1 << 70]),
    lambda: array.array("w", "a") < array.array("i", [1]), lambda: s.typecode.__class__, lambda: s.tofile(5),
]:
    try:
        print(call(), s)
    except Exception as err:
        print(type(err).__name__, err)
