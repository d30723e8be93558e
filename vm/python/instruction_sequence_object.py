"""Sequences of instructions as guest objects. Models the second half of Python/instruction_sequence.c.

C checks what a program adds only in debug builds; here an opcode or argument that no instruction has is refused.
"""

from __future__ import annotations

from typing import Any

from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.getargs import c_int, converted
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.modsupport import Py_BuildValue
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_HAVE_GC,
    PyObject,
    static_type,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.python.instruction_sequence import (
    _PyInstructionSequence,
    _PyInstructionSequence_Addop,
    _PyInstructionSequence_ApplyLabelMap,
    _PyInstructionSequence_NewLabel,
    _PyInstructionSequence_UseLabel,
)
from vm.python.opcode_metadata import HAS_ARG_FLAG, _PyOpcode_opcode_metadata

MAX_OPARG = 1 << 30
MAX_LABEL = 1 << 24


class PyInstructionSequenceObject:
    """The body: the compiler's sequence (its own nested ones are not used), and the guest list of nested ones."""

    __slots__ = ("seq", "s_nested")

    def __init__(self, seq: _PyInstructionSequence) -> None:
        self.seq = seq
        self.s_nested: PyObject | None = None


def inst_seq_create(seq: _PyInstructionSequence) -> PyObject:
    """A guest object for a sequence; new reference."""
    op = PyObject_GC_New(_PyInstructionSequence_Type, PyInstructionSequenceObject(seq))
    _PyObject_GC_TRACK(op)
    return op


def _PyInstructionSequence_New() -> PyObject:
    """An empty sequence; labels are indexes until one is placed. New reference."""
    seq = _PyInstructionSequence()
    seq.s_labelmap = None
    return inst_seq_create(seq)


def inst_seq_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    if args:
        kind = "keyword" if kwnames else "positional"
        raise PyErr_Format(
            PyExc_TypeError, f"InstructionSequenceType() takes no {kind} arguments")
    return _PyInstructionSequence_New()


def _PyInstructionSequence_Check(op: PyObject) -> bool:
    """Whether an object is a sequence of instructions."""
    return op.ob_type is _PyInstructionSequence_Type


def inst_seq_from_host(top: _PyInstructionSequence) -> PyObject:
    """The guest object of a sequence of the compiler's, with those of the functions inside it. New reference."""
    result = inst_seq_create(top)
    work = [result]
    for op in work:  # grows while it runs
        nested = [inst_seq_create(seq) for seq in op.value.seq.s_nested]
        if nested:
            op.value.s_nested = PyList_New(nested)
            work += nested
    return result


def InstructionSequenceType_use_label(self: PyObject, label: int) -> PyObject:
    """``use_label(label)``: it stands before what is added next."""
    if not 0 <= label < MAX_LABEL:
        raise PyErr_Format(PyExc_ValueError, "invalid label")
    _PyInstructionSequence_UseLabel(self.value.seq, label)
    return Py_None


def InstructionSequenceType_addop(self: PyObject, opcode: int, oparg: int, *location: int) -> PyObject:
    """``addop(opcode, oparg, lineno, col_offset, end_lineno, end_col_offset)``; the places are stored in
    C's order, which is not that of the names."""
    known = 0 <= opcode < len(_PyOpcode_opcode_metadata) and _PyOpcode_opcode_metadata[opcode] >= 0
    if not known or not 0 <= oparg < MAX_OPARG:
        raise PyErr_Format(PyExc_ValueError, "invalid opcode or oparg")
    _PyInstructionSequence_Addop(self.value.seq, opcode, oparg, location)  # type: ignore[arg-type]
    return Py_None


def InstructionSequenceType_new_label(self: PyObject) -> PyObject:
    """``new_label()``"""
    return PyLong_FromLong(_PyInstructionSequence_NewLabel(self.value.seq))


def InstructionSequenceType_add_nested(self: PyObject, nested: PyObject) -> PyObject:
    """``add_nested(nested)``"""
    if not _PyInstructionSequence_Check(nested):
        raise PyErr_Format(PyExc_TypeError, "expected an instruction sequence, not type")
    body = self.value
    if body.s_nested is None:
        body.s_nested = PyList_New([])
    body.s_nested.value.append(Py_NewRef(nested))
    return Py_None


def InstructionSequenceType_get_nested(self: PyObject) -> PyObject:
    """``get_nested()``: the list itself."""
    nested = self.value.s_nested
    return PyList_New([]) if nested is None else Py_NewRef(nested)


def InstructionSequenceType_get_instructions(self: PyObject) -> Any:
    """``get_instructions()``: tuples; labels become indexes for good (native frame)."""
    seq = self.value.seq
    _PyInstructionSequence_ApplyLabelMap(seq)
    instructions = PyList_New([])
    for number, instr in enumerate(seq.s_instrs):
        opcode = instr.i_opcode
        has_arg = _PyOpcode_opcode_metadata[opcode] & HAS_ARG_FLAG
        instructions.value.append(
            Py_BuildValue((opcode, instr.i_oparg if has_arg else Py_None, *instr.i_loc)))
        if number % 4096 == 4095:
            yield None
    return instructions


inst_seq_methods = (
    PyMethodDef("addop", converted(*[c_int] * 6)(InstructionSequenceType_addop),
                "($self, /, opcode, oparg, lineno, col_offset, end_lineno, end_col_offset)"),
    PyMethodDef("new_label", InstructionSequenceType_new_label, "($self, /)"),
    PyMethodDef("use_label", converted(c_int)(InstructionSequenceType_use_label), "($self, /, label)"),
    PyMethodDef("add_nested", InstructionSequenceType_add_nested, "($self, /, nested)"),
    PyMethodDef("get_nested", InstructionSequenceType_get_nested, "($self, /)"),
    PyMethodDef("get_instructions", InstructionSequenceType_get_instructions, "($self, /)"),
)

_PyInstructionSequence_Type = static_type(
    "InstructionSequence", tp_basicsize=64, tp_flags=Py_TPFLAGS_HAVE_GC, tp_hostkey="identity",
    tp_new=inst_seq_new, tp_traverse=fields_traverse("s_nested"), tp_clear=fields_clear("s_nested"),
    tp_dealloc=fields_dealloc("s_nested"), tp_methods=inst_seq_methods)
