"""The layout of structures and unions. Models Modules/_ctypes/stgdict.c."""

from __future__ import annotations

from typing import Any

from vm.modules._ctypes_cfield import (
    Layout,
    PyCField_FromDesc,
    PyCField_New,
    PyCField_Type,
    c_get,
    u_get,
)
from vm.modules._ctypes_ctypes import (
    DICTFLAG_FINAL,
    FFI_TYPE_SINT8,
    FFI_TYPE_SINT16,
    FFI_TYPE_SINT32,
    FFI_TYPE_SINT64,
    FFI_TYPE_STRUCT,
    FFI_TYPE_UINT8,
    FFI_TYPE_UINT16,
    FFI_TYPE_UINT32,
    FFI_TYPE_UINT64,
    TYPEFLAG_HASBITFIELD,
    TYPEFLAG_HASPOINTER,
    TYPEFLAG_HASUNION,
    TYPEFLAG_ISPOINTER,
    PyStgInfo_FromType,
    StgInfo,
)
from vm.objects.abstract import PySequence_Fast, PySequence_GetItem, PySequence_Size
from vm.objects.attributes import getattribute, optional_attribute
from vm.objects.getargs import c_int, int_unit
from vm.objects.object import PyObject_GetAttr, PyObject_SetAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_new import check_utf8

_BIT_FIELD_TYPES = frozenset({
    FFI_TYPE_UINT8, FFI_TYPE_UINT16, FFI_TYPE_UINT32, FFI_TYPE_UINT64, FFI_TYPE_SINT64,
    FFI_TYPE_SINT8, FFI_TYPE_SINT16, FFI_TYPE_SINT32})
_INHERITED = TYPEFLAG_HASUNION | TYPEFLAG_HASBITFIELD


def PyCStgInfo_clone(dst: StgInfo, src: StgInfo) -> None:
    """Make the data of a new type like that of another; takes its own references."""
    for name in StgInfo.__slots__:
        setattr(dst, name, getattr(src, name))
    dst.ffi_type_pointer = src.ffi_type_pointer.copy()
    for op in dst.references():
        if op is not None:
            op.ob_refcnt += 1


# ---- anonymous fields

def _field_pair(pair: PyObject) -> tuple[PyObject, PyObject]:
    """Name and type of an item of ``_fields_`` (borrowed)."""
    if not pair.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"first argument must be a tuple, not {pair.ob_type.value.tp_name}")
    count = len(pair.value)
    if not 2 <= count <= 3:
        word, bound = ("at least", 2) if count < 2 else ("at most", 3)
        raise PyErr_Format(
            PyExc_TypeError, f"function takes {word} {bound} arguments ({count} given)")
    return pair.value[0], pair.value[1]


def _attribute(op: PyObject, name: PyObject) -> Any:
    """``getattr(op, name)``, a descriptor of a field or not (a generator)."""
    found = PyObject_GetAttr(op, name)
    if type(found) in PENDING:
        found = yield found
    return found


def _shifted(descr: PyObject, index: int, offset: int) -> PyObject:
    """A descriptor of the same field, seen from an outer structure."""
    new = PyCField_New()
    body, old = new.value, descr.value
    body.size, body.proto = old.size, Py_NewRef(old.proto)
    body.offset, body.index = old.offset + offset, old.index + index
    body.getfunc, body.setfunc = old.getfunc, old.setfunc
    return new


def MakeFields(type_op: PyObject, descr: PyObject, index: int, offset: int) -> Any:
    """Give a type the fields of one of its own fields (a generator).

    Args:
        type_op: the outer type.
        descr: the descriptor of the anonymous field.
        index, offset: what is added to theirs.
    """
    fields = yield getattribute(descr.value.proto, "_fields_")
    try:
        listed = PySequence_Fast(fields, "_fields_ must be a sequence")
        if type(listed) in PENDING:
            listed = yield listed
    finally:
        Py_DECREF(fields)
    try:
        i = 0
        while i < len(listed.value):
            yield _make_field(type_op, descr, _field_pair(listed.value[i])[0], index, offset)
            i += 1
    finally:
        Py_DECREF(listed)


def _make_field(type_op: PyObject, descr: PyObject, name: PyObject, index: int, offset: int) -> Any:
    inner = yield _attribute(descr.value.proto, name)
    try:
        if inner.ob_type is not PyCField_Type:
            raise PyErr_Format(PyExc_TypeError, "unexpected type")
        if inner.value.anonymous:
            yield MakeFields(type_op, inner, index + inner.value.index, offset + inner.value.offset)
            return
        new = _shifted(inner, index, offset)
    finally:
        Py_DECREF(inner)
    yield _set_stealing(type_op, name, new)


def _set_stealing(type_op: PyObject, name: PyObject, value: PyObject) -> Any:
    """Set an attribute; takes over the reference to the value (a generator)."""
    try:
        done = PyObject_SetAttr(type_op, name, value)
        if type(done) in PENDING:
            yield done
    finally:
        Py_DECREF(value)


def MakeAnonFields(type_op: PyObject) -> Any:
    """Give a type the fields of those that ``_anonymous_`` names (a generator)."""
    anon = yield optional_attribute(type_op, "_anonymous_")
    if anon is None:
        return
    try:
        names = PySequence_Fast(anon, "_anonymous_ must be a sequence")
        if type(names) in PENDING:
            names = yield names
    finally:
        Py_DECREF(anon)
    try:
        i = 0
        while i < len(names.value):
            yield _make_anonymous(type_op, names.value[i])
            i += 1
    finally:
        Py_DECREF(names)


def _make_anonymous(type_op: PyObject, name: PyObject) -> Any:
    descr = yield _attribute(type_op, name)
    try:
        if descr.ob_type is not PyCField_Type:
            raise PyErr_Format(
                PyExc_AttributeError,
                f"'{name.value}' is specified in _anonymous_ but not in _fields_")
        descr.value.anonymous = True
        yield MakeFields(type_op, descr, descr.value.index, descr.value.offset)
    finally:
        Py_DECREF(descr)


# ---- the layout

def _layout_option(type_op: PyObject, name: str, default: int) -> Any:
    """``_pack_`` or ``_align_`` (a generator)."""
    op = yield optional_attribute(type_op, name)
    if op is None:
        return default
    try:
        number = c_int(op)
        if type(number) in PENDING:
            number = yield number
    except PyErr as err:
        if not (PyErr_ExceptionMatches(err, PyExc_TypeError)
                or PyErr_ExceptionMatches(err, PyExc_OverflowError)):
            raise
        PyErr_Clear(err)
        number = -1
    finally:
        Py_DECREF(op)
    if number < 0:
        raise PyErr_Format(PyExc_ValueError, f"{name} must be a non-negative integer")
    return number


def _count_fields(fields: PyObject) -> Any:
    """``len(_fields_)`` (a generator)."""
    try:
        count = PySequence_Size(fields)
        if type(count) in PENDING:
            count = yield count
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, "'_fields_' must be a sequence of pairs") from None
    return count


class Field:
    """An item of ``_fields_``: C's name, desc and bitsize (NULL where none is given); ``pair`` is owned."""

    __slots__ = ("pair", "name", "desc", "bitsize")

    def __init__(self, pair: PyObject):
        self.pair = pair
        self.name, self.desc = pair.value[:2]
        self.bitsize: int | None = None


def _parse_field(pair: PyObject) -> Any:
    """An item of ``_fields_`` as PyArg_ParseTuple(pair, "UO|i") takes it (a generator)."""
    name, _ = _field_pair(pair)
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "argument 1 must be str")
    field = Field(pair)
    if len(pair.value) == 3:
        bits = int_unit(pair.value[2])
        field.bitsize = (yield bits) if type(bits) in PENDING else bits
    return field


def _item(fields: PyObject, i: int) -> Any:
    """``fields[i]`` (a generator)."""
    op = PySequence_GetItem(fields, i)
    return (yield op) if type(op) in PENDING else op


def _get_field(fields: PyObject, i: int) -> Any:
    """An item of ``_fields_`` (a generator)."""
    pair: PyObject | None = None
    try:
        pair = yield _item(fields, i)
        assert pair is not None
        return (yield _parse_field(pair))
    except PyErr as err:
        PyErr_Clear(err)
        Py_XDECREF(pair)
        raise PyErr_Format(
            PyExc_TypeError, "'_fields_' must be a sequence of (name, C type) pairs") from None


def _check_bit_field(field: Field, info: StgInfo) -> int:
    """The number of bits of a field; 0 for one that is no bit field."""
    if field.bitsize is None:
        return 0
    if info.ffi_type_pointer.type not in _BIT_FIELD_TYPES or info.getfunc in (c_get, u_get):
        raise PyErr_Format(
            PyExc_TypeError, f"bit fields not allowed for type {field.desc.value.tp_name}")
    if not 0 < field.bitsize <= info.size * 8:
        raise PyErr_Format(PyExc_ValueError, "number of bits invalid for bit field")
    return field.bitsize


def _ctypes_alloc_format_padding(padding: int) -> str:
    """What stands for unused bytes in a format."""
    return "" if padding <= 0 else "x" if padding == 1 else f"{padding}x"


def format_with_shape(info: StgInfo, text: str) -> str:
    """A format with the shape of an array in front (_ctypes_alloc_format_string_with_shape)."""
    if info.shape is None:
        return text
    return f"({','.join(map(str, info.shape))}){text}"


class _Update:
    """What the steps of PyCStructUnionType_update_stginfo share; ``format`` grows from field to field."""

    __slots__ = ("type", "stginfo", "is_struct", "at", "total_align", "union_size", "format")

    def __init__(self, type_op: PyObject, stginfo: StgInfo, is_struct: bool):
        self.type = type_op
        self.stginfo = stginfo
        self.is_struct = is_struct
        self.union_size = 0
        self.format = "T{" if is_struct else "B"

    def begin(self, pack: int, forced_alignment: int, big_endian: bool) -> StgInfo | None:
        """Start behind the fields of the base; gives its data."""
        baseinfo = PyStgInfo_FromType(self.type.value.tp_base)
        if not self.is_struct:
            self.stginfo.flags |= TYPEFLAG_HASUNION
        size = align = 0
        self.total_align = forced_alignment
        if baseinfo is not None:
            self.stginfo.flags |= baseinfo.flags & _INHERITED
            size, align = baseinfo.size, baseinfo.align
            self.total_align = max(align or 1, forced_alignment)
        self.at = Layout(size, align, pack, big_endian)
        return baseinfo

    def note_flags(self, info: StgInfo) -> None:
        """What the type of a field means for the structure; it cannot change any more."""
        flags = self.stginfo.flags
        if info.flags & (TYPEFLAG_ISPOINTER | TYPEFLAG_HASPOINTER):
            flags |= TYPEFLAG_HASPOINTER
        self.stginfo.flags = flags | info.flags & _INHERITED
        info.flags |= DICTFLAG_FINAL

    def place(self, field: Field, i: int, info: StgInfo, bitsize: int) -> PyObject:
        """The descriptor of a field at its place."""
        at = self.at
        if self.is_struct:
            check_utf8(field.name)
            last_size = at.size
            prop = PyCField_FromDesc(field.desc, i, bitsize, at)
            padding = _ctypes_alloc_format_padding(prop.value.offset - last_size)
            self.format += padding + format_with_shape(info, f"{info.format or 'B'}:{field.name.value}:")
        else:
            at.size = at.offset = at.align = 0
            prop = PyCField_FromDesc(field.desc, i, bitsize, at)
            self.union_size = max(at.size, self.union_size)
        self.total_align = max(at.align, self.total_align)
        return prop

    def finish(self, count: int) -> None:
        """Write the sizes into the type's data."""
        stginfo, total = self.stginfo, self.total_align
        size = self.at.size if self.is_struct else self.union_size
        aligned = (size + total - 1) // total * total if total else size
        if self.is_struct:
            self.format += _ctypes_alloc_format_padding(aligned - size) + "}"
        stginfo.format = self.format
        stginfo.size, stginfo.align, stginfo.length = aligned, total, count
        ffi = stginfo.ffi_type_pointer
        ffi.size, ffi.alignment, ffi.type, ffi.elements = aligned, total & 0xFFFF, FFI_TYPE_STRUCT, count + 1


def _add_field(update: _Update, fields: PyObject, i: int) -> Any:
    """Take in one item of ``_fields_`` (a generator)."""
    field = yield _get_field(fields, i)
    try:
        info = PyStgInfo_FromType(field.desc)
        if info is None:
            raise PyErr_Format(
                PyExc_TypeError, f"second item in _fields_ tuple (index {i}) must be a C type")
        update.note_flags(info)
        if field.bitsize is not None:
            update.stginfo.flags |= TYPEFLAG_HASBITFIELD
        prop = update.place(field, i, info, _check_bit_field(field, info))
        yield _set_stealing(update.type, field.name, prop)
    finally:
        Py_DECREF(field.pair)


def _has_attribute(type_op: PyObject, name: str) -> Any:
    op = yield optional_attribute(type_op, name)
    if op is None:
        return False
    Py_DECREF(op)
    return True


def PyCStructUnionType_update_stginfo(type_op: PyObject, fields: PyObject | None, is_struct: bool) -> Any:
    """Lay out a structure or union by its ``_fields_`` (a generator).

    Args:
        type_op: the type.
        fields: what was assigned; NULL if the attribute was deleted.
        is_struct: False for a union.
    """
    if fields is None:
        return
    big_endian = yield _has_attribute(type_op, "_swappedbytes_")
    pack = yield _layout_option(type_op, "_pack_", 0)
    forced_alignment = yield _layout_option(type_op, "_align_", 1)
    count = yield _count_fields(fields)
    stginfo = PyStgInfo_FromType(type_op)
    if stginfo is None:
        raise PyErr_Format(PyExc_TypeError, "ctypes state is not initialized")
    if stginfo.flags & DICTFLAG_FINAL:
        raise PyErr_Format(PyExc_AttributeError, "_fields_ is final")
    update = _Update(type_op, stginfo, is_struct)
    baseinfo = update.begin(pack, forced_alignment, big_endian)
    stginfo.format = update.format
    for i in range(count):
        yield _add_field(update, fields, i)
    update.finish(count + (0 if baseinfo is None else baseinfo.length))
    if stginfo.flags & DICTFLAG_FINAL:
        raise PyErr_Format(PyExc_AttributeError, "Structure or union cannot contain itself")
    stginfo.flags |= DICTFLAG_FINAL
    yield MakeAnonFields(type_op)
