"""The tool that counts how CPython's own tests end: lists, limits, comparison."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from tools.scorecard import ids as known
from tools.scorecard.results import LONG, Listed, Results, row_of
from tools.scorecard.supervise import Job, Supervisor

TESTS = [
    known.Test("test_a", "test.test_a.One.test_x", "passed"),
    known.Test("test_a", "test.test_a.Two.test_x", "passed"),
    known.Test("test_a", "plain", "passed", frozenset({"socket"})),
    known.Test("test_a", "test.test_a.One.test_y", "passed", frozenset({"subprocess", "socket"})),
    known.Test("test_b", "test.test_b.One.test_z", "skipped"),
]
#: A module of tests: each id says what happens in it.
PROGRAM = """
import json, os, sys, time
for test in json.loads(sys.argv[1])["ids"]:
    print("@@ start", test, flush=True)
    if test == "crash":
        print("last words", flush=True)
        os._exit(3)
    if test == "hang":
        time.sleep(60)
    while test == "slow":
        pass
    print("@@", "failed" if test == "failed" else "passed", test, flush=True)
print("@@ end", flush=True)
"""


def test_the_list_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "natively.tsv"
    known.write_tests(TESTS, path)
    read = known.read_tests(path)
    assert sorted(read["test_a"] + read["test_b"], key=str) == sorted(TESTS, key=str)
    assert "One test.test_a.Two\ttest_x" in path.read_text()  # one line for both classes


def test_what_counts():
    assert [test.cause for test in TESTS] == ["", "", "", "subprocess", "skipped natively"]
    assert [test.on_top for test in TESTS[:3]] == [False, False, True]
    job = Job("test_a", None, {TESTS[0].id: "passed", TESTS[1].id: "slow", "plain": "passed"}, seconds=2.4)
    row = row_of(job, TESTS[:4])
    assert row.cells() == ["test_a", "2", "1", "0", "0", "1", "0", "1", "1", "1", "2", "subprocess 1"]


def start_program(line, folder):
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, line], stdout=write_end, cwd=folder, start_new_session=True)
    os.close(write_end)
    process.returncode = 0  # the supervisor waits for it
    return process.pid, read_end


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_test_escapes_its_limits(jobs):
    ids = ["a", "crash", "hang", "failed", "slow", "z"]
    done = []
    Supervisor(start_program, jobs, 0.5, False, done.append, idle_limit=1.5).run(
        [Job("one", list(ids)), Job("two", ["z"])])
    one = next(job for job in done if job.module == "one")
    assert one.outcomes == {"a": "passed", "crash": "crash", "hang": "hang", "failed": "failed", "slow": "slow",
                            "z": "passed"}
    assert one.output["crash"] == "last words"
    assert sorted(job.module for job in done) == ["one", "two"]
    assert Counter(job.outcomes["z"] for job in done) == {"passed": 2}


def test_changes_go_both_ways(tmp_path):
    results = Results(tmp_path / "scorecard.tsv", tmp_path / "not_passing.tsv")
    results.listed["test_a"] = {"b": Listed("failed", "why"), "c": Listed("failed"), "d": Listed(LONG)}
    job = Job("test_a", ["a", "b", "c", "d"], {"a": "error", "b": "passed", "c": "slow", "d": "passed"}, long={"d"})
    assert results.changes(job) == ["error, but passed before: a", "passes now: b"]
    results.take(job, [])
    results.write(["test_a"])
    again = Results(*results.paths)
    assert {test: entry.outcome for test, entry in again.listed["test_a"].items()} == {
        "a": "error", "c": "slow", "d": LONG}
    assert not again.changes(job)


def test_a_module_that_takes_too_long_is_left():
    done = []
    Supervisor(start_program, 1, 5, False, done.append, module_limit=0.5).run([Job("one", ["a", "slow", "x.C.t"])])
    assert done[0].outcomes == {"a": "passed", "slow": "not run", "x.C.t": "not run"}
    assert row_of(done[0], [known.Test("one", test, "passed", frozenset()) for test in done[0].ids]).not_run == 2


def test_a_class_that_was_not_run_has_one_line(tmp_path):
    results = Results(tmp_path / "scorecard.tsv", tmp_path / "not_passing.tsv")
    outcomes = {"C.a": "passed", "C.b": "not run", "D.a": "not run", "D.b": "not run"}
    results.take(Job("test_a", list(outcomes), outcomes), [])
    assert {*results.listed["test_a"]} == {"C.b", "D.*"}
    assert results.changes(Job("test_a", ["D.a"], {"D.a": "passed"})) == ["passes now: D.a"]


def test_reasons_are_kept(tmp_path):
    results = Results(tmp_path / "scorecard.tsv", tmp_path / "not_passing.tsv")
    results.listed["test_a"] = {"b": Listed("failed", "because")}
    results.take(Job("test_a", ["b"], {"b": "crash"}), [])
    results.write(["test_a"])
    assert Results(*results.paths).listed["test_a"]["b"] == Listed("crash", "because")
