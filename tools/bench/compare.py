"""How many times slower the VM is than the CPython it runs on, natively, in one run.

    .venv/bin/python -m tools.bench.compare [--runs N] [--max RATIO] [--extra OPTION ...] [program ...]

The guest's clock is virtual, so the VM's time is what `-X runtime` says: the whole program, start-up
left out; the host's is what the program itself prints of its main().  Each figure is the minimum over
the runs, host and VM in turn.  The exit status is 1 when a result is wrong or the geometric mean is above --max.
"""

import argparse
import math
import re
import sys
from pathlib import Path

from tools.bench.programs import Table, WrongResult, chosen, compare, result_of, wall


def main() -> int:
    """Measure; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--max", type=float, default=math.inf, help="the mean that is allowed")
    parser.add_argument("--extra", nargs="*", default=[], help="options for the VM's command line")
    parser.add_argument("programs", nargs="*", help="names in tests/bench (default: all)")
    args = parser.parse_args()
    command = [sys.executable, "-m", "vm", "-X", "runtime", *args.extra]

    def in_vm(path: Path) -> tuple[float, str]:
        _, output, errors = wall([*command, str(path)])
        result = result_of(output, errors)
        found = re.search(r"^runtime: (\S+) seconds$", errors, re.MULTILINE)
        if not found:
            raise WrongResult("the VM did not say how long it ran")
        return float(found.group(1)), result

    table = Table("vm")
    for path in chosen(args.programs):
        compare(path, args.runs, in_vm, table)
    return table.conclude(args.max)


if __name__ == "__main__":
    sys.exit(main())
