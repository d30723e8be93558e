"""Each file under tests/differences shows a difference that is still there, and says why."""

import ast
from pathlib import Path

import pytest

DIFFERENCES = sorted((Path(__file__).resolve().parents[1] / "differences").glob("*.py"))


@pytest.mark.parametrize("program", DIFFERENCES, ids=lambda path: path.stem)
def test_still_differs(program, outcomes):
    text = ast.get_docstring(ast.parse(program.read_text()))
    assert text
    assert "Why:" in text
    host, vm = outcomes[program]
    assert (vm.stdout, vm.stderr, vm.status) != (host.stdout, host.stderr, host.status)
    assert vm.status != 70, "a crash of the VM is a bug, not a difference"
