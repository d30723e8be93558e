"""Every file that defines types or fills their slots, imported so that `_PyTypes_InitTypes` finds them ready.

In C the linker does this: the static types of Objects/ are all there from the start.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import vm.objects


def import_all() -> None:
    """Import each module of this folder."""
    for module in iter_modules(vm.objects.__path__):
        import_module(f"vm.objects.{module.name}")
