"""The file system in memory: a guest reaches its own files and the library, and nothing else."""

import os

import pytest

from vm.host.memory_files import DYNLOAD, STDLIB, MemoryFiles


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
    "/proc/self/environ", "/dev/null", "/dev/stdin", "/etc/passwd", "/../etc/passwd", "../../../../etc/passwd",
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
