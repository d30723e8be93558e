"""Runtime, interpreter and thread state. Models pycore_runtime.h, pycore_interp.h, cpython/pystate.h."""

from __future__ import annotations

from typing import Any

from vm.objects.pycore_object import PyObject

# bits of eval_breaker (pycore_ceval.h)
_PY_GIL_DROP_REQUEST_BIT = 1 << 0
_PY_SIGNALS_PENDING_BIT = 1 << 1
_PY_CALLS_TO_DO_BIT = 1 << 2
_PY_ASYNC_EXCEPTION_BIT = 1 << 3
_PY_GC_SCHEDULED_BIT = 1 << 4
_PY_EVAL_PLEASE_STOP_BIT = 1 << 5

#: C recursion allowed to native frames (Py_C_RECURSION_LIMIT of a release build).
Py_C_RECURSION_LIMIT = 10000


class _PyErr_StackItem:
    """An entry of the stack of handled exceptions; generators have their own."""

    __slots__ = ("exc_value", "previous_item")

    def __init__(self, previous: _PyErr_StackItem | None = None):
        self.exc_value: PyObject | None = None  # owned
        self.previous_item = previous


class _gil_runtime_state:
    """The global interpreter lock (pycore_gil.h). Waiters are thread states in order of arrival."""

    __slots__ = ("interval", "last_holder", "locked", "switch_number", "waiters")

    def __init__(self) -> None:
        self.interval = 5000  # microseconds of virtual time
        self.last_holder: PyThreadState | None = None
        self.locked = 0
        self.switch_number = 0
        self.waiters: list[PyThreadState] = []


class PyThreadState:
    """One guest thread."""

    __slots__ = (
        "interp", "thread_id", "id", "current_frame", "exc_info", "exc_state", "eval_breaker",
        "py_recursion_remaining", "c_recursion_remaining", "delete_nesting", "delete_later",
        "status", "park", "resume", "async_exc", "name", "ticks", "cpu_time", "context", "gil_wait_since",
        "recursion_headroom", "repr_list", "on_delete", "daemon",
        "async_gen_firstiter", "async_gen_finalizer", "coroutine_origin_tracking_depth",
        "granted", "steps", "jumped_from", "tracing", "what_event", "c_tracefunc", "c_traceobj", "c_profilefunc",
        "c_profileobj", "sigmask", "sigpending", "locals",
    )

    def __init__(self, interp: PyInterpreterState, ident: int):
        self.interp = interp
        self.id = ident
        self.thread_id = ident
        self.name = ""
        self.current_frame: Any = None
        self.exc_state = _PyErr_StackItem()
        self.exc_info: _PyErr_StackItem = self.exc_state
        self.eval_breaker = 0
        self.py_recursion_remaining = interp.recursion_limit
        self.c_recursion_remaining = Py_C_RECURSION_LIMIT
        self.recursion_headroom = 0
        self.status = "created"  # created, runnable, running, parked, dead
        self.park: Any = None
        self.resume: Any = None
        self.async_exc: PyObject | None = None
        self.ticks = 0  # left of this turn
        self.granted = 0  # of this turn
        self.cpu_time = 0  # microseconds of the turns before, and of long computations
        self.steps = 0  # instructions that a stepping run has left
        #: What checked the eval breaker last, if that was a jump: the index behind it.
        self.jumped_from: int | None = None
        self.context: PyObject | None = None
        self.gil_wait_since: int | None = None
        self.repr_list: list[PyObject] | None = None  # made by the first repr of a container
        self.on_delete: Any = None
        self.daemon = False
        self.async_gen_firstiter: PyObject | None = None  # owned
        self.async_gen_finalizer: PyObject | None = None  # owned
        self.coroutine_origin_tracking_depth = 0
        self.locals: dict[Any, None] = {}  # bodies of _thread._local that have a dict for the thread
        self.sigmask: frozenset[int] = frozenset()  # the signals that the thread blocks
        self.sigpending: list[tuple[int, int]] = []  # what was sent to it and waits: number and si_code
        self.tracing = 0  # how many tools' callbacks are running
        self.what_event = -1  # the event that the innermost of them was called for
        self.c_tracefunc: Any = None  # a host function in the manner of Py_tracefunc
        self.c_traceobj: PyObject | None = None  # owned
        self.c_profilefunc: Any = None
        self.c_profileobj: PyObject | None = None  # owned


class PyInterpreterState:
    """One interpreter: modules, builtins, threads."""

    __slots__ = (
        "runtime", "id", "threads", "modules", "builtins", "sysdict", "gil", "recursion_limit",
        "next_thread_id", "main_thread", "atexit", "outside_signals", "pending_calls",
        "hard_exit", "killed_by", "stacksize", "dlopenflags", "imports", "config", "files",
        "codecs", "warnings",
        "realtime_offset",
        "audit_hooks", "modules_by_index", "_interactive_src_count", "how",
        "monitoring", "contextvar_count", "callable_cache",
    )

    def __init__(self, runtime: PyRuntimeState):
        self.runtime = runtime
        self.id = 0
        self.callable_cache: dict[str, PyObject] = {}  # by name; borrowed from the immortal type or module
        self.threads: list[PyThreadState] = []
        self.realtime_offset = 0  # microseconds by which the program has set its calendar
        self.modules: PyObject | None = None
        self.builtins: PyObject | None = None  # the dict of the builtins module
        self.sysdict: PyObject | None = None
        self.gil = _gil_runtime_state()
        self.recursion_limit = 1000
        self.next_thread_id = 1
        self.main_thread: PyThreadState | None = None
        self.atexit: list = []
        self.outside_signals: list[int] = []  # sent by whoever runs the VM, not yet delivered
        self.pending_calls: list[Any] = []  # host functions for the main thread; they may return something pending
        self._interactive_src_count = 0
        self.contextvar_count = 0  # of variables made, for their hashes
        self.how = ""  # how the program ended: "returned", "exit" or "exception"
        self.audit_hooks: list[PyObject] = []  # owned
        self.imports: Any = None  # struct _import_state (vm/python/import_.py)
        self.config: Any = None  # PyConfig
        #: What extension modules keep, by name, for functions that are not given their module.
        self.modules_by_index: dict[str, Any] = {}
        self.monitoring: Any = None  # _PyMonitoring (vm/python/instrumentation.py)
        self.codecs: Any = None  # struct codecs_state (vm/python/codecs.py)
        self.warnings: Any = None  # struct _warnings_runtime_state (vm/python/warnings_.py)
        self.hard_exit: int | None = None  # the status given to os._exit(), or that of a killed process
        self.stacksize = 0  # what _thread.stack_size() was given
        self.dlopenflags = 2  # RTLD_NOW
        self.killed_by = 0  # the signal that has ended the process
        self.files: Any = None  # the driver of the file system (vm/host/filesystem.py)


class PyRuntimeState:
    """The process: what CPython keeps in the global _PyRuntime.

    ``host`` is the driver of the host layer (console, clock); ``hooks`` is None or an observer.
    """

    __slots__ = (
        "interpreters", "next_id", "tstate_current", "host", "hooks", "preconfig", "orig_argv",
        "preinitialized", "core_initialized", "initialized", "finalizing", "interned", "now", "idle", "scheduler",
        "unhandled_keyboard_interrupt", "signals",
    )

    def __init__(self) -> None:
        self.interpreters: list[PyInterpreterState] = []
        self.next_id = 0  # of the next interpreter
        self.tstate_current: PyThreadState | None = None
        self.host: Any = None
        self.hooks: Any = None
        self.preconfig: Any = None  # PyPreConfig (vm/python/preconfig.py)
        self.orig_argv: list[str] = []
        self.preinitialized = False
        self.core_initialized = False
        self.initialized = False
        self.finalizing = False
        self.interned: dict[str, PyObject] = {}
        self.now = 0  # virtual time, microseconds
        self.idle = 0  # of it: no thread ran
        self.scheduler: Any = None
        self.unhandled_keyboard_interrupt = False
        self.signals: Any = None  # signal_state_t (vm/python/signals.py)


_PyRuntime = PyRuntimeState()


def _PyTime_Now() -> int:
    """Virtual time in microseconds, the running thread's ticks included."""
    tstate = _PyRuntime.tstate_current
    return _PyRuntime.now + (tstate.granted - tstate.ticks if tstate is not None else 0)


def _PyTime_Pass(microseconds: int) -> None:
    """Virtual time goes on while a long computation in C lasts; it is none of the thread's ticks."""
    _PyRuntime.now += microseconds
    if _PyRuntime.tstate_current is not None:
        _PyRuntime.tstate_current.cpu_time += microseconds


def _PyThread_CpuTime(tstate: Any) -> int:
    """Virtual time in microseconds in which a thread ran."""
    return tstate.cpu_time + tstate.granted - tstate.ticks


def _PyThreadState_GET() -> Any:
    """The running thread's state."""
    return _PyRuntime.tstate_current


def _PyInterpreterState_GET() -> Any:
    """The running thread's interpreter."""
    return _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
