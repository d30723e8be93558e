"""Making and merging dicts: dict(), update, fromkeys, ``|``. The part of Objects/dictobject.c around dict_merge."""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import (
    DICT_CLASS_GETITEM,
    DICT_CLEAR,
    DICT_METHODS,
    PyDict_Check,
    PyDict_Copy,
    PyDict_GetItemRef,
    PyDict_LOG_MINSIZE,
    PyDict_New,
    PyDict_SetDefaultRef,
    PyDict_SetItem,
    PyDictObject,
    _maintain_tracking,
    _PyDict_Contains_KnownHash,
    _PyDict_SetItem_KnownHash,
    _setitem_slow,
    copy_index,
    dict_key,
    dict_shape,
)
from vm.objects.dictviews import DICT_REVERSED, VIEW_METHODS, dict_iter
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_passing_tuple
from vm.objects.pycore_gc import PyObject_GC_New
from vm.objects.pycore_hostkey import hostkey
from vm.objects.pycore_limits import ITEM_SIZE, YIELD_EVERY, check_iterable, check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_NotImplemented,
    PyDict_Type,
    PyErr,
    PyFrozenSet_Type,
    PyList_Type,
    PyObject,
    PySet_Type,
    PyTuple_Type,
    decref_all,
    incref_all,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetKeyError,
)
from vm.objects.settable import set_entries


@late_import
def _bind() -> None:
    global PyObject_GetIter, PyIter_Next, PySequence_List, PyObject_GetItem, PyObject_SetItem
    global PyObject_GetOptionalAttrString, PyObject_CallNoArgs, PyMapping_Keys
    from vm.objects.abstract import (
        PyIter_Next,
        PyMapping_Keys,
        PyObject_GetItem,
        PyObject_GetIter,
        PyObject_SetItem,
        PySequence_List,
    )
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.object import PyObject_GetOptionalAttrString


def PyDict_Update(a: PyObject, b: PyObject) -> Any:
    """``a.update(b)`` for a mapping ``b``; None or pending."""
    return dict_merge(a, b, 1)


def PyDict_Merge(a: PyObject, b: PyObject, override: bool) -> Any:
    """Merge a mapping into a dict, replacing present keys only with ``override``; None or pending."""
    return dict_merge(a, b, int(override))


def _PyDict_MergeEx(a: PyObject, b: PyObject, override: int) -> Any:
    """As `PyDict_Merge`; with ``override`` 2 a key that is present already raises KeyError(key)."""
    return dict_merge(a, b, override)


def dict_merge(a: PyObject, b: PyObject, override: int) -> Any:
    """Merge mapping ``b`` into dict ``a``.

    ``override``: 0 keeps present keys, 1 replaces them, 2 raises KeyError(key). None or pending; plain
    if ``b`` is a dict and no key of either needs guest code.
    """
    if PyDict_Check(b) and b.ob_type.value.tp_iter is dict_iter:
        if a is b or not b.value.me_value:
            return None
        if a.value.ma_index is None and b.value.ma_index is None:
            return _dict_merge_plain(a, b, override)
        if not a.value.me_value and _is_full_enough(b.value):
            _merge_tables(a, b)
            copy_index(a.value, b.value)
            return None
        return dict_dict_merge(a, b, override)
    return _merge_mapping(a, b, override)


def _dict_merge_plain(a: PyObject, b: PyObject, override: int) -> None:
    values = a.value.me_value
    source = b.value
    if override == 1 and not source.ma_shared:
        _merge_tables(a, b)
        return
    for hk, value in source.me_value.items():
        if override != 1 and hk in values:
            if override:
                raise _PyErr_SetKeyError(dict_key(source, hk))
        else:
            PyDict_SetItem(a, dict_key(source, hk), value)


def _is_full_enough(body: PyDictObject) -> bool:
    """Whether an empty dict takes over the whole table at once, so that no keys are compared."""
    shape = dict_shape(body)
    return not body.ma_shared and shape is not None and (
        shape[0] == PyDict_LOG_MINSIZE or (1 << shape[0]) // 3 < len(body.me_value))


def _merge_tables(a: PyObject, b: PyObject) -> None:
    """Merge, replacing present values, by the host's own update: the table grows as C's does."""
    body, source = a.value, b.value
    values = body.me_value
    old = [values[hk] for hk in source.me_value if hk in values] if values else []
    keys = body.me_key
    for hk, key in source.me_key.items():
        if hk not in keys:
            key.ob_refcnt += 1
            keys[hk] = key
    incref_all(source.me_value.values())
    values.update(source.me_value)
    if source.ma_tracked and not body.ma_tracked:
        for hk, value in source.me_value.items():
            _maintain_tracking(a, body, source.me_key[hk], value)
            if body.ma_tracked:
                break
    decref_all(old)


def dict_dict_merge(a: PyObject, b: PyObject, override: int) -> Any:
    """Merge when keys may have to be compared by guest code (a generator)."""
    source = b.value
    if not a.value.me_value:
        override = 1
    hks = dict.fromkeys(source.me_value)
    size = source.me_value.__sizeof__()
    for hk in hks:
        value = source.me_value.get(hk)
        if value is None:
            continue
        key = dict_key(source, hk)
        h = source.ma_hash.get(hk) if source.ma_hash is not None else None
        key.ob_refcnt += 1
        value.ob_refcnt += 1
        try:
            found = False
            if override != 1:
                found = _PyDict_Contains_KnownHash(a, key, h)
                if type(found) in PENDING:
                    found = yield found
            if not found:
                yield _setitem_slow(a, key, hostkey(key), value, h)
            elif override:
                raise _PyErr_SetKeyError(key)
        finally:
            Py_DECREF(key)
            Py_DECREF(value)
        last = next(reversed(source.me_value), hk)
        if last not in hks or source.me_value.__sizeof__() != size:
            raise PyErr_Format(PyExc_RuntimeError, "dict mutated during update")


def _merge_mapping(a: PyObject, b: PyObject, override: int) -> Any:
    """Merge from anything with ``keys()`` and ``[]`` (a generator)."""
    keys = PyMapping_Keys(b)
    if type(keys) in PENDING:
        keys = yield keys
    try:
        it = PyObject_GetIter(keys)
        if type(it) in PENDING:
            it = yield it
    finally:
        Py_DECREF(keys)
    try:
        while True:
            key = PyIter_Next(it)
            if type(key) in PENDING:
                key = yield key
            if key is None:
                return
            try:
                yield _merge_key(a, b, key, override)
            finally:
                Py_DECREF(key)
    finally:
        Py_DECREF(it)


def _merge_key(a: PyObject, b: PyObject, key: PyObject, override: int) -> Any:
    if override != 1:
        found = PyDict_GetItemRef(a, key)
        if found is not None and type(found) in PENDING:
            found = yield found
        if found is not None:
            Py_DECREF(found)
            if override:
                raise _PyErr_SetKeyError(key)
            return
    value = PyObject_GetItem(b, key)
    if type(value) in PENDING:
        value = yield value
    try:
        done = PyDict_SetItem(a, key, value)
        if done is not None:
            yield done
    finally:
        Py_DECREF(value)


def PyDict_MergeFromSeq2(d: PyObject, seq2: PyObject, override: bool) -> Any:
    """Merge from an iterable of pairs (a generator)."""
    it = PyObject_GetIter(seq2)
    if type(it) in PENDING:
        it = yield it
    i = 0
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return
            try:
                done = _merge_pair(d, item, i, override)
                if done is not None:
                    yield done
            finally:
                Py_DECREF(item)
            i += 1
            if not i & 4095:
                check_size(len(d.value.me_value), 2 * ITEM_SIZE)
                yield None
    finally:
        Py_DECREF(it)


def _merge_pair(d: PyObject, item: PyObject, i: int, override: bool) -> Any:
    """Store one pair; plain for a tuple or list with a plain key."""
    if item.ob_type is PyTuple_Type or item.ob_type is PyList_Type:
        pair = item.value
        _check_pair(pair, i)
        key, value = pair
        key.ob_refcnt += 1
        value.ob_refcnt += 1
        try:
            done = _store_pair(d, key, value, override)
        except PyErr:
            Py_DECREF(key)
            Py_DECREF(value)
            raise
        if done is not None:
            return _finish_pair(done, key, value)
        Py_DECREF(key)
        Py_DECREF(value)
        return None
    return _merge_pair_slow(d, item, i, override)


def _check_pair(pair: Any, i: int) -> None:
    if len(pair) != 2:
        raise PyErr_Format(
            PyExc_ValueError,
            f"dictionary update sequence element #{i} has length {len(pair)}; 2 is required")


def _store_pair(d: PyObject, key: PyObject, value: PyObject, override: bool) -> Any:
    if override:
        return PyDict_SetItem(d, key, value)
    return _setdefault_only(d, key, value)


def _setdefault_only(d: PyObject, key: PyObject, value: PyObject) -> Any:
    found = PyDict_SetDefaultRef(d, key, value)
    if type(found) in PENDING:
        found = yield found
    Py_DECREF(found)


def _finish_pair(pending: Any, key: PyObject, value: PyObject) -> Any:
    try:
        yield pending
    finally:
        Py_DECREF(key)
        Py_DECREF(value)


def _merge_pair_slow(d: PyObject, item: PyObject, i: int, override: bool) -> Any:
    it = None
    try:
        it = PyObject_GetIter(item)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:  # as PySequence_Fast: only a TypeError of iter() itself is reworded
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot convert dictionary update sequence element #{i} to a sequence") from None
    try:
        fast = PySequence_List(it)
        if type(fast) in PENDING:
            fast = yield fast
    finally:
        Py_DECREF(it)
    try:
        _check_pair(fast.value, i)
        done = _store_pair(d, fast.value[0], fast.value[1], override)
        if done is not None:
            yield done
    finally:
        Py_DECREF(fast)


def dict_update_arg(self: PyObject, arg: PyObject) -> Any:
    """Update from a mapping (by its ``keys``) or an iterable of pairs; None or pending."""
    if arg.ob_type is PyDict_Type:
        return dict_merge(self, arg, 1)
    return _dict_update_arg(self, arg)


def _dict_update_arg(self: PyObject, arg: PyObject) -> Any:
    func = PyObject_GetOptionalAttrString(arg, "keys")
    if func is not None and type(func) in PENDING:
        func = yield func
    if func is not None:
        Py_DECREF(func)
        done = dict_merge(self, arg, 1)
    else:
        done = PyDict_MergeFromSeq2(self, arg, True)
    if done is not None:
        yield done


def dict_update_common(self: PyObject, args: list, kwnames: tuple, methname: str) -> Any:
    """The arguments of dict() and update(): at most one positional, and keywords; None or pending."""
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional(methname, nargs, 0, 1)
    done = dict_update_arg(self, args[0]) if nargs else None
    if done is not None:
        return _update_pending(done, self, args[nargs:], kwnames)
    for name, value in zip(kwnames, args[nargs:], strict=True):
        done = PyDict_SetItem(self, name, value)
        if done is not None:
            return _update_pending(None, self, args[nargs:], kwnames)
    return None


def _update_pending(pending: Any, self: PyObject, values: list, kwnames: tuple) -> Any:
    if pending is not None:
        yield pending
    for name, value in zip(kwnames, values, strict=True):
        done = PyDict_SetItem(self, name, value)
        if done is not None:
            yield done


def dict_update(self: PyObject, args: list, kwnames: tuple) -> Any:
    """dict.update"""
    count_passing_tuple(len(args) - len(kwnames))
    done = dict_update_common(self, args, kwnames, "update")
    return Py_None if done is None else _none_after(done)


def _none_after(pending: Any) -> Any:
    yield pending
    return Py_None


#: The struct classes of built-in subclasses of dict: type -> body.
dict_bodies: dict[PyObject, type[PyDictObject]] = {PyDict_Type: PyDictObject}


def dict_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: an empty dict, or an empty instance of a subclass."""
    if type_op is PyDict_Type:
        return PyObject_GC_New(PyDict_Type, PyDictObject())  # past the free list, as in C
    tp = type_op.value
    op = tp.tp_alloc(type_op, dict_bodies[tp.ht_static_base]())
    op.value.ma_tracked = True
    return op


def dict_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init."""
    return dict_update_common(self, args, kwnames, "dict")


def dict_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_vectorcall: dict(...) itself."""
    op = dict_new(type_op, [], ())
    if not args:
        return op
    try:
        done = dict_update_common(op, args, kwnames, "dict")
    except PyErr:
        Py_DECREF(op)
        raise
    return op if done is None else _made(done, op)


def _made(pending: Any, op: PyObject) -> Any:
    """Deliver the new object ``op`` after what fills it has run; drop it if that fails."""
    try:
        yield pending
    except PyErr:
        Py_DECREF(op)
        raise
    return op


def dict_copy_of(op: PyObject) -> Any:
    """dict.copy: a subclass that iterates in its own way is asked for its keys; may be pending."""
    if op.ob_type.value.tp_iter is dict_iter or not op.value.me_value:
        return PyDict_Copy(op)
    new = PyDict_New()
    return _made(dict_merge(new, op, 1), new)


def dict_or(a: PyObject, b: PyObject) -> Any:
    """nb_or."""
    if not PyDict_Check(a) or not PyDict_Check(b):
        return Py_NotImplemented
    op = dict_copy_of(a)
    if type(op) in PENDING:
        return _dict_or(op, b)
    done = dict_merge(op, b, 1)
    return op if done is None else _made(done, op)


def _dict_or(pending: Any, b: PyObject) -> Any:
    op = yield pending
    done = dict_merge(op, b, 1)
    if done is not None:
        yield _made(done, op)
    return op


def dict_ior(self: PyObject, other: PyObject) -> Any:
    """nb_inplace_or."""
    done = dict_update_arg(self, other)
    if done is not None:
        return _dict_ior(done, self)
    self.ob_refcnt += 1
    return self


def _dict_ior(pending: Any, self: PyObject) -> Any:
    yield pending
    self.ob_refcnt += 1
    return self


def _PyDict_FromKeys(cls: PyObject, iterable: PyObject, value: PyObject | None) -> Any:
    """dict.fromkeys (a generator)"""
    if value is None:
        value = Py_None
    if cls is PyDict_Type:
        d = dict_new(cls, [], ())
    else:
        d = PyObject_CallNoArgs(cls)
        if type(d) in PENDING:
            d = yield d
    try:
        if iterable.ob_type is PyDict_Type and d.ob_type is PyDict_Type and not d.value.me_value:
            _fromkeys_of_dict(d, iterable.value, value)
            return d
        if (iterable.ob_type in (PySet_Type, PyFrozenSet_Type) and d.ob_type is PyDict_Type
                and not d.value.me_value):
            yield _fromkeys_of_set(d, iterable.value, value)
            return d
        check_iterable(iterable, 2 * ITEM_SIZE)
        it = PyObject_GetIter(iterable)
        if type(it) in PENDING:
            it = yield it
        try:
            yield _fromkeys_loop(d, it, value)
        finally:
            Py_DECREF(it)
    except PyErr:
        Py_DECREF(d)
        raise
    return d


def _fromkeys_of_dict(d: PyObject, source: PyDictObject, value: PyObject) -> None:
    """Fill a new dict with the keys of another (dict_dict_fromkeys): the table has the same size."""
    body = d.value
    body.me_value = dict.fromkeys(source.me_value, value)
    body.me_key = {hk: dict_key(source, hk) for hk in source.me_value}
    incref_all(body.me_key.values())
    value.ob_refcnt += len(body.me_key)
    copy_index(body, source)
    for key in body.me_key.values():
        _maintain_tracking(d, body, key, value)
        if body.ma_tracked:
            break


def _fromkeys_of_set(d: PyObject, source: Any, value: PyObject) -> Any:
    """Fill a new dict with the keys of a set, which knows their hashes (dict_set_fromkeys; a generator)."""
    entries = [(source.me_key[hk], h) for hk, h in set_entries(source)]
    for key, _ in entries:
        key.ob_refcnt += 1
    try:
        for i, (key, h) in enumerate(entries, 1):
            if not i % YIELD_EVERY:
                yield None
            done = _PyDict_SetItem_KnownHash(d, key, value, h)
            if type(done) in PENDING:
                yield done
    finally:
        decref_all([key for key, _ in entries])


def _fromkeys_loop(d: PyObject, it: PyObject, value: PyObject) -> Any:
    setitem = PyDict_SetItem if d.ob_type is PyDict_Type else PyObject_SetItem
    rounds = 0
    while True:
        key = PyIter_Next(it)
        if type(key) in PENDING:
            key = yield key
        if key is None:
            return
        try:
            done = setitem(d, key, value)
            if done is not None:
                yield done
        finally:
            Py_DECREF(key)
        rounds += 1
        if not rounds & 4095:
            if d.ob_type is PyDict_Type:
                check_size(len(d.value.me_value), 2 * ITEM_SIZE)
            yield None


set_slots(
    PyDict_Type,
    tp_new=dict_new,
    tp_init=dict_init,
    tp_vectorcall=dict_vectorcall,
    nb_or=dict_or,
    nb_inplace_or=dict_ior,
    tp_methods=(
        *DICT_METHODS,
        *VIEW_METHODS,
        PyMethodDef("update", dict_update, "", raw=True),
        PyMethodDef("fromkeys", _PyDict_FromKeys, "($type, iterable, value=None, /)", classmethod=True),
        DICT_CLEAR,
        PyMethodDef("copy", dict_copy_of, "($self, /)"),
        DICT_REVERSED,
        DICT_CLASS_GETITEM,
    ),
)
