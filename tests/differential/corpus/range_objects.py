r = range(2, 20, 3)
print(r, len(r), list(r), r[0], r[-1], r[1:4], r[::-1], 5 in r, 6 in r, r.index(8), r.count(8), r.start, r.stop, r.step)
print(range(0), list(range(5, 0, -2)), range(3) == range(0, 3, 1), range(0) == range(5, 5), hash(range(3)) == hash(range(0, 3)), bool(range(0)), range(10 ** 20)[-1], len(range(-5, 5)))
print(list(reversed(range(4))), max(range(5)), sum(range(101)), [*range(3)], 3.0 in range(5), "a" in range(3), tuple(range(1, 2)))
for f in (lambda: range(), lambda: range(1.5), lambda: range(1, 2, 0), lambda: range(5)[5], lambda: range("a"), lambda: range(3).index(7), lambda: range(1, 2, 3, 4), lambda: range(3) < range(4), lambda: range(3).x, lambda: len(range(10 ** 30))):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
it = iter(range(3)); print(next(it), list(it), next(it, None)); print(slice(1, 2), slice(None, 5).indices(3), slice(1, 10, 2) == slice(1, 10, 2))
