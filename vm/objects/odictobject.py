"""OrderedDict. Models Objects/odictobject.c.

As in C, a doubly linked list of nodes beside the dict holds the order; a node owns its key. ``od_state`` counts
the changes of the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_Clear,
    PyDict_DelItem,
    PyDict_GetItemRef,
    PyDict_LOG_MINSIZE,
    PyDict_SetItem,
    PyDictObject,
    _dict_find_general,
    _PyDict_Pop_KnownHash,
    _PyDict_SetItem_KnownHash,
    _PyDict_SizeOf,
    dict_children,
    dict_richcompare,
    dict_shape,
    dict_traverse,
)
from vm.objects.dictviews import (
    PyDictItems_Type,
    PyDictKeys_Type,
    PyDictValues_Type,
    _PyDictView_New,
    dictview_children,
    dictview_dealloc,
)
from vm.objects.eval_builtin import _PyEval_GetBuiltin
from vm.objects.getargs import boolean
from vm.objects.iterobject import iter_self
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.modsupport import Py_BuildValue
from vm.objects.odict_update import (
    mutablemapping_update,
    mutablemapping_update_arg,
    odict_update,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_hostkey import GENERAL, comes_first, hostkey
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MAPPING,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyDict_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_KeyError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    _PyErr_SetKeyError,
)


@late_import
def _bind() -> None:
    global PyObject_GetIter, PyObject_GetItem, PyObject_SetItem, PySequence_Contains
    global PyObject_CallNoArgs, PyObject_CallOneArg
    global PyObject_Repr, Py_ReprEnter, Py_ReprLeave, PyTuple_New, PyUnicode_FromString
    global PyObject_RichCompareBool, weakrefs_call_back, PyObject_ClearManagedDict
    global visit_managed_dict, PyLong_FromLong, reuse_pair
    global PyObject_GenericGetDict, PyObject_GenericSetDict, PyObject_Hash, dict_copy_of
    global _PyObject_GetState, PySequence_List, PyObject_CallMethod
    from vm.objects.abstract import (
        PyObject_GetItem,
        PyObject_GetIter,
        PyObject_SetItem,
        PySequence_Contains,
        PySequence_List,
    )
    from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs, PyObject_CallOneArg
    from vm.objects.dictmerge import dict_bodies, dict_copy_of
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import (
        Py_ReprEnter,
        Py_ReprLeave,
        PyObject_GenericGetDict,
        PyObject_GenericSetDict,
        PyObject_Hash,
        PyObject_Repr,
        PyObject_RichCompareBool,
    )
    from vm.objects.tupleobject import PyTuple_New, reuse_pair
    from vm.objects.typeobject_reduce import _PyObject_GetState
    from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, visit_managed_dict
    from vm.objects.unicodeobject import PyUnicode_FromString
    from vm.objects.weakrefobject import weakrefs_call_back

    dict_bodies[PyODict_Type] = PyODictObject


class _ODictNode:
    """A node of the list: ``key`` (owned) and its ``hash``, or None for a key that has a host key."""

    __slots__ = ("hash", "key", "next", "prev")

    def __init__(self, key: PyObject, h: int | None, prev: _ODictNode | None):
        self.key = key
        self.hash = h
        self.prev = prev
        self.next: _ODictNode | None = None


class PyODictObject(PyDictObject):
    """A dict's body, the ends of the list, and the nodes by host key.

    Attributes:
        od_first, od_last: the ends of the list.
        od_fast_nodes: host key -> node.
        od_synced: whether C would have allocated its table of nodes.
        od_state: counts the changes of the list.
    """

    __slots__ = ("od_fast_nodes", "od_first", "od_last", "od_state", "od_synced")

    def __init__(self) -> None:
        super().__init__()
        self.od_first: _ODictNode | None = None
        self.od_last: _ODictNode | None = None
        self.od_fast_nodes: dict[Any, _ODictNode] = {}
        self.od_synced = False
        self.od_state = 0
        self.ma_tracked = True


def _odict_nodes(body: PyODictObject) -> Iterator[_ODictNode]:
    """The nodes in order; each one's successor is read after it has been delivered."""
    node = body.od_first
    while node is not None:
        yield node
        node = node.next


def _odict_add_new_node(body: PyODictObject, hk: Any, key: PyObject, h: int | None) -> None:
    """Append a node for a key that is in the dict, unless it has one; takes its own reference."""
    body.od_synced = True
    if hk not in body.od_fast_nodes:
        key.ob_refcnt += 1
        node = _ODictNode(key, h, body.od_last)
        body.od_fast_nodes[hk] = node
        _odict_add_tail(body, node)


def _odict_add_tail(body: PyODictObject, node: _ODictNode) -> None:
    node.prev, node.next = body.od_last, None
    if body.od_last is None:
        body.od_first = node
    else:
        body.od_last.next = node
    body.od_last = node
    body.od_state += 1


def _odict_add_head(body: PyODictObject, node: _ODictNode) -> None:
    node.prev, node.next = None, body.od_first
    if body.od_first is None:
        body.od_last = node
    else:
        body.od_first.prev = node
    body.od_first = node
    body.od_state += 1


def _odict_remove_node(body: PyODictObject, node: _ODictNode) -> None:
    """Take a node out of the list."""
    if node.prev is None:
        body.od_first = node.next
    else:
        node.prev.next = node.next
    if node.next is None:
        body.od_last = node.prev
    else:
        node.next.prev = node.prev
    node.prev = node.next = None
    body.od_state += 1


def _odict_clear_node(body: PyODictObject, hk: Any) -> None:
    """Free the node of a host key, if it has one."""
    node = body.od_fast_nodes.pop(hk, None)
    if node is not None:
        _odict_remove_node(body, node)
        Py_DECREF(node.key)


def _odict_clear_nodes(body: PyODictObject) -> None:
    nodes = list(_odict_nodes(body))
    body.od_first = body.od_last = None
    body.od_fast_nodes.clear()
    body.od_synced = False
    for node in nodes:
        Py_DECREF(node.key)
    body.od_state += 1


def _odict_find(body: PyODictObject, key: PyObject, h: int | None) -> Any:
    """The host key under which ``key`` stands in the dict, or None; may be pending (_odict_get_index)."""
    hk = hostkey(key)
    if hk is not GENERAL:
        found = hk in body.me_value
        if body.ma_index is None or (found and comes_first(body, hk, key)):
            return hk if found else None
    return _dict_find_general(body, key, h)


def _hash(key: PyObject) -> Any:
    """The hash of a key without a host key, may be pending; None for the others."""
    return PyObject_Hash(key) if hostkey(key) is GENERAL else None


def PyODict_SetItem(op: PyObject, key: PyObject, value: PyObject) -> Any:
    """``op[key] = value``; None or pending."""
    body = op.value
    hk = hostkey(key)
    if hk is GENERAL or body.ma_index is not None:
        return _odict_setitem_general(op, key, value)
    PyDict_SetItem(op, key, value)
    _odict_add_new_node(body, hk, key, None)
    return None


def _odict_setitem_general(op: PyObject, key: PyObject, value: PyObject) -> Any:
    h = _hash(key)
    if type(h) in PENDING:
        h = yield h
    yield _PyODict_SetItem_KnownHash(op, key, value, h)


def _PyODict_SetItem_KnownHash(op: PyObject, key: PyObject, value: PyObject, h: int | None) -> Any:
    """Store in the dict, then look the key up again for the node (a generator)."""
    done = _PyDict_SetItem_KnownHash(op, key, value, h)
    if done is not None:
        yield done
    hk = _odict_find(op.value, key, h)
    if type(hk) in PENDING:
        hk = yield hk
    if hk is not None:
        _odict_add_new_node(op.value, hk, key, h)


def PyODict_DelItem(op: PyObject, key: PyObject) -> Any:
    """``del op[key]``; None or pending."""
    body = op.value
    hk = hostkey(key)
    if hk is GENERAL or body.ma_index is not None:
        return _odict_delitem_general(op, key)
    _odict_clear_node(body, hk)
    return PyDict_DelItem(op, key)


def _odict_delitem_general(op: PyObject, key: PyObject) -> Any:
    h = _hash(key)
    if type(h) in PENDING:
        h = yield h
    body = op.value
    if body.od_first is not None:
        hk = _odict_find(body, key, h)
        if type(hk) in PENDING:
            hk = yield hk
        _odict_clear_node(body, hk)
    value = _PyDict_Pop_KnownHash(op, key, h)
    if value is not None and type(value) in PENDING:
        value = yield value
    if value is None:
        raise _PyErr_SetKeyError(key)
    Py_DECREF(value)


def _set_key_error(key: PyObject) -> PyErr:
    """PyErr_SetObject(PyExc_KeyError, key): a tuple is taken for the arguments, None for none."""
    if key is Py_None:
        return PyErr_SetArgs(PyExc_KeyError)
    if key.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        return PyErr_SetArgs(PyExc_KeyError, *key.value)
    return PyErr_SetArgs(PyExc_KeyError, key)


def PyODict_Check(op: PyObject) -> bool:
    """Whether ``op`` is an OrderedDict or an instance of a subclass."""
    return PyObject_TypeCheck(op, PyODict_Type)


def _is_exact(op: PyObject) -> bool:
    return op.ob_type is PyODict_Type


def odict_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init"""
    n = len(args) - len(kwnames)
    if n > 1:
        raise PyErr_Format(PyExc_TypeError, f"expected at most 1 arguments, got {n}")
    return mutablemapping_update(self, args[0] if n else None, args[n:], kwnames) if args else None


def odict_ass_sub(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """mp_ass_subscript"""
    return PyODict_DelItem(op, key) if value is None else PyODict_SetItem(op, key, value)


# -- methods ----------------------------------------------------------------------------------------


def _odict_popkey_hash(op: PyObject, key: PyObject, failobj: PyObject | None, h: int | None) -> Any:
    """Take out a key; its value, or a new reference to ``failobj``, or KeyError (a generator)."""
    body = op.value
    hk = None
    if body.od_first is not None:
        hk = _odict_find(body, key, h)
        if type(hk) in PENDING:
            hk = yield hk
    if hk in body.od_fast_nodes:
        if h is not None:  # C looks the key up again, as guest code may see
            hk = yield _dict_find_general(body, key, h)
        _odict_clear_node(body, hk)
        value = _PyDict_Pop_KnownHash(op, key, h)
        if value is not None and type(value) in PENDING:
            value = yield value
        if value is not None:
            return value
    if failobj is None:
        raise _set_key_error(key)
    failobj.ob_refcnt += 1
    return failobj


def odict_popitem(self: PyObject, last_arg: PyObject | None) -> Any:
    """OrderedDict.popitem (a generator)"""
    last = True if last_arg is None else boolean(last_arg)
    if type(last) in PENDING:
        last = yield last
    body = self.value
    node = body.od_last if last else body.od_first
    if node is None:
        raise PyErr_Format(PyExc_KeyError, "dictionary is empty")
    key = node.key
    key.ob_refcnt += 1
    try:
        value = yield _odict_popkey_hash(self, key, None, node.hash)
    except PyErr:
        Py_DECREF(key)
        raise
    return PyTuple_New((key, value))


def odict_move_to_end(self: PyObject, key: PyObject, last_arg: PyObject | None) -> Any:
    """OrderedDict.move_to_end (a generator)"""
    last = True if last_arg is None else boolean(last_arg)
    if type(last) in PENDING:
        last = yield last
    body = self.value
    end = body.od_last if last else body.od_first
    if end is None:
        raise _set_key_error(key)
    if key is end.key:
        return Py_None
    node = yield _odict_find_node(body, key)
    if node is None:
        raise _set_key_error(key)
    if node is not (body.od_last if last else body.od_first):
        _odict_remove_node(body, node)
        if last:
            _odict_add_tail(body, node)
        else:
            _odict_add_head(body, node)
    return Py_None


def _odict_find_node(body: PyODictObject, key: PyObject) -> Any:
    """The node of a key, or None (a generator)."""
    h = _hash(key)
    if type(h) in PENDING:
        h = yield h
    hk = _odict_find(body, key, h)
    if type(hk) in PENDING:
        hk = yield hk
    return body.od_fast_nodes.get(hk)


def odict_pop(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """OrderedDict.pop (a generator)"""
    h = _hash(key)
    if type(h) in PENDING:
        h = yield h
    return (yield _odict_popkey_hash(self, key, default, h))


def odict_setdefault(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """OrderedDict.setdefault (a generator)"""
    if default is None:
        default = Py_None
    if _is_exact(self):
        value = PyDict_GetItemRef(self, key)
        if value is not None and type(value) in PENDING:
            value = yield value
        if value is not None:
            return value
        done = PyODict_SetItem(self, key, default)
        if done is not None:
            yield done
        default.ob_refcnt += 1
        return default
    found = PySequence_Contains(self, key)
    if type(found) in PENDING:
        found = yield found
    if found:
        value = PyObject_GetItem(self, key)
        if type(value) in PENDING:
            value = yield value
        return value
    done = PyObject_SetItem(self, key, default)
    if done is not None:
        yield done
    default.ob_refcnt += 1
    return default


def odict_clear(self: PyObject) -> PyObject:
    """OrderedDict.clear"""
    PyDict_Clear(self)
    _odict_clear_nodes(self.value)
    return Py_None


def odict_tp_clear(op: PyObject) -> None:
    """tp_clear"""
    PyObject_ClearManagedDict(op)
    odict_clear(op)


def odict_copy(self: PyObject) -> Any:
    """OrderedDict.copy (a generator)"""
    exact = _is_exact(self)
    new = PyObject_CallNoArgs(self.ob_type)
    if type(new) in PENDING:
        new = yield new
    try:
        for node in _odict_nodes(self.value):
            key = node.key
            value = PyDict_GetItemRef(self, key) if exact else PyObject_GetItem(self, key)
            if value is not None and type(value) in PENDING:
                value = yield value
            if value is None:
                raise _set_key_error(key)
            try:
                if exact:
                    done = _PyODict_SetItem_KnownHash(new, key, value, node.hash)
                else:
                    done = PyObject_SetItem(new, key, value)
                if done is not None:
                    yield done
            finally:
                Py_DECREF(value)
    except PyErr:
        Py_DECREF(new)
        raise
    return new


def odict_fromkeys(cls: PyObject, iterable: PyObject, value: PyObject | None) -> Any:
    """OrderedDict.fromkeys (a generator)"""
    from vm.objects.dictmerge import _PyDict_FromKeys

    res = _PyDict_FromKeys(cls, iterable, value)
    return (yield res)


def odict_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare: between two of them the order counts"""
    if not PyODict_Check(a) or not PyDict_Check(b) or op not in (Py_EQ, Py_NE):
        return Py_NotImplemented
    return _odict_richcompare(a, b, op)


def _odict_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    same = dict_richcompare(a, b, op)
    if type(same) in PENDING:
        same = yield same
    if not PyODict_Check(b) or same is (Py_False if op == Py_EQ else Py_True):
        return same
    equal = yield _odict_keys_equal(a.value, b.value)
    return Py_True if equal == (op == Py_EQ) else Py_False


def _odict_keys_equal(a: PyODictObject, b: PyODictObject) -> Any:
    state_a, state_b = a.od_state, b.od_state
    node_a, node_b = a.od_first, b.od_first
    while node_a is not None and node_b is not None:
        x, y = node_a.key, node_b.key
        x.ob_refcnt += 1
        y.ob_refcnt += 1
        try:
            same = PyObject_RichCompareBool(x, y, Py_EQ)
            if type(same) in PENDING:
                same = yield same
        finally:
            Py_DECREF(x)
            Py_DECREF(y)
        if state_a != a.od_state or state_b != b.od_state:
            raise PyErr_Format(PyExc_RuntimeError, "OrderedDict mutated during iteration")
        if not same:
            return False
        node_a, node_b = node_a.next, node_b.next
    return node_a is node_b


def odict_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    name = op.ob_type.value.tp_name.split(".")[-1]
    if not op.value.me_value:
        return PyUnicode_FromString(f"{name}()")
    if Py_ReprEnter(op):
        return PyUnicode_FromString("...")
    try:
        copy = dict_copy_of(op)
        if type(copy) in PENDING:
            copy = yield copy
        try:
            text = PyObject_Repr(copy)
            if type(text) in PENDING:
                text = yield text
        finally:
            Py_DECREF(copy)
    finally:
        Py_ReprLeave(op)
    res = PyUnicode_FromString(f"{name}({text.value})")
    Py_DECREF(text)
    return res


def odict_or(a: PyObject, b: PyObject) -> Any:
    """nb_or (a generator)"""
    self, other = (a, b) if PyODict_Check(a) else (b, a)
    if not PyDict_Check(other):
        return Py_NotImplemented
    new = PyObject_CallOneArg(self.ob_type, a)
    if type(new) in PENDING:
        new = yield new
    try:
        yield mutablemapping_update_arg(new, b)
    except PyErr:
        Py_DECREF(new)
        raise
    return new


def odict_ior(self: PyObject, other: PyObject) -> Any:
    """nb_inplace_or (a generator)"""
    yield mutablemapping_update_arg(self, other)
    self.ob_refcnt += 1
    return self


def odict_reduce(self: PyObject) -> Any:
    """__reduce__ (a generator)"""
    state = _PyObject_GetState(self)
    if type(state) in PENDING:
        state = yield state
    try:
        items = PyObject_CallMethod(self, "items", [])
        if type(items) in PENDING:
            items = yield items
        try:
            it = PyObject_GetIter(items)
            if type(it) in PENDING:
                it = yield it
        finally:
            Py_DECREF(items)
        res = Py_BuildValue((self.ob_type, (), state, Py_None, it))
        Py_DECREF(it)
    finally:
        Py_DECREF(state)
    return res


def odict_sizeof(self: PyObject) -> PyObject:
    """__sizeof__: the dict, the table of nodes as large as the dict's, and the nodes"""
    body = self.value
    size = _PyDict_SizeOf(self)
    if body.od_synced:
        shape = dict_shape(body)
        size += 8 << (PyDict_LOG_MINSIZE if shape is None else shape[0])
    if body.od_first is not None:
        size += 32 * len(body.me_value)
    return PyLong_FromLong(size)


# -- memory -----------------------------------------------------------------------------------------


def odict_traverse(op: PyObject) -> list:
    """tp_traverse"""
    out = dict_traverse(op)
    out.extend([node.key for node in _odict_nodes(op.value)])
    if _is_exact(op):
        out.extend(visit_managed_dict(op))
    return out


def _odict_children(op: PyObject) -> Iterator[PyObject]:
    for node in _odict_nodes(op.value):
        yield node.key
    yield from dict_children(op)


def odict_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, odict_dealloc):
        return
    PyObject_ClearManagedDict(op)
    dealloc_container(op, _odict_children)


def get_dict(op: PyObject) -> PyObject:
    """The attribute ``__dict__``."""
    return PyObject_GenericGetDict(op)


def set_dict(op: PyObject, value: PyObject | None) -> None:
    """Set the attribute ``__dict__``."""
    PyObject_GenericSetDict(op, value)


# -- iterators and views ----------------------------------------------------------------------------


class odictiterobject:
    """An iterator's body.

    Attributes:
        di_odict: the OrderedDict (owned, NULL at the end).
        di_current: the key that comes next (owned, or NULL).
        di_size, di_state: what they were when the iterator was made.
        di_result: the pair that is handed out again (owned; NULL unless for items).
        kind: "keys", "values" or "items".
        reverse: whether it goes backwards.
    """

    __slots__ = ("di_current", "di_odict", "di_result", "di_size", "di_state", "kind", "reverse")

    def __init__(self, op: PyObject, kind: str, reverse: bool):
        body = op.value
        node = body.od_last if reverse else body.od_first
        self.di_odict: PyObject | None = Py_NewRef(op)
        self.di_current = None if node is None else Py_NewRef(node.key)
        self.di_size = len(body.me_value)
        self.di_state = body.od_state
        self.di_result = PyTuple_New((Py_None, Py_None)) if kind == "items" else None
        self.kind = kind
        self.reverse = reverse


def odictiter_new(op: PyObject, kind: str, reverse: bool = False) -> PyObject:
    """A new iterator."""
    it = PyObject_GC_New(PyODictIter_Type, odictiterobject(op, kind, reverse))
    _PyObject_GC_TRACK(it)
    return it


def odictiter_iternext(op: PyObject) -> Any:
    """tp_iternext: plain while no key needs guest code"""
    di = op.value
    if not _may_go_on(di):
        return None
    body = di.di_odict.value
    hk = hostkey(di.di_current)
    if hk is GENERAL or body.ma_index is not None:
        return _odictiter_next_general(di)
    key = _odictiter_advance(di, body.od_fast_nodes.get(hk))
    if di.kind == "keys":
        return key
    return _odictiter_result(di, key, body.me_value.get(hk))


def _may_go_on(di: odictiterobject) -> bool:
    """Whether there is a next key; RuntimeError if the dict has changed (odictiter_nextkey)."""
    od = di.di_odict
    if od is None:
        return False
    if di.di_current is None:
        _end_iteration(di)
        return False
    if di.di_state != od.value.od_state:
        _end_iteration(di)
        raise PyErr_Format(PyExc_RuntimeError, "OrderedDict mutated during iteration")
    if di.di_size != len(od.value.me_value):
        di.di_size = -1
        raise PyErr_Format(PyExc_RuntimeError, "OrderedDict changed size during iteration")
    return True


def _odictiter_advance(di: odictiterobject, node: _ODictNode | None) -> PyObject:
    """The current key (its reference is handed over), whose node is given; go on to the next."""
    key = di.di_current
    assert key is not None
    if node is None:
        err = _set_key_error(key)
        di.di_current = None
        Py_DECREF(key)
        raise err
    node = node.prev if di.reverse else node.next
    di.di_current = None if node is None else Py_NewRef(node.key)
    return key


def _odictiter_result(di: odictiterobject, key: PyObject, value: PyObject | None) -> PyObject:
    """A value or a pair; steals the key."""
    if value is None:
        err = _set_key_error(key)
        Py_DECREF(key)
        _end_iteration(di)
        raise err
    value.ob_refcnt += 1
    if di.kind == "values":
        Py_DECREF(key)
        return value
    return reuse_pair(di.di_result, key, value)


def _odictiter_next_general(di: odictiterobject) -> Any:
    op = di.di_odict
    assert op is not None
    assert di.di_current is not None
    op.ob_refcnt += 1
    try:
        node = yield _odict_find_node(op.value, di.di_current)
        key = _odictiter_advance(di, node)
        if di.kind == "keys":
            return key
        try:
            value = PyDict_GetItemRef(op, key)
            if value is not None and type(value) in PENDING:
                value = yield value
        except PyErr as err:  # PyODict_GetItem forgets what went wrong
            PyErr_Clear(err)
            value = None
        res = _odictiter_result(di, key, value)
        Py_DECREF(value)
        return res
    finally:
        Py_DECREF(op)


def _end_iteration(di: odictiterobject) -> None:
    od, di.di_odict = di.di_odict, None
    if od is not None:
        Py_DECREF(od)


def odictiter_reduce(self: PyObject) -> Any:
    """__reduce__ (a generator): the rest as a list, drawn from a copy of the iterator"""
    di = self.value
    copy = PyObject_GC_New(PyODictIter_Type, odictiterobject.__new__(odictiterobject))
    for name in odictiterobject.__slots__:
        held = getattr(di, name)
        setattr(copy.value, name, Py_NewRef(held) if type(held) is PyObject else held)
    _PyObject_GC_TRACK(copy)
    try:
        items = PySequence_List(copy)
        if type(items) in PENDING:
            items = yield items
    finally:
        Py_DECREF(copy)
    try:
        func = _PyEval_GetBuiltin("iter")
        if type(func) in PENDING:
            func = yield func
        res = Py_BuildValue((func, (items,)))
        Py_DECREF(func)
    finally:
        Py_DECREF(items)
    return res


def odictiter_children(op: PyObject) -> tuple:
    """tp_traverse"""
    return op.value.di_odict, op.value.di_current, op.value.di_result


def odictiter_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    dealloc_container(op, odictiter_children)


PyODictIter_Type = static_type(
    "odict_iterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=64,
    tp_dealloc=odictiter_dealloc, tp_traverse=odictiter_children, tp_iter=iter_self,
    tp_iternext=odictiter_iternext,
    tp_methods=(PyMethodDef("__reduce__", odictiter_reduce, "($self, /)"),))


def _view_type(name: str, base: PyObject, kind: str) -> PyObject:
    def view_iter(op: PyObject) -> PyObject:
        return odictiter_new(op.value.dv_dict, kind)

    def view_reversed(self: PyObject) -> PyObject:
        return odictiter_new(self.value.dv_dict, kind, True)

    return static_type(
        name, base, tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=24, tp_iter=view_iter,
        tp_traverse=dictview_children, tp_dealloc=dictview_dealloc,
        tp_methods=(PyMethodDef("__reversed__", view_reversed, "($self, /)"),))


PyODictKeys_Type = _view_type("odict_keys", PyDictKeys_Type, "keys")
PyODictItems_Type = _view_type("odict_items", PyDictItems_Type, "items")
PyODictValues_Type = _view_type("odict_values", PyDictValues_Type, "values")


def odict_keys(self: PyObject) -> PyObject:
    """OrderedDict.keys"""
    return _PyDictView_New(self, PyODictKeys_Type)


def odict_items(self: PyObject) -> PyObject:
    """OrderedDict.items"""
    return _PyDictView_New(self, PyODictItems_Type)


def odict_values(self: PyObject) -> PyObject:
    """OrderedDict.values"""
    return _PyDictView_New(self, PyODictValues_Type)


def odict_iter(op: PyObject) -> PyObject:
    """tp_iter"""
    return odictiter_new(op, "keys")


def odict_reversed(self: PyObject) -> PyObject:
    """OrderedDict.__reversed__"""
    return odictiter_new(self, "keys", True)


PyODict_Type = static_type(
    "collections.OrderedDict",
    PyDict_Type,
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DICT_SUBCLASS
    | Py_TPFLAGS_MAPPING,
    tp_basicsize=112,
    tp_dictoffset=96,
    tp_weaklistoffset=104,
    tp_init=odict_init,
    tp_dealloc=odict_dealloc,
    tp_traverse=odict_traverse,
    tp_clear=odict_tp_clear,
    tp_repr=odict_repr,
    tp_richcompare=odict_richcompare,
    tp_iter=odict_iter,
    mp_ass_subscript=odict_ass_sub,
    nb_or=odict_or,
    nb_inplace_or=odict_ior,
    tp_getset=(PyGetSetDef("__dict__", get_dict, set_dict),),
    tp_methods=(
        PyMethodDef("fromkeys", odict_fromkeys, "($type, /, iterable, value=None)", classmethod=True),
        PyMethodDef("__sizeof__", odict_sizeof, "($self, /)"),
        PyMethodDef("__reduce__", odict_reduce, "($self, /)"),
        PyMethodDef("setdefault", odict_setdefault, "($self, /, key, default=None)"),
        PyMethodDef("pop", odict_pop, "($self, /, key, default=<unrepresentable>)"),
        PyMethodDef("popitem", odict_popitem, "($self, /, last=True)"),
        PyMethodDef("keys", odict_keys, "($self, /)"),
        PyMethodDef("values", odict_values, "($self, /)"),
        PyMethodDef("items", odict_items, "($self, /)"),
        PyMethodDef("update", odict_update, "", raw=True),
        PyMethodDef("clear", odict_clear, "($self, /)"),
        PyMethodDef("copy", odict_copy, "($self, /)"),
        PyMethodDef("__reversed__", odict_reversed, "($self, /)"),
        PyMethodDef("move_to_end", odict_move_to_end, "($self, /, key, last=True)"),
    ),
)
