"""Optimised syntax trees against the host's: library files, random expressions, edges, deep trees."""

from __future__ import annotations

import ast
import random
import sysconfig
import warnings
from pathlib import Path

import pytest

from tools.compiler_stages.ast_opt import compare_ast_opt, optimized_tree, tree_difference
from vm.python.ast_opt import _PyAST_Optimize

STDLIB = Path(sysconfig.get_path("stdlib"))
FILES = ["argparse.py", "decimal.py", "colorsys.py", "statistics.py", "typing.py",
         "test/test_patma.py", "test/test_fstring.py",
         "tarfile.py"]

CONSTANTS = [
    "0", "1", "2", "127", "128", "3.5", "0.0", "1e308", "1j", "2.5j", "''", "'ab'", "'%'", "b''",
    "b'xy'", "()", "(1, 2)", "(1, (2, 3), 'x')", "True", "False", "None", "...", "__debug__",
    "10**30", "2**100", "'abc'*3", "x", "255", "257", "1024", "'a'*100", "(0,)*16", "[1, 2]",
    "{1, 2}", "{1, x}", "[x, 1]", "[*x]", "{*x}", "1<<64", "f'{x}'", "f'a'", "(lambda: 1 + 1)",
]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "|", "^", "&", "@", "in", "is", "==",
             "<", "and"]
FORMATS = [
    "%s", "%r %a", "%5s|%-5r", "%05s", "%.3s", "%5.2s", "%100s", "%d", "%%", "%s%%%s", "%(a)s",
    "% s", "%+s", "%#r", "%.s", "%.100s", "%", "a%", "%5", "%*s", "%.5", "x%sy%rz%%", "%-s",
    "%-0s", "é%sü", "%lls", "", "%s %", "%99.99s", "%-99.0a", "%1٣s", "%.*s", "%%%%s", "%s%s%s",
]

CASES = [
    # limits
    "x = 2**127, 2**128, 1<<128, 1<<127, (-2)**127, 3**80, 3**81, 0**10**9, 1**128, 1**129, 2**0",
    "x = 2**-1, 2**-1000, 10**-10**5, (-8)**0.5, 0**-1, 0.0**-1, 1e300**2, 1j**2, 1 << -1, 0 << 10**9",
    "x = 'a'*4096, 'a'*4097, 4096*b'a', b'a'*4097, 'ab'*2048, 'ab'*2049, ''*10**9, 'a'*-1, -1*'a'",
    "x = (1,)*256, (1,)*257, 256*(1,), ()*10**9, ((1,)*100,)*10, ((1,)*100,)*11, (1,)*10**30, ''*10**30",
    "x = (2**64-1)*(2**63), (2**64)*(2**64), 10**10 * 10**10 * 10**10 * 10**10, True*3, 0*10**40",
    "x = 1/0, 1//0, 1%0, 1.0/0, 5//2, -5//2, -5%3, 5.5%-2, 1j/2, 1j//2, 10**400*1.0, 10**400/10**399",
    "x = 'a'+'b', 'a'+b'b', 'a'+1, (1,)+(2,), (1,)+[2], b'a'+b'b', 'a'*'b', None+1, ...*2",
    "x = -True, +True, ~5, ~True, -'a', +(), ~1.0, not 1, not '', not (), not None, not ..., not x",
    "x = 1|2, 1&3, 1^3, True|False, 1.0|2, 5>>1, 5>>-1, 5>>1000, -1>>5, 1@2, 'a'@'b'",
    "x = 'a%s' % 'b', b'%s' % b'a', '%d' % 5, 'a' % (1,), '%s' % (*a,), '%s%s' % (a,), '%s' % [a]",
    # places
    "x = 'abc'[0], 'abc'[5], (1, 2)[-1], b'abc'[1], 'abc'[1:2], 'abc'['a'], 5[0], ()[0]; 'abc'[0] = 1",
    "x = -1, --1, -(-1), +-~1, not not 1, 1 if 2 + 3 else 4 + 5, (lambda a=1 + 1: 2 * 2)",
    "x = a in [1, 2], a not in [1, b], a in {1, 2}, a in {1, b}, a in [*b], a in {*b}, a in [], a == [1]",
    "x = 1 < a in [1, 2], a in [1] < 2, a in (b, [1, 2]), a in [[1, 2]], a in [(1, 2), 3], a in {(1, 2)}",
    "x = not a in b, not a not in b, not a is b, not a is not b, not a == b, not a < b in c, not (a, b)",
    "for i in [1, 2]: pass\nfor i in [a, b]: pass\nfor i in {1, 2}: pass\nfor i in [*a]: pass\nfor i in []: pass",
    "async def f():\n    async for i in [1, 2]: pass\n    return [j async for j in [1, 2]]",
    "x = [i for i in [1, 2] if i in [3, 4] for j in {5}], {i for i in {1}}, (i for i in [a, 1])",
    "def f(a: 1 + 1 = 2 + 2, /, *b: 3 * 3, c: -1 = -2, **d: 4 - 4) -> 5 - 5: 6 + 6",
    "from __future__ import annotations\ndef f(a: 1 + 1 = 2 + 2, *b: 3 * 3, **c: -1) -> 5 - 5: x: 1 + 1 = 1 + 1",
    "class C[T: 1 + 1 = 2 + 2, *U = 3 + 3, **P = 4 + 4](1 + 1, k=2 + 2): x: 1 + 1 = 1 + 1",
    "def f[T: (1, 2)](): pass\ntype X[T = 1 + 1] = 2 + 2",
    "'a' + 'b'\nx", "'%s' % 'b'", "'a' 'b'\nx", "'doc'\n'a' + 'b'", "f'a'", "'a' * 3", "('a')",
    "def f():\n    'a' + 'b'", "class C:\n    'a' * 3", "async def f():\n    ('a' + 'b')", "def f(): 1 + 1",
    "if 1 + 1: 'a' + 'b'\nelif not 1: x\nelse: 2 * 2\nwhile -1: 1 + 1\nelse: 2 + 2",
    "if __debug__: a\nassert __debug__, 1 + 1\nx = not __debug__\n__debug__.x = 1",
    "def f():\n    return -1\n    yield 1 + 1\n    yield from 2 + 2\n    raise 1 + 1 from 2 + 2\n    del a[1 + 1]",
    "try: 1 + 1\nexcept 2 + 2: 3 + 3\nelse: 4 + 4\nfinally: 5 + 5\ntry: 1 + 1\nexcept* 2 + 2: 3 + 3",
    "with 1 + 1 as a[2 + 2], b(k=3 + 3): a[1 + 1] += 2 + 2; a.b[1 + 1]: 2 + 2 = 3 + 3",
    "match (1, 2), 1 + 1:\n    case -1 | 2 + 3j | -4.5 - 1j | 'a' 'b': pass\n    case {-1: x, 2: y}: 1 + 1\n"
    "    case C(-1, k=-2) if 1 + 1: pass\n    case [-1, *_] as a: pass\n    case None: pass",
    "x = f'{1 + 1!r:{2 + 2}}{-1:>{3 * 3}d}', f'{(1, 2)}', (1, 2, (3, 4)), (1, *a), (), (a := 1 + 1), [1 + 1, (2,)]",
    "x = a[1:-1, 1 + 1:2 + 2:-3], a[...], a[(1, 2)], {1 + 1: 2 + 2, **a, (1, 2): 3}, f(1 + 1, *(1, 2), k=-1, **{})",
    "(a, b) = (1, 2); [c, d] = [1, 2]; (e, *g) = (1, 2), 3; del (a, b)",
    "x = 1e999 - 1e999, 1e999, -1e999, 0.0, -0.0, -(0.0), 0j, -0j, -(0 + 0j), (0.0, -0.0), 1 + 2j, 1 - 2j",
    "global a; import b; from c import d; pass; nonlocal_ = 1",
    "x = await_ if 1 + 1 else [(yield_) for i in [1, 2] if 1 + 1]\nasync def f(): await 1 + 1; return (1, 2)",
]


class Expressions:
    """A source of random expressions of constants; one seed always gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def expr(self, depth: int) -> str:
        choice = self.random.choice
        kind = self.random.randrange(12)
        if depth <= 0 or kind == 0:
            return choice(CONSTANTS)
        first, second = self.expr(depth - 1), self.expr(depth - 1)
        if kind < 6:
            return f"({first} {choice(OPERATORS)} {second})"
        if kind == 6:
            return f"({choice(['-', '+', '~', 'not '])}{first})"
        if kind == 7:
            return f"({first}, {second})"
        if kind == 8:
            return f"{first}[{second}]"
        if kind == 9:
            opening, closing = choice(["[]", "{}", "()"])
            word = choice(["in", "not in"])
            return f"(not {first} {word} {opening}{second}, {self.expr(depth - 1)}{closing})"
        if kind == 10:
            return f"[i for i in [{first}] for j in {{{second}}} if i in [1, {first}]]"
        items = "".join(self.expr(depth - 1) + ", " for _ in range(self.random.randrange(4)))
        return f"({choice(FORMATS)!r} % ({items}))"


def difference(source: str, optimize: int = 0) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compare_ast_opt(source, "<text>", optimize)


@pytest.mark.parametrize("name", FILES)
def test_library_file(name):
    source = (STDLIB / name).read_text("utf-8")
    assert [difference(source, optimize) for optimize in range(3)] == [None] * 3


@pytest.mark.parametrize("source", CASES)
def test_case(source):
    assert [difference(source, optimize) for optimize in range(3)] == [None] * 3


@pytest.mark.parametrize("fmt", FORMATS)
def test_formats(fmt):
    for count in range(4):
        items = ", ".join(["a", "b + 1", "1"][:count])
        assert difference(f"x = {fmt!r} % ({items}{',' if count else ''})") is None


@pytest.mark.parametrize("seed", range(4))
def test_random_expressions(seed):
    expressions = Expressions(seed)
    for _ in range(150):
        source = expressions.expr(4)
        assert difference(source) is None, source


@pytest.mark.parametrize("mode", ["single", "eval"])
def test_modes(mode):
    source = "'a' + 'b'"
    flags = ast.PyCF_ONLY_AST | ast.PyCF_OPTIMIZED_AST
    theirs = compile(source, "<text>", mode, flags, True)
    assert tree_difference(optimized_tree(source, "<text>", 0, mode), theirs) is None


def test_function_types_are_left_alone():
    tree = ast.parse("(1 + 1) -> 2 + 2", mode="func_type")
    _PyAST_Optimize(tree, 0, 0)
    assert ast.dump(tree) == ast.dump(ast.parse("(1 + 1) -> 2 + 2", mode="func_type"))


def test_warnings_of_operations():
    source = "def f(a: ~True = ~False, *b: 1, c=~(1 == 2), **d: ~True): ~5"
    told: list[tuple[type[Warning], str]] = []
    _PyAST_Optimize(ast.parse(source), 0, 0, lambda *warning: told.append(warning))
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter("always")
        compile(source, "<text>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_OPTIMIZED_AST, True)
    assert len(told) == 3
    assert told == [(warning.category, str(warning.message)) for warning in issued]


def test_nodes_keep_their_identity():
    tree = ast.parse("x = 1 + 1")
    value = tree.body[0].value
    _PyAST_Optimize(tree, 0, 0)
    assert tree.body[0].value is value and type(value) is ast.Constant
    assert sorted(vars(value)) == sorted(vars(ast.parse("1").body[0].value))


@pytest.mark.parametrize("size, fails", [(9997, False), (9998, True), (10500, True)])
def test_depth(size, fails):
    where = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}
    expr: ast.expr = ast.Name("x", ast.Load(), **where)
    for _ in range(size):
        expr = ast.UnaryOp(ast.USub(), expr, **where)
    tree = ast.Expression(expr)
    if fails:
        with pytest.raises(RecursionError, match="maximum recursion depth exceeded during comp"):
            optimized_tree(tree, "<text>", 0, "eval")
    else:
        optimized_tree(tree, "<text>", 0, "eval")


def test_long_sums_fold():
    assert difference("x = " + "+".join(["1"] * 9000)) is None
    assert difference("x = " + "-" * 500 + "1") is None
