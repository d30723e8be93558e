"""types.GenericAlias: ``list[int]``. Models Objects/genericaliasobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.eval_builtin import given_builtin
from vm.objects.linker import late_import
from vm.objects.methoddef import PyGetSetDef, PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyErr,
    PyList_Type,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
    decref_all,
    incref_all,
    static_type,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_AttributeError,
    PyExc_StopIteration,
    PyExc_TypeError,
)
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.weakrefobject import weakrefs_call_back

PyObject_CallOneArg: Callable
PyObject_Vectorcall: Callable
PyObject_Dir: Callable
PyObject_GenericGetAttr: Callable
PyObject_GetAttr: Callable
PyObject_GetItem: Callable
PyObject_GetOptionalAttrString: Callable
PyObject_Hash: Callable
PyObject_IsTrue: Callable
PyObject_Repr: Callable
PyObject_RichCompare: Callable
PyObject_RichCompareBool: Callable
PyObject_SetAttrString: Callable
PyObject_Str: Callable
PyTuple_New: Callable
PyUnicode_FromString: Callable
PyUnicode_InternFromString: Callable


class gaobject:
    """The body of an alias; all owned. ``starred`` is a host bool."""

    __slots__ = ("args", "origin", "parameters", "starred")

    def __init__(self, origin: PyObject, args: PyObject):
        self.origin = origin
        self.args = args
        self.parameters: PyObject | None = None
        self.starred = False


def setup_ga(type_op: PyObject, origin: PyObject, args: PyObject) -> PyObject:
    """A new alias; takes its own references; what is not a tuple of arguments is the one argument."""
    origin.ob_refcnt += 1
    args.ob_refcnt += 1
    if not args.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        args = PyTuple_New((args,))
    return PyType_GenericAlloc(type_op, gaobject(origin, args))


def Py_GenericAlias(origin: PyObject, args: PyObject) -> PyObject:
    """``origin[args]``."""
    return setup_ga(Py_GenericAliasType, origin, args)


def ga_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "GenericAlias() takes no keyword arguments")
    _PyArg_CheckPositional("GenericAlias", len(args), 2, 2)
    return setup_ga(type_op, args[0], args[1])


def ga_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return op.value.origin, op.value.args, op.value.parameters


def ga_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    if op.ob_ext is not None and op.ob_ext.weaklist and weakrefs_call_back(op, ga_dealloc):
        return
    dealloc_container(op, ga_traverse)


def _has_attr(op: PyObject, name: str) -> Any:
    """Whether there is an attribute (a generator)."""
    found = PyObject_GetOptionalAttrString(op, name)
    if type(found) in PENDING:
        found = yield found
    Py_XDECREF(found)
    return found is not None


def ga_repr_item(op: PyObject) -> Any:
    """The text of one argument, a host str: ``...``, a class's name, or its repr (a generator)."""
    if op is Py_Ellipsis:
        return "..."
    text = None
    if not ((yield _has_attr(op, "__origin__")) and (yield _has_attr(op, "__args__"))):
        text = yield _class_name(op)
    if text is None:
        text = yield _text_of(PyObject_Repr, op)
    return text


def _text_of(shown: Callable, op: PyObject) -> Any:
    res = shown(op)
    if type(res) in PENDING:
        res = yield res
    text = res.value
    Py_DECREF(res)
    return text


def _class_name(op: PyObject) -> Any:
    """A class's name with its module, or None for what has no such names (a generator)."""
    qualname = PyObject_GetOptionalAttrString(op, "__qualname__")
    if type(qualname) in PENDING:
        qualname = yield qualname
    if qualname is None:
        return None
    module = None
    try:
        pending = PyObject_GetOptionalAttrString(op, "__module__")
        module = (yield pending) if type(pending) in PENDING else pending
        if module is None or module is Py_None:
            return None
        text = yield _text_of(PyObject_Str, qualname)
        if module.value != "builtins":
            text = f"{(yield _text_of(PyObject_Str, module))}.{text}"
        return text
    finally:
        Py_DECREF(qualname)
        Py_XDECREF(module)


def ga_repr_items_list(op: PyObject) -> Any:
    """The text of a list among the arguments, as of ``Callable[[int], str]`` (a generator)."""
    parts = []
    for item in list(op.value):
        parts.append((yield ga_repr_item(item)))
    return f"[{', '.join(parts)}]"


def ga_repr(op: PyObject) -> Any:
    """tp_repr (a generator)."""
    body = op.value
    text = yield ga_repr_item(body.origin)
    parts = []
    for arg in body.args.value:
        show = ga_repr_items_list if arg.ob_type is PyList_Type else ga_repr_item
        parts.append((yield show(arg)))
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
    if not PyObject_TypeCheck(b, Py_GenericAliasType) or (op != Py_EQ and op != Py_NE):
        return Py_NotImplemented
    return _ga_richcompare(a.value, b.value, op)


def _ga_richcompare(a: gaobject, b: gaobject, op: int) -> Any:
    eq = Py_False
    if a.starred == b.starred:
        same = PyObject_RichCompareBool(a.origin, b.origin, Py_EQ)
        if type(same) in PENDING:
            same = yield same
        if same:
            eq = PyObject_RichCompare(a.args, b.args, Py_EQ)
            if type(eq) in PENDING:
                eq = yield eq
    if op == Py_EQ:
        return eq
    Py_DECREF(eq)
    return Py_False if eq is Py_True else Py_True


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


#: Names that are the alias's own; all others are looked up on its origin.
attr_exceptions = (
    "__class__", "__bases__", "__origin__", "__args__", "__unpacked__", "__parameters__",
    "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__",
    "__deepcopy__",
)


def ga_getattro(op: PyObject, name: PyObject) -> Any:
    """tp_getattro: most attributes are the origin's."""
    if name.value in attr_exceptions:
        return PyObject_GenericGetAttr(op, name)
    return PyObject_GetAttr(op.value.origin, name)


def ga_dir(self: PyObject) -> Any:
    """__dir__: the origin's names and the alias's own (a generator)."""
    names = PyObject_Dir(self.value.origin)
    if type(names) in PENDING:
        names = yield names
    known = {op.value for op in names.value if isinstance(op.value, str)}
    for name in attr_exceptions:
        if name not in known:
            op = PyUnicode_InternFromString(name)
            op.ob_refcnt += 1
            names.value.append(op)
    return names


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


@given_builtin("next")
def _starred_reduce(self: PyObject, func: PyObject) -> PyObject:
    plain = Py_GenericAlias(self.value.origin, self.value.args)
    it = ga_iter(plain)
    Py_DECREF(plain)
    return PyTuple_New((func, PyTuple_New((it,))))


def ga_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    body = self.value
    if body.starred:
        return _starred_reduce(self)
    for op in (self.ob_type, body.origin, body.args):
        op.ob_refcnt += 1
    return PyTuple_New((self.ob_type, PyTuple_New((body.origin, body.args))))


def ga_parameters(op: PyObject) -> Any:
    """The attribute ``__parameters__``: the type variables among the arguments (a generator)."""
    body = op.value
    if body.parameters is None:
        body.parameters = yield _Py_make_parameters(body.args)
    body.parameters.ob_refcnt += 1
    return body.parameters


def ga_unpacked_tuple_args(op: PyObject) -> PyObject:
    """The attribute ``__typing_unpacked_tuple_args__``: the arguments of ``*tuple[...]``."""
    body = op.value
    if body.starred and body.origin is PyTuple_Type:
        body.args.ob_refcnt += 1
        return body.args
    return Py_None


# ---- substitution of type variables

def tuple_index(items: Any, op: PyObject) -> int:
    """The index of an object by identity, or -1."""
    for i, item in enumerate(items):
        if item is op:
            return i
    return -1


def tuple_add(found: list, op: PyObject) -> None:
    """Add an object that is not there yet; takes a reference."""
    if tuple_index(found, op) < 0:
        op.ob_refcnt += 1
        found.append(op)


def _Py_make_parameters(args: PyObject) -> Any:
    """A tuple of the distinct type variables in a tuple of arguments (a generator)."""
    found: list[PyObject] = []
    try:
        for arg in args.value:
            if arg.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
                continue
            if (yield _has_attr(arg, "__typing_subst__")):
                tuple_add(found, arg)
                continue
            params = PyObject_GetOptionalAttrString(arg, "__parameters__")
            if type(params) in PENDING:
                params = yield params
            if params is not None:
                for param in params.value if _is_tuple(params) else ():
                    tuple_add(found, param)
                Py_DECREF(params)
    except PyErr:
        decref_all(found)
        raise
    return PyTuple_New(tuple(found))


def _is_tuple(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS)


def subs_tvars(obj: PyObject, params: tuple, argitems: tuple) -> Any:
    """An argument with its own type variables replaced (a generator)."""
    subparams = PyObject_GetOptionalAttrString(obj, "__parameters__")
    if type(subparams) in PENDING:
        subparams = yield subparams
    subargs = None
    try:
        if subparams is None or not _is_tuple(subparams) or not subparams.value:
            obj.ob_refcnt += 1
            return obj
        chosen: list[PyObject] = []
        for arg in subparams.value:
            i = tuple_index(params, arg)
            if i >= 0:
                arg = argitems[i]
                if params[i].ob_type.value.tp_iter is not None and _is_tuple(arg):  # a TypeVarTuple
                    chosen += arg.value
                    continue
            chosen.append(arg)
        incref_all(chosen)
        subargs = PyTuple_New(tuple(chosen))
        res = PyObject_GetItem(obj, subargs)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_XDECREF(subparams)
        Py_XDECREF(subargs)


def _is_unpacked_typevartuple(arg: PyObject) -> Any:
    """Whether an argument is ``*Ts`` (a generator)."""
    if arg.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return False
    found = PyObject_GetOptionalAttrString(arg, "__typing_is_unpacked_typevartuple__")
    if type(found) in PENDING:
        found = yield found
    if found is None:
        return False
    try:
        truth = PyObject_IsTrue(found)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(found)
    return truth


def _unpacked_tuple_args(arg: PyObject) -> Any:
    """The arguments of ``*tuple[...]``, a new reference, or NULL (a generator)."""
    if PyObject_TypeCheck(arg, Py_GenericAliasType):
        body = arg.value
        if body.starred and body.origin is PyTuple_Type:
            body.args.ob_refcnt += 1
            return body.args
    found = PyObject_GetOptionalAttrString(arg, "__typing_unpacked_tuple_args__")
    if type(found) in PENDING:
        found = yield found
    return None if found is Py_None else found


def _unpack_args(item: PyObject) -> Any:
    """What was given in the brackets as a tuple, ``*tuple[...]`` of known length spread (a generator)."""
    out: list[PyObject] = []
    try:
        for arg in item.value if _is_tuple(item) else (item,):
            if not arg.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
                subargs = yield _unpacked_tuple_args(arg)
                if subargs is not None:
                    known = _is_tuple(subargs) and not (
                        subargs.value and subargs.value[-1] is Py_Ellipsis)
                    if known:
                        incref_all(subargs.value)
                        out += subargs.value
                    Py_DECREF(subargs)
                    if known:
                        continue
            arg.ob_refcnt += 1
            out.append(arg)
    except PyErr:
        decref_all(out)
        raise
    return PyTuple_New(tuple(out))


def _parameter_error(op: PyObject, message: str) -> Any:
    """Raise TypeError with the alias's repr in its message (a generator)."""
    raise PyErr_Format(PyExc_TypeError, message.format((yield _text_of(PyObject_Repr, op))))


def _prepare(op: PyObject, param: PyObject, item: PyObject) -> Any:
    """Let a parameter arrange the arguments (``__typing_prepare_subst__``); steals ``item``."""
    args = item
    try:
        prepare = PyObject_GetOptionalAttrString(param, "__typing_prepare_subst__")
        if type(prepare) in PENDING:
            prepare = yield prepare
        if prepare is None or prepare is Py_None:
            return Py_NewRef(item)
        try:
            if not _is_tuple(item):
                args = PyTuple_New((Py_NewRef(item),))
            res = PyObject_Vectorcall(prepare, [op, args])
            if type(res) in PENDING:
                res = yield res
            return res
        finally:
            Py_DECREF(prepare)
            if args is not item:
                Py_DECREF(args)
    finally:
        Py_DECREF(item)


def _substituted(arg: PyObject, params: tuple, argitems: tuple) -> Any:
    """The objects that stand in the place of one argument, owned (a generator)."""
    if arg.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return [Py_NewRef(arg)]
    unpack = yield _is_unpacked_typevartuple(arg)
    subst = PyObject_GetOptionalAttrString(arg, "__typing_subst__")
    if type(subst) in PENDING:
        subst = yield subst
    if subst is None:
        res = yield subs_tvars(arg, params, argitems)
    else:
        try:
            i = tuple_index(params, arg)
            res = Py_NewRef(arg) if i < 0 else PyObject_CallOneArg(subst, argitems[i])
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(subst)
    if not unpack:
        return [res]
    try:
        if not _is_tuple(res):
            raise PyErr_Format(
                PyExc_TypeError,
                f"expected __typing_subst__ of {arg.ob_type.value.tp_name} objects to return a "
                f"tuple, not {res.ob_type.value.tp_name}")
        incref_all(res.value)
        return list(res.value)
    finally:
        Py_DECREF(res)


def _Py_subs_parameters(op: PyObject, args: PyObject, parameters: PyObject, item: PyObject) -> Any:
    """A tuple of arguments with type variables replaced by what stands in the brackets (a generator).

    Args:
        op: the alias or union, for messages.
        args: the tuple of its arguments.
        parameters: the tuple of its type variables.
        item: one value, or a tuple of them.
    """
    params = parameters.value
    if not params:
        yield _parameter_error(op, "{} is not a generic class")
    item = yield _unpack_args(item)
    for param in params:
        item = yield _prepare(op, param, item)
    new: list[PyObject] = []
    try:
        argitems = item.value if _is_tuple(item) else (item,)
        if len(argitems) != len(params):
            word = "many" if len(argitems) > len(params) else "few"
            yield _parameter_error(
                op, f"Too {word} arguments for {{}}; actual {len(argitems)}, expected {len(params)}")
        for arg in args.value:
            new += yield _substituted(arg, params, argitems)
    except PyErr:
        decref_all(new)
        raise
    finally:
        Py_DECREF(item)
    return PyTuple_New(tuple(new))


def ga_getitem(op: PyObject, item: PyObject) -> Any:
    """mp_subscript: put arguments in the place of type variables (a generator)."""
    body = op.value
    params = yield ga_parameters(op)
    try:
        new = yield _Py_subs_parameters(op, body.args, params, item)
    finally:
        Py_DECREF(params)
    res = Py_GenericAlias(body.origin, new)
    res.value.starred = body.starred
    Py_DECREF(new)
    return res


# ---- unpacking: *tuple[int, str]

class gaiterobject:
    """The body of the iterator that gives the starred alias once; ``obj`` is owned, NULL afterwards."""

    __slots__ = ("obj",)

    def __init__(self, obj: PyObject):
        obj.ob_refcnt += 1
        self.obj: PyObject | None = obj


def ga_iter(op: PyObject) -> PyObject:
    """tp_iter."""
    return PyType_GenericAlloc(_Py_GenericAliasIterType, gaiterobject(op))


def ga_iternext(op: PyObject) -> PyObject | None:
    """tp_iternext: ``*alias``, once."""
    gi = op.value
    if gi.obj is None:
        raise PyErr_SetNone(PyExc_StopIteration)
    alias, gi.obj = gi.obj, None
    starred = Py_GenericAlias(alias.value.origin, alias.value.args)
    starred.value.starred = True
    Py_DECREF(alias)
    return starred


def ga_iter_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.obj,)


def ga_iter_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, ga_iter_traverse)


def ga_iter_clear(op: PyObject) -> None:
    """tp_clear."""
    obj, op.value.obj = op.value.obj, None
    Py_XDECREF(obj)


@given_builtin("iter")
def ga_iter_reduce(op: PyObject, func: PyObject) -> PyObject:
    """__reduce__"""
    obj = op.value.obj
    arg = PyTuple_New(()) if obj is None else Py_NewRef(obj)
    return PyTuple_New((func, PyTuple_New((arg,))))


_Py_GenericAliasIterType = static_type(
    "generic_alias_iterator", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC,
    tp_iter=Py_NewRef, tp_iternext=ga_iternext, tp_traverse=ga_iter_traverse,
    tp_dealloc=ga_iter_dealloc, tp_clear=ga_iter_clear,
    tp_methods=(PyMethodDef("__reduce__", ga_iter_reduce, "($self, /)"),),
)

Py_GenericAliasType = static_type(
    "types.GenericAlias",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
    tp_basicsize=64,
    tp_weaklistoffset=40,
    tp_new=ga_new,
    tp_alloc=PyType_GenericAlloc,
    tp_dealloc=ga_dealloc,
    tp_traverse=ga_traverse,
    tp_repr=ga_repr,
    tp_hash=ga_hash,
    tp_richcompare=ga_richcompare,
    tp_call=ga_call,
    tp_getattro=ga_getattro,
    tp_iter=ga_iter,
    mp_subscript=ga_getitem,
    tp_methods=(
        PyMethodDef("__mro_entries__", ga_mro_entries, "($self, bases, /)"),
        PyMethodDef("__instancecheck__", ga_instancecheck, "($self, instance, /)"),
        PyMethodDef("__subclasscheck__", ga_subclasscheck, "($self, cls, /)"),
        PyMethodDef("__reduce__", ga_reduce, "($self, /)"),
        PyMethodDef("__dir__", ga_dir, "($self, /)"),
    ),
    tp_members=(
        PyMemberDef("__origin__", "origin"), PyMemberDef("__args__", "args"),
        PyMemberDef("__unpacked__", "starred"),
    ),
    tp_getset=(
        PyGetSetDef("__parameters__", ga_parameters),
        PyGetSetDef("__typing_unpacked_tuple_args__", ga_unpacked_tuple_args),
    ),
)


@late_import
def _bind() -> None:
    global PyObject_Repr, PyObject_Str, PyObject_GetAttr, PyObject_GenericGetAttr, PyObject_Dir
    global PyObject_GetOptionalAttrString, PyObject_RichCompare, PyObject_RichCompareBool
    global PyObject_Hash, PyObject_IsTrue, PyObject_SetAttrString, PyTuple_New, PyObject_GetItem
    global PyUnicode_FromString, PyUnicode_InternFromString, PyObject_Vectorcall
    global PyObject_CallOneArg
    from vm.objects.abstract import PyObject_GetItem
    from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
    from vm.objects.object import (
        PyObject_Dir,
        PyObject_GenericGetAttr,
        PyObject_GetAttr,
        PyObject_GetOptionalAttrString,
        PyObject_Hash,
        PyObject_IsTrue,
        PyObject_Repr,
        PyObject_RichCompare,
        PyObject_RichCompareBool,
        PyObject_SetAttrString,
        PyObject_Str,
    )
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
