"""References of elements after every operation of list, dict, set, deque, OrderedDict, also those that fail."""
import sys
from _collections import OrderedDict, deque

xs = [object() for _ in range(4)]
a, b, c, d = xs
del xs
BASE = [sys.getrefcount(x) for x in (a, b, c, d)]


def show(label):
    print(label, [sys.getrefcount(x) - n for x, n in zip((a, b, c, d), BASE)])


class Boom:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        yield from self.items
        raise ZeroDivisionError

    def __eq__(self, other):
        raise ZeroDivisionError

    def __hash__(self):
        return hash(self.items[0])

    def __lt__(self, other):
        raise ZeroDivisionError


def fail(label, f):
    try:
        f()
    except Exception as e:
        label = (label, type(e).__name__)
        del e
    show(label)


def run(code):
    env = {"a": a, "b": b, "c": c, "d": d, "OrderedDict": OrderedDict, "deque": deque, "Boom": Boom, "x": None}
    for line in code.strip().split("\n"):
        line = line.strip()
        try:
            exec(line, env)
        except Exception as e:
            line = f"{line} -> {type(e).__name__}"
            del e
        print(line, [sys.getrefcount(x) - n for x, n in zip((a, b, c, d), BASE)])
    env.clear()
    show("end")


run("""x = [a, b, c]
x.append(d)
x += [a, a]
x *= 2
x[1:3] = [d, d]
x[::2] = [b] * len(x[::2])
x[::2] = [c]
del x[::3]
x.insert(0, a)
x.remove(d)
x.remove(5)
x.pop()
x.pop(99)
x.extend(Boom(a, b))
x[0:1] = Boom(c)
x.sort()
x.sort(key=lambda v: 1 / 0)
x.sort(key=id)
x.reverse()
x.copy()
y = x[:]
y.clear()
x.__init__([a])
x = x * 5 + [b]
x.index(Boom(a))
x == [Boom(a)]
x[0] = x[-1]
x = [*x, *x]
x = None""")
run("""x = {a: b, c: d}
x[a] = c
x[a] = a
x[Boom(a)] = d
x.pop(c)
x.pop(c)
x.setdefault(b, c)
x.setdefault(b, d)
x.update({d: a}, k=b)
x.update(Boom((a, b), (c, d)))
x.update([(a, b), (c,)])
x = {**x, "z": a}
x = x | {b: b}
x |= [(c, c)]
y = x.copy()
y.popitem()
del y[a]
y.clear()
list(x.items())
x.keys() & {a, b}
x.items() | {(a, b)}
z = dict.fromkeys([a, b], c)
z = dict.fromkeys(Boom(a, b), c)
z = None
x == {a: Boom(a)}
x.get(Boom(a))
x = None""")
run("""x = {a, b, c}
x.add(d)
x.add(a)
x.discard(b)
x.remove(b)
x |= {b}
x &= {a, b}
x ^= {c, d}
x -= {c}
y = x | {c}
y.update([a, d], Boom(b))
y = frozenset(y)
x = x.union(y, [a])
x.intersection_update([a, b], [a])
x.symmetric_difference_update([c, c])
set(Boom(a, b))
x.add(Boom(a))
x.clear()
x = y = None""")
run("""x = deque([a, b, c], 3)
x.append(d)
x.appendleft(a)
x.extend([b, c])
x.rotate(1)
x *= 2
x.insert(0, a)
x.remove(c)
x.extend(Boom(a, d))
x.extendleft(Boom(b))
x.pop()
x = x + x
x.copy()
x.reverse()
del x[0]
x.clear()
x = None""")
run("""x = OrderedDict([(a, b), (c, d)])
x[a] = c
x.move_to_end(a)
x.popitem()
x.popitem(last=False)
x.update([(a, a), (b, b)])
x.update(Boom((c, c), (1,)))
x.pop(b)
x.pop(b, c)
x.setdefault(d, a)
y = x.copy()
y |= {b: b}
z = iter(y.items())
next(z)
w = next(z)
z = w = None
del y[a]
y.clear()
x == OrderedDict(x)
repr(x)[:3]
x = None""")
run("""x = [(a, b), (c, d)]
x = dict(x)
x = list(x.items())
x = [v for p in x for v in p]
x = {v: None for v in x}
x = {v for v in x}
x = sorted(x, key=id)
x = (*x, *x)
x = x[1:5]
y, *z = x
y = z = None
x = min(x, key=id), max(x, key=id)
x = list(zip(x, x))
x = list(map(list, x))
x = list(filter(None, x))
x = list(enumerate(x))
x = list(reversed(x))
x = iter(x)
next(x)
x = None""")
fail("boom list", lambda: list(Boom(a, b, c)))
fail("boom tuple", lambda: tuple(Boom(a, b)))
fail("boom dict", lambda: dict(Boom((a, b))))
fail("boom set", lambda: set(Boom(a, b)))
fail("boom star", lambda: [a, *Boom(b, c)])
fail("boom call", lambda: print(*Boom(a)))
fail("boom unpack", lambda: (lambda x, y: None)(*Boom(a, b)))
fail("boom sorted", lambda: sorted(Boom(a, b)))
fail("boom sum", lambda: sum(Boom(1, 2)))
fail("boom min", lambda: min(Boom(a, b), key=id))
fail("boom zip", lambda: list(zip([a, b], Boom(c))))
