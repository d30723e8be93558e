"""The file system that a guest sees, and the driver over the real one.

A driver has the operations of the kernel by their names, with descriptors as in C, and raises the host's
OSError. `NativeFiles` is for the command line: the guest is as free there as a program that is run
with ``python``. Sessions and the browser use `MemoryFiles` (memory_files.py), where there is nothing
but the guest's own files and the library.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from vm.host.mappings import MemoryMap, map_anonymous
from vm.host.pipes import PIPE_BUF
from vm.host.sockets import POLLIN, POLLOUT, POLLPRI, Network, os_error

_ALL_EVENTS = POLLIN | POLLPRI | POLLOUT


@dataclass(frozen=True)
class Stat:
    """What stat() tells of a file; times are in nanoseconds."""

    mode: int
    ino: int
    dev: int
    nlink: int
    uid: int
    gid: int
    size: int
    atime_ns: int
    mtime_ns: int
    ctime_ns: int
    blksize: int
    blocks: int
    rdev: int


@dataclass(frozen=True)
class Place:
    """Where the interpreter and its library are.

    Attributes:
        executable: sys.executable.
        prefix: sys.prefix before site has looked for a virtual environment.
        stdlib_dir: the folder of the library.
        dynload_dir: the folder of extension modules.
        search_paths: sys.path without the program's own folder and what site adds.
    """

    executable: str
    prefix: str
    stdlib_dir: str
    dynload_dir: str
    search_paths: tuple[str, ...]


class Files(Protocol):
    """What a driver offers. Paths are text, undecodable bytes escaped as by ``surrogateescape``."""

    place: Place
    environ: dict[str, str]
    network: Network
    page_size: int

    def reserve(self) -> int:
        """The number of a descriptor that the network keeps."""

    def release(self, fd: int) -> None:
        """Give such a number back."""

    def dup2(self, fd: int, fd2: int, inheritable: bool) -> None:
        """Have a certain number stand for what another does; what it stood for is closed."""

    def make_socket(self, path: str) -> object:
        """Make the file of a bound socket: what tells it from others."""

    def socket_at(self, path: str) -> object:
        """What tells the socket apart whose file this is; ConnectionRefusedError if it is none's."""

    def poll(self, fd: int) -> int:
        """What poll() reports of a descriptor that is no socket."""

    def is_plain(self, fd: int) -> bool:
        """Whether a descriptor is one that epoll() refuses: it is always ready."""

    def is_pipe(self, fd: int) -> bool:
        """Whether a descriptor is of a pipe that the guest has made: no call blocks there."""

    def is_library_code(self, fd: int, size: int) -> bool:
        """Whether a descriptor is of a .pyc of the library, of that size, that no program has written."""

    def open(self, path: str, flags: int, mode: int) -> int:
        """A new descriptor."""

    def close(self, fd: int) -> None:
        """Close a descriptor."""

    def attach(self, console: Any) -> None:
        """Connect a terminal (vm/host/console.py) to the descriptors 0, 1 and 2."""

    def read(self, fd: int, size: int) -> bytes | None:
        """At most ``size`` bytes; none at the end; None: there are none yet, and the reader is to wait."""

    def write(self, fd: int, data: bytes) -> int:
        """How many bytes were written; BlockingIOError if a pipe takes none now, also if its writer is to wait."""

    def lseek(self, fd: int, offset: int, whence: int) -> int:
        """Move; the new position."""

    def stat(self, path: str, follow: bool) -> Stat:
        """About a path."""

    def fstat(self, fd: int) -> Stat:
        """About a descriptor."""

    def map(self, fd: int, length: int, flags: int, prot: int, offset: int) -> MemoryMap:
        """mmap() of an open file, or with -1 of no file."""

    def listdir(self, path: str) -> list[str]:
        """Names in a folder."""


class NativeFiles:
    """The real file system.

    Attributes:
        place: the host's own library.
        environ: the process's environment when it started.
        network: sockets inside the program; their descriptors are taken from the system's.
        page_size: of memory.
    """

    def __init__(self) -> None:
        stdlib_dir = os.path.dirname(os.path.abspath(os.__file__))
        lib = os.path.dirname(stdlib_dir)
        dynload_dir = os.path.join(stdlib_dir, "lib-dynload")
        archive = os.path.join(lib, f"python{sys.version_info[0]}{sys.version_info[1]}.zip")
        self.place = Place(
            sys.executable, sys.base_prefix, stdlib_dir, dynload_dir,
            (archive, stdlib_dir, dynload_dir))
        self.environ = dict(os.environ)
        self.network = Network(self)
        self.page_size = os.sysconf("SC_PAGESIZE")
        self.console: Any = None
        self._library = os.path.join(os.path.realpath(stdlib_dir), "")
        self._library_code: set[int] = set()
        self._pipes: dict[int, int] = {}  # what their ends wait for
        self._started = time.time_ns()
        self._extensions: frozenset[str] = frozenset()
        for name in ("lseek", "isatty", "ftruncate", "fsync",
                     "mkdir", "rmdir", "unlink", "rename", "replace", "symlink",
                     "readlink", "link", "access", "getcwd", "chdir", "umask", "truncate", "getpid",
                     "urandom", "pread", "pwrite",
                     "get_blocking", "set_blocking"):
            setattr(self, name, getattr(os, name))

    def __getattr__(self, name: str) -> Any:  # only for mypy: the functions set above
        raise AttributeError(name)

    def add_search_paths(self, paths: list[str]) -> None:
        """Look for modules here first ($PYTHONPATH)."""
        self.place = replace(self.place, search_paths=(*paths, *self.place.search_paths))

    def provide_extensions(self, names: Iterable[str], suffix: str) -> None:
        """Show of the host's extension modules those that the guest can load."""
        self._extensions = frozenset(name + suffix for name in names)

    def listdir(self, path: str | int) -> list[str]:
        """Names in a folder."""
        names = os.listdir(path)
        if path == self.place.dynload_dir:
            return [name for name in names if name in self._extensions]
        return names

    def attach(self, console: Any) -> None:
        """Connect the terminal."""
        self.console = console

    def read(self, fd: int, size: int) -> bytes | None:
        """At most ``size`` bytes; none at the end; None: a pipe has none, and its reader is to wait."""
        if not fd:
            data: bytes = self.console.read(size)
            return data
        if fd not in self._pipes:
            return os.read(fd, size)
        if size and self._waits(fd, POLLIN):
            return None
        data = os.read(fd, size)
        self.network.changed()
        return data

    def pipe(self) -> tuple[int, int]:
        """The ends of a new pipe."""
        ends = os.pipe()
        self._pipes.update(zip(ends, (POLLIN, POLLOUT), strict=True))
        return ends

    def _waits(self, fd: int, event: int) -> bool:
        """Whether whoever uses an end of a pipe would have to wait for the other."""
        return self._pipes.get(fd) == event and os.get_blocking(fd) and not self.poll(fd)

    def is_pipe(self, fd: int) -> bool:
        """Whether a descriptor is of a pipe that the guest has made: no call blocks there."""
        return fd in self._pipes

    def dup(self, fd: int) -> int:
        """Another descriptor of an open file."""
        new = os.dup(fd)
        if fd in self._pipes:
            self._pipes[new] = self._pipes[fd]
        return new

    def dup2(self, fd: int, fd2: int, inheritable: bool) -> None:
        """Have a certain number stand for what another does; what it stood for is closed."""
        os.dup2(fd, fd2, inheritable)
        self._library_code.discard(fd2)
        self._pipes.pop(fd2, None)
        if fd in self._pipes:
            self._pipes[fd2] = self._pipes[fd]
        self.network.changed()

    def reserve(self) -> int:
        """The number of a descriptor that the network keeps."""
        return os.open(os.devnull, os.O_RDWR)

    def release(self, fd: int) -> None:
        """Give such a number back."""
        os.close(fd)

    def make_socket(self, path: str) -> tuple[int, int]:
        """Make the file of a bound socket."""
        os.mknod(path, stat.S_IFSOCK | 0o777)
        return self.socket_at(path)

    def socket_at(self, path: str) -> tuple[int, int]:
        """What tells the socket apart whose file this is."""
        st = os.stat(path)
        if not stat.S_ISSOCK(st.st_mode):
            raise ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))
        return st.st_dev, st.st_ino

    def close(self, fd: int) -> None:
        """Close a descriptor; whoever waits for the other end of a pipe looks again."""
        self._library_code.discard(fd)
        self._pipes.pop(fd, None)
        os.close(fd)
        self.network.changed()

    def write(self, fd: int, data: bytes) -> int:
        """How many bytes were written; whoever waits for a pipe looks again."""
        if self._waits(fd, POLLOUT):
            raise os_error(errno.EAGAIN)
        if fd in self._pipes and os.get_blocking(fd):
            data = data[:PIPE_BUF]
        written = os.write(fd, data)
        self.network.changed()
        return written

    def poll(self, fd: int) -> int:
        """What poll() reports of a descriptor that is no socket of the guest's."""
        poller = select.poll()
        poller.register(fd, _ALL_EVENTS)
        return dict(poller.poll(0)).get(fd, 0)

    def is_plain(self, fd: int) -> bool:
        """Whether a descriptor is one that is always ready, which epoll() refuses."""
        return stat.S_ISREG(os.fstat(fd).st_mode) or stat.S_ISDIR(os.fstat(fd).st_mode)

    def open(self, path: str, flags: int, mode: int) -> int:
        """A new descriptor."""
        fd = os.open(path, flags, mode)
        if path.endswith(".pyc") and not flags & (os.O_WRONLY | os.O_RDWR):
            real = os.path.realpath(path)
            if real.startswith(self._library) and "/site-packages/" not in real:
                self._library_code.add(fd)
        return fd

    def is_library_code(self, fd: int, size: int) -> bool:
        """Whether a descriptor is of a .pyc of the library, of that size, as it was before the start.

        Who could have put something bad there before has the host itself run it.
        """
        if fd not in self._library_code:
            return False
        st = os.fstat(fd)
        return st.st_size == size and st.st_ctime_ns < self._started

    def stat(self, path: str, follow: bool) -> Stat:
        """About a path."""
        return _stat_of(os.stat(path, follow_symlinks=follow))

    def fstat(self, fd: int) -> Stat:
        """About a descriptor."""
        found = _stat_of(os.fstat(fd))
        return found if self.network.find(fd) is None else replace(found, mode=stat.S_IFSOCK | 0o777, rdev=0)

    def posix_fallocate(self, fd: int, at: int, size: int) -> None:
        """Make a file at least so long, on the disk too."""
        os.posix_fallocate(fd, at, size)

    def statvfs(self, place: str | int) -> tuple[int, ...]:
        """About the disk that a path or a descriptor is on."""
        found = os.fstatvfs(place) if isinstance(place, int) else os.statvfs(place)
        return (*found, found.f_fsid)

    def map(self, fd: int, length: int, flags: int, prot: int, offset: int) -> MemoryMap:
        """mmap() of an open file, or with -1 of no file."""
        if fd == -1:
            return map_anonymous(length, flags, offset, self.page_size)
        from vm.host.native_maps import map_file  # only here: not every system has these modules

        return map_file(fd, length, flags, prot, offset, self.page_size)

    def utime(self, path: str, times: tuple[int, int], follow: bool) -> None:
        """Set the times of access and change, in nanoseconds."""
        os.utime(path, ns=times, follow_symlinks=follow)

    def chmod(self, path: str, mode: int) -> None:
        """Set the permissions."""
        os.chmod(path, mode)


def _stat_of(st: os.stat_result) -> Stat:
    return Stat(
        st.st_mode, st.st_ino, st.st_dev, st.st_nlink, st.st_uid, st.st_gid, st.st_size,
        st.st_atime_ns, st.st_mtime_ns, st.st_ctime_ns, st.st_blksize, st.st_blocks, st.st_rdev)
