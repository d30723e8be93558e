"""str methods with wrong and odd arguments."""

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
class S(str): pass
odd = [None, 1, -1, 2**70, "", "a", "bc", b"a", S("b"), [], (), ("a",), ("a", 1), 1.5, X(1), X(2**70), object, {}, ["a", "b"], ["a", 1], True, "\u1234", "\ud800"]
r = "abcab\t\n a"
for name in sorted(n for n in dir(str) if not n.startswith("__") or n in ("__add__", "__mul__", "__rmul__", "__contains__", "__getitem__", "__mod__", "__rmod__", "__eq__", "__lt__", "__format__", "__len__", "__getnewargs__", "__sizeof__")):
    f = getattr(str, name)
    t(f); t(f, 5); t(f, r, 1, 2, 3, 4, 5); t(f, r, bogus=1)
    for o in odd:
        t(f, r, o)
    for o in odd[:12]:
        t(f, r, "a", o); t(f, r, o, 1); t(f, r, "a", 1, o); t(f, r, "a", "b", o)
for args in [(), (1,), (b"a",), (b"\xff",), (b"\xff", "latin-1"), (b"a", "ascii", "strict"), ("a", "ascii"), (5, "ascii"), (b"a", 5), (b"a", "ascii", 5), (b"a", None), (1, 2, 3, 4), (bytearray(b"x"), "utf-8"), (memoryview(b"x"), "utf-8"), (memoryview(b"xyz")[::2], "utf-8"), ([], "utf-8"), (b"", "nope"), (b"x", "nope"), (b"\xff", "ascii", "nope"), (b"a\0", "as\0")]:
    t(str, *args)
t(str, object=5); t(str, object=b"x", encoding="ascii"); t(str, encoding="ascii"); t(str, errors="x"); t(str, b"\xe9", errors="replace"); t(str, foo=1); t(str, b"a", "ascii", errors="ignore")
class R:
    def __init__(self, v): self.v = v
    def __str__(self): return self.v
    def __repr__(self): return self.v
for v in ("ok", S("sub"), 5, None, b"x"):
    o = R(v)
    for f in (str, repr, ascii, format, lambda x: "%s" % x, lambda x: "%r" % x, lambda x: f"{x!a}", lambda x: str.__new__(S, x), lambda x: S(x), lambda x: "{!s:>4}".format(x), print):
        t(f, o)
t(lambda: "a" < 1); t(lambda: "a" == b"a"); t(lambda: "a" in 5); t(lambda: 5 in "a"); t(lambda: b"a" in "a"); t(lambda: "a"["0"]); t(lambda: "a"[5]); t(lambda: "a"[2**70]); t(lambda: "a"[1.5]); t(lambda: "a" * 2**62); t(lambda: "ab" * 2**63); t(lambda: "a" * -5); t(lambda: "a" + 1); t(lambda: 1 + "a"); t(lambda: "a" - "b"); t(lambda: "ab"[::0]); t(lambda: "abc"[X(1):]); t(lambda: "abc"["x":]); t(ord, "ab"); t(ord, ""); t(ord, b"a"); t(ord, bytearray(b"ab")); t(ord, 5); t(chr, -1); t(chr, 0x110000); t(chr, 2**70); t(chr, "a"); t(chr, X(65)); t(chr, 1.5)
