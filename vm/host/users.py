"""Users and groups of the machine that a guest is on: the real ones beside the real file system, else one user."""

from __future__ import annotations

from typing import Any

from vm.host.filesystem import Files, NativeFiles


def users(files: Files) -> list[Any]:
    """Rows of the password file: name, password, number, group, comment, home, shell."""
    if isinstance(files, NativeFiles):
        import pwd

        return list(pwd.getpwall())
    return [("root", "x", 0, 0, "root", files.environ.get("HOME", "/"), "/bin/sh")]


def groups(files: Files) -> list[Any]:
    """Rows of the group file: name, password, number, members."""
    if isinstance(files, NativeFiles):
        import grp

        return list(grp.getgrall())
    return [("root", "x", 0, [])]
