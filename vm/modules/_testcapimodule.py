"""The _testcapi module: functions of the C interface that CPython's own tests call.

Models parts of Modules/_testcapimodule.c and Modules/_testcapi/ (vectorcall.c, exceptions.c, monitoring.c,
datetime.c): those whose C functions the model has. What else the tests look for is not there.
"""

from __future__ import annotations

from typing import Any

from vm.modules._testcapi_datetime import datetime_methods
from vm.modules._testcapi_monitoring import CodeLike_Type, monitoring_methods
from vm.objects.call import PyObject_Call, PyObject_CallMethod, PyObject_Vectorcall
from vm.objects.dictobject import PyDict_New, PyDict_SetItem, _PyDict_HostItems
from vm.objects.exceptions_base import PyExceptionInstance_Check
from vm.objects.floatobject import PyFloat_FromDouble
from vm.objects.getargs import boolean, c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_TYPE_SUBCLASS,
    PyObject,
    PyTraceBack_Type,
    PyType_HasFeature,
)
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Format,
    PyExc_TypeError,
    _PyErr_SetObject,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_cache import PyType_Modified, assign_version_tag
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.errors import plain_traceback
from vm.python.sys_hooks import display_any

_INT, _LONG = 31, 63
_CONSTANTS = {
    "CHAR_MAX": 127, "CHAR_MIN": -128, "UCHAR_MAX": 255, "SHRT_MAX": 32767, "SHRT_MIN": -32768,
    "USHRT_MAX": 65535, "INT_MAX": (1 << _INT) - 1, "INT_MIN": -1 << _INT, "UINT_MAX": (2 << _INT) - 1,
    "LONG_MAX": (1 << _LONG) - 1, "LONG_MIN": -1 << _LONG, "ULONG_MAX": (2 << _LONG) - 1,
    "LLONG_MAX": (1 << _LONG) - 1, "LLONG_MIN": -1 << _LONG, "ULLONG_MAX": (2 << _LONG) - 1,
    "PY_SSIZE_T_MAX": (1 << _LONG) - 1, "PY_SSIZE_T_MIN": -1 << _LONG, "SIZE_MAX": (2 << _LONG) - 1,
    "SIZEOF_WCHAR_T": 4, "SIZEOF_VOID_P": 8, "SIZEOF_TIME_T": 8, "SIZEOF_PID_T": 4,
}
_FLOATS = {"FLT_MAX": 3.4028234663852886e38, "FLT_MIN": 1.1754943508222875e-38,
           "DBL_MAX": 1.7976931348623157e308, "DBL_MIN": 2.2250738585072014e-308}


# ---- the calling conventions

def _self_or_none(self: PyObject | None) -> PyObject:
    op = Py_None if self is None else self
    op.ob_refcnt += 1
    return op


def _tuple(items: list) -> PyObject:
    for op in items:
        op.ob_refcnt += 1
    return PyTuple_New(tuple(items))


def _keywords(args: list, kwnames: tuple, empty: bool) -> PyObject:
    """The keyword arguments as a dict; None where C gets NULL for none, unless ``empty``."""
    if not kwnames and not empty:
        return Py_None
    res = PyDict_New()
    for name, value in zip(kwnames, args[len(args) - len(kwnames):], strict=True):
        PyDict_SetItem(res, name, value)
    return res


def meth_varargs(self: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``(self, args)``"""
    return PyTuple_New((_self_or_none(self), _tuple(args)))


def meth_with_keywords(self: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``(self, args, kwargs)``"""
    positional = args[:len(args) - len(kwnames)]
    return PyTuple_New((_self_or_none(self), _tuple(positional), _keywords(args, kwnames, False)))


def meth_o(self: PyObject, obj: PyObject) -> PyObject:
    """``(self, obj)``"""
    obj.ob_refcnt += 1
    return PyTuple_New((_self_or_none(self), obj))


def meth_noargs(self: PyObject) -> PyObject:
    """``self``"""
    return _self_or_none(self)


def _conventions(**options: bool) -> tuple[PyMethodDef, ...]:
    """A method of each calling convention."""
    return (
        PyMethodDef("meth_varargs", meth_varargs, "", raw=True, **options),
        PyMethodDef("meth_varargs_keywords", meth_with_keywords, "", raw=True, **options),
        PyMethodDef("meth_o", meth_o, "($self, obj, /)", **options),
        PyMethodDef("meth_noargs", meth_noargs, "($self, /)", **options),
        PyMethodDef("meth_fastcall", meth_varargs, "", raw=True, **options),
        PyMethodDef("meth_fastcall_keywords", meth_with_keywords, "", raw=True, **options),
    )


MethInstance_Type = PyType_FromSpec("_testcapi.MethInstance", tp_methods=_conventions())
MethClass_Type = PyType_FromSpec("_testcapi.MethClass", tp_methods=_conventions(classmethod=True))
MethStatic_Type = PyType_FromSpec("_testcapi.MethStatic", tp_methods=_conventions(static=True))


# ---- calls

def pyobject_fastcalldict(
    module: PyObject, func: PyObject, func_args: PyObject, kwargs: PyObject
) -> Any:
    """``PyObject_VectorcallDict(func, args, kwargs)``; None for NULL."""
    args = [] if func_args is Py_None else list(func_args.value)
    named = [] if kwargs is Py_None else list(_PyDict_HostItems(kwargs))
    return PyObject_Vectorcall(
        func, args + [value for _, value in named], tuple(name for name, _ in named))


def pyobject_vectorcall(
    module: PyObject, func: PyObject, func_args: PyObject, kwnames: PyObject
) -> Any:
    """``PyObject_Vectorcall(func, args, kwnames)``; None for NULL."""
    args = [] if func_args is Py_None else list(func_args.value)
    return PyObject_Vectorcall(func, args, () if kwnames is Py_None else kwnames.value)


def pyvectorcall_call(
    module: PyObject, func: PyObject, argstuple: PyObject, kwargs: PyObject | None
) -> Any:
    """``PyVectorcall_Call(func, args, kwargs)``"""
    return PyObject_Call(func, argstuple, kwargs)


# ---- exceptions

def exception_print(module: PyObject, exc: PyObject, legacy: PyObject | None) -> Any:
    """``PyErr_DisplayException(exc)``, ``PyErr_Display`` with ``legacy`` (a generator)."""
    if legacy is not None:
        res: Any = boolean(legacy)
        if type(res) in PENDING:
            yield res
    yield display_any(exc)
    return Py_None


def raise_exception(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``raise_exception(exc, num_args)``: raise it with the numbers below as arguments (a generator)."""
    exc, number = args
    numbers = [PyLong_FromLong(i) for i in range(number.value)]
    res = PyObject_Vectorcall(exc, numbers)
    made = (yield res) if type(res) in PENDING else res
    for op in numbers:
        Py_DECREF(op)
    assert PyExceptionInstance_Check(made)
    raise _PyErr_SetObject(made)


def traceback_print(module: PyObject, traceback: PyObject, file: PyObject) -> Any:
    """``PyTraceBack_Print(traceback, file)`` (a generator)."""
    if traceback.ob_type is not PyTraceBack_Type:
        raise PyErr_BadInternalCall("Python/traceback.c:720")
    text = "Traceback (most recent call last):\n" + "".join(plain_traceback(traceback))
    op = PyUnicode_FromString(text)
    try:
        res = PyObject_CallMethod(file, "write", [op])
        Py_DECREF((yield res) if type(res) in PENDING else res)
    finally:
        Py_DECREF(op)
    return Py_None


# ---- version tags of types

def _check_type(op: PyObject) -> Any:
    if not PyType_HasFeature(op.ob_type, Py_TPFLAGS_TYPE_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "argument must be a type")
    return op.value


def type_get_version(module: PyObject, type_op: PyObject) -> PyObject:
    """``type->tp_version_tag``"""
    return PyLong_FromLong(_check_type(type_op).tp_version_tag)


def type_modified(module: PyObject, type_op: PyObject) -> PyObject:
    """``PyType_Modified(type)``"""
    _check_type(type_op)
    PyType_Modified(type_op)
    return Py_None


def type_assign_version(module: PyObject, type_op: PyObject) -> PyObject:
    """``PyUnstable_Type_AssignVersionTag(type)``"""
    _check_type(type_op)
    return PyLong_FromLong(int(assign_version_tag(type_op)))


def type_assign_specific_version_unsafe(module: PyObject, type_op: PyObject, version: int) -> PyObject:
    """Give a class a version tag, whatever others have it."""
    _check_type(type_op).tp_version_tag = version & 0xFFFFFFFF
    return Py_None


testcapi_methods = (
    *_conventions(),
    *monitoring_methods,
    *datetime_methods,
    PyMethodDef("pyobject_fastcalldict", pyobject_fastcalldict, "($module, func, func_args, kwargs, /)"),
    PyMethodDef("pyobject_vectorcall", pyobject_vectorcall, "($module, func, func_args, kwnames, /)"),
    PyMethodDef("pyvectorcall_call", pyvectorcall_call, "($module, func, argstuple, kwargs=None, /)"),
    PyMethodDef("pycfunction_call", pyvectorcall_call, "($module, func, args, kwargs=None, /)"),
    PyMethodDef("exception_print", exception_print, "($module, exception, legacy=False, /)"),
    PyMethodDef("raise_exception", raise_exception, "", raw=True),
    PyMethodDef("type_get_version", type_get_version, "($module, type, /)"),
    PyMethodDef("type_modified", type_modified, "($module, type, /)"),
    PyMethodDef("type_assign_version", type_assign_version, "($module, type, /)"),
    PyMethodDef("type_assign_specific_version_unsafe",
                converted(None, c_int)(type_assign_specific_version_unsafe), "($module, type, version, /)"),
    PyMethodDef("traceback_print", traceback_print, "($module, traceback, file, /)"),
)


def _add(module: PyObject, name: str, value: PyObject) -> None:
    PyModule_AddObjectRef(module, name, value)
    Py_DECREF(value)


def PyInit__testcapi() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_testcapi", testcapi_methods)
    for name, number in _CONSTANTS.items():
        _add(module, name, PyLong_FromLong(number))
    for name, value in _FLOATS.items():
        _add(module, name, PyFloat_FromDouble(value))
    for tp in (MethInstance_Type, MethClass_Type, MethStatic_Type, CodeLike_Type):
        PyModule_AddObjectRef(module, tp.value.tp_name.rpartition(".")[2], tp)
    return module
