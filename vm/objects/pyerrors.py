"""Raising guest exceptions, and the exception types by name.

Models Include/pyerrors.h and the raising half of Python/errors.c (low enough that every object file can
raise). The types' slots and methods are filled by exceptions.py.

A native reports an error with ``raise PyErr_Format(PyExc_TypeError, "message")``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.linker import late_import
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    PyErr,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime

PyTuple_New: Callable


@late_import
def _bind() -> None:
    global PyTuple_New
    from vm.objects.tupleobject import PyTuple_New


class PyBaseExceptionObject:
    """The body of every exception (PyBaseExceptionObject and the structs that extend it).

    All fields own their references. ``extra`` is a host dict for the fields of the derived structs
    (StopIteration.value, OSError.errno, SyntaxError.lineno, ...), name -> guest object.
    """

    __slots__ = ("args", "notes", "traceback", "context", "cause", "suppress_context", "extra")

    def __init__(self, args: PyObject):
        self.args = args  # guest tuple
        self.notes: PyObject | None = None
        self.traceback: PyObject | None = None
        self.context: PyObject | None = None
        self.cause: PyObject | None = None
        self.suppress_context = False
        self.extra: dict[str, PyObject | None] | None = None


#: name -> base, in the order of the tree (Objects/exceptions.c).
_HIERARCHY = """
BaseException object
BaseExceptionGroup BaseException
GeneratorExit BaseException
KeyboardInterrupt BaseException
SystemExit BaseException
Exception BaseException
ArithmeticError Exception
FloatingPointError ArithmeticError
OverflowError ArithmeticError
ZeroDivisionError ArithmeticError
AssertionError Exception
AttributeError Exception
BufferError Exception
EOFError Exception
ImportError Exception
ModuleNotFoundError ImportError
LookupError Exception
IndexError LookupError
KeyError LookupError
MemoryError Exception
NameError Exception
UnboundLocalError NameError
OSError Exception
BlockingIOError OSError
ChildProcessError OSError
ConnectionError OSError
BrokenPipeError ConnectionError
ConnectionAbortedError ConnectionError
ConnectionRefusedError ConnectionError
ConnectionResetError ConnectionError
FileExistsError OSError
FileNotFoundError OSError
InterruptedError OSError
IsADirectoryError OSError
NotADirectoryError OSError
PermissionError OSError
ProcessLookupError OSError
TimeoutError OSError
ReferenceError Exception
RuntimeError Exception
NotImplementedError RuntimeError
PythonFinalizationError RuntimeError
RecursionError RuntimeError
StopAsyncIteration Exception
StopIteration Exception
SyntaxError Exception
_IncompleteInputError SyntaxError
IndentationError SyntaxError
TabError IndentationError
SystemError Exception
TypeError Exception
ValueError Exception
UnicodeError ValueError
UnicodeDecodeError UnicodeError
UnicodeEncodeError UnicodeError
UnicodeTranslateError UnicodeError
Warning Exception
BytesWarning Warning
DeprecationWarning Warning
EncodingWarning Warning
FutureWarning Warning
ImportWarning Warning
PendingDeprecationWarning Warning
ResourceWarning Warning
RuntimeWarning Warning
SyntaxWarning Warning
UnicodeWarning Warning
UserWarning Warning
"""

#: Every static exception type by name. ExceptionGroup, which has two bases, is made by exceptions.py.
exception_types: dict[str, PyObject] = {}


def _define_exceptions() -> None:
    for line in _HIERARCHY.split("\n"):
        if line:
            name, base = line.split()
            exception_types[name] = static_type(
                name,
                exception_types.get(base),
                tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
                tp_basicsize=72,
                tp_dictoffset=16,
                tp_hostkey="identity",
            )


_define_exceptions()
PyExc_BaseException = exception_types["BaseException"]
PyExc_Exception = exception_types["Exception"]
PyExc_GeneratorExit = exception_types["GeneratorExit"]
PyExc_KeyboardInterrupt = exception_types["KeyboardInterrupt"]
PyExc_SystemExit = exception_types["SystemExit"]
PyExc_ArithmeticError = exception_types["ArithmeticError"]
PyExc_OverflowError = exception_types["OverflowError"]
PyExc_ZeroDivisionError = exception_types["ZeroDivisionError"]
PyExc_AssertionError = exception_types["AssertionError"]
PyExc_AttributeError = exception_types["AttributeError"]
PyExc_BufferError = exception_types["BufferError"]
PyExc_EOFError = exception_types["EOFError"]
PyExc_ImportError = exception_types["ImportError"]
PyExc_ModuleNotFoundError = exception_types["ModuleNotFoundError"]
PyExc_LookupError = exception_types["LookupError"]
PyExc_IndexError = exception_types["IndexError"]
PyExc_KeyError = exception_types["KeyError"]
PyExc_MemoryError = exception_types["MemoryError"]
PyExc_NameError = exception_types["NameError"]
PyExc_UnboundLocalError = exception_types["UnboundLocalError"]
PyExc_OSError = exception_types["OSError"]
PyExc_ReferenceError = exception_types["ReferenceError"]
PyExc_RuntimeError = exception_types["RuntimeError"]
PyExc_NotImplementedError = exception_types["NotImplementedError"]
PyExc_RecursionError = exception_types["RecursionError"]
PyExc_StopAsyncIteration = exception_types["StopAsyncIteration"]
PyExc_StopIteration = exception_types["StopIteration"]
PyExc_SyntaxError = exception_types["SyntaxError"]
PyExc_IndentationError = exception_types["IndentationError"]
PyExc_TabError = exception_types["TabError"]
PyExc_SystemError = exception_types["SystemError"]
PyExc_TypeError = exception_types["TypeError"]
PyExc_ValueError = exception_types["ValueError"]
PyExc_UnicodeError = exception_types["UnicodeError"]
PyExc_UnicodeDecodeError = exception_types["UnicodeDecodeError"]
PyExc_UnicodeEncodeError = exception_types["UnicodeEncodeError"]
PyExc_UnicodeTranslateError = exception_types["UnicodeTranslateError"]
PyExc_Warning = exception_types["Warning"]
PyExc_DeprecationWarning = exception_types["DeprecationWarning"]
PyExc_RuntimeWarning = exception_types["RuntimeWarning"]
PyExc_SyntaxWarning = exception_types["SyntaxWarning"]
PyExc_UserWarning = exception_types["UserWarning"]


def new_exception(exc_type: PyObject, *args: PyObject) -> PyObject:
    """Make an instance of a static exception type; steals the references in ``args``."""
    op = PyObject_GC_New(exc_type, PyBaseExceptionObject(PyTuple_New(args)))
    op.ob_dict = {}
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def _PyErr_SetObject(exc: PyObject) -> PyErr:
    """Make the host exception that raises ``exc`` (reference stolen), with ``__context__`` set.

    The context is the exception now being handled; a cycle in the chain of contexts is cut, as in
    _PyErr_SetObject.
    """
    tstate = _PyRuntime.tstate_current
    item = tstate.exc_info if tstate is not None else None
    while item is not None and item.exc_value is None:
        item = item.previous_item
    if item is not None:
        handled = item.exc_value
        body = exc.value
        if handled is not None and handled is not exc and body.context is not handled:
            if exc.ob_refcnt > 1:  # one that nobody else holds is in no chain, however long that is
                _avoid_context_cycle(handled, exc)
            handled.ob_refcnt += 1
            old, body.context = body.context, handled
            if old is not None:
                _drop(old)
    return PyErr(exc)


def _PyErr_ChainStackItem(err: PyErr) -> PyErr:
    """Give an exception the context of the topmost entry alone: what a generator itself is handling."""
    handled = _PyRuntime.tstate_current.exc_info.exc_value  # type: ignore[union-attr]
    return PyErr(err.exc) if handled is None else _PyErr_SetObject(err.exc)


def _avoid_context_cycle(handled: PyObject, exc: PyObject) -> None:
    o = handled
    slow, update_slow = o, False
    while (context := o.value.context) is not None:
        if context is exc:
            o.value.context = None
            _drop(context)
            return
        o = context
        if o is slow:
            return
        if update_slow:
            slow = slow.value.context
        update_slow = not update_slow


def _drop(op: PyObject) -> None:
    op.ob_refcnt = n = op.ob_refcnt - 1
    if not n and (dealloc := op.ob_type.value.tp_dealloc) is not None:
        dealloc(op)


def PyErr_Format(exc_type: PyObject, message: str) -> PyErr:
    """The host exception that raises ``exc_type(message)``; the type is a static exception type."""
    return _PyErr_SetObject(new_exception(exc_type, PyObject(PyUnicode_Type, message)))


def PyErr_SetNone(exc_type: PyObject) -> PyErr:
    """The host exception that raises ``exc_type()``."""
    return _PyErr_SetObject(new_exception(exc_type))


def PyErr_SetArgs(exc_type: PyObject, *args: PyObject) -> PyErr:
    """The host exception that raises ``exc_type(*args)``; takes its own references to the arguments."""
    for op in args:
        op.ob_refcnt += 1
    return _PyErr_SetObject(new_exception(exc_type, *args))


def _PyErr_SetKeyError(key: PyObject) -> PyErr:
    """The host exception that raises ``KeyError(key)``."""
    return PyErr_SetArgs(PyExc_KeyError, key)


def PyErr_GivenExceptionMatches(exc: PyObject, exc_type: PyObject) -> bool:
    """Whether exception object ``exc`` is an instance of the exception class ``exc_type``."""
    return exc.ob_type is exc_type or PyType_IsSubtype(exc.ob_type, exc_type)


def PyErr_ExceptionMatches(err: PyErr, exc_type: PyObject) -> bool:
    """Whether the host exception carries an instance of the guest exception class."""
    return PyErr_GivenExceptionMatches(err.exc, exc_type)


def PyErr_Clear(err: PyErr) -> None:
    """Drop a caught exception: call it when a PyErr is swallowed."""
    _drop(err.exc)


def PyErr_BadInternalCall(where: str) -> PyErr:
    """SystemError for a misuse inside the VM."""
    return PyErr_Format(PyExc_SystemError, f"{where}: bad argument to internal function")


def extra_field(exc: PyObject, name: str) -> Any:
    """A field of a derived exception struct, or guest None (borrowed)."""
    extra = exc.value.extra
    found = extra.get(name) if extra else None
    return Py_None if found is None else found


#: Set by the python floor: ``(err, obj_or_NULL, message_or_None)`` -> None or pending (sys.unraisablehook).
unraisable_handler: list[Any] = [None]


def PyErr_WriteUnraisable(err: PyErr, obj: PyObject | None, message: str | None = None) -> Any:
    """Report an exception that cannot be raised where it happened; takes over the exception.

    Args:
        err: the caught host exception.
        obj: the object at fault (the callback, the ``__del__``), borrowed, or NULL.
        message: the first line without the colon, in place of "Exception ignored in".

    Returns:
        None, or something pending (the hook is guest code).
    """
    handler = unraisable_handler[0]
    if handler is None:
        PyErr_Clear(err)
        return None
    return handler(err, obj, message)
