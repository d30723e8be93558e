"""The helpers of CALL_INTRINSIC_1 and CALL_INTRINSIC_2. Models Python/intrinsics.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyNumber_Positive
from vm.objects.call import PyObject_CallOneArg
from vm.objects.codeobject import CO_ASYNC_GENERATOR, CO_COROUTINE
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_None, PyObject, PyTuple_Type
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_GivenExceptionMatches,
    PyExc_RuntimeError,
    PyExc_StopAsyncIteration,
    PyExc_StopIteration,
    PyExc_SystemError,
    new_exception,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString

INTRINSIC_NAMES = (
    "INVALID", "PRINT", "IMPORT_STAR", "STOPITERATION_ERROR", "ASYNC_GEN_WRAP", "UNARY_POSITIVE",
    "LIST_TO_TUPLE", "TYPEVAR", "PARAMSPEC", "TYPEVARTUPLE", "SUBSCRIPT_GENERIC", "TYPEALIAS",
)


def print_expr(frame: Any, value: PyObject) -> Any:
    """Show the value of an interactive statement through sys.displayhook (native frame)."""
    from vm.objects.dictobject import PyDict_GetItemString
    from vm.objects.pycore_state import _PyRuntime

    sysdict: Any = _PyRuntime.tstate_current.interp.sysdict  # type: ignore[union-attr]
    hook = PyDict_GetItemString(sysdict, "displayhook")
    if hook is None:
        raise PyErr_Format(PyExc_RuntimeError, "lost sys.displayhook")
    res = PyObject_CallOneArg(hook, value)
    if type(res) in PENDING:
        res = yield res
    return res


def import_star(frame: Any, module: PyObject) -> Any:
    """``from module import *`` into the local namespace (native frame)."""
    from vm.python.ceval_names import local_namespace
    from vm.python.import_ import import_all_from

    namespace = local_namespace(frame, "no locals found during 'import *'")
    res = import_all_from(namespace, module)
    if type(res) in PENDING:
        yield res
    return Py_None


def stopiteration_error(frame: Any, exc: PyObject) -> PyObject:
    """Turn a StopIteration that leaves a generator into RuntimeError."""
    flags = frame.f_code.co_flags
    if PyErr_GivenExceptionMatches(exc, PyExc_StopIteration):
        if flags & CO_ASYNC_GENERATOR:
            message = "async generator raised StopIteration"
        elif flags & CO_COROUTINE:
            message = "coroutine raised StopIteration"
        else:
            message = "generator raised StopIteration"
    elif flags & CO_ASYNC_GENERATOR and PyErr_GivenExceptionMatches(
        exc, PyExc_StopAsyncIteration
    ):
        message = "async generator raised StopAsyncIteration"
    else:
        exc.ob_refcnt += 1
        return exc
    error = new_exception(PyExc_RuntimeError, PyUnicode_FromString(message))
    exc.ob_refcnt += 2
    error.value.cause = exc
    error.value.context = exc
    error.value.suppress_context = True
    return error


def async_gen_wrap(frame: Any, value: PyObject) -> PyObject:
    """Mark a value as yielded by an async generator."""
    from vm.objects.asyncgenobject import _PyAsyncGenValueWrapperNew

    return _PyAsyncGenValueWrapperNew(value)


def list_to_tuple(frame: Any, value: PyObject) -> PyObject:
    """A tuple of a list's items."""
    for item in value.value:
        item.ob_refcnt += 1
    return PyTuple_New(tuple(value.value))


def _typing(name: str, *args: Any) -> Any:
    from vm.objects import typevarobject

    return getattr(typevarobject, name)(*args)


def call_intrinsic_1(frame: Any, number: int, value: PyObject) -> Any:
    """Run a one-argument intrinsic by number."""
    if number == 5:
        return PyNumber_Positive(value)
    if number == 10 and value.ob_type is not PyTuple_Type:
        raise PyErr_Format(PyExc_SystemError, "type parameters must be a tuple")
    if number in _INTRINSICS_1:
        return _INTRINSICS_1[number](frame, value)
    if 7 <= number <= 11:
        return _typing("intrinsic_" + INTRINSIC_NAMES[number].lower(), value)
    raise PyErr_Format(PyExc_SystemError, f"unknown intrinsic {number}")


_INTRINSICS_1 = {
    1: print_expr, 2: import_star, 3: stopiteration_error, 4: async_gen_wrap, 6: list_to_tuple,
}


def call_intrinsic_2(number: int, value2: PyObject, value1: PyObject) -> Any:
    """Run a two-argument intrinsic by number."""
    if number == 1:
        from vm.objects.exceptions_group import _PyExc_PrepReraiseStar

        return _PyExc_PrepReraiseStar(value2, value1)
    names = {2: "typevar_with_bound", 3: "typevar_with_constraints",
             4: "set_function_type_params", 5: "set_typeparam_default"}
    return _typing("intrinsic_" + names[number], value2, value1)


