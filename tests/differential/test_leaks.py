"""No program leaves references behind: run again in one VM, the total of counts stays the same."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.differential import harness

#: Programs that keep something in the interpreter by their own doing, and so leave more each time.
KEEPING = {
    "exec_hard_exit",  # it has no second run
    "exec_sys_hooks",  # an audit hook cannot be removed
    "tracing_at_exit",  # its tools stay until exit functions run, once at the end
    "import_system_files",  # its finders stay on sys.meta_path, its modules in sys.modules
}
CORPUS = [
    path for folder in (harness.CORPUS, harness.PROGRAMS) for path in sorted(folder.glob("*.py"))
    if path.stem not in KEEPING
]


def name(path):
    return path.stem


def _growth_of(paths):
    """Growth of each program, measured in one process; a program that is missing failed with the error."""
    done = subprocess.run(
        [sys.executable, "-s", "-m", "tests.differential.leaks", *map(str, paths)],
        capture_output=True, cwd=harness.ROOT, env=harness.environment(), check=False, text=True)
    found = dict(json.loads(line) for line in done.stdout.splitlines())
    return found | {"error": done.stderr}


@pytest.fixture(scope="session")
def growth(request):
    """Path -> growth, of every program that the selected tests are about."""
    wanted = sorted({
        item.callspec.params["program"]
        for item in request.session.items if "growth" in item.fixturenames
    })
    shares = [wanted[i::harness.WORKERS] for i in range(harness.WORKERS)]
    with ThreadPoolExecutor(harness.WORKERS) as pool:
        return {key: value for part in pool.map(_growth_of, shares) for key, value in part.items()}


@pytest.mark.parametrize("program", CORPUS, ids=name)
def test_a_second_run_leaves_no_more_references(program, growth):
    """The totals by type after the last two runs are equal (see leaks.py)."""
    assert str(program) in growth, growth.get("error")
    assert growth[str(program)] == {}


def test_a_leak_is_seen(tmp_path):
    """The measure works: a program that keeps a list in a module leaves more references each time."""
    program = tmp_path / "leaky.py"
    program.write_text("import gc\nkept = getattr(gc, 'kept', None)\n"
                       "if kept is None: kept = gc.kept = []\nkept.append([])\n")
    found = _growth_of([program])
    assert found[str(program)] == {"list": 1}
