"""A file system in memory: the guest's own files, and the library, which cannot be changed.

There is nothing else: no devices, no /proc, no file of the host's. What a program writes is gone with
it, and the same program finds the same files wherever it runs.
"""

from __future__ import annotations

import errno
import os
import random
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from vm.host import packages
from vm.host.filesystem import Place, Stat
from vm.host.library import ZipLibrary, zip_library
from vm.host.mappings import (
    PAGE,
    PROT_WRITE,
    FileMap,
    MemoryMap,
    NodeStore,
    check_request,
    is_shared,
    map_anonymous,
    map_error,
)
from vm.host.pipes import Pipe
from vm.host.sockets import POLLIN, POLLNVAL, POLLOUT, Network

PREFIX = "/usr/local"
STDLIB = "/usr/local/lib/python3.13"
DYNLOAD = STDLIB + "/lib-dynload"
HOME = "/home/guest"
#: Where shared memory objects are files, as on Linux.
SHARED_MEMORY = "/dev/shm"
#: Every file of the library and each new file seems to be of this time (nanoseconds): 1 January 2024.
EPOCH_NS = 1_704_067_200 * 10**9
MAX_FILE = 1 << 27
MAX_LINKS = 40
MAX_DESCRIPTORS = 1024
_ACCESS_MODE = 3
#: What statvfs() tells: blocks and inodes, how many are free, how many are for everyone.
_BLOCKS, _NODES = (1 << 18, 1 << 17, 1 << 17), (1 << 16, 1 << 15, 1 << 15)
_PYC = ".cpython-313.pyc"
#: Files of /dev that swallow what is written, and the byte that they give for ever, or none.
_DEVICES = {"null": b"", "zero": b"\0"}


class Node:
    """An inode: a folder (``entries``), a link (``target``), a file (``data``) or a device (``data`` is its byte).

    Attributes:
        load: fetches the contents of a library's file when they are first wanted.
        fill: lists a library's folder when it is first looked into.
    """

    __slots__ = ("mode", "ino", "mtime_ns", "nlink", "data", "entries", "target", "load", "fill")

    def __init__(self, mode: int, ino: int):
        self.mode = mode
        self.ino = ino
        self.mtime_ns = EPOCH_NS
        self.nlink = 1
        self.data: bytearray | bytes | None = None
        self.entries: dict[str, Node] | None = None
        self.target = ""
        self.load: Callable[[], bytes] | None = None
        self.fill: Callable[[Node], None] | None = None

    @property
    def writable(self) -> bool:
        """Whether it may be changed: the library may not."""
        return bool(self.mode & 0o200)

    def contents(self) -> bytearray | bytes:
        """The bytes of a file."""
        if self.data is None:
            self.data = self.load() if self.load is not None else bytearray()
        return self.data

    def children(self) -> dict[str, Node]:
        """The entries of a folder."""
        if self.fill is not None:
            fill, self.fill = self.fill, None
            fill(self)
        assert self.entries is not None
        return self.entries


class OpenFile:
    """What descriptors stand for."""

    __slots__ = ("node", "flags", "pos", "pipe", "references")

    def __init__(self, node: Node, flags: int, pipe: Pipe | None = None):
        self.node = node
        self.flags = flags
        self.pos = 0
        self.pipe = pipe
        self.references = 1

    @property
    def reads(self) -> bool:
        """Whether it is the end of a pipe that is read."""
        return self.flags & _ACCESS_MODE == os.O_RDONLY

    def read_pipe(self, size: int) -> bytes | None:
        """At most ``size`` bytes; none at the end; None: there are none yet, and the reader is to wait."""
        assert self.pipe is not None
        if not self.reads:
            raise _error(errno.EBADF)
        try:
            return self.pipe.read(size)
        except BlockingIOError:
            if self.flags & os.O_NONBLOCK:
                raise
            return None

    def write_pipe(self, data: bytes) -> int:
        """How many bytes were taken."""
        assert self.pipe is not None
        if self.reads:
            raise _error(errno.EBADF)
        return self.pipe.write(data)

    def close_pipe(self) -> None:
        """The end of the last descriptor."""
        assert self.pipe is not None
        if self.reads:
            self.pipe.readers -= 1
        else:
            self.pipe.writers -= 1


def _error(number: int, path: str | None = None) -> OSError:
    return OSError(number, os.strerror(number), path)


class MemoryFiles:
    """The driver; see `vm.host.filesystem.Files` for its interface.

    Attributes:
        place: where the library is.
        environ: the environment, the same everywhere.
    """

    page_size = PAGE

    def __init__(self) -> None:
        self.place = Place(
            "/usr/local/bin/python3.13", PREFIX, STDLIB, DYNLOAD,
            ("/usr/local/lib/python313.zip", STDLIB, DYNLOAD))
        self.environ = {"HOME": HOME, "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "dumb"}
        self._next_ino = 1
        self._mask = 0o022
        self._cwd = HOME
        self._random = random.Random(0)
        self._open: dict[int, OpenFile | None] = {0: None, 1: None, 2: None}  # the terminal's
        self.console: Any = None
        self.network = Network(self)
        self.root = self._new(stat.S_IFDIR | 0o755)
        for path in (HOME, "/tmp", SHARED_MEMORY, DYNLOAD):
            self._make_folders(path)
        self._node(DYNLOAD).mode = stat.S_IFDIR | 0o555
        for name, byte in _DEVICES.items():
            node = self._node("/dev").children()[name] = self._new(stat.S_IFCHR | 0o666)
            node.data = byte
        _mount_library(self, self._node(STDLIB))
        _mount_packages(self, self._node(STDLIB))

    # -- nodes -------------------------------------------------------------------------------------------

    def _new(self, mode: int) -> Node:
        node = Node(mode, self._next_ino)
        self._next_ino += 1
        if stat.S_ISDIR(mode):
            node.entries = {}
        return node

    def _make_folders(self, path: str) -> None:
        node = self.root
        for part in PurePosixPath(path).parts[1:]:
            node = node.children().setdefault(part, self._new(stat.S_IFDIR | 0o755))

    def library_file(self, folder: Node, name: str, load: Callable[[], bytes] | None) -> None:
        """Add a file that cannot be changed."""
        node = folder.children()[name] = self._new(stat.S_IFREG | 0o444)
        node.load = load
        if load is None:
            node.data = b""

    def library_folder(self, folder: Node, name: str) -> Node:
        """Add a folder that cannot be changed."""
        return folder.children().setdefault(name, self._new(stat.S_IFDIR | 0o555))

    def _walk(self, path: str, follow: bool, given: str) -> tuple[Node, str, Node | None]:
        """The folder that a path's last part is in, that part, and what is there, or None."""
        if not path:
            raise _error(errno.ENOENT, given)
        parts = [p for p in self._absolute(path).split("/") if p]
        slash = path.endswith("/")
        stack, links = [self.root], 0
        folder, name, node = self.root, "", self.root
        while parts:
            name = parts.pop(0)
            folder = stack[-1]
            if folder.entries is None:
                raise _error(errno.ENOTDIR, given)
            if name in (".", ".."):
                if name == ".." and len(stack) > 1:
                    stack.pop()
                node = stack[-1]
                continue
            if len(name) > 255:
                raise _error(errno.ENAMETOOLONG, given)
            found = folder.children().get(name)
            if found is None:
                if parts:
                    raise _error(errno.ENOENT, given)
                return folder, name, None
            if stat.S_ISLNK(found.mode) and (parts or follow or slash):
                links += 1
                if links > MAX_LINKS:
                    raise _error(errno.ELOOP, given)
                if found.target.startswith("/"):
                    stack = [self.root]
                parts[:0] = [p for p in found.target.split("/") if p]
                node = stack[-1]
                continue
            stack.append(found)
            node = found
        if slash and node.entries is None:
            raise _error(errno.ENOTDIR, given)
        return folder, name, node

    def _absolute(self, path: str) -> str:
        return path if path.startswith("/") else f"{self._cwd}/{path}"

    def _node(self, path: str, follow: bool = True) -> Node:
        node = self._walk(path, follow, path)[2]
        if node is None:
            raise _error(errno.ENOENT, path)
        return node

    def _entry(self, path: str) -> tuple[Node, str, Node]:
        folder, name, node = self._walk(path, False, path)
        if node is None:
            raise _error(errno.ENOENT, path)
        if not folder.writable:
            raise _error(errno.EROFS, path)
        return folder, name, node

    def _place_for_new(self, path: str) -> tuple[Node, str]:
        folder, name, node = self._walk(path.rstrip("/") or path, False, path)
        if node is not None:
            raise _error(errno.EEXIST, path)
        if not folder.writable:
            raise _error(errno.EROFS, path)
        return folder, name

    def provide_extensions(self, names: Iterable[str], suffix: str) -> None:
        """Put empty files into lib-dynload that stand for extension modules."""
        folder = self._node(DYNLOAD)
        for name in sorted(names):
            self.library_file(folder, name + suffix, None)

    # -- descriptors -------------------------------------------------------------------------------------

    def _file(self, fd: int) -> OpenFile:
        found = self._open.get(fd)
        if found is None:
            raise _error(errno.EBADF)
        return found

    def _new_fd(self, file: OpenFile | None) -> int:
        fd = 3
        while fd in self._open:
            fd += 1
        if fd >= MAX_DESCRIPTORS:
            raise _error(errno.EMFILE)
        self._open[fd] = file
        return fd

    def reserve(self) -> int:
        """The number of a descriptor that the network keeps."""
        return self._new_fd(OpenFile(self._new(stat.S_IFSOCK | 0o777), os.O_RDWR))

    def make_socket(self, path: str) -> int:
        """Make the file of a bound socket."""
        folder, name = self._place_for_new(path)
        node = folder.children()[name] = self._new(stat.S_IFSOCK | 0o777 & ~self._mask)
        return node.ino

    def socket_at(self, path: str) -> int:
        """What tells the socket apart whose file this is."""
        node = self._node(path)
        if not stat.S_ISSOCK(node.mode):
            raise _error(errno.ECONNREFUSED)
        return node.ino

    def release(self, fd: int) -> None:
        """Give such a number back."""
        del self._open[fd]

    def poll(self, fd: int) -> int:
        """What poll() reports of a descriptor that is no socket: files never keep one waiting."""
        if fd not in self._open:
            return POLLNVAL
        file = self._open[fd]
        if file is not None and file.pipe is not None:
            return file.pipe.events(file.reads)
        return 0 if fd == 0 else POLLIN | POLLOUT

    def is_library_code(self, fd: int, size: int) -> bool:
        """Whether a descriptor is of a .pyc of the library, of that size."""
        file = self._open.get(fd)
        return file is not None and file.node.load is not None and len(file.node.contents()) == size

    def is_plain(self, fd: int) -> bool:
        """Whether a descriptor is one that epoll() refuses: it is always ready."""
        return self._open[fd] is not None and not self.is_pipe(fd)

    def is_pipe(self, fd: int) -> bool:
        """Whether a descriptor is of a pipe: no call blocks there."""
        file = self._open.get(fd)
        return file is not None and file.pipe is not None

    def open(self, path: str, flags: int, mode: int) -> int:
        """A new descriptor."""
        folder, name, node = self._walk(path, not flags & os.O_NOFOLLOW, path)
        writing = flags & _ACCESS_MODE != os.O_RDONLY
        if node is None:
            if not flags & os.O_CREAT:
                raise _error(errno.ENOENT, path)
            if not folder.writable:
                raise _error(errno.EROFS, path)
            node = folder.children()[name] = self._new(stat.S_IFREG | mode & ~self._mask & 0o7777)
            node.data = bytearray()
        elif flags & os.O_CREAT and flags & os.O_EXCL:
            raise _error(errno.EEXIST, path)
        if node.entries is not None and writing:
            raise _error(errno.EISDIR, path)
        if node.entries is None and flags & os.O_DIRECTORY:
            raise _error(errno.ENOTDIR, path)
        if writing and not node.writable:
            raise _error(errno.EROFS, path)
        if flags & os.O_TRUNC and writing and stat.S_ISREG(node.mode):
            node.data = bytearray()
        return self._new_fd(OpenFile(node, flags))

    def close(self, fd: int) -> None:
        """Close a descriptor."""
        if fd not in self._open:
            raise _error(errno.EBADF)
        file = self._open.pop(fd)
        if file is not None and file.pipe is not None:
            file.references -= 1
            if not file.references:
                file.close_pipe()
                self.network.changed()

    def attach(self, console: Any) -> None:
        """Connect the terminal."""
        self.console = console

    def _is_terminal(self, fd: int) -> bool:
        return fd in self._open and self._open[fd] is None

    def read(self, fd: int, size: int) -> bytes | None:
        """At most ``size`` bytes; none at the end; None if the terminal has none yet."""
        if self._is_terminal(fd):
            return self.console.read(size)
        file = self._file(fd)
        if file.pipe is not None:
            came = file.read_pipe(size)
            self.network.changed()
            return came
        data = self.pread(fd, size, file.pos)
        file.pos += len(data)
        return data

    def pread(self, fd: int, size: int, at: int) -> bytes:
        """At most ``size`` bytes from a place."""
        if self._is_terminal(fd) or self.is_pipe(fd):
            raise _error(errno.ESPIPE)
        if at < 0:
            raise _error(errno.EINVAL)
        file = self._file(fd)
        if file.node.entries is not None:
            raise _error(errno.EISDIR)
        if file.flags & _ACCESS_MODE == os.O_WRONLY:
            raise _error(errno.EBADF)
        if stat.S_ISCHR(file.node.mode):
            return bytes(file.node.contents()) * min(size, MAX_FILE)
        return bytes(file.node.contents()[at:at + size])

    def write(self, fd: int, data: bytes) -> int:
        """How many bytes were written."""
        if self._is_terminal(fd):
            return self.console.write(fd, data)
        file = self._file(fd)
        if file.pipe is not None:
            written = file.write_pipe(data)
            self.network.changed()
            return written
        if file.flags & os.O_APPEND:
            file.pos = len(file.node.contents())
        self.pwrite(fd, data, file.pos)
        file.pos += len(data)
        return len(data)

    def pwrite(self, fd: int, data: bytes, at: int) -> int:
        """How many bytes were written at a place; like Linux's, at the end of a file that is appended to."""
        if self._is_terminal(fd) or self.is_pipe(fd):
            raise _error(errno.ESPIPE)
        if at < 0:
            raise _error(errno.EINVAL)
        file = self._file(fd)
        if file.flags & _ACCESS_MODE == os.O_RDONLY:
            raise _error(errno.EBADF)
        if stat.S_ISCHR(file.node.mode):
            return len(data)
        contents = file.node.contents()
        assert isinstance(contents, bytearray)
        if file.flags & os.O_APPEND:
            at = len(contents)
        end = at + len(data)
        if end > MAX_FILE:
            raise _error(errno.ENOSPC)
        if data and at > len(contents):
            contents.extend(bytes(at - len(contents)))
        contents[at:end] = data
        return len(data)

    def posix_fallocate(self, fd: int, at: int, size: int) -> None:
        """Make a file at least so long."""
        if at < 0 or size <= 0:
            raise _error(errno.EINVAL)
        file = self._file(fd)
        if file.flags & _ACCESS_MODE == os.O_RDONLY:
            raise _error(errno.EBADF)
        if file.pipe is not None:
            raise _error(errno.ESPIPE)
        if at + size > MAX_FILE:
            raise _error(errno.EFBIG)
        _truncate(file.node, max(at + size, len(file.node.contents())))

    def statvfs(self, place: str | int) -> tuple[int, ...]:
        """About the disk: a small one, half full."""
        if isinstance(place, str):
            self._node(place)
        elif not self._is_terminal(place):
            self._file(place)
        return (PAGE, PAGE, *_BLOCKS, *_NODES, 0, 255, 0)

    def lseek(self, fd: int, offset: int, whence: int) -> int:
        """Move; the new position."""
        if self._is_terminal(fd):
            raise _error(errno.ESPIPE)
        file = self._file(fd)
        if file.pipe is not None:
            raise _error(errno.ESPIPE)
        if whence not in (os.SEEK_SET, os.SEEK_CUR, os.SEEK_END):
            raise _error(errno.EINVAL)
        base = (0, file.pos, len(file.node.contents()) if file.node.entries is None else 0)[whence]
        if base + offset < 0:
            raise _error(errno.EINVAL)
        file.pos = base + offset
        return file.pos

    def ftruncate(self, fd: int, length: int) -> None:
        """Cut off or extend an open file."""
        file = self._file(fd)
        if file.flags & _ACCESS_MODE == os.O_RDONLY or length < 0 or not stat.S_ISREG(file.node.mode):
            raise _error(errno.EINVAL)
        _truncate(file.node, length)

    def isatty(self, fd: int) -> bool:
        """Whether it is the terminal."""
        return self._is_terminal(fd) and self.console.isatty(fd)

    def get_blocking(self, fd: int) -> bool:
        """Whether whoever uses a pipe waits; no file keeps one waiting."""
        return self._is_terminal(fd) or not self._file(fd).flags & os.O_NONBLOCK

    def set_blocking(self, fd: int, blocking: bool) -> None:
        """Set whether whoever uses a pipe waits."""
        if not self._is_terminal(fd):
            file = self._file(fd)
            file.flags = file.flags & ~os.O_NONBLOCK | (0 if blocking else os.O_NONBLOCK)

    def fsync(self, fd: int) -> None:
        """Nothing is held back."""
        self._file(fd)

    def dup(self, fd: int) -> int:
        """Another descriptor of an open file."""
        if self._is_terminal(fd):
            return self._new_fd(None)
        file = self._file(fd)
        file.references += 1
        return self._new_fd(file)

    def dup2(self, fd: int, fd2: int, inheritable: bool) -> None:
        """Have a certain number stand for what another does; what it stood for is closed."""
        if fd not in self._open or not 0 <= fd2 < MAX_DESCRIPTORS:
            raise _error(errno.EBADF)
        if fd == fd2:
            return
        if fd2 in self._open:
            self.close(fd2)
        file = self._open[fd2] = self._open[fd]
        if file is not None:
            file.references += 1

    def map(self, fd: int, length: int, flags: int, prot: int, offset: int) -> MemoryMap:
        """mmap() of an open file, or with -1 of no file."""
        if fd == -1:
            return map_anonymous(length, flags, offset, PAGE)
        check_request(length, flags, offset, PAGE)
        if self._is_terminal(fd):
            raise map_error(errno.ENODEV)
        file, shared = self._file(fd), is_shared(flags)
        mode = file.flags & _ACCESS_MODE
        if mode == os.O_WRONLY or (shared and prot & PROT_WRITE and mode != os.O_RDWR):
            raise map_error(errno.EACCES)
        if not stat.S_ISREG(file.node.mode):
            raise map_error(errno.ENODEV)
        return FileMap(NodeStore(file.node), offset, length, PAGE, shared, mode == os.O_RDWR)

    def pipe(self) -> tuple[int, int]:
        """The ends of a new pipe."""
        node, pipe = self._new(stat.S_IFIFO | 0o600), Pipe()
        return self._new_fd(OpenFile(node, os.O_RDONLY, pipe)), self._new_fd(OpenFile(node, os.O_WRONLY, pipe))

    # -- paths -------------------------------------------------------------------------------------------

    def stat(self, path: str, follow: bool) -> Stat:
        """About a path."""
        return _stat_of(self._node(path, follow))

    def fstat(self, fd: int) -> Stat:
        """About a descriptor."""
        if self._is_terminal(fd):
            return Stat(stat.S_IFCHR | 0o620, fd + 1, 0, 1, 0, 0, 0, EPOCH_NS, EPOCH_NS, EPOCH_NS,
                        4096, 0, 0)
        return _stat_of(self._file(fd).node)

    def listdir(self, path: str) -> list[str]:
        """Names in a folder."""
        node = self._node(path)
        if node.entries is None:
            raise _error(errno.ENOTDIR, path)
        return list(node.children())

    def mkdir(self, path: str, mode: int = 0o777) -> None:
        """Make a folder."""
        folder, name = self._place_for_new(path)
        folder.children()[name] = self._new(stat.S_IFDIR | mode & ~self._mask & 0o7777)

    def rmdir(self, path: str) -> None:
        """Remove an empty folder."""
        folder, name, node = self._entry(path)
        if node.entries is None:
            raise _error(errno.ENOTDIR, path)
        if node.children():
            raise _error(errno.ENOTEMPTY, path)
        del folder.children()[name]

    def unlink(self, path: str) -> None:
        """Remove a file."""
        folder, name, node = self._entry(path)
        if node.entries is not None:
            raise _error(errno.EISDIR, path)
        node.nlink -= 1
        del folder.children()[name]

    def rename(self, path: str, target: str) -> None:
        """Move, replacing what is there."""
        folder, name, node = self._entry(path)
        new_folder, new_name, old = self._walk(target.rstrip("/") or target, False, target)
        if not new_folder.writable:
            raise _error(errno.EROFS, target)
        if old is node:
            return
        if node.entries is not None and self._is_inside(new_folder, node):
            raise _error(errno.EINVAL, path)
        if old is not None:
            if old.entries is not None and node.entries is None:
                raise _error(errno.EISDIR, target)
            if old.entries is None and node.entries is not None:
                raise _error(errno.ENOTDIR, target)
            if old.entries is not None and old.children():
                raise _error(errno.ENOTEMPTY, target)
        del folder.children()[name]
        new_folder.children()[new_name] = node

    replace = rename

    def _is_inside(self, folder: Node, outer: Node) -> bool:
        work = [outer]
        while work:
            node = work.pop()
            if node is folder:
                return True
            work += [child for child in node.children().values() if child.entries is not None]
        return False

    def symlink(self, target: str, path: str, target_is_directory: bool = False) -> None:
        """Make a symbolic link."""
        folder, name = self._place_for_new(path)
        node = folder.children()[name] = self._new(stat.S_IFLNK | 0o777)
        node.target = target

    def readlink(self, path: str) -> str:
        """Where a symbolic link points to."""
        node = self._node(path, False)
        if not stat.S_ISLNK(node.mode):
            raise _error(errno.EINVAL, path)
        return node.target

    def link(self, path: str, target: str) -> None:
        """Another name for a file."""
        node = self._node(path)
        if node.entries is not None or not node.writable:
            raise _error(errno.EPERM, path)
        folder, name = self._place_for_new(target)
        node.nlink += 1
        folder.children()[name] = node

    def access(self, path: str, mode: int) -> bool:
        """Whether a path can be used in a way."""
        try:
            node = self._node(path)
        except OSError:
            return False
        if mode & os.W_OK and not node.writable:
            return False
        return not (mode & os.X_OK and node.entries is None and not node.mode & 0o111)

    def chmod(self, path: str, mode: int) -> None:
        """Set the permissions of one of the guest's files."""
        node = self._node(path)
        if node.load is not None or node.fill is not None or not node.writable:
            raise _error(errno.EROFS, path)
        node.mode = stat.S_IFMT(node.mode) | mode & 0o7777

    def utime(self, path: str, times: tuple[int, int], follow: bool) -> None:
        """Set the time of change."""
        node = self._node(path, follow)
        if not node.writable:
            raise _error(errno.EROFS, path)
        node.mtime_ns = times[1]

    def truncate(self, path: str, length: int) -> None:
        """Cut off or extend a file."""
        node = self._node(path)
        if node.entries is not None:
            raise _error(errno.EISDIR, path)
        if not node.writable:
            raise _error(errno.EROFS, path)
        _truncate(node, length)

    # -- the process -------------------------------------------------------------------------------------

    def getcwd(self) -> str:
        """The working folder."""
        return self._cwd

    def chdir(self, path: str) -> None:
        """Change the working folder."""
        if self._node(path).entries is None:
            raise _error(errno.ENOTDIR, path)
        self._cwd = os.path.normpath(self._absolute(path))

    def umask(self, mask: int) -> int:
        """Set the mask for new files; the old one."""
        old, self._mask = self._mask, mask & 0o777
        return old

    def getpid(self) -> int:
        """The number of this process."""
        return 1000

    def urandom(self, size: int) -> bytes:
        """Bytes that look random, the same in each run."""
        return self._random.randbytes(size)


def _truncate(node: Node, length: int) -> None:
    if not 0 <= length <= MAX_FILE or not stat.S_ISREG(node.mode):
        raise _error(errno.EINVAL)
    data = node.contents()
    assert isinstance(data, bytearray)
    del data[length:]
    data.extend(bytes(length - len(data)))


def _stat_of(node: Node) -> Stat:
    size = len(node.contents()) if stat.S_ISREG(node.mode) else len(node.target)
    uid = 1000 if node.writable else 0
    time = node.mtime_ns
    return Stat(node.mode, node.ino, 1, node.nlink, uid, uid, size, time, time, time, 4096,
                -(-size // 512), 0)


# ---- the library

def _mount_library(files: MemoryFiles, folder: Node) -> None:
    """Let a folder show the host's library."""
    archive = zip_library()
    if archive is not None:
        _mount_zip(files, folder, archive)
    else:
        folder.fill = _folder_filler(files, os.path.dirname(os.path.abspath(os.__file__)))
        folder.mode = stat.S_IFDIR | 0o555


def _mount_packages(files: MemoryFiles, library: Node) -> None:
    """Let site-packages show what is installed for the guest."""
    installed = packages.installed()
    if not installed:
        return
    top = files.library_folder(library, "site-packages")
    for path, data in installed.items():
        *parents, name = path.split("/")
        folder = top
        for parent in parents:
            folder = files.library_folder(folder, parent)
        files.library_file(folder, name, None)
        folder.children()[name].data = data


def _folder_filler(files: MemoryFiles, path: str) -> Callable[[Node], None]:
    def fill(folder: Node) -> None:
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            if entry.name in _NOT_LIBRARY:
                continue
            if entry.is_dir():
                files.library_folder(folder, entry.name).fill = _folder_filler(files, entry.path)
            elif entry.name.endswith((".py", _PYC)):
                files.library_file(folder, entry.name, _reader(entry.path))
                folder.children()[entry.name].mtime_ns = entry.stat().st_mtime_ns

    return fill


#: Folders beside the library's modules that are not shown.
_NOT_LIBRARY = frozenset({"site-packages", "test", "config-3.13-x86_64-linux-gnu", "lib-dynload"})


def _reader(path: str) -> Callable[[], bytes]:
    def load() -> bytes:
        with open(path, "rb") as file:
            return file.read()

    return load


def _mount_zip(files: MemoryFiles, library: Node, archive: ZipLibrary) -> None:
    for name in archive.members:
        parent, _, base = name.rpartition("/")
        folder = library
        for part in _parts(parent):
            folder = files.library_folder(folder, part)
        if base.endswith(".pyc"):
            folder = files.library_folder(folder, "__pycache__")
            base = base.removesuffix(".pyc") + _PYC
        if base:
            files.library_file(folder, base, _member_reader(archive, name))


def _parts(path: str) -> Iterator[str]:
    return (part for part in path.split("/") if part)


def _member_reader(archive: ZipLibrary, name: str) -> Callable[[], bytes]:
    return lambda: archive.read(name)


