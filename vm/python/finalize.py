"""Clearing everything at the end. Models finalize_modules and its parts in Python/pylifecycle.c."""

from __future__ import annotations

from typing import Any

from vm.objects.attributes import call, is_closed
from vm.objects.dictobject import (
    PyDict_Clear,
    PyDict_GetItemString,
    PyDict_SetItem,
    PyDict_SetItemString,
    _PyDict_HostItems,
)
from vm.objects.moduleobject import PyModule_GetDict
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    PyErr,
    PyModule_Type,
    PyObject,
    PyObject_TypeCheck,
    PyUnicode_Type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Clear, PyErr_WriteUnraisable
from vm.python.gc import PyGC_Collect


def flush_std_files() -> Any:
    """Flush sys.stdout and sys.stderr, whatever they are now; the status, negative on failure (a generator)."""
    tstate = _PyRuntime.tstate_current
    assert tstate is not None and tstate.interp.sysdict is not None
    status = 0
    for name in ("stdout", "stderr"):
        stream = PyDict_GetItemString(tstate.interp.sysdict, name)
        if stream is None or stream is Py_None:
            continue
        stream.ob_refcnt += 1
        try:
            if not (yield _file_is_closed(stream)):
                Py_DECREF((yield call(stream, "flush")))
        except PyErr as err:
            status = -1
            if name == "stderr" or _PyRuntime.finalizing:
                PyErr_Clear(err)
                continue
            shown = PyErr_WriteUnraisable(err, None, "Exception ignored on flushing sys.stdout")
            if type(shown) in PENDING:
                yield shown
        finally:
            Py_DECREF(stream)
    return status


def _file_is_closed(stream: PyObject) -> Any:
    """Whether a stream says that it is closed; one that cannot say is not (a generator)."""
    try:
        return (yield is_closed(stream))
    except PyErr as err:
        PyErr_Clear(err)
        return False


def finalize_modules(interp: Any) -> Any:
    """Let go of every module: sys.modules is emptied, what survives is cleared, garbage is collected."""
    finalize_modules_delete_special(interp)
    yield _let_finalizers_run()
    modules = interp.modules
    alive = _modules_of(modules)
    for module in alive:
        module.ob_refcnt += 1
    yield _collect()
    PyDict_Clear(modules)
    yield _let_finalizers_run()
    for module in alive:
        if module.ob_refcnt == 1:
            # Nobody else holds it: it goes as finalize_clear_modules_dict lets it go.
            Py_DECREF(module)
            yield _let_finalizers_run()
    yield _collect()
    for module in reversed(alive):
        if module.ob_refcnt >= 1 and module.value is not None:
            if not _is_core(module):
                yield _PyModule_Clear(PyModule_GetDict(module))
            Py_DECREF(module)
    yield _collect()


#: Names of sys that hold on to the program's objects, and the streams to be put back.
_SYS_DELETES = (
    "path", "argv", "ps1", "ps2", "last_exc", "last_type", "last_value", "last_traceback", "path_hooks",
    "path_importer_cache", "meta_path", "__interactivehook__",
)
_SYS_FILES = ("stdin", "stdout", "stderr")


def finalize_modules_delete_special(interp: Any) -> None:
    """Let go of what sys and builtins keep of the program: the last exception, replaced streams."""
    PyDict_SetItemString(interp.builtins, "_", Py_None)
    for name in _SYS_DELETES:
        PyDict_SetItemString(interp.sysdict, name, Py_None)
    for name in _SYS_FILES:
        stream = PyDict_GetItemString(interp.sysdict, f"__{name}__") or Py_None
        PyDict_SetItemString(interp.sysdict, name, stream)


def _let_finalizers_run() -> Any:
    """Nothing: but before a native frame goes on, the evaluator runs the finalisers that are queued."""
    return
    yield


def _modules_of(modules: PyObject) -> list[PyObject]:
    return [
        m for m in modules.value.me_value.values() if PyObject_TypeCheck(m, PyModule_Type)]


def _is_core(module: PyObject) -> bool:
    """sys and builtins go last, with the interpreter."""
    name = PyModule_GetDict(module).value.me_value.get("__name__")
    return name is not None and name.value in ("sys", "builtins")


def _PyModule_Clear(namespace: PyObject) -> Any:
    """Set a module's names to None: first those with one underscore, then all but ``__builtins__``."""
    for private in (True, False):
        for key, value in list(_PyDict_HostItems(namespace)):
            if value is Py_None or key.ob_type is not PyUnicode_Type:
                continue
            name = key.value
            one_underscore = name.startswith("_") and not name.startswith("__")
            if one_underscore == private and name != "__builtins__":
                done = PyDict_SetItem(namespace, key, Py_None)
                if type(done) in PENDING:
                    yield done
                yield _let_finalizers_run()


def _collect() -> Any:
    res = PyGC_Collect()
    if type(res) in PENDING:
        yield res
