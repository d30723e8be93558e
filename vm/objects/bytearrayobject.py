"""bytearray. Models Objects/bytearrayobject.c; the value is a host bytearray.

A guest memoryview holds a host memoryview of it, so the host itself refuses to resize an exported one.
"""

from __future__ import annotations

from operator import eq, ge, gt, le, lt, ne
from typing import Any

from vm.objects.abstract_number import PyNumber_AsSsize_t, PyNumber_Check, PyNumber_Index
from vm.objects.bridge import MAX_TEXT, host_error, host_slice
from vm.objects.bytes_methods import byte_rows, call_subtype, parse_hex
from vm.objects.bytesobject import (
    ITER_SLOTS,
    PyBytes_FromString,
    byte_of,
    bytes_contains,
    check_repeat,
    collect_bytes,
    concat_buffers,
    plain_bytes,
    size_of_zeros,
    slice_pending,
    striter_new,
    text_arguments,
)
from vm.objects.getargs import c_int, clamped_ssize_t, converted, ssize_t
from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong, small_ints
from vm.objects.methoddef import PyMethodDef
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_FULL_RO,
    PyBUF_SIMPLE,
    PyBuffer_FillInfo,
    PyObject_GetBuffer,
    of_buffer,
    release_all,
    simple_buffer,
    use_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyByteArray_Type,
    PyErr,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PySlice_Type,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.sliceobject import PySlice_Unpack
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicode_codecs import PyUnicode_AsEncodedString

_RANGE = "byte must be in range(0, 256)"
_COMPARE = (lt, le, eq, ne, gt, ge)


def PyByteArray_FromValue(data: bytearray) -> PyObject:
    """The guest bytearray that takes over a host bytearray."""
    return PyObject(PyByteArray_Type, data)


def PyByteArray_Check(op: PyObject) -> bool:
    """Whether the object is a bytearray, of a subclass or not."""
    return type(op.value) is bytearray and PyObject_TypeCheck(op, PyByteArray_Type)


def bytearray_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """bytearray.__new__: an empty one."""
    if type_op is PyByteArray_Type:
        return PyObject(PyByteArray_Type, bytearray())
    return type_op.value.tp_alloc(type_op, bytearray())


def bytearray_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """bytearray(...) called by its type."""
    op = PyObject(PyByteArray_Type, bytearray())
    res = bytearray___init__(op, args, kwnames)
    return _vectorcall_pending(op, res) if type(res) in PENDING else op


def _vectorcall_pending(op: PyObject, pending: Any) -> Any:
    yield pending
    return op


def _extend_later(self: PyObject, pending: Any) -> Any:
    encoded = yield pending
    _resize(self, lambda data: data.extend(encoded.value))
    Py_DECREF(encoded)


def bytearray___init__(self: PyObject, args: list, kwnames: tuple) -> Any:
    """bytearray.__init__."""
    x, encoding, errors = text_arguments("bytearray", args, kwnames)
    _resize(self, lambda data: data.clear())
    if x is not None and x.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        if encoding is None:
            raise PyErr_Format(PyExc_TypeError, "string argument without an encoding")
        encoded = PyUnicode_AsEncodedString(x, encoding, "strict" if errors is None else errors)
        if type(encoded) in PENDING:
            return _extend_later(self, encoded)
        self.value += encoded.value
        Py_DECREF(encoded)
        return None
    if encoding is not None or errors is not None:
        name = "errors" if encoding is None else "encoding"
        raise PyErr_Format(PyExc_TypeError, f"{name} without a string argument")
    if x is None:
        return None
    if x.ob_type is PyLong_Type:
        self.value += bytearray(size_of_zeros(x, x))
        return None
    data = plain_bytes(x, _RANGE)
    if data is None and x.ob_type.value.nb_index is None and type(x.value) in (bytes, bytearray):
        data = simple_buffer(x)
    if data is None or type(data) in PENDING:
        return _init_pending(self, x)
    self.value += data
    return None


def _init_pending(self: PyObject, x: PyObject) -> Any:
    if x.ob_type.value.nb_index is not None:
        try:
            index = PyNumber_Index(x)
            if type(index) in PENDING:
                index = yield index
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_TypeError):
                raise
            PyErr_Clear(err)
        else:
            try:
                self.value += bytearray(size_of_zeros(index, x))
                return None
            finally:
                Py_DECREF(index)
    if x.ob_type.value.bf_getbuffer is not None:
        done = use_buffer(x, lambda data: _add(self, data), PyBUF_FULL_RO)
        if type(done) in PENDING:
            yield done
        return None
    yield collect_bytes(
        x, f"cannot convert '{x.ob_type.value.tp_name:.200}' object to bytearray", _RANGE,
        self.value)
    return None


def _add(self: PyObject, data: Any) -> PyObject:
    """Add host bytes at the end."""
    if len(self.value) + len(data) > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    _resize(self, lambda value: value.extend(data))
    return Py_None


def _resize(self: PyObject, change: Any) -> Any:
    """Apply a change of size; BufferError while a memoryview exists."""
    try:
        return change(self.value)
    except (BufferError, MemoryError, ValueError) as err:
        raise host_error(err) from None


# operators


def bytearray_length(self: PyObject) -> int:
    """len(self)."""
    return len(self.value)


def bytearray_getbuffer(self: PyObject, flags: int) -> Py_buffer:
    """A view of the bytes; the array cannot change its size while it is held."""
    return PyBuffer_FillInfo(self, self.value, False, flags)


def bytearray_releasebuffer(self: PyObject, view: Py_buffer) -> None:
    """A view is given back."""
    view.buf.release()


def PyByteArray_Concat(a: PyObject, b: PyObject) -> Any:
    """a + b; may be pending."""
    return concat_buffers(a, b, _concatenated)


def _concatenated(x: Any, y: Any) -> PyObject:
    if len(x) + len(y) > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    return PyByteArray_FromValue(bytearray(x) + y)


def bytearray_iconcat(self: PyObject, other: PyObject) -> Any:
    """self += other; may be pending."""
    if other is self:  # the operand's buffer is held meanwhile
        with memoryview(self.value):
            return _iadd(self, bytes(self.value))
    return of_buffer(
        other, lambda data: _iadd(self, data),
        f"can't concat {other.ob_type.value.tp_name:.100} to {self.ob_type.value.tp_name:.100}")


def _iadd(self: PyObject, data: Any) -> PyObject:
    _add(self, data)
    self.ob_refcnt += 1
    return self


def bytearray_repeat(self: PyObject, n: int) -> PyObject:
    """self * n."""
    check_repeat(len(self.value), n, False)
    return PyByteArray_FromValue(self.value * n if self.value else bytearray())


def bytearray_irepeat(self: PyObject, n: int) -> PyObject:
    """self *= n."""
    check_repeat(len(self.value), n, False)
    data = bytes(self.value) * n if self.value else b""
    if len(data) != len(self.value):
        _resize(self, lambda value: value.__setitem__(slice(None), data))
    self.ob_refcnt += 1
    return self


def bytearray_getitem(self: PyObject, i: int) -> PyObject:
    """self[i]; the index is not negative."""
    if 0 <= i < len(self.value):
        return small_ints[self.value[i] + 5]
    raise PyErr_Format(PyExc_IndexError, "bytearray index out of range")


def _indices_error(key: PyObject) -> PyErr:
    return PyErr_Format(
        PyExc_TypeError,
        "bytearray indices must be integers or slices, not "
        f"{key.ob_type.value.tp_name:.200}")


def bytearray_subscript(self: PyObject, key: PyObject) -> Any:
    """self[key]."""
    tp = key.ob_type
    if tp is PySlice_Type:
        bounds = host_slice(key)
        if bounds is not None and bounds.step != 0:
            return PyByteArray_FromValue(self.value[bounds])
        return slice_pending(self, key)
    if tp is not PyLong_Type and tp.value.nb_index is None:
        raise _indices_error(key)
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        return _subscript_pending(self, i)
    return bytearray_getitem(self, i + len(self.value) if i < 0 else i)


def _subscript_pending(self: PyObject, pending: Any) -> Any:
    i = yield pending
    return bytearray_getitem(self, i + len(self.value) if i < 0 else i)


def _getbytevalue(op: PyObject) -> Any:
    """Converter: an int that is a byte."""
    if op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return byte_of(int(op.value))
    return _byte_pending(op)


def _byte_pending(op: PyObject) -> Any:
    n = clamped_ssize_t(op)
    if type(n) in PENDING:
        n = yield n
    return byte_of(n)


def bytearray_setitem(self: PyObject, i: int, value: PyObject | None) -> Any:
    """self[i] = value; the index is not negative."""
    byte = None if value is None else _getbytevalue(value)
    if type(byte) in PENDING:
        return _setitem_pending(self, i, byte)
    return _set_byte(self, i, byte)


def _setitem_pending(self: PyObject, i: int, pending: Any) -> Any:
    byte = yield pending
    _set_byte(self, i, byte)


def _set_byte(self: PyObject, i: int, byte: int | None) -> None:
    if i < 0:
        i += len(self.value)
    if not 0 <= i < len(self.value):
        raise PyErr_Format(PyExc_IndexError, "bytearray index out of range")
    if byte is None:
        _resize(self, lambda value: value.__delitem__(i))
    else:
        self.value[i] = byte


def bytearray_ass_subscript(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """self[key] = value, del self[key]."""
    if key.ob_type is PyLong_Type and value is not None and value.ob_type is PyLong_Type:
        i = PyNumber_AsSsize_t(key, PyExc_IndexError)
        _set_byte(self, i, byte_of(value.value))
        return None
    if key.ob_type is PySlice_Type:
        return _ass_slice(self, key, value)
    if key.ob_type.value.nb_index is None:
        raise _indices_error(key)
    return _ass_item_pending(self, key, value)


def _ass_item_pending(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        i = yield i
    byte = None if value is None else _getbytevalue(value)
    if type(byte) in PENDING:
        byte = yield byte
    _set_byte(self, i, byte)


def _ass_slice(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """Slice assignment (a generator)."""
    bounds = PySlice_Unpack(key)
    if type(bounds) in PENDING:
        bounds = yield bounds
    if value is None:
        _resize(self, lambda target: target.__delitem__(slice(*bounds)))
        return
    if PyByteArray_Check(value):
        _set_slice(self, bounds, bytes(value.value))
        return
    if value.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS or PyNumber_Check(value):
        raise PyErr_Format(
            PyExc_TypeError,
            "can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    copy = bytearray_vectorcall(PyByteArray_Type, [value], ())
    if type(copy) in PENDING:
        copy = yield copy
    try:
        bounds = PySlice_Unpack(key)  # once more, as in C
        if type(bounds) in PENDING:
            bounds = yield bounds
        _set_slice(self, bounds, bytes(copy.value))
    finally:
        Py_DECREF(copy)


def _set_slice(self: PyObject, bounds: tuple[int, int, int], data: bytes) -> None:
    if len(self.value) + len(data) > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    if data:
        _resize(self, lambda target: target.__setitem__(slice(*bounds), data))
    else:
        _resize(self, lambda target: target.__delitem__(slice(*bounds)))


def bytearray_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """a < b and its five fellows, with any bytes-like object; may be pending."""
    if b.ob_type.value.bf_getbuffer is None:
        return Py_NotImplemented
    if type(a.value) is bytearray and type(b.value) in (bytes, bytearray) and (
            not _may_call(a) and not _may_call(b)):
        return Py_True if _COMPARE[op](a.value, b.value) else Py_False
    return _compare_pending(a, b, op)


def _may_call(op: PyObject) -> bool:
    """Whether taking the buffer may call guest code."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_HEAPTYPE)


def _compare_pending(a: PyObject, b: PyObject, op: int) -> Any:
    held: list[Py_buffer] = []
    try:
        for x in (a, b):
            view = PyObject_GetBuffer(x, PyBUF_SIMPLE)
            if type(view) in PENDING:
                view = yield view
            held.append(view)
    except PyErr as err:
        PyErr_Clear(err)
        yield release_all(held)
        return Py_NotImplemented
    truth = _COMPARE[op](*[bytes(view.flat()) for view in held])
    yield release_all(held)
    return Py_True if truth else Py_False


def bytearray_repr(self: PyObject) -> PyObject:
    """repr(self)."""
    if len(self.value) > MAX_TEXT // 4:
        raise PyErr_SetNone(PyExc_MemoryError)
    name = self.ob_type.value.tp_name.rpartition(".")[2]
    text = bytearray.__repr__(self.value)
    return PyObject(PyUnicode_Type, name + text[len("bytearray"):])


def bytearray_iter(self: PyObject) -> PyObject:
    """iter(self)."""
    return striter_new(PyByteArrayIter_Type, self)


# methods


@converted(_getbytevalue)
def bytearray_append(self: PyObject, byte: int) -> PyObject:
    """Add a byte at the end."""
    if len(self.value) >= MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    _resize(self, lambda value: value.append(byte))
    return Py_None


@converted(ssize_t, _getbytevalue)
def bytearray_insert(self: PyObject, index: int, byte: int) -> PyObject:
    """Insert a byte before an index."""
    size = len(self.value)
    _resize(self, lambda value: value.insert(max(-size, min(index, size)), byte))
    return Py_None


def bytearray_extend(self: PyObject, iterable: PyObject) -> Any:
    """Add the bytes of a bytes-like object or the ints of an iterable."""
    if iterable is self:
        return _add(self, bytes(self.value))
    if iterable.ob_type.value.bf_getbuffer is not None:
        return of_buffer(
            iterable, lambda data: _add(self, data),
            f"can't set bytearray slice from {iterable.ob_type.value.tp_name:.100}")
    data = plain_bytes(iterable, _RANGE)
    return _extend_pending(self, iterable) if data is None else _add(self, data)


def _extend_pending(self: PyObject, iterable: PyObject) -> Any:
    name = iterable.ob_type.value.tp_name
    if iterable.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS and iterable.value:
        raise PyErr_Format(PyExc_TypeError, "expected iterable of integers; got: 'str'")
    data = yield collect_bytes(
        iterable, f"can't extend bytearray with {name:.100}", _RANGE, None, 32)
    return _add(self, data)


@converted(ssize_t)
def bytearray_pop(self: PyObject, index: int | None) -> PyObject:
    """Remove a byte and return it."""
    size = len(self.value)
    if not size:
        raise PyErr_Format(PyExc_IndexError, "pop from empty bytearray")
    i = -1 if index is None else index
    if i < 0:
        i += size
    if not 0 <= i < size:
        raise PyErr_Format(PyExc_IndexError, "pop index out of range")
    return PyLong_FromLong(_resize(self, lambda value: value.pop(i)))


@converted(_getbytevalue)
def bytearray_remove(self: PyObject, byte: int) -> PyObject:
    """Remove the first byte of a value."""
    i = self.value.find(byte)
    if i < 0:
        raise PyErr_Format(PyExc_ValueError, "value not found in bytearray")
    _resize(self, lambda value: value.__delitem__(i))
    return Py_None


def bytearray_clear(self: PyObject) -> PyObject:
    """Remove all bytes."""
    _resize(self, lambda value: value.clear())
    return Py_None


def bytearray_copy(self: PyObject) -> PyObject:
    """A copy."""
    return PyByteArray_FromValue(bytearray(self.value))


def bytearray_reverse(self: PyObject) -> PyObject:
    """Turn the order round."""
    self.value.reverse()
    return Py_None


def bytearray_fromhex(type_op: PyObject, string: PyObject) -> Any:
    """bytearray.fromhex(string)."""
    res = PyByteArray_FromValue(parse_hex(string))
    return res if type_op is PyByteArray_Type else call_subtype(type_op, res)


def bytearray_alloc(self: PyObject) -> PyObject:
    """How many bytes are allocated: the host's array grows as C's does."""
    return PyLong_FromLong(self.value.__alloc__())


def bytearray_sizeof(self: PyObject) -> PyObject:
    """Bytes of memory."""
    return PyLong_FromLong(self.ob_type.value.tp_basicsize + self.value.__alloc__())


def bytearray_reduce(self: PyObject) -> Any:
    """State for pickling by protocol 2."""
    return _common_reduce(self, 2)


@converted(c_int)
def bytearray_reduce_ex(self: PyObject, proto: int | None) -> Any:
    """State for pickling."""
    return _common_reduce(self, proto or 0)


def _common_reduce(self: PyObject, proto: int) -> Any:
    state = _PyObject_GetState(self)
    if type(state) in PENDING:
        state = yield state
    self.ob_type.ob_refcnt += 1
    data = bytes(self.value)
    if not data:
        args: tuple = ()
    elif proto < 3:
        args = (PyObject(PyUnicode_Type, data.decode("latin-1")),
                PyObject(PyUnicode_Type, "latin-1"))
    else:
        args = (PyBytes_FromString(data),)
    return PyTuple_New((self.ob_type, PyTuple_New(args), state))


def bytearray_mod(v: PyObject, w: PyObject) -> Any:
    """v % w."""
    if not PyByteArray_Check(v):
        return Py_NotImplemented
    return unicode_formatter(v.value.decode("latin-1"), w, _BytesDialect, _bytearray_of_text)


def _bytearray_of_text(text: str) -> PyObject:
    return PyByteArray_FromValue(bytearray(text, "latin-1"))


PyByteArrayIter_Type = static_type("bytearray_iterator", **ITER_SLOTS)

set_slots(
    PyByteArray_Type,
    tp_repr=bytearray_repr,
    tp_str=bytearray_repr,
    tp_richcompare=bytearray_richcompare,
    tp_iter=bytearray_iter,
    tp_init=bytearray___init__,
    tp_new=bytearray_new,
    tp_vectorcall=bytearray_vectorcall,
    nb_remainder=bytearray_mod,
    sq_length=bytearray_length,
    sq_concat=PyByteArray_Concat,
    sq_repeat=bytearray_repeat,
    sq_item=bytearray_getitem,
    sq_ass_item=bytearray_setitem,
    sq_contains=bytes_contains,
    sq_inplace_concat=bytearray_iconcat,
    sq_inplace_repeat=bytearray_irepeat,
    mp_length=bytearray_length,
    mp_subscript=bytearray_subscript,
    mp_ass_subscript=bytearray_ass_subscript,
    bf_getbuffer=bytearray_getbuffer,
    bf_releasebuffer=bytearray_releasebuffer,
    tp_methods=byte_rows((
        PyMethodDef("__alloc__", bytearray_alloc, "($self, /)"),
        PyMethodDef("__reduce__", bytearray_reduce, "($self, /)"),
        PyMethodDef("__reduce_ex__", bytearray_reduce_ex, "($self, proto=0, /)"),
        PyMethodDef("__sizeof__", bytearray_sizeof, "($self, /)"),
        PyMethodDef("append", bytearray_append, "($self, item, /)"),
        PyMethodDef("clear", bytearray_clear, "($self, /)"),
        PyMethodDef("copy", bytearray_copy, "($self, /)"),
        PyMethodDef("extend", bytearray_extend, "($self, iterable_of_ints, /)"),
        PyMethodDef("fromhex", bytearray_fromhex, "($type, string, /)", classmethod=True),
        PyMethodDef("insert", bytearray_insert, "($self, index, item, /)"),
        PyMethodDef("pop", bytearray_pop, "($self, index=-1, /)"),
        PyMethodDef("remove", bytearray_remove, "($self, value, /)"),
        PyMethodDef("reverse", bytearray_reverse, "($self, /)"),
    ), "__alloc__ __reduce__ __reduce_ex__ __sizeof__ append", "clear copy", "extend", "insert",
        "pop remove", "reverse"),
)

_PyObject_GetState: Any
unicode_formatter: Any
_BytesDialect: Any


@late_import
def _link() -> None:
    global _PyObject_GetState, unicode_formatter, _BytesDialect
    from vm.objects.typeobject import _PyObject_GetState
    from vm.objects.unicode_percent import _BytesDialect, unicode_formatter


