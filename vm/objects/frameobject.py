"""Frame objects: what guest code sees of a frame. Models Objects/frameobject.c."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.codeobject import CO_FAST_CELL, CO_FAST_FREE, CO_OPTIMIZED, instruction_positions
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import _Py_address
from vm.objects.pycore_frame import (
    FRAME_OWNED_BY_FRAME_OBJECT,
    FRAME_OWNED_BY_GENERATOR,
    _PyInterpreterFrame,
)
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_False,
    Py_None,
    Py_True,
    Py_XDECREF,
    PyFrame_Type,
    PyObject,
    decref_all,
    set_slots,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_RuntimeError
from vm.objects.unicodeobject import PyUnicode_FromString


class PyFrameObject:
    """The body of a frame object.

    Attributes:
        f_frame: the interpreter frame that it shows; once that is gone from its thread, the frame object
            owns what it held.
        f_back: the caller's frame object once the frame is no longer on a thread's stack; owned.
        f_trace: the local trace function; owned.
        depth: how much of localsplus is owned, once the frame object owns the frame.
    """

    __slots__ = (
        "f_frame", "f_back", "f_trace", "f_trace_lines", "f_trace_opcodes", "f_lineno", "depth",
    )

    def __init__(self, frame: _PyInterpreterFrame):
        self.f_frame: _PyInterpreterFrame | None = frame
        self.f_back: PyObject | None = None
        self.f_trace: PyObject | None = None
        self.f_trace_lines = True
        self.f_trace_opcodes = False
        self.f_lineno = 0
        self.depth = 0


def _PyFrame_GetFrameObject(frame: _PyInterpreterFrame) -> PyObject:
    """The frame object of an interpreter frame, made on first use. Borrowed from the frame."""
    op = frame.frame_obj
    if op is None:
        op = PyObject_GC_New(PyFrame_Type, PyFrameObject(frame))
        frame.frame_obj = op
        _PyObject_GC_TRACK(op)
    return op


def frame_take_data(frame: _PyInterpreterFrame, op: PyObject, top: int) -> None:
    """The frame leaves its thread while its frame object lives on, which now owns it (take_ownership).

    The locals stay in a frame of their own, so that the generator or evaluator may reuse ``frame``.
    """
    body = op.value
    kept = _PyInterpreterFrame.__new__(_PyInterpreterFrame)
    kept.f_code = frame.f_code
    kept.f_funcobj = frame.f_funcobj
    kept.f_funcobj.ob_refcnt += 1
    kept.f_locals = frame.f_locals
    if kept.f_locals is not None:
        kept.f_locals.ob_refcnt += 1
    kept.localsplus = frame.localsplus[:top]
    kept.instr_ptr = frame.instr_ptr
    kept.previous = None
    kept.owner = FRAME_OWNED_BY_FRAME_OBJECT
    kept.generator = None
    kept.frame_obj = None
    back = first_complete(frame.previous)
    if back is not None:
        body.f_back = _PyFrame_GetFrameObject(back)
        body.f_back.ob_refcnt += 1
    body.f_frame = kept
    body.depth = top
    frame.frame_obj = None
    frame.localsplus = []


def first_complete(frame: Any) -> _PyInterpreterFrame | None:
    """The next Python frame at or below ``frame``, passing over native and shim frames."""
    while frame is not None and (
        type(frame) is not _PyInterpreterFrame or frame.f_funcobj is None
    ):
        frame = frame.previous
    return frame


def owned_depth(op: PyObject) -> int:
    """How many entries of localsplus a frame object owns (0 while a thread or generator does)."""
    body = op.value
    frame = body.f_frame
    return body.depth if frame is not None and frame.owner == FRAME_OWNED_BY_FRAME_OBJECT else 0


def frame_dealloc(op: PyObject) -> None:
    """Drop what the frame object owns; chains of callers are as long as the recursion was deep."""
    dealloc_container(op, lambda dying: list(frame_traverse(dying)))


def frame_traverse(op: PyObject) -> Iterator[PyObject | None]:
    """The references a frame object owns."""
    body = op.value
    frame = body.f_frame
    if frame is not None and frame.owner == FRAME_OWNED_BY_FRAME_OBJECT:
        yield from frame.localsplus[:body.depth]
        yield frame.f_locals
        yield frame.f_funcobj
    yield body.f_back
    yield body.f_trace


def frame_tp_clear(op: PyObject) -> None:
    """Break cycles: the locals and the trace function go."""
    body = op.value
    trace, body.f_trace = body.f_trace, None
    Py_XDECREF(trace)
    frame = body.f_frame
    if frame is not None and frame.owner == FRAME_OWNED_BY_FRAME_OBJECT:
        depth, body.depth = body.depth, 0
        items, frame.localsplus = frame.localsplus[:depth], []
        decref_all(items)


def PyFrame_GetLineNumber(op: PyObject) -> int | None:
    """The line that the frame is at."""
    frame = op.value.f_frame
    if frame is None:
        return None
    return frame_lineno(frame)


def frame_lineno(frame: _PyInterpreterFrame) -> int | None:
    """The line of the instruction that an interpreter frame is in."""
    index = max(frame.instr_ptr - 1, 0)
    return instruction_positions(frame.f_code)[index][0]


def frame_repr(op: PyObject) -> PyObject:
    """``<frame at 0x..., file '...', line n, code f>``"""
    code = op.value.f_frame.f_code
    return PyUnicode_FromString(
        f"<frame at {_Py_address(op):#x}, file {code.co_filename!r}, "
        f"line {PyFrame_GetLineNumber(op)}, code {code.co_name}>")


def frame_locals_dict(frame: _PyInterpreterFrame) -> PyObject:
    """A new dict of the bound locals, cells looked through."""
    result = PyDict_New()
    code = frame.f_code
    depth = len(frame.localsplus)
    for i, (name, kind) in enumerate(zip(code.co_localsplusnames, code.co_localspluskinds)):
        if i >= depth or name.startswith("."):
            continue
        value = frame.localsplus[i]
        if value is not None and kind & (CO_FAST_CELL | CO_FAST_FREE) and hasattr(
            value.value, "ob_ref"
        ):
            value = value.value.ob_ref
        if value is not None:
            PyDict_SetItemString(result, name, value)
    return result


def _PyFrame_GetLocals(frame: _PyInterpreterFrame) -> PyObject:
    """locals() of a frame: the namespace itself, or for a function a new dict. New reference."""
    if frame.f_locals is not None and not frame.f_code.co_flags & CO_OPTIMIZED:
        frame.f_locals.ob_refcnt += 1
        return frame.f_locals
    return frame_locals_dict(frame)


def _get_back(op: PyObject) -> PyObject:
    body = op.value
    if body.f_back is not None:
        body.f_back.ob_refcnt += 1
        return body.f_back
    frame = body.f_frame
    below = first_complete(frame.previous) if frame is not None else None
    if below is None:
        return Py_None
    back = _PyFrame_GetFrameObject(below)
    back.ob_refcnt += 1
    return back


def _get_code(op: PyObject) -> PyObject:
    code = op.value.f_frame.f_funcobj.value.func_code
    code.ob_refcnt += 1
    return code


def _get_globals(op: PyObject) -> PyObject:
    found = op.value.f_frame.f_globals
    found.ob_refcnt += 1
    return found


def _get_builtins(op: PyObject) -> PyObject:
    found = op.value.f_frame.f_builtins
    found.ob_refcnt += 1
    return found


def _get_lasti(op: PyObject) -> PyObject:
    frame = op.value.f_frame
    return PyLong_FromLong(frame.f_code.lasti[max(frame.instr_ptr - 1, 0)])


def _get_lineno(op: PyObject) -> PyObject:
    line = PyFrame_GetLineNumber(op)
    return Py_None if line is None else PyLong_FromLong(line)


def _get_trace(op: PyObject) -> PyObject:
    trace = op.value.f_trace
    if trace is None:
        return Py_None
    trace.ob_refcnt += 1
    return trace


def _set_trace(op: PyObject, value: PyObject | None) -> None:
    body = op.value
    new = None if value is Py_None else value
    if new is not None:
        new.ob_refcnt += 1
    old, body.f_trace = body.f_trace, new
    Py_XDECREF(old)


def frame_clear(op: PyObject) -> PyObject:
    """frame.clear(): drop the locals of a frame that is not running."""
    frame = op.value.f_frame
    if frame is not None and frame.owner == FRAME_OWNED_BY_GENERATOR:
        from vm.objects.genobject import gen_clear_frame

        if frame.generator.value.gi_frame_state == 0:
            raise PyErr_Format(PyExc_RuntimeError, "cannot clear an executing frame")
        gen_clear_frame(frame.generator)
    elif frame is not None and frame.owner != FRAME_OWNED_BY_FRAME_OBJECT:
        raise PyErr_Format(PyExc_RuntimeError, "cannot clear an executing frame")
    frame_tp_clear(op)
    return Py_None


set_slots(
    PyFrame_Type, tp_dealloc=frame_dealloc, tp_traverse=frame_traverse, tp_clear=frame_tp_clear,
    tp_repr=frame_repr,
    tp_methods=(PyMethodDef("clear", frame_clear, "($self, /)"),),
    tp_getset=(
        PyGetSetDef("f_back", _get_back), PyGetSetDef("f_code", _get_code),
        PyGetSetDef("f_globals", _get_globals), PyGetSetDef("f_builtins", _get_builtins),
        PyGetSetDef("f_locals", lambda op: _PyFrame_GetLocals(op.value.f_frame)),
        PyGetSetDef("f_lasti", _get_lasti), PyGetSetDef("f_lineno", _get_lineno),
        PyGetSetDef("f_trace", _get_trace, _set_trace),
        PyGetSetDef("f_trace_lines", lambda op: Py_True if op.value.f_trace_lines else Py_False),
        PyGetSetDef(
            "f_trace_opcodes", lambda op: Py_True if op.value.f_trace_opcodes else Py_False),
    ))
