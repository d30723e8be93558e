"""The cmath module. Models Modules/cmathmodule.c by the host's own module, on host complex numbers."""

from __future__ import annotations

import cmath
from collections.abc import Callable
from typing import Any

from vm.modules.mathmodule import real
from vm.objects.bridge import host_error
from vm.objects.complexobject import try_complex_special_method
from vm.objects.getargs import converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_True,
    PyComplex_Type,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.tupleobject import PyTuple_New

_UNARY = ("acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "isfinite",
          "isinf", "isnan", "log10", "phase", "polar", "sin", "sinh", "sqrt", "tan", "tanh")
_ORDER = ("acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "isclose",
          "isfinite", "isinf", "isnan", "log", "log10", "phase", "polar", "rect", "sin", "sinh",
          "sqrt", "tan", "tanh")
CONSTANTS = ("pi", "e", "tau", "inf", "infj", "nan", "nanj")


def number(op: PyObject) -> Any:
    """The host complex of an argument (PyComplex_AsCComplex), or pending."""
    if PyObject_TypeCheck(op, PyComplex_Type):
        return complex(op.value)
    if op.ob_type is PyFloat_Type:
        return complex(op.value)
    if op.ob_type is PyLong_Type:
        return complex(real(op))
    return _number_pending(op)


def _number_pending(op: PyObject) -> Any:
    res = yield try_complex_special_method(op)
    if res is not None:
        value = complex(res.value)
        Py_DECREF(res)
        return value
    value = real(op)
    return complex((yield value) if type(value) in PENDING else value)


def guest(value: Any) -> PyObject:
    """The guest's object for a result of the host's."""
    if type(value) is complex:
        return PyObject(PyComplex_Type, value)
    if type(value) is float:
        return PyObject(PyFloat_Type, value)
    if type(value) is tuple:
        return PyTuple_New(tuple(map(guest, value)))
    if type(value) is int:
        return PyLong_FromLong(value)
    return Py_True if value else Py_False


def call_host(function: Callable, *args: Any, **settings: Any) -> PyObject:
    """Call the host's function; its ValueError or OverflowError becomes the guest's."""
    try:
        return guest(function(*args, **settings))
    except (ValueError, OverflowError, ZeroDivisionError) as err:
        raise host_error(err) from None


def _unary(name: str) -> PyMethodDef:
    function = getattr(cmath, name)

    @converted(number)
    def native(module: PyObject, z: complex) -> PyObject:
        return call_host(function, z)

    native.__name__ = f"cmath_{name}"
    return PyMethodDef(name, native, "($module, z, /)")


@converted(number, number)
def cmath_log(module: PyObject, z: complex, base: complex | None) -> PyObject:
    """``log(z[, base])``"""
    return call_host(cmath.log, *(z,) if base is None else (z, base))


@converted(real, real)
def cmath_rect(module: PyObject, r: float, phi: float) -> PyObject:
    """``rect(r, phi)``"""
    return call_host(cmath.rect, r, phi)


@converted(number, number, real, real)
def cmath_isclose(
    module: PyObject, a: complex, b: complex, rel_tol: float | None, abs_tol: float | None
) -> PyObject:
    """``isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)``"""
    return call_host(cmath.isclose, a, b, rel_tol=1e-09 if rel_tol is None else rel_tol,
                     abs_tol=0.0 if abs_tol is None else abs_tol)


_ROWS = {
    **{name: _unary(name) for name in _UNARY},
    "log": PyMethodDef("log", cmath_log, "($module, z, base=<unrepresentable>, /)"),
    "rect": PyMethodDef("rect", cmath_rect, "($module, r, phi, /)"),
    "isclose": PyMethodDef("isclose", cmath_isclose,
                           "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)"),
}
cmath_methods = tuple(_ROWS[name] for name in _ORDER)


def PyInit_cmath() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("cmath", cmath_methods)
    for name in CONSTANTS:
        op = guest(getattr(cmath, name))
        PyModule_AddObjectRef(module, name, op)
        Py_DECREF(op)
    return module
