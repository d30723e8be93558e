"""The terminal: what a guest's descriptors 0, 1 and 2 are. One driver for the command line, one for sessions."""

from __future__ import annotations

import codecs
import errno
import os
import signal
from collections import deque
from collections.abc import Callable


class NativeConsole:
    """The process's own standard input. (What is written goes to its descriptors without a detour.)

    Attributes:
        reading: whether the process is waiting for input.
        interrupted: says whether a signal has come and has not yet been heard.
        receive: is called with each signal that comes.
    """

    def __init__(self) -> None:
        self.reading = False
        self.interrupted: Callable[[], bool] = bool
        self.receive: Callable[[int], object] = bool

    def watch_signal(self, number: int, wanted: bool) -> None:
        """Hear of a signal to the process from outside, or leave it to the system again (but never Ctrl-C).

        The handler must not unwind the VM in the middle of an instruction; it ends a system call alone.
        """
        def handler(number: int, _frame: object) -> None:
            self.receive(number)
            if self.reading:
                raise KeyboardInterrupt

        if wanted:
            signal.signal(number, handler)
        elif number != signal.SIGINT:
            signal.signal(number, signal.SIG_DFL)

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of standard input; none at the end.

        Raises:
            InterruptedError: a signal has come meanwhile (its handler raises KeyboardInterrupt).
        """
        self.reading = True
        try:
            if self.interrupted():
                raise KeyboardInterrupt
            return os.read(0, size)
        except KeyboardInterrupt:
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR)) from None
        finally:
            self.reading = False


class BufferConsole:
    """A terminal in memory: output is collected in order, input is given line by line.

    Attributes:
        output: (stream, text) pieces not yet taken; the streams are "stdout" and "stderr".
        limit: characters kept before output is cut off; a runaway print must not fill the memory.
    """

    def __init__(self, limit: int = 4_000_000):
        self.output: list[tuple[str, str]] = []
        self.limit = limit
        self.written = 0
        self._input: deque[bytes] = deque()
        self._decoders = {fd: codecs.getincrementaldecoder("utf-8")("replace") for fd in (1, 2)}

    def write(self, fd: int, data: bytes) -> int:
        """Collect output; all of it is taken."""
        self.show("stderr" if fd == 2 else "stdout", self._decoders[1 + (fd == 2)].decode(data))
        return len(data)

    def watch_signal(self, number: int, wanted: bool) -> None:
        """There is no process here to which anyone outside could send a signal."""

    def show(self, stream: str, text: str) -> None:
        """Collect a piece of text."""
        if self.written > self.limit or not text:
            return
        self.written += len(text)
        self.output.append((stream, text))
        if self.written > self.limit:
            self.output.append(("stderr", "\n[output cut off: the limit is reached]\n"))

    def take(self) -> list[tuple[str, str]]:
        """The output since the last call."""
        taken, self.output = self.output, []
        return taken

    def give(self, line: str) -> None:
        """Provide a line of input (with its newline), or "" for the end of input."""
        self._input.append(line.encode("utf-8", "surrogatepass"))

    def read(self, size: int) -> bytes | None:
        """At most ``size`` bytes of one line; none at the end, None while no line is there."""
        if not self._input:
            return None
        line = self._input.popleft()
        if len(line) > size:
            self._input.appendleft(line[size:])
        return line[:size]

    def isatty(self, fd: int) -> bool:
        """It is a terminal: lines are shown when they end."""
        return True
