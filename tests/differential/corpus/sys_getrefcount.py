import sys
a = []; print(sys.getrefcount(a)); b = a; print(sys.getrefcount(a)); c = [a, a]; print(sys.getrefcount(a)); del b; print(sys.getrefcount(a)); c.clear(); print(sys.getrefcount(a))
def f(x): return sys.getrefcount(x)
print(f(a), f(a), sys.getrefcount(None) > 1000, sys.getrefcount(1) == sys.getrefcount(2), sys.getrefcount(object()))
class C: pass
o = C(); print(sys.getrefcount(o)); o.me = o; print(sys.getrefcount(o)); d = {o: o}; print(sys.getrefcount(o)); m = o.__init__; print(sys.getrefcount(o)); del m; d.clear(); del o.me; print(sys.getrefcount(o))
def g():
    x = []
    yield sys.getrefcount(x)
    y = x
    yield sys.getrefcount(x)
print(list(g()), sys.getrefcount(C))
try: raise ValueError(a)
except ValueError as e: print(sys.getrefcount(a), sys.getrefcount(e))
print(sys.getrefcount(a)); t = (a, a); print(sys.getrefcount(a)); x, y = t; print(sys.getrefcount(a)); del t, x, y; print(sys.getrefcount(a))
for i in range(3): a.append(i)
k = lambda z=a: z; print(sys.getrefcount(a)); del k; print(sys.getrefcount(a)); print(sys.getrefcount([a][0]), sys.getrefcount({"k": a}["k"]))
