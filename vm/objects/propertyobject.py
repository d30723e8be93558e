"""property and mappingproxy: the second half of Objects/descrobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract
from vm.objects import object as object_c
from vm.objects.call import PyObject_CallMethod, PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.descrobject import _owned
from vm.objects.linker import late_import
from vm.objects.methoddef import (
    NO_KW,
    ArgSpec,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.object import _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MAPPING,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyList_Type,
    PyObject,
    PyTuple_Type,
    PyType_IsSubtype,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_TypeError,
)
from vm.objects.typeobject import type_qualname
from vm.objects.typeobject_subtype import PyType_GenericAlloc

PyUnicode_FromString: Callable

PyProperty_Type = static_type(
    "property", tp_basicsize=64, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    tp_hostkey="identity")
PyDictProxy_Type = static_type(
    "mappingproxy", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING)


# ---- property

class propertyobject:
    """The body of a property; the references are owned, NULL where nothing was given."""

    __slots__ = ("prop_get", "prop_set", "prop_del", "prop_doc", "prop_name", "getter_doc")

    def __init__(self) -> None:
        self.prop_get: PyObject | None = None
        self.prop_set: PyObject | None = None
        self.prop_del: PyObject | None = None
        self.prop_doc: PyObject | None = None
        self.prop_name: PyObject | None = None
        self.getter_doc = False


def property_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: an empty property."""
    return PyType_GenericAlloc(type_op, propertyobject())


_INIT = ArgSpec("($self, fget=None, fset=None, fdel=None, doc=None)")


def _replace(body: Any, field: str, value: PyObject | None) -> None:
    """Set an owned field of a body to a borrowed object or NULL (Py_XSETREF)."""
    if value is not None:
        value.ob_refcnt += 1
    old = getattr(body, field)
    setattr(body, field, value)
    Py_XDECREF(old)


def property_init(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``property(fget, fset, fdel, doc)``: without doc, the getter's docstring."""
    fget, fset, fdel, doc = (
        None if given is Py_None else given
        for given in parse_arguments(_INIT, "property", args, kwnames, "property"))
    body = op.value
    _replace(body, "prop_get", fget)
    _replace(body, "prop_set", fset)
    _replace(body, "prop_del", fdel)
    _replace(body, "prop_doc", None)
    _replace(body, "prop_name", None)
    body.getter_doc = False
    if doc is not None:
        doc.ob_refcnt += 1
    elif fget is not None:
        doc = object_c.PyObject_GetOptionalAttr(fget, _Py_ID("__doc__"))
        if type(doc) in PENDING:
            return _property_init_doc(op, doc)
        if doc is Py_None:
            doc = None
        body.getter_doc = doc is not None
    return _property_set_doc(op, doc)


def _property_init_doc(op: PyObject, pending: Any) -> Any:
    doc = yield pending
    if doc is Py_None:
        doc = None
    op.value.getter_doc = doc is not None
    res = _property_set_doc(op, doc)
    if type(res) in PENDING:
        yield res


def _property_set_doc(op: PyObject, doc: PyObject | None) -> Any:
    """Store the docstring (reference stolen): in the instance of a subclass, as an attribute."""
    if op.ob_type is PyProperty_Type:
        old, op.value.prop_doc = op.value.prop_doc, doc
        Py_XDECREF(old)
        return None
    return _property_set_doc_attr(op, doc if doc is not None else Py_None)


def _property_set_doc_attr(op: PyObject, doc: PyObject) -> Any:
    try:
        res = object_c.PyObject_SetAttr(op, _Py_ID("__doc__"), doc)
        if type(res) in PENDING:
            yield res
    except PyErr as err:
        if op.value.getter_doc or not PyErr_ExceptionMatches(err, PyExc_AttributeError):
            raise
        PyErr_Clear(err)
    finally:
        Py_DECREF(doc)


def property_name(op: PyObject) -> Any:
    """The property's name: as set, or the getter's. New reference, NULL, or pending."""
    body = op.value
    if body.prop_name is not None:
        return _owned(body.prop_name)
    if body.prop_get is None:
        return None
    return object_c.PyObject_GetOptionalAttr(body.prop_get, _Py_ID("__name__"))


def _property_error(op: PyObject, obj: PyObject | None, what: str) -> Any:
    """Raise the AttributeError for a missing accessor (a generator)."""
    name = property_name(op)
    if type(name) in PENDING:
        name = yield name
    text = "property"
    if name is not None:
        try:
            shown = object_c.PyObject_Repr(name)
            if type(shown) in PENDING:
                shown = yield shown
        finally:
            Py_DECREF(name)
        if obj is not None:
            text += f" {shown.value}"
        Py_DECREF(shown)
    if obj is not None:
        text += f" of {type_qualname(obj.ob_type)!r} object"
    raise PyErr_Format(PyExc_AttributeError, f"{text} has no {what}")


def property_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> Any:
    """``__get__``: calls the getter."""
    if obj is None or obj is Py_None:
        op.ob_refcnt += 1
        return op
    fget = op.value.prop_get
    if fget is None:
        return _property_error(op, obj, "getter")
    return PyObject_CallOneArg(fget, obj)


def property_descr_set(op: PyObject, obj: PyObject, value: PyObject | None) -> Any:
    """``__set__`` and ``__delete__``: call the setter, the deleter."""
    func = op.value.prop_del if value is None else op.value.prop_set
    if func is None:
        return _property_error(op, obj, "deleter" if value is None else "setter")
    res = PyObject_Vectorcall(func, [obj] if value is None else [obj, value], NO_KW)
    if type(res) in PENDING:
        return _discard(res)
    Py_DECREF(res)
    return None


def _discard(pending: Any) -> Any:
    Py_DECREF((yield pending))


def _property_copy(op: PyObject, **changed: PyObject) -> Any:
    """A copy with another accessor, made by calling the property's own type (a generator)."""
    body = op.value
    args = []
    for field in ("prop_get", "prop_set", "prop_del"):
        value = changed.get(field)
        if value is None or value is Py_None:
            value = getattr(body, field) or Py_None
        args.append(_owned(value))
    use_getters = body.getter_doc and args[0] is not Py_None
    args.append(_owned(Py_None if use_getters else body.prop_doc or Py_None))
    type_op = _owned(op.ob_type)
    try:
        new = PyObject_Vectorcall(type_op, args, NO_KW)
        if type(new) in PENDING:
            new = yield new
    finally:
        for arg in args:
            Py_DECREF(arg)
        Py_DECREF(type_op)
    if PyType_IsSubtype(new.ob_type, PyProperty_Type):
        _replace(new.value, "prop_name", body.prop_name)
    return new


def property_getter(op: PyObject, getter: PyObject) -> Any:
    """``prop.getter(f)``."""
    return _property_copy(op, prop_get=getter)


def property_setter(op: PyObject, setter: PyObject) -> Any:
    """``prop.setter(f)``."""
    return _property_copy(op, prop_set=setter)


def property_deleter(op: PyObject, deleter: PyObject) -> Any:
    """``prop.deleter(f)``."""
    return _property_copy(op, prop_del=deleter)


def property_set_name(op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``__set_name__``: the class body's name for the property."""
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, "property.__set_name__() takes no keyword arguments")
    if len(args) != 2:
        raise PyErr_Format(
            PyExc_TypeError,
            f"__set_name__() takes 2 positional arguments but {len(args)} were given")
    _replace(op.value, "prop_name", args[1])
    return Py_None


def property_get__name__(op: PyObject) -> Any:
    """``prop.__name__``."""
    name = property_name(op)
    if type(name) in PENDING:
        return _checked_name(op, name)
    return _check_name(op, name)


def _checked_name(op: PyObject, pending: Any) -> Any:
    return _check_name(op, (yield pending))


def _check_name(op: PyObject, name: PyObject | None) -> PyObject:
    if name is None:
        raise PyErr_Format(
            PyExc_AttributeError, "'property' object has no attribute '__name__'")
    return name


def property_set__name__(op: PyObject, value: PyObject | None) -> None:
    """``prop.__name__ = value``."""
    _replace(op.value, "prop_name", value)


def _is_abstract(op: PyObject | None) -> Any:
    """Whether a function says that it is abstract (_PyObject_IsAbstract; a generator)."""
    if op is None:
        return False
    flag = object_c.PyObject_GetOptionalAttr(op, _Py_ID("__isabstractmethod__"))
    if type(flag) in PENDING:
        flag = yield flag
    if flag is None:
        return False
    try:
        truth = object_c.PyObject_IsTrue(flag)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(flag)
    return truth


def property_get___isabstractmethod__(op: PyObject) -> Any:
    """Whether any of the accessors is abstract (a generator)."""
    body = op.value
    for func in (body.prop_get, body.prop_set, body.prop_del):
        if (yield _is_abstract(func)):
            return Py_True
    return Py_False


def property_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    body = op.value
    return (body.prop_get, body.prop_set, body.prop_del, body.prop_doc, body.prop_name)


def property_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, property_traverse)


def property_clear(op: PyObject) -> None:
    """tp_clear."""
    _replace(op.value, "prop_doc", None)


set_slots(
    PyProperty_Type, tp_new=property_new, tp_init=property_init, tp_dealloc=property_dealloc,
    tp_traverse=property_traverse, tp_clear=property_clear, tp_descr_get=property_descr_get,
    tp_descr_set=property_descr_set,
    tp_methods=(
        PyMethodDef("getter", property_getter, "($self, object, /)"),
        PyMethodDef("setter", property_setter, "($self, object, /)"),
        PyMethodDef("deleter", property_deleter, "($self, object, /)"),
        PyMethodDef("__set_name__", property_set_name, "($self, owner, name, /)", raw=True),
    ),
    tp_members=(
        PyMemberDef("fget", "prop_get"), PyMemberDef("fset", "prop_set"),
        PyMemberDef("fdel", "prop_del"), PyMemberDef("__doc__", "prop_doc", readonly=False),
    ),
    tp_getset=(
        PyGetSetDef("__name__", property_get__name__, property_set__name__),
        PyGetSetDef("__isabstractmethod__", property_get___isabstractmethod__),
    ),
)


# ---- mappingproxy

class mappingproxyobject:
    """The body of a mappingproxy."""

    __slots__ = ("mapping",)

    def __init__(self, mapping: PyObject):
        self.mapping = mapping


def PyDictProxy_New(mapping: PyObject) -> PyObject:
    """A read-only view of a mapping."""
    mapping.ob_refcnt += 1
    op = PyObject_GC_New(PyDictProxy_Type, mappingproxyobject(mapping))
    _PyObject_GC_TRACK(op)
    return op


_NEW = ArgSpec("($type, mapping)")


def mappingproxy_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``mappingproxy(mapping)``."""
    (mapping,) = parse_arguments(_NEW, "mappingproxy", args, kwnames, "mappingproxy")
    if (mapping.ob_type.value.mp_subscript is None
            or PyType_IsSubtype(mapping.ob_type, PyList_Type)
            or PyType_IsSubtype(mapping.ob_type, PyTuple_Type)):
        raise PyErr_Format(
            PyExc_TypeError,
            f"mappingproxy() argument must be a mapping, not {mapping.ob_type.value.tp_name}")
    return PyDictProxy_New(mapping)


def mappingproxy_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, mappingproxy_traverse)


def mappingproxy_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.mapping,)


def mappingproxy_contains(op: PyObject, key: PyObject) -> Any:
    """``key in proxy``."""
    return abstract.PySequence_Contains(op.value.mapping, key)


def mappingproxy_repr(op: PyObject) -> Any:
    """``mappingproxy({...})``; a generator."""
    res = object_c.PyObject_Repr(op.value.mapping)
    if type(res) in PENDING:
        res = yield res
    text = PyUnicode_FromString(f"mappingproxy({res.value})")
    Py_DECREF(res)
    return text


def _unwrap(op: PyObject) -> PyObject:
    return op.value.mapping if op.ob_type is PyDictProxy_Type else op


def mappingproxy_or(a: PyObject, b: PyObject) -> Any:
    """``proxy | other``: the mappings' union."""
    return abstract.PyNumber_Or(_unwrap(a), _unwrap(b))


def mappingproxy_ior(a: PyObject, b: PyObject) -> Any:
    """``|=`` is refused."""
    raise PyErr_Format(
        PyExc_TypeError,
        f"'|=' is not supported by {a.ob_type.value.tp_name}; use '|' instead")


def _method(name: str) -> Callable:
    def method(op: PyObject) -> Any:
        return PyObject_CallMethod(op.value.mapping, name, [])

    method.__name__ = "mappingproxy_" + name
    return method


def mappingproxy_get(op: PyObject, key: PyObject, default: PyObject | None) -> Any:
    """``proxy.get(key, default)``."""
    return PyObject_CallMethod(op.value.mapping, "get", [key, default or Py_None])


def mappingproxy_class_getitem(cls: PyObject, item: PyObject) -> Any:
    """``mappingproxy[K, V]``."""
    from vm.objects.genericaliasobject import Py_GenericAlias  # rare

    return Py_GenericAlias(cls, item)


set_slots(
    PyDictProxy_Type, tp_new=mappingproxy_new, tp_dealloc=mappingproxy_dealloc,
    tp_traverse=mappingproxy_traverse, tp_repr=mappingproxy_repr,
    tp_str=lambda op: object_c.PyObject_Str(op.value.mapping),
    tp_hash=lambda op: object_c.PyObject_Hash(op.value.mapping),
    tp_iter=lambda op: abstract.PyObject_GetIter(op.value.mapping),
    tp_richcompare=lambda a, b, op: object_c.PyObject_RichCompare(_unwrap(a), b, op),
    mp_length=lambda op: abstract.PyObject_Size(op.value.mapping),
    mp_subscript=lambda op, key: abstract.PyObject_GetItem(op.value.mapping, key),
    sq_contains=mappingproxy_contains, nb_or=mappingproxy_or, nb_inplace_or=mappingproxy_ior,
    tp_methods=(
        PyMethodDef("get", mappingproxy_get, "($self, key, default=None, /)"),
        PyMethodDef("keys", _method("keys"), "($self, /)"),
        PyMethodDef("values", _method("values"), "($self, /)"),
        PyMethodDef("items", _method("items"), "($self, /)"),
        PyMethodDef("copy", _method("copy"), "($self, /)"),
        PyMethodDef("__class_getitem__", mappingproxy_class_getitem, "($type, item, /)", classmethod=True),
        PyMethodDef("__reversed__", _method("__reversed__"), "($self, /)"),
    ),
)


@late_import
def _bind() -> None:
    global PyUnicode_FromString
    from vm.objects.unicodeobject import PyUnicode_FromString
