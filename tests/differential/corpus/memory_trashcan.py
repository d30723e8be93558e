"""Deep structures die without trouble."""
import _weakref
x = []
for i in range(300_000): x = [x]
del x
t = ()
for i in range(100_000): t = (t, None)
del t
d = {}
for i in range(100_000): d = {"k": d}
del d
class Node:
    def __init__(self, next): self.next = next
n = None
for i in range(100_000): n = Node(n)
r = _weakref.ref(n)
n = None
print(r())
log = []
class Loud(Node):
    def __del__(self): log.append(self.i)
n = None
for i in range(20_000):
    n = Loud(n); n.i = i
n = None
print(len(log), log[:3], log[-3:])
calls = []
keep = []
n = None
for i in range(5000):
    n = Node(n); n.i = i
    keep.append(_weakref.ref(n, lambda ref, i=i: calls.append(i)))
n = None
print(len(calls), calls[:3], calls[-3:])
e = None
for i in range(3000):
    new = ValueError(i); new.__cause__ = e; e = new
del e, new
def gen(inner):
    yield inner
g = None
for i in range(20_000):
    g = gen(g)
    next(g)
del g
f = lambda: 0
for i in range(20_000):
    f = (lambda f: lambda: f)(f)
del f
s = frozenset()
for i in range(500): s = frozenset([s])
del s
mixed = None
class M:
    __slots__ = ("v",)
for i in range(50_000):
    m = M(); m.v = [{"x": (mixed,)}]; mixed = m
del m, mixed
print("freed")
