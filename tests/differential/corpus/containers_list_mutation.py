"""Lists whose items' __eq__, __lt__, __index__ and __iter__ change the list while it is worked on."""
import sys


class Eq:
    def __init__(self, name, action=None, answer=False):
        self.name, self.action, self.answer = name, action, answer

    def __eq__(self, other):
        log.append(f"{self.name}=={getattr(other, 'name', other)}")
        if self.action:
            act, self.action = self.action, None
            act()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def __repr__(self):
        return f"<{self.name}>"


log = []


def attempt(label, f):
    log.clear()
    try:
        res = f()
    except Exception as e:
        res = f"{type(e).__name__}: {e}"
    print(label, repr(res), log)


for op in ("index", "count", "remove", "in", "==", "!=", "<"):
    for kind in ("clear", "append", "pop", "replace", "grow", "raise"):
        x = []
        actions = {
            "clear": lambda: x.clear(), "append": lambda: x.append("new"), "pop": lambda: x.pop(),
            "replace": lambda: x.__setitem__(slice(None), ["r1", "r2"]), "grow": lambda: x.extend(range(20)), "raise": None,
        }
        a = Eq("a", actions[kind], ZeroDivisionError("boom") if kind == "raise" else False)
        b, c = Eq("b"), Eq("c", None, True)
        x[:] = [0, a, b, c]
        before = [sys.getrefcount(o) for o in (a, b, c)]
        target = Eq("t")
        if op == "in":
            f = lambda: target in x
        elif op == "==":
            f = lambda: x == [0, target, 5, 6]
        elif op == "!=":
            f = lambda: [0, target, 5, 6] != x
        elif op == "<":
            f = lambda: x < [0, target, 5, 6]
        else:
            f = lambda: getattr(x, op)(target)
        attempt((op, kind), f)
        print("   ", x, [sys.getrefcount(o) for o in (a, b, c)], before, sys.getrefcount(target))


class Idx:
    def __init__(self, n, action=None):
        self.n, self.action = n, action

    def __index__(self):
        if self.action:
            self.action()
        if isinstance(self.n, Exception):
            raise self.n
        return self.n


def fresh():
    x[:] = list(range(6))
    return x


x = []
for label, f in {
    "get": lambda: x[Idx(5, lambda: x.pop())], "set": lambda: x.__setitem__(Idx(5, lambda: x.pop()), 9),
    "del": lambda: x.__delitem__(Idx(-1, lambda: x.clear())), "slice": lambda: x[Idx(1, lambda: x.clear()):],
    "setslice": lambda: x.__setitem__(slice(Idx(0, lambda: x.clear()), Idx(4)), "abc"),
    "delslice": lambda: x.__delitem__(slice(None, Idx(3, lambda: x.append(1)), Idx(2))),
    "insert": lambda: x.insert(Idx(3, lambda: x.clear()), "i"), "pop": lambda: x.pop(Idx(5, lambda: x.clear())),
    "mul": lambda: x * Idx(2, lambda: x.append(7)), "imul": lambda: x.__imul__(Idx(2, lambda: x.append(7))),
    "index": lambda: x.index(5, Idx(0, lambda: x.clear())), "err": lambda: x[Idx(ValueError("no"))],
    "type": lambda: x[Idx("s")], "big": lambda: x[Idx(2**80)], "bigslice": lambda: x[Idx(-2**80):Idx(2**80)],
    "extslice": lambda: x.__setitem__(slice(None, None, 2), (x.pop() for _ in range(3))),
    "selfslice": lambda: x.__setitem__(slice(1, 3), x), "selfext": lambda: x.__setitem__(slice(None, None, -1), x),
    "extend": lambda: x.extend(x.pop() for _ in range(3)), "extendself": lambda: x.extend(x),
    "iadd": lambda: x.__iadd__(iter(x[:2])), "nostep": lambda: x[::0], "mulneg": lambda: x * -3,
    "mulbig": lambda: x * 2**62, "mulover": lambda: x * 2**70, "addtuple": lambda: x + (1,), "mulstr": lambda: x * "a",
    "iter": lambda: [x.pop() for _ in x], "sortappend": lambda: x.sort(key=lambda v: x.append(v)),
    "sortclear": lambda: x.sort(key=lambda v: x.clear() or -v), "sortlen": lambda: x.sort(key=lambda v: log.append(len(x)) or -v),
    "initself": lambda: x.__init__(x), "initgen": lambda: x.__init__(v for v in x), "copy": lambda: x.copy() is x,
    "rev": lambda: [x.pop(0) for _ in reversed(x)], "setdel": lambda: x.__setitem__(slice(4, 1), "xy"),
    "badslice": lambda: x.__setitem__(slice(0, 1), 5), "badext": lambda: x.__setitem__(slice(0, 4, 2), [1]),
    "badext2": lambda: x.__setitem__(slice(0, 4, 2), 1), "float": lambda: x[1.0], "none": lambda: x[None], "del2": lambda: x.__delitem__("a"),
}.items():
    fresh()
    attempt(label, f)
    print("   ", x)
