"""Iterators of built-in containers: length hints, reduce, setstate, exhaustion, changes meanwhile, refcounts."""
import sys
from _collections import OrderedDict, deque


class Seq:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        return i * 10

    def __len__(self):
        return self.n


def show(x):
    if isinstance(x, tuple):
        return tuple(show(y) for y in x)
    if callable(x):
        return getattr(x, "__name__", "?")
    if isinstance(x, Seq):
        return "Seq"
    return x


def attempt(label, f):
    try:
        print(label, show(f()))
    except Exception as e:
        print(label, type(e).__name__, e)


makers = {
    "list": lambda: iter([1, 2, 3]), "listrev": lambda: reversed([1, 2, 3]), "tuple": lambda: iter((1, 2, 3)), "range": lambda: iter(range(1, 10, 3)),
    "rangerev": lambda: reversed(range(4)), "longrange": lambda: iter(range(2**65, 2**65 + 9, 3)), "longrev": lambda: reversed(range(2**65, 2**65 + 3)),
    "str": lambda: iter("abc"), "uni": lambda: iter("a\u1234c"), "bytes": lambda: iter(b"abc"), "bytearray": lambda: iter(bytearray(b"abc")), "dict": lambda: iter({1: 2, 3: 4}),
    "values": lambda: iter({1: 2, 3: 4}.values()), "items": lambda: iter({1: 2, 3: 4}.items()), "dictrev": lambda: reversed({1: 2, 3: 4}), "itemsrev": lambda: reversed({1: 2, 3: 4}.items()),
    "set": lambda: iter({1, 2, 3}), "seq": lambda: iter(Seq(3)), "seqrev": lambda: reversed(Seq(3)), "call": lambda: iter(iter([1, 2, 3, 0]).__next__, 0),
    "enumerate": lambda: enumerate("abc", 5), "bigenum": lambda: enumerate("abc", 2**63 - 1), "zip": lambda: zip("abc", [1, 2]), "zipstrict": lambda: zip("ab", [1, 2], strict=True),
    "zip0": lambda: zip(), "map": lambda: map(ord, "abc"), "map2": lambda: map(max, [1, 5], [4, 2]), "filter": lambda: filter(None, [0, 1, 2]),
    "deque": lambda: iter(deque([1, 2, 3])), "dequerev": lambda: reversed(deque([1, 2, 3])), "odict": lambda: iter(OrderedDict(a=1, b=2)), "oitems": lambda: iter(OrderedDict(a=1, b=2).items()),
}
for name, make in makers.items():
    it = make()
    attempt(name + " hint", lambda: it.__length_hint__())
    for k in range(5):
        if name not in ("map", "map2", "filter", "zip", "zipstrict", "zip0", "enumerate", "bigenum", "str", "uni"):
            attempt(f"{name} {k} reduce", lambda: it.__reduce__())
        attempt(f"{name} {k} next", lambda: next(it, "end"))
        attempt(f"{name} {k} hint", lambda: it.__length_hint__())
    attempt(name + " iter", lambda: iter(it) is it)
    for state in (0, 1, 2, -1, 99, 2**70, -2**70, "a", None, 1.5)[:-1 if name.startswith("long") else 10]:
        it = make()
        if hasattr(it, "__setstate__"):
            attempt(f"{name} setstate {state}", lambda: (it.__setstate__(state), list(it)))
for strict in (0, 1):
    for args in (("ab", "abc"), ("abc", "ab"), ("ab", "ab", "a"), ("a", "ab", "ab"), ("", "a"), ("a", ""), ("abc",), (), (5,), ("a", 5)):
        attempt(("zip", strict, args), lambda: list(zip(*args, strict=strict)))
for f in (lambda: zip(strict=1, x=2), lambda: zip("a", strict=[]), lambda: enumerate(), lambda: enumerate(5), lambda: enumerate("a", "b"), lambda: enumerate("a", 1, 2), lambda: enumerate(iterable="ab", start=3).__next__(), lambda: enumerate(start=3), lambda: map(), lambda: map(5), lambda: map(None, 5), lambda: list(map(5, [1])), lambda: filter(1), lambda: list(filter(5, [1])), lambda: filter(None, 5), lambda: reversed(5), lambda: reversed({1}), lambda: reversed(), lambda: reversed([1], 2), lambda: iter(), lambda: iter(5), lambda: iter(5, 1), lambda: iter(len, 1, 2), lambda: next(5), lambda: next(iter([])), lambda: next(iter([]), 1, 2), lambda: list(map(divmod, [7, 8], [2, 0])), lambda: map(abs, x=1), lambda: type(iter([]))(), lambda: type(iter({}))({}), lambda: list(filter(lambda x: x / 0, [1]))):
    attempt("err", f)
xs = [object() for _ in range(3)]
base = [sys.getrefcount(x) for x in xs]
for make in (lambda: iter(xs), lambda: reversed(xs), lambda: iter(tuple(xs)), lambda: enumerate(xs), lambda: zip(xs, xs), lambda: map(id, xs), lambda: filter(None, xs), lambda: iter(set(xs)), lambda: iter(dict.fromkeys(xs)), lambda: iter(dict(enumerate(xs)).items())):
    it = make()
    for item in it:
        break
    print([sys.getrefcount(x) - b for x, b in zip(xs, base)].count(0) <= 3, sys.getrefcount(it))
    for item in it:
        pass
    print(sum(sys.getrefcount(x) - b for x, b in zip(xs, base)))
    del it, item
    print([sys.getrefcount(x) - b for x, b in zip(xs, base)])
x = [1, 2, 3, 4]
it, rv = iter(x), reversed(x)
next(it), next(rv)
del x[2:]
print(list(it), list(rv), it.__reduce__()[1], rv.__reduce__()[1])
x.extend([7, 8, 9])
print(list(it), list(rv))
