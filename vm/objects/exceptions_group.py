"""BaseExceptionGroup and ExceptionGroup, and what ``except*`` needs. Part of Objects/exceptions.c.

Groups may be nested as deep as a program likes, so the recursive splitting is done by native frames.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.abstract import (
    PyObject_IsInstance,
    PyObject_IsSubclass,
    PySequence_List,
    PySequence_Tuple,
)
from vm.objects.call import PyObject_CallMethod, PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.exceptions_base import (
    BaseException_init,
    PyException_SetCause,
    PyException_SetContext,
    PyException_SetTraceback,
    PyExceptionClass_Check,
    PyExceptionInstance_Check,
    exception_alloc,
    extra_member,
    set_extra,
)
from vm.objects.listobject import PyList_New
from vm.objects.methoddef import PyMethodDef
from vm.objects.object import PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_SetAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MANAGED_WEAKREF,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyDict_Type,
    PyErr,
    PyObject,
    PyTuple_Type,
    PyType_IsSubtype,
    decref_all,
    incref_all,
    static_type,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_Exception,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString

PyExc_BaseExceptionGroup = exception_types["BaseExceptionGroup"]
PyExc_ExceptionGroup = static_type(
    "ExceptionGroup",
    PyExc_BaseExceptionGroup,
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS
    | Py_TPFLAGS_MANAGED_WEAKREF,
    tp_from_spec=True,  # in C it is made by a call of type(), when the interpreter starts
    tp_basicsize=88,
    tp_dictoffset=16,
    tp_weaklistoffset=-32,
    tp_hostkey="identity",
    tp_bases=PyTuple_New((PyExc_BaseExceptionGroup, PyExc_Exception)),
)
exception_types["ExceptionGroup"] = PyExc_ExceptionGroup


def _PyBaseExceptionGroup_Check(op: PyObject) -> bool:
    """Whether the object is an exception group."""
    return PyType_IsSubtype(op.ob_type, PyExc_BaseExceptionGroup)


def BaseExceptionGroup_new(type_op: PyObject, args: list, kwnames: tuple):
    """tp_new: checks message and exceptions, and turns BaseExceptionGroup into ExceptionGroup if it can."""
    positional = args[: len(args) - len(kwnames)]
    _check_arguments(positional)
    message, sequence = positional
    excs = PySequence_Tuple(sequence)
    if type(excs) in PENDING:
        excs = yield excs
    try:
        nested_base = yield _check_exceptions(excs)
        cls = type_op
        if cls is PyExc_ExceptionGroup:
            if nested_base:
                raise PyErr_Format(
                    PyExc_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup")
        elif cls is PyExc_BaseExceptionGroup:
            if not nested_base:
                cls = PyExc_ExceptionGroup
        elif nested_base:
            nonbase = PyObject_IsSubclass(cls, PyExc_Exception)
            if type(nonbase) in PENDING:
                nonbase = yield nonbase
            if nonbase:
                raise PyErr_Format(
                    PyExc_TypeError, f"Cannot nest BaseExceptions in '{cls.value.tp_name[:200]}'")
    except PyErr:
        Py_DECREF(excs)
        raise
    incref_all(positional)
    self = exception_alloc(cls, PyTuple_New(tuple(positional)))
    set_extra(self.value, "message", Py_NewRef(message))
    set_extra(self.value, "exceptions", excs)
    return self


def _check_arguments(positional: list) -> None:
    name = "BaseExceptionGroup.__new__()"
    if len(positional) != 2:
        raise PyErr_Format(
            PyExc_TypeError, f"{name} takes exactly 2 arguments ({len(positional)} given)")
    message, sequence = positional
    if not message.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        shown = "None" if message is Py_None else message.ob_type.value.tp_name
        raise PyErr_Format(PyExc_TypeError, f"{name} argument 1 must be str, not {shown}")
    tp = sequence.ob_type.value
    if PyType_IsSubtype(sequence.ob_type, PyDict_Type) or tp.sq_item is None:
        raise PyErr_Format(
            PyExc_TypeError, "second argument (exceptions) must be a sequence")


def _check_exceptions(excs: PyObject):
    if not excs.value:
        raise PyErr_Format(
            PyExc_ValueError, "second argument (exceptions) must be a non-empty sequence")
    nested_base = False
    for i, exc in enumerate(excs.value):
        if not PyExceptionInstance_Check(exc):
            raise PyErr_Format(
                PyExc_ValueError,
                f"Item {i} of second argument (exceptions) is not an exception")
        ordinary = PyObject_IsInstance(exc, PyExc_Exception)
        if type(ordinary) in PENDING:
            ordinary = yield ordinary
        if not ordinary:
            nested_base = True
    return nested_base


def BaseExceptionGroup_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init."""
    BaseException_init(self, args, kwnames)


def BaseExceptionGroup_str(self: PyObject) -> PyObject:
    """tp_str: the message and the number of exceptions."""
    extra = self.value.extra
    n = len(extra["exceptions"].value)
    return PyUnicode_FromString(f"{extra['message'].value} ({n} sub-exception{'s' if n > 1 else ''})")


def BaseExceptionGroup_derive(self: PyObject, excs: PyObject) -> Any:
    """``derive(excs)``: a group with the same message."""
    return PyObject_Vectorcall(PyExc_BaseExceptionGroup, [self.value.extra["message"], excs])


def _PyExc_CreateExceptionGroup(message: str, excs: PyObject):
    """A new group around a guest list (borrowed); pending."""
    text = PyUnicode_FromString(message)
    try:
        return (yield BaseExceptionGroup_new(PyExc_BaseExceptionGroup, [text, excs], ()))
    finally:
        Py_DECREF(text)


# --- splitting ---------------------------------------------------------------------------------------


def exceptiongroup_subset(orig: PyObject, excs: list):
    """A group like ``orig`` with other exceptions, by calling its ``derive``; NULL if there are none.

    ``excs`` is a host list of owned references, which are taken over.
    """
    if not excs:
        return None
    sequence = PyList_New(excs)
    try:
        group = PyObject_CallMethod(orig, "derive", [sequence])
        if type(group) in PENDING:
            group = yield group
    finally:
        Py_DECREF(sequence)
    try:
        if not _PyBaseExceptionGroup_Check(group):
            raise PyErr_Format(
                PyExc_TypeError, "derive must return an instance of BaseExceptionGroup")
        body = orig.value
        if body.traceback is not None:
            PyException_SetTraceback(group, body.traceback)
        PyException_SetContext(group, _new_or_null(body.context))
        PyException_SetCause(group, _new_or_null(body.cause))
        yield _copy_notes(orig, group)
    except PyErr:
        Py_DECREF(group)
        raise
    return group


def _new_or_null(op: PyObject | None) -> PyObject | None:
    return None if op is None else Py_NewRef(op)


def _copy_notes(orig: PyObject, group: PyObject):
    name = PyUnicode_InternFromString("__notes__")
    notes = PyObject_GetOptionalAttr(orig, name)
    if type(notes) in PENDING:
        notes = yield notes
    if notes is None:
        return
    try:
        tp = notes.ob_type.value
        if PyType_IsSubtype(notes.ob_type, PyDict_Type) or tp.sq_item is None:
            return
        copy = PySequence_List(notes)
        if type(copy) in PENDING:
            copy = yield copy
    finally:
        Py_DECREF(notes)
    try:
        res = PyObject_SetAttr(group, name, copy)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(copy)


def get_matcher(value: PyObject) -> Callable:
    """How ``split`` and ``subgroup`` match: by classes or by a predicate; TypeError for anything else."""
    is_type = value.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS
    if value.ob_type.value.tp_call is not None and not is_type:
        return lambda exc: _match_by_predicate(exc, value)
    if PyExceptionClass_Check(value):
        return lambda exc: PyType_IsSubtype(exc.ob_type, value)
    if value.ob_type is PyTuple_Type and all(map(PyExceptionClass_Check, value.value)):
        return lambda exc: any(PyType_IsSubtype(exc.ob_type, cls) for cls in value.value)
    raise PyErr_Format(
        PyExc_TypeError,
        "expected an exception type, a tuple of exception types, or a callable (other than a class)")


def _match_by_predicate(exc: PyObject, predicate: PyObject):
    res = PyObject_CallOneArg(predicate, exc)
    if type(res) in PENDING:
        res = yield res
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(res)
    return truth


def exceptiongroup_split_recursive(exc: PyObject, matches: Callable, construct_rest: bool):
    """Part an exception (tree) by a matcher; delivers a host pair (match, rest) of new references or NULL."""
    found = matches(exc)
    if type(found) in PENDING:
        found = yield found
    if found:
        return Py_NewRef(exc), None
    if not _PyBaseExceptionGroup_Check(exc):
        return None, (Py_NewRef(exc) if construct_rest else None)
    matched: list = []
    rest: list = []
    match = None
    try:
        for sub in exc.value.extra["exceptions"].value:
            if _PyBaseExceptionGroup_Check(sub):
                part, other = yield exceptiongroup_split_recursive(sub, matches, construct_rest)
            else:
                found = matches(sub)
                if type(found) in PENDING:
                    found = yield found
                part = Py_NewRef(sub) if found else None
                other = Py_NewRef(sub) if construct_rest and not found else None
            if part is not None:
                matched.append(part)
            if other is not None:
                rest.append(other)
        taken, matched = matched, []
        match = yield exceptiongroup_subset(exc, taken)
        taken, rest = rest, []
        remainder = yield exceptiongroup_subset(exc, taken)
    except PyErr:
        decref_all(matched)
        decref_all(rest)
        Py_XDECREF(match)
        raise
    return match, remainder


def BaseExceptionGroup_split(self: PyObject, matcher_value: PyObject):
    """``split(matcher)``: the tuple (matching part, rest)."""
    matches = get_matcher(matcher_value)
    match, rest = yield exceptiongroup_split_recursive(self, matches, True)
    return PyTuple_New((match or Py_NewRef(Py_None), rest or Py_NewRef(Py_None)))


def BaseExceptionGroup_subgroup(self: PyObject, matcher_value: PyObject):
    """``subgroup(matcher)``: the matching part or None."""
    matches = get_matcher(matcher_value)
    match, _ = yield exceptiongroup_split_recursive(self, matches, False)
    return match or Py_None


def BaseExceptionGroup_class_getitem(cls: PyObject, item: PyObject) -> Any:
    """``BaseExceptionGroup[item]``."""
    from vm.objects.genericaliasobject import Py_GenericAlias  # rarely used

    return Py_GenericAlias(cls, item)


# --- except* -----------------------------------------------------------------------------------------


def collect_exception_group_leaves(exc: PyObject, leaves: set) -> None:
    """Add every exception of a tree that is not a group to a host set."""
    stack = [exc]
    while stack:
        op = stack.pop()
        if _PyBaseExceptionGroup_Check(op):
            stack.extend(op.value.extra["exceptions"].value)
        elif op is not Py_None:
            leaves.add(op)


def _same_metadata(a: PyObject, b: PyObject) -> bool:
    x, y = a.value, b.value
    return (x.notes is y.notes and x.traceback is y.traceback and x.cause is y.cause
            and x.context is y.context)


def _PyExc_PrepReraiseStar(orig: PyObject, excs: PyObject):
    """What to raise at the end of ``try``/``except*``: a new reference, or None for nothing.

    Args:
        orig: the exception that was caught.
        excs: guest list of what the clauses raised or left over (may hold None).
    """
    items = excs.value
    if not items:
        return Py_None
    if not _PyBaseExceptionGroup_Check(orig):
        return Py_NewRef(items[0])
    raised: list = []
    leaves: set = set()
    for exc in items:
        if exc is Py_None:
            continue
        if _same_metadata(exc, orig):
            collect_exception_group_leaves(exc, leaves)
        else:
            raised.append(Py_NewRef(exc))
    try:
        reraised, _ = yield exceptiongroup_split_recursive(orig, leaves.__contains__, False)
    except PyErr:
        decref_all(raised)
        raise
    if not raised:
        return reraised or Py_None
    if reraised is not None:
        raised.append(reraised)
    if len(raised) == 1:
        return raised[0]
    sequence = PyList_New(raised)
    try:
        return (yield _PyExc_CreateExceptionGroup("", sequence))
    finally:
        Py_DECREF(sequence)


def _PyEval_ExceptionGroupMatch(exc: PyObject, match_type: PyObject):
    """What an ``except*`` clause takes and what it leaves: the host pair (rest, match), new references.

    Args:
        exc: what is still to be handled: an exception, a group, or None.
        match_type: the clause's class or tuple of classes.
    """
    yield _PyEval_CheckExceptStarTypeValid(match_type)
    if exc is Py_None:
        return Py_None, Py_None
    classes = match_type.value if match_type.ob_type is PyTuple_Type else (match_type,)
    if any(PyType_IsSubtype(exc.ob_type, cls) for cls in classes):
        if _PyBaseExceptionGroup_Check(exc):
            return Py_None, Py_NewRef(exc)
        excs = PyTuple_New((Py_NewRef(exc),))
        try:
            return Py_None, (yield _PyExc_CreateExceptionGroup("", excs))
        finally:
            Py_DECREF(excs)
    if not _PyBaseExceptionGroup_Check(exc):
        return Py_NewRef(exc), Py_None
    pair = PyObject_CallMethod(exc, "split", [match_type])
    if type(pair) in PENDING:
        pair = yield pair
    try:
        if pair.ob_type is not PyTuple_Type or len(pair.value) < 2:
            raise _bad_split(exc, pair)
        match, rest = pair.value[:2]
        return Py_NewRef(rest), Py_NewRef(match)
    finally:
        Py_DECREF(pair)


def _bad_split(exc: PyObject, pair: PyObject) -> PyErr:
    name = exc.ob_type.value.tp_name
    if pair.ob_type is not PyTuple_Type:
        return PyErr_Format(
            PyExc_TypeError, f"{name}.split must return a tuple, not {pair.ob_type.value.tp_name}")
    return PyErr_Format(
        PyExc_TypeError, f"{name}.split must return a 2-tuple, got tuple of size {len(pair.value)}")


def _PyEval_CheckExceptStarTypeValid(right: PyObject):
    """Raise TypeError for what ``except*`` cannot catch."""
    classes = right.value if PyType_IsSubtype(right.ob_type, PyTuple_Type) else (right,)
    for cls in classes:
        if not PyExceptionClass_Check(cls):
            raise PyErr_Format(
                PyExc_TypeError,
                "catching classes that do not inherit from BaseException is not allowed")
    for cls in classes:
        found = PyObject_IsSubclass(cls, PyExc_BaseExceptionGroup)
        if type(found) in PENDING:
            found = yield found
        if found:
            raise PyErr_Format(
                PyExc_TypeError,
                "catching ExceptionGroup with except* is not allowed. Use except instead.")


BaseExceptionGroup_members = (
    extra_member("message", readonly=True),
    extra_member("exceptions", readonly=True),
)
BaseExceptionGroup_methods = (
    PyMethodDef("__class_getitem__", BaseExceptionGroup_class_getitem, "($type, object, /)", classmethod=True),
    PyMethodDef("derive", BaseExceptionGroup_derive, "($self, object, /)"),
    PyMethodDef("split", BaseExceptionGroup_split, "($self, object, /)"),
    PyMethodDef("subgroup", BaseExceptionGroup_subgroup, "($self, object, /)"),
)

__all__ = [
    "BaseExceptionGroup_init", "BaseExceptionGroup_members", "BaseExceptionGroup_methods",
    "BaseExceptionGroup_new", "BaseExceptionGroup_str", "PyExc_BaseExceptionGroup",
    "PyExc_ExceptionGroup", "_PyBaseExceptionGroup_Check", "_PyEval_ExceptionGroupMatch",
    "_PyExc_CreateExceptionGroup", "_PyExc_PrepReraiseStar",
]
