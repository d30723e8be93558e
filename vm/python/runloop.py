"""Which thread runs, and for how long: the run loop around the evaluators.

What pthreads and the kernel's scheduler do for CPython. One turn gives the GIL to the first waiter, runs it
until its slice ends, it blocks, or it must let go, and keeps the virtual clock: one tick of the eval
breaker is one microsecond. Everything depends on ticks and queues alone, so that one program has one
schedule.
"""

from __future__ import annotations

from typing import Any

from vm.objects.pycore_object import EINTR, PyErr
from vm.objects.pycore_state import _PY_GIL_DROP_REQUEST_BIT, _PyRuntime
from vm.python import ceval_gil
from vm.python.ceval import run_thread
from vm.python.ceval_actions import (
    EXIT_DONE,
    EXIT_PARKED,
    EXIT_SLICE,
    EXIT_STEPS,
    EXIT_SWITCH,
)
from vm.python.generated_cases import _PyEval_EvalFrameDefault
from vm.python.signals import receive_outside_signals

# what a call of `run` ended with
FINISHED = "finished"  # the main thread is done
RAN = "ran"  # the budget is used up, or the goal of a stepping run is reached
WAITING = "waiting"  # every thread waits, one of them for input
DEADLOCK = "deadlock"  # every thread waits, and nothing can wake one

SLICE_TICKS = 20_000
#: Waits that a signal does not end.
_UNINTERRUPTIBLE = frozenset(("import lock", "exit", "watchdog"))
#: Waits that go on after a signal with SA_RESTART.
_RESTARTABLE = frozenset(("input", "lock", "join", "pipe"))


class RunLoop:
    """Runs the threads of one interpreter.

    Attributes:
        interp: the interpreter.
        parked: blocked threads, in the order in which they blocked.
        steps: instructions run by `run_steps` in all.
    """

    def __init__(self, interp: Any):
        self.interp = interp
        interp.files.network.notify = self.wake_network
        self.parked: dict[Any, Any] = {}
        self.steps = 0

    # -- blocking --------------------------------------------------------------------------------------

    def wake(self, tstate: Any, result: Any = True) -> None:
        """A blocked thread goes on: its Park delivers ``result`` when it has the GIL again."""
        if self.parked.pop(tstate, None) is not None:
            tstate.park = None
            tstate.resume = (result, None)
            ceval_gil.wait_for_gil(tstate)

    def interrupt(self, tstate: Any, restarts: bool) -> None:
        """A blocked thread receives a signal: its wait ends with EINTR, if it is of a kind that can.

        Args:
            tstate: the thread.
            restarts: whether what the system can begin anew by itself goes on.
        """
        park = self.parked.get(tstate)
        if park is None or park.reason in _UNINTERRUPTIBLE:
            return
        if not (restarts and park.reason in _RESTARTABLE):
            self._leave_queue(tstate, park)
            self.wake(tstate, EINTR)

    def wake_reason(self, reason: str) -> None:
        """Wake every thread that is blocked for a reason ("input")."""
        for tstate, park in list(self.parked.items()):
            if park.reason == reason:
                self.wake(tstate)

    def wake_network(self) -> None:
        """Something has happened to a socket or a pipe: whoever waits for one looks again."""
        network = self.interp.files.network
        waiters, network.waiters = network.waiters, []
        for tstate in waiters:
            self.wake(tstate)

    def _wake_sleepers(self) -> None:
        for tstate, park in list(self.parked.items()):
            if park.deadline is not None and park.deadline <= _PyRuntime.now:
                self._expire(tstate, park)

    def _expire(self, tstate: Any, park: Any) -> None:
        """A wait has timed out."""
        self._leave_queue(tstate, park)
        self.wake(tstate, False)

    @staticmethod
    def _leave_queue(tstate: Any, park: Any) -> None:
        waiters = getattr(park.on, "waiters", None)
        if waiters is not None and tstate in waiters:
            waiters.remove(tstate)

    def _park(self, tstate: Any) -> None:
        tstate.status = "parked"
        self.parked[tstate] = tstate.park
        ceval_gil.drop_gil(tstate)

    # -- running ------------------------------------------------------------------------------------------

    def run(self, ticks: int) -> str:
        """Run at full speed for about ``ticks`` ticks."""
        end = _PyRuntime.now + ticks
        while _PyRuntime.now < end:
            outcome = self._choose()
            if outcome is not None:
                return outcome
            tstate = _PyRuntime.tstate_current
            reason = self._turn(tstate, end - _PyRuntime.now, _PyEval_EvalFrameDefault)
            if reason is EXIT_DONE and self._thread_done(tstate):
                return FINISHED
        return RAN

    def run_steps(self, steps: int, until: Any = None) -> str:
        """Run ``steps`` instructions, or until ``until(frame, index)`` before one of them.

        It comes back sooner, with fewer run, when a time slice is over or a thread waits again at once: one
        instruction may call a native that takes for ever, and whoever drives the loop must be able to stop it.
        """
        from vm.python.generated_stepping import (
            _PyEval_EvalFrameStepping,  # only who steps loads it
        )

        left = steps
        while True:
            outcome = self._choose()
            if outcome is not None:
                return outcome
            tstate: Any = _PyRuntime.tstate_current
            tstate.steps = before = left
            reason = self._turn(tstate, SLICE_TICKS, _PyEval_EvalFrameStepping, left, until)
            self.steps += left - tstate.steps
            left = tstate.steps
            if reason is EXIT_DONE and self._thread_done(tstate):
                return FINISHED
            if reason is EXIT_STEPS or reason is EXIT_SLICE or (reason is EXIT_PARKED and left == before):
                return RAN

    def _turn(self, tstate: Any, ticks: int, evaluate: Any, *limits: Any) -> str:
        """Run the holder of the GIL for at most ``ticks``; keeps the clock and the GIL's protocol."""
        tstate.granted = tstate.ticks = max(1, min(ticks, self._until_deadline(tstate)))
        reason = run_thread(tstate, evaluate, *limits)
        spent = tstate.granted - tstate.ticks
        _PyRuntime.now += spent
        tstate.cpu_time += spent
        tstate.granted = tstate.ticks = 0
        if reason is EXIT_PARKED:
            self._park(tstate)
        elif reason is EXIT_SWITCH:
            ceval_gil.drop_gil(tstate)
            ceval_gil.wait_for_gil(tstate)
        elif reason is EXIT_SLICE:
            self._request_drop(tstate)
        return reason

    def _until_deadline(self, tstate: Any) -> int:
        """Ticks until a waiter's patience or a sleeper's time is over."""
        gil = self.interp.gil
        times = [w.gil_wait_since + gil.interval for w in gil.waiters]
        if tstate.eval_breaker & _PY_GIL_DROP_REQUEST_BIT:
            times = []
        times += [p.deadline for p in self.parked.values() if p.deadline is not None]
        times += self._timers()
        return min(times, default=1 << 60) - _PyRuntime.now

    def _timers(self) -> list[int]:
        """When the program's interval timers end if a thread runs until then."""
        real, running = _PyRuntime.signals.process.next_deadline()
        return [time for time in (real, None if running is None else running + _PyRuntime.idle) if time is not None]

    def _request_drop(self, tstate: Any) -> None:
        """A waiter's interval has passed without a switch: it asks the holder to let go."""
        gil = self.interp.gil
        if any(w.gil_wait_since + gil.interval <= _PyRuntime.now for w in gil.waiters):
            ceval_gil._Py_set_eval_breaker_bit(tstate, _PY_GIL_DROP_REQUEST_BIT)

    def _choose(self) -> str | None:
        """Make sure that a thread holds the GIL; returns an outcome if none can."""
        if self.interp.main_thread.status == "dead" or self.interp.hard_exit is not None:
            return FINISHED
        if self.interp.outside_signals:
            receive_outside_signals(self.interp)
        self._expire_timers()
        if self.interp.hard_exit is not None:
            return FINISHED
        if self.parked:
            self._wake_sleepers()
        if _PyRuntime.tstate_current is not None:
            return None
        gil = self.interp.gil
        if not gil.waiters:
            if not self.parked:
                return FINISHED
            outcome = self._idle()
            if outcome is not None:
                return outcome
            if not gil.waiters:  # a timer's signal that nobody wakes for
                return RAN
        ceval_gil.take_gil(gil.waiters[0])
        return None

    def _idle(self) -> str | None:
        """Every thread is blocked: let time pass, or say that only the outside can help."""
        deadlines = [p.deadline for p in self.parked.values() if p.deadline is not None]
        real, _ = _PyRuntime.signals.process.next_deadline()
        if any(p.reason == "input" for p in self.parked.values()):
            return WAITING
        if real is not None:
            deadlines.append(real)
        if not deadlines:
            return DEADLOCK
        idle = max(0, min(deadlines) - _PyRuntime.now)
        _PyRuntime.now += idle
        _PyRuntime.idle += idle
        self._expire_timers()
        self._wake_sleepers()
        return FINISHED if self.interp.hard_exit is not None else None

    def _expire_timers(self) -> None:
        """Send the signals of the interval timers that have ended."""
        process = _PyRuntime.signals.process
        if process.next_deadline() != (None, None):
            process.expire()

    def _thread_done(self, tstate: Any) -> bool:
        """Remove a finished thread; True if it was the main one."""
        _value, err = tstate.resume or (None, None)
        tstate.status = "dead"
        if tstate is self.interp.main_thread:
            if isinstance(err, PyErr):
                raise SystemError("an exception left the main thread's last frame")
            return True
        from vm.python.pystate import tstate_delete_common

        tstate_delete_common(tstate)
        return False

