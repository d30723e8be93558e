"""The _tokenize module: the tokenizer as an iterator. Models Python/Python-tokenize.c; the host's does the work.

The lines are taken from the program's readline when the first token is asked for; the host's tokenizer then
reads them.
"""

from __future__ import annotations

import _tokenize as host  # type: ignore[import-not-found]
from typing import Any

from vm.objects.attributes import call_object
from vm.objects.getargs import boolean
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_SelfIter
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_StopIteration,
    PyExc_TypeError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.pythonrun import syntax_error_from_host

_NEW = ArgSpec("($type, readline, /, *, encoding=None, extra_tokens=False)")


class tokenizeriterobject:
    """The body: the program's readline (owned), the host's tokens once there are any."""

    __slots__ = ("readline", "encoding", "extra_tokens", "tokens")

    def __init__(self, readline: PyObject, encoding: str | None, extra_tokens: bool):
        self.readline: PyObject | None = Py_NewRef(readline)
        self.encoding = encoding
        self.extra_tokens = extra_tokens
        self.tokens: Any = None


def tokenizeriter_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``TokenizerIter(readline, /, *, encoding=None, extra_tokens)``; a generator."""
    readline, encoding, extra = parse_arguments(
        _NEW, "tokenizeriter", args, kwnames, "tokenizeriter")
    flag: Any = False
    if extra is not None:
        flag = boolean(extra)
        if type(flag) in PENDING:
            flag = yield flag
    name = None if encoding is None or encoding is Py_None else encoding.value
    return PyType_GenericAlloc(type_op, tokenizeriterobject(readline, name, flag))


def _read_lines(body: tokenizeriterobject) -> Any:
    """Every line that readline gives (a generator)."""
    lines: list[Any] = []
    wanted = Py_TPFLAGS_UNICODE_SUBCLASS if body.encoding is None else Py_TPFLAGS_BYTES_SUBCLASS
    assert body.readline is not None
    while True:
        try:
            line = yield call_object(body.readline)
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
                raise
            PyErr_Clear(err)
            return lines
        value, fits = line.value, line.ob_type.value.tp_flags & wanted
        Py_DECREF(line)
        if not fits:
            kind = "str" if body.encoding is None else "bytes"
            raise PyErr_Format(PyExc_TypeError, f"readline() returned a non-{kind} object")
        if not value:
            return lines
        lines.append(value)


def tokenizeriter_next(it: PyObject) -> Any:
    """The next token as (type, text, start, end, line); a generator."""
    body = it.value
    if body.tokens is None:
        lines = iter((yield _read_lines(body)))
        settings = {"extra_tokens": body.extra_tokens}
        if body.encoding is not None:
            settings["encoding"] = body.encoding
        body.tokens = host.TokenizerIter(lines.__next__, **settings)
    try:
        kind, text, start, end, line = next(body.tokens)
    except StopIteration:
        return None
    except (SyntaxError, ValueError, MemoryError) as err:
        raise syntax_error_from_host(err) from None
    places = [PyTuple_New(tuple(map(PyLong_FromLong, place))) for place in (start, end)]
    return PyTuple_New((
        PyLong_FromLong(kind), PyUnicode_FromString(text), *places, PyUnicode_FromString(line)))


def tokenizeriter_dealloc(it: PyObject) -> None:
    """tp_dealloc."""
    Py_XDECREF(it.value.readline)


TokenizerIter_Type = PyType_FromSpec(
    "_tokenize.TokenizerIter", tp_basicsize=48, tp_hostkey="identity", tp_new=tokenizeriter_new,
    tp_dealloc=tokenizeriter_dealloc, tp_traverse=lambda it: (it.value.readline,),
    tp_iter=PyObject_SelfIter, tp_iternext=tokenizeriter_next)


def PyInit__tokenize() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_tokenize", ())
    PyModule_AddObjectRef(module, "TokenizerIter", TokenizerIter_Type)
    return module
