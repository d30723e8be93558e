def deco(f):
    print("decorating", f.__name__)
    def w(*a, **k): print("calling"); return f(*a, **k) + 1
    return w
def param(n):
    print("param", n)
    def d(f): return lambda *a: f(*a) * n
    return d
@deco
@param(10)
def f(x): return x
print(f(2))
def cls_deco(c): c.tag = c.__name__.lower(); return c
@cls_deco
class Thing: pass
print(Thing.tag)
class CountCalls:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a): self.n += 1; return self.f(*a)
@CountCalls
def g(): return "g"
g(); g(); print(g.n)
@(lambda f: f())
def value(): return 42
print(value)
@print
def nothing(): pass
print(nothing)
