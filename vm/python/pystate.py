"""Making and deleting interpreter and thread states. Models Python/pystate.c."""

from __future__ import annotations

from typing import Any

from vm.objects.obmalloc import mem
from vm.objects.pycore_frame import NativeFrame
from vm.objects.pycore_freelist import freelists
from vm.objects.pycore_gc import gcstate
from vm.objects.pycore_object import Py_XDECREF, PyErr, _Py_IsImmortal, pending_finalizers
from vm.objects.pycore_state import PyInterpreterState, PyThreadState, _PyRuntime
from vm.objects.pycore_trashcan import trash
from vm.python import ceval_gil
from vm.python.instrumentation import _PyMonitoring, forget_tools
from vm.python.legacy_tracing import clear_tracing
from vm.python.pyarena import arenas


def _PyRuntimeState_Init(runtime: Any) -> None:
    """A fresh process: no interpreter, the clock at zero, the first address again."""
    for interp in runtime.interpreters:
        for tstate in interp.threads:
            close_natives(tstate)
    runtime.interpreters.clear()
    runtime.tstate_current = None
    runtime.core_initialized = False
    runtime.initialized = False
    runtime.finalizing = False
    runtime.now = 0
    runtime.hooks = None
    runtime.scheduler = None
    runtime.unhandled_keyboard_interrupt = False
    runtime.signals = None
    pending_finalizers.clear()
    trash.delete_nesting = 0
    gcstate.reset()
    for text, op in list(runtime.interned.items()):
        if not _Py_IsImmortal(op):  # kept alive by what an abandoned run left behind
            del runtime.interned[text]
    freelists.reset()
    mem.reset()
    arenas.clear()


def close_natives(tstate: PyThreadState) -> None:
    """Close the C functions that an abandoned run stands in.

    Their ``finally`` clauses drop references. They must do so now: later the objects that all runs share would have
    been counted anew.
    """
    frame = tstate.current_frame
    while frame is not None:
        if isinstance(frame, NativeFrame):
            try:
                frame.gen.close()
            except (RuntimeError, PyErr):  # it went on, or failed: there is no one to tell
                pass
        frame = frame.previous
    tstate.current_frame = None


def PyInterpreterState_New() -> PyInterpreterState:
    """Make the interpreter and put it on the runtime's list."""
    interp = PyInterpreterState(_PyRuntime)
    forget_tools()
    interp.monitoring = _PyMonitoring()
    _PyRuntime.interpreters.append(interp)
    ceval_gil.create_gil(interp.gil)
    return interp


def new_threadstate(interp: PyInterpreterState) -> PyThreadState:
    """Make a thread state with the interpreter's next id."""
    ident = interp.next_thread_id
    interp.next_thread_id = ident + 1
    tstate = PyThreadState(interp, ident)
    tstate.thread_id = 0x7F0000000000 + ident * 0x1000000  # as pthread_self() might answer
    if _PyRuntime.tstate_current is not None:
        tstate.sigmask = _PyRuntime.tstate_current.sigmask
    interp.threads.append(tstate)
    if interp.main_thread is None:
        interp.main_thread = tstate
        tstate.name = "MainThread"
    else:
        tstate.name = f"Thread-{ident - 1}"
    return tstate


def tstate_delete_common(tstate: PyThreadState) -> None:
    """Take a finished thread off the list and let go of the GIL."""
    PyThreadState_Clear(tstate)
    tstate.interp.threads.remove(tstate)
    if _PyRuntime.tstate_current is tstate:
        ceval_gil.drop_gil(tstate)
    if tstate.on_delete is not None:
        tstate.on_delete()


def PyThreadState_Clear(tstate: Any) -> None:
    """Drop what a thread state owns."""
    exc, tstate.exc_state.exc_value = tstate.exc_state.exc_value, None
    Py_XDECREF(exc)
    exc, tstate.async_exc = tstate.async_exc, None
    Py_XDECREF(exc)
    context, tstate.context = tstate.context, None
    Py_XDECREF(context)
    clear_tracing(tstate)
