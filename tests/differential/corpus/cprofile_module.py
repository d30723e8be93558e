"""The profiler behind cProfile, with a timer of its own."""

import cProfile
def f(n): return sum(g(i) for i in range(n))
def g(i): return len([i]) + abs(-i)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
pr = cProfile.Profile(lambda c=[0]: c.__setitem__(0, c[0]+1) or c[0], 0.5)
pr.enable(); f(3); fib(5); [].append(1); "a".upper(); int("3")
try: int("x")
except ValueError: pass
pr.disable()
rows=[]
for e in pr.getstats():
    name = lambda c: c if isinstance(c, str) else c.co_name
    rows.append((name(e.code), e.callcount, e.reccallcount, e.totaltime, e.inlinetime, sorted((name(s.code), s.callcount, s.reccallcount) for s in e.calls or ())))
for r in sorted(rows): print(r)
