"""Type parameters and aliases: TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic.

Models Objects/typevarobject.c. What C leaves to the module `typing` (substitution, checks of bounds,
``Generic[...]``) is left to it here too; where `typing` cannot be imported, the arguments are taken as
they are and a plain `types.GenericAlias` stands for ``Generic[...]``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import object as object_c
from vm.objects.call import PyObject_CallNoArgs, PyObject_Vectorcall
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
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyObject,
    PyUnicode_Type,
    _Py_SetImmortal,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyThreadState_GET
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_ImportError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_subtype import (
    PyObject_ClearManagedDict,
    PyType_GenericAlloc,
    PyType_GenericNew,
    visit_managed_dict,
)
from vm.objects.unionobject import _Py_union_type_or, make_union
from vm.objects.weakrefobject import weakrefs_call_back

PyTuple_New: Callable
PyDict_SetItemString: Callable


def _param_type(name: str, size: int) -> PyObject:
    return static_type(
        "typing." + name, tp_basicsize=size, tp_flags=Py_TPFLAGS_HAVE_GC, tp_dictoffset=-1,
        tp_weaklistoffset=-32, tp_hostkey="identity")


TypeVar_Type = _param_type("TypeVar", 80)
ParamSpec_Type = _param_type("ParamSpec", 56)
TypeVarTuple_Type = _param_type("TypeVarTuple", 40)
ParamSpecArgs_Type = static_type(
    "typing.ParamSpecArgs", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC)
ParamSpecKwargs_Type = static_type(
    "typing.ParamSpecKwargs", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC)
_PyTypeAlias_Type = static_type(
    "typing.TypeAliasType", tp_basicsize=56, tp_flags=Py_TPFLAGS_HAVE_GC, tp_hostkey="identity")
Generic_Type = static_type(
    "typing.Generic", tp_basicsize=16, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE)
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

def _typing_call(name: str, args: list, kwnames: tuple = ()) -> Any:
    """Call a function of `typing`: its result, or NULL if there is no such module (a generator)."""
    importer = _PyInterpreterState_GET().builtins.value.me_value.get("__import__")
    if importer is None:
        return None
    try:
        module = PyObject_Vectorcall(importer, [_Py_ID("typing")])
        if type(module) in PENDING:
            module = yield module
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_ImportError):
            raise
        PyErr_Clear(err)
        return None
    try:
        function = object_c.PyObject_GetAttr(module, _Py_ID(name))
        if type(function) in PENDING:
            function = yield function
    finally:
        Py_DECREF(module)
    try:
        res = PyObject_Vectorcall(function, args, kwnames)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(function)
    return res


_SUBST = {
    TypeVar_Type: "_typevar_subst", ParamSpec_Type: "_paramspec_subst",
    TypeVarTuple_Type: "_typevartuple_subst",
}


def param_subst(op: PyObject, arg: PyObject) -> Any:
    """``__typing_subst__``: check an argument for the parameter (a generator)."""
    if op.ob_type is TypeVarTuple_Type:
        raise PyErr_Format(PyExc_TypeError, "Substitution of bare TypeVarTuple is not supported")
    res = yield _typing_call(_SUBST[op.ob_type], [op, arg])
    if res is None:
        arg.ob_refcnt += 1
        res = arg
    return res


def param_mro_entries(op: PyObject, bases: PyObject) -> PyObject:
    """A type parameter cannot be a base class."""
    raise PyErr_Format(
        PyExc_TypeError,
        f"Cannot subclass an instance of {op.ob_type.value.tp_name.rpartition('.')[2]}")


def param_reduce(op: PyObject) -> PyObject:
    """Pickled by name."""
    op.value.name.ob_refcnt += 1
    return op.value.name


def _caller_module() -> PyObject | None:
    """The module of the running function (borrowed)."""
    frame = _PyThreadState_GET().current_frame
    while frame is not None and (type(frame) is not _PyInterpreterFrame
                                 or frame.f_funcobj is None):
        frame = frame.previous
    return frame.f_funcobj.value.func_module if frame is not None else None


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
    module = _caller_module()
    if module is not None:
        module.ob_refcnt += 1
        op.ob_dict["__module__"] = module
    _replace(op.value, "default_value", default)


def _set_variance(op: PyObject, flags: list) -> Any:
    """Read the three flags (a generator)."""
    truths = []
    for flag in flags:
        truth = object_c.PyObject_IsTrue(flag) if flag is not None else False
        if type(truth) in PENDING:
            truth = yield truth
        truths.append(truth)
    body = op.value
    body.covariant, body.contravariant, body.infer_variance = truths
    if body.covariant and body.contravariant:
        raise PyErr_Format(PyExc_ValueError, "Bivariant types are not supported.")
    if body.infer_variance and (body.covariant or body.contravariant):
        raise PyErr_Format(
            PyExc_ValueError, "Variance cannot be specified with infer_variance.")


def _checked_type(op: PyObject, message: str) -> Any:
    """A bound as typing sees it (new reference; a generator)."""
    text = PyObject(PyUnicode_Type, message)
    try:
        res = yield _typing_call("_type_check", [op, text])
    finally:
        Py_DECREF(text)
    if res is None:
        op.ob_refcnt += 1
        res = op
    return res


def typevar_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``TypeVar(name, *constraints, bound=None, ...)`` (a generator)."""
    name, bound, default, *flags, constraints = parse_arguments(
        _TYPEVAR_NEW, "typevar", args, kwnames, "typevar")
    _check_name("typevar", name)
    op = _new_param(type_op, name, False)
    try:
        yield _set_variance(op, flags)
        if bound is not None and bound is not Py_None:
            op.value.bound = yield _checked_type(bound, "Bound must be a type.")
        if len(constraints) == 1:
            raise PyErr_Format(PyExc_TypeError, "A single constraint is not allowed")
        if constraints:
            if op.value.bound is not None:
                raise PyErr_Format(
                    PyExc_TypeError, "Constraints cannot be combined with bound=...")
            for constraint in constraints:
                constraint.ob_refcnt += 1
            op.value.constraints = PyTuple_New(tuple(constraints))
        _set_common(op, default)
    except PyErr:
        Py_DECREF(op)
        raise
    return op


def paramspec_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``ParamSpec(name, *, bound=None, ...)`` (a generator)."""
    name, bound, default, *flags = parse_arguments(
        _PARAMSPEC_NEW, "paramspec", args, kwnames, "paramspec")
    _check_name("paramspec", name)
    op = _new_param(type_op, name, False)
    try:
        yield _set_variance(op, flags)
        if bound is not None and bound is not Py_None:
            op.value.bound = yield _checked_type(bound, "Bound must be a type.")
        _set_common(op, default)
    except PyErr:
        Py_DECREF(op)
        raise
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


def _attr_traverse(op: PyObject) -> tuple:
    return (op.value.__origin__,)


def _attr_repr(name: str) -> Callable:
    def attr_repr(op: PyObject) -> PyObject:
        origin = op.value.__origin__
        shown = (origin.value.name.value if origin.ob_type is ParamSpec_Type
                 else object_c.default_repr(origin).value)
        return PyObject(PyUnicode_Type, f"{shown}.{name}")

    return attr_repr


def _attr_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    if a.ob_type is not b.ob_type or op not in (Py_EQ, Py_NE):
        return Py_NotImplemented
    same = a.value.__origin__ is b.value.__origin__
    return Py_True if same == (op == Py_EQ) else Py_False


def _attr_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    (origin,) = parse_arguments(ArgSpec("($type, origin)"), "paramspecargs", args, kwnames)
    return PyType_GenericAlloc(type_op, paramspecattrobject(origin))


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
    """``__type_params__`` and ``__parameters__``."""
    params = op.value.type_params
    if params is None:
        return PyTuple_New(())
    params.ob_refcnt += 1
    return params


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


_ALIAS_NEW = ArgSpec("($type, name, value, *, type_params=None)")


def typealias_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``TypeAliasType(name, value, *, type_params=())``."""
    name, value, params = parse_arguments(_ALIAS_NEW, "typealias", args, kwnames, "typealias")
    _check_name("typealias", name)
    if params is not None and not params.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "type_params must be a tuple")
    op = PyType_GenericAlloc(type_op, typealiasobject(name))
    _replace(op.value, "value", value)
    _replace(op.value, "type_params", params)
    _replace(op.value, "module", _caller_module())
    return op


# ---- Generic

def _generic_call(name: str) -> Callable:
    def method(cls: PyObject, args: list, kwnames: tuple) -> Any:
        return _generic(name, cls, args, kwnames)

    return method


def _generic(name: str, cls: PyObject, args: list, kwnames: tuple) -> Any:
    res = yield _typing_call(name, [cls, *args], kwnames)
    if res is not None:
        return res
    if name == "_generic_init_subclass":
        return Py_None
    return Py_GenericAlias(cls, args[0]) if args else Py_None


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
    op = PyType_GenericAlloc(_PyTypeAlias_Type, typealiasobject(name))
    _replace(op.value, "type_params", None if params is Py_None else params)
    _replace(op.value, "compute_value", compute_value)
    return op


def intrinsic_subscript_generic(params: PyObject) -> Any:
    """``class C[T]``: the base ``Generic[T]`` (a generator)."""
    res = yield _typing_call("_GenericAlias", [Generic_Type, params])
    return Py_GenericAlias(Generic_Type, params) if res is None else res


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

_METHODS = (
    PyMethodDef("__typing_subst__", param_subst, "($self, arg, /)"),
    PyMethodDef("__mro_entries__", param_mro_entries, "($self, bases, /)"),
    PyMethodDef("__reduce__", param_reduce, "($self, /)"),
    PyMethodDef("has_default", param_has_default, "($self, /)"),
)
_NAME = PyMemberDef("__name__", "name")
_VARIANCE_MEMBERS = (
    _NAME, PyMemberDef("__covariant__", "covariant"),
    PyMemberDef("__contravariant__", "contravariant"),
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
              tp_clear=param_clear, tp_repr=param_repr, tp_methods=_METHODS, **slots)


_define(TypeVar_Type, tp_new=typevar_new, tp_members=_VARIANCE_MEMBERS,
        tp_getset=(_BOUND, _CONSTRAINTS, _DEFAULT), nb_or=lambda a, b: _param_or(a, b))
_define(ParamSpec_Type, tp_new=paramspec_new, tp_members=_VARIANCE_MEMBERS, tp_getset=(
    PyGetSetDef("args", lambda op: PyType_GenericAlloc(
        ParamSpecArgs_Type, paramspecattrobject(op))),
    PyGetSetDef("kwargs", lambda op: PyType_GenericAlloc(
        ParamSpecKwargs_Type, paramspecattrobject(op))),
    _BOUND, _DEFAULT), nb_or=lambda a, b: _param_or(a, b))
_define(TypeVarTuple_Type, tp_new=typevartuple_new, tp_members=(_NAME,), tp_getset=(_DEFAULT,))


def _param_or(left: PyObject, right: PyObject) -> Any:
    """``T | X``: typing.Union of both (a generator)."""
    res = yield _typing_call("_make_union", [left, right])
    return make_union([left, right]) if res is None else res


for _type, _what in ((ParamSpecArgs_Type, "args"), (ParamSpecKwargs_Type, "kwargs")):
    set_slots(
        _type, tp_new=_attr_new, tp_repr=_attr_repr(_what), tp_traverse=_attr_traverse,
        tp_dealloc=lambda op: dealloc_container(op, _attr_traverse),
        tp_richcompare=_attr_richcompare, tp_members=(PyMemberDef("__origin__", "__origin__"),),
        tp_methods=(_METHODS[1],))

set_slots(
    _PyTypeAlias_Type, tp_new=typealias_new, tp_traverse=typealias_traverse,
    tp_clear=typealias_clear, tp_dealloc=_alias_dealloc,
    tp_repr=lambda op: PyObject(PyUnicode_Type, op.value.name.value),
    mp_subscript=typealias_subscript, nb_or=_Py_union_type_or,
    tp_members=(_NAME,),
    tp_methods=(PyMethodDef("__reduce__", param_reduce, "($self, /)"),),
    tp_getset=(
        PyGetSetDef("__parameters__", typealias_type_params),
        PyGetSetDef("__type_params__", typealias_type_params),
        PyGetSetDef("__value__", _lazy("value", "compute_value", lambda: Py_None)),
        PyGetSetDef("__module__", typealias_module),
    ))

set_slots(
    Generic_Type, tp_new=PyType_GenericNew, tp_traverse=lambda op: (),
    tp_methods=(
        PyMethodDef("__class_getitem__", _generic_call("_generic_class_getitem"),
                    "($type, /, *args, **kwargs)", classmethod=True,
                    raw=True),
        PyMethodDef("__init_subclass__", _generic_call("_generic_init_subclass"),
                    "($type, /, *args, **kwargs)",
                    classmethod=True, raw=True),
    ))


@late_import
def _bind() -> None:
    global PyTuple_New, PyDict_SetItemString
    from vm.objects.dictobject import PyDict_SetItemString
    from vm.objects.tupleobject import PyTuple_New
