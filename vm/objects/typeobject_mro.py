"""Bases of types: C3 linearisation, best base, layout compatibility, ``__bases__`` assignment.

From Objects/typeobject.c.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import call
from vm.objects import object as object_c
from vm.objects.abstract import PySequence_Tuple
from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_held
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_INLINE_VALUES,
    Py_TPFLAGS_MANAGED_DICT,
    Py_TPFLAGS_MANAGED_WEAKREF,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_XDECREF,
    PyBaseObject_Type,
    PyErr,
    PyObject,
    PyType_IsSubtype,
    PyType_Type,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.typeobject import PyType_Modified, _PyObject_LookupSpecial, _PyType_Lookup
from vm.objects.typeobject_cache import type_mro_modified
from vm.objects.typeobject_subtype import subtype_dealloc

PyTuple_New: Callable
PyList_New: Callable
PyWeakref_NewRef: Callable
update_all_slots: Callable

_PREHEADER = Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_MANAGED_WEAKREF


def PyType_Check(op: PyObject) -> bool:
    """Whether the object is a type."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS)


# ---- the method resolution order

def _class_name(cls: PyObject) -> Any:
    """A class's ``__name__``, or its repr (class_name); new reference; a generator."""
    name = object_c.PyObject_GetOptionalAttr(cls, object_c._Py_ID("__name__"))
    if type(name) in PENDING:
        name = yield name
    if name is None:
        name = object_c.PyObject_Repr(cls)
        if type(name) in PENDING:
            name = yield name
    return name


def _check_duplicates(bases: tuple) -> PyObject | None:
    """The first base that appears twice, or None."""
    for i, base in enumerate(bases):
        if base in bases[i + 1:]:
            return base
    return None


def _duplicate_base_error(base: PyObject) -> Any:
    name = yield _class_name(base)
    text = name.value if isinstance(name.value, str) else None
    Py_DECREF(name)
    raise PyErr_Format(
        PyExc_TypeError, "duplicate base class" + (f" {text}" if text is not None else ""))


def _set_mro_error(to_merge: list, remain: list) -> Any:
    """Raise TypeError naming the classes among which no order can be found; a generator."""
    candidates = dict.fromkeys(
        seq[at] for seq, at in zip(to_merge, remain) if at < len(seq))
    names = []
    for cls in candidates:
        name = yield _class_name(cls)
        names.append(name.value if isinstance(name.value, str) else "?")
        Py_DECREF(name)
    text = ("Cannot create a consistent method resolution order (MRO) for bases "
            + ", ".join(names))
    raise PyErr_Format(PyExc_TypeError, text[:999])


def pmerge(to_merge: list, remain: list) -> list:
    """The C3 merge of several linearisations.

    Args:
        to_merge: host sequences of types.
        remain: as many zeros; on return, how far each sequence was consumed.

    Returns:
        The merged types, not all of them if no order satisfies every sequence.
    """
    merged: list[PyObject] = []
    while True:
        tails: dict[PyObject, None] = {}
        for seq, at in zip(to_merge, remain):
            for cls in seq[at + 1:]:
                tails[cls] = None
        for seq, at in zip(to_merge, remain):
            if at < len(seq) and seq[at] not in tails:
                chosen = seq[at]
                break
        else:
            return merged
        merged.append(chosen)
        for i, seq in enumerate(to_merge):
            if remain[i] < len(seq) and seq[remain[i]] is chosen:
                remain[i] += 1


def mro_implementation(type_op: PyObject) -> Any:
    """The default linearisation as a host list of borrowed types; pending only for an error."""
    bases = type_op.value.tp_bases.value
    for base in bases:
        if base.value.tp_mro is None:
            raise PyErr_Format(
                PyExc_TypeError, f"Cannot extend an incomplete type '{base.value.tp_name}'")
    if len(bases) == 1:
        return [type_op, *bases[0].value.tp_mro.value]
    duplicate = _check_duplicates(bases)
    if duplicate is not None:
        return _duplicate_base_error(duplicate)
    to_merge = [base.value.tp_mro.value for base in bases]
    to_merge.append(bases)
    remain = [0] * len(to_merge)
    merged = pmerge(to_merge, remain)
    if any(at < len(seq) for seq, at in zip(to_merge, remain)):
        return _set_mro_error(to_merge, remain)
    return [type_op, *merged]


def _tuple_of(types: list) -> PyObject:
    for op in types:
        op.ob_refcnt += 1
    return PyTuple_New(tuple(types))


def type_mro(type_op: PyObject) -> Any:
    """``type.mro()``: a new guest list."""
    found = mro_implementation(type_op)
    if type(found) in PENDING:
        return found
    for op in found:
        op.ob_refcnt += 1
    return PyList_New(found)


def mro_internal(type_op: PyObject) -> Any:
    """Compute and set ``tp_mro``; host None, or pending when the metaclass has its own ``mro``."""
    if type_op.ob_type is not PyType_Type:
        meth = _PyType_Lookup(type_op.ob_type, "mro")
        default = PyType_Type.value.tp_dict
        if default is None or meth is not default.value.me_value.get("mro"):
            return _mro_custom(type_op)
    found = mro_implementation(type_op)
    if type(found) in PENDING:
        return found
    _set_tp_mro(type_op, _tuple_of(found), False)
    return None


def _set_tp_mro(type_op: PyObject, mro: PyObject, custom: bool) -> None:
    old, type_op.value.tp_mro = type_op.value.tp_mro, mro
    PyType_Modified(type_op)
    type_mro_modified(type_op, custom)
    Py_XDECREF(old)


def _mro_custom(type_op: PyObject) -> Any:
    """Call the metaclass's ``mro`` and check what it returns (the rest of mro_invoke)."""
    before = type_op.value.tp_mro
    if before is not None:
        before.ob_refcnt += 1
    try:
        mro = yield _mro_invoke(type_op)
        if type_op.value.tp_mro is not before:  # replaced by a re-entrant assignment of __bases__
            Py_DECREF(mro)
        else:
            _set_tp_mro(type_op, mro, True)
    finally:
        Py_XDECREF(before)


def _mro_invoke(type_op: PyObject) -> Any:
    meth = _PyObject_LookupSpecial(type_op, "mro")
    if type(meth) in PENDING:
        meth = yield meth
    try:
        res = call.PyObject_CallNoArgs(meth)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(meth)
    try:
        mro = PySequence_Tuple(res)
        if type(mro) in PENDING:
            mro = yield mro
    finally:
        Py_DECREF(res)
    try:
        _mro_check(type_op, mro.value)
    except PyErr:
        Py_DECREF(mro)
        raise
    return mro


def _mro_check(type_op: PyObject, mro: tuple) -> None:
    if not mro:
        raise PyErr_Format(PyExc_TypeError, "type MRO must not be empty")
    solid = solid_base(type_op)
    for cls in mro:
        if not PyType_Check(cls):
            raise PyErr_Format(
                PyExc_TypeError,
                f"mro() returned a non-class ('{cls.ob_type.value.tp_name}')")
        if not PyType_IsSubtype(solid, solid_base(cls)):
            raise PyErr_Format(
                PyExc_TypeError,
                f"mro() returned base with unsuitable layout ('{cls.value.tp_name}')")


# ---- layout

def _shape_differs(a: PyObject, b: PyObject) -> bool:
    ta, tb = a.value, b.value
    if ta.tp_basicsize != tb.tp_basicsize or ta.tp_itemsize != tb.tp_itemsize:
        return True
    # A built-in type's body is its own even where its C struct has no known size here.
    return (not ta.tp_flags & Py_TPFLAGS_HEAPTYPE and ta.tp_basicsize == 16
            and b is PyBaseObject_Type and a is not b and ta.tp_new is not None
            and ta.tp_new is not PyBaseObject_Type.value.tp_new)


def solid_base(type_op: PyObject) -> PyObject:
    """The nearest type in the chain of bases that adds something to the instances' layout."""
    chain = []
    op: PyObject | None = type_op
    while op is not None:
        chain.append(op)
        op = op.value.tp_base
    solid = PyBaseObject_Type
    for op in reversed(chain):
        if _shape_differs(op, solid):
            solid = op
    return solid


def best_base(bases: tuple) -> PyObject:
    """The base whose layout the new type extends (borrowed)."""
    base = winner = None
    for base_i in bases:
        if not PyType_Check(base_i):
            raise PyErr_Format(PyExc_TypeError, "bases must be types")
        if not base_i.value.tp_flags & Py_TPFLAGS_BASETYPE:
            raise PyErr_Format(
                PyExc_TypeError,
                f"type '{base_i.value.tp_name}' is not an acceptable base type")
        candidate = solid_base(base_i)
        if winner is None:
            winner, base = candidate, base_i
        elif PyType_IsSubtype(winner, candidate):
            pass
        elif PyType_IsSubtype(candidate, winner):
            winner, base = candidate, base_i
        else:
            raise PyErr_Format(
                PyExc_TypeError, "multiple bases have instance lay-out conflict")
    return base  # type: ignore[return-value]


def _PyType_CalculateMetaclass(metatype: PyObject, bases: tuple) -> PyObject:
    """The most derived of the metaclass and the types of all bases (borrowed)."""
    winner = metatype
    for base in bases:
        candidate = base.ob_type
        if PyType_IsSubtype(winner, candidate):
            continue
        if PyType_IsSubtype(candidate, winner):
            winner = candidate
            continue
        raise PyErr_Format(
            PyExc_TypeError,
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
            "subclass of the metaclasses of all its bases")
    return winner


def _compatible_with_tp_base(child: PyObject) -> bool:
    parent = child.value.tp_base
    if parent is None:
        return False
    c, p = child.value, parent.value
    return (
        c.tp_basicsize == p.tp_basicsize and c.tp_itemsize == p.tp_itemsize
        and c.tp_dictoffset == p.tp_dictoffset and c.tp_weaklistoffset == p.tp_weaklistoffset
        and c.tp_flags & Py_TPFLAGS_HAVE_GC == p.tp_flags & Py_TPFLAGS_HAVE_GC
        and c.tp_dealloc in (subtype_dealloc, p.tp_dealloc)
    )


def _same_slots_added(a: PyObject, b: PyObject) -> bool:
    ta, tb = a.value, b.value
    size = ta.tp_base.value.tp_basicsize
    if not ta.tp_flags & tb.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return False
    if ta.ht_slots is not None and tb.ht_slots is not None:
        names = [s.value for s in ta.ht_slots.value]
        if names != [s.value for s in tb.ht_slots.value]:
            return False
        size += 8 * len(names)
    return size == ta.tp_basicsize and size == tb.tp_basicsize


def compatible_for_assignment(old: PyObject, new: PyObject, attr: str) -> None:
    """Raise TypeError unless instances of ``old`` can become instances of ``new``."""
    if (new.value.tp_flags ^ old.value.tp_flags) & Py_TPFLAGS_HAVE_GC:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{attr} assignment: '{new.value.tp_name}' deallocator differs from "
            f"'{old.value.tp_name}'")
    newbase, oldbase = new, old
    while _compatible_with_tp_base(newbase):
        newbase = newbase.value.tp_base
    while _compatible_with_tp_base(oldbase):
        oldbase = oldbase.value.tp_base
    same = newbase is oldbase or (
        newbase.value.tp_base is oldbase.value.tp_base and _same_slots_added(newbase, oldbase))
    flags = _PREHEADER | Py_TPFLAGS_INLINE_VALUES
    if not same or (new.value.tp_flags ^ old.value.tp_flags) & flags:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{attr} assignment: '{new.value.tp_name}' object layout differs from "
            f"'{old.value.tp_name}'")


# ---- subclasses

def add_subclass(base: PyObject, type_op: PyObject) -> None:
    """Note a direct subclass, by a weak reference to it."""
    body = base.value
    if not body.tp_subclasses and body.tp_flags & Py_TPFLAGS_HEAPTYPE:
        count_held("dicts")
    ref = PyWeakref_NewRef(type_op, None)
    Py_XDECREF(body.tp_subclasses.get(type_op))
    body.tp_subclasses[type_op] = ref


def remove_all_subclasses(type_op: PyObject, bases: PyObject) -> None:
    """Forget a type in the lists of its bases."""
    for base in bases.value:
        if PyType_Check(base):
            Py_XDECREF(base.value.tp_subclasses.pop(type_op, None))


def _PyType_GetSubclasses(type_op: PyObject) -> list[PyObject]:
    """The live direct subclasses, as new references."""
    found = [op for op in type_op.value.tp_subclasses if op.ob_refcnt > 0]
    for op in found:
        op.ob_refcnt += 1
    return found


def type___subclasses__(type_op: PyObject) -> PyObject:
    """``cls.__subclasses__()``."""
    return PyList_New(_PyType_GetSubclasses(type_op))


# ---- __bases__

def check_set_special_type_attr(type_op: PyObject, value: PyObject | None, name: str) -> None:
    """Raise TypeError if the attribute of a type cannot be set, or deleted."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_IMMUTABLETYPE:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot set '{name}' attribute of immutable type '{tp.tp_name}'")
    if value is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot delete '{name}' attribute of immutable type '{tp.tp_name}'")


def _check_new_bases(type_op: PyObject, new_bases: PyObject) -> None:
    tp = type_op.value
    if not new_bases.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"can only assign tuple to {tp.tp_name}.__bases__, not "
            f"{new_bases.ob_type.value.tp_name}")
    if not new_bases.value:
        raise PyErr_Format(
            PyExc_TypeError,
            f"can only assign non-empty tuple to {tp.tp_name}.__bases__, not ()")
    for base in new_bases.value:
        if not PyType_Check(base):
            raise PyErr_Format(
                PyExc_TypeError,
                f"{tp.tp_name}.__bases__ must be tuple of classes, not "
                f"'{base.ob_type.value.tp_name}'")
        op: PyObject | None = base
        cycle = PyType_IsSubtype(base, type_op)
        while op is not None and not cycle:
            cycle = op is type_op
            op = op.value.tp_base
        if cycle:
            raise PyErr_Format(
                PyExc_TypeError, "a __bases__ item causes an inheritance cycle")


def type_set_bases(type_op: PyObject, new_bases: PyObject | None) -> Any:
    """``cls.__bases__ = new_bases``; a generator: every subclass's MRO is computed anew."""
    check_set_special_type_attr(type_op, new_bases, "__bases__")
    assert new_bases is not None
    _check_new_bases(type_op, new_bases)
    new_base = best_base(new_bases.value)
    tp = type_op.value
    compatible_for_assignment(tp.tp_base, new_base, "__bases__")
    return _type_set_bases(type_op, new_bases, new_base)


def _type_set_bases(type_op: PyObject, new_bases: PyObject, new_base: PyObject) -> Any:
    tp = type_op.value
    old_bases, old_base = tp.tp_bases, tp.tp_base
    new_bases.ob_refcnt += 1
    new_base.ob_refcnt += 1
    tp.tp_bases, tp.tp_base = new_bases, new_base
    changed: list[tuple[PyObject, PyObject, PyObject | None]] = []
    try:
        yield _mro_hierarchy(type_op, changed)
    except PyErr:
        _undo_mro(changed)
        if tp.tp_bases is new_bases:
            tp.tp_bases, tp.tp_base = old_bases, old_base
            old_bases, old_base = new_bases, new_base
        Py_DECREF(old_bases)
        Py_DECREF(old_base)
        raise
    for _, _, old_mro in changed:
        Py_XDECREF(old_mro)
    if tp.tp_bases is new_bases:
        remove_all_subclasses(type_op, old_bases)
        for base in new_bases.value:
            add_subclass(base, type_op)
        update_all_slots(type_op)
    Py_DECREF(old_bases)
    Py_DECREF(old_base)


def _undo_mro(changed: list) -> None:
    for cls, new_mro, old_mro in reversed(changed):
        if cls.value.tp_mro is new_mro:
            cls.value.tp_mro = old_mro
            PyType_Modified(cls)
            Py_DECREF(new_mro)
        else:
            Py_XDECREF(old_mro)


def _mro_hierarchy(type_op: PyObject, changed: list) -> Any:
    """Recompute the MRO of a type and of everything below it, parents first."""
    stack = [type_op]
    while stack:
        cls = stack.pop()
        old_mro = cls.value.tp_mro
        if old_mro is not None:
            old_mro.ob_refcnt += 1
        try:
            pending = mro_internal(cls)
            if type(pending) in PENDING:
                yield pending
        except PyErr:
            Py_XDECREF(old_mro)
            raise
        if cls.value.tp_mro is old_mro:
            Py_XDECREF(old_mro)
            continue
        changed.append((cls, cls.value.tp_mro, old_mro))
        stack.extend(reversed(list(cls.value.tp_subclasses)))


def type_bases(type_op: PyObject) -> PyObject:
    """``cls.__bases__``."""
    bases = type_op.value.tp_bases
    bases.ob_refcnt += 1
    return bases



@late_import
def _bind() -> None:
    global PyTuple_New, PyList_New, PyWeakref_NewRef, update_all_slots
    from vm.objects.listobject import PyList_New
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject_slots import update_all_slots
    from vm.objects.weakrefobject import PyWeakref_NewRef
