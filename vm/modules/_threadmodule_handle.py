"""Joinable threads: _ThreadHandle, start_joinable_thread, what threading needs besides. Part of
Modules/_threadmodule.c.
"""

from __future__ import annotations

from typing import Any

from vm.modules._threadmodule import do_start_new_thread, hand_over
from vm.modules._threadmodule_local import local_Type
from vm.objects.attributes import call, getattribute
from vm.objects.getargs import boolean
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.moduleobject import PyModule_AddFunctions, PyModule_AddObjectRef
from vm.objects.object import PyCallable_Check
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyErr,
    PyFloat_Type,
    PyObject,
    PyObject_TypeCheck,
)
from vm.objects.pycore_state import _PyRuntime, _PyTime_Now
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_WriteUnraisable,
    PyExc_RuntimeError,
    PyExc_SystemExit,
    PyExc_TypeError,
)
from vm.objects.structseq import PyStructSequence_NewType
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.signals import wait_or_signal

NOT_STARTED, STARTING, RUNNING, DONE = range(1, 5)


class ThreadHandle:
    """The body of a handle: the thread's identifier, its state, who waits for its end."""

    __slots__ = ("ident", "state", "waiters", "tstate", "daemon")

    def __init__(self, ident: int = 0, state: int = NOT_STARTED):
        self.ident = ident
        self.state = state
        self.waiters: list[Any] = []
        self.tstate: Any = None
        self.daemon = False

    def finish(self) -> None:
        """The thread has ended: whoever waits for it goes on."""
        self.state = DONE
        waiters, self.waiters = self.waiters, []
        for waiter in waiters:
            _PyRuntime.scheduler.wake(waiter)


def _shutdown_handles(interp: Any) -> list[ThreadHandle]:
    """The handles of threads that the end waits for."""
    return [t.on_delete.__self__ for t in interp.threads
            if t.on_delete is not None and not t.on_delete.__self__.daemon]


def ThreadHandle_join(handle: ThreadHandle, timeout: int) -> Any:
    """Wait for a thread's end, at most ``timeout`` microseconds (-1: for ever) (a generator)."""
    tstate: Any = _PyRuntime.tstate_current
    if handle.state < RUNNING:
        raise PyErr_Format(PyExc_RuntimeError, "thread not started")
    if handle.tstate is tstate:
        raise PyErr_Format(PyExc_RuntimeError, "Cannot join current thread")
    if handle.state != DONE:
        if _PyRuntime.finalizing:
            raise PyErr_Format(
                PyExc_RuntimeError, "cannot join thread at interpreter shutdown")
        if timeout == 0:
            return
        deadline = None if timeout < 0 else _PyTime_Now() + timeout
        while handle.state != DONE and (deadline is None or deadline > _PyTime_Now()):
            handle.waiters.append(tstate)
            yield wait_or_signal(Park("join", handle, deadline))


def PyThreadHandleObject_join(op: PyObject, timeout: PyObject | None) -> Any:
    """``join(timeout=None)``; a generator."""
    wait = -1
    if timeout is not None and timeout is not Py_None:
        if timeout.ob_type is not PyFloat_Type and (
            not timeout.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS
        ):
            raise PyErr_Format(
                PyExc_TypeError,
                f"'{timeout.ob_type.value.tp_name}' object cannot be interpreted as an integer")
        wait = int(timeout.value * 1_000_000) if timeout.value >= 0 else -1
    yield ThreadHandle_join(op.value, wait)
    return Py_None


def PyThreadHandleObject_is_done(op: PyObject) -> PyObject:
    """``is_done()``"""
    return Py_True if op.value.state == DONE else Py_False


def PyThreadHandleObject_set_done(op: PyObject) -> PyObject:
    """``_set_done()``"""
    if op.value.state < RUNNING:
        raise PyErr_Format(PyExc_RuntimeError, "thread not started")
    op.value.finish()
    return Py_None


def PyThreadHandleObject_repr(op: PyObject) -> PyObject:
    """tp_repr."""
    return PyUnicode_FromString(
        f"<_ThreadHandle object: ident={op.value.ident}>")


def handle_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``_ThreadHandle()``"""
    return PyObject(ThreadHandle_Type, ThreadHandle())


ThreadHandle_Type = PyType_FromSpec(
    "_thread._ThreadHandle", tp_basicsize=24, tp_hostkey="identity", tp_is_leaf=True,
    tp_new=handle_new, tp_repr=PyThreadHandleObject_repr,
    tp_methods=(
        PyMethodDef("join", PyThreadHandleObject_join, "($self, timeout=None, /)"),
        PyMethodDef("_set_done", PyThreadHandleObject_set_done, "($self, /)"),
        PyMethodDef("is_done", PyThreadHandleObject_is_done, "($self, /)"),
    ),
    tp_getset=(PyGetSetDef("ident", lambda op: PyLong_FromLong(op.value.ident)),),
)


def thread_PyThread_start_joinable_thread(
    module: PyObject, function: PyObject, handle: PyObject | None, daemon: PyObject | None
) -> Any:
    """``start_joinable_thread(function, handle=None, daemon=True)``; a generator."""
    if not PyCallable_Check(function):
        raise PyErr_Format(PyExc_TypeError, "thread function must be callable")
    if handle is None or handle is Py_None:
        handle = PyObject(ThreadHandle_Type, ThreadHandle())
    elif handle.ob_type is not ThreadHandle_Type:
        raise PyErr_Format(PyExc_TypeError, "'handle' must be a _ThreadHandle")
    else:
        handle.ob_refcnt += 1
    body: ThreadHandle = handle.value
    if body.state != NOT_STARTED:
        Py_DECREF(handle)
        raise PyErr_Format(PyExc_RuntimeError, "thread already started")
    flag: Any = True
    if daemon is not None:
        flag = boolean(daemon)
        if type(flag) in PENDING:
            flag = yield flag
    if _PyRuntime.finalizing:
        Py_DECREF(handle)
        raise PyErr_Format(
            PyExc_RuntimeError, "can't create new thread at interpreter shutdown")
    tstate = do_start_new_thread(function, [], ())
    tstate.daemon = body.daemon = flag
    body.ident, body.state, body.tstate = tstate.thread_id, RUNNING, tstate
    tstate.on_delete = body.finish
    return handle


def thread__make_thread_handle(module: PyObject, ident: PyObject) -> PyObject:
    """``_make_thread_handle(ident)``: a handle of a running thread."""
    body = ThreadHandle(int(ident.value), RUNNING)
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    body.tstate = next((t for t in interp.threads if t.thread_id == body.ident), None)
    return PyObject(ThreadHandle_Type, body)


def thread_shutdown(module: PyObject) -> Any:
    """``_shutdown()``: wait for every thread that is not a daemon; a generator."""
    tstate: Any = _PyRuntime.tstate_current
    while handles := [h for h in _shutdown_handles(tstate.interp) if h.tstate is not tstate]:
        yield ThreadHandle_join(handles[0], -1)
    return Py_None


def thread__get_main_thread_ident(module: PyObject) -> PyObject:
    """``_get_main_thread_ident()``"""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    return PyLong_FromLong(interp.main_thread.thread_id)


def _true(module: PyObject) -> PyObject:
    """``daemon_threads_allowed()``, ``_is_main_interpreter()``"""
    return Py_True


# ---- the hook for exceptions

ExceptHookArgsType = PyStructSequence_NewType(
    "_thread._ExceptHookArgs", ("exc_type", "exc_value", "exc_traceback", "thread"))


def thread_excepthook(module: PyObject, args: PyObject) -> Any:
    """``_excepthook(args)``: show an exception that a thread did not catch; a generator."""
    from vm.python.pythonrun import PyErr_DisplayException, PySys_WriteStderr

    if not PyObject_TypeCheck(args, ExceptHookArgsType):
        raise PyErr_Format(
            PyExc_TypeError, "_thread.excepthook argument type must be ExceptHookArgs")
    exc_type, exc, _tb, thread = args.value[:4]
    if exc_type is PyExc_SystemExit:
        return Py_None
    tstate: Any = _PyRuntime.tstate_current
    name = str(tstate.thread_id)
    if thread is not Py_None:
        try:
            text = yield getattribute(thread, "name")
            name = text.value if isinstance(text.value, str) else name
            Py_DECREF(text)
        except PyErr as err:
            shown = PyErr_WriteUnraisable(err, thread)
            if type(shown) in PENDING:
                yield shown
    yield PySys_WriteStderr(f"Exception in thread {name}:\n")
    yield PyErr_DisplayException(exc)
    return Py_None


# ---- what Condition does with an RLock

def rlock_release_save(op: PyObject) -> PyObject:
    """``_release_save()``: let go entirely; what to restore."""
    lock = op.value
    if not lock.locked or lock.holder is not _PyRuntime.tstate_current:
        raise PyErr_Format(PyExc_RuntimeError, "cannot release un-acquired lock")
    count, lock.count = lock.count, 0
    owner = lock.holder.thread_id  # type: ignore[union-attr]
    hand_over(lock)
    return PyTuple_New((PyLong_FromLong(count), PyLong_FromLong(owner)))


def rlock_acquire_restore(op: PyObject, state: PyObject) -> Any:
    """``_acquire_restore(state)``; a generator."""
    count = int(state.value[0].value)
    Py_DECREF((yield call(op, "acquire")))
    op.value.count = count
    return Py_None


def rlock_recursion_count(op: PyObject) -> PyObject:
    """``_recursion_count()``"""
    lock = op.value
    mine = lock.locked and lock.holder is _PyRuntime.tstate_current
    return PyLong_FromLong(lock.count if mine else 0)


rlock_methods = (
    PyMethodDef("_release_save", rlock_release_save, "($self, /)"),
    PyMethodDef("_acquire_restore", rlock_acquire_restore, "($self, state, /)"),
    PyMethodDef("_recursion_count", rlock_recursion_count, "($self, /)"),
)
handle_functions = (
    PyMethodDef("start_joinable_thread", thread_PyThread_start_joinable_thread,
                "($module, /, function, handle=None, daemon=True)"),
    PyMethodDef("daemon_threads_allowed", _true, "($module, /)"),
    PyMethodDef("_is_main_interpreter", _true, "($module, /)"),
    PyMethodDef("_make_thread_handle", thread__make_thread_handle, "($module, ident, /)"),
    PyMethodDef("_get_main_thread_ident", thread__get_main_thread_ident, "($module, /)"),
    PyMethodDef("_shutdown", thread_shutdown, "($module, /)"),
    PyMethodDef("_excepthook", thread_excepthook, "($module, exc_info, /)"),
)


def add_joinable_threads(module: PyObject) -> None:
    """Add all this to the module `_thread`."""
    PyModule_AddFunctions(module, handle_functions)
    PyModule_AddObjectRef(module, "_ThreadHandle", ThreadHandle_Type)
    PyModule_AddObjectRef(module, "_local", local_Type)
    PyModule_AddObjectRef(module, "_ExceptHookArgs", ExceptHookArgsType)
