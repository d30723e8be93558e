"""list.sort and sorted: which comparisons are made and in which order, errors, stability, keys, min and max."""
import sys

log = []


class K:
    def __init__(self, v, tag=0):
        self.v, self.tag = v, tag

    def __lt__(self, other):
        log.append((self.v, other.v))
        return self.v < other.v

    def __repr__(self):
        return f"{self.v}.{self.tag}"


def lcg(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed >> 8


def data(kind, n):
    r = lcg(n + len(kind))
    if kind == "random":
        return [next(r) % n for _ in range(n)]
    if kind == "up":
        return list(range(n))
    if kind == "down":
        return list(range(n, 0, -1))
    if kind == "runs":
        return [i % 17 + (i // 17 % 2) * 3 for i in range(n)]
    if kind == "equal":
        return [i % 2 for i in range(n)]
    if kind == "sawdown":
        return [-(i % 23) for i in range(n)]
    if kind == "almost":
        x = list(range(n))
        for _ in range(3):
            x[next(r) % n] = next(r) % n
        return x
    return list(range(n // 2)) + list(range(n // 3, n))


for kind in ("random", "up", "down", "runs", "equal", "sawdown", "almost", "two"):
    for n in (2, 3, 5, 16, 31, 32, 63, 64, 65, 130, 300):
        for reverse in (False, True):
            log.clear()
            xs = [K(v, i) for i, v in enumerate(data(kind, n))]
            xs.sort(reverse=reverse)
            check = hash(tuple(log))
            print(kind, n, reverse, len(log), check, hash(tuple((k.v, k.tag) for k in xs)))
log.clear()
print(sorted([K(3), K(1), K(2), K(1, 1)]), log)
log.clear()
print(sorted("bca", key=lambda c: K(ord(c))), log)
log.clear()
print(min([K(3), K(1), K(2)]), max([K(3), K(1), K(2)]), log)


class Bad:
    def __lt__(self, other):
        raise KeyError("bad")


class NI:
    def __lt__(self, other):
        return NotImplemented


class Odd:
    def __lt__(self, other):
        return []


for xs in ([3, "a", 2], [1, Bad(), 2], [Bad(), 1], [NI(), NI()], [Odd(), Odd(), Odd()], [1, 2.5, 0], [True, 0, 2**80, -2**80], [(1, "a"), (1, 2)], [(1, 2), (1, 1), (0, 5)], [(), (1,), ()], ["b", b"a"], [None, None], [1j, 2j], [[2], [1]], [float("nan"), 1.0, 0.5], ["\xe9", "e", "\u1234"], [(1.5, 1), (1.5, 0)], [("a", 1), ("a", "b")]):
    ys = list(xs)
    before = [sys.getrefcount(v) for v in xs]
    try:
        ys.sort()
        print("ok", ys if not isinstance(ys[0], (Odd, NI)) else len(ys))
    except Exception as e:
        print(type(e).__name__, e, [type(y).__name__ for y in ys])
    print([sys.getrefcount(v) - b for v, b in zip(xs, before)])
xs = [3, 1, 2]
for args, kw in (((1,), {}), ((), {"key": 1}), ((), {"reverse": "a"}), ((), {"reverse": None}), ((), {"cmp": 1}), ((), {"key": None, "reverse": 1}), ((), {"key": lambda v: 1 / 0}), ((), {"reverse": []})):
    try:
        print(xs.sort(*args, **kw), xs)
    except Exception as e:
        print(type(e).__name__, e, xs)
for f in (lambda: sorted(), lambda: sorted(1), lambda: sorted([1], 2), lambda: sorted(iterable=[1]), lambda: sorted([2, 1], reverse=True), lambda: sorted({3: 1, 1: 2}), lambda: min([]), lambda: min([], default=5), lambda: min(1, 2, default=3), lambda: max(), lambda: max(1), lambda: max("abc", "abd", key=lambda s: s[-1]), lambda: min(3, 1, 2, key=lambda v: -v), lambda: max([], key=1), lambda: max([1], key=1), lambda: min([1], foo=2), lambda: max([1, 1.0, True]), lambda: min([1.0, 1, True]), lambda: min(x for x in ())):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class L(list):
    def __len__(self):
        return 99


x = L([3, 1, 2])
x.sort()
print(x, sorted(x, key=str))
