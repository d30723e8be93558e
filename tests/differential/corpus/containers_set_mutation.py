"""Sets whose elements change the set while it is worked on; unhashable and mixed operands; order and sizes."""
import sys

log = []


class Key:
    def __init__(self, name, h=7, eq=None):
        self.name, self.h, self.eq = name, h, eq

    def __hash__(self):
        log.append("h" + self.name)
        return self.h

    def __eq__(self, other):
        log.append(f"{self.name}={getattr(other, 'name', other)}")
        if callable(self.eq):
            act, self.eq = self.eq, False
            return act()
        return self.eq if self.eq is not None else self is other

    def __repr__(self):
        return f"<{self.name}>"


def boom():
    raise ZeroDivisionError("eq")


def attempt(label, f):
    log.clear()
    try:
        res = f()
        if isinstance(res, (set, frozenset)):
            res = (type(res).__name__, sorted(map(str, res)), sys.getsizeof(res))
    except Exception as e:
        res = f"{type(e).__name__}: {e}"
    print(label, res, log)


ops = {
    "add": lambda s, k: s.add(k), "discard": lambda s, k: s.discard(k), "remove": lambda s, k: s.remove(k), "in": lambda s, k: k in s,
    "or": lambda s, k: s | {k}, "ror": lambda s, k: {k} | s, "and": lambda s, k: s & {k}, "rand": lambda s, k: {k} & s, "sub": lambda s, k: s - {k},
    "rsub": lambda s, k: {k} - s, "xor": lambda s, k: s ^ {k}, "ior": lambda s, k: s.__ior__({k}), "iand": lambda s, k: s.__iand__({k}),
    "isub": lambda s, k: s.__isub__({k}), "ixor": lambda s, k: s.__ixor__({k}), "eq": lambda s, k: s == {k, 1, 2}, "le": lambda s, k: {k} <= s,
    "lt": lambda s, k: {k} < s, "ge": lambda s, k: s >= {k}, "disjoint": lambda s, k: s.isdisjoint([k]), "issub": lambda s, k: s.issubset([k]),
    "issup": lambda s, k: s.issuperset([k]), "update": lambda s, k: s.update([k], [1]), "upddict": lambda s, k: s.update({k: 1}),
    "diffupd": lambda s, k: s.difference_update([k]), "intupd": lambda s, k: s.intersection_update([k, 1]), "symupd": lambda s, k: s.symmetric_difference_update([k, k]),
    "union": lambda s, k: s.union([k], (5,)), "inter": lambda s, k: s.intersection([k], [k]), "diff": lambda s, k: s.difference([k], {k: 1}), "sym": lambda s, k: s.symmetric_difference([k]),
    "frozen": lambda s, k: frozenset(s) | {k}, "copy": lambda s, k: s.copy() - {k},
}
for name, f in ops.items():
    for kind in ("other", "same", "equal", "clear", "add", "delete", "raise"):
        s = set()
        a, b = Key("a"), Key("b")
        probe = Key("p", 7, False)
        eq = {"clear": lambda: s.clear(), "add": lambda: s.update(range(30)), "delete": lambda: s.discard(b), "raise": boom}.get(kind)
        s.add(a)
        s.add(b)
        a.eq = eq
        if kind == "other":
            probe.h = 8
        elif kind == "same":
            probe = b
        elif kind == "equal":
            b.eq = True
        attempt((name, kind), lambda: f(s, probe))
        print("   ", len(s), sys.getsizeof(s), [sys.getrefcount(k) for k in (a, b)], sys.getrefcount(probe))
for what in (lambda s: s.add(99), lambda s: s.discard(2), lambda s: s.clear(), lambda s: (s.discard(1), s.add(50))):
    s = {1, 2, 3}
    out = []
    try:
        for x in s:
            out.append(x)
            if len(out) == 1:
                what(s)
            if len(out) > 8:
                break
        print(out)
    except RuntimeError as e:
        print(out, e)
for f in (lambda: {1, []}, lambda: set([{}]), lambda: {1} | [1], lambda: {1} < [1], lambda: {1}.union(5), lambda: [] in {1}, lambda: {1} in {frozenset([1])}, lambda: {frozenset([1])}.remove({1}), lambda: {frozenset([1])}.remove({2}), lambda: set().pop(), lambda: set(1), lambda: set(a=1), lambda: frozenset([1]).add(2), lambda: {1}.add(), lambda: {1}.isdisjoint(), lambda: {1}.remove([]), lambda: {1}.discard({}), lambda: hash({1}), lambda: set("abc", "d"), lambda: {1} - {1: 2}.keys(), lambda: {1: 2}.keys() - {1}, lambda: {1}.__or__([2]), lambda: {1}.__sub__(frozenset([1])), lambda: type({1} | frozenset([2])).__name__, lambda: type(frozenset([2]) | {1}).__name__):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for n in (3, 10, 50):
    s = set()
    for i in range(n):
        s.add((i * 7919) % 1000)
        if i % 3 == 0:
            s.discard((i * 7919 // 2) % 1000)
    print(list(s), sys.getsizeof(s))
    while s:
        print(s.pop(), end=" ")
    print()
class Sub(set):
    def __init__(self, *a, x=1):
        super().__init__(*a)
        self.x = x
class F(frozenset):
    pass
t = Sub([1, 2])
print(t | {3}, t & {1}, t - {1}, t ^ {9}, t.copy(), type(t.copy()).__name__, type(t | {1}).__name__, t.__reduce__(), F([1]).__reduce__(), frozenset([1]).copy() is not None)
print(Sub(x=3).x, F("a") | F("b"), hash(F("a")) == hash(frozenset("a")), frozenset() is frozenset([]), F() == frozenset())
