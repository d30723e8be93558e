"""The types of ctypes types: what makes structures, unions, pointers and arrays. From Modules/_ctypes/_ctypes.c.

Those of simple types and of function pointers are in the files of their instances.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.modules._ctypes_callproc import (
    MAX_AS_PARAMETER,
    PyCArgObject_new,
    as_parameter_error,
    pointer_parameter,
)
from vm.modules._ctypes_cfield import as_wide_char, c_get, from_wide_char, u_get, wide_until_nul
from vm.modules._ctypes_ctypes import (
    DICTFLAG_FINAL,
    POINTER_SIZE,
    TYPEFLAG_HASPOINTER,
    TYPEFLAG_HASUNION,
    TYPEFLAG_ISPOINTER,
    PyStgInfo_FromObject,
    PyStgInfo_FromType,
    PyStgInfo_Init,
    StgInfo,
    ffi_type_pointer,
    get_module_state,
    st,
)
from vm.modules._ctypes_data import (
    KeepRef,
    PyCData_AtAddress,
    concrete_info,
    generic_pycdata_new,
)
from vm.modules._ctypes_dl import dll_handle, find_symbol, undefined_symbol
from vm.modules._ctypes_memory import Block, address_of, load, load_pointer, store
from vm.modules._ctypes_stgdict import (
    PyCStgInfo_clone,
    PyCStructUnionType_update_stginfo,
    format_with_shape,
)
from vm.objects.abstract_isinstance import PyObject_IsInstance, PyObject_IsSubclass
from vm.objects.attributes import optional_attribute
from vm.objects.bridge import PY_SSIZE_T_MAX
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_Vectorcall
from vm.objects.descrobject import PyDescr_NewGetSet
from vm.objects.dictobject import (
    PyDict_DelItem,
    PyDict_GetItemRef,
    PyDict_GetItemString,
    PyDict_New,
    PyDict_SetItem,
    PyDict_SetItemString,
)
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.getargs import c_string_arg, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import PyMemoryView_FromObject
from vm.objects.methoddef import PyGetSetDef, PyMethodDef, defining_class
from vm.objects.object import PyObject_SetAttr, _Py_ID
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_SIMPLE,
    PyBuffer_IsContiguous,
    use_buffer,
    with_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    PyType_Type,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_WriteUnraisable,
    PyExc_AttributeError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import type_clear, type_dealloc, type_setattro, type_traverse
from vm.objects.typeobject_mro import PyType_Check
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import (
    PyWeakref_CheckProxy,
    PyWeakref_NewProxy,
    _PyWeakref_GET_REF,
)

_FLAGS = Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
_BASICSIZE = 1088
_WORD = 8


# ---- the common base

def CType_Type_traverse(self: PyObject) -> Iterator[PyObject | None]:
    """tp_traverse"""
    info = self.value.ht_data
    if info is not None:
        yield from info.references()
    yield from type_traverse(self)


def ctype_clear_stginfo(info: StgInfo) -> None:
    """Drop what a type owns for its data."""
    owned = info.references()
    info.proto = info.argtypes = info.converters = info.restype = info.checker = None
    for op in owned:
        Py_XDECREF(op)


def CType_Type_clear(self: PyObject) -> None:
    """tp_clear"""
    if self.value.ht_data is not None:
        ctype_clear_stginfo(self.value.ht_data)
    type_clear(self)


def CType_Type_dealloc(self: PyObject) -> None:
    """tp_dealloc"""
    if self.value.ht_data is not None:
        ctype_clear_stginfo(self.value.ht_data)
    type_dealloc(self)


def _ctypes_CType_Type___sizeof__(self: PyObject) -> PyObject:
    """``__sizeof__()``"""
    tp, metatype = self.value, self.ob_type.value
    slots = () if tp.ht_slots is None else tp.ht_slots.value
    size = metatype.tp_basicsize + metatype.tp_itemsize * len(slots)
    info = tp.ht_data
    if info is not None:
        size += 0 if info.format is None else len(info.format.encode()) + 1
        size += info.ffi_type_pointer.elements * _WORD + info.ndim * _WORD
    return PyLong_FromLong(size)


def CType_Type_repeat(self: PyObject, length: int) -> Any:
    """sq_repeat: ``c_int * 3``; pending."""
    if length < 0:
        raise PyErr_Format(PyExc_ValueError, f"Array length must be >= 0, not {length}")
    return PyCArrayType_from_ctype(self, length)


PyCType_Type = st.PyCType_Type = PyType_FromSpec(
    "_ctypes.CType_Type", PyType_Type, tp_flags=_FLAGS, tp_basicsize=_BASICSIZE, tp_hostkey="identity",
    tp_traverse=CType_Type_traverse, tp_clear=CType_Type_clear, tp_dealloc=CType_Type_dealloc,
    sq_repeat=CType_Type_repeat,
    tp_methods=(defining_class("__sizeof__", _ctypes_CType_Type___sizeof__, "($self, /)"),))


# ---- the array types that are known

class DictRemoverObject:
    """The body of what takes a key out of a dict when it is called; both are owned, or NULL when done."""

    __slots__ = ("key", "dict")

    def __init__(self, key: PyObject, dict: PyObject):
        self.key: PyObject | None = key
        self.dict: PyObject | None = dict


def _DictRemover_call(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call; a generator."""
    body: DictRemoverObject = self.value
    key, table = body.key, body.dict
    if key is None or table is None:
        return Py_None
    body.key = body.dict = None
    try:
        done = PyDict_DelItem(table, key)
        if type(done) in PENDING:
            yield done
    except PyErr as err:
        told = PyErr_WriteUnraisable(
            err, None, "Exception ignored on calling _ctypes.DictRemover")
        if type(told) in PENDING:
            yield told
    finally:
        Py_DECREF(key)
        Py_DECREF(table)
    return Py_None


DictRemover_Type = PyType_FromSpec(
    "_ctypes.DictRemover", tp_basicsize=32, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_hostkey="identity", tp_call=_DictRemover_call, tp_dealloc=fields_dealloc("key", "dict"),
    tp_traverse=fields_traverse("key", "dict"), tp_clear=fields_clear("key", "dict"))


def PyDict_SetItemProxy(table: PyObject, key: PyObject, item: PyObject) -> Any:
    """Remember an item as long as it lives (a generator)."""
    remover = PyType_GenericAlloc(
        DictRemover_Type, DictRemoverObject(Py_NewRef(key), Py_NewRef(table)))
    proxy = PyWeakref_NewProxy(item, remover)
    Py_DECREF(remover)
    try:
        done = PyDict_SetItem(table, key, proxy)
        if type(done) in PENDING:
            yield done
    finally:
        Py_DECREF(proxy)


def _PyDict_GetItemProxy(table: PyObject, key: PyObject) -> Any:
    """The living item that is remembered, or NULL (a generator)."""
    found = PyDict_GetItemRef(table, key)
    if type(found) in PENDING:
        found = yield found
    if found is not None and PyWeakref_CheckProxy(found):
        proxy, found = found, _PyWeakref_GET_REF(found)
        Py_DECREF(proxy)
    return found


def PyCArrayType_from_ctype(itemtype: PyObject, length: int) -> Any:
    """The type of arrays of so many items (a generator)."""
    cache = get_module_state().array_cache
    key = PyTuple_New((Py_NewRef(itemtype), PyLong_FromLong(length)))
    try:
        found = yield _PyDict_GetItemProxy(cache, key)
        if found is None:
            found = yield _new_array_type(itemtype, length)
            try:
                yield PyDict_SetItemProxy(cache, key, found)
            except PyErr:
                Py_DECREF(found)
                raise
        return found
    finally:
        Py_DECREF(key)


def _new_array_type(itemtype: PyObject, length: int) -> Any:
    namespace, number = PyDict_New(), PyLong_FromLong(length)
    PyDict_SetItemString(namespace, "_length_", number)
    PyDict_SetItemString(namespace, "_type_", itemtype)
    Py_DECREF(number)
    name = f"{itemtype.value.tp_name:.200}_Array_{length}"
    return (yield call_metatype(st.PyCArrayType_Type, name, st.PyCArray_Type, namespace))


def call_metatype(metatype: PyObject, name: str, base: PyObject, namespace: PyObject) -> Any:
    """``metatype(name, (base,), namespace)``; takes over the namespace (a generator)."""
    args = [PyUnicode_FromString(name), PyTuple_New((Py_NewRef(base),)), namespace]
    try:
        res = PyObject_Vectorcall(metatype, args)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        for arg in args:
            Py_DECREF(arg)


# ---- the methods of ctypes types

def CDataType_from_address(type_op: PyObject, value: PyObject) -> Any:
    """``from_address(address)``"""
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "integer expected")
    return PyCData_AtAddress(type_op, (None, as_void_ptr(value)))


def as_void_ptr(value: PyObject) -> int:
    """The address that an int means (PyLong_AsVoidPtr)."""
    n = int(value.value)
    if not -(1 << 63) <= n < 1 << 64:
        raise PyErr_Format(PyExc_OverflowError, "int too large to convert to C long"
                           if n < 0 else "int too big to convert")
    return n & (1 << 64) - 1


def _check_room(info: StgInfo, length: int, offset: int) -> None:
    if offset < 0:
        raise PyErr_Format(PyExc_ValueError, "offset cannot be negative")
    if info.size > length - offset:
        raise PyErr_Format(
            PyExc_ValueError,
            f"Buffer size too small ({length} instead of at least {info.size + offset} bytes)")


def _offset_argument(op: PyObject | None) -> Any:
    """An offset that may be left out (a generator)."""
    offset = 0 if op is None else ssize_t(op)
    return (yield offset) if type(offset) in PENDING else offset


def _audit_numbers(event: str, *numbers: int) -> Any:
    """An audit event about numbers (a generator)."""
    ops = [PyLong_FromLong(n) for n in numbers]
    try:
        pending = PySys_Audit(event, *ops)
        if pending is not None:
            yield pending
    finally:
        for op in ops:
            Py_DECREF(op)


def _check_buffer(view: Py_buffer) -> None:
    if view.readonly:
        raise PyErr_Format(PyExc_TypeError, "underlying buffer is not writable")
    if not PyBuffer_IsContiguous(view, "C"):
        raise PyErr_Format(PyExc_TypeError, "underlying buffer is not C contiguous")


def CDataType_from_buffer(type_op: PyObject, obj: PyObject, offset_op: PyObject | None) -> Any:
    """``from_buffer(obj, offset=0)``: an instance in the memory of an exporter; a generator."""
    offset = yield _offset_argument(offset_op)
    info = concrete_info(type_op)
    mv = PyMemoryView_FromObject(obj)
    if type(mv) in PENDING:
        mv = yield mv
    try:
        view = mv.value.view
        _check_buffer(view)
        _check_room(info, view.len, offset)
        yield _audit_numbers("ctypes.cdata/buffer", 0, view.len, offset)
        start = view.offset + offset
        block = Block(view.buf[start:start + view.len - offset])
        result = PyCData_AtAddress(type_op, (block, 0))
        if type(result) in PENDING:
            result = yield result
    except PyErr:
        Py_DECREF(mv)
        raise
    block.owner, result.value.block = result, block
    kept = KeepRef(result, -1, mv)
    if type(kept) in PENDING:
        yield kept
    return result


def CDataType_from_buffer_copy(type_op: PyObject, buffer: PyObject, offset_op: PyObject | None) -> Any:
    """``from_buffer_copy(buffer, offset=0)``; a generator."""

    def use(view: Py_buffer) -> Any:
        offset = yield _offset_argument(offset_op)
        info = concrete_info(type_op)
        _check_room(info, view.len, offset)
        yield _audit_numbers("ctypes.cdata/buffer", 0, view.len, offset)
        data = bytes(view.flat()[offset:offset + info.size])
        result = generic_pycdata_new(type_op)
        store(result.value.b_ptr, data)
        return result

    return with_buffer(buffer, PyBUF_SIMPLE, use)


def CDataType_in_dll(type_op: PyObject, dll: PyObject, name_op: PyObject) -> Any:
    """``in_dll(dll, name)``: a variable of a library; a generator."""
    name = c_string_arg(name_op, "in_dll", "argument 2", "")
    pending = PySys_Audit("ctypes.dlsym", dll, name_op)
    if pending is not None:
        yield pending
    handle = yield dll_handle(dll)
    address = find_symbol(handle, name)
    if not address:
        raise PyErr_Format(PyExc_ValueError, undefined_symbol(handle, name))
    result = PyCData_AtAddress(type_op, (None, address))
    return (yield result) if type(result) in PENDING else result


def _not_pointed_to(type_op: PyObject, ob: PyObject | None) -> PyErr:
    name = "???" if ob is None else ob.ob_type.value.tp_name
    return PyErr_Format(
        PyExc_TypeError, f"expected {type_op.value.tp_name} instance instead of pointer to {name}")


def is_instance(op: PyObject, cls: PyObject) -> Any:
    """``isinstance(op, cls)`` (a generator)."""
    found = PyObject_IsInstance(op, cls)
    return (yield found) if type(found) in PENDING else found


def _accepts_parameter(type_op: PyObject, value: PyObject) -> Any:
    """Whether a parameter object points to what the type wants; TypeError if not (a generator)."""
    ob, info = value.value.obj, PyStgInfo_FromType(type_op)
    if info is not None and ob is not None and info.proto is not None:
        if (yield is_instance(ob, info.proto)):
            return
    raise _not_pointed_to(type_op, ob)


def _from_param(type_op: PyObject, value: PyObject) -> Any:
    if (yield is_instance(value, type_op)):
        return Py_NewRef(value)
    if value.ob_type is st.PyCArg_Type:
        yield _accepts_parameter(type_op, value)
        return Py_NewRef(value)
    return None


def CDataType_from_param(type_op: PyObject, value: PyObject) -> Any:
    """``from_param(value)``; a generator."""
    res = yield by_as_parameter(_from_param, type_op, value)
    if type(res) is not PyObject:
        raise PyErr_Format(
            PyExc_TypeError, f"expected {type_op.value.tp_name} instance instead of {res}")
    return res


def by_as_parameter(convert: Any, type_op: PyObject, value: PyObject) -> Any:
    """Convert a value, or what its ``_as_parameter_`` leads to (a generator).

    Args:
        convert: a generator function of type and value; gives NULL if it can do nothing with the value.
        type_op, value: these.

    Returns:
        The result, or as a host str the type's name of the last value that was tried.
    """
    value.ob_refcnt += 1
    try:
        for depth in range(MAX_AS_PARAMETER + 1):
            res = yield convert(type_op, value)
            if res is not None:
                return res
            as_parameter_error(depth)
            inner = yield optional_attribute(value, "_as_parameter_")
            if inner is None:
                return str(value.ob_type.value.tp_name)
            Py_DECREF(value)
            value = inner
    finally:
        Py_DECREF(value)


FROM_PARAM = defining_class("from_param", CDataType_from_param, "($self, value, /)")
_MEMORY_METHODS = (
    defining_class("from_address", CDataType_from_address, "($self, value, /)"),
    defining_class("from_buffer", CDataType_from_buffer, "($self, obj, offset=0, /)"),
    defining_class("from_buffer_copy", CDataType_from_buffer_copy, "($self, buffer, offset=0, /)"),
    defining_class("in_dll", CDataType_in_dll, "($self, dll, name, /)"),
)


def metatype(name: str, from_param: PyMethodDef = FROM_PARAM, methods: tuple = (), **slots: Any) -> PyObject:
    """Define the type of a kind of ctypes types; the arguments are its own part of the table."""
    return PyType_FromSpec(
        "_ctypes." + name, PyCType_Type, tp_flags=_FLAGS & ~Py_TPFLAGS_HAVE_GC, tp_basicsize=_BASICSIZE,
        tp_hostkey="identity",
        tp_methods=(from_param, *_MEMORY_METHODS, *methods), **slots)


# ---- structures and unions

def StructUnionType_paramfunc(self: PyObject) -> PyObject:
    """A structure as a parameter: a copy of it."""
    info, body = PyStgInfo_FromObject(self), self.value
    assert info is not None
    data = bytearray(load(body.b_ptr, body.b_size))
    parg = PyCArgObject_new(info.ffi_type_pointer, "V", Py_NewRef(self))
    parg.value.value = Block(data)
    parg.value.size = body.b_size
    return parg


def StructUnionType_init(self: PyObject, is_struct: bool) -> Any:
    """The data of a new structure or union type (a generator)."""
    attrdict = self.value.tp_dict
    if PyDict_GetItemString(attrdict, "_abstract_") is not None:
        return
    info = PyStgInfo_Init(self)
    if not is_struct:
        info.flags |= TYPEFLAG_HASUNION
    info.format = "B"
    info.paramfunc = StructUnionType_paramfunc
    fields = PyDict_GetItemString(attrdict, "_fields_")
    if fields is not None:
        fields.ob_refcnt += 1
        try:
            done = PyObject_SetAttr(self, _Py_ID("_fields_"), fields)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(fields)
        return
    baseinfo = PyStgInfo_FromType(self.value.tp_base)
    if baseinfo is not None:
        PyCStgInfo_clone(info, baseinfo)
        info.flags &= ~DICTFLAG_FINAL
        baseinfo.flags |= DICTFLAG_FINAL


def PyCStructType_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; a generator."""
    return StructUnionType_init(self, True)


def UnionType_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; a generator."""
    return StructUnionType_init(self, False)


def _setattro(self: PyObject, key: PyObject, value: PyObject | None, is_struct: bool) -> Any:
    done = type_setattro(self, key, value)
    if key.value != "_fields_":
        return done
    return _set_fields(self, value, is_struct, done)


def _set_fields(self: PyObject, value: PyObject | None, is_struct: bool, pending: Any) -> Any:
    if type(pending) in PENDING:
        yield pending
    yield PyCStructUnionType_update_stginfo(self, value, is_struct)


def PyCStructType_setattro(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """tp_setattro: ``_fields_`` makes the layout; None or pending."""
    return _setattro(self, key, value, True)


def UnionType_setattro(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """tp_setattro: ``_fields_`` makes the layout; None or pending."""
    return _setattro(self, key, value, False)


PyCStructType_Type = st.PyCStructType_Type = metatype(
    "PyCStructType", tp_init=PyCStructType_init, tp_setattro=PyCStructType_setattro)
UnionType_Type = st.UnionType_Type = metatype(
    "UnionType", tp_init=UnionType_init, tp_setattro=UnionType_setattro)


# ---- pointers

def PyCPointerType_SetProto(info: StgInfo, proto: PyObject) -> StgInfo:
    """Set what a pointer type's pointers point to; gives that type's data."""
    if not PyType_Check(proto):
        raise PyErr_Format(PyExc_TypeError, "_type_ must be a type")
    item = PyStgInfo_FromType(proto)
    if item is None:
        raise PyErr_Format(PyExc_TypeError, "_type_ must have storage info")
    old, info.proto = info.proto, Py_NewRef(proto)
    Py_XDECREF(old)
    return item


def stored_pointer_paramfunc(self: PyObject) -> PyObject:
    """A pointer as a parameter: the address that it has."""
    return pointer_parameter("P", load_pointer(self.value.b_ptr), Py_NewRef(self))


def PyCPointerType_init(self: PyObject, args: list, kwnames: tuple) -> None:
    """tp_init"""
    info = PyStgInfo_Init(self)
    info.size = info.align = POINTER_SIZE
    info.length = 1
    info.ffi_type_pointer = ffi_type_pointer
    info.paramfunc = stored_pointer_paramfunc
    info.flags |= TYPEFLAG_ISPOINTER
    proto = PyDict_GetItemString(args[2], "_type_")
    if proto is not None:
        item = PyCPointerType_SetProto(info, proto)
        info.format = "&" + format_with_shape(item, item.format or "B")


def PyCPointerType_set_type(self: PyObject, type_op: PyObject) -> PyObject:
    """``set_type(type)``"""
    PyCPointerType_SetProto(concrete_info(self), type_op)
    PyDict_SetItemString(self.value.tp_dict, "_type_", type_op)
    return Py_None


def _byref(obj: PyObject) -> PyObject:
    """A pointer to an instance, as a parameter; takes over the reference."""
    if not PyObject_TypeCheck(obj, st.PyCData_Type):
        Py_DECREF(obj)
        raise PyErr_Format(PyExc_TypeError, "expected CData instance")
    return pointer_parameter("P", address_of(obj.value.b_ptr), obj)


def is_pointer_or_array(value: PyObject) -> bool:
    """Whether a value is an instance of a pointer type or an array type."""
    return PyObject_TypeCheck(value, st.PyCPointer_Type) or PyObject_TypeCheck(value, st.PyCArray_Type)


def PyCPointerType_from_param(type_op: PyObject, value: PyObject) -> Any:
    """``from_param(value)``; a generator."""
    if value is Py_None:
        return Py_None
    proto = concrete_info(type_op).proto
    if proto is None:  # C has an assertion here
        raise PyErr_Format(PyExc_TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union")
    if (yield is_instance(value, proto)):
        return _byref(Py_NewRef(value))
    if is_pointer_or_array(value):
        info = PyStgInfo_FromObject(value)
        assert info is not None
        if info.proto is not None:
            derived = PyObject_IsSubclass(info.proto, proto)
            if type(derived) in PENDING:
                derived = yield derived
            if derived:
                return Py_NewRef(value)
    return (yield CDataType_from_param(type_op, value))


PyCPointerType_Type = st.PyCPointerType_Type = metatype(
    "PyCPointerType", defining_class("from_param", PyCPointerType_from_param, "($self, value, /)"),
    (defining_class("set_type", PyCPointerType_set_type, "($self, type, /)"),),
    tp_init=PyCPointerType_init)


# ---- arrays

def CharArray_set_raw(self: PyObject, value: PyObject | None) -> Any:
    """``array.raw = value``; None or pending."""
    if value is None:
        raise PyErr_Format(PyExc_AttributeError, "cannot delete attribute")
    body = self.value

    def put(data: Any) -> None:
        if len(data) > body.b_size:
            raise PyErr_Format(PyExc_ValueError, "byte string too long")
        store(body.b_ptr, bytes(data))

    return use_buffer(value, put)


def CharArray_get_raw(self: PyObject) -> PyObject:
    """``array.raw``: all bytes."""
    return PyBytes_FromString(load(self.value.b_ptr, self.value.b_size))


def CharArray_get_value(self: PyObject) -> PyObject:
    """``array.value``: the bytes in front of the first NUL."""
    return PyBytes_FromString(load(self.value.b_ptr, self.value.b_size).partition(b"\0")[0])


def CharArray_set_value(self: PyObject, value: PyObject | None) -> None:
    """``array.value = value``"""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "can't delete attribute")
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"bytes expected instead of {value.ob_type.value.tp_name} instance")
    size = self.value.b_size
    if len(value.value) > size:
        raise PyErr_Format(PyExc_ValueError, "byte string too long")
    store(self.value.b_ptr, (bytes(value.value) + b"\0")[:size])


def WCharArray_get_value(self: PyObject) -> PyObject:
    """``array.value``: the str in front of the first NUL."""
    size = self.value.b_size & -4
    return from_wide_char(wide_until_nul(load(self.value.b_ptr, size)))


def WCharArray_set_value(self: PyObject, value: PyObject | None) -> None:
    """``array.value = value``"""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "can't delete attribute")
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"unicode string expected instead of {value.ob_type.value.tp_name} instance")
    size = self.value.b_size // 4
    if len(value.value) > size:
        raise PyErr_Format(PyExc_ValueError, "string too long")
    store(self.value.b_ptr, as_wide_char((value.value + "\0")[:size]))


_CHAR_GETSETS = (PyGetSetDef("raw", CharArray_get_raw, CharArray_set_raw),
                 PyGetSetDef("value", CharArray_get_value, CharArray_set_value))
_WCHAR_GETSETS = (PyGetSetDef("value", WCharArray_get_value, WCharArray_set_value),)


def add_getset(type_op: PyObject, getsets: tuple[PyGetSetDef, ...]) -> None:
    """Give a type that exists computed attributes."""
    for getset in getsets:
        descr = PyDescr_NewGetSet(type_op, getset)
        PyDict_SetItemString(type_op.value.tp_dict, getset.name, descr)
        Py_DECREF(descr)


def PyCArrayType_paramfunc(self: PyObject) -> PyObject:
    """An array as a parameter: a pointer to it."""
    return pointer_parameter("P", address_of(self.value.b_ptr), Py_NewRef(self))


def _array_length(self: PyObject) -> Any:
    """``_length_`` (a generator)."""
    op = yield optional_attribute(self, "_length_")
    if op is None:
        raise PyErr_Format(PyExc_AttributeError, "class must define a '_length_' attribute")
    is_int, length = op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS, op.value
    Py_DECREF(op)
    if not is_int:
        raise PyErr_Format(PyExc_TypeError, "The '_length_' attribute must be an integer")
    if length < 0:
        raise PyErr_Format(PyExc_ValueError, "The '_length_' attribute must not be negative")
    if length > PY_SSIZE_T_MAX:
        raise PyErr_Format(PyExc_OverflowError, "The '_length_' attribute is too large")
    return int(length)


def PyCArrayType_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; a generator."""
    length = yield _array_length(self)
    proto = yield optional_attribute(self, "_type_")
    if proto is None:
        raise PyErr_Format(PyExc_AttributeError, "class must define a '_type_' attribute")
    try:
        info, item = PyStgInfo_Init(self), PyStgInfo_FromType(proto)
        if item is None:
            raise PyErr_Format(PyExc_TypeError, "_type_ must have storage info")
        info.format = item.format
        info.ndim, info.shape = item.ndim + 1, (length, *(item.shape or ()))
        if item.size and length > PY_SSIZE_T_MAX // item.size:
            raise PyErr_Format(PyExc_OverflowError, "array too large")
    except PyErr:
        Py_DECREF(proto)
        raise
    if item.flags & (TYPEFLAG_ISPOINTER | TYPEFLAG_HASPOINTER):
        info.flags |= TYPEFLAG_HASPOINTER
    info.size, info.align, info.length = item.size * length, item.align, length
    info.proto = proto
    info.paramfunc = PyCArrayType_paramfunc
    info.ffi_type_pointer = ffi_type_pointer
    if item.getfunc is c_get:
        add_getset(self, _CHAR_GETSETS)
    elif item.getfunc is u_get:
        add_getset(self, _WCHAR_GETSETS)


PyCArrayType_Type = st.PyCArrayType_Type = metatype("PyCArrayType", tp_init=PyCArrayType_init)
