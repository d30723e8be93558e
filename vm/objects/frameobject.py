"""Frame objects: what guest code sees of a frame. Models Objects/frameobject.c.

The proxy that ``f_locals`` of a function gives is in framelocalsproxy.py.
"""

from __future__ import annotations

from typing import Any

from vm.objects.codeobject import CO_FAST_HIDDEN, CO_OPTIMIZED, instruction_positions
from vm.objects.framelocalsproxy import _PyFrameLocalsProxy_New, frame_variables
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import Py_T_BOOL, PyGetSetDef, PyMemberDef, PyMethodDef
from vm.objects.object import _Py_address
from vm.objects.pycore_frame import (
    FRAME_EXECUTING,
    FRAME_OWNED_BY_FRAME_OBJECT,
    FRAME_OWNED_BY_GENERATOR,
    FRAME_SUSPENDED,
    FRAME_SUSPENDED_YIELD_FROM,
    NativeFrame,
    _PyInterpreterFrame,
    tracing_hooks,
)
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
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
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_TypeError,
)
from vm.objects.unicodeobject import PyUnicode_FromString


class PyFrameObject:
    """The body of a frame object.

    Attributes:
        f_frame: the interpreter frame that it shows; once that is gone from its thread, the frame object
            owns what it held.
        f_back: the caller's frame object once the frame is no longer on a thread's stack; owned.
        f_trace: the local trace function; owned.
        f_extra_locals: a dict of what was set through ``f_locals`` and is no variable; owned.
        depth: how much of localsplus is owned, once the frame object owns the frame.
    """

    __slots__ = (
        "f_frame", "f_back", "f_trace", "f_trace_lines", "f_trace_opcodes", "f_extra_locals", "depth",
    )

    def __init__(self, frame: _PyInterpreterFrame):
        self.f_frame = frame
        self.f_back: PyObject | None = None
        self.f_trace: PyObject | None = None
        self.f_trace_lines = True
        self.f_trace_opcodes = False
        self.f_extra_locals: PyObject | None = None
        self.depth = 0


def _PyFrame_GetFrameObject(frame: _PyInterpreterFrame) -> PyObject:
    """The frame object of an interpreter frame, made on first use. Borrowed from the frame."""
    op = frame.frame_obj
    if op is None:
        op = PyObject_GC_New(PyFrame_Type, PyFrameObject(frame))
        frame.frame_obj = op
        _PyObject_GC_TRACK(op)
    return op


def take_ownership(frame: _PyInterpreterFrame, top: int) -> None:
    """Clear a frame that has a frame object: if that lives on, it keeps the locals and f_back.

    ``top``: how much of localsplus is owned. The function stays the caller's to drop.
    """
    frame_object = frame.frame_obj
    assert frame_object is not None
    if frame_object.ob_refcnt > 1:
        frame_take_data(frame, frame_object, top)
        Py_DECREF(frame_object)
        return
    frame.frame_obj = None
    Py_DECREF(frame_object)
    items, frame.localsplus = frame.localsplus[:top], []
    decref_all(items)


def frame_take_data(frame: _PyInterpreterFrame, op: PyObject, top: int) -> None:
    """The frame leaves its thread while its frame object lives on, which now owns what it held.

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
    body.depth = len(kept.localsplus)
    frame.frame_obj = None
    frame.localsplus = []


def first_complete(frame: Any) -> _PyInterpreterFrame | None:
    """The next Python frame at or below ``frame``, passing over native and shim frames."""
    while frame is not None:
        if type(frame) is NativeFrame:
            frame = frame.python_frame
        elif frame.f_funcobj is None:
            frame = frame.previous
        else:
            return frame
    return None


def owned_depth(op: PyObject) -> int:
    """How many entries of localsplus a frame object owns (0 while a thread or generator does)."""
    body = op.value
    return body.depth if body.f_frame.owner == FRAME_OWNED_BY_FRAME_OBJECT else 0


def frame_dealloc(op: PyObject) -> None:
    """Drop what the frame object owns; chains of callers are as long as the recursion was deep."""
    dealloc_container(op, _owned)


def _owned(op: PyObject) -> list[PyObject | None]:
    """What a frame object owns, in the order in which C drops it; the function, which has the code, last."""
    body = op.value
    frame = body.f_frame
    rest = [body.f_back, body.f_trace, body.f_extra_locals]
    if frame.owner == FRAME_OWNED_BY_FRAME_OBJECT:
        return [frame.f_locals, *frame.localsplus[:body.depth], *rest, frame.f_funcobj]
    return rest


def frame_traverse(op: PyObject) -> list[PyObject | None]:
    """The references a frame object owns."""
    return _owned(op)


def frame_tp_clear(op: PyObject) -> None:
    """Break cycles: the locals and the trace function go."""
    body = op.value
    frame = body.f_frame
    dropped = [body.f_trace, body.f_extra_locals]
    body.f_trace = body.f_extra_locals = None
    if frame.owner == FRAME_OWNED_BY_FRAME_OBJECT:
        depth = body.depth
        dropped += [*frame.localsplus[:depth], frame.f_locals]
        frame.localsplus[:depth] = [None] * depth
        frame.f_locals = None
    decref_all(dropped)


# ---- where it is

def _current_index(frame: _PyInterpreterFrame) -> int:
    """Index of the instruction that an interpreter frame is in; of a suspended one, of the next one."""
    gen = frame.generator
    if gen is not None and gen.value.gi_frame_state != FRAME_EXECUTING:
        return frame.instr_ptr
    return max(frame.instr_ptr - 1, 0)


def PyFrame_GetLineNumber(op: PyObject) -> int | None:
    """The line that the frame is at."""
    return frame_lineno(op.value.f_frame)


def frame_lineno(frame: _PyInterpreterFrame) -> int | None:
    """The line of the instruction that an interpreter frame is in."""
    return instruction_positions(frame.f_code)[_current_index(frame)][0]


def _get_lasti(op: PyObject) -> PyObject:
    frame = op.value.f_frame
    return PyLong_FromLong(frame.f_code.lasti[_current_index(frame)])


def _get_lineno(op: PyObject) -> PyObject:
    line = PyFrame_GetLineNumber(op)
    return Py_None if line is None else PyLong_FromLong(line)


def frame_is_suspended(frame: _PyInterpreterFrame) -> bool:
    """Whether it is the frame of a generator that is yielding or has yielded."""
    if frame.owner != FRAME_OWNED_BY_GENERATOR:
        return False
    assert frame.generator is not None
    return frame.generator.value.gi_frame_state in (FRAME_SUSPENDED, FRAME_SUSPENDED_YIELD_FROM)


def _set_lineno(op: PyObject, value: PyObject | None) -> Any:
    """Setter of ``f_lineno``: a jump, which only a trace function may ask for."""
    return tracing_hooks["setlineno"](op, value)


def frame_repr(op: PyObject) -> PyObject:
    """``<frame at 0x..., file '...', line n, code f>``"""
    code = op.value.f_frame.f_code
    line = PyFrame_GetLineNumber(op)
    return PyUnicode_FromString(
        f"<frame at {_Py_address(op):#x}, file {code.co_filename!r}, "
        f"line {-1 if line is None else line}, code {code.co_name}>")


# ---- its variables

def _PyFrame_HasHiddenLocals(frame: _PyInterpreterFrame) -> bool:
    """Whether a comprehension is running inside a module or class body."""
    kinds = frame.f_code.co_localspluskinds
    return any(kinds[i] & CO_FAST_HIDDEN for i, _ in frame_variables(frame))


def _PyFrame_GetLocals(frame: _PyInterpreterFrame) -> PyObject:
    """The namespace of a module or class body, a proxy for a function. New reference."""
    if not frame.f_code.co_flags & CO_OPTIMIZED and not _PyFrame_HasHiddenLocals(frame):
        if frame.f_locals is None:  # a module's code called as a function
            frame.f_locals = frame.f_globals
            frame.f_locals.ob_refcnt += 1
        frame.f_locals.ob_refcnt += 1
        return frame.f_locals
    return _PyFrameLocalsProxy_New(_PyFrame_GetFrameObject(frame))


def _get_locals(op: PyObject) -> PyObject:
    frame = op.value.f_frame
    if not frame.f_code.co_flags & CO_OPTIMIZED and not _PyFrame_HasHiddenLocals(frame):
        return _PyFrame_GetLocals(frame)
    return _PyFrameLocalsProxy_New(op)


# ---- attributes

def _get_back(op: PyObject) -> PyObject:
    body = op.value
    back = body.f_back
    if back is None:
        below = first_complete(body.f_frame.previous)
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


def _get_trace(op: PyObject) -> PyObject:
    trace = op.value.f_trace
    if trace is None:
        return Py_None
    trace.ob_refcnt += 1
    return trace


def frame_settrace(op: PyObject, value: PyObject | None) -> Any:
    """Setter of ``f_trace``."""
    body = op.value
    new = None if value is Py_None else value
    if new is body.f_trace:
        return None
    if new is not None:
        new.ob_refcnt += 1
    old, body.f_trace = body.f_trace, new
    Py_XDECREF(old)
    return _set_opcode_trace(op, True) if new is not None and body.f_trace_opcodes else None


def _set_opcode_trace(op: PyObject, enable: bool) -> Any:
    """A native frame: the loop is to look at its instructions again."""
    tracing_hooks["opcode_trace"](op, enable)
    return None
    yield


def frame_settrace_opcodes(op: PyObject, value: PyObject | None) -> Any:
    """Setter of ``f_trace_opcodes``: a bool."""
    if value is not Py_True and value is not Py_False:
        raise PyErr_Format(PyExc_TypeError, "attribute value type must be bool")
    body = op.value
    body.f_trace_opcodes = value is Py_True
    if body.f_trace_opcodes and body.f_trace is None:
        return None
    return _set_opcode_trace(op, body.f_trace_opcodes)


def frame_clear(op: PyObject) -> Any:
    """frame.clear(): drop the locals of a frame that is not running; may be pending."""
    frame = op.value.f_frame
    if frame.owner == FRAME_OWNED_BY_GENERATOR:
        from vm.objects.genobject import _PyGen_Finalize  # genobject imports this module

        state = frame.generator.value.gi_frame_state
        if state == FRAME_EXECUTING:
            raise PyErr_Format(PyExc_RuntimeError, "cannot clear an executing frame")
        if state in (FRAME_SUSPENDED, FRAME_SUSPENDED_YIELD_FROM):
            raise PyErr_Format(PyExc_RuntimeError, "cannot clear a suspended frame")
        return _none_after(_PyGen_Finalize(frame.generator))
    if frame.owner != FRAME_OWNED_BY_FRAME_OBJECT:
        raise PyErr_Format(PyExc_RuntimeError, "cannot clear an executing frame")
    frame_tp_clear(op)
    return Py_None


def _none_after(pending: Any) -> Any:
    yield pending
    return Py_None


#: offsetof the frame in the C struct and of the locals in the frame, together.
FRAME_STRUCT_SIZE = 136


def frame_sizeof(op: PyObject) -> PyObject:
    """``__sizeof__``: the C struct with locals, cells and the whole value stack."""
    code = op.value.f_frame.f_code
    return PyLong_FromLong(FRAME_STRUCT_SIZE + 8 * (code.co_nlocalsplus + code.co_stacksize))


set_slots(
    PyFrame_Type, tp_dealloc=frame_dealloc, tp_traverse=frame_traverse, tp_clear=frame_tp_clear,
    tp_repr=frame_repr,
    tp_methods=(PyMethodDef("clear", frame_clear), PyMethodDef("__sizeof__", frame_sizeof)),
    tp_members=(PyMemberDef("f_trace_lines", "f_trace_lines", readonly=False, kind=Py_T_BOOL),),
    tp_getset=(
        PyGetSetDef("f_back", _get_back),
        PyGetSetDef("f_locals", _get_locals),
        PyGetSetDef("f_lineno", _get_lineno, _set_lineno),
        PyGetSetDef("f_trace", _get_trace, frame_settrace),
        PyGetSetDef("f_lasti", _get_lasti),
        PyGetSetDef("f_globals", _get_globals),
        PyGetSetDef("f_builtins", _get_builtins),
        PyGetSetDef("f_code", _get_code),
        PyGetSetDef(
            "f_trace_opcodes", lambda op: Py_True if op.value.f_trace_opcodes else Py_False,
            frame_settrace_opcodes),
    ))
