"""Buffers of classes that define ``__buffer__`` and ``__release_buffer__``: a part of Objects/typeobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.pybuffer import Py_buffer, PyObject_GetBuffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_Del,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_HAVE_GC,
    Py_XDECREF,
    PyErr,
    PyObject,
    static_type,
)
from vm.objects.pyerrors import PyErr_Format, PyErr_WriteUnraisable, PyExc_TypeError


class PyBufferWrapper:
    """The body of what stands for an exporter written in Python.

    Attributes:
        mv: the memoryview that ``__buffer__`` returned; owned, NULL when given back.
        obj: the exporter; owned, NULL when given back.
    """

    __slots__ = ("mv", "obj")

    def __init__(self, mv: PyObject, obj: PyObject):
        self.mv: PyObject | None = mv
        self.obj: PyObject | None = obj


def bufferwrapper_traverse(self: PyObject) -> tuple:
    """The memoryview and the exporter."""
    return self.value.mv, self.value.obj


def bufferwrapper_dealloc(self: PyObject) -> None:
    """Drop both."""
    PyObject_GC_UnTrack(self)
    body = self.value
    PyObject_GC_Del(self)
    Py_XDECREF(body.mv)
    Py_XDECREF(body.obj)


def bufferwrapper_releasebuf(self: PyObject, view: Py_buffer) -> Any:
    """Give the memoryview's buffer back, and tell the exporter (a generator)."""
    body = self.value
    mv, obj = body.mv, body.obj
    if mv is None or obj is None:
        return
    mv.ob_type.value.bf_releasebuffer(mv, view)
    if mv.value.view.obj is not obj and (
            obj.ob_type.value.bf_releasebuffer is slot_bf_releasebuffer):
        yield releasebuffer_call_python(obj, view)
    body.mv = body.obj = None
    Py_DECREF(mv)
    Py_DECREF(obj)


_PyBufferWrapper_Type = static_type(
    "_buffer_wrapper", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=32, tp_hostkey="identity",
    tp_dealloc=bufferwrapper_dealloc, tp_traverse=bufferwrapper_traverse,
    bf_releasebuffer=bufferwrapper_releasebuf)


def slot_bf_getbuffer(op: PyObject, flags: int) -> Any:
    """The buffer of a class with ``__buffer__`` (a generator)."""
    flags_op = PyLong_FromLong(flags)
    try:
        ret = vectorcall_method("__buffer__", [op, flags_op])
        if type(ret) in PENDING:
            ret = yield ret
    finally:
        Py_DECREF(flags_op)
    try:
        if ret.ob_type is not PyMemoryView_Type:
            raise PyErr_Format(PyExc_TypeError, "__buffer__ returned non-memoryview object")
        view = PyObject_GetBuffer(ret, flags)
    except PyErr:
        Py_DECREF(ret)
        raise
    wrapper = PyObject_GC_New(_PyBufferWrapper_Type, PyBufferWrapper(ret, op))
    op.ob_refcnt += 1
    _PyObject_GC_TRACK(wrapper)
    view.obj = wrapper
    Py_DECREF(ret)
    return view


def slot_bf_releasebuffer(op: PyObject, view: Py_buffer) -> Any:
    """Tell a class with ``__release_buffer__``, and its built-in base, that a view ends (a generator)."""
    yield releasebuffer_call_python(op, view)
    release = releasebuffer_maybe_call_super(op)
    if release is not None:
        done = release(op, view)
        if type(done) in PENDING:
            yield done


def releasebuffer_maybe_call_super(op: PyObject) -> Any:
    """The built-in ``bf_releasebuffer`` of a base, or None."""
    for base in op.ob_type.value.tp_mro.value[1:]:
        release = base.value.bf_releasebuffer
        if release is not None and release is not slot_bf_releasebuffer:
            return release
    return None


def releasebuffer_call_python(op: PyObject, view: Py_buffer) -> Any:
    """Call ``__release_buffer__`` with the memoryview that ends; errors are reported (a generator)."""
    assert view.obj is not None
    wrapped = view.obj.ob_type is _PyBufferWrapper_Type
    if wrapped:
        mv = view.obj.value.mv
        if mv is None:
            return
        mv.ob_refcnt += 1
    else:
        mv = PyMemoryView_FromBuffer(view)
        mv.value.restricted = True
    name = op.ob_type.value.tp_name
    yield _call_reported(
        "__release_buffer__", [op, mv], f"Exception ignored in __release_buffer__ of {name}")
    if not wrapped:
        yield _call_reported("release", [mv], f"Exception ignored in bf_releasebuffer of {name}")
    Py_DECREF(mv)


def _call_reported(method: str, args: list, message: str) -> Any:
    """Call a method, drop its result, report its error (a generator)."""
    try:
        res = vectorcall_method(method, args)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr as err:
        pending = PyErr_WriteUnraisable(err, None, message)
        if type(pending) in PENDING:
            yield pending


vectorcall_method: Any
PyMemoryView_FromBuffer: Any
PyMemoryView_Type: Any
PyLong_FromLong: Any


@late_import
def _link() -> None:
    global vectorcall_method, PyMemoryView_FromBuffer, PyMemoryView_Type, PyLong_FromLong
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.memoryobject import PyMemoryView_FromBuffer, PyMemoryView_Type
    from vm.objects.typeobject_slots import vectorcall_method
