"""Subclasses of list, dict, set, frozenset and deque: overridden methods, slots, attributes, states, copies."""
import sys
from _collections import OrderedDict, defaultdict, deque


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


class L(list):
    __slots__ = ("x",)

    def __len__(self):
        return 99

    def __getitem__(self, i):
        return ("got", i)

    def __iter__(self):
        return iter("fake")

    def __contains__(self, x):
        return x == "yes"

    def append(self, x):
        super().append(("app", x))


a = L([1, 2, 3])
a.x = 5
a.append(4)
for f in (lambda: len(a), lambda: a[0], lambda: list(a), lambda: a + [5], lambda: a * 2, lambda: a == [1, 2, 3, ("app", 4)], lambda: [*a], lambda: sorted(a), lambda: a.copy(), lambda: type(a.copy()).__name__, lambda: a.index(2), lambda: "yes" in a, lambda: repr(a), lambda: list.__len__(a), lambda: a.pop(), lambda: a.sort() or repr(a), lambda: a.x, lambda: a.__reduce_ex__(2)[1:3] if 0 else 0, lambda: [0] + a, lambda: [0].__iadd__(a), lambda: tuple(a), lambda: set(a), lambda: max(a), lambda: bool(a), lambda: a.__sizeof__() > 40, lambda: a < L([9]), lambda: list.__getitem__(a, 0), lambda: [x for x in a], lambda: a.extend("zz") or repr(a), lambda: reversed(a).__length_hint__(), lambda: a.y):
    attempt("L", f)


class D(dict):
    def __getitem__(self, k):
        return ("got", super().get(k))

    def __setitem__(self, k, v):
        super().__setitem__(k, ("set", v))

    def keys(self):
        return ["k1", "k2"]

    def __iter__(self):
        return iter(["i1"])

    def get(self, k, d=None):
        return "get"


d = D(a=1)
d["b"] = 2
for f in (lambda: d, lambda: d["a"], lambda: dict(d), lambda: {**d}, lambda: {} | d, lambda: d | {"z": 1}, lambda: d.copy(), lambda: type(d | {}).__name__, lambda: d.update(c=3) or d, lambda: d.setdefault("q", 1), lambda: d.pop("a"), lambda: list(d), lambda: list(dict.keys(d)), lambda: d.items(), lambda: d == {"b": ("set", 2)}, lambda: "b" in d, lambda: D.fromkeys("xy"), lambda: type(D.fromkeys("xy")).__name__, lambda: dict.fromkeys(d), lambda: OrderedDict(d), lambda: defaultdict(int, d), lambda: (lambda **k: k)(**d), lambda: set(d), lambda: d.__class__(d), lambda: sorted(d), lambda: len(d), lambda: d.__ior__({"n": 1}), lambda: dict.copy(d)):
    attempt("D", f)


class S(set):
    def add(self, x):
        super().add(("added", x))

    def __contains__(self, x):
        return True

    def __iter__(self):
        return iter([7])


s = S([1, 2])
s.add(3)
for f in (lambda: len(s), lambda: 99 in s, lambda: list(s), lambda: s | {5}, lambda: {5} | s, lambda: type(s | {5}).__name__, lambda: s & {1}, lambda: s == {1, 2, ("added", 3)}, lambda: s.copy() == s, lambda: type(s.copy()).__name__, lambda: frozenset(s), lambda: s.issubset([1, 2]), lambda: s.pop() is not None, lambda: set.__contains__(s, 99), lambda: s.__reduce__()[0].__name__, lambda: [*s], lambda: sorted(s), lambda: {1, 2} <= s, lambda: s.union([9]) >= {9}, lambda: set([1]).update(s) if 0 else 0):
    attempt("S", f)


class F(frozenset):
    def __new__(cls, *a, tag=None):
        self = super().__new__(cls, *a)
        self.tag = tag
        return self


f1 = F([1], tag="t")
print(f1, f1.tag, f1.copy() is f1, type(f1.copy()).__name__, f1 | {2}, type(f1 & {1}).__name__, hash(f1) == hash(frozenset([1])), f1.__reduce__(), {f1: 1}[frozenset([1])], F() == frozenset())


class Init(list):
    def __init__(self, a, *, k=0):
        super().__init__(a)
        self.k = k


attempt("Init", lambda: Init([1], k=2).k)
attempt("Init", lambda: Init())
attempt("Init", lambda: Init([1], z=2))


class New(dict):
    def __new__(cls, *a, **k):
        self = super().__new__(cls)
        self.args = a
        return self


attempt("New", lambda: (New({1: 2}, x=1), New(5) if 0 else 0, New({1: 2}).args))
for base, arg in ((list, [1]), (dict, {1: 2}), (set, [1]), (frozenset, [1]), (tuple, [1]), (deque, [1])):
    T = type("T", (base,), {})
    U = type("U", (T,), {"__slots__": ()})
    t = U(arg)
    t.attr = 1 if base is not int else 0
    print(base.__name__, t == base(arg), base(arg) == t, isinstance(t, base), t.__dict__, repr(t)[:30], sys.getsizeof(t) > sys.getsizeof(base(arg)), type(t).__mro__[1].__name__, bool(t), bool(U()))
    attempt("class", lambda: setattr(t, "__class__", T) or type(t).__name__)
    attempt("class", lambda: setattr(t, "__class__", base))
attempt("bases", lambda: type("X", (list, dict), {}))
attempt("bases", lambda: type("X", (set, frozenset), {}))
attempt("kw", lambda: type("K", (list,), {})(x=1))
attempt("kw", lambda: type("K", (set,), {})(x=1))
attempt("kw", lambda: type("K", (frozenset,), {})(x=1))
attempt("kw", lambda: type("K", (tuple,), {})(x=1))
attempt("kw", lambda: type("K", (list,), {"__init__": lambda self, **k: None})(x=1))
attempt("kw", lambda: type("K", (tuple,), {"__init__": lambda self, **k: None})(x=1))
