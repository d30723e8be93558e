"""What `build.py dist` writes: complete, relative, consistent, and the same each time."""

import gzip
import hashlib
import json
import marshal
import zipfile

import pytest

from tools.build import pack, site
from tools.build.common import DIST, ROOT


@pytest.fixture(scope="module")
def manifest(site_folder):
    """The runtime's manifest."""
    return json.loads((site_folder / "runtime" / "manifest.json").read_text())


def test_manifest_matches_files(site_folder, manifest):
    for name, entry in manifest["files"].items():
        data = (site_folder / "runtime" / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["size"], entry["sha256"])
    there = {path.name for path in (site_folder / "runtime").iterdir()}
    assert there == {*manifest["files"], "manifest.json"}


def test_image_unpacks_to_the_size_that_the_manifest_tells(site_folder, manifest):
    image = manifest["image"]
    data = gzip.decompress((site_folder / "runtime" / image["file"]).read_bytes())
    assert len(data) == image["rawSize"]


def test_lock_file_names_the_sites_own_wheels(site_folder, manifest):
    lock = json.loads((site_folder / "runtime" / "pyodide-lock.json").read_text())
    assert set(lock["packages"]) == {"micropip", "pyorrery"}
    for package in lock["packages"].values():
        assert package["file_name"] in manifest["files"]
        assert package["sha256"] == manifest["files"][package["file_name"]]["sha256"]
        assert package["depends"] == []


def test_wheel_holds_all_of_vm():
    wheel = DIST / f"pyorrery-{site.version()}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "vm").rglob("*.py")}
    assert sources <= names
    assert {name.split("/")[0] for name in names} == {
        "vm", f"pyorrery-{site.version()}.dist-info"}


def test_browser_wheel_has_bytecode_that_nothing_checks(site_folder, manifest):
    with zipfile.ZipFile(site_folder / "runtime" / manifest["wheel"]) as archive:
        names = archive.namelist()
        sources = [name for name in names if name.endswith(".py")]
        assert sources
        for source in sources:
            bytecode = archive.read(pack._cache_name(source))
            assert bytecode[pack.FLAGS] == pack.UNCHECKED_HASH
        record = next(name for name in names if name.endswith("/RECORD"))
        rows = archive.read(record).decode().splitlines()
    assert {row.split(",")[0] for row in rows} == set(names)


def test_standard_library_keeps_its_sources(site_folder):
    with zipfile.ZipFile(site.PYODIDE / "python_stdlib.zip") as stock:
        before = set(stock.namelist())
    with zipfile.ZipFile(site_folder / "runtime" / "python_stdlib.zip") as ours:
        after = set(ours.namelist())
    assert before <= after
    assert {"functools.pyc", "ast.pyc"} <= after - before


def test_every_page_asks_only_for_what_is_there(site_folder):
    assert site.broken_links(site_folder) == []


def test_broken_links_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="https://example.org/"></a><script src="/app.js"></script><img src="no.png">')
    assert site.broken_links(tmp_path) == [
        "a.html: /app.js is not a relative address", "a.html: there is no no.png"]


def test_zip_depends_on_its_members_alone(tmp_path):
    members = [("a.py", b"x = 1\n"), ("b/c.txt", b"text")]
    for name in ("one.zip", "two.zip"):
        pack.write_zip(tmp_path / name, members)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_library_is_compiled_whole(tmp_path):
    stock, packed = tmp_path / "stock.zip", tmp_path / "packed.zip"
    pack.write_zip(stock, [("a.py", b"x = 1\n"), ("b/__init__.py", b""), ("b/data.txt", b"text")])
    pack.stdlib(stock, packed)
    with zipfile.ZipFile(packed) as archive:
        assert sorted(archive.namelist()) == [
            "a.py", "a.pyc", "b/__init__.py", "b/__init__.pyc", "b/data.txt"]
        code = marshal.loads(archive.read("a.pyc")[16:])
    assert code == compile("x = 1\n", "/lib/python313.zip/a.py", "exec")
