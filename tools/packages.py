"""Well-known packages on the VM: install them for the guest, run a short use of each, compare with the host.

    python -m tools.packages             # every use in tests/packages/uses
    python -m tools.packages six rich    # these

The packages are pinned with their hashes in requirements-packages.txt and installed into .build/packages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tools.build.common import ROOT, WORK, Stamp, digest, run

USES = ROOT / "tests" / "packages" / "uses"
REQUIREMENTS = ROOT / "requirements-packages.txt"
FOLDER = WORK / "packages"
#: Seconds that one use may take on the VM.
TIME_LIMIT = 300
_VM = (f"import sys; sys.path.insert(0, {str(ROOT)!r}); import vm.__main__ as m; "
       "sys.exit(m.main(sys.argv[1:]))")


class Outcome(NamedTuple):
    """What can be seen of a program that ran."""

    stdout: str
    stderr: str
    status: int


def names() -> list[str]:
    """The packages that there is a use of."""
    return sorted(path.stem.removeprefix("use_") for path in USES.glob("use_*.py"))


def install() -> Path:
    """Install the pinned packages, if that has not been done; return their folder."""
    stamp = Stamp("packages", digest([REQUIREMENTS]))
    if not stamp.fresh(FOLDER):
        shutil.rmtree(FOLDER, ignore_errors=True)
        run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-compile",
             "--target", FOLDER, "-r", REQUIREMENTS], "installing requirements-packages.txt")
        stamp.set()
    return FOLDER


def use(name: str) -> tuple[Outcome, Outcome]:
    """Run a use on the host and on the VM, where every reference is recounted at the end."""
    path = str(USES / f"use_{name}.py")
    return (_run(["-s", path]),
            _run(["-E", "-s", "-c", _VM, "-s", "-X", "audit", path]))


def _run(arguments: list[str]) -> Outcome:
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1",
            "PYTHONPATH": str(install())}
    done = subprocess.run(
        [sys.executable, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env=env, cwd=WORK, timeout=TIME_LIMIT, check=False)
    return Outcome(done.stdout, done.stderr, done.returncode)


def main(argv: list[str]) -> int:
    """Use the packages that are named, or all; the exit status."""
    different = 0
    for name in argv or names():
        began = time.monotonic()
        host, vm = use(name)
        different += host != vm
        print(f"{name:20} {'same' if host == vm else 'DIFFERENT'} {time.monotonic() - began:6.1f} s",
              flush=True)
        if host != vm:
            print(f"host: {host.status}\n{host.stdout}{host.stderr}\n"
                  f"vm: {vm.status}\n{vm.stdout}{vm.stderr}")
    return bool(different)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
