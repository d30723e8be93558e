"""The _collections module: defaultdict, _count_elements, _tuplegetter. Models Modules/_collectionsmodule.c.

deque is in collections_deque.py, OrderedDict in vm/objects/odictobject.py.
"""

from __future__ import annotations

from typing import Any

from vm.modules.collections_deque import deque_type, dequeiter_type, dequereviter_type
from vm.objects.abstract import PyIter_Next, PyNumber_Add, PyObject_GetIter, PyObject_SetItem
from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs, PyObject_Vectorcall
from vm.objects.dictmerge import dict_bodies, dict_init, dict_update_arg
from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_Clear,
    PyDict_GetItemRef,
    PyDict_SetItem,
    PyDictObject,
    dict_repr,
    dict_traverse,
)
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.modsupport import Py_BuildValue
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    Py_ReprEnter,
    Py_ReprLeave,
    PyCallable_Check,
    PyObject_GenericGetAttr,
    PyObject_GetAttrString,
    PyObject_Repr,
)
from vm.objects.odictobject import PyODict_Type
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_MAPPING,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_XDECREF,
    PyDict_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_AttributeError,
    PyExc_IndexError,
    PyExc_KeyError,
    PyExc_TypeError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import _PyType_Lookup, _PyType_Name
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString

# -- defaultdict ------------------------------------------------------------------------------------


class defdictobject(PyDictObject):
    """A dict's body and ``default_factory`` (owned, or NULL)."""

    __slots__ = ("default_factory",)

    def __init__(self) -> None:
        super().__init__()
        self.default_factory: PyObject | None = None


def defdict_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init: the first argument is the factory, the rest is dict's"""
    nargs = len(args) - len(kwnames)
    factory = None
    if nargs:
        factory = args[0]
        if factory is not Py_None and not PyCallable_Check(factory):
            raise PyErr_Format(PyExc_TypeError, "first argument must be callable or None")
        factory.ob_refcnt += 1
        args = args[1:]
    old, self.value.default_factory = self.value.default_factory, factory
    try:
        done = dict_init(self, args, kwnames)
    except PyErr:
        Py_XDECREF(old)
        raise
    if done is not None:
        return _finish_init(done, old)
    Py_XDECREF(old)
    return None


def _finish_init(pending: Any, old: PyObject | None) -> Any:
    try:
        yield pending
    finally:
        Py_XDECREF(old)


def defdict_missing(self: PyObject, key: PyObject) -> Any:
    """__missing__"""
    factory = self.value.default_factory
    if factory is None or factory is Py_None:
        raise PyErr_SetArgs(PyExc_KeyError, key)
    return _defdict_missing(self, key, factory)


def _defdict_missing(self: PyObject, key: PyObject, factory: PyObject) -> Any:
    value = PyObject_CallNoArgs(factory)
    if type(value) in PENDING:
        value = yield value
    try:
        done = PyObject_SetItem(self, key, value)
        if done is not None:
            yield done
    except PyErr:
        Py_DECREF(value)
        raise
    return value


def defdict_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    base = dict_repr(op)
    if type(base) in PENDING:
        base = yield base
    text = "None"
    factory = op.value.default_factory
    if factory is not None:
        try:
            text = yield _factory_repr(factory)
        finally:
            Py_ReprLeave(factory)  # as C does, also if it was entered further out
            base_text = base.value
            Py_DECREF(base)
    else:
        base_text = base.value
        Py_DECREF(base)
    return PyUnicode_FromString(f"{_PyType_Name(op.ob_type)}({text}, {base_text})")


def _factory_repr(factory: PyObject) -> Any:
    if Py_ReprEnter(factory):
        return "..."
    res = PyObject_Repr(factory)
    if type(res) in PENDING:
        res = yield res
    text = res.value
    Py_DECREF(res)
    return text


def defdict_copy(self: PyObject) -> Any:
    """copy: calls the object's class with the factory and itself"""
    return _defdict_like(self, self)


def _defdict_like(self: PyObject, source: PyObject) -> Any:
    factory = self.value.default_factory
    return PyObject_Vectorcall(
        self.ob_type, [Py_None if factory is None else factory, source])


def defdict_or(a: PyObject, b: PyObject) -> Any:
    """nb_or"""
    if PyObject_TypeCheck(a, defdict_type):
        self, other = a, b
    else:
        self, other = b, a
    if not PyDict_Check(other):
        return Py_NotImplemented
    return _defdict_or(self, a, b)


def _defdict_or(self: PyObject, left: PyObject, right: PyObject) -> Any:
    new = _defdict_like(self, left)
    if type(new) in PENDING:
        new = yield new
    try:
        done = dict_update_arg(new, right)
        if done is not None:
            yield done
    except PyErr:
        Py_DECREF(new)
        raise
    return new


def defdict_reduce(self: PyObject) -> Any:
    """__reduce__ (a generator): the pairs come from the object's own ``items()``"""
    factory = self.value.default_factory
    items = PyObject_CallMethod(self, "items", [])
    if type(items) in PENDING:
        items = yield items
    try:
        it = PyObject_GetIter(items)
        if type(it) in PENDING:
            it = yield it
    finally:
        Py_DECREF(items)
    args = () if factory is None or factory is Py_None else (factory,)
    res = Py_BuildValue((self.ob_type, args, Py_None, Py_None, it))
    Py_DECREF(it)
    return res


def defdict_class_getitem(self: PyObject, item: PyObject) -> PyObject:
    """__class_getitem__"""
    from vm.objects.genericaliasobject import Py_GenericAlias  # rarely needed

    return Py_GenericAlias(self, item)


def _children(op: PyObject) -> list:
    return [op.value.default_factory, *dict_traverse(op)]


def defdict_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    dealloc_container(op, _children)


def defdict_tp_clear(op: PyObject) -> None:
    """tp_clear"""
    _clear_factory(op)
    PyDict_Clear(op)


_clear_factory = fields_clear("default_factory")

defdict_type = PyType_FromSpec(
    "collections.defaultdict",
    PyDict_Type,
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DICT_SUBCLASS
    | Py_TPFLAGS_MAPPING | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=56,
    tp_getattro=PyObject_GenericGetAttr,
    tp_init=defdict_init,
    tp_repr=defdict_repr,
    tp_traverse=_children,
    tp_clear=defdict_tp_clear,
    tp_dealloc=defdict_dealloc,
    nb_or=defdict_or,
    tp_methods=(
        PyMethodDef("__missing__", defdict_missing, "($self, object, /)"),
        PyMethodDef("copy", defdict_copy, "($self, /)"),
        PyMethodDef("__copy__", defdict_copy, "($self, /)"),
        PyMethodDef("__reduce__", defdict_reduce, "($self, /)"),
        PyMethodDef("__class_getitem__", defdict_class_getitem, "($type, object, /)", classmethod=True),
    ),
    tp_members=(PyMemberDef("default_factory", "default_factory", readonly=False),),
)

dict_bodies[defdict_type] = defdictobject


# -- counting ---------------------------------------------------------------------------------------


def _count_elements(module: PyObject, mapping: PyObject, iterable: PyObject) -> Any:
    """_count_elements(mapping, iterable): what Counter.update does (a generator)"""
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    plain = PyDict_Check(mapping) and all(
        _PyType_Lookup(mapping.ob_type, PyUnicode_InternFromString(name))
        is _PyType_Lookup(PyDict_Type, PyUnicode_InternFromString(name))
        for name in ("get", "__setitem__"))
    get: Any = None
    rounds = 0
    try:
        if not plain:
            pending = PyObject_GetAttrString(mapping, "get")
            get = (yield pending) if type(pending) in PENDING else pending
        while True:
            key = PyIter_Next(it)
            if type(key) in PENDING:
                key = yield key
            if key is None:
                return Py_None
            try:
                yield _count_dict(mapping, key) if plain else _count_mapping(mapping, get, key)
            finally:
                Py_DECREF(key)
            rounds += 1
            if not rounds & 4095:
                yield None
    finally:
        Py_DECREF(it)
        if type(get) is PyObject:
            Py_DECREF(get)


def _count_dict(mapping: PyObject, key: PyObject) -> Any:
    old = PyDict_GetItemRef(mapping, key)
    if type(old) in PENDING:
        old = yield old
    yield _store_sum(mapping, key, old, PyDict_SetItem)


def _count_mapping(mapping: PyObject, get: PyObject, key: PyObject) -> Any:
    old = PyObject_Vectorcall(get, [key, PyLong_FromLong(0)])
    if type(old) in PENDING:
        old = yield old
    yield _store_sum(mapping, key, old, PyObject_SetItem)


def _store_sum(mapping: PyObject, key: PyObject, old: PyObject | None, setitem: Any) -> Any:
    one = PyLong_FromLong(1)
    if old is None:
        new: Any = one
    else:
        try:
            new = PyNumber_Add(old, one)
            if type(new) in PENDING:
                new = yield new
        finally:
            Py_DECREF(old)
    try:
        done = setitem(mapping, key, new)
        if done is not None:
            yield done
    finally:
        Py_DECREF(new)


# -- the descriptors of namedtuple ------------------------------------------------------------------


class _tuplegetterobject:
    """``index`` (host int) and ``doc`` (owned)."""

    __slots__ = ("doc", "index")

    def __init__(self, index: int, doc: PyObject):
        self.index = index
        self.doc = doc


def tuplegetter_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """_tuplegetter(index, doc) (a generator)"""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "_tuplegetter() takes no keyword arguments")
    _PyArg_CheckPositional("_tuplegetter", len(args), 2, 2)
    return _tuplegetter_new(type_op, args)


def _tuplegetter_new(type_op: PyObject, args: list) -> Any:
    index = ssize_t(args[0])
    if type(index) in PENDING:
        index = yield index
    args[1].ob_refcnt += 1
    op = PyObject_GC_New(tuplegetter_type, _tuplegetterobject(index, args[1]))
    _PyObject_GC_TRACK(op)
    return op


def tuplegetter_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """tp_descr_get"""
    if obj is None or (obj is Py_None and type_op is not None):
        op.ob_refcnt += 1
        return op
    index = op.value.index
    if not obj.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"descriptor for index '{index}' for tuple subclasses doesn't apply to "
            f"'{obj.ob_type.value.tp_name}' object")
    if not 0 <= index < len(obj.value):
        raise PyErr_Format(PyExc_IndexError, "tuple index out of range")
    item = obj.value[index]
    item.ob_refcnt += 1
    return item


def tuplegetter_descr_set(op: PyObject, obj: PyObject, value: PyObject | None) -> None:
    """tp_descr_set"""
    word = "delete" if value is None else "set"
    raise PyErr_Format(PyExc_AttributeError, f"can't {word} attribute")


def tuplegetter_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    text = PyObject_Repr(op.value.doc)
    if type(text) in PENDING:
        text = yield text
    res = PyUnicode_FromString(
        f"{op.ob_type.value.tp_name.split('.')[-1]}({op.value.index}, {text.value})")
    Py_DECREF(text)
    return res


def tuplegetter_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    self.ob_type.ob_refcnt += 1
    self.value.doc.ob_refcnt += 1
    return PyTuple_New((
        self.ob_type, PyTuple_New((PyLong_FromLong(self.value.index), self.value.doc))))


tuplegetter_type = PyType_FromSpec(
    "collections._tuplegetter",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=32,
    tp_new=tuplegetter_new,
    tp_dealloc=fields_dealloc("doc"),
    tp_traverse=fields_traverse("doc"),
    tp_clear=fields_clear("doc"),
    tp_repr=tuplegetter_repr,
    tp_descr_get=tuplegetter_descr_get,
    tp_descr_set=tuplegetter_descr_set,
    tp_methods=(PyMethodDef("__reduce__", tuplegetter_reduce, "($self, /)"),),
    tp_members=(PyMemberDef("__doc__", "doc", readonly=False),),
)


collections_methods = (
    PyMethodDef("_count_elements", _count_elements, "($module, mapping, iterable, /)"),
)


def PyInit__collections() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs(
        "_collections", collections_methods)
    for name, type_op in (
        ("deque", deque_type), ("defaultdict", defdict_type), ("_deque_iterator", dequeiter_type),
        ("_deque_reverse_iterator", dequereviter_type), ("_tuplegetter", tuplegetter_type),
        ("OrderedDict", PyODict_Type),
    ):
        PyModule_AddObjectRef(module, name, type_op)
    return module
