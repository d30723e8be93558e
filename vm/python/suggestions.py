"""Which name was probably meant, for an exception about to be shown ("Did you mean: 'x'?").

The choosing half; the distance itself is in vm/objects/suggestions.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vm.objects.codeobject import CO_FAST_CELL, CO_FAST_FREE
from vm.objects.dictobject import PyDict_Check, PyDict_GetItemString, _PyDict_HostItems
from vm.objects.object import PyObject_Dir, PyObject_GetOptionalAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyType_IsSubtype,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyExc_AttributeError,
    PyExc_ImportError,
    PyExc_NameError,
    extra_field,
)
from vm.objects.suggestions import _Py_CalculateSuggestions
from vm.python.stdlib_module_names import stdlib_module_names


def suggestion_text(exc: PyObject):
    """What to append to the message of an exception: "" or a hint (a generator: may run guest code)."""
    if PyType_IsSubtype(exc.ob_type, PyExc_ImportError):
        wrong = extra_field(exc, "name_from")
        if not _is_str(wrong):
            return ""
        found = yield _for_import(exc, wrong.value)
    elif PyType_IsSubtype(exc.ob_type, PyExc_AttributeError):
        wrong = extra_field(exc, "name")
        if not _is_str(wrong):
            return ""
        found = yield _for_attribute(exc, wrong.value)
    elif PyType_IsSubtype(exc.ob_type, PyExc_NameError):
        wrong = extra_field(exc, "name")
        if not _is_str(wrong):
            return ""
        found = yield _for_name(exc, wrong)
    else:
        return ""
    text = f". Did you mean: '{found}'?" if found else ""
    if PyType_IsSubtype(exc.ob_type, PyExc_NameError) and wrong.value in stdlib_module_names:
        link = " Or did" if found else ". Did"
        text += f"{link} you forget to import '{wrong.value}'?"
    return text


def _is_str(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS)


def _dir_names(obj: PyObject):
    """The strings of ``dir(obj)``, or None if it fails or holds anything else."""
    try:
        names = PyObject_Dir(obj)
        if type(names) in PENDING:
            names = yield names
    except PyErr as err:
        PyErr_Clear(err)
        return None
    out = [op.value for op in names.value if _is_str(op)]
    complete = len(out) == len(names.value)
    Py_DECREF(names)
    return out if complete else None


def _choose(names: Iterable[str] | None, wrong: str, hide_underscored: bool) -> str | None:
    if names is None:
        return None
    if hide_underscored:
        names = [name for name in names if name[:1] != "_"]
    return _Py_CalculateSuggestions(list(names), wrong)


def _for_attribute(exc: PyObject, wrong: str):
    obj = extra_field(exc, "obj")
    names = yield _dir_names(obj)
    hide = wrong[:1] != "_"
    frame = last_frame(exc)
    if hide and frame is not None and dict(frame_locals(frame)).get("self") is obj:
        hide = False
    return _choose(names, wrong, hide)


def _for_import(exc: PyObject, wrong: str):
    name = extra_field(exc, "name")
    modules = _PyInterpreterState_GET().modules
    module = PyDict_GetItemString(modules, name.value) if _is_str(name) and modules else None
    if module is None:
        return None
    names = yield _dir_names(module)
    return _choose(names, wrong, wrong[:1] != "_")


def _for_name(exc: PyObject, wrong: PyObject):
    frame = last_frame(exc)
    if frame is None:
        return None
    body = frame.value.f_frame
    variables = dict(frame_locals(frame))
    names = list(variables)
    for scope in (body.f_globals, body.f_builtins):
        if PyDict_Check(scope):
            names += [key.value for key, _ in _PyDict_HostItems(scope) if _is_str(key)]
    if "self" in variables:
        has = yield _has_attribute(variables["self"], wrong)
        if has:
            return f"self.{wrong.value}"
    return _choose(names, wrong.value, False)


def _has_attribute(op: PyObject, name: PyObject):
    op.ob_refcnt += 1
    try:
        found = PyObject_GetOptionalAttr(op, name)
        if type(found) in PENDING:
            found = yield found
    except PyErr as err:
        PyErr_Clear(err)
        return False
    finally:
        Py_DECREF(op)
    Py_XDECREF(found)
    return found is not None


def last_frame(exc: PyObject) -> PyObject | None:
    """The guest frame object in which an exception was raised, or NULL (borrowed)."""
    tb = exc.value.traceback
    if tb is None:
        return None
    while tb.value.tb_next is not None:
        tb = tb.value.tb_next
    return tb.value.tb_frame


def frame_locals(frame: PyObject) -> list[tuple[str, PyObject]]:
    """The bound local variables of a guest frame object (borrowed), in the order of ``f_locals``."""
    body: Any = frame.value.f_frame
    code = body.f_code
    if body.f_locals is not None and not code.co_flags & 1:  # a module or class body
        mapping = body.f_locals
        if not mapping.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
            return []
        return [(key.value, op) for key, op in _PyDict_HostItems(mapping) if _is_str(key)]
    out = []
    for name, kind, op in zip(
            code.co_localsplusnames, code.co_localspluskinds, body.localsplus, strict=False):
        if op is not None and kind & (CO_FAST_CELL | CO_FAST_FREE):
            op = getattr(op.value, "ob_ref", op)
        if op is not None:
            out.append((name, op))
    return out
