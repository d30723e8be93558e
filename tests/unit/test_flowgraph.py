"""The flow graph: every pass against the host's optimize_cfg and compile."""

import random
from pathlib import Path

import pytest

from tools.compiler_stages import cfg
from vm.python.compile_stages import _PyCompile_OptimizeCfg
from vm.python.flowgraph import (
    _PyCfg_FromInstructionSequence,
    _PyCfg_OptimizeCodeUnit,
    _PyCfg_OptimizedCfgToInstructionSequence,
    dump_cfg,
)
from vm.python.opcode_ids import opmap

LIB = Path(random.__file__).parent

#: Files of every kind of construct; all of Lib is compared by tools/compare_compiler.py.
FILES = (
    "contextlib.py", "dataclasses.py", "asyncio/taskgroups.py", "test/test_except_star.py",
    "test/test_type_aliases.py",
)


@pytest.mark.parametrize("optimize", [0, 2])
@pytest.mark.parametrize("name", FILES)
def test_every_unit_of_a_file_is_optimised_as_on_the_host(name, optimize):
    units = 0
    for unit in cfg.units_of((LIB / name).read_bytes(), name, optimize):
        units += 1
        assert cfg.compare_optimize_cfg(unit, 0) is None
        assert cfg.compare_optimize_cfg(unit, 7) is None
        if unit.consts is not None:
            assert cfg.compare_compile(unit) is None
    assert units > 5


# Graphs that no source makes

ARGUMENTS = {
    "LOAD_CONST": 6, "LOAD_FAST": 3, "STORE_FAST": 3, "LOAD_FAST_AND_CLEAR": 3, "DELETE_FAST": 3,
    "STORE_FAST_MAYBE_NULL": 3, "SWAP": (1, 2, 3, 4), "COPY": (1, 2), "BUILD_TUPLE": 5,
    "UNPACK_SEQUENCE": (1, 2, 3), "IS_OP": 2, "COMPARE_OP": (2, 40), "CONTAINS_OP": 2,
    "LOAD_GLOBAL": 4, "CALL": 2, "LOAD_CLOSURE": 3,
}
PLAIN = ("NOP", "POP_TOP", "TO_BOOL", "UNARY_NOT", "PUSH_NULL", "BINARY_SUBSCR", "POP_BLOCK")
JUMPS = ("JUMP", "JUMP_NO_INTERRUPT", "POP_JUMP_IF_TRUE", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_NONE",
         "POP_JUMP_IF_NOT_NONE", "FOR_ITER", "SETUP_FINALLY", "SETUP_WITH", "SETUP_CLEANUP")
EXITS = ("RETURN_VALUE", "RERAISE", "RAISE_VARARGS")
OFTEN = ("LOAD_CONST", "LOAD_FAST", "STORE_FAST", "SWAP", "NOP", "TO_BOOL", "POP_TOP", "IS_OP",
         "POP_JUMP_IF_TRUE", "JUMP", "BUILD_TUPLE", "COPY")


def random_instructions(rng):
    """Instructions in the form of the host's, with any jumps, that end with a return."""
    size = rng.randint(3, 60)
    names = [*ARGUMENTS, *PLAIN, *JUMPS, *EXITS, *(OFTEN * rng.randint(0, 5))]
    instrs = []
    setups = 0
    line = 1
    for _ in range(size - 1):
        name = rng.choice(names)
        if name.startswith("SETUP_"):
            setups += 1
            name = "NOP" if setups > 12 else name
        line += rng.choice((0, 0, 0, 1, -1)) if line > 1 else rng.randint(0, 1)
        loc = (-1, -1, -1, -1) if rng.random() < 0.2 and name not in JUMPS else (line, line, 0, 1)
        if name in JUMPS:
            oparg = rng.randrange(size)
        elif name in ARGUMENTS:
            choice = ARGUMENTS[name]
            oparg = rng.choice(choice) if isinstance(choice, tuple) else rng.randrange(choice)
        else:
            oparg = int(name in ("RERAISE", "RAISE_VARARGS"))
        instrs.append((opmap[name], oparg, *loc))
    instrs.append((opmap["RETURN_VALUE"], 0, line, line, 0, 1))
    return instrs


CONSTS = ("doc", None, 0, True, (1, 2), False)


@pytest.mark.parametrize("seed", range(10))
def test_random_graphs(seed):
    rng = random.Random(seed)
    compared = 0
    for _ in range(100):
        instrs = random_instructions(rng)
        consts, host_consts = list(CONSTS), list(CONSTS)
        try:
            ours = _PyCompile_OptimizeCfg(cfg.our_sequence(instrs), consts, 3)
        except SystemError:
            continue  # the host does not check for what is wrong with it
        sequence = cfg.host_sequence(instrs)
        theirs = cfg._testinternalcapi.optimize_cfg(sequence, host_consts, 3)
        assert cfg.first_difference(cfg.as_tuples(ours), theirs.get_instructions()) is None, instrs
        assert cfg.typed(consts) == cfg.typed(host_consts)
        compared += 1
    assert compared > 20


def optimized(source, **options):
    unit = next(cfg.units_of(source, "f.py"))
    g = _PyCfg_FromInstructionSequence(cfg.our_sequence(unit.instrs))
    seen = []
    g.g_observer = lambda name, graph: seen.append((name, dump_cfg(graph)))
    consts = list(unit.consts)
    _PyCfg_OptimizeCodeUnit(g, consts, {}, 0, 0, 1)
    _PyCfg_OptimizedCfgToInstructionSequence(g, cfg.our_metadata(cfg.metadata_of(unit)), 0)
    return seen, consts


def test_the_graph_shows_after_every_pass():
    seen, consts = optimized("try:\n    x = (1, 'a')\nexcept E:\n    y = not f(x)\n")
    assert [name for name, _ in seen] == [
        "translate_jump_labels_to_targets", "mark_except_handlers", "label_exception_targets",
        "check_cfg", "inline_small_or_no_lineno_blocks", "remove_unreachable",
        "resolve_line_numbers", "optimize_load_const", "optimize_basic_blocks",
        "remove_redundant_nops_and_pairs", "remove_unreachable", "remove_redundant_nops_and_jumps",
        "remove_unused_consts", "add_checks_for_loads_of_uninitialized_variables",
        "insert_superinstructions", "push_cold_blocks_to_end", "resolve_line_numbers",
        "calculate_stackdepth", "prepare_localsplus", "convert_pseudo_ops", "normalize_jumps",
    ]
    passes = dict(seen)
    assert "SETUP_FINALLY" in passes["insert_superinstructions"]
    assert "SETUP_FINALLY" not in passes["normalize_jumps"]
    assert "except_handler" in passes["mark_except_handlers"]
    assert " cold" in passes["push_cold_blocks_to_end"]
    assert "except B" in passes["label_exception_targets"]
    assert (1, "a") in consts


@pytest.mark.parametrize("instrs, error", [
    ([("POP_JUMP_IF_TRUE", 9)], "malformed control flow graph."),
    ([("POP_BLOCK", 0)], "malformed control flow graph."),
    ([("LOAD_CONST", 50), ("TO_BOOL", 0)], "Internal error: failed to get value of a constant"),
    ([("LOAD_CONST", 50)], "malformed control flow graph."),
])
def test_malformed_graphs_are_told(instrs, error):
    sequence = [(opmap[name], oparg, 1, 1, 0, 0) for name, oparg in instrs]
    sequence.append((opmap["RETURN_VALUE"], 0, 2, 2, 0, 0))
    with pytest.raises(SystemError, match=error):
        _PyCompile_OptimizeCfg(cfg.our_sequence(sequence), ["doc"], 0)


def test_jumps_in_a_circle_end():
    circle = [(opmap["LOAD_NAME"], 0, 1, 1, 0, 0), (opmap["POP_JUMP_IF_TRUE"], 2, 1, 1, 0, 0)]
    circle += [(opmap["JUMP"], target, 2, 2, 0, 0) for target in (3, 4, 2)]
    circle.append((opmap["RETURN_VALUE"], 0, 2, 2, 0, 0))
    with pytest.raises(MemoryError):
        _PyCompile_OptimizeCfg(cfg.our_sequence(circle), ["doc"], 0)


def test_the_cost_grows_with_the_input_only():
    import time

    def cost(count):
        source = "".join(f"x{i} = ({i}, {i + 1}, 'a{i}')\nif x{i}:\n    y = f(x{i})\n" for i in range(count))
        unit = next(cfg.units_of(source, "f.py"))
        start = time.process_time()
        cfg.our_code(unit)
        return time.process_time() - start

    small = min(cost(60) for _ in range(3))
    assert min(cost(1200) for _ in range(2)) < 60 * small  # twenty times the input
