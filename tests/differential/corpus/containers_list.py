def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
l = [3,1,2]
l.append(4); l.extend((5,6)); l.extend(range(2)); l.extend('ab'); l.insert(0, 'f'); l.insert(-1, 'm'); l.insert(100, 'e'); print(l)
print(l.pop(), l.pop(0), l.pop(-2), l); t([].pop); t(l.pop, 100); t(l.pop, 'a'); t(l.pop, 10**30)
print(l.index(5), l.count(1), l.index(1, 1), l.index(1, -100, 50)); t(l.index, 99); t(l.remove, 99); t(l.index, 5, 7, 8); l.remove(5); print(l)
l.reverse(); print(l, l[::-1], l[1:3], l[-2:], l[::2], l[5:1:-2], l[100:], l[:-100])
t(lambda: l[100]); t(lambda: l['a']); t(lambda: l[1.0]); t(lambda: l[10**30]); t(lambda: l[::0]); t(lambda: l['a':])
def asg(s, v):
    x = list(range(10)); x[s] = v; return x
for s, v in [(slice(1,3), 'abc'), (slice(0,0), [9]), (slice(None,None,2), range(5)), (slice(5,1), (7,8)), (slice(-3,None), []), (slice(None,None,-1), list('abcdefghij'))]: print(asg(s, v))
t(asg, slice(None,None,2), [1]); t(asg, slice(0,1), 5); t(asg, slice(0,4,2), 5); t(asg, 100, 1)
x = list(range(10)); del x[2:4]; del x[::3]; del x[0]; print(x); x[1:1] = x; print(x); t(x.__delitem__, 50)
x += [1]; x += (2,); x += 'z'; x *= 2; print(x, [1]*3, 3*[0], [1]*0, [1]*-1, [1]+[2]); t(lambda: [1]+(2,)); t(lambda: [1]*'a'); t(lambda: [] + 1)
def iadd():
    x = []; x += 5
t(iadd)
print([1,2]==[1,2], [1,2]<[1,3], [1]<[1,0], [2]>[1,9], [1]<=[1], [1,'a']==[1,'b'], [] == ()); t(lambda: [1]<['a']); t(lambda: [1] < (1,))
print(1 in [1,2], 'x' in ['y'], 1.0 in [1], None in [None])
a = []; a.append(a); print(a, [a, a]); b = [[1,[2]],(3,[4])]; print(b, str(b))
print(sorted([3,1,2]), sorted('hello', reverse=True), sorted([(1,'b'),(1,'a')]), sorted([1,2.5,True,0]), sorted(['b','A','c'], key=str.lower), sorted([[2],[1]]), sorted([{1},{1,2}], key=len))
t(sorted, [1,'a']); t(sorted, [None, 1]); t(sorted, 5); t(sorted, [1], key=5); t([3].sort, 1); t(lambda: sorted([(1,'a'),(1,2)]))
y = [3,1,2]; y.sort(key=lambda v: -v); print(y); y.sort(reverse=True, key=None); print(y)
def bad(v): y.append(1); return v
try: y.sort(key=bad)
except ValueError as e: print(e, y)
class C:
    def __init__(s, v, n): s.v, s.n = v, n
    def __lt__(s, o): print((s.n, o.n), end=' '); return s.v < o.v
    def __repr__(s): return f'C{s.v}.{s.n}'
z = [C(v % 4, i) for i, v in enumerate([5,3,8,1,9,2,7,3,3,1])]; z.sort(); print(z); z.sort(reverse=True); print(z)
class X:
    def __lt__(s, o): raise ValueError('boom')
q = [X(), X(), 1]
try: q.sort()
except ValueError as e: print(e, len(q))
print(list(), list('abc'), list((1,2)), list({1:2}), list(range(3))); t(list, 5); t(list, 1, 2); t(list, x=1); t(lambda: list(iterable=[]))
class L(list):
    def __init__(s, *a): super().__init__(*a); s.extra = 1
m = L([1,2]); print(m, m.extra, m + [3], type(m + [3]), m[0:1], type(m[:]), m == [1,2], m.copy()); m.append(3); print(len(m), m)
print(list(reversed([1,2,3])), list(iter([1,2])), [].__sizeof__() > 0)
i = iter([1,2,3]); print(next(i), i.__length_hint__(), list(i), list(i))
w = [1,2,3]
for v in w:
    if v < 6: w.append(v+3)
print(w)
for v in w[:]: w.remove(v)
print(w, w.copy(), w.clear())
print([*range(3), *'ab'], [i*j for i in range(3) for j in range(2) if i], list[int])
a, *b, c = [1,2,3,4]; print(a, b, c); t(lambda: [0]*10**12); t(lambda: list(range(10**12))); t(lambda: (1,)*10**10); t(lambda: [1]*(2**70))
class It:
    def __init__(s): s.n = 0
    def __iter__(s): return s
    def __next__(s):
        s.n += 1
        if s.n > 3: raise StopIteration
        return s.n
print(list(It()), tuple(It()), [0, *It()], set(It()), dict.fromkeys(It()), sorted(It(), reverse=True), sum(It()), max(It()))
def g():
    yield 1; yield 2; return 3
print(list(g()), tuple(g()), [*g()], list(map(lambda x: x+1, g())), list(zip(g(), g())), list(enumerate(g(), 5)), list(filter(None, [0,1,'',2])))
class Eq:
    def __eq__(s, o): print('eq'); return o == 2
print([1,Eq(),3].index(2), Eq() in [5,2], [1,2,3].count(Eq())); e = Eq(); print([e] == [e], [Eq()] == [2], [1, Eq()] == [1, 3])
class Ix:
    def __index__(s): return 1
print([1,2,3][Ix()], [1,2,3][Ix():], [1,2]*Ix() if False else '', (5,6)[Ix()], 'ab'[Ix()]); p = [1,2,3]; p[Ix()] = 9; del p[Ix():]; print(p); print(p.pop(0) if p else 0)
print((1,2)+(3,), (1,)*3, (1,2)[0], (1,2,3)[::2], (1,2)==(1,2), (1,2)<(1,3), hash((1,2))==hash((1,2)), (), (1,), ((1,),2), (1,2,3).index(2), (1,1).count(1)); t((1,).index, 5); t(lambda: (1,)[5]); t(lambda: (1,)+[1]); one = (1,); t(lambda: one['a']); t(tuple, 5); t(tuple, [1], 2)
print(tuple('abc'), tuple([1,2]), tuple(), tuple(x for x in range(3)), hash(()), hash((1,'a',2.5,(3,))), hash(frozenset([1,2,3])))
class P(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def a(s): return s[0]
p = P(1, 2); print(p, p.a, type(p), p == (1,2), p + (3,), type(p[:]), P(3,4) < p, {p: 1}[(1,2)])
deep = []
for _ in range(100000): deep = [deep]
del deep
deep = ()
for _ in range(100000): deep = (deep,)
del deep
dd = {}
for _ in range(100000): dd = {1: dd}
del dd
print('deep ok')
