"""The tool that counts which modules of the library can be imported."""

import sys

from tools import library_imports


def test_what_is_counted(tmp_path):
    for path in ("a.py", "this.py", "notes.txt", "pack/__init__.py", "pack/__main__.py", "pack/b.py",
                 "pack/in/__init__.py", "pack/test/__init__.py", "pack/test/c.py", "test/__init__.py",
                 "folder/d.py", "idlelib/__init__.py", "__pycache__/a.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    assert library_imports.names(tmp_path) == ["a", "pack", "pack.b", "pack.in"]


def test_each_module_has_an_outcome(tmp_path, monkeypatch):
    (tmp_path / "ends.py").write_text("import os; print('noise'); os._exit(3)")
    (tmp_path / "exits.py").write_text("print('noise'); raise SystemExit(4)")
    (tmp_path / "waits.py").write_text("import time; time.sleep(60)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(library_imports, "TIME_LIMIT", 5)
    modules = ["json", "ends", "no.such", "exits", "waits", "colorsys"]
    assert list(library_imports.import_all(["-s"], modules)) == [
        ("json", ""), ("ends", "the process ended with status 3"),
        ("no.such", "ModuleNotFoundError: No module named 'no'"), ("exits", "SystemExit: 4"),
        ("waits", "the process ended with status -9"), ("colorsys", "")]


def test_the_vm_imports(capsys):
    assert library_imports.main(["json.decoder", "no_such_module", "colorsys"]) == 0
    assert capsys.readouterr().out.startswith("2 of 2 modules (100.0%), ")
    assert sys.modules.get("colorsys") is None
