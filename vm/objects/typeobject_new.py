"""Class creation: type_new and its steps. From Objects/typeobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import object as object_c
from vm.objects.abstract import PySequence_Tuple
from vm.objects.bridge import host_error
from vm.objects.call import PyObject_Vectorcall
from vm.objects.cellobject import PyCell_Set
from vm.objects.descrobject import SlotMemberDef
from vm.objects.funcobject import PyClassMethod_New, PyStaticMethod_New
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef
from vm.objects.object import _Py_ID
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_freelist import count_passing_dict
from vm.objects.pycore_gc import PyObject_GC_Del
from vm.objects.pycore_object import (
    ObjectExtension,
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_MANAGED_DICT,
    Py_TPFLAGS_MANAGED_WEAKREF,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyBaseObject_Type,
    PyCell_Type,
    PyDict_Type,
    PyErr,
    PyFunction_Type,
    PyObject,
    PyType_Type,
    PyTypeObject,
    set_slots,
)
from vm.objects.pycore_state import _PyThreadState_GET
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_RuntimeWarning,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.typeobject import _PyObject_LookupSpecial, _PyType_Lookup
from vm.objects.typeobject_mro import PyType_Check, _PyType_CalculateMetaclass, best_base
from vm.objects.typeobject_ready import PyType_Ready
from vm.objects.typeobject_slots import fixup_slot_dispatchers
from vm.objects.typeobject_subtype import (
    PyObject_ClearManagedDict,
    PyType_GenericAlloc,
    subtype_clear,
    subtype_dealloc,
    subtype_traverse,
)
from vm.objects.typeobject_super import _PySuper_Lookup, _super_lookup_descr

PyDict_Copy: Callable
PyDict_Merge: Callable
PyDict_New: Callable
PyDict_GetItemString: Callable
PyDict_SetItemString: Callable
PyDict_DelItemString: Callable
PyTuple_New: Callable
PyUnicode_FromString: Callable
PyUnicode_InternFromString: Callable
_PyErr_AddNote: Callable

__all__ = ["_PyType_CalculateMetaclass", "type_new"]


class type_new_ctx:
    """What the steps of class creation share (see the C struct); ``slots`` and ``bases`` are owned."""

    __slots__ = (
        "metatype", "args", "kwnames", "orig_dict", "name", "bases", "base", "slots", "nslot",
        "add_dict", "add_weak", "may_add_dict", "may_add_weak",
    )


# ---- bases and metaclass

def _parse(args: list, kwnames: tuple) -> None:
    nargs = len(args) - len(kwnames)
    if nargs != 3:
        raise PyErr_Format(
            PyExc_TypeError, f"type.__new__() takes exactly 3 arguments ({nargs} given)")
    for i, flag, kind in (
        (0, Py_TPFLAGS_UNICODE_SUBCLASS, "str"), (1, Py_TPFLAGS_TUPLE_SUBCLASS, "tuple"),
        (2, Py_TPFLAGS_DICT_SUBCLASS, "dict"),
    ):
        if not args[i].ob_type.value.tp_flags & flag:
            raise PyErr_Format(
                PyExc_TypeError,
                f"type.__new__() argument {i + 1} must be {kind}, not "
                f"{args[i].ob_type.value.tp_name}")


def type_new(metatype: PyObject, args: list, kwnames: tuple) -> Any:
    """``type.__new__(metatype, name, bases, dict, **kwds)``; a generator.

    Steps: the bases and the most derived metaclass, the slots, the type object, its attributes,
    PyType_Ready, the slots of special methods, ``__set_name__``, ``__init_subclass__``.
    """
    _parse(args, kwnames)
    ctx = type_new_ctx()
    ctx.metatype, ctx.args, ctx.kwnames = metatype, args, kwnames
    ctx.name, ctx.bases, ctx.orig_dict = args[:3]
    ctx.slots = None
    ctx.nslot = ctx.add_dict = ctx.add_weak = 0
    return _type_new(ctx)


def _type_new(ctx: type_new_ctx) -> Any:
    winner = yield type_new_get_bases(ctx)
    if winner is not None:
        res = winner.value.tp_new(winner, ctx.args, ctx.kwnames)
        if type(res) in PENDING:
            res = yield res
        return res
    try:
        return (yield type_new_impl(ctx))
    finally:
        Py_DECREF(ctx.bases)
        Py_XDECREF(ctx.slots)


def type_new_get_bases(ctx: type_new_ctx) -> Any:
    """The bases, the metaclass and the best base (a generator).

    Returns:
        A more derived metaclass whose ``__new__`` is to do it all instead, or None.
    """
    if not ctx.bases.value:
        ctx.base = PyBaseObject_Type
        PyBaseObject_Type.ob_refcnt += 1
        ctx.bases = PyTuple_New((PyBaseObject_Type,))
        return None
    yield _check_mro_entries(ctx.bases.value)
    winner = _PyType_CalculateMetaclass(ctx.metatype, ctx.bases.value)
    if winner is not ctx.metatype:
        if winner.value.tp_new is not type_new:
            return winner
        ctx.metatype = winner
    ctx.base = best_base(ctx.bases.value)
    ctx.bases.ob_refcnt += 1
    return None


def _check_mro_entries(bases: tuple) -> Any:
    for base in bases:
        if PyType_Check(base):
            continue
        found = object_c.PyObject_HasAttrWithError(base, _Py_ID("__mro_entries__"))
        if type(found) in PENDING:
            found = yield found
        if found:
            raise PyErr_Format(
                PyExc_TypeError,
                "type() doesn't support MRO entry resolution; use types.new_class()")


# ---- __slots__

def type_new_get_slots(ctx: type_new_ctx, namespace: PyObject) -> Any:
    """``__slots__`` as a tuple (a generator)."""
    slots = PyDict_GetItemString(namespace, "__slots__")
    if slots is None:
        return
    if slots.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        slots.ob_refcnt += 1
        ctx.slots = PyTuple_New((slots,))
    else:
        slots.ob_refcnt += 1
        try:
            found = PySequence_Tuple(slots)
            if type(found) in PENDING:
                found = yield found
        finally:
            Py_DECREF(slots)
        ctx.slots = found
    ctx.nslot = len(ctx.slots.value)


def type_new_visit_slots(ctx: type_new_ctx) -> None:
    """Check the names, and note ``__dict__`` and ``__weakref__``."""
    for name in ctx.slots.value:
        if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"__slots__ items must be strings, not '{name.ob_type.value.tp_name}'")
        if not name.value.isidentifier():
            raise PyErr_Format(PyExc_TypeError, "__slots__ must be identifiers")
        if name.value == "__dict__":
            if not ctx.may_add_dict or ctx.add_dict:
                raise PyErr_Format(
                    PyExc_TypeError, "__dict__ slot disallowed: we already got one")
            ctx.add_dict = 1
        if name.value == "__weakref__":
            if not ctx.may_add_weak or ctx.add_weak:
                raise PyErr_Format(
                    PyExc_TypeError, "__weakref__ slot disallowed: we already got one")
            ctx.add_weak = 1


def _Py_Mangle(class_name: str, ident: str) -> str:
    """A private name as it is in a class: ``__x`` becomes ``_Class__x``."""
    if not ident.startswith("__") or ident.endswith("__") or "." in ident:
        return ident
    class_name = class_name.lstrip("_")
    return f"_{class_name}{ident}" if class_name else ident


def type_new_copy_slots(ctx: type_new_ctx, namespace: PyObject) -> None:
    """Mangle and sort the names; sorted, so that equal slots make equal layouts."""
    names = []
    me_value = namespace.value.me_value
    for slot in ctx.slots.value:
        if (slot.value == "__dict__" and ctx.add_dict) or (slot.value == "__weakref__" and ctx.add_weak):
            continue
        name = _Py_Mangle(ctx.name.value, slot.value)
        if name in me_value and name not in (
            "__qualname__", "__classcell__", "__classdictcell__"
        ):
            raise PyErr_Format(
                PyExc_ValueError, f"{name!r} in __slots__ conflicts with class variable")
        names.append(name)
    names.sort()
    ops = [PyUnicode_InternFromString(name) for name in names]
    for op in ops:
        op.ob_refcnt += 1
    old, ctx.slots = ctx.slots, PyTuple_New(tuple(ops))
    ctx.nslot = len(ops)
    Py_DECREF(old)


def type_new_slots_bases(ctx: type_new_ctx) -> None:
    """Secondary bases may bring a dict or weak references."""
    for op in ctx.bases.value:
        if op is ctx.base:
            continue
        if ctx.may_add_dict and op.value.tp_dictoffset:
            ctx.add_dict = 1
        if ctx.may_add_weak and op.value.tp_weaklistoffset:
            ctx.add_weak = 1


def type_new_slots_impl(ctx: type_new_ctx, namespace: PyObject) -> None:
    """``__slots__`` is given: what it adds."""
    if ctx.nslot and ctx.base.value.tp_itemsize:
        raise PyErr_Format(
            PyExc_TypeError,
            f"nonempty __slots__ not supported for subtype of '{ctx.base.value.tp_name}'")
    type_new_visit_slots(ctx)
    type_new_copy_slots(ctx, namespace)
    type_new_slots_bases(ctx)


def type_new_slots(ctx: type_new_ctx, namespace: PyObject) -> None:
    """Decide which slots, dict and weak references the instances get."""
    base = ctx.base.value
    ctx.may_add_dict = not base.tp_dictoffset
    ctx.may_add_weak = not base.tp_weaklistoffset and not base.tp_itemsize
    if ctx.slots is None:
        ctx.add_dict = int(ctx.may_add_dict)
        ctx.add_weak = int(ctx.may_add_weak)
    else:
        type_new_slots_impl(ctx, namespace)


# ---- the type object

def type_new_alloc(ctx: type_new_ctx, namespace: PyObject) -> PyObject:
    """The type object with its essential fields; steals ``namespace`` and ``ctx.slots``."""
    tp = PyTypeObject(ctx.name.value)
    type_op = PyType_GenericAlloc(ctx.metatype, tp)
    tp.tp_self = type_op
    tp.tp_flags = Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC
    for op in (ctx.bases, ctx.base, ctx.name):
        op.ob_refcnt += 1
    tp.tp_bases, tp.tp_base, tp.ht_name = ctx.bases, ctx.base, ctx.name
    tp.tp_dict = namespace
    type_op.ob_dict = namespace.value.me_value
    tp.tp_dealloc, tp.tp_traverse, tp.tp_clear = subtype_dealloc, subtype_traverse, subtype_clear
    tp.tp_alloc, tp.tp_free = PyType_GenericAlloc, PyObject_GC_Del
    tp.ht_slots, ctx.slots = ctx.slots, None
    base = ctx.base.value
    tp.ht_static_base, tp.tp_body = base.ht_static_base, base.tp_body
    tp.ht_nslots = base.ht_nslots + (ctx.nslot if tp.ht_slots is not None else 0)
    return type_op


def type_new_set_module(type_op: PyObject) -> None:
    """``__module__``: the name of the module whose code makes the class."""
    tp_dict = type_op.value.tp_dict
    if PyDict_GetItemString(tp_dict, "__module__") is not None:
        return
    frame = _PyThreadState_GET().current_frame
    while frame is not None and (type(frame) is not _PyInterpreterFrame
                                 or frame.f_funcobj is None):
        frame = frame.previous
    if frame is not None:
        module = frame.f_globals.value.me_value.get("__name__")
        if module is not None:
            PyDict_SetItemString(tp_dict, "__module__", module)


def type_new_set_ht_name(type_op: PyObject) -> None:
    """``__qualname__`` moves from the namespace into the type."""
    tp = type_op.value
    qualname = PyDict_GetItemString(tp.tp_dict, "__qualname__")
    if qualname is None:
        tp.ht_name.ob_refcnt += 1
        tp.ht_qualname = tp.ht_name
        return
    if not qualname.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"type __qualname__ must be a str, not {qualname.ob_type.value.tp_name}")
    qualname.ob_refcnt += 1
    tp.ht_qualname = qualname
    PyDict_DelItemString(tp.tp_dict, "__qualname__")


def type_new_staticmethod(type_op: PyObject, name: str) -> None:
    """Make a plain function in the namespace a static method."""
    _wrap_function(type_op, name, PyStaticMethod_New)


def type_new_classmethod(type_op: PyObject, name: str) -> None:
    """Make a plain function in the namespace a class method."""
    _wrap_function(type_op, name, PyClassMethod_New)


def _wrap_function(type_op: PyObject, name: str, wrap: Callable) -> None:
    tp_dict = type_op.value.tp_dict
    func = PyDict_GetItemString(tp_dict, name)
    if func is not None and func.ob_type is PyFunction_Type:
        method = wrap(func)
        PyDict_SetItemString(tp_dict, name, method)
        Py_DECREF(method)


def type_new_descriptors(ctx: type_new_ctx, type_op: PyObject) -> None:
    """Members for the slots; where the instances have a dict and weak references."""
    tp = type_op.value
    base = ctx.base.value
    names = [] if tp.ht_slots is None else [op.value for op in tp.ht_slots.value]
    inline = tp.ht_static_base is PyBaseObject_Type
    tp.tp_members = tuple(
        SlotMemberDef(name, base.ht_nslots + i, inline) for i, name in enumerate(names))
    if ctx.add_weak:
        tp.tp_flags |= Py_TPFLAGS_MANAGED_WEAKREF
        tp.tp_weaklistoffset = -32
    if ctx.add_dict:
        tp.tp_flags |= Py_TPFLAGS_MANAGED_DICT
        tp.tp_dictoffset = -1
    tp.tp_basicsize = base.tp_basicsize + 8 * len(names)
    tp.tp_itemsize = base.tp_itemsize


def type_new_set_slots(type_op: PyObject) -> None:
    """``__dict__`` and ``__weakref__`` of the instances, where this class adds them."""
    tp = type_op.value
    getset = []
    if tp.tp_dictoffset:
        getset.append(_DICT)
    if tp.tp_weaklistoffset:
        getset.append(_WEAKREF)
    tp.tp_getset = tuple(getset)


def type_new_set_classcell(type_op: PyObject) -> None:
    """Fill the cell through which methods see their class."""
    _fill_cell(type_op, "__classcell__", type_op)


def type_new_set_classdictcell(type_op: PyObject) -> None:
    """Fill the cell through which annotation scopes see the class's dict."""
    _fill_cell(type_op, "__classdictcell__", type_op.value.tp_dict)


def _fill_cell(type_op: PyObject, name: str, content: PyObject) -> None:
    tp_dict = type_op.value.tp_dict
    cell = PyDict_GetItemString(tp_dict, name)
    if cell is None:
        return
    if cell.ob_type is not PyCell_Type:
        from vm.objects.typeobject import type_repr  # an error path

        raise PyErr_Format(
            PyExc_TypeError,
            f"{name} must be a nonlocal cell, not {type_repr(cell.ob_type).value}")
    PyCell_Set(cell, content)
    PyDict_DelItemString(tp_dict, name)


def type_new_set_name(ctx: type_new_ctx) -> None:
    """Check the name: it must be text that UTF-8 can hold, without NUL."""
    check_utf8(ctx.name)
    if "\0" in ctx.name.value:
        raise PyErr_Format(PyExc_ValueError, "type name must not contain null characters")


def check_utf8(op: PyObject) -> None:
    """Raise UnicodeEncodeError if a str has surrogates (what PyUnicode_AsUTF8 does)."""
    try:
        op.value.encode()
    except UnicodeEncodeError as err:
        raise host_error(err, op) from None


def type_new_set_doc(type_op: PyObject) -> None:
    """Check the docstring and keep its text, which may begin with a signature."""
    doc = PyDict_GetItemString(type_op.value.tp_dict, "__doc__")
    if doc is not None and doc.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        check_utf8(doc)
        type_op.value.tp_doc = doc.value


def type_new_set_attrs(ctx: type_new_ctx, type_op: PyObject) -> None:
    """The attributes that the namespace, the name and the slots give."""
    type_new_set_name(ctx)
    type_new_set_module(type_op)
    type_new_set_ht_name(type_op)
    type_new_set_doc(type_op)
    type_new_staticmethod(type_op, "__new__")
    type_new_classmethod(type_op, "__init_subclass__")
    type_new_classmethod(type_op, "__class_getitem__")
    type_new_descriptors(ctx, type_op)
    type_new_set_slots(type_op)
    type_new_set_classcell(type_op)
    type_new_set_classdictcell(type_op)


def type_new_init(ctx: type_new_ctx) -> Any:
    """Copy the namespace, read ``__slots__``, allocate the type (a generator)."""
    plain = ctx.orig_dict.ob_type.value.tp_iter is PyDict_Type.value.tp_iter
    namespace = PyDict_Copy(ctx.orig_dict) if plain else PyDict_New()
    try:
        if not plain:  # a subclass with an order of its own
            merged = PyDict_Merge(namespace, ctx.orig_dict, True)
            if type(merged) in PENDING:
                yield merged
        yield type_new_get_slots(ctx, namespace)
        type_new_slots(ctx, namespace)
    except PyErr:
        Py_DECREF(namespace)
        raise
    return type_new_alloc(ctx, namespace)


def type_new_impl(ctx: type_new_ctx) -> Any:
    """Make the class, its bases being known (a generator)."""
    type_op = yield type_new_init(ctx)
    try:
        type_new_set_attrs(ctx, type_op)
        pending = PyType_Ready(type_op)
        if type(pending) in PENDING:
            yield pending
        fixup_slot_dispatchers(type_op)
        me_value = type_op.value.tp_dict.value.me_value
        if not all(type(key) is str for key in me_value):
            pending = PyErr_WarnEx(
                PyExc_RuntimeWarning,
                f"non-string key in the __dict__ of class {type_op.value.tp_name}", 1)
            if type(pending) in PENDING:
                yield pending
        yield type_new_set_names(type_op)
        pending = type_new_init_subclass(ctx, type_op)
        if pending is not None:
            yield pending
    except PyErr:
        Py_DECREF(type_op)
        raise
    return type_op


# ---- telling the others

def type_new_set_names(type_op: PyObject) -> Any:
    """Call ``__set_name__`` of every value in the namespace that has one (a generator)."""
    count_passing_dict()  # C goes through a copy of the namespace
    for key, value in list(type_op.value.tp_dict.value.me_value.items()):
        if _PyType_Lookup(value.ob_type, "__set_name__") is None or type(key) is not str:
            continue
        value.ob_refcnt += 1
        try:
            yield _set_name(type_op, key, value)
        finally:
            Py_DECREF(value)


def _set_name(type_op: PyObject, key: str, value: PyObject) -> Any:
    method = _PyObject_LookupSpecial(value, "__set_name__")
    if type(method) in PENDING:
        method = yield method
    try:
        res = PyObject_Vectorcall(method, [type_op, PyUnicode_InternFromString(key)])
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr as err:
        note = (f"Error calling __set_name__ on '{value.ob_type.value.tp_name}' instance "
                f"{key!r} in '{type_op.value.tp_name}'")
        pending = _add_note(err, note)
        if type(pending) in PENDING:
            yield pending
        raise
    finally:
        Py_DECREF(method)


def _add_note(err: PyErr, note: str) -> Any:
    """Add a line to an exception (_PyErr_FormatNote); what goes wrong is ignored (a generator)."""
    from vm.objects.call import PyObject_CallMethod  # an error path

    text = PyUnicode_FromString(note)
    try:
        res = PyObject_CallMethod(err.exc, "add_note", [text])
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    finally:
        Py_DECREF(text)


def type_new_init_subclass(ctx: type_new_ctx, type_op: PyObject) -> Any:
    """Call ``super(cls, cls).__init_subclass__(**kwds)``: None if that is object's own, or pending."""
    kwnames = ctx.kwnames
    if not kwnames and type_op in type_op.value.tp_mro.value:
        found = _super_lookup_descr(type_op, type_op, "__init_subclass__")
        if found is PyBaseObject_Type.value.tp_dict.value.me_value.get("__init_subclass__"):
            return None
    return _type_new_init_subclass(type_op, ctx.args[3:], kwnames)


def _type_new_init_subclass(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    func = _PySuper_Lookup(type_op, type_op, "__init_subclass__", False)
    if type(func) in PENDING:
        func = yield func
    try:
        res = PyObject_Vectorcall(func, args, kwnames)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    finally:
        Py_DECREF(func)


# ---- __dict__ and __weakref__ of instances

def _builtin_base_with_dict(type_op: PyObject) -> PyObject | None:
    op: PyObject | None = type_op
    while op is not None and op.value.tp_base is not None:
        if op.value.tp_dictoffset and not op.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
            return op
        op = op.value.tp_base
    return None


def _base_dict_descr(obj: PyObject) -> PyObject | None:
    """The ``__dict__`` descriptor of a built-in base with a dict of its own, or None."""
    base = _builtin_base_with_dict(obj.ob_type)
    if base is None:
        return None
    descr = _PyType_Lookup(base, "__dict__")
    if descr is None or descr.ob_type.value.tp_descr_set is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"this __dict__ descriptor does not support '{obj.ob_type.value.tp_name}' objects")
    return descr


def subtype_dict(obj: PyObject) -> Any:
    """``obj.__dict__``."""
    descr = _base_dict_descr(obj)
    if descr is not None:
        return descr.ob_type.value.tp_descr_get(descr, obj, obj.ob_type)
    return object_c.PyObject_GenericGetDict(obj)


def subtype_setdict(obj: PyObject, value: PyObject | None) -> Any:
    """``obj.__dict__ = value``; deleting it empties it."""
    descr = _base_dict_descr(obj)
    if descr is not None:
        return descr.ob_type.value.tp_descr_set(descr, obj, value)
    if value is None:
        PyObject_ClearManagedDict(obj)
        if obj.ob_ext is None:
            obj.ob_ext = ObjectExtension()
        obj.ob_ext.detached = True
        return None
    return object_c.PyObject_GenericSetDict(obj, value)


def subtype_getweakref(obj: PyObject) -> PyObject:
    """``obj.__weakref__``: the first weak reference, or None."""
    if not obj.ob_type.value.tp_weaklistoffset:
        raise PyErr_Format(PyExc_AttributeError, "This object has no __weakref__")
    ext = obj.ob_ext
    if ext is None or not ext.weaklist:
        return Py_None
    ref = ext.weaklist[0]
    ref.ob_refcnt += 1
    return ref


_DICT = PyGetSetDef("__dict__", subtype_dict, subtype_setdict)
_WEAKREF = PyGetSetDef("__weakref__", subtype_getweakref, None)

set_slots(PyType_Type, tp_new=type_new)


@late_import
def _bind() -> None:
    global PyDict_Copy, PyDict_GetItemString, PyDict_SetItemString, PyDict_DelItemString
    global PyDict_Merge, PyDict_New, PyTuple_New, PyUnicode_FromString, PyUnicode_InternFromString
    from vm.objects.dictmerge import PyDict_Merge
    from vm.objects.dictobject import (
        PyDict_Copy,
        PyDict_DelItemString,
        PyDict_GetItemString,
        PyDict_New,
        PyDict_SetItemString,
    )
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
