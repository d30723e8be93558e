class A:
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
    attr = "A.attr"
    def __getitem__(self, k): return ("A", k)
class B(A):
    def f(self): return "B " + super().f() + " " + super(B, self).f()
    @classmethod
    def c(cls): return "B " + super().c()
    @property
    def p(self): return "B " + super().p
    def x(self): return super().attr, super().s()
    def __getitem__(self, k): return super().__getitem__(k)
    def nested(self): return (lambda: super(B, self).f())(), [super(B, self).attr for _ in range(1)]
    def comp(self): return [super().attr for _ in range(1)]
    def bad(self): return super().nothing
b = B(); print(b.f(), B.c(), b.c(), b.p, b.x(), b[3], b.nested(), b.comp())
for f in (b.bad, lambda: super(), lambda: super(A, 5), lambda: super(5, b), lambda: super(A, b).f()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
s = super(B, b); print(s.__self__ is b, s.__thisclass__, s.__self_class__, repr(s)[:25], s.attr)
class C(B):
    def __setattr__(self, n, v): super().__setattr__(n, v * 2)
    def __getattribute__(self, n): return super().__getattribute__(n)
c = C(); c.v = 4; print(c.v)
