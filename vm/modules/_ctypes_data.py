"""What all ctypes instances share: their memory, what they keep alive, reading and writing parts of them.

The part of Modules/_ctypes/_ctypes.c around PyCData_Type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_ctypes import (
    DICTFLAG_FINAL,
    TYPEFLAG_HASPOINTER,
    TYPEFLAG_ISPOINTER,
    CDataObject,
    CDataObject_Check,
    PyCFuncPtrObject,
    PyStgInfo_FromObject,
    PyStgInfo_FromType,
    StgInfo,
    get_module_state,
    st,
)
from vm.modules._ctypes_memory import (
    NULL,
    Block,
    Ptr,
    address_of,
    allocate,
    load,
    memory,
    store,
    store_pointer,
    window,
)
from vm.objects.abstract_isinstance import PyObject_IsInstance
from vm.objects.attributes import getattribute
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import PyObject_Call
from vm.objects.dictmerge import PyDict_Update
from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import (
    PyMemberDef,
    PyMethodDef,
    defining_class,
)
from vm.objects.object import PyObject_Str
from vm.objects.pyaudit import audited
from vm.objects.pybuffer import Py_buffer, PyBUF_WRITABLE, use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyDict_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_BufferError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString

#: Room for the name of what is kept, and for one part of it.
_KEY_SIZE, _KEY_PART = 256, 16


# ---- what is kept alive

def PyCData_GetContainer(self: PyObject) -> PyObject:
    """The instance whose memory this one is in; it has a place for what is to be kept."""
    body = self.value
    while body.b_base is not None:
        self = body.b_base
        body = self.value
    if body.b_objects is None:
        body.b_objects = PyDict_New() if body.b_length else Py_None
    return self


def GetKeepedObjects(target: PyObject) -> PyObject:
    """What an instance's memory keeps alive: a dict, an object, or None (borrowed)."""
    kept: PyObject = PyCData_GetContainer(target).value.b_objects
    return kept


def unique_key(target: PyObject, index: int) -> str:
    """The name of a place in an instance, within the instance that has the memory."""
    key, body = f"{index & 0xFFFFFFFF:x}", target.value
    while body.b_base is not None:
        if _KEY_SIZE - len(key) - 1 < _KEY_PART:
            raise PyErr_Format(PyExc_ValueError, "ctypes object structure too deep")
        key += f":{body.b_index & 0xFFFFFFFF:x}"
        body = body.b_base.value
    return key


def KeepRef(target: PyObject, index: int, keep: PyObject) -> Any:
    """Keep an object alive for the sake of a place in an instance; takes over the reference. None or pending."""
    if keep is Py_None:
        return None
    try:
        body = PyCData_GetContainer(target).value
        kept = body.b_objects
        if kept.ob_type is not PyDict_Type:
            body.b_objects = Py_NewRef(keep)
            Py_DECREF(kept)
            return None
        key = PyUnicode_FromString(unique_key(target, index))
        done = PyDict_SetItem(kept, key, keep)
        Py_DECREF(key)
        return done
    finally:
        Py_DECREF(keep)


# ---- making instances

def new_cdata(type_op: PyObject, info: StgInfo) -> PyObject:
    """An instance without memory."""
    info.flags |= DICTFLAG_FINAL
    function = PyObject_TypeCheck(type_op, st.PyCFuncPtrType_Type)
    body = PyCFuncPtrObject() if function else CDataObject()
    body.b_length, body.b_size = info.length, info.size
    return PyType_GenericAlloc(type_op, body)


def concrete_info(type_op: PyObject) -> StgInfo:
    """The data of a type; TypeError for an abstract one."""
    info = PyStgInfo_FromType(type_op)
    if info is None:
        raise PyErr_Format(PyExc_TypeError, "abstract class")
    return info


def PyCData_MallocBuffer(self: PyObject, data: bytearray) -> None:
    """Give an instance memory of its own."""
    body: CDataObject = self.value
    body.block = Block(data, self)
    body.b_ptr = (body.block, 0)
    body.b_needsfree = 1


def generic_pycdata_new(type_op: PyObject) -> PyObject:
    """A zeroed instance."""
    info = concrete_info(type_op)
    data = allocate(info.size)
    self = new_cdata(type_op, info)
    PyCData_MallocBuffer(self, data)
    return self


def GenericPyCData_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new"""
    return generic_pycdata_new(type_op)


def PyCData_FromBaseObj(type_op: PyObject, base: PyObject | None, index: int, ptr: Ptr) -> PyObject:
    """An instance in the memory of another, or with a copy of memory.

    Args:
        type_op: its type.
        base: the other instance (borrowed), or NULL.
        index: its number in it.
        ptr: the memory.
    """
    info = concrete_info(type_op)
    if base is None:
        data = allocate(info.size)
        data[:info.size] = load(ptr, info.size)
        self = new_cdata(type_op, info)
        PyCData_MallocBuffer(self, data)
    else:
        self = new_cdata(type_op, info)
        self.value.b_ptr = ptr
        self.value.b_base = Py_NewRef(base)
    self.value.b_index = index
    return self


def PyCData_AtAddress(type_op: PyObject, ptr: Ptr) -> Any:
    """An instance in memory that nobody promises to keep; may be pending (an audit hook)."""
    address = PyLong_FromLong(address_of(ptr) if ptr[0] is None or ptr[0].address else 0)

    def make() -> PyObject:
        self = new_cdata(type_op, concrete_info(type_op))
        self.value.b_ptr = ptr
        return self

    try:
        return audited(make, "ctypes.cdata", address)
    finally:
        Py_DECREF(address)


# ---- reading

def _ctypes_simple_instance(type_op: PyObject) -> bool:
    """Whether it is a subclass of c_int and its like, as opposed to these themselves."""
    return (PyObject_TypeCheck(type_op, st.PyCSimpleType_Type)
            and type_op.value.tp_base is not st.Simple_Type)


def PyCData_get(
    type_op: PyObject | None, getfunc: Callable[[Ptr, int], PyObject] | None, src: PyObject | None, index: int,
    size: int, ptr: Ptr,
) -> PyObject:
    """A part of an instance: a Python object for a simple type, else an instance in the same memory."""
    if getfunc is not None:
        return getfunc(ptr, size)
    assert type_op is not None
    info = PyStgInfo_FromType(type_op)
    if info is not None and info.getfunc is not None and not _ctypes_simple_instance(type_op):
        found: PyObject = info.getfunc(ptr, size)
        return found
    return PyCData_FromBaseObj(type_op, src, index, ptr)


# ---- writing

def _ctypes_extend_error(err: PyErr, exc_type: PyObject, prefix: str) -> Any:
    """A new error whose text tells of an earlier one, which is taken over (a generator; gives the error)."""
    name = err.exc.ob_type.value.tp_name.rpartition(".")[2]
    try:
        text = PyObject_Str(err.exc)
        if type(text) in PENDING:
            text = yield text
        shown = str(text.value)
        Py_DECREF(text)
    except PyErr as failed:
        PyErr_Clear(failed)
        shown = "???"
    PyErr_Clear(err)
    return PyErr_Format(exc_type, f"{prefix}{name}: {shown}")


def _incompatible(value: PyObject, type_op: PyObject) -> PyErr:
    return PyErr_Format(
        PyExc_TypeError,
        f"incompatible types, {value.ob_type.value.tp_name} instance instead of "
        f"{type_op.value.tp_name} instance")


def _copy(src: PyObject, size: int, ptr: Ptr) -> PyObject:
    """Copy an instance; gives what it keeps alive."""
    store(ptr, load(src.value.b_ptr, size))
    return Py_NewRef(GetKeepedObjects(src))


def _set_array(type_op: PyObject, value: PyObject, ptr: Ptr) -> PyObject:
    """Let a pointer point to an array: both the array and what it keeps are kept."""
    p1, p2 = PyStgInfo_FromObject(value), PyStgInfo_FromType(type_op)
    assert p1 is not None and p2 is not None
    if p1.proto is not p2.proto:
        raise _incompatible(value, type_op)
    store_pointer(ptr, address_of(value.value.b_ptr))
    return PyTuple_New((Py_NewRef(GetKeepedObjects(value)), Py_NewRef(value)))


def _set_instance(type_op: PyObject, value: PyObject, size: int, ptr: Ptr) -> Any:
    """Store a ctypes instance (a generator)."""
    same = PyObject_IsInstance(value, type_op)
    if type(same) in PENDING:
        same = yield same
    if same:
        return _copy(value, size, ptr)
    if (PyObject_TypeCheck(type_op, st.PyCPointerType_Type)
            and PyObject_TypeCheck(value, st.PyCArray_Type)):
        return _set_array(type_op, value, ptr)
    raise _incompatible(value, type_op)


def _set_made(type_op: PyObject, args: PyObject, size: int, ptr: Ptr) -> Any:
    """Store an instance that is made with the items of a tuple (a generator)."""
    try:
        op = PyObject_Call(type_op, args, None)
        if type(op) in PENDING:
            op = yield op
    except PyErr as err:
        raise (yield _ctypes_extend_error(
            err, PyExc_RuntimeError, f"({type_op.value.tp_name}) ")) from None
    try:
        keep = _PyCData_set(type_op, None, op, size, ptr)
        if type(keep) in PENDING:
            keep = yield keep
        return keep
    finally:
        Py_DECREF(op)


def _PyCData_set(
    type_op: PyObject, setfunc: Callable[..., Any] | None, value: PyObject, size: int, ptr: Ptr
) -> Any:
    """Store a value; gives what must be kept for it, or something pending."""
    if setfunc is not None:
        return setfunc(ptr, value, size)
    if CDataObject_Check(value):
        if value.ob_type is type_op:
            return _copy(value, size, ptr)
        return _set_instance(type_op, value, size, ptr)
    info = PyStgInfo_FromType(type_op)
    if info is not None and info.setfunc is not None:
        return info.setfunc(ptr, value, size)
    if value.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        return _set_made(type_op, value, size, ptr)
    if value is Py_None and PyObject_TypeCheck(type_op, st.PyCPointerType_Type):
        store_pointer(ptr, 0)
        return Py_None
    raise PyErr_Format(
        PyExc_TypeError,
        f"expected {type_op.value.tp_name} instance, got {value.ob_type.value.tp_name}")


def keep_result(target: PyObject, index: int, keep: Any) -> Any:
    """`KeepRef` with what a setter has given, which may be pending; None or pending."""
    return _keep_later(target, index, keep) if type(keep) in PENDING else KeepRef(target, index, keep)


def _keep_later(target: PyObject, index: int, pending: Any) -> Any:
    done = KeepRef(target, index, (yield pending))
    if type(done) in PENDING:
        yield done


def PyCData_set(
    dst: PyObject, type_op: PyObject | None, setfunc: Callable[..., Any] | None, value: PyObject, index: int,
    size: int, ptr: Ptr,
) -> Any:
    """Store a value into a part of an instance; None or pending.

    Args:
        dst: the instance.
        type_op: the part's type.
        setfunc: its own setter, or NULL for the type's.
        value: the value.
        index: the part's number.
        size, ptr: where it is.
    """
    if not CDataObject_Check(dst):
        raise PyErr_Format(PyExc_TypeError, "not a ctype instance")
    assert type_op is not None
    return keep_result(dst, index, _PyCData_set(type_op, setfunc, value, size, ptr))


# ---- the buffer protocol

def PyCData_item_type(type_op: PyObject) -> PyObject:
    """The type of an array's innermost items; the type itself if it is no array's (borrowed)."""
    while PyObject_TypeCheck(type_op, st.PyCArrayType_Type):
        info = PyStgInfo_FromType(type_op)
        assert info is not None and info.proto is not None
        type_op = info.proto
    return type_op


def PyCData_NewGetBuffer(self: PyObject, flags: int) -> Py_buffer:
    """bf_getbuffer"""
    body: CDataObject = self.value
    info = PyStgInfo_FromObject(self)
    item_info = PyStgInfo_FromType(PyCData_item_type(self.ob_type))
    assert info is not None and item_info is not None
    memory_of = window(body.b_ptr, body.b_size)
    readonly = type(memory_of) is memoryview and memory_of.readonly  # the characters of a bytes
    if readonly and flags & PyBUF_WRITABLE:
        raise PyErr_Format(PyExc_BufferError, "Object is not writable.")
    view = Py_buffer(self, memory_of, body.b_size, readonly)
    self.ob_refcnt += 1
    view.format = info.format or "B"
    view.ndim, view.shape = info.ndim, info.shape
    view.itemsize = item_info.size
    return view


# ---- the base type

def PyCData_traverse(self: PyObject) -> tuple:
    """tp_traverse"""
    body: CDataObject = self.value
    return body.b_objects, body.b_base


def _free_memory(body: CDataObject) -> None:
    """Let go of the memory: what is the instance's own is gone."""
    block, body.block, body.b_ptr = body.block, None, NULL
    if block is not None:
        memory().free(block)


def PyCData_clear(self: PyObject) -> None:
    """tp_clear"""
    body: CDataObject = self.value
    kept, body.b_objects = body.b_objects, None
    base, body.b_base = body.b_base, None
    _free_memory(body)
    for op in (kept, base):
        if op is not None:
            Py_DECREF(op)


def cdata_dealloc(self: PyObject, children: Callable[[PyObject], tuple]) -> None:
    """The tp_dealloc of an instance: what it refers to, then its memory."""
    _free_memory(self.value)
    dealloc_container(self, children)


def PyCData_dealloc(self: PyObject) -> None:
    """tp_dealloc"""
    cdata_dealloc(self, PyCData_traverse)


def PyCData_nohash(self: PyObject) -> int:
    """tp_hash: what can be changed has none."""
    raise PyErr_Format(PyExc_TypeError, "unhashable type")


def PyCData_reduce(self: PyObject) -> Any:
    """``__reduce__()``; a generator."""
    info = PyStgInfo_FromObject(self)
    assert info is not None
    if info.flags & (TYPEFLAG_ISPOINTER | TYPEFLAG_HASPOINTER):
        raise PyErr_Format(PyExc_ValueError, "ctypes objects containing pointers cannot be pickled")
    namespace = yield getattribute(self, "__dict__")
    try:
        data = PyBytes_FromString(load(self.value.b_ptr, self.value.b_size))
    except PyErr:
        Py_DECREF(namespace)
        raise
    state = PyTuple_New((namespace, data))
    args = PyTuple_New((Py_NewRef(self.ob_type), state))
    unpickle = get_module_state().unpickle
    assert unpickle is not None
    return PyTuple_New((Py_NewRef(unpickle), args))


def _state_data(op: PyObject) -> Any:
    """The host bytes of an argument of the format s#; may be pending."""
    flags = op.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return op.value.encode("utf-8", "surrogatepass")
    if flags & Py_TPFLAGS_BYTES_SUBCLASS:
        return bytes(op.value)
    return use_buffer(op, bytes)


def PyCData_setstate(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``__setstate__(dict, data)``; a generator."""
    if kwnames or len(args) != 2:
        problem = ("__setstate__() takes no keyword arguments" if kwnames else
                   f"function takes exactly 2 arguments ({len(args)} given)")
        raise PyErr_Format(PyExc_TypeError, problem)
    namespace, op = args
    if not namespace.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"argument 1 must be dict, not {namespace.ob_type.value.tp_name}")
    data = _state_data(op)
    if type(data) in PENDING:
        data = yield data
    store(self.value.b_ptr, data[:self.value.b_size])
    mine = yield getattribute(self, "__dict__")
    try:
        if not mine.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"{self.ob_type.value.tp_name:.200}.__dict__ must be a dictionary, "
                f"not {mine.ob_type.value.tp_name:.200}")
        done = PyDict_Update(mine, namespace)
        if type(done) in PENDING:
            yield done
    finally:
        Py_DECREF(mine)
    return Py_None


def PyCData_from_outparam(self: PyObject) -> PyObject:
    """``__ctypes_from_outparam__()``: the instance itself."""
    return Py_NewRef(self)


PyCData_Type = st.PyCData_Type = PyType_FromSpec(
    "_ctypes._CData", tp_basicsize=96,
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
    | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_dealloc=PyCData_dealloc, tp_traverse=PyCData_traverse, tp_clear=PyCData_clear,
    tp_hash=PyCData_nohash, bf_getbuffer=PyCData_NewGetBuffer,
    tp_methods=(
        PyMethodDef("__ctypes_from_outparam__", PyCData_from_outparam, "($self, /)"),
        defining_class("__reduce__", PyCData_reduce, "($self, /)"),
        PyMethodDef("__setstate__", PyCData_setstate, raw=True),
    ),
    tp_members=(
        PyMemberDef("_b_base_", "b_base"),
        PyMemberDef("_b_needsfree_", "b_needsfree"),
        PyMemberDef("_objects", "b_objects"),
    ))

