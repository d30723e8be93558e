"""Calling objects. Models Objects/call.c.

Arguments are borrowed: whoever calls keeps its references until the result (or the pending thing's
result) is there. A result may be pending, see docs/conventions.md.
"""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.methoddef import NO_KW
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyModule_Type, PyObject, decref_all
from vm.objects.pyerrors import PyErr, PyErr_Format, PyExc_SystemError, PyExc_TypeError

_PyObject_GetMethod: Any
PyObject_GetAttr: Any
PyCallable_Check: Any
PyUnicode_InternFromString: Any
_Py_CheckRecursiveCall: Any


def object_is_not_callable(callable: PyObject) -> PyErr:
    """The TypeError for calling something that has no tp_call."""
    type_name = callable.ob_type.value.tp_name
    hint = ""
    if callable.ob_type is PyModule_Type:
        attrs = callable.ob_dict
        name = attrs.get("__name__")
        if name is not None and isinstance(name.value, str):
            attr = attrs.get(name.value)
            if attr is not None and attr.ob_type.value.tp_call is not None:
                hint = f". Did you mean: '{name.value}.{name.value}(...)'?"
    return PyErr_Format(PyExc_TypeError, f"'{type_name}' object is not callable{hint}")


def PyObject_Vectorcall(callable: PyObject, args: list, kwnames: tuple = NO_KW) -> Any:
    """Call with positional arguments followed by keyword values; ``kwnames`` are guest strings."""
    call = callable.ob_type.value.tp_call
    if call is None:
        raise object_is_not_callable(callable)
    return call(callable, args, kwnames)


#: Every tp_call takes a vectorcall's arguments, so there is no other way to make the call.
_PyObject_MakeTpCall = PyObject_Vectorcall


def PyObject_CallNoArgs(func: PyObject) -> Any:
    """``func()``."""
    call = func.ob_type.value.tp_call
    if call is None:
        raise object_is_not_callable(func)
    return call(func, [], NO_KW)


def PyObject_CallOneArg(func: PyObject, arg: PyObject) -> Any:
    """``func(arg)``."""
    call = func.ob_type.value.tp_call
    if call is None:
        raise object_is_not_callable(func)
    return call(func, [arg], NO_KW)


def PyObject_VectorcallDict(callable: PyObject, args: list, kwargs: dict | None) -> Any:
    """Call with a host dict of keywords (host name or guest str -> guest value)."""
    if not kwargs:
        return PyObject_Vectorcall(callable, args, NO_KW)
    names = tuple(
        PyUnicode_InternFromString(key) if isinstance(key, str) else key for key in kwargs
    )
    return PyObject_Vectorcall(callable, args + list(kwargs.values()), names)


def _PyStack_UnpackDict(args: list, kwargs: PyObject) -> tuple[list, tuple]:
    """Positional arguments and a guest dict as a vectorcall's arguments (borrowed).

    Raises TypeError when a key is no string.
    """
    body = kwargs.value
    names = []
    for name in PyDict_KeysList(body):
        if not isinstance(name.value, str):
            raise PyErr_Format(PyExc_TypeError, "keywords must be strings")
        names.append(name)
    return args + PyDict_ValuesList(body), tuple(names)


def PyObject_Call(callable: PyObject, args: PyObject, kwargs: PyObject | None) -> Any:
    """``callable(*args, **kwargs)`` with a guest tuple and a guest dict or NULL (CALL_FUNCTION_EX)."""
    call = callable.ob_type.value.tp_call
    if call is None:
        raise object_is_not_callable(callable)
    if kwargs is None or not PyDict_Size(kwargs):
        return call(callable, list(args.value), NO_KW)
    stack, names = _PyStack_UnpackDict(list(args.value), kwargs)
    # The dict may be changed by the callee: hold what was taken out of it.
    for op in stack:
        op.ob_refcnt += 1
    for op in names:
        op.ob_refcnt += 1
    try:
        if kwargs.value.ma_index is None:
            res = call(callable, stack, names)
        else:
            res = call_with_odd_keywords(call, callable, stack, names)
    except PyErr:
        decref_all(stack)
        decref_all(names)
        raise
    if type(res) in PENDING:
        return _PyVectorcall_Call(res, stack, names)
    decref_all(stack)
    decref_all(names)
    return res


_PyObject_Call = PyObject_Call


def _PyVectorcall_Call(pending: Any, stack: list, names: tuple) -> Any:
    """Wait for a call and drop the arguments that were unpacked for it."""
    try:
        return (yield pending)
    finally:
        decref_all(stack)
        decref_all(names)


def PyObject_CallMethod(op: PyObject, name: str, args: list) -> Any:
    """``op.name(*args)`` with a host name."""
    return PyObject_VectorcallMethod(PyUnicode_InternFromString(name), [op, *args])


def PyObject_CallMethodNoArgs(op: PyObject, name: PyObject) -> Any:
    """``op.name()``."""
    return PyObject_VectorcallMethod(name, [op])


def PyObject_CallMethodOneArg(op: PyObject, name: PyObject, arg: PyObject) -> Any:
    """``op.name(arg)``."""
    return PyObject_VectorcallMethod(name, [op, arg])


def PyObject_VectorcallMethod(name: PyObject, args: list, kwnames: tuple = NO_KW) -> Any:
    """``args[0].name(*args[1:])``; no bound method is made when the type has a plain method."""
    unbound, meth = _PyObject_GetMethod(args[0], name)
    if type(meth) in PENDING:
        return _call_looked_up(meth, args, kwnames)
    call = meth.ob_type.value.tp_call
    try:
        if call is None:
            raise object_is_not_callable(meth)
        res = call(meth, args if unbound else args[1:], kwnames)
    except PyErr:
        Py_DECREF(meth)
        raise
    if type(res) in PENDING:
        return _PyVectorcall_Call(res, [meth], ())
    Py_DECREF(meth)
    return res


def _call_looked_up(pending: Any, args: list, kwnames: tuple) -> Any:
    meth = yield pending
    try:
        res = PyObject_Vectorcall(meth, args[1:], kwnames)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(meth)
    return res


vectorcall_method = PyObject_VectorcallMethod


def _Py_CheckFunctionResult(callable: PyObject | None, result: Any, where: str = "") -> Any:
    """SystemError when a C function returned NULL without an exception."""
    if result is None:
        what = where or f"<{callable.ob_type.value.tp_name} object>"  # type: ignore[union-attr]
        raise PyErr_Format(
            PyExc_SystemError, f"{what} returned NULL without setting an exception")
    return result


PyDict_KeysList: Any
PyDict_ValuesList: Any
PyDict_Size: Any


@late_import
def _bind() -> None:
    global _PyObject_GetMethod, PyUnicode_InternFromString, PyDict_KeysList, PyDict_ValuesList
    global PyDict_Size, call_with_odd_keywords
    from vm.objects.dictobject import PyDict_KeysList, PyDict_Size, PyDict_ValuesList
    from vm.objects.getargs_keywords import call_with_odd_keywords
    from vm.objects.object import _PyObject_GetMethod
    from vm.objects.unicodeobject import PyUnicode_InternFromString
