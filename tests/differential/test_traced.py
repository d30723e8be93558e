"""Programs under sys.settrace, sys.setprofile and sys.monitoring: both sides tell a tool the same events."""

import pytest

from tests.differential import harness

TRACED = harness.ROOT / "tests/differential/traced.py"
KINDS = ("trace", "opcodes", "profile", "monitor")
#: Programs of the corpus that are quick, and whose own code runs the same way on both sides.
PROGRAMS = (
    "exc_groups", "exc_context_rules", "gen_throw_close", "gen_yield_from", "gen_coroutine_basics",
    "exec_async_protocols", "stmt_match", "stmt_try", "stmt_loops", "stmt_with_multiple",
    "stmt_comprehensions", "class_descriptors", "tb_calls_of_all_kinds",
)


@pytest.fixture(scope="module")
def server():
    process = harness.vm_server()
    yield process
    process.stdin.close()
    process.wait()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("program", PROGRAMS)
def test_tools_are_told_the_same(server, program, kind):
    argv = (kind, str(harness.CORPUS / f"{program}.py"))
    expected = harness.run_host(TRACED, argv)
    outcome = harness.ask(server, ["-X", "audit", str(TRACED), *argv])
    assert outcome == expected
