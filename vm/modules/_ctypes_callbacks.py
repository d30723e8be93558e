"""Callbacks: functions of the model that call a Python callable. Models Modules/_ctypes/callbacks.c."""

from __future__ import annotations

from typing import Any

from vm.modules._ctypes_callproc import (
    ObjectResult,
    _ctypes_get_ffi_type,
    argument,
    find_function,
    swap_errno,
)
from vm.modules._ctypes_cfield import O_set
from vm.modules._ctypes_ctypes import (
    CDataObject_Check,
    PyStgInfo_FromType,
    ffi_type,
    ffi_type_void,
    get_module_state,
    st,
)
from vm.modules._ctypes_data import _ctypes_simple_instance
from vm.modules._ctypes_memory import CLOSURE_BASE, Block, store
from vm.objects.attributes import repr_text
from vm.objects.call import PyObject_CallNoArgs, PyObject_Vectorcall
from vm.objects.fields import fields_clear, fields_traverse
from vm.objects.fileobject import PyFile_WriteString
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    PyErr,
    PyObject,
    decref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_WriteUnraisable,
    PyExc_RuntimeWarning,
    PyExc_TypeError,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.python.pythonrun_programs import PyErr_Print
from vm.python.sysmodule import PySys_GetObject

#: How far the addresses of two callbacks are from each other.
_CLOSURE_SIZE = 64


class CThunkObject:
    """The body of a callback: C's fields; the objects are owned. ``pcl_exec`` is its address."""

    __slots__ = ("pcl_exec", "flags", "converters", "callable", "restype", "setfunc", "ffi_restype", "atypes")

    def __init__(self) -> None:
        self.pcl_exec = 0
        self.flags = 0
        self.converters: PyObject | None = None
        self.callable: PyObject | None = None
        self.restype: PyObject | None = None
        self.setfunc: Any = None
        self.ffi_restype = ffi_type_void
        self.atypes: list[ffi_type] = []

    def __len__(self) -> int:
        return len(self.atypes)


_FIELDS = ("converters", "callable", "restype")
_children = fields_traverse(*_FIELDS)


def CThunkObject_dealloc(self: PyObject) -> None:
    """tp_dealloc: nothing is at its address any more."""
    get_module_state().closures.pop(self.value.pcl_exec, None)
    dealloc_container(self, _children)


PyCThunk_Type = st.PyCThunk_Type = PyType_FromSpec(
    "_ctypes.CThunkObject", tp_basicsize=128, tp_itemsize=24, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_dealloc=CThunkObject_dealloc, tp_traverse=_children, tp_clear=fields_clear(*_FIELDS))


def PrintError(err: PyErr, message: str) -> Any:
    """Tell of an error that cannot be raised; takes it over (a generator)."""
    file = PySys_GetObject("stderr")
    if file is not None and file is not Py_None:
        written = PyFile_WriteString(message, file)
        if type(written) in PENDING:
            yield written
    done = PyErr_Print(err)
    if type(done) in PENDING:
        yield done


def _made_argument(cnv: PyObject, info: Any, data: bytes, i: int) -> Any:
    """An instance with a copy of an argument (a generator)."""
    obj = PyObject_CallNoArgs(cnv)
    if type(obj) in PENDING:
        obj = yield obj
    try:
        if not CDataObject_Check(obj):
            raise PyErr_Format(PyExc_TypeError, f"unexpected result of create argument {i}")
        store(obj.value.b_ptr, data[:info.size])
    except PyErr:
        Py_DECREF(obj)
        raise
    return obj


def _argument_object(cnv: PyObject, data: bytes, i: int) -> Any:
    """The Python object of an argument (a generator)."""
    info = PyStgInfo_FromType(cnv)
    if info is None:
        raise PyErr_Format(PyExc_TypeError, "cannot build parameter")
    data = data.ljust(max(info.size, 16), b"\0")
    if info.getfunc is not None and not _ctypes_simple_instance(cnv):
        return info.getfunc((Block(bytearray(data)), 0), info.size)
    return (yield _made_argument(cnv, info, data, i))


def _unraisable(err: PyErr, what: str, callable: PyObject) -> Any:
    """Report an error of a callback (a generator)."""
    shown = yield repr_text(callable)
    done = PyErr_WriteUnraisable(err, None, f"Exception ignored on {what} {shown}")
    if type(done) in PENDING:
        yield done


def _store_result(p: CThunkObject, result: PyObject) -> Any:
    """The bytes of a callback's result (a generator)."""
    mem = Block(bytearray(16))
    assert p.callable is not None
    try:
        keep = p.setfunc((mem, 0), result, 0)
        if type(keep) in PENDING:
            keep = yield keep
        if p.setfunc is O_set:
            return ObjectResult.of(keep)
        if keep is not Py_None:
            get_module_state().leaked.append(keep)  # for ever, as nobody knows how long it is needed
            warned = PyErr_WarnEx(PyExc_RuntimeWarning, "memory leak in callback function.", 1)
            if type(warned) in PENDING:
                yield warned
    except PyErr as err:
        yield _unraisable(err, "converting result of ctypes callback function", p.callable)
    return argument(p.ffi_restype, bytes(mem.data)).words()


def _call_python(p: CThunkObject, args: list[PyObject]) -> Any:
    """Call the callable; NULL if it failed (a generator)."""
    assert p.callable is not None
    swap_errno(p.flags)
    try:
        result = PyObject_Vectorcall(p.callable, args)
        if type(result) in PENDING:
            result = yield result
    except PyErr as err:
        yield _unraisable(err, "calling ctypes callback function", p.callable)
        result = None
    finally:
        swap_errno(p.flags)
    return result


def _CallPythonObject(thunk: PyObject, given: list[argument]) -> Any:
    """What is at the address of a callback (a generator): the bytes of its result."""
    p: CThunkObject = thunk.value
    thunk.ob_refcnt += 1
    args: list[PyObject] = []
    try:
        assert p.converters is not None
        for i, cnv in enumerate(p.converters.value):
            data = given[i].words() if i < len(given) else b""
            try:
                args.append((yield _argument_object(cnv, data, i)))
            except PyErr as err:
                what = "create argument" if PyStgInfo_FromType(cnv) is not None else "Parsing argument"
                colon = ":" if what.startswith("c") else ""
                yield PrintError(err, f"{what} {i}{colon}\n")
                return b""
        result = yield _call_python(p, args)
        if result is None:
            return b""
        try:
            return b"" if p.setfunc is None else (yield _store_result(p, result))
        finally:
            Py_DECREF(result)
    finally:
        decref_all(args)
        Py_DECREF(thunk)


def _ctypes_alloc_callback(
    callable: PyObject, converters: PyObject, restype: PyObject | None, flags: int
) -> PyObject:
    """A callback.

    Args:
        callable: what it calls.
        converters: the tuple of the argument types.
        restype: the result's type, or None.
        flags: the calling convention.
    """
    p = CThunkObject()
    p.flags = flags
    p.atypes = [_ctypes_get_ffi_type(cnv) for cnv in converters.value]
    if restype is not Py_None:
        info = None if restype is None else PyStgInfo_FromType(restype)
        if info is None or info.setfunc is None:
            raise PyErr_Format(PyExc_TypeError, "invalid result type for callback function")
        p.setfunc, p.ffi_restype = info.setfunc, info.ffi_type_pointer
    assert restype is not None
    p.restype, p.converters, p.callable = Py_NewRef(restype), Py_NewRef(converters), Py_NewRef(callable)
    thunk = PyType_GenericAlloc(PyCThunk_Type, p)
    state = get_module_state()
    p.pcl_exec = CLOSURE_BASE + next(state.numbers) * _CLOSURE_SIZE
    state.closures[p.pcl_exec] = thunk
    return thunk


def _find_closure(address: int) -> Any:
    """What is to be called at an address, if a callback is there."""
    thunk = get_module_state().closures.get(address)
    if thunk is None or thunk.ob_refcnt <= 0 or thunk.value.callable is None:
        return None
    return lambda args, rtype: _CallPythonObject(thunk, args)


find_function.append(_find_closure)
