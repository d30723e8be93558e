"""bytes and bytearray methods with wrong and odd arguments."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


class X:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
odd = [None, 1, -1, 256, 2**70, "s", b"", b"a", bytearray(b"b"), memoryview(b"ab"), memoryview(b"abcd")[::2], [], (), (b"a",), ("a",), 1.5, X(97), X(300), X(2**70), object, {}, [b"a"], True]
for make in (bytes, bytearray):
    r = make(b"abcab\t\n a")
    for name in sorted(n for n in dir(make) if not n.startswith("__") or n in ("__add__", "__mul__", "__rmul__", "__contains__", "__getitem__", "__mod__", "__eq__", "__lt__", "__ge__", "__iadd__", "__imul__", "__len__", "__getnewargs__", "__bytes__", "__iter__")):
        if name in ("clear", "__iter__"): continue
        f = getattr(make, name)
        t(f)
        t(f, 5)
        t(f, r, 1, 2, 3, 4, 5)
        t(f, r, bogus=1)
        for o in odd:
            if name == "__rmul__" or name == "__mul__" and o == 2**70: pass
            t(f, make(r), o)
        for o in odd[:9]:
            t(f, make(r), b"a", o); t(f, make(r), o, 1); t(f, make(r), b"a", 1, o)
for args in [(1, 2), ("a",), ("a", 1), ("a", "ascii", 2), (b"a", "ascii"), (1, "ascii"), (None,), (1.5,), ([None],), ([1, 300],), ([X(5), True],), (X(3),), (X(-1),), (X(2**70),), (-1,), (2**63,), (2**62,), ("\u1234", "latin-1"), ("\u1234", "latin-1", "replace"), ("a", "nope"), ("a", "ascii", "nope"), ("\xe9", "ascii", "nope"), ("a\0", "as\0cii"), (object(),), ((),), ({1: 2},), ({3},), (iter([1, 2]),)]:
    t(bytes, *args); t(bytearray, *args)
t(bytes, source=b"x"); t(bytes, encoding="ascii"); t(bytes, errors="strict"); t(bytes, "a", errors="strict"); t(bytes, string="x"); t(bytes, source="\xe9", encoding="utf-8")
class B(bytes):
    def __bytes__(self): return b"special"
t(bytes, B(b"x")); t(bytearray, B(b"x")); t(lambda: B(b"abc").upper()); t(lambda: B(b"q") + b"r"); t(B.fromhex, "4142"); t(lambda: B(b"abc")[1:]); t(lambda: B(b"%s") % B(b"z")); t(lambda: bytes.__bytes__(B(b"z")))
class W:
    def __init__(self, v): self.v = v
    def __bytes__(self): return self.v
for v in (b"ok", B(b"sub"), "str", None, bytearray(b"no")):
    t(bytes, W(v)); t(lambda: b"%b" % W(v)); t(bytearray, W(v)); t(int.from_bytes, W(v))
