import _weakref
class C:
    def __init__(self, n): self.n = n
c = C(1); r = _weakref.ref(c); print(r() is c, r().n, _weakref.getweakrefcount(c)); r2 = _weakref.ref(c); print(r is r2)
def cb(ref): print("callback", ref() is None)
r3 = _weakref.ref(c, cb); print(r3 is r, r3 == r, hash(r) == hash(c)); del c; print(r(), r3())
p = None; d = C(2); p = _weakref.proxy(d); print(p.n); p.n = 5; print(d.n); del d
try: p.n
except ReferenceError as e: print(e)
for x in (5, "a", [], (), None):
    try: _weakref.ref(x)
    except TypeError as e: print(e)
print(repr(r)[:8], _weakref.ref(C) () is C, _weakref.ref({1}) is not None)
