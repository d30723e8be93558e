"""math and time: every function with wrong arguments and edge values; warnings of __float__."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


import math, time
inf, nan = math.inf, math.nan
class F:
    def __init__(self, v): self.v = v
    def __float__(self): return self.v
class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
class J(int):
    def __float__(self): return 2.5
class T:
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
vals = [0, 1, -1, 2, 0.5, -0.0, 1.5, 1e308, 5e-324, inf, -inf, nan, 10**20, 10**400, True, "a", None, 1j, F(1.5), F(3), F("x"), I(3), I(-1), J(7), T(), [1.0], b"1"]
for name in sorted(n for n in dir(math) if callable(getattr(math, n)) and not n.startswith("__")):
    f = getattr(math, name); print("--", name)
    t(f); t(f, 1, 2, 3, 4, 5, 6, 7); t(f, x=1)
    for v in vals:
        if name in ("factorial", "perm", "comb", "isqrt") and isinstance(v, int) and v > 10**6: continue
        t(f, v)
        if name not in ("comb", "perm", "ldexp"):
            for u in (0, 1, -1.5, inf, nan, "a", 10**400): t(f, v, u); t(f, u, v)
for args in [(5, 2), (5, 7), (-1, 2), (5, -2), (10**30, 3), (5.0, 2), (I(6), I(2)), (0, 0), (3, 10**30), (2**70, 0)]:
    t(math.comb, *args); t(math.perm, *args)
t(math.perm, 5, None); t(math.ldexp, 1, 5); t(math.ldexp, 1, 10**30); t(math.ldexp, 1, -10**30); t(math.ldexp, 1, 1.0); t(math.ldexp, 0, 10**30); t(math.ldexp, inf, -5)
t(math.log, 10**400); t(math.log, 10**400, 10); t(math.log2, 2**5000); t(math.log10, 10**400); t(math.log, 0); t(math.log, -1); t(math.log, 2, 1); t(math.log, 2, 0); t(math.log2, 0); t(math.log10, -5); t(math.log, 0, 2); t(math.log1p, -1)
t(math.gcd); t(math.gcd, 12, -18, 27); t(math.gcd, 0); t(math.gcd, 1.5); t(math.lcm); t(math.lcm, 4, 6, 0); t(math.lcm, 4, -6); t(math.gcd, I(4), 6)
t(math.isclose, 1, 1.1, rel_tol=0.2); t(math.isclose, 1, 2, abs_tol=-1); t(math.isclose, inf, inf); t(math.isclose, 1, 2, 3); t(math.isclose, 1, 2, foo=1); t(math.isclose, a=1, b=1); t(math.nextafter, 1, 2, steps=3); t(math.nextafter, 1, 2, steps=-1); t(math.nextafter, 1, inf, steps=2**70); t(math.nextafter, 1, 2, steps=1.5); t(math.nextafter, 0, 1, steps=0)
t(math.hypot); t(math.hypot, 3, 4); t(math.hypot, inf, nan); t(math.hypot, 1, "a"); t(math.dist, (1, 2), [4, 6]); t(math.dist, (1,), (1, 2)); t(math.dist, 5, 6); t(math.dist, iter([1]), iter([2])); t(math.fsum, [0.1] * 10); t(math.fsum, [1e308, 1e308, -1e308]); t(math.fsum, [inf, -inf]); t(math.fsum, [1, "a"]); t(math.fsum, 5); t(math.fsum, [1e308] * 3); t(math.prod, [1, 2, 3]); t(math.prod, [1.5, 2, F(2)]); t(math.prod, [], start=[1]); t(math.prod, ["a", 3]); t(math.prod, ["a"]); t(math.prod, 5); t(math.prod, [2, 3], 4); t(math.prod, [10**20] * 3 + [0.5]); t(math.sumprod, [1, 2], [3, 4]); t(math.sumprod, [1], [1, 2]); t(math.sumprod, [1.5, 2], [2, 10**400]); t(math.sumprod, ["a", 2], [2, 3]); t(math.sumprod, 5, []); t(math.sumprod, [True], [1.5]); t(math.sumprod, [0.1] * 10, [1] * 10); t(math.fma, 2, 3, 4); t(math.fma, inf, 0, 1); t(math.fma, 1e308, 10, -inf); t(math.fma, 1, 2); t(math.fma, 1e308, 1e308, 1)
print(math.pi, math.e, math.tau, math.inf, math.nan, math.__name__)
for args in [(), (0,), (-1,), (1.9,), (2**62,), (10**30,), ("a",), (nan,), (inf,), (None,), (1, 2)]:
    if args not in [(), (None,)]: t(time.gmtime, *args); t(time.localtime, *args); t(time.ctime, *args)
g = time.gmtime(86400 * 365)
for args in [("%Y-%m-%d %H:%M:%S %j %U %w %a %A %b %B %p %y %% %Z", g), ("%Q", g), ("", g), ("x" * 50, g), ("%Y",  (1999, 1, 1, 0, 0, 0, 0, 1, -1)), ("%Y", (1, 2)), ("%Y", 5), (5, g), ("%Y", (2000, 13, 1, 0, 0, 0, 0, 1, 0)), ("%H", (2000, 1, 1, 25, 0, 0, 0, 1, 0)), ("%d", (2000, 0, 0, 0, 0, 0, 0, 0, 0)), ("%a", (2000, 1, 1, 0, 0, 0, -1, 1, 0)), ("%S", (2000, 1, 1, 0, 0, 62, 0, 1, 0)), ("%Y", (2000, 1, 1, 0, 0, 0, 0, 1, 0, 5)), ("\u1234%Y", g), ("a\0b", g), ("%Y", (2**40, 1, 1, 0, 0, 0, 0, 1, 0)), ("%Y", (1.5, 1, 1, 0, 0, 0, 0, 1, 0)), ("%y %C", (5, 1, 1, 0, 0, 0, 0, 1, 0))]:
    t(time.strftime, *args); t(time.asctime, *args[1:])
t(time.mktime, g); t(time.mktime, (1970, 1, 1, 0, 0, 0, 0, 1, 0)); t(time.mktime, (1, 2)); t(time.mktime, 5); t(time.sleep, -1); t(time.sleep, "a"); t(time.sleep, 0); t(time.sleep, nan); t(time.sleep, 1e30); t(time.sleep); t(time.sleep, -0.0); t(time.sleep, I(0)); t(time.get_clock_info, "nope"); t(time.get_clock_info, 5)
