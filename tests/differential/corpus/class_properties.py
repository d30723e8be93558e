class T:
    def __init__(self): self._c = 0
    @property
    def c(self): "celsius"; return self._c
    @c.setter
    def c(self, v):
        if v < -273: raise ValueError("too cold")
        self._c = v
    @c.deleter
    def c(self): print("deleted"); self._c = None
    @property
    def f(self): return self._c * 9 / 5 + 32
    @classmethod
    def make(cls, v): t = cls(); t.c = v; return t
    @staticmethod
    def add(a, b): return a + b
t = T(); t.c = 100; print(t.c, t.f, T.make(5).c, T.add(1, 2), t.add(3, 4), t.make(7).c); del t.c; print(t.c)
for f in (lambda: setattr(t, "f", 1), lambda: setattr(t, "c", -300), lambda: delattr(t, "f"), lambda: T.c.fget(t), lambda: type(T.c).__name__, lambda: T.__dict__["make"].__func__.__name__):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
class S(T):
    @property
    def c(self): return super().c or "none"
    @classmethod
    def make(cls, v): return ("S", super().make)
print(S().c, S.make(1)[0], T.c.__doc__, isinstance(T.__dict__["add"], staticmethod))
class W: p = property(lambda self: 1 / 0)
try:
    W().p
except ZeroDivisionError as e:
    print(e)
class X: q = property()
try:
    X().q
except AttributeError as e:
    print(e)
