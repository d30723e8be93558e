class P:
    __slots__ = ("x", "y")
    def __init__(self, x): self.x = x
p = P(1); print(p.x, hasattr(p, "y"), P.__slots__, hasattr(p, "__dict__")); p.y = 2; print(p.y); del p.y
for f in (lambda: p.y, lambda: setattr(p, "z", 1), lambda: p.z, lambda: delattr(p, "y"), lambda: p.__dict__, lambda: type("Q", (), {"__slots__": ["a"], "a": 1}), lambda: type("Q", (), {"__slots__": [5]})):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
class Q(P):
    __slots__ = ("w",)
class R(P): pass
q = Q(5); q.w = 6; print(q.x, q.w, hasattr(q, "__dict__")); r = R(7); r.anything = 8; print(r.x, r.__dict__, type(P.x).__name__, P.x)
class L(list):
    __slots__ = ("name",)
l = L([1]); l.name = "n"; print(l, l.name, P.x.__get__(p), R.__dict__.get("x"))
