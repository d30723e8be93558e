"""The `_io` module: open() and the types of streams. Models Modules/_io/_iomodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_bufferedio import (
    PyBufferedRandom_Type,
    PyBufferedReader_Type,
    PyBufferedRWPair_Type,
    PyBufferedWriter_Type,
)
from vm.modules._io_bytesio import PyBufferedIOBase_Type, PyBytesIO_Type, bytesiobuf_Type
from vm.modules._io_fileio import PyFileIO_Type
from vm.modules._io_iobase import PyIOBase_Type, PyRawIOBase_Type
from vm.modules._io_newline import PyIncrementalNewlineDecoder_Type
from vm.modules._io_stringio import PyStringIO_Type, PyTextIOBase_Type
from vm.modules._io_textio import PyTextIOWrapper_Type, config_flag, warn_default_encoding
from vm.modules._io_util import DEFAULT_BUFFER_SIZE, PyExc_BlockingIOError, UnsupportedOperation
from vm.modules.posix_paths import PyOS_FSPath
from vm.objects.abstract import PyNumber_Check
from vm.objects.attributes import call, call_object, set_attribute, truth
from vm.objects.getargs import c_int, c_string_arg, optional_int
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_IsTrue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_RuntimeWarning,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.errors import _PyErr_ChainExceptions1


class _mode:
    """A mode of open(), taken apart."""

    __slots__ = ("creating", "reading", "writing", "appending", "updating", "text", "binary")

    def __init__(self, mode: str):
        self.creating, self.reading = "x" in mode, "r" in mode
        self.writing, self.appending = "w" in mode, "a" in mode
        self.updating, self.text, self.binary = "+" in mode, "t" in mode, "b" in mode
        if len(set(mode)) != len(mode) or set(mode) - set("axrwb+t"):
            raise PyErr_Format(PyExc_ValueError, f"invalid mode: '{mode}'")

    def raw(self) -> str:
        """The mode for FileIO."""
        letters = (("x", self.creating), ("r", self.reading), ("w", self.writing),
                   ("a", self.appending), ("+", self.updating))
        return "".join(letter for letter, used in letters if used)


def _check_mode(mode: _mode, encoding: Any, errors: Any, newline: Any, buffering: int) -> Any:
    """Raise for arguments that do not go together (a generator: it may warn)."""
    if mode.text and mode.binary:
        raise PyErr_Format(PyExc_ValueError, "can't have text and binary mode at once")
    if mode.creating + mode.reading + mode.writing + mode.appending > 1:
        raise PyErr_Format(
            PyExc_ValueError, "must have exactly one of create/read/write/append mode")
    for given, name in ((encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")):
        if mode.binary and given is not None and given is not Py_None:
            raise PyErr_Format(
                PyExc_ValueError, f"binary mode doesn't take {name} argument")
    if mode.binary and buffering == 1:
        res = PyErr_WarnEx(
            PyExc_RuntimeWarning,
            "line buffering (buffering=1) isn't supported in binary mode, the default buffer size "
            "will be used", 1)
        if type(res) in PENDING:
            yield res


def _io_open_impl(
    module: PyObject, file: PyObject, mode: PyObject | None, buffering: PyObject | None,
    encoding: PyObject | None, errors: PyObject | None, newline: PyObject | None,
    closefd: PyObject | None, opener: PyObject | None
) -> Any:
    """``open(file, mode='r', buffering=-1, encoding=None, ...)``; a generator."""
    text = "r" if mode is None else c_string_arg(mode, "open", "argument 'mode'", "r")
    size: Any = -1
    if buffering is not None:
        size = c_int(buffering)
        if type(size) in PENDING:
            size = yield size
    for op, name in ((encoding, "encoding"), (errors, "errors"), (newline, "newline")):
        if op is not None and op is not Py_None and (
            not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
        ):
            raise PyErr_Format(
                PyExc_TypeError, f"open() argument '{name}' must be str or None, "
                f"not {op.ob_type.value.tp_name:.50}")
    path = Py_NewRef(file) if PyNumber_Check(file) else (yield PyOS_FSPath(file))
    try:
        parts = _mode(text)
        yield _check_mode(parts, encoding, errors, newline, size)
        close: Any = True
        if closefd is not None:
            close = PyObject_IsTrue(closefd)
            if type(close) in PENDING:
                close = yield close
        raw = yield call_object(
            PyFileIO_Type, path, PyUnicode_FromString(parts.raw()), Py_True if close else Py_False,
            Py_None if opener is None else opener)
    finally:
        Py_DECREF(path)
    return (yield _open_over(raw, parts, text, size, encoding, errors, newline))


def _open_over(
    raw: PyObject, mode: _mode, text: str, buffering: int, encoding: Any, errors: Any, newline: Any
) -> Any:
    """The stream that open() gives over a raw one; takes over the reference (a generator)."""
    result = raw
    try:
        isatty = buffering < 0 and (yield truth((yield call(raw, "isatty"))))
        line_buffering = buffering == 1 or isatty
        if line_buffering and not mode.binary:
            buffering = -1
        if buffering < 0 or (mode.binary and buffering == 1):
            buffering = raw.value.blksize
        if buffering == 0:
            if not mode.binary:
                raise PyErr_Format(PyExc_ValueError, "can't have unbuffered text I/O")
            return result
        kind = PyBufferedReader_Type
        if mode.updating:
            kind = PyBufferedRandom_Type
        elif mode.creating or mode.writing or mode.appending:
            kind = PyBufferedWriter_Type
        buffer = yield call_object(kind, raw, PyLong_FromLong(buffering))
        Py_DECREF(raw)
        result = buffer
        if mode.binary:
            return result
        wrapper = yield call_object(
            PyTextIOWrapper_Type, buffer, encoding or Py_None, errors or Py_None,
            newline or Py_None, Py_True if line_buffering else Py_False)
        Py_DECREF(buffer)
        result = wrapper
        name = PyUnicode_FromString(text)
        yield set_attribute(wrapper, "mode", name)
        Py_DECREF(name)
        return result
    except PyErr as err:
        try:
            Py_DECREF((yield call(result, "close")))
        except PyErr as second:
            raise _PyErr_ChainExceptions1(err, second) from None
        finally:
            Py_DECREF(result)
        raise


def _io_open_code_impl(module: PyObject, path: PyObject) -> Any:
    """``open_code(path)``: a stream over a file of code; a generator."""
    if not path.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"open_code() argument 'path' must be str, not {path.ob_type.value.tp_name}")
    mode = PyUnicode_FromString("rb")
    try:
        return (yield _io_open_impl(module, path, mode, None, None, None, None, None, None))
    finally:
        Py_DECREF(mode)


def _io_text_encoding_impl(module: PyObject, encoding: PyObject, stacklevel: PyObject | None) -> Any:
    """``text_encoding(encoding, stacklevel=2)``; a generator."""
    level = yield optional_int(stacklevel, 2)
    if encoding is not Py_None:
        return Py_NewRef(encoding)
    yield warn_default_encoding(level)
    return PyUnicode_FromString("utf-8" if config_flag("utf8_mode") else "locale")


io_methods = (
    PyMethodDef("open", _io_open_impl,
                "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, "
                "newline=None, closefd=True, opener=None)"),
    PyMethodDef("text_encoding", _io_text_encoding_impl, "($module, encoding, stacklevel=2, /)"),
    PyMethodDef("open_code", _io_open_code_impl, "($module, /, path)"),
)
_TYPES = (
    ("UnsupportedOperation", UnsupportedOperation), ("BlockingIOError", PyExc_BlockingIOError),
    ("_IOBase", PyIOBase_Type), ("_RawIOBase", PyRawIOBase_Type),
    ("_BufferedIOBase", PyBufferedIOBase_Type), ("_TextIOBase", PyTextIOBase_Type),
    ("FileIO", PyFileIO_Type), ("BytesIO", PyBytesIO_Type), ("_BytesIOBuffer", bytesiobuf_Type),
    ("BufferedReader", PyBufferedReader_Type), ("BufferedWriter", PyBufferedWriter_Type),
    ("BufferedRWPair", PyBufferedRWPair_Type), ("BufferedRandom", PyBufferedRandom_Type),
    ("IncrementalNewlineDecoder", PyIncrementalNewlineDecoder_Type), ("StringIO", PyStringIO_Type),
    ("TextIOWrapper", PyTextIOWrapper_Type),
)


def PyInit__io() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_io", io_methods)
    size = PyLong_FromLong(DEFAULT_BUFFER_SIZE)
    PyModule_AddObjectRef(module, "DEFAULT_BUFFER_SIZE", size)
    Py_DECREF(size)
    for name, tp in _TYPES:
        PyModule_AddObjectRef(module, name, tp)
    return module
