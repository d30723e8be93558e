"""Jump targets, exception handlers and stack depth of a flow graph: passes of Python/flowgraph.c."""

from __future__ import annotations

from vm.python.flowgraph_cfg import (
    BB_HAS_FALLTHROUGH,
    IS_TERMINATOR_OPCODE,
    NO_FALLTHROUGH_OPCODE,
    basicblock,
    basicblock_add_jump,
    blocks_of,
    cfg_builder,
    cfg_instr,
    make_cfg_traversal_stack,
    malformed,
    set_nop,
)
from vm.python.instruction_sequence import NO_LABEL
from vm.python.opcode_ids import (
    CACHE,
    JUMP,
    POP_BLOCK,
    POP_JUMP_IF_FALSE,
    POP_JUMP_IF_NONE,
    POP_JUMP_IF_NOT_NONE,
    POP_JUMP_IF_TRUE,
    RESUME,
    SETUP_CLEANUP,
    SETUP_WITH,
    YIELD_VALUE,
)
from vm.python.opcode_metadata import EFFECT, EFFECT_OF_OPARG, JUMP_EFFECT
from vm.python.opcode_utils import (
    HAS_TARGET,
    IS_BLOCK_PUSH_OPCODE,
    IS_UNCONDITIONAL_JUMP_OPCODE,
    OPCODE_HAS_JUMP,
    RESUME_AT_FUNC_START,
    RESUME_OPARG_DEPTH1_MASK,
)

_INT_MIN = -(1 << 31)
_SPECIAL = HAS_TARGET | {POP_BLOCK, YIELD_VALUE, RESUME}

_REVERSED = {
    POP_JUMP_IF_NOT_NONE: POP_JUMP_IF_NONE,
    POP_JUMP_IF_NONE: POP_JUMP_IF_NOT_NONE,
    POP_JUMP_IF_FALSE: POP_JUMP_IF_TRUE,
    POP_JUMP_IF_TRUE: POP_JUMP_IF_FALSE,
}


def translate_jump_labels_to_targets(g: cfg_builder) -> None:
    """Find the block of each label that an instruction names."""
    blocks = blocks_of(g)
    label2block = {b.b_label: b for b in blocks if b.b_label != NO_LABEL}
    has_target = HAS_TARGET
    for b in blocks:
        for instr in b.b_instr:
            if instr.i_opcode in has_target:
                target = label2block.get(instr.i_oparg)
                if target is None:
                    raise malformed()
                instr.i_target = target


def mark_except_handlers(g: cfg_builder) -> None:
    """Mark the blocks that handle exceptions."""
    pushes = IS_BLOCK_PUSH_OPCODE
    for b in blocks_of(g):
        for instr in b.b_instr:
            if instr.i_opcode in pushes:
                assert instr.i_target is not None
                instr.i_target.b_except_handler = True


def push_except_block(stack: list[basicblock | None], setup: cfg_instr) -> basicblock:
    """Put the handler that an instruction sets up on top of a stack of handlers; returns it."""
    target = setup.i_target
    assert target is not None
    if setup.i_opcode in (SETUP_WITH, SETUP_CLEANUP):
        target.b_preserve_lasti = 1
    stack.append(target)
    return target


def pop_except_block(stack: list[basicblock | None]) -> basicblock | None:
    """Drop the innermost handler; returns the one around it, or None."""
    if len(stack) < 2:
        raise malformed()
    del stack[-1]
    return stack[-1]


def label_exception_targets(g: cfg_builder) -> None:
    """Give each instruction its handler; POP_BLOCK becomes NOP."""
    todo = make_cfg_traversal_stack(g)
    _visit(todo, g.g_entryblock, [None])
    while todo:
        b = todo.pop()
        except_stack = b.b_exceptstack
        assert except_stack is not None
        b.b_exceptstack = None
        _label_block(b, except_stack, todo)
        following = b.b_next
        if following is not None and not following.b_visited and BB_HAS_FALLTHROUGH(b):
            _visit(todo, following, except_stack)


def _visit(todo: list[basicblock], b: basicblock, stack: list[basicblock | None]) -> None:
    b.b_exceptstack = stack
    b.b_visited = True
    todo.append(b)


def _label_block(
    b: basicblock, except_stack: list[basicblock | None], todo: list[basicblock]
) -> None:
    handler = except_stack[-1]
    special = _SPECIAL
    last_yield_except_depth = -1
    for instr in b.b_instr:
        opcode = instr.i_opcode
        if opcode not in special:
            instr.i_except = handler
        elif opcode == POP_BLOCK:
            handler = pop_except_block(except_stack)
            set_nop(instr)
        elif opcode in IS_BLOCK_PUSH_OPCODE:
            assert instr.i_target is not None
            if not instr.i_target.b_visited:
                _visit(todo, instr.i_target, except_stack.copy())
            handler = push_except_block(except_stack, instr)
        else:
            instr.i_except = handler
            if opcode == YIELD_VALUE:
                last_yield_except_depth = len(except_stack) - 1
            elif opcode == RESUME:
                if instr.i_oparg != RESUME_AT_FUNC_START:
                    if last_yield_except_depth == 1:
                        instr.i_oparg |= RESUME_OPARG_DEPTH1_MASK
                    last_yield_except_depth = -1
            else:
                assert instr.i_target is not None
                if not instr.i_target.b_visited:
                    _visit(todo, instr.i_target, except_stack.copy())


def check_cfg(g: cfg_builder) -> None:
    """Raise SystemError if a jump or exit is not the last instruction of its block."""
    terminators = IS_TERMINATOR_OPCODE
    for b in blocks_of(g):
        for instr in b.b_instr[:-1]:
            if instr.i_opcode in terminators:
                raise malformed()


def stackdepth_push(stack: list[basicblock], b: basicblock, depth: int) -> None:
    """Note that a block is entered with a depth; it is visited if that is news."""
    if b.b_startdepth >= 0 and b.b_startdepth != depth:
        raise ValueError("Invalid CFG, inconsistent stackdepth")
    if b.b_startdepth < depth and b.b_startdepth < 100:
        b.b_startdepth = depth
        stack.append(b)


def calculate_stackdepth(g: cfg_builder) -> int:
    """The greatest depth of the stack; fills in ``b_startdepth``."""
    for block in blocks_of(g):
        block.b_startdepth = _INT_MIN
    maxdepth = 0
    stack = make_cfg_traversal_stack(g)
    stackdepth_push(stack, g.g_entryblock, 0)
    has_target, no_fallthrough, effects = HAS_TARGET, NO_FALLTHROUGH_OPCODE, EFFECT
    while stack:
        b = stack.pop()
        depth = b.b_startdepth
        next_ = b.b_next
        for instr in b.b_instr:
            opcode = instr.i_opcode
            effect = effects[opcode]
            if effect is None:
                effect = _variable_effect(instr)
            new_depth = depth + effect
            if new_depth < 0:
                raise ValueError("Invalid CFG, stack underflow")
            if new_depth > maxdepth:
                maxdepth = new_depth
            if opcode in has_target:
                target_depth = depth + JUMP_EFFECT.get(opcode, effect)
                if target_depth > maxdepth:
                    maxdepth = target_depth
                assert instr.i_target is not None
                stackdepth_push(stack, instr.i_target, target_depth)
                if opcode in IS_UNCONDITIONAL_JUMP_OPCODE:
                    next_ = None
                    break
            elif opcode in no_fallthrough:
                next_ = None
                break
            depth = new_depth
        if next_ is not None:
            stackdepth_push(stack, next_, depth)
    return maxdepth


def _variable_effect(instr: cfg_instr) -> int:
    effect = EFFECT_OF_OPARG.get(instr.i_opcode)
    if effect is None:
        raise SystemError(
            f"Invalid stack effect for opcode={instr.i_opcode}, arg={instr.i_oparg}")
    return effect(instr.i_oparg)


def normalize_jumps(g: cfg_builder) -> None:
    """Make every conditional jump go forward; one that went back becomes a forward one over a jump back."""
    make_cfg_traversal_stack(g)
    b: basicblock | None = g.g_entryblock
    while b is not None:
        b.b_visited = True
        normalize_jumps_in_block(g, b)
        b = b.b_next


def normalize_jumps_in_block(g: cfg_builder, b: basicblock) -> None:
    """The same for one block; ``b_visited`` tells which blocks stand before it."""
    last = b.b_instr[-1] if b.b_instr else None
    if (
        last is None
        or last.i_opcode not in OPCODE_HAS_JUMP
        or last.i_opcode in IS_UNCONDITIONAL_JUMP_OPCODE
    ):
        return
    target = last.i_target
    assert target is not None
    if not target.b_visited:
        return
    if b.b_next is None:
        raise malformed()
    backwards_jump = basicblock()
    basicblock_add_jump(backwards_jump, JUMP, target, last.i_loc)
    last.i_opcode = _REVERSED.get(last.i_opcode, CACHE)
    last.i_target = b.b_next
    backwards_jump.b_cold = b.b_cold
    backwards_jump.b_next = b.b_next
    b.b_next = backwards_jump
    g.g_blocks = None
