"""The math module. Models Modules/mathmodule.c by the host's own module, which computes on host numbers.

What the host does not know of is guest objects: conversions (``__float__``, ``__index__``, ``__floor__``, ...) and
sums and products of any objects are done here; and results that would take too much time or memory are
MemoryErrors.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from vm.objects.abstract import (
    PyNumber_Add,
    PyNumber_Index,
    PyNumber_Multiply,
    PyObject_GetIter,
    PySequence_Tuple,
    _take_items,
)
from vm.objects.bridge import MAX_INT_BITS, PY_SSIZE_T_MAX, host_error
from vm.objects.call import PyObject_CallNoArgs
from vm.objects.floatobject import PyFloat_FromDouble
from vm.objects.getargs import converted
from vm.objects.longobject import PyLong_AsDouble, PyLong_FromLong
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional, in_order
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY, PyErr_NoMemory
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyBool_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import _PyObject_LookupSpecial

#: Results up to this many bits are computed by one call of the host.
_PLAIN_BITS = 1 << 22


# ---- conversions

def real(op: PyObject) -> Any:
    """The host float of an argument (PyFloat_AsDouble), or pending."""
    if op.ob_type is PyFloat_Type:
        return op.value
    body = op.ob_type.value
    if op.ob_type is PyLong_Type:
        return PyLong_AsDouble(op)
    if body.nb_float is None and body.nb_index is None:
        if PyObject_TypeCheck(op, PyFloat_Type):
            return float(op.value)
        raise PyErr_Format(PyExc_TypeError, f"must be real number, not {body.tp_name}")
    return _real_pending(op)


def _real_pending(op: PyObject) -> Any:
    from vm.objects.abstract import PyNumber_Float

    res = PyNumber_Float(op)
    if type(res) in PENDING:
        res = yield res
    value = float(res.value)
    Py_DECREF(res)
    return value


def integer(op: PyObject) -> Any:
    """The host int of an argument (PyNumber_Index), or pending."""
    if op.ob_type is PyLong_Type:
        return op.value
    return _integer_pending(op)


def _integer_pending(op: PyObject) -> Any:
    res = PyNumber_Index(op)
    if type(res) in PENDING:
        res = yield res
    value = res.value
    Py_DECREF(res)
    return value


def guest(value: Any) -> PyObject:
    """A guest object for a result of the host."""
    if type(value) is float:
        return PyObject(PyFloat_Type, value)
    if type(value) is int:
        return PyLong_FromLong(value)
    if type(value) is tuple:
        return PyTuple_New(tuple(guest(item) for item in value))
    return Py_True if value else Py_False


def call_host(function: Callable, *values: Any) -> PyObject:
    """Call the host's function; its ValueError or OverflowError becomes the guest's."""
    try:
        value = function(*values)
    except (ValueError, OverflowError, TypeError, MemoryError) as err:
        raise host_error(err) from None
    return guest(value)


def unary(function: Callable) -> Callable:
    """A native of one real argument."""
    def native(module: PyObject, x: PyObject) -> Any:
        if x.ob_type is not PyFloat_Type:
            value = real(x)
            if type(value) in PENDING:
                return native_pending(value)
        else:
            value = x.value
        try:
            return guest(function(value))
        except (ValueError, OverflowError) as err:
            raise host_error(err) from None

    def native_pending(pending: Any) -> Any:
        return call_host(function, (yield pending))

    native.__name__ = native.__qualname__ = f"math_{function.__name__}"
    return native


def several(function: Callable, count: int) -> Callable:
    """A native of several real arguments."""
    def native(module: PyObject, *values: float) -> PyObject:
        return call_host(function, *values)

    native.__name__ = f"math_{function.__name__}"
    return converted(*[real] * count)(native)


# ---- to integers

def _by_special(name: str, function: Callable) -> Callable:
    """floor, ceil: by the special method if the type has one, else by the float value."""
    def native(module: PyObject, x: PyObject) -> Any:
        if x.ob_type is PyFloat_Type:
            return call_host(function, x.value)
        if x.ob_type is PyLong_Type:
            x.ob_refcnt += 1
            return x
        return _call_special(x, name, function)

    native.__name__ = f"math_{function.__name__}"
    return native


def _call_special(x: PyObject, name: str, function: Callable | None) -> Any:
    func = _PyObject_LookupSpecial(x, name)
    if type(func) in PENDING:
        func = yield func
    if func is not None:
        try:
            res = PyObject_CallNoArgs(func)
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(func)
        return res
    if function is None:
        raise PyErr_Format(
            PyExc_TypeError, f"type {x.ob_type.value.tp_name} doesn't define {name} method")
    value = real(x)
    if type(value) in PENDING:
        value = yield value
    return call_host(function, value)


def math_trunc(module: PyObject, x: PyObject) -> Any:
    """``math.trunc(x)``."""
    if x.ob_type is PyFloat_Type:
        return call_host(math.trunc, x.value)
    return _call_special(x, "__trunc__", None)


# ---- integers

@converted(integer)
def math_factorial(module: PyObject, n: Any) -> Any:
    """``math.factorial(n)``."""
    return _factorial(n)


def _factorial(n: int) -> Any:
    if n < 0:
        raise PyErr_Format(
            PyExc_ValueError, "factorial() not defined for negative values")
    if n > (1 << 63) - 1:
        raise PyErr_Format(
            PyExc_OverflowError,
            f"factorial() argument should not exceed {(1 << 63) - 1}")
    if n < 2000:
        return PyLong_FromLong(math.factorial(n))
    _check_bits(math.lgamma(n + 1) / math.log(2))
    return _product(1, n)


def _check_bits(bits: float) -> None:
    if bits > MAX_INT_BITS:
        raise PyErr_NoMemory()


def _product(low: int, high: int) -> Any:
    """The product of the integers from low to high, in pieces; a generator."""
    parts = []
    for start in range(low, high + 1, 1000):
        parts.append(math.prod(range(start, min(start + 1000, high + 1))))
        if not len(parts) % 64:
            yield None
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2])
        rest = parts[-1:] if len(parts) % 2 else []
        products = []
        for a, b in pairs:
            products.append(a * b)
            if a.bit_length() > 100_000:
                yield None
        parts = products + rest
    return PyLong_FromLong(parts[0] if parts else 1)


def _selection(n: int, k: int) -> None:
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, "n must be a non-negative integer")
    if k < 0:
        raise PyErr_Format(PyExc_ValueError, "k must be a non-negative integer")


@converted(integer, integer)
def math_comb(module: PyObject, n: Any, k: Any) -> PyObject:
    """``math.comb(n, k)``."""
    _selection(n, k)
    if k > n:
        return PyLong_FromLong(0)
    k = min(k, n - k)
    if k > PY_SSIZE_T_MAX:
        raise PyErr_Format(
            PyExc_OverflowError, f"min(n - k, k) must not exceed {PY_SSIZE_T_MAX}")
    _check_bits(8 * k * max(n.bit_length() - k.bit_length() + 2, 1))
    return call_host(math.comb, n, k)


def _integer_or_none(op: PyObject) -> Any:
    return None if op is Py_None else integer(op)


@converted(integer, _integer_or_none)
def math_perm(module: PyObject, n: Any, k: Any) -> Any:
    """``math.perm(n, k=None)``."""
    if k is None:
        return _factorial(n)
    _selection(n, k)
    if k > n:
        return PyLong_FromLong(0)
    if k > PY_SSIZE_T_MAX:
        raise PyErr_Format(PyExc_OverflowError, f"k must not exceed {PY_SSIZE_T_MAX}")
    _check_bits(k * n.bit_length())
    if k * n.bit_length() < 30_000:
        return call_host(math.perm, n, k)
    return _product(n - k + 1, n)


@converted(integer)
def math_isqrt(module: PyObject, n: Any) -> PyObject:
    """``math.isqrt(n)``."""
    if n >= 0 and n.bit_length() > _PLAIN_BITS * 2:
        raise PyErr_NoMemory()
    return call_host(math.isqrt, n)


def _fold_integers(function: Callable, args: list) -> Any:
    """gcd, lcm of any number of arguments; a generator."""
    values = []
    bits = 0
    for arg in args:
        n = integer(arg)
        if type(n) in PENDING:
            n = yield n
        bits += n.bit_length()
        values.append(n)
    if function is math.lcm:
        _check_bits(bits)
    return call_host(function, *values)


def math_gcd(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``math.gcd(*integers)``."""
    _no_keywords("gcd", kwnames)
    if len(args) == 2:
        a, b = args
        if a.ob_type is PyLong_Type and b.ob_type is PyLong_Type:
            return PyLong_FromLong(math.gcd(a.value, b.value))
    return _fold_integers(math.gcd, args)


def math_lcm(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``math.lcm(*integers)``."""
    _no_keywords("lcm", kwnames)
    return _fold_integers(math.lcm, args)


def _no_keywords(name: str, kwnames: tuple) -> None:
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, f"math.{name}() takes no keyword arguments")


# ---- logarithms

def _log_argument(op: PyObject) -> Any:
    """An int of any size as it is, anything else as a float."""
    if op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return int(op.value)
    return real(op)


def math_log(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``math.log(x[, base])``."""
    _no_keywords("log", kwnames)
    _PyArg_CheckPositional("log", len(args), 1, 2)
    return _log(module, *args)


def _log(module: PyObject, x: PyObject, base: PyObject | None = None) -> Any:
    values: list[float] = []
    for op in (x,) if base is None else (x, base):  # the base is looked at when x has a logarithm
        value = _log_argument(op)
        if type(value) in PENDING:
            return _log_pending(value, values, base if op is x else None)
        values.append(loghelper(value))
    return _quotient(values)


def loghelper(value: Any) -> float:
    """The natural logarithm of a host number."""
    try:
        return math.log(value)
    except (ValueError, OverflowError) as err:
        raise host_error(err) from None


def _quotient(values: list[float]) -> PyObject:
    try:
        return guest(values[0] if len(values) == 1 else values[0] / values[1])
    except ZeroDivisionError as err:
        raise host_error(err) from None


def _log_pending(pending: Any, values: list, base: PyObject | None) -> Any:
    values.append(loghelper((yield pending)))
    if base is not None:
        value = _log_argument(base)
        if type(value) in PENDING:
            value = yield value
        values.append(loghelper(value))
    return _quotient(values)


@converted(_log_argument)
def math_log2(module: PyObject, x: Any) -> PyObject:
    """``math.log2(x)``."""
    return call_host(math.log2, x)


@converted(_log_argument)
def math_log10(module: PyObject, x: Any) -> PyObject:
    """``math.log10(x)``."""
    return call_host(math.log10, x)


# ---- with odd signatures

def _as_it_is(op: PyObject) -> PyObject:
    return op


@converted(real, _as_it_is)
def math_ldexp(module: PyObject, x: Any, i: PyObject) -> PyObject:
    """``math.ldexp(x, i)``."""
    if not i.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "Expected an int as second argument to ldexp.")
    exponent = max(min(int(i.value), 1 << 30), -(1 << 30))
    return call_host(math.ldexp, x, exponent)


@converted(real, real, real, real)
def math_isclose(module: PyObject, a: Any, b: Any, rel_tol: Any, abs_tol: Any) -> PyObject:
    """``math.isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)``."""
    rel_tol = 1e-09 if rel_tol is None else rel_tol
    abs_tol = 0.0 if abs_tol is None else abs_tol
    try:
        return guest(math.isclose(a, b, rel_tol=rel_tol, abs_tol=abs_tol))
    except ValueError as err:
        raise host_error(err) from None


@converted(real, real, _integer_or_none)
def math_nextafter(module: PyObject, x: Any, y: Any, steps: Any) -> PyObject:
    """``math.nextafter(x, y, *, steps=None)``."""
    try:
        return guest(math.nextafter(x, y, steps=steps))
    except (ValueError, OverflowError) as err:
        raise host_error(err) from None


def _floats(ops: Any) -> Any:
    """Host floats of guest objects; a generator."""
    values = []
    for op in ops:
        value = real(op)
        if type(value) in PENDING:
            value = yield value
        values.append(value)
    return values


def math_hypot(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``math.hypot(*coordinates)``; a generator."""
    _no_keywords("hypot", kwnames)
    values = yield _floats(args)
    return call_host(math.hypot, *values)


def math_dist(module: PyObject, p: PyObject, q: PyObject) -> Any:
    """``math.dist(p, q)``; a generator."""
    points = []
    for op in (p, q):
        if op.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
            op.ob_refcnt += 1
            tup = op
        else:
            tup = PySequence_Tuple(op)
            if type(tup) in PENDING:
                tup = yield tup
        points.append(tup)
    try:
        if len(points[0].value) != len(points[1].value):
            raise PyErr_Format(
                PyExc_ValueError, "both points must have the same number of dimensions")
        first = yield _floats(points[0].value)
        second = yield _floats(points[1].value)
    finally:
        decref_all(points)
    return call_host(math.dist, first, second)


# ---- sums and products

def math_fsum(module: PyObject, seq: PyObject) -> Any:
    """``math.fsum(iterable)``; a generator."""
    items = _take_items(seq)
    if type(items) in PENDING:
        items = yield items
    try:
        values = yield _floats(items)
    finally:
        decref_all(items)
    return call_host(math.fsum, values)


def math_prod(module: PyObject, iterable: PyObject, start: PyObject | None) -> Any:
    """``math.prod(iterable, /, *, start=1)``; a generator."""
    result: Any = PyLong_FromLong(1) if start is None else start
    if start is not None:
        start.ob_refcnt += 1
    it = PyObject_GetIter(iterable)
    if type(it) in PENDING:
        it = yield it
    next_ = it.ob_type.value.tp_iternext
    rounds = 0
    try:
        while True:
            try:
                item = next_(it)
                if type(item) in PENDING:
                    item = yield item
            except PyErr as err:
                if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
                    raise
                PyErr_Clear(err)
                item = None
            if item is None:
                break
            old, result = result, None
            try:
                pending = _float_product(old, item) or PyNumber_Multiply(old, item)
                result = (yield pending) if type(pending) in PENDING else pending
            finally:
                Py_DECREF(old)
                Py_DECREF(item)
            rounds += 1
            if not rounds % YIELD_EVERY:
                yield None
        done, result = result, None
        return done
    finally:
        Py_DECREF(it)
        if type(result) is PyObject:
            Py_DECREF(result)


def _float_product(a: PyObject, b: PyObject) -> PyObject | None:
    """A float times a float or a bool, which need no operator; else None."""
    if a.ob_type is PyFloat_Type and (b.ob_type is PyFloat_Type or b.ob_type is PyBool_Type):
        return PyFloat_FromDouble(a.value * b.value)
    return None


def math_sumprod(module: PyObject, p: PyObject, q: PyObject) -> Any:
    """``math.sumprod(p, q)``; a generator."""
    left = _take_items(p)
    if type(left) in PENDING:
        left = yield left
    right: list = []
    try:
        pending = _take_items(q)
        right = (yield pending) if type(pending) in PENDING else pending
        if len(left) != len(right):
            raise PyErr_Format(PyExc_ValueError, "Inputs are not the same length")
        plain = {PyLong_Type, PyFloat_Type, PyBool_Type}
        if all(op.ob_type in plain for op in left) and all(op.ob_type in plain for op in right):
            return call_host(
                math.sumprod, [op.value for op in left], [op.value for op in right])
        return (yield _sumprod_objects(left, right))
    finally:
        decref_all(left)
        if type(right) is list:
            decref_all(right)


def _sumprod_objects(left: list, right: list) -> Any:
    total = PyLong_FromLong(0)
    for a, b in zip(left, right, strict=True):
        try:
            product = PyNumber_Multiply(a, b)
            if type(product) in PENDING:
                product = yield product
            try:
                new = PyNumber_Add(total, product)
                if type(new) in PENDING:
                    new = yield new
            finally:
                Py_DECREF(product)
        finally:
            Py_DECREF(total)
        total = new
    return total


_UNARY = (  # noqa: SIM905
    "acos acosh asin asinh atan atanh cbrt cos cosh degrees erf erfc exp exp2 expm1 fabs frexp gamma "
    "isfinite isinf isnan lgamma log1p modf radians sin sinh sqrt tan tanh ulp"
).split()
_BINARY = {"atan2": "y, x", "copysign": "x, y", "fmod": "x, y", "pow": "x, y", "remainder": "x, y"}


_ORDER = """
    acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees dist erf erfc exp exp2 expm1
    fabs factorial floor fma fmod frexp fsum gamma gcd hypot isclose isfinite isinf isnan isqrt lcm ldexp
    lgamma log log1p log10 log2 modf pow radians remainder sin sinh sqrt tan tanh sumprod trunc prod perm
    comb nextafter ulp
"""


def _rows() -> tuple[PyMethodDef, ...]:
    rows = [PyMethodDef(name, unary(getattr(math, name)), "($module, x, /)")
            for name in _UNARY]
    rows += [PyMethodDef(name, several(getattr(math, name), 2), f"($module, {names}, /)")
             for name, names in _BINARY.items()]
    rows += [
        PyMethodDef("fma", several(math.fma, 3), "($module, x, y, z, /)"),
        PyMethodDef("floor", _by_special("__floor__", math.floor), "($module, x, /)"),
        PyMethodDef("ceil", _by_special("__ceil__", math.ceil), "($module, x, /)"),
        PyMethodDef("trunc", math_trunc, "($module, x, /)"),
        PyMethodDef("factorial", math_factorial, "($module, n, /)"),
        PyMethodDef("comb", math_comb, "($module, n, k, /)"),
        PyMethodDef("perm", math_perm, "($module, n, k=None, /)"),
        PyMethodDef("isqrt", math_isqrt, "($module, n, /)"),
        PyMethodDef("gcd", math_gcd, "($module, *integers)", raw=True),
        PyMethodDef("lcm", math_lcm, "($module, *integers)", raw=True),
        PyMethodDef("log", math_log, "", raw=True),
        PyMethodDef("log2", math_log2, "($module, x, /)"),
        PyMethodDef("log10", math_log10, "($module, x, /)"),
        PyMethodDef("ldexp", math_ldexp, "($module, x, i, /)"),
        PyMethodDef("isclose", math_isclose,
                    "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)"),
        PyMethodDef("nextafter", math_nextafter, "($module, x, y, /, *, steps=None)"),
        PyMethodDef("hypot", math_hypot, "", raw=True),
        PyMethodDef("dist", math_dist, "($module, p, q, /)"),
        PyMethodDef("fsum", math_fsum, "($module, seq, /)"),
        PyMethodDef("prod", math_prod, "($module, iterable, /, *, start=1)"),
        PyMethodDef("sumprod", math_sumprod, "($module, p, q, /)"),
    ]
    return in_order(rows, _ORDER)


math_methods = _rows()


def PyInit_math() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("math", math_methods)
    for name in ("pi", "e", "tau", "inf", "nan"):
        value = PyFloat_FromDouble(getattr(math, name))
        PyModule_AddObjectRef(module, name, value)
        Py_DECREF(value)
    return module
