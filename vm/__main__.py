"""The command line: ``python -m vm [option] ... [-c cmd | -m mod | file | -] [arg] ...``, with CPython's own options.

``-X audit`` recounts every reference at the end; ``-X runtime`` says on standard error how many seconds of the
host's time the program took, start-up not counted. Models Programs/python.c.
"""

from __future__ import annotations

import gc
import sys


def main(argv: list[str]) -> int:
    """Run a program as ``python`` would; returns its exit status."""
    from vm.modules.main import Py_BytesMain

    sys.setrecursionlimit(20_000)
    gc.disable()  # the guest's counts free everything; host collections would only cost time
    return Py_BytesMain(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
