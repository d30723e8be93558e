"""Descriptors of built-in types, mappingproxy, property. Models Objects/descrobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import docs
from vm.objects.eval_builtin import _PyEval_GetBuiltin
from vm.objects.linker import late_import
from vm.objects.methoddef import (
    METH_NOARGS,
    METH_O,
    Py_T_BOOL,
    Py_T_OBJECT,
    Py_T_PYSSIZET,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
)
from vm.objects.object import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_passing_arguments
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyBool_Type,
    PyErr,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_AttributeError,
    PyExc_OverflowError,
    PyExc_TypeError,
)
from vm.objects.typeobject import type_qualname
from vm.objects.typeobject_wrappers import KEYWORD_WRAPPERS

PyCFunction_New: Callable
PyNumber_AsSsize_t: Callable
PyLong_FromLong: Callable
PyTuple_New: Callable
PyUnicode_InternFromString: Callable
PyUnicode_FromString: Callable
builtin_getattr: Callable

_GC = Py_TPFLAGS_HAVE_GC
_CALLED = _GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR
PyMethodDescr_Type = static_type(
    "method_descriptor", tp_basicsize=56, tp_flags=_CALLED, tp_hostkey="identity")
PyClassMethodDescr_Type = static_type(
    "classmethod_descriptor", tp_basicsize=56, tp_flags=_GC, tp_hostkey="identity")
PyMemberDescr_Type = static_type(
    "member_descriptor", tp_basicsize=48, tp_flags=_GC, tp_hostkey="identity")
PyGetSetDescr_Type = static_type(
    "getset_descriptor", tp_basicsize=48, tp_flags=_GC, tp_hostkey="identity")
PyWrapperDescr_Type = static_type(
    "wrapper_descriptor", tp_basicsize=56, tp_flags=_GC | Py_TPFLAGS_METHOD_DESCRIPTOR,
    tp_hostkey="identity")
_PyMethodWrapper_Type = static_type("method-wrapper", tp_basicsize=32, tp_flags=_GC)


class PyDescrObject:
    """What all descriptors of built-in types share.

    Attributes:
        d_type: the type that they describe; owned.
        d_name: guest str; owned.
        d_qualname: host str.
    """

    __slots__ = ("d_type", "d_name", "d_qualname")

    def __init__(self, type_op: PyObject, name: str):
        type_op.ob_refcnt += 1
        self.d_type = type_op
        self.d_name = PyUnicode_InternFromString(name)
        self.d_name.ob_refcnt += 1
        self.d_qualname = f"{type_qualname(type_op)}.{name}"


class PyMethodDescrObject(PyDescrObject):
    """The body of a method or classmethod descriptor; ``d_method`` is a `PyMethodDef`."""

    __slots__ = ("d_method",)


class PyMemberDescrObject(PyDescrObject):
    """``d_member`` is a `PyMemberDef` or a `SlotMemberDef`."""

    __slots__ = ("d_member",)


class PyGetSetDescrObject(PyDescrObject):
    """``d_getset`` is a `PyGetSetDef`."""

    __slots__ = ("d_getset",)


class PyWrapperDescrObject(PyDescrObject):
    """``d_base`` is a row of the slot table, ``d_wrapped`` the slot's function."""

    __slots__ = ("d_base", "d_wrapped")


class SlotMemberDef:
    """A name of ``__slots__``: the place of its value among the instance's slots.

    ``inline`` says whether the slots are the body itself or, beside a built-in base's body, in ob_ext.
    """

    __slots__ = ("name", "index", "inline")

    def __init__(self, name: str, index: int, inline: bool):
        self.name = name
        self.index = index
        self.inline = inline


class ComputedMemberDef:
    """A member that is not a field of the body here.

    Args:
        name: the guest's name.
        get: ``get(op)`` -> new reference.
        set: ``set(op, value)``, called with a host bool or int by ``kind``; None if it is read-only.
        kind: Py_T_BOOL, Py_T_INT or Py_T_PYSSIZET of methoddef.py, if it can be set.
    """

    __slots__ = ("name", "get", "set", "kind", "readonly")
    inline = False

    def __init__(self, name: str, get: Callable, set: Callable | None = None, kind: str = Py_T_BOOL):
        self.name = name
        self.get = get
        self.set = set
        self.kind = kind
        self.readonly = set is None


class wrapperobject:
    """The body of a method-wrapper: a wrapper descriptor bound to an object; both owned."""

    __slots__ = ("descr", "self")

    def __init__(self, descr: PyObject, self_: PyObject):
        self.descr = descr
        self.self = self_


def _new(descr_type: PyObject, body: PyDescrObject) -> PyObject:
    """Descriptors of static types are never garbage: the collector need not see them."""
    if body.d_type.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
        op = PyObject_GC_New(descr_type, body)
        _PyObject_GC_TRACK(op)
        return op
    return PyObject(descr_type, body)


def PyDescr_NewMethod(type_op: PyObject, method: PyMethodDef) -> PyObject:
    """A method descriptor."""
    body = PyMethodDescrObject(type_op, method.ml_name)
    body.d_method = method
    return _new(PyMethodDescr_Type, body)


def PyDescr_NewClassMethod(type_op: PyObject, method: PyMethodDef) -> PyObject:
    """A classmethod descriptor."""
    body = PyMethodDescrObject(type_op, method.ml_name)
    body.d_method = method
    return _new(PyClassMethodDescr_Type, body)


def PyDescr_NewMember(type_op: PyObject, member: Any) -> PyObject:
    """A member descriptor."""
    body = PyMemberDescrObject(type_op, member.name)
    body.d_member = member
    return _new(PyMemberDescr_Type, body)


def PyDescr_NewGetSet(type_op: PyObject, getset: PyGetSetDef) -> PyObject:
    """A getset descriptor."""
    body = PyGetSetDescrObject(type_op, getset.name)
    body.d_getset = getset
    return _new(PyGetSetDescr_Type, body)


def PyDescr_NewWrapper(type_op: PyObject, base: Any, wrapped: Callable) -> PyObject:
    """A wrapper descriptor for a slot."""
    body = PyWrapperDescrObject(type_op, base.name)
    body.d_base = base
    body.d_wrapped = wrapped
    return _new(PyWrapperDescr_Type, body)


def PyDescr_IsData(op: PyObject) -> bool:
    """Whether a descriptor intercepts assignment."""
    return op.ob_type.value.tp_descr_set is not None


def PyDescr_NAME(op: PyObject) -> str:
    """A descriptor's name as a host str."""
    return op.value.d_name.value


def descr_dealloc(op: PyObject) -> None:
    """tp_dealloc of descriptors."""
    dealloc_container(op, descr_traverse)


def descr_traverse(op: PyObject) -> tuple:
    """tp_traverse of descriptors."""
    return (op.value.d_type, op.value.d_name)


def _type_name(op: PyObject) -> str:
    return op.ob_type.value.tp_name


def _descr_repr(format_: str) -> Callable:
    def descr_repr(op: PyObject) -> PyObject:
        body = op.value
        return PyObject(
            PyUnicode_Type,
            format_.format(body.d_name.value, body.d_type.value.tp_name))

    return descr_repr


def descr_check(op: PyObject, obj: PyObject) -> None:
    """Raise TypeError unless the descriptor applies to the object."""
    d_type = op.value.d_type
    if obj.ob_type is not d_type and not PyType_IsSubtype(obj.ob_type, d_type):
        raise PyErr_Format(
            PyExc_TypeError,
            f"descriptor '{op.value.d_name.value}' for '{d_type.value.tp_name}' objects "
            f"doesn't apply to a '{_type_name(obj)}' object")


# ---- methods

def method_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """``__get__`` of a method descriptor: a built-in method bound to the object."""
    if obj is None:
        op.ob_refcnt += 1
        return op
    descr_check(op, obj)
    return PyCFunction_New(op.value.d_method, obj)


def method_vectorcall(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Calling a method descriptor: the first argument is self."""
    body = op.value
    if len(args) - len(kwnames) < 1:
        raise PyErr_Format(
            PyExc_TypeError, f"unbound method {body.d_qualname}() needs an argument")
    self_op = args[0]
    if self_op.ob_type is not body.d_type and not PyType_IsSubtype(self_op.ob_type, body.d_type):
        descr_check(op, self_op)
    method = body.d_method
    if not kwnames:
        kind = method.kind
        n = len(args)
        if kind is METH_O:
            if n == 2:
                return method.ml_meth(self_op, args[1])
        elif kind is METH_NOARGS and n == 1:
            return method.ml_meth(self_op)
    return method.call(self_op, args[1:], kwnames, body.d_qualname)


def classmethod_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """``__get__`` of a classmethod descriptor: a built-in method bound to the class."""
    body = op.value
    if type_op is None:
        if obj is None:
            raise PyErr_Format(
                PyExc_TypeError,
                f"descriptor '{body.d_name.value}' for type '{body.d_type.value.tp_name}' "
                "needs either an object or a type")
        type_op = obj.ob_type
    if not type_op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"descriptor '{body.d_name.value}' for type '{body.d_type.value.tp_name}' "
            f"needs a type, not a '{_type_name(type_op)}' as arg 2")
    if not PyType_IsSubtype(type_op, body.d_type):
        raise PyErr_Format(
            PyExc_TypeError,
            f"descriptor '{body.d_name.value}' requires a subtype of "
            f"'{body.d_type.value.tp_name}' but received '{type_op.value.tp_name}'")
    return PyCFunction_New(body.d_method, type_op)


def classmethoddescr_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Calling a classmethod descriptor: the first argument is the class."""
    body = op.value
    if len(args) - len(kwnames) < 1:
        raise PyErr_Format(
            PyExc_TypeError,
            f"descriptor '{body.d_name.value}' of '{body.d_type.value.tp_name}' object "
            "needs an argument")
    bound = classmethod_get(op, None, args[0])
    try:
        return body.d_method.call(args[0], args[1:], kwnames, body.d_qualname)
    finally:
        Py_DECREF(bound)


# ---- members

def PyMember_GetOne(obj: PyObject, member: Any) -> PyObject:
    """Read a field of an object's body; host bools, ints and strings become guest objects."""
    if type(member) is SlotMemberDef:
        value = (obj.value if member.inline else obj.ob_ext.slots)[member.index]  # type: ignore
        if value is None:
            raise _no_member(obj, member)
        value.ob_refcnt += 1
        return value
    if type(member) is ComputedMemberDef:
        return member.get(obj)
    value = getattr(obj.value, member.field)
    if type(value) is PyObject:
        value.ob_refcnt += 1
        return value
    if value is None:
        if member.ex:
            raise _no_member(obj, member)
        return Py_None
    if isinstance(value, bool):
        return Py_True if value else Py_False
    if isinstance(value, int):
        return PyLong_FromLong(value)
    return PyUnicode_FromString(value)


def _no_member(obj: PyObject, member: Any) -> PyErr:
    from vm.objects.object import attribute_error  # an error path
    from vm.objects.typeobject import type_fullname

    return attribute_error(
        obj, PyUnicode_InternFromString(member.name),
        f"'{type_fullname(obj.ob_type)}' object has no attribute '{member.name}'")


def PyMember_SetOne(obj: PyObject, member: Any, value: PyObject | None) -> Any:
    """Write a field of an object's body; NULL deletes it."""
    if type(member) is SlotMemberDef:
        slots: Any = obj.value if member.inline else obj.ob_ext.slots  # type: ignore[union-attr]
        old = slots[member.index]
        if value is not None:
            value.ob_refcnt += 1
        elif old is None:
            raise _deleted(member)
        slots[member.index] = value
        if old is not None:
            Py_DECREF(old)
        return None
    if member.readonly:
        raise PyErr_Format(PyExc_AttributeError, "readonly attribute")
    if member.kind is not Py_T_OBJECT:
        if value is None:
            raise PyErr_Format(PyExc_TypeError, "can't delete numeric/char attribute")
        return _set_number(obj, member, value)
    old = getattr(obj.value, member.field)
    if value is None and old is None and member.ex:
        raise _deleted(member)
    if value is not None:
        value.ob_refcnt += 1
    setattr(obj.value, member.field, value)
    Py_XDECREF(old)
    return None


def _set_number(obj: PyObject, member: Any, value: PyObject) -> Any:
    """Write a host bool or int; pending if the value's ``__index__`` must be asked."""
    if member.kind is Py_T_BOOL:
        if value.ob_type is not PyBool_Type:
            raise PyErr_Format(PyExc_TypeError, "attribute value type must be bool")
        return _store_number(obj, member, value.value)
    if member.kind is Py_T_PYSSIZET and not value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    number = PyNumber_AsSsize_t(value, PyExc_OverflowError)
    if type(number) in PENDING:
        return _store_pending_number(obj, member, number)
    return _store_number(obj, member, number)


def _store_pending_number(obj: PyObject, member: Any, pending: Any) -> Any:
    _store_number(obj, member, (yield pending))


def _store_number(obj: PyObject, member: Any, number: int) -> None:
    if type(member) is ComputedMemberDef:
        assert member.set is not None
        member.set(obj, number)
    else:
        setattr(obj.value, member.field, number)


def _deleted(member: Any) -> PyErr:
    return PyErr_SetArgs(PyExc_AttributeError, PyUnicode_InternFromString(member.name))


def member_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """``__get__`` of a member descriptor."""
    if obj is None:
        op.ob_refcnt += 1
        return op
    body = op.value
    if obj.ob_type is not body.d_type and not PyType_IsSubtype(obj.ob_type, body.d_type):
        descr_check(op, obj)
    member = body.d_member
    if type(member) is SlotMemberDef and member.inline:
        value = obj.value[member.index]
        if value is not None:
            value.ob_refcnt += 1
            return value
    return PyMember_GetOne(obj, member)


def member_set(op: PyObject, obj: PyObject, value: PyObject | None) -> Any:
    """``__set__`` and ``__delete__`` of a member descriptor."""
    body = op.value
    if obj.ob_type is not body.d_type and not PyType_IsSubtype(obj.ob_type, body.d_type):
        descr_check(op, obj)
    return PyMember_SetOne(obj, body.d_member, value)


# ---- computed attributes

def getset_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> Any:
    """``__get__`` of a getset descriptor."""
    if obj is None:
        op.ob_refcnt += 1
        return op
    descr_check(op, obj)
    get = op.value.d_getset.get
    if get is None:
        raise PyErr_Format(
            PyExc_AttributeError,
            f"attribute '{op.value.d_name.value}' of '{op.value.d_type.value.tp_name}' "
            "objects is not readable")
    return get(obj)


def getset_set(op: PyObject, obj: PyObject, value: PyObject | None) -> Any:
    """``__set__`` and ``__delete__`` of a getset descriptor."""
    descr_check(op, obj)
    set_ = op.value.d_getset.set
    if set_ is None:
        raise PyErr_Format(
            PyExc_AttributeError,
            f"attribute '{op.value.d_name.value}' of '{op.value.d_type.value.tp_name}' "
            "objects is not writable")
    return set_(obj, value)


# ---- slot wrappers

def wrapperdescr_raw_call(op: PyObject, self_op: PyObject, args: list, kwnames: tuple) -> Any:
    """Call a slot through its wrapper."""
    base = op.value.d_base
    if base.wrapper in KEYWORD_WRAPPERS:
        return base.wrapper(self_op, args, op.value.d_wrapped, kwnames)
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, f"wrapper {base.name}() takes no keyword arguments")
    return base.wrapper(self_op, args, op.value.d_wrapped)


def wrapperdescr_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Calling a wrapper descriptor: the first argument is self."""
    body = op.value
    if len(args) - len(kwnames) < 1:
        raise PyErr_Format(
            PyExc_TypeError,
            f"descriptor '{body.d_name.value}' of '{body.d_type.value.tp_name}' object "
            "needs an argument")
    self_op = args[0]
    if self_op.ob_type is not body.d_type and not PyType_IsSubtype(self_op.ob_type, body.d_type):
        raise PyErr_Format(
            PyExc_TypeError,
            f"descriptor '{body.d_name.value}' requires a '{body.d_type.value.tp_name}' object "
            f"but received a '{_type_name(self_op)}'")
    count_passing_arguments(args, kwnames)
    count_passing_arguments(args[1:], kwnames)
    return wrapperdescr_raw_call(op, self_op, args[1:], kwnames)


def wrapperdescr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """``__get__`` of a wrapper descriptor: a method-wrapper."""
    if obj is None:
        op.ob_refcnt += 1
        return op
    descr_check(op, obj)
    return PyWrapper_New(op, obj)


def PyWrapper_New(descr: PyObject, obj: PyObject) -> PyObject:
    """A method-wrapper."""
    descr.ob_refcnt += 1
    obj.ob_refcnt += 1
    op = PyObject_GC_New(_PyMethodWrapper_Type, wrapperobject(descr, obj))
    _PyObject_GC_TRACK(op)
    return op


def wrapper_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Calling a method-wrapper."""
    count_passing_arguments(args, kwnames)
    return wrapperdescr_raw_call(op.value.descr, op.value.self, args, kwnames)


def wrapper_dealloc(op: PyObject) -> None:
    """tp_dealloc of method-wrappers."""
    dealloc_container(op, wrapper_traverse)


def wrapper_traverse(op: PyObject) -> tuple:
    """tp_traverse of method-wrappers."""
    return (op.value.descr, op.value.self)


def wrapper_repr(op: PyObject) -> PyObject:
    """``<method-wrapper '__add__' of int object at 0x...>``."""
    body = op.value
    return PyObject(
        PyUnicode_Type,
        f"<method-wrapper '{body.descr.value.d_base.name}' of {_type_name(body.self)} object "
        f"at {_Py_address(body.self):#x}>")


def wrapper_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """Equal if both bind the same descriptor to the same object."""
    if (op not in (Py_EQ, Py_NE) or a.ob_type is not _PyMethodWrapper_Type
            or b.ob_type is not _PyMethodWrapper_Type):
        return Py_NotImplemented
    same = a.value.descr is b.value.descr and a.value.self is b.value.self
    return Py_True if same == (op == Py_EQ) else Py_False


def wrapper_hash(op: PyObject) -> int:
    """Hash by the two addresses."""
    from vm.objects.object import Py_HashPointer  # rare

    h = Py_HashPointer(op.value.self) ^ Py_HashPointer(op.value.descr)
    return -2 if h == -1 else h


# ---- attributes of descriptors

def descr_get_doc(op: PyObject) -> PyObject:
    """``__doc__``."""
    return _text(docs.doc_of(_host_descr(op)))


def descr_get_text_signature(op: PyObject) -> PyObject:
    """``__text_signature__``."""
    return _text(docs.text_signature_of(_host_descr(op)))


def _host_descr(op: PyObject) -> Any:
    return docs.host_attribute(op.value.d_type, op.value.d_name.value)


def _text(text: str | None) -> PyObject:
    return PyUnicode_FromString(text) if text is not None else Py_None


def descr_get_qualname(op: PyObject) -> PyObject:
    """``__qualname__``."""
    return PyUnicode_FromString(op.value.d_qualname)


def calculate_qualname_reduce(op: PyObject) -> Any:
    """``__reduce__``: pickled as ``getattr(type, name)``."""
    body = op.value
    body.d_type.ob_refcnt += 1
    body.d_name.ob_refcnt += 1
    return _reduce_getattr(body.d_type, body.d_name)


def _reduce_getattr(owner: PyObject, name: PyObject) -> Any:
    """The pair (getattr, (owner, name)); steals both references (a generator)."""
    try:
        getattr_ = _PyEval_GetBuiltin("getattr")
        if type(getattr_) in PENDING:
            getattr_ = yield getattr_
    except PyErr:
        Py_DECREF(owner)
        Py_DECREF(name)
        raise
    return PyTuple_New((getattr_, PyTuple_New((owner, name))))


def _wrapper_reduce(op: PyObject) -> Any:
    body = op.value
    body.self.ob_refcnt += 1
    body.descr.value.d_name.ob_refcnt += 1
    return _reduce_getattr(body.self, body.descr.value.d_name)


def _descr_of(op: PyObject) -> PyObject:
    return op.value.descr


_REDUCE = PyMethodDef("__reduce__", calculate_qualname_reduce)
_MEMBERS = (PyMemberDef("__objclass__", "d_type"), PyMemberDef("__name__", "d_name"))
_QUALNAME = PyGetSetDef("__qualname__", descr_get_qualname)
_DOC_QUALNAME = (PyGetSetDef("__doc__", descr_get_doc), _QUALNAME)
_CALLABLE_GETSET = (
    *_DOC_QUALNAME, PyGetSetDef("__text_signature__", descr_get_text_signature))

set_slots(
    PyMethodDescr_Type, tp_dealloc=descr_dealloc, tp_traverse=descr_traverse,
    tp_repr=_descr_repr("<method '{}' of '{}' objects>"), tp_call=method_vectorcall,
    tp_descr_get=method_get, tp_methods=(_REDUCE,), tp_members=_MEMBERS, tp_getset=_CALLABLE_GETSET,
)
set_slots(
    PyClassMethodDescr_Type, tp_dealloc=descr_dealloc, tp_traverse=descr_traverse,
    tp_repr=_descr_repr("<method '{}' of '{}' objects>"), tp_call=classmethoddescr_call,
    tp_descr_get=classmethod_get, tp_members=_MEMBERS, tp_getset=_CALLABLE_GETSET,
)
set_slots(
    PyMemberDescr_Type, tp_dealloc=descr_dealloc, tp_traverse=descr_traverse,
    tp_repr=_descr_repr("<member '{}' of '{}' objects>"), tp_descr_get=member_get,
    tp_descr_set=member_set, tp_methods=(_REDUCE,), tp_members=_MEMBERS,
    tp_getset=_DOC_QUALNAME,
)
set_slots(
    PyGetSetDescr_Type, tp_dealloc=descr_dealloc, tp_traverse=descr_traverse,
    tp_repr=_descr_repr("<attribute '{}' of '{}' objects>"), tp_descr_get=getset_get,
    tp_descr_set=getset_set, tp_members=_MEMBERS,
    tp_getset=_DOC_QUALNAME,
)
set_slots(
    PyWrapperDescr_Type, tp_dealloc=descr_dealloc, tp_traverse=descr_traverse,
    tp_repr=_descr_repr("<slot wrapper '{}' of '{}' objects>"), tp_call=wrapperdescr_call,
    tp_descr_get=wrapperdescr_get, tp_methods=(_REDUCE,), tp_members=_MEMBERS,
    tp_getset=_CALLABLE_GETSET,
)
set_slots(
    _PyMethodWrapper_Type, tp_dealloc=wrapper_dealloc, tp_traverse=wrapper_traverse,
    tp_repr=wrapper_repr, tp_call=wrapper_call, tp_richcompare=wrapper_richcompare,
    tp_hash=wrapper_hash, tp_members=(PyMemberDef("__self__", "self"),),
    tp_methods=(PyMethodDef("__reduce__", _wrapper_reduce),),
    tp_getset=(
        PyGetSetDef("__objclass__", lambda op: _owned(_descr_of(op).value.d_type)),
        PyGetSetDef("__name__", lambda op: _owned(_descr_of(op).value.d_name)),
        PyGetSetDef("__qualname__", lambda op: descr_get_qualname(_descr_of(op))),
        PyGetSetDef("__doc__", lambda op: descr_get_doc(_descr_of(op))),
        PyGetSetDef("__text_signature__", lambda op: descr_get_text_signature(_descr_of(op))),
    ),
)


def _owned(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


@late_import
def _bind() -> None:
    global PyCFunction_New, PyLong_FromLong, PyTuple_New, PyUnicode_InternFromString
    global PyUnicode_FromString, PyNumber_AsSsize_t
    from vm.objects.abstract import PyNumber_AsSsize_t
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.methodobject import PyCFunction_New
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
