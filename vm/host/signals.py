"""What a kernel keeps of a process's signals: what is done with each, who has blocked it, what waits, the timers.

The process is the guest's; its threads are thread states with a mask (``sigmask``) and signals of their own that
wait (``sigpending``). Nothing here reaches the host's own signals.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

SIGKILL, SIGALRM, SIGSTOP, SIGVTALRM, SIGPROF = 9, 14, 19, 26, 27
SIGRTMIN, SIGRTMAX = 34, 64
#: The signals of x86-64 Linux; the C library keeps 32 and 33 for itself.
VALID = frozenset((*range(1, 32), *range(SIGRTMIN, SIGRTMAX + 1)))
#: What nobody can block, catch or ignore.
UNBLOCKABLE = frozenset((SIGKILL, SIGSTOP))
#: What does nothing unless it is caught: SIGCHLD, SIGCONT, SIGURG, SIGWINCH, and what stops a job (there are no jobs).
HARMLESS = frozenset((17, 18, 19, 20, 21, 22, 23, 28))
DEFAULT, IGNORE, CATCH = "default", "ignore", "catch"
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
#: How a signal was sent (si_code).
SI_USER, SI_KERNEL, SI_TKILL = 0, 0x80, -6


@dataclass
class SignalWait:
    """What a thread waits for that wants one of some signals instead of a handler's call."""

    numbers: frozenset[int]
    waiters: list = field(default_factory=list)


@dataclass
class Timer:
    """An interval timer: when it ends (None: it is not set), and what it starts with again; microseconds."""

    signal: int
    deadline: int | None = None
    interval: int = 0


class ProcessSignals:
    """The signals of a process.

    Attributes:
        restarts: the signals after which a read begins anew instead of ending with EINTR (SA_RESTART).
        front: what is done first when a thread receives a signal, by number; says whether the action follows.

    Args:
        threads: gives the threads, the main one first.
        clock: gives the time, and the time in which some thread ran, in microseconds.
        catch: is called with a signal that the process catches.
        end: is called with a signal that ends the process.
        wake: ends a thread's wait with a result.
        interrupt: ends a thread's system call with EINTR, if it can be; told whether such as can begin anew do.
    """

    def __init__(self, threads: Callable[[], Iterable[Any]], clock: Callable[[], tuple[int, int]],
                 catch: Callable[[int], None], end: Callable[[int], None],
                 wake: Callable[[Any, Any], None], interrupt: Callable[[Any, bool], None]):
        self.threads, self.clock = threads, clock
        self.catch, self.end = catch, end
        self.wake, self.interrupt = wake, interrupt
        self.actions: dict[int, str] = {}
        self.front: dict[int, Callable[[Any], bool]] = {}
        self.restarts: set[int] = set()
        self.pending: list[tuple[int, int]] = []
        self.timers = [Timer(SIGALRM), Timer(SIGVTALRM), Timer(SIGPROF)]

    # -- what is done with a signal --------------------------------------------------------------------

    def sigaction(self, number: int, action: str) -> None:
        """Set what is done with a signal.

        Raises:
            OSError: EINVAL for one that cannot be caught.
        """
        if number not in VALID or number in UNBLOCKABLE:
            raise OSError(errno.EINVAL, "")
        self.actions[number] = action
        self.restarts.discard(number)
        self.front.pop(number, None)
        if action is IGNORE or (action is DEFAULT and number in HARMLESS):
            for waiting in (self.pending, *(t.sigpending for t in self.threads())):
                waiting[:] = [entry for entry in waiting if entry[0] != number]

    def kill(self, number: int, thread: Any = None, code: int = SI_USER) -> None:
        """Send a signal to the process, or to one thread of it.

        Raises:
            OSError: EINVAL for a number that is no signal.
        """
        if number not in VALID:
            raise OSError(errno.EINVAL, "")
        threads = [thread] if thread is not None else list(self.threads())
        for tstate in threads:
            wait = tstate.park.on if tstate.park is not None else None
            if isinstance(wait, SignalWait) and number in wait.numbers:
                self.wake(tstate, (number, code))
                return
        receiver = next((t for t in threads if number not in t.sigmask), None)
        if receiver is not None:
            self._deliver(number, receiver)
            return
        waiting = self.pending if thread is None else thread.sigpending
        if number >= SIGRTMIN or all(entry[0] != number for entry in waiting):
            waiting.append((number, code))

    def _deliver(self, number: int, tstate: Any) -> None:
        front = self.front.get(number)
        if front is not None and not front(tstate):
            self.interrupt(tstate, False)
            return
        action = self.actions.get(number, DEFAULT)
        if action is CATCH:
            self.catch(number)
            self.interrupt(tstate, number in self.restarts)
        elif action is DEFAULT and number not in HARMLESS:
            self.end(number)

    # -- blocking ------------------------------------------------------------------------------------------

    def pthread_sigmask(self, tstate: Any, how: int, numbers: frozenset[int]) -> frozenset[int]:
        """Change what a thread blocks, and deliver what need not wait any more; the mask until now.

        Raises:
            OSError: EINVAL for an unknown ``how``.
        """
        old: frozenset[int] = tstate.sigmask
        if how == SIG_BLOCK:
            new = old | numbers
        elif how == SIG_UNBLOCK:
            new = old - numbers
        elif how == SIG_SETMASK:
            new = numbers
        else:
            raise OSError(errno.EINVAL, "")
        tstate.sigmask = new - UNBLOCKABLE
        for waiting in (tstate.sigpending, self.pending):
            ready = sorted(entry[0] for entry in waiting if entry[0] not in tstate.sigmask)
            waiting[:] = [entry for entry in waiting if entry[0] in tstate.sigmask]
            for number in ready:
                self._deliver(number, tstate)
        return old

    def sigpending(self, tstate: Any) -> frozenset[int]:
        """The signals that wait until a thread unblocks them."""
        return frozenset(number for number, _ in (*tstate.sigpending, *self.pending))

    def accept(self, tstate: Any, numbers: frozenset[int]) -> tuple[int, int] | None:
        """Take the first of some signals that waits for a thread: its number and si_code; None if none does."""
        found = [(entry, waiting) for waiting in (tstate.sigpending, self.pending) for entry in waiting
                 if entry[0] in numbers]
        if not found:
            return None
        entry, waiting = min(found, key=lambda pair: pair[0][0])
        waiting.remove(entry)
        return entry

    # -- timers ----------------------------------------------------------------------------------------------

    def setitimer(self, which: int, value: int, interval: int) -> tuple[int, int]:
        """Set a timer to end in ``value`` microseconds, 0: never; what was left of it, and its interval.

        Raises:
            OSError: EINVAL for an unknown timer.
        """
        old = self.getitimer(which)
        timer = self.timers[which]
        timer.deadline = self._now(which) + value if value else None
        timer.interval = interval
        return old

    def getitimer(self, which: int) -> tuple[int, int]:
        """What is left of a timer and its interval, in microseconds.

        Raises:
            OSError: EINVAL for an unknown timer.
        """
        if not 0 <= which < len(self.timers):
            raise OSError(errno.EINVAL, "")
        timer = self.timers[which]
        if timer.deadline is None:
            return 0, timer.interval
        return max(1, timer.deadline - self._now(which)), timer.interval

    def _now(self, which: int) -> int:
        """The time that a timer goes by: only the first goes on while every thread waits."""
        return self.clock()[which > 0]

    def next_deadline(self) -> tuple[int | None, int | None]:
        """When the first timer ends, as time and as time in which a thread ran."""
        running = [t.deadline for t in self.timers[1:] if t.deadline is not None]
        return self.timers[0].deadline, min(running, default=None)

    def expire(self) -> None:
        """Send the signals of the timers that have ended."""
        for which, timer in enumerate(self.timers):
            now = self._now(which)
            if timer.deadline is None or timer.deadline > now:
                continue
            passed = now - timer.deadline
            timer.deadline = now - passed % timer.interval + timer.interval if timer.interval else None
            self.kill(timer.signal, code=SI_KERNEL)
