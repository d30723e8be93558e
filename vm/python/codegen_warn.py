"""What the compiler warns of: operations on displays and constants that cannot work. Part of compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.compile_unit import LOC, compiler, compiler_warn

_TYPE_NAMES: dict[type, str] = {
    ast.Tuple: "tuple",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.GeneratorExp: "generator",
    ast.Lambda: "function",
    ast.JoinedStr: "str",
    ast.FormattedValue: "str",
}

_NOT_CALLABLE = frozenset(_TYPE_NAMES) - {ast.Lambda} | {ast.Constant}
_NOT_SUBSCRIPTABLE = frozenset({ast.Set, ast.SetComp, ast.GeneratorExp, ast.Lambda})
_INT_SUBSCRIPTS = frozenset({ast.Tuple, ast.List, ast.ListComp, ast.JoinedStr, ast.FormattedValue})


def infer_type(e: Any) -> str | None:
    """The name of the type that an expression surely has, or None."""
    if type(e) is ast.Constant:
        return type(e.value).__name__
    return _TYPE_NAMES.get(type(e))


def check_is_arg(e: Any) -> bool:
    """Whether ``is`` makes sense with an operand: it is no constant but a named singleton."""
    return type(e) is not ast.Constant or e.value is None or type(e.value) in _SINGLETONS


_SINGLETONS = (bool, type(...))


def check_compare(c: compiler, e: ast.Compare) -> None:
    """Warn of ``is`` with a literal."""
    left_expr: Any = e.left
    left = check_is_arg(left_expr)
    for op, right_expr in zip(e.ops, e.comparators):
        right = check_is_arg(right_expr)
        kind = type(op)
        if (kind is ast.Is or kind is ast.IsNot) and not (left and right):
            name = infer_type(right_expr if left else left_expr)
            if kind is ast.Is:
                message = f"\"is\" with '{name}' literal. Did you mean \"==\"?"
            else:
                message = f"\"is not\" with '{name}' literal. Did you mean \"!=\"?"
            compiler_warn(c, LOC(e), message)
            return
        left, left_expr = right, right_expr


def check_caller(c: compiler, e: Any) -> None:
    """Warn of a call of something that cannot be called."""
    if type(e) in _NOT_CALLABLE:
        compiler_warn(
            c, LOC(e),
            f"'{infer_type(e)}' object is not callable; perhaps you missed a comma?",
        )  # fmt: skip


def check_subscripter(c: compiler, e: Any) -> None:
    """Warn of an index on something without items."""
    kind = type(e)
    if kind is ast.Constant:
        v = e.value
        if not (v is None or v is ... or isinstance(v, (int, float, complex, frozenset))):
            return
    elif kind not in _NOT_SUBSCRIPTABLE:
        return
    compiler_warn(
        c, LOC(e), f"'{infer_type(e)}' object is not subscriptable; perhaps you missed a comma?"
    )


def check_index(c: compiler, e: Any, s: Any) -> None:
    """Warn of an index on a sequence that is surely no integer."""
    kind = type(e)
    if kind is ast.Constant:
        if type(e.value) not in (str, bytes, tuple):
            return
    elif kind not in _INT_SUBSCRIPTS:
        return
    index_type = infer_type(s)
    if index_type is None or index_type in ("int", "bool"):
        return
    compiler_warn(
        c, LOC(e),
        f"{infer_type(e)} indices must be integers or slices, not {index_type}; "
        "perhaps you missed a comma?",
    )  # fmt: skip
