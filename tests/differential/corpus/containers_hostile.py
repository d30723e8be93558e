class A: pass
a = A(); d = {'n': 1}; a.__dict__ = d; a.m = 2; print(d, list(d), list(d.items()), {**d}, dict(d), d.copy(), len(d)); del a.n; print(d, list(d.keys()), d == {'m': 2}); a.n = 5; print(d, d.popitem(), d)
def f(**k): return k
a.x = 1; print(f(**d), f(**vars(a)), sorted(vars(a)))
b = A(); b.__dict__ = d; b.shared = 1; print(a.shared, d)
a.__dict__.update(z=1); print(a.z, b.z); a.__dict__ |= {'w': 2}; print(b.w)
c = A(); c.p = 1; v = vars(c); it = iter(v)
print(next(it)); c.q = 2
try: next(it)
except RuntimeError as e: print(e)
class K:
    def __init__(s, v): s.v = v
    def __hash__(s): return hash(s.v)
    def __eq__(s, o): return s.v == o
v[K('k')] = 9; c.k2 = 3; print(v[K('k2')], v['k'], c.k2, [str(type(k).__name__) for k in v]); del c.k2; print(K('k2') in v); v.pop(K('k')); print(v)
try: print(c.k)
except AttributeError as e: print(e)
class S:
    __slots__ = ('a', '__dict__')
s = S(); s.a = 1; s.b = 2; print(s.__dict__, vars(s))
import sys

x = object(); r0 = sys.getrefcount(x); c.y = x; vars(c)['z'] = x; e = vars(c).copy(); print(sys.getrefcount(x) - r0); del c.y; print(sys.getrefcount(x) - r0); c.__dict__ = {}; print(sys.getrefcount(x) - r0); del v; print(sys.getrefcount(x) - r0); del e; print(sys.getrefcount(x) - r0)
class B:
    def __init__(s): s.__dict__['self'] = s; s.val = 1
o = B(); print(o.self is o, o.__dict__['val']); del o
import gc; print(gc.collect() > 0)
class D(dict):
    pass
a.__dict__ = D(q=1); a.r = 2; print(a.__dict__, type(a.__dict__), a.q)
print({**a.__dict__}, dict(a.__dict__), list(a.__dict__.values()), a.__dict__.items())
class E:
    def __init__(s, k): s.k = k
    def __hash__(s): return 1
    def __eq__(s, o): mut.pop(o, None) if isinstance(o, E) and mut is not None else None; return s.k == getattr(o, 'k', o)
mut = None
dd = {E(1): 1, E(2): 2, E(3): 3}; mut = None; print(dd[E(3)], E(9) in dd, len(dd))
big = {}
class F:
    def __hash__(s): return 7
    def __eq__(s, o): big.clear(); return False
hold = [F() for _ in range(3)]; big = dict.fromkeys(hold)
try: print(big.get(F())); print(big)
except RuntimeError as e: print(e)
h = {F(): 1}; big = h
h[F()] = 2; print(len(h))
ss = {F()}
st = set()
class G:
    def __hash__(s): return 7
    def __eq__(s, o): st.clear(); return False
st = set(); st.add(G()); st.add(G()); print(len(st)); st.add(1); st.add(G()); print(len(st), G() in st, len(st))
l = [1, 2, 3, 4]
class H:
    def __eq__(s, o): l.clear(); return False
print(H() in l, l); l = [1, H(), 3]; print(l.count(5), l, [1, H()] == [1, 2]); l = [H(), H()]; print(l == [1, 2], l.index(3) if 3 in l else None)
class J:
    def __lt__(s, o): q.append(1); return False
q = [J(), J()]
try: q.sort()
except ValueError as e: print(e, len(q))
q = [5, 4]
def key(x): q.clear(); return x
try: q.sort(key=key); print(q)
except ValueError as e: print(e, q)
class R:
    def __repr__(s): z.clear(); return 'R'
z = [R(), 1, 2]; print(z, z); z = {R(): R(), 1: 2}; print(z); z = {R(), 1}; print(len(repr(z)) > 0)
class T(tuple):
    __slots__ = ()
print(T('ab'), T('ab') == ('a','b'), hash(T('ab')) == hash(('a','b')))
w = {}
for i in range(1000): w[i] = i
for i in range(990): del w[i]
print(list(w), sum(w.values()))
