from _collections import OrderedDict, _count_elements, _tuplegetter, defaultdict, deque


def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
d = deque([1,2,3]); d.append(4); d.appendleft(0); print(d, len(d), d[0], d[-1], 3 in d, list(d), list(reversed(d))); print(d.pop(), d.popleft(), d); d.extend([5,6]); d.extendleft([9,8]); print(d); d.rotate(2); print(d); d.rotate(-3); print(d); d.reverse(); print(d, d.index(5), d.count(5)); d.remove(5); print(d); t(d.remove, 77); t(d.index, 77); d.insert(1, 'x'); print(d); del d[0]; d[0] = 'y'; print(d, d.copy() == d, d + deque([1]), d * 2)
m = deque(maxlen=3); [m.append(i) for i in range(6)]; print(m, m.maxlen, deque([1]).maxlen); m.appendleft('z'); print(m); t(m.insert, 0, 1); t(deque().pop); t(deque().popleft); t(lambda: deque()[0]); t(deque, 5); t(deque, [], -1); t(deque, [], 'a'); t(lambda: deque() + [1]); t(lambda: deque([1]) < [1]); print(deque([1,2]) < deque([1,3]), deque([1]) == deque([1]), deque('abc') != deque('abd'), deque([]), bool(deque()))
try:
    for x in d: d.append(x)
except RuntimeError as e: print(e)
r = deque(); r.append(r); print(r); d = deque('ab'); d += 'cd'; d *= 2; print(d); print(deque([3,1,2], maxlen=2), sorted(deque([3,1,2])), [*deque('xy')]); it = iter(deque([1,2])); next(it); print(it.__length_hint__()); d.clear(); print(d)
class DS(deque): pass
print(DS([1]), DS([1]).copy(), type(DS([1]).copy()))
dd = defaultdict(list); dd['a'].append(1); dd['b'].append(2); dd['a'].append(3); print(dd, dd['zz'], len(dd), dd.get('q'), dd.default_factory, dict(dd)); di = defaultdict(int, {'a': 5}, b=6); di['c'] += 1; print(di, di.copy(), 'n' in di, di == {'a':5,'b':6,'c':1}); t(lambda: defaultdict()['x']); t(defaultdict, 5); n = defaultdict(lambda: defaultdict(int)); n['x']['y'] += 2; print(n['x'], sorted(n)); print(defaultdict(None, {1:2}), di | {'z': 1}, type(di | {}), {'z': 1} | di)
class DD(defaultdict):
    def __missing__(s, k): return k
print(DD()['a'], DD(int))
o = OrderedDict(a=1, b=2); o['c'] = 3; print(o, list(o), o['a'], list(reversed(o)), o.keys(), o.items(), o.values()); o.move_to_end('a'); print(o); o.move_to_end('c', last=False); print(o); print(o.popitem(), o.popitem(last=False), o); t(o.move_to_end, 'zz'); t(OrderedDict().popitem); print(OrderedDict(a=1,b=2) == OrderedDict(b=2,a=1), OrderedDict(a=1,b=2) == dict(b=2,a=1), OrderedDict([(1,2)]), OrderedDict.fromkeys('ab', 0), o.copy(), o.pop('b'), o.pop('zz', 9)); t(o.pop, 'zz'); o.update(x=1); o |= {'y': 2}; print(o, o | {'z': 3}, len(o), o.setdefault('q', 5), o); del o['x']; print(o, dict(o), {**o}); t(OrderedDict, [1]); t(OrderedDict, 1, 2)
try:
    for k in o: o['n'+k] = 1
except RuntimeError as e: print(e)
o.attr = 1; print(o.attr, o.__dict__); o.clear(); print(o, bool(o))
c = {}; _count_elements(c, 'abracadabra'); print(c)
class Cnt(dict):
    def __missing__(s, k): return 0
k = Cnt(); _count_elements(k, [1,2,1]); print(k)
class P(tuple):
    x = _tuplegetter(0, 'first'); y = _tuplegetter(1, 'second')
p = P((4,5)); print(p.x, p.y, P.x.__doc__)
def sx(): p.x = 1
t(sx)
class LRU:
    def __init__(s, n): s.d, s.n = OrderedDict(), n
    def get(s, k):
        if k not in s.d: return None
        s.d.move_to_end(k); return s.d[k]
    def put(s, k, v):
        s.d[k] = v; s.d.move_to_end(k)
        if len(s.d) > s.n: s.d.popitem(last=False)
l = LRU(2); l.put(1,1); l.put(2,2); l.get(1); l.put(3,3); print(l.d)
print(deque[int], type(iter(deque())), defaultdict[str,int])
