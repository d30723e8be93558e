"""The code of comprehensions and generator expressions. Part of Python/compile.c.

A generator expression, and a comprehension that the symbol table does not inline, is a function of its own
that is called at once; an inlined one borrows the locals of the function around it.
"""

from __future__ import annotations

import ast
from typing import Any

from vm.python.codegen_expr import (
    addop_yield,
    compiler_add_yield_from,
    compiler_await_value,
    compiler_jump_if,
)
from vm.python.codegen_func import compiler_make_closure, wrap_in_stopiteration_handler
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_JUMP,
    ADDOP_LOAD_CONST,
    ADDOP_NAME,
    ASYNC_COMPREHENSION_GENERATOR,
    COMPILER_SCOPE_ASYNC_FUNCTION,
    COMPILER_SCOPE_COMPREHENSION,
    IS_TOP_LEVEL_AWAIT,
    LOC,
    NEW_JUMP_TARGET_LABEL,
    USE_LABEL,
    VISIT_EXPR,
    compiler,
    compiler_enter_scope,
    compiler_error,
    compiler_exit_scope,
    compiler_pop_fblock,
    compiler_push_fblock,
    compiler_visit_expr,
    optimize_and_assemble,
)
from vm.python.instruction_sequence import NO_LABEL, NO_LOCATION, Location
from vm.python.opcode_ids import (
    BUILD_LIST,
    BUILD_MAP,
    BUILD_SET,
    CALL,
    END_ASYNC_FOR,
    END_FOR,
    FOR_ITER,
    GET_AITER,
    GET_ANEXT,
    GET_ITER,
    JUMP,
    JUMP_NO_INTERRUPT,
    LIST_APPEND,
    LOAD_FAST,
    LOAD_FAST_AND_CLEAR,
    MAKE_CELL,
    MAP_ADD,
    POP_BLOCK,
    POP_TOP,
    RERAISE,
    RETURN_VALUE,
    SET_ADD,
    SETUP_FINALLY,
    STORE_FAST_MAYBE_NULL,
    SWAP,
)
from vm.python.pycore_symtable import (
    CELL,
    DEF_LOCAL,
    DEF_NONLOCAL,
    FREE,
    SCOPE_MASK,
    SCOPE_OFFSET,
    ClassBlock,
    PySTEntryObject,
    _PySymtable_Lookup,
)

COMP_GENEXP, COMP_LISTCOMP, COMP_SETCOMP, COMP_DICTCOMP = range(4)

_BUILD_OPS = {COMP_LISTCOMP: BUILD_LIST, COMP_SETCOMP: BUILD_SET, COMP_DICTCOMP: BUILD_MAP}


class _Comprehension:
    """A comprehension: its kind, its parts and its place."""

    __slots__ = ("type", "elt", "val", "generators", "loc")

    def __init__(self, type_: int, elt: Any, val: Any, e: Any) -> None:
        self.type = type_
        self.elt = elt
        self.val = val
        self.generators: list[ast.comprehension] = e.generators
        self.loc = LOC(e)


# The loops


def compiler_comprehension_generator(
    c: compiler, comp: _Comprehension, gen_index: int, depth: int, iter_on_stack: bool
) -> None:
    """One ``for`` of a comprehension with all that is inside it.

    Args:
        depth: values on the stack above the collection that is being built.
        iter_on_stack: the iterator is there already.
    """
    if comp.generators[gen_index].is_async:
        compiler_async_comprehension_generator(c, comp, gen_index, depth, iter_on_stack)
    else:
        compiler_sync_comprehension_generator(c, comp, gen_index, depth, iter_on_stack)


def compiler_sync_comprehension_generator(
    c: compiler, comp: _Comprehension, gen_index: int, depth: int, iter_on_stack: bool
) -> None:
    """A ``for``."""
    start = NEW_JUMP_TARGET_LABEL(c)
    if_cleanup = NEW_JUMP_TARGET_LABEL(c)
    anchor = NEW_JUMP_TARGET_LABEL(c)
    gen = comp.generators[gen_index]
    if not iter_on_stack:
        if gen_index == 0:
            c.u.u_metadata.u_argcount = 1
            ADDOP_I(c, comp.loc, LOAD_FAST, 0)
        elif _is_assignment(gen.iter):
            compiler_visit_expr(c, gen.iter.elts[0])
            start = NO_LABEL
        else:
            compiler_visit_expr(c, gen.iter)
            ADDOP(c, LOC(gen.iter), GET_ITER)
    if start != NO_LABEL:
        depth += 1
        USE_LABEL(c, start)
        ADDOP_JUMP(c, LOC(gen.iter), FOR_ITER, anchor)
    elt_loc = _generator_body(c, comp, gen_index, depth, if_cleanup)
    USE_LABEL(c, if_cleanup)
    if start != NO_LABEL:
        ADDOP_JUMP(c, elt_loc, JUMP, start)
        USE_LABEL(c, anchor)
        ADDOP(c, NO_LOCATION, END_FOR)
        ADDOP(c, NO_LOCATION, POP_TOP)


def _is_assignment(iter_: ast.expr) -> bool:
    """Whether an iterable is the idiom ``[value]``: a loop of one round."""
    if type(iter_) is not ast.List and type(iter_) is not ast.Tuple:
        return False
    elts = iter_.elts
    return len(elts) == 1 and type(elts[0]) is not ast.Starred


def compiler_async_comprehension_generator(
    c: compiler, comp: _Comprehension, gen_index: int, depth: int, iter_on_stack: bool
) -> None:
    """An ``async for``."""
    start = NEW_JUMP_TARGET_LABEL(c)
    except_ = NEW_JUMP_TARGET_LABEL(c)
    if_cleanup = NEW_JUMP_TARGET_LABEL(c)
    gen = comp.generators[gen_index]
    loc = comp.loc
    if not iter_on_stack:
        if gen_index == 0:
            c.u.u_metadata.u_argcount = 1
            ADDOP_I(c, loc, LOAD_FAST, 0)
        else:
            compiler_visit_expr(c, gen.iter)
            ADDOP(c, LOC(gen.iter), GET_AITER)
    USE_LABEL(c, start)
    compiler_push_fblock(c, loc, ASYNC_COMPREHENSION_GENERATOR, start, NO_LABEL, None)
    ADDOP_JUMP(c, loc, SETUP_FINALLY, except_)
    ADDOP(c, loc, GET_ANEXT)
    ADDOP_LOAD_CONST(c, loc, None)
    compiler_add_yield_from(c, loc, True)
    ADDOP(c, loc, POP_BLOCK)
    elt_loc = _generator_body(c, comp, gen_index, depth + 1, if_cleanup)
    USE_LABEL(c, if_cleanup)
    ADDOP_JUMP(c, elt_loc, JUMP, start)
    compiler_pop_fblock(c)
    USE_LABEL(c, except_)
    ADDOP(c, loc, END_ASYNC_FOR)


def _generator_body(
    c: compiler, comp: _Comprehension, gen_index: int, depth: int, if_cleanup: int
) -> Location:
    """Target, conditions, and then the next ``for`` or the element; returns the element's place."""
    gen = comp.generators[gen_index]
    compiler_visit_expr(c, gen.target)
    for condition in gen.ifs:
        compiler_jump_if(c, comp.loc, condition, if_cleanup, False)
    if gen_index + 1 < len(comp.generators):
        compiler_comprehension_generator(c, comp, gen_index + 1, depth, False)
        return LOC(comp.elt)
    return _add_element(c, comp, depth)


def _add_element(c: compiler, comp: _Comprehension, depth: int) -> Location:
    elt, val = comp.elt, comp.val
    elt_loc = LOC(elt)
    compiler_visit_expr(c, elt)
    if comp.type == COMP_GENEXP:
        addop_yield(c, elt_loc)
        ADDOP(c, elt_loc, POP_TOP)
    elif comp.type == COMP_LISTCOMP:
        ADDOP_I(c, elt_loc, LIST_APPEND, depth + 1)
    elif comp.type == COMP_SETCOMP:
        ADDOP_I(c, elt_loc, SET_ADD, depth + 1)
    else:
        compiler_visit_expr(c, val)
        elt_loc = (elt.lineno, val.end_lineno, elt.col_offset, val.end_col_offset)
        ADDOP_I(c, elt_loc, MAP_ADD, depth + 1)
    return elt_loc


# Inlining


class inlined_comprehension_state:
    """What must be put back after an inlined comprehension."""

    __slots__ = ("pushed_locals", "temp_symbols", "fast_hidden", "cleanup", "end")

    def __init__(self) -> None:
        self.pushed_locals: list[str] = []
        self.temp_symbols: dict[str, int] = {}
        self.fast_hidden: set[str] = set()
        self.cleanup = NO_LABEL
        self.end = NO_LABEL


def push_inlined_comprehension_state(
    c: compiler, loc: Location, entry: PySTEntryObject
) -> inlined_comprehension_state:
    """Give the names of an inlined comprehension their meaning inside it; returns what to put back."""
    state = inlined_comprehension_state()
    u = c.u
    in_class_block = u.u_ste.ste_type == ClassBlock and not u.u_in_inlined_comp
    u.u_in_inlined_comp += 1
    outer_symbols = u.u_ste.ste_symbols
    for k, symbol in entry.ste_symbols.items():
        scope = (symbol >> SCOPE_OFFSET) & SCOPE_MASK
        outv = outer_symbols.get(k, 0)
        outsc = (outv >> SCOPE_OFFSET) & SCOPE_MASK
        differs = scope != outsc and scope != FREE and not (scope == CELL and outsc == FREE)
        if differs or in_class_block:
            outer_symbols[k] = symbol
            state.temp_symbols[k] = outv
        if (symbol & DEF_LOCAL and not symbol & DEF_NONLOCAL) or in_class_block:
            _push_local(c, loc, state, k, scope, outsc)
    if state.pushed_locals:
        ADDOP_I(c, loc, SWAP, len(state.pushed_locals) + 1)
        state.cleanup = NEW_JUMP_TARGET_LABEL(c)
        state.end = NEW_JUMP_TARGET_LABEL(c)
        ADDOP_JUMP(c, loc, SETUP_FINALLY, state.cleanup)
    return state


def _push_local(
    c: compiler, loc: Location, state: inlined_comprehension_state, k: str, scope: int, outsc: int
) -> None:
    umd = c.u.u_metadata
    if not c.u.u_function_like and not umd.u_fasthidden.get(k):
        umd.u_fasthidden[k] = True
        state.fast_hidden.add(k)
    ADDOP_NAME(c, loc, LOAD_FAST_AND_CLEAR, k, umd.u_varnames)
    if scope == CELL:
        ADDOP_NAME(c, loc, MAKE_CELL, k, umd.u_freevars if outsc == FREE else umd.u_cellvars)
    state.pushed_locals.append(k)


def restore_inlined_comprehension_locals(
    c: compiler, loc: Location, state: inlined_comprehension_state
) -> None:
    """Put back the locals that lie on the stack."""
    ADDOP_I(c, loc, SWAP, len(state.pushed_locals) + 1)
    for k in reversed(state.pushed_locals):
        ADDOP_NAME(c, loc, STORE_FAST_MAYBE_NULL, k, c.u.u_metadata.u_varnames)


def pop_inlined_comprehension_state(
    c: compiler, loc: Location, state: inlined_comprehension_state
) -> None:
    """Give names back the meaning that they have outside an inlined comprehension."""
    c.u.u_in_inlined_comp -= 1
    c.u.u_ste.ste_symbols.update(state.temp_symbols)
    if state.pushed_locals:
        ADDOP(c, NO_LOCATION, POP_BLOCK)
        ADDOP_JUMP(c, NO_LOCATION, JUMP_NO_INTERRUPT, state.end)
        USE_LABEL(c, state.cleanup)
        ADDOP_I(c, NO_LOCATION, SWAP, 2)
        ADDOP(c, NO_LOCATION, POP_TOP)
        restore_inlined_comprehension_locals(c, loc, state)
        ADDOP_I(c, NO_LOCATION, RERAISE, 0)
        USE_LABEL(c, state.end)
        restore_inlined_comprehension_locals(c, loc, state)
    for k in state.fast_hidden:
        c.u.u_metadata.u_fasthidden[k] = False


# Comprehensions


def compiler_comprehension_iter(c: compiler, comp: ast.comprehension) -> None:
    """The iterator of the outermost ``for``."""
    compiler_visit_expr(c, comp.iter)
    ADDOP(c, LOC(comp.iter), GET_AITER if comp.is_async else GET_ITER)


def compiler_comprehension(
    c: compiler, e: Any, type_: int, name: str, elt: Any, val: Any = None
) -> None:
    """A comprehension or a generator expression.

    Raises:
        SyntaxError: it is asynchronous and stands where that cannot be.
    """
    comp = _Comprehension(type_, elt, val, e)
    entry = _PySymtable_Lookup(c.c_st, id(e))
    if entry.ste_comp_inlined:
        _inlined_comprehension(c, comp, entry)
        return
    scope_type = c.u.u_scope_type
    is_top_level_await = IS_TOP_LEVEL_AWAIT(c)
    is_async_generator = entry.ste_coroutine
    loc = comp.loc
    compiler_enter_scope(c, name, COMPILER_SCOPE_COMPREHENSION, id(e), e.lineno)
    _check_async(c, comp, is_async_generator, scope_type, is_top_level_await)
    if type_ != COMP_GENEXP:
        ADDOP_I(c, loc, _BUILD_OPS[type_], 0)
    compiler_comprehension_generator(c, comp, 0, 0, False)
    if type_ != COMP_GENEXP:
        ADDOP(c, loc, RETURN_VALUE)
    else:
        wrap_in_stopiteration_handler(c)
    co = optimize_and_assemble(c, True)
    compiler_exit_scope(c)
    if is_top_level_await and is_async_generator:
        c.u.u_ste.ste_coroutine = 1
    compiler_make_closure(c, loc, co, 0)
    compiler_comprehension_iter(c, comp.generators[0])
    ADDOP_I(c, loc, CALL, 0)
    if is_async_generator and type_ != COMP_GENEXP:
        compiler_await_value(c, loc, 0)


def _inlined_comprehension(c: compiler, comp: _Comprehension, entry: PySTEntryObject) -> None:
    scope_type = c.u.u_scope_type
    is_top_level_await = IS_TOP_LEVEL_AWAIT(c)
    compiler_comprehension_iter(c, comp.generators[0])
    state = push_inlined_comprehension_state(c, comp.loc, entry)
    _check_async(c, comp, entry.ste_coroutine, scope_type, is_top_level_await)
    ADDOP_I(c, comp.loc, _BUILD_OPS[comp.type], 0)
    ADDOP_I(c, comp.loc, SWAP, 2)
    compiler_comprehension_generator(c, comp, 0, 0, True)
    pop_inlined_comprehension_state(c, comp.loc, state)


def _check_async(
    c: compiler, comp: _Comprehension, is_async: int, scope_type: int, is_top_level_await: bool
) -> None:
    if (
        is_async
        and comp.type != COMP_GENEXP
        and scope_type not in (COMPILER_SCOPE_ASYNC_FUNCTION, COMPILER_SCOPE_COMPREHENSION)
        and not is_top_level_await
    ):
        compiler_error(
            c, comp.loc, "asynchronous comprehension outside of an asynchronous function"
        )


def compiler_genexp(c: compiler, e: ast.GeneratorExp) -> None:
    """A generator expression."""
    compiler_comprehension(c, e, COMP_GENEXP, "<genexpr>", e.elt)


def compiler_listcomp(c: compiler, e: ast.ListComp) -> None:
    """A list comprehension."""
    compiler_comprehension(c, e, COMP_LISTCOMP, "<listcomp>", e.elt)


def compiler_setcomp(c: compiler, e: ast.SetComp) -> None:
    """A set comprehension."""
    compiler_comprehension(c, e, COMP_SETCOMP, "<setcomp>", e.elt)


def compiler_dictcomp(c: compiler, e: ast.DictComp) -> None:
    """A dict comprehension."""
    compiler_comprehension(c, e, COMP_DICTCOMP, "<dictcomp>", e.key, e.value)


VISIT_EXPR.update(
    {
        ast.GeneratorExp: compiler_genexp,
        ast.ListComp: compiler_listcomp,
        ast.SetComp: compiler_setcomp,
        ast.DictComp: compiler_dictcomp,
    }
)
