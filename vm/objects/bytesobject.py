"""Bytes: construction, operators, iteration. Models Objects/bytesobject.c; the value is host bytes.

The methods, which bytearray shares, are in bytes_methods.py.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from vm.objects.bridge import MAX_TEXT, PY_SSIZE_T_MAX, host_error, host_slice
from vm.objects.eval_builtin import given_builtin
from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong, small_ints
from vm.objects.methoddef import ArgSpec, PyMethodDef, parse_arguments
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_FULL_RO,
    PyBUF_SIMPLE,
    PyBuffer_FillInfo,
    PyObject_GetBuffer,
    release_all,
    simple_buffer,
    use_buffer,
)
from vm.objects.pybuffer import bytes_like as bytes_like
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_New,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBytes_Type,
    PyErr,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PySlice_Type,
    PyTuple_Type,
    PyUnicode_Type,
    _Py_SetImmortal,
    set_slots,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_IndexError,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyhash import _Py_HashBytes

#: b'' and the one-byte strings: immortal and shared.
_singletons: dict[bytes, PyObject] = {
    b: _Py_SetImmortal(PyObject(PyBytes_Type, b))
    for b in [b"", *(bytes([i]) for i in range(256))]
}
bytes_empty = _singletons[b""]
_COMPARE = (lt, le, eq, ne, gt, ge)


def PyBytes_FromString(b: bytes) -> PyObject:
    """The guest bytes of host bytes (a new reference)."""
    if len(b) < 2:
        return _singletons[b]
    return PyObject(PyBytes_Type, b)


def PyBytes_FromHost(b: bytes) -> PyObject:
    """The guest bytes of what the host's own function made: a shared byte if it is shared there."""
    if len(b) < 2 and (op := _singletons[b]).value is b:
        return op
    return PyObject(PyBytes_Type, b)


def PyBytes_New(b: bytes) -> PyObject:
    """Guest bytes that are shared only when empty (PyBytes_FromStringAndSize with NULL)."""
    return PyObject(PyBytes_Type, b) if b else bytes_empty


def PyBytes_Check(op: PyObject) -> bool:
    """Whether the object is bytes, of a subclass or not."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS)


def bytes_buffer_getbuffer(self: PyObject, flags: int) -> Py_buffer:
    """A view of the bytes."""
    return PyBuffer_FillInfo(self, self.value, True, flags)


def bytes_result(self: PyObject, b: Any) -> PyObject:
    """The guest object for what a method made of bytes or a bytearray.

    A method of bytes that changes nothing gives the object itself; bytearray's always give a new one.
    """
    if type(b) is bytes:
        if b is self.value and self.ob_type is PyBytes_Type:
            self.ob_refcnt += 1
            return self
        return PyBytes_FromHost(b)
    return PyByteArray_FromValue(bytearray(b) if b is self.value else b)


# operators


def bytes_concat(a: PyObject, b: PyObject) -> Any:
    """a + b; may be pending."""
    return concat_buffers(a, b, lambda x, y: _concatenated(a, b, x, y))


def _concatenated(a: PyObject, b: PyObject, x: Any, y: Any) -> PyObject:
    if len(x) + len(y) > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    if not len(x) and b.ob_type is PyBytes_Type:
        b.ob_refcnt += 1
        return b
    return bytes_result(a, bytes(x) + bytes(y) if len(y) else x)


def concat_buffers(a: PyObject, b: PyObject, use: Callable[[Any, Any], Any]) -> Any:
    """Call a plain function with the host bytes of two operands; its result, or pending.

    TypeError if either has no contiguous buffer.
    """
    try:
        x, y = simple_buffer(a), simple_buffer(b)
    except PyErr as err:
        raise can_not_concat(a, b, err) from None
    if type(x) in PENDING or type(y) in PENDING:
        return _concat_pending(a, b, use)
    if x is None or y is None:
        raise can_not_concat(a, b)
    return use(x, y)


def can_not_concat(a: PyObject, b: PyObject, err: PyErr | None = None) -> PyErr:
    """The TypeError in place of what an operand's buffer raised."""
    if err is not None:
        PyErr_Clear(err)
    return PyErr_Format(
        PyExc_TypeError,
        f"can't concat {b.ob_type.value.tp_name:.100} to {a.ob_type.value.tp_name:.100}")


def _concat_pending(a: PyObject, b: PyObject, use: Callable[[Any, Any], Any]) -> Any:
    held: list[Py_buffer] = []
    try:
        try:
            for op in (a, b):
                view = PyObject_GetBuffer(op, PyBUF_SIMPLE)
                if type(view) in PENDING:
                    view = yield view
                held.append(view)
        except PyErr as err:
            raise can_not_concat(a, b, err) from None
        res = use(*[bytes(view.flat()) for view in held])
    except PyErr:
        yield release_all(held)
        raise
    yield release_all(held)
    return res


def check_repeat(size: int, n: int, overflow: bool) -> None:
    """Raise if a sequence of bytes repeated n times is too long.

    ``overflow``: whether a length that is no Py_ssize_t is an OverflowError, as for bytes.
    """
    if n > 1 and size * n > MAX_TEXT:
        if size * n > PY_SSIZE_T_MAX and overflow:
            raise PyErr_Format(PyExc_OverflowError, "repeated bytes are too long")
        raise PyErr_SetNone(PyExc_MemoryError)


def bytes_repeat(self: PyObject, n: int) -> PyObject:
    """self * n."""
    check_repeat(len(self.value), n, True)
    return bytes_result(self, self.value * n if self.value else self.value)


def bytes_length(self: PyObject) -> int:
    """len(self)."""
    return len(self.value)


def bytes_item(self: PyObject, i: int) -> PyObject:
    """self[i]; the index is not negative."""
    if 0 <= i < len(self.value):
        return small_ints[self.value[i] + 5]
    raise PyErr_Format(PyExc_IndexError, "index out of range")


def bytes_subscript(self: PyObject, key: PyObject) -> Any:
    """self[key]."""
    tp = key.ob_type
    if tp is PySlice_Type:
        bounds = host_slice(key)
        if bounds is not None and bounds.step != 0:
            return bytes_result(self, self.value[bounds])
        return slice_pending(self, key)
    if tp is not PyLong_Type and tp.value.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"byte indices must be integers or slices, not {tp.value.tp_name:.200}")
    i = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if type(i) in PENDING:
        return _subscript_pending(self, i)
    return bytes_item(self, i + len(self.value) if i < 0 else i)


def _subscript_pending(self: PyObject, pending: Any) -> Any:
    i = yield pending
    return bytes_item(self, i + len(self.value) if i < 0 else i)


def slice_pending(self: PyObject, key: PyObject) -> Any:
    """self[slice], for bytes and bytearray (a generator)."""
    bounds = PySlice_Unpack(key)
    if type(bounds) in PENDING:
        bounds = yield bounds
    start, stop, step = bounds
    return bytes_result(self, self.value[slice(*slice_bounds(len(self.value), start, stop, step))])


def slice_bounds(size: int, start: int, stop: int, step: int) -> tuple[Any, Any, int]:
    """Bounds for a host slice from the (clamped) bounds of a guest slice."""
    indices = range(size)[slice(start, stop, step)]
    if not indices:
        return 0, 0, 1
    last = indices.stop
    return indices.start, None if last < 0 else last, step


def byte_of(n: int) -> int:
    """An int as a byte (bytes_methods.c)."""
    if 0 <= n <= 255:
        return n
    raise PyErr_Format(PyExc_ValueError, "byte must be in range(0, 256)")


def bytes_contains(self: PyObject, arg: PyObject) -> Any:
    """arg in self: a byte or a subsequence (_Py_bytes_contains)."""
    if arg.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return byte_of(arg.value) in self.value
    if arg.ob_type.value.nb_index is not None:
        return _contains_pending(self, arg)
    return use_buffer(arg, lambda data: data in self.value)


def _contains_pending(self: PyObject, arg: PyObject) -> Any:
    try:
        n = PyNumber_AsSsize_t(arg, None)
        if type(n) in PENDING:
            n = yield n
    except PyErr as err:
        PyErr_Clear(err)
        found = use_buffer(arg, lambda data: data in self.value)
        if type(found) in PENDING:
            found = yield found
        return found
    return byte_of(n) in self.value


def bytes_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """a < b and its five fellows."""
    if a.ob_type.value.tp_flags & b.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        return Py_True if _COMPARE[op](a.value, b.value) else Py_False
    return Py_NotImplemented


def bytes_hash(self: PyObject) -> int:
    """SipHash-1-3, as with PYTHONHASHSEED=0."""
    return _Py_HashBytes(self.value)


def bytes_repr(self: PyObject) -> PyObject:
    """repr(self)."""
    if len(self.value) > MAX_TEXT // 4:
        raise PyErr_SetNone(PyExc_MemoryError)
    return PyObject(PyUnicode_Type, bytes.__repr__(self.value))


def bytes_mod(v: PyObject, w: PyObject) -> Any:
    """v % w."""
    if not v.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        return Py_NotImplemented
    return unicode_formatter(v.value.decode("latin-1"), w, _BytesDialect, _bytes_of_text)


def _bytes_of_text(text: str) -> PyObject:
    return PyBytes_FromString(text.encode("latin-1"))


# construction

_NEW_ARGS = ArgSpec("($type, source=b'', encoding='utf-8', errors='strict')")


def text_arguments(
    name: str, args: list, kwnames: tuple
) -> tuple[PyObject | None, str | None, str | None]:
    """The arguments of bytes() or bytearray()."""
    x, encoding, errors = parse_arguments(_NEW_ARGS, name, args, kwnames)
    return (
        x,
        None if encoding is None else c_string_arg(encoding, name, "argument 'encoding'", ""),
        None if errors is None else c_string_arg(errors, name, "argument 'errors'", ""),
    )


def bytes_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """bytes.__new__, and bytes(...) called by its type."""
    res = _bytes_new_impl(*text_arguments("bytes", args, kwnames))
    if type_op is PyBytes_Type:
        return res
    if type(res) in PENDING:
        return _subtype_pending(type_op, res)
    return bytes_subtype_new(type_op, res)


def _bytes_new_impl(x: PyObject | None, encoding: str | None, errors: str | None) -> Any:
    is_text = x is not None and x.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
    if encoding is not None and not is_text:
        raise PyErr_Format(PyExc_TypeError, "encoding without a string argument")
    if encoding is not None and x is not None:
        return PyUnicode_AsEncodedString(x, encoding, "strict" if errors is None else errors)
    if errors is not None:
        raise PyErr_Format(
            PyExc_TypeError,
            "string argument without an encoding" if is_text
            else "errors without a string argument")
    if x is None:
        return bytes_empty
    if x.ob_type is PyBytes_Type:
        x.ob_refcnt += 1
        return x
    if x.ob_type is PyLong_Type or x.ob_type is PyList_Type or x.ob_type is PyTuple_Type:
        return _bytes_of_size(x, x) if x.ob_type is PyLong_Type else PyBytes_FromObject(x)
    return _bytes_new_pending(x)


def size_of_zeros(index: PyObject, op: PyObject) -> int:
    """The count of ``bytes(op)`` from the int that ``op`` is or stands for."""
    n = int(index.value)
    if n > PY_SSIZE_T_MAX or n < -PY_SSIZE_T_MAX - 1:
        raise PyErr_Format(
            PyExc_OverflowError,
            f"cannot fit '{op.ob_type.value.tp_name:.200}' into an index-sized integer")
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, "negative count")
    if n > MAX_TEXT:
        raise PyErr_SetNone(PyExc_MemoryError)
    return n


def _bytes_of_size(index: PyObject, op: PyObject) -> PyObject:
    return PyBytes_New(bytes(size_of_zeros(index, op)))


def _bytes_new_pending(x: PyObject) -> Any:
    res = bytes_of_special(x)
    if type(res) in PENDING:
        res = yield res
    if res is not None:
        return res
    if x.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "string argument without an encoding")
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
                return _bytes_of_size(index, x)
            finally:
                Py_DECREF(index)
    res = PyBytes_FromObject(x)
    if type(res) in PENDING:
        res = yield res
    return res


def bytes_of_special(op: PyObject) -> Any:
    """The guest bytes that ``__bytes__`` gives, or NULL without such a method (a generator)."""
    func = _PyObject_LookupSpecial(op, _Py_ID("__bytes__"))
    if type(func) in PENDING:
        func = yield func
    if func is not None:
        try:
            res = PyObject_CallNoArgs(func)
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(func)
        if not PyBytes_Check(res):
            name = res.ob_type.value.tp_name
            Py_DECREF(res)
            raise PyErr_Format(
                PyExc_TypeError, f"__bytes__ returned non-bytes (type {name:.200})")
        return res
    return None


def bytes_subtype_new(type_op: PyObject, tmp: PyObject) -> PyObject:
    """An instance of a subclass with the value of ``tmp``, whose reference is taken over."""
    op = type_op.value.tp_alloc(type_op, tmp.value)
    Py_DECREF(tmp)
    return op


def _subtype_pending(type_op: PyObject, pending: Any) -> Any:
    tmp = yield pending
    return bytes_subtype_new(type_op, tmp)


def PyBytes_FromObject(x: PyObject) -> Any:
    """Bytes of a bytes-like object or an iterable of ints; may be pending."""
    if x.ob_type is PyBytes_Type:
        x.ob_refcnt += 1
        return x
    if x.ob_type.value.bf_getbuffer is not None:
        return use_buffer(x, lambda data: PyBytes_New(bytes(data)), PyBUF_FULL_RO)
    plain = plain_bytes(x, "bytes must be in range(0, 256)")
    if plain is not None:
        return PyBytes_FromString(bytes(plain))
    return _from_iterable(x)


def plain_bytes(x: PyObject, message: str) -> bytearray | None:
    """The bytes of an exact list or tuple of exact ints; None for anything else."""
    if x.ob_type is not PyList_Type and x.ob_type is not PyTuple_Type:
        return None
    for op in x.value:
        if op.ob_type is not PyLong_Type:
            return None
    try:
        return bytearray([op.value for op in x.value])
    except (ValueError, OverflowError):
        raise PyErr_Format(PyExc_ValueError, message) from None


def _from_iterable(x: PyObject) -> Any:
    if x.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot convert '{x.ob_type.value.tp_name:.200}' object to bytes")
    data = yield collect_bytes(
        x, f"cannot convert '{x.ob_type.value.tp_name:.200}' object to bytes",
        "bytes must be in range(0, 256)", None, 64)
    return PyBytes_FromString(bytes(data))


def collect_bytes(x: PyObject, not_iterable: str, out_of_range: str,
                  data: bytearray | None = None, hint: int = 0) -> Any:
    """A host bytearray of the ints that an iterable gives (a generator).

    Args:
        x: the iterable.
        not_iterable: message of the TypeError if it is none.
        out_of_range: message of the ValueError for an int that is no byte.
        data: where the bytes are added one by one; a new bytearray if not given.
        hint: if given, the iterable is asked how many there are.
    """
    try:
        it = PyObject_GetIter(x)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, not_iterable) from None
    data = bytearray() if data is None else data
    try:
        if hint:
            size = yield PyObject_LengthHint(x, hint)
            if size > MAX_TEXT:
                raise PyErr_SetNone(PyExc_MemoryError)
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                return data
            try:
                n = PyNumber_AsSsize_t(item, None)
                if type(n) in PENDING:
                    n = yield n
            finally:
                Py_DECREF(item)
            if not 0 <= n <= 255:
                raise PyErr_Format(PyExc_ValueError, out_of_range)
            try:
                data.append(n)
            except BufferError as err:
                raise host_error(err) from None
            if not len(data) & 0xFFF:
                yield None
                if len(data) > MAX_TEXT:
                    raise PyErr_SetNone(PyExc_MemoryError)
    finally:
        Py_DECREF(it)


# iteration


class striterobject:
    """The body of a bytes or bytearray iterator; ``it_seq`` is NULL when it is exhausted."""

    __slots__ = ("it_seq", "it_index")

    def __init__(self, seq: PyObject):
        self.it_seq: PyObject | None = seq
        self.it_index = 0


def striter_new(tp: PyObject, seq: PyObject) -> PyObject:
    """A new iterator over the bytes of ``seq``."""
    seq.ob_refcnt += 1
    it = PyObject_GC_New(tp, striterobject(seq))
    _PyObject_GC_TRACK(it)
    return it


def bytes_iter(self: PyObject) -> PyObject:
    """iter(self)."""
    return striter_new(PyBytesIter_Type, self)


def striter_next(it: PyObject) -> PyObject | None:
    """The next byte."""
    body = it.value
    seq = body.it_seq
    if seq is None:
        return None
    i = body.it_index
    if i < len(seq.value):
        body.it_index = i + 1
        return small_ints[seq.value[i] + 5]
    body.it_seq = None
    Py_DECREF(seq)
    return None


def striter_dealloc(it: PyObject) -> None:
    """Drop the sequence."""
    dealloc_container(it, striter_traverse)


def striter_traverse(it: PyObject) -> tuple:
    """The sequence."""
    return (it.value.it_seq,)


def striter_len(it: PyObject) -> PyObject:
    """How many bytes are left."""
    body = it.value
    left = 0 if body.it_seq is None else max(0, len(body.it_seq.value) - body.it_index)
    return PyLong_FromLong(left)


@given_builtin("iter")
def striter_reduce(it: PyObject, builtin_iter: PyObject) -> PyObject:
    """For copying and pickling: ``(iter, (sequence,), index)``, or ``(iter, ((),))`` at the end."""
    body = it.value
    if body.it_seq is None:
        return PyTuple_New((builtin_iter, PyTuple_New((PyTuple_New(()),))))
    body.it_seq.ob_refcnt += 1
    return PyTuple_New(
        (builtin_iter, PyTuple_New((body.it_seq,)), PyLong_FromLong(body.it_index)))


def striter_setstate(it: PyObject, state: PyObject) -> PyObject:
    """Go to an index, kept within the sequence."""
    from vm.objects.longobject import PyLong_AsSsize_t  # rare

    index = PyLong_AsSsize_t(state)
    body = it.value
    if body.it_seq is not None:
        body.it_index = min(max(index, 0), len(body.it_seq.value))
    return Py_None


def _self_iter(it: PyObject) -> PyObject:
    it.ob_refcnt += 1
    return it


ITER_SLOTS: dict[str, Any] = {
    "tp_flags": Py_TPFLAGS_HAVE_GC,
    "tp_basicsize": 32,
    "tp_dealloc": striter_dealloc,
    "tp_traverse": striter_traverse,
    "tp_iter": _self_iter,
    "tp_iternext": striter_next,
    "tp_hostkey": "identity",
    "tp_methods": (
        PyMethodDef("__length_hint__", striter_len, "($self, /)"),
        PyMethodDef("__reduce__", striter_reduce, "($self, /)"),
        PyMethodDef("__setstate__", striter_setstate, "($self, object, /)"),
    ),
}
PyBytesIter_Type = static_type("bytes_iterator", **ITER_SLOTS)


set_slots(
    PyBytes_Type,
    tp_repr=bytes_repr,
    tp_str=bytes_repr,
    tp_hash=bytes_hash,
    tp_richcompare=bytes_richcompare,
    tp_iter=bytes_iter,
    tp_new=bytes_new,
    tp_vectorcall=bytes_new,
    nb_remainder=bytes_mod,
    sq_length=bytes_length,
    sq_concat=bytes_concat,
    sq_repeat=bytes_repeat,
    sq_item=bytes_item,
    sq_contains=bytes_contains,
    mp_length=bytes_length,
    mp_subscript=bytes_subscript,
    bf_getbuffer=bytes_buffer_getbuffer,
)

PyNumber_AsSsize_t: Any
PyNumber_Index: Any
PyObject_GetIter: Any
PyObject_LengthHint: Any
PyIter_Next: Any
PySlice_Unpack: Any
PyObject_CallNoArgs: Any
_PyObject_LookupSpecial: Any
_Py_ID: Any
PyUnicode_AsEncodedString: Any
PyByteArray_FromValue: Any
PyTuple_New: Any
c_string_arg: Any
unicode_formatter: Any
_BytesDialect: Any


@late_import
def _link() -> None:
    global PyNumber_AsSsize_t, PyNumber_Index, PyObject_GetIter, PyIter_Next, PySlice_Unpack
    global PyObject_CallNoArgs, _PyObject_LookupSpecial, _Py_ID, PyUnicode_AsEncodedString
    global PyByteArray_FromValue, PyTuple_New, c_string_arg
    global unicode_formatter, _BytesDialect, PyObject_LengthHint
    from vm.objects.abstract import PyIter_Next, PyObject_GetIter, PyObject_LengthHint
    from vm.objects.abstract_number import PyNumber_AsSsize_t, PyNumber_Index
    from vm.objects.bytearrayobject import PyByteArray_FromValue
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.getargs import c_string_arg
    from vm.objects.object import _Py_ID
    from vm.objects.sliceobject import PySlice_Unpack
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject import _PyObject_LookupSpecial
    from vm.objects.unicode_codecs import PyUnicode_AsEncodedString
    from vm.objects.unicode_percent import _BytesDialect, unicode_formatter
