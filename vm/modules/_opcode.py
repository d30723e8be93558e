"""The _opcode module. Models Modules/_opcode.c; the tables are the host's, whose bytecode is the guest's."""

from __future__ import annotations

import _opcode as host  # type: ignore[import-not-found]
from typing import Any

from vm.objects.abstract_number import PyNumber_Index
from vm.objects.bridge import host_error
from vm.objects.getargs import c_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_True,
    PyCode_Type,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString


def _test(name: str) -> PyMethodDef:
    function = getattr(host, name)

    def method(module: PyObject, opcode: PyObject) -> Any:
        number = c_int(opcode)
        if type(number) in PENDING:
            number = yield number
        return Py_True if function(number) else Py_False

    method.__name__ = f"_opcode_{name}"
    return PyMethodDef(name, method, "($module, /, opcode)")


def _opcode_stack_effect(
    module: PyObject, opcode: PyObject, oparg: PyObject | None, jump: PyObject | None
) -> Any:
    """``stack_effect(opcode, oparg=None, /, *, jump=None)`` (native frame)."""
    number = c_int(opcode)
    if type(number) in PENDING:
        number = yield number
    arg = None
    if oparg is not None and oparg is not Py_None:
        arg = yield _long(oparg)
    if jump not in _JUMPS:
        raise PyErr_Format(
            PyExc_ValueError, "stack_effect: jump must be False, True or None")
    try:
        return PyLong_FromLong(host.stack_effect(number, arg, jump=_JUMPS[jump]))
    except (ValueError, OverflowError) as err:
        raise host_error(err) from None


_JUMPS = {None: None, Py_None: None, Py_True: True, Py_False: False}


def _long(op: PyObject) -> Any:
    """The host int of an argument (native frame)."""
    index = PyNumber_Index(op)
    if type(index) in PENDING:
        index = yield index
    number = int(index.value)
    Py_DECREF(index)
    return number


def _texts(function: str) -> Any:
    def method(module: PyObject) -> PyObject:
        return PyList_New([PyUnicode_FromString(text) for text in getattr(host, function)()])

    method.__name__ = f"_opcode_{function}"
    return method


def _opcode_get_nb_ops(module: PyObject) -> PyObject:
    """``get_nb_ops()``"""
    return PyList_New([
        PyTuple_New(tuple(map(PyUnicode_FromString, pair))) for pair in host.get_nb_ops()])


def _opcode_get_specialization_stats(module: PyObject) -> PyObject:
    """``get_specialization_stats()``: none are kept."""
    return Py_None


def _opcode_get_executor(module: PyObject, code: PyObject, offset: PyObject) -> Any:
    """``get_executor(code, offset)``: there are none (native frame)."""
    number = c_int(offset)
    if type(number) in PENDING:
        yield number
    if code.ob_type is not PyCode_Type:
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected a code object, not '{code.ob_type.value.tp_name:.100}'")
    raise PyErr_Format(
        PyExc_RuntimeError, "Executors are not available in this build")


opcode_methods = (
    PyMethodDef("stack_effect", _opcode_stack_effect,
                "($module, opcode, oparg=None, /, *, jump=None)"),
    *map(_test, ("is_valid", "has_arg", "has_const", "has_name", "has_jump", "has_free", "has_local",
                 "has_exc")),
    PyMethodDef("get_specialization_stats", _opcode_get_specialization_stats, "($module, /)"),
    PyMethodDef("get_nb_ops", _opcode_get_nb_ops, "($module, /)"),
    PyMethodDef("get_intrinsic1_descs", _texts("get_intrinsic1_descs"), "($module, /)"),
    PyMethodDef("get_intrinsic2_descs", _texts("get_intrinsic2_descs"), "($module, /)"),
    PyMethodDef("get_executor", _opcode_get_executor, "($module, /, code, offset)"),
)


def PyInit__opcode() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_opcode", opcode_methods)
    PyModule_AddObjectRef(module, "ENABLE_SPECIALIZATION", Py_True)
    return module
