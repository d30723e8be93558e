"""Binding of names between object files that need each other.

object.py, abstract.py and call.py stand below the types, yet some of their functions call functions of
the types' files (`_PyType_Lookup`, `PyLong_FromLong`, ...). C leaves that to the linker; here each such file
registers a function that imports those names, and `link` runs them once everything is imported. So the
names are plain globals on the hot paths, and no import is circular.
"""

from __future__ import annotations

from typing import Callable

_binders: list[Callable[[], None]] = []
_linked = False


def late_import(binder: Callable[[], None]) -> Callable[[], None]:
    """Register a function that imports a file's late names into its globals (decorator).

    In a file that is imported after `link` has run, the function runs at once: place it at the end.
    """
    _binders.append(binder)
    if _linked:
        binder()
    return binder


def link() -> None:
    """Run every registered binder; done once, before the first guest instruction."""
    global _linked
    if not _linked:
        for binder in _binders:  # grows while it runs: binders import files that register more
            binder()
        _linked = True
