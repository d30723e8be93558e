"""memoryview. Models Objects/memoryobject.c.

One export is one managed buffer, shared by the views made of each other. Elements are read and written by
memory_items.py.
"""

from __future__ import annotations

from struct import calcsize
from typing import Any

from vm.objects.abstract_number import PyIndex_Check, PyNumber_AsSsize_t, PyNumber_Index
from vm.objects.bridge import PY_SSIZE_T_MAX
from vm.objects.bytes_methods import hex_of
from vm.objects.bytesobject import PyBytes_New
from vm.objects.floatobject import PyFloat_AsDouble
from vm.objects.getargs import _PyArg_BadArgument, boolean, c_int, converted, unicode_arg
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_AsSsize_t, PyLong_FromLong
from vm.objects.memory_items import (
    BYTE_FORMATS,
    NATIVE,
    adjust_fmt,
    copy_single,
    equal_items,
    equiv_shape,
    get_native_fmtchar,
    guest_item,
    invalid_type,
    invalid_value,
    pack_single,
    tolist,
    unpack_single,
)
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import PyObject_Hash, _Py_address
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_ANY_CONTIGUOUS,
    PyBUF_C_CONTIGUOUS,
    PyBUF_F_CONTIGUOUS,
    PyBUF_FORMAT,
    PyBUF_FULL_RO,
    PyBUF_MAX_NDIM,
    PyBUF_ND,
    PyBUF_STRIDES,
    PyBUF_WRITABLE,
    PyBuffer_IsContiguous,
    PyBuffer_Release,
    PyBuffer_ToContiguous,
    PyObject_CheckBuffer,
    PyObject_GetBuffer,
    init_strides_from_shape,
    with_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_Del,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_SEQUENCE,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyByteArray_Type,
    PyBytes_Type,
    PyErr,
    PyObject,
    PySlice_Type,
    PyUnicode_Type,
    pending_finalizers,
    set_slots,
    static_type,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_BufferError,
    PyExc_IndexError,
    PyExc_NotImplementedError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyhash import _Py_HashBytes
from vm.objects.sliceobject import PySlice_AdjustIndices, PySlice_Unpack
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicode_codecs import PyUnicode_AsEncodedString
from vm.objects.unicodeobject import PyUnicode_FromHost, PyUnicode_FromString
from vm.objects.weakrefobject import weakrefs_call_back

_LIST_OR_TUPLE = Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS
_RELEASED = "operation forbidden on released memoryview object"


# managed buffers


class _PyManagedBufferObject:
    """The body of a managed buffer.

    Attributes:
        master: the view that the exporter gave; owns the exporter.
        exports: how many memoryviews use it.
        released: whether the view has been given back.
    """

    __slots__ = ("master", "exports", "released")

    def __init__(self, master: Py_buffer):
        self.master = master
        self.exports = 0
        self.released = False


def mbuf_new(master: Py_buffer) -> PyObject:
    """A managed buffer of a view, whose ownership it takes over."""
    mbuf = PyObject_GC_New(_PyManagedBuffer_Type, _PyManagedBufferObject(master))
    _PyObject_GC_TRACK(mbuf)
    return mbuf


def mbuf_release(mbuf: PyObject) -> Any:
    """Give the view back; None or pending."""
    body = mbuf.value
    if body.released:
        return None
    body.released = True
    PyObject_GC_UnTrack(mbuf)
    return PyBuffer_Release(body.master)


def _finish_later(pending: Any) -> None:
    """What a deallocation found to be guest code runs at the end of the instruction."""
    if pending is not None:
        pending_finalizers.append(pending)


def mbuf_dealloc(mbuf: PyObject) -> None:
    """Give the view back."""
    _finish_later(mbuf_release(mbuf))
    PyObject_GC_Del(mbuf)


def mbuf_traverse(mbuf: PyObject) -> tuple:
    """The exporter."""
    return (mbuf.value.master.obj,)


def mbuf_clear(mbuf: PyObject) -> None:
    """Give the view back."""
    _finish_later(mbuf_release(mbuf))


_PyManagedBuffer_Type = static_type(
    "managedbuffer", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=128, tp_hostkey="identity",
    tp_dealloc=mbuf_dealloc, tp_traverse=mbuf_traverse, tp_clear=mbuf_clear)


# views


class PyMemoryViewObject:
    """The body of a memoryview.

    Attributes:
        mbuf: the managed buffer; owned, NULL only when the collector cleared the view.
        view: format, shape and strides are always present; its obj is the master's, not owned.
        released, restricted: the flags _Py_MEMORYVIEW_RELEASED and ..._RESTRICTED.
        exports: how many buffers of this view are held.
        hash: cached, or None.
        ob_size: numbers that stand in the object: shape, strides and suboffsets.
    """

    __slots__ = ("mbuf", "view", "released", "restricted", "exports", "hash", "ob_size")

    def __init__(self, mbuf: PyObject, view: Py_buffer):
        self.mbuf: PyObject | None = mbuf
        self.view = view
        self.released = self.restricted = False
        self.exports = 0
        self.hash: int | None = None
        self.ob_size = 3 * view.ndim

    def __len__(self) -> int:
        return self.ob_size


PyMemoryView_Type = static_type(
    "memoryview", tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE, tp_basicsize=144,
    tp_itemsize=8, tp_weaklistoffset=136)


def PyMemoryView_Check(op: PyObject) -> bool:
    """Whether the object is a memoryview (there are no subclasses)."""
    return op.ob_type is PyMemoryView_Type


def mbuf_add_view(mbuf: PyObject, src: Py_buffer | None = None) -> PyObject:
    """A new memoryview of a managed buffer, like ``src`` or like the master."""
    master = mbuf.value.master
    view = (src or master).copy()
    view.obj = master.obj
    view.format = view.format or "B"
    if view.ndim > PyBUF_MAX_NDIM:
        raise PyErr_Format(
            PyExc_ValueError, "memoryview: number of dimensions must not exceed 64")
    if view.ndim:
        if view.shape is None:
            view.shape = (view.len // view.itemsize,)
        if view.strides is None:
            view.strides = init_strides_from_shape(view.shape, view.itemsize)
    mv = PyObject_GC_New(PyMemoryView_Type, PyMemoryViewObject(mbuf, view))
    mv.ob_ext = None
    _PyObject_GC_TRACK(mv)
    mbuf.ob_refcnt += 1
    mbuf.value.exports += 1
    return mv


def PyMemoryView_FromObject(obj: PyObject) -> Any:
    """memoryview(obj); may be pending."""
    return PyMemoryView_FromObjectAndFlags(obj, PyBUF_FULL_RO)


def PyMemoryView_FromObjectAndFlags(obj: PyObject, flags: int) -> Any:
    """A memoryview by a request of given flags; may be pending."""
    if obj.ob_type is PyMemoryView_Type:
        body = _check_restricted(obj)
        return mbuf_add_view(body.mbuf, body.view)  # type: ignore[arg-type]
    if not PyObject_CheckBuffer(obj):
        raise PyErr_Format(
            PyExc_TypeError,
            "memoryview: a bytes-like object is required, not "
            f"'{obj.ob_type.value.tp_name:.200}'")
    return PyMemoryView_FromView(PyObject_GetBuffer(obj, flags))


def PyMemoryView_FromView(view: Any) -> Any:
    """A memoryview that takes over a view; pending if that is (_PyMemoryView_FromBufferProc)."""
    if type(view) in PENDING:
        return _from_view_pending(view)
    mbuf = mbuf_new(view)
    try:
        return mbuf_add_view(mbuf)
    finally:
        Py_DECREF(mbuf)


def _from_view_pending(pending: Any) -> Any:
    view = yield pending
    return PyMemoryView_FromView(view)


def PyMemoryView_FromBuffer(info: Py_buffer) -> PyObject:
    """A memoryview of a view that stays its owner's."""
    return PyMemoryView_FromView(info.copy())


_NEW_ARGS = ArgSpec("($type, object)")


def memoryview_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """memoryview.__new__."""
    obj, = parse_arguments(_NEW_ARGS, "memoryview", args, kwnames)
    return PyMemoryView_FromObject(obj)


@converted(None, c_int)
def memoryview__from_flags(type_op: PyObject, obj: PyObject, flags: int) -> Any:
    """A view that asks for a buffer with the given flags."""
    return PyMemoryView_FromObjectAndFlags(obj, flags)


def _inaccessible(body: PyMemoryViewObject) -> bool:
    return body.released or body.mbuf is None or body.mbuf.value.released


def _check_released(self: PyObject) -> PyMemoryViewObject:
    """The body; ValueError when the view has been released."""
    body = self.value
    if body.released or body.mbuf is None or body.mbuf.value.released:
        raise PyErr_Format(PyExc_ValueError, _RELEASED)
    return body


def _check_restricted(self: PyObject) -> PyMemoryViewObject:
    """The body; ValueError for a view of which no other may be made."""
    body = _check_released(self)
    if body.restricted:
        raise PyErr_Format(PyExc_ValueError, "cannot create new view on restricted memoryview")
    return body


# release


def _memory_release(body: PyMemoryViewObject) -> Any:
    """The view will not use the buffer again; None or pending."""
    if body.released:
        return None
    body.released = True
    mbuf = body.mbuf
    assert mbuf is not None
    mbuf.value.exports -= 1
    return None if mbuf.value.exports else mbuf_release(mbuf)


def memoryview_release(self: PyObject) -> Any:
    """Give the buffer back; the view cannot be used any more."""
    n = self.value.exports
    if n:
        raise PyErr_Format(
            PyExc_BufferError, f"memoryview has {n} exported buffer{'' if n == 1 else 's'}")
    pending = _memory_release(self.value)
    return Py_None if pending is None else _then_none(pending)


def _then_none(pending: Any) -> Any:
    yield pending
    return Py_None


def memory_dealloc(self: PyObject) -> None:
    """Give the buffer back."""
    PyObject_GC_UnTrack(self)
    if self.ob_ext is not None and weakrefs_call_back(self, memory_dealloc):
        return
    body = self.value
    _finish_later(_memory_release(body))
    mbuf, body.mbuf = body.mbuf, None
    PyObject_GC_Del(self)
    if mbuf is not None:
        Py_DECREF(mbuf)


def memory_traverse(self: PyObject) -> tuple:
    """The managed buffer."""
    return (self.value.mbuf,)


def memory_clear(self: PyObject) -> None:
    """Give the buffer back unless someone holds a buffer of this view."""
    body = self.value
    if not body.exports:
        _finish_later(_memory_release(body))
        mbuf, body.mbuf = body.mbuf, None
        if mbuf is not None:
            Py_DECREF(mbuf)


def memory_enter(self: PyObject) -> PyObject:
    """The view itself."""
    _check_released(self)
    self.ob_refcnt += 1
    return self


def memory_exit(self: PyObject, exc_info: list) -> Any:
    """Release the view."""
    return memoryview_release(self)


# exports


def memory_getbuf(self: PyObject, flags: int) -> Py_buffer:
    """A buffer of the view."""
    body = _check_restricted(self)
    base = body.view
    _check_request(base, flags)
    view = base.copy()
    if not flags & PyBUF_FORMAT:
        view.format = None
    if flags & PyBUF_STRIDES != PyBUF_STRIDES:
        view.strides = None
    if not flags & PyBUF_ND:
        view.ndim = 1
        view.shape = None
    view.obj = self
    self.ob_refcnt += 1
    body.exports += 1
    return view


def _check_request(base: Py_buffer, flags: int) -> None:
    """BufferError for a request that the view cannot fulfil."""
    c_order, f_order = PyBuffer_IsContiguous(base, "C"), PyBuffer_IsContiguous(base, "F")
    wanting = None
    if flags & PyBUF_WRITABLE and base.readonly:
        wanting = "memoryview: underlying buffer is not writable"
    elif flags & PyBUF_C_CONTIGUOUS == PyBUF_C_CONTIGUOUS and not c_order:
        wanting = "memoryview: underlying buffer is not C-contiguous"
    elif flags & PyBUF_F_CONTIGUOUS == PyBUF_F_CONTIGUOUS and not f_order:
        wanting = "memoryview: underlying buffer is not Fortran contiguous"
    elif flags & PyBUF_ANY_CONTIGUOUS == PyBUF_ANY_CONTIGUOUS and not (c_order or f_order):
        wanting = "memoryview: underlying buffer is not contiguous"
    elif flags & PyBUF_STRIDES != PyBUF_STRIDES and not c_order:
        wanting = "memoryview: underlying buffer is not C-contiguous"
    elif not flags & PyBUF_ND and flags & PyBUF_FORMAT:
        wanting = "memoryview: cannot cast to unsigned bytes if the format flag is present"
    if wanting is not None:
        raise PyErr_Format(PyExc_BufferError, wanting)


def memory_releasebuf(self: PyObject, view: Py_buffer) -> None:
    """A buffer of the view is given back."""
    self.value.exports -= 1


# attributes of a view


def memory_repr(self: PyObject) -> PyObject:
    """repr(self)."""
    word = "released memory" if self.value.released else "memory"
    return PyObject(PyUnicode_Type, f"<{word} at 0x{_Py_address(self):x}>")


def memory_length(self: PyObject) -> int:
    """len(self)."""
    view = _check_released(self).view
    if not view.ndim:
        raise PyErr_Format(PyExc_TypeError, "0-dim memory has no length")
    return view.shape[0]  # type: ignore[index]


def memory_hash(self: PyObject) -> Any:
    """The hash of the bytes; for views of bytes that cannot change. May be pending."""
    if self.value.hash is not None:
        return self.value.hash
    view = _check_released(self).view
    if not view.readonly:
        raise PyErr_Format(PyExc_ValueError, "cannot hash writable memoryview object")
    if get_native_fmtchar(view.format or "B") not in BYTE_FORMATS:
        raise PyErr_Format(
            PyExc_ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
    if view.obj is not None:
        exporters = PyObject_Hash(view.obj)  # the exporter must have one, too
        if type(exporters) in PENDING:
            return _hash_pending(self, exporters)
    return _hash(self)


def _hash_pending(self: PyObject, pending: Any) -> Any:
    yield pending
    return _hash(self)


def _hash(self: PyObject) -> int:
    h = self.value.hash = _Py_HashBytes(PyBuffer_ToContiguous(self.value.view))
    return h


def memory_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Equality with any object that has a buffer; there is no order. May be pending."""
    if op not in (2, 3):
        return Py_NotImplemented
    body = a.value
    if _inaccessible(body) or (b.ob_type is PyMemoryView_Type and _inaccessible(b.value)):
        return Py_True if (a is b) is (op == 2) else Py_False
    if b.ob_type is PyMemoryView_Type:
        return _compared(body.view, b.value.view, op)
    if not PyObject_CheckBuffer(b):
        return Py_NotImplemented
    if b.ob_type is not PyBytes_Type and b.ob_type is not PyByteArray_Type:
        return _compare_pending(body.view, b, op)
    view = PyObject_GetBuffer(b, PyBUF_FULL_RO)
    res = _compared(body.view, view, op)
    PyBuffer_Release(view)
    return res


def _compared(a: Py_buffer, b: Py_buffer, op: int) -> PyObject:
    equal = equiv_shape(a, b) and equal_items(a, b)
    return Py_True if equal is (op == 2) else Py_False


def _compare_pending(a: Py_buffer, other: PyObject, op: int) -> Any:
    try:
        return (yield with_buffer(other, PyBUF_FULL_RO, lambda view: _compared(a, view, op)))
    except PyErr as err:
        PyErr_Clear(err)
        return Py_NotImplemented


def _int_tuple(values: tuple[int, ...] | None) -> PyObject:
    return PyTuple_New(tuple([PyLong_FromLong(n) for n in values or ()]))


def _bool(flag: bool) -> PyObject:
    return Py_True if flag else Py_False


def memory_obj_get(self: PyObject) -> PyObject:
    """The exporter."""
    obj = _check_released(self).view.obj
    if obj is None:
        return Py_None
    obj.ob_refcnt += 1
    return obj


def _attribute(name: str, read: Any) -> PyGetSetDef:
    def get(self: PyObject) -> PyObject:
        return read(_check_released(self).view)

    get.__name__ = f"memory_{name}_get"
    return PyGetSetDef(name, get)


_ATTRIBUTES = (
    PyGetSetDef("obj", memory_obj_get),
    _attribute("nbytes", lambda view: PyLong_FromLong(view.len)),
    _attribute("readonly", lambda view: _bool(view.readonly)),
    _attribute("itemsize", lambda view: PyLong_FromLong(view.itemsize)),
    _attribute("format", lambda view: PyUnicode_FromString(view.format)),
    _attribute("ndim", lambda view: PyLong_FromLong(view.ndim)),
    _attribute("shape", lambda view: _int_tuple(view.shape)),
    _attribute("strides", lambda view: _int_tuple(view.strides)),
    _attribute("suboffsets", lambda view: _int_tuple(None)),
    _attribute("c_contiguous", lambda view: _bool(PyBuffer_IsContiguous(view, "C"))),
    _attribute("f_contiguous", lambda view: _bool(PyBuffer_IsContiguous(view, "F"))),
    _attribute("contiguous", lambda view: _bool(
        PyBuffer_IsContiguous(view, "C") or PyBuffer_IsContiguous(view, "F"))),
)


# indexing


def lookup_dimension(view: Py_buffer, offset: int, dim: int, index: int) -> int:
    """The offset of an index in one dimension."""
    n = view.shape[dim]  # type: ignore[index]
    if index < 0:
        index += n
    if not 0 <= index < n:
        raise PyErr_Format(PyExc_IndexError, f"index out of bounds on dimension {dim + 1}")
    return offset + view.strides[dim] * index  # type: ignore[index]


def memory_item(self: PyObject, index: int) -> PyObject:
    """self[index]."""
    view = _check_released(self).view
    fmt = adjust_fmt(view)
    if view.ndim == 1:
        return unpack_single(view, lookup_dimension(view, view.offset, 0, index), fmt)
    if not view.ndim:
        raise PyErr_Format(PyExc_TypeError, "invalid indexing of 0-dim memory")
    raise PyErr_Format(
        PyExc_NotImplementedError, "multi-dimensional sub-views are not implemented")


def _is_multi(key: PyObject, check: Any) -> bool:
    """Whether the key is a tuple whose items all pass a check (is_multiindex, is_multislice)."""
    return bool(key.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) and all(
        check(op) for op in key.value)


def _is_slice(op: PyObject) -> bool:
    return op.ob_type is PySlice_Type


def _is_scalar_key(key: PyObject) -> bool:
    return bool(key.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) and not key.value


def memory_subscript(self: PyObject, key: PyObject) -> Any:
    """self[key]; may be pending."""
    view = _check_released(self).view
    if not view.ndim:
        return _scalar_subscript(self, view, key)
    if PyIndex_Check(key):
        i = PyNumber_AsSsize_t(key, PyExc_IndexError)
        return memory_item(self, i) if type(i) is int else _item_pending(self, i)
    if key.ob_type is PySlice_Type:
        _check_restricted(self)
        bounds = PySlice_Unpack(key)
        sliced = mbuf_add_view(self.value.mbuf, view)
        if type(bounds) in PENDING:
            return _sliced_pending(sliced, bounds)
        init_slice(sliced.value.view, bounds)
        return sliced
    if _is_multi(key, PyIndex_Check):
        return _item_multi(self, key)
    if _is_multi(key, _is_slice):
        raise PyErr_Format(
            PyExc_NotImplementedError, "multi-dimensional slicing is not implemented")
    raise PyErr_Format(PyExc_TypeError, "memoryview: invalid slice key")


def _scalar_subscript(self: PyObject, view: Py_buffer, key: PyObject) -> PyObject:
    if _is_scalar_key(key):
        return unpack_single(view, view.offset, adjust_fmt(view))
    if key is Py_Ellipsis:
        self.ob_refcnt += 1
        return self
    raise PyErr_Format(PyExc_TypeError, "invalid indexing of 0-dim memory")


def _item_pending(self: PyObject, pending: Any) -> Any:
    i = yield pending
    return memory_item(self, i)


def init_slice(view: Py_buffer, bounds: tuple[int, int, int]) -> None:
    """Narrow the first dimension of a view."""
    shape, strides = view.shape or (), view.strides or ()
    start, _, length = PySlice_AdjustIndices(shape[0], *bounds)
    view.offset += strides[0] * start
    view.shape = (length, *shape[1:])
    view.strides = (strides[0] * bounds[2], *strides[1:])
    view.len = view.itemsize
    for n in view.shape:
        view.len *= n


def _sliced_pending(sliced: PyObject, pending: Any) -> Any:
    try:
        init_slice(sliced.value.view, (yield pending))
    except PyErr:
        Py_DECREF(sliced)
        raise
    return sliced


def _item_multi(self: PyObject, key: PyObject) -> Any:
    """self[i, j, ...] (a generator)."""
    view = _check_released(self).view
    fmt = adjust_fmt(view)
    if len(key.value) < view.ndim:
        raise PyErr_Format(PyExc_NotImplementedError, "sub-views are not implemented")
    offset = yield ptr_from_tuple(view, key)
    _check_released(self)
    return unpack_single(view, offset, fmt)


def ptr_from_tuple(view: Py_buffer, key: PyObject) -> Any:
    """The offset of the element at a tuple of indices (a generator)."""
    if len(key.value) > view.ndim:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot index {view.ndim}-dimension view with {len(key.value)}-element tuple")
    offset = view.offset
    for dim, op in enumerate(key.value):
        i = PyNumber_AsSsize_t(op, PyExc_IndexError)
        if type(i) in PENDING:
            i = yield i
        offset = lookup_dimension(view, offset, dim, i)
    return offset


def memory_ass_sub(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """self[key] = value (a generator)."""
    view = _check_released(self).view
    fmt = adjust_fmt(view)
    if view.readonly:
        raise PyErr_Format(PyExc_TypeError, "cannot modify read-only memory")
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "cannot delete memory")
    if key.ob_type is PySlice_Type and view.ndim == 1:
        yield _ass_slice(self, view, key, value)
        return
    offset = yield _ass_offset(view, key)
    data = yield convert_item(value, fmt)
    _check_released(self)
    pack_single(view, offset, data, fmt)


def _ass_offset(view: Py_buffer, key: PyObject) -> Any:
    """The offset of the one element that is assigned to (a generator)."""
    if not view.ndim:
        if key is Py_Ellipsis or _is_scalar_key(key):
            return view.offset
        raise PyErr_Format(PyExc_TypeError, "invalid indexing of 0-dim memory")
    if PyIndex_Check(key):
        if view.ndim > 1:
            raise PyErr_Format(PyExc_NotImplementedError, "sub-views are not implemented")
        i = PyNumber_AsSsize_t(key, PyExc_IndexError)
        if type(i) in PENDING:
            i = yield i
        return lookup_dimension(view, view.offset, 0, i)
    if _is_multi(key, PyIndex_Check):
        if len(key.value) < view.ndim:
            raise PyErr_Format(PyExc_NotImplementedError, "sub-views are not implemented")
        return (yield ptr_from_tuple(view, key))
    if key.ob_type is PySlice_Type or _is_multi(key, _is_slice):
        raise PyErr_Format(
            PyExc_NotImplementedError,
            "memoryview slice assignments are currently restricted to ndim = 1")
    raise PyErr_Format(PyExc_TypeError, "memoryview: invalid slice key")


def _ass_slice(self: PyObject, view: Py_buffer, key: PyObject, value: PyObject) -> Any:
    """self[slice] = value (a generator)."""
    src = PyObject_GetBuffer(value, PyBUF_FULL_RO)
    if type(src) in PENDING:
        src = yield src
    try:
        bounds = PySlice_Unpack(key)
        if type(bounds) in PENDING:
            bounds = yield bounds
        _check_released(self)
        dest = view.copy()
        init_slice(dest, bounds)
        full = src.copy()
        full.format = full.format or "B"
        if full.ndim and full.shape is None:
            full.shape = (full.len // full.itemsize,)
        copy_single(dest, full)
    except PyErr:
        done = PyBuffer_Release(src)
        if type(done) in PENDING:
            yield done
        raise
    done = PyBuffer_Release(src)
    if type(done) in PENDING:
        yield done


def convert_item(value: PyObject, fmt: str) -> Any:
    """The host value to be packed by a format (the first half of pack_single; a generator)."""
    if fmt == "?":
        truth = boolean(value)
        if type(truth) in PENDING:
            truth = yield truth
        return truth
    if fmt == "c":
        if not value.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
            raise invalid_type(fmt)
        if len(value.value) != 1:
            raise invalid_value(fmt)
        return value.value
    if fmt not in NATIVE:
        raise PyErr_Format(
            PyExc_NotImplementedError, f"memoryview: format {fmt} not supported")
    try:
        if fmt in "fde":
            x = PyFloat_AsDouble(value)
            if type(x) in PENDING:
                x = yield x
            return x
        if fmt == "P" and not value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise invalid_type(fmt)
        index = PyNumber_Index(value)
        if type(index) in PENDING:
            index = yield index
    except PyErr as err:  # fix_error_int
        if PyErr_ExceptionMatches(err, PyExc_TypeError):
            PyErr_Clear(err)
            raise invalid_type(fmt) from None
        if PyErr_ExceptionMatches(err, PyExc_OverflowError) or PyErr_ExceptionMatches(
                err, PyExc_ValueError):
            PyErr_Clear(err)
            raise invalid_value(fmt) from None
        raise
    n = int(index.value)
    Py_DECREF(index)
    return n


# methods


def memoryview_tobytes(self: PyObject, order: PyObject | None) -> PyObject:
    """The bytes of the buffer."""
    name = "C"
    if order is not None and order is not Py_None:
        if order.ob_type is not PyUnicode_Type and not isinstance(order.value, str):
            raise _PyArg_BadArgument("tobytes", "argument 'order'", "str or None", order)
        if "\0" in order.value:
            raise PyErr_Format(PyExc_ValueError, "embedded null character")
        name = order.value
    view = _check_released(self).view
    if name not in ("C", "F", "A"):
        raise PyErr_Format(PyExc_ValueError, "order must be 'C', 'F' or 'A'")
    return PyBytes_New(PyBuffer_ToContiguous(view, name))


def memoryview_tolist(self: PyObject) -> PyObject:
    """The elements as a (nested) list."""
    return _guest_list(tolist(_check_released(self).view))


def _guest_list(value: Any) -> PyObject:
    """At most 64 deep, as many as a buffer has dimensions."""
    if type(value) is list:
        return PyList_New([_guest_list(item) for item in value])
    return guest_item(value)


@converted(None, c_int)
def memoryview_hex(self: PyObject, sep: PyObject | None, bytes_per_sep: int | None) -> PyObject:
    """The bytes in hexadecimal."""
    data = PyBuffer_ToContiguous(_check_released(self).view)
    return PyUnicode_FromHost(hex_of(data, sep, bytes_per_sep))


def memoryview_toreadonly(self: PyObject) -> PyObject:
    """A view that cannot be written."""
    body = _check_restricted(self)
    mv = mbuf_add_view(body.mbuf, body.view)  # type: ignore[arg-type]
    mv.value.view.readonly = True
    return mv


def memoryview_cast(self: PyObject, fmt: PyObject, shape: PyObject | None) -> PyObject:
    """A view with another format or shape."""
    name = unicode_arg(fmt, "cast", "argument 'format'")
    body = _check_restricted(self)
    view = body.view.copy()
    _check_cast(view, shape)
    cast_to_1D(view, fmt, name)
    if shape is not None:
        cast_to_ND(view, list(shape.value))
    mv = mbuf_add_view(body.mbuf, view)  # type: ignore[arg-type]
    mv.value.ob_size = 3 * max(view.ndim, 1)
    return mv


def _check_cast(view: Py_buffer, shape: PyObject | None) -> None:
    if not PyBuffer_IsContiguous(view, "C"):
        raise PyErr_Format(
            PyExc_TypeError, "memoryview: casts are restricted to C-contiguous views")
    if (shape is not None or view.ndim != 1) and 0 in (view.shape or ()):
        raise PyErr_Format(
            PyExc_TypeError, "memoryview: cannot cast view with zeros in shape or strides")
    if shape is None:
        return
    if not shape.ob_type.value.tp_flags & _LIST_OR_TUPLE:
        raise PyErr_Format(PyExc_TypeError, "shape must be a list or a tuple")
    ndim = len(shape.value)
    if ndim > PyBUF_MAX_NDIM:
        raise PyErr_Format(
            PyExc_ValueError, "memoryview: number of dimensions must not exceed 64")
    if view.ndim != 1 and ndim != 1:
        raise PyErr_Format(PyExc_TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D")


def cast_to_1D(view: Py_buffer, fmt_op: PyObject, fmt: str) -> None:
    """Give a contiguous view another format, and one dimension."""
    if not fmt.isascii():
        Py_DECREF(PyUnicode_AsEncodedString(fmt_op, "ascii", "strict"))
    fmt = fmt.partition("\0")[0]
    char = get_native_fmtchar(fmt)
    if char is None:
        raise PyErr_Format(
            PyExc_ValueError,
            "memoryview: destination format must be a native single character format prefixed with "
            "an optional '@'")
    source = get_native_fmtchar(view.format or "B")
    if source not in BYTE_FORMATS and char not in BYTE_FORMATS:
        raise PyErr_Format(
            PyExc_TypeError, "memoryview: cannot cast between two non-byte formats")
    itemsize = _ITEMSIZES[char]
    if view.len % itemsize:
        raise PyErr_Format(
            PyExc_TypeError, "memoryview: length is not a multiple of itemsize")
    view.format, view.itemsize, view.ndim = fmt, itemsize, 1
    view.shape, view.strides = (view.len // itemsize,), (itemsize,)


_ITEMSIZES = {char: calcsize(native) for char, native in NATIVE.items()}


def cast_to_ND(view: Py_buffer, shape: list[PyObject]) -> None:
    """Give a one-dimensional contiguous view more dimensions, or none."""
    size = view.itemsize
    sizes = []
    for op in shape:
        if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError, "memoryview.cast(): elements of shape must be integers")
        n = PyLong_AsSsize_t(op)
        if n <= 0:
            raise PyErr_Format(
                PyExc_ValueError, "memoryview.cast(): elements of shape must be integers > 0")
        if n > PY_SSIZE_T_MAX // size:
            raise PyErr_Format(PyExc_ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX")
        size *= n
        sizes.append(n)
    if size != view.len:
        raise PyErr_Format(
            PyExc_TypeError, "memoryview: product(shape) * itemsize != buffer size")
    view.ndim = len(sizes)
    view.shape = tuple(sizes) if sizes else None
    view.strides = init_strides_from_shape(tuple(sizes), view.itemsize) if sizes else None


set_slots(
    PyMemoryView_Type,
    tp_dealloc=memory_dealloc,
    tp_traverse=memory_traverse,
    tp_clear=memory_clear,
    tp_repr=memory_repr,
    tp_hash=memory_hash,
    tp_richcompare=memory_richcompare,
    tp_new=memoryview_new,
    sq_length=memory_length,
    sq_item=memory_item,
    mp_length=memory_length,
    mp_subscript=memory_subscript,
    mp_ass_subscript=memory_ass_sub,
    bf_getbuffer=memory_getbuf,
    bf_releasebuffer=memory_releasebuf,
    tp_methods=(
        PyMethodDef("release", memoryview_release, "($self, /)"),
        PyMethodDef("tobytes", memoryview_tobytes, "($self, /, order='C')"),
        PyMethodDef("hex", memoryview_hex, "($self, /, sep=<unrepresentable>, bytes_per_sep=1)"),
        PyMethodDef("tolist", memoryview_tolist, "($self, /)"),
        PyMethodDef("cast", memoryview_cast, "($self, /, format, shape=<unrepresentable>)"),
        PyMethodDef("toreadonly", memoryview_toreadonly, "($self, /)"),
        PyMethodDef("_from_flags", memoryview__from_flags, "($type, /, object, flags)",
                    classmethod=True),
        PyMethodDef("__enter__", memory_enter, "($self, /)"),
        PyMethodDef("__exit__", memory_exit, "($self, /, *exc_info)"),
    ),
    tp_getset=_ATTRIBUTES,
)
