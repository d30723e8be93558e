"""Compare what the VM writes of compiled source files with what the host writes, byte for byte.

    python -m tools.compare_marshal [--lib] [--sample N] [file or folder ...]

Each file is compiled and marshalled once by the host and once inside the VM, as a ``.pyc`` file would have it.
A process does some hundred files: which strings are interned, and so shared, depends on what came before.
Prints how many files are equal, and the name of each that is not. The status is 1 if anything differs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

#: Files that one process compiles.
BATCH = 100

#: Run by both: writes a line for each file, with a digest of the bytes or the error.
_PROGRAM = """
import hashlib, marshal, sys, warnings
warnings.simplefilter("ignore")
with open(sys.argv[1]) as list_of_files:
    names = list_of_files.read().splitlines()
for name in names:
    with open(name, "rb") as source:
        text = source.read()
    try:
        data = marshal.dumps(compile(text, name, "exec", dont_inherit=True))
    except Exception as e:
        data = repr(e).encode()
    print(hashlib.md5(data).hexdigest(), flush=True)
"""


def main(argv: list[str] | None = None) -> int:
    """Compare; returns the exit status."""
    parser = argparse.ArgumentParser(description="Compare the VM's marshalled code with the host's.")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--lib", action="store_true", help="the host's standard library")
    parser.add_argument("--sample", type=int, default=1, help="take each N-th file only")
    args = parser.parse_args(argv)
    roots = [*args.paths, Path(sysconfig.get_path("stdlib"))] if args.lib else args.paths
    files = [path for root in roots
             for path in (sorted(root.rglob("*.py")) if root.is_dir() else [root])][::args.sample]
    equal = sum(_compare(files[i:i + BATCH]) for i in range(0, len(files), BATCH))
    print(f"{equal} of {len(files)} files are equal")
    return 0 if equal == len(files) else 1


def _compare(files: list[Path]) -> int:
    """How many of the files are equal; the others are named."""
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder, "files")
        names.write_text("\n".join(map(str, files)))
        host = _digests([], names)
        vm = _digests(["-m", "vm"], names)
    different = [path for path, a, b in zip(files, host, vm, strict=True) if a != b]
    for path in different:
        print(path, flush=True)
    return len(files) - len(different)


def _digests(options: list[str], names: Path) -> list[str]:
    command = [sys.executable, "-s", *options, "-c", _PROGRAM, str(names)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()


if __name__ == "__main__":
    sys.exit(main())
