"""Who imports from a place: the importer of an entry of sys.path. Part of Python/import.c."""

from __future__ import annotations

from typing import Any

from vm.objects.call import PyObject_CallOneArg
from vm.objects.dictobject import PyDict_GetItemRef, PyDict_GetItemString, PyDict_SetItem
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LIST_SUBCLASS,
    PyErr,
    PyObject,
    decref_all,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_ImportError,
    PyExc_RuntimeError,
)


def PyImport_GetImporter(path: PyObject) -> Any:
    """The importer for a place, or None if there is none: a new reference (a generator)."""
    sysdict = _PyInterpreterState_GET().sysdict
    owned: list[PyObject] = []
    try:
        for name in ("path_importer_cache", "path_hooks"):
            op = PyDict_GetItemString(sysdict, name)
            if op is None:
                raise PyErr_Format(PyExc_RuntimeError, f"lost sys.{name}")
            owned.append(Py_NewRef(op))
        cache, hooks = owned
        return (yield get_path_importer(cache, hooks, path))
    finally:
        decref_all(owned)


def get_path_importer(cache: PyObject, hooks: PyObject, path: PyObject) -> Any:
    """Ask the cache, then each hook; what is found is kept (a generator)."""
    if not hooks.ob_type.value.tp_flags & Py_TPFLAGS_LIST_SUBCLASS:
        raise PyErr_Format(PyExc_RuntimeError, "sys.path_hooks is not a list")
    if not cache.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        raise PyErr_Format(PyExc_RuntimeError, "sys.path_importer_cache is not a dict")
    importer = PyDict_GetItemRef(cache, path)
    if type(importer) in PENDING:
        importer = yield importer
    if importer is not None:
        return importer
    res = PyDict_SetItem(cache, path, Py_None)  # a hook may ask for the same
    if type(res) in PENDING:
        yield res
    importer = yield _ask_hooks(hooks, path)
    if importer is not None:
        res = PyDict_SetItem(cache, path, importer)
        if type(res) in PENDING:
            yield res
    return importer or Py_None


def _ask_hooks(hooks: PyObject, path: PyObject) -> Any:
    """What the first hook makes that takes the path, or NULL (a generator)."""
    for hook in list(hooks.value):
        hook.ob_refcnt += 1
        try:
            res = PyObject_CallOneArg(hook, path)
            return (yield res) if type(res) in PENDING else res
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_ImportError):
                raise
            PyErr_Clear(err)
        finally:
            Py_DECREF(hook)
    return None
