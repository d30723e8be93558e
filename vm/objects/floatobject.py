"""Floats. Models Objects/floatobject.c; the value is a host float (a C double on every host)."""

from __future__ import annotations

import sys
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from vm.objects.attributes import call_stealing
from vm.objects.bridge import host_error
from vm.objects.formatter_unicode import format_atom
from vm.objects.getargs import clamped_ssize_t, reject_keywords, unicode_arg
from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromDouble, PyLong_FromLong, _pair, long_float
from vm.objects.methoddef import PyGetSetDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.pybuffer import of_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyFloat_Type,
    PyObject,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError
from vm.objects.pyhash import _Py_HashDouble
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromHost

_COMPARE = (lt, le, eq, ne, gt, ge)
_float_repr = float.__repr__


def PyFloat_FromDouble(x: float) -> PyObject:
    """The guest float of a host float."""
    return PyObject(PyFloat_Type, x)


def PyFloat_Check(op: PyObject) -> bool:
    """Whether the object is a float, of a subclass or not: no other type keeps a host float."""
    return type(op.value) is float


def _double(op: PyObject) -> float | None:
    """The host float of a float or int operand; None for any other type (CONVERT_TO_DOUBLE)."""
    value = op.value
    if type(value) is float:
        return value
    if op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        try:
            return float(value)
        except OverflowError:
            raise PyErr_Format(
                PyExc_OverflowError, "int too large to convert to float") from None
    return None


def PyFloat_AsDouble(op: PyObject) -> Any:
    """The host float of any number, or pending (``__float__``, ``__index__`` of the guest)."""
    value = op.value
    if type(value) is float:
        return value
    tp = op.ob_type.value
    if tp.nb_float is long_float:
        return _double(op)
    if tp.nb_float is None and tp.nb_index is None:
        raise PyErr_Format(PyExc_TypeError, f"must be real number, not {tp.tp_name:.50}")
    return _as_double_pending(op)


def _as_double_pending(op: PyObject) -> Any:
    tp = op.ob_type.value
    res = PyNumber_Index(op) if tp.nb_float is None else tp.nb_float(op)
    if type(res) in PENDING:
        res = yield res
    try:
        if tp.nb_float is None:
            return _double(res)
        if type(res.value) is not float:
            raise PyErr_Format(
                PyExc_TypeError,
                f"{tp.tp_name:.50}.__float__ returned non-float "
                f"(type {res.ob_type.value.tp_name:.50})")
        if res.ob_type is not PyFloat_Type:
            warned = warn_float_subclass(op, res)
            if type(warned) in PENDING:
                yield warned
        return res.value
    finally:
        Py_DECREF(res)


def warn_float_subclass(op: PyObject, res: PyObject) -> Any:
    """DeprecationWarning for a ``__float__`` that returns an instance of a subclass; may be pending."""
    from vm.objects.pyerrors import PyExc_DeprecationWarning  # rare
    from vm.objects.pywarnings import PyErr_WarnEx

    return PyErr_WarnEx(
        PyExc_DeprecationWarning,
        f"{op.ob_type.value.tp_name:.50}.__float__ returned non-float "
        f"(type {res.ob_type.value.tp_name:.50}).  "
        "The ability to return an instance of a strict subclass of float "
        "is deprecated, and may be removed in a future version of Python.", 1)


# arithmetic


def float_add(v: PyObject, w: PyObject) -> PyObject:
    """v + w."""
    a, b = v.value, w.value
    if type(a) is not float or type(b) is not float:
        a, b = _double(v), _double(w)
        if a is None or b is None:
            return Py_NotImplemented
    return PyObject(PyFloat_Type, a + b)


def float_sub(v: PyObject, w: PyObject) -> PyObject:
    """v - w."""
    a, b = v.value, w.value
    if type(a) is not float or type(b) is not float:
        a, b = _double(v), _double(w)
        if a is None or b is None:
            return Py_NotImplemented
    return PyObject(PyFloat_Type, a - b)


def float_mul(v: PyObject, w: PyObject) -> PyObject:
    """v * w."""
    a, b = v.value, w.value
    if type(a) is not float or type(b) is not float:
        a, b = _double(v), _double(w)
        if a is None or b is None:
            return Py_NotImplemented
    return PyObject(PyFloat_Type, a * b)


def float_div(v: PyObject, w: PyObject) -> PyObject:
    """v / w."""
    a, b = v.value, w.value
    if type(a) is not float or type(b) is not float:
        a, b = _double(v), _double(w)
        if a is None or b is None:
            return Py_NotImplemented
    try:
        return PyObject(PyFloat_Type, a / b)
    except ZeroDivisionError as err:
        raise host_error(err) from None


def float_rem(v: PyObject, w: PyObject) -> PyObject:
    """v % w."""
    a, b = _double(v), _double(w)
    if a is None or b is None:
        return Py_NotImplemented
    try:
        return PyObject(PyFloat_Type, a % b)
    except ZeroDivisionError as err:
        raise host_error(err) from None


def float_floor_div(v: PyObject, w: PyObject) -> PyObject:
    """v // w."""
    a, b = _double(v), _double(w)
    if a is None or b is None:
        return Py_NotImplemented
    try:
        return PyObject(PyFloat_Type, a // b)
    except ZeroDivisionError as err:
        raise host_error(err) from None


def float_divmod(v: PyObject, w: PyObject) -> PyObject:
    """divmod(v, w)."""
    a, b = _double(v), _double(w)
    if a is None or b is None:
        return Py_NotImplemented
    try:
        q, r = divmod(a, b)
    except ZeroDivisionError as err:
        raise host_error(err) from None
    return _pair(PyObject(PyFloat_Type, q), PyObject(PyFloat_Type, r))


def float_pow(v: PyObject, w: PyObject, z: PyObject) -> PyObject:
    """v ** w; a negative number to a fraction is complex."""
    if z is not Py_None:
        raise PyErr_Format(
            PyExc_TypeError, "pow() 3rd argument not allowed unless all arguments are integers")
    a, b = _double(v), _double(w)
    if a is None or b is None:
        return Py_NotImplemented
    try:
        res = a ** b
    except (ZeroDivisionError, OverflowError) as err:
        raise host_error(err) from None
    if type(res) is complex:
        return PyComplex_FromCComplex(res)
    return PyObject(PyFloat_Type, res)


def float_neg(v: PyObject) -> PyObject:
    """-v."""
    return PyObject(PyFloat_Type, -v.value)


def float_float(v: PyObject) -> PyObject:
    """The same float, as an exact one."""
    if v.ob_type is PyFloat_Type:
        v.ob_refcnt += 1
        return v
    return PyObject(PyFloat_Type, v.value)


def float_abs(v: PyObject) -> PyObject:
    """abs(v)."""
    return PyObject(PyFloat_Type, abs(v.value))


def float_bool(v: PyObject) -> bool:
    """Whether v is not zero."""
    return v.value != 0.0


def float_richcompare(v: PyObject, w: PyObject, op: int) -> PyObject:
    """v < w and its five fellows; v is a float. Ints compare by their exact value."""
    a, b = v.value, w.value
    if type(b) is float or w.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return Py_True if _COMPARE[op](a, b) else Py_False
    return Py_NotImplemented


def float_hash(v: PyObject) -> int:
    """Equal numbers hash alike; a NaN hashes by its address."""
    return _Py_HashDouble(v, v.value)


def float_repr(v: PyObject) -> PyObject:
    """The shortest text that reads back as the same float."""
    return PyObject(PyUnicode_Type, _float_repr(v.value))


# construction


def PyFloat_FromString(v: PyObject) -> Any:
    """float(v) of a str or bytes-like object; may be pending."""
    if v.ob_type.value.tp_flags & (Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS):
        return _float_or_error(v, _float_of_text(v.value))
    return _float_of_buffer(v)


def _float_of_text(text: Any) -> PyObject | None:
    try:
        return PyObject(PyFloat_Type, float(text))
    except ValueError:
        return None


def _float_or_error(v: PyObject, res: PyObject | None) -> Any:
    return _no_float(v) if res is None else res


def _float_of_buffer(v: PyObject) -> Any:
    """The float of a bytes-like object (a generator)."""
    res = of_buffer(
        v, _float_of_text, "float() argument must be a string or a real number, not "
        f"'{v.ob_type.value.tp_name:.200}'")
    if type(res) in PENDING:
        res = yield res
    return (yield _no_float(v)) if res is None else res


def _no_float(v: PyObject) -> Any:
    """Raise the ValueError that shows the object (a generator)."""
    shown = PyObject_Repr(v)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value
    Py_DECREF(shown)
    raise PyErr_Format(PyExc_ValueError, f"could not convert string to float: {text}")


def float_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """float.__new__, and float(...) called by its type."""
    reject_keywords("float", type_op, PyFloat_Type, kwnames)
    nargs = len(args) - len(kwnames)
    _PyArg_CheckPositional("float", nargs, 0, 1)
    x = args[0] if nargs else None
    if x is None:
        res = PyObject(PyFloat_Type, 0.0)
    elif x.ob_type is PyUnicode_Type:
        res = PyFloat_FromString(x)
    else:
        res = PyNumber_Float(x)
    if type_op is PyFloat_Type:
        return res
    if type(res) in PENDING:
        return _float_subtype_pending(type_op, res)
    return float_subtype_new(type_op, res)


def float_subtype_new(type_op: PyObject, tmp: PyObject) -> PyObject:
    """An instance of a subclass with the value of ``tmp``, whose reference is taken over."""
    op = type_op.value.tp_alloc(type_op, tmp.value)
    Py_DECREF(tmp)
    return op


def _float_subtype_pending(type_op: PyObject, pending: Any) -> Any:
    tmp = yield pending
    return float_subtype_new(type_op, tmp)


# methods


def float_is_integer(self: PyObject) -> PyObject:
    """Whether there is no fraction."""
    return Py_True if self.value.is_integer() else Py_False


def float___trunc__(self: PyObject) -> PyObject:
    """int(self)."""
    return PyLong_FromDouble(self.value)


def float___floor__(self: PyObject) -> PyObject:
    """The largest int that is not greater."""
    try:
        return PyLong_FromLong(self.value.__floor__())
    except (OverflowError, ValueError) as err:
        raise host_error(err) from None


def float___ceil__(self: PyObject) -> PyObject:
    """The smallest int that is not less."""
    try:
        return PyLong_FromLong(self.value.__ceil__())
    except (OverflowError, ValueError) as err:
        raise host_error(err) from None


def float___round__(self: PyObject, ndigits: PyObject | None) -> Any:
    """round(self[, ndigits])."""
    if ndigits is None or ndigits is Py_None:
        return _round(self, None)
    digits = clamped_ssize_t(ndigits)
    if type(digits) in PENDING:
        return _round_pending(self, digits)
    return _round(self, digits)


def _round_pending(self: PyObject, pending: Any) -> Any:
    digits = yield pending
    return _round(self, digits)


def _round(self: PyObject, digits: int | None) -> PyObject:
    try:
        if digits is None:
            return PyLong_FromLong(round(self.value))
        return PyObject(PyFloat_Type, round(self.value, max(-5000, min(digits, 5000))))
    except (OverflowError, ValueError) as err:
        raise host_error(err) from None


def float_as_integer_ratio(self: PyObject) -> PyObject:
    """The pair of ints whose ratio is the float."""
    try:
        n, d = self.value.as_integer_ratio()
    except (OverflowError, ValueError) as err:
        raise host_error(err) from None
    return _pair(PyLong_FromLong(n), PyLong_FromLong(d))


def float_hex(self: PyObject) -> PyObject:
    """The float in hexadecimal."""
    return PyObject(PyUnicode_Type, self.value.hex())


def float_fromhex(type_op: PyObject, string: PyObject) -> Any:
    """The float that a hexadecimal text stands for."""
    if not string.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            "bad argument type for built-in operation")
    try:
        res = PyObject(PyFloat_Type, float.fromhex(string.value))
    except (OverflowError, ValueError) as err:
        raise host_error(err) from None
    return res if type_op is PyFloat_Type else call_stealing(type_op, res)


def float___getnewargs__(self: PyObject) -> PyObject:
    """The value, for copying and pickling."""
    return PyTuple_New((PyObject(PyFloat_Type, self.value),))


def float___getformat__(type_op: PyObject, typestr: PyObject) -> PyObject:
    """How the machine stores a C double or float."""
    name = unicode_arg(typestr, "__getformat__", "argument")
    if name not in ("double", "float"):
        raise PyErr_Format(
            PyExc_ValueError, "__getformat__() argument 1 must be 'double' or 'float'")
    return PyObject(PyUnicode_Type, "IEEE, little-endian")


def float___format__(self: PyObject, spec: PyObject) -> Any:
    """format(self, spec)."""
    return float__format__(self, unicode_arg(spec, "__format__", "argument"))


def float__format__(op: PyObject, spec: str) -> Any:
    """_PyFloat_FormatAdvancedWriter: a float by a host str format specification; may be pending."""
    if not spec:
        return float_repr(op) if op.ob_type is PyFloat_Type else PyObject_Str(op)
    return PyUnicode_FromHost(format_atom(op, op.value, spec))


def float_get_imag(self: PyObject) -> PyObject:
    """The imaginary part."""
    return PyObject(PyFloat_Type, 0.0)


set_slots(
    PyFloat_Type,
    tp_repr=float_repr,
    tp_hash=float_hash,
    tp_richcompare=float_richcompare,
    tp_new=float_new,
    tp_vectorcall=float_new,
    nb_add=float_add,
    nb_subtract=float_sub,
    nb_multiply=float_mul,
    nb_remainder=float_rem,
    nb_divmod=float_divmod,
    nb_power=float_pow,
    nb_negative=float_neg,
    nb_positive=float_float,
    nb_absolute=float_abs,
    nb_bool=float_bool,
    nb_int=float___trunc__,
    nb_float=float_float,
    nb_floor_divide=float_floor_div,
    nb_true_divide=float_div,
    tp_methods=(
        PyMethodDef("conjugate", float_float, "($self, /)"),
        PyMethodDef("__trunc__", float___trunc__, "($self, /)"),
        PyMethodDef("__floor__", float___floor__, "($self, /)"),
        PyMethodDef("__ceil__", float___ceil__, "($self, /)"),
        PyMethodDef("__round__", float___round__, "($self, ndigits=None, /)"),
        PyMethodDef("as_integer_ratio", float_as_integer_ratio, "($self, /)"),
        PyMethodDef("fromhex", float_fromhex, "($type, string, /)", classmethod=True),
        PyMethodDef("hex", float_hex, "($self, /)"),
        PyMethodDef("is_integer", float_is_integer, "($self, /)"),
        PyMethodDef("__getnewargs__", float___getnewargs__),
        PyMethodDef("__getformat__", float___getformat__, "($type, typestr, /)", classmethod=True),
        PyMethodDef("__format__", float___format__, "($self, format_spec, /)"),
    ),
    tp_getset=(
        PyGetSetDef("real", float_float, None),
        PyGetSetDef("imag", float_get_imag, None),
    ),
)

#: The fields of sys.float_info, in order.
FLOAT_INFO: tuple = tuple(sys.float_info)

PyNumber_Index: Any
PyNumber_Float: Any
PyObject_CallOneArg: Any
PyComplex_FromCComplex: Any
PyObject_Str: Any
PyObject_Repr: Any


@late_import
def _link() -> None:
    global PyNumber_Index, PyNumber_Float, PyObject_CallOneArg, PyComplex_FromCComplex
    global PyObject_Str, PyObject_Repr
    from vm.objects.abstract import PyNumber_Float, PyNumber_Index, _format_slots
    from vm.objects.call import PyObject_CallOneArg
    from vm.objects.complexobject import PyComplex_FromCComplex
    from vm.objects.object import PyObject_Repr, PyObject_Str

    _format_slots[PyFloat_Type] = float___format__


