"""The guest's code objects and constants, made of the host values that the compiler works with.

Models _PyCode_New's treatment of constants in Objects/codeobject.c: which strings are interned, and which
constants stay one object over all the code objects of a compilation.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.codeobject import (
    CO_OPTIMIZED,
    _PyCode_New,
    code_fields,
    localsplus_of,
)
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_frame import finish_pending
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_False,
    Py_None,
    Py_True,
    PyComplex_Type,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyObject,
    decref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.setobject import PySet_Add, PySet_New
from vm.objects.tupleobject import PyTuple_New, _PyTuple_MaybeUntrack
from vm.objects.unicodeobject import (
    PyUnicode_FromString,
    PyUnicode_InternFromString,
    _PyUnicode_InternMortal,
)


class ConstantMemo(dict[int, PyObject]):
    """What was made of each host constant of a compilation, by its id; it owns a reference to each.

    Attributes:
        interned: ids of the strings that were interned when they came to be, as other objects.
        replaced: ids of the tuples of constants whose frozensets have been looked through.
    """

    __slots__ = ("interned", "replaced", "_code", "_identifiers")

    def __init__(self, code: Any = None) -> None:
        self.interned: set[int] = set()
        self.replaced: set[int] = set()
        self._code = code
        self._identifiers: set[str] | None = None

    def was_interned(self, text: str) -> bool:
        """Whether another object with this text was interned before this constant came to a code object.

        The parser interns the identifiers of the whole text before there is any code object.
        """
        if sys._is_interned(text):
            return False  # an identifier itself
        if id(text) in self.interned:
            return True
        if self._identifiers is None:
            self._identifiers = _identifiers(self._code)
        return text in self._identifiers


def _identifiers(code: Any) -> set[str]:
    """The names in a code object and those inside it."""
    found: set[str] = set()
    work = [code]
    while work:
        item = work.pop()
        found.update(item.co_names, localsplus_of(item)[0], (item.co_name,))
        work += [value for value in item.co_consts if hasattr(value, "co_consts")]
    return found


def intern_constants(values: tuple[Any, ...], consts: PyObject, memo: ConstantMemo) -> None:
    """Make the frozensets among a code object's constants anew where C does.

    It does so where a member is replaced by the interned str. Other code objects keep the one that
    they had.
    """
    if id(values) in memo.replaced:
        return
    memo.replaced.add(id(values))
    items = list(consts.value)
    for i, value in enumerate(values):
        if type(value) is frozenset and any(
                type(item) is str and should_intern_string(item) and memo.was_interned(item)
                for item in value):
            Py_DECREF(items[i])
            items[i] = _frozenset_from_host(value, memo)
    consts.value = tuple(items)


def constant_from_host(value: Any, memo: ConstantMemo) -> PyObject:
    """The guest object of a constant in a host code object. New reference."""
    if value is None:
        return Py_None
    if value is True or value is False:
        return Py_True if value else Py_False
    if value is Ellipsis:
        return Py_Ellipsis
    op = memo.get(id(value))
    if op is None:
        op = memo[id(value)] = _new_constant(value, memo)
    op.ob_refcnt += 1
    return op


def _new_constant(value: Any, memo: ConstantMemo) -> PyObject:
    kind = type(value)
    if kind is int:
        return PyLong_FromLong(value)
    if kind is str:
        op = PyUnicode_FromString(value)
        if not should_intern_string(value) and not sys._is_interned(value):  # an identifier is interned
            return op
        found = _PyUnicode_InternMortal(op)
        if found is not op:
            memo.interned.add(id(value))
        return found
    if kind is tuple:
        op = PyTuple_New(tuple([constant_from_host(v, memo) for v in value]))
        _PyTuple_MaybeUntrack(op)  # C leaves it to the first collection, which comes at once
        return op
    if kind is frozenset:
        return _frozenset_from_host(value, memo)
    if kind is bytes:
        return PyBytes_FromString(value)
    if kind is float or kind is complex:
        return PyObject(PyFloat_Type if kind is float else PyComplex_Type, value)
    return _code_from_host(value, memo)


def _intern_qualname(code: Any, memo: ConstantMemo) -> None:
    """The constant that a class body stores as ``__qualname__`` is the code object's own name.

    That name is interned, so the constant is, unless another object with this text was there before.
    """
    for value in code.co_consts:
        if type(value) is str and value == code.co_qualname and id(value) not in memo:
            known = _PyRuntime.interned.get(value)
            if known is None or known.ob_refcnt <= 0:
                memo[id(value)] = _PyUnicode_InternMortal(PyUnicode_FromString(value))


def should_intern_string(text: str) -> bool:
    """Whether a string constant is interned: it has the characters of an identifier only."""
    return _NAME_CHARS.fullmatch(text) is not None


_NAME_CHARS = re.compile("[A-Za-z0-9_]*")


def _frozenset_from_host(value: frozenset, memo: ConstantMemo) -> PyObject:
    result = PySet_New(None)
    for item in value:
        op = constant_from_host(item, memo)
        finish_pending(PySet_Add(result, op))  # constants hash without guest code
        Py_DECREF(op)
    result.ob_type = PyFrozenSet_Type
    return result


def code_from_host(code: Any) -> PyObject:
    """The guest's code object for one of the compiler's (CodeObject) or of the host's. New reference.

    A constant that occurs more than once is one guest object, as it is one of the host's.
    """
    memo = ConstantMemo(code)
    try:
        return _code_from_host(code, memo)
    finally:
        decref_all(memo.values())


def _code_from_host(code: Any, memo: ConstantMemo) -> PyObject:
    names, kinds = localsplus_of(code)
    if not code.co_flags & CO_OPTIMIZED:
        _intern_qualname(code, memo)
    consts = constant_from_host(code.co_consts, memo)
    if frozenset in map(type, code.co_consts):
        intern_constants(code.co_consts, consts, memo)
    con = code_fields(
        code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_stacksize,
        code.co_flags, code.co_code, consts, code.co_names, names, kinds, code.co_filename,
        code.co_name, code.co_qualname, code.co_firstlineno, code.co_linetable,
        code.co_exceptiontable)
    con["trusted"] = True
    merged = {field: constant_from_host(getattr(code, field), memo) for field in _MERGED}
    op = _PyCode_New(con, {
        "co_name": PyUnicode_InternFromString(code.co_name),
        "co_qualname": PyUnicode_InternFromString(code.co_qualname),
        **merged,
    })
    decref_all(merged.values())
    return op


#: Fields whose objects several code objects of a compilation share where they are equal.
_MERGED = ("co_filename", "co_linetable", "co_exceptiontable")
