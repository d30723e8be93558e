"""Runs the VM's command lines, each in a fork of this process.

Reads lines of ``{"argv": [argument, ...], "limit": seconds}`` from standard input; answers each by a line
``[stdout in hex, stderr in hex, exit status]`` on standard output. A job that runs too long is killed; its
status is then negative.
"""

import json
import os
import resource
import sys
import tempfile

import vm.__main__
from vm.python import audit  # noqa: F401  (imported once, before the forks)


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
    """Run every job in turn, after one empty program: it imports and readies what every program needs."""
    vm.__main__.main(["-c", ""])
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(run(job["argv"], job["limit"])), flush=True)


main()
