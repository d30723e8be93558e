"""isinstance and issubclass. Third part of Objects/abstract.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.linker import late_import
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GetOptionalAttr,
    PyObject_IsTrue,
    _Py_CheckRecursiveCall,
    _Py_ID,
    _Py_RecursionError,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_XDECREF,
    PyObject,
    PyObject_TypeCheck,
    PyType_IsSubtype,
    PyType_Type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError

PyObject_CallOneArg: Any
_PyObject_LookupSpecial: Any


def abstract_get_bases(cls: PyObject) -> Any:
    """``cls.__bases__`` if it is a tuple, else NULL; a generator."""
    bases = PyObject_GetOptionalAttr(cls, _Py_ID("__bases__"))
    if type(bases) in PENDING:
        bases = yield bases
    if bases is not None and not bases.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        Py_DECREF(bases)
        return None
    return bases


def abstract_issubclass(derived: PyObject, cls: PyObject) -> Any:
    """issubclass by ``__bases__`` alone, for things that only look like classes; a generator."""
    held = None
    try:
        while True:
            if derived is cls:
                return True
            bases = yield abstract_get_bases(derived)
            Py_XDECREF(held)
            held = bases
            if bases is None or not bases.value:
                return False
            if len(bases.value) > 1:
                break
            derived = bases.value[0]
        _Py_CheckRecursiveCall(" in __issubclass__")
        for base in held.value:
            if (yield abstract_issubclass(base, cls)):
                return True
        return False
    finally:
        Py_XDECREF(held)


def check_class(cls: PyObject, message: str) -> Any:
    """Raise TypeError unless ``cls`` looks like a class; a generator."""
    bases = yield abstract_get_bases(cls)
    if bases is None:
        raise PyErr_Format(PyExc_TypeError, message)
    Py_DECREF(bases)


def object_isinstance(inst: PyObject, cls: PyObject) -> Any:
    """``type.__instancecheck__``: host bool, or pending."""
    if not cls.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return _abstract_isinstance(inst, cls)
    if PyObject_TypeCheck(inst, cls):
        return True
    tp = inst.ob_type
    body = tp.value
    if body.tp_getattro is PyObject_GenericGetAttr and not body.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return False  # __class__ is what the type says
    icls = PyObject_GetOptionalAttr(inst, _Py_ID("__class__"))
    if type(icls) in PENDING:
        return _isinstance_by_class(icls, inst, cls)
    return _is_other_subtype(icls, inst, cls)


def _is_other_subtype(icls: PyObject | None, inst: PyObject, cls: PyObject) -> bool:
    if icls is None:
        return False
    is_type = icls.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS
    res = bool(icls is not inst.ob_type and is_type and PyType_IsSubtype(icls, cls))
    Py_DECREF(icls)
    return res


def _isinstance_by_class(pending: Any, inst: PyObject, cls: PyObject) -> Any:
    return _is_other_subtype((yield pending), inst, cls)


def _abstract_isinstance(inst: PyObject, cls: PyObject) -> Any:
    yield check_class(cls, "isinstance() arg 2 must be a type, a tuple of types, or a union")
    icls = PyObject_GetOptionalAttr(inst, _Py_ID("__class__"))
    if type(icls) in PENDING:
        icls = yield icls
    if icls is None:
        return False
    try:
        return (yield abstract_issubclass(icls, cls))
    finally:
        Py_DECREF(icls)


def _class_alternatives(cls: PyObject) -> tuple | None:
    """The classes of a tuple or of a union, else None."""
    if cls.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        return cls.value
    if cls.ob_type.value.tp_name == "types.UnionType":
        return cls.value.args.value
    return None


def PyObject_IsInstance(inst: PyObject, cls: PyObject) -> Any:
    """``isinstance(inst, cls)`` as a host bool, or pending."""
    if inst.ob_type is cls:
        return True
    if cls.ob_type is PyType_Type:
        return object_isinstance(inst, cls)
    alternatives = _class_alternatives(cls)
    if alternatives is None:
        return _call_check(inst, cls, "__instancecheck__", object_isinstance)
    return _any_class(inst, [iter(alternatives)], PyObject_IsInstance, "__instancecheck__")


def _any_class(op: PyObject, stack: list, test: Callable, name: str) -> Any:
    """Whether the test holds for one of several classes, in nested tuples and unions; or pending.

    ``stack`` holds the iterators of the tuples being gone through: nothing recurses on the host's stack.
    """
    while stack:
        for cls in stack[-1]:
            alternatives = None if cls.ob_type is PyType_Type else _class_alternatives(cls)
            if alternatives is not None:
                stack.append(iter(alternatives))
                if len(stack) >= _PyRuntime.tstate_current.c_recursion_remaining:  # type: ignore
                    _Py_RecursionError(f" in {name}")
                break
            res = test(op, cls)
            if type(res) in PENDING:
                return object_recursive_isinstance(res, op, stack, test, name)
            if res:
                return True
        else:
            stack.pop()
    return False


def object_recursive_isinstance(
    pending: Any, op: PyObject, stack: list, test: Callable, name: str
) -> Any:
    """The rest of a test over several classes, after one that runs guest code."""
    _Py_CheckRecursiveCall(f" in {name}")
    if (yield pending):
        return True
    res = _any_class(op, stack, test, name)
    if type(res) in PENDING:
        res = yield res
    return res


def _call_check(op: PyObject, cls: PyObject, name: str, default: Callable) -> Any:
    """Ask ``type(cls).__instancecheck__`` or ``__subclasscheck__``; a generator."""
    checker = _PyObject_LookupSpecial(cls, _Py_ID(name))
    if type(checker) in PENDING:
        checker = yield checker
    if checker is None:
        res = default(op, cls)
        if type(res) in PENDING:
            res = yield res
        return res
    try:
        _Py_CheckRecursiveCall(f" in {name}")
        res = PyObject_CallOneArg(checker, op)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(checker)
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(res)
    return truth


def recursive_issubclass(derived: PyObject, cls: PyObject) -> Any:
    """``type.__subclasscheck__``: host bool, or pending."""
    flag = Py_TPFLAGS_TYPE_SUBCLASS
    if cls.ob_type.value.tp_flags & flag and derived.ob_type.value.tp_flags & flag:
        return PyType_IsSubtype(derived, cls)
    return _abstract_issubclass_checked(derived, cls)


def _abstract_issubclass_checked(derived: PyObject, cls: PyObject) -> Any:
    yield check_class(derived, "issubclass() arg 1 must be a class")
    if cls.ob_type.value.tp_name != "types.UnionType":
        yield check_class(
            cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return (yield abstract_issubclass(derived, cls))


def PyObject_IsSubclass(derived: PyObject, cls: PyObject) -> Any:
    """``issubclass(derived, cls)`` as a host bool, or pending."""
    if cls.ob_type is PyType_Type:
        if derived is cls:
            return True
        return recursive_issubclass(derived, cls)
    alternatives = _class_alternatives(cls)
    if alternatives is None:
        return _call_check(derived, cls, "__subclasscheck__", recursive_issubclass)
    return _any_class(derived, [iter(alternatives)], PyObject_IsSubclass, "__subclasscheck__")


_PyObject_RealIsInstance = object_isinstance
_PyObject_RealIsSubclass = recursive_issubclass


@late_import
def _bind() -> None:
    global PyObject_CallOneArg, _PyObject_LookupSpecial
    from vm.objects.call import PyObject_CallOneArg
    from vm.objects.typeobject import _PyObject_LookupSpecial
