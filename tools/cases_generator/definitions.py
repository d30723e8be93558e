"""Read the instruction definitions."""

from __future__ import annotations

import ast
import copy
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


class _MacroExpander(ast.NodeTransformer):
    """Replaces calls of the file's own macros, as statements, by their bodies with arguments put in."""

    def __init__(self) -> None:
        self.macros: dict[str, ast.FunctionDef] = {}

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        """Expand a call of a macro, and what its body calls in turn."""
        call = node.value
        name = getattr(call.func, "id", None) if isinstance(call, ast.Call) else None
        if name not in self.macros:
            return node
        assert isinstance(call, ast.Call)
        macro = self.macros[name]
        values = dict(zip((a.arg for a in macro.args.args), call.args, strict=True))
        body = [_PutIn(values).visit(copy.deepcopy(stmt)) for stmt in macro.body[1:]]
        return [expanded for stmt in body for expanded in self.expand([stmt])]

    def expand(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """The statements with every macro expanded."""
        result: list[ast.stmt] = []
        for stmt in body:
            visited = self.visit(stmt)
            result += visited if isinstance(visited, list) else [visited]
        return result


class _PutIn(ast.NodeTransformer):
    """Puts arguments in the place of a macro's parameters."""

    def __init__(self, values: dict[str, ast.expr]):
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replace a parameter's name."""
        return copy.deepcopy(self.values.get(node.id, node))


def load(path: Path) -> Module:
    """Parse the definitions file."""
    module = Module()
    expander = _MacroExpander()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and node.name not in ("inst", "macro"):
            if ast.unparse(node.decorator_list[0]) == "macro":
                expander.macros[node.name] = node
                continue
            node.body = expander.expand(node.body)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module.imports.append(node)
        elif isinstance(node, ast.Assign):
            module.constants[ast.unparse(node.targets[0])] = ast.unparse(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name not in ("inst", "macro"):
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
