"""Types: look-up, attributes, calling. Models the core of Objects/typeobject.c.

The rest of that C file: typeobject_cache.py (the look-up of names), typeobject_mro.py (method resolution
order, bases), typeobject_attrs.py (the attributes of types), typeobject_new.py (class creation),
typeobject_ready.py (PyType_Ready), typeobject_slots.py and typeobject_wrappers.py (the slot table),
typeobject_subtype.py (allocation and deallocation), typeobject_object.py (the methods of `object`),
typeobject_super.py (super).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from vm.objects.linker import late_import
from vm.objects.object import _check_name, attribute_error
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import (
    count_dropped,
    count_dropped_tuple,
    count_held_tuple,
    count_passing_dict,
)
from vm.objects.pycore_gc import PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_IS_ABSTRACT,
    Py_XDECREF,
    PyErr,
    PyFunction_Type,
    PyObject,
    PyType_IsSubtype,
    PyType_Type,
    PyTypeObject,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.typeobject_cache import PyType_Modified, _PyType_Lookup, find_name_in_mro
from vm.objects.typeobject_subtype import (
    PyObject_CallFinalizer,
    PyObject_CallFinalizerFromDealloc,
    PyType_GenericAlloc,
    PyType_GenericNew,
    subtype_clear,
    subtype_dealloc,
    subtype_traverse,
)
from vm.objects.weakrefobject import weakrefs_call_back

__all__ = [
    "PyObject_CallFinalizer", "PyObject_CallFinalizerFromDealloc", "PyType_GenericAlloc",
    "PyType_GenericNew", "PyType_Modified", "_PyObject_LookupSpecial", "_PyType_Lookup",
    "find_name_in_mro", "subtype_clear", "subtype_dealloc", "subtype_traverse", "type_call",
    "type_fullname", "type_getattro", "type_module", "type_qualname", "type_repr", "type_setattro",
]

PyDict_SetItemString: Callable
PyDict_DelItemString: Callable
PyUnicode_InternFromString: Callable
update_slot: Callable
abstract_instance_error: Callable
remove_all_subclasses: Callable


# ---- look-up

def _PyObject_LookupSpecial(op: PyObject, name: Any) -> Any:
    """A special method found on the type and bound to the object: new reference, NULL, or pending."""
    tp = op.ob_type
    descr = _PyType_Lookup(tp, name)
    if descr is None:
        return None
    get = descr.ob_type.value.tp_descr_get
    if get is None:
        descr.ob_refcnt += 1
        return descr
    return get(descr, op, tp)


# ---- names

def _PyType_Name(type_op: PyObject) -> str:
    """The part of a static type's name after the last dot."""
    return type_op.value.tp_name.rpartition(".")[2]


def type_qualname(type_op: PyObject) -> str:
    """The qualified name as a host str."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return tp.ht_qualname.value
    return _PyType_Name(type_op)


def type_module(type_op: PyObject) -> PyObject | None:
    """What ``__module__`` gives, borrowed; NULL if a class's dict has none."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return tp.tp_dict.value.me_value.get("__module__")
    module = tp.tp_name.rpartition(".")[0]
    return PyUnicode_InternFromString(module or "builtins")


def type_fullname(type_op: PyObject) -> str:
    """``module.qualname``, without the module if it is builtins or __main__ (``%T``, ``%N``)."""
    tp = type_op.value
    if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return tp.tp_name
    module = type_module(type_op)
    if (module is None or not isinstance(module.value, str)
            or module.value in ("builtins", "__main__")):
        return tp.ht_qualname.value
    return f"{module.value}.{tp.ht_qualname.value}"


def type_repr(type_op: PyObject) -> PyObject:
    """``<class 'module.qualname'>``."""
    module = type_module(type_op)
    if module is None or not isinstance(module.value, str) or module.value == "builtins":
        name = type_op.value.tp_name
    else:
        name = f"{module.value}.{type_qualname(type_op)}"
    return PyObject(PyUnicode_Type, f"<class '{name}'>")


# ---- attributes

def type_getattro(type_op: PyObject, name: PyObject) -> Any:
    """tp_getattro of types: data descriptor of the metatype, the type's own MRO, the metatype."""
    metatype = type_op.ob_type
    if name.ob_type is not PyUnicode_Type:
        _check_name(name)
    key = name.value
    meta_attribute = _PyType_Lookup(metatype, key)
    meta_get = None
    if meta_attribute is not None:
        meta_tp = meta_attribute.ob_type.value
        meta_get = meta_tp.tp_descr_get
        if meta_get is not None and meta_tp.tp_descr_set is not None:
            return meta_get(meta_attribute, type_op, metatype)
    attribute = _PyType_Lookup(type_op, key)
    if attribute is not None:
        if attribute.ob_type is not PyFunction_Type:
            local_get = attribute.ob_type.value.tp_descr_get
            if local_get is not None:
                return local_get(attribute, None, type_op)
        attribute.ob_refcnt += 1
        return attribute
    if meta_get is not None:
        return meta_get(meta_attribute, type_op, metatype)
    if meta_attribute is not None:
        meta_attribute.ob_refcnt += 1
        return meta_attribute
    raise attribute_error(
        type_op, name, f"type object '{type_op.value.tp_name}' has no attribute '{key}'")


_Py_type_getattro = type_getattro


def type_setattro(type_op: PyObject, name: PyObject, value: PyObject | None) -> Any:
    """tp_setattro of types; an assigned special method changes the slots of the whole subtree."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_IMMUTABLETYPE:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot set {name.value!r} attribute of immutable type '{tp.tp_name}'")
    _check_name(name)
    key = name.value
    descr = _PyType_Lookup(type_op.ob_type, key)
    if descr is not None:
        descr_set = descr.ob_type.value.tp_descr_set
        if descr_set is not None:
            return descr_set(descr, type_op, value)
    _type_update_dict(type_op, key, value)
    return None


def _type_update_dict(type_op: PyObject, key: str, value: PyObject | None) -> None:
    tp = type_op.value
    # The old value may own the type's last memory of itself: hold it until everything is consistent.
    old = tp.tp_dict.value.me_value.get(key)
    if old is None and value is None:
        raise attribute_error(
            type_op, PyUnicode_InternFromString(key),
            f"type object '{tp.tp_name}' has no attribute '{key}'")
    if old is not None:
        old.ob_refcnt += 1
    if value is None:
        PyDict_DelItemString(tp.tp_dict, key)
    else:
        PyDict_SetItemString(tp.tp_dict, key, value)
    PyType_Modified(type_op)
    if key.startswith("__") and key.endswith("__"):
        update_slot(type_op, key)
    if old is not None:
        Py_DECREF(old)


# ---- calling a type

def type_call(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call of types: make an instance and initialise it."""
    tp = type_op.value
    vectorcall = tp.tp_vectorcall
    if vectorcall is not None:
        return vectorcall(type_op, args, kwnames)
    if not args or tp.tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS:  # an exception keeps the tuple
        return _type_call(type_op, tp, args, kwnames)
    nargs = len(args) - len(kwnames)
    count_held_tuple(nargs)
    if kwnames:
        count_passing_dict()
    try:
        obj = _type_call(type_op, tp, args, kwnames)
    except PyErr:
        count_dropped_tuple(nargs)
        raise
    if type(obj) in PENDING:
        return _type_call_drop(obj, nargs)
    count_dropped_tuple(nargs)
    return obj


def _type_call_drop(pending: Any, nargs: int) -> Any:
    try:
        return (yield pending)
    finally:
        count_dropped_tuple(nargs)


def _type_call(type_op: PyObject, tp: PyTypeObject, args: list, kwnames: tuple) -> Any:
    new = tp.tp_new
    if new is object_new:
        if tp.tp_flags & Py_TPFLAGS_IS_ABSTRACT or (args and tp.tp_init is object_init):
            obj = object_new(type_op, args, kwnames)  # raises, or finds the abstract methods
            if type(obj) in PENDING:
                return obj
        else:
            obj = PyType_GenericAlloc(type_op)
    elif new is None:
        raise PyErr_Format(PyExc_TypeError, f"cannot create '{tp.tp_name}' instances")
    else:
        obj = new(type_op, args, kwnames)
        if type(obj) in PENDING:
            return _type_call_new(type_op, obj, args, kwnames)
        if obj.ob_type is not type_op and not PyType_IsSubtype(obj.ob_type, type_op):
            return obj
    return _type_call_init(obj, args, kwnames)


def _type_call_new(type_op: PyObject, pending: Any, args: list, kwnames: tuple) -> Any:
    obj = yield pending
    if obj.ob_type is not type_op and not PyType_IsSubtype(obj.ob_type, type_op):
        return obj
    res = _type_call_init(obj, args, kwnames)
    if type(res) in PENDING:
        res = yield res
    return res


def _type_call_init(obj: PyObject, args: list, kwnames: tuple) -> Any:
    """Initialise a new instance: the instance, or pending. Drops it if that fails."""
    init = obj.ob_type.value.tp_init
    if init is None:
        return obj
    try:
        if init is slot_tp_init:
            meth = _PyType_Lookup(obj.ob_type, "__init__")
            if meth is not None and meth.ob_type is PyFunction_Type:
                res = PyFunction_Type.value.tp_call(meth, [obj, *args], kwnames)
            else:
                res = init(obj, args, kwnames)
        else:
            res = init(obj, args, kwnames)
    except PyErr:
        Py_DECREF(obj)
        raise
    return _type_call_finish(obj, res) if type(res) in PENDING else obj


def _type_call_finish(obj: PyObject, pending: Any) -> Any:
    try:
        res = yield pending
        if res is not None and res is not Py_None:
            raise init_result_error(res)
    except PyErr:
        Py_DECREF(obj)
        raise
    return obj


def init_result_error(res: PyObject) -> PyErr:
    """The TypeError for an ``__init__`` that returned something; drops what it returned."""
    name = res.ob_type.value.tp_name
    Py_DECREF(res)
    return PyErr_Format(PyExc_TypeError, f"__init__() should return None, not '{name}'")


def object_init(op: PyObject, args: list, kwnames: tuple) -> None:
    """``object.__init__``: complains about arguments that ``__new__`` did not ask for either."""
    if args:
        tp = op.ob_type.value
        if tp.tp_init is not object_init:
            raise PyErr_Format(
                PyExc_TypeError,
                "object.__init__() takes exactly one argument (the instance to initialize)")
        if tp.tp_new is object_new:
            raise PyErr_Format(
                PyExc_TypeError,
                f"{tp.tp_name}.__init__() takes exactly one argument (the instance to initialize)")


def object_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``object.__new__``: an instance; pending only to find out what an abstract class lacks."""
    tp = type_op.value
    if args:
        if tp.tp_new is not object_new:
            raise PyErr_Format(
                PyExc_TypeError,
                "object.__new__() takes exactly one argument (the type to instantiate)")
        if tp.tp_init is object_init:
            raise PyErr_Format(PyExc_TypeError, f"{tp.tp_name}() takes no arguments")
    if tp.tp_flags & Py_TPFLAGS_IS_ABSTRACT:
        return abstract_instance_error(type_op)
    return PyType_GenericAlloc(type_op)


def type_vectorcall(metatype: PyObject, args: list, kwnames: tuple) -> Any:
    """``type(x)`` gives x's type; ``type(name, bases, dict)`` makes a class."""
    nargs = len(args) - len(kwnames)
    if nargs == 1:
        if kwnames:
            raise PyErr_Format(PyExc_TypeError, "type() takes no keyword arguments")
        res = args[0].ob_type
        res.ob_refcnt += 1
        return res
    if nargs != 3:
        raise PyErr_Format(PyExc_TypeError, "type() takes 1 or 3 arguments")
    obj = metatype.value.tp_new(metatype, args, kwnames)
    return _type_call_new(metatype, obj, args, kwnames)


def type_init(type_op: PyObject, args: list, kwnames: tuple) -> None:
    """``type.__init__``: only checks its arguments."""
    nargs = len(args) - len(kwnames)
    if kwnames and nargs == 1:
        raise PyErr_Format(PyExc_TypeError, "type.__init__() takes no keyword arguments")
    if nargs not in (1, 3):
        raise PyErr_Format(PyExc_TypeError, "type.__init__() takes 1 or 3 arguments")


# ---- the life of a type object

def type_dealloc(type_op: PyObject) -> None:
    """Deallocate a heap type."""
    PyObject_GC_UnTrack(type_op)
    tp = type_op.value
    if tp.tp_bases is not None:
        remove_all_subclasses(type_op, tp.tp_bases)
    if tp.tp_weaklist and weakrefs_call_back(type_op, type_dealloc):
        return
    tp.tp_cache.clear()
    if tp.tp_subclasses:
        count_dropped("dicts")
    dealloc_container(type_op, _take_owned)


def _take_owned(type_op: PyObject) -> tuple:
    """Take all that a heap type owns out of it."""
    tp = type_op.value
    owned = (*tp.tp_subclasses.values(), tp.tp_base, tp.tp_dict, tp.tp_bases, tp.tp_mro, tp.ht_name, tp.ht_qualname,
             tp.ht_slots, tp.ht_module)
    tp.tp_dict = tp.tp_bases = tp.tp_mro = tp.ht_slots = tp.ht_module = None
    return owned


def type_traverse(type_op: PyObject) -> Iterator[PyObject | None]:
    """tp_traverse of types; a static type's references are the VM's own affair, but real."""
    tp = type_op.value
    yield tp.tp_dict
    yield tp.tp_mro
    yield tp.tp_bases
    yield tp.ht_module
    if tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        yield tp.tp_base
        yield tp.ht_name
        yield tp.ht_qualname
        yield tp.ht_slots


def type_clear(type_op: PyObject) -> None:
    """tp_clear of heap types: the dict's items, the module, the MRO."""
    tp = type_op.value
    PyType_Modified(type_op)
    if tp.tp_dict is not None:
        PyDict_Clear(tp.tp_dict)
    module, tp.ht_module = tp.ht_module, None
    mro, tp.tp_mro = tp.tp_mro, None
    Py_XDECREF(module)
    Py_XDECREF(mro)


def type_is_gc(type_op: PyObject) -> bool:
    """Whether a type object itself is a container to the collector: heap types only."""
    return bool(type_op.value.tp_flags & Py_TPFLAGS_HEAPTYPE)


PyDict_Clear: Callable

set_slots(
    PyType_Type,
    tp_repr=type_repr, tp_call=type_call, tp_getattro=type_getattro, tp_setattro=type_setattro,
    tp_traverse=type_traverse, tp_clear=type_clear, tp_dealloc=type_dealloc, tp_init=type_init,
    tp_vectorcall=type_vectorcall,
)


#: What other files look for here, as it is of the same C file, and whose own file needs this one.
_ELSEWHERE = {
    "PySuper_Type": "typeobject_super", "_PySuper_Lookup": "typeobject_super",
    "_PyObject_GetState": "typeobject_reduce", "_PyTypes_InitTypes": "typeobject_ready",
    "PyType_Ready": "typeobject_ready", "_PyType_CalculateMetaclass": "typeobject_mro",
    "vectorcall_method": "typeobject_slots", "slot_tp_init": "typeobject_slots",
}


def __getattr__(name: str) -> Any:
    """Names of the rest of the C file."""
    if name in _ELSEWHERE:
        return getattr(import_module("vm.objects." + _ELSEWHERE[name]), name)
    raise AttributeError(name)


@late_import
def _bind() -> None:
    global PyDict_SetItemString, PyDict_DelItemString, PyDict_Clear, PyUnicode_InternFromString
    global slot_tp_init, update_slot, remove_all_subclasses, abstract_instance_error
    from vm.objects.dictobject import PyDict_Clear, PyDict_DelItemString, PyDict_SetItemString
    from vm.objects.typeobject_attrs import abstract_instance_error
    from vm.objects.typeobject_mro import remove_all_subclasses
    from vm.objects.typeobject_slots import slot_tp_init, update_slot
    from vm.objects.unicodeobject import PyUnicode_InternFromString
