class A:
    shared = []
    n = 0
    def __init__(self): self.own = []
    def bump(self): self.n += 1; return self.n
a, b = A(), A()
a.shared.append(1); a.own.append(2); print(b.shared, b.own, a.bump(), a.bump(), b.n, A.n, a.__dict__, A.shared)
A.extra = lambda self: "extra " + str(self.n); print(a.extra(), b.extra()); A.n = 50; print(a.n, b.n)
print(a.bump.__self__ is a, a.bump.__func__ is A.bump, A.bump.__qualname__, type(a.bump).__name__, type(A.bump).__name__, a.bump == a.bump, a.bump == b.bump)
class B:
    x = 1
    y = x + 1
    z = [x for _ in range(2)] if False else [y]
    for i in range(3): pass
    def f(): return "no self"
    class Inner:
        v = "in"
print(B.y, B.z, B.i, B.f(), B.Inner.v, B.Inner.__qualname__, sorted(k for k in vars(B) if not k.startswith("__")))
try:
    B().f()
except TypeError as e:
    print(e)
try:
    object().x = 1
except AttributeError as e:
    print(e)
try:
    A.missing
except AttributeError as e:
    print(e)
try:
    del a.n; del a.n
except AttributeError as e:
    print(e)
try:
    int.x = 5
except TypeError as e:
    print(e)
m = a.bump; print(m(), getattr(a, "bump")(), A.bump(a), a.n)
