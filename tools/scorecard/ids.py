"""The committed list of CPython's tests: how each ends natively, and what it needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "tests" / "cpython"
NATIVELY = FOLDER / "natively.tsv"
#: What a test may need that is not in the VM, in the order in which a test is counted under it -> why.
LEFT_OUT = {
    "subprocess": "a program in the VM has no other processes",
    "multiprocessing": "a program in the VM has no other processes",
    "subinterp": "there is one interpreter",
    "_testcapi": "an extension module that tests the C API",
    "_testbuffer": "an extension module that tests the C API",
    "_testmultiphase": "an extension module that tests the C API",
    "_testclinic": "an extension module that tests the C API",
}
#: What a test may need that the VM models: counted on top.
ON_TOP = frozenset({"socket", "socket_net", "_testinternalcapi", "ctypes"})
NO_CLASS = "-"


@dataclass(frozen=True)
class Test:
    """A test: its module among CPython's, its id, how it ends natively, what it needs.

    Attributes:
        outcome: "passed" or "skipped".
        needs: names, with commas between them.
    """

    module: str
    id: str
    outcome: str
    needs: frozenset[str] = frozenset()

    @property
    def cause(self) -> str:
        """Why the test is left out, or ""."""
        for need in LEFT_OUT:
            if need in self.needs:
                return need
        return "" if self.outcome == "passed" else f"{self.outcome} natively"

    @property
    def on_top(self) -> bool:
        """Whether it counts on top of those that need nothing."""
        return bool(self.needs & ON_TOP)


def read_tests(path: Path = NATIVELY) -> dict[str, list[Test]]:
    """The tests of each module, in the file's order."""
    tests: dict[str, list[Test]] = {}
    for line in path.read_text().splitlines()[1:]:
        module, outcome, needs, classes, names = line.split("\t")
        of_module = tests.setdefault(module, [])
        wants = frozenset(needs.split(",")) - {""}
        for owner in classes.split():
            prefix = "" if owner == NO_CLASS else f"{owner}."
            of_module += [Test(module, prefix + name, outcome, wants) for name in names.split()]
    return tests


def write_tests(tests: Iterable[Test], path: Path = NATIVELY) -> None:
    """Write the list: a line for all classes of a module with the same methods, outcome and needs."""
    methods: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    modules: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    for test in tests:
        owner, _, name = test.id.rpartition(".")
        needs = ",".join(sorted(test.needs))
        methods[test.module, test.outcome, needs, owner or NO_CLASS].append(name)
    for (module, outcome, needs, owner), names in sorted(methods.items(), key=lambda item: item[0][1:]):
        key = outcome, needs, " ".join(sorted(set(names)))
        modules.setdefault(module, {}).setdefault(key, []).append(owner)
    lines = ["module\toutcome\tneeds\tclasses\tmethods"]
    for module in dict.fromkeys(key[0] for key in methods):
        for (outcome, needs, text), owners in modules[module].items():
            lines.append("\t".join((module, outcome, needs, " ".join(owners), text)))
    path.write_text("\n".join(lines) + "\n")
