"""Starting and ending the interpreter. Models Python/pylifecycle.c; the program is run by modules/main.py.

The start runs guest code (importlib, site), as CPython's does. `Py_InitializeFromConfig` drives it to its end
before it returns; virtual time stands still meanwhile, so that a program begins at zero.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

from vm.host.memory_files import MemoryFiles
from vm.host.parser_guard import MAX_SOURCE
from vm.objects.attributes import call
from vm.objects.dictobject import PyDict_GetItemString, PyDict_New, PyDict_SetItemString
from vm.objects.exceptions import _PyBuiltins_AddExceptions
from vm.objects.linker import link
from vm.objects.moduleobject import PyModule_GetDict
from vm.objects.obmalloc import _PyMem_init_obmalloc, mem
from vm.objects.pycore_frame import PENDING, NativeFrame
from vm.objects.pycore_freelist import freelists
from vm.objects.pycore_gc import gcstate
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    PyBaseObject_Type,
    PyErr,
    PyList_Type,
    PyObject,
)
from vm.objects.pycore_state import PyInterpreterState, PyRuntimeState, PyThreadState, _PyRuntime
from vm.objects.pyerrors import PyErr_Clear, PyErr_WriteUnraisable
from vm.objects.static_types import import_all, reset_static_data
from vm.objects.typeobject import _PyType_Lookup
from vm.objects.typeobject_cache import _PyType_InitCache
from vm.objects.typeobject_ready import _PyTypes_InitTypes
from vm.python.bltinmodule import _PyBuiltin_Init
from vm.python.ceval import run_thread
from vm.python.ceval_actions import EXIT_DONE
from vm.python.ceval_gil import _Py_FinishPendingCalls, _PyEval_FiniGIL, _PyEval_InitGIL
from vm.python.codecs import _PyCodec_Fini, _PyCodec_Lookup
from vm.python.compile import source_text
from vm.python.finalize import finalize_modules, flush_std_files
from vm.python.gc import PyGC_Collect, _PyGC_InitState
from vm.python.generated_cases import _PyEval_EvalFrameDefault
from vm.python.import_ import (
    PyImport_AddModuleObject,
    PyImport_ImportModule,
    _PyImport_FiniCore,
    _PyImport_FixupBuiltin,
    _PyImport_Init,
    _PyImport_InitCore,
    _PyImport_InitDefaultImportFunc,
    _PyImport_InitExternal,
)
from vm.python.initconfig import (
    PyConfig,
    PyStatus_Error,
    _PyConfig_Copy,
    _PyConfig_InitImportConfig,
    _PyConfig_Read,
    _PyConfig_Write,
)
from vm.python.preconfig import PyPreConfig
from vm.python.pylifecycle_stdio import init_stdio_encoding, init_sys_streams
from vm.python.pystate import (
    _PyInterpreterState_Enable,
    _PyInterpreterState_New,
    _PyRuntime_Initialize,
    _PyThreadState_Attach,
    _PyThreadState_Bind,
    _PyThreadState_New,
)
from vm.python.pythonrun import _PyErr_Display
from vm.python.runloop import RunLoop
from vm.python.signals import _PySignal_Fini, _PySignal_Init
from vm.python.source_cache import clear_sources, set_reader
from vm.python.sysmodule import _PySys_Create, _PySys_UpdateConfig
from vm.python.warnings_ import _PyWarnings_Fini

#: Exit status of a program that is stopped by an uncaught KeyboardInterrupt (128 + SIGINT).
#: The exit status of a program whose output could not be written.
UNFLUSHED_STATUS = 120
INTERRUPTED_STATUS = 130


class Machine:
    """An initialised interpreter with a program to run.

    Attributes:
        interp: the interpreter's state.
        loop: the run loop; run it until it says FINISHED.
        exit_status: the program's exit status, once it has finished.
        stopping: set by whoever stops the program: if it ends by the KeyboardInterrupt, it is not finalised.
    """

    def __init__(self, interp: PyInterpreterState, loop: RunLoop, config: PyConfig):
        self.interp = interp
        self.loop = loop
        self.config = config
        self._exit_status: int | None = None
        self.stopping = False

    @property
    def interrupted(self) -> bool:
        """Whether the program has ended by a KeyboardInterrupt."""
        return _PyRuntime.unhandled_keyboard_interrupt and self.interp.hard_exit is None

    @property
    def how(self) -> str:
        """How the program ended: "returned", "exit" or "exception"; that, as soon as it is shown why."""
        return str(self.interp.how)

    @property
    def exit_status(self) -> int | None:
        """The status that the program ended with, None while it runs."""
        hard_exit = self.interp.hard_exit
        return self._exit_status if hard_exit is None else hard_exit

    @exit_status.setter
    def exit_status(self, status: int) -> None:
        self._exit_status = status


def Py_InitializeFromConfig(config: PyConfig, host: Any) -> Machine:
    """Start a process: runtime, interpreter, main thread, and the program named by ``config`` about to run.

    Args:
        host: the console driver (vm/host/console.py).

    Raises:
        PyStatus: a step has failed, or the command line asks for an answer only.
    """
    import_all()  # what C's linker has done before
    link()
    _PyRuntime_Initialize()
    _PyRuntime.host = host
    clear_sources()
    set_reader(read_source)
    try:
        tstate = pyinit_core(_PyRuntime, config)
        pyinit_main(tstate)
    finally:
        _PyRuntime.preinitialized = False  # the next start is that of another process
    interp = tstate.interp
    machine = Machine(interp, interp.runtime.scheduler, interp.config)
    tstate.current_frame = NativeFrame(_module("main").Py_RunMain(machine), None)
    return machine


def _module(name: str) -> Any:
    """A file of Modules/: they stand on a higher floor."""
    return importlib.import_module(f"vm.modules.{name}")


def read_source(filename: str) -> str | None:
    """The text of a source file of the guest's, or None."""
    interp: Any = _PyRuntime.interpreters[0]
    try:
        fd = interp.files.open(filename, os.O_RDONLY, 0)
        try:
            return source_text(interp.files.read(fd, MAX_SOURCE))
        finally:
            interp.files.close(fd)
    except (OSError, ValueError):
        return None


def run_at_start(tstate: PyThreadState, func: str, message: str, work: Any) -> None:
    """Run a step of the start that needs guest code (a native's generator) to its end.

    Raises:
        PyStatus: it has raised an exception, or it blocks.
    """
    tstate.current_frame = NativeFrame(_step(func, message, work), None)
    tstate.granted = tstate.ticks = 1 << 60
    reason = run_thread(tstate, _PyEval_EvalFrameDefault)
    tstate.granted = tstate.ticks = 0
    result, tstate.resume = tstate.resume, None
    if reason is not EXIT_DONE:
        raise PyStatus_Error(func, "a thread blocks")
    if result[0] is not None:
        raise result[0]


def _step(func: str, message: str, work: Any) -> Any:
    """Do a step; delivers None, or the status that C has for its failure (a generator)."""
    try:
        yield work
    except PyErr as err:
        said = [f"{message}\n"]
        yield _PyErr_Display(err.exc, said.append)
        PyErr_Clear(err)
        return PyStatus_Error(func, "".join(said).rstrip())
    return None


def pyinit_core(runtime: PyRuntimeState, src_config: PyConfig) -> PyThreadState:
    """What needs no files: the configuration, types, sys, builtins, import of what is built in or frozen."""
    _Py_PreInitializeFromConfig(src_config)
    config = _PyConfig_Copy(src_config)
    _PyConfig_Read(config)
    return pyinit_config(runtime, config)


def _Py_PreInitializeFromConfig(src_config: PyConfig) -> None:
    """Where no command line has been read for it, the configuration says what must be known first."""
    if not _PyRuntime.preinitialized:
        flags = src_config.flags
        _PyRuntime.preconfig = PyPreConfig(
            bool(flags.get("isolated")), not flags.get("ignore_environment"),
            bool(flags.get("utf8_mode")), bool(flags.get("dev_mode")))
        _PyRuntime.preinitialized = True


def pyinit_config(runtime: PyRuntimeState, config: PyConfig) -> PyThreadState:
    """Make the runtime's state, the main interpreter and its thread, and what it begins with."""
    pycore_init_runtime(runtime, config)
    tstate = pycore_create_interpreter(runtime, config)
    pycore_interp_init(tstate)
    runtime.core_initialized = True
    return tstate


def pycore_init_runtime(runtime: PyRuntimeState, config: PyConfig) -> None:
    """What is the process's: what it was started with, and that interpreters may be made."""
    if runtime.initialized:
        raise PyStatus_Error("pycore_init_runtime", "main interpreter already initialized")
    _PyConfig_Write(config, runtime)
    runtime.finalizing = False
    _PyInterpreterState_Enable(runtime)


def pycore_create_interpreter(runtime: PyRuntimeState, config: PyConfig) -> PyThreadState:
    """Interpreter state, main thread state, GIL."""
    interp = _PyInterpreterState_New(runtime)
    interp.config = config
    init_interp_settings(interp, config)
    _PyMem_init_obmalloc()
    tstate = _PyThreadState_New(interp)
    _PyThreadState_Bind(tstate)
    init_interp_create_gil(tstate)
    runtime.scheduler = RunLoop(interp)
    return tstate


def init_interp_settings(interp: PyInterpreterState, config: PyConfig) -> None:
    """The interpreter's files: those of the configuration, or new ones in memory."""
    interp.files = MemoryFiles() if config.files is None else config.files
    interp.files.attach(_PyRuntime.host)


def init_interp_create_gil(tstate: PyThreadState) -> None:
    """A new lock, and the main thread takes it."""
    _PyEval_FiniGIL(tstate.interp)
    _PyEval_InitGIL(tstate)
    _PyThreadState_Attach(tstate)


def pycore_interp_init(tstate: PyThreadState) -> None:
    """Types, sys, builtins, import of what is built in or frozen."""
    interp = tstate.interp
    pycore_init_types()
    _PyImport_Init(interp)
    _module("atexitmodule")._PyAtExit_Init(interp)
    _PySys_Create(interp, interp.config)
    pycore_init_builtins(tstate)
    run_at_start(tstate, "_PyImport_InitCore", "failed to initialize importlib", _PyImport_InitCore(interp))


def pycore_init_types() -> None:
    """Ready the static types; what that allocates, once a host process, must not show in the books."""
    _PyTypes_InitTypes()
    _PyType_InitCache()
    reset_static_data()
    freelists.reset()
    _PyGC_InitState(gcstate)


def pycore_init_builtins(tstate: PyThreadState) -> None:
    """Make builtins, with the exceptions, and enter it into sys.modules."""
    interp = tstate.interp
    bimod = _PyBuiltin_Init()
    _PyImport_FixupBuiltin(interp, bimod, "builtins")
    interp.builtins = Py_NewRef(PyModule_GetDict(bimod))
    interp.callable_cache = _callable_cache(interp.builtins)
    _PyBuiltins_AddExceptions(bimod)
    _PyImport_InitDefaultImportFunc(interp)
    Py_DECREF(bimod)


def _callable_cache(builtins: PyObject) -> dict[str, PyObject]:
    """What specialised calls compare a callable with (struct callable_cache); borrowed."""
    found = {
        "isinstance": PyDict_GetItemString(builtins, "isinstance"),
        "len": PyDict_GetItemString(builtins, "len"),
        "list_append": _PyType_Lookup(PyList_Type, "append"),
        "object__getattribute__": _PyType_Lookup(PyBaseObject_Type, "__getattribute__"),
    }
    return {name: op for name, op in found.items() if op is not None}


def pyinit_main(tstate: PyThreadState) -> None:
    """What comes after the core."""
    init_interp_main(tstate)
    mem.start_program()


def init_interp_main(tstate: PyThreadState) -> None:
    """Import of files, streams, ``__main__``, site."""
    interp = tstate.interp
    _PyConfig_InitImportConfig(interp.config, interp.files)
    interpreter_update_config(tstate)
    run_at_start(tstate, "_PyImport_InitExternal", "external importer setup failed", _PyImport_InitExternal(interp))
    run_at_start(tstate, "init_fs_encoding", "failed to get the Python codec of the filesystem encoding",
                 _PyUnicode_InitEncodings())
    if interp.config.stdio_encoding != "utf-8":
        run_at_start(tstate, "init_stdio_encoding", "failed to get the Python codec name of the stdio encoding",
                     init_stdio_encoding(interp))
    run_at_start(tstate, "_PySignal_Init", "can't import signal", _PySignal_Init())
    if interp.config.faulthandler:  # it needs to know the signals here
        run_at_start(tstate, "init_interp_main", "can't enable faulthandler",
                     _module("faulthandler")._PyFaulthandler_Init())
    run_at_start(tstate, "init_sys_streams", "can't initialize sys standard streams", init_sys_streams(interp))
    run_at_start(tstate, "init_set_builtins_open", "can't initialize builtins.open", init_set_builtins_open(interp))
    add_main_module(interp)
    run_at_start(tstate, "init_interp_main", "can't import warnings", init_warnings(interp))
    _PyRuntime.initialized = True
    if interp.config.site_import:
        run_at_start(tstate, "init_import_site", "Failed to import the site module", init_import_site())


def interpreter_update_config(tstate: PyThreadState) -> None:
    """Tell sys what the configuration has become."""
    _PySys_UpdateConfig(tstate.interp)


def _PyUnicode_InitEncodings() -> Any:
    """Look up the codec of the file system (a generator)."""
    Py_DECREF((yield _PyCodec_Lookup("utf-8")))


def init_set_builtins_open(interp: PyInterpreterState) -> Any:
    """Import io, and make its open() a built-in function (a generator)."""
    module = yield PyImport_ImportModule("io")
    function = PyDict_GetItemString(PyModule_GetDict(module), "open")
    assert function is not None and interp.builtins is not None
    PyDict_SetItemString(interp.builtins, "open", function)
    Py_DECREF(module)


def init_warnings(interp: PyInterpreterState) -> Any:
    """If -W or $PYTHONWARNINGS gave filters, import the library's warnings, which reads them (a generator)."""
    assert interp.sysdict is not None
    options = PyDict_GetItemString(interp.sysdict, "warnoptions")
    if options is not None and options.value:
        Py_DECREF((yield PyImport_ImportModule("warnings")))


def init_import_site() -> Any:
    """Import site (a generator)."""
    Py_DECREF((yield PyImport_ImportModule("site")))


def add_main_module(interp: PyInterpreterState) -> None:
    """Make ``__main__`` with its annotations, builtins and loader."""
    module = PyImport_AddModuleObject("__main__")
    namespace = PyModule_GetDict(module)
    annotations = PyDict_New()
    PyDict_SetItemString(namespace, "__annotations__", annotations)
    Py_DECREF(annotations)
    assert interp.modules is not None
    builtins = interp.modules.value.me_value["builtins"]
    PyDict_SetItemString(namespace, "__builtins__", builtins)
    PyDict_SetItemString(namespace, "__loader__", _builtin_importer(interp))
    Py_DECREF(module)


def _builtin_importer(interp: PyInterpreterState) -> PyObject:
    """importlib's BuiltinImporter (borrowed): the loader that ``__main__`` begins with."""
    importer = PyDict_GetItemString(
        PyModule_GetDict(interp.imports.importlib), "BuiltinImporter")
    assert importer is not None
    return importer


def Py_FinalizeEx(interp: PyInterpreterState) -> Any:
    """End the interpreter (a generator); delivers an exit status or 0."""
    return _Py_Finalize(interp)


def _Py_Finalize(interp: PyInterpreterState) -> Any:
    """Wait for threads, call exit functions, flush, clear modules (finalisers run), flush (a generator)."""
    yield wait_for_thread_shutdown(interp)
    yield _Py_FinishPendingCalls(interp)
    yield _module("atexitmodule")._PyAtExit_Call(interp)
    status = yield flush_std_files()
    _PySignal_Fini()
    _PyRuntime.finalizing = True
    yield PyGC_Collect()
    yield finalize_modules(interp)
    _PyImport_FiniCore(interp)
    finalize_interp_clear(interp)
    yield flush_std_files()  # in C the streams flush themselves when sys is cleared
    return UNFLUSHED_STATUS if status < 0 else 0


def finalize_interp_clear(interp: PyInterpreterState) -> None:
    """Drop what the interpreter itself keeps."""
    interp.callable_cache = {}
    _PyCodec_Fini(interp)
    _PyWarnings_Fini(interp)


def wait_for_thread_shutdown(interp: PyInterpreterState) -> Any:
    """Have the library's threading wait for its threads, if it has been imported (a generator)."""
    assert interp.modules is not None
    threading = PyDict_GetItemString(interp.modules, "threading")
    if threading is None:
        return
    threading.ob_refcnt += 1
    try:
        Py_DECREF((yield call(threading, "_shutdown")))
    except PyErr as err:
        shown = PyErr_WriteUnraisable(err, None, "Exception ignored on threading shutdown")
        if type(shown) in PENDING:
            yield shown
    finally:
        Py_DECREF(threading)
