"""The benchmark programs, the host's time for them, and the table of slowdowns.

Each program of tests/bench prints `RESULT ...`, which must be the same everywhere, and
`SECONDS ...`, the time that its main() took by its own clock.
"""

import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "tests" / "bench"
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
LIMIT = 900


class WrongResult(Exception):
    """A program failed, or printed another result than on the host; the text says which."""


@dataclass
class Table:
    """Slowdowns, printed as they come, and their geometric mean."""

    label: str
    ratios: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, name: str, host: float, vm: float) -> None:
        """Note and print one program's times, in seconds."""
        self.ratios.append(vm / host)
        print(f"{name:12} host {host * 1e3:9.2f} ms   {self.label} {vm * 1e3:10.1f} ms   "
              f"{vm / host:8.1f}x", flush=True)

    def fail(self, name: str, why: str) -> None:
        """Note and print a program that does not work."""
        self.failures.append(name)
        print(f"{name:12} FAILS  {why}", flush=True)

    @property
    def mean(self) -> float:
        """The geometric mean of the slowdowns."""
        if not self.ratios:
            return math.inf
        return math.exp(sum(map(math.log, self.ratios)) / len(self.ratios))

    def conclude(self, most: float) -> int:
        """Print the mean; return an exit status: 0 when all are right and it is small enough."""
        total = len(self.ratios) + len(self.failures)
        print(f"{len(self.ratios)} of {total} right; geometric mean {self.mean:.1f}x the host's time")
        return int(bool(self.failures) or self.mean > most)


def chosen(names: list[str]) -> list[Path]:
    """Return the programs of the given names, all of them when none is given."""
    paths = [PROGRAMS / f"{name}.py" for name in names] or sorted(PROGRAMS.glob("*.py"))
    for path in paths:
        if not path.exists():
            sys.exit(f"there is no program {path.relative_to(ROOT)}")
    return paths


def result_of(output: str, errors: str = "") -> str:
    """Return the line that a program's output is judged by."""
    found = re.search(r"RESULT .*", output)
    if not found:
        raise WrongResult((errors.strip().splitlines() or ["no result"])[-1][:90])
    return found.group()


def wall(command: list[str]) -> tuple[float, str, str]:
    """Run a command; return the seconds it took, its stdout and its stderr."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False,
                          env={**os.environ, **ENVIRONMENT})
    return time.perf_counter() - started, done.stdout, done.stderr


def on_host(path: Path) -> tuple[float, str]:
    """Run a program on the host; return its own time, and its result."""
    _, output, errors = wall([sys.executable, str(path)])
    result = result_of(output, errors)
    seconds = re.search(r"SECONDS (\S+)", output)
    return float(seconds.group(1)) if seconds else math.nan, result


def compare(path: Path, runs: int, in_vm: Callable[[Path], tuple[float, str]],
            table: Table) -> None:
    """Run a program on the host and in the VM, in turn; note the minimum of each."""
    host = vm = math.inf
    try:
        for _ in range(runs):
            seconds, wanted = on_host(path)
            host = min(host, seconds)
            seconds, result = in_vm(path)
            vm = min(vm, seconds)
            if result != wanted:
                raise WrongResult(f"{result[:40]!r} instead of {wanted[:40]!r}")
    except (WrongResult, subprocess.TimeoutExpired) as failure:
        table.fail(path.stem, str(failure))
    else:
        table.add(path.stem, host, vm)
