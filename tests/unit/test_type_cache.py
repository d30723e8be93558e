"""Version tags of types and the cache of look-ups."""

from __future__ import annotations

import pytest

from tests.unit.drive import boot, drive
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_object import PyBaseObject_Type, PyLong_Type, PyObject, PyType_Type
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import type_setattro
from vm.objects.typeobject_cache import (
    MAX_VERSIONS_PER_CLASS,
    _Py_MAX_GLOBAL_TYPE_VERSION_TAG,
    _PyType_Lookup,
    count_look_ups,
    type_cache_entries,
    types,
)
from vm.objects.typeobject_new import type_new
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString


@pytest.fixture(scope="module", autouse=True)
def ready():
    boot()


def make(name: str, *bases: PyObject, **namespace: int) -> PyObject:
    """A class with ints in its dict."""
    attrs = PyDict_New()
    for key, value in namespace.items():
        PyDict_SetItemString(attrs, key, PyLong_FromLong(value))
    for base in bases:
        base.ob_refcnt += 1
    args = [PyUnicode_FromString(name), PyTuple_New(bases), attrs]
    return drive(type_new(PyType_Type, args, ()))


def tag(cls: PyObject) -> int:
    return cls.value.tp_version_tag


def set_attr(cls: PyObject, name: str, value: int | None) -> None:
    type_setattro(cls, PyUnicode_InternFromString(name),
                  None if value is None else PyLong_FromLong(value))


def test_a_tag_is_given_on_the_first_look_up_to_the_bases_first():
    a = make("A", x=1)
    b = make("B", a)
    assert (tag(a), tag(b)) == (0, 0)
    assert _PyType_Lookup(b, "x").value == 1
    assert _Py_MAX_GLOBAL_TYPE_VERSION_TAG < tag(a) < tag(b) < types.next_version_tag
    assert 0 < tag(PyBaseObject_Type) <= _Py_MAX_GLOBAL_TYPE_VERSION_TAG
    assert type_cache_entries(b)["x"].value == 1


def test_a_change_takes_the_tags_of_all_heirs_and_only_theirs():
    a = make("A", x=1)
    b = make("B", a)
    c = make("C", b)
    other = make("Other", x=5)
    for cls in (c, other):
        _PyType_Lookup(cls, "x")
    kept = tag(other)
    set_attr(b, "x", 2)
    assert tag(a) and (tag(b), tag(c)) == (0, 0)
    assert type_cache_entries(c) == {} and tag(other) == kept
    assert _PyType_Lookup(c, "x").value == 2
    set_attr(b, "x", None)
    assert _PyType_Lookup(c, "x").value == 1


def test_what_is_missing_is_remembered_too():
    a = make("A")
    assert _PyType_Lookup(a, "nope") is None
    assert type_cache_entries(a) == {"nope": None}
    set_attr(a, "nope", 3)
    assert _PyType_Lookup(a, "nope").value == 3


def test_a_class_that_changes_too_often_is_not_cached():
    a = make("A", x=0)
    for i in range(MAX_VERSIONS_PER_CLASS):
        _PyType_Lookup(a, "x")
        set_attr(a, "x", i)
    b = make("B", a)
    for cls in (a, b):
        assert _PyType_Lookup(cls, "x").value == MAX_VERSIONS_PER_CLASS - 1
        assert tag(cls) == 0 and type_cache_entries(cls) == {}


def test_long_names_are_not_cached():
    a = make("A")
    _PyType_Lookup(a, "n" * 101)
    assert type_cache_entries(a) == {}


def test_a_deep_chain_of_bases_needs_no_host_stack():
    cls = make("A", x=1)
    chain = [cls]
    for _ in range(3000):
        cls = PyObject(PyType_Type, type(cls.value)("B"))
        cls.value.tp_flags = chain[0].value.tp_flags
        cls.value.tp_bases = PyTuple_New((chain[-1],))
        cls.value.tp_mro = chain[0].value.tp_mro
        chain.append(cls)
    assert _PyType_Lookup(cls, "x").value == 1
    assert [tag(c) for c in chain] == sorted({tag(c) for c in chain})


def test_hits_are_counted_only_while_someone_looks():
    a = make("A", x=1)
    _PyType_Lookup(a, "x")
    before = types.hits, types.misses
    _PyType_Lookup(a, "x")
    assert (types.hits, types.misses) == before
    count_look_ups(True)
    try:
        for _ in range(3):
            _PyType_Lookup(a, "x")
        _PyType_Lookup(a, "y")
        assert types.hits == before[0] + 3 and types.misses == before[1] + 1
        assert type(PyLong_Type.value.tp_cache) is not dict
    finally:
        count_look_ups(False)
    assert type(PyLong_Type.value.tp_cache) is dict
