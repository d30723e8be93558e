"""Capsules: objects by which C modules give each other their functions. Models Objects/capsule.c.

There is nothing in them here but the name.
"""

from __future__ import annotations

from vm.objects.linker import late_import
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import Py_TPFLAGS_HAVE_GC, PyObject, static_type
from vm.objects.pycore_trashcan import dealloc_container


@late_import
def _bind() -> None:
    global PyUnicode_FromString, _Py_address
    from vm.objects.object import _Py_address
    from vm.objects.unicodeobject import PyUnicode_FromString


class PyCapsule:
    """The body: ``name``, and ``held``, the guest objects that what is in the capsule refers to (borrowed)."""

    __slots__ = ("held", "name")

    def __init__(self, name: str, held: tuple[PyObject, ...]):
        self.name = name
        self.held = held


def PyCapsule_New(name: str, *held: PyObject) -> PyObject:
    """A capsule; it is tracked if it holds objects (_PyCapsule_SetTraverse).

    Args:
        name: the module's and the capsule's.
        held: immortal objects.
    """
    op = PyObject_GC_New(PyCapsule_Type, PyCapsule(name, held))
    if held:
        _PyObject_GC_TRACK(op)
    return op


def capsule_repr(o: PyObject) -> PyObject:
    """tp_repr"""
    return PyUnicode_FromString(f'<capsule object "{o.value.name}" at {_Py_address(o):#x}>')


def capsule_dealloc(o: PyObject) -> None:
    """tp_dealloc"""
    dealloc_container(o, lambda o: ())


PyCapsule_Type = static_type(
    "PyCapsule", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=64, tp_repr=capsule_repr,
    tp_dealloc=capsule_dealloc, tp_traverse=lambda o: o.value.held)
