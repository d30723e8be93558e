"""Bad and odd results of __int__, __index__, __trunc__, __float__, __complex__, __bool__."""

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
def make(**methods):
    return type("T", (), {k: (lambda self, v=v: v) for k, v in methods.items()})()
values = [1, I(2), True, 1.5, F(2.5), 1j, C(2j), "s", None, 2**70, -3]
for v in values:
    print("--", ascii(v))
    for name in ("__int__", "__index__", "__trunc__", "__float__", "__complex__", "__bool__", "__round__", "__floor__", "__ceil__", "__abs__"):
        o = make(**{name: v})
        print(name)
        for f in (int, float, complex, bool, round, abs, hex, chr, bytes, range, lambda x: [0, 1, 2][x], lambda x: (1).__lshift__(x), lambda x: "a" * x,
                  lambda x: 1 << x, lambda x: "%d" % x, lambda x: "%x" % x, lambda x: "%f" % x, lambda x: "%c" % x, lambda x: (5).to_bytes(x)):
            t(f, o)
t(int, make(__trunc__=make(__index__=4)))
t(int, make(__trunc__=make(__int__=4)))
t(int, make(__trunc__=make(__trunc__=4)))
class R:
    def __int__(self): raise KeyError("k")
    __float__ = __complex__ = __index__ = __trunc__ = __bool__ = __int__
for f in (int, float, complex, bool, hex, lambda x: complex(1, x), lambda x: complex(x, 1)):
    t(f, R())
class J(int):
    def __int__(self): return 42
    def __index__(self): return 43
    def __trunc__(self): return 44
    def __float__(self): return 4.5
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __format__(self, s): return "fmt" + s
j = J(7)
for f in (int, float, complex, bool, round, abs, hex, chr, range, lambda x: "%d" % x, lambda x: "%x" % x, lambda x: f"{x}", lambda x: f"{x:d}", lambda x: "%s" % x, lambda x: "%i %r" % (x, x),
          lambda x: [0] * x, lambda x: x + 1, lambda x: -x, lambda x: +x, lambda x: ~x, lambda x: x.real, lambda x: x.__int__(), lambda x: int.__int__(x), lambda x: x.as_integer_ratio(), lambda x: bin(x), lambda x: divmod(x, 4), lambda x: x ** 2, lambda x: pow(x, x, 5)):
    t(f, j)
t(complex, make(__complex__=1j), 1)
t(complex, 1, make(__complex__=1j))
t(complex, make(__float__=1.0), make(__index__=2))
t(complex, "1", 1); t(complex, 1, "1"); t(complex, b"1"); t(complex, [1]); t(complex, 1, [1])
t(complex, real=1, imag=2); t(complex, imag=1j); t(complex, 1, 2, 3); t(complex, x=1)
