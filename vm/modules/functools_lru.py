"""lru_cache's wrapper. A part of Modules/_functoolsmodule.c.

C links the entries in order of use by pointers; here the links are the keys of a host dict, in that order.
"""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyIndex_Check, PyNumber_AsSsize_t
from vm.objects.call import PyObject_Vectorcall
from vm.objects.dictobject import (
    PyDict_Clear,
    PyDict_New,
    _PyDict_GetItem_KnownHash,
    _PyDict_Pop_KnownHash,
    _PyDict_SetItem_KnownHash,
)
from vm.objects.fields import fields_clear
from vm.objects.getargs import boolean
from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import (
    PyCallable_Check,
    PyObject_GenericGetDict,
    PyObject_GenericSetDict,
    PyObject_GetAttrString,
    PyObject_Hash,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_hostkey import GENERAL, hostkey
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    PyBaseObject_Type,
    PyErr,
    PyLong_Type,
    PyObject,
    PyUnicode_Type,
    _Py_SetImmortal,
    decref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_Pack
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, visit_managed_dict
from vm.objects.weakrefobject import weakrefs_call_back


@late_import
def _bind() -> None:
    global PyMethod_New
    from vm.objects.classobject import PyMethod_New


#: Stands between positional and keyword arguments in a key.
kwd_mark = _Py_SetImmortal(PyObject(PyBaseObject_Type, None))


class lru_list_elem:
    """A link: the ``key`` with its hash, and the ``result``; both owned."""

    __slots__ = ("hash", "key", "result")

    def __init__(self, key: PyObject, h: int | None, result: PyObject):
        self.key = key
        self.hash = h
        self.result = result


def lru_list_elem_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    link = op.value
    op.value = None
    Py_DECREF(link.key)
    Py_DECREF(link.result)


lru_list_elem_type = PyType_FromSpec(
    "functools._lru_list_elem",
    tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=56,
    tp_hostkey="identity",
    tp_dealloc=lru_list_elem_dealloc,
)


class lru_cache_object:
    """``func``, the dict ``cache``, ``cache_info_type`` (owned); ``maxsize`` (-1: none), ``typed``, counts.

    ``root``: the links in order of use, the oldest first, as a host dict; each link in it is owned,
    and the dict ``cache`` owns it too.
    """

    __slots__ = ("cache", "cache_info_type", "func", "hits", "maxsize", "misses", "root", "typed")

    def __init__(self, func: PyObject, maxsize: int, typed: bool, cache_info_type: PyObject):
        self.func = func
        self.maxsize = maxsize
        self.typed = typed
        self.cache_info_type = cache_info_type
        self.cache = PyDict_New()
        self.root: dict[PyObject, None] = {}
        self.hits = self.misses = 0


_NEW = ArgSpec("($type, /, user_function, maxsize, typed, cache_info_type)")


def lru_cache_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type) (a generator)"""
    func, maxsize, typed, info = parse_arguments(_NEW, "lru_cache", args, kwnames)
    return _lru_cache_new(type_op, func, maxsize, typed, info)


def _lru_cache_new(
    type_op: PyObject, func: PyObject, maxsize_arg: PyObject, typed_arg: PyObject, info: PyObject
) -> Any:
    typed = boolean(typed_arg)
    if type(typed) in PENDING:
        typed = yield typed
    if not PyCallable_Check(func):
        raise PyErr_Format(PyExc_TypeError, "the first argument must be callable")
    if maxsize_arg is Py_None:
        maxsize = -1
    elif PyIndex_Check(maxsize_arg):
        maxsize = PyNumber_AsSsize_t(maxsize_arg, PyExc_OverflowError)
        if type(maxsize) in PENDING:
            maxsize = yield maxsize
        maxsize = max(maxsize, 0)
    else:
        raise PyErr_Format(PyExc_TypeError, "maxsize should be integer or None")
    func.ob_refcnt += 1
    info.ob_refcnt += 1
    body = lru_cache_object(func, maxsize, typed, info)
    if type_op is not lru_cache_type:
        return type_op.value.tp_alloc(type_op, body)
    op = PyObject_GC_New(lru_cache_type, body)
    op.ob_dict = {}
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def lru_cache_make_key(args: list, kwnames: tuple, typed: bool) -> PyObject:
    """The key of a call: its one str or int argument itself, else a tuple."""
    nargs = len(args) - len(kwnames)
    if not typed and not kwnames:
        if nargs == 1 and (
            args[0].ob_type is PyUnicode_Type or args[0].ob_type is PyLong_Type
        ):
            args[0].ob_refcnt += 1
            return args[0]
        return PyTuple_Pack(*args)
    items = args[:nargs]
    if kwnames:
        items.append(kwd_mark)
        for name, value in zip(kwnames, args[nargs:], strict=True):
            items += (name, value)
    if typed:
        items += [arg.ob_type for arg in args]
    return PyTuple_Pack(*items)


def lru_cache_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call"""
    body = op.value
    if body.maxsize == 0:
        body.misses += 1
        return PyObject_Vectorcall(body.func, args, kwnames)
    key = lru_cache_make_key(args, kwnames, body.typed)
    hk = hostkey(key)
    found = None if hk is GENERAL else body.cache.value.me_value.get(hk)
    if found is not None:
        Py_DECREF(key)
        return _hit(body, found)
    return _cached_call(body, args, kwnames, key)


def _hit(body: lru_cache_object, found: PyObject) -> PyObject:
    """Count a hit on a result, or on a link, which becomes the newest; returns the result."""
    body.hits += 1
    if body.maxsize < 0:
        result = found
    else:
        result = found.value.result
        if body.root.pop(found, found) is None:  # else it is an orphan: no longer in the list
            body.root[found] = None
    result.ob_refcnt += 1
    return result


def _cached_call(body: lru_cache_object, args: list, kwnames: tuple, key: PyObject) -> Any:
    """A call whose result may not be in the cache; steals the key (a generator)."""
    try:
        h: Any = None
        if hostkey(key) is GENERAL:
            h = PyObject_Hash(key)
            if type(h) in PENDING:
                h = yield h
        found = _PyDict_GetItem_KnownHash(body.cache, key, h)
        if found is not None and type(found) in PENDING:
            found = yield found
        if found is not None:
            try:
                return _hit(body, found)
            finally:
                Py_DECREF(found)
        body.misses += 1
        result = PyObject_Vectorcall(body.func, args, kwnames)
        if type(result) in PENDING:
            result = yield result
        try:
            if body.maxsize < 0:
                done = _PyDict_SetItem_KnownHash(body.cache, key, result, h)
            else:
                done = _store(body, key, h, result)
            if done is not None:
                yield done
        except PyErr:
            Py_DECREF(result)
            raise
        return result
    finally:
        Py_DECREF(key)


def _store(body: lru_cache_object, key: PyObject, h: int | None, result: PyObject) -> Any:
    """The end of bounded_lru_cache_wrapper: put a result into the cache (a generator).

    A key with a guest's ``__eq__`` may change the cache at each look-up, so the list is looked at again
    after each.
    """
    found = _PyDict_GetItem_KnownHash(body.cache, key, h)
    if found is not None and type(found) in PENDING:
        found = yield found
    if found is not None:  # a call further in has stored it
        Py_DECREF(found)
        return
    old = None
    if len(body.cache.value.me_value) >= body.maxsize and body.root:
        link = next(iter(body.root))
        del body.root[link]
        try:
            old = _PyDict_Pop_KnownHash(body.cache, link.value.key, link.value.hash)
            if type(old) in PENDING:
                old = yield old
        except PyErr:
            body.root = {link: None, **body.root}
            raise
        Py_DECREF(link)
        if old is None:
            return
    key.ob_refcnt += 1
    result.ob_refcnt += 1
    link = PyObject(lru_list_elem_type, lru_list_elem(key, h, result))
    try:
        done = _PyDict_SetItem_KnownHash(body.cache, key, link, h)
        if done is not None:
            yield done
    except PyErr:
        Py_DECREF(link)
        raise
    finally:
        if old is not None:
            Py_DECREF(old)
    body.root[link] = None


def lru_cache_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """tp_descr_get: a cached function in a class becomes a method"""
    if obj is None or obj is Py_None:
        op.ob_refcnt += 1
        return op
    return PyMethod_New(op, obj)


def lru_cache_cache_info(self: PyObject) -> Any:
    """cache_info (a generator)"""
    body = self.value
    maxsize = Py_None if body.maxsize == -1 else PyLong_FromLong(body.maxsize)
    args = [
        PyLong_FromLong(body.hits), PyLong_FromLong(body.misses), maxsize,
        PyLong_FromLong(len(body.cache.value.me_value)),
    ]
    try:
        res = PyObject_Vectorcall(body.cache_info_type, args)
        if type(res) in PENDING:
            res = yield res
    finally:
        for arg in args:
            if arg is not Py_None:
                Py_DECREF(arg)
    return res


def lru_cache_cache_clear(self: PyObject) -> PyObject:
    """cache_clear"""
    body = self.value
    links, body.root = body.root, {}
    body.hits = body.misses = 0
    PyDict_Clear(body.cache)
    decref_all(links)
    return Py_None


def lru_cache_reduce(self: PyObject) -> Any:
    """__reduce__: by its qualified name"""
    return PyObject_GetAttrString(self, "__qualname__")


def lru_cache_copy(self: PyObject, args: list, kwnames: tuple) -> PyObject:
    """__copy__ and __deepcopy__: itself"""
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, "_lru_cache_wrapper.__copy__() takes no keyword arguments")
    self.ob_refcnt += 1
    return self


def _fields(op: PyObject) -> tuple:
    body = op.value
    return body.cache, body.func, body.cache_info_type, *body.root


def lru_cache_traverse(op: PyObject) -> list:
    """tp_traverse: links are no containers, so what they own is visited from here"""
    out = list(_fields(op))
    for link in op.value.root:
        out += (link.value.key, link.value.result)
    if op.ob_type is lru_cache_type:
        out.extend(visit_managed_dict(op))
    return out


def lru_cache_tp_clear(op: PyObject) -> None:
    """tp_clear"""
    body = op.value
    links, body.root = body.root, {}
    _clear_fields(op)
    PyObject_ClearManagedDict(op)
    decref_all(links)


_clear_fields = fields_clear("cache", "func", "cache_info_type")


def lru_cache_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, lru_cache_dealloc):
        return
    PyObject_ClearManagedDict(op)
    dealloc_container(op, _fields)


lru_cache_type = PyType_FromSpec(
    "functools._lru_cache_wrapper",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=152,
    tp_dictoffset=136,
    tp_weaklistoffset=144,
    tp_new=lru_cache_new,
    tp_call=lru_cache_call,
    tp_dealloc=lru_cache_dealloc,
    tp_traverse=lru_cache_traverse,
    tp_clear=lru_cache_tp_clear,
    tp_descr_get=lru_cache_descr_get,
    tp_methods=(
        PyMethodDef("cache_info", lru_cache_cache_info, "($self, /)"),
        PyMethodDef("cache_clear", lru_cache_cache_clear, "($self, /)"),
        PyMethodDef("__reduce__", lru_cache_reduce, "($self, /)"),
        PyMethodDef("__copy__", lru_cache_copy, "", raw=True),
        PyMethodDef("__deepcopy__", lru_cache_copy, "", raw=True),
    ),
    tp_getset=(PyGetSetDef("__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict),),
)
