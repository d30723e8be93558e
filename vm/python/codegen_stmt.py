"""The code of statements other than definitions, ``try``, ``with`` and ``match``. Part of compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.codegen_call import update_start_location_to_match_attr
from vm.python.codegen_expr import (
    BINARY_OPARGS,
    compiler_add_yield_from,
    compiler_jump_if,
    compiler_slice,
    is_two_element_slice,
)
from vm.python.codegen_func import compiler_visit_annexpr
from vm.python.codegen_unwind import compiler_unwind_fblock, compiler_unwind_fblock_stack
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_JUMP,
    ADDOP_LOAD_CONST,
    ADDOP_N,
    ADDOP_NAME,
    CO_FUTURE_ANNOTATIONS,
    COMPILER_SCOPE_ASYNC_FUNCTION,
    COMPILER_SCOPE_CLASS,
    COMPILER_SCOPE_MODULE,
    FOR_LOOP,
    INTRINSIC_IMPORT_STAR,
    INTRINSIC_PRINT,
    IS_TOP_LEVEL_AWAIT,
    LOC,
    NEW_JUMP_TARGET_LABEL,
    USE_LABEL,
    VISIT_STMT,
    WHILE_LOOP,
    Load,
    Store,
    compiler,
    compiler_error,
    compiler_nameop,
    compiler_pop_fblock,
    compiler_push_fblock,
    compiler_visit_expr,
    compiler_visit_stmts,
    compiler_warn,
    forbidden_name,
)
from vm.python.instruction_sequence import NO_LOCATION, Location
from vm.python.opcode_ids import (
    BINARY_OP,
    BINARY_SLICE,
    BINARY_SUBSCR,
    CALL,
    CALL_INTRINSIC_1,
    COPY,
    END_ASYNC_FOR,
    END_FOR,
    FOR_ITER,
    GET_AITER,
    GET_ANEXT,
    GET_ITER,
    IMPORT_FROM,
    IMPORT_NAME,
    JUMP,
    JUMP_NO_INTERRUPT,
    LOAD_ASSERTION_ERROR,
    LOAD_ATTR,
    LOAD_NAME,
    NOP,
    POP_BLOCK,
    POP_TOP,
    RAISE_VARARGS,
    RETURN_VALUE,
    SETUP_FINALLY,
    STORE_ATTR,
    STORE_SLICE,
    STORE_SUBSCR,
    SWAP,
)
from vm.python.pycore_symtable import _Py_MaybeMangle

# Conditions and loops


def compiler_if(c: compiler, s: ast.If) -> None:
    """``if``."""
    end = NEW_JUMP_TARGET_LABEL(c)
    next_ = NEW_JUMP_TARGET_LABEL(c) if s.orelse else end
    compiler_jump_if(c, LOC(s), s.test, next_, False)
    compiler_visit_stmts(c, s.body)
    if s.orelse:
        ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
        USE_LABEL(c, next_)
        compiler_visit_stmts(c, s.orelse)
    USE_LABEL(c, end)


def compiler_for(c: compiler, s: ast.For) -> None:
    """``for``."""
    start = NEW_JUMP_TARGET_LABEL(c)
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    end = NEW_JUMP_TARGET_LABEL(c)
    compiler_push_fblock(c, LOC(s), FOR_LOOP, start, end, None)
    compiler_visit_expr(c, s.iter)
    loc = LOC(s.iter)
    ADDOP(c, loc, GET_ITER)
    USE_LABEL(c, start)
    ADDOP_JUMP(c, loc, FOR_ITER, cleanup)
    ADDOP(c, LOC(s.target), NOP)  # so that the target's line is seen by tracing
    compiler_visit_expr(c, s.target)
    compiler_visit_stmts(c, s.body)
    ADDOP_JUMP(c, NO_LOCATION, JUMP, start)
    USE_LABEL(c, cleanup)
    ADDOP(c, NO_LOCATION, END_FOR)
    ADDOP(c, NO_LOCATION, POP_TOP)
    compiler_pop_fblock(c)
    compiler_visit_stmts(c, s.orelse)
    USE_LABEL(c, end)


def compiler_async_for(c: compiler, s: ast.AsyncFor) -> None:
    """``async for``."""
    loc = LOC(s)
    if IS_TOP_LEVEL_AWAIT(c):
        c.u.u_ste.ste_coroutine = 1
    elif c.u.u_scope_type != COMPILER_SCOPE_ASYNC_FUNCTION:
        compiler_error(c, loc, "'async for' outside async function")
    start = NEW_JUMP_TARGET_LABEL(c)
    except_ = NEW_JUMP_TARGET_LABEL(c)
    end = NEW_JUMP_TARGET_LABEL(c)
    compiler_visit_expr(c, s.iter)
    ADDOP(c, LOC(s.iter), GET_AITER)
    USE_LABEL(c, start)
    compiler_push_fblock(c, loc, FOR_LOOP, start, end, None)
    ADDOP_JUMP(c, loc, SETUP_FINALLY, except_)
    ADDOP(c, loc, GET_ANEXT)
    ADDOP_LOAD_CONST(c, loc, None)
    compiler_add_yield_from(c, loc, True)
    ADDOP(c, loc, POP_BLOCK)
    compiler_visit_expr(c, s.target)
    compiler_visit_stmts(c, s.body)
    ADDOP_JUMP(c, NO_LOCATION, JUMP, start)
    compiler_pop_fblock(c)
    USE_LABEL(c, except_)
    ADDOP(c, LOC(s.iter), END_ASYNC_FOR)
    compiler_visit_stmts(c, s.orelse)
    USE_LABEL(c, end)


def compiler_while(c: compiler, s: ast.While) -> None:
    """``while``; the condition stands before the loop and at its end."""
    loop = NEW_JUMP_TARGET_LABEL(c)
    body = NEW_JUMP_TARGET_LABEL(c)
    end = NEW_JUMP_TARGET_LABEL(c)
    anchor = NEW_JUMP_TARGET_LABEL(c)
    USE_LABEL(c, loop)
    loc = LOC(s)
    compiler_push_fblock(c, loc, WHILE_LOOP, loop, end, None)
    compiler_jump_if(c, loc, s.test, anchor, False)
    USE_LABEL(c, body)
    compiler_visit_stmts(c, s.body)
    compiler_jump_if(c, loc, s.test, body, True)
    compiler_pop_fblock(c)
    USE_LABEL(c, anchor)
    compiler_visit_stmts(c, s.orelse)
    USE_LABEL(c, end)


def compiler_return(c: compiler, s: ast.Return) -> None:
    """``return``.

    Raises:
        SyntaxError: outside a function, or with a value in an asynchronous generator.
    """
    loc = LOC(s)
    value = s.value
    ste = c.u.u_ste
    if not c.u.u_function_like:
        compiler_error(c, loc, "'return' outside function")
    if value is not None and ste.ste_coroutine and ste.ste_generator:
        compiler_error(c, loc, "'return' with value in async generator")
    preserve_tos = value is not None and type(value) is not ast.Constant
    if preserve_tos:
        compiler_visit_expr(c, value)
    elif value is not None:
        loc = LOC(value)
        ADDOP(c, loc, NOP)
    if value is None or value.lineno != s.lineno:
        loc = LOC(s)
        ADDOP(c, loc, NOP)
    loc, _ = compiler_unwind_fblock_stack(c, loc, preserve_tos, False)
    if not preserve_tos:
        ADDOP_LOAD_CONST(c, loc, None if value is None else value.value)
    ADDOP(c, loc, RETURN_VALUE)


def compiler_break(c: compiler, s: ast.Break) -> None:
    """``break``."""
    origin_loc = LOC(s)
    ADDOP(c, origin_loc, NOP)
    loc, loop = compiler_unwind_fblock_stack(c, origin_loc, False, True)
    if loop is None:
        compiler_error(c, origin_loc, "'break' outside loop")
    loc = compiler_unwind_fblock(c, loc, loop, False)
    ADDOP_JUMP(c, loc, JUMP, loop.fb_exit)


def compiler_continue(c: compiler, s: ast.Continue) -> None:
    """``continue``."""
    origin_loc = LOC(s)
    ADDOP(c, origin_loc, NOP)
    loc, loop = compiler_unwind_fblock_stack(c, origin_loc, False, True)
    if loop is None:
        compiler_error(c, origin_loc, "'continue' not properly in loop")
    ADDOP_JUMP(c, loc, JUMP, loop.fb_block)


# Imports


def compiler_import_as(c: compiler, loc: Location, name: str, asname: str) -> None:
    """Bind the module that ``import a.b.c as asname`` names, from its outermost package."""
    attrs = name.split(".")[1:]
    for i, attr in enumerate(attrs):
        if i:
            ADDOP_I(c, loc, SWAP, 2)
            ADDOP(c, loc, POP_TOP)
        ADDOP_N(c, loc, IMPORT_FROM, attr, c.u.u_metadata.u_names)
    compiler_nameop(c, loc, asname, Store)
    if attrs:
        ADDOP(c, loc, POP_TOP)


def compiler_import(c: compiler, s: ast.Import) -> None:
    """``import``."""
    loc = LOC(s)
    for alias in s.names:
        ADDOP_LOAD_CONST(c, loc, 0)
        ADDOP_LOAD_CONST(c, loc, None)
        ADDOP_NAME(c, loc, IMPORT_NAME, alias.name, c.u.u_metadata.u_names)
        if alias.asname:
            compiler_import_as(c, loc, alias.name, alias.asname)
        else:
            compiler_nameop(c, loc, alias.name.partition(".")[0], Store)


def _location_is_after(loc1: Location, loc2: Location) -> bool:
    return loc1[0] > loc2[1] or (loc1[0] == loc2[1] and loc1[2] > loc2[3])


def compiler_from_import(c: compiler, s: ast.ImportFrom) -> None:
    """``from ... import``.

    Raises:
        SyntaxError: from __future__, but not at the beginning.
    """
    loc = LOC(s)
    names = c.u.u_metadata.u_names
    level = s.level or 0
    ADDOP_LOAD_CONST(c, loc, level)
    if (
        s.module == "__future__"
        and level == 0
        and _location_is_after(loc, c.c_future.ff_location)
    ):
        compiler_error(
            c, loc, "from __future__ imports must occur at the beginning of the file"
        )
    ADDOP_LOAD_CONST(c, loc, tuple([alias.name for alias in s.names]))
    ADDOP_NAME(c, loc, IMPORT_NAME, s.module or "", names)
    if s.names[0].name[:1] == "*":
        ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_IMPORT_STAR)
        ADDOP(c, NO_LOCATION, POP_TOP)
        return
    for alias in s.names:
        ADDOP_NAME(c, loc, IMPORT_FROM, alias.name, names)
        compiler_nameop(c, loc, alias.asname or alias.name, Store)
    ADDOP(c, loc, POP_TOP)


# Assignments


def compiler_assign(c: compiler, s: ast.Assign) -> None:
    """An assignment to one or several targets."""
    compiler_visit_expr(c, s.value)
    last = len(s.targets) - 1
    for i, target in enumerate(s.targets):
        if i < last:
            ADDOP_I(c, LOC(s), COPY, 1)
        compiler_visit_expr(c, target)


def compiler_augassign(c: compiler, s: ast.AugAssign) -> None:
    """An augmented assignment."""
    e: Any = s.target
    kind = type(e)
    loc = LOC(e)
    names = c.u.u_metadata.u_names
    if kind is ast.Attribute:
        compiler_visit_expr(c, e.value)
        ADDOP_I(c, loc, COPY, 1)
        loc = update_start_location_to_match_attr(loc, e)
        ADDOP_NAME(c, loc, LOAD_ATTR, e.attr, names)
    elif kind is ast.Subscript:
        _augassign_load_item(c, loc, e)
    elif kind is ast.Name:
        compiler_nameop(c, loc, e.id, Load)
    else:
        raise SystemError(f"invalid node type ({kind.__name__}) for augmented assignment")
    compiler_visit_expr(c, s.value)
    ADDOP_I(c, LOC(s), BINARY_OP, BINARY_OPARGS[type(s.op)][1])
    if kind is ast.Attribute:
        ADDOP_I(c, loc, SWAP, 2)
        ADDOP_NAME(c, loc, STORE_ATTR, e.attr, names)
    elif kind is ast.Subscript:
        _augassign_store_item(c, loc, e)
    else:
        compiler_nameop(c, loc, e.id, Store)


def _augassign_load_item(c: compiler, loc: Location, e: ast.Subscript) -> None:
    compiler_visit_expr(c, e.value)
    if is_two_element_slice(e.slice):
        compiler_slice(c, e.slice)
        for _ in range(3):
            ADDOP_I(c, loc, COPY, 3)
        ADDOP(c, loc, BINARY_SLICE)
    else:
        compiler_visit_expr(c, e.slice)
        ADDOP_I(c, loc, COPY, 2)
        ADDOP_I(c, loc, COPY, 2)
        ADDOP(c, loc, BINARY_SUBSCR)


def _augassign_store_item(c: compiler, loc: Location, e: ast.Subscript) -> None:
    if is_two_element_slice(e.slice):
        ADDOP_I(c, loc, SWAP, 4)
        ADDOP_I(c, loc, SWAP, 3)
        ADDOP_I(c, loc, SWAP, 2)
        ADDOP(c, loc, STORE_SLICE)
    else:
        ADDOP_I(c, loc, SWAP, 3)
        ADDOP_I(c, loc, SWAP, 2)
        ADDOP(c, loc, STORE_SUBSCR)


def check_ann_expr(c: compiler, e: ast.expr) -> None:
    """Evaluate an expression for its errors alone."""
    compiler_visit_expr(c, e)
    ADDOP(c, LOC(e), POP_TOP)


def _is_annotated_scope(c: compiler) -> bool:
    return c.u.u_scope_type in (COMPILER_SCOPE_MODULE, COMPILER_SCOPE_CLASS)


def check_annotation(c: compiler, s: ast.AnnAssign) -> None:
    """Evaluate the annotation of a target that is no simple name."""
    if c.c_future.ff_features & CO_FUTURE_ANNOTATIONS:
        return
    if _is_annotated_scope(c):
        check_ann_expr(c, s.annotation)


def check_ann_subscr(c: compiler, e: Any) -> None:
    """Evaluate the index of an annotated target that is not assigned to."""
    if type(e) is ast.Slice:
        for part in (e.lower, e.upper, e.step):
            if part is not None:
                check_ann_expr(c, part)
    elif type(e) is ast.Tuple:
        for elt in e.elts:
            check_ann_subscr(c, elt)
    else:
        check_ann_expr(c, e)


def compiler_annassign(c: compiler, s: ast.AnnAssign) -> None:
    """An annotated assignment, or an annotation alone."""
    loc = LOC(s)
    targ: Any = s.target
    if s.value is not None:
        compiler_visit_expr(c, s.value)
        compiler_visit_expr(c, targ)
    kind = type(targ)
    if kind is ast.Name:
        forbidden_name(c, loc, targ.id, Store)
        if s.simple and _is_annotated_scope(c):
            _store_annotation(c, loc, s)
    elif kind is ast.Attribute:
        forbidden_name(c, loc, targ.attr, Store)
        if s.value is None:
            check_ann_expr(c, targ.value)
    elif kind is ast.Subscript:
        if s.value is None:
            check_ann_expr(c, targ.value)
            check_ann_subscr(c, targ.slice)
    else:
        raise SystemError(f"invalid node type ({kind.__name__}) for annotated assignment")
    if not s.simple:
        check_annotation(c, s)


def _store_annotation(c: compiler, loc: Location, s: ast.AnnAssign) -> None:
    if c.c_future.ff_features & CO_FUTURE_ANNOTATIONS:
        compiler_visit_annexpr(c, s.annotation)
    else:
        compiler_visit_expr(c, s.annotation)
    u = c.u
    ADDOP_NAME(c, loc, LOAD_NAME, "__annotations__", u.u_metadata.u_names)
    name = _Py_MaybeMangle(u.u_private, u.u_ste, s.target.id)  # type: ignore[union-attr]
    ADDOP_LOAD_CONST(c, loc, name)
    ADDOP(c, loc, STORE_SUBSCR)


def compiler_delete(c: compiler, s: ast.Delete) -> None:
    """``del``."""
    for target in s.targets:
        compiler_visit_expr(c, target)


# Simple statements


def compiler_assert(c: compiler, s: ast.Assert) -> None:
    """``assert``; a tuple that is not empty is warned of."""
    test: Any = s.test
    if (type(test) is ast.Tuple and test.elts) or (
        type(test) is ast.Constant and type(test.value) is tuple and test.value
    ):
        compiler_warn(c, LOC(s), "assertion is always true, perhaps remove parentheses?")
    if c.c_optimize:
        return
    end = NEW_JUMP_TARGET_LABEL(c)
    loc = LOC(s)
    compiler_jump_if(c, loc, test, end, True)
    ADDOP(c, loc, LOAD_ASSERTION_ERROR)
    if s.msg is not None:
        compiler_visit_expr(c, s.msg)
        ADDOP_I(c, loc, CALL, 0)
    ADDOP_I(c, LOC(test), RAISE_VARARGS, 1)
    USE_LABEL(c, end)


def compiler_raise(c: compiler, s: ast.Raise) -> None:
    """``raise``."""
    n = 0
    if s.exc is not None:
        compiler_visit_expr(c, s.exc)
        n += 1
        if s.cause is not None:
            compiler_visit_expr(c, s.cause)
            n += 1
    ADDOP_I(c, LOC(s), RAISE_VARARGS, n)


def compiler_stmt_expr(c: compiler, s: ast.Expr) -> None:
    """An expression as a statement; the interactive prompt prints its value."""
    loc = LOC(s)
    if c.c_interactive and c.c_nestlevel <= 1:
        compiler_visit_expr(c, s.value)
        ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_PRINT)
        ADDOP(c, NO_LOCATION, POP_TOP)
    elif type(s.value) is ast.Constant:
        ADDOP(c, loc, NOP)
    else:
        compiler_visit_expr(c, s.value)
        ADDOP(c, NO_LOCATION, POP_TOP)


def _visit_pass(c: compiler, s: ast.Pass) -> None:
    ADDOP(c, LOC(s), NOP)


def _visit_declaration(c: compiler, s: ast.Global | ast.Nonlocal) -> None:
    """The symbol table knows all of it."""


VISIT_STMT.update(
    {
        ast.Return: compiler_return,
        ast.Delete: compiler_delete,
        ast.Assign: compiler_assign,
        ast.AugAssign: compiler_augassign,
        ast.AnnAssign: compiler_annassign,
        ast.For: compiler_for,
        ast.AsyncFor: compiler_async_for,
        ast.While: compiler_while,
        ast.If: compiler_if,
        ast.Raise: compiler_raise,
        ast.Assert: compiler_assert,
        ast.Import: compiler_import,
        ast.ImportFrom: compiler_from_import,
        ast.Global: _visit_declaration,
        ast.Nonlocal: _visit_declaration,
        ast.Expr: compiler_stmt_expr,
        ast.Pass: _visit_pass,
        ast.Break: compiler_break,
        ast.Continue: compiler_continue,
    }
)
