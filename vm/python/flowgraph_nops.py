"""Removal of what does nothing: unreachable blocks, NOPs, jumps to the next block (Python/flowgraph.c)."""

from __future__ import annotations

from vm.python.flowgraph_cfg import (
    BB_HAS_FALLTHROUGH,
    basicblock,
    basicblock_append_instructions,
    basicblock_exits_scope,
    basicblock_has_no_lineno,
    blocks_of,
    cfg_builder,
    cfg_instr,
    make_cfg_traversal_stack,
    next_nonempty_block,
    set_nop,
)
from vm.python.instruction_sequence import NO_LABEL, NO_LOCATION
from vm.python.opcode_ids import COPY, JUMP, LOAD_CONST, NOP, POP_TOP
from vm.python.opcode_utils import HAS_TARGET, IS_UNCONDITIONAL_JUMP_OPCODE, OPCODE_HAS_JUMP

#: The greatest exit that is copied to where a jump leads to it.
MAX_COPY_SIZE = 4


def remove_unreachable(g: cfg_builder) -> None:
    """Count the ways into each block, and empty those that have none."""
    for b in blocks_of(g):
        b.b_predecessors = 0
    stack = make_cfg_traversal_stack(g)
    entryblock = g.g_entryblock
    entryblock.b_predecessors = 1
    entryblock.b_visited = True
    stack.append(entryblock)
    has_target = HAS_TARGET
    while stack:
        b = stack.pop()
        if b.b_next is not None and BB_HAS_FALLTHROUGH(b):
            _count_way(b.b_next, stack)
        for instr in b.b_instr:
            if instr.i_opcode in has_target:
                assert instr.i_target is not None
                _count_way(instr.i_target, stack)
    for b in blocks_of(g):
        if b.b_predecessors == 0:
            b.b_instr.clear()
            b.b_except_handler = False


def _count_way(b: basicblock, stack: list[basicblock]) -> None:
    if not b.b_visited:
        b.b_visited = True
        stack.append(b)
    b.b_predecessors += 1


def basicblock_remove_redundant_nops(bb: basicblock) -> int:
    """Remove the NOPs of a block that no line needs; returns how many."""
    instrs = bb.b_instr
    for instr in instrs:
        if instr.i_opcode == NOP:
            break
    else:
        return 0
    kept: list[cfg_instr] = []
    prev_lineno = -1
    last = len(instrs) - 1
    for src, instr in enumerate(instrs):
        lineno = instr.i_loc[0]
        if instr.i_opcode == NOP:
            if lineno < 0 or prev_lineno == lineno:
                continue
            if src < last:
                following = instrs[src + 1]
                if following.i_loc[0] == lineno:
                    continue
                if following.i_loc[0] < 0:
                    following.i_loc = instr.i_loc
                    continue
            elif lineno == _first_lineno(next_nonempty_block(bb.b_next)):
                continue
        kept.append(instr)
        prev_lineno = lineno
    bb.b_instr = kept
    return len(instrs) - len(kept)


def _first_lineno(b: basicblock | None) -> int:
    """The line at which a block begins, NOPs without one not counted."""
    if b is not None:
        for instr in b.b_instr:
            if instr.i_opcode != NOP or instr.i_loc[0] != NO_LOCATION[0]:
                return instr.i_loc[0]
    return NO_LOCATION[0]


def remove_redundant_nops(g: cfg_builder) -> int:
    """Remove the NOPs that no line needs; returns how many."""
    changes = 0
    for b in blocks_of(g):
        changes += basicblock_remove_redundant_nops(b)
    return changes


def remove_redundant_nops_and_pairs(g: cfg_builder) -> None:
    """Remove NOPs, and instructions that push what the next one pops."""
    blocks = blocks_of(g)
    done = False
    while not done:
        done = True
        prev_instr: cfg_instr | None = None
        for b in blocks:
            basicblock_remove_redundant_nops(b)
            if b.b_label != NO_LABEL:
                prev_instr = None
            for instr in b.b_instr:
                if instr.i_opcode == POP_TOP and prev_instr is not None:
                    opcode = prev_instr.i_opcode
                    if opcode == LOAD_CONST or (opcode == COPY and prev_instr.i_oparg == 1):
                        set_nop(prev_instr)
                        set_nop(instr)
                        done = False
                prev_instr = instr
            if prev_instr is not None and prev_instr.i_opcode in OPCODE_HAS_JUMP:
                prev_instr = None
            elif not BB_HAS_FALLTHROUGH(b):
                prev_instr = None


def remove_redundant_jumps(g: cfg_builder) -> int:
    """Turn jumps to where control would go anyway into NOPs; returns how many."""
    changes = 0
    for b in blocks_of(g):
        if b.b_instr:
            last = b.b_instr[-1]
            if last.i_opcode in IS_UNCONDITIONAL_JUMP_OPCODE:
                jump_target = next_nonempty_block(last.i_target)
                if jump_target is None:
                    raise SystemError("jump with NULL target")
                if jump_target is next_nonempty_block(b.b_next):
                    changes += 1
                    set_nop(last)
    return changes


def remove_redundant_nops_and_jumps(g: cfg_builder) -> None:
    """Remove NOPs and jumps for as long as there are some that can go."""
    while remove_redundant_nops(g) + remove_redundant_jumps(g) > 0:
        pass


def basicblock_inline_small_or_no_lineno_blocks(bb: basicblock) -> bool:
    """Put a copy of a small exit, or of a block without lines, in the place of a jump to it.

    Returns:
        Whether the block was extended.
    """
    if not bb.b_instr:
        return False
    last = bb.b_instr[-1]
    if last.i_opcode not in IS_UNCONDITIONAL_JUMP_OPCODE:
        return False
    target = last.i_target
    assert target is not None
    small_exit_block = basicblock_exits_scope(target) and len(target.b_instr) <= MAX_COPY_SIZE
    no_lineno_no_fallthrough = basicblock_has_no_lineno(target) and not BB_HAS_FALLTHROUGH(target)
    if not small_exit_block and not no_lineno_no_fallthrough:
        return False
    removed_jump_opcode = last.i_opcode
    set_nop(last)
    basicblock_append_instructions(bb, target)
    if no_lineno_no_fallthrough and removed_jump_opcode == JUMP:
        last = bb.b_instr[-1]
        if last.i_opcode in IS_UNCONDITIONAL_JUMP_OPCODE:
            last.i_opcode = JUMP  # a jump that looks for signals stays one
    target.b_predecessors -= 1
    return True


def inline_small_or_no_lineno_blocks(g: cfg_builder) -> None:
    """The same for every block, for as long as something changes."""
    blocks = blocks_of(g)
    changes = True
    while changes:
        changes = False
        for b in blocks:
            if basicblock_inline_small_or_no_lineno_blocks(b):
                changes = True
