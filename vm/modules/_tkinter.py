"""The _tkinter module: Tk's windows. Models Modules/_tkinter.c on a machine that has no display, and no Tcl either.

tkinter and turtle can be imported, and a program that opens a window is told what CPython tells it without a display.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.modules._io_util import files
from vm.objects.abstract import PySequence_Size
from vm.objects.bridge import MAX_PARTS
from vm.objects.getargs import boolean, c_int, c_string_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GenericGetAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_Exception,
    PyExc_MemoryError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

Tkinter_TclError = PyType_FromSpec(
    "_tkinter.TclError", PyExc_Exception, tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS)
Tkapp_Type = PyType_FromSpec(
    "_tkinter.tkapp", tp_basicsize=136, tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION)
Tktt_Type = PyType_FromSpec(
    "_tkinter.tktimertoken", tp_basicsize=32, tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION)
PyTclObject_Type = PyType_FromSpec(
    "_tkinter.Tcl_Obj", tp_basicsize=32, tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_getattro=PyObject_GenericGetAttr)
CONSTANTS = {
    "READABLE": 2, "WRITABLE": 4, "EXCEPTION": 8, "WINDOW_EVENTS": 4, "FILE_EVENTS": 8,
    "TIMER_EVENTS": 16, "IDLE_EVENTS": 32, "ALL_EVENTS": -3, "DONT_WAIT": 2,
}
_VERSION = "8.6"
_FLATTEN_DEPTH = 1000
#: Milliseconds between two looks at Tcl's events.
_BUSY_WAIT_INTERVAL = 20


class _State:
    """What setbusywaitinterval() has set, in an interpreter."""

    def __init__(self) -> None:
        self.interval = _BUSY_WAIT_INTERVAL


def _state() -> _State:
    found: _State = _PyInterpreterState_GET().modules_by_index.setdefault("_tkinter", _State())
    return found


def _optional_text(op: PyObject | None, number: int) -> str | None:
    """An argument that is a str or None."""
    if op is None or op is Py_None:
        return None
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"create() argument {number} must be str or None, not {op.ob_type.value.tp_name:.50}")
    return c_string_arg(op, "create", f"argument {number}", "")


def _tkinter_create(
    module: PyObject, screenName: PyObject | None, baseName: PyObject | None, className: PyObject | None,
    interactive: PyObject | None, wantobjects: PyObject | None, wantTk: PyObject | None,
    sync: PyObject | None, use: PyObject | None
) -> Any:
    """``create(screenName=None, baseName='', className='Tk', ...)``; a generator that always raises."""
    screen = _optional_text(screenName, 1)
    for number, text in ((2, baseName), (3, className)):
        c_string_arg(text, "create", f"argument {number}", "")
    wants_tk: Any = True
    for number, op in ((4, interactive), (5, wantobjects), (6, wantTk), (7, sync)):
        if op is not None:
            value = c_int(op) if number == 5 else boolean(op)
            if type(value) in PENDING:
                value = yield value
            wants_tk = value if number == 6 else wants_tk
    _optional_text(use, 8)
    raise _no_application(screen, wants_tk)


def _no_application(screen: str | None, wants_tk: bool) -> PyErr:
    """TclError: what is missing."""
    if not wants_tk:
        return PyErr_Format(
            Tkinter_TclError, "Can't find a usable init.tcl in the following directories: \n\n\n"
            "This probably means that Tcl wasn't installed properly.\n")
    display = screen or files().environ.get("DISPLAY")
    if display:
        return PyErr_Format(Tkinter_TclError, f'couldn\'t connect to display "{display}"')
    return PyErr_Format(
        Tkinter_TclError, "no display name and no $DISPLAY environment variable")


def _is_list(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & (Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS))


def _tkinter__flatten(module: PyObject, item: PyObject) -> Any:
    """``_flatten(item)``: the items of nested lists and tuples but None, as one tuple; a generator."""
    size = PySequence_Size(item)
    if type(size) in PENDING:
        size = yield size
    if not size:
        return PyTuple_New(())
    if not _is_list(item):
        raise PyErr_Format(PyExc_TypeError, "argument must be sequence")
    found: list[PyObject] = []
    work: list[Iterator[PyObject]] = [iter(list(item.value))]
    while work:
        op = next(work[-1], None)
        if op is None:
            work.pop()
        elif _is_list(op):
            if len(work) > _FLATTEN_DEPTH:
                raise PyErr_Format(PyExc_ValueError, "nesting too deep in _flatten")
            work.append(iter(list(op.value)))
        elif op is not Py_None:
            found.append(op)
            if len(found) >= MAX_PARTS:  # a list that holds one large list many times
                raise PyErr_SetNone(PyExc_MemoryError)
    return PyTuple_New(tuple([Py_NewRef(op) for op in found]))


def _tkinter_setbusywaitinterval(module: PyObject, new_val: PyObject) -> Any:
    """``setbusywaitinterval(new_val)``; a generator."""
    value: Any = c_int(new_val)
    if type(value) in PENDING:
        value = yield value
    if value < 0:
        raise PyErr_Format(PyExc_ValueError, "busywaitinterval must be >= 0")
    _state().interval = value
    return Py_None


def _tkinter_getbusywaitinterval(module: PyObject) -> PyObject:
    """``getbusywaitinterval()``"""
    return PyLong_FromLong(_state().interval)


moduleMethods = (
    PyMethodDef("_flatten", _tkinter__flatten, "($module, item, /)"),
    PyMethodDef("create", _tkinter_create,
                "($module, screenName=None, baseName='', className='Tk', interactive=False, "
                "wantobjects=0, wantTk=True, sync=False, use=None, /)"),
    PyMethodDef("setbusywaitinterval", _tkinter_setbusywaitinterval, "($module, new_val, /)"),
    PyMethodDef("getbusywaitinterval", _tkinter_getbusywaitinterval, "($module, /)"),
)


def PyInit__tkinter() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_tkinter", moduleMethods)
    PyModule_AddObjectRef(module, "TclError", Tkinter_TclError)
    made = {name: PyLong_FromLong(number) for name, number in CONSTANTS.items()}
    made.update((name, PyUnicode_FromString(_VERSION)) for name in ("TK_VERSION", "TCL_VERSION"))
    for name, op in made.items():
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    for name, tp in (("TkappType", Tkapp_Type), ("TkttType", Tktt_Type), ("Tcl_Obj", PyTclObject_Type)):
        PyModule_AddObjectRef(module, name, tp)
    return module
