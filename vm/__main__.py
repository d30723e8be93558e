"""The command line: ``python -m vm [-BEIOPSs] [-X audit] [-X runtime] (-c CODE | -m MODULE | FILE | -) [arguments]``.

``-X audit`` recounts every reference at the end; ``-X runtime`` says on standard error how many seconds of the
host's time the program took, start-up not counted.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from typing import Any

from vm.host.console import NativeConsole
from vm.host.filesystem import NativeFiles

USAGE = ("usage: python -m vm [-BEIOPSs] [-W warning] [-X audit | -X runtime] "
         "(-c CODE | -m MODULE | FILE | -) [argument ...]")
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
    config = PyConfig(
        options.filename, options.source, options.arguments, options.optimize, NativeFiles(),
        not options.flags["no_site"], options.module, options.flags, options.xoptions,
        buffered_stdio=not options.unbuffered)
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
    if options.audit and machine.interp.hard_exit is None:
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


#: Options without a value -> the flag of sys.flags that they set.
SIMPLE_OPTIONS = {
    "-B": "dont_write_bytecode", "-E": "ignore_environment", "-I": "isolated", "-P": "safe_path",
    "-S": "no_site", "-d": "debug", "-i": "inspect", "-q": "quiet", "-s": "no_user_site", "-u": "unbuffered",
    "-v": "verbose", "-b": "bytes_warning", "-O": "optimize", "-OO": "optimize"}
#: Variables of the environment that set a flag.
VARIABLES = {
    "PYTHONDONTWRITEBYTECODE": "dont_write_bytecode", "PYTHONNOUSERSITE": "no_user_site",
    "PYTHONUTF8": "utf8_mode", "PYTHONSAFEPATH": "safe_path", "PYTHONVERBOSE": "verbose",
    "PYTHONUNBUFFERED": "unbuffered"}


class Options:
    """The parsed command line and the environment.

    Attributes:
        flags: what they set of sys.flags.
        module: the name after -m, or None.
    """

    def __init__(self, argv: list[str]):
        self.flags: dict[str, Any] = {"no_site": 0}
        self.xoptions: dict[str, Any] = {}
        self.module: str | None = None
        self.audit = False
        self.runtime = False
        self.error = ""
        self.filename = "<string>"
        self.source: str | bytes = ""
        self.arguments = [""]
        self._parse(list(argv))
        self.optimize = self.flags.pop("optimize", 0)
        self._read_environment()
        self.unbuffered = bool(self.flags.pop("unbuffered", 0))

    def _parse(self, rest: list[str]) -> None:
        while rest and (rest[0] in SIMPLE_OPTIONS or rest[0] in ("-X", "-W")):
            option = rest.pop(0)
            if option in ("-X", "-W"):
                if not rest:
                    self.error = f"Argument expected for the {option} option\n{USAGE}"
                    return
                self._extended(option, rest.pop(0))
            else:
                name = SIMPLE_OPTIONS[option]
                if name:
                    self.flags[name] = self.flags.get(name, 0) + len(option) - 1
        if not rest:
            self.error = USAGE
        elif rest[0] in ("-c", "-m"):
            self._command(rest)
        elif rest[0] == "-":
            self.filename = "<stdin>"
            self.source = sys.stdin.read()
            self.arguments = rest
        elif rest[0].startswith("-"):
            self.error = f"unknown option {rest[0]}\n{USAGE}"
        else:
            self._read(rest)

    def _command(self, rest: list[str]) -> None:
        if len(rest) < 2:
            self.error = f"Argument expected for the {rest[0]} option\n{USAGE}"
            return
        if rest[0] == "-m":
            self.module = rest[1]
            self.arguments = ["-m", *rest[2:]]
        else:
            self.source = rest[1]
            self.arguments = ["-c", *rest[2:]]

    def _extended(self, option: str, text: str) -> None:
        if option == "-W":
            self.flags.setdefault("warnoptions", []).append(text)
        elif text == "audit":
            self.audit = True
        elif text == "runtime":
            self.runtime = True
        else:
            name, equals, value = text.partition("=")
            self.xoptions[name] = value if equals else True

    def _read_environment(self) -> None:
        if self.flags.get("isolated"):
            self.flags.update(ignore_environment=1, no_user_site=1, safe_path=True)
        if not self.flags.get("ignore_environment"):
            for variable, name in VARIABLES.items():
                if os.environ.get(variable, "0") not in ("", "0"):
                    self.flags.setdefault(name, 1)
        if "utf8" in self.xoptions:
            self.flags["utf8_mode"] = int(self.xoptions["utf8"] in (True, "1"))
        self.flags["safe_path"] = bool(self.flags.get("safe_path"))

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
