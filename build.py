#!/usr/bin/env python3
"""Build, test and serve PyOrrery: `python3 build.py serve|test|dist`.

Any Python from 3.8 on can run this file, with nothing installed: it finds a CPython 3.13, makes
the virtual environment in .venv and fetches the pinned packages, then hands the command over to
that Python.  The work itself is in tools/build/.
"""
import argparse
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from tools.build import toolchain
from tools.build.common import Failure

#: Set in the environment of the second run of this file: the one with .venv's Python.
READY = "PYORRERY_BUILD_READY"


def parse(argv):
    """Parse the command line; what `test` does not know goes to pytest."""
    parser = argparse.ArgumentParser(
        prog="build.py", description="Build, test and serve PyOrrery."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    serve = commands.add_parser("serve", help="build the site if need be, and serve it")
    serve.add_argument("--port", type=int, default=8313, help="port to listen on (default 8313)")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    commands.add_parser(
        "test", help="run every check and test; arguments after it go to pytest", add_help=False
    )
    check = commands.add_parser("check", help="run the checks of `test`, without the tests")
    check.add_argument("--fast", action="store_true", help="leave out the checks of web/")
    commands.add_parser("dist", help="write the static site and the wheel to dist/")
    commands.add_parser("setup", help="make the virtual environment and fetch the packages")
    commands.add_parser("generate", help="write the generated files anew")
    commands.add_parser("clean", help="remove what the build made, but not the fetched packages")
    commands.add_parser("lock", help="renew the hash-pinned requirements files")
    args, rest = parser.parse_known_args(argv)
    if rest and args.command != "test":
        parser.error("unrecognized arguments: " + " ".join(rest))
    args.rest = rest
    return args


def prepare(command):
    """Set up what a command needs; return the Python that it runs with."""
    python = toolchain.setup_python()
    if command not in ("generate", "lock"):
        toolchain.setup_node()
    return python


def hand_over(command):
    """Run this file again with the other Python; on POSIX in this very process."""
    environment = {**os.environ, READY: "1"}
    if os.name != "posix":
        return subprocess.call(command, env=environment)
    sys.stdout.flush()
    return os.execve(command[0], command, environment)


def main(argv):
    """Set up what the command needs, then run it with the virtual environment's Python."""
    args = parse(argv)
    try:
        if os.environ.pop(READY, None):
            from tools.build import commands  # needs Python 3.13 and the packages

            return commands.command(args)
        if args.command == "clean":
            return toolchain.clean()
        python = prepare(args.command)
        if args.command == "setup":
            print(f"ready: {python}")
            return 0
        return hand_over([python, os.path.abspath(__file__), *argv])
    except Failure as failure:
        print(f"build.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
