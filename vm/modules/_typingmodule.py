"""The module _typing: the type parameters and aliases, for typing.py. Models Modules/_typingmodule.c."""

from __future__ import annotations

from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import Py_NewRef, PyObject
from vm.objects.typevarobject import (
    Generic_Type,
    ParamSpec_Type,
    ParamSpecArgs_Type,
    ParamSpecKwargs_Type,
    TypeVar_Type,
    TypeVarTuple_Type,
    _Py_NoDefaultStruct,
    _PyTypeAlias_Type,
)


def _typing__idfunc(module: PyObject, x: PyObject) -> PyObject:
    """``_typing._idfunc(x)``: x itself."""
    return Py_NewRef(x)


typing_methods = (PyMethodDef("_idfunc", _typing__idfunc, "($module, x, /)"),)


def PyInit__typing() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_typing", typing_methods)
    for name, op in (
        ("TypeVar", TypeVar_Type), ("TypeVarTuple", TypeVarTuple_Type), ("ParamSpec", ParamSpec_Type),
        ("ParamSpecArgs", ParamSpecArgs_Type), ("ParamSpecKwargs", ParamSpecKwargs_Type),
        ("Generic", Generic_Type), ("TypeAliasType", _PyTypeAlias_Type),
        ("NoDefault", _Py_NoDefaultStruct),
    ):
        PyModule_AddObjectRef(module, name, op)
    return module
