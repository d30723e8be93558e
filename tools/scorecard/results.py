"""The committed results: a line a module, and a line for each test that does not pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tools.scorecard.ids import FOLDER, ON_TOP, Test
from tools.scorecard.supervise import NOT_RUN, Job

SCORECARD = FOLDER / "scorecard.tsv"
NOT_PASSING = FOLDER / "not_passing.tsv"
#: A test that passes, but takes too long for every day: the only listed outcome that is none of failure.
LONG = "long"
COLUMNS = ("module", "tests", "passed", "failed", "skipped", "slow", "not run", "on top", "of these passed", "left out",
           "seconds", "why left out")
_FAILED = ("failed", "error", "missing", "crash", "hang")


@dataclass
class Row:
    """The counts of a module."""

    module: str
    tests: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    slow: int = 0
    not_run: int = 0
    on_top: int = 0
    on_top_passed: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    seconds: int = 0

    def cells(self) -> list[str]:
        """The row's texts, as in COLUMNS."""
        causes = ", ".join(f"{cause} {n}" for cause, n in sorted(self.left_out.items()))
        numbers = (self.tests, self.passed, self.failed, self.skipped, self.slow, self.not_run, self.on_top,
                   self.on_top_passed, self.left_out.total(), self.seconds)
        return [self.module, *map(str, numbers), causes]

    @classmethod
    def from_cells(cls, cells: list[str]) -> Row:
        """The row of a line of the committed file."""
        module, *numbers, causes = cells
        tests, passed, failed, skipped, slow, not_run, on_top, on_top_passed, _, seconds = map(int, numbers)
        left_out = Counter({cause: int(n) for cause, _, n in
                            (text.rpartition(" ") for text in causes.split(", ") if text)})
        return cls(module, tests, passed, failed, skipped, slow, not_run, on_top, on_top_passed, left_out, seconds)

    def add(self, other: Row) -> None:
        """Count the tests of another row too."""
        for name in ("tests", "passed", "failed", "skipped", "slow", "not_run", "on_top", "on_top_passed",
                     "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.left_out += other.left_out


def row_of(job: Job, tests: Iterable[Test]) -> Row:
    """Count how a module's tests ended."""
    row = Row(job.module, seconds=round(job.seconds))
    for test in tests:
        outcome = job.outcomes.get(test.id, "missing")
        if test.cause:
            row.left_out[test.cause] += 1
        elif test.on_top:
            row.on_top += 1
            row.on_top_passed += outcome == "passed"
        else:
            row.tests += 1
            row.passed += outcome == "passed"
            row.failed += outcome in _FAILED
            row.skipped += outcome == "skipped"
            row.slow += outcome == "slow"
            row.not_run += outcome == NOT_RUN
    return row


@dataclass
class Listed:
    """A test that does not simply pass: how it ends, and why if that is known."""

    outcome: str
    reason: str = ""


class Results:
    """What is committed.

    Attributes:
        rows: the counts by module.
        listed: the tests that do not simply pass, by module and id.
    """

    def __init__(self, scorecard: Path = SCORECARD, not_passing: Path = NOT_PASSING):
        self.paths = scorecard, not_passing
        self.rows: dict[str, Row] = {}
        self.listed: dict[str, dict[str, Listed]] = {}
        if scorecard.exists():
            for line in scorecard.read_text().splitlines()[1:-1]:
                row = Row.from_cells(line.split("\t"))
                self.rows[row.module] = row
        if not_passing.exists():
            for line in not_passing.read_text().splitlines()[1:]:
                module, outcome, test, reason = line.split("\t")
                self.listed.setdefault(module, {})[test] = Listed(outcome, reason)

    def find(self, module: str, test: str) -> Listed | None:
        """The line about a test, or about all tests of its class (CLASS.*)."""
        listed = self.listed.get(module, {})
        return listed.get(test) or listed.get(class_line(test))

    def changes(self, job: Job) -> list[str]:
        """In what a module's tests ended otherwise than is committed; one line each."""
        lines = []
        for test in job.ids or ():
            outcome = job.outcomes[test]
            entry = self.find(job.module, test)
            passed_before = entry is None or entry.outcome == LONG
            if outcome == "passed" and not passed_before:
                lines.append(f"passes now: {test}")
            elif outcome != "passed" and passed_before:
                lines.append(f"{outcome}, but passed before: {test}")
        return lines

    def take(self, job: Job, tests: list[Test]) -> None:
        """Replace what is known of a module; reasons are kept."""
        before = self.listed.get(job.module, {})
        now: dict[str, Listed] = {}
        begun = {class_line(test) for test in job.ids or () if job.outcomes[test] != NOT_RUN}
        for test in job.ids or ():
            outcome = LONG if test in job.long and job.outcomes[test] == "passed" else job.outcomes[test]
            if outcome == NOT_RUN and class_line(test) not in begun:
                now[class_line(test)] = Listed(outcome)
            elif outcome != "passed":
                now[test] = Listed(outcome, before[test].reason if test in before else "")
        self.listed[job.module] = dict(sorted(now.items()))
        self.rows[job.module] = row_of(job, tests)

    def total(self) -> Row:
        """The sum of all modules."""
        total = Row("total")
        for row in self.rows.values():
            total.add(row)
        return total

    def write(self, modules: Iterable[str]) -> None:
        """Write both files, modules in this order."""
        order = [module for module in modules if module in self.rows]
        lines = ["\t".join(COLUMNS), *("\t".join(self.rows[module].cells()) for module in order),
                 "\t".join(self.total().cells())]
        self.paths[0].write_text("\n".join(lines) + "\n")
        lines = ["module\toutcome\ttest\treason"]
        for module in order:
            lines += ["\t".join((module, entry.outcome, test, entry.reason))
                      for test, entry in self.listed.get(module, {}).items()]
        self.paths[1].write_text("\n".join(lines) + "\n")


def class_line(test: str) -> str:
    """What stands for all tests of a test's class."""
    return f"{test.rpartition('.')[0]}.*"


def percent(part: int, whole: int) -> str:
    """A share as a text."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def table(rows: list[Row]) -> str:
    """The rows with aligned columns, and below how many of the tests pass."""
    total = Row("total")
    for row in rows:
        total.add(row)
    cells = [list(COLUMNS), *(row.cells() for row in [*rows, total])]
    widths = [max(len(line[i]) for line in cells) for i in range(len(COLUMNS) - 1)]
    lines = ["  ".join([line[0].ljust(widths[0]),
                        *(text.rjust(width) for text, width in zip(line[1:], widths[1:])), line[-1]])
             for line in cells]
    both, both_passed = total.tests + total.on_top, total.passed + total.on_top_passed
    lines.append(f"{total.passed} of {total.tests} tests that need nothing special pass: "
                 f"{percent(total.passed, total.tests)}; with those that need "
                 f"{', '.join(sorted(ON_TOP))} {both_passed} of {both}: {percent(both_passed, both)}.")
    return "\n".join(lines)
