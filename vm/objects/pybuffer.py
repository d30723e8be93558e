"""The buffer protocol. Models Include/pybuffer.h and the buffer functions of Objects/abstract.c.

An exporter's memory is a host bytes or bytearray. A `Py_buffer` holds a flat host memoryview of it, so that the
host itself refuses to resize a bytearray that is exported. The memory of a map of a file is a `Window`, which acts
as a memoryview does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from vm.host.mappings import Window
from vm.objects.bridge import MAX_PARTS, MAX_TEXT, check_text_size
from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyErr, PyObject
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Clear,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_BufferError,
    PyExc_MemoryError,
    PyExc_TypeError,
)

PyBUF_MAX_NDIM = 64
PyBUF_SIMPLE = 0
PyBUF_WRITABLE = 0x0001
PyBUF_FORMAT = 0x0004
PyBUF_ND = 0x0008
PyBUF_STRIDES = 0x0010 | PyBUF_ND
PyBUF_C_CONTIGUOUS = 0x0020 | PyBUF_STRIDES
PyBUF_F_CONTIGUOUS = 0x0040 | PyBUF_STRIDES
PyBUF_ANY_CONTIGUOUS = 0x0080 | PyBUF_STRIDES
PyBUF_INDIRECT = 0x0100 | PyBUF_STRIDES
PyBUF_FULL_RO = PyBUF_INDIRECT | PyBUF_FORMAT
PyBUF_READ = 0x100
PyBUF_WRITE = 0x200
#: Bytes are taken one by one from a stretch of memory up to this length.
MAX_SPAN = 1 << 32


class Py_buffer:
    """A view of an exporter's memory.

    Attributes:
        obj: the exporter, owned; NULL when released, or when the view is a part of another.
        buf: flat host memoryview of the exporter's memory.
        offset: where in ``buf`` the first element is.
        len: bytes of all elements.
        readonly, itemsize, ndim: as in C.
        format, shape, strides: a host str, tuples; None (NULL) where the request left them out.
    """

    __slots__ = ("obj", "buf", "offset", "len", "readonly", "itemsize", "format", "ndim", "shape", "strides")

    def __init__(self, obj: PyObject | None, buf: memoryview, length: int, readonly: bool):
        self.obj = obj
        self.buf = buf
        self.offset = 0
        self.len = length
        self.readonly = readonly
        self.itemsize = 1
        self.format: str | None = None
        self.ndim = 1
        self.shape: tuple[int, ...] | None = None
        self.strides: tuple[int, ...] | None = None

    def copy(self) -> Py_buffer:
        """The same view; owns nothing."""
        new = Py_buffer(None, self.buf, self.len, self.readonly)
        new.offset, new.itemsize, new.format, new.ndim = (
            self.offset, self.itemsize, self.format, self.ndim)
        new.shape, new.strides = self.shape, self.strides
        return new

    def flat(self) -> memoryview:
        """The memory of a C-contiguous view, as a host buffer for immediate use.

        Only a map of a file can be too large for that: MemoryError.
        """
        if self.len > MAX_TEXT:
            raise PyErr_SetNone(PyExc_MemoryError)
        return self.buf[self.offset:self.offset + self.len]


def PyBuffer_FillInfo(obj: PyObject, data: Any, readonly: bool, flags: int) -> Py_buffer:
    """The view of an exporter of plain bytes.

    Args:
        obj: the exporter, borrowed.
        data: its host bytes or bytearray, or a `Window`.
        readonly: whether it may not be written.
        flags: the request.
    """
    if flags:
        if flags in (PyBUF_READ, PyBUF_WRITE):
            raise PyErr_BadInternalCall("PyBuffer_FillInfo")
        if flags & PyBUF_WRITABLE and readonly:
            raise PyErr_Format(PyExc_BufferError, "Object is not writable.")
    memory: Any = data if type(data) is Window else memoryview(data)
    view = Py_buffer(obj, memory, len(data), readonly)
    obj.ob_refcnt += 1
    if flags & PyBUF_FORMAT:
        view.format = "B"
    if flags & PyBUF_ND:
        view.shape = (len(data),)
    if flags & PyBUF_STRIDES == PyBUF_STRIDES:
        view.strides = (1,)
    return view


def PyObject_CheckBuffer(op: PyObject) -> bool:
    """Whether the object can give its buffer."""
    return op.ob_type.value.bf_getbuffer is not None


def PyObject_GetBuffer(op: PyObject, flags: int) -> Any:
    """A `Py_buffer` of an object, or pending; TypeError if it exports none."""
    if flags in (PyBUF_READ, PyBUF_WRITE):
        raise PyErr_BadInternalCall("PyObject_GetBuffer")
    getbuffer = op.ob_type.value.bf_getbuffer
    if getbuffer is None:
        raise no_buffer(op)
    return getbuffer(op, flags)


def no_buffer(op: PyObject) -> PyErr:
    """TypeError for an object that is not bytes-like."""
    return PyErr_Format(
        PyExc_TypeError,
        f"a bytes-like object is required, not '{op.ob_type.value.tp_name:.100}'")


def PyBuffer_Release(view: Py_buffer) -> Any:
    """Give a view back and drop the exporter; None, or pending (``__release_buffer__``)."""
    obj = view.obj
    if obj is None:
        return None
    release = obj.ob_type.value.bf_releasebuffer
    if release is not None:
        res = release(obj, view)
        if type(res) in PENDING:
            return _release_pending(view, obj, res)
    view.obj = None
    Py_DECREF(obj)
    return None


def _release_pending(view: Py_buffer, obj: PyObject, pending: Any) -> Any:
    yield pending
    view.obj = None
    Py_DECREF(obj)


def release_all(views: list[Py_buffer]) -> Any:
    """Give views back in order (a generator)."""
    for view in views:
        done = PyBuffer_Release(view)
        if type(done) in PENDING:
            yield done


def with_buffer(op: PyObject, flags: int, use: Callable[[Py_buffer], Any]) -> Any:
    """Call a plain function with the view of any exporter, which is given back then (a generator).

    Args:
        op: the exporter.
        flags: the request.
        use: gets the view; what it returns is the result.
    """
    view = PyObject_GetBuffer(op, flags)
    if type(view) in PENDING:
        view = yield view
    return (yield with_view(view, use))


def with_view(view: Py_buffer, use: Callable[[Py_buffer], Any]) -> Any:
    """Call a function with a view, which is given back when it is done (a generator)."""
    try:
        result = use(view)
        if type(result) in PENDING:
            result = yield result
    except PyErr:
        yield release_all([view])
        raise
    yield release_all([view])
    return result


# layout


def init_strides_from_shape(shape: tuple[int, ...], itemsize: int) -> tuple[int, ...]:
    """The strides of a C-contiguous array."""
    strides = [itemsize] * len(shape)
    for i in range(len(shape) - 2, -1, -1):
        strides[i] = strides[i + 1] * shape[i + 1]
    return tuple(strides)


def PyBuffer_IsContiguous(view: Py_buffer, order: str) -> bool:
    """Whether the elements lie one behind another, in C's (last index fastest) or Fortran's order."""
    if view.len == 0 or view.strides is None or view.shape is None:
        return True
    expected = view.itemsize
    dims = range(view.ndim)
    for i in reversed(dims) if order == "C" else dims:
        if view.shape[i] > 1 and view.strides[i] != expected:
            return False
        expected *= view.shape[i]
    return True


def offsets(view: Py_buffer, order: str = "C") -> Iterator[int]:
    """Where each element is in ``view.buf``; MemoryError for very many."""
    shape, strides = view.shape or (), view.strides or ()
    count = 1
    for n in shape:
        count *= n
    if count > MAX_PARTS:
        raise PyErr_SetNone(PyExc_MemoryError)
    found = [view.offset]
    dims = list(zip(shape, strides))
    for n, stride in dims if order == "C" else reversed(dims):
        found = [start + i * stride for start in found for i in range(n)]
    return iter(found)


def PyBuffer_ToContiguous(view: Py_buffer, order: str = "C") -> bytes:
    """The elements one behind another, as host bytes."""
    if order == "A":
        order = "C" if PyBuffer_IsContiguous(view, "C") or not PyBuffer_IsContiguous(
            view, "F") else "F"
    if PyBuffer_IsContiguous(view, order):
        return bytes(view.flat())
    size = view.itemsize
    check_text_size(view.len)
    if view.ndim == 1 and size == 1:
        return bytes(view.buf[host_range(view)])
    buf = view.buf
    return b"".join([buf[i:i + size] for i in offsets(view, order)])


def host_range(view: Py_buffer) -> slice:
    """The host slice of a one-dimensional view of single bytes that has elements."""
    stride = view.strides[0]  # type: ignore[index]
    span = stride * view.shape[0]  # type: ignore[index]
    if abs(span) > MAX_SPAN:
        raise PyErr_SetNone(PyExc_MemoryError)
    stop = view.offset + span
    return slice(view.offset, None if stop < 0 else stop, stride)


# arguments


def simple_buffer(op: PyObject, flags: int = PyBUF_SIMPLE) -> Any:
    """The bytes of a bytes-like object, for immediate use by a plain native.

    Args:
        op: the object.
        flags: PyBUF_SIMPLE for contiguous memory, or PyBUF_FULL_RO for any, which is then copied.

    Returns:
        a host bytes, bytearray or memoryview; NULL for an object without a buffer; for one whose class
        defines ``__buffer__`` or ``__release_buffer__`` something pending, which gives a `Py_buffer`
        that must be given back.
    """
    tp = op.ob_type.value
    getbuffer = tp.bf_getbuffer
    if getbuffer is None:
        return None
    if getbuffer is slot_bf_getbuffer or tp.bf_releasebuffer is slot_bf_releasebuffer:
        return _get_pending(op, flags)
    if type(op.value) in _HOST_BUFFERS:
        return op.value
    view = getbuffer(op, flags)
    try:
        data = view.flat() if flags == PyBUF_SIMPLE else PyBuffer_ToContiguous(view)
        return bytes(data) if type(data) is Window else data
    finally:
        PyBuffer_Release(view)


_HOST_BUFFERS = (bytes, bytearray)


def _get_pending(op: PyObject, flags: int) -> Any:
    view = PyObject_GetBuffer(op, flags)
    if type(view) in PENDING:
        view = yield view
    return view


def buffer_arg(op: PyObject) -> Any:
    """Converter for `converted`: a host bytes-like object of a bytes-like argument (``y*``).

    `converted` gives the buffer back when the native has returned.
    """
    data = simple_buffer(op)
    if data is None:
        raise no_buffer(op)
    return data


def use_buffer(op: PyObject, use: Callable[[Any], Any], flags: int = PyBUF_SIMPLE) -> Any:
    """Call a plain function with the host bytes of a bytes-like object; its result, or pending.

    TypeError for an object without a buffer.
    """
    data = simple_buffer(op, flags)
    if type(data) in PENDING:
        data.close()
        return with_buffer(op, flags, lambda view: use(PyBuffer_ToContiguous(view)))
    if data is None:
        raise no_buffer(op)
    return use(data)


def of_buffer(op: PyObject, use: Callable[[Any], Any], message: str) -> Any:
    """Call a plain function with the host bytes of an object; its result, or pending.

    Args:
        op: any object.
        use: gets host bytes.
        message: of the TypeError for an object that gives no contiguous buffer, for whatever reason.
    """
    try:
        data = simple_buffer(op)
    except PyErr as err:
        PyErr_Clear(err)
        data = None
    if type(data) in PENDING:
        return _of_buffer_pending(data, use, message)
    if data is None:
        raise PyErr_Format(PyExc_TypeError, message)
    return use(bytes(data))


def _of_buffer_pending(pending: Any, use: Callable[[Any], Any], message: str) -> Any:
    try:
        view = yield pending
    except PyErr as err:
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, message) from None
    return (yield with_view(view, lambda view: use(bytes(view.flat()))))


def bytes_like(op: PyObject) -> Any:
    """The host bytes of a built-in bytes-like object; TypeError for any other."""
    data = simple_buffer(op)
    if data is None or type(data) in PENDING:
        raise no_buffer(op)
    return data


slot_bf_getbuffer: Any
slot_bf_releasebuffer: Any


@late_import
def _link() -> None:
    global slot_bf_getbuffer, slot_bf_releasebuffer
    from vm.objects.typeobject_buffer import slot_bf_getbuffer, slot_bf_releasebuffer
