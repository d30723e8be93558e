"""The rules that a syntax tree must keep to be compiled. Models Python/ast.c."""

from __future__ import annotations

import ast


def _PyAST_GetDocString(body: list[ast.stmt]) -> str | None:
    """The docstring that a body begins with, or None."""
    if body and type(body[0]) is ast.Expr:
        value = body[0].value
        if type(value) is ast.Constant and type(value.value) is str:
            return value.value
    return None
