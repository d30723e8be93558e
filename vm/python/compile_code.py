"""From a syntax tree to a code object: the entries of Python/compile.c.

The trees are the host's ``ast`` nodes as its parser makes them, positions included; they are changed (constants
are folded). The compiler recurses by their depth, from Python to Python only.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from vm.python import codegen_comp, codegen_match, codegen_stmt, codegen_try  # noqa: F401
from vm.python.ast_opt import _PyAST_Optimize
from vm.python.code_object import CodeObject
from vm.python.codegen_body import compiler_body, find_ann
from vm.python.compile_unit import (
    ADDOP,
    COMPILER_SCOPE_MODULE,
    Observer,
    Warn,
    add_return_at_end,
    compiler,
    compiler_enter_scope,
    compiler_exit_scope,
    compiler_visit_expr,
    compiler_visit_stmts,
    optimize_and_assemble,
)
from vm.python.future import _PyFuture_FromAST
from vm.python.instruction_sequence import (
    NO_LOCATION,
    Location,
    _PyInstructionSequence,
    _PyInstructionSequence_ApplyLabelMap,
)
from vm.python.opcode_ids import SETUP_ANNOTATIONS
from vm.python.symtable import _PySymtable_Build

#: Depth of host calls that the deepest tree that the symbol table lets through stays below.
_HOST_DEPTH = 1_000_000


def _no_warning(
    category: type[Warning], message: str, filename: str | None, location: Location
) -> None:
    """Pass over a warning."""


def _without_place(warn: Warn) -> Callable[[type[Warning], str], None]:
    """What the constant folder warns of is issued for the line that called the compiler."""
    return lambda category, message: warn(category, message, None, NO_LOCATION)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Let the host recurse as deep as a tree is."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _HOST_DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def new_compiler(
    mod: ast.mod, filename: str, flags: int, optimize: int, warn: Warn,
    observer: Observer | None = None,
) -> compiler:  # fmt: skip
    """A compiler of a tree whose constants are folded and whose names have been looked up."""
    c = compiler()
    c.c_filename = filename
    c.c_future = _PyFuture_FromAST(mod, filename)
    c.c_flags = c.c_future.ff_features = c.c_future.ff_features | flags
    c.c_optimize = optimize
    c.c_interactive = False
    c.c_nestlevel = 0
    c.c_const_cache = {}
    c.c_stack = []
    c.c_save_nested_seqs = False
    c.c_warn = warn
    c.c_observer = observer
    _PyAST_Optimize(mod, optimize, c.c_flags, _without_place(warn))
    if observer is not None:
        observer("_PyAST_Optimize", None, mod)
    c.c_st = _PySymtable_Build(mod, filename, c.c_future)
    if observer is not None:
        observer("_PySymtable_Build", None, c.c_st.st_top)
    return c


def compiler_codegen(c: compiler, mod: Any) -> None:
    """Generate the code of a module, of a line at the prompt, or of an expression."""
    if isinstance(mod, ast.Module):
        compiler_body(c, (1, 1, 0, 0), mod.body)
    elif isinstance(mod, ast.Interactive):
        if find_ann(mod.body):
            ADDOP(c, (1, 1, 0, 0), SETUP_ANNOTATIONS)
        c.c_interactive = True
        compiler_visit_stmts(c, mod.body)
    else:
        compiler_visit_expr(c, mod.body)


def compiler_enter_anonymous_scope(c: compiler, mod: ast.mod) -> None:
    """Begin the unit of a whole tree."""
    compiler_enter_scope(c, "<module>", COMPILER_SCOPE_MODULE, id(mod), 1)


def _PyAST_Compile(
    mod: ast.mod, filename: str, flags: int, optimize: int,
    warn: Warn = _no_warning,
    observer: Observer | None = None,
) -> CodeObject:  # fmt: skip
    """Compile a syntax tree.

    Args:
        flags: ``PyCF_*`` and ``CO_FUTURE_*`` flags.
        optimize: 0, 1 or 2.
        warn: takes the warnings.
        observer: is told of each stage, see Observer.

    Raises:
        SyntaxError: with the place of what cannot be compiled, but not the text of its line.
        RecursionError: the tree is too deep.
    """
    with deep_recursion():
        c = new_compiler(mod, filename, flags, optimize, warn, observer)
        compiler_enter_anonymous_scope(c, mod)
        compiler_codegen(c, mod)
        return optimize_and_assemble(c, not isinstance(mod, ast.Expression))


def _PyCompile_AstOptimize(
    mod: ast.mod, filename: str, flags: int, optimize: int, warn: Warn = _no_warning
) -> None:
    """Fold the constants of a tree, for programs that ask for the optimised tree."""
    features = _PyFuture_FromAST(mod, filename).ff_features | flags
    with deep_recursion():
        _PyAST_Optimize(mod, optimize, features, _without_place(warn))


# The stage before the flow graph, for tests; the later ones are in compile_stages.py


def _PyCompile_CodeGen(
    mod: ast.mod, filename: str, flags: int, optimize: int,
    warn: Warn = _no_warning,
) -> tuple[_PyInstructionSequence, dict[str, Any]]:  # fmt: skip
    """The instructions of a tree before the flow graph, nested ones included, and its metadata."""
    with deep_recursion():
        c = new_compiler(mod, filename, flags, optimize, warn)
        c.c_save_nested_seqs = True
        compiler_enter_anonymous_scope(c, mod)
        compiler_codegen(c, mod)
        umd = c.u.u_metadata
        metadata: dict[str, Any] = {"name": umd.u_name}
        if umd.u_qualname is not None:
            metadata["qualname"] = umd.u_qualname
        for field in ("consts", "names", "varnames", "cellvars", "freevars"):
            metadata[field] = getattr(umd, f"u_{field}")
        for field in ("argcount", "posonlyargcount", "kwonlyargcount"):
            metadata[field] = getattr(umd, f"u_{field}")
        add_return_at_end(c, not isinstance(mod, ast.Expression))
        seq = c.seq
        _PyInstructionSequence_ApplyLabelMap(seq)
        compiler_exit_scope(c)
        return seq, metadata
