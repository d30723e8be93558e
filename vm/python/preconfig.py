"""What must be known before anything of the command line can be decoded. Models Python/preconfig.c."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vm.objects.pycore_state import _PyRuntime
from vm.python.getopt import GetOptError, _PyOS_GetOpt


@dataclass
class PyPreConfig:
    """struct PyPreConfig.

    Attributes:
        isolated: -I.
        use_environment: whether variables of the environment count (not with -E, -I).
        utf8_mode: -X utf8, $PYTHONUTF8.
        dev_mode: -X dev, $PYTHONDEVMODE.
    """

    isolated: bool = False
    use_environment: bool = True
    utf8_mode: bool = False
    dev_mode: bool = False


def _Py_PreInitializeFromPyArgv(args: Sequence[str], environ: Mapping[str, str]) -> PyPreConfig:
    """Read the command line and the environment for it, once a runtime."""
    preconfig = PyPreConfig()
    preconfig_read(preconfig, args, environ)
    _PyRuntime.preconfig = preconfig
    _PyRuntime.preinitialized = True
    return preconfig


def preconfig_read(preconfig: PyPreConfig, args: Sequence[str], environ: Mapping[str, str]) -> None:
    """Fill in what the options and then the variables say."""
    xoptions: dict[str, str] = {}
    try:
        for letter, value in _PyOS_GetOpt(list(args)):
            if letter == "I":
                preconfig.isolated = True
            if letter in "EI":
                preconfig.use_environment = False
            elif letter == "X":
                name, _, setting = value.partition("=")
                xoptions[name] = setting
    except GetOptError:
        pass  # it is said when the whole line is read
    if preconfig.use_environment:
        preconfig.utf8_mode = environ.get("PYTHONUTF8", "") not in ("", "0")
        preconfig.dev_mode = bool(environ.get("PYTHONDEVMODE"))
    if "utf8" in xoptions:
        preconfig.utf8_mode = xoptions["utf8"] in ("", "1")
    preconfig.dev_mode = preconfig.dev_mode or "dev" in xoptions
