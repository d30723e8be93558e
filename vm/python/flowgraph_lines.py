"""Line numbers of a flow graph: passes of Python/flowgraph.c.

A frame keeps no line number of its own: every instruction that leaves a function, or may stop for a signal,
must have one. Exits without a line therefore are copied until each has one way in, whose line they get.
"""

from __future__ import annotations

from vm.python.flowgraph_cfg import (
    BB_HAS_FALLTHROUGH,
    basicblock,
    basicblock_exits_scope,
    basicblock_has_eval_break,
    basicblock_has_no_lineno,
    blocks_of,
    cfg_builder,
    copy_basicblock,
    get_max_label,
    next_nonempty_block,
)
from vm.python.instruction_sequence import NO_LOCATION
from vm.python.opcode_utils import OPCODE_HAS_JUMP


def is_exit_or_eval_check_without_lineno(b: basicblock) -> bool:
    """Whether a block needs a line and has none."""
    return basicblock_has_no_lineno(b) and (
        basicblock_exits_scope(b) or basicblock_has_eval_break(b))


def duplicate_exits_without_lineno(g: cfg_builder) -> None:
    """Copy the exits without a line that are reached by several jumps; give each the line of its jump."""
    next_lbl = get_max_label(g) + 1
    b: basicblock | None = g.g_entryblock
    while b is not None:
        last = b.b_instr[-1] if b.b_instr else None
        if last is not None and last.i_opcode in OPCODE_HAS_JUMP:
            target = next_nonempty_block(last.i_target)
            if (
                target is not None
                and target.b_predecessors > 1
                and is_exit_or_eval_check_without_lineno(target)
            ):
                new_target = copy_basicblock(target)
                new_target.b_instr[0].i_loc = last.i_loc
                last.i_target = new_target
                target.b_predecessors -= 1
                new_target.b_predecessors = 1
                new_target.b_next = target.b_next
                new_target.b_label = next_lbl
                next_lbl += 1
                target.b_next = new_target
                g.g_blocks = None
        b = b.b_next
    for b in blocks_of(g):
        if b.b_instr and b.b_next is not None and BB_HAS_FALLTHROUGH(b):
            following = b.b_next
            if following.b_instr and is_exit_or_eval_check_without_lineno(following):
                following.b_instr[0].i_loc = b.b_instr[-1].i_loc


def propagate_line_numbers(g: cfg_builder) -> None:
    """Give instructions without a line that of the one before, also from a block to its only successor."""
    for b in blocks_of(g):
        if not b.b_instr:
            continue
        prev_location = NO_LOCATION
        for instr in b.b_instr:
            if instr.i_loc[0] < 0:
                instr.i_loc = prev_location
            else:
                prev_location = instr.i_loc
        if BB_HAS_FALLTHROUGH(b) and b.b_next is not None and b.b_next.b_predecessors == 1:
            _inherit_line(b.b_next, prev_location)
        last = b.b_instr[-1]
        if last.i_opcode in OPCODE_HAS_JUMP:
            assert last.i_target is not None
            if last.i_target.b_predecessors == 1:
                _inherit_line(last.i_target, prev_location)


def _inherit_line(b: basicblock, location: tuple[int, int, int, int]) -> None:
    if b.b_instr and b.b_instr[0].i_loc[0] < 0:
        b.b_instr[0].i_loc = location


def resolve_line_numbers(g: cfg_builder, firstlineno: int) -> None:
    """Give lines to the instructions that need one and have none."""
    duplicate_exits_without_lineno(g)
    propagate_line_numbers(g)
