"""types.GenericAlias: ``list[int]``. Models Objects/genericaliasobject.c (without TypeVar substitution yet)."""

from __future__ import annotations

from typing import Any

from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_True,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_TypeError,
)


@late_import
def _bind() -> None:
    global PyObject_Repr, PyObject_GetAttr, PyObject_GenericGetAttr, PyObject_SetAttrString
    global PyObject_GetOptionalAttrString, PyObject_RichCompareBool, PyObject_Hash, PyTuple_New
    global PyUnicode_FromString, PyObject_Vectorcall
    global PyObject_CallMethod
    from vm.objects.call import PyObject_CallMethod, PyObject_Vectorcall
    from vm.objects.object import (
        PyObject_GenericGetAttr,
        PyObject_GetAttr,
        PyObject_GetOptionalAttrString,
        PyObject_Hash,
        PyObject_Repr,
        PyObject_RichCompareBool,
        PyObject_SetAttrString,
    )
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.unicodeobject import PyUnicode_FromString


class gaobject:
    """The body of an alias; all owned. ``starred`` is a host bool."""

    __slots__ = ("args", "origin", "parameters", "starred")

    def __init__(self, origin: PyObject, args: PyObject):
        self.origin = origin
        self.args = args
        self.parameters: PyObject | None = None
        self.starred = False


def Py_GenericAlias(origin: PyObject, args: PyObject) -> PyObject:
    """``origin[args]``; takes its own references; a single argument becomes a tuple."""
    origin.ob_refcnt += 1
    args.ob_refcnt += 1
    if not PyObject_TypeCheck(args, PyTuple_Type):
        args = PyTuple_New((args,))
    op = PyObject_GC_New(Py_GenericAliasType, gaobject(origin, args))
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def ga_children(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.origin, op.value.args, op.value.parameters


def ga_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, ga_children)


def ga_repr_item(op: PyObject) -> Any:
    """The text of one argument (a generator): ``...``, a type's name, or its repr."""
    if op is Py_Ellipsis:
        return "..."
    origin = PyObject_GetOptionalAttrString(op, "__origin__")
    if type(origin) in PENDING:
        origin = yield origin
    args = None
    if origin is not None:
        Py_DECREF(origin)
        args = PyObject_GetOptionalAttrString(op, "__args__")
        if type(args) in PENDING:
            args = yield args
    if args is not None:
        Py_DECREF(args)
    else:
        text = yield _type_text(op)
        if text is not None:
            return text
    res = PyObject_Repr(op)
    if type(res) in PENDING:
        res = yield res
    text = res.value
    Py_DECREF(res)
    return text


def _type_text(op: PyObject) -> Any:
    """A class's name with its module, or None for what is not a class (a generator)."""
    name = PyObject_GetOptionalAttrString(op, "__qualname__")
    if type(name) in PENDING:
        name = yield name
    if name is None:
        return None
    module = PyObject_GetOptionalAttrString(op, "__module__")
    if type(module) in PENDING:
        module = yield module
    text = None
    if module is not None:
        if module is not Py_None:
            text = name.value if module.value == "builtins" else f"{module.value}.{name.value}"
        Py_DECREF(module)
    Py_DECREF(name)
    return text


def ga_repr(op: PyObject) -> Any:
    """tp_repr (a generator)."""
    body = op.value
    text = yield ga_repr_item(body.origin)
    parts = []
    for arg in body.args.value:
        parts.append((yield ga_repr_item(arg)))
    inside = ", ".join(parts) if parts else "()"
    return PyUnicode_FromString(f"{'*' if body.starred else ''}{text}[{inside}]")


def ga_hash(op: PyObject) -> Any:
    """tp_hash (a generator)."""
    h0 = PyObject_Hash(op.value.origin)
    if type(h0) in PENDING:
        h0 = yield h0
    h1 = PyObject_Hash(op.value.args)
    if type(h1) in PENDING:
        h1 = yield h1
    h = h0 ^ h1
    return -2 if h == -1 else h


def ga_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare."""
    if (
        a.ob_type is not Py_GenericAliasType or b.ob_type is not Py_GenericAliasType
        or (op != Py_EQ and op != Py_NE)
    ):
        return Py_NotImplemented
    return _ga_richcompare(a.value, b.value, op)


def _ga_richcompare(a: gaobject, b: gaobject, op: int) -> Any:
    same: Any = a.starred == b.starred
    if same:
        same = PyObject_RichCompareBool(a.origin, b.origin, Py_EQ)
        if type(same) in PENDING:
            same = yield same
    if same:
        same = PyObject_RichCompareBool(a.args, b.args, Py_EQ)
        if type(same) in PENDING:
            same = yield same
    return Py_True if bool(same) == (op == Py_EQ) else Py_False


def ga_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call: make an instance of the origin and note the alias in it (a generator)."""
    obj = PyObject_Vectorcall(op.value.origin, args, kwnames)
    if type(obj) in PENDING:
        obj = yield obj
    try:
        done = PyObject_SetAttrString(obj, "__orig_class__", op)
        if done is not None:
            yield done
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_AttributeError) and not PyErr_ExceptionMatches(
            err, PyExc_TypeError
        ):
            Py_DECREF(obj)
            raise
        PyErr_Clear(err)
    return obj


_OWN_ATTRIBUTES = frozenset({
    "__class__", "__origin__", "__args__", "__unpacked__", "__parameters__",
    "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__",
    "__copy__", "__deepcopy__", "__bases__",
})


def ga_getattro(op: PyObject, name: PyObject) -> Any:
    """tp_getattro: names without double underscores are the origin's."""
    text = name.value
    if text not in _OWN_ATTRIBUTES or text == "__bases__":
        own = text.startswith("__") and text.endswith("__") and text not in (
            "__bases__",) and text in _FROM_TYPE
        if not own:
            return PyObject_GetAttr(op.value.origin, name)
    return PyObject_GenericGetAttr(op, name)


_FROM_TYPE = frozenset({
    "__repr__", "__hash__", "__call__", "__eq__", "__ne__", "__getitem__", "__iter__", "__or__",
    "__ror__", "__instancecheck__", "__subclasscheck__", "__dir__", "__getattribute__",
})


def ga_mro_entries(self: PyObject, bases: PyObject) -> PyObject:
    """__mro_entries__: as a base class, an alias stands for its origin"""
    self.value.origin.ob_refcnt += 1
    return PyTuple_New((self.value.origin,))


def ga_instancecheck(self: PyObject, instance: PyObject) -> PyObject:
    """__instancecheck__"""
    raise PyErr_Format(PyExc_TypeError, "isinstance() argument 2 cannot be a parameterized generic")


def ga_subclasscheck(self: PyObject, cls: PyObject) -> PyObject:
    """__subclasscheck__"""
    raise PyErr_Format(PyExc_TypeError, "issubclass() argument 2 cannot be a parameterized generic")


def ga_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    body = self.value
    for op in (Py_GenericAliasType, body.origin, body.args):
        op.ob_refcnt += 1
    return PyTuple_New((Py_GenericAliasType, PyTuple_New((body.origin, body.args))))


def ga_parameters(op: PyObject) -> Any:
    """The attribute ``__parameters__``: the type variables among the arguments (a generator)."""
    body = op.value
    if body.parameters is None:
        body.parameters = yield _Py_make_parameters(body.args)
    body.parameters.ob_refcnt += 1
    return body.parameters


def _Py_make_parameters(args: PyObject) -> Any:
    """A tuple of the distinct type variables in a tuple of arguments (a generator)."""
    found: list[PyObject] = []
    for arg in args.value:
        if arg.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
            continue
        subst = PyObject_GetOptionalAttrString(arg, "__typing_subst__")
        if type(subst) in PENDING:
            subst = yield subst
        if subst is not None:
            Py_DECREF(subst)
            candidates: tuple = (arg,)
        else:
            params = PyObject_GetOptionalAttrString(arg, "__parameters__")
            if type(params) in PENDING:
                params = yield params
            if params is None:
                continue
            candidates = params.value if params.ob_type is PyTuple_Type else ()
            Py_DECREF(params)
        for param in candidates:
            if not any(param is other for other in found):
                param.ob_refcnt += 1
                found.append(param)
    return PyTuple_New(tuple(found))


def ga_getitem(op: PyObject, item: PyObject) -> Any:
    """mp_subscript: put arguments in the place of type variables (a generator)."""
    body = op.value
    params = yield ga_parameters(op)
    try:
        args = item.value if PyObject_TypeCheck(item, PyTuple_Type) else (item,)
        if not params.value:
            text = yield ga_repr(op)
            err = PyErr_Format(PyExc_TypeError, f"{text.value} is not a generic class")
            Py_DECREF(text)
            raise err
        if len(args) != len(params.value):
            text = yield ga_repr(op)
            word = "many" if len(args) > len(params.value) else "few"
            err = PyErr_Format(
                PyExc_TypeError,
                f"Too {word} arguments for {text.value}; actual {len(args)}, expected "
                f"{len(params.value)}")
            Py_DECREF(text)
            raise err
        new = []
        for arg in body.args.value:
            new.append((yield _substitute(arg, params.value, args)))
        made = PyTuple_New(tuple(new))
        res = Py_GenericAlias(body.origin, made)
        Py_DECREF(made)
        return res
    finally:
        Py_DECREF(params)


def _substitute(arg: PyObject, params: tuple, args: tuple) -> Any:
    for param, value in zip(params, args, strict=True):
        if arg is param:
            subst = PyObject_CallMethod(arg, "__typing_subst__", [value])
            if type(subst) in PENDING:
                subst = yield subst
            return subst
    inner = None
    if not arg.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        inner = PyObject_GetOptionalAttrString(arg, "__parameters__")
        if type(inner) in PENDING:
            inner = yield inner
    if inner is None:
        arg.ob_refcnt += 1
        return arg
    chosen = []
    for param in inner.value if inner.ob_type is PyTuple_Type else ():
        for other, value in zip(params, args, strict=True):
            if other is param:
                value.ob_refcnt += 1
                chosen.append(value)
    Py_DECREF(inner)
    if not chosen:
        arg.ob_refcnt += 1
        return arg
    made = PyTuple_New(tuple(chosen))
    try:
        res = PyObject_CallMethod(arg, "__getitem__", [made])
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(made)
    return res


def ga_unpacked(op: PyObject) -> PyObject:
    """The attribute ``__unpacked__``."""
    return Py_True if op.value.starred else Py_False


def ga_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "GenericAlias() takes no keyword arguments")
    _PyArg_CheckPositional("GenericAlias", len(args), 2, 2)
    return Py_GenericAlias(args[0], args[1])


Py_GenericAliasType = static_type(
    "types.GenericAlias",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
    tp_basicsize=64,
    tp_weaklistoffset=40,
    tp_new=ga_new,
    tp_dealloc=ga_dealloc,
    tp_traverse=ga_children,
    tp_repr=ga_repr,
    tp_hash=ga_hash,
    tp_richcompare=ga_richcompare,
    tp_call=ga_call,
    tp_getattro=ga_getattro,
    mp_subscript=ga_getitem,
    tp_methods=(
        PyMethodDef("__mro_entries__", ga_mro_entries, "($self, bases, /)"),
        PyMethodDef("__instancecheck__", ga_instancecheck, "($self, instance, /)"),
        PyMethodDef("__subclasscheck__", ga_subclasscheck, "($self, cls, /)"),
        PyMethodDef("__reduce__", ga_reduce, "($self, /)"),
    ),
    tp_members=(PyMemberDef("__origin__", "origin"), PyMemberDef("__args__", "args")),
    tp_getset=(
        PyGetSetDef("__parameters__", ga_parameters, None),
        PyGetSetDef("__unpacked__", ga_unpacked, None),
    ),
)
