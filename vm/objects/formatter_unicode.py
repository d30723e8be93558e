"""format() of int, float, complex and str by a specification. Models Python/formatter_unicode.c.

The host does the formatting; here its errors are translated and sizes are bounded.
"""

from __future__ import annotations

import re
from typing import Any

from vm.objects.bridge import MAX_TEXT, PY_SSIZE_T_MAX, host_error
from vm.objects.pycore_object import PyObject
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_ValueError,
)

_LONG_NUMBER = re.compile(r"[0-9]{7,}")
_TYPE_NAMES = {int: "int", float: "float", complex: "complex", str: "str"}
_PLAIN_BITS = 1000


def check_format_size(spec: str) -> None:
    """Raise for a width or precision that is no Py_ssize_t, or would make too long a text."""
    for number in _LONG_NUMBER.findall(spec):
        if len(number) > 19 or int(number) > PY_SSIZE_T_MAX:
            raise PyErr_Format(PyExc_ValueError, "Too many decimal digits in format string")
        if int(number) > MAX_TEXT:
            raise PyErr_SetNone(PyExc_MemoryError)


def format_atom(op: PyObject, value: Any, spec: str) -> str:
    """The text of ``format(value, spec)``.

    Args:
        op: the guest object, whose type error messages name.
        value: its value: host int, float, complex or str.
        spec: the specification, not empty.
    """
    if len(spec) > 6:
        check_format_size(spec)
    try:
        if type(value) is int and value.bit_length() > _PLAIN_BITS:
            return _format_large_int(value, spec)
        return value.__format__(spec)
    except (ValueError, OverflowError, MemoryError) as err:
        name, host_name = op.ob_type.value.tp_name, _TYPE_NAMES[type(value)]
        if name != host_name and err.args and "object of type" in str(err):
            err.args = (err.args[0].replace(f"'{host_name}'", f"'{name}'"),)
        raise host_error(err) from None


def _format_large_int(value: int, spec: str) -> str:
    from vm.objects import longobject  # formats are below ints in the order of import

    if spec[-1] in "xXobceEfFgG%":
        return value.__format__(spec)
    longobject.long_decimal(value)  # checks the number of digits
    with longobject.host_digits():
        return value.__format__(spec)
