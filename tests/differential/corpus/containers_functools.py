"""_functools: partial (state, nesting, repr, descriptors), lru_cache in all its forms, reduce, cmp_to_key."""
import sys
from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce


def attempt(f):
    try:
        res = f()
        print(res)
    except Exception as e:
        print(type(e).__name__, e)


def show(*a, **k):
    return a, k


p = partial(show, 1, x=2)
q = partial(p, 3, y=4)
print(q.func is show, q.args, q.keywords, q(5, x=9), p(), p(2, z=1))
print(q, q.__reduce__()[2][1:])
p.attr = 1
r = partial(p, 8)
print(r.func is p, r.args, p.__dict__, p.__reduce__()[2][3])
for bad in ((), (1,), (show, 1)):
    attempt(lambda: partial(*bad) and "made")
for state in ((), 1, (show, (1,), {"k": 2}, None), (show, (1,), {"k": 2}, {"at": 3}), (show, [1], {}, None), (1, (), {}, None), (show, (), None, None), (show, (1,), {}), (show, (), [], None)):
    n = partial(show)
    attempt(lambda: n.__setstate__(state))
    attempt(lambda: (n.args, n.keywords, n(), n.__dict__))


class T(tuple):
    pass


class D(dict):
    pass


n = partial(show)
n.__setstate__((show, T([1]), D(k=1), {}))
print(type(n.args).__name__, type(n.keywords).__name__, n())
n.__setstate__((n, (), {}, {}))
attempt(lambda: repr(n))
n.__setstate__((show, (n,), {"s": n}, {}))
attempt(lambda: len(repr(n)) > 10)
n.__setstate__((show, (), {}, {}))


class P(partial):
    pass


print(P(show, 1), type(P(P(show, 1), 2).func).__name__, partial.__get__(p, None, int) is p)


class C:
    m = partial(show, 7)


attempt(lambda: C.m())
attempt(lambda: C().m())
for f in (lambda: p.args.__class__, lambda: setattr(p, "func", 1), lambda: delattr(p, "args"), lambda: delattr(p, "__dict__"), lambda: p.__dict__, lambda: partial(show, self=1)(), lambda: partial[int], lambda: p.__call__(3), lambda: partial(show, a=1)(a=2, b=3)):
    attempt(f)
k = partial(show)
k.keywords[5] = 1
attempt(k)
calls = []


def info(*a):
    return a


def cached(maxsize, typed=False):
    def f(*a, **k):
        calls.append((a, k))
        return len(calls)
    return _lru_cache_wrapper(f, maxsize, typed, info)


for maxsize in (None, 0, 1, 2, 3, -5, True):
    for typed in (False, True):
        calls.clear()
        f = cached(maxsize, typed)
        out = [f(1), f(1.0), f(True), f("a"), f(1), f(a=1, b=2), f(b=2, a=1), f(1, 2), f((1, 2)), f(1), f(), f("a"), f(a=1.0, b=2)]
        print(maxsize, typed, out, len(calls), f.cache_info())
        f.cache_clear()
        print(f.cache_info(), f(1), f.cache_info())
for bad in ((1, None, False, info), (show, "a", False, info), (show, None), (show, 1.5, 0, info), (show, 2**70, 0, info)):
    attempt(lambda: type(_lru_cache_wrapper(*bad)).__name__)
f = cached(2)
attempt(lambda: f([]))
attempt(lambda: f(x={}))
print(f.cache_info(), f.__copy__() is f, f.__deepcopy__(1) is f, f.__get__(None, 1) is f)
f.__qualname__ = "there"
print(f.__reduce__(), f.__dict__)
log = []


class Key:
    def __init__(self, n, h=3):
        self.n, self.h = n, h

    def __hash__(self):
        log.append(f"h{self.n}")
        return self.h

    def __eq__(self, other):
        log.append(f"{self.n}={other.n}")
        return self.n % 10 == other.n % 10


for maxsize in (None, 1, 2):
    f = cached(maxsize)
    ks = [Key(1), Key(2), Key(11), Key(3, 4)]
    log.clear()
    for key in ks + ks:
        f(key)
    print(maxsize, f.cache_info(), log, [sys.getrefcount(key) for key in ks])
    f.cache_clear()
    print([sys.getrefcount(key) for key in ks])


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


fib = _lru_cache_wrapper(fib, 5, False, info)
print(fib(30), fib.cache_info())


def meddle(n):
    if n < 3:
        meddle.cache_clear()
        meddle(n + 1)
    return n


meddle = _lru_cache_wrapper(meddle, 2, False, info)
print(meddle(0), meddle.cache_info())


def fails(n):
    raise KeyError(n)


fails = _lru_cache_wrapper(fails, 4, False, info)
for n in (1, 1, 2):
    attempt(lambda: fails(n))
print(fails.cache_info())


class M:
    def meth(self, x):
        return (self is m, x)
    meth = _lru_cache_wrapper(meth, None, False, info)


m = M()
print(m.meth(1), m.meth(1), M.meth.cache_info(), type(m.meth).__name__, sys.getrefcount(m))
big = [object() for _ in range(3)]
g = _lru_cache_wrapper(lambda o: o, 2, False, info)
for o in big:
    g(o)
print([sys.getrefcount(o) for o in big])
for args in ((show,), (lambda a, b: a + b, [1, 2, 3]), (lambda a, b: a + b, [], 5), (lambda a, b: a + b, []), (lambda a, b: a + b, 5), (lambda a, b: a + b, "abc", "z"), (lambda a, b: 1 / 0, [1, 2]), (5, [1, 2]), (5, [1]), (None, [], 3)):
    attempt(lambda: reduce(*args))
attempt(lambda: reduce(function=1, iterable=2))
xs = [object() for _ in range(3)]
reduce(lambda a, b: print(sys.getrefcount(a), sys.getrefcount(b)) or b, xs)
print([sys.getrefcount(x) for x in xs])
K = cmp_to_key(lambda a, b: (a > b) - (a < b))
print(sorted([3, 1, 2], key=K), K(1) < K(2), K(1) == K(1), K(2) >= K(3), K(obj=5).obj)
for f in (lambda: K(1) < 1, lambda: K(1) > K, lambda: hash(K(1)), lambda: K(), lambda: K(1, 2), lambda: K(x=1), lambda: cmp_to_key(), lambda: cmp_to_key(mycmp=5)(1) < cmp_to_key(5)(2), lambda: type(K)(1), lambda: cmp_to_key(lambda a, b: "x")(1) < K(2), lambda: cmp_to_key(lambda a, b: None)(1) == K(2), lambda: setattr(K, "obj", 3) or K.obj, lambda: K.__text_signature__):
    attempt(f)
K(1).obj = 5
z = K(4)
del z.obj
attempt(lambda: z < K(1))
