"""Source lines by file name, for tracebacks: the runtime's linecache.

Whoever compiles a program's text registers it; nothing is read from disk here.
"""

from __future__ import annotations

#: file name -> its lines, without line ends.
_sources: dict[str, list[str]] = {}


def register_source(filename: str, text: str) -> None:
    """Remember the source text of a file, in place of an earlier one."""
    _sources[filename] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def get_line(filename: str, lineno: int) -> str:
    """Line ``lineno`` (from 1) of a file, without its end; empty if there is none."""
    lines = _sources.get(filename)
    if lines is None or not 0 < lineno <= len(lines):
        return ""
    return lines[lineno - 1]


def clear_sources() -> None:
    """Forget every file: at the end of a runtime."""
    _sources.clear()
