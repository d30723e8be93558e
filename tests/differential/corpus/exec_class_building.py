import sys
def t(fn, *a, **k):
    try: print(repr(fn(*a, **k))[:120])
    except BaseException as e: print(type(e).__name__, e)
log = []
class M(type):
    @classmethod
    def __prepare__(m, name, bases, **k): log.append(("prepare", name, k)); return {"seed": 1}
    def __new__(m, name, bases, ns, **k): log.append(("new", name, sorted(x for x in ns if x[0] != "_"))); return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **k): super().__init__(name, bases, ns)
class A(metaclass=M, opt=1): x = seed
print(log, A.x)
class Sub(A): pass
print(log[2:])
def fn(name, bases, ns, **k): return (name, bases, sorted(x for x in ns if x[0] != "_"), k)
class F(metaclass=fn, z=3): y = 1
print(F)
class E:
    def __mro_entries__(self, bases): return (int,)
class G(E()): pass
print(G.__mro__, G.__orig_bases__)
class BadE:
    def __mro_entries__(self, bases): return 5
t(lambda: type("Q", (E(),), {})); 
def bad1():
    class Q(BadE()): pass
def bad2():
    class Q(5): pass
def bad3():
    class Q(int, str): pass
def bad4():
    class Q(metaclass=5): pass
def bad5():
    class Q(bool): pass
def bad6():
    class Q(x=1): pass
class P1(type):
    @classmethod
    def __prepare__(m, *a): return [1]
def bad7():
    class Q(metaclass=P1): pass
class NoCell(type):
    def __new__(m, name, bases, ns):
        ns.pop("__classcell__", None); return super().__new__(m, name, bases, ns)
def bad8():
    class Q(metaclass=NoCell):
        def m(self): return __class__
class Wrong(type):
    def __new__(m, name, bases, ns):
        return super().__new__(m, "Other", (), {"__classcell__": ns["__classcell__"]}) and super().__new__(m, name, bases, {})
def bad9():
    class Q(metaclass=Wrong):
        def m(self): return __class__
def bad10():
    class Q:
        raise KeyError("in body")
def bad11():
    class X1(type): pass
    class X2(type): pass
    class Y1(metaclass=X1): pass
    class Y2(metaclass=X2): pass
    class Z(Y1, Y2): pass
for b in (bad1, bad2, bad3, bad4, bad5, bad6, bad7, bad8, bad9, bad10, bad11): t(b)
class Prep(dict):
    def __setitem__(self, k, v):
        if k[0] != "_": log.append(k)
        super().__setitem__(k, v)
    def __missing__(self, k):
        if k == "magic": return 42
        raise KeyError(k)
class PM(type):
    __prepare__ = classmethod(lambda m, *a: Prep())
log.clear()
class W(metaclass=PM):
    v = magic
    def f(self): pass
    del v
    v: int = 3
print(log, W.__dict__["v"], W.__annotations__)
o = object(); before = sys.getrefcount(o)
class Holder: attr = o
print(sys.getrefcount(o) - before); del Holder
import gc; gc.collect(); print(sys.getrefcount(o) - before)
