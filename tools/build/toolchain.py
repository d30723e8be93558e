"""Find CPython 3.13 and Node.js, make .venv, and fetch the pinned packages.

Runs under any Python from 3.8 on, with the standard library alone.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, Optional

from .common import DIST, NODE_MODULES, ROOT, VENV, WORK, Failure, Stamp, digest, run, say, venv_bin

#: CPython's own 3.13 with threads: the bytecode and the oracle that everything is compared with.
PROBE = (
    "import sys, sysconfig; v = sys.version_info; "
    "ok = v[:2] == (3, 13) and v.releaselevel == 'final' and sys.implementation.name == 'cpython'; "
    "ok = ok and not sysconfig.get_config_var('Py_GIL_DISABLED'); "
    # Of a virtual environment, what it was made from: ours may be about to be made anew.
    "print(getattr(sys, '_base_executable', sys.executable) if ok else '')"
)
MINIMUM_NODE = 18


def _probe(command: str) -> Optional[str]:
    """Return the real path of a candidate if it is a CPython 3.13, else None."""
    try:
        result = subprocess.run([command, "-c", PROBE], stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                                text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout.strip() or None if result.returncode == 0 else None


def _pyenv_versions() -> "list[str]":
    """Return the 3.13 interpreters of pyenv, newest first."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")

    def patch(path: Path) -> int:
        number = re.match(r"3\.13\.(\d+)$", path.name)
        return int(number.group(1)) if number else -1

    places = sorted((root / "versions").glob("3.13*"), key=patch, reverse=True)
    return [str(place / "bin" / "python") for place in places]


def _candidates() -> Iterator[str]:
    """Yield the commands that may be a CPython 3.13, the likeliest first."""
    if os.environ.get("PYORRERY_PYTHON"):
        yield os.environ["PYORRERY_PYTHON"]
    yield sys.executable
    for name in ("python3.13", "python3", "python"):
        found = shutil.which(name)
        if found:
            yield found
    if os.name == "nt" and shutil.which("py"):
        launcher = subprocess.run(["py", "-3.13", "-c", PROBE], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True, check=False)
        if launcher.stdout.strip():
            yield launcher.stdout.strip()
    yield from _pyenv_versions()
    yield from _uv_pythons()


def _uv_pythons() -> Iterator[str]:
    """Yield the 3.13 that uv has, or can fetch; nothing where there is no uv."""
    uv = shutil.which("uv")
    if not uv:
        return
    for install in (False, True):
        if install:
            say("Fetching Python 3.13 with uv ...")
            subprocess.run([uv, "python", "install", "3.13"], check=False,
                           stdin=subprocess.DEVNULL)
        result = subprocess.run([uv, "python", "find", "3.13"], stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                                text=True, check=False)
        if result.returncode == 0 and result.stdout.strip():
            yield result.stdout.strip()


def find_python313() -> str:
    """Return the path of a CPython 3.13; raise Failure when there is none."""
    for candidate in _candidates():
        found = _probe(candidate)
        if found:
            return found
    raise Failure(
        "no CPython 3.13 found: install it so that `python3.13` is on PATH (from python.org, your "
        "system's packages, or `pyenv install 3.13`), or install uv, which fetches it."
    )


def setup_python() -> str:
    """Make .venv and install the pinned packages, unless that has been done; return its Python."""
    python = venv_bin("python")
    requirements = ROOT / "requirements-dev.txt"
    stamp = Stamp("venv", digest([requirements], str(VENV)))
    if stamp.fresh(python) and _probe(str(python)):
        return str(python)
    base = find_python313()
    say(f"Making the virtual environment .venv with {base} ...")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run([base, "-m", "venv", VENV], "making the virtual environment")
    except Failure as failure:
        raise Failure(
            f"{base} cannot make a virtual environment: install its `venv` and `ensurepip` modules "
            f"(Debian: python3.13-venv).\n{failure}") from None
    say("Installing the pinned Python packages ...")
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", requirements],
        "installing requirements-dev.txt")
    stamp.set()
    return str(python)


def find_npm() -> str:
    """Return the path of npm; raise Failure when Node.js or npm is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Failure(f"no Node.js with npm found: install Node.js {MINIMUM_NODE} or newer so "
                      "that `node` and `npm` are on PATH (Debian: nodejs and npm).")
    version = subprocess.run([node, "--version"], stdout=subprocess.PIPE,
                             text=True, check=False).stdout.strip()
    number = re.match(r"v(\d+)\.", version)
    if not number or int(number.group(1)) < MINIMUM_NODE:
        raise Failure(f"Node.js {version} is too old: install Node.js {MINIMUM_NODE} or newer.")
    return npm


def setup_node() -> None:
    """Fetch the npm packages that package-lock.json pins, unless that has been done."""
    npm = find_npm()
    inputs = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    stamp = Stamp("npm", digest(inputs))
    if stamp.fresh(NODE_MODULES / "pyodide", NODE_MODULES / "esbuild"):
        return
    say("Fetching the pinned npm packages ...")
    # No package's install script runs: none of ours needs one.
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "npm ci")
    stamp.set()


def clean() -> int:
    """Remove what the build made: dist, and the build's notes of what is up to date."""
    shutil.rmtree(DIST, ignore_errors=True)
    keep = {"venv", "npm"}
    for path in WORK.glob("*"):
        if path.name != "stamps":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for stamp in (WORK / "stamps").glob("*"):
        if stamp.name not in keep:
            stamp.unlink()
    say("removed dist/ and the build's intermediate files")
    return 0
