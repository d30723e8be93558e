"""Code objects. Models Objects/codeobject.c."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType
from typing import Any

from vm.objects.abstract import PyObject_GetIter
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_EQ,
    Py_False,
    Py_None,
    Py_NotImplemented,
    Py_True,
    PyBytes_Type,
    PyCode_Type,
    PyComplex_Type,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyObject,
    set_slots,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString

CO_OPTIMIZED = 0x0001
CO_NEWLOCALS = 0x0002
CO_VARARGS = 0x0004
CO_VARKEYWORDS = 0x0008
CO_NESTED = 0x0010
CO_GENERATOR = 0x0020
CO_COROUTINE = 0x0080
CO_ITERABLE_COROUTINE = 0x0100
CO_ASYNC_GENERATOR = 0x0200

CO_FAST_LOCAL = 0x20
CO_FAST_CELL = 0x40
CO_FAST_FREE = 0x80


class PyCodeObject:
    """The body of a code object.

    Fields named co_* are CPython's; names are host tuples of host strings, ``co_consts`` is a guest
    tuple (owned). What the evaluator needs is decoded on first use by python/specialize.py:

    Attributes:
        instrs: decoded instructions (private opcode, decoded argument, index of the first free slot),
            or None before first use.
        base_instrs: the same without anything fused, for stepping.
        lasti: byte offset of each decoded instruction.
        handlers: exception handler of each decoded instruction, or None before first use.
        simple_argcount: the number of arguments of a call that needs no sorting (-1: never).
        padding: NULLs for the locals that are not arguments, and the stack.
        host_code: the host's code object with the same content, for positions and disassembly.
    """

    __slots__ = (
        "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize",
        "co_flags", "co_code", "co_consts", "co_names", "co_varnames", "co_cellvars", "co_freevars",
        "co_localsplusnames", "co_localspluskinds", "co_nlocalsplus", "co_filename", "co_name",
        "co_qualname", "co_firstlineno", "co_linetable", "co_exceptiontable", "instrs",
        "base_instrs", "lasti", "handlers", "simple_argcount", "padding", "host_code", "name_op",
        "qualname_op", "filename_op", "positions", "ob_self",
    )

    def __init__(self) -> None:
        self.instrs: list | None = None
        self.base_instrs: list | None = None
        self.lasti: list[int] | None = None
        self.handlers: list | None = None
        self.positions: list | None = None


def _PyCode_New(con: dict[str, Any]) -> PyObject:
    """Make a code object of its fields (names as in PyCodeObject); steals ``co_consts``."""
    body = PyCodeObject()
    for name, val in con.items():
        setattr(body, name, val)
    argcount = body.co_argcount
    plain = not (body.co_flags & (CO_VARARGS | CO_VARKEYWORDS)) and not body.co_kwonlyargcount
    body.simple_argcount = argcount if plain else -1
    body.padding = [None] * (body.co_nlocalsplus - argcount + body.co_stacksize)
    body.name_op = PyUnicode_InternFromString(body.co_name)
    body.qualname_op = PyUnicode_InternFromString(body.co_qualname)
    body.filename_op = PyUnicode_InternFromString(body.co_filename)
    op = PyObject(PyCode_Type, body)
    op.ob_ext = None
    return op


def code_from_host(code: CodeType) -> PyObject:
    """The guest's code object for a code object of the host's compiler. New reference."""
    names, kinds = localsplus_of(code)
    return _PyCode_New({
        "co_argcount": code.co_argcount,
        "co_posonlyargcount": code.co_posonlyargcount,
        "co_kwonlyargcount": code.co_kwonlyargcount,
        "co_nlocals": code.co_nlocals,
        "co_stacksize": code.co_stacksize,
        "co_flags": code.co_flags,
        "co_code": code.co_code,
        "co_consts": PyTuple_New(tuple(constant_from_host(c) for c in code.co_consts)),
        "co_names": code.co_names,
        "co_varnames": code.co_varnames,
        "co_cellvars": code.co_cellvars,
        "co_freevars": code.co_freevars,
        "co_localsplusnames": names,
        "co_localspluskinds": kinds,
        "co_nlocalsplus": len(names),
        "co_filename": code.co_filename,
        "co_name": code.co_name,
        "co_qualname": code.co_qualname,
        "co_firstlineno": code.co_firstlineno,
        "co_linetable": code.co_linetable,
        "co_exceptiontable": code.co_exceptiontable,
        "host_code": code,
    })


def localsplus_of(code: CodeType) -> tuple[tuple[str, ...], bytes]:
    """Names and kinds of a frame's fast locals: variables, cells that are not arguments, free ones."""
    cells = set(code.co_cellvars)
    names = list(code.co_varnames)
    kinds = [CO_FAST_LOCAL | (CO_FAST_CELL if n in cells else 0) for n in names]
    for name in code.co_cellvars:
        if name not in code.co_varnames:
            names.append(name)
            kinds.append(CO_FAST_CELL)
    names += code.co_freevars
    kinds += [CO_FAST_FREE] * len(code.co_freevars)
    return tuple(names), bytes(kinds)


def constant_from_host(value: Any) -> PyObject:
    """The guest object of a constant in a host code object. New reference."""
    if value is None:
        return Py_None
    if value is True or value is False:
        return Py_True if value else Py_False
    if value is Ellipsis:
        return Py_Ellipsis
    kind = type(value)
    if kind is int:
        return PyLong_FromLong(value)
    if kind is str:
        # Constants that look like identifiers are interned, as in intern_constants.
        if value.isascii() and value.replace("_", "a").isalnum():
            return PyUnicode_InternFromString(value)
        return PyUnicode_FromString(value)
    if kind is tuple:
        return PyTuple_New(tuple(constant_from_host(v) for v in value))
    if kind is frozenset:
        return _frozenset_from_host(value)
    if kind is CodeType:
        return code_from_host(value)
    return PyObject({float: PyFloat_Type, complex: PyComplex_Type, bytes: PyBytes_Type}[kind], value)


def _frozenset_from_host(value: frozenset) -> PyObject:
    from vm.objects.setobject import PySet_Add, PySet_New  # the set file imports much; rare path

    result = PySet_New(None)
    for item in value:
        op = constant_from_host(item)
        PySet_Add(result, op)  # constants hash without guest code
        Py_DECREF(op)
    result.ob_type = PyFrozenSet_Type
    return result


def PyCode_Addr2Line(body: PyCodeObject, index: int) -> int | None:
    """The line of a decoded instruction, or None."""
    return instruction_positions(body)[index][0]


def instruction_positions(body: PyCodeObject) -> list:
    """(line, end line, column, end column) of each decoded instruction; entries may be None."""
    if body.positions is None:
        from vm.python.specialize import decode_positions  # floor above; only data comes back

        decode_positions(body)
    assert body.positions is not None
    return body.positions


def code_dealloc(op: PyObject) -> None:
    """Drop the constants."""
    body = op.value
    if op.ob_ext is not None:
        from vm.objects.weakrefobject import PyObject_ClearWeakRefs

        PyObject_ClearWeakRefs(op)
    op.value = None
    Py_DECREF(body.co_consts)


def code_traverse(op: PyObject) -> Iterator[PyObject]:
    """The references a code object owns."""
    yield op.value.co_consts


def code_repr(op: PyObject) -> PyObject:
    """``<code object f at 0x..., file "...", line n>``"""
    from vm.objects.object import _Py_address

    body = op.value
    return PyUnicode_FromString(
        f'<code object {body.co_name} at {_Py_address(op):#x}, file "{body.co_filename}", '
        f"line {body.co_firstlineno}>")


_COMPARED = (
    "co_name", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags",
    "co_firstlineno", "co_code", "co_names", "co_localsplusnames", "co_linetable",
    "co_exceptiontable",
)


def code_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """Equal if every field and, by type and value, every constant is."""
    if op not in (Py_EQ, Py_EQ + 1) or a.ob_type is not PyCode_Type or b.ob_type is not PyCode_Type:
        return Py_NotImplemented
    equal = a is b or (
        all(getattr(a.value, f) == getattr(b.value, f) for f in _COMPARED)
        and a.value.host_code == b.value.host_code)
    return Py_True if equal == (op == Py_EQ) else Py_False


def code_hash(op: PyObject) -> int:
    """A hash of the identifying fields."""
    from vm.objects.pyhash import _Py_HashBytes

    body = op.value
    return _Py_HashBytes(body.co_name.encode("utf-8", "surrogatepass") + body.co_code)


def _strings(names: tuple[str, ...]) -> PyObject:
    return PyTuple_New(tuple(PyUnicode_InternFromString(n) for n in names))


def _int_getter(field: str) -> Any:
    return lambda op: PyLong_FromLong(getattr(op.value, field))


def _names_getter(field: str) -> Any:
    return lambda op: _strings(getattr(op.value, field))


def _bytes_getter(field: str) -> Any:
    return lambda op: PyObject(PyBytes_Type, getattr(op.value, field))


def _string_getter(field: str) -> Any:
    return lambda op: PyUnicode_InternFromString(getattr(op.value, field))


def _get_consts(op: PyObject) -> PyObject:
    op.value.co_consts.ob_refcnt += 1
    return op.value.co_consts


def code_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """code(...) by hand is not offered yet; the error says so."""
    raise PyErr_Format(PyExc_TypeError, "code() is not supported by this VM yet: use compile()")


def _iterator_of_rows(rows: Iterator) -> Any:
    """A guest iterator over tuples of ints and None."""
    op = PyTuple_New(tuple(
        PyTuple_New(tuple(Py_None if n is None else PyLong_FromLong(n) for n in row))
        for row in rows))
    iterator = PyObject_GetIter(op)
    Py_DECREF(op)
    return iterator


def code_positions(op: PyObject) -> Any:
    """co_positions(): an iterator of (line, end line, column, end column), one a code unit."""
    return _iterator_of_rows(op.value.host_code.co_positions())


def code_lines(op: PyObject) -> Any:
    """co_lines(): an iterator of (start offset, end offset, line)."""
    return _iterator_of_rows(op.value.host_code.co_lines())


_getset = tuple(
    [PyGetSetDef(n, _int_getter(n)) for n in (
        "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize",
        "co_flags", "co_firstlineno")]
    + [PyGetSetDef(n, _names_getter(n)) for n in (
        "co_names", "co_varnames", "co_cellvars", "co_freevars")]
    + [PyGetSetDef(n, _bytes_getter(n)) for n in ("co_code", "co_linetable", "co_exceptiontable")]
    + [PyGetSetDef(n, _string_getter(n)) for n in ("co_filename", "co_name", "co_qualname")]
    + [PyGetSetDef("co_consts", _get_consts),
       PyGetSetDef("_co_code_adaptive", _bytes_getter("co_code"))]
)

set_slots(
    PyCode_Type,
    tp_dealloc=code_dealloc,
    tp_traverse=code_traverse,
    tp_repr=code_repr,
    tp_richcompare=code_richcompare,
    tp_hash=code_hash,
    tp_new=code_new,
    tp_getset=_getset,
    tp_methods=(
        PyMethodDef("co_positions", code_positions, "($self, /)"),
        PyMethodDef("co_lines", code_lines, "($self, /)"),
    ),
)


