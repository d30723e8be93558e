"""Copying by __reduce_ex__ of containers and iterators under every protocol, and what cannot be pickled."""
import itertools
from _collections import OrderedDict, defaultdict, deque


def spell(x, depth=0):
    if isinstance(x, tuple):
        return tuple(spell(y, depth + 1) for y in x)
    if hasattr(x, "__next__"):
        return [spell(y) for y in itertools.islice(x, 5)]
    if callable(x):
        return getattr(x, "__name__", type(x).__name__)
    return x


class L(list):
    pass


class D(dict):
    __slots__ = ("s",)


class T(tuple):
    pass


class S(set):
    pass


one = L([1, 2])
one.attr = 5
two = D(a=1)
two.s = "slot"
three = T((1, 2))
three.x = []
for x in ([1, 2], (1,), {1: 2}, {1}, frozenset([1]), one, two, three, S([1]), deque([1], 2), OrderedDict(a=1), defaultdict(int, a=1), range(1, 5, 2), slice(1, 2), iter([1, 2]), iter((1,)), iter({1: 2}), iter({5}), iter("ab"), reversed([1, 2]), enumerate("ab", 3), zip("ab", "cd"), map(abs, [1]), filter(None, [1]), {}.keys(), {1: 2}.values(), {}.items(), iter(range(3)), iter(lambda: 1, 1)):
    for protocol in (0, 1, 2, 4, 5):
        try:
            print(type(x).__name__, protocol, spell(x.__reduce_ex__(protocol)))
        except Exception as e:
            print(type(x).__name__, protocol, type(e).__name__, e)
for make in (lambda: itertools.pairwise("ab"), lambda: itertools.batched("ab", 1)):
    for protocol in (0, 2, 4):
        try:
            print(spell(make().__reduce_ex__(protocol)))
        except Exception as e:
            print(type(e).__name__, e)
for x in (one, two, three, S([1])):
    print(x.__getstate__(), [].__getstate__(), {}.__getstate__())
