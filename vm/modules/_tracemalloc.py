"""The _tracemalloc module. Models Modules/_tracemalloc.c, with the tracer off: the host allocates, not the guest.

What a program can ask of a tracer that is off is answered; to turn it on is refused.
"""

from __future__ import annotations

from typing import Any

from vm.objects.getargs import c_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_False, Py_None, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_RuntimeError, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New

MAX_NFRAME = 0xFFFF
#: Bytes of C's tables while they are empty.
TABLES_SIZE = 624


def _tracemalloc_is_tracing(module: PyObject) -> PyObject:
    """``is_tracing()``"""
    return Py_False


def _tracemalloc_nothing(module: PyObject) -> PyObject:
    """``clear_traces()``, ``stop()``, ``reset_peak()``: nothing is traced."""
    return Py_None


def _tracemalloc__get_traces(module: PyObject) -> PyObject:
    """``_get_traces()``"""
    return PyList_New([])


def _tracemalloc__get_object_traceback(module: PyObject, obj: PyObject) -> PyObject:
    """``_get_object_traceback(obj)``"""
    return Py_None


def _tracemalloc_start(module: PyObject, nframe: PyObject | None) -> Any:
    """``start(nframe=1)``: refused; a generator."""
    number: Any = 1 if nframe is None else c_int(nframe)
    if type(number) in PENDING:
        number = yield number
    if not 1 <= number <= MAX_NFRAME:
        raise PyErr_Format(
            PyExc_ValueError, f"the number of frames must be in range [1; {MAX_NFRAME}]")
    raise PyErr_Format(PyExc_RuntimeError, "memory blocks cannot be traced by this interpreter")


def _tracemalloc_get_traceback_limit(module: PyObject) -> PyObject:
    """``get_traceback_limit()``"""
    return PyLong_FromLong(1)


def _tracemalloc_get_tracemalloc_memory(module: PyObject) -> PyObject:
    """``get_tracemalloc_memory()``"""
    return PyLong_FromLong(TABLES_SIZE)


def _tracemalloc_get_traced_memory(module: PyObject) -> PyObject:
    """``get_traced_memory()``"""
    return PyTuple_New((PyLong_FromLong(0), PyLong_FromLong(0)))


module_methods = (
    PyMethodDef("is_tracing", _tracemalloc_is_tracing, "($module, /)"),
    PyMethodDef("clear_traces", _tracemalloc_nothing, "($module, /)"),
    PyMethodDef("_get_traces", _tracemalloc__get_traces, "($module, /)"),
    PyMethodDef("_get_object_traceback", _tracemalloc__get_object_traceback,
                "($module, obj, /)"),
    PyMethodDef("start", _tracemalloc_start, "($module, nframe=1, /)"),
    PyMethodDef("stop", _tracemalloc_nothing, "($module, /)"),
    PyMethodDef("get_traceback_limit", _tracemalloc_get_traceback_limit, "($module, /)"),
    PyMethodDef("get_tracemalloc_memory", _tracemalloc_get_tracemalloc_memory, "($module, /)"),
    PyMethodDef("get_traced_memory", _tracemalloc_get_traced_memory, "($module, /)"),
    PyMethodDef("reset_peak", _tracemalloc_nothing, "($module, /)"),
)


def PyInit__tracemalloc() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_tracemalloc", module_methods)
