"""PickleBuffer: a buffer that pickle may pass on out of band. Models Objects/picklebufobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.memoryobject import PyMemoryView_FromObject, _finish_later
from vm.objects.methoddef import PyMethodDef
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_FULL_RO,
    PyBuffer_IsContiguous,
    PyBuffer_Release,
    PyObject_GetBuffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import Py_None, Py_TPFLAGS_HAVE_GC, PyObject, static_type
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_BufferError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.weakrefobject import weakrefs_call_back


class PyPickleBufferObject:
    """The body: ``view``, whose exporter is owned and NULL when it is released."""

    __slots__ = ("view",)

    def __init__(self, view: Py_buffer):
        self.view = view


def picklebuf_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``PickleBuffer(object)``; a generator."""
    nargs = len(args) - len(kwnames)
    if len(args) > 1:
        kind = "" if nargs else "keyword "
        raise PyErr_Format(
            PyExc_TypeError,
            f"PickleBuffer() takes at most 1 {kind}argument ({len(args)} given)")
    if not nargs:
        raise PyErr_Format(
            PyExc_TypeError, "PickleBuffer() takes exactly 1 positional argument (0 given)")
    view = PyObject_GetBuffer(args[0], PyBUF_FULL_RO)
    if type(view) in PENDING:
        view = yield view
    return PyType_GenericAlloc(type_op, PyPickleBufferObject(view))


def _held(self: PyObject) -> Py_buffer:
    """The view, unless it is released."""
    view: Py_buffer = self.value.view
    if view.obj is None:
        raise PyErr_Format(
            PyExc_ValueError, "operation forbidden on released PickleBuffer object")
    return view


def picklebuf_traverse(self: PyObject) -> tuple:
    """tp_traverse"""
    return (self.value.view.obj,)


def picklebuf_clear(self: PyObject) -> None:
    """tp_clear"""
    _finish_later(PyBuffer_Release(self.value.view))


def picklebuf_dealloc(self: PyObject) -> None:
    """tp_dealloc"""
    PyObject_GC_UnTrack(self)
    if self.ob_ext is not None and weakrefs_call_back(self, picklebuf_dealloc):
        return
    _finish_later(PyBuffer_Release(self.value.view))
    PyObject_GC_Del(self)


def picklebuf_getbuf(self: PyObject, flags: int) -> Any:
    """bf_getbuffer: the exporter's own; may be pending."""
    base = _held(self).obj
    assert base is not None
    return PyObject_GetBuffer(base, flags)


def picklebuf_releasebuf(self: PyObject, view: Py_buffer) -> None:
    """bf_releasebuffer: never called, since views are those of the exporter."""


def picklebuf_raw(self: PyObject) -> Any:
    """``raw()``: a flat memoryview of the memory (a generator)."""
    view = _held(self)
    if not (PyBuffer_IsContiguous(view, "C") or PyBuffer_IsContiguous(view, "F")):
        raise PyErr_Format(
            PyExc_BufferError, "cannot extract raw buffer from non-contiguous buffer")
    m = PyMemoryView_FromObject(self)
    if type(m) in PENDING:
        m = yield m
    raw = m.value.view
    raw.format, raw.ndim, raw.itemsize = "B", 1, 1
    raw.shape, raw.strides = (raw.len,), (1,)
    return m


def picklebuf_release(self: PyObject) -> Any:
    """``release()``; a generator."""
    done = PyBuffer_Release(self.value.view)
    if type(done) in PENDING:
        yield done
    return Py_None


PyPickleBuffer_Type = static_type(
    "pickle.PickleBuffer", tp_basicsize=104, tp_weaklistoffset=96, tp_flags=Py_TPFLAGS_HAVE_GC,
    tp_new=picklebuf_new, tp_dealloc=picklebuf_dealloc,
    tp_traverse=picklebuf_traverse, tp_clear=picklebuf_clear, bf_getbuffer=picklebuf_getbuf,
    bf_releasebuffer=picklebuf_releasebuf,
    tp_methods=(
        PyMethodDef("raw", picklebuf_raw, "($self, /)"),
        PyMethodDef("release", picklebuf_release, "($self, /)"),
    ))
