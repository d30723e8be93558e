"""The _functools module. Models Modules/_functoolsmodule.c; lru_cache's wrapper is in functools_lru.py."""

from __future__ import annotations

from typing import Any

from vm.modules.functools_lru import lru_cache_type
from vm.objects.abstract import PyIter_Next, PyObject_GetIter, PySequence_Tuple
from vm.objects.call import PyObject_Vectorcall
from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_Copy,
    PyDict_New,
    PyDict_SetItem,
    PyDict_Size,
    _PyDict_HostItems,
)
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import (
    ArgSpec,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    _PyArg_CheckPositional,
    parse_arguments,
)
from vm.objects.modsupport import Py_BuildValue
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    Py_ReprEnter,
    Py_ReprLeave,
    PyCallable_Check,
    PyObject_GenericGetAttr,
    PyObject_GenericGetDict,
    PyObject_GenericSetAttr,
    PyObject_GenericSetDict,
    PyObject_Repr,
    PyObject_RichCompare,
    PyObject_Str,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_passing_tuple
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_XDECREF,
    PyDict_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
    decref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_TypeError,
    exception_types,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_Check, PyTuple_Pack
from vm.objects.typeobject import type_module, type_qualname
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, visit_managed_dict
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import weakrefs_call_back

# -- partial ----------------------------------------------------------------------------------------


class partialobject:
    """The body: ``fn``, the tuple ``args``, the dict ``kw``; owned."""

    __slots__ = ("args", "fn", "kw")
    vectorcalloffset = 56

    def __init__(self, fn: PyObject, args: PyObject, kw: PyObject):
        self.fn = fn
        self.args = args
        self.kw = kw


def partial_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: a partial of a partial takes over its arguments"""
    nargs = len(args) - len(kwnames)
    if nargs < 1:
        raise PyErr_Format(PyExc_TypeError, "type 'partial' takes at least one argument")
    func = args[0]
    first: tuple = ()
    kw = None
    if PyObject_TypeCheck(func, partial_type) and not _has_dict(func):
        first = func.value.args.value
        if PyDict_Size(func.value.kw):
            kw = PyDict_Copy(func.value.kw)
        func = func.value.fn
    if not PyCallable_Check(func):
        raise PyErr_Format(PyExc_TypeError, "the first argument must be callable")
    if kw is None:
        kw = PyDict_New()
    for name, value in zip(kwnames, args[nargs:], strict=True):
        PyDict_SetItem(kw, name, value)
    func.ob_refcnt += 1
    body = partialobject(func, PyTuple_Pack(*first, *args[1:nargs]), kw)
    if type_op is not partial_type:
        return type_op.value.tp_alloc(type_op, body)
    op = PyObject_GC_New(partial_type, body)
    op.ob_dict = {}
    op.ob_ext = None
    _PyObject_GC_TRACK(op)
    return op


def _has_dict(op: PyObject) -> bool:
    """Whether an object's ``__dict__`` has been made: by an attribute, or by asking for it."""
    return bool(op.ob_dict) or (op.ob_ext is not None and op.ob_ext.dict_object is not None)


def partial_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> Any:
    """tp_descr_get: itself, with a warning that this will change"""
    done = None
    if obj is not None and obj is not Py_None:
        done = PyErr_WarnEx(
            exception_types["FutureWarning"],
            "functools.partial will be a method descriptor in future Python versions; wrap it in "
            "staticmethod() if you want to preserve the old behavior", 1)
    if done is not None:
        return _self_after(done, op)
    op.ob_refcnt += 1
    return op


def _self_after(pending: Any, op: PyObject) -> Any:
    yield pending
    op.ob_refcnt += 1
    return op


def partial_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call"""
    body = op.value
    nargs = len(args) - len(kwnames)
    stack = [*body.args.value, *args[:nargs]]
    if not body.kw.value.me_value:
        if kwnames:
            stack += args[nargs:]
        return PyObject_Vectorcall(body.fn, stack, kwnames)
    given = {name.value: i for i, name in enumerate(kwnames)}
    names = []
    for name, value in _PyDict_HostItems(body.kw):
        if not isinstance(name.value, str):
            raise PyErr_Format(PyExc_TypeError, "keywords must be strings")
        i = given.pop(name.value, None)
        names.append(name)
        stack.append(value if i is None else args[nargs + i])
    for i in given.values():
        names.append(kwnames[i])
        stack.append(args[nargs + i])
    for item in (*stack, *names):  # kw may be changed by the callee
        item.ob_refcnt += 1
    return _partial_call(body.fn, stack, tuple(names))


def _partial_call(fn: PyObject, stack: list, names: tuple) -> Any:
    try:
        res = PyObject_Vectorcall(fn, stack, names)
        if type(res) in PENDING:
            res = yield res
    finally:
        for item in (*stack, *names):
            Py_DECREF(item)
    return res


def partial_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    if Py_ReprEnter(op):
        return PyUnicode_FromString("...")
    body = op.value
    parts: list[str] = []
    try:
        args = body.args
        for item in args.value:
            parts.append((yield _text_of(PyObject_Repr, item)))
        for key, value in _PyDict_HostItems(body.kw):
            value.ob_refcnt += 1
            try:
                name = yield _text_of(PyObject_Str, key)
                parts.append(f"{name}={(yield _text_of(PyObject_Repr, value))}")
            finally:
                Py_DECREF(value)
        module, name = type_module(op.ob_type), type_qualname(op.ob_type)
        parts.insert(0, (yield _text_of(PyObject_Repr, body.fn)))
        if module is not None:
            module = yield _text_of(PyObject_Str, module)
    finally:
        Py_ReprLeave(op)
    return PyUnicode_FromString(f"{module}.{name}({', '.join(parts)})")


def _text_of(convert: Any, op: PyObject) -> Any:
    """The host str of ``repr(op)`` or ``str(op)``; the object is held meanwhile (a generator)."""
    op.ob_refcnt += 1
    try:
        text = convert(op)
        if type(text) in PENDING:
            text = yield text
    finally:
        Py_DECREF(op)
    res = text.value
    Py_DECREF(text)
    return res


def partial_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    body = self.value
    attrs = PyObject_GenericGetDict(self) if _has_dict(self) else Py_None
    res = Py_BuildValue(
        (self.ob_type, (body.fn,), (body.fn, body.args, body.kw, attrs)))
    if attrs is not Py_None:
        Py_DECREF(attrs)
    return res


def partial_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__ (a generator)"""
    if not PyTuple_Check(state) or len(state.value) != 4 or not (
        PyCallable_Check(state.value[0]) and PyTuple_Check(state.value[1])
        and (state.value[2] is Py_None or PyDict_Check(state.value[2]))
    ):
        raise PyErr_Format(PyExc_TypeError, "invalid partial state")
    fn, args, kw, attrs = state.value
    if args.ob_type is PyTuple_Type:
        args.ob_refcnt += 1
    else:
        args = PySequence_Tuple(args)
        if type(args) in PENDING:
            args = yield args
    if kw is Py_None:
        kw = PyDict_New()
    elif kw.ob_type is PyDict_Type:
        kw.ob_refcnt += 1
    else:
        kw = PyDict_Copy(kw)
    body = self.value
    old = (body.fn, body.args, body.kw)
    fn.ob_refcnt += 1
    body.fn, body.args, body.kw = fn, args, kw
    for item in old:
        Py_DECREF(item)
    if attrs is not Py_None:
        PyObject_GenericSetDict(self, attrs)
    else:
        PyObject_ClearManagedDict(self)
    return Py_None


def partial_class_getitem(self: PyObject, item: PyObject) -> PyObject:
    """__class_getitem__"""
    from vm.objects.genericaliasobject import Py_GenericAlias  # rarely needed

    return Py_GenericAlias(self, item)


def _partial_fields(op: PyObject) -> tuple:
    return op.value.fn, op.value.args, op.value.kw


def partial_traverse(op: PyObject) -> list:
    """tp_traverse"""
    out = list(_partial_fields(op))
    if op.ob_type is partial_type:
        out.extend(visit_managed_dict(op))
    return out


def partial_clear(op: PyObject) -> None:
    """tp_clear"""
    _clear_fields(op)
    PyObject_ClearManagedDict(op)


_clear_fields = fields_clear("fn", "args", "kw")


def partial_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, partial_dealloc):
        return
    PyObject_ClearManagedDict(op)
    dealloc_container(op, _partial_fields)


partial_type = PyType_FromSpec(
    "functools.partial",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL
    | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=64,
    tp_dictoffset=40,
    tp_weaklistoffset=48,
    tp_new=partial_new,
    tp_call=partial_call,
    tp_getattro=PyObject_GenericGetAttr,
    tp_setattro=PyObject_GenericSetAttr,
    tp_descr_get=partial_descr_get,
    tp_dealloc=partial_dealloc,
    tp_traverse=partial_traverse,
    tp_clear=partial_clear,
    tp_repr=partial_repr,
    tp_methods=(
        PyMethodDef("__reduce__", partial_reduce, "($self, /)"),
        PyMethodDef("__setstate__", partial_setstate, "($self, object, /)"),
        PyMethodDef("__class_getitem__", partial_class_getitem, "($type, object, /)",
                    classmethod=True),
    ),
    tp_members=(
        PyMemberDef("func", "fn"), PyMemberDef("args", "args"), PyMemberDef("keywords", "kw"),
        PyMemberDef("__vectorcalloffset__", "vectorcalloffset"),
    ),
    tp_getset=(PyGetSetDef("__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict),),
)


# -- cmp_to_key -------------------------------------------------------------------------------------


class keyobject:
    """The body: the comparison ``cmp`` and the wrapped ``object`` (or NULL); owned."""

    __slots__ = ("cmp", "object")

    def __init__(self, cmp: PyObject, obj: PyObject | None):
        self.cmp = cmp
        self.object = obj


_KEY = ArgSpec("($self, /, obj)")


def _new_key(cmp: PyObject, obj: PyObject | None) -> PyObject:
    cmp.ob_refcnt += 1
    if obj is not None:
        obj.ob_refcnt += 1
    op = PyObject_GC_New(keyobject_type, keyobject(cmp, obj))
    _PyObject_GC_TRACK(op)
    return op


def keyobject_call(op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_call: wrap an object"""
    (obj,) = parse_arguments(_KEY, "K", args, kwnames)
    return _new_key(op.value.cmp, obj)


def keyobject_richcompare(a: PyObject, b: PyObject, op: int) -> Any:
    """tp_richcompare: ``cmp(a, b) op 0`` (a generator)"""
    if b.ob_type is not keyobject_type:
        raise PyErr_Format(PyExc_TypeError, "other argument must be K instance")
    x, y = a.value.object, b.value.object
    if x is None or y is None:
        raise PyErr_Format(PyExc_AttributeError, "object")
    return _keyobject_richcompare(a.value.cmp, x, y, op)


def _keyobject_richcompare(cmp: PyObject, x: PyObject, y: PyObject, op: int) -> Any:
    res = PyObject_Vectorcall(cmp, [x, y])
    if type(res) in PENDING:
        res = yield res
    try:
        answer = PyObject_RichCompare(res, PyLong_FromLong(0), op)
        if type(answer) in PENDING:
            answer = yield answer
    finally:
        Py_DECREF(res)
    return answer


keyobject_type = PyType_FromSpec(
    "functools.KeyWrapper",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=32,
    tp_call=keyobject_call,
    tp_getattro=PyObject_GenericGetAttr,
    tp_dealloc=fields_dealloc("cmp", "object"),
    tp_traverse=fields_traverse("cmp", "object"),
    tp_clear=fields_clear("cmp", "object"),
    tp_richcompare=keyobject_richcompare,
    tp_members=(PyMemberDef("obj", "object", readonly=False),),
    tp_getset=(PyGetSetDef(
        "__text_signature__", lambda op: PyUnicode_FromString("(obj)"), None),),
)


def cmp_to_key(module: PyObject, mycmp: PyObject) -> PyObject:
    """functools.cmp_to_key"""
    return _new_key(mycmp, None)


# -- reduce -----------------------------------------------------------------------------------------


def functools_reduce(module: PyObject, args: list, kwnames: tuple) -> Any:
    """functools.reduce"""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "reduce() takes no keyword arguments")
    _PyArg_CheckPositional("reduce", len(args), 2, 3)
    count_passing_tuple(len(args))
    return _functools_reduce(args[0], args[1], args[2] if len(args) > 2 else None)


def _functools_reduce(func: PyObject, iterable: PyObject, initial: PyObject | None) -> Any:
    try:
        it = PyObject_GetIter(iterable)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, "reduce() arg 2 must support iteration") from None
    result = initial
    if result is not None:
        result.ob_refcnt += 1
    held: list = []  # C's tuple of arguments: it keeps the last two until the next two come
    rounds = 0
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                break
            if result is None:
                result = item
            else:
                old, held, result = held, [result, item], None
                decref_all(old)
                res = PyObject_Vectorcall(func, list(held))
                if type(res) in PENDING:
                    res = yield res
                result = res
            rounds += 1
            if not rounds % YIELD_EVERY:
                yield None
    except PyErr:
        decref_all(held)
        Py_XDECREF(result)
        Py_DECREF(it)
        raise
    decref_all(held)
    if result is None:
        Py_DECREF(it)
        raise PyErr_Format(
            PyExc_TypeError, "reduce() of empty iterable with no initial value")
    Py_DECREF(it)
    return result


functools_methods = (
    PyMethodDef("reduce", functools_reduce, "", raw=True),
    PyMethodDef("cmp_to_key", cmp_to_key, "($module, /, mycmp)"),
)


def PyInit__functools() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_functools", functools_methods)
    PyModule_AddObjectRef(module, "partial", partial_type)
    PyModule_AddObjectRef(module, "_lru_cache_wrapper", lru_cache_type)
    return module

