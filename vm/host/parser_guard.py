"""Refusing source text that would overrun the host's own parser.

The parser and the compiler of the host recurse in C once for each level of the syntax tree. Natively a
deep tree raises RecursionError or MemoryError; in the browser it can exhaust the engine's stack, and that
is the end of Pyodide. So the depth that a text can lead to is bounded here, from its tokens alone, before the
parser sees it. The bound is generous: no line that a person wrote comes near it.
"""

from __future__ import annotations

import io
import sys
import tokenize

#: In the browser the host runs on the engine's stack.
FRAGILE_HOST = sys.platform == "emscripten"
#: Tokens between two separators at one bracket level, counted along all the open brackets.
MAX_DEPTH = 900
MAX_ELIF = 300
#: Characters. The tree of a text takes some hundred times as many bytes in the worst case.
MAX_SOURCE = 2_000_000 if FRAGILE_HOST else 4_000_000

_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_SEPARATORS = frozenset(",;")
_CHAIN = frozenset({"elif", "else"})
_PASSED_OVER = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT})


def check_source(source: str, filename: str, fragile: bool = FRAGILE_HOST) -> None:
    """Refuse a program that is too deeply nested to be handed to the host's parser.

    Args:
        fragile: whether the host's parser has a small stack; a native CPython guards itself.

    Raises:
        SyntaxError: it is, and where. An error that the tokenizer finds is left to the parser to tell.
    """
    if len(source) > MAX_SOURCE:
        raise SyntaxError("the program is too long", (filename, 1, 1, "", 1, 1))
    if not fragile:
        return
    try:
        _measure(source, filename)
    except (tokenize.TokenError, IndentationError):
        return


def _measure(source: str, filename: str) -> None:
    levels = [0]  # tokens since the last separator, for each open bracket
    chains: dict[int, int] = {}  # column of an if statement -> its elif branches so far
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in _PASSED_OVER or (token.type == last == tokenize.STRING):
            continue  # strings side by side become one
        starts_line = last in (0, tokenize.NEWLINE)
        last = token.type
        _count(levels, token.type, token.string)
        if starts_line:
            _count_branches(chains, token.string, token.start[1])
        if sum(levels) > MAX_DEPTH or sum(chains.values()) > MAX_ELIF:
            line, column = token.start
            where = (filename, line, column + 1, token.line, line, column + 2)
            raise SyntaxError("this expression is too deeply nested for the VM's parser", where)


def _count(levels: list[int], kind: int, text: str) -> None:
    """Take one token into account; any token between two separators may be a level of the tree."""
    if kind == tokenize.NEWLINE:
        levels[:] = [0]
    elif text in _OPENING:
        levels[-1] += 1
        levels.append(0)
    elif text in _CLOSING:
        if len(levels) > 1:
            levels.pop()
    elif text in _SEPARATORS:
        levels[-1] = 0
    else:
        levels[-1] += 1


def _count_branches(chains: dict[int, int], text: str, column: int) -> None:
    """Count the branches of chains: each ``elif`` is one level deeper in the tree than the last."""
    if text == "elif":
        chains[column] = chains.get(column, 0) + 1
    for inner in [key for key in chains if key > column or (key == column and text not in _CHAIN)]:
        del chains[inner]
