"""Each rule of the validator of syntax trees, broken by one change of a parsed program."""

import ast

Load, Store, Del = ast.Load, ast.Store, ast.Del
NAME = lambda ctx=Load: ast.Name("n", ctx())
CONST = lambda value: ast.Constant(value)

# (source, what is changed: a path from the first statement, the new value)
CHANGES = [
    ("a = 1", "targets", []), ("del a", "targets", []), ("a = 1", "targets[0].ctx", Load()),
    ("del a", "targets[0].ctx", Store()), ("a = 1", "value", NAME(Store)), ("a.b = 1", "targets[0].ctx", Load()),
    ("a = 1", "targets[0]", CONST(1)), ("del a", "targets[0]", CONST(1)), ("a[0] = 1", "targets[0].value.ctx", Store()),
    ("[a, b] = c", "targets[0].elts[0].ctx", Load()), ("a, *b = c", "targets[0].elts[1].value.ctx", Load()),
    ("a = (b, c)", "value.ctx", Store()), ("a = [b]", "value.ctx", Del()), ("a = b.c", "value.ctx", Store()),
    ("a = b[c]", "value.ctx", Del()), ("a = [*b]", "value.elts[0].ctx", Store()),
    ("a += 1", "target.ctx", Load()), ("a += 1", "target", CONST(1)),
    ("a: int", "target", ast.Attribute(NAME(), "b", Store())), ("(a): int", "target", CONST(2)),
    ("a: int = 1", "target.ctx", Load()), ("a: int", "annotation", NAME(Store)),
    ("type A = 1", "name", CONST(1)), ("type A = 1", "name.ctx", Load()), ("type A = 1", "value", NAME(Store)),
    ("type A[T] = 1", "type_params[0].name", "None"), ("type A[T: int] = 1", "type_params[0].bound.ctx", Store()),
    ("type A[T = int] = 1", "type_params[0].default_value.ctx", Store()),
    ("type A[*T] = 1", "type_params[0].name", "True"), ("type A[**T] = 1", "type_params[0].name", "False"),
    ("type A[**T = int] = 1", "type_params[0].default_value.ctx", Del()),
    ("for a in b: c", "body", []), ("for a in b: c", "target.ctx", Load()), ("for a in b: c", "orelse", [None]),
    ("while a: b", "body", []), ("while a: b", "test.ctx", Store()), ("if a: b", "body", []),
    ("if a: b", "body", [None]), ("with a: b", "items", []), ("with a: b", "body", []),
    ("with a as b: c", "items[0].optional_vars.ctx", Load()), ("with a: b", "items[0].context_expr.ctx", Store()),
    ("async def f():\n async with a: b", "body[0].items", []), ("async def f():\n async with a: b", "body[0].body", []),
    ("async def f():\n async for a in b: c", "body[0].body", []),
    ("async def f():\n async for a in b: c", "body[0].target.ctx", Load()),
    ("match a:\n case b: c", "cases", []), ("match a:\n case b: c", "cases[0].body", []),
    ("match a:\n case b if d: c", "cases[0].guard.ctx", Store()), ("match a:\n case b: c", "subject.ctx", Store()),
    ("raise a from b", "exc", None), ("raise a", "exc.ctx", Store()), ("raise a from b", "cause.ctx", Store()),
    ("try: a\nfinally: b", "body", []), ("try: a\nfinally: b", "finalbody", []),
    ("try: a\nexcept: b\nelse: c", "handlers", []), ("try: a\nexcept E: b", "handlers[0].body", []),
    ("try: a\nexcept E: b", "handlers[0].type.ctx", Store()), ("try: a\nfinally: b", "orelse", [ast.Pass()]),
    ("try: a\nexcept* E: b", "body", []), ("try: a\nexcept* E: b", "handlers", []),
    ("try: a\nexcept* E: b\nelse: c", "handlers", []), ("try: a\nexcept* E: b\nelse: c\nfinally: d", "handlers", []), ("try: a\nexcept* E: b\nfinally: c", "handlers[0].body", []),
    ("try: a\nexcept* E: b", "orelse", [None]), ("assert a, b", "test.ctx", Store()), ("assert a, b", "msg.ctx", Del()),
    ("import a", "names", []), ("from . import a", "level", -1), ("from a import b", "names", []),
    ("global a", "names", []), ("def f(): pass", "body", []), ("def f(): pass", "body", [None]),
    ("@d\ndef f(): pass", "decorator_list", [None]), ("@d\ndef f(): pass", "decorator_list[0].ctx", Store()),
    ("def f() -> a: pass", "returns.ctx", Store()), ("async def f(): pass", "body", []),
    ("def f(a=1): pass", "args.args", []), ("def f(*, a=1): pass", "args.kw_defaults", []),
    ("def f(*, a=1): pass", "args.kwonlyargs", []), ("def f(a=1): pass", "args.defaults", [None]),
    ("def f(a: b): pass", "args.args[0].annotation.ctx", Store()),
    ("def f(*a: b): pass", "args.vararg.annotation.ctx", Store()),
    ("def f(**a: b): pass", "args.kwarg.annotation.ctx", Store()),
    ("def f(*, a: b): pass", "args.kwonlyargs[0].annotation.ctx", Store()),
    ("class C: pass", "body", []), ("class C(a): pass", "bases[0].ctx", Store()), ("class C(a): pass", "bases", [None]),
    ("class C(a=b): pass", "keywords[0].value.ctx", Store()), ("@d\nclass C: pass", "decorator_list", [NAME(Del)]),
    ("return a", "value.ctx", Store()), ("nonlocal a", "names", []),
    ("a and b", "value.values", [NAME()]), ("a and b", "value.values", []), ("a and b", "value.values", [None, None]),
    ("a + b", "value.left.ctx", Store()), ("-a", "value.operand.ctx", Store()), ("lambda: a", "value.body.ctx", Store()),
    ("a if b else c", "value.orelse.ctx", Del()), ("{1: 2}", "value.keys", []), ("{**a}", "value.values", [None]),
    ("{1: 2}", "value.values[0]", NAME(Store)), ("{a}", "value.elts", [None]), ("[a for b in c]", "value.generators", []),
    ("{a for b in c}", "value.generators", []), ("(a for b in c)", "value.generators", []),
    ("{a: b for b in c}", "value.generators", []), ("[a for b in c]", "value.generators[0].target.ctx", Load()),
    ("[a for b in c]", "value.generators[0].iter.ctx", Store()), ("[a for b in c if d]", "value.generators[0].ifs", [None]),
    ("[a for b in c]", "value.elt", NAME(Store)), ("a < b", "value.comparators", []),
    ("a < b", "value.ops", [ast.Lt(), ast.Lt()]), ("a < b", "value.left", NAME(Del)), ("f(a)", "value.args", [None]),
    ("f(a)", "value.func.ctx", Store()), ("f(a=b)", "value.keywords[0].value.ctx", Store()),
    ("(a := b)", "value.target", ast.Attribute(NAME(), "b", Store())), ("(a := b)", "value.target.ctx", Load()),
    ("yield a", "value.value.ctx", Store()), ("await a", "value.value.ctx", Store()), ("f'{a}'", "value.values", [None]),
    ("f'{a}'", "value.values[0].value.ctx", Store()), ("a[b:c]", "value.slice.lower.ctx", Store()),
    ("a", "value.id", "None"), ("a", "value.id", "True"), ("a", "value.id", "False"), ("1", "value.value", [1]),
    ("1", "value.value", (1, {})), ("1", "value.value", frozenset([(1, range(2))])), ("1", "value.value", object),
    ("1", "lineno", 5), ("1", "value.end_lineno", 0), ("1", "value.lineno", -1), ("1", "value.col_offset", -1),
    ("1", "value.end_col_offset", -2), ("a", "value.col_offset", 5), ("def f(a): pass", "args.args[0].lineno", 7),
    ("import a", "names[0].lineno", 3), ("f(a=1)", "value.keywords[0].col_offset", -1),
]

# Patterns, as the only case of a match statement; the last ones inside a sequence.
PATTERNS = [
    ast.MatchValue(CONST(None)), ast.MatchValue(CONST(...)), ast.MatchValue(CONST((1,))), ast.MatchValue(NAME()),
    ast.MatchValue(ast.UnaryOp(ast.UAdd(), CONST(1))), ast.MatchValue(ast.UnaryOp(ast.USub(), CONST("a"))),
    ast.MatchValue(ast.BinOp(CONST(1), ast.Mult(), CONST(1j))), ast.MatchValue(ast.BinOp(CONST(1), ast.Add(), CONST(1))),
    ast.MatchValue(ast.BinOp(CONST(1j), ast.Sub(), CONST(1j))), ast.MatchValue(ast.JoinedStr([NAME()])),
    ast.MatchValue(ast.Call(NAME(), [], [])), ast.MatchValue(ast.Attribute(NAME(Store), "a", Load())),
    ast.MatchSingleton(1), ast.MatchSingleton("a"), ast.MatchSequence([]),
    ast.MatchMapping([CONST(1)], [], None), ast.MatchMapping([CONST(True), NAME()], [ast.MatchAs(), ast.MatchAs()], None),
    ast.MatchMapping([], [], "_"), ast.MatchMapping([], [], "None"), ast.MatchMapping([CONST(1.5)], [ast.MatchStar()], "r"),
    ast.MatchClass(CONST(1), [], [], []), ast.MatchClass(ast.Attribute(CONST(1), "a", Load()), [], [], []),
    ast.MatchClass(NAME(), [], ["a"], []), ast.MatchClass(NAME(), [], ["None"], [ast.MatchAs()]),
    ast.MatchClass(NAME(), [ast.MatchStar()], [], []), ast.MatchClass(NAME(Store), [], [], []),
    ast.MatchStar("a"), ast.MatchAs(None, "_"), ast.MatchAs(None, "False"), ast.MatchAs(ast.MatchAs(), None),
    ast.MatchOr([ast.MatchAs()]), ast.MatchOr([]), ast.MatchAs(ast.MatchStar(), "a"),
]
STARRED = [ast.MatchStar("_"), ast.MatchStar("True"), ast.MatchStar("a")]


def change(tree, path, value):
    *steps, last = path.split(".")
    node = tree.body[0]
    for step in steps:
        name, _, index = step.rstrip("]").partition("[")
        node = getattr(node, name)[int(index)] if index else getattr(node, name)
    name, _, index = last.rstrip("]").partition("[")
    if index:
        getattr(node, name)[int(index)] = value
    else:
        setattr(node, name, value)


def attempt(what, tree):
    try:
        compile(tree, "<tree>", "exec", ast.PyCF_OPTIMIZED_AST)
    except (ValueError, TypeError, SyntaxError, RecursionError) as err:
        print(what, "->", type(err).__name__, err)
    else:
        print(what, "is valid")


for source, path, value in CHANGES:
    tree = ast.parse(source)
    change(tree, path, value)
    if not isinstance(value, int):
        ast.fix_missing_locations(tree)
    attempt(f"{source!r} {path}", tree)
for number, pattern in enumerate([*PATTERNS, *[ast.MatchSequence([p]) for p in STARRED]]):
    tree = ast.parse("match a:\n case b: pass")
    tree.body[0].cases[0].pattern = pattern
    attempt(f"pattern {number} {type(pattern).__name__}", ast.fix_missing_locations(tree))
for mode in ("eval", "single", "func_type"):
    for tree in (ast.Expression(NAME(Store)), ast.Interactive([]), ast.Interactive([None]),
                 ast.FunctionType([NAME(Store)], NAME()), ast.FunctionType([None], NAME()), ast.Module([], [])):
        try:
            print(mode, type(compile(ast.fix_missing_locations(tree), "<tree>", mode, ast.PyCF_ONLY_AST)).__name__)
        except (ValueError, TypeError) as err:
            print(mode, type(tree).__name__, "->", type(err).__name__, err)
