"""The symbol table's entries as guest objects, and tables of source texts. Models parts of Python/symtable.c.

The compiler works on entries of the host's (pycore_symtable.py); a program that asks for a table gets it copied
into objects of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.attributes import repr_text
from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.listobject import PyList_Append, PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMemberDef
from vm.objects.obmalloc import ALIGNMENT, PyObject_Malloc
from vm.objects.pycore_object import Py_DECREF, PyObject, static_type
from vm.objects.pycore_trashcan import dealloc_container, free_body
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python import compile as compile_c
from vm.python.compile_code import deep_recursion
from vm.python.future import _PyFuture_FromAST
from vm.python.pycore_symtable import PySTEntryObject
from vm.python.symtable import _PySymtable_Build

#: Bytes of the block in which the parser's nodes lie; an entry's id is the address of its node.
ARENA_BLOCK = 256 * 1024


class PySTEntry:
    """The body of an entry: what a program sees of it. Objects are owned; the rest are host ints."""

    __slots__ = ("ste_id", "ste_name", "ste_symbols", "ste_varnames", "ste_children", "ste_nested",
                 "ste_type", "ste_lineno")

    ste_id: PyObject
    ste_name: PyObject
    ste_symbols: PyObject
    ste_varnames: PyObject
    ste_children: PyObject

    def __init__(self, entry: PySTEntryObject, key: int) -> None:
        self.ste_id = PyLong_FromLong(key)
        self.ste_name = PyUnicode_FromString(entry.ste_name)
        self.ste_symbols = PyDict_New()
        for name, flags in entry.ste_symbols.items():
            number = PyLong_FromLong(flags)
            PyDict_SetItemString(self.ste_symbols, name, number)
            Py_DECREF(number)
        self.ste_varnames = PyList_New([PyUnicode_FromString(name) for name in entry.ste_varnames])
        self.ste_children = PyList_New([])
        self.ste_nested = entry.ste_nested
        self.ste_type = entry.ste_type
        self.ste_lineno = entry.ste_lineno


def ste_traverse(op: PyObject) -> Iterator[PyObject]:
    """What an entry owns, in the order in which C drops it."""
    body = op.value
    yield body.ste_id
    yield body.ste_name
    yield body.ste_symbols
    yield body.ste_varnames
    yield body.ste_children


def ste_dealloc(op: PyObject) -> None:
    """tp_dealloc; the collector does not know of entries."""
    dealloc_container(op, ste_traverse, free_body)


def ste_repr(op: PyObject) -> Any:
    """``<symtable entry name(id), line n>`` (native frame)."""
    body = op.value
    key = yield repr_text(body.ste_id)
    return PyUnicode_FromString(
        f"<symtable entry {body.ste_name.value}({key}), line {body.ste_lineno}>")


PySTEntry_Type = static_type(
    "symtable entry", tp_basicsize=144, tp_hostkey="identity", tp_repr=ste_repr,
    tp_traverse=ste_traverse, tp_dealloc=ste_dealloc,
    tp_members=tuple([
        PyMemberDef(name, "ste_" + name)
        for name in ("id", "name", "symbols", "varnames", "children", "nested", "type", "lineno")]))


def ste_from_host(top: PySTEntryObject) -> PyObject:
    """The guest's entry for one of the host's, with those of the blocks inside it. New reference."""
    key = PyObject_Malloc(ARENA_BLOCK)
    result = PyObject(PySTEntry_Type, PySTEntry(top, key))
    work = [(top, result)]
    for entry, op in work:  # grows while it runs
        for child in entry.ste_children:
            key += ALIGNMENT
            child_op = PyObject(PySTEntry_Type, PySTEntry(child, key))
            PyList_Append(op.value.ste_children, child_op)
            Py_DECREF(child_op)
            work.append((child, child_op))
    return result


def _Py_SymtableStringObjectFlags(
    source: str | bytes, filename: str, mode: str, flags: int
) -> Any:
    """The entry of a source text's module as a guest object (a generator); new reference.

    Raises:
        PyErr: the SyntaxError, ... that CPython raises for the text.
    """
    mod = yield compile_c._PyParser_ASTFromString(source, filename, mode, flags)

    def build(warn: Any) -> PyObject:
        future = _PyFuture_FromAST(mod, filename)
        future.ff_features |= flags
        with deep_recursion():
            return ste_from_host(_PySymtable_Build(mod, filename, future).st_top)

    return (yield compile_c._with_warnings(build, compile_c.source_text(source)))
