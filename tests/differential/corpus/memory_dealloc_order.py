"""The order in which the parts of a dying object go."""
class Part:
    def __init__(self, name): self.name = name
    def __del__(self): print("gone", self.name)

class Holder:
    __slots__ = ("b", "a", "__dict__")
    def __del__(self): print("holder: a is", self.a.name, "x is", self.x.name)

def show(title, thing):
    print("--", title)
    del thing

h = Holder()
h.x, h.b, h.a, h.w = Part("x"), Part("b"), Part("a"), Part("w")
print("-- slots first, then the dict, in order")
del h
for title, make in {
    "list, last to first": lambda: [Part(i) for i in range(4)],
    "tuple, last to first": lambda: tuple(Part(i) for i in range(4)),
    "dict, first to last": lambda: {i: Part(i) for i in range(4)},
    "dict of keys": lambda: {Part(1): Part(2), Part(3): Part(4)},
    "nested": lambda: [[Part("a"), [Part("b"), (Part("c"),)]], {"k": [Part("d")]}],
    "instance of a list": lambda: type("L", (list,), {})([Part(1), Part(2)]),
    "set of one": lambda: {Part("only")},
    "frozenset in tuple": lambda: (frozenset([Part("in")]), Part("beside")),
}.items():
    print("--", title)
    make()
print("-- replaced")
x = [Part("old"), Part("older")]
x = [Part("new")]
print("-- slice deleted")
x = [Part(i) for i in range(6)]
del x[1:4]
print("-- slice assigned")
x[:] = [Part("fresh")]
print("-- clear")
x.clear()
print("-- dict")
d = {i: Part(i) for i in range(3)}
d[1] = Part("one again")
d.pop(0)
d.update({2: Part("two again")})
d.clear()
print("-- end")
