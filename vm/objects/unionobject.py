"""types.UnionType: ``int | str``. Models Objects/unionobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract
from vm.objects import object as object_c
from vm.objects.genericaliasobject import (
    Py_GenericAliasType,
    _Py_make_parameters,
    _substitute,
    ga_repr_item,
)
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMemberDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_True,
    PyObject,
    PyUnicode_Type,
    _PyNone_Type,
    decref_all,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError

PyTuple_New: Callable
PyFrozenSet_New: Callable

_PyUnion_Type = static_type("types.UnionType", tp_basicsize=32, tp_flags=Py_TPFLAGS_HAVE_GC)


class unionobject:
    """The body of a union: the tuple of its members and, once asked for, of its type variables; owned."""

    __slots__ = ("args", "parameters")

    def __init__(self, args: PyObject):
        self.args = args
        self.parameters: PyObject | None = None


def make_union(members: list) -> PyObject:
    """A union of borrowed members."""
    for op in members:
        op.ob_refcnt += 1
    union = PyObject_GC_New(_PyUnion_Type, unionobject(PyTuple_New(tuple(members))))
    _PyObject_GC_TRACK(union)
    return union


def _is_unionable(op: PyObject) -> bool:
    return (op is Py_None or bool(op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS)
            or op.ob_type is Py_GenericAliasType or op.ob_type is _PyUnion_Type
            or op.ob_type.value.tp_name == "typing.TypeAliasType")


def _members(op: PyObject) -> tuple:
    if op is Py_None:
        return (_PyNone_Type,)
    return op.value.args.value if op.ob_type is _PyUnion_Type else (op,)


def _Py_union_type_or(left: PyObject, right: PyObject) -> Any:
    """``left | right``: the union of types, generic aliases, None and other unions."""
    if not _is_unionable(left) or not _is_unionable(right):
        return Py_NotImplemented
    members = list(_members(left))
    new = _members(right)
    if any(op.ob_type is Py_GenericAliasType for op in new):
        return _merge(left, members, new)
    return _made(left, members, [op for op in new if op not in members])


def _made(left: PyObject, members: list, added: list) -> PyObject:
    if added:
        return make_union(members + added)
    left = _PyNone_Type if left is Py_None else left
    left.ob_refcnt += 1
    return left


def _merge(left: PyObject, members: list, new: tuple) -> Any:
    """Join members, comparing generic aliases by value (a generator)."""
    added = []
    for op in new:
        for member in members:
            same: Any = member is op
            if op.ob_type is Py_GenericAliasType is member.ob_type:
                same = object_c.PyObject_RichCompareBool(member, op, Py_EQ)
                if type(same) in PENDING:
                    same = yield same
            if same:
                break
        else:
            added.append(op)
    return _made(left, members, added)


def union_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.args, op.value.parameters)


def union_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, union_traverse)


def _set_of(op: PyObject) -> Any:
    return PyFrozenSet_New(op.value.args)


def union_hash(op: PyObject) -> Any:
    """Hash of the set of members (a generator)."""
    members = _set_of(op)
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
    if a.ob_type is not b.ob_type or op not in (Py_EQ, Py_NE):
        return Py_NotImplemented
    return _union_richcompare(a, b, op)


def _union_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    owned: list[PyObject] = []
    try:
        for union in (a, b):
            members = _set_of(union)
            if type(members) in PENDING:
                members = yield members
            owned.append(members)
        res = object_c.PyObject_RichCompareBool(owned[0], owned[1], Py_EQ)
        if type(res) in PENDING:
            res = yield res
    finally:
        decref_all(owned)
    return Py_True if bool(res) == (op == Py_EQ) else Py_False


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
    new: list[PyObject] = []
    try:
        given = item.value if item.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS else (item,)
        if not params.value or len(given) != len(params.value):
            shown = yield union_repr(op)
            text = shown.value
            Py_DECREF(shown)
            if not params.value:
                raise PyErr_Format(PyExc_TypeError, f"{text} is not a generic class")
            word = "many" if len(given) > len(params.value) else "few"
            raise PyErr_Format(
                PyExc_TypeError,
                f"Too {word} arguments for {text}; actual {len(given)}, expected "
                f"{len(params.value)}")
        for member in op.value.args.value:
            new.append((yield _substitute(member, params.value, given)))
        res = new[0]
        res.ob_refcnt += 1
        for member in new[1:]:
            try:
                joined = abstract.PyNumber_Or(res, member)
                if type(joined) in PENDING:
                    joined = yield joined
            finally:
                Py_DECREF(res)
            res = joined
        return res
    finally:
        Py_DECREF(params)
        decref_all(new)


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
    global PyTuple_New, PyFrozenSet_New
    from vm.objects.setobject import PyFrozenSet_New
    from vm.objects.tupleobject import PyTuple_New
