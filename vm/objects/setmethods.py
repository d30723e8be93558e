"""Methods and operators of set and frozenset. The second half of Objects/setobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_passing_tuple
from vm.objects.pycore_hostkey import GENERAL, hostkey
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_GE,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_True,
    PyDict_Type,
    PyErr,
    PyFrozenSet_Type,
    PyObject,
    PySet_Type,
    set_slots,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_KeyError, _PyErr_SetKeyError
from vm.objects.setobject import (
    PyAnySet_Check,
    PyAnySet_CheckExact,
    PySet_Add,
    PySet_Size,
    _PySet_Update,
    add_entry,
    add_hashed_key,
    basetype,
    contains_key,
    copy_of,
    discard_key,
    frozenset_hash,
    frozenset_new,
    made,
    make_new_set,
    new_set,
    set_add_key,
    set_clear_internal,
    set_contains,
    set_dealloc,
    set_init,
    set_iter,
    set_new,
    set_repr,
    set_traverse,
    set_vectorcall,
    with_frozen,
)
from vm.objects.settable import (
    PySetObject,
    set_entries,
    set_hostkeys,
    set_pop_entry,
    set_remove_entry,
    set_swap_bodies,
    set_sync,
    set_table_resize,
)


@late_import
def _bind() -> None:
    global PyObject_GetIter, PyIter_Next, PyObject_Hash, PyLong_FromLong, PyTuple_New, PyList_New
    global Py_GenericAlias, _PyDict_Contains_KnownHash, _PyObject_GetState, Py_BuildValue
    global dict_hashes
    from vm.objects.abstract import PyIter_Next, PyObject_GetIter
    from vm.objects.dictobject import _PyDict_Contains_KnownHash, dict_hashes
    from vm.objects.genericaliasobject import Py_GenericAlias
    from vm.objects.listobject import PyList_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.modsupport import Py_BuildValue
    from vm.objects.object import PyObject_Hash, PyObject_HashNotImplemented
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject_reduce import _PyObject_GetState

    set_slots(PySet_Type, tp_hash=PyObject_HashNotImplemented)


def _plain(a: PySetObject, b: PySetObject) -> bool:
    """Whether neither set has keys that need guest code."""
    return a.ma_index is None and b.ma_index is None


def for_each(iterable: PyObject, visit: Any) -> Any:
    """Call ``visit(item)`` for each item of an iterable, until it returns True (a generator).

    Returns:
        Whether a visit ended it. A visit may return something pending.
    """
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    rounds = 0
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return False
            try:
                res = visit(item)
                if type(res) in PENDING:
                    res = yield res
            finally:
                Py_DECREF(item)
            if res is True:
                return True
            rounds += 1
            if not rounds & 4095:
                yield None
    finally:
        Py_DECREF(it)


# -- union ------------------------------------------------------------------------------------------


def set_copy(self: PyObject) -> PyObject:
    """set.copy"""
    return copy_of(basetype(self.ob_type), self.value)


def frozenset_copy(self: PyObject) -> PyObject:
    """frozenset.copy"""
    if self.ob_type is PyFrozenSet_Type:
        self.ob_refcnt += 1
        return self
    return set_copy(self)


def set_update(self: PyObject, others: list) -> Any:
    """set.update"""
    count_passing_tuple(len(others))
    return _none_after(_update_all(self, others)) if others else Py_None


def _none_after(pending: Any) -> Any:
    yield pending
    return Py_None


def _update_all(op: PyObject, others: list) -> Any:
    for other in others:
        done = _PySet_Update(op, other)
        if done is not None:
            yield done


def set_union(self: PyObject, others: list) -> Any:
    """set.union"""
    count_passing_tuple(len(others))
    op = set_copy(self)
    others = [other for other in others if other is not self]
    return made(_update_all(op, others), op) if others else op


def set_or(a: PyObject, b: PyObject) -> Any:
    """nb_or."""
    if not PyAnySet_Check(a) or not PyAnySet_Check(b):
        return Py_NotImplemented
    op = set_copy(a)
    done = _PySet_Update(op, b) if a is not b else None
    return op if done is None else made(done, op)


def set_ior(a: PyObject, b: PyObject) -> Any:
    """nb_inplace_or."""
    if not PyAnySet_Check(b):
        return Py_NotImplemented
    done = _PySet_Update(a, b)
    if done is not None:
        return _self_after(done, a)
    a.ob_refcnt += 1
    return a


def _self_after(pending: Any, op: PyObject) -> Any:
    yield pending
    op.ob_refcnt += 1
    return op


# -- intersection -----------------------------------------------------------------------------------


def set_intersection(so: PyObject, other: PyObject) -> Any:
    """The intersection with any iterable, a new set; may be pending."""
    if so is other:
        return set_copy(so)
    result = new_set(basetype(so.ob_type))
    if not PyAnySet_Check(other):
        return made(_intersect_iterable(result.value, so, other, result), result)
    body, source = so.value, other.value
    if len(source.me_key) > len(body.me_key):
        body, source = source, body
    if _plain(body, source):
        have, keys = body.me_key, source.me_key
        out = result.value
        for hk in set_hostkeys(source):
            if hk in have:
                key = keys[hk]
                key.ob_refcnt += 1
                out.me_key[hk] = key
                out.todo.append(hk)
        return result
    return made(_intersect_sets(result.value, body, source), result)


def _intersect_sets(out: PySetObject, body: PySetObject, source: PySetObject) -> Any:
    for hk, h in set_entries(source):
        key = source.me_key.get(hk)
        if key is None:
            continue
        key.ob_refcnt += 1
        try:
            found = contains_key(body, key, h)
            if type(found) in PENDING:
                found = yield found
            if found and hk in source.me_key:
                done = add_entry(out, source, hk, h)
                if done is not None:
                    yield done
        finally:
            Py_DECREF(key)


def _intersect_iterable(
    out: PySetObject, so: PyObject, other: PyObject, result: PyObject
) -> Any:
    body = so.value

    def visit(key: PyObject) -> Any:
        if hostkey(key) is GENERAL or body.ma_index is not None:
            return visit_general(key)
        if not contains_key(body, key):
            return False
        PySet_Add(result, key)
        return len(out.me_key) >= len(body.me_key)

    def visit_general(key: PyObject) -> Any:
        h = PyObject_Hash(key)
        if type(h) in PENDING:
            h = yield h
        found = contains_key(body, key, h)
        if type(found) in PENDING:
            found = yield found
        if not found:
            return False
        done = set_add_key(out, key, hostkey(key), h)
        if done is not None:
            yield done
        return len(out.me_key) >= len(body.me_key)

    yield for_each(other, visit)


def set_intersection_multi(self: PyObject, others: list) -> Any:
    """set.intersection"""
    count_passing_tuple(len(others))
    if not others:
        return set_copy(self)
    if len(others) == 1:
        return set_intersection(self, others[0])
    return _intersection_multi(self, others)


def _intersection_multi(self: PyObject, others: list) -> Any:
    self.ob_refcnt += 1
    result = self
    for other in others:
        try:
            res = set_intersection(result, other)
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(result)
        result = res
    return result


def _swap_in(self: PyObject, tmp: PyObject) -> None:
    set_swap_bodies(self.value, tmp.value)
    Py_DECREF(tmp)


def set_intersection_update_multi(self: PyObject, others: list) -> Any:
    """set.intersection_update (a generator)"""
    tmp = set_intersection_multi(self, others)
    if type(tmp) in PENDING:
        tmp = yield tmp
    if tmp is self:
        Py_DECREF(tmp)
    else:
        _swap_in(self, tmp)
    return Py_None


def set_and(a: PyObject, b: PyObject) -> Any:
    """nb_and."""
    if not PyAnySet_Check(a) or not PyAnySet_Check(b):
        return Py_NotImplemented
    return set_intersection(a, b)


def set_iand(a: PyObject, b: PyObject) -> Any:
    """nb_inplace_and."""
    if not PyAnySet_Check(b):
        return Py_NotImplemented
    return _self_after(set_intersection_update_multi(a, [b]), a)


# -- difference -------------------------------------------------------------------------------------


def set_difference_update_internal(so: PyObject, other: PyObject) -> Any:
    """Take out what is in any iterable; None or pending."""
    if so is other:
        set_clear_internal(so)
        return None
    return _difference_update(so, other)


def _difference_update(so: PyObject, other: PyObject) -> Any:
    body = so.value
    set_sync(body)
    if PyAnySet_Check(other):
        if len(other.value.me_key) >> 3 > len(body.me_key):
            other = set_intersection(so, other)
            if type(other) in PENDING:
                other = yield other
        else:
            other.ob_refcnt += 1
        try:
            yield _discard_entries(body, other.value)
        finally:
            Py_DECREF(other)
    else:
        yield for_each(other, lambda key: _never(discard_key(body, key)))
    set_sync(body)
    used = len(body.me_key)
    if body.fill - used > body.mask // 4:
        set_table_resize(body, used * 2 if used > 50000 else used * 4)


def _never(res: Any) -> Any:
    """A visitor's result that does not end the loop."""
    return _never_after(res) if type(res) in PENDING else False


def _never_after(pending: Any) -> Any:
    yield pending
    return False


def _discard_entries(body: PySetObject, source: PySetObject) -> Any:
    if _plain(body, source):
        for hk in set_hostkeys(source):
            if hk in body.me_key:
                Py_DECREF(set_remove_entry(body, hk))
        return
    for hk, h in set_entries(source):
        key = source.me_key.get(hk)
        if key is None:
            continue
        key.ob_refcnt += 1
        try:
            done = discard_key(body, key, h)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(key)


def set_difference_update(self: PyObject, others: list) -> Any:
    """set.difference_update (a generator)"""
    count_passing_tuple(len(others))
    for other in others:
        done = set_difference_update_internal(self, other)
        if done is not None:
            yield done
    return Py_None


def _copy_and_difference(so: PyObject, other: PyObject) -> Any:
    op = set_copy(so)
    done = set_difference_update_internal(op, other)
    return op if done is None else made(done, op)


def set_difference(so: PyObject, other: PyObject) -> Any:
    """What is in a set but not in an iterable, a new set; may be pending."""
    if PyAnySet_Check(other):
        size = len(other.value.me_key)
    elif other.ob_type is PyDict_Type:
        size = len(other.value.me_value)
    else:
        return _copy_and_difference(so, other)
    body = so.value
    if len(body.me_key) >> 2 > size:
        return _copy_and_difference(so, other)
    result = new_set(basetype(so.ob_type))
    if _plain(body, other.value):
        out = result.value
        have = other.value.me_value
        for hk in set_hostkeys(body):
            if hk not in have:
                key = body.me_key[hk]
                key.ob_refcnt += 1
                out.me_key[hk] = key
                out.todo.append(hk)
        return result
    return made(_difference(result.value, body, other), result)


def _difference(out: PySetObject, body: PySetObject, other: PyObject) -> Any:
    is_dict = other.ob_type is PyDict_Type
    for hk, h in set_entries(body):
        key = body.me_key.get(hk)
        if key is None:
            continue
        key.ob_refcnt += 1
        try:
            found = (_PyDict_Contains_KnownHash(other, key, h) if is_dict
                     else contains_key(other.value, key, h))
            if type(found) in PENDING:
                found = yield found
            if not found and hk in body.me_key:
                done = add_entry(out, body, hk, h)
                if done is not None:
                    yield done
        finally:
            Py_DECREF(key)


def set_difference_multi(self: PyObject, others: list) -> Any:
    """set.difference"""
    count_passing_tuple(len(others))
    if not others:
        return set_copy(self)
    if len(others) == 1:
        return set_difference(self, others[0])
    return _difference_multi(self, others)


def _difference_multi(self: PyObject, others: list) -> Any:
    result = set_difference(self, others[0])
    if type(result) in PENDING:
        result = yield result
    try:
        for other in others[1:]:
            done = set_difference_update_internal(result, other)
            if done is not None:
                yield done
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def set_sub(a: PyObject, b: PyObject) -> Any:
    """nb_subtract."""
    if not PyAnySet_Check(a) or not PyAnySet_Check(b):
        return Py_NotImplemented
    return set_difference(a, b)


def set_isub(a: PyObject, b: PyObject) -> Any:
    """nb_inplace_subtract."""
    if not PyAnySet_Check(b):
        return Py_NotImplemented
    done = set_difference_update_internal(a, b)
    if done is not None:
        return _self_after(done, a)
    a.ob_refcnt += 1
    return a


# -- symmetric difference ---------------------------------------------------------------------------


def _toggle_entries(op: PyObject, source: PySetObject) -> Any:
    """Take out what is there, add what is not (set_symmetric_difference_update_set, a generator)."""
    body = op.value
    for hk, h in set_entries(source):
        key = source.me_key.get(hk)
        if key is None:
            continue
        key.ob_refcnt += 1
        try:
            found = discard_key(body, key, h)
            if type(found) in PENDING:
                found = yield found
            if not found and hk in source.me_key:
                done = add_entry(body, source, hk, h)
                if done is not None:
                    yield done
        finally:
            Py_DECREF(key)


def set_symmetric_difference_update_internal(so: PyObject, other: PyObject) -> Any:
    """set.symmetric_difference_update (a generator)"""
    if so is other:
        set_clear_internal(so)
    elif PyAnySet_Check(other):
        yield _toggle_entries(so, other.value)
    else:
        # A dict's keys are distinct already, and are visited in its own order.
        if other.ob_type is PyDict_Type:
            yield _toggle_dict(so, other)
            return Py_None
        tmp = make_new_set(basetype(so.ob_type), other)
        if type(tmp) in PENDING:
            tmp = yield tmp
        try:
            yield _toggle_entries(so, tmp.value)
        finally:
            Py_DECREF(tmp)
    return Py_None


def _toggle_dict(so: PyObject, other: PyObject) -> Any:
    body = so.value
    for key, h in dict_hashes(other.value):
        key.ob_refcnt += 1
        try:
            found = discard_key(body, key, h)
            if type(found) in PENDING:
                found = yield found
            if not found:
                done = add_hashed_key(body, key, h)
                if done is not None:
                    yield done
        finally:
            Py_DECREF(key)


def set_symmetric_difference(self: PyObject, other: PyObject) -> Any:
    """set.symmetric_difference (a generator)"""
    result = make_new_set(basetype(self.ob_type), other)
    if type(result) in PENDING:
        result = yield result
    try:
        yield _toggle_entries(result, self.value)
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def set_xor(a: PyObject, b: PyObject) -> Any:
    """nb_xor."""
    if not PyAnySet_Check(a) or not PyAnySet_Check(b):
        return Py_NotImplemented
    return set_symmetric_difference(a, b)


def set_ixor(a: PyObject, b: PyObject) -> Any:
    """nb_inplace_xor."""
    if not PyAnySet_Check(b):
        return Py_NotImplemented
    return _self_after(set_symmetric_difference_update_internal(a, b), a)


# -- comparison -------------------------------------------------------------------------------------


def set_issubset(self: PyObject, other: PyObject) -> Any:
    """set.issubset"""
    if not PyAnySet_Check(other):
        return _issubset_of_iterable(self, other)
    body, source = self.value, other.value
    if len(body.me_key) > len(source.me_key):
        return Py_False
    if _plain(body, source):
        return Py_True if body.me_key.keys() <= source.me_key.keys() else Py_False
    return _issubset_general(body, source)


def _issubset_of_iterable(self: PyObject, other: PyObject) -> Any:
    tmp = set_intersection(self, other)
    if type(tmp) in PENDING:
        tmp = yield tmp
    same = len(tmp.value.me_key) == len(self.value.me_key)
    Py_DECREF(tmp)
    return Py_True if same else Py_False


def _issubset_general(body: PySetObject, source: PySetObject) -> Any:
    for hk, h in set_entries(body):
        key = body.me_key.get(hk)
        if key is None:
            continue
        key.ob_refcnt += 1
        try:
            found = contains_key(source, key, h)
            if type(found) in PENDING:
                found = yield found
        finally:
            Py_DECREF(key)
        if not found:
            return Py_False
    return Py_True


def set_issuperset(self: PyObject, other: PyObject) -> Any:
    """set.issuperset"""
    if PyAnySet_Check(other):
        return set_issubset(other, self)
    return _issuperset_of_iterable(self, other)


def _issuperset_of_iterable(self: PyObject, other: PyObject) -> Any:
    missing = yield for_each(other, lambda key: _negated(contains_key(self.value, key)))
    return Py_False if missing else Py_True


def _negated(found: Any) -> Any:
    return _negated_after(found) if type(found) in PENDING else not found


def _negated_after(pending: Any) -> Any:
    found = yield pending
    return not found


def set_isdisjoint(self: PyObject, other: PyObject) -> Any:
    """set.isdisjoint"""
    if self is other:
        return Py_False if self.value.me_key else Py_True
    if not PyAnySet_CheckExact(other):
        return _isdisjoint_from_iterable(self, other)
    body, source = self.value, other.value
    if _plain(body, source):
        return Py_True if body.me_key.keys().isdisjoint(source.me_key.keys()) else Py_False
    if len(source.me_key) > len(body.me_key):
        body, source = source, body
    return _isdisjoint_general(body, source)


def _isdisjoint_general(body: PySetObject, source: PySetObject) -> Any:
    for hk, h in set_entries(source):
        key = source.me_key.get(hk)
        if key is None:
            continue
        key.ob_refcnt += 1
        try:
            found = contains_key(body, key, h)
            if type(found) in PENDING:
                found = yield found
        finally:
            Py_DECREF(key)
        if found:
            return Py_False
    return Py_True


def _isdisjoint_from_iterable(self: PyObject, other: PyObject) -> Any:
    found = yield for_each(other, lambda key: contains_key(self.value, key))
    return Py_False if found else Py_True


def set_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare: inclusion."""
    if not PyAnySet_Check(b):
        return Py_NotImplemented
    n, m = len(a.value.me_key), len(b.value.me_key)
    if op in (Py_EQ, Py_NE):
        h, k = a.value.hash, b.value.hash
        if n != m or (h is not None and k is not None and h != k):
            return Py_False if op == Py_EQ else Py_True
        res = set_issubset(a, b)
        if op == Py_EQ:
            return res
        if type(res) in PENDING:
            return _not_equal(res)
        return Py_False if res is Py_True else Py_True
    if op == Py_LE:
        return set_issubset(a, b)
    if op == Py_GE:
        return set_issubset(b, a)
    if op == Py_LT:
        return set_issubset(a, b) if n < m else Py_False
    return set_issubset(b, a) if n > m else Py_False


def _not_equal(pending: Any) -> Any:
    res = yield pending
    return Py_False if res is Py_True else Py_True


# -- single elements --------------------------------------------------------------------------------


def set_add(self: PyObject, key: PyObject) -> Any:
    """set.add"""
    done = PySet_Add(self, key)
    return Py_None if done is None else _none_after(done)


def set_remove(self: PyObject, key: PyObject) -> Any:
    """set.remove"""
    body = self.value
    res = with_frozen(key, lambda k: discard_key(body, k)) if _general(key) else (
        discard_key(body, key))
    if res is True:
        return Py_None
    if res is False:
        raise _PyErr_SetKeyError(key)
    return _set_remove(key, res)


def _general(key: PyObject) -> bool:
    from vm.objects.pycore_hostkey import GENERAL, hostkey

    return hostkey(key) is GENERAL


def _set_remove(key: PyObject, pending: Any) -> Any:
    if not (yield pending):
        raise _PyErr_SetKeyError(key)
    return Py_None


def set_discard(self: PyObject, key: PyObject) -> Any:
    """set.discard"""
    body = self.value
    res = with_frozen(key, lambda k: discard_key(body, k)) if _general(key) else (
        discard_key(body, key))
    return _none_after(res) if type(res) in PENDING else Py_None


def set_pop(self: PyObject) -> PyObject:
    """set.pop"""
    if not self.value.me_key:
        raise PyErr_Format(PyExc_KeyError, "pop from an empty set")
    return set_pop_entry(self.value)


def set_clear(self: PyObject) -> PyObject:
    """set.clear"""
    set_clear_internal(self)
    return Py_None


def set___contains__(self: PyObject, key: PyObject) -> Any:
    """set.__contains__"""
    res = set_contains(self, key)
    return _bool_after(res) if type(res) in PENDING else Py_True if res else Py_False


def _bool_after(pending: Any) -> Any:
    res = yield pending
    return Py_True if res else Py_False


def set_reduce(self: PyObject) -> Any:
    """__reduce__ (a generator)"""
    body = self.value
    keys = [body.me_key[hk] for hk in set_hostkeys(body)]
    for key in keys:
        key.ob_refcnt += 1
    items = PyList_New(keys)
    try:
        state = _PyObject_GetState(self)
        if type(state) in PENDING:
            state = yield state
        res = Py_BuildValue((self.ob_type, (items,), state))
        Py_DECREF(state)
    finally:
        Py_DECREF(items)
    return res


def set_sizeof(self: PyObject) -> PyObject:
    """__sizeof__"""
    set_sync(self.value)
    size = self.ob_type.value.tp_basicsize
    if self.value.mask > 7:
        size += (self.value.mask + 1) * 16
    return PyLong_FromLong(size)


def set_class_getitem(self: PyObject, item: PyObject) -> Any:
    """__class_getitem__"""
    return Py_GenericAlias(self, item)


_SET_METHODS = (
    PyMethodDef("__contains__", set___contains__, "($self, object, /)"),
    PyMethodDef("add", set_add, "($self, object, /)"),
    PyMethodDef("clear", set_clear, "($self, /)"),
    PyMethodDef("copy", set_copy, "($self, /)"),
    PyMethodDef("discard", set_discard, "($self, object, /)"),
    PyMethodDef("difference", set_difference_multi, "($self, /, *others)"),
    PyMethodDef("difference_update", set_difference_update, "($self, /, *others)"),
    PyMethodDef("intersection", set_intersection_multi, "($self, /, *others)"),
    PyMethodDef("intersection_update", set_intersection_update_multi, "($self, /, *others)"),
    PyMethodDef("isdisjoint", set_isdisjoint, "($self, other, /)"),
    PyMethodDef("issubset", set_issubset, "($self, other, /)"),
    PyMethodDef("issuperset", set_issuperset, "($self, other, /)"),
    PyMethodDef("pop", set_pop, "($self, /)"),
    PyMethodDef("__reduce__", set_reduce, "($self, /)"),
    PyMethodDef("remove", set_remove, "($self, object, /)"),
    PyMethodDef("__sizeof__", set_sizeof, "($self, /)"),
    PyMethodDef("symmetric_difference", set_symmetric_difference, "($self, other, /)"),
    PyMethodDef("symmetric_difference_update", set_symmetric_difference_update_internal,
                "($self, other, /)"),
    PyMethodDef("union", set_union, "($self, /, *others)"),
    PyMethodDef("update", set_update, "($self, /, *others)"),
    PyMethodDef("__class_getitem__", set_class_getitem, "($type, object, /)", classmethod=True),
)
_FROZEN = frozenset((
    "__contains__", "difference", "intersection", "isdisjoint", "issubset", "issuperset",
    "__reduce__", "__sizeof__", "symmetric_difference", "union", "__class_getitem__"))
_FROZENSET_METHODS = tuple(
    PyMethodDef("copy", frozenset_copy, "($self, /)") if row.ml_name == "copy" else row
    for row in _SET_METHODS if row.ml_name in _FROZEN or row.ml_name == "copy")
_SLOTS = {
    "tp_dealloc": set_dealloc,
    "tp_traverse": set_traverse,
    "tp_repr": set_repr,
    "tp_richcompare": set_richcompare,
    "tp_iter": set_iter,
    "sq_length": PySet_Size,
    "sq_contains": set_contains,
    "nb_subtract": set_sub,
    "nb_and": set_and,
    "nb_xor": set_xor,
    "nb_or": set_or,
}
set_slots(
    PySet_Type,
    **_SLOTS,
    tp_new=set_new,
    tp_init=set_init,
    tp_vectorcall=set_vectorcall,
    tp_clear=set_clear_internal,
    nb_inplace_subtract=set_isub,
    nb_inplace_and=set_iand,
    nb_inplace_xor=set_ixor,
    nb_inplace_or=set_ior,
    tp_methods=_SET_METHODS,
)
set_slots(
    PyFrozenSet_Type,
    **_SLOTS,
    tp_new=frozenset_new,
    tp_vectorcall=frozenset_new,
    tp_hash=frozenset_hash,
    tp_clear=set_clear_internal,
    tp_methods=_FROZENSET_METHODS,
)
