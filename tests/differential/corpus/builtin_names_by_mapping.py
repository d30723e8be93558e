"""C functions that name a builtin look it up in the builtins of the code that calls them, whatever these are."""
import array
import builtins
import collections
import itertools
import types

OBJECTS = (
    iter("ab"), iter(b"ab"), iter([1, 2]), iter((1, 2)), iter({1: 2}), iter({3}), iter(range(4)),
    iter(range(10**30)), iter(bytearray(b"z")), reversed([1, 2]), iter(array.array("i", [1])),
    iter(collections.OrderedDict(a=1)), iter(int, 1), [].append, str.upper, "a".__add__,
    next(itertools.groupby("aab"))[1], iter(list[int]), (*list[int],)[0],
)


class Names(dict):
    def __missing__(self, key):
        print("asked for", key)
        raise KeyError(key)


def reduced(names):
    code = compile("x.__reduce__()", "reduce", "eval")
    for x in OBJECTS:
        try:
            res = eval(code, {"__builtins__": names, "x": x})
            print(type(x).__name__, res[0] if type(res) is tuple else res)
        except Exception as e:
            print(type(x).__name__, type(e).__name__, e)


reduced(types.MappingProxyType({"iter": "ITER", "next": "NEXT", "getattr": "GETATTR", "reversed": "REV"}))
reduced({})
reduced(Names())


class Name:
    """A key that spends the iterator while it is compared."""

    def __init__(self, text, it):
        self.text, self.it = text, it

    def __hash__(self):
        return hash(self.text)

    def __eq__(self, other):
        list(self.it)
        return other == self.text


def spent(name, it):
    names = {Name(name, it): name.upper()}
    return eval("it.__reduce__()", {"__builtins__": names, "it": it})


print(spent("iter", iter("xyz")), spent("iter", iter([1, 2])), spent("reversed", reversed([1, 2])))
print(spent("iter", iter((1, 2))), spent("iter", iter(b"12")), spent("iter", iter(lambda: 0, 0)))
print(builtins.iter is iter)
