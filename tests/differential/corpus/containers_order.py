"""Order of iteration: dicts after deletions and moves, sets by their tables, equal keys of several types, views, displays."""
import sys


def lcg(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed >> 8


for seed in range(12):
    r = lcg(seed)
    d, s = {}, set()
    for _ in range(60 + seed * 20):
        k = next(r) % (20 + seed * 10)
        op = next(r) % 5
        if op < 3:
            d[k] = op
            s.add(k * (2**61 - 1 if seed % 3 == 1 else 1))
        elif op == 3:
            d.pop(k, None)
            s.discard(k)
        else:
            if d:
                d.popitem()
            if s and seed % 2:
                s.pop()
    print(seed, list(d), list(s), sys.getsizeof(d), sys.getsizeof(s))
    print(list(s | {1, 2, 3}), list(s & set(range(0, 40, 3))), list(s - {5, 6}), list(s ^ set(range(9))), list(frozenset(s)), list(s.copy()), list(set(list(s))))
for xs in ([1, 1.0, True, 0, False, 0.0, -0.0], [2**61 - 1, 0, 2**61, 1], [-1, -2, -1.0], ["a", "b", "ab", "", "\xe9"], [(), (1,), (1.0,), (True,)], [None, ..., NotImplemented], [1j, 1, 1 + 0j], [float("inf"), float("-inf"), 314159], [b"a", "a"], [frozenset(), frozenset([1]), frozenset([1.0])], [10**20, -10**20, 10**20 + 1], [range(3), range(0, 3, 1), slice(1)]):
    d = {}
    for i, x in enumerate(xs):
        d[x] = i
    n = [x for x in set(xs)]
    print(d, len(n), n if not any(x is None or x is ... for x in n) else "")
print(set("hello world"), {c for c in "mississippi"}, set(range(30)), set(map(str, range(12))), {(i, i * i) for i in range(6)}, {-5, -1, 3, 300, 7}, set(b"bytes"), {1.5, 2.5, -0.5}, {True, 2, "x"})
d = dict.fromkeys("abcdef")
del d["b"]
d["b"] = 1
d["a"] = 2
d.update(zip("fgh", range(3)))
print(d, list(reversed(d)), d.popitem(), d | {"a": 0, "z": 1}, {"z": 0, **d}, {**d, "c": 9})
nan = float("nan")
print({nan: 1, nan: 2, float("nan"): 3}, len({nan, nan, float("nan")}), nan in {nan}, {nan} == {nan}, {float("nan")} == {float("nan")})
