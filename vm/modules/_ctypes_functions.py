"""The functions of the _ctypes module. The second part of Modules/_ctypes/callproc.c."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_callproc import _ctypes_callproc, _ctypes_get_errobj, pointer_parameter
from vm.modules._ctypes_ctypes import (
    FUNCFLAG_CDECL,
    CDataObject_Check,
    PyStgInfo_FromAny,
    PyStgInfo_FromObject,
    PyStgInfo_FromType,
    get_module_state,
    st,
)
from vm.modules._ctypes_dl import MAIN_HANDLE, TEST_HANDLE, find_symbol, is_open, undefined_symbol
from vm.modules._ctypes_memory import SIZEOF_VALUE, address_of, allocate, memory, ptr_add
from vm.modules._ctypes_meta import as_void_ptr, call_metatype
from vm.modules._ctypes_pythonapi import drop_reference
from vm.modules.posix_paths import PyOS_FSPath
from vm.objects.abstract_number import PyNumber_AsSsize_t
from vm.objects.attributes import call
from vm.objects.call import PyObject_Call, PyObject_CallOneArg
from vm.objects.dictobject import (
    PyDict_GetItemRef,
    PyDict_New,
    PyDict_SetItem,
    PyDict_SetItemString,
)
from vm.objects.getargs import c_string_arg, int_unit, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.object import PyObject_GetAttr, _Py_address, _Py_ID
from vm.objects.pyaudit import PySys_Audit, audited
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    PyErr,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_OSError, PyExc_TypeError, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_mro import PyType_Check
from vm.objects.unicodeobject import PyUnicode_FromString


def _varargs(name: str, meth: Callable[..., Any], least: int, most: int, shown: bool = True) -> PyMethodDef:
    """A row for a function that counts its arguments as PyArg_ParseTuple does.

    Args:
        name, meth: the function; what is not given is NULL.
        least, most: how many arguments.
        shown: whether C's format names it in messages.
    """

    def call_counted(module: PyObject, args: list, kwnames: tuple) -> Any:
        if kwnames:
            raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")
        count = len(args)
        if not least <= count <= most:
            word, bound = ("at least", least) if count < least else ("at most", most)
            raise PyErr_Format(
                PyExc_TypeError,
                f"{name + '()' if shown else 'function'} takes {'exactly' if least == most else word} {bound} "
                f"argument{'' if bound == 1 else 's'} ({count} given)")
        return meth(module, *args, *[None] * (most - count))

    call_counted.__name__ = meth.__name__
    return PyMethodDef(name, call_counted, raw=True)


# ---- errno

def get_errno(module: PyObject) -> Any:
    """``get_errno()``: this thread's copy."""
    return audited(lambda: PyLong_FromLong(_ctypes_get_errobj()[0]), "ctypes.get_errno")


def set_errno(module: PyObject, value: PyObject) -> Any:
    """``set_errno(value)``: the old value (a generator)."""
    pending = PySys_Audit("ctypes.set_errno", value)
    if pending is not None:
        yield pending
    number = int_unit(value)
    if type(number) in PENDING:
        number = yield number
    space = _ctypes_get_errobj()
    old, space[0] = space[0], number
    return PyLong_FromLong(old)


# ---- libraries

def _parse_voidp(op: PyObject) -> int:
    """A pointer that is given as a number; NULL is refused without a word, as in C."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    return as_void_ptr(op)


def _library_path(name: PyObject) -> Any:
    """The path of a library (PyUnicode_FSConverter; a generator)."""
    op = yield PyOS_FSPath(name)
    path = op.value if isinstance(op.value, str) else os.fsdecode(op.value)
    Py_DECREF(op)
    if "\0" in path:
        raise PyErr_Format(PyExc_ValueError, "embedded null byte")
    return path


def py_dl_open(module: PyObject, name: PyObject, mode: PyObject | None) -> Any:
    """``dlopen(name, flag)``: there is no library but the program itself (a generator)."""
    if mode is not None:
        number = int_unit(mode)
        if type(number) in PENDING:
            yield number
    path = "" if name is Py_None else (yield _library_path(name))
    pending = PySys_Audit("ctypes.dlopen", name)
    if pending is not None:
        yield pending
    if not path:
        return PyLong_FromLong(MAIN_HANDLE)
    if is_open(TEST_HANDLE) and os.path.basename(path).startswith("_ctypes_test."):
        return PyLong_FromLong(TEST_HANDLE)
    raise PyErr_Format(
        PyExc_OSError, f"{path}: cannot open shared object file: No such file or directory")


def py_dl_close(module: PyObject, handle: PyObject) -> PyObject:
    """``dlclose(handle)``"""
    if not is_open(_parse_voidp(handle)):
        raise PyErr_Format(PyExc_OSError, "shared object not open")
    return Py_None


def py_dl_sym(module: PyObject, handle_op: PyObject, name_op: PyObject) -> Any:
    """``dlsym(handle, name)``: an address (a generator)."""
    handle = _parse_voidp(handle_op)
    name = c_string_arg(name_op, "dlsym", "argument 2", "")
    args = PyTuple_New((Py_NewRef(handle_op), Py_NewRef(name_op)))
    try:
        pending = PySys_Audit("ctypes.dlsym/handle", args)
        if pending is not None:
            yield pending
    finally:
        Py_DECREF(args)
    address = find_symbol(handle, name)
    if not address:
        raise PyErr_Format(PyExc_OSError, undefined_symbol(handle, name))
    return PyLong_FromLong(address)


def _caller(flags: int) -> Callable[..., Any]:
    def call_function(module: PyObject, func: PyObject, arguments: PyObject) -> Any:
        address = _parse_voidp(func)
        if not arguments.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError, f"argument 2 must be tuple, not {arguments.ob_type.value.tp_name}")
        pending = PySys_Audit("ctypes.call_function", func, arguments)
        if pending is not None:
            yield pending
        return (yield _ctypes_callproc(address, list(arguments.value), flags, None, None, None))

    return call_function


# ---- sizes and addresses

def sizeof_func(module: PyObject, obj: PyObject) -> PyObject:
    """``sizeof(obj)``"""
    info = PyStgInfo_FromType(obj)
    if info is not None:
        return PyLong_FromLong(info.size)
    if not CDataObject_Check(obj):
        raise PyErr_Format(PyExc_TypeError, "this type has no size")
    return PyLong_FromLong(obj.value.b_size)


def align_func(module: PyObject, obj: PyObject) -> PyObject:
    """``alignment(obj)``"""
    info = PyStgInfo_FromAny(obj)
    if info is None:
        raise PyErr_Format(PyExc_TypeError, "no alignment info")
    return PyLong_FromLong(info.align)


def byref(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``byref(obj[, offset])``: a pointer as a parameter; a generator."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "byref() takes no keyword arguments")
    _PyArg_CheckPositional("byref", len(args), 1, 2)
    obj, offset = args[0], 0
    if len(args) == 2:
        given = PyNumber_AsSsize_t(args[1], None)
        offset = (yield given) if type(given) in PENDING else given
    if not CDataObject_Check(obj):
        raise PyErr_Format(
            PyExc_TypeError,
            f"byref() argument must be a ctypes instance, not '{obj.ob_type.value.tp_name}'")
    return pointer_parameter("P", address_of(ptr_add(obj.value.b_ptr, offset)), Py_NewRef(obj))


def addressof(module: PyObject, obj: PyObject) -> Any:
    """``addressof(obj)``"""
    if not CDataObject_Check(obj):
        raise PyErr_Format(PyExc_TypeError, "invalid type")
    return audited(
        lambda: PyLong_FromLong(address_of(obj.value.b_ptr)), "ctypes.addressof", obj)


def resize(module: PyObject, obj: PyObject, size_op: PyObject) -> Any:
    """``resize(obj, size)``: more memory for an instance; a generator."""
    size = ssize_t(size_op)
    if type(size) in PENDING:
        size = yield size
    info, body = PyStgInfo_FromObject(obj), obj.value
    if info is None:
        raise PyErr_Format(PyExc_TypeError, "expected ctypes instance")
    if size < info.size:
        raise PyErr_Format(PyExc_ValueError, f"minimum size is {info.size}")
    if not body.b_needsfree or body.block is None:
        raise PyErr_Format(
            PyExc_ValueError, "Memory cannot be resized because this object doesn't own it")
    if size > SIZEOF_VALUE:
        data = allocate(size)
        kept = min(body.b_size, size)
        data[:kept] = bytes(body.block.data[:kept])
        memory().move(body.block, data)
    body.b_size = size
    return Py_None


# ---- objects

def My_PyObj_FromPtr(module: PyObject, address: PyObject) -> Any:
    """``PyObj_FromPtr(address)``: the object that is there."""
    op = memory().object_at(_parse_voidp(address))
    return audited(lambda: Py_NewRef(op), "ctypes.PyObj_FromPtr", op)


def My_Py_INCREF(module: PyObject, op: PyObject) -> PyObject:
    """``Py_INCREF(op)``"""
    get_module_state().leaked.append(Py_NewRef(op))
    return Py_NewRef(op)


def My_Py_DECREF(module: PyObject, op: PyObject) -> PyObject:
    """``Py_DECREF(op)``: of a reference that the program has taken."""
    op.ob_refcnt += 1
    drop_reference(op)
    return op


def unpickle(module: PyObject, type_op: PyObject, state: PyObject) -> Any:
    """``_unpickle(type, state)``; a generator."""
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"argument 2 must be tuple, not {state.ob_type.value.tp_name}")
    obj = yield call(type_op, "__new__", type_op)
    try:
        meth = PyObject_GetAttr(obj, _Py_ID("__setstate__"))
        if type(meth) in PENDING:
            meth = yield meth
        try:
            res = PyObject_Call(meth, state, None)
            if type(res) in PENDING:
                res = yield res
            Py_DECREF(res)
        finally:
            Py_DECREF(meth)
    except PyErr:
        Py_DECREF(obj)
        raise
    return obj


# ---- pointer types

def _cached_pointer_type(cls: PyObject) -> Any:
    found = PyDict_GetItemRef(get_module_state().ptrtype_cache, cls)
    return (yield found) if type(found) in PENDING else found


def create_pointer_type(module: PyObject, cls: PyObject) -> Any:
    """``POINTER(cls)``; a generator."""
    found = yield _cached_pointer_type(cls)
    if found is not None:
        return found
    by_name = cls.ob_type is PyUnicode_Type
    if not by_name and not PyType_Check(cls):
        raise PyErr_Format(PyExc_TypeError, "must be a ctypes type")
    namespace = PyDict_New()
    if not by_name:
        PyDict_SetItemString(namespace, "_type_", cls)
    name = "LP_" + (cls.value if by_name else cls.value.tp_name)
    result = yield call_metatype(st.PyCPointer_Type.ob_type, name, st.PyCPointer_Type, namespace)
    key = PyLong_FromLong(_Py_address(result)) if by_name else Py_NewRef(cls)
    try:
        done = PyDict_SetItem(get_module_state().ptrtype_cache, key, result)
        if type(done) in PENDING:
            yield done
    except PyErr:
        Py_DECREF(result)
        raise
    finally:
        Py_DECREF(key)
    return result


def create_pointer_inst(module: PyObject, arg: PyObject) -> Any:
    """``pointer(arg)``; a generator."""
    type_op = yield create_pointer_type(module, arg.ob_type)
    try:
        result = PyObject_CallOneArg(type_op, arg)
        if type(result) in PENDING:
            result = yield result
        return result
    finally:
        Py_DECREF(type_op)


def buffer_info(module: PyObject, arg: PyObject) -> PyObject:
    """``buffer_info(arg)``: format, number of dimensions, shape."""
    info = PyStgInfo_FromAny(arg)
    if info is None:
        raise PyErr_Format(PyExc_TypeError, "not a ctypes type or object")
    shape = PyTuple_New(tuple([PyLong_FromLong(n) for n in info.shape or ()]))
    fmt = Py_None if info.format is None else PyUnicode_FromString(info.format)
    return PyTuple_New((fmt, PyLong_FromLong(info.ndim), shape))


_ctypes_module_methods = (
    PyMethodDef("get_errno", get_errno, "($self, /)"),
    _varargs("set_errno", set_errno, 1, 1, shown=False),
    PyMethodDef("POINTER", create_pointer_type, "($module, type, /)"),
    PyMethodDef("pointer", create_pointer_inst, "($module, obj, /)"),
    _varargs("_unpickle", unpickle, 2, 2, shown=False),
    PyMethodDef("buffer_info", buffer_info, "($self, object, /)"),
    _varargs("resize", resize, 2, 2),
    _varargs("dlopen", py_dl_open, 1, 2),
    _varargs("dlclose", py_dl_close, 1, 1),
    _varargs("dlsym", py_dl_sym, 2, 2),
    PyMethodDef("alignment", align_func, "($self, object, /)"),
    PyMethodDef("sizeof", sizeof_func, "($self, object, /)"),
    PyMethodDef("byref", byref, raw=True),
    PyMethodDef("addressof", addressof, "($self, object, /)"),
    _varargs("call_function", _caller(0), 2, 2, shown=False),
    _varargs("call_cdeclfunction", _caller(FUNCFLAG_CDECL), 2, 2, shown=False),
    _varargs("PyObj_FromPtr", My_PyObj_FromPtr, 1, 1),
    PyMethodDef("Py_INCREF", My_Py_INCREF, "($self, object, /)"),
    PyMethodDef("Py_DECREF", My_Py_DECREF, "($self, object, /)"),
)
