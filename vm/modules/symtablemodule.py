"""The _symtable module: symbol tables for programs. Models Modules/symtablemodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.getargs import c_string_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_ValueError
from vm.python import pycore_symtable as symtable_h
from vm.python.bltin_exec import _fs_decoder, _Py_SourceAsString
from vm.python.symtable_object import _Py_SymtableStringObjectFlags

_MACROS = (
    "USE", "DEF_GLOBAL", "DEF_NONLOCAL", "DEF_LOCAL", "DEF_PARAM", "DEF_FREE", "DEF_FREE_CLASS",
    "DEF_IMPORT", "DEF_BOUND", "DEF_ANNOT",
)
_TYPES = ("FUNCTION", "CLASS", "MODULE", "ANNOTATION", "TYPE_ALIAS", "TYPE_PARAMETERS", "TYPE_VARIABLE")
_SCOPES = ("LOCAL", "GLOBAL_EXPLICIT", "GLOBAL_IMPLICIT", "FREE", "CELL")


def _symtable_symtable(
    module: PyObject, source: PyObject, filename: PyObject, startstr: PyObject
) -> Any:
    """``symtable(source, filename, startstr)`` (native frame)."""
    name = yield _fs_decoder(filename)
    mode = c_string_arg(startstr, "symtable", "argument 3", "")
    text = _Py_SourceAsString(source, "symtable", "string or bytes")
    if mode not in ("exec", "eval", "single"):
        raise PyErr_Format(
            PyExc_ValueError, "symtable() arg 3 must be 'exec' or 'eval' or 'single'")
    return (yield _Py_SymtableStringObjectFlags(text, name, mode, 0))


symtable_methods = (
    PyMethodDef("symtable", _symtable_symtable, "($module, source, filename, startstr, /)"),
)


def symtable_init_constants(module: PyObject) -> None:
    """Add the flags and kinds to the module."""
    constants = {name: getattr(symtable_h, name) for name in _MACROS}
    constants.update({"TYPE_" + name: number for number, name in enumerate(_TYPES)})
    constants.update({name: getattr(symtable_h, name) for name in _SCOPES})
    constants["SCOPE_OFF"] = symtable_h.SCOPE_OFFSET
    constants["SCOPE_MASK"] = symtable_h.SCOPE_MASK
    for name, value in constants.items():
        number = PyLong_FromLong(value)
        PyModule_AddObjectRef(module, name, number)
        Py_DECREF(number)


def PyInit__symtable() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_symtable", symtable_methods)
    symtable_init_constants(module)
    return module
