"""The dict type. Models Objects/dictobject.c; views and iterators are in dictviews.py, merging in dictmerge.py.

A dict's body is two parallel host dicts, keyed by host keys (see pycore_hostkey.py). The host's dict
has CPython's own order, growth and checks for changes during iteration, so those need no model.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef
from vm.objects.obmalloc import _PyMem_Reuse, free_blocks
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import PyDict_MAXFREELIST, freelists
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _PyObject_GC_MAY_BE_TRACKED,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_hostkey import (
    GENERAL,
    build_index,
    comes_first,
    general_lookup,
    hostkey,
    index_add,
    index_discard,
    plain_hash,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_INLINE_VALUES,
    Py_True,
    PyDict_Type,
    PyLong_Type,
    PyObject,
    PyUnicode_Type,
    decref_all,
    incref_all,
    set_slots,
)
from vm.objects.pycore_trashcan import _gc_free, dealloc_container, free_body
from vm.objects.pyerrors import PyErr_Format, PyExc_KeyError, _PyErr_SetKeyError


@late_import
def _bind() -> None:
    global PyObject_Hash, PyObject_RichCompareBool, PyObject_Repr, Py_ReprEnter, Py_ReprLeave
    global PyUnicode_FromString, PyUnicode_InternFromString, PyLong_FromLong
    global _PyObject_LookupSpecial, PyTuple_New, Py_GenericAlias, PyObject_CallOneArg, PyList_New
    from vm.objects.call import PyObject_CallOneArg
    from vm.objects.genericaliasobject import Py_GenericAlias
    from vm.objects.listobject import PyList_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import (
        Py_ReprEnter,
        Py_ReprLeave,
        PyObject_Hash,
        PyObject_HashNotImplemented,
        PyObject_Repr,
        PyObject_RichCompareBool,
    )
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject import _PyObject_LookupSpecial
    from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString

    set_slots(PyDict_Type, tp_hash=PyObject_HashNotImplemented)


class PyDictObject:
    """The body of a dict.

    Attributes:
        me_key: host key -> guest key; owned. In a dict that is an instance's ``__dict__`` it may lack
            keys (an attribute was set) and hold stale ones (an attribute was deleted).
        me_value: host key -> guest value; owned. Decides what is in the dict, and in what order.
        ma_index: None, or (general mode) guest hash -> list of host keys.
        ma_hash: None, or (general mode) host key -> guest hash.
        ma_shared: whether me_value is some instance's ob_dict too. True while its keys can be those that all
            instances of the class share; once that has ended for good, log2 of the table made then.
        ma_tracked: whether the collector sees the dict; kept by the functions of this file.
    """

    __slots__ = ("ma_hash", "ma_index", "ma_shared", "ma_tracked", "me_key", "me_value")

    def __init__(self) -> None:
        self.me_key: dict[Any, PyObject] = {}
        self.me_value: dict[Any, PyObject] = {}
        self.ma_index: dict[int, list] | None = None
        self.ma_hash: dict[Any, int] | None = None
        self.ma_shared: bool | int = False
        self.ma_tracked = False


def PyDict_Check(op: PyObject) -> bool:
    """Whether ``op`` is a dict or an instance of a subclass."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS)


def PyDict_New() -> PyObject:
    """A new empty dict; the collector does not see it until something trackable enters."""
    return new_dict(PyDictObject())


def new_dict(body: PyDictObject) -> PyObject:
    """A dict object for a body, from the free list if it holds one."""
    if not freelists.dicts:
        return PyObject_GC_New(PyDict_Type, body)
    freelists.dicts -= 1
    op = PyObject(PyDict_Type, body)
    if free_blocks:
        _PyMem_Reuse(op)
    return op


def _PyDict_NewSharing(values: dict[str, PyObject]) -> PyObject:
    """The dict object of an instance's ``ob_dict`` (make_dict_from_instance_attributes).

    The host dict becomes the new dict's me_value, which from then on owns the references in it.
    """
    op = new_dict(PyDictObject())
    body = op.value
    body.me_value = values
    body.ma_shared = True
    for value in values.values():
        if _PyObject_GC_MAY_BE_TRACKED(value):
            _track(op, body)
            break
    return op


def _PyDict_Share(op: PyObject) -> dict[Any, PyObject]:
    """Let an instance use this dict as its ``__dict__``; returns the host dict to use as ob_dict."""
    op.value.ma_shared = True
    return op.value.me_value


def _track(op: PyObject, body: PyDictObject) -> None:
    body.ma_tracked = True
    _PyObject_GC_TRACK(op)


def _maintain_tracking(op: PyObject, body: PyDictObject, key: PyObject, value: PyObject) -> None:
    """MAINTAIN_TRACKING: the dict joins the collector's lists with its first trackable entry."""
    if _PyObject_GC_MAY_BE_TRACKED(value) or _PyObject_GC_MAY_BE_TRACKED(key):
        _track(op, body)


def _PyDict_MaybeUntrack(op: PyObject) -> None:
    """Untrack an exact dict that holds nothing trackable; the collector asks for it."""
    body = op.value
    if op.ob_type is not PyDict_Type or body.ma_shared:
        return
    for value in body.me_value.values():
        if _PyObject_GC_MAY_BE_TRACKED(value):
            return
    for key in body.me_key.values():
        if _PyObject_GC_MAY_BE_TRACKED(key):
            return
    body.ma_tracked = False
    PyObject_GC_UnTrack(op)


def dict_key(body: PyDictObject, hk: Any) -> PyObject:
    """The guest key for a host key that is in the dict (borrowed)."""
    key = body.me_key.get(hk)
    if key is None:  # an attribute's name, set in the instance's ob_dict
        key = PyUnicode_InternFromString(hk)
        body.me_key[hk] = key
    return key


def _PyDict_HostItems(op: PyObject) -> list[tuple[PyObject, PyObject]]:
    """What a loop over PyDict_Next sees: the (key, value) pairs, borrowed, as a host list."""
    body = op.value
    if not body.ma_shared:
        return list(zip(body.me_key.values(), body.me_value.values(), strict=True))
    return [(dict_key(body, hk), value) for hk, value in body.me_value.items()]


def PyDict_KeysList(body: PyDictObject) -> list[PyObject]:
    """The guest keys of a dict's body, in order, borrowed, as a host list."""
    if not body.ma_shared:
        return list(body.me_key.values())
    return [dict_key(body, hk) for hk in body.me_value]


def PyDict_ValuesList(body: PyDictObject) -> list[PyObject]:
    """The guest values of a dict's body, in order, borrowed, as a host list."""
    return list(body.me_value.values())


def dict_keys_of(op: PyObject) -> list[PyObject]:
    """The keys, as a host list of new references."""
    keys = PyDict_KeysList(op.value)
    incref_all(keys)
    return keys


def dict_values_of(op: PyObject) -> list[PyObject]:
    """The values, as a host list of new references."""
    values = PyDict_ValuesList(op.value)
    incref_all(values)
    return values


def dict_items_of(op: PyObject) -> list[PyObject]:
    """The (key, value) tuples, new, as a host list."""
    pairs = []
    for key, value in _PyDict_HostItems(op):
        key.ob_refcnt += 1
        value.ob_refcnt += 1
        pairs.append(PyTuple_New((key, value)))
    return pairs


def PyDict_Keys(op: PyObject) -> PyObject:
    """A new guest list of the keys."""
    return PyList_New(dict_keys_of(op))


def PyDict_Values(op: PyObject) -> PyObject:
    """A new guest list of the values."""
    return PyList_New(dict_values_of(op))


def PyDict_Items(op: PyObject) -> PyObject:
    """A new guest list of (key, value) tuples."""
    return PyList_New(dict_items_of(op))


# -- look-up ----------------------------------------------------------------------------------------


def dict_find(body: PyDictObject, key: PyObject) -> Any:
    """The host key under which ``key`` stands in the dict, or None; may be pending."""
    hk = hostkey(key)
    if hk is not GENERAL:
        if hk in body.me_value:
            if comes_first(body, hk, key):
                return hk
        elif body.ma_index is None:
            return None
        elif not body.ma_shared:
            h = plain_hash(key)
            if h not in body.ma_index:
                return None
    return _dict_find_general(body, key)


def _dict_find_general(body: PyDictObject, key: PyObject, h: int | None = None) -> Any:
    _, hk = yield general_lookup(body, key, dict_key, h)
    return hk


def PyDict_GetItemRef(op: PyObject, key: PyObject) -> Any:
    """The value for ``key`` (new reference), or NULL; may be pending (PyDict_GetItemWithError too)."""
    body = op.value
    tp = key.ob_type
    if tp is PyUnicode_Type or tp is PyLong_Type:
        value = body.me_value.get(key.value)
        if body.ma_index is None:
            if value is not None:
                value.ob_refcnt += 1
            return value
    hk = dict_find(body, key)
    if type(hk) in PENDING:
        return _getitemref_general(body, hk)
    value = body.me_value.get(hk) if hk is not None else None
    if value is not None:
        value.ob_refcnt += 1
    return value


def _getitemref_general(body: PyDictObject, pending: Any) -> Any:
    hk = yield pending
    value = body.me_value.get(hk) if hk is not None else None
    if value is not None:
        value.ob_refcnt += 1
    return value


def _PyDict_GetItem_KnownHash(op: PyObject, key: PyObject, h: int | None) -> Any:
    """As `PyDict_GetItemRef`; the hash is known, or None for a key that has a host key."""
    body = op.value
    hk = hostkey(key)
    if hk is not GENERAL:
        value = body.me_value.get(hk)
        if body.ma_index is None or (value is not None and comes_first(body, hk, key)):
            if value is not None:
                value.ob_refcnt += 1
            return value
    return _getitemref_general(body, _dict_find_general(body, key, h))


def PyDict_GetItemString(op: PyObject, name: str) -> PyObject | None:
    """The value for a str key, given as a host str (borrowed), or NULL; never pending."""
    return op.value.me_value.get(name)


def PyDict_Contains(op: PyObject, key: PyObject) -> Any:
    """Whether the dict has the key: host bool, or pending (also sq_contains)."""
    body = op.value
    tp = key.ob_type
    if tp is PyUnicode_Type or tp is PyLong_Type:
        if body.ma_index is None:
            return key.value in body.me_value
    hk = dict_find(body, key)
    if type(hk) in PENDING:
        return _contains_general(hk)
    return hk is not None


def _contains_general(pending: Any) -> Any:
    hk = yield pending
    return hk is not None


def _PyDict_Contains_KnownHash(op: PyObject, key: PyObject, h: int | None) -> Any:
    """As `PyDict_Contains`; the hash is known."""
    body = op.value
    hk = hostkey(key)
    if hk is not GENERAL:
        found = hk in body.me_value
        if body.ma_index is None or (found and comes_first(body, hk, key)):
            return found
    return _contains_general(_dict_find_general(body, key, h))


def _PyDict_Next(body: PyDictObject) -> Iterator[Any]:
    """The host keys; what is added meanwhile is delivered too, what is deleted is not."""
    hks = list(body.me_value)
    i = 0
    while i < len(hks):
        hk = hks[i]
        if hk in body.me_value:
            yield hk
        i += 1
        if len(body.me_value) != len(hks):
            hks = hks[:i] + list(body.me_value)[i:]


def dict_hashes(body: PyDictObject) -> Iterator[tuple[PyObject, int | None]]:
    """The keys, borrowed, with the hashes that are stored with them (None: not stored; a plain key)."""
    for hk in _PyDict_Next(body):
        yield dict_key(body, hk), None if body.ma_hash is None else body.ma_hash.get(hk)


def PyDict_Size(op: PyObject) -> int:
    """Number of entries (also mp_length)."""
    return len(op.value.me_value)


# -- insertion --------------------------------------------------------------------------------------


def PyDict_SetItem(op: PyObject, key: PyObject, value: PyObject) -> Any:
    """``op[key] = value``; takes its own references; may be pending."""
    body = op.value
    tp = key.ob_type
    hk = key.value if tp is PyUnicode_Type or tp is PyLong_Type else hostkey(key)
    values = body.me_value
    old = values.get(hk)
    if old is not None and (body.ma_index is None or comes_first(body, hk, key)):
        value.ob_refcnt += 1
        values[hk] = value
        if not body.ma_tracked and not value.ob_type.value.tp_is_leaf:
            _maintain_tracking(op, body, key, value)
        old.ob_refcnt = n = old.ob_refcnt - 1
        if not n and (dealloc := old.ob_type.value.tp_dealloc) is not None:
            dealloc(old)
        return None
    if body.ma_index is not None or hk is GENERAL:
        return _setitem_general(op, key, hk, value)
    value.ob_refcnt += 1
    values[hk] = value
    keys = body.me_key
    if hk not in keys:
        key.ob_refcnt += 1
        keys[hk] = key
    if not body.ma_tracked and not (value.ob_type.value.tp_is_leaf and tp.value.tp_is_leaf):
        _maintain_tracking(op, body, key, value)
    return None


def _setitem_general(op: PyObject, key: PyObject, hk: Any, value: PyObject) -> Any:
    """Insertion by the general rules, plain if no guest code can be called."""
    body = op.value
    if hk is not GENERAL and not body.ma_shared:
        h = plain_hash(key)
        if h not in body.ma_index:
            dict_insert_new(op, key, hk, h, value)
            return None
    return _setitem_slow(op, key, hk, value)


def _setitem_slow(op: PyObject, key: PyObject, hk: Any, value: PyObject, h: Any = None) -> Any:
    key.ob_refcnt += 1
    value.ob_refcnt += 1
    try:
        h, found = yield general_lookup(op.value, key, dict_key, h)
        insertdict(op, key, hk, h, value, found)
    finally:
        Py_DECREF(key)
        Py_DECREF(value)


def insertdict(op: PyObject, key: PyObject, hk: Any, h: int, value: PyObject, found: Any) -> None:
    """Store after a general look-up: replace the value at host key ``found``, or insert if None."""
    body = op.value
    if found is None:
        dict_insert_new(op, key, hk, h, value)
        return
    old = body.me_value[found]
    value.ob_refcnt += 1
    body.me_value[found] = value
    if not body.ma_tracked:
        _maintain_tracking(op, body, key, value)
    Py_DECREF(old)


def _PyDict_SetItem_KnownHash(op: PyObject, key: PyObject, value: PyObject, h: int | None) -> Any:
    """As `PyDict_SetItem`; the hash is known, or None for a key that has a host key."""
    hk = hostkey(key)
    if hk is not GENERAL and op.value.ma_index is None:
        return PyDict_SetItem(op, key, value)
    return _setitem_slow(op, key, hk, value, h)


def dict_insert_new(op: PyObject, key: PyObject, hk: Any, h: int, value: PyObject) -> None:
    """Insert a key that is known not to be there, by a general look-up of hash ``h``."""
    body = op.value
    if hk is GENERAL:
        hk = key if key not in body.me_value else object()  # the same object, under another hash
        if body.ma_index is None:
            build_index(body, dict_key)
    key.ob_refcnt += 1
    value.ob_refcnt += 1
    stale = body.me_key.get(hk)
    body.me_value[hk] = value
    body.me_key[hk] = key
    if body.ma_index is not None:
        index_add(body, hk, h)
    if not body.ma_tracked:
        _maintain_tracking(op, body, key, value)
    if stale is not None:
        Py_DECREF(stale)


def PyDict_SetItemString(op: PyObject, name: str, value: PyObject, track: bool = True) -> None:
    """``op[name] = value`` for a host str; takes its own reference; never pending.

    ``track``: whether the dict joins the collector's lists with a trackable value.
    """
    body = op.value
    value.ob_refcnt += 1
    old = body.me_value.get(name)
    body.me_value[name] = value
    if old is None:
        key = body.me_key.get(name)
        if key is None:
            key = PyUnicode_InternFromString(name)
            body.me_key[name] = key
        if body.ma_index is not None and not body.ma_shared:
            index_add(body, name, plain_hash(key))
    if track and not body.ma_tracked and _PyObject_GC_MAY_BE_TRACKED(value):
        _track(op, body)
    if old is not None:
        Py_DECREF(old)


def PyDict_SetDefaultRef(op: PyObject, key: PyObject, default: PyObject) -> Any:
    """The value for ``key``, which is first set to ``default`` if missing (new reference); may be pending."""
    body = op.value
    hk = hostkey(key)
    value = body.me_value.get(hk)
    if value is None or not (body.ma_index is None or comes_first(body, hk, key)):
        if body.ma_index is not None or hk is GENERAL:
            return _setdefault_general(op, key, hk, default)
        PyDict_SetItem(op, key, default)
        value = default
    value.ob_refcnt += 1
    return value


def _setdefault_general(op: PyObject, key: PyObject, hk: Any, default: PyObject) -> Any:
    h, found = yield general_lookup(op.value, key, dict_key)
    if found is None:
        dict_insert_new(op, key, hk, h, default)
        value = default
    else:
        value = op.value.me_value[found]
    value.ob_refcnt += 1
    return value


# -- deletion ---------------------------------------------------------------------------------------


def dict_remove(body: PyDictObject, hk: Any) -> PyObject:
    """Take out the entry at a host key that is there; drops the key; returns the value, owned."""
    value = body.me_value.pop(hk)
    key = body.me_key.pop(hk, None)
    if body.ma_index is not None:
        index_discard(body, hk)
    if key is not None:
        Py_DECREF(key)
    return value


def PyDict_DelItem(op: PyObject, key: PyObject) -> Any:
    """``del op[key]``; KeyError if missing; may be pending."""
    hk = dict_find(op.value, key)
    if type(hk) in PENDING:
        return _delitem_general(op, key, hk)
    if hk is None:
        raise _PyErr_SetKeyError(key)
    Py_DECREF(dict_remove(op.value, hk))
    return None


def _delitem_general(op: PyObject, key: PyObject, pending: Any) -> Any:
    hk = yield pending
    if hk is None:
        raise _PyErr_SetKeyError(key)
    Py_DECREF(dict_remove(op.value, hk))


def PyDict_DelItemString(op: PyObject, name: str) -> None:
    """``del op[name]`` for a host str; KeyError if missing; never pending."""
    body = op.value
    if name not in body.me_value:
        key = PyUnicode_FromString(name)
        err = _PyErr_SetKeyError(key)
        Py_DECREF(key)
        raise err
    Py_DECREF(dict_remove(body, name))


def PyDict_Pop(op: PyObject, key: PyObject) -> Any:
    """Take out and return the value for ``key`` (new reference), or NULL; may be pending."""
    body = op.value
    hk = dict_find(body, key) if body.me_value else _hash_only(key)
    if type(hk) in PENDING:
        return _pop_general(body, hk)
    return None if hk is None else dict_remove(body, hk)


def _PyDict_Pop_KnownHash(op: PyObject, key: PyObject, h: int | None) -> Any:
    """As `PyDict_Pop`; the hash is known, or None for a key that has a host key."""
    body = op.value
    hk = hostkey(key)
    if hk is not GENERAL:
        found = hk in body.me_value
        if body.ma_index is None or (found and comes_first(body, hk, key)):
            return dict_remove(body, hk) if found else None
    return _pop_general(body, _dict_find_general(body, key, h))


def _hash_only(key: PyObject) -> Any:
    """An empty dict looks nothing up but still demands a hashable key."""
    return _hash_slow(key) if hostkey(key) is GENERAL else None


def _hash_slow(key: PyObject) -> Any:
    h = PyObject_Hash(key)
    if type(h) in PENDING:
        yield h
    return None


def _pop_general(body: PyDictObject, pending: Any) -> Any:
    hk = yield pending
    return None if hk is None else dict_remove(body, hk)


def PyDict_Clear(op: PyObject) -> None:
    """Empty a dict in place."""
    body = op.value
    if body.ma_shared and not _has_split_table(body):
        body.ma_shared = PyDict_LOG_MINSIZE
    keys, values = list(body.me_key.values()), list(body.me_value.values())
    body.me_key.clear()
    body.me_value.clear()
    if body.ma_index is not None:
        body.ma_index = body.ma_hash = None
    decref_all(keys)
    decref_all(values)


def PyDict_Copy(op: PyObject) -> PyObject:
    """A new dict with the same entries."""
    new = PyDict_New()
    src, body = op.value, new.value
    if src.ma_shared:
        body.me_key = {hk: dict_key(src, hk) for hk in src.me_value}
    else:
        body.me_key = src.me_key.copy()
    body.me_value = src.me_value.copy()  # as C, it takes over the table if it is full enough
    incref_all(body.me_key.values())
    incref_all(body.me_value.values())
    copy_index(body, src)
    if src.ma_tracked:
        _track(new, body)
    return new


def copy_index(body: PyDictObject, src: PyDictObject) -> None:
    """Put a dict's body that has another's keys into general mode, if the other is."""
    if src.ma_index is not None:
        if src.ma_shared:
            build_index(src, dict_key)
        body.ma_index = {h: list(hks) for h, hks in src.ma_index.items()}
        body.ma_hash = dict(src.ma_hash)  # type: ignore[arg-type]


# -- slots ------------------------------------------------------------------------------------------


def dict_subscript(op: PyObject, key: PyObject) -> Any:
    """``op[key]`` (mp_subscript): a missing key calls a subclass's ``__missing__``, or is KeyError."""
    body = op.value
    tp = key.ob_type
    hk = key.value if tp is PyUnicode_Type or tp is PyLong_Type else hostkey(key)
    value = body.me_value.get(hk)
    if value is not None and (body.ma_index is None or comes_first(body, hk, key)):
        value.ob_refcnt += 1
        return value
    hk = dict_find(body, key)
    if type(hk) in PENDING:
        return _dict_subscript_general(op, key, hk)
    if op.ob_type is PyDict_Type:
        raise _PyErr_SetKeyError(key)
    return _dict_missing(op, key)


def _dict_subscript_general(op: PyObject, key: PyObject, pending: Any) -> Any:
    hk = yield pending
    if hk is not None:
        value = op.value.me_value[hk]
        value.ob_refcnt += 1
        return value
    if op.ob_type is PyDict_Type:
        raise _PyErr_SetKeyError(key)
    value = _dict_missing(op, key)
    if type(value) in PENDING:
        value = yield value
    return value


def _dict_missing(op: PyObject, key: PyObject) -> Any:
    missing = _PyObject_LookupSpecial(op, PyUnicode_InternFromString("__missing__"))
    if missing is None:
        raise _PyErr_SetKeyError(key)
    return _call_missing(missing, key)


def _call_missing(missing: Any, key: PyObject) -> Any:
    if type(missing) in PENDING:
        missing = yield missing
        if missing is None:
            raise _PyErr_SetKeyError(key)
    try:
        res = PyObject_CallOneArg(missing, key)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(missing)
    return res


def dict_ass_sub(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """``op[key] = value`` or ``del op[key]`` (mp_ass_subscript)."""
    return PyDict_DelItem(op, key) if value is None else PyDict_SetItem(op, key, value)


def dict_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, dict_children, _dict_free)


def _dict_free(op: PyObject) -> None:
    """Put an exact dict on the free list if there is room, or free it."""
    if op.ob_type is PyDict_Type and freelists.dicts < PyDict_MAXFREELIST:
        freelists.dicts += 1
        free_body(op)
    else:
        _gc_free(op)


def dict_children(op: PyObject) -> Any:
    """What a dict owns, in the order in which it is dropped."""
    body = op.value
    if not body.ma_shared:
        for key, value in zip(body.me_key.values(), body.me_value.values(), strict=True):
            yield key
            yield value
    else:
        yield from body.me_value.values()
        yield from body.me_key.values()


def dict_traverse(op: PyObject) -> list[PyObject]:
    """tp_traverse."""
    body = op.value
    return [*body.me_key.values(), *body.me_value.values()]


def dict_repr(op: PyObject) -> Any:
    """tp_repr."""
    if not op.value.me_value:
        return PyUnicode_FromString("{}")
    return _dict_repr(op)


def _dict_repr(op: PyObject) -> Any:
    if Py_ReprEnter(op):
        return PyUnicode_FromString("{...}")
    parts = []
    try:
        for hk in _PyDict_Next(op.value):
            value = op.value.me_value[hk]
            key = dict_key(op.value, hk)
            key.ob_refcnt += 1
            value.ob_refcnt += 1
            try:
                text = PyObject_Repr(key)
                if type(text) in PENDING:
                    text = yield text
                head = text.value
                Py_DECREF(text)
                text = PyObject_Repr(value)
                if type(text) in PENDING:
                    text = yield text
                parts.append(f"{head}: {text.value}")
                Py_DECREF(text)
            finally:
                Py_DECREF(key)
                Py_DECREF(value)
    finally:
        Py_ReprLeave(op)
    return PyUnicode_FromString("{" + ", ".join(parts) + "}")


def dict_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare: equality only."""
    if (op != Py_EQ and op != Py_NE) or not PyDict_Check(a) or not PyDict_Check(b):
        return Py_NotImplemented
    if len(a.value.me_value) != len(b.value.me_value):
        return Py_False if op == Py_EQ else Py_True
    return dict_equal(a, b, op)


def dict_equal(a: PyObject, b: PyObject, op: int) -> Any:
    """Whether two dicts of one size are equal: guest bool for `Py_EQ` or `Py_NE` (a generator)."""
    equal = True
    for hk, value in list(a.value.me_value.items()):
        if a.value.me_value.get(hk) is not value:
            continue
        key = dict_key(a.value, hk)
        key.ob_refcnt += 1
        value.ob_refcnt += 1
        other = None
        try:
            hashes = a.value.ma_hash
            h = None if hashes is None else hashes.get(hk)
            pending = _PyDict_GetItem_KnownHash(b, key, h)
            other = (yield pending) if type(pending) in PENDING else pending
            if other is None:
                equal = False
            else:
                equal = PyObject_RichCompareBool(value, other, Py_EQ)
                if type(equal) in PENDING:
                    equal = yield equal
        finally:
            Py_DECREF(key)
            Py_DECREF(value)
            if type(other) is PyObject:
                Py_DECREF(other)
        if not equal:
            break
    return Py_True if bool(equal) == (op == Py_EQ) else Py_False


# -- methods ----------------------------------------------------------------------------------------


def dict___contains__(self: PyObject, key: PyObject) -> Any:
    """dict.__contains__"""
    res = PyDict_Contains(self, key)
    if type(res) in PENDING:
        return _bool_result(res)
    return Py_True if res else Py_False


def _bool_result(pending: Any) -> Any:
    res = yield pending
    return Py_True if res else Py_False


def dict_get(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """dict.get"""
    value = PyDict_GetItemRef(self, key)
    if value is not None and type(value) in PENDING:
        return _or_default(value, default)
    if value is None:
        value = Py_None if default is None else default
        value.ob_refcnt += 1
    return value


def _or_default(pending: Any, default: PyObject | None) -> Any:
    value = yield pending
    if value is None:
        value = Py_None if default is None else default
        value.ob_refcnt += 1
    return value


def dict_setdefault(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """dict.setdefault"""
    return PyDict_SetDefaultRef(self, key, Py_None if default is None else default)


def dict_pop(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """dict.pop"""
    value = PyDict_Pop(self, key)
    if value is None:
        return _pop_missing(key, default)
    if type(value) in PENDING:
        return _dict_pop_general(value, key, default)
    return value


def _dict_pop_general(pending: Any, key: PyObject, default: PyObject | None) -> Any:
    value = yield pending
    return _pop_missing(key, default) if value is None else value


def _pop_missing(key: PyObject, default: PyObject | None) -> PyObject:
    if default is None:
        raise _PyErr_SetKeyError(key)
    default.ob_refcnt += 1
    return default


def dict_popitem(self: PyObject) -> PyObject:
    """dict.popitem: the last entry"""
    body = self.value
    if not body.me_value:
        raise PyErr_Format(PyExc_KeyError, "popitem(): dictionary is empty")
    hk = next(reversed(body.me_value))
    key = dict_key(body, hk)
    if _has_split_table(body):
        body.ma_shared = NEXT_LOG2_KEYS_MAX_SIZE
    value = body.me_value.popitem()[1]  # C and the host give the entry's place back, too
    del body.me_key[hk]
    if body.ma_index is not None:
        index_discard(body, hk)
    return PyTuple_New((key, value))


def dict_clear(self: PyObject) -> PyObject:
    """dict.clear"""
    PyDict_Clear(self)
    return Py_None


def dict_sizeof(self: PyObject) -> PyObject:
    """dict.__sizeof__: what the table would take in C"""
    return PyLong_FromLong(_PyDict_SizeOf(self))


#: log2 of the sizes of tables.
PyDict_LOG_MINSIZE = 3
#: Slots for values that a fresh instance's attributes have room for (shared_keys_usable_size).
SHARED_KEYS_MAX_SIZE = 29
#: log2 of the size of a class's table of shared keys.
NEXT_LOG2_KEYS_MAX_SIZE = 6
#: log2 of the size of the table that follows when there are more attributes than that.
_OVERFULL_LOG2 = 7


def _has_split_table(body: PyDictObject) -> bool:
    """Whether a dict's keys can be those that the instances of a class share: few, and of exact type str."""
    if body.ma_shared is not True or len(body.me_value) > SHARED_KEYS_MAX_SIZE:
        return False
    return all(
        type(hk) is str and dict_key(body, hk).ob_type is PyUnicode_Type for hk in body.me_value)


def _PyObject_HasInlineValues(op: PyObject) -> bool:
    """Whether an object's attributes are still in the instance itself (valid inline values)."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_INLINE_VALUES or len(op.ob_dict) > SHARED_KEYS_MAX_SIZE:
        return False
    ext: Any = op.ob_ext
    if ext is None or ext.detached:
        return ext is None
    return ext.dict_object is None or _has_split_table(ext.dict_object.value)


def _keys_size(log2: int, unicode: bool, word: int = 8) -> int:
    """_PyDict_KeysSize: bytes of a table of 2**log2 slots, on a host whose pointers have ``word`` bytes."""
    index = 1 if log2 < 8 else 2 if log2 < 16 else 4 if log2 < 32 else 8
    return (32 if word == 8 else 20) + index * (1 << log2) + ((2 << log2) // 3) * word * (
        2 if unicode else 3)


#: What the host says a table takes -> log2 of its size, and whether it is one for str keys only.
_SHAPES = {
    _keys_size(log2, unicode, [None].__sizeof__() - [].__sizeof__()): (log2, unicode)
    for unicode in (True, False) for log2 in range(PyDict_LOG_MINSIZE, 31)
}


def dict_shape(body: PyDictObject) -> tuple[int, bool] | None:
    """log2 of the size of a dict's table, and whether it is for str keys only; None if there is none.

    The host's dict of the values has the table that C's dict has, as long as it went through the same
    insertions, deletions and copies.
    """
    shape = _SHAPES.get(body.me_value.__sizeof__() - dict.__basicsize__)
    if shape is None:
        return None
    log2, unicode = shape
    return log2, unicode and all(key.ob_type is PyUnicode_Type for key in body.me_key.values())


def _PyDict_SizeOf(op: PyObject) -> int:
    """Bytes of the object and its table."""
    size = op.ob_type.value.tp_basicsize
    body = op.value
    if _has_split_table(body):
        return size + 8 * SHARED_KEYS_MAX_SIZE
    shape = dict_shape(body)
    if shape is None:
        return size
    log2, unicode = shape
    if unicode and body.ma_shared:  # the table was made when the keys ceased to be shared ones
        log2 = max(log2, _OVERFULL_LOG2 if body.ma_shared is True else body.ma_shared)
    return size + _keys_size(log2, unicode)


def dict_class_getitem(self: PyObject, item: PyObject) -> Any:
    """dict.__class_getitem__"""
    return Py_GenericAlias(self, item)


DICT_METHODS = (
    PyMethodDef("__contains__", dict___contains__, "($self, key, /)"),
    PyMethodDef("__getitem__", dict_subscript, "($self, key, /)"),
    PyMethodDef("__sizeof__", dict_sizeof, "($self, /)"),
    PyMethodDef("get", dict_get, "($self, key, default=None, /)"),
    PyMethodDef("setdefault", dict_setdefault, "($self, key, default=None, /)"),
    PyMethodDef("pop", dict_pop, "($self, key, default=<unrepresentable>, /)"),
    PyMethodDef("popitem", dict_popitem, "($self, /)"),
)
DICT_CLEAR = PyMethodDef("clear", dict_clear, "($self, /)")
DICT_CLASS_GETITEM = PyMethodDef(
    "__class_getitem__", dict_class_getitem, "($type, object, /)", classmethod=True)

set_slots(
    PyDict_Type,
    tp_dealloc=dict_dealloc,
    tp_repr=dict_repr,
    tp_traverse=dict_traverse,
    tp_clear=PyDict_Clear,
    tp_richcompare=dict_richcompare,
    mp_length=PyDict_Size,
    mp_subscript=dict_subscript,
    mp_ass_subscript=dict_ass_sub,
    sq_contains=PyDict_Contains,
)
