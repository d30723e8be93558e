"""FrameLocalsProxy: what ``f_locals`` of a function's frame is (PEP 667). A part of Objects/frameobject.c.

It reads and writes the frame's own variables; other keys are kept in the frame object's
``f_extra_locals``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.codeobject import CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, code_object
from vm.objects.dictmerge import PyDict_Update
from vm.objects.dictobject import (
    PyDict_Contains,
    PyDict_GetItemRef,
    PyDict_New,
    PyDict_SetItem,
    _PyDict_HostItems,
)
from vm.objects.listobject import PyList_New
from vm.objects.methoddef import PyMethodDef
from vm.objects.object import (
    Py_ReprEnter,
    Py_ReprLeave,
    PyObject_GenericGetAttr,
    PyObject_GenericSetAttr,
    PyObject_Hash,
    PyObject_Repr,
    PyObject_RichCompare,
    PyObject_RichCompareBool,
)
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MAPPING,
    Py_True,
    Py_XDECREF,
    PyCell_Type,
    PyErr,
    PyFrame_Type,
    PyObject,
    PyUnicode_Type,
    decref_all,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_KeyError,
    PyExc_TypeError,
)
from vm.objects.tupleobject import PyTuple_Pack
from vm.objects.typeobject import type_fullname
from vm.objects.unicodeobject import PyUnicode_FromString


class PyFrameLocalsProxyObject:
    """The body of a proxy: the guest frame object; owned."""

    __slots__ = ("frame",)

    def __init__(self, frame: PyObject):
        frame.ob_refcnt += 1
        self.frame: PyObject | None = frame


def _PyFrameLocalsProxy_New(frame: PyObject) -> PyObject:
    """A proxy of a guest frame object's variables."""
    op = PyObject_GC_New(PyFrameLocalsProxy_Type, PyFrameLocalsProxyObject(frame))
    _PyObject_GC_TRACK(op)
    return op


def framelocalsproxy_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``FrameLocalsProxy(frame)``"""
    nargs = len(args) - len(kwnames)
    if nargs != 1:
        raise PyErr_Format(PyExc_TypeError, f"FrameLocalsProxy expected 1 argument, got {nargs}")
    if args[0].ob_type is not PyFrame_Type:
        raise PyErr_Format(
            PyExc_TypeError, f"expect frame, not {type_fullname(args[0].ob_type)}")
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "FrameLocalsProxy takes no keyword arguments")
    return _PyFrameLocalsProxy_New(args[0])


def PyFrameLocalsProxy_Check(op: PyObject) -> bool:
    """Whether the object is such a proxy."""
    return op.ob_type is PyFrameLocalsProxy_Type


# ---- the frame's variables

def framelocalsproxy_getval(frame: _PyInterpreterFrame, i: int) -> PyObject | None:
    """The value of a fast local, looked through its cell; borrowed, or NULL."""
    localsplus = frame.localsplus
    value = localsplus[i] if i < len(localsplus) else None
    if value is not None:
        kind = frame.f_code.co_localspluskinds[i]
        if kind & (CO_FAST_CELL | CO_FAST_FREE) and value.ob_type is PyCell_Type:
            return value.value.ob_ref
    return value


def frame_variables(frame: _PyInterpreterFrame) -> Iterator[tuple[int, PyObject]]:
    """(index, value) of each variable that has a value; borrowed."""
    for i in range(frame.f_code.co_nlocalsplus):
        value = framelocalsproxy_getval(frame, i)
        if value is not None:
            yield i, value


def framelocalsproxy_getkeyindex(frame: _PyInterpreterFrame, key: PyObject, read: bool) -> Any:
    """The index of a key among the variables, or -1; may be pending.

    Args:
        read: only a variable that has a value counts; else any that is not hidden.
    """
    code = frame.f_code

    def usable(i: int) -> bool:
        if read:
            return framelocalsproxy_getval(frame, i) is not None
        return not code.co_localspluskinds[i] & CO_FAST_HIDDEN

    if key.ob_type is PyUnicode_Type:
        name = key.value
        for i, other in enumerate(code.co_localsplusnames):
            if other == name and usable(i):
                return i
        return -1
    return _getkeyindex(frame, key, usable)


def _getkeyindex(frame: _PyInterpreterFrame, key: PyObject, usable: Any) -> Any:
    """The same for a key that is no plain string (native frame)."""
    key_hash = PyObject_Hash(key)
    if type(key_hash) in PENDING:
        key_hash = yield key_hash
    names = code_object(_code_of(frame), "co_localsplusnames").value
    for i, name in enumerate(names):
        if PyObject_Hash(name) != key_hash:
            continue
        same = PyObject_RichCompareBool(name, key, Py_EQ)
        if type(same) in PENDING:
            same = yield same
        if same and usable(i):
            return i
    return -1


def _code_of(frame: _PyInterpreterFrame) -> PyObject:
    return frame.f_funcobj.value.func_code


def _set_variable(frame: _PyInterpreterFrame, i: int, value: PyObject) -> None:
    localsplus = frame.localsplus
    if i >= len(localsplus):
        localsplus.extend([None] * (frame.f_code.co_nlocalsplus - len(localsplus)))
    old = localsplus[i]
    kind = frame.f_code.co_localspluskinds[i]
    value.ob_refcnt += 1
    if old is not None and kind & (CO_FAST_CELL | CO_FAST_FREE) and old.ob_type is PyCell_Type:
        cell = old.value
        old, cell.ob_ref = cell.ob_ref, value
    else:
        localsplus[i] = value
    Py_XDECREF(old)


# ---- items

def framelocalsproxy_lookup(self: PyObject, key: PyObject) -> Any:
    """The value for a key, a new reference, or NULL; may be pending."""
    frame = self.value.frame.value
    i = framelocalsproxy_getkeyindex(frame.f_frame, key, True)
    if type(i) is int:
        if i >= 0:
            value: Any = framelocalsproxy_getval(frame.f_frame, i)
            value.ob_refcnt += 1
            return value
        extra = frame.f_extra_locals
        return None if extra is None else PyDict_GetItemRef(extra, key)
    return _lookup(self, key, i)


def _lookup(self: PyObject, key: PyObject, pending: Any) -> Any:
    i = yield pending
    frame = self.value.frame.value
    if i >= 0:
        value: Any = framelocalsproxy_getval(frame.f_frame, i)
        value.ob_refcnt += 1
        return value
    extra = frame.f_extra_locals
    value = None if extra is None else PyDict_GetItemRef(extra, key)
    if type(value) in PENDING:
        value = yield value
    return value


def framelocalsproxy_getitem(self: PyObject, key: PyObject) -> Any:
    """``proxy[key]`` (native frame)."""
    value = framelocalsproxy_lookup(self, key)
    if type(value) in PENDING:
        value = yield value
    if value is not None:
        return value
    text = PyObject_Repr(key)
    if type(text) in PENDING:
        text = yield text
    message = f"local variable '{text.value}' is not defined"
    Py_DECREF(text)
    raise PyErr_Format(PyExc_KeyError, message)


def framelocalsproxy_setitem(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """``proxy[key] = value`` (native frame)."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "cannot remove variables from FrameLocalsProxy")
    frame = self.value.frame.value
    i = framelocalsproxy_getkeyindex(frame.f_frame, key, False)
    if type(i) in PENDING:
        i = yield i
    if i >= 0:
        _set_variable(frame.f_frame, i, value)
        return None
    if frame.f_extra_locals is None:
        frame.f_extra_locals = PyDict_New()
    res = PyDict_SetItem(frame.f_extra_locals, key, value)
    if type(res) in PENDING:
        yield res
    return None


def framelocalsproxy_contains(self: PyObject, key: PyObject) -> Any:
    """``key in proxy`` (native frame)."""
    frame = self.value.frame.value
    i = framelocalsproxy_getkeyindex(frame.f_frame, key, True)
    if type(i) in PENDING:
        i = yield i
    if i >= 0:
        return True
    if frame.f_extra_locals is None:
        return False
    res = PyDict_Contains(frame.f_extra_locals, key)
    if type(res) in PENDING:
        res = yield res
    return res


def framelocalsproxy___contains__(self: PyObject, key: PyObject) -> Any:
    """``__contains__`` as a method (native frame)."""
    return Py_True if (yield framelocalsproxy_contains(self, key)) else Py_False


def framelocalsproxy_length(self: PyObject) -> int:
    """``len(proxy)``"""
    return len(_pairs(self))


def _pairs(self: PyObject) -> list[tuple[PyObject, PyObject]]:
    """The keys and values, borrowed."""
    frame = self.value.frame.value
    names = code_object(_code_of(frame.f_frame), "co_localsplusnames").value
    pairs = [(names[i], value) for i, value in frame_variables(frame.f_frame)]
    if frame.f_extra_locals is not None:
        pairs += _PyDict_HostItems(frame.f_extra_locals)
    return pairs


def _new_list(items: list[PyObject]) -> PyObject:
    for item in items:
        item.ob_refcnt += 1
    return PyList_New(items)


def framelocalsproxy_keys(self: PyObject) -> PyObject:
    """``keys()``: a list."""
    return _new_list([key for key, _ in _pairs(self)])


def framelocalsproxy_values(self: PyObject) -> PyObject:
    """``values()``: a list."""
    return _new_list([value for _, value in _pairs(self)])


def framelocalsproxy_items(self: PyObject) -> PyObject:
    """``items()``: a list."""
    return PyList_New([PyTuple_Pack(key, value) for key, value in _pairs(self)])


def framelocalsproxy_reversed(self: PyObject) -> PyObject:
    """``__reversed__()``: a list."""
    return _new_list([key for key, _ in reversed(_pairs(self))])


def framelocalsproxy_iter(self: PyObject) -> Any:
    """``iter(proxy)``"""
    from vm.objects.abstract import PyObject_GetIter  # abstract.py is imported later

    keys = framelocalsproxy_keys(self)
    it = PyObject_GetIter(keys)
    Py_DECREF(keys)
    return it


# ---- merging and comparing

def framelocalsproxy_copy(self: PyObject) -> Any:
    """``copy()``: a dict (native frame)."""
    result = PyDict_New()
    try:
        yield _merge_into_dict(result, self)
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def _merge_into_dict(target: PyObject, source: PyObject) -> Any:
    if not PyFrameLocalsProxy_Check(source):
        res = PyDict_Update(target, source)
        if type(res) in PENDING:
            yield res
        return
    pairs = _pairs(source)
    held = [op for pair in pairs for op in pair]
    for op in held:
        op.ob_refcnt += 1
    try:
        for key, value in pairs:
            res = PyDict_SetItem(target, key, value)
            if type(res) in PENDING:
                yield res
    finally:
        decref_all(held)


def _is_mapping(op: PyObject) -> bool:
    return PyFrameLocalsProxy_Check(op) or bool(
        op.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS)


def framelocalsproxy_or(a: PyObject, b: PyObject) -> Any:
    """``a | b``: a dict."""
    # The slot is called with the proxy on either side; C takes the left operand for one in any case.
    if not _is_mapping(a) or not _is_mapping(b):
        return Py_NotImplemented
    return _union(a, b)


def _union(a: PyObject, b: PyObject) -> Any:
    result = PyDict_New()
    try:
        yield _merge_into_dict(result, a)
        yield _merge_into_dict(result, b)
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def framelocalsproxy_merge(self: PyObject, other: PyObject) -> Any:
    """Set every item of a mapping (native frame)."""
    copy = PyDict_New()
    try:
        yield _merge_into_dict(copy, other)
        for key, value in _PyDict_HostItems(copy):
            yield framelocalsproxy_setitem(self, key, value)
    finally:
        Py_DECREF(copy)


def framelocalsproxy_inplace_or(self: PyObject, other: PyObject) -> Any:
    """``self |= other``"""
    if not _is_mapping(other):
        return Py_NotImplemented
    return _inplace_or(self, other)


def _inplace_or(self: PyObject, other: PyObject) -> Any:
    yield framelocalsproxy_merge(self, other)
    self.ob_refcnt += 1
    return self


def framelocalsproxy_update(self: PyObject, other: PyObject) -> Any:
    """``update(mapping)`` (native frame)."""
    if _is_mapping(other):
        try:
            yield framelocalsproxy_merge(self, other)
            return Py_None
        except PyErr as err:
            PyErr_Clear(err)
    raise PyErr_Format(
        PyExc_TypeError, "update() argument must be dict or another FrameLocalsProxy")


def _key_and_default(name: str, args: list, kwnames: tuple) -> tuple[PyObject, PyObject]:
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, f"FrameLocalsProxy.{name}() takes no keyword arguments")
    if not 1 <= len(args) <= 2:
        raise PyErr_Format(PyExc_TypeError, f"{name} expected 1 or 2 arguments")
    return args[0], args[1] if len(args) == 2 else Py_None


def framelocalsproxy_get(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``get(key, default=None)`` (native frame)."""
    key, default = _key_and_default("get", args, kwnames)
    found = yield _get_or_null(self, key)
    if found is None:
        default.ob_refcnt += 1
        return default
    return found


def _get_or_null(self: PyObject, key: PyObject) -> Any:
    try:
        return (yield framelocalsproxy_getitem(self, key))
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_KeyError):
            raise
        PyErr_Clear(err)
        return None


def framelocalsproxy_setdefault(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``setdefault(key, default=None)`` (native frame)."""
    key, default = _key_and_default("setdefault", args, kwnames)
    found = yield _get_or_null(self, key)
    if found is None:
        yield framelocalsproxy_setitem(self, key, default)
        default.ob_refcnt += 1
        return default
    return found


def framelocalsproxy_richcompare(self: PyObject, other: PyObject, op: int) -> Any:
    """Proxies are equal if they are of one frame; with a dict, the items are compared."""
    if PyFrameLocalsProxy_Check(other):
        if op in (Py_EQ, Py_NE):
            same = self.value.frame is other.value.frame
            return Py_True if same == (op == Py_EQ) else Py_False
        return Py_NotImplemented
    if other.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        return _with_copy(self, lambda copy: PyObject_RichCompare(copy, other, op))
    return Py_NotImplemented


def _with_copy(self: PyObject, function: Any) -> Any:
    """Call a native with a dict of the items (native frame)."""
    copy = yield framelocalsproxy_copy(self)
    try:
        res = function(copy)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(copy)
    return res


def framelocalsproxy_repr(self: PyObject) -> Any:
    """As the repr of a dict (native frame)."""
    if Py_ReprEnter(self):
        return PyUnicode_FromString("{...}")
    try:
        return (yield _with_copy(self, PyObject_Repr))
    finally:
        Py_ReprLeave(self)


def framelocalsproxy_visit(self: PyObject) -> tuple:
    """tp_traverse"""
    return (self.value.frame,)


def framelocalsproxy_dealloc(self: PyObject) -> None:
    """tp_dealloc"""
    dealloc_container(self, framelocalsproxy_visit)


def framelocalsproxy_tp_clear(self: PyObject) -> None:
    """tp_clear"""
    frame, self.value.frame = self.value.frame, None
    Py_XDECREF(frame)


PyFrameLocalsProxy_Type = static_type(
    "FrameLocalsProxy", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING,
    tp_new=framelocalsproxy_new, tp_dealloc=framelocalsproxy_dealloc, tp_repr=framelocalsproxy_repr,
    nb_or=framelocalsproxy_or, nb_inplace_or=framelocalsproxy_inplace_or,
    sq_contains=framelocalsproxy_contains, mp_length=framelocalsproxy_length,
    mp_subscript=framelocalsproxy_getitem, mp_ass_subscript=framelocalsproxy_setitem,
    tp_getattro=PyObject_GenericGetAttr, tp_setattro=PyObject_GenericSetAttr,
    tp_traverse=framelocalsproxy_visit, tp_clear=framelocalsproxy_tp_clear,
    tp_richcompare=framelocalsproxy_richcompare, tp_iter=framelocalsproxy_iter,
    tp_methods=(
        PyMethodDef("__contains__", framelocalsproxy___contains__, "($self, object, /)"),
        PyMethodDef("__getitem__", framelocalsproxy_getitem, "($self, object, /)"),
        PyMethodDef("update", framelocalsproxy_update, "($self, object, /)"),
        PyMethodDef("__reversed__", framelocalsproxy_reversed),
        PyMethodDef("copy", framelocalsproxy_copy),
        PyMethodDef("keys", framelocalsproxy_keys),
        PyMethodDef("values", framelocalsproxy_values),
        PyMethodDef("items", framelocalsproxy_items),
        PyMethodDef("get", framelocalsproxy_get, "", raw=True),
        PyMethodDef("setdefault", framelocalsproxy_setdefault, "", raw=True),
    ),
)
