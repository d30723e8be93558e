"""Which places of a code object can start a line. A part of Python/instrumentation.c (initialize_lines)."""

from __future__ import annotations

from vm.objects.codeobject import PyCodeObject, instruction_positions
from vm.python.opcode_metadata import NAME

_NEVER = frozenset(("END_ASYNC_FOR", "END_FOR", "END_SEND", "RESUME"))
_TO_TARGET = frozenset((
    "POP_JUMP_IF_FALSE", "POP_JUMP_IF_TRUE", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE", "JUMP_FORWARD",
    "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"))
_PAST_TARGET = frozenset(("FOR_ITER", "SEND"))


def instruction_lines(body: PyCodeObject) -> list[int | None]:
    """The line of each decoded instruction, None for none."""
    return [row[0] for row in instruction_positions(body)]


def starts_line(body: PyCodeObject, lines: list[int | None], first: int) -> frozenset[int]:
    """The places whose line may have to be reported when they are reached.

    They are those whose line is not that of the instruction before them, targets of jumps, and exception
    handlers; whether the line is another than that of the instruction that ran before is
    found out when the place is reached.
    """
    base = body.base_instrs
    assert base is not None
    names = [NAME[op] for op, _, _ in base]
    places = set()
    current: int | None = -1
    for i in range(first, len(base)):
        if names[i] in _NEVER:
            continue
        if lines[i] != current and lines[i] is not None:
            places.add(i)
        current = lines[i]
    for i in range(first, len(base)):
        if names[i] in _TO_TARGET:
            _add_target(places, lines, base[i][1])
        elif names[i] in _PAST_TARGET:
            _add_target(places, lines, base[i][1] + 1)
    for target in _handlers(body):
        if names[target] != "END_ASYNC_FOR":
            _add_target(places, lines, target)
    return frozenset(i for i in places if i >= first)


def _add_target(places: set[int], lines: list[int | None], target: int) -> None:
    if lines[target] is not None:
        places.add(target)


def _handlers(body: PyCodeObject) -> set[int]:
    from vm.python.decode import decode_handlers  # which imports the instrumentation

    if body.handlers is None:
        decode_handlers(body)
    assert body.handlers is not None
    return {handler[0] for handler in body.handlers if handler is not None}
