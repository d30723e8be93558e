"""The _pickle module: PickleBuffer, and the work of the library's own pickle. Models Modules/_pickle.c.

What C names Pickler is _Pickler in the Python of the library: its code runs
here with globals of its own and finds a `_pickle` that has PickleBuffer alone; then the rest goes into the module.
"""

from __future__ import annotations

from typing import Any

from vm.modules.python_twins import add_from_namespace, twin_namespace
from vm.objects.call import PyObject_Vectorcall
from vm.objects.dictobject import PyDict_GetItemString, PyDict_SetItemString
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_SetAttrString
from vm.objects.picklebufobject import PyPickleBuffer_Type
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyErr, PyObject
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.unicodeobject import PyUnicode_FromString

_ERRORS = ("PickleError", "PicklingError", "UnpicklingError")
_CLASSES = ("Pickler", "Unpickler")
_FUNCTIONS = ("dump", "dumps", "load", "loads")


class PickleState:
    """The module's own: the library's functions, owned, by C's names."""

    __slots__ = ("functions",)

    def __init__(self, functions: dict[str, PyObject]) -> None:
        self.functions = functions

    def references(self) -> tuple[PyObject, ...]:
        """What it owns."""
        return tuple(self.functions.values())


def _function(name: str) -> PyMethodDef:
    """A built-in function that calls the library's."""

    def call(module: PyObject, args: list, kwnames: tuple) -> Any:
        return PyObject_Vectorcall(module.value.md_state.functions[name], args, kwnames)

    call.__name__ = f"_pickle_{name}"
    return PyMethodDef(name, call, raw=True)


pickle_methods = tuple(_function(name) for name in _FUNCTIONS)


def PyInit__pickle() -> Any:
    """Make the module (a generator)."""
    modules = _PyInterpreterState_GET().modules
    module = PyModule_FromDefs("_pickle", pickle_methods)
    PyModule_AddObjectRef(module, "PickleBuffer", PyPickleBuffer_Type)
    PyDict_SetItemString(modules, "_pickle", module)
    try:
        namespace = yield twin_namespace("pickle", {"__name__": "_pickle"})
        try:
            add_from_namespace(module, namespace, _ERRORS)
            for name in _CLASSES:
                yield _add_twin(module, namespace, name)
            functions = {name: _twin_of(namespace, name) for name in _FUNCTIONS}
            for function in functions.values():
                function.ob_refcnt += 1
            module.value.md_state = PickleState(functions)
        finally:
            Py_DECREF(namespace)
    except PyErr:
        Py_DECREF(module)
        raise
    return module


def _twin_of(namespace: PyObject, name: str) -> PyObject:
    twin = PyDict_GetItemString(namespace, f"_{name}")
    assert twin is not None
    return twin


def _add_twin(module: PyObject, namespace: PyObject, name: str) -> Any:
    """Put a class into the module under the name that C gives it (a generator)."""
    twin = _twin_of(namespace, name)
    text = PyUnicode_FromString(name)
    try:
        for attribute in ("__name__", "__qualname__"):
            done = PyObject_SetAttrString(twin, attribute, text)
            if type(done) in PENDING:
                yield done
    finally:
        Py_DECREF(text)
    PyModule_AddObjectRef(module, name, twin)
