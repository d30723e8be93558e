class CM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self): print("enter", self.name); return self.name.upper()
    def __exit__(self, t, v, tb): print("exit", self.name, t.__name__ if t else None, v, tb is not None); return self.swallow
with CM("a") as a, CM("b") as b: print(a, b)
with CM("s", True): raise ValueError("swallowed")
print("after")
try:
    with CM("x"):
        with CM("y"): 1 / 0
except ZeroDivisionError as e:
    print("caught", e)
def f():
    with CM("r"): return "returned"
print(f())
for i in range(3):
    with CM(f"l{i}"):
        if i == 0: continue
        if i == 1: break
class NoExit:
    def __enter__(self): return 1
class NoEnter:
    def __exit__(self, *a): pass
for thing in (NoExit(), NoEnter(), 5):
    try:
        with thing: pass
    except TypeError as e:
        print(e)
class Replaces:
    def __enter__(self): return self
    def __exit__(self, *a): raise KeyError("from exit")
try:
    with Replaces(): raise ValueError("body")
except KeyError as e:
    print(repr(e), repr(e.__context__))
with (CM("p") as p, CM("q") as q): print(p, q)
