import gc, sys
gc.disable()
def cnt(f):
    f(); a = gc.get_count()[0]; r = f(); b = gc.get_count()[0]; return b - a
print(gc.is_tracked({}), gc.is_tracked({1:2}), gc.is_tracked({'a': []}), gc.is_tracked({'a': (1,2)}), gc.is_tracked(()), gc.is_tracked([]), gc.is_tracked((1,)), gc.is_tracked(set()), gc.is_tracked(range(3)), gc.is_tracked(slice(1)), gc.is_tracked(iter([])), gc.is_tracked(frozenset()))
d = {}; d['x'] = 1; print(gc.is_tracked(d)); d['y'] = d; print(gc.is_tracked(d))
t = (1, 2, 'a'); u = (t, []); gc.collect(); print(gc.is_tracked(t), gc.is_tracked(u))
d = {1: (1,2)}; print(gc.is_tracked(d)); gc.collect(); print(gc.is_tracked(d)); d[2] = {}; print(gc.is_tracked(d)); gc.collect(); print(gc.is_tracked(d))
x = object(); base = sys.getrefcount(x)
def rc(): return sys.getrefcount(x) - base
l = [x] * 5; print(rc()); l2 = l[:]; print(rc()); del l[1:3]; print(rc()); l += l2; print(rc()); l.sort(key=id); print(rc()); del l, l2; print(rc())
d = {x: x, 1: x}; print(rc()); e = d.copy(); print(rc()); d.update(e); print(rc()); d.pop(x); print(rc()); d.clear(); e.popitem(); print(rc()); del d, e; print(rc())
s = {x}; s2 = s | {x}; print(rc()); s &= s2; print(rc()); s.discard(x); print(rc()); s2.pop(); print(rc()); fs = frozenset([x]); f2 = frozenset(fs); print(rc()); del s, s2, fs, f2; print(rc())
tp = (x,) * 3; print(rc()); tp2 = tp + (x,); print(rc()); tp3 = tp2[1:]; print(rc()); del tp, tp2, tp3; print(rc())
z = zip([x], [x]); next(z); print(rc()); e = enumerate([x]); next(e); print(rc()); del z, e; print(rc()); m = map(lambda a: a, [x]); next(m); f = filter(None, [x]); next(f); print(rc()); del m, f; print(rc())
it = iter([x]); next(it); print(rc()); list(it); print(rc()); del it; it = iter({x: 1}); next(it); print(rc()); it = iter({x}); next(it); it = None; print(rc())
def bad():
    yield x; raise ValueError
for f in (list, tuple, set, dict.fromkeys, sorted, lambda g: [*g], lambda g: dict(zip(g, g)), lambda g: list(zip([x], g, g)), lambda g: max(g, key=id), lambda g: list(enumerate(g)), lambda g: {}.update(g), lambda g: [1].extend(g), lambda g: {1}.union(g), lambda g: {x}.difference_update(g)):
    try: f(bad())
    except (ValueError, TypeError) as err: pass
    err = None
    print(rc(), end=' ')
print()
import itertools as I
for f in (I.chain, lambda g: I.islice(g, 5), I.accumulate, I.groupby, I.pairwise, lambda g: I.zip_longest(g, [x]), lambda g: I.product(g, [x]), I.permutations, lambda g: I.combinations(g, 1), lambda g: I.tee(g)[0], lambda g: I.batched(g, 2), lambda g: I.starmap(lambda *a: x, g), lambda g: I.compress(g, [1,1]), lambda g: I.takewhile(lambda q: True, g), lambda g: I.filterfalse(lambda q: False, g), lambda g: I.repeat(x, 2)):
    for src in (lambda: iter([x, x]), bad):
        try: r = list(f(src()))
        except (ValueError, TypeError) as err: pass
        r = err = None
        print(rc(), end=' ')
print()
g0 = gc.get_count()[0]; a = [1]; g1 = gc.get_count()[0]; b = {}; g2 = gc.get_count()[0]; c = (a, b); g3 = gc.get_count()[0]; print(g1-g0, g2-g1, g3-g2)
g0 = gc.get_count()[0]; z = zip(a, a); g1 = gc.get_count()[0]; e = enumerate(a); g2 = gc.get_count()[0]; i = iter(b.items()); g3 = gc.get_count()[0]; print(g1-g0, g2-g1, g3-g2)
class Node:
    def __init__(s): s.me = [s]; s.d = {'s': s}; s.t = (s,); s.s = {s}
for _ in range(10): Node()
print(gc.collect())
l = []; l.append(l); del l; d = {}; d[1] = d; del d; print(gc.collect())
class D:
class Node:
    def __init__(s): s.me = [s]; s.d = {'s': s}; s.t = (s,); s.s = {s}
for _ in range(10): Node()
print(gc.collect())
l = []; l.append(l); del l; d = {}; d[1] = d; del d; print(gc.collect())
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
q = [D(1), D(2), D(3)]; del q; print(); q = (D(1), D(2)); del q; print(); q = {D(1): D(2), 3: D(4)}; del q; print(); q = [D(i) for i in range(4)]; q[1:3] = [D(8)]; print(); q.clear(); print(); q = {'a': D(1)}; q['a'] = D(2); q.pop('a'); print()
