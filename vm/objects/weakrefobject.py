"""Weak references and proxies. Models Objects/weakrefobject.c.

An object's weak references stand in a host list, in C's order: the callback-less plain reference, the
callback-less proxy, then the others, newest first. The list is in the object's ``ob_ext``, for a type in
its ``tp_weaklist``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract, call
from vm.objects import object as object_c
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    ObjectExtension,
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    decref_all,
    pending_finalizers,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_WriteUnraisable,
    PyExc_ReferenceError,
    PyExc_TypeError,
)

PyType_GenericAlloc: Callable
PyTuple_New: Callable
_PyObject_LookupSpecial: Callable
Py_GenericAlias: Callable

_PyWeakref_RefType = static_type(
    "weakref.ReferenceType", tp_basicsize=64,
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE)
_PyWeakref_ProxyType = static_type(
    "weakref.ProxyType", tp_basicsize=64, tp_flags=Py_TPFLAGS_HAVE_GC)
_PyWeakref_CallableProxyType = static_type(
    "weakref.CallableProxyType", tp_basicsize=64, tp_flags=Py_TPFLAGS_HAVE_GC)
_EXACT = (_PyWeakref_RefType, _PyWeakref_ProxyType, _PyWeakref_CallableProxyType)


class PyWeakReference:
    """The body of a weak reference: ``wr_object`` is borrowed, and None (the guest's) once it is dead."""

    __slots__ = ("wr_object", "wr_callback", "hash")

    def __init__(self, ob: PyObject, callback: PyObject | None):
        self.wr_object = ob
        self.wr_callback = callback
        self.hash: int | None = None


# ---- the list of an object's weak references

def _PyObject_GET_WEAKREFS_LISTPTR(op: PyObject) -> list[PyObject] | None:
    """The object's list of weak references, or None if it never had one."""
    if op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return op.value.tp_weaklist
    ext = getattr(op, "ob_ext", None)
    return ext.weaklist if ext is not None else None


def _make_list(op: PyObject) -> list[PyObject]:
    found = _PyObject_GET_WEAKREFS_LISTPTR(op)
    if found is None:
        found = []
        if op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
            op.value.tp_weaklist = found
        else:
            ext = getattr(op, "ob_ext", None)
            if ext is None:
                ext = op.ob_ext = ObjectExtension()
            ext.weaklist = found
    return found


def _PyWeakref_GetWeakrefCount(op: PyObject) -> int:
    """How many weak references the object has."""
    return len(_PyObject_GET_WEAKREFS_LISTPTR(op) or ())


def PyWeakref_Check(op: PyObject) -> bool:
    """Whether the object is a weak reference (of a subclass too) or a proxy."""
    return PyType_IsSubtype(op.ob_type, _PyWeakref_RefType) or PyWeakref_CheckProxy(op)


def PyWeakref_CheckProxy(op: PyObject) -> bool:
    """Whether the object is a proxy."""
    return op.ob_type is _PyWeakref_ProxyType or op.ob_type is _PyWeakref_CallableProxyType


def _rank(ref: PyObject) -> int:
    """Where a reference stands in the list: the basic reference, the basic proxy, the rest."""
    if ref.value.wr_callback is None:
        if ref.ob_type is _PyWeakref_RefType:
            return 0
        if PyWeakref_CheckProxy(ref):
            return 1
    return 2


def _insert_weakref(ref: PyObject, found: list[PyObject]) -> None:
    rank = _rank(ref)
    at = 0
    while at < len(found) and _rank(found[at]) < rank:
        at += 1
    found.insert(at, ref)


def get_or_create_weakref(
    type_op: PyObject, ob: PyObject, callback: PyObject | None
) -> PyObject:
    """A weak reference or proxy of the given type: the callback-less ones are shared."""
    if not ob.ob_type.value.tp_weaklistoffset:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot create weak reference to '{ob.ob_type.value.tp_name}' object")
    if callback is Py_None:
        callback = None
    found = _make_list(ob)
    if callback is None and type_op in _EXACT:
        wanted = 0 if type_op is _PyWeakref_RefType else 1
        for ref in found[:2]:
            if _rank(ref) == wanted:
                ref.ob_refcnt += 1
                return ref
    ref = PyType_GenericAlloc(type_op, PyWeakReference(ob, callback))
    if callback is not None:
        callback.ob_refcnt += 1
    _insert_weakref(ref, found)
    return ref


def PyWeakref_NewRef(ob: PyObject, callback: PyObject | None) -> PyObject:
    """``weakref.ref(ob, callback)``."""
    return get_or_create_weakref(_PyWeakref_RefType, ob, callback)


def PyWeakref_NewProxy(ob: PyObject, callback: PyObject | None) -> PyObject:
    """``weakref.proxy(ob, callback)``."""
    callable_ = ob.ob_type.value.tp_call is not None
    return get_or_create_weakref(
        _PyWeakref_CallableProxyType if callable_ else _PyWeakref_ProxyType, ob, callback)


def _PyWeakref_GET_REF(ref: PyObject) -> PyObject | None:
    """The referent (new reference), or NULL if it is dead."""
    ob = ref.value.wr_object
    if ob is Py_None or ob.ob_refcnt <= 0:
        return None
    ob.ob_refcnt += 1
    return ob


def _PyWeakref_ClearRef(ref: PyObject) -> None:
    """Make a reference dead; its callback stays, uncalled (the collector's way)."""
    body = ref.value
    ob = body.wr_object
    if ob is not Py_None:
        found = _PyObject_GET_WEAKREFS_LISTPTR(ob)
        if found is not None and ref in found:
            found.remove(ref)
        body.wr_object = Py_None


def _PyWeakref_ClearWeakRefsNoCallbacks(op: PyObject) -> None:
    """Make all weak references to an object dead without calling back."""
    found = _PyObject_GET_WEAKREFS_LISTPTR(op)
    while found:
        found.pop(0).value.wr_object = Py_None


def PyObject_ClearWeakRefs(op: PyObject) -> bool:
    """Make all weak references to a dying object dead and queue their callbacks, in C's order.

    Returns:
        Whether callbacks were queued: then the caller must queue the rest of its deallocation behind them.
    """
    found = _PyObject_GET_WEAKREFS_LISTPTR(op)
    while found and _rank(found[0]) < 2:
        found.pop(0).value.wr_object = Py_None
    if not found:
        return False
    items: list[PyObject | None] = []
    for ref in found:
        body = ref.value
        body.wr_object = Py_None
        callback, body.wr_callback = body.wr_callback, None
        if ref.ob_refcnt > 0:
            ref.ob_refcnt += 1
            items += (ref, callback)
        elif callback is not None:
            Py_DECREF(callback)
    items += [None] * (2 * len(found) - len(items))
    found.clear()
    pending_finalizers.append(_call_back_all(PyTuple_New(tuple(items))))
    return True


def _call_back_all(pairs: PyObject) -> Any:
    """Call the callbacks of a guest tuple (reference, callback, ...), then drop it."""
    items = pairs.value
    try:
        for i in range(0, len(items), 2):
            if items[i + 1] is not None:
                yield handle_callback(items[i], items[i + 1])
    finally:
        Py_DECREF(pairs)


def weakrefs_call_back(op: PyObject, dealloc: Callable[[PyObject], None]) -> bool:
    """Clear the weak references of a dying container, as the first step of its tp_dealloc.

    Returns:
        True if callbacks were queued: ``dealloc(op)`` is queued behind them, and the caller returns.
    """
    PyObject_GC_UnTrack(op)
    if PyObject_ClearWeakRefs(op):
        pending_finalizers.append((dealloc, op))
        return True
    return False


def handle_callback(ref: PyObject, callback: PyObject) -> Any:
    """Call a weak reference's callback with it (a generator)."""
    try:
        res = call.PyObject_CallOneArg(callback, ref)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr as err:
        pending = PyErr_WriteUnraisable(err, callback)
        if type(pending) in PENDING:
            yield pending


# ---- ref

def weakref___new__(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``ref(ob, callback=None)``; keywords are left to a subclass's ``__init__``."""
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional("__new__", nargs, 1, 2)
    return get_or_create_weakref(type_op, args[0], args[1] if nargs > 1 else None)


def weakref___init__(op: PyObject, args: list, kwnames: tuple) -> None:
    """``ref.__init__``: checks the arguments again."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "ref() takes no keyword arguments")
    _PyArg_CheckPositional("__init__", len(args), 1, 2)


def weakref_vectorcall(op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``r()``: the referent, or None."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "weakref() takes no keyword arguments")
    _PyArg_CheckPositional("weakref", len(args), 0, 0)
    return _PyWeakref_GET_REF(op) or Py_None


def weakref_dealloc(op: PyObject) -> None:
    """tp_dealloc of references and proxies."""
    _PyWeakref_ClearRef(op)
    dealloc_container(op, gc_traverse)


def gc_traverse(op: PyObject) -> tuple:
    """tp_traverse: the callback; the referent is not owned."""
    return (op.value.wr_callback,)


def gc_clear(op: PyObject) -> None:
    """tp_clear."""
    _PyWeakref_ClearRef(op)
    callback, op.value.wr_callback = op.value.wr_callback, None
    Py_XDECREF(callback)


def weakref_hash(op: PyObject) -> Any:
    """The referent's hash, remembered."""
    body = op.value
    if body.hash is not None:
        return body.hash
    ob = _PyWeakref_GET_REF(op)
    if ob is None:
        raise PyErr_Format(PyExc_TypeError, "weak object has gone away")
    res = _apply(object_c.PyObject_Hash, [ob], [ob])
    if type(res) in PENDING:
        return _weakref_hash(body, res)
    body.hash = res
    return res


def _weakref_hash(body: PyWeakReference, pending: Any) -> Any:
    body.hash = yield pending
    return body.hash


def _type_fullname(op: PyObject) -> str:
    """``%T``: the fully qualified name of an object's type."""
    from vm.objects.typeobject import type_fullname  # typeobject.py imports this file

    return type_fullname(op.ob_type)


def weakref_repr(op: PyObject) -> Any:
    """``<weakref at 0x...; to 'C' at 0x... (name)>``."""
    ob = _PyWeakref_GET_REF(op)
    if ob is None:
        return PyObject(
            PyUnicode_Type, f"<weakref at {object_c._Py_address(op):#x}; dead>")
    return _weakref_repr(op, ob)


def _weakref_repr(op: PyObject, ob: PyObject) -> Any:
    name = None
    try:
        pending = _PyObject_LookupSpecial(ob, "__name__")
        name = (yield pending) if type(pending) in PENDING else pending
        text = (f"<weakref at {object_c._Py_address(op):#x}; to '{_type_fullname(ob)}' "
                f"at {object_c._Py_address(ob):#x}")
        if name is not None and isinstance(name.value, str):
            text += f" ({name.value})"
    finally:
        Py_DECREF(ob)
        Py_XDECREF(name)
    return PyObject(PyUnicode_Type, text + ">")


def weakref_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Live references compare as their referents do, dead ones by identity."""
    if op not in (Py_EQ, Py_NE) or not (PyWeakref_Check(a) and PyWeakref_Check(b)):
        return Py_NotImplemented
    x = _PyWeakref_GET_REF(a)
    y = _PyWeakref_GET_REF(b)
    if x is None or y is None:
        Py_XDECREF(x)
        Py_XDECREF(y)
        return Py_True if (a is b) == (op == Py_EQ) else Py_False
    return _apply(object_c.PyObject_RichCompare, [x, y, op], [x, y])


def _apply(function: Callable, args: list, owned: list) -> Any:
    """Call a native that may be pending and drop what was held for it."""
    try:
        res = function(*args)
    except PyErr:
        decref_all(owned)
        raise
    if type(res) in PENDING:
        return _apply_pending(res, owned)
    decref_all(owned)
    return res


def _apply_pending(pending: Any, owned: list) -> Any:
    try:
        return (yield pending)
    finally:
        decref_all(owned)


# ---- proxies: every operation goes to the referent

def unwrap(op: PyObject) -> PyObject:
    """The referent of a live proxy, or the object itself (new reference)."""
    if not PyWeakref_CheckProxy(op):
        op.ob_refcnt += 1
        return op
    ob = _PyWeakref_GET_REF(op)
    if ob is None:
        raise PyErr_Format(
            PyExc_ReferenceError, "weakly-referenced object no longer exists")
    return ob


def _proxied(function: Callable, nunwrapped: int) -> Callable:
    """A slot that unwraps its first operands and does the operation on the referents."""

    def proxy_operation(*args: Any) -> Any:
        owned: list[PyObject] = []
        try:
            for op in args[:nunwrapped]:
                owned.append(unwrap(op))
        except PyErr:
            for op in owned:
                Py_DECREF(op)
            raise
        return _apply(function, [*owned, *args[nunwrapped:]], owned)

    proxy_operation.__name__ = "proxy_" + function.__name__
    return proxy_operation


def proxy_repr(op: PyObject) -> PyObject:
    """``<weakproxy at 0x...; to 'C' at 0x...>``: the one operation that shows the proxy itself."""
    text = f"<weakproxy at {object_c._Py_address(op):#x}; "
    ob = _PyWeakref_GET_REF(op)
    if ob is None:
        return PyObject(PyUnicode_Type, text + "dead>")
    text += f"to '{_type_fullname(ob)}' at {object_c._Py_address(ob):#x}>"
    Py_DECREF(ob)
    return PyObject(PyUnicode_Type, text)


def _proxy_iternext(op: PyObject) -> Any:
    iternext = op.ob_type.value.tp_iternext
    if iternext is None or iternext is object_c._PyObject_NextNotImplemented:
        raise PyErr_Format(
            PyExc_TypeError,
            f"Weakref proxy referenced a non-iterator '{op.ob_type.value.tp_name}' object")
    return iternext(op)


def _set_item(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    if value is None:
        return abstract.PyObject_DelItem(op, key)
    return abstract.PyObject_SetItem(op, key, value)


def _method(name: str) -> Callable:
    def proxy_method(op: PyObject) -> Any:
        return call.PyObject_CallMethod(op, name, [])

    proxy_method.__name__ = name.strip("_")
    return proxy_method


_UNARY = {
    "nb_negative": "Negative", "nb_positive": "Positive", "nb_absolute": "Absolute",
    "nb_invert": "Invert", "nb_int": "Long", "nb_float": "Float", "nb_index": "Index",
}
_BINARY = {
    "nb_add": "Add", "nb_subtract": "Subtract", "nb_multiply": "Multiply",
    "nb_floor_divide": "FloorDivide", "nb_true_divide": "TrueDivide", "nb_remainder": "Remainder",
    "nb_divmod": "Divmod", "nb_lshift": "Lshift", "nb_rshift": "Rshift", "nb_and": "And",
    "nb_xor": "Xor", "nb_or": "Or", "nb_matrix_multiply": "MatrixMultiply",
    "nb_inplace_add": "InPlaceAdd", "nb_inplace_subtract": "InPlaceSubtract",
    "nb_inplace_multiply": "InPlaceMultiply", "nb_inplace_floor_divide": "InPlaceFloorDivide",
    "nb_inplace_true_divide": "InPlaceTrueDivide", "nb_inplace_remainder": "InPlaceRemainder",
    "nb_inplace_lshift": "InPlaceLshift", "nb_inplace_rshift": "InPlaceRshift",
    "nb_inplace_and": "InPlaceAnd", "nb_inplace_xor": "InPlaceXor",
    "nb_inplace_or": "InPlaceOr", "nb_inplace_matrix_multiply": "InPlaceMatrixMultiply",
}


def _proxy_slots() -> dict[str, Callable]:
    slots: dict[str, Callable] = {}
    for slot, name in _UNARY.items():
        slots[slot] = _proxied(getattr(abstract, "PyNumber_" + name), 1)
    for slot, name in _BINARY.items():
        slots[slot] = _proxied(getattr(abstract, "PyNumber_" + name), 2)
    slots["nb_power"] = _proxied(abstract.PyNumber_Power, 3)
    slots["nb_inplace_power"] = _proxied(abstract.PyNumber_InPlacePower, 3)
    slots["nb_bool"] = _proxied(object_c.PyObject_IsTrue, 1)
    slots["sq_length"] = slots["mp_length"] = _proxied(abstract.PyObject_Size, 1)
    slots["sq_contains"] = _proxied(abstract.PySequence_Contains, 1)
    slots["mp_subscript"] = _proxied(abstract.PyObject_GetItem, 2)
    slots["mp_ass_subscript"] = _proxied(_set_item, 1)
    slots["tp_iter"] = _proxied(abstract.PyObject_GetIter, 1)
    slots["tp_iternext"] = _proxied(_proxy_iternext, 1)
    slots["tp_getattro"] = _proxied(object_c.PyObject_GetAttr, 1)
    slots["tp_setattro"] = _proxied(object_c.PyObject_SetAttr, 1)
    slots["tp_str"] = _proxied(object_c.PyObject_Str, 1)
    slots["tp_richcompare"] = _proxied(object_c.PyObject_RichCompare, 2)
    return slots


@late_import
def _bind() -> None:
    global PyTuple_New, PyType_GenericAlloc, _PyObject_LookupSpecial
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject import PyType_GenericAlloc, _PyObject_LookupSpecial

    slots = _proxy_slots()
    for type_op in (_PyWeakref_ProxyType, _PyWeakref_CallableProxyType):
        set_slots(
            type_op, tp_dealloc=weakref_dealloc, tp_repr=proxy_repr, tp_traverse=gc_traverse,
            tp_clear=gc_clear, **slots)
    set_slots(
        _PyWeakref_ProxyType,
        tp_methods=(
            PyMethodDef("__bytes__", _proxied(_method("__bytes__"), 1)),
            PyMethodDef("__reversed__", _proxied(_method("__reversed__"), 1)),
        ))
    set_slots(_PyWeakref_CallableProxyType,
              tp_call=_proxied(call.PyObject_Vectorcall, 1))


def weakref_class_getitem(cls: PyObject, item: PyObject) -> Any:
    """``ref[item]``: a GenericAlias."""
    from vm.objects.genericaliasobject import Py_GenericAlias  # rare

    return Py_GenericAlias(cls, item)


set_slots(
    _PyWeakref_RefType,
    tp_new=weakref___new__, tp_init=weakref___init__, tp_call=weakref_vectorcall,
    tp_dealloc=weakref_dealloc, tp_repr=weakref_repr, tp_hash=weakref_hash,
    tp_richcompare=weakref_richcompare, tp_traverse=gc_traverse, tp_clear=gc_clear,
    tp_members=(PyMemberDef("__callback__", "wr_callback"),),
    tp_methods=(
        PyMethodDef("__class_getitem__", weakref_class_getitem, "($type, item, /)", classmethod=True),
    ),
)
