"""int() of texts: underscores, bases, blanks, digits of other scripts, the limit of digits."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


for s in ["1_000", "_1", "1_", "1__0", "0x_f", "0_x0", "00", "0_0", "-0", "+ 1", "- 1", "0b", "0o8", "0B1_1", "\u0661\u0662", "\u0661_\u0662",
          "1\u2003", "\u20031\u3000", "\x1c1\x1f", "1\x00", "\ud800", "", " ", "1e3", "1.0", "z", "Z_z", "12" * 60, "0" * 5000, "9" * 4300, "9" * 4301, "-" + "9" * 4301, "1_" * 2200 + "1"]:
    for base in (None, 0, 2, 8, 10, 16, 36):
        t(lambda: hash(int(s)) if base is None else hash(int(s, base)))
for s in [b"12", b" 1_2 ", b"\xff", b"1\x00", b"0x1f", bytearray(b"77"), memoryview(b"8"), b""]:
    t(int, s)
    t(int, s, 0)
    t(int, s, 16)
for args in [(), (1, 2), ("1", 1), ("1", 37), ("1", -2), ("1", 2**70), ("1", "a"), ("1", 10.0), (None,), ([],), (1.5, 10), ("1", 2, 3), (b"1", None)]:
    t(int, *args)
t(int, x=1)
t(int, "5", base=8)
t(int, base=8)
t(int, "5", bas=8)
t(lambda: int(base=8, x="5"))
big = 10**4299
for f in (str, repr, ascii, lambda n: f"{n}", lambda n: "%d" % n, lambda n: "{:d}".format(n), lambda n: format(n, ",")):
    t(lambda: len(f(big)))
    t(lambda: len(f(big * 10)))
    t(lambda: len(f(-big * 10)))
t(lambda: len(hex(big**3)))
t(lambda: len("%x" % big**3))
sys.set_int_max_str_digits(640)
t(lambda: len(str(10**639)))
t(lambda: len(str(10**640)))
t(int, "1" * 641)
t(lambda: int("1" * 641, 16) > 0)
t(lambda: int("1" * 641, 7) > 0)
for n in (639, -1, 1, 0, 641, "x", 1.5, 2**40, None):
    t(sys.set_int_max_str_digits, n)
    print(sys.get_int_max_str_digits())
t(lambda: len(str(10**5000)))
class S(str):
    def __repr__(self): return "custom"
t(int, S("x")); t(float, S("x")); t(complex, S("x"))
