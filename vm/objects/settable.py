"""The body of sets: CPython's own open-addressing table, with a host dict beside it for look-ups.

The table (Objects/setobject.c) decides the order of iteration and of pop(), so it is modelled slot by
slot; membership never needs it. It is therefore brought up to date only when somebody looks: ``todo``
holds, in order, the host keys that were added since (`set_sync`).
"""

from __future__ import annotations

from typing import Any

from vm.objects.pycore_hostkey import index_discard, plain_hash
from vm.objects.pycore_object import PyObject

PySet_MINSIZE = 8
LINEAR_PROBES = 9
PERTURB_SHIFT = 5
_MASK64 = (1 << 64) - 1


class _Dummy:
    """What fills a slot whose entry was deleted."""

    __slots__ = ()


DUMMY = _Dummy()


def set_key(body: Any, hk: Any) -> PyObject:
    """The guest key for a host key (the `key_of` of pycore_hostkey's functions)."""
    return body.me_key[hk]


class PySetObject:
    """The body of a set or frozenset.

    Attributes:
        me_key: host key -> guest key; owned; what is in the set.
        me_value: the same host dict, under the name that pycore_hostkey's functions use.
        ma_index, ma_hash, ma_shared: general mode, see pycore_hostkey.py.
        table: slots: a host key, None (never used) or `DUMMY`.
        thash: the hashes of the slots.
        mask, fill, finger: as in C (``used`` is the length of me_key).
        hash: the cached hash of a frozenset, or None.
        todo: host keys that are not in the table yet.
    """

    __slots__ = (
        "fill", "finger", "hash", "ma_hash", "ma_index", "mask", "me_key", "me_value", "table",
        "thash", "todo",
    )
    ma_shared = False

    def __init__(self) -> None:
        self.me_key: dict[Any, PyObject] = {}
        self.me_value = self.me_key
        self.ma_index: dict[int, list] | None = None
        self.ma_hash: dict[Any, int] | None = None
        self.hash: int | None = None
        self.finger = 0
        self.todo: list = []
        set_empty_to_minsize(self)


def set_empty_to_minsize(body: PySetObject) -> None:
    """Give the body an empty table of the smallest size."""
    body.table = [None] * PySet_MINSIZE
    body.thash = [0] * PySet_MINSIZE
    body.mask = PySet_MINSIZE - 1
    body.fill = 0


def hash_of(body: PySetObject, hk: Any) -> int:
    """The guest hash of a key in the set."""
    if body.ma_hash is not None:
        h = body.ma_hash.get(hk)
        if h is not None:
            return h
    return plain_hash(body.me_key[hk])


def set_sync(body: PySetObject) -> None:
    """Bring the table up to date: add what is in ``todo``, as set_add_entry would have."""
    todo = body.todo
    if todo:
        body.todo = []
        used = len(body.me_key) - len(todo)
        for hk in todo:
            used += 1
            _add_to_table(body, hk, hash_of(body, hk), used)


def _add_to_table(body: PySetObject, hk: Any, h: int, used: int) -> None:
    """The second half of set_add_entry: find a slot for a key that is not in the table."""
    table, mask = body.table, body.mask
    perturb = h & _MASK64
    i = perturb & mask
    freeslot = -1
    while True:
        entry = table[i]
        if entry is None:
            break
        if entry is DUMMY:
            freeslot = i
        if i + LINEAR_PROBES <= mask:
            for j in range(i + 1, i + 1 + LINEAR_PROBES):
                entry = table[j]
                if entry is None:
                    break
                if entry is DUMMY:
                    freeslot = j
            if entry is None:
                i = j
                break
        perturb >>= PERTURB_SHIFT
        i = (i * 5 + 1 + perturb) & mask
    if freeslot >= 0:
        table[freeslot] = hk
        body.thash[freeslot] = h
        return
    table[i] = hk
    body.thash[i] = h
    body.fill += 1
    if body.fill * 5 >= mask * 3:
        set_table_resize(body, used * 2 if used > 50000 else used * 4)


def set_insert_clean(table: list, thash: list, mask: int, hk: Any, h: int) -> None:
    """Put a key into a table without dummies that does not have it."""
    perturb = h & _MASK64
    i = perturb & mask
    while True:
        if table[i] is None:
            break
        if i + LINEAR_PROBES <= mask:
            found = -1
            for j in range(i + 1, i + 1 + LINEAR_PROBES):
                if table[j] is None:
                    found = j
                    break
            if found >= 0:
                i = found
                break
        perturb >>= PERTURB_SHIFT
        i = (i * 5 + 1 + perturb) & mask
    table[i] = hk
    thash[i] = h


def set_table_resize(body: PySetObject, minused: int) -> None:
    """Rebuild the table with the smallest size above ``minused``, without dummies."""
    newsize = PySet_MINSIZE
    while newsize <= minused:
        newsize <<= 1
    oldtable, oldhash = body.table, body.thash
    if newsize == PySet_MINSIZE == len(oldtable) and DUMMY not in oldtable:
        return
    table: list = [None] * newsize
    thash = [0] * newsize
    mask = newsize - 1
    fill = 0
    for hk, h in zip(oldtable, oldhash, strict=True):
        if hk is not None and hk is not DUMMY:
            set_insert_clean(table, thash, mask, hk, h)
            fill += 1
    body.table, body.thash, body.mask, body.fill = table, thash, mask, fill


def set_entries(body: PySetObject) -> list[tuple[Any, int]]:
    """The (host key, hash) pairs of the entries, in order of the table."""
    if body.todo:
        set_sync(body)
    return [
        (hk, h) for hk, h in zip(body.table, body.thash, strict=True)
        if hk is not None and hk is not DUMMY
    ]


def set_hostkeys(body: PySetObject) -> list:
    """The host keys in order of the table."""
    if body.todo:
        set_sync(body)
    return [hk for hk in body.table if hk is not None and hk is not DUMMY]


def set_remove_entry(body: PySetObject, hk: Any) -> PyObject:
    """Take out the entry at a host key that is there; returns the guest key, owned."""
    if body.todo:
        set_sync(body)
    h = hash_of(body, hk)
    key = body.me_key.pop(hk)
    if body.ma_index is not None:
        index_discard(body, hk)
    table, thash, mask = body.table, body.thash, body.mask
    perturb = h & _MASK64
    i = perturb & mask
    while True:
        last = i + LINEAR_PROBES if i + LINEAR_PROBES <= mask else i
        for j in range(i, last + 1):
            if thash[j] == h and table[j] == hk:
                table[j] = DUMMY
                thash[j] = -1
                return key
            if table[j] is None:  # its hash has changed since it was added
                return key
        perturb >>= PERTURB_SHIFT
        i = (i * 5 + 1 + perturb) & mask


def set_pop_entry(body: PySetObject) -> PyObject:
    """Take out the next entry from the finger on; the set is not empty."""
    if body.todo:
        set_sync(body)
    table, mask = body.table, body.mask
    i = body.finger & mask
    while table[i] is None or table[i] is DUMMY:
        i = (i + 1) & mask
    hk = table[i]
    key = body.me_key.pop(hk)
    if body.ma_index is not None:
        index_discard(body, hk)
    table[i] = DUMMY
    body.thash[i] = -1
    body.finger = i + 1
    return key


def set_swap_bodies(a: PySetObject, b: PySetObject) -> None:
    """Exchange the contents of two bodies."""
    for name in ("fill", "ma_hash", "ma_index", "mask", "me_key", "me_value", "table", "thash",
                 "todo"):
        held = getattr(a, name)
        setattr(a, name, getattr(b, name))
        setattr(b, name, held)
    a.hash = b.hash = None


def copy_table(body: PySetObject, other: PySetObject) -> None:
    """Fill an empty set's body with another's entries (the fast ways of set_merge).

    The table has been resized for the union. Takes references to the keys.
    """
    if body.mask == other.mask and other.fill == len(other.me_key):
        body.table = other.table.copy()
        body.thash = other.thash.copy()
    else:
        for hk, h in set_entries(other):
            set_insert_clean(body.table, body.thash, body.mask, hk, h)
    body.fill = len(other.me_key)
    body.me_key.update(other.me_key)
    for key in other.me_key.values():
        key.ob_refcnt += 1
    if other.ma_index is not None:
        body.ma_index = {h: list(hks) for h, hks in other.ma_index.items()}
        body.ma_hash = dict(other.ma_hash or {})
