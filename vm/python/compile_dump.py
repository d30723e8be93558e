"""The stages of a compilation as text.

`dump_stages` compiles and collects the textual form of what every stage makes. The forms of symbol tables,
sequences of instructions and flow graphs stand with what they show (dump_symtable, dump_instruction_sequence,
dump_cfg); here are those of syntax trees and of code objects.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from vm.objects.codeobject_lines import (
    PY_CODE_LOCATION_INFO_LONG,
    PY_CODE_LOCATION_INFO_NO_COLUMNS,
    PY_CODE_LOCATION_INFO_NONE,
    PY_CODE_LOCATION_INFO_ONE_LINE0,
    Location,
    location_entries,
)
from vm.python.code_object import CodeObject
from vm.python.compile_code import _PyAST_Compile
from vm.python.decode import parse_exception_table
from vm.python.flowgraph_cfg import dump_cfg
from vm.python.instruction_sequence import dump_instruction_sequence
from vm.python.opcode_ids import EXTENDED_ARG, JUMP_BACKWARD, JUMP_BACKWARD_NO_INTERRUPT
from vm.python.opcode_metadata import _PyOpcode_Caches, _PyOpcode_OpName
from vm.python.opcode_utils import OPCODE_HAS_JUMP
from vm.python.pycore_symtable import dump_symtable

#: Longest text of a constant.
_MAX_TEXT = 200
#: Deepest indentation of a tree; nodes below stand as far to the right.
_MAX_INDENT = 40


class Stage(NamedTuple):
    """What one stage has made: its C function, the unit (None: the whole text), and the text."""

    name: str
    unit: str | None
    text: str


#: The form of what each stage makes; that of every other stage is a flow graph's.
_FORMS: dict[str, Callable[[Any], str]] = {}


def dump_stages(mod: ast.mod, filename: str, flags: int = 0, optimize: int = 0) -> list[Stage]:
    """Compile a tree, which is changed; returns the text of every stage in the order in which they ran.

    For each unit, the inner ones first, these are the instructions before the flow graph, the graph after
    each of its passes, and the code object.

    Raises:
        SyntaxError, RecursionError: as _PyAST_Compile.
    """
    stages: list[Stage] = []

    def observe(name: str, unit: str | None, made: Any) -> None:
        stages.append(Stage(name, unit, _FORMS.get(name, dump_cfg)(made)))

    _PyAST_Compile(mod, filename, flags, optimize, observer=observe)
    return stages


def constant_text(value: Any) -> str:
    """A constant as text, cut off if it is long; the elements of sets are sorted."""
    if isinstance(value, CodeObject):
        return f"<code {value.co_qualname}>"
    if isinstance(value, int) and value.bit_length() > 4 * _MAX_TEXT:
        return f"<int of {value.bit_length()} bits>"
    if isinstance(value, tuple | frozenset):
        return _collection_text(value)
    if isinstance(value, str | bytes) and len(value) > _MAX_TEXT:
        return f"{value[:_MAX_TEXT]!r}... ({len(value)})"
    return repr(value)


def _collection_text(value: tuple[Any, ...] | frozenset[Any]) -> str:
    if isinstance(value, frozenset):
        items = sorted(map(constant_text, value))
        form = "frozenset({%s})"
    else:
        items = list(map(constant_text, value))
        form = "(%s,)" if len(items) == 1 else "(%s)"
    text = form % ", ".join(items[:_MAX_TEXT])
    return text if len(items) <= _MAX_TEXT else f"{text}... ({len(items)})"


# Syntax trees


def dump_ast(tree: ast.AST) -> str:
    """A syntax tree: a line for each node, with its place and its plain fields; what is inside below it."""
    lines: list[str] = []
    todo: list[tuple[str, Any, int]] = [("", tree, 0)]
    while todo:
        label, node, depth = todo.pop()
        indent = "  " * min(depth, _MAX_INDENT)
        lines.append(f"{indent}{label}{_node_text(node)}")
        todo += reversed([(inner, child, depth + 1) for inner, child in _children(node)])
    return "\n".join(lines) + "\n"


def _node_text(node: ast.AST) -> str:
    parts = [type(node).__name__]
    if hasattr(node, "lineno"):
        place: Any = node
        parts.append(
            f"{place.lineno}:{place.col_offset}-{place.end_lineno}:{place.end_col_offset}")
    for name, value in ast.iter_fields(node):
        if isinstance(node, ast.Constant | ast.MatchSingleton) and name == "value":
            parts.append(f"value={constant_text(value)}")
        elif _is_plain(value):
            parts.append(f"{name}={type(value).__name__}")
        elif isinstance(value, list) and value and isinstance(value[0], str):
            parts.append(f"{name}={','.join(value)}")
        elif isinstance(value, list) and value and _is_plain(value[0]):
            parts.append(f"{name}={','.join(type(item).__name__ for item in value)}")
        elif value is not None and not isinstance(value, ast.AST | list):
            parts.append(f"{name}={value!r}")
    return " ".join(parts)


def _is_plain(value: Any) -> bool:
    """Whether a value is a node that its name says all about: an operator, a context."""
    return isinstance(value, ast.AST) and not value._fields and not value._attributes


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The nodes inside a node, each with its label, but for plain ones."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST) and not _is_plain(value):
            yield f"{name}: ", value
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, ast.AST) and not _is_plain(item):
                    yield f"{name}[{i}]: ", item


# Code objects


def dump_code(code: CodeObject) -> str:
    """The textual form of a code object: its fields, its instructions and its tables, decoded."""
    parts = (_dump_fields, _dump_code_units, _dump_handlers, _dump_locations)
    return "\n".join([line for part in parts for line in part(code)]) + "\n"


def _dump_fields(code: CodeObject) -> list[str]:
    consts = [f"    {i:>4}  {constant_text(const)}" for i, const in enumerate(code.co_consts)]
    kinds = (f"{name}:{kind:#x}" for name, kind in zip(
        code.co_localsplusnames, code.co_localspluskinds))
    return [
        f"code {code.co_qualname}, line {code.co_firstlineno}",
        f"  args {code.co_argcount} positional-only {code.co_posonlyargcount} "
        f"keyword-only {code.co_kwonlyargcount} stack {code.co_stacksize} flags {code.co_flags:#x}",
        "  consts", *consts,
        f"  names {', '.join(code.co_names)}".rstrip(),
        f"  locals {', '.join(kinds)}".rstrip(),
    ]


def _dump_code_units(code: CodeObject) -> list[str]:
    """The instructions by their offsets in code units, with places, targets of jumps and caches."""
    lines = ["  instructions"]
    places = _places(code)
    units = code.co_code
    extended = offset = 0
    while offset < len(units) // 2:
        opcode, arg = units[2 * offset], units[2 * offset + 1]
        oparg = extended << 8 | arg
        extended = oparg if opcode == EXTENDED_ARG else 0
        caches = _PyOpcode_Caches[opcode]
        text = f"{_PyOpcode_OpName.get(opcode, opcode):<28}{arg if opcode == EXTENDED_ARG else oparg}"
        following = offset + 1 + caches
        if opcode in OPCODE_HAS_JUMP:
            backward = opcode in (JUMP_BACKWARD, JUMP_BACKWARD_NO_INTERRUPT)
            text += f" -> {following - oparg if backward else following + oparg}"
        text = f"    {offset:>4}  {text:<44}{places[offset]}"
        lines.append(f"{text}  caches {caches}" if caches else text)
        offset = following
    return lines


def _dump_handlers(code: CodeObject) -> list[str]:
    entries = parse_exception_table(code.co_exceptiontable)
    lines = [
        f"    {start // 2:>4} to {end // 2} -> {target // 2} depth {depth}{' lasti' if lasti else ''}"
        for start, end, target, depth, lasti in entries
    ]
    return ["  handlers", *lines] if lines else []


def _dump_locations(code: CodeObject) -> list[str]:
    """The entries of the table of locations: the code units that each is for, its form, and the place."""
    forms = [byte >> 3 & 15 for byte in code.co_linetable if byte & 0x80]
    lines = ["  locations"]
    start = 0
    for form, (length, _, location) in zip(
        forms, location_entries(code.co_linetable, code.co_firstlineno)
    ):
        end = start + length // 2
        lines.append(f"    {start:>4} to {end:<5}{_form_name(form):<12}{_place(location)}")
        start = end
    return lines


def _form_name(form: int) -> str:
    if form < PY_CODE_LOCATION_INFO_ONE_LINE0:
        return "short"
    if form < PY_CODE_LOCATION_INFO_NO_COLUMNS:
        return f"one line+{form - PY_CODE_LOCATION_INFO_ONE_LINE0}"
    return {
        PY_CODE_LOCATION_INFO_NO_COLUMNS: "no columns", PY_CODE_LOCATION_INFO_LONG: "long",
        PY_CODE_LOCATION_INFO_NONE: "none",
    }[form]


def _places(code: CodeObject) -> list[str]:
    """The place of each code unit as text."""
    places: list[str] = []
    for length, _, location in location_entries(code.co_linetable, code.co_firstlineno):
        places += [_place(location)] * (length // 2)
    return places


def _place(location: Location) -> str:
    line, end_line, column, end_column = location
    if line is None:
        return "-"
    if column is None:
        return f"{line}"
    return f"{line}:{column}-{end_line}:{end_column}"


_FORMS.update({
    "_PyAST_Optimize": dump_ast,
    "_PySymtable_Build": dump_symtable,
    "compiler_codegen": dump_instruction_sequence,
    "_PyAssemble_MakeCodeObject": dump_code,
})
