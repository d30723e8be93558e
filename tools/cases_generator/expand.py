"""Expand the macros of a definition's body into plain statements."""

from __future__ import annotations

import ast
from collections.abc import Callable

from tools.cases_generator.definitions import Instruction

_LEAVE = "action = {action}\nvalue = {value}\nbreak"


class BodyExpander:
    """Turns one instruction's body into text.

    Args:
        instruction: the definition.
    """

    def __init__(self, instruction: Instruction):
        self.instruction = instruction
        self.escapes = False  # may a deallocation or native have queued finalisers?

    def whole(self) -> list[str]:
        """The instruction from its beginning."""
        return self._assemble(self.instruction.body)

    def remainder(self) -> list[str] | None:
        """What is left to do when an awaited result has come, or None if nothing is awaited.

        The result is in ``value``; the inputs are on the stack, as when the instruction began.
        """
        for i, stmt in enumerate(self.instruction.body):
            awaits = [n for n in ast.walk(stmt) if _is_await(n)]
            if awaits:
                target = awaits[0].targets[0].id  # type: ignore[attr-defined]
                return [f"{target} = value"] + self._assemble(self.instruction.body[i + 1:])
        return None

    def _assemble(self, body: list[ast.stmt]) -> list[str]:
        self.escapes = False
        lines = self._inputs(body)
        ends_in_check = bool(body) and _is_macro(body[-1], "CHECK_EVAL_BREAKER")
        lines += self._block(body[:-1] if ends_in_check else body)
        lines += self._outputs()
        if self.escapes:
            lines += ["if pending:", *_indent(_LEAVE.format(action="A_FINALIZE", value="None"))]
        if ends_in_check:
            lines += self._check_eval_breaker(body[-1])
        return lines or ["pass"]

    def _check_eval_breaker(self, stmt: ast.stmt) -> list[str]:
        targets = [ast.unparse(arg) for arg in stmt.value.args]  # type: ignore[attr-defined]
        leave = _LEAVE.format(action="A_PENDING", value="pc" if targets else "None")
        jump = [f"pc = {target}" for target in targets]
        *first, last = leave.split("\n")
        return [
            "tstate.ticks = ticks = tstate.ticks - 1",
            "if ticks <= 0 or tstate.eval_breaker:",
            *_indent_lines([*first, *jump, last]), *jump]

    def _inputs(self, body: list[ast.stmt]) -> list[str]:
        used = {n.id for stmt in body for n in ast.walk(stmt) if isinstance(n, ast.Name)}
        names = self.instruction.inputs or []
        return [f"{name} = localsplus[sp - {len(names) - i}]"
                for i, name in enumerate(names) if name in used]

    def _outputs(self) -> list[str]:
        inputs, outputs = self.instruction.inputs, self.instruction.outputs
        if inputs is None or outputs is None:
            return []
        lines = []
        for i, name in enumerate(outputs):
            if i < len(inputs) and inputs[i] == name:
                continue
            offset = len(inputs) - i
            where = "sp" if offset == 0 else f"sp - {offset}" if offset > 0 else f"sp + {-offset}"
            lines.append(f"localsplus[{where}] = {name}")
        return lines

    def _block(self, stmts: list[ast.stmt]) -> list[str]:
        lines: list[str] = []
        for stmt in stmts:
            lines += self._statement(stmt)
        return lines

    def _statement(self, stmt: ast.stmt) -> list[str]:
        if isinstance(stmt, ast.If):
            return self._if(stmt)
        if isinstance(stmt, ast.For):
            head = f"for {ast.unparse(stmt.target)} in {ast.unparse(stmt.iter)}:"
            return [head, *_indent_lines(self._block(stmt.body))]
        if _is_await(stmt):
            return self._await(stmt)
        if isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call):
            name = getattr(stmt.value.func, "id", None)
            args = [ast.unparse(a) for a in stmt.value.args]
            if name in _MACROS:
                return _MACROS[name](self, *args)
        text = ast.unparse(stmt)
        if "(" in text and not isinstance(stmt, ast.Raise):
            self.escapes = True  # a native may have dropped the last reference to something
        return text.split("\n")

    def _if(self, stmt: ast.If) -> list[str]:
        lines = [f"if {ast.unparse(stmt.test)}:", *_indent_lines(self._block(stmt.body))]
        if stmt.orelse:
            lines += ["else:", *_indent_lines(self._block(stmt.orelse))]
        return lines

    def _await(self, stmt: ast.stmt) -> list[str]:
        self.escapes = True
        assert isinstance(stmt, ast.Assign)
        target, call = ast.unparse(stmt.targets[0]), stmt.value
        assert isinstance(call, ast.Call)
        natural = ast.unparse(call.args[1]) if len(call.args) > 1 else "PyObject"
        first = f"{target} is not None and " if natural == "None" else (
            f"type({target}) is not {natural} and ")
        return [
            f"{target} = {ast.unparse(call.args[0])}",
            f"if {first}type({target}) in PENDING:",
            *_indent(_LEAVE.format(action="A_CALL", value=target)),
        ]

    # macros -----------------------------------------------------------------------------------------

    def decref(self, name: str) -> list[str]:
        self.escapes = True
        lines = [] if name.isidentifier() else [f"dropped = {name}"]
        name = name if name.isidentifier() else "dropped"
        return lines + [
            f"{name}.ob_refcnt = count = {name}.ob_refcnt - 1",
            "if not count:",
            f"    dealloc = {name}.ob_type.value.tp_dealloc",
            "    if dealloc is not None:",
            f"        dealloc({name})",
        ]

    def xdecref(self, name: str) -> list[str]:
        lines = [] if name.isidentifier() else [f"dropped = {name}"]
        name = name if name.isidentifier() else "dropped"
        return lines + [f"if {name} is not None:", *_indent_lines(self.decref(name))]

    def dispatch_inlined(self, frame: str) -> list[str]:
        return [
            "frame.instr_ptr = pc",
            f"tstate.current_frame = frame = {frame}",
            "localsplus = frame.localsplus",
            "instrs = frame.f_code.instrs",
            "pc = frame.instr_ptr",
            "continue",
        ]

    def action(self, action: str, value: str) -> list[str]:
        return _LEAVE.format(action=action, value=value).split("\n")

    def next(self) -> list[str]:
        if self.escapes:
            return ["if pending:", *_indent(_LEAVE.format(action="A_FINALIZE", value="None")),
                    "continue"]
        return ["continue"]


_MACROS: dict[str, Callable[..., list[str]]] = {
    "DECREF": BodyExpander.decref,
    "XDECREF": BodyExpander.xdecref,
    "DISPATCH_INLINED": BodyExpander.dispatch_inlined,
    "ACTION": BodyExpander.action,
    "NEXT": BodyExpander.next,
}


def _is_await(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", None) == "AWAIT")


def _is_macro(stmt: ast.stmt, name: str) -> bool:
    return (
        isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call)
        and getattr(stmt.value.func, "id", None) == name)


def _indent(text: str) -> list[str]:
    return ["    " + line for line in text.split("\n")]


def _indent_lines(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]
