"""Symbol tables, ours beside the host's. Part of tools/compare_compiler.py."""

from __future__ import annotations

import ast
import symtable as host_symtable
import sys
from collections.abc import Iterator
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
    return next(_differences(ours, theirs._table, "top"), None)


def build_symtable(source: str | bytes, filename: str, mode: str = "exec") -> PySTEntryObject:
    """Our symbol table of a source text: the entry of its module."""
    tree = ast.parse(source, filename, mode)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        return _PySymtable_Build(tree, filename, _PyFuture_FromAST(tree, filename)).st_top
    finally:
        sys.setrecursionlimit(limit)


def _differences(ours: PySTEntryObject, theirs: Any, path: str) -> Iterator[str]:
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("name", ours.ste_name, theirs.name),
        ("type", ours.ste_type, theirs.type),
        ("lineno", ours.ste_lineno, theirs.lineno),
        ("nested", ours.ste_nested, theirs.nested),
        ("symbols", list(ours.ste_symbols.items()), list(theirs.symbols.items())),
        ("varnames", ours.ste_varnames, theirs.varnames),
        ("children", [child.ste_name for child in ours.ste_children],
         [child.name for child in theirs.children]),
    )
    for what, mine, host in pairs:
        if mine != host:
            yield f"{path}: {what}: {mine!r}, the host's is {host!r}"
            return
    for child, host_child in zip(ours.ste_children, theirs.children):
        yield from _differences(child, host_child, f"{path}/{child.ste_name}:{child.ste_lineno}")
