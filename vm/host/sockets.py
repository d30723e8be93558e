"""The network that a guest sees: sockets whose other end is in the same program.

What the kernel's loopback device and socket pairs are to CPython. There is no way from here to a real network:
an address that is not the machine's own is unreachable. No call blocks: one that would have to wait raises
BlockingIOError, and the caller waits until `Network.notify` tells that something has changed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any, Protocol

AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
SOCK_STREAM, SOCK_DGRAM = 1, 2
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
MSG_PEEK = 2
#: How many bytes wait in a socket until its peer has to wait (Linux: net.core.wmem_default).
BUFFER_SIZE = 212_992
MAX_DATAGRAM = 65_507
FIRST_EPHEMERAL_PORT = 32_768
LOCAL_ADDRESSES = {AF_INET: ("127.0.0.1", "0.0.0.0"), AF_INET6: ("::1", "::")}
#: Events of poll().
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL, POLLRDHUP = 1, 2, 4, 8, 16, 32, 0x2000


def os_error(number: int) -> OSError:
    """The OSError (BlockingIOError, ...) of an error number."""
    return OSError(number, os.strerror(number))


class Descriptors(Protocol):
    """Who numbers descriptors: a driver of files."""

    def reserve(self) -> int:
        """A number that nothing else has."""

    def release(self, fd: int) -> None:
        """Give a number back."""

    def dup2(self, fd: int, fd2: int, inheritable: bool) -> None:
        """Have a certain number stand for what another does."""

    def make_socket(self, path: str) -> object:
        """Make the file of a bound socket: what tells it from others; FileExistsError."""

    def socket_at(self, path: str) -> object:
        """What tells the socket apart whose file this is; ConnectionRefusedError if it is none's."""


class Socket:
    """One socket.

    Attributes:
        family, type, proto: as given to socket().
        name, peer_name: addresses; None before there are any.
        peer: the other end of a stream, or the default target of datagrams; None when it is gone.
        connected: whether it has, or had, a peer.
        backlog: connections that wait for accept(); None if it does not listen.
        inbox: bytes that have come; datagrams with their senders' addresses.
        read_shut, write_shut: what shutdown() did.
        options: what setsockopt() did.
        blocking: what set_blocking() did; the calls here never block.
    """

    __slots__ = ("family", "type", "proto", "name", "peer_name", "peer", "connected", "backlog",
                 "backlog_size", "inbox", "datagrams", "read_shut", "write_shut", "options", "closed",
                 "references", "blocking")

    def __init__(self, family: int, kind: int, proto: int):
        self.family, self.type, self.proto = family, kind, proto
        self.name: Any = None
        self.peer_name: Any = None
        self.peer: Socket | None = None
        self.connected = False
        self.backlog: list[Socket] | None = None
        self.backlog_size = 0
        self.inbox = bytearray()
        self.datagrams: list[tuple[bytes, Any]] = []
        self.read_shut = self.write_shut = self.closed = False
        self.options: dict[tuple[int, int], Any] = {}
        self.references = 1
        self.blocking = True

    @property
    def at_end(self) -> bool:
        """Whether no more bytes will come."""
        return self.read_shut or (self.connected and (self.peer is None or self.peer.write_shut))

    def room(self) -> int:
        """How many more bytes it takes."""
        return BUFFER_SIZE - len(self.inbox)

    def events(self) -> int:
        """What poll() reports."""
        if self.type == SOCK_DGRAM:
            return (POLLIN if self.datagrams or self.read_shut else 0) | POLLOUT
        if self.backlog is not None:
            return POLLIN if self.backlog else 0
        if not self.connected:
            return POLLOUT | POLLHUP
        found = 0
        if self.inbox or self.at_end:
            found |= POLLIN
        if self.at_end:
            found |= POLLRDHUP
        if self.at_end and (self.write_shut or self.peer is None):
            found |= POLLHUP
        if self.write_shut or self.peer is None or self.peer.room() > 0:
            found |= POLLOUT
        return found


def _is_path(sock: Socket, name: Any) -> bool:
    """Whether an address is a file, and not a name that only the network knows."""
    return sock.family == AF_UNIX and bool(name) and not name.startswith(b"\0")


class Network:
    """All sockets of a guest, by descriptor.

    Attributes:
        waiters: threads that wait for a change; the module that parks them keeps the list.
        notify: is called after each change.
        default_timeout: of new sockets, in microseconds; -1: none.
    """

    def __init__(self, numbers: Descriptors):
        self._numbers = numbers
        self._sockets: dict[int, Socket] = {}
        self._bound: dict[tuple[int, int, Any], Socket] = {}
        self._port = FIRST_EPHEMERAL_PORT
        self.waiters: list[Any] = []
        self.notify: Callable[[], None] = lambda: None
        self.default_timeout = -1

    def changed(self) -> None:
        """Tell those who wait."""
        if self.waiters:
            self.notify()

    # -- descriptors

    def find(self, fd: int) -> Socket | None:
        """The socket of a descriptor, if it is one's."""
        return self._sockets.get(fd)

    def get(self, fd: int) -> Socket:
        """The socket of a descriptor; EBADF or ENOTSOCK."""
        found = self._sockets.get(fd)
        if found is None:
            raise os_error(errno.EBADF)
        return found

    def add(self, sock: Socket) -> int:
        """A new descriptor for a socket."""
        fd = self._numbers.reserve()
        self._sockets[fd] = sock
        return fd

    @property
    def network(self) -> Network:
        """Itself: as of a driver of files."""
        return self

    def is_pipe(self, fd: int) -> bool:
        """Whether no call blocks there: so it is of all sockets."""
        return True

    def get_blocking(self, fd: int) -> bool:
        """What set_blocking() did."""
        return self.get(fd).blocking

    def dup(self, fd: int) -> int:
        """Another descriptor of a socket."""
        sock = self.get(fd)
        new = self.add(sock)
        sock.references += 1
        return new

    def dup2(self, fd: int, fd2: int, inheritable: bool) -> None:
        """Have a certain number, which is no socket's, be another descriptor of a socket."""
        sock = self.get(fd)
        self._numbers.dup2(fd, fd2, inheritable)
        self._sockets[fd2] = sock
        sock.references += 1

    def close(self, fd: int) -> None:
        """Close a descriptor; with the last one the socket ends."""
        sock = self.get(fd)
        del self._sockets[fd]
        self._numbers.release(fd)
        sock.references -= 1
        if sock.references:
            return
        sock.closed = True
        for waiting in sock.backlog or ():
            self._part(waiting)
        self._part(sock)
        for key in [key for key, bound in self._bound.items() if bound is sock]:
            del self._bound[key]
        self.changed()

    def _part(self, sock: Socket) -> None:
        peer, sock.peer = sock.peer, None
        if peer is not None and peer.peer is sock:
            peer.peer = None

    # -- making and connecting

    def socket(self, family: int, kind: int, proto: int) -> int:
        """A new socket's descriptor."""
        if family not in (AF_UNIX, AF_INET, AF_INET6):
            raise os_error(errno.EAFNOSUPPORT)
        if kind not in (SOCK_STREAM, SOCK_DGRAM):
            raise os_error(errno.ESOCKTNOSUPPORT if 0 < kind < 11 else errno.EINVAL)
        wanted = {SOCK_STREAM: 6, SOCK_DGRAM: 17}[kind]
        if proto and family != AF_UNIX and proto != wanted:
            raise os_error(errno.EPROTONOSUPPORT)
        return self.add(Socket(family, kind, proto))

    def socketpair(self, family: int, kind: int, proto: int) -> tuple[int, int]:
        """Two connected sockets of the machine's own family."""
        if family != AF_UNIX:
            raise os_error(errno.EOPNOTSUPP)
        first = self.socket(family, kind, proto)
        second = self.socket(family, kind, proto)
        one, two = self.get(first), self.get(second)
        self._join(one, two)
        return first, second

    def _join(self, one: Socket, two: Socket) -> None:
        one.peer, two.peer = two, one
        one.connected = two.connected = True

    def bind(self, sock: Socket, name: Any) -> None:
        """Give a socket its address."""
        if sock.name is not None:
            raise os_error(errno.EINVAL)
        if sock.family in LOCAL_ADDRESSES:
            host, port, *rest = name
            if host not in LOCAL_ADDRESSES[sock.family] and not host.startswith("127."):
                raise os_error(errno.EADDRNOTAVAIL)
            name = (host, port or self._free_port(sock), *rest)
        if _is_path(sock, name):
            try:
                place = self._numbers.make_socket(os.fsdecode(name))
            except FileExistsError:
                raise os_error(errno.EADDRINUSE) from None
            key = (sock.family, sock.type, place)
        else:
            key = self._key(sock, name)
            if key in self._bound:
                raise os_error(errno.EADDRINUSE)
        sock.name = name
        self._bound[key] = sock

    def _free_port(self, sock: Socket) -> int:
        used = {key[2] for key in self._bound if key[0] == sock.family and key[1] == sock.type}
        while self._port in used:
            self._port += 1
        self._port += 1
        return self._port - 1

    def _key(self, sock: Socket, name: Any) -> tuple[int, int, Any]:
        if sock.family in LOCAL_ADDRESSES:
            place = name[1]
        else:
            place = self._numbers.socket_at(os.fsdecode(name)) if _is_path(sock, name) else name
        return sock.family, sock.type, place

    def _listener(self, sock: Socket, name: Any) -> Socket | None:
        return self._bound.get(self._key(sock, name))

    def _bind_anywhere(self, sock: Socket) -> None:
        if sock.name is None and sock.family in LOCAL_ADDRESSES:
            local = LOCAL_ADDRESSES[sock.family][0]
            self.bind(sock, (local, 0) if sock.family == AF_INET else (local, 0, 0, 0))

    def listen(self, sock: Socket, size: int) -> None:
        """Take connections."""
        if sock.type != SOCK_STREAM:
            raise os_error(errno.EOPNOTSUPP)
        if sock.connected or (sock.name is None and sock.family == AF_UNIX):
            raise os_error(errno.EINVAL)
        self._bind_anywhere(sock)
        sock.backlog_size = max(size, 0) + 1
        if sock.backlog is None:
            sock.backlog = []

    def accept(self, sock: Socket) -> int:
        """The descriptor of the first waiting connection."""
        if sock.backlog is None:
            raise os_error(errno.EINVAL)
        if not sock.backlog:
            raise os_error(errno.EAGAIN)
        fd = self.add(sock.backlog[0])
        del sock.backlog[0]
        return fd

    def connect(self, sock: Socket, name: Any) -> None:
        """Connect a stream to a listener, or set the target of datagrams."""
        if sock.family in LOCAL_ADDRESSES and (
            name[0] not in LOCAL_ADDRESSES[sock.family] and not name[0].startswith("127.")
        ):
            raise os_error(errno.ENETUNREACH)
        listener = self._listener(sock, name)
        if sock.type == SOCK_DGRAM:
            self._bind_anywhere(sock)
            sock.peer_name = name
            return
        if sock.connected:
            raise os_error(errno.EISCONN)
        if listener is None or listener.backlog is None:
            raise os_error(errno.ECONNREFUSED)
        if len(listener.backlog) >= listener.backlog_size:
            raise os_error(errno.EAGAIN)
        self._bind_anywhere(sock)
        other = Socket(sock.family, sock.type, sock.proto)
        other.name, other.peer_name = name, sock.name
        sock.peer_name = name
        self._join(sock, other)
        listener.backlog.append(other)
        self.changed()

    # -- bytes

    def send(self, sock: Socket, data: bytes, target: Any = None) -> int:
        """How many bytes were taken."""
        if sock.type == SOCK_DGRAM:
            return self._send_datagram(sock, data, target)
        if not sock.connected:
            raise os_error(errno.EDESTADDRREQ if sock.family == AF_UNIX else errno.EPIPE)
        peer = sock.peer
        if sock.write_shut or peer is None or peer.read_shut:
            raise os_error(errno.EPIPE)
        count = min(peer.room(), len(data))
        if not count and data:
            raise os_error(errno.EAGAIN)
        peer.inbox += data[:count]
        self.changed()
        return count

    def _send_datagram(self, sock: Socket, data: bytes, target: Any) -> int:
        if len(data) > MAX_DATAGRAM:
            raise os_error(errno.EMSGSIZE)
        receiver = sock.peer
        if target is not None or receiver is None:
            name = target if target is not None else sock.peer_name
            if name is None:
                raise os_error(errno.ENOTCONN if sock.connected else errno.EDESTADDRREQ)
            self._bind_anywhere(sock)
            receiver = self._listener(sock, name)
        if receiver is not None and not receiver.read_shut and len(receiver.datagrams) < 1000:
            receiver.datagrams.append((bytes(data), sock.name))
            self.changed()
        return len(data)

    def receive(self, sock: Socket, size: int, flags: int) -> tuple[bytes, Any]:
        """Bytes that have come, and who sent them; none at the end."""
        if sock.type == SOCK_DGRAM:
            if not sock.datagrams:
                if sock.read_shut:
                    return b"", None
                raise os_error(errno.EAGAIN)
            packet, sender = sock.datagrams[0]
            if not flags & MSG_PEEK:
                del sock.datagrams[0]
            return packet[:size], sender
        if not sock.connected:
            raise os_error(errno.EINVAL if sock.family == AF_UNIX else errno.ENOTCONN)
        if not sock.inbox and not sock.at_end and size:
            raise os_error(errno.EAGAIN)
        data = bytes(sock.inbox[:size])
        if not flags & MSG_PEEK and data:
            del sock.inbox[:size]
            self.changed()
        return data, None

    def read(self, fd: int, size: int) -> bytes:
        """read() of a socket's descriptor."""
        return self.receive(self.get(fd), size, 0)[0]

    def write(self, fd: int, data: bytes) -> int:
        """write() to a socket's descriptor."""
        return self.send(self.get(fd), data)

    def shutdown(self, sock: Socket, how: int) -> None:
        """End one or both directions."""
        if how not in (SHUT_RD, SHUT_WR, SHUT_RDWR):
            raise os_error(errno.EINVAL)
        if not sock.connected and sock.peer_name is None:
            raise os_error(errno.ENOTCONN)
        if how != SHUT_WR:
            sock.read_shut = True
        if how != SHUT_RD:
            sock.write_shut = True
        self.changed()
