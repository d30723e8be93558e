"""Dicts whose keys' __hash__ and __eq__ change the dict, raise, or collide; refcounts stay right."""
import sys

log = []


class Key:
    def __init__(self, name, h, eq=None):
        self.name, self.h, self.eq = name, h, eq

    def __hash__(self):
        log.append(f"h{self.name}")
        if isinstance(self.h, Exception):
            raise self.h
        return self.h

    def __eq__(self, other):
        log.append(f"{self.name}={getattr(other, 'name', other)}")
        if callable(self.eq):
            act, self.eq = self.eq, False
            return act()
        return self.eq if self.eq is not None else self is other

    def __repr__(self):
        return f"<{self.name}>"


def attempt(label, f):
    log.clear()
    try:
        res = f()
    except Exception as e:
        res = f"{type(e).__name__}: {e}"
    print(label, repr(res), log)


def boom():
    raise ZeroDivisionError("eq")


ops = {
    "get": lambda d, k: d.get(k, "no"), "getitem": lambda d, k: d[k], "set": lambda d, k: d.__setitem__(k, "new"),
    "del": lambda d, k: d.__delitem__(k), "in": lambda d, k: k in d, "pop": lambda d, k: d.pop(k), "popd": lambda d, k: d.pop(k, 5),
    "setdefault": lambda d, k: d.setdefault(k, "sd"), "update": lambda d, k: d.update({k: 1}), "updatepairs": lambda d, k: d.update([(k, 1)]),
    "or": lambda d, k: d | {k: 2}, "ior": lambda d, k: d.__ior__([(k, 3)]), "fromkeys": lambda d, k: dict.fromkeys([k, 1]),
    "eq": lambda d, k: d == {k: 1, 2: 2}, "keysand": lambda d, k: d.keys() & {k}, "keysor": lambda d, k: sorted(map(str, d.keys() | [k])),
    "keysub": lambda d, k: d.keys() - [k], "itemsin": lambda d, k: (k, "va") in d.items(), "keysxor": lambda d, k: len(d.keys() ^ {k}),
    "disjoint": lambda d, k: d.keys().isdisjoint([k]), "display": lambda d, k: {k: 1, **d}, "call": lambda d, k: dict(d, x=1),
}
for name, f in ops.items():
    for kind in ("other", "same", "equal", "clear", "add", "delete", "raise", "hashraise"):
        d = {}
        a = Key("a", 7)
        b = Key("b", 7)
        probe = Key("p", 7, False)
        if kind == "equal":
            b.eq = True
        elif kind == "clear":
            a.eq = lambda: d.clear()
        elif kind == "add":
            a.eq = lambda: d.update(dict.fromkeys(range(30)))
        elif kind == "delete":
            a.eq = lambda: d.pop(b, None) and None
        elif kind == "raise":
            a.eq = boom
        elif kind == "hashraise":
            probe.h = ValueError("hash")
        elif kind == "same":
            probe = b
        else:
            probe.h = 8
        eq, a.eq = a.eq, None
        d[a] = "va"
        d[b] = "vb"
        a.eq = eq
        attempt((name, kind), lambda: f(d, probe))
        print("   ", len(d), [str(k) for k in d][:4], [sys.getrefcount(k) for k in (a, b)], sys.getrefcount(probe))


class Meddler(dict):
    def __missing__(self, key):
        self[key] = "made"
        return len(self)


m = Meddler(a=1)
print(m["zz"], m, m.get("q"), "q" in m)


class BadMissing(dict):
    __missing__ = None


try:
    BadMissing()["x"]
except Exception as e:
    print(type(e).__name__, e)
for what in (lambda d: d.__setitem__("new", 1), lambda d: d.pop("a"), lambda d: (d.pop("a"), d.__setitem__("z", 1)), lambda d: d.clear(), lambda d: d.__setitem__("a", 5), lambda d: d.update({i: i for i in range(20)})):
    for view in (dict.keys, dict.values, dict.items, reversed, lambda d: reversed(d.values()), lambda d: reversed(d.items())):
        d = {"a": 1, "b": 2, "c": 3}
        out = []
        try:
            for i, x in enumerate(view(d)):
                out.append(x)
                if i == 0:
                    what(d)
                if i > 6:
                    break
            print(out)
        except RuntimeError as e:
            print(out, e)
