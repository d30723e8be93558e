"""The _functools module. Models Modules/_functoolsmodule.c; lru_cache's wrapper is in functools_lru.py."""

from __future__ import annotations

from typing import Any

from vm.modules.functools_lru import lru_cache_type
from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.call import PyObject_Vectorcall
from vm.objects.dictmerge import PyDict_Update
from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_Copy,
    PyDict_New,
    PyDict_SetItem,
    _PyDict_HostItems,
)
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMemberDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    Py_ReprEnter,
    Py_ReprLeave,
    PyCallable_Check,
    PyObject_GenericGetDict,
    PyObject_GenericSetDict,
    PyObject_Repr,
    PyObject_RichCompare,
    PyObject_Str,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_IMMUTABLETYPE,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
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
from vm.objects.tupleobject import PyTuple_Check, PyTuple_New, PyTuple_Pack
from vm.objects.typeobject_ready import PyType_Ready
from vm.objects.typeobject_subtype import PyObject_ClearManagedDict, visit_managed_dict
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import weakrefs_call_back

# -- partial ----------------------------------------------------------------------------------------


class partialobject:
    """The body: ``fn``, the tuple ``args``, the dict ``kw``; owned."""

    __slots__ = ("args", "fn", "kw")

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
    if PyObject_TypeCheck(func, partial_type) and not func.ob_dict:
        first = func.value.args.value
        kw = PyDict_Copy(func.value.kw)
        func = func.value.fn
    if not PyCallable_Check(func):
        if kw is not None:
            Py_DECREF(kw)
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
        for item in (body.fn, *body.args.value):
            text = PyObject_Repr(item)
            if type(text) in PENDING:
                text = yield text
            parts.append(text.value)
            Py_DECREF(text)
        for key, value in _PyDict_HostItems(body.kw):
            name = PyObject_Str(key)
            if type(name) in PENDING:
                name = yield name
            text = PyObject_Repr(value)
            if type(text) in PENDING:
                text = yield text
            parts.append(f"{name.value}={text.value}")
            Py_DECREF(name)
            Py_DECREF(text)
    finally:
        Py_ReprLeave(op)
    tp = op.ob_type.value
    name = tp.tp_name
    if "." not in name:
        module = tp.ht_module.value if tp.ht_module is not None else "__main__"
        name = f"{module}.{tp.ht_qualname.value if tp.ht_qualname is not None else name}"
    return PyUnicode_FromString(f"{name}({', '.join(parts)})")


def partial_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    body = self.value
    state = PyObject_GenericGetDict(self) if self.ob_dict else Py_None
    for item in (self.ob_type, body.fn, body.fn, body.args, body.kw):
        item.ob_refcnt += 1
    return PyTuple_New((
        self.ob_type, PyTuple_New((body.fn,)),
        PyTuple_New((body.fn, body.args, body.kw, state))))


def partial_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__ (a generator)"""
    if not PyTuple_Check(state) or len(state.value) != 4 or not (
        PyCallable_Check(state.value[0]) and PyTuple_Check(state.value[1])
        and (state.value[2] is Py_None or PyDict_Check(state.value[2]))
    ):
        raise PyErr_Format(PyExc_TypeError, "invalid partial state")
    fn, args, kw, attrs = state.value
    new_kw = PyDict_New()
    if kw is not Py_None:
        done = PyDict_Update(new_kw, kw)
        if done is not None:
            yield done
    body = self.value
    old = (body.fn, body.args, body.kw)
    fn.ob_refcnt += 1
    body.fn, body.args, body.kw = fn, PyTuple_Pack(*args.value), new_kw
    for item in old:
        Py_DECREF(item)
    if attrs is not Py_None:
        PyObject_GenericSetDict(self, attrs)
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


def partial_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, partial_dealloc):
        return
    PyObject_ClearManagedDict(op)
    dealloc_container(op, _partial_fields)


partial_type = static_type(
    "functools.partial",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL
    | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=72,
    tp_dictoffset=40,
    tp_weaklistoffset=48,
    tp_new=partial_new,
    tp_call=partial_call,
    tp_dealloc=partial_dealloc,
    tp_traverse=partial_traverse,
    tp_repr=partial_repr,
    tp_methods=(
        PyMethodDef("__reduce__", partial_reduce, "($self, /)"),
        PyMethodDef("__setstate__", partial_setstate, "($self, object, /)"),
        PyMethodDef("__class_getitem__", partial_class_getitem, "($type, object, /)", classmethod=True),
    ),
    tp_members=(
        PyMemberDef("func", "fn"), PyMemberDef("args", "args"), PyMemberDef("keywords", "kw"),
    ),
    tp_getset=(PyGetSetDef(
        "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict),),
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


def _key_children(op: PyObject) -> tuple:
    return op.value.cmp, op.value.object


def _key_dealloc(op: PyObject) -> None:
    dealloc_container(op, _key_children)


keyobject_type = static_type(
    "functools.KeyWrapper",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_basicsize=32,
    tp_call=keyobject_call,
    tp_dealloc=_key_dealloc,
    tp_traverse=_key_children,
    tp_richcompare=keyobject_richcompare,
    tp_members=(PyMemberDef("obj", "object", readonly=False),),
)


def cmp_to_key(module: PyObject, mycmp: PyObject) -> PyObject:
    """functools.cmp_to_key"""
    return _new_key(mycmp, None)


# -- reduce -----------------------------------------------------------------------------------------


def functools_reduce(
    module: PyObject, func: PyObject, iterable: PyObject, initial: PyObject | None
) -> Any:
    """functools.reduce (a generator)"""
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
    rounds = 0
    try:
        while True:
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                break
            result = item if result is None else (yield _reduce_step(func, result, item))
            rounds += 1
            if not rounds % YIELD_EVERY:
                yield None
    except PyErr:
        if result is not None:
            Py_DECREF(result)
        raise
    finally:
        Py_DECREF(it)
    if result is None:
        raise PyErr_Format(
            PyExc_TypeError, "reduce() of empty iterable with no initial value")
    return result


def _reduce_step(func: PyObject, result: PyObject, item: PyObject) -> Any:
    """``func(result, item)``; drops both, but ``result`` only if that succeeds (a generator)."""
    try:
        res = PyObject_Vectorcall(func, [result, item])
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(item)
    Py_DECREF(result)
    return res


for _type in (partial_type, keyobject_type):
    PyType_Ready(_type)

functools_methods = (
    PyMethodDef("reduce", functools_reduce, "($module, function, iterable, initial=None, /)"),
    PyMethodDef("cmp_to_key", cmp_to_key, "($module, /, mycmp)"),
)


def PyInit__functools() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_functools", functools_methods)
    PyModule_AddObjectRef(module, "partial", partial_type)
    PyModule_AddObjectRef(module, "_lru_cache_wrapper", lru_cache_type)
    return module

