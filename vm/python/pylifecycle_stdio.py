"""The standard streams: the part of Python/pylifecycle.c that makes sys.stdin, sys.stdout and sys.stderr."""

from __future__ import annotations

from typing import Any

from vm.objects.attributes import call, call_object, getattribute, set_attribute, truth
from vm.objects.dictobject import PyDict_GetItemString, PyDict_SetItemString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.moduleobject import PyModule_GetDict
from vm.objects.pycore_object import Py_DECREF, Py_False, Py_NewRef, Py_None, Py_True, PyObject
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.bltin_exec import bind_text_streams
from vm.python.codecs import _PyCodec_Lookup
from vm.python.import_ import PyImport_ImportModule

STDIN, STDOUT, STDERR = 0, 1, 2
#: Locales in which undecodable bytes pass through the streams.
_LENIENT_LOCALES = frozenset({"C", "POSIX", "C.UTF-8", ""})


def stdio_errors(config: Any, environ: dict[str, str]) -> str:
    """The error handler of standard input and output (config_get_locale_encoding and its kin)."""
    if config.stdio_errors is not None:
        return config.stdio_errors
    if config.flags.get("utf8_mode"):
        return "surrogateescape"
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return "surrogateescape" if locale in _LENIENT_LOCALES else "strict"


def init_stdio_encoding(interp: Any) -> Any:
    """Look up the codec of the standard streams, which go by its own name (a generator)."""
    codec = yield _PyCodec_Lookup(interp.config.stdio_encoding)
    name = yield getattribute(codec, "name")
    interp.config.stdio_encoding = str(name.value)
    Py_DECREF(name)
    Py_DECREF(codec)


def init_sys_streams(interp: Any) -> Any:
    """Make the standard streams, under their two names (a generator)."""
    io = yield PyImport_ImportModule("io")
    bind_text_streams()
    errors = stdio_errors(interp.config, interp.files.environ)
    for fd, name, mode in ((STDIN, "stdin", errors), (STDOUT, "stdout", errors),
                           (STDERR, "stderr", "backslashreplace")):
        stream = yield create_stdio(interp, io, fd, f"<{name}>", mode)
        PyDict_SetItemString(interp.sysdict, f"__{name}__", stream)
        PyDict_SetItemString(interp.sysdict, name, stream)
        Py_DECREF(stream)
    Py_DECREF((yield _PyCodec_Lookup("utf-8")))  # now, not while an error is shown
    Py_DECREF(io)


def create_stdio(interp: Any, io: PyObject, fd: int, name: str, errors: str) -> Any:
    """The text stream of a descriptor, or None if there is no such descriptor (a generator)."""
    if not _Py_IsValidFD(interp.files, fd):
        return Py_None
    unbuffered = not interp.config.buffered_stdio
    writing = fd != STDIN
    buffer = yield _open_binary(io, fd, "wb" if writing else "rb", 0 if unbuffered and writing else -1)
    raw = (yield getattribute(buffer, "raw")) if not unbuffered or not writing else Py_NewRef(buffer)
    name_op = PyUnicode_FromString(name)
    yield set_attribute(raw, "name", name_op)
    Py_DECREF(name_op)
    is_terminal = yield truth((yield call(raw, "isatty")))
    Py_DECREF(raw)
    by_lines = not unbuffered and (is_terminal or fd == STDERR)
    text = PyDict_GetItemString(PyModule_GetDict(io), "TextIOWrapper")
    assert text is not None
    args = [buffer, *map(PyUnicode_FromString, (interp.config.stdio_encoding, errors, "\n")),
            Py_True if by_lines else Py_False, Py_True if unbuffered else Py_False]
    stream = yield call_object(text, *args)
    for op in args:
        Py_DECREF(op)
    mode = PyUnicode_FromString("w" if writing else "r")
    yield set_attribute(stream, "mode", mode)
    Py_DECREF(mode)
    return stream


def _open_binary(io: PyObject, fd: int, mode: str, buffering: int) -> Any:
    opener = PyDict_GetItemString(PyModule_GetDict(io), "open")
    assert opener is not None
    args = [PyLong_FromLong(fd), PyUnicode_FromString(mode), PyLong_FromLong(buffering),
            Py_None, Py_None, Py_None, Py_False]
    stream = yield call_object(opener, *args)
    for op in args:
        Py_DECREF(op)
    return stream


def _Py_IsValidFD(files: Any, fd: int) -> bool:
    """Whether a descriptor is open."""
    try:
        files.fstat(fd)
    except OSError:
        return False
    return True
