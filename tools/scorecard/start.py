"""Two ways to start a process that runs a module of tests: by the host, and as a fork of a started VM."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from tools.scorecard.ids import FOLDER
from vm.host.console import NativeConsole
from vm.host.filesystem import NativeFiles
from vm.host.process import report_audit, run_to_end
from vm.python.initconfig import PyConfig
from vm.python.pylifecycle import Py_InitializeFromConfig

GUEST = FOLDER / "run_module.py"
MEMORY_LIMIT = 4 << 30
FIRST_FREE_FD, LAST_FD = 3, 1024


class InChild(BaseException):
    """Raised in a new fork; its argument is the line that the guest reads."""


def _prepare(write_end: int, folder: str) -> None:
    """Give a new process its streams, its folder and its bounds."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(write_end, 1)
    os.dup2(write_end, 2)
    os.closerange(FIRST_FREE_FD, LAST_FD)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def start_natively(line: bytes, folder: str) -> tuple[int, int]:
    """A process of the host's Python."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write_end)
        return pid, read_end
    try:
        _prepare(write_end, folder)
        path = Path(folder, "job.json")
        path.write_bytes(line)
        os.dup2(os.open(path, os.O_RDONLY), 0)
        path.unlink()
        os.execv(sys.executable, [sys.executable, str(GUEST)])
    finally:
        os._exit(1)


def fork_machine(line: bytes, folder: str) -> tuple[int, int]:
    """A fork of this process, in which InChild is raised."""
    read_end, write_end = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(write_end)
        return pid, read_end
    _prepare(write_end, folder)
    raise InChild(line)


class WaitingConsole(NativeConsole):
    """A terminal whose first line of input comes when everything has been run, or in a fork.

    Args:
        supervise: runs all jobs; in a fork it raises InChild.
    """

    def __init__(self, supervise: Callable[[], None]):
        super().__init__()
        self.supervise: Callable[[], None] | None = supervise
        self.in_child = False
        self.rest = b""

    def read(self, size: int) -> bytes:
        """At most so many bytes of the line for the guest; none at the end."""
        if self.supervise is not None:
            supervise, self.supervise = self.supervise, None
            try:
                supervise()
            except InChild as fork:
                self.in_child = True
                self.rest = fork.args[0]
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


def run_on_machine(supervise: Callable[[], None], audit: bool) -> None:
    """Start the VM, have it import what all tests need, and supervise forks of it.

    Args:
        supervise: runs all jobs by `fork_machine`.
        audit: whether every fork recounts its references at the end.
    """
    sys.setrecursionlimit(20_000)
    gc.disable()
    console = WaitingConsole(supervise)
    config = PyConfig(str(GUEST), GUEST.read_bytes(), [str(GUEST)], 0, NativeFiles())
    machine = Py_InitializeFromConfig(config, console)
    status = 1
    try:
        status = run_to_end(machine)
        if console.in_child and audit and machine.interp.hard_exit is None:
            status = report_audit(status)
    except BaseException:
        if not console.in_child:
            raise
        traceback.print_exc()
    finally:
        if console.in_child:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
