"""Converters: from a guest argument to the host value that a native works on.

Models the converters of Python/getargs.c and of Argument Clinic. A converter gets a borrowed argument and
returns the host value, raises `PyErr`, or returns something pending when guest code must be asked
(``__index__``, ``__bool__``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.bridge import PY_SSIZE_T_MAX, PY_SSIZE_T_MIN, host_error
from vm.objects.linker import late_import
from vm.objects.pybuffer import Py_buffer, release_all
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyLong_Type,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError


def _PyArg_BadArgument(fname: str, argname: str, expected: str, arg: PyObject) -> PyErr:
    """TypeError for an argument of the wrong type: "replace() argument 1 must be str, not int"."""
    given = "None" if arg is Py_None else arg.ob_type.value.tp_name
    return PyErr_Format(
        PyExc_TypeError, f"{fname}() {argname} must be {expected}, not {given:.50}")


def unicode_arg(op: PyObject, fname: str, argname: str) -> str:
    """The host str of an argument that must be a str."""
    if op.ob_type is PyUnicode_Type or op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return op.value
    raise _PyArg_BadArgument(fname, argname, "str", op)


def str_argument(fname: str, argname: str) -> Callable[[PyObject], str]:
    """Converter: the host str of an argument that must be a str."""

    def convert(op: PyObject) -> str:
        return unicode_arg(op, fname, argname)

    return convert


def c_string_arg(op: PyObject | None, fname: str, argname: str, default: str) -> str:
    """The host str of a `const char *` argument: a str without NUL characters."""
    if op is None:
        return default
    s = unicode_arg(op, fname, argname)
    if not s.isascii():
        try:
            s.encode()
        except UnicodeEncodeError as err:
            raise host_error(err, op) from None
    if "\0" in s:
        raise PyErr_Format(PyExc_ValueError, "embedded null character")
    return s


def _index_type_error(op: PyObject) -> PyErr:
    return PyErr_Format(
        PyExc_TypeError,
        f"'{op.ob_type.value.tp_name:.200}' object cannot be interpreted as an integer")


def _index_then(op: PyObject, finish: Callable[[int], int]) -> Any:
    """Finish with the host int of an int (subclass), or ask ``__index__`` first (a generator)."""
    tp = op.ob_type.value
    if tp.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return finish(int(op.value))
    if tp.nb_index is None:
        raise _index_type_error(op)
    return _index_pending(op, finish)


def _index_pending(op: PyObject, finish: Callable[[int], int]) -> Any:
    res = PyNumber_Index(op)
    if type(res) in PENDING:
        res = yield res
    n = int(res.value)
    Py_DECREF(res)
    return finish(n)


def _fit_ssize(n: int) -> int:
    if PY_SSIZE_T_MIN <= n <= PY_SSIZE_T_MAX:
        return n
    raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C ssize_t")


def _fit_int(n: int) -> int:
    if -0x80000000 <= n <= 0x7FFFFFFF:
        return n
    raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C int")


def _clamp_ssize(n: int) -> int:
    return PY_SSIZE_T_MAX if n > PY_SSIZE_T_MAX else PY_SSIZE_T_MIN if n < PY_SSIZE_T_MIN else n


def ssize_t(op: PyObject) -> Any:
    """A Py_ssize_t argument."""
    if op.ob_type is PyLong_Type and -0x7FFFFFFF <= op.value <= 0x7FFFFFFF:
        return op.value
    return _index_then(op, _fit_ssize)


def clamped_ssize_t(op: PyObject) -> Any:
    """PyNumber_AsSsize_t(op, NULL): a size, clamped to the range."""
    return _index_then(op, _clamp_ssize)


def c_int(op: PyObject) -> Any:
    """A C int argument."""
    return _index_then(op, _fit_int)


def _fit_long(n: int) -> int:
    if PY_SSIZE_T_MIN <= n <= PY_SSIZE_T_MAX:
        return n
    raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C long")


def _fit_unit(what: str, least: int, most: int) -> Callable[[PyObject], Any]:
    def fit(n: int) -> int:
        if least <= _fit_long(n) <= most:
            return n
        bound = "greater than maximum" if n > most else "less than minimum"
        raise PyErr_Format(PyExc_OverflowError, f"{what} integer is {bound}")

    return lambda op: _index_then(op, fit)


def long_unit(op: PyObject) -> Any:
    """A C long, as PyArg_Parse takes it ("l")."""
    return _index_then(op, _fit_long)


#: A C int and an unsigned char, as PyArg_Parse takes them ("i", "b").
int_unit = _fit_unit("signed", -0x80000000, 0x7FFFFFFF)
byte_unit = _fit_unit("unsigned byte", 0, 255)


def slice_index(op: PyObject) -> Any:
    """_PyEval_SliceIndex: an index or None (NULL for it), clamped to the range of Py_ssize_t."""
    if op is Py_None:
        return None
    tp = op.ob_type.value
    if not tp.tp_flags & Py_TPFLAGS_LONG_SUBCLASS and tp.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError, "slice indices must be integers or None or have an __index__ method")
    return _index_then(op, _clamp_ssize)


def slice_index_not_none(op: PyObject) -> Any:
    """_PyEval_SliceIndexNotNone: an index, clamped to the range of Py_ssize_t."""
    tp = op.ob_type.value
    if not tp.tp_flags & Py_TPFLAGS_LONG_SUBCLASS and tp.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError, "slice indices must be integers or have an __index__ method")
    return _index_then(op, _clamp_ssize)


def boolean(op: PyObject) -> Any:
    """A bool argument: the truth value of any object."""
    if op is Py_True:
        return True
    if op is Py_False or op is Py_None:
        return False
    return PyObject_IsTrue(op)


def optional_int(op: PyObject | None, default: int = 0) -> Any:
    """A C int argument that may be left out (a generator)."""
    number = default if op is None else c_int(op)
    return (yield number) if type(number) in PENDING else number


def optional_flag(op: PyObject | None, default: bool = False) -> Any:
    """A bool argument that may be left out (a generator)."""
    value = default if op is None else boolean(op)
    return (yield value) if type(value) in PENDING else value


def converted(*converters: Any) -> Callable:
    """Decorator: convert some of a native's arguments before it is called.

    Args:
        converters: one for each parameter after self, or None for an argument passed on as it is.
            NULL is passed on unconverted.

    The result is a plain function while no converter needs guest code; else it returns a generator.
    """

    def decorate(native: Callable) -> Callable:
        def call_converted(self: Any, *args: Any) -> Any:
            out = list(args)
            for i, arg in enumerate(args):
                convert = converters[i]
                if convert is not None and arg is not None:
                    value = convert(arg)
                    if type(value) in PENDING:
                        return _finish_converting(native, self, out, i, value, converters)
                    out[i] = value
            return native(self, *out)

        call_converted.__name__ = native.__name__
        call_converted.__doc__ = native.__doc__
        return call_converted

    return decorate


def _finish_converting(native: Callable, self: Any, out: list, i: int, value: Any,
                       converters: tuple) -> Any:
    held: list[Py_buffer] = []
    try:
        out[i] = yield value
        _hold(out, i, held)
        for j in range(i + 1, len(out)):
            if converters[j] is not None and out[j] is not None:
                value = converters[j](out[j])
                if type(value) in PENDING:
                    value = yield value
                out[j] = value
                _hold(out, j, held)
        res = native(self, *out)
        if type(res) in PENDING:
            res = yield res
    except PyErr:
        if held:
            yield release_all(held)
        raise
    if held:
        yield release_all(held)
    return res


def _hold(out: list, i: int, held: list[Py_buffer]) -> None:
    """Let the native work on a buffer's bytes while the buffer is held."""
    if type(out[i]) is Py_buffer:
        held.append(out[i])
        out[i] = bytes(out[i].flat())


def reject_keywords(name: str, type_op: PyObject, static: PyObject, kwnames: tuple) -> None:
    """TypeError for keyword arguments, unless a subclass has its own ``__init__``."""
    if kwnames and (type_op is static or type_op.value.tp_init is static.value.tp_init):
        raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")


@late_import
def _link() -> None:
    global PyNumber_Index, PyObject_IsTrue
    from vm.objects.abstract import PyNumber_Index
    from vm.objects.object import PyObject_IsTrue


PyNumber_Index: Any
PyObject_IsTrue: Any
__all__ = ["_PyArg_BadArgument", "boolean", "c_int", "c_string_arg", "clamped_ssize_t",
           "converted", "reject_keywords", "slice_index", "slice_index_not_none", "ssize_t", "str_argument",
           "unicode_arg"]
