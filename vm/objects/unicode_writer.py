"""Building a text piece by piece: _PyUnicodeWriter of Objects/unicodeobject.c.

A text that turns out to be one whole str is that str itself, not a copy.
"""

from __future__ import annotations

from vm.objects.bridge import MAX_TEXT
from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.pyerrors import PyErr_SetNone, PyExc_MemoryError
from vm.objects.unicodeobject import PyUnicode_FromString


class _PyUnicodeWriter:
    """The text so far.

    Attributes:
        parts: host texts.
        size: how many characters they have.
        overallocate: whether more is to follow what is written now.
        buffer: the one str that is the whole text, owned, or NULL (``readonly`` in C).
    """

    __slots__ = ("parts", "size", "overallocate", "buffer")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.overallocate = True
        self.buffer: PyObject | None = None

    def write(self, text: str) -> None:
        """Add a host text."""
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise PyErr_SetNone(PyExc_MemoryError)
        if text:
            self.dealloc()
            self.parts.append(text)

    def write_str(self, op: PyObject) -> None:
        """Add a guest str (_PyUnicodeWriter_WriteStr)."""
        first = not self.size
        self.write(op.value)
        if first and op.value and not self.overallocate:
            op.ob_refcnt += 1
            self.buffer = op

    def text(self) -> str:
        """The host text; the writer is done with."""
        self.dealloc()
        return "".join(self.parts)

    def finish(self) -> PyObject:
        """The guest str; the writer is done with."""
        op, self.buffer = self.buffer, None
        return PyUnicode_FromString("".join(self.parts)) if op is None else op

    def dealloc(self) -> None:
        """Drop the str that the text is."""
        op, self.buffer = self.buffer, None
        if op is not None:
            Py_DECREF(op)
