"""deque: all methods, maxlen, guest comparisons that mutate it, iteration with changes, subclasses, states."""
import sys
from _collections import _deque_iterator, _deque_reverse_iterator, deque


class Eq:
    def __init__(self, name, act=None, answer=False):
        self.name, self.act, self.answer = name, act, answer

    def __eq__(self, other):
        if self.act:
            act, self.act = self.act, None
            act()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def __repr__(self):
        return f"<{self.name}>"


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


for op in ("index", "count", "remove", "in", "==", "<"):
    for act in ("append", "clear", "rotate", "popappend", "raise", "found"):
        d = deque()
        actions = {"append": lambda: d.append(1), "clear": lambda: d.clear(), "rotate": lambda: d.rotate(1), "popappend": lambda: d.append(d.pop())}
        a = Eq("a", actions.get(act), KeyError("e") if act == "raise" else act == "found")
        d.extend([0, a, "z"])
        t = Eq("t")
        f = {"in": lambda: t in d, "==": lambda: d == deque([0, t, 1]), "<": lambda: d < deque([0, t, 1])}.get(op, lambda: getattr(d, op)(t))
        attempt((op, act), f)
        print("   ", d, sys.getrefcount(a), sys.getrefcount(t))
for maxlen in (None, 0, 1, 3):
    d = deque("abc", maxlen)
    for f in (lambda: d.append("d"), lambda: d.appendleft("e"), lambda: d.extend("fgh"), lambda: d.extendleft("ij"), lambda: d.insert(1, "k"), lambda: d.rotate(2), lambda: d.rotate(-5), lambda: d.pop(), lambda: d.popleft(), lambda: d.extend(d), lambda: d.extendleft(d), lambda: d + deque("x"), lambda: d * 3, lambda: 2 * d, lambda: d.__imul__(2), lambda: d.__iadd__("yz"), lambda: d.copy(), lambda: d.reverse(), lambda: d.__reduce__()[:3], lambda: d.maxlen, lambda: d[0], lambda: d[-1], lambda: d.__setitem__(0, "q"), lambda: d.__delitem__(-1), lambda: d.index("q"), lambda: d.count("q"), lambda: d.remove("nope"), lambda: d[9], lambda: d["a"], lambda: d[0:1], lambda: d * 0):
        attempt(maxlen, f)
        print("   ", d)
for what in (lambda d: d.append(1), lambda d: d.pop(), lambda d: d.rotate(), lambda d: d.__setitem__(0, 9), lambda d: d.clear(), lambda d: d.reverse()):
    for way in (iter, reversed):
        d = deque([1, 2, 3])
        out = []
        it = way(d)
        try:
            for x in it:
                out.append(x)
                if len(out) == 1:
                    what(d)
            print(out)
        except RuntimeError as e:
            print(out, e, it.__length_hint__())
for T in (_deque_iterator, _deque_reverse_iterator):
    for args in ((), (1,), (deque("abc"),), (deque("abc"), 2), (deque("abc"), 9), (deque("abc"), -1), (deque("abc"), "x"), (deque(), 1, 2)):
        attempt(T.__name__, lambda: list(T(*args)))
for f in (lambda: deque(5), lambda: deque([], -1), lambda: deque([], "a"), lambda: deque([], 2**70), lambda: deque(iterable="ab", maxlen=1), lambda: deque("a", maxlen=1, x=2), lambda: deque([1]) + [1], lambda: deque([1]) < [1], lambda: deque() == [], lambda: hash(deque()), lambda: deque[int], lambda: deque("abc").index("c", 1, 2), lambda: deque("abc").index("c", -2), lambda: deque("abc").index("c", 5), lambda: deque("abc").index("a", "x"), lambda: deque("abc").insert("a", 1), lambda: deque().popleft(), lambda: deque().pop(), lambda: deque("ab").rotate("x"), lambda: deque("ab").rotate(1.5), lambda: bool(deque()), lambda: deque("abc") > deque("abb"), lambda: deque("ab") <= deque("ab"), lambda: deque("ab") != deque("ac"), lambda: deque(deque("ab", 1)).maxlen, lambda: deque("ab").__init__("xyz", 2), lambda: deque("ab").maxlen, lambda: setattr(deque(), "maxlen", 1), lambda: deque([1, 2]).__contains__(2), lambda: deque.__new__(deque, 1, 2), lambda: list(reversed(deque("abc")))):
    attempt("e", f)


class D(deque):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.made = True


d = D("ab", 3)
print(d, d.copy(), type(d.copy()).__name__, (d + D("c")), type(d * 2).__name__, d.__reduce__()[:3], d == deque("ab"), d.made)


class Odd(deque):
    def __new__(cls, *a):
        return deque.__new__(cls) if not a else "odd"


attempt("odd", lambda: Odd().copy())
r = deque()
r.append(r)
r.append([r])
print(r)
xs = [object() for _ in range(3)]
base = [sys.getrefcount(x) for x in xs]
d = deque(xs, 2)
print([sys.getrefcount(x) - b for x, b in zip(xs, base)])
d.extend(xs)
d.rotate(1)
d *= 3
print([sys.getrefcount(x) - b for x, b in zip(xs, base)])
d.clear()
print([sys.getrefcount(x) - b for x, b in zip(xs, base)])
