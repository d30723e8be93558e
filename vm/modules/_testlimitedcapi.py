"""The _testlimitedcapi module: functions of the C interface on sequences, which CPython's tests of bytes call.

Models part of Modules/_testlimitedcapi/abstract.c.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.abstract import (
    PySequence_Check,
    PySequence_Concat,
    PySequence_DelItem,
    PySequence_GetItem,
    PySequence_Repeat,
    PySequence_SetItem,
    PySequence_Size,
)
from vm.objects.getargs import converted, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import PyObject


def _index(function: Callable) -> Callable:
    """A method of a sequence and an index, and what follows."""

    @converted(None, ssize_t)
    def method(module: PyObject, seq: PyObject, i: int) -> Any:
        return function(seq, i)

    return method


def _number(res: Any) -> Any:
    """What C gives as a number (a generator)."""
    if type(res) in PENDING:
        res = yield res
    return PyLong_FromLong(int(res or 0))


@converted(None, ssize_t, None)
def sequence_setitem(module: PyObject, seq: PyObject, i: int, value: PyObject) -> Any:
    """``PySequence_SetItem(seq, i, value)``"""
    return _number(PySequence_SetItem(seq, i, value))


abstract_methods = (
    PyMethodDef("sequence_check", lambda module, seq: _number(PySequence_Check(seq)),
                "($module, seq, /)"),
    *(PyMethodDef(name, lambda module, seq: _number(PySequence_Size(seq)), "($module, seq, /)")
      for name in ("sequence_size", "sequence_length")),
    PyMethodDef("sequence_concat", lambda module, one, two: PySequence_Concat(one, two),
                "($module, one, two, /)"),
    PyMethodDef("sequence_repeat", _index(PySequence_Repeat), "($module, seq, count, /)"),
    PyMethodDef("sequence_getitem", _index(PySequence_GetItem), "($module, seq, i, /)"),
    PyMethodDef("sequence_setitem", sequence_setitem, "($module, seq, i, value, /)"),
    PyMethodDef("sequence_delitem", _index(lambda seq, i: _number(PySequence_DelItem(seq, i))),
                "($module, seq, i, /)"),
)


def PyInit__testlimitedcapi() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_testlimitedcapi", abstract_methods)
