"""The methods of `object`. From Objects/typeobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import object as object_c
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import (
    Py_HashPointer,
    PyObject_GenericGetAttr,
    PyObject_GenericSetAttr,
    PyObject_IsTrue,
    PyObject_Str,
    _Py_address,
    _Py_ID,
)
from vm.objects.obmalloc import PyObject_Free, addresses
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBaseObject_Type,
    PyModule_Type,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.typeobject import object_init, object_new, type_module, type_qualname
from vm.objects.typeobject_attrs import merge_class_dict
from vm.objects.typeobject_mro import compatible_for_assignment
from vm.objects.typeobject_reduce import (
    object___getstate__,
    object___reduce__,
    object___reduce_ex__,
)
from vm.objects.typeobject_subtype import PyType_GenericAlloc

PyDict_New: Callable
PyDict_Copy: Callable
PyDict_KeysList: Callable
PyList_New: Callable
PyLong_FromLong: Callable

__all__ = ["object_init", "object_new"]


def object_dealloc(op: PyObject) -> None:
    """tp_dealloc of a bare object."""
    if addresses:
        PyObject_Free(op)


def object_repr(op: PyObject) -> PyObject:
    """``<module.qualname object at 0x...>``."""
    type_op = op.ob_type
    module = type_module(type_op)
    if module is None or not isinstance(module.value, str) or module.value == "builtins":
        name = type_op.value.tp_name
    else:
        name = f"{module.value}.{type_qualname(type_op)}"
    return PyObject(PyUnicode_Type, f"<{name} object at {_Py_address(op):#x}>")


def object_str(op: PyObject) -> Any:
    """``str(op)``: the repr."""
    repr_slot = op.ob_type.value.tp_repr
    return object_repr(op) if repr_slot is None else repr_slot(op)


def object_hash(op: PyObject) -> int:
    """Hash by address (PyObject_GenericHash)."""
    return Py_HashPointer(op)


def object_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Equality is identity, left open when it fails; ``!=`` inverts ``==``."""
    if op == Py_EQ:
        return Py_True if a is b else Py_NotImplemented
    if op == Py_NE:
        slot = a.ob_type.value.tp_richcompare
        if slot is None:
            return Py_NotImplemented
        if slot is object_richcompare:
            return Py_False if a is b else Py_NotImplemented
        return _inverted(slot(a, b, Py_EQ))
    return Py_NotImplemented


def _inverted(res: Any) -> Any:
    """The negation of a comparison's result, NotImplemented excepted (a generator)."""
    if type(res) in PENDING:
        res = yield res
    if res is Py_NotImplemented:
        return res
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(res)
    return Py_False if truth else Py_True


def object_get_class(op: PyObject) -> PyObject:
    """``op.__class__``."""
    op.ob_type.ob_refcnt += 1
    return op.ob_type


def object_set_class(op: PyObject, value: PyObject | None) -> None:
    """``op.__class__ = cls``: only between classes of the same layout."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "can't delete __class__ attribute")
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"__class__ must be set to a class, not '{value.ob_type.value.tp_name}' object")
    old, new = op.ob_type, value
    modules = PyType_IsSubtype(new, PyModule_Type) and PyType_IsSubtype(old, PyModule_Type)
    if not modules and (new.value.tp_flags | old.value.tp_flags) & Py_TPFLAGS_IMMUTABLETYPE:
        raise PyErr_Format(
            PyExc_TypeError,
            "__class__ assignment only supported for mutable types or ModuleType subclasses")
    compatible_for_assignment(old, new, "__class__")
    if new.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
        new.ob_refcnt += 1
    op.ob_type = new
    if old.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
        Py_DECREF(old)


def object___format__(op: PyObject, spec: PyObject) -> Any:
    """``format(op, "")``: the str; other formats are refused."""
    if not spec.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"__format__() argument must be str, not {spec.ob_type.value.tp_name}")
    if spec.value:
        raise PyErr_Format(
            PyExc_TypeError,
            f"unsupported format string passed to {op.ob_type.value.tp_name}.__format__")
    return PyObject_Str(op)


def object___sizeof__(op: PyObject) -> PyObject:
    """Size in bytes of the object as CPython lays it out."""
    tp = op.ob_type.value
    size = tp.tp_basicsize
    if tp.tp_itemsize and hasattr(op.value, "__len__"):
        size += tp.tp_itemsize * len(op.value)
    return PyLong_FromLong(size)


def object___dir__(op: PyObject) -> Any:
    """The names of the instance, of its class and of the class's bases (a generator)."""
    found = object_c.PyObject_GetOptionalAttr(op, _Py_ID("__dict__"))
    if type(found) in PENDING:
        found = yield found
    if found is not None and found.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        names = PyDict_Copy(found)
    else:
        names = PyDict_New()
    if found is not None:
        Py_DECREF(found)
    try:
        cls = object_c.PyObject_GetOptionalAttr(op, _Py_ID("__class__"))
        if type(cls) in PENDING:
            cls = yield cls
        if cls is not None:
            try:
                yield merge_class_dict(names, cls)
            finally:
                Py_DECREF(cls)
        keys = PyDict_KeysList(names.value)
        for key in keys:
            key.ob_refcnt += 1
    finally:
        Py_DECREF(names)
    return PyList_New(keys)


def object_init_subclass(cls: PyObject) -> PyObject:
    """``__init_subclass__``: nothing by default."""
    return Py_None


def object_subclasshook(cls: PyObject, subclass: PyObject) -> PyObject:
    """``__subclasshook__``: no opinion by default."""
    return Py_NotImplemented


set_slots(
    PyBaseObject_Type,
    tp_new=object_new, tp_init=object_init, tp_alloc=PyType_GenericAlloc,
    tp_dealloc=object_dealloc, tp_repr=object_repr, tp_str=object_str, tp_hash=object_hash,
    tp_richcompare=object_richcompare, tp_getattro=PyObject_GenericGetAttr,
    tp_setattro=PyObject_GenericSetAttr, tp_free=PyObject_GC_Del,
    tp_methods=(
        PyMethodDef("__reduce_ex__", object___reduce_ex__, "($self, protocol, /)"),
        PyMethodDef("__reduce__", object___reduce__, "($self, /)"),
        PyMethodDef("__getstate__", object___getstate__, "($self, /)"),
        PyMethodDef("__subclasshook__", object_subclasshook, "($type, object, /)", classmethod=True),
        PyMethodDef("__init_subclass__", object_init_subclass, "($type, /)", classmethod=True),
        PyMethodDef("__format__", object___format__, "($self, format_spec, /)"),
        PyMethodDef("__sizeof__", object___sizeof__, "($self, /)"),
        PyMethodDef("__dir__", object___dir__, "($self, /)"),
    ),
    tp_getset=(PyGetSetDef("__class__", object_get_class, object_set_class),),
)


@late_import
def _bind() -> None:
    global PyDict_New, PyDict_Copy, PyDict_KeysList, PyList_New, PyLong_FromLong
    from vm.objects.dictobject import PyDict_Copy, PyDict_KeysList, PyDict_New
    from vm.objects.listobject import PyList_New
    from vm.objects.longobject import PyLong_FromLong
