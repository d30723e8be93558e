"""The xxsubtype module: a list and a dict with a number beside their items. Models Modules/xxsubtype.c."""

from __future__ import annotations

from typing import Any

from vm.objects.descrobject import ComputedMemberDef
from vm.objects.dictmerge import dict_bodies, dict_init, dict_new
from vm.objects.dictobject import PyDict_New, PyDict_SetItem, PyDictObject
from vm.objects.floatobject import PyFloat_FromDouble
from vm.objects.getargs import c_int, converted
from vm.objects.listobject import list___init__, list_new
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GetAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    PyDict_Type,
    PyList_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyTime_Now
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec


class spamlistobject(list):
    """The body of a spamlist: its items, and the number."""

    __slots__ = ("state",)
    state: int


class spamdictobject(PyDictObject):
    """The body of a spamdict, with the number."""

    __slots__ = ("state",)
    state: int


def _getstate(self: PyObject) -> PyObject:
    """``getstate()``"""
    return PyLong_FromLong(self.value.state)


@converted(c_int)
def _setstate(self: PyObject, state: int) -> PyObject:
    """``setstate(state)``"""
    self.value.state = state
    return Py_None


def _staticmeth(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    return spamlist_specialmeth(Py_None, args, kwnames)


def spamlist_specialmeth(self: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``classmeth(...)`` and ``staticmeth(...)``: what they were called with."""
    nargs = len(args) - len(kwnames)
    kw = Py_None
    if kwnames:
        kw = PyDict_New()
        for name, value in zip(kwnames, args[nargs:], strict=True):
            PyDict_SetItem(kw, name, value)
    positional = PyTuple_New(tuple([Py_NewRef(op) for op in args[:nargs]]))
    return PyTuple_New((Py_NewRef(self), positional, kw))


def spamlist_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new"""
    op = list_new(type_op, args, kwnames)
    op.value = spamlistobject(op.value)
    op.value.state = 0
    return op


def spamdict_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new"""
    op = dict_new(type_op, args, kwnames)
    op.value.state = 0
    return op


def _init(base_init: Any) -> Any:
    def init(self: PyObject, args: list, kwnames: tuple) -> Any:
        done = base_init(self, args, kwnames)
        if type(done) in PENDING:
            yield done
        self.value.state = 0

    return init


_METHODS = (
    PyMethodDef("getstate", _getstate, "($self, /)"),
    PyMethodDef("setstate", _setstate, "($self, state, /)"),
)

spamlist_type = PyType_FromSpec(
    "xxsubtype.spamlist", PyList_Type, tp_basicsize=48, tp_flags=Py_TPFLAGS_BASETYPE,
    tp_new=spamlist_new, tp_init=_init(list___init__),
    tp_methods=(
        *_METHODS,
        PyMethodDef("classmeth", spamlist_specialmeth, raw=True, classmethod=True),
        PyMethodDef("staticmeth", _staticmeth, raw=True, static=True),
    ),
    tp_getset=(PyGetSetDef("state", _getstate),))

spamdict_type = PyType_FromSpec(
    "xxsubtype.spamdict", PyDict_Type, tp_basicsize=56, tp_flags=Py_TPFLAGS_BASETYPE,
    tp_new=spamdict_new, tp_init=_init(dict_init), tp_methods=_METHODS,
    tp_members=(ComputedMemberDef("state", _getstate),))
dict_bodies[spamdict_type] = spamdictobject


def spam_bench(module: PyObject, obj: PyObject, name: PyObject, n: PyObject | None) -> Any:
    """``bench(obj, name, n=1000)``: the seconds that so many look-ups take (a generator)."""
    rounds = 1000
    if n is not None:
        rounds = c_int(n)
        if type(rounds) in PENDING:
            rounds = yield rounds
    start = _PyTime_Now()
    for i in range(rounds):
        if not i % YIELD_EVERY:
            yield None
        res = PyObject_GetAttr(obj, name)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    return PyFloat_FromDouble((_PyTime_Now() - start) / 1e6)


def PyInit_xxsubtype() -> PyObject:
    """Make the module."""
    bench = PyMethodDef("bench", spam_bench, "($module, obj, name, n=1000, /)")
    module = PyModule_FromDefs("xxsubtype", (bench,))
    PyModule_AddObjectRef(module, "spamlist", spamlist_type)
    PyModule_AddObjectRef(module, "spamdict", spamdict_type)
    return module
