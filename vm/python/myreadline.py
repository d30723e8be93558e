"""Reading a line of the program's text from standard input, after a prompt. Models Parser/myreadline.c.

What C keeps in its FILE for standard input is kept here: the buffer is not that of ``sys.stdin``.
"""

from __future__ import annotations

from typing import Any

from vm.objects.pycore_object import Park

#: What C's library reads at once.
BUFSIZ = 4096
STDIN, STDERR = 0, 2


class StandardInput:
    """The FILE over descriptor 0.

    Attributes:
        files: the driver.
        size: how many bytes are read at once; one if nothing is to be buffered.
    """

    def __init__(self, files: Any, buffered: bool = True):
        self.files = files
        self.size = BUFSIZ if buffered else 1
        self._rest = b""

    def fgets(self) -> Any:
        """The next line with its end, what is left of a last line, or nothing at the end (a generator).

        None: a signal has come.
        """
        while b"\n" not in self._rest:
            data = yield self._read()
            if data is None:
                return None
            if not data:
                line, self._rest = self._rest, b""
                return line
            self._rest += data
        line, newline, self._rest = self._rest.partition(b"\n")
        return line + newline

    def read_all(self) -> Any:
        """Everything up to the end; None: a signal has come (a generator)."""
        chunks = [self._rest]
        while data := (yield self._read()):
            chunks.append(data)
        self._rest = b""
        return None if data is None else b"".join(chunks)

    def _read(self) -> Any:
        while True:
            try:
                data = self.files.read(STDIN, self.size)
            except InterruptedError:
                return None
            except OSError:  # closed, or a folder
                return b""
            if data is not None:
                return data
            yield Park("input", self.files)


def PyOS_Readline(stdin: StandardInput, prompt: str) -> Any:
    """Write a prompt to the terminal itself, not to ``sys.stderr``, and read a line (a generator)."""
    try:
        stdin.files.write(STDERR, prompt.encode("utf-8", "surrogateescape"))
    except (OSError, UnicodeEncodeError):
        pass
    return (yield stdin.fgets())
