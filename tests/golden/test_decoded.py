"""Golden listings: source, then the decoded instructions the evaluator runs.

A case file holds the source, a line of dashes, and the listing. `pytest tests/golden --update` rewrites the
listings; the difference is reviewed like any other change.
"""

from pathlib import Path

import pytest

from vm.objects.codeobject_host import code_from_host
from vm.objects.linker import link
from vm.objects.static_types import import_all
from vm.probe.saferepr import saferepr
from vm.python.decode import _PyCode_Quicken, decode_handlers
from vm.python.opcode_metadata import OP

CASES = sorted(Path(__file__).parent.glob("decoded/*.txt"))
SEPARATOR = "-" * 40 + "\n"
NAMES = {number: name for name, number in OP.items()}


def argument(arg):
    """A decoded argument as text that does not depend on addresses."""
    if isinstance(arg, tuple):
        return "(" + ", ".join(argument(part) for part in arg) + ")"
    if callable(arg):
        return arg.__name__
    if isinstance(arg, (int, str)):
        return repr(arg)
    return "code" if arg.ob_type.value.tp_name == "code" else saferepr(arg)


def listing(code):
    """The decoded instructions of a code object and of the code objects in its constants."""
    body = code.value
    _PyCode_Quicken(body)
    decode_handlers(body)
    lines = [f"{body.co_qualname}:"]
    for i, (op, arg, sp) in enumerate(body.base_instrs):
        handler = body.handlers[i]
        caught = f"  except -> {handler[0]}" if handler else ""
        lines.append(f"{i:4} {sp - body.co_nlocalsplus:3} {NAMES[op]:24} {argument(arg)}{caught}")
    for const in body.co_consts.value:
        if const.ob_type.value.tp_name == "code":
            lines += ["", *listing(const)]
    return lines


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_decoded(path, request):
    import_all()
    link()
    source, _, expected = path.read_text().partition(SEPARATOR)
    code = code_from_host(compile(source, path.stem, "exec", dont_inherit=True))
    actual = "\n".join(line.rstrip() for line in listing(code)) + "\n"
    if request.config.getoption("--update"):
        path.write_text(source + SEPARATOR + actual)
    else:
        assert actual == expected
