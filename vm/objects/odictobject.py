"""OrderedDict. Models Objects/odictobject.c.

C keeps a linked list of keys beside the dict. The body's host dict keeps the order by itself: moving a key is
taking it out and putting it back; ``od_state`` counts the changes of order, as in C.
"""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_Clear,
    PyDict_Copy,
    PyDict_DelItem,
    PyDict_Items,
    PyDict_Pop,
    PyDict_SetDefaultRef,
    PyDict_SetItem,
    PyDictObject,
    dict_find,
    dict_key,
    dict_richcompare,
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
from vm.objects.getargs import boolean
from vm.objects.iterobject import _PyEval_GetBuiltin, iter_self
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MAPPING,
    Py_True,
    PyDict_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_KeyError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetKeyError,
)


@late_import
def _bind() -> None:
    global PyObject_GetIter, PyIter_Next, PyObject_GetItem, PyObject_SetItem, PySequence_Contains
    global PyObject_GetOptionalAttrString, PyObject_CallNoArgs, PyObject_CallOneArg, PyList_New
    global PyObject_Repr, Py_ReprEnter, Py_ReprLeave, PyTuple_New, PyUnicode_FromString
    global PyObject_RichCompareBool, weakrefs_call_back, PyObject_ClearManagedDict
    global visit_managed_dict, PyLong_FromLong, empty_tuple, PyObject_DelItem, reuse_pair
    global PyObject_GenericGetDict, PyObject_GenericSetDict
    from vm.objects.abstract import (
        PyIter_Next,
        PyObject_DelItem,
        PyObject_GetItem,
        PyObject_GetIter,
        PyObject_SetItem,
        PySequence_Contains,
    )
    from vm.objects.call import PyObject_CallNoArgs, PyObject_CallOneArg
    from vm.objects.listobject import PyList_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import (
        Py_ReprEnter,
        Py_ReprLeave,
        PyObject_GenericGetDict,
        PyObject_GenericSetDict,
        PyObject_GetOptionalAttrString,
        PyObject_Repr,
        PyObject_RichCompareBool,
    )
    from vm.objects.tupleobject import PyTuple_New, empty_tuple, reuse_pair
    from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, visit_managed_dict
    from vm.objects.unicodeobject import PyUnicode_FromString
    from vm.objects.weakrefobject import weakrefs_call_back


class PyODictObject(PyDictObject):
    """A dict's body and ``od_state``, which counts changes of the order."""

    __slots__ = ("od_state",)

    def __init__(self) -> None:
        super().__init__()
        self.od_state = 0
        self.ma_tracked = True


def PyODict_Check(op: PyObject) -> bool:
    """Whether ``op`` is an OrderedDict or an instance of a subclass."""
    return PyObject_TypeCheck(op, PyODict_Type)


def _is_exact(op: PyObject) -> bool:
    return op.ob_type is PyODict_Type


def odict_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new"""
    if type_op is not PyODict_Type:
        return type_op.value.tp_alloc(type_op, PyODictObject())
    op = PyObject_GC_New(PyODict_Type, PyODictObject())
    op.ob_dict = {}
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def odict_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init"""
    n = len(args) - len(kwnames)
    if n > 1:
        raise PyErr_Format(PyExc_TypeError, f"expected at most 1 arguments, got {n}")
    return _update(self, args[0] if n else None, args[n:], kwnames) if args else None


def odict_ass_sub(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """mp_ass_subscript"""
    body = op.value
    n = len(body.me_value)
    done = PyDict_DelItem(op, key) if value is None else PyDict_SetItem(op, key, value)
    if done is not None:
        return _odict_ass_sub(body, n, done)
    body.od_state += len(body.me_value) != n
    return None


def _odict_ass_sub(body: PyODictObject, n: int, pending: Any) -> Any:
    yield pending
    body.od_state += len(body.me_value) != n


# -- update -----------------------------------------------------------------------------------------


def odict_update(self: PyObject, args: list, kwnames: tuple) -> Any:
    """OrderedDict.update (mutablemapping_update)"""
    n = len(args) - len(kwnames)
    if n > 1:
        raise PyErr_Format(
            PyExc_TypeError, f"update() takes at most 1 positional argument ({n} given)")
    return _update_none(self, args[0] if n else None, args[n:], kwnames)


def _update_none(self: PyObject, arg: PyObject | None, values: list, kwnames: tuple) -> Any:
    yield _update(self, arg, values, kwnames)
    return Py_None


def _update(self: PyObject, arg: PyObject | None, values: list, kwnames: tuple) -> Any:
    if arg is not None:
        yield mutablemapping_update_arg(self, arg)
    for name, value in zip(kwnames, values, strict=True):
        done = PyObject_SetItem(self, name, value)
        if done is not None:
            yield done


def mutablemapping_update_arg(self: PyObject, arg: PyObject) -> Any:
    """Update from a mapping or pairs, through ``self[key] = value`` (a generator)."""
    if arg.ob_type is PyDict_Type:
        items = PyDict_Items(arg)
        try:
            yield mutablemapping_add_pairs(self, items)
        finally:
            Py_DECREF(items)
        return
    keys = yield _call_optional(arg, "keys")
    if keys is not None:
        try:
            yield _add_keys(self, arg, keys)
        finally:
            Py_DECREF(keys)
        return
    items = yield _call_optional(arg, "items")
    if items is not None:
        try:
            yield mutablemapping_add_pairs(self, items)
        finally:
            Py_DECREF(items)
        return
    yield mutablemapping_add_pairs(self, arg)


def _call_optional(op: PyObject, name: str) -> Any:
    func = PyObject_GetOptionalAttrString(op, name)
    if type(func) in PENDING:
        func = yield func
    if func is None:
        return None
    try:
        res = PyObject_CallNoArgs(func)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(func)
    return res


def _add_keys(self: PyObject, arg: PyObject, keys: PyObject) -> Any:
    it = PyObject_GetIter(keys)
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
                value = PyObject_GetItem(arg, key)
                if type(value) in PENDING:
                    value = yield value
                try:
                    done = PyObject_SetItem(self, key, value)
                    if done is not None:
                        yield done
                finally:
                    Py_DECREF(value)
            finally:
                Py_DECREF(key)
    finally:
        Py_DECREF(it)


def mutablemapping_add_pairs(self: PyObject, pairs: PyObject) -> Any:
    """Store every pair of an iterable (a generator)."""
    it = PyObject_GetIter(pairs)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            pair = PyIter_Next(it)
            if type(pair) in PENDING:
                pair = yield pair
            if pair is None:
                return
            try:
                yield _add_pair(self, pair)
            finally:
                Py_DECREF(pair)
    finally:
        Py_DECREF(it)


def _add_pair(self: PyObject, pair: PyObject) -> Any:
    it = PyObject_GetIter(pair)
    if type(it) in PENDING:
        it = yield it
    found: list[PyObject] = []
    try:
        for _ in range(3):
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                break
            found.append(item)
        if len(found) != 2:
            raise PyErr_Format(PyExc_ValueError, (
                "need more than 0 values to unpack", "need more than 1 value to unpack", "",
                "too many values to unpack (expected 2)")[len(found)])
        done = PyObject_SetItem(self, found[0], found[1])
        if done is not None:
            yield done
    finally:
        Py_DECREF(it)
        for item in found:
            Py_DECREF(item)


# -- methods ----------------------------------------------------------------------------------------


def odict_popitem(self: PyObject, last_arg: PyObject | None) -> Any:
    """OrderedDict.popitem (a generator)"""
    last = True if last_arg is None else boolean(last_arg)
    if type(last) in PENDING:
        last = yield last
    body = self.value
    if not body.me_value:
        raise PyErr_Format(PyExc_KeyError, "dictionary is empty")
    hk = next(reversed(body.me_value)) if last else next(iter(body.me_value))
    key = dict_key(body, hk)
    key.ob_refcnt += 1
    try:
        value = PyDict_Pop(self, key)
        if type(value) in PENDING:
            value = yield value
        if value is None:
            raise _PyErr_SetKeyError(key)
    except PyErr:
        Py_DECREF(key)
        raise
    body.od_state += 1
    return PyTuple_New((key, value))


def odict_move_to_end(self: PyObject, key: PyObject, last_arg: PyObject | None) -> Any:
    """OrderedDict.move_to_end (a generator)"""
    last = True if last_arg is None else boolean(last_arg)
    if type(last) in PENDING:
        last = yield last
    body = self.value
    hk = dict_find(body, key) if body.me_value else None
    if type(hk) in PENDING:
        hk = yield hk
    if hk is None:
        raise _PyErr_SetKeyError(key)
    values, keys = body.me_value, body.me_key
    if hk == (next(reversed(values)) if last else next(iter(values))):
        return Py_None
    body.od_state += 1
    hk = next(other for other in values if other == hk) if type(hk) is not str else hk
    for table in (values, keys):
        held = table.pop(hk)
        if last:
            table[hk] = held
        else:
            rest = dict(table)
            table.clear()
            table[hk] = held
            table.update(rest)
    return Py_None


def odict_pop(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """OrderedDict.pop (a generator)"""
    if _is_exact(self):
        value = PyDict_Pop(self, key)
        if type(value) in PENDING:
            value = yield value
        self.value.od_state += value is not None
    else:
        value = yield _pop_by_methods(self, key)
    if value is not None:
        return value
    if default is None:
        raise _PyErr_SetKeyError(key)
    default.ob_refcnt += 1
    return default


def _pop_by_methods(self: PyObject, key: PyObject) -> Any:
    found = PySequence_Contains(self, key)
    if type(found) in PENDING:
        found = yield found
    if not found:
        return None
    value = PyObject_GetItem(self, key)
    if type(value) in PENDING:
        value = yield value
    try:
        done = PyObject_DelItem(self, key)
        if done is not None:
            yield done
    except PyErr:
        Py_DECREF(value)
        raise
    return value


def odict_setdefault(self: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """OrderedDict.setdefault (a generator)"""
    if default is None:
        default = Py_None
    if _is_exact(self):
        n = len(self.value.me_value)
        value = PyDict_SetDefaultRef(self, key, default)
        if type(value) in PENDING:
            value = yield value
        self.value.od_state += len(self.value.me_value) != n
        return value
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
    self.value.od_state += 1
    return Py_None


def odict_copy(self: PyObject) -> Any:
    """OrderedDict.copy (a generator)"""
    if _is_exact(self):
        new = odict_new(PyODict_Type, [], ())
    else:
        new = PyObject_CallNoArgs(self.ob_type)
        if type(new) in PENDING:
            new = yield new
    try:
        for hk in list(self.value.me_value):
            key = dict_key(self.value, hk)
            value = self.value.me_value[hk] if _is_exact(self) else None
            if value is not None:
                done = PyDict_SetItem(new, key, value)
                if done is not None:
                    yield done
                continue
            value = PyObject_GetItem(self, key)
            if type(value) in PENDING:
                value = yield value
            try:
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
    for hk_a, hk_b in zip(list(a.me_value), list(b.me_value), strict=True):
        x, y = dict_key(a, hk_a), dict_key(b, hk_b)
        x.ob_refcnt += 1
        y.ob_refcnt += 1
        try:
            same = PyObject_RichCompareBool(x, y, Py_EQ)
            if type(same) in PENDING:
                same = yield same
        finally:
            Py_DECREF(x)
            Py_DECREF(y)
        if not same:
            return False
        if state_a != a.od_state or state_b != b.od_state:
            raise PyErr_Format(PyExc_RuntimeError, "OrderedDict mutated during iteration")
    return True


def odict_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    name = op.ob_type.value.tp_name.split(".")[-1]
    if not op.value.me_value:
        return PyUnicode_FromString(f"{name}()")
    if Py_ReprEnter(op):
        return PyUnicode_FromString("...")
    try:
        copy = PyDict_Copy(op)
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
    items = yield _call_optional(self, "items")
    try:
        it = PyObject_GetIter(items)
        if type(it) in PENDING:
            it = yield it
    finally:
        Py_DECREF(items)
    self.ob_type.ob_refcnt += 1
    return PyTuple_New((self.ob_type, empty_tuple, Py_None, Py_None, it))


def odict_sizeof(self: PyObject) -> PyObject:
    """__sizeof__"""
    from vm.objects.dictobject import _PyDict_SizeOf

    n = len(self.value.me_value)
    return PyLong_FromLong(_PyDict_SizeOf(self) + 8 * max(8, n) + 56 * n)


# -- memory -----------------------------------------------------------------------------------------


def odict_traverse(op: PyObject) -> list:
    """tp_traverse"""
    out = dict_traverse(op)
    if _is_exact(op):
        out.extend(visit_managed_dict(op))
    return out


def odict_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, odict_dealloc):
        return
    PyObject_ClearManagedDict(op)
    dealloc_container(op, dict_traverse)


def get_dict(op: PyObject) -> PyObject:
    """The attribute ``__dict__``."""
    return PyObject_GenericGetDict(op)


def set_dict(op: PyObject, value: PyObject | None) -> None:
    """Set the attribute ``__dict__``."""
    PyObject_GenericSetDict(op, value)


# -- iterators and views ----------------------------------------------------------------------------


class odictiterobject:
    """``di_odict`` (owned), host keys, ``pos``, ``kind`` (keys, values, items), ``di_state``, the tuple reused."""

    __slots__ = ("di_odict", "di_result", "di_state", "keys", "kind", "pos")

    def __init__(self, op: PyObject, keys: list, kind: str):
        self.di_odict: PyObject | None = op
        self.keys = keys
        self.kind = kind
        self.pos = 0
        self.di_state = op.value.od_state
        self.di_result = PyTuple_New((Py_None, Py_None)) if kind == "items" else None


def odictiter_new(op: PyObject, kind: str, reverse: bool = False) -> PyObject:
    """A new iterator."""
    keys = list(op.value.me_value)
    if reverse:
        keys.reverse()
    op.ob_refcnt += 1
    it = PyObject_GC_New(PyODictIter_Type, odictiterobject(op, keys, kind))
    _PyObject_GC_TRACK(it)
    return it


def odictiter_iternext(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    di = op.value
    od = di.di_odict
    if od is None:
        return None
    body = od.value
    if di.di_state != body.od_state:
        _end_iteration(di)
        raise PyErr_Format(PyExc_RuntimeError, "OrderedDict mutated during iteration")
    if len(di.keys) != len(body.me_value):
        _end_iteration(di)
        raise PyErr_Format(PyExc_RuntimeError, "OrderedDict changed size during iteration")
    if di.pos >= len(di.keys):
        _end_iteration(di)
        return None
    hk = di.keys[di.pos]
    di.pos += 1
    key = dict_key(body, hk)
    if di.kind == "keys":
        key.ob_refcnt += 1
        return key
    value = body.me_value.get(hk)
    if value is None:
        raise _PyErr_SetKeyError(key)
    value.ob_refcnt += 1
    if di.kind == "values":
        return value
    key.ob_refcnt += 1
    return reuse_pair(di.di_result, key, value)


def _end_iteration(di: odictiterobject) -> None:
    od, di.di_odict = di.di_odict, None
    if od is not None:
        Py_DECREF(od)


def odictiter_reduce(self: PyObject) -> Any:
    """__reduce__"""
    di = self.value
    items: list[PyObject] = []
    if di.di_odict is not None:
        body = di.di_odict.value
        for hk in di.keys[di.pos:]:
            key, value = dict_key(body, hk), body.me_value[hk]
            if di.kind != "values":
                key.ob_refcnt += 1
            if di.kind != "keys":
                value.ob_refcnt += 1
            items.append(
                key if di.kind == "keys" else value if di.kind == "values"
                else PyTuple_New((key, value)))
    return PyTuple_New((_PyEval_GetBuiltin("iter"), PyTuple_New((PyList_New(items),))))


def odictiter_children(op: PyObject) -> tuple:
    """tp_traverse"""
    return op.value.di_odict, op.value.di_result


def odictiter_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    dealloc_container(op, odictiter_children)


PyODictIter_Type = static_type(
    "odict_iterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=72,
    tp_dealloc=odictiter_dealloc, tp_traverse=odictiter_children, tp_iter=iter_self,
    tp_iternext=odictiter_iternext,
    tp_methods=(PyMethodDef("__reduce__", odictiter_reduce, "($self, /)", "For pickling."),))


def _view_type(name: str, base: PyObject, kind: str) -> PyObject:
    def view_iter(op: PyObject) -> PyObject:
        return odictiter_new(op.value.dv_dict, kind)

    def view_reversed(self: PyObject) -> PyObject:
        return odictiter_new(self.value.dv_dict, kind, True)

    return static_type(
        name, base, tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=24, tp_iter=view_iter,
        tp_traverse=dictview_children, tp_dealloc=dictview_dealloc,
        tp_methods=(PyMethodDef("__reversed__", view_reversed, "($self, /)", "Backwards."),))


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
    tp_new=odict_new,
    tp_init=odict_init,
    tp_dealloc=odict_dealloc,
    tp_traverse=odict_traverse,
    tp_repr=odict_repr,
    tp_richcompare=odict_richcompare,
    tp_iter=odict_iter,
    mp_ass_subscript=odict_ass_sub,
    nb_or=odict_or,
    nb_inplace_or=odict_ior,
    tp_doc="A dict that remembers the order and can change it.",
    tp_getset=(PyGetSetDef("__dict__", get_dict, set_dict, "The attributes."),),
    tp_methods=(
        PyMethodDef("fromkeys", odict_fromkeys, "($type, /, iterable, value=None)",
                    "A new one with the keys of an iterable.", classmethod=True),
        PyMethodDef("setdefault", odict_setdefault, "($self, /, key, default=None)",
                    "The value for key, inserting default if there is none."),
        PyMethodDef("pop", odict_pop, "($self, /, key, default=<unrepresentable>)",
                    "Remove the key and return its value, or default."),
        PyMethodDef("popitem", odict_popitem, "($self, /, last=True)",
                    "Remove and return the last or first pair."),
        PyMethodDef("keys", odict_keys, "($self, /)", "A view of the keys."),
        PyMethodDef("values", odict_values, "($self, /)", "A view of the values."),
        PyMethodDef("items", odict_items, "($self, /)", "A view of the pairs."),
        PyMethodDef("update", odict_update, "", "Update from a mapping or pairs.", raw=True),
        PyMethodDef("clear", odict_clear, "($self, /)", "Remove all entries."),
        PyMethodDef("copy", odict_copy, "($self, /)", "A shallow copy."),
        PyMethodDef("move_to_end", odict_move_to_end, "($self, /, key, last=True)",
                    "Move a key to the end or the beginning."),
        PyMethodDef("__reversed__", odict_reversed, "($self, /)", "A reverse iterator."),
        PyMethodDef("__reduce__", odict_reduce, "($self, /)", "State for pickling."),
        PyMethodDef("__sizeof__", odict_sizeof, "($self, /)", "Size in memory, in bytes."),
    ),
)
