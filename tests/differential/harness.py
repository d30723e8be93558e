"""Runs programs with the host's CPython and with the VM, and compares what can be seen of them.

Both sides run with PYTHONHASHSEED=0. A batch of programs runs in one VM process: it imports the VM once and
forks for each program, so that every program still begins in a fresh interpreter.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).resolve().parent / "corpus"
PROGRAMS = ROOT / "tests" / "programs"
#: Seconds that one program may run.
TIME_LIMIT = 60
WORKERS = 2


@dataclass(frozen=True)
class Outcome:
    """What can be seen of a program that ran."""

    stdout: str
    stderr: str
    status: int


def normalise(text: str) -> str:
    """Make addresses equal, which differ from run to run on the host."""
    return re.sub(r"0x[0-9a-f]{6,}", "0xADDRESS", text)


def environment() -> dict[str, str]:
    """The environment of either side: a fixed hash seed, UTF-8, no settings of the user's."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return keep | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT),
                   "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}


def run_host(path: Path, argv: tuple[str, ...] = ()) -> Outcome:
    """Run a program with the interpreter that runs the tests."""
    done = subprocess.run(
        [sys.executable, "-s", str(path), *argv], capture_output=True, stdin=subprocess.DEVNULL,
        cwd=ROOT, env=environment() | {"PYTHONPATH": ""}, timeout=TIME_LIMIT, check=False)
    return _outcome(done.stdout, done.stderr, done.returncode)


def run_host_code(source: str) -> Outcome:
    """Run ``-c source`` with the interpreter that runs the tests."""
    done = subprocess.run(
        [sys.executable, "-s", "-c", source], capture_output=True, stdin=subprocess.DEVNULL,
        cwd=ROOT, env=environment() | {"PYTHONPATH": ""}, timeout=TIME_LIMIT, check=False)
    return _outcome(done.stdout, done.stderr, done.returncode)


def _outcome(stdout: bytes, stderr: bytes, status: int) -> Outcome:
    return Outcome(normalise(stdout.decode("utf-8", "replace")),
                   normalise(stderr.decode("utf-8", "replace")), status)


def vm_server() -> subprocess.Popen:
    """Start a process that runs command lines of the VM; batch.py has its protocol."""
    return subprocess.Popen(
        [sys.executable, "-s", str(Path(__file__).with_name("batch.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment(), text=True)


def ask(server: subprocess.Popen, argv: list[str]) -> Outcome:
    """Have a server run one command line (as after ``python -m vm``)."""
    server.stdin.write(json.dumps({"argv": argv, "limit": TIME_LIMIT}) + "\n")
    server.stdin.flush()
    answer = server.stdout.readline()
    if not answer:
        raise RuntimeError(f"the batch process ended with status {server.wait()}")
    out, err, status = json.loads(answer)
    return _outcome(bytes.fromhex(out), bytes.fromhex(err), status)


def run_vm_batch(jobs: list[list[str]]) -> list[Outcome]:
    """Run command lines in one VM process; outcomes in the same order."""
    with vm_server() as server:
        return [ask(server, job) for job in jobs]


def run_vm(*argv: str) -> Outcome:
    """Run one command line with the VM."""
    return run_vm_batch([list(argv)])[0]


def run_both(
    paths: list[Path],
) -> dict[Path, tuple[Outcome, Outcome]]:
    """Run programs on both sides; the VM recounts every reference at the end of each.

    Returns:
        For each path the outcome on the host and in the VM. Where the audit disagrees, the VM's stderr and
        status say so, and differ from the host's.
    """
    shares = [paths[i::WORKERS] for i in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        vm = pool.map(
            lambda share: run_vm_batch([["-X", "audit", str(path)] for path in share]) if share else [],
            shares)
        found = {
            path: outcome
            for share, outcomes in zip(shares, vm, strict=True)
            for path, outcome in zip(share, outcomes, strict=True)
        }
        host = dict(zip(paths, pool.map(run_host, paths), strict=True))
    return {path: (host[path], found[path]) for path in paths}
