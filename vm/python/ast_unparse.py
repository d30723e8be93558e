"""Source text of expressions, for annotations that are kept as strings. Models Python/ast_unparse.c."""

from __future__ import annotations

import ast
from collections.abc import Callable
from math import isinf
from typing import Any

# Levels of precedence: an expression is put in parentheses where its place asks for a higher one.
(
    PR_TUPLE, PR_TEST, PR_OR, PR_AND, PR_NOT, PR_CMP, PR_EXPR, PR_BXOR, PR_BAND, PR_SHIFT, PR_ARITH,
    PR_TERM, PR_FACTOR, PR_POWER, PR_AWAIT, PR_ATOM,
) = range(16)  # fmt: skip
PR_BOR = PR_EXPR

type _Writer = list[str]

_BINOPS: dict[type, tuple[str, int]] = {
    ast.Add: (" + ", PR_ARITH),
    ast.Sub: (" - ", PR_ARITH),
    ast.Mult: (" * ", PR_TERM),
    ast.MatMult: (" @ ", PR_TERM),
    ast.Div: (" / ", PR_TERM),
    ast.Mod: (" % ", PR_TERM),
    ast.LShift: (" << ", PR_SHIFT),
    ast.RShift: (" >> ", PR_SHIFT),
    ast.BitOr: (" | ", PR_BOR),
    ast.BitXor: (" ^ ", PR_BXOR),
    ast.BitAnd: (" & ", PR_BAND),
    ast.FloorDiv: (" // ", PR_TERM),
    ast.Pow: (" ** ", PR_POWER),
}
_UNARYOPS: dict[type, tuple[str, int]] = {
    ast.Invert: ("~", PR_FACTOR),
    ast.Not: ("not ", PR_NOT),
    ast.UAdd: ("+", PR_FACTOR),
    ast.USub: ("-", PR_FACTOR),
}
_CMPOPS: dict[type, str] = {
    ast.Eq: " == ",
    ast.NotEq: " != ",
    ast.Lt: " < ",
    ast.LtE: " <= ",
    ast.Gt: " > ",
    ast.GtE: " >= ",
    ast.Is: " is ",
    ast.IsNot: " is not ",
    ast.In: " in ",
    ast.NotIn: " not in ",
}


def _PyAST_ExprAsUnicode(e: ast.expr) -> str:
    """The source text of an expression."""
    return expr_as_unicode(e, PR_TEST)


def expr_as_unicode(e: Any, level: int) -> str:
    """The source text of an expression that stands where a level of precedence is asked for."""
    w: _Writer = []
    append_ast_expr(w, e, level)
    return "".join(w)


def append_ast_expr(w: _Writer, e: Any, level: int) -> None:
    """Write an expression."""
    _APPEND[type(e)](w, e, level)


def append_repr(w: _Writer, obj: Any) -> None:
    """Write a constant; infinity has no literal of its own."""
    text = repr(obj)
    if (type(obj) is float and isinf(obj)) or type(obj) is complex:
        text = text.replace("inf", "1e309")
    w.append(text)


def _append_sequence(w: _Writer, exprs: list[Any]) -> None:
    for i, e in enumerate(exprs):
        if i:
            w.append(", ")
        append_ast_expr(w, e, PR_TEST)


def append_ast_boolop(w: _Writer, e: ast.BoolOp, level: int) -> None:
    """Write ``and``, ``or``."""
    is_and = type(e.op) is ast.And
    op = " and " if is_and else " or "
    pr = PR_AND if is_and else PR_OR
    if level > pr:
        w.append("(")
    for i, value in enumerate(e.values):
        if i:
            w.append(op)
        append_ast_expr(w, value, pr + 1)
    if level > pr:
        w.append(")")


def append_ast_binop(w: _Writer, e: ast.BinOp, level: int) -> None:
    """Write a binary operation."""
    op, pr = _BINOPS[type(e.op)]
    rassoc = type(e.op) is ast.Pow
    if level > pr:
        w.append("(")
    append_ast_expr(w, e.left, pr + rassoc)
    w.append(op)
    append_ast_expr(w, e.right, pr + (not rassoc))
    if level > pr:
        w.append(")")


def append_ast_unaryop(w: _Writer, e: ast.UnaryOp, level: int) -> None:
    """Write a unary operation."""
    op, pr = _UNARYOPS[type(e.op)]
    if level > pr:
        w.append("(")
    w.append(op)
    append_ast_expr(w, e.operand, pr)
    if level > pr:
        w.append(")")


def append_ast_arg(w: _Writer, arg: ast.arg) -> None:
    """Write a parameter."""
    w.append(arg.arg)
    if arg.annotation is not None:
        w.append(": ")
        append_ast_expr(w, arg.annotation, PR_TEST)


def _parameters(args: ast.arguments) -> list[tuple[str, ast.arg | None, ast.expr | None, str]]:
    """Prefix, parameter, default and suffix of each item of a parameter list."""
    items: list[tuple[str, ast.arg | None, ast.expr | None, str]] = []
    positional = [*args.posonlyargs, *args.args]
    no_default = len(positional) - len(args.defaults)
    for i, arg in enumerate(positional):
        default = args.defaults[i - no_default] if i >= no_default else None
        items.append(("", arg, default, ", /" if i + 1 == len(args.posonlyargs) else ""))
    if args.vararg is not None or args.kwonlyargs:
        items.append(("*", args.vararg, None, ""))
    for arg, kw_default in zip(args.kwonlyargs, args.kw_defaults):
        items.append(("", arg, kw_default, ""))
    if args.kwarg is not None:
        items.append(("**", args.kwarg, None, ""))
    return items


def append_ast_args(w: _Writer, args: ast.arguments) -> None:
    """Write the parameters of a lambda."""
    for i, (prefix, arg, default, suffix) in enumerate(_parameters(args)):
        if i:
            w.append(", ")
        w.append(prefix)
        if arg is not None:
            append_ast_arg(w, arg)
        if default is not None:
            w.append("=")
            append_ast_expr(w, default, PR_TEST)
        w.append(suffix)


def append_ast_lambda(w: _Writer, e: ast.Lambda, level: int) -> None:
    """Write a lambda."""
    if level > PR_TEST:
        w.append("(")
    w.append("lambda " if e.args.args or e.args.posonlyargs else "lambda")
    append_ast_args(w, e.args)
    w.append(": ")
    append_ast_expr(w, e.body, PR_TEST)
    if level > PR_TEST:
        w.append(")")


def append_ast_ifexp(w: _Writer, e: ast.IfExp, level: int) -> None:
    """Write a conditional expression."""
    if level > PR_TEST:
        w.append("(")
    append_ast_expr(w, e.body, PR_TEST + 1)
    w.append(" if ")
    append_ast_expr(w, e.test, PR_TEST + 1)
    w.append(" else ")
    append_ast_expr(w, e.orelse, PR_TEST)
    if level > PR_TEST:
        w.append(")")


def append_ast_dict(w: _Writer, e: ast.Dict, level: int) -> None:
    """Write the display of a dict."""
    w.append("{")
    for i, (key, value) in enumerate(zip(e.keys, e.values)):
        if i:
            w.append(", ")
        if key is not None:
            append_ast_expr(w, key, PR_TEST)
            w.append(": ")
            append_ast_expr(w, value, PR_TEST)
        else:
            w.append("**")
            append_ast_expr(w, value, PR_EXPR)
    w.append("}")


def append_ast_set(w: _Writer, e: ast.Set, level: int) -> None:
    """Write the display of a set."""
    w.append("{")
    _append_sequence(w, e.elts)
    w.append("}")


def append_ast_list(w: _Writer, e: ast.List, level: int) -> None:
    """Write the display of a list."""
    w.append("[")
    _append_sequence(w, e.elts)
    w.append("]")


def append_ast_tuple(w: _Writer, e: ast.Tuple, level: int) -> None:
    """Write a tuple."""
    if not e.elts:
        w.append("()")
        return
    if level > PR_TUPLE:
        w.append("(")
    _append_sequence(w, e.elts)
    if len(e.elts) == 1:
        w.append(",")
    if level > PR_TUPLE:
        w.append(")")


def append_ast_comprehensions(w: _Writer, generators: list[ast.comprehension]) -> None:
    """Write the ``for`` parts of a comprehension."""
    for gen in generators:
        w.append(" async for " if gen.is_async else " for ")
        append_ast_expr(w, gen.target, PR_TUPLE)
        w.append(" in ")
        append_ast_expr(w, gen.iter, PR_TEST + 1)
        for condition in gen.ifs:
            w.append(" if ")
            append_ast_expr(w, condition, PR_TEST + 1)


def append_ast_genexp(w: _Writer, e: ast.GeneratorExp, level: int) -> None:
    """Write a generator expression."""
    w.append("(")
    append_ast_expr(w, e.elt, PR_TEST)
    append_ast_comprehensions(w, e.generators)
    w.append(")")


def append_ast_listcomp(w: _Writer, e: ast.ListComp, level: int) -> None:
    """Write a list comprehension."""
    w.append("[")
    append_ast_expr(w, e.elt, PR_TEST)
    append_ast_comprehensions(w, e.generators)
    w.append("]")


def append_ast_setcomp(w: _Writer, e: ast.SetComp, level: int) -> None:
    """Write a set comprehension."""
    w.append("{")
    append_ast_expr(w, e.elt, PR_TEST)
    append_ast_comprehensions(w, e.generators)
    w.append("}")


def append_ast_dictcomp(w: _Writer, e: ast.DictComp, level: int) -> None:
    """Write a dict comprehension."""
    w.append("{")
    append_ast_expr(w, e.key, PR_TEST)
    w.append(": ")
    append_ast_expr(w, e.value, PR_TEST)
    append_ast_comprehensions(w, e.generators)
    w.append("}")


def append_ast_compare(w: _Writer, e: ast.Compare, level: int) -> None:
    """Write a comparison."""
    if level > PR_CMP:
        w.append("(")
    append_ast_expr(w, e.left, PR_CMP + 1)
    for op, comparator in zip(e.ops, e.comparators):
        w.append(_CMPOPS[type(op)])
        append_ast_expr(w, comparator, PR_CMP + 1)
    if level > PR_CMP:
        w.append(")")


def append_ast_keyword(w: _Writer, kw: ast.keyword) -> None:
    """Write a keyword argument."""
    w.append("**" if kw.arg is None else f"{kw.arg}=")
    append_ast_expr(w, kw.value, PR_TEST)


def append_ast_call(w: _Writer, e: ast.Call, level: int) -> None:
    """Write a call."""
    append_ast_expr(w, e.func, PR_ATOM)
    if len(e.args) == 1 and not e.keywords and type(e.args[0]) is ast.GeneratorExp:
        append_ast_genexp(w, e.args[0], level)
        return
    w.append("(")
    _append_sequence(w, e.args)
    for i, kw in enumerate(e.keywords):
        if i or e.args:
            w.append(", ")
        append_ast_keyword(w, kw)
    w.append(")")


def append_fstring_element(w: _Writer, e: Any, is_format_spec: bool) -> None:
    """Write a part of an f-string."""
    kind = type(e)
    if kind is ast.Constant:
        w.append(e.value.replace("{", "{{").replace("}", "}}"))
    elif kind is ast.JoinedStr:
        _append_joinedstr(w, e, is_format_spec)
    elif kind is ast.FormattedValue:
        append_formattedvalue(w, e, PR_TEST)
    else:
        raise SystemError("unknown expression kind inside f-string")


def _append_joinedstr(w: _Writer, e: ast.JoinedStr, is_format_spec: bool) -> None:
    body: _Writer = []
    for value in e.values:
        append_fstring_element(body, value, is_format_spec)
    text = "".join(body)
    w.append(text if is_format_spec else f"f{text!r}")


def append_joinedstr(w: _Writer, e: ast.JoinedStr, level: int) -> None:
    """Write an f-string."""
    _append_joinedstr(w, e, False)


def append_formattedvalue(w: _Writer, e: ast.FormattedValue, level: int) -> None:
    """Write a replacement field of an f-string."""
    text = expr_as_unicode(e.value, PR_TEST + 1)
    w.append("{ " if text.startswith("{") else "{")
    w.append(text)
    if e.conversion > 0:
        if chr(e.conversion) not in "ars":
            raise SystemError("unknown f-value conversion kind")
        w.append(f"!{chr(e.conversion)}")
    if e.format_spec is not None:
        w.append(":")
        append_fstring_element(w, e.format_spec, True)
    w.append("}")


def append_ast_constant(w: _Writer, constant: Any) -> None:
    """Write the value of a constant."""
    if type(constant) is not tuple:
        append_repr(w, constant)
        return
    w.append("(")
    for i, item in enumerate(constant):
        if i:
            w.append(", ")
        append_ast_constant(w, item)
    w.append(",)" if len(constant) == 1 else ")")


def _append_constant_node(w: _Writer, e: ast.Constant, level: int) -> None:
    if e.value is ...:
        w.append("...")
        return
    if e.kind is not None:
        w.append(e.kind)
    append_ast_constant(w, e.value)


def append_ast_attribute(w: _Writer, e: ast.Attribute, level: int) -> None:
    """Write an attribute; an int needs a space before the dot."""
    append_ast_expr(w, e.value, PR_ATOM)
    is_int = type(e.value) is ast.Constant and type(e.value.value) is int
    w.append(" ." if is_int else ".")
    w.append(e.attr)


def append_ast_slice(w: _Writer, e: ast.Slice, level: int) -> None:
    """Write a slice."""
    if e.lower is not None:
        append_ast_expr(w, e.lower, PR_TEST)
    w.append(":")
    if e.upper is not None:
        append_ast_expr(w, e.upper, PR_TEST)
    if e.step is not None:
        w.append(":")
        append_ast_expr(w, e.step, PR_TEST)


def append_ast_subscript(w: _Writer, e: ast.Subscript, level: int) -> None:
    """Write an index."""
    append_ast_expr(w, e.value, PR_ATOM)
    w.append("[")
    append_ast_expr(w, e.slice, PR_TUPLE)
    w.append("]")


def append_ast_starred(w: _Writer, e: ast.Starred, level: int) -> None:
    """Write a starred expression."""
    w.append("*")
    append_ast_expr(w, e.value, PR_EXPR)


def append_ast_yield(w: _Writer, e: ast.Yield, level: int) -> None:
    """Write ``yield``."""
    if e.value is None:
        w.append("(yield)")
        return
    w.append("(yield ")
    append_ast_expr(w, e.value, PR_TEST)
    w.append(")")


def append_ast_yield_from(w: _Writer, e: ast.YieldFrom, level: int) -> None:
    """Write ``yield from``."""
    w.append("(yield from ")
    append_ast_expr(w, e.value, PR_TEST)
    w.append(")")


def append_ast_await(w: _Writer, e: ast.Await, level: int) -> None:
    """Write ``await``."""
    if level > PR_AWAIT:
        w.append("(")
    w.append("await ")
    append_ast_expr(w, e.value, PR_ATOM)
    if level > PR_AWAIT:
        w.append(")")


def append_named_expr(w: _Writer, e: ast.NamedExpr, level: int) -> None:
    """Write ``:=``."""
    if level > PR_TUPLE:
        w.append("(")
    append_ast_expr(w, e.target, PR_ATOM)
    w.append(" := ")
    append_ast_expr(w, e.value, PR_ATOM)
    if level > PR_TUPLE:
        w.append(")")


def _append_name(w: _Writer, e: ast.Name, level: int) -> None:
    w.append(e.id)


_APPEND: dict[type, Callable[[_Writer, Any, int], None]] = {
    ast.BoolOp: append_ast_boolop,
    ast.BinOp: append_ast_binop,
    ast.UnaryOp: append_ast_unaryop,
    ast.Lambda: append_ast_lambda,
    ast.IfExp: append_ast_ifexp,
    ast.Dict: append_ast_dict,
    ast.Set: append_ast_set,
    ast.GeneratorExp: append_ast_genexp,
    ast.ListComp: append_ast_listcomp,
    ast.SetComp: append_ast_setcomp,
    ast.DictComp: append_ast_dictcomp,
    ast.Yield: append_ast_yield,
    ast.YieldFrom: append_ast_yield_from,
    ast.Await: append_ast_await,
    ast.Compare: append_ast_compare,
    ast.Call: append_ast_call,
    ast.Constant: _append_constant_node,
    ast.JoinedStr: append_joinedstr,
    ast.FormattedValue: append_formattedvalue,
    ast.Attribute: append_ast_attribute,
    ast.Subscript: append_ast_subscript,
    ast.Starred: append_ast_starred,
    ast.Slice: append_ast_slice,
    ast.Name: _append_name,
    ast.List: append_ast_list,
    ast.Tuple: append_ast_tuple,
    ast.NamedExpr: append_named_expr,
}
