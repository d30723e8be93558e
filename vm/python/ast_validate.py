"""The rules that a syntax tree must keep to be compiled. Models Python/ast.c.

The parser's trees keep them; a tree that a program made by hand may not. It is given as host ``ast`` nodes,
whose lists and optional fields are all set. A value that is no constant at all is a guest object in its
place.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from vm.objects.pycore_object import PyObject
from vm.objects.typeobject import _PyType_Name
from vm.python.pycore_symtable import CALLER_DEPTH, RECURSION_MESSAGE, Py_C_RECURSION_LIMIT

type Context = type[ast.expr_context]
type Validator = Callable[[Any, Context, int], None]

_FORBIDDEN = frozenset({"None", "True", "False"})
_WITH_CONTEXT = frozenset({
    ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List, ast.Tuple})
_ATOMS = frozenset({type(None), type(...), bool, int, float, complex, str, bytes})
_LITERALS = frozenset({int, float, bytes, complex, str})


def _PyAST_Validate(mod: ast.mod, recursion_depth: int = CALLER_DEPTH) -> None:
    """Check that a tree can be compiled.

    Args:
        recursion_depth: C calls that count as recursion and are under way already.

    Raises:
        ValueError, TypeError: it breaks a rule.
        RecursionError: it is too deep.
    """
    if isinstance(mod, ast.Module | ast.Interactive):
        validate_stmts(mod.body, recursion_depth)
    elif isinstance(mod, ast.Expression):
        validate_expr(mod.body, ast.Load, recursion_depth)
    elif isinstance(mod, ast.FunctionType):
        validate_exprs(mod.argtypes, ast.Load, recursion_depth)
        validate_expr(mod.returns, ast.Load, recursion_depth)


def _PyAST_GetDocString(body: list[ast.stmt]) -> str | None:
    """The docstring that a body begins with, or None."""
    if body and type(body[0]) is ast.Expr:
        value = body[0].value
        if type(value) is ast.Constant and type(value.value) is str:
            return value.value
    return None


# Rules for all nodes. In this file ``depth`` is the depth of what contains the node.


def validate_positions(node: Any) -> None:
    """A node must end where it begins or later."""
    lineno, end_lineno = node.lineno, node.end_lineno
    col_offset, end_col_offset = node.col_offset, node.end_col_offset
    if lineno > end_lineno:
        raise ValueError(f"AST node line range ({lineno}, {end_lineno}) is not valid")
    if (lineno < 0 and end_lineno != lineno) or (
            col_offset < 0 and col_offset != end_col_offset):
        raise ValueError(
            f"AST node column range ({col_offset}, {end_col_offset}) for line range "
            f"({lineno}, {end_lineno}) is not valid")
    if lineno == end_lineno and col_offset > end_col_offset:
        raise ValueError(
            f"line {lineno}, column {col_offset}-{end_col_offset} is not a valid range")


def _deeper(depth: int) -> int:
    if depth >= Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    return depth + 1


def validate_name(name: str) -> None:
    """A constant's name is no identifier."""
    if name in _FORBIDDEN:
        raise ValueError(f"identifier field can't represent '{name}' constant")


def validate_nonempty_seq(seq: Sequence[Any], what: str, owner: str) -> None:
    """A list that must not be empty."""
    if not seq:
        raise ValueError(f"empty {what} on {owner}")


# Expressions


def validate_expr(exp: Any, ctx: Context, depth: int) -> None:
    """An expression that is to be loaded, stored to or deleted, and all in it."""
    validate_positions(exp)
    depth = _deeper(depth)
    kind = type(exp)
    if kind in _WITH_CONTEXT:
        if kind is ast.Name:
            validate_name(exp.id)
        if type(exp.ctx) is not ctx:
            raise ValueError(
                f"expression must have {ctx.__name__} context but has "
                f"{type(exp.ctx).__name__} instead")
    elif ctx is not ast.Load:
        raise ValueError(
            f"expression which can't be assigned to in {ctx.__name__} context")
    check = _CHECKS.get(kind)
    if check is not None:
        check(exp)
    for field, validate in _EXPR_FIELDS[kind]:
        validate(getattr(exp, field), ctx, depth)


def validate_exprs(exprs: Sequence[Any], ctx: Context, depth: int) -> None:
    """Expressions, none of which may be missing."""
    for expr in exprs:
        if expr is None:
            raise ValueError("None disallowed in expression list")
        validate_expr(expr, ctx, depth)


def _load(exp: Any, ctx: Context, depth: int) -> None:
    validate_expr(exp, ast.Load, depth)


def _store(exp: Any, ctx: Context, depth: int) -> None:
    validate_expr(exp, ast.Store, depth)


def _optional(exp: Any, ctx: Context, depth: int) -> None:
    if exp is not None:
        validate_expr(exp, ast.Load, depth)


def _loads(exprs: Sequence[Any], ctx: Context, depth: int) -> None:
    validate_exprs(exprs, ast.Load, depth)


def _optional_loads(exprs: Sequence[Any], ctx: Context, depth: int) -> None:
    """Expressions some of which may be missing, as the keys of ``{**a}``."""
    for exp in exprs:
        if exp is not None:
            validate_expr(exp, ast.Load, depth)


def validate_comprehension(gens: Sequence[Any], ctx: Context, depth: int) -> None:
    """The ``for`` parts of a comprehension."""
    if not gens:
        raise ValueError("comprehension with no generators")
    for comp in gens:
        validate_expr(comp.target, ast.Store, depth)
        validate_expr(comp.iter, ast.Load, depth)
        validate_exprs(comp.ifs, ast.Load, depth)


def validate_keywords(keywords: Sequence[Any], ctx: Context, depth: int) -> None:
    """Keyword arguments of a call or a class."""
    for keyword in keywords:
        validate_expr(keyword.value, ast.Load, depth)


def validate_args(args: Sequence[Any], depth: int) -> None:
    """Parameters of one kind."""
    for arg in args:
        validate_positions(arg)
        _optional(arg.annotation, ast.Load, depth)


def validate_arguments(args: Any, ctx: Context, depth: int) -> None:
    """All parameters of a function."""
    validate_args(args.posonlyargs, depth)
    validate_args(args.args, depth)
    if args.vararg is not None:
        _optional(args.vararg.annotation, ast.Load, depth)
    validate_args(args.kwonlyargs, depth)
    if args.kwarg is not None:
        _optional(args.kwarg.annotation, ast.Load, depth)
    if len(args.defaults) > len(args.posonlyargs) + len(args.args):
        raise ValueError("more positional defaults than args on arguments")
    if len(args.kw_defaults) != len(args.kwonlyargs):
        raise ValueError("length of kwonlyargs is not the same as kw_defaults on arguments")
    validate_exprs(args.defaults, ast.Load, depth)
    _optional_loads(args.kw_defaults, ast.Load, depth)


#: What a level of a constant counts for, in levels of the tree. Constants are compared and hashed on the host's
#: stack, and the time for it grows with the third power of the depth: C, which counts 1, takes hours for 10,000.
_CONSTANT_LEVEL = 20


def validate_constant(value: Any, ctx: Context, depth: int) -> None:
    """A value that code can hold as a constant."""
    kind = type(value)
    if kind in _ATOMS:
        return
    if kind is not tuple and kind is not frozenset:
        raise TypeError(f"got an invalid type in Constant: {_type_name(value)}")
    depth = _deeper(depth + _CONSTANT_LEVEL - 1)
    for item in value:
        validate_constant(item, ctx, depth)


def _type_name(value: Any) -> str:
    if isinstance(value, PyObject):
        return _PyType_Name(value.ob_type)
    return type(value).__name__


def _check_bool_op(exp: ast.BoolOp) -> None:
    if len(exp.values) < 2:
        raise ValueError("BoolOp with less than 2 values")


def _check_dict(exp: ast.Dict) -> None:
    if len(exp.keys) != len(exp.values):
        raise ValueError("Dict doesn't have the same number of keys as values")


def _check_compare(exp: ast.Compare) -> None:
    if not exp.comparators:
        raise ValueError("Compare with no comparators")
    if len(exp.comparators) != len(exp.ops):
        raise ValueError("Compare has a different number of comparators and operands")


def _check_named_expr(exp: ast.NamedExpr) -> None:
    if type(exp.target) is not ast.Name:
        raise TypeError("NamedExpr target must be a Name")


_CHECKS: dict[type, Callable[[Any], None]] = {
    ast.BoolOp: _check_bool_op,
    ast.Dict: _check_dict,
    ast.Compare: _check_compare,
    ast.NamedExpr: _check_named_expr,
}

_EXPR_FIELDS: dict[type, tuple[tuple[str, Validator], ...]] = {
    ast.BoolOp: (("values", _loads),),
    ast.BinOp: (("left", _load), ("right", _load)),
    ast.UnaryOp: (("operand", _load),),
    ast.Lambda: (("args", validate_arguments), ("body", _load)),
    ast.IfExp: (("test", _load), ("body", _load), ("orelse", _load)),
    ast.Dict: (("keys", _optional_loads), ("values", _loads)),
    ast.Set: (("elts", _loads),),
    ast.ListComp: (("generators", validate_comprehension), ("elt", _load)),
    ast.SetComp: (("generators", validate_comprehension), ("elt", _load)),
    ast.GeneratorExp: (("generators", validate_comprehension), ("elt", _load)),
    ast.DictComp: (("generators", validate_comprehension), ("key", _load), ("value", _load)),
    ast.Yield: (("value", _optional),),
    ast.YieldFrom: (("value", _load),),
    ast.Await: (("value", _load),),
    ast.Compare: (("comparators", _loads), ("left", _load)),
    ast.Call: (("func", _load), ("args", _loads), ("keywords", validate_keywords)),
    ast.Constant: (("value", validate_constant),),
    ast.JoinedStr: (("values", _loads),),
    ast.FormattedValue: (("value", _load), ("format_spec", _optional)),
    ast.Attribute: (("value", _load),),
    ast.Subscript: (("slice", _load), ("value", _load)),
    ast.Starred: (("value", validate_expr),),
    ast.Slice: (("lower", _optional), ("upper", _optional), ("step", _optional)),
    ast.List: (("elts", validate_exprs),),
    ast.Tuple: (("elts", validate_exprs),),
    ast.NamedExpr: (("value", _load),),
    ast.Name: (),
}


# Patterns


def ensure_literal_number(exp: Any, real: bool, imaginary: bool) -> bool:
    """Whether a constant is a number of these kinds."""
    kind = type(exp.value)
    return (real and (kind is float or kind is int)) or (imaginary and kind is complex)


def ensure_literal_negative(exp: Any, real: bool, imaginary: bool) -> bool:
    """Whether an operation is the negation of such a number."""
    return (type(exp.op) is ast.USub and type(exp.operand) is ast.Constant
            and ensure_literal_number(exp.operand, real, imaginary))


def ensure_literal_complex(exp: Any) -> bool:
    """Whether an operation is a real number plus or minus an imaginary one."""
    left, right = exp.left, exp.right
    if type(exp.op) is not ast.Add and type(exp.op) is not ast.Sub:
        return False
    if type(left) is ast.Constant:
        if not ensure_literal_number(left, True, False):
            return False
    elif type(left) is not ast.UnaryOp or not ensure_literal_negative(left, True, False):
        return False
    return type(right) is ast.Constant and ensure_literal_number(right, False, True)


def validate_pattern_match_value(exp: Any, depth: int) -> None:
    """What a pattern compares with: a literal or an attribute."""
    validate_expr(exp, ast.Load, depth)
    kind = type(exp)
    if kind is ast.Constant:
        if type(exp.value) not in _LITERALS:
            raise ValueError("unexpected constant inside of a literal pattern")
        return
    if kind is ast.Attribute or kind is ast.JoinedStr:  # the latter is refused later
        return
    if kind is ast.UnaryOp and ensure_literal_negative(exp, True, True):
        return
    if kind is ast.BinOp and ensure_literal_complex(exp):
        return
    raise ValueError("patterns may only match literals and attribute lookups")


def validate_capture(name: str) -> None:
    """A name that a pattern binds."""
    if name == "_":
        raise ValueError("can't capture name '_' in patterns")
    validate_name(name)


def validate_pattern(p: Any, star_ok: bool, depth: int) -> None:
    """A pattern and all in it.

    Args:
        star_ok: it stands directly in a sequence.
    """
    validate_positions(p)
    depth = _deeper(depth)
    _PATTERNS[type(p)](p, star_ok, depth)


def validate_patterns(patterns: Sequence[Any], star_ok: bool, depth: int) -> None:
    """Several patterns."""
    for pattern in patterns:
        validate_pattern(pattern, star_ok, depth)


def _match_value(p: Any, star_ok: bool, depth: int) -> None:
    validate_pattern_match_value(p.value, depth)


def _match_singleton(p: Any, star_ok: bool, depth: int) -> None:
    if p.value is not None and type(p.value) is not bool:
        raise ValueError("MatchSingleton can only contain True, False and None")


def _match_sequence(p: Any, star_ok: bool, depth: int) -> None:
    validate_patterns(p.patterns, True, depth)


def _match_mapping(p: Any, star_ok: bool, depth: int) -> None:
    if len(p.keys) != len(p.patterns):
        raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
    if p.rest is not None:
        validate_capture(p.rest)
    for key in p.keys:
        if type(key) is ast.Constant and (key.value is None or type(key.value) is bool):
            continue
        validate_pattern_match_value(key, depth)
    validate_patterns(p.patterns, False, depth)


def _match_class(p: Any, star_ok: bool, depth: int) -> None:
    if len(p.kwd_attrs) != len(p.kwd_patterns):
        raise ValueError(
            "MatchClass doesn't have the same number of keyword attributes as patterns")
    validate_expr(p.cls, ast.Load, depth)
    cls = p.cls
    while type(cls) is ast.Attribute:
        cls = cls.value
    if type(cls) is not ast.Name:
        raise ValueError("MatchClass cls field can only contain Name or Attribute nodes.")
    for identifier in p.kwd_attrs:
        validate_name(identifier)
    validate_patterns(p.patterns, False, depth)
    validate_patterns(p.kwd_patterns, False, depth)


def _match_star(p: Any, star_ok: bool, depth: int) -> None:
    if not star_ok:
        raise ValueError("can't use MatchStar here")
    if p.name is not None:
        validate_capture(p.name)


def _match_as(p: Any, star_ok: bool, depth: int) -> None:
    if p.name is not None:
        validate_capture(p.name)
    if p.pattern is None:
        return
    if p.name is None:
        raise ValueError("MatchAs must specify a target name if a pattern is given")
    validate_pattern(p.pattern, False, depth)


def _match_or(p: Any, star_ok: bool, depth: int) -> None:
    if len(p.patterns) < 2:
        raise ValueError("MatchOr requires at least 2 patterns")
    validate_patterns(p.patterns, False, depth)


_PATTERNS: dict[type, Callable[[Any, bool, int], None]] = {
    ast.MatchValue: _match_value,
    ast.MatchSingleton: _match_singleton,
    ast.MatchSequence: _match_sequence,
    ast.MatchMapping: _match_mapping,
    ast.MatchClass: _match_class,
    ast.MatchStar: _match_star,
    ast.MatchAs: _match_as,
    ast.MatchOr: _match_or,
}


# Statements


def validate_stmt(stmt: Any, depth: int) -> None:
    """A statement and all in it."""
    validate_positions(stmt)
    depth = _deeper(depth)
    kind = type(stmt)
    special = _STATEMENTS.get(kind)
    if special is not None:
        special(stmt, depth)
        return
    for field, validate in _STMT_FIELDS[kind]:
        if validate is None:
            validate_body(stmt, depth)
        else:
            validate(getattr(stmt, field), ast.Load, depth)


def validate_stmts(seq: Sequence[Any], depth: int) -> None:
    """Statements, none of which may be missing."""
    for stmt in seq:
        if stmt is None:
            raise ValueError("None disallowed in statement list")
        validate_stmt(stmt, depth)


def _stmts(seq: Sequence[Any], ctx: Context, depth: int) -> None:
    validate_stmts(seq, depth)


def validate_body(owner: Any, depth: int) -> None:
    """The body of a statement, a handler or a case."""
    validate_nonempty_seq(owner.body, "body", type(owner).__name__)
    validate_stmts(owner.body, depth)


def validate_type_params(tps: Sequence[Any], ctx: Context, depth: int) -> None:
    """The type parameters of a function, a class or a type alias."""
    for tp in tps:
        if tp is None:
            continue
        validate_positions(tp)
        validate_name(tp.name)
        if type(tp) is ast.TypeVar:
            _optional(tp.bound, ast.Load, depth)
        _optional(tp.default_value, ast.Load, depth)


def _delete(stmt: Any, depth: int) -> None:
    validate_nonempty_seq(stmt.targets, "targets", "Delete")
    validate_exprs(stmt.targets, ast.Del, depth)


def _assign(stmt: Any, depth: int) -> None:
    validate_nonempty_seq(stmt.targets, "targets", "Assign")
    validate_exprs(stmt.targets, ast.Store, depth)
    validate_expr(stmt.value, ast.Load, depth)


def _ann_assign(stmt: Any, depth: int) -> None:
    if type(stmt.target) is not ast.Name and stmt.simple:
        raise TypeError("AnnAssign with simple non-Name target")
    validate_expr(stmt.target, ast.Store, depth)
    _optional(stmt.value, ast.Load, depth)
    validate_expr(stmt.annotation, ast.Load, depth)


def _type_alias(stmt: Any, depth: int) -> None:
    if type(stmt.name) is not ast.Name:
        raise TypeError("TypeAlias with non-Name name")
    validate_expr(stmt.name, ast.Store, depth)
    validate_type_params(stmt.type_params, ast.Load, depth)
    validate_expr(stmt.value, ast.Load, depth)


def _with(stmt: Any, depth: int) -> None:
    validate_nonempty_seq(stmt.items, "items", type(stmt).__name__)
    for item in stmt.items:
        validate_expr(item.context_expr, ast.Load, depth)
        if item.optional_vars is not None:
            validate_expr(item.optional_vars, ast.Store, depth)
    validate_body(stmt, depth)


def _match(stmt: Any, depth: int) -> None:
    validate_expr(stmt.subject, ast.Load, depth)
    validate_nonempty_seq(stmt.cases, "cases", "Match")
    for case in stmt.cases:
        validate_pattern(case.pattern, False, depth)
        _optional(case.guard, ast.Load, depth)
        validate_body(case, depth)


def _raise(stmt: Any, depth: int) -> None:
    if stmt.exc is None:
        if stmt.cause is not None:
            raise ValueError("Raise with cause but no exception")
        return
    validate_expr(stmt.exc, ast.Load, depth)
    _optional(stmt.cause, ast.Load, depth)


def _try(stmt: Any, depth: int) -> None:
    name = type(stmt).__name__
    validate_body(stmt, depth)
    if not stmt.handlers and not stmt.finalbody:
        raise ValueError(f"{name} has neither except handlers nor finalbody")
    if not stmt.handlers and stmt.orelse:
        raise ValueError(f"{name} has orelse but no except handlers")
    for handler in stmt.handlers:
        if name == "Try":  # C does not look at the positions in the other
            validate_positions(handler)
        _optional(handler.type, ast.Load, depth)
        validate_body(handler, depth)
    validate_stmts(stmt.finalbody, depth)
    validate_stmts(stmt.orelse, depth)


def _import(stmt: Any, depth: int) -> None:
    validate_nonempty_seq(stmt.names, "names", type(stmt).__name__)


def _import_from(stmt: Any, depth: int) -> None:
    if stmt.level is not None and stmt.level < 0:
        raise ValueError("Negative ImportFrom level")
    validate_nonempty_seq(stmt.names, "names", "ImportFrom")


def _nothing(stmt: Any, depth: int) -> None:
    pass


_STATEMENTS: dict[type, Callable[[Any, int], None]] = {
    ast.Delete: _delete,
    ast.Assign: _assign,
    ast.AnnAssign: _ann_assign,
    ast.TypeAlias: _type_alias,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.Raise: _raise,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _import,
    ast.Nonlocal: _import,
    ast.Pass: _nothing,
    ast.Break: _nothing,
    ast.Continue: _nothing,
}

#: None stands for the body, which must not be empty.
_FUNCTION_FIELDS: tuple[tuple[str, Validator | None], ...] = (
    ("body", None), ("type_params", validate_type_params), ("args", validate_arguments),
    ("decorator_list", _loads), ("returns", _optional))
_FOR_FIELDS: tuple[tuple[str, Validator | None], ...] = (
    ("target", _store), ("iter", _load), ("body", None), ("orelse", _stmts))
_WHILE_FIELDS: tuple[tuple[str, Validator | None], ...] = (
    ("test", _load), ("body", None), ("orelse", _stmts))

_STMT_FIELDS: dict[type, tuple[tuple[str, Validator | None], ...]] = {
    ast.FunctionDef: _FUNCTION_FIELDS,
    ast.AsyncFunctionDef: _FUNCTION_FIELDS,
    ast.ClassDef: (
        ("body", None), ("type_params", validate_type_params), ("bases", _loads),
        ("keywords", validate_keywords), ("decorator_list", _loads)),
    ast.Return: (("value", _optional),),
    ast.AugAssign: (("target", _store), ("value", _load)),
    ast.For: _FOR_FIELDS,
    ast.AsyncFor: _FOR_FIELDS,
    ast.While: _WHILE_FIELDS,
    ast.If: _WHILE_FIELDS,
    ast.Assert: (("test", _load), ("msg", _optional)),
    ast.Expr: (("value", _load),),
}
