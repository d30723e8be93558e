a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a <= b, {1} < a, a >= {1, 2}, a == {3, 2, 1}, a.isdisjoint({9}), 2 in a, len(a))
a.add(5); a.discard(99); a.remove(1); print(sorted(a), a.union([7], (8,)) == {2, 3, 5, 7, 8}, a.intersection([2, 3, 9]), a.difference([2]), a.symmetric_difference([2, 6]))
a |= {10}; a &= {2, 3, 10}; a -= {3}; a ^= {2, 4}; print(sorted(a)); a.update([1], {2}); print(sorted(a)); a.clear(); print(a, set(), frozenset(), frozenset([1]))
print({x % 3 for x in range(10)}, set("hello") == {"h", "e", "l", "o"}, {1, 1.0, True}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1]): "x"}[frozenset({1})])
print(set([3, 1, 2]), {10, 20, 30, 5}, {0, 8, 16, 24}, set(range(10, 0, -1)), {-1, -2}, {1.5, 2})
for f in (lambda: {1}.remove(2), lambda: {[]}, lambda: set().pop(), lambda: {1} | [1], lambda: {1} + {2}, lambda: set(5), lambda: {1} < [1], lambda: hash({1}), lambda: {1}[0], lambda: frozenset().add(1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
s = {1}; s2 = s.copy(); s2.add(2); print(s, s2, s.pop(), s, type(frozenset() | {1}), type({1} | frozenset()))
try:
    for x in (q := {1, 2}): q.add(x + 10)
except RuntimeError as e:
    print(e)
