"""The traceback object. Models the object half of Python/traceback.c; its display is traceback_format.py."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from vm.objects.codeobject import instruction_positions
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import (
    ArgSpec,
    Py_T_INT,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.object import PyObject_GenericGetAttr
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_XDECREF,
    PyFrame_Type,
    PyObject,
    PyTraceBack_Type,
    set_slots,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError
from vm.objects.unicodeobject import PyUnicode_FromString


class PyTracebackObject:
    """The body of a traceback entry.

    Attributes:
        tb_next: the entry of the frame called from this one, or NULL; owned.
        tb_frame: guest frame object; owned.
        tb_lasti: byte offset of the instruction.
        tb_lineno: its line, or -1: worked out when asked for.
    """

    __slots__ = ("tb_next", "tb_frame", "tb_lasti", "tb_lineno")

    def __init__(self, tb_next: PyObject | None, tb_frame: PyObject, tb_lasti: int, tb_lineno: int):
        self.tb_next = tb_next
        self.tb_frame: PyObject | None = tb_frame
        self.tb_lasti = tb_lasti
        self.tb_lineno = tb_lineno


def PyTraceBack_New(
    tb_next: PyObject | None, frame: PyObject, lasti: int, lineno: int = -1
) -> PyObject:
    """Make a traceback entry (tb_create_raw); takes its own references."""
    if tb_next is not None:
        tb_next.ob_refcnt += 1
    frame.ob_refcnt += 1
    op = PyObject_GC_New(PyTraceBack_Type, PyTracebackObject(tb_next, frame, lasti, lineno))
    _PyObject_GC_TRACK(op)
    return op


def PyTraceBack_Here(frame: PyObject, exc: PyObject, lasti: int) -> None:
    """Put an entry for a frame in front of an exception's traceback.

    Args:
        frame: guest frame object.
        exc: guest exception object.
        lasti: byte offset of the frame's instruction (twice the index of its code unit).
    """
    body = exc.value
    tb_next = body.traceback  # the exception's reference moves to the new entry
    frame.ob_refcnt += 1
    op = PyObject_GC_New(PyTraceBack_Type, PyTracebackObject(tb_next, frame, lasti, -1))
    _PyObject_GC_TRACK(op)
    body.traceback = op


def tb_get_lineno(tb: PyTracebackObject) -> int:
    """The line of the entry's instruction, or -1."""
    if tb.tb_lineno != -1:
        return tb.tb_lineno
    line = code_location(frame_code(tb.tb_frame), tb.tb_lasti)[0]
    return -1 if line is None else line


def code_location(code: Any, lasti: int) -> tuple:
    """(line, end line, column, end column) of the instruction at a byte offset; entries may be None.

    Models PyCode_Addr2Location. ``code`` is a `PyCodeObject`.
    """
    if lasti < 0:
        return (code.co_firstlineno, None, None, None)
    positions = instruction_positions(code)
    return positions[max(bisect_right(code.lasti, lasti) - 1, 0)]


def frame_code(frame: PyObject | None) -> Any:
    """The code body of a guest frame object (borrowed)."""
    return frame.value.f_frame.f_code  # type: ignore[union-attr]


_tb_spec = ArgSpec("($type, /, tb_next, tb_frame, tb_lasti, tb_lineno)")


def tb_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)``."""
    tb_next, frame, lasti, lineno = parse_arguments(_tb_spec, "traceback", args, kwnames)
    if frame.ob_type is not PyFrame_Type:
        shown = "None" if frame is Py_None else frame.ob_type.value.tp_name
        raise PyErr_Format(
            PyExc_TypeError, f"traceback() argument 'tb_frame' must be frame, not {shown}")
    numbers = (_c_int(lasti), _c_int(lineno))
    if tb_next is not Py_None and tb_next.ob_type is not PyTraceBack_Type:
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected traceback object or None, got '{tb_next.ob_type.value.tp_name}'")
    return PyTraceBack_New(None if tb_next is Py_None else tb_next, frame, *numbers)


def _c_int(op: PyObject) -> int:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{op.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    if not -(1 << 31) <= op.value < 1 << 31:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C int")
    return int(op.value)


def tb_next_get(self: PyObject) -> PyObject:
    """Getter of ``tb_next``."""
    op = self.value.tb_next
    return Py_None if op is None else Py_NewRef(op)


def tb_next_set(self: PyObject, value: PyObject | None) -> None:
    """Setter of ``tb_next``: a traceback or None, and no loop."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "can't delete tb_next attribute")
    if value is not Py_None and value.ob_type is not PyTraceBack_Type:
        raise PyErr_Format(
            PyExc_TypeError, f"expected traceback object, got '{value.ob_type.value.tp_name}'")
    new = None if value is Py_None else value
    cursor = new
    while cursor is not None:
        if cursor is self:
            raise PyErr_Format(PyExc_ValueError, "traceback loop detected")
        cursor = cursor.value.tb_next
    if new is not None:
        new.ob_refcnt += 1
    old, self.value.tb_next = self.value.tb_next, new
    Py_XDECREF(old)


def tb_lineno_get(self: PyObject) -> PyObject:
    """Getter of ``tb_lineno``."""
    lineno = tb_get_lineno(self.value)
    return Py_None if lineno < 0 else PyLong_FromLong(lineno)


def tb_dir(self: PyObject) -> PyObject:
    """``__dir__``."""
    names = ("tb_frame", "tb_next", "tb_lasti", "tb_lineno")
    return PyList_New([PyUnicode_FromString(name) for name in names])


def _owned(self: PyObject) -> tuple:
    return (self.value.tb_next, self.value.tb_frame)


def tb_dealloc(self: PyObject) -> None:
    """tp_dealloc, under the trashcan's guard: a traceback is as long as the stack was deep."""
    dealloc_container(self, _owned)


def tb_clear(self: PyObject) -> None:
    """tp_clear."""
    body = self.value
    tb_next, frame = body.tb_next, body.tb_frame
    body.tb_next = body.tb_frame = None
    Py_XDECREF(tb_next)
    Py_XDECREF(frame)


set_slots(
    PyTraceBack_Type,
    tp_new=tb_new,
    tp_dealloc=tb_dealloc,
    tp_traverse=_owned,
    tp_clear=tb_clear,
    tp_getattro=PyObject_GenericGetAttr,
    tp_methods=(PyMethodDef("__dir__", tb_dir),),
    tp_members=(
        PyMemberDef("tb_frame", "tb_frame"), PyMemberDef("tb_lasti", "tb_lasti", kind=Py_T_INT)),
    tp_getset=(
        PyGetSetDef("tb_next", tb_next_get, tb_next_set),
        PyGetSetDef("tb_lineno", tb_lineno_get, None),
    ),
)

__all__ = [
    "PyTraceBack_Here", "PyTraceBack_New", "PyTracebackObject",
    "frame_code", "tb_get_lineno",
]
