"""The code of calls: methods, super(), keywords, unpacked arguments. Part of Python/compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.codegen_display import LIST_OPCODES, starunpack_helper
from vm.python.codegen_warn import check_caller
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_LOAD_CONST,
    ADDOP_NAME,
    LOC,
    STACK_USE_GUIDELINE,
    VISIT_EXPR,
    Load,
    Store,
    compiler,
    compiler_error,
    compiler_nameop,
    compiler_visit_expr,
    forbidden_name,
    get_ref_type,
)
from vm.python.instruction_sequence import NO_LOCATION, Location
from vm.python.opcode_ids import (
    BUILD_CONST_KEY_MAP,
    BUILD_MAP,
    CALL,
    CALL_FUNCTION_EX,
    CALL_KW,
    DICT_MERGE,
    LOAD_METHOD,
    LOAD_SUPER_METHOD,
    LOAD_ZERO_SUPER_METHOD,
    MAP_ADD,
    NOP,
    PUSH_NULL,
)
from vm.python.pycore_symtable import (
    DEF_IMPORT,
    FREE,
    GLOBAL_IMPLICIT,
    _PyST_GetScope,
    _PyST_GetSymbol,
)


def is_import_originated(c: compiler, e: Any) -> bool:
    """Whether an expression is a name that the module imports."""
    return type(e) is ast.Name and bool(_PyST_GetSymbol(c.c_st.st_top, e.id) & DEF_IMPORT)


def can_optimize_super_call(c: compiler, attr: ast.Attribute) -> bool:
    """Whether ``super(...).attr`` can be loaded without making a super object."""
    e = attr.value
    if (
        type(e) is not ast.Call
        or type(e.func) is not ast.Name
        or e.func.id != "super"
        or attr.attr == "__class__"
        or e.keywords
    ):
        return False
    if _PyST_GetScope(c.u.u_ste, "super") != GLOBAL_IMPLICIT:
        return False
    if _PyST_GetScope(c.c_st.st_top, "super") != 0:
        return False
    if len(e.args) == 2:
        return not any(type(arg) is ast.Starred for arg in e.args)
    if e.args:
        return False
    umd = c.u.u_metadata
    if umd.u_argcount == 0 and umd.u_posonlyargcount == 0:
        return False
    return get_ref_type(c, "__class__") == FREE


def load_args_for_super(c: compiler, e: ast.Call) -> None:
    """Load ``super`` and its two arguments, written or implied."""
    func: Any = e.func
    compiler_nameop(c, LOC(func), func.id, Load)
    if e.args:
        compiler_visit_expr(c, e.args[0])
        compiler_visit_expr(c, e.args[1])
        return
    loc = LOC(e)
    compiler_nameop(c, loc, "__class__", Load)
    compiler_nameop(c, loc, next(iter(c.u.u_metadata.u_varnames)), Load)


def update_start_location_to_match_attr(loc: Location, attr: Any) -> Location:
    """The place of an attribute's name, if the access spans several lines."""
    lineno, end_lineno, col_offset, end_col_offset = loc
    if lineno == attr.end_lineno:
        return loc
    lineno = attr.end_lineno
    length = len(attr.attr)
    if length <= attr.end_col_offset:
        col_offset = attr.end_col_offset - length
    else:
        col_offset = end_col_offset = -1
    end_lineno = max(lineno, end_lineno)
    if lineno == end_lineno:
        end_col_offset = max(col_offset, end_col_offset)
    return (lineno, end_lineno, col_offset, end_col_offset)


def _has_unpacking(args: list[Any], keywords: list[Any]) -> bool:
    for arg in args:
        if type(arg) is ast.Starred:
            return True
    return any(keyword.arg is None for keyword in keywords)


def maybe_optimize_method_call(c: compiler, e: ast.Call) -> bool:
    """Call a method without making a method object; returns whether that can be done."""
    meth = e.func
    if type(meth) is not ast.Attribute or type(meth.ctx) is not Load:
        return False
    if is_import_originated(c, meth.value):
        return False
    args, kwds = e.args, e.keywords
    if len(args) + len(kwds) + bool(kwds) >= STACK_USE_GUIDELINE or _has_unpacking(args, kwds):
        return False
    loc = LOC(meth)
    names = c.u.u_metadata.u_names
    if can_optimize_super_call(c, meth):
        call: Any = meth.value
        load_args_for_super(c, call)
        opcode = LOAD_SUPER_METHOD if call.args else LOAD_ZERO_SUPER_METHOD
        ADDOP_NAME(c, loc, opcode, meth.attr, names)
        loc = update_start_location_to_match_attr(loc, meth)
        ADDOP(c, loc, NOP)
    else:
        compiler_visit_expr(c, meth.value)
        loc = update_start_location_to_match_attr(loc, meth)
        ADDOP_NAME(c, loc, LOAD_METHOD, meth.attr, names)
    for arg in args:
        compiler_visit_expr(c, arg)
    if kwds:
        for kw in kwds:
            compiler_visit_expr(c, kw.value)
        compiler_call_simple_kw_helper(c, loc, kwds)
        loc = update_start_location_to_match_attr(LOC(e), meth)
        ADDOP_I(c, loc, CALL_KW, len(args) + len(kwds))
    else:
        loc = update_start_location_to_match_attr(LOC(e), meth)
        ADDOP_I(c, loc, CALL, len(args))
    return True


def validate_keywords(c: compiler, keywords: list[ast.keyword]) -> None:
    """Raise SyntaxError for a keyword that is given twice or cannot be bound."""
    names = {keyword.arg for keyword in keywords if keyword.arg is not None}
    if len(names) == sum(keyword.arg is not None for keyword in keywords):
        if "__debug__" not in names:
            return
    for i, key in enumerate(keywords):
        if key.arg is None:
            continue
        forbidden_name(c, LOC(key), key.arg, Store)
        for other in keywords[i + 1 :]:
            if other.arg == key.arg:
                compiler_error(c, LOC(other), f"keyword argument repeated: {key.arg}")


def compiler_call(c: compiler, e: ast.Call) -> None:
    """A call."""
    if e.keywords:
        validate_keywords(c, e.keywords)
    if maybe_optimize_method_call(c, e):
        return
    check_caller(c, e.func)
    compiler_visit_expr(c, e.func)
    ADDOP(c, LOC(e.func), PUSH_NULL)
    compiler_call_helper(c, LOC(e), 0, e.args, e.keywords)


def compiler_subkwargs(c: compiler, loc: Location, keywords: list[Any]) -> None:
    """A dict of keyword arguments that are written out."""
    n = len(keywords)
    big = n * 2 > STACK_USE_GUIDELINE
    if n > 1 and not big:
        for kw in keywords:
            compiler_visit_expr(c, kw.value)
        ADDOP_LOAD_CONST(c, loc, tuple([kw.arg for kw in keywords]))
        ADDOP_I(c, loc, BUILD_CONST_KEY_MAP, n)
        return
    if big:
        ADDOP_I(c, NO_LOCATION, BUILD_MAP, 0)
    for kw in keywords:
        ADDOP_LOAD_CONST(c, loc, kw.arg)
        compiler_visit_expr(c, kw.value)
        if big:
            ADDOP_I(c, NO_LOCATION, MAP_ADD, 1)
    if not big:
        ADDOP_I(c, loc, BUILD_MAP, n)


def compiler_call_simple_kw_helper(c: compiler, loc: Location, keywords: list[Any]) -> None:
    """Load the names of keyword arguments."""
    ADDOP_LOAD_CONST(c, loc, tuple([kw.arg for kw in keywords]))


def compiler_call_helper(
    c: compiler, loc: Location, n: int, args: list[Any], keywords: list[Any]
) -> None:
    """Load the arguments of a call and call; ``n`` arguments are on the stack already."""
    if len(args) + len(keywords) * 2 > STACK_USE_GUIDELINE or _has_unpacking(args, keywords):
        _call_ex(c, loc, n, args, keywords)
        return
    for arg in args:
        compiler_visit_expr(c, arg)
    if keywords:
        for kw in keywords:
            compiler_visit_expr(c, kw.value)
        compiler_call_simple_kw_helper(c, loc, keywords)
        ADDOP_I(c, loc, CALL_KW, n + len(args) + len(keywords))
    else:
        ADDOP_I(c, loc, CALL, n + len(args))


def _call_ex(c: compiler, loc: Location, n: int, args: list[Any], keywords: list[Any]) -> None:
    if n == 0 and len(args) == 1 and type(args[0]) is ast.Starred:
        compiler_visit_expr(c, args[0].value)
    else:
        starunpack_helper(c, loc, args, n, LIST_OPCODES, True)
    if keywords:
        _call_ex_keywords(c, loc, keywords)
    ADDOP_I(c, loc, CALL_FUNCTION_EX, 1 if keywords else 0)


def _call_ex_keywords(c: compiler, loc: Location, keywords: list[Any]) -> None:
    have_dict = False
    nseen = 0  # keyword arguments not yet in the dict
    for i, kw in enumerate(keywords):
        if kw.arg is not None:
            nseen += 1
            continue
        if nseen:
            compiler_subkwargs(c, loc, keywords[i - nseen : i])
            if have_dict:
                ADDOP_I(c, loc, DICT_MERGE, 1)
            have_dict = True
            nseen = 0
        if not have_dict:
            ADDOP_I(c, loc, BUILD_MAP, 0)
            have_dict = True
        compiler_visit_expr(c, kw.value)
        ADDOP_I(c, loc, DICT_MERGE, 1)
    if nseen:
        compiler_subkwargs(c, loc, keywords[len(keywords) - nseen :])
        if have_dict:
            ADDOP_I(c, loc, DICT_MERGE, 1)


VISIT_EXPR[ast.Call] = compiler_call
