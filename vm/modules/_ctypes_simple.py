"""Simple types: one value of a type code. From Modules/_ctypes/_ctypes.c."""

from __future__ import annotations

from typing import Any

from vm.modules._ctypes_callproc import (
    MAX_AS_PARAMETER,
    PyCArgObject_new,
    as_parameter_error,
    pointer_parameter,
)
from vm.modules._ctypes_cfield import _ctypes_get_fielddesc, c_get, fielddesc, formattable, u_get
from vm.modules._ctypes_ctypes import (
    TYPEFLAG_ISPOINTER,
    CDataObject_Check,
    PyStgInfo_FromObject,
    PyStgInfo_FromType,
    PyStgInfo_Init,
    PyType_FromMetaclass,
    StgInfo,
    st,
)
from vm.modules._ctypes_data import (
    GenericPyCData_new,
    PyCData_NewGetBuffer,
    PyCData_Type,
    _ctypes_simple_instance,
    concrete_info,
    keep_result,
)
from vm.modules._ctypes_memory import load, load_pointer
from vm.modules._ctypes_meta import by_as_parameter, is_instance, is_pointer_or_array, metatype
from vm.objects.attributes import optional_attribute, repr_text, set_attribute
from vm.objects.descrobject import PyDescr_NewClassMethod
from vm.objects.dictobject import PyDict_SetItemString
from vm.objects.methoddef import PyGetSetDef, _PyArg_CheckPositional, defining_class
from vm.objects.object import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject import type_init
from vm.objects.typeobject_new import check_utf8, type_new
from vm.objects.unicodeobject import PyUnicode_FromString

SIMPLE_TYPE_CHARS = "cbBhHiIlLdfuzZqQPXOv?g"
#: Codes whose PEP 3118 format, of standard size, is another.
_STANDARD = {"l": "q", "L": "Q"}
_POINTER_CODES = "zZPsXO"


# ---- parameters of pointers to characters, and of void *

def _parameter(code: str, value: PyObject) -> PyObject:
    """A value as a parameter of a type code whose setter calls no guest code."""
    fd = formattable[code]
    parg = PyCArgObject_new(fd.pffi_type, code)
    try:
        parg.value.obj = fd.setfunc((parg.value.value, 0), value, 0)
    except PyErr:
        Py_DECREF(parg)
        raise
    return parg


def _points_to(op: PyObject | None, getfunc: Any) -> bool:
    """Whether the data of an object's type has a certain getter."""
    info = None if op is None else PyStgInfo_FromObject(op)
    return info is not None and info.getfunc is getfunc


def _items_are(value: PyObject, getfunc: Any) -> bool:
    """Whether a pointer's or an array's items have a certain getter."""
    info = PyStgInfo_FromObject(value)
    item = None if info is None or info.proto is None else PyStgInfo_FromType(info.proto)
    return item is not None and item.getfunc is getfunc


def _character_pointer(code: str, flag: int, getfunc: Any) -> Any:
    """The conversion of c_char_p or c_wchar_p, for `by_as_parameter`."""

    def convert(type_op: PyObject, value: PyObject) -> Any:
        if value is Py_None:
            return Py_None
        if value.ob_type.value.tp_flags & flag:
            return _parameter(code, value)
        if (yield is_instance(value, type_op)):
            return Py_NewRef(value)
        if is_pointer_or_array(value) and _items_are(value, getfunc):
            return Py_NewRef(value)
        if value.ob_type is st.PyCArg_Type and _points_to(value.value.obj, getfunc):
            return Py_NewRef(value)
        return None

    return convert


def _void_pointer(type_op: PyObject, value: PyObject) -> Any:
    """The conversion of c_void_p, for `by_as_parameter` (a generator)."""
    flags = value.ob_type.value.tp_flags
    if value is Py_None:
        return Py_None
    for flag, code in ((Py_TPFLAGS_LONG_SUBCLASS, "P"), (Py_TPFLAGS_BYTES_SUBCLASS, "z"),
                       (Py_TPFLAGS_UNICODE_SUBCLASS, "Z")):
        if flags & flag:
            return _parameter(code, value)
    if (yield is_instance(value, type_op)) or is_pointer_or_array(value):
        return Py_NewRef(value)
    if value.ob_type is st.PyCArg_Type and value.value.tag == "P":
        return Py_NewRef(value)
    if PyObject_TypeCheck(value, st.PyCFuncPtr_Type):
        return pointer_parameter("P", load_pointer(value.value.b_ptr), Py_NewRef(value))
    return _character_pointer_instance(value)


def _character_pointer_instance(value: PyObject) -> PyObject | None:
    info = PyStgInfo_FromObject(value)
    if info is None or not CDataObject_Check(value) or info.proto is None:
        return None
    proto = info.proto
    if not proto.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS or proto.value[0] not in "zZ":
        return None
    return pointer_parameter("Z", load_pointer(value.value.b_ptr), Py_NewRef(value))


def _from_param_method(name: str, convert: Any) -> Any:
    def from_param(type_op: PyObject, value: PyObject) -> Any:
        res = yield by_as_parameter(convert, type_op, value)
        if type(res) is not PyObject:
            raise PyErr_Format(
                PyExc_TypeError, f"'{res:.200}' object cannot be interpreted as ctypes.{name}")
        return res

    from_param.__name__ = name + "_from_param"
    return defining_class("from_param", from_param, "($type, value, /)")


#: By type code: ``from_param`` of the classes that derive from _SimpleCData itself.
_FROM_PARAM = {
    "z": _from_param_method("c_char_p", _character_pointer("z", Py_TPFLAGS_BYTES_SUBCLASS, c_get)),
    "Z": _from_param_method("c_wchar_p", _character_pointer("Z", Py_TPFLAGS_UNICODE_SUBCLASS, u_get)),
    "P": _from_param_method("c_void_p", _void_pointer),
}


def PyCSimpleType_paramfunc(self: PyObject) -> PyObject:
    """A simple instance as a parameter: its value."""
    info, body = PyStgInfo_FromObject(self), self.value
    assert info is not None and info.proto is not None
    fd = formattable[info.proto.value]
    data = load(body.b_ptr, min(body.b_size, 16))
    parg = PyCArgObject_new(fd.pffi_type, fd.code, Py_NewRef(self))
    parg.value.value.data[:len(data)] = data
    return parg


def _convert_by_setter(fd: fielddesc, value: PyObject) -> Any:
    """A value as a parameter (a generator)."""
    parg = PyCArgObject_new(fd.pffi_type, fd.code)
    try:
        keep = fd.setfunc((parg.value.value, 0), value, 0)
        if type(keep) in PENDING:
            keep = yield keep
    except PyErr:
        Py_DECREF(parg)
        raise
    parg.value.obj = keep
    return parg


def _as_parameter(value: PyObject, err: PyErr) -> Any:
    """``value._as_parameter_``; without one the earlier error is raised (a generator)."""
    try:
        inner = yield optional_attribute(value, "_as_parameter_")
    except PyErr:
        PyErr_Clear(err)
        raise
    if inner is None:
        raise err
    PyErr_Clear(err)
    return inner


def PyCSimpleType_from_param(type_op: PyObject, value: PyObject) -> Any:
    """``from_param(value)``; a generator."""
    value.ob_refcnt += 1
    try:
        for depth in range(MAX_AS_PARAMETER + 1):
            if (yield is_instance(value, type_op)):
                return Py_NewRef(value)
            proto = concrete_info(type_op).proto
            assert proto is not None
            try:
                return (yield _convert_by_setter(formattable[proto.value], value))
            except PyErr as err:
                failed = err
            inner = yield _as_parameter(value, failed)
            Py_DECREF(value)
            value = inner
            as_parameter_error(depth)
    finally:
        Py_DECREF(value)


# ---- the metatype

def _ctypes_alloc_format_string_for_type(code: str, big_endian: bool) -> str:
    """The PEP 3118 format of a type code."""
    return (">" if big_endian else "<") + _STANDARD.get(code, code)


def _check_proto(proto: PyObject) -> fielddesc:
    """The row of a ``_type_``."""
    if not proto.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "class must define a '_type_' string attribute")
    check_utf8(proto)
    code = str(proto.value)
    if len(code.encode()) != 1:
        raise PyErr_Format(
            PyExc_ValueError,
            "class must define a '_type_' attribute which must be a string of length 1")
    if code not in SIMPLE_TYPE_CHARS + "\0":
        raise PyErr_Format(
            PyExc_AttributeError,
            "class must define a '_type_' attribute which must be\n"
            f"a single character string containing one of '{SIMPLE_TYPE_CHARS}'.")
    fd = _ctypes_get_fielddesc(code)
    if fd is None:
        shown = code.rstrip("\0")
        raise PyErr_Format(PyExc_ValueError, f"_type_ '{shown}' not supported")
    return fd


def _describe(info: StgInfo, fd: fielddesc) -> None:
    """What a simple type and its twin of the other byte order have in common."""
    info.ffi_type_pointer = fd.pffi_type
    info.align, info.size, info.length = fd.pffi_type.alignment, fd.pffi_type.size, 0


def CreateSwappedType(metatype_op: PyObject, args: list, kwnames: tuple, proto: PyObject, fd: fielddesc) -> Any:
    """The twin of a simple type for the other byte order (a generator)."""
    name = PyUnicode_FromString(args[0].value + "_be")
    try:
        result = yield type_new(metatype_op, [name, *args[1:]], kwnames)
    finally:
        Py_DECREF(name)
    info = PyStgInfo_Init(result)
    _describe(info, fd)
    info.setfunc, info.getfunc = fd.setfunc_swapped, fd.getfunc_swapped
    info.proto = Py_NewRef(proto)
    return result


def _install_from_param(self: PyObject, info: StgInfo, code: str) -> None:
    """The methods of the three pointer types that are ctypes' own."""
    if code in _POINTER_CODES:
        info.flags |= TYPEFLAG_ISPOINTER
    method = _FROM_PARAM.get(code)
    if method is not None:
        descr = PyDescr_NewClassMethod(self, method)
        PyDict_SetItemString(self.value.tp_dict, "from_param", descr)
        Py_DECREF(descr)


def _add_swapped(self: PyObject, args: list, kwnames: tuple, info: StgInfo, fd: fielddesc) -> Any:
    """Make the twin of the other byte order, and let each know the other (a generator)."""
    assert info.proto is not None and info.format is not None
    swapped = yield CreateSwappedType(self.ob_type, args, kwnames, info.proto, fd)
    try:
        for op, name, value in ((self, "__ctype_be__", swapped), (self, "__ctype_le__", self),
                                (swapped, "__ctype_le__", self), (swapped, "__ctype_be__", swapped)):
            yield set_attribute(op, name, value)
        swapped_info = PyStgInfo_FromType(swapped)
        assert swapped_info is not None
        swapped_info.format = ">" + info.format[1:]
    finally:
        Py_DECREF(swapped)


def PyCSimpleType_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; a generator."""
    type_init(self, args, kwnames)
    proto = yield optional_attribute(self, "_type_")
    if proto is None:
        raise PyErr_Format(PyExc_AttributeError, "class must define a '_type_' attribute")
    try:
        fd = _check_proto(proto)
        info = PyStgInfo_Init(self)
    except PyErr:
        Py_DECREF(proto)
        raise
    _describe(info, fd)
    info.setfunc, info.getfunc = fd.setfunc, fd.getfunc
    info.format = _ctypes_alloc_format_string_for_type(fd.code, False)
    info.paramfunc = PyCSimpleType_paramfunc
    info.proto = proto
    if self.value.tp_base is Simple_Type:
        _install_from_param(self, info, fd.code)
    if self.ob_type is PyCSimpleType_Type and fd.setfunc_swapped is not None:
        yield _add_swapped(self, args, kwnames, info, fd)


PyCSimpleType_Type = st.PyCSimpleType_Type = metatype(
    "PyCSimpleType", defining_class("from_param", PyCSimpleType_from_param, "($self, value, /)"),
    tp_init=PyCSimpleType_init)


# ---- instances

def _info(self: PyObject) -> Any:
    info = PyStgInfo_FromObject(self)
    assert info is not None
    return info


def Simple_set_value(self: PyObject, value: PyObject | None) -> Any:
    """``simple.value = value``; None or pending."""
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "can't delete attribute")
    info = _info(self)
    return keep_result(self, 0, info.setfunc(self.value.b_ptr, value, info.size))


def Simple_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; None or pending."""
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional("__init__", nargs, 0, 1)
    return Simple_set_value(self, args[0]) if nargs else None


def Simple_get_value(self: PyObject) -> PyObject:
    """``simple.value``"""
    found: PyObject = _info(self).getfunc(self.value.b_ptr, self.value.b_size)
    return found


def Simple_from_outparm(self: PyObject) -> PyObject:
    """``__ctypes_from_outparam__()``: the value, of an instance of ctypes' own types."""
    return Py_NewRef(self) if _ctypes_simple_instance(self.ob_type) else Simple_get_value(self)


def Simple_bool(self: PyObject) -> bool:
    """nb_bool"""
    return any(load(self.value.b_ptr, self.value.b_size))


def Simple_repr(self: PyObject) -> Any:
    """tp_repr; may be pending."""
    name = self.ob_type.value.tp_name
    if self.ob_type.value.tp_base is not Simple_Type:
        return PyUnicode_FromString(f"<{name} object at {_Py_address(self):#x}>")
    return _repr(name, Simple_get_value(self))


def _repr(name: str, value: PyObject) -> Any:
    try:
        return PyUnicode_FromString(f"{name}({(yield repr_text(value))})")
    finally:
        Py_DECREF(value)


Simple_Type = st.Simple_Type = PyType_FromMetaclass(
    PyCSimpleType_Type, "_ctypes._SimpleCData", PyCData_Type,
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, tp_basicsize=96,
    tp_repr=Simple_repr, tp_new=GenericPyCData_new, tp_init=Simple_init, nb_bool=Simple_bool,
    bf_getbuffer=PyCData_NewGetBuffer,
    tp_methods=(defining_class("__ctypes_from_outparam__", Simple_from_outparm, "($self, /)"),),
    tp_getset=(PyGetSetDef("value", Simple_get_value, Simple_set_value),))

