"""The configuration of an interpreter: what the command line and the environment say. Models Python/initconfig.c."""

from __future__ import annotations

import dataclasses
import os
import sys
from dataclasses import dataclass, field
from typing import Any

from vm.objects.pycore_state import PyRuntimeState, _PyRuntime
from vm.python.getopt import GetOptError, _PyOS_GetOpt

PROGRAM = "python -m vm"
USAGE = f"""usage: {PROGRAM} [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try `{PROGRAM} -h' for more information.
"""
HELP = f"""usage: {PROGRAM} [option] ... [-c cmd | -m mod | file | -] [arg] ...
Runs a program on the VM. Options and environment variables are those of python itself:
-b -B -c cmd -d -E -h -i -I -m mod -O -OO -P -q -s -S -u -v -V -W arg -x -X opt
and of the VM's own:
-X audit    recount every reference at the end
-X runtime  say how long the program took
"""
#: The options of -X that are the VM's own: a program does not see them.
OWN_OPTIONS = ("audit", "runtime")
BAD_USAGE = 2


class PyStatus(Exception):
    """A step of the start has ended it (struct PyStatus that is no success).

    Attributes:
        exitcode: the exit status.
        text: what to say on the way out.
        func: the function that failed; empty if the command line asked for no more than an answer.
    """

    def __init__(self, exitcode: int, text: str, func: str = "") -> None:
        super().__init__(text)
        self.exitcode = exitcode
        self.text = text
        self.func = func


def PyStatus_Exit(exitcode: int, text: str = "") -> PyStatus:
    """The command line is answered; there is nothing to run."""
    return PyStatus(exitcode, text)


def PyStatus_Error(func: str, err_msg: str) -> PyStatus:
    """The interpreter cannot be started."""
    return PyStatus(1, err_msg, func)


@dataclass
class PyConfig:
    """What an interpreter is started with (struct PyConfig).

    Attributes:
        run_filename: name of the program's file, "<string>" for -c, "<stdin>" for standard input.
        source: the text of -c; of a file (str, or its bytes) if it is not to be read.
        argv: sys.argv; before `_PyConfig_Read`, if it is to be parsed, the whole command line.
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
        parse_argv: whether argv is a command line with options.
        orig_argv: sys.orig_argv.
        stdio_encoding, stdio_errors: of the standard streams; errors None: the locale decides.
        faulthandler: whether tracebacks of fatal signals are on from the start.
        module_search_paths, executable, prefix, stdlib_dir: where the library is (`_PyConfig_InitImportConfig`).
        own_options: the VM's own options that were given.
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
    parse_argv: bool = False
    orig_argv: list[str] = field(default_factory=list)
    stdio_encoding: str = "utf-8"
    stdio_errors: str | None = None
    faulthandler: bool = False
    module_search_paths: tuple[str, ...] = ()
    executable: str = ""
    prefix: str = ""
    stdlib_dir: str = ""
    own_options: frozenset[str] = frozenset()
    inspect: bool = field(init=False)

    def __post_init__(self) -> None:
        self.inspect = bool(self.flags.get("inspect"))


def PyConfig_InitPythonConfig(files: Any) -> PyConfig:
    """The configuration of a command line that is to be read: nothing is set yet."""
    return PyConfig("<stdin>", None, files=files, parse_argv=True)


def PyConfig_SetBytesArgv(config: PyConfig, argv: list[str]) -> None:
    """Set the command line, the name of the program not included."""
    config.argv = list(argv)


def _PyConfig_Copy(config: PyConfig) -> PyConfig:
    """A configuration of the interpreter's own."""
    return dataclasses.replace(
        config, argv=list(config.argv), flags=dict(config.flags), xoptions=dict(config.xoptions))


def _PyConfig_Read(config: PyConfig) -> None:
    """Fill in what is not set: from the command line, then from the environment.

    Raises:
        PyStatus: the command line is wrong, or asks for an answer only.
    """
    config.orig_argv = config.orig_argv or ["python", *config.argv]
    if config.parse_argv:
        config_read_cmdline(config)
    config.inspect = bool(config.flags.get("inspect"))


def _PyConfig_InitImportConfig(config: PyConfig, files: Any) -> None:
    """Where modules are looked for: the driver of the files knows the library's place (Modules/getpath.py)."""
    place = files.place
    config.module_search_paths = tuple(place.search_paths)
    config.executable = place.executable
    config.prefix = place.prefix
    config.stdlib_dir = place.stdlib_dir


def _PyConfig_Write(config: PyConfig, runtime: PyRuntimeState) -> None:
    """Make what belongs to the process known to the runtime."""
    runtime.orig_argv = list(config.orig_argv)


def _PyStatus_IS_EXIT(status: PyStatus) -> bool:
    """Whether it is an answer, no failure."""
    return not status.func


# ---- the command line

#: Options without a value -> the flags of sys.flags that they count up.
_FLAGS_BY_LETTER = {
    "b": ("bytes_warning",), "B": ("dont_write_bytecode",), "d": ("debug",),
    "E": ("ignore_environment",), "i": ("inspect", "interactive"), "I": ("isolated",),
    "O": ("optimize",), "P": ("safe_path",), "q": ("quiet",), "R": (), "s": ("no_user_site",),
    "S": ("no_site",), "t": (), "u": ("unbuffered",), "v": ("verbose",)}
#: Variables of the environment that set a flag to a number.
_VARIABLES = {
    "PYTHONDEBUG": "debug", "PYTHONDONTWRITEBYTECODE": "dont_write_bytecode",
    "PYTHONINSPECT": "inspect", "PYTHONNOUSERSITE": "no_user_site", "PYTHONOPTIMIZE": "optimize",
    "PYTHONSAFEPATH": "safe_path", "PYTHONUNBUFFERED": "unbuffered", "PYTHONVERBOSE": "verbose"}


def config_read_cmdline(config: PyConfig) -> None:
    """Read the options, then what the environment says in their place."""
    config.flags["no_site"] = 0
    config.parse_argv = False
    given_warnings = config_parse_cmdline(config)
    config.own_options = frozenset(name for name in OWN_OPTIONS if config.xoptions.pop(name, False))
    config_read_env_vars(config)
    config_init_warnoptions(config, given_warnings)
    config.site_import = not config.flags["no_site"]
    config.optimization_level = config.flags.pop("optimize", 0)
    config.buffered_stdio = not config.flags.pop("unbuffered", 0)


def config_parse_cmdline(config: PyConfig) -> list[str]:
    """Read the options; the values of -W are returned."""
    rest = list(config.argv)
    given_warnings: list[str] = []
    config.argv = [""]
    named = ""
    try:
        for option, value in _PyOS_GetOpt(rest):
            if option == "W":
                given_warnings.append(value)
            elif option in ("c", "m"):
                named = option
                _name_program(config, option, value)
            else:
                _set_option(config, option, value)
    except GetOptError as err:
        raise PyStatus_Exit(BAD_USAGE, f"{err}\n{USAGE}") from None
    if named:
        config.argv = [f"-{named}", *rest]
    elif rest:
        config.argv = rest
        if rest[0] != "-":
            config.run_filename = os.path.abspath(rest[0])
            config.sys_path_0 = os.path.dirname(os.path.realpath(rest[0]))
    return given_warnings


def _name_program(config: PyConfig, option: str, value: str) -> None:
    if option == "m":
        config.run_module = value
    else:
        config.run_filename, config.source = "<string>", value + "\n"


def _set_option(config: PyConfig, option: str, value: str) -> None:
    if option in "h?":
        raise PyStatus_Exit(0, HELP)
    if option == "V":
        raise PyStatus_Exit(0, f"Python {'.'.join(map(str, sys.version_info[:3]))}\n")
    if option == "X":
        name, equals, setting = value.partition("=")
        config.xoptions[name] = setting if equals else True
    elif option == "x":
        config.skip_source_first_line = True
    elif option == "check-hash-based-pycs":
        if value not in ("always", "never", "default"):
            raise PyStatus_Exit(
                BAD_USAGE,
                f"--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n{USAGE}")
        config.check_hash_pycs_mode = value
    elif option not in _FLAGS_BY_LETTER:
        raise PyStatus_Exit(BAD_USAGE, f"Unknown option: -{option}\n{USAGE}")
    else:
        for flag in _FLAGS_BY_LETTER[option]:
            config.flags[flag] = config.flags.get(flag, 0) + 1


def config_read_env_vars(config: PyConfig) -> None:
    """What variables of the environment set, and what -I stands for."""
    flags, preconfig = config.flags, _PyRuntime.preconfig
    if flags.get("isolated"):
        flags.update(ignore_environment=1, no_user_site=1, safe_path=1)
    environ = _environ(config)
    for variable, name in _VARIABLES.items():
        if environ.get(variable):
            flags[name] = max(flags.get(name, 0), _Py_get_env_flag(environ[variable]))
    flags["utf8_mode"] = int(preconfig.utf8_mode)
    flags["safe_path"] = bool(flags.get("safe_path"))
    flags["dev_mode"] = preconfig.dev_mode
    config.faulthandler = (
        preconfig.dev_mode or "faulthandler" in config.xoptions or bool(environ.get("PYTHONFAULTHANDLER")))
    config_init_stdio_encoding(config, environ)
    if path := environ.get("PYTHONPATH"):
        config.files.add_search_paths(path.split(os.pathsep))


def config_init_stdio_encoding(config: PyConfig, environ: dict[str, str]) -> None:
    """$PYTHONIOENCODING: an encoding, an error handler behind a colon, or both."""
    encoding, _, errors = environ.get("PYTHONIOENCODING", "").partition(":")
    if encoding:
        config.stdio_encoding = encoding
    if encoding or errors:
        config.stdio_errors = errors or "strict"


def _environ(config: PyConfig) -> dict[str, str]:
    return {} if config.flags.get("ignore_environment") else config.files.environ


def config_init_warnoptions(config: PyConfig, given_warnings: list[str]) -> None:
    """sys.warnoptions, in the order of precedence."""
    options = ["default"] if config.flags["dev_mode"] else []
    options += [part for part in _environ(config).get("PYTHONWARNINGS", "").split(",") if part]
    options += given_warnings
    if level := config.flags.get("bytes_warning"):
        options.append("error::BytesWarning" if level > 1 else "default::BytesWarning")
    if options:
        config.flags["warnoptions"] = list(dict.fromkeys(options))


def _Py_get_env_flag(text: str) -> int:
    """The number that a variable sets a flag to; anything else counts as 1."""
    try:
        return max(int(text), 0) if int(text) >= 0 else 1
    except ValueError:
        return 1
