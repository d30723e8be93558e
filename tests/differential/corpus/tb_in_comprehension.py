def f(x): return 1 / x
values = [f(x) for x in (2, 1, 0)]
