"""Raising audit events from any floor. The part of Python/sysmodule.c around PySys_Audit."""

from __future__ import annotations

from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyObject, decref_all, incref_all
from vm.objects.pycore_state import _PyRuntime
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString


def should_audit() -> bool:
    """Whether anyone listens."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    return bool(interp.audit_hooks)


def PySys_Audit(event: str, *args: PyObject) -> Any:
    """Raise an audit event; None, or pending where hooks are to be called.

    Args:
        event: its name.
        args: guest objects (borrowed).
    """
    return sys_audit_tuple(event, list(args)) if should_audit() else None


def sys_audit_tuple(event: str, args: list[PyObject]) -> Any:
    """Call every hook with the event and a tuple of its arguments (native frame)."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    hooks = list(interp.audit_hooks)
    incref_all(hooks)
    incref_all(args)
    name, arguments = PyUnicode_FromString(event), PyTuple_New(tuple(args))
    try:
        for hook in hooks:
            res = PyObject_Vectorcall(hook, [name, arguments])
            if type(res) in PENDING:
                res = yield res
            Py_DECREF(res)
    finally:
        Py_DECREF(name)
        Py_DECREF(arguments)
        decref_all(hooks)


def audited(native: Any, event: str, *args: PyObject) -> Any:
    """``native()`` after an audit event; at once if nobody listens."""
    if not should_audit():
        return native()
    return _audited(native, event, args)


def _audited(native: Any, event: str, args: tuple) -> Any:
    yield sys_audit_tuple(event, list(args))
    res = native()
    if type(res) in PENDING:
        res = yield res
    return res
