"""The flow graph of a code unit: blocks, instructions, and what every pass asks of them.

Models the first part of Python/flowgraph.c. Where C checks only in debug builds and the graph may come from
a program (``_testinternalcapi``), these functions raise SystemError.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.python.instruction_sequence import (
    NO_LABEL,
    Location,
    _PyInstructionSequence,
    _PyInstructionSequence_ApplyLabelMap,
)
from vm.python.opcode_ids import NOP
from vm.python.opcode_metadata import (
    HAS_CONST_FLAG,
    HAS_EVAL_BREAK_FLAG,
    _PyOpcode_opcode_metadata,
    _PyOpcode_OpName,
)
from vm.python.opcode_utils import (
    HAS_TARGET,
    IS_SCOPE_EXIT_OPCODE,
    IS_UNCONDITIONAL_JUMP_OPCODE,
    OPCODE_HAS_JUMP,
)

#: Instructions that must be the last of their block.
IS_TERMINATOR_OPCODE = OPCODE_HAS_JUMP | IS_SCOPE_EXIT_OPCODE

#: Instructions after which control never reaches the one behind them.
NO_FALLTHROUGH_OPCODE = IS_SCOPE_EXIT_OPCODE | IS_UNCONDITIONAL_JUMP_OPCODE


def _with_flag(flag: int) -> frozenset[int]:
    return frozenset(
        opcode for opcode, flags in enumerate(_PyOpcode_opcode_metadata) if flags > 0 and flags & flag)


OPCODE_HAS_CONST = _with_flag(HAS_CONST_FLAG)
OPCODE_HAS_EVAL_BREAK = _with_flag(HAS_EVAL_BREAK_FLAG)


class cfg_instr:
    """An instruction in a block; ``i_target`` and ``i_except`` are blocks or None."""

    __slots__ = ("i_opcode", "i_oparg", "i_loc", "i_target", "i_except")

    i_target: basicblock | None
    i_except: basicblock | None

    def __init__(self, opcode: int, oparg: int, loc: Location) -> None:
        self.i_opcode = opcode
        self.i_oparg = oparg
        self.i_loc = loc
        self.i_target = None
        self.i_except = None


class basicblock:
    """Instructions that run one after the other.

    Attributes:
        b_label: number of the label before it, or NO_LABEL.
        b_exceptstack: handlers in force at its start, innermost last, on top of None; only while
            label_exception_targets runs.
        b_instr: the instructions.
        b_next: the block behind it in the code, or None.
        b_unsafe_locals_mask: the locals (of the first 64) that may be unbound at its start.
        b_predecessors: how many ways lead into it.
        b_startdepth: depth of the stack at its start.
        b_preserve_lasti: it is a handler that wants to know where the exception was raised.
        b_visited, b_except_handler, b_cold, b_warm: marks of the passes.
    """

    __slots__ = (
        "b_label", "b_exceptstack", "b_instr", "b_next", "b_unsafe_locals_mask", "b_predecessors",
        "b_startdepth", "b_preserve_lasti", "b_visited", "b_except_handler", "b_cold", "b_warm",
    )  # fmt: skip

    b_exceptstack: list[basicblock | None] | None
    b_next: basicblock | None

    def __init__(self, label: int = NO_LABEL) -> None:
        self.b_label = label
        self.b_exceptstack = None
        self.b_instr: list[cfg_instr] = []
        self.b_next = None
        self.b_unsafe_locals_mask = 0
        self.b_predecessors = 0
        self.b_startdepth = 0
        self.b_preserve_lasti = 0
        self.b_visited = False
        self.b_except_handler = False
        self.b_cold = False
        self.b_warm = False


class cfg_builder:
    """A flow graph.

    Attributes:
        g_entryblock: the first block; the others follow by ``b_next``.
        g_blocks: what blocks_of gives, or None when a block has been added since.
        g_observer: called with the name of each pass and the graph when the pass is done, or None.
        g_const_index: id of each constant -> its index, once a pass has asked for it (add_const).
    """

    __slots__ = ("g_entryblock", "g_blocks", "g_observer", "g_const_index")

    def __init__(self) -> None:
        self.g_entryblock = basicblock()
        self.g_blocks: list[basicblock] | None = None
        self.g_observer: Callable[[str, cfg_builder], None] | None = None
        self.g_const_index: dict[int, int] | None = None


def malformed() -> SystemError:
    """The error for a graph that no code generator makes."""
    return SystemError("malformed control flow graph.")


def blocks_of(g: cfg_builder) -> list[basicblock]:
    """The blocks in the order of the code. Who changes ``b_next`` sets ``g_blocks`` to None."""
    blocks = g.g_blocks
    if blocks is None:
        blocks = g.g_blocks = []
        b: basicblock | None = g.g_entryblock
        while b is not None:
            blocks.append(b)
            b = b.b_next
    return blocks


def make_cfg_traversal_stack(g: cfg_builder) -> list[basicblock]:
    """Forget which blocks have been visited; returns an empty stack of blocks."""
    for b in blocks_of(g):
        b.b_visited = False
    return []


def BB_HAS_FALLTHROUGH(b: basicblock) -> bool:
    """Whether control may go on from the end of a block to the next."""
    return not b.b_instr or b.b_instr[-1].i_opcode not in NO_FALLTHROUGH_OPCODE


def basicblock_exits_scope(b: basicblock) -> bool:
    """Whether a block ends by leaving the function."""
    return bool(b.b_instr) and b.b_instr[-1].i_opcode in IS_SCOPE_EXIT_OPCODE


def basicblock_has_eval_break(b: basicblock) -> bool:
    """Whether an instruction of a block looks for signals and the like."""
    return any(instr.i_opcode in OPCODE_HAS_EVAL_BREAK for instr in b.b_instr)


def basicblock_has_no_lineno(b: basicblock) -> bool:
    """Whether no instruction of a block has a line."""
    return all(instr.i_loc[0] < 0 for instr in b.b_instr)


def next_nonempty_block(b: basicblock | None) -> basicblock | None:
    """The first block from ``b`` on that has instructions, or None."""
    while b is not None and not b.b_instr:
        b = b.b_next
    return b


def set_nop(instr: cfg_instr) -> None:
    """Make an instruction do nothing (C's ``INSTR_SET_OP0(instr, NOP)``)."""
    instr.i_opcode = NOP
    instr.i_oparg = 0


def copy_instr(instr: cfg_instr) -> cfg_instr:
    """A copy of an instruction, for another block."""
    copy = cfg_instr(instr.i_opcode, instr.i_oparg, instr.i_loc)
    copy.i_target = instr.i_target
    copy.i_except = instr.i_except
    return copy


def basicblock_append_instructions(to: basicblock, from_: basicblock) -> None:
    """Append copies of the instructions of another block."""
    if to is from_:
        raise MemoryError  # C goes on until there is none
    to.b_instr.extend([copy_instr(instr) for instr in from_.b_instr])


def copy_basicblock(block: basicblock) -> basicblock:
    """A new block with copies of the instructions of one that has no fall-through."""
    result = basicblock()
    basicblock_append_instructions(result, block)
    return result


def basicblock_add_jump(b: basicblock, opcode: int, target: basicblock, loc: Location) -> None:
    """Append a jump to a block."""
    instr = cfg_instr(opcode, target.b_label, loc)
    instr.i_target = target
    b.b_instr.append(instr)


def get_max_label(g: cfg_builder) -> int:
    """The highest label of a graph, -1 if it has none."""
    return max(b.b_label for b in blocks_of(g))


def _PyCfg_FromInstructionSequence(seq: _PyInstructionSequence) -> cfg_builder:
    """The graph of a sequence of instructions (instr_sequence_to_cfg of Python/compile.c).

    Labels of the sequence become indexes; the block before which a label stands has its index for label.
    """
    _PyInstructionSequence_ApplyLabelMap(seq)
    has_target, terminators = HAS_TARGET, IS_TERMINATOR_OPCODE
    targets = {instr.i_oparg for instr in seq.s_instrs if instr.i_opcode in has_target}
    g = cfg_builder()
    block = g.g_entryblock
    instrs = block.b_instr
    terminated = False
    for index, i in enumerate(seq.s_instrs):
        if index in targets:
            if instrs or block.b_label != NO_LABEL:
                block.b_next = block = basicblock(index)
                instrs = block.b_instr
            else:
                block.b_label = index
        elif terminated:
            block.b_next = block = basicblock()
            instrs = block.b_instr
        opcode = i.i_opcode
        instrs.append(cfg_instr(opcode, i.i_oparg, i.i_loc))
        terminated = opcode in terminators
    return g


def dump_cfg(g: cfg_builder) -> str:
    """The textual form of a graph: each block with its marks, each instruction with where it leads."""
    blocks = blocks_of(g)
    number = {id(b): i for i, b in enumerate(blocks)}
    lines = []
    for i, b in enumerate(blocks):
        lines.append(_dump_block(i, b))
        lines.extend(f"    {_dump_instr(instr, number)}" for instr in b.b_instr)
    return "\n".join(lines) + "\n"


def _dump_block(number: int, b: basicblock) -> str:
    marks = [name for name in ("except_handler", "preserve_lasti", "cold", "warm")
             if getattr(b, f"b_{name}")]
    if not BB_HAS_FALLTHROUGH(b):
        marks.append("no_fallthrough")
    label = "" if b.b_label == NO_LABEL else f" L{b.b_label}"
    depth = "?" if b.b_startdepth < 0 else b.b_startdepth
    return " ".join([f"B{number}{label}: depth {depth}, {b.b_predecessors} in", *marks])


def _dump_instr(instr: cfg_instr, number: dict[int, int]) -> str:
    name: Any = _PyOpcode_OpName.get(instr.i_opcode, instr.i_opcode)
    arg = str(instr.i_oparg)
    if instr.i_target is not None and instr.i_opcode in HAS_TARGET:
        arg = f"-> B{number.get(id(instr.i_target), '?')}"
    lineno, end_lineno, col, end_col = instr.i_loc
    where = f"{lineno}:{col}-{end_lineno}:{end_col}" if lineno >= 0 else "-"
    text = f"{name:<28}{arg:<12}{where}"
    if instr.i_except is not None:
        text += f"  except B{number.get(id(instr.i_except), '?')}"
    return text
