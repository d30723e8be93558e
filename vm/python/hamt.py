"""The immutable tree that holds a context's values. Models Python/hamt.c.

A key's hash, folded to 32 bits, is its way down: five bits choose the branch at each level. A bitmap node has room
for up to 16 branches and stores those it has; an array node has one place for each of the 32; a collision node
holds keys of one hash. Nodes never change once they are made: a tree with one more key shares all nodes but
those on the way to it.
"""

from __future__ import annotations

from typing import Any

from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.iterobject import iter_self
from vm.objects.methoddef import PyMethodDef
from vm.objects.object import PyObject_Hash, PyObject_HashNotImplemented, PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyObject,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import _PyErr_SetKeyError
from vm.objects.tupleobject import PyTuple_New

HAMT_ARRAY_NODE_SIZE = 32

# what deleting a key gives
W_NOT_FOUND = 0
W_EMPTY = 1
W_NEWNODE = 2


class PyHamtNode_Bitmap:
    """Branches in the order of their bits: key and value each, or NULL and a node; owned."""

    __slots__ = ("b_bitmap", "b_array")

    def __init__(self, bitmap: int, array: list[PyObject | None]):
        self.b_bitmap = bitmap
        self.b_array = array

    def __len__(self) -> int:
        return len(self.b_array)


class PyHamtNode_Array:
    """32 places for nodes, owned, and how many are taken."""

    __slots__ = ("a_array", "a_count")

    def __init__(self, count: int, array: list[PyObject | None]):
        self.a_count = count
        self.a_array = array


class PyHamtNode_Collision:
    """The folded hash that all keys have; keys and values in turn, owned."""

    __slots__ = ("c_hash", "c_array")

    def __init__(self, hash: int, array: list[PyObject]):
        self.c_hash = hash
        self.c_array = array

    def __len__(self) -> int:
        return len(self.c_array)


class PyHamtObject:
    """The root node, owned, and the number of keys."""

    __slots__ = ("h_root", "h_count")

    def __init__(self, root: PyObject, count: int):
        self.h_root: PyObject | None = root
        self.h_count = count


class PyHamtIterator:
    """The tree, owned, the nodes on the way to the next item, borrowed, and the places reached in them."""

    __slots__ = ("hi_obj", "i_nodes", "i_pos", "hi_yield")

    def __init__(self, o: PyObject, hi_yield: Any):
        self.hi_obj: PyObject | None = o
        self.i_nodes: list[PyObject] = [_root(o)]
        self.i_pos = [0]
        self.hi_yield = hi_yield


_PyHamt_Type = static_type(
    "hamt", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=40, tp_weaklistoffset=24)
_PyHamt_ArrayNode_Type = static_type(
    "hamt_array_node", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=280)
_PyHamt_BitmapNode_Type = static_type(
    "hamt_bitmap_node", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=32, tp_itemsize=8)
_PyHamt_CollisionNode_Type = static_type(
    "hamt_collision_node", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=32, tp_itemsize=8)
_PyHamtItems_Type = static_type("items", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=168)
_PyHamtKeys_Type = static_type("keys", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=168)
_PyHamtValues_Type = static_type("values", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=168)


# ---- hashes

def hamt_hash(key: PyObject) -> Any:
    """A key's hash folded to 32 bits, as a number from 0; may be pending."""
    h = PyObject_Hash(key)
    return _folded_later(h) if type(h) in PENDING else _folded(h)


def _folded(h: int) -> int:
    xored = (h ^ (h >> 32)) & 0xFFFFFFFF
    return 0xFFFFFFFE if xored == 0xFFFFFFFF else xored


def _folded_later(pending: Any) -> Any:
    return _folded((yield pending))


def hamt_mask(h: int, shift: int) -> int:
    """The branch at a level: five bits of the hash."""
    return h >> (shift & 31) & 31


def hamt_bitindex(bitmap: int, bit: int) -> int:
    """How many branches of a bitmap node come before a bit's."""
    return (bitmap & (bit - 1)).bit_count()


# ---- making nodes

def _new_node(tp: PyObject, body: Any) -> PyObject:
    node = PyObject_GC_New(tp, body)
    _PyObject_GC_TRACK(node)
    return node


def _shared(array: list) -> list:
    """A copy of a node's references, owned."""
    for op in array:
        if op is not None:
            op.ob_refcnt += 1
    return array.copy()


def hamt_node_bitmap_new(bitmap: int, array: list) -> PyObject:
    """A bitmap node; steals the references."""
    return _new_node(_PyHamt_BitmapNode_Type, PyHamtNode_Bitmap(bitmap, array))


def hamt_node_array_new(count: int, array: list) -> PyObject:
    """An array node; steals the references."""
    return _new_node(_PyHamt_ArrayNode_Type, PyHamtNode_Array(count, array))


def hamt_node_collision_new(h: int, array: list) -> PyObject:
    """A collision node; steals the references."""
    return _new_node(_PyHamt_CollisionNode_Type, PyHamtNode_Collision(h, array))


def _bitmap_with(node: PyObject, key_idx: int, key: PyObject | None, val: PyObject) -> PyObject:
    """A clone of a bitmap node with one branch replaced; steals ``key`` and ``val``."""
    body = node.value
    clone = hamt_node_bitmap_new(body.b_bitmap, _shared(body.b_array))
    array = clone.value.b_array
    old_key, old_val = array[key_idx:key_idx + 2]
    array[key_idx:key_idx + 2] = key, val
    Py_XDECREF(old_key)
    Py_DECREF(old_val)
    return clone


def _array_with(node: PyObject, idx: int, child: PyObject | None, count: int) -> PyObject:
    """A clone of an array node with another child or none; steals ``child``."""
    clone = hamt_node_array_new(count, _shared(node.value.a_array))
    old, clone.value.a_array[idx] = clone.value.a_array[idx], child
    Py_XDECREF(old)
    return clone


# ---- setting a key

def hamt_node_assoc(node: PyObject, shift: int, h: int, key: PyObject, val: PyObject) -> Any:
    """A node with a key set (native frame).

    Args:
        node: the node, of any kind, at level ``shift`` / 5.
        h: the key's folded hash.

    Returns:
        (node, added): a new reference to a new node, or the same if it has the key with that very value;
        whether the key is a new one.
    """
    if node.ob_type is _PyHamt_BitmapNode_Type:
        return hamt_node_bitmap_assoc(node, shift, h, key, val)
    if node.ob_type is _PyHamt_ArrayNode_Type:
        return hamt_node_array_assoc(node, shift, h, key, val)
    return hamt_node_collision_assoc(node, shift, h, key, val)


def hamt_node_bitmap_assoc(node: PyObject, shift: int, h: int, key: PyObject, val: PyObject) -> Any:
    """`hamt_node_assoc` for a bitmap node."""
    body = node.value
    bit = 1 << hamt_mask(h, shift)
    key_idx = 2 * hamt_bitindex(body.b_bitmap, bit)
    if not body.b_bitmap & bit:
        if len(body.b_array) >= 32:
            return (yield _bitmap_to_array(node, shift, h, key, val))
        array = _shared(body.b_array)
        array[key_idx:key_idx] = Py_NewRef(key), Py_NewRef(val)
        return hamt_node_bitmap_new(body.b_bitmap | bit, array), True
    other, val_or_node = body.b_array[key_idx:key_idx + 2]
    if other is None:
        sub_node, added = yield hamt_node_assoc(val_or_node, shift + 5, h, key, val)
        if sub_node is val_or_node:
            Py_DECREF(sub_node)
            return Py_NewRef(node), added
        return _bitmap_with(node, key_idx, None, sub_node), added
    equal = PyObject_RichCompareBool(key, other, Py_EQ)
    if type(equal) in PENDING:
        equal = yield equal
    if equal:
        if val is val_or_node:
            return Py_NewRef(node), False
        return _bitmap_with(node, key_idx, Py_NewRef(other), Py_NewRef(val)), False
    sub_node = yield hamt_node_new_bitmap_or_collision(shift + 5, other, val_or_node, h, key, val)
    return _bitmap_with(node, key_idx, None, sub_node), True


def hamt_node_new_bitmap_or_collision(
    shift: int, key1: PyObject, val1: PyObject, h2: int, key2: PyObject, val2: PyObject
) -> Any:
    """A new node for two keys: a collision node if their hashes are equal (native frame)."""
    h1 = hamt_hash(key1)
    if type(h1) in PENDING:
        h1 = yield h1
    if h1 == h2:
        return hamt_node_collision_new(h1, _shared([key1, val1, key2, val2]))
    first = hamt_node_bitmap_new(1 << hamt_mask(h1, shift), _shared([key1, val1]))
    try:
        both, _ = yield hamt_node_bitmap_assoc(first, shift, h2, key2, val2)
    finally:
        Py_DECREF(first)
    return both


def _bitmap_to_array(node: PyObject, shift: int, h: int, key: PyObject, val: PyObject) -> Any:
    """An array node of a bitmap node that is full, with one more key (native frame)."""
    body = node.value
    children: list[PyObject | None] = [None] * HAMT_ARRAY_NODE_SIZE
    new_node = hamt_node_array_new(len(body.b_array) // 2 + 1, children)
    try:
        children[hamt_mask(h, shift)] = _single(shift + 5, h, key, val)
        j = 0
        for i in range(HAMT_ARRAY_NODE_SIZE):
            if not body.b_bitmap >> i & 1:
                continue
            other, val_or_node = body.b_array[j:j + 2]
            j += 2
            if other is None:
                children[i] = Py_NewRef(val_or_node)
                continue
            rehash = hamt_hash(other)
            if type(rehash) in PENDING:
                rehash = yield rehash
            children[i] = _single(shift + 5, rehash, other, val_or_node)
    except PyErr:
        Py_DECREF(new_node)
        raise
    return new_node, True


def _single(shift: int, h: int, key: PyObject, val: PyObject) -> PyObject:
    """A bitmap node of one key."""
    return hamt_node_bitmap_new(1 << hamt_mask(h, shift), [Py_NewRef(key), Py_NewRef(val)])


def hamt_node_collision_assoc(node: PyObject, shift: int, h: int, key: PyObject, val: PyObject) -> Any:
    """`hamt_node_assoc` for a collision node."""
    body = node.value
    if h != body.c_hash:
        parent = hamt_node_bitmap_new(1 << hamt_mask(body.c_hash, shift), [None, Py_NewRef(node)])
        try:
            return (yield hamt_node_bitmap_assoc(parent, shift, h, key, val))
        finally:
            Py_DECREF(parent)
    idx = yield hamt_node_collision_find_index(node, key)
    if idx is not None and body.c_array[idx + 1] is val:
        return Py_NewRef(node), False
    array = _shared(body.c_array)
    if idx is None:
        array += Py_NewRef(key), Py_NewRef(val)
    else:
        old, array[idx + 1] = array[idx + 1], Py_NewRef(val)
        Py_DECREF(old)
    return hamt_node_collision_new(h, array), idx is None


def hamt_node_collision_find_index(node: PyObject, key: PyObject) -> Any:
    """Where a key stands in a collision node, or None (native frame)."""
    array = node.value.c_array
    for i in range(0, len(array), 2):
        equal = PyObject_RichCompareBool(key, array[i], Py_EQ)
        if type(equal) in PENDING:
            equal = yield equal
        if equal:
            return i
    return None


def hamt_node_array_assoc(node: PyObject, shift: int, h: int, key: PyObject, val: PyObject) -> Any:
    """`hamt_node_assoc` for an array node."""
    body = node.value
    idx = hamt_mask(h, shift)
    child = body.a_array[idx]
    if child is None:
        return _array_with(node, idx, _single(shift + 5, h, key, val), body.a_count + 1), True
    new_child, added = yield hamt_node_assoc(child, shift + 5, h, key, val)
    return _array_with(node, idx, new_child, body.a_count), added


# ---- deleting a key

def hamt_node_without(node: PyObject, shift: int, h: int, key: PyObject) -> Any:
    """A node without a key (native frame).

    Returns:
        (how, node): W_NOT_FOUND or W_EMPTY and NULL, or W_NEWNODE and a new reference to the new node.
    """
    if node.ob_type is _PyHamt_BitmapNode_Type:
        return hamt_node_bitmap_without(node, shift, h, key)
    if node.ob_type is _PyHamt_ArrayNode_Type:
        return hamt_node_array_without(node, shift, h, key)
    return hamt_node_collision_without(node, shift, h, key)


def _has_one_pair(node: PyObject) -> bool:
    """Whether a node is a bitmap node of one key, which its parent takes over."""
    return (node.ob_type is _PyHamt_BitmapNode_Type and len(node.value.b_array) == 2
            and node.value.b_array[0] is not None)


def hamt_node_bitmap_without(node: PyObject, shift: int, h: int, key: PyObject) -> Any:
    """`hamt_node_without` for a bitmap node."""
    body = node.value
    bit = 1 << hamt_mask(h, shift)
    if not body.b_bitmap & bit:
        return W_NOT_FOUND, None
    key_idx = 2 * hamt_bitindex(body.b_bitmap, bit)
    other, val_or_node = body.b_array[key_idx:key_idx + 2]
    if other is None:
        how, sub_node = yield hamt_node_without(val_or_node, shift + 5, h, key)
        if how != W_NEWNODE:
            return how, None
        if not _has_one_pair(sub_node):
            return W_NEWNODE, _bitmap_with(node, key_idx, None, sub_node)
        clone = _bitmap_with(node, key_idx, *_shared(sub_node.value.b_array))
        Py_DECREF(sub_node)
        return W_NEWNODE, clone
    equal = PyObject_RichCompareBool(other, key, Py_EQ)
    if type(equal) in PENDING:
        equal = yield equal
    if not equal:
        return W_NOT_FOUND, None
    if len(body.b_array) == 2:
        return W_EMPTY, None
    array = _shared(body.b_array[:key_idx] + body.b_array[key_idx + 2:])
    return W_NEWNODE, hamt_node_bitmap_new(body.b_bitmap & ~bit, array)


def hamt_node_collision_without(node: PyObject, shift: int, h: int, key: PyObject) -> Any:
    """`hamt_node_without` for a collision node."""
    body = node.value
    if h != body.c_hash:
        return W_NOT_FOUND, None
    idx = yield hamt_node_collision_find_index(node, key)
    if idx is None:
        return W_NOT_FOUND, None
    array = _shared(body.c_array[:idx] + body.c_array[idx + 2:])
    if len(array) == 2:
        return W_NEWNODE, hamt_node_bitmap_new(1 << hamt_mask(h, shift), array)
    return W_NEWNODE, hamt_node_collision_new(h, array)


def hamt_node_array_without(node: PyObject, shift: int, h: int, key: PyObject) -> Any:
    """`hamt_node_without` for an array node: one with fewer than 16 branches becomes a bitmap node."""
    body = node.value
    idx = hamt_mask(h, shift)
    child = body.a_array[idx]
    if child is None:
        return W_NOT_FOUND, None
    how, sub_node = yield hamt_node_without(child, shift + 5, h, key)
    if how == W_NOT_FOUND:
        return W_NOT_FOUND, None
    if how == W_NEWNODE:
        return W_NEWNODE, _array_with(node, idx, sub_node, body.a_count)
    if body.a_count - 1 >= 16:
        return W_NEWNODE, _array_with(node, idx, None, body.a_count - 1)
    bitmap = 0
    array: list[PyObject | None] = []
    for i, child in enumerate(body.a_array):
        if i == idx or child is None:
            continue
        bitmap |= 1 << i
        array += child.value.b_array if _has_one_pair(child) else (None, child)
    return W_NEWNODE, hamt_node_bitmap_new(bitmap, _shared(array))


# ---- looking a key up

def hamt_node_find(node: PyObject, h: int, key: PyObject) -> Any:
    """The value of a key in the tree under a root: a new reference or NULL; may be pending."""
    shift = 0
    while True:
        body = node.value
        branch = hamt_mask(h, shift)
        shift += 5
        if node.ob_type is _PyHamt_BitmapNode_Type:
            if not body.b_bitmap >> branch & 1:
                return None
            idx = 2 * hamt_bitindex(body.b_bitmap, 1 << branch)
            other, node = body.b_array[idx:idx + 2]
            if other is not None:
                return _value_if(PyObject_RichCompareBool(key, other, Py_EQ), node)
        elif node.ob_type is _PyHamt_ArrayNode_Type:
            node = body.a_array[branch]
            if node is None:
                return None
        else:
            return hamt_node_collision_find(node, key)


def _value_if(equal: Any, val: PyObject) -> Any:
    if type(equal) in PENDING:
        return _value_if_later(equal, val)
    return Py_NewRef(val) if equal else None


def _value_if_later(pending: Any, val: PyObject) -> Any:
    return Py_NewRef(val) if (yield pending) else None


def hamt_node_collision_find(node: PyObject, key: PyObject) -> Any:
    """The value of a key in a collision node: a new reference or NULL (native frame)."""
    idx = yield hamt_node_collision_find_index(node, key)
    return None if idx is None else Py_NewRef(node.value.c_array[idx + 1])


# ---- trees

#: The empty node and the empty tree, of which every other grows.
_bitmap_node_empty = PyObject(_PyHamt_BitmapNode_Type, PyHamtNode_Bitmap(0, []))
_bitmap_node_empty.ob_refcnt = 1 << 29
_empty_hamt = PyObject(_PyHamt_Type, PyHamtObject(_bitmap_node_empty, 0))
_empty_hamt.ob_ext = None
_empty_hamt.ob_refcnt = 1 << 29


def _root(o: PyObject) -> PyObject:
    """The root node, borrowed; of a tree that the collector has cleared, the empty node."""
    return o.value.h_root or _bitmap_node_empty


def hamt_alloc(root: PyObject, count: int) -> PyObject:
    """A tree; steals its root."""
    op = PyObject_GC_New(_PyHamt_Type, PyHamtObject(root, count))
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def _PyHamt_New() -> PyObject:
    """The empty tree."""
    return Py_NewRef(_empty_hamt)


def _PyHamt_Assoc(o: PyObject, key: PyObject, val: PyObject) -> Any:
    """A tree with a key set (native frame)."""
    h = hamt_hash(key)
    if type(h) in PENDING:
        h = yield h
    root, added = yield hamt_node_assoc(_root(o), 0, h, key, val)
    if root is o.value.h_root:
        Py_DECREF(root)
        return Py_NewRef(o)
    return hamt_alloc(root, o.value.h_count + added)


def _PyHamt_Without(o: PyObject, key: PyObject) -> Any:
    """A tree without a key (native frame)."""
    h = hamt_hash(key)
    if type(h) in PENDING:
        h = yield h
    how, root = yield hamt_node_without(_root(o), 0, h, key)
    if how == W_EMPTY:
        return _PyHamt_New()
    if how == W_NOT_FOUND:
        return Py_NewRef(o)
    return hamt_alloc(root, o.value.h_count - 1)


def _PyHamt_Find(o: PyObject, key: PyObject) -> Any:
    """The value of a key: a new reference or NULL; may be pending."""
    if not o.value.h_count:
        return None
    h = hamt_hash(key)
    if type(h) in PENDING:
        return _find_later(h, o, key)
    return hamt_node_find(_root(o), h, key)


def _find_later(pending: Any, o: PyObject, key: PyObject) -> Any:
    found = hamt_node_find(_root(o), (yield pending), key)
    return (yield found) if type(found) in PENDING else found


def _PyHamt_Eq(v: PyObject, w: PyObject) -> Any:
    """Whether two trees have equal keys and values, as a host bool (native frame)."""
    if v is w:
        return True
    if v.value.h_count != w.value.h_count:
        return False
    for key, val in hamt_pairs(v):
        other = _PyHamt_Find(w, key)
        if type(other) in PENDING:
            other = yield other
        if other is None:
            return False
        try:
            equal = PyObject_RichCompareBool(val, other, Py_EQ)
            if type(equal) in PENDING:
                equal = yield equal
        finally:
            Py_DECREF(other)
        if not equal:
            return False
    return True


def hamt_pairs(o: PyObject) -> Any:
    """The (key, value) pairs of a tree, borrowed: a host iterator."""
    it = PyHamtIterator(o, None)
    while (pair := hamt_iterator_next(it)) is not None:
        yield pair


# ---- iterators

def hamt_iterator_next(it: PyHamtIterator) -> tuple[PyObject, PyObject] | None:
    """The next key and value, borrowed, or None at the end."""
    nodes, places = it.i_nodes, it.i_pos
    while nodes:
        node, pos = nodes[-1], places[-1]
        body = node.value
        if node.ob_type is _PyHamt_ArrayNode_Type:
            pair = None, next((child for child in body.a_array[pos:] if child is not None), None)
            places[-1] = HAMT_ARRAY_NODE_SIZE if pair[1] is None else body.a_array.index(pair[1], pos) + 1
        else:
            array = body.b_array if node.ob_type is _PyHamt_BitmapNode_Type else body.c_array
            pair = tuple(array[pos:pos + 2]) or (None, None)
            places[-1] = pos + 2
        key, val = pair
        if key is not None:
            return key, val
        if val is None:
            nodes.pop()
            places.pop()
        else:
            nodes.append(val)
            places.append(0)
    return None


def hamt_baseiter_new(tp: PyObject, hi_yield: Any, o: PyObject) -> PyObject:
    """An iterator over a tree; the collector does not see it."""
    return PyObject_GC_New(tp, PyHamtIterator(Py_NewRef(o), hi_yield))


def hamt_baseiter_tp_iternext(it: PyObject) -> PyObject | None:
    """tp_iternext"""
    if it.value.hi_obj is None:
        return None
    pair = hamt_iterator_next(it.value)
    return None if pair is None else it.value.hi_yield(*pair)


def _PyHamt_NewIterItems(o: PyObject) -> PyObject:
    """``items()``"""
    return hamt_baseiter_new(
        _PyHamtItems_Type, lambda key, val: PyTuple_New((Py_NewRef(key), Py_NewRef(val))), o)


def _PyHamt_NewIterKeys(o: PyObject) -> PyObject:
    """``keys()``; also tp_iter."""
    return hamt_baseiter_new(_PyHamtKeys_Type, lambda key, val: Py_NewRef(key), o)


def _PyHamt_NewIterValues(o: PyObject) -> PyObject:
    """``values()``"""
    return hamt_baseiter_new(_PyHamtValues_Type, lambda key, val: Py_NewRef(val), o)


for _type in (_PyHamtItems_Type, _PyHamtKeys_Type, _PyHamtValues_Type):
    set_slots(
        _type, tp_dealloc=fields_dealloc("hi_obj"), tp_traverse=fields_traverse("hi_obj"),
        tp_clear=fields_clear("hi_obj"), tp_iter=iter_self, tp_iternext=hamt_baseiter_tp_iternext,
        mp_length=lambda op: op.value.hi_obj.value.h_count if op.value.hi_obj is not None else 0)


# ---- the type

def hamt_tp_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: the empty tree, whatever the arguments."""
    return _PyHamt_New()


def hamt_tp_richcompare(v: PyObject, w: PyObject, op: int) -> Any:
    """tp_richcompare"""
    if v.ob_type is not _PyHamt_Type or w.ob_type is not _PyHamt_Type or op not in (Py_EQ, Py_NE):
        return Py_NotImplemented
    return hamt_compared(v, w, op)


def hamt_compared(v: PyObject, w: PyObject, op: int) -> Any:
    """``v == w`` or ``v != w`` for two trees (native frame)."""
    return Py_True if (yield _PyHamt_Eq(v, w)) == (op == Py_EQ) else Py_False


def hamt_tp_contains(self: PyObject, key: PyObject) -> Any:
    """sq_contains; a generator."""
    found = _PyHamt_Find(self, key)
    if type(found) in PENDING:
        found = yield found
    Py_XDECREF(found)
    return found is not None


def hamt_tp_subscript(self: PyObject, key: PyObject) -> Any:
    """mp_subscript; a generator."""
    found = _PyHamt_Find(self, key)
    if type(found) in PENDING:
        found = yield found
    if found is None:
        raise _PyErr_SetKeyError(key)
    return found


def hamt_py_get(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """``get(key, default=None)``; a generator."""
    found = _PyHamt_Find(self, key)
    if type(found) in PENDING:
        found = yield found
    return Py_NewRef(default or Py_None) if found is None else found


set_slots(
    _PyHamt_Type, tp_new=hamt_tp_new, tp_dealloc=fields_dealloc("h_root"),
    tp_traverse=fields_traverse("h_root"), tp_clear=fields_clear("h_root"), tp_iter=_PyHamt_NewIterKeys,
    tp_richcompare=hamt_tp_richcompare, tp_hash=PyObject_HashNotImplemented,
    mp_length=lambda op: op.value.h_count, mp_subscript=hamt_tp_subscript, sq_contains=hamt_tp_contains,
    tp_methods=(
        PyMethodDef("set", _PyHamt_Assoc, "($self, key, val, /)"),
        PyMethodDef("get", hamt_py_get, "($self, key, default=None, /)"),
        PyMethodDef("delete", _PyHamt_Without, "($self, key, /)"),
        PyMethodDef("items", _PyHamt_NewIterItems, "($self, /)"),
        PyMethodDef("keys", _PyHamt_NewIterKeys, "($self, /)"),
        PyMethodDef("values", _PyHamt_NewIterValues, "($self, /)"),
    ),
)


# ---- the types of nodes

def _set_node_slots(tp: PyObject, traverse: Any) -> None:
    set_slots(
        tp, tp_dealloc=lambda op: dealloc_container(op, traverse), tp_traverse=traverse,
        tp_hash=PyObject_HashNotImplemented)


_set_node_slots(_PyHamt_ArrayNode_Type, lambda op: op.value.a_array)
_set_node_slots(_PyHamt_BitmapNode_Type, lambda op: op.value.b_array[::-1])
_set_node_slots(_PyHamt_CollisionNode_Type, lambda op: op.value.c_array[::-1])
