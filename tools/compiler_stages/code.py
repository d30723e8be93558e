"""Instructions before the flow graph, and finished code, ours beside the host's.

Part of tools/compare_compiler.py.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType
from typing import Any

from vm.python.code_object import CodeObject
from vm.python.compile_code import _PyAST_Compile, _PyCompile_CodeGen
from vm.python.instruction_sequence import (
    _PyInstructionSequence,
    _PyInstructionSequence_ApplyLabelMap,
)
from vm.python.opcode_ids import opmap

_FIELDS = (
    "co_name", "co_qualname", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals",
    "co_stacksize", "co_flags", "co_names", "co_varnames", "co_cellvars", "co_freevars",
    "co_filename", "co_firstlineno", "co_code", "co_linetable", "co_exceptiontable",
)  # fmt: skip
_NAMES = {number: name for name, number in opmap.items()}


def compare_code(source: str | bytes, filename: str, optimize: int = 0) -> str | None:
    """Compare our code object of a source text with the host's, nested code included.

    Returns:
        None if they are equal, else the first difference.
    """
    theirs = compile(source, filename, "exec", 0, True, optimize)
    ours = _PyAST_Compile(ast.parse(source, filename), filename, 0, optimize)
    return code_difference(ours, theirs)


def code_difference(ours: CodeObject, theirs: CodeType) -> str | None:
    """The first field in which two code objects differ, or None."""
    todo = [(ours, theirs)]
    while todo:
        mine, host = todo.pop()
        nested: list[Any] = []
        host_nested: list[Any] = []
        difference = _field_difference(mine, nested, host, host_nested)
        if difference is not None:
            return f"{host.co_qualname}:{host.co_firstlineno}: {difference}"
        todo += zip(nested, host_nested)
    return None


def _field_difference(
    ours: CodeObject, nested: list[Any], theirs: CodeType, host_nested: list[Any]
) -> str | None:
    """The first field that differs. The code objects among the constants are added to the lists."""
    for field in _FIELDS:
        mine, host = getattr(ours, field), getattr(theirs, field)
        if mine != host:
            return f"{field}: {mine!r}, the host's is {host!r}"
    consts = [_typed(const, nested) for const in ours.co_consts]
    host_consts = [_typed(const, host_nested) for const in theirs.co_consts]
    if consts != host_consts:
        return f"co_consts: {consts!r}, the host's are {host_consts!r}"
    return None


def _typed(const: Any, nested: list[Any]) -> Any:
    """A form of a constant in which types and signs of zeros count."""
    if isinstance(const, (CodeObject, CodeType)):
        nested.append(const)
        return "code", const.co_name
    if isinstance(const, tuple):
        return "tuple", [_typed(item, nested) for item in const]
    if isinstance(const, frozenset):
        return "frozenset", sorted(repr(_typed(item, nested)) for item in const)
    return type(const).__name__, const if type(const) is int else repr(const)


def compare_codegen(source: str | bytes, filename: str, optimize: int = 0) -> str | None:
    """Compare our instructions before the flow graph with the host's, nested ones included.

    Raises:
        ImportError: the host has been built without its modules for tests.

    Returns:
        None if they are equal, else the first difference.
    """
    import _testinternalcapi  # type: ignore[import-not-found]

    tree = ast.parse(source, filename)
    theirs, host_metadata = _testinternalcapi.compiler_codegen(tree, filename, optimize)
    ours, metadata = _PyCompile_CodeGen(ast.parse(source, filename), filename, 0, optimize)
    difference = next(_sequence_differences(ours, theirs, "<module>"), None)
    if difference is None:
        for name, value in host_metadata.items():
            if _shown(metadata[name]) != _shown(value):
                return f"{name}: {_shown(metadata[name])}, the host's is {_shown(value)}"
    return difference


def _shown(value: Any) -> str:
    """A dict of constants with addresses left out."""
    if isinstance(value, dict):
        return repr([
            (key.co_name if isinstance(key, (CodeObject, CodeType)) else key, index)
            for key, index in value.items()
        ])  # fmt: skip
    return repr(value)


def _sequence_differences(ours: _PyInstructionSequence, theirs: Any, path: str) -> Iterator[str]:
    _PyInstructionSequence_ApplyLabelMap(ours)
    mine = [(i.i_opcode, i.i_oparg, *i.i_loc) for i in ours.s_instrs]
    host = [(item[0], item[1] or 0, *item[2:]) for item in theirs.get_instructions()]
    for index, (a, b) in enumerate(zip(mine, host)):
        if a != b:
            yield f"{path} {index}: {_NAMES[a[0]]} {a[1:]}, the host's is {_NAMES[b[0]]} {b[1:]}"
            return
    if len(mine) != len(host):
        yield f"{path}: {len(mine)} instructions, the host's are {len(host)}"
        return
    for number, (inner, host_inner) in enumerate(zip(ours.s_nested, theirs.get_nested())):
        yield from _sequence_differences(inner, host_inner, f"{path}.{number}")
