"""The bodies of modules and classes: docstrings and annotations. Part of Python/compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.ast_validate import _PyAST_GetDocString
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_LOAD_CONST,
    COMPILER_SCOPE_MODULE,
    LOC,
    Store,
    compiler,
    compiler_nameop,
    compiler_visit_stmts,
)
from vm.python.instruction_sequence import NO_LOCATION, Location
from vm.python.opcode_ids import SETUP_ANNOTATIONS


def _PyCompile_CleanDoc(doc: str) -> str:
    """A docstring without the indentation that its lines share; blank lines are kept.

    Raises:
        UnicodeEncodeError: it has a surrogate.
    """
    doc = doc.expandtabs()
    doc.encode()
    first, *rest = doc.split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in rest if line.lstrip(" ")]
    margin = min(margins, default=0)
    lines = [first.lstrip(" ")]
    for line in rest:
        indent = len(line) - len(line.lstrip(" "))
        lines.append(line[min(margin, indent) :])
    return "\n".join(lines)


def find_ann(stmts: list[Any]) -> bool:
    """Whether a block annotates a variable, nested functions and classes apart."""
    for s in stmts:
        kind = type(s)
        if kind is ast.AnnAssign:
            return True
        for field in _BLOCKS.get(kind, ()):
            if find_ann(getattr(s, field)):
                return True
        if kind is ast.Try or kind is ast.TryStar:
            for handler in s.handlers:
                if find_ann(handler.body):
                    return True
        elif kind is ast.Match:
            for case in s.cases:
                if find_ann(case.body):
                    return True
    return False


_BLOCKS: dict[type, tuple[str, ...]] = {
    ast.For: ("body", "orelse"),
    ast.AsyncFor: ("body", "orelse"),
    ast.While: ("body", "orelse"),
    ast.If: ("body", "orelse"),
    ast.With: ("body",),
    ast.AsyncWith: ("body",),
    ast.Try: ("body", "finalbody", "orelse"),
    ast.TryStar: ("body", "finalbody", "orelse"),
}


def compiler_body(c: compiler, loc: Location, stmts: list[Any]) -> None:
    """The statements of a module or class; its docstring goes to ``__doc__``."""
    if c.u.u_scope_type == COMPILER_SCOPE_MODULE and stmts:
        loc = LOC(stmts[0])
    if find_ann(stmts):
        ADDOP(c, loc, SETUP_ANNOTATIONS)
    docstring = _PyAST_GetDocString(stmts)
    if docstring is not None:
        if c.c_optimize < 2:
            ADDOP_LOAD_CONST(c, LOC(stmts[0].value), _PyCompile_CleanDoc(docstring))
            compiler_nameop(c, NO_LOCATION, "__doc__", Store)
        stmts = stmts[1:]
    compiler_visit_stmts(c, stmts)
