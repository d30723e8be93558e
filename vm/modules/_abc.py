"""The _abc module: what ABCMeta does in C. Models Modules/_abc.c.

C keeps three sets of weak references for each class. Here each is a host dict from the class to the weak
reference, so that a look-up makes none; entries of dead classes are passed over and dropped in time.
"""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyIter_Next, PyMapping_Items, PyObject_GetIter
from vm.objects.abstract_isinstance import PyObject_IsSubclass
from vm.objects.attributes import call
from vm.objects.call import PyObject_CallMethodOneArg
from vm.objects.dictobject import PyDict_DelItemString, PyDict_GetItemString
from vm.objects.listobject import PyList_Check
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.methodobject import PyCFunction_New
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.object import (
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_IsTrue,
    PyObject_SetAttr,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_MAPPING,
    Py_TPFLAGS_SEQUENCE,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyLong_Type,
    PyObject,
    PyType_IsSubtype,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_AssertionError,
    PyExc_RuntimeError,
    PyExc_TypeError,
)
from vm.objects.setobject import PyFrozenSet_New, PySet_Add, PySet_New
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.weakrefobject import PyWeakref_NewRef

COLLECTION_FLAGS = Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING
WeakSet = dict[PyObject, PyObject]


class _abcmodule_state:
    """abc_invalidation_counter, and the callback of the weak references."""

    __slots__ = ("invalidation_counter", "destroy")

    def __init__(self) -> None:
        self.invalidation_counter = 0
        self.destroy: PyObject | None = None

    def references(self) -> tuple:
        """What the state owns."""
        return (self.destroy,)


class _abc_data:
    """The body of ``_abc_impl``: registry and caches, and the age of the negative one."""

    __slots__ = ("registry", "cache", "negative_cache", "negative_cache_version")

    def __init__(self, version: int):
        self.registry: WeakSet = {}
        self.cache: WeakSet = {}
        self.negative_cache: WeakSet = {}
        self.negative_cache_version = version


def abc_data_traverse(op: PyObject) -> list[PyObject]:
    """tp_traverse."""
    body = op.value
    return [*body.registry.values(), *body.cache.values(), *body.negative_cache.values()]


def abc_data_clear(op: PyObject) -> None:
    """tp_clear."""
    body = op.value
    for weakset in (body.registry, body.cache, body.negative_cache):
        _clear(weakset)


def abc_data_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    PyObject_GC_UnTrack(op)
    abc_data_clear(op)
    PyObject_GC_Del(op)


def abc_data_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, _abc_data(0))


_abc_data_type = PyType_FromSpec(
    "_abc._abc_data", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=48, tp_new=abc_data_new,
    tp_dealloc=abc_data_dealloc, tp_traverse=abc_data_traverse, tp_clear=abc_data_clear,
    tp_hostkey="identity")


def _state(module: PyObject) -> _abcmodule_state:
    return module.value.md_state


def _get_impl(module: PyObject, cls: PyObject) -> Any:
    """The ``_abc_impl`` of a class; a new reference (a generator)."""
    impl = PyObject_GetAttr(cls, _Py_ID("_abc_impl"))
    if type(impl) in PENDING:
        impl = yield impl
    if impl.ob_type is not _abc_data_type:
        Py_DECREF(impl)
        raise PyErr_Format(PyExc_TypeError, "_abc_impl is set to a wrong type")
    return impl


# ---- sets of weak references

def _clear(weakset: WeakSet) -> None:
    items = list(weakset.values())
    weakset.clear()
    decref_all(items)


def _in_weak_set(weakset: WeakSet, op: PyObject) -> bool:
    ref = weakset.get(op)
    return ref is not None and ref.value.wr_object is op


def _add_to_weak_set(module: PyObject, weakset: WeakSet, op: PyObject) -> None:
    if op not in weakset:
        for dead in [c for c, ref in weakset.items() if ref.value.wr_object is Py_None]:
            Py_DECREF(weakset.pop(dead))
        weakset[op] = PyWeakref_NewRef(op, _state(module).destroy)


def _destroy(module: PyObject, ref: PyObject) -> PyObject:
    """The callback of each weak reference; its entry goes when the set is next added to."""
    return Py_None


# ---- ABCMeta.__new__

def _is_abstract(op: PyObject) -> Any:
    """Whether ``op.__isabstractmethod__`` is true (a generator)."""
    flag = PyObject_GetOptionalAttr(op, _Py_ID("__isabstractmethod__"))
    if type(flag) in PENDING:
        flag = yield flag
    if flag is None:
        return False
    try:
        truth = PyObject_IsTrue(flag)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(flag)
    return truth


def compute_abstract_methods(cls: PyObject) -> Any:
    """Set ``__abstractmethods__`` (a generator)."""
    names = PySet_New(None)
    frozen = None
    try:
        yield _own_abstract_methods(cls, names)
        yield _inherited_abstract_methods(cls, names)
        pending = PyFrozenSet_New(names)
        frozen = (yield pending) if type(pending) in PENDING else pending
        done = PyObject_SetAttr(cls, _Py_ID("__abstractmethods__"), frozen)
        if type(done) in PENDING:
            yield done
    finally:
        Py_XDECREF(frozen)
        Py_DECREF(names)


def _add(names: PyObject, name: PyObject) -> Any:
    done = PySet_Add(names, name)
    if type(done) in PENDING:
        yield done


def _own_abstract_methods(cls: PyObject, names: PyObject) -> Any:
    namespace = PyObject_GetAttr(cls, _Py_ID("__dict__"))
    if type(namespace) in PENDING:
        namespace = yield namespace
    try:
        items = PyMapping_Items(namespace)
        if type(items) in PENDING:
            items = yield items
    finally:
        Py_DECREF(namespace)
    try:
        for item in items.value:
            key, value = item.value
            if (yield _is_abstract(value)):
                yield _add(names, key)
    finally:
        Py_DECREF(items)


def _inherited_abstract_methods(cls: PyObject, names: PyObject) -> Any:
    bases = PyObject_GetAttr(cls, _Py_ID("__bases__"))
    if type(bases) in PENDING:
        bases = yield bases
    try:
        if not bases.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "__bases__ is not tuple")
        for base in bases.value:
            inherited = PyObject_GetOptionalAttr(base, _Py_ID("__abstractmethods__"))
            if type(inherited) in PENDING:
                inherited = yield inherited
            if inherited is not None:
                try:
                    yield _still_abstract(cls, inherited, names)
                finally:
                    Py_DECREF(inherited)
    finally:
        Py_DECREF(bases)


def _still_abstract(cls: PyObject, inherited: PyObject, names: PyObject) -> Any:
    """Add the names of a base's abstract methods that are abstract in the class, too."""
    it = PyObject_GetIter(inherited)
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
                value = PyObject_GetOptionalAttr(cls, key)
                if type(value) in PENDING:
                    value = yield value
                if value is None:
                    continue
                try:
                    if (yield _is_abstract(value)):
                        yield _add(names, key)
                finally:
                    Py_DECREF(value)
            finally:
                Py_DECREF(key)
    finally:
        Py_DECREF(it)


def _abc__abc_init(module: PyObject, cls: PyObject) -> Any:
    """``_abc_init(cls)``; a generator."""
    yield compute_abstract_methods(cls)
    data = PyType_GenericAlloc(_abc_data_type, _abc_data(_state(module).invalidation_counter))
    try:
        done = PyObject_SetAttr(cls, _Py_ID("_abc_impl"), data)
        if type(done) in PENDING:
            yield done
    finally:
        Py_DECREF(data)
    if cls.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        _take_collection_flags(cls)
    return Py_None


def _take_collection_flags(cls: PyObject) -> None:
    """Turn ``__abc_tpflags__`` of a class's body into flags of the type."""
    flags = PyDict_GetItemString(cls.value.tp_dict, "__abc_tpflags__")
    if flags is None or flags.ob_type is not PyLong_Type:
        return
    if flags.value & COLLECTION_FLAGS == COLLECTION_FLAGS:
        raise PyErr_Format(
            PyExc_TypeError,
            "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
    cls.value.tp_flags |= flags.value & COLLECTION_FLAGS
    PyDict_DelItemString(cls.value.tp_dict, "__abc_tpflags__")


def set_collection_flag_recursive(child: PyObject, flag: int) -> None:
    """Set a flag of a class and of its subclasses, where it is not yet decided."""
    if child.value.tp_flags & (Py_TPFLAGS_IMMUTABLETYPE | COLLECTION_FLAGS):
        return
    child.value.tp_flags = child.value.tp_flags & ~COLLECTION_FLAGS | flag
    for grandchild in list(child.value.tp_subclasses):
        set_collection_flag_recursive(grandchild, flag)


# ---- register, isinstance, issubclass

def _issubclass(derived: PyObject, cls: PyObject) -> Any:
    """``issubclass(derived, cls)`` as a host bool (a generator)."""
    res = PyObject_IsSubclass(derived, cls)
    if type(res) in PENDING:
        res = yield res
    return res


def _abc__abc_register(module: PyObject, cls: PyObject, subclass: PyObject) -> Any:
    """``_abc_register(cls, subclass)``; a generator."""
    if not subclass.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "Can only register classes")
    if (yield _issubclass(subclass, cls)):
        return Py_NewRef(subclass)
    if (yield _issubclass(cls, subclass)):
        raise PyErr_Format(PyExc_RuntimeError, "Refusing to create an inheritance cycle")
    impl = yield _get_impl(module, cls)
    _add_to_weak_set(module, impl.value.registry, subclass)
    Py_DECREF(impl)
    _state(module).invalidation_counter += 1
    if cls.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        flag = cls.value.tp_flags & COLLECTION_FLAGS
        if flag:
            set_collection_flag_recursive(subclass, flag)
    return Py_NewRef(subclass)


def _subclasscheck(cls: PyObject, subclass: PyObject) -> Any:
    """``cls.__subclasscheck__(subclass)``; a new reference (a generator)."""
    res = PyObject_CallMethodOneArg(cls, _Py_ID("__subclasscheck__"), subclass)
    if type(res) in PENDING:
        res = yield res
    return res


def _abc__abc_instancecheck(module: PyObject, cls: PyObject, instance: PyObject) -> Any:
    """``_abc_instancecheck(cls, instance)``; a generator."""
    impl = yield _get_impl(module, cls)
    subclass = None
    try:
        pending = PyObject_GetAttr(instance, _Py_ID("__class__"))
        subclass = (yield pending) if type(pending) in PENDING else pending
        data = impl.value
        if _in_weak_set(data.cache, subclass):
            return Py_True
        subtype = instance.ob_type
        if subtype is subclass:
            fresh = data.negative_cache_version == _state(module).invalidation_counter
            if fresh and _in_weak_set(data.negative_cache, subclass):
                return Py_False
            return (yield _subclasscheck(cls, subclass))
        return (yield _either_subclass(cls, subclass, subtype))
    finally:
        Py_DECREF(impl)
        Py_XDECREF(subclass)


def _either_subclass(cls: PyObject, subclass: PyObject, subtype: PyObject) -> Any:
    """The check of an object's ``__class__``, then that of its type (a generator)."""
    res = yield _subclasscheck(cls, subclass)
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
    except PyErr:
        Py_DECREF(res)
        raise
    if truth:
        return res
    Py_DECREF(res)
    return (yield _subclasscheck(cls, subtype))


def _abc__abc_subclasscheck(module: PyObject, cls: PyObject, subclass: PyObject) -> Any:
    """``_abc_subclasscheck(cls, subclass)``; a generator."""
    if not subclass.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "issubclass() arg 1 must be a class")
    impl = yield _get_impl(module, cls)
    try:
        data = impl.value
        if _in_weak_set(data.cache, subclass):
            return Py_True
        counter = _state(module).invalidation_counter
        if data.negative_cache_version < counter:
            _clear(data.negative_cache)
            data.negative_cache_version = counter
        elif _in_weak_set(data.negative_cache, subclass):
            return Py_False
        found = yield _decide(data, cls, subclass)
        weakset = data.cache if found else data.negative_cache
        if found != "registered":
            _add_to_weak_set(module, weakset, subclass)
        return Py_True if found else Py_False
    finally:
        Py_DECREF(impl)


def _decide(data: _abc_data, cls: PyObject, subclass: PyObject) -> Any:
    """Whether a class counts as a subclass: by hook, ancestry, registry, subclasses (a generator)."""
    ok = PyObject_CallMethodOneArg(cls, _Py_ID("__subclasshook__"), subclass)
    if type(ok) in PENDING:
        ok = yield ok
    Py_DECREF(ok)
    if ok is Py_True or ok is Py_False:
        return ok is Py_True
    if ok is not Py_NotImplemented:
        raise PyErr_Format(
            PyExc_AssertionError,
            "__subclasshook__ must return either False, True, or NotImplemented")
    if PyType_IsSubtype(subclass, cls):
        return True
    if _in_weak_set(data.registry, subclass):
        return "registered"
    if (yield _subclass_of_any(subclass, [
            ref.value.wr_object for ref in data.registry.values()
            if ref.value.wr_object is not Py_None])):
        return True
    return (yield _check_subclasses(cls, subclass))


def _subclass_of_any(subclass: PyObject, classes: list[PyObject]) -> Any:
    """Whether a class is a subclass of one of several (a generator)."""
    for op in classes:
        op.ob_refcnt += 1
    try:
        for op in classes:
            if (yield _issubclass(subclass, op)):
                return True
    finally:
        decref_all(classes)
    return False


def _check_subclasses(cls: PyObject, subclass: PyObject) -> Any:
    """Whether a class is a subclass of one of the ABC's own subclasses (a generator)."""
    subclasses = yield call(cls, "__subclasses__")
    try:
        if not PyList_Check(subclasses):
            raise PyErr_Format(PyExc_TypeError, "__subclasses__() must return a list")
        return (yield _subclass_of_any(subclass, list(subclasses.value)))
    finally:
        Py_DECREF(subclasses)


# ---- the rest

def _abc_get_cache_token(module: PyObject) -> PyObject:
    """``get_cache_token()``"""
    return PyLong_FromLong(_state(module).invalidation_counter)


def _abc__reset_registry(module: PyObject, cls: PyObject) -> Any:
    """``_reset_registry(cls)``; a generator."""
    impl = yield _get_impl(module, cls)
    _clear(impl.value.registry)
    Py_DECREF(impl)
    return Py_None


def _abc__reset_caches(module: PyObject, cls: PyObject) -> Any:
    """``_reset_caches(cls)``; a generator."""
    impl = yield _get_impl(module, cls)
    _clear(impl.value.cache)
    _clear(impl.value.negative_cache)
    Py_DECREF(impl)
    return Py_None


def _abc__get_dump(module: PyObject, cls: PyObject) -> Any:
    """``_get_dump(cls)``: (registry, cache, negative cache, version); a generator."""
    impl = yield _get_impl(module, cls)
    data = impl.value
    made = []
    for weakset in (data.registry, data.cache, data.negative_cache):
        made.append(PySet_New(None))
        for ref in list(weakset.values()):
            if ref.value.wr_object is not Py_None:
                yield _add(made[-1], ref)
    Py_DECREF(impl)
    return PyTuple_New((*made, PyLong_FromLong(data.negative_cache_version)))


abc_methods = (
    PyMethodDef("get_cache_token", _abc_get_cache_token, "($module, /)"),
    PyMethodDef("_abc_init", _abc__abc_init, "($module, self, /)"),
    PyMethodDef("_reset_registry", _abc__reset_registry, "($module, self, /)"),
    PyMethodDef("_reset_caches", _abc__reset_caches, "($module, self, /)"),
    PyMethodDef("_get_dump", _abc__get_dump, "($module, self, /)"),
    PyMethodDef("_abc_register", _abc__abc_register, "($module, self, subclass, /)"),
    PyMethodDef("_abc_instancecheck", _abc__abc_instancecheck, "($module, self, instance, /)"),
    PyMethodDef("_abc_subclasscheck", _abc__abc_subclasscheck, "($module, self, subclass, /)"),
)
_destroy_def = PyMethodDef("_destroy", _destroy, "($module, wr, /)")


def PyInit__abc() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_abc", abc_methods)
    state = module.value.md_state = _abcmodule_state()
    state.destroy = PyCFunction_New(_destroy_def, None, None)
    return module
