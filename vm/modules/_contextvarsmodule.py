"""Context variables: Context, ContextVar, Token. Models Python/context.c and Modules/_contextvarsmodule.c.

C keeps a context's values in a tree that shares its parts; here it is a host dict from the variable to its value,
copied when a context is.
"""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyObject_GetIter
from vm.objects.attributes import repr_text
from vm.objects.call import PyObject_Vectorcall
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_RichCompareBool
from vm.objects.obmalloc import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_MAPPING,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyObject,
    decref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetArgs,
    PyExc_KeyError,
    PyExc_LookupError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import PyObject_ClearWeakRefs


class PyContext:
    """The body of a context: values by variable (both owned), the context entered before, whether in use."""

    __slots__ = ("vars", "prev", "entered")

    def __init__(self, values: dict[PyObject, PyObject]):
        self.vars = values
        self.prev: PyObject | None = None
        self.entered = False
        for var, value in values.items():
            var.ob_refcnt += 1
            value.ob_refcnt += 1

    def references(self) -> list[PyObject | None]:
        """What it owns."""
        return [self.prev, *self.vars, *self.vars.values()]


class PyContextVar:
    """The body of a variable: name and default; owned."""

    __slots__ = ("name", "default")

    def __init__(self, name: PyObject, default: PyObject | None):
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
        tstate.context = context_new({})
    return tstate.context


def context_new(values: dict[PyObject, PyObject]) -> PyObject:
    """A context with these values."""
    return PyType_GenericAlloc(PyContext_Type, PyContext(dict(values)))


def context_tp_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``Context()``"""
    if args:
        raise PyErr_Format(PyExc_TypeError, "Context() does not accept any arguments")
    return context_new({})


def PyContext_CopyCurrent() -> PyObject:
    """``copy_context()``"""
    return context_new(context_get().value.vars)


def _dealloc(op: PyObject) -> None:
    PyObject_GC_UnTrack(op)
    if op.ob_type.value.tp_weaklistoffset and op.ob_ext is not None:
        PyObject_ClearWeakRefs(op)
    _clear(op)
    PyObject_GC_Del(op)


def _clear(op: PyObject) -> None:
    body = op.value
    owned = body.references()
    body.prev = None
    body.vars = {}
    decref_all(owned)


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
    if body.entered:
        text = yield repr_text(self)
        raise PyErr_Format(
            PyExc_RuntimeError, f"cannot enter context: {text} is already entered")
    tstate: Any = _PyRuntime.tstate_current
    body.prev = tstate.context
    body.entered = True
    tstate.context = Py_NewRef(self)


def _exit(self: PyObject) -> None:
    """Go back to the context before."""
    tstate: Any = _PyRuntime.tstate_current
    body = self.value
    tstate.context, body.prev = body.prev, None
    body.entered = False
    Py_DECREF(self)


def _variable(op: PyObject) -> PyObject:
    if op.ob_type is not PyContextVar_Type:
        raise PyErr_Format(
            PyExc_TypeError,
            f"a ContextVar key was expected, got {op.ob_type.value.tp_name!r:.200}")
    return op


def context_subscript(self: PyObject, key: PyObject) -> PyObject:
    """``context[var]``"""
    found = self.value.vars.get(_variable(key))
    if found is None:
        raise PyErr_SetArgs(PyExc_KeyError, key)
    return Py_NewRef(found)


def context_contains(self: PyObject, key: PyObject) -> bool:
    """``var in context``"""
    return _variable(key) in self.value.vars


def context_getmethod(self: PyObject, key: PyObject, default: PyObject | None) -> PyObject:
    """``get(key, default=None)``"""
    return Py_NewRef(self.value.vars.get(_variable(key), default or Py_None))


def _sequence(items: Any) -> PyObject:
    return PyTuple_New(tuple(items))


def context_items(self: PyObject) -> Any:
    """``items()``"""
    return _iterate(_sequence(
        PyTuple_New((Py_NewRef(k), Py_NewRef(v))) for k, v in self.value.vars.items()))


def context_keys(self: PyObject) -> Any:
    """``keys()``; also iter()."""
    return _iterate(_sequence(map(Py_NewRef, self.value.vars)))


def context_values(self: PyObject) -> Any:
    """``values()``"""
    return _iterate(_sequence(map(Py_NewRef, self.value.vars.values())))


def _iterate(op: PyObject) -> Any:
    it = PyObject_GetIter(op)
    Py_DECREF(op)
    return it


def context_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Contexts are equal if their values are."""
    if op not in (Py_EQ, Py_NE) or b.ob_type is not PyContext_Type or a.ob_type is not PyContext_Type:
        return Py_NotImplemented
    return _richcompare(a, b, op)


def _richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    mine, other = a.value.vars, b.value.vars
    equal = mine.keys() == other.keys()
    for var in list(mine):
        if not equal:
            break
        equal = PyObject_RichCompareBool(mine[var], other[var], Py_EQ)
        if type(equal) in PENDING:
            equal = yield equal
    return Py_True if bool(equal) == (op == Py_EQ) else Py_False


PyContext_Type = PyType_FromSpec(
    "_contextvars.Context", tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING, tp_basicsize=48,
    tp_weaklistoffset=32, tp_new=context_tp_new, tp_dealloc=_dealloc, tp_clear=_clear,
    tp_traverse=lambda op: op.value.references(), tp_iter=context_keys,
    tp_richcompare=context_richcompare, mp_subscript=context_subscript,
    mp_length=lambda op: len(op.value.vars), sq_contains=context_contains,
    tp_methods=(
        PyMethodDef("run", context_run, "($self, /, *args, **kwargs)", raw=True),
        PyMethodDef("copy", lambda op: context_new(op.value.vars), "($self, /)"),
        PyMethodDef("get", context_getmethod, "($self, key, default=None, /)"),
        PyMethodDef("keys", context_keys, "($self, /)"),
        PyMethodDef("items", context_items, "($self, /)"),
        PyMethodDef("values", context_values, "($self, /)"),
    ),
)


# ---- variables

_VAR = ArgSpec("($type, name, /, *, default=<unrepresentable>)")


def contextvar_tp_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``ContextVar(name, *, default)``"""
    name, default = parse_arguments(_VAR, "ContextVar", args, kwnames, "ContextVar")
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "context variable name must be a str")
    return PyType_GenericAlloc(type_op, PyContextVar(name, default))


def PyContextVar_Get(self: PyObject, default: PyObject | None) -> PyObject | None:
    """The value of a variable: of the context, the default given, its own; a new reference or NULL."""
    found = context_get().value.vars.get(self) or default or self.value.default
    return None if found is None else Py_NewRef(found)


def contextvar_get(self: PyObject, default: PyObject | None) -> PyObject:
    """``get([default])``"""
    found = PyContextVar_Get(self, default)
    if found is None:
        raise PyErr_SetArgs(PyExc_LookupError, self)
    return found


def PyContextVar_Set(self: PyObject, value: PyObject) -> PyObject:
    """``set(value)``: a token."""
    ctx = context_get()
    old = ctx.value.vars.get(self)
    token = PyType_GenericAlloc(PyContextToken_Type, PyContextToken(ctx, self, old))
    _put(ctx.value, self, value)
    return token


def _put(body: PyContext, var: PyObject, value: PyObject | None) -> None:
    """Give a variable a value in a context, or none."""
    old = body.vars.get(var)
    if value is not None:
        value.ob_refcnt += 1
        if old is None:
            var.ob_refcnt += 1
        body.vars[var] = value
    elif old is not None:
        del body.vars[var]
        Py_DECREF(var)
    if old is not None:
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
    _put(body.ctx.value, self, body.oldval)
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
    tp_new=contextvar_tp_new, tp_dealloc=fields_dealloc("name", "default"),
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
