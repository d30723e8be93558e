"""Writing objects as bytes: the first half of Python/marshal.c.

An object that may be met again is marked (FLAG_REF), and a second meeting is written as its index. C marks
every object to which there is more than one reference. So does this; only the tuples of names and the
tables of code objects, which are host values here, count the places in which they stand in what is written:
the compiler shares them where they are equal.
"""

from __future__ import annotations

import struct
from collections import Counter
from typing import Any

from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.dictobject import _PyDict_HostItems
from vm.objects.pybuffer import simple_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_Ellipsis,
    Py_False,
    Py_None,
    Py_True,
    PyBytes_Type,
    PyCode_Type,
    PyComplex_Type,
    PyDict_Type,
    PyErr,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PySet_Type,
    PyTuple_Type,
    PyUnicode_Type,
    decref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Clear, PyErr_Format, PyExc_StopIteration, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import _singletons

Py_MARSHAL_VERSION = 4
MAX_MARSHAL_STACK_DEPTH = 2000
SIZE32_MAX = 0x7FFFFFFF
FLAG_REF = 0x80
_pack_long = struct.Struct("<i").pack
_pack_double = struct.Struct("<d").pack

_SINGLETONS = {
    Py_None: b"N", PyExc_StopIteration: b"S", Py_Ellipsis: b".", Py_False: b"F", Py_True: b"T"}


class _Unmarshallable(Exception):
    """What stops the writing; the message is the guest's."""


def _is_interned(text: PyObject) -> bool:
    value = text.value
    if len(value) < 2 and _singletons.get(value) is text:
        return True
    return _PyRuntime.interned.get(value) is text


class WFILE:
    """What is being written.

    Attributes:
        out: the bytes so far.
        version: of the format.
        refs: index of each object that may be referred to, by object or, for host values, by value.
        shared: what stands for each host value that is in more than one place.
        shared_objects: the guest objects among these.
    """

    __slots__ = ("out", "version", "allow_code", "refs", "shared", "shared_objects", "depth")

    def __init__(self, version: int, allow_code: bool):
        self.out = bytearray()
        self.version = version
        self.allow_code = allow_code
        self.refs: dict[Any, int] = {}
        self.shared: dict[Any, Any] = {}
        self.shared_objects: set[PyObject] = set()
        self.depth = 0

    # -- pieces ------------------------------------------------------------------------------------------

    def type(self, code: bytes, flag: int) -> None:
        """Write a type byte."""
        self.out.append(code[0] | flag)

    def size(self, n: int) -> None:
        """Write a size."""
        if n > SIZE32_MAX:
            raise _Unmarshallable("unmarshallable object")
        self.out += _pack_long(n)

    def pstring(self, data: bytes) -> None:
        """Write a size and bytes."""
        self.size(len(data))
        self.out += data

    def ref(self, key: Any, once: bool) -> int | None:
        """Refer to what was written before (None), or say with which flag it is to be written (w_ref).

        Args:
            key: the object, or what stands for a host value.
            once: whether nothing else can refer to it.
        """
        if self.version < 3 or once:
            return 0
        index = self.refs.get(key)
        if index is None:
            self.refs[key] = len(self.refs)
            return FLAG_REF
        self.out += b"r" + _pack_long(index)
        return None

    # -- objects -----------------------------------------------------------------------------------------

    def object(self, op: PyObject) -> None:
        """Write an object (w_object)."""
        self.depth += 1
        if self.depth > MAX_MARSHAL_STACK_DEPTH:
            raise _Unmarshallable("object too deeply nested to marshal")
        single = _SINGLETONS.get(op)
        if single is not None:
            self.out += single
        else:
            once = op.ob_refcnt == 1 and op not in self.shared_objects and not (
                op.ob_type is PyUnicode_Type and _is_interned(op))
            flag = self.ref(op, once)
            if flag is not None:
                self.complex_object(op, flag)
        self.depth -= 1

    def complex_object(self, op: PyObject, flag: int) -> None:
        """Write an object that is no singleton and has not been written yet (w_complex_object)."""
        writer = _WRITERS.get(op.ob_type)
        if writer is not None:
            writer(self, op, flag)
            return
        try:
            data = simple_buffer(op)
        except PyErr as err:
            PyErr_Clear(err)
            data = None
        if data is None or type(data) in PENDING:
            raise _Unmarshallable("unmarshallable object")
        self.type(b"s", flag)
        self.pstring(bytes(data))

    def text(self, text: str, interned: bool, flag: int) -> None:
        """Write a str."""
        if self.version >= 4 and text.isascii():
            data = text.encode()
            if len(data) < 256:
                self.type(b"Z" if interned else b"z", flag)
                self.out.append(len(data))
                self.out += data
            else:
                self.type(b"A" if interned else b"a", flag)
                self.pstring(data)
        else:
            self.type(b"t" if self.version >= 3 and interned else b"u", flag)
            self.pstring(text.encode("utf-8", "surrogatepass"))

    def tuple_head(self, n: int, flag: int) -> None:
        """Write a tuple's type and size."""
        if self.version >= 4 and n < 256:
            self.type(b")", flag)
            self.out.append(n)
        else:
            self.type(b"(", flag)
            self.size(n)

    # -- the host values of code objects -----------------------------------------------------------------

    def name(self, text: str) -> None:
        """Write an identifier: an interned str."""
        op = _singletons.get(text) if len(text) < 2 else None
        if op is None:
            op = _PyRuntime.interned.get(text)
        flag = self.ref(("name", text) if op is None else op, False)
        if flag is not None:
            self.text(text, True, flag)

    def names(self, names: tuple[str, ...]) -> None:
        """Write a tuple of identifiers."""
        key = self.shared.get(names)
        flag = self.ref(key, key is None)
        if flag is not None:
            self.tuple_head(len(names), flag)
            for text in names:
                self.name(text)

    def table(self, data: bytes) -> None:
        """Write bytes that the compiler made."""
        key = self.shared.get(data)
        flag = self.ref(key, key is None)
        if flag is not None:
            self.type(b"s", flag)
            self.pstring(data)


# ---- writers by type

def w_PyLong(p: WFILE, op: PyObject, flag: int) -> None:
    """An int: in four bytes if it fits, else in digits of 15 bits."""
    value = op.value
    if -(1 << 31) <= value < 1 << 31:
        p.type(b"i", flag)
        p.out += _pack_long(value)
        return
    p.type(b"l", flag)
    rest = abs(value)
    digits = -(-rest.bit_length() // 15)
    p.out += _pack_long(-digits if value < 0 else digits)
    packed = bytearray()
    while rest:
        chunk, rest = rest & ((1 << 15 * 64) - 1), rest >> 15 * 64
        for i in range(64 if rest else -(-chunk.bit_length() // 15)):
            packed += (chunk >> 15 * i & 0x7FFF).to_bytes(2, "little")
    p.out += packed


def _write_number(p: WFILE, value: float) -> None:
    if p.version > 1:
        p.out += _pack_double(value)
    else:
        text = format(value, ".17g").encode()
        p.out.append(len(text))
        p.out += text


def _write_float(p: WFILE, op: PyObject, flag: int) -> None:
    p.type(b"g" if p.version > 1 else b"f", flag)
    _write_number(p, op.value)


def _write_complex(p: WFILE, op: PyObject, flag: int) -> None:
    p.type(b"y" if p.version > 1 else b"x", flag)
    _write_number(p, op.value.real)
    _write_number(p, op.value.imag)


def _write_bytes(p: WFILE, op: PyObject, flag: int) -> None:
    p.type(b"s", flag)
    p.pstring(op.value)


def _write_str(p: WFILE, op: PyObject, flag: int) -> None:
    p.text(op.value, _is_interned(op), flag)


def _write_tuple(p: WFILE, op: PyObject, flag: int) -> None:
    p.tuple_head(len(op.value), flag)
    for item in op.value:
        p.object(item)


def _write_list(p: WFILE, op: PyObject, flag: int) -> None:
    p.type(b"[", flag)
    p.size(len(op.value))
    for item in op.value:
        p.object(item)


def _write_dict(p: WFILE, op: PyObject, flag: int) -> None:
    p.type(b"{", flag)
    for key, value in _PyDict_HostItems(op):
        p.object(key)
        p.object(value)
    p.out += b"0"


def _write_set(p: WFILE, op: PyObject, flag: int) -> None:
    p.type(b">" if op.ob_type is PyFrozenSet_Type else b"<", flag)
    items = list(op.value.me_key.values())
    p.size(len(items))
    dumps = []
    for item in items:
        item.ob_refcnt += 1  # C holds them meanwhile, so that all count as shared
    try:
        for item in items:
            inner = WFILE(p.version, p.allow_code)
            inner.depth = p.depth
            inner.object(item)
            dumps.append((bytes(inner.out), item))
        for _, item in sorted(dumps, key=lambda pair: pair[0]):
            p.object(item)
    finally:
        decref_all(items)


def _write_code(p: WFILE, op: PyObject, flag: int) -> None:
    if not p.allow_code:
        raise _Unmarshallable("marshalling code objects is disallowed")
    body = op.value
    if not p.shared:
        p.shared = _shared_values(op)
        p.shared_objects = {key for key in p.shared.values() if isinstance(key, PyObject)}
    p.type(b"c", flag)
    for number in (body.co_argcount, body.co_posonlyargcount, body.co_kwonlyargcount,
                   body.co_stacksize, body.co_flags):
        p.out += _pack_long(number)
    p.type(b"s", p.ref(("co_code", body), False) or 0)  # C keeps it with the code object: two references
    p.pstring(body.co_code)
    p.object(body.co_consts)
    p.names(body.co_names)
    p.names(body.co_localsplusnames)
    kinds = body.co_localspluskinds
    if kinds:  # made for this code object alone
        p.type(b"s", 0)
        p.pstring(kinds)
    else:
        p.table(kinds)
    p.object(body.filename_op)
    p.name(body.co_name)
    p.name(body.co_qualname)
    p.out += _pack_long(body.co_firstlineno)
    p.table(body.co_linetable)
    p.table(body.co_exceptiontable)


def _shared_values(op: PyObject) -> dict[Any, Any]:
    """The names and tables that stand in several places below a code object, and what stands for each."""
    found: Counter[Any] = Counter()
    consts: dict[Any, PyObject] = {}
    work, seen = [op], set()
    while work:
        item = work.pop()
        if item in seen:
            continue
        seen.add(item)
        if item.ob_type is PyCode_Type:
            body = item.value
            found.update((body.co_names, body.co_localsplusnames, body.co_linetable,
                          body.co_exceptiontable))
            work.append(body.co_consts)
        elif item.ob_type is PyTuple_Type:
            work += item.value
            if all(part.ob_type is PyUnicode_Type for part in item.value):
                consts[tuple([part.value for part in item.value])] = item
        elif item.ob_type is PyBytes_Type:
            consts[item.value] = item
    shared: dict[Any, Any] = {value: ("shared", value) for value, n in found.items() if n > 1}
    for value, item in consts.items():
        if value in found:
            shared[value] = item
    shared[()] = PyTuple_New(())
    for i in range(-1, 256):
        value = bytes((i,)) if i >= 0 else b""
        shared[value] = PyBytes_FromString(value)  # these are immortal
    return shared


_WRITERS = {
    PyLong_Type: w_PyLong, PyFloat_Type: _write_float, PyComplex_Type: _write_complex,
    PyBytes_Type: _write_bytes, PyUnicode_Type: _write_str, PyTuple_Type: _write_tuple,
    PyList_Type: _write_list, PyDict_Type: _write_dict, PySet_Type: _write_set,
    PyFrozenSet_Type: _write_set, PyCode_Type: _write_code,
}


def _PyMarshal_WriteObjectToString(op: PyObject, version: int, allow_code: bool = True) -> bytes:
    """The bytes that stand for an object.

    Raises:
        PyErr: ValueError for what cannot be written.
    """
    p = WFILE(version, allow_code)
    try:
        p.object(op)
    except _Unmarshallable as err:
        raise PyErr_Format(PyExc_ValueError, str(err)) from None
    return bytes(p.out)
