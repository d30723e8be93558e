"""The code of expressions. Part of Python/compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.codegen_call import (
    can_optimize_super_call,
    load_args_for_super,
    update_start_location_to_match_attr,
)
from vm.python.codegen_warn import check_compare, check_index, check_subscripter
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_JUMP,
    ADDOP_LOAD_CONST,
    ADDOP_NAME,
    COMPILER_SCOPE_ASYNC_FUNCTION,
    COMPILER_SCOPE_COMPREHENSION,
    INTRINSIC_ASYNC_GEN_WRAP,
    INTRINSIC_UNARY_POSITIVE,
    IS_TOP_LEVEL_AWAIT,
    LOC,
    NEW_JUMP_TARGET_LABEL,
    STACK_USE_GUIDELINE,
    USE_LABEL,
    VISIT_EXPR,
    Del,
    Load,
    Store,
    compiler,
    compiler_add_const,
    compiler_error,
    compiler_nameop,
    compiler_visit_expr,
    forbidden_name,
)
from vm.python.instruction_sequence import NO_LOCATION, Location, _PyInstruction
from vm.python.opcode_ids import (
    BINARY_OP,
    BINARY_SLICE,
    BINARY_SUBSCR,
    BUILD_LIST,
    BUILD_SLICE,
    BUILD_STRING,
    CALL,
    CALL_INTRINSIC_1,
    CLEANUP_THROW,
    COMPARE_OP,
    CONTAINS_OP,
    CONVERT_VALUE,
    COPY,
    DELETE_ATTR,
    DELETE_SUBSCR,
    END_SEND,
    FORMAT_SIMPLE,
    FORMAT_WITH_SPEC,
    GET_AWAITABLE,
    GET_YIELD_FROM_ITER,
    IS_OP,
    JUMP_NO_INTERRUPT,
    LIST_APPEND,
    LOAD_ATTR,
    LOAD_CONST,
    LOAD_METHOD,
    LOAD_SUPER_ATTR,
    LOAD_ZERO_SUPER_ATTR,
    NOP,
    POP_BLOCK,
    POP_JUMP_IF_FALSE,
    POP_JUMP_IF_TRUE,
    POP_TOP,
    RESUME,
    SEND,
    SETUP_FINALLY,
    STORE_ATTR,
    STORE_SLICE,
    STORE_SUBSCR,
    SWAP,
    TO_BOOL,
    UNARY_INVERT,
    UNARY_NEGATIVE,
    UNARY_NOT,
    YIELD_VALUE,
)
from vm.python.opcode_utils import (
    RESUME_AFTER_AWAIT,
    RESUME_AFTER_YIELD,
    RESUME_AFTER_YIELD_FROM,
)

# Operator: (argument of BINARY_OP, the same in place).
BINARY_OPARGS: dict[type, tuple[int, int]] = {
    ast.Add: (0, 13),
    ast.BitAnd: (1, 14),
    ast.FloorDiv: (2, 15),
    ast.LShift: (3, 16),
    ast.MatMult: (4, 17),
    ast.Mult: (5, 18),
    ast.Mod: (6, 19),
    ast.BitOr: (7, 20),
    ast.Pow: (8, 21),
    ast.RShift: (9, 22),
    ast.Sub: (10, 23),
    ast.Div: (11, 24),
    ast.BitXor: (12, 25),
}

# The rich comparison in the upper bits; below, which outcomes make it true.
_LESS, _GREATER, _EQUAL, _UNORDERED = 2, 4, 8, 1
COMPARE_OPS: dict[type, tuple[int, int]] = {
    ast.Lt: (COMPARE_OP, 0 << 5 | _LESS),
    ast.LtE: (COMPARE_OP, 1 << 5 | _LESS | _EQUAL),
    ast.Eq: (COMPARE_OP, 2 << 5 | _EQUAL),
    ast.NotEq: (COMPARE_OP, 3 << 5 | _UNORDERED | _LESS | _GREATER),
    ast.Gt: (COMPARE_OP, 4 << 5 | _GREATER),
    ast.GtE: (COMPARE_OP, 5 << 5 | _GREATER | _EQUAL),
    ast.Is: (IS_OP, 0),
    ast.IsNot: (IS_OP, 1),
    ast.In: (CONTAINS_OP, 0),
    ast.NotIn: (CONTAINS_OP, 1),
}

_FVC = {ord("s"): 1, ord("r"): 2, ord("a"): 3}


# Operators


def compiler_namedexpr(c: compiler, e: ast.NamedExpr) -> None:
    """``target := value``."""
    compiler_visit_expr(c, e.value)
    ADDOP_I(c, LOC(e), COPY, 1)
    compiler_visit_expr(c, e.target)


def compiler_boolop(c: compiler, e: ast.BoolOp) -> None:
    """``and`` and ``or`` for their value."""
    loc = LOC(e)
    jumpi = POP_JUMP_IF_FALSE if type(e.op) is ast.And else POP_JUMP_IF_TRUE
    end = NEW_JUMP_TARGET_LABEL(c)
    for value in e.values[:-1]:
        compiler_visit_expr(c, value)
        ADDOP_I(c, loc, COPY, 1)
        ADDOP(c, loc, TO_BOOL)
        ADDOP_JUMP(c, loc, jumpi, end)
        ADDOP(c, loc, POP_TOP)
    compiler_visit_expr(c, e.values[-1])
    USE_LABEL(c, end)


def compiler_binop(c: compiler, e: ast.BinOp) -> None:
    """A binary operation."""
    compiler_visit_expr(c, e.left)
    compiler_visit_expr(c, e.right)
    ADDOP_I(c, LOC(e), BINARY_OP, BINARY_OPARGS[type(e.op)][0])


def compiler_unaryop(c: compiler, e: ast.UnaryOp) -> None:
    """A unary operation."""
    compiler_visit_expr(c, e.operand)
    loc = LOC(e)
    op = type(e.op)
    if op is ast.UAdd:
        ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_UNARY_POSITIVE)
    elif op is ast.Not:
        ADDOP(c, loc, TO_BOOL)
        ADDOP(c, loc, UNARY_NOT)
    else:
        ADDOP(c, loc, UNARY_INVERT if op is ast.Invert else UNARY_NEGATIVE)


def compiler_addcompare(c: compiler, loc: Location, op: ast.cmpop) -> None:
    """The instruction of one comparison."""
    opcode, oparg = COMPARE_OPS[type(op)]
    c.instrs.append(_PyInstruction(opcode, oparg, loc))


def compiler_compare(c: compiler, e: ast.Compare) -> None:
    """A comparison, or a chain of them, for its value."""
    loc = LOC(e)
    check_compare(c, e)
    compiler_visit_expr(c, e.left)
    if len(e.ops) == 1:
        compiler_visit_expr(c, e.comparators[0])
        compiler_addcompare(c, loc, e.ops[0])
        return
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    for op, comparator in zip(e.ops[:-1], e.comparators):
        compiler_visit_expr(c, comparator)
        ADDOP_I(c, loc, SWAP, 2)
        ADDOP_I(c, loc, COPY, 2)
        compiler_addcompare(c, loc, op)
        ADDOP_I(c, loc, COPY, 1)
        ADDOP(c, loc, TO_BOOL)
        ADDOP_JUMP(c, loc, POP_JUMP_IF_FALSE, cleanup)
        ADDOP(c, loc, POP_TOP)
    compiler_visit_expr(c, e.comparators[-1])
    compiler_addcompare(c, loc, e.ops[-1])
    end = NEW_JUMP_TARGET_LABEL(c)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, cleanup)
    ADDOP_I(c, loc, SWAP, 2)
    ADDOP(c, loc, POP_TOP)
    USE_LABEL(c, end)


# Conditions


def compiler_jump_if(c: compiler, loc: Location, e: Any, next_: int, cond: bool) -> None:
    """Jump to a label if a condition is ``cond``."""
    kind = type(e)
    if kind is ast.UnaryOp and type(e.op) is ast.Not:
        compiler_jump_if(c, loc, e.operand, next_, not cond)
    elif kind is ast.BoolOp:
        _jump_if_boolop(c, loc, e, next_, cond)
    elif kind is ast.IfExp:
        _jump_if_ifexp(c, loc, e, next_, cond)
    elif kind is ast.Compare and len(e.ops) > 1:
        _jump_if_chain(c, e, next_, cond)
    else:
        compiler_visit_expr(c, e)
        loc = LOC(e)
        ADDOP(c, loc, TO_BOOL)
        ADDOP_JUMP(c, loc, POP_JUMP_IF_TRUE if cond else POP_JUMP_IF_FALSE, next_)


def _jump_if_boolop(c: compiler, loc: Location, e: ast.BoolOp, next_: int, cond: bool) -> None:
    cond2 = type(e.op) is ast.Or
    next2 = next_ if cond2 == cond else NEW_JUMP_TARGET_LABEL(c)
    for value in e.values[:-1]:
        compiler_jump_if(c, loc, value, next2, cond2)
    compiler_jump_if(c, loc, e.values[-1], next_, cond)
    if next2 != next_:
        USE_LABEL(c, next2)


def _jump_if_ifexp(c: compiler, loc: Location, e: ast.IfExp, next_: int, cond: bool) -> None:
    end = NEW_JUMP_TARGET_LABEL(c)
    next2 = NEW_JUMP_TARGET_LABEL(c)
    compiler_jump_if(c, loc, e.test, next2, False)
    compiler_jump_if(c, loc, e.body, next_, cond)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, next2)
    compiler_jump_if(c, loc, e.orelse, next_, cond)
    USE_LABEL(c, end)


def _jump_if_chain(c: compiler, e: ast.Compare, next_: int, cond: bool) -> None:
    loc = LOC(e)
    check_compare(c, e)
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    compiler_visit_expr(c, e.left)
    for op, comparator in zip(e.ops[:-1], e.comparators):
        compiler_visit_expr(c, comparator)
        ADDOP_I(c, loc, SWAP, 2)
        ADDOP_I(c, loc, COPY, 2)
        compiler_addcompare(c, loc, op)
        ADDOP(c, loc, TO_BOOL)
        ADDOP_JUMP(c, loc, POP_JUMP_IF_FALSE, cleanup)
    compiler_visit_expr(c, e.comparators[-1])
    compiler_addcompare(c, loc, e.ops[-1])
    ADDOP(c, loc, TO_BOOL)
    ADDOP_JUMP(c, loc, POP_JUMP_IF_TRUE if cond else POP_JUMP_IF_FALSE, next_)
    end = NEW_JUMP_TARGET_LABEL(c)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, cleanup)
    ADDOP(c, loc, POP_TOP)
    if not cond:
        ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, next_)
    USE_LABEL(c, end)


def compiler_ifexp(c: compiler, e: ast.IfExp) -> None:
    """``body if test else orelse``."""
    end = NEW_JUMP_TARGET_LABEL(c)
    next_ = NEW_JUMP_TARGET_LABEL(c)
    compiler_jump_if(c, LOC(e), e.test, next_, False)
    compiler_visit_expr(c, e.body)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, next_)
    compiler_visit_expr(c, e.orelse)
    USE_LABEL(c, end)


# Strings


def compiler_joined_str(c: compiler, e: ast.JoinedStr) -> None:
    """An f-string."""
    loc = LOC(e)
    value_count = len(e.values)
    if value_count > STACK_USE_GUIDELINE:
        ADDOP_LOAD_CONST(c, loc, "")
        ADDOP_NAME(c, loc, LOAD_METHOD, "join", c.u.u_metadata.u_names)
        ADDOP_I(c, loc, BUILD_LIST, 0)
        for value in e.values:
            compiler_visit_expr(c, value)
            ADDOP_I(c, loc, LIST_APPEND, 1)
        ADDOP_I(c, loc, CALL, 1)
        return
    for value in e.values:
        compiler_visit_expr(c, value)
    if value_count > 1:
        ADDOP_I(c, loc, BUILD_STRING, value_count)
    elif value_count == 0:
        ADDOP_LOAD_CONST(c, loc, "")


def compiler_formatted_value(c: compiler, e: ast.FormattedValue) -> None:
    """A replacement field of an f-string."""
    compiler_visit_expr(c, e.value)
    loc = LOC(e)
    if e.conversion != -1:
        if e.conversion not in _FVC:
            raise SystemError(f"Unrecognized conversion character {e.conversion}")
        ADDOP_I(c, loc, CONVERT_VALUE, _FVC[e.conversion])
    if e.format_spec is not None:
        compiler_visit_expr(c, e.format_spec)
        ADDOP(c, loc, FORMAT_WITH_SPEC)
    else:
        ADDOP(c, loc, FORMAT_SIMPLE)


def compiler_constant(c: compiler, e: ast.Constant) -> None:
    """A constant."""
    c.instrs.append(_PyInstruction(LOAD_CONST, compiler_add_const(c, e.value), LOC(e)))


# Names, attributes, items


def compiler_name(c: compiler, e: ast.Name) -> None:
    """A name."""
    compiler_nameop(c, LOC(e), e.id, type(e.ctx))


def compiler_attribute(c: compiler, e: ast.Attribute) -> None:
    """An attribute: to load, store or delete it."""
    ctx = type(e.ctx)
    names = c.u.u_metadata.u_names
    loc = LOC(e)
    if ctx is Load and can_optimize_super_call(c, e):
        call: Any = e.value
        load_args_for_super(c, call)
        opcode = LOAD_SUPER_ATTR if call.args else LOAD_ZERO_SUPER_ATTR
        ADDOP_NAME(c, loc, opcode, e.attr, names)
        ADDOP(c, update_start_location_to_match_attr(loc, e), NOP)
        return
    if ctx is Store:
        compiler_maybe_add_static_attribute_to_class(c, e)
    compiler_visit_expr(c, e.value)
    loc = update_start_location_to_match_attr(loc, e)
    if ctx is Load:
        ADDOP_NAME(c, loc, LOAD_ATTR, e.attr, names)
    elif ctx is Store:
        forbidden_name(c, loc, e.attr, Store)
        ADDOP_NAME(c, loc, STORE_ATTR, e.attr, names)
    else:
        ADDOP_NAME(c, loc, DELETE_ATTR, e.attr, names)


def compiler_maybe_add_static_attribute_to_class(c: compiler, e: ast.Attribute) -> None:
    """Note an attribute that a method sets on ``self``."""
    if type(e.value) is not ast.Name or e.value.id != "self":
        return
    for u in reversed(c.c_stack):
        if u.u_static_attributes is not None:
            u.u_static_attributes.add(e.attr)
            return


def is_two_element_slice(s: ast.expr) -> bool:
    """Whether an index is a slice without step."""
    return type(s) is ast.Slice and s.step is None


_SUBSCR_OPS = {Load: BINARY_SUBSCR, Store: STORE_SUBSCR, Del: DELETE_SUBSCR}


def compiler_subscript(c: compiler, e: ast.Subscript) -> None:
    """An item or a slice: to load, store or delete it."""
    loc = LOC(e)
    ctx = type(e.ctx)
    if ctx is Load:
        check_subscripter(c, e.value)
        check_index(c, e.value, e.slice)
    compiler_visit_expr(c, e.value)
    if ctx is not Del and is_two_element_slice(e.slice):
        compiler_slice(c, e.slice)
        ADDOP(c, loc, BINARY_SLICE if ctx is Load else STORE_SLICE)
    else:
        compiler_visit_expr(c, e.slice)
        ADDOP(c, loc, _SUBSCR_OPS[ctx])


def compiler_slice(c: compiler, s: Any) -> int:
    """Load the parts of a slice; returns how many they are."""
    if s.lower is not None:
        compiler_visit_expr(c, s.lower)
    else:
        ADDOP_LOAD_CONST(c, LOC(s), None)
    if s.upper is not None:
        compiler_visit_expr(c, s.upper)
    else:
        ADDOP_LOAD_CONST(c, LOC(s), None)
    if s.step is None:
        return 2
    compiler_visit_expr(c, s.step)
    return 3


def _visit_slice(c: compiler, e: ast.Slice) -> None:
    n = compiler_slice(c, e)
    ADDOP_I(c, LOC(e), BUILD_SLICE, n)


def _visit_starred(c: compiler, e: ast.Starred) -> None:
    if type(e.ctx) is Store:
        compiler_error(c, LOC(e), "starred assignment target must be in a list or tuple")
    compiler_error(c, LOC(e), "can't use starred expression here")


# Generators and coroutines


def addop_yield(c: compiler, loc: Location) -> None:
    """Yield the value on the stack."""
    ste = c.u.u_ste
    if ste.ste_generator and ste.ste_coroutine:
        ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_ASYNC_GEN_WRAP)
    ADDOP_I(c, loc, YIELD_VALUE, 0)
    ADDOP_I(c, loc, RESUME, RESUME_AFTER_YIELD)


def compiler_add_yield_from(c: compiler, loc: Location, await_: bool) -> None:
    """The loop that sends to the iterator on the stack until it is done."""
    send = NEW_JUMP_TARGET_LABEL(c)
    fail = NEW_JUMP_TARGET_LABEL(c)
    exit_ = NEW_JUMP_TARGET_LABEL(c)
    USE_LABEL(c, send)
    ADDOP_JUMP(c, loc, SEND, exit_)
    ADDOP_JUMP(c, loc, SETUP_FINALLY, fail)
    ADDOP_I(c, loc, YIELD_VALUE, 1)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    ADDOP_I(c, loc, RESUME, RESUME_AFTER_AWAIT if await_ else RESUME_AFTER_YIELD_FROM)
    ADDOP_JUMP(c, loc, JUMP_NO_INTERRUPT, send)
    USE_LABEL(c, fail)
    ADDOP(c, loc, CLEANUP_THROW)
    USE_LABEL(c, exit_)
    ADDOP(c, loc, END_SEND)


def compiler_await_value(c: compiler, loc: Location, where: int) -> None:
    """Await the value on the stack; ``where`` is 1 after __aenter__, 2 after __aexit__, else 0."""
    ADDOP_I(c, loc, GET_AWAITABLE, where)
    ADDOP_LOAD_CONST(c, loc, None)
    compiler_add_yield_from(c, loc, True)


def compiler_yield(c: compiler, e: ast.Yield) -> None:
    """``yield``."""
    loc = LOC(e)
    if not c.u.u_function_like:
        compiler_error(c, loc, "'yield' outside function")
    if e.value is not None:
        compiler_visit_expr(c, e.value)
    else:
        ADDOP_LOAD_CONST(c, loc, None)
    addop_yield(c, loc)


def compiler_yieldfrom(c: compiler, e: ast.YieldFrom) -> None:
    """``yield from``."""
    loc = LOC(e)
    if not c.u.u_function_like:
        compiler_error(c, loc, "'yield from' outside function")
    if c.u.u_scope_type == COMPILER_SCOPE_ASYNC_FUNCTION:
        compiler_error(c, loc, "'yield from' inside async function")
    compiler_visit_expr(c, e.value)
    ADDOP(c, loc, GET_YIELD_FROM_ITER)
    ADDOP_LOAD_CONST(c, loc, None)
    compiler_add_yield_from(c, loc, False)


def compiler_await(c: compiler, e: ast.Await) -> None:
    """``await``."""
    loc = LOC(e)
    if not IS_TOP_LEVEL_AWAIT(c):
        if not c.u.u_function_like:
            compiler_error(c, loc, "'await' outside function")
        if c.u.u_scope_type not in (COMPILER_SCOPE_ASYNC_FUNCTION, COMPILER_SCOPE_COMPREHENSION):
            compiler_error(c, loc, "'await' outside async function")
    compiler_visit_expr(c, e.value)
    compiler_await_value(c, loc, 0)


VISIT_EXPR.update(
    {
        ast.NamedExpr: compiler_namedexpr,
        ast.BoolOp: compiler_boolop,
        ast.BinOp: compiler_binop,
        ast.UnaryOp: compiler_unaryop,
        ast.IfExp: compiler_ifexp,
        ast.Yield: compiler_yield,
        ast.YieldFrom: compiler_yieldfrom,
        ast.Await: compiler_await,
        ast.Compare: compiler_compare,
        ast.Constant: compiler_constant,
        ast.JoinedStr: compiler_joined_str,
        ast.FormattedValue: compiler_formatted_value,
        ast.Attribute: compiler_attribute,
        ast.Subscript: compiler_subscript,
        ast.Starred: _visit_starred,
        ast.Slice: _visit_slice,
        ast.Name: compiler_name,
    }
)
