"""memoryview. Models Objects/memoryobject.c.

The body holds a host memoryview of the exporter's host buffer, so indexing, casts and the ban on resizing
an exported bytearray are the host's own. One export is one `_PyManagedBuffer`, shared by the views made of
each other, as in C.
"""

from __future__ import annotations

import operator
from typing import Any

from vm.objects.abstract_number import PyNumber_AsSsize_t, PyNumber_Index
from vm.objects.bridge import MAX_PARTS, host_error, host_slice
from vm.objects.bytes_methods import hex_of
from vm.objects.bytesobject import PyBytes_FromString, buffer_value
from vm.objects.floatobject import PyFloat_AsDouble
from vm.objects.getargs import (
    _PyArg_BadArgument,
    boolean,
    c_int,
    converted,
    unicode_arg,
)
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.object import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_Del,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_SEQUENCE,
    Py_True,
    PyBytes_Type,
    PyFloat_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PySlice_Type,
    PyTuple_Type,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_BufferError,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_NotImplementedError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyhash import _Py_HashBytes
from vm.objects.sliceobject import PySlice_Unpack
from vm.objects.tupleobject import PyTuple_New
from vm.objects.weakrefobject import weakrefs_call_back

_ERRORS = (TypeError, ValueError, IndexError, NotImplementedError, BufferError, OverflowError)
_RELEASED = "operation forbidden on released memoryview object"


class _PyManagedBufferObject:
    """One export of a buffer, shared by views.

    Attributes:
        master: the host memoryview of the exporter's buffer.
        obj: the exporter; owned.
        exports: how many views use it.
    """

    __slots__ = ("master", "obj", "exports")

    def __init__(self, master: memoryview, obj: PyObject):
        self.master = master
        self.obj: PyObject | None = obj
        self.exports = 0

    def drop(self) -> None:
        """A view ends; the last one gives the buffer and the exporter back."""
        self.exports -= 1
        if not self.exports:
            obj, self.obj = self.obj, None
            self.master.release()
            if obj is not None:
                Py_DECREF(obj)


class PyMemoryViewObject:
    """The body of a memoryview: its export (NULL when released) and the host's view."""

    __slots__ = ("mbuf", "view", "hash")

    def __init__(self, mbuf: _PyManagedBufferObject, view: memoryview):
        self.mbuf: _PyManagedBufferObject | None = mbuf
        self.view = view
        self.hash: int | None = None


PyMemoryView_Type = static_type(
    "memoryview", tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE, tp_basicsize=144,
    tp_itemsize=8, tp_weaklistoffset=136)


def mbuf_add_view(mbuf: _PyManagedBufferObject, view: memoryview) -> PyObject:
    """A new guest view of an export."""
    mbuf.exports += 1
    op = PyObject_GC_New(PyMemoryView_Type, PyMemoryViewObject(mbuf, view))
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def PyMemoryView_FromObject(obj: PyObject) -> PyObject:
    """memoryview(obj)."""
    if obj.ob_type is PyMemoryView_Type:
        view = _view(obj)
        return mbuf_add_view(obj.value.mbuf, view[:] if view.ndim == 1 else memoryview(view))
    data = buffer_value(obj)
    if data is None:
        raise PyErr_Format(
            PyExc_TypeError,
            "memoryview: a bytes-like object is required, not "
            f"'{obj.ob_type.value.tp_name:.200}'")
    obj.ob_refcnt += 1
    master = memoryview(data)
    return mbuf_add_view(_PyManagedBufferObject(master, obj), memoryview(master))


_NEW_ARGS = ArgSpec("($type, object)")


def memoryview_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """memoryview.__new__."""
    obj, = parse_arguments(_NEW_ARGS, "memoryview", args, kwnames)
    return PyMemoryView_FromObject(obj)


def _view(self: PyObject) -> memoryview:
    """The host view; ValueError when it has been released."""
    if self.value.mbuf is None:
        raise PyErr_Format(PyExc_ValueError, _RELEASED)
    return self.value.view


def _release(self: PyObject) -> None:
    body = self.value
    mbuf, body.mbuf = body.mbuf, None
    if mbuf is not None:
        body.view.release()
        mbuf.drop()


def memory_dealloc(self: PyObject) -> None:
    """Give the export back."""
    PyObject_GC_UnTrack(self)
    if self.ob_ext is not None and weakrefs_call_back(self, memory_dealloc):
        return
    _release(self)
    PyObject_GC_Del(self)


def memory_traverse(self: PyObject) -> tuple:
    """The exporter, which the last view of an export owns."""
    mbuf = self.value.mbuf
    return (mbuf.obj,) if mbuf is not None and mbuf.exports == 1 else ()


def memory_clear(self: PyObject) -> None:
    """Give the export back."""
    _release(self)


def memory_getbuffer(self: PyObject) -> memoryview:
    """The host view, for other consumers of buffers."""
    return _view(self)


def memory_repr(self: PyObject) -> PyObject:
    """repr(self)."""
    word = "released memory" if self.value.mbuf is None else "memory"
    return PyObject(PyUnicode_Type, f"<{word} at 0x{_Py_address(self):x}>")


def memory_length(self: PyObject) -> int:
    """len(self)."""
    view = _view(self)
    if not view.ndim:
        raise PyErr_Format(PyExc_TypeError, "0-dim memory has no length")
    return len(view)


def memory_hash(self: PyObject) -> int:
    """The hash of the bytes; for views of bytes that cannot change."""
    body = self.value
    if body.hash is None:
        view = _view(self)
        if not view.readonly:
            raise PyErr_Format(PyExc_ValueError, "cannot hash writable memoryview object")
        if view.format not in ("B", "b", "c"):
            raise PyErr_Format(
                PyExc_ValueError,
                "memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
        body.hash = _Py_HashBytes(view.tobytes())
    return body.hash


def memory_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """Equality with any object that has a buffer; there is no order."""
    if op not in (2, 3):
        return Py_NotImplemented
    if a.value.mbuf is None or (b.ob_type is PyMemoryView_Type and b.value.mbuf is None):
        equal = a is b
    else:
        other = buffer_value(b)
        if other is None:
            return Py_NotImplemented
        equal = a.value.view == other
    return Py_True if equal is (op == 2) else Py_False


def _item(value: Any) -> PyObject:
    """A guest object for an element that the host's view unpacked."""
    if type(value) is int:
        return PyLong_FromLong(value)
    if type(value) is bool:
        return Py_True if value else Py_False
    return PyObject(PyFloat_Type if type(value) is float else PyBytes_Type, value)


def _key(key: PyObject) -> Any:
    """The host key of a guest key (a generator)."""
    if key.ob_type is PySlice_Type:
        bounds = host_slice(key)
        if bounds is None or bounds.step == 0:
            unpacked = PySlice_Unpack(key)
            if type(unpacked) in PENDING:
                unpacked = yield unpacked
            bounds = slice(*unpacked)
        return bounds
    if key.ob_type is PyTuple_Type:
        parts = []
        for op in key.value:
            parts.append((yield _key(op)))
        return tuple(parts)
    if key.ob_type.value.nb_index is None:
        raise PyErr_Format(PyExc_TypeError, "memoryview: invalid slice key")
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        i = yield i
    return i


def memory_item(self: PyObject, i: int) -> PyObject:
    """self[i]; the index is not negative."""
    return _get(self, i)


def _get(self: PyObject, key: Any) -> PyObject:
    try:
        value = _view(self)[key]
    except _ERRORS as err:
        raise host_error(err) from None
    if isinstance(value, memoryview):
        return mbuf_add_view(self.value.mbuf, value)
    return _item(value)


def memory_subscript(self: PyObject, key: PyObject) -> Any:
    """self[key]."""
    _view(self)
    if key.ob_type is PyLong_Type:
        return _get(self, PyNumber_AsSsize_t(key, PyExc_IndexError))
    return _subscript_pending(self, key)


def _subscript_pending(self: PyObject, key: PyObject) -> Any:
    if key.ob_type is PyTuple_Type and not key.value and _view(self).ndim == 0:
        return _get(self, ())
    host_key = yield _key(key)
    return _get(self, host_key)


def memory_ass_sub(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """self[key] = value (a generator)."""
    view = _view(self)
    if view.readonly:
        raise PyErr_Format(PyExc_TypeError, "cannot modify read-only memory")
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "cannot delete memory")
    host_key = yield _key(key)
    if isinstance(host_key, slice):
        data: Any = buffer_value(value)
        if data is None:
            raise PyErr_Format(
                PyExc_TypeError,
                f"a bytes-like object is required, not '{value.ob_type.value.tp_name:.100}'")
    else:
        data = yield _element(view, value)
    try:
        _view(self)[host_key] = data
    except _ERRORS as err:
        raise host_error(err) from None


def _element(view: memoryview, value: PyObject) -> Any:
    """The host value to be packed into an element (pack_single; a generator)."""
    fmt = view.format.lstrip("@")
    if fmt in ("f", "d", "e"):
        x = PyFloat_AsDouble(value)
        if type(x) in PENDING:
            x = yield x
        return x
    if fmt == "c":
        if value.ob_type is not PyBytes_Type:
            raise _invalid_type(view)
        return value.value
    if fmt == "?":
        truth = boolean(value)
        if type(truth) in PENDING:
            truth = yield truth
        return truth
    if value.ob_type.value.nb_index is None:
        raise _invalid_type(view)
    res = PyNumber_Index(value)
    if type(res) in PENDING:
        res = yield res
    n = int(res.value)
    Py_DECREF(res)
    return n


def _invalid_type(view: memoryview) -> Any:
    return PyErr_Format(
        PyExc_TypeError, f"memoryview: invalid type for format '{view.format}'")


# iteration


class memoryiterobject:
    """The body of a memoryview's iterator; ``it_seq`` is NULL when it is exhausted."""

    __slots__ = ("it_seq", "it_index", "it_length")

    def __init__(self, seq: PyObject, length: int):
        self.it_seq: PyObject | None = seq
        self.it_index = 0
        self.it_length = length


def memory_iter(self: PyObject) -> PyObject:
    """iter(self)."""
    view = _view(self)
    if not view.ndim:
        raise PyErr_Format(PyExc_TypeError, "invalid indexing of 0-dim memory")
    if view.ndim != 1:
        raise PyErr_Format(
            PyExc_NotImplementedError, "multi-dimensional sub-views are not implemented")
    self.ob_refcnt += 1
    it = PyObject_GC_New(PyMemoryIter_Type, memoryiterobject(self, len(view)))
    _PyObject_GC_TRACK(it)
    return it


def memoryiter_next(it: PyObject) -> PyObject | None:
    """The next element."""
    body = it.value
    seq = body.it_seq
    if seq is None:
        return None
    if body.it_index < body.it_length:
        body.it_index += 1
        return _get(seq, body.it_index - 1)
    body.it_seq = None
    Py_DECREF(seq)
    return None


def memoryiter_dealloc(it: PyObject) -> None:
    """Drop the view."""
    PyObject_GC_UnTrack(it)
    seq = it.value.it_seq
    PyObject_GC_Del(it)
    if seq is not None:
        Py_DECREF(seq)


def memoryiter_traverse(it: PyObject) -> tuple:
    """The view."""
    return (it.value.it_seq,)


def _self_iter(it: PyObject) -> PyObject:
    it.ob_refcnt += 1
    return it


PyMemoryIter_Type = static_type(
    "memory_iterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=56, tp_hostkey="identity",
    tp_dealloc=memoryiter_dealloc, tp_traverse=memoryiter_traverse, tp_iter=_self_iter,
    tp_iternext=memoryiter_next)


# methods


def memoryview_release(self: PyObject) -> PyObject:
    """Give the export back; the view cannot be used any more."""
    _release(self)
    return Py_None


def memory_enter(self: PyObject) -> PyObject:
    """The view itself."""
    _view(self)
    self.ob_refcnt += 1
    return self


def memory_exit(self: PyObject, exc_info: list) -> PyObject:
    """Release the view."""
    _release(self)
    return Py_None


def memoryview_tobytes(self: PyObject, order: PyObject | None) -> PyObject:
    """The bytes of the buffer."""
    view = _view(self)
    name: Any = "C"
    if order is not None and order is not Py_None:
        name = unicode_arg(order, "tobytes", "argument 'order'")
    try:
        return PyBytes_FromString(view.tobytes(name))
    except ValueError as err:
        raise host_error(err) from None


def memoryview_tolist(self: PyObject) -> PyObject:
    """The elements as a (nested) list."""
    if _view(self).nbytes > MAX_PARTS:
        raise PyErr_SetNone(PyExc_MemoryError)
    try:
        return _guest_list(_view(self).tolist())
    except _ERRORS as err:
        raise host_error(err) from None


def _guest_list(value: Any) -> PyObject:
    """At most 64 deep, as many as a buffer has dimensions."""
    if type(value) is list:
        return PyList_New([_guest_list(item) for item in value])
    return _item(value)


@converted(None, c_int)
def memoryview_hex(self: PyObject, sep: PyObject | None, bytes_per_sep: int | None) -> PyObject:
    """The bytes in hexadecimal."""
    return PyObject(PyUnicode_Type, hex_of(_view(self).tobytes(), sep, bytes_per_sep))


def memoryview_toreadonly(self: PyObject) -> PyObject:
    """A view that cannot be written."""
    view = _view(self)
    return mbuf_add_view(self.value.mbuf, view.toreadonly())


def memoryview_cast(self: PyObject, fmt: PyObject, shape: PyObject | None) -> PyObject:
    """A view with another format or shape."""
    view = _view(self)
    name: Any = unicode_arg(fmt, "cast", "argument 'format'")
    args: list = [name]
    if shape is not None:
        if shape.ob_type is not PyList_Type and shape.ob_type is not PyTuple_Type:
            raise PyErr_Format(PyExc_TypeError, "shape must be a list or a tuple")
        for op in shape.value:
            if type(op.value) is not int:
                raise PyErr_Format(
                    PyExc_TypeError, "memoryview.cast(): elements of shape must be integers")
        args.append([op.value for op in shape.value])
    try:
        return mbuf_add_view(self.value.mbuf, view.cast(*args))
    except _ERRORS as err:
        raise host_error(err) from None


def _from_flags(type_op: PyObject, obj: PyObject, flags: PyObject) -> PyObject:
    """A view that asks for a buffer with the given flags."""
    if type(flags.value) is not int:
        raise _PyArg_BadArgument("_from_flags", "argument 'flags'", "int", flags)
    op = PyMemoryView_FromObject(obj)
    if flags.value & 1 and op.value.view.readonly:
        Py_DECREF(op)
        raise PyErr_Format(PyExc_BufferError, "Object is not writable.")
    return op


def memory_obj_get(self: PyObject) -> PyObject:
    """The exporter."""
    _view(self)
    obj = self.value.mbuf.obj
    obj.ob_refcnt += 1
    return obj


def _attribute(name: str) -> PyGetSetDef:
    read = operator.attrgetter(name)

    def get(self: PyObject) -> PyObject:
        value = read(_view(self))
        if type(value) is tuple:
            return PyTuple_New(tuple([PyLong_FromLong(n) for n in value]))
        if type(value) is str:
            return PyObject(PyUnicode_Type, value)
        return _item(value)

    get.__name__ = f"memory_{name}_get"
    return PyGetSetDef(name, get)


set_slots(
    PyMemoryView_Type,
    tp_dealloc=memory_dealloc,
    tp_traverse=memory_traverse,
    tp_clear=memory_clear,
    tp_repr=memory_repr,
    tp_hash=memory_hash,
    tp_richcompare=memory_richcompare,
    tp_iter=memory_iter,
    tp_new=memoryview_new,
    sq_length=memory_length,
    sq_item=memory_item,
    mp_length=memory_length,
    mp_subscript=memory_subscript,
    mp_ass_subscript=memory_ass_sub,
    bf_getbuffer=memory_getbuffer,
    tp_methods=(
        PyMethodDef("release", memoryview_release, "($self, /)"),
        PyMethodDef("tobytes", memoryview_tobytes, "($self, /, order='C')"),
        PyMethodDef("hex", memoryview_hex, "($self, /, sep=<unrepresentable>, bytes_per_sep=1)"),
        PyMethodDef("tolist", memoryview_tolist, "($self, /)"),
        PyMethodDef("cast", memoryview_cast, "($self, /, format, shape=<unrepresentable>)"),
        PyMethodDef("toreadonly", memoryview_toreadonly, "($self, /)"),
        PyMethodDef("_from_flags", _from_flags, "($type, /, object, flags)", classmethod=True),
        PyMethodDef("__enter__", memory_enter, "($self, /)"),
        PyMethodDef("__exit__", memory_exit, "($self, /, *exc_info)"),
    ),
    tp_getset=(
        PyGetSetDef("obj", memory_obj_get, None),
        _attribute("nbytes"),
        _attribute("readonly"),
        _attribute("itemsize"),
        _attribute("format"),
        _attribute("ndim"),
        _attribute("shape"),
        _attribute("strides"),
        _attribute("suboffsets"),
        _attribute("c_contiguous"),
        _attribute("f_contiguous"),
        _attribute("contiguous"),
    ),
)
