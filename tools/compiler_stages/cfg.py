"""Flow graph and assembler, ours beside the host's. Part of tools/compare_compiler.py.

The host generates the code of a file; each of its sequences of instructions (nested ones too) then goes
through three comparisons: ``_testinternalcapi.optimize_cfg`` with constants made up here, its
``assemble_code_object``, and the code object that the host's ``compile`` makes of it. For the last, what
the host does not show of a nested unit (its constants before any were dropped, its tables of names) is
worked out from its code object and the syntax tree.
"""

from __future__ import annotations

import _testinternalcapi  # type: ignore[import-not-found]
import ast
import marshal
import warnings
from collections.abc import Iterator
from types import CodeType, SimpleNamespace
from typing import Any

from vm.python.assemble import _PyAssemble_MakeCodeObject
from vm.python.code_object import (
    CodeObject,
    _PyCode_ConstantKey,
    _PyCompile_ConstCacheMergeOne,
    code_to_host,
)
from vm.python.compile_stages import _PyCompile_Assemble, _PyCompile_OptimizeCfg
from vm.python.flowgraph import (
    _PyCfg_FromInstructionSequence,
    _PyCfg_OptimizeCodeUnit,
    _PyCfg_OptimizedCfgToInstructionSequence,
)
from vm.python.instruction_sequence import _PyInstruction, _PyInstructionSequence
from vm.python.opcode_ids import IS_OP, LOAD_CONST, MAKE_FUNCTION
from vm.python.opcode_metadata import (
    HAS_LOCAL_FLAG,
    HAS_NAME_FLAG,
    _PyOpcode_opcode_metadata,
    _PyOpcode_OpName,
)

#: Constants for sequences whose own are not known: of every kind that a pass tells apart.
MADE_UP: tuple[Any, ...] = (
    "doc", None, 0, 1, True, False, "", (), (1, "a"), 0.0, -0.0, 2.5, b"", b"x", ..., 1j, "name",
    ((),), 1.0, -7,
)

FIELDS = (
    "co_code", "co_consts", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_nlocals",
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_stacksize", "co_flags",
    "co_firstlineno", "co_linetable", "co_exceptiontable", "co_name", "co_qualname", "co_filename",
)


class Unit:
    """A sequence of instructions of the host, with what is known about it.

    Attributes:
        seq: the host's InstructionSequence.
        instrs: its instructions as tuples.
        code: the host's code object, or None where it is not to be found (dead code).
        consts: its constants, or None where they could not be worked out.
    """

    def __init__(self, seq: Any, code: CodeType | None, consts: list[Any] | None) -> None:
        self.seq = seq
        self.instrs: list[tuple] = seq.get_instructions()
        self.code = code
        self.consts = consts


def compare_cfg(source: str | bytes, filename: str, optimize: int = 0) -> str | None:
    """Compare flow graph and assembler for every unit of a source text with the host's.

    Returns:
        None if all are equal, else the first difference.
    """
    return next((difference for unit in units_of(source, filename, optimize)
                 for _, difference in compare_unit(unit) if difference), None)


def compare_unit(unit: Unit) -> Iterator[tuple[str, str | None]]:
    """The comparisons that can be made for a unit: (name, None or the difference)."""
    yield "optimize_cfg", compare_optimize_cfg(unit, 0)
    yield "optimize_cfg", compare_optimize_cfg(unit, 7)
    yield "assemble", compare_assemble(unit)
    if unit.code is not None and unit.consts is not None:
        yield "compile", compare_compile(unit)


# The units of a file


def units_of(source: Any, filename: str, optimize: Any = 0) -> Iterator[Unit]:
    """The units of a source text (str or bytes), outermost first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source, filename, optimize=-1)
        seq, metadata = _testinternalcapi.compiler_codegen(tree, filename, optimize)
        code = compile(source, filename, "exec", 0, True, optimize)
        optimized = ast.parse(source, filename, optimize=optimize)
    known = {location(node): node.value
             for node in ast.walk(optimized) if isinstance(node, (ast.Constant, ast.MatchSingleton))}
    consts = [key[1] if type(key) is tuple else key for key in metadata["consts"]]
    yield from _nested(Unit(seq, code, consts), known)


def location(node: Any) -> tuple:
    """The place of a node as instructions have it."""
    return (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)


def _nested(unit: Unit, known: dict[tuple, Any]) -> Iterator[Unit]:
    yield unit
    loads = [instr[1] for instr, following in zip(unit.instrs, unit.instrs[1:])
             if instr[0] == LOAD_CONST and following[0] == MAKE_FUNCTION]
    for seq, index in zip(unit.seq.get_nested(), loads, strict=True):
        code = unit.consts[index] if unit.consts is not None else None
        if not isinstance(code, CodeType):
            code = None
        consts = find_consts(seq.get_instructions(), code, known) if code is not None else None
        yield from _nested(Unit(seq, code, consts), known)


class _Unknown:
    """A constant not yet found; ``guess`` is what the syntax tree has at its place."""

    def __init__(self, index: int, guess: Any) -> None:
        self.index = index
        self.guess = guess

    def __bool__(self) -> bool:
        return bool(self.guess)


def find_consts(
    instrs: list[tuple], code: CodeType, known: dict[tuple, Any]
) -> list[Any] | None:
    """The constants of a unit before any were dropped, as far as its code object tells; None if they differ.

    Args:
        known: the constants of the syntax tree by their places.
    """
    loads = [(i, instr) for i, instr in enumerate(instrs) if instr[0] == LOAD_CONST]
    consts: list[Any] = [_Unknown(i, 1) for i in range(max([i[1] for _, i in loads], default=0) + 1)]
    for i, instr in loads:
        if instrs[i + 1][0] == IS_OP and known.get(instr[2:]) is None:
            consts[instr[1]] = None
        elif instr[2:] in known and consts[instr[1]] is not None:
            consts[instr[1]].guess = known[instr[2:]]
    left = list(consts)
    _testinternalcapi.optimize_cfg(host_sequence(instrs), left, count_of(instrs, HAS_LOCAL_FLAG))
    if len(left) != len(code.co_consts):
        return None
    for mine, theirs in zip(left, code.co_consts):
        _unify(mine, theirs, consts)
    return [const.guess if isinstance(const, _Unknown) else const for const in consts]


def _unify(mine: Any, theirs: Any, consts: list[Any]) -> None:
    if isinstance(mine, _Unknown):
        consts[mine.index] = theirs
    elif isinstance(mine, tuple) and isinstance(theirs, tuple) and len(mine) == len(theirs):
        for item, host_item in zip(mine, theirs):
            _unify(item, host_item, consts)


def count_of(instrs: list[tuple], flag: int) -> int:
    """How many locals or names instructions use."""
    shifts = {"LOAD_GLOBAL": 1, "LOAD_ATTR": 1, "LOAD_SUPER_ATTR": 2}
    used = [instr[1] >> shifts.get(_PyOpcode_OpName[instr[0]], 0) for instr in instrs
            if _PyOpcode_opcode_metadata[instr[0]] & flag and _PyOpcode_OpName[instr[0]] != "LOAD_CLOSURE"]
    return max(used, default=-1) + 1


# Sequences of both sides


def host_sequence(instrs: list[tuple]) -> Any:
    """A sequence of the host's with the given instructions; jumps name indexes."""
    seq = _testinternalcapi.new_instruction_sequence()
    for i, (opcode, oparg, *loc) in enumerate(instrs):
        seq.use_label(i)
        seq.addop(opcode, oparg or 0, *loc)
    return seq


def our_sequence(instrs: list[tuple]) -> _PyInstructionSequence:
    """The same for a sequence of ours."""
    seq = _PyInstructionSequence()
    seq.s_labelmap = None
    seq.s_instrs = [_PyInstruction(opcode, oparg or 0, tuple(loc))
                    for opcode, oparg, *loc in instrs]
    return seq


def as_tuples(seq: _PyInstructionSequence) -> list[tuple]:
    """Our instructions in the form of the host's."""
    return [(i.i_opcode, i.i_oparg if _PyOpcode_opcode_metadata[i.i_opcode] & 1 else None, *i.i_loc)
            for i in seq.s_instrs]


def metadata_of(unit: Unit) -> dict[str, Any]:
    """What the assembler is told about a unit, from its code object or made up."""
    instrs, code = unit.instrs, unit.code
    if code is None:
        names = {f"n{i}": i for i in range(count_of(instrs, HAS_NAME_FLAG))}
        varnames = {f"v{i}": i for i in range(count_of(instrs, HAS_LOCAL_FLAG))}
        cells = {f"c{i}": i for i in range(max([i[1] for i in instrs if _is_deref(i[0])], default=-1) + 1)}
        return metadata("f", "q.f", {}, names, varnames, cells, {}, {}, (0, 0, 0, 1))
    last = [name for name in ("__class__", "__classdict__")
            if name in code.co_cellvars and not code.co_flags & 1]
    cellvars = sorted(set(code.co_cellvars) - set(last)) + last
    varnames = {name: i for i, name in enumerate(code.co_varnames)}
    counts = (code.co_argcount - code.co_posonlyargcount, code.co_posonlyargcount,
              code.co_kwonlyargcount, code.co_firstlineno)
    return metadata(
        code.co_name, code.co_qualname, {}, {name: i for i, name in enumerate(code.co_names)},
        varnames, {name: i for i, name in enumerate(cellvars)},
        {name: len(cellvars) + i for i, name in enumerate(code.co_freevars)},
        {} if code.co_flags & 1 else dict.fromkeys(varnames, True), counts)


def _is_deref(opcode: int) -> bool:
    return _PyOpcode_OpName[opcode] == "LOAD_CLOSURE" or "DEREF" in _PyOpcode_OpName[opcode]


def metadata(
    name: str, qualname: str, consts: dict, names: dict, varnames: dict, cellvars: dict, freevars: dict,
    fasthidden: dict, counts: tuple[int, int, int, int],
) -> dict[str, Any]:
    """Metadata in the form of the host's assembler."""
    argcount, posonlyargcount, kwonlyargcount, firstlineno = counts
    return {
        "name": name, "qualname": qualname, "consts": consts, "names": names, "varnames": varnames,
        "cellvars": cellvars, "freevars": freevars, "fasthidden": fasthidden, "argcount": argcount,
        "posonlyargcount": posonlyargcount, "kwonlyargcount": kwonlyargcount,
        "firstlineno": firstlineno,
    }


def our_metadata(unit: dict[str, Any]) -> Any:
    """Metadata in the form of ours."""
    return SimpleNamespace(**{f"u_{key}": value for key, value in unit.items()})


# The comparisons


def compare_optimize_cfg(unit: Unit, seed: int) -> str | None:
    """Optimise with made-up constants on both sides."""
    instrs = unit.instrs
    count = max([i[1] for i in instrs if i[0] == LOAD_CONST], default=0) + 1
    consts = [MADE_UP[(i + i // 20 + seed * (i > 0)) % len(MADE_UP)] for i in range(count)]
    nlocals = count_of(instrs, HAS_LOCAL_FLAG)
    theirs_consts, ours_consts = list(consts), list(consts)
    theirs = _outcome(_testinternalcapi.optimize_cfg, host_sequence(instrs), theirs_consts, nlocals)
    ours = _outcome(_PyCompile_OptimizeCfg, our_sequence(instrs), ours_consts, nlocals)
    if isinstance(theirs, str) or isinstance(ours, str):
        return None if theirs == ours else f"optimize_cfg: {ours}, the host: {theirs}"
    difference = first_difference(as_tuples(ours), theirs.get_instructions())
    if difference is None and typed(ours_consts) != typed(theirs_consts):
        difference = f"constants {ours_consts}, the host's are {theirs_consts}"
    return difference and f"optimize_cfg: {difference}"


def compare_assemble(unit: Unit) -> str | None:
    """Assemble without optimisation on both sides."""
    about = metadata_of(unit)
    count = max([i[1] for i in unit.instrs if i[0] == LOAD_CONST], default=-1) + 1
    about["consts"] = {i: i for i in range(count)}
    theirs = _outcome(_testinternalcapi.assemble_code_object, "f.py", host_sequence(unit.instrs), about)
    ours = _outcome(
        _PyCompile_Assemble, our_metadata(about), "f.py", our_sequence(unit.instrs))
    if isinstance(theirs, str) or isinstance(ours, str):
        return None if theirs == ours else f"assemble: {ours}, the host: {theirs}"
    difference = compare_code(ours, theirs)
    return difference and f"assemble: {difference}"


def compare_compile(unit: Unit) -> str | None:
    """Take a unit from the host's instructions to a code object, and compare with the host's own."""
    assert unit.code is not None and unit.consts is not None
    difference = compare_code(our_code(unit), unit.code)
    return difference and f"compile {unit.code.co_qualname}:{unit.code.co_firstlineno}: {difference}"


def our_code(unit: Unit) -> CodeObject:
    """Our code object for a unit."""
    code = unit.code
    assert code is not None and unit.consts is not None
    umd = our_metadata(metadata_of(unit))
    nparams = (code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4)
               + bool(code.co_flags & 8))
    consts = list(unit.consts)
    const_cache: dict[Any, Any] = {}
    for const in consts:
        _PyCompile_ConstCacheMergeOne(const_cache, const)
    g = _PyCfg_FromInstructionSequence(our_sequence(unit.instrs))
    _PyCfg_OptimizeCodeUnit(g, consts, const_cache, code.co_nlocals, nparams, code.co_firstlineno)
    stackdepth, nlocalsplus, instrs = _PyCfg_OptimizedCfgToInstructionSequence(g, umd, code.co_flags)
    return _PyAssemble_MakeCodeObject(
        umd, const_cache, consts, stackdepth, instrs, nlocalsplus, code.co_flags, code.co_filename)


def compare_code(ours: CodeObject, theirs: CodeType) -> str | None:
    """The first field in which code objects differ, or None."""
    for field in FIELDS:
        mine, host = getattr(ours, field), getattr(theirs, field)
        if field == "co_consts":
            mine, host = typed(mine), typed(host)
        if mine != host:
            return f"{field}: {mine!r}, the host's is {host!r}"
    if _without_consts(code_to_host(ours)) != _without_consts(theirs):
        return "kinds of the fast locals"
    return None


def _without_consts(code: CodeType) -> bytes:
    """A code object with its kinds of locals, in the order of which sets do not matter."""
    return marshal.dumps(code.replace(co_consts=()), 2)


def typed(consts: Any) -> list[Any]:
    """Constants in a form in which those of different types differ."""
    return [const if isinstance(const, CodeType) else _PyCode_ConstantKey(const) for const in consts]


def first_difference(ours: list[tuple], theirs: list[tuple]) -> str | None:
    """The first instruction that differs, or None."""
    for i, (mine, host) in enumerate(zip(ours, theirs)):
        if mine != host:
            return f"instruction {i}: {_shown(mine)}, the host's is {_shown(host)}"
    if len(ours) != len(theirs):
        return f"{len(ours)} instructions, the host has {len(theirs)}"
    return None


def _shown(instr: tuple) -> str:
    return f"{_PyOpcode_OpName.get(instr[0], instr[0])} {instr[1:]}"


def _outcome(function: Any, *args: Any) -> Any:
    """The result of a function, or its error as a string."""
    try:
        return function(*args)
    except (SystemError, ValueError) as err:
        return f"{type(err).__name__}: {err}"
