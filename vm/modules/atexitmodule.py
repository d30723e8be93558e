"""The atexit module. Models Modules/atexitmodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.object import PyCallable_Check, PyObject_Repr, PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_NewRef,
    Py_None,
    PyErr,
    PyObject,
    decref_all,
    incref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyErr_WriteUnraisable, PyExc_TypeError
from vm.python.errors import safe_text


class atexit_py_callback:
    """A function with the arguments that it is to be called with; owned."""

    __slots__ = ("func", "args", "kwnames")

    def __init__(self, func: PyObject, args: list[PyObject], kwnames: tuple):
        self.func = func
        self.args = args
        self.kwnames = kwnames

    def references(self) -> list[PyObject]:
        """What it owns."""
        return [self.func, *self.args, *self.kwnames]

    def __call__(self) -> Any:
        """Make the call; an exception is shown (a generator)."""
        try:
            res = PyObject_Vectorcall(self.func, self.args, self.kwnames)
            if type(res) in PENDING:
                res = yield res
            Py_DECREF(res)
        except PyErr as err:
            text = yield safe_text(self.func, "<object repr() failed>", PyObject_Repr)
            shown = PyErr_WriteUnraisable(err, None, f"Exception ignored in atexit callback {text}")
            if type(shown) in PENDING:
                yield shown
        finally:
            decref_all(self.references())


def _callbacks() -> list[Any]:
    return _PyRuntime.tstate_current.interp.atexit  # type: ignore[union-attr]


def atexit_register(module: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``register(func, /, *args, **kwargs)``"""
    if len(args) == len(kwnames):
        raise PyErr_Format(
            PyExc_TypeError, "register() takes at least 1 argument (0 given)")
    if not PyCallable_Check(args[0]):
        raise PyErr_Format(PyExc_TypeError, "the first argument must be callable")
    callback = atexit_py_callback(args[0], list(args[1:]), tuple(kwnames))
    incref_all(callback.references())
    _callbacks().append(callback)
    return Py_NewRef(args[0])


def _PyAtExit_Init(interp: Any) -> None:
    """No function is registered."""
    interp.atexit = []


def _PyAtExit_Call(interp: Any) -> Any:
    """Call what is registered, last first (a generator)."""
    yield atexit_callfuncs(interp)


def atexit_callfuncs(interp: Any) -> Any:
    """Call what is registered, the last first; exceptions are shown (a generator)."""
    while interp.atexit:
        yield interp.atexit.pop()()


def atexit__run_exitfuncs(module: PyObject) -> Any:
    """``_run_exitfuncs()``; a generator."""
    yield atexit_callfuncs(_PyRuntime.tstate_current.interp)  # type: ignore[union-attr]
    return Py_None


def atexit__clear(module: PyObject) -> PyObject:
    """``_clear()``"""
    callbacks = _callbacks()
    dropped = callbacks[:]
    callbacks.clear()
    for callback in dropped:
        decref_all(callback.references())
    return Py_None


def atexit__ncallbacks(module: PyObject) -> PyObject:
    """``_ncallbacks()``"""
    return PyLong_FromLong(len(_callbacks()))


def atexit_unregister(module: PyObject, func: PyObject) -> Any:
    """``unregister(func)``; a generator."""
    callbacks = _callbacks()
    for callback in callbacks[:]:
        equal = PyObject_RichCompareBool(callback.func, func, Py_EQ)
        if type(equal) in PENDING:
            equal = yield equal
        if equal and callback in callbacks:
            callbacks.remove(callback)
            decref_all(callback.references())
    return Py_None


atexit_methods = (
    PyMethodDef("register", atexit_register, "($module, func, /, *args, **kwargs)", raw=True),
    PyMethodDef("_clear", atexit__clear, "($module, /)"),
    PyMethodDef("unregister", atexit_unregister, "($module, func, /)"),
    PyMethodDef("_run_exitfuncs", atexit__run_exitfuncs, "($module, /)"),
    PyMethodDef("_ncallbacks", atexit__ncallbacks, "($module, /)"),
)


def PyInit_atexit() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("atexit", atexit_methods)


