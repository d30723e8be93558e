"""Every name that a file of the VM imports from another exists, also where the import stands in a function.

mypy cannot say so: names that are bound late (vm/objects/linker.py) would all be errors to it.
"""

import ast
import importlib
from pathlib import Path

import pytest

from tests.unit.drive import boot

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for path in (ROOT / "vm").rglob("*.py"))


def imported(path):
    """(line, module, name) of each name imported from the VM."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("vm"):
            for alias in node.names:
                if alias.name != "*":
                    yield node.lineno, node.module, alias.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imported_names_exist(path):
    boot()
    missing = []
    for line, module, name in imported(path):
        if not hasattr(importlib.import_module(module), name):
            try:
                importlib.import_module(f"{module}.{name}")
            except ImportError:
                missing.append(f"line {line}: {module}.{name}")
    assert missing == []
