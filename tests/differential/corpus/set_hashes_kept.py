"""Hashes that a set or dict knows are not asked for again by the dicts and sets made of it."""


class Counting(int):
    def __init__(self, *args):
        self.asked = 0

    def __hash__(self):
        self.asked += 1
        return int.__hash__(self)


def total(keys):
    return sum(key.asked for key in keys)


for kind in (set, frozenset):
    d = dict.fromkeys(map(Counting, range(10)))
    print(total(d))
    s = kind(d)
    print(total(d))
    s.difference(d)
    if hasattr(s, "symmetric_difference_update"):
        s.symmetric_difference_update(d)
    print(total(d))
    dict.fromkeys(set(d))
    print(total(d))
    print(len(dict.fromkeys(frozenset(d), 123)), total(d))

print(dict.fromkeys({3, "a", 1.5, (1, 2)}, 7) == dict.fromkeys([3, "a", 1.5, (1, 2)], 7))
print(len(dict.fromkeys(frozenset(map(Counting, range(20))), [])), dict.fromkeys(set()))
