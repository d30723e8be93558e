"""The scope of the running Python code, for natives that ask for it. Part of Python/ceval.c."""

from __future__ import annotations

from typing import Any

from vm.objects.framelocalsproxy import PyFrameLocalsProxy_Check, framelocalsproxy_copy
from vm.objects.frameobject import _PyFrame_GetLocals, first_complete
from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyExc_SystemError


def PyEval_GetFrame() -> Any:
    """The interpreter's frame of the Python code that is running, or None."""
    return first_complete(_PyRuntime.tstate_current.current_frame)  # type: ignore[union-attr]


def PyEval_GetGlobals() -> PyObject | None:
    """Its globals (borrowed), or NULL."""
    frame = PyEval_GetFrame()
    return None if frame is None else frame.f_globals


def _PyEval_GetFrameLocals() -> Any:
    """``locals()`` of the running code: its namespace, or for a function a new dict; may be pending."""
    frame = PyEval_GetFrame()
    if frame is None:
        raise PyErr_Format(PyExc_SystemError, "frame does not exist")
    namespace = _PyFrame_GetLocals(frame)
    if PyFrameLocalsProxy_Check(namespace):
        return _copy_and_drop(namespace)
    return namespace


def _copy_and_drop(proxy: PyObject) -> Any:
    try:
        return (yield framelocalsproxy_copy(proxy))
    finally:
        Py_DECREF(proxy)
