"""What single operations cost in the VM, against the CPython it runs on; and what a full collection costs.

    .venv/bin/python -m tools.bench.operations [--rounds N] [name ...]

Each operation stands ten times in the body of a loop; the time of the same loop with `pass` ten times in its
place is taken off. Both sides run in this process, in turn, and processor time is measured, so that other
work on the machine disturbs little. The smallest of N rounds counts.
"""

import argparse
import gc
import io
import math
import sys
import time
from contextlib import redirect_stdout

from vm.host.console import BufferConsole
from vm.python.initconfig import PyConfig
from vm.python.pylifecycle import Py_InitializeFromConfig
from vm.python.runloop import FINISHED

SETUP = """\
class Plain: pass
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def method(self): pass
    @property
    def value(self): return 1
class Slotted:
    __slots__ = ("x",)
class Derived(Point): pass
def function(): pass
p = Point(1, 2)
d = Derived(1, 2)
s = Slotted(); s.x = 1
numbers = list(range(100))
pairs = dict.fromkeys(range(100), 1)
names = {"alpha": 1, "beta": 2}
text = "the quick brown fox"
words = text.split()
"""
OPERATIONS = {
    "attribute, instance": "p.x",
    "attribute, class": "p.method",
    "attribute, slot": "s.x",
    "attribute, property": "p.value",
    "attribute, store": "p.x = 1",
    "call, function": "function()",
    "call, method": "p.method()",
    "call, inherited method": "d.method()",
    "call, built-in": "len(text)",
    "instance, empty": "Plain()",
    "instance, __init__ of two": "Point(1, 2)",
    "list, literal": "[1, 2, 3]",
    "list, index": "numbers[50]",
    "list, store": "numbers[50] = 50",
    "list, append and pop": "numbers.append(1); numbers.pop()",
    "list, slice of ten": "numbers[10:20]",
    "list, comprehension of ten": "[i for i in range(10)]",
    "tuple, pack and unpack": "x, y = t = (a, b)",
    "dict, literal": '{"a": 1, "b": 2}',
    "dict, look-up": 'names["beta"]',
    "dict, get": "pairs.get(50)",
    "dict, store": "pairs[50] = 1",
    "dict, iterate over a hundred": "for k in pairs: pass",
    "str, concatenate": "text + text",
    "str, format": 'f"{p.x}-{text}"',
    "str, method": "text.upper()",
    "str, join": '" ".join(words)',
    "str, compare": "text == 'the'",
}
#: name -> source of a function that makes about n tracked objects
GRAPHS = {
    "lists in cycles": "x = []\nfor i in range({n}):\n    y = [x]; x.append(y)",
    "instances": "class A: pass\nx = []\nfor i in range({n}):\n    a = A(); a.me = a; a.n = i; x.append(a)",
    "dicts": "x = [{{1: []}} for i in range({n} // 2)]",
    "tuples": "x = []\nx.extend((x, i) for i in range({n}))",
}


def in_vm(source: str) -> tuple[float, str]:
    """Processor time of a program in the VM, start-up left out, and its output."""
    console = BufferConsole()
    machine = Py_InitializeFromConfig(PyConfig("<string>", source), console)
    began = time.process_time()
    while machine.loop.run(1_000_000) is not FINISHED:
        pass
    took = time.process_time() - began
    return took, "".join(part for _, part in console.output)


def on_host(source: str) -> tuple[float, str]:
    """The same on the host."""
    code = compile(source, "<string>", "exec")
    output = io.StringIO()
    with redirect_stdout(output):
        began = time.process_time()
        exec(code, {})
        took = time.process_time() - began
    return took, output.getvalue()


def loop(statement: str, rounds: int) -> str:
    """A program that runs a statement ten times ``rounds`` times."""
    body = "".join(f"        {statement}\n" for _ in range(10))
    return f"{SETUP}def run():\n    a, b = 1, 2\n    for _ in range({rounds}):\n{body}run()\n"


def per_operation(run, statement: str, rounds: int, best_of: int) -> float:
    """Nanoseconds that a statement takes on one side."""
    full = min(run(loop(statement, rounds))[0] for _ in range(best_of))
    bare = min(run(loop("pass", rounds))[0] for _ in range(best_of))
    return max(full - bare, 1e-6) / (rounds * 10) * 1e9


def operations(best_of: int, wanted: list[str]) -> None:
    """Print the table of operations."""
    print("| operation | host, ns | VM, us | ratio |\n|---|---|---|---|")
    ratios = []
    for name, statement in OPERATIONS.items():
        if wanted and name not in wanted:
            continue
        host = per_operation(on_host, statement, 20_000, best_of)
        vm = per_operation(in_vm, statement, 4_000, best_of)
        ratios.append(vm / host)
        print(f"| {name}: `{statement}` | {host:.0f} | {vm / 1000:.2f} | {vm / host:.0f} |", flush=True)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"| **geometric mean** | | | **{mean:.0f}** |")


def collection(run, graph: str, n: int) -> tuple[float, int]:
    """Seconds that a full collection of a live graph takes on one side, and the objects that it looks at."""
    build = "import gc\ngc.disable()\n" + GRAPHS[graph].format(n=n) + "\ngc.collect()\n"
    count = "print(len(gc.get_objects()))\n"
    objects = int(run(build + count)[1])
    one = min(run(build)[0] for _ in range(3))
    five = min(run(build + "gc.collect()\n" * 4)[0] for _ in range(3))
    return (five - one) / 4, objects


def collections(n: int) -> None:
    """Print the table of collections; what else is alive in the process is taken off by a run with little."""
    print("\n| graph | tracked | host, ns an object | VM, us an object | ratio |\n|---|---|---|---|---|")
    for graph in GRAPHS:
        figures = []
        for run, size in ((on_host, 20 * n), (in_vm, n)):
            small, few = collection(run, graph, size // 10)
            large, many = collection(run, graph, size)
            figures.append((large - small) / (many - few))
        host, vm = figures
        print(f"| {graph} | {n:,} | {host * 1e9:.0f} | {vm * 1e6:.2f} | {vm / host:.0f} |", flush=True)


def main() -> int:
    """Measure; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--objects", type=int, default=20_000, help="size of the graphs collected")
    parser.add_argument("names", nargs="*", help="operations (default: all)")
    args = parser.parse_args()
    sys.setrecursionlimit(20_000)
    gc.disable()
    operations(args.rounds, args.names)
    if not args.names:
        collections(args.objects)
    return 0


if __name__ == "__main__":
    sys.exit(main())
