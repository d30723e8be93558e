"""What is missing is named in one sentence, and what is up to date is left alone."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.build import common, toolchain
from tools.build.common import ROOT, Failure, Stamp, digest


def run_build(path, *arguments, **environment):
    """Run build.py in a copy of the repository's build files, with a PATH of our own."""
    return subprocess.run(
        [sys.executable, str(path / "build.py"), *arguments], capture_output=True, text=True,
        cwd=path, timeout=60, check=False,
        env={"PATH": str(path / "bin"), "HOME": str(path), "PYENV_ROOT": str(path), **environment})


def front_end():
    """Return build.py as a module, by its path: `build` is also the name of a package."""
    spec = importlib.util.spec_from_file_location("front_end", ROOT / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bare(tmp_path):
    """A copy of what build.py itself is, on a machine with nothing on PATH."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "build.py").write_bytes((ROOT / "build.py").read_bytes())
    for name in ("__init__.py", "build/__init__.py", "build/common.py", "build/toolchain.py"):
        target = tmp_path / "tools" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / "tools" / name).read_bytes())
    for name in ("requirements-dev.txt", "package.json", "package-lock.json", ".npmrc"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def test_no_python313_is_one_sentence(monkeypatch):
    monkeypatch.setattr(toolchain, "_candidates", lambda: iter(["/nowhere/python", sys.executable]))
    monkeypatch.setattr(toolchain, "PROBE", "print('')")
    with pytest.raises(Failure, match=r"no CPython 3\.13 found: install it"):
        toolchain.find_python313()


def test_no_node_is_one_sentence(monkeypatch):
    monkeypatch.setattr(toolchain.shutil, "which", lambda name: None)
    with pytest.raises(Failure, match=r"no Node\.js with npm found: install Node\.js"):
        toolchain.setup_node()


def test_missing_node_ends_without_a_traceback(bare):
    stamp = bare / ".build" / "stamps" / "venv"
    stamp.parent.mkdir(parents=True)
    # Pretend that the virtual environment is there, so that only Node.js is missing.
    (bare / ".venv").symlink_to(Path(sys.prefix))
    code = ("from tools.build.common import *; import sys; "
            "print(digest([ROOT / 'requirements-dev.txt'], str(VENV)), end='')")
    stamp.write_text(subprocess.run([sys.executable, "-c", code], cwd=bare, text=True,
                                    capture_output=True, check=True).stdout)
    result = run_build(bare, "dist")
    assert result.returncode == 1
    assert result.stderr.startswith("build.py: no Node.js with npm found: install Node.js")
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("rest", [[], ["-q", "-k", "x or y"], ["tests/unit", "--lf", "-x"]])
def test_what_test_does_not_know_goes_to_pytest(rest):
    assert front_end().parse(["test", *rest]).rest == rest


def test_other_commands_refuse_what_they_do_not_know(capsys):
    with pytest.raises(SystemExit):
        front_end().parse(["dist", "--quick"])
    assert "unrecognized arguments: --quick" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["build.py", "tools/build/common.py", "tools/build/toolchain.py"])
def test_front_end_reads_as_python_38(name):
    import ast

    ast.parse((ROOT / name).read_text(), feature_version=(3, 8))


def test_found_python_is_the_base_of_a_virtual_environment():
    found = toolchain.find_python313()
    assert not os.path.realpath(found).startswith(str(common.VENV))


def test_stamp_is_fresh_only_for_the_same_inputs_and_outputs(tmp_path, monkeypatch):
    monkeypatch.setattr(common, "WORK", tmp_path)
    output = tmp_path / "output"
    assert not Stamp("step", "one").fresh()
    Stamp("step", "one").set()
    assert Stamp("step", "one").fresh()
    assert not Stamp("step", "two").fresh()
    assert not Stamp("step", "one").fresh(output)
    output.touch()
    assert Stamp("step", "one").fresh(output)


def test_digest_sees_contents_names_and_words(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("1")
    second.write_text("1")
    assert digest([first]) != digest([second])
    assert digest([first]) != digest([first], "word")
    before = digest([first])
    first.write_text("2")
    assert digest([first]) != before


def test_failure_of_a_command_shows_the_end_of_its_output():
    with pytest.raises(Failure, match="the step failed") as caught:
        common.run([sys.executable, "-c", "print('why'); raise SystemExit(3)"], "the step")
    assert "exited with 3" in str(caught.value)
    assert str(caught.value).endswith("why")


def test_nothing_committed_names_a_registry():
    for name in ("package-lock.json", "requirements-dev.txt", "requirements-site.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text.replace("https://github.com/sponsors/", "")


def test_every_pinned_package_has_a_hash():
    for name in ("requirements-dev.txt", "requirements-site.txt"):
        text = (ROOT / name).read_text().replace("\\\n", " ")
        rows = [row for row in text.splitlines() if "==" in row]
        assert rows
        assert all("--hash=sha256:" in row for row in rows)
