"""Calls and attributes of any object, as natives need them again and again.

All of these are generators: guest code may run.
"""

from __future__ import annotations

from typing import Any

from vm.objects.call import (
    PyObject_CallMethod,
    PyObject_CallOneArg,
    PyObject_Vectorcall,
    PyObject_VectorcallMethod,
)
from vm.objects.object import (
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_IsTrue,
    PyObject_Repr,
    PyObject_SetAttr,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyObject


def call(op: PyObject, name: str, *args: PyObject) -> Any:
    """``op.name(*args)``; a new reference. The references to ``args`` are the caller's."""
    res = PyObject_CallMethod(op, name, list(args))
    if type(res) in PENDING:
        res = yield res
    return res


def call_stealing(callable: PyObject, arg: PyObject) -> Any:
    """``callable(arg)``; a new reference. Takes over the reference to ``arg``."""
    try:
        res = PyObject_CallOneArg(callable, arg)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(arg)


def call_kw(op: PyObject, name: str, args: list, kwnames: tuple) -> Any:
    """``op.name(*args, **keywords)``."""
    res = PyObject_VectorcallMethod(_Py_ID(name), [op, *args], kwnames)
    if type(res) in PENDING:
        res = yield res
    return res


def getattribute(op: PyObject, name: str) -> Any:
    """``op.name``; a new reference."""
    res = PyObject_GetAttr(op, _Py_ID(name))
    if type(res) in PENDING:
        res = yield res
    return res


def optional_attribute(op: PyObject, name: str) -> Any:
    """``op.name``; a new reference, or NULL."""
    res = PyObject_GetOptionalAttr(op, _Py_ID(name))
    if type(res) in PENDING:
        res = yield res
    return res


def set_attribute(op: PyObject, name: str, value: PyObject) -> Any:
    """``op.name = value``."""
    res = PyObject_SetAttr(op, _Py_ID(name), value)
    if type(res) in PENDING:
        yield res


def truth(op: PyObject) -> Any:
    """Whether an object is true; takes over the reference."""
    try:
        res = PyObject_IsTrue(op)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(op)
    return res


def is_closed(op: PyObject) -> Any:
    """``bool(op.closed)``."""
    return (yield truth((yield getattribute(op, "closed"))))


def call_object(function: PyObject, *args: PyObject) -> Any:
    """``function(*args)``; a new reference."""
    res = PyObject_Vectorcall(function, list(args))
    if type(res) in PENDING:
        res = yield res
    return res


def call_owned(op: PyObject, name: str, *args: PyObject) -> Any:
    """``op.name(*args)``; takes over the references to ``args``."""
    try:
        res = PyObject_CallMethod(op, name, list(args))
        if type(res) in PENDING:
            res = yield res
    finally:
        for arg in args:
            Py_DECREF(arg)
    return res


def repr_text(op: PyObject) -> Any:
    """``repr(op)`` as a host str."""
    res = PyObject_Repr(op)
    if type(res) in PENDING:
        res = yield res
    text: str = res.value
    Py_DECREF(res)
    return text
