"""Every file that defines types or fills their slots, imported so that `_PyTypes_InitTypes` finds them ready.

In C the linker does this: the static types of Objects/ are all there from the start.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import vm.objects
from vm.objects.pycore_object import PyObject, _Py_IsImmortal, static_types


def import_all() -> None:
    """Import each module of this folder."""
    for module in iter_modules(vm.objects.__path__):
        import_module(f"vm.objects.{module.name}")


def reset_static_data() -> None:
    """Give static types the state of a new process, whatever the program before has left behind.

    Static data outlives an interpreter of this VM as it would a process of C's that starts two. A program
    that was thrown away in the middle dropped nothing: the counts of method descriptors and the like
    become what the static types alone make them; subclasses and look-up caches of its classes go.
    """
    for type_op in static_types:
        body = type_op.value
        type_op.ob_ext = None
        for subclass in [s for s in body.tp_subclasses if not _Py_IsImmortal(s)]:
            del body.tp_subclasses[subclass]  # with its weak reference
    for op, count in _references_from_static_types().items():
        op.ob_refcnt = count


def _references_from_static_types() -> dict[PyObject, int]:
    """The mortal objects that static types own, directly or not, and the references to each."""
    found: dict[PyObject, int] = {}
    work = list(static_types)
    while work:
        owner = work.pop()
        traverse = owner.ob_type.value.tp_traverse
        for op in traverse(owner) if traverse is not None else ():
            if op is None or _Py_IsImmortal(op):
                continue
            if op not in found:
                found[op] = 0
                work.append(op)
            found[op] += 1
    return found
