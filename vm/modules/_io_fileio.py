"""FileIO: a raw stream over a descriptor of the guest's file system. Models Modules/_io/fileio.c."""

from __future__ import annotations

import errno
import os
import stat
from typing import Any

from vm.modules._io_iobase import (
    PyRawIOBase_Type,
    _io__IOBase_close,
    _PyIOBase_cannot_pickle,
    in_any_case,
)
from vm.modules._io_util import (
    DEFAULT_BUFFER_SIZE,
    IO_FLAGS,
    MAX_IO,
    _Py_convert_optional_to_ssize_t,
    closed_error,
    files,
    from_os_error,
    io_dealloc,
    io_traverse,
    optional_attribute,
    set_attribute,
    type_name,
    unsupported,
    with_writable,
)
from vm.modules.posix_paths import PyOS_FSPath
from vm.objects.attributes import repr_text
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_Vectorcall
from vm.objects.exceptions_os import PyErr_SetFromErrnoWithFilenameObjects
from vm.objects.getargs import c_int, c_string_arg, long_unit
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import (
    ArgSpec,
    Py_T_BOOL,
    Py_T_INT,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.object import Py_ReprEnter, Py_ReprLeave, PyObject_IsTrue, PyObject_Repr
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyBool_Type,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyErr_WriteUnraisable,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_RuntimeError,
    PyExc_RuntimeWarning,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.errors import _PyErr_ChainExceptions1
from vm.python.fileutils import _Py_read, _Py_write
from vm.python.library_code import vouch_for_library_code

_CLOSED = "I/O operation on closed file"
_CREATE, _TRUNCATE = os.O_CREAT, os.O_TRUNC
_OPEN_MODE = 0o666
#: The least that readall() asks for at once.
SMALLCHUNK = 8192
_INIT = ArgSpec("($self, file, mode='r', closefd=True, opener=None)")
_MODE_FLAGS = {"x": os.O_EXCL | _CREATE, "r": 0, "w": _CREATE | _TRUNCATE, "a": os.O_APPEND | _CREATE}


class fileio:
    """The body of a FileIO: its descriptor (-1: none), how it was opened, whether it is of a guest's own pipe."""

    __slots__ = ("fd", "created", "readable", "writable", "appending", "seekable", "closefd",
                 "finalizing", "blksize", "pipe")

    def __init__(self) -> None:
        self.fd = -1
        self.created = self.readable = self.writable = self.appending = False
        self.seekable: bool | None = None
        self.closefd = True
        self.finalizing = self.pipe = False
        self.blksize = 0


def _closed() -> PyErr:
    return closed_error(_CLOSED)


def internal_close(body: fileio) -> None:
    """Close the descriptor."""
    if body.fd >= 0:
        fd, body.fd = body.fd, -1
        try:
            files().close(fd)
        except OSError as err:
            raise from_os_error(err) from None


def fileio_dealloc_warn(self: PyObject, source: PyObject) -> Any:
    """``_dealloc_warn(source)``: say that a file was left open; a generator."""
    if self.value.fd >= 0 and self.value.closefd:
        try:
            text = f"unclosed file {(yield repr_text(source))}"
            res = PyErr_WarnEx(exception_types["ResourceWarning"], text, 1, source)
            if type(res) in PENDING:
                yield res
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, exception_types["Warning"]):
                PyErr_Clear(err)
                return Py_None
            res = PyErr_WriteUnraisable(err, self)
            if type(res) in PENDING:
                yield res
    return Py_None


def _io_FileIO_close(self: PyObject) -> Any:
    """``close()``; a generator."""
    body = self.value
    if not body.closefd:
        try:
            return (yield _io__IOBase_close(self))
        finally:
            body.fd = -1
    yield in_any_case(lambda: _io__IOBase_close(self), lambda: _warn_and_close(self))
    return Py_None


def _warn_and_close(self: PyObject) -> Any:
    if self.value.finalizing:
        Py_DECREF((yield fileio_dealloc_warn(self, self)))
    internal_close(self.value)


def fileio_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, fileio())


def fileio_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``FileIO(file, mode='r', closefd=True, opener=None)``; a generator."""
    name, mode, closefd, opener = parse_arguments(_INIT, "FileIO", args, kwnames, "FileIO")
    text = "r" if mode is None else c_string_arg(mode, "FileIO", "argument 'mode'", "r")
    close: Any = True
    if closefd is not None:
        close = PyObject_IsTrue(closefd)
        if type(close) in PENDING:
            close = yield close
    body = self.value
    if body.fd >= 0:
        if body.closefd:
            internal_close(body)
        else:
            body.fd = -1
    fd = yield _descriptor_argument(name)
    path = "" if fd >= 0 else (yield _path_argument(name))
    flags = _parse_mode(body, text)
    if fd >= 0:
        body.fd, body.closefd = fd, close
    else:
        body.closefd = True
        if not close:
            raise PyErr_Format(PyExc_ValueError, "Cannot use closefd=False with file name")
        body.fd = yield _open(name, path, flags, opener)
    try:
        yield _opened(self, name)
    except PyErr as err:
        _give_up(body, fd < 0, err)
        raise


def _give_up(body: fileio, own: bool, err: PyErr) -> None:
    """Let go of the descriptor after an error, and close it if it was opened here."""
    if not own:
        body.fd = -1
    try:
        internal_close(body)
    except PyErr as second:
        raise _PyErr_ChainExceptions1(err, second) from None


def _path_argument(name: PyObject) -> Any:
    """A path as the driver takes it (PyUnicode_FSConverter; a generator)."""
    op = yield PyOS_FSPath(name)
    path = op.value if isinstance(op.value, str) else os.fsdecode(op.value)
    Py_DECREF(op)
    if "\0" in path:
        raise PyErr_Format(PyExc_ValueError, "embedded null byte")
    return path


def _descriptor_argument(name: PyObject) -> Any:
    """The descriptor that was given instead of a name, or -1 (a generator)."""
    if name.ob_type is PyBool_Type:
        res = PyErr_WarnEx(PyExc_RuntimeWarning, "bool is used as a file descriptor", 1)
        if type(res) in PENDING:
            yield res
    try:
        fd = c_int(name)
        if type(fd) in PENDING:
            fd = yield fd
    except PyErr as err:
        PyErr_Clear(err)
        return -1
    if fd < 0:
        raise PyErr_Format(PyExc_ValueError, "negative file descriptor")
    return fd


def _parse_mode(body: fileio, mode: str) -> int:
    """Set what may be done to the file; the flags to open it with."""
    bad = PyExc_ValueError
    flags, kind, plus = 0, "", False
    for char in mode:
        if char in _MODE_FLAGS and not kind:
            kind = char
            flags |= _MODE_FLAGS[char]
        elif char == "+" and not plus:
            plus = True
        elif char not in "xrwa+b":
            raise PyErr_Format(bad, f"invalid mode: {mode:.200}")
        elif char != "b":
            kind = ""
            break
    if not kind:
        raise PyErr_Format(
            bad, "Must have exactly one of create/read/write/append mode and at most one plus")
    body.created |= kind == "x"  # what an earlier __init__ has set stays
    body.appending |= kind == "a"
    body.readable |= kind == "r" or plus
    body.writable |= kind != "r" or plus
    access = os.O_WRONLY if not body.readable else os.O_RDWR if body.writable else os.O_RDONLY
    return flags | access | os.O_CLOEXEC


def _open(name: PyObject, path: str, flags: int, opener: PyObject | None) -> Any:
    """A new descriptor (a generator)."""
    if opener is None or opener is Py_None:
        try:
            return files().open(path, flags, _OPEN_MODE)
        except OSError as err:
            raise from_os_error(err, name) from None
    res = PyObject_Vectorcall(opener, [name, PyLong_FromLong(flags)])
    if type(res) in PENDING:
        res = yield res
    is_int = res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS
    fd = res.value
    Py_DECREF(res)
    if not is_int:
        raise PyErr_Format(PyExc_TypeError, "expected integer from opener")
    if fd > 0x7FFFFFFF:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C int")
    if fd < 0:
        raise PyErr_Format(PyExc_ValueError, f"opener returned {fd}")
    return int(fd)


def _opened(self: PyObject, name: PyObject) -> Any:
    """What is done once there is a descriptor (a generator)."""
    body = self.value
    body.blksize = DEFAULT_BUFFER_SIZE
    body.pipe = files().is_pipe(body.fd)
    st = _fstat(body)
    if st is not None and stat.S_ISDIR(st.mode):
        raise PyErr_SetFromErrnoWithFilenameObjects(errno.EISDIR, name)
    if st is not None and st.blksize > 1:
        body.blksize = st.blksize
    yield set_attribute(self, "name", name)
    if body.appending:
        portable_lseek(body, 0, 2, True)


def _fstat(body: fileio) -> Any:
    """About the file; None if nothing can be said (_Py_fstat_noraise)."""
    try:
        return files().fstat(body.fd)
    except OSError as err:
        if err.errno == errno.EBADF:
            raise from_os_error(err) from None
        return None


def fileio_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    body = op.value
    body.finalizing = True
    io_dealloc(op, lambda _: None, finished=body.fd < 0 and op.ob_type is PyFileIO_Type)


# ---- reading and writing

def _able(body: fileio, able: bool, action: str) -> None:
    if body.fd < 0:
        raise _closed()
    if not able:
        raise unsupported(f"File not open for {action}")


def _io_FileIO_readinto(self: PyObject, buffer: PyObject) -> Any:
    """``readinto(buffer)``"""
    return with_writable(buffer, "readinto", lambda memory: _readinto(self.value, memory), " 1")


def _readinto(body: fileio, memory: memoryview) -> Any:
    _able(body, body.readable, "reading")
    data = _read(body, min(len(memory), MAX_IO))
    return _readinto_later(data, memory) if type(data) in PENDING else _store(data, memory)


def _readinto_later(pending: Any, memory: memoryview) -> Any:
    return _store((yield pending), memory)


def _store(data: bytes | None, memory: memoryview) -> PyObject:
    if data is None:
        return Py_None
    memory[:len(data)] = data
    return PyLong_FromLong(len(data))


def _read(body: fileio, size: int) -> Any:
    """At most ``size`` bytes, None if there are none and the descriptor does not wait; or pending."""
    try:
        return _Py_read(files(), body.fd, size)
    except BlockingIOError:
        return None
    except OSError as err:
        raise from_os_error(err) from None


def new_buffersize(currentsize: int) -> int:
    """How much memory is taken once that much is full."""
    addend = currentsize >> 3 if currentsize > 65536 else 256 + currentsize
    return currentsize + max(addend, SMALLCHUNK)


def _rest_of(body: fileio) -> int:
    """How many bytes readall() asks for at first: one more than there seem to be left."""
    try:
        pos = files().lseek(body.fd, 0, 1)
        end = files().fstat(body.fd).size
    except OSError:
        return SMALLCHUNK
    return min(end - pos + 1, MAX_IO) if 0 < end >= pos >= 0 else SMALLCHUNK


def _io_FileIO_readall(self: PyObject) -> Any:
    """``readall()``; a generator."""
    body = self.value
    if body.fd < 0:
        raise _closed()
    chunks: list[bytes] = []
    total, wanted = 0, _rest_of(body)
    while True:
        data = _read(body, wanted)
        if type(data) in PENDING:
            data = yield data
        if not data:
            break
        chunks.append(data)
        total += len(data)
        if total > MAX_IO:
            raise PyErr_SetNone(PyExc_MemoryError)
        wanted = max(wanted - len(data), 0) or new_buffersize(total) - total
    if data is None and not chunks:
        return Py_None
    contents = b"".join(chunks)
    if files().is_library_code(body.fd, len(contents)):
        vouch_for_library_code(contents)
    return PyBytes_FromString(contents)


def _io_FileIO_read(self: PyObject, size: PyObject | None) -> Any:
    """``read(size=-1)``; a generator."""
    n = _Py_convert_optional_to_ssize_t(size)
    if type(n) in PENDING:
        n = yield n
    body = self.value
    _able(body, body.readable, "reading")
    if n < 0:
        return (yield _io_FileIO_readall(self))
    data = _read(body, min(n, MAX_IO))
    if type(data) in PENDING:
        data = yield data
    return Py_None if data is None else PyBytes_FromString(data)


def _io_FileIO_write(self: PyObject, b: PyObject) -> Any:
    """``write(b)``"""
    return use_buffer(b, lambda data: _write(self.value, bytes(data)))


def _write(body: fileio, data: bytes) -> Any:
    _able(body, body.writable, "writing")
    try:
        n = _Py_write(files(), body.fd, data)
    except BlockingIOError:
        return Py_None
    except OSError as err:
        raise from_os_error(err) from None
    return _written_later(n) if type(n) in PENDING else PyLong_FromLong(n)


def _written_later(pending: Any) -> Any:
    return PyLong_FromLong((yield pending))


def portable_lseek(body: fileio, pos: int, whence: int, suppress_pipe_error: bool = False) -> int:
    """Move, and find out whether that is possible."""
    try:
        res: int = files().lseek(body.fd, pos, whence)
    except OSError as err:
        if body.seekable is None:
            body.seekable = False
        if suppress_pipe_error and err.errno == 29:
            return 0
        raise from_os_error(err) from None
    if body.seekable is None:
        body.seekable = True
    return res


def _io_FileIO_seek(self: PyObject, pos: PyObject, whence: PyObject | None) -> Any:
    """``seek(pos, whence=0)``; a generator."""
    body = self.value
    how: Any = 0 if whence is None else c_int(whence)
    if type(how) in PENDING:
        how = yield how
    if body.fd < 0:
        raise _closed()
    offset = long_unit(pos)
    if type(offset) in PENDING:
        offset = yield offset
    return PyLong_FromLong(portable_lseek(body, offset, how))


def _io_FileIO_tell(self: PyObject) -> PyObject:
    """``tell()``"""
    if self.value.fd < 0:
        raise _closed()
    return PyLong_FromLong(portable_lseek(self.value, 0, 1))


def _io_FileIO_truncate(self: PyObject, size: PyObject | None) -> Any:
    """``truncate(size=None)``: the size as it was given; a generator."""
    body = self.value
    _able(body, body.writable, "writing")
    if size is None or size is Py_None:
        op = PyLong_FromLong(portable_lseek(body, 0, 1))
    else:
        op = Py_NewRef(size)
    try:
        pos = long_unit(op)
        if type(pos) in PENDING:
            pos = yield pos
        files().ftruncate(body.fd, pos)
    except OSError as err:
        Py_DECREF(op)
        raise from_os_error(err) from None
    except PyErr:
        Py_DECREF(op)
        raise
    return op


# ---- what is known of it

def _io_FileIO_seekable(self: PyObject) -> PyObject:
    """``seekable()``"""
    body = self.value
    if body.fd < 0:
        raise _closed()
    if body.seekable is None:
        try:
            portable_lseek(body, 0, 1)
        except PyErr as err:
            PyErr_Clear(err)
    return Py_True if body.seekable else Py_False


def _flag(field: str) -> Any:
    def method(self: PyObject) -> PyObject:
        if self.value.fd < 0:
            raise _closed()
        return Py_True if getattr(self.value, field) else Py_False

    method.__name__ = f"_io_FileIO_{field}"
    return method


def _io_FileIO_fileno(self: PyObject) -> PyObject:
    """``fileno()``"""
    if self.value.fd < 0:
        raise _closed()
    return PyLong_FromLong(self.value.fd)


def _io_FileIO_isatty(self: PyObject) -> PyObject:
    """``isatty()``"""
    if self.value.fd < 0:
        raise _closed()
    return Py_True if files().isatty(self.value.fd) else Py_False


def mode_string(body: fileio) -> str:
    """The mode that it was opened with, in its usual form."""
    if body.created or body.appending:
        return ("xb" if body.created else "ab") + ("+" if body.readable else "")
    if body.readable:
        return "rb+" if body.writable else "rb"
    return "wb"


def fileio_repr(self: PyObject) -> Any:
    """tp_repr; a generator."""
    body, kind = self.value, type_name(self)
    if body.fd < 0:
        return PyUnicode_FromString(f"<{kind:.100} [closed]>")
    name = yield optional_attribute(self, "name")
    rest = f"mode='{mode_string(body)}' closefd={bool(body.closefd)}>"
    if name is None:
        return PyUnicode_FromString(f"<{kind:.100} fd={body.fd} {rest}")
    try:
        if Py_ReprEnter(self):
            raise PyErr_Format(
                PyExc_RuntimeError, f"reentrant call inside {kind:.100}.__repr__")
        try:
            shown = PyObject_Repr(name)
            if type(shown) in PENDING:
                shown = yield shown
        finally:
            Py_ReprLeave(self)
    finally:
        Py_DECREF(name)
    text = f"<{kind:.100} name={shown.value} {rest}"
    Py_DECREF(shown)
    return PyUnicode_FromString(text)


PyFileIO_Type = PyType_FromSpec(
    "_io.FileIO", PyRawIOBase_Type, tp_flags=IO_FLAGS, tp_basicsize=56, tp_dictoffset=48,
    tp_weaklistoffset=40, tp_hostkey="identity", tp_new=fileio_new, tp_init=fileio_init,
    tp_dealloc=fileio_dealloc, tp_traverse=io_traverse, tp_clear=PyObject_ClearManagedDict,
    tp_repr=fileio_repr,
    tp_methods=(
        PyMethodDef("read", _io_FileIO_read, "($self, size=-1, /)"),
        PyMethodDef("readall", _io_FileIO_readall, "($self, /)"),
        PyMethodDef("readinto", _io_FileIO_readinto, "($self, buffer, /)"),
        PyMethodDef("write", _io_FileIO_write, "($self, b, /)"),
        PyMethodDef("seek", _io_FileIO_seek, "($self, pos, whence=0, /)"),
        PyMethodDef("tell", _io_FileIO_tell, "($self, /)"),
        PyMethodDef("truncate", _io_FileIO_truncate, "($self, size=None, /)"),
        PyMethodDef("close", _io_FileIO_close, "($self, /)"),
        PyMethodDef("seekable", _io_FileIO_seekable, "($self, /)"),
        PyMethodDef("readable", _flag("readable"), "($self, /)"),
        PyMethodDef("writable", _flag("writable"), "($self, /)"),
        PyMethodDef("fileno", _io_FileIO_fileno, "($self, /)"),
        PyMethodDef("isatty", _io_FileIO_isatty, "($self, /)"),
        PyMethodDef("_dealloc_warn", fileio_dealloc_warn, "($self, source, /)"),
        PyMethodDef("__reduce__", _PyIOBase_cannot_pickle, "($self, /)"),
        PyMethodDef("__reduce_ex__", _PyIOBase_cannot_pickle, "($self, protocol, /)"),
    ),
    tp_getset=(
        PyGetSetDef("closed", lambda op: Py_True if op.value.fd < 0 else Py_False),
        PyGetSetDef("closefd", lambda op: Py_True if op.value.closefd else Py_False),
        PyGetSetDef("mode", lambda op: PyUnicode_FromString(mode_string(op.value))),
    ),
    tp_members=(
        PyMemberDef("_blksize", "blksize", readonly=False, kind=Py_T_INT),
        PyMemberDef("_finalizing", "finalizing", readonly=False, kind=Py_T_BOOL),
    ),
)
