"""The command line: ``python -m vm [option] ... [-c cmd | -m mod | file | -] [arg] ...``, with CPython's own options.

``-X audit`` recounts every reference at the end; ``-X runtime`` says on standard error how many seconds of the
host's time the program took, start-up not counted.
"""

from __future__ import annotations

import functools
import gc
import os
import signal
import sys
import time
from typing import Any

from vm.host.console import NativeConsole
from vm.host.filesystem import NativeFiles

PROGRAM = "python -m vm"
USAGE = f"""usage: {PROGRAM} [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try `{PROGRAM} -h' for more information.
"""
HELP = f"""usage: {PROGRAM} [option] ... [-c cmd | -m mod | file | -] [arg] ...
Runs a program on the VM. Options and environment variables are those of python itself:
-b -B -c cmd -d -E -h -i -I -m mod -O -OO -P -q -s -S -u -v -V -W arg -x -X opt
and of the VM's own:
-X audit    recount every reference at the end
-X runtime  say how long the program took
"""
BAD_USAGE = 2
AUDIT_FAILED = 70


def main(argv: list[str]) -> int:
    """Run a program as ``python`` would; returns its exit status."""
    options = Options(argv)
    if options.answer is not None:
        text, status = options.answer
        print(text, end="", file=sys.stderr if status else sys.stdout)
        return status
    from vm.python.pylifecycle import Py_InitializeFromConfig, PyConfig

    sys.setrecursionlimit(20_000)
    gc.disable()  # the guest's counts free everything; host collections would only cost time
    config = PyConfig(
        options.filename, options.source, options.arguments, options.optimize, options.files,
        not options.flags["no_site"], options.module, options.flags, options.xoptions,
        options.check_hash_pycs_mode, not options.unbuffered, options.skip_first_line,
        options.folder)
    console = NativeConsole()
    machine = Py_InitializeFromConfig(config, console)
    catch_interrupts(machine, console)
    started = time.perf_counter()
    status = run_to_end(machine)
    if options.runtime:
        print(f"runtime: {time.perf_counter() - started:.6f} seconds", file=sys.stderr)
    if options.audit and machine.interp.hard_exit is None:
        status = report_audit(status)
    sys.stdout.flush()
    if machine.interrupted:
        die_of(signal.SIGINT)
    if machine.interp.killed_by:
        die_of(machine.interp.killed_by)
    return status


def die_of(number: int) -> None:
    """Let the process die of the signal that the program has died of, as its parent expects."""
    import resource  # not where there are no processes

    sys.stderr.flush()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if number not in (signal.SIGKILL, signal.SIGSTOP):
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def catch_interrupts(machine, console: NativeConsole) -> None:
    """Let Ctrl-C, and each signal that the program catches, reach it between two instructions."""
    from vm.python.signals import receive_from_outside

    console.receive = functools.partial(receive_from_outside, machine.interp)
    console.interrupted = lambda: bool(machine.interp.outside_signals)
    console.watch_signal(signal.SIGINT, True)


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
    return AUDIT_FAILED if differences else status


#: Options without a value -> the flags of sys.flags that they count up.
SIMPLE_OPTIONS = {
    "b": ("bytes_warning",), "B": ("dont_write_bytecode",), "d": ("debug",),
    "E": ("ignore_environment",), "i": ("inspect", "interactive"), "I": ("isolated",),
    "O": ("optimize",), "P": ("safe_path",), "q": ("quiet",), "R": (), "s": ("no_user_site",),
    "S": ("no_site",), "t": (), "u": ("unbuffered",), "v": ("verbose",)}
#: Options with a value, which may be part of the same argument or the next one.
VALUE_OPTIONS = "cmWX"
#: Variables of the environment that set a flag to a number.
VARIABLES = {
    "PYTHONDEBUG": "debug", "PYTHONDONTWRITEBYTECODE": "dont_write_bytecode",
    "PYTHONINSPECT": "inspect", "PYTHONNOUSERSITE": "no_user_site", "PYTHONOPTIMIZE": "optimize",
    "PYTHONSAFEPATH": "safe_path", "PYTHONUNBUFFERED": "unbuffered", "PYTHONUTF8": "utf8_mode",
    "PYTHONVERBOSE": "verbose", "PYTHONDEVMODE": "dev_mode"}


class Options:
    """The parsed command line and the environment (Python/initconfig.c, Python/getopt.c).

    Attributes:
        answer: what to print at once, and the exit status; or None.
        flags: what they set of sys.flags.
        module: the name after -m, or None.
        filename, source: what to run, as of `PyConfig`.
        folder: what the program's folder is called on sys.path.
    """

    def __init__(self, argv: list[str]):
        self.files = NativeFiles()
        self.flags: dict[str, Any] = {"no_site": 0}
        self.xoptions: dict[str, Any] = {}
        self.module: str | None = None
        self.answer: tuple[str, int] | None = None
        self.skip_first_line = False
        self.check_hash_pycs_mode = "default"
        self.filename = "<stdin>"
        self.source: str | None = None
        self.folder: str | None = None
        self.arguments = [""]
        self._warnings: list[str] = []
        self._parse(list(argv))
        self.audit = bool(self.xoptions.pop("audit", False))
        self.runtime = bool(self.xoptions.pop("runtime", False))
        self._read_environment()
        self.optimize = self.flags.pop("optimize", 0)
        self.unbuffered = bool(self.flags.pop("unbuffered", 0))

    def _parse(self, rest: list[str]) -> None:
        while rest and rest[0].startswith("-") and rest[0] != "-" and self.answer is None:
            argument = rest.pop(0)
            if argument == "--":
                break
            if argument.startswith("--"):
                self._long(argument, rest)
            elif self._letters(argument[1:], rest):
                return
        if rest:
            self.arguments = rest
            if rest[0] != "-":
                self.filename = os.path.abspath(rest[0])
                self.folder = os.path.dirname(os.path.realpath(rest[0]))

    def _long(self, argument: str, rest: list[str]) -> None:
        if argument == "--check-hash-based-pycs":
            self.check_hash_pycs_mode = rest.pop(0) if rest else ""
            if self.check_hash_pycs_mode not in ("always", "never", "default"):
                self._refuse("--check-hash-based-pycs must be one of 'default', 'always', or 'never'")
        elif argument in ("--help", "--version"):
            self._letters("h" if argument == "--help" else "V", rest)
        else:
            self._refuse(f"unknown option {argument}")

    def _letters(self, letters: str, rest: list[str]) -> bool:
        """Options that are written together; whether what is to be run has been named."""
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter in VALUE_OPTIONS:
                if not letters and not rest:
                    self._refuse(f"Argument expected for the -{letter} option")
                    return True
                return self._with_value(letter, letters or rest.pop(0), rest)
            if letter in "h?":
                self.answer = (HELP, 0)
            elif letter == "V":
                self.answer = (f"Python {'.'.join(map(str, sys.version_info[:3]))}\n", 0)
            elif letter == "x":
                self.skip_first_line = True
            elif letter not in SIMPLE_OPTIONS:
                self._refuse(f"Unknown option: -{letter}")
            for flag in SIMPLE_OPTIONS.get(letter, ()):
                self.flags[flag] = self.flags.get(flag, 0) + 1
        return False

    def _refuse(self, why: str) -> None:
        self.answer = (f"{why}\n{USAGE}", BAD_USAGE)

    def _with_value(self, letter: str, value: str, rest: list[str]) -> bool:
        if letter == "W":
            self._warnings.append(value)
        elif letter == "X":
            name, equals, setting = value.partition("=")
            self.xoptions[name] = setting if equals else True
        elif letter == "m":
            self.module = value
            self.arguments = ["-m", *rest]
        else:
            self.filename, self.source = "<string>", value + "\n"
            self.arguments = ["-c", *rest]
        return letter in "cm"

    def _read_environment(self) -> None:
        flags = self.flags
        if flags.get("isolated"):
            flags.update(ignore_environment=1, no_user_site=1, safe_path=1)
        environ = {} if flags.get("ignore_environment") else self.files.environ
        for variable, name in VARIABLES.items():
            if environ.get(variable):
                flags[name] = max(flags.get(name, 0), _number(environ[variable]))
        if "utf8" in self.xoptions:
            flags["utf8_mode"] = int(self.xoptions["utf8"] in (True, "1"))
        flags["safe_path"] = bool(flags.get("safe_path"))
        flags["dev_mode"] = bool(flags.get("dev_mode")) or "dev" in self.xoptions
        self._set_warnings(environ.get("PYTHONWARNINGS", ""))
        if path := environ.get("PYTHONPATH"):
            self.files.add_search_paths(path.split(os.pathsep))

    def _set_warnings(self, variable: str) -> None:
        """sys.warnoptions, in the order of precedence (config_init_warnoptions)."""
        options = ["default"] if self.flags["dev_mode"] else []
        options += [part for part in variable.split(",") if part]
        options += self._warnings
        if level := self.flags.get("bytes_warning"):
            options.append("error::BytesWarning" if level > 1 else "default::BytesWarning")
        if options:
            self.flags["warnoptions"] = list(dict.fromkeys(options))


def _number(text: str) -> int:
    """The number that a variable sets a flag to; anything else counts as 1 (_Py_get_env_flag)."""
    try:
        return max(int(text), 0) if int(text) >= 0 else 1
    except ValueError:
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
