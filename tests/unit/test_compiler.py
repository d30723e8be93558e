"""The compiler against the host's: constructs, errors and warnings with their places."""

from __future__ import annotations

import ast
import sys
import sysconfig
import types
import warnings
from pathlib import Path

import pytest

from tests.unit.compiler_programs import CONSTRUCTS, ERRORS
from tests.unit.scope_programs import Programs
from tools.compiler_stages.code import code_difference, compare_code, compare_codegen
from vm.python.ast_unparse import _PyAST_ExprAsUnicode
from vm.python.code_object import code_to_host
from vm.python.codegen_body import _PyCompile_CleanDoc
from vm.python.compile_code import _PyAST_Compile, _PyCompile_CodeGen
from vm.python.instruction_sequence import dump_instruction_sequence

STDLIB = Path(sysconfig.get_path("stdlib"))
FILES = [
    "enum.py", "asyncio/taskgroups.py", "contextlib.py", "test/test_type_params.py",
    "test/test_except_star.py",
]  # fmt: skip
ALLOW_TOP_LEVEL_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
FUTURE_ANNOTATIONS = 0x1000000


def outcome(build):
    """("ok", code) or the error, and the warnings: what a compilation comes to."""
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter("always")
        try:
            result = "ok", build()
        except SyntaxError as err:
            result = (
                "SyntaxError", err.msg, err.filename, err.lineno, err.offset, err.end_lineno,
                err.end_offset, err.text,
            )  # fmt: skip
        except (RecursionError, UnicodeEncodeError) as err:
            result = type(err).__name__, str(err)
    return result, [(w.category, str(w.message)) for w in issued if w.category is not ResourceWarning]


def host_warn(category, message, filename, location):
    """Issue a warning as CPython's compiler does."""
    lineno, end_lineno, column, end_column = location
    try:
        warnings.warn_explicit(message, category, filename or "<operation>", lineno)
    except SyntaxWarning:
        place = (filename, lineno, column + 1, None, end_lineno, end_column + 1)
        raise SyntaxError(message, place) from None


def ours(source, mode="exec", flags=0, optimize=0):
    """Our compilation of a source text that the host's parser has read."""
    tree = compile(source, "<text>", mode, flags | ast.PyCF_ONLY_AST, True)
    return _PyAST_Compile(tree, "<text>", flags, optimize, host_warn)


def difference(source, mode="exec", flags=0, optimize=0):
    """How our compilation differs from the host's; None if it does not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, "<text>", mode, flags | ast.PyCF_ONLY_AST, True)
        except SyntaxError:
            return None  # no such program in this mode
    mine, my_warnings = outcome(lambda: ours(source, mode, flags, optimize))
    theirs, host_warnings = outcome(
        lambda: compile(source, "<text>", mode, flags, True, optimize)
    )
    if my_warnings != host_warnings:
        return my_warnings, host_warnings
    if mine[0] == theirs[0] == "ok":
        return code_difference(mine[1], theirs[1])
    return None if mine == theirs else (mine, theirs)


@pytest.mark.parametrize("optimize", [0, 1, 2])
def test_every_construct_is_compiled_as_on_the_host(optimize):
    for source in CONSTRUCTS:
        assert difference(source, optimize=optimize) is None, source


@pytest.mark.parametrize("flags", [0, ALLOW_TOP_LEVEL_AWAIT, FUTURE_ANNOTATIONS])
@pytest.mark.parametrize("mode", ["exec", "single", "eval"])
def test_modes_and_flags(mode, flags):
    for source in CONSTRUCTS + ERRORS:
        assert difference(source, mode, flags) is None, source


def test_errors_have_the_host_s_message_and_place():
    refused = 0
    for source in ERRORS:
        assert difference(source) is None, source
        refused += outcome(lambda source=source: ours(source))[0][0] == "SyntaxError"
    assert refused == len(ERRORS)


@pytest.mark.parametrize("source", ["x is 1", "1()", "None[0]", "'a'['b']", "assert (x, 'y')"])
def test_a_warning_that_is_an_error_has_its_place(source):
    def strict(build):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(SyntaxError) as caught:
                build()
        err = caught.value
        return err.msg, err.lineno, err.offset, err.end_lineno, err.end_offset

    assert strict(lambda: ours(source)) == strict(lambda: compile(source, "<text>", "exec"))


@pytest.mark.parametrize("name", FILES)
def test_files_of_the_library(name):
    source = (STDLIB / name).read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert compare_codegen(source, name, 0) is None
        for optimize in (0, 2):
            assert compare_code(source, name, optimize) is None


def test_random_scopes():
    programs = Programs(11)
    for _ in range(150):
        source = programs.program()
        assert difference(source) is None, source


def test_our_code_runs_on_the_host():
    source = (STDLIB / "dataclasses.py").read_text() + (
        "\n@dataclass(order=True)\nclass Point:\n    x: int\n    y: int = 2\n"
        "result = repr(Point(1)), Point(1) < Point(2), [p.y for p in (Point(3), Point(4, 5))]\n"
    )
    module = types.ModuleType("dataclasses_copy")
    sys.modules["dataclasses_copy"] = module
    try:
        exec(code_to_host(_PyAST_Compile(ast.parse(source), "copy.py", 0, 0)), vars(module))
    finally:
        del sys.modules["dataclasses_copy"]
    assert module.result == ("Point(x=1, y=2)", True, [2, 5])


EXPRESSIONS = [
    "a or b and not c", "(a or b) and c", "a if b else (c if d else e)", "lambda: 0", "(x, y)",
    "lambda a, /, b=1, *c, d, e=2, **f: a", "lambda *, a: a", "lambda *a: a", "a.b[c:d, ::e]", "x[()]",
    "-x ** -y", "(-x) ** y", "(x ** y) ** z", "x ** y ** z", "a - (b - c)", "a - b - c", "~a | b ^ c & d",
    "a << b + c * d @ e / f // g % h", "(a := b)", "f(a := 1)", "[*a, b]", "{**a, 'b': c}", "{a, b}", "()",
    "(a,)", "f(*a, **b)", "f(x for x in y)", "f((x for x in y), z)", "[x async for x, y in z if a if b]",
    "{k: v for k in a for v in b}", "{x for x in y}", "f'{a!r:>{b}} {{c}} {d=}'", "f'{ {1: 2}[1] }'",
    "'a' 'b'", "u'a'", "b'a'", "1e999", "1e999j", "-1e999", "1 .real", "1.0.real", "...", "None", "1j",
    "a < b <= c != d is e is not f in g not in h", "not (a == b)", "f'''{'\\n'}'''", "x[1:2]", "x[a, *b]",
    "await_(x)", "(yield)", "a.b.c(d)(e)", "x[lambda: y]", "[lambda: (yield x)]", "f'{lambda_:{a}{b}}'",
    "f'{(lambda: x)!a}'", "f\"{'x'}\"", "{}", "[]", "f''", "*a, b", "x[*a]",
]  # fmt: skip


def test_annotations_as_text():
    for expression in EXPRESSIONS:
        if expression.startswith("*"):
            continue
        source = f"def f(a: {expression}): pass"
        assert difference(source, flags=FUTURE_ANNOTATIONS) is None, source
    assert _PyAST_ExprAsUnicode(ast.parse("(a+b)*c", mode="eval").body) == "(a + b) * c"


@pytest.mark.parametrize(
    "doc",
    ["", " a", "a\n  b\n    c\n", "a\n\tb\n", "  a\n  b\n\n c", "\n  a\n b", " \n  ", "a\n   ", "\t", "a\n\n",
     "  \n  a", "é\n  ü\n   x"],
)  # fmt: skip
def test_docstrings_are_cleaned_as_on_the_host(doc):
    code = compile(f"def f(): {doc!r}", "<text>", "exec").co_consts[0]
    assert _PyCompile_CleanDoc(doc) == code.co_consts[0]


def test_a_docstring_with_a_surrogate():
    assert difference(r"'''a\ud800'''") is None
    assert difference(r"def f(): '''a\ud800'''") is None


def test_instructions_as_text():
    seq, metadata = _PyCompile_CodeGen(ast.parse("while x:\n  y = lambda: 1"), "<text>", 0, 0)
    text = dump_instruction_sequence(seq)
    assert text.splitlines()[:3] == [
        "sequence top",
        "    RESUME                      0           0:0-1:0",
        "    LOAD_NAME                   0           1:6-1:7",
    ]
    assert "sequence 0\n" in text
    assert metadata["names"] == {"x": 0, "y": 1}
