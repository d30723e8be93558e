"""Immortal objects and what sys.getrefcount says of them."""
import sys
rc = sys.getrefcount
I = 4294967295
print([rc(x) == I for x in (None, True, False, ..., NotImplemented, 0, 1, -5, 256, "", "a", "\xff", b"", b"x", (), int, type, object, len, ValueError)])
print(rc(257) == I, rc(-6) == I, rc(1.0) == I, rc("ab" * 20) == I, rc(frozenset()) == I)
x = 1000 * 1000; y = x
print(rc(x) < 100)
keep = [None] * 1000
print(rc(None) == I)
del keep
print(rc(None) == I)
def f(): return "a constant string", 12345678, (1, 2)
print([rc(c) < 100 for c in f()])
print(sys._is_interned("abc") if hasattr(sys, "_is_interned") else "", sys.intern("ab c") is sys.intern("ab" + " c"))
