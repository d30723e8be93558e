"""Issuing warnings from any floor. The machinery itself is vm/python/_warnings.py (Python/_warnings.c)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.pycore_object import PyObject

_issue: Callable[..., Any] | None = None


def set_warning_handler(issue: Callable[..., Any] | None) -> None:
    """Install the function that issues warnings: ``issue(category, message, stack_level, source)``."""
    global _issue
    _issue = issue


def PyErr_WarnEx(
    category: PyObject, message: str, stack_level: int = 1, source: PyObject | None = None
) -> Any:
    """Issue a warning of a guest category; host None, or pending; raises if the filters say so.

    ``source`` is the object that the warning is about (borrowed).
    """
    if _issue is None:  # before the interpreter is initialised
        return None
    return _issue(category, message, stack_level, source)
