"""Runs a batch of the VM's command lines, each in a fork of this process.

Reads ``{"jobs": [[argument, ...], ...], "limit": seconds}`` from standard input; writes a list of
[stdout in hex, stderr in hex, exit status] to standard output. A job that runs too long is killed; its
status is then -9.
"""

import json
import os
import resource
import sys
import tempfile

import vm.__main__
import vm.python.pylifecycle
import vm.python.runloop
from vm.python import audit  # noqa: F401


def run(argv, limit):
    """Run one command line in a fork; the outcome as written to standard output."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _child(argv, out.fileno(), err.fileno(), limit)
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().hex())
    return [*texts, os.waitstatus_to_exitcode(status)]


def _child(argv, out, err, limit):
    status = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        with open(os.devnull) as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        status = vm.__main__.main(argv)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def main():
    """Run every job in turn."""
    request = json.load(sys.stdin)
    json.dump([run(argv, request["limit"]) for argv in request["jobs"]], sys.stdout)


main()
