"""The slot table and the decisions that update_one_slot takes, against the host's own types."""

from __future__ import annotations

import pytest

from vm.objects.linker import link
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_NotImplemented,
    PyBaseObject_Type,
    PyDict_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PyType_Type,
)
from vm.objects.static_types import import_all

HOST_TYPES = [object, int, list, dict, str, tuple, type, set, float]


@pytest.fixture(scope="module", autouse=True)
def ready():
    import vm.python.pylifecycle  # noqa: F401  (fills the slots of frames and tracebacks)

    import_all()
    link()
    from vm.objects.typeobject_ready import _PyTypes_InitTypes

    _PyTypes_InitTypes()


def drive(pending):
    """Run natives that wait for one another; no guest code is involved."""
    stack, value = [pending], None
    while stack:
        try:
            request = stack[-1].send(value)
        except StopIteration as stop:
            stack.pop()
            value = stop.value
        else:
            value = None
            if request is not None:
                assert type(request) in PENDING
                stack.append(request)
    return value


def make_class(name, base, namespace):
    """``type(name, (base,), namespace)`` with a host dict of natives."""
    from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject_new import type_new
    from vm.objects.unicodeobject import PyUnicode_FromString

    ns = PyDict_New()
    namespace = {"__module__": PyUnicode_FromString("m"), **namespace}
    for key, value in namespace.items():
        PyDict_SetItemString(ns, key, value)
    base.ob_refcnt += 1
    args = [PyUnicode_FromString(name), PyTuple_New((base,)), ns]
    return drive(type_new(PyType_Type, args, ()))


def test_the_table_has_cpythons_94_rows_in_order():
    from vm.objects.typeobject_slots import slotdefs

    assert len(slotdefs) == 94
    names = [row.name for row in slotdefs]
    assert names[4:8] == ["__repr__", "__hash__", "__call__", "__str__"]
    assert names.index("__len__") < names.index("__contains__")
    assert names.count("__add__") == names.count("__getitem__") == 2


@pytest.mark.parametrize("host_type", HOST_TYPES, ids=lambda t: t.__name__)
def test_wrappers_in_the_dict_are_the_hosts(host_type):
    from vm.objects.descrobject import PyWrapperDescr_Type
    from vm.objects.pycore_object import static_types

    guest = next(t for t in static_types if t.value.tp_name == host_type.__name__)
    ours = {name for name, op in guest.value.tp_dict.value.me_value.items()
            if op.ob_type is PyWrapperDescr_Type}
    theirs = {name for name, op in vars(host_type).items()
              if type(op) is type(object.__repr__)}
    assert ours == theirs


def test_an_inherited_slot_is_the_built_in_function_itself():
    cls = make_class("L", PyList_Type, {})
    assert cls.value.sq_length is PyList_Type.value.sq_length
    assert cls.value.tp_repr is PyList_Type.value.tp_repr
    assert cls.value.tp_new is PyList_Type.value.tp_new


def test_assigning_and_deleting_a_special_method_moves_the_slot_of_the_subtree():
    from vm.objects.typeobject import _PyType_Lookup, type_setattro
    from vm.objects.typeobject_slots import slot_tp_repr
    from vm.objects.unicodeobject import PyUnicode_InternFromString

    base = make_class("A", PyBaseObject_Type, {})
    heir = make_class("B", base, {})
    inherited = heir.value.tp_repr
    _PyType_Lookup(heir, "__repr__")
    assert heir.value.tp_version_tag
    name = PyUnicode_InternFromString("__repr__")
    type_setattro(base, name, Py_NotImplemented)
    assert base.value.tp_repr is heir.value.tp_repr is slot_tp_repr
    assert heir.value.tp_version_tag == 0
    type_setattro(base, name, None)
    assert heir.value.tp_repr is inherited is PyBaseObject_Type.value.tp_repr


def test_a_class_that_defines_eq_is_unhashable():
    from vm.objects.object import PyObject_HashNotImplemented

    cls = make_class("E", PyBaseObject_Type, {"__eq__": Py_NotImplemented})
    assert cls.value.tp_hash is PyObject_HashNotImplemented
    assert cls.value.tp_hostkey is None


def test_the_cache_remembers_what_is_missing_until_the_type_changes():
    from vm.objects.typeobject import _PyType_Lookup, type_setattro
    from vm.objects.unicodeobject import PyUnicode_InternFromString

    cls = make_class("C", PyBaseObject_Type, {})
    assert _PyType_Lookup(cls, "colour") is None
    assert "colour" in cls.value.tp_cache
    type_setattro(cls, PyUnicode_InternFromString("colour"), Py_NotImplemented)
    assert _PyType_Lookup(cls, "colour") is Py_NotImplemented


def test_slots_and_counts_of_an_instance():
    from vm.objects.listobject import PyList_New
    from vm.objects.pycore_object import Py_DECREF
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject_subtype import PyType_GenericAlloc
    from vm.objects.unicodeobject import PyUnicode_FromString

    slots = PyTuple_New((PyUnicode_FromString("b"), PyUnicode_FromString("a")))
    cls = make_class("S", PyBaseObject_Type, {"__slots__": slots})
    count = cls.ob_refcnt
    op = PyType_GenericAlloc(cls)
    assert op.value == [None, None] and cls.ob_refcnt == count + 1
    held = PyList_New([])
    held.ob_refcnt += 1
    op.value[0] = held
    Py_DECREF(op)
    assert held.ob_refcnt == 1 and cls.ob_refcnt == count


@pytest.mark.parametrize(("base", "dictoffset", "weak"), [
    (PyBaseObject_Type, -1, -32), (PyLong_Type, -1, 0), (PyDict_Type, -1, -32),
], ids=["object", "int", "dict"])
def test_where_instances_keep_their_dict_and_weak_references(base, dictoffset, weak):
    cls = make_class("D", base, {})
    assert isinstance(cls, PyObject)
    assert (cls.value.tp_dictoffset, cls.value.tp_weaklistoffset) == (dictoffset, weak)
