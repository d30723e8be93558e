"""Dict views: set operations with every kind of operand, comparisons, containment, guest keys and values, repr."""
import sys
from _collections import OrderedDict


def attempt(label, f):
    try:
        r = f()
        print(label, sorted(map(str, r)) if isinstance(r, (set, frozenset)) else r)
    except Exception as e:
        print(label, type(e).__name__, e)


d = {"a": 1, "b": 2, 3: [4]}
o = OrderedDict(d)
others = {"set": {"a", 3}, "frozen": frozenset("b"), "list": ["a", "z"], "str": "ab", "dict": {"a": 9}, "keys": {"b": 1}.keys(), "items": {"a": 1}.items(), "values": {"a": 1}.values(), "gen": None, "int": 5, "unhash": [[]], "pairs": [("a", 1)], "self": d.keys(), "odict": o.keys(), "empty": (), "none": None}
for vname, view in (("keys", d.keys()), ("items", {"a": 1, "b": 2}.items()), ("okeys", o.keys()), ("oitems", OrderedDict(a=1).items())):
    for oname, other in others.items():
        if oname == "gen":
            other = (x for x in ("a", "b"))
        for sym, op in (("&", lambda a, b: a & b), ("|", lambda a, b: a | b), ("-", lambda a, b: a - b), ("^", lambda a, b: a ^ b), ("==", lambda a, b: a == b), ("<", lambda a, b: a < b), ("<=", lambda a, b: a <= b), (">", lambda a, b: a > b), (">=", lambda a, b: a >= b), ("!=", lambda a, b: a != b)):
            if oname == "gen" and sym != "&":
                other = iter(["a", "q"])
            attempt((vname, sym, oname), lambda: op(view, other))
            if oname in ("set", "list", "keys"):
                attempt((oname, sym, vname), lambda: op(other, view))
        if oname != "gen":
            attempt((vname, "isdisjoint", oname), lambda: view.isdisjoint(other))
for f in (lambda: d.keys(), lambda: d.values(), lambda: {1: 2}.items(), lambda: len(d.keys()), lambda: "a" in d, lambda: [] in d, lambda: ("a", 1) in d.items(), lambda: ("a", 2) in d.items(), lambda: ["a", 1] in d.items(), lambda: ("a",) in d.items(), lambda: ([], 1) in d.items(), lambda: 1 in d.values(), lambda: [4] in d.values(), lambda: d.keys().mapping, lambda: d.keys().mapping["a"], lambda: hash(d.keys()), lambda: hash(d.values()) is not None, lambda: d.values() == d.values(), lambda: type(d.keys())(), lambda: d.keys() + d.keys(), lambda: d.values() & d.values(), lambda: list(reversed(d.values())), lambda: d.keys().__reduce__(), lambda: iter(d.keys()).__reduce__(), lambda: bool({}.keys()), lambda: d.keys().foo):
    attempt("v", f)


class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        log.append(self.n)
        if isinstance(self.n, str):
            raise ArithmeticError(self.n)
        return self.n == getattr(other, "n", other)

    def __hash__(self):
        return 1


log = []
for a, b in (({1: V(1)}, {1: V(1)}), ({1: V(1)}, {1: V(2)}), ({V(1): 1}, {V(1): 1}), ({V(1): 1}, {V(2): 1}), ({1: V("x")}, {1: V(1)}), ({V(1): V(1), V(2): V(2)}, {V(2): V(2), V(3): 3})):
    for f in (lambda: a.items() == b.items(), lambda: len(a.items() & b.items()), lambda: len(a.items() | b.items()), lambda: len(a.items() ^ b.items()), lambda: len(a.items() - b.items()), lambda: len(a.keys() & b.keys()), len(a.keys() ^ b.keys()).__repr__, lambda: a == b, lambda: V(1) in a.values(), lambda: a.keys() <= b.keys(), lambda: a.items().isdisjoint(b.items())):
        log.clear()
        attempt("g", f)
        print("   ", log)
r = {}
r["me"] = r.values()
r["items"] = r.items()
print(r)


class Sub(dict):
    def __iter__(self):
        return iter(["fake"])

    def __len__(self):
        return 42

    def __contains__(self, k):
        return True


s = Sub(a=1)
print(list(s.keys()), len(s.keys()), "zz" in s.keys(), s.keys(), s.keys() | {1} == {"a", 1}, dict(s) if 0 else s.items(), s.copy(), {**s} if 0 else 0)
big = {i: i for i in range(100)}
print(len(big.keys() & set(range(50, 300))), len(set(range(50, 300)) & big.keys()), len(big.keys() - range(10)), big.keys() >= set(range(5)), sys.getsizeof(big.keys() | [1]), sys.getsizeof(big.keys() & {1}))
