"""BaseException, and what the other exception types share. First part of Objects/exceptions.c.

The body of every exception is `PyBaseExceptionObject` (pyerrors.py); the fields that the derived C structs
add are kept in its ``extra``, and read and written as host attributes of the body, so that member
descriptors work on them (`extra_member`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import object as _object
from vm.objects.dictobject import _PyDict_HostItems
from vm.objects.listobject import PyList_New
from vm.objects.methoddef import Py_T_BOOL, PyGetSetDef, PyMemberDef, PyMethodDef
from vm.objects.object import PyObject_Repr, PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyTraceBack_Type,
    decref_all,
    incref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyBaseExceptionObject,
    PyErr_Format,
    PyExc_TypeError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString


def PyExceptionInstance_Check(op: PyObject) -> bool:
    """Whether the object is an instance of BaseException."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS)


def PyExceptionClass_Check(op: PyObject) -> bool:
    """Whether the object is a class that derives from BaseException."""
    return bool(
        op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS
        and op.value.tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS)


def PyExceptionClass_Name(op: PyObject) -> str:
    """tp_name of an exception class."""
    return op.value.tp_name


def _PyType_Name(type_op: PyObject) -> str:
    return type_op.value.tp_name.rpartition(".")[2]


# --- text from pieces --------------------------------------------------------------------------------


def format_pieces(pieces: list) -> Any:
    """A guest str from host strings and (function, guest object) pairs, as PyUnicode_FromFormat does.

    The functions are `PyObject_Str` and `PyObject_Repr`, which may be pending; so may be the result.
    """
    out: list[str] = []
    for i, piece in enumerate(pieces):
        if type(piece) is str:
            out.append(piece)
            continue
        text = piece[0](piece[1])
        if type(text) in PENDING:
            return _format_rest(out, text, pieces[i:])
        out.append(text.value)
        Py_DECREF(text)
    return PyUnicode_FromString("".join(out))


def _format_rest(out: list[str], text: Any, pieces: list):
    held = [piece[1] for piece in pieces if type(piece) is not str]
    incref_all(held)
    try:
        text = yield text
        out.append(text.value)
        Py_DECREF(text)
        for piece in pieces[1:]:
            if type(piece) is str:
                out.append(piece)
                continue
            text = piece[0](piece[1])
            if type(text) in PENDING:
                text = yield text
            out.append(text.value)
            Py_DECREF(text)
    finally:
        decref_all(held)
    return PyUnicode_FromString("".join(out))


# --- allocation and deallocation ---------------------------------------------------------------------


def exception_alloc(type_op: PyObject, args: PyObject) -> PyObject:
    """A bare instance of an exception type, tracked; steals the reference to the guest tuple ``args``."""
    return PyType_GenericAlloc(type_op, PyBaseExceptionObject(args))


def BaseException_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: keeps the positional arguments as ``args``; keywords are left to ``__init__``."""
    host = tuple(args[: len(args) - len(kwnames)]) if kwnames else tuple(args)
    incref_all(host)
    return exception_alloc(type_op, PyTuple_New(host))


def _PyArg_NoKeywords(name: str, kwnames: tuple) -> None:
    """Raise TypeError if there are keywords."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")


def set_args(body: PyBaseExceptionObject, positional: Any) -> None:
    """Replace ``args`` by a new tuple of the (borrowed) guest objects; keeps an equal tuple."""
    host = tuple(positional)
    old = body.args
    if old is not None and old.value == host:
        return
    incref_all(host)
    body.args = PyTuple_New(host)
    Py_XDECREF(old)


def BaseException_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init: sets ``args``; no keywords."""
    if kwnames:
        _PyArg_NoKeywords(self.ob_type.value.tp_name, kwnames)
    set_args(self.value, args)


def set_extra(body: PyBaseExceptionObject, name: str, value: PyObject | None) -> None:
    """Set a field of a derived struct; steals the reference; the old value is dropped."""
    extra = body.extra
    if extra is None:
        if value is None:
            return
        extra = body.extra = {}
    old = extra.get(name)
    extra[name] = value
    if old is not None:
        Py_DECREF(old)


def BaseException_traverse(self: PyObject):
    """tp_traverse."""
    body = self.value
    out = [body.args, body.notes, body.traceback, body.cause, body.context]
    if body.extra:
        out.extend(body.extra.values())
    ext = self.ob_ext
    if ext is not None and ext.dict_object is not None:
        out.append(ext.dict_object)
    elif self.ob_dict:
        out.extend(self.ob_dict.values())
    return out


def BaseException_clear(self: PyObject) -> None:
    """tp_clear: drop everything that the exception owns."""
    clear_instance_dict(self)
    body = self.value
    extra, body.extra = body.extra, None
    if extra:
        decref_all(list(extra.values()))
    for field in ("args", "notes", "traceback", "cause", "context"):
        op = getattr(body, field)
        if op is not None:
            setattr(body, field, None)
            Py_DECREF(op)


def clear_instance_dict(self: PyObject) -> None:
    """Drop the attributes of an instance, or the dict object made of them."""
    ext = self.ob_ext
    if ext is not None and ext.dict_object is not None:
        held, ext.dict_object = ext.dict_object, None
        self.ob_dict = {}
        Py_DECREF(held)
    elif self.ob_dict:
        values = list(self.ob_dict.values())
        self.ob_dict = {}
        decref_all(values)


def _owned(self: PyObject):
    body = self.value
    if body.extra:
        yield from body.extra.values()
    ext = self.ob_ext
    if ext is not None and ext.dict_object is not None:
        yield ext.dict_object
    else:
        yield from self.ob_dict.values()
    yield from (body.args, body.notes, body.traceback, body.cause, body.context)


def BaseException_dealloc(self: PyObject) -> None:
    """tp_dealloc, under the trashcan's guard: chains of exceptions may be long."""
    dealloc_container(self, _owned)


# --- str, repr, pickling -----------------------------------------------------------------------------


def BaseException_str(self: PyObject) -> Any:
    """tp_str."""
    args = self.value.args
    items = args.value
    if not items:
        return PyUnicode_FromString("")
    return PyObject_Str(items[0] if len(items) == 1 else args)


def BaseException_repr(self: PyObject) -> Any:
    """tp_repr."""
    name = _PyType_Name(self.ob_type)
    args = self.value.args
    if len(args.value) == 1:
        return format_pieces([name, "(", (PyObject_Repr, args.value[0]), ")"])
    return format_pieces([name, (PyObject_Repr, args)])


def instance_dict(self: PyObject) -> PyObject | None:
    """The exception's ``__dict__`` as C would have it: NULL while nothing was ever stored; new reference."""
    ext = self.ob_ext
    if self.ob_dict or (ext is not None and ext.dict_object is not None):
        return _object.PyObject_GenericGetDict(self)
    return None


def reduce_tuple(self: PyObject, args: PyObject, state: PyObject | None) -> PyObject:
    """(type, args) or (type, args, state); steals ``args`` and ``state``."""
    type_op = Py_NewRef(self.ob_type)
    return PyTuple_New((type_op, args) if state is None else (type_op, args, state))


def BaseException_reduce(self: PyObject) -> PyObject:
    """``__reduce__``."""
    return reduce_tuple(self, Py_NewRef(self.value.args), instance_dict(self))


def BaseException_setstate(self: PyObject, state: PyObject):
    """``__setstate__``: sets every attribute of a dict."""
    if state is Py_None:
        return Py_None
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "state is not a dictionary")
    return _setstate(self, state)


def _setstate(self: PyObject, state: PyObject):
    pairs = _PyDict_HostItems(state)
    for pair in pairs:
        incref_all(pair)
    try:
        for key, value in pairs:
            res = _object.PyObject_SetAttr(self, key, value)
            if type(res) in PENDING:
                yield res
    finally:
        for pair in pairs:
            decref_all(pair)
    return Py_None


def BaseException_with_traceback(self: PyObject, tb: PyObject) -> PyObject:
    """``with_traceback(tb)``."""
    BaseException_set_tb(self, tb)
    return Py_NewRef(self)


def BaseException_add_note(self: PyObject, note: PyObject):
    """``add_note(note)``."""
    if not note.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"note must be a str, not '{note.ob_type.value.tp_name}'")
    return _add_note(self, note)


def _add_note(self: PyObject, note: PyObject):
    name = PyUnicode_InternFromString("__notes__")
    notes = _object.PyObject_GetOptionalAttr(self, name)
    if type(notes) in PENDING:
        notes = yield notes
    if notes is None:
        notes = PyList_New([])
        try:
            res = _object.PyObject_SetAttr(self, name, notes)
            if type(res) in PENDING:
                yield res
        except PyErr:
            Py_DECREF(notes)
            raise
    elif not _is_list(notes):
        Py_DECREF(notes)
        raise PyErr_Format(PyExc_TypeError, "Cannot add note: __notes__ is not a list")
    notes.value.append(Py_NewRef(note))
    Py_DECREF(notes)
    return Py_None


def _is_list(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_LIST_SUBCLASS)


# --- attributes --------------------------------------------------------------------------------------


def BaseException_get_args(self: PyObject) -> PyObject:
    """Getter of ``args``."""
    args = self.value.args
    return Py_None if args is None else Py_NewRef(args)


def BaseException_set_args(self: PyObject, value: PyObject | None) -> Any:
    """Setter of ``args``: any iterable."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "args may not be deleted")
    return _set_args_from(self, value)


def _set_args_from(self: PyObject, value: PyObject):
    from vm.objects.abstract import (
        PySequence_Tuple,  # abstract.py knows iterators; rarely needed here
    )

    seq = PySequence_Tuple(value)
    if type(seq) in PENDING:
        seq = yield seq
    body = self.value
    old, body.args = body.args, seq
    Py_XDECREF(old)


def BaseException_get_tb(self: PyObject) -> PyObject:
    """Getter of ``__traceback__``."""
    tb = self.value.traceback
    return Py_None if tb is None else Py_NewRef(tb)


def BaseException_set_tb(self: PyObject, tb: PyObject | None) -> None:
    """Setter of ``__traceback__``."""
    if tb is None:
        raise PyErr_Format(PyExc_TypeError, "__traceback__ may not be deleted")
    if tb.ob_type is PyTraceBack_Type:
        PyException_SetTraceback(self, tb)
    elif tb is Py_None:
        PyException_SetTraceback(self, None)
    else:
        raise PyErr_Format(PyExc_TypeError, "__traceback__ must be a traceback or None")


def PyException_SetTraceback(self: PyObject, tb: PyObject | None) -> None:
    """Set the traceback (NULL: none); takes its own reference."""
    if tb is not None:
        tb.ob_refcnt += 1
    body = self.value
    old, body.traceback = body.traceback, tb
    if old is not None:
        Py_DECREF(old)


def PyException_GetTraceback(self: PyObject) -> PyObject | None:
    """The traceback, a new reference, or NULL."""
    tb = self.value.traceback
    if tb is not None:
        tb.ob_refcnt += 1
    return tb


def PyException_SetCause(self: PyObject, cause: PyObject | None) -> None:
    """Set ``__cause__`` (steals the reference) and hide the context."""
    body = self.value
    body.suppress_context = True
    old, body.cause = body.cause, cause
    if old is not None:
        Py_DECREF(old)


def PyException_SetContext(self: PyObject, context: PyObject | None) -> None:
    """Set ``__context__``; steals the reference."""
    body = self.value
    old, body.context = body.context, context
    if old is not None:
        Py_DECREF(old)


def PyException_SetArgs(self: PyObject, args: PyObject) -> None:
    """Set ``args`` to a guest tuple; takes its own reference."""
    args.ob_refcnt += 1
    body = self.value
    old, body.args = body.args, args
    Py_XDECREF(old)


def _chained_getset(name: str, field: str, setter: Callable, what: str) -> PyGetSetDef:
    def getter(self: PyObject) -> PyObject:
        op = getattr(self.value, field)
        return Py_None if op is None else Py_NewRef(op)

    def set_value(self: PyObject, value: PyObject | None) -> None:
        if value is None:
            raise PyErr_Format(PyExc_TypeError, f"{name} may not be deleted")
        if value is Py_None:
            setter(self, None)
        elif PyExceptionInstance_Check(value):
            setter(self, Py_NewRef(value))
        else:
            raise PyErr_Format(
                PyExc_TypeError,
                f"exception {what} must be None or derive from BaseException")

    return PyGetSetDef(name, getter, set_value)


def BaseException_get_dict(self: PyObject) -> Any:
    """Getter of ``__dict__``."""
    return _object.PyObject_GenericGetDict(self)


def BaseException_set_dict(self: PyObject, value: PyObject | None) -> Any:
    """Setter of ``__dict__``."""
    return _object.PyObject_GenericSetDict(self, value)


BaseException_methods = (
    PyMethodDef("__reduce__", BaseException_reduce, "($self, /)"),
    PyMethodDef("__setstate__", BaseException_setstate, "($self, object, /)"),
    PyMethodDef("with_traceback", BaseException_with_traceback, "($self, object, /)"),
    PyMethodDef("add_note", BaseException_add_note, "($self, object, /)"),
)

BaseException_members = (
    PyMemberDef("__suppress_context__", "suppress_context", readonly=False, kind=Py_T_BOOL),
)

BaseException_getset = (
    PyGetSetDef("__dict__", BaseException_get_dict, BaseException_set_dict),
    PyGetSetDef("args", BaseException_get_args, BaseException_set_args),
    PyGetSetDef("__traceback__", BaseException_get_tb, BaseException_set_tb),
    _chained_getset("__context__", "context", PyException_SetContext, "context"),
    _chained_getset("__cause__", "cause", PyException_SetCause, "cause"),
)


# --- fields of derived structs -----------------------------------------------------------------------


def extra_member(name: str, field: str = "", readonly: bool = False) -> PyMemberDef:
    """A member row for a field kept in ``extra``; reads None while unset.

    The body gets a host property ``x_<field>``, which is what the member descriptor uses.
    """
    field = field or name
    attribute = "x_" + field
    if not hasattr(PyBaseExceptionObject, attribute):
        def get(body: Any) -> PyObject | None:
            return body.extra.get(field) if body.extra else None

        def put(body: Any, value: PyObject | None) -> None:
            if body.extra is None:
                body.extra = {}
            body.extra[field] = value

        setattr(PyBaseExceptionObject, attribute, property(get, put))
    return PyMemberDef(name, attribute, readonly=readonly)
