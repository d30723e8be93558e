"""Symbol tables against the host's: library files, random programs, erroneous programs, deep trees."""

from __future__ import annotations

import ast
import symtable as host_symtable
import sysconfig
from pathlib import Path

import pytest

from tests.unit.erroneous_programs import PROGRAMS
from tests.unit.scope_programs import Programs
from tools.compiler_stages.symtable import build_symtable, compare_symtable, table_difference
from vm.python.future import CO_FUTURE_ANNOTATIONS, CO_FUTURE_BARRY_AS_BDFL, _PyFuture_FromAST
from vm.python.pycore_symtable import (
    CELL,
    DEF_COMP_CELL,
    FREE,
    GLOBAL_IMPLICIT,
    LOCAL,
    GeneratorExpression,
    ListComprehension,
    TypeVariableBlock,
    _Py_Mangle,
    _PyFutureFeatures,
    _PyST_GetScope,
    _PyST_GetSymbol,
    _PySymtable_Lookup,
    dump_symtable,
)
from vm.python.symtable import _PySymtable_Build

STDLIB = Path(sysconfig.get_path("stdlib"))
FILES = ["argparse.py", "dataclasses.py", "enum.py", "functools.py", "contextlib.py", "typing.py",
         "asyncio/taskgroups.py", "collections/__init__.py", "importlib/_bootstrap.py",
         "unittest/mock.py", "concurrent/futures/_base.py", "pathlib/_local.py"]


def outcome(build, *args):
    """What building a table comes to: ("ok", table) or the error with its place."""
    try:
        return "ok", build(*args)
    except SyntaxError as err:
        return ("SyntaxError", err.args, err.filename, err.lineno, err.offset, err.end_lineno,
                err.end_offset)
    except RecursionError as err:
        return "RecursionError", str(err)


def host_table(source):
    return host_symtable.symtable(source, "<text>", "exec")._table


def difference(source):
    """How our table or error differs from the host's; None if it does not."""
    ours = outcome(build_symtable, source, "<text>")
    theirs = outcome(host_table, source)
    if ours[0] == theirs[0] == "ok":
        return table_difference(ours[1], theirs[1])
    return None if ours == theirs else (ours, theirs)


def entry_at(source, *path):
    """The entry of a block, by the names of the blocks around it."""
    entry = build_symtable(source, "<text>")
    for name in path:
        entry = next(child for child in entry.ste_children if child.ste_name == name)
    return entry


@pytest.mark.parametrize("name", FILES)
def test_library_file(name):
    assert compare_symtable((STDLIB / name).read_bytes(), name) is None


@pytest.mark.parametrize("source", PROGRAMS)
def test_erroneous_program(source):
    ast.parse(source)
    assert difference(source) is None


def test_most_of_the_erroneous_programs_are_refused_here():
    refused = [s for s in PROGRAMS if outcome(build_symtable, s, "<text>")[0] == "SyntaxError"]
    assert len(refused) > 150


@pytest.mark.parametrize("seed", range(8))
def test_random_programs(seed):
    programs = Programs(seed)
    compared = 0
    while compared < 50:
        source = programs.program()
        try:
            ast.parse(source)
        except SyntaxError:
            continue
        assert difference(source) is None, source
        compared += 1


@pytest.mark.parametrize("size", [100, 5000, 9997, 9998, 10500])
def test_depth(size):
    source = "x" + "+x" * size
    expected = outcome(host_table, source)
    if expected[0] == "ok":
        assert table_difference(entry_at_depth(size), expected[1]) is None
    else:
        with pytest.raises(RecursionError) as info:
            entry_at_depth(size)
        assert str(info.value) == expected[1]


def entry_at_depth(size):
    """Our table of ``x+x+...``; the tree is made by hand, as the host's parser gives none so deep."""
    where = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}
    tree: ast.expr = ast.Name("x", ast.Load(), **where)
    for _ in range(size):
        tree = ast.BinOp(tree, ast.Add(), ast.Name("x", ast.Load(), **where), **where)
    return build_symtable(ast.Module([ast.Expr(tree, **where)], []), "<text>")


@pytest.mark.parametrize("body", ["lambda: v{}", "[x for x in y if v{}]", "[v{} := x for x in y]"])
def test_many_names(body):
    """Beyond a certain number only the order of names that a block gets from inside may differ."""
    names = range(300)
    source = "def f():\n" + "".join(f"    v{i} = 1\n" for i in names)
    source += "    def g():\n" + "".join(f"        {body.format(i)}\n" for i in names)
    todo = [(build_symtable(source, "<text>"), host_table(source))]
    while todo:
        ours, theirs = todo.pop()
        assert ours.ste_symbols == theirs.symbols
        assert len(ours.ste_children) == len(theirs.children)
        todo += zip(ours.ste_children, theirs.children)


def test_function_types_are_refused():
    tree = ast.parse("(int) -> str", mode="func_type")
    with pytest.raises(RuntimeError, match="this compiler does not handle FunctionTypes"):
        _PySymtable_Build(tree, "<text>", _PyFutureFeatures())


def test_interactive_and_expression():
    for mode, source in (("single", "x = [y for y in z]"), ("eval", "[(lambda: y) for y in z]")):
        theirs = host_symtable.symtable(source, "<text>", mode)._table
        assert table_difference(build_symtable(source, "<text>", mode), theirs) is None


def test_keys_of_blocks():
    tree = ast.parse("def f[T: int = str](a): return [i for i in a]\ntype X = lambda: 1")
    st = _PySymtable_Build(tree, "<text>", _PyFutureFeatures())
    f, alias = tree.body
    assert _PySymtable_Lookup(st, id(tree)) is st.st_top
    assert _PySymtable_Lookup(st, id(f)).ste_varnames == ["a"]
    assert _PySymtable_Lookup(st, id(f.type_params)).ste_varnames == [".defaults"]
    bound = _PySymtable_Lookup(st, id(f.type_params[0]))
    default = _PySymtable_Lookup(st, id(f.type_params[0]) + 1)
    assert bound.ste_type == default.ste_type == TypeVariableBlock
    assert (bound.ste_scope_info, default.ste_scope_info) == ("a TypeVar bound",
                                                              "a TypeVar default")
    assert _PySymtable_Lookup(st, id(f.body[0].value)).ste_comprehension == ListComprehension
    assert _PySymtable_Lookup(st, id(alias.value)).ste_name == "lambda"
    with pytest.raises(KeyError, match="unknown symbol table entry"):
        _PySymtable_Lookup(st, id(alias.name))


def test_annotations_as_strings_have_no_blocks_of_their_own():
    source = "from __future__ import annotations\ndef f(a: [b for b in c]) -> d: e: g = 1\n"
    top = build_symtable(source, "<text>")
    assert [child.ste_name for child in top.ste_children] == ["f"]
    assert list(top.ste_symbols) == ["annotations", "f"]
    assert list(top.ste_children[0].ste_symbols) == ["a", "e"]


def test_flags_of_functions():
    f = entry_at("def f(*a, **k):\n    yield a\n    return k", "f")
    assert (f.ste_varargs, f.ste_varkeywords, f.ste_generator, f.ste_coroutine,
            f.ste_returns_value) == (1, 1, 1, 0, 1)
    g = entry_at("async def g(): return [x async for x in y]", "g")
    assert (g.ste_coroutine, g.ste_generator, g.ste_varargs) == (1, 0, 0)


def test_flags_of_classes():
    source = "class C:\n    def f(self): super()\n    def g[T](self, x: y): pass\n"
    c = entry_at(source, "C")
    assert (c.ste_needs_class_closure, c.ste_needs_classdict) == (1, 1)
    assert _PyST_GetScope(c, "__class__") == 0
    assert entry_at(source, "C", "g").ste_can_see_class_scope == 1
    assert entry_at(source, "C", "f").ste_free == 1
    assert _PyST_GetScope(entry_at(source, "C", "f"), "__class__") == FREE


def test_inlined_comprehensions():
    tree = ast.parse("def f(a):\n    return [lambda: i for i in a], (j for j in a)")
    st = _PySymtable_Build(tree, "<text>", _PyFutureFeatures())
    listcomp, genexp = tree.body[0].body[0].value.elts
    f, inner = _PySymtable_Lookup(st, id(tree.body[0])), _PySymtable_Lookup(st, id(listcomp))
    assert inner.ste_comp_inlined == 1 and inner.ste_comprehension == ListComprehension
    outer = _PySymtable_Lookup(st, id(genexp))
    assert outer.ste_comp_inlined == 0 and outer.ste_comprehension == GeneratorExpression
    assert _PyST_GetScope(f, "i") == CELL and _PyST_GetSymbol(f, "i") & DEF_COMP_CELL
    assert (_PyST_GetScope(f, "a"), _PyST_GetScope(f, "print"), _PyST_GetScope(outer, "j")) == (
        LOCAL, 0, LOCAL)
    assert [child.ste_name for child in f.ste_children] == ["lambda", "genexpr"]


def test_class_scope_seen_from_annotations():
    source = "def f(a):\n    class C:\n        a = 1\n        type X = a\n"
    alias = entry_at(source, "f", "C", "X")
    assert _PyST_GetScope(alias, "a") == GLOBAL_IMPLICIT


@pytest.mark.parametrize("private, name, expected", [
    ("C", "__x", "_C__x"), ("_C", "__x", "_C__x"), ("__C__", "__x", "_C____x"), ("C", "__x__", "__x__"),
    ("C", "_x", "_x"), ("C", "__", "__"), ("C", "___", "___"), ("__", "__x", "__x"),
    (None, "__x", "__x"), ("C", "__a.b", "__a.b"), ("C", "", ""), ("", "__x", "__x"),
    ("É", "__é", "_É__é"), ("C", "__x_", "_C__x_"),
])
def test_mangling(private, name, expected):
    assert _Py_Mangle(private, name) == expected


def test_future_features():
    source = ("'doc'\nfrom __future__ import division, barry_as_FLUFL\n"
              "from __future__ import annotations as a; x = 1\nfrom __future__ import nothing\n")
    tree = ast.parse(source)
    ff = _PyFuture_FromAST(tree, "<text>")
    assert ff.ff_features == CO_FUTURE_ANNOTATIONS | CO_FUTURE_BARRY_AS_BDFL
    assert ff.ff_location == (3, 3, 0, 39)
    assert _PyFuture_FromAST(ast.parse("1", mode="eval"), "<text>").ff_features == 0
    assert _PyFuture_FromAST(ast.parse("from .__future__ import x"), "").ff_location[0] == -1


def test_text_form():
    source = "class C[T]:\n    def f(self): return [x for x in super().y]\n"
    assert dump_symtable(build_symtable(source, "<text>")) == """\
=== Symtable for top ===
ModuleBlock child_free
lineno: 0 col_offset: 0
  C: DEF_LOCAL LOCAL
  === Symtable for C ===
  TypeParametersBlock child_free
  lineno: 1 col_offset: 0
    .type_params: DEF_LOCAL USE CELL
    .generic_base: DEF_LOCAL USE LOCAL
    T: DEF_LOCAL DEF_TYPE_PARAM LOCAL
    === Symtable for C ===
    ClassBlock nested free child_free needs_class_closure
    lineno: 1 col_offset: 0
      __type_params__: DEF_LOCAL LOCAL
      .type_params: USE FREE
      f: DEF_LOCAL LOCAL
      === Symtable for f ===
      FunctionBlock nested free returns_value
      lineno: 2 col_offset: 4
        self: DEF_PARAM LOCAL
        super: USE GLOBAL_IMPLICIT
        __class__: USE FREE
        x: DEF_LOCAL USE DEF_COMP_ITER LOCAL
"""
