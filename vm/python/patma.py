"""Pattern matching. Models match_class, match_keys and their helpers in Python/ceval.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyObject_IsInstance, PyObject_Size
from vm.objects.call import PyObject_Vectorcall
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_GetAttrString, PyObject_GetOptionalAttr, PyObject_Repr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_MATCH_SELF,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    PyBaseObject_Type,
    PyErr,
    PyObject,
    PyType_HasFeature,
    PyUnicode_Type,
    decref_all,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.setobject import PySet_Add, PySet_Contains, PySet_New
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_InternFromString


def get_len(obj: PyObject) -> Any:
    """len(obj) as a guest int."""
    n = PyObject_Size(obj)
    return _wrap_len(n) if type(n) in PENDING else PyLong_FromLong(n)


def _wrap_len(pending: Any) -> Any:
    return PyLong_FromLong((yield pending))


def match_keys(subject: PyObject, keys: PyObject) -> Any:
    """The values of ``keys`` in a mapping as a tuple, or None if one is missing (native frame)."""
    values: list = []
    if not keys.value:
        return PyTuple_New(())
    get = PyObject_GetAttrString(subject, "get")
    if type(get) in PENDING:
        get = yield get
    seen = PySet_New(None)
    dummy = PyObject(PyBaseObject_Type, None)
    try:
        for key in keys.value:
            known = PySet_Contains(seen, key)
            if type(known) in PENDING:
                known = yield known
            if known:
                raise (yield _duplicate_key(key))
            done = PySet_Add(seen, key)
            if type(done) in PENDING:
                yield done
            value = PyObject_Vectorcall(get, [key, dummy])
            if type(value) in PENDING:
                value = yield value
            if value is dummy:
                Py_DECREF(value)
                decref_all(values)
                return Py_None
            values.append(value)
    except PyErr:
        decref_all(values)
        raise
    finally:
        Py_DECREF(seen)
        Py_DECREF(get)
        Py_DECREF(dummy)
    return PyTuple_New(tuple(values))


def _duplicate_key(key: PyObject) -> Any:
    shown = PyObject_Repr(key)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value
    Py_DECREF(shown)
    return PyErr_Format(PyExc_ValueError, f"mapping pattern checks duplicate key ({text})")


def match_class(subject: PyObject, cls: PyObject, nargs: int, kwargs: PyObject) -> Any:
    """The attributes a class pattern asks for as a tuple, or None if it does not match (native frame)."""
    if not PyType_HasFeature(cls.ob_type, Py_TPFLAGS_TYPE_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "called match pattern must be a class")
    matches = PyObject_IsInstance(subject, cls)
    if type(matches) in PENDING:
        matches = yield matches
    if not matches:
        return Py_None
    seen: set[str] = set()
    attrs: list = []
    try:
        if nargs:
            names = yield _match_args(cls, nargs)
            if names is None:
                subject.ob_refcnt += 1
                attrs.append(subject)
                names = []
            for name in names:
                if (yield _match_class_attr(subject, cls, name, seen, attrs)) is None:
                    decref_all(attrs)
                    return Py_None
        for name in kwargs.value:
            if (yield _match_class_attr(subject, cls, name.value, seen, attrs)) is None:
                decref_all(attrs)
                return Py_None
    except PyErr:
        decref_all(attrs)
        raise
    return PyTuple_New(tuple(attrs))


def _match_args(cls: PyObject, nargs: int) -> Any:
    """The names of ``__match_args__`` that positional patterns use; None: the subject itself."""
    found = PyObject_GetOptionalAttr(cls, PyUnicode_InternFromString("__match_args__"))
    if type(found) in PENDING:
        found = yield found
    name = cls.value.tp_name
    if found is None:
        match_self = PyType_HasFeature(cls, Py_TPFLAGS_MATCH_SELF)
        allowed = 1 if match_self else 0
        if nargs > allowed:
            plural = "" if allowed == 1 else "s"
            raise PyErr_Format(
                PyExc_TypeError,
                f"{name}() accepts {allowed} positional sub-pattern{plural} ({nargs} given)")
        return None
    try:
        if not PyType_HasFeature(found.ob_type, Py_TPFLAGS_TUPLE_SUBCLASS):
            raise PyErr_Format(
                PyExc_TypeError,
                f"{name}.__match_args__ must be a tuple (got {found.ob_type.value.tp_name})")
        allowed = len(found.value)
        if nargs > allowed:
            plural = "" if allowed == 1 else "s"
            raise PyErr_Format(
                PyExc_TypeError,
                f"{name}() accepts {allowed} positional sub-pattern{plural} ({nargs} given)")
        for item in found.value[:nargs]:
            if item.ob_type is not PyUnicode_Type:
                raise PyErr_Format(
                    PyExc_TypeError,
                    f"__match_args__ elements must be strings (got {item.ob_type.value.tp_name})")
        return [item.value for item in found.value[:nargs]]
    finally:
        Py_DECREF(found)


def _match_class_attr(
    subject: PyObject, cls: PyObject, name: str, seen: set, attrs: list
) -> Any:
    """Append one attribute; NULL if the subject lacks it."""
    if name in seen:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{cls.value.tp_name}() got multiple sub-patterns for attribute '{name}'")
    seen.add(name)
    attr = PyObject_GetOptionalAttr(subject, PyUnicode_InternFromString(name))
    if type(attr) in PENDING:
        attr = yield attr
    if attr is None:
        return None
    attrs.append(attr)
    return attr


