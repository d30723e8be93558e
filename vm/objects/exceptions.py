"""The exception types: every class's slots, and helpers that raise with the extra fields set.

Models Objects/exceptions.c, whose parts are in exceptions_base.py (BaseException), exceptions_os.py,
exceptions_text.py (SyntaxError, Unicode) and exceptions_group.py.
"""

from __future__ import annotations

from typing import Any

from vm.objects import object as _object
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.exceptions_base import (
    BaseException_clear,
    BaseException_dealloc,
    BaseException_getset,
    BaseException_init,
    BaseException_members,
    BaseException_methods,
    BaseException_new,
    BaseException_repr,
    BaseException_set_tb,
    BaseException_str,
    BaseException_traverse,
    PyException_GetTraceback,
    PyException_SetArgs,
    PyException_SetCause,
    PyException_SetContext,
    PyException_SetTraceback,
    PyExceptionClass_Check,
    PyExceptionClass_Name,
    PyExceptionInstance_Check,
    extra_member,
    instance_dict,
    reduce_tuple,
    set_args,
    set_extra,
)
from vm.objects.exceptions_group import (
    BaseExceptionGroup_init,
    BaseExceptionGroup_members,
    BaseExceptionGroup_methods,
    BaseExceptionGroup_new,
    BaseExceptionGroup_str,
    PyExc_BaseExceptionGroup,
    PyExc_ExceptionGroup,
    _PyBaseExceptionGroup_Check,
    _PyExc_CreateExceptionGroup,
    _PyExc_PrepReraiseStar,
)
from vm.objects.exceptions_os import (
    OSError_getset,
    OSError_init,
    OSError_members,
    OSError_methods,
    OSError_new,
    OSError_str,
    PyErr_SetFromErrno,
    PyErr_SetFromErrnoWithFilenameObjects,
    errnomap,
    strerror,
)
from vm.objects.exceptions_text import (
    SyntaxError_init,
    SyntaxError_members,
    SyntaxError_str,
    UnicodeDecodeError_str,
    UnicodeEncodeError_init,
    UnicodeEncodeError_str,
    UnicodeError_members,
    UnicodeTranslateError_init,
    UnicodeTranslateError_str,
)
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef
from vm.objects.object import PyObject_Repr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    PyErr,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    decref_all,
    incref_all,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_GivenExceptionMatches,
    PyExc_BaseException,
    PyExc_ImportError,
    PyExc_KeyError,
    PyExc_MemoryError,
    PyExc_NameError,
    PyExc_OSError,
    PyExc_StopIteration,
    PyExc_SyntaxError,
    PyExc_SystemExit,
    PyExc_UnicodeDecodeError,
    PyExc_UnicodeEncodeError,
    PyExc_UnicodeTranslateError,
    _PyErr_SetObject,
    exception_types,
    extra_field,
    new_exception,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_new import subtype_getweakref
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString

# --- the types with a field or two -------------------------------------------------------------------


def StopIteration_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init: ``value`` is the first argument."""
    BaseException_init(self, args, kwnames)
    set_extra(self.value, "value", Py_NewRef(args[0] if args else Py_None))


def SystemExit_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init: ``code`` is the one argument, or all of them."""
    BaseException_init(self, args, kwnames)
    if args:
        set_extra(self.value, "code", Py_NewRef(args[0] if len(args) == 1 else self.value.args))


def _init_with_keywords(
    self: PyObject, args: list, kwnames: tuple, spec: ArgSpec, name: str
) -> int:
    """Set ``args`` and the keyword-only fields; returns the number of positional arguments."""
    nargs = len(args) - len(kwnames)
    set_args(self.value, args[:nargs] if kwnames else args)
    values: Any = ()
    if kwnames:
        values = parse_arguments(spec, name, args[nargs:], kwnames)
    body = self.value
    for i, field in enumerate(spec.names):
        given = values[i] if values else None
        if given is not None:
            set_extra(body, field, Py_NewRef(given))
        elif body.extra:
            set_extra(body, field, None)
    return nargs


_ImportError_spec = ArgSpec("($self, *, name=None, path=None, name_from=None)")
_NameError_spec = ArgSpec("($self, *, name=None)")
_AttributeError_spec = ArgSpec("($self, *, name=None, obj=None)")


def ImportError_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init."""
    nargs = _init_with_keywords(self, args, kwnames, _ImportError_spec, "ImportError")
    set_extra(self.value, "msg", Py_NewRef(args[0]) if nargs == 1 else None)


def ImportError_str(self: PyObject) -> Any:
    """tp_str: the message as it is."""
    msg = extra_field(self, "msg")
    if msg.ob_type is PyUnicode_Type:
        return Py_NewRef(msg)
    return BaseException_str(self)


def _state_with(self: PyObject, fields: dict[str, PyObject | None]) -> PyObject | None:
    """The instance's dict, copied and with fields added if there are any; new reference or NULL."""
    state = instance_dict(self)
    present = {name: op for name, op in fields.items() if op is not None}
    if not present:
        return state
    copy = PyDict_New()
    if state is not None:
        for name, op in list(self.ob_dict.items()):
            PyDict_SetItemString(copy, name, op)
        Py_DECREF(state)
    for name, op in present.items():
        PyDict_SetItemString(copy, name, op)
    return copy


def ImportError_reduce(self: PyObject) -> PyObject:
    """``__reduce__``."""
    extra = self.value.extra or {}
    state = _state_with(self, {name: extra.get(name) for name in _ImportError_spec.names})
    return reduce_tuple(self, Py_NewRef(self.value.args), state)


def NameError_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init."""
    _init_with_keywords(self, args, kwnames, _NameError_spec, "NameError")


def AttributeError_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init."""
    _init_with_keywords(self, args, kwnames, _AttributeError_spec, "AttributeError")


def AttributeError_getstate(self: PyObject) -> PyObject:
    """``__getstate__``: leaves out ``obj``, which can seldom be pickled."""
    extra = self.value.extra or {}
    state = _state_with(self, {"name": extra.get("name"), "args": self.value.args})
    return Py_None if state is None else state


def AttributeError_reduce(self: PyObject) -> PyObject:
    """``__reduce__``."""
    return reduce_tuple(self, Py_NewRef(self.value.args), AttributeError_getstate(self))


def KeyError_str(self: PyObject) -> Any:
    """tp_str: the key's repr, so that an empty key shows."""
    items = self.value.args.value
    if len(items) == 1:
        return PyObject_Repr(items[0])
    return BaseException_str(self)


# --- raising -----------------------------------------------------------------------------------------


def exception_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_vectorcall of the static exception types: new and init in one go; result or pending."""
    tp = type_op.value
    self = tp.tp_new(type_op, args, kwnames)
    if type(self) in PENDING:
        return _finish_vectorcall(type_op, self, args, kwnames)
    try:
        res = self.ob_type.value.tp_init(self, args, kwnames)
    except PyErr:
        Py_DECREF(self)
        raise
    if type(res) in PENDING:
        return _finish_init(self, res)
    return self


def _finish_vectorcall(type_op: PyObject, pending: Any, args: list, kwnames: tuple):
    args = list(args)
    incref_all(args)
    try:
        self = yield pending
        try:
            res = self.ob_type.value.tp_init(self, args, kwnames)
            if type(res) in PENDING:
                yield res
        except PyErr:
            Py_DECREF(self)
            raise
    finally:
        decref_all(args)
    return self


def _finish_init(self: PyObject, pending: Any):
    try:
        yield pending
    except PyErr:
        Py_DECREF(self)
        raise
    return self


def _PyErr_CreateException(exc_type: PyObject, value: PyObject | None) -> PyObject:
    """An instance of a *static* exception type as PyErr_SetObject makes it; new reference.

    NULL and None: no argument; a tuple: its items; anything else: the one argument (all borrowed).
    """
    if value is None or value is Py_None:
        args: list = []
    elif value.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        args = list(value.value)
    else:
        args = [value]
    return exception_vectorcall(exc_type, args, ())


def PyErr_SetObject(exc_type: PyObject, value: PyObject | None) -> PyErr:
    """The host exception that raises ``exc_type`` (a static type, not a group) with a borrowed value."""
    return _PyErr_SetObject(_PyErr_CreateException(exc_type, value))


def _raise_with(exc_type: PyObject, message: str, fields: dict[str, PyObject | None]) -> PyErr:
    exc = new_exception(exc_type, PyUnicode_FromString(message))
    for name, op in fields.items():
        if op is not None:
            set_extra(exc.value, name, Py_NewRef(op))
    return _PyErr_SetObject(exc)


def PyErr_NameError(
    message: str, name: PyObject | None, exc_type: PyObject = PyExc_NameError
) -> PyErr:
    """NameError (or UnboundLocalError) with ``name`` set (borrowed)."""
    return _raise_with(exc_type, message, {"name": name})


def PyErr_SetImportError(
    message: str, name: PyObject | None, path: PyObject | None = None,
    name_from: PyObject | None = None, exc_type: PyObject = PyExc_ImportError,
) -> PyErr:
    """ImportError (or a subclass) with its fields set (borrowed)."""
    text = PyUnicode_FromString(message)
    err = _raise_with(
        exc_type, message, {"msg": text, "name": name, "path": path, "name_from": name_from})
    Py_DECREF(text)
    return err


def PyErr_StopIteration(value: PyObject | None) -> PyErr:
    """StopIteration with its value (borrowed; NULL or None: none), whatever type the value has."""
    if value is None or value is Py_None:
        exc = new_exception(PyExc_StopIteration)
    else:
        exc = new_exception(PyExc_StopIteration, Py_NewRef(value))
        set_extra(exc.value, "value", Py_NewRef(value))
    return _PyErr_SetObject(exc)


def exception_matches(exc: PyObject, matcher: PyObject) -> bool:
    """PyErr_GivenExceptionMatches in full: the matcher is a class or a tuple (of tuples) of classes."""
    if matcher.ob_type is not PyTuple_Type and PyExceptionClass_Check(matcher):
        return PyErr_GivenExceptionMatches(exc, matcher)
    stack = [matcher]
    while stack:
        op = stack.pop()
        if op.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
            stack.extend(op.value)
        elif PyExceptionClass_Check(op) and PyErr_GivenExceptionMatches(exc, op):
            return True
        elif op is exc:
            return True
    return False


def PyErr_NormalizedException(exc_type: PyObject, message: str) -> PyObject:
    """An exception object with a message, not raised: new reference."""
    return new_exception(exc_type, PyUnicode_FromString(message))


# --- slots -------------------------------------------------------------------------------------------

_SPECIAL: dict[str, dict[str, Any]] = {
    "StopIteration": dict(
        tp_init=StopIteration_init, tp_basicsize=80,
        tp_members=(extra_member("value"),)),
    "SystemExit": dict(
        tp_init=SystemExit_init, tp_basicsize=80,
        tp_members=(extra_member("code"),)),
    "BaseExceptionGroup": dict(
        tp_new=BaseExceptionGroup_new, tp_init=BaseExceptionGroup_init, tp_basicsize=88,
        tp_str=BaseExceptionGroup_str, tp_members=BaseExceptionGroup_members,
        tp_methods=BaseExceptionGroup_methods),
    "ImportError": dict(
        tp_init=ImportError_init, tp_str=ImportError_str, tp_basicsize=104,
        tp_members=(
            extra_member("msg"), extra_member("name"),
            extra_member("path"),
            extra_member("name_from")),
        tp_methods=(PyMethodDef("__reduce__", ImportError_reduce),)),
    "OSError": dict(
        tp_new=OSError_new, tp_init=OSError_init, tp_str=OSError_str, tp_basicsize=112,
        tp_members=OSError_members, tp_methods=OSError_methods, tp_getset=OSError_getset),
    "NameError": dict(
        tp_init=NameError_init, tp_str=BaseException_str, tp_basicsize=80,
        tp_members=(extra_member("name"),)),
    "AttributeError": dict(
        tp_init=AttributeError_init, tp_str=BaseException_str, tp_basicsize=88,
        tp_members=(extra_member("name"), extra_member("obj")),
        tp_methods=(
            PyMethodDef("__getstate__", AttributeError_getstate),
            PyMethodDef("__reduce__", AttributeError_reduce))),
    "SyntaxError": dict(
        tp_init=SyntaxError_init, tp_str=SyntaxError_str, tp_basicsize=136,
        tp_members=SyntaxError_members),
    "KeyError": dict(tp_str=KeyError_str),
    "UnicodeEncodeError": dict(
        tp_init=UnicodeEncodeError_init, tp_str=UnicodeEncodeError_str, tp_basicsize=112,
        tp_members=UnicodeError_members),
    "UnicodeDecodeError": dict(
        tp_init=UnicodeEncodeError_init, tp_str=UnicodeDecodeError_str, tp_basicsize=112,
        tp_members=UnicodeError_members),
    "UnicodeTranslateError": dict(
        tp_init=UnicodeTranslateError_init, tp_str=UnicodeTranslateError_str, tp_basicsize=112,
        tp_members=UnicodeError_members),
}


#: The types whose tp_new C leaves to be inherited, so that they have no ``__new__`` of their own.
_INHERIT_NEW = frozenset({
    "AttributeError", "BlockingIOError", "BrokenPipeError", "ChildProcessError",
    "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError",
    "ConnectionResetError", "ExceptionGroup", "FileExistsError", "FileNotFoundError",
    "ImportError", "IndentationError", "InterruptedError", "IsADirectoryError", "KeyError",
    "ModuleNotFoundError", "NameError", "NotADirectoryError", "PermissionError",
    "ProcessLookupError", "StopIteration", "SyntaxError", "SystemExit", "TabError",
    "TimeoutError", "UnboundLocalError", "_IncompleteInputError",
})


def _fill_slots() -> None:
    for name, type_op in exception_types.items():
        inherited: dict[str, Any] = {}
        for ancestor in reversed(_line_of(type_op)):
            special = _SPECIAL.get(ancestor.value.tp_name, {})
            inherited.update(
                {slot: special[slot] for slot in ("tp_new", "tp_init", "tp_basicsize") if slot in special})
        slots: dict[str, Any] = dict(
            tp_new=BaseException_new, tp_init=BaseException_init, tp_dealloc=BaseException_dealloc,
            tp_traverse=BaseException_traverse, tp_clear=BaseException_clear,
            tp_vectorcall=exception_vectorcall)
        slots.update(inherited)
        slots.update(_SPECIAL.get(name, {}))
        if name in _INHERIT_NEW:
            del slots["tp_new"]
        if type_op is PyExc_ExceptionGroup:
            del slots["tp_init"]
            slots["tp_getset"] = (PyGetSetDef("__weakref__", subtype_getweakref),)
        set_slots(type_op, **slots)


def _line_of(type_op: PyObject) -> list[PyObject]:
    line = []
    while type_op is not None and type_op.value.tp_name in exception_types:
        line.append(type_op)
        type_op = type_op.value.tp_base
    return line


#: Order in which the classes are entered into builtins: by depth in the tree, then by name.
_BUILTINS_ORDER = """
BaseException BaseExceptionGroup Exception GeneratorExit KeyboardInterrupt SystemExit ArithmeticError
AssertionError AttributeError BufferError EOFError ImportError LookupError MemoryError NameError OSError
ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError
Warning FloatingPointError OverflowError ZeroDivisionError BytesWarning DeprecationWarning
EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning
SyntaxWarning UnicodeWarning UserWarning BlockingIOError ChildProcessError ConnectionError
FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError
ProcessLookupError TimeoutError IndentationError _IncompleteInputError IndexError KeyError
ModuleNotFoundError NotImplementedError PythonFinalizationError RecursionError UnboundLocalError
UnicodeError BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError TabError
UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError ExceptionGroup
"""


def _PyBuiltins_AddExceptions(module: PyObject) -> None:
    """Enter every exception class into the builtins module."""
    PyDict_SetItemString(
        PyExc_ExceptionGroup.value.tp_dict, "__module__", PyUnicode_InternFromString("builtins"))
    for name in _BUILTINS_ORDER.split():
        PyModule_AddObjectRef(module, name, exception_types[name])
    for alias in ("EnvironmentError", "IOError"):
        PyModule_AddObjectRef(module, alias, PyExc_OSError)


_fill_slots()
set_slots(
    PyExc_BaseException,
    tp_repr=BaseException_repr,
    tp_str=BaseException_str,
    tp_getattro=_object.PyObject_GenericGetAttr,
    tp_setattro=_object.PyObject_GenericSetAttr,
    tp_methods=BaseException_methods,
    tp_members=BaseException_members,
    tp_getset=BaseException_getset,
)

__all__ = [
    "BaseException_set_tb", "PyErr_NameError", "PyErr_SetFromErrno",
    "PyErr_SetFromErrnoWithFilenameObjects", "PyErr_SetImportError", "PyErr_SetObject",
    "PyErr_StopIteration", "PyExc_BaseExceptionGroup", "PyExc_ExceptionGroup", "PyExc_KeyError",
    "PyExc_MemoryError", "PyExc_OSError", "PyExc_SyntaxError", "PyExc_SystemExit",
    "PyExc_UnicodeDecodeError", "PyExc_UnicodeEncodeError", "PyExc_UnicodeTranslateError",
    "PyErr_Format", "PyException_GetTraceback", "PyException_SetArgs", "PyException_SetCause",
    "PyException_SetContext", "PyException_SetTraceback", "PyExceptionClass_Check",
    "PyExceptionClass_Name", "PyExceptionInstance_Check", "PyTuple_New", "errnomap",
    "exception_matches", "strerror", "_PyBaseExceptionGroup_Check", "_PyErr_CreateException",
    "_PyExc_CreateExceptionGroup", "_PyExc_PrepReraiseStar",
]
