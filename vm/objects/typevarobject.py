"""Type parameters and aliases: TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic.

Models Objects/typevarobject.c. What C leaves to the module `typing` (substitution, checks of bounds,
``Generic[...]``) is left to it here too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract
from vm.objects import object as object_c
from vm.objects.call import PyObject_CallNoArgs, PyObject_Vectorcall
from vm.objects.dictobject import PyDict_SetItemString
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.linker import late_import
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMemberDef, PyMethodDef, parse_arguments
from vm.objects.object import _Py_ID
from vm.objects.propertyobject import _replace
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_MANAGED_DICT,
    Py_TPFLAGS_MANAGED_WEAKREF,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyUnicode_Type,
    _Py_SetImmortal,
    _PyNone_Type,
    decref_all,
    incref_all,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyThreadState_GET
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyimport import _PyImport_GetModuleAttrString
from vm.objects.typeobject_subtype import (
    PyObject_ClearManagedDict,
    PyType_GenericAlloc,
    visit_managed_dict,
)
from vm.objects.unionobject import _Py_union_type_or
from vm.objects.weakrefobject import weakrefs_call_back

PyTuple_New: Callable


_IMMUTABLE = Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
_MANAGED = Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_MANAGED_WEAKREF


def _param_type(name: str, size: int) -> PyObject:
    return static_type(
        "typing." + name, tp_basicsize=size, tp_flags=_IMMUTABLE | _MANAGED, tp_dictoffset=-1,
        tp_weaklistoffset=-32, tp_hostkey="identity", tp_from_spec=True)


def _attr_type(name: str) -> PyObject:
    return static_type(
        "typing." + name, tp_basicsize=24, tp_flags=_IMMUTABLE | Py_TPFLAGS_MANAGED_WEAKREF,
        tp_weaklistoffset=-32, tp_from_spec=True)


TypeVar_Type = _param_type("TypeVar", 80)
ParamSpec_Type = _param_type("ParamSpec", 56)
TypeVarTuple_Type = _param_type("TypeVarTuple", 40)
ParamSpecArgs_Type = _attr_type("ParamSpecArgs")
ParamSpecKwargs_Type = _attr_type("ParamSpecKwargs")
_PyTypeAlias_Type = static_type(
    "typing.TypeAliasType", tp_basicsize=56, tp_flags=Py_TPFLAGS_HAVE_GC, tp_hostkey="identity")
Generic_Type = static_type(
    "typing.Generic", tp_basicsize=16, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    tp_from_spec=True)
_NoDefault_Type = static_type("NoDefaultType", tp_hostkey="identity")
_Py_NoDefaultStruct = _Py_SetImmortal(PyObject(_NoDefault_Type, None))


class typeparamobject:
    """The body of a type parameter; references owned, NULL where not given or not yet computed."""

    __slots__ = (
        "name", "bound", "evaluate_bound", "constraints", "evaluate_constraints", "default_value",
        "evaluate_default", "covariant", "contravariant", "infer_variance",
    )

    def __init__(self, name: PyObject):
        name.ob_refcnt += 1
        self.name = name
        self.bound: PyObject | None = None
        self.evaluate_bound: PyObject | None = None
        self.constraints: PyObject | None = None
        self.evaluate_constraints: PyObject | None = None
        self.default_value: PyObject | None = None
        self.evaluate_default: PyObject | None = None
        self.covariant = self.contravariant = self.infer_variance = False


_OWNED = ("name", "bound", "evaluate_bound", "constraints", "evaluate_constraints",
          "default_value", "evaluate_default")


def param_traverse(op: PyObject) -> list:
    """tp_traverse of type parameters."""
    return [*(getattr(op.value, field) for field in _OWNED), *visit_managed_dict(op)]


def param_dealloc(op: PyObject) -> None:
    """tp_dealloc of type parameters."""
    if op.ob_ext is not None and op.ob_ext.weaklist and weakrefs_call_back(op, param_dealloc):
        return
    dealloc_container(op, param_traverse)


def param_clear(op: PyObject) -> None:
    """tp_clear of type parameters."""
    for field in _OWNED[1:]:
        _replace(op.value, field, None)
    PyObject_ClearManagedDict(op)


def _new_param(type_op: PyObject, name: PyObject, infer: bool) -> PyObject:
    op = PyType_GenericAlloc(type_op, typeparamobject(name))
    op.value.infer_variance = infer
    return op


def param_repr(op: PyObject) -> PyObject:
    """``~T``, ``+T_co``, ``-T_contra``, or the bare name."""
    body = op.value
    sign = ""
    if not body.infer_variance and op.ob_type is not TypeVarTuple_Type:
        sign = "+" if body.covariant else "-" if body.contravariant else "~"
    return PyObject(PyUnicode_Type, sign + body.name.value)


def _lazy(field: str, evaluate: str, default: Callable) -> Callable:
    """A getter of a value that is computed by a function when first asked for."""

    def getter(op: PyObject) -> Any:
        value = getattr(op.value, field)
        if value is None:
            function = getattr(op.value, evaluate)
            if function is not None:
                return _evaluate(op, field, function)
            value = default()
        value.ob_refcnt += 1
        return value

    return getter


def _evaluate(op: PyObject, field: str, function: PyObject) -> Any:
    function.ob_refcnt += 1
    try:
        value = PyObject_CallNoArgs(function)
        if type(value) in PENDING:
            value = yield value
    finally:
        Py_DECREF(function)
    _replace(op.value, field, value)
    return value


_default = _lazy("default_value", "evaluate_default", lambda: _Py_NoDefaultStruct)


def param_has_default(op: PyObject) -> PyObject:
    """``T.has_default()``."""
    body = op.value
    given = body.evaluate_default is not None or (
        body.default_value is not None and body.default_value is not _Py_NoDefaultStruct)
    return Py_True if given else Py_False


# ---- what is left to the module typing

def call_typing_func_object(name: str, args: list, kwnames: tuple = ()) -> Any:
    """Call a function of `typing` (a generator)."""
    function = yield _PyImport_GetModuleAttrString("typing", name)
    try:
        res = PyObject_Vectorcall(function, args, kwnames)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(function)
    return res


def type_check(op: PyObject, message: str) -> Any:
    """A bound as typing sees it: new reference (a generator)."""
    if op is Py_None:
        _PyNone_Type.ob_refcnt += 1
        return _PyNone_Type
    text = PyObject(PyUnicode_Type, message)
    try:
        return (yield call_typing_func_object("_type_check", [op, text]))
    finally:
        Py_DECREF(text)


def make_union(left: PyObject, right: PyObject) -> Any:
    """``T | X``: typing.Union of both."""
    return call_typing_func_object("_make_union", [left, right])


def _typing_method(name: str) -> Callable:
    def method(op: PyObject, *args: PyObject) -> Any:
        return call_typing_func_object(name, [op, *args])

    return method


def typevartuple_typing_subst(op: PyObject, arg: PyObject) -> PyObject:
    """``__typing_subst__``: ``*Ts`` is substituted, never ``Ts``."""
    raise PyErr_Format(PyExc_TypeError, "Substitution of bare TypeVarTuple is not supported")


def typevar_typing_prepare_subst(op: PyObject, alias: PyObject, args: PyObject) -> Any:
    """``__typing_prepare_subst__``: add the default if an argument is missing (a generator)."""
    params = object_c.PyObject_GetAttr(alias, _Py_ID("__parameters__"))
    if type(params) in PENDING:
        params = yield params
    try:
        i = abstract.PySequence_Index(params, op)
        if type(i) in PENDING:
            i = yield i
        n = abstract.PySequence_Size(args)
        if type(n) in PENDING:
            n = yield n
        if i < n:
            return Py_NewRef(args)
        if i == n:
            default = _default(op)
            if type(default) in PENDING:
                default = yield default
            if default is not _Py_NoDefaultStruct:
                return (yield _append(args, default))
            Py_DECREF(default)
        shown = object_c.PyObject_Str(alias)
        if type(shown) in PENDING:
            shown = yield shown
        text = shown.value
        Py_DECREF(shown)
        raise PyErr_Format(
            PyExc_TypeError,
            f"Too few arguments for {text}; actual {n}, expected at least {i + 1}")
    finally:
        Py_DECREF(params)


def _append(args: PyObject, default: PyObject) -> Any:
    """``args + (default,)``; steals the default."""
    more = PyTuple_New((default,))
    try:
        res = abstract.PySequence_Concat(args, more)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(more)
    return res


def typevartuple_unpack(op: PyObject) -> Any:
    """``typing.Unpack[Ts]`` (a generator)."""
    unpack = yield _PyImport_GetModuleAttrString("typing", "Unpack")
    try:
        res = abstract.PyObject_GetItem(unpack, op)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(unpack)
    return res


def typevartuple_iter(op: PyObject) -> Any:
    """``*Ts`` (a generator)."""
    unpacked = PyTuple_New(((yield typevartuple_unpack(op)),))
    try:
        return abstract.PyObject_GetIter(unpacked)
    finally:
        Py_DECREF(unpacked)


def unpack_typevartuples(params: PyObject) -> Any:
    """The parameters with ``*Ts`` for each TypeVarTuple: new reference, pending if there is one."""
    if any(param.ob_type is TypeVarTuple_Type for param in params.value):
        return _unpack_typevartuples(params)
    return Py_NewRef(params)


def _unpack_typevartuples(params: PyObject) -> Any:
    new: list[PyObject] = []
    try:
        for param in params.value:
            if param.ob_type is TypeVarTuple_Type:
                new.append((yield typevartuple_unpack(param)))
            else:
                new.append(Py_NewRef(param))
    except PyErr:
        decref_all(new)
        raise
    return PyTuple_New(tuple(new))


def param_mro_entries(op: PyObject, bases: PyObject) -> PyObject:
    """A type parameter cannot be a base class."""
    raise PyErr_Format(
        PyExc_TypeError,
        f"Cannot subclass an instance of {op.ob_type.value.tp_name.rpartition('.')[2]}")


def param_reduce(op: PyObject) -> PyObject:
    """Pickled by name."""
    op.value.name.ob_refcnt += 1
    return op.value.name


def caller() -> PyObject:
    """The module of the running function, or None (borrowed)."""
    frame = _PyThreadState_GET().current_frame
    while frame is not None and (type(frame) is not _PyInterpreterFrame
                                 or frame.f_funcobj is None):
        frame = frame.previous
    if frame is None or frame.f_funcobj.value.func_module is None:
        return Py_None
    return frame.f_funcobj.value.func_module


# ---- TypeVar(...), ParamSpec(...), TypeVarTuple(...)

_VARIANCE = "covariant=False, contravariant=False, infer_variance=False"
_TYPEVAR_NEW = ArgSpec(f"($type, name, *constraints, bound=None, default=None, {_VARIANCE})")
_PARAMSPEC_NEW = ArgSpec(f"($type, name, *, bound=None, default=None, {_VARIANCE})")
_TUPLE_NEW = ArgSpec("($type, name, *, default=None)")


def _check_name(kind: str, name: PyObject) -> None:
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{kind}() argument 'name' must be str, not {name.ob_type.value.tp_name}")


def _set_common(op: PyObject, default: PyObject | None) -> None:
    PyDict_SetItemString(object_c.instance_dict(op), "__module__", caller())
    _replace(op.value, "default_value", default)


def _truths(flags: list) -> Any:
    """The three flags of variance as host bools, checked (a generator)."""
    truths = []
    for flag in flags:
        truth = object_c.PyObject_IsTrue(flag) if flag is not None else False
        if type(truth) in PENDING:
            truth = yield truth
        truths.append(truth)
    covariant, contravariant, infer_variance = truths
    if covariant and contravariant:
        raise PyErr_Format(PyExc_ValueError, "Bivariant types are not supported.")
    if infer_variance and (covariant or contravariant):
        raise PyErr_Format(
            PyExc_ValueError, "Variance cannot be specified with infer_variance.")
    return truths


def _check_constraints(constraints: list, bound: PyObject | None) -> None:
    if len(constraints) == 1:
        raise PyErr_Format(PyExc_TypeError, "A single constraint is not allowed")
    if constraints and bound is not None:
        raise PyErr_Format(PyExc_TypeError, "Constraints cannot be combined with bound=...")


def typevar_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``TypeVar(name, *constraints, bound=None, ...)`` (a generator)."""
    name, bound, default, *flags, constraints = parse_arguments(
        _TYPEVAR_NEW, "typevar", args, kwnames, "typevar")
    _check_name("typevar", name)
    truths = yield _truths(flags)
    if bound is Py_None:
        bound = None
    if bound is not None:
        bound = yield type_check(bound, "Bound must be a type.")
    try:
        _check_constraints(constraints, bound)
        op = _new_param(type_op, name, False)
        body = op.value
        body.covariant, body.contravariant, body.infer_variance = truths
        if constraints:
            incref_all(constraints)
            body.constraints = PyTuple_New(tuple(constraints))
        _replace(body, "bound", bound)
        _set_common(op, default)
        return op
    finally:
        Py_XDECREF(bound)


def paramspec_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``ParamSpec(name, *, bound=None, ...)`` (a generator)."""
    name, bound, default, *flags = parse_arguments(
        _PARAMSPEC_NEW, "paramspec", args, kwnames, "paramspec")
    _check_name("paramspec", name)
    truths = yield _truths(flags)
    if bound is not None:
        bound = yield type_check(bound, "Bound must be a type.")
    op = _new_param(type_op, name, False)
    body = op.value
    body.covariant, body.contravariant, body.infer_variance = truths
    body.bound = bound
    _set_common(op, default)
    return op


def typevartuple_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``TypeVarTuple(name, *, default=...)``."""
    name, default = parse_arguments(_TUPLE_NEW, "typevartuple", args, kwnames, "typevartuple")
    _check_name("typevartuple", name)
    op = _new_param(type_op, name, False)
    _set_common(op, default)
    return op


# ---- ParamSpec.args and .kwargs

class paramspecattrobject:
    """The body of ``P.args`` and ``P.kwargs``."""

    __slots__ = ("__origin__",)

    def __init__(self, origin: PyObject):
        origin.ob_refcnt += 1
        self.__origin__ = origin


def _attr_repr(name: str) -> Callable:
    def attr_repr(op: PyObject) -> Any:
        origin = op.value.__origin__
        if origin.ob_type is ParamSpec_Type:
            return PyObject(PyUnicode_Type, f"{origin.value.name.value}.{name}")
        return _attr_repr_of(origin, name)

    return attr_repr


def _attr_repr_of(origin: PyObject, name: str) -> Any:
    shown = object_c.PyObject_Repr(origin)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value
    Py_DECREF(shown)
    return PyObject(PyUnicode_Type, f"{text}.{name}")


def paramspecattr_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """Equal if their parameters are."""
    if a.ob_type is not b.ob_type or op not in (Py_EQ, Py_NE):
        return Py_NotImplemented
    return object_c.PyObject_RichCompare(a.value.__origin__, b.value.__origin__, op)


def _attr_new(name: str) -> Callable:
    def attr_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
        (origin,) = parse_arguments(_ATTR_NEW, name, args, kwnames, name)
        return PyType_GenericAlloc(type_op, paramspecattrobject(origin))

    return attr_new


_ATTR_NEW = ArgSpec("($type, origin)")


# ---- TypeAliasType

class typealiasobject:
    """The body of a type alias; references owned."""

    __slots__ = ("name", "type_params", "compute_value", "value", "module")

    def __init__(self, name: PyObject):
        name.ob_refcnt += 1
        self.name = name
        self.type_params: PyObject | None = None
        self.compute_value: PyObject | None = None
        self.value: PyObject | None = None
        self.module: PyObject | None = None


def typealias_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    body = op.value
    return (body.name, body.type_params, body.compute_value, body.value, body.module)


def _alias_dealloc(op: PyObject) -> None:
    dealloc_container(op, typealias_traverse)


def typealias_clear(op: PyObject) -> None:
    """tp_clear."""
    for field in ("type_params", "compute_value", "value", "module"):
        _replace(op.value, field, None)


def typealias_type_params(op: PyObject) -> PyObject:
    """``__type_params__``."""
    params = op.value.type_params
    return PyTuple_New(()) if params is None else Py_NewRef(params)


def typealias_parameters(op: PyObject) -> Any:
    """``__parameters__``: as ``__type_params__``, with ``*Ts`` for ``Ts``."""
    params = op.value.type_params
    return PyTuple_New(()) if params is None else unpack_typevartuples(params)


def typealias_module(op: PyObject) -> PyObject:
    """``__module__``: of the function that computes the value."""
    body = op.value
    module = body.module
    if module is None and body.compute_value is not None:
        module = body.compute_value.value.func_module
    if module is None:
        return Py_None
    module.ob_refcnt += 1
    return module


def typealias_subscript(op: PyObject, item: PyObject) -> PyObject:
    """``Alias[int]``."""
    if op.value.type_params is None:
        raise PyErr_Format(PyExc_TypeError, "Only generic type aliases are subscriptable")
    return Py_GenericAlias(op, item)


def typealias_alloc(name: PyObject, type_params: PyObject | None) -> PyObject:
    """A new alias, without its value; one with no type parameters is not generic."""
    op = PyType_GenericAlloc(_PyTypeAlias_Type, typealiasobject(name))
    _replace(op.value, "type_params", type_params if type_params and type_params.value else None)
    return op


_ALIAS_NEW = ArgSpec("($type, name, value, *, type_params=None)")


def typealias_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``TypeAliasType(name, value, *, type_params=())``."""
    name, value, params = parse_arguments(_ALIAS_NEW, "typealias", args, kwnames, "typealias")
    _check_name("typealias", name)
    if params is not None and not params.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "type_params must be a tuple")
    op = typealias_alloc(name, params)
    _replace(op.value, "value", value)
    _replace(op.value, "module", caller())
    return op


# ---- Generic

def _generic_call(name: str) -> Callable:
    def method(cls: PyObject, args: list, kwnames: tuple) -> Any:
        return call_typing_func_object(name, [cls, *args], kwnames)

    return method


# ---- what the instructions CALL_INTRINSIC_1 and _2 call

def intrinsic_typevar(name: PyObject) -> PyObject:
    """``def f[T]``."""
    return _new_param(TypeVar_Type, name, True)


def intrinsic_paramspec(name: PyObject) -> PyObject:
    """``def f[**P]``."""
    return _new_param(ParamSpec_Type, name, True)


def intrinsic_typevartuple(name: PyObject) -> PyObject:
    """``def f[*Ts]``."""
    return _new_param(TypeVarTuple_Type, name, True)


def intrinsic_typevar_with_bound(name: PyObject, evaluate_bound: PyObject) -> PyObject:
    """``def f[T: bound]``."""
    op = _new_param(TypeVar_Type, name, True)
    _replace(op.value, "evaluate_bound", evaluate_bound)
    return op


def intrinsic_typevar_with_constraints(name: PyObject, evaluate: PyObject) -> PyObject:
    """``def f[T: (A, B)]``."""
    op = _new_param(TypeVar_Type, name, True)
    _replace(op.value, "evaluate_constraints", evaluate)
    return op


def intrinsic_set_function_type_params(func: PyObject, params: PyObject) -> PyObject:
    """Give a generic function its ``__type_params__``."""
    _replace(func.value, "func_typeparams", params)
    func.ob_refcnt += 1
    return func


def intrinsic_set_typeparam_default(param: PyObject, evaluate_default: PyObject) -> PyObject:
    """``def f[T = default]``."""
    _replace(param.value, "evaluate_default", evaluate_default)
    param.ob_refcnt += 1
    return param


def intrinsic_typealias(parts: PyObject) -> PyObject:
    """``type Alias = value``: of name, type parameters or None, and the function of the value."""
    name, params, compute_value = parts.value
    op = typealias_alloc(name, None if params is Py_None else params)
    _replace(op.value, "compute_value", compute_value)
    return op


def intrinsic_subscript_generic(params: PyObject) -> Any:
    """``class C[T]``: the base ``Generic[T]`` (a generator)."""
    params = unpack_typevartuples(params)
    if type(params) in PENDING:
        params = yield params
    try:
        return (yield call_typing_func_object("_GenericAlias", [Generic_Type, params]))
    finally:
        Py_DECREF(params)


# ---- the types

def NoDefault_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``NoDefaultType()``: the one instance."""
    if args:
        raise PyErr_Format(PyExc_TypeError, "NoDefaultType takes no arguments")
    return _Py_NoDefaultStruct


def NoDefault_repr(op: PyObject) -> PyObject:
    """``typing.NoDefault``."""
    return PyObject(PyUnicode_Type, "typing.NoDefault")


set_slots(
    _NoDefault_Type, tp_new=NoDefault_new, tp_repr=NoDefault_repr,
    tp_methods=(PyMethodDef("__reduce__", lambda op: PyObject(PyUnicode_Type, "NoDefault")),))

_MRO_ENTRIES = PyMethodDef("__mro_entries__", param_mro_entries, "($self, bases, /)")
_REDUCE = PyMethodDef("__reduce__", param_reduce, "($self, /)")
_HAS_DEFAULT = PyMethodDef("has_default", param_has_default, "($self, /)")


def _subst_methods(subst: Callable, prepare: Callable) -> tuple:
    return (PyMethodDef("__typing_subst__", subst, "($self, arg, /)"),
            PyMethodDef("__typing_prepare_subst__", prepare, "($self, alias, args, /)"))


_NAME = PyMemberDef("__name__", "name")
_VARIANCE_MEMBERS = (
    PyMemberDef("__covariant__", "covariant"), PyMemberDef("__contravariant__", "contravariant"),
    PyMemberDef("__infer_variance__", "infer_variance"),
)
_BOUND = PyGetSetDef("__bound__", _lazy("bound", "evaluate_bound", lambda: Py_None))
_CONSTRAINTS = PyGetSetDef(
    "__constraints__", _lazy("constraints", "evaluate_constraints", lambda: _empty_tuple()))
_DEFAULT = PyGetSetDef("__default__", _default)


def _empty_tuple() -> PyObject:
    empty = PyTuple_New(())
    empty.ob_refcnt -= 1  # the getter takes its own reference
    return empty


def _define(type_op: PyObject, **slots: Any) -> None:
    set_slots(type_op, tp_dealloc=param_dealloc, tp_traverse=param_traverse,
              tp_clear=param_clear, tp_repr=param_repr, **slots)


_define(
    TypeVar_Type, tp_new=typevar_new, tp_members=(_NAME, *_VARIANCE_MEMBERS),
    tp_getset=(_BOUND, _CONSTRAINTS, _DEFAULT), nb_or=make_union,
    tp_methods=(
        *_subst_methods(_typing_method("_typevar_subst"), typevar_typing_prepare_subst),
        _REDUCE, _HAS_DEFAULT, _MRO_ENTRIES))
_define(
    ParamSpec_Type, tp_new=paramspec_new, nb_or=make_union,
    tp_members=(_NAME, PyMemberDef("__bound__", "bound"), *_VARIANCE_MEMBERS),
    tp_getset=(
        PyGetSetDef("args", lambda op: PyType_GenericAlloc(
            ParamSpecArgs_Type, paramspecattrobject(op))),
        PyGetSetDef("kwargs", lambda op: PyType_GenericAlloc(
            ParamSpecKwargs_Type, paramspecattrobject(op))),
        _DEFAULT),
    tp_methods=(
        *_subst_methods(_typing_method("_paramspec_subst"), _typing_method("_paramspec_prepare_subst")),
        _HAS_DEFAULT, _REDUCE, _MRO_ENTRIES))
_define(
    TypeVarTuple_Type, tp_new=typevartuple_new, tp_members=(_NAME,), tp_getset=(_DEFAULT,),
    tp_iter=typevartuple_iter,
    tp_methods=(
        *_subst_methods(typevartuple_typing_subst, _typing_method("_typevartuple_prepare_subst")),
        _REDUCE, _HAS_DEFAULT, _MRO_ENTRIES))

for _type, _what in ((ParamSpecArgs_Type, "args"), (ParamSpecKwargs_Type, "kwargs")):
    set_slots(
        _type, tp_new=_attr_new("paramspec" + _what), tp_repr=_attr_repr(_what),
        tp_traverse=fields_traverse("__origin__"), tp_clear=fields_clear("__origin__"),
        tp_dealloc=fields_dealloc("__origin__"),
        tp_richcompare=paramspecattr_richcompare,
        tp_members=(PyMemberDef("__origin__", "__origin__"),), tp_methods=(_MRO_ENTRIES,))

set_slots(
    _PyTypeAlias_Type, tp_new=typealias_new, tp_traverse=typealias_traverse,
    tp_clear=typealias_clear, tp_dealloc=_alias_dealloc,
    tp_repr=lambda op: PyObject(PyUnicode_Type, op.value.name.value),
    tp_getattro=object_c.PyObject_GenericGetAttr,
    mp_subscript=typealias_subscript, nb_or=_Py_union_type_or,
    tp_members=(_NAME,), tp_methods=(_REDUCE,),
    tp_getset=(
        PyGetSetDef("__parameters__", typealias_parameters),
        PyGetSetDef("__type_params__", typealias_type_params),
        PyGetSetDef("__value__", _lazy("value", "compute_value", lambda: Py_None)),
        PyGetSetDef("__module__", typealias_module),
    ))

set_slots(
    Generic_Type, tp_traverse=lambda op: (),
    tp_methods=(
        PyMethodDef("__class_getitem__", _generic_call("_generic_class_getitem"),
                    "($type, /, *args, **kwargs)", classmethod=True, raw=True),
        PyMethodDef("__init_subclass__", _generic_call("_generic_init_subclass"),
                    "($type, /, *args, **kwargs)", classmethod=True, raw=True),
    ))


@late_import
def _bind() -> None:
    global PyTuple_New
    from vm.objects.tupleobject import PyTuple_New
