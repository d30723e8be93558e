"""The command line: ``python -m vm [-O] [-X audit] [-X runtime] (-c CODE | FILE | -) [arguments]``.

``-X audit`` recounts every reference at the end; ``-X runtime`` says on standard error how many seconds of the
host's time the program took, start-up not counted.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time

from vm.host.console import NativeConsole
from vm.host.filesystem import NativeFiles

USAGE = "usage: python -m vm [-O] [-X audit | -X runtime] (-c CODE | FILE | -) [argument ...]"
NO_SUCH_FILE = 2
INTERRUPTED = 130


def main(argv: list[str]) -> int:
    """Run a program as ``python`` would; returns its exit status."""
    options = Options(argv)
    if options.error:
        print(options.error, file=sys.stderr)
        return NO_SUCH_FILE
    from vm.python.pylifecycle import Py_InitializeFromConfig, PyConfig

    sys.setrecursionlimit(20_000)
    gc.disable()  # the guest's counts free everything; host collections would only cost time
    config = PyConfig(options.filename, options.source, options.arguments, options.optimize,
                      files=NativeFiles())
    console = NativeConsole()
    machine = Py_InitializeFromConfig(config, console)
    catch_interrupts(machine, console)
    started = time.perf_counter()
    try:
        status = run_to_end(machine)
    except KeyboardInterrupt:  # while waiting for a line of input
        print("KeyboardInterrupt", file=sys.stderr)
        return INTERRUPTED
    if options.runtime:
        print(f"runtime: {time.perf_counter() - started:.6f} seconds", file=sys.stderr)
    if options.audit:
        status = report_audit(status)
    sys.stdout.flush()
    return status


def catch_interrupts(machine, console: NativeConsole) -> None:
    """Let Ctrl-C reach the guest's eval breaker; it must not unwind the VM in the middle of an instruction."""
    from vm.python.ceval_gil import _PyEval_SignalReceived

    def handler(_number, _frame) -> None:
        if console.reading:
            raise KeyboardInterrupt
        _PyEval_SignalReceived(machine.interp)

    signal.signal(signal.SIGINT, handler)


def run_to_end(machine) -> int:
    """Run until the program has finished."""
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
    return 70 if differences else status


class Options:
    """The parsed command line."""

    def __init__(self, argv: list[str]):
        self.optimize = 0
        self.audit = False
        self.runtime = False
        self.error = ""
        self.filename = "<string>"
        self.source: str | bytes = ""
        self.arguments = [""]
        self._parse(list(argv))

    def _parse(self, rest: list[str]) -> None:
        while rest and rest[0] in ("-O", "-OO", "-X"):
            option = rest.pop(0)
            if option == "-X":
                name = rest.pop(0) if rest else ""
                self.audit |= name == "audit"
                self.runtime |= name == "runtime"
            else:
                self.optimize += len(option) - 1
        if not rest:
            self.error = USAGE
        elif rest[0] == "-c":
            if len(rest) < 2:
                self.error = f"Argument expected for the -c option\n{USAGE}"
                return
            self.source = rest[1]
            self.arguments = ["-c", *rest[2:]]
        elif rest[0] == "-":
            self.filename = "<stdin>"
            self.source = sys.stdin.read()
            self.arguments = rest
        elif rest[0].startswith("-"):
            self.error = f"unknown option {rest[0]}\n{USAGE}"
        else:
            self._read(rest)

    def _read(self, rest: list[str]) -> None:
        self.filename = os.path.abspath(rest[0])
        self.arguments = rest
        try:
            with open(self.filename, "rb") as file:
                self.source = file.read()
        except OSError as err:
            self.error = (
                f"{sys.executable}: can't open file {self.filename!r}: "
                f"[Errno {err.errno}] {err.strerror}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
