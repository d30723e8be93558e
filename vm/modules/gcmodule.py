"""The gc module. Models Modules/gcmodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyIndex_Check
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.getargs import c_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import NUM_GENERATIONS, PERMANENT, _PyObject_GC_IS_TRACKED, gcstate
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_True,
    PyObject,
    PyTypeObject,
    incref_all,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New
from vm.python import gc

DEBUG_STATS = 1
DEBUG_COLLECTABLE = 2
DEBUG_UNCOLLECTABLE = 4
DEBUG_SAVEALL = 32
DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL


def gc_enable(module: PyObject) -> PyObject:
    """``gc.enable()``."""
    gcstate.enabled = True
    return Py_None


def gc_disable(module: PyObject) -> PyObject:
    """``gc.disable()``."""
    gcstate.enabled = False
    return Py_None


def gc_isenabled(module: PyObject) -> PyObject:
    """``gc.isenabled()``."""
    return Py_True if gcstate.enabled else Py_False


def gc_collect(module: PyObject, generation: PyObject | None) -> Any:
    """``gc.collect(generation=2)``; a generator."""
    n = NUM_GENERATIONS - 1
    if generation is not None:
        n = c_int(generation)
        if type(n) in PENDING:
            n = yield n
    if not 0 <= n < NUM_GENERATIONS:
        raise PyErr_Format(PyExc_ValueError, "invalid generation")
    return PyLong_FromLong((yield gc.gc_collect_main(n, gc._Py_GC_REASON_MANUAL)))


def gc_set_debug(module: PyObject, flags: PyObject) -> Any:
    """``gc.set_debug(flags)``; a generator."""
    n = c_int(flags)
    if type(n) in PENDING:
        n = yield n
    gcstate.debug = n
    return Py_None


def gc_get_debug(module: PyObject) -> PyObject:
    """``gc.get_debug()``."""
    return PyLong_FromLong(gcstate.debug)


def gc_set_threshold(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``gc.set_threshold(threshold0[, threshold1[, threshold2]])``; a generator."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "gc.set_threshold() takes no keyword arguments")
    if not 1 <= len(args) <= 3:
        raise PyErr_Format(PyExc_TypeError, "gc.set_threshold requires 1 to 3 arguments")
    values = []
    for arg in args:
        n = c_int(arg)
        if type(n) in PENDING:
            n = yield n
        values.append(n)
    for generation, n in zip(gcstate.generations, values):
        generation.threshold = n
    return Py_None


def gc_get_threshold(module: PyObject) -> PyObject:
    """``gc.get_threshold()``."""
    return _ints(generation.threshold for generation in gcstate.generations)


def gc_get_count(module: PyObject) -> PyObject:
    """``gc.get_count()``."""
    return _ints(generation.count for generation in gcstate.generations)


def _ints(values: Any) -> PyObject:
    return PyTuple_New(tuple(PyLong_FromLong(n) for n in values))


def _list_of(ops: list[PyObject]) -> PyObject:
    incref_all(ops)
    return PyList_New(ops)


def gc_get_referrers(module: PyObject, objs: list) -> PyObject:
    """``gc.get_referrers(*objs)``."""
    return _list_of(gc._PyGC_GetReferrers(tuple(objs)))


def gc_get_referents(module: PyObject, objs: list) -> PyObject:
    """``gc.get_referents(*objs)``."""
    return _list_of(gc._PyGC_GetReferents(objs))


def gc_get_objects(module: PyObject, generation: PyObject | None) -> Any:
    """``gc.get_objects(generation=None)``; a generator."""
    n = -1
    if generation is not None and generation is not Py_None:
        if not PyIndex_Check(generation):
            raise PyErr_Format(
                PyExc_TypeError,
                f"argument should be integer or None, not '{generation.ob_type.value.tp_name}'")
        n = c_int(generation)
        if type(n) in PENDING:
            n = yield n
        if n >= NUM_GENERATIONS:
            raise PyErr_Format(
                PyExc_ValueError,
                f"generation parameter must be less than the number of available generations "
                f"({NUM_GENERATIONS})")
        if n < -1:
            raise PyErr_Format(PyExc_ValueError, "generation parameter cannot be negative")
    return _list_of(gc._PyGC_GetObjects(n))


def gc_get_stats(module: PyObject) -> PyObject:
    """``gc.get_stats()``."""
    dicts = []
    for stats in gcstate.generation_stats:
        op = PyDict_New()
        for name, n in zip(("collections", "collected", "uncollectable"), stats, strict=True):
            value = PyLong_FromLong(n)
            PyDict_SetItemString(op, name, value)
            Py_DECREF(value)
        dicts.append(op)
    return PyList_New(dicts)


def gc_is_tracked(module: PyObject, obj: PyObject) -> PyObject:
    """``gc.is_tracked(obj)``; a type made from a spec is a heap type in C."""
    from_spec = type(obj.value) is PyTypeObject and obj.value.tp_from_spec
    return Py_True if from_spec or _PyObject_GC_IS_TRACKED(obj) else Py_False


def gc_is_finalized(module: PyObject, obj: PyObject) -> PyObject:
    """``gc.is_finalized(obj)``."""
    return Py_True if obj in gcstate.finalized else Py_False


def gc_freeze(module: PyObject) -> PyObject:
    """``gc.freeze()``."""
    gc._PyGC_Freeze()
    return Py_None


def gc_unfreeze(module: PyObject) -> PyObject:
    """``gc.unfreeze()``."""
    gc._PyGC_Unfreeze()
    return Py_None


def gc_get_freeze_count(module: PyObject) -> PyObject:
    """``gc.get_freeze_count()``."""
    return PyLong_FromLong(len(PERMANENT.head))


gc_methods = (
    PyMethodDef("enable", gc_enable, "($module, /)"),
    PyMethodDef("disable", gc_disable, "($module, /)"),
    PyMethodDef("isenabled", gc_isenabled, "($module, /)"),
    PyMethodDef("set_debug", gc_set_debug, "($module, flags, /)"),
    PyMethodDef("get_debug", gc_get_debug, "($module, /)"),
    PyMethodDef("get_count", gc_get_count, "($module, /)"),
    PyMethodDef("set_threshold", gc_set_threshold, "", raw=True),
    PyMethodDef("get_threshold", gc_get_threshold, "($module, /)"),
    PyMethodDef("collect", gc_collect, "($module, /, generation=2)"),
    PyMethodDef("get_objects", gc_get_objects, "($module, /, generation=None)"),
    PyMethodDef("get_stats", gc_get_stats, "($module, /)"),
    PyMethodDef("is_tracked", gc_is_tracked, "($module, obj, /)"),
    PyMethodDef("is_finalized", gc_is_finalized, "($module, obj, /)"),
    PyMethodDef("get_referrers", gc_get_referrers, "($module, /, *objs)"),
    PyMethodDef("get_referents", gc_get_referents, "($module, /, *objs)"),
    PyMethodDef("freeze", gc_freeze, "($module, /)"),
    PyMethodDef("unfreeze", gc_unfreeze, "($module, /)"),
    PyMethodDef("get_freeze_count", gc_get_freeze_count, "($module, /)"),
)


def PyInit_gc() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("gc", gc_methods)
    for name in ("garbage", "callbacks"):
        op = getattr(gcstate, name)
        if op is None:
            op = PyList_New([])
            setattr(gcstate, name, op)
        PyModule_AddObjectRef(module, name, op)
    for name in ("STATS", "COLLECTABLE", "UNCOLLECTABLE", "SAVEALL", "LEAK"):
        value = PyLong_FromLong(globals()[f"DEBUG_{name}"])
        PyModule_AddObjectRef(module, f"DEBUG_{name}", value)
        Py_DECREF(value)
    return module


