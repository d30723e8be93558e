"""repr of containers in containers, recursive ones, and elements whose __repr__ changes the container or fails."""
from _collections import OrderedDict, defaultdict, deque
from functools import partial


class R:
    def __init__(self, act):
        self.act = act

    def __repr__(self):
        act, self.act = self.act, lambda: None
        return f"R{act()!r}"


class Bad:
    def __repr__(self):
        raise LookupError("repr")


class NotStr:
    def __repr__(self):
        return 5


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


x = [1]
x.append(x)
x.append((x,))
x.append({"k": x})
print(x)
d = {}
d["d"] = d
d["l"] = [d]
d["items"] = d.items()
print(d)
q = deque([1], 3)
q.append(q)
q.append([q])
print(q)
o = OrderedDict()
o["o"] = o
o[1] = [o]
print(o)
t = ([],)
t[0].append(t)
print(t, [t])
dd = defaultdict(list)
dd[1] = dd
print(dd)
class L(list): pass
class D(dict): pass
class S(set): pass
class F(frozenset): pass
l = L([1])
l.append(l)
print(l, D({1: l}), S([1]), S(), F([2]), F(), set(), frozenset(), {frozenset([1])}, frozenset([frozenset()]), deque(), OrderedDict(), {}, (), [], (1,), ((),))
for make in (lambda v: [0, v, 2], lambda v: (0, v, 2), lambda v: {0: 1, "v": v, 3: 4}, lambda v: deque([0, v, 2]), lambda v: OrderedDict([(0, 1), ("v", v), (3, 4)]), lambda v: {1, v}, lambda v: {"v": v}.values(), lambda v: {"v": v}.items(), lambda v: slice(0, v), lambda v: partial(print, v), lambda v: partial(print, k=v)):
    for kind in ("clear", "append", "bad", "notstr"):
        if kind == "bad":
            c = make(Bad())
        elif kind == "notstr":
            c = make(NotStr())
        else:
            r = R(lambda: None)
            c = make(r)
            name = "clear" if kind == "clear" else "append" if hasattr(c, "append") else "setdefault" if hasattr(c, "setdefault") else None
            if not hasattr(c, name or "clear") or name is None:
                continue
            r.act = (lambda: c.clear()) if kind == "clear" else (lambda: getattr(c, name)("new"))
        attempt(lambda: repr(c))
        attempt(lambda: f"{c!s:.20}")
deep = []
for _ in range(300):
    deep = [deep]
print(len(repr(deep)))
for _ in range(12000):
    deep = [deep]
attempt(lambda: len(repr(deep)))
