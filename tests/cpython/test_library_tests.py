"""CPython's own tests of its compiler, run by the VM.

The tests of a module must end as its entry says: those named under ``failing`` fail, the rest pass or are skipped.
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

RUN_MODULE = Path(__file__).with_name("run_module.py")
#: Seconds for the tests of one module.
TIME_LIMIT = 240

NO_PROCESSES = "needs another process; a program in the VM has none"
NO_TRACING = "needs sys.settrace"
TOO_LONG = "takes the VM more than twenty seconds"


@dataclass(frozen=True)
class Module:
    """A module of CPython's tests.

    Attributes:
        tests: how many run, those that fail or are skipped included.
        skipped: how many are skipped.
        failing: tests that fail -> why.
        left_out: tests that are not run -> why.
    """

    name: str
    tests: int
    skipped: int = 0
    failing: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


MODULES = (
    Module("test.test_symtable", 30),
    Module("test.test_flufl", 2),
    Module("test.test_syntax", 37),
    Module("test.test__opcode", 6),
    Module("test.test_compiler_codegen", 5),
    Module("test.test_compiler_assemble", 3),
    Module("test.test_dis", 128, skipped=10),
    Module("test.test_code", 30, skipped=2, failing={
        "CodeTest.test_code_equal_with_instrumentation": NO_TRACING,
        "CodeTest.test_endline_and_columntable_none_when_no_debug_ranges": NO_PROCESSES,
        "CodeTest.test_endline_and_columntable_none_when_no_debug_ranges_env": NO_PROCESSES,
    }),
    Module("test.test_future_stmt", 31, failing={
        "test_future.FutureTest.test_syntactical_future_repl": NO_PROCESSES,
    }),
    Module("test.test_peepholer", 59, failing={
        f"TestMarkingVariablesAsUnKnown.test_{name}": NO_TRACING for name in (
            "initializing_local_does_not_add_check", "modifying_local_does_not_add_check",
            "setting_lineno_no_undefined", "setting_lineno_one_undefined",
            "setting_lineno_two_undefined")
    }, left_out={
        "TestTranforms.test_format_combinations": TOO_LONG,
        "TestMarkingVariablesAsUnKnown.test_load_fast_too_many_locals": TOO_LONG,
    }),
    Module("test.test_compile", 170, skipped=3, failing={
        "TestSpecifics.test_particularly_evil_undecodable": NO_PROCESSES,
        "TestSpecifics.test_yet_more_evil_still_undecodable": NO_PROCESSES,
    }, left_out={
        "TestSourcePositions.test_compiles_to_extended_op_arg": TOO_LONG,
        "TestSpecifics.test_stack_overflow": TOO_LONG,
    }),
)


@pytest.mark.timeout(TIME_LIMIT + 10)
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_library_tests(module, tmp_path):
    if find_spec(module.name) is None:
        pytest.skip("this Python comes without its tests")
    left_out = [f"{module.name}.{test}" for test in module.left_out]
    done = subprocess.run(
        [sys.executable, "-m", "vm", "-X", "audit", str(RUN_MODULE), module.name, *left_out],
        capture_output=True, stdin=subprocess.DEVNULL, cwd=tmp_path, env=environment(),
        timeout=TIME_LIMIT, check=False)
    text = done.stdout.decode(errors="replace")
    outcomes = dict(reversed(line[3:].split()) for line in text.splitlines() if line.startswith("@@ "))
    count = Counter(outcomes.values())
    failing = {test for test, outcome in outcomes.items() if outcome in ("failed", "error")}
    stderr = done.stderr.decode(errors="replace")
    assert failing == {f"{module.name}.{test}" for test in module.failing}, text + stderr
    assert (len(outcomes), count["skipped"]) == (module.tests, module.skipped), text + stderr
    assert done.returncode == 0 and "audit:" not in stderr, stderr
