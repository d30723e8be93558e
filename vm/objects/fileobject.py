"""Writing to and reading from file-like objects, and the standard streams. Models Objects/fileobject.c.

The three standard streams are text streams of the host layer (`PyVMStream_Type`, which guest code sees as
``_io.TextIOWrapper``) until the real io module takes their place.
"""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GenericSetAttr,
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_Repr,
    PyObject_SelfIter,
    PyObject_Str,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_dropped, count_held
from vm.objects.pycore_gc import (
    PyObject_GC_Del,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBool_Type,
    PyObject,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_EOFError,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
)
from vm.objects.typeobject_subtype import visit_managed_dict

PyList_New: Any
PyObject_CallMethod: Any
PyObject_CallNoArgs: Any
PyObject_CallOneArg: Any
_take_items: Any


# ---- any object with write, flush, readline

def PyFile_WriteObject(op: PyObject, file: PyObject, raw: bool) -> Any:
    """Write ``str(op)`` (or ``repr(op)`` unless ``raw``) by ``file.write``; a generator."""
    writer = PyObject_GetAttr(file, _Py_ID("write"))
    if type(writer) in PENDING:
        writer = yield writer
    text = None
    try:
        text = PyObject_Str(op) if raw else PyObject_Repr(op)
        if type(text) in PENDING:
            text = yield text
        res = PyObject_CallOneArg(writer, text)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    finally:
        Py_DECREF(writer)
        if text is not None and type(text) is PyObject:
            Py_DECREF(text)


def PyFile_WriteString(text: str, file: PyObject) -> Any:
    """Write a host str by ``file.write``; a generator."""
    op = PyObject(PyUnicode_Type, text)
    try:
        yield PyFile_WriteObject(op, file, True)
    finally:
        Py_DECREF(op)


def _PyFile_Flush(file: PyObject) -> Any:
    """Call ``file.flush()``; a generator."""
    res = PyObject_CallMethod(file, "flush", [])
    if type(res) in PENDING:
        res = yield res
    Py_DECREF(res)


def PyFile_GetLine(file: PyObject, n: int) -> Any:
    """A line by ``file.readline()``; with ``n < 0`` its newline is stripped and the end is EOFError."""
    reader = PyObject_GetAttr(file, _Py_ID("readline"))
    if type(reader) in PENDING:
        reader = yield reader
    try:
        if n <= 0:
            line = PyObject_CallNoArgs(reader)
        else:
            limit = PyLong_FromLong(n)
            line = PyObject_CallOneArg(reader, limit)
        if type(line) in PENDING:
            line = yield line
    finally:
        Py_DECREF(reader)
    value = line.value
    if not isinstance(value, (str, bytes)):
        Py_DECREF(line)
        raise PyErr_Format(PyExc_TypeError, "object.readline() returned non-string")
    if n >= 0:
        return line
    if not value:
        Py_DECREF(line)
        raise PyErr_Format(PyExc_EOFError, "EOF when reading a line")
    if value[-1:] not in ("\n", b"\n"):
        return line
    stripped = PyObject(line.ob_type, value[:-1])
    Py_DECREF(line)
    return stripped


def PyObject_AsFileDescriptor(op: PyObject) -> Any:
    """The descriptor that an int is or an object's ``fileno()`` gives: a host int, or pending."""
    from vm.objects.getargs import c_int

    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return _fileno(op)
    if op.ob_type is PyBool_Type:
        return _bool_descriptor(op)
    return _check_descriptor(c_int(op))


def _check_descriptor(fd: int) -> int:
    if fd < 0:
        raise PyErr_Format(
            PyExc_ValueError, f"file descriptor cannot be a negative integer ({fd})")
    return fd


def _bool_descriptor(op: PyObject) -> Any:
    from vm.objects.pywarnings import PyErr_WarnEx

    res = PyErr_WarnEx(
        exception_types["RuntimeWarning"], "bool is used as a file descriptor", 1)
    if type(res) in PENDING:
        yield res
    return int(op.value)


def _fileno(op: PyObject) -> Any:
    from vm.objects.getargs import c_int

    meth = PyObject_GetOptionalAttr(op, _Py_ID("fileno"))
    if type(meth) in PENDING:
        meth = yield meth
    if meth is None:
        raise PyErr_Format(
            PyExc_TypeError, "argument must be an int, or have a fileno() method.")
    try:
        fno = PyObject_CallNoArgs(meth)
        if type(fno) in PENDING:
            fno = yield fno
    finally:
        Py_DECREF(meth)
    try:
        if not fno.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "fileno() returned a non-integer")
        return _check_descriptor(c_int(fno))
    finally:
        Py_DECREF(fno)


# ---- the standard streams

class PyVMStreamObject:
    """A standard stream: its name for the host ("stdin", "stdout", "stderr") and what is left unread.

    ``pending_bytes`` and ``pending_writes``: what C's stdout would hold back; it keeps it in a list.
    """

    __slots__ = ("name", "mode", "errors", "closed", "buffered", "pending_bytes", "pending_writes")

    def __init__(self, name: str):
        self.name = name
        self.mode = "r" if name == "stdin" else "w"
        self.errors = "backslashreplace" if name == "stderr" else "strict"
        self.closed = False
        self.buffered = ""
        self.pending_bytes = self.pending_writes = 0


PyVMStream_Type = static_type(
    "_io.TextIOWrapper", tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, tp_basicsize=152,
    tp_dictoffset=136, tp_weaklistoffset=144, tp_hostkey="identity")


def PyVMStream_New(name: str) -> PyObject:
    """The stream "stdin", "stdout" or "stderr"."""
    op = PyObject_GC_New(PyVMStream_Type, PyVMStreamObject(name))
    op.ob_dict = {}
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def stream_is_plain(file: PyObject) -> bool:
    """Whether writing to the stream can go straight to the host."""
    return not file.ob_dict and not file.value.closed and file.value.mode == "w"


_CHUNK_SIZE = 8192


def stream_write(file: PyObject, text: str, writes: int = 1) -> None:
    """Give text to the host; in C it would have been given in so many writes."""
    if not text.isascii():
        _check_encodable(file, text)
    if file.value.name == "stdout":
        _count_pending(file.value, len(text), writes)
    _PyRuntime.host.write(file.value.name, text)


def _count_pending(stream: PyVMStreamObject, nbytes: int, writes: int) -> None:
    """Keep the books of the list of pending writes that C's stdout has from the second write on."""
    if stream.pending_bytes + nbytes > _CHUNK_SIZE:
        _count_flush(stream)
    if stream.pending_writes < 2 <= stream.pending_writes + writes:
        count_held("lists")
    stream.pending_writes += writes
    stream.pending_bytes += nbytes


def _count_flush(stream: PyVMStreamObject) -> None:
    if stream.pending_writes >= 2:
        count_dropped("lists")
    stream.pending_bytes = stream.pending_writes = 0


def _check_encodable(file: PyObject, text: str) -> None:
    try:
        text.encode("utf-8", file.value.errors)
    except UnicodeEncodeError as err:
        raise _unicode_encode_error(err) from None


def _unicode_encode_error(err: UnicodeEncodeError) -> Any:
    args = [
        PyObject(PyUnicode_Type, err.encoding), PyObject(PyUnicode_Type, err.object),
        PyLong_FromLong(err.start), PyLong_FromLong(err.end),
        PyObject(PyUnicode_Type, err.reason),
    ]
    raised = PyErr_SetArgs(exception_types["UnicodeEncodeError"], *args)
    raised.exc.value.extra = dict(
        zip(("encoding", "object", "start", "end", "reason"), args, strict=True))
    return raised


def _check_open(op: PyObject) -> None:
    if op.value.closed:
        raise PyErr_Format(PyExc_ValueError, "I/O operation on closed file.")


def _unsupported(what: str) -> Any:
    return PyErr_Format(exception_types["OSError"], what)


def stream_repr(op: PyObject) -> PyObject:
    """``repr(sys.stdout)``."""
    body = op.value
    return PyObject(
        PyUnicode_Type,
        f"<_io.TextIOWrapper name='<{body.name}>' mode='{body.mode}' encoding='utf-8'>")


def _io_TextIOWrapper_write(op: PyObject, text: PyObject) -> PyObject:
    if not text.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        given = "None" if text is Py_None else text.ob_type.value.tp_name
        raise PyErr_Format(PyExc_TypeError, f"write() argument must be str, not {given}")
    _check_open(op)
    if op.value.mode != "w":
        raise _unsupported("not writable")
    stream_write(op, text.value)
    return PyLong_FromLong(len(text.value))


def _io_TextIOWrapper_writelines(op: PyObject, lines: PyObject) -> Any:
    _check_open(op)
    items = _take_items(lines)
    if type(items) in PENDING:
        items = yield items
    try:
        for item in items:
            Py_DECREF(_io_TextIOWrapper_write(op, item))
    finally:
        for item in items:
            Py_DECREF(item)
    return Py_None


def _io_TextIOWrapper_flush(op: PyObject) -> PyObject:
    _check_open(op)
    _count_flush(op.value)
    return Py_None


def _io_TextIOWrapper_close(op: PyObject) -> PyObject:
    op.value.closed = True
    return Py_None


def _io_TextIOWrapper_fileno(op: PyObject) -> PyObject:
    return PyLong_FromLong(("stdin", "stdout", "stderr").index(op.value.name))


def _io_TextIOWrapper_isatty(op: PyObject) -> PyObject:
    return Py_False


def _io_TextIOWrapper_readable(op: PyObject) -> PyObject:
    return Py_True if op.value.mode == "r" else Py_False


def _io_TextIOWrapper_writable(op: PyObject) -> PyObject:
    return Py_True if op.value.mode == "w" else Py_False


def _io_TextIOWrapper_reconfigure(op: PyObject, kwargs: dict) -> PyObject:
    return Py_None


def _size_argument(size: PyObject | None) -> int:
    if size is None or size is Py_None:
        return -1
    if not size.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"argument should be integer or None, not '{size.ob_type.value.tp_name}'")
    return size.value


def _next_line(op: PyObject) -> Any:
    """The next line as a host str, empty at the end of input; a generator that waits for it."""
    _check_open(op)
    body = op.value
    if body.mode != "r":
        raise _unsupported("not readable")
    if body.buffered:
        line, newline, body.buffered = body.buffered.partition("\n")
        return line + newline
    while (line := _PyRuntime.host.readline()) is None:
        yield Park("input", op)
    return line


def _io_TextIOWrapper_readline(op: PyObject, size: PyObject | None) -> Any:
    limit = _size_argument(size)
    line = yield _next_line(op)
    if 0 <= limit < len(line):
        op.value.buffered = line[limit:] + op.value.buffered
        line = line[:limit]
    return PyObject(PyUnicode_Type, line)


def _io_TextIOWrapper_read(op: PyObject, size: PyObject | None) -> Any:
    limit = _size_argument(size)
    parts = []
    total = 0
    while limit < 0 or total < limit:
        line = yield _next_line(op)
        if not line:
            break
        parts.append(line)
        total += len(line)
    text = "".join(parts)
    if 0 <= limit < total:
        op.value.buffered = text[limit:] + op.value.buffered
        text = text[:limit]
    return PyObject(PyUnicode_Type, text)


def _io_TextIOWrapper_readlines(op: PyObject, hint: PyObject | None) -> Any:
    lines = []
    while line := (yield _next_line(op)):
        lines.append(PyObject(PyUnicode_Type, line))
    return PyList_New(lines)


def stream_iternext(op: PyObject) -> Any:
    """The next line of standard input."""
    line = yield _next_line(op)
    return PyObject(PyUnicode_Type, line) if line else None


def _io_TextIOWrapper___enter__(op: PyObject) -> PyObject:
    _check_open(op)
    op.ob_refcnt += 1
    return op


def _io_TextIOWrapper___exit__(op: PyObject, args: list) -> PyObject:
    return _io_TextIOWrapper_close(op)


def _text(value: str) -> PyObject:
    return PyObject(PyUnicode_Type, value)


def stream_dealloc(op: PyObject) -> None:
    """Free a stream object; the stream itself belongs to the host."""
    PyObject_GC_UnTrack(op)
    for child in visit_managed_dict(op):
        Py_DECREF(child)
    op.ob_dict = {}
    PyObject_GC_Del(op)


set_slots(
    PyVMStream_Type,
    tp_repr=stream_repr,
    tp_iter=PyObject_SelfIter,
    tp_iternext=stream_iternext,
    tp_traverse=visit_managed_dict,
    tp_dealloc=stream_dealloc,
    tp_getattro=PyObject_GenericGetAttr,
    tp_setattro=PyObject_GenericSetAttr,
    tp_methods=(
        PyMethodDef("write", _io_TextIOWrapper_write, "($self, text, /)"),
        PyMethodDef("writelines", _io_TextIOWrapper_writelines, "($self, lines, /)"),
        PyMethodDef("flush", _io_TextIOWrapper_flush, "($self, /)"),
        PyMethodDef("close", _io_TextIOWrapper_close, "($self, /)"),
        PyMethodDef("fileno", _io_TextIOWrapper_fileno, "($self, /)"),
        PyMethodDef("isatty", _io_TextIOWrapper_isatty, "($self, /)"),
        PyMethodDef("readable", _io_TextIOWrapper_readable, "($self, /)"),
        PyMethodDef("writable", _io_TextIOWrapper_writable, "($self, /)"),
        PyMethodDef("seekable", _io_TextIOWrapper_isatty, "($self, /)"),
        PyMethodDef("reconfigure", _io_TextIOWrapper_reconfigure, "($self, /, **kwargs)"),
        PyMethodDef("readline", _io_TextIOWrapper_readline, "($self, size=-1, /)"),
        PyMethodDef("read", _io_TextIOWrapper_read, "($self, size=-1, /)"),
        PyMethodDef("readlines", _io_TextIOWrapper_readlines, "($self, hint=-1, /)"),
        PyMethodDef("__enter__", _io_TextIOWrapper___enter__, "($self, /)"),
        PyMethodDef("__exit__", _io_TextIOWrapper___exit__, "($self, /, *args)"),
    ),
    tp_getset=(
        PyGetSetDef("name", lambda op: _text(f"<{op.value.name}>")),
        PyGetSetDef("mode", lambda op: _text(op.value.mode)),
        PyGetSetDef("encoding", lambda op: _text("utf-8")),
        PyGetSetDef("errors", lambda op: _text(op.value.errors)),
        PyGetSetDef("closed", lambda op: Py_True if op.value.closed else Py_False),
        PyGetSetDef("newlines", lambda op: Py_None),
        PyGetSetDef("line_buffering",
                    lambda op: Py_True if op.value.name == "stderr" else Py_False),
        PyGetSetDef("write_through", lambda op: Py_False),
    ),
)


@late_import
def _bind() -> None:
    global PyList_New, PyObject_CallMethod, PyObject_CallNoArgs, PyObject_CallOneArg, _take_items
    from vm.objects.abstract import _take_items
    from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs, PyObject_CallOneArg
    from vm.objects.listobject import PyList_New
