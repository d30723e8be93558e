"""Packages for the guest: inline metadata, wheels, where their files appear."""

import hashlib
import io
import json
import zipfile

import pytest

from vm.host import packages
from vm.probe.protocol import Server

PROGRAM = """\
# /// script
# dependencies = ["greeting"]
# ///
import greeting, importlib.metadata
print(greeting.hello("you"), importlib.metadata.version("greeting"))
"""


@pytest.fixture(autouse=True)
def none_installed():
    yield
    packages.forget()


def finish(coroutine):
    """The result of a coroutine that waits for nothing. (asyncio.run refuses where a browser's driver has a loop.)"""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("it waits for something")


def wheel(members=None):
    """The bytes of a small wheel."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in (members or {
            "greeting/__init__.py": "from .words import hello\n",
            "greeting/words.py": "def hello(name):\n    return f'Hello, {name}'\n",
            "greeting-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.2\n",
            "greeting-1.2.data/scripts/greet": "#!python\n",
        }).items():
            archive.writestr(name, text)
    return data.getvalue()


def install(data, filename="greeting-1.2-py3-none-any.whl", sha256=None):
    async def find(names):
        assert names == ["greeting"]
        return [packages.Wheel(filename, "https://index/" + filename, sha256)]

    async def fetch(url):
        assert url.endswith(filename)
        return data

    finish(packages.install(["greeting"], find, fetch))


@pytest.mark.parametrize(("source", "names"), [
    ("print(1)", []),
    (PROGRAM, ["greeting"]),
    ("# /// script\n# dependencies = [\n#   'a>=1',\n#\n#   'b',\n# ]\n# ///\n", ["a>=1", "b"]),
    ("# /// script\n# requires-python = '>=3.13'\n# ///\n", []),
    ("# /// other\n# dependencies = ['a']\n# ///\n", []),
])
def test_what_a_program_asks_for(source, names):
    assert packages.requirements(source) == names


@pytest.mark.parametrize(("source", "message"), [
    ("# /// script\n# dependencies = [\n# ///\n", "cannot be read"),
    ("# /// script\n# dependencies = [1]\n# ///\n", "no list of strings"),
    ("# /// script\n# a = 1\n# ///\n\n# /// script\n# b = 1\n# ///\n", "more than one block"),
    (f"# /// script\n# dependencies = {['a'] * 51}\n# ///\n", "more than 50"),
])
def test_metadata_that_cannot_be_used(source, message):
    with pytest.raises(packages.PackageError, match=message):
        packages.requirements(source)


def test_a_package_is_imported_by_the_guest():
    server = Server()
    missing = json.loads(server.receive(json.dumps({"type": "load", "source": PROGRAM, "id": 1})))
    assert missing == [{"type": "missing", "packages": ["greeting"], "msg": "", "re": 1}]
    assert not server.wants_packages()
    install(wheel(), sha256=hashlib.sha256(wheel()).hexdigest())
    server.receive(json.dumps({"type": "load", "source": PROGRAM, "id": 2}))
    server.receive(json.dumps({"type": "run", "id": 3}))
    output = []
    while server.busy():
        output += json.loads(server.slice())
    text = "".join(reply["text"] for reply in output if reply["type"] == "output")
    assert text == "Hello, you 1.2\n"


def test_a_load_that_may_install_waits(monkeypatch):
    async def find(names):
        raise packages.PackageError("there is no such package")

    monkeypatch.setattr(packages, "find_wheels", find)
    server = Server()
    told = json.loads(server.receive(json.dumps(
        {"type": "load", "source": PROGRAM, "install": True, "id": 1})))
    assert [reply["type"] for reply in told] == ["progress"] and server.wants_packages()
    answer = json.loads(finish(server.install()))
    assert answer == [{"type": "missing", "packages": ["greeting"], "re": 1,
                       "msg": "greeting: there is no such package"}]
    assert finish(server.install()) == "[]"


@pytest.mark.parametrize(("filename", "sha256", "message"), [
    ("greeting-1.2-cp313-cp313-linux_x86_64.whl", None, "not a wheel of pure Python"),
    ("greeting-1.2-py3-none-any.whl", "0" * 64, "not the file that the index tells of"),
])
def test_a_wheel_that_is_refused(filename, sha256, message):
    with pytest.raises(packages.PackageError, match=message):
        install(wheel(), filename, sha256)
    assert packages.installed() == {}


def test_members_stay_in_their_place():
    install(wheel({"../x.py": "", "/y.py": "", "a/../../z.py": "", "p-1.data/purelib/p.py": "1",
                   "p-1.data/data/etc": "", "q.py": "2"}))
    assert packages.installed() == {"p.py": b"1", "q.py": b"2"}


def test_what_is_no_wheel():
    with pytest.raises(packages.PackageError, match="not a zip file"):
        install(b"nothing")
