"""The host's syntax tree for a guest's: the obj2ast functions of Python/Python-ast.c.

C has one function for each kind of node, generated from the grammar's definition. Here one function goes by what
the host's classes tell of their fields.
"""

from __future__ import annotations

import ast as host
from collections.abc import Generator
from typing import Any

from vm.objects.attributes import optional_attribute, repr_text
from vm.objects.listobject import PyList_Check
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyBytes_Type,
    PyComplex_Type,
    PyErr,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_RecursionError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject import _PyType_Name
from vm.python.pycore_symtable import CALLER_DEPTH, Py_C_RECURSION_LIMIT
from vm.python.python_ast import ast_state, get_ast_state

#: Fields that are strings where the others of host type str are identifiers.
_STRINGS = frozenset({"type_comment", "kind", "tag"})
_ENUMERATIONS = (host.expr_context, host.boolop, host.operator, host.unaryop, host.cmpop)
_MODES = {"exec": host.Module, "eval": host.Expression, "single": host.Interactive,
          "func_type": host.FunctionType}
_SINGLETONS = {Py_None: None, Py_True: True, Py_False: False, Py_Ellipsis: ...}
_CONSTANTS = frozenset({PyLong_Type, PyFloat_Type, PyComplex_Type, PyUnicode_Type, PyBytes_Type})


def PyAST_obj2mod(op: PyObject, mode: str) -> Any:
    """The host's tree for a guest's (a generator).

    Raises:
        PyErr: TypeError, ValueError, ... for nodes that are not what their place asks for.
    """
    state = yield get_ast_state()
    wanted = _MODES[mode]
    found = state.host_class(op)
    if found is None or not issubclass(found, wanted):
        raise PyErr_Format(
            PyExc_TypeError, f"expected {wanted.__name__} node, got {_PyType_Name(op.ob_type):.400}")
    return (yield _run(_obj2ast(state, op, host.mod, CALLER_DEPTH)))


class _Nested:
    """What one of the functions below yields to have another do a part of its work."""

    __slots__ = ("part",)

    def __init__(self, part: Generator):
        self.part = part


def _run(whole: Generator) -> Any:
    """Run a conversion in one native frame, however deep the tree is: the depth is C's to limit, in `_entered`."""
    stack = [whole]
    value = error = None
    while stack:
        try:
            step = stack[-1].send(value) if error is None else stack[-1].throw(error)
        except StopIteration as stop:
            stack.pop()
            value, error = stop.value, None
            continue
        except PyErr as err:
            stack.pop()
            value, error = None, err
            continue
        value = error = None
        if type(step) is _Nested:
            stack.append(step.part)
            continue
        try:
            value = yield step
        except PyErr as err:
            error = err
    if error is not None:
        raise error
    return value


def _obj2ast(state: ast_state, op: PyObject, kind: Any, depth: int) -> Any:
    """A node, and all below it, of a kind that the grammar names: a sum of several classes or one class."""
    is_sum = bool(kind.__subclasses__())
    if op is Py_None and is_sum:
        return None
    if not is_sum:  # as in C, whatever has the attributes will do
        made = kind.__new__(kind)
        yield _Nested(_fields(state, op, made, depth))
        vars(made).update((yield _Nested(_attributes(op, kind.__name__, made, depth))))
        return made
    attributes = yield _Nested(_attributes(op, kind.__name__, kind, depth))
    cls = state.host_class(op)
    if cls is None or not issubclass(cls, kind) or cls is kind:
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected some sort of {kind.__name__}, but got {(yield repr_text(op))}")
    made = cls() if issubclass(cls, _ENUMERATIONS) else cls.__new__(cls)
    yield _Nested(_fields(state, op, made, depth))
    vars(made).update(attributes)
    return made


def _attributes(op: PyObject, name: str, kind: Any, depth: int) -> Any:
    """The place of a node, by attribute; where it ends may be left out of most kinds."""
    found: dict[str, Any] = {}
    for attribute in kind._attributes:
        value = yield optional_attribute(op, attribute)
        is_end = attribute.startswith("end_")
        try:
            if is_end and hasattr(kind, attribute) and (value is None or value is Py_None):
                found[attribute] = found[attribute.removeprefix("end_")]
                continue
            if value is None:
                raise _missing(attribute, name)
            found[attribute] = yield _Nested(_int(_entered(value, name, depth)))
        finally:
            if value is not None:
                Py_DECREF(value)
    return found


def _fields(state: ast_state, op: PyObject, made: Any, depth: int) -> Any:
    cls = type(made)
    name = cls.__name__
    for field, kind in getattr(cls, "_field_types", {}).items():
        value = yield optional_attribute(op, field)
        is_list = getattr(kind, "__origin__", None) is list
        options = () if is_list else getattr(kind, "__args__", ())
        is_optional = type(None) in options
        try:
            if is_list:
                part = _list(state, name, field, value, kind.__args__[0], depth)
                setattr(made, field, (yield _Nested(part)))
                continue
            if value is None or (value is Py_None and is_optional):
                if not is_optional:
                    raise _missing(field, name)
                setattr(made, field, 0 if int in options else None)
                continue
            _entered(value, name, depth)
            kind = options[0] if options else kind
            converted = yield _Nested(_value(state, field, value, kind, depth + 1))
            if converted is None and not is_optional and kind is not object:
                raise PyErr_Format(
                    PyExc_ValueError, f"field '{field}' is required for {name}")
            setattr(made, field, converted)
        finally:
            if value is not None:
                Py_DECREF(value)


def _missing(field: str, name: str) -> Any:
    return PyErr_Format(PyExc_TypeError, f'required field "{field}" missing from {name}')


def _entered(value: PyObject, name: str, depth: int) -> PyObject:
    """C recurses here (_Py_EnterRecursiveCall)."""
    if depth >= Py_C_RECURSION_LIMIT:
        raise PyErr_Format(
            PyExc_RecursionError, f"maximum recursion depth exceeded while traversing '{name}' node")
    return value


def _list(
    state: ast_state, name: str, field: str, value: PyObject | None, kind: Any, depth: int
) -> Any:
    """The items of a list field; one that is left out is empty."""
    if value is None:
        return []
    if not PyList_Check(value):
        raise PyErr_Format(
            PyExc_TypeError,
            f'{name} field "{field}" must be a list, not a {_PyType_Name(value.ob_type):.200}')
    size = len(value.value)
    items = []
    for i in range(size):
        item = Py_NewRef(value.value[i])
        try:
            _entered(item, name, depth)
            items.append((yield _Nested(_value(state, field, item, kind, depth + 1))))
        finally:
            Py_DECREF(item)
        if len(value.value) != size:
            raise PyErr_Format(
                PyExc_RuntimeError, f'{name} field "{field}" changed size during iteration')
    return items


def _value(state: ast_state, field: str, value: PyObject, kind: Any, depth: int) -> Any:
    """The host's value of a field that is there."""
    if kind is object:
        return _constant(value)
    if kind is int:
        return _int(value)
    if kind is str:
        return _string(value) if field in _STRINGS else _identifier(value)
    return _obj2ast(state, value, kind, depth)


def _identifier(value: PyObject) -> Any:
    yield None
    if value.ob_type is not PyUnicode_Type and value is not Py_None:
        raise PyErr_Format(PyExc_TypeError, "AST identifier must be of type str")
    return None if value is Py_None else value.value


def _string(value: PyObject) -> Any:
    yield None
    if value.ob_type is not PyUnicode_Type and value.ob_type is not PyBytes_Type:
        raise PyErr_Format(PyExc_TypeError, "AST string must be of type str")
    return value.value


def _int(value: PyObject) -> Any:
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        text = yield repr_text(value)
        raise PyErr_Format(PyExc_ValueError, f"invalid integer value: {text}")
    n = int(value.value)
    if not -(1 << 63) <= n < 1 << 63:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C long")
    if not -(1 << 31) <= n < 1 << 31:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C int")
    return n


def _constant(value: PyObject) -> Any:
    """The host's value of a constant; what can be no constant stays the guest's object (a generator)."""
    yield None
    if value in _SINGLETONS:
        return _SINGLETONS[value]
    kind = value.ob_type
    if kind in _CONSTANTS:
        return value.value
    if kind is not PyTuple_Type and kind is not PyFrozenSet_Type:
        return value
    items = []
    for item in value.value if kind is PyTuple_Type else value.value.me_key.values():
        items.append((yield _Nested(_constant(item))))
    return tuple(items) if kind is PyTuple_Type else frozenset(items)
