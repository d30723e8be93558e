"""The mmap module: files and memory that act as a mutable string of bytes. Models Modules/mmapmodule.c.

The memory is a map of the driver's (vm/host/mappings.py), which says why no file is really mapped on the host: what
would kill CPython's process by a signal, the use of memory that the file no longer has, is an OSError here.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from typing import Any

from vm.host.mappings import MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_WRITE, MemoryMap
from vm.modules._io_util import files, from_os_error, size_argument
from vm.objects.abstract import PyNumber_AsSsize_t
from vm.objects.boolobject import PyBool_FromLong
from vm.objects.bridge import PY_SSIZE_T_MAX, check_backward_search, check_text_size
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import boolean, byte_unit, int_unit, long_unit, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GenericGetAttr
from vm.objects.pyaudit import should_audit, sys_audit_tuple
from vm.objects.pybuffer import (
    MAX_SPAN,
    Py_buffer,
    PyBUF_SIMPLE,
    PyBuffer_FillInfo,
    use_buffer,
    with_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_True,
    PyErr,
    PyObject,
    PySlice_Type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_BufferError,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_OSError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.sliceobject import PySlice_AdjustIndices, PySlice_Unpack
from vm.objects.suggestions import _Py_CalculateSuggestions
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import weakrefs_call_back

ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY = range(4)
_ACCESS_NAMES = ("ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY")
PROT_READ = 1
#: How much is searched at once: a search of a large file can be stopped in between. Backwards it may take
#: the host quadratic time.
_FIND_BLOCK, _RFIND_BLOCK = 1 << 24, 1 << 20
_LINE_BLOCK = 1 << 13


class mmap_object:
    """The body of an mmap: C's fields; ``data`` is the map of the driver's, or NULL when it is closed."""

    __slots__ = ("data", "size", "pos", "offset", "exports", "fd", "trackfd", "access")

    def __init__(self, size: int, offset: int, trackfd: bool):
        self.data: MemoryMap | None = None
        self.size = size
        self.pos = 0
        self.offset = offset
        self.exports = 0
        self.fd = -1
        self.trackfd = trackfd
        self.access = ACCESS_DEFAULT


# ---- what every method begins with

def CHECK_VALID(body: mmap_object) -> MemoryMap:
    """The map; ValueError if it is closed."""
    if body.data is None:
        raise PyErr_Format(PyExc_ValueError, "mmap closed or invalid")
    return body.data


def is_writable(body: mmap_object) -> None:
    """TypeError for a map that cannot be written to."""
    if body.access == ACCESS_READ:
        raise PyErr_Format(PyExc_TypeError, "mmap can't modify a readonly memory map.")


def is_resizeable(body: mmap_object) -> None:
    """Raise if the size cannot be changed."""
    if body.exports > 0:
        raise PyErr_Format(PyExc_BufferError, "mmap can't resize with extant buffers exported.")
    if not body.trackfd:
        raise PyErr_Format(PyExc_ValueError, "mmap can't resize with trackfd=False.")
    if body.access not in (ACCESS_WRITE, ACCESS_DEFAULT):
        raise PyErr_Format(
            PyExc_TypeError, "mmap can't resize a readonly or copy-on-write memory map.")


def _system(work: Callable[..., Any], *args: Any) -> Any:
    """What the driver does, its errors translated."""
    try:
        return work(*args)
    except OSError as err:
        raise from_os_error(err) from None


def _varargs(name: str, meth: Callable[..., Any], least: int, most: int) -> PyMethodDef:
    """A row for a method that counts its arguments as PyArg_ParseTuple does, after it has looked at the map."""

    def call(self: PyObject, args: list, kwnames: tuple) -> Any:
        if kwnames:
            raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")
        CHECK_VALID(self.value)
        count = len(args)
        if not least <= count <= most:
            word, bound = ("at least", least) if count < least else ("at most", most)
            raise PyErr_Format(
                PyExc_TypeError,
                f"{name}() takes {'exactly' if least == most else word} {bound} "
                f"argument{'' if bound == 1 else 's'} ({count} given)")
        return meth(self, *args, *[None] * (most - count))

    call.__name__ = meth.__name__
    return PyMethodDef(name, call, raw=True)


def _sizes(ops: tuple, defaults: tuple) -> Any:
    """Optional arguments of the format unit n (a generator)."""
    numbers = list(defaults)
    for i, op in enumerate(ops):
        if op is not None:
            number = ssize_t(op)
            numbers[i] = (yield number) if type(number) in PENDING else number
    return numbers


# ---- making and ending

#: The parameters of mmap(): their names, converters and defaults.
_PARAMETERS: tuple[tuple[str, Callable[[PyObject], Any], Any], ...] = (
    ("fileno", int_unit, None), ("length", ssize_t, None), ("flags", int_unit, MAP_SHARED),
    ("prot", int_unit, PROT_WRITE | PROT_READ), ("access", int_unit, ACCESS_DEFAULT),
    ("offset", long_unit, 0), ("trackfd", boolean, True))
_POSITIONAL, _REQUIRED = 6, 2


def _parse_new(args: list, kwnames: tuple) -> Any:
    """The values of the parameters, converted one by one as PyArg_ParseTupleAndKeywords does (a generator)."""
    nargs = len(args) - len(kwnames)
    given = {name.value: args[nargs + i] for i, name in enumerate(kwnames)}
    if len(args) > len(_PARAMETERS):
        kind = "keyword " if nargs == 0 else ""
        raise PyErr_Format(
            PyExc_TypeError, f"function takes at most {len(_PARAMETERS)} {kind}arguments ({len(args)} given)")
    values = []
    for i, (name, convert, value) in enumerate(_PARAMETERS):
        if i == _POSITIONAL < nargs:
            raise PyErr_Format(
                PyExc_TypeError,
                f"function takes at most {_POSITIONAL} positional arguments ({nargs} given)")
        op = args[i] if i < nargs else given.pop(name, None)
        if op is not None:
            value = convert(op)
            if type(value) in PENDING:
                value = yield value
        elif i < _REQUIRED:
            raise PyErr_Format(
                PyExc_TypeError, f"function missing required argument '{name}' (pos {i + 1})")
        values.append(value)
    if given:
        raise _unexpected_keyword(given, nargs)
    return values


def _unexpected_keyword(given: dict[str, PyObject], nargs: int) -> PyErr:
    names = [name for name, _, _ in _PARAMETERS]
    for i, name in enumerate(names[:nargs]):
        if name in given:
            return PyErr_Format(
                PyExc_TypeError,
                f"argument for function given by name ('{name}') and position ({i + 1})")
    keyword = next(iter(given))
    nearest = _Py_CalculateSuggestions(names, keyword)
    hint = "" if nearest is None else f". Did you mean '{nearest}'?"
    return PyErr_Format(
        PyExc_TypeError, f"this function got an unexpected keyword argument '{keyword}'{hint}")


def _access_of(access: int, flags: int, prot: int) -> tuple[int, int, int]:
    """Access, flags and protection, each made to fit the others."""
    if access != ACCESS_DEFAULT and (flags != MAP_SHARED or prot != PROT_WRITE | PROT_READ):
        raise PyErr_Format(PyExc_ValueError, "mmap can't specify both access and flags, prot.")
    if access == ACCESS_READ:
        return access, MAP_SHARED, PROT_READ
    if access == ACCESS_WRITE:
        return access, MAP_SHARED, PROT_READ | PROT_WRITE
    if access == ACCESS_COPY:
        return access, MAP_PRIVATE, PROT_READ | PROT_WRITE
    if access != ACCESS_DEFAULT:
        raise PyErr_Format(PyExc_ValueError, "mmap invalid access parameter.")
    if not prot & PROT_WRITE:
        access = ACCESS_READ
    elif not prot & PROT_READ:
        access = ACCESS_WRITE
    return access, flags, prot


def _audit(*numbers: int) -> Any:
    """Raise the audit event mmap.__new__ (a generator)."""
    ops = [PyLong_FromLong(number) for number in numbers]
    try:
        yield sys_audit_tuple("mmap.__new__", ops)
    finally:
        for op in ops:
            Py_DECREF(op)


def _map_size(fd: int, size: int, offset: int) -> int:
    """The size of the map of a file: what is asked for if the file has it, with 0 the rest of the file."""
    try:
        status = files().fstat(fd)
    except OSError:
        return size  # the kernel says more
    if not stat.S_ISREG(status.mode):
        return size
    if size:
        if offset > status.size or status.size - offset < size:
            raise PyErr_Format(PyExc_ValueError, "mmap length is greater than file size")
        return size
    if not status.size:
        raise PyErr_Format(PyExc_ValueError, "cannot mmap an empty file")
    if offset >= status.size:
        raise PyErr_Format(PyExc_ValueError, "mmap offset is greater than file size")
    return int(status.size - offset)


def new_mmap_object(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``mmap(fileno, length[, flags[, prot[, access[, offset[, trackfd]]]]])``; a generator."""
    fd, size, flags, prot, access, offset, trackfd = yield _parse_new(args, kwnames)
    if size < 0:
        raise PyErr_Format(PyExc_OverflowError, "memory mapped length must be positive")
    if offset < 0:
        raise PyErr_Format(PyExc_OverflowError, "memory mapped offset must be positive")
    access, flags, prot = _access_of(access, flags, prot)
    if should_audit():
        yield _audit(fd, size, access, offset)
    if fd != -1:
        size = _map_size(fd, size, offset)
    body = mmap_object(size, offset, trackfd)
    op = PyType_GenericAlloc(type_op, body)
    try:
        if fd == -1:
            flags |= MAP_ANONYMOUS
        elif trackfd:
            body.fd = _system(files().dup, fd)
        body.data = _system(files().map, fd, size, flags, prot, offset)
    except PyErr:
        Py_DECREF(op)
        raise
    body.access = access
    return op


def _unmap(body: mmap_object) -> None:
    """Give back the descriptor and the memory."""
    fd, data = body.fd, body.data
    body.fd, body.data = -1, None
    if fd >= 0:
        try:
            files().close(fd)
        except OSError:
            pass  # the program has closed it by its number
    if data is not None:
        data.close()


def _no_children(op: PyObject) -> tuple:
    return ()


def mmap_object_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    _unmap(op.value)
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, mmap_object_dealloc):
        return
    dealloc_container(op, _no_children)


def mmap_close_method(self: PyObject) -> PyObject:
    """``close()``"""
    if self.value.exports > 0:
        raise PyErr_Format(PyExc_BufferError, "cannot close exported pointers exist")
    _unmap(self.value)
    return Py_None


# ---- reading

def _bytes(body: mmap_object, start: int, size: int) -> PyObject:
    """A part of the map as a guest bytes (_safe_PyBytes_FromStringAndSize)."""
    check_text_size(size)
    return PyBytes_FromString(_system(CHECK_VALID(body).read, start, size))


def _byte(body: mmap_object, i: int) -> int:
    """One byte of the map (safe_byte_copy)."""
    return int(_system(CHECK_VALID(body).read, i, 1)[0])


def mmap_read_byte_method(self: PyObject) -> PyObject:
    """``read_byte()``"""
    body = self.value
    CHECK_VALID(body)
    if body.pos >= body.size:
        raise PyErr_Format(PyExc_ValueError, "read byte out of range")
    value = _byte(body, body.pos)
    body.pos += 1
    return PyLong_FromLong(value)


def mmap_read_line_method(self: PyObject) -> PyObject:
    """``readline()``"""
    body = self.value
    data, end, parts = CHECK_VALID(body), body.pos, []
    while end < body.size:
        block = _system(data.read, end, min(_LINE_BLOCK, body.size - end))
        line = block[:block.find(b"\n") + 1] or block
        parts.append(line)
        end += len(line)
        if line.endswith(b"\n"):
            break
        check_text_size(end - body.pos)
    body.pos = max(body.pos, end)
    return PyBytes_FromString(b"".join(parts))


def mmap_read_method(self: PyObject, n: PyObject | None) -> Any:
    """``read([n])``; a generator."""
    body = self.value
    count = yield size_argument(n, PY_SSIZE_T_MAX)
    CHECK_VALID(body)
    remaining = max(body.size - body.pos, 0)
    if count < 0 or count > remaining:
        count = remaining
    result = _bytes(body, body.pos, count)
    body.pos += count
    return result


def _gfind(reverse: bool) -> Callable[..., Any]:
    """``find(sub[, start[, end]])`` or ``rfind(...)``."""

    def mmap_gfind(
        self: PyObject, sub: PyObject, start: PyObject | None, end: PyObject | None
    ) -> Any:
        body = self.value
        defaults = (body.pos, body.size)

        def search(view: Py_buffer) -> Any:
            first, last = yield _sizes((start, end), defaults)
            first, last, _ = PySlice_AdjustIndices(body.size, first, last, 1)
            CHECK_VALID(body)
            if last < first:
                return PyLong_FromLong(-1)
            find = _rfind if reverse else _find
            return PyLong_FromLong((yield find(body, bytes(view.flat()), first, last)))

        return with_buffer(sub, PyBUF_SIMPLE, search)

    mmap_gfind.__name__ = "mmap_rfind_method" if reverse else "mmap_find_method"
    return mmap_gfind


def _block(body: mmap_object, start: int, end: int) -> bytes:
    """What a search looks at next; other threads may have changed the map meanwhile."""
    data = CHECK_VALID(body)
    return bytes(_system(data.read, start, max(min(end, body.size) - start, 0)))


def _find(body: mmap_object, sub: bytes, start: int, end: int) -> Any:
    """Where ``sub`` first is between two places, or -1 (a generator)."""
    size = max(_FIND_BLOCK, 2 * len(sub))
    while True:
        stop = min(start + size, end)
        i = _block(body, start, stop).find(sub)
        if i >= 0:
            return start + i
        if stop == end:
            return -1
        start = stop - len(sub) + 1
        yield None


def _rfind(body: mmap_object, sub: bytes, start: int, end: int) -> Any:
    """Where ``sub`` last is between two places, or -1 (a generator)."""
    size = max(_RFIND_BLOCK, 2 * len(sub))
    while True:
        first = max(end - size, start)
        block = _block(body, first, end)
        check_backward_search(block, sub)
        i = block.rfind(sub)
        if i >= 0:
            return first + i
        if first == start:
            return -1
        end = first + len(sub) - 1
        yield None


# ---- writing

def mmap_write_method(self: PyObject, data: PyObject) -> Any:
    """``write(bytes)``; or pending."""
    body = self.value

    def write(memory: Any) -> PyObject:
        is_writable(body)
        size = len(memory)
        if body.size - body.pos < size:
            raise PyErr_Format(PyExc_ValueError, "data out of range")
        _system(CHECK_VALID(body).write, body.pos, bytes(memory))
        body.pos += size
        return PyLong_FromLong(size)

    return use_buffer(data, write)


def mmap_write_byte_method(self: PyObject, byte: PyObject) -> Any:
    """``write_byte(byte)``; a generator."""
    body = self.value
    value = byte_unit(byte)
    if type(value) in PENDING:
        value = yield value
    is_writable(body)
    data = CHECK_VALID(body)
    if body.pos >= body.size:
        raise PyErr_Format(PyExc_ValueError, "write byte out of range")
    _system(data.write, body.pos, bytes([value]))
    body.pos += 1
    return Py_None


def mmap_move_method(self: PyObject, dest: PyObject, src: PyObject, count: PyObject) -> Any:
    """``move(dest, src, count)``; a generator."""
    body = self.value
    to, start, size = yield _sizes((dest, src, count), (0, 0, 0))
    is_writable(body)
    if min(to, start, size) < 0 or body.size - to < size or body.size - start < size:
        raise PyErr_Format(PyExc_ValueError, "source, destination, or count out of range")
    data = CHECK_VALID(body)
    check_text_size(size)
    _system(data.write, to, _system(data.read, start, size))
    return Py_None


# ---- the map as a whole

def mmap_size_method(self: PyObject) -> PyObject:
    """``size()``: of the file."""
    CHECK_VALID(self.value)
    return PyLong_FromLong(_system(files().fstat, self.value.fd).size)


def mmap_resize_method(self: PyObject, newsize: PyObject) -> Any:
    """``resize(newsize)``: the file, and the map; a generator."""
    body = self.value
    size = ssize_t(newsize)
    if type(size) in PENDING:
        size = yield size
    is_resizeable(body)
    if size < 0 or PY_SSIZE_T_MAX - size < body.offset:
        raise PyErr_Format(PyExc_ValueError, "new size out of range")
    data = CHECK_VALID(body)
    if body.fd != -1:
        _system(files().ftruncate, body.fd, body.offset + size)
    _system(data.resize, size)
    body.size = size
    return Py_None


def mmap_tell_method(self: PyObject) -> PyObject:
    """``tell()``"""
    CHECK_VALID(self.value)
    return PyLong_FromLong(self.value.pos)


def mmap_flush_method(self: PyObject, offset: PyObject | None, size: PyObject | None) -> Any:
    """``flush([offset[, size]])``; a generator."""
    body = self.value
    start, length = yield _sizes((offset, size), (0, body.size))
    if length < 0 or start < 0 or body.size - start < length:
        raise PyErr_Format(PyExc_ValueError, "flush values out of range")
    if body.access not in (ACCESS_READ, ACCESS_COPY):
        _system(CHECK_VALID(body).sync, start)
    return Py_None


def mmap_seek_method(self: PyObject, pos: PyObject, whence: PyObject | None) -> Any:
    """``seek(pos[, whence])``; a generator."""
    body = self.value
    (dist,) = yield _sizes((pos,), (0,))
    how: Any = 0 if whence is None else int_unit(whence)
    if type(how) in PENDING:
        how = yield how
    if how not in (0, 1, 2):
        raise PyErr_Format(PyExc_ValueError, "unknown seek type")
    where = (0, body.pos, body.size)[how] + dist
    if not 0 <= where <= body.size:
        raise PyErr_Format(PyExc_ValueError, "seek out of range")
    body.pos = where
    return PyLong_FromLong(where)


def mmap_seekable_method(self: PyObject) -> PyObject:
    """``seekable()``"""
    return Py_True


def mmap_madvise_method(
    self: PyObject, option: PyObject, start: PyObject | None, length: PyObject | None
) -> Any:
    """``madvise(option[, start[, length]])``; a generator."""
    body = self.value
    total = body.size
    advice = int_unit(option)
    if type(advice) in PENDING:
        advice = yield advice
    first, size = yield _sizes((start, length), (0, total))
    if not 0 <= first < body.size:
        raise PyErr_Format(PyExc_ValueError, "madvise start out of bounds")
    if size < 0:
        raise PyErr_Format(PyExc_ValueError, "madvise length invalid")
    if PY_SSIZE_T_MAX - first < size:
        raise PyErr_Format(PyExc_OverflowError, "madvise length too large")
    size = min(size, body.size - first)
    data = CHECK_VALID(body)
    check_text_size(size if advice == MADVICE["MADV_REMOVE"] else 0)
    _system(data.advise, advice, first, size)
    return Py_None


def mmap_closed_get(self: PyObject) -> PyObject:
    """``closed``"""
    return PyBool_FromLong(self.value.data is None)


def mmap__enter__method(self: PyObject) -> PyObject:
    """``__enter__()``"""
    CHECK_VALID(self.value)
    return Py_NewRef(self)


def mmap__exit__method(self: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``__exit__(*args)``"""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "__exit__() takes no keyword arguments")
    return mmap_close_method(self)


def mmap__repr__method(self: PyObject) -> PyObject:
    """tp_repr."""
    body, name = self.value, self.ob_type.value.tp_name
    if body.data is None:
        return PyUnicode_FromString(f"<{name} closed=True>")
    return PyUnicode_FromString(
        f"<{name} closed=False, access={_ACCESS_NAMES[body.access]}, length={body.size}, "
        f"pos={body.pos}, offset={body.offset}>")


# ---- the buffer, the sequence, the mapping

def mmap_buffer_getbuf(self: PyObject, flags: int) -> Py_buffer:
    """bf_getbuffer."""
    body = self.value
    memory = CHECK_VALID(body).memory()
    view = PyBuffer_FillInfo(self, memory, body.access == ACCESS_READ, flags)
    body.exports += 1
    return view


def mmap_buffer_releasebuf(self: PyObject, view: Py_buffer) -> None:
    """bf_releasebuffer."""
    self.value.exports -= 1


def mmap_length(self: PyObject) -> int:
    """sq_length."""
    CHECK_VALID(self.value)
    return int(self.value.size)


def _in_range(body: mmap_object, i: int) -> None:
    if not 0 <= i < body.size:
        raise PyErr_Format(PyExc_IndexError, "mmap index out of range")


def mmap_item(self: PyObject, i: int) -> PyObject:
    """sq_item."""
    body = self.value
    CHECK_VALID(body)
    _in_range(body, i)
    return _bytes(body, i, 1)


def _position(body: mmap_object, item: PyObject) -> Any:
    """An index (a generator)."""
    i = PyNumber_AsSsize_t(item, PyExc_IndexError)
    if type(i) in PENDING:
        i = yield i
    i += body.size if i < 0 else 0
    _in_range(body, i)
    return i


def _bounds(body: mmap_object, item: PyObject) -> Any:
    """Start, step and length of a slice (a generator)."""
    bounds = PySlice_Unpack(item)
    if type(bounds) in PENDING:
        bounds = yield bounds
    start, _, length = PySlice_AdjustIndices(body.size, *bounds)
    if length * abs(bounds[2]) > MAX_SPAN and abs(bounds[2]) > 1 < length:
        raise PyErr_SetNone(PyExc_MemoryError)
    return start, bounds[2], length


def mmap_subscript(self: PyObject, item: PyObject) -> Any:
    """``self[item]``; a generator."""
    body = self.value
    CHECK_VALID(body)
    if item.ob_type.value.nb_index is not None:
        return PyLong_FromLong(_byte(body, (yield _position(body, item))))
    if item.ob_type is not PySlice_Type:
        raise PyErr_Format(PyExc_TypeError, "mmap indices must be integers")
    start, step, length = yield _bounds(body, item)
    data = CHECK_VALID(body)
    if length <= 0:
        return PyBytes_FromString(b"")
    if step == 1:
        return _bytes(body, start, length)
    check_text_size(length)
    return PyBytes_FromString(_system(data.read_steps, start, step, length))


def mmap_ass_item(self: PyObject, i: int, v: PyObject | None) -> None:
    """sq_ass_item."""
    body = self.value
    CHECK_VALID(body)
    _in_range(body, i)
    if v is None:
        raise PyErr_Format(PyExc_TypeError, "mmap object doesn't support item deletion")
    if not v.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS or len(v.value) != 1:
        raise PyErr_Format(PyExc_IndexError, "mmap assignment must be length-1 bytes()")
    is_writable(body)
    _system(CHECK_VALID(body).write, i, v.value)


def mmap_ass_subscript(self: PyObject, item: PyObject, value: PyObject | None) -> Any:
    """``self[item] = value``, ``del self[item]``; a generator."""
    body = self.value
    CHECK_VALID(body)
    is_writable(body)
    if item.ob_type.value.nb_index is not None:
        yield _ass_index(body, item, value)
        return
    if item.ob_type is not PySlice_Type:
        raise PyErr_Format(PyExc_TypeError, "mmap indices must be integer")
    start, step, length = yield _bounds(body, item)
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "mmap object doesn't support slice deletion")

    def store(memory: Any) -> None:
        if len(memory) != length:
            raise PyErr_Format(PyExc_IndexError, "mmap slice assignment is wrong size")
        data = CHECK_VALID(body)
        if step == 1:
            _system(data.write, start, bytes(memory))
        elif length:
            _system(data.write_steps, start, step, bytes(memory))

    done = use_buffer(value, store)
    if type(done) in PENDING:
        yield done


def _ass_index(body: mmap_object, item: PyObject, value: PyObject | None) -> Any:
    """``self[i] = value`` (a generator)."""
    i = yield _position(body, item)
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "mmap doesn't support item deletion")
    if value.ob_type.value.nb_index is None:
        raise PyErr_Format(PyExc_TypeError, "mmap item value must be an int")
    v = PyNumber_AsSsize_t(value, PyExc_TypeError)
    if type(v) in PENDING:
        v = yield v
    if not 0 <= v <= 255:
        raise PyErr_Format(PyExc_ValueError, "mmap item value must be in range(0, 256)")
    _system(CHECK_VALID(body).write, i, bytes([v]))


mmap_Type = PyType_FromSpec(
    "mmap.mmap", tp_basicsize=80, tp_weaklistoffset=64, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_new=new_mmap_object, tp_dealloc=mmap_object_dealloc, tp_repr=mmap__repr__method,
    tp_getattro=PyObject_GenericGetAttr, tp_traverse=_no_children,
    sq_length=mmap_length, sq_item=mmap_item, sq_ass_item=mmap_ass_item,
    mp_length=mmap_length, mp_subscript=mmap_subscript, mp_ass_subscript=mmap_ass_subscript,
    bf_getbuffer=mmap_buffer_getbuf, bf_releasebuffer=mmap_buffer_releasebuf,
    tp_methods=(
        PyMethodDef("close", mmap_close_method),
        _varargs("find", _gfind(False), 1, 3),
        _varargs("rfind", _gfind(True), 1, 3),
        _varargs("flush", mmap_flush_method, 0, 2),
        _varargs("madvise", mmap_madvise_method, 1, 3),
        _varargs("move", mmap_move_method, 3, 3),
        _varargs("read", mmap_read_method, 0, 1),
        PyMethodDef("read_byte", mmap_read_byte_method),
        PyMethodDef("readline", mmap_read_line_method),
        _varargs("resize", mmap_resize_method, 1, 1),
        _varargs("seek", mmap_seek_method, 1, 2),
        PyMethodDef("seekable", mmap_seekable_method),
        PyMethodDef("size", mmap_size_method),
        PyMethodDef("tell", mmap_tell_method),
        _varargs("write", mmap_write_method, 1, 1),
        _varargs("write_byte", mmap_write_byte_method, 1, 1),
        PyMethodDef("__enter__", mmap__enter__method),
        PyMethodDef("__exit__", mmap__exit__method, raw=True),
    ),
    tp_getset=(PyGetSetDef("closed", mmap_closed_get),))


# ---- the module

#: Linux's, in the order in which C adds them.
MAP_CONSTANTS = {
    "PROT_EXEC": 4, "PROT_READ": PROT_READ, "PROT_WRITE": PROT_WRITE, "MAP_SHARED": MAP_SHARED,
    "MAP_PRIVATE": MAP_PRIVATE, "MAP_DENYWRITE": 2048, "MAP_EXECUTABLE": 4096,
    "MAP_ANON": MAP_ANONYMOUS, "MAP_ANONYMOUS": MAP_ANONYMOUS, "MAP_POPULATE": 32768,
    "MAP_STACK": 131072, "MAP_NORESERVE": 16384, "MAP_32BIT": 64,
}
MADVICE = {
    "MADV_NORMAL": 0, "MADV_RANDOM": 1, "MADV_SEQUENTIAL": 2, "MADV_WILLNEED": 3,
    "MADV_DONTNEED": 4, "MADV_REMOVE": 9, "MADV_DONTFORK": 10, "MADV_DOFORK": 11,
    "MADV_HWPOISON": 100, "MADV_MERGEABLE": 12, "MADV_UNMERGEABLE": 13, "MADV_HUGEPAGE": 14,
    "MADV_NOHUGEPAGE": 15, "MADV_DONTDUMP": 16, "MADV_DODUMP": 17, "MADV_FREE": 8,
}


def PyInit_mmap() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("mmap", ())
    PyModule_AddObjectRef(module, "error", PyExc_OSError)
    PyModule_AddObjectRef(module, "mmap", mmap_Type)
    page = files().page_size
    numbers = {**MAP_CONSTANTS, "PAGESIZE": page, "ALLOCATIONGRANULARITY": page,
               **{name: i for i, name in enumerate(_ACCESS_NAMES)}, **MADVICE}
    for name, number in numbers.items():
        op = PyLong_FromLong(number)
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    return module
