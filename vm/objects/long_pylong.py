"""Conversions of large ints to and from text: _pylong, and the time they take. Part of Objects/longobject.c.

CPython leaves these to functions of the library's module _pylong. The host gives the same results at once; a
function that a program has put in the place of the library's is called.
"""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyFunction_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyTime_Pass
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError

#: The largest that C converts by itself: digits of 30 bits, and decimal digits of text.
_MAX_DIGITS = 1000
_MAX_TEXT = 6000


@late_import
def _bind() -> None:
    global PyDict_GetItemString, PyModule_GetDict, PyObject_CallOneArg, PyModule_Check
    global PyLong_FromLong, PyUnicode_FromString
    from vm.objects.call import PyObject_CallOneArg
    from vm.objects.dictobject import PyDict_GetItemString
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.moduleobject import PyModule_Check, PyModule_GetDict
    from vm.objects.unicodeobject import PyUnicode_FromString


def _replacement(name: str) -> PyObject | None:
    """What a program has put in the place of a function of _pylong (borrowed), if it has."""
    module = PyDict_GetItemString(_PyInterpreterState_GET().modules, "_pylong")
    if module is None or not PyModule_Check(module):
        return None
    names = PyModule_GetDict(module)
    found = PyDict_GetItemString(names, name)
    if found is None:
        return None
    own = found.ob_type is PyFunction_Type and found.value.func_globals is names
    return None if own else found


def pass_time(digits: int) -> None:
    """A conversion of so many digits takes time that grows with their square, as in C."""
    _PyTime_Pass(digits * digits // 2000)


def pylong_int_to_decimal_string(v: PyObject) -> Any:
    """The text that a program's own function makes of an int: a generator; host None if there is none."""
    function = None
    if v.value.bit_length() > _MAX_DIGITS * 30:
        function = _replacement("int_to_decimal_string")
    if function is None:
        return None
    return _called(function, v, Py_TPFLAGS_UNICODE_SUBCLASS,
                   "_pylong.int_to_decimal_string did not return a str")


def pylong_int_from_string(text: str) -> Any:
    """The int that a program's own function makes of text: a generator; host None if there is none."""
    digits = text.strip()
    function = None
    if len(digits) > _MAX_TEXT:
        function = _replacement("int_from_string")
    if function is None:
        return None
    sign = digits[:1]
    return _read(function, digits[sign in ("+", "-"):], sign == "-")


def _read(function: PyObject, digits: str, negative: bool) -> Any:
    text = PyUnicode_FromString(digits)
    try:
        res = yield _called(function, text, Py_TPFLAGS_LONG_SUBCLASS,
                            "_pylong.int_from_string did not return an int")
    finally:
        Py_DECREF(text)
    if not negative:
        return res
    negated = PyLong_FromLong(-res.value)
    Py_DECREF(res)
    return negated


def _called(function: PyObject, argument: PyObject, flag: int, message: str) -> Any:
    function.ob_refcnt += 1
    try:
        res = PyObject_CallOneArg(function, argument)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(function)
    if not res.ob_type.value.tp_flags & flag:
        Py_DECREF(res)
        raise PyErr_Format(PyExc_TypeError, message)
    return res
