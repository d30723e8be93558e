import sys
def show(src, name="<src>", mode="exec"):
    try: exec(compile(src, name, mode), {"__name__": "m"})
    except BaseException as e: sys.excepthook(type(e), e, e.__traceback__)
for s in ("x = (", "if 1\n  x", "def f(:\n pass", "  x", "a b", "x = 'abc", "x = '''abc", "f(a=1, 2)", "print 1", "return 1", "yield", "await x", "break", "1 = x", "f() = 1", "del f()", "x: int: 3", "import a.b as c.d", "from x import *, y", "class", "lambda x=: 1", "{1:2, **}", "[*x for x in y]", "async def f(): yield from x", "def f(a, a): pass", "nonlocal x", "def f():\n global x\n x: int", "try: pass", "with open(x) as 1: pass", "\tx\n        y", "if 1:\n\tx\n        y", "x = 1_", "0777", "1.e", "'\\N{bad}'", "b'\xe9'", "f'{'", "f'{x!z}'", "x = \\ 1", "€ = 1", "x = “a”", "else: 1", "match x:\n case 1|y: 1\n case z: 1\n case w: 1", "a, b += 1", "(x for x in y, 1)", "raise x from", "assert", "@", "class A(x for x in y): pass", "print(f'{a b}')", "True = 1", "def f(None): 1", "x := 1", "(x.y := 1)", "not = 1", "for x in y z: 1", "import", "elif"):
    show(s)
def long_line(): return [1, 2, 3].index(4), "x" * 200, "y" * 200, "z" * 200, "w" * 200, "v" * 200, "u" * 200, "t" * 200
for f in (long_line,):
    try: f()
    except ValueError as e: sys.excepthook(type(e), e, e.__traceback__)
def wide(): return "日本語", {}["キー"], "テスト"
def multi():
    return (1 +
            2 * (
                3 / 0
            ) + 4)
def call():
    return dict(
        a=1,
        b=int("x"),
        c=3,
    )
def chained(): return "a".b.c.d
def sub(): return [[1]][0][1][2]
def tabs():
	x = 1;	y = None + x
def semi(): a = 1; b = a / 0; c = 2
def compare(): return 1 < 2 < "a" < 3
def unary(): return -"a"
def await_(): return [i for i in (1, 2) if i.foo]
for f in (wide, multi, call, chained, sub, tabs, semi, compare, unary, await_):
    try: f()
    except Exception as e: sys.excepthook(type(e), e, e.__traceback__)
class S(str): pass
class E1(Exception):
    def __str__(self): raise ValueError
class E2(Exception):
    def __str__(self): return S("multi\nline")
class E3(Exception): __module__ = "some.mod"
class E4(Exception): __module__ = 5
E4.__qualname__ = "Outer.E4"
class E5(Exception):
    __notes__ = property(lambda s: 1 / 0)
for e in (E1(), E2(), E3("x"), E4("y"), E5("z"), KeyError("k"), KeyError(S("s")), SystemExit(3), Exception("a", 1), Exception(""), Exception(None), StopIteration(5), OSError(2, "no", "f"), ImportError("m", name="n")): sys.excepthook(type(e), e, None)
for notes in (["a", "b\nc"], "text", ("t", 1), 5, None, [5], [E1()], {}):
    e = ValueError("noted"); e.__notes__ = notes; sys.excepthook(type(e), e, None)
def many(n): return many(n - 1) if n else 1 / 0
try: many(30)
except ZeroDivisionError as e: sys.excepthook(type(e), e, e.__traceback__)
def ping(n): return pong(n - 1) if n else 1 / 0
def pong(n): return ping(n - 1) if n else 1 / 0
try: ping(9)
except ZeroDivisionError as e: sys.excepthook(type(e), e, e.__traceback__)
g = ExceptionGroup("g", [ValueError(i) for i in range(20)] + [ExceptionGroup("n", [TypeError("t")])])
g.add_note("group note"); g.__cause__ = KeyError("cause"); sys.excepthook(type(g), g, None)
d = ValueError("deep")
for i in range(15): d = ExceptionGroup(f"level {i}", [d])
sys.excepthook(type(d), d, None)
