class R:
    def __repr__(self): return repr(self)
class S:
    def __str__(self): return str(self)
class G:
    def __getattr__(self, n): return getattr(self, n)
class E:
    def __eq__(self, o): return self == o
class H:
    def __hash__(self): return hash(self)
class L:
    def __len__(self): return len(self)
class B:
    def __bool__(self): return bool(self)
class C:
    def __call__(self): return self()
class I:
    def __iter__(self): return iter(self)
class A:
    def __add__(self, o): return self + o
class X:
    def __index__(self): return [1][self]
class F:
    def __format__(self, s): return format(self, s)
class GA:
    def __getattribute__(self, n): return getattr(self, n)
class LT:
    def __lt__(self, o): return self < o
class CN:
    def __contains__(self, o): return o in self
def attempt(name, f):
    try: f(); print(name, "ok?")
    except RecursionError as e: print(name, "RecursionError")
for name, f in (("repr", lambda: repr(R())), ("str", lambda: str(S())), ("getattr", lambda: G().x), ("eq", lambda: E() == E()), ("hash", lambda: hash(H())), ("len", lambda: len(L())), ("bool", lambda: bool(B())), ("call", lambda: C()()), ("iter", lambda: iter(I())), ("add", lambda: A() + 1), ("index", lambda: [1][X()]), ("format", lambda: f"{F():x}"), ("getattribute", lambda: GA().x), ("lt", lambda: sorted([LT(), LT()])), ("contains", lambda: 1 in CN())): attempt(name, f)
def gen(): yield from gen()
attempt("yield from", lambda: list(gen()))
l = []
for _ in range(100000): l = [l]
attempt("repr of deep list", lambda: repr(l))
attempt("compare deep", lambda: l == [l])
del l; print("done")
