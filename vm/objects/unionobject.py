"""types.UnionType: ``int | str``. Models Objects/unionobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract
from vm.objects import object as object_c
from vm.objects.genericaliasobject import (
    Py_GenericAliasType,
    _Py_make_parameters,
    _Py_subs_parameters,
    ga_repr_item,
)
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMemberDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_TYPE_SUBCLASS,
    PyObject,
    PyObject_TypeCheck,
    PyUnicode_Type,
    _PyNone_Type,
    decref_all,
    incref_all,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container

PyTuple_New: Callable
PyFrozenSet_New: Callable
_PyTypeAlias_Type: PyObject

_PyUnion_Type = static_type("types.UnionType", tp_basicsize=32, tp_flags=Py_TPFLAGS_HAVE_GC)


class unionobject:
    """The body of a union: the tuple of its members and, once asked for, of its type variables; owned."""

    __slots__ = ("args", "parameters")

    def __init__(self, args: PyObject):
        self.args = args
        self.parameters: PyObject | None = None


def make_union(members: list) -> PyObject:
    """A union of members; steals the references in the list."""
    union = PyObject_GC_New(_PyUnion_Type, unionobject(PyTuple_New(tuple(members))))
    _PyObject_GC_TRACK(union)
    return union


def is_unionable(op: PyObject) -> bool:
    """Whether an object may be joined by ``|``."""
    return (op is Py_None or bool(op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS)
            or PyObject_TypeCheck(op, Py_GenericAliasType) or op.ob_type is _PyUnion_Type
            or op.ob_type is _PyTypeAlias_Type)


def get_types(op: PyObject) -> tuple:
    """The members that an operand of ``|`` stands for, borrowed."""
    if op is Py_None:
        return (_PyNone_Type,)
    return op.value.args.value if op.ob_type is _PyUnion_Type else (op,)


def _Py_union_type_or(left: PyObject, right: PyObject) -> Any:
    """``left | right``: the union of types, generic aliases, None and other unions."""
    if not is_unionable(left) or not is_unionable(right):
        return Py_NotImplemented
    return merge(get_types(left), get_types(right), left)


def merge(items1: tuple, items2: tuple, left: PyObject) -> Any:
    """The union of members, or ``left`` if nothing is added to it.

    Pending only if generic aliases have to be compared.
    """
    aliases = [op for op in items2 if PyObject_TypeCheck(op, Py_GenericAliasType)]
    if aliases and any(PyObject_TypeCheck(op, Py_GenericAliasType) for op in items1):
        return _merge_aliases(items1, items2, left)
    return _merged(items1, [op for op in items2 if op not in items1], left)


def _merged(items1: tuple, added: list, left: PyObject) -> PyObject:
    if not added:
        return Py_NewRef(left)
    members = [*items1, *added]
    incref_all(members)
    return make_union(members)


def _merge_aliases(items1: tuple, items2: tuple, left: PyObject) -> Any:
    incref_all(items1)
    incref_all(items2)
    try:
        added = []
        for op in items2:
            if not (yield _contains(items1, op)):
                added.append(op)
        return _merged(items1, added, left)
    finally:
        decref_all(items1)
        decref_all(items2)


def _contains(items: tuple, op: PyObject) -> Any:
    """Whether there is the same type, or an equal generic alias (a generator)."""
    alias = PyObject_TypeCheck(op, Py_GenericAliasType)
    for item in items:
        if item is op:
            return True
        if alias and PyObject_TypeCheck(item, Py_GenericAliasType):
            same = object_c.PyObject_RichCompareBool(item, op, Py_EQ)
            if type(same) in PENDING:
                same = yield same
            if same:
                return True
    return False


def union_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.args, op.value.parameters)


def union_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, union_traverse)


def union_hash(op: PyObject) -> Any:
    """Hash of the set of members (a generator)."""
    members = PyFrozenSet_New(op.value.args)
    if type(members) in PENDING:
        members = yield members
    try:
        h = object_c.PyObject_Hash(members)
        if type(h) in PENDING:
            h = yield h
    finally:
        Py_DECREF(members)
    return h


def union_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Unions are equal if their members are, in any order."""
    if b.ob_type is not _PyUnion_Type or op not in (Py_EQ, Py_NE):
        return Py_NotImplemented
    return _union_richcompare(a, b, op)


def _union_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    owned: list[PyObject] = []
    try:
        for union in (a, b):
            members = PyFrozenSet_New(union.value.args)
            if type(members) in PENDING:
                members = yield members
            owned.append(members)
        res = object_c.PyObject_RichCompare(owned[0], owned[1], op)
        if type(res) in PENDING:
            res = yield res
    finally:
        decref_all(owned)
    return res


def union_repr(op: PyObject) -> Any:
    """``int | str | None`` (a generator)."""
    parts = []
    for member in op.value.args.value:
        parts.append("None" if member is _PyNone_Type else (yield ga_repr_item(member)))
    return PyObject(PyUnicode_Type, " | ".join(parts))


def union_parameters(op: PyObject) -> Any:
    """``__parameters__``: the type variables among the members (a generator)."""
    body = op.value
    if body.parameters is None:
        body.parameters = yield _Py_make_parameters(body.args)
    body.parameters.ob_refcnt += 1
    return body.parameters


def union_getitem(op: PyObject, item: PyObject) -> Any:
    """``union[T, ...]``: put arguments in the place of type variables (a generator)."""
    params = yield union_parameters(op)
    try:
        new = yield _Py_subs_parameters(op, op.value.args, params, item)
    finally:
        Py_DECREF(params)
    try:
        if not new.value:
            return make_union([])
        res = Py_NewRef(new.value[0])
        for member in new.value[1:]:
            try:
                joined = abstract.PyNumber_Or(res, member)
                if type(joined) in PENDING:
                    joined = yield joined
            finally:
                Py_DECREF(res)
            res = joined
        return res
    finally:
        Py_DECREF(new)


def union_getattro(op: PyObject, name: PyObject) -> Any:
    """``__module__`` is the type's; the rest is ordinary."""
    if name.value == "__module__":
        return object_c.PyObject_GetAttr(op.ob_type, name)
    return object_c.PyObject_GenericGetAttr(op, name)


set_slots(
    _PyUnion_Type, tp_dealloc=union_dealloc, tp_traverse=union_traverse, tp_hash=union_hash,
    tp_richcompare=union_richcompare, tp_repr=union_repr, tp_getattro=union_getattro,
    nb_or=_Py_union_type_or, mp_subscript=union_getitem,
    tp_members=(PyMemberDef("__args__", "args"),),
    tp_getset=(PyGetSetDef("__parameters__", union_parameters, None),),
)
#: A generic alias joins unions in the same way.
set_slots(Py_GenericAliasType, nb_or=_Py_union_type_or)


@late_import
def _bind() -> None:
    global PyTuple_New, PyFrozenSet_New, _PyTypeAlias_Type
    from vm.objects.setobject import PyFrozenSet_New
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typevarobject import _PyTypeAlias_Type
