"""Iterators over text and bytes: their types, hints, state, and what changes under them."""

import sys

for source in ["abc", "aé😀", b"xyz", bytearray(b"123"), "", b""]:
    it = iter(source)
    print(type(it).__name__, it.__length_hint__(), next(it, "end"), it.__length_hint__(), list(it), list(it), it.__length_hint__())
    print(iter(it) is it, next(it, "still at the end"))
it = iter("hello")
next(it)
print(it.__reduce__()[1:], it.__reduce__()[0] is iter)
it.__setstate__(3)
print(list(it), it.__reduce__()[1:])
growing = bytearray(b"ab")
seen = []
for byte in growing:
    seen.append(byte)
    if len(growing) < 5:
        growing.append(byte + 1)
print(seen, growing)
shrinking = bytearray(b"abcdef")
for byte in shrinking:
    shrinking.pop()
    print(byte, end=" ")
print(shrinking)
print(list(reversed("abc")), list(enumerate("ab")), dict(zip("ab", b"xy")), [*"héllo"], max("hello"), min(b"hello"))
a, *b, c = "unpack"
print(a, b, c, sorted("hello", reverse=True), "".join(reversed("stressed")), tuple("tup"), set("aab") == {"a", "b"})
print(sum(b"\x01\x02"), list(map(ord, "az")), list(filter(str.isdigit, "a1b2")), any(c.isupper() for c in "abC"), "l" in iter("hello"))
print(sys.getsizeof(""), sys.getsizeof("abc"), sys.getsizeof("é"), sys.getsizeof("ŝ"), sys.getsizeof("😀"), sys.getsizeof(b"abc"))
print(sys.getsizeof(0), sys.getsizeof(1), sys.getsizeof(2**30), sys.getsizeof(2**100), sys.getsizeof(1.5), sys.getsizeof(1j), sys.getsizeof(True))
try:
    iter(5)
except TypeError as error:
    print(error)
