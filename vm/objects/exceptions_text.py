"""SyntaxError and the UnicodeError family. Part of Objects/exceptions.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyNumber_AsSsize_t, PySequence_Tuple
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.exceptions_base import BaseException_init, extra_member, format_pieces, set_extra
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import Py_T_PYSSIZET, PyMemberDef
from vm.objects.object import PyObject_Str
from vm.objects.pybuffer import bytes_like
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyType_IsSubtype,
)
from vm.objects.pyerrors import (
    PyBaseExceptionObject,
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_TypeError,
    extra_field,
)
from vm.objects.unicodeobject import PyUnicode_FromString


def argument_count(nargs: int, minimum: int, maximum: int) -> None:
    """Raise TypeError as PyArg_ParseTuple does for a nameless function."""
    if minimum <= nargs <= maximum:
        return
    bound = minimum if nargs < minimum else maximum
    word = "exactly" if minimum == maximum else "at least" if nargs < minimum else "at most"
    raise PyErr_Format(
        PyExc_TypeError,
        f"function takes {word} {bound} argument{'' if bound == 1 else 's'} ({nargs} given)")


def need_str(number: int, op: PyObject) -> None:
    """Raise TypeError unless argument ``number`` is a str (format unit U)."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        shown = "None" if op is Py_None else op.ob_type.value.tp_name
        raise PyErr_Format(PyExc_TypeError, f"argument {number} must be str, not {shown}")


# --- SyntaxError -------------------------------------------------------------------------------------

_INFO = ("filename", "lineno", "offset", "text", "end_lineno", "end_offset")


def SyntaxError_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init: message, and a tuple of position details."""
    BaseException_init(self, args, kwnames)
    if args:
        set_extra(self.value, "msg", Py_NewRef(args[0]))
    if len(args) == 2:
        if args[1].ob_type is PyTuple_Type:
            return _set_info(self, args[1])
        return _init_from_sequence(self, args[1])
    return None


def _init_from_sequence(self: PyObject, sequence: PyObject):
    info = PySequence_Tuple(sequence)
    if type(info) in PENDING:
        info = yield info
    try:
        _set_info(self, info)
    finally:
        Py_DECREF(info)


def _set_info(self: PyObject, info: PyObject) -> None:
    items = info.value
    argument_count(len(items), 4, 6)
    body = self.value
    for name, op in zip(_INFO, items):
        set_extra(body, name, Py_NewRef(op))
    for name in _INFO[len(items):]:
        set_extra(body, name, None)
    if len(items) == 5:
        raise PyErr_Format(
            PyExc_TypeError, "end_offset must be provided when end_lineno is provided")


def SyntaxError_str(self: PyObject) -> Any:
    """tp_str: "message (file, line n)"."""
    filename, lineno = extra_field(self, "filename"), extra_field(self, "lineno")
    have_line = lineno.ob_type is PyLong_Type
    message = (PyObject_Str, extra_field(self, "msg"))
    shown = ""
    if have_line:
        n = lineno.value
        shown = str(n) if -(1 << 63) <= n < 1 << 63 else "-1"
    if filename.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        base = filename.value.rpartition("/")[2]
        return format_pieces([message, f" ({base}, line {shown})" if have_line else f" ({base})"])
    if have_line:
        return format_pieces([message, f" (line {shown})"])
    return PyObject_Str(message[1])


SyntaxError_members = (
    extra_member("msg"),
    extra_member("filename"),
    extra_member("lineno"),
    extra_member("offset"),
    extra_member("text"),
    extra_member("end_lineno"),
    extra_member("end_offset"),
    extra_member("print_file_and_line"),
)


# --- UnicodeError ------------------------------------------------------------------------------------


def unicode_error_init(self: PyObject, args: list, kwnames: tuple, with_encoding: bool) -> Any:
    """Fill encoding, object, start, end, reason from the arguments."""
    BaseException_init(self, args, kwnames)
    count = 5 if with_encoding else 4
    argument_count(len(args), count, count)
    first = 1 if with_encoding else 0
    if args[first + 1].ob_type is PyLong_Type and args[first + 2].ob_type is PyLong_Type:
        return _store_fields(self, args, first, args[first + 1].value, args[first + 2].value)
    return _init_pending(self, list(args), first)


def _init_pending(self: PyObject, args: list, first: int):
    _check_leading(self, args, first)
    bounds = []
    for op in args[first + 1 : first + 3]:
        if op.ob_type.value.nb_index is None:
            raise PyErr_Format(
                PyExc_TypeError,
                f"'{op.ob_type.value.tp_name}' object cannot be interpreted as an integer")
        n = PyNumber_AsSsize_t(op, PyExc_OverflowError)
        if type(n) in PENDING:
            n = yield n
        bounds.append(n)
    _store_fields(self, args, first, *bounds)


def _is_decode(self: PyObject) -> bool:
    from vm.objects.pyerrors import PyExc_UnicodeDecodeError

    return PyType_IsSubtype(self.ob_type, PyExc_UnicodeDecodeError)


def _check_leading(self: PyObject, args: list, first: int) -> None:
    if first:
        need_str(1, args[0])
    if not _is_decode(self):
        need_str(first + 1, args[first])


def _store_fields(self: PyObject, args: list, first: int, start: int, end: int) -> None:
    _check_leading(self, args, first)
    for n in (start, end):
        if not -(1 << 63) <= n < 1 << 63:
            raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C ssize_t")
    need_str(first + 4, args[first + 3])
    source = args[first]
    if _is_decode(self) and not source.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        source = PyBytes_FromString(bytes(bytes_like(source)))
    else:
        source.ob_refcnt += 1
    body = self.value
    if first:
        set_extra(body, "encoding", Py_NewRef(args[0]))
    set_extra(body, "object", source)
    set_extra(body, "start", PyLong_FromLong(start))
    set_extra(body, "end", PyLong_FromLong(end))
    set_extra(body, "reason", Py_NewRef(args[first + 3]))


def UnicodeEncodeError_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init of UnicodeEncodeError and UnicodeDecodeError."""
    return unicode_error_init(self, args, kwnames, True)


def UnicodeTranslateError_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init of UnicodeTranslateError."""
    return unicode_error_init(self, args, kwnames, False)


def _range(self: PyObject) -> tuple[int, int]:
    extra = self.value.extra or {}
    start, end = extra.get("start"), extra.get("end")
    return (start.value if start is not None else 0, end.value if end is not None else 0)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _describe(self: PyObject, verb: str, one: str, many: str, show: Any) -> Any:
    extra = self.value.extra or {}
    source = extra.get("object")
    if source is None:
        return PyUnicode_FromString("")
    start, end = _range(self)
    text = source.value if isinstance(source.value, (str, bytes)) else ""
    if 0 <= start < len(text) and end == start + 1:
        where = f" {verb} {one} {show(text[start])} in position {start}: "
    else:
        where = f" {verb} {many} in position {start}-{end - 1}: "
    reason = (PyObject_Str, extra.get("reason") or Py_None)
    if "encoding" not in extra:
        return format_pieces([where[1:], reason])
    return format_pieces(
        ["'", (PyObject_Str, extra["encoding"] or Py_None), "' codec", where, reason])


def UnicodeEncodeError_str(self: PyObject) -> Any:
    """tp_str."""
    return _describe(
        self, "can't encode", "character", "characters", lambda char: f"'{_escape(char)}'")


def UnicodeDecodeError_str(self: PyObject) -> Any:
    """tp_str."""
    return _describe(self, "can't decode", "byte", "bytes", lambda byte: f"0x{byte:02x}")


def UnicodeTranslateError_str(self: PyObject) -> Any:
    """tp_str."""
    return _describe(
        self, "can't translate", "character", "characters", lambda char: f"'{_escape(char)}'")


def _ssize_member(name: str) -> PyMemberDef:
    """A member row for a Py_ssize_t, which is kept as a guest int among the other fields."""
    def get(body: Any) -> int:
        op = body.extra.get(name) if body.extra else None
        return 0 if op is None else op.value

    def put(body: Any, n: int) -> None:
        set_extra(body, name, PyLong_FromLong(n))

    attribute = "x_" + name
    setattr(PyBaseExceptionObject, attribute, property(get, put))
    return PyMemberDef(name, attribute, readonly=False, kind=Py_T_PYSSIZET)


UnicodeError_members = (
    extra_member("encoding"),
    extra_member("object"),
    _ssize_member("start"),
    _ssize_member("end"),
    extra_member("reason"),
)
