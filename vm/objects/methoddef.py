"""The rows of a type's or module's tables, and argument parsing.

Models Include/methodobject.h (PyMethodDef), structmember.h (PyMemberDef), descrobject.h (PyGetSetDef) and
Python/getargs.c. A row's text signature, as CPython shows it in ``__text_signature__``, also says how its
arguments are parsed, so each is written once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from vm.objects.pycore_object import PyObject
from vm.objects.pyerrors import PyErr, PyErr_Format, PyExc_TypeError
from vm.objects.suggestions import _Py_CalculateSuggestions

METH_NOARGS = "noargs"  # meth(self)
METH_O = "o"  # meth(self, arg)
METH_FASTCALL = "fastcall"  # meth(self, *parsed arguments)
METH_RAW = "raw"  # meth(self, args, kwnames): host list of positional, then keyword values

#: No keywords: what a vectorcall passes as kwnames.
NO_KW: tuple = ()


class ArgSpec:
    """A parsed text signature.

    Attributes:
        names: every parameter but self, *args and **kwargs, in order.
        posonly: how many are positional only.
        minpos, maxpos: how many can, and must, be given by position.
        required_kw: how many keyword-only parameters are required.
        vararg, kwarg: whether the signature has them.
    """

    __slots__ = ("names", "posonly", "minpos", "maxpos", "required_kw", "vararg", "kwarg")

    def __init__(self, signature: str):
        self.names: list[str] = []
        self.posonly = self.minpos = self.maxpos = self.required_kw = 0
        self.vararg = self.kwarg = False
        keyword_only = False
        for part in _parameters(signature):
            name, _, default = part.partition("=")
            if name == "/":
                self.posonly = len(self.names)
            elif name.startswith("**"):
                self.kwarg = True
            elif name.startswith("*"):
                self.vararg = keyword_only = True
                if name == "*":
                    self.vararg = False
            else:
                self._add(name, bool(default), keyword_only)

    def _add(self, name: str, optional: bool, keyword_only: bool) -> None:
        self.names.append(name)
        if keyword_only:
            self.required_kw += not optional
        else:
            self.maxpos += 1
            self.minpos += not optional


def _parameters(signature: str) -> list[str]:
    """The parameters of a text signature after self, split at the commas outside brackets and quotes.

    Written by hand: a thousand signatures are read at every start, and the host's parser takes long.
    """
    parts, depth, quote, part = [], 0, "", ""
    if "[, " in signature:  # optional groups, as in "($self, sub[, start[, end]], /)"
        signature = re.sub(r"\[, (\w+)", r", \1=None", signature).replace("]", "")
    for char in signature[1:-1]:
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and not depth:
            parts.append(part.strip())
            part = ""
            continue
        part += char
    parts.append(part.strip())
    if parts[0].startswith("$"):  # a static method has no self
        del parts[0]
    return [part for part in parts if part]


class UnexpectedKeyword(PyErr):
    """The TypeError about a keyword that no parameter bears, judged by the keywords' texts.

    ``spec`` and ``name`` are the function's: where a keyword may have an ``__eq__`` of its own, it is judged
    again by that (`error_unexpected_keyword_arg`).
    """

    __slots__ = ("spec", "name")

    def __init__(self, exc: PyObject, spec: ArgSpec, name: str):
        super().__init__(exc)
        self.spec = spec
        self.name = name


class PyMethodDef:
    """A row of tp_methods or of a module's method table.

    Args:
        name: the guest's name.
        meth: the host function. By the signature it is called as ``meth(self)``, ``meth(self, arg)`` or
            ``meth(self, a, b, ...)`` with NULL (None) for what was not given; ``*args`` comes as a host
            list, ``**kwargs`` as a host dict. Arguments are borrowed; the result is a new reference.
            A generator function may call guest code (see docs/conventions.md).
        signature: as in ``__text_signature__``, with ``$self``, ``$module`` or ``$type`` first.
        raw: ``meth(self, args, kwnames)`` gets everything unparsed.
        classmethod, static: METH_CLASS, METH_STATIC.
    """

    __slots__ = ("ml_name", "ml_meth", "kind", "spec", "classmethod", "static")

    def __init__(self, name: str, meth: Callable, signature: str = "($self, /)", *,
                 raw: bool = False, classmethod: bool = False, static: bool = False):
        self.ml_name = name
        self.ml_meth = meth
        self.classmethod = classmethod
        self.static = static
        spec = self.spec = None if raw else ArgSpec(signature)
        if spec is None:
            self.kind = METH_RAW
        elif spec.vararg or spec.kwarg or spec.posonly != len(spec.names):
            self.kind = METH_FASTCALL
        elif not spec.names:
            self.kind = METH_NOARGS
        elif len(spec.names) == 1 and spec.minpos == 1:
            self.kind = METH_O
        else:
            self.kind = METH_FASTCALL

    def call(self, self_op: PyObject | None, args: list, kwnames: tuple, qualname: str) -> Any:
        """Call with unparsed arguments (cfunction_vectorcall_*); result or pending.

        ``qualname`` is what messages about the number of arguments name ("list.append").
        """
        kind = self.kind
        if kind is METH_RAW:
            return self.ml_meth(self_op, args, kwnames)
        if kind is METH_NOARGS:
            if kwnames:
                raise PyErr_Format(PyExc_TypeError, f"{qualname}() takes no keyword arguments")
            if args:
                raise PyErr_Format(
                    PyExc_TypeError, f"{qualname}() takes no arguments ({len(args)} given)")
            return self.ml_meth(self_op)
        if kind is METH_O:
            if kwnames:
                raise PyErr_Format(PyExc_TypeError, f"{qualname}() takes no keyword arguments")
            if len(args) != 1:
                raise PyErr_Format(
                    PyExc_TypeError,
                    f"{qualname}() takes exactly one argument ({len(args)} given)")
            return self.ml_meth(self_op, args[0])
        assert self.spec is not None
        return self.ml_meth(self_op, *parse_arguments(self.spec, self.ml_name, args, kwnames, qualname))


def defining_class(name: str, meth: Callable, signature: str) -> PyMethodDef:
    """A row for a method that C gives its class (METH_METHOD): it counts arguments as one with keywords does.

    Args: as for `PyMethodDef`.
    """
    spec = ArgSpec(signature)

    def call(self: PyObject, args: list, kwnames: tuple) -> Any:
        if args and not spec.names:
            raise PyErr_Format(PyExc_TypeError, f"{name}() takes no arguments")
        return meth(self, *_unpack_keywords(spec, name, args, len(args) - len(kwnames), kwnames))

    call.__name__ = getattr(meth, "__name__", name)
    return PyMethodDef(name, call, raw=True)


def in_order(rows: Iterable[PyMethodDef], names: str) -> tuple[PyMethodDef, ...]:
    """Rows in the order of a list of their names."""
    table = {row.ml_name: row for row in rows}
    ordered = tuple([table.pop(name) for name in names.split()])
    assert not table, list(table)
    return ordered


class PyGetSetDef:
    """A computed attribute: ``get(self)`` -> new reference or pending; ``set(self, value or None)``."""

    __slots__ = ("name", "get", "set")

    def __init__(self, name: str, get: Callable | None, set: Callable | None = None):
        self.name = name
        self.get = get
        self.set = set


Py_T_OBJECT = "object"
Py_T_BOOL = "bool"
Py_T_INT = "int"
Py_T_PYSSIZET = "Py_ssize_t"


class PyMemberDef:
    """A field of the body: ``field`` names the host attribute of ``op.value`` that holds a guest object.

    An unset field (NULL) reads as None, or as AttributeError with ``ex=True`` (Py_T_OBJECT_EX). A field
    that holds a host bool, int or str can be read too; to be written it needs a ``kind``: Py_T_BOOL,
    Py_T_INT or Py_T_PYSSIZET. What is not a field of the body here is a `ComputedMemberDef`.
    """

    __slots__ = ("name", "field", "readonly", "ex", "kind")
    inline = False  # as opposed to a name of __slots__ (SlotMemberDef)

    def __init__(self, name: str, field: str, readonly: bool = True, ex: bool = False,
                 kind: str = Py_T_OBJECT):
        self.name = name
        self.field = field
        self.readonly = readonly
        self.ex = ex
        self.kind = kind


def _plural(n: int) -> str:
    return "" if n == 1 else "s"


def _PyArg_CheckPositional(name: str, nargs: int, minimum: int, maximum: int) -> None:
    """Raise TypeError unless the number of positional arguments fits."""
    if nargs < minimum or nargs > maximum:
        if nargs < minimum:
            word, bound = ("" if minimum == maximum else "at least "), minimum
        else:
            word, bound = ("" if minimum == maximum else "at most "), maximum
        raise PyErr_Format(
            PyExc_TypeError, f"{name} expected {word}{bound} argument{_plural(bound)}, got {nargs}")


def parse_arguments(
    spec: ArgSpec, name: str, args: list, kwnames: tuple, qualname: str = ""
) -> list:
    """Sort a vectorcall's arguments into a signature's parameters (_PyArg_UnpackKeywords).

    Args:
        spec: the signature.
        name: the function's name for messages.
        args: positional arguments, then the keywords' values.
        kwnames: guest strings naming the keywords.
        qualname: the name in "takes no keyword arguments".

    Returns:
        One entry a parameter, NULL for those not given; then the list for ``*args`` and the dict for
        ``**kwargs`` where the signature has them.
    """
    nkw = len(kwnames)
    nargs = len(args) - nkw
    names = spec.names
    if nkw and spec.posonly == len(names) and not spec.kwarg:
        raise PyErr_Format(PyExc_TypeError, f"{qualname or name}() takes no keyword arguments")
    if spec.posonly == len(names) and not spec.vararg and not spec.kwarg:
        _PyArg_CheckPositional(name, nargs, spec.minpos, spec.maxpos)
        return args + [None] * (len(names) - nargs) if nargs < len(names) else args
    return _unpack_keywords(spec, name, args, nargs, kwnames)


def _unpack_keywords(spec: ArgSpec, name: str, args: list, nargs: int, kwnames: tuple) -> list:
    names = spec.names
    given = {key.value: args[nargs + i] for i, key in enumerate(kwnames)}
    if not spec.vararg:
        _check_counts(spec, name, nargs, len(given))
    taken = min(nargs, spec.maxpos)
    out = args[:taken] + [None] * (len(names) - taken)
    for i in range(max(taken, spec.posonly), len(names)):
        if names[i] in given:
            out[i] = given.pop(names[i])
        elif i < spec.minpos or spec.maxpos <= i < spec.maxpos + spec.required_kw:
            raise PyErr_Format(
                PyExc_TypeError, f"{name}() missing required argument '{names[i]}' (pos {i + 1})")
    if given and not spec.kwarg:
        _unexpected_keyword(spec, name, taken, given)
    if spec.vararg:
        out.append(args[taken:nargs])
    if spec.kwarg:
        out.append(given)
    return out


def _check_counts(spec: ArgSpec, name: str, nargs: int, nkw: int) -> None:
    maxargs = len(spec.names)
    if nargs + nkw > maxargs and not spec.kwarg:
        word = "keyword " if nargs == 0 else ""
        raise PyErr_Format(
            PyExc_TypeError,
            f"{name}() takes at most {maxargs} {word}argument{_plural(maxargs)} "
            f"({nargs + nkw} given)")
    if nargs > spec.maxpos:
        if spec.maxpos == 0:
            raise PyErr_Format(PyExc_TypeError, f"{name}() takes no positional arguments")
        word = "at most" if spec.minpos < spec.maxpos else "exactly"
        raise PyErr_Format(
            PyExc_TypeError,
            f"{name}() takes {word} {spec.maxpos} positional argument{_plural(spec.maxpos)} "
            f"({nargs} given)")
    minposonly = min(spec.posonly, spec.minpos)
    if nargs < minposonly:
        word = "at least" if minposonly < spec.maxpos else "exactly"
        raise PyErr_Format(
            PyExc_TypeError,
            f"{name}() takes {word} {minposonly} positional argument{_plural(minposonly)} "
            f"({nargs} given)")


def _unexpected_keyword(spec: ArgSpec, name: str, taken: int, given: dict) -> None:
    for i in range(spec.posonly, taken):
        if spec.names[i] in given:
            raise PyErr_Format(
                PyExc_TypeError,
                f"argument for {name}() given by name ('{spec.names[i]}') and position ({i + 1})")
    keyword = next(iter(given))
    err = PyErr_Format(PyExc_TypeError, unexpected_keyword_text(spec, name, keyword, keyword))
    raise UnexpectedKeyword(err.exc, spec, name)


def unexpected_keyword_text(spec: ArgSpec, name: str, keyword: str, shown: str) -> str:
    """The message about a keyword that a function does not have.

    Args:
        spec, name: the function's signature and name.
        keyword: the keyword; a parameter of a similar name is suggested.
        shown: its ``str()``.
    """
    nearest = _Py_CalculateSuggestions(spec.names[spec.posonly:], keyword)
    hint = "" if nearest is None else f". Did you mean '{nearest}'?"
    return f"{name}() got an unexpected keyword argument '{shown}'{hint}"


__all__ = [
    "ArgSpec", "METH_FASTCALL", "METH_NOARGS", "METH_O", "METH_RAW", "NO_KW", "PyErr", "PyGetSetDef",
    "PyMemberDef", "PyMethodDef", "UnexpectedKeyword", "Py_T_BOOL", "Py_T_INT", "Py_T_OBJECT", "Py_T_PYSSIZET",
    "_PyArg_CheckPositional", "defining_class", "in_order", "parse_arguments",
    "unexpected_keyword_text",
]
