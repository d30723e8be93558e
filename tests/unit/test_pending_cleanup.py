"""What is pending must not be dropped as if it were an object.

In ``x = f(); if type(x) in PENDING: x = yield x`` the error of what is pending leaves ``x`` bound to it. A handler
that drops ``x`` would then count the references of a host generator or a frame.
"""

import ast
from pathlib import Path

import vm

ROOT = Path(vm.__file__).parent


def dropped(block):
    """The names that statements of a handler drop."""
    own = {node.target.id for stmt in block for node in ast.walk(stmt)
           if isinstance(node, ast.For) and isinstance(node.target, ast.Name)}
    return {
        name.id for stmt in block for call in ast.walk(stmt)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        and call.func.id in ("Py_DECREF", "Py_XDECREF", "decref_all")
        for arg in call.args for name in ast.walk(arg) if isinstance(name, ast.Name)
    } - own


def resumed(body):
    """(name, line) of each ``x = yield x``."""
    for stmt in body:
        for node in ast.walk(stmt):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Yield):
                target, asked = node.targets[0], node.value.value
                if isinstance(target, ast.Name) and isinstance(asked, ast.Name) and target.id == asked.id:
                    yield target.id, node.lineno


def faults(tree):
    return [
        (name, line) for node in ast.walk(tree) if isinstance(node, ast.Try)
        for name, line in resumed(node.body)
        if name in dropped([*node.finalbody, *(s for handler in node.handlers for s in handler.body)])
    ]


def test_the_check_finds_it():
    text = "def f():\n try:\n  x = g()\n  if type(x) in PENDING:\n   x = yield x\n finally:\n  Py_XDECREF(x)\n"
    assert faults(ast.parse(text)) == [("x", 5)]


def test_nothing_pending_is_dropped():
    found = {
        str(path.relative_to(ROOT)): faults(ast.parse(path.read_text()))
        for path in ROOT.rglob("*.py") if not path.name.startswith("generated_")
    }
    assert {path: rows for path, rows in found.items() if rows} == {}
