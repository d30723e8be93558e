"""Look-up of names in types: the MRO, the cache of look-ups, version tags. From Objects/typeobject.c.

A type's version tag stands for all that look-ups in it can find. It is given on the first look-up, to the
bases before the type, and taken away when the type or a base of it changes. In C one table of 4,096
entries remembers look-ups by (version tag, name); here each type has its own dict of them,
``tp_cache``, which is valid as long as the tag and emptied with it. So a look-up that hits is one
look-up in a host dict, and nothing has to be compared.
"""

from __future__ import annotations

from typing import Any

from vm.objects.pycore_object import (
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_READY,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    static_types,
)

#: A type that has had so many versions is no longer cached.
MAX_VERSIONS_PER_CLASS = 1000
#: Tags up to this are for types that never change.
_Py_MAX_GLOBAL_TYPE_VERSION_TAG = (1 << 16) - 1
#: Longer names are not cached.
MCACHE_MAX_ATTR_SIZE = 100
#: A type's cache is emptied when it has grown to this size (names can be made up).
MCACHE_SIZE = 1 << 12


class types_state:
    """The interpreter's counters.

    Attributes:
        next_version_tag: the tag of the next class; next_global_version_tag: of the next built-in type.
        hits, misses: look-ups answered from a cache, and by searching an MRO. Hits are counted only
            after `count_look_ups`.
    """

    __slots__ = ("next_version_tag", "next_global_version_tag", "hits", "misses", "counting")

    def __init__(self) -> None:
        self.next_version_tag = _Py_MAX_GLOBAL_TYPE_VERSION_TAG + 1
        self.next_global_version_tag = 1
        self.hits = 0
        self.misses = 0
        self.counting = False


types = types_state()


class counted_cache(dict):
    """A type's cache while someone wants to see the hits."""

    __slots__ = ()

    def __getitem__(self, name: Any) -> Any:
        found = dict.__getitem__(self, name)
        types.hits += 1
        return found

    def get(self, name: Any, default: Any = None) -> Any:
        found = dict.get(self, name, default)
        if found is not default:
            types.hits += 1
        return found


def count_look_ups(on: bool) -> None:
    """Begin or end counting hits; whoever does not look pays nothing."""
    types.counting = on
    work = list(static_types)
    seen = set(work)
    for type_op in work:
        tp = type_op.value
        tp.tp_cache = _new_cache(tp.tp_cache)
        for subclass in tp.tp_subclasses:
            if subclass not in seen:
                seen.add(subclass)
                work.append(subclass)


def _new_cache(entries: Any = ()) -> dict:
    return counted_cache(entries) if types.counting else dict(entries)


def type_cache_entries(type_op: PyObject) -> dict[str, PyObject | None]:
    """What a type's cache holds, for panels: name -> what was found (borrowed), or NULL."""
    return {name: found for name, found in type_op.value.tp_cache.items() if type(name) is str}


# ---- look-up

def _PyType_Lookup(type_op: PyObject, name: Any) -> PyObject | None:
    """Find a name in a type's MRO, through the type's cache, which also remembers what is missing.

    Args:
        type_op: the type.
        name: a host str, or a guest str.

    Returns:
        A borrowed reference, or NULL.
    """
    try:
        return type_op.value.tp_cache[name]
    except KeyError:
        return _lookup_uncached(type_op, name)


def _lookup_uncached(type_op: PyObject, name: Any) -> PyObject | None:
    if type(name) is PyObject:
        if name.ob_type is not PyUnicode_Type:  # what is no string at all is reported by the caller
            return _PyType_Lookup(type_op, name.value) if isinstance(name.value, str) else None
        found = _PyType_Lookup(type_op, name.value)
        text = name.value
    else:
        types.misses += 1
        found = find_name_in_mro(type_op, name)
        text = name
    tp = type_op.value
    if len(text) <= MCACHE_MAX_ATTR_SIZE and tp.tp_mro is not None and assign_version_tag(type_op):
        update_cache(tp, name, found)
    return found


def update_cache(tp: Any, name: Any, found: PyObject | None) -> None:
    """Remember a look-up."""
    if types.counting and type(tp.tp_cache) is dict:
        tp.tp_cache = _new_cache(tp.tp_cache)
    if len(tp.tp_cache) >= MCACHE_SIZE:
        tp.tp_cache.clear()
    tp.tp_cache[name] = found


def find_name_in_mro(type_op: PyObject, name: str) -> PyObject | None:
    """Find a name in the dicts of a type's MRO; borrowed reference or NULL."""
    mro = type_op.value.tp_mro
    if mro is None:
        return None
    for base in mro.value:
        found = base.value.tp_dict.value.me_value.get(name)
        if found is not None:
            return found
    return None


# ---- version tags

def set_version_unlocked(type_op: PyObject, version: int) -> None:
    """Give a type a version tag; with 0, take it away, and with it what the type's cache holds."""
    tp = type_op.value
    if version:
        tp.tp_versions_used += 1
    else:
        tp.tp_cache.clear()
    tp.tp_version_tag = version


def assign_version_tag(type_op: PyObject) -> bool:
    """See that a type and its bases have version tags; False if it cannot have one.

    The host's stack is as deep as the chain of bases without a tag, so those come first, by a list.
    """
    if type_op.value.tp_version_tag:
        return True
    work = [type_op]
    while work:
        tp = work[-1].value
        if not tp.tp_flags & Py_TPFLAGS_READY or tp.tp_versions_used >= MAX_VERSIONS_PER_CLASS:
            return False
        untagged = [base for base in tp.tp_bases.value if not base.value.tp_version_tag]
        if untagged:
            work += reversed(untagged)
        elif not tp.tp_version_tag:
            set_version_unlocked(work.pop(), next_version_tag(tp))
        else:
            work.pop()
    return True


def next_version_tag(tp: Any) -> int:
    """The next number; types that never change have a range of their own."""
    if tp.tp_flags & Py_TPFLAGS_IMMUTABLETYPE:
        tag = types.next_global_version_tag
        types.next_global_version_tag = tag + 1
    else:
        tag = types.next_version_tag
        types.next_version_tag = tag + 1
    return tag


def PyType_Modified(type_op: PyObject) -> None:
    """A type has changed: take away its version tag and those of all its heirs."""
    if not type_op.value.tp_version_tag:  # then no heir has one
        return
    work = [type_op]
    while work:
        cls = work.pop()
        if cls.value.tp_version_tag:
            work.extend(cls.value.tp_subclasses)
            set_version_unlocked(cls, 0)


def type_mro_modified(type_op: PyObject, custom: bool) -> None:
    """A type has a new MRO: see whether look-ups in it may be cached.

    They may not if the metaclass has its own ``mro``: classes that the type does not derive from may
    stand in the MRO, and would not tell when they change. (3.13.0 only takes the tag away here, and
    later crashes where this matters; later releases do as we do.)
    """
    tp = type_op.value
    if custom or not all(PyType_IsSubtype(type_op, base) for base in tp.tp_bases.value):
        set_version_unlocked(type_op, 0)
        tp.tp_versions_used = MAX_VERSIONS_PER_CLASS


def _PyType_InitCache() -> None:
    """Give the counters and the static types the state of a new process."""
    types.__init__()  # type: ignore[misc]
    for type_op in static_types:
        tp = type_op.value
        tp.tp_cache = {}
        tp.tp_version_tag = tp.tp_versions_used = 0
