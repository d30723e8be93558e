"""Methods of int and bool with every form of arguments."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


ns = [0, 1, -1, 255, 256, -128, -129, 2**31, -2**63, 2**64 - 1, 2**100, True]
for n in ns:
    for length in (0, 1, 2, 8, 9, 13):
        for order in ("big", "little"):
            for signed in (False, True):
                t(lambda: n.to_bytes(length, order, signed=signed))
    t(lambda: (n.bit_length(), n.bit_count(), n.as_integer_ratio(), n.conjugate(), n.is_integer(), n.real, n.imag, n.numerator, n.denominator))
    for d in (None, 0, 1, -1, -2, -3, -20, -200, -40, "x", 1.0):
        t(round, n, d)
    t(n.__round__); t(n.__floor__); t(n.__ceil__); t(n.__trunc__); t(n.__getnewargs__); t(n.__sizeof__); t(n.__index__); t(n.__float__); t(n.__bool__)
for args, kw in [((), {}), ((1,), {}), ((1, "x"), {}), ((1, 2), {}), ((-1,), {}), ((1, "big", True), {}), ((), {"length": 2}), ((), {"length": "a"}), ((2**70,), {}), ((1, "big"), {"signed": []}), ((1,), {"byteorder": "little"}), ((1,), {"foo": 1}), ((1, "big"), {"byteorder": "big"}), ((1, "b\0ig"), {})]:
    t((5).to_bytes, *args, **kw)
for args, kw in [((), {}), ((b"",), {}), ((b"\xff",), {}), ((b"\xff\x00", "little"), {}), ((b"\xff",), {"signed": True}), (([1, 2],), {}), (([256],), {}), ((["a"],), {}), (("abc",), {}), ((5,), {}), ((range(3), "big"), {}), ((bytearray(b"\1\0"),), {}), ((memoryview(b"\1\0\2\0")[::2],), {}), ((b"a", "mid"), {}), ((), {"bytes": b"z"}), ((None,), {})]:
    t(int.from_bytes, *args, **kw)
class I(int):
    def __new__(cls, *a): print("new", a); return super().__new__(cls, *a)
t(I.from_bytes, b"\1\0"); t(bool.from_bytes, b"\1"); t(bool.from_bytes, b"\0")
i = I(300)
for f in (lambda: i + 0, lambda: -i, lambda: +i, lambda: abs(i), lambda: i.real, lambda: i.conjugate(), lambda: int(i), lambda: i // 1, lambda: i << 0, lambda: i & i, lambda: round(i), lambda: i.__int__(), lambda: I("12"), lambda: I("ff", 16), lambda: i.__copy__() if hasattr(i, "__copy__") else 0):
    t(f)
for a in (7, -7, 0, 2**65, True):
    for b in (3, -3, 0, 1, -2**66, False):
        for op in ("+", "-", "*", "/", "//", "%", "&", "|", "^", "<", "==", ">="):
            t(eval, f"a {op} b", {"a": a, "b": b})
        t(divmod, a, b); t(pow, a, b) if abs(b) < 9 else None; t(lambda: a << b if b < 99 else 0); t(lambda: a >> b)
        for m in (0, 1, -1, 5, -5, 2**70):
            t(pow, a, b, m)
t(pow, 3, -1, 10); t(pow, 2, -1, 4); t(pow, 2, 3, 1.0); t(pow, 2.0, 3, 1); t(pow, 2, "a"); t(pow, "a", 2); t(pow, 2, 3, None); t(pow, base=2, exp=3, mod=5); t(pow, 2)
t(lambda: 1 << -1); t(lambda: 1 >> -1); t(lambda: 0 << 2**70); t(lambda: 1 << 2**70); t(lambda: 1 >> 2**70); t(lambda: -1 >> 2**70); t(lambda: 0 << -1)
t(lambda: 2**70 / 0); t(lambda: 10**400 / 3); t(lambda: 10**400 / 10**399); t(lambda: 1 / 10**400); t(lambda: -10**400 // 10**200); t(lambda: 0 ** 0); t(lambda: 0 ** -1); t(lambda: (-8) ** (1 / 3)); t(lambda: 10**400 + 1.0)
t(bool); t(bool, 1, 2); t(bool, x=1); t(lambda: True + True); t(lambda: ~True); t(lambda: True & 3); t(lambda: True ^ True); t(lambda: True | 2.0); t(lambda: -True); t(repr, True); t(lambda: type("B", (bool,), {})); t(bool.__new__, int); t(lambda: True.__and__(1.5)); t(lambda: bool.__or__(1, True)); t(lambda: True.__rxor__(False)); t(lambda: True.numerator)
