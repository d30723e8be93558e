"""Folding of constants in a syntax tree, before it is compiled. Models Python/ast_opt.c.

The tree is changed in place, as C does it: a node that turns out to be constant becomes an ``ast.Constant``.
Folders are chosen from ``FOLD`` by the node's class; ``depth`` is what C counts as recursion depth, the node
itself included. Host calls are from Python to Python only, so that the host's C stack stays flat however
deep the tree is.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from typing import Any

from vm.python.ast_validate import _PyAST_GetDocString
from vm.python.future import CO_FUTURE_ANNOTATIONS
from vm.python.pycore_symtable import CALLER_DEPTH, RECURSION_MESSAGE, Py_C_RECURSION_LIMIT

MAX_INT_SIZE = 128  # bits
MAX_COLLECTION_SIZE = 256  # items
MAX_STR_SIZE = 4096  # characters
MAX_TOTAL_ITEMS = 1024  # those of nested collections included
MAXDIGITS = 3

type Warn = Callable[[type[Warning], str], None]


class _PyASTOptimizeState:
    """What the optimiser is to do: ``-O`` level, future features, and whom to tell of warnings."""

    __slots__ = ("optimize", "ff_features", "warn")

    def __init__(self, optimize: int, ff_features: int, warn: Warn | None) -> None:
        self.optimize = optimize
        self.ff_features = ff_features
        self.warn = warn


type Folder = Callable[[Any, _PyASTOptimizeState, int], None]

#: The folder of each class of nodes; filled at the end of the file.
FOLD: dict[type, Folder] = {}


class _NotFolded(Exception):
    """The value is too large to be computed now, or the operation would fail."""


def _PyAST_Optimize(
    mod: ast.mod, optimize: int, ff_features: int, warn: Warn | None = None,
    recursion_depth: int = CALLER_DEPTH,
) -> None:
    """Fold the constants of a tree. The tree is changed.

    Args:
        optimize: 0, 1 or 2, as of ``-O``.
        ff_features: future features (``CO_FUTURE_ANNOTATIONS`` keeps annotations as they are).
        warn: is told of what the operations warn of (``~True``): class and text.
        recursion_depth: C calls that count as recursion and are under way already.

    Raises:
        RecursionError: the tree is too deep.
    """
    state = _PyASTOptimizeState(optimize, ff_features, warn)
    if isinstance(mod, ast.Module):
        astfold_body(mod.body, state, recursion_depth)
    elif isinstance(mod, ast.Interactive):
        _fold_all(mod.body, state, recursion_depth)
    elif isinstance(mod, ast.Expression):
        FOLD[type(mod.body)](mod.body, state, recursion_depth + 1)


# Nodes


def make_const(node: Any, value: Any) -> None:
    """Turn a node into a constant, where it stands."""
    fields = node.__dict__
    for name in node._fields:
        del fields[name]
    node.__class__ = ast.Constant
    node.value = value
    node.kind = None


def _copy_node(to: Any, source: Any) -> None:
    """Turn a node into a copy of another."""
    fields = dict(source.__dict__)
    to.__dict__.clear()
    to.__class__ = type(source)
    to.__dict__.update(fields)


def has_starred(elts: Sequence[ast.expr]) -> bool:
    """Whether an item is unpacked."""
    return any(type(e) is ast.Starred for e in elts)


# Operators


def fold_unaryop(node: Any, state: _PyASTOptimizeState) -> None:
    """-x, +x, ~x, not x of a constant; ``not a in b`` and ``not a is b``."""
    arg = node.operand
    op = type(node.op)
    if type(arg) is not ast.Constant:
        if op is ast.Not and type(arg) is ast.Compare and len(arg.ops) == 1:
            inverted = _INVERTED.get(type(arg.ops[0]))
            if inverted is not None:
                arg.ops[0] = inverted()
                _copy_node(node, arg)
        return
    value = arg.value
    if op is ast.Invert and type(value) is bool:
        value = int(value)
        if state.warn is not None:
            state.warn(DeprecationWarning, _INVERT_BOOL)
    try:
        value = _UNARY[op](value)
    except Exception:
        return
    make_const(node, value)


_INVERT_BOOL = (
    "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This "
    "returns the bitwise inversion of the underlying int object and is usually not what you "
    "expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you "
    "really want the bitwise inversion of the underlying int."
)

_UNARY: dict[type, Callable[[Any], Any]] = {
    ast.Invert: operator.invert,
    ast.Not: operator.not_,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}

_INVERTED: dict[type, type] = {
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}


def check_complexity(obj: Any, limit: int) -> int:
    """What is left of a limit of items after a constant and all that it contains; negative if too little."""
    if type(obj) is tuple:
        limit -= len(obj)
        for item in obj:
            if limit < 0:
                break
            limit = check_complexity(item, limit)
    return limit


def safe_multiply(v: Any, w: Any) -> Any:
    """v * w, unless the product is large."""
    if not isinstance(v, int):
        if isinstance(w, int) and isinstance(v, tuple | str | bytes):
            return safe_multiply(w, v)
    elif isinstance(w, int):
        if v and w and v.bit_length() + w.bit_length() > MAX_INT_SIZE:
            raise _NotFolded
    elif isinstance(w, tuple) and w:
        if v < 0 or v > MAX_COLLECTION_SIZE // len(w):
            raise _NotFolded
        if v and check_complexity(w, MAX_TOTAL_ITEMS // v) < 0:
            raise _NotFolded
    elif isinstance(w, str | bytes) and w:
        if v < 0 or v > MAX_STR_SIZE // len(w):
            raise _NotFolded
    return v * w


def safe_power(v: Any, w: Any) -> Any:
    """v ** w, unless the power is large."""
    if isinstance(v, int) and isinstance(w, int) and v and w > 0:
        if v.bit_length() > MAX_INT_SIZE // w:
            raise _NotFolded
    return v ** w


def safe_lshift(v: Any, w: Any) -> Any:
    """v << w, unless the result is large."""
    if isinstance(v, int) and isinstance(w, int) and v and w:
        if w < 0 or w > MAX_INT_SIZE or v.bit_length() > MAX_INT_SIZE - w:
            raise _NotFolded
    return v << w


def safe_mod(v: Any, w: Any) -> Any:
    """v % w of numbers; formatting is left to run time."""
    if isinstance(v, str | bytes):
        raise _NotFolded
    return v % w


_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: safe_multiply,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: safe_mod,
    ast.Pow: safe_power,
    ast.LShift: safe_lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.BitAnd: operator.and_,
}


def fold_binop(node: Any) -> None:
    """An operation on two constants; a constant format with a tuple of values."""
    lhs = node.left
    if type(lhs) is not ast.Constant:
        return
    rhs = node.right
    lv = lhs.value
    op = type(node.op)
    if type(rhs) is not ast.Constant:
        if (op is ast.Mod and type(rhs) is ast.Tuple and isinstance(lv, str)
                and not has_starred(rhs.elts)):
            optimize_format(node, lv, rhs.elts)
        return
    operation = _BINARY.get(op)
    if operation is None:  # no constant has @
        return
    try:
        value = operation(lv, rhs.value)
    except Exception:
        return
    make_const(node, value)


# Formats


def parse_literal(fmt: str, pos: int) -> tuple[ast.Constant | None, int]:
    """The text of a format up to the next item or the end.

    Returns:
        The text as a node, None if it is empty; where it ends.
    """
    start, size = pos, len(fmt)
    while True:
        pos = fmt.find("%", pos)
        if pos < 0:
            pos = size
            break
        if fmt[pos + 1 : pos + 2] != "%":
            break
        pos += 2
    if pos == start:
        return None, pos
    return _constant_nowhere(fmt[start:pos].replace("%%", "%")), pos


def _constant_nowhere(value: str) -> ast.Constant:
    return ast.Constant(
        value=value, kind=None, lineno=-1, col_offset=-1, end_lineno=-1, end_col_offset=-1)


def simple_format_arg_parse(fmt: str, pos: int) -> tuple[str, str, int, int, int] | None:
    """Parse one item of a format, from behind its ``%``.

    Returns:
        Conversion character, flags, width and precision (-1 if not given), and where it ends; None if
        the item is not a simple one.
    """
    size = len(fmt)
    start = pos
    while pos < size and fmt[pos] in "-+ #0":
        pos += 1
    flags = fmt[start:pos]
    width = prec = -1
    digits = _digits(fmt, pos)
    if len(digits) >= MAXDIGITS:
        return None
    if digits:
        width = int(digits)
        pos += len(digits)
    if fmt[pos : pos + 1] == ".":
        pos += 1
        digits = _digits(fmt, pos)
        if len(digits) >= MAXDIGITS:
            return None
        prec = int(digits or "0")
        pos += len(digits)
    if pos >= size:
        return None
    return fmt[pos], flags, width, prec, pos + 1


def _digits(fmt: str, pos: int) -> str:
    """The digits at a place of a format; three of them at most."""
    end = pos
    while end < pos + MAXDIGITS and fmt[end : end + 1] in _DIGITS:
        end += 1
    return fmt[pos:end]


_DIGITS = frozenset("0123456789")


def parse_format(fmt: str, pos: int, arg: ast.expr) -> tuple[ast.FormattedValue | None, int]:
    """The node of an f-string for one item of a format, or None; where the item ends."""
    parsed = simple_format_arg_parse(fmt, pos)
    if parsed is None:
        return None, pos
    spec, flags, width, prec, pos = parsed
    if spec not in ("s", "r", "a"):
        return None, pos
    text = ">" if "-" not in flags and width > 0 else ""
    if width >= 0:
        text += str(width)
    if prec >= 0:
        text += f".{prec}"
    value = ast.FormattedValue(
        value=arg, conversion=ord(spec),
        format_spec=_constant_nowhere(text) if text else None,
        lineno=arg.lineno, col_offset=arg.col_offset,
        end_lineno=arg.end_lineno, end_col_offset=arg.end_col_offset)
    return value, pos


def optimize_format(node: Any, fmt: str, elts: Sequence[ast.expr]) -> None:
    """Turn ``"..." % (a, b)`` into an f-string, if the format is simple and has as many items."""
    pos = count = 0
    values: list[ast.expr] = []
    while True:
        literal, pos = parse_literal(fmt, pos)
        if literal is not None:
            values.append(literal)
        if pos >= len(fmt):
            break
        if count >= len(elts):
            return
        item, pos = parse_format(fmt, pos + 1, elts[count])
        if item is None:
            return
        values.append(item)
        count += 1
    if count < len(elts):
        return
    for name in node._fields:
        del node.__dict__[name]
    node.__class__ = ast.JoinedStr
    node.values = values


# Displays


def make_const_tuple(elts: Sequence[ast.expr]) -> tuple[Any, ...] | None:
    """The tuple of the items if all are constants, else None."""
    for e in elts:
        if type(e) is not ast.Constant:
            return None
    return tuple([e.value for e in elts])


def fold_subscr(node: Any) -> None:
    """A constant item of a constant."""
    arg, idx = node.value, node.slice
    if (type(arg) is ast.Constant and type(idx) is ast.Constant
            and type(node.ctx) is ast.Load):
        try:
            value = arg.value[idx.value]  # type: ignore[index]
        except Exception:
            return
        make_const(node, value)


def fold_iter(arg: Any) -> None:
    """A list or set that is only gone through, or asked for an item, as a tuple or frozenset."""
    kind = type(arg)
    if kind is ast.List:
        if has_starred(arg.elts):
            return
        arg.__class__ = ast.Tuple
        value = make_const_tuple(arg.elts)
        if value is not None:
            make_const(arg, value)
    elif kind is ast.Set:
        value = make_const_tuple(arg.elts)
        if value is not None:
            make_const(arg, frozenset(value))


# Visiting: helpers


def _fold_all(nodes: Sequence[Any], state: _PyASTOptimizeState, depth: int) -> None:
    """Fold nodes one level deeper; None among them is passed over."""
    fold = FOLD
    for node in nodes:
        if node is not None:
            fold[type(node)](node, state, depth + 1)


def _check_depth(depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)


def _folder_of(*fields: str) -> Folder:
    """A folder that folds the named fields in order; each is a node, a list of nodes or None."""

    def fold_fields(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
        if depth > Py_C_RECURSION_LIMIT:
            raise RecursionError(RECURSION_MESSAGE)
        depth += 1
        fold = FOLD
        for field in fields:
            child = getattr(node, field)
            kind = type(child)
            if kind is list:
                for item in child:
                    if item is not None:
                        fold[type(item)](item, state, depth)
            elif child is not None:
                fold[kind](child, state, depth)

    return fold_fields


def _part_of(*fields: str) -> Folder:
    """As ``_folder_of``, for what does not count as a level: ``depth`` is that of its parts."""
    inner = _folder_of(*fields)

    def fold_part(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
        inner(node, state, depth - 1)

    return fold_part


def astfold_body(stmts: list[ast.stmt], state: _PyASTOptimizeState, depth: int) -> None:
    """Fold a body. What becomes a string at its beginning by that must not be taken for a docstring."""
    docstring = _PyAST_GetDocString(stmts) is not None
    _fold_all(stmts, state, depth)
    if not docstring and _PyAST_GetDocString(stmts) is not None:
        st: Any = stmts[0]
        st.value = ast.JoinedStr(
            values=[st.value], lineno=st.lineno, col_offset=st.col_offset,
            end_lineno=st.end_lineno, end_col_offset=st.end_col_offset)


# Visiting: statements


def _fold_function(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
    """FunctionDef, AsyncFunctionDef."""
    _check_depth(depth)
    _fold_all(node.type_params, state, depth)
    astfold_arguments(node.args, state, depth)
    astfold_body(node.body, state, depth)
    _fold_all(node.decorator_list, state, depth)
    if node.returns is not None and not state.ff_features & CO_FUTURE_ANNOTATIONS:
        FOLD[type(node.returns)](node.returns, state, depth + 1)


def astfold_arguments(node: ast.arguments, state: _PyASTOptimizeState, depth: int) -> None:
    """Fold annotations and defaults."""
    annotations = not state.ff_features & CO_FUTURE_ANNOTATIONS
    if annotations:
        args = [*node.posonlyargs, *node.args, node.vararg, *node.kwonlyargs]
        _fold_all([arg.annotation for arg in args if arg is not None], state, depth)
    _fold_all(node.kw_defaults, state, depth)
    if annotations and node.kwarg is not None:
        _fold_all([node.kwarg.annotation], state, depth)
    _fold_all(node.defaults, state, depth)


def _fold_class(node: ast.ClassDef, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)
    _fold_all(node.type_params, state, depth)
    _fold_all(node.bases, state, depth)
    _fold_all(node.keywords, state, depth)
    astfold_body(node.body, state, depth)
    _fold_all(node.decorator_list, state, depth)


def _fold_ann_assign(node: ast.AnnAssign, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)
    FOLD[type(node.target)](node.target, state, depth + 1)
    if not state.ff_features & CO_FUTURE_ANNOTATIONS:
        FOLD[type(node.annotation)](node.annotation, state, depth + 1)
    if node.value is not None:
        FOLD[type(node.value)](node.value, state, depth + 1)


def _fold_for(node: ast.For, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)
    FOLD[type(node.target)](node.target, state, depth + 1)
    FOLD[type(node.iter)](node.iter, state, depth + 1)
    _fold_all(node.body, state, depth)
    _fold_all(node.orelse, state, depth)
    fold_iter(node.iter)


def _fold_comprehension(node: ast.comprehension, state: _PyASTOptimizeState, depth: int) -> None:
    """``depth`` is that of the parts."""
    FOLD[type(node.target)](node.target, state, depth)
    FOLD[type(node.iter)](node.iter, state, depth)
    _fold_all(node.ifs, state, depth - 1)
    fold_iter(node.iter)


# Visiting: expressions


def _fold_nothing(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)


def _fold_no_level(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
    """Nothing to fold, and nothing that counts as a level."""


def _fold_name(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    if node.id == "__debug__" and type(node.ctx) is ast.Load:
        make_const(node, not state.optimize)


def _fold_value(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
    """Attribute, Expr and others that have one child, ``value``."""
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    value = node.value
    FOLD[type(value)](value, state, depth + 1)


def _fold_binop(node: ast.BinOp, state: _PyASTOptimizeState, depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    FOLD[type(node.left)](node.left, state, depth + 1)
    FOLD[type(node.right)](node.right, state, depth + 1)
    fold_binop(node)


def _fold_unaryop(node: ast.UnaryOp, state: _PyASTOptimizeState, depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    FOLD[type(node.operand)](node.operand, state, depth + 1)
    fold_unaryop(node, state)


def _fold_lambda(node: ast.Lambda, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)
    astfold_arguments(node.args, state, depth)
    FOLD[type(node.body)](node.body, state, depth + 1)


def _fold_compare(node: ast.Compare, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)
    FOLD[type(node.left)](node.left, state, depth + 1)
    _fold_all(node.comparators, state, depth)
    if type(node.ops[-1]) in (ast.In, ast.NotIn):
        fold_iter(node.comparators[-1])


def _fold_call(node: ast.Call, state: _PyASTOptimizeState, depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    depth += 1
    fold = FOLD
    fold[type(node.func)](node.func, state, depth)
    for arg in node.args:
        fold[type(arg)](arg, state, depth)
    for keyword in node.keywords:
        value = keyword.value
        fold[type(value)](value, state, depth)


def _fold_subscript(node: ast.Subscript, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)
    FOLD[type(node.value)](node.value, state, depth + 1)
    FOLD[type(node.slice)](node.slice, state, depth + 1)
    fold_subscr(node)


def _fold_tuple(node: Any, state: _PyASTOptimizeState, depth: int) -> None:
    _check_depth(depth)
    _fold_all(node.elts, state, depth)
    if type(node.ctx) is ast.Load:
        value = make_const_tuple(node.elts)
        if value is not None:
            make_const(node, value)


FOLD.update({
    ast.FunctionDef: _fold_function,
    ast.AsyncFunctionDef: _fold_function,
    ast.ClassDef: _fold_class,
    ast.Return: _folder_of("value"),
    ast.Delete: _folder_of("targets"),
    ast.Assign: _folder_of("targets", "value"),
    ast.AugAssign: _folder_of("target", "value"),
    ast.AnnAssign: _fold_ann_assign,
    ast.TypeAlias: _folder_of("name", "type_params", "value"),
    ast.For: _fold_for,
    ast.AsyncFor: _folder_of("target", "iter", "body", "orelse"),
    ast.While: _folder_of("test", "body", "orelse"),
    ast.If: _folder_of("test", "body", "orelse"),
    ast.With: _folder_of("items", "body"),
    ast.AsyncWith: _folder_of("items", "body"),
    ast.Raise: _folder_of("exc", "cause"),
    ast.Try: _folder_of("body", "handlers", "orelse", "finalbody"),
    ast.TryStar: _folder_of("body", "handlers", "orelse", "finalbody"),
    ast.Assert: _folder_of("test", "msg"),
    ast.Expr: _fold_value,
    ast.Match: _folder_of("subject", "cases"),
    ast.Import: _fold_nothing,
    ast.ImportFrom: _fold_nothing,
    ast.Global: _fold_nothing,
    ast.Nonlocal: _fold_nothing,
    ast.Pass: _fold_nothing,
    ast.Break: _fold_nothing,
    ast.Continue: _fold_nothing,
    ast.ExceptHandler: _part_of("type", "body"),
    ast.withitem: _part_of("context_expr", "optional_vars"),
    ast.match_case: _part_of("pattern", "guard", "body"),
    ast.keyword: _part_of("value"),
    ast.comprehension: _fold_comprehension,
    ast.BoolOp: _folder_of("values"),
    ast.BinOp: _fold_binop,
    ast.UnaryOp: _fold_unaryop,
    ast.Lambda: _fold_lambda,
    ast.IfExp: _folder_of("test", "body", "orelse"),
    ast.Dict: _folder_of("keys", "values"),
    ast.Set: _folder_of("elts"),
    ast.ListComp: _folder_of("elt", "generators"),
    ast.SetComp: _folder_of("elt", "generators"),
    ast.DictComp: _folder_of("key", "value", "generators"),
    ast.GeneratorExp: _folder_of("elt", "generators"),
    ast.Await: _fold_value,
    ast.Yield: _folder_of("value"),
    ast.YieldFrom: _fold_value,
    ast.Compare: _fold_compare,
    ast.Call: _fold_call,
    ast.FormattedValue: _folder_of("value", "format_spec"),
    ast.JoinedStr: _folder_of("values"),
    ast.Attribute: _fold_value,
    ast.Subscript: _fold_subscript,
    ast.Starred: _fold_value,
    ast.Slice: _folder_of("lower", "upper", "step"),
    ast.List: _folder_of("elts"),
    ast.Tuple: _fold_tuple,
    ast.Name: _fold_name,
    ast.NamedExpr: _fold_value,
    ast.Constant: _fold_nothing,
    ast.MatchValue: _folder_of("value"),
    ast.MatchSingleton: _fold_nothing,
    ast.MatchSequence: _folder_of("patterns"),
    ast.MatchMapping: _folder_of("keys", "patterns"),
    ast.MatchClass: _folder_of("cls", "patterns", "kwd_patterns"),
    ast.MatchStar: _fold_nothing,
    ast.MatchAs: _folder_of("pattern"),
    ast.MatchOr: _folder_of("patterns"),
    ast.TypeVar: _part_of("bound", "default_value"),
    ast.ParamSpec: _part_of("default_value"),
    ast.TypeVarTuple: _part_of("default_value"),
})
