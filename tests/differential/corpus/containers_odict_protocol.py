"""OrderedDict: order, moves, pops, guest keys, subclasses, views, iteration with changes, pickling."""
import sys
from _collections import OrderedDict

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


def attempt(label, f):
    log.clear()
    try:
        res = f()
    except Exception as e:
        res = f"{type(e).__name__}: {e}"
    print(label, res, log)


def boom():
    raise ZeroDivisionError("eq")


ops = {
    "get": lambda o, k: o.get(k), "getitem": lambda o, k: o[k], "set": lambda o, k: o.__setitem__(k, 9), "del": lambda o, k: o.__delitem__(k),
    "in": lambda o, k: k in o, "pop": lambda o, k: o.pop(k), "popd": lambda o, k: o.pop(k, "d"), "setdefault": lambda o, k: o.setdefault(k, "s"),
    "move": lambda o, k: o.move_to_end(k), "movefirst": lambda o, k: o.move_to_end(k, last=False), "popitem": lambda o, k: o.popitem(),
    "popfirst": lambda o, k: o.popitem(last=False), "eq": lambda o, k: o == OrderedDict([(k, 1), ("z", 2)]), "copy": lambda o, k: o.copy(),
    "iter": lambda o, k: list(o), "items": lambda o, k: list(o.items()), "values": lambda o, k: list(o.values()), "rev": lambda o, k: list(reversed(o)),
    "repr": lambda o, k: repr(o), "update": lambda o, k: o.update({k: 5}), "or": lambda o, k: o | {k: 6}, "ror": lambda o, k: {k: 6} | o, "ior": lambda o, k: o.__ior__([(k, 7)]),
    "reduce": lambda o, k: (o.__reduce__()[:4], list(o.__reduce__()[4])), "clear": lambda o, k: o.clear(),
}
for name, f in ops.items():
    for kind in ("other", "same", "equal", "clear", "raise"):
        if (kind == "clear" and name not in ("get", "getitem", "in")) or (kind, name) == ("raise", "popitem"):
            continue
        o = OrderedDict()
        a, b = Key("a"), Key("b")
        probe = Key("p", 7, False)
        o[a] = 1
        o["z"] = 2
        o[b] = 3
        if kind == "other":
            probe.h = 8
        elif kind == "same":
            probe = a
        elif kind == "equal":
            b.eq = True
        elif kind == "clear":
            a.eq = lambda: o.clear()
        else:
            a.eq = boom
        attempt((name, kind), lambda: f(o, probe))
        print("   ", [str(k) for k in o.keys()] if kind != "raise" else len(o), [sys.getrefcount(k) for k in (a, b)], sys.getrefcount(probe), sys.getsizeof(o))
for what in (lambda o: o.__setitem__("new", 1), lambda o: o.pop("a"), lambda o: o.move_to_end("a"), lambda o: o.clear(), lambda o: o.__setitem__("a", 5), lambda o: dict.__setitem__(o, "q", 1), lambda o: dict.pop(o, "c"), lambda o: o.popitem()):
    for view in (iter, OrderedDict.values, OrderedDict.items, reversed, lambda o: reversed(o.items())):
        o = OrderedDict.fromkeys("abcd", 0)
        out = []
        try:
            it = iter(view(o))
            for i, x in enumerate(it):
                out.append(x)
                if i == 0:
                    what(o)
                if i > 6:
                    break
            print(out, next(it, "end"))
        except (RuntimeError, KeyError) as e:
            try:
                print(out, type(e).__name__, e, next(it, "end"))
            except (RuntimeError, KeyError) as e2:
                print(out, type(e).__name__, e, "again", type(e2).__name__, e2)


class O(OrderedDict):
    def __getitem__(self, k):
        return ("got", super().__getitem__(k))

    def __setitem__(self, k, v):
        log.append(("set", k))
        super().__setitem__(k, v)

    def __delitem__(self, k):
        log.append(("del", k))
        super().__delitem__(k)

    def __missing__(self, k):
        return "missing"

    def keys(self):
        log.append("keys")
        return super().keys()


o = O(a=1, b=2)
o.x = 5
for f in (lambda: repr(o), lambda: o.pop("a"), lambda: o.setdefault("c", 3), lambda: o.copy(), lambda: dict(o), lambda: {**o}, lambda: o["zz"], lambda: o.popitem(), lambda: o.__reduce__()[:4], lambda: o == {"b": 2}, lambda: O.fromkeys("xy"), lambda: o | {"n": 1}, lambda: o.update(k=1), lambda: dict.copy(o), lambda: dict.items(o), lambda: o.items(), lambda: dict.__repr__(o)):
    log.clear()
    try:
        print(f(), log)
    except Exception as e:
        print(type(e).__name__, e, log)
for args in ((1,), (1, 2), ([1],), ([(1,)],), ([(1, 2, 3)],), ([5],), ({1: 2}.items(),), (None,), ("ab",), (["ab", "cd"],)):
    try:
        print(OrderedDict(*args))
    except Exception as e:
        print(type(e).__name__, e)
o = OrderedDict(a=1, b=2, c=3)
for f in (lambda: o.move_to_end("x"), lambda: o.pop("x"), lambda: OrderedDict().popitem(), lambda: o.move_to_end(), lambda: o.popitem(1, 2), lambda: o < o, lambda: o == OrderedDict(b=2, a=1, c=3), lambda: o == dict(c=3, b=2, a=1), lambda: dict(c=3, b=2, a=1) == o, lambda: o != OrderedDict(o), lambda: o.keys() & {"a"}, lambda: o.keys(), lambda: o.items() - [("a", 1)], lambda: o.values(), lambda: [*map(type, (iter(o), o.keys(), o.items(), o.values()))], lambda: o.fromkeys([1, 2]), lambda: o.__class_getitem__(int), lambda: o.keys().mapping, lambda: hash(o), lambda: o.__dict__, lambda: iter(o).__reduce__(), lambda: reversed(o.items()).__reduce__(), lambda: iter(o).__length_hint__(), lambda: o.move_to_end("c") or o, lambda: o.move_to_end("c", last=0) or o, lambda: o.setdefault("d"), lambda: o.clear() or o):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
r = OrderedDict()
r["self"] = r
print(r)
