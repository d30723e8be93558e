"""memoryview: formats, casts, shapes, indexing, assignment, comparison, release, attributes."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


def show(m):
    print(m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.c_contiguous, m.f_contiguous, m.contiguous, sys.getsizeof(m))
b = bytearray(range(16)) 
for fmt in ["b", "B", "c", "?", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "f", "d", "e", "P", "@B", "@l", "<i", "s", "", "BB", "@", "x", "u", "é", "B\0"]:
    try: m = memoryview(b).cast(fmt)
    except Exception as e: print(fmt.encode(), type(e).__name__, e); continue
    show(m); t(m.tolist); t(lambda: m[0]); t(lambda: m[-1]); t(lambda: m[len(m)]); t(lambda: m[::2].tolist()); t(lambda: m[::-1].tobytes()); t(lambda: m == memoryview(bytes(b)).cast(fmt)); t(lambda: m == memoryview(b)); t(lambda: m.cast("B")[3]); t(m.cast, "d"); t(lambda: list(m)[:2]); t(lambda: hash(m.toreadonly())); t(lambda: 3 in m); t(lambda: m.index(3) if hasattr(m, "index") else 0)
    for v in (0, 1, -1, 127, 128, 255, 256, 2**31, 2**63, 2**64, -2**63 - 1, 1.5, 1e300, float("inf"), "a", b"a", b"ab", None, True, [], 1j):
        t(m.__setitem__, 0, v)
    print(bytes(b[:8])); b[:] = range(16)
m = memoryview(b).cast("B", (2, 8)); show(m); show(m[1:]); t(m.tolist); t(lambda: m[1, 2]); t(lambda: m[-1, -1]); t(lambda: m[2, 0]); t(lambda: m[0, 8]); t(lambda: m[0]); t(lambda: m[0, 0, 0]); t(lambda: m[0:1, 0:1]); t(lambda: m[0:1].tolist()); t(lambda: m["a"]); t(lambda: m[0, "a"]); t(lambda: m[()]); t(iter, m); t(len, m); t(m.tobytes); t(m.tobytes, "F"); t(m.tobytes, "A"); t(m.tobytes, None); t(m.tobytes, "X"); t(m.tobytes, order="C"); t(m.tobytes, 5); t(m.hex, ":", 3); t(m.__setitem__, (0, 1), 99); t(m.__setitem__, 0, 9); t(m.__setitem__, slice(0, 1), b"x"); t(m.__setitem__, (slice(0, 1), 0), 5); t(m.__delitem__, (0, 0)); t(lambda: m[::-1].tobytes("F")); t(lambda: m == memoryview(bytes(b)).cast("b", (2, 8))); t(lambda: m == memoryview(b)); t(lambda: m.cast("H")); t(lambda: m.cast("B", (16,)).tolist()); t(lambda: m.cast("B", (4, 4))); t(lambda: m.cast("B").cast("H", [2, 2, 2]).tolist()); t(lambda: m[0:0].tolist()); t(lambda: m[0:0].cast("B"))
for shape in ([], (), [16], (4, 4), [2, 2, 4], [1] * 64, [1] * 65, [0], [-1], [3, 3], ["a"], [2**62, 8], [True, 16], 5, "ab", None, (16.0,), {16: 1}, [16, 1]):
    t(lambda: memoryview(b).cast("B", shape).shape)
t(lambda: memoryview(b"a").cast("B", ())[()]); t(lambda: memoryview(b"a").cast("B", ())[...].shape); t(lambda: memoryview(b"a").cast("B", ())[0]); t(lambda: len(memoryview(b"a").cast("B", ()))); t(lambda: memoryview(b"a").cast("B", ()).tolist()); t(lambda: iter(memoryview(b"a").cast("B", ()))); t(lambda: memoryview(bytearray(b"a")).cast("B", []).__setitem__((), 66)); t(lambda: memoryview(b"a").cast("B", ()) == memoryview(b"a").cast("B", ()))
m = memoryview(b)
for k in (slice(0, 3), slice(None, None, 2), slice(5, 2), slice(10, 2, -2)):
    for v in (b"abc", b"abcdefgh", b"", bytearray(b"wxyz"), memoryview(b"123"), m[0:3], memoryview(b"abcdef").cast("H"), "abc", 5, [1, 2, 3], m[3:0:-1]):
        t(m.__setitem__, k, v)
    print(bytes(m))
for key in ("a", None, 1.5, 2**70, -17, 16, (1, 2), (slice(1),), ..., slice("a"), slice(0, 5, 0)):
    t(m.__getitem__, key); t(m.__setitem__, key, 1); t(m.__delitem__, key)
r = m.toreadonly(); t(r.__setitem__, 0, 1); t(hash, r); t(hash, m); t(lambda: hash(memoryview(b"abc")) == hash(b"abc")); t(lambda: hash(memoryview(b"abcd").cast("H"))); t(lambda: hash(memoryview(b"abcd")[::2]) == hash(b"ac")); t(lambda: m < m); t(lambda: m == 5); t(lambda: m != b"x"); t(memoryview, 5); t(memoryview); t(memoryview, b"", b""); t(memoryview, object=b"a"); t(lambda: type("M", (memoryview,), {}))
n = memoryview(m); o = n[2:4]
t(m.release); t(repr, m)
for f in (len, bytes, list, hash, repr, lambda x: x[0], lambda x: x[:], lambda x: x.tolist(), lambda x: x.cast("B"), lambda x: x.format, lambda x: x.obj, lambda x: x.__enter__(), lambda x: x == x, lambda x: x == b"", lambda x: x.release(), lambda x: x.toreadonly(), lambda x: x.hex(), lambda x: x.shape, lambda x: memoryview(x), lambda x: b"" + x, lambda x: x.__setitem__(0, 1)):
    t(lambda: f(m) if f is not repr else repr(f(m))[:10])
t(b.append, 1); n.release(); t(b.append, 1); o.release(); t(b.append, 1)
with memoryview(b) as w: print(w[0])
t(lambda: w[0]); it = iter(memoryview(b"ab")); print(next(it), list(it), list(it)); x = memoryview(b"abc"); it = iter(x); next(it); x.release(); t(next, it); t(memoryview._from_flags, b"a", 1); t(memoryview._from_flags, bytearray(b"a"), 1); t(memoryview._from_flags, b"a", "x"); t(memoryview._from_flags, 5, 0)
m = memoryview(memoryview(bytearray(b"abcd"))); inner = m.__buffer__(0); t(m.release); inner.release(); t(m.release)
for fl in (0, 1, 4, 8, 24, 28, 284, 285, 56, 88, 152, 256, 512, 2**31, -1, "a"):
    for obj in (b"abc", bytearray(b"abc"), memoryview(b"abcd").cast("H"), memoryview(b"abcd")[::2]):
        try: v = obj.__buffer__(fl)
        except Exception as e: print(fl, type(e).__name__, e)
        else: print(fl, v.format, v.shape, v.strides, v.readonly, v.itemsize, v.tolist()); t(obj.__release_buffer__, v); t(obj.__release_buffer__, v); t(b"zz".__release_buffer__, v) if type(obj) is bytes else None
