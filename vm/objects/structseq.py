"""Tuples whose items have names (``sys.version_info``, ``time.struct_time``). Models Objects/structseq.c."""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import PyObject_Repr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    decref_all,
    static_type,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError

PySequence_Fast: Any
PyTuple_New: Any
PyDict_New: Any
PyDict_SetItemString: Any


class StructSequenceDef:
    """What a struct sequence type looks like.

    Attributes:
        fields: names in order; the hidden ones come last.
        nvisible: how many are items of the tuple.
    """

    __slots__ = ("fields", "nvisible")

    def __init__(self, fields: tuple[str, ...], nvisible: int):
        self.fields = fields
        self.nvisible = nvisible


_defs: dict[PyObject, StructSequenceDef] = {}
#: Hidden fields of an instance: object -> values. Few objects have any.
_hidden: dict[PyObject, tuple] = {}


def PyStructSequence_NewType(
    name: str, fields: tuple[str, ...], nvisible: int | None = None, instantiable: bool = True
) -> PyObject:
    """Define a struct sequence type.

    Args:
        name: tp_name.
        fields: names of all fields; an empty name has no attribute.
        nvisible: how many fields are items; all by default.
        instantiable: whether guest code may call the type.

    Returns:
        The static type, readied with the others.
    """
    shape = StructSequenceDef(fields, len(fields) if nvisible is None else nvisible)
    tp = static_type(
        name, PyTuple_Type, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_TUPLE_SUBCLASS,
        tp_basicsize=24, tp_itemsize=8, tp_repr=structseq_repr,
        tp_traverse=structseq_traverse, tp_dealloc=structseq_dealloc,
        tp_new=structseq_new if instantiable else _not_instantiable,
        tp_methods=(
            PyMethodDef("__reduce__", structseq_reduce, "($self, /)", "Pickling support."),
        ),
        tp_getset=tuple(
            PyGetSetDef(field, _getter(i)) for i, field in enumerate(fields) if field),
    )
    _defs[tp] = shape
    return tp


def _getter(i: int) -> Any:
    def get(op: PyObject) -> PyObject:
        res = structseq_field(op, i)
        res.ob_refcnt += 1
        return res

    return get


def structseq_field(op: PyObject, i: int) -> PyObject:
    """Field ``i``, visible or hidden (borrowed)."""
    items = op.value
    if i < len(items):
        return items[i]
    return _hidden.get(op, ())[i - len(items)]


def PyStructSequence_New(tp: PyObject, values: list[PyObject]) -> PyObject:
    """An instance; steals the references of all fields, hidden ones too."""
    shape = _defs[tp]
    op = PyObject_GC_New(tp, tuple(values[:shape.nvisible]))
    if len(values) > shape.nvisible:
        _hidden[op] = tuple(values[shape.nvisible:])
    _PyObject_GC_TRACK(op)
    return op


def structseq_def(tp: PyObject) -> StructSequenceDef:
    """The definition of a struct sequence type."""
    return _defs[tp]


def _not_instantiable(tp: PyObject, args: list, kwnames: tuple) -> PyObject:
    raise PyErr_Format(PyExc_TypeError, f"cannot create '{tp.value.tp_name}' instances")


def structseq_new(tp: PyObject, args: list, kwnames: tuple) -> Any:
    """``struct_time(sequence)``; a generator."""
    if len(args) - len(kwnames) != 1:
        raise PyErr_Format(
            PyExc_TypeError,
            "structseq() missing required argument 'sequence' (pos 1)" if not args
            else f"structseq() takes at most 2 arguments ({len(args)} given)")
    seq = PySequence_Fast(args[0], "constructor requires a sequence")
    if type(seq) in PENDING:
        seq = yield seq
    try:
        shape = _defs[tp]
        n, low, high = len(seq.value), shape.nvisible, len(shape.fields)
        name = tp.value.tp_name
        if n < low or n > high:
            bound = f"{low}" if low == high else (
                f"at least {low}" if n < low else f"at most {high}")
            raise PyErr_Format(
                PyExc_TypeError, f"{name}() takes {'an' if low != high else 'a'} "
                f"{bound}-sequence ({n}-sequence given)")
        values = list(seq.value)
        for op in values:
            op.ob_refcnt += 1
        return PyStructSequence_New(tp, values + [Py_None] * (high - n))
    finally:
        Py_DECREF(seq)


def structseq_repr(op: PyObject) -> Any:
    """``name(field=value, ...)``; a generator."""
    shape = _defs[op.ob_type]
    parts = []
    for field, item in zip(shape.fields, op.value):
        res = PyObject_Repr(item)
        if type(res) in PENDING:
            res = yield res
        parts.append(f"{field}={res.value}")
        Py_DECREF(res)
    return PyObject(PyUnicode_Type, f"{op.ob_type.value.tp_name}({', '.join(parts)})")


def structseq_reduce(op: PyObject) -> PyObject:
    """``(type, (items, hidden))`` for copying and pickling."""
    shape = _defs[op.ob_type]
    items = op.value
    for item in items:
        item.ob_refcnt += 1
    hidden = PyDict_New()
    for i in range(len(items), len(shape.fields)):
        PyDict_SetItemString(hidden, shape.fields[i], structseq_field(op, i))
    op.ob_type.ob_refcnt += 1
    return PyTuple_New((op.ob_type, PyTuple_New((PyTuple_New(items), hidden))))


def structseq_traverse(op: PyObject) -> tuple:
    """The items and the hidden fields."""
    return op.value + _hidden.get(op, ())


def structseq_dealloc(op: PyObject) -> None:
    """Drop the hidden fields, then what every tuple drops."""
    hidden = _hidden.pop(op, None)
    if hidden is not None:
        decref_all(hidden)
    PyTuple_Type.value.tp_dealloc(op)


@late_import
def _bind() -> None:
    global PySequence_Fast, PyTuple_New, PyDict_New, PyDict_SetItemString
    from vm.objects.abstract import PySequence_Fast
    from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
    from vm.objects.tupleobject import PyTuple_New
