"""Instances of structures and unions. From Modules/_ctypes/_ctypes.c."""

from __future__ import annotations

from typing import Any

from vm.modules._ctypes_ctypes import PyStgInfo_FromType, PyType_FromMetaclass, st
from vm.modules._ctypes_data import GenericPyCData_new, PyCData_NewGetBuffer, PyCData_Type
from vm.modules._ctypes_meta import PyCStructType_Type, UnionType_Type
from vm.objects.abstract import PySequence_GetItem
from vm.objects.attributes import repr_text
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.object import PyObject_SetAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError


def _item(sequence: PyObject, i: int) -> Any:
    """``sequence[i]`` (a generator)."""
    op = PySequence_GetItem(sequence, i)
    return (yield op) if type(op) in PENDING else op


def _field_name(fields: PyObject, i: int) -> Any:
    """``_fields_[i][0]`` (a generator)."""
    pair = yield _item(fields, i)
    try:
        return (yield _item(pair, 0))
    finally:
        Py_DECREF(pair)


def _set_stealing_name(self: PyObject, name: PyObject, value: PyObject, keywords: set) -> Any:
    """Set one field; takes over the reference to its name (a generator)."""
    try:
        if isinstance(name.value, str) and name.value in keywords:
            shown = yield repr_text(name)
            raise PyErr_Format(PyExc_TypeError, f"duplicate values for field {shown}")
        done = PyObject_SetAttr(self, name, value)
        if type(done) in PENDING:
            yield done
    finally:
        Py_DECREF(name)


def _init_pos_args(self: PyObject, type_op: PyObject, values: list, keywords: set) -> Any:
    """Set the fields by position, those of the bases first (a generator).

    Returns:
        How many fields there are.
    """
    bases = []
    base = type_op
    while base is not None and PyStgInfo_FromType(base) is not None:
        bases.append(base)
        base = base.value.tp_base
    index = 0
    for cls in reversed(bases):
        info = PyStgInfo_FromType(cls)
        fields = PyDict_GetItemString(cls.value.tp_dict, "_fields_")
        if fields is None or info is None:
            continue
        fields.ob_refcnt += 1
        try:
            for i in range(index, min(info.length, len(values))):
                name = yield _field_name(fields, i - index)
                yield _set_stealing_name(self, name, values[i], keywords)
        finally:
            Py_DECREF(fields)
        index = info.length
    return index


def Struct_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; None or pending."""
    return _struct_init(self, args, kwnames) if args else None


def _struct_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    values = args[:len(args) - len(kwnames)]
    if values:
        count = yield _init_pos_args(self, self.ob_type, values, {name.value for name in kwnames})
        if count < len(values):
            raise PyErr_Format(PyExc_TypeError, "too many initializers")
    for name, value in zip(kwnames, args[len(values):], strict=True):
        done = PyObject_SetAttr(self, name, value)
        if type(done) in PENDING:
            yield done


_SLOTS: dict[str, Any] = {
    "tp_flags": Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, "tp_basicsize": 96,
    "tp_new": GenericPyCData_new, "tp_init": Struct_init, "bf_getbuffer": PyCData_NewGetBuffer}

Struct_Type = st.Struct_Type = PyType_FromMetaclass(
    PyCStructType_Type, "_ctypes.Structure", PyCData_Type, **_SLOTS)
Union_Type = st.Union_Type = PyType_FromMetaclass(UnionType_Type, "_ctypes.Union", PyCData_Type, **_SLOTS)

