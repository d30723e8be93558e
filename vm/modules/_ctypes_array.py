"""Instances of arrays and pointers. From Modules/_ctypes/_ctypes.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_cfield import SIZEOF_WCHAR_T, c_get, from_wide_char, u_get
from vm.modules._ctypes_ctypes import (
    CDataObject,
    CDataObject_Check,
    PyStgInfo_FromObject,
    PyStgInfo_FromType,
    PyType_FromMetaclass,
    StgInfo,
    st,
)
from vm.modules._ctypes_data import (
    GenericPyCData_new,
    GetKeepedObjects,
    KeepRef,
    PyCData_FromBaseObj,
    PyCData_get,
    PyCData_NewGetBuffer,
    PyCData_set,
    PyCData_Type,
    generic_pycdata_new,
)
from vm.modules._ctypes_memory import Ptr, address_of, load, load_pointer, ptr_add, store_pointer
from vm.modules._ctypes_meta import PyCArrayType_Type, PyCPointerType_Type, is_instance
from vm.objects.abstract import PySequence_GetItem, PySequence_Size
from vm.objects.abstract_number import PyIndex_Check, PyNumber_AsSsize_t
from vm.objects.bridge import MAX_TEXT
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.listobject import PyList_New
from vm.objects.methoddef import PyGetSetDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    PyErr,
    PyObject,
    PySlice_Type,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.sliceobject import PySlice_AdjustIndices, PySlice_Unpack

_FLAGS = Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE


def _infos(self: PyObject) -> tuple[StgInfo, PyObject, StgInfo]:
    """The data of the instance's type, its item type, and that one's data."""
    info = PyStgInfo_FromObject(self)
    assert info is not None and info.proto is not None
    item_info = PyStgInfo_FromType(info.proto)
    assert item_info is not None
    return info, info.proto, item_info


def _index(item: PyObject, overflow: PyObject | None) -> Any:
    """An index (a generator)."""
    i = PyNumber_AsSsize_t(item, overflow)
    return (yield i) if type(i) in PENDING else i


# ---- parts of arrays and pointers

def _characters(item_info: StgInfo, ptr: Ptr, start: int, step: int, count: int) -> PyObject | None:
    """The bytes or the str that a slice of characters is; NULL for other items."""
    make: Callable[[bytes], PyObject]
    if item_info.getfunc is c_get:
        width, make = 1, PyBytes_FromString
    elif item_info.getfunc is u_get:
        width, make = SIZEOF_WCHAR_T, from_wide_char
    else:
        return None
    if count <= 0:
        return make(b"")
    low = min(start, start + (count - 1) * step)
    data = load(ptr_add(ptr, low * width), ((count - 1) * abs(step) + 1) * width)
    parts = [data[i:i + width] for i in range(0, len(data), abs(step) * width)]
    return make(b"".join(parts if step > 0 else parts[::-1]))


def _list_of_items(self: PyObject, item: Any, start: int, step: int, count: int) -> Any:
    """The list that a slice of other items is (a generator)."""
    if count > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    items: list[PyObject] = []
    try:
        for i in range(count):
            if not (i + 1) % YIELD_EVERY:
                yield None
            items.append(item(self, start + i * step))
    except PyErr:
        decref_all(items)
        raise
    return PyList_New(items)


# ---- arrays

def Array_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; None or pending."""
    return _array_init(self, args[:len(args) - len(kwnames)]) if args else None


def _array_init(self: PyObject, values: list) -> Any:
    for i, value in enumerate(values):
        done = Array_ass_item(self, i, value)
        if type(done) in PENDING:
            yield done


def _item_place(body: CDataObject, info: StgInfo, index: int) -> tuple[int, Ptr]:
    """The size of an item, and where it is."""
    size = info.size // info.length
    return size, ptr_add(body.b_ptr, index * size)


def Array_item(self: PyObject, index: int) -> PyObject:
    """sq_item"""
    body: CDataObject = self.value
    if not 0 <= index < body.b_length:
        raise PyErr_Format(PyExc_IndexError, "invalid index")
    info, proto, _ = _infos(self)
    size, ptr = _item_place(body, info, index)
    return PyCData_get(proto, info.getfunc, self, index, size, ptr)


def Array_subscript(self: PyObject, item: PyObject) -> Any:
    """mp_subscript; a generator."""
    body: CDataObject = self.value
    if PyIndex_Check(item):
        i = yield _index(item, PyExc_IndexError)
        return Array_item(self, i + body.b_length if i < 0 else i)
    if item.ob_type is not PySlice_Type:
        raise PyErr_Format(PyExc_TypeError, "indices must be integers")
    bounds = PySlice_Unpack(item)
    if type(bounds) in PENDING:
        bounds = yield bounds
    start, _, count = PySlice_AdjustIndices(body.b_length, *bounds)
    step = bounds[2]
    found = _characters(_infos(self)[2], body.b_ptr, start, step, count)
    if found is not None:
        return found
    return (yield _list_of_items(self, Array_item, start, step, count))


def Array_ass_item(self: PyObject, index: int, value: PyObject | None) -> Any:
    """sq_ass_item; None or pending."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "Array does not support item deletion")
    info, proto, _ = _infos(self)
    if not 0 <= index < info.length:
        raise PyErr_Format(PyExc_IndexError, "invalid index")
    size, ptr = _item_place(self.value, info, index)
    return PyCData_set(self, proto, info.setfunc, value, index, size, ptr)


def _assign_slice(self: PyObject, bounds: tuple, value: PyObject) -> Any:
    """``self[slice] = value`` (a generator)."""
    start, _, count = PySlice_AdjustIndices(self.value.b_length, *bounds)
    size = PySequence_Size(value)
    if type(size) in PENDING:
        size = yield size
    if size != count:
        raise PyErr_Format(PyExc_ValueError, "Can only assign sequence of same size")
    for i in range(size):
        if not (i + 1) % YIELD_EVERY:
            yield None
        item = PySequence_GetItem(value, i)
        if type(item) in PENDING:
            item = yield item
        try:
            done = Array_ass_item(self, start + i * bounds[2], item)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(item)


def Array_ass_subscript(self: PyObject, item: PyObject, value: PyObject | None) -> Any:
    """mp_ass_subscript; a generator."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "Array does not support item deletion")
    if PyIndex_Check(item):
        i = yield _index(item, PyExc_IndexError)
        done = Array_ass_item(self, i + self.value.b_length if i < 0 else i, value)
        if type(done) in PENDING:
            yield done
        return
    if item.ob_type is not PySlice_Type:
        raise PyErr_Format(PyExc_TypeError, "indices must be integer")
    bounds = PySlice_Unpack(item)
    if type(bounds) in PENDING:
        bounds = yield bounds
    yield _assign_slice(self, bounds, value)


def Array_length(self: PyObject) -> int:
    """len(self)"""
    length: int = self.value.b_length
    return length


PyCArray_Type = st.PyCArray_Type = PyType_FromMetaclass(
    PyCArrayType_Type, "_ctypes.Array", PyCData_Type, tp_flags=_FLAGS, tp_basicsize=96,
    tp_new=GenericPyCData_new, tp_init=Array_init, bf_getbuffer=PyCData_NewGetBuffer,
    sq_length=Array_length, sq_item=Array_item, sq_ass_item=Array_ass_item,
    mp_length=Array_length, mp_subscript=Array_subscript, mp_ass_subscript=Array_ass_subscript,
    tp_methods=(PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),))


# ---- pointers

def _target(self: PyObject) -> Ptr:
    """Where a pointer points to; ValueError for NULL."""
    address = load_pointer(self.value.b_ptr)
    if not address:
        raise PyErr_Format(PyExc_ValueError, "NULL pointer access")
    return None, address


def Pointer_item(self: PyObject, index: int) -> PyObject:
    """sq_item"""
    target = _target(self)
    info, proto, item_info = _infos(self)
    return PyCData_get(
        proto, info.getfunc, self, index, item_info.size, ptr_add(target, index * item_info.size))


def Pointer_ass_item(self: PyObject, index: int, value: PyObject | None) -> Any:
    """sq_ass_item; None or pending."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "Pointer does not support item deletion")
    target = _target(self)
    info, proto, item_info = _infos(self)
    return PyCData_set(
        self, proto, info.setfunc, value, index, item_info.size,
        ptr_add(target, index * item_info.size))


def Pointer_get_contents(self: PyObject) -> PyObject:
    """``pointer.contents``: an instance in the memory that is pointed to."""
    target = _target(self)
    return PyCData_FromBaseObj(_infos(self)[1], self, 0, target)


def Pointer_set_contents(self: PyObject, value: PyObject | None) -> Any:
    """``pointer.contents = value``; a generator."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "Pointer does not support item deletion")
    proto = _infos(self)[1]
    if not CDataObject_Check(value):
        same = yield is_instance(value, proto)
        if not same:
            raise PyErr_Format(
                PyExc_TypeError,
                f"expected {proto.value.tp_name} instead of {value.ob_type.value.tp_name}")
    store_pointer(self.value.b_ptr, address_of(value.value.b_ptr))
    for index, keep in ((1, value), (0, GetKeepedObjects(value))):
        kept = KeepRef(self, index, Py_NewRef(keep))
        if type(kept) in PENDING:
            yield kept


def Pointer_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; None or pending."""
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional("POINTER", nargs, 0, 1)
    return Pointer_set_contents(self, args[0]) if nargs else None


def Pointer_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new"""
    info = PyStgInfo_FromType(type_op)
    if info is None or info.proto is None:
        raise PyErr_Format(PyExc_TypeError, "Cannot create instance: has no _type_")
    return generic_pycdata_new(type_op)


def _slice_bounds(body: Any) -> Any:
    """Start, step and count of a slice of what has no length (a generator)."""
    step = 1
    if body.step is not Py_None:
        step = yield _index(body.step, PyExc_ValueError)
        if not step:
            raise PyErr_Format(PyExc_ValueError, "slice step cannot be zero")
    start = 0
    if body.start is not Py_None:
        start = yield _index(body.start, PyExc_ValueError)
    elif step < 0:
        raise PyErr_Format(PyExc_ValueError, "slice start is required for step < 0")
    if body.stop is Py_None:
        raise PyErr_Format(PyExc_ValueError, "slice stop is required")
    stop = yield _index(body.stop, PyExc_ValueError)
    if (step > 0 and start > stop) or (step < 0 and start < stop):
        return start, step, 0
    return start, step, len(range(start, stop, step))


def Pointer_subscript(self: PyObject, item: PyObject) -> Any:
    """mp_subscript; a generator."""
    if PyIndex_Check(item):
        return Pointer_item(self, (yield _index(item, PyExc_IndexError)))
    if item.ob_type is not PySlice_Type:
        raise PyErr_Format(PyExc_TypeError, "Pointer indices must be integer")
    start, step, count = yield _slice_bounds(item.value)
    target = (None, load_pointer(self.value.b_ptr))
    found = _characters(_infos(self)[2], target, start, step, count)
    if found is not None:
        return found
    return (yield _list_of_items(self, Pointer_item, start, step, count))


def Pointer_bool(self: PyObject) -> bool:
    """nb_bool"""
    return load_pointer(self.value.b_ptr) != 0


PyCPointer_Type = st.PyCPointer_Type = PyType_FromMetaclass(
    PyCPointerType_Type, "_ctypes._Pointer", PyCData_Type, tp_flags=_FLAGS, tp_basicsize=96,
    tp_new=Pointer_new, tp_init=Pointer_init, bf_getbuffer=PyCData_NewGetBuffer, nb_bool=Pointer_bool,
    mp_subscript=Pointer_subscript, sq_item=Pointer_item, sq_ass_item=Pointer_ass_item,
    tp_getset=(PyGetSetDef("contents", Pointer_get_contents, Pointer_set_contents),))
