"""The _asyncio module. Models Modules/_asynciomodule.c by the library's own twins of it.

In C the module has a Future and a Task of its own; here they are those of asyncio/futures.py and asyncio/tasks.py,
run once more with globals of their own. While a twin's code runs, importing `_asyncio` fails for it, so that it
keeps to itself. The tasks come when they are first asked for: asyncio.tasks must have been imported by then.
"""

from __future__ import annotations

from typing import Any

from vm.modules.python_twins import add_from_namespace, twin_namespace
from vm.objects.dictobject import (
    PyDict_DelItemString,
    PyDict_GetItemString,
    PyDict_SetItemString,
)
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddFunctions, PyModule_GetDict, PyModule_New
from vm.objects.object import PyObject_GetAttrString
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_NewRef, Py_None, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_AttributeError
from vm.python.import_ import PyImport_GetModuleDict, PyImport_ImportModule

_LOOP_FUNCTIONS = ("_get_running_loop", "_set_running_loop", "get_running_loop", "get_event_loop")
_TASK_NAMES = (
    "Task", "_register_task", "_register_eager_task", "_unregister_task", "_unregister_eager_task",
    "_enter_task", "_leave_task", "_swap_current_task", "_scheduled_tasks", "_eager_tasks", "_current_tasks",
    "current_task",
)


def _private_twin(twin: str) -> Any:
    """The globals of a twin that cannot import _asyncio (a generator); a new reference."""
    modules = PyImport_GetModuleDict()
    before = PyDict_GetItemString(modules, "_asyncio")
    if before is not None:
        before.ob_refcnt += 1
    PyDict_SetItemString(modules, "_asyncio", Py_None)
    try:
        return (yield twin_namespace(twin, {"__name__": "_asyncio", "__package__": "asyncio"}))
    finally:
        if before is None:
            PyDict_DelItemString(modules, "_asyncio")
        else:
            PyDict_SetItemString(modules, "_asyncio", before)
            Py_DECREF(before)


def _asyncio_getattr(module: PyObject, name: PyObject) -> Any:
    """``__getattr__(name)``: makes the names that have to do with tasks (a generator)."""
    if name.value not in _TASK_NAMES:
        raise PyErr_Format(
            PyExc_AttributeError, f"module '_asyncio' has no attribute {name.value!r}")
    namespace = PyModule_GetDict(module)
    found = PyDict_GetItemString(namespace, name.value)
    if found is None:
        yield _add_tasks(module)
        found = PyDict_GetItemString(namespace, name.value)
    assert found is not None
    return Py_NewRef(found)


def _add_tasks(module: PyObject) -> Any:
    """Run the twin of the tasks, whose Task derives from the module's own Future (a generator)."""
    futures = yield PyImport_ImportModule("asyncio.futures")
    try:
        namespace = PyModule_GetDict(futures)
        plain = PyObject_GetAttrString(futures, "_PyFuture")
        if type(plain) in PENDING:
            plain = yield plain
        own = PyDict_GetItemString(PyModule_GetDict(module), "Future")
        assert own is not None
        PyDict_SetItemString(namespace, "_PyFuture", own)
        try:
            tasks = yield _private_twin("asyncio.tasks")
        finally:
            PyDict_SetItemString(namespace, "_PyFuture", plain)
            Py_DECREF(plain)
        add_from_namespace(module, tasks, _TASK_NAMES)
        Py_DECREF(tasks)
    finally:
        Py_DECREF(futures)
    PyDict_DelItemString(PyModule_GetDict(module), "__getattr__")
    return Py_None


asyncio_methods = (
    PyMethodDef("__getattr__", _asyncio_getattr, "($module, name, /)"),
)


def PyInit__asyncio() -> Any:
    """Make the module (a generator)."""
    events = yield PyImport_ImportModule("asyncio.events")
    try:
        made = PyDict_GetItemString(PyImport_GetModuleDict(), "_asyncio")
        if made is not None:  # asyncio has imported it meanwhile
            return Py_NewRef(made)
        futures = yield _private_twin("asyncio.futures")
        module = PyModule_New("_asyncio")
        add_from_namespace(module, futures, ("Future",))
        Py_DECREF(futures)
        add_from_namespace(module, PyModule_GetDict(events), _LOOP_FUNCTIONS)
        PyModule_AddFunctions(module, asyncio_methods)
        return module
    finally:
        Py_DECREF(events)
