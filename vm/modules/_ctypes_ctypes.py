"""What the files of ctypes share: the structures of Modules/_ctypes/ctypes.h, and libffi's types.

The types themselves are made in other files, which put them into ``st``, as C's module state has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from vm.modules._ctypes_memory import NULL, Block, Ptr
from vm.objects.dictobject import PyDict_New
from vm.objects.pycore_object import (
    PyObject,
    PyObject_TypeCheck,
    PyType_IsSubtype,
    PyType_Type,
    static_type,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import PyErr_Format, PyExc_SystemError
from vm.objects.typeobject_mro import PyType_Check
from vm.objects.typeobject_ready import PyType_Ready

FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI = 0x1, 0x4
FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR = 0x8, 0x10
TYPEFLAG_ISPOINTER, TYPEFLAG_HASPOINTER = 0x100, 0x200
TYPEFLAG_HASUNION, TYPEFLAG_HASBITFIELD = 0x400, 0x800
DICTFLAG_FINAL = 0x1000
PARAMFLAG_FIN, PARAMFLAG_FOUT, PARAMFLAG_FLCID = 0x1, 0x2, 0x4
CTYPES_MAX_ARGCOUNT = 1024
POINTER_SIZE = 8


# ---- libffi's types

(FFI_TYPE_VOID, FFI_TYPE_INT, FFI_TYPE_FLOAT, FFI_TYPE_DOUBLE, FFI_TYPE_LONGDOUBLE, FFI_TYPE_UINT8,
 FFI_TYPE_SINT8, FFI_TYPE_UINT16, FFI_TYPE_SINT16, FFI_TYPE_UINT32, FFI_TYPE_SINT32, FFI_TYPE_UINT64,
 FFI_TYPE_SINT64, FFI_TYPE_STRUCT, FFI_TYPE_POINTER) = range(15)
#: Integers that a register holds with their sign.
FFI_SIGNED = frozenset({FFI_TYPE_INT, FFI_TYPE_SINT8, FFI_TYPE_SINT16, FFI_TYPE_SINT32, FFI_TYPE_SINT64})
FFI_FLOATS = frozenset({FFI_TYPE_FLOAT, FFI_TYPE_DOUBLE, FFI_TYPE_LONGDOUBLE})


class ffi_type:
    """What libffi knows of a type; ``elements`` counts the words that C allocates for a structure's."""

    __slots__ = ("size", "alignment", "type", "elements")

    def __init__(self, size: int, alignment: int, type: int):
        self.size = size
        self.alignment = alignment
        self.type = type
        self.elements = 0

    def copy(self) -> ffi_type:
        """Another of the same contents."""
        new = ffi_type(self.size, self.alignment, self.type)
        new.elements = self.elements
        return new


ffi_type_void = ffi_type(1, 1, FFI_TYPE_VOID)
ffi_type_uchar, ffi_type_schar = ffi_type(1, 1, FFI_TYPE_UINT8), ffi_type(1, 1, FFI_TYPE_SINT8)
ffi_type_ushort, ffi_type_sshort = ffi_type(2, 2, FFI_TYPE_UINT16), ffi_type(2, 2, FFI_TYPE_SINT16)
ffi_type_uint, ffi_type_sint = ffi_type(4, 4, FFI_TYPE_UINT32), ffi_type(4, 4, FFI_TYPE_SINT32)
ffi_type_uint64, ffi_type_sint64 = ffi_type(8, 8, FFI_TYPE_UINT64), ffi_type(8, 8, FFI_TYPE_SINT64)
ffi_type_float, ffi_type_double = ffi_type(4, 4, FFI_TYPE_FLOAT), ffi_type(8, 8, FFI_TYPE_DOUBLE)
ffi_type_longdouble = ffi_type(16, 16, FFI_TYPE_LONGDOUBLE)
ffi_type_pointer = ffi_type(POINTER_SIZE, POINTER_SIZE, FFI_TYPE_POINTER)


# ---- bodies

class CDataObject:
    """The body of a ctypes instance: C's fields.

    ``block`` is the memory that the object owns, or that of an exporter which it holds; NULL if it is another's.
    """

    __slots__ = ("b_ptr", "block", "b_needsfree", "b_base", "b_size", "b_length", "b_index", "b_objects")

    def __init__(self) -> None:
        self.b_ptr: Ptr = NULL
        self.block: Block | None = None
        self.b_needsfree = 0
        self.b_base: PyObject | None = None
        self.b_size = 0
        self.b_length = 0
        self.b_index = 0
        self.b_objects: PyObject | None = None


class PyCFuncPtrObject(CDataObject):
    """The body of a function pointer."""

    __slots__ = ("thunk", "callable", "converters", "argtypes", "restype", "checker", "errcheck", "paramflags")

    def __init__(self) -> None:
        super().__init__()
        self.thunk: PyObject | None = None
        self.callable: PyObject | None = None
        self.converters: PyObject | None = None
        self.argtypes: PyObject | None = None
        self.restype: PyObject | None = None
        self.checker: PyObject | None = None
        self.errcheck: PyObject | None = None
        self.paramflags: PyObject | None = None


class PyCArgObject:
    """The body of a parameter: ``value`` is the memory of the union, ``obj`` is owned."""

    __slots__ = ("pffi_type", "tag", "value", "obj", "size")

    def __init__(self, pffi_type: ffi_type, tag: str):
        self.pffi_type = pffi_type
        self.tag = tag
        self.value = Block(bytearray(16))
        self.obj: PyObject | None = None
        self.size = 0


class StgInfo:
    """What ctypes keeps with a type; the objects are owned by the type. See the C struct."""

    __slots__ = ("size", "align", "length", "ffi_type_pointer", "proto", "setfunc", "getfunc", "paramfunc", "argtypes",
                 "converters", "restype", "checker", "flags", "format", "ndim", "shape")

    def __init__(self) -> None:
        self.size = self.align = self.length = 0
        self.ffi_type_pointer = ffi_type(0, 0, FFI_TYPE_VOID)
        self.proto: PyObject | None = None
        self.setfunc: Callable[..., Any] | None = None
        self.getfunc: Callable[..., Any] | None = None
        self.paramfunc: Callable[[PyObject], PyObject] | None = None
        self.argtypes: PyObject | None = None
        self.converters: PyObject | None = None
        self.restype: PyObject | None = None
        self.checker: PyObject | None = None
        self.flags = 0
        self.format: str | None = None
        self.ndim = 0
        self.shape: tuple[int, ...] | None = None

    def references(self) -> tuple:
        """What the type owns for it."""
        return self.proto, self.argtypes, self.converters, self.restype, self.checker


# ---- the module's state

class ctypes_types:
    """The types of C's ctypes_state. They are the same for all interpreters."""

    PyCArg_Type: PyObject
    PyCField_Type: PyObject
    PyCThunk_Type: PyObject
    PyCType_Type: PyObject
    PyCStructType_Type: PyObject
    UnionType_Type: PyObject
    PyCPointerType_Type: PyObject
    PyCArrayType_Type: PyObject
    PyCSimpleType_Type: PyObject
    PyCFuncPtrType_Type: PyObject
    PyCData_Type: PyObject
    Struct_Type: PyObject
    Union_Type: PyObject
    PyCArray_Type: PyObject
    Simple_Type: PyObject
    PyCPointer_Type: PyObject
    PyCFuncPtr_Type: PyObject


st = ctypes_types()


class ctypes_state:
    """What belongs to one module object. Callbacks live on when the module is imported anew.

    Args:
        old: the state of the module before.

    Attributes:
        ptrtype_cache: the dict from ctypes types to their pointer types.
        array_cache: the dict from item type and length to weak proxies of array types.
        unpickle: the module's function of that name.
        closures: the living callbacks by address; not owned.
        numbers: counts the addresses of callbacks.
        errors: thread id -> ctypes' copy of errno, and errno itself.
        leaked: what results of callbacks point to, and what programs have taken references of; owned.
        free_extra: the addresses of the functions that free the extra values of code objects.
        code_extra: those values, by code object (not owned); see _ctypes_pythonapi.py.
    """

    __slots__ = ("ptrtype_cache", "array_cache", "unpickle", "closures", "numbers", "errors", "leaked",
                 "free_extra", "code_extra")

    def __init__(self, old: ctypes_state | None) -> None:
        self.ptrtype_cache: PyObject = PyDict_New()
        self.array_cache: PyObject = PyDict_New()
        self.unpickle: PyObject | None = None
        self.closures: dict[int, PyObject] = {} if old is None else old.closures
        self.numbers: Iterator[int] = count() if old is None else old.numbers
        self.errors: dict[int, list[int]] = {}
        self.leaked: list[PyObject] = []
        self.free_extra: list[int] = []
        self.code_extra: dict[PyObject, Any] = {}

    def references(self) -> tuple:
        """What the module owns for it."""
        extra = [body.ref for body in self.code_extra.values()]
        return self.ptrtype_cache, self.array_cache, self.unpickle, *self.leaked, *extra


def get_module_state() -> ctypes_state:
    """The state of the interpreter's latest _ctypes module."""
    found: ctypes_state = _PyInterpreterState_GET().modules_by_index["_ctypes"]
    return found


# ---- the type's data

def PyType_FromMetaclass(metaclass: PyObject, name: str, base: PyObject | None, **slots: Any) -> PyObject:
    """Define and ready a type of an extension module whose type is not `type`.

    Args: as for PyType_FromSpec.
    """
    type_op = static_type(name, base, tp_from_spec=True, **slots)
    type_op.ob_type = metaclass
    PyType_Ready(type_op)
    return type_op


def PyStgInfo_FromType(op: PyObject) -> StgInfo | None:
    """The data of a ctypes type; NULL for an abstract one, or for any other object."""
    if PyType_Check(op) and op.ob_type is not PyType_Type:
        info: StgInfo | None = op.value.ht_data
        return info
    return None


def PyStgInfo_FromObject(op: PyObject) -> StgInfo | None:
    """The data of an object's type."""
    info: StgInfo | None = op.ob_type.value.ht_data
    return info


def PyStgInfo_FromAny(op: PyObject) -> StgInfo | None:
    """The data of a type, or of an object's type."""
    return PyStgInfo_FromType(op) if PyType_Check(op) else PyStgInfo_FromObject(op)


def PyStgInfo_Init(type_op: PyObject) -> StgInfo:
    """Give a new ctypes type its data."""
    tp = type_op.value
    if not PyType_IsSubtype(type_op.ob_type, st.PyCType_Type):
        raise PyErr_Format(PyExc_SystemError, f"'{tp.tp_name}' is not a ctypes class.")
    if tp.ht_data is not None:
        raise PyErr_Format(PyExc_SystemError, f"StgInfo of '{tp.tp_name}' is already initialized.")
    info: StgInfo = StgInfo()
    tp.ht_data = info
    return info


def CDataObject_Check(op: PyObject) -> bool:
    """Whether it is a ctypes instance."""
    return PyObject_TypeCheck(op, st.PyCData_Type)


def type_name(op: PyObject) -> str:
    """The name of a type that messages show: its own if it is a type, else its type's."""
    tp: Any = op.value if PyType_Check(op) else op.ob_type.value
    return str(tp.tp_name)
