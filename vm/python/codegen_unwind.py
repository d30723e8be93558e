"""The code that leaves frame blocks for return, break and continue. Part of Python/compile.c."""

from __future__ import annotations

from vm.python.codegen_expr import compiler_await_value
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_LOAD_CONST,
    ASYNC_WITH,
    EXCEPTION_GROUP_HANDLER,
    FINALLY_END,
    FINALLY_TRY,
    FOR_LOOP,
    HANDLER_CLEANUP,
    POP_VALUE,
    TRY_EXCEPT,
    WHILE_LOOP,
    WITH,
    Del,
    Store,
    compiler,
    compiler_error,
    compiler_nameop,
    compiler_pop_fblock,
    compiler_push_fblock,
    compiler_visit_stmts,
    fblockinfo,
)
from vm.python.instruction_sequence import NO_LABEL, NO_LOCATION, Location
from vm.python.opcode_ids import CALL, POP_BLOCK, POP_EXCEPT, POP_TOP, SWAP


def compiler_unwind_fblock(
    c: compiler, loc: Location, info: fblockinfo, preserve_tos: bool
) -> Location:
    """Leave one frame block.

    Args:
        preserve_tos: keep the value on the stack, which is to be returned.

    Returns:
        The place for the instructions after it.
    """
    unwind = _UNWIND.get(info.fb_type)
    return loc if unwind is None else unwind(c, loc, info, preserve_tos)


def compiler_unwind_fblock_stack(
    c: compiler, loc: Location, preserve_tos: bool, to_loop: bool
) -> tuple[Location, fblockinfo | None]:
    """Leave all frame blocks, or those inside the innermost loop.

    Returns:
        The place for the instructions after it, and the loop (None if there is none).

    Raises:
        SyntaxError: one of them is an ``except*`` block.
    """
    fblocks = c.u.u_fblock
    if not fblocks:
        return loc, None
    top = fblocks[-1]
    if top.fb_type == EXCEPTION_GROUP_HANDLER:
        compiler_error(
            c, loc, "'break', 'continue' and 'return' cannot appear in an except* block"
        )
    if to_loop and (top.fb_type == WHILE_LOOP or top.fb_type == FOR_LOOP):
        return loc, top
    fblocks.pop()
    loc = compiler_unwind_fblock(c, loc, top, preserve_tos)
    loc, loop = compiler_unwind_fblock_stack(c, loc, preserve_tos, to_loop)
    fblocks.append(top)
    return loc, loop


def compiler_call_exit_with_nones(c: compiler, loc: Location) -> None:
    """Call ``__exit__`` for a block that ended without an exception."""
    ADDOP_LOAD_CONST(c, loc, None)
    ADDOP_LOAD_CONST(c, loc, None)
    ADDOP_LOAD_CONST(c, loc, None)
    ADDOP_I(c, loc, CALL, 2)


def _unwind_value(c: compiler, loc: Location, info: fblockinfo, preserve_tos: bool) -> Location:
    if preserve_tos:
        ADDOP_I(c, loc, SWAP, 2)
    ADDOP(c, loc, POP_TOP)
    return loc


def _unwind_try_except(
    c: compiler, loc: Location, info: fblockinfo, preserve_tos: bool
) -> Location:
    ADDOP(c, loc, POP_BLOCK)
    return loc


def _unwind_finally_try(
    c: compiler, loc: Location, info: fblockinfo, preserve_tos: bool
) -> Location:
    ADDOP(c, loc, POP_BLOCK)
    if preserve_tos:
        compiler_push_fblock(c, loc, POP_VALUE, NO_LABEL, NO_LABEL, None)
    compiler_visit_stmts(c, info.fb_datum)
    if preserve_tos:
        compiler_pop_fblock(c)
    return NO_LOCATION


def _unwind_finally_end(
    c: compiler, loc: Location, info: fblockinfo, preserve_tos: bool
) -> Location:
    if preserve_tos:
        ADDOP_I(c, loc, SWAP, 2)
    ADDOP(c, loc, POP_TOP)
    if preserve_tos:
        ADDOP_I(c, loc, SWAP, 2)
    ADDOP(c, loc, POP_BLOCK)
    ADDOP(c, loc, POP_EXCEPT)
    return loc


def _unwind_with(c: compiler, loc: Location, info: fblockinfo, preserve_tos: bool) -> Location:
    loc = info.fb_loc
    ADDOP(c, loc, POP_BLOCK)
    if preserve_tos:
        ADDOP_I(c, loc, SWAP, 2)
    compiler_call_exit_with_nones(c, loc)
    if info.fb_type == ASYNC_WITH:
        compiler_await_value(c, loc, 2)
    ADDOP(c, loc, POP_TOP)
    return NO_LOCATION


def _unwind_handler(c: compiler, loc: Location, info: fblockinfo, preserve_tos: bool) -> Location:
    name = info.fb_datum
    if name is not None:
        ADDOP(c, loc, POP_BLOCK)
    if preserve_tos:
        ADDOP_I(c, loc, SWAP, 2)
    ADDOP(c, loc, POP_BLOCK)
    ADDOP(c, loc, POP_EXCEPT)
    if name is not None:
        ADDOP_LOAD_CONST(c, loc, None)
        compiler_nameop(c, loc, name, Store)
        compiler_nameop(c, loc, name, Del)
    return loc


# The other kinds of frame blocks have nothing to leave behind.
_UNWIND = {
    FOR_LOOP: _unwind_value,
    TRY_EXCEPT: _unwind_try_except,
    FINALLY_TRY: _unwind_finally_try,
    FINALLY_END: _unwind_finally_end,
    WITH: _unwind_with,
    ASYNC_WITH: _unwind_with,
    HANDLER_CLEANUP: _unwind_handler,
    POP_VALUE: _unwind_value,
}
