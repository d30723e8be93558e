"""Symbol tables, ours beside the host's. Part of tools/compare_compiler.py."""

from __future__ import annotations

import ast
import symtable as host_symtable
import sys
from typing import Any

from vm.python.future import _PyFuture_FromAST
from vm.python.pycore_symtable import PySTEntryObject
from vm.python.symtable import _PySymtable_Build


def compare_symtable(source: str | bytes, filename: str, optimize: int = 0) -> str | None:
    """Compare the symbol table of a source text with the host's.

    Args:
        optimize: not used; the table does not depend on it.

    Returns:
        None if they are equal, else the first difference.
    """
    theirs: Any = host_symtable.symtable(source, filename, "exec")  # type: ignore[arg-type]
    ours = build_symtable(source, filename)
    return table_difference(ours, theirs._table)


def build_symtable(
    source: str | bytes | ast.mod, filename: str, mode: str = "exec"
) -> PySTEntryObject:
    """Our symbol table of a source text, or of a tree: the entry of its module."""
    tree: Any = source
    if not isinstance(source, ast.AST):
        tree = compile(source, filename, mode, ast.PyCF_ONLY_AST, True)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        return _PySymtable_Build(tree, filename, _PyFuture_FromAST(tree, filename)).st_top
    finally:
        sys.setrecursionlimit(limit)


def table_difference(ours: PySTEntryObject, theirs: Any) -> str | None:
    """The first difference between our entry of a module and the host's; None if there is none."""
    todo = [(ours, theirs, "top")]
    while todo:
        mine, host, path = todo.pop()
        pairs: tuple[tuple[str, Any, Any], ...] = (
            ("name", mine.ste_name, host.name),
            ("type", mine.ste_type, host.type),
            ("lineno", mine.ste_lineno, host.lineno),
            ("nested", mine.ste_nested, host.nested),
            ("symbols", list(mine.ste_symbols.items()), list(host.symbols.items())),
            ("varnames", mine.ste_varnames, host.varnames),
            ("children", [child.ste_name for child in mine.ste_children],
             [child.name for child in host.children]),
        )
        for what, value, expected in pairs:
            if value != expected:
                return f"{path}: {what}: {value!r}, the host's is {expected!r}"
        todo += [(child, host_child, f"{path}/{child.ste_name}:{child.ste_lineno}")
                 for child, host_child in zip(mine.ste_children, host.children)]
    return None
