"""The builtins module. Models Python/bltinmodule.c.

Functions that go through iterables are in bltin_reduce.py; those that run code, print and read in
bltin_exec.py; map, filter and zip in bltin_iter.py.
"""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import (
    PyIter_Check,
    PyNumber_Absolute,
    PyNumber_Divmod,
    PyNumber_Power,
    PyNumber_ToBase,
    PyObject_Format,
    PyObject_GetAIter,
    PyObject_GetIter,
    PyObject_IsInstance,
    PyObject_IsSubclass,
    PyObject_Size,
    _PyNumber_Index,
)
from vm.objects.call import PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.enumobject import PyEnum_Type, PyReversed_Type
from vm.objects.funcobject import PyClassMethod_Type, PyStaticMethod_Type
from vm.objects.iterobject import PyCallIter_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import PyMemoryView_Type
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    PyCallable_Check,
    PyObject_ASCII,
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_HasAttrWithError,
    PyObject_Hash,
    PyObject_Repr,
    PyObject_SetAttr,
    _Py_address,
    _PyObject_SetAttributeErrorContext,
)
from vm.objects.propertyobject import PyProperty_Type
from vm.objects.pyaudit import should_audit, sys_audit_tuple
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBaseObject_Type,
    PyBool_Type,
    PyByteArray_Type,
    PyBytes_Type,
    PyComplex_Type,
    PyDict_Type,
    PyErr,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PyRange_Type,
    PySet_Type,
    PySlice_Type,
    PyTuple_Type,
    PyType_Type,
    PyUnicode_Type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_RuntimeError,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject import _PyObject_LookupSpecial
from vm.objects.typeobject_super import PySuper_Type
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python import warnings_ as warnings_  # installs the handler of warnings
from vm.python.bltin_exec import exec_methods
from vm.python.bltin_iter import PyFilter_Type, PyMap_Type, PyZip_Type
from vm.python.bltin_reduce import (
    builtin_all,
    builtin_any,
    builtin_max,
    builtin_min,
    builtin_sorted,
    builtin_sum,
)

# ---- numbers and characters

def builtin_abs(module: PyObject, x: PyObject) -> Any:
    """``abs(x)``."""
    return PyNumber_Absolute(x)


def builtin_divmod(module: PyObject, x: PyObject, y: PyObject) -> Any:
    """``divmod(x, y)``."""
    return PyNumber_Divmod(x, y)


def builtin_pow(module: PyObject, base: PyObject, exp: PyObject, mod: PyObject | None) -> Any:
    """``pow(base, exp, mod=None)``."""
    return PyNumber_Power(base, exp, Py_None if mod is None else mod)


def builtin_bin(module: PyObject, number: PyObject) -> Any:
    """``bin(number)``."""
    return PyNumber_ToBase(number, 2)


def builtin_oct(module: PyObject, number: PyObject) -> Any:
    """``oct(number)``."""
    return PyNumber_ToBase(number, 8)


def builtin_hex(module: PyObject, number: PyObject) -> Any:
    """``hex(number)``."""
    return PyNumber_ToBase(number, 16)


def PyUnicode_FromOrdinal(n: int) -> PyObject:
    """The str of one character."""
    if not 0 <= n <= 0x10FFFF:
        raise PyErr_Format(PyExc_ValueError, "chr() arg not in range(0x110000)")
    return PyUnicode_FromString(chr(n))


def builtin_chr(module: PyObject, i: PyObject) -> Any:
    """``chr(i)``."""
    if i.ob_type is PyLong_Type:
        return PyUnicode_FromOrdinal(i.value)
    return _chr_of_index(i)


def _chr_of_index(i: PyObject) -> Any:
    index = _PyNumber_Index(i)
    if type(index) in PENDING:
        index = yield index
    try:
        return PyUnicode_FromOrdinal(int(index.value))
    finally:
        Py_DECREF(index)


def builtin_ord(module: PyObject, c: PyObject) -> PyObject:
    """``ord(c)``."""
    value = c.value
    flags = c.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        if len(value) == 1:
            return PyLong_FromLong(ord(value))
    elif flags & Py_TPFLAGS_BYTES_SUBCLASS or PyObject_TypeCheck(c, PyByteArray_Type):
        if len(value) == 1:
            return PyLong_FromLong(value[0])
    else:
        raise PyErr_Format(
            PyExc_TypeError,
            f"ord() expected string of length 1, but {c.ob_type.value.tp_name} found")
    raise PyErr_Format(
        PyExc_TypeError,
        f"ord() expected a character, but string of length {len(value)} found")


def builtin_round(module: PyObject, number: PyObject, ndigits: PyObject | None) -> Any:
    """``round(number, ndigits=None)``; a generator."""
    func = _PyObject_LookupSpecial(number, "__round__")
    if type(func) in PENDING:
        func = yield func
    if func is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"type {number.ob_type.value.tp_name} doesn't define __round__ method")
    try:
        if ndigits is None or ndigits is Py_None:
            res = PyObject_CallNoArgs(func)
        else:
            res = PyObject_CallOneArg(func, ndigits)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(func)
    return res


# ---- about objects

def builtin_ascii(module: PyObject, obj: PyObject) -> Any:
    """``ascii(obj)``."""
    return PyObject_ASCII(obj)


def builtin_callable(module: PyObject, obj: PyObject) -> PyObject:
    """``callable(obj)``."""
    return Py_True if PyCallable_Check(obj) else Py_False


def builtin_format(module: PyObject, value: PyObject, spec: PyObject | None) -> Any:
    """``format(value, format_spec='')``."""
    if spec is not None and not spec.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        given = "None" if spec is Py_None else spec.ob_type.value.tp_name
        raise PyErr_Format(PyExc_TypeError, f"format() argument 2 must be str, not {given}")
    return PyObject_Format(value, spec)


def builtin_hash(module: PyObject, obj: PyObject) -> Any:
    """``hash(obj)``."""
    h = PyObject_Hash(obj)
    return _int_of(h) if type(h) in PENDING else PyLong_FromLong(h)


def _int_of(pending: Any) -> Any:
    return PyLong_FromLong((yield pending))


def _bool_of(pending: Any) -> Any:
    return Py_True if (yield pending) else Py_False


def builtin_id(module: PyObject, obj: PyObject) -> Any:
    """``id(obj)``: the model's address of the object."""
    if should_audit():
        address = PyLong_FromLong(_Py_address(obj))
        return _audited_id(address)
    return PyLong_FromLong(_Py_address(obj))


def _audited_id(address: PyObject) -> Any:
    try:
        yield sys_audit_tuple("builtins.id", [address])
    except PyErr:
        Py_DECREF(address)
        raise
    return address


def builtin_isinstance(module: PyObject, obj: PyObject, cls: PyObject) -> Any:
    """``isinstance(obj, class_or_tuple)``."""
    res = PyObject_IsInstance(obj, cls)
    if res is True:
        return Py_True
    return _bool_of(res) if type(res) in PENDING else Py_False


def builtin_issubclass(module: PyObject, cls: PyObject, classinfo: PyObject) -> Any:
    """``issubclass(cls, class_or_tuple)``."""
    res = PyObject_IsSubclass(cls, classinfo)
    if res is True:
        return Py_True
    return _bool_of(res) if type(res) in PENDING else Py_False


def builtin_len(module: PyObject, obj: PyObject) -> Any:
    """``len(obj)``."""
    n = PyObject_Size(obj)
    return _int_of(n) if type(n) in PENDING else PyLong_FromLong(n)


def builtin_repr(module: PyObject, obj: PyObject) -> Any:
    """``repr(obj)``."""
    return PyObject_Repr(obj)


def builtin_breakpoint(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``breakpoint(*args, **kws)``: calls ``sys.breakpointhook`` (native frame)."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    hook = PyDict_GetItemString(interp.sysdict, "breakpointhook")
    if hook is None:
        raise PyErr_Format(PyExc_RuntimeError, "lost sys.breakpointhook")
    hook.ob_refcnt += 1
    try:
        if should_audit():
            yield sys_audit_tuple("builtins.breakpoint", [hook])
        res = PyObject_Vectorcall(hook, args, kwnames)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(hook)


# ---- attributes

def builtin_getattr(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``getattr(object, name[, default])``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "getattr() takes no keyword arguments")
    _PyArg_CheckPositional("getattr", len(args), 2, 3)
    if len(args) == 2:
        res = PyObject_GetAttr(args[0], args[1])
        return _getattr_pending(args[0], args[1], res) if type(res) in PENDING else res
    default = args[2]
    res = PyObject_GetOptionalAttr(args[0], args[1])
    if type(res) in PENDING:
        return _or_default(res, default)
    if res is None:
        default.ob_refcnt += 1
        return default
    return res


def _getattr_pending(op: PyObject, name: PyObject, pending: Any) -> Any:
    """What guest code gives; its AttributeError gets the object and the name."""
    try:
        return (yield pending)
    except PyErr as err:
        _PyObject_SetAttributeErrorContext(op, name, err)
        raise


def _or_default(pending: Any, default: PyObject) -> Any:
    res = yield pending
    if res is None:
        default.ob_refcnt += 1
        return default
    return res


def builtin_hasattr(module: PyObject, obj: PyObject, name: PyObject) -> Any:
    """``hasattr(obj, name)``."""
    res = PyObject_HasAttrWithError(obj, name)
    if type(res) in PENDING:
        return _bool_of(res)
    return Py_True if res else Py_False


def _none_after(pending: Any) -> Any:
    yield pending
    return Py_None


def builtin_setattr(module: PyObject, obj: PyObject, name: PyObject, value: PyObject) -> Any:
    """``setattr(obj, name, value)``."""
    res = PyObject_SetAttr(obj, name, value)
    return _none_after(res) if type(res) in PENDING else Py_None


def builtin_delattr(module: PyObject, obj: PyObject, name: PyObject) -> Any:
    """``delattr(obj, name)``."""
    res = PyObject_SetAttr(obj, name, None)
    return _none_after(res) if type(res) in PENDING else Py_None


# ---- iteration

def builtin_iter(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``iter(iterable)``, ``iter(callable, sentinel)``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "iter() takes no keyword arguments")
    _PyArg_CheckPositional("iter", len(args), 1, 2)
    if len(args) == 1:
        return PyObject_GetIter(args[0])
    if not PyCallable_Check(args[0]):
        raise PyErr_Format(PyExc_TypeError, "iter(v, w): v must be callable")
    return PyCallIter_New(args[0], args[1])


def builtin_next(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``next(iterator[, default])``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "next() takes no keyword arguments")
    _PyArg_CheckPositional("next", len(args), 1, 2)
    it = args[0]
    if not PyIter_Check(it):
        raise PyErr_Format(
            PyExc_TypeError, f"'{it.ob_type.value.tp_name}' object is not an iterator")
    default = args[1] if len(args) == 2 else None
    try:
        item = it.ob_type.value.tp_iternext(it)
    except PyErr as err:
        return _next_error(err, default)
    if type(item) in PENDING:
        return _next_pending(item, default)
    return _next_end(default) if item is None else item


def _next_error(err: PyErr, default: PyObject | None) -> PyObject:
    if default is None or not PyErr_ExceptionMatches(err, PyExc_StopIteration):
        raise err
    PyErr_Clear(err)
    default.ob_refcnt += 1
    return default


def _next_end(default: PyObject | None) -> PyObject:
    if default is None:
        raise PyErr_SetNone(PyExc_StopIteration)
    default.ob_refcnt += 1
    return default


def _next_pending(pending: Any, default: PyObject | None) -> Any:
    try:
        item = yield pending
    except PyErr as err:
        return _next_error(err, default)
    return _next_end(default) if item is None else item


def builtin_aiter(module: PyObject, iterable: PyObject) -> Any:
    """``aiter(async_iterable)``."""
    return PyObject_GetAIter(iterable)


def builtin_anext(module: PyObject, aiterator: PyObject, default: PyObject | None) -> Any:
    """``anext(aiterator[, default])``; a generator."""
    slot = aiterator.ob_type.value.am_anext
    if slot is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{aiterator.ob_type.value.tp_name}' object is not an async iterator")
    awaitable = slot(aiterator)
    if type(awaitable) in PENDING:
        awaitable = yield awaitable
    if default is None:
        return awaitable
    from vm.objects.asyncgenobject import PyAnextAwaitable_New  # rarely needed

    try:
        return PyAnextAwaitable_New(awaitable, default)
    finally:
        Py_DECREF(awaitable)


builtin_methods = exec_methods + (
    PyMethodDef("abs", builtin_abs, "($module, x, /)"),
    PyMethodDef("all", builtin_all, "($module, iterable, /)"),
    PyMethodDef("any", builtin_any, "($module, iterable, /)"),
    PyMethodDef("ascii", builtin_ascii, "($module, obj, /)"),
    PyMethodDef("bin", builtin_bin, "($module, number, /)"),
    PyMethodDef("breakpoint", builtin_breakpoint, "($module, /, *args, **kws)", raw=True),
    PyMethodDef("callable", builtin_callable, "($module, obj, /)"),
    PyMethodDef("chr", builtin_chr, "($module, i, /)"),
    PyMethodDef("delattr", builtin_delattr, "($module, obj, name, /)"),
    PyMethodDef("divmod", builtin_divmod, "($module, x, y, /)"),
    PyMethodDef("format", builtin_format, "($module, value, format_spec='', /)"),
    PyMethodDef("getattr", builtin_getattr, "", raw=True),
    PyMethodDef("hasattr", builtin_hasattr, "($module, obj, name, /)"),
    PyMethodDef("hash", builtin_hash, "($module, obj, /)"),
    PyMethodDef("hex", builtin_hex, "($module, number, /)"),
    PyMethodDef("id", builtin_id, "($module, obj, /)"),
    PyMethodDef("isinstance", builtin_isinstance, "($module, obj, class_or_tuple, /)"),
    PyMethodDef("issubclass", builtin_issubclass, "($module, cls, class_or_tuple, /)"),
    PyMethodDef("iter", builtin_iter, "", raw=True),
    PyMethodDef("aiter", builtin_aiter, "($module, async_iterable, /)"),
    PyMethodDef("len", builtin_len, "($module, obj, /)"),
    PyMethodDef("max", builtin_max, "", raw=True),
    PyMethodDef("min", builtin_min, "", raw=True),
    PyMethodDef("next", builtin_next, "", raw=True),
    PyMethodDef("anext", builtin_anext, "($module, aiterator, default=<unrepresentable>, /)"),
    PyMethodDef("oct", builtin_oct, "($module, number, /)"),
    PyMethodDef("ord", builtin_ord, "($module, c, /)"),
    PyMethodDef("pow", builtin_pow, "($module, /, base, exp, mod=None)"),
    PyMethodDef("repr", builtin_repr, "($module, obj, /)"),
    PyMethodDef("round", builtin_round, "($module, /, number, ndigits=None)"),
    PyMethodDef("setattr", builtin_setattr, "($module, obj, name, value, /)"),
    PyMethodDef("sorted", builtin_sorted, "($module, iterable, /, *, key=None, reverse=False)", raw=True),
    PyMethodDef("sum", builtin_sum, "($module, iterable, /, start=0)"),
)

_CONSTANTS = (
    ("None", Py_None), ("Ellipsis", Py_Ellipsis), ("NotImplemented", Py_NotImplemented),
    ("False", Py_False), ("True", Py_True), ("bool", PyBool_Type), ("bytearray", PyByteArray_Type),
    ("bytes", PyBytes_Type), ("classmethod", PyClassMethod_Type), ("complex", PyComplex_Type),
    ("dict", PyDict_Type), ("enumerate", PyEnum_Type), ("filter", PyFilter_Type),
    ("float", PyFloat_Type), ("frozenset", PyFrozenSet_Type), ("property", PyProperty_Type),
    ("int", PyLong_Type), ("list", PyList_Type), ("map", PyMap_Type),
    ("memoryview", PyMemoryView_Type),
    ("object", PyBaseObject_Type), ("range", PyRange_Type), ("reversed", PyReversed_Type),
    ("set", PySet_Type), ("slice", PySlice_Type), ("staticmethod", PyStaticMethod_Type),
    ("str", PyUnicode_Type), ("super", PySuper_Type), ("tuple", PyTuple_Type),
    ("type", PyType_Type), ("zip", PyZip_Type),
)


def _PyBuiltin_Init() -> PyObject:
    """Make the builtins module: a new reference; the exceptions are added by
    `_PyBuiltins_AddExceptions`."""
    module = PyModule_FromDefs("builtins", builtin_methods)
    for name, op in _CONSTANTS:
        PyModule_AddObjectRef(module, name, op)
    PyModule_AddObjectRef(module, "__debug__", Py_True)
    return module

