"""The code of ``try``, in all its forms, and of ``with``. Part of Python/compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.codegen_expr import compiler_await_value
from vm.python.codegen_unwind import compiler_call_exit_with_nones
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_JUMP,
    ADDOP_LOAD_CONST,
    ASYNC_WITH,
    COMPILER_SCOPE_ASYNC_FUNCTION,
    EXCEPTION_GROUP_HANDLER,
    EXCEPTION_HANDLER,
    FINALLY_END,
    FINALLY_TRY,
    HANDLER_CLEANUP,
    INTRINSIC_PREP_RERAISE_STAR,
    IS_TOP_LEVEL_AWAIT,
    LOC,
    NEW_JUMP_TARGET_LABEL,
    TRY_EXCEPT,
    USE_LABEL,
    VISIT_STMT,
    WITH,
    Del,
    Store,
    compiler,
    compiler_error,
    compiler_nameop,
    compiler_pop_fblock,
    compiler_push_fblock,
    compiler_visit_expr,
    compiler_visit_stmts,
)
from vm.python.instruction_sequence import NO_LABEL, NO_LOCATION, Location
from vm.python.opcode_ids import (
    BEFORE_ASYNC_WITH,
    BEFORE_WITH,
    BUILD_LIST,
    CALL_INTRINSIC_2,
    CHECK_EG_MATCH,
    CHECK_EXC_MATCH,
    COPY,
    JUMP,
    JUMP_NO_INTERRUPT,
    LIST_APPEND,
    NOP,
    POP_BLOCK,
    POP_EXCEPT,
    POP_JUMP_IF_FALSE,
    POP_JUMP_IF_NONE,
    POP_JUMP_IF_NOT_NONE,
    POP_JUMP_IF_TRUE,
    POP_TOP,
    PUSH_EXC_INFO,
    RERAISE,
    SETUP_CLEANUP,
    SETUP_FINALLY,
    SETUP_WITH,
    SWAP,
    TO_BOOL,
    WITH_EXCEPT_START,
)


def compiler_pop_except_and_reraise(c: compiler, loc: Location) -> None:
    """Restore the exception handled before and raise the one on the stack again."""
    ADDOP_I(c, loc, COPY, 3)
    ADDOP(c, loc, POP_EXCEPT)
    ADDOP_I(c, loc, RERAISE, 1)


# try ... finally


def compiler_try_finally(c: compiler, s: Any) -> None:
    """``try`` with ``finally``; the final block is generated for each way into it."""
    loc = LOC(s)
    body = NEW_JUMP_TARGET_LABEL(c)
    end = NEW_JUMP_TARGET_LABEL(c)
    exit_ = NEW_JUMP_TARGET_LABEL(c)
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    ADDOP_JUMP(c, loc, SETUP_FINALLY, end)
    USE_LABEL(c, body)
    compiler_push_fblock(c, loc, FINALLY_TRY, body, end, s.finalbody)
    if not s.handlers:
        compiler_visit_stmts(c, s.body)
    elif type(s) is ast.TryStar:
        compiler_try_star_except(c, s)
    else:
        compiler_try_except(c, s)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    compiler_pop_fblock(c)
    compiler_visit_stmts(c, s.finalbody)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, exit_)
    USE_LABEL(c, end)
    ADDOP_JUMP(c, NO_LOCATION, SETUP_CLEANUP, cleanup)
    ADDOP(c, NO_LOCATION, PUSH_EXC_INFO)
    compiler_push_fblock(c, NO_LOCATION, FINALLY_END, end, NO_LABEL, None)
    compiler_visit_stmts(c, s.finalbody)
    compiler_pop_fblock(c)
    ADDOP_I(c, NO_LOCATION, RERAISE, 0)
    USE_LABEL(c, cleanup)
    compiler_pop_except_and_reraise(c, NO_LOCATION)
    USE_LABEL(c, exit_)


def compiler_try(c: compiler, s: ast.Try) -> None:
    """``try`` with ``except`` or ``finally``."""
    if s.finalbody:
        compiler_try_finally(c, s)
    else:
        compiler_try_except(c, s)


def compiler_try_star(c: compiler, s: ast.TryStar) -> None:
    """``try`` with ``except*``."""
    if s.finalbody:
        compiler_try_finally(c, s)
    else:
        compiler_try_star_except(c, s)


# try ... except


def _protected_body(c: compiler, s: Any, except_: int) -> None:
    loc = LOC(s)
    body = NEW_JUMP_TARGET_LABEL(c)
    ADDOP_JUMP(c, loc, SETUP_FINALLY, except_)
    USE_LABEL(c, body)
    compiler_push_fblock(c, loc, TRY_EXCEPT, body, NO_LABEL, None)
    compiler_visit_stmts(c, s.body)
    compiler_pop_fblock(c)
    ADDOP(c, NO_LOCATION, POP_BLOCK)


def compiler_try_except(c: compiler, s: ast.Try) -> None:
    """``try`` with ``except``.

    Raises:
        SyntaxError: a clause without type is not the last.
    """
    except_ = NEW_JUMP_TARGET_LABEL(c)
    end = NEW_JUMP_TARGET_LABEL(c)
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    _protected_body(c, s, except_)
    compiler_visit_stmts(c, s.orelse)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, except_)
    ADDOP_JUMP(c, NO_LOCATION, SETUP_CLEANUP, cleanup)
    ADDOP(c, NO_LOCATION, PUSH_EXC_INFO)
    compiler_push_fblock(c, LOC(s), EXCEPTION_HANDLER, NO_LABEL, NO_LABEL, None)
    for i, handler in enumerate(s.handlers):
        if handler.type is None and i < len(s.handlers) - 1:
            compiler_error(c, LOC(handler), "default 'except:' must be last")
        _except_handler(c, handler, end)
    compiler_pop_fblock(c)
    ADDOP_I(c, NO_LOCATION, RERAISE, 0)
    USE_LABEL(c, cleanup)
    compiler_pop_except_and_reraise(c, NO_LOCATION)
    USE_LABEL(c, end)


def _except_handler(c: compiler, handler: ast.ExceptHandler, end: int) -> None:
    loc = LOC(handler)
    except_ = NEW_JUMP_TARGET_LABEL(c)
    if handler.type is not None:
        compiler_visit_expr(c, handler.type)
        ADDOP(c, loc, CHECK_EXC_MATCH)
        ADDOP_JUMP(c, loc, POP_JUMP_IF_FALSE, except_)
    if handler.name:
        _named_handler(c, handler, handler.name, end)
    else:
        cleanup_body = NEW_JUMP_TARGET_LABEL(c)
        ADDOP(c, loc, POP_TOP)
        USE_LABEL(c, cleanup_body)
        compiler_push_fblock(c, loc, HANDLER_CLEANUP, cleanup_body, NO_LABEL, None)
        compiler_visit_stmts(c, handler.body)
        compiler_pop_fblock(c)
        ADDOP(c, NO_LOCATION, POP_BLOCK)
        ADDOP(c, NO_LOCATION, POP_EXCEPT)
        ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, except_)


def _named_handler(c: compiler, handler: ast.ExceptHandler, name: str, end: int) -> None:
    """A handler that binds the exception: the name is deleted on every way out."""
    loc = LOC(handler)
    cleanup_end = NEW_JUMP_TARGET_LABEL(c)
    cleanup_body = NEW_JUMP_TARGET_LABEL(c)
    compiler_nameop(c, loc, name, Store)
    ADDOP_JUMP(c, loc, SETUP_CLEANUP, cleanup_end)
    USE_LABEL(c, cleanup_body)
    compiler_push_fblock(c, loc, HANDLER_CLEANUP, cleanup_body, NO_LABEL, name)
    compiler_visit_stmts(c, handler.body)
    compiler_pop_fblock(c)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    ADDOP(c, NO_LOCATION, POP_EXCEPT)
    _clear_name(c, name)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, cleanup_end)
    _clear_name(c, name)
    ADDOP_I(c, NO_LOCATION, RERAISE, 1)


def _clear_name(c: compiler, name: str | None) -> None:
    """``name = None; del name``, as the handler may have deleted it already."""
    if name:
        ADDOP_LOAD_CONST(c, NO_LOCATION, None)
        compiler_nameop(c, NO_LOCATION, name, Store)
        compiler_nameop(c, NO_LOCATION, name, Del)


# try ... except*


def compiler_try_star_except(c: compiler, s: ast.TryStar) -> None:
    """``try`` with ``except*``: what is raised in handlers is collected and raised at the end."""
    except_ = NEW_JUMP_TARGET_LABEL(c)
    orelse = NEW_JUMP_TARGET_LABEL(c)
    end = NEW_JUMP_TARGET_LABEL(c)
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    _protected_body(c, s, except_)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, orelse)
    USE_LABEL(c, except_)
    ADDOP_JUMP(c, NO_LOCATION, SETUP_CLEANUP, cleanup)
    ADDOP(c, NO_LOCATION, PUSH_EXC_INFO)
    compiler_push_fblock(c, LOC(s), EXCEPTION_GROUP_HANDLER, NO_LABEL, NO_LABEL, None)
    for i, handler in enumerate(s.handlers):
        if i == 0:
            loc = LOC(handler)
            ADDOP_I(c, loc, BUILD_LIST, 0)
            ADDOP_I(c, loc, COPY, 2)
        _except_star_handler(c, handler)
    ADDOP_I(c, NO_LOCATION, LIST_APPEND, 1)
    compiler_pop_fblock(c)
    _reraise_star(c, end, cleanup)
    USE_LABEL(c, orelse)
    compiler_visit_stmts(c, s.orelse)
    USE_LABEL(c, end)


def _except_star_handler(c: compiler, handler: ast.ExceptHandler) -> None:
    loc = LOC(handler)
    name = handler.name
    except_ = NEW_JUMP_TARGET_LABEL(c)
    except_with_error = NEW_JUMP_TARGET_LABEL(c)
    no_match = NEW_JUMP_TARGET_LABEL(c)
    if handler.type is not None:
        compiler_visit_expr(c, handler.type)
        ADDOP(c, loc, CHECK_EG_MATCH)
        ADDOP_I(c, loc, COPY, 1)
        ADDOP_JUMP(c, loc, POP_JUMP_IF_NONE, no_match)
    cleanup_end = NEW_JUMP_TARGET_LABEL(c)
    cleanup_body = NEW_JUMP_TARGET_LABEL(c)
    if name:
        compiler_nameop(c, loc, name, Store)
    else:
        ADDOP(c, loc, POP_TOP)
    ADDOP_JUMP(c, loc, SETUP_CLEANUP, cleanup_end)
    USE_LABEL(c, cleanup_body)
    compiler_push_fblock(c, loc, HANDLER_CLEANUP, cleanup_body, NO_LABEL, name)
    compiler_visit_stmts(c, handler.body)
    compiler_pop_fblock(c)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    _clear_name(c, name)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, except_)
    USE_LABEL(c, cleanup_end)
    _clear_name(c, name)
    ADDOP_I(c, NO_LOCATION, LIST_APPEND, 3)
    ADDOP(c, NO_LOCATION, POP_TOP)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, except_with_error)
    USE_LABEL(c, except_)
    ADDOP(c, NO_LOCATION, NOP)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, except_with_error)
    USE_LABEL(c, no_match)
    ADDOP(c, loc, POP_TOP)
    USE_LABEL(c, except_with_error)


def _reraise_star(c: compiler, end: int, cleanup: int) -> None:
    reraise_star = NEW_JUMP_TARGET_LABEL(c)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, reraise_star)
    reraise = NEW_JUMP_TARGET_LABEL(c)
    USE_LABEL(c, reraise_star)
    ADDOP_I(c, NO_LOCATION, CALL_INTRINSIC_2, INTRINSIC_PREP_RERAISE_STAR)
    ADDOP_I(c, NO_LOCATION, COPY, 1)
    ADDOP_JUMP(c, NO_LOCATION, POP_JUMP_IF_NOT_NONE, reraise)
    ADDOP(c, NO_LOCATION, POP_TOP)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    ADDOP(c, NO_LOCATION, POP_EXCEPT)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, end)
    USE_LABEL(c, reraise)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    ADDOP_I(c, NO_LOCATION, SWAP, 2)
    ADDOP(c, NO_LOCATION, POP_EXCEPT)
    ADDOP_I(c, NO_LOCATION, RERAISE, 0)
    USE_LABEL(c, cleanup)
    compiler_pop_except_and_reraise(c, NO_LOCATION)


# with


def compiler_with_except_finish(c: compiler, cleanup: int) -> None:
    """After ``__exit__`` was called for an exception: suppress the exception or raise it again."""
    suppress = NEW_JUMP_TARGET_LABEL(c)
    ADDOP(c, NO_LOCATION, TO_BOOL)
    ADDOP_JUMP(c, NO_LOCATION, POP_JUMP_IF_TRUE, suppress)
    ADDOP_I(c, NO_LOCATION, RERAISE, 2)
    USE_LABEL(c, suppress)
    ADDOP(c, NO_LOCATION, POP_TOP)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    ADDOP(c, NO_LOCATION, POP_EXCEPT)
    ADDOP(c, NO_LOCATION, POP_TOP)
    ADDOP(c, NO_LOCATION, POP_TOP)
    exit_ = NEW_JUMP_TARGET_LABEL(c)
    ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, exit_)
    USE_LABEL(c, cleanup)
    compiler_pop_except_and_reraise(c, NO_LOCATION)
    USE_LABEL(c, exit_)


def _with_body(c: compiler, s: Any, pos: int, loc: Location, kind: int, final: int) -> None:
    """The target and the block of a context manager that was entered; the block may hold the next."""
    item = s.items[pos]
    block = NEW_JUMP_TARGET_LABEL(c)
    ADDOP_JUMP(c, loc, SETUP_WITH, final)
    USE_LABEL(c, block)
    compiler_push_fblock(c, loc, kind, block, final, s)
    if item.optional_vars is not None:
        compiler_visit_expr(c, item.optional_vars)
    else:
        ADDOP(c, loc, POP_TOP)
    if pos + 1 < len(s.items):
        (compiler_async_with if kind == ASYNC_WITH else compiler_with)(c, s, pos + 1)
    else:
        compiler_visit_stmts(c, s.body)
    compiler_pop_fblock(c)


def compiler_async_with(c: compiler, s: ast.AsyncWith, pos: int = 0) -> None:
    """``async with``, from one of its context managers on.

    Raises:
        SyntaxError: outside an asynchronous function.
    """
    if IS_TOP_LEVEL_AWAIT(c):
        c.u.u_ste.ste_coroutine = 1
    elif c.u.u_scope_type != COMPILER_SCOPE_ASYNC_FUNCTION:
        compiler_error(c, LOC(s), "'async with' outside async function")
    final = NEW_JUMP_TARGET_LABEL(c)
    exit_ = NEW_JUMP_TARGET_LABEL(c)
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    item = s.items[pos]
    compiler_visit_expr(c, item.context_expr)
    loc = LOC(item.context_expr)
    ADDOP(c, loc, BEFORE_ASYNC_WITH)
    compiler_await_value(c, loc, 1)
    _with_body(c, s, pos, loc, ASYNC_WITH, final)
    ADDOP(c, loc, POP_BLOCK)
    compiler_call_exit_with_nones(c, loc)
    compiler_await_value(c, loc, 2)
    ADDOP(c, loc, POP_TOP)
    ADDOP_JUMP(c, loc, JUMP, exit_)
    USE_LABEL(c, final)
    ADDOP_JUMP(c, loc, SETUP_CLEANUP, cleanup)
    ADDOP(c, loc, PUSH_EXC_INFO)
    ADDOP(c, loc, WITH_EXCEPT_START)
    compiler_await_value(c, loc, 2)
    compiler_with_except_finish(c, cleanup)
    USE_LABEL(c, exit_)


def compiler_with(c: compiler, s: ast.With, pos: int = 0) -> None:
    """``with``, from one of its context managers on."""
    final = NEW_JUMP_TARGET_LABEL(c)
    exit_ = NEW_JUMP_TARGET_LABEL(c)
    cleanup = NEW_JUMP_TARGET_LABEL(c)
    item = s.items[pos]
    compiler_visit_expr(c, item.context_expr)
    loc = LOC(item.context_expr)
    ADDOP(c, loc, BEFORE_WITH)
    _with_body(c, s, pos, loc, WITH, final)
    ADDOP(c, NO_LOCATION, POP_BLOCK)
    compiler_call_exit_with_nones(c, loc)
    ADDOP(c, loc, POP_TOP)
    ADDOP_JUMP(c, loc, JUMP, exit_)
    USE_LABEL(c, final)
    ADDOP_JUMP(c, loc, SETUP_CLEANUP, cleanup)
    ADDOP(c, loc, PUSH_EXC_INFO)
    ADDOP(c, loc, WITH_EXCEPT_START)
    compiler_with_except_finish(c, cleanup)
    USE_LABEL(c, exit_)


VISIT_STMT.update(
    {
        ast.Try: compiler_try,
        ast.TryStar: compiler_try_star,
        ast.With: compiler_with,
        ast.AsyncWith: compiler_async_with,
    }
)
