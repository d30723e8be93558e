"""cmath: every function over a grid of values, special values, __complex__ and friends, errors."""

import cmath
import itertools

parts = [0.0, -0.0, 1.0, -2.5, 1e-300, 1e308, float("inf"), float("-inf"), float("nan")]
names = [n for n in dir(cmath) if callable(getattr(cmath, n)) and n not in ("isclose", "rect", "log")]
for name in names:
    function = getattr(cmath, name)
    row = []
    for re, im in itertools.product(parts, parts):
        try:
            row.append(function(complex(re, im)))
        except (ValueError, OverflowError) as err:
            row.append(f"{type(err).__name__}: {err}")
    print(name, row)
print(cmath.rect(2, cmath.pi / 3), cmath.polar(3 + 4j), cmath.log(8, 2), cmath.log(-1), cmath.log(1j, 10))
print(cmath.isclose(1 + 1e-10j, 1), cmath.isclose(1, 2, abs_tol=3), cmath.isclose(1, 1.1, rel_tol=0.2))


class Complex:
    def __complex__(self):
        return 1 + 2j


class Float:
    def __float__(self):
        return 4.0


class Index:
    def __index__(self):
        return 9


class Bad:
    def __complex__(self):
        return 5


print(cmath.sqrt(Complex()), cmath.sqrt(Float()), cmath.sqrt(Index()), cmath.sqrt(True), cmath.sqrt(10**20))
for call in [
    lambda: cmath.sqrt("x"), lambda: cmath.sqrt(Bad()), lambda: cmath.sqrt(), lambda: cmath.log(0),
    lambda: cmath.log(2, 0), lambda: cmath.isclose(1, 2, rel_tol=-1), lambda: cmath.rect(1j, 2),
    lambda: cmath.exp(1000), lambda: cmath.sqrt(10**400), lambda: cmath.isclose(1, 2, 3), lambda: cmath.phase(None),
    lambda: cmath.polar(complex(1e308, 1e308)), lambda: cmath.rect(1e308, float("inf")), lambda: cmath.atanh(1),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.nan, cmath.infj, cmath.nanj)
