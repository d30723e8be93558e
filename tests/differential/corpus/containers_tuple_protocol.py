"""tuple: slices, repetition, search, comparison, hashing, subclasses, identities, refcounts, huge sizes."""
import sys


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


class T(tuple):
    pass


class Eq:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        if isinstance(self.n, str):
            raise ValueError(self.n)
        return self.n == getattr(other, "n", other)

    def __lt__(self, other):
        return NotImplemented

    def __hash__(self):
        if isinstance(self.n, str):
            raise ValueError(self.n)
        return -1 if self.n < 0 else self.n

    def __repr__(self):
        return f"E{self.n}"


t = (1, 2, 3, 2)
empty = ()
print(t[:] is t, t[0:4] is t, t[::1] is t, t + () is t, () + t is t, t * 1 is t, tuple(t) is t, T(t) is t, T(t)[:] is t, type(T(t)[:]).__name__, type(T(t) + ()).__name__, empty * 5 is empty, t * 0 is empty, t[5:] is empty, T() is empty, T() == ())
for f in (lambda: t.index(2), lambda: t.index(2, 2), lambda: t.index(2, -1), lambda: t.index(9), lambda: t.index(2, 0, 1), lambda: t.index(2, None), lambda: t.index(), lambda: t.index(2, 2**70), lambda: t.index(1, -2**70, 2**70), lambda: t.count(2), lambda: t.count(), lambda: t.count(1, 2), lambda: t[4], lambda: t[-5], lambda: t["a"], lambda: t[1.0], lambda: t[2**70], lambda: t[::0], lambda: t + [1], lambda: t + T((9,)), lambda: t * -1, lambda: t * 2**62, lambda: t * 2**70, lambda: t * 1.5, lambda: 2 * t, lambda: t < [1], lambda: t == [1, 2, 3, 2], lambda: t < (1, 2, 4), lambda: t >= (1, 2), lambda: t != t, lambda: (1, "a") < (1, 2), lambda: (1, "a") < (2, 2), lambda: hash(t) == hash(T(t)), lambda: hash((1, [])), lambda: hash(()), lambda: hash((1.0, True)) == hash((1, 1)), lambda: tuple(5), lambda: tuple([1], 2), lambda: tuple(x=1), lambda: tuple(iterable=[1]), lambda: tuple("ab"), lambda: tuple({1: 2}), lambda: T("ab"), lambda: tuple(x for x in "ab"), lambda: t.__getnewargs__(), lambda: tuple[int, ...], lambda: t.__contains__(2), lambda: t.__class__.__name__, lambda: T.__new__(T, [1]), lambda: T.__new__(int), lambda: tuple.__new__(T, "xy"), lambda: repr((1,)), lambda: repr(T([1])), lambda: sys.getsizeof(t) - sys.getsizeof(()), lambda: sys.getsizeof(T(t)) - sys.getsizeof(T()), lambda: t.__setitem__, lambda: (Eq(1), Eq("x")) == (Eq(1), 5), lambda: Eq(2) in (Eq(1), Eq(2)), lambda: (Eq(1),).index(Eq(3)), lambda: (Eq("i"),).count(1), lambda: hash((Eq("h"),)), lambda: hash((Eq(-1),)) == hash((-2,)), lambda: (Eq(1),) < (Eq(2),), lambda: (Eq(1), 1) < (Eq(1), 2), lambda: max((1, 2), (1, 3)), lambda: sorted([(2, "a"), (1, "b")])):
    attempt("t", f)
nan = float("nan")
print((nan,) == (nan,), (nan,) == (float("nan"),), nan in (nan,), (nan,).index(nan), (nan, 1).count(nan))
xs = [object(), object()]
base = [sys.getrefcount(x) for x in xs]


def delta():
    return [sys.getrefcount(x) - b for x, b in zip(xs, base)]


a = tuple(xs)
print(delta())
b = a * 3
print(delta())
c = a + b
print(delta())
e = c[1::2]
print(delta())
f = T(e)
print(delta(), len(e))
del a, b, c
print(delta())
del e, f
print(delta())
rec = ([],)
rec[0].append(rec)
print(rec)
deep = ()
for _ in range(2000):
    deep = (deep,)
attempt("deep", lambda: len(repr(deep)))
attempt("deephash", lambda: isinstance(hash(deep), int))
other = ()
for _ in range(2000):
    other = (other,)
attempt("deepeq", lambda: deep == other)
x, *y, z = t
print(x, y, z, *t, [*t, *()], (*t, 5))
match t:
    case (1, *rest):
        print("rest", rest)
print(tuple([1, 2, 3]) == (1, 2, 3), () < (0,), (0,) > (), ((),) > ())
