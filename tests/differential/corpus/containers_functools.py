from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce


def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
def f(*a, **k): return a, k
p = partial(f, 1, x=2); print(p(), p(3, y=4), p(x=9), p.func is f, p.args, p.keywords); q = partial(p, 5, z=6); print(q(7), q.args, q.func is f); t(partial); t(partial, 5); print(partial(int, base=2)('101'), repr(partial(int, 3, base=2))); p.attr = 1; print(p.attr, p.__dict__)
print(reduce(lambda a, b: a+b, [1,2,3,4]), reduce(lambda a,b: a*b, range(1,6), 10), reduce(max, 'hello')); t(reduce, max, []); t(reduce, max, 5); t(reduce, lambda a,b: 1/0, [1,2])
def cmp(a, b): return (a > b) - (a < b)
print(sorted([3,1,2], key=cmp_to_key(lambda a,b: cmp(b,a))), cmp_to_key(cmp)(1) < cmp_to_key(cmp)(2)); t(lambda: cmp_to_key(cmp)(1) < 5)
class CI:
    def __init__(s, *a): s.a = a
    def __repr__(s): return f'CI{s.a}'
calls = []
def fib(n):
    calls.append(n)
    return n if n < 2 else fib(n-1) + fib(n-2)
fib = _lru_cache_wrapper(fib, None, False, CI)
print(fib(30), len(calls), fib.cache_info()); fib.cache_clear(); print(fib.cache_info())
g = _lru_cache_wrapper(lambda *a, **k: (a, k), 2, False, CI)
print(g(1), g(2), g(1), g(3), g.cache_info()); print(g(2), g.cache_info(), g(1, x=2), g(x=2), g(x=2), g.cache_info()); t(g, [])
h = _lru_cache_wrapper(lambda x: x, 10, True, CI); print(h(1), h(1.0), h(True), h.cache_info()); z = _lru_cache_wrapper(lambda: 5, 0, False, CI); print(z(), z(), z.cache_info())
class A:
    @lambda fn: _lru_cache_wrapper(fn, None, False, CI)
    def m(s, x): print('called'); return x * 2
a = A(); print(a.m(2), a.m(2), A.m.cache_info())
