import random

from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

rnd = random.Random(1)
values = [rnd.randrange(500) for _ in range(300)]
items = SortedList(values)
assert list(items) == sorted(values)
print(items[:5], items.bisect(100), items.count(values[0]), list(items.irange(10, 40)))
items.discard(items[0])
items.update([1000, -1])
print(items[0], items[-1], len(items))
d = SortedDict({"b": 2, "a": 1})
d["c"] = 3
print(d, d.peekitem(0), list(d.irange("b")), d.popitem())
s = SortedSet([3, 1, 2]) | {5}
print(s, s[1], s & {1, 5}, s.index(5))
k = SortedKeyList(["aaa", "b", "cc"], key=len)
k.add("dddd")
print(k, k.bisect_key(2))
