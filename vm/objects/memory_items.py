"""Elements of a buffer: layout, packing, copying, comparison. The middle part of Objects/memoryobject.c.

The machine is 64-bit and little-endian, whatever the host is. Everything here is plain: what guest code says
of a value (``__index__``, ``__float__``) is asked before.
"""

from __future__ import annotations

import struct
from math import copysign, inf
from typing import Any

from vm.objects.bridge import MAX_PARTS
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pybuffer import (
    Py_buffer,
    PyBuffer_IsContiguous,
    PyBuffer_ToContiguous,
    host_range,
    offsets,
)
from vm.objects.pycore_object import (
    Py_False,
    Py_True,
    PyErr,
    PyFloat_Type,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_NotImplementedError,
    PyExc_TypeError,
    PyExc_ValueError,
)

#: Native format character -> the struct module's format of the same size on every host.
NATIVE = {
    "c": "<c", "b": "<b", "B": "<B", "?": "<?", "h": "<h", "H": "<H", "i": "<i", "I": "<I", "l": "<q",
    "L": "<Q", "q": "<q", "Q": "<Q", "n": "<q", "N": "<Q", "f": "<f", "d": "<d", "e": "<e", "P": "<Q",
}
BYTE_FORMATS = ("b", "B", "c")
_SIGNED = {"b": 8, "h": 16, "i": 32, "l": 64, "q": 64, "n": 64}
_UNSIGNED = {"B": 8, "H": 16, "I": 32, "L": 64, "Q": 64, "N": 64}


def get_native_fmtchar(fmt: str) -> str | None:
    """The character of a native single-element format, or None."""
    char = fmt.removeprefix("@")
    return char if char in NATIVE else None


def adjust_fmt(view: Py_buffer) -> str:
    """The one character of a view's format."""
    fmt = (view.format or "B").removeprefix("@")
    if len(fmt) == 1:
        return fmt
    raise PyErr_Format(
        PyExc_NotImplementedError, f"memoryview: unsupported format {view.format}")


def _unsupported(fmt: str) -> PyErr:
    return PyErr_Format(PyExc_NotImplementedError, f"memoryview: format {fmt} not supported")


# copying and comparing shapes


def equiv_structure(dest: Py_buffer, src: Py_buffer) -> None:
    """ValueError unless format and shape are alike."""
    if (dest.format or "B").removeprefix("@") != (src.format or "B").removeprefix("@") or (
            dest.itemsize != src.itemsize or not equiv_shape(dest, src)):
        raise PyErr_Format(
            PyExc_ValueError,
            "memoryview assignment: lvalue and rvalue have different structures")


def equiv_shape(dest: Py_buffer, src: Py_buffer) -> bool:
    """Whether two shapes are equal, or equal up to a zero in the same place."""
    if dest.ndim != src.ndim:
        return False
    for a, b in zip(dest.shape or (), src.shape or ()):
        if a != b:
            return False
        if a == 0:
            break
    return True


def copy_single(dest: Py_buffer, src: Py_buffer) -> None:
    """Copy between one-dimensional views of the same structure; they may overlap."""
    equiv_structure(dest, src)
    if not dest.len:
        return
    data = PyBuffer_ToContiguous(src)
    size = dest.itemsize
    if PyBuffer_IsContiguous(dest, "C"):
        dest.buf[dest.offset:dest.offset + dest.len] = data
    elif size == 1:
        dest.buf[host_range(dest)] = data
    else:
        for k, i in enumerate(offsets(dest)):
            dest.buf[i:i + size] = data[k * size:(k + 1) * size]


# elements


def guest_item(value: Any) -> PyObject:
    """The guest object of an unpacked host value."""
    kind = type(value)
    if kind is int:
        return PyLong_FromLong(value)
    if kind is bool:
        return Py_True if value else Py_False
    if kind is float:
        return PyObject(PyFloat_Type, value)
    return PyBytes_FromString(value)


def unpack_single(view: Py_buffer, offset: int, fmt: str) -> PyObject:
    """The element at an offset."""
    if fmt == "B":
        return PyLong_FromLong(view.buf[offset])
    native = NATIVE.get(fmt)
    if native is None:
        raise _unsupported(fmt)
    return guest_item(struct.unpack(native, view.buf[offset:offset + struct.calcsize(native)])[0])


def host_items(view: Py_buffer, native: str) -> list:
    """The host values of all elements, in C's order."""
    if view.len // max(view.itemsize, 1) > MAX_PARTS:
        raise PyErr_SetNone(PyExc_MemoryError)
    size = struct.calcsize(native)
    if size == view.itemsize:
        return [item for item, in struct.iter_unpack(native, PyBuffer_ToContiguous(view))]
    unpack = struct.Struct(native).unpack
    return [unpack(view.buf[i:i + size])[0] for i in offsets(view)]


def invalid_type(fmt: str) -> PyErr:
    """TypeError for a value that the format does not take (type_error_int)."""
    return PyErr_Format(PyExc_TypeError, f"memoryview: invalid type for format '{fmt}'")


def invalid_value(fmt: str) -> PyErr:
    """ValueError for a value out of the format's range (value_error_int)."""
    return PyErr_Format(PyExc_ValueError, f"memoryview: invalid value for format '{fmt}'")


def pack_single(view: Py_buffer, offset: int, value: Any, fmt: str) -> None:
    """Store a host value, made by the converter for the format, at an offset."""
    if fmt in _SIGNED:
        bits = _SIGNED[fmt]
        if not -(1 << bits - 1) <= value < 1 << bits - 1:
            raise invalid_value(fmt)
    elif fmt in _UNSIGNED:
        if not 0 <= value < 1 << _UNSIGNED[fmt]:
            raise invalid_value(fmt)
    elif fmt == "P":
        if not -(1 << 63) <= value < 1 << 64:
            raise invalid_value(fmt)
        value &= (1 << 64) - 1
    try:
        data = struct.pack(NATIVE[fmt], value)
    except OverflowError:  # a C cast of a double to float gives infinity
        if fmt == "e":
            raise invalid_value(fmt) from None
        data = struct.pack("<f", copysign(inf, value))
    view.buf[offset:offset + len(data)] = data


def tolist(view: Py_buffer) -> Any:
    """The elements as nested host lists of host values; the value itself without dimensions."""
    fmt = adjust_fmt(view)
    native = NATIVE.get(fmt)
    if native is None:
        if view.len:
            raise _unsupported(fmt)
        native = "<B"
    items = host_items(view, native)
    if view.ndim == 0:
        return items[0]
    for n in reversed((view.shape or ())[1:]):
        items = [items[i:i + n] for i in range(0, len(items), n)]
    return items


def equal_items(a: Py_buffer, b: Py_buffer) -> bool:
    """Whether views of equivalent shape have equal elements."""
    fmt_a, fmt_b = get_native_fmtchar(a.format or "B"), get_native_fmtchar(b.format or "B")
    if fmt_a is None or fmt_b is None:
        return False
    if fmt_a == fmt_b and fmt_a not in "fde":
        return PyBuffer_ToContiguous(a) == PyBuffer_ToContiguous(b)
    return host_items(a, NATIVE[fmt_a]) == host_items(b, NATIVE[fmt_b])

