"""The file system in memory: a guest reaches its own files and the library, and nothing else."""

import os

import pytest

from vm.host.memory_files import DYNLOAD, STDLIB, MemoryFiles
from vm.host.pipes import CAPACITY
from vm.host.sockets import POLLERR, POLLHUP, POLLIN, POLLOUT


@pytest.fixture
def files():
    return MemoryFiles()


def write(files, path, data, flags=os.O_WRONLY | os.O_CREAT | os.O_TRUNC):
    fd = files.open(path, flags, 0o666)
    files.write(fd, data)
    files.close(fd)


def read(files, path):
    fd = files.open(path, os.O_RDONLY, 0)
    try:
        return files.read(fd, 1 << 20)
    finally:
        files.close(fd)


@pytest.mark.parametrize("path", [
    "/proc/self/environ", "/dev/tty", "/dev/stdin", "/etc/passwd", "/../etc/passwd", "../../../../etc/passwd",
    "/usr/local/lib/python3.13/../../../../etc/passwd", "/sys", "/root", "", "/proc", "a\0b"])
def test_nothing_of_the_hosts_is_there(files, path):
    with pytest.raises(OSError, match=r"."):
        files.open(path, os.O_RDONLY, 0)
    with pytest.raises(OSError, match=r"."):
        files.stat(path, True)


def test_links_stay_inside(files):
    for target in ("/etc/passwd", "../../../../../../etc/passwd", "/proc/self/fd/0", "loop"):
        files.symlink(target, "loop" if target == "loop" else f"to{len(target)}")
    for name in files.listdir("."):
        with pytest.raises(OSError, match=r"."):
            files.stat(name, True)
        assert files.readlink(name)


def test_the_library_can_be_read_only(files):
    assert b"def " in read(files, f"{STDLIB}/os.py")
    for attempt in (lambda: write(files, f"{STDLIB}/os.py", b"x"), lambda: write(files, f"{STDLIB}/new.py", b"x"),
                    lambda: files.unlink(f"{STDLIB}/os.py"), lambda: files.rename(f"{STDLIB}/os.py", "/tmp/os.py"),
                    lambda: files.mkdir(f"{STDLIB}/x"), lambda: files.truncate(f"{STDLIB}/os.py", 0),
                    lambda: files.link(f"{STDLIB}/os.py", "/tmp/os.py"), lambda: files.chmod(f"{STDLIB}/os.py", 0o777),
                    lambda: write(files, f"{DYNLOAD}/x.so", b"x")):
        with pytest.raises(OSError, match=r"."):
            attempt()


def test_own_files(files):
    write(files, "a.txt", b"hello")
    write(files, "a.txt", b" world", os.O_WRONLY | os.O_APPEND)
    assert read(files, "a.txt") == b"hello world"
    files.mkdir("d")
    files.rename("a.txt", "d/b.txt")
    assert files.listdir("d") == ["b.txt"]
    with pytest.raises(OSError, match="not empty"):
        files.rmdir("d")
    with pytest.raises(OSError, match="Invalid"):
        files.rename("d", "d/e")
    files.link("d/b.txt", "c.txt")
    assert files.stat("c.txt", True).nlink == 2
    files.unlink("d/b.txt")
    files.rmdir("d")
    assert read(files, "c.txt") == b"hello world"
    fd = files.open("c.txt", os.O_RDWR, 0)
    assert files.lseek(fd, -5, os.SEEK_END) == 6
    files.ftruncate(fd, 8)
    assert files.read(fd, 9) == b"wo"
    with pytest.raises(OSError, match="Invalid"):
        files.lseek(fd, -1, os.SEEK_SET)
    files.close(fd)
    for use in (files.close, lambda fd: files.read(fd, 1), files.fstat):
        with pytest.raises(OSError, match="Bad file"):
            use(fd)


def test_sizes_are_bounded(files):
    fd = files.open("big", os.O_RDWR | os.O_CREAT, 0o666)
    files.lseek(fd, 1 << 40, os.SEEK_SET)
    with pytest.raises(OSError, match="No space"):
        files.write(fd, b"x")
    with pytest.raises(OSError, match="Invalid"):
        files.ftruncate(fd, 1 << 40)


def test_pipes(files):
    read_end, write_end = files.pipe()
    assert (files.poll(read_end), files.poll(write_end)) == (0, POLLOUT)
    assert files.read(read_end, 5) is None
    assert files.write(write_end, b"abcdef") == 6
    assert (files.read(read_end, 4), files.poll(read_end)) == (b"abcd", POLLIN)
    copy = files.dup(write_end)
    files.close(write_end)
    assert files.poll(read_end) == POLLIN
    files.close(copy)
    assert files.poll(read_end) == POLLIN | POLLHUP
    assert (files.read(read_end, 9), files.read(read_end, 9)) == (b"ef", b"")


def test_a_full_pipe(files):
    read_end, write_end = files.pipe()
    assert files.write(write_end, bytes(CAPACITY - 1)) == CAPACITY - 1
    with pytest.raises(BlockingIOError):
        files.write(write_end, b"ab")
    assert files.poll(write_end) == 0
    files.set_blocking(read_end, False)
    assert len(files.read(read_end, CAPACITY)) == CAPACITY - 1
    with pytest.raises(BlockingIOError):
        files.read(read_end, 1)
    assert files.write(write_end, bytes(2 * CAPACITY)) == CAPACITY
    files.close(read_end)
    assert files.poll(write_end) & POLLERR
    with pytest.raises(BrokenPipeError):
        files.write(write_end, b"x")


def test_what_pipes_refuse(files):
    read_end, write_end = files.pipe()
    for refused in (lambda: files.read(write_end, 1), lambda: files.write(read_end, b"x"),
                    lambda: files.pread(read_end, 1, 0), lambda: files.pwrite(write_end, b"x", 0),
                    lambda: files.lseek(read_end, 0, 0), lambda: files.ftruncate(write_end, 0),
                    lambda: files.posix_fallocate(write_end, 0, 1)):
        with pytest.raises(OSError, match=r"."):
            refused()


def test_devices(files):
    write(files, "/dev/null", b"swallowed")
    assert read(files, "/dev/null") == b""
    fd = files.open("/dev/zero", os.O_RDWR | os.O_TRUNC, 0)
    assert files.write(fd, b"x") == 1
    assert files.read(fd, 3) == bytes(3)
    files.unlink("/dev/zero")
    assert files.read(fd, 2) == bytes(2)
    for refused in (lambda: files.ftruncate(fd, 1), lambda: files.posix_fallocate(fd, 0, 1),
                    lambda: files.truncate("/dev/null", 1)):
        with pytest.raises(OSError, match="Invalid argument"):
            refused()
    assert files.stat("/dev/null", True).size == 0


def test_a_descriptor_gets_anothers_number(files):
    write(files, "a", b"text")
    fd = files.open("a", os.O_RDONLY, 0)
    files.dup2(fd, 7, True)
    files.close(fd)
    assert (files.read(7, 2), files.read(7, 9)) == (b"te", b"xt")
    read_end, write_end = files.pipe()
    files.dup2(write_end, 7, True)
    files.close(write_end)
    assert files.poll(read_end) == 0
    files.dup2(read_end, 7, True)
    assert files.poll(read_end) == POLLHUP
    for fd, number in ((99, 5), (7, -1), (7, 1 << 20)):
        with pytest.raises(OSError, match="Bad file descriptor"):
            files.dup2(fd, number, True)
