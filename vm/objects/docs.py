"""Docstrings and text signatures of built-in things, taken from the host's own.

The host is CPython 3.13 too: its ``int.__doc__`` is what the guest's ``int.__doc__`` is. So no text of
CPython's is written down here; it is asked for when a guest asks (docs/decisions/0004). What has no
counterpart on the host has no docstring.
"""

from __future__ import annotations

import codecs
import sys
from importlib import import_module
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)
from typing import Any

from vm.objects.pycore_object import (
    Py_TPFLAGS_IMMUTABLETYPE,
    PyObject,
    _Py_IsImmortal,
)

_DESCRIPTORS = (
    BuiltinFunctionType, ClassMethodDescriptorType, GetSetDescriptorType, MemberDescriptorType,
    MethodDescriptorType, WrapperDescriptorType,
)


class _Plain:
    """For the descriptors that every class statement makes."""


#: Host types written in C by (module, name), for those that no module names.
_hidden_types: dict[tuple[str, str], type] = {}
_host_types: dict[PyObject, type | None] = {}


def _find_hidden_types() -> None:
    """Walk the host's tree of classes."""
    work: list[type] = [object]
    seen: set[int] = set()
    while work:
        subclasses: list[type] = type.__subclasses__(work.pop())
        for cls in subclasses:
            if id(cls) in seen:
                continue
            seen.add(id(cls))
            work.append(cls)
            if cls.__flags__ & Py_TPFLAGS_IMMUTABLETYPE:
                _hidden_types.setdefault((cls.__module__, cls.__name__), cls)


def _import(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        return None


def _find_host_type(type_op: PyObject) -> type | None:
    module, _, name = type_op.value.tp_name.rpartition(".")
    module = module or "builtins"
    found = getattr(_import(module), name, None)
    if isinstance(found, type):
        return found
    if (module, name) not in _hidden_types:
        _find_hidden_types()
    return _hidden_types.get((module, name))


def host_type(type_op: PyObject) -> type | None:
    """The host's type of the same module and name; None for a class of the program's."""
    if not _Py_IsImmortal(type_op):
        return _Plain
    if type_op not in _host_types:
        _host_types[type_op] = _find_host_type(type_op)
    return _host_types[type_op]


def host_attribute(type_op: PyObject, name: str) -> Any:
    """What the host's type has under a name in its own dict, if that is a descriptor; or None.

    A static method gives its function.
    """
    found = vars(host_type(type_op) or _Plain).get(name)
    if isinstance(found, staticmethod):
        found = found.__func__
    return found if isinstance(found, _DESCRIPTORS) else None


def host_function(module: str | None, name: str) -> Any:
    """The host's built-in function of a module that the host has loaded; or None.

    Those that say of no module that it is theirs are the handlers of coding errors.
    """
    found = getattr(sys.modules.get(module or "builtins"), name, None)
    if module is None and found is None:
        found = getattr(codecs, name, None)
    return found if isinstance(found, BuiltinFunctionType) else None


def doc_of(host_object: Any) -> str | None:
    """The docstring of a type, module, function or descriptor of the host's."""
    doc = getattr(host_object, "__doc__", None) if host_object is not None else None
    return doc if isinstance(doc, str) else None


def type_doc(type_op: PyObject) -> str | None:
    """The docstring of a built-in type."""
    found = host_type(type_op)
    return None if found is _Plain else doc_of(found)


def module_doc(name: str) -> str | None:
    """The docstring of a built-in module; the host's is imported, so the name must be the VM's own."""
    return doc_of(_import(name))


def text_signature_of(host_object: Any) -> str | None:
    """The ``__text_signature__`` of a type, function or descriptor of the host's."""
    return getattr(host_object, "__text_signature__", None) if host_object is not None else None
