"""Modules and SimpleNamespace."""
import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print('ok', r if not isinstance(r, type) else r.__name__)
    except BaseException as e:
        print(type(e).__name__ + ':', e, getattr(e, '__notes__', ''))
M = type(sys)
m = M('mod', 'doc'); print(m, m.__name__, m.__doc__, m.__package__, m.__loader__, m.__spec__, sorted(m.__dict__)); t(M); t(M, 5); t(M, 'a', 'b', 'c'); t(M, name='n', doc=5); t(M, 'x', zz=1); t(lambda: m.nope); t(setattr, m, '__dict__', {}); t(delattr, m, 'nope')
def ga(n):
    if n == 'dyn': return 'dynamic'
    raise AttributeError('custom ' + n)
m.__getattr__ = ga; print(m.dyn); t(lambda: m.other); m.__dir__ = lambda: ['z', 'a']; print(dir(m)); m.__dir__ = 5; t(dir, m); del m.__dir__; m.__getattr__ = 5; t(lambda: m.zzz); del m.__getattr__; print(dir(m)); m.__dict__['x'] = 1; print(m.x)
t(lambda: m.__annotations__); m.__annotations__ = {'a': 1}; print(m.__annotations__); del m.__annotations__; print(m.__annotations__); t(delattr, m, '__annotations__'); t(delattr, m, '__annotations__'); m.__annotations__ = None; print(m.__annotations__)
del m.__name__; print(repr(m)); t(lambda: m.nope); m.__name__ = 5; print(repr(m)); t(lambda: m.nope)
m2 = M('m2')
class Spec: 
    name = 'specname'; origin = None; loader = None; has_location = False
    _initializing = True
for o, l, h in ((None, None, False), ('/x/y.py', None, True), ('orig', None, False), (None, 'LD', False)):
    s = Spec(); s.origin = o; s.loader = l; s.has_location = h; m2.__spec__ = s; m2.__loader__ = l; print(repr(m2))
    if o: m2.__file__ = o; print(repr(m2)); del m2.__file__
t(lambda: m2.nope); m2.__spec__._initializing = False; t(lambda: m2.nope); m2.__spec__ = None; m2.__loader__ = 'L'; print(repr(m2)); m2.__file__ = 'f.py'; print(repr(m2)); m2.__file__ = 5; print(repr(m2))
class MM(M):
    x = property(lambda s: 'prop')
    def __getattr__(s, n): return 'class ' + n
mm = MM('q'); print(mm.x, mm.foo, mm, type(mm)); 
class MN(M):
    def __init__(self): pass
mn = MN(); print(mn.__dict__, repr(mn)); t(lambda: mn.foo); t(lambda: mn.__name__); print(M.__new__(M).__dict__); t(lambda: repr(M.__new__(M))); t(lambda: M.__new__(M).x); t(lambda: dir(M.__new__(M)))
print(M.__doc__[:20], M.__dict__.keys()); mod_refs = sys.getrefcount(m2); print(mod_refs); print(m == m, m != m2, hash(m) == hash(m)); t(lambda: m < m2); t(lambda: m.__reduce__())
m.__dict__.clear(); t(lambda: m.x); print(repr(m)); t(dir, m)
NS = type(sys.implementation)
n = NS(a=1, b='x'); print(n, n.a, n == NS(b='x', a=1), n != NS(a=1), n.__dict__); n.c = n; print(n); t(NS, 1); t(NS, {'q': 1}); t(NS, [('q', 2)], z=3); t(NS, {1: 2}); t(NS, {'a': 1}, {'b': 2}); t(NS, [1]); t(NS, {'a': 1}, a=2); t(lambda: NS(a=1).nope); n = NS(z=1, a=2); print(n, n.__reduce__()); del n.a; print(n); t(delattr, n, 'a'); t(lambda: n < n); t(hash, n); print(n.__replace__(z=5, y=6)); t(lambda: n.__replace__(1)); print(NS(**{'not ident': 1, 'a b': 2})); 
class NSub(NS):
    pass
print(NSub(a=1), NSub(a=1) == NS(a=1), NSub(x=1).__replace__(x=2), NSub(a=1).__reduce__()); 
class NS2(NS):
    __slots__ = ()
    def __init__(self, *a): self.i = a
print(NS2(1, 2), NS2(1).__replace__.__name__); t(NS2(1).__replace__, q=1)
class BadKeys(dict):
    def keys(self): return [1]
t(NS, BadKeys()); t(NS, BadKeys(a=1)); n = NS(); n.__dict__[5] = 6; print(n); print(NS(a=NS(b=NS(c=1)))); t(lambda: n == 5); print(n.__eq__(5), NS() == NS(), NS(a=float('nan')) == NS(a=1)); t(setattr, n, '__dict__', {}); print(n.__dict__, sorted(NS.__dict__)); n.__init__(k=3); print(n); n.__init__({'k': 4}); print(n)
