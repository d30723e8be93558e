"""OSError, its fields and its choice of subclass by errno. Part of Objects/exceptions.c."""

from __future__ import annotations

import os
from typing import Any

from vm.objects.abstract import PyNumber_AsSsize_t
from vm.objects.exceptions_base import (
    BaseException_str,
    _PyArg_NoKeywords,
    exception_alloc,
    extra_member,
    format_pieces,
    instance_dict,
    reduce_tuple,
    set_extra,
)
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import PyObject_Repr, PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyErr,
    PyObject,
    decref_all,
    incref_all,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_OSError,
    PyExc_ValueError,
    _PyErr_SetObject,
    exception_types,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString

PyExc_BlockingIOError = exception_types["BlockingIOError"]

#: errno (Linux numbers: the guest is Linux everywhere) -> subclass of OSError.
errnomap = {
    number: exception_types[name]
    for name, numbers in {
        "BlockingIOError": (11, 114, 115),
        "BrokenPipeError": (32, 108),
        "ChildProcessError": (10,),
        "ConnectionAbortedError": (103,),
        "ConnectionRefusedError": (111,),
        "ConnectionResetError": (104,),
        "FileExistsError": (17,),
        "FileNotFoundError": (2,),
        "IsADirectoryError": (21,),
        "NotADirectoryError": (20,),
        "InterruptedError": (4,),
        "PermissionError": (13, 1),
        "ProcessLookupError": (3,),
        "TimeoutError": (110,),
    }.items()
    for number in numbers
}

#: Messages of glibc for common numbers: the browser's host has others.
_STRERROR = {
    1: "Operation not permitted", 2: "No such file or directory", 3: "No such process",
    4: "Interrupted system call", 5: "Input/output error", 9: "Bad file descriptor",
    10: "No child processes", 11: "Resource temporarily unavailable", 12: "Cannot allocate memory",
    13: "Permission denied", 16: "Device or resource busy", 17: "File exists",
    18: "Invalid cross-device link", 19: "No such device", 20: "Not a directory",
    21: "Is a directory", 22: "Invalid argument", 23: "Too many open files in system",
    24: "Too many open files", 25: "Inappropriate ioctl for device", 27: "File too large",
    28: "No space left on device", 29: "Illegal seek", 30: "Read-only file system",
    31: "Too many links", 32: "Broken pipe", 33: "Numerical argument out of domain",
    34: "Numerical result out of range", 36: "File name too long", 38: "Function not implemented",
    39: "Directory not empty", 40: "Too many levels of symbolic links",
    88: "Socket operation on non-socket", 95: "Operation not supported",
    97: "Address family not supported by protocol", 98: "Address already in use",
    99: "Cannot assign requested address", 101: "Network is unreachable",
    103: "Software caused connection abort", 104: "Connection reset by peer",
    106: "Transport endpoint is already connected", 107: "Transport endpoint is not connected",
    108: "Cannot send after transport endpoint shutdown", 110: "Connection timed out",
    111: "Connection refused", 113: "No route to host", 114: "Operation already in progress",
    115: "Operation now in progress",
}


def strerror(errno: int) -> str:
    """The C library's message for an error number."""
    return _STRERROR.get(errno) or os.strerror(errno)


def oserror_use_init(type_op: PyObject) -> bool:
    """Whether arguments are left to ``__init__``: a subclass that overrides it and not ``__new__``."""
    tp = type_op.value
    return tp.tp_init is not OSError_init and tp.tp_new is OSError_new


def _number_check(op: PyObject) -> bool:
    tp = op.ob_type.value
    return tp.nb_index is not None or tp.nb_int is not None or tp.nb_float is not None


def oserror_init(self: PyObject, positional: tuple) -> Any:
    """Fill the fields from borrowed positional arguments; pending if ``characters_written`` is computed."""
    body = self.value
    nargs = len(positional)
    fields = positional if 2 <= nargs <= 5 else ()
    filename = fields[2] if len(fields) > 2 else None
    filename2 = fields[4] if len(fields) > 4 else None
    args = positional
    pending = None
    if filename is not None and filename is not Py_None:
        if self.ob_type is PyExc_BlockingIOError and _number_check(filename):
            pending = _set_written(self, filename)
        else:
            set_extra(body, "filename", Py_NewRef(filename))
            if filename2 is not None and filename2 is not Py_None:
                set_extra(body, "filename2", Py_NewRef(filename2))
            args = positional[:2]
    if fields:
        set_extra(body, "errno", Py_NewRef(fields[0]))
        set_extra(body, "strerror", Py_NewRef(fields[1]))
    incref_all(args)
    old, body.args = body.args, PyTuple_New(args)
    Py_DECREF(old)
    return pending


def _set_written(self: PyObject, value: PyObject):
    n = PyNumber_AsSsize_t(value, PyExc_ValueError)
    if type(n) in PENDING:
        n = yield n
    set_extra(self.value, "written", PyLong_FromLong(n))


def OSError_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new: picks the subclass by errno when called on OSError itself."""
    if oserror_use_init(type_op):
        return exception_alloc(type_op, PyTuple_New(()))
    _PyArg_NoKeywords(type_op.value.tp_name, kwnames)
    nargs = len(args)
    if type_op is PyExc_OSError and 2 <= nargs <= 5:
        number = args[0]
        if number.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            type_op = errnomap.get(number.value, type_op)
    self = exception_alloc(type_op, PyTuple_New(()))
    pending = oserror_init(self, tuple(args))
    if pending is not None:
        return _new_pending(self, pending)
    return self


def _new_pending(self: PyObject, pending: Any):
    try:
        yield pending
    except PyErr:
        Py_DECREF(self)
        raise
    return self


def OSError_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init: does nothing where ``__new__`` has done it all."""
    if not oserror_use_init(self.ob_type):
        return None
    _PyArg_NoKeywords(self.ob_type.value.tp_name, kwnames)
    return oserror_init(self, tuple(args))


def OSError_str(self: PyObject) -> Any:
    """tp_str: "[Errno 2] No such file or directory: 'x'"."""
    extra = self.value.extra or {}
    errno, text = extra.get("errno"), extra.get("strerror")
    filename, filename2 = extra.get("filename"), extra.get("filename2")
    if filename is not None:
        pieces = ["[Errno ", (PyObject_Str, errno or Py_None), "] ",
                  (PyObject_Str, text or Py_None), ": ", (PyObject_Repr, filename)]
        if filename2 is not None:
            pieces += [" -> ", (PyObject_Repr, filename2)]
        return format_pieces(pieces)
    if errno is not None and text is not None:
        return format_pieces(["[Errno ", (PyObject_Str, errno), "] ", (PyObject_Str, text)])
    return BaseException_str(self)


def OSError_reduce(self: PyObject) -> PyObject:
    """``__reduce__``: puts the file names back among the arguments."""
    body = self.value
    extra = body.extra or {}
    filename, filename2 = extra.get("filename"), extra.get("filename2")
    args = body.args
    if len(args.value) == 2 and filename is not None:
        items = (*args.value, filename)
        if filename2 is not None:
            items += (Py_None, filename2)
        incref_all(items)
        args = PyTuple_New(items)
    else:
        args.ob_refcnt += 1
    return reduce_tuple(self, args, instance_dict(self))


def OSError_written_get(self: PyObject) -> PyObject:
    """Getter of ``characters_written``."""
    written = self.value.extra.get("written") if self.value.extra else None
    if written is None:
        raise PyErr_Format(PyExc_AttributeError, "characters_written")
    return Py_NewRef(written)


def OSError_written_set(self: PyObject, value: PyObject | None) -> Any:
    """Setter of ``characters_written``."""
    if value is None:
        Py_DECREF(OSError_written_get(self))
        set_extra(self.value, "written", None)
        return None
    return _set_written(self, value)


OSError_members = (
    extra_member("errno"),
    extra_member("strerror"),
    extra_member("filename"),
    extra_member("filename2"),
)
OSError_methods = (PyMethodDef("__reduce__", OSError_reduce),)
OSError_getset = (PyGetSetDef("characters_written", OSError_written_get, OSError_written_set),)


def PyErr_SetFromErrnoWithFilenameObjects(
    errno: int, filename: PyObject | None = None, filename2: PyObject | None = None,
    exc_type: PyObject = PyExc_OSError,
) -> PyErr:
    """The host exception that raises the OSError, or one of a class derived from it, for a C error number.

    Borrows the file names.
    """
    args = [PyLong_FromLong(errno), PyUnicode_FromString(strerror(errno))]
    if filename is not None:
        args.append(Py_NewRef(filename))
        if filename2 is not None:
            args += [PyLong_FromLong(0), Py_NewRef(filename2)]
    try:
        exc = OSError_new(exc_type, args, ())
    finally:
        decref_all(args)
    return _PyErr_SetObject(exc)


def PyErr_SetFromErrno(errno: int, exc_type: PyObject = PyExc_OSError) -> PyErr:
    """The host exception that raises the OSError, or one of a class derived from it, for a C error number."""
    return PyErr_SetFromErrnoWithFilenameObjects(errno, exc_type=exc_type)
