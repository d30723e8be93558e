"""What the types of `_io` share: errors, attributes of any file-like object, allocation and deallocation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from vm.objects.abstract import PyNumber_AsSsize_t, PyNumber_Index
from vm.objects.attributes import (
    call,
    call_kw,
    getattribute,
    is_closed,
    optional_attribute,
    set_attribute,
    truth,
)
from vm.objects.bridge import host_error
from vm.objects.exceptions_os import PyErr_SetFromErrnoWithFilenameObjects
from vm.objects.getargs import ssize_t
from vm.objects.methoddef import PyMethodDef
from vm.objects.pybuffer import PyBUF_WRITABLE, PyObject_GetBuffer, with_view
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_UnTrack, gcstate
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    PyErr,
    PyLong_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_OSError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
    extra_field,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import (
    PyObject_CallFinalizerFromDealloc,
    PyObject_ClearManagedDict,
    visit_managed_dict,
)
from vm.objects.weakrefobject import PyObject_ClearWeakRefs

DEFAULT_BUFFER_SIZE = 8192
BASE_FLAGS = Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE
IO_FLAGS = BASE_FLAGS | Py_TPFLAGS_HAVE_GC
#: Longest read or write that is tried at once.
MAX_IO = 1 << 27
_EINTR = 4
#: No block of memory is larger.
_ADDRESSES = 1 << 46

UnsupportedOperation = PyType_FromSpec(
    "io.UnsupportedOperation", PyExc_OSError,
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=112, tp_dictoffset=16, tp_hostkey="identity",
    tp_bases=PyTuple_New((PyExc_OSError, PyExc_ValueError)))


def files() -> Any:
    """The driver of the guest's file system."""
    return _PyRuntime.tstate_current.interp.files  # type: ignore[union-attr]


def unsupported(message: str) -> PyErr:
    """The host exception that raises UnsupportedOperation."""
    return PyErr_Format(UnsupportedOperation, message)


def unsupported_method(
    base: str, name: str, signature: str, convert: Callable[[PyObject], Any] | None = None
) -> PyMethodDef:
    """The method of an abstract base that raises UnsupportedOperation, whatever it is given.

    Args:
        base, name: of the class and the method.
        signature: the parameters.
        convert: what the last argument is converted with, and refused by, if it is given.
    """
    def method(self: PyObject, *args: PyObject | None) -> Any:
        if convert is not None and args[-1] is not None:
            converted = convert(args[-1])
            if type(converted) in PENDING:
                yield converted
        raise unsupported(name)

    method.__name__ = f"_io_{base}_{name}"
    return PyMethodDef(name, method, signature)


def closed_error(message: str = "I/O operation on closed file.") -> PyErr:
    """The host exception for the use of a closed file."""
    return PyErr_Format(PyExc_ValueError, message)


def from_os_error(err: OSError, filename: PyObject | None = None) -> PyErr:
    """The guest's OSError for a driver's."""
    return PyErr_SetFromErrnoWithFilenameObjects(err.errno or 5, filename)


def type_name(op: PyObject) -> str:
    """The name of an object's type, for messages."""
    return op.ob_type.value.tp_name


def _PyIO_trap_eintr(err: PyErr) -> bool:
    """Whether an error is OSError with EINTR, which is dropped then."""
    if not PyErr_ExceptionMatches(err, PyExc_OSError):
        return False
    number = extra_field(err.exc, "errno")
    if number.value != _EINTR:
        return False
    PyErr_Clear(err)
    return True


def call_again(op: PyObject, name: str, *args: PyObject) -> Any:
    """Call a method, and begin anew after EINTR (a generator)."""
    while True:
        try:
            return (yield call(op, name, *args))
        except PyErr as err:
            if not _PyIO_trap_eintr(err):
                raise


# ---- arguments and results

def size_argument(op: PyObject | None, default: int = -1) -> Any:
    """A size, or None for the default (_Py_convert_optional_to_ssize_t)."""
    if op is None or op is Py_None:
        return default
    if op.ob_type.value.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError, f"argument should be integer or None, not '{type_name(op):.200}'")
    size = PyNumber_AsSsize_t(op, PyExc_OverflowError)
    if type(size) in PENDING:
        size = yield size
    return size


def _Py_convert_optional_to_ssize_t(op: PyObject | None, default: int = -1) -> Any:
    """A size, or None for the default; or pending."""
    if op is None or op is Py_None:
        return default
    if op.ob_type is PyLong_Type and -(1 << 63) <= op.value < 1 << 63:
        return op.value
    return size_argument(op, default)


def PyNumber_AsOff_t(op: PyObject, exc_type: PyObject) -> Any:
    """The host int that an object stands for; ``exc_type`` if it is no position in a file; or pending."""
    number = op
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        number = PyNumber_Index(op)
        if type(number) in PENDING:
            return _as_off_t_later(number, op, exc_type)
        Py_DECREF(number)
    if not -(1 << 63) <= number.value < 1 << 63:
        raise PyErr_Format(
            exc_type, f"cannot fit '{type_name(op):.200}' into an offset-sized integer")
    return int(number.value)


def _as_off_t_later(pending: Any, op: PyObject, exc_type: PyObject) -> Any:
    number = yield pending
    try:
        return PyNumber_AsOff_t(number, exc_type)
    finally:
        Py_DECREF(number)


def check_bytes_size(n: int) -> None:
    """Raise if no bytes object can be that large (PyBytes_FromStringAndSize)."""
    if n > (1 << 63) - 34:
        raise PyErr_Format(PyExc_OverflowError, "byte string is too large")
    if n > _ADDRESSES:
        raise PyErr_SetNone(PyExc_MemoryError)


def ssize_of(op: PyObject, overflow: bool = True) -> Any:
    """A result as a size; takes over the reference (PyNumber_AsSsize_t with ValueError)."""
    try:
        if op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            n = int(op.value)
        else:
            n = ssize_t(op)
            if type(n) in PENDING:
                n = yield n
    finally:
        Py_DECREF(op)
    if not -(1 << 63) <= n < 1 << 63:
        raise PyErr_Format(
            PyExc_ValueError, "cannot fit 'int' into an index-sized integer")
    return n


def PyUnicode_AsUTF8(text: str) -> str:
    """A text as a C string: up to its first NUL character; UnicodeEncodeError if it has no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError as err:
        raise host_error(err) from None
    return text.partition("\0")[0]


def is_bytes(op: PyObject) -> bool:
    """Whether an object is bytes."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS)


def writable_argument(op: PyObject, function: str, number: str = "") -> Any:
    """The view of an argument that can be written to ("w*"; a generator); its number is for messages."""
    try:
        view = PyObject_GetBuffer(op, PyBUF_WRITABLE)
        if type(view) in PENDING:
            view = yield view
        return view
    except PyErr as err:
        PyErr_Clear(err)
        raise PyErr_Format(
            PyExc_TypeError,
            f"{function}() argument{number} must be read-write bytes-like object, "
            f"not {type_name(op):.50}") from None


def with_writable(
    op: PyObject, function: str, use: Callable[[memoryview], Any], number: str = ""
) -> Any:
    """Call a plain function with the memory of an argument that can be written to (a generator)."""
    view = yield writable_argument(op, function, number)
    return (yield with_view(view, lambda view: use(view.flat())))


# ---- allocation and deallocation

def io_dealloc(op: PyObject, clear: Any, finished: bool = False) -> None:
    """What every tp_dealloc of `_io` does: finaliser first, then weak references, fields, dict.

    Args:
        clear: drops the fields.
        finished: whether the object is known to need no finaliser.
    """
    if not finished and op not in gcstate.finalized and PyObject_CallFinalizerFromDealloc(op):
        return
    PyObject_GC_UnTrack(op)
    ext = op.ob_ext
    if ext is not None and ext.weaklist:
        PyObject_ClearWeakRefs(op)
    clear(op)
    PyObject_ClearManagedDict(op)
    free(op)


def free(op: PyObject) -> None:
    """The end of an object's life."""
    from vm.objects.pycore_gc import PyObject_GC_Del

    PyObject_GC_Del(op)


def io_traverse(op: PyObject, *fields: PyObject | None) -> Iterator[PyObject | None]:
    """What an object of `_io` owns: its fields, its attributes."""
    yield from fields
    yield from visit_managed_dict(op)


PyExc_BlockingIOError = exception_types["BlockingIOError"]
__all__ = [
    "BASE_FLAGS", "DEFAULT_BUFFER_SIZE", "IO_FLAGS", "MAX_IO", "PyNumber_AsOff_t",
    "PyExc_BlockingIOError", "PyUnicode_AsUTF8",
    "UnsupportedOperation", "call", "call_again", "call_kw", "check_bytes_size", "closed_error", "files", "free",
    "from_os_error", "getattribute",
    "io_dealloc", "io_traverse", "is_bytes", "is_closed", "optional_attribute", "set_attribute",
    "size_argument", "ssize_of", "truth", "type_name", "unsupported", "with_writable",
]
