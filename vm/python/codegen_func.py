"""The code of functions, lambdas, classes, type parameters and type aliases. Part of Python/compile.c."""

from __future__ import annotations

import ast
from typing import Any

from vm.python.ast_unparse import _PyAST_ExprAsUnicode
from vm.python.ast_validate import _PyAST_GetDocString
from vm.python.code_object import CodeObject
from vm.python.codegen_body import _PyCompile_CleanDoc, compiler_body
from vm.python.codegen_call import compiler_call_helper, validate_keywords
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_LOAD_CONST,
    ADDOP_N,
    CO_FUTURE_ANNOTATIONS,
    COMPILER_SCOPE_ASYNC_FUNCTION,
    COMPILER_SCOPE_CLASS,
    COMPILER_SCOPE_FUNCTION,
    COMPILER_SCOPE_LAMBDA,
    COMPILER_SCOPE_TYPEPARAMS,
    INTRINSIC_PARAMSPEC,
    INTRINSIC_SET_FUNCTION_TYPE_PARAMS,
    INTRINSIC_SET_TYPEPARAM_DEFAULT,
    INTRINSIC_STOPITERATION_ERROR,
    INTRINSIC_SUBSCRIPT_GENERIC,
    INTRINSIC_TYPEALIAS,
    INTRINSIC_TYPEVAR,
    INTRINSIC_TYPEVAR_WITH_BOUND,
    INTRINSIC_TYPEVAR_WITH_CONSTRAINTS,
    INTRINSIC_TYPEVARTUPLE,
    LOC,
    NEW_JUMP_TARGET_LABEL,
    STOP_ITERATION,
    USE_LABEL,
    VISIT_EXPR,
    VISIT_STMT,
    Load,
    Store,
    compiler,
    compiler_add_const,
    compiler_enter_scope,
    compiler_error,
    compiler_exit_scope,
    compiler_nameop,
    compiler_pop_fblock,
    compiler_push_fblock,
    compiler_visit_expr,
    compiler_visit_stmts,
    forbidden_name,
    get_ref_type,
    optimize_and_assemble,
)
from vm.python.instruction_sequence import (
    NO_LABEL,
    NO_LOCATION,
    Location,
    _PyInstructionSequence_InsertInstruction,
)
from vm.python.opcode_ids import (
    BUILD_CONST_KEY_MAP,
    BUILD_TUPLE,
    CALL,
    CALL_INTRINSIC_1,
    CALL_INTRINSIC_2,
    COPY,
    LOAD_BUILD_CLASS,
    LOAD_CLOSURE,
    LOAD_FAST,
    LOAD_LOCALS,
    MAKE_FUNCTION,
    PUSH_NULL,
    RERAISE,
    RETURN_VALUE,
    SET_FUNCTION_ATTRIBUTE,
    SETUP_CLEANUP,
    STORE_DEREF,
    SWAP,
    UNPACK_SEQUENCE,
)
from vm.python.opcode_utils import (
    MAKE_FUNCTION_ANNOTATIONS,
    MAKE_FUNCTION_CLOSURE,
    MAKE_FUNCTION_DEFAULTS,
    MAKE_FUNCTION_KWDEFAULTS,
)
from vm.python.pycore_symtable import CELL, _Py_MaybeMangle

# The making of functions


def compiler_make_closure(c: compiler, loc: Location, co: CodeObject, flags: int) -> None:
    """Make a function of a code object: its cells, then the attributes that ``flags`` tell of."""
    if co.co_freevars:
        umd = c.u.u_metadata
        for name in co.co_freevars:
            cell = get_ref_type(c, name) == CELL
            arg = (umd.u_cellvars if cell else umd.u_freevars).get(name)
            if arg is None:
                raise SystemError(f"compiler_lookup_arg(name={name!r}) failed in {umd.u_name}")
            ADDOP_I(c, loc, LOAD_CLOSURE, arg)
        flags |= MAKE_FUNCTION_CLOSURE
        ADDOP_I(c, loc, BUILD_TUPLE, len(co.co_freevars))
    ADDOP_LOAD_CONST(c, loc, co)
    ADDOP(c, loc, MAKE_FUNCTION)
    for flag in (
        MAKE_FUNCTION_CLOSURE, MAKE_FUNCTION_ANNOTATIONS,
        MAKE_FUNCTION_KWDEFAULTS, MAKE_FUNCTION_DEFAULTS,
    ):  # fmt: skip
        if flags & flag:
            ADDOP_I(c, loc, SET_FUNCTION_ATTRIBUTE, flag)


def _finish_scope(c: compiler, loc: Location, addNone: bool, flags: int = 0) -> None:
    """Leave the unit in work and make a function of it in the one around it."""
    co = optimize_and_assemble(c, addNone)
    compiler_exit_scope(c)
    compiler_make_closure(c, loc, co, flags)


def _call_no_args(c: compiler, loc: Location) -> None:
    ADDOP(c, loc, PUSH_NULL)
    ADDOP_I(c, loc, CALL, 0)


def compiler_decorators(c: compiler, decos: list[ast.expr]) -> None:
    """Load the decorators."""
    for decorator in decos:
        compiler_visit_expr(c, decorator)


def compiler_apply_decorators(c: compiler, decos: list[ast.expr]) -> None:
    """Call the decorators, the last one first."""
    for decorator in reversed(decos):
        ADDOP_I(c, LOC(decorator), CALL, 0)


def _mangle(c: compiler, name: str) -> str:
    return _Py_MaybeMangle(c.u.u_private, c.u.u_ste, name)


def compiler_visit_kwonlydefaults(c: compiler, loc: Location, args: ast.arguments) -> bool:
    """Load the dict of defaults of keyword-only parameters; returns whether there are any."""
    keys = []
    for arg, default in zip(args.kwonlyargs, args.kw_defaults):
        if default is not None:
            keys.append(_mangle(c, arg.arg))
            compiler_visit_expr(c, default)
    if not keys:
        return False
    ADDOP_LOAD_CONST(c, loc, tuple(keys))
    ADDOP_I(c, loc, BUILD_CONST_KEY_MAP, len(keys))
    return True


def compiler_visit_annexpr(c: compiler, annotation: ast.expr) -> None:
    """Load the text of an annotation."""
    ADDOP_LOAD_CONST(c, LOC(annotation), _PyAST_ExprAsUnicode(annotation))


def compiler_visit_argannotation(
    c: compiler, id_: str, annotation: ast.expr | None, loc: Location
) -> int:
    """Load a name and its annotation; returns how many values that are."""
    if annotation is None:
        return 0
    ADDOP_LOAD_CONST(c, loc, _mangle(c, id_))
    if c.c_future.ff_features & CO_FUTURE_ANNOTATIONS:
        compiler_visit_annexpr(c, annotation)
    elif type(annotation) is ast.Starred:
        compiler_visit_expr(c, annotation.value)
        ADDOP_I(c, loc, UNPACK_SEQUENCE, 1)
    else:
        compiler_visit_expr(c, annotation)
    return 2


def compiler_visit_annotations(
    c: compiler, loc: Location, args: ast.arguments, returns: ast.expr | None
) -> bool:
    """Load the tuple of annotations; returns whether there are any."""
    arguments = [*args.args, *args.posonlyargs]
    if args.vararg is not None:
        arguments.append(args.vararg)
    arguments.extend(args.kwonlyargs)
    if args.kwarg is not None:
        arguments.append(args.kwarg)
    n = 0
    for arg in arguments:
        n += compiler_visit_argannotation(c, arg.arg, arg.annotation, loc)
    n += compiler_visit_argannotation(c, "return", returns, loc)
    if n:
        ADDOP_I(c, loc, BUILD_TUPLE, n)
    return n > 0


def compiler_default_arguments(c: compiler, loc: Location, args: ast.arguments) -> int:
    """Load the defaults of parameters; returns MAKE_FUNCTION_* flags."""
    funcflags = 0
    if args.defaults:
        for default in args.defaults:
            compiler_visit_expr(c, default)
        ADDOP_I(c, loc, BUILD_TUPLE, len(args.defaults))
        funcflags |= MAKE_FUNCTION_DEFAULTS
    if args.kwonlyargs and compiler_visit_kwonlydefaults(c, loc, args):
        funcflags |= MAKE_FUNCTION_KWDEFAULTS
    return funcflags


def compiler_check_debug_args(c: compiler, args: ast.arguments) -> None:
    """Raise SyntaxError if a parameter has a name that cannot be bound."""
    for arg in (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg):
        if arg is not None:
            forbidden_name(c, LOC(arg), arg.arg, Store)


def _set_argcounts(c: compiler, args: ast.arguments) -> None:
    umd = c.u.u_metadata
    umd.u_argcount = len(args.args)
    umd.u_posonlyargcount = len(args.posonlyargs)
    umd.u_kwonlyargcount = len(args.kwonlyargs)


def wrap_in_stopiteration_handler(c: compiler) -> None:
    """Let a StopIteration that leaves a generator become a RuntimeError."""
    handler = NEW_JUMP_TARGET_LABEL(c)
    _PyInstructionSequence_InsertInstruction(c.seq, 0, SETUP_CLEANUP, handler, NO_LOCATION)
    ADDOP_LOAD_CONST(c, NO_LOCATION, None)
    ADDOP(c, NO_LOCATION, RETURN_VALUE)
    USE_LABEL(c, handler)
    ADDOP_I(c, NO_LOCATION, CALL_INTRINSIC_1, INTRINSIC_STOPITERATION_ERROR)
    ADDOP_I(c, NO_LOCATION, RERAISE, 1)


# Functions


def compiler_function_body(c: compiler, s: Any, funcflags: int, firstlineno: int) -> None:
    """The code object of a function, and the making of the function."""
    is_async = type(s) is ast.AsyncFunctionDef
    scope_type = COMPILER_SCOPE_ASYNC_FUNCTION if is_async else COMPILER_SCOPE_FUNCTION
    compiler_enter_scope(c, s.name, scope_type, id(s), firstlineno)
    body = s.body
    docstring = _PyAST_GetDocString(body)
    if docstring is not None:
        body = body[1:]
        docstring = _PyCompile_CleanDoc(docstring) if c.c_optimize < 2 else None
    compiler_add_const(c, docstring)
    _set_argcounts(c, s.args)
    ste = c.u.u_ste
    if ste.ste_coroutine or ste.ste_generator:
        start = NEW_JUMP_TARGET_LABEL(c)
        USE_LABEL(c, start)
        compiler_push_fblock(c, NO_LOCATION, STOP_ITERATION, start, NO_LABEL, None)
        compiler_visit_stmts(c, body)
        wrap_in_stopiteration_handler(c)
        compiler_pop_fblock(c)
    else:
        compiler_visit_stmts(c, body)
    _finish_scope(c, LOC(s), True, funcflags)


def _firstlineno(s: Any) -> int:
    return s.decorator_list[0].lineno if s.decorator_list else s.lineno


def compiler_function(c: compiler, s: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """A function definition."""
    args = s.args
    compiler_check_debug_args(c, args)
    compiler_decorators(c, s.decorator_list)
    firstlineno = _firstlineno(s)
    loc = LOC(s)
    funcflags = compiler_default_arguments(c, loc, args)
    if s.type_params:
        _generic_function(c, s, funcflags, firstlineno)
    else:
        if compiler_visit_annotations(c, loc, args, s.returns):
            funcflags |= MAKE_FUNCTION_ANNOTATIONS
        compiler_function_body(c, s, funcflags, firstlineno)
    compiler_apply_decorators(c, s.decorator_list)
    compiler_nameop(c, loc, s.name, Store)


def _generic_function(
    c: compiler, s: ast.FunctionDef | ast.AsyncFunctionDef, funcflags: int, firstlineno: int
) -> None:
    """A function with type parameters: a function around it makes them, then the function."""
    loc = LOC(s)
    num_typeparam_args = bool(funcflags & MAKE_FUNCTION_DEFAULTS) + bool(
        funcflags & MAKE_FUNCTION_KWDEFAULTS
    )
    if num_typeparam_args == 2:
        ADDOP_I(c, loc, SWAP, 2)
    _enter_type_params(c, s, s.name, firstlineno)
    compiler_type_params(c, s.type_params)
    for i in range(num_typeparam_args):
        ADDOP_I(c, loc, LOAD_FAST, i)
    if compiler_visit_annotations(c, loc, s.args, s.returns):
        funcflags |= MAKE_FUNCTION_ANNOTATIONS
    compiler_function_body(c, s, funcflags, firstlineno)
    ADDOP_I(c, loc, SWAP, 2)
    ADDOP_I(c, loc, CALL_INTRINSIC_2, INTRINSIC_SET_FUNCTION_TYPE_PARAMS)
    c.u.u_metadata.u_argcount = num_typeparam_args
    _finish_scope(c, loc, False)
    if num_typeparam_args:
        ADDOP_I(c, loc, SWAP, num_typeparam_args + 1)
        ADDOP_I(c, loc, CALL, num_typeparam_args - 1)
    else:
        _call_no_args(c, loc)


def compiler_lambda(c: compiler, e: ast.Lambda) -> None:
    """A lambda."""
    args = e.args
    compiler_check_debug_args(c, args)
    loc = LOC(e)
    funcflags = compiler_default_arguments(c, loc, args)
    compiler_enter_scope(c, "<lambda>", COMPILER_SCOPE_LAMBDA, id(e), e.lineno)
    compiler_add_const(c, None)
    _set_argcounts(c, args)
    compiler_visit_expr(c, e.body)
    if c.u.u_ste.ste_generator:
        _finish_scope(c, loc, False, funcflags)
    else:
        ADDOP(c, LOC(e.body), RETURN_VALUE)
        _finish_scope(c, loc, True, funcflags)


# Type parameters


def _enter_type_params(c: compiler, s: Any, name: str, firstlineno: int) -> None:
    compiler_enter_scope(
        c, f"<generic parameters of {name}>", COMPILER_SCOPE_TYPEPARAMS, id(s.type_params),
        firstlineno,
    )  # fmt: skip


def compiler_type_param_bound_or_default(
    c: compiler, e: Any, name: str, key: int, allow_starred: bool
) -> None:
    """Make the function that evaluates the bound or the default of a type parameter."""
    compiler_enter_scope(c, name, COMPILER_SCOPE_TYPEPARAMS, key, e.lineno)
    loc = LOC(e)
    if allow_starred and type(e) is ast.Starred:
        compiler_visit_expr(c, e.value)
        ADDOP_I(c, loc, UNPACK_SEQUENCE, 1)
    else:
        compiler_visit_expr(c, e)
    ADDOP(c, loc, RETURN_VALUE)
    _finish_scope(c, loc, True)


_TYPE_PARAM_INTRINSICS: dict[type, int] = {
    ast.TypeVarTuple: INTRINSIC_TYPEVARTUPLE,
    ast.ParamSpec: INTRINSIC_PARAMSPEC,
}


def compiler_type_params(c: compiler, type_params: list[Any]) -> None:
    """Make type parameters, bind their names, and leave a tuple of them on the stack.

    Raises:
        SyntaxError: one without default follows one with a default.
    """
    seen_default = False
    for typeparam in type_params:
        loc = LOC(typeparam)
        name = typeparam.name
        kind = type(typeparam)
        ADDOP_LOAD_CONST(c, loc, name)
        default_key = id(typeparam)
        if kind is ast.TypeVar:
            default_key += 1
            _type_var(c, loc, typeparam)
        else:
            ADDOP_I(c, loc, CALL_INTRINSIC_1, _TYPE_PARAM_INTRINSICS[kind])
        if typeparam.default_value is not None:
            seen_default = True
            compiler_type_param_bound_or_default(
                c, typeparam.default_value, name, default_key, kind is ast.TypeVarTuple
            )
            ADDOP_I(c, loc, CALL_INTRINSIC_2, INTRINSIC_SET_TYPEPARAM_DEFAULT)
        elif seen_default:
            message = f"non-default type parameter '{name}' follows default type parameter"
            compiler_error(c, loc, message)
        ADDOP_I(c, loc, COPY, 1)
        compiler_nameop(c, loc, name, Store)
    ADDOP_I(c, LOC(type_params[0]), BUILD_TUPLE, len(type_params))


def _type_var(c: compiler, loc: Location, typeparam: ast.TypeVar) -> None:
    bound = typeparam.bound
    if bound is None:
        ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_TYPEVAR)
        return
    compiler_type_param_bound_or_default(c, bound, typeparam.name, id(typeparam), False)
    constrained = type(bound) is ast.Tuple
    intrinsic = INTRINSIC_TYPEVAR_WITH_CONSTRAINTS if constrained else INTRINSIC_TYPEVAR_WITH_BOUND
    ADDOP_I(c, loc, CALL_INTRINSIC_2, intrinsic)


# Classes


def compiler_class(c: compiler, s: ast.ClassDef) -> None:
    """A class definition."""
    compiler_decorators(c, s.decorator_list)
    firstlineno = _firstlineno(s)
    loc = LOC(s)
    if s.type_params:
        _generic_class(c, s, firstlineno)
    else:
        compiler_class_body(c, s, firstlineno)
        validate_keywords(c, s.keywords)
        compiler_call_helper(c, loc, 2, s.bases, s.keywords)
    compiler_apply_decorators(c, s.decorator_list)
    compiler_nameop(c, loc, s.name, Store)


def _generic_class(c: compiler, s: ast.ClassDef, firstlineno: int) -> None:
    loc = LOC(s)
    _enter_type_params(c, s, s.name, firstlineno)
    c.u.u_private = s.name
    compiler_type_params(c, s.type_params)
    compiler_nameop(c, loc, ".type_params", Store)
    compiler_class_body(c, s, firstlineno)
    compiler_nameop(c, loc, ".type_params", Load)
    ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_SUBSCRIPT_GENERIC)
    compiler_nameop(c, loc, ".generic_base", Store)
    generic_base = ast.Name(
        ".generic_base", ast.Load(), lineno=s.lineno, col_offset=s.col_offset,
        end_lineno=s.end_lineno, end_col_offset=s.end_col_offset,
    )  # fmt: skip
    validate_keywords(c, s.keywords)
    compiler_call_helper(c, loc, 2, [*s.bases, generic_base], s.keywords)
    _finish_scope(c, loc, False)
    _call_no_args(c, loc)


def compiler_class_body(c: compiler, s: ast.ClassDef, firstlineno: int) -> None:
    """The code object of a class, and all of the call of __build_class__ up to the class's name."""
    compiler_enter_scope(c, s.name, COMPILER_SCOPE_CLASS, id(s), firstlineno)
    loc = (firstlineno, firstlineno, 0, 0)
    c.u.u_private = s.name
    umd = c.u.u_metadata
    compiler_nameop(c, loc, "__name__", Load)
    compiler_nameop(c, loc, "__module__", Store)
    ADDOP_LOAD_CONST(c, loc, umd.u_qualname)
    compiler_nameop(c, loc, "__qualname__", Store)
    ADDOP_LOAD_CONST(c, loc, umd.u_firstlineno)
    compiler_nameop(c, loc, "__firstlineno__", Store)
    if s.type_params:
        compiler_nameop(c, loc, ".type_params", Load)
        compiler_nameop(c, loc, "__type_params__", Store)
    if c.u.u_ste.ste_needs_classdict:
        ADDOP(c, loc, LOAD_LOCALS)
        ADDOP_N(c, loc, STORE_DEREF, "__classdict__", umd.u_cellvars)
    compiler_body(c, loc, s.body)
    _class_end(c)
    co = optimize_and_assemble(c, True)
    compiler_exit_scope(c)
    loc = LOC(s)
    ADDOP(c, loc, LOAD_BUILD_CLASS)
    ADDOP(c, loc, PUSH_NULL)
    compiler_make_closure(c, loc, co, 0)
    ADDOP_LOAD_CONST(c, loc, s.name)


def _class_end(c: compiler) -> None:
    """What a class body leaves in its namespace for the making of the class."""
    umd = c.u.u_metadata
    static_attributes = tuple(sorted(c.u.u_static_attributes or ()))
    ADDOP_LOAD_CONST(c, NO_LOCATION, static_attributes)
    compiler_nameop(c, NO_LOCATION, "__static_attributes__", Store)
    if c.u.u_ste.ste_needs_classdict:
        ADDOP_I(c, NO_LOCATION, LOAD_CLOSURE, umd.u_cellvars["__classdict__"])
        compiler_nameop(c, NO_LOCATION, "__classdictcell__", Store)
    if c.u.u_ste.ste_needs_class_closure:
        ADDOP_I(c, NO_LOCATION, LOAD_CLOSURE, umd.u_cellvars["__class__"])
        ADDOP_I(c, NO_LOCATION, COPY, 1)
        compiler_nameop(c, NO_LOCATION, "__classcell__", Store)
    else:
        ADDOP_LOAD_CONST(c, NO_LOCATION, None)
    ADDOP(c, NO_LOCATION, RETURN_VALUE)


# Type aliases


def compiler_typealias_body(c: compiler, s: Any) -> None:
    """Make the function that evaluates a type alias, and the alias."""
    loc = LOC(s)
    compiler_enter_scope(c, s.name.id, COMPILER_SCOPE_FUNCTION, id(s), loc[0])
    compiler_add_const(c, None)
    compiler_visit_expr(c, s.value)
    ADDOP(c, loc, RETURN_VALUE)
    _finish_scope(c, loc, False)
    ADDOP_I(c, loc, BUILD_TUPLE, 3)
    ADDOP_I(c, loc, CALL_INTRINSIC_1, INTRINSIC_TYPEALIAS)


def compiler_typealias(c: compiler, s: Any) -> None:
    """A ``type`` statement."""
    loc = LOC(s)
    name = s.name.id
    if s.type_params:
        _enter_type_params(c, s, name, loc[0])
        ADDOP_LOAD_CONST(c, loc, name)
        compiler_type_params(c, s.type_params)
        compiler_typealias_body(c, s)
        _finish_scope(c, loc, False)
        _call_no_args(c, loc)
    else:
        ADDOP_LOAD_CONST(c, loc, name)
        ADDOP_LOAD_CONST(c, loc, None)
        compiler_typealias_body(c, s)
    compiler_nameop(c, loc, name, Store)


VISIT_EXPR[ast.Lambda] = compiler_lambda
VISIT_STMT.update(
    {
        ast.FunctionDef: compiler_function,
        ast.AsyncFunctionDef: compiler_function,
        ast.ClassDef: compiler_class,
        ast.TypeAlias: compiler_typealias,
    }
)
