"""sum, any, all, min, max, len, sorted over odd things: float compensation, overflow, mixed types, errors, laziness."""
import sys


class N:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return N(self.v + (other.v if isinstance(other, N) else other))

    def __radd__(self, other):
        return N(other + self.v)

    def __repr__(self):
        return f"N({self.v})"


class B:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        print("bool", self.answer)
        return self.answer


class F(float):
    def __add__(self, other):
        return "F"


class I(int):
    pass


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


inf, nan = float("inf"), float("nan")
for xs in ([0.1] * 10, [1e100, 1.0, -1e100], [1e16, 1.0, 1.0, -1e16], [1, 0.1, 2, 0.2], [0.1, 1, 10**400], [inf, -inf], [inf, 1.0], [nan, 1.0], [1.5, True, 2], [-0.0], [-0.0, -0.0], [0.0, -0.0], [2**62, 2**62, 2**62], [2**63, -1], [1, 2, I(3)], [F(1.0), 2.0], [1.0, F(2.0)], [1, N(2), 3], [1.5, N(2)], [1 + 2j, 3.5, 1], [0.1, 1j, 0.2], [1, 2j, N(3)], [True, True], [], ["a"], [[1]], [b"a"], [None], [1e308, 1e308, -1e308], [1e308] * 3, [5e-324] * 4, [0.1, 0.2, 0.3, -0.6], list(range(100)), [i / 7 for i in range(50)], [1.0, 2**70, 0.5], [2**1030, 1.0], [1.0, 2**1030]):
    attempt(lambda: sum(xs))
    attempt(lambda: sum(xs, 0.0))
    attempt(lambda: sum(iter(xs), start=1))
for f in (lambda: sum([[1], [2]], []), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: sum([bytearray()], bytearray()), lambda: sum([(1,), (2,)], ()), lambda: sum(), lambda: sum(1), lambda: sum([1], 2, 3), lambda: sum([1], start=N(1)), lambda: sum(iterable=[1]), lambda: sum({1: 2, 3: 4}), lambda: sum(x for x in (1, 2, "c")), lambda: sum([N(1), N(2)]), lambda: sum([], "x"), lambda: sum([1], None), lambda: sum([-0.0], -0.0), lambda: sum([], -0.0), lambda: sum([True], False)):
    attempt(f)
for xs in ([], [B(True), B(False), B(True)], [B(False), B(True)], [B(ValueError("b")), B(True)], [0, "", [], B(False)], [1, "a", B(False)], (B(False) for _ in range(2)), 5, [None] * 3, {0: 1}, "", "a"):
    ys = list(xs) if not isinstance(xs, int) else xs
    attempt(lambda: any(ys))
    attempt(lambda: all(ys))
xs = [object() for _ in range(4)]
it = iter(xs)
print(any(x is xs[1] for x in it), sum(1 for _ in it), [sys.getrefcount(x) for x in xs])
print(min(xs, key=id) is not None, max((x for x in xs), key=lambda x: xs.index(x)) is xs[3], [sys.getrefcount(x) for x in xs])
for f in (lambda: min(3, "a"), lambda: max([1, "a"]), lambda: min([3, 1], key=lambda v: 1 / 0), lambda: max(1, 2, key="x"), lambda: min(default=1), lambda: max([], default=None), lambda: min([[2], [1]]), lambda: max("b", "a", key=None), lambda: min({"b": 1, "a": 2}), lambda: max([nan, 1.0]) is nan, lambda: max([1.0, nan]), lambda: min(1, 2, 3, key=lambda v: -v), lambda: len(5), lambda: len([]), lambda: any(), lambda: all([1], 2), lambda: sorted([3, 1, 2], key=lambda v: (v % 2, v)), lambda: any(iterable=[1])):
    attempt(f)
