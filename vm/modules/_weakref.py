"""The _weakref module. Models Modules/_weakref.c."""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import PyDict_DelItem, PyDict_GetItemRef
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    PyObject,
    incref_all,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.weakrefobject import (
    PyWeakref_Check,
    PyWeakref_NewProxy,
    _PyObject_GET_WEAKREFS_LISTPTR,
    _PyWeakref_CallableProxyType,
    _PyWeakref_GetWeakrefCount,
    _PyWeakref_ProxyType,
    _PyWeakref_RefType,
)


def _weakref_getweakrefcount(module: PyObject, op: PyObject) -> PyObject:
    """``getweakrefcount(object)``."""
    return PyLong_FromLong(_PyWeakref_GetWeakrefCount(op))


def _weakref_getweakrefs(module: PyObject, op: PyObject) -> PyObject:
    """``getweakrefs(object)``."""
    found = list(_PyObject_GET_WEAKREFS_LISTPTR(op) or ())
    incref_all(found)
    return PyList_New(found)


def _weakref_proxy(module: PyObject, op: PyObject, callback: PyObject | None) -> PyObject:
    """``proxy(object, callback=None)``."""
    return PyWeakref_NewProxy(op, callback)


def _weakref__remove_dead_weakref(module: PyObject, dct: PyObject, key: PyObject) -> Any:
    """``_remove_dead_weakref(dict, key)``: unless it has come alive again; a generator."""
    if not dct.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            "_remove_dead_weakref() argument 1 must be dict, not " + dct.ob_type.value.tp_name)
    found = PyDict_GetItemRef(dct, key)
    if type(found) in PENDING:
        found = yield found
    if found is None:
        return Py_None
    try:
        if not PyWeakref_Check(found):
            raise PyErr_Format(PyExc_TypeError, "not a weakref")
        dead = found.value.wr_object is Py_None
    finally:
        Py_DECREF(found)
    if dead:
        done = PyDict_DelItem(dct, key)
        if type(done) in PENDING:
            yield done
    return Py_None


weakref_functions = (
    PyMethodDef("getweakrefcount", _weakref_getweakrefcount, "($module, object, /)"),
    PyMethodDef("getweakrefs", _weakref_getweakrefs, "($module, object, /)"),
    PyMethodDef("proxy", _weakref_proxy, "($module, object, callback=None, /)"),
    PyMethodDef("_remove_dead_weakref", _weakref__remove_dead_weakref, "($module, dct, key, /)"),
)


def PyInit__weakref() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_weakref", weakref_functions)
    for name, tp in (
        ("ref", _PyWeakref_RefType), ("ReferenceType", _PyWeakref_RefType),
        ("ProxyType", _PyWeakref_ProxyType), ("CallableProxyType", _PyWeakref_CallableProxyType),
    ):
        PyModule_AddObjectRef(module, name, tp)
    return module
