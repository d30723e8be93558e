"""Code objects as the compiler makes them: host values, from which the guest's code objects are made.

Models the parts of Objects/codeobject.c and Python/compile.c about constants and the fields of code.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from types import CodeType
from typing import Any

from vm.objects.codeobject import (
    CO_FAST_CELL,
    CO_FAST_FREE,
    CO_FAST_LOCAL,
    CO_VARARGS,
    CO_VARKEYWORDS,
)


class CodeObject:
    """A code object: the fields of types.CodeType, and the names and kinds of the fast locals.

    Two of them are equal if CPython's would be (code_richcompare: the qualified name does not count).
    """

    __slots__ = (
        "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize",
        "co_flags", "co_code", "co_consts", "co_names", "co_varnames", "co_cellvars", "co_freevars",
        "co_localsplusnames", "co_localspluskinds", "co_filename", "co_name", "co_qualname",
        "co_firstlineno", "co_linetable", "co_exceptiontable", "_hash",
    )  # fmt: skip

    co_argcount: int
    co_posonlyargcount: int
    co_kwonlyargcount: int
    co_nlocals: int
    co_stacksize: int
    co_flags: int
    co_code: bytes
    co_consts: tuple[Any, ...]
    co_names: tuple[str, ...]
    co_varnames: tuple[str, ...]
    co_cellvars: tuple[str, ...]
    co_freevars: tuple[str, ...]
    co_localsplusnames: tuple[str, ...]
    co_localspluskinds: bytes
    co_filename: str
    co_name: str
    co_qualname: str
    co_firstlineno: int
    co_linetable: bytes
    co_exceptiontable: bytes

    def __init__(self) -> None:
        self._hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((
                self.co_name, self.co_firstlineno, self.co_code, self.co_linetable, self.co_names,
                self.co_consts))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CodeObject):
            return NotImplemented
        return self is other or (
            self._compared() == other._compared()
            and _PyCode_ConstantKey(self.co_consts) == _PyCode_ConstantKey(other.co_consts))

    def _compared(self) -> tuple[Any, ...]:
        return (
            self.co_name, self.co_argcount, self.co_posonlyargcount, self.co_kwonlyargcount,
            self.co_flags, self.co_firstlineno, self.co_code, self.co_names,
            self.co_localsplusnames, self.co_linetable, self.co_exceptiontable)

    def __repr__(self) -> str:
        return (f"<code object {self.co_name} at {id(self):#x}, file \"{self.co_filename}\", "
                f"line {self.co_firstlineno}>")


class ForeignConstant:
    """A constant of a program's that takes part in a stage of its own: a guest object in the host's place.

    Attributes:
        op: the guest object; borrowed.
        key: what equal constants share.
        truth: asks for ``bool(op)``; it may raise.
    """

    __slots__ = ("op", "key", "truth")

    def __init__(self, op: Any, key: Any, truth: Callable[[], bool]) -> None:
        self.op = op
        self.key = key
        self.truth = truth

    def __bool__(self) -> bool:
        return self.truth()

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ForeignConstant) and self.key == other.key


#: The classes of constants that are their own keys.
_OWN_KEYS = frozenset({CodeObject, ForeignConstant})


def _PyCode_ConstantKey(op: Any) -> Any:
    """A key that equal constants of the same type share, and the signs of zeros part.

    It is the constant itself, or a tuple with the constant at 1.
    """
    kind = type(op)
    if kind is int or kind is str or op is None or op is ... or kind in _OWN_KEYS:
        return op
    if kind is bool or kind is bytes:
        return (kind, op)
    if kind is float:
        return (kind, op, None) if op == 0.0 and repr(op) == "-0.0" else (kind, op)
    if kind is complex:
        return _complex_key(op)
    if kind is tuple:
        return (tuple([_PyCode_ConstantKey(item) for item in op]), op)
    if kind is frozenset:
        return (frozenset([_PyCode_ConstantKey(item) for item in op]), op)
    return (id(op), op)


def _complex_key(op: complex) -> tuple[Any, ...]:
    real_negzero = op.real == 0.0 and repr(op.real) == "-0.0"
    imag_negzero = op.imag == 0.0 and repr(op.imag) == "-0.0"
    if real_negzero and imag_negzero:
        return (complex, op, True)
    if imag_negzero:
        return (complex, op, False)
    if real_negzero:
        return (complex, op, None)
    return (complex, op)


def _PyCompile_ConstCacheMergeOne(const_cache: dict[Any, Any], obj: Any) -> Any:
    """The first constant of the compilation that is equal to one; its items are not merged."""
    key = _PyCode_ConstantKey(obj)
    found = const_cache.setdefault(key, key)
    return found[1] if type(found) is tuple else found


def _PyCode_Validate(
    posonlyargcount: int, argcount: int, kwonlyargcount: int, nlocals: int, stacksize: int, flags: int
) -> None:
    """Raise SystemError or ValueError for counts that cannot be those of code."""
    if min(argcount - posonlyargcount, posonlyargcount, kwonlyargcount, stacksize, flags) < 0:
        raise SystemError("Objects/codeobject.c:412: bad argument to internal function")
    collectors = bool(flags & CO_VARARGS) + bool(flags & CO_VARKEYWORDS)
    if nlocals < argcount + kwonlyargcount + collectors:
        raise ValueError("code: co_varnames is too small")


def set_localsplus(code: CodeObject, names: tuple[str, ...], kinds: bytes) -> None:
    """Set the names and kinds of the fast locals, and the fields that follow from them."""
    code.co_localsplusnames = names
    code.co_localspluskinds = kinds
    code.co_varnames = names_of_kind(names, kinds, CO_FAST_LOCAL)
    code.co_cellvars = names_of_kind(names, kinds, CO_FAST_CELL)
    code.co_freevars = names_of_kind(names, kinds, CO_FAST_FREE)
    code.co_nlocals = len(code.co_varnames)


def names_of_kind(names: tuple[str, ...], kinds: bytes, kind: int) -> tuple[str, ...]:
    """The names of fast locals of a kind (get_localsplus_names)."""
    return tuple([name for name, flags in zip(names, kinds) if flags & kind])


def code_to_host(code: CodeObject) -> CodeType:
    """The host's code object of the same content, nested code included.

    The host's constructor knows no hidden variables: the code object is read from its marshalled form.
    """
    return marshal.loads(_marshalled(code))


def _marshalled(code: CodeObject) -> bytes:
    fields = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_stacksize,
              code.co_flags)
    consts = [_marshalled(const) if type(const) is CodeObject else marshal.dumps(const, 2)
              for const in code.co_consts]
    rest = (code.co_names, code.co_localsplusnames, code.co_localspluskinds, code.co_filename,
            code.co_name, code.co_qualname)
    return b"".join([
        b"c", *(field.to_bytes(4, "little") for field in fields), marshal.dumps(code.co_code, 2),
        b"(", len(consts).to_bytes(4, "little"), *consts, *(marshal.dumps(o, 2) for o in rest),
        code.co_firstlineno.to_bytes(4, "little", signed=True), marshal.dumps(code.co_linetable, 2),
        marshal.dumps(code.co_exceptiontable, 2)])
