"""The attributes and methods of types: ``__name__``, ``__mro__``, ``__subclasses__``, ...

From Objects/typeobject.c.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract, docs
from vm.objects import object as object_c
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMemberDef, PyMethodDef
from vm.objects.object import _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_IS_ABSTRACT,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyObject,
    PyType_Type,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_AttributeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject import PyType_Modified, _PyType_Name, type_module
from vm.objects.typeobject_mro import (
    check_set_special_type_attr,
    type___subclasses__,
    type_bases,
    type_mro,
    type_set_bases,
)

PyDict_New: Callable
PyDict_Copy: Callable
PyDict_GetItemString: Callable
PyDict_SetItemString: Callable
PyDict_DelItemString: Callable
PyDict_SetItem: Callable
PyDictProxy_New: Callable
PyTuple_New: Callable
PyLong_FromLong: Callable
PyUnicode_FromString: Callable
PyUnicode_InternFromString: Callable


def _new_ref(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


def type_name(type_op: PyObject) -> PyObject:
    """``cls.__name__``."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return _new_ref(tp.ht_name)
    return _static_name(type_op)


def _static_name(type_op: PyObject) -> PyObject:
    """The name of a built-in type: a new text each time, but of a type made from a spec, which has it as an object."""
    name = _PyType_Name(type_op)
    if type_op.value.tp_from_spec:
        return _new_ref(PyUnicode_InternFromString(name))
    return PyUnicode_FromString(name)


def _check_name(type_op: PyObject, value: PyObject, attr: str) -> None:
    check_set_special_type_attr(type_op, value, attr)
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"can only assign string to {type_op.value.tp_name}.{attr}, not "
            f"'{value.ob_type.value.tp_name}'")


def type_set_name(type_op: PyObject, value: PyObject) -> None:
    """``cls.__name__ = value``."""
    _check_name(type_op, value, "__name__")
    from vm.objects.typeobject_new import check_utf8  # rare, and a file above this one

    check_utf8(value)
    if "\0" in value.value:
        raise PyErr_Format(PyExc_ValueError, "type name must not contain null characters")
    tp = type_op.value
    tp.tp_name = value.value
    old, tp.ht_name = tp.ht_name, _new_ref(value)
    Py_DECREF(old)


def type_get_qualname(type_op: PyObject) -> PyObject:
    """``cls.__qualname__``."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return _new_ref(tp.ht_qualname)
    return _static_name(type_op)


def type_set_qualname(type_op: PyObject, value: PyObject) -> None:
    """``cls.__qualname__ = value``."""
    _check_name(type_op, value, "__qualname__")
    tp = type_op.value
    old, tp.ht_qualname = tp.ht_qualname, _new_ref(value)
    Py_DECREF(old)


def type_get_module(type_op: PyObject) -> PyObject:
    """``cls.__module__``."""
    module = type_module(type_op)
    if module is None:
        raise PyErr_Format(PyExc_AttributeError, "__module__")
    return _new_ref(module)


def type_set_module(type_op: PyObject, value: PyObject) -> None:
    """``cls.__module__ = value``; the class then no longer knows its line."""
    check_set_special_type_attr(type_op, value, "__module__")
    PyType_Modified(type_op)
    tp_dict = type_op.value.tp_dict
    if PyDict_GetItemString(tp_dict, "__firstlineno__") is not None:
        PyDict_DelItemString(tp_dict, "__firstlineno__")
    PyDict_SetItemString(tp_dict, "__module__", value)


def _abstractmethods_error() -> PyErr:
    return PyErr_SetArgs(PyExc_AttributeError, _Py_ID("__abstractmethods__"))


def type_abstractmethods(type_op: PyObject) -> PyObject:
    """``cls.__abstractmethods__``: only where it was set."""
    found = None
    if type_op is not PyType_Type:
        found = PyDict_GetItemString(type_op.value.tp_dict, "__abstractmethods__")
    if found is None:
        raise _abstractmethods_error()
    return _new_ref(found)


def type_set_abstractmethods(type_op: PyObject, value: PyObject | None) -> Any:
    """``cls.__abstractmethods__ = value``: a true value makes the class abstract."""
    if value is None:
        tp_dict = type_op.value.tp_dict
        if PyDict_GetItemString(tp_dict, "__abstractmethods__") is None:
            raise _abstractmethods_error()
        PyDict_DelItemString(tp_dict, "__abstractmethods__")
        _set_abstract(type_op, False)
        return None
    truth = object_c.PyObject_IsTrue(value)
    if type(truth) in PENDING:
        return _set_abstractmethods(type_op, value, truth)
    PyDict_SetItemString(type_op.value.tp_dict, "__abstractmethods__", value)
    _set_abstract(type_op, truth)
    return None


def _set_abstractmethods(type_op: PyObject, value: PyObject, pending: Any) -> Any:
    truth = yield pending
    PyDict_SetItemString(type_op.value.tp_dict, "__abstractmethods__", value)
    _set_abstract(type_op, truth)


def _set_abstract(type_op: PyObject, abstract_: bool) -> None:
    PyType_Modified(type_op)
    if abstract_:
        type_op.value.tp_flags |= Py_TPFLAGS_IS_ABSTRACT
    else:
        type_op.value.tp_flags &= ~Py_TPFLAGS_IS_ABSTRACT


def abstract_instance_error(type_op: PyObject) -> Any:
    """Raise the TypeError for an instance of an abstract class, naming what it lacks (a generator)."""
    methods = type_abstractmethods(type_op)
    try:
        names = abstract.PySequence_List(methods)
        if type(names) in PENDING:
            names = yield names
    finally:
        Py_DECREF(methods)
    try:
        res = PyList_Sort(names)
        if type(res) in PENDING:
            yield res
        for item in names.value:
            if not isinstance(item.value, str):
                raise PyErr_Format(
                    PyExc_TypeError,
                    f"sequence item 0: expected str instance, {item.ob_type.value.tp_name} found")
        joined = "', '".join(item.value for item in names.value)
        plural = "s" if len(names.value) > 1 else ""
    finally:
        Py_DECREF(names)
    raise PyErr_Format(
        PyExc_TypeError,
        f"Can't instantiate abstract class {type_op.value.tp_name} without an implementation "
        f"for abstract method{plural} '{joined}'")


def type_get_mro(type_op: PyObject) -> PyObject:
    """``cls.__mro__``."""
    mro = type_op.value.tp_mro
    return Py_None if mro is None else _new_ref(mro)


def type_dict(type_op: PyObject) -> PyObject:
    """``cls.__dict__``: a read-only view."""
    tp_dict = type_op.value.tp_dict
    return Py_None if tp_dict is None else PyDictProxy_New(tp_dict)


def type_get_doc(type_op: PyObject) -> Any:
    """``cls.__doc__``."""
    tp = type_op.value
    if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE and tp.tp_doc is not None:
        return PyObject(PyUnicode_Type, tp.tp_doc)
    doc = PyDict_GetItemString(tp.tp_dict, "__doc__")
    if doc is None:
        return Py_None
    get = doc.ob_type.value.tp_descr_get
    return _new_ref(doc) if get is None else get(doc, None, type_op)


def type_set_doc(type_op: PyObject, value: PyObject) -> None:
    """``cls.__doc__ = value``."""
    check_set_special_type_attr(type_op, value, "__doc__")
    PyType_Modified(type_op)
    PyDict_SetItemString(type_op.value.tp_dict, "__doc__", value)


def _PyType_GetTextSignatureFromInternalDoc(name: str, doc: str | None) -> str | None:
    """The signature that a docstring begins with, as in ``"C(x)\n--\n\n..."``, or None."""
    signature, marker, _ = (doc or "").partition("\0")[0].partition(")\n--\n\n")
    name = name.rpartition(".")[2]
    if not marker or not signature.startswith(f"{name}(") or "\n\n" in signature:
        return None
    return signature[len(name):] + ")"


def type_get_text_signature(type_op: PyObject) -> PyObject:
    """``cls.__text_signature__``."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        signature = _PyType_GetTextSignatureFromInternalDoc(tp.tp_name, tp.tp_doc)
    else:
        signature = docs.text_signature_of(docs.host_type(type_op))
    return Py_None if signature is None else PyObject(PyUnicode_Type, signature)


def type_get_annotations(type_op: PyObject) -> Any:
    """``cls.__annotations__``: made when first asked for."""
    tp = type_op.value
    if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        raise PyErr_Format(
            PyExc_AttributeError,
            f"type object '{tp.tp_name}' has no attribute '__annotations__'")
    found = PyDict_GetItemString(tp.tp_dict, "__annotations__")
    if found is not None:
        get = found.ob_type.value.tp_descr_get
        return _new_ref(found) if get is None else get(found, None, type_op)
    found = PyDict_New()
    PyDict_SetItemString(tp.tp_dict, "__annotations__", found)
    PyType_Modified(type_op)
    return found


def type_set_annotations(type_op: PyObject, value: PyObject | None) -> None:
    """``cls.__annotations__ = value``."""
    tp = type_op.value
    if tp.tp_flags & Py_TPFLAGS_IMMUTABLETYPE:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot set '__annotations__' attribute of immutable type '{tp.tp_name}'")
    if value is not None:
        PyDict_SetItemString(tp.tp_dict, "__annotations__", value)
    elif PyDict_GetItemString(tp.tp_dict, "__annotations__") is None:
        raise PyErr_Format(PyExc_AttributeError, "__annotations__")
    else:
        PyDict_DelItemString(tp.tp_dict, "__annotations__")
    PyType_Modified(type_op)


def type_get_type_params(type_op: PyObject) -> PyObject:
    """``cls.__type_params__``."""
    found = None
    if type_op is not PyType_Type:
        found = PyDict_GetItemString(type_op.value.tp_dict, "__type_params__")
    return PyTuple_New(()) if found is None else _new_ref(found)


def type_set_type_params(type_op: PyObject, value: PyObject) -> None:
    """``cls.__type_params__ = value``."""
    check_set_special_type_attr(type_op, value, "__type_params__")
    PyDict_SetItemString(type_op.value.tp_dict, "__type_params__", value)
    PyType_Modified(type_op)


# ---- methods

def type___instancecheck__(type_op: PyObject, instance: PyObject) -> Any:
    """``cls.__instancecheck__(instance)``."""
    return _as_bool(abstract._PyObject_RealIsInstance(instance, type_op))


def type___subclasscheck__(type_op: PyObject, subclass: PyObject) -> Any:
    """``cls.__subclasscheck__(subclass)``."""
    return _as_bool(abstract._PyObject_RealIsSubclass(subclass, type_op))


def _as_bool(res: Any) -> Any:
    if type(res) in PENDING:
        return _pending_bool(res)
    return Py_True if res else Py_False


def _pending_bool(pending: Any) -> Any:
    return Py_True if (yield pending) else Py_False


def type_prepare(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``type.__prepare__``: an empty namespace."""
    return PyDict_New()


def merge_class_dict(target: PyObject, cls: PyObject) -> Any:
    """Put the names of a class and of its bases into a dict (a generator)."""
    stack = [_new_ref(cls)]
    try:
        while stack:
            op = stack.pop()
            try:
                names = yield _class_names(op)
                for key in names:
                    PyDict_SetItemString(target, key, Py_None)
                bases = object_c.PyObject_GetOptionalAttr(op, _Py_ID("__bases__"))
                if type(bases) in PENDING:
                    bases = yield bases
            finally:
                Py_DECREF(op)
            if bases is not None:
                if isinstance(bases.value, tuple):
                    stack.extend(_new_ref(base) for base in bases.value)
                Py_DECREF(bases)
    finally:
        for op in stack:
            Py_DECREF(op)


def _class_names(cls: PyObject) -> Any:
    """The str keys of an object's ``__dict__`` as a host list (a generator)."""
    found = object_c.PyObject_GetOptionalAttr(cls, _Py_ID("__dict__"))
    if type(found) in PENDING:
        found = yield found
    if found is None:
        return []
    try:
        keys = abstract.PyMapping_Keys(found)
        if type(keys) in PENDING:
            keys = yield keys
    finally:
        Py_DECREF(found)
    names = [key.value for key in keys.value if isinstance(key.value, str)]
    Py_DECREF(keys)
    return names


def type___dir__(type_op: PyObject) -> Any:
    """``dir(cls)``: the names of the class and of its bases (a generator)."""
    target = PyDict_New()
    try:
        yield merge_class_dict(target, type_op)
        keys = [_new_ref(key) for key in PyDict_KeysList(target.value)]
    finally:
        Py_DECREF(target)
    return PyList_New(keys)


def type___sizeof__(type_op: PyObject) -> PyObject:
    """``cls.__sizeof__()``."""
    if type_op.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
        slots = type_op.value.ht_slots
        return PyLong_FromLong(
            928 + 40 * (len(slots.value) + 1 if slots is not None else 1) + 568)
    return PyLong_FromLong(928 if type_op.value.tp_from_spec else 416)


def _type_or(a: PyObject, b: PyObject) -> Any:
    from vm.objects.unionobject import _Py_union_type_or  # a file above this one

    return _Py_union_type_or(a, b)


def _type_is_gc(type_op: PyObject) -> bool:
    return bool(type_op.value.tp_flags & Py_TPFLAGS_HEAPTYPE)


PyList_Sort: Callable
PyList_New: Callable
PyDict_KeysList: Callable

set_slots(
    PyType_Type,
    nb_or=_type_or,
    tp_methods=(
        PyMethodDef("mro", type_mro, "($self, /)"),
        PyMethodDef("__subclasses__", type___subclasses__, "($self, /)"),
        PyMethodDef("__prepare__", type_prepare, "($cls, name, bases, /, **kwds)", classmethod=True, raw=True),
        PyMethodDef("__instancecheck__", type___instancecheck__, "($self, instance, /)"),
        PyMethodDef("__subclasscheck__", type___subclasscheck__, "($self, subclass, /)"),
        PyMethodDef("__dir__", type___dir__, "($self, /)"),
        PyMethodDef("__sizeof__", type___sizeof__, "($self, /)"),
    ),
    tp_members=(
        PyMemberDef("__basicsize__", "tp_basicsize"), PyMemberDef("__itemsize__", "tp_itemsize"),
        PyMemberDef("__flags__", "shown_flags"),
        PyMemberDef("__weakrefoffset__", "tp_weaklistoffset"),
        PyMemberDef("__base__", "tp_base"), PyMemberDef("__dictoffset__", "tp_dictoffset"),
    ),
    tp_getset=(
        PyGetSetDef("__name__", type_name, type_set_name),
        PyGetSetDef("__qualname__", type_get_qualname, type_set_qualname),
        PyGetSetDef("__bases__", type_bases, type_set_bases),
        PyGetSetDef("__mro__", type_get_mro),
        PyGetSetDef("__module__", type_get_module, type_set_module),
        PyGetSetDef("__abstractmethods__", type_abstractmethods, type_set_abstractmethods),
        PyGetSetDef("__dict__", type_dict),
        PyGetSetDef("__doc__", type_get_doc, type_set_doc),
        PyGetSetDef("__text_signature__", type_get_text_signature),
        PyGetSetDef("__annotations__", type_get_annotations, type_set_annotations),
        PyGetSetDef("__type_params__", type_get_type_params, type_set_type_params),
    ),
)


@late_import
def _bind() -> None:
    global PyDict_New, PyDict_GetItemString, PyDict_SetItemString, PyDict_DelItemString
    global PyDict_KeysList, PyDictProxy_New, PyTuple_New, PyLong_FromLong, PyList_Sort, PyList_New
    global PyUnicode_FromString, PyUnicode_InternFromString
    from vm.objects.dictobject import (
        PyDict_DelItemString,
        PyDict_GetItemString,
        PyDict_KeysList,
        PyDict_New,
        PyDict_SetItemString,
    )
    from vm.objects.listobject import PyList_New, PyList_Sort
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.propertyobject import PyDictProxy_New
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
