"""Raising by the ``raise`` statement, and exceptions that cannot be raised. Models part of
Python/errors.c and the exception half of Python/ceval.c; the lower half is vm/objects/pyerrors.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.call import PyObject_CallNoArgs
from vm.objects.exceptions import exception_vectorcall
from vm.objects.exceptions_base import (
    PyException_SetCause,
    PyException_SetContext,
    PyExceptionClass_Check,
    PyExceptionInstance_Check,
)
from vm.objects.methoddef import NO_KW
from vm.objects.object import PyObject_Repr, PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_HEAPTYPE,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyReraise,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_WriteUnraisable,
    PyExc_RuntimeError,
    PyExc_TypeError,
    _PyErr_SetObject,
)
from vm.python.source_cache import get_line
from vm.python.traceback import frame_code, tb_get_lineno
from vm.python.traceback_format import RECURSIVE_CUTOFF


def _PyErr_GetTopmostException(tstate: Any) -> PyObject | None:
    """The exception now being handled, or NULL (borrowed)."""
    item = tstate.exc_info
    while item is not None and item.exc_value is None:
        item = item.previous_item
    return None if item is None else item.exc_value


def _PyErr_ChainExceptions1(first: PyErr | None, err: PyErr) -> PyErr:
    """An error that was raised after another one, which becomes its context (and is taken over)."""
    if first is not None:
        PyException_SetContext(err.exc, first.exc)
    return err


def _PyErr_FormatFromCause(cause: PyErr, exc_type: PyObject, message: str) -> PyErr:
    """A new error whose cause and context is another one, which is taken over."""
    err = PyErr_Format(exc_type, message)
    cause.exc.ob_refcnt += 1
    PyException_SetCause(err.exc, cause.exc)
    PyException_SetContext(err.exc, cause.exc)
    return err


def do_raise(tstate: Any, exc: PyObject | None, cause: PyObject | None) -> Any:
    """What ``raise``, ``raise exc`` and ``raise exc from cause`` raise: a PyErr to be raised, or pending.

    Args:
        tstate: the thread state.
        exc: class or instance, borrowed; NULL: the exception being handled once more.
        cause: class, instance or None, borrowed; NULL: no ``from``.
    """
    if exc is None:
        value = _PyErr_GetTopmostException(tstate)
        if value is None or value is Py_None:
            return PyErr_Format(PyExc_RuntimeError, "No active exception to reraise")
        value.ob_refcnt += 1
        return PyReraise(value)
    if cause is None:
        if PyExceptionInstance_Check(exc):
            exc.ob_refcnt += 1
            return _PyErr_SetObject(exc)
        if PyExceptionClass_Check(exc) and not exc.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
            value = exception_vectorcall(exc, [], NO_KW)
            if type(value) not in PENDING:
                return _PyErr_SetObject(value)
            value.close()
    return _do_raise(exc, cause)


def _do_raise(exc: PyObject, cause: PyObject | None):
    value = None
    try:
        value = yield _instantiate(exc, "exceptions must derive from BaseException")
        if cause is not None:
            if cause is Py_None:
                fixed = None
            else:
                fixed = yield _instantiate(
                    cause, "exception causes must derive from BaseException")
            PyException_SetCause(value, fixed)
    except PyErr as err:
        Py_XDECREF(value)
        return err
    return _PyErr_SetObject(value)


def _instantiate(exc: PyObject, message: str):
    """An exception instance from a class or an instance; new reference."""
    if PyExceptionInstance_Check(exc):
        exc.ob_refcnt += 1
        return exc
    if not PyExceptionClass_Check(exc):
        raise PyErr_Format(PyExc_TypeError, message)
    value = PyObject_CallNoArgs(exc)
    if type(value) in PENDING:
        value = yield value
    if PyExceptionInstance_Check(value):
        return value
    try:
        shown = PyObject_Repr(exc)
        if type(shown) in PENDING:
            shown = yield shown
        try:
            given = PyObject_Repr(value.ob_type)
            if type(given) in PENDING:
                given = yield given
        except PyErr:
            Py_DECREF(shown)
            raise
    finally:
        Py_DECREF(value)
    text = (f"calling {shown.value} should have returned an instance of BaseException, "
            f"not {given.value}")
    Py_DECREF(shown)
    Py_DECREF(given)
    raise PyErr_Format(PyExc_TypeError, text)


# --- what cannot be raised ---------------------------------------------------------------------------


def safe_text(op: PyObject, failed: str, function: Callable[[PyObject], Any] = PyObject_Str):
    """Host str of an object by `PyObject_Str` or `PyObject_Repr`; ``failed`` if that raises."""
    try:
        text = function(op)
        if type(text) in PENDING:
            text = yield text
    except PyErr as err:
        PyErr_Clear(err)
        return failed
    out = text.value
    Py_DECREF(text)
    return out


def exception_type_name(type_op: PyObject) -> str:
    """How a class is named in a display: with its module, unless that is builtins or __main__."""
    tp = type_op.value
    if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE:
        module, _, name = tp.tp_name.rpartition(".")
        return f"{module}.{name}" if module else name
    from vm.objects.dictobject import PyDict_GetItemString

    qualname = getattr(tp.ht_qualname, "value", tp.ht_qualname) or tp.tp_name
    module_op = PyDict_GetItemString(tp.tp_dict, "__module__")
    module = module_op.value if module_op is not None else None
    if module in ("__main__", "builtins"):
        return qualname
    return f"{module if isinstance(module, str) else '<unknown>'}.{qualname}"


def format_unraisable(exc: PyObject, obj: PyObject | None, message: str | None):
    """The report of an exception that could not be raised, as host str (a generator).

    Args:
        exc: the exception (borrowed).
        obj: what was at fault (borrowed), or NULL.
        message: the first line's words in place of "Exception ignored in".
    """
    out = []
    if obj is not None and obj is not Py_None:
        shown = yield safe_text(obj, "<object repr() failed>", PyObject_Repr)
        out.append(f"{message or 'Exception ignored in'}: {shown}\n")
    elif message:
        out.append(message + ":\n")
    if exc.value.traceback is not None:
        out.append("Traceback (most recent call last):\n")
        out.extend(plain_traceback(exc.value.traceback))
    text = yield safe_text(exc, "<exception str() failed>")
    out.append(f"{exception_type_name(exc.ob_type)}: {text}\n")
    return "".join(out)


def plain_traceback(tb: PyObject | None):
    """The entries of a traceback as C prints them: source lines without carets (tb_printinternal)."""
    last, count = None, 0
    while tb is not None:
        body = tb.value
        code = frame_code(body.tb_frame)
        where = (code.co_filename, tb_get_lineno(body), code.co_name)
        if where != last:
            if count > RECURSIVE_CUTOFF:
                yield _repeated(count - RECURSIVE_CUTOFF)
            last, count = where, 0
        count += 1
        if count <= RECURSIVE_CUTOFF:
            yield f'  File "{where[0]}", line {where[1]}, in {where[2]}\n'
            is_file = not (where[0].startswith("<") and where[0].endswith(">"))
            line = get_line(where[0], where[1]).lstrip(" \t\f").rstrip("\n") if is_file else ""
            if line:
                yield f"    {line}\n"
        tb = body.tb_next
    if count > RECURSIVE_CUTOFF:
        yield _repeated(count - RECURSIVE_CUTOFF)


def _repeated(count: int) -> str:
    return f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n"


__all__ = [
    "PyErr_WriteUnraisable", "PyReraise", "do_raise", "exception_type_name", "format_unraisable",
    "plain_traceback", "safe_text", "_PyErr_GetTopmostException",
]
