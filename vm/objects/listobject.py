"""The list type. Models Objects/listobject.c; sorting is in listsort.py, iterators in listiter.py."""

from __future__ import annotations

from typing import Any

from vm.objects.bridge import PY_SSIZE_T_MAX
from vm.objects.getargs import converted, slice_index_not_none, ssize_t
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.obmalloc import _PyMem_Reuse, free_blocks
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import PyList_MAXFREELIST, freelists
from vm.objects.pycore_gc import GEN0, _Py_ScheduleGC, gcstate, gen0_head
from vm.objects.pycore_limits import ITEM_SIZE, check_iterable, check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_True,
    PyDict_Type,
    PyErr,
    PyFrozenSet_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PySet_Type,
    PySlice_Type,
    PyTuple_Type,
    decref_all,
    set_slots,
)
from vm.objects.pycore_sequence import compare_sequences, count_item, find_item, repr_sequence
from vm.objects.pycore_trashcan import _gc_free, dealloc_container, free_body
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_IndexError,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
)


@late_import
def _bind() -> None:
    global PyLong_FromLong, PyUnicode_FromString, PyObject_Repr, Py_GenericAlias, PyNumber_AsSsize_t
    global PyIndex_Check, PySlice_Unpack, host_slice, PyObject_GetIter, PyObject_LengthHint
    global sort_list, PyType_GenericAlloc
    from vm.objects.abstract import (
        PyIndex_Check,
        PyNumber_AsSsize_t,
        PyObject_GetIter,
        PyObject_LengthHint,
    )
    from vm.objects.dictobject import dict_items_of, dict_keys_of, dict_values_of
    from vm.objects.dictviews import PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type
    from vm.objects.genericaliasobject import Py_GenericAlias
    from vm.objects.listsort import sort_list
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import PyObject_HashNotImplemented, PyObject_Repr
    from vm.objects.setobject import set_items_of
    from vm.objects.sliceobject import PySlice_Unpack, host_slice
    from vm.objects.typeobject_subtype import PyType_GenericAlloc
    from vm.objects.unicodeobject import PyUnicode_FromString

    set_slots(PyList_Type, tp_hash=PyObject_HashNotImplemented)
    _WHOLE.update({
        PySet_Type: set_items_of, PyFrozenSet_Type: set_items_of, PyDict_Type: dict_keys_of,
        PyDictKeys_Type: lambda view: dict_keys_of(view.value.dv_dict),
        PyDictValues_Type: lambda view: dict_values_of(view.value.dv_dict),
        PyDictItems_Type: lambda view: dict_items_of(view.value.dv_dict),
    })


#: Types whose items list_extend takes all at once: type -> function that gives them, as new references.
_WHOLE: dict[PyObject, Any] = {}


def PyList_New(items: list) -> PyObject:
    """A guest list whose value is the given host list; the references in it are stolen."""
    if freelists.lists:
        freelists.lists -= 1
    else:
        GEN0.count = n = GEN0.count + 1
        if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
            _Py_ScheduleGC()
    op = PyObject(PyList_Type, items)
    if free_blocks:
        _PyMem_Reuse(op)
    gen0_head[op] = None
    return op


def PyList_Check(op: PyObject) -> bool:
    """Whether ``op`` is a list or an instance of a subclass."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_LIST_SUBCLASS)


def PyList_Append(op: PyObject, item: PyObject) -> None:
    """Append; takes its own reference."""
    item.ob_refcnt += 1
    op.value.append(item)


def PyList_AsTuple(op: PyObject) -> PyObject:
    """A new tuple of a list's items."""
    from vm.objects.tupleobject import PyTuple_Pack

    return PyTuple_Pack(*op.value)


def PyList_Sort(op: PyObject) -> Any:
    """``op.sort()``; None or pending."""
    return sort_list(op)


# -- making and filling -----------------------------------------------------------------------------


def list_items_of(iterable: PyObject) -> list | None:
    """The host list of new references to the items of an exact list or tuple; None for other types."""
    if iterable.ob_type is PyList_Type or iterable.ob_type is PyTuple_Type:
        items = list(iterable.value)
        for item in items:
            item.ob_refcnt += 1
        return items
    return None


def _PyList_Extend(op: PyObject, iterable: PyObject) -> Any:
    """``op.extend(iterable)``; None or pending."""
    tp = iterable.ob_type
    if tp is PyList_Type or tp is PyTuple_Type:
        items = iterable.value
        check_size(len(op.value) + len(items))
        for item in items:
            item.ob_refcnt += 1
        if op is iterable:
            items *= 2
        else:
            op.value.extend(items)
        return None
    whole = _WHOLE.get(tp)
    if whole is None:
        return list_extend_iter(op, iterable)
    items = whole(iterable)
    size = len(op.value)
    check_size(size + len(items))
    allocated = _resized(_allocated(op.value), size, size + len(items))
    op.value.extend(items)
    _set_allocated(op.value, allocated)
    return None


#: How many slots a host list has for each byte that it says it takes.
_HOST_SLOT = [None].__sizeof__() - [].__sizeof__()
_HOST_HEADER = [].__sizeof__()


def _allocated(items: list) -> int:
    """The slots that a list has; the host's lists grow and shrink by C's own rules."""
    return (items.__sizeof__() - _HOST_HEADER) // _HOST_SLOT


def _resized(allocated: int, size: int, newsize: int) -> int:
    """The slots after list_resize from ``size`` to ``newsize``."""
    if allocated >= newsize >= allocated >> 1:
        return allocated
    if not newsize:
        return 0
    new = (newsize + (newsize >> 3) + 6) & ~3
    return (newsize + 3) & ~3 if newsize - size > new - newsize else new


def _set_allocated(items: list, allocated: int) -> None:
    """Give a list so many slots, of which at least half are in use."""
    if _allocated(items) != allocated and len(items) <= allocated:
        held = items[:]
        items.clear()
        items.extend([None] * allocated)
        items[:len(held)] = held
        del items[len(held):]


def list_extend_iter(op: PyObject, iterable: PyObject) -> Any:
    """Append what an iterable gives (a generator)."""
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    iternext = it.ob_type.value.tp_iternext
    try:
        hint = PyObject_LengthHint(iterable, 8)
        if type(hint) in PENDING:
            hint = yield hint
        check_iterable(iterable)
        items = op.value
        size, allocated = len(items), _allocated(items)
        if size <= PY_SSIZE_T_MAX - hint:  # else the hint may have lied
            check_size(hint)
            allocated = _resized(allocated, size, size + hint) if allocated else hint + (hint & 1)
        rounds = 0
        while True:
            item = iternext(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                break
            op.value.append(item)
            rounds += 1
            if not rounds & 4095:
                check_size(len(op.value), ITEM_SIZE)
                yield None
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)
    finally:
        Py_DECREF(it)
    if op.value is items:
        size = len(items)
        while allocated < size:
            allocated = _resized(allocated, allocated, allocated + 1)
        _set_allocated(items, _resized(allocated, size, size))


def list_from_iterable(iterable: PyObject, message: str | None) -> Any:
    """A host list of new references to an iterable's items (PySequence_Fast); may be pending.

    With ``message``, an object that cannot be iterated is a TypeError with that message.
    """
    items = list_items_of(iterable)
    return _list_from_iterable(iterable, message) if items is None else items


def _list_from_iterable(iterable: PyObject, message: str | None) -> Any:
    try:
        it = PyObject_GetIter(iterable)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:
        if message is None or not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, message) from None
    tmp = PyList_New([])
    try:
        yield list_extend_iter(tmp, it)
        items, tmp.value = tmp.value, []
    finally:
        Py_DECREF(it)
        Py_DECREF(tmp)
    return items


def list_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return type_op.value.tp_alloc(type_op, [])


def list___init__(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init."""
    if kwnames and (
        self.ob_type is PyList_Type
        or self.ob_type.value.tp_new is PyList_Type.value.tp_new
    ):
        raise PyErr_Format(PyExc_TypeError, "list() takes no keyword arguments")
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional("list", nargs, 0, 1)
    if self.value:
        list_clear_items(self)
    return _PyList_Extend(self, args[0]) if nargs else None


def list_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_vectorcall: list(...) itself."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "list() takes no keyword arguments")
    _PyArg_CheckPositional("list", len(args), 0, 1)
    op = PyType_GenericAlloc(PyList_Type, [])  # past the free list, as in C
    return extended(op, args[0]) if args else op


def extended(op: PyObject, iterable: PyObject) -> Any:
    """A new list with the items of an iterable appended; dropped if that fails. May be pending."""
    try:
        done = _PyList_Extend(op, iterable)
    except PyErr:
        Py_DECREF(op)
        raise
    return op if done is None else _made(done, op)


def _made(pending: Any, op: PyObject) -> Any:
    try:
        yield pending
    except PyErr:
        Py_DECREF(op)
        raise
    return op


# -- slots ------------------------------------------------------------------------------------------


def _list_items(op: PyObject) -> Any:
    return op.value


def _list_items_reversed(op: PyObject) -> Any:
    return reversed(op.value)


def list_dealloc(op: PyObject) -> None:
    """tp_dealloc: items are dropped from the last to the first."""
    dealloc_container(op, _list_items_reversed, _list_free)


def _list_free(op: PyObject) -> None:
    """Put an exact list on the free list if there is room, or free it."""
    if op.ob_type is PyList_Type and freelists.lists < PyList_MAXFREELIST:
        freelists.lists += 1
        free_body(op)
    else:
        _gc_free(op)


def list_clear_items(op: PyObject) -> None:
    """tp_clear: empty the list, then drop its items from the last to the first."""
    items = op.value[::-1]
    op.value.clear()
    decref_all(items)


def list_repr(op: PyObject) -> Any:
    """tp_repr."""
    if not op.value:
        return PyUnicode_FromString("[]")
    return repr_sequence(op, "[", "]", "[...]")


def list_length(op: PyObject) -> int:
    """sq_length."""
    return len(op.value)


def list_contains(op: PyObject, value: PyObject) -> Any:
    """sq_contains."""
    i = find_item(op, value, 0, PY_SSIZE_T_MAX)  # items that a comparison appends count
    return _is_found(i) if type(i) in PENDING else i >= 0


def _is_found(pending: Any) -> Any:
    i = yield pending
    return i >= 0


def list_item(op: PyObject, i: int) -> PyObject:
    """sq_item."""
    if 0 <= i < len(op.value):
        item = op.value[i]
        item.ob_refcnt += 1
        return item
    raise PyErr_Format(PyExc_IndexError, "list index out of range")


def list_ass_item(op: PyObject, i: int, value: PyObject | None) -> None:
    """sq_ass_item."""
    items = op.value
    if not 0 <= i < len(items):
        raise PyErr_Format(PyExc_IndexError, "list assignment index out of range")
    if value is None:
        old = items[i]
        del items[i]
        Py_DECREF(old)
        return
    value.ob_refcnt += 1
    old, items[i] = items[i], value
    Py_DECREF(old)


def list_subscript(op: PyObject, key: PyObject) -> Any:
    """mp_subscript."""
    if key.ob_type is PyLong_Type:
        try:
            item = op.value[key.value]
        except IndexError:
            _too_large(key.value)
            raise PyErr_Format(PyExc_IndexError, "list index out of range") from None
        item.ob_refcnt += 1
        return item
    if key.ob_type is PySlice_Type:
        host = host_slice(key)
        return _list_slice_pending(op, key) if host is None else _list_slice(op, host)
    if PyIndex_Check(key):
        return _list_subscript(op, key)
    raise _bad_index(key)


def _too_large(n: int) -> None:
    if not -(1 << 63) <= n < 1 << 63:
        raise PyErr_Format(PyExc_IndexError, "cannot fit 'int' into an index-sized integer")


def _bad_index(key: PyObject) -> PyErr:
    return PyErr_Format(
        PyExc_TypeError,
        f"list indices must be integers or slices, not {key.ob_type.value.tp_name:.200}")


def _list_subscript(op: PyObject, key: PyObject) -> Any:
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        i = yield i
    return list_item(op, i + len(op.value) if i < 0 else i)


def _list_slice(op: PyObject, host: slice) -> PyObject:
    items = op.value[host]
    for item in items:
        item.ob_refcnt += 1
    return PyList_New(items)


def _list_slice_pending(op: PyObject, key: PyObject) -> Any:
    indices = PySlice_Unpack(key)
    if type(indices) in PENDING:
        indices = yield indices
    return _list_slice(op, slice(*indices))


def PyList_GetSlice(op: PyObject, low: int, high: int) -> PyObject:
    """A new list of the items from ``low`` up to ``high``, both clamped."""
    return _list_slice(op, slice(max(low, 0), max(high, 0)))


def list_ass_subscript(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """mp_ass_subscript."""
    if key.ob_type is PyLong_Type:
        i = key.value
        if not -(1 << 63) <= i < 1 << 63:
            _too_large(i)
        list_ass_item(op, i + len(op.value) if i < 0 else i, value)
        return None
    if key.ob_type is PySlice_Type:
        host = host_slice(key)
        if host is not None:
            if value is None:
                _delete_slice(op, host)
                return None
            items = list_items_of(value)
            if items is not None:
                _assign_slice(op, host, items)
                return None
        return _list_ass_slice(op, key, value)
    if PyIndex_Check(key):
        return _list_ass_subscript(op, key, value)
    raise _bad_index(key)


def _list_ass_subscript(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        i = yield i
    list_ass_item(op, i + len(op.value) if i < 0 else i, value)


def _list_ass_slice(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    indices = PySlice_Unpack(key)
    if type(indices) in PENDING:
        indices = yield indices
    host = slice(*indices)
    if value is None:
        _delete_slice(op, host)
        return
    items = list_from_iterable(value, "must assign iterable to extended slice")
    if type(items) in PENDING:
        items = yield items
    _assign_slice(op, host, items)


def _delete_slice(op: PyObject, host: slice) -> None:
    old = op.value[host]
    del op.value[host]
    decref_all(reversed(old) if host.step is None or host.step == 1 else old)


def _assign_slice(op: PyObject, host: slice, items: list) -> None:
    """Store owned references in a slice, then drop what was there."""
    target = op.value
    start, stop, step = host.indices(len(target))
    if step == 1:
        stop = max(start, stop)
        check_size(len(target) - (stop - start) + len(items))
        old = target[start:stop]
        target[start:stop] = items
    else:
        old = target[host]
        if len(old) != len(items):
            decref_all(items)
            raise PyErr_Format(
                PyExc_ValueError,
                f"attempt to assign sequence of size {len(items)} to extended slice of "
                f"size {len(old)}")
        target[host] = items
    decref_all(reversed(old) if step == 1 else old)


def list_concat(a: PyObject, b: PyObject) -> Any:
    """sq_concat."""
    if not PyList_Check(b):
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only concatenate list (not "{b.ob_type.value.tp_name:.200}") to list')
    check_size(len(a.value) + len(b.value))
    items = a.value + b.value
    for item in items:
        item.ob_refcnt += 1
    return PyList_New(items)


def list_repeat(op: PyObject, n: int) -> PyObject:
    """sq_repeat."""
    items = op.value
    if not items or n <= 0:
        return PyList_New([])
    check_size(len(items) * n)
    for item in items:
        item.ob_refcnt += n
    return PyList_New(items * n)


def list_inplace_repeat(op: PyObject, n: int) -> PyObject:
    """sq_inplace_repeat."""
    items = op.value
    if n <= 0:
        list_clear_items(op)
    elif items and n != 1:
        check_size(len(items) * n)
        for item in items:
            item.ob_refcnt += n - 1
        items *= n
    op.ob_refcnt += 1
    return op


def list_inplace_concat(op: PyObject, other: PyObject) -> Any:
    """sq_inplace_concat."""
    done = _PyList_Extend(op, other)
    if done is not None:
        return _list_inplace_concat(op, done)
    op.ob_refcnt += 1
    return op


def _list_inplace_concat(op: PyObject, pending: Any) -> Any:
    yield pending
    op.ob_refcnt += 1
    return op


def list_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare."""
    if not PyList_Check(a) or not PyList_Check(b):
        return Py_NotImplemented
    if len(a.value) != len(b.value):
        if op == Py_EQ:
            return Py_False
        if op == Py_NE:
            return Py_True
    return compare_sequences(a, b, op)


# -- methods ----------------------------------------------------------------------------------------


def list_append(self: PyObject, item: PyObject) -> PyObject:
    """list.append"""
    item.ob_refcnt += 1
    self.value.append(item)
    return Py_None


@converted(ssize_t, None)
def list_insert(self: PyObject, index: int, item: PyObject) -> PyObject:
    """list.insert"""
    item.ob_refcnt += 1
    self.value.insert(index, item)
    return Py_None


def list_extend(self: PyObject, iterable: PyObject) -> Any:
    """list.extend"""
    done = _PyList_Extend(self, iterable)
    return Py_None if done is None else _none_after(done)


def _none_after(pending: Any) -> Any:
    yield pending
    return Py_None


@converted(ssize_t)
def list_pop(self: PyObject, index: int | None) -> PyObject:
    """list.pop"""
    items = self.value
    if not items:
        raise PyErr_Format(PyExc_IndexError, "pop from empty list")
    if index is None:
        return items.pop()
    if index < 0:
        index += len(items)
    if not 0 <= index < len(items):
        raise PyErr_Format(PyExc_IndexError, "pop index out of range")
    return items.pop(index)


def list_clear(self: PyObject) -> PyObject:
    """list.clear"""
    list_clear_items(self)
    return Py_None


def list_copy(self: PyObject) -> PyObject:
    """list.copy"""
    return _list_slice(self, slice(None))


def list_reverse(self: PyObject) -> PyObject:
    """list.reverse"""
    self.value.reverse()
    return Py_None


def list_remove(self: PyObject, value: PyObject) -> Any:
    """list.remove"""
    i = find_item(self, value, 0, PY_SSIZE_T_MAX)
    return _list_remove_pending(self, i) if type(i) in PENDING else _list_remove(self, i)


def _list_remove_pending(self: PyObject, pending: Any) -> Any:
    return _list_remove(self, (yield pending))


def _list_remove(self: PyObject, i: int) -> PyObject:
    if i < 0:
        raise PyErr_Format(PyExc_ValueError, "list.remove(x): x not in list")
    if i < len(self.value):
        Py_DECREF(self.value.pop(i))
    return Py_None


@converted(None, slice_index_not_none, slice_index_not_none)
def list_index(self: PyObject, value: PyObject, start: int | None, stop: int | None) -> Any:
    """list.index"""
    n = len(self.value)
    start = 0 if start is None else max(start + n, 0) if start < 0 else start
    stop = PY_SSIZE_T_MAX if stop is None else max(stop + n, 0) if stop < 0 else stop
    i = find_item(self, value, start, stop)
    if type(i) is int and i >= 0:
        return PyLong_FromLong(i)
    return _list_index(i, value)


def _list_index(i: Any, value: PyObject) -> Any:
    if type(i) in PENDING:
        i = yield i
    if i >= 0:
        return PyLong_FromLong(i)
    text = PyObject_Repr(value)
    if type(text) in PENDING:
        text = yield text
    err = PyErr_Format(PyExc_ValueError, f"{text.value} is not in list")
    Py_DECREF(text)
    raise err


def list_count(self: PyObject, value: PyObject) -> Any:
    """list.count"""
    n = count_item(self, value)
    return _int_result(n) if type(n) in PENDING else PyLong_FromLong(n)


def _int_result(pending: Any) -> Any:
    return PyLong_FromLong((yield pending))


def list_sizeof(self: PyObject) -> PyObject:
    """list.__sizeof__: the header and eight bytes for each slot that is allocated

    The host's list grows and shrinks by the same rules, as long as it goes through the same operations.
    """
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + 8 * _allocated(self.value))


def list_class_getitem(self: PyObject, item: PyObject) -> Any:
    """list.__class_getitem__"""
    return Py_GenericAlias(self, item)


LIST_METHODS = (
    PyMethodDef("__getitem__", list_subscript, "($self, index, /)"),
    PyMethodDef("__sizeof__", list_sizeof, "($self, /)"),
    PyMethodDef("clear", list_clear, "($self, /)"),
    PyMethodDef("copy", list_copy, "($self, /)"),
    PyMethodDef("append", list_append, "($self, object, /)"),
    PyMethodDef("insert", list_insert, "($self, index, object, /)"),
    PyMethodDef("extend", list_extend, "($self, iterable, /)"),
    PyMethodDef("pop", list_pop, "($self, index=-1, /)"),
    PyMethodDef("remove", list_remove, "($self, value, /)"),
    PyMethodDef("index", list_index, "($self, value, start=0, stop=sys.maxsize, /)"),
    PyMethodDef("count", list_count, "($self, value, /)"),
    PyMethodDef("reverse", list_reverse, "($self, /)"),
    PyMethodDef("__class_getitem__", list_class_getitem, "($type, object, /)", classmethod=True),
)

set_slots(
    PyList_Type,
    tp_new=list_new,
    tp_init=list___init__,
    tp_vectorcall=list_vectorcall,
    tp_dealloc=list_dealloc,
    tp_traverse=_list_items_reversed,
    tp_clear=list_clear_items,
    tp_repr=list_repr,
    tp_richcompare=list_richcompare,
    sq_length=list_length,
    sq_concat=list_concat,
    sq_repeat=list_repeat,
    sq_item=list_item,
    sq_ass_item=list_ass_item,
    sq_contains=list_contains,
    sq_inplace_concat=list_inplace_concat,
    sq_inplace_repeat=list_inplace_repeat,
    mp_length=list_length,
    mp_subscript=list_subscript,
    mp_ass_subscript=list_ass_subscript,
)
