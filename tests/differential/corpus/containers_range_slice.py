"""range and slice: values, indexing, comparison, hashing, huge numbers, __index__ objects, errors."""
import sys


class Ix:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        if isinstance(self.n, Exception):
            raise self.n
        return self.n

    def __repr__(self):
        return f"Ix({self.n})"


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


H = 2**64
ranges = [range(0), range(5), range(1, 10, 3), range(10, 0, -3), range(5, 5), range(0, 10, 20), range(H, H + 5), range(-H, H, H), range(H, 0, -H // 3), range(Ix(3)), range(True), range(-1, -6, -2), range(3, -1)]
for r in ranges:
    print(r, len(r) if len(list(zip(r, range(9)))) < 9 else "long", list(zip(range(6), r)), bool(r), r.start, r.stop, r.step, hash(r) == hash(range(r.start, r.stop, r.step)))
    for i in (0, 1, -1, 4, 10, -7, H, Ix(1), slice(None), slice(1, None), slice(None, None, -1), slice(-3, 10, 2), slice(H), slice(None, -H), slice(None, None, H), "a", 1.0, None):
        attempt(lambda: r[i])
    for v in (0, 3, -1, H, H + 3, 2.0, 2.5, True, "a", None, Ix(3), 1 + 0j):
        attempt(lambda: (v in r, r.count(v)))
        attempt(lambda: r.index(v))
    attempt(lambda: list(zip(range(4), reversed(r))))
    attempt(lambda: r.__reduce__()[1])
for a in ranges:
    print([a == b for b in ranges], [a != b for b in ranges].count(False), hash(a) == hash(range(a.start, a.stop, a.step)))
for f in (lambda: range(), lambda: range(1, 2, 0), lambda: range(1.0), lambda: range("a"), lambda: range(1, 2, 3, 4), lambda: range(stop=3), lambda: range(Ix(ValueError("ix"))), lambda: range(Ix("no")), lambda: len(range(2**63)), lambda: len(range(-2**70, 2**70)), lambda: range(3) < range(4), lambda: range(3) == [0, 1, 2], lambda: range(3) + range(2), lambda: range(5).index(9), lambda: range(5).start.__class__, lambda: setattr(range(3), "start", 1), lambda: hash(range(3)) == hash((3, 0, 1)), lambda: hash(range(0)) == hash((0, None, None)), lambda: hash(range(5, 6)) == hash((1, 5, None)), lambda: range.__new__(int), lambda: type("R", (range,), {}), lambda: sum(range(10**6)), lambda: max(range(5, 1, -1)), lambda: range(10)[Ix(2):Ix(8):Ix(3)], lambda: range(10)[1:2:0], lambda: range(10)["a":], lambda: range(2**63 - 1)[-1], lambda: sys.getsizeof(range(H))):
    attempt(f)
slices = [slice(5), slice(1, 2), slice(None, None, -1), slice(-3, None, 2), slice("a", [1], None), slice(Ix(2), Ix(9), Ix(3)), slice(H, -H, 5), slice(None), slice(1.5), slice(10, 0, -2), slice(-100, 100, 7)]
for s in slices:
    print(s, s.start, s.stop, s.step, s.__reduce__()[1])
    for n in (0, 1, 5, 10, H, -1, "x", Ix(4)):
        attempt(lambda: s.indices(n))
    attempt(lambda: hash(s) == hash(slice(s.start, s.stop, s.step)))
    for seq in ([0, 1, 2, 3, 4, 5], "abcdef", (1, 2, 3), b"xyz", range(4), bytearray(b"12345")):
        attempt(lambda: seq[s])
for a in slices[:5]:
    print([a == b for b in slices[:5]], a != slice(5))
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(a=1), lambda: slice(1) < slice(2), lambda: slice(1, 2) <= slice(1, 2), lambda: slice(1) < slice("a"), lambda: slice(3) == 3, lambda: slice(1).indices(), lambda: slice(1, 2, 0).indices(5), lambda: setattr(slice(1), "stop", 2), lambda: type("S", (slice,), {}), lambda: [1, 2][::0], lambda: {slice(1): 2}, lambda: hash(slice([])), lambda: slice(None, Ix(KeyError("k"))).indices(3), lambda: slice(1).__class__(2)):
    attempt(f)
