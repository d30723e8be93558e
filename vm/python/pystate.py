"""Making and deleting interpreter and thread states. Models Python/pystate.c."""

from __future__ import annotations

from typing import Any

from vm.objects.object import _PyObject_InitState
from vm.objects.pycore_frame import NativeFrame
from vm.objects.pycore_gc import gcstate
from vm.objects.pycore_object import Py_XDECREF, PyErr, _Py_IsImmortal
from vm.objects.pycore_state import PyInterpreterState, PyRuntimeState, PyThreadState, _PyRuntime
from vm.objects.pycore_trashcan import trash
from vm.objects.typeobject_cache import _PyType_InitCache
from vm.python import ceval_gil
from vm.python.ceval_gil import _PyEval_InitState
from vm.python.gc import _PyGC_InitState
from vm.python.instrumentation import _PyMonitoring, forget_tools
from vm.python.legacy_tracing import clear_tracing
from vm.python.pyarena import arenas


def _PyRuntime_Initialize() -> None:
    """Begin a new process, whatever the host process has run before, unless its command line is being read."""
    if not _PyRuntime.preinitialized:
        _PyRuntimeState_Init(_PyRuntime)


def _PyRuntimeState_Init(runtime: PyRuntimeState) -> None:
    """Put away what an abandoned run has left behind, and make the state of the process anew."""
    for interp in runtime.interpreters:
        for tstate in interp.threads:
            close_natives(tstate)
    init_runtime(runtime)


def init_runtime(runtime: PyRuntimeState) -> None:
    """No interpreter, the clock at zero, no string interned but the immortal ones."""
    runtime.interpreters.clear()
    runtime.tstate_current = None
    runtime.preinitialized = False
    runtime.core_initialized = False
    runtime.initialized = False
    runtime.finalizing = False
    runtime.now = 0
    runtime.hooks = None
    runtime.scheduler = None
    runtime.unhandled_keyboard_interrupt = False
    runtime.signals = None
    trash.delete_nesting = 0
    for text, op in list(runtime.interned.items()):
        if not _Py_IsImmortal(op):  # kept alive by what an abandoned run left behind
            del runtime.interned[text]
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


def _PyInterpreterState_Enable(runtime: PyRuntimeState) -> None:
    """From here on interpreters can be made; the first has the number 0."""
    runtime.next_id = 0


def _PyInterpreterState_New(runtime: PyRuntimeState) -> PyInterpreterState:
    """Make an interpreter and put it on the runtime's list."""
    interp = PyInterpreterState(runtime)
    ident = runtime.next_id
    runtime.next_id = ident + 1
    init_interpreter(interp, runtime, ident)
    return interp


def init_interpreter(interp: PyInterpreterState, runtime: PyRuntimeState, ident: int) -> None:
    """What each interpreter begins with."""
    interp.id = ident
    runtime.interpreters.append(interp)
    _PyObject_InitState()
    _PyEval_InitState(interp)
    _PyGC_InitState(gcstate)
    _PyType_InitCache()
    forget_tools()
    interp.monitoring = _PyMonitoring()


def _PyThreadState_New(interp: PyInterpreterState) -> PyThreadState:
    """Make a thread state; its thread has yet to be bound to it."""
    return new_threadstate(interp)


def new_threadstate(interp: PyInterpreterState) -> PyThreadState:
    """Make a thread state with the interpreter's next id."""
    ident = interp.next_thread_id
    interp.next_thread_id = ident + 1
    tstate = PyThreadState(interp, ident)
    init_threadstate(tstate)
    add_threadstate(interp, tstate)
    return tstate


def init_threadstate(tstate: PyThreadState) -> None:
    """What a thread state takes over from the thread that makes it."""
    if _PyRuntime.tstate_current is not None:
        tstate.sigmask = _PyRuntime.tstate_current.sigmask


def add_threadstate(interp: PyInterpreterState, tstate: PyThreadState) -> None:
    """Put a thread state on the interpreter's list; the first is the main thread's."""
    interp.threads.append(tstate)
    if interp.main_thread is None:
        interp.main_thread = tstate
        tstate.name = "MainThread"
    else:
        tstate.name = f"Thread-{tstate.id - 1}"


def _PyThreadState_Bind(tstate: PyThreadState) -> None:
    """The thread that the state is for is there."""
    bind_tstate(tstate)


def bind_tstate(tstate: PyThreadState) -> None:
    """Note the thread's identifier, as pthread_self() might answer."""
    tstate.thread_id = 0x7F0000000000 + tstate.id * 0x1000000


def _PyThreadState_Attach(tstate: PyThreadState) -> None:
    """The thread takes the GIL, and its state becomes the current one."""
    ceval_gil._PyEval_AcquireLock(tstate)


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
