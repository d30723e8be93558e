"""CPython's own tests of the compiler and of the language, run by the VM.

The tests of a group must end as its entry says: those named under ``failing`` fail, the rest pass or are skipped.
A test that fails no more is taken off its list. What is left out takes longer than this file may.
"""

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.differential.harness import environment

RUN_MODULES = Path(__file__).with_name("run_modules.py")
#: Seconds for the tests of one group.
TIME_LIMIT = 600

NO_PROCESSES = "needs another process; a program in the VM has none"
NO_TRACING = "needs sys.settrace"
TOO_LONG = "takes the VM more than twenty seconds"


@dataclass(frozen=True)
class Group:
    """Modules of CPython's tests that run in one VM.

    Attributes:
        names: the modules in the package ``test``.
        tests: how many run, those that fail or are skipped included.
        skipped: how many are skipped.
        failing: tests that fail -> why.
        left_out: tests that are not run -> why.
    """

    names: str
    tests: int
    skipped: int = 0
    failing: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


GROUPS = (
    Group("test_symtable test__opcode test_compiler_codegen test_compiler_assemble", 44),
    Group("test_dis", 128, skipped=10),
    Group("test_code", 30, skipped=2, failing={
        "test_code.CodeTest.test_code_equal_with_instrumentation": NO_TRACING,
        "test_code.CodeTest.test_endline_and_columntable_none_when_no_debug_ranges": NO_PROCESSES,
        "test_code.CodeTest.test_endline_and_columntable_none_when_no_debug_ranges_env": NO_PROCESSES,
    }),
    Group("test_peepholer", 59, failing={
        f"test_peepholer.TestMarkingVariablesAsUnKnown.test_{name}": NO_TRACING for name in (
            "initializing_local_does_not_add_check", "modifying_local_does_not_add_check",
            "setting_lineno_no_undefined", "setting_lineno_one_undefined",
            "setting_lineno_two_undefined")
    }, left_out={
        "test_peepholer.TestTranforms.test_format_combinations": TOO_LONG,
        "test_peepholer.TestMarkingVariablesAsUnKnown.test_load_fast_too_many_locals": TOO_LONG,
    }),
    Group("test_compile", 170, skipped=3, failing={
        "test_compile.TestSpecifics.test_particularly_evil_undecodable": NO_PROCESSES,
        "test_compile.TestSpecifics.test_yet_more_evil_still_undecodable": NO_PROCESSES,
    }, left_out={
        "test_compile.TestSourcePositions.test_compiles_to_extended_op_arg": TOO_LONG,
        "test_compile.TestSpecifics.test_stack_overflow": TOO_LONG,
    }),
    Group("test_syntax test_flufl test_future_stmt", 70, failing={
        "test_future_stmt.test_future.FutureTest.test_syntactical_future_repl": NO_PROCESSES,
    }),
    Group("test_global test_grammar test_keywordonlyarg test_named_expressions test_opcodes "
          "test_positional_only_arg test_type_aliases test_type_annotations test_type_params test_unpack_ex",
          345),
    Group("test_patma test_scope", 368, failing={
        "test_scope.ScopeTests.testInteractionWithTraceFunc": NO_TRACING,
        "test_scope.ScopeTests.testLocalsClass_WithTrace": NO_TRACING,
        **{f"test_patma.TestTracing.test_{name}": NO_TRACING for name in (
            "default_capture", "default_wildcard", "no_default", "only_default_capture",
            "only_default_wildcard", "unreachable_code")},
    }),
)


@pytest.mark.timeout(TIME_LIMIT + 10)
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.names.split()[0])
def test_library_tests(group, tmp_path):
    names = [f"test.{name}" for name in group.names.split()]
    if find_spec(names[0]) is None:
        pytest.skip("this Python comes without its tests")
    left_out = [f"test.{test}" for test in group.left_out]
    done = subprocess.run(
        [sys.executable, "-m", "vm", "-X", "audit", str(RUN_MODULES), *names, "--", *left_out],
        capture_output=True, stdin=subprocess.DEVNULL, cwd=tmp_path, env=environment(),
        timeout=TIME_LIMIT, check=False)
    text, stderr = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    ended = [line.split()[1:] for line in text.splitlines() if line.startswith("@@ ")]
    count = Counter(outcome for outcome, _ in ended)
    failing = {test for outcome, test in ended if outcome in ("failed", "error")}
    assert failing == {f"test.{test}" for test in group.failing}, text + stderr
    assert (len(ended), count["skipped"]) == (group.tests, group.skipped), text + stderr
    assert done.returncode == 0 and "audit:" not in stderr, stderr
