"""The _pickle module: PickleBuffer, and the work of the library's own pickle. Models Modules/_pickle.c.

What C names Pickler is _Pickler in the Python of the library: its code runs
here with globals of its own and finds a `_pickle` that has PickleBuffer alone; then the rest goes into the module.
"""

from __future__ import annotations

from typing import Any

from vm.modules.python_twins import add_from_namespace, twin_namespace
from vm.objects.dictobject import PyDict_GetItemString, PyDict_SetItemString
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_New
from vm.objects.object import PyObject_SetAttrString
from vm.objects.picklebufobject import PyPickleBuffer_Type
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyErr, PyObject
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.unicodeobject import PyUnicode_FromString

_ERRORS = ("PickleError", "PicklingError", "UnpicklingError")
_TWINS = ("Pickler", "Unpickler", "dump", "dumps", "load", "loads")


def PyInit__pickle() -> Any:
    """Make the module (a generator)."""
    modules = _PyInterpreterState_GET().modules
    module = PyModule_New("_pickle")
    PyModule_AddObjectRef(module, "PickleBuffer", PyPickleBuffer_Type)
    PyDict_SetItemString(modules, "_pickle", module)
    try:
        namespace = yield twin_namespace("pickle", {"__name__": "_pickle"})
        try:
            add_from_namespace(module, namespace, _ERRORS)
            for name in _TWINS:
                yield _add_twin(module, namespace, name)
        finally:
            Py_DECREF(namespace)
    except PyErr:
        Py_DECREF(module)
        raise
    return module


def _add_twin(module: PyObject, namespace: PyObject, name: str) -> Any:
    """Put a class or function into the module under the name that C gives it (a generator)."""
    twin = PyDict_GetItemString(namespace, f"_{name}")
    assert twin is not None
    text = PyUnicode_FromString(name)
    try:
        for attribute in ("__name__", "__qualname__"):
            done = PyObject_SetAttrString(twin, attribute, text)
            if type(done) in PENDING:
                yield done
    finally:
        Py_DECREF(text)
    PyModule_AddObjectRef(module, name, twin)
