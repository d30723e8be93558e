"""Names: locals, globals, builtins, cells, attributes of types, super, import. From Python/ceval.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyMapping_GetOptionalItem, PyObject_DelItem, PyObject_SetItem
from vm.objects.call import PyObject_Vectorcall
from vm.objects.codeobject import CO_FAST_FREE, CO_OPTIMIZED
from vm.objects.dictobject import (
    PyDict_DelItemString,
    PyDict_GetItemString,
    PyDict_New,
    PyDict_SetItem,
    PyDict_SetItemString,
)
from vm.objects.object import PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyDict_Type,
    PyErr,
    PyModule_Type,
    PyObject,
    PyObject_TypeCheck,
    PyType_Type,
    PyUnicode_Type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_ImportError,
    PyExc_KeyError,
    PyExc_NameError,
    PyExc_SystemError,
    PyExc_UnboundLocalError,
    _PyErr_SetObject,
    new_exception,
)
from vm.objects.typeobject import PySuper_Type, _PySuper_Lookup, _PyType_Lookup
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString

# ---- errors --------------------------------------------------------------------------------------------


def name_error(exc_type: PyObject, message: str, name: str) -> PyErr:
    """NameError with its ``name`` field set; UnboundLocalError gets none, so no suggestion either."""
    exc = new_exception(exc_type, PyUnicode_FromString(message))
    if exc_type is PyExc_NameError:
        exc.value.extra = {"name": PyUnicode_InternFromString(name)}
        exc.value.extra["name"].ob_refcnt += 1
    return _PyErr_SetObject(exc)


def not_defined(name: str) -> PyErr:
    """name 'x' is not defined"""
    return name_error(PyExc_NameError, f"name '{name}' is not defined", name)


def unbound_local(frame: Any, index: int) -> PyErr:
    """A local variable without a value."""
    name = frame.f_code.co_localsplusnames[index]
    return name_error(
        PyExc_UnboundLocalError,
        f"cannot access local variable '{name}' where it is not associated with a value", name)


def unbound_deref(frame: Any, index: int) -> PyErr:
    """An empty cell: of this function's own variable, or of an enclosing one's."""
    code = frame.f_code
    if not code.co_localspluskinds[index] & CO_FAST_FREE:
        return unbound_local(frame, index)
    name = code.co_localsplusnames[index]
    return name_error(
        PyExc_NameError,
        f"cannot access free variable '{name}' where it is not associated with a value in "
        "enclosing scope", name)


# ---- look-up ---------------------------------------------------------------------------------------------


def load_global(frame: Any, name: str) -> Any:
    """A global or builtin (new reference, or pending)."""
    func = frame.f_funcobj.value
    return _globals_then_builtins(func.func_globals, func.func_builtins, name)


def _globals_then_builtins(globals_op: PyObject, builtins: PyObject, name: str) -> Any:
    for namespace in (globals_op, builtins):
        if namespace.ob_type is PyDict_Type and namespace.value.ma_index is None:
            found = namespace.value.me_value.get(name)
            if found is not None:
                found.ob_refcnt += 1
                return found
        else:
            return _look_in((globals_op, builtins), name)
    raise not_defined(name)


def _look_in(namespaces: tuple, name: str) -> Any:
    """Look a name up in mappings in turn (native frame)."""
    key = PyUnicode_InternFromString(name)
    for namespace in namespaces:
        found = PyMapping_GetOptionalItem(namespace, key)
        if type(found) in PENDING:
            found = yield found
        if found is not None:
            return found
    raise not_defined(name)


def local_namespace(frame: Any, missing: str) -> PyObject:
    """The namespace of a module or class body (borrowed); of such a body called as a function, its globals.

    ``missing``: the message of the SystemError for a function, which has none.
    """
    namespace = frame.f_locals
    if namespace is None:
        if frame.f_code.co_flags & CO_OPTIMIZED:
            raise PyErr_Format(PyExc_SystemError, missing)
        namespace = frame.f_locals = frame.f_globals
        namespace.ob_refcnt += 1
    return namespace


def load_builtin(frame: Any, name: str, missing: tuple[PyObject, str]) -> Any:
    """What the frame's builtins have under a name (new reference or pending), else an error and its text."""
    builtins = frame.f_funcobj.value.func_builtins
    if builtins.ob_type is not PyDict_Type:
        return _load_builtin(builtins, name, missing)
    found = PyDict_GetItemString(builtins, name)
    if found is None:
        raise PyErr_Format(*missing)
    found.ob_refcnt += 1
    return found


def _load_builtin(builtins: PyObject, name: str, missing: tuple[PyObject, str]) -> Any:
    found = PyMapping_GetOptionalItem(builtins, PyUnicode_InternFromString(name))
    if type(found) in PENDING:
        found = yield found
    if found is None:
        raise PyErr_Format(*missing)
    return found


def load_build_class(frame: Any) -> Any:
    """LOAD_BUILD_CLASS: ``__build_class__`` of the builtins (new reference or pending)."""
    return load_builtin(
        frame, "__build_class__", (PyExc_NameError, "__build_class__ not found"))


def load_name(frame: Any, name: str) -> Any:
    """A name of a module or class body: locals, globals, builtins."""
    namespace = local_namespace(frame, f"no locals when loading '{name}'")
    func = frame.f_funcobj.value
    if namespace.ob_type is PyDict_Type and namespace.value.ma_index is None:
        found = namespace.value.me_value.get(name)
        if found is not None:
            found.ob_refcnt += 1
            return found
        return _globals_then_builtins(func.func_globals, func.func_builtins, name)
    return _look_in((namespace, func.func_globals, func.func_builtins), name)


def load_from_dict_or_globals(frame: Any, mapping: PyObject, name: str) -> Any:
    """A name in a class's type parameter scope: the mapping, then globals and builtins."""
    func = frame.f_funcobj.value
    return _look_in((mapping, func.func_globals, func.func_builtins), name)


def load_from_dict_or_deref(frame: Any, mapping: PyObject, index: int) -> Any:
    """A name in a class body that an enclosing function binds: the namespace, then the cell."""
    name = frame.f_code.co_localsplusnames[index]
    found = PyMapping_GetOptionalItem(mapping, PyUnicode_InternFromString(name))
    if type(found) in PENDING:
        found = yield found
    if found is None:
        found = frame.localsplus[index].value.ob_ref
        if found is None:
            raise unbound_deref(frame, index)
        found.ob_refcnt += 1
    return found


def store_name(frame: Any, name: str, value: PyObject) -> Any:
    """Bind a name in the local namespace."""
    namespace = local_namespace(frame, f"no locals found when storing '{name}'")
    key = PyUnicode_InternFromString(name)
    if namespace.ob_type is PyDict_Type:
        return PyDict_SetItem(namespace, key, value)
    return PyObject_SetItem(namespace, key, value)


def delete_name(frame: Any, name: str) -> Any:
    """Unbind a name of the local namespace (native frame if that is not a dict)."""
    namespace = local_namespace(frame, f"no locals when deleting '{name}'")
    if namespace.ob_type is PyDict_Type:
        if PyDict_GetItemString(namespace, name) is None:
            raise not_defined(name)
        PyDict_DelItemString(namespace, name)
        return None
    return _delete_from_mapping(namespace, name)


def _delete_from_mapping(namespace: PyObject, name: str) -> Any:
    try:
        res = PyObject_DelItem(namespace, PyUnicode_InternFromString(name))
        if type(res) in PENDING:
            yield res
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_KeyError):
            raise
        PyErr_Clear(err)
        raise not_defined(name) from None


def store_global(frame: Any, name: str, value: PyObject) -> Any:
    """Bind a global."""
    return PyDict_SetItem(
        frame.f_funcobj.value.func_globals, PyUnicode_InternFromString(name), value)


def delete_global(frame: Any, name: str) -> None:
    """Unbind a global."""
    namespace = frame.f_funcobj.value.func_globals
    if PyDict_GetItemString(namespace, name) is None:
        raise not_defined(name)
    PyDict_DelItemString(namespace, name)


def setup_annotations(frame: Any) -> Any:
    """Make ``__annotations__`` in the local namespace unless it is there."""
    namespace = local_namespace(frame, "no locals found when setting up annotations")
    if namespace.ob_type is PyDict_Type:
        if PyDict_GetItemString(namespace, "__annotations__") is None:
            annotations = PyDict_New()
            PyDict_SetItemString(namespace, "__annotations__", annotations)
            Py_DECREF(annotations)
        return None
    return _setup_annotations_in_mapping(namespace)


def _setup_annotations_in_mapping(namespace: PyObject) -> Any:
    key = PyUnicode_InternFromString("__annotations__")
    found = PyMapping_GetOptionalItem(namespace, key)
    if type(found) in PENDING:
        found = yield found
    if found is not None:
        Py_DECREF(found)
        return
    annotations = PyDict_New()
    try:
        res = PyObject_SetItem(namespace, key, annotations)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(annotations)


# ---- attributes --------------------------------------------------------------------------------------------


def type_attribute(owner: PyObject, name: str) -> PyObject | None:
    """An attribute of a class where no descriptor has a say (borrowed), or NULL: then do it in full."""
    metatype = owner.ob_type
    if metatype is not PyType_Type and _PyType_Lookup(metatype, name) is not None:
        return None
    if metatype is PyType_Type and _PyType_Lookup(PyType_Type, name) is not None:
        return None
    found = _PyType_Lookup(owner, name)
    if found is not None and (
        found.ob_type.value.tp_descr_get is None
        or found.ob_type.value.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR
    ):
        return found
    return None


def load_super_attr(
    global_super: PyObject, cls: PyObject, self: PyObject, oparg: tuple
) -> Any:
    """super(cls, self).name as (attribute, self or NULL), or pending."""
    name, method, _two_args = oparg
    found = None
    if global_super is PySuper_Type and cls.ob_type is PyType_Type:
        unbound = method and self.ob_type.value.tp_getattro is PyObject_GenericGetAttr
        found = _PySuper_Lookup(cls, self, name, bool(unbound))
        if type(found) is tuple:
            return found
    return _load_super_attr(found, global_super, cls, self, oparg)


def _load_super_attr(
    found: Any, global_super: PyObject, cls: PyObject, self: PyObject, oparg: tuple
) -> Any:
    """The rest, where guest code may run (native frame); ``found`` is what was found so far."""
    name, _method, two_args = oparg
    if found is not None:
        if type(found) in PENDING:
            found = yield found
        if found is not None:
            return (found, None)
    res = PyObject_Vectorcall(global_super, [cls, self] if two_args else [])
    if type(res) in PENDING:
        res = yield res
    try:
        attribute = PyObject_GetAttr(res, PyUnicode_InternFromString(name))
        if type(attribute) in PENDING:
            attribute = yield attribute
    finally:
        Py_DECREF(res)
    return (attribute, None)


# ---- import ---------------------------------------------------------------------------------------------------


def import_name(frame: Any, name: str, fromlist: PyObject, level: PyObject) -> Any:
    """IMPORT_NAME: call ``__import__`` of the builtins (native frame)."""
    function = load_builtin(frame, "__import__", (PyExc_ImportError, "__import__ not found"))
    if function is not _PyRuntime.tstate_current.interp.imports.import_func:  # type: ignore[union-attr]
        return _import_by(function, frame, name, fromlist, level)
    from vm.python.import_ import PyImport_ImportModuleLevelObject

    Py_DECREF(function)
    return PyImport_ImportModuleLevelObject(
        PyUnicode_InternFromString(name), frame.f_globals, frame.f_locals, fromlist, level.value)


def _import_by(function: Any, frame: Any, name: str, fromlist: PyObject, level: PyObject) -> Any:
    """Call an ``__import__`` that is not the usual one (native frame)."""
    if type(function) in PENDING:
        function = yield function
    try:
        res = PyObject_Vectorcall(function, [
            PyUnicode_InternFromString(name), frame.f_globals, frame.f_locals or Py_None, fromlist,
            level])
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(function)


def import_from(module: PyObject, name: str) -> Any:
    """IMPORT_FROM: an attribute, or a submodule in sys.modules (native frame)."""
    name_op = PyUnicode_InternFromString(name)
    found = PyObject_GetOptionalAttr(module, name_op)
    if type(found) in PENDING:
        found = yield found
    if found is not None:
        return found
    modname = PyObject_GetOptionalAttr(module, PyUnicode_InternFromString("__name__"))
    if type(modname) in PENDING:
        modname = yield modname
    text = "<unknown module name>"
    if modname is not None:
        if modname.ob_type is PyUnicode_Type:
            text = modname.value
            modules: Any = _PyRuntime.tstate_current.interp.modules  # type: ignore[union-attr]
            found = PyDict_GetItemString(modules, f"{text}.{name}")
        Py_DECREF(modname)
    if found is not None:
        found.ob_refcnt += 1
        return found
    raise (yield _cannot_import(module, text, name))


def _cannot_import(module: PyObject, modname: str, name: str) -> Any:
    """The ImportError of ``from modname import name`` (native frame)."""
    from vm.python.import_ import _PyModuleSpec_IsInitializing, set_import_error

    path = None
    if PyObject_TypeCheck(module, PyModule_Type):
        path = module.ob_dict.get("__file__")
    if path is None or not path.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        path = None
        text = f"cannot import name '{name}' from '{modname}' (unknown location)"
    else:
        path.ob_refcnt += 1
        spec = PyObject_GetOptionalAttr(module, PyUnicode_InternFromString("__spec__"))
        if type(spec) in PENDING:
            spec = yield spec
        initializing = False
        if spec is not None:
            initializing = yield _PyModuleSpec_IsInitializing(spec)
            Py_DECREF(spec)
        text = f"cannot import name '{name}' from '{modname}' ({path.value})"
        if initializing:
            text = (f"cannot import name '{name}' from partially initialized module '{modname}' "
                    f"(most likely due to a circular import) ({path.value})")
    names = PyUnicode_FromString(modname), PyUnicode_FromString(name)
    err = set_import_error(text, names[0], path, names[1])
    for op in (*names, path):
        Py_XDECREF(op)
    return err
