"""Run CPython's own tests on the VM and count how they end.

    python -m tools.scorecard [--jobs N] [--keep [--resume]] [--audit] [--daily] [--failures]
                              [MODULE[.CLASS[.METHOD]] ...]

Without modules all of tests/cpython/natively.tsv are run. What ended otherwise than is committed is printed, and
makes the exit status 1. ``--keep`` writes the results to tests/cpython after every module: a run that was stopped
goes on with ``--resume``. What the tests wrote that did not pass is in .build/scorecard/MODULE.log.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.scorecard.ids import LEFT_OUT, Test, read_tests, write_tests
from tools.scorecard.results import LONG, Results, row_of, table
from tools.scorecard.start import fork_machine, run_on_machine, start_natively
from tools.scorecard.supervise import (
    MODULE_LIMIT,
    NOT_RUN,
    TEST_LIMIT,
    Job,
    Supervisor,
    save_output,
)

LOGS = Path(__file__).parents[2] / ".build" / "scorecard"
DONE = LOGS / "done.txt"
#: Lines about changes that are printed of a module.
SHOWN = 40


class Run:
    """One run of the tool: what is run, and what becomes of the results.

    Args:
        args: the command line's options (parse_arguments).
    """

    def __init__(self, args: argparse.Namespace):
        self.args = args
        self.tests = read_tests()
        self.results = Results()
        self.rows: list = []
        self.changed = False

    def jobs(self) -> list[Job]:
        """A job for each module that is asked for."""
        wanted = self.args.modules or list(self.tests)
        done = DONE.read_text().split() if self.args.resume and DONE.exists() else []
        if self.args.keep and not self.args.resume:
            DONE.unlink(missing_ok=True)
        ids: dict[str, list[str]] = {}
        for name in wanted:
            module, _, part = name.partition(".")
            if module not in self.tests:
                sys.exit(f"{module}: not in the list of CPython's tests")
            if module not in done:
                ids.setdefault(module, []).extend(
                    test.id for test in self.tests[module]
                    if self._is_wanted(test) and (not part or f".{part}." in f"{test.id}."))
        jobs = [Job(module, tests) for module, tests in ids.items() if tests]
        return sorted(jobs, key=self._longest_first) if self.args.jobs > 1 else jobs

    def _longest_first(self, job: Job) -> int:
        row = self.results.rows.get(job.module)
        return -sys.maxsize if row is None else -row.seconds

    def _is_wanted(self, test: Test) -> bool:
        listed = self.results.find(test.module, test.id)
        daily = not self.args.daily or listed is None or listed.outcome not in (LONG, "slow", "hang", NOT_RUN)
        return not test.cause and daily

    def done(self, job: Job) -> None:
        """A module has ended: print it, and keep it if so asked."""
        LOGS.mkdir(parents=True, exist_ok=True)
        save_output(job, LOGS)
        tests = [test for test in self.tests[job.module] if self.args.keep or test.id in set(job.ids or ())]
        row = row_of(job, tests)
        self.rows.append(row)
        print(f"{row.module}: {row.passed + row.on_top_passed} of {row.tests + row.on_top} pass, "
              f"{job.seconds:.0f} s", flush=True)
        problems = self.results.changes(job)
        if job.complaints:
            problems.append(job.complaints)
        for line in problems[:SHOWN]:
            print(f"  {line}", flush=True)
        if len(problems) > SHOWN:
            print(f"  and {len(problems) - SHOWN} more", flush=True)
        self.changed |= bool(problems)
        if self.args.failures:
            for test, text in job.output.items():
                print(f"== {test}: {job.outcomes.get(test, '')}\n{text}", flush=True)
        if self.args.keep:
            keep(job, tests, self.tests)

    def supervise(self) -> None:
        """Run everything on forks of the VM."""
        Supervisor(fork_machine, self.args.jobs, self.args.limit, self.args.failures, self.done,
                   progress=self.progress, module_limit=self.args.module_limit).run(self.jobs())

    def progress(self, job: Job) -> None:
        """Tell how far a module is, and save what its tests have written."""
        LOGS.mkdir(parents=True, exist_ok=True)
        save_output(job, LOGS)
        passed = list(job.outcomes.values()).count("passed")
        print(f"{job.module}: so far {passed} of {len(job.outcomes)} pass", file=sys.stderr, flush=True)


def keep(job: Job, tests: list[Test], modules: Iterable[str]) -> None:
    """Write a module's results into the committed files as they are now: several runs may do so at once."""
    with DONE.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(f"{job.module}\n")
        results = Results()
        results.take(job, tests)
        results.write(modules)


def renew_natively(jobs: int) -> None:
    """Run the modules of the list by the host and write the list anew; what tests need is kept."""
    before = read_tests()
    now: dict[str, list[Test]] = {}

    def done(job: Job) -> None:
        needs = {test.id: test.needs for test in before[job.module]}
        now[job.module] = [
            Test(job.module, test, "skipped" if outcome == "skipped" else "passed", needs.get(test, frozenset()))
            for test, outcome in job.outcomes.items() if outcome in ("passed", "skipped")]
        print(f"{job.module}: {len(now[job.module])} tests", flush=True)

    Supervisor(start_natively, jobs, 10 * TEST_LIMIT, False, done, idle_limit=10 * TEST_LIMIT).run(
        [Job(module, None) for module in before])
    write_tests(test for module in before for test in now[module])


def parse_arguments(argv: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.scorecard", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--limit", type=float, default=TEST_LIMIT, help="seconds of processor time for a test")
    parser.add_argument("--module-limit", type=float, default=MODULE_LIMIT,
                        help="seconds of processor time for a module; the tests that come later are not run")
    parser.add_argument("--keep", action="store_true", help="write the results to tests/cpython")
    parser.add_argument("--resume", action="store_true", help="leave out what the last run with --keep has done")
    parser.add_argument("--audit", action="store_true", help="recount every reference after each module")
    parser.add_argument("--daily", action="store_true", help="leave out the tests that are listed as long or slow")
    parser.add_argument("--failures", action="store_true", help="print the tracebacks")
    parser.add_argument("--show", action="store_true", help="print the committed scorecard, run nothing")
    parser.add_argument("--natively", action="store_true", help="write the list of tests anew from the host")
    args = parser.parse_args(argv)
    if args.keep and (any("." in name for name in args.modules) or args.daily):
        parser.error("--keep needs whole modules")
    return args


def main(argv: list[str] | None = None) -> int:
    """Run what the command line asks for; 1 if something ended otherwise than is committed."""
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets, and with it some outcomes, must not vary
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tools.scorecard", *(sys.argv[1:] if argv is None else argv)])
    args = parse_arguments(argv)
    if args.natively:
        renew_natively(args.jobs)
        return 0
    run = Run(args)
    if args.show:
        print(table(list(run.results.rows.values())))
        print("\n".join(f"left out: {cause}: {why}" for cause, why in LEFT_OUT.items()))
        return 0
    run_on_machine(run.supervise, args.audit)
    print(table(run.rows))
    return int(run.changed)


if __name__ == "__main__":
    sys.exit(main())
