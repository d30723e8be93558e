"""types.SimpleNamespace. Models Objects/namespaceobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import object as object_c
from vm.objects.call import PyObject_CallNoArgs, PyObject_CallOneArg
from vm.objects.descrobject import ComputedMemberDef
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.object import (
    Py_ReprEnter,
    Py_ReprLeave,
    PyObject_GenericGetAttr,
    PyObject_GenericGetDict,
    PyObject_Repr,
    PyObject_RichCompare,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    PyDict_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.typeobject import _PyType_Name
from vm.objects.typeobject_subtype import (
    PyObject_ClearManagedDict,
    PyType_GenericAlloc,
    visit_managed_dict,
)

PyDict_SetItemString: Callable
PyDict_Update: Callable
_PyDict_HostItems: Callable
PyTuple_New: Callable

_PyNamespace_Type = static_type(
    "types.SimpleNamespace", tp_basicsize=24, tp_dictoffset=16,
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE)


def namespace_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: an empty namespace, whose ``__dict__`` is there from the beginning."""
    op = PyType_GenericAlloc(type_op)
    Py_DECREF(PyObject_GenericGetDict(op))
    return op


def _dict_of(op: PyObject) -> PyObject:
    return op.ob_ext.dict_object  # type: ignore[union-attr, return-value]


def _PyNamespace_New(attrs: PyObject | None) -> PyObject:
    """A namespace with the names and values of a guest dict (with str keys)."""
    op = namespace_new(_PyNamespace_Type, [], ())
    if attrs is not None:
        for key, value in _PyDict_HostItems(attrs):
            PyDict_SetItemString(_dict_of(op), key.value, value)
    return op


def namespace_init(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``SimpleNamespace(mapping_or_iterable=(), /, **kwargs)``."""
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional(_PyType_Name(op.ob_type), nargs, 0, 1)
    if nargs:
        return _namespace_init(op, args, kwnames)
    _set_keywords(op, args, kwnames)
    return None


def _set_keywords(op: PyObject, args: list, kwnames: tuple) -> None:
    for key, value in zip(kwnames, args[len(args) - len(kwnames):]):
        PyDict_SetItemString(_dict_of(op), key.value, value)


def _namespace_init(op: PyObject, args: list, kwnames: tuple) -> Any:
    attrs = args[0]
    if attrs.ob_type is PyDict_Type:
        attrs.ob_refcnt += 1
    else:
        attrs = PyObject_CallOneArg(PyDict_Type, attrs)
        if type(attrs) in PENDING:
            attrs = yield attrs
    try:
        for key, _ in _PyDict_HostItems(attrs):
            if not isinstance(key.value, str):
                raise PyErr_Format(PyExc_TypeError, "keywords must be strings")
        pending = PyDict_Update(_dict_of(op), attrs)
        if type(pending) in PENDING:
            yield pending
    finally:
        Py_DECREF(attrs)
    _set_keywords(op, args, kwnames)


def namespace_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    PyObject_GC_UnTrack(op)
    PyObject_ClearManagedDict(op)
    PyObject_GC_Del(op)


def namespace_repr(op: PyObject) -> Any:
    """``namespace(a=1, b=2)`` (a generator)."""
    name = "namespace" if op.ob_type is _PyNamespace_Type else op.ob_type.value.tp_name
    if Py_ReprEnter(op):
        return PyObject(PyUnicode_Type, f"{name}(...)")
    try:
        parts = []
        for key, value in list(op.ob_dict.items()):
            if not isinstance(key, str) or not key:
                continue
            value.ob_refcnt += 1
            try:
                shown = PyObject_Repr(value)
                if type(shown) in PENDING:
                    shown = yield shown
            finally:
                Py_DECREF(value)
            parts.append(f"{key}={shown.value}")
            Py_DECREF(shown)
    finally:
        Py_ReprLeave(op)
    return PyObject(PyUnicode_Type, f"{name}({', '.join(parts)})")


def namespace_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Namespaces compare as their dicts do."""
    if PyObject_TypeCheck(a, _PyNamespace_Type) and PyObject_TypeCheck(b, _PyNamespace_Type):
        return PyObject_RichCompare(_dict_of(a), _dict_of(b), op)
    return Py_NotImplemented


def namespace_reduce(op: PyObject) -> PyObject:
    """``__reduce__``: type, no arguments, dict."""
    op.ob_type.ob_refcnt += 1
    _dict_of(op).ob_refcnt += 1
    return PyTuple_New((op.ob_type, PyTuple_New(()), _dict_of(op)))


def namespace_replace(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``__replace__(**changes)``: a changed copy (a generator)."""
    if len(args) > len(kwnames):
        raise PyErr_Format(
            PyExc_TypeError, "__replace__() takes no positional arguments")
    res = PyObject_CallNoArgs(op.ob_type)
    if type(res) in PENDING:
        res = yield res
    try:
        pending = PyDict_Update(_dict_of(res), _dict_of(op))
        if type(pending) in PENDING:
            yield pending
    except PyErr:
        Py_DECREF(res)
        raise
    _set_keywords(res, args, kwnames)
    return res


set_slots(
    _PyNamespace_Type, tp_new=namespace_new, tp_init=namespace_init,
    tp_dealloc=namespace_dealloc, tp_repr=namespace_repr, tp_richcompare=namespace_richcompare,
    tp_traverse=visit_managed_dict, tp_clear=PyObject_ClearManagedDict,
    tp_getattro=PyObject_GenericGetAttr, tp_setattro=object_c.PyObject_GenericSetAttr,
    tp_methods=(
        PyMethodDef("__reduce__", namespace_reduce),
        PyMethodDef("__replace__", namespace_replace, "($self, /, **changes)", raw=True),
    ),
    tp_members=(ComputedMemberDef("__dict__", PyObject_GenericGetDict),),
)


@late_import
def _bind() -> None:
    global PyDict_SetItemString, PyDict_Update, _PyDict_HostItems, PyTuple_New
    from vm.objects.dictmerge import PyDict_Update
    from vm.objects.dictobject import PyDict_SetItemString, _PyDict_HostItems
    from vm.objects.tupleobject import PyTuple_New
