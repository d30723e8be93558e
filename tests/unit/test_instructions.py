"""The definitions in bytecodes.py against CPython's own tables, and what the generator makes of them."""

import dis
import opcode
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.cases_generator import definitions, tree  # noqa: E402
from tools.cases_generator.expand import BodyExpander  # noqa: E402
from vm.python import opcode_metadata  # noqa: E402

MODULE = definitions.load(ROOT / "vm/python/bytecodes.py")
REAL = {name for name, number in opcode.opmap.items()
        if number <= 118 or number == opcode.opmap["RESUME"]}


def test_every_real_opcode_is_defined_once():
    assert {i.name for i in MODULE.real()} == REAL
    assert len(REAL) == 119


def test_variants_name_an_instruction_and_share_its_net_effect():
    for variant in MODULE.instructions.values():
        if variant.variant_of is not None and variant.name != "LOAD_GLOBAL_NULL":
            # INSTRUMENTED stands for CPython's INSTRUMENTED_LINE, whose work is not done by an instruction here
            assert variant.variant_of in REAL or variant.name == "INSTRUMENTED"


def test_a_jump_back_tells_where_it_came_from_only_when_it_leaves_the_loop():
    lines = BodyExpander(MODULE.instructions["JUMP_BACKWARD"]).whole()
    assert [line.strip() for line in lines] == [
        "tstate.ticks = ticks = tstate.ticks - 1", "if ticks <= 0 or tstate.eval_breaker:",
        "action = A_PENDING", "value = pc", "pc = oparg", "break", "pc = oparg"]


#: opcode -> the decoded argument that stands for a raw oparg where the effect depends on it.
_DECODED = {
    "LOAD_SUPER_ATTR": lambda oparg: ("name", oparg & 1, oparg & 2),
    "LOAD_FAST_LOAD_FAST": lambda oparg: (0, 0),
    "STORE_FAST_LOAD_FAST": lambda oparg: (0, 0),
    "STORE_FAST_STORE_FAST": lambda oparg: (0, 0),
}
#: Instructions for which dis.stack_effect has no fall-through meaning of its own here.
_NO_EFFECT = {
    "CACHE", "RESERVED", "ENTER_EXECUTOR", "EXTENDED_ARG", "INTERPRETER_EXIT", "RETURN_GENERATOR",
}


#: Opargs that the compiler emits, where not every number is one.
_OPARGS = {"BUILD_SLICE": (2, 3), "RAISE_VARARGS": (0, 1, 2), "COPY": (1, 2), "SWAP": (2, 3)}


@pytest.mark.parametrize("name", sorted(REAL - _NO_EFFECT))
def test_stack_effects_are_cpythons(name):
    number = opcode.opmap[name]
    has_arg = number in dis.hasarg
    for oparg in _OPARGS.get(name, (0, 1, 2, 3)) if has_arg else (None,):
        variant = name
        if name in ("LOAD_GLOBAL", "LOAD_ATTR") and oparg and oparg & 1:
            variant = "LOAD_GLOBAL_NULL" if name == "LOAD_GLOBAL" else "LOAD_ATTR_METHOD"
        try:
            expected = dis.stack_effect(number, oparg, jump=False)
        except ValueError:
            continue
        decoded = _DECODED.get(name, lambda value: value)(oparg)
        pops, pushes = opcode_metadata.STACK_EFFECT[variant](decoded)
        if name in ("RETURN_VALUE", "RAISE_VARARGS", "RERAISE") or name.startswith("RETURN"):
            continue  # nothing follows them: what is left on the stack is dropped with the frame
        assert pushes - pops == expected, (name, oparg)


def test_the_remainder_reads_the_inputs_again():
    lines = BodyExpander(MODULE.instructions["BINARY_OP"]).remainder()
    assert lines[0] == "res = value"
    assert "left = localsplus[sp - 2]" in lines
    assert "localsplus[sp - 2] = res" in lines


def test_an_instruction_that_awaits_nothing_has_no_remainder():
    assert BodyExpander(MODULE.instructions["LOAD_FAST"]).remainder() is None


def test_frequent_instructions_are_near_the_root():
    built = tree.build(MODULE, list(MODULE.instructions))

    def depth(node, name, level=0):
        if isinstance(node, str):
            return level if node == name else None
        return next((d for child in node if (d := depth(child, name, level + 1)) is not None), None)

    assert depth(built, "LOAD_FAST") <= 4
    assert depth(built, "LOAD_FAST") < depth(built, "MATCH_CLASS")


def test_numbers_follow_the_tree_from_left_to_right():
    built = tree.build(MODULE, list(MODULE.instructions))
    count = tree.number(MODULE, built)
    assert count == len(MODULE.instructions)
    assert MODULE.instructions[tree.first_leaf(built)].number == 0
