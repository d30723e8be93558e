"""bytearray: allocation and size after every kind of change; exports that forbid it."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


def s(b): print(len(b), b.__alloc__(), sys.getsizeof(b), bytes(b[:20]))
b = bytearray(); s(b)
for i in range(70):
    b.append(i); s(b)
for i in range(40):
    b.pop(); s(b)
del b[:5]; s(b); del b[:20]; s(b); b[0:0] = b"x" * 30; s(b); b += b"y"; s(b); b.extend(b"zz" * 50); s(b); b.extend(iter([1, 2, 3])); s(b); b.extend([4] * 9); s(b)
del b[::2]; s(b); b *= 3; s(b); b *= 0; s(b); b.clear(); s(b)
for args in [(5,), (b"abc",), ("abc", "utf-16"), ([1, 2, 3],), (iter([1] * 20),), (range(9),), (bytearray(17),), (memoryview(b"abcdef")[::2],), (0,), (b"",)]:
    s(bytearray(*args))
b = bytearray(b"hello"); s(b.copy()); s(b + b"x"); s(b * 2); s(b[1:]); s(b.upper()); s(b.replace(b"l", b"LL")); s(b.join([b"a", b"b"])); s(bytearray.fromhex("00 ff")); s(b[::-1]); s(b.ljust(10)); s(b.translate(None, b"l"))
b.insert(0, 1); s(b); b.remove(1); s(b); b.reverse(); s(b); b[1:3] = b""; s(b); b[5:] = range(30); s(b); del b[3]; s(b); b.__init__(b"again"); s(b); b.__init__(); s(b)
b = bytearray(b"0123456789")
m = memoryview(b)
for f in (lambda: b.append(1), lambda: b.extend(b"x"), lambda: b.extend(b""), lambda: b.insert(0, 1), lambda: b.pop(), lambda: b.remove(48), lambda: b.clear(), lambda: b.__delitem__(0), lambda: b.__delitem__(slice(0, 2)),
          lambda: b.__delitem__(slice(0, 0)), lambda: b.__delitem__(slice(0, 6, 2)), lambda: b.__delitem__(slice(5, 2, 2)), lambda: b.__setitem__(slice(0, 2), b"x"), lambda: b.__setitem__(slice(0, 2), b"xy"), lambda: b.__setitem__(slice(0, 4, 2), b"pq"),
          lambda: b.__setitem__(slice(0, 4, 2), b""), lambda: b.__iadd__(b"x"), lambda: b.__iadd__(b""), lambda: b.__imul__(2), lambda: b.__imul__(1), lambda: b.__imul__(0), lambda: b.__init__(b"x"), lambda: b.__init__(), lambda: b.reverse(), lambda: b.__setitem__(0, 65), lambda: b.extend([])):
    t(f); print(b)
m.release(); b.append(33); s(b)
b = bytearray(b"ab")
t(lambda: b.__iadd__(b)); t(lambda: b.extend(b)); t(lambda: b.__setitem__(slice(1, 1), b)); print(b); t(lambda: b.__imul__(-1)); t(b.__setitem__, slice(None), 5); t(b.__setitem__, slice(None), "x"); t(b.__setitem__, slice(None), [1, 256]); t(b.__setitem__, slice(None), [1, "a"]); t(b.__setitem__, slice(None), None)
class Evil:
    def __init__(self, f): self.f = f
    def __index__(self): self.f(); return 1
b = bytearray(b"0123456789")
t(b.append, Evil(b.clear)); print(b); b[:] = b"0123456789"; t(b.__setitem__, Evil(b.clear), 5); print(b); b[:] = b"0123"; t(b.__setitem__, 2, Evil(b.clear)); print(b); b[:] = b"0123"; t(b.insert, Evil(b.clear), 7); print(b); b[:] = b"0123"; t(b.pop, Evil(b.clear)); b[:] = b"0123"; t(b.__getitem__, Evil(b.clear)); b[:] = b"0123456"; t(b.__getitem__, slice(0, Evil(b.clear))); b[:] = b"0123"; t(b.__setitem__, slice(0, Evil(b.clear)), b"zz"); print(b); t(b.extend, (x for x in [1, b.append(9) or 2])); print(b); b[:] = b"01"; t(b.find, b"1", Evil(b.clear)); t(b.__contains__, Evil(b.clear)); t(b.count, Evil(b.clear)); t(b.remove, Evil(b.clear)); print(b)
def gen():
    for i in range(3): yield i; print(len(c))
c = bytearray(b"old"); t(c.__init__, gen()); print(c); t(c.extend, gen()); print(c)
class H:
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self): print("hint"); return 5
t(bytes, H()); t(bytearray, H()); t(c.extend, H())
