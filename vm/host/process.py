"""What a host process does around an interpreter: turns, signals, its own end."""

from __future__ import annotations

import functools
import os
import signal
import sys
from typing import Any

from vm.host.console import NativeConsole

AUDIT_FAILED = 70


def die_of(number: int) -> None:
    """Let the process die of the signal that the program has died of, as its parent expects."""
    import resource  # not where there are no processes

    sys.stderr.flush()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if number not in (signal.SIGKILL, signal.SIGSTOP):
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def catch_interrupts(machine: Any, console: NativeConsole) -> None:
    """Let Ctrl-C, and each signal that the program catches, reach it between two instructions."""
    from vm.python.signals import receive_from_outside  # it stands on a higher floor, as below

    console.receive = functools.partial(receive_from_outside, machine.interp)
    console.interrupted = lambda: bool(machine.interp.outside_signals)
    console.watch_signal(signal.SIGINT, True)


def run_to_end(machine: Any) -> int:
    """Run until the program has finished; returns its exit status."""
    from vm.python.runloop import DEADLOCK, FINISHED, SLICE_TICKS

    while True:
        outcome = machine.loop.run(SLICE_TICKS)
        if outcome is FINISHED:
            return machine.exit_status or 0
        if outcome is DEADLOCK:
            print("every thread is blocked, and nothing can wake one", file=sys.stderr)
            return 1


def report_audit(status: int) -> int:
    """Recount every reference and say what does not agree."""
    from vm.python.audit import audit

    differences = audit()
    for line in differences:
        print(f"audit: {line}", file=sys.stderr)
    return AUDIT_FAILED if differences else status
