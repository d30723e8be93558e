"""The generated tables about CPython's opcodes against the host's own."""

import _opcode
import dis
import opcode

import pytest

from vm.python import opcode_ids, opcode_utils
from vm.python.opcode_metadata import (
    EFFECT,
    EFFECT_OF_OPARG,
    HAS_ARG_FLAG,
    HAS_CONST_FLAG,
    HAS_FREE_FLAG,
    HAS_JUMP_FLAG,
    HAS_LOCAL_FLAG,
    HAS_NAME_FLAG,
    JUMP_EFFECT,
    _PyOpcode_Caches,
    _PyOpcode_Deopt,
    _PyOpcode_opcode_metadata,
    _PyOpcode_OpName,
)

ALL = dict(opcode.opmap) | dict(opcode._specialized_opmap)
SIZE = len(_PyOpcode_opcode_metadata)


def test_every_number_has_cpythons_name():
    assert _PyOpcode_OpName == {number: name for name, number in ALL.items()}
    assert all(dis._all_opmap[name] == number for name, number in opcode_ids.opmap.items())
    assert max(ALL.values()) == SIZE - 1


def test_the_compiler_knows_every_instruction_that_is_not_made_at_run_time():
    expected = {name for name in opcode.opmap if not name.startswith("INSTRUMENTED_")}
    assert set(opcode_ids.opmap) == expected


@pytest.mark.parametrize("flag, query", [
    (HAS_ARG_FLAG, _opcode.has_arg), (HAS_CONST_FLAG, _opcode.has_const),
    (HAS_NAME_FLAG, _opcode.has_name), (HAS_JUMP_FLAG, _opcode.has_jump),
    (HAS_FREE_FLAG, _opcode.has_free), (HAS_LOCAL_FLAG, _opcode.has_local),
])
def test_flags_are_cpythons(flag, query):
    ours = [max(flags, 0) & flag != 0 for flags in _PyOpcode_opcode_metadata]
    assert ours == [_opcode.is_valid(number) and query(number) for number in range(SIZE)]


def test_validity_is_cpythons():
    assert [flags >= 0 for flags in _PyOpcode_opcode_metadata] == [
        _opcode.is_valid(number) for number in range(SIZE)]


def test_caches_and_specialised_forms_are_cpythons():
    caches = opcode._inline_cache_entries
    assert {number: count for number, count in enumerate(_PyOpcode_Caches) if count} == {
        opcode.opmap[name]: count for name, count in caches.items() if count}
    assert _PyOpcode_Deopt == {
        ALL[form]: ALL[name] for name, forms in opcode._specializations.items() for form in forms}


@pytest.mark.parametrize("jump", [False, True])
def test_stack_effects_are_cpythons(jump):
    for number in range(SIZE):
        for oparg in (0, 1, 2, 3, 4, 7, 255, 256, 770):
            if not opcode_has_arg(number) and oparg:
                continue
            try:
                expected = dis.stack_effect(number, oparg if opcode_has_arg(number) else None, jump=jump)
            except ValueError:
                expected = None
            assert stack_effect(number, oparg, jump) == expected, (number, oparg)


def opcode_has_arg(number):
    return _PyOpcode_opcode_metadata[number] > 0 and _PyOpcode_opcode_metadata[number] & HAS_ARG_FLAG


def stack_effect(number, oparg, jump):
    if jump and number in JUMP_EFFECT:
        return JUMP_EFFECT[number]
    return EFFECT_OF_OPARG[number](oparg) if number in EFFECT_OF_OPARG else EFFECT[number]


def test_the_classes_that_the_stages_ask_for():
    jumps = {n for n, flags in enumerate(_PyOpcode_opcode_metadata)
             if flags > 0 and flags & HAS_JUMP_FLAG and n not in _PyOpcode_Deopt}
    assert jumps == opcode_utils.OPCODE_HAS_JUMP
    assert {n for n in range(256, SIZE) if _opcode.has_exc(n)} == opcode_utils.IS_BLOCK_PUSH_OPCODE
