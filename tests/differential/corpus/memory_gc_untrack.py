"""Which containers the collector tracks, and when it stops."""
import gc
def t(op): return gc.is_tracked(op)
print([t(x) for x in (1, 1.5, "s", b"s", None, True, (), [], {}, set(), frozenset(), object(), type, len, t, range(3), slice(1))])
class A: pass
class S: __slots__ = ()
class I(int): pass
print([t(x) for x in (A(), S(), I(), A, S, A.__dict__, A().__dict__)])
x = (1, 2); y = (1, (2, 3)); z = (1, []); w = ((1, z),)
print(t(x), t(y), t(z), t(w))
def make(*a): return a
m = make(1, 2); n = make(1, []); o = make(m, (3,))
print(t(m), t(n), t(o))
gc.collect()
print(t(m), t(n), t(o))
gc.collect(); gc.collect()
print(t(o))
d = {}; print(t(d)); d[1] = 2; print(t(d)); d["x"] = "y"; print(t(d)); d[2] = []; print(t(d))
del d[2]; print(t(d)); gc.collect(0); print(t(d)); gc.collect(); print(t(d))
d = {"a": 1, "b": (1, 2)}; print(t(d)); gc.collect(); print(t(d))
d = {"a": []}; print(t(d)); gc.collect(); print(t(d))
d = {i: i for i in range(3)}; print(t(d))
d = {i: [i] for i in range(3)}; print(t(d)); d.clear(); print(t(d))
d = dict(a=1); print(t(d)); d = dict(a=[]); print(t(d)); d = dict.fromkeys("ab"); print(t(d)); d = {**{"a": []}}; print(t(d))
c = {"k": []}.copy(); print(t(c)); c = {"k": 1}.copy(); print(t(c)); print(t({"k": 1} | {"l": []}), t({"k": 1} | {}))
a = A(); a.x = 1; v = vars(a); print(t(v)); a.y = []; print(t(v))
print(t(iter([])), t(iter(())), t(iter({})), t((i for i in [])), t(zip()), t(map(str, [])), t([].append), t(A().__init__))
