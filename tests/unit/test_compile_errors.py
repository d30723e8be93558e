"""Every text of an error or warning of the compiler's stages comes from some program, as on the host.

That the errors are the host's in every detail, test_compiler.py, test_symtable.py and the corpus program
compile_errors.py show for the same programs; here it is shown that no text is left out.
"""

import ast
import re
import runpy
import warnings
from pathlib import Path

import pytest

from tests.unit.compiler_programs import ERRORS
from tests.unit.erroneous_programs import PROGRAMS
from vm.python.compile_code import _PyAST_Compile

CORPUS = Path(__file__).parents[1] / "differential/corpus/compile_errors.py"

#: The texts of Python/symtable.c, compile.c and future.c: SyntaxErrors that a program can lead to. What the
#: parser finds first, or nothing in memory could lead to, is not here.
TEXTS = """\
future feature % is not defined
not a chance
name '%' is parameter and global
name '%' is parameter and nonlocal
name '%' is assigned to before global declaration
name '%' is assigned to before nonlocal declaration
name '%' is used prior to global declaration
name '%' is used prior to nonlocal declaration
annotated name '%' can't be global
annotated name '%' can't be nonlocal
name '%' is nonlocal and global
nonlocal declaration not allowed at module level
no binding for nonlocal '%' found
nonlocal binding not allowed for type parameter '%'
import * only allowed at module level
assignment expression within a comprehension cannot be used in a class body
assignment expression within a comprehension cannot be used in a TypeVar bound
assignment expression within a comprehension cannot be used in a type alias
assignment expression within a comprehension cannot be used within the definition of a generic
assignment expression cannot rebind comprehension iteration variable '%'
comprehension inner loop cannot rebind assignment expression target '%'
assignment expression cannot be used in a comprehension iterable expression
duplicate type parameter '%'
duplicate argument '%' in function definition
'yield' inside list comprehension
'yield' inside set comprehension
'yield' inside dict comprehension
'yield' inside generator expression
too many statically nested blocks
'break', 'continue' and 'return' cannot appear in an except* block
cannot assign to __debug__
cannot delete __debug__
non-default type parameter '%' follows default type parameter
'async for' outside async function
'return' outside function
'return' with value in async generator
'break' outside loop
'continue' not properly in loop
default 'except:' must be last
from __future__ imports must occur at the beginning of the file
too many expressions in star-unpacking assignment
multiple starred expressions in assignment
keyword argument repeated: %
asynchronous comprehension outside of an asynchronous function
'async with' outside async function
'yield' outside function
'yield from' outside function
'yield from' inside async function
'await' outside function
'await' outside async function
starred assignment target must be in a list or tuple
can't use starred expression here
multiple assignments to name '%' in pattern
too many expressions in star-unpacking sequence pattern
multiple starred names in sequence pattern
wildcard makes remaining patterns unreachable
mapping pattern checks duplicate key (%)
name capture '%' makes remaining patterns unreachable
attribute name repeated in class pattern: %
alternative patterns bind different names
"""

TEXTS += "".join(
    f"{expression} expression cannot be used within {place}\n"
    for expression in ("named", "yield", "await")
    for place in (
        "an annotation", "a TypeVar bound", "a TypeVar constraint", "a TypeVar default",
        "a TypeVarTuple default", "a ParamSpec default", "a type alias",
        "the definition of a generic",
    )
)

WARNINGS = """\
"is" with '%' literal. Did you mean "=="?
"is not" with '%' literal. Did you mean "!="?
assertion is always true, perhaps remove parentheses?
'%' object is not callable; perhaps you missed a comma?
'%' object is not subscriptable; perhaps you missed a comma?
% indices must be integers or slices, not %; perhaps you missed a comma?
Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16.%
"""


@pytest.fixture(scope="module")
def issued():
    """The texts of the errors and of the warnings that our compiler has for all the programs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with open("/dev/null", "w") as sink, pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdout", sink)
            corpus = runpy.run_path(str(CORPUS))
        errors, texts = set(), set()
        for source in [*ERRORS, *PROGRAMS, *corpus["ERRORS"], *corpus["WARNINGS"]]:
            try:
                tree = ast.parse(source)
            except SyntaxError:
                continue  # the parser's own
            try:
                _PyAST_Compile(tree, "<text>", 0, 0, lambda category, text, *place: texts.add(text))
            except SyntaxError as err:
                errors.add(err.msg)
    return errors, texts


def pattern(text):
    return re.compile(".*".join(map(re.escape, text.split("%"))), re.DOTALL)


@pytest.mark.parametrize("kind, expected", [(0, TEXTS), (1, WARNINGS)])
def test_every_text_comes_from_some_program_and_no_other(issued, kind, expected):
    patterns = [pattern(text) for text in expected.splitlines()]
    missing = [p.pattern for p in patterns if not any(map(p.fullmatch, issued[kind]))]
    assert missing == []
    unknown = [text for text in issued[kind] if not any(p.fullmatch(text) for p in patterns)]
    assert unknown == []
