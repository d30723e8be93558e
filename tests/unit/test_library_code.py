"""Code of the library's own .pyc files is trusted; nothing that a program can write is."""

from __future__ import annotations

import _colorize
import importlib.util
import marshal
import os
from pathlib import Path

import pytest

from tests.unit.test_memory_files import read, write
from vm.host.filesystem import NativeFiles
from vm.host.memory_files import STDLIB, MemoryFiles
from vm.objects.linker import link
from vm.python import library_code
from vm.python import marshal as guest_marshal
from vm.python.library_code import is_library_code, vouch_for_library_code

CACHE = importlib.util.cache_from_source(_colorize.__file__)


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(library_code, "_digests", set())


def asked(files, path, flags=os.O_RDONLY):
    """What a driver says of a file when it is read whole."""
    fd = files.open(path, flags, 0)
    try:
        size = len(files.read(fd, 1 << 24))
        assert not files.is_library_code(fd, size - 1)
        return files.is_library_code(fd, size)
    finally:
        files.close(fd)


def test_files_in_memory():
    files = MemoryFiles()
    cache = f"{STDLIB}/__pycache__/{Path(CACHE).name}"
    assert asked(files, cache)
    write(files, "copy.pyc", read(files, cache))
    assert not asked(files, "copy.pyc")
    assert not files.is_library_code(1, 0)
    assert not files.is_library_code(99, 0)


def test_real_files(tmp_path, monkeypatch):
    copy = tmp_path / "copy.pyc"
    copy.write_bytes(Path(CACHE).read_bytes())
    files = NativeFiles()
    monkeypatch.setattr(files, "console", None)
    assert asked(files, CACHE)
    assert not asked(files, str(copy))
    assert not asked(files, os.__file__)  # no .pyc
    through = tmp_path / "link.pyc"
    through.symlink_to(CACHE)
    assert asked(files, str(through))
    files._started = 0  # as if the cache had been written after the start
    assert not asked(files, CACHE)


def test_a_descriptor_that_was_closed_says_nothing(tmp_path):
    files = NativeFiles()
    fd = files.open(CACHE, os.O_RDONLY, 0)
    files.close(fd)
    other = tmp_path / "other.pyc"
    other.write_bytes(b"x" * os.stat(CACHE).st_size)
    again = files.open(str(other), os.O_RDONLY, 0)
    try:
        assert again == fd
        assert not files.is_library_code(again, os.stat(CACHE).st_size)
    finally:
        files.close(again)


def test_what_counts_is_the_contents():
    link()
    code = compile("def f(): pass", "x", "exec")
    payload = marshal.dumps(code)
    vouch_for_library_code(importlib.util.MAGIC_NUMBER + bytes(12) + payload)
    assert is_library_code(payload)
    assert not is_library_code(payload + b"\0")
    vouch_for_library_code(b"text" + bytes(12) + b"some text")
    assert not is_library_code(b"some text")
    trusted = guest_marshal.read_object(payload).value
    other = guest_marshal.read_object(payload + b"\0").value
    assert trusted.trusted
    assert trusted.co_consts.value[0].value.trusted
    assert not other.trusted
    assert not other.co_consts.value[0].value.trusted
