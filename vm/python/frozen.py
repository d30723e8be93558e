"""Frozen modules: those whose code is part of the interpreter. Models Python/frozen.c.

The interpreter's own build has them compiled in, and so has the host's, from the same sources by the same
compiler: their code is taken from there. A guest starts with no file system at all, as CPython does.
"""

from __future__ import annotations

import _imp
from types import CodeType

#: Needed before anything can be imported.
_PyImport_FrozenBootstrap = ("_frozen_importlib", "_frozen_importlib_external", "zipimport")
#: Part of every start.
_PyImport_FrozenStdlib = (
    "abc", "codecs", "io", "_collections_abc", "_sitebuiltins", "genericpath", "ntpath", "posixpath",
    "os.path", "os", "site", "stat", "importlib.util", "importlib.machinery", "runpy",
)
_PyImport_FrozenTest = (
    "__hello__", "__hello_alias__", "__phello_alias__", "__phello_alias__.spam", "__phello__",
    "__phello__.__init__", "__phello__.ham", "__phello__.ham.__init__", "__phello__.ham.eggs",
    "__phello__.spam", "__hello_only__",
)
_PACKAGES = frozenset({"__phello_alias__", "__phello__", "__phello__.ham"})
#: Names under which a module is frozen besides its own; "<" in front: the package's own code.
_PyImport_FrozenAliases: dict[str, str | None] = {
    "_frozen_importlib": "importlib._bootstrap",
    "_frozen_importlib_external": "importlib._bootstrap_external",
    "os.path": "posixpath",
    "__hello_alias__": "__hello__",
    "__phello_alias__": "__hello__",
    "__phello_alias__.spam": "__hello__",
    "__phello__.__init__": "<__phello__",
    "__phello__.ham.__init__": "<__phello__.ham",
    "__hello_only__": None,
}


class frozen_info:
    """What is known of a frozen module.

    Attributes:
        name: its name.
        is_package: whether it is a package.
        origname: the name of the module whose source it was made from, or None.
    """

    __slots__ = ("name", "is_package", "origname")

    def __init__(self, name: str):
        self.name = name
        self.is_package = name in _PACKAGES
        self.origname = _PyImport_FrozenAliases.get(name, name)


def look_up_frozen(name: str, use_frozen: bool) -> frozen_info | None:
    """What is known of a frozen module, or None.

    Args:
        name: its name.
        use_frozen: whether those that exist as files, too, are looked at.
    """
    if name in _PyImport_FrozenBootstrap or (
        use_frozen and (name in _PyImport_FrozenStdlib or name in _PyImport_FrozenTest)
    ):
        return frozen_info(name)
    return None


def frozen_module_names(use_frozen: bool) -> list[str]:
    """The names of all frozen modules in the order of the tables."""
    names = _PyImport_FrozenBootstrap
    return [*names, *_PyImport_FrozenStdlib, *_PyImport_FrozenTest] if use_frozen else [*names]


def frozen_code(name: str) -> CodeType:
    """The host's code object of a frozen module."""
    return _imp.get_frozen_object(name)
