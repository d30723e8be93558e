"""Better orders of SWAP instructions: passes of Python/flowgraph.c."""

from __future__ import annotations

from vm.python.flowgraph_cfg import basicblock, cfg_instr, malformed, set_nop
from vm.python.opcode_ids import NOP, POP_TOP, STORE_FAST, STORE_FAST_MAYBE_NULL, SWAP

_VISITED = -1

# What may change places: it pops the top of the stack, and neither raises nor runs other code.
_SWAPPABLE = frozenset({STORE_FAST, STORE_FAST_MAYBE_NULL, POP_TOP})


def swaptimize(block: basicblock, ix: int) -> int:
    """Replace the run of SWAPs and NOPs at an index by the fewest SWAPs of the same effect.

    Returns:
        The index of the last instruction of the run, or ``ix`` if there was nothing to do.
    """
    instrs = block.b_instr
    end = ix + 1
    while end < len(instrs) and instrs[end].i_opcode in (SWAP, NOP):
        end += 1
    run = instrs[ix:end]
    swaps = [instr.i_oparg for instr in run if instr.i_opcode == SWAP]
    if len(swaps) < 2:
        return ix
    if min(swaps) < 1:
        raise malformed()
    stack = {i: i for i in (0, *[oparg - 1 for oparg in swaps])}  # what no SWAP moves stays out
    for oparg in swaps:
        stack[0], stack[oparg - 1] = stack[oparg - 1], stack[0]
    current = _write_cycles(stack, run)
    for instr in run[: current + 1]:
        set_nop(instr)
    return end - 1


def _write_cycles(stack: dict[int, int], run: list[cfg_instr]) -> int:
    """Write the SWAPs of a permutation from the end of a run; returns the index of the last one unused."""
    current = len(run) - 1
    for i in sorted(stack):
        if stack[i] == _VISITED or stack[i] == i:
            continue
        j = i
        while True:
            if j:
                run[current].i_opcode = SWAP
                run[current].i_oparg = j + 1
                current -= 1
            if stack[j] == _VISITED:
                break
            stack[j], j = _VISITED, stack[j]
    return current


def _stores_to(instr: cfg_instr) -> int:
    return instr.i_oparg if instr.i_opcode in (STORE_FAST, STORE_FAST_MAYBE_NULL) else -1


def next_swappable_instruction(block: basicblock, start: int, lineno: int) -> int:
    """The index of the next instruction that may change places, -1 if another stands before it.

    Args:
        lineno: the line that it must have, unless negative.
    """
    instrs = block.b_instr
    for i in range(start + 1, len(instrs)):
        instr = instrs[i]
        if 0 <= lineno != instr.i_loc[0]:
            return -1
        if instr.i_opcode != NOP:
            return i if instr.i_opcode in _SWAPPABLE else -1
    return -1


def apply_static_swaps(block: basicblock, last: int) -> None:
    """Exchange instructions instead of stack entries, for the SWAPs that end at an index."""
    instrs = block.b_instr
    for i in range(last, -1, -1):
        swap = instrs[i]
        if swap.i_opcode != SWAP:
            if swap.i_opcode == NOP or swap.i_opcode in _SWAPPABLE:
                continue
            return
        j = next_swappable_instruction(block, i, -1)
        if j < 0:
            return
        k = j
        lineno = instrs[j].i_loc[0]
        for _ in range(swap.i_oparg - 1):
            k = next_swappable_instruction(block, k, lineno)
            if k < 0:
                return
        if not _may_exchange(instrs, j, k):
            return
        set_nop(swap)
        instrs[j], instrs[k] = instrs[k], instrs[j]


def _may_exchange(instrs: list[cfg_instr], j: int, k: int) -> bool:
    """Whether two instructions, and those between them, store to different variables."""
    store_j, store_k = _stores_to(instrs[j]), _stores_to(instrs[k])
    if store_j < 0 and store_k < 0:
        return True
    if store_j == store_k:
        return False
    return not any(
        _stores_to(instr) >= 0 and _stores_to(instr) in (store_j, store_k)
        for instr in instrs[j + 1 : k])
