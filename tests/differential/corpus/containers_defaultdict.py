"""defaultdict and _count_elements, _tuplegetter: factories, errors, subclasses, copies, unions, states."""
import sys
from _collections import OrderedDict, _count_elements, _tuplegetter, defaultdict


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


calls = []


def factory():
    calls.append(1)
    return len(calls)


d = defaultdict(factory, {1: 2}, x=3)
print(d["new"], d["new"], d.get("other"), "other" in d, d, d.default_factory is factory, d.__missing__("m"), dict(d))
for f in (lambda: defaultdict(5), lambda: defaultdict(None, 5), lambda: defaultdict(list, 1, 2), lambda: defaultdict(list, [(1,)]), lambda: defaultdict()["a"], lambda: defaultdict(None)["a"], lambda: defaultdict(lambda: 1 / 0)["a"], lambda: defaultdict(list)[[]], lambda: defaultdict(int) | {1: 2}, lambda: {1: 2} | defaultdict(int, a=1), lambda: defaultdict(int) | [1], lambda: [1] | defaultdict(int), lambda: defaultdict(int, a=1).copy(), lambda: defaultdict(int, a=1).__copy__(), lambda: defaultdict[int, str], lambda: defaultdict(int, a=1).__reduce__()[:4], lambda: list(defaultdict(int, a=1).__reduce__()[4]), lambda: defaultdict().__reduce__()[:4], lambda: defaultdict(int) == {}, lambda: defaultdict(int).__init__(str, b=1), lambda: defaultdict.fromkeys("ab", 1), lambda: defaultdict(int, {1: 1}).__ior__({2: 2}), lambda: hash(defaultdict()), lambda: defaultdict.__new__ is dict.__new__, lambda: OrderedDict.__new__ is dict.__new__):
    attempt(f)
e = defaultdict(list)
e["a"].append(1)
e["b"]
e.default_factory = None
attempt(lambda: e["c"])
e.default_factory = "not callable"
attempt(lambda: e["c"])
del e.default_factory
print(e.default_factory, e)
attempt(lambda: e["c"])


class D(defaultdict):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.x = 1

    def __missing__(self, key):
        return ("missing", key, super().__missing__(key))

    def items(self):
        return [("mine", 1)]


s = D(int, a=5)
print(s["q"], s, type(s.copy()).__name__, type(s | {}).__name__, s.__reduce__()[:4], list(s.__reduce__()[4]), s.__dict__)


class Named:
    def __repr__(self):
        return f"N{self.d}"

    def __call__(self):
        return 1


n = Named()
n.d = defaultdict(n)
print(n.d)
n.d.default_factory = n.d.__repr__
x = defaultdict(list)
x["self"] = x
print(x)
obj = object()
base = sys.getrefcount(obj)
y = defaultdict(lambda: obj)
y[1], y[2]
print(sys.getrefcount(obj) - base)
y.clear()
print(sys.getrefcount(obj) - base)


class M(dict):
    def get(self, k, default=None):
        return super().get(k, 10)

    def __setitem__(self, k, v):
        super().__setitem__(k, ("set", v))


for m, it in (({}, "abca"), (M(), "abca"), (defaultdict(int), [1, 1.0, True]), (OrderedDict(), "ba"), ({}, 5), ({"a": "x"}, "a"), ({}, [[]]), (5, "a"), ({"a": 2**70}, "a")):
    try:
        print(_count_elements(m, it), m)
    except Exception as e:
        print(type(e).__name__, e, m)


class P(tuple):
    a = _tuplegetter(0, "first")
    b = _tuplegetter(1, "second")
    z = _tuplegetter(9, None)


p = P((1, 2))
for f in (lambda: (p.a, p.b), lambda: p.z, lambda: P.a, lambda: P.a.__doc__, lambda: setattr(p, "a", 3), lambda: delattr(p, "a"), lambda: P.a.__get__(5), lambda: P.a.__get__(None, P) is P.a, lambda: P.a.__get__((7, 8)), lambda: P.a.__reduce__()[1], lambda: _tuplegetter(), lambda: _tuplegetter("a", 1), lambda: _tuplegetter(1, 2, 3), lambda: _tuplegetter(-1, None).__get__((1,)), lambda: setattr(P.a, "__doc__", "new") or P.a.__doc__, lambda: _tuplegetter(index=1, doc=2)):
    attempt(f)
