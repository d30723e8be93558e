"""Making guest values from host structures. Models Python/modsupport.c."""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.pycore_object import PyObject


@late_import
def _bind() -> None:
    global PyLong_FromLong, PyTuple_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.tupleobject import PyTuple_New


def Py_BuildValue(value: Any) -> PyObject:
    """A guest value from a host structure: what most ``__reduce__`` methods return.

    Args:
        value: a host tuple for a tuple, a host int for an int, a guest object (borrowed) for itself.

    Returns:
        A new reference.
    """
    if type(value) is PyObject:
        value.ob_refcnt += 1
        return value
    if type(value) is tuple:
        return PyTuple_New(tuple([Py_BuildValue(item) for item in value]))
    return PyLong_FromLong(value)
