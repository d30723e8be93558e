"""Instructions that make no sense: each stage of the compiler gives a result or an error of the program's, in time."""

import random
import subprocess
import sys

import pytest

from tests.differential.harness import ROOT, environment
from vm.python.compile_stages import _PyCompile_Assemble, _PyCompile_OptimizeCfg
from vm.python.compile_unit import _PyCompile_CodeUnitMetadata
from vm.python.instruction_sequence import _PyInstruction, _PyInstructionSequence
from vm.python.opcode_metadata import _PyOpcode_opcode_metadata, _PyOpcode_OpName
from vm.python.opcode_utils import HAS_TARGET

OPCODES = [opcode for opcode, flags in enumerate(_PyOpcode_opcode_metadata) if flags >= 0]
#: Those that a pass looks for, besides the jumps.
NAMES = """
    LOAD_CONST RETURN_CONST RETURN_VALUE LOAD_FAST STORE_FAST POP_BLOCK SWAP COPY BUILD_TUPLE TO_BOOL IS_OP
    UNPACK_SEQUENCE POP_TOP NOP RERAISE YIELD_VALUE RESUME LOAD_CLOSURE LOAD_DEREF MAKE_CELL RETURN_GENERATOR
    EXTENDED_ARG LOAD_GLOBAL PUSH_NULL UNARY_NOT COMPARE_OP STORE_FAST_MAYBE_NULL
"""
NOTED = [opcode for opcode in OPCODES
         if opcode in HAS_TARGET or _PyOpcode_OpName[opcode] in NAMES.split()]
INT_MAX = 2**31 - 1
#: What a program may be told.
ERRORS = (SystemError, ValueError, MemoryError)


def random_sequence(rng):
    seq = _PyInstructionSequence()
    seq.s_labelmap = None
    size = rng.randrange(14)
    for _ in range(size):
        opcode = rng.choice(OPCODES if rng.random() < 0.5 else NOTED)
        oparg = rng.choice([0, 0, 1, 1, 2, 3, rng.randrange(size + 1), rng.randrange(size + 1),
                            rng.choice([255, 256, 70000, (1 << 30) - 1])])
        line = rng.choice([1, 1, 2, -1, -2, 0, 5, -7, INT_MAX, -INT_MAX])
        location = (line, rng.choice([line, line + 1, -1, 0]), rng.choice([0, -1, 5, INT_MAX]),
                    rng.choice([1, -1, 200, -INT_MAX]))
        seq.s_instrs.append(_PyInstruction(opcode, oparg, location))
    return seq


def random_metadata(rng):
    umd = _PyCompile_CodeUnitMetadata("f", rng.choice([0, 1, INT_MAX]))
    umd.u_varnames = {name: i for i, name in enumerate("abc"[: rng.randrange(4)])}
    umd.u_cellvars = {name: i for i, name in enumerate("bx"[: rng.randrange(3)])}
    first = len(umd.u_cellvars)
    umd.u_freevars = {name: first + i for i, name in enumerate("cyb"[: rng.randrange(4)])}
    return umd


@pytest.mark.timeout(60)
@pytest.mark.parametrize("seed", range(4))
def test_optimize_cfg(seed):
    finished = 0
    for number in range(1500):
        rng = random.Random(seed * 10_000 + number)
        seq = random_sequence(rng)
        consts = [1, (), "a", None, True][: rng.randrange(6)]
        try:
            _PyCompile_OptimizeCfg(seq, consts, rng.choice([0, 1, 3, -1, 70, INT_MAX]))
        except ERRORS:
            continue
        finished += 1
    assert finished > 300


@pytest.mark.timeout(60)
@pytest.mark.parametrize("seed", range(4))
def test_assemble(seed):
    finished = 0
    for number in range(1500):
        rng = random.Random(seed * 10_000 + number)
        seq = random_sequence(rng)
        try:
            code = _PyCompile_Assemble(random_metadata(rng), "f", seq)
        except ERRORS:
            continue
        finished += 1
        assert len(code.co_code) % 2 == 0
    assert finished > 100


#: Misuse from a program: on CPython most of this ends the process.
PROGRAM = """
import opcode, random, types
import _testinternalcapi as stages

def sequence(*instructions):
    seq = stages.new_instruction_sequence()
    for name, arg in instructions:
        seq.addop(opcode.opmap[name] if isinstance(name, str) else name, arg, 1, 1, 0, 0)
    return seq

def metadata(**given):
    fields = dict(name="f", qualname="f", consts={}, names={}, varnames={}, cellvars={}, freevars={},
                  fasthidden={}, argcount=0, posonlyargcount=0, kwonlyargcount=0, firstlineno=1)
    fields.update(given)
    return {name: value for name, value in fields.items() if value is not Ellipsis}

def attempt(function, *args):
    try:
        function(*args)
        print("done")
    except Exception as exc:
        print(type(exc).__name__, exc)

seq = stages.new_instruction_sequence()
for arguments in ((9999, 0), (-1, 0), (130, 0), (83, -1), (83, 1 << 30), (83, 1 << 40)):
    attempt(seq.addop, *arguments, 1, 1, 0, 0)
for label in (-1, 1 << 30, 1 << 40):
    attempt(seq.use_label, label)
good = sequence(("RESUME", 0), ("LOAD_CONST", 0), ("RETURN_VALUE", 0))
for consts in ((1,), None, [], {0: 1}):
    attempt(stages.optimize_cfg, good, consts, 0)
for bad in (("POP_TOP", 0),), (("POP_BLOCK", 0), ("RETURN_VALUE", 0)), (("JUMP", 5),), (("SETUP_FINALLY", 99),):
    attempt(stages.assemble_code_object, "f", sequence(*bad), metadata())
    attempt(stages.optimize_cfg, sequence(*bad), [None], 0)
for fields in (
    {"name": 1}, {"name": ...}, {"qualname": 3}, {"consts": [1]}, {"consts": {1: 5}}, {"consts": {1: "x"}},
    {"consts": {(1,): 0}}, {"names": {1: 0}}, {"names": {"x": 1}}, {"varnames": None}, {"varnames": {"x": 1 << 70}},
    {"freevars": {"x": 7}}, {"argcount": -1}, {"argcount": 3}, {"argcount": 1 << 40}, {"firstlineno": "x"},
    {"fasthidden": {3: 4}}, {"kwonlyargcount": ...},
):
    attempt(stages.assemble_code_object, "f", good, metadata(**fields))
attempt(stages.assemble_code_object, 3, good, metadata())
attempt(stages.assemble_code_object, "f", good, [])
attempt(stages.assemble_code_object, "f", good, [1])
attempt(stages.compiler_codegen, None, "f", 0)
code = stages.assemble_code_object("f", good, metadata(consts={7: 0}))
print(types.FunctionType(code, {})())

ran = refused = 0
names = [name for name in opcode.opmap if "INSTRUMENTED" not in name and "JUMP" not in name]
for seed in range(300):
    rng = random.Random(seed)
    body = [(rng.choice(names), rng.randrange(4)) for _ in range(rng.randrange(8))]
    try:
        code = stages.assemble_code_object(
            "f", sequence(("RESUME", 0), *body, ("LOAD_CONST", 1), ("RETURN_VALUE", 0)),
            metadata(consts={"a": 0, 5: 1}, names={"x": 0, "y": 1}, varnames={"a": 0, "b": 1}))
        types.FunctionType(code, {})()
        ran += 1
    except Exception:
        refused += 1
print(ran > 0, refused > 0, ran + refused)
"""
MALFORMED = "SystemError malformed control flow graph."
BAD_CALL = "SystemError Objects/codeobject.c:412: bad argument to internal function"
TOLD = [
    *["ValueError invalid opcode or oparg"] * 5,
    "OverflowError Python int too large to convert to C int",
    *["ValueError invalid label"] * 2,
    "OverflowError Python int too large to convert to C int",
    "TypeError optimize_cfg() argument 'consts' must be list, not tuple",
    "TypeError optimize_cfg() argument 'consts' must be list, not None",
    "done",
    "TypeError optimize_cfg() argument 'consts' must be list, not dict",
    "ValueError Invalid CFG, stack underflow",
    "done",
    *[MALFORMED] * 6,
    *[BAD_CALL] * 13,
    "ValueError code: co_varnames is too small",
    *[BAD_CALL] * 7,
    "TypeError expected an AST",
    "7",
    "True True 300",
]


@pytest.mark.timeout(120)
def test_program(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, "-m", "vm", "-X", "audit", str(program)], capture_output=True, cwd=ROOT,
        env=environment(), timeout=110, check=False, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == TOLD
