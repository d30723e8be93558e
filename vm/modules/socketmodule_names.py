"""Addresses and names of the _socket module: getsockaddrarg, getaddrinfo, inet_aton and their kin.

Part of Modules/socketmodule.c. There is no name service: numbers, "localhost" and the machine's own name are
all that is known.
"""

from __future__ import annotations

import ipaddress
import os
from typing import Any

from vm.host.sockets import AF_INET, AF_INET6, AF_UNIX
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.exceptions_os import OSError_new, PyErr_SetFromErrno
from vm.objects.getargs import c_int, c_string_arg, optional_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.pybuffer import bytes_like
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyByteArray_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OSError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

_EXCEPTION = {"tp_flags": Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
              "tp_basicsize": PyExc_OSError.value.tp_basicsize, "tp_dictoffset": 16,
              "tp_hostkey": "identity"}
herror = PyType_FromSpec("socket.herror", PyExc_OSError, **_EXCEPTION)
gaierror = PyType_FromSpec("socket.gaierror", PyExc_OSError, **_EXCEPTION)

HOSTNAME = "localhost"
EAI_NONAME, EAI_FAMILY, EAI_SERVICE, EAI_SOCKTYPE = -2, -6, -8, -7
AI_PASSIVE, AI_NUMERICHOST = 1, 4
NI_NUMERICHOST, NI_NUMERICSERV = 1, 2
EAFNOSUPPORT, ENAMETOOLONG, ENXIO, ENODEV = 97, 36, 6, 19
_GAI_MESSAGES = {
    EAI_NONAME: "Name or service not known",
    EAI_FAMILY: "ai_family not supported",
    EAI_SERVICE: "Servname not supported for ai_socktype",
    EAI_SOCKTYPE: "ai_socktype not supported",
}
#: The services that programs ask for by name.
_SERVICES = {"ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "pop3": 110,
             "ntp": 123, "imap2": 143, "https": 443, "imaps": 993, "pop3s": 995}
_UDP_SERVICES = frozenset(("domain", "ntp", "https"))
_PROTOCOLS = {"ip": 0, "icmp": 1, "tcp": 6, "udp": 17, "ipv6": 41, "ipv6-icmp": 58}
#: Type and protocol of each result of getaddrinfo, in the C library's order.
_KINDS = ((1, 6), (2, 17), (3, 0))


def set_gaierror(code: int) -> PyErr:
    """The host exception that raises ``gaierror``."""
    return set_error(gaierror, code, _GAI_MESSAGES[code])


def set_error(exc_type: PyObject, code: int, message: str) -> PyErr:
    """The host exception that raises a subclass of OSError with a number and a text."""
    number, text = PyLong_FromLong(code), PyUnicode_FromString(message)
    try:
        return _PyErr_SetObject(OSError_new(exc_type, [number, text], ()))
    finally:
        Py_DECREF(number)
        Py_DECREF(text)


# ---- converting addresses

def host_argument(op: PyObject) -> str:
    """The name of a host (idna_converter)."""
    flags = op.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        text = str(op.value)
        if not text.isascii():
            try:
                text = text.encode("idna").decode()
            except UnicodeError:
                raise PyErr_Format(PyExc_TypeError, "encoding of hostname failed") from None
    elif flags & Py_TPFLAGS_BYTES_SUBCLASS or PyObject_TypeCheck(op, PyByteArray_Type):
        text = bytes(op.value).decode("latin-1")
    else:
        raise PyErr_Format(
            PyExc_TypeError,
            f"str, bytes or bytearray expected, not {op.ob_type.value.tp_name}")
    if "\0" in text:
        raise PyErr_Format(PyExc_TypeError, "host name must not contain null character")
    return text


def number_of(host: str, family: int) -> str | None:
    """A numeric address in its usual form, or None."""
    try:
        return str(ipaddress.IPv4Address(host) if family == AF_INET else ipaddress.IPv6Address(host))
    except ValueError:
        return None


def setipaddr(host: str, family: int) -> str:
    """The numeric address of a host's name; gaierror if it has none."""
    if not host:
        return "0.0.0.0" if family == AF_INET else "::"
    if host == "<broadcast>" and family == AF_INET:
        return "255.255.255.255"
    found = number_of(host, family)
    if found is None and host.lower() in ("localhost", HOSTNAME):
        found = "127.0.0.1" if family == AF_INET else "::1"
    if found is None:
        raise set_gaierror(EAI_NONAME)
    return found


def getsockaddrarg(family: int, op: PyObject, caller: str) -> Any:
    """The address that an argument means, as the network keeps it (a generator)."""
    if family == AF_UNIX:
        return _unix_address(op)
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"{caller}(): AF_INET{'' if family == AF_INET else '6'} address must "
            f"be tuple, not {op.ob_type.value.tp_name:.500}")
    if family == AF_INET and len(op.value) != 2:
        raise PyErr_Format(PyExc_TypeError, "AF_INET address must be a pair (host, port)")
    if not 2 <= len(op.value) <= 4:
        raise PyErr_Format(
            PyExc_TypeError,
            "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
    host = host_argument(op.value[0])
    numbers = []
    for item in op.value[1:]:
        number = c_int(item)
        numbers.append((yield number) if type(number) in PENDING else number)
    address = setipaddr(host, family)
    if not 0 <= numbers[0] <= 0xFFFF:
        raise PyErr_Format(PyExc_OverflowError, f"{caller}(): port must be 0-65535.")
    if family == AF_INET:
        return address, numbers[0]
    return (address, *numbers, *(0, 0)[len(numbers) - 1:])


def _unix_address(op: PyObject) -> bytes:
    if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        path = os.fsencode(op.value)
    else:
        path = bytes(bytes_like(op))
    if len(path) > 108:
        raise PyErr_Format(PyExc_OSError, "AF_UNIX path too long")
    return path


def makesockaddr(family: int, name: Any) -> PyObject:
    """The guest's form of an address."""
    if family == AF_UNIX:
        if name is None or not name.startswith(b"\0"):
            return PyUnicode_FromString(os.fsdecode(name or b""))
        return PyBytes_FromString(name)
    if name is None:
        name = ("0.0.0.0", 0) if family == AF_INET else ("::", 0, 0, 0)
    return PyTuple_New((PyUnicode_FromString(name[0]), *map(PyLong_FromLong, name[1:])))


# ---- functions

def _service(op: PyObject, kind: int) -> int:
    """The port that getaddrinfo's second argument means."""
    if op is Py_None:
        return 0
    value = op.value
    if isinstance(value, int):
        return value & 0xFFFF
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        raise PyErr_Format(PyExc_OSError, "Int or String expected")
    if value.isdecimal() and value.isascii():
        return int(value[:20]) & 0xFFFF
    if value not in _SERVICES or kind == 3:
        raise set_gaierror(EAI_SERVICE)
    return _SERVICES[value]


def _addresses(host: PyObject, family: int, flags: int) -> list[tuple[int, str]]:
    """Families and numeric addresses of a host."""
    if host is Py_None:
        any_host = flags & AI_PASSIVE
        found = [(AF_INET6, "::" if any_host else "::1"),
                 (AF_INET, "0.0.0.0" if any_host else "127.0.0.1")]
        return [pair for pair in found if family in (0, pair[0])]
    text = _host_text(host)
    for kind in (AF_INET, AF_INET6):
        number = number_of(text, kind)
        if number is not None:
            if family not in (0, kind):
                raise set_error(gaierror, -9, "Address family for hostname not supported")
            return [(kind, number)]
    if text.lower() not in ("localhost", HOSTNAME) or flags & AI_NUMERICHOST:
        raise set_gaierror(EAI_NONAME)
    return [(AF_INET6, "::1")] if family == AF_INET6 else [(AF_INET, "127.0.0.1")]


def _host_text(host: PyObject) -> str:
    flags = host.ob_type.value.tp_flags
    if not flags & (Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "getaddrinfo() argument 1 must be string or None")
    return host_argument(host)


def socket_getaddrinfo(
    module: PyObject, host: PyObject, port: PyObject, family: PyObject | None,
    type: PyObject | None, proto: PyObject | None, flags: PyObject | None
) -> Any:
    """``getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)``; a generator."""
    wanted_family = yield optional_int(family)
    wanted_kind = yield optional_int(type)
    wanted_proto = yield optional_int(proto)
    bits = yield optional_int(flags)
    if host is Py_None and port is Py_None:
        raise set_gaierror(EAI_NONAME)
    if wanted_family not in (0, AF_INET, AF_INET6):
        raise set_gaierror(EAI_FAMILY)
    addresses = _addresses(host, wanted_family, bits)
    kinds = [(kind, number) for kind, number in _KINDS
             if wanted_kind in (0, kind) and (wanted_proto in (0, number) or kind == 3)]
    if not kinds:
        raise set_gaierror(EAI_SOCKTYPE if wanted_kind > 6 else EAI_SERVICE)
    if wanted_kind == 0 and port.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS and (
        not port.value.isdecimal()
    ):
        kinds = [pair for pair in kinds
                 if pair[0] == 1 or (pair[0] == 2 and port.value in _UDP_SERVICES)]
    number = _service(port, wanted_kind)
    rows = []
    for found_family, address in addresses:
        name = (address, number) if found_family == AF_INET else (address, number, 0, 0)
        for kind, kind_proto in kinds:
            rows.append(PyTuple_New((
                PyLong_FromLong(found_family), PyLong_FromLong(kind), PyLong_FromLong(kind_proto),
                PyUnicode_FromString(""), makesockaddr(found_family, name))))
    return PyList_New(rows)


def socket_getnameinfo(module: PyObject, sockaddr: PyObject, flags: PyObject) -> Any:
    """``getnameinfo(sockaddr, flags)``; a generator."""
    if not sockaddr.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "getnameinfo() argument 1 must be a tuple")
    bits = yield optional_int(flags)
    if not 2 <= len(sockaddr.value) <= 4:
        raise PyErr_Format(PyExc_TypeError, "getnameinfo(): illegal sockaddr argument")
    host = host_argument(sockaddr.value[0])
    port = yield optional_int(sockaddr.value[1])
    address = number_of(host, AF_INET) or number_of(host, AF_INET6)
    if address is None:
        raise set_gaierror(EAI_NONAME)
    if not bits & NI_NUMERICHOST and address in ("127.0.0.1", "::1"):
        address = "localhost"
    service = str(port)
    if not bits & NI_NUMERICSERV:
        service = next((name for name, n in _SERVICES.items() if n == port), service)
    return PyTuple_New((PyUnicode_FromString(address), PyUnicode_FromString(service)))


def socket_gethostbyname(module: PyObject, name: PyObject) -> PyObject:
    """``gethostbyname(host)``"""
    return PyUnicode_FromString(setipaddr(host_argument(name), AF_INET))


def socket_gethostbyname_ex(module: PyObject, name: PyObject) -> PyObject:
    """``gethostbyname_ex(host)``: name, aliases, addresses."""
    host = host_argument(name)
    address = setipaddr(host, AF_INET)
    return PyTuple_New((PyUnicode_FromString(host), PyList_New([]),
                        PyList_New([PyUnicode_FromString(address)])))


def socket_gethostbyaddr(module: PyObject, name: PyObject) -> PyObject:
    """``gethostbyaddr(host)``: only the machine itself has a name."""
    host = host_argument(name)
    address = setipaddr(host, AF_INET6 if number_of(host, AF_INET6) else AF_INET)
    if address not in ("127.0.0.1", "::1"):
        raise set_error(herror, 1, "Unknown host")
    return PyTuple_New((PyUnicode_FromString("localhost"), PyList_New([]),
                        PyList_New([PyUnicode_FromString(address)])))


def socket_gethostname(module: PyObject) -> PyObject:
    """``gethostname()``"""
    return PyUnicode_FromString(HOSTNAME)


def socket_sethostname(module: PyObject, name: PyObject) -> PyObject:
    """``sethostname(name)``: not permitted."""
    raise PyErr_SetFromErrno(1)


def _text(op: PyObject, function: str, argument: str) -> str:
    return c_string_arg(op, function, argument, "")


def socket_getservbyname(module: PyObject, name: PyObject, proto: PyObject | None) -> PyObject:
    """``getservbyname(servicename[, protocolname])``"""
    service = _text(name, "getservbyname", "argument 1")
    port = _SERVICES.get(service)
    if port is None or (proto is not None and not (
        proto.value == "tcp" or (proto.value == "udp" and service in _UDP_SERVICES)
    )):
        raise PyErr_Format(PyExc_OSError, "service/proto not found")
    return PyLong_FromLong(port)


def socket_getservbyport(module: PyObject, port: PyObject, proto: PyObject | None) -> Any:
    """``getservbyport(port[, protocolname])``; a generator."""
    number = yield optional_int(port)
    if not 0 <= number <= 0xFFFF:
        raise PyErr_Format(PyExc_OverflowError, "getservbyport: port must be 0-65535.")
    for name, known in _SERVICES.items():
        if known == number:
            return PyUnicode_FromString(name)
    raise PyErr_Format(PyExc_OSError, "port/proto not found")


def socket_getprotobyname(module: PyObject, name: PyObject) -> PyObject:
    """``getprotobyname(name)``"""
    number = _PROTOCOLS.get(_text(name, "getprotobyname", "argument 1"))
    if number is None:
        raise PyErr_Format(PyExc_OSError, "protocol not found")
    return PyLong_FromLong(number)


def socket_inet_aton(module: PyObject, ip_addr: PyObject) -> PyObject:
    """``inet_aton(string)``: the four bytes of an IPv4 address, also in its short forms."""
    text = _text(ip_addr, "inet_aton", "argument")
    packed = _parse_inet(text)
    if packed is None:
        raise PyErr_Format(PyExc_OSError, "illegal IP address string passed to inet_aton")
    return PyBytes_FromString(packed)


def _parse_inet(text: str) -> bytes | None:
    """An address of one to four numbers, each decimal, octal or hexadecimal."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers = []
    for part in parts:
        digits = part.lower()
        base = 16 if digits.startswith("0x") else 8 if digits.startswith("0") else 10
        if not digits.isalnum() or not digits.isascii() or len(digits) > 20:
            return None
        try:
            numbers.append(int(digits, base) if digits != "0" else 0)
        except ValueError:
            return None
    *first, last = numbers
    if any(n > 255 for n in first) or last >= 1 << 8 * (5 - len(numbers)):
        return None
    return bytes(first) + last.to_bytes(5 - len(numbers), "big")


def _packed(op: PyObject) -> bytes:
    return bytes(bytes_like(op))


def socket_inet_ntoa(module: PyObject, packed_ip: PyObject) -> PyObject:
    """``inet_ntoa(packed_ip)``"""
    data = _packed(packed_ip)
    if len(data) != 4:
        raise PyErr_Format(PyExc_OSError, "packed IP wrong length for inet_ntoa")
    return PyUnicode_FromString(".".join(map(str, data)))


def socket_inet_pton(module: PyObject, af: PyObject, ip: PyObject) -> Any:
    """``inet_pton(af, ip)``; a generator."""
    family = yield optional_int(af)
    text = _text(ip, "inet_pton", "argument 2")
    if family not in (AF_INET, AF_INET6):
        raise PyErr_SetFromErrno(EAFNOSUPPORT)
    if number_of(text, family) is None or "%" in text:
        raise PyErr_Format(PyExc_OSError, "illegal IP address string passed to inet_pton")
    return PyBytes_FromString(ipaddress.ip_address(text).packed)


def socket_inet_ntop(module: PyObject, af: PyObject, packed_ip: PyObject) -> Any:
    """``inet_ntop(af, packed_ip)``; a generator."""
    family = yield optional_int(af)
    data = _packed(packed_ip)
    if family not in (AF_INET, AF_INET6):
        raise PyErr_Format(PyExc_ValueError, f"unknown address family {family}")
    if len(data) != (4 if family == AF_INET else 16):
        raise PyErr_Format(PyExc_ValueError, "invalid length of packed IP address string")
    if family == AF_INET:
        return PyUnicode_FromString(str(ipaddress.IPv4Address(data)))
    address = ipaddress.IPv6Address(data)
    if address.ipv4_mapped is not None:
        return PyUnicode_FromString(f"::ffff:{address.ipv4_mapped}")
    return PyUnicode_FromString(str(address))


def _swap(name: str, size: int) -> PyMethodDef:
    """htons() and its kin: the host's order of bytes is the guest's, least first."""
    kind = "16" if size == 2 else "32"

    def swap(module: PyObject, x: PyObject) -> Any:
        if size == 2:
            number = yield optional_int(x)
        elif not isinstance(x.value, int):
            raise PyErr_Format(
                PyExc_TypeError, f"expected int, {x.ob_type.value.tp_name} found")
        else:
            number = int(x.value)
        if number < 0:
            raise PyErr_Format(
                PyExc_OverflowError,
                f"{name}: can't convert negative Python int to C {kind}-bit unsigned integer"
                if size == 2 else "can't convert negative value to unsigned int")
        if number >= 1 << 8 * size:
            raise PyErr_Format(
                PyExc_OverflowError,
                f"{name}: Python int too large to convert to C {kind}-bit unsigned integer"
                if size == 2 or number < 1 << 64 else
                "Python int too large to convert to C unsigned long")
        return PyLong_FromLong(int.from_bytes(number.to_bytes(size, "little"), "big"))

    swap.__name__ = f"socket_{name}"
    return PyMethodDef(name, swap, "($module, integer, /)")


def socket_if_nameindex(module: PyObject) -> PyObject:
    """``if_nameindex()``: the loopback device."""
    return PyList_New([PyTuple_New((PyLong_FromLong(1), PyUnicode_FromString("lo")))])


def socket_if_nametoindex(module: PyObject, oname: PyObject) -> PyObject:
    """``if_nametoindex(if_name)``"""
    if oname.value not in ("lo", b"lo"):
        raise PyErr_Format(PyExc_OSError, "no interface with this name")
    return PyLong_FromLong(1)


def socket_if_indextoname(module: PyObject, index: PyObject) -> Any:
    """``if_indextoname(if_index)``; a generator."""
    if (yield optional_int(index)) != 1:
        raise PyErr_SetFromErrno(ENXIO)
    return PyUnicode_FromString("lo")


name_methods = (
    PyMethodDef("gethostbyname", socket_gethostbyname, "($module, host, /)"),
    PyMethodDef("gethostbyname_ex", socket_gethostbyname_ex, "($module, host, /)"),
    PyMethodDef("gethostbyaddr", socket_gethostbyaddr, "($module, host, /)"),
    PyMethodDef("gethostname", socket_gethostname, "($module, /)"),
    PyMethodDef("sethostname", socket_sethostname, "($module, name, /)"),
    PyMethodDef("getservbyname", socket_getservbyname,
                "($module, servicename, protocolname=None, /)"),
    PyMethodDef("getservbyport", socket_getservbyport, "($module, port, protocolname=None, /)"),
    PyMethodDef("getprotobyname", socket_getprotobyname, "($module, name, /)"),
    _swap("ntohs", 2), _swap("ntohl", 4), _swap("htons", 2), _swap("htonl", 4),
    PyMethodDef("inet_aton", socket_inet_aton, "($module, ip_addr, /)"),
    PyMethodDef("inet_ntoa", socket_inet_ntoa, "($module, packed_ip, /)"),
    PyMethodDef("inet_pton", socket_inet_pton, "($module, address_family, ip_string, /)"),
    PyMethodDef("inet_ntop", socket_inet_ntop, "($module, address_family, packed_ip, /)"),
    PyMethodDef("getaddrinfo", socket_getaddrinfo,
                "($module, /, host, port, family=0, type=0, proto=0, flags=0)"),
    PyMethodDef("getnameinfo", socket_getnameinfo, "($module, sockaddr, flags, /)"),
    PyMethodDef("if_nameindex", socket_if_nameindex, "($module, /)"),
    PyMethodDef("if_nametoindex", socket_if_nametoindex, "($module, if_name, /)"),
    PyMethodDef("if_indextoname", socket_if_indextoname, "($module, if_index, /)"),
)
