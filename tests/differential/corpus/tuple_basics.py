t = (1, "a", 2.5)
print(t, (1,), (), tuple("ab"), tuple([1, 2]), t + (4,), t * 2, t[0], t[-1], t[1:], len(t), "a" in t, t.index("a"), t.count(1))
a, b, c = t; print(a, b, c); (a, (b, *c)) = 1, (2, 3, 4); print(a, b, c)
print((1, 2) < (1, 3), (1, 2) == (1, 2), (1,) < (1, 0), hash((1, 2)) == hash((1, 2)), {(1, 2): "x"}[(1, 2)], () == ())
a, b = 1, 2; a, b = b, a; print(a, b, (a, b) == (2, 1))
for f in (lambda: t[5], lambda: t["x"], lambda: t + [1], lambda: hash(([],)), lambda: t.index(9), lambda: tuple(5), lambda: (1, 2) < 3, lambda: (1, 2) < ("a",)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
try:
    t[0] = 1
except TypeError as e:
    print(e)
def f(): return 1, 2
print(f(), *f(), [*f()], (*f(), 3))
print(repr(("a", ("b",))), str((1.0, None)), hash(()), hash((1, "a")) == hash((1, "a")), max((3, 1), (2, 9)))
