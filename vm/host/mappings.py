"""Memory maps: what the kernel's mmap() gives, for either driver.

No file is ever left mapped on the host. A program may cut a file off behind its map, or fill the disk under it, and the
next access to real mapped memory would end the host with SIGBUS, which nothing can catch. So each access to a map of a
file reads or writes the file itself: the kernel keeps the two in step anyway, other maps and other readers see a change
at once, a map may be larger than memory, and where C's program would die here is an error (EFAULT).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any, Protocol

MAP_SHARED, MAP_PRIVATE, MAP_SHARED_VALIDATE = 1, 2, 3
_MAP_TYPE, _MAP_FIXED, MAP_ANONYMOUS, _MAP_FIXED_NOREPLACE = 0xF, 0x10, 0x20, 0x100000
PROT_WRITE = 2
MADV_DONTNEED, MADV_FREE, MADV_REMOVE = 4, 8, 9
#: Advice that a program cannot see the effects of.
_HINTS = frozenset({0, 1, 2, 3, 10, 11, 12, 13, 14, 15, 16, 17})
#: Advice that damages the machine's memory: only its administrator may.
_DAMAGE = frozenset({100, 101})
#: Pages of MemoryFiles.
PAGE = 4096
#: Anonymous memory above this is refused, as a bytes of that size is.
MAX_ANONYMOUS = 1 << 27
#: Where the addresses of a process end.
_TASK_SIZE = 1 << 47
#: How much of a map is looked at in one piece where not all of it is wanted.
_BLOCK = 1 << 20


def map_error(number: int) -> OSError:
    """The error of a call about maps."""
    return OSError(number, os.strerror(number))


class Store(Protocol):
    """The bytes of a file that is mapped."""

    def size(self) -> int:
        """How long the file is now."""

    def pread(self, at: int, size: int) -> bytes:
        """At most ``size`` bytes; fewer where the file ends."""

    def pwrite(self, at: int, data: bytes) -> None:
        """Change bytes; never beyond the end of the file."""

    def sync(self) -> None:
        """Wait until all is on the disk."""

    def close(self) -> None:
        """Let go of the file."""


class NodeStore:
    """A file of `MemoryFiles`."""

    __slots__ = ("node",)

    def __init__(self, node: Any):
        self.node = node

    def size(self) -> int:
        """How long the file is now."""
        return len(self.node.contents())

    def pread(self, at: int, size: int) -> bytes:
        """At most ``size`` bytes."""
        return bytes(self.node.contents()[at:at + size])

    def pwrite(self, at: int, data: bytes) -> None:
        """Change bytes."""
        self.node.contents()[at:at + len(data)] = data

    def sync(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is held."""


class MemoryMap:
    """What both kinds of maps share.

    Attributes:
        length: how many bytes it has.
        page: the size of a page.
        shared: whether changes are for others too.
    """

    __slots__ = ("length", "page", "shared")

    def __init__(self, length: int, page: int, shared: bool):
        self.length = length
        self.page = page
        self.shared = shared

    def read(self, start: int, size: int) -> bytes:
        """Bytes of it, which the caller knows to be within it."""
        raise NotImplementedError

    def write(self, start: int, data: bytes) -> None:
        """Change bytes of it."""
        raise NotImplementedError

    def read_steps(self, start: int, step: int, count: int) -> bytes:
        """Every ``step``-th byte; ``step`` may be negative."""
        if step < 0:
            return self.read_steps(start + (count - 1) * step, -step, count)[::-1]
        parts: list[bytes] = []
        self._in_blocks(start, step, count, lambda at, size, _: parts.append(self.read(at, size)[::step]))
        return b"".join(parts)

    def write_steps(self, start: int, step: int, data: bytes) -> None:
        """Change every ``step``-th byte; ``step`` may be negative."""
        if step < 0:
            start, step, data = start + (len(data) - 1) * step, -step, data[::-1]

        def put(at: int, size: int, done: int) -> None:
            block = bytearray(self.read(at, size))
            block[::step] = data[done:done + len(block[::step])]
            self.write(at, bytes(block))

        self._in_blocks(start, step, len(data), put)

    def _in_blocks(self, start: int, step: int, count: int, use: Callable[[int, int, int], Any]) -> None:
        at_once = max(_BLOCK // step, 1)
        for done in range(0, count, at_once):
            n = min(at_once, count - done)
            use(start + done * step, (n - 1) * step + 1, done)

    def check_resize(self, length: int) -> None:
        """Raise for a size that mremap() refuses."""
        if not 0 < length < _TASK_SIZE:
            raise map_error(errno.EINVAL)

    def resize(self, length: int) -> None:
        """mremap(): the same bytes, more or fewer."""
        raise NotImplementedError

    def memory(self) -> Any:
        """What acts as the host's memory: a memoryview, or a `Window`."""
        raise NotImplementedError

    def sync(self, start: int) -> None:
        """msync(): all changes are in the file."""
        if start % self.page:
            raise map_error(errno.EINVAL)

    def forget(self, start: int, stop: int) -> None:
        """The pages of a private map are as they were at first."""
        raise NotImplementedError

    def advise(self, advice: int, start: int, length: int) -> None:
        """madvise()"""
        stop = _round_up(start + length, self.page)
        if advice in _DAMAGE:
            raise map_error(errno.EPERM)
        if start % self.page or not self.is_good_advice(advice):
            raise map_error(errno.EINVAL)
        if advice == MADV_DONTNEED and not self.shared:
            self.forget(start, stop)
        elif advice == MADV_REMOVE:
            self.write(start, bytes(min(stop, self.length) - start))

    def is_good_advice(self, advice: int) -> bool:
        """Whether such advice can be given about this kind of memory; may raise what the kernel says."""
        return advice in _HINTS or advice == MADV_DONTNEED

    def close(self) -> None:
        """munmap()"""


class AnonymousMap(MemoryMap):
    """Memory without a file."""

    __slots__ = ("pages",)

    def __init__(self, length: int, page: int, shared: bool):
        super().__init__(length, page, shared)
        self.pages = bytearray(_round_up(length, page))

    def read(self, start: int, size: int) -> bytes:
        """Bytes of it."""
        return bytes(memoryview(self.pages)[start:start + size])

    def write(self, start: int, data: bytes) -> None:
        """Change bytes of it."""
        self.pages[start:start + len(data)] = data

    def resize(self, length: int) -> None:
        """Shared memory keeps what a smaller map does not show.

        The pages are copied: the host lets no bytearray grow that anyone still looks at.
        """
        self.check_resize(length)
        if length > MAX_ANONYMOUS:
            raise map_error(errno.ENOMEM)
        size = _round_up(length, self.page)
        kept = self.pages if self.shared else self.pages[:size]
        self.pages = kept + bytes(max(size - len(kept), 0))
        self.length = length

    def memory(self) -> Any:
        """All of it."""
        return memoryview(self.pages)[:self.length]

    def is_good_advice(self, advice: int) -> bool:
        """Shared pages can be taken out, private ones be given up."""
        return super().is_good_advice(advice) or advice == (MADV_REMOVE if self.shared else MADV_FREE)

    def forget(self, start: int, stop: int) -> None:
        """Zeros again."""
        self.pages[start:stop] = bytes(stop - start)


class FileMap(MemoryMap):
    """A part of a file.

    Attributes:
        store: the file.
        offset: where the map begins in it; at the beginning of a page.
        may_write: whether the file was opened for writing.
        own: the pages that were written to, of a private map; else None.
    """

    __slots__ = ("store", "offset", "may_write", "own")

    def __init__(
        self, store: Store, offset: int, length: int, page: int, shared: bool, may_write: bool
    ):
        super().__init__(length, page, shared)
        self.store = store
        self.may_write = may_write
        self.offset = offset
        self.own: dict[int, bytearray] | None = None if shared else {}

    def _check(self, end: int) -> int:
        """The size of the file; EFAULT if the page before ``end`` is behind its end."""
        size = self.store.size()
        if self.offset + end > _round_up(size, self.page):
            raise map_error(errno.EFAULT)
        return size

    def read(self, start: int, size: int) -> bytes:
        """Bytes of it; EFAULT where the file has become too short."""
        if size:
            self._check(start + size)
        return self.peek(start, size)

    def peek(self, start: int, size: int) -> bytes:
        """Bytes of it; zeros where the file has become too short."""
        data = self.store.pread(self.offset + start, size)
        data += bytes(size - len(data))
        if not self.own:
            return data
        merged = bytearray(data)
        for number, first, last in self._pages(start, size):
            page = self.own.get(number)
            if page is not None:
                base = number * self.page
                merged[base + first - start:base + last - start] = page[first:last]
        return bytes(merged)

    def _pages(self, start: int, size: int) -> list[tuple[int, int, int]]:
        """The pages of a part: number, and from where to where in it."""
        page = self.page
        numbers = range(start // page, -(-(start + size) // page))
        return [(n, max(start - n * page, 0), min(start + size - n * page, page)) for n in numbers]

    def write(self, start: int, data: bytes) -> None:
        """Change bytes of it. The file never becomes longer: what is behind its end in its last page is nowhere."""
        if not data:
            return
        size = self._check(start + len(data))
        if self.own is None:
            at = self.offset + start
            self.store.pwrite(at, data[:max(size - at, 0)])
            return
        for number, first, last in self._pages(start, len(data)):
            page = self.own.get(number)
            if page is None:
                page = self.own[number] = bytearray(self.peek(number * self.page, self.page))
            base = number * self.page
            page[first:last] = data[base + first - start:base + last - start]

    def resize(self, length: int) -> None:
        """More or less of the file."""
        self.check_resize(length)
        self.forget(_round_up(length, self.page), _round_up(self.length, self.page))
        self.length = length

    def memory(self) -> Any:
        """All of it."""
        return Window(self, 0, self.length)

    def sync(self, start: int) -> None:
        """All changes are on the disk."""
        super().sync(start)
        if self.shared:
            self.store.sync()

    def is_good_advice(self, advice: int) -> bool:
        """Pages can be taken out of a file that can be written to."""
        if advice != MADV_REMOVE:
            return super().is_good_advice(advice)
        if not self.shared or not self.may_write:
            raise map_error(errno.EACCES)
        return True

    def forget(self, start: int, stop: int) -> None:
        """The file's pages again."""
        if self.own:
            pages = range(start // self.page, stop // self.page)
            self.own = {n: page for n, page in self.own.items() if n not in pages}

    def close(self) -> None:
        """The file is no longer needed."""
        self.store.close()


class Window:
    """Bytes of a map of a file, for those who work on memory.

    It acts as the host's memoryview of single bytes does; each use of it reads or writes the file. Those who look at
    memory expect no errors: where the file has become too short, or cannot be read, there are zeros.
    """

    __slots__ = ("map", "start", "length")

    def __init__(self, map: FileMap, start: int, length: int):
        self.map = map
        self.start = start
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing is held that would have to be released."""

    def __bytes__(self) -> bytes:
        try:
            return self.map.peek(self.start, self.length)
        except OSError:
            return bytes(self.length)

    def __buffer__(self, flags: int) -> memoryview:
        return memoryview(bytes(self))

    def __getitem__(self, key: int | slice) -> Any:
        if isinstance(key, int):
            return bytes(Window(self.map, self.start + range(self.length)[key], 1))[0]
        span = range(self.length)[key]
        if span.step == 1:
            return Window(self.map, self.start + span.start, len(span))
        try:
            return self.map.read_steps(self.start + span.start, span.step, len(span))
        except OSError:
            return bytes(len(span))

    def __setitem__(self, key: int | slice, data: Any) -> None:
        if isinstance(key, int):
            key, data = slice(key, key + 1), (data,)
        span = range(self.length)[key]
        data = bytes(data)
        if len(data) != len(span):
            raise ValueError("another size")
        try:
            self.map.write_steps(self.start + span.start, span.step, data)
        except OSError:
            pass  # nobody is there to be told, as with memory that is gone


def _round_up(size: int, page: int) -> int:
    return -(-size // page) * page


def check_request(length: int, flags: int, offset: int, page: int) -> None:
    """Raise for what mmap() refuses of any file. A place that the caller chooses would be the host's own memory."""
    if offset % page or not length or flags & _MAP_TYPE not in (
            MAP_SHARED, MAP_PRIVATE, MAP_SHARED_VALIDATE):
        raise map_error(errno.EINVAL)
    if flags & (_MAP_FIXED | _MAP_FIXED_NOREPLACE):
        raise map_error(errno.EPERM)
    if length >= _TASK_SIZE:
        raise map_error(errno.ENOMEM)


def is_shared(flags: int) -> bool:
    """Whether changes to such a map are for others too."""
    return flags & _MAP_TYPE != MAP_PRIVATE


def map_anonymous(length: int, flags: int, offset: int, page: int) -> MemoryMap:
    """Memory without a file."""
    check_request(length, flags, offset, page)
    if flags & _MAP_TYPE == MAP_SHARED_VALIDATE:
        raise map_error(errno.EINVAL)
    if length > MAX_ANONYMOUS:
        raise map_error(errno.ENOMEM)
    return AnonymousMap(length, page, is_shared(flags))
