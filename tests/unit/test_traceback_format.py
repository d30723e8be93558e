"""The display of exceptions equals the host's own, for the same data.

Host exceptions are turned into summaries, formatted by the VM and by the host's traceback module.
"""

import itertools
import linecache
import traceback

import pytest

from vm.python.source_cache import clear_sources, register_source
from vm.python.traceback_format import (
    ExceptionSummary,
    FrameSummary,
    SyntaxDetails,
    format_summary,
)


def summary_of(exc, seen):
    """What pythonrun.py gathers from a guest exception, gathered from a host one."""
    frames = []
    tb = exc.__traceback__
    while tb is not None:
        code = tb.tb_frame.f_code
        line, end, col, end_col = next(
            itertools.islice(code.co_positions(), tb.tb_lasti // 2, None))
        frames.append(FrameSummary(code.co_filename, code.co_name, line, end, col, end_col))
        tb = tb.tb_next
    kind = type(exc)
    name = kind.__qualname__
    if kind.__module__ not in ("__main__", "builtins"):
        name = f"{kind.__module__}.{name}"
    out = ExceptionSummary(name, str(exc), frames)
    out.notes = [line for note in getattr(exc, "__notes__", []) for line in note.split("\n")]
    out.suppress_context = exc.__suppress_context__
    if isinstance(exc, SyntaxError):
        out.syntax = SyntaxDetails(
            exc.filename, None if exc.lineno is None else str(exc.lineno),
            None if exc.end_lineno is None else str(exc.end_lineno),
            exc.text, exc.offset, exc.end_offset, exc.msg or "<no detail available>")
    seen.add(id(exc))
    if exc.__cause__ is not None and id(exc.__cause__) not in seen:
        out.cause = summary_of(exc.__cause__, seen)
    elif (exc.__context__ is not None and not exc.__suppress_context__
            and id(exc.__context__) not in seen):
        out.context = summary_of(exc.__context__, seen)
    if isinstance(exc, BaseExceptionGroup):
        out.exceptions = [summary_of(sub, seen) for sub in exc.exceptions]
    return out


def raised_by(source):
    """The exception that a program raises, its source known to both sides."""
    name = "example.py"
    register_source(name, source)
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    try:
        exec(compile(source, name, "exec"), {"__name__": "__main__"})
    except BaseException as exc:
        exc.__traceback__ = exc.__traceback__.tb_next
        return exc
    raise AssertionError("nothing was raised")


def host_display(exc):
    return "".join(traceback.format_exception(exc))


EXPRESSIONS = [
    "1 / 0", "(1 + 2) * (3 / 0)", "x = [1][5]", "f(g(1, 2), 3)", "a.b.c.d", "len(5)",
    "x = len(\n    5\n)", "(1 +\n 2 +\n None)", "{'a': {'b': []}}['a']['b'][0]",
    "print(1, *5, end='')", "def f():\n    return len(5)\nf()", "def f():\n    x = len(5)\nf()",
    "if 1:\n\tx = 1;  y = x.foo", "'日本語' + 1 + 'ü'", "größe = 'é'; größe + 1",
    "x = [\n  1,\n  2,\n  3 / 0,\n  4,\n]", "f = lambda x: x / 0\nf(1)", "1 +  \\\n  None",
    "(1 # a + comment\n  + None)", "a = (lambda: 1 // (0))()", "x = 1 if 1 / 0 else 2",
    "assert 1 == 2, 'no'", "raise ValueError", "raise ValueError('a\\nb')", "del {}['k']",
    "for i in 5: pass", "with 5: pass", "import no_such_module_x", "from sys import no_such_name",
    "class C:\n    x = y", "[i / 0 for i in range(3)]", "f'{1}{2 / 0}'", "1 < 'a' < 2", "-'x'",
    "not_defined_at_all", "'abc'[1:2:0]", "a, b = 1, 2, 3", "x = y = {}[1] = None.z",
    "max(1,\n    2,\n    3,\n    4,\n    5,\n    key=7)", "print(\n  'a',\n  'b' % 5,\n  'c')",
    "(\n  1\n  +\n  2\n  @\n  3\n)", "{1: 2}[\n  3\n][\n  4]", "1 .x", "int('x'  ) + 1",
    "x = ' ' * 3; len (x) ; len  (5)", "x = 3 @5", "x = 3 //0", "x = 2**'a'", "x= (2)  **  ('a')",
]


@pytest.mark.parametrize("source", EXPRESSIONS)
def test_carets(source):
    exc = raised_by(source)
    assert "".join(format_summary(summary_of(exc, set()))) == host_display(exc)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 30])
def test_repeated_lines_are_folded(count):
    exc = raised_by(f"def f(n):\n    if n == 0: 1 / 0\n    f(n - 1)\nf({count})")
    assert "".join(format_summary(summary_of(exc, set()))) == host_display(exc)


CHAINS = [
    "try: 1 / 0\nexcept Exception: {}[1]",
    "try: 1 / 0\nexcept Exception as e: raise KeyError('k') from e",
    "try: 1 / 0\nexcept Exception as e: raise KeyError('k') from None",
    "e = ValueError(1)\ne.add_note('a\\nb')\ne.add_note('')\nraise e",
    "raise ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [KeyError('k'), OSError(2, 'x')])])",
    "try: 1 / 0\nexcept Exception as e: raise ExceptionGroup('g', [e, TypeError('t')]) from e",
    "raise ExceptionGroup('wide', [ValueError(i) for i in range(20)])",
    "e = ValueError('leaf\\nleaf')\nfor i in range(14): e = ExceptionGroup(f'l{i}', [e, OSError(i)])\nraise e",
    "class Outer:\n  class E(Exception): pass\nraise Outer.E('x')",
    "import os\nraise os.error('x')",
    "class E(Exception): __module__ = 'some.module'\nraise E('x')",
    "raise SyntaxError('m', ('f.py', 3, 5, '  x = = 1\\n', 3, 7))",
    "raise SyntaxError('m', ('f.py', 3, 0, '  x = = 1\\n'))",
    "raise SyntaxError('m', ('f.py', 3, 50, 'short\\n', 4, 2))",
    "raise SyntaxError('m', ('f.py', 3, 1, None))",
    "raise SyntaxError('m', ('f.py', None, None, None))",
    "raise SyntaxError('m', (None, 3, 2, '\\tx y\\n'))",
    "raise SyntaxError('m', ('f.py', 3, None, 'text\\n'))",
    "raise SyntaxError", "raise SyntaxError('just text')",
    "eval('1 +')", "eval('(1\\n + ]')", "exec('if 1:\\nx')", "exec('  x')", "exec('\\tx = 1 1')",
]


@pytest.mark.parametrize("source", CHAINS)
def test_chains_groups_and_syntax_errors(source):
    exc = raised_by(source)
    assert "".join(format_summary(summary_of(exc, set()))) == host_display(exc)


def test_unknown_source_shows_the_place_only():
    clear_sources()
    frame = FrameSummary("elsewhere.py", "f", 3, 3, 0, 4)
    shown = "".join(format_summary(ExceptionSummary("E", "", [frame])))
    assert shown == 'Traceback (most recent call last):\n  File "elsewhere.py", line 3, in f\nE\n'
