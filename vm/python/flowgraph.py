"""The flow graph of a code unit, from instructions to better instructions. Models Python/flowgraph.c.

This file has the order of the passes, and those that order the blocks; the others are in
flowgraph_stack.py (targets, handlers, stack depth), flowgraph_nops.py (removal), flowgraph_opt.py
(optimisation), flowgraph_swaps.py, flowgraph_lines.py and flowgraph_locals.py. The graph itself is in
flowgraph_cfg.py. A pass changes the graph in place; ``g.g_observer``, if set, sees the graph after each.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vm.python.flowgraph_cfg import (
    BB_HAS_FALLTHROUGH,
    _PyCfg_FromInstructionSequence,
    basicblock,
    basicblock_add_jump,
    blocks_of,
    cfg_builder,
    dump_cfg,
    get_max_label,
    make_cfg_traversal_stack,
    set_nop,
)
from vm.python.flowgraph_lines import resolve_line_numbers
from vm.python.flowgraph_locals import (
    add_checks_for_loads_of_uninitialized_variables,
    prepare_localsplus,
)
from vm.python.flowgraph_nops import (
    inline_small_or_no_lineno_blocks,
    remove_redundant_nops_and_jumps,
    remove_redundant_nops_and_pairs,
    remove_unreachable,
)
from vm.python.flowgraph_opt import (
    insert_superinstructions,
    optimize_basic_blocks,
    optimize_load_const,
    remove_unused_consts,
)
from vm.python.flowgraph_stack import (
    calculate_stackdepth,
    check_cfg,
    label_exception_targets,
    mark_except_handlers,
    normalize_jumps,
    translate_jump_labels_to_targets,
)
from vm.python.instruction_sequence import (
    NO_LABEL,
    NO_LOCATION,
    _PyInstruction,
    _PyInstructionSequence,
)
from vm.python.opcode_ids import (
    JUMP_NO_INTERRUPT,
    LOAD_CLOSURE,
    LOAD_FAST,
    STORE_FAST,
    STORE_FAST_MAYBE_NULL,
)
from vm.python.opcode_utils import HAS_TARGET, IS_BLOCK_PUSH_OPCODE, OPCODE_HAS_JUMP

if TYPE_CHECKING:
    from vm.python.compile_unit import _PyCompile_CodeUnitMetadata

__all__ = [
    "_PyCfg_FromInstructionSequence", "_PyCfg_JumpLabelsToTargets", "_PyCfg_OptimizeCodeUnit",
    "_PyCfg_OptimizedCfgToInstructionSequence", "_PyCfg_ToInstructionSequence", "cfg_builder",
    "dump_cfg",
]  # fmt: skip

_PSEUDO = IS_BLOCK_PUSH_OPCODE | {LOAD_CLOSURE, STORE_FAST_MAYBE_NULL}


def mark_warm(g: cfg_builder) -> None:
    """Mark the blocks that are reached without an exception."""
    stack = make_cfg_traversal_stack(g)
    _visit(stack, g.g_entryblock)
    while stack:
        b = stack.pop()
        b.b_warm = True
        if b.b_next is not None and not b.b_next.b_visited and BB_HAS_FALLTHROUGH(b):
            _visit(stack, b.b_next)
        for instr in b.b_instr:
            if instr.i_opcode in OPCODE_HAS_JUMP:
                assert instr.i_target is not None
                if not instr.i_target.b_visited:
                    _visit(stack, instr.i_target)


def _visit(stack: list[basicblock], b: basicblock) -> None:
    b.b_visited = True
    stack.append(b)


def mark_cold(g: cfg_builder) -> None:
    """Mark the blocks that are reached from handlers of exceptions only, and the warm ones."""
    mark_warm(g)
    stack = make_cfg_traversal_stack(g)
    for b in blocks_of(g):
        if b.b_except_handler:
            _visit(stack, b)
    while stack:
        b = stack.pop()
        b.b_cold = True
        following = b.b_next
        if following is not None and BB_HAS_FALLTHROUGH(b):
            if not following.b_warm and not following.b_visited:
                _visit(stack, following)
        if b.b_instr and b.b_instr[-1].i_opcode in OPCODE_HAS_JUMP:
            target = b.b_instr[-1].i_target
            assert target is not None
            if not target.b_warm and not target.b_visited:
                _visit(stack, target)


def push_cold_blocks_to_end(g: cfg_builder) -> None:
    """Move the cold blocks behind the warm ones."""
    if g.g_entryblock.b_next is None:
        return
    mark_cold(g)
    _make_cold_fallthroughs_explicit(g)
    entryblock, *others = blocks_of(g)
    warm = [entryblock]
    cold: list[basicblock] = []
    for b in others:
        (cold if b.b_cold else warm).append(b)
    order = warm + cold
    for b, following in pairwise(order):
        b.b_next = following
    order[-1].b_next = None
    g.g_blocks = order
    if cold:
        remove_redundant_nops_and_jumps(g)


def _make_cold_fallthroughs_explicit(g: cfg_builder) -> None:
    """Where a cold block goes on to a warm one, add a jump: they will not stay next to each other."""
    next_lbl = get_max_label(g) + 1
    for b in blocks_of(g):
        following = b.b_next
        if b.b_cold and following is not None and following.b_warm and BB_HAS_FALLTHROUGH(b):
            explicit_jump = basicblock()
            if following.b_label == NO_LABEL:
                following.b_label = next_lbl
                next_lbl += 1
            basicblock_add_jump(explicit_jump, JUMP_NO_INTERRUPT, following, NO_LOCATION)
            explicit_jump.b_cold = True
            explicit_jump.b_next = following
            explicit_jump.b_predecessors = 1
            b.b_next = explicit_jump
            g.g_blocks = None


def convert_pseudo_ops(g: cfg_builder) -> None:
    """Replace the pseudo instructions, but for jumps, by real ones."""
    for b in blocks_of(g):
        for instr in b.b_instr:
            opcode = instr.i_opcode
            if opcode in _PSEUDO:
                if opcode == LOAD_CLOSURE:
                    instr.i_opcode = LOAD_FAST
                elif opcode == STORE_FAST_MAYBE_NULL:
                    instr.i_opcode = STORE_FAST
                else:
                    set_nop(instr)
    remove_redundant_nops_and_jumps(g)


def _run_pass[T](g: cfg_builder, function: Callable[..., T], *args: Any) -> T:
    """Run a pass, and show the graph to who observes it."""
    result = function(g, *args)
    if g.g_observer is not None:
        g.g_observer(function.__name__, g)
    return result


def optimize_cfg(
    g: cfg_builder, consts: list[Any], const_cache: dict[Any, Any], firstlineno: int
) -> None:
    """Optimise the graph: constants are folded, jumps shortened, what is never reached removed."""
    _run_pass(g, check_cfg)
    _run_pass(g, inline_small_or_no_lineno_blocks)
    _run_pass(g, remove_unreachable)
    _run_pass(g, resolve_line_numbers, firstlineno)
    _run_pass(g, optimize_load_const, const_cache, consts)
    _run_pass(g, optimize_basic_blocks, const_cache, consts)
    _run_pass(g, remove_redundant_nops_and_pairs)
    _run_pass(g, remove_unreachable)
    _run_pass(g, remove_redundant_nops_and_jumps)


def _PyCfg_OptimizeCodeUnit(
    g: cfg_builder, consts: list[Any], const_cache: dict[Any, Any], nlocals: int, nparams: int,
    firstlineno: int,
) -> None:
    """Run the passes that need not know how the locals are laid out.

    Args:
        consts: the unit's constants; changed in place.
        const_cache: the constants of the compilation, by _PyCode_ConstantKey.
        nlocals, nparams: how many local variables, and how many of them are parameters.

    Raises:
        SystemError: the graph is malformed.
    """
    _run_pass(g, translate_jump_labels_to_targets)
    _run_pass(g, mark_except_handlers)
    _run_pass(g, label_exception_targets)
    optimize_cfg(g, consts, const_cache, firstlineno)
    _run_pass(g, remove_unused_consts, consts)
    _run_pass(g, add_checks_for_loads_of_uninitialized_variables, nlocals, nparams)
    _run_pass(g, insert_superinstructions)
    _run_pass(g, push_cold_blocks_to_end)
    _run_pass(g, resolve_line_numbers, firstlineno)


def _PyCfg_ToInstructionSequence(g: cfg_builder) -> _PyInstructionSequence:
    """The graph as a sequence of instructions; each block has a label."""
    blocks = blocks_of(g)
    for lbl, b in enumerate(blocks):
        b.b_label = lbl
    seq = _PyInstructionSequence()
    instrs = seq.s_instrs
    labelmap = seq.s_labelmap = {}
    has_target = HAS_TARGET
    handlers: dict[basicblock, tuple[int, int, int]] = {}
    for b in blocks:
        labelmap[b.b_label] = len(instrs)
        for instr in b.b_instr:
            opcode = instr.i_opcode
            if opcode in has_target:
                assert instr.i_target is not None
                instr.i_oparg = instr.i_target.b_label
            copy = _PyInstruction(opcode, instr.i_oparg, instr.i_loc)
            handler = instr.i_except
            if handler is not None:
                info = handlers.get(handler)
                if info is None:
                    info = handlers[handler] = (
                        handler.b_label, handler.b_startdepth, handler.b_preserve_lasti)
                copy.i_except_handler_info = info
            instrs.append(copy)
    return seq


def _PyCfg_OptimizedCfgToInstructionSequence(
    g: cfg_builder, umd: _PyCompile_CodeUnitMetadata, code_flags: int
) -> tuple[int, int, _PyInstructionSequence]:
    """Lay out the locals, replace pseudo instructions, and put the blocks one behind the other.

    Returns:
        The depth of the stack, the number of fast locals, and the instructions.

    Raises:
        ValueError, SystemError: there is no depth of the stack that all ways through the graph agree on.
    """
    stackdepth = _run_pass(g, calculate_stackdepth)
    nlocalsplus = _run_pass(g, prepare_localsplus, umd, code_flags)
    _run_pass(g, convert_pseudo_ops)
    _run_pass(g, normalize_jumps)
    return stackdepth, nlocalsplus, _PyCfg_ToInstructionSequence(g)


def _PyCfg_JumpLabelsToTargets(g: cfg_builder) -> None:
    """Find jump targets and handlers of a graph that is not to be optimised."""
    _run_pass(g, translate_jump_labels_to_targets)
    _run_pass(g, label_exception_targets)
