def f(*args, sep="-", **kw): return sep.join(map(str, args)) + str(sorted(kw.items()))
print(f(*(i for i in range(3)), sep="+"), f(*"ab", *[1, 2], **{"x": 1}, **{"y": 2}), f(*{}, **{}))
def g(a, *, b): return a, b
d = {"b": 2}
print(g(1, **d), g(**{"a": 1}, **d), (lambda *a, **k: (a, k))(1, *[2], 3, x=4, **{"y": 5}))
class M:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k * 2
print((lambda **k: k)(**M()))
for h in (lambda: f(**{"sep": 1}, sep=2), lambda: g(1, **{"b": 1}, **{"b": 2}), lambda: f(*5), lambda: f(**5), lambda: f(*None), lambda: g(*[1, 2]), lambda: (lambda **k: k)(**{1: 2}), lambda: print(*[1], **{"sep": 5}), lambda: len(*[[1], [2]]), lambda: f(**[1])):
    try: print(h())
    except TypeError as e: print(e)
