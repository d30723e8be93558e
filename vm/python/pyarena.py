"""What keeps a program's constants alive while it runs. Models Python/pyarena.c, as far as it can be seen.

The nodes of a syntax tree, and the constants in them, live in an arena. A program run from a file, ``-c``, or
``exec`` and ``eval`` of text keeps the arena until it has ended, so that each constant written in it has one
reference more than code compiled beforehand would give it: `sys.getrefcount` shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from vm.objects.pycore_object import (
    PyBytes_Type,
    PyCode_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    _Py_IMMORTAL_MINIMUM,
    decref_all,
)


class _PyArena:
    """The references of one arena, from `_PyArena_New` to `_PyArena_Free`."""

    __slots__ = ("a_objects",)

    def __init__(self, objects: list[PyObject]):
        self.a_objects = objects


#: The arenas of the programs that run at the moment; the audit counts their references.
arenas: list[_PyArena] = []


def _PyArena_New(code: PyObject) -> _PyArena:
    """Hold the constants of a code object, nested ones' too, as the arena of its tree would."""
    objects = []
    for op in _constants(code):
        times = 2 if op.ob_type is PyBytes_Type else 1  # once for the token, once for the node
        op.ob_refcnt += times
        objects += [op] * times
    arena = _PyArena(objects)
    arenas.append(arena)
    return arena


def _PyArena_Free(arena: _PyArena) -> None:
    """Let the constants go; those of a program that was thrown away went with its process."""
    if arena in arenas:
        arenas.remove(arena)
        decref_all(arena.a_objects)


def _constants(code: PyObject) -> Iterator[PyObject]:
    """The mortal constants that stand in the program's text; the compiler's own are not in the tree."""
    seen: set[PyObject] = set()
    work = [code]
    while work:
        op = work.pop()
        for item in op.value.co_consts.value if op.ob_type is PyCode_Type else op.value:
            if item.ob_type is PyCode_Type:
                work.append(item)
            elif item not in seen and item.ob_refcnt < _Py_IMMORTAL_MINIMUM:
                seen.add(item)
                if item.ob_type is PyTuple_Type:
                    work.append(item)
                if not _is_compilers(item):
                    yield item


def _is_compilers(op: PyObject) -> bool:
    """Tuples of names (keywords, imported names, static attributes) are made by the compiler."""
    return op.ob_type is PyTuple_Type and all(item.ob_type is PyUnicode_Type for item in op.value)
