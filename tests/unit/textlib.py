"""Helpers to compare the VM's atoms with the host's: the same operation on both sides."""

from __future__ import annotations

import sys
from typing import Any

import vm.python.pylifecycle  # noqa: F401  the types of vm.python fill their slots on import
from vm.objects import linker
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_Ellipsis,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_True,
    PyByteArray_Type,
    PyBytes_Type,
    PyComplex_Type,
    PyDict_Type,
    PyErr,
    PyFloat_Type,
    PyList_Type,
    PyObject,
    PySlice_Type,
    PyTuple_Type,
    PyUnicode_Type,
)
from vm.objects.pycore_state import PyInterpreterState, PyThreadState, _PyRuntime
from vm.objects.static_types import import_all
from vm.objects.typeobject_ready import _PyTypes_InitTypes

import_all()
linker.link()
_PyTypes_InitTypes()
_PyRuntime.tstate_current = PyThreadState(PyInterpreterState(_PyRuntime), 1)

from vm.objects.dictobject import PyDict_New, PyDict_SetItem  # noqa: E402
from vm.objects.listobject import PyList_New  # noqa: E402
from vm.objects.longobject import PyLong_FromLong  # noqa: E402
from vm.objects.sliceobject import PySlice_New  # noqa: E402
from vm.objects.tupleobject import PyTuple_New  # noqa: E402

_CONSTANTS = {None: Py_None, True: Py_True, False: Py_False, ...: Py_Ellipsis,
              NotImplemented: Py_NotImplemented}


def guest(value: Any) -> PyObject:
    """The guest object that equals a host value."""
    if value is None or value is ... or value is NotImplemented or type(value) is bool:
        return _CONSTANTS[value]
    kind = type(value)
    if kind is int:
        return PyLong_FromLong(value)
    if kind is list:
        return PyList_New([guest(item) for item in value])
    if kind is tuple:
        return PyTuple_New(tuple(guest(item) for item in value))
    if kind is slice:
        return PySlice_New(guest(value.start), guest(value.stop), guest(value.step))
    if kind is dict:
        op = PyDict_New()
        for key, item in value.items():
            PyDict_SetItem(op, guest(key), guest(item))
        return op
    types = {float: PyFloat_Type, complex: PyComplex_Type, str: PyUnicode_Type,
             bytes: PyBytes_Type, bytearray: PyByteArray_Type}
    return PyObject(types[kind], bytearray(value) if kind is bytearray else value)


def host(op: Any) -> Any:
    """The host value that equals a guest object."""
    if not isinstance(op, PyObject):
        return op
    for value, constant in _CONSTANTS.items():
        if op is constant:
            return value
    if op.ob_type is PyList_Type:
        return [host(item) for item in op.value]
    if op.ob_type is PyTuple_Type:
        return tuple(host(item) for item in op.value)
    if op.ob_type is PySlice_Type:
        return slice(host(op.value.start), host(op.value.stop), host(op.value.step))
    if op.ob_type is PyDict_Type:
        return {host(key): host(op.value.me_value[hk]) for hk, key in op.value.me_key.items()}
    if op.ob_type is PyByteArray_Type:
        return bytearray(op.value)
    return op.value


def drive(pending: Any) -> Any:
    """Run host generators to their result, as the evaluator does with native frames."""
    if type(pending) not in PENDING:
        return pending
    stack, sent, thrown = [pending], None, None
    while stack:
        try:
            if thrown is not None:
                error, thrown = thrown, None
                res = stack[-1].throw(error)
            else:
                value, sent = sent, None
                res = stack[-1].send(value)
        except StopIteration as stop:
            stack.pop()
            sent = stop.value
            if type(sent) in PENDING:
                stack.append(sent)
                sent = None
        except PyErr as err:
            stack.pop()
            if not stack:
                raise
            thrown = err
        else:
            if type(res) in PENDING:
                stack.append(res)
    return sent


def outcome(function: Any, *args: Any) -> tuple:
    """("value", type name, text) or ("error", type name, arguments' text) of a call on either side."""
    try:
        value = host(drive(function(*args)))
    except PyErr as err:
        args_text = repr(tuple(_error_arg(op) for op in err.exc.value.args.value))
        return "error", err.exc.ob_type.value.tp_name, args_text
    except Exception as err:
        return "error", type(err).__name__, repr(tuple(map(_plain, err.args)))
    return "value", type(value).__name__, _text(value)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytearray) else value


def _error_arg(op: PyObject) -> Any:
    return _plain(host(op))


def _text(value: Any) -> str:
    saved = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return repr(value)
    finally:
        sys.set_int_max_str_digits(saved)


def methods_of(type_op: PyObject) -> dict[str, Any]:
    """name -> method row of a built-in type."""
    return {row.ml_name: row for row in type_op.value.tp_methods}


def call_method(type_op: PyObject, self: Any, name: str, *args: Any) -> Any:
    """Call a row of the method table; the result, maybe pending."""
    row = methods_of(type_op)[name]
    target = None if row.static else self
    return row.call(target, [guest(arg) for arg in args], (), f"{type_op.value.tp_name}.{name}")
