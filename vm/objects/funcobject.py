"""Functions, classmethod, staticmethod. Models Objects/funcobject.c.

Calling a function is the evaluator's: ceval.py fills tp_call of `PyFunction_Type`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import object as object_c
from vm.objects.call import PyObject_Vectorcall
from vm.objects.classobject import PyMethod_New
from vm.objects.codeobject import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from vm.objects.linker import late_import
from vm.objects.methoddef import (
    ArgSpec,
    PyGetSetDef,
    PyMemberDef,
    _PyArg_CheckPositional,
    parse_arguments,
)
from vm.objects.object import _Py_address, _Py_ID
from vm.objects.propertyobject import _is_abstract, _replace
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_gc import (
    GEN0,
    _Py_ScheduleGC,
    gcstate,
    gen0_head,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyCell_Type,
    PyCode_Type,
    PyDict_Type,
    PyFunction_Type,
    PyModule_Type,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.typeobject_subtype import (
    PyObject_ClearManagedDict,
    PyType_GenericAlloc,
    visit_managed_dict,
)
from vm.objects.weakrefobject import weakrefs_call_back

PyDict_New: Callable
PyTuple_New: Callable


class PyFunctionObject:
    """The body of a function; every reference is owned, NULL where nothing was given.

    ``code`` is ``func_code``'s body, for speed. ``__dict__`` is the object's ob_dict.
    """

    __slots__ = (
        "func_globals", "func_builtins", "func_name", "func_qualname", "func_code",
        "func_defaults", "func_kwdefaults", "func_doc", "func_module", "func_annotations",
        "func_closure", "func_typeparams", "code",
    )


def PyFunction_New(code_op: PyObject, globals_op: PyObject) -> PyObject:
    """A function of a code object, as MAKE_FUNCTION makes it."""
    code = code_op.value
    consts = code.co_consts.value
    doc = consts[0] if consts else Py_None
    if not doc.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        doc = Py_None
    return _new_function(code_op, code, globals_op, doc)


PyFunction_NewWithQualName = PyFunction_New


def _PyFunction_FromConstructor(code_op: PyObject, globals_op: PyObject) -> PyObject:
    """The function that runs a module's or a class's body: without a docstring."""
    return _new_function(code_op, code_op.value, globals_op, Py_None)


def _new_function(
    code_op: PyObject, code: Any, globals_op: PyObject, doc: PyObject
) -> PyObject:
    body = PyFunctionObject()
    me_value = globals_op.value.me_value
    module = me_value.get("__name__")
    builtins = _PyEval_BuiltinsFromGlobals(me_value)
    name, qualname = code.name_op, code.qualname_op
    globals_op.ob_refcnt += 1
    builtins.ob_refcnt += 1
    name.ob_refcnt += 1
    qualname.ob_refcnt += 1
    code_op.ob_refcnt += 1
    doc.ob_refcnt += 1
    if module is not None:
        module.ob_refcnt += 1
    body.func_globals = globals_op
    body.func_builtins = builtins
    body.func_name = name
    body.func_qualname = qualname
    body.func_code = code_op
    body.code = code
    body.func_doc = doc
    body.func_module = module
    body.func_defaults = body.func_kwdefaults = body.func_annotations = None
    body.func_closure = body.func_typeparams = None
    GEN0.count = n = GEN0.count + 1
    if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
        _Py_ScheduleGC()
    op = PyObject(PyFunction_Type, body)
    op.ob_dict = {}
    op.ob_ext = None
    gen0_head[op] = None
    return op


def _PyEval_BuiltinsFromGlobals(me_value: dict) -> PyObject:
    """The builtins that code with these globals sees, borrowed: mostly a dict."""
    builtins = me_value.get("__builtins__")
    if builtins is not None:
        if builtins.ob_type is PyDict_Type or not PyType_IsSubtype(builtins.ob_type, PyModule_Type):
            return builtins
        return builtins.ob_ext.dict_object
    tstate = _PyRuntime.tstate_current
    frame = tstate.current_frame  # type: ignore[union-attr]
    while frame is not None:
        if type(frame) is _PyInterpreterFrame and frame.f_funcobj is not None:
            return frame.f_builtins
        frame = frame.previous
    return tstate.interp.builtins  # type: ignore[union-attr, return-value]


# ---- life

def func_traverse(op: PyObject) -> list:
    """tp_traverse."""
    f = op.value
    return [
        f.func_code, f.func_globals, f.func_builtins, f.func_module, f.func_defaults,
        f.func_kwdefaults, f.func_doc, f.func_name, f.func_annotations, f.func_closure,
        f.func_qualname, f.func_typeparams, *visit_managed_dict(op),
    ]


def func_clear(op: PyObject) -> None:
    """tp_clear: all that can be part of a cycle (not the names, the code)."""
    f = op.value
    for field in ("func_globals", "func_builtins", "func_module", "func_defaults",
                  "func_kwdefaults", "func_doc", "func_annotations", "func_closure",
                  "func_typeparams"):
        old = getattr(f, field)
        setattr(f, field, None)
        Py_XDECREF(old)
    PyObject_ClearManagedDict(op)


def func_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    if op.ob_ext is not None and op.ob_ext.weaklist and weakrefs_call_back(op, func_dealloc):
        return
    dealloc_container(op, func_traverse)


def func_repr(op: PyObject) -> PyObject:
    """``<function qualname at 0x...>``."""
    return PyObject(
        PyUnicode_Type,
        f"<function {op.value.func_qualname.value} at {_Py_address(op):#x}>")


def func_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """Bind to an instance."""
    if obj is None or obj is Py_None:
        op.ob_refcnt += 1
        return op
    return PyMethod_New(op, obj)


# ---- attributes

def _checked_setter(field: str, name: str, flag: int, kind: str, optional: bool) -> Callable:
    """A setter that accepts one kind of object; where optional, None and deletion clear the field."""

    def setter(op: PyObject, value: PyObject | None) -> None:
        if optional and value is Py_None:
            value = None
        if (value is None and not optional) or (
            value is not None and not value.ob_type.value.tp_flags & flag
        ):
            raise PyErr_Format(PyExc_TypeError, f"{name} must be set to a {kind}")
        _replace(op.value, field, value)

    setter.__name__ = "func_set_" + name.strip("_")
    return setter


def _getter(field: str) -> Callable:
    def getter(op: PyObject) -> PyObject:
        value = getattr(op.value, field)
        if value is None:
            return Py_None
        value.ob_refcnt += 1
        return value

    return getter


def func_set_code(op: PyObject, value: PyObject | None) -> Any:
    """``f.__code__ = code``."""
    if value is None or value.ob_type is not PyCode_Type:
        raise PyErr_Format(PyExc_TypeError, "__code__ must be set to a code object")
    f = op.value
    nfree = len(value.value.co_freevars)
    nclosure = 0 if f.func_closure is None else len(f.func_closure.value)
    if nclosure != nfree:
        raise PyErr_Format(
            PyExc_ValueError,
            f"{f.func_name.value}() requires a code object with {nclosure} free vars, not {nfree}")
    mask = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR
    if (f.code.co_flags ^ value.value.co_flags) & mask:
        return _set_other_kind_of_code(op, value)
    _set_code(op, value)
    return None


def _set_other_kind_of_code(op: PyObject, value: PyObject) -> Any:
    res = PyErr_WarnEx(
        PyExc_DeprecationWarning,
        "Assigning a code object of non-matching type is deprecated "
        "(e.g., from a generator to a plain function)", 1)
    if type(res) in PENDING:
        yield res
    _set_code(op, value)


def _set_code(op: PyObject, value: PyObject) -> None:
    op.value.code = value.value
    _replace(op.value, "func_code", value)


def func_get_annotations(op: PyObject) -> PyObject:
    """``f.__annotations__``: made when first asked for."""
    f = op.value
    if f.func_annotations is None:
        f.func_annotations = PyDict_New()
    elif f.func_annotations.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        # The compiler stores name, annotation, name, annotation, ...
        pairs = f.func_annotations
        found = PyDict_New()
        items = pairs.value
        for name, annotation in zip(items[::2], items[1::2]):
            object_c.PyDict_SetItemString(found, name.value, annotation)
        f.func_annotations = found
        Py_DECREF(pairs)
    f.func_annotations.ob_refcnt += 1
    return f.func_annotations


def func_get_type_params(op: PyObject) -> PyObject:
    """``f.__type_params__``."""
    params = op.value.func_typeparams
    if params is None:
        return PyTuple_New(())
    params.ob_refcnt += 1
    return params


_NEW = ArgSpec("($type, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)")


def _given(value: PyObject | None) -> PyObject | None:
    return None if value is Py_None else value


def func_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``FunctionType(code, globals, name, argdefs, closure, kwdefaults)``."""
    code, globals_op, *rest = parse_arguments(_NEW, "function", args, kwnames, "function")
    if code.ob_type is not PyCode_Type:
        raise PyErr_Format(
            PyExc_TypeError,
            f"function() argument 'code' must be code, not {code.ob_type.value.tp_name}")
    if not globals_op.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"function() argument 'globals' must be dict, not {globals_op.ob_type.value.tp_name}")
    name, defaults, closure, kwdefaults = (_given(value) for value in rest)
    _check_new_arguments(code.value, name, defaults, closure, kwdefaults)
    op = PyFunction_New(code, globals_op)
    if name is not None:
        _replace(op.value, "func_name", name)
    _replace(op.value, "func_defaults", defaults)
    _replace(op.value, "func_closure", closure)
    _replace(op.value, "func_kwdefaults", kwdefaults)
    return op


def _has(op: PyObject, flag: int) -> bool:
    return bool(op.ob_type.value.tp_flags & flag)


def _check_new_arguments(
    code: Any, name: PyObject | None, defaults: PyObject | None, closure: PyObject | None,
    kwdefaults: PyObject | None,
) -> None:
    if name is not None and not _has(name, Py_TPFLAGS_UNICODE_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "arg 3 (name) must be None or string")
    if defaults is not None and not _has(defaults, Py_TPFLAGS_TUPLE_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "arg 4 (defaults) must be None or tuple")
    nfree = len(code.co_freevars)
    if closure is None:
        if nfree:
            raise PyErr_Format(PyExc_TypeError, "arg 5 (closure) must be tuple")
    elif not _has(closure, Py_TPFLAGS_TUPLE_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "arg 5 (closure) must be None or tuple")
    if kwdefaults is not None and not _has(kwdefaults, Py_TPFLAGS_DICT_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "arg 6 (kwdefaults) must be None or dict")
    cells = () if closure is None else closure.value
    if len(cells) != nfree:
        raise PyErr_Format(
            PyExc_ValueError,
            f"{code.co_name} requires closure of length {nfree}, not {len(cells)}")
    for cell in cells:
        if cell.ob_type is not PyCell_Type:
            raise PyErr_Format(
                PyExc_TypeError,
                f"arg 5 (closure) expected cell, found {cell.ob_type.value.tp_name}")


set_slots(
    PyFunction_Type, tp_new=func_new, tp_dealloc=func_dealloc, tp_traverse=func_traverse,
    tp_clear=func_clear, tp_repr=func_repr, tp_descr_get=func_descr_get,
    tp_members=(
        PyMemberDef("__closure__", "func_closure"),
        PyMemberDef("__doc__", "func_doc", readonly=False),
        PyMemberDef("__globals__", "func_globals"),
        PyMemberDef("__module__", "func_module", readonly=False),
        PyMemberDef("__builtins__", "func_builtins"),
    ),
    tp_getset=(
        PyGetSetDef("__code__", _getter("func_code"), func_set_code),
        PyGetSetDef("__defaults__", _getter("func_defaults"), _checked_setter(
            "func_defaults", "__defaults__", Py_TPFLAGS_TUPLE_SUBCLASS, "tuple object", True)),
        PyGetSetDef("__kwdefaults__", _getter("func_kwdefaults"), _checked_setter(
            "func_kwdefaults", "__kwdefaults__", Py_TPFLAGS_DICT_SUBCLASS, "dict object", True)),
        PyGetSetDef("__annotations__", func_get_annotations, _checked_setter(
            "func_annotations", "__annotations__", Py_TPFLAGS_DICT_SUBCLASS, "dict object", True)),
        PyGetSetDef("__dict__", object_c.PyObject_GenericGetDict, object_c.PyObject_GenericSetDict),
        PyGetSetDef("__name__", _getter("func_name"), _checked_setter(
            "func_name", "__name__", Py_TPFLAGS_UNICODE_SUBCLASS, "string object", False)),
        PyGetSetDef("__qualname__", _getter("func_qualname"), _checked_setter(
            "func_qualname", "__qualname__", Py_TPFLAGS_UNICODE_SUBCLASS, "string object", False)),
        PyGetSetDef("__type_params__", func_get_type_params, _checked_setter(
            "func_typeparams", "__type_params__", Py_TPFLAGS_TUPLE_SUBCLASS, "tuple", False)),
    ),
)


# ---- classmethod and staticmethod

_FLAGS = Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE
PyClassMethod_Type = static_type(
    "classmethod", tp_basicsize=32, tp_dictoffset=24, tp_flags=_FLAGS, tp_hostkey="identity")
PyStaticMethod_Type = static_type(
    "staticmethod", tp_basicsize=32, tp_dictoffset=24, tp_flags=_FLAGS, tp_hostkey="identity")


class _MethodWrapper:
    """The body of a classmethod or staticmethod: ``callable`` is owned, NULL before ``__init__``."""

    __slots__ = ("callable",)

    def __init__(self, callable: PyObject | None = None):
        self.callable = callable


def _wrapper_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    return PyType_GenericAlloc(type_op, _MethodWrapper())


def _wrapper_of(type_op: PyObject, callable: PyObject) -> PyObject:
    callable.ob_refcnt += 1
    return PyType_GenericAlloc(type_op, _MethodWrapper(callable))


def PyClassMethod_New(callable: PyObject) -> PyObject:
    """A classmethod; the function's name and docstring are not copied."""
    return _wrapper_of(PyClassMethod_Type, callable)


def PyStaticMethod_New(callable: PyObject) -> PyObject:
    """A staticmethod; the function's name and docstring are not copied."""
    return _wrapper_of(PyStaticMethod_Type, callable)


def _wrapper_init(name: str) -> Callable:
    def init(op: PyObject, args: list, kwnames: tuple) -> Any:
        if kwnames:
            raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")
        _PyArg_CheckPositional(name, len(args), 1, 1)
        _replace(op.value, "callable", args[0])
        return functools_wraps(op, args[0])

    return init


def functools_wraps(wrapper: PyObject, wrapped: PyObject) -> Any:
    """Copy what identifies a function to the object that wraps it (a generator)."""
    for name in ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__"):
        value = object_c.PyObject_GetOptionalAttr(wrapped, _Py_ID(name))
        if type(value) in PENDING:
            value = yield value
        if value is None:
            continue
        try:
            res = object_c.PyObject_SetAttr(wrapper, _Py_ID(name), value)
            if type(res) in PENDING:
                yield res
        finally:
            Py_DECREF(value)


def cm_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """Bind the function to the class."""
    callable = op.value.callable
    if callable is None:
        raise PyErr_Format(PyExc_RuntimeError, "uninitialized classmethod object")
    return PyMethod_New(callable, obj.ob_type if type_op is None else type_op)  # type: ignore


def sm_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> PyObject:
    """The function as it is."""
    callable = op.value.callable
    if callable is None:
        raise PyErr_Format(PyExc_RuntimeError, "uninitialized staticmethod object")
    callable.ob_refcnt += 1
    return callable


def sm_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Calling a staticmethod calls its function."""
    callable = op
    while callable.ob_type.value.tp_call is sm_call:  # a staticmethod may wrap another
        callable = callable.value.callable
        if callable is None:
            raise PyErr_Format(PyExc_RuntimeError, "uninitialized staticmethod object")
    return PyObject_Vectorcall(callable, args, kwnames)


def _wrapper_traverse(op: PyObject) -> tuple:
    return (op.value.callable, *visit_managed_dict(op))


def _wrapper_dealloc(op: PyObject) -> None:
    dealloc_container(op, _wrapper_traverse)


def _wrapper_clear(op: PyObject) -> None:
    _replace(op.value, "callable", None)
    PyObject_ClearManagedDict(op)


def _wrapper_repr(name: str) -> Callable:
    def wrapper_repr(op: PyObject) -> Any:
        callable = op.value.callable
        if callable is None:
            return PyObject(PyUnicode_Type, f"<{name}(<NULL>)>")
        return _repr_of(name, object_c.PyObject_Repr(callable))

    return wrapper_repr


def _repr_of(name: str, res: Any) -> Any:
    if type(res) in PENDING:
        res = yield res
    text = PyObject(PyUnicode_Type, f"<{name}({res.value})>")
    Py_DECREF(res)
    return text


def _wrapper_is_abstract(op: PyObject) -> Any:
    return Py_True if (yield _is_abstract(op.value.callable)) else Py_False


def _define_wrapper(type_op: PyObject, name: str, **slots: Any) -> None:
    set_slots(
        type_op, tp_new=_wrapper_new, tp_init=_wrapper_init(name), tp_dealloc=_wrapper_dealloc,
        tp_traverse=_wrapper_traverse, tp_clear=_wrapper_clear, tp_repr=_wrapper_repr(name),
        tp_members=(PyMemberDef("__func__", "callable"), PyMemberDef("__wrapped__", "callable")),
        tp_getset=(
            PyGetSetDef("__isabstractmethod__", _wrapper_is_abstract),
            PyGetSetDef("__dict__", object_c.PyObject_GenericGetDict,
                        object_c.PyObject_GenericSetDict),
        ), **slots)


_define_wrapper(PyClassMethod_Type, "classmethod", tp_descr_get=cm_descr_get)
_define_wrapper(PyStaticMethod_Type, "staticmethod", tp_descr_get=sm_descr_get, tp_call=sm_call)


@late_import
def _bind() -> None:
    global PyDict_New, PyTuple_New
    from vm.objects.dictobject import PyDict_New
    from vm.objects.tupleobject import PyTuple_New
