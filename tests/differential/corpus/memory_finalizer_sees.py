"""What a finaliser can still see of its siblings and parents."""
import _weakref
alive = {}
def living(): return sorted(name for name, ref in alive.items() if ref() is not None)
class Thing:
    def __init__(self, name):
        self.name = name
        alive[name] = _weakref.ref(self)
class Loud(Thing):
    def __del__(self): print(self.name, "dies, alive:", living())
def pair(kind):
    x = kind([Loud("a"), Thing("b"), Loud("c"), Thing("d")])
    print(kind.__name__, living())
    del x
    print(living())
pair(list)
pair(tuple)
pair(lambda items: dict(enumerate(items)))
class Tree(Loud):
    def __init__(self, name, *kids):
        super().__init__(name)
        self.kids = kids
t = Tree("root", Tree("l", Thing("ll"), Loud("lr")), Tree("r", Loud("rl"), Thing("rr")))
del t
print(living())
def frame():
    one, two, three = Loud("one"), Thing("two"), Loud("three")
    print(living())
frame()
print(living())
def arguments(p, q, *rest, **more):
    print(living())
arguments(Loud("p"), Thing("q"), Loud("r1"), Thing("r2"), k=Loud("k"))
print(living())
def generator():
    g1, g2 = Loud("g1"), Thing("g2")
    yield living()
    print("not reached")
g = generator()
print(next(g))
del g
print(living())
class Chain(Loud):
    next = None
first = Chain("n0")
at = first
for i in range(1, 6):
    at.next = Chain(f"n{i}")
    at = at.next
del at
del first
print(living())
