"""Every program does the same in the VM as in the host's CPython: stdout, stderr, exit status."""

import json
from pathlib import Path

import pytest

from tests.differential import harness

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE.parent / "programs"
CORPUS = sorted((HERE / "corpus").glob("*.py"))
INDEX = json.loads((PROGRAMS / "index.json").read_text())
LESSONS = [PROGRAMS / entry["file"] for entry in INDEX]


def name(path):
    return path.stem


def test_index_names_every_program():
    """The page's menu and the folder agree, and each program begins with its title."""
    assert sorted(LESSONS) == sorted(PROGRAMS.glob("*.py"))
    for entry in INDEX:
        text = (PROGRAMS / entry["file"]).read_text()
        assert text.startswith('"""')
        assert 30 <= text.count("\n") <= 120


def test_corpus_is_large_enough():
    assert len(CORPUS) >= 120


@pytest.mark.parametrize("program", LESSONS + CORPUS, ids=name)
def test_same_as_host(program, outcomes):
    """What is printed, how it ends; and every reference count is right at the end (`run_both`)."""
    host, vm = outcomes[program]
    assert vm.stdout == host.stdout
    assert vm.stderr == host.stderr
    assert vm.status == host.status


def test_harness_runs_the_vm():
    """The simplest program of all, by the way that every other test goes."""
    outcome = harness.run_vm("-c", "print('ok')")
    assert (outcome.stdout, outcome.stderr, outcome.status) == ("ok\n", "", 0)
