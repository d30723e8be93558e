"""The _queue module: SimpleQueue. Models Modules/_queuemodule.c.

Whoever waits for an item is parked; an item is handed to the first who waits, without passing through the queue.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from vm.modules.timemodule import _has_index, _with_index
from vm.modules.timemodule_clocks import microseconds_of
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.getargs import boolean
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef, defining_class
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    EINTR,
    Park,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_True,
    PyObject,
    decref_all,
)
from vm.objects.pycore_state import _PyRuntime, _PyTime_Now
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_Exception,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.weakrefobject import weakrefs_call_back
from vm.python.signals import wait_or_signal

Empty = PyType_FromSpec(
    "_queue.Empty", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")


class simplequeueobject:
    """The body of a queue: items (owned), and the threads that wait for one."""

    __slots__ = ("items", "waiters")

    def __init__(self) -> None:
        self.items: deque[PyObject] = deque()
        self.waiters: list[Any] = []


def simplequeue_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``SimpleQueue()``"""
    if type_op is SimpleQueue_Type or type_op.value.tp_init is SimpleQueue_Type.value.tp_init:
        if kwnames:
            raise PyErr_Format(PyExc_TypeError, "SimpleQueue() takes no keyword arguments")
        if args:
            raise PyErr_Format(PyExc_TypeError, "SimpleQueue() takes no positional arguments")
    return PyType_GenericAlloc(type_op, simplequeueobject())


def _items(op: PyObject) -> list[PyObject]:
    return list(op.value.items)


def simplequeue_clear(op: PyObject) -> None:
    """tp_clear."""
    items = _items(op)
    op.value.items.clear()
    decref_all(items)


def simplequeue_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, simplequeue_dealloc):
        return
    dealloc_container(op, _items)


def _queue_SimpleQueue_put(
    self: PyObject, item: PyObject, block: PyObject | None, timeout: PyObject | None
) -> PyObject:
    """``put(item, block=True, timeout=None)``: never blocks."""
    return _queue_SimpleQueue_put_nowait(self, item)


def _queue_SimpleQueue_put_nowait(self: PyObject, item: PyObject) -> PyObject:
    """``put_nowait(item)``"""
    body = self.value
    item.ob_refcnt += 1
    if body.waiters:
        _PyRuntime.scheduler.wake(body.waiters.pop(0), item)
    else:
        body.items.append(item)
    return Py_None


def _timeout(op: PyObject) -> Any:
    """A timeout in microseconds (a generator)."""
    if _has_index(op):
        wait = yield _with_index(lambda _, index: microseconds_of(index), op, op)
    else:
        wait = microseconds_of(op)
    if wait < 0:
        raise PyErr_Format(PyExc_ValueError, "'timeout' must be a non-negative number")
    return wait


def _queue_SimpleQueue_get(
    self: PyObject, block: PyObject | None, timeout: PyObject | None
) -> Any:
    """``get(block=True, timeout=None)``; a generator."""
    wait: Any = True if block is None else boolean(block)
    if type(wait) in PENDING:
        wait = yield wait
    deadline = None
    if not wait:
        deadline = 0
    elif timeout is not None and timeout is not Py_None:
        deadline = _PyTime_Now() + (yield _timeout(timeout))
    body = self.value
    if body.items:
        return body.items.popleft()
    if deadline is None or deadline > _PyTime_Now():
        item = yield _wait(body, deadline)
        if item is not None:
            return item
    raise PyErr_SetNone(Empty)


def _wait(body: simplequeueobject, deadline: int | None) -> Any:
    """An item that is handed over (a new reference), or NULL when the time is over (a generator)."""
    while not body.items:
        if deadline is not None and deadline <= _PyTime_Now():
            return None
        body.waiters.append(_PyRuntime.tstate_current)
        item = yield wait_or_signal(Park("queue", body, deadline))
        if item is not EINTR:
            return item or None
    return body.items.popleft()


def _queue_SimpleQueue_get_nowait(self: PyObject) -> PyObject:
    """``get_nowait()``"""
    body = self.value
    if not body.items:
        raise PyErr_SetNone(Empty)
    item: PyObject = body.items.popleft()
    return item


def _queue_SimpleQueue_empty(self: PyObject) -> PyObject:
    """``empty()``"""
    return Py_False if self.value.items else Py_True


def _queue_SimpleQueue_qsize(self: PyObject) -> PyObject:
    """``qsize()``"""
    return PyLong_FromLong(len(self.value.items))


SimpleQueue_Type = PyType_FromSpec(
    "_queue.SimpleQueue", tp_basicsize=72, tp_weaklistoffset=64, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_new=simplequeue_new, tp_dealloc=simplequeue_dealloc, tp_traverse=_items,
    tp_clear=simplequeue_clear,
    tp_methods=(
        PyMethodDef("empty", _queue_SimpleQueue_empty, "($self, /)"),
        PyMethodDef("get", _queue_SimpleQueue_get, "($self, /, block=True, timeout=None)"),
        defining_class("get_nowait", _queue_SimpleQueue_get_nowait, "($self, /)"),
        PyMethodDef("put", _queue_SimpleQueue_put,
                    "($self, /, item, block=True, timeout=None)"),
        PyMethodDef("put_nowait", _queue_SimpleQueue_put_nowait, "($self, /, item)"),
        PyMethodDef("qsize", _queue_SimpleQueue_qsize, "($self, /)"),
        PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),
    ),
)


def PyInit__queue() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_queue", ())
    PyModule_AddObjectRef(module, "Empty", Empty)
    PyModule_AddObjectRef(module, "SimpleQueue", SimpleQueue_Type)
    return module


