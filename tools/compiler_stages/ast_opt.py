"""Optimised syntax trees, ours beside the host's. Part of tools/compare_compiler.py."""

from __future__ import annotations

import ast
import sys
from typing import Any

from vm.python.ast_opt import _PyAST_Optimize
from vm.python.future import _PyFuture_FromAST


def compare_ast_opt(source: str | bytes, filename: str, optimize: int = 0) -> str | None:
    """Compare the optimised tree of a source text with the host's.

    Args:
        optimize: 0, 1 or 2.

    Returns:
        None if they are equal, else the first difference.
    """
    flags = ast.PyCF_ONLY_AST | ast.PyCF_OPTIMIZED_AST
    theirs = compile(source, filename, "exec", flags, True, optimize)
    return tree_difference(optimized_tree(source, filename, optimize), theirs)


def optimized_tree(
    source: str | bytes | ast.mod, filename: str, optimize: int, mode: str = "exec"
) -> ast.mod:
    """Our optimised tree of a source text, or of a tree, which is changed."""
    tree: Any = source
    if not isinstance(source, ast.AST):
        tree = compile(source, filename, mode, ast.PyCF_ONLY_AST, True)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        _PyAST_Optimize(tree, optimize, _PyFuture_FromAST(tree, filename).ff_features)
    finally:
        sys.setrecursionlimit(limit)
    return tree


def tree_difference(ours: Any, theirs: Any) -> str | None:
    """The first place where two trees differ in class, fields or positions; None if there is none."""
    todo = [(ours, theirs)]
    while todo:
        mine, host = todo.pop()
        if type(mine) is not type(host):
            return f"{_show(mine)}, the host has {_show(host)}"
        if isinstance(mine, ast.AST):
            if set(mine.__dict__) != set(host.__dict__):
                return f"fields {sorted(mine.__dict__)} of {_show(mine)}, the host has {_show(host)}"
            todo += [(getattr(mine, name), getattr(host, name)) for name in mine.__dict__]
        elif type(mine) is list:
            if len(mine) != len(host):
                return f"{[*map(_show, mine)]}, the host has {[*map(_show, host)]}"
            todo += zip(mine, host)
        elif repr(mine) != repr(host):
            return f"{mine!r}, the host has {host!r}"
    return None


def _show(node: Any) -> str:
    if isinstance(node, ast.AST):
        return ast.dump(node, include_attributes=True)[:300]
    return repr(node)
