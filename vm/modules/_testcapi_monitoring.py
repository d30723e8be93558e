"""Part of the _testcapi module: events fired for code that is no code object. Models Modules/_testcapi/monitoring.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.exceptions_base import PyExceptionInstance_Check
from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyObject, PyObject_TypeCheck
from vm.objects.pycore_state import _PyThreadState_GET
from vm.objects.pyerrors import PyErr_Format, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.instrumentation import (
    PyMonitoring_EnterScope,
    capi_call_instrumentation,
    event_names,
)


class PyCodeLikeObject:
    """Something like code: for each of its events the tools that want it, and when that was looked up."""

    __slots__ = ("monitoring_states", "version")

    def __init__(self, num_events: int):
        self.monitoring_states = [0] * num_events
        self.version = 0


def CodeLike_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``CodeLike(num_events)`` (a generator)."""
    number: Any = c_int(args[0])
    if type(number) in PENDING:
        number = yield number
    return PyType_GenericAlloc(type_op, PyCodeLikeObject(min(max(number, 0), 1 << 16)))


def CodeLike_str(self: PyObject) -> PyObject:
    """``str(code_like)``"""
    parts = ["PyCodeLikeObject", *(f" {active}" for active in self.value.monitoring_states)]
    return PyUnicode_FromString(": ".join(parts))


CodeLike_Type = PyType_FromSpec("monitoring.CodeLike", tp_new=CodeLike_new, tp_str=CodeLike_str)


def _check_code_like(op: PyObject) -> PyCodeLikeObject:
    if op.ob_type is not CodeLike_Type:
        raise PyErr_Format(
            PyExc_TypeError, f"expected a code-like, got {op.ob_type.value.tp_name}")
    return op.value


def _fire(event: str, args: str, make: Callable[[list], Any] | None = None) -> PyMethodDef:
    """fire_event_...: ``args`` are the names of what the callbacks get besides the place."""
    number = event_names.index(event)

    def fire(module: PyObject, codelike: PyObject, offset: int, *given: PyObject) -> Any:
        body = _check_code_like(codelike)
        if not 0 <= offset < len(body.monitoring_states):
            raise PyErr_Format(PyExc_ValueError, "offset out of range")
        if body.monitoring_states[offset]:
            extra = list(given)
            if make is not None:
                extra = yield make(extra)
            if args == "exception" and not PyExceptionInstance_Check(extra[0]):
                raise PyErr_Format(
                    PyExc_ValueError, f"Firing event {number} with no exception set")
            try:
                yield capi_call_instrumentation(
                    _PyThreadState_GET(), body.monitoring_states, codelike, offset, extra, number)
            finally:
                if make is not None:
                    Py_DECREF(extra[0])
        return PyLong_FromLong(body.monitoring_states[offset])

    names = "".join(f", {name}" for name in args.split())
    return PyMethodDef(
        f"fire_event_{event.lower()}", converted(None, c_int, *[None] * len(args.split()))(fire),
        f"($module, codelike, offset{names}, /)")


def _stop_iteration(args: list) -> Any:
    """What a StopIteration with a value is, unless the value is one (a generator)."""
    value = args[0]
    if PyObject_TypeCheck(value, PyExc_StopIteration):
        value.ob_refcnt += 1
        return [value]
    res = PyObject_Vectorcall(PyExc_StopIteration, [] if value is Py_None else [value])
    return [(yield res) if type(res) in PENDING else res]


def enter_scope(module: PyObject, codelike: PyObject, event1: int, event2: int | None) -> PyObject:
    """``monitoring_enter_scope(codelike, event1[, event2])``"""
    events = [event1] if event2 is None else [event1, event2]
    PyMonitoring_EnterScope(_check_code_like(codelike), events)
    return Py_None


def exit_scope(module: PyObject) -> PyObject:
    """``monitoring_exit_scope()``"""
    return Py_None


monitoring_methods = (
    _fire("PY_START", ""),
    _fire("PY_RESUME", ""),
    _fire("PY_RETURN", "retval"),
    _fire("C_RETURN", "retval"),
    _fire("PY_YIELD", "retval"),
    _fire("CALL", "callable arg0"),
    _fire("JUMP", "target_offset"),
    _fire("BRANCH", "target_offset"),
    _fire("PY_THROW", "exception"),
    _fire("RAISE", "exception"),
    _fire("C_RAISE", "exception"),
    _fire("RERAISE", "exception"),
    _fire("EXCEPTION_HANDLED", "exception"),
    _fire("PY_UNWIND", "exception"),
    _fire("STOP_ITERATION", "value", _stop_iteration),
    PyMethodDef("monitoring_enter_scope", converted(None, c_int, c_int)(enter_scope),
                "($module, codelike, event1, event2=None, /)"),
    PyMethodDef("monitoring_exit_scope", exit_scope, "($module, /)"),
)
