"""CPython's own tests, run by the VM: every test ends as tests/cpython/not_passing.tsv says, and no reference is lost.

A test that passed before and fails now is an error, and so is a listed one that passes now: the list is kept true
by ``python -m tools.scorecard --keep MODULE``. What is here fits into a run of all tests; the rest is run by hand.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.differential.harness import environment

ROOT = Path(__file__).parents[2]
#: Seconds for the modules of a line.
TIME_LIMIT = 900
#: The modules of a line run one after the other, on forks of one VM.
MODULES = (
    "test_symtable test__opcode test_compiler_codegen test_compiler_assemble test_dis test_code test_peepholer",
    "test_compile test_syntax test_flufl test_future_stmt",
    "test_global test_grammar test_keywordonlyarg test_named_expressions test_opcodes test_positional_only_arg "
    "test_type_aliases test_type_annotations test_type_params test_unpack_ex test_patma test_scope",
    "test_exception_group test_except_star test_baseexception test_exception_variations test_raise test_with "
    "test_super test_property test_isinstance test_list test_tuple test_slice test_enumerate test_defaultdict",
    "test_dict test_dictviews test_iter test_userdict test_userlist test_bool test_int test_index test_binop "
    "test_augassign test_unpack test_richcmp test_compare test_typechecks",
    "test_float test_complex test_format test_memoryview test_fstring test_string test_string_literals "
    "test_eof test_funcattrs",
    "test_generators test_coroutines test_asyncgen test_genexps test_listcomps test_setcomps test_dictcomps "
    "test_metaclass test_descrtut test_yield_from",
    "test_call test_extcall test_frame test_decorators test_dynamicclassattribute test_subclassinit test_abc "
    "test_class",
    "test_marshal test_contextlib test_exception_hierarchy test_weakset test_finalization test_sched test_pkg "
    "test_module test_int_literal test_iterlen test_operator test_structseq test_copy test_copyreg test_cmath "
    "test_context test_unary test_hash test_print test_codeop test_code_module test_opcache test_genericalias "
    "test_genericclass test_warnings test_reprlib test_pprint test_linecache test_fractions test_textwrap "
    "test_graphlib",
)


@pytest.mark.timeout(TIME_LIMIT + 10)
@pytest.mark.parametrize("modules", MODULES, ids=lambda modules: modules.split()[0])
def test_cpython(modules):
    if find_spec("test.test_list") is None:
        pytest.skip("this Python comes without its tests")
    done = subprocess.run(
        [sys.executable, "-m", "tools.scorecard", "--audit", "--daily", *modules.split()],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=ROOT, env=environment(),
        timeout=TIME_LIMIT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
