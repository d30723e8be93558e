"""Context variables: Context, ContextVar, Token. Models Python/context.c and Modules/_contextvarsmodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.attributes import repr_text
from vm.objects.call import PyObject_Vectorcall
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_Hash
from vm.objects.obmalloc import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_MAY_BE_TRACKED, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MAPPING,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_KeyError,
    PyExc_LookupError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.hamt import (
    _PyHamt_Assoc,
    _PyHamt_Find,
    _PyHamt_New,
    _PyHamt_NewIterItems,
    _PyHamt_NewIterKeys,
    _PyHamt_NewIterValues,
    _PyHamt_Without,
    hamt_compared,
)


class PyContext:
    """The body of a context.

    Attributes:
        ctx_vars: the tree (vm/python/hamt.py) of values by variable; owned.
        ctx_prev: the context that was left when this one was entered; owned.
        ctx_entered: whether a thread is in it.
    """

    __slots__ = ("ctx_vars", "ctx_prev", "ctx_entered")

    def __init__(self, ctx_vars: PyObject):
        self.ctx_vars: PyObject | None = ctx_vars
        self.ctx_prev: PyObject | None = None
        self.ctx_entered = False


class PyContextVar:
    """The body of a variable: name and default, owned, and its hash."""

    __slots__ = ("name", "default", "var_hash")

    def __init__(self, name: PyObject, default: PyObject | None, var_hash: int):
        self.var_hash = var_hash
        self.name = Py_NewRef(name)
        self.default = default
        if default is not None:
            default.ob_refcnt += 1


class PyContextToken:
    """The body of a token: context, variable, old value (NULL: none); owned."""

    __slots__ = ("ctx", "var", "oldval", "used")

    def __init__(self, ctx: PyObject, var: PyObject, oldval: PyObject | None):
        self.ctx = Py_NewRef(ctx)
        self.var = Py_NewRef(var)
        self.oldval = oldval
        self.used = False
        if oldval is not None:
            oldval.ob_refcnt += 1


# ---- contexts

def context_get() -> PyObject:
    """The running thread's context (borrowed), made when it is first needed."""
    tstate: Any = _PyRuntime.tstate_current
    if tstate.context is None:
        tstate.context = context_new_empty()
    return tstate.context


def context_new_empty() -> PyObject:
    """A context without values."""
    return PyType_GenericAlloc(PyContext_Type, PyContext(_PyHamt_New()))


def context_new_from_vars(values: PyObject) -> PyObject:
    """A context with the values of another one's tree."""
    return PyType_GenericAlloc(PyContext_Type, PyContext(Py_NewRef(values)))


def _vars(ctx: PyObject) -> PyObject:
    """A context's tree (borrowed); the collector may have cleared it."""
    body = ctx.value
    if body.ctx_vars is None:
        body.ctx_vars = _PyHamt_New()
    return body.ctx_vars


def context_tp_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``Context()``"""
    if args:
        raise PyErr_Format(PyExc_TypeError, "Context() does not accept any arguments")
    return context_new_empty()


def PyContext_CopyCurrent() -> PyObject:
    """``copy_context()``"""
    return context_new_from_vars(_vars(context_get()))


def context_run(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``run(callable, *args, **kwargs)``; a generator."""
    if len(args) == len(kwnames):
        raise PyErr_Format(PyExc_TypeError, "run() missing 1 required positional argument")
    yield _enter(self)
    try:
        res = PyObject_Vectorcall(args[0], list(args[1:]), kwnames)
        if type(res) in PENDING:
            res = yield res
    finally:
        _exit(self)
    return res


def _enter(self: PyObject) -> Any:
    """Make a context the running thread's (a generator)."""
    body = self.value
    if body.ctx_entered:
        text = yield repr_text(self)
        raise PyErr_Format(
            PyExc_RuntimeError, f"cannot enter context: {text} is already entered")
    tstate: Any = _PyRuntime.tstate_current
    body.ctx_prev = tstate.context
    body.ctx_entered = True
    tstate.context = Py_NewRef(self)


def _exit(self: PyObject) -> None:
    """Go back to the context before."""
    tstate: Any = _PyRuntime.tstate_current
    body = self.value
    tstate.context, body.ctx_prev = body.ctx_prev, None
    body.ctx_entered = False
    Py_DECREF(self)


def _variable(op: PyObject) -> PyObject:
    if op.ob_type is not PyContextVar_Type:
        raise PyErr_Format(
            PyExc_TypeError,
            f"a ContextVar key was expected, got {op.ob_type.value.tp_name!r:.200}")
    return op


def context_subscript(self: PyObject, key: PyObject) -> PyObject:
    """``context[var]``"""
    found = _PyHamt_Find(_vars(self), _variable(key))
    if found is None:
        raise PyErr_SetArgs(PyExc_KeyError, key)
    return found


def context_contains(self: PyObject, key: PyObject) -> bool:
    """``var in context``"""
    found = _PyHamt_Find(_vars(self), _variable(key))
    Py_XDECREF(found)
    return found is not None


def context_getmethod(self: PyObject, key: PyObject, default: PyObject | None) -> PyObject:
    """``get(key, default=None)``"""
    found = _PyHamt_Find(_vars(self), _variable(key))
    return Py_NewRef(default or Py_None) if found is None else found


def context_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Contexts are equal if their values are."""
    if op not in (Py_EQ, Py_NE) or b.ob_type is not PyContext_Type or a.ob_type is not PyContext_Type:
        return Py_NotImplemented
    return _richcompare(Py_NewRef(_vars(a)), Py_NewRef(_vars(b)), op)


def _richcompare(mine: PyObject, other: PyObject, op: int) -> Any:
    """Compare two trees; steals them, as what is compared may set a variable."""
    try:
        return (yield hamt_compared(mine, other, op))
    finally:
        Py_DECREF(mine)
        Py_DECREF(other)


PyContext_Type = PyType_FromSpec(
    "_contextvars.Context", tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING, tp_basicsize=48,
    tp_weaklistoffset=32, tp_new=context_tp_new, tp_dealloc=fields_dealloc("ctx_prev", "ctx_vars"),
    tp_clear=fields_clear("ctx_prev", "ctx_vars"), tp_traverse=fields_traverse("ctx_prev", "ctx_vars"),
    tp_iter=lambda op: _PyHamt_NewIterKeys(_vars(op)),
    tp_richcompare=context_richcompare, mp_subscript=context_subscript,
    mp_length=lambda op: _vars(op).value.h_count, sq_contains=context_contains,
    tp_methods=(
        PyMethodDef("run", context_run, "($self, /, *args, **kwargs)", raw=True),
        PyMethodDef("copy", lambda op: context_new_from_vars(_vars(op)), "($self, /)"),
        PyMethodDef("get", context_getmethod, "($self, key, default=None, /)"),
        PyMethodDef("keys", lambda op: _PyHamt_NewIterKeys(_vars(op)), "($self, /)"),
        PyMethodDef("items", lambda op: _PyHamt_NewIterItems(_vars(op)), "($self, /)"),
        PyMethodDef("values", lambda op: _PyHamt_NewIterValues(_vars(op)), "($self, /)"),
    ),
)


# ---- variables

_VAR = ArgSpec("($type, name, /, *, default=<unrepresentable>)")


def contextvar_generate_hash(name: PyObject) -> Any:
    """A new variable's hash; may be pending.

    C takes the variable's address; here it is as if the variables stood one behind the other, so that no
    program has its addresses recorded for them.
    """
    interp = _PyInterpreterState_GET()
    interp.contextvar_count += 1
    number = 0x7F0000000 + 5 * interp.contextvar_count
    h = PyObject_Hash(name)
    return _mixed_later(number, h) if type(h) in PENDING else _mixed(number, h)


def _mixed(number: int, h: int) -> int:
    return -2 if number ^ h == -1 else number ^ h


def _mixed_later(number: int, pending: Any) -> Any:
    return _mixed(number, (yield pending))


def contextvar_tp_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``ContextVar(name, *, default)``"""
    name, default = parse_arguments(_VAR, "ContextVar", args, kwnames, "ContextVar")
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "context variable name must be a str")
    h = contextvar_generate_hash(name)
    if type(h) in PENDING:
        return _contextvar_new_later(name, default, h)
    return contextvar_new(name, default, h)


def _contextvar_new_later(name: PyObject, default: PyObject | None, pending: Any) -> Any:
    return contextvar_new(name, default, (yield pending))


def contextvar_new(name: PyObject, default: PyObject | None, var_hash: int) -> PyObject:
    """A variable; the collector sees it only if what it holds can be in a cycle."""
    var = PyObject_GC_New(PyContextVar_Type, PyContextVar(name, default, var_hash))
    if _PyObject_GC_MAY_BE_TRACKED(name) or (
            default is not None and _PyObject_GC_MAY_BE_TRACKED(default)):
        _PyObject_GC_TRACK(var)
    return var


def PyContextVar_Get(self: PyObject, default: PyObject | None) -> PyObject | None:
    """The value of a variable: of the context, the default given, its own; a new reference or NULL."""
    ctx = _PyRuntime.tstate_current.context  # type: ignore[union-attr]
    found = None if ctx is None else _PyHamt_Find(_vars(ctx), self)
    if found is not None:
        return found
    default = default or self.value.default
    return None if default is None else Py_NewRef(default)


def contextvar_get(self: PyObject, default: PyObject | None) -> PyObject:
    """``get([default])``"""
    found = PyContextVar_Get(self, default)
    if found is None:
        raise PyErr_SetArgs(PyExc_LookupError, self)
    return found


def PyContextVar_Set(self: PyObject, value: PyObject) -> Any:
    """``set(value)``: a token; a generator."""
    ctx = context_get()
    old = _PyHamt_Find(_vars(ctx), self)
    token = PyType_GenericAlloc(PyContextToken_Type, PyContextToken(ctx, self, old))
    Py_XDECREF(old)
    try:
        yield contextvar_set(self, value)
    except PyErr:
        Py_DECREF(token)
        raise
    return token


def contextvar_set(var: PyObject, value: PyObject) -> Any:
    """Give a variable a value in the running thread's context (a generator)."""
    ctx = context_get()
    _replace_vars(ctx, (yield _PyHamt_Assoc(_vars(ctx), var, value)))


def contextvar_del(var: PyObject) -> Any:
    """Take a variable's value out of the running thread's context (a generator)."""
    ctx = context_get()
    new_vars = yield _PyHamt_Without(_vars(ctx), var)
    if new_vars is _vars(ctx):
        Py_DECREF(new_vars)
        raise PyErr_SetArgs(PyExc_LookupError, var)
    _replace_vars(ctx, new_vars)


def _replace_vars(ctx: PyObject, new_vars: PyObject) -> None:
    old, ctx.value.ctx_vars = ctx.value.ctx_vars, new_vars
    Py_DECREF(old)


def contextvar_reset(self: PyObject, token: PyObject) -> Any:
    """``reset(token)``; a generator."""
    if token.ob_type is not PyContextToken_Type:
        raise PyErr_Format(
            PyExc_TypeError, f"expected an instance of Token, got {(yield repr_text(token))}")
    body = token.value
    if body.used:
        raise PyErr_Format(
            PyExc_RuntimeError, f"{(yield repr_text(token))} has already been used once")
    if body.var is not self:
        raise PyErr_Format(
            PyExc_ValueError, f"{(yield repr_text(token))} was created by a different ContextVar")
    if body.ctx is not context_get():
        raise PyErr_Format(
            PyExc_ValueError, f"{(yield repr_text(token))} was created in a different Context")
    body.used = True
    yield contextvar_del(self) if body.oldval is None else contextvar_set(self, body.oldval)
    return Py_None


def contextvar_repr(self: PyObject) -> Any:
    """tp_repr; a generator."""
    body = self.value
    text = f"<ContextVar name={(yield repr_text(body.name))}"
    if body.default is not None:
        text += f" default={(yield repr_text(body.default))}"
    return PyUnicode_FromString(f"{text} at {_Py_address(self):#x}>")


PyContextVar_Type = PyType_FromSpec(
    "_contextvars.ContextVar", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=64, tp_hostkey="identity",
    tp_hash=lambda op: op.value.var_hash, tp_new=contextvar_tp_new, tp_dealloc=fields_dealloc("name", "default"),
    tp_traverse=fields_traverse("name", "default"), tp_clear=fields_clear("name", "default"),
    tp_repr=contextvar_repr,
    tp_methods=(
        PyMethodDef("get", contextvar_get, "($self, default=<unrepresentable>, /)"),
        PyMethodDef("set", PyContextVar_Set, "($self, value, /)"),
        PyMethodDef("reset", contextvar_reset, "($self, token, /)"),
        PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),
    ),
    tp_getset=(PyGetSetDef("name", lambda op: Py_NewRef(op.value.name)),),
)


# ---- tokens

_TokenMissing_Type = PyType_FromSpec(
    "Token.MISSING", tp_basicsize=16, tp_hostkey="identity",
    tp_repr=lambda op: PyUnicode_FromString("<Token.MISSING>"))
context_token_missing = PyObject(_TokenMissing_Type, None)
context_token_missing.ob_refcnt = 1 << 29


def token_tp_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """Tokens are made by ContextVar.set() only."""
    raise PyErr_Format(PyExc_RuntimeError, "Tokens can only be created by ContextVars")


def token_repr(self: PyObject) -> Any:
    """tp_repr; a generator."""
    body = self.value
    used = " used" if body.used else ""
    return PyUnicode_FromString(
        f"<Token{used} var={(yield repr_text(body.var))} at {_Py_address(self):#x}>")


PyContextToken_Type = PyType_FromSpec(
    "_contextvars.Token", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=48, tp_hostkey="identity",
    tp_new=token_tp_new, tp_dealloc=fields_dealloc("ctx", "var", "oldval"), tp_repr=token_repr,
    tp_traverse=fields_traverse("ctx", "var", "oldval"),
    tp_clear=fields_clear("ctx", "var", "oldval"),
    tp_methods=(
        PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),
    ),
    tp_getset=(
        PyGetSetDef("var", lambda op: Py_NewRef(op.value.var)),
        PyGetSetDef("old_value", lambda op: Py_NewRef(op.value.oldval or context_token_missing)),
    ),
)


def _contextvars_copy_context(module: PyObject) -> PyObject:
    """``copy_context()``"""
    return PyContext_CopyCurrent()


contextvars_methods = (PyMethodDef("copy_context", _contextvars_copy_context, "($module, /)"),)


def PyInit__contextvars() -> PyObject:
    """Make the module."""
    from vm.objects.dictobject import PyDict_SetItemString

    module = PyModule_FromDefs("_contextvars", contextvars_methods)
    PyDict_SetItemString(PyContextToken_Type.value.tp_dict, "MISSING", context_token_missing)
    for name, tp in (("Context", PyContext_Type), ("ContextVar", PyContextVar_Type),
                     ("Token", PyContextToken_Type)):
        PyModule_AddObjectRef(module, name, tp)
    return module
