"""What `build.py test` runs, in order: the checks of the sources, the build, then pytest."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from . import site
from .browser import find_chromium
from .common import NODE_MODULES, ROOT, Failure, say, venv_bin, warn

#: pytest's exit status when it has collected nothing.
NO_TESTS = 5
Section = tuple[str, Callable[[], bool]]


def _passes(*command: object) -> bool:
    """Run a command on the terminal; tell whether it succeeded."""
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode == 0


def _ruff() -> bool:
    return _passes(venv_bin("ruff"), "check", "--quiet", ".")


def _mypy() -> bool:
    return _passes(venv_bin("mypy"), "--no-error-summary")


def _generated() -> bool:
    if not (ROOT / "tools" / "generate.py").exists():
        say("there is no tools/generate.py yet")
        return True
    return _passes(sys.executable, "tools/generate.py", "--check")


def _typescript() -> bool:
    tsc = NODE_MODULES / ".bin" / "tsc"
    # Not `all(...)` over a generator: both reports are wanted.
    results = [_passes(tsc, "-p", f"web/tsconfig.{part}.json") for part in ("page", "worker")]
    return all(results)


def _site() -> bool:
    site.build()
    return True


def _browser() -> bool:
    say(find_chromium())
    return True


def _run(sections: list[Section]) -> list[str]:
    """Run every section, however those before it ended; return the names of those that failed."""
    failed = []
    for name, action in sections:
        say(f"\n== {name} ==")
        started = time.monotonic()
        try:
            good = action()
        except Failure as failure:
            warn(f"build.py: {failure}")
            good = False
        say(f"{'ok' if good else 'FAILED'} ({time.monotonic() - started:.1f} s)")
        if not good:
            failed.append(name)
    return failed


def _sources(web: bool) -> list[Section]:
    """Return the checks that need no built site."""
    sections: list[Section] = [
        ("ruff: style and likely mistakes", _ruff),
        ("mypy: types of vm/ and tools/", _mypy),
        ("generated files are fresh", _generated),
    ]
    if web:
        sections.append(("tsc: types of web/", _typescript))
    return sections


def check(web: bool = True) -> int:
    """Run the checks alone; return the exit status."""
    return _conclude(_run(_sources(web)))


def test(arguments: list[str]) -> int:
    """Run everything; with arguments for pytest, only the build and the tests that they choose."""
    sections = [] if arguments else _sources(web=True)
    sections += [("the site is built", _site), ("a browser is there", _browser)]
    failed = _run(sections)
    say("\n== pytest ==")
    # With -P, so that build.py in the current folder does not hide the package `build`.
    # The order of sets of strings and the hashes that tests compare are those of hash seed 0.
    status = subprocess.run([sys.executable, "-P", "-m", "pytest", *arguments], cwd=ROOT,
                            env={**os.environ, "PYTHONHASHSEED": "0"}, check=False).returncode
    if status == NO_TESTS:
        warn("build.py: pytest found no tests to run")
    if status:
        failed.append("pytest")
    return _conclude(failed)


def _conclude(failed: list[str]) -> int:
    """Say how it ended; return the exit status."""
    if failed:
        warn(f"\nFAILED: {'; '.join(failed)}")
        return 1
    say("\nall checks passed")
    return 0
