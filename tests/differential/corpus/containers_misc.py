def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
r = range(10); print(r, range(1,5), range(1,10,3), range(10,0,-2), list(range(10,0,-3)), len(range(0)), len(range(5,1)), bool(range(0)), r[3], r[-1], r[2:5], r[::-1], r[::2], 3 in r, 3.0 in r, 'a' in r, r.index(3), r.count(3), r == range(10), hash(range(3))==hash(range(3)), range(0)==range(5,5), range(0,3,2)==range(0,4,2))
t(range); t(range, 1,2,3,4); t(range, 1.5); t(range, 1,2,0); t(lambda: r[100]); t(r.index, 100); t(lambda: r['a']); t(lambda: len(range(10**30))); t(range, 'a')
b = range(10**20, 10**20+5); print(list(b), b[2], len(b), 10**20+1 in b, b[1:3], list(reversed(range(5))), list(reversed(b))); print(range(10**30)[10**25], range(5).start, range(1,9,2).stop, range(1,9,2).step)
for i in range(2**63-2, 2**63+2): print(i)
s = slice(1,10,2); print(s, s.start, s.stop, s.step, s.indices(5), slice(None), slice(5), slice(-3,None).indices(10), s == slice(1,10,2), hash(slice(1,2))==hash(slice(1,2))); t(s.indices, -1); t(s.indices, 'a'); t(slice); t(lambda: slice('a').indices(3)); t(lambda: slice(0,1,0).indices(3))
print(list(enumerate('abc')), list(enumerate('ab', 10)), list(enumerate(iterable='ab', start=1)), next(enumerate('x'))); t(enumerate); t(enumerate, 5); t(enumerate, 'a', 1, 2); t(lambda: enumerate('a', x=1)); t(enumerate, 'a', 'b')
print(list(reversed('abc')), list(reversed((1,2)))); t(reversed, 5); t(reversed, {1}); t(reversed); print(list(zip('abc', [1,2,3], (4,5,6))), list(zip()), list(zip('a')), list(zip('abc', 'de')), list(zip('ab', 'cd', strict=True)))
t(lambda: list(zip('ab', 'c', strict=True))); t(lambda: list(zip('a', 'bc', strict=True))); t(lambda: list(zip('ab','cd','e', strict=True))); t(lambda: zip(5)); t(lambda: zip('a', x=1))
print(list(map(str, [1,2])), list(map(lambda a,b: a+b, [1,2], [3,4,5])), list(filter(lambda x: x%2, range(6))), list(filter(None, [0,1]))); t(map); t(map, str); t(lambda: list(map(5, [1]))); t(lambda: list(map(int, ['x']))); t(filter, None); t(lambda: list(filter(lambda: 1, [1])))
print(type(iter([])), type(iter(())), type(iter({})), type(iter(set())), type(iter(range(1))), type(zip()), type(iter('')), type(enumerate('')), type(reversed([])), type(reversed(())), type({}.keys()), iter([]).__class__.__name__)
class Seq:
    def __getitem__(s, i):
        if i > 3: raise IndexError
        return i * 10
    def __len__(s): return 4
print(list(Seq()), list(reversed(Seq())), 20 in Seq(), list(iter(Seq())), type(iter(Seq())), sum(Seq())); n = [0]
def cnt(): n[0] += 1; return n[0]
print(list(iter(cnt, 5)), type(iter(cnt, 5))); t(iter, 5); t(next, 5); t(next, iter([])); print(next(iter([]), 'd'))
# sets
s = {3,1,2}; s.add(5); s.add(1); s.discard(9); s.remove(3); print(s, len(s), 1 in s, list({1}) == [1]); t(s.remove, 99); t(s.add, []); t(lambda: {[]}); t(lambda: [] in s); t(set().pop)
print({1,2}|{2,3}, {1,2}&{2,3}, {1,2}-{2,3}, {1,2}^{2,3}, {1}<{1,2}, {1,2}<={1,2}, {1}=={1.0}, {1}!={2}, {1,2}>{1}, {1}.issubset([1,2]), {1,2}.issuperset([1]), {1}.isdisjoint([2]), {1}.union([2],(3,)), {1,2,3}.intersection([2,3],[3]), {1,2}.difference([1]), {1,2}.symmetric_difference([2,3])); t(lambda: {1}|[2]); t(lambda: {1}<[2]); t(lambda: {1}-5)
s = set('abc'); s |= {'d'}; s &= {'a','b','d'}; s -= {'b'}; s ^= {'z'}; print(sorted(s)); s.update('xy', ['q']); s.intersection_update('axq'); s.difference_update('q'); s.symmetric_difference_update('ab'); print(sorted(s), s.copy() == s, s.clear(), s)
words = ['the', 'quick', 'brown', 'fox', 'jumps', 'over', 'the', 'lazy', 'dog', 'again', 'and', 'again', 'until', 'it', 'is', 'tired', 'of', 'jumping']; ws = set(words); print(ws, list(ws), frozenset(words), {w: len(w) for w in ws}); print(set(range(100,0,-7)), set([-1,-2,-3, 2**61-1, 2**61, 2**64]), {0.5, 1.5, 'a', None, (1,2), True}.__len__()); ws2 = set(words[:5]); print(ws - ws2, ws & ws2, ws ^ ws2, ws2 | ws, [ws.pop() for _ in range(4)], ws)
print(frozenset(), frozenset([1]), set(), {frozenset([1]), frozenset([2])} == {frozenset([2]), frozenset([1])}, {frozenset([1]): 2}[frozenset([1])], hash(frozenset('abc')) == hash(frozenset('cba')), {1} == frozenset([1]), frozenset([1])|{2}, {2}|frozenset([1]), type(frozenset()|set())); t(set, 5); t(set, 1, 2); t(frozenset, 5); t(hash, set())
fs = {frozenset({1,2}), frozenset({3})}; print({1,2} in fs, {9} in fs); fs.discard({3}); print(fs); t(fs.remove, {77})
class K:
    def __init__(s, v): s.v = v
    def __hash__(s): return s.v % 3
    def __eq__(s, o): return isinstance(o, K) and s.v == o.v
    def __repr__(s): return f'K{s.v}'
ks = {K(i) for i in range(8)}; print(ks, K(3) in ks, K(9) in ks, len(ks | {K(3), K(11)}), ks & {K(2), K(50)}, ks - {K(0)}, ks ^ {K(7), K(8)}); ks.discard(K(4)); ks.remove(K(5)); print(ks, ks == {K(i) for i in (0,1,2,3,6,7)}, {K(1)} <= ks, ks.isdisjoint({K(9)}), {K(1): 2}.keys() & ks); t(ks.remove, K(77)); ks.update([K(1), K(100)]); print(sorted(k.v for k in ks), ks.pop() in ks)
try:
    for x in ks: ks.add(K(x.v + 1000))
except RuntimeError as e: print(e)
class MS(set):
    def __init__(s, it=()): super().__init__(it); s.tag = 't'
m = MS([1,2]); print(m, m.tag, m | {3}, type(m|{3}), type(m.copy()), m == {1,2}); print({*'ab', *range(2)} == {'a','b',0,1})
print({x % 3 for x in range(10)}, len({(i,j) for i in range(5) for j in range(5)}), {1:{2:{3}}})
import itertools as I

print(list(I.chain('ab', [1], (2,))), list(I.chain.from_iterable(['ab','cd'])), list(I.islice(I.count(5), 3)), list(I.islice('abcdefg', 2, None, 2)), list(I.islice(I.count(1.5, .5), 3)), list(I.repeat('x', 3)), list(I.islice(I.cycle('ab'), 5)), list(I.accumulate([1,2,3,4])), list(I.accumulate([1,2,3], lambda a,b: a*b, initial=10)), list(I.product('ab', [1,2])), list(I.product([0,1], repeat=3)), list(I.permutations('abc')), list(I.permutations([1,2,3], 2)), list(I.combinations('abcd', 2)), list(I.combinations_with_replacement('abc', 2)), list(I.zip_longest('abc', [1], fillvalue='-')), list(I.takewhile(lambda x: x<3, range(9))), list(I.dropwhile(lambda x: x<3, range(6))), list(I.filterfalse(lambda x: x%2, range(6))), list(I.starmap(pow, [(2,3),(3,2)])), list(I.compress('abcd', [1,0,1,1])), list(I.pairwise('abcd')), list(I.batched('abcdefg', 3)), [(k, list(g)) for k, g in I.groupby('aabbbc')], [(k, list(g)) for k, g in I.groupby(range(7), key=lambda x: x//3)])
a, b, c = I.tee(iter('abcd'), 3); print(next(a), next(a), list(b), list(a), list(c)); print(I.count(3), I.count(1,2), I.repeat(1,2), I.repeat('a')); t(lambda: list(I.batched('abc', 2, strict=True))); t(lambda: I.islice('a', -1)); t(lambda: I.islice('a', 1, 2, 0)); t(lambda: I.combinations('a', -1)); t(I.count, 'a'); t(I.product, 'a', repeat=-1); t(I.chain, x=1); t(lambda: list(I.chain(5))); t(lambda: I.permutations('a', 'b')); t(I.cycle); t(I.tee, 'a', -1); print(list(I.product()), list(I.permutations([])), list(I.combinations([], 0)), list(I.combinations('ab', 5)))
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a+b
print(list(I.islice(fib(), 10)), list(I.takewhile(lambda x: x < 50, fib())), list(I.chain(I.islice(fib(), 3), I.islice(fib(), 2))), dict(zip('abc', fib())), [*I.zip_longest(I.islice(fib(), 3), 'ab')], list(I.pairwise(I.islice(fib(), 4))), sum(I.islice(fib(), 20)), list(I.accumulate(I.islice(fib(), 5), max)), list(I.compress(fib(), [1,0,1])))
class E(Exception): pass
def eg(): yield 1; raise E('mid')
for f in (lambda: list(eg()), lambda: set(eg()), lambda: list(I.chain(eg())), lambda: dict.fromkeys(eg()), lambda: sorted(eg()), lambda: list(zip(eg(), [1,2,3])), lambda: list(enumerate(eg())), lambda: list(I.islice(eg(), 5)), lambda: [*eg()], lambda: max(eg()), lambda: list(I.groupby(eg())), lambda: list(I.product(eg())), lambda: list(I.tee(eg())[0])): t(f)
