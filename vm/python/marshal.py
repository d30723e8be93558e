"""Reading and writing objects as bytes, as .pyc files hold them. Models Python/marshal.c.

The writer is in marshal_write.py. Reading from a file first measures how far an object reaches
(`_extent`, which asks for exactly the bytes that C asks for), then reads what has been collected.
"""

from __future__ import annotations

import struct
from types import CodeType
from typing import Any

from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_CallMethod
from vm.objects.codeobject import _PyCode_New, _PyCode_Validate, code_fields
from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.getargs import boolean
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import PyMemoryView_FromObject
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING, finish_pending
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_False,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyByteArray_Type,
    PyBytes_Type,
    PyComplex_Type,
    PyErr,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Clear,
    PyErr_Format,
    PyExc_EOFError,
    PyExc_OverflowError,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.setobject import PySet_Add, PySet_New
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
from vm.python.library_code import is_library_code
from vm.python.marshal_write import Py_MARSHAL_VERSION, _PyMarshal_WriteObjectToString

MAX_MARSHAL_STACK_DEPTH = 2000
FLAG_REF = 0x80
_REF = ord("r")
_long = struct.Struct("<i").unpack_from
_five_longs = struct.Struct("<5i").unpack_from
_double = struct.Struct("<d").unpack_from


def _bad(what: str) -> PyErr:
    return PyErr_Format(PyExc_ValueError, f"bad marshal data ({what})")


def _null_object(where: str) -> PyErr:
    return PyErr_Format(PyExc_TypeError, f"NULL object in marshal data for {where}")


class RFILE:
    """Data that is being read.

    Attributes:
        data: the bytes.
        pos: where the next object begins.
        refs: objects that may be referred to, by index; NULL for one that is not yet complete.
        depth: how deep the object now read is nested.
        allow_code: whether code objects may be read.
        trusted: whether a compiler has made them (library_code.py).
    """

    __slots__ = ("data", "pos", "end", "refs", "depth", "allow_code", "trusted")

    def __init__(self, data: bytes, allow_code: bool = True, trusted: bool = False):
        self.data = data
        self.pos = 0
        self.end = len(data)
        self.refs: list[PyObject | None] = []
        self.depth = 0
        self.allow_code = allow_code
        self.trusted = trusted

    def string(self, n: int) -> bytes:
        """The next n bytes."""
        start = self.pos
        if self.end - start < n:
            raise PyErr_Format(PyExc_EOFError, "marshal data too short")
        self.pos = start + n
        return self.data[start:start + n]

    def byte(self) -> int:
        """The next byte."""
        if self.pos >= self.end:
            raise PyErr_Format(PyExc_EOFError, "EOF read where not expected")
        self.pos += 1
        return self.data[self.pos - 1]

    def short(self) -> int:
        """The next two bytes as a signed number."""
        return int.from_bytes(self.string(2), "little", signed=True)

    def long(self) -> int:
        """The next four bytes as a signed number."""
        if self.end - self.pos < 4:
            raise PyErr_Format(PyExc_EOFError, "marshal data too short")
        self.pos += 4
        return _long(self.data, self.pos - 4)[0]

    def size(self, what: str) -> int:
        """The next four bytes as a size."""
        n = self.long()
        if n < 0:
            raise _bad(f"{what} size out of range")
        return n

    def object(self) -> PyObject | None:
        """The next object (r_object): a new reference, or NULL where a dict ends."""
        if self.pos >= self.end:
            raise PyErr_Format(PyExc_EOFError, "EOF read where object expected")
        code = self.data[self.pos]
        self.pos += 1
        read = _READERS.get(code & 0x7F)
        if read is None:
            raise _bad("unknown type code")
        if self.depth >= MAX_MARSHAL_STACK_DEPTH:
            raise PyErr_Format(PyExc_ValueError, "recursion limit exceeded")
        self.depth += 1
        res = read(self, code & FLAG_REF)
        self.depth -= 1
        return res

    def item(self, where: str) -> PyObject:
        """The next object of a container."""
        op = self.object()
        if op is None:
            raise _null_object(where)
        return op

    def ref(self, op: PyObject, flag: int) -> PyObject:
        """Remember an object if its type byte said so (r_ref)."""
        if flag:
            op.ob_refcnt += 1
            self.refs.append(op)
        return op

    def reserve(self, flag: int) -> int:
        """Take an index for an object that is not yet made (r_ref_reserve)."""
        if flag:
            self.refs.append(None)
        return len(self.refs) - 1

    def insert(self, op: PyObject, index: int, flag: int) -> PyObject:
        """Fill a reserved index (r_ref_insert)."""
        if flag:
            op.ob_refcnt += 1
            self.refs[index] = op
        return op

    def close(self) -> None:
        """Drop the references to what was read."""
        decref_all(self.refs)


# ---- atoms

def _constant(op: PyObject | None) -> Any:
    def read(p: RFILE, flag: int) -> PyObject | None:
        if op is not None:
            op.ob_refcnt += 1
        return op

    return read


def _read_int(p: RFILE, flag: int) -> PyObject:
    return p.ref(PyLong_FromLong(p.long()), flag)


def _read_int64(p: RFILE, flag: int) -> PyObject:
    return p.ref(PyLong_FromLong(int.from_bytes(p.string(8), "little", signed=True)), flag)


def r_PyLong(p: RFILE, flag: int) -> PyObject:
    """An int in digits of 15 bits."""
    n = p.long()
    if n == -1 << 31:
        raise _bad("long size out of range")
    value = digit = 0
    for i in range(abs(n)):
        digit = p.short()
        if digit < 0:
            raise _bad("digit out of range in long")
        value |= digit << 15 * i
    if n and not digit:
        raise _bad("unnormalized long data")
    return p.ref(PyLong_FromLong(-value if n < 0 else value), flag)


def r_float_str(p: RFILE) -> float:
    """A float as text."""
    text = p.string(p.byte())
    try:
        number = text.decode("ascii")
        if number != number.strip() or "_" in number:
            raise ValueError
        return float(number)
    except ValueError:
        shown = text.decode("utf-8", "backslashreplace").partition("\0")[0]
        raise PyErr_Format(
            PyExc_ValueError, f"could not convert string to float: {shown!r}") from None


def r_float_bin(p: RFILE) -> float:
    """A float in eight bytes."""
    return _double(p.string(8))[0]


def _float_reader(number: Any) -> Any:
    return lambda p, flag: p.ref(PyObject(PyFloat_Type, number(p)), flag)


def _complex_reader(number: Any) -> Any:
    return lambda p, flag: p.ref(PyObject(PyComplex_Type, complex(number(p), number(p))), flag)


def _read_string(p: RFILE, flag: int) -> PyObject:
    return p.ref(PyBytes_FromString(p.string(p.size("bytes object"))), flag)


def _ascii_reader(interned: bool, short: bool) -> Any:
    make = PyUnicode_InternFromString if interned else PyUnicode_FromString

    def read(p: RFILE, flag: int) -> PyObject:
        text = p.string(p.byte() if short else p.size("string")).decode("latin-1")
        op = make(text)
        if flag:
            op.ob_refcnt += 1
            p.refs.append(op)
        return op

    return read


def _unicode_reader(interned: bool) -> Any:
    make = PyUnicode_InternFromString if interned else PyUnicode_FromString

    def read(p: RFILE, flag: int) -> PyObject:
        data = p.string(p.size("string"))
        try:
            text = data.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as err:
            from vm.objects.bridge import host_error

            raise host_error(err) from None
        return p.ref(make(text), flag)

    return read


# ---- containers

def _items(p: RFILE, n: int, where: str, items: list[PyObject]) -> None:
    """Read n objects into a host list; what is in it is dropped on an error."""
    try:
        _read_items(p, n, where, items)
    except PyErr:
        decref_all(items)
        raise


def _read_items(p: RFILE, n: int, where: str, items: list[PyObject]) -> None:
    """Read n objects into a host list. Nearly half of them are references: these are read right here."""
    data, refs, last = p.data, p.refs, p.end - 5
    for _ in range(n):
        pos = p.pos
        if pos <= last and data[pos] == _REF:
            op = refs[index] if 0 <= (index := _long(data, pos + 1)[0]) < len(refs) else None
            if op is None:
                raise _bad("invalid reference")
            op.ob_refcnt += 1
            p.pos = pos + 5
        else:
            op = p.object()
            if op is None:
                raise _null_object(where)
        items.append(op)


def _tuple_reader(small: bool) -> Any:
    def read(p: RFILE, flag: int) -> PyObject:
        n = p.byte() if small else p.size("tuple")
        if not n:
            return p.ref(PyTuple_New(()), flag)
        index = p.reserve(flag)
        items: list[PyObject] = []
        _items(p, n, "tuple", items)
        return p.insert(PyTuple_New(tuple(items)), index, flag)

    return read


def _read_list(p: RFILE, flag: int) -> PyObject:
    n = p.size("list")
    op = p.ref(PyList_New([]), flag)
    items: list[PyObject] = []
    try:
        _items(p, n, "list", items)
    except PyErr:
        Py_DECREF(op)
        raise
    op.value.extend(items)
    return op


def _read_dict(p: RFILE, flag: int) -> PyObject:
    op = p.ref(PyDict_New(), flag)
    try:
        while (key := p.object()) is not None:
            try:
                value = p.object()
                if value is None:
                    break
                try:
                    finish_pending(PyDict_SetItem(op, key, value))
                finally:
                    Py_DECREF(value)
            finally:
                Py_DECREF(key)
    except PyErr:
        Py_DECREF(op)
        raise
    return op


def _set_reader(frozen: bool) -> Any:
    def read(p: RFILE, flag: int) -> PyObject:
        n = p.size("set")
        op = PySet_New(None)
        index = -1 if not frozen else p.reserve(flag)
        if not frozen:
            p.ref(op, flag)
        try:
            for _ in range(n):
                item = p.item("set")
                try:
                    finish_pending(PySet_Add(op, item))
                finally:
                    Py_DECREF(item)
        except PyErr:
            Py_DECREF(op)
            raise
        if not frozen:
            return op
        op.ob_type = PyFrozenSet_Type
        return p.insert(op, index, flag)

    return read


def _read_code(p: RFILE, flag: int) -> PyObject:
    if not p.allow_code:
        raise PyErr_Format(PyExc_ValueError, "unmarshalling code objects is disallowed")
    index = p.reserve(flag)
    if p.end - p.pos < 20:
        raise PyErr_Format(PyExc_EOFError, "marshal data too short")
    numbers = _five_longs(p.data, p.pos)
    p.pos += 20
    owned: list[PyObject] = []
    try:
        _read_items(p, 8, "code object", owned)
        firstlineno = p.long()
        _read_items(p, 2, "code object", owned)
        con = _code_constructor(numbers, owned, firstlineno)
        con["trusted"] = p.trusted
        _PyCode_Validate(con)
        con["co_consts"].ob_refcnt += 1
        op = _PyCode_New(con, {
            "co_name": owned[6], "co_qualname": owned[7], "co_filename": owned[5],
            "co_linetable": owned[8], "co_exceptiontable": owned[9]})
    finally:
        decref_all(owned)
    return p.insert(op, index, flag)


_FIELD_TYPES = [
    PyBytes_Type, PyTuple_Type, PyTuple_Type, PyTuple_Type, PyBytes_Type, PyUnicode_Type,
    PyUnicode_Type, PyUnicode_Type, PyBytes_Type, PyBytes_Type]


def _code_constructor(numbers: Any, fields: list[PyObject], firstlineno: int) -> dict:
    """The fields of a code object by name, after checking their types."""
    if [op.ob_type for op in fields] != _FIELD_TYPES:
        raise PyErr_Format(PyExc_TypeError, "bad marshal data (code object field)")
    code, consts, names, localsplusnames, kinds, filename, name, qualname, lines, handlers = fields
    for op in (*names.value, *localsplusnames.value):
        if op.ob_type is not PyUnicode_Type:
            raise PyErr_Format(
                PyExc_TypeError,
                f"name tuples must contain only strings, not '{op.ob_type.value.tp_name}'")
    if len(localsplusnames.value) != len(kinds.value):
        raise PyErr_BadInternalCall("Objects/codeobject.c:412")
    argcount, posonlyargcount, kwonlyargcount, stacksize, flags = numbers
    return code_fields(
        argcount, posonlyargcount, kwonlyargcount, stacksize, flags, code.value, consts,
        tuple([op.value for op in names.value]),
        tuple([op.value for op in localsplusnames.value]), kinds.value, filename.value, name.value,
        qualname.value, firstlineno, lines.value, handlers.value)


def _read_ref(p: RFILE, flag: int) -> PyObject:
    n = p.long()
    if not 0 <= n < len(p.refs) or p.refs[n] is None:
        raise _bad("invalid reference")
    op = p.refs[n]
    assert op is not None
    op.ob_refcnt += 1
    return op


_READERS = {
    ord(key): reader for key, reader in {
        "0": _constant(None), "N": _constant(Py_None), "S": _constant(PyExc_StopIteration),
        ".": _constant(Py_Ellipsis), "F": _constant(Py_False), "T": _constant(Py_True),
        "i": _read_int, "I": _read_int64, "l": r_PyLong,
        "f": _float_reader(r_float_str), "g": _float_reader(r_float_bin),
        "x": _complex_reader(r_float_str), "y": _complex_reader(r_float_bin), "s": _read_string,
        "A": _ascii_reader(True, False), "a": _ascii_reader(False, False),
        "Z": _ascii_reader(True, True), "z": _ascii_reader(False, True),
        "t": _unicode_reader(True), "u": _unicode_reader(False),
        ")": _tuple_reader(True), "(": _tuple_reader(False), "[": _read_list, "{": _read_dict,
        "<": _set_reader(False), ">": _set_reader(True), "c": _read_code, "r": _read_ref,
    }.items()
}


def read_object(data: bytes, allow_code: bool = True) -> PyObject:
    """The object that bytes stand for; a new reference."""
    p = RFILE(data, allow_code, is_library_code(data))
    try:
        return p.item("object")
    finally:
        p.close()


def loads_or_null(data: bytes) -> PyObject | None:
    """The object that bytes stand for, or NULL if they stand for none."""
    try:
        return read_object(data)
    except PyErr as err:
        PyErr_Clear(err)
        return None


# ---- reading from a file

#: What follows a type byte: a number of bytes, or the way to find out.
_PLAIN = {ord(key): size for key, size in {
    "0": 0, "N": 0, "S": 0, ".": 0, "F": 0, "T": 0, "i": 4, "I": 8, "g": 8, "y": 16, "r": 4}.items()}
_WITH_SIZE = frozenset(b"sAatu")
_WITH_BYTE = frozenset(b"Zzf")
_COUNTED = frozenset(b"([<>")
_CODE_PARTS = ("long",) * 5 + ("object",) * 8 + ("long",) + ("object",) * 2


def _extent() -> Any:
    """A host generator that yields how many bytes it wants next, until one object is complete.

    -1 means the one byte that says of what type an object is.
    """
    todo = ["object"]
    while todo:
        if len(todo) > 40_000_000:
            raise _bad("size out of range")
        what = todo.pop()
        if what == "long":
            yield 4
            continue
        kind = (yield -1)[0] & 0x7F
        if what == "dict" and kind != 0x30:
            todo += ["dict", "object"]
        if kind in _PLAIN:
            if _PLAIN[kind]:
                yield _PLAIN[kind]
        elif kind in _WITH_SIZE:
            yield max(_size_of((yield 4)), 0)
        elif kind in _WITH_BYTE:
            yield (yield 1)[0]
        elif kind == 0x78:
            yield (yield 1)[0]
            yield (yield 1)[0]
        elif kind == 0x6C:
            for _ in range(abs(_size_of((yield 4)))):
                yield 2
        elif kind == 0x29:
            todo += ["object"] * (yield 1)[0]
        elif kind in _COUNTED:
            todo += ["object"] * min(max(_size_of((yield 4)), 0), 1 << 25)
        elif kind == 0x7B:
            todo.append("dict")
        elif kind == 0x63:
            todo += reversed(_CODE_PARTS)
        else:
            return


def _size_of(data: bytes) -> int:
    return int(_long(data)[0])


def marshal_load(module: PyObject, file: PyObject, allow_code: PyObject | None) -> Any:
    """``load(file, /, *, allow_code=True)``; a generator."""
    allow = True if allow_code is None else boolean(allow_code)
    if type(allow) in PENDING:
        allow = yield allow
    data = PyObject_CallMethod(file, "read", [PyLong_FromLong(0)])
    if type(data) in PENDING:
        data = yield data
    if not data.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        given = data.ob_type.value.tp_name
        Py_DECREF(data)
        raise PyErr_Format(PyExc_TypeError, f"file.read() returned not bytes but {given:.100}")
    Py_DECREF(data)
    collected = bytearray()
    scan = _extent()
    wanted = next(scan)
    while True:
        chunk = (yield _readinto(file, abs(wanted), wanted < 0)) if wanted else b""
        collected += chunk
        try:
            wanted = scan.send(chunk)
        except StopIteration:
            break
    return read_object(bytes(collected), allow)


def _readinto(file: PyObject, n: int, begins: bool) -> Any:
    """Exactly n bytes of a file, by its readinto (a generator).

    Args:
        begins: whether an object begins there, for the message.
    """
    if n > 1 << 27:
        raise PyErr_Format(PyExc_EOFError, "EOF read where not expected")
    buffer = PyObject(PyByteArray_Type, bytearray(n))
    view = PyMemoryView_FromObject(buffer)
    try:
        res = PyObject_CallMethod(file, "readinto", [view])
        if type(res) in PENDING:
            res = yield res
        read = int(res.value) if res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS else -1
        Py_DECREF(res)
        data = bytes(buffer.value)
    finally:
        Py_DECREF(view)
        Py_DECREF(buffer)
    if read > n:
        raise PyErr_Format(
            PyExc_ValueError,
            f"read() returned too much data: {n} bytes requested, {read} returned")
    if read != n:
        what = "object" if begins else "not"
        raise PyErr_Format(PyExc_EOFError, f"EOF read where {what} expected")
    return data


# ---- the module

def _version_argument(version: PyObject | None) -> int:
    if version is None:
        return Py_MARSHAL_VERSION
    if not version.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{version.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    if not -(1 << 31) <= version.value < 1 << 31:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C int")
    return int(version.value)


def marshal_dumps(
    module: PyObject, value: PyObject, version: PyObject | None, allow_code: PyObject | None
) -> Any:
    """``dumps(value, version=version, /, *, allow_code=True)``; a generator."""
    number = _version_argument(version)
    allow = True if allow_code is None else boolean(allow_code)
    if type(allow) in PENDING:
        allow = yield allow
    return PyBytes_FromString(_PyMarshal_WriteObjectToString(value, number, allow))


def marshal_dump(
    module: PyObject, value: PyObject, file: PyObject, version: PyObject | None,
    allow_code: PyObject | None
) -> Any:
    """``dump(value, file, version=version, /, *, allow_code=True)``; a generator."""
    data = yield marshal_dumps(module, value, version, allow_code)
    try:
        res = PyObject_CallMethod(file, "write", [data])
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(data)
    return res


def marshal_loads(module: PyObject, data: PyObject, allow_code: PyObject | None) -> Any:
    """``loads(bytes, /, *, allow_code=True)``; a generator."""
    allow = True if allow_code is None else boolean(allow_code)
    if type(allow) in PENDING:
        allow = yield allow
    text = use_buffer(data, bytes)
    if type(text) in PENDING:
        text = yield text
    return read_object(text, allow)


marshal_methods = (
    PyMethodDef("dump", marshal_dump, "($module, value, file, version=version, /, *, allow_code=True)"),
    PyMethodDef("load", marshal_load, "($module, file, /, *, allow_code=True)"),
    PyMethodDef("dumps", marshal_dumps, "($module, value, version=version, /, *, allow_code=True)"),
    PyMethodDef("loads", marshal_loads, "($module, bytes, /, *, allow_code=True)"),
)


def PyMarshal_Init() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("marshal", marshal_methods)
    version = PyLong_FromLong(Py_MARSHAL_VERSION)
    PyModule_AddObjectRef(module, "version", version)
    Py_DECREF(version)
    return module


def dumps_host(code: CodeType) -> bytes:
    """The bytes of a code object of the host's."""
    import marshal

    return marshal.dumps(code)
