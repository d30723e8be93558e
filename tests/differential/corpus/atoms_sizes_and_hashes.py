"""sys.getsizeof, hashes, reference counts of shared objects, reduction for pickling."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


class I(int): pass
class F(float): pass
class C(complex): pass
class S(str): pass
class B(bytes): pass
class A(bytearray): pass
class SS(str): __slots__ = ()
for x in [0, 1, -1, 2**30 - 1, 2**30, 2**60, -2**90, True, 1.5, 1j, "", "a", "abc", "\xe9", "\xe9\xe8", "\u1234", "\u1234" * 5, "\U0001f600", b"", b"a", b"abc", bytearray(), bytearray(3), I(0), I(2**40), F(1), C(1), S(""), S("abc"), S("\xe9"), S("\u1234\u1235"), S("\U0001f600"), SS("abc"), B(b""), B(b"abc"), A(b"x"), memoryview(b"abc"), memoryview(b"abcd").cast("B", (2, 2)), memoryview(b"a").cast("B", ()), iter(""), iter("\u1234"), iter(b""), iter(bytearray()), iter(memoryview(b""))]:
    print(type(x).__name__, sys.getsizeof(x), x.__sizeof__())
for x in [0, 1, -1, -2, 2**61 - 1, 2**61, 2**61 - 2, -2**61 + 1, 2**64, 10**50, -10**50, 0.0, -0.0, 0.5, 1e300, 5e-324, -1.5, float("inf"), -float("inf"), 1j, 1 + 1j, -1 - 1j, 1e300j, complex(float("inf"), 1), "", "a", "abc", "\xe9" * 9, "\u1234", "\U0001f600x", "x" * 100, b"", b"a", b"abc", bytes(range(100)), True, I(7), F(0.5), C(1j), S("abc"), B(b"abc"), memoryview(b"abc"), (1, 2.0, "x"), 1e16, 2**53 + 1.0, 0.1]:
    print(type(x).__name__, hash(x), hash(x) == x.__hash__())
nan = float("nan"); print(hash(nan) == hash(nan), hash(nan) == object.__hash__(nan), nan in [nan], {nan: 1}[nan], hash(complex(nan, 0)) == hash(complex(nan, 0)))
t(hash, bytearray()); t(hash, memoryview(bytearray(b"a")))
for x in [0, -5, 256, 257, -6, True, None, "", "a", "\xe9", "\xff", b"", b"a", b"\xff", (), ..., NotImplemented, 1.5, 10**20]:
    print(ascii(x), sys.getrefcount(x) > 4000000000)
for x in [5, True, 2**70, 1.5, 1j, "s", b"b", bytearray(b"ab"), bytearray(), A(b"\xff"), I(5), F(1.5), C(1j), S("s"), B(b"b"), iter("ab"), iter(b"ab"), iter(bytearray(b"ab")), iter("\u1234")]:
    for p in range(6):
        try: r = x.__reduce_ex__(p)
        except Exception as e: print(p, type(e).__name__, e); continue
        print(p, ascii(r).split(" at 0x")[0])
    t(lambda: x.__getnewargs__() if hasattr(x, "__getnewargs__") else None)
a = A(b"q"); a.attr = 1; print(a.__reduce__(), a.__reduce_ex__(2), a.__reduce_ex__(4)); t(a.__reduce_ex__, "x"); t(bytearray().__reduce_ex__, 2**40)
i = I(9); i.attr = 2; s = S("q"); s.z = [1]; print(i.__reduce_ex__(2), s.__reduce_ex__(4)); it = iter("abcd"); next(it); print(it.__reduce__(), it.__length_hint__()); it.__setstate__(3); print(list(it), it.__reduce__()); t(it.__setstate__, "a"); it = iter(b"abc"); it.__setstate__(-5); print(next(it)); it.__setstate__(50); print(list(it))
for x in (5, 1.5, "s", b"b"):
    for n in ("__copy__", "__deepcopy__"): print(hasattr(x, n))
