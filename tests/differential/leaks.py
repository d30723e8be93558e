"""Runs a program several times in one VM and counts the references that are left after each run.

As CPython's ``-R`` does with tests: after some runs to fill the caches, a run must leave as many references as
the one before. ``python -m tests.differential.leaks FILE ...`` prints for each program a line of JSON: the file,
and by how much the references to each type have grown.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import traceback
from pathlib import Path

from vm.host.console import BufferConsole
from vm.objects.dictobject import PyDict_Clear, PyDict_New, PyDict_SetItemString
from vm.objects.pycore_frame import NativeFrame
from vm.objects.pycore_object import Py_DECREF, Py_None, PyErr
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.audit import _Py_GetGlobalRefTotal
from vm.python.ceval import PyEval_EvalCode
from vm.python.compile import Py_CompileStringObject
from vm.python.gc import PyGC_Collect
from vm.python.initconfig import PyConfig
from vm.python.pylifecycle import Machine, Py_InitializeFromConfig
from vm.python.runloop import FINISHED, RAN

#: Seconds of processor time that the runs of one program may take.
TIME_LIMIT = 60
#: Runs of which the last two are compared.
RUNS = 3
TICKS = 1_000_000
#: What modules keep from run to run on purpose, as clear_caches of CPython's regrtest knows it.
CLEAR_CACHES = b"""
from gc import enable
from sys import modules, path_importer_cache
enable()  # a program may have switched the collector off
path_importer_cache.clear()
if "typing" in modules:
    for clear in modules["typing"]._cleanups: clear()
if "re" in modules:
    modules["re"].purge()
if "linecache" in modules:
    modules["linecache"].clearcache()
if "copyreg" in modules:
    modules["copyreg"]._extension_cache.clear()
"""


class ConsoleWithoutInput(BufferConsole):
    """Its input is at the end, as if it were /dev/null."""

    def read(self, size: int) -> bytes:
        """The end of input."""
        return b""


def totals(machine: Machine, path: Path) -> list[dict[str, int]]:
    """The references after each run of a program, by the name of the type referred to."""
    runs = _runs(path.read_bytes(), str(path), found := [])
    machine.interp.main_thread.current_frame = NativeFrame(runs, None)
    while (outcome := machine.loop.run(TICKS)) is not FINISHED:
        if outcome is not RAN:
            raise RuntimeError(f"the program can not go on: {outcome}")
    return found


def _runs(source: bytes, filename: str, found: list):
    for _ in range(RUNS):
        try:
            yield _run_once(source, filename)
        except PyErr as err:
            Py_DECREF(err.exc)
        yield _run_once(CLEAR_CACHES, "<clear_caches>")
        yield PyGC_Collect()
        found.append(_Py_GetGlobalRefTotal())
    return Py_None


def _run_once(source: bytes, filename: str):
    code = yield Py_CompileStringObject(source, filename, "exec", 0, 0)
    namespace = PyDict_New()
    name = PyUnicode_FromString("__main__")
    PyDict_SetItemString(namespace, "__name__", name)
    Py_DECREF(name)
    try:
        res = yield PyEval_EvalCode(code, namespace, namespace)
        Py_DECREF(res)
    finally:
        PyDict_Clear(namespace)
        Py_DECREF(namespace)
        Py_DECREF(code)


def growth(machine: Machine, path: Path) -> dict[str, int]:
    """How many references more the last run left than the one before, by type; empty if none."""
    *_, before, after = totals(machine, path)
    names = before.keys() | after.keys()
    change = {name: after.get(name, 0) - before.get(name, 0) for name in sorted(names)}
    return {name: n for name, n in change.items() if n}


def main(paths: list[str]) -> None:
    """Measure each program in a fork of one process that has started the VM."""
    sys.setrecursionlimit(20_000)
    gc.disable()
    machine = Py_InitializeFromConfig(PyConfig("<leaks>", b"", ["<leaks>"]), ConsoleWithoutInput())
    for path in paths:
        child = os.fork()
        if not child:
            _child(machine, path)
        os.waitpid(child, 0)


def _child(machine: Machine, path: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT, TIME_LIMIT))
    try:
        print(json.dumps([path, growth(machine, Path(path))]), flush=True)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
