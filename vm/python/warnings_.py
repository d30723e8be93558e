"""Issuing warnings with CPython's default filters. Models Python/_warnings.c.

The filters are fixed so far (`warnings` is not importable yet): DeprecationWarning is shown for ``__main__`` only,
PendingDeprecationWarning, ImportWarning and ResourceWarning never, the others once for each place.
"""

from __future__ import annotations

from typing import Any

from vm.objects.frameobject import frame_lineno
from vm.objects.pycore_object import PyObject, PyType_IsSubtype
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyExc_DeprecationWarning, exception_types
from vm.objects.pywarnings import PyErr_WarnEx as PyErr_WarnEx
from vm.objects.pywarnings import set_warning_handler
from vm.python.ceval_scope import PyEval_GetFrame
from vm.python.pythonrun import PySys_WriteStderr
from vm.python.source_cache import get_line

_IGNORED = tuple(
    exception_types[name]
    for name in ("PendingDeprecationWarning", "ImportWarning", "ResourceWarning"))
#: (file name, line, text, category) of what was shown, for the interpreter that showed it.
_shown: dict[Any, set] = {}


def warn_explicit(
    category: PyObject, message: str, stack_level: int = 1, source: PyObject | None = None
) -> Any:
    """Issue a warning at the running Python code; host None, or pending."""
    frame = PyEval_GetFrame()
    for _ in range(stack_level - 1):
        if frame is not None:
            frame = frame.previous
    filename, lineno, module = "<sys>", 0, "<sys>"
    if frame is not None:
        filename = frame.f_code.co_filename
        lineno = frame_lineno(frame) or 0
        name = frame.f_globals.value.me_value.get("__name__")
        module = name.value if name is not None and isinstance(name.value, str) else "<unknown>"
    if not _is_shown(category, module):
        return None
    interp = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    if interp not in _shown:
        _shown.clear()
        _shown[interp] = set()
    place = (filename, lineno, message, category)
    if place in _shown[interp]:
        return None
    _shown[interp].add(place)
    return show_warning(filename, lineno, message, category, source is not None)


def _is_shown(category: PyObject, module: str) -> bool:
    if PyType_IsSubtype(category, PyExc_DeprecationWarning):
        return module == "__main__"
    return not any(PyType_IsSubtype(category, ignored) for ignored in _IGNORED)


def show_warning(
    filename: str, lineno: int, message: str, category: PyObject, has_source: bool = False
) -> Any:
    """Write a warning and its source line to ``sys.stderr``; a generator."""
    text = f"{filename}:{lineno}: {category.value.tp_name}: {message}\n"
    line = get_line(filename, lineno)
    if line and line.strip():
        text += f"  {line.strip()}\n"
    if has_source:
        text += (f"{category.value.tp_name}: Enable tracemalloc to get the object allocation "
                 "traceback\n")
    yield PySys_WriteStderr(text)


set_warning_handler(warn_explicit)


def PyInit__warnings() -> PyObject:
    """Make the module `_warnings`."""
    from vm.objects.moduleobject import PyModule_FromDefs

    return PyModule_FromDefs("_warnings", ())
