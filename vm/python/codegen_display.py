"""The code of displays and of unpacking: lists, tuples, sets, dicts. Part of Python/compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.compile_unit import (
    ADDOP_I,
    ADDOP_LOAD_CONST,
    INTRINSIC_LIST_TO_TUPLE,
    LOC,
    STACK_USE_GUIDELINE,
    VISIT_EXPR,
    Load,
    Store,
    compiler,
    compiler_error,
    compiler_visit_expr,
)
from vm.python.instruction_sequence import Location
from vm.python.opcode_ids import (
    BUILD_CONST_KEY_MAP,
    BUILD_LIST,
    BUILD_MAP,
    BUILD_SET,
    BUILD_TUPLE,
    CALL_INTRINSIC_1,
    DICT_UPDATE,
    LIST_APPEND,
    LIST_EXTEND,
    MAP_ADD,
    SET_ADD,
    SET_UPDATE,
    UNPACK_EX,
    UNPACK_SEQUENCE,
)

_INT_MAX = 2**31 - 1


def are_all_items_const(items: list[Any]) -> bool:
    """Whether all expressions are constants (None stands for a missing one)."""
    return all(type(item) is ast.Constant for item in items)


def starunpack_helper(
    c: compiler, loc: Location, elts: list[Any], pushed: int, opcodes: tuple[int, int, int],
    tuple_: bool,
) -> None:  # fmt: skip
    """Build a collection from expressions that may be starred.

    Args:
        pushed: values that are on the stack already and belong to it.
        opcodes: to build it, to add one item, to add all items of an iterable.
        tuple_: whether it is to be a tuple (the opcodes are a list's).
    """
    build, add, extend = opcodes
    n = len(elts)
    if n > 2 and are_all_items_const(elts):
        _starunpack_constants(c, loc, elts, pushed, opcodes, tuple_)
        return
    big = n + pushed > STACK_USE_GUIDELINE
    if not big and not any(type(elt) is ast.Starred for elt in elts):
        for elt in elts:
            compiler_visit_expr(c, elt)
        ADDOP_I(c, loc, BUILD_TUPLE if tuple_ else build, n + pushed)
        return
    sequence_built = False
    if big:
        ADDOP_I(c, loc, build, pushed)
        sequence_built = True
    for i, elt in enumerate(elts):
        if type(elt) is ast.Starred:
            if not sequence_built:
                ADDOP_I(c, loc, build, i + pushed)
                sequence_built = True
            compiler_visit_expr(c, elt.value)
            ADDOP_I(c, loc, extend, 1)
        else:
            compiler_visit_expr(c, elt)
            if sequence_built:
                ADDOP_I(c, loc, add, 1)
    if tuple_:
        ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE)


def _starunpack_constants(
    c: compiler, loc: Location, elts: list[Any], pushed: int, opcodes: tuple[int, int, int],
    tuple_: bool,
) -> None:  # fmt: skip
    build, add, extend = opcodes
    folded: Any = tuple([elt.value for elt in elts])
    if tuple_ and not pushed:
        ADDOP_LOAD_CONST(c, loc, folded)
        return
    if add == SET_ADD:
        folded = frozenset(folded)
    ADDOP_I(c, loc, build, pushed)
    ADDOP_LOAD_CONST(c, loc, folded)
    ADDOP_I(c, loc, extend, 1)
    if tuple_:
        ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE)


def unpack_helper(c: compiler, loc: Location, elts: list[Any]) -> None:
    """Unpack the value on the stack for targets, one of which may be starred.

    Raises:
        SyntaxError: two are, or there are too many.
    """
    n = len(elts)
    seen_star = False
    for i, elt in enumerate(elts):
        if type(elt) is not ast.Starred:
            continue
        if seen_star:
            compiler_error(c, loc, "multiple starred expressions in assignment")
        if i >= 1 << 8 or n - i - 1 >= _INT_MAX >> 8:
            compiler_error(c, loc, "too many expressions in star-unpacking assignment")
        ADDOP_I(c, loc, UNPACK_EX, i + ((n - i - 1) << 8))
        seen_star = True
    if not seen_star:
        ADDOP_I(c, loc, UNPACK_SEQUENCE, n)


def assignment_helper(c: compiler, loc: Location, elts: list[Any]) -> None:
    """Unpack the value on the stack to targets."""
    unpack_helper(c, loc, elts)
    for elt in elts:
        compiler_visit_expr(c, elt.value if type(elt) is ast.Starred else elt)


LIST_OPCODES = (BUILD_LIST, LIST_APPEND, LIST_EXTEND)
_SET_OPCODES = (BUILD_SET, SET_ADD, SET_UPDATE)


def compiler_list(c: compiler, e: ast.List | ast.Tuple) -> None:
    """A list or tuple: its display, or its items as targets or to be deleted."""
    ctx = type(e.ctx)
    if ctx is Store:
        assignment_helper(c, LOC(e), e.elts)
    elif ctx is Load:
        starunpack_helper(c, LOC(e), e.elts, 0, LIST_OPCODES, type(e) is ast.Tuple)
    else:
        for elt in e.elts:
            compiler_visit_expr(c, elt)


def compiler_set(c: compiler, e: ast.Set) -> None:
    """The display of a set."""
    starunpack_helper(c, LOC(e), e.elts, 0, _SET_OPCODES, False)


def compiler_subdict(c: compiler, e: ast.Dict, begin: int, end: int) -> None:
    """A dict of some items of a dict display."""
    n = end - begin
    big = n * 2 > STACK_USE_GUIDELINE
    loc = LOC(e)
    keys: list[Any] = e.keys[begin:end]
    if n > 1 and not big and are_all_items_const(keys):
        for value in e.values[begin:end]:
            compiler_visit_expr(c, value)
        ADDOP_LOAD_CONST(c, loc, tuple([key.value for key in keys]))
        ADDOP_I(c, loc, BUILD_CONST_KEY_MAP, n)
        return
    if big:
        ADDOP_I(c, loc, BUILD_MAP, 0)
    for key, value in zip(keys, e.values[begin:end]):
        compiler_visit_expr(c, key)
        compiler_visit_expr(c, value)
        if big:
            ADDOP_I(c, loc, MAP_ADD, 1)
    if not big:
        ADDOP_I(c, loc, BUILD_MAP, n)


def compiler_dict(c: compiler, e: ast.Dict) -> None:
    """The display of a dict."""
    loc = LOC(e)
    have_dict = False
    elements = 0
    for i, (key, value) in enumerate(zip(e.keys, e.values)):
        if key is None:
            if elements:
                have_dict = _add_subdict(c, e, i - elements, i, have_dict)
                elements = 0
            if not have_dict:
                ADDOP_I(c, loc, BUILD_MAP, 0)
                have_dict = True
            compiler_visit_expr(c, value)
            ADDOP_I(c, loc, DICT_UPDATE, 1)
        elif elements * 2 > STACK_USE_GUIDELINE:
            have_dict = _add_subdict(c, e, i - elements, i + 1, have_dict)
            elements = 0
        else:
            elements += 1
    if elements:
        have_dict = _add_subdict(c, e, len(e.values) - elements, len(e.values), have_dict)
    if not have_dict:
        ADDOP_I(c, loc, BUILD_MAP, 0)


def _add_subdict(c: compiler, e: ast.Dict, begin: int, end: int, have_dict: bool) -> bool:
    compiler_subdict(c, e, begin, end)
    if have_dict:
        ADDOP_I(c, LOC(e), DICT_UPDATE, 1)
    return True

VISIT_EXPR.update(
    {
        ast.Dict: compiler_dict,
        ast.Set: compiler_set,
        ast.List: compiler_list,
        ast.Tuple: compiler_list,
    }
)
