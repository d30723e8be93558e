class V:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"V({self.v})"
    def __add__(self, o): return V(("add", self.v, o))
    def __radd__(self, o): return V(("radd", o, self.v))
    def __iadd__(self, o): self.v = ("iadd", self.v, o); return self
    def __matmul__(self, o): return "matmul"
    def __lshift__(self, o): return "lshift"
    def __rsub__(self, o): return "rsub"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __divmod__(self, o): return "divmod"
    def __index__(self): return 2
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __complex__(self): return 1j
    def __round__(self, n=None): return ("round", n)
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __reversed__(self): return iter("rev")
    def __format__(self, s): return "fmt:" + s
    def __str__(self): return "str!"
    def __bytes__(self): return b"by"
v = V(1)
print(v + 1, 1 + v, v @ 1, v << 1, 5 - v, v ** 2, pow(v, 2, 3), divmod(v, 1), [10, 20, 30][v], int(v), float(v), complex(v), round(v), round(v, 1))
v += 5; print(repr(v), v[1:2], v[1, 2], v[::3], v[...], list(reversed(v)), f"{v:abc}", str(v), bytes(v), "%s" % v, hex(v), range(5)[v])
v[0] = 1; del v["k"]; v[1:2] = 3
class Neg:
    def __add__(self, o): return NotImplemented
    def __eq__(self, o): return NotImplemented
for f in (lambda: Neg() + 1, lambda: Neg() == 1, lambda: 1 + Neg(), lambda: Neg() < 1, lambda: v - 1, lambda: v // 1, lambda: len(v), lambda: iter(Neg()), lambda: Neg()[0], lambda: v & 1, lambda: -Neg(), lambda: 5 @ 5):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
