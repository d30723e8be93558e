"""Every SyntaxError of the symbol table, the future statements and the code generator, in place; every warning."""

import warnings

ERRORS = [
    # future.c
    "from __future__ import braces",
    "x = 1\nfrom __future__ import (\n    annotations, nothing)",
    "from __future__ import nothing, annotations",
    # symtable.c
    "def f(a, b, a): pass",
    "lambda a, *, a: 1",
    "def f[T, *T](): pass",
    "def f(a):\n    global a",
    "def f():\n    a = 1\n    global a, b",
    "def f():\n    print(a)\n    global b, a",
    "def f():\n    global a\n    a: int = 1",
    "nonlocal a",
    "class C:\n    nonlocal a",
    "def f(a):\n    nonlocal a",
    "def f():\n    nonlocal a",
    "def f():\n    a = 1\n    def g():\n        a = 2\n        nonlocal a",
    "def f():\n    a = 1\n    def g():\n        a\n        nonlocal a",
    "def f():\n    a = 1\n    def g():\n        nonlocal a\n        a: int",
    "def f(a):\n    def g():\n        global a\n        nonlocal a",
    "def f[T]():\n    nonlocal T",
    "def f():\n    from a import *",
    "class C:\n    from a import *",
    "[(a := 1) for a in b]",
    "[b for a in (b := 1)]",
    "[a for a in b if (c := a) for c in d]",
    "class C:\n    x = [(a := 1) for b in c]",
    "type X = (a := 1)",
    "type X[T: (yield)] = 1",
    "type X[T = (yield from a)] = 1",
    "def f[*T = await a](): pass",
    "def f[**P = (a := 1)](): pass",
    "class C[T]((yield)): pass",
    "class C[T: [(a := 1) for b in c]]: pass",
    "type X = [(a := 1) for b in c]",
    "def f() -> (yield): pass",
    "def f(a: (b := 1)): pass",
    "from __future__ import annotations\na: await b",
    "[(yield) for a in b]",
    "{(yield) for a in b}",
    "{1: (yield) for a in b}",
    "((yield from c) for a in b)",
    # compile.c
    "return 1",
    "class C:\n    return",
    "async def f():\n    yield 1\n    return (1 +\n        2)",
    "break",
    "if a:\n    continue",
    "while a:\n    def f(): break",
    "yield 1",
    "class C: x = yield",
    "yield from a",
    "async def f(): yield from a",
    "await a",
    "def f():\n    await a",
    "class C: await a",
    "async for a in b: pass",
    "def f():\n    async for a in b: pass",
    "async with a: pass",
    "def f():\n    async with a as b: pass",
    "[a async for a in b]",
    "def f():\n    return {a: 1 async for a in b}",
    "def f(): [await a for a in b]",
    "try: a\nexcept: b\nexcept E: c",
    "try: a\nexcept* E:\n    for x in y:\n        break\n    break",
    "for x in y:\n    try: a\n    except* E: continue",
    "def f():\n    try: a\n    except* E: return",
    "a = 1; from __future__ import annotations",
    "def f():\n    from __future__ import annotations",
    "__debug__ = 1",
    "del a, __debug__",
    "def __debug__(): pass",
    "class __debug__: pass",
    "def f(a, *, __debug__=1): pass",
    "def f(*__debug__): pass",
    "f(a=1, __debug__=2)",
    "a.b.__debug__ = 1",
    "del a.__debug__",
    "a.__debug__ += 1",
    "__debug__ += 1",
    "__debug__: int",
    "a.__debug__: int",
    "import a as __debug__",
    "from a import b as __debug__",
    "for __debug__ in a: pass",
    "(__debug__ := 1)",
    "with a as __debug__: pass",
    "try: a\nexcept E as __debug__: pass",
    "match a:\n    case __debug__: pass",
    "match a:\n    case [*__debug__]: pass",
    "match a:\n    case {**__debug__}: pass",
    "match a:\n    case C(__debug__=1): pass",
    "type __debug__ = 1",
    "f(a=1, b=2, a=3)",
    "f(a=1,\n  **b, a=3)",
    "class C(a=1, a=2): pass",
    "a, *b, *c = d",
    "*a = b",
    "a = *b",
    "*a",
    "*a, *b = c",
    f"{'a, ' * 256}*b = c",
    "def f[T = int, U](): pass",
    "def f[T = int, *U](): pass",
    "class C[T = int, **U]: pass",
    "".join(f"{' ' * i}while a:\n" for i in range(22)) + f"{' ' * 22}pass",
    "with " + ", ".join(["a"] * 22) + ": pass",
    "def f():\n" + "".join(f"{' ' * i}for a in b:\n" for i in range(1, 23)) + f"{' ' * 23}pass",
    "match a:\n    case [b, b]: pass",
    "match a:\n    case {1: b, **b}: pass",
    "match a:\n    case C(b) as b: pass",
    "match a:\n    case [*b, c, *d]: pass",
    f"match a:\n    case [{'_, ' * 256}*b]: pass",
    "match a:\n    case b: pass\n    case c: pass",
    "match a:\n    case _: pass\n    case c: pass",
    "match a:\n    case _ | 1: pass",
    "match a:\n    case (b | 1): pass",
    "match a:\n    case [b] | [c]: pass",
    "match a:\n    case [b, c] | [b]: pass",
    "match a:\n    case C(b=1, c=2, b=3): pass",
    "match a:\n    case {1: b, 2: c, 1: d}: pass",
    "match a:\n    case {-1: b, 'é': c, -1: d}: pass",
    "ä = 'é'; return ä",
    "def f(a):\n\tglobal\\\n\t a",
]

PLACES = [
    "def f[T: @](): pass", "def f[T: (int, @)](): pass", "class C[T = @]: pass", "def f[*T = @](): pass",
    "type X[**P = @] = 1", "type X = @", "class C[T](@): pass", "def f[T](a: @): pass",
    "from __future__ import annotations\ndef f(a: @): pass",
]
ERRORS += [place.replace("@", expression) for place in PLACES
           for expression in ("(a := 1)", "(yield)", "(yield from b)", "await a")]

WARNINGS = [
    "a is 1", "'' is a", "a is not ()", "a is b is 1.5", "1 is a is b'x'",
    "if a is (1, 2): pass", "a is -1", "a is None is 1j",
    "assert (a, 'text')", "assert ('a', 1)", "assert ()",
    "1()", "'a'(b)", "(1, a)()", "[a]()", "{a}()", "{a: b}()", "[a for a in b]()", "{a for a in b}()",
    "(a for a in b)()", "f'{a}'()", "None()", "...()", "1.5(a=1)", "b'x'()", "{a: a for a in b}()",
    "1[0]", "None[0]", "{a}[0]", "(a for a in b)[0]", "(lambda: 1)[0]", "{a for a in b}[0]", "...[a]",
    "1.5[a]", "True[0]",
    "'a'['b']", "'a'[1.5]", "[a][None]", "[a]['b']", "(a, b)[a, b]", "f'{a}'['b']", "[a for a in b]['c']",
    "(1, 2)['c']", "b'a'[()]", "'a'[{}]", "'a'[[b]]", "'a'[...]", "'a'[lambda: 1]", "'a'[f'{b}']",
    "def f():\n    return (\n        1\n        (2))",
    "'\\d'", "b'\\d'", "'''\n\\d'''", "'\\400'", "1if a else 2", "0x1for x in y", "1_0or 2",
    "f'\\d{a}'", "~True", "x = ~False",
]


def place(err):
    return (type(err).__name__, err.msg, err.filename, err.lineno, err.offset, err.end_lineno,
            err.end_offset, err.text)


def outcome(source, optimize=-1):
    try:
        compile(source, "<source>", "exec", optimize=optimize)
    except SyntaxError as err:
        return place(err)
    return "compiled"


for source in ERRORS:
    print(ascii(source[:70]), outcome(source))
print()
for source in WARNINGS:
    for action in ("always", "error"):
        with warnings.catch_warnings(record=True) as issued:
            warnings.simplefilter(action)
            print(ascii(source), outcome(source, optimize=0))
        for w in issued:
            print("   ", w.category.__name__, w.message, w.filename == "<source>" and w.lineno)
for optimize in (0, 1, 2):
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter("always")
        print(outcome("assert (a, b)\nassert a is 1", optimize), [str(w.message) for w in issued])
for mode in ("exec", "eval", "single"):
    for source in ("await a", "yield", "return", "f(a=1, a=2)", "(__debug__ := 1)", "a is 1"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                compile(source, "<source>", mode)
            print(mode, source)
        except SyntaxError as err:
            print(mode, source, place(err))
