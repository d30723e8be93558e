"""The set and frozenset types. Models Objects/setobject.c; the table is in settable.py, methods in setmethods.py.

Every operation has a plain form, for sets whose keys need no guest code, and a generator for the others.
"""

from __future__ import annotations

from typing import Any

from vm.objects.eval_builtin import given_builtin
from vm.objects.getargs import reject_keywords
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_hostkey import (
    GENERAL,
    build_index,
    hostkey,
    index_add,
    plain_hash,
)
from vm.objects.pycore_limits import ITEM_SIZE, check_iterable, check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_TPFLAGS_HAVE_GC,
    PyDict_Type,
    PyErr,
    PyFrozenSet_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PySet_Type,
    PyTuple_Type,
    PyType_IsSubtype,
    PyUnicode_Type,
    decref_all,
    incref_all,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_StopIteration,
    PyExc_TypeError,
)
from vm.objects.settable import (
    DUMMY,
    LINEAR_PROBES,
    PERTURB_SHIFT,
    PySetObject,
    copy_table,
    hash_of,
    set_empty_to_minsize,
    set_entries,
    set_hostkeys,
    set_key,
    set_remove_entry,
    set_sync,
    set_table_resize,
)


@late_import
def _bind() -> None:
    global PyObject_GetIter, PyObject_Hash, PyLong_FromLong, PyTuple_New, PyList_New
    global PyObject_RichCompareBool
    global PyUnicode_FromString, repr_items, Py_ReprEnter, Py_ReprLeave
    global weakrefs_call_back, dict_key, dict_hashes
    from vm.objects.abstract import PyObject_GetIter
    from vm.objects.dictobject import dict_hashes, dict_key
    from vm.objects.listobject import PyList_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import (
        Py_ReprEnter,
        Py_ReprLeave,
        PyObject_Hash,
        PyObject_RichCompareBool,
    )
    from vm.objects.pycore_sequence import repr_items
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.unicodeobject import PyUnicode_FromString
    from vm.objects.weakrefobject import weakrefs_call_back


_MASK64 = (1 << 64) - 1


def PyAnySet_Check(op: PyObject) -> bool:
    """Whether ``op`` is a set, a frozenset or an instance of a subclass of either."""
    tp = op.ob_type
    return (
        tp is PySet_Type or tp is PyFrozenSet_Type
        or PyType_IsSubtype(tp, PySet_Type) or PyType_IsSubtype(tp, PyFrozenSet_Type)
    )


def PyAnySet_CheckExact(op: PyObject) -> bool:
    """Whether ``op`` is exactly a set or a frozenset."""
    return op.ob_type is PySet_Type or op.ob_type is PyFrozenSet_Type


def new_set(type_op: PyObject) -> PyObject:
    """A new empty set of a type."""
    if type_op is PySet_Type or type_op is PyFrozenSet_Type:
        op = PyObject_GC_New(type_op, PySetObject())
        op.ob_ext = None
        _PyObject_GC_TRACK(op)
        return op
    return type_op.value.tp_alloc(type_op, PySetObject())


def basetype(type_op: PyObject) -> PyObject:
    """set or frozenset, whichever a type derives from."""
    if type_op is PySet_Type or PyType_IsSubtype(type_op, PySet_Type):
        return PySet_Type
    return PyFrozenSet_Type


# -- entries ----------------------------------------------------------------------------------------


def PySet_Add(op: PyObject, key: PyObject) -> Any:
    """``op.add(key)``, also for a frozenset under construction; None or pending."""
    body = op.value
    tp = key.ob_type
    hk = key.value if tp is PyUnicode_Type or tp is PyLong_Type else hostkey(key)
    if hk is GENERAL or body.ma_index is not None:
        return set_add_key(body, key, hk)
    if hk in body.me_key:
        return None
    key.ob_refcnt += 1
    body.me_key[hk] = key
    body.todo.append(hk)
    return None


def set_add_key(body: PySetObject, key: PyObject, hk: Any, h: int | None = None) -> Any:
    """Add by the general rules; None or pending. ``h`` is the hash if it is known."""
    if hk is not GENERAL:
        if h is None:
            h = plain_hash(key)
        if body.ma_index is None:
            build_index(body, set_key)
        found = body.ma_index.get(h)  # type: ignore[union-attr]
        if not found:
            _insert(body, key, hk, h)
            return None
        if len(found) == 1 and found[0] == hk:
            return None
    return _set_add_general(body, key, hk, h)


def _insert(body: PySetObject, key: PyObject, hk: Any, h: int) -> None:
    if hk is GENERAL:
        hk = key if key not in body.me_key else object()
    if body.ma_index is None:
        build_index(body, set_key)
    key.ob_refcnt += 1
    body.me_key[hk] = key
    index_add(body, hk, h)
    body.todo.append(hk)


def _set_add_general(body: PySetObject, key: PyObject, hk: Any, h: int | None) -> Any:
    key.ob_refcnt += 1
    try:
        if h is None:
            h = PyObject_Hash(key)
            if type(h) in PENDING:
                h = yield h
        if (yield set_lookkey(body, key, h, True)) is None:
            _insert(body, key, hk, h)
    finally:
        Py_DECREF(key)


def set_lookkey(body: PySetObject, key: PyObject, h: int, adding: bool = False) -> Any:
    """The host key of the entry that equals a key, or None; entries are compared as C does (a generator).

    ``adding``: set_add_entry's rule, that an equal entry counts even if the comparison changed the set.
    """
    while True:
        found = yield _probe(body, key, h, adding)
        if found is not DUMMY:
            return found


def _probe(body: PySetObject, key: PyObject, h: int, adding: bool) -> Any:
    """One walk through the table: the host key, None, or `DUMMY` if it must be begun again."""
    set_sync(body)
    table, thash = body.table, body.thash
    perturb = h & _MASK64
    i = perturb & body.mask
    while True:
        for j in range(i, i + LINEAR_PROBES + 1 if i + LINEAR_PROBES <= body.mask else i + 1):
            hk = table[j]
            if hk is None:
                return None
            if thash[j] != h or hk is DUMMY:
                continue
            start = body.me_key[hk]
            if start is key:
                return hk
            start.ob_refcnt += 1
            try:
                same = PyObject_RichCompareBool(start, key, Py_EQ)
                if type(same) in PENDING:
                    same = yield same
            finally:
                Py_DECREF(start)
            set_sync(body)
            if same and adding:
                return hk
            if body.table is not table or table[j] is not hk or body.me_key.get(hk) is not start:
                return DUMMY
            if same:
                return hk
        perturb >>= PERTURB_SHIFT
        i = (i * 5 + 1 + perturb) & body.mask


def add_entry(body: PySetObject, source: PySetObject, hk: Any, h: int) -> Any:
    """Add another set's entry, with its known hash (set_add_entry); None or pending."""
    key = source.me_key[hk]
    if body.ma_index is None and source.ma_index is None:
        if hk in body.me_key:
            return None
        key.ob_refcnt += 1
        body.me_key[hk] = key
        body.todo.append(hk)
        return None
    return add_hashed_key(body, key, h)


def find_key(body: PySetObject, key: PyObject, h: int | None = None) -> Any:
    """The host key under which ``key`` is in the set, or None; may be pending (set_lookkey)."""
    hk = hostkey(key)
    if hk is not GENERAL:
        if body.ma_index is None:
            return hk if hk in body.me_key else None
        found = body.ma_index.get(plain_hash(key))
        if not found:
            return None
        if len(found) == 1 and found[0] == hk:
            return hk
    return _find_key(body, key, h)


def _find_key(body: PySetObject, key: PyObject, h: int | None) -> Any:
    if h is None:
        h = PyObject_Hash(key)
        if type(h) in PENDING:
            h = yield h
    return (yield set_lookkey(body, key, h))


def contains_key(body: PySetObject, key: PyObject, h: int | None = None) -> Any:
    """Whether a key is in the set: host bool, or pending."""
    hk = find_key(body, key, h)
    return _is_there(hk) if type(hk) in PENDING else hk is not None


def _is_there(pending: Any) -> Any:
    return (yield pending) is not None


def with_frozen(key: PyObject, lookup: Any) -> Any:
    """Run ``lookup(key)``; if the key is an unhashable set, once more with a frozenset (a generator)."""
    try:
        res = lookup(key)
        if type(res) in PENDING:
            res = yield res
        return res
    except PyErr as err:
        if not PyType_IsSubtype(key.ob_type, PySet_Type) or not PyErr_ExceptionMatches(
            err, PyExc_TypeError
        ):
            raise
        PyErr_Clear(err)
    frozen = copy_of(PyFrozenSet_Type, key.value)
    try:
        res = lookup(frozen)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(frozen)
    return res


def set_contains(op: PyObject, key: PyObject) -> Any:
    """sq_contains."""
    body = op.value
    tp = key.ob_type
    if body.ma_index is None and (tp is PyUnicode_Type or tp is PyLong_Type):
        return key.value in body.me_key
    if hostkey(key) is GENERAL:
        return with_frozen(key, lambda k: contains_key(body, k))
    return contains_key(body, key)


def PySet_Contains(op: PyObject, key: PyObject) -> Any:
    """Whether a key is in a set, without the service for unhashable sets; may be pending."""
    return contains_key(op.value, key)


def discard_key(body: PySetObject, key: PyObject, h: int | None = None) -> Any:
    """Take a key out; host bool whether it was there, or pending."""
    hk = find_key(body, key, h)
    if type(hk) in PENDING:
        return _discard_key(body, hk)
    if hk is None:
        return False
    Py_DECREF(set_remove_entry(body, hk))
    return True


def _discard_key(body: PySetObject, pending: Any) -> Any:
    hk = yield pending
    if hk is None:
        return False
    Py_DECREF(set_remove_entry(body, hk))
    return True


def PySet_Size(op: PyObject) -> int:
    """How many elements (also sq_length)."""
    return len(op.value.me_key)


def set_clear_internal(op: PyObject) -> None:
    """Empty a set in place (also tp_clear)."""
    body = op.value
    if not body.me_key and body.fill == 0:
        return
    keys = [body.me_key[hk] for hk in set_hostkeys(body)]
    body.me_key.clear()
    body.ma_index = body.ma_hash = body.hash = None
    set_empty_to_minsize(body)
    decref_all(keys)


def set_items_of(op: PyObject) -> list[PyObject]:
    """The elements in order of the table, as a host list of new references."""
    body = op.value
    items = [body.me_key[hk] for hk in set_hostkeys(body)]
    incref_all(items)
    return items


# -- filling ----------------------------------------------------------------------------------------


def copy_of(type_op: PyObject, body: PySetObject) -> PyObject:
    """A new set of a base type with the entries of a body; never pending (set_copy)."""
    op = new_set(type_op)
    if body.me_key:
        set_sync(body)
        new = op.value
        n = len(body.me_key)
        if n * 5 >= new.mask * 3:
            set_table_resize(new, n * 2)
        copy_table(new, body)
    return op


def set_merge(op: PyObject, other: PyObject) -> Any:
    """Add all elements of another set; None or pending."""
    body, source = op.value, other.value
    if body is source or not source.me_key:
        return None
    set_sync(body)
    set_sync(source)
    if (body.fill + len(source.me_key)) * 5 >= body.mask * 3:
        set_table_resize(body, (len(body.me_key) + len(source.me_key)) * 2)
    if body.fill == 0:
        copy_table(body, source)
        return None
    if body.ma_index is None and source.ma_index is None:
        have, keys = body.me_key, source.me_key
        for hk in set_hostkeys(source):
            if hk not in have:
                key = keys[hk]
                key.ob_refcnt += 1
                have[hk] = key
                body.todo.append(hk)
        return None
    return _set_merge_general(body, source)


def _set_merge_general(body: PySetObject, source: PySetObject) -> Any:
    for hk, h in set_entries(source):
        if hk in source.me_key:
            done = add_entry(body, source, hk, h)
            if done is not None:
                yield done


def set_update_dict(op: PyObject, other: PyObject) -> Any:
    """Add the keys of an exact dict; None or pending."""
    body, source = op.value, other.value
    n = len(source.me_value)
    set_sync(body)
    if (body.fill + n) * 5 >= body.mask * 3:
        set_table_resize(body, (len(body.me_key) + n) * 2)
    if body.ma_index is None and source.ma_index is None:
        have = body.me_key
        for hk in source.me_value:
            if hk not in have:
                key = dict_key(source, hk)
                key.ob_refcnt += 1
                have[hk] = key
                body.todo.append(hk)
        return None
    return _set_update_dict(body, source)


def _set_update_dict(body: PySetObject, source: Any) -> Any:
    for key, h in dict_hashes(source):
        done = add_hashed_key(body, key, h)
        if done is not None:
            yield done


def add_hashed_key(body: PySetObject, key: PyObject, h: int | None) -> Any:
    """Add a key whose hash is known, or None for a key that has a host key; None or pending."""
    hk = hostkey(key)
    return set_add_key(body, key, hk, h)


def _PySet_Update(op: PyObject, other: PyObject) -> Any:
    """Add all elements of an iterable (set_update_internal); None or pending."""
    if PyAnySet_Check(other):
        return set_merge(op, other)
    tp = other.ob_type
    if tp is PyDict_Type:
        return set_update_dict(op, other)
    if tp is PyList_Type or tp is PyTuple_Type:
        body = op.value
        if body.ma_index is None:
            for i, key in enumerate(other.value):
                hk = hostkey(key)
                if hk is GENERAL:
                    return _set_update_iterable(op, other, i)
                if hk not in body.me_key:
                    key.ob_refcnt += 1
                    body.me_key[hk] = key
                    body.todo.append(hk)
            return None
    return _set_update_iterable(op, other, 0)


def _set_update_iterable(op: PyObject, other: PyObject, skip: int) -> Any:
    """Add what an iterable gives, but for the first ``skip`` items (a generator)."""
    check_iterable(other, 2 * ITEM_SIZE)
    it = PyObject_GetIter(other)
    if type(it) in PENDING:
        it = yield it
    iternext = it.ob_type.value.tp_iternext
    rounds = 0
    try:
        while True:
            try:
                key = iternext(it)
                if type(key) in PENDING:
                    key = yield key
            except PyErr as err:
                if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
                    raise
                PyErr_Clear(err)
                return
            if key is None:
                return
            rounds += 1
            try:
                if rounds > skip:
                    done = PySet_Add(op, key)
                    if done is not None:
                        yield done
            finally:
                Py_DECREF(key)
            if not rounds & 4095:
                check_size(len(op.value.me_key), 2 * ITEM_SIZE)
                yield None
    finally:
        Py_DECREF(it)


def make_new_set(type_op: PyObject, iterable: PyObject | None) -> Any:
    """A new set of a type with the elements of an iterable; may be pending."""
    op = new_set(type_op)
    if iterable is None:
        return op
    try:
        done = _PySet_Update(op, iterable)
    except PyErr:
        Py_DECREF(op)
        raise
    return op if done is None else made(done, op)


def made(pending: Any, op: PyObject) -> Any:
    """Deliver ``op`` after what fills it has run; drop it if that fails (a generator)."""
    try:
        yield pending
    except PyErr:
        Py_DECREF(op)
        raise
    return op


def PySet_New(iterable: PyObject | None) -> Any:
    """A new set; plain if empty, else perhaps pending."""
    return make_new_set(PySet_Type, iterable)


def PyFrozenSet_New(iterable: PyObject | None) -> Any:
    """A new frozenset; plain if empty, else perhaps pending."""
    return make_new_set(PyFrozenSet_Type, iterable)


# -- slots ------------------------------------------------------------------------------------------


def set_traverse(op: PyObject) -> Any:
    """tp_traverse."""
    return list(op.value.me_key.values())


def _children(op: PyObject) -> list[PyObject]:
    body = op.value
    for key in body.me_key.values():
        if not key.ob_type.value.tp_is_leaf:
            return [body.me_key[hk] for hk in set_hostkeys(body)]
    return list(body.me_key.values())


def set_dealloc(op: PyObject) -> None:
    """tp_dealloc: weak references, then the elements in order of the table."""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, set_dealloc):
        return
    dealloc_container(op, _children)


def set_repr(op: PyObject) -> Any:
    """tp_repr."""
    name = op.ob_type.value.tp_name
    if not op.value.me_key:
        return PyUnicode_FromString(f"{name}()")
    return set_repr_lock_held(op)


def set_repr_lock_held(op: PyObject) -> Any:
    """repr of a set with elements (a generator)."""
    name = op.ob_type.value.tp_name
    if Py_ReprEnter(op):
        return PyUnicode_FromString(f"{name}(...)")
    parts: list[str] = []
    try:
        body = op.value
        items = [body.me_key[hk] for hk in set_hostkeys(body)]
        for item in items:
            item.ob_refcnt += 1
        keys = PyList_New(items)
        try:
            yield repr_items(keys, parts)
        finally:
            Py_DECREF(keys)
    finally:
        Py_ReprLeave(op)
    text = "{" + ", ".join(parts) + "}"
    return PyUnicode_FromString(text if op.ob_type is PySet_Type else f"{name}({text})")


def _shuffle_bits(h: int) -> int:
    return (((h ^ 89869747) ^ (h << 16)) * 3644798167) & _MASK64


def frozenset_hash(op: PyObject) -> int:
    """tp_hash of frozenset: does not depend on the order."""
    body = op.value
    if body.hash is not None:
        return body.hash
    acc = 0
    for hk in body.me_key:
        acc ^= _shuffle_bits(hash_of(body, hk) & _MASK64)
    acc ^= ((len(body.me_key) + 1) * 1927868237) & _MASK64
    acc ^= (acc >> 11) ^ (acc >> 25)
    acc = (acc * 69069 + 907133923) & _MASK64
    if acc == _MASK64:
        acc = 590923713
    body.hash = acc - (1 << 64) if acc >> 63 else acc
    return body.hash


def set_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new of set."""
    return new_set(type_op)


def set_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init of set."""
    if kwnames and (
        self.ob_type is PySet_Type or self.ob_type.value.tp_new is PySet_Type.value.tp_new
    ):
        raise PyErr_Format(PyExc_TypeError, "set() takes no keyword arguments")
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional(self.ob_type.value.tp_name, nargs, 0, 1)
    set_clear_internal(self)
    self.value.hash = None
    return _PySet_Update(self, args[0]) if nargs else None


def set_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_vectorcall of set."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "set() takes no keyword arguments")
    _PyArg_CheckPositional("set", len(args), 0, 1)
    return make_new_set(type_op, args[0] if args else None)


def frozenset_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new of frozenset."""
    reject_keywords("frozenset", type_op, PyFrozenSet_Type, kwnames)
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional(type_op.value.tp_name, nargs, 0, 1)
    iterable = args[0] if nargs else None
    if type_op is PyFrozenSet_Type and iterable is not None and (
        iterable.ob_type is PyFrozenSet_Type
    ):
        iterable.ob_refcnt += 1
        return iterable
    return make_new_set(type_op, iterable)


# -- the iterator -----------------------------------------------------------------------------------


class setiterobject:
    """The body of a set's iterator: ``si_set`` (owned, NULL at the end), ``si_used``, ``si_pos``, ``len``."""

    __slots__ = ("len", "si_pos", "si_set", "si_used")

    def __init__(self, so: PyObject):
        self.si_set: PyObject | None = so
        self.si_used = self.len = len(so.value.me_key)
        self.si_pos = 0


PySetIter_Type = static_type("set_iterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=48)


def set_iter(op: PyObject) -> PyObject:
    """tp_iter."""
    if op.value.todo:
        set_sync(op.value)
    op.ob_refcnt += 1
    it = PyObject_GC_New(PySetIter_Type, setiterobject(op))
    _PyObject_GC_TRACK(it)
    return it


def setiter_iternext(op: PyObject) -> PyObject | None:
    """tp_iternext."""
    si = op.value
    so = si.si_set
    if so is None:
        return None
    body = so.value
    if si.si_used != len(body.me_key):
        si.si_used = -1
        raise PyErr_Format(PyExc_RuntimeError, "Set changed size during iteration")
    if body.todo:
        set_sync(body)
    table = body.table
    n = len(table)
    i = si.si_pos
    while i < n:
        hk = table[i]
        i += 1
        if hk is not None and hk is not DUMMY:
            si.si_pos = i
            si.len -= 1
            key = body.me_key[hk]
            key.ob_refcnt += 1
            return key
    si.si_pos = i + 1
    si.si_set = None
    Py_DECREF(so)
    return None


def setiter_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.si_set,)


def setiter_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, setiter_children)


def setiter_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    si = self.value
    if si.si_set is not None and si.si_used == len(si.si_set.value.me_key):
        return PyLong_FromLong(si.len)
    return PyLong_FromLong(0)


@given_builtin("iter")
def setiter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__: what is left, as a list (the iterator itself does not move)"""
    si = self.value
    items: list[PyObject] = []
    if si.si_set is not None:
        body = si.si_set.value
        if si.si_used != len(body.me_key):
            si.si_used = -1
            raise PyErr_Format(PyExc_RuntimeError, "Set changed size during iteration")
        set_sync(body)
        for hk in body.table[si.si_pos:]:
            if hk is not None and hk is not DUMMY:
                items.append(body.me_key[hk])
    for item in items:
        item.ob_refcnt += 1
    return PyTuple_New((func, PyTuple_New((PyList_New(items),))))


def _iter_self(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


set_slots(
    PySetIter_Type, tp_dealloc=setiter_dealloc, tp_traverse=setiter_children, tp_iter=_iter_self,
    tp_iternext=setiter_iternext,
    tp_methods=(
        PyMethodDef("__length_hint__", setiter_len, "($self, /)"),
        PyMethodDef("__reduce__", setiter_reduce, "($self, /)"),
    ))
