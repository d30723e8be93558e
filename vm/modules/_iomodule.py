"""The `_io` module: open() and the types of streams. Models Modules/_io/_iomodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._io_fileio import PyFileIO_Type
from vm.modules._io_iobase import PyIOBase_Type, PyRawIOBase_Type
from vm.modules._io_util import DEFAULT_BUFFER_SIZE, PyExc_BlockingIOError, UnsupportedOperation
from vm.objects.call import PyObject_Vectorcall
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.unicodeobject import PyUnicode_FromString


def _io_open_code_impl(module: PyObject, path: PyObject) -> Any:
    """``open_code(path)``: a raw stream over a file of code."""
    mode = PyUnicode_FromString("rb")
    return PyObject_Vectorcall(PyFileIO_Type, [path, mode])


io_methods = (
    PyMethodDef("open_code", _io_open_code_impl, "($module, /, path)"),
)


def PyInit__io() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_io", io_methods)
    size = PyLong_FromLong(DEFAULT_BUFFER_SIZE)
    PyModule_AddObjectRef(module, "DEFAULT_BUFFER_SIZE", size)
    Py_DECREF(size)
    for name, tp in (
        ("UnsupportedOperation", UnsupportedOperation), ("BlockingIOError", PyExc_BlockingIOError),
        ("_IOBase", PyIOBase_Type), ("_RawIOBase", PyRawIOBase_Type), ("FileIO", PyFileIO_Type),
    ):
        PyModule_AddObjectRef(module, name, tp)
    return module
