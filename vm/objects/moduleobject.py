"""Modules. Models Objects/moduleobject.c.

A module's ``__dict__`` exists from the beginning: it is the globals of its functions. It is kept in the
object's ``ob_ext.dict_object``, and the module's ob_dict is its host dict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from vm.objects import docs
from vm.objects import object as object_c
from vm.objects.attributes import optional_attribute
from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs, PyObject_CallOneArg
from vm.objects.descrobject import ComputedMemberDef
from vm.objects.linker import late_import
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.methodobject import PyCFunction_New
from vm.objects.object import (
    PyObject_GetAttr,
    PyObject_IsTrue,
    _PyObject_GenericGetAttrWithDict,
    attribute_error,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    ObjectExtension,
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyModule_Type,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    decref_all,
    set_slots,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import PyErr_Format, PyExc_AttributeError, PyExc_TypeError
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.weakrefobject import weakrefs_call_back

PyDict_Check: Callable
PyDict_GetItemString: Callable
PyDict_KeysList: Callable
PyDict_New: Callable
PyDict_SetItemString: Callable
PyDict_DelItemString: Callable
PyList_New: Callable
PyUnicode_FromString: Callable
PyUnicode_InternFromString: Callable
_PyDict_Share: Callable


class PyModuleObject:
    """The body of a module: the name, for messages; the table of functions if it is built in; its state."""

    __slots__ = ("md_name", "md_def", "md_state")

    def __init__(self) -> None:
        self.md_name: str | None = None
        self.md_def: tuple | None = None
        self.md_state: Any = None


def PyModule_Check(op: PyObject) -> bool:
    """Whether the object is a module, or of a subclass."""
    return op.ob_type is PyModule_Type or PyType_IsSubtype(op.ob_type, PyModule_Type)


def new_module(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: a module with an empty dict."""
    op = PyType_GenericAlloc(type_op, PyModuleObject())
    if op.ob_ext is None:
        op.ob_ext = ObjectExtension()
    namespace = PyDict_New()
    op.ob_ext.dict_object = namespace
    op.ob_dict = _PyDict_Share(namespace)
    return op


def module_init_dict(op: PyObject, name: PyObject, doc: PyObject) -> None:
    """The names that every module has."""
    namespace = PyModule_GetDict(op)
    for key, value in (
        ("__name__", name), ("__doc__", doc), ("__package__", Py_None), ("__loader__", Py_None),
        ("__spec__", Py_None),
    ):
        PyDict_SetItemString(namespace, key, value)
    if name.ob_type is PyUnicode_Type:
        op.value.md_name = name.value


def PyModule_NewObject(name: PyObject) -> PyObject:
    """A new module with a guest name."""
    op = new_module(PyModule_Type, [], ())
    module_init_dict(op, name, Py_None)
    return op


def PyModule_New(name: str) -> PyObject:
    """A new module."""
    return PyModule_NewObject(PyUnicode_InternFromString(name))


def PyModule_GetDict(op: PyObject) -> PyObject:
    """A module's dict, borrowed."""
    return op.ob_ext.dict_object  # type: ignore[union-attr, return-value]


def PyModule_FromDefs(name: str, methods: Iterable[PyMethodDef]) -> PyObject:
    """A built-in module with its functions (what PyModule_Create does with a PyModuleDef).

    Args:
        name: its name.
        methods: rows whose functions receive the module as their first argument.

    Returns:
        A new reference; not yet in sys.modules. Its docstring is the host's.
    """
    op = PyModule_New(name)
    op.value.md_def = tuple(methods)
    PyModule_AddFunctions(op, op.value.md_def)
    doc = docs.module_doc(name)
    if doc is not None:
        text = PyUnicode_FromString(doc)
        PyDict_SetItemString(PyModule_GetDict(op), "__doc__", text)
        Py_DECREF(text)
    return op


def PyModule_AddFunctions(op: PyObject, methods: Iterable[PyMethodDef]) -> None:
    """Add built-in functions to a module."""
    name = PyUnicode_InternFromString(op.value.md_name)
    for method in methods:
        function = PyCFunction_New(method, op, name)
        PyDict_SetItemString(PyModule_GetDict(op), method.ml_name, function)
        Py_DECREF(function)


def PyModule_AddObjectRef(op: PyObject, name: str, value: PyObject) -> None:
    """Add a name to a module; takes its own reference."""
    PyDict_SetItemString(PyModule_GetDict(op), name, value)


_INIT = ArgSpec("($self, name, doc=None)")


def module___init__(op: PyObject, args: list, kwnames: tuple) -> None:
    """``ModuleType(name, doc=None)``."""
    name, doc = parse_arguments(_INIT, "module", args, kwnames, "module")
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"module() argument 'name' must be str, not {name.ob_type.value.tp_name}")
    module_init_dict(op, name, doc if doc is not None else Py_None)


def module_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    PyObject_GC_UnTrack(op)
    ext = op.ob_ext
    if ext is not None:
        if ext.weaklist and weakrefs_call_back(op, module_dealloc):
            return
        namespace, ext.dict_object = ext.dict_object, None
        op.ob_dict = {}
        Py_XDECREF(namespace)
    decref_all(_state_references(op))
    PyObject_GC_Del(op)


def module_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (*((op.ob_ext.dict_object,) if op.ob_ext is not None else ()), *_state_references(op))


def _state_references(op: PyObject) -> tuple:
    """What a built-in module's state owns: what its ``references()`` gives."""
    state = op.value.md_state
    return () if state is None else state.references()


def module_clear(op: PyObject) -> None:
    """tp_clear: the dict is cleared by its own means."""


# ---- attributes

def module_getattro(op: PyObject, name: PyObject) -> Any:
    """tp_getattro: then the module's ``__getattr__``, then an error that says what may be wrong."""
    attrs = op.ob_dict
    found = attrs.get(name.value)
    if found is not None and op.ob_type is PyModule_Type and name.value not in _OWN:
        found.ob_refcnt += 1
        return found
    res = _PyObject_GenericGetAttrWithDict(op, name, None, True)
    if type(res) in PENDING:
        return _module_getattro(op, name, res)
    return _module_missing(op, name) if res is None else res


#: Names that are data descriptors of the module type: those go before the module's own dict.
_OWN = frozenset({"__dict__", "__annotations__", "__class__"})


def _module_getattro(op: PyObject, name: PyObject, pending: Any) -> Any:
    res = yield pending
    if res is None:
        res = _module_missing(op, name)
        if type(res) in PENDING:
            res = yield res
    return res


def _module_missing(op: PyObject, name: PyObject) -> Any:
    attrs = op.ob_dict
    getattr_ = attrs.get("__getattr__")
    if getattr_ is not None:
        return PyObject_CallOneArg(getattr_, name)
    mod_name = attrs.get("__name__")
    if mod_name is None or not isinstance(mod_name.value, str):
        raise PyErr_Format(
            PyExc_AttributeError, f"module has no attribute '{name.value}'")
    spec = attrs.get("__spec__")
    if spec is None or spec is Py_None:
        raise attribute_error(
            op, name, f"module '{mod_name.value}' has no attribute '{name.value}'")
    return _missing_with_spec(op, name, mod_name.value, spec)


def _flag(op: PyObject, name: str) -> Any:
    """Whether an attribute exists and is true (a generator)."""
    res = yield optional_attribute(op, name)
    if res is None:
        return False
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(res)
    return truth


def _origin(spec: PyObject) -> Any:
    """The file that a spec names, as a host str, or None (a generator)."""
    if not (yield _flag(spec, "has_location")):
        return None
    origin = yield optional_attribute(spec, "origin")
    if origin is None:
        return None
    text = origin.value if isinstance(origin.value, str) else None
    Py_DECREF(origin)
    return text


def _missing_with_spec(op: PyObject, name: PyObject, mod_name: str, spec: PyObject) -> Any:
    """Raise the AttributeError of a module that has a spec (a generator)."""
    spec.ob_refcnt += 1
    try:
        origin = yield _origin(spec)
        initializing = yield _flag(spec, "_initializing")
        submodules = yield optional_attribute(spec, "_uninitialized_submodules")
    finally:
        Py_DECREF(spec)
    uninitialized = False
    if submodules is not None:
        if isinstance(submodules.value, list):
            uninitialized = any(item.value == name.value for item in submodules.value)
        Py_DECREF(submodules)
    attr = name.value
    if initializing:
        where = f" from '{origin}'" if origin else ""
        text = (f"partially initialized module '{mod_name}'{where} has no attribute '{attr}' "
                "(most likely due to a circular import)")
    elif uninitialized:
        text = (f"cannot access submodule '{attr}' of module '{mod_name}' "
                "(most likely due to a circular import)")
    else:
        text = f"module '{mod_name}' has no attribute '{attr}'"
    raise attribute_error(op, name, text)


def module_repr(op: PyObject) -> Any:
    """``<module 'name' from 'file'>``, ``<module 'name' (built-in)>``: importlib knows."""
    return PyObject_CallMethod(_PyInterpreterState_GET().imports.importlib, "_module_repr", [op])


def module_dir(op: PyObject) -> Any:
    """``dir(module)``: by its ``__dir__``, else its names (a generator)."""
    namespace = PyObject_GetAttr(op, PyUnicode_InternFromString("__dict__"))
    if type(namespace) in PENDING:
        namespace = yield namespace
    try:
        if not PyDict_Check(namespace):
            raise PyErr_Format(PyExc_TypeError, "<module>.__dict__ is not a dictionary")
        own = PyDict_GetItemString(namespace, "__dir__")
        if own is not None:
            res = PyObject_CallNoArgs(own)
            return (yield res) if type(res) in PENDING else res
        return PyList_New([Py_NewRef(key) for key in PyDict_KeysList(namespace.value)])
    finally:
        Py_DECREF(namespace)


def module_get_dict(op: PyObject) -> PyObject:
    """``module.__dict__``."""
    namespace = PyModule_GetDict(op)
    namespace.ob_refcnt += 1
    return namespace


def module_get_annotations(op: PyObject) -> PyObject:
    """``module.__annotations__``: made when first asked for."""
    namespace = PyModule_GetDict(op)
    found = namespace.value.me_value.get("__annotations__")
    if found is not None:
        found.ob_refcnt += 1
        return found
    found = PyDict_New()
    PyDict_SetItemString(namespace, "__annotations__", found)
    return found


def module_set_annotations(op: PyObject, value: PyObject | None) -> None:
    """``module.__annotations__ = value``."""
    namespace = PyModule_GetDict(op)
    if value is not None:
        PyDict_SetItemString(namespace, "__annotations__", value)
    elif "__annotations__" not in namespace.value.me_value:
        raise PyErr_Format(PyExc_AttributeError, "__annotations__")
    else:
        PyDict_DelItemString(namespace, "__annotations__")


set_slots(
    PyModule_Type, tp_new=new_module, tp_init=module___init__, tp_dealloc=module_dealloc,
    tp_traverse=module_traverse, tp_clear=module_clear, tp_repr=module_repr,
    tp_getattro=module_getattro, tp_setattro=object_c.PyObject_GenericSetAttr,
    tp_methods=(PyMethodDef("__dir__", module_dir, "($self, /)"),),
    tp_members=(ComputedMemberDef("__dict__", module_get_dict),),
    tp_getset=(
        PyGetSetDef("__annotations__", module_get_annotations, module_set_annotations),
    ),
)


@late_import
def _bind() -> None:
    global PyDict_New, PyDict_SetItemString, PyDict_DelItemString, PyUnicode_FromString
    global PyDict_Check, PyDict_GetItemString, PyDict_KeysList
    global PyList_New, PyUnicode_InternFromString, _PyDict_Share
    from vm.objects.dictobject import (
        PyDict_Check,
        PyDict_DelItemString,
        PyDict_GetItemString,
        PyDict_KeysList,
        PyDict_New,
        PyDict_SetItemString,
        _PyDict_Share,
    )
    from vm.objects.listobject import PyList_New
    from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
