import sys
def t(fn, *a):
    try: r = fn(*a); print(type(r).__name__)
    except RecursionError as e: print("RecursionError")
    except MemoryError: print("MemoryError")
sys.setrecursionlimit(400)
class R:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __hash__(self): return hash((self,))
    def __len__(self): return len(self)
    def __getattr__(self, n): return getattr(self, n + "x")
    def __lt__(self, o): return sorted([self, o])
    def __bool__(self): return bool(self)
    def __str__(self): return "%s" % self
    def __format__(self, f): return format(self, f)
    def __iter__(self): return iter(self)
    def __add__(self, o): return self + o
    def __contains__(self, o): return o in self
    def __call__(self): return self()
    def __index__(self): return hex(self)
    def __getitem__(self, i): return self[i]
    def __reduce__(self): return self.__reduce__()
    def __enter__(self):
        with self: pass
    def __dir__(self): return dir(self)
    def __instancecheck__(self, o): return isinstance(o, self)
    def __int__(self): return int(self)
    def __neg__(self): return -self
    def __del__(self): pass
r = R()
for f in (repr, hash, len, bool, str, iter, hex, dir, int, lambda x: x == 1, lambda x: x.a, lambda x: sorted([x, x]), lambda x: f"{x}", lambda x: x + 1, lambda x: 1 in x, lambda x: x(), lambda x: x[0], lambda x: x.__reduce__(), lambda x: x.__enter__(), lambda x: isinstance(1, x), lambda x: -x, lambda x: [x] == [1], lambda x: {x}, lambda x: "%r" % (x,), lambda x: max(x, x)):
    t(f, r)
l = []
for i in range(100000): l = [l]
t(repr, l); t(lambda: l == l); m = []
for i in range(100000): m = [m]
t(lambda: l == m); t(lambda: l < m); del l, m
tt = ()
for i in range(100000): tt = (tt,)
t(hash, tt); t(isinstance, 1, tt); del tt
d = {}
for i in range(50000): d = {1: d}
t(repr, d); del d
for f in (lambda: [0] * (1 << 60), lambda: "a" * (1 << 62), lambda: bytes(1 << 62), lambda: bytearray(1 << 62), lambda: list(range(1 << 62)), lambda: (1,) * (1 << 60), lambda: "%*d" % (1 << 31, 1)):
    try: f(); print("made")
    except (MemoryError, OverflowError) as e: print(type(e).__name__)
def gen(n):
    if n: yield from gen(n - 1)
    yield n
t(lambda: list(gen(1000)))
def depth(n): return 0 if not n else 1 + depth(n - 1)
t(depth, 300); t(depth, 1000); print(depth(100))
