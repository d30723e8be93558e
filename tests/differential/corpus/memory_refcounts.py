"""sys.getrefcount of one object through many statements."""
from sys import getrefcount as rc
class A:
    def m(self): return rc(self)
    @property
    def p(self): return rc(self)
    def __enter__(self): return self
    def __exit__(self, *a): return False
    def __eq__(self, o): print("eq", rc(self)); return True
    __hash__ = None
    def __add__(self, o): return rc(self), rc(o)
    def __getitem__(self, i): return rc(self)
    def __call__(self, *a): return rc(self)
a = A()
print(rc(a), a.m(), a.p, a(), a[0], a + a, A.m(a))
b = a; print(rc(a)); del b; print(rc(a))
l = [a, a]; print(rc(a)); l.pop(); print(rc(a)); l = None; print(rc(a))
t = (a,) * 3; print(rc(a)); t = None
d = {"k": a, "l": [a]}; print(rc(a)); d.pop("k"); print(rc(a)); d.clear(); print(rc(a))
def f(x): return rc(x)
print(f(a), f(x=a), f(*[a]), f(**{"x": a}), (lambda q: rc(q))(a), max([a], key=rc) is a)
def g(x):
    y = x; z = [y]
    yield rc(x)
    del y
    yield rc(x)
it = g(a); print(next(it), next(it), rc(a)); it.close(); print(rc(a))
def clo():
    def inner(): return a_
    a_ = a
    return inner
c = clo(); print(rc(a)); del c; print(rc(a))
with a as w: print(rc(a))
del w
for q in [a]: print(rc(a))
del q
print([rc(i) for i in [a]], rc(a))
try: raise ValueError(a)
except ValueError as e: print(rc(a))
print(rc(a))
s = slice(a, a, a); print(rc(a)); del s
print(a == a, [a] == [a], rc(a))
m = a.m; print(rc(a)); del m
n = type("N", (), {"a": a}); print(rc(a)); del n
import gc; gc.collect(); print(rc(a))
x = y = z = a; print(rc(a)); x = y = z = 0; print(rc(a))
p, *q = a, a, a; print(rc(a)); del p, q; print(rc(a))
print(rc(None) > 1000, rc(1) > 1000, rc(()) > 1000, rc("a") > 1000, rc(10 ** 20), rc([]), rc({}), rc("x" * 40), rc(object()), rc(1.5 + a.m()))
match a:
    case A() as k: print(rc(a))
del k
print(f"{rc(a)}", rc(a) if a.m() else 0)
exec("h = a; print(rc(h))"); del h
print(rc(a))
