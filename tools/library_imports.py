"""How much of the library can be imported on the VM.

    python -m tools.library_imports               # every module
    python -m tools.library_imports json email    # these

What is counted: each ``.py`` file of the host's library folder (Lib), and each folder there with an ``__init__.py``, by
its dotted name, that the host itself can import. Extension modules are none of Lib's own and are not counted. Left out
are the folders of `LEFT_OUT_FOLDERS` wherever they are (tests, demonstrations, IDLE, installed packages), ``__main__``
modules, which are programs, and the modules of `ACT_ON_IMPORT`.

The modules are imported one after another in one process of the host's and one of the VM's, with the same options. A
module counts as imported if ``importlib.import_module`` returns. A process that ends, or takes too long over one
module, has failed with that module, and a new one goes on with the next. The exit status is 0 if at least `MARK` of
them can be imported.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.build.common import ROOT

#: The share of the modules that has to be imported.
MARK = 0.95
#: Seconds that one module may take.
TIME_LIMIT = 120
LEFT_OUT_FOLDERS = frozenset({"__pycache__", "idlelib", "lib-dynload", "site-packages", "test", "tests",
                              "turtledemo"})
#: These open a browser, or print a poem.
ACT_ON_IMPORT = frozenset({"antigravity", "this"})
_HOST = ["-s", "-E", "-B"]
_VM = ["-E", "-s", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import vm.__main__ as m; "
       "sys.exit(m.main(sys.argv[1:]))", *_HOST]
#: Run on both sides: what a module prints is none of the answer.
_PROGRAM = """\
import importlib, io, sys
answers, sys.stdout, sys.stderr = sys.stdout, io.StringIO(), io.StringIO()
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
        text = ""
    except BaseException as e:
        text = f"{type(e).__name__}: {e}"
    print(name, text.replace("\\n", " "), file=answers, flush=True)
"""


class Outcome(NamedTuple):
    """What became of the import of a module: nothing, or the last line of its error."""

    name: str
    error: str


def names(library: Path) -> list[str]:
    """The dotted names of the modules that are counted if the host can import them."""
    return sorted(name for name in _names(library, "") if name not in ACT_ON_IMPORT)


def _names(folder: Path, prefix: str) -> Iterator[str]:
    for path in folder.iterdir():
        if path.suffix == ".py" and path.stem not in ("__init__", "__main__"):
            yield prefix + path.stem
        elif path.name not in LEFT_OUT_FOLDERS and (path / "__init__.py").is_file():
            yield prefix + path.name
            yield from _names(path, f"{prefix}{path.name}.")


def import_all(arguments: list[str], modules: list[str]) -> Iterator[Outcome]:
    """Import modules one after another in an interpreter.

    Args:
        arguments: Python's, before ``-c``.
        modules: dotted names.

    Yields:
        an outcome for each, in their order.
    """
    waiting = list(modules)
    while waiting:
        for outcome in _import_in_process(arguments, list(waiting)):
            waiting.remove(outcome.name)
            yield outcome


def _import_in_process(arguments: list[str], modules: list[str]) -> Iterator[Outcome]:
    """Import as many as one process can, at least one."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, *arguments, "-c", _PROGRAM, *modules], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
    assert process.stdout is not None
    with process:
        for name in modules:
            timer = threading.Timer(TIME_LIMIT, process.kill)
            timer.start()
            answer = process.stdout.readline()
            timer.cancel()
            if not answer.startswith(f"{name} "):
                process.kill()
                yield Outcome(name, f"the process ended with status {process.wait()}")
                return
            yield Outcome(name, answer[len(name):].strip())


def main(argv: list[str]) -> int:
    """Import the modules that are named, or all; the exit status."""
    began = time.monotonic()
    known = [outcome.name for outcome in import_all(_HOST, argv or names(Path(os.__file__).parent))
             if not outcome.error]
    failed = [outcome for outcome in import_all(_VM, known) if outcome.error]
    for outcome in failed:
        print(f"{outcome.name:40} {outcome.error}")
    share = 1 - len(failed) / max(len(known), 1)
    print(f"{len(known) - len(failed)} of {len(known)} modules ({share:.1%}), "
          f"{time.monotonic() - began:.0f} s")
    return int(share < MARK)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
