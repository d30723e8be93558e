"""Read the instruction definitions."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Instruction:
    """One definition.

    Attributes:
        name: the opcode's name, or a variant's private name.
        inputs, outputs: names of stack entries, deepest first; None where the body handles the stack.
        pops, pushes: how many entries, as expressions over ``oparg``.
        jump: net effect on the stack when it jumps, or None if it does not differ.
        variant_of: the instruction that this is a decoded form of, or None.
        body: the statements, docstring removed.
        doc: one line of meaning.
        number: the private opcode, given by the dispatch tree.
    """

    name: str
    inputs: list[str] | None
    outputs: list[str] | None
    pops: str
    pushes: str
    jump: str | None
    variant_of: str | None
    body: list[ast.stmt]
    doc: str
    number: int = -1


@dataclass
class Module:
    """The whole of bytecodes.py: its import statements, its constants and its instructions by name."""

    imports: list[ast.stmt] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    instructions: dict[str, Instruction] = field(default_factory=dict)

    def real(self) -> list[Instruction]:
        """The instructions that exist in CPython, without our decoded variants."""
        return [i for i in self.instructions.values() if i.variant_of is None]


def load(path: Path) -> Module:
    """Parse the definitions file."""
    module = Module()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module.imports.append(node)
        elif isinstance(node, ast.Assign):
            module.constants[ast.unparse(node.targets[0])] = ast.unparse(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name != "inst":
            instruction = _instruction(node)
            module.instructions[instruction.name] = instruction
    return module


def _instruction(node: ast.FunctionDef) -> Instruction:
    call = node.decorator_list[0]
    assert isinstance(call, ast.Call)
    options = {kw.arg: kw.value for kw in call.keywords if kw.arg}
    inputs = outputs = None
    if call.args:
        before, _, after = ast.literal_eval(call.args[0]).partition("--")
        inputs, outputs = _names(before), _names(after)
        pops, pushes = str(len(inputs)), str(len(outputs))
    else:
        pops, pushes = ast.literal_eval(options["pops"]), ast.literal_eval(options["pushes"])
    literal = {key: ast.literal_eval(options[key]) for key in ("jump", "variant_of") if key in options}
    return Instruction(
        node.name, inputs, outputs, pops, pushes, literal.get("jump"), literal.get("variant_of"),
        node.body[1:], ast.get_docstring(node) or "")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
