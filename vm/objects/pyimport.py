"""Importing from object files: what they call of Python/import.c, by way of the program's ``__import__``."""

from __future__ import annotations

from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.linker import late_import
from vm.objects.methoddef import NO_KW
from vm.objects.object import PyObject_GetAttr, _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import PyErr_Format, PyExc_ImportError


def PyImport_Import(name: str) -> Any:
    """A module without dots in its name: new reference, by ``__import__`` (a generator)."""
    interp = _PyInterpreterState_GET()
    importer = interp.builtins.value.me_value.get("__import__")
    if importer is None:
        raise PyErr_Format(PyExc_ImportError, "__import__ not found")
    importer.ob_refcnt += 1
    try:
        res = PyObject_Vectorcall(importer, [_Py_ID(name)], NO_KW)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(importer)
    module = PyDict_GetItemString(interp.modules, name)
    if module is None:
        return res
    module.ob_refcnt += 1
    Py_DECREF(res)
    return module


def _PyImport_GetModuleAttrString(module_name: str, attr: str) -> Any:
    """An attribute of a module that is imported if need be: new reference (a generator)."""
    module = yield PyImport_Import(module_name)
    try:
        res = PyObject_GetAttr(module, _Py_ID(attr))
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(module)
    return res


PyDict_GetItemString: Any


@late_import
def _bind() -> None:
    global PyDict_GetItemString
    from vm.objects.dictobject import PyDict_GetItemString
