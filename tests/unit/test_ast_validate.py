"""Trees made by hand are refused as the host refuses them."""

from __future__ import annotations

import ast
import pickle
import random
import sys
import warnings

import pytest

from vm.python.ast_validate import _PyAST_GetDocString, _PyAST_Validate

SOURCE = '''
@dec
def f[T: int = str, *Ts = x, **P = y](a: int, /, b=1, *c: x, d, e=2, **g: h) -> int:
    "doc"
    return a if b else lambda q, *r: (yield)
async def g(x):
    async with a as b, c: await x
    async for i in y: pass
    else: return [z async for z in w if z]
class C[T](A, k=v):
    x: int = 1
    (y): str
    y.z: float
    global q
    def m(self):
        super().m(*a, **k)
type X[T] = list[T]
del a, b.c, d[e]
a = b, *c = [x, y] = 1, 2
a += -1 + 2j
for (a, b) in c: break
else: pass
while (n := 3) and x or y: continue
with a, b as (c, d): pass
match x:
    case 1 | -2.5 | 3+4j | "s" | b"b" | a.b: pass
    case None | True: pass
    case [a, *b, _] if q: pass
    case {1: a, "x": b, None: d, **rest}: pass
    case Cls(a, k=b) as c: pass
    case _: pass
raise a from b
try: x
except E as e: y
except: z
else: q
finally: w
try: x
except* E: y
assert a, b
import a.b as c, d
from . import e
x = {1: 2, **y}, {1, 2}, {k: v for k, v in w}, {k for k in w for l in m}, (k for k in w)
x = a < b < c, not d, f(a, b=c), f"{a!r:>{w}}b", x[1:2:3, ...], x[a:], not (a in b)
'''

#: Lists in which None can stand without ending the host.
MAY_HOLD_NONE = {"body", "orelse", "finalbody", "elts", "values", "targets", "decorator_list",
                 "bases", "comparators", "ifs", "keys", "defaults", "kw_defaults"}
VALUES = [[], {}, 1, "x", (1, []), frozenset([(1,)]), None, True, ..., 2j, b"", set(),
          (1, (2, bytearray())), range(3)]
NAMES = ["None", "True", "False", "_", "x"]
PLACE = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}


class Mutations:
    """Changes of the tree of SOURCE, one at a time; one seed always gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.blob = pickle.dumps(ast.parse(SOURCE))

    def tree(self) -> tuple[ast.Module, str]:
        """A changed tree, and what is changed."""
        while True:
            tree = pickle.loads(self.blob)
            node = self.random.choice(list(ast.walk(tree)))
            change = self.place(node) if self.random.random() < 0.2 else self.field(node)
            if change is not None:
                return tree, change

    def place(self, node) -> str | None:
        if not hasattr(node, "lineno"):
            return None
        name = self.random.choice(["lineno", "end_lineno", "col_offset", "end_col_offset"])
        setattr(node, name, self.random.choice([-1, -2, 0, 1, 5, 1000]))
        return f"{type(node).__name__}.{name}"

    def field(self, node) -> str | None:
        if not node._fields:
            return None
        name = self.random.choice(node._fields)
        value = getattr(node, name)
        if isinstance(value, list):
            self.list(value, name in MAY_HOLD_NONE and not isinstance(node, ast.MatchMapping))
        elif isinstance(node, ast.Constant | ast.MatchSingleton) and name == "value":
            node.value = self.random.choice(VALUES)
        elif isinstance(value, str) and name != "type_comment":
            setattr(node, name, self.random.choice(NAMES))
        elif isinstance(value, ast.expr_context):
            node.ctx = self.random.choice([ast.Load(), ast.Store(), ast.Del()])
        elif isinstance(value, ast.expr):
            setattr(node, name, self.another(ast.expr))
        elif isinstance(value, ast.pattern):
            setattr(node, name, self.another(ast.pattern))
        elif isinstance(value, int) and not isinstance(node, ast.FormattedValue):
            setattr(node, name, self.random.choice([-1, 0, 1]))
        else:
            return None
        return f"{type(node).__name__}.{name}"

    def list(self, items: list, may_hold_none: bool) -> None:
        """Empty a list, shorten it, or put None into it."""
        kind = self.random.randrange(3)
        if kind == 0 or not items:
            items.clear()
        elif kind == 1:
            items.pop(self.random.randrange(len(items)))
        elif may_hold_none:
            items[self.random.randrange(len(items))] = None

    def another(self, base: type) -> ast.AST:
        nodes = [node for node in ast.walk(pickle.loads(self.blob)) if isinstance(node, base)]
        return self.random.choice(nodes)


def outcome(function, *args):
    try:
        function(*args)
    except (ValueError, TypeError, RecursionError) as err:
        return type(err).__name__, str(err)
    except (SyntaxError, SystemError):
        pass  # found by a later stage
    return "ok"


def host_validate(tree):
    """Validation and folding alone: the host's later stages do not survive every tree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(tree, "<text>", "exec", ast.PyCF_OPTIMIZED_AST, True)


@pytest.mark.parametrize("seed", range(4))
def test_changed_trees(seed):
    mutations = Mutations(seed)
    refused = 0
    for _ in range(60):
        tree, change = mutations.tree()
        theirs = outcome(host_validate, tree)
        ours = outcome(_PyAST_Validate, tree)
        if theirs[1].startswith(("expected some sort of", "Invalid CFG")):
            continue  # when the tree is converted, or when it is compiled
        assert ours == theirs, change
        refused += ours != "ok"
    assert refused > 12


def test_the_tree_itself_is_valid():
    _PyAST_Validate(ast.parse(SOURCE))
    _PyAST_Validate(ast.parse("a + b", mode="eval"))
    _PyAST_Validate(ast.parse("a = b", mode="single"))


def expression(node) -> ast.Expression:
    return ast.Expression(ast.fix_missing_locations(node))


@pytest.mark.parametrize("node", [
    ast.BoolOp(ast.And(), [ast.Constant(1)]),
    ast.Compare(ast.Constant(1), [], []),
    ast.Compare(ast.Constant(1), [ast.Is()], [ast.Constant(1), ast.Constant(2)]),
    ast.Dict([ast.Constant(1)], []),
    ast.Dict([None], [None]),
    ast.ListComp(ast.Constant(1), []),
    ast.NamedExpr(ast.Attribute(ast.Name("a", ast.Load()), "b", ast.Store()), ast.Constant(1)),
    ast.Name("None", ast.Load()),
    ast.Name("a", ast.Store()),
    ast.Starred(ast.Name("a", ast.Store()), ast.Load()),
    ast.Tuple([ast.Name("a", ast.Load()), ast.Name("b", ast.Del())], ast.Load()),
    ast.List([None], ast.Load()),
    ast.Call(ast.Name("f", ast.Load()), [None], []),
    ast.Constant([1]),
    ast.Constant((1, frozenset([(2, ...)]), (range(3),))),
    ast.Constant(frozenset([1])),
    ast.Lambda(ast.arguments([], [], None, [], [], None, [ast.Constant(1)]), ast.Constant(1)),
    ast.Lambda(ast.arguments([], [], None, [], [None], None, []), ast.Constant(1)),
    ast.Lambda(ast.arguments([], [ast.arg("a", ast.Name("b", ast.Store()))], None, [], [], None, []),
               ast.Constant(1)),
    ast.JoinedStr([None]),
])
def test_expressions(node):
    tree = expression(node)
    theirs = outcome(lambda: compile(tree, "<text>", "eval", 0, True))
    assert outcome(_PyAST_Validate, tree) == theirs


@pytest.mark.parametrize("target, star", [
    (ast.MatchStar("a"), False), (ast.MatchStar("_"), True), (ast.MatchStar("None"), True),
    (ast.MatchAs(None, "_"), False), (ast.MatchAs(None, "True"), False),
    (ast.MatchAs(ast.MatchAs(None, "a"), None), False), (ast.MatchOr([ast.MatchAs()]), False),
    (ast.MatchSingleton(1), False), (ast.MatchValue(ast.Constant(None)), False),
    (ast.MatchValue(ast.Constant((1,))), False), (ast.MatchValue(ast.Constant(...)), False),
    (ast.MatchValue(ast.Name("a", ast.Load())), False),
    (ast.MatchValue(ast.UnaryOp(ast.UAdd(), ast.Constant(1))), False),
    (ast.MatchValue(ast.UnaryOp(ast.USub(), ast.Constant("a"))), False),
    (ast.MatchValue(ast.BinOp(ast.Constant(1), ast.Mult(), ast.Constant(1j))), False),
    (ast.MatchValue(ast.BinOp(ast.Constant(1j), ast.Add(), ast.Constant(1j))), False),
    (ast.MatchValue(ast.BinOp(ast.Constant(1), ast.Add(), ast.Constant(1))), False),
    (ast.MatchMapping([ast.Constant(True)], [], None), False),
    (ast.MatchMapping([], [], "_"), False),
    (ast.MatchMapping([ast.Name("a", ast.Load())], [ast.MatchAs()], None), False),
    (ast.MatchClass(ast.Constant(1), [], [], []), False),
    (ast.MatchClass(ast.Call(ast.Name("a", ast.Load()), [], []), [], [], []), False),
    (ast.MatchClass(ast.Name("a", ast.Load()), [], ["None"], [ast.MatchAs()]), False),
    (ast.MatchClass(ast.Name("a", ast.Load()), [], ["b"], []), False),
    (ast.MatchClass(ast.Name("a", ast.Store()), [], [], []), False),
])
def test_patterns(target, star):
    pattern = ast.MatchSequence([target]) if star else target
    case = ast.match_case(pattern, None, [ast.Pass()])
    tree = ast.Module([ast.Match(ast.Name("x", ast.Load()), [case])], [])
    ast.fix_missing_locations(tree)
    theirs = outcome(host_validate, tree)
    assert theirs != "ok"
    assert outcome(_PyAST_Validate, tree) == theirs


def test_function_types():
    tree = ast.parse("(int, str) -> a", mode="func_type")
    _PyAST_Validate(tree)
    tree.argtypes.append(None)  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="None disallowed in expression list"):
        _PyAST_Validate(tree)


def test_depth():
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        for size, fails in ((9000, False), (11000, True)):
            expr: ast.expr = ast.Name("x", ast.Load(), **PLACE)
            for _ in range(size):
                expr = ast.UnaryOp(ast.Not(), expr, **PLACE)
            expected = (("RecursionError", "maximum recursion depth exceeded during compilation")
                        if fails else "ok")
            assert outcome(_PyAST_Validate, ast.Expression(expr)) == expected
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize("kind", [tuple, frozenset])
def test_depth_of_constants(kind):
    value: object = 1
    for depth in range(1000):
        value = kind((value,))
        if depth == 200:
            _PyAST_Validate(expression(ast.Constant(value)))
    with pytest.raises(RecursionError, match="maximum recursion depth exceeded during compilation"):
        _PyAST_Validate(expression(ast.Constant(value)))


def test_docstring():
    assert _PyAST_GetDocString(ast.parse("'a' 'b'\nx").body) == "ab"
    assert _PyAST_GetDocString(ast.parse("b'a'").body) is None
    assert _PyAST_GetDocString(ast.parse("x\n'a'").body) is None
    assert _PyAST_GetDocString([]) is None
