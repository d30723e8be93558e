"""The binascii module: bytes as text and back. Models Modules/binascii.c; the host's own does the arithmetic."""

from __future__ import annotations

import binascii as host
from typing import Any

from vm.objects.bridge import host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import boolean, c_int
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_Exception,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec

_EXCEPTION = {"tp_flags": Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS, "tp_basicsize": 72,
              "tp_dictoffset": 16, "tp_hostkey": "identity"}
Error = PyType_FromSpec("binascii.Error", PyExc_ValueError, **_EXCEPTION)
Incomplete = PyType_FromSpec("binascii.Incomplete", PyExc_Exception, **_EXCEPTION)


def _translated(err: Exception) -> PyErr:
    if isinstance(err, host.Error):
        return PyErr_Format(Error, str(err))
    return host_error(err)


def _ascii_buffer(op: PyObject) -> Any:
    """The bytes of an argument that may be a str of ASCII (a generator)."""
    if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        if not op.value.isascii():
            raise PyErr_Format(
                PyExc_ValueError, "string argument should contain only ASCII characters")
        return op.value.encode()
    if op.ob_type.value.bf_getbuffer is None:
        raise PyErr_Format(
            PyExc_TypeError, "argument should be bytes, buffer or ASCII string, "
            f"not '{op.ob_type.value.tp_name}'")
    return (yield _buffer(op))


def _buffer(op: PyObject) -> Any:
    data = use_buffer(op, bytes)
    if type(data) in PENDING:
        data = yield data
    return data


def _function(name: str, signature: str, flags: tuple[str, ...] = (), text: bool = False) -> PyMethodDef:
    """A function of one buffer and flags by keyword."""
    function = getattr(host, name)

    def method(module: PyObject, data: PyObject, *given: PyObject | None) -> Any:
        value = yield (_ascii_buffer(data) if text else _buffer(data))
        settings = {}
        for flag, op in zip(flags, given, strict=True):
            if op is not None:
                truth = boolean(op)
                settings[flag] = (yield truth) if type(truth) in PENDING else truth
        try:
            return PyBytes_FromString(function(value, **settings))
        except (host.Error, ValueError) as err:
            raise _translated(err) from None

    method.__name__ = f"binascii_{name}"
    return PyMethodDef(name, method, signature)


def _hexlify(name: str) -> PyMethodDef:
    def method(module: PyObject, data: PyObject, sep: PyObject | None,
               bytes_per_sep: PyObject | None) -> Any:
        value = yield _buffer(data)
        args: list[Any] = [] if sep is None else [sep.value]
        if bytes_per_sep is not None:
            number = c_int(bytes_per_sep)
            args = [*(args or [""]), (yield number) if type(number) in PENDING else number]
        try:
            return PyBytes_FromString(host.hexlify(value, *args))
        except (ValueError, TypeError) as err:
            raise _translated(err) from None

    method.__name__ = f"binascii_{name}"
    return PyMethodDef(name, method, "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)")


def _crc(name: str, signature: str) -> PyMethodDef:
    function = getattr(host, name)

    def method(module: PyObject, data: PyObject, crc: PyObject | None) -> Any:
        value = yield _buffer(data)
        start = 0
        if crc is not None:
            if not crc.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
                raise PyErr_Format(
                    PyExc_TypeError,
                    f"'{crc.ob_type.value.tp_name}' object cannot be interpreted as an integer")
            start = crc.value & 0xFFFFFFFF
        return PyLong_FromLong(function(value, start))

    method.__name__ = f"binascii_{name}"
    return PyMethodDef(name, method, signature)


binascii_methods = (
    _function("a2b_uu", "($module, data, /)", text=True),
    _function("b2a_uu", "($module, data, /, *, backtick=False)", ("backtick",)),
    _function("a2b_base64", "($module, data, /, *, strict_mode=False)", ("strict_mode",), True),
    _function("b2a_base64", "($module, data, /, *, newline=True)", ("newline",)),
    _hexlify("b2a_hex"), _hexlify("hexlify"),
    _function("a2b_hex", "($module, hexstr, /)", text=True),
    _function("unhexlify", "($module, hexstr, /)", text=True),
    _crc("crc_hqx", "($module, data, crc, /)"), _crc("crc32", "($module, data, crc=0, /)"),
    _function("a2b_qp", "($module, /, data, header=False)", ("header",), True),
    _function("b2a_qp", "($module, /, data, quotetabs=False, istext=True, header=False)",
              ("quotetabs", "istext", "header")),
)


def PyInit_binascii() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("binascii", binascii_methods)
    PyModule_AddObjectRef(module, "Error", Error)
    PyModule_AddObjectRef(module, "Incomplete", Incomplete)
    return module
