"""Construction and methods of int: the second half of Objects/longobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.attributes import call_stealing
from vm.objects.bridge import MAX_INT_BITS, check_text_size, host_error
from vm.objects.formatter_unicode import format_atom
from vm.objects.getargs import (
    boolean,
    clamped_ssize_t,
    converted,
    ssize_t,
    unicode_arg,
)
from vm.objects.linker import late_import
from vm.objects.longobject import (
    PyLong_FromLong,
    PyLong_FromUnicodeObject,
    _long_from_text,
    _pair,
    _PyLong_FromBytes,
    _PyLong_One,
    _PyLong_Zero,
    long_decimal,
    long_long,
)
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBool_Type,
    PyByteArray_Type,
    PyBytes_Type,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromHost

_NEW_ARGS = ArgSpec("($type, x=<unrepresentable>, /, base=10)")


def long_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """int.__new__."""
    x, obase = parse_arguments(_NEW_ARGS, "int", args, kwnames)
    res = long_new_impl(x, obase)
    if type_op is PyLong_Type:
        return res
    if type(res) in PENDING:
        return _long_subtype_pending(type_op, res)
    return long_subtype_new(type_op, res)


def long_new_impl(x: PyObject | None, obase: PyObject | None) -> Any:
    """int(), int(x) or int(x, base)."""
    if x is None:
        if obase is not None:
            raise PyErr_Format(PyExc_TypeError, "int() missing string argument")
        return _PyLong_Zero
    if obase is None:
        return PyNumber_Long(x)
    base = clamped_ssize_t(obase)
    if type(base) in PENDING:
        return _long_with_base_pending(x, base)
    return _long_with_base(x, base)


def _long_with_base_pending(x: PyObject, pending: Any) -> Any:
    base = yield pending
    res = _long_with_base(x, base)
    if type(res) in PENDING:
        res = yield res
    return res


def _long_with_base(x: PyObject, base: int) -> Any:
    if (base != 0 and base < 2) or base > 36:
        raise PyErr_Format(PyExc_ValueError, "int() base must be >= 2 and <= 36, or 0")
    if x.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return PyLong_FromUnicodeObject(x, base)
    if x.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS or PyObject_TypeCheck(
            x, PyByteArray_Type):
        return _PyLong_FromBytes(x.value, base)
    raise PyErr_Format(PyExc_TypeError, "int() can't convert non-string with explicit base")


def long_subtype_new(type_op: PyObject, tmp: PyObject) -> PyObject:
    """An instance of a subclass with the value of ``tmp``, whose reference is taken over."""
    op = type_op.value.tp_alloc(type_op, int(tmp.value))
    Py_DECREF(tmp)
    return op


def _long_subtype_pending(type_op: PyObject, pending: Any) -> Any:
    tmp = yield pending
    return long_subtype_new(type_op, tmp)


def long_vectorcall(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """int(...) called by its type."""
    if kwnames:
        return long_new(type_op, args, kwnames)
    nargs = len(args)
    if nargs == 1:
        x = args[0]
        tp = x.ob_type
        if tp is PyUnicode_Type:
            return _long_from_text(x.value, 10)
        if tp is PyFloat_Type and -1e15 < x.value < 1e15:
            return PyLong_FromLong(int(x.value))
        return PyNumber_Long(x)
    if nargs > 2:
        raise PyErr_Format(PyExc_TypeError, f"int expected at most 2 arguments, got {nargs}")
    return long_new_impl(args[0], args[1]) if nargs else _PyLong_Zero


# methods


def int___getnewargs__(self: PyObject) -> PyObject:
    """The value, for copying and pickling."""
    return PyTuple_New((PyLong_FromLong(int(self.value)),))


def int___format__(self: PyObject, spec: PyObject) -> Any:
    """format(self, spec)."""
    return long__format__(self, unicode_arg(spec, "__format__", "argument"))


def long__format__(op: PyObject, spec: str) -> Any:
    """_PyLong_FormatAdvancedWriter: an int by a host str format specification; may be pending."""
    if not spec:
        if op.ob_type is PyLong_Type:
            return PyObject(PyUnicode_Type, long_decimal(op.value))
        return PyObject_Str(op)
    return PyUnicode_FromHost(format_atom(op, int(op.value), spec))


def int___round__(self: PyObject, ndigits: PyObject | None) -> Any:
    """round(self[, ndigits])."""
    if ndigits is None:
        return long_long(self)
    index = PyNumber_Index(ndigits)
    if type(index) in PENDING:
        return _round_pending(self, index)
    return _round(self, index)


def _round_pending(self: PyObject, pending: Any) -> Any:
    index = yield pending
    return _round(self, index)


def _round(self: PyObject, index: PyObject) -> PyObject:
    n = int(index.value)
    Py_DECREF(index)
    if n >= 0:
        return long_long(self)
    if -n > self.value.bit_length() + 1:  # 10 ** -n is more than twice the value
        return _PyLong_Zero
    return PyLong_FromLong(round(int(self.value), n))


def int___sizeof__(self: PyObject) -> PyObject:
    """Bytes of memory: the header and 30-bit digits."""
    digits = max(1, -(-abs(self.value).bit_length() // 30))
    return PyLong_FromLong(24 + 4 * digits)


def int_bit_length(self: PyObject) -> PyObject:
    """Number of bits of the magnitude."""
    return PyLong_FromLong(self.value.bit_length())


def int_bit_count(self: PyObject) -> PyObject:
    """Number of ones in the binary magnitude."""
    return PyLong_FromLong(self.value.bit_count())


def int_as_integer_ratio(self: PyObject) -> PyObject:
    """The pair (self, 1)."""
    return _pair(long_long(self), _PyLong_One)


def _byteorder(op: PyObject | None, fname: str) -> str:
    order = "big" if op is None else unicode_arg(op, fname, "argument 'byteorder'")
    if order not in ("big", "little"):
        raise PyErr_Format(PyExc_ValueError, "byteorder must be either 'little' or 'big'")
    return order


@converted(ssize_t, None, boolean)
def int_to_bytes(self: PyObject, length: int | None, byteorder: PyObject | None,
                 signed: bool | None) -> PyObject:
    """The value as bytes of a given number."""
    order: Any = _byteorder(byteorder, "to_bytes")
    length = 1 if length is None else length
    if length < 0:
        raise PyErr_Format(PyExc_ValueError, "length argument must be non-negative")
    check_text_size(length)
    try:
        data = int(self.value).to_bytes(length, order, signed=bool(signed))
    except OverflowError as err:
        raise host_error(err) from None
    return PyObject(PyBytes_Type, data)


@converted(None, None, boolean)
def int_from_bytes(type_op: PyObject, source: PyObject, byteorder: PyObject | None,
                   signed: bool | None) -> Any:
    """The int that bytes, or an iterable of bytes, represent."""
    order: Any = _byteorder(byteorder, "from_bytes")
    data = source
    if source.ob_type is not PyBytes_Type:
        data = PyObject_Bytes(source)
        if type(data) in PENDING:
            return _from_bytes_pending(type_op, data, order, bool(signed))
    else:
        data.ob_refcnt += 1
    return _from_bytes(type_op, data, order, bool(signed))


def _from_bytes_pending(type_op: PyObject, pending: Any, order: Any, signed: bool) -> Any:
    data = yield pending
    res = _from_bytes(type_op, data, order, signed)
    if type(res) in PENDING:
        res = yield res
    return res


def _from_bytes(type_op: PyObject, data: PyObject, order: Any, signed: bool) -> Any:
    if len(data.value) * 8 > MAX_INT_BITS:
        Py_DECREF(data)
        raise PyErr_SetNone(PyExc_MemoryError)
    res = PyLong_FromLong(int.from_bytes(data.value, order, signed=signed))
    Py_DECREF(data)
    return res if type_op is PyLong_Type else call_stealing(type_op, res)


def int_is_integer(self: PyObject) -> PyObject:
    """True."""
    return Py_True


def long_get0(self: PyObject) -> PyObject:
    """The imaginary part."""
    return _PyLong_Zero


def long_get1(self: PyObject) -> PyObject:
    """The denominator."""
    return _PyLong_One


set_slots(
    PyLong_Type,
    tp_new=long_new,
    tp_vectorcall=long_vectorcall,
    tp_methods=(
        PyMethodDef("conjugate", long_long, "($self, /)"),
        PyMethodDef("bit_length", int_bit_length, "($self, /)"),
        PyMethodDef("bit_count", int_bit_count, "($self, /)"),
        PyMethodDef("to_bytes", int_to_bytes,
                    "($self, /, length=1, byteorder='big', *, signed=False)"),
        PyMethodDef("from_bytes", int_from_bytes,
                    "($type, /, bytes, byteorder='big', *, signed=False)", classmethod=True),
        PyMethodDef("as_integer_ratio", int_as_integer_ratio, "($self, /)"),
        PyMethodDef("__trunc__", long_long, "($self, /)"),
        PyMethodDef("__floor__", long_long, "($self, /)"),
        PyMethodDef("__ceil__", long_long, "($self, /)"),
        PyMethodDef("__round__", int___round__, "($self, ndigits=<unrepresentable>, /)"),
        PyMethodDef("__getnewargs__", int___getnewargs__),
        PyMethodDef("__format__", int___format__, "($self, format_spec, /)"),
        PyMethodDef("__sizeof__", int___sizeof__, "($self, /)"),
        PyMethodDef("is_integer", int_is_integer, "($self, /)"),
    ),
    tp_getset=(
        PyGetSetDef("real", long_long, None),
        PyGetSetDef("imag", long_get0, None),
        PyGetSetDef("numerator", long_long, None),
        PyGetSetDef("denominator", long_get1, None),
    ),
)

PyNumber_Long: Any
PyNumber_Index: Any
PyObject_Bytes: Any
PyObject_Str: Any
PyObject_CallOneArg: Any


@late_import
def _link() -> None:
    global PyNumber_Long, PyNumber_Index, PyObject_Bytes, PyObject_CallOneArg, PyObject_Str
    from vm.objects.abstract import PyNumber_Index, PyNumber_Long, _format_slots
    from vm.objects.call import PyObject_CallOneArg
    from vm.objects.object import PyObject_Bytes, PyObject_Str

    _format_slots[PyLong_Type] = _format_slots[PyBool_Type] = int___format__


__all__ = ["PyLong_FromUnicodeObject", "_PyLong_FromBytes", "long__format__"]
