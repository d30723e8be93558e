"""Host keys: how the VM's dicts and sets find a guest key in a host dict.

The *host key* of a guest key is a host object that is equal to another key's host key exactly if the
guest keys are equal: for atoms the host value, for what compares by identity the guest object itself,
for tuples of such things a host tuple. Guest code need not be called, so look-up is one host operation.

A key whose type has its own ``__hash__`` or ``__eq__`` has none. A table that meets one goes into
*general mode*: it keeps an index from guest hash to the host keys with that hash, and compares as
CPython does (identity, then full hash, then ``__eq__``, which may be pending). Such a key is stored under
itself, as a host object.

A *table* here is the body of a dict or set, with these fields: ``me_key`` (host key -> guest key),
``me_value`` (host key -> anything; decides what is in the table), ``ma_index`` (None, or guest hash -> list
of host keys), ``ma_hash`` (host key -> guest hash, in general mode), ``ma_shared`` (whether the table
gains and loses str keys behind the index's back).
"""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    PyBaseObject_Type,
    PyBytes_Type,
    PyComplex_Type,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyTypeObject,
    PyUnicode_Type,
)


@late_import
def _bind() -> None:
    global PyObject_Hash, PyObject_RichCompareBool
    from vm.objects.object import PyObject_Hash, PyObject_RichCompareBool


#: What `hostkey` returns for a key that has no host key.
GENERAL: Any = object()
#: Tuples nested deeper than this have no host key: hashing them recurses on the host's stack.
_MAX_DEPTH = 20
_MODELS = (
    PyBaseObject_Type, PyUnicode_Type, PyLong_Type, PyTuple_Type, PyFloat_Type, PyBytes_Type,
    PyComplex_Type,
)


def hostkey(op: PyObject, depth: int = 0) -> Any:
    """The host key of a guest object, or `GENERAL`. Calls no guest code and raises nothing."""
    tp = op.ob_type
    if tp is PyUnicode_Type or tp is PyLong_Type:
        return op.value
    kind = tp.value.tp_hostkey
    if kind is None:
        kind = _inherited_kind(tp.value)
    if kind == "identity":
        return op
    if kind == "value":
        value = op.value
        return value if value == value else op  # a NaN is equal to itself only by identity
    if kind == "tuple":
        return _tuple_hostkey(op, depth)
    return GENERAL


def _inherited_kind(tp: PyTypeObject) -> str | None:
    """What a type without a kind of its own compares like: whose hash and comparison it has."""
    tp_hash, tp_richcompare = tp.tp_hash, tp.tp_richcompare
    for model in _MODELS:
        body = model.value
        if tp_hash is body.tp_hash and tp_richcompare is body.tp_richcompare:
            return body.tp_hostkey
    return None


def _tuple_hostkey(op: PyObject, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        return GENERAL
    keys = []
    for item in op.value:
        tp = item.ob_type
        if tp is PyUnicode_Type or tp is PyLong_Type:
            keys.append(item.value)
        else:
            key = hostkey(item, depth + 1)
            if key is GENERAL:
                return GENERAL
            keys.append(key)
    return tuple(keys)


def plain_hash(key: PyObject) -> int:
    """The guest hash of a key that has a host key."""
    h = key.ob_type.value.tp_hash(key)
    if type(h) in PENDING:  # its class was given a __hash__ after it was stored: never found again
        h.close()
        return 0
    return h


def build_index(table: Any, key_of: Any) -> None:
    """Put a table into general mode, or renew its index; ``key_of(table, hostkey)`` is the guest key."""
    old = table.ma_hash or {}
    index: dict[int, list] = {}
    hashes = {}
    for hk in table.me_value:
        h = old.get(hk)
        if h is None:
            h = plain_hash(key_of(table, hk))
        hashes[hk] = h
        index.setdefault(h, []).append(hk)
    table.ma_index = index
    table.ma_hash = hashes


def index_add(table: Any, hk: Any, h: int) -> None:
    """Note a new host key in the index."""
    table.ma_hash[hk] = h
    found = table.ma_index.get(h)
    if found is None:
        table.ma_index[h] = [hk]
    else:
        found.append(hk)


def index_discard(table: Any, hk: Any) -> None:
    """Take a host key out of the index."""
    h = table.ma_hash.pop(hk, None)
    if h is not None:
        found = table.ma_index[h]
        found.remove(hk)
        if not found:
            del table.ma_index[h]


def comes_first(table: Any, hk: Any, key: PyObject) -> bool:
    """Whether a look-up of ``key``, which stands under ``hk``, compares it with no other entry before.

    Always so but in general mode, where an entry of the same hash may have been inserted before.
    """
    index = table.ma_index
    if index is None:
        return True
    h = table.ma_hash.get(hk)
    found = index.get(plain_hash(key) if h is None else h)
    return not found or found[0] is hk or found[0] == hk


def general_lookup(table: Any, key: PyObject, key_of: Any, h: Any = None) -> Any:
    """Hash ``key`` and find it in a table by the guest's rules (a generator).

    Args:
        table: the body of the dict or set; goes into general mode.
        key: the guest key, borrowed.
        key_of: as for `build_index`.
        h: the hash, if it is known.

    Returns:
        The pair of the guest hash and the host key under which an equal key stands, or None for that.
    """
    if h is None:
        h = PyObject_Hash(key)
        if type(h) in PENDING:
            h = yield h
    if not table.me_value:
        return h, None
    if table.ma_index is None or table.ma_shared:
        build_index(table, key_of)
    i = 0
    while True:
        index = table.ma_index
        found = index.get(h) if index is not None else None
        if found is None or i >= len(found):
            return h, None
        hk = found[i]
        i += 1
        start = table.me_key.get(hk)
        if start is None:
            continue
        if start is key:
            return h, hk
        start.ob_refcnt += 1
        size = table.me_value.__sizeof__()
        try:
            res = PyObject_RichCompareBool(start, key, Py_EQ)
            if type(res) in PENDING:
                res = yield res
            same = (table.me_key.get(hk) is start and hk in table.me_value
                    and table.me_value.__sizeof__() == size)
        finally:
            Py_DECREF(start)
        if not same:  # the comparison changed the entry or resized the table: from the start again
            i = 0
        elif res:
            return h, hk
