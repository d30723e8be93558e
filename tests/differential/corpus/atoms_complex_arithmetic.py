"""Complex numbers: operators, powers, hashes, special values, formats, messages."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


inf, nan = float("inf"), float("nan")
zs = [0j, 1j, -1j, 1 + 2j, -3.5 - 0j, complex(-0.0, 0.0), complex(inf, 1), complex(1, nan), 1e300 + 1e300j, 2.0, 3, True, 10**400]
for a in zs:
    t(repr, a); t(str, a); t(abs, a); t(lambda: -a); t(lambda: +a); t(lambda: hash(a) if a == a else 0); t(bool, a); t(lambda: a.conjugate())
    for b in zs:
        if not isinstance(a, complex) and not isinstance(b, complex):
            continue
        t(lambda: a + b); t(lambda: a - b); t(lambda: a * b); t(lambda: a / b); t(lambda: a == b); t(lambda: a < b); t(lambda: a // b); t(lambda: a % b); t(lambda: divmod(a, b)); t(lambda: a ** b)
for e in (0, 1, 2, 3, 100, 101, -1, -5, 0.5, 2.0, -2.0, 1j, 0j, 2**40, inf, nan):
    t(lambda: (1 + 2j) ** e); t(lambda: 0j ** e); t(lambda: (-1 + 0j) ** e); t(lambda: 1e200j ** e)
t(pow, 1j, 2, 3); t(pow, 2, 1j, None)
for spec in ["", "f", ".2f", "e", "g", "G", "n", ".3", "+.1f", " ", "20", "<20.1f", "^20", ">20", "=20", "020", "#", ",", "_", ",.2f", "d", "s", "%", "x", "z.1f", "-", "*^30.2e", "05"]:
    t(format, 1234.5 - 0.04j, spec); t(format, complex(nan, -inf), spec)
t(setattr, 1j, "real", 1); t(lambda: (1j).real); t(lambda: complex.real); t(lambda: (1 + 2j).__getnewargs__()); t(lambda: (1j).__complex__()); t(int, 1j); t(float, 1j); t(round, 1j)
class C(complex):
    def __repr__(self): return "CC"
    def __complex__(self): return 7j
c = C(1, 2)
t(lambda: c + 1); t(complex, c); t(str, c); t(format, c, ""); t(format, c, "f"); t(lambda: c.conjugate()); t(lambda: +c); t(lambda: C("1+1j")); t(lambda: C(C(3))); t(lambda: c == 1 + 2j); t(lambda: hash(c) == hash(1 + 2j))
