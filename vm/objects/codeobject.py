"""Code objects. Models Objects/codeobject.c."""

from __future__ import annotations

import opcode
from collections.abc import Iterator
from math import copysign
from types import CodeType
from typing import Any

from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.codeobject_lines import (
    code_positionsiterator,
    decode_linetable,
    new_linesiterator,
)
from vm.objects.codeobject_new import code_new, code_new_methods
from vm.objects.descrobject import ComputedMemberDef
from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import Py_T_INT, PyGetSetDef, PyMemberDef, PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_True,
    PyBool_Type,
    PyBytes_Type,
    PyCode_Type,
    PyComplex_Type,
    PyErr,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    decref_all,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_IndexError,
    PyExc_ValueError,
)
from vm.objects.pyhash import _signed
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_New, PyTuple_Pack
from vm.objects.unicodeobject import (
    PyUnicode_FromString,
    PyUnicode_InternFromString,
    _PyUnicode_InternMortal,
)

CO_OPTIMIZED = 0x0001
CO_NEWLOCALS = 0x0002
CO_VARARGS = 0x0004
CO_VARKEYWORDS = 0x0008
CO_NESTED = 0x0010
CO_GENERATOR = 0x0020
CO_COROUTINE = 0x0080
CO_ITERABLE_COROUTINE = 0x0100
CO_ASYNC_GENERATOR = 0x0200

CO_FAST_HIDDEN = 0x10
CO_FAST_LOCAL = 0x20
CO_FAST_CELL = 0x40
CO_FAST_FREE = 0x80


class PyCodeObject:
    """The body of a code object.

    Fields named co_* are CPython's; names are host tuples of host strings, ``co_consts`` is a guest
    tuple (owned). What the evaluator needs is decoded on first use by python/decode.py:

    Attributes:
        instrs: decoded instructions (private opcode, decoded argument, index of the first free slot),
            or None before first use.
        base_instrs: the same without the places that report events (python/instrumentation.py), count or specialise.
        adaptive: its specialised instructions, or None (python/adaptive.py).
        lasti: byte offset of each decoded instruction.
        handlers: exception handler of each decoded instruction, or None before first use.
        simple_argcount: the number of arguments of a call that needs no sorting (-1: never).
        padding: NULLs for the locals that are not arguments, and the stack.
        trusted: made by a compiler; any other is verified before it runs (python/verify.py).
        name_op, qualname_op, filename_op: the guest strings; owned.
        objects: guest objects of other fields, made when they are first asked for; owned.
        _co_monitoring: what its places report to tools, or None (python/instrumentation.py).
    """

    __slots__ = (
        "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize",
        "co_flags", "co_code", "co_consts", "co_names", "co_varnames", "co_cellvars", "co_freevars",
        "co_localsplusnames", "co_localspluskinds", "co_nlocalsplus", "co_filename", "co_name",
        "co_qualname", "co_firstlineno", "co_linetable", "co_exceptiontable", "instrs",
        "base_instrs", "adaptive", "lasti", "handlers", "simple_argcount", "padding", "trusted", "name_op",
        "qualname_op", "filename_op", "objects", "positions", "ob_self", "_co_monitoring", "__weakref__",
    )

    def __init__(self) -> None:
        self.instrs: list | None = None
        self.base_instrs: list | None = None
        self.adaptive: Any = None
        self.lasti: list[int] | None = None
        self.handlers: list | None = None
        self.positions: list | None = None
        self.objects: dict[str, PyObject] = {}
        self._co_monitoring: Any = None


def code_fields(
    argcount: int, posonlyargcount: int, kwonlyargcount: int, stacksize: int, flags: int,
    code: bytes, consts: PyObject, names: tuple[str, ...], localsplusnames: tuple[str, ...],
    localspluskinds: bytes, filename: str, name: str, qualname: str, firstlineno: int,
    linetable: bytes, exceptiontable: bytes,
) -> dict[str, Any]:
    """The fields of a code object by name (struct _PyCodeConstructor), and those that follow from them."""
    only_locals = localspluskinds.count(CO_FAST_LOCAL) == len(localsplusnames)
    return {
        "co_argcount": argcount,
        "co_posonlyargcount": posonlyargcount,
        "co_kwonlyargcount": kwonlyargcount,
        "co_stacksize": stacksize or 1,
        "co_flags": flags,
        "co_code": code,
        "co_consts": consts,
        "co_names": names,
        "co_localsplusnames": localsplusnames,
        "co_localspluskinds": localspluskinds,
        "co_filename": filename,
        "co_name": name,
        "co_qualname": qualname,
        "co_firstlineno": firstlineno,
        "co_linetable": linetable,
        "co_exceptiontable": exceptiontable,
        "co_nlocalsplus": len(localsplusnames),
        **({"co_varnames": localsplusnames, "co_cellvars": (), "co_freevars": (),
            "co_nlocals": len(localsplusnames)} if only_locals
           else _names_by_kind(localsplusnames, localspluskinds)),
    }


def _names_by_kind(names: tuple[str, ...], kinds: bytes) -> dict[str, Any]:
    """The names of variables, cells and free variables (get_localsplus_names)."""
    varnames = _names_of_kind(names, kinds, CO_FAST_LOCAL)
    return {
        "co_varnames": varnames,
        "co_cellvars": _names_of_kind(names, kinds, CO_FAST_CELL),
        "co_freevars": _names_of_kind(names, kinds, CO_FAST_FREE),
        "co_nlocals": len(varnames),
    }


def _names_of_kind(names: tuple[str, ...], kinds: bytes, kind: int) -> tuple[str, ...]:
    return tuple([name for name, k in zip(names, kinds, strict=True) if k & kind])


#: _PyCode_Validate's line in the C file, which its SystemError names.
_VALIDATE = "Objects/codeobject.c:412"


def _PyCode_Validate(con: dict[str, Any]) -> None:
    """Raise for fields that no code object can have."""
    if (
        con["co_argcount"] < con["co_posonlyargcount"] or con["co_posonlyargcount"] < 0
        or con["co_kwonlyargcount"] < 0 or con["co_stacksize"] < 0 or con["co_flags"] < 0
    ):
        raise PyErr_BadInternalCall(_VALIDATE)
    if len(con["co_code"]) % 2:
        raise PyErr_Format(PyExc_ValueError, "code: co_code is malformed")
    flags = con["co_flags"]
    arguments = (con["co_argcount"] + con["co_kwonlyargcount"] + bool(flags & CO_VARARGS)
                 + bool(flags & CO_VARKEYWORDS))
    if con["co_nlocals"] < arguments:
        raise PyErr_Format(PyExc_ValueError, "code: co_varnames is too small")


#: The largest value stack of a code object that no compiler has made.
MAX_STACK = 1 << 16


def _PyCode_New(con: dict[str, Any], objects: dict[str, PyObject] | None = None) -> PyObject:
    """Make a code object of its fields (`code_fields`); steals ``co_consts``.

    Args:
        con: the fields.
        objects: guest objects for some of the fields, by name (borrowed), where it matters which.
    """
    body = PyCodeObject()
    for name, val in con.items():
        setattr(body, name, val)
    argcount = body.co_argcount
    plain = not (body.co_flags & (CO_VARARGS | CO_VARKEYWORDS)) and not body.co_kwonlyargcount
    body.simple_argcount = argcount if plain else -1
    body.trusted = con.get("trusted", False)
    stacksize = body.co_stacksize if body.trusted else max(3, min(body.co_stacksize, MAX_STACK))
    body.padding = [None] * (body.co_nlocalsplus - argcount + stacksize)
    given = dict(objects or ())
    for op in given.values():
        op.ob_refcnt += 1
    for field in ("name", "qualname", "filename"):
        text = given.pop("co_" + field, None)
        if text is None:
            text = PyUnicode_FromString(con["co_" + field])
        setattr(body, field + "_op", _PyUnicode_InternMortal(text))
    body.objects = given
    op = PyObject(PyCode_Type, body)
    op.ob_ext = None
    return op


def localsplus_of(code: Any) -> tuple[tuple[str, ...], bytes]:
    """Names and kinds of a frame's fast locals; of a host code object, from what it shows of them."""
    if type(code) is not CodeType:
        return code.co_localsplusnames, code.co_localspluskinds
    return localsplus_info(
        code.co_varnames, code.co_cellvars, code.co_freevars, code.co_flags, code.co_code)


def localsplus_info(
    varnames: tuple[str, ...], cellvars: tuple[str, ...], freevars: tuple[str, ...], flags: int,
    code: bytes,
) -> tuple[tuple[str, ...], bytes]:
    """Names and kinds of a frame's fast locals: variables, cells that are not arguments, free ones."""
    cells = set(cellvars)
    names = list(varnames)
    kinds = [CO_FAST_LOCAL | (CO_FAST_CELL if n in cells else 0) for n in names]
    for name in cellvars:
        if name not in varnames:
            names.append(name)
            kinds.append(CO_FAST_CELL)
    names += freevars
    kinds += [CO_FAST_FREE] * len(freevars)
    if not flags & CO_OPTIMIZED:
        _mark_hidden(kinds, code)
    return tuple(names), bytes(kinds)


def _mark_hidden(kinds: list[int], code: bytes) -> None:
    """The variables of comprehensions in a module or class are hidden: they are no names of it."""
    extended = i = 0
    while i + 1 < len(code):
        op = code[i]
        oparg = extended | code[i + 1]
        if op == _LOAD_FAST_AND_CLEAR:
            if oparg >= len(kinds):
                raise PyErr_Format(
                    PyExc_ValueError, f"code: LOAD_FAST_AND_CLEAR oparg {oparg} out of range")
            kinds[oparg] |= CO_FAST_HIDDEN
        extended = oparg << 8 if op == _EXTENDED_ARG else 0
        i += 2 + 2 * INLINE_CACHES.get(op, 0)


_LOAD_FAST_AND_CLEAR = opcode.opmap["LOAD_FAST_AND_CLEAR"]
_EXTENDED_ARG = opcode.opmap["EXTENDED_ARG"]
#: Number of cache entries after an instruction, by CPython's opcode.
INLINE_CACHES: dict[int, int] = {
    opcode.opmap[name]: n for name, n in opcode._inline_cache_entries.items()}


def PyCode_Addr2Line(body: PyCodeObject, index: int) -> int | None:
    """The line of a decoded instruction, or None."""
    return instruction_positions(body)[index][0]


def instruction_positions(body: PyCodeObject) -> list:
    """(line, end line, column, end column) of each decoded instruction; entries may be None."""
    if body.positions is None:
        from vm.python.decode import decode_positions  # floor above; only data comes back

        decode_positions(body)
    assert body.positions is not None
    return body.positions


def code_dealloc(op: PyObject) -> None:
    """Drop what it owns."""
    owned = list(code_traverse(op))
    if op.ob_ext is not None:
        from vm.objects.weakrefobject import PyObject_ClearWeakRefs

        PyObject_ClearWeakRefs(op)
    op.value = None
    decref_all(owned)


def code_traverse(op: PyObject) -> Iterator[PyObject]:
    """The references a code object owns."""
    body = op.value
    yield body.co_consts
    yield from body.objects.values()
    yield body.filename_op
    yield body.name_op
    yield body.qualname_op


def code_repr(op: PyObject) -> PyObject:
    """``<code object f at 0x..., file "...", line n>``"""
    from vm.objects.object import _Py_address

    body = op.value
    return PyUnicode_FromString(
        f'<code object {body.co_name} at {_Py_address(op):#x}, file "{body.co_filename}", '
        f"line {body.co_firstlineno or -1}>")


_COMPARED = (
    "co_name", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags",
    "co_firstlineno", "co_code", "co_names", "co_localsplusnames", "co_linetable",
    "co_exceptiontable",
)


def code_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Equal if every field and, by type and value, every constant is."""
    if op not in (Py_EQ, Py_NE) or a.ob_type is not PyCode_Type or b.ob_type is not PyCode_Type:
        return Py_NotImplemented
    if all(getattr(a.value, f) == getattr(b.value, f) for f in _COMPARED):
        return _compare_constants(a.value.co_consts, b.value.co_consts, op)
    return Py_True if op == Py_NE else Py_False


def _compare_constants(a: PyObject, b: PyObject, op: int) -> Any:
    """Compare two tuples of constants by their keys (native frame)."""
    from vm.objects.object import PyObject_RichCompareBool

    keys: list[PyObject] = []
    try:
        for constants in (a, b):
            key = _PyCode_ConstantKey(constants)
            if type(key) in PENDING:
                key = yield key
            keys.append(key)
        res = PyObject_RichCompareBool(keys[0], keys[1], op)
        if type(res) in PENDING:
            res = yield res
    finally:
        decref_all(keys)
    return Py_True if res else Py_False


def _PyCode_ConstantKey(op: PyObject) -> Any:
    """What tells a constant from others that are equal to it but of another type or sign.

    A new reference, or pending: the items of a frozenset hash. A deeply nested tuple ends in the host's
    RecursionError, which is the guest's.
    """
    kind = op.ob_type
    if op is Py_None or op is Py_Ellipsis or kind in (PyLong_Type, PyUnicode_Type, PyCode_Type):
        op.ob_refcnt += 1
        return op
    if kind is PyBool_Type or kind is PyBytes_Type:
        return PyTuple_Pack(kind, op)
    if kind is PyFloat_Type:
        return PyTuple_Pack(kind, op, *([Py_None] if _is_negative_zero(op.value) else []))
    if kind is PyComplex_Type:
        signs = _is_negative_zero(op.value.real), _is_negative_zero(op.value.imag)
        return PyTuple_Pack(kind, op, *_COMPLEX_TAGS[signs])
    if kind is PyTuple_Type or kind is PyFrozenSet_Type:
        return _container_key(op)
    from vm.objects.object import _Py_address

    op.ob_refcnt += 1
    return PyTuple_New((PyLong_FromLong(_Py_address(op)), op))


def _is_negative_zero(x: float) -> bool:
    return not x and copysign(1.0, x) < 0


#: By the signs of the zeros of real and imaginary part: what tells the complex number from those equal to it.
_COMPLEX_TAGS: dict[tuple[bool, bool], list[PyObject]] = {
    (False, False): [], (True, False): [Py_None], (False, True): [Py_False], (True, True): [Py_True]}


def _container_key(op: PyObject) -> Any:
    """The key of a tuple or frozenset: the keys of its items in one of its kind, and itself."""
    from vm.objects.setobject import set_traverse

    items = iter(list(set_traverse(op)) if op.ob_type is PyFrozenSet_Type else op.value)
    keys: list[PyObject] = []
    try:
        for item in items:
            key = _PyCode_ConstantKey(item)
            if type(key) in PENDING:
                return _container_key_in_steps(op, items, keys, key)
            keys.append(key)
    except BaseException:
        decref_all(keys)
        raise
    return _pack_keys(op, keys)


def _container_key_in_steps(
    op: PyObject, items: Iterator[PyObject], keys: list[PyObject], key: Any
) -> Any:
    """The rest of it from an item whose key is pending (native frame)."""
    try:
        keys.append((yield key))
        for item in items:
            key = _PyCode_ConstantKey(item)
            if type(key) in PENDING:
                key = yield key
            keys.append(key)
    except PyErr:
        decref_all(keys)
        raise
    key = _pack_keys(op, keys)
    if type(key) in PENDING:
        key = yield key
    return key


def _pack_keys(op: PyObject, keys: list[PyObject]) -> Any:
    """The key made of those of the items (stolen); pending if items of a frozenset hash in steps."""
    from vm.objects.setobject import PyFrozenSet_New

    key = PyTuple_New(tuple(keys))
    if op.ob_type is PyFrozenSet_Type:
        items = key
        key = PyFrozenSet_New(items)
        if type(key) in PENDING:
            return _pack_frozen_key(op, items, key)
        Py_DECREF(items)
    op.ob_refcnt += 1
    return PyTuple_New((key, op))


def _pack_frozen_key(op: PyObject, items: PyObject, pending: Any) -> Any:
    try:
        key = yield pending
    finally:
        Py_DECREF(items)
    op.ob_refcnt += 1
    return PyTuple_New((key, op))


def code_hash(op: PyObject) -> Any:
    """A hash of the identifying fields (native frame: the constants may be anything)."""
    from vm.objects.object import PyObject_Hash

    body = op.value
    uhash = 20221211
    for part in (body.name_op, body.co_consts, _names(body, "co_names"),
                 _names(body, "co_localsplusnames"), _bytes(body, "co_linetable"),
                 _bytes(body, "co_exceptiontable")):
        h = PyObject_Hash(part)
        if type(h) in PENDING:
            h = yield h
        uhash = ((uhash ^ h & _MASK) * PyHASH_MULTIPLIER) & _MASK
    code = body.co_code
    numbers = [body.co_argcount, body.co_posonlyargcount, body.co_kwonlyargcount, body.co_flags,
               body.co_firstlineno, len(code) // 2]
    i = 0
    while i < len(code):
        numbers += code[i:i + 2]
        i += 2 + 2 * INLINE_CACHES.get(code[i], 0)
    for n in numbers:
        uhash = ((uhash ^ n & _MASK) * PyHASH_MULTIPLIER) & _MASK
    return _signed(uhash)


_MASK = (1 << 64) - 1
PyHASH_MULTIPLIER = 1000003


# ---- attributes

def _names(body: PyCodeObject, field: str) -> PyObject:
    """The guest tuple of a field of names (borrowed), made on first use."""
    op = body.objects.get(field)
    if op is None:
        op = body.objects[field] = PyTuple_New(
            tuple([PyUnicode_InternFromString(n) for n in getattr(body, field)]))
    return op


def _bytes(body: PyCodeObject, field: str) -> PyObject:
    op = body.objects.get(field)
    if op is None:
        op = body.objects[field] = PyBytes_FromString(getattr(body, field))
    return op


def _object_getter(find: Any, field: str) -> Any:
    def get(op: PyObject) -> PyObject:
        found = find(op.value, field)
        found.ob_refcnt += 1
        return found

    return get


def _names_getset(field: str) -> PyGetSetDef:
    return PyGetSetDef(field, _object_getter(_names, field))


def code_object(op: PyObject, field: str) -> PyObject:
    """The guest object of a field of names or bytes (borrowed)."""
    body = op.value
    return _names(body, field) if isinstance(getattr(body, field), tuple) else _bytes(body, field)


def code_getlnotab(op: PyObject) -> Any:
    """``co_lnotab``, with a warning (native frame)."""
    warned = PyErr_WarnEx(
        PyExc_DeprecationWarning, "co_lnotab is deprecated, use co_lines instead.")
    if type(warned) in PENDING:
        yield warned
    return PyBytes_FromString(decode_linetable(op.value))


def code_getcodeadaptive(op: PyObject) -> PyObject:
    """``_co_code_adaptive``: with specialised instructions and counters."""
    from vm.python.adaptive import adaptive_code  # floor above; only data comes back

    return PyBytes_FromString(adaptive_code(op.value))


def code_sizeof(op: PyObject) -> PyObject:
    """``__sizeof__``: the C struct with the code units behind it."""
    return PyLong_FromLong((200 + len(op.value.co_code) + 7) & ~7)


def code__varname_from_oparg(op: PyObject, oparg: int) -> PyObject:
    """``_varname_from_oparg(oparg)``"""
    names = _names(op.value, "co_localsplusnames").value
    if not 0 <= oparg < len(names):
        raise PyErr_Format(PyExc_IndexError, "tuple index out of range")
    names[oparg].ob_refcnt += 1
    return names[oparg]


def _int(field: str) -> PyMemberDef:
    return PyMemberDef(field, field, kind=Py_T_INT)


set_slots(
    PyCode_Type,
    tp_dealloc=code_dealloc,
    tp_traverse=code_traverse,
    tp_repr=code_repr,
    tp_richcompare=code_richcompare,
    tp_hash=code_hash,
    tp_members=(
        _int("co_argcount"), _int("co_posonlyargcount"), _int("co_kwonlyargcount"),
        _int("co_stacksize"), _int("co_flags"), _int("co_nlocals"),
        PyMemberDef("co_consts", "co_consts"),
        ComputedMemberDef("co_names", _object_getter(_names, "co_names")),
        PyMemberDef("co_filename", "filename_op"), PyMemberDef("co_name", "name_op"),
        PyMemberDef("co_qualname", "qualname_op"), _int("co_firstlineno"),
        ComputedMemberDef("co_linetable", _object_getter(_bytes, "co_linetable")),
        ComputedMemberDef("co_exceptiontable", _object_getter(_bytes, "co_exceptiontable")),
    ),
    tp_getset=(
        PyGetSetDef("co_lnotab", code_getlnotab),
        PyGetSetDef("_co_code_adaptive", code_getcodeadaptive),
        _names_getset("co_varnames"), _names_getset("co_cellvars"), _names_getset("co_freevars"),
        PyGetSetDef("co_code", _object_getter(_bytes, "co_code")),
    ),
    tp_methods=(
        PyMethodDef("__sizeof__", code_sizeof),
        PyMethodDef("co_lines", new_linesiterator),
        PyMethodDef("co_positions", code_positionsiterator),
        *code_new_methods,
        PyMethodDef("_varname_from_oparg", converted(c_int)(code__varname_from_oparg),
                    "($self, /, oparg)"),
    ),
    tp_new=code_new,
)
