"""One program on both sides, at once: what tests with generated programs ask.

A VM process stays ready between programs and forks for each; the host starts anew.
"""

from __future__ import annotations

import atexit
import difflib
import functools
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.differential.harness import Outcome, ask, run_host_code, vm_server

#: Multiplies the number of examples of every generated test, for a longer search.
EXAMPLES = int(os.environ.get("ORRERY_EXAMPLES", "1"))


@functools.cache
def _server() -> subprocess.Popen:
    server = vm_server()
    atexit.register(server.kill)
    return server


@functools.cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1)


def run_pair(source: str, audit: bool = False) -> tuple[Outcome, Outcome]:
    """Run ``-c source`` on the host and in the VM.

    Args:
        source: the program.
        audit: recount every reference at the end of the VM's run; a difference shows in its stderr.

    Returns:
        The host's outcome and the VM's.
    """
    host = _pool().submit(run_host_code, source)
    options = ["-X", "audit"] if audit else []
    return host.result(), ask(_server(), [*options, "-c", source])


def assert_same(source: str, audit: bool = True) -> None:
    """Fail, with the program and what differs, unless both sides print and end alike."""
    host, vm = run_pair(source, audit)
    if host == vm:
        return
    shown = [f"{out.stdout}-- stderr\n{out.stderr}-- status {out.status}".splitlines()
             for out in (host, vm)]
    difference = "\n".join(difflib.unified_diff(*shown, "host", "vm", lineterm="", n=2))
    pytest.fail(f"{source}\n{difference}", pytrace=False)


def generated(examples: int):
    """Settings of a generated test: the same ``examples`` programs in every run.

    With ``ORRERY_EXAMPLES=n`` in the environment, n times as many, and other ones each time.
    """
    return settings(
        max_examples=examples * EXAMPLES, derandomize=EXAMPLES == 1, database=None, deadline=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                               HealthCheck.large_base_example, HealthCheck.filter_too_much])
