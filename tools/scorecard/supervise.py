"""Runs modules of CPython's tests in processes, a time limit a test: a test that hangs ends its process only."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

#: Seconds of processor time for a test; loading a module may take as many times more.
TEST_LIMIT, LOAD_FACTOR = 120.0, 3
#: Seconds of processor time for all tests of a module, so that the whole has a known end.
MODULE_LIMIT = 9000.0
#: How a test is recorded that was not reached in that time.
NOT_RUN = "not run"
#: A test that takes more seconds of processor time than this is not for every day.
LONG = 10.0
#: Seconds during which a process may wait for something without using the processor.
IDLE_LIMIT = 20.0
#: Characters of output kept of a test.
OUTPUT_LIMIT = 20_000
POLL = 0.25
#: Seconds between reports of how far a long module is.
PROGRESS = 60.0
MARK = "@@ "
#: As regrtest's -u: what of the machine the tests may use.
RESOURCES = ["cpu", "subprocess", "decimal", "tzdata", "walltime"]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Job:
    """A module to run.

    Attributes:
        ids: the tests to run; None for all.
        outcomes: how each test ended -> by its id.
        output: what tests that did not pass wrote, by id.
        seconds: of processor time.
        long: the ids of tests that took long.
        complaints: what the process said at its end, of references for example.
    """

    module: str
    ids: list[str] | None
    outcomes: dict[str, str] = field(default_factory=dict)
    output: dict[str, str] = field(default_factory=dict)
    long: set[str] = field(default_factory=set)
    seconds: float = 0.0
    complaints: str = ""

    def line(self, tracebacks: bool) -> bytes:
        """What the guest reads (tests/cpython/run_module.py)."""
        ids = None if self.ids is None else [i for i in self.ids if i not in self.outcomes]
        return json.dumps({"module": self.module, "ids": ids, "resources": RESOURCES,
                           "tracebacks": tracebacks}).encode() + b"\n"


@dataclass
class Child:
    """A process that runs a module.

    Attributes:
        pid: the process, leader of its own group.
        fd: where its output comes from.
        folder: where it runs, removed afterwards.
        known: how many tests of the module had ended before.
    """

    pid: int
    fd: int
    folder: str
    job: Job
    buffer: bytes = b""
    current: str = ""
    text: list[str] = field(default_factory=list)
    kept: int = 0
    cpu_at_start: float = 0.0
    cpu: float = 0.0
    idle_since: float = field(default_factory=time.monotonic)
    ended: bool = False
    known: int = 0
    verdict: str = ""

    def read(self) -> bool:
        """Take what has been written; False at the end."""
        data = os.read(self.fd, 1 << 16)
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        if len(self.buffer) > OUTPUT_LIMIT:
            self.buffer = b""
        self.idle_since = time.monotonic()
        for line in lines:
            self._line(line.decode(errors="replace"))
        return bool(data)

    def _line(self, line: str) -> None:
        if not line.startswith(MARK):
            if self.kept < OUTPUT_LIMIT and line:
                self.text.append(line)
                self.kept += len(line)
            return
        word, _, test = line.removeprefix(MARK).partition(" ")
        if word == "start":
            self.current, self.text, self.kept = test, [], 0
            self.measure()
            self.cpu_at_start = self.cpu
        elif word == "end":
            self.ended, self.text, self.kept = True, [], 0
        else:
            self.record(test, word)

    def record(self, test: str, outcome: str) -> None:
        """A test has ended; of two with one id the worse counts."""
        outcomes = self.job.outcomes
        if outcomes.get(test, "passed") == "passed":
            outcomes[test] = outcome
        if outcome != "passed":
            self.job.output[test] = "\n".join(self.text)
        self.measure()
        if self.current == test and self.cpu - self.cpu_at_start > LONG:
            self.job.long.add(test)
        self.current, self.text, self.kept = "", [], 0

    def measure(self) -> None:
        """Read the processor time used so far."""
        try:
            with open(f"/proc/{self.pid}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return
        used = (int(fields[11]) + int(fields[12])) / _TICKS
        if used > self.cpu:
            self.cpu = used
            self.idle_since = time.monotonic()

    def over_the_limit(self, limit: float, module_limit: float, idle_limit: float) -> str:
        """Why the process must be ended, or ""."""
        self.measure()
        if self.job.seconds + self.cpu > module_limit:
            return NOT_RUN
        if self.cpu - self.cpu_at_start > limit * (1 if self.current else LOAD_FACTOR):
            return "slow"
        return "hang" if time.monotonic() - self.idle_since > idle_limit else ""


#: Starts a process for a job in a folder: the process's id, and the end of a pipe with its output.
Start = Callable[[bytes, str], tuple[int, int]]


class Supervisor:
    """Runs jobs, so many at once.

    Args:
        start: starts a process.
        jobs: how many processes at a time.
        limit: seconds of processor time for a test.
        module_limit: seconds of processor time for a module.
        done: is called with each job that has ended.
        idle_limit: seconds that a process may wait without using the processor.
        progress: is called now and then with each job that runs.
    """

    def __init__(self, start: Start, jobs: int, limit: float, tracebacks: bool,
                 done: Callable[[Job], None], idle_limit: float = IDLE_LIMIT,
                 progress: Callable[[Job], None] = lambda job: None, module_limit: float = MODULE_LIMIT):
        self.start, self.jobs = start, jobs
        self.limit, self.module_limit, self.idle_limit = limit, module_limit, idle_limit
        self.tracebacks, self.done, self.progress = tracebacks, done, progress
        self.told = time.monotonic()
        self.children: dict[int, Child] = {}

    def run(self, jobs: Iterable[Job]) -> None:
        """Run them all; an interrupt ends what runs."""
        waiting = deque(jobs)
        try:
            while waiting or self.children:
                while waiting and len(self.children) < self.jobs:
                    self._begin(waiting.popleft())
                self._turn()
        except KeyboardInterrupt:
            for child in self.children.values():
                self._reap(child)
            raise

    def _begin(self, job: Job) -> None:
        folder = tempfile.mkdtemp(prefix="scorecard-")
        pid, fd = self.start(job.line(self.tracebacks), folder)
        self.children[fd] = Child(pid, fd, folder, job, known=len(job.outcomes))

    def _turn(self) -> None:
        readable, _, _ = select.select(list(self.children), [], [], POLL)
        for fd in readable:
            child = self.children[fd]
            if not child.read():
                self._finish(child)
        for child in list(self.children.values()):
            verdict = child.over_the_limit(self.limit, self.module_limit, self.idle_limit)
            if verdict:
                child.verdict = verdict
                self._finish(child)
        if time.monotonic() - self.told > PROGRESS:
            self.told = time.monotonic()
            for child in self.children.values():
                self.progress(child.job)

    def _finish(self, child: Child) -> None:
        del self.children[child.fd]
        job = child.job
        status = self._reap(child)
        job.seconds += child.cpu
        if child.ended:
            if status:
                job.complaints = "\n".join(child.text) or f"at the end: {child.verdict or status}"
            self._done(job)
            return
        if child.verdict is NOT_RUN:
            for test in job.ids or ():
                job.outcomes.setdefault(test, NOT_RUN)
            self._done(job)
            return
        if child.current:
            child.record(child.current, child.verdict or "crash")
        if len(job.outcomes) == child.known:  # it gets no further
            job.output[job.module] = "\n".join(child.text)
            self._done(job)
        elif job.ids is not None and any(i not in job.outcomes for i in job.ids):
            self._begin(job)
        else:
            self._done(job)

    def _done(self, job: Job) -> None:
        for test in job.ids or ():
            job.outcomes.setdefault(test, "missing")
        self.done(job)

    def _reap(self, child: Child) -> int:
        if not child.ended or child.verdict:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        child.measure()
        os.close(child.fd)
        _, status = os.waitpid(child.pid, 0)
        shutil.rmtree(child.folder, ignore_errors=True)
        return os.waitstatus_to_exitcode(status)


def save_output(job: Job, folder: Path) -> None:
    """Keep what the tests of a job wrote that did not pass."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [f"== {test}: {job.outcomes.get(test, '')}\n{text}\n" for test, text in job.output.items()]
    if job.complaints:
        parts.append(f"== at the end\n{job.complaints}\n")
    (folder / f"{job.module}.log").write_text("\n".join(parts))
