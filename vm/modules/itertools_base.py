"""What the files of itertools share: making the types, parsing arguments, drawing an item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.iterobject import iter_self
from vm.objects.methoddef import ArgSpec, parse_arguments
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    PyErr,
    PyObject,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_StopIteration,
    PyExc_TypeError,
)
from vm.objects.typeobject_ready import PyType_Ready


def iterator_type(
    name: str, owned: Any, new: Callable, iternext: Callable, *, subclassable: bool = True,
    **slots: Any,
) -> PyObject:
    """Define an iterator type of the module.

    Args:
        name: without "itertools.".
        owned: the names of the body's fields that own references, or a function from the object to
            an iterable of them.
        new, iternext: tp_new and tp_iternext.
    """
    children = owned
    if not callable(owned):
        fields = owned

        def children(op: PyObject) -> list:
            body = op.value
            return [getattr(body, field) for field in fields]

    def dealloc(op: PyObject) -> None:
        dealloc_container(op, children)

    dealloc.__name__ = f"{name}_dealloc"
    type_op = static_type(
        f"itertools.{name}",
        tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
        | (Py_TPFLAGS_BASETYPE if subclassable else 0),
        tp_basicsize=48,
        tp_new=new,
        tp_vectorcall=new,
        tp_iter=iter_self,
        tp_iternext=iternext,
        tp_traverse=children,
        tp_dealloc=dealloc,
        **slots,
    )
    PyType_Ready(type_op)
    return type_op


def alloc(type_op: PyObject, static: PyObject, body: Any) -> PyObject:
    """A new tracked object of a static type or a subclass of it."""
    if type_op is not static:
        return type_op.value.tp_alloc(type_op, body)
    op = PyObject_GC_New(static, body)
    _PyObject_GC_TRACK(op)
    return op


def finish_new(type_op: PyObject, static: PyObject, it: Any, body: Callable) -> Any:
    """Make the object once its iterator is there: ``body(it)`` gives the body; may be pending."""
    if type(it) in PENDING:
        return _finish_new(type_op, static, it, body)
    return alloc(type_op, static, body(it))


def _finish_new(type_op: PyObject, static: PyObject, pending: Any, body: Callable) -> Any:
    it = yield pending
    return alloc(type_op, static, body(it))


def reject_keywords(name: str, type_op: PyObject, static: PyObject, kwnames: tuple) -> None:
    """TypeError for keyword arguments, unless a subclass has its own ``__init__``."""
    if kwnames and (type_op is static or type_op.value.tp_init is static.value.tp_init):
        raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")


def parse(spec: ArgSpec, name: str, args: list, kwnames: tuple) -> list:
    """The arguments by a signature, NULL for those not given."""
    return parse_arguments(spec, name, args, kwnames)


def PyIter_NextPlain(it: PyObject) -> Any:
    """The next item, NULL at the end, or what is pending of tp_iternext.

    Unlike PyIter_Next it does not wrap what is pending: `next_item` or the caller must expect
    StopIteration from that.
    """
    try:
        item = it.ob_type.value.tp_iternext(it)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)
        return None
    return stop_is_null(item) if type(item) in PENDING else item


def stop_is_null(pending: Any) -> Any:
    """Wait for a tp_iternext; StopIteration becomes NULL (a generator)."""
    try:
        return (yield pending)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)
        return None


def next_item(pending: Any, go_on: Callable, op: PyObject) -> Any:
    """Deliver a pending item of ``op``'s source; at its end go on with ``go_on(op, None)`` (a generator)."""
    return go_on(op, pending)
