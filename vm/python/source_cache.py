"""Source lines by file name, for tracebacks: the runtime's linecache.

Whoever compiles a program's text registers it. Any other file is read when one of its lines is first asked
for, by the function that the import system provides: from the guest's file system.
"""

from __future__ import annotations

from collections.abc import Callable

#: file name -> its lines, without line ends.
_sources: dict[str, list[str]] = {}


def register_source(filename: str, text: str) -> None:
    """Remember the source text of a file, in place of an earlier one."""
    _sources[filename] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def get_line(filename: str, lineno: int) -> str:
    """Line ``lineno`` (from 1) of a file, without its end; empty if there is none."""
    lines = _sources.get(filename)
    if lines is None and _read is not None and not filename.startswith("<"):
        text = _read(filename)
        if text is not None:
            register_source(filename, text)
            lines = _sources[filename]
    if lines is None or not 0 < lineno <= len(lines):
        return ""
    return lines[lineno - 1]


_read: Callable[[str], str | None] | None = None


def set_reader(read: Callable[[str], str | None]) -> None:
    """Provide the function that reads a file of the guest's; None for one that cannot be read."""
    global _read
    _read = read


def clear_sources() -> None:
    """Forget every file: at the end of a runtime."""
    _sources.clear()
