def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
d = {}
d['a'] = 1; d[2] = 'b'; d[(1,2)] = 3; d[None] = 4; d[1.5] = 5; d[True] = 6; d[b'a'] = 7
print(d, len(d), d[1], d[1.0], 'a' in d, b'a' in d)
for k, v in d.items(): print(k, v)
print(list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.pop('a'), d.pop('zz', 0)); t(d.pop, 'zz'); t(lambda: d['zz']); t(lambda: d[[]]); t(lambda: {}[[]]); t(lambda: d.get({}))
print(d.setdefault('q', []), d.get('q'), d.get('nope'), d.get('nope', 3))
print(d.popitem(), d.popitem(), d)
t({}.popitem)
print(dict(a=1, b=2), dict([(1,2),(3,4)], c=5), dict({1:2}), dict(zip('abc', range(3))))
t(dict, 1); t(dict, [1]); t(dict, [(1,)]); t(dict, [(1,2,3)]); t(dict, 1, 2); t(dict, ['ab','cd'])
e = {'x': 1}; e.update({'y': 2}, z=3); e.update([('w', 4)]); e.update(x=9); print(e)
t(e.update, 5); t(e.update, 1, 2)
print({1:2} | {3:4}, {1:2} | {1:3}); e |= {'x': 0}; e |= [('k', 'v')]; print(e)
t(lambda: {} | [])
print({1:2} == {1:2}, {1:2} != {1:3}, {1:2} == {1:2.0}); t(lambda: {} < {})
print(dict.fromkeys('abc'), dict.fromkeys([1,2], 0), dict.fromkeys({1:2,3:4}, 9))
r = {}; r['self'] = r; print(r); r['l'] = [r]; print(r)
d = {i: i for i in range(10)}
try:
    for k in d: d[k+100] = 1
except RuntimeError as x: print(x)
try:
    for k in d:
        del d[k]; d[k+1000] = 1
except RuntimeError as x: print(x)
it = iter({1:1}); next(it); t(next, it); t(next, it)
print(list(reversed({1:2,3:4})), list(reversed({1:2,3:4}.items())), list(reversed({1:2,3:4}.values())))
class K:
    def __init__(s, v): s.v = v
    def __hash__(s): return hash(s.v)
    def __eq__(s, o): print('eq', s, o); return s.v == (o.v if isinstance(o, K) else o)
    def __repr__(s): return f'K({s.v})'
d = {'a': 1, 'b': 2}
print(d.get(K('a')), K('b') in d, d[K('a')]); d[K('c')] = 3; print(d, d['c'], d[K('c')]); d['c'] = 4; print(d)
del d[K('a')]; print(d); del d['c']; print(d, d.pop(K('b')), d)
d = {K(1): 'x', K(2): 'y'}; print(d[1], d[K(2)], 2 in d, 3 in d, K(3) in d); d[1] = 'z'; print(d); c = d.copy(); print(c, c == d); c.update({K(2): 'new', 5: 6}); print(c)
print({**d, 'm': 1}); print(d | {1: 'one'})
class M(dict):
    def __missing__(s, k): print('missing', k); return k * 2
m = M(a=1); print(m['a'], m[5], m, m.get(7), type(m), M({1:2}), len(m))
class D2(dict): pass
x = D2(a=1); x.attr = 5; print(x, x.attr, x == {'a': 1}, x.copy(), type(x.copy()), isinstance(x, dict))
print({}.__class__, dict.__doc__ is not None, {}.__len__(), {1:2}.__contains__(1), {1:2}.__getitem__(1))
v = {1:2,3:4}
print(v.keys() & {1}, v.keys() | [9], v.keys() - {1}, v.keys() ^ {1, 5}, v.items() & {(1,2)}, v.keys() == {1,3}, v.keys() < {1,3,5}, v.keys().isdisjoint([7]), v.items() ^ {3:4}.items())
print(v.keys(), v.values(), v.items(), repr(v.keys()), (1,2) in v.items(), (1,3) in v.items(), 4 in v.values(), v.keys().mapping)
t(lambda: v.keys() + 1); t(lambda: v.keys() < 1); t(lambda: v.values() == v.values())
nan = float('nan'); d = {nan: 1}; print(nan in d, float('nan') in d, d); d[nan] = 2; d[float('nan')] = 3; print(d)
print({1: 'a', 1.0: 'b', True: 'c'}, {0: 1, False: 2, 0.0: 3, 0j: 4})
class A: pass
a = A(); a.x = 1; a.y = 2; dd = a.__dict__; print(dd, dd is a.__dict__); dd['z'] = 3; print(a.z); a.w = 4; print(dd, list(dd.items())); del a.x; print(dd); del dd['y']; print(a.__dict__, hasattr(a, 'y')); dd.clear(); print(vars(a)); a.q = 1; print(dd); a.__dict__ = {'n': 1}; print(a.n, dd, hasattr(a,'q')); a.m = 2; print(a.__dict__); dd = vars(a); dd.update(r=4); print(a.r); print(dd.pop('r'), hasattr(a,'r')); print(dd.popitem(), dd, a.__dict__)
a.__dict__[1] = 2; print(a.__dict__, K('n') in a.__dict__); a.late = 1; print(K('late') in a.__dict__)
def f(**kw): return kw
print(f(a=1, b=2)); t(lambda: f(**{'a': 1}, **{'a': 2})); t(lambda: f(**{1: 2})); t(lambda: f(**5))
print(dict.__class_getitem__(int), dict[str, int])
print(sorted({'b': 1, 'a': 2}.items()), max({3: 1, 9: 2}), sum({1: 1, 2: 2}))
class S(str): pass
print({S('a'): 1}['a'], {'a': 1}[S('a')], {S('a'): 1, 'a': 2})
class T(tuple): pass
print({T((1,2)): 1}[(1,2)], {(1,2): 5}[T((1,2))])
print({frozenset([1,2]): 'fs'}[frozenset([2,1])], {range(3): 1}[range(3)], {slice(1,2): 3}[slice(1,2)])
print({print: 1}[print], {int: 'i', str: 's'}[int], {None: 0, ...: 1}[...])
