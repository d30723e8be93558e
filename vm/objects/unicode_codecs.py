"""Encoding and decoding of text: the codecs of Objects/unicodeobject.c.

The host's codecs do the work; their errors become the guest's. An encoding that the host has no codec for is
looked up in the registry, where a program may have put one.
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
    PyExc_MemoryError,
    PyExc_TypeError,
)
from vm.objects.unicodeobject import PyUnicode_FromHost

#: Codecs that work on the operating system's conventions of the host: not the guest's.
_FOREIGN = {"mbcs", "oem", "ansi", "dbcs"}
#: Codecs whose time is quadratic in their input.
_SLOW = {"idna", "punycode"}
_known: dict[str, str] = {}


class registry:
    """_PyCodec_EncodeText and _PyCodec_DecodeText of Python/codecs.c, set by that file's model."""

    encode_text: Any = None
    decode_text: Any = None


def _host_codec(encoding: str, size: int) -> str:
    """The name of the host's codec, empty where there is none; MemoryError if it would take too long."""
    name = _known.get(encoding)
    if name is None:
        try:
            name = codecs.lookup(encoding).name if encoding.isascii() else ""
        except (LookupError, ValueError):
            name = ""
        if name in _FOREIGN:
            name = ""
        if name and len(_known) < 1000:
            _known[encoding] = name
    if name in _SLOW and size > 10000:
        raise PyErr_SetNone(PyExc_MemoryError)
    return name and encoding


def _translate(err: BaseException, subject: PyObject | None) -> PyErr:
    """The guest's exception for what a host codec raised."""
    if isinstance(err, (LookupError, ValueError, TypeError, OverflowError, MemoryError)):
        return host_error(err, subject)
    return PyErr_SetNone(PyExc_MemoryError)


def PyUnicode_AsEncodedString(op: PyObject, encoding: str, errors: str) -> Any:
    """op.encode(encoding, errors): guest bytes; pending if the codec is a program's own."""
    s = op.value
    if len(s) > MAX_TEXT // 4 and errors not in ("strict", "ignore"):
        raise PyErr_SetNone(PyExc_MemoryError)
    try:
        if encoding == "utf-8" and errors == "strict":
            return PyBytes_FromHost(s.encode())
        codec = _host_codec(encoding, len(s))
        if not codec:
            return registry.encode_text(op, encoding, errors)
        return PyBytes_FromHost(s.encode(codec, errors))
    except PyErr:
        raise
    except Exception as err:
        raise _translate(err, op) from None


def PyUnicode_Decode(data: Any, encoding: str, errors: str, subject: PyObject | None) -> Any:
    """The guest str that bytes stand for; pending if the codec is a program's own.

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
        codec = _host_codec(encoding, len(data))
        if not codec:
            return registry.decode_text(data, encoding, errors)
        return PyUnicode_FromHost(data.decode(codec, errors))
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
