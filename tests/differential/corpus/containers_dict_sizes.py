"""How much dicts, sets, deques and OrderedDicts take, after every way of making and changing them."""
import sys
from _collections import OrderedDict, defaultdict, deque

size = sys.getsizeof
NS = (0, 1, 2, 5, 6, 10, 11, 21, 22, 42, 43, 86, 171, 400)


def rows(make):
    print([size(make(n)) for n in NS])


rows(lambda n: {i: i for i in range(n)})
rows(lambda n: {str(i): i for i in range(n)})
rows(lambda n: {(i,): i for i in range(n)})
rows(lambda n: dict(zip(range(n), range(n))))
rows(lambda n: dict([(str(i), 0) for i in range(n)]))
rows(lambda n: dict.fromkeys(range(n)))
rows(lambda n: dict.fromkeys([str(i) for i in range(n)]))
rows(lambda n: dict.fromkeys({str(i): 1 for i in range(n)}))
rows(lambda n: dict({i: i for i in range(n)}))
rows(lambda n: {i: i for i in range(n)}.copy())
rows(lambda n: {**{str(i): i for i in range(n)}})
rows(lambda n: {**{str(i): i for i in range(n)}, "more": 1})
rows(lambda n: {i: i for i in range(n)} | {-i: i for i in range(n)})
rows(lambda n: dict(**{"k%d" % i: i for i in range(n)}))
rows(lambda n: defaultdict(int, {i: i for i in range(n)}))
rows(lambda n: OrderedDict.fromkeys(range(n)))
rows(lambda n: set(range(n)))
rows(lambda n: frozenset(range(n)))
rows(lambda n: {str(i) for i in range(n)})
rows(lambda n: set(range(n)) | set(range(n, n + 3)))
rows(lambda n: set(range(n)).copy())
rows(lambda n: set(dict.fromkeys(range(n), 1)))
rows(lambda n: deque(range(n)))
rows(lambda n: deque(range(n), 10))


def kw(**kw):
    return kw


rows(lambda n: kw(**{"k%d" % i: i for i in range(n)}))
print([size(x) for x in ({}, {"a": 1}, {1: 1}, {"a": 1, 2: 3}, {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}, {1.5: 2})])
d = {}
out = []
for i in range(50):
    d["k%d" % i] = i
    out.append(size(d))
for i in range(45):
    del d["k%d" % i]
    out.append(size(d))
for i in range(30):
    d[i] = 1
    out.append(size(d))
print(out)
out = []
for i in range(25):
    d.popitem()
    out.append(size(d))
d.update(dict.fromkeys(range(20), 1))
out.append(size(d))
d.update([(i, 1) for i in range(100, 140)])
out.append(size(d))
d |= {"z%d" % i: 1 for i in range(9)}
out.append(size(d))
c = d.copy()
out.append(size(c))
for k in list(c)[5:]:
    del c[k]
out.append(size(c))
out.append(size(c.copy()))
out.append(size(dict(c)))
c.clear()
out.append(size(c))
c["x"] = 1
out.append(size(c))
c[1] = 1
out.append(size(c))
c.pop("x")
c.pop(1)
out.append(size(c))
c.setdefault("new", 1)
out.append(size(c))
print(out)
for i in range(10):
    d = dict.fromkeys(range(i), 0)
    d.update(dict.fromkeys(range(5, 5 + i * 2)))
    e = dict.fromkeys(map(str, range(i)))
    e.update({str(j): j for j in range(i * 3)})
    print(i, size(d), size(e), size(d | e), size({**d, **e}))
x = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
for k in "abcde":
    x.pop(k)
    x[k] = 1
    print(size(x), end=" ")
x[1] = 1
print(size(x))


class S(str):
    pass


x = {S("a"): 1}
print(size(x))
x["b"] = 1
print(size(x))


class E:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self is other


x = {E(): i for i in range(12)}
print(size(x), size(x.copy()), size(dict.fromkeys(x)))
s = set()
out = []
for i in range(60):
    s.add(i * 7)
    out.append(size(s))
for i in range(55):
    s.discard(i * 7)
    out.append(size(s))
for i in range(30):
    s.add(-i)
    out.append(size(s))
s.clear()
out.append(size(s))
print(out)
for a in range(0, 40, 7):
    p, q = set(range(a)), set(range(a // 2, a * 2))
    print(a, [size(r) for r in (p | q, p & q, p - q, p ^ q)], end=" ")
    p |= q
    print(size(p), end=" ")
    p &= q
    print(size(p), end=" ")
    p -= set(range(5))
    print(size(p), end=" ")
    p ^= q
    print(size(p))
q = deque()
out = []
for i in range(150):
    q.append(i)
    out.append(size(q))
for i in range(140):
    q.popleft()
    out.append(size(q))
for i in range(70):
    q.appendleft(i)
    out.append(size(q))
q.rotate(33)
out.append(size(q))
q.rotate(-50)
out.append(size(q))
q.extend(range(90))
out.append(size(q))
q.extendleft(range(90))
out.append(size(q))
q *= 2
out.append(size(q))
q.insert(5, 1)
del q[100]
q.remove(3)
out.append(size(q))
out.append(size(q.copy()))
q.clear()
out.append(size(q))
q.extendleft("ab")
out.append(size(q))
q.clear()
q.extend("ab")
out.append(size(q * 100))
out.append(size(deque("a") * 200))
out.append(size(q + q))
print(out)
o = OrderedDict()
out = [size(o)]
for i in range(40):
    o[i] = i
    out.append(size(o))
for i in range(30):
    o.popitem(i % 2)
    out.append(size(o))
o.move_to_end(next(iter(o)))
out.append(size(o))
out.append(size(o.copy()))
o.clear()
out.append(size(o))
o["a"] = 1
out.append(size(o))
print(out)


class D(dict):
    pass


class O(OrderedDict):
    pass


class T(set):
    __slots__ = ()


print(size(D()), size(D(a=1)), size(O()), size(O(a=1)), size(T()), size(T(range(20))), size(D.fromkeys(range(9))))
print([size(x) for x in ({}.keys(), {}.items(), iter({}), iter({}.items()), reversed({}), iter(set()), iter(deque()), iter(o), o.keys(), range(3), slice(1, 2))])
