"""gc.get_count() after each of many steps, from a clean start."""
import gc, _weakref
gc.disable()
class A: pass
class B:
    def __init__(self, x): self.x = x
class S: __slots__ = ("v",)
class L(list): pass
class E(Exception): pass
def gen(): yield
def make(x): return lambda: x
out = []
print((1,), "warm")
gc.collect()
steps = [
    "x = []", "x = [[], [], []]", "x = {}", "x = {1: {}}", "x = (1, [])", "x = A()", "x.a = 1", "x.b = []",
    "y = x.__dict__", "x = B([])", "x = B(B(None))", "x = S()", "x.v = ()", "x = L([1])", "x.name = 1",
    "x = set()", "x = {1, 2}", "x = frozenset([1])", "x = make(1)", "x = gen()", "next(x)", "x = iter([])",
    "x = E(1)", "x.extra = 1", "x = _weakref.ref(A)", "x = [A() for i in range(10)]", "x.clear()",
    "x = [(i, i) for i in range(10)]", "x = {i: [i] for i in range(10)}", "del x", "x = list(range(3))",
    "x = dict(a=1)", "x = tuple([1, 2])", "x = [1][:]", "x = slice(1)", "x = A().__class__", "x = [].append",
    "x = zip", "x = map(str, [1])", "x = (i for i in [1])", "x = [i for i in [1]]", "x = sorted([2, 1])",
    "x = A.__dict__", "x = object()", "x = type('T', (), {})", "x = None", "x = [None] * 5", "x = x + x",
]
counts = []
space = globals()
codes = [compile(step, "<step>", "exec") for step in steps]
gc.collect()
for code in codes:
    exec(code, space)
    counts.append(gc.get_count()[0])
for step, count in zip(steps, counts):
    print(count, step)
x = y = None
print(gc.collect() >= 0, gc.get_count())
