"""float and complex: parsing, repr, hex, rounding, ratios, comparisons with ints."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


for s in ["1_0.5_0", "1__0", "_1.0", "1._5", "1.5_", "1e1_0", "1e_1", ".5", "5.", ".", "e5", "1e", "inf", "-Infinity", "+nan", "nan(1)", "infinit", "1e400", "-1e-400", "0x1p3", " 1.5\n", "\u06611.\u0665", "1,5", "1 5", "", "\x00", "1\x00",
          "1e5", "1E+05", "--1", "123456789012345678901234567890", "4.9406564584124654e-324", "2.47e-324", "1.7976931348623159e308", "\ud8001"]:
    t(float, s)
    t(complex, s)
    t(float.fromhex, s)
for s in ["1j", "j", "+j", "-j", "1+j", "1-2j", "(1+2j)", "( 1+2j )", "(1+2j", "1+2", "1+2j+3j", "1e5-1e-5j", "nan+infj", "-0-0j", "1 + 2j", "jj", "1j1", "1_0j", "1_j", "infj", "nanj", "1+-2j", "\u0661j"]:
    t(complex, s)
for s in ["0x1.8p1", "-0x.8p-3", "0x1p1024", "0x1p-1080", "0x1.fffffffffffff8p1023", "0x", "0xp1", "1.8", "0x1.8", "0x1p+", "0X1P3", "  0x1  ", "0x1 1", "inf", "0x1.00000000000008p0", "0x1.00000000000018p0", "nan", "-nan", "0x1p99999999999999999999"]:
    t(float.fromhex, s)
t(float.fromhex, 1); t(float.fromhex); t(float.fromhex, b"1")
fs = [0.0, -0.0, 1.0, 1.5, -2.5, 0.1, 1e16, 123456.789, 1e22, 1e23, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 2.675, 0.5, 1e-5, 0.0001, 12345678901234567.0]
for f in fs:
    t(lambda: (repr(f), f.hex(), f.is_integer()))
    t(f.as_integer_ratio); t(int, f); t(round, f); t(f.__floor__); t(f.__ceil__); t(f.__trunc__)
    for n in (0, 1, 2, -1, 15, 17, -5, 22, 400, -400, 2**70, -2**70, None, True, "a", 1.5):
        t(round, f, n)
    for i in (0, 1, -1, 2**53, 2**53 + 1, 10**400, -10**400, True):
        print([f < i, f <= i, f == i, f != i, f > i, f >= i, i < f, i == f])
        t(lambda: f + i); t(lambda: f * i); t(lambda: f / i); t(lambda: f // i); t(lambda: f % i); t(lambda: divmod(i, f)); t(lambda: f ** i if abs(i) < 9 else 0); t(lambda: i ** f if abs(i) < 9 else 0)
t(float, 10**400); t(float); t(float, 1, 2); t(float, x=1); t(float, None); t(float, b"1.5"); t(float, bytearray(b"x")); t(float, b"\xff"); t(float, "\xff")
for x in (float.__getformat__, ):
    t(x, "double"); t(x, "float"); t(x, "x"); t(x, 1); t(x)
