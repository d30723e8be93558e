"""Code objects of the VM's compiler run on the host, and the host's in the VM."""

import marshal
import py_compile
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.differential import harness

RUN_COMPILED = Path(__file__).with_name("run_compiled.py")
#: Programs about what is not in a code object: traceback texts of the program's own module loader and the like.
PROGRAMS = [path for path in sorted(harness.CORPUS.glob("*.py"))
            if path.name.startswith(("stmt_", "gen_", "func_", "class_", "fstrings", "exc_", "type_"))]


def run_on_host(command, path):
    """The outcome of a command of the host's with a program."""
    done = subprocess.run(
        [sys.executable, "-s", *command, str(path)], capture_output=True, stdin=subprocess.DEVNULL,
        cwd=harness.ROOT, env=harness.environment(), timeout=harness.TIME_LIMIT, check=False)
    return harness.normalise(done.stdout.decode()), done.returncode


@pytest.fixture(scope="module")
def both():
    """Path -> (outcome of the source, outcome of our code object), on the host."""
    with ThreadPoolExecutor(harness.WORKERS) as pool:
        sources = pool.map(lambda path: run_on_host([], path), PROGRAMS)
        compiled = pool.map(lambda path: run_on_host([str(RUN_COMPILED)], path), PROGRAMS)
        return dict(zip(PROGRAMS, zip(sources, compiled, strict=True), strict=True))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_our_code_object_runs_on_the_host(program, both):
    source, compiled = both[program]
    assert compiled == source


def test_the_host_s_code_objects_run_in_the_vm(tmp_path):
    """Programs compiled by the host, read by marshal in the guest."""
    programs = PROGRAMS[::4]
    for path in programs:
        code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
        (tmp_path / f"{path.stem}.code").write_bytes(marshal.dumps(code))
    program = tmp_path / "run.py"
    program.write_text("import marshal, sys\n"
                       "with open(sys.argv[1], 'rb') as file: code = marshal.load(file)\n"
                       "exec(code, {'__name__': '__main__'})\n")
    for path in programs:
        done = subprocess.run(
            [sys.executable, "-m", "vm", str(program), str(tmp_path / f"{path.stem}.code")],
            capture_output=True, stdin=subprocess.DEVNULL, cwd=harness.ROOT, env=harness.environment(),
            timeout=harness.TIME_LIMIT, check=False)
        expected, _ = run_on_host([], path)
        assert harness.normalise(done.stdout.decode()) == expected, path.stem


def test_a_pyc_file_of_the_host_s_is_imported_in_the_vm(tmp_path):
    source = tmp_path / "compiled_module.py"
    source.write_text("def answer(n): return [i * n for i in range(3)], __name__, __spec__.has_location\n")
    py_compile.compile(str(source), str(tmp_path / "compiled_module.pyc"), doraise=True)
    source.unlink()
    program = tmp_path / "importing.py"
    program.write_text("import compiled_module as m\nprint(m.answer(2), m.__file__.rpartition('/')[2])\n")
    outcomes = [
        subprocess.run([sys.executable, "-s", *command, str(program)], capture_output=True, text=True,
                       stdin=subprocess.DEVNULL, env=harness.environment(), check=True).stdout
        for command in ([], ["-m", "vm"])]
    assert outcomes[0] == outcomes[1] == "([0, 2, 4], 'compiled_module', True) compiled_module.pyc\n"
