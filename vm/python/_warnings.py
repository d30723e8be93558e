"""Warnings, as they are shown while the ``warnings`` module is not imported. Models Python/_warnings.c.

The filters are CPython's default ones. Each warning is shown once for each place; those of the compiler
always.
"""

from __future__ import annotations

from typing import Any

from vm.objects.codeobject import instruction_positions
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.pycore_frame import _PyInterpreterFrame
from vm.objects.pycore_object import PyObject, PyType_IsSubtype, pending_finalizers
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyExc_DeprecationWarning, exception_types
from vm.objects.pywarnings import set_warning_handler
from vm.python.pythonrun import PySys_WriteStderr
from vm.python.source_cache import get_line

#: Categories that the default filters pass over (DeprecationWarning is shown in ``__main__``).
_IGNORED = tuple(
    exception_types[name]
    for name in ("DeprecationWarning", "PendingDeprecationWarning", "ImportWarning", "ResourceWarning"))


class WarningsState:
    """What has been shown already (the registries), for one runtime."""

    def __init__(self) -> None:
        self.shown: set[tuple] = set()

    def issue(self, category: PyObject, message: str, stack_level: int) -> Any:
        """Issue a warning for the ``stack_level``-th Python frame from the top; None or pending."""
        frame = _python_frame(stack_level)
        filename, lineno, module = "<sys>", 0, "sys"
        if frame is not None:
            filename = frame.f_code.co_filename
            lineno = instruction_positions(frame.f_code)[max(frame.instr_ptr - 1, 0)][0] or 0
            name = PyDict_GetItemString(frame.f_globals, "__name__")
            module = name.value if name is not None else "<string>"
        if _is_ignored(category, module):
            return None
        key = (category, message, filename, lineno)
        if key in self.shown:
            return None
        self.shown.add(key)
        return show_warning(category.value.tp_name, message, filename, lineno)


def _python_frame(level: int) -> Any:
    frame = _PyRuntime.tstate_current.current_frame  # type: ignore[union-attr]
    while frame is not None:
        if type(frame) is _PyInterpreterFrame:
            level -= 1
            if level <= 0:
                return frame
        frame = frame.previous
    return None


def _is_ignored(category: PyObject, module: str) -> bool:
    if module == "__main__" and PyType_IsSubtype(category, PyExc_DeprecationWarning):
        return False
    return any(PyType_IsSubtype(category, ignored) for ignored in _IGNORED)


def show_warning(category: str, message: str, filename: str, lineno: int) -> Any:
    """Write a warning and its source line to ``sys.stderr``; pending."""
    text = f"{filename}:{lineno}: {category}: {message}\n"
    line = get_line(filename, lineno).strip() if not filename.startswith("<") else ""
    if line:
        text += f"  {line}\n"
    return PySys_WriteStderr(text)


def warn_from_compiler(category: str, message: str, filename: str, lineno: int, line: str) -> None:
    """Show a warning of the compiler's before the next guest instruction.

    Args:
        category: the class's name.
        message: its text.
        filename, lineno: the place.
        line: the source line, shown for files only.
    """
    text = f"{filename}:{lineno}: {category}: {message}\n"
    if line.strip() and not filename.startswith("<"):
        text += f"  {line.strip()}\n"
    pending_finalizers.append(PySys_WriteStderr(text))


def _PyWarnings_InitState() -> None:
    """Begin a runtime: nothing has been shown."""
    set_warning_handler(WarningsState().issue)
