"""Optimisation of the instructions of a flow graph: passes of Python/flowgraph.c.

``consts`` is the list of the unit's constants, to which new ones are appended; ``const_cache`` has those of
the whole compilation. What is removed becomes a NOP first: flowgraph_nops.py then removes the NOPs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.python.code_object import _PyCompile_ConstCacheMergeOne
from vm.python.flowgraph_cfg import (
    OPCODE_HAS_CONST,
    basicblock,
    basicblock_add_jump,
    blocks_of,
    cfg_builder,
    cfg_instr,
    malformed,
    set_nop,
)
from vm.python.flowgraph_nops import remove_redundant_nops
from vm.python.flowgraph_swaps import apply_static_swaps, swaptimize
from vm.python.opcode_ids import (
    BUILD_TUPLE,
    COMPARE_OP,
    CONTAINS_OP,
    COPY,
    IS_OP,
    JUMP,
    JUMP_NO_INTERRUPT,
    LOAD_CONST,
    LOAD_FAST,
    LOAD_FAST_LOAD_FAST,
    LOAD_GLOBAL,
    NOP,
    POP_JUMP_IF_FALSE,
    POP_JUMP_IF_NONE,
    POP_JUMP_IF_NOT_NONE,
    POP_JUMP_IF_TRUE,
    POP_TOP,
    PUSH_NULL,
    RETURN_CONST,
    RETURN_VALUE,
    STORE_FAST,
    STORE_FAST_LOAD_FAST,
    STORE_FAST_STORE_FAST,
    SWAP,
    TO_BOOL,
    UNARY_NOT,
    UNPACK_SEQUENCE,
)


def jump_thread(bb: basicblock, inst: cfg_instr, target: cfg_instr, opcode: int) -> bool:
    """Make a jump to a jump lead where that leads, as a jump of another opcode.

    The jump becomes a NOP with its line, and the new one stands behind it.

    Returns:
        Whether anything changed.
    """
    if inst.i_target is target.i_target:
        return False
    set_nop(inst)
    assert target.i_target is not None
    basicblock_add_jump(bb, opcode, target.i_target, target.i_loc)
    return True


def get_const_value(opcode: int, oparg: int, co_consts: list[Any]) -> Any:
    """The constant that an instruction loads."""
    if opcode != LOAD_CONST or oparg >= len(co_consts):
        raise SystemError("Internal error: failed to get value of a constant")
    return co_consts[oparg]


def add_const(g: cfg_builder, newconst: Any, consts: list[Any], const_cache: dict[Any, Any]) -> int:
    """The index of a constant; it is appended if the unit does not have this very object."""
    newconst = _PyCompile_ConstCacheMergeOne(const_cache, newconst)
    indexes = g.g_const_index
    if indexes is None:
        indexes = g.g_const_index = {}
        for index, const in enumerate(consts):
            indexes.setdefault(id(const), index)
    index = indexes.setdefault(id(newconst), len(consts))
    if index == len(consts):
        consts.append(newconst)
    return index


def fold_tuple_on_constants(
    g: cfg_builder, const_cache: dict[Any, Any], instrs: list[cfg_instr], i: int, consts: list[Any]
) -> None:
    """Make one constant of the BUILD_TUPLE at an index, if constants are all that goes into it."""
    inst = instrs[i]
    loads = instrs[i - inst.i_oparg : i]
    for load in loads:
        if load.i_opcode not in OPCODE_HAS_CONST:
            return
    newconst = tuple([get_const_value(load.i_opcode, load.i_oparg, consts) for load in loads])
    index = add_const(g, newconst, consts, const_cache)
    for load in loads:
        set_nop(load)
    inst.i_opcode = LOAD_CONST
    inst.i_oparg = index


# optimize_load_const

_POP_JUMP_IF_BOOL = frozenset({POP_JUMP_IF_FALSE, POP_JUMP_IF_TRUE})


def basicblock_optimize_load_const(
    g: cfg_builder, const_cache: dict[Any, Any], bb: basicblock, consts: list[Any]
) -> None:
    """Decide at once what instructions do with the constants that a block loads for them."""
    instrs = bb.b_instr
    opcode = oparg = 0
    for i, inst in enumerate(instrs[:-1]):
        op = inst.i_opcode
        if op == LOAD_CONST:
            opcode = LOAD_CONST
            oparg = inst.i_oparg
        elif opcode != LOAD_CONST or op != COPY or inst.i_oparg != 1:
            opcode = 0
            continue
        following = instrs[i + 1]
        nextop = following.i_opcode
        if nextop in _POP_JUMP_IF_BOOL:
            is_true = bool(get_const_value(opcode, oparg, consts))
            set_nop(inst)
            if is_true == (nextop == POP_JUMP_IF_TRUE):
                following.i_opcode = JUMP
            else:
                set_nop(following)
        elif nextop == IS_OP:
            if get_const_value(opcode, oparg, consts) is None:
                _fold_is_none(instrs, i)
        elif nextop == RETURN_VALUE:
            set_nop(inst)
            following.i_opcode = RETURN_CONST
            following.i_oparg = oparg
        elif nextop == TO_BOOL:
            is_true = bool(get_const_value(opcode, oparg, consts))
            index = add_const(g, is_true, consts, const_cache)
            set_nop(inst)
            following.i_opcode = LOAD_CONST
            following.i_oparg = index


def _fold_is_none(instrs: list[cfg_instr], i: int) -> None:
    """Make one jump of the loading of None at an index, a comparison by identity, and a jump."""
    if len(instrs) <= i + 2:
        return
    is_instr = instrs[i + 1]
    jump_instr = instrs[i + 2]
    if jump_instr.i_opcode == TO_BOOL:
        set_nop(jump_instr)
        if len(instrs) <= i + 3:
            return
        jump_instr = instrs[i + 3]
    invert = bool(is_instr.i_oparg)
    if jump_instr.i_opcode == POP_JUMP_IF_FALSE:
        invert = not invert
    elif jump_instr.i_opcode != POP_JUMP_IF_TRUE:
        return
    set_nop(instrs[i])
    set_nop(is_instr)
    jump_instr.i_opcode = POP_JUMP_IF_NOT_NONE if invert else POP_JUMP_IF_NONE


def optimize_load_const(
    g: cfg_builder, const_cache: dict[Any, Any], consts: list[Any]
) -> None:
    """basicblock_optimize_load_const for every block."""
    for b in blocks_of(g):
        basicblock_optimize_load_const(g, const_cache, b, consts)


# optimize_basic_block

# More jumps in a row than any source has.
_LONG_CHAIN = 200

# What to do with an instruction: (block, its index) -> whether to look at the same index again.
_OPTIMIZE: dict[int, Callable[[basicblock, int], bool]] = {}


def _target(inst: cfg_instr) -> cfg_instr | None:
    """The instruction that a jump leads to."""
    block = inst.i_target
    return block.b_instr[0] if block is not None and block.b_instr else None


def _opt_conditional_jump(bb: basicblock, i: int) -> bool:
    inst = bb.b_instr[i]
    target = _target(inst)
    return target is not None and target.i_opcode == JUMP and jump_thread(
        bb, inst, target, inst.i_opcode)


def _opt_jump(bb: basicblock, i: int) -> bool:
    inst = bb.b_instr[i]
    target = _target(inst)
    if target is None:
        return False
    if target.i_opcode == JUMP:
        return jump_thread(bb, inst, target, JUMP)
    if target.i_opcode == JUMP_NO_INTERRUPT:
        return jump_thread(bb, inst, target, inst.i_opcode)
    return False


def _following(bb: basicblock, i: int, opcode: int) -> cfg_instr | None:
    """The instruction behind an index, if it is of an opcode."""
    instrs = bb.b_instr
    if i + 1 < len(instrs) and instrs[i + 1].i_opcode == opcode:
        return instrs[i + 1]
    return None


def _opt_store_fast(bb: basicblock, i: int) -> bool:
    inst = bb.b_instr[i]
    following = _following(bb, i, STORE_FAST)
    if (
        following is not None
        and following.i_oparg == inst.i_oparg
        and following.i_loc[0] == inst.i_loc[0]
    ):
        inst.i_opcode = POP_TOP
        inst.i_oparg = 0
    return False


def _opt_swap(bb: basicblock, i: int) -> bool:
    if bb.b_instr[i].i_oparg == 1:
        set_nop(bb.b_instr[i])
    return False


def _opt_load_global(bb: basicblock, i: int) -> bool:
    inst = bb.b_instr[i]
    following = _following(bb, i, PUSH_NULL)
    if following is not None and not inst.i_oparg & 1:
        inst.i_oparg |= 1
        set_nop(following)
    return False


def _opt_bool_result(bb: basicblock, i: int) -> bool:
    """The result is a bool already, or (COMPARE_OP) can be made one by the operation itself."""
    inst = bb.b_instr[i]
    following = _following(bb, i, TO_BOOL)
    if following is not None:
        following.i_opcode = inst.i_opcode
        following.i_oparg = inst.i_oparg | 16 if inst.i_opcode == COMPARE_OP else inst.i_oparg
        set_nop(inst)
    return False


def _opt_to_bool(bb: basicblock, i: int) -> bool:
    if _following(bb, i, TO_BOOL) is not None:
        set_nop(bb.b_instr[i])
    return False


def _opt_unary_not(bb: basicblock, i: int) -> bool:
    inst = bb.b_instr[i]
    following = _following(bb, i, TO_BOOL)
    if following is not None:
        set_nop(inst)
        following.i_opcode = UNARY_NOT
        following.i_oparg = 0
        return False
    following = _following(bb, i, UNARY_NOT)
    if following is not None:
        set_nop(inst)
        set_nop(following)
    return False


_OPTIMIZE.update({
    POP_JUMP_IF_NOT_NONE: _opt_conditional_jump,
    POP_JUMP_IF_NONE: _opt_conditional_jump,
    POP_JUMP_IF_FALSE: _opt_conditional_jump,
    POP_JUMP_IF_TRUE: _opt_conditional_jump,
    JUMP: _opt_jump,
    JUMP_NO_INTERRUPT: _opt_jump,
    STORE_FAST: _opt_store_fast,
    SWAP: _opt_swap,
    LOAD_GLOBAL: _opt_load_global,
    COMPARE_OP: _opt_bool_result,
    CONTAINS_OP: _opt_bool_result,
    IS_OP: _opt_bool_result,
    TO_BOOL: _opt_to_bool,
    UNARY_NOT: _opt_unary_not,
})


def optimize_basic_block(
    g: cfg_builder, const_cache: dict[Any, Any], bb: basicblock, consts: list[Any]
) -> None:
    """Shorten what stands next to each other in a block, and the jumps that lead to jumps.

    Raises:
        MemoryError: jumps lead to jumps without end. C goes on until there is no memory.
    """
    instrs = bb.b_instr
    optimize = _OPTIMIZE
    has_swap = False
    threaded = 0
    i = 0
    while i < len(instrs):
        opcode = instrs[i].i_opcode
        if opcode in optimize:
            has_swap = has_swap or opcode == SWAP
            if optimize[opcode](bb, i):
                threaded += 1
                if threaded > _LONG_CHAIN and threaded > len(blocks_of(g)):
                    raise MemoryError
                continue
        elif opcode == BUILD_TUPLE:
            _opt_build_tuple(g, const_cache, bb, i, consts)
        i += 1
    if has_swap:
        i = 0
        while i < len(instrs):
            if instrs[i].i_opcode == SWAP:
                i = swaptimize(bb, i)
                apply_static_swaps(bb, i)
            i += 1


def _opt_build_tuple(
    g: cfg_builder, const_cache: dict[Any, Any], bb: basicblock, i: int, consts: list[Any]
) -> None:
    """A tuple that is unpacked at once is not built; one of constants is made here."""
    inst = bb.b_instr[i]
    oparg = inst.i_oparg
    following = _following(bb, i, UNPACK_SEQUENCE)
    if following is not None and following.i_oparg == oparg and 1 <= oparg <= 3:
        set_nop(inst)
        if oparg == 1:
            set_nop(following)
        else:
            following.i_opcode = SWAP
    elif i >= oparg:
        fold_tuple_on_constants(g, const_cache, bb.b_instr, i, consts)


def optimize_basic_blocks(
    g: cfg_builder, const_cache: dict[Any, Any], consts: list[Any]
) -> None:
    """optimize_basic_block for every block (a loop of C's optimize_cfg)."""
    for b in blocks_of(g):
        optimize_basic_block(g, const_cache, b, consts)


# insert_superinstructions

_FAST = frozenset({LOAD_FAST, STORE_FAST})
_SUPER = {
    (LOAD_FAST, LOAD_FAST): LOAD_FAST_LOAD_FAST,
    (STORE_FAST, LOAD_FAST): STORE_FAST_LOAD_FAST,
    (STORE_FAST, STORE_FAST): STORE_FAST_STORE_FAST,
}


def make_super_instruction(inst1: cfg_instr, inst2: cfg_instr, super_op: int) -> None:
    """Make one instruction of two, if they are of one line and their arguments are small."""
    line1, line2 = inst1.i_loc[0], inst2.i_loc[0]
    if line1 >= 0 and line2 >= 0 and line1 != line2:
        return
    if inst1.i_oparg >= 16 or inst2.i_oparg >= 16:
        return
    inst1.i_opcode = super_op
    inst1.i_oparg = inst1.i_oparg << 4 | inst2.i_oparg
    set_nop(inst2)


def insert_superinstructions(g: cfg_builder) -> None:
    """Make one instruction of two that load or store local variables."""
    for b in blocks_of(g):
        inst: cfg_instr | None = None
        for following in b.b_instr:
            opcode = following.i_opcode
            if opcode in _FAST:
                if inst is not None:
                    super_op = _SUPER.get((inst.i_opcode, opcode))
                    if super_op is not None:
                        make_super_instruction(inst, following, super_op)
                inst = following if following.i_opcode != NOP else None
            else:
                inst = None
    remove_redundant_nops(g)


def remove_unused_consts(g: cfg_builder, consts: list[Any]) -> None:
    """Drop the constants that no instruction loads, but for the first, which may be the docstring."""
    if not consts:
        return
    has_const = OPCODE_HAS_CONST
    loads = [instr for b in blocks_of(g) for instr in b.b_instr if instr.i_opcode in has_const]
    used = sorted({0} | {instr.i_oparg for instr in loads})
    if used[-1] >= len(consts):
        raise malformed()
    if len(used) == len(consts):
        return
    consts[:] = [consts[index] for index in used]
    reverse_index_map = {index: i for i, index in enumerate(used)}
    for instr in loads:
        instr.i_oparg = reverse_index_map[instr.i_oparg]
