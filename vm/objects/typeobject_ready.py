"""PyType_Ready and its steps. From Objects/typeobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import docs
from vm.objects.descrobject import (
    PyDescr_NewClassMethod,
    PyDescr_NewGetSet,
    PyDescr_NewMember,
    PyDescr_NewMethod,
    PyDescr_NewWrapper,
)
from vm.objects.funcobject import PyStaticMethod_New
from vm.objects.linker import late_import, link
from vm.objects.methoddef import PyMethodDef
from vm.objects.methodobject import PyCFunction_New
from vm.objects.object import PyObject_GenericGetAttr, PyObject_HashNotImplemented
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_INLINE_VALUES,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_MANAGED_DICT,
    Py_TPFLAGS_MANAGED_WEAKREF,
    Py_TPFLAGS_MAPPING,
    Py_TPFLAGS_MATCH_SELF,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    Py_TPFLAGS_READY,
    Py_TPFLAGS_SEQUENCE,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyBaseObject_Type,
    PyObject,
    PyType_IsSubtype,
    PyType_Type,
    PyUnicode_Type,
    _Py_IsImmortal,
    _Py_TPFLAGS_STATIC_BUILTIN,
    static_type,
    static_types,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_SystemError, PyExc_TypeError
from vm.objects.typeobject import PyType_Modified
from vm.objects.typeobject_mro import (
    PyType_Check,
    add_subclass,
    mro_internal,
)
from vm.objects.typeobject_object import object_dealloc
from vm.objects.typeobject_slots import slot_tp_new, slotdefs

PyDict_New: Callable
PyDict_SetItemString: Callable
PyTuple_New: Callable

Py_TPFLAGS_ITEMS_AT_END = 1 << 23
MANAGED_WEAKREF_OFFSET = -32
PyType_Type.value.tp_flags |= Py_TPFLAGS_ITEMS_AT_END
_COLLECTION_FLAGS = Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING
_SUBCLASS_FLAGS = (
    Py_TPFLAGS_BASE_EXC_SUBCLASS | Py_TPFLAGS_TYPE_SUBCLASS | Py_TPFLAGS_LONG_SUBCLASS
    | Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS
    | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_DICT_SUBCLASS
)


# ---- the steps

def type_ready_pre_checks(type_op: PyObject) -> None:
    """What must hold of a type's definition."""
    tp = type_op.value
    assert tp.tp_name is not None and tp.tp_flags & _COLLECTION_FLAGS != _COLLECTION_FLAGS
    assert tp.tp_descr_get is not None or not tp.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR
    assert tp.tp_call is not None or not tp.tp_flags & Py_TPFLAGS_HAVE_VECTORCALL or tp.tp_base


def type_ready_set_dict(type_op: PyObject) -> None:
    """A dict, unless class creation has given one."""
    if type_op.value.tp_dict is None:
        type_op.value.tp_dict = PyDict_New()


def type_ready_set_base(type_op: PyObject) -> None:
    """``__base__``: `object` by default; a base is ready before its heirs."""
    tp = type_op.value
    if tp.tp_base is None and type_op is not PyBaseObject_Type:
        tp.tp_base = PyBaseObject_Type
    if tp.tp_base is not None and not tp.tp_base.value.tp_flags & Py_TPFLAGS_READY:
        PyType_Ready(tp.tp_base)


def type_ready_set_type(type_op: PyObject) -> None:
    """The metatype: the base's, unless the type has one."""
    if type_op.ob_type is None:
        type_op.ob_type = type_op.value.tp_base.ob_type


def type_ready_set_bases(type_op: PyObject) -> None:
    """``__bases__`` of a type with a single base."""
    tp = type_op.value
    if tp.tp_bases is None:
        tp.tp_bases = PyTuple_New(() if tp.tp_base is None else (Py_NewRef(tp.tp_base),))


def type_ready_mro(type_op: PyObject) -> Any:
    """``__mro__``: None, or pending if the metatype has its own ``mro``."""
    return mro_internal(type_op)


def type_ready_set_new(type_op: PyObject) -> None:
    """``__new__``: a static type that derives from `object` and has no tp_new makes no instances."""
    tp = type_op.value
    base = tp.tp_base
    if (tp.tp_new is None and base is PyBaseObject_Type
            and not tp.tp_flags & Py_TPFLAGS_HEAPTYPE and not tp.tp_from_spec):
        tp.tp_flags |= Py_TPFLAGS_DISALLOW_INSTANTIATION
    if tp.tp_flags & Py_TPFLAGS_DISALLOW_INSTANTIATION:
        tp.tp_new = None
    elif tp.tp_new is None:
        tp.tp_new = base.value.tp_new
    elif "__new__" not in tp.tp_dict.value.me_value:
        _add(type_op, "__new__", PyCFunction_New(tp_new_methoddef, type_op))


def _add(type_op: PyObject, name: str, op: PyObject) -> None:
    """Put a new object into the type's dict."""
    tp = type_op.value
    if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        PyObject_GC_UnTrack(op)  # of a static type: never garbage
    PyDict_SetItemString(tp.tp_dict, name, op)
    Py_DECREF(op)


#: Types that name the inherited tp_getattro among their own slots, and so have ``__getattribute__``.
_OWN_GETATTRO = frozenset((
    "BaseException", "bytearray", "bytes", "complex", "dict", "enumerate", "filter", "int", "list",
    "map", "memoryview", "property", "range", "reversed", "set", "slice", "super", "tuple", "zip",
))


def _expect_manually_inherited(type_op: PyObject, slot: str) -> bool:
    """Whether a slot that is the base's too gets a wrapper of its own all the same."""
    tp = type_op.value
    return (tp.tp_from_spec or slot == "tp_init"
            or (slot == "tp_getattro" and tp.tp_name in _OWN_GETATTRO)
            or (slot == "tp_str" and tp.tp_name in ("AttributeError", "NameError")))


def add_operators(type_op: PyObject) -> None:
    """A wrapper descriptor for each slot that the type itself fills."""
    tp = type_op.value
    base = tp.tp_base.value if tp.tp_base is not None else None
    if tp.tp_getattro is None and tp.tp_name in _OWN_GETATTRO:
        tp.tp_getattro = PyObject_GenericGetAttr
    me_value = tp.tp_dict.value.me_value
    for row in slotdefs:
        if row.wrapper is None or row.name in me_value:
            continue
        slot = getattr(tp, row.slot)
        if slot is None or (base is not None and slot is getattr(base, row.slot)
                            and not _expect_manually_inherited(type_op, row.slot)):
            continue
        if slot is PyObject_HashNotImplemented:
            PyDict_SetItemString(tp.tp_dict, row.name, Py_None)
        else:
            _add(type_op, row.name, PyDescr_NewWrapper(type_op, row, slot))


def type_add_method(type_op: PyObject, method: PyMethodDef) -> None:
    """A descriptor for a row of tp_methods."""
    if method.classmethod:
        descr = PyDescr_NewClassMethod(type_op, method)
    elif method.static:
        function = PyCFunction_New(method, type_op)
        descr = PyStaticMethod_New(function)
        if not type_op.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
            PyObject_GC_UnTrack(function)
        Py_DECREF(function)
    else:
        descr = PyDescr_NewMethod(type_op, method)
    _add(type_op, method.ml_name, descr)


def type_add_methods(type_op: PyObject) -> None:
    """A descriptor for each row of tp_methods."""
    for method in type_op.value.tp_methods:
        type_add_method(type_op, method)


def type_add_members(type_op: PyObject) -> None:
    """A descriptor for each row of tp_members whose name is free."""
    tp = type_op.value
    for member in tp.tp_members:
        if member.name not in tp.tp_dict.value.me_value:
            _add(type_op, member.name, PyDescr_NewMember(type_op, member))


def type_add_getset(type_op: PyObject) -> None:
    """A descriptor for each row of tp_getset whose name is free."""
    tp = type_op.value
    for getset in tp.tp_getset:
        if getset.name not in tp.tp_dict.value.me_value:
            _add(type_op, getset.name, PyDescr_NewGetSet(type_op, getset))


def type_ready_fill_dict(type_op: PyObject) -> None:
    """Descriptors for slots, methods, members and computed attributes; the docstring.

    The slots of a class are all filled later, from its methods: it gets no wrappers.
    """
    if not type_op.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
        add_operators(type_op)
    type_add_methods(type_op)
    type_add_members(type_op)
    type_add_getset(type_op)
    type_dict_set_doc(type_op)


def type_dict_set_doc(type_op: PyObject) -> None:
    """``__doc__``, unless the dict has it."""
    tp = type_op.value
    if _Py_IsImmortal(type_op):
        tp.tp_doc = docs.type_doc(type_op)
    if "__doc__" not in tp.tp_dict.value.me_value:
        if tp.tp_doc is None:
            PyDict_SetItemString(tp.tp_dict, "__doc__", Py_None)
        else:
            _add(type_op, "__doc__", PyObject(PyUnicode_Type, tp.tp_doc))


def inherit_special(type_op: PyObject, base: PyObject) -> None:
    """What comes from the one base that decides the layout: flags, sizes, offsets."""
    t, b = type_op.value, base.value
    if (not t.tp_flags & Py_TPFLAGS_HAVE_GC and b.tp_flags & Py_TPFLAGS_HAVE_GC
            and t.tp_traverse is None and t.tp_clear is None):
        t.tp_flags |= Py_TPFLAGS_HAVE_GC
        t.tp_traverse, t.tp_clear = b.tp_traverse, b.tp_clear
    t.tp_flags |= b.tp_flags & (Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_MANAGED_WEAKREF)
    if not t.tp_flags & Py_TPFLAGS_HEAPTYPE:
        t.tp_basicsize = max(t.tp_basicsize, b.tp_basicsize)
        if t.tp_is_leaf is None and b.tp_is_leaf and t.tp_dealloc is None:
            t.tp_is_leaf = b.tp_is_leaf
        t.ht_static_base = type_op
        t.tp_body = t.tp_body or b.tp_body
    t.tp_itemsize = t.tp_itemsize or b.tp_itemsize
    t.tp_weaklistoffset = t.tp_weaklistoffset or b.tp_weaklistoffset
    t.tp_dictoffset = t.tp_dictoffset or b.tp_dictoffset
    t.tp_flags |= b.tp_flags & (
        _SUBCLASS_FLAGS | Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_ITEMS_AT_END)


_PLAIN_SLOTS = tuple(
    slot for slot in type(PyBaseObject_Type.value).__slots__
    if slot.startswith(("nb_", "sq_", "mp_", "am_", "bf_"))
) + ("tp_repr", "tp_str", "tp_iter", "tp_iternext", "tp_descr_get", "tp_descr_set", "tp_init",
     "tp_alloc", "tp_finalize", "tp_free", "tp_call")


def inherit_slots(type_op: PyObject, base: PyObject) -> None:
    """What comes from any base of the MRO: each slot that the base defines anew."""
    t, b = type_op.value, base.value
    basebase = b.tp_base.value if b.tp_base is not None else None
    if t.tp_call is None and b.tp_flags & Py_TPFLAGS_HAVE_VECTORCALL:
        t.tp_flags |= Py_TPFLAGS_HAVE_VECTORCALL
    for slot in _PLAIN_SLOTS:
        inherited = getattr(b, slot)
        if (inherited is not None and getattr(t, slot) is None
                and (basebase is None or inherited is not getattr(basebase, slot))):
            setattr(t, slot, inherited)
    if t.tp_dealloc is None and not t.tp_is_leaf:
        t.tp_dealloc = b.tp_dealloc
        if t.tp_dealloc is object_dealloc and t.tp_flags & Py_TPFLAGS_HAVE_GC:
            t.tp_dealloc = PyObject_GC_Del
    if t.tp_getattro is None:
        t.tp_getattro = b.tp_getattro
    if t.tp_setattro is None:
        t.tp_setattro = b.tp_setattro
    if t.tp_richcompare is None and t.tp_hash is None:
        me_value = t.tp_dict.value.me_value
        if "__eq__" not in me_value and "__hash__" not in me_value:
            t.tp_richcompare, t.tp_hash = b.tp_richcompare, b.tp_hash
    if (b.tp_descr_get is not None and t.tp_descr_get is b.tp_descr_get
            and t.tp_flags & Py_TPFLAGS_IMMUTABLETYPE):
        t.tp_flags |= b.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR


def type_ready_inherit(type_op: PyObject) -> None:
    """Inherit flags, sizes and slots."""
    tp = type_op.value
    if tp.tp_base is not None:
        inherit_special(type_op, tp.tp_base)
    else:
        tp.ht_static_base = type_op
    for base in tp.tp_mro.value[1:]:
        if PyType_Check(base):
            inherit_slots(type_op, base)
            if not tp.tp_flags & _COLLECTION_FLAGS:
                tp.tp_flags |= base.value.tp_flags & _COLLECTION_FLAGS


def type_ready_set_hash(type_op: PyObject) -> None:
    """A type that defines equality but no hash is unhashable."""
    tp = type_op.value
    if tp.tp_hash is None and "__hash__" not in tp.tp_dict.value.me_value:
        PyDict_SetItemString(tp.tp_dict, "__hash__", Py_None)
        tp.tp_hash = PyObject_HashNotImplemented


def type_ready_preheader(type_op: PyObject) -> None:
    """Dict and weak references that stand before the object have fixed offsets."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_MANAGED_DICT:
        tp.tp_dictoffset = -1
    if tp.tp_flags & Py_TPFLAGS_MANAGED_WEAKREF:
        tp.tp_weaklistoffset = MANAGED_WEAKREF_OFFSET


def type_ready_add_subclasses(type_op: PyObject) -> None:
    """Tell each base of its new heir."""
    for base in type_op.value.tp_bases.value:
        if PyType_Check(base):
            add_subclass(base, type_op)


def type_ready_managed_dict(type_op: PyObject) -> None:
    """Plain instances keep their attributes inline; ``__class__`` assignment compares the flag."""
    tp = type_op.value
    if (tp.tp_flags & Py_TPFLAGS_MANAGED_DICT and not tp.tp_itemsize
            and tp.tp_basicsize == PyBaseObject_Type.value.tp_basicsize):
        tp.tp_flags |= Py_TPFLAGS_INLINE_VALUES


def type_ready_post_checks(type_op: PyObject) -> None:
    """A container must say what it contains."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_HAVE_GC and tp.tp_traverse is None:
        raise PyErr_Format(
            PyExc_SystemError,
            f"type {tp.tp_name} has the Py_TPFLAGS_HAVE_GC flag but has no traverse function")


def type_ready(type_op: PyObject) -> Any:
    """The steps of `PyType_Ready`, in order: None, or pending for a custom ``mro()``."""
    type_ready_pre_checks(type_op)
    type_ready_set_dict(type_op)
    type_ready_set_base(type_op)
    type_ready_set_type(type_op)
    type_ready_set_bases(type_op)
    pending = type_ready_mro(type_op)
    if type(pending) in PENDING:
        return _type_ready(type_op, pending)
    _type_ready_after_mro(type_op)
    return None


def _type_ready(type_op: PyObject, pending: Any) -> Any:
    yield pending
    _type_ready_after_mro(type_op)


def _type_ready_after_mro(type_op: PyObject) -> None:
    """The steps that follow the MRO; no guest code is called."""
    tp = type_op.value
    type_ready_set_new(type_op)
    type_ready_fill_dict(type_op)
    type_ready_inherit(type_op)
    type_ready_preheader(type_op)
    type_ready_set_hash(type_op)
    type_ready_add_subclasses(type_op)
    type_ready_managed_dict(type_op)
    type_ready_post_checks(type_op)
    if tp.tp_from_spec:
        _add(type_op, "__module__", PyObject(PyUnicode_Type, tp.tp_name.rpartition(".")[0]))
    tp.tp_flags |= Py_TPFLAGS_READY
    PyType_Modified(type_op)


def PyType_Ready(type_op: PyObject) -> Any:
    """Finish a type: bases, MRO, dict, inherited slots. None, or pending for a custom ``mro()``."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_READY:
        return None
    if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE and not tp.tp_from_spec:
        tp.tp_flags |= Py_TPFLAGS_IMMUTABLETYPE | _Py_TPFLAGS_STATIC_BUILTIN
    return type_ready(type_op)


def PyType_FromSpec(name: str, base: PyObject | None = None, **slots: Any) -> PyObject:
    """Define and ready a type of an extension module.

    C makes these when the module is executed, as heap types; here they are static data like all
    built-in types, but show what a program can see of the difference: flags, size, ``__module__`` in
    the dict.

    Args:
        name: with the module's name before the dot.
        base, slots: as for `static_type`. A type that names ``tp_getattro=PyObject_GenericGetAttr`` has
            a ``__getattribute__`` of its own.
    """
    type_op = static_type(name, base, tp_from_spec=True, **slots)
    PyType_Ready(type_op)
    return type_op


def _PyTypes_InitTypes() -> None:
    """Ready every static type defined so far, in order of definition; harmless to repeat."""
    link()
    for type_op in list(static_types):
        if not type_op.value.tp_flags & Py_TPFLAGS_READY:
            PyType_Ready(type_op)
            PyObject_GC_UnTrack(type_op.value.tp_dict)


# ---- object.__new__ and its like

def tp_new_wrapper(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``T.__new__(S, ...)`` of a built-in type: S must be a subtype that T can allocate."""
    tp = type_op.value
    if len(args) - len(kwnames) < 1:
        raise PyErr_Format(PyExc_TypeError, f"{tp.tp_name}.__new__(): not enough arguments")
    subtype = args[0]
    if not PyType_Check(subtype):
        raise PyErr_Format(
            PyExc_TypeError,
            f"{tp.tp_name}.__new__(X): X is not a type object "
            f"({subtype.ob_type.value.tp_name})")
    name = subtype.value.tp_name
    if not PyType_IsSubtype(subtype, type_op):
        raise PyErr_Format(
            PyExc_TypeError,
            f"{tp.tp_name}.__new__({name}): {name} is not a subtype of {tp.tp_name}")
    staticbase = subtype
    while staticbase is not None and staticbase.value.tp_new is slot_tp_new:
        staticbase = staticbase.value.tp_base
    if staticbase is not None and staticbase.value.tp_new is not tp.tp_new:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{tp.tp_name}.__new__({name}) is not safe, use "
            f"{staticbase.value.tp_name}.__new__()")
    return tp.tp_new(subtype, args[1:], kwnames)


tp_new_methoddef = PyMethodDef(
    "__new__", tp_new_wrapper, "($type, *args, **kwargs)", raw=True)


@late_import
def _bind() -> None:
    global PyDict_New, PyDict_SetItemString, PyTuple_New
    from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
    from vm.objects.tupleobject import PyTuple_New
