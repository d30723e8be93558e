"""Objects that come back in their finaliser, once."""
import gc, _weakref
saved = []
class Phoenix:
    def __init__(self, name): self.name = name
    def __del__(self):
        print("del", self.name)
        saved.append(self)
p = Phoenix("p")
r = _weakref.ref(p, lambda ref: print("callback for p"))
del p
print(len(saved), r() is saved[0])
saved.clear()
print(r())
a, b = Phoenix("a"), Phoenix("b")
a.other, b.other = b, a
ra = _weakref.ref(a, lambda ref: print("callback for a"))
del a, b
print(gc.collect(), [x.name for x in saved], ra())
print(gc.is_finalized(saved[0]), gc.is_finalized(saved[1]))
saved.clear()
print(gc.collect())
class Twice(Phoenix):
    def __del__(self):
        super().__del__()
        print("count now", len(saved))
t = Twice("t")
t.self = t
del t
print(gc.collect(), len(saved))
saved[0].self = None
saved.clear()
print(gc.collect(), gc.garbage)
class Keeper:
    kept = None
    def __del__(self):
        Keeper.kept = self
        self.__class__ = Plain
class Plain:
    def __del__(self): print("plain finaliser, but only once an object:", type(self).__name__)
k = Keeper()
del k
print(type(Keeper.kept).__name__)
Keeper.kept = None
print("end")
