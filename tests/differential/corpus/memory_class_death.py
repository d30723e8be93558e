"""Classes die too: by collection, with what they hold."""
import gc, _weakref
gc.collect()
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def make(name, *bases, **ns): return type(name, bases or (object,), ns)
A = make("A", d=D("in A")); ra = _weakref.ref(A, lambda r: print("A gone"))
print(_weakref.getweakrefcount(A), object.__subclasses__()[-1].__name__)
del A; print("not yet"); print(gc.collect(), ra())
class Base: pass
Sub = make("Sub", Base, d=D("in Sub")); print(Base.__subclasses__())
del Sub; gc.collect(); print(Base.__subclasses__())
X = make("X"); x = X(); del X; print(gc.collect(), type(x).__name__); r = _weakref.ref(type(x)); del x; print(r() is None, gc.collect(), r())
class Meta(type):
    def __del__(cls): print("class finaliser", cls.__name__)
M = Meta("M", (), {}); N = Meta("N", (M,), {}); del M, N; print(gc.collect())
class Reg:
    items = []
    def __init_subclass__(cls): Reg.items.append(_weakref.ref(cls))
class R1(Reg): pass
class R2(R1): pass
print([r().__name__ for r in Reg.items]); del R2; gc.collect(); print([r() and r().__name__ for r in Reg.items])
y = R1(); y.__class__ = Base; print(type(y).__name__); del R1; print(gc.collect() > 0)
class Desc:
    def __set_name__(self, owner, name): self.owner = owner
    def __del__(self): print("descriptor gone")
T = make("T", f=Desc()); del T; print(gc.collect() > 0)
