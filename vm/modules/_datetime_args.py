"""Arguments of the functions of _datetime that C parses by format (PyArg_ParseTuple, PyArg_ParseTupleAndKeywords)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.bridge import host_error
from vm.objects.getargs import int_unit
from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_None,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError
from vm.objects.suggestions import _Py_CalculateSuggestions


class Format:
    """A format string of C's.

    Args:
        units: ``i``, ``O``, ``O!``, ``U``, ``s``, ``C``; what is optional follows ``|``, what has no position ``$``.
        names: the keywords; without them arguments are positional.
        fname: the function's name for messages; None: they do not name it.
        types: what ``O!`` asks for.
    """

    __slots__ = ("converters", "fname", "maxpos", "minimum", "names", "size")

    def __init__(self, units: str, names: str = "", fname: str | None = None, *types: PyObject):
        required, _, _ = units.partition("|")
        self.converters = _converters(units, list(types))
        self.size = len(self.converters)
        self.minimum = sum(char.isalpha() for char in required)
        self.maxpos = sum(char.isalpha() for char in units.partition("$")[0])
        self.names = names.split()
        self.fname = fname

    @property
    def shown(self) -> str:
        """How messages name the function."""
        return "function" if self.fname is None else f"{self.fname}()"

    def argument(self, i: int) -> str:
        """How messages name an argument."""
        return f"{'' if self.fname is None else self.shown + ' '}argument {i + 1}"


def _converters(units: str, types: list[PyObject]) -> list[Callable]:
    found: list[Callable] = []
    for unit in units.translate({ord("|"): None, ord("$"): None}):
        if unit == "!":
            found[-1] = _of_type(types.pop(0))
        else:
            found.append(_UNITS[unit])
    return found


def _must_be(what: str, op: PyObject, fmt: Format, i: int) -> PyErr:
    given = "None" if op is Py_None else op.ob_type.value.tp_name
    return PyErr_Format(PyExc_TypeError, f"{fmt.argument(i)} must be {what:.50}, not {given:.50}")


def _int(op: PyObject, fmt: Format, i: int) -> Any:
    if op.ob_type is PyLong_Type and -0x80000000 <= op.value <= 0x7FFFFFFF:
        return op.value
    return int_unit(op)


def _object(op: PyObject, fmt: Format, i: int) -> PyObject:
    return op


def _unicode(op: PyObject, fmt: Format, i: int) -> PyObject:
    if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        return op
    raise _must_be("str", op, fmt, i)


def _string(op: PyObject, fmt: Format, i: int) -> str:
    text: str = _unicode(op, fmt, i).value
    try:
        text.encode()
    except UnicodeEncodeError as err:
        raise host_error(err, op) from None
    if "\0" in text:
        raise PyErr_Format(PyExc_ValueError, "embedded null character")
    return text


def _character(op: PyObject, fmt: Format, i: int) -> str:
    if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS and len(op.value) == 1:
        return str(op.value)
    raise _must_be("a unicode character", op, fmt, i)


def _of_type(type_op: PyObject) -> Callable:
    def convert(op: PyObject, fmt: Format, i: int) -> PyObject:
        if PyObject_TypeCheck(op, type_op):
            return op
        raise _must_be(type_op.value.tp_name, op, fmt, i)

    return convert


_UNITS = {"i": _int, "O": _object, "U": _unicode, "s": _string, "C": _character}


def PyArg_ParseTupleAndKeywords(fmt: Format, args: list, kwnames: tuple) -> Any:
    """The host values of the arguments, in the order of the format; pending if ``__index__`` must be asked.

    Those that are not given are missing at the end of the list, or None.
    """
    if not kwnames and fmt.minimum <= len(args) <= fmt.maxpos:
        values = []
        for i, convert in enumerate(fmt.converters[:len(args)]):
            value = convert(args[i], fmt, i)
            if type(value) in PENDING:
                return vgetargskeywords(fmt, args, kwnames)
            values.append(value)
        return values
    return vgetargskeywords(fmt, args, kwnames)


def vgetargskeywords(fmt: Format, args: list, kwnames: tuple) -> Any:
    """As `PyArg_ParseTupleAndKeywords`, one argument after the other (a generator)."""
    nargs = len(args) - len(kwnames)
    given = {name.value: args[nargs + i] for i, name in enumerate(kwnames)}
    if fmt.names:
        _check_number(fmt, nargs, len(kwnames))
    else:
        _check_positional(fmt, nargs)
    values: list[Any] = []
    for i, convert in enumerate(fmt.converters):
        if i == fmt.maxpos < nargs:
            word = "at most" if fmt.minimum < fmt.maxpos else "exactly"
            raise PyErr_Format(
                PyExc_TypeError,
                f"{fmt.shown} takes {word} {_arguments(fmt.maxpos, 'positional ')} ({nargs} given)")
        op = args[i] if i < nargs else given.pop(fmt.names[i], None) if fmt.names else None
        value = None
        if op is not None:
            value = convert(op, fmt, i)
            if type(value) in PENDING:
                value = yield value
        elif i < fmt.minimum:
            raise PyErr_Format(
                PyExc_TypeError, f"{fmt.shown} missing required argument '{fmt.names[i]}' (pos {i + 1})")
        values.append(value)
    if given:
        raise _unexpected_keyword(fmt, given, nargs)
    return values


def _arguments(count: int, kind: str = "") -> str:
    return f"{count} {kind}argument{'' if count == 1 else 's'}"


def _check_number(fmt: Format, nargs: int, nkwargs: int) -> None:
    if nargs + nkwargs > fmt.size:
        kind = "" if nargs else "keyword "
        raise PyErr_Format(
            PyExc_TypeError,
            f"{fmt.shown} takes at most {_arguments(fmt.size, kind)} ({nargs + nkwargs} given)")


def _check_positional(fmt: Format, nargs: int) -> None:
    if not fmt.minimum <= nargs <= fmt.size:
        bound = fmt.minimum if nargs < fmt.minimum else fmt.size
        word = "exactly" if fmt.minimum == fmt.size else "at least" if nargs < fmt.minimum else "at most"
        raise PyErr_Format(
            PyExc_TypeError, f"{fmt.shown} takes {word} {_arguments(bound)} ({nargs} given)")


def _unexpected_keyword(fmt: Format, given: dict[str, PyObject], nargs: int) -> PyErr:
    for i, name in enumerate(fmt.names[:nargs]):
        if name in given:
            return PyErr_Format(
                PyExc_TypeError,
                f"argument for {fmt.shown} given by name ('{name}') and position ({i + 1})")
    keyword = next(iter(given))
    nearest = _Py_CalculateSuggestions(fmt.names, keyword)
    hint = "" if nearest is None else f". Did you mean '{nearest}'?"
    shown = "this function" if fmt.fname is None else fmt.shown
    return PyErr_Format(
        PyExc_TypeError, f"{shown} got an unexpected keyword argument '{keyword}'{hint}")


def parsed(fmt: Format, native: Callable) -> Callable:
    """A native that takes a vectorcall's arguments: ``native(self, *values)``, NULL for what is not given."""

    def call(self: PyObject, args: list, kwnames: tuple) -> Any:
        values = PyArg_ParseTupleAndKeywords(fmt, args, kwnames)
        if type(values) in PENDING:
            return _call_with(native, self, values)
        return native(self, *values, *[None] * (fmt.size - len(values)))

    call.__name__ = native.__name__
    call.__doc__ = native.__doc__
    return call


def _call_with(native: Callable, self: PyObject, pending: Any) -> Any:
    values = yield pending
    res = native(self, *values)
    return (yield res) if type(res) in PENDING else res


def with_keywords(name: str, fmt: Format, native: Callable, *, classmethod: bool = False) -> PyMethodDef:
    """A row for METH_VARARGS | METH_KEYWORDS."""
    return PyMethodDef(name, parsed(fmt, native), raw=True, classmethod=classmethod)


def positional(name: str, fmt: Format, native: Callable, owner: str = "") -> PyMethodDef:
    """A row for METH_VARARGS; a class method has no owner, which messages about keywords would name."""
    inner = parsed(fmt, native)

    def call(self: PyObject, args: list, kwnames: tuple) -> Any:
        if kwnames:
            raise PyErr_Format(PyExc_TypeError, f"{owner and owner + '.'}{name}() takes no keyword arguments")
        return inner(self, args, kwnames)

    call.__name__ = native.__name__
    return PyMethodDef(name, call, raw=True, classmethod=not owner)


__all__ = ["Format", "PyArg_ParseTupleAndKeywords", "parsed", "positional", "vgetargskeywords", "with_keywords"]
