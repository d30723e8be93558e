"""Using the host's own arithmetic and text functions on the values of atoms.

The host is CPython 3.13 too, so what it says about a host value (an error message, the text of a format) is
what CPython says about the guest's. This module translates its exceptions, and holds the bounds that keep a
single native from running or allocating without end.
"""

from __future__ import annotations

from typing import Any

from vm.objects.pycore_object import (
    Py_None,
    PyBytes_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PySlice_Type,
    PyUnicode_Type,
)
from vm.objects.pyerrors import (
    PyErr_SetArgs,
    PyErr_SetNone,
    PyExc_MemoryError,
    _PyErr_SetObject,
    exception_types,
    new_exception,
)

PY_SSIZE_T_MAX = (1 << 63) - 1
PY_SSIZE_T_MIN = -(1 << 63)
#: An int with more bits than this is a MemoryError: one multiplication or division of larger ones takes
#: seconds, in which the VM could not be stopped.
MAX_INT_BITS = 1 << 24
#: A str or bytes longer than this is a MemoryError.
MAX_TEXT = 1 << 27

#: A text is split into fewer parts than this (each costs about 100 bytes).
MAX_PARTS = 1 << 23

_ATOMS = {int: PyLong_Type, float: PyFloat_Type, str: PyUnicode_Type, bytes: PyBytes_Type}


def guest_atom(value: Any) -> PyObject:
    """A new guest object for a host int, float, str, bytes or None; not looked up in any cache."""
    if value is None:
        return Py_None
    return PyObject(_ATOMS.get(type(value), PyUnicode_Type), value)


def host_error(err: BaseException, subject: PyObject | None = None) -> PyErr:
    """The guest exception that equals an exception of the host's.

    Args:
        err: what the host raised while it worked on guest values.
        subject: the guest object that Unicode errors name as their ``object``.
    """
    if isinstance(err, (UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError)):
        return unicode_error(err, subject)
    exc_type = exception_types.get(type(err).__name__)
    if exc_type is None or isinstance(err, MemoryError):
        return PyErr_SetNone(PyExc_MemoryError)
    return PyErr_SetArgs_new(exc_type, [guest_atom(arg) for arg in err.args])


def PyErr_SetArgs_new(exc_type: PyObject, args: list[PyObject]) -> PyErr:
    """`PyErr_SetArgs` that takes over the references in ``args``."""
    err = PyErr_SetArgs(exc_type, *args)
    for op in args:
        op.ob_refcnt -= 1
    return err


def unicode_error(err: Any, subject: PyObject | None) -> PyErr:
    """The guest's UnicodeDecodeError, UnicodeEncodeError or UnicodeTranslateError with its fields."""
    names = ["object", "start", "end", "reason"]
    values = [err.object, err.start, err.end, err.reason]
    if not isinstance(err, UnicodeTranslateError):
        names.insert(0, "encoding")
        values.insert(0, err.encoding)
    fields = {name: guest_atom(value) for name, value in zip(names, values)}
    if subject is not None:
        subject.ob_refcnt += 1
        fields["object"] = subject
    for op in fields.values():
        op.ob_refcnt += 1  # the tuple of arguments owns one, the field the other
    exc = new_exception(exception_types[type(err).__name__], *fields.values())
    exc.value.extra = dict(fields)
    return _PyErr_SetObject(exc)


def check_text_size(size: int) -> None:
    """Raise MemoryError for a str or bytes that would be too long."""
    if size > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)


#: Work (length of a text times length of what is looked for in it) above which a search is refused: the
#: host searches backwards in quadratic time at worst.
_MAX_SEARCH = 1 << 34


def check_backward_search(text: Any, sub: Any) -> None:
    """Raise MemoryError where a search from the end might take minutes."""
    if len(text) * len(sub) > _MAX_SEARCH:
        raise PyErr_SetNone(PyExc_MemoryError)


def check_parts(text: Any, separators: Any) -> None:
    """Raise MemoryError for a text that has too many separators to be split.

    Args:
        text: host str, bytes or bytearray.
        separators: any of these separates.
    """
    if len(text) > MAX_PARTS and sum(map(text.count, separators)) >= MAX_PARTS:
        raise PyErr_SetNone(PyExc_MemoryError)


def strip_set(chars: Any) -> Any:
    """The characters or bytes to be stripped, each once if they are many."""
    if len(chars) < 256:
        return chars
    return "".join(set(chars)) if isinstance(chars, str) else bytes(set(chars))


def host_slice(key: PyObject) -> slice | None:
    """The host slice of a guest slice of ints and Nones; None if an element needs ``__index__``."""
    assert key.ob_type is PySlice_Type
    body = key.value
    start, stop, step = body.start, body.stop, body.step
    if (
        (start is Py_None or start.ob_type is PyLong_Type)
        and (stop is Py_None or stop.ob_type is PyLong_Type)
        and (step is Py_None or step.ob_type is PyLong_Type)
    ):
        return slice(start.value, stop.value, step.value)
    return None


__all__ = [
    "MAX_INT_BITS", "MAX_TEXT", "PY_SSIZE_T_MAX", "PY_SSIZE_T_MIN", "check_backward_search", "check_parts",
    "check_text_size",
    "guest_atom", "host_error", "host_slice", "unicode_error",
]
