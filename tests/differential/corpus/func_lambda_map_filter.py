print(list(map(lambda x: x * 2, [1, 2, 3])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])), list(map(pow, [2, 3], [3, 2])))
print(list(zip([1, 2, 3], "ab")), list(zip()), dict(zip("ab", [1, 2])), list(enumerate("ab", 1)), list(map(str, range(3))), max("abc", key=ord), min([], default=0))
print(any([]), all([]), any([0, 1]), all([1, 0]), sum([[1], [2]], []), sum(range(5), 10), sorted({"b": 1, "a": 2}), abs(-3), divmod(17, 5), max(1, 5, 3))
m = map(lambda x: 1 / x, [1, 0, 2]); print(next(m))
try:
    next(m)
except ZeroDivisionError as e:
    print(e)
print(next(m))
for f in (lambda: max([]), lambda: max(), lambda: sum(["a"]), lambda: sum([1], "a"), lambda: zip(1), lambda: map(1, [1]), lambda: list(map(1, [1])), lambda: list(zip([1], [1, 2], strict=True)), lambda: next(iter([])), lambda: next(5), lambda: enumerate(5), lambda: reversed({1}), lambda: iter(5), lambda: sum(5)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
it = iter(lambda c=[0]: c.append(1) or len(c), 4); print(list(it))
