"""Importing modules. Models Python/import.c; its module `_imp` is in import_imp.py.

The work is done by the real importlib, whose two core files are frozen modules that run as guest code. What is
here is what C does itself: the fast path of the import statement, built-in and frozen modules, the import
lock, and the start of it all.

The name ends in an underscore because ``import`` is a keyword of the host language.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

from vm.objects.abstract import (
    PyMapping_GetOptionalItem,
    PyMapping_Keys,
    PyObject_SetItem,
    PySequence_GetItem,
)
from vm.objects.call import PyObject_CallMethod
from vm.objects.codeobject_host import code_from_host
from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_GetItemString,
    PyDict_SetItem,
    PyDict_SetItemString,
)
from vm.objects.exceptions_base import PyException_GetTraceback, PyException_SetTraceback
from vm.objects.listobject import PyList_New
from vm.objects.moduleobject import PyModule_GetDict, PyModule_New
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_HasAttrWithError,
    PyObject_IsTrue,
    PyObject_Repr,
    PyObject_RichCompareBool,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import uncounted
from vm.objects.pycore_gc import gen0_head
from vm.objects.pycore_object import (
    Park,
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_READY,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyDict_Type,
    PyErr,
    PyModule_Type,
    PyObject,
    PyTuple_Type,
    PyType_IsSubtype,
    PyUnicode_Type,
    decref_all,
    static_types,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_ImportError,
    PyExc_IndexError,
    PyExc_KeyError,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
    exception_types,
    new_exception,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.typeobject import _PyType_Lookup
from vm.objects.typeobject_ready import PyType_Ready
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.ceval import PyEval_EvalCode
from vm.python.frozen import frozen_code, frozen_info, look_up_frozen
from vm.python.traceback import frame_code

#: What the file of an extension module may end in (_PyImport_DynLoadFiletab).
EXTENSION_SUFFIXES = (".cpython-313-x86_64-linux-gnu.so", ".abi3.so", ".so")
_BOOTSTRAP_FILES = ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")


class _PyRecursiveMutex:
    """A lock that its holder may take again; waiters are thread states, first come first served."""

    __slots__ = ("holder", "level", "waiters")

    def __init__(self) -> None:
        self.holder: Any = None
        self.level = 0
        self.waiters: list[Any] = []


class _import_state:
    """What an interpreter knows of imports (struct _import_state).

    Attributes:
        importlib: the module ``_frozen_importlib``; owned.
        import_func: the ``__import__`` that builtins began with; owned.
        lock: the import lock.
        override_frozen_modules: 1 to use frozen modules, -1 not to, 0 as configured.
        builtin_names: modules that are part of the interpreter, sorted.
        ast: the classes of syntax trees (vm/python/python_ast.py), or None.
    """

    __slots__ = (
        "importlib", "import_func", "lock", "override_frozen_modules", "builtin_names", "ast")

    def __init__(self) -> None:
        self.importlib: PyObject | None = None
        self.import_func: PyObject | None = None
        self.lock = _PyRecursiveMutex()
        self.override_frozen_modules = 0
        self.builtin_names: tuple[str, ...] = ()
        self.ast: Any = None


def _interp() -> Any:
    return _PyRuntime.tstate_current.interp  # type: ignore[union-attr]


# ---- the import lock

def _PyImport_AcquireLock(interp: Any) -> Any:
    """Take the import lock: host None, or a generator that waits for it."""
    lock, tstate = interp.imports.lock, _PyRuntime.tstate_current
    if lock.holder is None or lock.holder is tstate:
        lock.holder = tstate
        lock.level += 1
        return None
    return _wait_for_import_lock(lock, tstate)


def _wait_for_import_lock(lock: _PyRecursiveMutex, tstate: Any) -> Any:
    lock.waiters.append(tstate)
    yield Park("import lock", lock)


def _PyImport_ReleaseLock(interp: Any) -> None:
    """Let go of the import lock; the first waiter gets it."""
    lock = interp.imports.lock
    lock.level -= 1
    if lock.level:
        return
    lock.holder = None
    if lock.waiters:
        lock.holder, lock.level = lock.waiters.pop(0), 1
        _PyRuntime.scheduler.wake(lock.holder)


# ---- sys.modules

def PyImport_GetModuleDict() -> PyObject:
    """``sys.modules`` (borrowed)."""
    return _interp().modules


def import_get_module(name: PyObject) -> Any:
    """What sys.modules has for a name: a new reference, NULL, or pending."""
    modules = PyImport_GetModuleDict()
    if modules.ob_type is PyDict_Type and name.ob_type is PyUnicode_Type:
        found = PyDict_GetItemString(modules, name.value)
        if found is not None:
            found.ob_refcnt += 1
        return found
    return PyMapping_GetOptionalItem(modules, name)


PyImport_GetModule = import_get_module


def import_add_module(name: str) -> PyObject:
    """The module of a name in sys.modules, made if there is none; a new reference."""
    modules = PyImport_GetModuleDict()
    found = PyDict_GetItemString(modules, name)
    if found is not None and PyType_IsSubtype(found.ob_type, PyModule_Type):
        return Py_NewRef(found)
    module = PyModule_New(name)
    PyDict_SetItemString(modules, name, module)
    return module


def set_import_error(
    message: str, name: PyObject | None = None, path: PyObject | None = None,
    name_from: PyObject | None = None, exc_type: PyObject = PyExc_ImportError
) -> PyErr:
    """The host exception of an ImportError with its fields (PyErr_SetImportError); borrows them."""
    exc = new_exception(exc_type, PyObject(PyUnicode_Type, message))
    fields = {
        "msg": exc.value.args.value[0], "name": name, "path": path, "name_from": name_from}
    exc.value.extra = {key: Py_NewRef(op) for key, op in fields.items() if op is not None}
    return _PyErr_SetObject(exc)


# ---- built-in modules

def _tables() -> Any:
    """The tables of modules written in the host's language; they stand on a higher floor."""
    return importlib.import_module("vm.modules")


def find_builtin_modules(interp: Any) -> None:
    """Say which modules are built in: those of the table, and those that no file stands for.

    In most builds of CPython some modules are files of their own beside the library (lib-dynload). So they
    are here, if the guest's library has such files.
    """
    tables = _tables()
    names = {"builtins", "sys", *tables.PyImport_Inittab}
    interp.files.provide_extensions(tables.PyImport_Dynamictab, EXTENSION_SUFFIXES[0])
    names |= tables.PyImport_Dynamictab.keys() - extension_modules(interp)
    interp.imports.builtin_names = tuple(sorted(names))


def extension_modules(interp: Any) -> set[str]:
    """The modules that have a file in lib-dynload."""
    try:
        files = interp.files.listdir(interp.files.place.dynload_dir)
    except OSError:
        return set()
    return {name.partition(".")[0] for name in files if name.endswith(EXTENSION_SUFFIXES[0])}


def builtin_module_names() -> tuple[str, ...]:
    """Names for ``sys.builtin_module_names``, sorted."""
    return _interp().imports.builtin_names


def is_builtin(name: str) -> int:
    """1 if the name is a built-in module's, -1 if one that cannot be initialised again, else 0."""
    if name in ("builtins", "sys"):
        return -1
    return int(name in _interp().imports.builtin_names)


def import_run_extension(place: str) -> Any:
    """Run the init function of a module ("file:function"): a new reference to the module, or pending."""
    name, _, function = place.partition(":")
    file = sys.modules.get(name)
    if file is None:
        file = _load_file(name)
    init: Callable[[], Any] = getattr(file, function)
    return init()


def _load_file(name: str) -> Any:
    """Import a file of the VM's; what that allocates is static data and leaves no trace in the books.

    It happens once a host process; a guest's counts and what its collector sees must not depend on it.
    """
    known = len(gen0_head)
    with uncounted():
        file = importlib.import_module(name)
        for tp in static_types:
            if not tp.value.tp_flags & Py_TPFLAGS_READY:
                PyType_Ready(tp)
    for op in list(islice(gen0_head, known, None)):
        del gen0_head[op]
    return file


def create_builtin(name: str) -> Any:
    """Make a built-in module: a new reference, or NULL if there is none of this name."""
    interp = _interp()
    if name in ("builtins", "sys"):
        return import_find_extension(interp, name)
    if name not in interp.imports.builtin_names:
        return None
    tables = _tables()
    place = tables.PyImport_Inittab.get(name) or tables.PyImport_Dynamictab[name]
    return import_run_extension(place)


def import_find_extension(interp: Any, name: str) -> PyObject:
    """A module over the dict of sys or builtins, which are made once only."""
    module = import_add_module(name)
    namespace = PyModule_GetDict(module)
    own = interp.sysdict if name == "sys" else interp.builtins
    if namespace is not own:
        for key, value in own.value.me_value.items():
            PyDict_SetItemString(namespace, key, value)
    return module


# ---- frozen modules

def use_frozen(interp: Any) -> bool:
    """Whether frozen modules that exist as files, too, are used."""
    return interp.imports.override_frozen_modules >= 0


def find_frozen(name: PyObject) -> frozen_info | None:
    """What is known of a frozen module, or None."""
    if not isinstance(name.value, str):
        return None
    return look_up_frozen(name.value, use_frozen(_interp()))


def no_such_frozen(name: PyObject) -> PyErr:
    """The ImportError for a module that is not frozen (set_frozen_error)."""
    return set_import_error(f"No such frozen object named {name.value!r}", name)


def unmarshal_frozen_code(info: frozen_info) -> PyObject:
    """The code object of a frozen module; a new reference."""
    return code_from_host(frozen_code(info.name))


def PyImport_ImportFrozenModule(name: str) -> Any:
    """Import a frozen module by a host name (a generator)."""
    op = PyUnicode_FromString(name)
    try:
        return (yield PyImport_ImportFrozenModuleObject(op))
    finally:
        Py_DECREF(op)


def PyImport_ImportFrozenModuleObject(name: PyObject) -> Any:
    """Import a frozen module without importlib (a generator); host bool: whether there is one."""
    info = find_frozen(name)
    if info is None:
        return False
    module = import_add_module(info.name)
    code = unmarshal_frozen_code(info)
    namespace = module_dict_for_exec(module)
    try:
        if info.is_package:
            path = PyList_New([])
            PyDict_SetItemString(namespace, "__path__", path)
            Py_DECREF(path)
        yield exec_code_in_module(namespace, code)
        origname = Py_None if info.origname is None else PyUnicode_FromString(info.origname)
        PyDict_SetItemString(namespace, "__origname__", origname)
        Py_DECREF(origname)
    finally:
        Py_DECREF(code)
        Py_DECREF(module)
    return True


def module_dict_for_exec(module: PyObject) -> PyObject:
    """The namespace of a module whose code is to run, with builtins in it; borrowed."""
    namespace = PyModule_GetDict(module)
    PyDict_SetItemString(namespace, "__builtins__", _interp().builtins)
    return namespace


def exec_code_in_module(namespace: PyObject, code: PyObject) -> Any:
    """Run a module's code (a generator)."""
    Py_DECREF((yield PyEval_EvalCode(code, namespace, namespace)))


# ---- the start

def PyImport_AddModuleRef(name: str) -> PyObject:
    """What `PyImport_AddModuleObject` does, under the name that C calls with a C string."""
    return import_add_module(name)


def PyImport_AddModuleObject(name: str) -> PyObject:
    """A module of this name in sys.modules, made empty if there is none; a new reference."""
    return import_add_module(name)


def _PyImport_FixupBuiltin(interp: Any, module: PyObject, name: str) -> None:
    """Enter a module that is made before importing works."""
    PyDict_SetItemString(interp.modules, name, module)


def _PyImport_InitDefaultImportFunc(interp: Any) -> None:
    """Remember the import function that IMPORT_NAME need not call by name."""
    interp.imports.import_func = Py_NewRef(interp.builtins.value.me_value["__import__"])


def _PyImport_Init(interp: Any) -> None:
    """What importing needs before there is any module."""
    interp.imports = _import_state()
    find_builtin_modules(interp)


def call_importlib(interp: Any, function: str, args: list) -> Any:
    """Call a function of ``importlib._bootstrap`` (a generator)."""
    res = PyObject_CallMethod(interp.imports.importlib, function, args)
    if type(res) in PENDING:
        res = yield res
    return res


def _PyImport_InitCore(interp: Any) -> Any:
    """Import of built-in and frozen modules works from here on (a generator)."""
    yield init_importlib(interp)


def init_importlib(interp: Any) -> Any:
    """Run the frozen importlib and have it install itself (a generator)."""
    yield PyImport_ImportFrozenModule("_frozen_importlib")
    interp.imports.importlib = PyImport_AddModuleRef("_frozen_importlib")
    imp_mod = bootstrap_imp(interp)
    sysmod = PyDict_GetItemString(interp.modules, "sys")
    assert sysmod is not None
    try:
        Py_DECREF((yield call_importlib(interp, "_install", [sysmod, imp_mod])))
    finally:
        Py_DECREF(imp_mod)


def bootstrap_imp(interp: Any) -> PyObject:
    """Make the module `_imp` and enter it into sys.modules; a new reference."""
    module = create_builtin("_imp")
    assert module is not None
    PyDict_SetItemString(interp.modules, "_imp", module)
    return module


def _PyImport_InitExternal(interp: Any) -> Any:
    """Import of files works from here on (a generator)."""
    yield init_importlib_external(interp)
    yield init_zipimport(interp)


def init_importlib_external(interp: Any) -> Any:
    """Have importlib install the finders of files (a generator)."""
    Py_DECREF((yield call_importlib(interp, "_install_external_importers", [])))


def init_zipimport(interp: Any) -> Any:
    """Put the importer of zip files first among the path hooks (a generator)."""
    module = yield PyImport_ImportModule("zipimport")
    zipimporter = PyModule_GetDict(module).value.me_value["zipimporter"]
    hooks = PyDict_GetItemString(interp.sysdict, "path_hooks")
    assert hooks is not None
    hooks.value.insert(0, Py_NewRef(zipimporter))
    Py_DECREF(module)


def _PyImport_FiniCore(interp: Any) -> None:
    """Drop what the interpreter keeps for imports."""
    state = interp.imports
    importlib_op, state.importlib = state.importlib, None
    import_func, state.import_func = state.import_func, None
    Py_XDECREF(importlib_op)
    Py_XDECREF(import_func)
    if state.ast is not None:
        owned, state.ast = state.ast.references(), None
        decref_all(owned)


# ---- the import statement

def PyImport_ImportModule(name: str) -> Any:
    """Import by a host name, as ``import name`` with all its parents: a new reference, or pending.

    The module itself is the result, also for a dotted name.
    """
    return _import_by_name(name)


def _import_by_name(name: str) -> Any:
    op = PyUnicode_FromString(name)
    try:
        top = PyImport_ImportModuleLevelObject(op, None, None, None, 0)
        if type(top) in PENDING:
            top = yield top
        if "." not in name:
            return top
        Py_DECREF(top)
        return import_get_module(op)
    finally:
        Py_DECREF(op)


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
    if level == 0:
        if not name.value:
            raise PyErr_Format(PyExc_ValueError, "Empty module name")
        module = _imported(name.value, fromlist)
        if module is not None:
            module.ob_refcnt += 1
            return module
    return _import_module_level_object(name, globals_, fromlist, level)


def _imported(name: str, fromlist: PyObject | None) -> PyObject | None:
    """The module, borrowed, where no more is to be done than to find it in sys.modules; else NULL."""
    modules = PyImport_GetModuleDict()
    if modules.ob_type is not PyDict_Type:
        return None
    module = PyDict_GetItemString(modules, name)
    if module is None or module.ob_type is not PyModule_Type:
        return None
    if fromlist is None or fromlist is Py_None:
        if "." in name:
            return None
    elif fromlist.ob_type is not PyTuple_Type or not fromlist.value or (
        "__path__" in module.ob_dict or "__getattr__" in module.ob_dict
    ):
        return None
    spec = module.ob_dict.get("__spec__")
    if spec is None or spec is Py_None:
        return module
    tp = spec.ob_type.value
    if tp.tp_getattro is not PyObject_GenericGetAttr or not tp.tp_dictoffset or (
        _PyType_Lookup(spec.ob_type, "_initializing") is not None
    ):
        return None
    return module if spec.ob_dict.get("_initializing", Py_False) is Py_False else None


def _import_module_level_object(
    name: PyObject, globals_: PyObject | None, fromlist: PyObject | None, level: int
) -> Any:
    abs_name = mod = None
    try:
        abs_name = (yield resolve_name(name, globals_, level)) if level else Py_NewRef(name)
        pending = import_get_module(abs_name)
        mod = (yield pending) if type(pending) in PENDING else pending
        if mod is not None and mod is not Py_None:
            yield import_ensure_initialized(mod, abs_name)
        else:
            mod = yield import_find_and_load(abs_name)
        has_from: Any = False
        if fromlist is not None and fromlist is not Py_None:
            has_from = PyObject_IsTrue(fromlist)
            if type(has_from) in PENDING:
                has_from = yield has_from
        if has_from:
            return (yield _module_with_fromlist(mod, fromlist))
        if (level and not name.value) or "." not in name.value:
            return Py_NewRef(mod)
        return (yield _first_module(name, abs_name, level))
    except PyErr as err:
        remove_importlib_frames(err.exc)
        raise
    finally:
        Py_XDECREF(abs_name)
        Py_XDECREF(mod)


def _module_with_fromlist(mod: PyObject, fromlist: PyObject | None) -> Any:
    """The module of ``from module import names``, submodules of a package imported (a generator)."""
    has_path = PyObject_HasAttrWithError(mod, _Py_ID("__path__"))
    if type(has_path) in PENDING:
        has_path = yield has_path
    if not has_path:
        return Py_NewRef(mod)
    interp = _interp()
    return (yield call_importlib(
        interp, "_handle_fromlist", [mod, fromlist, interp.imports.import_func]))


def _first_module(name: PyObject, abs_name: PyObject, level: int) -> Any:
    """What ``import a.b.c`` binds: the module of the first part of the name (a generator)."""
    front = name.value.partition(".")[0]
    if level == 0:
        op = PyUnicode_FromString(front)
        try:
            module = PyImport_ImportModuleLevelObject(op, None, None, None, 0)
            if type(module) in PENDING:
                module = yield module
        finally:
            Py_DECREF(op)
        return module
    cut_off = len(name.value) - len(front)
    to_return = PyUnicode_FromString(abs_name.value[:len(abs_name.value) - cut_off])
    try:
        module = import_get_module(to_return)
        if type(module) in PENDING:
            module = yield module
        if module is None:
            raise PyErr_Format(
                PyExc_KeyError, f"{to_return.value!r} not in sys.modules as expected")
    finally:
        Py_DECREF(to_return)
    return module


def _PyModuleSpec_IsInitializing(spec: PyObject) -> Any:
    """Whether a spec says that its module is being loaded (a generator); host bool."""
    value = PyObject_GetOptionalAttr(spec, _Py_ID("_initializing"))
    if type(value) in PENDING:
        value = yield value
    if value is None:
        return False
    try:
        truth = PyObject_IsTrue(value)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(value)
    return truth


def import_ensure_initialized(mod: PyObject, name: PyObject) -> Any:
    """Wait until a module that another thread is loading is ready (a generator)."""
    spec = PyObject_GetOptionalAttr(mod, _Py_ID("__spec__"))
    if type(spec) in PENDING:
        spec = yield spec
    if spec is None:
        return
    try:
        initializing = yield _PyModuleSpec_IsInitializing(spec)
    finally:
        Py_DECREF(spec)
    if initializing:
        Py_DECREF((yield call_importlib(_interp(), "_lock_unlock_module", [name])))


def import_find_and_load(abs_name: PyObject) -> Any:
    """Load a module that is not in sys.modules: importlib's work (a generator)."""
    interp = _interp()
    return (yield call_importlib(
        interp, "_find_and_load", [abs_name, interp.imports.import_func]))


def remove_importlib_frames(exc: PyObject) -> None:
    """Take importlib's own entries out of an exception's traceback.

    All of them for an ImportError; else only chunks that end in the function that calls the outside.
    """
    always_trim = PyType_IsSubtype(exc.ob_type, PyExc_ImportError)
    kept: list[PyObject] = []
    chunk = 0  # how many of the kept were there when this chunk of importlib's began
    in_importlib = False
    base_tb = tb = PyException_GetTraceback(exc)
    while tb is not None:
        code = frame_code(tb.value.tb_frame)
        now = code.co_filename in _BOOTSTRAP_FILES
        if now and not in_importlib:
            chunk = len(kept)
        in_importlib = now
        if now and (always_trim or code.co_name == "_call_with_frames_removed"):
            del kept[chunk:]
        else:
            kept.append(tb)
        tb = tb.value.tb_next
    if base_tb is not None:
        _link_entries(exc, kept)
        Py_DECREF(base_tb)


def _link_entries(exc: PyObject, kept: list[PyObject]) -> None:
    """Make a traceback of these entries alone, in order."""
    for entry, following in zip(kept, [*kept[1:], None]):
        old = entry.value.tb_next
        if old is not following:
            entry.value.tb_next = None if following is None else Py_NewRef(following)
            Py_XDECREF(old)
    PyException_SetTraceback(exc, kept[0] if kept else None)


# ---- relative names

def resolve_name(name: PyObject, globals_: PyObject | None, level: int) -> Any:
    """The absolute name of a relative import (a generator); a new reference."""
    if globals_ is None or globals_ is Py_None:
        raise PyErr_Format(PyExc_KeyError, "'__name__' not in globals")
    if not PyDict_Check(globals_):
        raise PyErr_Format(PyExc_TypeError, "globals must be a dict")
    package = yield _package_of(globals_)
    bits = package.rsplit(".", level - 1)
    if not package:
        raise _no_parent()
    if len(bits) < level:
        raise PyErr_Format(
            PyExc_ImportError, "attempted relative import beyond top-level package")
    return PyUnicode_FromString(f"{bits[0]}.{name.value}" if name.value else bits[0])


def _no_parent() -> PyErr:
    return PyErr_Format(
        PyExc_ImportError, "attempted relative import with no known parent package")


def _package_of(globals_: PyObject) -> Any:
    """The package that a module's relative imports start from, a host str (a generator)."""
    package = PyDict_GetItemString(globals_, "__package__")
    spec = PyDict_GetItemString(globals_, "__spec__")
    has_spec = spec is not None and spec is not Py_None
    if package is not None and package is not Py_None:
        if not package.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "package must be a string")
        text = package.value
        if has_spec:
            yield _check_parent(spec, package)
        return text
    if has_spec:
        parent = PyObject_GetAttr(spec, _Py_ID("parent"))  # type: ignore[arg-type]
        if type(parent) in PENDING:
            parent = yield parent
        text = parent.value if isinstance(parent.value, str) else None
        Py_DECREF(parent)
        if text is None:
            raise PyErr_Format(PyExc_TypeError, "__spec__.parent must be a string")
        return text
    return (yield _package_by_name(globals_))


def _check_parent(spec: PyObject | None, package: PyObject) -> Any:
    """Warn if ``__package__`` is not what the spec says (a generator)."""
    assert spec is not None
    parent = None
    package.ob_refcnt += 1
    try:
        pending = PyObject_GetAttr(spec, _Py_ID("parent"))
        parent = (yield pending) if type(pending) in PENDING else pending
        equal = PyObject_RichCompareBool(package, parent, Py_EQ)
        if type(equal) in PENDING:
            equal = yield equal
    finally:
        Py_DECREF(package)
        Py_XDECREF(parent)
    if not equal:
        res = PyErr_WarnEx(PyExc_DeprecationWarning, "__package__ != __spec__.parent", 1)
        if type(res) in PENDING:
            yield res


def _package_by_name(globals_: PyObject) -> Any:
    """The package by ``__name__`` and ``__path__`` alone (a generator)."""
    res = PyErr_WarnEx(
        exception_types["ImportWarning"],
        "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
        1)
    if type(res) in PENDING:
        yield res
    name = PyDict_GetItemString(globals_, "__name__")
    if name is None:
        raise PyErr_Format(PyExc_KeyError, "'__name__' not in globals")
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "__name__ must be a string")
    text = name.value
    if PyDict_GetItemString(globals_, "__path__") is None:
        if "." not in text:
            raise _no_parent()
        text = text.rpartition(".")[0]
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
    try:
        pos = 0
        while (name := (yield _name_at(names, pos))) is not None:
            pos += 1
            try:
                yield _import_one(locals_, module, name, skip_underscores)
            finally:
                Py_DECREF(name)
    finally:
        Py_DECREF(names)


def _name_at(names: PyObject, pos: int) -> Any:
    """An item of ``__all__``, or NULL past its end (a generator)."""
    try:
        item = PySequence_GetItem(names, pos)
        return (yield item) if type(item) in PENDING else item
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_IndexError):
            raise
        PyErr_Clear(err)
        return None


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

