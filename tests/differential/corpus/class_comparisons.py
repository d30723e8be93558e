class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print("eq"); return self.v == getattr(o, "v", o)
    def __lt__(self, o): print("lt"); return self.v < o.v
    def __le__(self, o): print("le"); return self.v <= o.v
class U(T):
    def __eq__(self, o): print("U eq"); return NotImplemented
    def __gt__(self, o): print("U gt"); return True
a, b, u = T(1), T(2), U(1)
print(a == b, a != b, a < b, a > b, a <= b, a >= b, a == 1, 1 == a, a == u, u == a, a < u, u == u, u != a)
print(a in [b, a], [a, b].index(b), min(a, b).v, sorted([b, a])[0].v, [T(1)] == [T(1)], (a,) < (b,), {1: a} == {1: T(1)})
try: hash(a)
except TypeError as e: print(e)
class Weird:
    def __eq__(self, o): return "yes"
    def __lt__(self, o): return []
print(Weird() == 1, Weird() != 1, Weird() < 1, 1 > Weird(), bool(Weird() == 1), [Weird()] == [1], sorted([Weird(), Weird()]) is not None)
