"""The listing of a code object, as `dis` writes it, with the guest's constants in place of the host's."""

from __future__ import annotations

import dis
import pkgutil
from collections.abc import Iterator
from typing import Any

from vm.objects.codeobject_lines import line_ranges
from vm.probe.saferepr import saferepr

#: Characters of a constant in the listing.
MAX_CONSTANT = 60

Row = dict[str, Any]


class _Constant:
    """Stands for a guest constant where `dis` asks for its repr."""

    __slots__ = ("text",)

    def __init__(self, text: str):
        self.text = text

    def __repr__(self) -> str:
        return self.text


class _Lines:
    """What `dis.findlinestarts` asks of a code object."""

    def __init__(self, body: Any):
        self.body = body

    def co_lines(self) -> Iterator[tuple[int, int, int | None]]:
        return line_ranges(self.body)


def instructions(body: Any) -> list[Row]:
    """Return the instructions of a code object as rows of plain data, in order of their offsets.

    Jumps are named by labels and inline caches are left out, as in ``dis.dis``.
    """
    # The resolver and the reader are private to dis, and the same in every 3.13.
    exceptions = dis._parse_exception_table(body)  # type: ignore[attr-defined]
    labels = dis._make_labels_map(body.co_code, exceptions)  # type: ignore[attr-defined]
    resolver = dis.ArgResolver(  # type: ignore[attr-defined]
        co_consts=[_Constant(saferepr(op, MAX_CONSTANT)) for op in body.co_consts.value],
        names=body.co_names,
        varname_from_oparg=lambda oparg: body.co_localsplusnames[oparg],
        labels_map=labels,
    )
    found = dis._get_instructions_bytes(  # type: ignore[attr-defined]
        body.co_code,
        linestarts=dict(dis.findlinestarts(_Lines(body))),  # type: ignore[arg-type]
        arg_resolver=resolver,
    )
    return [_row(item, labels) for item in found]


def _row(item: Any, labels: dict[int, int]) -> Row:
    label = labels.get(item.offset)
    return {
        "offset": item.offset,
        "opname": item.opname,
        "arg": item.arg,
        "argrepr": item.argrepr or "",
        "line": item.line_number or None,
        "target": "" if label is None else f"L{label}",
        "jump": item.jump_target,
    }


def exception_table(body: Any) -> list[Row]:
    """Return the entries of the exception table as plain data, in byte offsets."""
    entries = dis._parse_exception_table(body)  # type: ignore[attr-defined]
    return [
        {"start": e.start, "end": e.end, "target": e.target, "depth": e.depth, "lasti": e.lasti}
        for e in entries
    ]


def definition(opname: str) -> str:
    """Return the text of an instruction's definition in bytecodes.py, or "" where no sources are kept."""
    try:
        data = pkgutil.get_data("vm.python", "bytecodes.py")
    except OSError:
        return ""
    lines = (data or b"").decode().splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(f"def {opname}(")), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(lines) and (not lines[end] or lines[end].startswith(" ")):
        end += 1
    while start and lines[start - 1]:
        start -= 1
    return "\n".join(lines[start:end]).rstrip()
