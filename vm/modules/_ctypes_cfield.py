"""Reading and writing C values, and the descriptors of fields. Models Modules/_ctypes/cfield.c.

A getter gets a pointer and a size, and returns a new reference. A setter gets a pointer, a value and a size; it returns
the object that must be kept alive for the sake of what was stored (a new reference; None for nothing), or something
pending. In the size of a bit field, its number of bits stands above its lowest bit.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

from vm.modules._ctypes_ctypes import (
    CDataObject_Check,
    PyStgInfo_FromType,
    StgInfo,
    ffi_type,
    ffi_type_double,
    ffi_type_float,
    ffi_type_longdouble,
    ffi_type_pointer,
    ffi_type_schar,
    ffi_type_sint,
    ffi_type_sint64,
    ffi_type_sshort,
    ffi_type_uchar,
    ffi_type_uint,
    ffi_type_uint64,
    ffi_type_ushort,
    st,
)
from vm.modules._ctypes_data import PyCData_get, PyCData_set
from vm.modules._ctypes_memory import (
    Block,
    Ptr,
    address_of,
    deref,
    load,
    load_pointer,
    memory,
    ptr_add,
    read_until_nul,
    store,
    store_pointer,
)
from vm.objects.abstract_number import _PyNumber_Index
from vm.objects.boolobject import PyBool_FromLong
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.capsule import PyCapsule_New
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.floatobject import PyFloat_AsDouble, PyFloat_FromDouble
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef
from vm.objects.object import PyObject_IsTrue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyByteArray_Type,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString

CTYPES_CFIELD_CAPSULE_NAME_PYMEM = "_ctypes/cfield.c pymem"
SIZEOF_WCHAR_T = 4
_MAX_UNICODE = 0x10FFFF

Getter = Callable[[Ptr, int], PyObject]
Setter = Callable[[Ptr, PyObject, int], Any]


# ---- integers, with bit fields

def with_integer(value: PyObject, use: Callable[[int], Any]) -> Any:
    """Call a plain function with the host int of an int, or of what has ``__index__``; its result or pending."""
    if value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return use(int(value.value))
    return _with_index(value, use)


def _with_index(value: PyObject, use: Callable[[int], Any]) -> Any:
    number = _PyNumber_Index(value)
    if type(number) in PENDING:
        number = yield number
    n = int(number.value)
    Py_DECREF(number)
    return use(n)


def GET_BITFIELD(raw: int, size: int, width: int, signed: bool) -> int:
    """The value of a bit field in an integer of so many bits, which is read as unsigned."""
    bits, low = size >> 16, size & 0xFFFF
    if bits:
        count_mask = max(width, 32) - 1  # the processor's: a count of any size shifts by less than the word
        raw = raw << (width - low - bits & count_mask) & (1 << width) - 1
    if signed and raw >> (width - 1):
        raw -= 1 << width
    return raw >> (width - bits & count_mask) if bits else raw


def SET(old: int, value: int, size: int) -> int:
    """An integer with a bit field changed; all of it where there is no bit field."""
    bits, low = size >> 16, size & 0xFFFF
    if not bits:
        return value
    mask = (1 << bits) - 1
    return old & ~(mask << low) | (value & mask) << low


def _integer_getter(width: int, signed: bool, order: Any) -> Getter:
    def get(ptr: Ptr, size: int) -> PyObject:
        raw = int.from_bytes(load(ptr, width), order)
        return PyLong_FromLong(GET_BITFIELD(raw, size, 8 * width, signed))

    return get


def _integer_setter(width: int, order: Any) -> Setter:
    mask = (1 << 8 * width) - 1

    def set(ptr: Ptr, value: PyObject, size: int) -> Any:
        def put(n: int) -> PyObject:
            old = int.from_bytes(load(ptr, width), order) if size >> 16 else 0
            store(ptr, (SET(old, n, size) & mask).to_bytes(width, order))
            return Py_None

        return with_integer(value, put)

    return set


# ---- truth values

def _truth_setter(yes: bytes) -> Setter:
    no = bytes(len(yes))

    def set(ptr: Ptr, value: PyObject, size: int) -> Any:
        truth = PyObject_IsTrue(value)
        if type(truth) in PENDING:
            return later(ptr, truth)
        store(ptr, yes if truth else no)
        return Py_None

    def later(ptr: Ptr, pending: Any) -> Any:
        store(ptr, yes if (yield pending) else no)
        return Py_None

    return set


def vBOOL_get(ptr: Ptr, size: int) -> PyObject:
    """A VARIANT_BOOL."""
    return PyBool_FromLong(any(load(ptr, 2)))


def bool_get(ptr: Ptr, size: int) -> PyObject:
    """A _Bool."""
    return PyBool_FromLong(any(load(ptr, 1)))


# ---- floats

def _float_setter(pack: Callable[[float], bytes]) -> Setter:
    def set(ptr: Ptr, value: PyObject, size: int) -> Any:
        x = PyFloat_AsDouble(value)
        if type(x) in PENDING:
            return later(ptr, x)
        store(ptr, pack(x))
        return Py_None

    def later(ptr: Ptr, pending: Any) -> Any:
        store(ptr, pack((yield pending)))
        return Py_None

    return set


def _pack_float(fmt: str) -> Callable[[float], bytes]:
    def pack(x: float) -> bytes:
        try:
            return struct.pack(fmt, x)
        except OverflowError:  # what a C cast makes of it
            return struct.pack(fmt, math.copysign(math.inf, x))

    return pack


def _float_getter(fmt: str, width: int) -> Getter:
    return lambda ptr, size: PyFloat_FromDouble(struct.unpack(fmt, load(ptr, width))[0])


_BIAS, _INFINITE, _ONE = 16383, 0x7FFF, 1 << 63


def pack_long_double(x: float) -> bytes:
    """The 16 bytes of a long double: the processor's 80 bits, and padding."""
    sign = 0x8000 if math.copysign(1.0, x) < 0 else 0
    if x != x:
        mantissa, exponent = _ONE | _ONE >> 1, _INFINITE
    elif math.isinf(x):
        mantissa, exponent = _ONE, _INFINITE
    elif not x:
        mantissa = exponent = 0
    else:
        fraction, power = math.frexp(abs(x))
        mantissa, exponent = int(math.ldexp(fraction, 64)), power - 1 + _BIAS
    return mantissa.to_bytes(8, "little") + (sign | exponent).to_bytes(8, "little")


def unpack_long_double(data: bytes) -> float:
    """The double nearest to a long double."""
    mantissa = int.from_bytes(data[:8], "little")
    exponent = int.from_bytes(data[8:10], "little")
    sign, exponent = -1.0 if exponent & 0x8000 else 1.0, exponent & 0x7FFF
    if exponent and not mantissa & _ONE:
        return math.nan  # no number to the processor
    if exponent == _INFINITE:
        return sign * (math.inf if not mantissa & _ONE - 1 else math.nan)
    try:
        return sign * math.ldexp(float(mantissa), exponent - _BIAS - 63)
    except OverflowError:
        return sign * math.inf


def g_get(ptr: Ptr, size: int) -> PyObject:
    """A long double, as a float."""
    return PyFloat_FromDouble(unpack_long_double(load(ptr, 16)))


# ---- objects

def O_get(ptr: Ptr, size: int) -> PyObject:
    """The object that is pointed to."""
    address = load_pointer(ptr)
    if not address:
        raise PyErr_Format(PyExc_ValueError, "PyObject is NULL")
    return Py_NewRef(memory().object_at(address))


def O_set(ptr: Ptr, value: PyObject, size: int) -> PyObject:
    """Point to an object; the memory does not own it."""
    store_pointer(ptr, memory().object_address(value))
    return Py_NewRef(value)


# ---- characters

def c_set(ptr: Ptr, value: PyObject, size: int) -> PyObject:
    """A char: from one byte, or a number."""
    flags = value.ob_type.value.tp_flags
    data = None
    if flags & Py_TPFLAGS_BYTES_SUBCLASS or PyObject_TypeCheck(value, PyByteArray_Type):
        data = bytes(value.value)
    elif flags & Py_TPFLAGS_LONG_SUBCLASS and 0 <= value.value < 256:
        data = bytes([value.value])
    if data is None or len(data) != 1:
        raise PyErr_Format(PyExc_TypeError, "one character bytes, bytearray or integer expected")
    store(ptr, data)
    return Py_None


def c_get(ptr: Ptr, size: int) -> PyObject:
    """A char, as bytes."""
    return PyBytes_FromString(load(ptr, 1))


def from_wide_char(data: bytes) -> PyObject:
    """The str of an array of wchar_t (PyUnicode_FromWideChar)."""
    codes = struct.unpack(f"<{len(data) // SIZEOF_WCHAR_T}I", data)
    highest = max(codes, default=0)
    if highest > _MAX_UNICODE:
        raise PyErr_Format(
            PyExc_ValueError, f"character U+{highest:x} is not in range [U+0000; U+{_MAX_UNICODE:x}]")
    return PyUnicode_FromString("".join(map(chr, codes)))


def as_wide_char(text: str) -> bytes:
    """The array of wchar_t of a str, without the NUL behind it."""
    return text.encode("utf-32-le", "surrogatepass")


def expect_unicode(value: PyObject) -> str:
    """The host str of a value that must be a str."""
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"unicode string expected instead of {value.ob_type.value.tp_name} instance")
    return str(value.value)


def u_set(ptr: Ptr, value: PyObject, size: int) -> PyObject:
    """A wchar_t."""
    text = expect_unicode(value)
    if len(text) != 1:
        raise PyErr_Format(PyExc_TypeError, "one character unicode string expected")
    store(ptr, as_wide_char(text))
    return Py_None


def u_get(ptr: Ptr, size: int) -> PyObject:
    """A wchar_t, as a str."""
    return from_wide_char(load(ptr, SIZEOF_WCHAR_T))


def wide_until_nul(data: bytes) -> bytes:
    """What is in front of the first wchar_t that is zero; all if none is."""
    for i in range(0, len(data), SIZEOF_WCHAR_T):
        if not any(data[i:i + SIZEOF_WCHAR_T]):
            return data[:i]
    return data


def U_get(ptr: Ptr, size: int) -> PyObject:
    """An array of wchar_t, as a str."""
    return from_wide_char(wide_until_nul(load(ptr, size - size % SIZEOF_WCHAR_T)))


def U_set(ptr: Ptr, value: PyObject, length: int) -> PyObject:
    """An array of wchar_t."""
    length //= SIZEOF_WCHAR_T
    text = expect_unicode(value)
    if len(text) > length:
        raise PyErr_Format(PyExc_ValueError, f"string too long ({len(text)}, maximum length {length})")
    store(ptr, as_wide_char((text + "\0")[:length]))
    return Py_NewRef(value)


def s_get(ptr: Ptr, size: int) -> PyObject:
    """An array of char, as bytes."""
    return PyBytes_FromString(load(ptr, size).partition(b"\0")[0])


def s_set(ptr: Ptr, value: PyObject, length: int) -> PyObject:
    """An array of char; a string in the manner of C, so what is behind a NUL is left out."""
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, f"expected bytes, {value.ob_type.value.tp_name} found")
    data = bytes(value.value).partition(b"\0")[0]
    if len(data) > length:
        raise PyErr_Format(PyExc_ValueError, f"bytes too long ({len(data)}, maximum length {length})")
    store(ptr, (data + b"\0")[:length])
    return Py_None


# ---- pointers

def bytes_pointer(value: PyObject) -> int:
    """The address of the characters of a bytes (PyBytes_AsString)."""
    return address_of(memory().text(value, bytes(value.value) + b"\0"))


def wide_char_capsule(text: str, name: str) -> tuple[int, PyObject]:
    """The address of a copy of a str as an array of wchar_t, and the capsule that holds it."""
    keep = PyCapsule_New(name)
    return address_of((Block(as_wide_char(text + "\0"), keep), 0)), keep


def z_set(ptr: Ptr, value: PyObject, size: int) -> PyObject:
    """A char *: from bytes, an address, or None."""
    flags = value.ob_type.value.tp_flags
    if value is Py_None:
        store_pointer(ptr, 0)
    elif flags & Py_TPFLAGS_BYTES_SUBCLASS:
        store_pointer(ptr, bytes_pointer(value))
        return Py_NewRef(value)
    elif flags & Py_TPFLAGS_LONG_SUBCLASS:
        store_pointer(ptr, int(value.value))
    else:
        raise PyErr_Format(
            PyExc_TypeError,
            f"bytes or integer address expected instead of {value.ob_type.value.tp_name} instance")
    return Py_None


def z_get(ptr: Ptr, size: int) -> PyObject:
    """What a char * points to, as bytes; None for NULL."""
    target = deref(ptr)
    return PyBytes_FromString(read_until_nul(target, 1)) if target[1] else Py_None


def Z_set(ptr: Ptr, value: PyObject, size: int) -> PyObject:
    """A wchar_t *: from a str, which is copied, an address, or None."""
    flags = value.ob_type.value.tp_flags
    if value is Py_None:
        store_pointer(ptr, 0)
    elif flags & Py_TPFLAGS_LONG_SUBCLASS:
        store_pointer(ptr, int(value.value))
    elif flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        address, keep = wide_char_capsule(str(value.value), CTYPES_CFIELD_CAPSULE_NAME_PYMEM)
        store_pointer(ptr, address)
        return keep
    else:
        raise PyErr_Format(
            PyExc_TypeError,
            "unicode string or integer address expected instead of "
            f"{value.ob_type.value.tp_name} instance")
    return Py_None


def Z_get(ptr: Ptr, size: int) -> PyObject:
    """What a wchar_t * points to, as a str; None for NULL."""
    target = deref(ptr)
    return from_wide_char(read_until_nul(target, SIZEOF_WCHAR_T)) if target[1] else Py_None


def P_set(ptr: Ptr, value: PyObject, size: int) -> PyObject:
    """A void *: from an address, or None."""
    if value is Py_None:
        store_pointer(ptr, 0)
    elif value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        store_pointer(ptr, int(value.value))
    else:
        raise PyErr_Format(PyExc_TypeError, "cannot be converted to pointer")
    return Py_None


def P_get(ptr: Ptr, size: int) -> PyObject:
    """A void *, as an int; None for NULL."""
    address = load_pointer(ptr)
    return PyLong_FromLong(address) if address else Py_None


# ---- the table

class fielddesc:
    """How values of a type code are read and written, also in the other byte order."""

    __slots__ = ("code", "setfunc", "getfunc", "pffi_type", "setfunc_swapped", "getfunc_swapped")

    def __init__(self, code: str, pffi_type: ffi_type, setfunc: Setter, getfunc: Getter,
                 setfunc_swapped: Setter | None = None, getfunc_swapped: Getter | None = None):
        self.code = code
        self.pffi_type = pffi_type
        self.setfunc, self.getfunc = setfunc, getfunc
        self.setfunc_swapped, self.getfunc_swapped = setfunc_swapped, getfunc_swapped


def _integer(code: str, pffi_type: ffi_type) -> fielddesc:
    width, signed = pffi_type.size, code.islower()
    funcs: list[Any] = [_integer_setter(width, "little"), _integer_getter(width, signed, "little")]
    if width > 1:
        funcs += [_integer_setter(width, "big"), _integer_getter(width, signed, "big")]
    return fielddesc(code, pffi_type, *funcs)


def _float(code: str, pffi_type: ffi_type) -> fielddesc:
    width = pffi_type.size
    return fielddesc(
        code, pffi_type, _float_setter(_pack_float("<" + code)), _float_getter("<" + code, width),
        _float_setter(_pack_float(">" + code)), _float_getter(">" + code, width))


formattable: dict[str, fielddesc] = {fd.code: fd for fd in (
    fielddesc("s", ffi_type_pointer, s_set, s_get),
    _integer("b", ffi_type_schar),
    _integer("B", ffi_type_uchar),
    fielddesc("c", ffi_type_schar, c_set, c_get),
    _float("d", ffi_type_double),
    fielddesc("g", ffi_type_longdouble, _float_setter(pack_long_double), g_get),
    _float("f", ffi_type_float),
    _integer("h", ffi_type_sshort),
    _integer("H", ffi_type_ushort),
    _integer("i", ffi_type_sint),
    _integer("I", ffi_type_uint),
    _integer("l", ffi_type_sint64),
    _integer("L", ffi_type_uint64),
    _integer("q", ffi_type_sint64),
    _integer("Q", ffi_type_uint64),
    fielddesc("P", ffi_type_pointer, P_set, P_get),
    fielddesc("z", ffi_type_pointer, z_set, z_get),
    fielddesc("u", ffi_type_sint, u_set, u_get),
    fielddesc("U", ffi_type_pointer, U_set, U_get),
    fielddesc("Z", ffi_type_pointer, Z_set, Z_get),
    fielddesc("v", ffi_type_sshort, _truth_setter(b"\xff\xff"), vBOOL_get),
    fielddesc("?", ffi_type_uchar, _truth_setter(b"\1"), bool_get),
    fielddesc("O", ffi_type_pointer, O_set, O_get),
)}


def _ctypes_get_fielddesc(code: str) -> fielddesc | None:
    """The row of a type code, or NULL."""
    return formattable.get(code)


# ---- CField

class CFieldObject:
    """The body of a field's descriptor: C's fields; ``proto`` is owned."""

    __slots__ = ("offset", "size", "index", "proto", "getfunc", "setfunc", "anonymous")

    def __init__(self) -> None:
        self.offset = self.size = self.index = 0
        self.proto: PyObject | None = None
        self.getfunc: Getter | None = None
        self.setfunc: Setter | None = None
        self.anonymous = False


def PyCField_New() -> PyObject:
    """An empty descriptor."""
    return PyType_GenericAlloc(PyCField_Type, CFieldObject())


class Layout:
    """Where the fields of a structure have come to: what C passes by pointers.

    Attributes:
        field_size, bitofs: bits of the bit field that is open, and how many of them are taken.
        size, offset, align: bytes so far, where the next field is, how the last one is aligned.
        pack, big_endian: of the structure.
    """

    __slots__ = ("field_size", "bitofs", "size", "offset", "align", "pack", "big_endian")

    def __init__(self, size: int, align: int, pack: int, big_endian: bool):
        self.field_size = self.bitofs = 0
        self.size = self.offset = size
        self.align = align
        self.pack = pack
        self.big_endian = big_endian

    def encoded(self, bitsize: int) -> int:
        """The size of a bit field: its number of bits above its lowest."""
        low = self.field_size - self.bitofs - bitsize if self.big_endian else self.bitofs
        return (bitsize << 16) + low

    def begin(self, size: int, align: int) -> None:
        """Make room for a field that starts where its alignment wants it."""
        self.align = min(self.pack, align) if self.pack else align
        if self.align and self.offset % self.align:
            delta = self.align - self.offset % self.align
            self.size += delta
            self.offset += delta
        self.size += size
        self.offset += size


def _check_layout(body: CFieldObject, info: StgInfo, bitsize: int, at: Layout) -> None:
    """Give a field its place: in the bit field that is open if it fits there, else behind it."""
    bits = info.size * 8
    if not bitsize:
        at.bitofs = at.field_size = 0
        at.begin(info.size, info.align)
        body.size = info.size
    elif at.field_size and bits <= at.field_size and at.bitofs + bitsize <= at.field_size:
        body.size = at.encoded(bitsize)
        at.bitofs += bitsize
    elif at.field_size and bits >= at.field_size and at.bitofs + bitsize <= bits:
        at.offset += info.size - at.field_size // 8
        at.size += info.size - at.field_size // 8
        at.field_size = bits
        body.size = at.encoded(bitsize)
        at.bitofs += bitsize
    else:
        at.bitofs, at.field_size = 0, bits
        body.size = at.encoded(bitsize)
        at.bitofs = bitsize
        at.begin(info.size, info.align)
    body.offset = at.offset - info.size


def PyCField_FromDesc(desc: PyObject, index: int, bitsize: int, at: Layout) -> PyObject:
    """The descriptor of the next field of a structure.

    Args:
        desc: its type.
        index: its number.
        bitsize: the bits of a bit field, or 0.
        at: where the structure has come to; it goes on.
    """
    info = PyStgInfo_FromType(desc)
    if info is None:
        raise PyErr_Format(PyExc_TypeError, "has no _stginfo_")
    self = PyCField_New()
    body = self.value
    if PyObject_TypeCheck(desc, st.PyCArrayType_Type) and info.proto is not None:
        item = PyStgInfo_FromType(info.proto)
        code = {c_get: "s", u_get: "U"}.get(item.getfunc) if item is not None else None  # type: ignore[arg-type]
        if code is not None:  # arrays of characters are strings
            body.getfunc, body.setfunc = formattable[code].getfunc, formattable[code].setfunc
    body.index = index
    body.proto = Py_NewRef(desc)
    _check_layout(body, info, bitsize, at)
    return self


def PyCField_set(self: PyObject, inst: PyObject, value: PyObject | None) -> Any:
    """tp_descr_set; None or pending."""
    body: CFieldObject = self.value
    if not CDataObject_Check(inst):
        raise PyErr_Format(PyExc_TypeError, "not a ctype instance")
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "can't delete attribute")
    return PyCData_set(
        inst, body.proto, body.setfunc, value, body.index, body.size,
        ptr_add(inst.value.b_ptr, body.offset))


def PyCField_get(self: PyObject, inst: PyObject | None, type_op: PyObject | None) -> PyObject:
    """tp_descr_get"""
    if inst is None:
        return Py_NewRef(self)
    body: CFieldObject = self.value
    if not CDataObject_Check(inst):
        raise PyErr_Format(PyExc_TypeError, "not a ctype instance")
    return PyCData_get(
        body.proto, body.getfunc, inst, body.index, body.size, ptr_add(inst.value.b_ptr, body.offset))


def PyCField_repr(self: PyObject) -> PyObject:
    """tp_repr"""
    body: CFieldObject = self.value
    bits, size = body.size >> 16, body.size & 0xFFFF
    assert body.proto is not None
    place = f"{body.offset}:{size}, bits={bits}" if bits else f"{body.offset}, size={size}"
    return PyUnicode_FromString(f"<Field type={body.proto.value.tp_name}, ofs={place}>")


PyCField_Type = st.PyCField_Type = PyType_FromSpec(
    "_ctypes.CField", tp_basicsize=72, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_dealloc=fields_dealloc("proto"), tp_traverse=fields_traverse("proto"), tp_clear=fields_clear("proto"),
    tp_repr=PyCField_repr, tp_descr_get=PyCField_get, tp_descr_set=PyCField_set,
    tp_getset=(
        PyGetSetDef("offset", lambda self: PyLong_FromLong(self.value.offset)),
        PyGetSetDef("size", lambda self: PyLong_FromLong(self.value.size)),
    ))
