"""The _socket module. Models Modules/socketmodule.c over the network inside the program (vm/host/sockets.py)."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

from vm.host.sockets import Network, Socket
from vm.modules.posix_paths import files, os_error
from vm.modules.socketmodule_const import CONSTANTS
from vm.modules.socketmodule_names import (
    gaierror,
    getsockaddrarg,
    herror,
    makesockaddr,
    name_methods,
)
from vm.modules.timemodule import timeout_argument
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.capsule import PyCapsule_New
from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.getargs import boolean, optional_int, ssize_t
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMemberDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_Repr
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pybuffer import (
    PyBUF_WRITABLE,
    PyBuffer_Release,
    PyObject_GetBuffer,
    use_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyErr,
    PyFloat_Type,
    PyObject,
    PyType_HasFeature,
)
from vm.objects.pycore_state import _PyRuntime, _PyTime_Now
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_WriteUnraisable,
    PyExc_OSError,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_CallFinalizerFromDealloc, PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.signals import wait_or_signal

SOCK_NONBLOCK, SOCK_CLOEXEC = 0o4000, 0o2000000
SOL_SOCKET, SO_ERROR, SO_TYPE, SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN = 1, 4, 3, 30, 38, 39
MAX_RECEIVE = 1 << 24


class PySocketSockObject:
    """The body of a socket object.

    Attributes:
        sock_fd: its descriptor; -1 when closed.
        sock_family, sock_type, sock_proto: host ints.
        sock_timeout: microseconds; -1: for ever.
    """

    __slots__ = ("sock_fd", "sock_family", "sock_type", "sock_proto", "sock_timeout")

    def __init__(self) -> None:
        self.sock_fd = -1
        self.sock_family = self.sock_type = self.sock_proto = 0
        self.sock_timeout = 0


def network() -> Network:
    """The network of the running interpreter."""
    net: Network = files().network
    return net


def wait_for_change(deadline: int | None) -> Any:
    """Park until something happens in the network; False if the deadline came first (a generator).

    A signal's handler may have been called meanwhile.
    """
    net = network()
    net.waiters.append(_PyRuntime.tstate_current)
    return (yield wait_or_signal(Park("socket", net, deadline))) is not False


def _sock(self: PyObject) -> Socket:
    """The network's socket; EBADF when it is closed."""
    return network().get(self.value.sock_fd)


def plain(work: Callable[[], Any]) -> Any:
    """What host code returns, its OSError translated."""
    try:
        return work()
    except OSError as err:
        raise os_error(err) from None


def sock_call(self: PyObject, work: Callable[[], Any], timeout: int | None = None) -> Any:
    """Do something that may have to wait: again and again until it need not (sock_call_ex; a generator)."""
    wait = self.value.sock_timeout if timeout is None else timeout
    deadline = _PyTime_Now() + wait if wait > 0 else None
    while True:
        try:
            return work()
        except BlockingIOError as err:
            if not wait:
                raise os_error(err) from None
        except OSError as err:
            raise os_error(err) from None
        if not (yield wait_for_change(deadline)):
            raise PyErr_Format(exception_types["TimeoutError"], "timed out")


# ---- making and ending

def sock_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, PySocketSockObject())


_INIT = ArgSpec("($self, family=-1, type=-1, proto=-1, fileno=None)")


def sock_initobj(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``socket(family=-1, type=-1, proto=-1, fileno=None)``; a generator."""
    given = parse_arguments(_INIT, "socket", args, kwnames, "socket")
    family = yield optional_int(given[0], -1)
    kind = yield optional_int(given[1], -1)
    proto = yield optional_int(given[2], -1)
    yield _audit("socket.__new__", self, family, kind, proto)
    fdobj = given[3]
    if fdobj is not None and fdobj is not Py_None:
        fd = yield _descriptor(fdobj)
        sock = plain(lambda: network().get(fd))
        family = sock.family if family == -1 else family
        kind = sock.type if kind == -1 else kind
        proto = sock.proto if proto == -1 else proto
    else:
        family, kind, proto = (
            value if value != -1 else default
            for value, default in ((family, 2), (kind, 1), (proto, 0)))
        base = kind & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        fd = plain(lambda: network().socket(family, base, proto))
    body = self.value
    body.sock_fd, body.sock_family, body.sock_proto = fd, family, proto
    body.sock_type = kind & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
    body.sock_timeout = 0 if kind & SOCK_NONBLOCK else network().default_timeout


def _descriptor(op: PyObject) -> Any:
    if op.ob_type is PyFloat_Type:
        raise PyErr_Format(PyExc_TypeError, "integer argument expected, got float")
    fd = yield optional_int(op)
    if fd < 0:
        raise PyErr_Format(PyExc_ValueError, "negative file descriptor")
    return fd


def _audit(event: str, *args: Any) -> Any:
    """An audit event with guest objects and host ints (a generator)."""
    made = [PyLong_FromLong(arg) if isinstance(arg, int) else arg for arg in args]
    try:
        res = PySys_Audit(event, *made)
        if type(res) in PENDING:
            yield res
    finally:
        for op, arg in zip(made, args, strict=True):
            if isinstance(arg, int):
                Py_DECREF(op)


def sock_finalize(self: PyObject) -> Any:
    """tp_finalize: warn of a socket that was left open, and close it (a generator)."""
    body = self.value
    if body.sock_fd < 0:
        return
    try:
        shown = PyObject_Repr(self)
        if type(shown) in PENDING:
            shown = yield shown
        text = f"unclosed {shown.value}"
        Py_DECREF(shown)
        res = PyErr_WarnEx(exception_types["ResourceWarning"], text, 1, self)
        if type(res) in PENDING:
            yield res
    except PyErr as err:
        res = PyErr_WriteUnraisable(err, self)
        if type(res) in PENDING:
            yield res
    fd, body.sock_fd = body.sock_fd, -1
    if network().find(fd) is not None:
        network().close(fd)


def _no_children(op: PyObject) -> tuple:
    return ()


def sock_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    if op.value.sock_fd >= 0 and PyObject_CallFinalizerFromDealloc(op):
        return
    dealloc_container(op, _no_children)


def sock_repr(self: PyObject) -> PyObject:
    """tp_repr."""
    body = self.value
    return PyUnicode_FromString(
        f"<socket object, fd={body.sock_fd}, family={body.sock_family}, type={body.sock_type}, "
        f"proto={body.sock_proto}>")


def sock_close(self: PyObject) -> PyObject:
    """``close()``"""
    fd, self.value.sock_fd = self.value.sock_fd, -1
    if fd >= 0:
        plain(lambda: network().close(fd))
    return Py_None


def sock_detach(self: PyObject) -> PyObject:
    """``detach()``"""
    fd, self.value.sock_fd = self.value.sock_fd, -1
    return PyLong_FromLong(fd)


def sock_fileno(self: PyObject) -> PyObject:
    """``fileno()``"""
    return PyLong_FromLong(self.value.sock_fd)


# ---- timeouts

def sock_setblocking(self: PyObject, flag: PyObject) -> Any:
    """``setblocking(flag)``; a generator."""
    block = boolean(flag)
    if type(block) in PENDING:
        block = yield block
    _set_timeout(self, -1 if block else 0)
    return Py_None


def _set_timeout(self: PyObject, timeout: int) -> None:
    plain(lambda: _sock(self)).blocking = timeout < 0
    self.value.sock_timeout = timeout


def sock_getblocking(self: PyObject) -> PyObject:
    """``getblocking()``"""
    return Py_True if self.value.sock_timeout else Py_False


def socket_parse_timeout(op: PyObject) -> Any:
    """A timeout in microseconds; -1: for ever (a generator)."""
    if op is Py_None:
        return -1
    timeout = yield timeout_argument(op)
    if timeout < 0:
        raise PyErr_Format(PyExc_ValueError, "Timeout value out of range")
    return timeout


def _shown_timeout(timeout: int) -> PyObject:
    return Py_None if timeout < 0 else PyObject(PyFloat_Type, timeout / 1e6)


def sock_settimeout(self: PyObject, arg: PyObject) -> Any:
    """``settimeout(timeout)``; a generator."""
    _set_timeout(self, (yield socket_parse_timeout(arg)))
    return Py_None


def sock_gettimeout(self: PyObject) -> PyObject:
    """``gettimeout()``"""
    return _shown_timeout(self.value.sock_timeout)


# ---- names and connections

def _address(self: PyObject, op: PyObject, caller: str) -> Any:
    """The address that an argument means (a generator)."""
    name = getsockaddrarg(self.value.sock_family, op, caller)
    return (yield name) if type(name) in PENDING else name


def sock_bind(self: PyObject, address: PyObject) -> Any:
    """``bind(address)``; a generator."""
    name = yield _address(self, address, "bind")
    yield _audit("socket.bind", self, address)
    plain(lambda: network().bind(_sock(self), name))
    return Py_None


def sock_connect(self: PyObject, address: PyObject) -> Any:
    """``connect(address)``; a generator."""
    name = yield _address(self, address, "connect")
    yield _audit("socket.connect", self, address)
    yield sock_call(self, lambda: network().connect(_sock(self), name))
    return Py_None


def sock_connect_ex(self: PyObject, address: PyObject) -> Any:
    """``connect_ex(address)``: the error's number; a generator."""
    name = yield _address(self, address, "connect_ex")
    yield _audit("socket.connect", self, address)
    try:
        network().connect(_sock(self), name)
    except OSError as err:
        return PyLong_FromLong(err.errno or 0)
    return PyLong_FromLong(0)


def sock_listen(self: PyObject, backlog: PyObject | None) -> Any:
    """``listen([backlog])``; a generator."""
    size = yield optional_int(backlog, 128)
    plain(lambda: network().listen(_sock(self), min(size, 4096)))
    return Py_None


def sock_accept(self: PyObject) -> Any:
    """``_accept()``: descriptor and address of the next connection; a generator."""
    fd = yield sock_call(self, lambda: network().accept(_sock(self)))
    sock = network().get(fd)
    return PyTuple_New((PyLong_FromLong(fd), makesockaddr(sock.family, sock.peer_name)))


def sock_getsockname(self: PyObject) -> PyObject:
    """``getsockname()``"""
    sock = plain(lambda: _sock(self))
    return makesockaddr(sock.family, sock.name)


def sock_getpeername(self: PyObject) -> PyObject:
    """``getpeername()``"""
    sock = plain(lambda: _sock(self))
    if sock.peer is None and (sock.type == 1 or sock.peer_name is None):
        raise PyErr_SetFromErrno(errno.ENOTCONN)
    return makesockaddr(sock.family, sock.peer_name)


def sock_shutdown(self: PyObject, how: PyObject) -> Any:
    """``shutdown(how)``; a generator."""
    which = yield optional_int(how)
    plain(lambda: network().shutdown(_sock(self), which))
    return Py_None


# ---- options

def sock_getsockopt(
    self: PyObject, level: PyObject, option: PyObject, buflen: PyObject | None
) -> Any:
    """``getsockopt(level, option[, buffersize])``; a generator."""
    key = ((yield optional_int(level)), (yield optional_int(option)))
    size = yield optional_int(buflen)
    sock = plain(lambda: _sock(self))
    if size < 0 or size > 1024:
        raise PyErr_Format(PyExc_OSError, "getsockopt buflen out of range")
    fixed = {SO_ERROR: 0, SO_TYPE: sock.type, SO_PROTOCOL: sock.proto, SO_DOMAIN: sock.family,
             SO_ACCEPTCONN: int(sock.backlog is not None)} if key[0] == SOL_SOCKET else {}
    value = fixed.get(key[1], sock.options.get(key, 0))
    if not size:
        return PyLong_FromLong(value if isinstance(value, int) else
                               int.from_bytes(value[:4], "little", signed=True))
    data = value.to_bytes(4, "little", signed=True) if isinstance(value, int) else value
    return PyBytes_FromString(data[:size])


def sock_setsockopt(
    self: PyObject, level: PyObject, option: PyObject, value: PyObject, optlen: PyObject | None
) -> Any:
    """``setsockopt(level, option, value[, optlen])``; a generator."""
    key = ((yield optional_int(level)), (yield optional_int(option)))
    if PyType_HasFeature(value.ob_type, Py_TPFLAGS_LONG_SUBCLASS):
        setting = yield optional_int(value)
    elif value is Py_None:
        setting = bytes(min((yield optional_int(optlen)), 1024))
    else:
        setting = use_buffer(value, bytes)
        if type(setting) in PENDING:
            setting = yield setting
    plain(lambda: _sock(self)).options[key] = setting if isinstance(setting, int) else setting[:1024]
    return Py_None


# ---- bytes

def _receive(self: PyObject, size: int, flags: int) -> Any:
    """Bytes and sender (a generator)."""
    return sock_call(
        self, lambda: network().receive(_sock(self), min(size, MAX_RECEIVE), flags))


def _recv(name: str, with_sender: bool) -> PyMethodDef:
    """``recv(bufsize[, flags])``, ``recvfrom(bufsize[, flags])``"""

    def recv(self: PyObject, bufsize: PyObject, flags: PyObject | None) -> Any:
        size = ssize_t(bufsize)
        if type(size) in PENDING:
            size = yield size
        bits = yield optional_int(flags)
        if size < 0:
            raise PyErr_Format(PyExc_ValueError, f"negative buffersize in {name}")
        data, sender = yield _receive(self, size, bits)
        if not with_sender:
            return PyBytes_FromString(data)
        return PyTuple_New((PyBytes_FromString(data), _sender(self, sender)))

    recv.__name__ = f"sock_{name}"
    return PyMethodDef(name, recv, "($self, bufsize, flags=0, /)")


def _sender(self: PyObject, name: Any) -> PyObject:
    """The address beside what has come: None for a stream."""
    if self.value.sock_type == 1:
        return Py_None
    return Py_None if name is None and self.value.sock_family == 1 else makesockaddr(
        self.value.sock_family, name)


def _writable(op: PyObject, name: str) -> Any:
    """The view of an argument that is written to (a generator)."""
    try:
        view = PyObject_GetBuffer(op, PyBUF_WRITABLE)
        return (yield view) if type(view) in PENDING else view
    except PyErr as err:
        PyErr_Clear(err)
    raise PyErr_Format(
        PyExc_TypeError, f"{name}() argument 1 must be read-write bytes-like object, "
        f"not {op.ob_type.value.tp_name:.50}")


def _recv_into(name: str, with_sender: bool) -> PyMethodDef:
    """``recv_into(buffer[, nbytes[, flags]])``, ``recvfrom_into(...)``"""

    def recv_into(
        self: PyObject, buffer: PyObject, nbytes: PyObject | None, flags: PyObject | None
    ) -> Any:
        view = yield _writable(buffer, name)
        try:
            data, sender = yield _receive_at_most(name, self, view.len, nbytes, flags)
            view.buf[view.offset:view.offset + len(data)] = data
        finally:
            done = PyBuffer_Release(view)
            if type(done) in PENDING:
                yield done
        count = PyLong_FromLong(len(data))
        return PyTuple_New((count, _sender(self, sender))) if with_sender else count

    recv_into.__name__ = f"sock_{name}"
    return PyMethodDef(name, recv_into, "($self, /, buffer, nbytes=0, flags=0)")


def _receive_at_most(
    name: str, self: PyObject, room: int, nbytes: PyObject | None, flags: PyObject | None
) -> Any:
    size: Any = 0 if nbytes is None else ssize_t(nbytes)
    if type(size) in PENDING:
        size = yield size
    bits = yield optional_int(flags)
    if size < 0:
        raise PyErr_Format(PyExc_ValueError, f"negative buffersize in {name}")
    if size > room:
        raise PyErr_Format(
            PyExc_ValueError, "buffer too small for requested bytes" if name == "recv_into" else
            "nbytes is greater than the length of the buffer")
    return (yield _receive(self, size or room, bits))


def _bytes_of(op: PyObject) -> Any:
    """The bytes of a buffer (a generator)."""
    data = use_buffer(op, bytes)
    return (yield data) if type(data) in PENDING else data


def sock_send(self: PyObject, data: PyObject, flags: PyObject | None) -> Any:
    """``send(data[, flags])``; a generator."""
    text = yield _bytes_of(data)
    yield optional_int(flags)
    return PyLong_FromLong(
        (yield sock_call(self, lambda: network().send(_sock(self), text))))


def sock_sendall(self: PyObject, data: PyObject, flags: PyObject | None) -> Any:
    """``sendall(data[, flags])``: the timeout is for all of it; a generator."""
    text = yield _bytes_of(data)
    yield optional_int(flags)
    timeout = self.value.sock_timeout
    deadline = _PyTime_Now() + timeout
    left = timeout
    while text:
        if timeout > 0:
            left = deadline - _PyTime_Now()
            if left <= 0:
                raise PyErr_Format(exception_types["TimeoutError"], "timed out")
        sent = yield sock_call(
            self, lambda text=text: network().send(_sock(self), text), left)  # type: ignore[misc]
        text = text[sent:]
    return Py_None


def sock_sendto(
    self: PyObject, data: PyObject, flags: PyObject, address: PyObject | None
) -> Any:
    """``sendto(data, [flags, ]address)``; a generator."""
    text = yield _bytes_of(data)
    if address is None:
        address = flags
    else:
        yield optional_int(flags)
    name = yield _address(self, address, "sendto")
    yield _audit("socket.sendto", self, address)
    return PyLong_FromLong(
        (yield sock_call(self, lambda: network().send(_sock(self), text, name))))


def sock_recvmsg(
    self: PyObject, bufsize: PyObject, ancbufsize: PyObject | None, flags: PyObject | None
) -> Any:
    """``recvmsg(bufsize[, ancbufsize[, flags]])``: there is no ancillary data; a generator."""
    size = ssize_t(bufsize)
    if type(size) in PENDING:
        size = yield size
    if size < 0:
        raise PyErr_Format(PyExc_ValueError, "negative buffer size in recvmsg()")
    bits = yield optional_int(flags)
    data, sender = yield _receive(self, size, bits)
    return PyTuple_New((PyBytes_FromString(data), PyList_New([]), PyLong_FromLong(0),
                        _sender(self, sender)))


def sock_sendmsg(
    self: PyObject, buffers: PyObject, ancdata: PyObject | None, flags: PyObject | None,
    address: PyObject | None
) -> Any:
    """``sendmsg(buffers[, ancdata[, flags[, address]]])``; a generator."""
    from vm.objects.abstract import PySequence_Fast

    parts = PySequence_Fast(buffers, "sendmsg() argument 1 must be iterable")
    if type(parts) in PENDING:
        parts = yield parts
    text = b""
    try:
        for part in list(parts.value):
            text += yield _bytes_of(part)
    finally:
        Py_DECREF(parts)
    name = None
    if address is not None and address is not Py_None:
        name = yield _address(self, address, "sendmsg")
    yield _audit("socket.sendmsg", self, Py_None if address is None else address)
    return PyLong_FromLong(
        (yield sock_call(self, lambda: network().send(_sock(self), text, name))))


sock_type = PyType_FromSpec(
    "_socket.socket", tp_basicsize=48, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    tp_hostkey="identity", tp_new=sock_new, tp_init=sock_initobj, tp_repr=sock_repr,
    tp_dealloc=sock_dealloc, tp_traverse=_no_children, tp_finalize=sock_finalize,
    tp_methods=(
        PyMethodDef("_accept", sock_accept, "($self, /)"),
        PyMethodDef("bind", sock_bind, "($self, address, /)"),
        PyMethodDef("close", sock_close, "($self, /)"),
        PyMethodDef("connect", sock_connect, "($self, address, /)"),
        PyMethodDef("connect_ex", sock_connect_ex, "($self, address, /)"),
        PyMethodDef("detach", sock_detach, "($self, /)"),
        PyMethodDef("fileno", sock_fileno, "($self, /)"),
        PyMethodDef("getpeername", sock_getpeername, "($self, /)"),
        PyMethodDef("getsockname", sock_getsockname, "($self, /)"),
        PyMethodDef("getsockopt", sock_getsockopt, "($self, level, option, buffersize=0, /)"),
        PyMethodDef("listen", sock_listen, "($self, backlog=0, /)"),
        _recv("recv", False),
        _recv_into("recv_into", False),
        _recv("recvfrom", True),
        _recv_into("recvfrom_into", True),
        PyMethodDef("send", sock_send, "($self, data, flags=0, /)"),
        PyMethodDef("sendall", sock_sendall, "($self, data, flags=0, /)"),
        PyMethodDef("sendto", sock_sendto, "($self, data, flags, address=None, /)"),
        PyMethodDef("setblocking", sock_setblocking, "($self, flag, /)"),
        PyMethodDef("getblocking", sock_getblocking, "($self, /)"),
        PyMethodDef("settimeout", sock_settimeout, "($self, timeout, /)"),
        PyMethodDef("gettimeout", sock_gettimeout, "($self, /)"),
        PyMethodDef("setsockopt", sock_setsockopt, "($self, level, option, value, optlen=0, /)"),
        PyMethodDef("shutdown", sock_shutdown, "($self, how, /)"),
        PyMethodDef("recvmsg", sock_recvmsg, "($self, bufsize, ancbufsize=0, flags=0, /)"),
        PyMethodDef("sendmsg", sock_sendmsg,
                    "($self, buffers, ancdata=None, flags=0, address=None, /)"),
    ),
    tp_members=(
        PyMemberDef("family", "sock_family"), PyMemberDef("type", "sock_type"),
        PyMemberDef("proto", "sock_proto"),
    ),
    tp_getset=(PyGetSetDef("timeout", lambda op: _shown_timeout(op.value.sock_timeout)),),
)


# ---- functions

def socket_close(module: PyObject, fd: PyObject) -> Any:
    """``close(integer)``; a generator."""
    number = yield optional_int(fd)
    plain(lambda: network().close(number))
    return Py_None


def socket_dup(module: PyObject, fd: PyObject) -> Any:
    """``dup(integer)``; a generator."""
    number = yield optional_int(fd)
    return PyLong_FromLong(plain(lambda: network().dup(number)))


def socket_socketpair(
    module: PyObject, family: PyObject | None, type: PyObject | None, proto: PyObject | None
) -> Any:
    """``socketpair([family[, type[, proto]]])``; a generator."""
    numbers = ((yield optional_int(family, 1)), (yield optional_int(type, 1)), (yield optional_int(proto, 0)))
    flags = numbers[1] & (SOCK_NONBLOCK | SOCK_CLOEXEC)
    kind = numbers[1] & ~flags
    ends = plain(lambda: network().socketpair(numbers[0], kind, numbers[2]))
    made = []
    for fd in ends:
        op = PyType_GenericAlloc(sock_type, PySocketSockObject())
        body = op.value
        body.sock_fd, body.sock_family, body.sock_type, body.sock_proto = (
            fd, numbers[0], kind, numbers[2])
        body.sock_timeout = 0 if flags & SOCK_NONBLOCK else network().default_timeout
        made.append(op)
    return PyTuple_New(tuple(made))


def socket_getdefaulttimeout(module: PyObject) -> PyObject:
    """``getdefaulttimeout()``"""
    return _shown_timeout(network().default_timeout)


def socket_setdefaulttimeout(module: PyObject, timeout: PyObject) -> Any:
    """``setdefaulttimeout(timeout)``; a generator."""
    network().default_timeout = yield socket_parse_timeout(timeout)
    return Py_None


def socket_CMSG_LEN(module: PyObject, length: PyObject) -> Any:
    """``CMSG_LEN(length)``; a generator."""
    n = ssize_t(length)
    if type(n) in PENDING:
        n = yield n
    if not 0 <= n <= 0x7FFFFFFF - 16:
        raise PyErr_Format(
            exception_types["OverflowError"], "CMSG_LEN() argument out of range")
    return PyLong_FromLong(n + 16)


def socket_CMSG_SPACE(module: PyObject, length: PyObject) -> Any:
    """``CMSG_SPACE(length)``; a generator."""
    n = ssize_t(length)
    if type(n) in PENDING:
        n = yield n
    if not 0 <= n <= 0x7FFFFFFF - 24:
        raise PyErr_Format(
            exception_types["OverflowError"], "CMSG_SPACE() argument out of range")
    return PyLong_FromLong(-(-n // 8) * 8 + 16)


socket_methods = (
    *name_methods,
    PyMethodDef("close", socket_close, "($module, fd, /)"),
    PyMethodDef("dup", socket_dup, "($module, fd, /)"),
    PyMethodDef("socketpair", socket_socketpair, "($module, family=1, type=1, proto=0, /)"),
    PyMethodDef("getdefaulttimeout", socket_getdefaulttimeout, "($module, /)"),
    PyMethodDef("setdefaulttimeout", socket_setdefaulttimeout, "($module, timeout, /)"),
    PyMethodDef("CMSG_LEN", socket_CMSG_LEN, "($module, length, /)"),
    PyMethodDef("CMSG_SPACE", socket_CMSG_SPACE, "($module, length, /)"),
)


def PyInit__socket() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_socket", socket_methods)
    for name, op in (
        ("herror", herror), ("gaierror", gaierror), ("error", PyExc_OSError),
        ("timeout", exception_types["TimeoutError"]), ("SocketType", sock_type), ("socket", sock_type),
        ("has_ipv6", Py_True),
    ):
        PyModule_AddObjectRef(module, name, op)
    for name, number in CONSTANTS.items():
        value = PyLong_FromLong(number)
        PyModule_AddObjectRef(module, name, value)
        Py_DECREF(value)
    capsule = PyCapsule_New("_socket.CAPI", sock_type)
    PyModule_AddObjectRef(module, "CAPI", capsule)
    Py_DECREF(capsule)
    return module
