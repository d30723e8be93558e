"""Every type letter with every option, for int, bool, float, str, complex."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


values = [0, 5, -12345, 2**70, True, 0.0, -0.0, 1234.5678, -1e20, 1e-10, float("inf"), float("nan"), "text", "", "\u1234\U0001f600", 3 - 4j]
for v in values:
    print("--", ascii(v))
    for ch in ["", *"bcdeEfFgGnosxXq%"]:
        for pre in ("", "+", " ", "-", "<10", "*^12", "=10", "010", "x=+12", "#", "#x>14", ",", "_", "z", "+z.1", ".2", "10.3", "012,.2", "#_", "é>9", "0=8", "<+6"):
            t(format, v, pre + ch)
for spec in ["10" * 12, ".10000000000000000000", "9999999999999999999999d", "d ", "xd", "<<<", "{", "}", "\0>3", "==5", "5=", "z", "zz", "+-", "--", ",,", "__", ",_", "_,", ".", ".d", "..2", "1.5.5", "é", "0z", "ｄ", "٣", "٣d", ",b", ",c", ",n", "_n", "_c", "_x", ",x", ",s", "_s", ".2d", ".2c", "+c", "#c", "+s", " s", "=s", "=5s", "05s", "0s", "#s", "zs", "zd", "z.0f", "z.1e", "z.2%", "zg"]:
    for v in (7, 1.5, "s", -0.001, True, 1j):
        t(format, v, spec)
class I(int): pass
class S(str): pass
class F(float): pass
for v in (I(3), S("s"), F(1.5), None, [], object, b"x", ..., NotImplemented, range(2)):
    for spec in ("", "5", "s", "q"):
        t(format, v, spec)
t(format, 1, 2); t(format); t(format, 1, None); t(int.__format__, 1); t(str.__format__, "a", 1); t((5).__format__, S("d")); t(format, 1, S("x"))
t(format, 65, "c"); t(format, 0x110000, "c"); t(format, -1, "c"); t(format, 0x1F600, "5c"); t(format, 2**70, "c"); t(format, 10**400, "e"); t(format, 10**400, "f")
