"""The array module: compact sequences of numbers. Models Modules/arraymodule.c.

The items are in a host array, which checks ranges and grows as C's does; what may call guest code is done here.
"""

from __future__ import annotations

import array as host
from collections.abc import Callable
from typing import Any

from vm.modules.arraymodule_items import (
    _TEXT,
    HOST_CODES,
    array_iter,
    arrayobject,
    getarrayitem,
    setarrayitem,
)
from vm.modules.mathmodule import integer
from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.attributes import call, optional_attribute
from vm.objects.bridge import check_text_size, host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.getargs import ssize_t
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef, defining_class
from vm.objects.modsupport import Py_BuildValue
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_RichCompareBool,
    _Py_address,
)
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_FORMAT,
    PyBUF_ND,
    PyBUF_STRIDES,
    no_buffer,
    use_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_GE,
    Py_GT,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_SEQUENCE,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyByteArray_Type,
    PyErr,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PySlice_Type,
    PyType_Type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_BufferError,
    PyExc_EOFError,
    PyExc_IndexError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
    exception_types,
)
from vm.objects.pyimport import _PyImport_GetModuleAttrString
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.sliceobject import PySlice_Unpack
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import PyType_IsSubtype
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import weakrefs_call_back

_FORMATS = {"u": "w"}
#: Machine format codes of a little-endian machine, for pickles.
_MFORMAT = {"b": 1, "B": 0, "h": 4, "H": 2, "i": 8, "I": 6, "l": 12, "L": 10, "q": 12, "Q": 10,
            "f": 14, "d": 16, "u": 20, "w": 20}
_EMPTY_SIZE = host.array("b").__sizeof__()
_BLOCK = 64 * 1024
_BAD_TYPECODE = "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)"


def array_Check(op: PyObject) -> bool:
    """Whether an object is an array."""
    return PyObject_TypeCheck(op, Arraytype)


def newarrayobject(typecode: str, items: Any) -> PyObject:
    """A new array of exactly this type with host items."""
    return PyType_GenericAlloc(Arraytype, arrayobject(typecode, items))


def _do(work: Callable[..., Any], *args: Any) -> Any:
    """What the host's array does, its errors translated."""
    try:
        return work(*args)
    except (OverflowError, TypeError, ValueError, IndexError, BufferError, MemoryError) as err:
        raise host_error(err) from None


def _resizable(body: arrayobject) -> Any:
    """The host array, if its size may change."""
    if body.ob_exports:
        raise PyErr_Format(
            PyExc_BufferError, "cannot resize an array that is exporting buffers")
    return body.items


def _check_room(body: arrayobject, more: int) -> None:
    """MemoryError for an array that would be too large."""
    check_text_size((len(body.items) + more) * body.items.itemsize)


# ---- items

def _item(typecode: str, op: PyObject) -> Any:
    """The same (a generator)."""
    value = setarrayitem(typecode, op)
    return (yield value) if type(value) in PENDING else value


def _same(body: arrayobject, i: int, value: PyObject) -> Any:
    """Whether an item equals an object (a generator)."""
    item = getarrayitem(body, i)
    try:
        same = PyObject_RichCompareBool(item, value, Py_EQ)
        return (yield same) if type(same) in PENDING else same
    finally:
        Py_DECREF(item)


def _find(body: arrayobject, value: PyObject, start: int, stop: int) -> Any:
    """The index of the first item that equals an object, or -1 (a generator)."""
    i = start
    while i < min(stop, len(body.items)):
        if (yield _same(body, i, value)):
            return i
        i += 1
        if not i % YIELD_EVERY:
            yield None
    return -1


# ---- making and ending

def array_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``array(typecode[, initializer])``; a generator."""
    if kwnames and (
        type_op is Arraytype or type_op.value.tp_init is Arraytype.value.tp_init
    ):
        raise PyErr_Format(PyExc_TypeError, "array.array() takes no keyword arguments")
    args = args[:len(args) - len(kwnames)]
    if not 1 <= len(args) <= 2:
        few = not args
        raise PyErr_Format(
            PyExc_TypeError, f"array() takes at {'least 1 argument' if few else 'most 2 arguments'} "
            f"({len(args)} given)")
    typecode = _typecode(args[0], "array() argument 1 must be a unicode character")
    initial = args[1] if len(args) > 1 else None
    res = PySys_Audit("array.__new__", args[0], Py_None if initial is None else initial)
    if type(res) in PENDING:
        yield res
    if typecode == "u":
        res = PyErr_WarnEx(
            exception_types["DeprecationWarning"],
            "The 'u' type code is deprecated and will be removed in Python 3.16", 1)
        if type(res) in PENDING:
            yield res
    if initial is not None and typecode not in _TEXT:
        _check_no_text(initial, typecode)
    it = None
    if initial is not None and not _is_direct(initial, typecode):
        it = PyObject_GetIter(initial)
        if type(it) in PENDING:
            it = yield it
    try:
        if typecode not in HOST_CODES:
            raise PyErr_Format(PyExc_ValueError, _BAD_TYPECODE)
        op = PyType_GenericAlloc(type_op, arrayobject(typecode))
        try:
            if it is not None:
                yield array_iter_extend(op.value, it)
            elif initial is not None:
                yield _fill(op.value, initial)
        except PyErr:
            Py_DECREF(op)
            raise
        return op
    finally:
        if it is not None:
            Py_DECREF(it)


def _typecode(op: PyObject, message: str) -> str:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS or len(op.value) != 1:
        given = "None" if op is Py_None else op.ob_type.value.tp_name
        raise PyErr_Format(PyExc_TypeError, f"{message}, not {given:.50}")
    return str(op.value)


def _check_no_text(initial: PyObject, typecode: str) -> None:
    if initial.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot use a str to initialize an array with typecode '{typecode}'")
    if array_Check(initial) and initial.value.typecode in _TEXT:
        raise PyErr_Format(
            PyExc_TypeError,
            f"cannot use a unicode array to initialize an array with typecode '{typecode}'")


_DIRECT = Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS


def _is_direct(op: PyObject, typecode: str) -> bool:
    """Whether an array is filled from an object without iterating over it."""
    flags = op.ob_type.value.tp_flags
    return bool(
        flags & _DIRECT or PyObject_TypeCheck(op, PyByteArray_Type)
        or (typecode in _TEXT and flags & Py_TPFLAGS_UNICODE_SUBCLASS)
        or (array_Check(op) and op.value.typecode == typecode))


def _fill(body: arrayobject, initial: PyObject) -> Any:
    """Fill a new array (a generator)."""
    flags = initial.ob_type.value.tp_flags
    if flags & (Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS):
        yield _fill_from_items(body, initial)
    elif flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        _check_room(body, len(initial.value))
        _do(body.items.extend, initial.value)
    elif array_Check(initial):
        body.items = host.array(body.items.typecode, initial.value.items)
    else:
        frombytes(body, bytes(initial.value))


def _fill_from_items(body: arrayobject, initial: PyObject) -> Any:
    """The items of a list or tuple at once; it may change meanwhile (a generator)."""
    _check_room(body, len(initial.value))
    size = len(initial.value)
    values: list[Any] = []
    while len(values) < size:
        if len(values) >= len(initial.value):
            raise PyErr_Format(PyExc_IndexError, "list index out of range")
        value = setarrayitem(body.typecode, initial.value[len(values)])
        if type(value) in PENDING:
            value = yield value
        values.append(value)
    body.items = _do(host.array, body.items.typecode, values)


def array_iter_extend(body: arrayobject, it: PyObject) -> Any:
    """Append everything that an iterator gives (a generator)."""
    count = 0
    while True:
        op = PyIter_Next(it)
        if type(op) in PENDING:
            op = yield op
        if op is None:
            return
        try:
            yield array_append(body, op)
        finally:
            Py_DECREF(op)
        count += 1
        if not count % YIELD_EVERY:
            yield None


def array_append(body: arrayobject, op: PyObject) -> Any:
    """Append an object (a generator)."""
    value = yield _item(body.typecode, op)
    _check_room(body, 1)
    _do(_resizable(body).append, value)


def _no_children(op: PyObject) -> tuple:
    return ()


def array_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, array_dealloc):
        return
    dealloc_container(op, _no_children)


def frombytes(body: arrayobject, data: bytes) -> None:
    """Append the items that bytes stand for."""
    items = _resizable(body)
    check_text_size(len(items) * items.itemsize + len(data))
    _do(items.frombytes, data)


# ---- the sequence

def array_length(self: PyObject) -> int:
    """sq_length."""
    return len(self.value.items)


def array_item(self: PyObject, i: int) -> PyObject:
    """sq_item."""
    if not 0 <= i < len(self.value.items):
        raise PyErr_Format(PyExc_IndexError, "array index out of range")
    return getarrayitem(self.value, i)


def _bounds(key: PyObject, length: int) -> Any:
    """A guest slice as a host slice for a sequence (a generator)."""
    bounds = PySlice_Unpack(key)
    if type(bounds) in PENDING:
        bounds = yield bounds
    start, stop, step = slice(*bounds).indices(length)
    if start < 0:  # nothing, backwards
        return slice(0, 0, step)
    return slice(start, None if stop < 0 else stop, step)


def _position(key: PyObject) -> Any:
    """An index (a generator)."""
    if key.ob_type.value.nb_index is None:
        raise PyErr_Format(PyExc_TypeError, "array indices must be integers")
    try:
        i = ssize_t(key)
        return (yield i) if type(i) in PENDING else i
    except PyErr as err:
        if err.exc.ob_type is not exception_types["OverflowError"]:
            raise
        PyErr_Clear(err)
    raise PyErr_Format(
        PyExc_IndexError,
        f"cannot fit '{key.ob_type.value.tp_name:.200}' into an index-sized integer")


def array_subscr(self: PyObject, key: PyObject) -> Any:
    """``self[key]``."""
    body = self.value
    if key.ob_type is PyLong_Type:
        i = key.value
        size = len(body.items)
        if -size <= i < size:
            return getarrayitem(body, i)
    return _subscr(self, key)


def _subscr(self: PyObject, key: PyObject) -> Any:
    if key.ob_type is PySlice_Type:
        bounds = yield _bounds(key, len(self.value.items))
        return newarrayobject(self.value.typecode, self.value.items[bounds])
    i = yield _position(key)
    return array_item(self, i + len(self.value.items) if i < 0 else i)


def array_ass_subscr(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """``self[key] = value``, ``del self[key]``; a generator."""
    body = self.value
    if key.ob_type is PySlice_Type:
        yield _ass_slice(self, key, value)
        return
    i = yield _position(key)
    size = len(body.items)
    i += size if i < 0 else 0
    if not 0 <= i < size:
        raise PyErr_Format(PyExc_IndexError, "array assignment index out of range")
    if value is None:
        _do(_resizable(body).__delitem__, i)
        return
    item = yield _item(body.typecode, value)
    if i >= len(body.items):
        raise PyErr_Format(PyExc_IndexError, "array assignment index out of range")
    _do(body.items.__setitem__, i, item)


def _ass_slice(self: PyObject, key: PyObject, value: PyObject | None) -> Any:
    body = self.value
    bounds = yield _bounds(key, len(body.items))
    if value is None:
        if len(range(*bounds.indices(len(body.items)))):
            _do(_resizable(body).__delitem__, bounds)
        return
    if not array_Check(value):
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only assign array (not "{value.ob_type.value.tp_name:.200}") to array slice')
    other = value.value
    if other.typecode != body.typecode:
        raise _bad_argument()
    old = len(range(*bounds.indices(len(body.items))))
    if len(other.items) != old and bounds.step == 1:
        _resizable(body)
    _check_room(body, len(other.items))
    items = other.items[:] if other is body else other.items
    _do(body.items.__setitem__, bounds, items)


def _bad_argument() -> PyErr:
    return PyErr_Format(PyExc_TypeError, "bad argument type for built-in operation")


def array_ass_item(self: PyObject, i: int, value: PyObject | None) -> Any:
    """sq_ass_item; a generator."""
    key = PyLong_FromLong(i)
    try:
        yield array_ass_subscr(self, key, value)
    finally:
        Py_DECREF(key)


def array_concat(self: PyObject, other: PyObject) -> PyObject:
    """``self + other``."""
    if not array_Check(other):
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only append array (not "{other.ob_type.value.tp_name:.200}") to array')
    body = self.value
    if body.typecode != other.value.typecode:
        raise _bad_argument()
    _check_room(body, len(other.value.items))
    return newarrayobject(body.typecode, body.items + other.value.items)


def array_inplace_concat(self: PyObject, other: PyObject) -> PyObject:
    """``self += other``."""
    if not array_Check(other):
        raise PyErr_Format(
            PyExc_TypeError,
            f'can only extend array with array (not "{other.ob_type.value.tp_name:.200}")')
    _extend_with_array(self.value, other.value)
    return Py_NewRef(self)


def _extend_with_array(body: arrayobject, other: arrayobject) -> None:
    if body.typecode != other.typecode:
        raise PyErr_Format(PyExc_TypeError, "can only extend with array of same kind")
    _check_room(body, len(other.items))
    if other.items:
        items = _resizable(body)
        _do(items.extend, other.items[:] if other is body else other.items)


def array_repeat(self: PyObject, n: int) -> PyObject:
    """``self * n``."""
    body = self.value
    n = max(n, 0)
    check_text_size(n * len(body.items) * body.items.itemsize)
    return newarrayobject(body.typecode, body.items * n if body.items else ())


def array_inplace_repeat(self: PyObject, n: int) -> PyObject:
    """``self *= n``."""
    body = self.value
    n = max(n, 0)
    if body.items and n != 1:
        check_text_size(n * len(body.items) * body.items.itemsize)
        items = _resizable(body)
        _do(items.__imul__, n)
    return Py_NewRef(self)


def array_contains(self: PyObject, value: PyObject) -> Any:
    """sq_contains; a generator."""
    return (yield _find(self.value, value, 0, 1 << 63)) >= 0


_COMPARE: dict[int, Callable[[Any, Any], bool]] = {
    Py_LT: lambda a, b: a < b, Py_LE: lambda a, b: a <= b, Py_EQ: lambda a, b: a == b,
    Py_NE: lambda a, b: a != b, Py_GT: lambda a, b: a > b, Py_GE: lambda a, b: a >= b,
}


def array_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """Comparison: item by item."""
    if not array_Check(a) or not array_Check(b):
        return Py_NotImplemented
    return Py_True if _do(_COMPARE[op], a.value.items, b.value.items) else Py_False


def array_repr(self: PyObject) -> PyObject:
    """tp_repr."""
    body = self.value
    name = self.ob_type.value.tp_name.rpartition(".")[2]
    if not body.items:
        return PyUnicode_FromString(f"{name}('{body.typecode}')")
    check_text_size(len(body.items) * 24)
    shown = repr(
        _do(body.items.tounicode) if body.typecode in _TEXT else body.items.tolist())
    return PyUnicode_FromString(f"{name}('{body.typecode}', {shown})")


# ---- the buffer

def array_buffer_getbuf(self: PyObject, flags: int) -> Py_buffer:
    """bf_getbuffer."""
    body = self.value
    items = body.items
    memory = memoryview(items).cast("B") if items else memoryview(bytearray())
    view = Py_buffer(Py_NewRef(self), memory, len(items) * items.itemsize, False)
    view.itemsize = items.itemsize
    if flags & PyBUF_ND == PyBUF_ND:
        view.shape = (len(items),)
    if flags & PyBUF_STRIDES == PyBUF_STRIDES:
        view.strides = (items.itemsize,)
    if flags & PyBUF_FORMAT == PyBUF_FORMAT:
        view.format = _FORMATS.get(body.typecode, body.typecode)
    body.ob_exports += 1
    return view


def array_buffer_relbuf(self: PyObject, view: Py_buffer) -> None:
    """bf_releasebuffer."""
    self.value.ob_exports -= 1
    view.buf.release()


# ---- methods

def array_array_append(self: PyObject, v: PyObject) -> Any:
    """``append(v)``; a generator."""
    yield array_append(self.value, v)
    return Py_None


def array_array_buffer_info(self: PyObject) -> PyObject:
    """``buffer_info()``: the items lie behind the object, as far as a program can tell."""
    return PyTuple_New((PyLong_FromLong(_Py_address(self) + Arraytype.value.tp_basicsize),
                        PyLong_FromLong(len(self.value.items))))


def array_array_byteswap(self: PyObject) -> PyObject:
    """``byteswap()``"""
    body = self.value
    size = body.items.itemsize
    data = body.items.tobytes()
    swapped = bytearray(len(data))
    for i in range(size):
        swapped[i::size] = data[size - 1 - i::size]
    if body.items:
        memoryview(body.items).cast("B")[:] = swapped
    return Py_None


def array_array_clear(self: PyObject) -> PyObject:
    """``clear()``"""
    body = self.value
    if body.items:
        _do(_resizable(body).__delitem__, slice(None))
    return Py_None


def array_array___copy__(self: PyObject) -> PyObject:
    """``__copy__()``"""
    return newarrayobject(self.value.typecode, self.value.items)


def array_array___deepcopy__(self: PyObject, unused: PyObject) -> PyObject:
    """``__deepcopy__(memo)``"""
    return array_array___copy__(self)


def array_array_count(self: PyObject, v: PyObject) -> Any:
    """``count(v)``; a generator."""
    count = i = 0
    while i < len(self.value.items):
        count += bool((yield _same(self.value, i, v)))
        i += 1
        if not i % YIELD_EVERY:
            yield None
    return PyLong_FromLong(count)


def array_array_extend(self: PyObject, bb: PyObject) -> Any:
    """``extend(iterable)``; a generator."""
    if array_Check(bb):
        _extend_with_array(self.value, bb.value)
        return Py_None
    it = PyObject_GetIter(bb)
    if type(it) in PENDING:
        it = yield it
    try:
        yield array_iter_extend(self.value, it)
    finally:
        Py_DECREF(it)
    return Py_None


def array_array_fromfile(self: PyObject, f: PyObject, n: PyObject) -> Any:
    """``fromfile(f, n)``; a generator."""
    count = ssize_t(n)
    if type(count) in PENDING:
        count = yield count
    if count < 0:
        raise PyErr_Format(PyExc_ValueError, "negative count")
    wanted = count * self.value.items.itemsize
    check_text_size(wanted)
    size = PyLong_FromLong(wanted)
    try:
        data = yield call(f, "read", size)
    finally:
        Py_DECREF(size)
    try:
        if not data.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "read() didn't return bytes")
        frombytes(self.value, data.value)
        if len(data.value) != wanted:
            raise PyErr_Format(PyExc_EOFError, "read() didn't return enough bytes")
    finally:
        Py_DECREF(data)
    return Py_None


def array_array_tofile(self: PyObject, f: PyObject) -> Any:
    """``tofile(f)``: in blocks; a generator."""
    data = self.value.items.tobytes()
    for start in range(0, len(data), _BLOCK):
        block = PyBytes_FromString(data[start:start + _BLOCK])
        try:
            Py_DECREF((yield call(f, "write", block)))
        finally:
            Py_DECREF(block)
    return Py_None


def array_array_fromlist(self: PyObject, items: PyObject) -> Any:
    """``fromlist(list)``: all of it or nothing; a generator."""
    if not items.ob_type.value.tp_flags & Py_TPFLAGS_LIST_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "arg must be list")
    body = self.value
    size = len(items.value)
    if not size:
        return Py_None
    _check_room(body, size)
    _resizable(body)
    values: Any = []
    for i in range(size):
        value = yield _item(body.typecode, items.value[i])
        if len(items.value) != size:
            raise PyErr_Format(PyExc_RuntimeError, "list changed size during iteration")
        values.append(value)
    _do(_resizable(body).extend, _do(host.array, body.items.typecode, values))
    return Py_None


def array_array_tolist(self: PyObject) -> PyObject:
    """``tolist()``"""
    body = self.value
    return PyList_New([getarrayitem(body, i) for i in range(len(body.items))])


def array_array_frombytes(self: PyObject, buffer: PyObject) -> Any:
    """``frombytes(buffer)``"""
    body = self.value
    if buffer.ob_type.value.bf_getbuffer is None:
        raise no_buffer(buffer)
    data = use_buffer(buffer, bytes)
    if type(data) in PENDING:
        return _frombytes_pending(body, data)
    frombytes(body, data)
    return Py_None


def _frombytes_pending(body: arrayobject, pending: Any) -> Any:
    frombytes(body, (yield pending))
    return Py_None


def array_array_tobytes(self: PyObject) -> PyObject:
    """``tobytes()``"""
    return PyBytes_FromString(self.value.items.tobytes())


def array_array_fromunicode(self: PyObject, ustr: PyObject) -> PyObject:
    """``fromunicode(ustr)``"""
    if not ustr.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"fromunicode() argument must be str, not {ustr.ob_type.value.tp_name}")
    body = self.value
    if body.typecode not in _TEXT:
        raise PyErr_Format(
            PyExc_ValueError,
            "fromunicode() may only be called on unicode type arrays ('u' or 'w')")
    if ustr.value:
        _check_room(body, len(ustr.value))
        _do(_resizable(body).fromunicode, ustr.value)
    return Py_None


def array_array_tounicode(self: PyObject) -> PyObject:
    """``tounicode()``"""
    if self.value.typecode not in _TEXT:
        raise PyErr_Format(
            PyExc_ValueError,
            "tounicode() may only be called on unicode type arrays ('u' or 'w')")
    return PyUnicode_FromString(_do(self.value.items.tounicode))


def _limit(op: PyObject | None, default: int, length: int) -> Any:
    """An optional bound of index() (a generator)."""
    if op is None:
        return default
    if op.ob_type.value.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError, "slice indices must be integers or have an __index__ method")
    i = integer(op)
    if type(i) in PENDING:
        i = yield i
    return max(i + length, 0) if i < 0 else i


def array_array_index(
    self: PyObject, v: PyObject, start: PyObject | None, stop: PyObject | None
) -> Any:
    """``index(v[, start[, stop]])``; a generator."""
    length = len(self.value.items)
    first = yield _limit(start, 0, length)
    last = yield _limit(stop, 1 << 63, length)
    i = yield _find(self.value, v, first, last)
    if i < 0:
        raise PyErr_Format(PyExc_ValueError, "array.index(x): x not in array")
    return PyLong_FromLong(i)


def array_array_remove(self: PyObject, v: PyObject) -> Any:
    """``remove(v)``; a generator."""
    i = yield _find(self.value, v, 0, 1 << 63)
    if i < 0:
        raise PyErr_Format(PyExc_ValueError, "array.remove(x): x not in array")
    _do(_resizable(self.value).__delitem__, slice(i, i + 1))
    return Py_None


def array_array_insert(self: PyObject, i: PyObject, v: PyObject) -> Any:
    """``insert(i, v)``; a generator."""
    index = ssize_t(i)
    if type(index) in PENDING:
        index = yield index
    value = yield _item(self.value.typecode, v)
    _check_room(self.value, 1)
    _do(_resizable(self.value).insert, index, value)
    return Py_None


def array_array_pop(self: PyObject, i: PyObject | None) -> Any:
    """``pop(i=-1)``; a generator."""
    index: Any = -1 if i is None else ssize_t(i)
    if type(index) in PENDING:
        index = yield index
    body = self.value
    size = len(body.items)
    if not size:
        raise PyErr_Format(PyExc_IndexError, "pop from empty array")
    index += size if index < 0 else 0
    if not 0 <= index < size:
        raise PyErr_Format(PyExc_IndexError, "pop index out of range")
    items = _resizable(body)
    item = getarrayitem(body, index)
    _do(items.__delitem__, slice(index, index + 1))
    return item


def array_array_reverse(self: PyObject) -> PyObject:
    """``reverse()``"""
    self.value.items.reverse()
    return Py_None


def array_array___sizeof__(self: PyObject) -> PyObject:
    """``__sizeof__()``: as the host's, which allocates alike."""
    return PyLong_FromLong(
        self.ob_type.value.tp_basicsize + self.value.items.__sizeof__() - _EMPTY_SIZE)


def array_array___reduce_ex__(self: PyObject, value: PyObject) -> Any:
    """``__reduce_ex__(protocol)``; a generator."""
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "__reduce_ex__ argument should be an integer")
    body = self.value
    state = yield optional_attribute(self, "__dict__")
    owned = [PyUnicode_FromString(body.typecode), Py_None if state is None else state]
    try:
        if value.value < 3:
            owned.append(array_array_tolist(self))
            return Py_BuildValue((self.ob_type, (owned[0], owned[2]), owned[1]))
        owned.append((yield _PyImport_GetModuleAttrString("array", "_array_reconstructor")))
        owned.append(array_array_tobytes(self))
        return Py_BuildValue(
            (owned[2], (self.ob_type, owned[0], _MFORMAT[body.typecode], owned[3]), owned[1]))
    finally:
        for op in owned:
            Py_DECREF(op)


Arraytype = PyType_FromSpec(
    "array.array", tp_basicsize=64, tp_hostkey="identity", tp_weaklistoffset=40,
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
    | Py_TPFLAGS_SEQUENCE,
    tp_new=array_new, tp_repr=array_repr, tp_richcompare=array_richcompare, tp_iter=array_iter,
    tp_dealloc=array_dealloc, tp_traverse=_no_children, tp_getattro=PyObject_GenericGetAttr,
    sq_length=array_length, sq_concat=array_concat, sq_repeat=array_repeat, sq_item=array_item,
    sq_contains=array_contains, sq_inplace_concat=array_inplace_concat,
    sq_inplace_repeat=array_inplace_repeat, mp_length=array_length, mp_subscript=array_subscr,
    mp_ass_subscript=array_ass_subscr, sq_ass_item=array_ass_item,
    bf_getbuffer=array_buffer_getbuf, bf_releasebuffer=array_buffer_relbuf,
    tp_methods=(
        PyMethodDef("append", array_array_append, "($self, v, /)"),
        PyMethodDef("buffer_info", array_array_buffer_info, "($self, /)"),
        PyMethodDef("byteswap", array_array_byteswap, "($self, /)"),
        PyMethodDef("clear", array_array_clear, "($self, /)"),
        PyMethodDef("__copy__", array_array___copy__, "($self, /)"),
        PyMethodDef("count", array_array_count, "($self, v, /)"),
        PyMethodDef("__deepcopy__", array_array___deepcopy__, "($self, unused, /)"),
        defining_class("extend", array_array_extend, "($self, bb, /)"),
        defining_class("fromfile", array_array_fromfile, "($self, f, n, /)"),
        PyMethodDef("fromlist", array_array_fromlist, "($self, list, /)"),
        PyMethodDef("frombytes", array_array_frombytes, "($self, buffer, /)"),
        PyMethodDef("fromunicode", array_array_fromunicode, "($self, ustr, /)"),
        PyMethodDef("index", array_array_index, "($self, v, start=0, stop=sys.maxsize, /)"),
        PyMethodDef("insert", array_array_insert, "($self, i, v, /)"),
        PyMethodDef("pop", array_array_pop, "($self, i=-1, /)"),
        PyMethodDef("__reduce_ex__", array_array___reduce_ex__, "($self, value, /)"),
        PyMethodDef("remove", array_array_remove, "($self, v, /)"),
        PyMethodDef("reverse", array_array_reverse, "($self, /)"),
        defining_class("tofile", array_array_tofile, "($self, f, /)"),
        PyMethodDef("tolist", array_array_tolist, "($self, /)"),
        PyMethodDef("tobytes", array_array_tobytes, "($self, /)"),
        PyMethodDef("tounicode", array_array_tounicode, "($self, /)"),
        PyMethodDef("__sizeof__", array_array___sizeof__, "($self, /)"),
        PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),
    ),
    tp_getset=(
        PyGetSetDef("typecode", lambda op: PyUnicode_FromString(op.value.typecode)),
        PyGetSetDef("itemsize", lambda op: PyLong_FromLong(op.value.items.itemsize)),
    ),
)


# ---- the module

def array__array_reconstructor(
    module: PyObject, arraytype: PyObject, typecode: PyObject, mformat_code: PyObject,
    items: PyObject
) -> Any:
    """``_array_reconstructor(arraytype, typecode, mformat_code, items)``: from a pickle; a generator."""
    code = _typecode(typecode, "_array_reconstructor() argument 2 must be a unicode character")
    number = integer(mformat_code)
    if type(number) in PENDING:
        number = yield number
    if not PyObject_TypeCheck(arraytype, PyType_Type):
        raise PyErr_Format(
            PyExc_TypeError, "first argument must be a type object, "
            f"not {arraytype.ob_type.value.tp_name:.200}")
    if not PyType_IsSubtype(arraytype, Arraytype):
        raise PyErr_Format(
            PyExc_TypeError,
            f"{arraytype.value.tp_name:.200} is not a subtype of array.array")
    if code not in HOST_CODES:
        raise PyErr_Format(PyExc_ValueError, "second argument must be a valid type code")
    if not 0 <= number <= 21:
        raise PyErr_Format(
            PyExc_ValueError, "third argument must be a valid machine format code.")
    if not items.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"fourth argument should be bytes, not {items.ob_type.value.tp_name:.200}")
    reconstruct = host._array_reconstructor
    made = _do(reconstruct, host.array, HOST_CODES[code], number, items.value)
    return PyType_GenericAlloc(arraytype, arrayobject(code, made))


array_methods = (
    PyMethodDef("_array_reconstructor", array__array_reconstructor,
                "($module, arraytype, typecode, mformat_code, items, /)"),
)


def PyInit_array() -> Any:
    """Make the module; a generator: arrays are registered as mutable sequences."""
    module = PyModule_FromDefs("array", array_methods)
    try:
        PyModule_AddObjectRef(module, "ArrayType", Arraytype)
        PyModule_AddObjectRef(module, "array", Arraytype)
        abc = yield _PyImport_GetModuleAttrString("collections.abc", "MutableSequence")
        try:
            Py_DECREF((yield call(abc, "register", Arraytype)))
        finally:
            Py_DECREF(abc)
        codes = PyUnicode_FromString("bBuwhHiIlLqQfd")
        PyModule_AddObjectRef(module, "typecodes", codes)
        Py_DECREF(codes)
    except PyErr:
        Py_DECREF(module)
        raise
    return module
