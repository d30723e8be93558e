import sys, gc
class O:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
o = object()
def rc(): return sys.getrefcount(o)
def f(a, *args, **kw):
    b = a; print(sys.getrefcount(o)); fr = sys._getframe(); print(sys.getrefcount(o), sys.getrefcount(fr)); return fr
base = sys.getrefcount(o); fr = f(o, o, k=o); print(sys.getrefcount(o) - base, fr.f_locals["a"] is o); fr.clear(); print(sys.getrefcount(o) - base); del fr
def g():
    x = O("x"); y = O("y"); z = [O("in z")]
    return sys._getframe()
fr = g(); print("kept"); fr.f_locals["x"] = None; print("x replaced"); del fr; print("frame gone")
def h():
    local = O("local")
    raise ValueError
try: h()
except ValueError: print("handler")
print("after handler")
def k():
    local = O("k local")
    try: raise KeyError
    except KeyError as e: saved = e
    return "returned"
print(k()); print(gc.collect() > 0); print("collected")
def back(): return sys._getframe(1), sys._getframe(0).f_back is sys._getframe(1)
def caller():
    here = O("caller local")
    fr, same = back(); print(same, fr.f_code.co_name, fr.f_locals["here"].n)
caller(); gc.collect()
def rec(n): return sys._getframe() if not n else rec(n - 1)
fr = rec(5); names = []
while fr: names.append((fr.f_code.co_name, fr.f_lineno - fr.f_code.co_firstlineno)); fr = fr.f_back
print(names)
def gen():
    mine = O("gen local")
    yield sys._getframe()
i = gen(); fr = next(i); print(fr.f_back, fr is i.gi_frame, fr.f_generator if hasattr(fr, "f_generator") else "-"); del i; print(fr.f_code.co_name); del fr; print("generator gone")
def cell():
    boxed = O("boxed")
    def inner(): return boxed
    return inner
c = cell(); print(c().n); del c; print("cell gone")
def args(a, b): del a; print("arg deleted"); return b
args(O("a"), 1)
def default(d=O("default")): return d.n
print(default()); del default; print("default gone")
def swap():
    a, b = O("a"), O("b"); a, b = b, a; a = None; print("swapped")
swap()
class K:
    body = O("class body"); del body
    print("in class")
for it in (O(i) for i in range(3)): print("loop", it.n)
del it
[O(i) for i in range(2)]; print("listcomp")
x = {O("key").n: O("value")}; x.clear(); print("cleared")
lst = [O(1), O(2)]; lst[:] = []; print("sliced")
def ret(): return O("returned")
ret(); print("dropped"); ret().n; print("attr")
print("end")
