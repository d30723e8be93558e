"""Warnings: filters, registries, and the module `_warnings`. Models Python/_warnings.c.

The name ends in an underscore because ``warnings`` is a module of the host's library.
"""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PY_SSIZE_T_MAX
from vm.objects.abstract_isinstance import PyObject_IsSubclass
from vm.objects.attributes import call_object, call_owned, optional_attribute, repr_text, truth
from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_Clear,
    PyDict_GetItemRef,
    PyDict_GetItemString,
    PyDict_New,
    PyDict_SetItem,
    PyDict_SetItemString,
)
from vm.objects.frameobject import frame_lineno
from vm.objects.getargs import ssize_t, unicode_arg
from vm.objects.listobject import PyList_Check, PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PyType_IsSubtype,
    PyUnicode_Type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_IndexError,
    PyExc_OverflowError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_UserWarning,
    PyExc_ValueError,
    PyExc_Warning,
    _PyErr_SetObject,
    exception_types,
)
from vm.objects.pywarnings import PyErr_WarnEx as PyErr_WarnEx
from vm.objects.pywarnings import set_warning_handler
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.ceval_scope import PyEval_GetFrame
from vm.python.pythonrun import PySys_WriteStderr
from vm.python.source_cache import get_line


class _warnings_runtime_state:
    """Filters, registry of "once", default action (guest objects, owned), version of the filters."""

    __slots__ = ("filters", "once_registry", "default_action", "filters_version")

    def __init__(self) -> None:
        self.filters = init_filters()
        self.once_registry = PyDict_New()
        self.default_action = PyUnicode_FromString("default")
        self.filters_version = 0

    def references(self) -> tuple:
        """What the state owns."""
        return (self.filters, self.once_registry, self.default_action)


def create_filter(category: PyObject, action: str, modname: str | None = None) -> PyObject:
    """A row of the filters: (action, message, category, module, line)."""
    module = Py_None if modname is None else PyUnicode_FromString(modname)
    return PyTuple_New((
        PyUnicode_FromString(action), Py_None, Py_NewRef(category), module, PyLong_FromLong(0)))


def init_filters() -> PyObject:
    """The filters of a release build."""
    rows = [create_filter(PyExc_DeprecationWarning, "default", "__main__"),
            create_filter(PyExc_DeprecationWarning, "ignore")]
    for name in ("PendingDeprecationWarning", "ImportWarning", "ResourceWarning"):
        rows.append(create_filter(exception_types[name], "ignore"))
    return PyList_New(rows)


def warnings_get_state() -> _warnings_runtime_state:
    """The interpreter's state, made when it is first needed."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    if interp.warnings is None:
        interp.warnings = _warnings_runtime_state()
    return interp.warnings


def _PyWarnings_Fini(interp: Any) -> None:
    """Drop the state."""
    if interp.warnings is not None:
        owned, interp.warnings = interp.warnings.references(), None
        for op in owned:
            Py_DECREF(op)


# ---- what the module warnings says

def get_warnings_attr(name: str, try_import: bool = False) -> Any:
    """An attribute of the library's warnings, if that has been imported; a new reference or NULL (a generator)."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    module = PyDict_GetItemString(interp.modules, "warnings")
    if module is not None:
        module.ob_refcnt += 1
    elif try_import and not _PyRuntime.finalizing:
        from vm.python.import_ import PyImport_ImportModule

        module = yield PyImport_ImportModule("warnings")
    if module is None:
        return None
    try:
        return (yield optional_attribute(module, name))
    finally:
        Py_DECREF(module)


def _current(
    name: str, field: str, kind: Any, message: str, error: PyObject = PyExc_TypeError
) -> Any:
    """A setting: the library's, if there is one, which then is the interpreter's own (borrowed)."""
    state = warnings_get_state()
    found = yield get_warnings_attr(name)
    if found is not None:
        if not kind(found):
            given = found.ob_type.value.tp_name
            Py_DECREF(found)
            raise PyErr_Format(error, message.format(given))
        old = getattr(state, field)
        setattr(state, field, found)
        Py_DECREF(old)
    return getattr(state, field)


def _is_str(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS)


# ---- filters

def check_matched(pattern: PyObject, text: PyObject) -> Any:
    """Whether a filter's pattern fits: None, a text, or a compiled expression (a generator)."""
    if pattern is Py_None:
        return True
    if pattern.ob_type is PyUnicode_Type:
        return pattern.value == text.value
    res = yield call_owned(pattern, "match", Py_NewRef(text))
    return (yield truth(res))


def get_filter(category: PyObject, text: PyObject, lineno: int, module: PyObject) -> Any:
    """(action, the filter's row or None) for a warning; the row is a new reference (a generator)."""
    filters = yield _current(
        "filters", "filters", PyList_Check, "_warnings.filters must be a list", PyExc_ValueError)
    number = 0
    while number < len(filters.value):  # the list may change meanwhile
        item = filters.value[number]
        if not item.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or len(item.value) != 5:
            raise PyErr_Format(
                PyExc_ValueError, f"_warnings.filters item {number} isn't a 5-tuple")
        item.ob_refcnt += 1
        try:
            if (yield _filter_fits(item, category, text, lineno, module)):
                item.ob_refcnt += 1
                return item.value[0].value, item
        finally:
            Py_DECREF(item)
        number += 1
    action = yield _current(
        "defaultaction", "default_action", _is_str, "_warnings.defaultaction must be a string, not '{}'")
    return action.value, Py_None


def _filter_fits(
    item: PyObject, category: PyObject, text: PyObject, lineno: int, module: PyObject
) -> Any:
    """Whether a row of the filters is about a warning (a generator); every part of it is looked at."""
    action, message, cat, mod, line = item.value
    if not _is_str(action):
        raise PyErr_Format(
            PyExc_TypeError, f"action must be a string, not '{action.ob_type.value.tp_name:.200}'")
    fits = [(yield check_matched(message, text)), (yield check_matched(mod, module))]
    is_subclass = PyObject_IsSubclass(category, cat)
    if type(is_subclass) in PENDING:
        is_subclass = yield is_subclass
    if not line.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    if not -PY_SSIZE_T_MAX - 1 <= line.value <= PY_SSIZE_T_MAX:
        raise PyErr_Format(
            PyExc_OverflowError, "Python int too large to convert to C ssize_t")
    return all(fits) and is_subclass and line.value in (0, lineno)


def already_warned(registry: PyObject, key: PyObject, should_set: bool) -> Any:
    """Whether a registry has a warning; it forgets all when the filters have changed (a generator)."""
    version = PyDict_GetItemString(registry, "version")
    current = warnings_get_state().filters_version
    if version is None or version.ob_type is not PyLong_Type or version.value != current:
        PyDict_Clear(registry)
        number = PyLong_FromLong(current)
        PyDict_SetItemString(registry, "version", number)
        Py_DECREF(number)
    else:
        found = PyDict_GetItemRef(registry, key)
        if type(found) in PENDING:
            found = yield found
        if found is not None and (yield truth(found)):
            return True
    if should_set:
        done = PyDict_SetItem(registry, key, Py_True)
        if type(done) in PENDING:
            yield done
    return False


def update_registry(
    registry: PyObject, text: PyObject, category: PyObject, add_zero: bool
) -> Any:
    """Note a warning without its line; whether it was there (a generator)."""
    parts = (Py_NewRef(text), Py_NewRef(category), *((PyLong_FromLong(0),) if add_zero else ()))
    key = PyTuple_New(parts)
    try:
        return (yield already_warned(registry, key, True))
    finally:
        Py_DECREF(key)


# ---- showing

def show_warning(
    filename: str, lineno: int, text: str, category: PyObject, sourceline: PyObject | None,
    has_source: bool
) -> Any:
    """Write a warning and its source line to ``sys.stderr``; a generator."""
    name = category.value.tp_name.rpartition(".")[2]
    out = f"{filename}:{lineno}: {name}: {text}\n"
    line = get_line(filename, lineno) if sourceline is None else sourceline.value
    if line and line.strip():
        out += f"  {line.strip()}\n"
    if has_source:
        out += f"{name}: Enable tracemalloc to get the object allocation traceback\n"
    yield PySys_WriteStderr(out)


def call_show_warning(
    category: PyObject, text: PyObject, message: PyObject, filename: PyObject, lineno: int,
    sourceline: PyObject | None, source: PyObject | None
) -> Any:
    """Show a warning by the library's function, if it has been imported, else here (a generator)."""
    show = yield get_warnings_attr("_showwarnmsg", source is not None)
    if show is None:
        yield show_warning(
            filename.value, lineno, text.value, category, sourceline, source is not None)
        return
    if show.ob_type.value.tp_call is None:
        Py_DECREF(show)
        raise PyErr_Format(PyExc_TypeError, "warnings._showwarnmsg() must be set to a callable")
    make = yield get_warnings_attr("WarningMessage")
    if make is None:
        Py_DECREF(show)
        raise PyErr_Format(PyExc_RuntimeError, "unable to get warnings.WarningMessage")
    number = PyLong_FromLong(lineno)
    try:
        made = yield call_object(
            make, message, category, filename, number, Py_None, Py_None, source or Py_None)
        try:
            Py_DECREF((yield call_object(show, made)))
        finally:
            Py_DECREF(made)
    finally:
        for op in (show, make, number):
            Py_DECREF(op)


# ---- issuing

def warn_explicit(
    category: PyObject | None, message: PyObject, filename: PyObject, lineno: int,
    module: PyObject | None, registry: PyObject | None, sourceline: PyObject | None,
    source: PyObject | None
) -> Any:
    """Issue a warning at a place; arguments are borrowed (a generator)."""
    if module is Py_None:
        return
    if registry is not None and not PyDict_Check(registry) and registry is not Py_None:
        raise PyErr_Format(PyExc_TypeError, "'registry' must be a dict or None")
    if registry is Py_None:
        registry = None
    owned: list[PyObject] = []
    try:
        if module is None:
            module = PyUnicode_FromString(filename.value.removesuffix(".py") or "<unknown>")
            owned.append(module)
        if PyObject_TypeCheck(message, PyExc_Warning):
            text = PyObject_Str(message)
            if type(text) in PENDING:
                text = yield text
            category = message.ob_type
            owned.append(text)
        else:
            assert category is not None
            text = Py_NewRef(message)
            owned.append(text)
            message = yield call_object(category, text)
            owned.append(message)
        action, row = yield _decide(category, text, lineno, module, registry)
        owned.append(row)
        if action is None or action == "ignore":
            return
        if action == "error":
            raise _PyErr_SetObject(Py_NewRef(message))
        if not (yield _already(action, row, category, text, lineno, registry)):
            yield call_show_warning(
                category, text, message, filename, lineno, sourceline, source)
    finally:
        for op in owned:
            Py_DECREF(op)


def _key(text: PyObject, category: PyObject, lineno: int) -> PyObject:
    return PyTuple_New((Py_NewRef(text), Py_NewRef(category), PyLong_FromLong(lineno)))


def _decide(
    category: PyObject, text: PyObject, lineno: int, module: PyObject, registry: PyObject | None
) -> Any:
    """(action, row) of the filters; the action is None for what has been shown here before (a generator)."""
    if registry is not None:
        key = _key(text, category, lineno)
        try:
            if (yield already_warned(registry, key, False)):
                return None, Py_None
        finally:
            Py_DECREF(key)
    return (yield get_filter(category, text, lineno, module))


def _already(
    action: str, row: PyObject, category: PyObject, text: PyObject, lineno: int,
    registry: PyObject | None
) -> Any:
    """Note a warning as its action says; whether it was shown before (a generator)."""
    if action == "always":
        return False
    if registry is not None:
        key = _key(text, category, lineno)
        try:
            done = PyDict_SetItem(registry, key, Py_True)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(key)
    if action == "once":
        if registry is None:
            registry = yield _current(
                "onceregistry", "once_registry", PyDict_Check,
                "_warnings.onceregistry must be a dict, not '{}'")
        return (yield update_registry(registry, text, category, False))
    if action == "module":
        return registry is not None and (yield update_registry(registry, text, category, False))
    if action != "default":
        raise PyErr_Format(
            PyExc_RuntimeError,
            f"Unrecognized action ({action!r}) in warnings.filters:\n {(yield repr_text(row))}")
    return False


def is_internal_filename(filename: str) -> bool:
    """Whether a file is part of importlib's core."""
    return "importlib" in filename and "_bootstrap" in filename


def _skipped(frame: Any, prefixes: tuple[str, ...]) -> bool:
    filename = frame.f_code.co_filename
    return is_internal_filename(filename) or filename.startswith(prefixes)


def _python_frame(frame: Any) -> Any:
    """The next Python frame at or below a frame, or None."""
    while frame is not None and getattr(frame, "f_funcobj", None) is None:
        frame = frame.previous
    return frame


def frame_at(stack_level: int, prefixes: tuple[str, ...]) -> Any:
    """The frame that a warning is about, or None (the first half of setup_context)."""
    frame = _python_frame(PyEval_GetFrame())
    internal = frame is not None and is_internal_filename(frame.f_code.co_filename)
    step_over = stack_level > 0 and not internal
    while stack_level > 1 and frame is not None:
        stack_level -= 1
        frame = _python_frame(frame.previous)
        while step_over and frame is not None and _skipped(frame, prefixes):
            frame = _python_frame(frame.previous)
    return frame


def do_warn(
    message: PyObject, category: PyObject | None, stack_level: int, source: PyObject | None,
    prefixes: tuple[str, ...] = ()
) -> Any:
    """Issue a warning at the running code, or further out (a generator)."""
    frame = frame_at(stack_level, prefixes)
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    if frame is None:
        globals_, filename, lineno = interp.sysdict, PyUnicode_FromString("<sys>"), 0
    else:
        globals_ = frame.f_globals
        filename = Py_NewRef(frame.f_code.filename_op)
        lineno = frame_lineno(frame) or 0
    registry = PyDict_GetItemString(globals_, "__warningregistry__")
    if registry is None:
        registry = PyDict_New()
        PyDict_SetItemString(globals_, "__warningregistry__", registry)
    else:
        registry.ob_refcnt += 1
    module = PyDict_GetItemString(globals_, "__name__")
    if module is None or (module is not Py_None and not _is_str(module)):
        module = PyUnicode_FromString("<string>")
    else:
        module.ob_refcnt += 1
    try:
        yield warn_explicit(category, message, filename, lineno, module, registry, None, source)
    finally:
        for op in (filename, registry, module):
            Py_DECREF(op)


def warn_unicode(
    category: PyObject, message: str, stack_level: int = 1, source: PyObject | None = None
) -> Any:
    """Issue a warning of the interpreter's (a generator)."""
    text = PyUnicode_FromString(message)
    if source is not None:
        source.ob_refcnt += 1
    try:
        yield do_warn(text, category, stack_level, source)
    finally:
        Py_DECREF(text)
        Py_XDECREF(source)


set_warning_handler(warn_unicode)


# ---- the module

def get_category(message: PyObject, category: PyObject | None) -> PyObject:
    """The class of a warning (borrowed)."""
    if PyObject_TypeCheck(message, PyExc_Warning):
        return message.ob_type
    if category is None or category is Py_None:
        return PyExc_UserWarning
    if not category.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS or (
        not PyType_IsSubtype(category, PyExc_Warning)
    ):
        raise PyErr_Format(
            PyExc_TypeError,
            f"category must be a Warning subclass, not '{category.ob_type.value.tp_name}'")
    return category


def warnings_warn_impl(
    module: PyObject, message: PyObject, category: PyObject | None, stacklevel: PyObject | None,
    source: PyObject | None, skip_file_prefixes: PyObject | None
) -> Any:
    """``warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())``; a generator."""
    level: Any = 1
    if stacklevel is not None:
        level = ssize_t(stacklevel)
        if type(level) in PENDING:
            level = yield level
    prefixes: tuple[str, ...] = ()
    if skip_file_prefixes is not None:
        if not skip_file_prefixes.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError, "warn() argument 'skip_file_prefixes' must be tuple, not "
                f"{skip_file_prefixes.ob_type.value.tp_name}")
        for op in skip_file_prefixes.value:
            if not _is_str(op):
                raise PyErr_Format(
                    PyExc_TypeError,
                    f"Found non-str '{op.ob_type.value.tp_name}' in skip_file_prefixes.")
        prefixes = tuple(op.value for op in skip_file_prefixes.value)
        level = max(level, 2) if prefixes else level
    kind = get_category(message, category)
    yield do_warn(message, kind, level, None if source is Py_None else source, prefixes)
    return Py_None


def warnings_warn_explicit_impl(
    module: PyObject, message: PyObject, category: PyObject, filename: PyObject, lineno: PyObject,
    mod: PyObject | None, registry: PyObject | None, module_globals: PyObject | None,
    source: PyObject | None
) -> Any:
    """``warn_explicit(message, category, filename, lineno, ...)``; a generator."""
    unicode_arg(filename, "warn_explicit", "argument 'filename'")
    number = ssize_t(lineno)
    if type(number) in PENDING:
        number = yield number
    line = None
    if module_globals is not None and module_globals is not Py_None:
        if not PyDict_Check(module_globals):
            given = module_globals.ob_type.value.tp_name
            raise PyErr_Format(
                PyExc_TypeError, f"module_globals must be a dict, not '{given:.200}'")
        line = yield get_source_line(module_globals, number)
    try:
        yield warn_explicit(
            category, message, filename, number, mod, registry, line,
            None if source is Py_None else source)
    finally:
        Py_XDECREF(line)
    return Py_None


def get_source_line(module_globals: PyObject, lineno: int) -> Any:
    """A line of a module's text, which its loader has; a new reference or NULL (a generator)."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    external = yield optional_attribute(interp.imports.importlib, "_bootstrap_external")
    try:
        loader = yield call_owned(external, "_bless_my_loader", Py_NewRef(module_globals))
    finally:
        Py_DECREF(external)
    name = PyDict_GetItemString(module_globals, "__name__")
    try:
        get_source = None if name is None else (yield optional_attribute(loader, "get_source"))
    finally:
        Py_DECREF(loader)
    if get_source is None or name is None:
        return None
    try:
        source = yield call_object(get_source, name)
    finally:
        Py_DECREF(get_source)
    if source is Py_None:
        return None
    try:
        if not _is_str(source):
            raise PyErr_Format(
                PyExc_TypeError, f"must be str, not {source.ob_type.value.tp_name}")
        lines = source.value.splitlines()
    finally:
        Py_DECREF(source)
    if not 1 <= lineno <= len(lines):
        raise PyErr_Format(PyExc_IndexError, "list index out of range")
    return PyUnicode_FromString(lines[lineno - 1])


def warnings_filters_mutated_impl(module: PyObject) -> PyObject:
    """``_filters_mutated()``"""
    warnings_get_state().filters_version += 1
    return Py_None


warnings_functions = (
    PyMethodDef("warn", warnings_warn_impl,
                "($module, /, message, category=None, stacklevel=1, source=None, *,\n     "
                "skip_file_prefixes=<unrepresentable>)"),
    PyMethodDef("warn_explicit", warnings_warn_explicit_impl,
                "($module, /, message, category, filename, lineno,\n              "
                "module=<unrepresentable>, registry=None,\n              module_globals=None, "
                "source=None)"),
    PyMethodDef("_filters_mutated", warnings_filters_mutated_impl, "($module, /)"),
)


def PyInit__warnings() -> PyObject:
    """Make the module `_warnings`."""
    module = PyModule_FromDefs("_warnings", warnings_functions)
    state = warnings_get_state()
    for name, op in (("filters", state.filters), ("_onceregistry", state.once_registry),
                     ("_defaultaction", state.default_action)):
        PyModule_AddObjectRef(module, name, op)
    return module
