"""Pipes of a file system in memory, and what all pipes of a guest have in common.

No call blocks: one that would have to wait raises BlockingIOError, and the caller waits until something has
changed, if the descriptor is one that blocks.
"""

from __future__ import annotations

import errno
import os

from vm.host.sockets import POLLERR, POLLHUP, POLLIN, POLLOUT

#: What is written at once or not at all (Linux).
PIPE_BUF = 4096
#: How many bytes wait in a pipe until the writer has to wait (Linux).
CAPACITY = 65_536


class Pipe:
    """The bytes on their way, and how many open files there are at each end."""

    __slots__ = ("data", "readers", "writers")

    def __init__(self) -> None:
        self.data = bytearray()
        self.readers = self.writers = 1

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none if nobody can write any more."""
        if not self.data and self.writers and size:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        data = bytes(self.data[:size])
        del self.data[:size]
        return data

    def write(self, data: bytes) -> int:
        """How many bytes were taken."""
        if not self.readers:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        room = CAPACITY - len(self.data)
        if room < min(len(data), PIPE_BUF):
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        self.data += data[:room]
        return min(len(data), room)

    def events(self, reads: bool) -> int:
        """What poll() reports of an end."""
        if reads:
            return (POLLIN if self.data else 0) | (0 if self.writers else POLLHUP)
        room = CAPACITY - len(self.data)
        return (POLLOUT if room >= PIPE_BUF else 0) | (0 if self.readers else POLLERR)
