"""The command line: ``python -m vm [-O] [-X audit] (-c CODE | FILE | -) [arguments]``."""

from __future__ import annotations

import gc
import os
import sys

from vm.host.console import NativeConsole

USAGE = "usage: python -m vm [-O] [-X audit] (-c CODE | FILE | -) [argument ...]"
NO_SUCH_FILE = 2


def main(argv: list[str]) -> int:
    """Run a program as ``python`` would; returns its exit status."""
    options = Options(argv)
    if options.error:
        print(options.error, file=sys.stderr)
        return NO_SUCH_FILE
    from vm.python.pylifecycle import Py_InitializeFromConfig, PyConfig

    sys.setrecursionlimit(20_000)
    gc.disable()  # the guest's counts free everything; host collections would only cost time
    config = PyConfig(options.filename, options.source, options.arguments, options.optimize)
    machine = Py_InitializeFromConfig(config, NativeConsole())
    status = run_to_end(machine)
    if options.audit:
        status = report_audit(status)
    sys.stdout.flush()
    return status


def run_to_end(machine) -> int:
    """Run until the program has finished."""
    from vm.python.runloop import DEADLOCK, FINISHED, SLICE_TICKS

    while True:
        try:
            outcome = machine.loop.run(SLICE_TICKS)
        except KeyboardInterrupt:
            from vm.python.ceval_gil import _PyEval_SignalReceived

            _PyEval_SignalReceived(machine.interp)
            continue
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
        self.error = ""
        self.filename = "<string>"
        self.source: str | bytes = ""
        self.arguments = [""]
        self._parse(list(argv))

    def _parse(self, rest: list[str]) -> None:
        while rest and rest[0] in ("-O", "-OO", "-X"):
            option = rest.pop(0)
            if option == "-X":
                self.audit |= bool(rest) and rest.pop(0) == "audit"
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
