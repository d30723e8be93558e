"""How an exception is shown: text from plain data, with nothing of the guest in it.

The display half of Python/traceback.c and what CPython leaves to Lib/traceback.py. The data
(`FrameSummary`, `ExceptionSummary`) is gathered by pythonrun.py, which may have to call guest code for it.
"""

from __future__ import annotations

import ast
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vm.python.source_cache import get_line

#: So many entries of the same line are shown before they are only counted.
RECURSIVE_CUTOFF = 3
MAX_GROUP_WIDTH = 15
MAX_GROUP_DEPTH = 10

CAUSE_MESSAGE = "\nThe above exception was the direct cause of the following exception:\n\n"
CONTEXT_MESSAGE = "\nDuring handling of the above exception, another exception occurred:\n\n"


class FrameSummary(NamedTuple):
    """One entry of a traceback; columns are byte offsets into the source line, or None."""

    filename: str
    name: str
    lineno: int | None
    end_lineno: int | None
    colno: int | None
    end_colno: int | None


class SyntaxDetails(NamedTuple):
    """What a SyntaxError knows of its place."""

    filename: str | None
    lineno: str | None
    end_lineno: str | None
    text: str | None
    offset: int | None
    end_offset: int | None
    msg: str
    is_named: bool = True


class ExceptionSummary:
    """One exception, ready to be shown.

    Attributes:
        type_name: the class, with its module unless that is builtins or __main__.
        text: ``str(exc)``, with a suggestion where there is one.
        stack: the traceback's entries, oldest first.
        notes: lines to be shown below the message.
        syntax: the place of a SyntaxError, else None.
        cause, context: chained exceptions that are to be shown.
        suppress_context: whether the context is hidden.
        exceptions: the members of a group, else None.
    """

    __slots__ = (
        "type_name", "text", "stack", "notes", "syntax", "cause", "context", "suppress_context",
        "exceptions",
    )

    def __init__(self, type_name: str, text: str, stack: list[FrameSummary]):
        self.type_name = type_name
        self.text = text
        self.stack = stack
        self.notes: list[str] = []
        self.syntax: SyntaxDetails | None = None
        self.cause: ExceptionSummary | None = None
        self.context: ExceptionSummary | None = None
        self.suppress_context = False
        self.exceptions: list[ExceptionSummary] | None = None


# --- source lines and carets -------------------------------------------------------------------------


class Anchors(NamedTuple):
    """The part of a segment that is marked apart: from (line, column) to (line, column)."""

    left_line: int
    left_col: int
    right_line: int
    right_col: int


def _char_offset(line: str, byte_offset: int) -> int:
    return len(line.encode("utf-8", "surrogatepass")[:byte_offset].decode("utf-8", "replace"))


def _display_width(line: str, offset: int | None = None) -> int:
    """How many columns of a terminal the first characters of a line take."""
    if offset is None:
        offset = len(line)
    if line.isascii():
        return offset
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line[:offset])


class _Cursor:
    """A position in a segment's lines; moving beyond the last character is an error."""

    def __init__(self, lines: list[str], line: int, col: int):
        self.lines = lines
        self.line = line
        self.col = col

    def settle(self) -> None:
        """Go on to the next character if this is beyond the end of a line."""
        while self.line < len(self.lines) and self.col >= len(self.lines[self.line]):
            self.line += 1
            self.col = 0
        if self.line >= len(self.lines):
            raise ValueError("beyond the segment")

    def seek(self, wanted: Callable[[str], bool]) -> None:
        """Go on to a character that is wanted, passing over comments and line continuations."""
        while True:
            char = self.lines[self.line][self.col]
            if char in "\\#":
                self.line += 1
                self.col = 0
            elif wanted(char):
                return
            else:
                self.col += 1
            self.settle()


def _end_of(expr: ast.expr, lines: list[str]) -> _Cursor:
    # The segment was parsed inside parentheses that stand on a line of their own.
    line = (expr.end_lineno or 0) - 2
    return _Cursor(lines, line, _char_offset(lines[line], expr.end_col_offset or 0))


def caret_anchors(segment: str) -> Anchors | None:
    """Which part of an expression did the work: the operator, the index, the arguments of a call."""
    try:
        tree = ast.parse(f"(\n{segment}\n)")
        if len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
            return None
        expr = tree.body[0].value
        lines = segment.splitlines()
        if isinstance(expr, ast.BinOp):
            return _operator_anchors(expr, lines)
        if isinstance(expr, ast.Subscript):
            return _bracket_anchors(expr, expr.value, "[", lines)
        if isinstance(expr, ast.Call):
            return _bracket_anchors(expr, expr.func, "(", lines)
    except Exception:  # whatever the parser says of a piece of text: then nothing is marked apart
        return None
    return None


def _operator_anchors(expr: ast.BinOp, lines: list[str]) -> Anchors:
    at = _end_of(expr.left, lines)
    at.settle()
    at.seek(lambda char: not char.isspace() and char != ")")
    line, end = lines[at.line], at.col + 1
    right_line = expr.right.lineno - 2
    apart = right_line > at.line or end < _char_offset(lines[right_line], expr.right.col_offset)
    if end < len(line) and apart and not line[end].isspace() and line[end] not in "\\#":
        end += 1
    return Anchors(at.line, at.col, at.line, end)


def _bracket_anchors(expr: ast.expr, before: ast.expr, bracket: str, lines: list[str]) -> Anchors:
    left = _end_of(before, lines)
    left.settle()
    left.seek(lambda char: char == bracket)
    right = _end_of(expr, lines)
    return Anchors(left.line, left.col, right.line, right.col)


def _shows_carets(start: int, end: int, lines: list[str], anchors: Anchors | None) -> bool:
    """Whether carets say anything: not under a plain call that fills its whole statement."""
    try:
        tree = ast.parse("\n".join(lines))
        if not tree.body:
            return False
        if _is_whole_call(tree.body[0], start, end, len(lines)):
            return False
    except SyntaxError:
        pass
    if anchors:
        return True
    return bool(lines[0][:start].lstrip() or lines[-1][end:].rstrip())


def _is_whole_call(statement: ast.stmt, start: int, end: int, nlines: int) -> bool:
    value: ast.expr | None = None
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Call):
        if isinstance(statement.value.func, ast.Name):
            value = statement.value
    elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
        if len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
            value = statement.value
    return value is not None and (
        (value.lineno, value.end_lineno, value.col_offset, value.end_col_offset)
        == (1, nlines, start, end))


def format_frame(frame: FrameSummary) -> str:
    """The lines of one traceback entry: file, source, carets."""
    filename = "<stdin>" if frame.filename.startswith("<stdin>-") else frame.filename
    head = f'  File "{filename}", line {frame.lineno}, in {frame.name}\n'
    if frame.lineno is None:
        return head
    last = frame.lineno if frame.end_lineno is None else frame.end_lineno
    numbers = range(frame.lineno, last + 1)
    original = "\n".join(get_line(frame.filename, n).rstrip() for n in numbers) + "\n"
    dedented = textwrap.dedent(original)
    if not dedented.strip():
        return head
    if frame.colno is None or frame.end_colno is None:
        return head + "    " + original.partition("\n")[0].strip() + "\n"
    block = _source_block(frame, original.splitlines(), dedented.splitlines(), last - frame.lineno)
    return head + textwrap.indent(textwrap.dedent(block), "    ", lambda line: True)


def _source_block(
    frame: FrameSummary, original: list[str], lines: list[str], nlast: int
) -> str:
    """The significant source lines of an entry, each with its carets if there are any."""
    lines = lines[: nlast + 1]
    dedent = len(original[0]) - len(lines[0])
    start = max(0, _char_offset(original[0], frame.colno or 0) - dedent)
    end = max(0, _char_offset(original[nlast], frame.end_colno or 0) - dedent)
    text = "\n".join(lines)
    segment = text[start : len(text) - (len(lines[-1]) - end)]
    anchors = caret_anchors(segment)
    carets = None
    significant = {0, len(lines) - 1}
    if anchors:
        for n in (anchors.left_line, anchors.right_line):
            significant.update((n - 1, n, n + 1))
        significant -= {-1, len(lines)}
    if _shows_carets(start, end, lines, anchors):
        carets = _CaretPainter(lines, start, end, anchors)
    return _join_significant(lines, sorted(significant), carets)


def _join_significant(
    lines: list[str], significant: list[int], carets: _CaretPainter | None
) -> str:
    out: list[str] = []

    def put(n: int) -> None:
        out.append(lines[n] + "\n")
        if carets is not None:
            out.append(carets.line(n) + "\n")

    previous = None
    for n in significant:
        if previous is not None and n - previous == 2:
            put(n - 1)
        elif previous is not None and n - previous > 2:
            out.append(f"...<{n - previous - 1} lines>...\n")
        put(n)
        previous = n
    return "".join(out)


class _CaretPainter:
    """Draws the line of ``~`` and ``^`` below a source line."""

    def __init__(self, lines: list[str], start: int, end: int, anchors: Anchors | None):
        self.lines = lines
        self.start = _display_width(lines[0], start)
        self.end = _display_width(lines[-1], end)
        self.left = self.right = (0, 0)
        self.anchored = anchors is not None
        if anchors:
            self.left = self._place(anchors.left_line, anchors.left_col, start)
            self.right = self._place(anchors.right_line, anchors.right_col, start)

    def _place(self, line: int, col: int, start: int) -> tuple[int, int]:
        """An anchor's column counts from the segment's start: make it one of the shown line."""
        if line == 0:
            col += start
        return line, _display_width(self.lines[line], col)

    def line(self, n: int) -> str:
        """The carets for line ``n``."""
        text = self.lines[n]
        blank = len(text) - len(text.lstrip())
        width = self.end if n == len(self.lines) - 1 else _display_width(text)
        out = []
        for col in range(width):
            if col < blank or (n == 0 and col < self.start):
                out.append(" ")
            elif not self.anchored or self.left <= (n, col) < self.right:
                out.append("^")
            else:
                out.append("~")
        return "".join(out)


def format_stack(stack: list[FrameSummary]) -> Iterator[str]:
    """The entries of a traceback; repetitions of one line beyond the third are counted."""
    cache: dict[FrameSummary, str] = {}
    last = None
    count = 0
    for frame in stack:
        where = (frame.filename, frame.lineno, frame.name)
        if where != last or frame.lineno is None:
            if count > RECURSIVE_CUTOFF:
                yield _repeated(count - RECURSIVE_CUTOFF)
            last = where
            count = 0
        count += 1
        if count <= RECURSIVE_CUTOFF:
            if frame not in cache:
                cache[frame] = format_frame(frame)
            yield cache[frame]
    if count > RECURSIVE_CUTOFF:
        yield _repeated(count - RECURSIVE_CUTOFF)


def _repeated(count: int) -> str:
    return f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n"


# --- the message -------------------------------------------------------------------------------------


def format_exception_only(exc: ExceptionSummary) -> Iterator[str]:
    """The last lines of a display: the place of a syntax error, the message, the notes."""
    if exc.syntax is not None:
        yield from format_syntax_error(exc.type_name, exc.syntax)
    elif exc.text:
        yield f"{exc.type_name}: {exc.text}\n"
    else:
        yield f"{exc.type_name}\n"
    for note in exc.notes:
        yield note + "\n"


def format_syntax_error(type_name: str, place: SyntaxDetails) -> Iterator[str]:
    """File, source line, carets and message of a SyntaxError."""
    suffix = ""
    if place.lineno is not None:
        filename = place.filename if place.filename and place.is_named else "<string>"
        yield f'  File "{filename}", line {place.lineno}\n'
    elif place.filename is not None:
        suffix = f" ({place.filename})"
    if place.text is not None:
        yield from _syntax_source(place)
    yield f"{type_name}: {place.msg}{suffix}\n"


def _syntax_source(place: SyntaxDetails) -> Iterator[str]:
    text = place.text or ""
    line = text.rstrip("\n")
    shown = line.lstrip(" \n\f")
    yield f"    {shown}\n"
    offset = place.offset
    if offset is None:
        return
    if place.lineno == place.end_lineno:
        end = place.end_offset or offset
    else:
        end = len(line) + 1
    if text and offset > len(text):
        offset = len(line) + 1
    if text and end > len(text):
        end = len(line) + 1
    if offset >= end or end < 0:
        end = offset + 1
    stripped = len(line) - len(shown)
    col = offset - 1 - stripped
    if col >= 0:
        # tabs stay tabs, so that the carets stand below their text
        margin = "".join(char if char.isspace() else " " for char in shown[:col])
        yield f"    {margin}{'^' * (end - offset)}\n"


# --- chains and groups -------------------------------------------------------------------------------


class _PrintContext:
    """Where in the tree of groups the display is."""

    def __init__(self) -> None:
        self.depth = 0
        self.need_close = False

    def indent(self) -> str:
        return " " * (2 * self.depth)

    def emit(self, text: str, margin: str = "|") -> str:
        """Text behind the tree's margin."""
        prefix = self.indent()
        if self.depth:
            prefix += margin + " "
        return textwrap.indent(text, prefix, lambda line: True)


def format_summary(exc: ExceptionSummary, context: _PrintContext | None = None) -> Iterator[str]:
    """The whole display of an exception, with what it is chained to and what it groups, piece by piece."""
    ctx = context or _PrintContext()
    for message, part in reversed(_chain(exc)):
        if message is not None:
            yield ctx.emit(message)
        if part.exceptions is None:
            if part.stack:
                yield ctx.emit("Traceback (most recent call last):\n")
                yield from map(ctx.emit, format_stack(part.stack))
            yield from map(ctx.emit, format_exception_only(part))
        elif ctx.depth > MAX_GROUP_DEPTH:
            yield ctx.emit(f"... (max_group_depth is {MAX_GROUP_DEPTH})\n")
        else:
            yield from _format_group(part, part.exceptions, ctx)


def _chain(exc: ExceptionSummary) -> list[tuple[str | None, ExceptionSummary]]:
    out: list[tuple[str | None, ExceptionSummary]] = []
    current: ExceptionSummary | None = exc
    while current is not None:
        message, earlier = None, None
        if current.cause is not None:
            message, earlier = CAUSE_MESSAGE, current.cause
        elif current.context is not None and not current.suppress_context:
            message, earlier = CONTEXT_MESSAGE, current.context
        out.append((message, current))
        current = earlier
    return out


def _format_group(
    exc: ExceptionSummary, members: list[ExceptionSummary], ctx: _PrintContext
) -> Iterator[str]:
    toplevel = ctx.depth == 0
    if toplevel:
        ctx.depth = 1
    if exc.stack:
        yield ctx.emit("Exception Group Traceback (most recent call last):\n",
                       "+" if toplevel else "|")
        yield from map(ctx.emit, format_stack(exc.stack))
    yield from map(ctx.emit, format_exception_only(exc))
    n = min(len(members), MAX_GROUP_WIDTH + 1)
    ctx.need_close = False
    for i in range(n):
        if i == n - 1:
            ctx.need_close = True  # a group inside may draw the closing line first
        cut = i >= MAX_GROUP_WIDTH
        lead = "+-" if i == 0 else "  "
        yield f"{ctx.indent()}{lead}+---------------- {'...' if cut else i + 1} ----------------\n"
        ctx.depth += 1
        if cut:
            rest = len(members) - MAX_GROUP_WIDTH
            yield ctx.emit(f"and {rest} more exception{'s' if rest > 1 else ''}\n")
        else:
            yield from format_summary(members[i], ctx)
        if i == n - 1 and ctx.need_close:
            yield f"{ctx.indent()}+------------------------------------\n"
            ctx.need_close = False
        ctx.depth -= 1
    if toplevel:
        ctx.depth = 0
