"""Complex numbers. Models Objects/complexobject.c; the value is a host complex."""

from __future__ import annotations

from typing import Any

from vm.objects.bridge import host_error
from vm.objects.descrobject import ComputedMemberDef
from vm.objects.floatobject import PyFloat_AsDouble, _double
from vm.objects.formatter_unicode import format_atom
from vm.objects.getargs import unicode_arg
from vm.objects.linker import late_import
from vm.objects.longobject import _pair
from vm.objects.methoddef import ArgSpec, PyMethodDef, parse_arguments
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBool_Type,
    PyComplex_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyUnicode_Type,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyhash import complex_hash_value
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.unicodeobject import PyUnicode_FromHost


def PyComplex_FromCComplex(z: complex) -> PyObject:
    """The guest complex of a host complex."""
    return PyObject(PyComplex_Type, z)


def PyComplex_Check(op: PyObject) -> bool:
    """Whether the object is a complex: no other type keeps a host complex."""
    return type(op.value) is complex


def _complex(op: PyObject) -> complex | None:
    """The operand as a host complex; None for a type that is not a number here (TO_COMPLEX)."""
    if type(op.value) is complex:
        return op.value
    real = _double(op)
    return None if real is None else complex(real)


def complex_add(v: PyObject, w: PyObject) -> PyObject:
    """v + w."""
    a, b = _complex(v), _complex(w)
    if a is None or b is None:
        return Py_NotImplemented
    return PyObject(PyComplex_Type, a + b)


def complex_sub(v: PyObject, w: PyObject) -> PyObject:
    """v - w."""
    a, b = _complex(v), _complex(w)
    if a is None or b is None:
        return Py_NotImplemented
    return PyObject(PyComplex_Type, a - b)


def complex_mul(v: PyObject, w: PyObject) -> PyObject:
    """v * w."""
    a, b = _complex(v), _complex(w)
    if a is None or b is None:
        return Py_NotImplemented
    return PyObject(PyComplex_Type, a * b)


def complex_div(v: PyObject, w: PyObject) -> PyObject:
    """v / w."""
    a, b = _complex(v), _complex(w)
    if a is None or b is None:
        return Py_NotImplemented
    try:
        return PyObject(PyComplex_Type, a / b)
    except ZeroDivisionError as err:
        raise host_error(err) from None


def complex_pow(v: PyObject, w: PyObject, z: PyObject) -> PyObject:
    """v ** w."""
    a, b = _complex(v), _complex(w)
    if a is None or b is None:
        return Py_NotImplemented
    if z is not Py_None:
        raise PyErr_Format(PyExc_ValueError, "complex modulo")
    try:
        return PyObject(PyComplex_Type, a ** b)
    except (ZeroDivisionError, OverflowError) as err:
        raise host_error(err) from None


def complex_neg(v: PyObject) -> PyObject:
    """-v."""
    return PyObject(PyComplex_Type, -v.value)


def complex_pos(v: PyObject) -> PyObject:
    """+v."""
    if v.ob_type is PyComplex_Type:
        v.ob_refcnt += 1
        return v
    return PyObject(PyComplex_Type, v.value)


def complex_abs(v: PyObject) -> PyObject:
    """The distance from zero."""
    try:
        return PyObject(PyFloat_Type, abs(v.value))
    except OverflowError as err:
        raise host_error(err) from None


def complex_bool(v: PyObject) -> bool:
    """Whether v is not zero."""
    return v.value != 0


def complex_richcompare(v: PyObject, w: PyObject, op: int) -> PyObject:
    """v == w, v != w; there is no order."""
    if op not in (2, 3):
        return Py_NotImplemented
    b = w.value
    if type(b) in (complex, float) or w.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return Py_True if (v.value == b) is (op == 2) else Py_False
    return Py_NotImplemented


def complex_hash(v: PyObject) -> int:
    """Equal numbers hash alike."""
    return complex_hash_value(v, v.value)


def complex_repr(v: PyObject) -> PyObject:
    """repr(v)."""
    return PyObject(PyUnicode_Type, complex.__repr__(v.value))


# construction

_NEW_ARGS = ArgSpec("($type, real=0, imag=0)")
_PLAIN_TYPES = {PyLong_Type, PyFloat_Type, PyComplex_Type, PyBool_Type}


def complex_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """complex.__new__, and complex(...) called by its type."""
    r, i = parse_arguments(_NEW_ARGS, "complex", args, kwnames)
    if r is None and i is None:
        return _subtype_from_complex(type_op, 0j)
    if i is None and r.ob_type is PyComplex_Type and type_op is PyComplex_Type:
        r.ob_refcnt += 1
        return r
    if r is not None and r.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        if i is not None:
            raise PyErr_Format(
                PyExc_TypeError, "complex() can't take second arg if first is a string")
        return complex_subtype_from_string(type_op, r)
    if i is not None and i.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "complex() second arg can't be a string")
    if all(x is None or x.ob_type in _PLAIN_TYPES for x in (r, i)):
        real = 0.0 if r is None else _part(r)
        imag = None if i is None else _part(i)
        return _subtype_from_complex(type_op, _combine(real, imag))
    return _complex_new_pending(type_op, r, i)


def _subtype_from_complex(type_op: PyObject, z: complex) -> PyObject:
    if type_op is PyComplex_Type:
        return PyObject(PyComplex_Type, z)
    return type_op.value.tp_alloc(type_op, z)


def complex_subtype_from_string(type_op: PyObject, text: PyObject) -> PyObject:
    """complex(text)."""
    try:
        return _subtype_from_complex(type_op, complex(text.value))
    except ValueError as err:
        raise host_error(err) from None


def _part(x: PyObject) -> Any:
    """A complex or float for an argument of a built-in number type."""
    return x.value if type(x.value) is complex else _double(x)


def _combine(real: Any, imag: Any) -> complex:
    """real + imag * 1j, where either may be complex, without losing signs of zeros."""
    re, im = real.real, imag.real if imag is not None else 0.0
    if imag is None:
        im = real.imag if type(real) is complex else 0.0
    else:
        if type(imag) is complex:
            re -= imag.imag
        if type(real) is complex:
            im += real.imag
    return complex(re, im)


def try_complex_special_method(op: PyObject) -> Any:
    """The complex that ``__complex__`` gives, or NULL without such a method (a generator)."""
    res = _PyObject_LookupSpecial(op, _Py_ID("__complex__"))
    if type(res) in PENDING:
        res = yield res
    if res is None:
        return None
    method = res
    try:
        res = PyObject_CallNoArgs(method)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(method)
    name = res.ob_type.value.tp_name
    if type(res.value) is not complex:
        Py_DECREF(res)
        raise PyErr_Format(
            PyExc_TypeError, f"__complex__ returned non-complex (type {name:.200})")
    if res.ob_type is not PyComplex_Type:
        yield _warn_complex_subclass(res, name)
    return res


def _warn_complex_subclass(res: PyObject, name: str) -> Any:
    """DeprecationWarning for an instance of a subclass (a generator)."""
    try:
        warned = PyErr_WarnEx(
            PyExc_DeprecationWarning,
            f"__complex__ returned non-complex (type {name:.200}).  "
            "The ability to return an instance of a strict subclass of complex is deprecated, and may "
            "be removed in a future version of Python.", 1)
        if type(warned) in PENDING:
            yield warned
    except PyErr:
        Py_DECREF(res)
        raise


def _check_number(x: PyObject, what: str, expected: str) -> None:
    tp = x.ob_type.value
    if tp.nb_float is None and tp.nb_index is None and type(x.value) is not complex:
        raise PyErr_Format(
            PyExc_TypeError,
            f"complex() {what} argument must be {expected}, not '{tp.tp_name:.200}'")


def _complex_new_pending(type_op: PyObject, r: PyObject | None, i: PyObject | None) -> Any:
    own = None
    try:
        real: Any = 0.0
        if r is not None:
            own = yield try_complex_special_method(r)
            if own is not None:
                r = own
            _check_number(r, "first", "a string or a number")
        if i is not None:
            _check_number(i, "second", "a number")
        if r is not None:
            real = r.value if type(r.value) is complex else PyFloat_AsDouble(r)
            if type(real) in PENDING:
                real = yield real
        imag: Any = None
        if i is not None:
            imag = i.value if type(i.value) is complex else PyFloat_AsDouble(i)
            if type(imag) in PENDING:
                imag = yield imag
        return _subtype_from_complex(type_op, _combine(real, imag))
    finally:
        if own is not None:
            Py_DECREF(own)


# methods


def complex_conjugate(self: PyObject) -> PyObject:
    """The number with its imaginary part negated."""
    return PyObject(PyComplex_Type, self.value.conjugate())


def complex___getnewargs__(self: PyObject) -> PyObject:
    """Real and imaginary part, for copying and pickling."""
    return _pair(complex_get_real(self), complex_get_imag(self))


def complex___format__(self: PyObject, spec: PyObject) -> Any:
    """format(self, spec)."""
    return complex__format__(self, unicode_arg(spec, "__format__", "argument"))


def complex__format__(op: PyObject, spec: str) -> Any:
    """_PyComplex_FormatAdvancedWriter: a complex by a host str format specification; may be pending."""
    if not spec:
        return complex_repr(op) if op.ob_type is PyComplex_Type else PyObject_Str(op)
    return PyUnicode_FromHost(format_atom(op, op.value, spec))


def complex_get_real(self: PyObject) -> PyObject:
    """The real part."""
    return PyObject(PyFloat_Type, self.value.real)


def complex_get_imag(self: PyObject) -> PyObject:
    """The imaginary part."""
    return PyObject(PyFloat_Type, self.value.imag)


set_slots(
    PyComplex_Type,
    tp_repr=complex_repr,
    tp_hash=complex_hash,
    tp_richcompare=complex_richcompare,
    tp_new=complex_new,
    tp_vectorcall=complex_new,
    nb_add=complex_add,
    nb_subtract=complex_sub,
    nb_multiply=complex_mul,
    nb_power=complex_pow,
    nb_negative=complex_neg,
    nb_positive=complex_pos,
    nb_absolute=complex_abs,
    nb_bool=complex_bool,
    nb_true_divide=complex_div,
    tp_methods=(
        PyMethodDef("conjugate", complex_conjugate, "($self, /)"),
        PyMethodDef("__complex__", complex_pos, "($self, /)"),
        PyMethodDef("__getnewargs__", complex___getnewargs__),
        PyMethodDef("__format__", complex___format__, "($self, format_spec, /)"),
    ),
    tp_members=(
        ComputedMemberDef("real", complex_get_real),
        ComputedMemberDef("imag", complex_get_imag),
    ),
)

_PyObject_LookupSpecial: Any
PyObject_CallNoArgs: Any
_Py_ID: Any
PyObject_Str: Any


@late_import
def _link() -> None:
    global _PyObject_LookupSpecial, PyObject_CallNoArgs, _Py_ID, PyObject_Str
    from vm.objects.abstract import _format_slots
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.object import PyObject_Str, _Py_ID
    from vm.objects.typeobject import _PyObject_LookupSpecial

    _format_slots[PyComplex_Type] = complex___format__
