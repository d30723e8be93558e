"""The terminal: where a guest's standard streams end. One driver for the command line, one for sessions."""

from __future__ import annotations

import sys
from collections import deque


class NativeConsole:
    """The process's own standard streams.

    Attributes:
        reading: whether the process is waiting for a line of input.
    """

    def __init__(self) -> None:
        self.reading = False

    def write(self, stream: str, text: str) -> None:
        """Write to "<stdout>" or "<stderr>"."""
        target = sys.stderr if "err" in stream else sys.stdout
        try:
            target.write(text)
        except UnicodeEncodeError:
            target.buffer.write(text.encode("utf-8", "surrogateescape"))

    def flush(self) -> None:
        """Push out what is buffered."""
        sys.stdout.flush()
        sys.stderr.flush()

    def readline(self) -> str | None:
        """The next line of standard input with its newline; empty at the end."""
        sys.stdout.flush()
        self.reading = True
        try:
            return sys.stdin.readline()
        finally:
            self.reading = False


class BufferConsole:
    """Streams in memory: output is collected in order, input is given line by line.

    Attributes:
        output: (stream, text) pieces not yet taken.
        limit: characters kept before output is cut off; a runaway print must not fill the memory.
    """

    def __init__(self, limit: int = 4_000_000):
        self.output: list[tuple[str, str]] = []
        self.limit = limit
        self.written = 0
        self._lines: deque[str] = deque()

    def write(self, stream: str, text: str) -> None:
        """Collect a piece of output."""
        if self.written > self.limit:
            return
        self.written += len(text)
        name = "stderr" if "err" in stream else "stdout"
        self.output.append((name, text))
        if self.written > self.limit:
            self.output.append(("stderr", "\n[output cut off: the limit is reached]\n"))

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> list[tuple[str, str]]:
        """The output since the last call."""
        taken, self.output = self.output, []
        return taken

    def give(self, line: str) -> None:
        """Provide a line of input (with its newline), or "" for the end of input."""
        self._lines.append(line)

    def readline(self) -> str | None:
        """The next line that was given, or None while there is none."""
        return self._lines.popleft() if self._lines else None
