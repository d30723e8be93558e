"""What C functions find among the builtins of the code that called them. Part of Python/ceval.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyErr, PyObject
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyExc_AttributeError


@late_import
def _bind() -> None:
    global PyMapping_GetOptionalItem, first_complete, PyUnicode_InternFromString
    from vm.objects.abstract import PyMapping_GetOptionalItem
    from vm.objects.frameobject import first_complete
    from vm.objects.unicodeobject import PyUnicode_InternFromString


def PyEval_GetBuiltins() -> PyObject:
    """The builtins of the running code, or the interpreter's (borrowed)."""
    tstate: Any = _PyRuntime.tstate_current
    frame = first_complete(tstate.current_frame)
    return tstate.interp.builtins if frame is None else frame.f_builtins


def _PyEval_GetBuiltin(name: str) -> Any:
    """A name among the builtins of the running code (new reference; may be pending).

    Builtins can be any mapping, and a dict can have keys that compare themselves.

    Raises:
        AttributeError: there is no such name.
    """
    found = PyMapping_GetOptionalItem(PyEval_GetBuiltins(), PyUnicode_InternFromString(name))
    if type(found) in PENDING:
        return _arriving(name, found)
    return _found(name, found)


def _found(name: str, found: PyObject | None) -> PyObject:
    if found is None:
        raise PyErr_Format(PyExc_AttributeError, name)
    return found


def _arriving(name: str, pending: Any) -> Any:
    return _found(name, (yield pending))


def given_builtin(name: str) -> Callable[[Callable], Callable]:
    """Decorator: a method gets this builtin as its last argument, a reference that it passes on.

    The builtin is looked up before the method begins, since the look-up can change what the method reads.
    """

    def decorate(method: Callable) -> Callable:
        def finish(self: PyObject, func: PyObject) -> Any:
            try:
                return method(self, func)
            except PyErr:
                Py_DECREF(func)
                raise

        def later(self: PyObject, pending: Any) -> Any:
            return finish(self, (yield pending))

        def given(self: PyObject) -> Any:
            func = _PyEval_GetBuiltin(name)
            return later(self, func) if type(func) in PENDING else finish(self, func)

        given.__name__ = later.__name__ = method.__name__
        given.__doc__ = method.__doc__
        return given

    return decorate
