"""Local variables, cells and free variables in a flow graph: passes of Python/flowgraph.c."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vm.objects.codeobject import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from vm.python.flowgraph_cfg import (
    BB_HAS_FALLTHROUGH,
    basicblock,
    blocks_of,
    cfg_builder,
    cfg_instr,
    make_cfg_traversal_stack,
    malformed,
)
from vm.python.instruction_sequence import NO_LOCATION
from vm.python.opcode_ids import (
    COPY_FREE_VARS,
    DELETE_DEREF,
    DELETE_FAST,
    LOAD_CLOSURE,
    LOAD_DEREF,
    LOAD_FAST,
    LOAD_FAST_AND_CLEAR,
    LOAD_FAST_CHECK,
    LOAD_FROM_DICT_OR_DEREF,
    MAKE_CELL,
    POP_TOP,
    RETURN_GENERATOR,
    STORE_DEREF,
    STORE_FAST,
    STORE_FAST_MAYBE_NULL,
)
from vm.python.opcode_utils import OPCODE_HAS_JUMP

if TYPE_CHECKING:
    from vm.python.compile_unit import _PyCompile_CodeUnitMetadata

# Whether a variable is bound after an instruction: no, or yes.
_UNBINDS = frozenset({DELETE_FAST, LOAD_FAST_AND_CLEAR, STORE_FAST_MAYBE_NULL})
_BINDS = frozenset({STORE_FAST, LOAD_FAST_CHECK, LOAD_FAST})
_LOCAL = _UNBINDS | _BINDS

_DEREF = frozenset({
    MAKE_CELL, LOAD_CLOSURE, LOAD_DEREF, STORE_DEREF, DELETE_DEREF, LOAD_FROM_DICT_OR_DEREF,
})

_IS_GENERATOR = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR


def maybe_push(b: basicblock, unsafe_mask: int, stack: list[basicblock]) -> None:
    """Note which locals may be unbound where a block begins; it is to be scanned if that is news."""
    both = b.b_unsafe_locals_mask | unsafe_mask
    if b.b_unsafe_locals_mask != both:
        b.b_unsafe_locals_mask = both
        if not b.b_visited:
            stack.append(b)
            b.b_visited = True


def scan_block_for_locals(b: basicblock, stack: list[basicblock]) -> None:
    """Check the loads of the first 64 locals in a block, and push the blocks that need it again."""
    unsafe_mask = b.b_unsafe_locals_mask
    told: basicblock | None = None
    told_mask = 0
    is_local = _LOCAL
    for instr in b.b_instr:
        handler = instr.i_except
        if handler is not None and (handler is not told or unsafe_mask != told_mask):
            maybe_push(handler, unsafe_mask, stack)
            told, told_mask = handler, unsafe_mask
        opcode = instr.i_opcode
        if opcode not in is_local or instr.i_oparg >= 64:
            continue
        bit = 1 << instr.i_oparg
        if opcode in _UNBINDS:
            unsafe_mask |= bit
        elif unsafe_mask & bit:
            if opcode == LOAD_FAST:
                instr.i_opcode = LOAD_FAST_CHECK
            unsafe_mask ^= bit
    if b.b_next is not None and BB_HAS_FALLTHROUGH(b):
        maybe_push(b.b_next, unsafe_mask, stack)
    if b.b_instr and b.b_instr[-1].i_opcode in OPCODE_HAS_JUMP:
        target = b.b_instr[-1].i_target
        assert target is not None
        maybe_push(target, unsafe_mask, stack)


def fast_scan_many_locals(g: cfg_builder) -> None:
    """Check the loads of locals beyond the first 64: each block by itself."""
    for b in blocks_of(g):
        bound: set[int] = set()
        for instr in b.b_instr:
            arg = instr.i_oparg
            opcode = instr.i_opcode
            if arg < 64 or opcode not in _LOCAL or opcode == LOAD_FAST_CHECK:
                continue
            if opcode in _UNBINDS:
                bound.discard(arg)
            else:
                if opcode == LOAD_FAST and arg not in bound:
                    instr.i_opcode = LOAD_FAST_CHECK
                bound.add(arg)


def add_checks_for_loads_of_uninitialized_variables(
    g: cfg_builder, nlocals: int, nparams: int
) -> None:
    """Make LOAD_FAST_CHECK of the loads whose variable may be unbound."""
    if nlocals == 0:
        return
    if nlocals > 64:
        fast_scan_many_locals(g)
        nlocals = 64
    stack = make_cfg_traversal_stack(g)
    start_mask = 0
    for i in range(nparams, nlocals):
        start_mask |= 1 << i
    maybe_push(g.g_entryblock, start_mask, stack)
    for b in blocks_of(g):
        scan_block_for_locals(b, stack)
    while stack:
        b = stack.pop()
        b.b_visited = False
        scan_block_for_locals(b, stack)


# prepare_localsplus


def build_cellfixedoffsets(umd: _PyCompile_CodeUnitMetadata) -> list[int]:
    """For each cell and free variable its index among the fast locals; a cell that is an argument has its."""
    nlocals = len(umd.u_varnames)
    fixed = [nlocals + i for i in range(len(umd.u_cellvars) + len(umd.u_freevars))]
    for varname, cellindex in umd.u_cellvars.items():
        varindex = umd.u_varnames.get(varname)
        if varindex is not None:
            fixed[cellindex] = varindex
    return fixed


def insert_prefix_instructions(
    umd: _PyCompile_CodeUnitMetadata, entryblock: basicblock, fixed: list[int], nfreevars: int,
    code_flags: int,
) -> None:
    """Put before the first block what makes cells and generators."""
    prefix: list[cfg_instr] = []
    if nfreevars:
        prefix.append(cfg_instr(COPY_FREE_VARS, nfreevars, NO_LOCATION))
    cells = sorted(range(len(umd.u_cellvars)), key=fixed.__getitem__)
    prefix += [cfg_instr(MAKE_CELL, oldindex, NO_LOCATION) for oldindex in cells]
    if code_flags & _IS_GENERATOR:
        loc = (umd.u_firstlineno, umd.u_firstlineno, -1, -1)
        prefix += [cfg_instr(RETURN_GENERATOR, 0, loc), cfg_instr(POP_TOP, 0, loc)]
    entryblock.b_instr[:0] = prefix


def fix_cell_offsets(
    umd: _PyCompile_CodeUnitMetadata, g: cfg_builder, fixedmap: list[int]
) -> int:
    """Make the arguments about cells and free variables indexes of fast locals.

    Returns:
        How many cells are arguments too, and so have no place of their own.
    """
    nlocals = len(umd.u_varnames)
    numdropped = 0
    for i, fixed in enumerate(fixedmap):
        if fixed == i + nlocals:
            fixedmap[i] -= numdropped
        else:
            numdropped += 1
    if fixedmap:
        deref = _DEREF
        for b in blocks_of(g):
            for inst in b.b_instr:
                if inst.i_opcode in deref:
                    if inst.i_oparg >= len(fixedmap):
                        raise malformed()
                    inst.i_oparg = fixedmap[inst.i_oparg]
    return numdropped


def prepare_localsplus(
    g: cfg_builder, umd: _PyCompile_CodeUnitMetadata, code_flags: int
) -> int:
    """Lay out the fast locals; returns how many there are."""
    nfreevars = len(umd.u_freevars)
    cellfixedoffsets = build_cellfixedoffsets(umd)
    insert_prefix_instructions(umd, g.g_entryblock, cellfixedoffsets, nfreevars, code_flags)
    numdropped = fix_cell_offsets(umd, g, cellfixedoffsets)
    return len(umd.u_varnames) + len(umd.u_cellvars) + nfreevars - numdropped
