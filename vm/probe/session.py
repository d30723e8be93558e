"""One program in the VM, taken step by step: what the worker, the tests and a debugger drive alike.

A session is always in one of five states: ``empty`` (nothing loaded), ``paused`` (before an
instruction), ``running`` (has a goal, and needs `Session.run_slice` to get there), ``waiting`` (for a line of
input) and ``finished``. Running never blocks: a slice ends after its time, at an instruction boundary,
with the goal kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from vm.probe import views
from vm.probe.engine import Engine, Place

#: Instructions that a slice runs between two looks at the clock; adapted to take about this long.
FIRST_BATCH = 500
BATCH_SECONDS = 0.002
STOP_STATUS = 130


class Session:
    """A program and the machine that it runs on.

    The runtime is one for the whole process, as CPython's is: loading a program here ends that of any other
    session.

    Attributes:
        status: one of the five states above.
        reason: why the session stands where it stands ("loaded", "step", "pause", "breakpoint", ...).
        step_count: instructions run since the program was loaded.
        how: how the program ended ("returned", "exit", "exception", "stopped"), or "".
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter):
        self._clock = clock
        self._numbers = views.Numbers()
        self._batch = FIRST_BATCH
        self._goal: Goal = RunGoal()
        self._stopping = False
        self._breakpoints: frozenset[int] = frozenset()
        self.engine = Engine()
        self.filename = ""
        self.source = ""
        self.status = "empty"
        self.reason = ""
        self.how = ""

    @property
    def step_count(self) -> int:
        """Instructions run since the program was loaded."""
        return self.engine.step_count

    # -- what a person does ---------------------------------------------------------------------

    def load(self, source: str, filename: str = "main.py") -> None:
        """Discard what ran before and stand before the first instruction of a program.

        Raises:
            SyntaxError: the host's, with CPython's own message; the session is then empty.
        """
        self.discard()
        self.engine.load(source, filename)
        self.source, self.filename = source, filename
        self._numbers = views.Numbers()
        self._stopping = False
        self.how = ""
        self._stand("paused", "loaded")

    def begin(self, kind: str = "run", count: int = 1) -> None:
        """Set a goal: "run", or "instruction" or "line" to step ``count`` of them.

        Raises:
            SessionError: the program is not paused, or there is no such kind.
        """
        if self.status != "paused":
            raise SessionError(f"cannot {kind} now: the session is {self.status}")
        if kind not in GOALS:
            raise SessionError(f"there is no step by {kind!r}")
        self._goal = GOALS[kind](self.engine, count)
        self.status, self.reason = "running", ""

    def step(self, kind: str = "instruction", count: int = 1) -> None:
        """Take a step to its end, however many slices it needs."""
        self.begin(kind, count)
        self.run()

    def run(self) -> None:
        """Run on from where the session stands until it no longer runs."""
        if self.status == "paused":
            self.begin("run")
        while self.status == "running":
            self.run_slice(50)

    def pause(self) -> None:
        """Give up the goal: the session stands at the instruction that would come next."""
        if self.status == "running":
            self._stand("paused", "pause")

    def stop(self, hard: bool = False) -> None:
        """End the program: by KeyboardInterrupt in its main thread; at the second call, or ``hard``, at once."""
        if self.status not in ("running", "paused", "waiting"):
            return
        if hard or self._stopping or not self.engine.interrupt():
            self.engine.discard()
            self.how = "stopped"
            self._stand("finished", "stopped")
            return
        self._stopping = True
        self._goal = RunGoal()
        self.status = "running"

    def give_input(self, text: str) -> None:
        """Hand the waiting program its line, and run on towards the goal that it had."""
        if self.status != "waiting":
            raise SessionError("the program does not wait for input")
        self.engine.give_input(text)
        self.status = "running"

    def set_breakpoints(self, lines: Sequence[int]) -> None:
        """Set the lines at whose start a run stops."""
        self._breakpoints = frozenset(lines)

    def discard(self) -> None:
        """Throw the program away, wherever it stands."""
        self.engine.discard()
        self._stand("empty", "")

    # -- turns ----------------------------------------------------------------------------------

    def run_slice(self, max_ms: float) -> None:
        """Run towards the goal for about ``max_ms`` milliseconds."""
        deadline = self._clock() + max_ms / 1000
        while self.status == "running":
            self._advance()
            if self._clock() >= deadline:
                return

    def _advance(self) -> None:
        """Run one batch and see where that led."""
        exact = self._breakpoints and self._goal.kind == "run"
        size = self._goal.batch or (1 if exact else self._batch)
        started = self._clock()
        outcome = self.engine.run(size)
        if size == self._batch:
            self._adapt(self._clock() - started)
        if outcome == "finished":
            self.how = "stopped" if self._stopping and self.engine.interrupted else self.engine.how
            self._stand("finished", self.how)
        elif outcome == "waiting":
            self._stand("waiting", "input")
        elif self._goal.reached(self.engine):
            self._stand("paused", "step")
        elif exact and self._at_breakpoint():
            self._stand("paused", "breakpoint")

    def _adapt(self, took: float) -> None:
        """Keep a batch near its time: short enough to answer, long enough to be worth a call."""
        if took < BATCH_SECONDS / 2:
            self._batch = min(self._batch * 2, 200_000)
        elif took > BATCH_SECONDS * 2:
            self._batch = max(self._batch // 2, 50)

    def _at_breakpoint(self) -> bool:
        place = self.engine.place()
        return place is not None and place.starts_line and place.line in self._breakpoints

    def _stand(self, status: str, reason: str) -> None:
        self.status, self.reason = status, reason

    # -- what can be seen -----------------------------------------------------------------------

    def take_output(self) -> list[tuple[str, str]]:
        """Return what the program has written since the last call: (stream, text), in order."""
        return self.engine.take_output()

    def state(self, names: Sequence[str] = views.NAMES) -> dict[str, Any]:
        """Return the session's state with the named views, as plain data."""
        self._numbers.turn()
        return {
            "status": self.status,
            "step": self.step_count,
            "reason": self.reason,
            "sentence": views.sentence(self.engine, self.status, self.reason),
            "views": {name: views.VIEWS[name](self.engine, self._numbers) for name in names},
        }

    def finish(self) -> dict[str, Any]:
        """Return how the program ended, as plain data."""
        stopped = self.how == "stopped"
        return {
            "status": STOP_STATUS if stopped else self.engine.exit_status,
            "how": self.how,
            "traceback": self.engine.traceback,
            "lines": self.engine.traceback_lines,
            "step": self.step_count,
        }


class SessionError(Exception):
    """What was asked for makes no sense in the session's present state."""


# -- goals --------------------------------------------------------------------------------------------


class Goal:
    """Where a run ends of itself. ``batch`` is the number of instructions between two looks, 0 for many."""

    kind = "run"
    batch = 0

    def reached(self, engine: Engine) -> bool:
        """Whether the machine now stands where the goal wanted it."""
        raise NotImplementedError


class RunGoal(Goal):
    """Run to the end."""

    def __init__(self, _engine: Engine | None = None, _count: int = 1):
        pass

    def reached(self, engine: Engine) -> bool:
        """Never."""
        return False


class InstructionGoal(Goal):
    """Run so many instructions."""

    kind = "instruction"
    batch = 1

    def __init__(self, engine: Engine, count: int):
        self.target = engine.step_count + max(count, 1)

    def reached(self, engine: Engine) -> bool:
        """Whether they have been run."""
        return engine.step_count >= self.target


class LineGoal(Goal):
    """Run to the start of another line, in whatever frame of whatever thread that comes first.

    A frame's line is started anew when its line number changes, when it is entered, and when it jumps
    backwards within the line. Coming back from a call in the middle of a line starts none.
    """

    kind = "line"
    batch = 1

    def __init__(self, engine: Engine, count: int):
        self.left = max(count, 1)
        self.seen: dict[Any, Place] = {place.frame: place for place in engine.places()}

    def reached(self, engine: Engine) -> bool:
        """Whether so many lines have been started."""
        place = engine.place()
        if place is None or place.line is None:
            return False
        before = self.seen.get(place.frame)
        self.seen[place.frame] = place
        if before is not None and before.line == place.line and place.index > before.index:
            return False
        self.left -= 1
        return self.left == 0


GOALS: dict[str, Callable[[Engine, int], Goal]] = {
    "run": RunGoal,
    "instruction": InstructionGoal,
    "line": LineGoal,
}
