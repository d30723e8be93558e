"""Bound methods. Models Objects/classobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import object as object_c
from vm.objects.call import PyObject_Vectorcall
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.object import (
    Py_HashPointer,
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_Hash,
    PyObject_Repr,
    PyObject_RichCompareBool,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    GEN0,
    PyObject_GC_New,
    _Py_ScheduleGC,
    _PyObject_GC_TRACK,
    gcstate,
    gen0_head,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_True,
    PyFunction_Type,
    PyMethod_Type,
    PyObject,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.typeobject import _PyType_Lookup
from vm.objects.weakrefobject import weakrefs_call_back

PyTuple_New: Callable

PyInstanceMethod_Type = static_type(
    "instancemethod", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC)


class PyMethodObject:
    """The body of a bound method: both references are owned."""

    __slots__ = ("im_func", "im_self")

    def __init__(self, func: PyObject, self_: PyObject):
        self.im_func = func
        self.im_self = self_


def PyMethod_New(func: PyObject, self_op: PyObject) -> PyObject:
    """Bind a function to an object."""
    func.ob_refcnt += 1
    self_op.ob_refcnt += 1
    GEN0.count = n = GEN0.count + 1
    if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
        _Py_ScheduleGC()
    op = PyObject(PyMethod_Type, PyMethodObject(func, self_op))
    op.ob_ext = None
    gen0_head[op] = None
    return op


def method_vectorcall(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Call the function with the bound object in front."""
    body = op.value
    func = body.im_func
    args = [body.im_self, *args]
    if func.ob_type is PyFunction_Type:
        return PyFunction_Type.value.tp_call(func, args, kwnames)
    if func.ob_type is PyMethod_Type:
        return _call_chain(func, args, kwnames)
    return PyObject_Vectorcall(func, args, kwnames)


def _call_chain(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Call a bound method of a bound method of ...: without recursion."""
    front = []
    while op.ob_type is PyMethod_Type:
        front.append(op.value.im_self)
        op = op.value.im_func
    front.reverse()
    return PyObject_Vectorcall(op, front + args, kwnames)


def method_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    if op.ob_ext is not None and weakrefs_call_back(op, method_dealloc):
        return
    dealloc_container(op, method_traverse)


def method_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.im_func, op.value.im_self)


def method_getattro(op: PyObject, name: PyObject) -> Any:
    """A method has its function's attributes besides its own."""
    descr = _PyType_Lookup(PyMethod_Type, name.value)
    if descr is not None:
        get = descr.ob_type.value.tp_descr_get
        if get is not None:
            return get(descr, op, PyMethod_Type)
        descr.ob_refcnt += 1
        return descr
    return PyObject_GetAttr(op.value.im_func, name)


def method_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``MethodType(function, instance)``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "method() takes no keyword arguments")
    _PyArg_CheckPositional("method", len(args), 2, 2)
    function, instance = args
    if function.ob_type.value.tp_call is None:
        raise PyErr_Format(PyExc_TypeError, "first argument must be callable")
    if instance is Py_None:
        raise PyErr_Format(PyExc_TypeError, "instance must not be None")
    return PyMethod_New(function, instance)


def method_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Equal if they bind equal functions to the same object."""
    if op not in (Py_EQ, Py_NE) or a.ob_type is not PyMethod_Type or b.ob_type is not PyMethod_Type:
        return Py_NotImplemented
    x, y = a.value, b.value
    same = PyObject_RichCompareBool(x.im_func, y.im_func, Py_EQ)
    if type(same) in PENDING:
        return _method_richcompare(same, x.im_self is y.im_self, op)
    return Py_True if (same and x.im_self is y.im_self) == (op == Py_EQ) else Py_False


def _method_richcompare(pending: Any, same_self: bool, op: int) -> Any:
    same = yield pending
    return Py_True if (same and same_self) == (op == Py_EQ) else Py_False


def method_hash(op: PyObject) -> Any:
    """The bound object's address and the function's hash."""
    h = PyObject_Hash(op.value.im_func)
    if type(h) in PENDING:
        return _method_hash(op, h)
    h ^= Py_HashPointer(op.value.im_self)
    return -2 if h == -1 else h


def _method_hash(op: PyObject, pending: Any) -> Any:
    h = yield pending
    h ^= Py_HashPointer(op.value.im_self)
    return -2 if h == -1 else h


def method_repr(op: PyObject) -> Any:
    """``<bound method qualname of self>``; a generator: both may be shown by guest code."""
    body = op.value
    name = yield _function_name(body.im_func)
    shown = PyObject_Repr(body.im_self)
    if type(shown) in PENDING:
        shown = yield shown
    text = PyObject(PyUnicode_Type, f"<bound method {name} of {shown.value}>")
    Py_DECREF(shown)
    return text


def _function_name(func: PyObject) -> Any:
    """``__qualname__``, else ``__name__``, else "?" (a generator giving a host str)."""
    for attr in ("__qualname__", "__name__"):
        found = PyObject_GetOptionalAttr(func, _Py_ID(attr))
        if type(found) in PENDING:
            found = yield found
        if found is not None:
            text = found.value
            Py_DECREF(found)
            return text if isinstance(text, str) else "?"
    return "?"


def method_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """A bound method stays as it is."""
    op.ob_refcnt += 1
    return op


def method_get_doc(op: PyObject) -> Any:
    """``__doc__``: the function's."""
    return PyObject_GetAttr(op.value.im_func, _Py_ID("__doc__"))


def method___reduce__(op: PyObject) -> Any:
    """Pickled as ``getattr(self, name)``; a generator."""
    from vm.objects.descrobject import _reduce_getattr  # rare

    body = op.value
    name = PyObject_GetAttr(body.im_func, _Py_ID("__name__"))
    if type(name) in PENDING:
        name = yield name
    body.im_self.ob_refcnt += 1
    return (yield _reduce_getattr(body.im_self, name))


set_slots(
    PyMethod_Type, tp_new=method_new, tp_call=method_vectorcall, tp_dealloc=method_dealloc,
    tp_traverse=method_traverse, tp_repr=method_repr, tp_hash=method_hash,
    tp_richcompare=method_richcompare, tp_getattro=method_getattro,
    tp_setattro=object_c.PyObject_GenericSetAttr, tp_descr_get=method_descr_get,
    tp_methods=(PyMethodDef("__reduce__", method___reduce__),),
    tp_members=(
        PyMemberDef("__func__", "im_func"),
        PyMemberDef("__self__", "im_self"),
    ),
    tp_getset=(PyGetSetDef("__doc__", method_get_doc),),
)


# ---- instancemethod: makes any callable bind like a function

class PyInstanceMethodObject:
    """The body of an instancemethod."""

    __slots__ = ("func",)

    def __init__(self, func: PyObject):
        self.func = func


def PyInstanceMethod_New(func: PyObject) -> PyObject:
    """Wrap a callable so that it binds."""
    func.ob_refcnt += 1
    op = PyObject_GC_New(PyInstanceMethod_Type, PyInstanceMethodObject(func))
    _PyObject_GC_TRACK(op)
    return op


def instancemethod_descr_get(
    op: PyObject, obj: PyObject | None, type_op: PyObject | None
) -> PyObject:
    """Bind, or give the bare callable."""
    func = op.value.func
    if obj is None:
        func.ob_refcnt += 1
        return func
    return PyMethod_New(func, obj)


def instancemethod_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, lambda op: (op.value.func,))


set_slots(
    PyInstanceMethod_Type,
    tp_call=lambda op, args, kwnames: PyObject_Vectorcall(op.value.func, args, kwnames),
    tp_descr_get=instancemethod_descr_get, tp_dealloc=instancemethod_dealloc,
    tp_traverse=lambda op: (op.value.func,),
    tp_members=(PyMemberDef("__func__", "func"),),
)


@late_import
def _bind() -> None:
    global PyTuple_New
    from vm.objects.tupleobject import PyTuple_New
