"""Callbacks: order, when, what they get, and those that are not called."""
import gc, _weakref as w, sys
class A: pass
def cb(label): return lambda r: print("callback", label, r())
a = A()
refs = [w.ref(a, cb(i)) for i in range(4)] + [w.ref(a), w.proxy(a, cb("proxy"))]
print(w.getweakrefcount(a), [r is w.ref(a) for r in refs])
del a
print([type(r).__name__ for r in refs])
a = A(); r = w.ref(a, cb("dropped")); del r; del a
print("nothing called")
a = A(); a.r = w.ref(a, cb("own")); del a
print("own reference: nothing called")
x, y = A(), A(); x.y = y; y.x = x; y.r = w.ref(x, cb("in cycle")); out = w.ref(x, cb("from outside"))
del x, y; print(gc.collect())
sys.unraisablehook = lambda u: print("unraisable", u.exc_type.__name__, u.exc_value)
def fails(r): raise KeyError("no")
a = A(); r1 = w.ref(a, fails); r2 = w.ref(a, cb("after")); r3 = w.ref(a, fails); del a
class Ref(w.ref):
    def __init__(self, ob, callback=None, *, name="?"): super().__init__(ob, callback); self.name = name
    def __new__(cls, ob, callback=None, *, name="?"): return super().__new__(cls, ob, callback)
a = A(); s1, s2 = Ref(a, cb("sub"), name="one"), Ref(a, name="two")
print(s1 == s2, s1 is s2, s1.name, s2.name, w.getweakrefcount(a), [type(q).__name__ for q in w.getweakrefs(a)])
del a; print(s1(), s2())
a = A()
def resurrect(r): print("too late", r())
k = w.ref(a, resurrect); k2 = w.ref(a, lambda r: refs.clear() or print("cleared others"))
refs[:] = [w.ref(a, cb("may be dropped"))]
del a; print(len(refs))
lst = [A() for _ in range(3)]; rs = [w.ref(o, cb(i)) for i, o in enumerate(lst)]
lst.clear(); print("list cleared")
d = {i: A() for i in range(3)}; rs = [w.ref(d[i], cb(("d", i))) for i in d]; d.clear()
try: w.ref(1)
except TypeError as e: print(e)
