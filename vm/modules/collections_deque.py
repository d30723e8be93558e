"""deque and its iterators. A part of Modules/_collectionsmodule.c."""

from __future__ import annotations

from collections import deque
from typing import Any

from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.getargs import converted, slice_index_not_none, ssize_t
from vm.objects.iterobject import iter_self
from vm.objects.linker import late_import
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.modsupport import Py_BuildValue
from vm.objects.object import (
    Py_ReprEnter,
    Py_ReprLeave,
    PyObject_GenericGetAttr,
    PyObject_HashNotImplemented,
    PyObject_Repr,
    PyObject_RichCompareBool,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_limits import YIELD_EVERY, check_size
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
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_SEQUENCE,
    Py_True,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
)
from vm.objects.pycore_sequence import repr_items
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_IndexError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_reduce import _PyObject_GetState
from vm.objects.unicodeobject import PyUnicode_FromString


@late_import
def _bind() -> None:
    global weakrefs_call_back
    from vm.objects.weakrefobject import weakrefs_call_back


class dequeobject:
    """The body: ``items`` (host deque of owned objects), ``maxlen`` (-1: none), ``state`` (counts changes)."""

    __slots__ = ("items", "maxlen", "state")

    def __init__(self) -> None:
        self.items: deque[PyObject] = deque()
        self.maxlen = -1
        self.state = 0


_INIT = ArgSpec("($self, /, iterable=None, maxlen=None)")
_NAME = "deque"


def _mutated() -> PyErr:
    return PyErr_Format(PyExc_RuntimeError, "deque mutated during iteration")


def deque_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new"""
    if type_op is not deque_type:
        return type_op.value.tp_alloc(type_op, dequeobject())
    op = PyObject_GC_New(deque_type, dequeobject())
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def deque_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init (a generator)"""
    iterable, maxlen_arg = parse_arguments(_INIT, _NAME, args, kwnames)
    return _deque_init(self, iterable, maxlen_arg)


def _deque_init(self: PyObject, iterable: PyObject | None, maxlen_arg: PyObject | None) -> Any:
    maxlen = -1
    if maxlen_arg is not None and maxlen_arg is not Py_None:
        if not maxlen_arg.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "an integer is required")
        maxlen = ssize_t(maxlen_arg)
        if maxlen < 0:
            raise PyErr_Format(PyExc_ValueError, "maxlen must be non-negative")
    self.value.maxlen = maxlen
    if self.value.items:
        deque_clear_items(self)
    if iterable is not None:
        yield deque_extend_with(self, iterable, append)


def append(op: PyObject, item: PyObject) -> None:
    """Append a stolen reference; a full deque drops one on the left."""
    body = op.value
    body.items.append(item)
    body.state += 1
    if 0 <= body.maxlen < len(body.items):
        Py_DECREF(body.items.popleft())


def appendleft(op: PyObject, item: PyObject) -> None:
    """Append a stolen reference on the left; a full deque drops one on the right."""
    body = op.value
    body.items.appendleft(item)
    body.state += 1
    if 0 <= body.maxlen < len(body.items):
        Py_DECREF(body.items.pop())


def deque_extend_with(op: PyObject, iterable: PyObject, add: Any) -> Any:
    """Add every item of an iterable with ``add`` (a generator)."""
    body = op.value
    if iterable is op:
        copies = list(body.items)
        check_size(2 * len(copies))
        for item in copies:
            item.ob_refcnt += 1
        if not copies:
            _fill_from_end(body, add)
        for item in copies:
            if body.maxlen == 0:
                Py_DECREF(item)
            else:
                add(op, item)
        return
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    maxlen = body.maxlen
    if maxlen and not body.items:
        _fill_from_end(body, add)
    rounds = 0
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return
            if maxlen == 0:
                Py_DECREF(item)
            else:
                add(op, item)
            rounds += 1
            if not rounds % YIELD_EVERY:
                check_size(len(body.items))
                yield None
    finally:
        Py_DECREF(it)


def _fill_from_end(body: dequeobject, add: Any) -> None:
    """An empty deque is filled from one end of its block: the host's does the same."""
    if add is append:
        body.items.extend(())
    else:
        body.items.extendleft(())


def _children(op: PyObject) -> list:
    return list(op.value.items)


def deque_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, deque_dealloc):
        return
    dealloc_container(op, _children)


def deque_clear_items(op: PyObject) -> None:
    """tp_clear: empty it, then drop the items from the left"""
    body = op.value
    items = list(body.items)
    body.items.clear()
    body.state += 1
    decref_all(items)


# -- methods ----------------------------------------------------------------------------------------


def deque_append(self: PyObject, item: PyObject) -> PyObject:
    """deque.append"""
    item.ob_refcnt += 1
    append(self, item)
    return Py_None


def deque_appendleft(self: PyObject, item: PyObject) -> PyObject:
    """deque.appendleft"""
    item.ob_refcnt += 1
    appendleft(self, item)
    return Py_None


def deque_pop(self: PyObject) -> PyObject:
    """deque.pop"""
    body = self.value
    if not body.items:
        raise PyErr_Format(PyExc_IndexError, "pop from an empty deque")
    body.state += 1
    return body.items.pop()


def deque_popleft(self: PyObject) -> PyObject:
    """deque.popleft"""
    body = self.value
    if not body.items:
        raise PyErr_Format(PyExc_IndexError, "pop from an empty deque")
    body.state += 1
    return body.items.popleft()


def deque_extend(self: PyObject, iterable: PyObject) -> Any:
    """deque.extend (a generator)"""
    yield deque_extend_with(self, iterable, append)
    return Py_None


def deque_extendleft(self: PyObject, iterable: PyObject) -> Any:
    """deque.extendleft (a generator)"""
    yield deque_extend_with(self, iterable, appendleft)
    return Py_None


def deque_clear(self: PyObject) -> PyObject:
    """deque.clear"""
    deque_clear_items(self)
    return Py_None


def deque_copy(self: PyObject) -> Any:
    """deque.copy (a generator for subclasses)"""
    body = self.value
    if self.ob_type is deque_type:
        new = deque_new(deque_type, [], ())
        new.value.maxlen = body.maxlen
        if len(body.items) != 1:
            _fill_from_end(new.value, append)
        for item in body.items:
            item.ob_refcnt += 1
            append(new, item)
        return new
    return _deque_copy(self)


def _deque_copy(self: PyObject) -> Any:
    from vm.objects.call import PyObject_Vectorcall

    args = [self]
    if self.value.maxlen >= 0:
        args.append(PyLong_FromLong(self.value.maxlen))
    new = PyObject_Vectorcall(self.ob_type, args)
    if type(new) in PENDING:
        new = yield new
    if len(args) > 1:
        Py_DECREF(args[1])
    if not PyObject_TypeCheck(new, deque_type):
        name = new.ob_type.value.tp_name
        Py_DECREF(new)
        raise PyErr_Format(
            PyExc_TypeError,
            f"{self.ob_type.value.tp_name:.200}() must return a deque, not {name:.200}")
    return new


def _search(self: PyObject, value: PyObject, start: int, stop: int) -> Any:
    """Index of the first equal item, or -1 (a generator); RuntimeError if the deque changes."""
    body = self.value
    state = body.state
    for i in range(start, stop):
        item = body.items[i]
        item.ob_refcnt += 1
        try:
            same = PyObject_RichCompareBool(item, value, Py_EQ)
            if type(same) in PENDING:
                same = yield same
        finally:
            Py_DECREF(item)
        if same:
            return i
        if state != body.state:
            raise _mutated()
        if not i % YIELD_EVERY:
            yield None
    return -1


def deque_contains(op: PyObject, value: PyObject) -> Any:
    """sq_contains (a generator)"""
    i = yield _search(op, value, 0, len(op.value.items))
    return i >= 0


def deque_count(self: PyObject, value: PyObject) -> Any:
    """deque.count (a generator)"""
    body = self.value
    state = body.state
    count = 0
    for i in range(len(body.items)):
        item = body.items[i]
        item.ob_refcnt += 1
        try:
            same = PyObject_RichCompareBool(item, value, Py_EQ)
            if type(same) in PENDING:
                same = yield same
        finally:
            Py_DECREF(item)
        count += bool(same)
        if state != body.state:
            raise _mutated()
    return PyLong_FromLong(count)


@converted(None, slice_index_not_none, slice_index_not_none)
def deque_index(self: PyObject, value: PyObject, start: int | None, stop: int | None) -> Any:
    """deque.index"""
    n = len(self.value.items)
    start = 0 if start is None else max(start + n, 0) if start < 0 else start
    stop = n if stop is None else max(stop + n, 0) if stop < 0 else min(stop, n)
    return _deque_index(self, value, min(start, stop), stop)


def _deque_index(self: PyObject, value: PyObject, start: int, stop: int) -> Any:
    i = yield _search(self, value, start, stop)
    if i < 0:
        raise (yield _not_in_deque(value))
    return PyLong_FromLong(i)


def _not_in_deque(value: PyObject) -> Any:
    text = PyObject_Repr(value)
    if type(text) in PENDING:
        text = yield text
    err = PyErr_Format(PyExc_ValueError, f"{text.value} is not in deque")
    Py_DECREF(text)
    return err


def deque_remove(self: PyObject, value: PyObject) -> Any:
    """deque.remove (a generator)"""
    body = self.value
    n, state = len(body.items), body.state
    i = -1
    for j in range(n):
        item = body.items[j]
        item.ob_refcnt += 1
        try:
            same = PyObject_RichCompareBool(item, value, Py_EQ)
            if type(same) in PENDING:
                same = yield same
        finally:
            Py_DECREF(item)
        if state != body.state:
            raise PyErr_Format(PyExc_IndexError, "deque mutated during iteration")
        if same:
            i = j
            break
    if i < 0:
        raise (yield _not_in_deque(value))
    item = body.items[i]
    del body.items[i]
    body.state += 1
    Py_DECREF(item)
    return Py_None


@converted(ssize_t, None)
def deque_insert(self: PyObject, index: int, value: PyObject) -> PyObject:
    """deque.insert"""
    body = self.value
    if body.maxlen == len(body.items):
        raise PyErr_Format(PyExc_IndexError, "deque already at its maximum size")
    value.ob_refcnt += 1
    body.items.insert(index, value)
    body.state += 1
    return Py_None


def deque_reverse(self: PyObject) -> PyObject:
    """deque.reverse"""
    self.value.items.reverse()
    return Py_None


@converted(ssize_t)
def deque_rotate(self: PyObject, n: int | None) -> PyObject:
    """deque.rotate"""
    body = self.value
    if len(body.items) > 1:
        body.items.rotate(1 if n is None else n)
        body.state += 1
    return Py_None


def deque_class_getitem(self: PyObject, item: PyObject) -> PyObject:
    """__class_getitem__"""
    from vm.objects.genericaliasobject import Py_GenericAlias  # rarely needed

    return Py_GenericAlias(self, item)


def deque_reduce(self: PyObject) -> Any:
    """__reduce__ (a generator)"""
    state = _PyObject_GetState(self)
    if type(state) in PENDING:
        state = yield state
    try:
        it = PyObject_GetIter(self)
        if type(it) in PENDING:
            it = yield it
        args = () if self.value.maxlen < 0 else ((), self.value.maxlen)
        res = Py_BuildValue((self.ob_type, args, state, it))
        Py_DECREF(it)
    finally:
        Py_DECREF(state)
    return res


#: The host's deque has C's own blocks, of 64 slots and two links each.
_HOST_BLOCK = deque().__sizeof__() - deque.__basicsize__
_BLOCK = 528


def deque_sizeof(self: PyObject) -> PyObject:
    """__sizeof__: the header and the blocks, as many as the host's deque has"""
    blocks = (self.value.items.__sizeof__() - deque.__basicsize__) // _HOST_BLOCK
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + blocks * _BLOCK)


def deque_get_maxlen(op: PyObject) -> PyObject:
    """The attribute ``maxlen``."""
    return Py_None if op.value.maxlen < 0 else PyLong_FromLong(op.value.maxlen)


# -- slots ------------------------------------------------------------------------------------------


def deque_len(op: PyObject) -> int:
    """sq_length"""
    return len(op.value.items)


def deque_item(op: PyObject, i: int) -> PyObject:
    """sq_item"""
    if not 0 <= i < len(op.value.items):
        raise PyErr_Format(PyExc_IndexError, "deque index out of range")
    item = op.value.items[i]
    item.ob_refcnt += 1
    return item


def deque_ass_item(op: PyObject, i: int, value: PyObject | None) -> None:
    """sq_ass_item"""
    body = op.value
    if not 0 <= i < len(body.items):
        raise PyErr_Format(PyExc_IndexError, "deque index out of range")
    old = body.items[i]
    if value is None:
        del body.items[i]
        body.state += 1
    else:
        value.ob_refcnt += 1
        body.items[i] = value
    Py_DECREF(old)


def deque_repeat(op: PyObject, n: int) -> Any:
    """sq_repeat"""
    new = deque_copy(op)
    if type(new) in PENDING:
        return _deque_repeat(new, n)
    return _repeat_in_place(new, n)


def _deque_repeat(pending: Any, n: int) -> Any:
    return _repeat_in_place((yield pending), n)


def _repeat_in_place(op: PyObject, n: int) -> PyObject:
    """Repeat the contents; hands the reference to ``op`` through."""
    body = op.value
    size = len(body.items)
    if not size or n == 1:
        return op
    if n <= 0:
        deque_clear_items(op)
        return op
    items = list(body.items)
    if size == 1:
        if 0 <= body.maxlen < n:
            n = body.maxlen
        body.state += 1
    elif 0 <= body.maxlen < n * size:
        n = -(-body.maxlen // size)
    try:
        check_size(size * n)
    except PyErr:
        Py_DECREF(op)
        raise
    for _ in range(n - 1):
        for item in items:
            item.ob_refcnt += 1
            append(op, item)
    return op


def deque_inplace_repeat(op: PyObject, n: int) -> PyObject:
    """sq_inplace_repeat"""
    op.ob_refcnt += 1
    return _repeat_in_place(op, n)


def deque_concat(a: PyObject, b: PyObject) -> Any:
    """sq_concat (a generator)"""
    if not PyObject_TypeCheck(b, deque_type):
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only concatenate deque (not "{b.ob_type.value.tp_name:.200}") to deque')
    new = deque_copy(a)
    if type(new) in PENDING:
        new = yield new
    try:
        yield deque_extend_with(new, b, append)
    except PyErr:
        Py_DECREF(new)
        raise
    return new


def deque_inplace_concat(op: PyObject, other: PyObject) -> Any:
    """sq_inplace_concat (a generator)"""
    yield deque_extend_with(op, other, append)
    op.ob_refcnt += 1
    return op


def deque_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    if Py_ReprEnter(op):
        return PyUnicode_FromString("[...]")
    parts: list[str] = []
    try:
        items = list(op.value.items)
        for item in items:
            item.ob_refcnt += 1
        aslist = PyList_New(items)
        try:
            yield repr_items(aslist, parts)
        finally:
            Py_DECREF(aslist)
    finally:
        Py_ReprLeave(op)
    maxlen = op.value.maxlen
    tail = f", maxlen={maxlen}" if maxlen >= 0 else ""
    name = op.ob_type.value.tp_name.split(".")[-1]
    return PyUnicode_FromString(f"{name}([{', '.join(parts)}]{tail})")


def deque_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare"""
    if not PyObject_TypeCheck(a, deque_type) or not PyObject_TypeCheck(b, deque_type):
        return Py_NotImplemented
    n, m = len(a.value.items), len(b.value.items)
    if op == Py_EQ and (a is b or n != m):
        return Py_True if a is b else Py_False
    if op == Py_NE and (a is b or n != m):
        return Py_False if a is b else Py_True
    return _deque_richcompare(a, b, op)


def _deque_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    state_a, state_b = a.value.state, b.value.state
    i = 0
    while i < len(a.value.items) and i < len(b.value.items):
        x, y = a.value.items[i], b.value.items[i]
        x.ob_refcnt += 1
        y.ob_refcnt += 1
        try:
            same = PyObject_RichCompareBool(x, y, Py_EQ)
            if type(same) in PENDING:
                same = yield same
            if not same:
                res = PyObject_RichCompareBool(x, y, op)
                if type(res) in PENDING:
                    res = yield res
                return Py_True if res else Py_False
        finally:
            Py_DECREF(x)
            Py_DECREF(y)
        if state_a != a.value.state or state_b != b.value.state:
            raise _mutated()
        i += 1
    n, m = len(a.value.items), len(b.value.items)
    res = {Py_LT: n < m, Py_LE: n <= m, Py_EQ: n == m, Py_NE: n != m, Py_GT: n > m, Py_GE: n >= m}[op]
    return Py_True if res else Py_False


# -- iterators --------------------------------------------------------------------------------------


class dequeiterobject:
    """``deque`` (owned), the host ``index`` of the next item, ``state`` of the deque, ``counter`` left."""

    __slots__ = ("counter", "deque", "index", "state")

    def __init__(self, op: PyObject):
        self.deque = op
        self.index = 0
        self.state = op.value.state
        self.counter = len(op.value.items)


def _new_iter(op: PyObject, type_op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    it = PyObject_GC_New(type_op, dequeiterobject(op))
    _PyObject_GC_TRACK(it)
    return it


def deque_iter(op: PyObject) -> PyObject:
    """tp_iter"""
    return _new_iter(op, dequeiter_type)


def deque_reviter(self: PyObject) -> PyObject:
    """__reversed__"""
    return _new_iter(self, dequereviter_type)


def dequeiter_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    it = op.value
    body = it.deque.value
    if body.state != it.state:
        it.counter = 0
        raise _mutated()
    if not it.counter:
        return None
    item = body.items[it.index]
    it.index += 1
    it.counter -= 1
    item.ob_refcnt += 1
    return item


def dequereviter_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    it = op.value
    if not it.counter:
        return None
    body = it.deque.value
    if body.state != it.state:
        it.counter = 0
        raise _mutated()
    it.index -= 1
    item = body.items[it.index]
    it.counter -= 1
    item.ob_refcnt += 1
    return item


def dequeiter_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    return PyLong_FromLong(self.value.counter)


def dequeiter_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    it = self.value
    done = len(it.deque.value.items) - it.counter
    return Py_BuildValue((self.ob_type, (it.deque, done)))


def _iter_new(get_type: Any, step: Any) -> Any:
    """tp_new: ``T(deque, index=0)`` has gone ``index`` steps already."""

    def new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
        args = args[:len(args) - len(kwnames)]
        if not 1 <= len(args) <= 2:
            word, bound = ("at least", "1 argument") if not args else ("at most", "2 arguments")
            raise PyErr_Format(
                PyExc_TypeError, f"function takes {word} {bound} ({len(args)} given)")
        if not PyObject_TypeCheck(args[0], deque_type):
            raise PyErr_Format(
                PyExc_TypeError,
                f"argument 1 must be collections.deque, not {args[0].ob_type.value.tp_name:.50}")
        index = ssize_t(args[1]) if len(args) > 1 else 0
        return with_index(args[0], index) if type(index) in PENDING else make(args[0], index)

    def with_index(deque_op: PyObject, pending: Any) -> Any:
        return make(deque_op, (yield pending))

    def make(deque_op: PyObject, index: int) -> PyObject:
        it = _new_iter(deque_op, get_type())
        for _ in range(min(index, it.value.counter)):
            Py_DECREF(step(it))
        return it

    return new


_ITER_METHODS = (
    PyMethodDef("__length_hint__", dequeiter_len, "($self, /)"),
    PyMethodDef("__reduce__", dequeiter_reduce, "($self, /)"),
)
dequeiter_type: PyObject = PyType_FromSpec(
    "collections._deque_iterator",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tp_basicsize=56,
    tp_new=_iter_new(lambda: dequeiter_type, dequeiter_next),
    tp_getattro=PyObject_GenericGetAttr,
    tp_dealloc=fields_dealloc("deque"), tp_traverse=fields_traverse("deque"),
    tp_clear=fields_clear("deque"), tp_iter=iter_self,
    tp_iternext=dequeiter_next, tp_methods=_ITER_METHODS)
dequereviter_type: PyObject = PyType_FromSpec(
    "collections._deque_reverse_iterator",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tp_basicsize=56,
    tp_new=_iter_new(lambda: dequereviter_type, dequereviter_next),
    tp_getattro=PyObject_GenericGetAttr,
    tp_dealloc=fields_dealloc("deque"), tp_traverse=fields_traverse("deque"),
    tp_clear=fields_clear("deque"), tp_iter=iter_self,
    tp_iternext=dequereviter_next, tp_methods=_ITER_METHODS)

deque_methods = (
    PyMethodDef("append", deque_append, "($self, item, /)"),
    PyMethodDef("appendleft", deque_appendleft, "($self, item, /)"),
    PyMethodDef("clear", deque_clear, "($self, /)"),
    PyMethodDef("__copy__", deque_copy, "($self, /)"),
    PyMethodDef("copy", deque_copy, "($self, /)"),
    PyMethodDef("count", deque_count, "($self, value, /)"),
    PyMethodDef("extend", deque_extend, "($self, iterable, /)"),
    PyMethodDef("extendleft", deque_extendleft, "($self, iterable, /)"),
    PyMethodDef("index", deque_index, "($self, value, start=0, stop=None, /)"),
    PyMethodDef("insert", deque_insert, "($self, index, value, /)"),
    PyMethodDef("pop", deque_pop, "($self, /)"),
    PyMethodDef("popleft", deque_popleft, "($self, /)"),
    PyMethodDef("__reduce__", deque_reduce, "($self, /)"),
    PyMethodDef("remove", deque_remove, "($self, value, /)"),
    PyMethodDef("__reversed__", deque_reviter, "($self, /)"),
    PyMethodDef("reverse", deque_reverse, "($self, /)"),
    PyMethodDef("rotate", deque_rotate, "($self, n=1, /)"),
    PyMethodDef("__sizeof__", deque_sizeof, "($self, /)"),
    PyMethodDef("__class_getitem__", deque_class_getitem, "($type, object, /)", classmethod=True),
)
deque_type = PyType_FromSpec(
    "collections.deque",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_SEQUENCE
    | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=216,
    tp_weaklistoffset=208,
    tp_new=deque_new,
    tp_init=deque_init,
    tp_dealloc=deque_dealloc,
    tp_traverse=_children,
    tp_clear=deque_clear_items,
    tp_getattro=PyObject_GenericGetAttr,
    tp_hash=PyObject_HashNotImplemented,
    tp_repr=deque_repr,
    tp_richcompare=deque_richcompare,
    tp_iter=deque_iter,
    sq_length=deque_len,
    sq_concat=deque_concat,
    sq_repeat=deque_repeat,
    sq_item=deque_item,
    sq_ass_item=deque_ass_item,
    sq_contains=deque_contains,
    sq_inplace_concat=deque_inplace_concat,
    sq_inplace_repeat=deque_inplace_repeat,
    tp_methods=deque_methods,
    tp_getset=(PyGetSetDef("maxlen", deque_get_maxlen, None),),
)
