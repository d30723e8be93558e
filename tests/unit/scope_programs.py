"""Random programs about scopes: few names, much nesting."""

from __future__ import annotations

import random

NAMES = ("a", "b", "__p", "super", "__class__")
PLAIN = ("import a.b", "from x import b as __p", "import b as a", "del a", "pass")


class Programs:
    """A source of programs; one seed always gives the same ones. Not all of them can be parsed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def program(self) -> str:
        """One program."""
        head = ["from __future__ import annotations"] if self.chance(0.1) else []
        return "\n".join(head + self.block(4, 0)) + "\n"

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def name(self) -> str:
        return self.random.choices(NAMES, (6, 5, 3, 1, 1))[0]

    def target(self) -> str:
        return self.name() if self.chance(0.8) else f"({self.name()}, {self.name()}.x)"

    def expr(self, depth: int = 2) -> str:
        """An expression."""
        if depth <= 0 or self.chance(0.35):
            return self.name()
        kind = self.random.randrange(12)
        if kind < 4:
            return self.comprehension(depth, "[({{"[kind], "])}}"[kind])
        first, second = self.expr(depth - 1), self.expr(depth - 1)
        if kind == 4:
            return f"(lambda {self.name()}, *q, r={first}: {second})"
        if kind == 5:
            return f"({self.name()} := {first})"
        if kind == 6:
            return f"{first}({second}, k={self.name()})"
        if kind == 7 and self.chance(0.4):
            return f"({self.random.choice(('yield', 'await', 'yield from'))} {first})"
        if kind == 8:
            return f"f'{{{first}}}'"
        return f"({first} + {second})"

    def comprehension(self, depth: int, opening: str, closing: str) -> str:
        """A comprehension in the given brackets."""
        parts = [self.expr(depth - 1)]
        if opening == "{" and self.chance(0.5):
            parts[0] += f": {self.expr(depth - 1)}"
        for _ in range(self.random.choice((1, 1, 2))):
            head = "async for" if self.chance(0.05) else "for"
            parts.append(f"{head} {self.target()} in {self.expr(depth - 1)}")
            if self.chance(0.3):
                parts.append(f"if {self.expr(depth - 1)}")
        return f"{opening}{' '.join(parts)}{closing}"

    def type_params(self) -> str:
        """A list of type parameters, mostly an empty one."""
        if self.chance(0.6):
            return ""
        params = []
        for _ in range(self.random.randint(1, 2)):
            star = self.random.choice(("", "", "", "*", "**"))
            text = star + self.random.choice((*NAMES[:3], "T", "U"))
            if not star and self.chance(0.4):
                text += f": {self.expr(1)}"
            params.append(text)
        if self.chance(0.3):
            params[-1] += f" = {self.expr(1)}"
        return f"[{', '.join(params)}]"

    def block(self, depth: int, indent: int) -> list[str]:
        """Statements of one block."""
        lines = []
        for _ in range(self.random.randint(1, 3)):
            lines += self.statement(depth, indent)
        return lines

    def statement(self, depth: int, indent: int) -> list[str]:
        """One statement, with what is in it."""
        pad = "    " * indent
        kind = self.random.randrange(16)
        if kind < 8:
            if depth <= 0:
                return [f"{pad}{self.target()} = {self.expr()}"]
            return [pad + (self.function() if kind < 5 else self.class_()),
                    *self.block(depth - 1, indent + 1)]
        return [pad + line for line in self.simple(kind)]

    def function(self) -> str:
        names = [self.name() for _ in range(self.random.randint(0, 2))]
        args = ", ".join(names if self.chance(0.03) else dict.fromkeys(names))
        prefix = "async " if self.chance(0.2) else ""
        return f"{prefix}def {self.name()}{self.type_params()}({args}) -> {self.expr()}:"

    def class_(self) -> str:
        name = self.random.choice(("C", "_D", "__", "a"))
        return f"class {name}{self.type_params()}({self.name()}, k={self.expr()}):"

    def simple(self, kind: int) -> list[str]:
        """A statement without a block of its own, in lines."""
        expr = self.expr()
        if kind == 8:
            return [f"type {self.name()}{self.type_params()} = {expr}"]
        if kind == 9:
            return [f"{self.random.choice(('global', 'nonlocal'))} {self.name()}"]
        if kind == 10:
            return [f"{self.name()}: {expr}" + (f" = {self.expr()}" if self.chance(0.5) else "")]
        if kind == 11:
            return ["from x import *" if self.chance(0.02) else self.random.choice(PLAIN)]
        if kind == 12:
            return [f"try: {expr}", f"except {self.expr()} as {self.name()}: {self.expr()}"]
        if kind == 13:
            return [f"match {expr}:",
                    f"    case [{self.name()}, *_] if {self.expr()}: {self.name()}"]
        if kind == 14:
            return [f"for {self.target()} in {expr}: {self.expr()}"]
        return [f"{self.target()} = {expr}"]
