"""Units of compilation and what every part of the code generator uses: the core of Python/compile.c.

The generator is split by constructs: codegen_stmt.py, codegen_try.py, codegen_func.py, codegen_match.py,
codegen_expr.py, codegen_call.py and codegen_comp.py fill the two dispatch tables of this file, and
compile_code.py has the entry points. Where C returns -1, these functions raise the error.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, NoReturn

from vm.python.assemble import _PyAssemble_MakeCodeObject
from vm.python.code_object import CodeObject, _PyCode_ConstantKey
from vm.python.flowgraph import _PyCfg_OptimizeCodeUnit, _PyCfg_OptimizedCfgToInstructionSequence
from vm.python.flowgraph_cfg import _PyCfg_FromInstructionSequence, cfg_builder
from vm.python.instruction_sequence import (
    NO_LOCATION,
    Location,
    _PyInstruction,
    _PyInstructionSequence,
    _PyInstructionSequence_AddNested,
)
from vm.python.opcode_ids import (
    DELETE_DEREF,
    DELETE_FAST,
    DELETE_GLOBAL,
    DELETE_NAME,
    LOAD_ATTR,
    LOAD_CONST,
    LOAD_DEREF,
    LOAD_FAST,
    LOAD_FROM_DICT_OR_DEREF,
    LOAD_FROM_DICT_OR_GLOBALS,
    LOAD_GLOBAL,
    LOAD_LOCALS,
    LOAD_METHOD,
    LOAD_NAME,
    LOAD_SUPER_ATTR,
    LOAD_SUPER_METHOD,
    LOAD_ZERO_SUPER_ATTR,
    LOAD_ZERO_SUPER_METHOD,
    RESUME,
    RETURN_VALUE,
    STORE_DEREF,
    STORE_FAST,
    STORE_GLOBAL,
    STORE_NAME,
)
from vm.python.opcode_utils import RESUME_AT_FUNC_START
from vm.python.pycore_symtable import (
    CELL,
    DEF_COMP_CELL,
    DEF_FREE_CLASS,
    FREE,
    GLOBAL_EXPLICIT,
    GLOBAL_IMPLICIT,
    LOCAL,
    SCOPE_MASK,
    SCOPE_OFFSET,
    ClassBlock,
    ModuleBlock,
    PySTEntryObject,
    _Py_Mangle,
    _Py_MaybeMangle,
    _PyST_IsFunctionLike,
    _PySymtable_Lookup,
)

type Context = type[ast.expr_context]

Load, Store, Del = ast.Load, ast.Store, ast.Del

(
    COMPILER_SCOPE_MODULE,
    COMPILER_SCOPE_CLASS,
    COMPILER_SCOPE_FUNCTION,
    COMPILER_SCOPE_ASYNC_FUNCTION,
    COMPILER_SCOPE_LAMBDA,
    COMPILER_SCOPE_COMPREHENSION,
    COMPILER_SCOPE_TYPEPARAMS,
) = range(7)

(
    WHILE_LOOP,
    FOR_LOOP,
    TRY_EXCEPT,
    FINALLY_TRY,
    FINALLY_END,
    WITH,
    ASYNC_WITH,
    HANDLER_CLEANUP,
    POP_VALUE,
    EXCEPTION_HANDLER,
    EXCEPTION_GROUP_HANDLER,
    ASYNC_COMPREHENSION_GENERATOR,
    STOP_ITERATION,
) = range(13)

CO_MAXBLOCKS = 21
CO_OPTIMIZED = 0x1
CO_NEWLOCALS = 0x2
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_NESTED = 0x10
CO_GENERATOR = 0x20
CO_COROUTINE = 0x80
CO_ASYNC_GENERATOR = 0x200
CO_FUTURE_ANNOTATIONS = 0x1000000
#: Flags of the compiler that code objects inherit: the CO_FUTURE_* ones.
PyCF_MASK = 0x1FE0000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000

#: Values that a display or a call may keep on the stack before it builds a collection piece by piece.
STACK_USE_GUIDELINE = 30

INTRINSIC_PRINT = 1
INTRINSIC_IMPORT_STAR = 2
INTRINSIC_STOPITERATION_ERROR = 3
INTRINSIC_ASYNC_GEN_WRAP = 4
INTRINSIC_UNARY_POSITIVE = 5
INTRINSIC_LIST_TO_TUPLE = 6
INTRINSIC_TYPEVAR = 7
INTRINSIC_PARAMSPEC = 8
INTRINSIC_TYPEVARTUPLE = 9
INTRINSIC_SUBSCRIPT_GENERIC = 10
INTRINSIC_TYPEALIAS = 11
INTRINSIC_PREP_RERAISE_STAR = 1
INTRINSIC_TYPEVAR_WITH_BOUND = 2
INTRINSIC_TYPEVAR_WITH_CONSTRAINTS = 3
INTRINSIC_SET_FUNCTION_TYPE_PARAMS = 4
INTRINSIC_SET_TYPEPARAM_DEFAULT = 5


#: Takes a warning: its class, text, file and line. The constant folder's warnings have no file (None):
#: they are the operations' own.
type Warn = Callable[[type[Warning], str, str | None, Location], None]

#: Sees a compilation: is told the name of each stage that is done, the qualified name of the unit it was
#: done for (None: the whole text) and what the stage has made or changed.
type Observer = Callable[[str, str | None, Any], None]


class _PyCompile_CodeUnitMetadata:
    """What the flow graph and the assembler know of a unit. The dicts map an object to its index."""

    __slots__ = (
        "u_name", "u_qualname", "u_consts", "u_names", "u_varnames", "u_cellvars", "u_freevars",
        "u_fasthidden", "u_argcount", "u_posonlyargcount", "u_kwonlyargcount", "u_firstlineno",
    )  # fmt: skip

    def __init__(self, name: str, firstlineno: int) -> None:
        self.u_name = name
        self.u_qualname: str | None = None
        self.u_consts: dict[Any, int] = {}
        self.u_names: dict[str, int] = {}
        self.u_varnames: dict[str, int] = {}
        self.u_cellvars: dict[str, int] = {}
        self.u_freevars: dict[str, int] = {}
        self.u_fasthidden: dict[str, bool] = {}
        self.u_argcount = 0
        self.u_posonlyargcount = 0
        self.u_kwonlyargcount = 0
        self.u_firstlineno = firstlineno


class fblockinfo:
    """A frame block: a loop, or a region that must be left by instructions of its own."""

    __slots__ = ("fb_type", "fb_block", "fb_loc", "fb_exit", "fb_datum")

    def __init__(self, type_: int, block: int, loc: Location, exit_: int, datum: Any) -> None:
        self.fb_type = type_
        self.fb_block = block
        self.fb_loc = loc
        self.fb_exit = exit_
        self.fb_datum = datum


class compiler_unit:
    """One code object in the making. ``u_function_like`` keeps what _PyST_IsFunctionLike says of it."""

    __slots__ = (
        "u_ste", "u_scope_type", "u_private", "u_static_attributes", "u_instr_sequence",
        "u_in_inlined_comp", "u_fblock", "u_metadata", "u_function_like",
    )  # fmt: skip

    def __init__(self, name: str, scope_type: int, ste: PySTEntryObject, lineno: int) -> None:
        self.u_ste = ste
        self.u_scope_type = scope_type
        self.u_private: str | None = None
        self.u_static_attributes: set[str] | None = None
        self.u_instr_sequence = _PyInstructionSequence()
        self.u_in_inlined_comp = 0
        self.u_fblock: list[fblockinfo] = []
        self.u_metadata = _PyCompile_CodeUnitMetadata(name, lineno)
        self.u_function_like = _PyST_IsFunctionLike(ste)


class compiler:
    """The state of one compilation.

    ``seq`` and ``instrs`` are the instructions of the unit in work. ``c_warn`` takes the warnings.
    ``c_observer`` is None unless someone looks.
    """

    __slots__ = (
        "c_filename", "c_st", "c_future", "c_flags", "c_optimize", "c_interactive", "c_nestlevel",
        "c_const_cache", "u", "c_stack", "c_save_nested_seqs", "c_warn", "c_observer", "seq",
        "instrs",
    )  # fmt: skip

    c_filename: str
    c_st: Any
    c_future: Any
    c_flags: int
    c_optimize: int
    c_interactive: bool
    c_nestlevel: int
    c_const_cache: dict[Any, Any]
    u: compiler_unit
    c_stack: list[compiler_unit]
    c_save_nested_seqs: bool
    c_warn: Warn
    c_observer: Observer | None
    seq: _PyInstructionSequence
    instrs: list[_PyInstruction]


# What visits a node, by its type. Each codegen_*.py enters its own.
VISIT_EXPR: dict[type, Callable[[compiler, Any], None]] = {}
VISIT_STMT: dict[type, Callable[[compiler, Any], None]] = {}


def compiler_visit_expr(c: compiler, e: Any) -> None:
    """Generate the code of an expression, or of an assignment to it, or of its deletion."""
    VISIT_EXPR[type(e)](c, e)


def compiler_visit_stmts(c: compiler, stmts: list[ast.stmt]) -> None:
    """Generate the code of statements (C's ``VISIT_SEQ(c, stmt, ...)``)."""
    for s in stmts:
        VISIT_STMT[type(s)](c, s)


def LOC(node: Any) -> Location:
    """The place of a node in the source text."""
    return (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)


def IS_TOP_LEVEL_AWAIT(c: compiler) -> bool:
    """Whether the unit is a module that may await."""
    return bool(c.c_flags & PyCF_ALLOW_TOP_LEVEL_AWAIT) and c.u.u_ste.ste_type == ModuleBlock


# Instructions and labels


def ADDOP(c: compiler, loc: Location, opcode: int) -> None:
    """Append an instruction without argument."""
    c.instrs.append(_PyInstruction(opcode, 0, loc))


def ADDOP_I(c: compiler, loc: Location, opcode: int, oparg: int) -> None:
    """Append an instruction with an argument."""
    c.instrs.append(_PyInstruction(opcode, oparg, loc))


#: Append a jump; its argument is a label.
ADDOP_JUMP = ADDOP_I


def ADDOP_LOAD_CONST(c: compiler, loc: Location, o: Any) -> None:
    """Append the loading of a constant."""
    c.instrs.append(_PyInstruction(LOAD_CONST, compiler_add_const(c, o), loc))


def ADDOP_N(c: compiler, loc: Location, opcode: int, o: str, names: dict[str, int]) -> None:
    """Append an instruction whose argument is the index of a name as it stands."""
    c.instrs.append(_PyInstruction(opcode, dict_add_o(names, o), loc))


# Pseudo instruction or real one: (real instruction, shift of the name's index, low bits).
_NAME_ARGUMENT = {
    LOAD_ATTR: (LOAD_ATTR, 1, 0),
    LOAD_METHOD: (LOAD_ATTR, 1, 1),
    LOAD_SUPER_ATTR: (LOAD_SUPER_ATTR, 2, 2),
    LOAD_SUPER_METHOD: (LOAD_SUPER_ATTR, 2, 3),
    LOAD_ZERO_SUPER_ATTR: (LOAD_SUPER_ATTR, 2, 0),
    LOAD_ZERO_SUPER_METHOD: (LOAD_SUPER_ATTR, 2, 1),
}


def ADDOP_NAME(c: compiler, loc: Location, opcode: int, o: str, names: dict[str, int]) -> None:
    """Append an instruction whose argument is the index of a name, mangled (compiler_addop_name)."""
    u = c.u
    if u.u_private is not None:
        o = _Py_MaybeMangle(u.u_private, u.u_ste, o)
    arg = dict_add_o(names, o)
    if opcode in _NAME_ARGUMENT:
        opcode, shift, bits = _NAME_ARGUMENT[opcode]
        arg = arg << shift | bits
    c.instrs.append(_PyInstruction(opcode, arg, loc))


def NEW_JUMP_TARGET_LABEL(c: compiler) -> int:
    """A new label of the unit in work."""
    seq = c.seq
    seq.s_next_free_label += 1
    return seq.s_next_free_label


def USE_LABEL(c: compiler, lbl: int) -> None:
    """Place a label before the next instruction."""
    c.seq.s_labelmap[lbl] = len(c.instrs)  # type: ignore[index]


# Constants and names


def dict_add_o(names: dict[Any, int], o: Any) -> int:
    """The index of an object; it is added if it has none."""
    arg = names.get(o)
    if arg is None:
        arg = names[o] = len(names)
    return arg


def merge_consts_recursive(const_cache: dict[Any, Any], o: Any) -> Any:
    """The key of a constant, which holds the first such constant of the compilation, items included."""
    if o is None or o is ...:
        return o
    key = _PyCode_ConstantKey(o)
    found = const_cache.setdefault(key, key)
    if found is not key:
        return found
    if type(o) in (tuple, frozenset) and o:
        items = [merge_consts_recursive(const_cache, item) for item in o]
        merged = type(o)([item[1] if type(item) is tuple else item for item in items])
        key = (key[0], merged)
        const_cache.pop(key)
        const_cache[key] = key
    return key


def compiler_add_const(c: compiler, o: Any) -> int:
    """The index of a constant in the unit in work."""
    consts = c.u.u_metadata.u_consts
    kind = type(o)
    if kind is str or kind is int:  # these are their own keys
        arg = consts.get(o)
        if arg is None:
            arg = consts[c.c_const_cache.setdefault(o, o)] = len(consts)
        return arg
    return dict_add_o(consts, merge_consts_recursive(c.c_const_cache, o))


_DEREF_OPS: dict[Context, int] = {Store: STORE_DEREF, Del: DELETE_DEREF}
_FAST_OPS: dict[Context, int] = {Load: LOAD_FAST, Store: STORE_FAST, Del: DELETE_FAST}
_GLOBAL_OPS: dict[Context, int] = {Store: STORE_GLOBAL, Del: DELETE_GLOBAL}
_NAME_OPS: dict[Context, int] = {Store: STORE_NAME, Del: DELETE_NAME}


def compiler_nameop(c: compiler, loc: Location, name: str, ctx: Context) -> None:
    """Load, store or delete a name, by the scope that the symbol table gives it.

    Raises:
        SyntaxError: ``__debug__`` cannot be bound.
    """
    u = c.u
    umd = u.u_metadata
    if ctx is not Load:
        forbidden_name(c, loc, name, ctx)
    if u.u_private is not None:
        name = _Py_MaybeMangle(u.u_private, u.u_ste, name)
    scope = (u.u_ste.ste_symbols.get(name, 0) >> SCOPE_OFFSET) & SCOPE_MASK
    if scope == LOCAL:
        if u.u_function_like or umd.u_fasthidden.get(name):
            c.instrs.append(_PyInstruction(_FAST_OPS[ctx], dict_add_o(umd.u_varnames, name), loc))
            return
    elif scope in (FREE, CELL):
        _deref_op(c, loc, name, ctx, umd.u_freevars if scope == FREE else umd.u_cellvars)
        return
    elif scope == GLOBAL_EXPLICIT or (scope == GLOBAL_IMPLICIT and u.u_function_like):
        _global_op(c, loc, name, ctx, scope)
        return
    arg = dict_add_o(umd.u_names, name)
    if ctx is not Load:
        op = _NAME_OPS[ctx]
    elif u.u_ste.ste_type == ClassBlock and u.u_in_inlined_comp:
        op = LOAD_GLOBAL
        arg <<= 1
    else:
        op = LOAD_NAME
    c.instrs.append(_PyInstruction(op, arg, loc))


def _deref_op(c: compiler, loc: Location, name: str, ctx: Context, names: dict[str, int]) -> None:
    u = c.u
    if ctx is not Load:
        op = _DEREF_OPS[ctx]
    elif u.u_ste.ste_type == ClassBlock and not u.u_in_inlined_comp:
        op = LOAD_FROM_DICT_OR_DEREF
        ADDOP(c, loc, LOAD_LOCALS)
    elif u.u_ste.ste_can_see_class_scope:
        op = LOAD_FROM_DICT_OR_DEREF
        ADDOP_N(c, loc, LOAD_DEREF, "__classdict__", u.u_metadata.u_freevars)
    else:
        op = LOAD_DEREF
    ADDOP_N(c, loc, op, name, names)


def _global_op(c: compiler, loc: Location, name: str, ctx: Context, scope: int) -> None:
    u = c.u
    names = u.u_metadata.u_names
    if ctx is not Load:
        ADDOP_N(c, loc, _GLOBAL_OPS[ctx], name, names)
    elif u.u_ste.ste_can_see_class_scope and scope == GLOBAL_IMPLICIT:
        ADDOP_N(c, loc, LOAD_DEREF, "__classdict__", u.u_metadata.u_freevars)
        ADDOP_N(c, loc, LOAD_FROM_DICT_OR_GLOBALS, name, names)
    else:
        c.instrs.append(_PyInstruction(LOAD_GLOBAL, dict_add_o(names, name) << 1, loc))


def get_ref_type(c: compiler, name: str) -> int:
    """The scope of a name of the unit in work, for the making of closures.

    Raises:
        SystemError: it has none.
    """
    u = c.u
    if u.u_scope_type == COMPILER_SCOPE_CLASS and name in ("__class__", "__classdict__"):
        return CELL
    scope = (u.u_ste.ste_symbols.get(name, 0) >> SCOPE_OFFSET) & SCOPE_MASK
    if scope == 0:
        raise SystemError(
            f"_PyST_GetScope(name={name!r}) failed: unknown scope in unit {u.u_metadata.u_name}"
        )
    return scope


def forbidden_name(c: compiler, loc: Location, name: str, ctx: Context) -> None:
    """Raise SyntaxError if a name cannot be bound or deleted."""
    if name == "__debug__":
        if ctx is Store:
            compiler_error(c, loc, "cannot assign to __debug__")
        if ctx is Del:
            compiler_error(c, loc, "cannot delete __debug__")


# Scopes


def dictbytype(src: dict[str, int], scope_type: int, flag: int, offset: int) -> dict[str, int]:
    """Names of a scope, or with a flag, in sorted order; their indexes begin at ``offset``."""
    names = [
        k for k, v in src.items() if (v >> SCOPE_OFFSET) & SCOPE_MASK == scope_type or v & flag
    ]
    names.sort()
    return {name: i for i, name in enumerate(names, offset)}


def compiler_enter_scope(c: compiler, name: str, scope_type: int, key: int, lineno: int) -> None:
    """Begin a unit: a module, a class, a function, ...

    Args:
        key: of the unit's entry in the symbol table, see _PySymtable_Lookup.
        lineno: its first line.
    """
    ste = _PySymtable_Lookup(c.c_st, key)
    u = compiler_unit(name, scope_type, ste, lineno)
    umd = u.u_metadata
    umd.u_varnames = {varname: i for i, varname in enumerate(ste.ste_varnames)}
    umd.u_cellvars = dictbytype(ste.ste_symbols, CELL, DEF_COMP_CELL, 0)
    if ste.ste_needs_class_closure:
        dict_add_o(umd.u_cellvars, "__class__")
    if ste.ste_needs_classdict:
        dict_add_o(umd.u_cellvars, "__classdict__")
    umd.u_freevars = dictbytype(ste.ste_symbols, FREE, DEF_FREE_CLASS, len(umd.u_cellvars))
    if scope_type == COMPILER_SCOPE_CLASS:
        u.u_static_attributes = set()
    if c.c_nestlevel:
        c.c_stack.append(c.u)
        u.u_private = c.u.u_private
    _work_on(c, u)
    c.c_nestlevel += 1
    loc = (lineno, lineno, 0, 0)
    if scope_type == COMPILER_SCOPE_MODULE:
        loc = (0, lineno, 0, 0)
    else:
        compiler_set_qualname(c)
    ADDOP_I(c, loc, RESUME, RESUME_AT_FUNC_START)


def compiler_exit_scope(c: compiler) -> None:
    """Leave a unit for the one around it."""
    nested = c.seq
    c.c_nestlevel -= 1
    if c.c_stack:
        _work_on(c, c.c_stack.pop())
        if c.c_save_nested_seqs:
            _PyInstructionSequence_AddNested(c.seq, nested)


def _work_on(c: compiler, u: compiler_unit) -> None:
    c.u = u
    c.seq = u.u_instr_sequence
    c.instrs = c.seq.s_instrs


def compiler_set_qualname(c: compiler) -> None:
    """Give the unit in work its qualified name, from the units around it."""
    u = c.u
    umd = u.u_metadata
    base = None
    if len(c.c_stack) > 1:
        parent = c.c_stack[-1]
        if parent.u_scope_type == COMPILER_SCOPE_TYPEPARAMS:
            if len(c.c_stack) == 2:
                umd.u_qualname = umd.u_name
                return
            parent = c.c_stack[-2]
        if not _is_declared_global(u, parent):
            base = parent.u_metadata.u_qualname
            if parent.u_scope_type in (
                COMPILER_SCOPE_FUNCTION, COMPILER_SCOPE_ASYNC_FUNCTION, COMPILER_SCOPE_LAMBDA,
            ):  # fmt: skip
                base = f"{base}.<locals>"
    umd.u_qualname = umd.u_name if base is None else f"{base}.{umd.u_name}"


def _is_declared_global(u: compiler_unit, parent: compiler_unit) -> bool:
    if u.u_scope_type not in (
        COMPILER_SCOPE_FUNCTION, COMPILER_SCOPE_ASYNC_FUNCTION, COMPILER_SCOPE_CLASS,
    ):  # fmt: skip
        return False
    mangled = _Py_Mangle(parent.u_private, u.u_metadata.u_name)
    flags = parent.u_ste.ste_symbols.get(mangled, 0)
    return (flags >> SCOPE_OFFSET) & SCOPE_MASK == GLOBAL_EXPLICIT


# The end of a unit


def compute_code_flags(c: compiler) -> int:
    """``co_flags`` of the unit in work."""
    ste = c.u.u_ste
    flags = 0
    if c.u.u_function_like:
        flags |= CO_NEWLOCALS | CO_OPTIMIZED
        if ste.ste_nested:
            flags |= CO_NESTED
        if ste.ste_generator:
            flags |= CO_ASYNC_GENERATOR if ste.ste_coroutine else CO_GENERATOR
        elif ste.ste_coroutine:
            flags |= CO_COROUTINE
        if ste.ste_varargs:
            flags |= CO_VARARGS
        if ste.ste_varkeywords:
            flags |= CO_VARKEYWORDS
    flags |= c.c_flags & PyCF_MASK
    if IS_TOP_LEVEL_AWAIT(c) and ste.ste_coroutine and not ste.ste_generator:
        flags |= CO_COROUTINE
    return flags


def add_return_at_end(c: compiler, addNone: bool) -> None:
    """Return from a unit whose end is reached: None, or what is on the stack."""
    if addNone:
        ADDOP_LOAD_CONST(c, NO_LOCATION, None)
    ADDOP(c, NO_LOCATION, RETURN_VALUE)


def consts_dict_keys_inorder(consts: dict[Any, int]) -> list[Any]:
    """The constants of a unit, in the order of their indexes."""
    return [key[1] if type(key) is tuple else key for key in consts]


def optimize_and_assemble(c: compiler, addNone: bool) -> CodeObject:
    """Finish the unit in work: its code object."""
    code_flags = compute_code_flags(c)
    add_return_at_end(c, addNone)
    if c.c_observer is not None:
        return _observe_unit(c, c.c_observer, code_flags)
    g = _PyCfg_FromInstructionSequence(c.seq)
    return optimize_and_assemble_code_unit(c.u, g, c.c_const_cache, code_flags, c.c_filename)


def _observe_unit(c: compiler, observer: Observer, code_flags: int) -> CodeObject:
    """The same under the eyes of an observer."""
    name = c.u.u_metadata.u_qualname or c.u.u_metadata.u_name
    observer("compiler_codegen", name, c.seq)
    g = _PyCfg_FromInstructionSequence(c.seq)
    observer("_PyCfg_FromInstructionSequence", name, g)
    g.g_observer = lambda stage, graph: observer(stage, name, graph)
    code = optimize_and_assemble_code_unit(c.u, g, c.c_const_cache, code_flags, c.c_filename)
    observer("_PyAssemble_MakeCodeObject", name, code)
    return code


def optimize_and_assemble_code_unit(
    u: compiler_unit, g: cfg_builder, const_cache: dict[Any, Any], code_flags: int, filename: str
) -> CodeObject:
    """From the flow graph of a unit to its code object."""
    umd = u.u_metadata
    consts = consts_dict_keys_inorder(umd.u_consts)
    nparams = len(u.u_ste.ste_varnames)
    _PyCfg_OptimizeCodeUnit(
        g, consts, const_cache, len(umd.u_varnames), nparams, umd.u_firstlineno
    )
    stackdepth, nlocalsplus, instrs = _PyCfg_OptimizedCfgToInstructionSequence(g, umd, code_flags)
    return _PyAssemble_MakeCodeObject(
        umd, const_cache, consts, stackdepth, instrs, nlocalsplus, code_flags, filename
    )


# Frame blocks


def compiler_push_fblock(
    c: compiler, loc: Location, type_: int, block_label: int, exit_: int, datum: Any
) -> None:
    """Enter a frame block.

    Raises:
        SyntaxError: there are too many already.
    """
    if len(c.u.u_fblock) >= CO_MAXBLOCKS:
        compiler_error(c, loc, "too many statically nested blocks")
    c.u.u_fblock.append(fblockinfo(type_, block_label, loc, exit_, datum))


def compiler_pop_fblock(c: compiler) -> None:
    """Leave the frame block entered last."""
    c.u.u_fblock.pop()


# Errors and warnings


def compiler_error(c: compiler, loc: Location, message: str) -> NoReturn:
    """Raise SyntaxError at a place of the source text; the text of the line is set later."""
    lineno, end_lineno, col_offset, end_col_offset = loc
    raise SyntaxError(
        message, (c.c_filename, lineno, col_offset + 1, None, end_lineno, end_col_offset + 1)
    )


def compiler_warn(c: compiler, loc: Location, message: str) -> None:
    """Report a SyntaxWarning."""
    c.c_warn(SyntaxWarning, message, c.c_filename, loc)
