"""Keywords whose names are no plain strings. Models error_unexpected_keyword_arg of Python/getargs.c.

A keyword's name may be of a subclass of str with an ``__eq__`` of its own: only ``f(**d)`` can bring one.
"""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PySequence_Contains
from vm.objects.methoddef import UnexpectedKeyword, unexpected_keyword_text
from vm.objects.object import PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.pyerrors import PyErr_Clear, PyErr_Format, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_InternFromString


def keyword_text(keyword: PyObject) -> Any:
    """What a message shows of a keyword: ``str(keyword)`` as a host str (native frame)."""
    shown = PyObject_Str(keyword)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value
    Py_DECREF(shown)
    return text


def call_with_odd_keywords(call: Any, callable: PyObject, args: list, kwnames: tuple) -> Any:
    """Call something with keywords that are compared by their own ``__eq__`` (native frame).

    Args:
        call: its ``tp_call``.
        callable: what is called.
        args, kwnames: a vectorcall's arguments.
    """
    try:
        res = call(callable, args, kwnames)
        if type(res) in PENDING:
            res = yield res
        return res
    except UnexpectedKeyword as err:
        unexpected = err
    PyErr_Clear(unexpected)
    yield error_unexpected_keyword_arg(unexpected, kwnames)


def error_unexpected_keyword_arg(err: UnexpectedKeyword, kwnames: tuple) -> Any:
    """Raise TypeError for the first keyword that is equal to none of the parameters (native frame).

    If each says that it is equal to one, the message names none.

    Args:
        err: the error by the keywords' texts, already dropped.
        kwnames: guest strings naming the keywords (borrowed).
    """
    spec, name = err.spec, err.name
    kwtuple = PyTuple_New(tuple([PyUnicode_InternFromString(n) for n in spec.names[spec.posonly:]]))
    try:
        for keyword in kwnames:
            match = PySequence_Contains(kwtuple, keyword)
            if type(match) in PENDING:
                match = yield match
            if not match:
                shown = yield keyword_text(keyword)
                raise PyErr_Format(
                    PyExc_TypeError, unexpected_keyword_text(spec, name, keyword.value, shown))
    finally:
        Py_DECREF(kwtuple)
    raise PyErr_Format(PyExc_TypeError, f"invalid keyword argument for {name}()")
