x = 1
def f():
    global x, y
    x += 1
    y = x * 10
    del x
f(); print(y, "x" in globals())
def g():
    v = 1
    def h():
        nonlocal v
        v = 2
        def i():
            nonlocal v
            v = 3
        i()
    h(); return v
print(g(), sorted(k for k in globals() if not k.startswith("_")))
def locs(a, b=2):
    c = a + b
    return sorted(locals().items())
print(locs(1))
class C:
    z = 1
    loc = sorted(k for k in locals() if not k.startswith("__"))
print(C.loc)
exec("q = 5"); print(q); ns = {}; exec("r = 1 + 1", ns); print(ns["r"], "r" in globals(), eval("q * 2"), eval("a + b", {"a": 1, "b": 2}))
try: eval("1 +")
except SyntaxError as e: print(type(e).__name__, e.msg)
code = compile("s = 3\nprint(s)", "<test>", "exec"); exec(code); print(eval(compile("1 + 2", "<e>", "eval")))
