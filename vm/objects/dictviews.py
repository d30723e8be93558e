"""Iterators and views of dicts. The second half of Objects/dictobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import (
    PyDict_Contains,
    PyDict_Copy,
    PyDict_DelItem,
    PyDict_GetItemRef,
    _PyDict_HostItems,
    dict_key,
)
from vm.objects.eval_builtin import given_builtin
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_GE,
    Py_GT,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_True,
    PyDict_Type,
    PyErr,
    PyFrozenSet_Type,
    PyObject,
    PyObject_TypeCheck,
    PySet_Type,
    PyTuple_Type,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_RuntimeError


@late_import
def _bind() -> None:
    global PyObject_GetIter, PyIter_Next, PySequence_List, PySequence_Contains, PyObject_Size
    global PyObject_RichCompareBool, PyObject_CallMethod, PySet_New, PySet_Add, _PySet_Update
    global PyTuple_New, reuse_pair, PyLong_FromLong, PyUnicode_FromString, PyObject_Repr
    global Py_ReprEnter, Py_ReprLeave, PyDictProxy_New, PyList_New
    from vm.objects.abstract import (
        PyIter_Next,
        PyObject_GetIter,
        PyObject_Size,
        PySequence_Contains,
        PySequence_List,
    )
    from vm.objects.call import PyObject_CallMethod
    from vm.objects.listobject import PyList_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import (
        Py_ReprEnter,
        Py_ReprLeave,
        PyObject_Repr,
        PyObject_RichCompareBool,
    )
    from vm.objects.propertyobject import PyDictProxy_New
    from vm.objects.setobject import PySet_Add, PySet_New, _PySet_Update
    from vm.objects.tupleobject import PyTuple_New, reuse_pair
    from vm.objects.unicodeobject import PyUnicode_FromString


_GC: dict[str, Any] = {"tp_flags": Py_TPFLAGS_HAVE_GC}
PyDictIterKey_Type = static_type("dict_keyiterator", tp_basicsize=56, **_GC)
PyDictIterValue_Type = static_type("dict_valueiterator", tp_basicsize=56, **_GC)
PyDictIterItem_Type = static_type("dict_itemiterator", tp_basicsize=56, **_GC)
PyDictRevIterKey_Type = static_type("dict_reversekeyiterator", tp_basicsize=56, **_GC)
PyDictRevIterValue_Type = static_type("dict_reversevalueiterator", tp_basicsize=56, **_GC)
PyDictRevIterItem_Type = static_type("dict_reverseitemiterator", tp_basicsize=56, **_GC)
PyDictKeys_Type = static_type("dict_keys", tp_basicsize=24, **_GC)
PyDictItems_Type = static_type("dict_items", tp_basicsize=24, **_GC)
PyDictValues_Type = static_type("dict_values", tp_basicsize=24, **_GC)


# -- iterators --------------------------------------------------------------------------------------


class dictiterobject:
    """The body of every dict iterator.

    Attributes:
        di_dict: the dict; owned; NULL once the iterator is exhausted.
        di_host: the host's iterator over me_value (items of it), which does the checks.
        di_used: size of the dict at the start; -1 once it was seen to have changed.
        di_result: for items: the tuple that is used again if nobody else holds it; owned.
        len: how many entries are left.
    """

    __slots__ = ("di_dict", "di_host", "di_result", "di_used", "len")

    def __init__(self, d: PyObject, host: Any, result: PyObject | None):
        self.di_dict: PyObject | None = d
        self.di_host = host
        self.di_used = self.len = len(d.value.me_value)
        self.di_result = result


def dictiter_new(d: PyObject, type_op: PyObject) -> PyObject:
    """A new iterator over a dict."""
    values = d.value.me_value
    items = type_op is PyDictIterItem_Type or type_op is PyDictRevIterItem_Type
    if type_op is PyDictIterKey_Type:
        host = iter(values)
    elif type_op is PyDictIterValue_Type:
        host = iter(values.values())
    elif type_op is PyDictIterItem_Type:
        host = iter(values.items())
    elif type_op is PyDictRevIterKey_Type:
        host = reversed(values)
    elif type_op is PyDictRevIterValue_Type:
        host = reversed(values.values())
    else:
        host = reversed(values.items())
    d.ob_refcnt += 1
    result = PyTuple_New((Py_None, Py_None)) if items else None
    op = PyObject_GC_New(type_op, dictiterobject(d, host, result))
    _PyObject_GC_TRACK(op)
    return op


def _exhausted(di: dictiterobject, err: RuntimeError | None) -> Any:
    """End an iteration; with the host's complaint about a changed dict, raise that."""
    if err is not None and "size" in str(err):
        di.di_used = -1
        raise PyErr_Format(PyExc_RuntimeError, str(err))
    d, di.di_dict = di.di_dict, None
    di.di_host = None
    if d is not None:
        Py_DECREF(d)
    if err is not None:
        raise PyErr_Format(PyExc_RuntimeError, str(err))
    return None


def dictiter_iternextkey(op: PyObject) -> PyObject | None:
    """tp_iternext over keys."""
    di = op.value
    d = di.di_dict
    if d is None:
        return None
    try:
        for hk in di.di_host:
            di.len -= 1
            key = d.value.me_key.get(hk)
            if key is None:
                key = dict_key(d.value, hk)
            key.ob_refcnt += 1
            return key
    except RuntimeError as err:
        return _exhausted(di, err)
    return _exhausted(di, None)


def dictiter_iternextvalue(op: PyObject) -> PyObject | None:
    """tp_iternext over values."""
    di = op.value
    if di.di_dict is None:
        return None
    try:
        for value in di.di_host:
            di.len -= 1
            value.ob_refcnt += 1
            return value
    except RuntimeError as err:
        return _exhausted(di, err)
    return _exhausted(di, None)


def dictiter_iternextitem(op: PyObject) -> PyObject | None:
    """tp_iternext over items."""
    di = op.value
    d = di.di_dict
    if d is None:
        return None
    try:
        for hk, value in di.di_host:
            di.len -= 1
            key = d.value.me_key.get(hk)
            if key is None:
                key = dict_key(d.value, hk)
            key.ob_refcnt += 1
            value.ob_refcnt += 1
            return reuse_pair(di.di_result, key, value)
    except RuntimeError as err:
        return _exhausted(di, err)
    return _exhausted(di, None)


def dictiter_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.di_dict, op.value.di_result


def dictiter_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, dictiter_children)


def dictiter_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    di = self.value
    if di.di_dict is not None and di.di_used == len(di.di_dict.value.me_value):
        return PyLong_FromLong(di.len)
    return PyLong_FromLong(0)


@given_builtin("iter")
def dictiter_reduce(self: PyObject, func: PyObject) -> PyObject:
    """__reduce__: what is left, as a list (the iterator itself does not move)."""
    di = self.value
    items: list[PyObject] = []
    if di.di_dict is not None and di.len:
        items = _remaining(self)
    return PyTuple_New((func, PyTuple_New((PyList_New(items),))))


def _remaining(op: PyObject) -> list[PyObject]:
    di = op.value
    if di.di_used != len(di.di_dict.value.me_value):
        di.di_used = -1
        raise PyErr_Format(PyExc_RuntimeError, "dictionary changed size during iteration")
    pairs = _PyDict_HostItems(di.di_dict)
    if op.ob_type in (PyDictRevIterKey_Type, PyDictRevIterValue_Type, PyDictRevIterItem_Type):
        pairs.reverse()
    pairs = pairs[len(pairs) - di.len:]
    kind = op.ob_type
    out = []
    for key, value in pairs:
        if kind is PyDictIterKey_Type or kind is PyDictRevIterKey_Type:
            key.ob_refcnt += 1
            out.append(key)
        elif kind is PyDictIterValue_Type or kind is PyDictRevIterValue_Type:
            value.ob_refcnt += 1
            out.append(value)
        else:
            key.ob_refcnt += 1
            value.ob_refcnt += 1
            out.append(PyTuple_New((key, value)))
    return out


def _iter_self(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


_ITER_METHODS = (
    PyMethodDef("__length_hint__", dictiter_len, "($self, /)"),
    PyMethodDef("__reduce__", dictiter_reduce, "($self, /)"),
)
for _type, _next in (
    (PyDictIterKey_Type, dictiter_iternextkey),
    (PyDictIterValue_Type, dictiter_iternextvalue),
    (PyDictIterItem_Type, dictiter_iternextitem),
    (PyDictRevIterKey_Type, dictiter_iternextkey),
    (PyDictRevIterValue_Type, dictiter_iternextvalue),
    (PyDictRevIterItem_Type, dictiter_iternextitem),
):
    set_slots(
        _type, tp_dealloc=dictiter_dealloc, tp_traverse=dictiter_children, tp_iter=_iter_self,
        tp_iternext=_next, tp_methods=_ITER_METHODS)


def dict_iter(op: PyObject) -> PyObject:
    """tp_iter of dict."""
    return dictiter_new(op, PyDictIterKey_Type)


def dict___reversed__(self: PyObject) -> PyObject:
    """dict.__reversed__"""
    return dictiter_new(self, PyDictRevIterKey_Type)


# -- views ------------------------------------------------------------------------------------------


class _PyDictViewObject:
    """The body of a view; ``dv_dict`` is owned."""

    __slots__ = ("dv_dict",)

    def __init__(self, d: PyObject):
        self.dv_dict = d


def _PyDictView_New(d: PyObject, type_op: PyObject) -> PyObject:
    """A view of a dict."""
    d.ob_refcnt += 1
    op = PyObject_GC_New(type_op, _PyDictViewObject(d))
    _PyObject_GC_TRACK(op)
    return op


def dict_keys(self: PyObject) -> PyObject:
    """dict.keys"""
    return _PyDictView_New(self, PyDictKeys_Type)


def dict_values(self: PyObject) -> PyObject:
    """dict.values"""
    return _PyDictView_New(self, PyDictValues_Type)


def dict_items(self: PyObject) -> PyObject:
    """dict.items"""
    return _PyDictView_New(self, PyDictItems_Type)


def _is_set_view(op: PyObject) -> bool:
    return PyObject_TypeCheck(op, PyDictKeys_Type) or PyObject_TypeCheck(op, PyDictItems_Type)


def _is_any_set(op: PyObject) -> bool:
    return PyObject_TypeCheck(op, PySet_Type) or PyObject_TypeCheck(op, PyFrozenSet_Type)


def dictview_len(op: PyObject) -> int:
    """mp_length of views."""
    return len(op.value.dv_dict.value.me_value)


def dictview_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.dv_dict,)


def dictview_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, dictview_children)


def dictview_mapping(op: PyObject) -> PyObject:
    """The attribute ``mapping``: a read-only proxy of the dict."""
    return PyDictProxy_New(op.value.dv_dict)


def dictview_repr(op: PyObject) -> Any:
    """tp_repr (a generator)."""
    if Py_ReprEnter(op):
        return PyUnicode_FromString("...")
    try:
        seq = PySequence_List(op)
        if type(seq) in PENDING:
            seq = yield seq
        try:
            text = PyObject_Repr(seq)
            if type(text) in PENDING:
                text = yield text
        finally:
            Py_DECREF(seq)
        res = PyUnicode_FromString(f"{op.ob_type.value.tp_name}({text.value})")
        Py_DECREF(text)
        return res
    finally:
        Py_ReprLeave(op)


def all_contained_in(a: PyObject, b: PyObject) -> Any:
    """Whether every item of ``a`` is in ``b`` (a generator)."""
    it = PyObject_GetIter(a)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return True
            try:
                res = PySequence_Contains(b, item)
                if type(res) in PENDING:
                    res = yield res
            finally:
                Py_DECREF(item)
            if not res:
                return False
    finally:
        Py_DECREF(it)


def dictview_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare of keys and items: as sets."""
    if not _is_any_set(b) and not _is_set_view(b):
        return Py_NotImplemented
    return _dictview_richcompare(a, b, op)


def _dictview_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    len_a = dictview_len(a)
    len_b = PyObject_Size(b)
    if type(len_b) in PENDING:
        len_b = yield len_b
    ok = False
    if op in (Py_EQ, Py_NE):
        if len_a == len_b:
            ok = yield all_contained_in(a, b)
        ok = bool(ok) == (op == Py_EQ)
    elif (op == Py_LT and len_a < len_b) or (op == Py_LE and len_a <= len_b):
        ok = yield all_contained_in(a, b)
    elif (op == Py_GT and len_a > len_b) or (op == Py_GE and len_a >= len_b):
        ok = yield all_contained_in(b, a)
    return Py_True if ok else Py_False


def dictkeys_iter(op: PyObject) -> PyObject:
    """tp_iter of keys."""
    return dictiter_new(op.value.dv_dict, PyDictIterKey_Type)


def dictvalues_iter(op: PyObject) -> PyObject:
    """tp_iter of values."""
    return dictiter_new(op.value.dv_dict, PyDictIterValue_Type)


def dictitems_iter(op: PyObject) -> PyObject:
    """tp_iter of items."""
    return dictiter_new(op.value.dv_dict, PyDictIterItem_Type)


def dictkeys_contains(op: PyObject, item: PyObject) -> Any:
    """sq_contains of keys."""
    return PyDict_Contains(op.value.dv_dict, item)


def dictitems_contains(op: PyObject, item: PyObject) -> Any:
    """sq_contains of items: the pair's key is there with an equal value."""
    if not PyObject_TypeCheck(item, PyTuple_Type) or len(item.value) != 2:
        return False
    return _dictitems_contains(op.value.dv_dict, item)


def _dictitems_contains(d: PyObject, item: PyObject) -> Any:
    key, value = item.value
    found = PyDict_GetItemRef(d, key)
    if found is not None and type(found) in PENDING:
        found = yield found
    if found is None:
        return False
    try:
        res = PyObject_RichCompareBool(found, value, Py_EQ)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(found)
    return res


def _to_set(view: PyObject) -> Any:
    """dictviews_to_set: a new set of a view's (or anything's) items; may be pending."""
    if view.ob_type is PyDictKeys_Type and view.value.dv_dict.ob_type is PyDict_Type:
        return PySet_New(view.value.dv_dict)
    return PySet_New(view)


def _set_method(view: PyObject, name: str, other: PyObject) -> Any:
    result = _to_set(view)
    if type(result) in PENDING:
        result = yield result
    try:
        tmp = PyObject_CallMethod(result, name, [other])
        if type(tmp) in PENDING:
            tmp = yield tmp
    except PyErr:
        Py_DECREF(result)
        raise
    Py_DECREF(tmp)
    return result


def dictviews_sub(a: PyObject, b: PyObject) -> Any:
    """nb_subtract of keys and items."""
    return _set_method(a, "difference_update", b)


def dictviews_or(a: PyObject, b: PyObject) -> Any:
    """nb_or of keys and items (a generator)."""
    result = _to_set(a)
    if type(result) in PENDING:
        result = yield result
    try:
        done = _PySet_Update(result, b)
        if done is not None:
            yield done
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def _PyDictView_Intersect(a: PyObject, b: PyObject) -> Any:
    """nb_and of keys and items (a generator)."""
    if not _is_set_view(a):
        a, b = b, a
    if b.ob_type is PySet_Type:
        size = PyObject_Size(b)
        if type(size) in PENDING:
            size = yield size
        if dictview_len(a) <= size:
            res = PyObject_CallMethod(b, "intersection", [a])
            if type(res) in PENDING:
                res = yield res
            return res
    if _is_set_view(b) and dictview_len(b) > dictview_len(a):
        a, b = b, a
    contains = dictkeys_contains if PyObject_TypeCheck(a, PyDictKeys_Type) else dictitems_contains
    result = PySet_New(None)
    try:
        yield _intersect_into(result, a, b, contains)
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def _intersect_into(result: PyObject, a: PyObject, b: PyObject, contains: Any) -> Any:
    it = PyObject_GetIter(b)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            key = PyIter_Next(it)
            if type(key) in PENDING:
                key = yield key
            if key is None:
                return
            try:
                found = contains(a, key)
                if type(found) in PENDING:
                    found = yield found
                if found:
                    done = PySet_Add(result, key)
                    if done is not None:
                        yield done
            finally:
                Py_DECREF(key)
    finally:
        Py_DECREF(it)


def dictviews_xor(a: PyObject, b: PyObject) -> Any:
    """nb_xor of keys and items."""
    if PyObject_TypeCheck(a, PyDictItems_Type) and PyObject_TypeCheck(b, PyDictItems_Type):
        return dictitems_xor(a, b)
    return _set_method(a, "symmetric_difference_update", b)


def dictitems_xor(a: PyObject, b: PyObject) -> Any:
    """nb_xor of two items views (a generator)."""
    temp = PyDict_Copy(a.value.dv_dict)
    result = PySet_New(None)
    try:
        for key, value in _PyDict_HostItems(b.value.dv_dict):
            yield _xor_item(temp, result, key, value)
        items = dict_items(temp)
        try:
            done = _PySet_Update(result, items)
            if done is not None:
                yield done
        finally:
            Py_DECREF(items)
    except PyErr:
        Py_DECREF(result)
        raise
    finally:
        Py_DECREF(temp)
    return result


def _xor_item(temp: PyObject, result: PyObject, key: PyObject, value: PyObject) -> Any:
    key.ob_refcnt += 1
    value.ob_refcnt += 1
    pair = PyTuple_New((key, value))
    try:
        mine = PyDict_GetItemRef(temp, key)
        if mine is not None and type(mine) in PENDING:
            mine = yield mine
        same = False
        if mine is not None:
            try:
                same = PyObject_RichCompareBool(mine, value, Py_EQ)
                if type(same) in PENDING:
                    same = yield same
            finally:
                Py_DECREF(mine)
        done = PyDict_DelItem(temp, key) if same else PySet_Add(result, pair)
        if done is not None:
            yield done
    finally:
        Py_DECREF(pair)


def dictviews_isdisjoint(self: PyObject, other: PyObject) -> Any:
    """isdisjoint of keys and items (a generator)"""
    if self is other:
        return Py_False if dictview_len(self) else Py_True
    if _is_any_set(other) or _is_set_view(other):
        size = PyObject_Size(other)
        if type(size) in PENDING:
            size = yield size
        if size > dictview_len(self):
            self, other = other, self
    it = PyObject_GetIter(other)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return Py_True
            try:
                found = PySequence_Contains(self, item)
                if type(found) in PENDING:
                    found = yield found
            finally:
                Py_DECREF(item)
            if found:
                return Py_False
    finally:
        Py_DECREF(it)


def dictkeys_reversed(self: PyObject) -> PyObject:
    """dict_keys.__reversed__"""
    return dictiter_new(self.value.dv_dict, PyDictRevIterKey_Type)


def dictvalues_reversed(self: PyObject) -> PyObject:
    """dict_values.__reversed__"""
    return dictiter_new(self.value.dv_dict, PyDictRevIterValue_Type)


def dictitems_reversed(self: PyObject) -> PyObject:
    """dict_items.__reversed__"""
    return dictiter_new(self.value.dv_dict, PyDictRevIterItem_Type)


_VIEW = {
    "tp_dealloc": dictview_dealloc,
    "tp_traverse": dictview_children,
    "tp_repr": dictview_repr,
    "sq_length": dictview_len,
    "tp_getset": (PyGetSetDef("mapping", dictview_mapping, None),),
}
_SET_VIEW = {
    **_VIEW,
    "tp_richcompare": dictview_richcompare,
    "nb_subtract": dictviews_sub,
    "nb_and": _PyDictView_Intersect,
    "nb_xor": dictviews_xor,
    "nb_or": dictviews_or,
}
_ISDISJOINT = PyMethodDef("isdisjoint", dictviews_isdisjoint, "($self, other, /)")
set_slots(
    PyDictKeys_Type, **_SET_VIEW, tp_iter=dictkeys_iter, sq_contains=dictkeys_contains,
    tp_methods=(_ISDISJOINT, PyMethodDef(
        "__reversed__", dictkeys_reversed, "($self, /)")))
set_slots(
    PyDictItems_Type, **_SET_VIEW, tp_iter=dictitems_iter, sq_contains=dictitems_contains,
    tp_methods=(_ISDISJOINT, PyMethodDef(
        "__reversed__", dictitems_reversed, "($self, /)")))
set_slots(
    PyDictValues_Type, **_VIEW, tp_iter=dictvalues_iter,
    tp_methods=(PyMethodDef("__reversed__", dictvalues_reversed, "($self, /)"),))
VIEW_METHODS = (
    PyMethodDef("keys", dict_keys, "($self, /)"),
    PyMethodDef("items", dict_items, "($self, /)"),
    PyMethodDef("values", dict_values, "($self, /)"),
)
DICT_REVERSED = PyMethodDef("__reversed__", dict___reversed__, "($self, /)")
set_slots(PyDict_Type, tp_iter=dict_iter)
__all__ = ["DICT_REVERSED", "PyDictItems_Type", "PyDictKeys_Type", "PyDictValues_Type", "VIEW_METHODS",
           "_PyDictView_New", "dict_items", "dict_iter", "dict_keys", "dict_values", "dictiter_new"]
