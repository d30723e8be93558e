"""Binding of names between object files that need each other.

object.py, abstract.py and call.py stand below the types, yet some of their functions call functions of
the types' files (`_PyType_Lookup`, `PyLong_FromLong`, ...). C leaves that to the linker; here each such file
registers a function that imports those names, and `link` runs them once every file is imported. So the
names are plain globals on the hot paths, and no import is circular.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

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
    """Import every file of vm.objects and run every registered binder; once, before anything else."""
    global _linked
    if not _linked:
        import vm.objects

        for info in pkgutil.iter_modules(vm.objects.__path__, "vm.objects."):
            importlib.import_module(info.name)
        for binder in _binders:  # grows while it runs: binders import files that register more
            binder()
        _linked = True
