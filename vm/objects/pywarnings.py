"""Issuing warnings from any floor. The machinery itself is vm/python/_warnings.py (Python/_warnings.c)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.pycore_object import PyObject

_issue: Callable[[PyObject, str, int], Any] | None = None


def set_warning_handler(issue: Callable[[PyObject, str, int], Any] | None) -> None:
    """Install the function that issues warnings: ``issue(category, message, stack_level)``."""
    global _issue
    _issue = issue


def PyErr_WarnEx(category: PyObject, message: str, stack_level: int = 1) -> Any:
    """Issue a warning of a guest category; host None, or pending; raises if the filters say so."""
    if _issue is None:  # before the interpreter is initialised
        return None
    return _issue(category, message, stack_level)
