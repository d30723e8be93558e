"""Sequences of instructions: what the stages of the compiler hand to each other.

Models Python/instruction_sequence.c. A location is the tuple
``(lineno, end_lineno, col_offset, end_col_offset)``; a label is an int.
"""

from __future__ import annotations

from typing import Any

from vm.python.opcode_ids import opmap
from vm.python.opcode_utils import HAS_TARGET

type Location = tuple[int, int, int, int]

#: The instruction has no place in the source text.
NO_LOCATION: Location = (-1, -1, -1, -1)
#: The instruction takes the location of the one after it.
NEXT_LOCATION: Location = (-2, -2, -2, -2)
NO_LABEL = -1
#: What C has for a label that was never placed; only programs that make sequences by hand forget to.
UNPLACED = -111

_NAMES = {number: name for name, number in opmap.items()}


class _PyInstruction:
    """One instruction.

    ``i_except_handler_info`` is None or ``(h_label, h_startdepth, h_preserve_lasti)``; ``i_target`` and
    ``i_offset`` are for the flow graph and the assembler.
    """

    __slots__ = ("i_opcode", "i_oparg", "i_loc", "i_except_handler_info", "i_target", "i_offset")

    def __init__(self, opcode: int, oparg: int, loc: Location) -> None:
        self.i_opcode = opcode
        self.i_oparg = oparg
        self.i_loc = loc
        self.i_except_handler_info: tuple[int, int, int] | None = None
        self.i_target = 0
        self.i_offset = 0


class _PyInstructionSequence:
    """Instructions in order. ``s_labelmap`` (label -> index) is None once labels are indexes."""

    __slots__ = ("s_instrs", "s_labelmap", "s_nested", "s_next_free_label")

    def __init__(self) -> None:
        self.s_instrs: list[_PyInstruction] = []
        self.s_labelmap: dict[int, int] | None = {}
        self.s_nested: list[_PyInstructionSequence] = []
        self.s_next_free_label = 0


def _PyInstructionSequence_NewLabel(seq: _PyInstructionSequence) -> int:
    """A new label, not yet placed."""
    seq.s_next_free_label += 1
    return seq.s_next_free_label


def _PyInstructionSequence_UseLabel(seq: _PyInstructionSequence, lbl: int) -> None:
    """Place a label before the next instruction."""
    if seq.s_labelmap is None:
        seq.s_labelmap = {}
    seq.s_labelmap[lbl] = len(seq.s_instrs)


def _PyInstructionSequence_ApplyLabelMap(seq: _PyInstructionSequence) -> None:
    """Replace labels by indexes of instructions; does nothing the second time."""
    labelmap = seq.s_labelmap
    if labelmap is None:
        return
    has_target = HAS_TARGET
    for instr in seq.s_instrs:
        if instr.i_opcode in has_target:
            instr.i_oparg = labelmap.get(instr.i_oparg, UNPLACED)
        info = instr.i_except_handler_info
        if info is not None:
            instr.i_except_handler_info = (labelmap[info[0]], info[1], info[2])
    seq.s_labelmap = None


def _PyInstructionSequence_Addop(
    seq: _PyInstructionSequence, opcode: int, oparg: int, loc: Location
) -> None:
    """Append an instruction."""
    seq.s_instrs.append(_PyInstruction(opcode, oparg, loc))


def _PyInstructionSequence_InsertInstruction(
    seq: _PyInstructionSequence, pos: int, opcode: int, oparg: int, loc: Location
) -> None:
    """Insert an instruction; labels at its place move behind it."""
    seq.s_instrs.insert(pos, _PyInstruction(opcode, oparg, loc))
    labelmap = seq.s_labelmap or {}
    for lbl, index in labelmap.items():
        if index >= pos:
            labelmap[lbl] = index + 1


def _PyInstructionSequence_AddNested(
    seq: _PyInstructionSequence, nested: _PyInstructionSequence
) -> None:
    """Add the sequence of a nested function or class."""
    seq.s_nested.append(nested)


def dump_instruction_sequence(seq: _PyInstructionSequence) -> str:
    """The textual form: one line per instruction with labels, location and handler; then nested ones."""
    lines: list[str] = []
    todo = [(seq, "")]
    while todo:
        part, path = todo.pop()
        lines.append(f"sequence {path or 'top'}")
        lines.extend(_dump_instructions(part))
        nested = [
            (inner, f"{path}.{number}" if path else str(number))
            for number, inner in enumerate(part.s_nested)
        ]
        todo.extend(reversed(nested))
    return "\n".join(lines) + "\n"


def _dump_instructions(seq: _PyInstructionSequence) -> list[str]:
    labels: dict[int, list[int]] = {}
    for lbl, index in (seq.s_labelmap or {}).items():
        labels.setdefault(index, []).append(lbl)
    lines: list[str] = []
    for index, instr in enumerate(seq.s_instrs):
        lines.extend(f"  L{lbl}:" for lbl in labels.get(index, ()))
        lines.append(f"    {_dump_instruction(instr, seq.s_labelmap is not None)}")
    lines.extend(f"  L{lbl}:" for lbl in labels.get(len(seq.s_instrs), ()))
    return lines


def _dump_instruction(instr: _PyInstruction, with_labels: bool) -> str:
    name: Any = _NAMES.get(instr.i_opcode, instr.i_opcode)
    prefix = ""
    if instr.i_opcode in HAS_TARGET:
        prefix = "L" if with_labels else "@"
    text = f"{name:<28}{prefix}{instr.i_oparg}"
    lineno, end_lineno, col, end_col = instr.i_loc
    if instr.i_loc == NO_LOCATION:
        where = "-"
    elif instr.i_loc == NEXT_LOCATION:
        where = "next"
    else:
        where = f"{lineno}:{col}-{end_lineno}:{end_col}"
    text = f"{text:<40}{where}"
    if instr.i_except_handler_info is not None:
        text += f"  handler {instr.i_except_handler_info}"
    return text
