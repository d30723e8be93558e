"""The _testsinglephase module: a module that is initialised in one phase. Models Modules/_testsinglephase.c.

CPython's tests of importing and of types import it. Of its variants under other names there are none.
"""

from __future__ import annotations

from typing import Any

from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    PyFloat_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyTime_Now
from vm.objects.pyerrors import PyExc_Exception
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

_NAME = "_testsinglephase"
NOT_INITIALIZED = -1

error = PyType_FromSpec(
    f"{_NAME}.error", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")


class module_state:
    """What the module knows outside of its objects; it lives as long as the interpreter.

    Attributes:
        module: the module that was made last (not owned: the modules of an interpreter are).
        initialized: when, in microseconds.
        initialized_count: how many times.
    """

    __slots__ = ("initialized", "initialized_count", "module")

    def __init__(self) -> None:
        self.module: PyObject | None = None
        self.initialized = 0
        self.initialized_count = NOT_INITIALIZED


def _state() -> module_state:
    index: dict[str, Any] = _PyInterpreterState_GET().modules_by_index
    if _NAME not in index:
        index[_NAME] = module_state()
    return index[_NAME]


def _seconds(state: module_state) -> PyObject:
    return PyObject(PyFloat_Type, state.initialized / 1e6)


def common_look_up_self(module: PyObject) -> PyObject:
    """``look_up_self()``: the module that was made last."""
    found = _state().module
    return Py_NewRef(found if found is not None and found.ob_refcnt > 0 else Py_None)


@converted(c_int, c_int)
def common_sum(module: PyObject, i: int, j: int) -> PyObject:
    """``sum(i, j)``"""
    return PyLong_FromLong(i + j)


def common_state_initialized(module: PyObject) -> PyObject:
    """``state_initialized()``: when, in seconds."""
    return _seconds(_state())


def basic_initialized_count(module: PyObject) -> PyObject:
    """``initialized_count()``"""
    return PyLong_FromLong(_state().initialized_count)


def basic__clear_globals(module: PyObject) -> PyObject:
    """``_clear_globals()``"""
    state = _state()
    state.initialized, state.initialized_count = 0, NOT_INITIALIZED
    return Py_None


TestMethods_Basic = (
    PyMethodDef("look_up_self", common_look_up_self, "($module, /)"),
    PyMethodDef("sum", common_sum, "($module, i, j, /)"),
    PyMethodDef("state_initialized", common_state_initialized, "($module, /)"),
    PyMethodDef("initialized_count", basic_initialized_count, "($module, /)"),
    PyMethodDef("_clear_globals", basic__clear_globals, "($module, /)"),
)


def PyInit__testsinglephase() -> PyObject:
    """Make the module."""
    state = _state()
    module = state.module = PyModule_FromDefs(_NAME, TestMethods_Basic)
    state.initialized = _PyTime_Now()
    state.initialized_count = max(state.initialized_count, 0) + 1
    PyModule_AddObjectRef(module, "error", error)
    for name, op in (("int_const", PyLong_FromLong(1969)),
                     ("str_const", PyUnicode_FromString("something different")),
                     ("_module_initialized", _seconds(state))):
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    return module
