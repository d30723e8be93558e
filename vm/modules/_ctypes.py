"""The _ctypes module: data types of C. Models Modules/_ctypes/_ctypes.c.

The data half is CPython's: layouts, sizes, conversions, what is kept alive, and the buffers are those of x86-64 Linux.
The memory is the model's own (_ctypes_memory.py), and there is no library but the program (_ctypes_dl.py): nothing of
the host is within reach. The parts are in the files whose names begin with _ctypes_.
"""

from __future__ import annotations

from vm.modules._ctypes_array import PyCArray_Type, PyCPointer_Type
from vm.modules._ctypes_callproc import PyExc_ArgError
from vm.modules._ctypes_ctypes import (
    CTYPES_MAX_ARGCOUNT,
    FUNCFLAG_CDECL,
    FUNCFLAG_PYTHONAPI,
    FUNCFLAG_USE_ERRNO,
    FUNCFLAG_USE_LASTERROR,
    ctypes_state,
)
from vm.modules._ctypes_dl import (
    address_of_native,
    c_memmove,
    c_memset,
    cast,
    string_at,
    wstring_at,
)
from vm.modules._ctypes_funcptr import PyCFuncPtr_Type
from vm.modules._ctypes_functions import _ctypes_module_methods
from vm.modules._ctypes_simple import Simple_Type
from vm.modules._ctypes_struct import Struct_Type, Union_Type
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs, PyModule_GetDict
from vm.objects.pycore_object import Py_DECREF, Py_NewRef, PyObject
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.unicodeobject import PyUnicode_FromString

_TYPES = {"Structure": Struct_Type, "Union": Union_Type, "_Pointer": PyCPointer_Type, "Array": PyCArray_Type,
          "_SimpleCData": Simple_Type, "CFuncPtr": PyCFuncPtr_Type}
RTLD_LOCAL, RTLD_GLOBAL = 0, 0x100
_NUMBERS = {
    "FUNCFLAG_CDECL": FUNCFLAG_CDECL, "FUNCFLAG_USE_ERRNO": FUNCFLAG_USE_ERRNO,
    "FUNCFLAG_USE_LASTERROR": FUNCFLAG_USE_LASTERROR, "FUNCFLAG_PYTHONAPI": FUNCFLAG_PYTHONAPI,
    "_memmove_addr": address_of_native(c_memmove), "_memset_addr": address_of_native(c_memset),
    "_string_at_addr": address_of_native(string_at), "_cast_addr": address_of_native(cast),
    "_wstring_at_addr": address_of_native(wstring_at),
    "RTLD_LOCAL": RTLD_LOCAL, "RTLD_GLOBAL": RTLD_GLOBAL, "CTYPES_MAX_ARGCOUNT": CTYPES_MAX_ARGCOUNT}
SIZEOF_TIME_T = 8


def _ctypes_add_objects(module: PyObject) -> None:
    """What is in the module beside its functions and types."""
    for name, op in (
        *[(name, PyLong_FromLong(number)) for name, number in _NUMBERS.items()],
        ("__version__", PyUnicode_FromString("1.1.0")), ("ArgumentError", Py_NewRef(PyExc_ArgError)),
        ("SIZEOF_TIME_T", PyLong_FromLong(SIZEOF_TIME_T)),
    ):
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)


def PyInit__ctypes() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_ctypes", _ctypes_module_methods)
    table = _PyInterpreterState_GET().modules_by_index
    state = module.value.md_state = table["_ctypes"] = ctypes_state(table.get("_ctypes"))
    unpickle = PyDict_GetItemString(PyModule_GetDict(module), "_unpickle")
    assert unpickle is not None
    state.unpickle = Py_NewRef(unpickle)
    for name, type_op in _TYPES.items():
        PyModule_AddObjectRef(module, name, type_op)
    PyModule_AddObjectRef(module, "_pointer_type_cache", state.ptrtype_cache)
    _ctypes_add_objects(module)
    return module
