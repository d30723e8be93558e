import math
print(math.pi, math.e, math.sqrt(2), math.floor(-2.5), math.ceil(2.1), math.trunc(-2.7), math.factorial(20), math.gcd(12, 18), math.lcm(4, 6), math.isqrt(99))
print(math.sin(1), math.cos(0), math.atan2(1, 1), math.log(10), math.log2(8), math.log10(1000), math.log(8, 2), math.exp(1), math.hypot(3, 4), math.degrees(math.pi), math.radians(180))
print(math.inf, math.nan, math.isnan(math.nan), math.isinf(-math.inf), math.isclose(0.1 + 0.2, 0.3), math.copysign(1, -0.0), math.fabs(-2), math.fmod(7, 3), math.modf(2.5), math.frexp(8.0), math.ldexp(0.5, 4))
print(math.comb(5, 2), math.perm(5, 2), math.prod([1, 2, 3, 4]), math.fsum([0.1] * 10), math.dist([0, 0], [3, 4]), math.tau, math.cbrt(27), math.erf(0.5), math.gamma(5))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.factorial(2.5), lambda: math.exp(1000), lambda: math.sqrt("x"), lambda: math.floor(math.inf), lambda: math.gcd(1.5), lambda: math.nope, lambda: math.fmod(1, 0), lambda: math.comb(-1, 2), lambda: math.sin()):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
class F:
    def __floor__(self): return "floor"
    def __float__(self): return 4.0
print(math.floor(F()), math.sqrt(F()), math.ceil(3), type(math.floor(2.5)))
