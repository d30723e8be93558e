"""Tuples whose items have names (``sys.version_info``, ``time.struct_time``). Models Objects/structseq.c.

Fields behind the visible ones are kept in ``ob_ext.slots``, as the value of every tuple is its items alone.
"""

from __future__ import annotations

from typing import Any

from vm.objects.descrobject import ComputedMemberDef
from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, parse_arguments
from vm.objects.object import PyObject_Repr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, PyObject_GC_UnTrack, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    ObjectExtension,
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
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
PyDict_GetItemString: Any
PyList_New: Any
PyUnicode_FromString: Any
PyType_FromSpec: Any

#: A field with this name has an index only (PyStructSequence_UnnamedField).
UNNAMED_FIELD = ""


class PyStructSequence_Desc:
    """What a struct sequence type looks like.

    Attributes:
        fields: names in order; the hidden ones come last.
        n_in_sequence: how many are items of the tuple.
        members: the names that are not empty (tp_members).
    """

    __slots__ = ("fields", "n_in_sequence", "members")

    def __init__(self, fields: tuple[str, ...], n_in_sequence: int | None):
        self.fields = fields
        self.n_in_sequence = len(fields) if n_in_sequence is None else n_in_sequence
        self.members = tuple(name for name in fields if name)

    @property
    def unnamed(self) -> int:
        """How many fields have no name."""
        return len(self.fields) - len(self.members)


_descs: dict[PyObject, PyStructSequence_Desc] = {}


def _slots(desc: PyStructSequence_Desc) -> dict[str, Any]:
    """The slots that every struct sequence type has (initialize_static_fields)."""
    return {
        "tp_flags": Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_TUPLE_SUBCLASS,
        "tp_basicsize": 24 + 8 * (len(desc.fields) - desc.n_in_sequence),
        "tp_itemsize": 8,
        "tp_repr": structseq_repr,
        "tp_traverse": structseq_traverse,
        "tp_dealloc": structseq_dealloc,
        "tp_new": structseq_new,
        "tp_methods": structseq_methods,
        "tp_members": tuple(
            ComputedMemberDef(name, _getter(i)) for i, name in enumerate(desc.fields) if name),
    }


def _getter(i: int) -> Any:
    def get(op: PyObject) -> PyObject:
        res = structseq_field(op, i)
        res.ob_refcnt += 1
        return res

    return get


def structseq_static_type(
    name: str, fields: tuple[str, ...], n_in_sequence: int | None = None, flags: int = 0
) -> PyObject:
    """Define a static struct sequence type; `_PyStructSequence_InitBuiltin` completes it.

    Args:
        name: tp_name.
        fields: names of all fields; an empty name has no attribute.
        n_in_sequence: how many fields are items; all by default.
        flags: more of tp_flags (Py_TPFLAGS_DISALLOW_INSTANTIATION).
    """
    desc = PyStructSequence_Desc(fields, n_in_sequence)
    slots = _slots(desc)
    slots["tp_flags"] |= flags
    if flags & Py_TPFLAGS_DISALLOW_INSTANTIATION:
        del slots["tp_new"]
    tp = static_type(name, PyTuple_Type, **slots)
    _descs[tp] = desc
    return tp


def _PyStructSequence_InitBuiltin(tp: PyObject) -> None:
    """Give a readied static type what depends on its fields alone; harmless to repeat."""
    if PyDict_GetItemString(tp.value.tp_dict, "n_fields") is None:
        initialize_structseq_dict(_descs[tp], tp.value.tp_dict)


def PyStructSequence_NewType(
    name: str, fields: tuple[str, ...], n_in_sequence: int | None = None
) -> PyObject:
    """Define and ready the struct sequence type of an extension module.

    Args:
        name, fields, n_in_sequence: as for `structseq_static_type`.
    """
    desc = PyStructSequence_Desc(fields, n_in_sequence)
    tp = PyType_FromSpec(name, PyTuple_Type, **_slots(desc))
    _descs[tp] = desc
    initialize_structseq_dict(desc, tp.value.tp_dict)
    return tp


def initialize_structseq_dict(desc: PyStructSequence_Desc, dict_op: PyObject) -> None:
    """The numbers of fields, and the names for patterns."""
    for name, n in (("n_sequence_fields", desc.n_in_sequence), ("n_fields", len(desc.fields)),
                    ("n_unnamed_fields", desc.unnamed)):
        _set(dict_op, name, PyLong_FromLong(n))
    names = PyTuple_New(tuple(
        [PyUnicode_FromString(name) for name in desc.fields[:desc.n_in_sequence] if name]))
    PyObject_GC_UnTrack(names)  # static data: never garbage
    _set(dict_op, "__match_args__", names)


def _set(dict_op: PyObject, name: str, value: PyObject) -> None:
    PyDict_SetItemString(dict_op, name, value)
    Py_DECREF(value)


def structseq_field(op: PyObject, i: int) -> PyObject:
    """Field ``i``, visible or hidden (borrowed)."""
    items = op.value
    return items[i] if i < len(items) else op.ob_ext.slots[i - len(items)]  # type: ignore


def PyStructSequence_New(tp: PyObject, values: list[PyObject]) -> PyObject:
    """An instance, not tracked; steals the references of all fields, hidden ones too."""
    visible = _descs[tp].n_in_sequence
    op = PyObject_GC_New(tp, tuple(values[:visible]))
    op.ob_ext = ObjectExtension()
    op.ob_ext.slots = values[visible:]  # type: ignore[assignment]
    return op


_NEW_ARGS = ArgSpec("($type, /, sequence, dict={})")


def structseq_new(tp: PyObject, args: list, kwnames: tuple) -> Any:
    """``struct_time(sequence, dict={})``; a generator."""
    arg, dict_op = parse_arguments(_NEW_ARGS, "structseq", args, kwnames)
    desc = _descs[tp]
    name = tp.value.tp_name
    seq = PySequence_Fast(arg, "constructor requires a sequence")
    if type(seq) in PENDING:
        seq = yield seq
    try:
        if dict_op is not None and not dict_op.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, f"{name}() takes a dict as second arg, if any")
        _check_length(desc, name, len(seq.value))
        values = list(seq.value)
        for op in values:
            op.ob_refcnt += 1
    finally:
        Py_DECREF(seq)
    given = len(values)
    res = PyStructSequence_New(tp, values + _hidden_from_dict(desc, given, dict_op))
    if dict_op is not None and _unused(desc, given, dict_op):
        Py_DECREF(res)
        raise PyErr_Format(
            PyExc_TypeError, f"{name}() got duplicate or unexpected field name(s)")
    _PyObject_GC_TRACK(res)
    return res


def _check_length(desc: PyStructSequence_Desc, name: str, n: int) -> None:
    low, high = desc.n_in_sequence, len(desc.fields)
    if low <= n <= high:
        return
    bound = f"{low}" if low == high else f"at least {low}" if n < low else f"at most {high}"
    raise PyErr_Format(
        PyExc_TypeError, f"{name}() takes a{'n' if low != high else ''} "
        f"{bound}-sequence ({n}-sequence given)")


def _hidden_from_dict(desc: PyStructSequence_Desc, given: int, dict_op: PyObject | None) -> list:
    """New references to the fields that the sequence did not give."""
    values = []
    for name in desc.members[given - desc.unnamed:]:
        op = None if dict_op is None else PyDict_GetItemString(dict_op, name)
        op = Py_None if op is None else op
        op.ob_refcnt += 1
        values.append(op)
    return values


def _unused(desc: PyStructSequence_Desc, given: int, dict_op: PyObject) -> bool:
    """Whether the dict has keys that name no field behind the given ones."""
    size = dict_op.ob_type.value.mp_length(dict_op)
    found = [name for name in desc.members[given - desc.unnamed:]
             if PyDict_GetItemString(dict_op, name) is not None]
    return size > len(found)


def structseq_repr(op: PyObject) -> Any:
    """``name(field=value, ...)``; a generator."""
    parts = []
    for field, item in zip(_descs[op.ob_type].members, op.value):
        res = PyObject_Repr(item)
        if type(res) in PENDING:
            res = yield res
        parts.append(f"{field}={res.value}")
        Py_DECREF(res)
    return PyObject(PyUnicode_Type, f"{op.ob_type.value.tp_name}({', '.join(parts)})")


def structseq_reduce(op: PyObject) -> PyObject:
    """``(type, (items, hidden))`` for copying and pickling."""
    desc = _descs[op.ob_type]
    items = op.value
    for item in items:
        item.ob_refcnt += 1
    hidden = PyDict_New()
    for i in range(len(items), len(desc.fields)):
        PyDict_SetItemString(hidden, desc.members[i - desc.unnamed], structseq_field(op, i))
    op.ob_type.ob_refcnt += 1
    return PyTuple_New((op.ob_type, PyTuple_New((PyTuple_New(items), hidden))))


def structseq_replace(op: PyObject, args: list, kwnames: tuple) -> Any:
    """A copy with new values for some fields."""
    desc = _descs[op.ob_type]
    nargs = len(args) - len(kwnames)
    if nargs:
        raise PyErr_Format(PyExc_TypeError, "__replace__() takes no positional arguments")
    if desc.unnamed:
        raise PyErr_Format(
            PyExc_TypeError, f"__replace__() is not supported for {op.ob_type.value.tp_name:.500} "
            "because it has unnamed field(s)")
    changes = {key.value: args[i] for i, key in enumerate(kwnames)}
    values = [changes.pop(name, None) or structseq_field(op, i)
              for i, name in enumerate(desc.fields)]
    if changes:
        return _unexpected_names([key for key in kwnames if key.value in changes])
    for value in values:
        value.ob_refcnt += 1
    return PyStructSequence_New(op.ob_type, values)


def _unexpected_names(names: list[PyObject]) -> Any:
    """Raise for names of no field; a generator."""
    for name in names:
        name.ob_refcnt += 1
    listed = PyList_New(names)
    try:
        res = PyObject_Repr(listed)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(listed)
    text = res.value
    Py_DECREF(res)
    raise PyErr_Format(PyExc_TypeError, f"Got unexpected field name(s): {text}")


def structseq_traverse(op: PyObject) -> tuple:
    """The items and the hidden fields."""
    return op.value + tuple(op.ob_ext.slots)  # type: ignore


def structseq_dealloc(op: PyObject) -> None:
    """Drop the hidden fields, then what every tuple drops."""
    decref_all(op.ob_ext.slots)  # type: ignore
    PyTuple_Type.value.tp_dealloc(op)


structseq_methods = (
    PyMethodDef("__reduce__", structseq_reduce, "($self, /)"),
    PyMethodDef("__replace__", structseq_replace, "($self, /, **changes)", raw=True),
)


@late_import
def _bind() -> None:
    global PySequence_Fast, PyTuple_New, PyDict_New, PyDict_SetItemString, PyList_New
    global PyDict_GetItemString, PyUnicode_FromString, PyType_FromSpec
    from vm.objects.abstract import PySequence_Fast
    from vm.objects.dictobject import PyDict_GetItemString, PyDict_New, PyDict_SetItemString
    from vm.objects.listobject import PyList_New
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject_ready import PyType_FromSpec
    from vm.objects.unicodeobject import PyUnicode_FromString

