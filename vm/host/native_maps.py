"""Maps of the host's files; see `vm.host.mappings` for why none of them is a map on the host."""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import stat

from vm.host.mappings import (
    PROT_WRITE,
    FileMap,
    MemoryMap,
    check_request,
    is_shared,
    map_anonymous,
    map_error,
)

#: Flags that the kernel is asked about: the kind of map, and MAP_NORESERVE. No program sees what the others do.
_ASKED = 0x400F
#: Descriptors of maps begin here: C has none, so those of the program are not to be numbered around them.
_FIRST_FD = 256
_ZEROS = os.makedev(1, 5)


class DescriptorStore:
    """A file of the host's, through a descriptor of the map's own."""

    __slots__ = ("fd",)

    def __init__(self, fd: int):
        self.fd = fd

    def __del__(self) -> None:
        self.close()

    def size(self) -> int:
        """How long the file is now."""
        return os.fstat(self.fd).st_size

    def pread(self, at: int, size: int) -> bytes:
        """At most ``size`` bytes."""
        return os.pread(self.fd, size, at)

    def pwrite(self, at: int, data: bytes) -> None:
        """Change bytes."""
        while data:
            written = os.pwrite(self.fd, data, at)
            at, data = at + written, data[written:]

    def sync(self) -> None:
        """Wait until all is on the disk."""
        os.fsync(self.fd)

    def close(self) -> None:
        """Let go of the file."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            try:
                os.close(fd)
            except OSError:
                pass  # the program has closed it by its number


def map_file(fd: int, length: int, flags: int, prot: int, offset: int, page: int) -> MemoryMap:
    """mmap() of a descriptor: the kernel is asked by mapping it for a moment, in which nothing looks at the memory."""
    check_request(length, flags, offset, page)
    try:
        mmap.mmap(fd, length, flags & _ASKED, prot, offset=offset, trackfd=False).close()
    except ValueError:  # the file has just become shorter
        raise map_error(errno.EINVAL) from None
    st = os.fstat(fd)
    if st.st_rdev == _ZEROS and stat.S_ISCHR(st.st_mode):
        return map_anonymous(length, flags, offset, page)
    if not stat.S_ISREG(st.st_mode):
        raise map_error(errno.ENODEV)
    shared, status = is_shared(flags), fcntl.fcntl(fd, fcntl.F_GETFL)
    writes = shared and bool(prot & PROT_WRITE)
    store = DescriptorStore(_own_descriptor(fd, writes and bool(status & os.O_APPEND)))
    return FileMap(store, offset, length, page, shared, status & os.O_ACCMODE == os.O_RDWR)


def _own_descriptor(fd: int, appends: bool) -> int:
    """Another descriptor of the file; not one at which every write appends."""
    if not appends:
        return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _FIRST_FD)
    plain = os.open(f"/proc/self/fd/{fd}", os.O_RDWR)
    try:
        return fcntl.fcntl(plain, fcntl.F_DUPFD_CLOEXEC, _FIRST_FD)
    finally:
        os.close(plain)
