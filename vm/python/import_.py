"""Importing modules. Models Python/import.c, so far for built-in modules only.

The name ends in an underscore because ``import`` is a keyword of the host language.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from vm.objects.abstract import PyMapping_Keys, PyObject_GetIter, PyObject_SetItem
from vm.objects.dictobject import (
    PyDict_GetItemString,
    PyDict_SetItem,
    PyDict_SetItemString,
)
from vm.objects.object import (
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_IsTrue,
    PyObject_Repr,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_READY,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyDict_Type,
    PyErr,
    PyObject,
    PyUnicode_Type,
    static_types,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_ImportError,
    PyExc_KeyError,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
    exception_types,
    new_exception,
)
from vm.objects.typeobject_ready import PyType_Ready

#: Modules that exist from the start: name -> module object, kept by the interpreter's sys.modules.
_inittab: dict[str, str] | None = None


def _init_table() -> dict[str, str]:
    """The table of built-in modules; it stands on a higher floor, which C's linker does not mind."""
    global _inittab
    if _inittab is None:
        _inittab = importlib.import_module("vm.modules").PyImport_Inittab
    return _inittab


def builtin_module_names() -> list[str]:
    """Names for ``sys.builtin_module_names``, sorted."""
    return sorted({*_init_table(), "builtins", "sys"})


def PyImport_GetModuleDict() -> PyObject:
    """``sys.modules`` (borrowed)."""
    return _PyRuntime.tstate_current.interp.modules  # type: ignore[union-attr, return-value]


def module_not_found(message: str, name: str) -> PyErr:
    """ModuleNotFoundError with its ``name`` field set."""
    exc = new_exception(
        exception_types["ModuleNotFoundError"], PyObject(PyUnicode_Type, message))
    exc.value.extra = {"name": PyObject(PyUnicode_Type, name), "msg": exc.value.args.value[0]}
    exc.value.args.value[0].ob_refcnt += 1
    return _PyErr_SetObject(exc)


def _ready_new_types() -> None:
    """Ready the static types of a file that has just been imported."""
    for tp in static_types:
        if not tp.value.tp_flags & Py_TPFLAGS_READY:
            PyType_Ready(tp)


def create_builtin(name: str) -> PyObject | None:
    """Initialise a built-in module and enter it into sys.modules; borrowed reference, or NULL."""
    place = _init_table().get(name)
    if place is None:
        return None
    file, _, function = place.partition(":")
    init: Callable[[], PyObject] = getattr(importlib.import_module(file), function)
    _ready_new_types()
    module = init()
    PyDict_SetItemString(PyImport_GetModuleDict(), name, module)
    Py_DECREF(module)
    return module


def import_find_and_load(name: str) -> PyObject:
    """Load a module that is not in sys.modules yet; borrowed reference."""
    parent, _, _ = name.rpartition(".")
    if parent:
        package = _get_or_load(parent)
        if "__path__" not in package.ob_dict:
            raise module_not_found(
                f"No module named {name!r}; {parent!r} is not a package", name)
    module = create_builtin(name)
    if module is None:
        raise module_not_found(f"No module named {name!r}", name)
    return module


def _get_or_load(name: str) -> PyObject:
    modules = PyImport_GetModuleDict()
    module = PyDict_GetItemString(modules, name)
    if module is None:
        return import_find_and_load(name)
    if module is Py_None:
        raise module_not_found(f"import of {name} halted; None in sys.modules", name)
    return module


def PyImport_ImportModule(name: str) -> PyObject:
    """Import by a host name: a new reference."""
    module = _get_or_load(name)
    module.ob_refcnt += 1
    return module


def PyImport_ImportModuleLevelObject(
    name: PyObject, globals_: PyObject | None, locals_: PyObject | None,
    fromlist: PyObject | None, level: int
) -> Any:
    """What an import statement calls: a new reference to the module, or pending.

    Args:
        name: guest str, perhaps dotted.
        globals_: namespace of the importing module, for relative imports; NULL or None if unknown.
        locals_: unused, as in C.
        fromlist: names that will be taken from the module, or NULL or None.
        level: number of leading dots.
    """
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "module name must be a string")
    if level < 0:
        raise PyErr_Format(PyExc_ValueError, "level must be >= 0")
    text: str = name.value
    if level > 0:
        return _import_relative(text, globals_, fromlist, level)
    if not text:
        raise PyErr_Format(PyExc_ValueError, "Empty module name")
    module = _get_or_load(text)
    if "." not in text:
        module.ob_refcnt += 1
        return module
    return _import_result(module, text, fromlist)


def _import_result(module: PyObject, name: str, fromlist: PyObject | None) -> Any:
    """The module itself for ``from a.b import c``, its top package for ``import a.b``; a generator."""
    has_from: Any = False
    if fromlist is not None and fromlist is not Py_None:
        has_from = PyObject_IsTrue(fromlist)
        if type(has_from) in PENDING:
            has_from = yield has_from
    if not has_from:
        module = _get_or_load(name.partition(".")[0])
    module.ob_refcnt += 1
    return module


def _import_relative(
    name: str, globals_: PyObject | None, fromlist: PyObject | None, level: int
) -> Any:
    yield None
    package = resolve_package(globals_)
    bits = package.rsplit(".", level - 1)
    if len(bits) < level:
        raise PyErr_Format(
            PyExc_ImportError, "attempted relative import beyond top-level package")
    absolute = f"{bits[0]}.{name}" if name else bits[0]
    module = _get_or_load(absolute)
    return (yield _import_result(module, absolute, fromlist))


def resolve_package(globals_: PyObject | None) -> str:
    """The package that a relative import starts from (the first half of resolve_name)."""
    if globals_ is None or globals_ is Py_None:
        raise PyErr_Format(PyExc_KeyError, "'__name__' not in globals")
    package = PyDict_GetItemString(globals_, "__package__")
    if package is not None and package is not Py_None:
        if not package.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "package must be a string")
        text = package.value
    else:
        name = PyDict_GetItemString(globals_, "__name__")
        if name is None:
            raise PyErr_Format(PyExc_KeyError, "'__name__' not in globals")
        if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "__name__ must be a string")
        text = name.value
        if PyDict_GetItemString(globals_, "__path__") is None:
            text = text.rpartition(".")[0]
    if not text:
        raise PyErr_Format(
            PyExc_ImportError, "attempted relative import with no known parent package")
    return text


# ---- from module import *

def import_all_from(locals_: PyObject, module: PyObject) -> Any:
    """``from module import *`` into a namespace; a generator."""
    names = PyObject_GetOptionalAttr(module, _Py_ID("__all__"))
    if type(names) in PENDING:
        names = yield names
    skip_underscores = False
    if names is None:
        scope = PyObject_GetOptionalAttr(module, _Py_ID("__dict__"))
        if type(scope) in PENDING:
            scope = yield scope
        if scope is None:
            raise PyErr_Format(
                PyExc_ImportError, "from-import-* object has no __dict__ and no __all__")
        try:
            names = PyMapping_Keys(scope)
            if type(names) in PENDING:
                names = yield names
        finally:
            Py_DECREF(scope)
        skip_underscores = True
    it = None
    try:
        it = PyObject_GetIter(names)
        if type(it) in PENDING:
            it = yield it
        while True:
            name = yield _next_name(it)
            if name is None:
                break
            try:
                yield _import_one(locals_, module, name, skip_underscores)
            finally:
                Py_DECREF(name)
    finally:
        Py_DECREF(names)
        Py_XDECREF(it)


def _next_name(it: PyObject) -> Any:
    try:
        item = it.ob_type.value.tp_iternext(it)
        if type(item) in PENDING:
            item = yield item
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)
        return None
    return item


def _import_one(locals_: PyObject, module: PyObject, name: PyObject, skip: bool) -> Any:
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise (yield _bad_name(module, name, skip))
    if skip and name.value.startswith("_"):
        return
    value = PyObject_GetAttr(module, name)
    if type(value) in PENDING:
        value = yield value
    try:
        if locals_.ob_type is PyDict_Type:
            res = PyDict_SetItem(locals_, name, value)
        else:
            res = PyObject_SetItem(locals_, name, value)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(value)


def _bad_name(module: PyObject, name: PyObject, in_dict: bool) -> Any:
    modname = PyObject_GetAttr(module, _Py_ID("__name__"))
    if type(modname) in PENDING:
        modname = yield modname
    try:
        if not modname.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            shown = PyObject_Repr(modname)
            if type(shown) in PENDING:
                shown = yield shown
            text = shown.value
            Py_DECREF(shown)
            return PyErr_Format(
                PyExc_TypeError, f"module __name__ must be a string, not {text}")
        what, where = ("Key", "__dict__") if in_dict else ("Item", "__all__")
        return PyErr_Format(
            PyExc_TypeError,
            f"{what} in {modname.value}.{where} must be str, not {name.ob_type.value.tp_name}")
    finally:
        Py_DECREF(modname)

