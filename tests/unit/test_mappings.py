"""Maps of files: no access can end the host, whatever has become of the file, on either driver."""

import errno
import os
import subprocess
import sys

import pytest

from vm.host.filesystem import NativeFiles
from vm.host.mappings import MAP_PRIVATE, MAP_SHARED, MAX_ANONYMOUS, PAGE, PROT_WRITE
from vm.host.memory_files import STDLIB, MemoryFiles
from vm.probe.session import Session

READ = 1
WRITE = READ | PROT_WRITE


@pytest.fixture(params=["native", "memory"])
def opened(request, tmp_path):
    """A driver, and a descriptor of a file of three pages."""
    files = NativeFiles() if request.param == "native" else MemoryFiles()
    path = str(tmp_path / "file") if request.param == "native" else "/tmp/file"
    fd = files.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    files.write(fd, b"a" * PAGE + b"b" * PAGE + b"c" * 10)
    yield files, fd, path
    files.close(fd)


def number_of(work, *args):
    with pytest.raises(OSError, match=r".") as caught:
        work(*args)
    return caught.value.errno


@pytest.mark.parametrize("flags", [MAP_SHARED, MAP_PRIVATE])
def test_a_file_that_was_cut_off_behind_its_map(opened, flags):
    files, fd, _ = opened
    found = files.map(fd, 2 * PAGE + 10, flags, WRITE, 0)
    memory = found.memory()
    files.ftruncate(fd, 5)
    assert found.read(0, PAGE) == b"a" * 5 + bytes(PAGE - 5)
    for start, size in ((PAGE, 1), (PAGE - 1, 2), (2 * PAGE, 10)):
        assert number_of(found.read, start, size) == errno.EFAULT
        assert number_of(found.write, start, b"x" * size) == errno.EFAULT
    assert number_of(found.read_steps, 0, PAGE, 3) == errno.EFAULT
    found.write(3, b"1234")
    assert files.fstat(fd).size == 5
    assert bytes(memory) == (b"aaa12" if flags == MAP_SHARED else b"aaa1234").ljust(2 * PAGE + 10, b"\0")
    memory[2 * PAGE] = 1
    memory[PAGE:PAGE + 3] = b"abc"
    memory[::PAGE] = b"xyz"
    assert memory[2 * PAGE] == 0
    assert memory[::PAGE] == bytes(3)
    assert files.fstat(fd).size == 5
    files.ftruncate(fd, 2 * PAGE + 10)
    assert found.read(2 * PAGE, 10) == bytes(10)


def test_a_map_outlives_descriptor_and_name(opened):
    files, fd, path = opened
    shared, private = (files.map(fd, PAGE, flags, WRITE, PAGE) for flags in (MAP_SHARED, MAP_PRIVATE))
    other = files.dup(fd)
    files.close(fd)
    files.unlink(path)
    shared.write(1, b"12")
    private.write(0, b"x")
    assert (shared.read(0, 4), private.read(0, 4)) == (b"b12b", b"x12b")
    files.lseek(other, PAGE, os.SEEK_SET)
    assert files.read(other, 4) == b"b12b"
    shared.close()
    assert bytes(shared.memory())[:3] in (b"b12", bytes(3))  # whoever still looks sees something harmless
    assert files.dup(other) == fd  # for the fixture
    files.close(other)


def test_what_cannot_be_mapped(opened):
    files, fd, path = opened
    for flags, length, offset, error in (
        (MAP_SHARED, 0, 0, errno.EINVAL), (MAP_SHARED, 5, 1, errno.EINVAL), (0, 5, 0, errno.EINVAL),
        (MAP_SHARED | 0x10, 5, 0, errno.EPERM), (MAP_PRIVATE | 0x100000, 5, 0, errno.EPERM),
        (MAP_SHARED, 1 << 60, 0, errno.ENOMEM),
    ):
        assert number_of(files.map, fd, length, flags, WRITE, offset) == error
        assert number_of(files.map, -1, length, flags, WRITE, offset) == error
    assert number_of(files.map, -1, MAX_ANONYMOUS + 1, MAP_SHARED, WRITE, 0) == errno.ENOMEM
    assert number_of(files.map, 999, 5, MAP_SHARED, WRITE, 0) == errno.EBADF
    reading = files.open(path, os.O_RDONLY, 0)
    assert number_of(files.map, reading, 5, MAP_SHARED, WRITE, 0) == errno.EACCES
    found = files.map(reading, 5, MAP_SHARED, READ, 0)
    assert number_of(found.advise, 9, 0, 5) == errno.EACCES
    assert number_of(found.advise, 100, 0, 5) == errno.EPERM
    files.close(reading)


def test_the_library_is_not_changed():
    files = MemoryFiles()
    fd = files.open(f"{STDLIB}/os.py", os.O_RDONLY, 0)
    copy = files.map(fd, 20, MAP_PRIVATE, WRITE, 0)
    first = copy.read(0, 20)
    copy.write(0, b"#" * 20)
    assert copy.read(0, 20) == b"#" * 20
    assert files.read(fd, 20) == first
    assert number_of(files.map, fd, 20, MAP_SHARED, WRITE, 0) == errno.EACCES
    looking = files.map(fd, 20, MAP_SHARED, READ, 0)
    assert number_of(looking.advise, 9, 0, 20) == errno.EACCES


PROGRAM = """\
import mmap, os
with open("f", "w+b") as f:
    f.write(b"x" * 5000)
    f.flush()
    m = mmap.mmap(f.fileno(), 0)
    v = memoryview(m)
    m[0:3] = b"abc"
    v[3] = 100
    f.seek(0)
    print(f.read(6), m.rfind(b"x"), m.size())
    f.truncate(0)
    for use in (lambda: m[4999], lambda: m[:], lambda: m.find(b"q"), lambda: m.write_byte(1), m.readline,
                lambda: m.__setitem__(slice(0, 5), b"12345"), lambda: m.move(0, 10, 10), lambda: list(m)):
        try:
            use()
        except OSError as e:
            print(e)
    print(set(v), v.tobytes() == bytes(5000), m.size())
"""


def test_a_program_that_cuts_off_its_file():
    session = Session()
    session.load(PROGRAM)
    session.run()
    lines = "".join(text for _, text in session.take_output()).splitlines()
    assert lines == ["b'abcdxx' 4999 5000", *["[Errno 14] Bad address"] * 8, "{0} True 0"]


LARGE = """\
import mmap, re, socket, sys, tempfile, zlib
near, far = socket.socketpair()
with tempfile.TemporaryFile() as f:
    f.truncate(1 << 33)
    for use in (lambda: m[:], lambda: bytes(m), lambda: re.search(b"x", m), lambda: zlib.crc32(m), lambda: m[::2],
                lambda: memoryview(m)[::3].tobytes(), lambda: memoryview(m).tolist(),
                lambda: m.move(0, 1 << 32, 1 << 32), lambda: f.readinto(m), lambda: m[::1 << 30],
                lambda: f.write(m), lambda: memoryview(m)[::1 << 30].tobytes(), lambda: m.find(m)):
        m = mmap.mmap(f.fileno(), 0)
        try:
            use()
            print("no error")
        except MemoryError:
            m.close()
    m = mmap.mmap(f.fileno(), 0)
    m[1 << 32] = 5
    far.send(b"abc")
    print(near.recv_into(m), m[:3], m[-1], m[1 << 32], memoryview(m)[1 << 32], m.find(b"c"), len(memoryview(m)))
    m.close()
"""


def test_a_map_that_is_larger_than_memory():
    done = subprocess.run(
        [sys.executable, "-m", "vm", "-X", "audit", "-c", LARGE], capture_output=True, text=True, check=False)
    assert done.stdout == f"3 b'abc' 0 5 5 2 {1 << 33}\n"
    assert (done.stderr, done.returncode) == ("", 0)
