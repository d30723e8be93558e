"""Attributes in slots and dicts: values, sharing, deletion, replacement of __dict__."""
class D:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"D({self.n})"
    def __del__(self): print("del", self.n)
class P: pass
p = P(); p.a, p.b = D("a"), D("b")
d = p.__dict__; print(d, d is p.__dict__)
d["c"] = D("c"); print(p.c); p.a = D("a2"); print(sorted(d))
del p; print("dict lives", sorted(d)); del d
p = P(); p.x = D("x"); old = p.__dict__; p.__dict__ = {"y": D("y")}; print(old, p.y, hasattr(p, "x")); del old
p.__dict__.update(z=D("z")); p.__dict__.clear(); print(vars(p)); del p
class S:
    __slots__ = ("a", "b")
s = S(); s.a = D("slot a")
try: s.b
except AttributeError as e: print(e)
s.a = D("slot a2"); del s.a
try: del s.a
except AttributeError as e: print(e)
s.b = D("slot b"); del s; print("slots gone")
class Both(S): pass
b = Both(); b.a, b.c = D("base slot"), D("dict"); print(vars(b)); del b
class Int(int): pass
i = Int(5); i.d = D("on int"); del i
class Exc(Exception): pass
e = Exc(1); e.d = D("on exception"); del e
def f(): pass
f.d = D("on function"); del f
p, q = P(), P(); shared = {"k": D("shared")}
p.__dict__ = shared; q.__dict__ = shared; p.n = 1; print(q.n, len(shared)); del p, shared; print("still"); del q
try: P().__dict__ = []
except TypeError as e: print(e)
try: del P().__dict__; print("deleted")
except Exception as e: print(type(e).__name__, e)
