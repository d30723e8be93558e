"""get_referrers, get_referents, get_objects."""
import gc
class A: pass
class S: __slots__ = ("x", "y")
a = A(); a.z = []
print([type(r).__name__ for r in gc.get_referents(a)])
print(gc.get_referents([1, [2]]), gc.get_referents((1, "a")), gc.get_referents({"k": 1}), gc.get_referents({1: "v", "k": 2}))
print(gc.get_referents(1, "x", None, 2.5), gc.get_referents(), gc.get_referents([], ()))
s = S(); s.x = 5
print([type(r).__name__ for r in gc.get_referents(s)])
def f(x, y=[1]): return x
print(sorted(type(r).__name__ for r in gc.get_referents(f)))
print([type(r).__name__ for r in gc.get_referents(a.__init__)], [type(r).__name__ for r in gc.get_referents([].append)])
target = []
holder = [target]; mapping = {"t": target}; pair = (target, 1)
found = gc.get_referrers(target)
print(any(r is holder for r in found), any(r is mapping for r in found), any(r is pair for r in found), any(r is globals() for r in found))
print(gc.get_referrers(object()))
class Box: pass
box = Box(); box.t = target
print(any(r is box or r is vars(box) for r in gc.get_referrers(target)))
n = len(gc.get_objects()); x = [[], [], []]
print(len(gc.get_objects()) - n >= 4, any(o is x for o in gc.get_objects()))
g = (i for i in target)
print(sorted(type(r).__name__ for r in gc.get_referents(g))[:4])
def cell():
    v = []
    return lambda: v
c = cell()
print([type(r).__name__ for r in gc.get_referents(c.__closure__[0])], gc.get_referents(iter([7])))
e = ValueError(1, 2)
print([type(r).__name__ for r in gc.get_referents(e)])
