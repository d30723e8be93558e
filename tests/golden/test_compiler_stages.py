"""Golden texts of every stage of the compiler, for one construct each, and the host's own stages beside them.

A case file holds the source, a line of dashes, and the texts of all stages (`tools/compiler_stages`): what a
pass over the flow graph removes and adds, and the others whole. A first line `# optimize: N` sets the level.
`pytest tests/golden --update` rewrites the texts; the difference is reviewed like any other change. Whether or
not a text has changed, what can be compared with the host is: the optimised tree, the symbol table, the
instructions before the flow graph, the code object.
"""

import ast
import importlib.util
import warnings
from pathlib import Path

import pytest

from tools.compiler_stages.__main__ import main, stages_text
from tools.compiler_stages.ast_opt import compare_ast_opt
from tools.compiler_stages.code import compare_code, compare_codegen
from tools.compiler_stages.symtable import compare_symtable
from vm.python.compile_dump import dump_stages

CASES = sorted(Path(__file__).parent.glob("compiler/*.txt"))
SEPARATOR = "-" * 40 + "\n"
#: The host's stages, where its build has them.
TESTINTERNALCAPI = importlib.util.find_spec("_testinternalcapi") is not None
PASSES = [
    "translate_jump_labels_to_targets", "mark_except_handlers", "label_exception_targets",
    "check_cfg", "inline_small_or_no_lineno_blocks", "remove_unreachable", "resolve_line_numbers",
    "optimize_load_const", "optimize_basic_blocks", "remove_redundant_nops_and_pairs",
    "remove_unreachable", "remove_redundant_nops_and_jumps", "remove_unused_consts",
    "add_checks_for_loads_of_uninitialized_variables", "insert_superinstructions",
    "push_cold_blocks_to_end", "resolve_line_numbers", "calculate_stackdepth",
    "prepare_localsplus", "convert_pseudo_ops", "normalize_jumps",
]


def case(path):
    """The source of a case file, its level of optimisation, and its texts."""
    source, _, expected = path.read_text().partition(SEPARATOR)
    first = source.partition("\n")[0]
    level = int(first.removeprefix("# optimize: ")) if first.startswith("# optimize: ") else 0
    return source, level, expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_stages(path, request):
    source, optimize, expected = case(path)
    stages = dump_stages(ast.parse(source), path.stem, 0, optimize)
    actual = "\n".join(line.rstrip() for line in stages_text(stages).split("\n"))
    if request.config.getoption("--update"):
        path.write_text(source + SEPARATOR + actual)
    else:
        assert actual == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_stages_are_the_host_s(path):
    source, optimize, _ = case(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert compare_ast_opt(source, path.stem, optimize) is None
        assert compare_symtable(source, path.stem) is None
        for level in (0, 1, 2):
            assert compare_code(source, path.stem, level) is None
        if TESTINTERNALCAPI:
            assert compare_codegen(source, path.stem, optimize) is None


def test_the_command(tmp_path, capsys):
    """What it prints of a file is what the golden files have; stages and units can be chosen."""
    path = tmp_path / "program.py"
    path.write_text("def f(a): return a\n")
    assert main([str(path), "--list"]) == 0
    names = capsys.readouterr().out.split()
    assert names[:3] == ["_PyAST_Optimize", "_PySymtable_Build", "compiler_codegen"]
    assert main([str(path), "--optimize", "2"]) == 0
    stages = dump_stages(ast.parse(path.read_text()), "program", 0, 2)
    assert capsys.readouterr().out == stages_text(stages)
    assert main(["-c", "def f(a): return a", "--stage", "normalize_jumps", "--unit", "f"]) == 0
    assert capsys.readouterr().out == (
        "== normalize_jumps of f\nB0: depth 0, 1 in warm no_fallthrough\n"
        "    RESUME                      0           1:0-1:0\n"
        "    LOAD_FAST                   0           1:17-1:18\n"
        "    RETURN_VALUE                0           1:10-1:18\nB1: depth ?, 0 in\n")
    assert main(["-c", "return"]) == 1
    assert "SyntaxError: 'return' outside function" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["-c", "x", "--stage", "no_such_pass"])


def test_every_pass_is_seen_in_c_s_order():
    names = [stage.name for stage in dump_stages(ast.parse("def f(): pass\nx"), "<text>")]
    unit = ["compiler_codegen", "_PyCfg_FromInstructionSequence", *PASSES, "_PyAssemble_MakeCodeObject"]
    assert names == ["_PyAST_Optimize", "_PySymtable_Build", *unit, *unit]
