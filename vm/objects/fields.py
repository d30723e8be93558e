"""tp_traverse, tp_clear and tp_dealloc of a type whose body names the references that it owns.

The attributes are given in the order in which the C functions drop them; each holds a reference or NULL (None).
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.weakrefobject import weakrefs_call_back

#: Type -> function that gives what its objects (those of subclasses, too) own and its tp_traverse passes over, as in
#: C; for the audit.
unvisited: dict[PyObject, Callable[[PyObject], tuple]] = {}


def fields_traverse(*fields: str) -> Callable[[PyObject], tuple]:
    """A tp_traverse: the references in these attributes of the body."""
    if len(fields) == 1:
        get_one = attrgetter(fields[0])
        return lambda op: (get_one(op.value),)
    get: Any = attrgetter(*fields)
    return lambda op: get(op.value)


def fields_clear(*fields: str) -> Callable[[PyObject], None]:
    """A tp_clear: what Py_CLEAR does, for each of these attributes of the body."""

    def tp_clear(op: PyObject) -> None:
        body = op.value
        for field in fields:
            old = getattr(body, field)
            if old is not None:
                setattr(body, field, None)
                Py_DECREF(old)

    return tp_clear


def fields_dealloc(*fields: str) -> Callable[[PyObject], None]:
    """A tp_dealloc: weak references first, then these attributes of the body, then the memory."""
    children = fields_traverse(*fields)

    def tp_dealloc(op: PyObject) -> None:
        if op.ob_type.value.tp_weaklistoffset:
            ext = op.ob_ext
            if ext is not None and ext.weaklist and weakrefs_call_back(op, tp_dealloc):
                return
        dealloc_container(op, children)

    return tp_dealloc
