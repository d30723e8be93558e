"""A recursive-descent calculator: one method for each rule of the grammar.

    expression := term (("+" | "-") term)*
    term       := factor (("*" | "/") factor)*
    factor     := "-" factor | power
    power      := atom ("**" factor)?
    atom       := NUMBER | NAME | "(" expression ")"
"""

DIGITS = "0123456789."


class CalculatorError(Exception):
    """The text is not an expression."""


def tokenize(text):
    """Yield (kind, value) pairs; the last one has the kind "end"."""
    position = 0
    while position < len(text):
        char = text[position]
        if char.isspace():
            position += 1
        elif char in DIGITS:
            start = position
            while position < len(text) and text[position] in DIGITS:
                position += 1
            number = text[start:position]
            yield "number", float(number) if "." in number else int(number)
        elif char.isalpha():
            start = position
            while position < len(text) and text[position].isalnum():
                position += 1
            yield "name", text[start:position]
        elif text.startswith("**", position):
            yield "operator", "**"
            position += 2
        elif char in "+-*/()":
            yield "operator", char
            position += 1
        else:
            raise CalculatorError(f"unexpected {char!r} at position {position}")
    yield "end", None


class Calculator:
    """Evaluates expressions, with named values."""

    def __init__(self, **names):
        self.names = names

    def evaluate(self, text):
        self.tokens = tokenize(text)
        self.advance()
        value = self.expression()
        if self.kind != "end":
            raise CalculatorError(f"unexpected {self.value!r}")
        return value

    def advance(self):
        self.kind, self.value = next(self.tokens)

    def accept(self, *operators):
        if self.kind == "operator" and self.value in operators:
            operator = self.value
            self.advance()
            return operator
        return None

    def expression(self):
        value = self.term()
        while operator := self.accept("+", "-"):
            right = self.term()
            value = value + right if operator == "+" else value - right
        return value

    def term(self):
        value = self.factor()
        while operator := self.accept("*", "/"):
            right = self.factor()
            value = value * right if operator == "*" else value / right
        return value

    def factor(self):
        if self.accept("-"):
            return -self.factor()
        return self.power()

    def power(self):
        base = self.atom()
        if self.accept("**"):
            return base ** self.factor()
        return base

    def atom(self):
        kind, value = self.kind, self.value
        if kind == "number":
            self.advance()
            return value
        if kind == "name":
            self.advance()
            try:
                return self.names[value]
            except KeyError:
                raise CalculatorError(f"unknown name {value!r}") from None
        if self.accept("("):
            value = self.expression()
            if not self.accept(")"):
                raise CalculatorError("missing )")
            return value
        raise CalculatorError("expected a number" if kind == "end" else f"unexpected {value!r}")


calculator = Calculator(pi=3.14159, answer=42)
for text in ["1 + 2 * 3", "(1 + 2) * 3", "-2 ** 2", "2 ** 3 ** 2", "10 / 4", "answer / 5 - 1.5",
             "2 * pi", "((((7))))", "1 +", "2 $ 3", "(1", "x + 1", "1 / 0", "3 4"]:
    try:
        print(f"{text:>18} = {calculator.evaluate(text)}")
    except (CalculatorError, ZeroDivisionError) as error:
        print(f"{text:>18} ! {error}")
