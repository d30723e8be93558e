"""_thread._local: attributes that each thread has of its own. Part of Modules/_threadmodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import (
    PyDict_DelItemString,
    PyDict_GetItemString,
    PyDict_New,
    PyDict_SetItem,
    _PyDict_Share,
)
from vm.objects.object import (
    _PyObject_GenericGetAttrWithDict,
    attribute_error,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    PyBaseObject_Type,
    PyErr,
    PyObject,
    decref_all,
    incref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyExc_AttributeError, PyExc_TypeError
from vm.objects.typeobject import _PyType_Lookup
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.weakrefobject import PyObject_ClearWeakRefs


class localobject:
    """The body: arguments for ``__init__`` in each thread, and the dict of each; owned."""

    __slots__ = ("args", "kwnames", "dicts")

    def __init__(self, args: list[PyObject], kwnames: tuple):
        self.args = args
        self.kwnames = kwnames
        self.dicts: dict[Any, PyObject] = {}
        incref_all([*args, *kwnames])

    def references(self) -> list[PyObject]:
        """What it owns."""
        return [*self.args, *self.kwnames, *self.dicts.values()]


def local_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: arguments are for a class with an ``__init__`` of its own."""
    if args and type_op.value.tp_init is PyBaseObject_Type.value.tp_init:
        raise PyErr_Format(PyExc_TypeError, "Initialization arguments are not supported")
    op = PyType_GenericAlloc(type_op, localobject(list(args), tuple(kwnames)))
    _new_dict(op.value, _PyRuntime.tstate_current)
    return op


def _new_dict(body: localobject, tstate: Any) -> PyObject:
    """The dict of a thread (borrowed); the thread drops it at its end."""
    found = body.dicts[tstate] = PyDict_New()
    tstate.locals[body] = None
    return found


def clear_locals(tstate: Any) -> None:
    """A thread ends: what it has kept in locals goes with it (_localdummy_destroyed)."""
    bodies, tstate.locals = list(tstate.locals), {}
    for body in bodies:
        if tstate in body.dicts:
            Py_DECREF(body.dicts.pop(tstate))


def _ldict(op: PyObject) -> Any:
    """The running thread's dict (borrowed), or pending: ``__init__`` runs once in each thread."""
    body = op.value
    tstate = _PyRuntime.tstate_current
    found = body.dicts.get(tstate)
    if found is not None:
        return found
    found = _new_dict(body, tstate)
    init = op.ob_type.value.tp_init
    if init is PyBaseObject_Type.value.tp_init:
        return found
    return _initialised(op, found)


def _initialised(op: PyObject, found: PyObject) -> Any:
    body = op.value
    try:
        res = op.ob_type.value.tp_init(op, body.args, body.kwnames)
        if type(res) in PENDING:
            yield res
    except PyErr:
        Py_DECREF(body.dicts.pop(_PyRuntime.tstate_current))
        raise
    return found


def local_getattro(op: PyObject, name: PyObject) -> Any:
    """tp_getattro."""
    own = _ldict(op)
    if type(own) in PENDING:
        return _later(own, local_getattro, op, name)
    if name.value == "__dict__":
        return Py_NewRef(own)
    return _PyObject_GenericGetAttrWithDict(op, name, _PyDict_Share(own), False)


def _later(pending: Any, function: Any, *args: Any) -> Any:
    yield pending
    res = function(*args)
    if type(res) in PENDING:
        res = yield res
    return res


def local_setattro(op: PyObject, name: PyObject, value: PyObject | None) -> Any:
    """tp_setattro."""
    own = _ldict(op)
    if type(own) in PENDING:
        return _later(own, local_setattro, op, name, value)
    if name.value == "__dict__":
        raise PyErr_Format(
            PyExc_AttributeError,
            f"'{op.ob_type.value.tp_name:.100}' object attribute '__dict__' is read-only")
    descr = _PyType_Lookup(op.ob_type, name)
    if descr is not None and descr.ob_type.value.tp_descr_set is not None:
        return descr.ob_type.value.tp_descr_set(descr, op, value)
    if value is not None:
        return PyDict_SetItem(own, name, value)
    if PyDict_GetItemString(own, name.value) is None:
        raise attribute_error(
            op, name, f"'{op.ob_type.value.tp_name:.100}' object has no attribute '{name.value}'")
    PyDict_DelItemString(own, name.value)
    return None


def local_clear(op: PyObject) -> None:
    """tp_clear."""
    body = op.value
    owned = body.references()
    for tstate in body.dicts:
        tstate.locals.pop(body, None)
    body.args, body.kwnames, body.dicts = [], (), {}
    decref_all(owned)


def local_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    PyObject_GC_UnTrack(op)
    if op.ob_ext is not None:
        PyObject_ClearWeakRefs(op)
    local_clear(op)
    PyObject_GC_Del(op)


local_Type = PyType_FromSpec(
    "_thread._local", tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, tp_basicsize=64,
    tp_weaklistoffset=48, tp_hostkey="identity", tp_new=local_new, tp_dealloc=local_dealloc,
    tp_traverse=lambda op: op.value.references(), tp_clear=local_clear, tp_getattro=local_getattro,
    tp_setattro=local_setattro)
