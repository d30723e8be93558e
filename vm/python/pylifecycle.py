"""Starting and ending the interpreter. Models Python/pylifecycle.c; the program is run by modules/main.py.

The start runs guest code (importlib, site), as CPython's does. `Py_InitializeFromConfig` drives it to its end
before it returns; virtual time stands still meanwhile, so that a program begins at zero.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass, field
from typing import Any

from vm.host.memory_files import MemoryFiles
from vm.host.parser_guard import MAX_SOURCE
from vm.objects.attributes import call
from vm.objects.dictobject import PyDict_GetItemString, PyDict_New, PyDict_SetItemString
from vm.objects.linker import link
from vm.objects.moduleobject import PyModule_GetDict, PyModule_New
from vm.objects.obmalloc import mem
from vm.objects.pycore_frame import PENDING, NativeFrame
from vm.objects.pycore_freelist import freelists
from vm.objects.pycore_gc import gcstate
from vm.objects.pycore_object import Py_DECREF, Py_None, PyErr, PyObject
from vm.objects.pycore_state import PyInterpreterState, _PyRuntime
from vm.objects.pyerrors import (
    PyErr_WriteUnraisable,
)
from vm.objects.static_types import import_all, reset_static_data
from vm.objects.typeobject_ready import _PyTypes_InitTypes
from vm.python import ceval_gil
from vm.python.bltinmodule import _PyBuiltin_Init
from vm.python.ceval import run_thread
from vm.python.ceval_actions import EXIT_DONE
from vm.python.codecs import _PyCodec_Fini, _PyCodec_Lookup
from vm.python.compile import source_text
from vm.python.finalize import finalize_modules, flush_std_files
from vm.python.generated_cases import _PyEval_EvalFrameDefault
from vm.python.import_ import (
    PyImport_ImportModule,
    _PyImport_FiniCore,
    _PyImport_Init,
    _PyImport_InitCore,
    _PyImport_InitExternal,
)
from vm.python.pylifecycle_stdio import init_sys_streams
from vm.python.pystate import PyInterpreterState_New, _PyRuntimeState_Init, new_threadstate
from vm.python.runloop import RunLoop
from vm.python.signals import _PySignal_Fini, _PySignal_Init
from vm.python.source_cache import clear_sources, set_reader
from vm.python.sysmodule import _PySys_Create
from vm.python.warnings_ import _PyWarnings_Fini

#: Exit status of a program that is stopped by an uncaught KeyboardInterrupt (128 + SIGINT).
#: The exit status of a program whose output could not be written.
UNFLUSHED_STATUS = 120
INTERRUPTED_STATUS = 130


@dataclass
class PyConfig:
    """What the command line says (struct PyConfig).

    Attributes:
        run_filename: name of the program's file, "<string>" for -c, "<stdin>" for standard input.
        source: the text of -c; of a file (str, or its bytes) if it is not to be read.
        argv: sys.argv.
        optimization_level: -O, -OO.
        files: the driver of the file system; by default one in memory.
        site_import: whether site is imported.
        run_module: the module to run in place of the source (-m).
        flags: settings of sys.flags by name, where they are not the usual ones.
        xoptions: sys._xoptions.
        check_hash_pycs_mode: --check-hash-based-pycs.
        buffered_stdio: whether the standard streams keep back what is written (not with -u).
        skip_source_first_line: -x.
        sys_path_0: the program's folder for sys.path, if it is not that of its name.
        inspect: -i or PYTHONINSPECT: SystemExit does not end the program, and a prompt follows.
    """

    run_filename: str
    source: Any
    argv: list[str] = field(default_factory=lambda: [""])
    optimization_level: int = 0
    files: Any = None
    site_import: bool = True
    run_module: str | None = None
    flags: dict[str, Any] = field(default_factory=dict)
    xoptions: dict[str, Any] = field(default_factory=dict)
    check_hash_pycs_mode: str = "default"
    buffered_stdio: bool = True
    skip_source_first_line: bool = False
    sys_path_0: str | None = None
    inspect: bool = field(init=False)

    def __post_init__(self) -> None:
        self.inspect = bool(self.flags.get("inspect"))


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
    """Make runtime, interpreter and main thread, and prepare the program named by ``config``.

    Args:
        host: the console driver (vm/host/console.py).
    """
    import_all()
    link()
    _PyRuntimeState_Init(_PyRuntime)
    _PyRuntime.host = host
    clear_sources()
    set_reader(read_source)
    interp = pycore_create_interpreter(config)
    interp.files.attach(host)
    loop = RunLoop(interp)
    _PyRuntime.scheduler = loop
    machine = Machine(interp, loop, config)
    pyinit_core(interp, config)
    pyinit_main(machine)
    main = interp.main_thread
    assert main is not None
    main.current_frame = NativeFrame(Py_RunMain(machine), None)
    _PyRuntime.initialized = True
    return machine


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


def run_at_start(interp: PyInterpreterState, work: Any) -> None:
    """Run a step of the start that needs guest code (a native's generator) to its end."""
    tstate = interp.main_thread
    assert tstate is not None
    tstate.current_frame = NativeFrame(work, None)
    tstate.granted = tstate.ticks = 1 << 60
    reason = run_thread(tstate, _PyEval_EvalFrameDefault)
    tstate.granted = tstate.ticks = 0
    result, tstate.resume = tstate.resume, None
    if reason is not EXIT_DONE or result[1] is not None:
        raise SystemError(f"the start has failed: {_failure(result)}")


def _failure(result: Any) -> str:
    """What a step of the start ended with, for whoever works on the VM."""
    if result is None or result[1] is None:
        return "a thread blocks"
    exc = result[1].exc
    return f"{exc.ob_type.value.tp_name}: {[op.value for op in exc.value.args.value]}"


def pycore_create_interpreter(config: PyConfig) -> PyInterpreterState:
    """Interpreter state, main thread state, GIL."""
    interp = PyInterpreterState_New()
    interp.config = config
    interp.files = MemoryFiles() if config.files is None else config.files
    tstate = new_threadstate(interp)
    init_interp_create_gil(tstate)
    return interp


def init_interp_create_gil(tstate: Any) -> None:
    """The main thread takes the new lock."""
    ceval_gil.create_gil(tstate.interp.gil)
    ceval_gil.take_gil(tstate)


def pyinit_core(interp: PyInterpreterState, config: PyConfig) -> None:
    """What needs no files: types, sys, builtins, import of what is built in or frozen."""
    _PyTypes_InitTypes()
    reset_static_data()
    freelists.reset()
    gcstate.reset()  # readying types allocates, once a process; counts must not depend on it
    _PyImport_Init(interp)
    _PySys_Create(interp, config)
    pycore_init_builtins(interp)
    run_at_start(interp, _PyImport_InitCore(interp))
    _PyRuntime.core_initialized = True


def pycore_init_builtins(interp: PyInterpreterState) -> None:
    """Make builtins and enter it into sys.modules."""
    module = _PyBuiltin_Init()
    interp.builtins = PyModule_GetDict(module)
    interp.builtins.ob_refcnt += 1
    assert interp.modules is not None
    PyDict_SetItemString(interp.modules, "builtins", module)
    Py_DECREF(module)


def pyinit_main(machine: Machine) -> None:
    """What comes after the core: import of files, ``__main__``, site."""
    run_at_start(machine.interp, init_interp_main(machine))
    mem.start_program()


def init_interp_main(machine: Machine) -> Any:
    """The steps of `pyinit_main` (a generator)."""
    interp = machine.interp
    yield _PyImport_InitExternal(interp)
    yield _PyUnicode_InitEncodings()
    yield _PySignal_Init()
    yield init_sys_streams(interp)
    yield init_set_builtins_open(interp)
    add_main_module(machine)
    yield init_warnings(interp)
    if machine.config.site_import:
        yield init_import_site()


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


def add_main_module(machine: Machine) -> None:
    """Make ``__main__`` with its annotations, builtins and loader."""
    interp = machine.interp
    module = PyModule_New("__main__")
    namespace = PyModule_GetDict(module)
    annotations = PyDict_New()
    PyDict_SetItemString(namespace, "__annotations__", annotations)
    Py_DECREF(annotations)
    assert interp.modules is not None
    builtins = interp.modules.value.me_value["builtins"]
    PyDict_SetItemString(namespace, "__builtins__", builtins)
    PyDict_SetItemString(namespace, "__loader__", _builtin_importer(interp))
    PyDict_SetItemString(interp.modules, "__main__", module)
    Py_DECREF(module)


def _builtin_importer(interp: PyInterpreterState) -> PyObject:
    """importlib's BuiltinImporter (borrowed): the loader that ``__main__`` begins with."""
    importer = PyDict_GetItemString(
        PyModule_GetDict(interp.imports.importlib), "BuiltinImporter")
    assert importer is not None
    return importer


def Py_RunMain(machine: Machine) -> Any:
    """The main thread's bottom frame: run the program, then finalise."""
    main: Any = importlib.import_module("vm.modules.main")  # it stands on a higher floor
    status = yield main.pymain_run_python(machine)
    machine.exit_status = status
    if machine.stopping and status == INTERRUPTED_STATUS:
        return Py_None
    finished = yield Py_FinalizeEx(machine.interp)
    if finished:
        machine.exit_status = finished
    return Py_None


def Py_FinalizeEx(interp: PyInterpreterState) -> Any:
    """End: flush, clear modules (their objects' finalisers run), flush; delivers a status or 0."""
    yield wait_for_thread_shutdown(interp)
    yield _call_atexit(interp)
    status = yield flush_std_files()
    _PySignal_Fini()
    _PyRuntime.finalizing = True
    yield finalize_modules(interp)
    _PyImport_FiniCore(interp)
    _PyCodec_Fini(interp)
    _PyWarnings_Fini(interp)
    yield flush_std_files()  # in C the streams flush themselves when sys is cleared
    return UNFLUSHED_STATUS if status < 0 else 0


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


def _call_atexit(interp: PyInterpreterState) -> Any:
    """Run the registered exit functions, last first."""
    while interp.atexit:
        function = interp.atexit.pop()
        yield function()


