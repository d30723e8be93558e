"""The guard of the host's parser: what would overrun it is refused, what people write is not."""

import sysconfig
from pathlib import Path

import pytest

from vm.host.parser_guard import check_source

TOO_DEEP = {
    "operators": "x = " + "1+" * 3000 + "1",
    "unary operators": "-" * 2000 + "1",
    "nots": "not " * 1000 + "x",
    "attributes": "x" + ".a" * 2000,
    "calls": "f" + "()" * 2000,
    "lambdas": "lambda:" * 1000 + "1",
    "conditions": "1 if x else " * 800 + "1",
    "branches": "if x: pass\n" + "elif x: pass\n" * 1000,
    "branches around ifs": "if x: pass\n" + "elif x:\n  if y: pass\n" * 1000,
    "open brackets, never closed": "x = " + "1+" * 3000 + "(",
}
FINE = {
    "a long list": "x = [" + "-1, " * 20_000 + "]",
    "a long dict": "x = {" + "'key': 1 + 2, " * 5000 + "}",
    "many lines": "x = 1 + 2\n" * 20_000,
    "many strings side by side": "x = (" + "'text'\n" * 5000 + ")",
    "many branches in many functions": "def f():\n  if x: pass\n  elif y: pass\n" * 2000,
    "an error that the parser tells": "f(]",
    "no end of a string": "x = '''",
    "nothing": "",
}


@pytest.mark.parametrize("source", TOO_DEEP.values(), ids=TOO_DEEP)
def test_too_deep(source):
    with pytest.raises(SyntaxError, match="too deeply nested") as caught:
        check_source(source, "main.py", fragile=True)
    assert caught.value.lineno >= 1


@pytest.mark.parametrize("source", FINE.values(), ids=FINE)
def test_fine(source):
    check_source(source, "main.py", fragile=True)


def test_the_standard_library_is_fine():
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.glob("*.py")):
        check_source(path.read_text(encoding="utf-8"), path.name, fragile=True)
