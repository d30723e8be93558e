import sys
class Bad:
    def __repr__(self): raise ValueError("repr")
    def __str__(self): raise ValueError("str")
    def __eq__(self, o): raise ValueError("eq")
    def __hash__(self): raise ValueError("hash")
    def __len__(self): raise ValueError("len")
    def __iter__(self): raise ValueError("iter")
    def __contains__(self, x): raise ValueError("contains")
    def __getattr__(self, n): raise ValueError("getattr " + n)
    def __bool__(self): raise ValueError("bool")
    def __call__(self): raise ValueError("call")
    def __getitem__(self, i): raise ValueError("getitem")
    def __setitem__(self, i, v): raise ValueError("setitem")
    def __add__(self, o): raise ValueError("add")
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): pass
    def __format__(self, s): raise ValueError("format")
    def __lt__(self, o): raise ValueError("lt")
    def __index__(self): raise ValueError("index")
    def __next__(self): raise ValueError("next")
b = Bad()
def w():
    with b: pass
def s(): b[0] = 1
def u(): x, y = b
def st(): print(*b)
def dk(): return {b: 1}
for f in (lambda: repr(b), lambda: str(b), lambda: b == 1, lambda: hash(b), lambda: len(b), lambda: list(b), lambda: 1 in b, lambda: b.x, lambda: not b, lambda: b(), lambda: b[0], s, lambda: b + 1, w, lambda: f"{b}", lambda: b < 1, lambda: [1][b], lambda: next(b), u, st, dk, lambda: {b}, lambda: [b].index(1), lambda: b in [1], lambda: sorted([b, b]), lambda: max(b, b), lambda: [b] == [1], lambda: "%s" % b, lambda: "%r" % (b,), lambda: print(b), lambda: [*b], lambda: hasattr(b, "x"), lambda: getattr(b, "x", 1), lambda: isinstance(1, b), lambda: sum(b), lambda: zip(b), lambda: range(b), lambda: "a" * b, lambda: "".join(b), lambda: b and 1, lambda: any([b]), lambda: dict(b), lambda: set(b), lambda: iter(b), lambda: [1, 2][b:], lambda: b.__class__.__name__):
    try: print("ok", f())
    except ValueError as e: print(e)
    except Exception as e: print(type(e).__name__, e)
