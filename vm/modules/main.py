"""From the command line to the running program. Models Modules/main.c.

Each function that runs something delivers the exit status. Where C ends the process at once because of a SystemExit,
an `Exit` comes back instead, and there is no prompt afterwards.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import time
from typing import Any

from vm.host.console import NativeConsole
from vm.host.filesystem import NativeFiles
from vm.host.parser_guard import MAX_SOURCE
from vm.host.process import catch_interrupts, die_of, report_audit, run_to_end
from vm.objects.attributes import call, call_object
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.exceptions_os import PyErr_SetFromErrnoWithFilenameObjects
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_False, Py_None, Py_True, PyErr, PyObject
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Clear, PyErr_ExceptionMatches, PyExc_KeyboardInterrupt
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.import_ import PyImport_ImportModule
from vm.python.import_path import PyImport_GetImporter
from vm.python.initconfig import (
    PyConfig_InitPythonConfig,
    PyConfig_SetBytesArgv,
    PyStatus,
    _PyStatus_IS_EXIT,
)
from vm.python.myreadline import STDERR, STDIN, StandardInput
from vm.python.preconfig import _Py_PreInitializeFromPyArgv
from vm.python.pylifecycle import (
    INTERRUPTED_STATUS,
    Machine,
    Py_FinalizeEx,
    Py_InitializeFromConfig,
)
from vm.python.pystate import _PyRuntime_Initialize
from vm.python.pythonrun import PySys_WriteStderr, syntax_error_from_host
from vm.python.pythonrun_interactive import PyRun_InteractiveLoop
from vm.python.pythonrun_programs import (
    Exit,
    PyErr_Print,
    _PyRun_SimpleFileObject,
    _PyRun_SimpleStringFlagsWithName,
)

NO_SUCH_FILE = 2
_STDIN_NAME = "<stdin>"
_COPYRIGHT = 'Type "help", "copyright", "credits" or "license" for more information.'


def Py_BytesMain(argv: list[str]) -> int:
    """Run a program as the command line says; returns the exit status of the process."""
    return pymain_main(argv)


def pymain_main(args: list[str]) -> int:
    """Start, run, end."""
    console = NativeConsole()
    try:
        machine = pymain_init(args, console)
    except PyStatus as unfit:
        return pymain_exit_error(unfit)
    options = machine.config.own_options
    catch_interrupts(machine, console)
    started = time.perf_counter()
    status = run_to_end(machine)  # Py_RunMain, turn by turn
    if "runtime" in options:
        print(f"runtime: {time.perf_counter() - started:.6f} seconds", file=sys.stderr)
    if "audit" in options and machine.interp.hard_exit is None:
        status = report_audit(status)
    sys.stdout.flush()
    if machine.interrupted:
        die_of(signal.SIGINT)
    if machine.interp.killed_by:
        die_of(machine.interp.killed_by)
    return status


def pymain_init(args: list[str], console: NativeConsole) -> Machine:
    """The runtime, the command line, the interpreter.

    Raises:
        PyStatus: there is nothing to run.
    """
    files = NativeFiles()
    _PyRuntime_Initialize()
    _Py_PreInitializeFromPyArgv(args, files.environ)
    config = PyConfig_InitPythonConfig(files)
    PyConfig_SetBytesArgv(config, args)
    return Py_InitializeFromConfig(config, console)


def pymain_exit_error(status: PyStatus) -> int:
    """Say why there is nothing to run; the exit status."""
    if _PyStatus_IS_EXIT(status):
        print(status.text, end="", file=sys.stderr if status.exitcode else sys.stdout)
        return status.exitcode
    return Py_ExitStatusException(status)


def Py_ExitStatusException(status: PyStatus) -> int:
    """Tell of a start that has failed, as C does; the exit status."""
    state = "core initialized" if _PyRuntime.core_initialized else "preinitialized"
    message, _, shown = status.text.partition("\n")
    print(f"Fatal Python error: {status.func}: {message}\n"
          f"Python runtime state: {'initialized' if _PyRuntime.initialized else state}", file=sys.stderr)
    if shown:
        print(shown, file=sys.stderr)
    tstate = _PyRuntime.tstate_current
    if tstate is not None:
        print(f"\nCurrent thread 0x{tstate.thread_id:016x} (most recent call first):\n  <no Python frame>",
              file=sys.stderr)
    return status.exitcode


def Py_RunMain(machine: Machine) -> Any:
    """The main thread's bottom frame: run the program, then finalise (a generator)."""
    status = yield pymain_run_python(machine)
    machine.exit_status = status
    if machine.stopping and status == INTERRUPTED_STATUS:
        return Py_None
    finished = yield Py_FinalizeEx(machine.interp)
    if finished:
        machine.exit_status = finished
    return Py_None


def pymain_run_python(machine: Any) -> Any:
    """Compile and run the program; delivers its exit status."""
    config, files = machine.config, machine.interp.files
    importer_path = None
    if config.source is None and config.run_filename != _STDIN_NAME and config.run_module is None:
        importer_path = yield pymain_get_importer(config.run_filename)
        if type(importer_path) is Exit:
            return importer_path.status
    pymain_sys_path_add_path0(machine.interp, config, importer_path)
    pymain_header(config, machine.interp)
    result = yield _what_to_run(config, files, importer_path)
    if type(result) is not Exit:
        result = yield pymain_repl(config, files, result)
    if type(result) is Exit:
        machine.interp.how = "exit"
        return result.status
    if result == 0:
        machine.interp.how = "returned"
    return INTERRUPTED_STATUS if _PyRuntime.unhandled_keyboard_interrupt else result


def _what_to_run(config: Any, files: Any, importer_path: str | None) -> Any:
    """The function, under way, that runs what the command line names."""
    if config.run_module is not None:
        return pymain_run_module(config.run_module, Py_True)
    if config.run_filename == "<string>":
        return pymain_run_command(config.source)
    if importer_path is not None:
        return pymain_run_module("__main__", Py_False)
    if config.run_filename != _STDIN_NAME:
        return pymain_run_file(config, files)
    return pymain_run_stdin(config, files)


def config_run_code(config: Any) -> bool:
    """Whether the command line names something to run."""
    return config.run_module is not None or config.run_filename != _STDIN_NAME


def stdin_is_interactive(config: Any, files: Any) -> bool:
    """Whether there is someone at the prompt: a terminal, or -i."""
    return bool(files.isatty(STDIN) or config.flags.get("interactive"))


def pymain_header(config: Any, interp: Any) -> None:
    """Say which Python this is, before a prompt."""
    flags = config.flags
    if flags.get("quiet") or (not flags.get("verbose") and (
            config_run_code(config) or not stdin_is_interactive(config, interp.files))):
        return
    version, platform = (
        interp.sysdict.value.me_value[name].value for name in ("version", "platform"))
    text = f"Python {version} on {platform}\n"
    if config.site_import:
        text += _COPYRIGHT + "\n"
    try:
        interp.files.write(STDERR, text.encode())
    except OSError:
        pass


def pymain_get_importer(filename: str) -> Any:
    """The name, if it is one that modules can be imported from; else None (a generator)."""
    path = PyUnicode_FromString(filename)
    try:
        importer = yield PyImport_GetImporter(path)
    except PyErr as err:
        yield PySys_WriteStderr("Failed checking if argv[0] is an import path entry\n")
        return Exit((yield pymain_exit_err_print(err)))
    finally:
        Py_DECREF(path)
    Py_DECREF(importer)
    return None if importer is Py_None else filename


def pymain_sys_path_add_path0(interp: Any, config: Any, importer_path: str | None) -> None:
    """Put the program's folder, or what is run as a package, in front of sys.path."""
    path = PyDict_GetItemString(interp.sysdict, "path")
    if path is None:
        return
    if importer_path is not None:
        folder = importer_path
    elif config.flags.get("safe_path"):
        return
    elif config.run_module is not None:
        folder = interp.files.getcwd()
    elif config.run_filename.startswith("<"):
        folder = ""
    else:
        folder = config.sys_path_0
        if folder is None:
            name = config.run_filename
            folder = name.rpartition("/")[0] or "/" * name.startswith("/")
    path.value.insert(0, PyUnicode_FromString(folder))


def pymain_run_command(source: str) -> Any:
    """Run the text of -c (a generator)."""
    try:
        try:
            source.encode()
        except UnicodeEncodeError as err:
            yield PySys_WriteStderr("Unable to decode the command from the command line:\n")
            raise syntax_error_from_host(err) from None
        command = PyUnicode_FromString(source)
        try:
            yield _audit("cpython.run_command", command)
        finally:
            Py_DECREF(command)
    except PyErr as err:
        return (yield pymain_exit_err_print(err))
    return _status((yield _PyRun_SimpleStringFlagsWithName(source, "<string>")))


def pymain_run_module(name: str, set_argv0: PyObject) -> Any:
    """Run a module as the program, by the library's runpy (a generator)."""
    text = PyUnicode_FromString(name)
    _PyRuntime.unhandled_keyboard_interrupt = False
    try:
        yield _audit("cpython.run_module", text)
        runpy = yield PyImport_ImportModule("runpy")
        try:
            Py_DECREF((yield call(runpy, "_run_module_as_main", text, set_argv0)))
        finally:
            Py_DECREF(runpy)
    except PyErr as err:
        _PyRuntime.unhandled_keyboard_interrupt = PyErr_ExceptionMatches(
            err, PyExc_KeyboardInterrupt)
        return (yield pymain_exit_err_print(err))
    finally:
        Py_DECREF(text)
    return 0


def pymain_run_file(config: Any, files: Any) -> Any:
    """Run a file; a caller may have given its text (a generator)."""
    filename, source = config.run_filename, config.source
    name = PyUnicode_FromString(filename)
    try:
        yield _audit("cpython.run_file", name)
    except PyErr as err:
        return (yield pymain_exit_err_print(err))
    finally:
        Py_DECREF(name)
    if source is None:
        program = files.place.executable
        try:
            source = _contents(files, filename)
        except IsADirectoryError:
            yield PySys_WriteStderr(f"{program}: {filename!r} is a directory, cannot continue\n")
            return 1
        except (OSError, ValueError) as err:
            number = getattr(err, "errno", None) or errno.EINVAL
            yield PySys_WriteStderr(
                f"{program}: can't open file {filename!r}: [Errno {number}] {os.strerror(number)}\n")
            return NO_SUCH_FILE
        if config.skip_source_first_line:
            source = source[max(source.find(b"\n"), 0):]
    return _status((yield _PyRun_SimpleFileObject(source, filename)))


def _contents(files: Any, filename: str) -> bytes:
    """A file's bytes; raises the host's OSError."""
    fd = files.open(filename, os.O_RDONLY | os.O_CLOEXEC, 0)
    try:
        if stat.S_ISDIR(files.fstat(fd).mode):
            raise IsADirectoryError
        chunks = []
        while chunk := files.read(fd, MAX_SOURCE):
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        files.close(fd)


def pymain_run_stdin(config: Any, files: Any) -> Any:
    """Run what standard input gives: statement by statement at a prompt, or as a file (a generator)."""
    if stdin_is_interactive(config, files):
        config.inspect = False  # do exit on SystemExit
        for step in (pymain_run_startup(config, files), pymain_run_interactive_hook()):
            ended = yield step
            if ended is not None:
                return ended
    try:
        yield _audit("cpython.run_stdin")
    except PyErr as err:
        return (yield pymain_exit_err_print(err))
    return _status((yield PyRun_AnyFile(config, files)))


def PyRun_AnyFile(config: Any, files: Any) -> Any:
    """Run standard input: 0, -1 or an `Exit` (a generator)."""
    stdin = StandardInput(files, config.buffered_stdio)
    if stdin_is_interactive(config, files):
        return (yield PyRun_InteractiveLoop(stdin, _STDIN_NAME))
    source = yield stdin.read_all()
    if source is None:
        return Exit(INTERRUPTED_STATUS)
    return (yield _PyRun_SimpleFileObject(source, _STDIN_NAME))


def pymain_run_startup(config: Any, files: Any) -> Any:
    """Run the file that PYTHONSTARTUP names; an `Exit` if that ends it all, else None (a generator)."""
    name = files.environ.get("PYTHONSTARTUP")
    if config.flags.get("ignore_environment") or name is None:
        return None
    startup = PyUnicode_FromString(name)
    try:
        yield _audit("cpython.run_startup", startup)
        try:
            source = _contents(files, name)
        except OSError as err:
            yield PySys_WriteStderr("Could not open PYTHONSTARTUP\n")
            raise PyErr_SetFromErrnoWithFilenameObjects(err.errno or 5, startup) from None
    except PyErr as err:
        shown = yield PyErr_Print(err)
        return shown if type(shown) is Exit else None
    finally:
        Py_DECREF(startup)
    result = yield _PyRun_SimpleFileObject(source, name)
    return result if type(result) is Exit else None


def pymain_run_interactive_hook() -> Any:
    """Call ``sys.__interactivehook__``; an `Exit` if that ends it all, else None (a generator)."""
    hook = PyDict_GetItemString(
        _PyRuntime.interpreters[0].sysdict, "__interactivehook__")  # type: ignore[arg-type]
    if hook is None:
        return None
    hook.ob_refcnt += 1
    try:
        yield _audit("cpython.run_interactivehook", hook)
        Py_DECREF((yield call_object(hook)))
    except PyErr as err:
        yield PySys_WriteStderr("Failed calling sys.__interactivehook__\n")
        shown = yield PyErr_Print(err)
        return shown if type(shown) is Exit else None
    finally:
        Py_DECREF(hook)
    return None


def pymain_repl(config: Any, files: Any, status: int) -> Any:
    """The prompt after a program, with -i or PYTHONINSPECT; the exit status (a generator).

    The environment is looked at now, so that a program can ask for it.
    """
    if not config.inspect and not config.flags.get("ignore_environment"):
        config.inspect = bool(files.environ.get("PYTHONINSPECT"))
    if not (config.inspect and stdin_is_interactive(config, files) and config_run_code(config)):
        return status
    config.inspect = False
    ended = yield pymain_run_interactive_hook()
    if ended is not None:
        return ended
    try:
        yield _audit("cpython.run_stdin")
    except PyErr as err:
        PyErr_Clear(err)
        return status
    return _status((yield PyRun_AnyFile(config, files)))


def pymain_exit_err_print(err: PyErr) -> Any:
    """Show an exception; the exit status (a generator)."""
    return _status((yield PyErr_Print(err)))


def _status(result: Any) -> Any:
    """The exit status for what was run: 0, 1, or the `Exit`."""
    return result if type(result) is Exit else int(result != 0)


def _audit(event: str, *args: PyObject) -> Any:
    res = PySys_Audit(event, *args)
    if type(res) in PENDING:
        yield res
