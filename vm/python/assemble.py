"""From instructions to a code object: bytes, tables of lines and handlers. Models Python/assemble.c."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from vm.objects.codeobject import CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, CO_FAST_LOCAL
from vm.python.code_object import (
    CodeObject,
    _PyCode_Validate,
    _PyCompile_ConstCacheMergeOne,
    set_localsplus,
)
from vm.python.instruction_sequence import (
    NO_LOCATION,
    Location,
    _PyInstructionSequence,
    _PyInstructionSequence_ApplyLabelMap,
)
from vm.python.opcode_ids import (
    EXTENDED_ARG,
    JUMP,
    JUMP_BACKWARD,
    JUMP_BACKWARD_NO_INTERRUPT,
    JUMP_FORWARD,
    JUMP_NO_INTERRUPT,
)
from vm.python.opcode_metadata import _PyOpcode_Caches
from vm.python.opcode_utils import OPCODE_HAS_JUMP

if TYPE_CHECKING:
    from vm.python.compile_unit import _PyCompile_CodeUnitMetadata

__all__ = ["CodeObject", "_PyAssemble_MakeCodeObject"]

PY_CODE_LOCATION_INFO_SHORT0 = 0
PY_CODE_LOCATION_INFO_ONE_LINE0 = 10
PY_CODE_LOCATION_INFO_NO_COLUMNS = 13
PY_CODE_LOCATION_INFO_LONG = 14
PY_CODE_LOCATION_INFO_NONE = 15

#: Code units of each opcode whose argument fits in a byte.
_SIZE = tuple([1 + caches for caches in _PyOpcode_Caches])
_CACHE_BYTES = tuple([bytes(2 * caches) for caches in _PyOpcode_Caches])


def instr_size(opcode: int, oparg: int) -> int:
    """How many code units an instruction takes."""
    size = _SIZE[opcode]
    if oparg > 0xFF:
        size += 1 + (oparg > 0xFFFF) + (oparg > 0xFFFFFF)
    return size


# The jumps


def resolve_unconditional_jumps(instrs: _PyInstructionSequence) -> None:
    """Replace the jumps without direction by those that CPython runs."""
    for i, instr in enumerate(instrs.s_instrs):
        opcode = instr.i_opcode
        if opcode == JUMP:
            instr.i_opcode = JUMP_FORWARD if instr.i_oparg > i else JUMP_BACKWARD
        elif opcode == JUMP_NO_INTERRUPT:
            instr.i_opcode = JUMP_FORWARD if instr.i_oparg > i else JUMP_BACKWARD_NO_INTERRUPT


def resolve_jump_offsets(instrs: _PyInstructionSequence) -> list[int]:
    """Make the arguments of jumps distances, and set ``i_offset``; a long one may make another longer.

    Returns:
        The size of each instruction in code units.
    """
    jumps = []
    sizes = []
    for i, instr in enumerate(instrs.s_instrs):
        opcode, oparg = instr.i_opcode, instr.i_oparg
        sizes.append(_SIZE[opcode] if oparg <= 0xFF else instr_size(opcode, oparg))
        if opcode in OPCODE_HAS_JUMP:
            instr.i_target = oparg
            jumps.append((i, instr))
    while True:
        offsets = list(accumulate(sizes, initial=0))
        extended_arg_recompile = False
        for i, instr in jumps:
            instr.i_oparg = abs(offsets[instr.i_target] - offsets[i + 1])
            size = instr_size(instr.i_opcode, instr.i_oparg)
            if size != sizes[i]:
                sizes[i] = size
                extended_arg_recompile = True
        if not extended_arg_recompile:
            break
    for instr, offset in zip(instrs.s_instrs, offsets):
        instr.i_offset = offset
    return sizes


# The code


def assemble_emit_code(instrs: _PyInstructionSequence) -> bytes:
    """The bytes of instructions, with their caches."""
    code = bytearray()
    cache_bytes = _CACHE_BYTES
    for instr in instrs.s_instrs:
        oparg = instr.i_oparg
        if oparg > 0xFF:
            _emit_extended(code, oparg)
            oparg &= 0xFF
        opcode = instr.i_opcode
        code.append(opcode & 0xFF)  # one that was never reached may be a pseudo instruction still
        code.append(oparg)
        caches = cache_bytes[opcode]
        if caches:
            code += caches
    return bytes(code)


def _emit_extended(code: bytearray, oparg: int) -> None:
    """The higher bytes of an argument, each before the lower ones."""
    for shift in (24, 16, 8):
        if oparg >> shift:
            code.append(EXTENDED_ARG)
            code.append(oparg >> shift & 0xFF)


# The table of exception handlers


def assemble_emit_exception_table_item(table: bytearray, value: int, msb: int) -> None:
    """Write a number, six bits a byte, the highest first."""
    for shift in (24, 18, 12, 6):
        if value >= 1 << shift:
            table.append(value >> shift & 0x3F | 0x40 | msb)
            msb = 0
    table.append(value & 0x3F | msb)


def assemble_emit_exception_table_entry(
    table: bytearray, start: int, end: int, handler_offset: int, handler: tuple[int, int, int]
) -> None:
    """Write that instructions from ``start`` to ``end`` have a handler."""
    _, h_startdepth, h_preserve_lasti = handler
    depth = h_startdepth - 1 - h_preserve_lasti
    assemble_emit_exception_table_item(table, start, 1 << 7)
    assemble_emit_exception_table_item(table, end - start, 0)
    assemble_emit_exception_table_item(table, handler_offset, 0)
    assemble_emit_exception_table_item(table, depth << 1 | h_preserve_lasti, 0)


def assemble_exception_table(instrs: _PyInstructionSequence, end: int) -> bytes:
    """The table of handlers of instructions that end at an offset."""
    table = bytearray()
    seq = instrs.s_instrs
    handler: tuple[int, int, int] | None = None
    start = -1
    for instr in seq:
        info = instr.i_except_handler_info
        if info is handler or (
            info is not None and handler is not None and info[0] == handler[0]
        ):
            continue
        if handler is not None:
            assemble_emit_exception_table_entry(
                table, start, instr.i_offset, seq[handler[0]].i_offset, handler)
        start = instr.i_offset
        handler = info
    if handler is not None:
        assemble_emit_exception_table_entry(
            table, start, end, seq[handler[0]].i_offset, handler)
    return bytes(table)


# The table of locations


def write_varint(table: bytearray, val: int) -> None:
    """Write a number, six bits a byte, the lowest first."""
    while val >= 64:
        table.append(0x40 | val & 0x3F)
        val >>= 6
    table.append(val)


def write_signed_varint(table: bytearray, val: int) -> None:
    """The same for a number that may be negative: its sign is the lowest bit."""
    write_varint(table, -val << 1 | 1 if val < 0 else val << 1)


def write_location_info_entry(table: bytearray, lineno: int, loc: Location, isize: int) -> int:
    """Write the shortest form of a location, for up to eight code units.

    Args:
        lineno: the line of the entry before.

    Returns:
        The line of this one.
    """
    line, end_line, column, end_column = loc
    if line < 0:
        table.append(0x80 | PY_CODE_LOCATION_INFO_NONE << 3 | isize - 1)
        return lineno
    line_delta = line - lineno
    if column < 0 or end_column < 0:
        if end_line == line or end_line == -1:
            table.append(0x80 | PY_CODE_LOCATION_INFO_NO_COLUMNS << 3 | isize - 1)
            write_signed_varint(table, line_delta)
            return line
    elif end_line == line:
        if line_delta == 0 and column < 80 and 0 <= end_column - column < 16:
            table.append(0x80 | PY_CODE_LOCATION_INFO_SHORT0 + (column >> 3) << 3 | isize - 1)
            table.append((column & 7) << 4 | end_column - column)
            return line
        if 0 <= line_delta < 3 and column < 128 and end_column < 128:
            table.append(0x80 | PY_CODE_LOCATION_INFO_ONE_LINE0 + line_delta << 3 | isize - 1)
            table.append(column)
            table.append(end_column)
            return line
    table.append(0x80 | PY_CODE_LOCATION_INFO_LONG << 3 | isize - 1)
    write_signed_varint(table, line_delta)
    write_varint(table, end_line - line & 0xFFFFFFFF)
    write_varint(table, column + 1)
    write_varint(table, end_column + 1)
    return line


def assemble_emit_location(table: bytearray, lineno: int, loc: Location, isize: int) -> int:
    """Write a location for any number of code units; returns the line after it."""
    while isize > 8:
        lineno = write_location_info_entry(table, lineno, loc, 8)
        isize -= 8
    return write_location_info_entry(table, lineno, loc, isize) if isize else lineno


def assemble_location_info(
    instrs: _PyInstructionSequence, sizes: list[int], firstlineno: int
) -> bytes:
    """The table of locations of instructions."""
    table = bytearray()
    lineno = firstlineno
    loc = NO_LOCATION
    size = 0
    for instr, isize in zip(instrs.s_instrs, sizes):
        i_loc = instr.i_loc
        if i_loc is not loc and i_loc != loc:
            lineno = assemble_emit_location(table, lineno, loc, size)
            loc = i_loc
            size = 0
        size += isize
    assemble_emit_location(table, lineno, loc, size)
    return bytes(table)


# The code object


def dict_keys_inorder(names: dict[str, int]) -> tuple[str, ...]:
    """The keys of a dict by their indexes."""
    return tuple(sorted(names, key=names.__getitem__))


def compute_localsplus_info(
    umd: _PyCompile_CodeUnitMetadata, nlocalsplus: int
) -> tuple[tuple[str, ...], bytes]:
    """Names and kinds of the fast locals: variables, cells that are not arguments, free variables."""
    names = [""] * nlocalsplus
    kinds = bytearray(nlocalsplus)
    for k, offset in umd.u_varnames.items():
        kind = CO_FAST_LOCAL
        if k in umd.u_fasthidden:
            kind |= CO_FAST_HIDDEN
        if k in umd.u_cellvars:
            kind |= CO_FAST_CELL
        names[offset] = k
        kinds[offset] = kind
    nlocals = len(umd.u_varnames)
    numdropped = 0
    for k, offset in umd.u_cellvars.items():
        if k in umd.u_varnames:
            numdropped += 1
            continue
        names[offset + nlocals - numdropped] = k
        kinds[offset + nlocals - numdropped] = CO_FAST_CELL
    for k, offset in umd.u_freevars.items():
        names[offset + nlocals - numdropped] = k
        kinds[offset + nlocals - numdropped] = CO_FAST_FREE
    return tuple(names), bytes(kinds)


def makecode(
    umd: _PyCompile_CodeUnitMetadata, code: CodeObject, const_cache: dict[Any, Any],
    constslist: list[Any], maxdepth: int, nlocalsplus: int, code_flags: int, filename: str,
) -> None:
    """Fill in the fields of a code object that has its bytes and tables already."""
    merge = _PyCompile_ConstCacheMergeOne
    code.co_names = merge(const_cache, dict_keys_inorder(umd.u_names))
    code.co_consts = merge(const_cache, tuple(constslist))
    names, kinds = compute_localsplus_info(umd, nlocalsplus)
    code.co_argcount = umd.u_posonlyargcount + umd.u_argcount
    code.co_posonlyargcount = umd.u_posonlyargcount
    code.co_kwonlyargcount = umd.u_kwonlyargcount
    _PyCode_Validate(
        code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount, len(umd.u_varnames),
        maxdepth, code_flags)
    set_localsplus(code, merge(const_cache, names), kinds)
    code.co_stacksize = maxdepth or 1
    code.co_flags = code_flags
    code.co_filename = filename
    code.co_name = umd.u_name
    code.co_qualname = umd.u_qualname or umd.u_name
    code.co_firstlineno = umd.u_firstlineno


def _PyAssemble_MakeCodeObject(
    umd: _PyCompile_CodeUnitMetadata, const_cache: dict[Any, Any], consts: list[Any], maxdepth: int,
    instrs: _PyInstructionSequence, nlocalsplus: int, code_flags: int, filename: str,
) -> CodeObject:
    """The code object of the instructions of a unit, as the flow graph hands them over.

    Args:
        const_cache: the constants of the compilation, by _PyCode_ConstantKey.
        consts: the constants of the unit.
        maxdepth: depth of the stack.

    Raises:
        ValueError: there are more arguments than variables.
    """
    _PyInstructionSequence_ApplyLabelMap(instrs)
    resolve_unconditional_jumps(instrs)
    sizes = resolve_jump_offsets(instrs)
    merge = _PyCompile_ConstCacheMergeOne
    code = CodeObject()
    co_code = assemble_emit_code(instrs)
    linetable = assemble_location_info(instrs, sizes, umd.u_firstlineno)
    table = assemble_exception_table(instrs, len(co_code) // 2)
    code.co_exceptiontable = merge(const_cache, table)
    code.co_linetable = merge(const_cache, linetable)
    code.co_code = merge(const_cache, co_code)
    makecode(umd, code, const_cache, consts, maxdepth, nlocalsplus, code_flags, filename)
    return code
