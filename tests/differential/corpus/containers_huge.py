"""Sizes beyond all bounds: repetition, ranges made into containers, negative and overflowing sizes, MemoryError."""
from _collections import deque
from itertools import chain, combinations, permutations, product, repeat, tee


def attempt(label, f):
    try:
        r = f()
        print(label, r if not hasattr(r, "__len__") or len(r) < 20 else len(r))
    except Exception as e:
        print(label, type(e).__name__, e)


M = 2**63 - 1
for f in (lambda: [0] * M, lambda: [0, 1] * M, lambda: [0] * (M + 1), lambda: (0,) * M, lambda: (0, 1) * (M // 2 + 1), lambda: "a" * M, lambda: "ab" * M, lambda: [] * M, lambda: () * M, lambda: "" * M, lambda: [] * (M + 1), lambda: [0] * -M, lambda: deque([1, 2]) * M, lambda: deque([1], 3) * M,
          lambda: deque([1, 2], 5) * 100, lambda: list(range(M)), lambda: list(range(2**70)), lambda: tuple(range(2**62)), lambda: len(range(2**64)), lambda: [1].insert(M, 2), lambda: [1].insert(-M - 1, 2), lambda: [1].insert(M + 1, 2), lambda: [1, 2].pop(M), lambda: [1, 2].pop(2**70), lambda: [1, 2, 3][M:], lambda: [1, 2, 3][-M:M], lambda: [1, 2, 3][::M],
          lambda: [1, 2, 3][::-M], lambda: (1, 2, 3)[2**70:], lambda: list(repeat(0, M)), lambda: list(permutations("ab", M)), lambda: list(combinations("ab", M)), lambda: product("ab", repeat=M), lambda: tee([], M), lambda: deque(maxlen=M).maxlen, lambda: deque(maxlen=M + 1), lambda: list(chain([1], [2]))[M:], lambda: enumerate([], 2**100).__next__, lambda: next(enumerate([5], 2**100)),
          lambda: sum(range(0)), lambda: [1].index(1, -M - 1, M), lambda: [1].index(1, 2**80), lambda: (5,).index(5, -2**80, 2**80), lambda: [0].__imul__(M), lambda: [0].__mul__(M + 1), lambda: [0].__rmul__("a"), lambda: memoryview(b"ab")[M:].tolist(), lambda: bytearray(M), lambda: bytes(2**70), lambda: "x".ljust(M), lambda: [1, 2].__getitem__(M), lambda: [1].__setitem__(-M - 2, 1), lambda: [1, 2].__delitem__(2**64), lambda: range(M)[M], lambda: range(2**70)[2**69], lambda: range(10)[M]):
    attempt("f", f)
