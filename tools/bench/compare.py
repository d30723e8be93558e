"""How many times slower the VM is than the CPython it runs on, natively, in one run.

    .venv/bin/python -m tools.bench.compare [--runs N] [--max RATIO] [--extra OPTION ...] [program ...]

The VM's clock may be virtual, so its time is that of the process, less that of `-c pass`; the
host's is what the program itself prints.  Each figure is the minimum over the runs, host and VM in
turn.  The exit status is 1 when a result is wrong or the geometric mean is above --max.
"""

import argparse
import math
import sys
from pathlib import Path

from tools.bench.programs import Table, chosen, compare, result_of, wall


def main() -> int:
    """Measure; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--max", type=float, default=math.inf, help="the mean that is allowed")
    parser.add_argument("--extra", nargs="*", default=[], help="options for the VM's command line")
    parser.add_argument("programs", nargs="*", help="names in tests/bench (default: all)")
    args = parser.parse_args()
    command = [sys.executable, "-m", "vm", *args.extra]
    boot = min(wall([*command, "-c", "pass"])[0] for _ in range(3))
    print(f"the VM starts and ends in {boot:.2f} s, which is taken off")

    def in_vm(path: Path) -> tuple[float, str]:
        seconds, output, errors = wall([*command, str(path)])
        return seconds - boot, result_of(output, errors)

    table = Table("vm")
    for path in chosen(args.programs):
        compare(path, args.runs, in_vm, table)
    return table.conclude(args.max)


if __name__ == "__main__":
    sys.exit(main())
