"""itertools: every constructor with right and wrong arguments, subclasses, repr, errors of the functions called."""
import itertools as I
import sys


def attempt(label, f):
    try:
        print(label, f())
    except BaseException as e:
        print(label, type(e).__name__, e)


def first(it, n=6):
    return list(I.islice(it, n))


class Ix:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        if isinstance(self.n, Exception):
            raise self.n
        return self.n


def bad(*a):
    raise LookupError("bad", *a)


def gen():
    yield 1
    yield 2
    return "value"


class Stops:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration("stopped")
        return self.n


NAMES = [n for n in vars(I) if not n.startswith("__")]
print(NAMES)
for name in NAMES:
    t = getattr(I, name)
    for args, kw in (((), {}), ((5,), {}), (([],), {}), (([1, 2],), {"x": 1}), (([1], 2), {}), ((len, [1]), {}), ((None, [0, 1]), {}), (([1], [2], [3], [4], [5]), {}), ((5, 6), {}), (([1], 5), {"key": 1})):
        attempt((name, len(args), list(kw)), lambda: type(t(*args, **kw)).__name__)
for f in (lambda: first(I.count(Ix(3))), lambda: first(I.count(1, 0.5)), lambda: first(I.count(step=-1)), lambda: first(I.count(2**63 - 2), 4), lambda: I.count(2**63 - 1), lambda: first(I.count("a")), lambda: first(I.count(1j, 2)), lambda: I.count(1.5), lambda: I.count(3, 1), lambda: I.count(3, 2), lambda: I.count(True), lambda: first(I.count(None)),
          lambda: I.repeat(1), lambda: I.repeat("a", -5), lambda: I.repeat([], times=2), lambda: list(I.repeat(object=1, times=Ix(2))), lambda: I.repeat(1, "a"), lambda: I.repeat(times=2), lambda: I.repeat(1).__length_hint__(), lambda: I.repeat(1, 4).__length_hint__(),
          lambda: first(I.cycle([])), lambda: first(I.cycle("ab")), lambda: first(I.cycle(gen())), lambda: list(I.chain("ab", 5)), lambda: list(I.chain([1], gen())), lambda: list(I.chain.from_iterable([[1], 5])), lambda: I.chain[int], lambda: list(I.chain.from_iterable("ab")),
          lambda: list(I.islice(range(9), 2, None, 3)), lambda: list(I.islice(range(9), None)), lambda: I.islice([], -1), lambda: I.islice([], "a"), lambda: I.islice([], 0, 1, 0), lambda: I.islice([], 0, 1, -1), lambda: I.islice([], None, None, None), lambda: list(I.islice(range(5), Ix(1), Ix(4))), lambda: I.islice([], Ix(ValueError("ix"))), lambda: I.islice([], 2**70), lambda: I.islice([], 5, 2),
          lambda: list(I.accumulate([])), lambda: list(I.accumulate([1, "a"])), lambda: list(I.accumulate([1, 2], bad)), lambda: list(I.accumulate("abc")), lambda: list(I.accumulate([], initial=5)), lambda: list(I.accumulate([1], func=None, initial=None)), lambda: list(I.accumulate([3, 1, 2], max, initial=2)),
          lambda: list(I.batched("abcde", 2)), lambda: list(I.batched("abc", 2, strict=True)), lambda: I.batched("abc", 0), lambda: list(I.batched(Stops(3), 2)), lambda: I.batched("a", "b"), lambda: I.batched("a"), lambda: list(I.batched("ab", n=Ix(1))),
          lambda: list(I.pairwise("a")), lambda: list(I.pairwise(Stops(4))), lambda: list(I.zip_longest("ab", "a", fillvalue=0)), lambda: I.zip_longest("a", x=1), lambda: I.zip_longest("a", fillvalue=1, b=2), lambda: list(I.zip_longest()), lambda: list(I.zip_longest("ab", 5)),
          lambda: list(I.starmap(pow, [(2, 3), 5])), lambda: list(I.starmap(bad, [()])), lambda: list(I.starmap(lambda *a: a, ["ab", {1: 2}])), lambda: list(I.compress("abc", [1, 0, 1, 1])), lambda: list(I.takewhile(bad, "a")), lambda: list(I.dropwhile(bad, "a")), lambda: list(I.filterfalse(bad, "a")), lambda: list(I.filterfalse(bool, [0, 1, ""])),
          lambda: [(k, list(g)) for k, g in I.groupby("aabbc")], lambda: [k for k, g in I.groupby([1, 2, 3], bad)], lambda: [(k, len(list(g))) for k, g in I.groupby("AaBb", key=str.lower)], lambda: list(map(list, [g for k, g in I.groupby("aab")])),
          lambda: list(I.product("ab", repeat=2)), lambda: list(I.product(repeat=0)), lambda: I.product("a", repeat=2**62), lambda: I.product("a", x=1), lambda: I.product("a", repeat="b"), lambda: list(I.permutations("abc", 0)), lambda: list(I.permutations("ab", 3)), lambda: I.permutations("ab", -1), lambda: I.permutations("ab", 1.0), lambda: list(I.permutations("abc", None)),
          lambda: I.combinations("ab", -1), lambda: I.combinations("ab"), lambda: list(I.combinations("ab", 3)), lambda: list(I.combinations(r=1, iterable="ab")), lambda: list(I.combinations_with_replacement("ab", 0)), lambda: list(I.combinations_with_replacement("", 0)), lambda: I.combinations_with_replacement("a", -1), lambda: I.tee("a", 0), lambda: I.tee("a", -1), lambda: [list(t) for t in I.tee(gen(), 3)], lambda: I.tee(5), lambda: I.tee("a", "b"), lambda: type(I.tee(I.tee("a")[0])[1]).__name__):
    attempt("f", f)


def stop_value(it):
    try:
        while True:
            next(it)
    except StopIteration as e:
        return e.value


for make in (lambda g: I.islice(g, 9), lambda g: I.takewhile(bool, g), lambda g: I.filterfalse(None, g), lambda g: I.compress(g, [0, 0, 0, 0]), lambda g: I.starmap(print, g), lambda g: I.accumulate(g), lambda g: I.pairwise(g), lambda g: I.chain(g), lambda g: I.cycle(g) if 0 else I.zip_longest(g), lambda g: I.batched(g, 2), lambda g: I.tee(g)[0], lambda g: I.dropwhile(lambda x: True, g), lambda g: map(abs, g), lambda g: filter(None, g), lambda g: enumerate(g), lambda g: zip(g), lambda g: I.groupby(g)):
    for source in (gen, lambda: Stops(2), lambda: iter([])):
        attempt("stop", lambda: stop_value(make(source())))
for name in ("count", "cycle", "chain", "islice", "product", "repeat", "accumulate", "batched"):
    sub = type("Sub", (getattr(I, name),), {"extra": 1, "__init__": lambda self, *a, **k: None})
    args = {"count": (2,), "repeat": (5, 2), "islice": ("abc", 2), "batched": ("abc", 2)}.get(name, ("ab",))
    attempt(name, lambda: (first(sub(*args), 3), sub(*args).extra))
    attempt(name, lambda: first(sub(*args, key=1), 2))
t1, t2 = I.tee(iter("abc"))
print(t1.__copy__() is t1, next(t1), list(t2), list(t1), list(t1.__copy__()))


def reenter():
    yield 1
    yield next(outer)


outer, other = I.tee(reenter())
attempt("reenter", lambda: list(outer))
xs = [object() for _ in range(4)]
base = [sys.getrefcount(x) for x in xs]
for make in (lambda: I.permutations(xs, 2), lambda: I.combinations(xs, 2), lambda: I.product(xs, xs), lambda: I.combinations_with_replacement(xs, 2), lambda: I.cycle(xs), lambda: I.zip_longest(xs, xs[:1]), lambda: I.pairwise(xs), lambda: I.batched(xs, 3), lambda: I.groupby(xs), lambda: I.tee(xs)[0], lambda: I.accumulate(xs, lambda a, b: b), lambda: I.chain(xs, xs), lambda: I.islice(xs, 3), lambda: I.compress(xs, [0, 1]), lambda: zip(xs, xs[:2])):
    it = make()
    out = []
    for i, item in enumerate(it):
        if i == 2:
            break
    out.append([sys.getrefcount(x) - b for x, b in zip(xs, base)])
    for i, item in enumerate(it):
        if i == 30:
            break
    out.append([sys.getrefcount(x) - b for x, b in zip(xs, base)])
    item = None
    out.append([sys.getrefcount(x) - b for x, b in zip(xs, base)])
    it = None
    out.append([sys.getrefcount(x) - b for x, b in zip(xs, base)])
    print(out)
