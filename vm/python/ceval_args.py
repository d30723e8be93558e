"""Arguments of calls to Python functions. Models initialize_locals and its errors in Python/ceval.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PySequence_Tuple
from vm.objects.call import PyObject_Call, PyObject_Vectorcall, _PyStack_UnpackDict
from vm.objects.codeobject import CO_VARARGS, CO_VARKEYWORDS
from vm.objects.dictobject import PyDict_New, PyDict_SetItem, PyDict_SetItemString
from vm.objects.object import _PyObject_FunctionStr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_hostkey import GENERAL, hostkey
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
    PyTuple_Type,
    PyType_HasFeature,
    decref_all,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.suggestions import _Py_CalculateSuggestions
from vm.objects.tupleobject import PyTuple_New


def initialize_locals(func: PyObject, args: list, kwnames: tuple) -> list:
    """Sort a call's arguments into a new frame's localsplus.

    Args:
        func: the function.
        args: host list, positional then keyword values; their references are stolen if this succeeds
            and left alone if it raises.
        kwnames: guest strings naming the last of ``args``.

    Returns:
        Locals, cells and free variables, then room for the stack.
    """
    body = func.value
    code = body.code
    nkw = len(kwnames)
    nargs = len(args) - nkw
    total = code.co_argcount + code.co_kwonlyargcount
    slots: list = [None] * (code.co_argcount + len(code.padding))
    taken = min(nargs, code.co_argcount)
    slots[:taken] = args[:taken]
    names = code.co_varnames
    extra = _keywords(body, code, slots, args, nargs, kwnames, names, total) if nkw else []
    if nargs > code.co_argcount and not code.co_flags & CO_VARARGS:
        raise too_many_positional(body, code, nargs, slots)
    defaulted = _defaults(body, code, slots, nargs, total)
    for op in defaulted:
        op.ob_refcnt += 1
    i = total
    if code.co_flags & CO_VARARGS:
        slots[i] = PyTuple_New(tuple(args[taken:nargs]))
        i += 1
    if code.co_flags & CO_VARKEYWORDS:
        slots[i] = _keyword_dict(extra)
    return slots


def _keyword_dict(extra: list) -> PyObject:
    result = PyDict_New()
    for key, val in extra:
        if hostkey(key) is GENERAL:  # in a code object made by a program
            PyDict_SetItemString(result, key.value, val)
        else:
            PyDict_SetItem(result, key, val)
        Py_DECREF(val)
    return result


def _keywords(body: Any, code: Any, slots: list, args: list, nargs: int, kwnames: tuple,
              names: tuple, total: int) -> list:
    """Put keyword values where they belong; returns the (name, value) pairs for ``**kwargs``."""
    extra = []
    for position, key in enumerate(kwnames, nargs):
        if not PyType_HasFeature(key.ob_type, Py_TPFLAGS_UNICODE_SUBCLASS):
            raise PyErr_Format(PyExc_TypeError, f"{function_name(body)}() keywords must be strings")
        name = key.value
        for j in range(code.co_posonlyargcount, total):
            if names[j] == name:
                if slots[j] is not None:
                    raise PyErr_Format(
                        PyExc_TypeError,
                        f"{function_name(body)}() got multiple values for argument '{name}'")
                slots[j] = args[position]
                break
        else:
            if not code.co_flags & CO_VARKEYWORDS:
                raise unexpected_keyword(body, code, kwnames, name, name)
            extra.append((key, args[position]))
    return extra


def unexpected_keyword(
    body: Any, code: Any, kwnames: tuple, name: str, shown: str
) -> PyErr:
    """The TypeError for positional-only names given as keywords, or a name the function does not have.

    Args:
        body, code: the function's.
        kwnames: all the names that were given.
        name: the one that the function does not have; ``shown``: its ``str()``.
    """
    given = {key.value for key in kwnames}
    posonly = [n for n in code.co_varnames[:code.co_posonlyargcount] if n in given]
    if posonly:
        return PyErr_Format(
            PyExc_TypeError,
            f"{function_name(body)}() got some positional-only arguments passed as keyword arguments: "
            f"'{', '.join(posonly)}'")
    total = code.co_argcount + code.co_kwonlyargcount
    possible = code.co_varnames[code.co_posonlyargcount:total]
    suggestion = _Py_CalculateSuggestions(list(possible), name)
    hint = f". Did you mean '{suggestion}'?" if suggestion is not None else ""
    return PyErr_Format(
        PyExc_TypeError, f"{function_name(body)}() got an unexpected keyword argument '{shown}'{hint}")


def _defaults(body: Any, code: Any, slots: list, nargs: int, total: int) -> list:
    """Fill in defaults; returns them (references not yet taken). Raises for what is missing."""
    used = []
    defaults = body.func_defaults.value if body.func_defaults is not None else ()
    first = code.co_argcount - len(defaults)
    missing = [code.co_varnames[i] for i in range(nargs, first) if slots[i] is None]
    if missing:
        raise missing_arguments(body, "positional", missing)
    for i in range(max(first, 0), code.co_argcount):
        if slots[i] is None:
            slots[i] = defaults[i - first]
            used.append(slots[i])
    if code.co_kwonlyargcount:
        kwdefaults = body.func_kwdefaults.value.me_value if body.func_kwdefaults is not None else {}
        for i in range(code.co_argcount, total):
            if slots[i] is None:
                found = kwdefaults.get(code.co_varnames[i])
                if found is None:
                    missing.append(code.co_varnames[i])
                else:
                    slots[i] = found
                    used.append(found)
        if missing:
            raise missing_arguments(body, "keyword-only", missing)
    return used


def function_name(body: Any) -> str:
    return body.func_qualname.value


def missing_arguments(body: Any, kind: str, names: list[str]) -> PyErr:
    """f() missing 2 required positional arguments: 'a' and 'b'"""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) == 1:
        listed = quoted[0]
    elif len(quoted) == 2:
        listed = f"{quoted[0]} and {quoted[1]}"
    else:
        listed = ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    plural = "" if len(names) == 1 else "s"
    return PyErr_Format(
        PyExc_TypeError,
        f"{function_name(body)}() missing {len(names)} required {kind} argument{plural}: {listed}")


def too_many_positional(body: Any, code: Any, given: int, slots: list) -> PyErr:
    """f() takes 2 positional arguments but 3 were given"""
    kwonly_given = sum(
        slots[i] is not None
        for i in range(code.co_argcount, code.co_argcount + code.co_kwonlyargcount))
    ndefaults = len(body.func_defaults.value) if body.func_defaults is not None else 0
    if ndefaults:
        takes = f"from {code.co_argcount - ndefaults} to {code.co_argcount}"
        plural = "s"
    else:
        takes = str(code.co_argcount)
        plural = "" if code.co_argcount == 1 else "s"
    note = ""
    if kwonly_given:
        note = (f" positional argument{'' if given == 1 else 's'} (and {kwonly_given} "
                f"keyword-only argument{'' if kwonly_given == 1 else 's'})")
    verb = "was" if given == 1 and not kwonly_given else "were"
    return PyErr_Format(
        PyExc_TypeError,
        f"{function_name(body)}() takes {takes} positional argument{plural} but {given}{note} {verb} given")


def unpack_arguments(func: PyObject, args: PyObject, kwargs: PyObject | None) -> list:
    """A Python function's localsplus of a tuple and a dict of arguments (_PyEvalFramePushAndInit_Ex)."""
    stack, names = list(args.value), ()
    if kwargs is not None and kwargs.value.me_value:
        stack, names = _PyStack_UnpackDict(stack, kwargs)
    for op in stack:
        op.ob_refcnt += 1
    code = func.value.code
    if not names and code.simple_argcount == len(stack):
        return stack + code.padding
    try:
        return initialize_locals(func, stack, names)
    except PyErr:
        decref_all(stack)
        raise


def call_function_ex(func: PyObject, args: PyObject, kwargs: PyObject | None) -> Any:
    """func(*args, **kwargs): a result or pending.

    Args:
        args: a tuple, or any iterable.
        kwargs: a dict made by DICT_MERGE, or NULL.
    """
    if args.ob_type is not PyTuple_Type:
        return _call_with_iterable(func, args, kwargs)
    if kwargs is None or not kwargs.value.me_value:
        return PyObject_Vectorcall(func, list(args.value))
    return PyObject_Call(func, args, kwargs)


def _call_with_iterable(func: PyObject, args: PyObject, kwargs: PyObject | None) -> Any:
    tup = yield arguments_tuple(func, args)
    try:
        res = call_function_ex(func, tup, kwargs)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(tup)
    return res


def arguments_tuple(func: PyObject, args: PyObject) -> Any:
    """The tuple of what stands behind the star in a call of ``func`` (native frame). New reference."""
    tp = args.ob_type.value
    if tp.tp_iter is None and not (
        tp.sq_item is not None and not PyType_HasFeature(args.ob_type, Py_TPFLAGS_DICT_SUBCLASS)
    ):
        shown = _PyObject_FunctionStr(func)
        if type(shown) in PENDING:
            shown = yield shown
        raise PyErr_Format(
            PyExc_TypeError,
            f"{shown.value} argument after * must be an iterable, not {tp.tp_name}")
    tup = PySequence_Tuple(args)
    return (yield tup) if type(tup) in PENDING else tup
