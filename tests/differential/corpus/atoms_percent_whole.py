"""The percent operator: flags, widths, keys, stars, every conversion, str and bytes."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


class X:
    def __index__(self): return 65
class Y:
    def __int__(self): return 66
    def __float__(self): return 6.5
    def __str__(self): return "\u1234y"
    def __repr__(self): return "<y\xe9>"
    def __bytes__(self): return b"BY"
class Bad:
    def __int__(self): raise KeyError("int")
    def __float__(self): raise KeyError("float")
    def __index__(self): raise KeyError("index")
    def __str__(self): raise KeyError("str")
vals = [0, 1, -255, 2**70, True, 1.5, -0.0, float("nan"), float("-inf"), 1e22, "s", "\u1234", "", b"b", bytearray(b"ba"), None, 1j, X(), Y(), Bad(), (1,), (), [1], {"a": 1}, memoryview(b"mv")]
for conv in "diouxXeEfFgGcrsab":
    for pre in ("", "5", "-5", "05", "+", " ", "#", ".2", "8.3", "#08.1", "-+8", ".0", "l", "hh"):
        for v in vals:
            arg = (v,) if isinstance(v, (tuple, dict)) else v
            for fmt in (f"<%{pre}{conv}>", f"<%{pre}{conv}>".encode()):
                try: r = fmt % arg
                except Exception as e: r = type(e).__name__ + ": " + str(e)
                print(ascii(r))
for fmt, arg in [("%", 1), ("%%", ()), ("%%", 1), ("%s", ()), ("%s %s", (1,)), ("%s", (1, 2)), ("", 1), ("", {}), ("", []), ("", ()), ("x", "y"), ("%(a)s", {"a": 1}), ("%(a)s", {}), ("%(a)s", 1), ("%(a)s", (1,)), ("%(a)s %s", {"a": 1}), ("%(a(b)c)s", {"a(b)c": 2}), ("%(as", {"a": 1}), ("%(a)", {"a": 1}), ("%()s", {"": 5}), ("%(a)s%(a)s", {"a": "q"}), ("%*d", (5, 3)), ("%*d", (-5, 3)), ("%.*f", (2, 1.23456)), ("%.*f", (-2, 1.23456)), ("%*.*f", (8, 2, 1.5)), ("%*d", ("a", 3)), ("%*d", (5,)), ("%*d", 5), ("%*s", (2**70, 1)), ("%.*s", (2**40, 1)), ("%(a)*d", {"a": 1}), ("%y", 1), ("%\u1234", 1), ("%5", 1), ("%-", 1), ("%.", 1), ("%l", 1), ("%99999999999999999999d", 1), ("%.99999999999d", 1), ("%c", "ab"), ("%c", -1), ("%c", 0x110000), ("%c", 2**70), ("%c", 1.5), ("%c", ""), ("%c", b"a"), ("%5c|", "x"), ("%-5c|", 65), ("%d", "5"), ("%x", 1.5), ("%o", "a"), ("%f", "1"), ("%d%%", 5), ("%s" * 3, ("a", "b", "c")), ("%a", "\u1234"), ("%.1s", "\u1234\u1235"), ("%5.1r|", "ab"), ("%i", 3.99), ("%d", -0.5), ("%d", float("inf")), ("%d", float("nan")), ("%x", -255), ("%#o", 8), ("%#x", 0), ("%+.3e", 12345.678), ("% d", 5), ("%-+ 05d|", 5), ("%.10d", -5), ("%#.3g", 1.0), ("%.50f", 0.1), ("%r", ("t",)), ("%s", ["l"]), ("%s", {1: 2}), ("%s", range(2))]:
    for kind in (str, bytes, bytearray):
        if kind is not str:
            try: f = kind(fmt, "latin-1")
            except UnicodeEncodeError: continue
            a = {k.encode(): (v.encode() if isinstance(v, str) else v) for k, v in arg.items()} if isinstance(arg, dict) and all(isinstance(k, str) for k in arg) else tuple(v.encode() if isinstance(v, str) and v.isascii() else v for v in arg) if isinstance(arg, tuple) else arg
        else: f, a = fmt, arg
        try: r = f % a
        except Exception as e: r = type(e).__name__ + ": " + str(e)
        print(kind.__name__, fmt.encode("ascii", "replace"), ascii(r))
class D(dict):
    def __missing__(self, k): return "<" + k + ">"
print("%(x)s %(y)5s" % D(x=1)); t(lambda: "%s" % D()); t(lambda: "%s %s" % D(a=1))
class G:
    def __getitem__(self, k): return k * 2
t(lambda: "%(ab)s" % G()); t(lambda: "%s" % type(G())); t(lambda: "x" % G()); t(lambda: b"x" % G()); t(lambda: b"%(ab)s" % G())
class RM:
    def __rmod__(self, o): return "rmod"
class SRM(str):
    def __rmod__(self, o): return "srmod"
t(lambda: "a%s" % RM()); t(lambda: "a" % SRM("x")); t(lambda: b"a" % RM()); t(lambda: 5 % RM()); t(lambda: "a".__mod__(RM())); t(lambda: "%s".__rmod__("x")); t(lambda: "x".__rmod__("%s"))
