"""sympy: its core, with exact numbers, polynomials, derivatives and matrices."""

import sympy
from sympy import (
    Eq,
    Matrix,
    Rational,
    Symbol,
    cos,
    diff,
    expand,
    factor,
    integrate,
    limit,
    pi,
    sin,
    solve,
    sqrt,
    symbols,
)

x, y = symbols("x y")
print(expand((x + y) ** 3), factor(x**3 - y**3))
print(diff(sin(x) * x**2, x), integrate(x * cos(x), x))
print(solve(Eq(x**2 - 3 * x + 2, 0), x), sqrt(8), Rational(3, 4) + Rational(1, 6))
print(limit(sin(x) / x, x, 0), pi.evalf(30))
m = Matrix([[1, 2], [3, 4]])
print(m.det(), m.inv(), m * m)
print(sympy.factorint(2**29 - 1), sympy.isprime(1000003), sympy.binomial(20, 7))
print(repr(Symbol("n", integer=True) + 1), sympy.simplify(sin(x) ** 2 + cos(x) ** 2))
