"""Encoding and decoding of text: the codecs of Objects/unicodeobject.c.

The host's codecs do the work; their errors become the guest's.
"""

from __future__ import annotations

import codecs
from typing import Any

from vm.objects.bridge import MAX_TEXT, host_error
from vm.objects.bytesobject import PyBytes_FromHost
from vm.objects.pybuffer import of_buffer
from vm.objects.pycore_object import (
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyBytes_Type,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_LookupError,
    PyExc_MemoryError,
    PyExc_TypeError,
)
from vm.objects.unicodeobject import PyUnicode_FromHost

#: Codecs that work on the operating system's conventions of the host: not the guest's.
_FOREIGN = {"mbcs", "oem", "ansi", "dbcs"}
#: Codecs whose time is quadratic in their input.
_SLOW = {"idna", "punycode"}
_known: dict[str, str] = {}


def _codec_name(encoding: str, size: int) -> str:
    """The host codec's name; LookupError for an encoding that there is none of."""
    name = _known.get(encoding)
    if name is None:
        try:
            name = codecs.lookup(encoding).name if encoding.isascii() else ""
        except (LookupError, ValueError):
            name = ""
        if not name or name in _FOREIGN:
            raise PyErr_Format(PyExc_LookupError, f"unknown encoding: {encoding}")
        if len(_known) < 1000:
            _known[encoding] = name
    if name in _SLOW and size > 10000:
        raise PyErr_SetNone(PyExc_MemoryError)
    return encoding


def _translate(err: BaseException, subject: PyObject | None) -> PyErr:
    """The guest's exception for what a host codec raised."""
    if isinstance(err, (LookupError, ValueError, TypeError, OverflowError, MemoryError)):
        return host_error(err, subject)
    return PyErr_SetNone(PyExc_MemoryError)


def PyUnicode_AsEncodedString(op: PyObject, encoding: str, errors: str) -> PyObject:
    """op.encode(encoding, errors): guest bytes."""
    s = op.value
    if len(s) > MAX_TEXT // 4 and errors not in ("strict", "ignore"):
        raise PyErr_SetNone(PyExc_MemoryError)
    try:
        if encoding == "utf-8" and errors == "strict":
            return PyBytes_FromHost(s.encode())
        return PyBytes_FromHost(s.encode(_codec_name(encoding, len(s)), errors))
    except PyErr:
        raise
    except Exception as err:
        raise _translate(err, op) from None


def PyUnicode_Decode(data: Any, encoding: str, errors: str, subject: PyObject | None) -> PyObject:
    """The guest str that bytes stand for.

    Args:
        data: host bytes-like object.
        encoding, errors: names of the codec and the error handler.
        subject: the guest bytes object for UnicodeDecodeError, or NULL to make one.
    """
    if subject is not None and subject.ob_type is not PyBytes_Type:
        subject = None
    try:
        data = bytes(data)
        if not data:  # CPython looks the codec up only in its development mode
            return PyUnicode_FromHost("")
        if encoding == "utf-8" and errors == "strict":
            return PyUnicode_FromHost(data.decode())
        return PyUnicode_FromHost(data.decode(_codec_name(encoding, len(data)), errors))
    except PyErr:
        raise
    except Exception as err:
        raise _translate(err, subject) from None


def PyUnicode_FromEncodedObject(
    op: PyObject, encoding: str | None, errors: str | None
) -> Any:
    """str(op, encoding, errors); may be pending."""
    encoding = "utf-8" if encoding is None else encoding
    errors = "strict" if errors is None else errors
    flags = op.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_BYTES_SUBCLASS:
        return PyUnicode_Decode(op.value, encoding, errors, op)
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "decoding str is not supported")
    return of_buffer(
        op, lambda data: PyUnicode_Decode(data, encoding, errors, None),
        f"decoding to str: need a bytes-like object, {op.ob_type.value.tp_name:.80} found")
