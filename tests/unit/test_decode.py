"""Decoding of code objects: stack depths, handlers and positions against the host's own tables."""

import dis
import sys
import types
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from vm.objects.codeobject_host import code_from_host
from vm.objects.linker import link
from vm.objects.static_types import import_all
from vm.python.decode import (
    _PyCode_Quicken,
    decode_handlers,
    decode_positions,
    parse_exception_table,
)
from vm.python.opcode_metadata import NAME

import_all()
link()

LIBRARY = ["heapq", "bisect", "contextlib", "asyncio.tasks", "asyncio.taskgroups", "textwrap", "ast",
           "dataclasses", "enum", "typing", "argparse", "inspect", "functools"]


def library_code():
    for name in LIBRARY:
        path = Path(dis.__file__).parent / (name.replace(".", "/") + ".py")
        yield from nested(compile(path.read_text(), str(path), "exec", dont_inherit=True))


def nested(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from nested(const)


CODES = list(library_code())


def decoded(code):
    body = code_from_host(code).value
    _PyCode_Quicken(body)
    return body


def test_the_instructions_are_those_of_dis():
    for code in CODES:
        ours = [NAME[op] for op, _arg, _sp in decoded(code).base_instrs]
        theirs = [i.opname for i in dis.get_instructions(code)]
        assert ours == theirs, code


def test_no_depth_exceeds_the_stack_size():
    for code in CODES:
        body = decoded(code)
        deepest = max(sp - body.co_nlocalsplus for _op, _arg, sp in body.base_instrs)
        assert 0 <= deepest <= code.co_stacksize, code


def test_the_exception_table_is_that_of_dis():
    for code in CODES:
        theirs = [(e.start, e.end, e.target, e.depth, e.lasti)
                  for e in dis._parse_exception_table(code)]
        assert parse_exception_table(code.co_exceptiontable) == theirs


def test_each_instruction_in_a_range_has_its_handler():
    code = compile("try:\n    f()\nexcept E:\n    g()\n", "m", "exec")
    body = decoded(code)
    decode_handlers(body)
    covered = {i for i, handler in enumerate(body.handlers) if handler is not None}
    starts = {e.start for e in dis._parse_exception_table(code)}
    assert {body.lasti.index(s) for s in starts} <= covered


def test_positions_are_those_of_co_positions():
    for code in CODES[:200]:
        body = decoded(code)
        decode_positions(body)
        theirs = list(code.co_positions())
        assert body.positions == [theirs[offset // 2] for offset in body.lasti]


@pytest.mark.parametrize(
    ("name", "value"), [("co_names", None), ("co_varnames", None), ("co_freevars", None)])
def test_names_are_kept(name, value):
    for code in CODES[:100]:
        assert getattr(decoded(code), name) == getattr(code, name)
