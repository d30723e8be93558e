"""Cycles of every kind are found, with the right number."""
import gc
gc.disable(); gc.collect()
class A: pass
class S: __slots__ = ("me", "__weakref__")
class L(list): pass
class D(dict): pass
def test(name, make):
    gc.collect()
    make()
    print(name, gc.collect())
def list_(): x = []; x.append(x)
def dict_(): x = {}; x["x"] = x
def tuple_(): x = ([],); x[0].append(x)
def instance(): x = A(); x.me = x
def instances(): x, y = A(), A(); x.y, y.x = y, x
def slots(): x = S(); x.me = x
def sublist(): x = L(); x.append(x)
def subdict(): x = D(); x[1] = x
def cls():
    class C: pass
def cls_method():
    class C:
        def m(self): return C
def closure():
    def f(): return f
    f
def two_closures():
    def f(): return g
    def g(): return f
def generator():
    def g():
        me = it
        yield me
    it = g(); next(it)
def bound():
    x = A(); x.m = [].append; x.n = x.__init__
def exception():
    try: 1 / 0
    except ZeroDivisionError as e: kept = e
def exception_chain():
    try:
        try: 1 / 0
        except ZeroDivisionError as e: e.me = e; raise KeyError(e)
    except KeyError as k: kept = k
def property_(): 
    x = A(); x.p = property(lambda s: x)
def partial_cells():
    box = []
    def f(a=box): return a
    box.append(f)
def weak():
    import _weakref
    x = A(); x.r = _weakref.ref(x, lambda r: x)
def iterator(): x = []; x.append(iter(x))
def view(): d = {}; d[1] = d.items()
def mapping(): x = A(); x.d = x.__dict__
def set_(): x = A(); x.s = {x}
def module():
    import sys
    m = type(sys)("m"); m.me = m
def deque_():
    from _collections import deque
    d = deque(); d.append(d)
def lambda_default(): (lambda f=[]: f)
for name, make in list(globals().items()):
    if callable(make) and name not in ("test", "A", "S", "L", "D") and not name.startswith("__"):
        test(name, make)
