"""Keywords of calls of Python functions that are no plain strings. Models a part of Python/ceval.c.

Such a keyword may have an ``__eq__`` and a ``__hash__`` of its own, which decide what parameter it means and
where it stands in the dict of the rest. Only ``f(**d)`` can bring one.
"""

from __future__ import annotations

from typing import Any

from vm.objects.codeobject import CO_VARARGS, CO_VARKEYWORDS
from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.getargs_keywords import keyword_text
from vm.objects.object import PyObject_RichCompareBool
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_EQ, PyObject, PyUnicode_Type
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.unicodeobject import PyUnicode_InternFromString
from vm.python.ceval_args import function_name, unexpected_keyword


def odd_keywords(kwnames: tuple) -> bool:
    """Whether a keyword's name is of a subclass of str."""
    return any(key.ob_type is not PyUnicode_Type for key in kwnames)


def resolve_keywords(func: PyObject, args: list, kwnames: tuple) -> Any:
    """Find out which parameters keywords mean (native frame).

    Args:
        func: the Python function that is called.
        args: host list, positional then keyword values; borrowed.
        kwnames: guest strings, of any subclass.

    Returns:
        (args, kwnames, rest): a vectorcall's arguments with the names of parameters, borrowed, and a new
        reference to the dict of the other keywords, NULL if the function takes none.
    """
    body = func.value
    code = body.code
    nargs = len(args) - len(kwnames)
    taken = set(code.co_varnames[:min(nargs, code.co_argcount)])
    stack, names = args[:nargs], []
    rest = PyDict_New() if code.co_flags & CO_VARKEYWORDS else None
    try:
        for key, value in zip(kwnames, args[nargs:], strict=True):
            name = yield _parameter(code, key)
            if name is not None:
                if name in taken:
                    shown = yield keyword_text(key)
                    raise PyErr_Format(
                        PyExc_TypeError,
                        f"{function_name(body)}() got multiple values for argument '{shown}'")
                taken.add(name)
                names.append(PyUnicode_InternFromString(name))
                stack.append(value)
                continue
            if rest is None:
                shown = yield keyword_text(key)
                raise unexpected_keyword(body, code, kwnames, key.value, shown)
            res = PyDict_SetItem(rest, key, value)
            if res is not None:
                yield res
        done, rest = rest, None
    finally:
        if rest is not None:
            Py_DECREF(rest)
    return stack, tuple(names), done


def _parameter(code: Any, key: PyObject) -> Any:
    """The parameter that a keyword means, as a host str, or None (native frame)."""
    total = code.co_argcount + code.co_kwonlyargcount
    possible = code.co_varnames[code.co_posonlyargcount:total]
    if key.ob_type is PyUnicode_Type:
        return key.value if key.value in possible else None
    for name in possible:
        equal = PyObject_RichCompareBool(key, PyUnicode_InternFromString(name), Py_EQ)
        if type(equal) in PENDING:
            equal = yield equal
        if equal:
            return name
    return None


def keywords_slot(code: Any) -> int:
    """Where in a frame's locals the dict for ``**kwargs`` stands."""
    return code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
