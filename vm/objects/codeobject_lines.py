"""Where a code object's instructions come from: its location table. A part of Objects/codeobject.c.

The table is read as CPython reads it, but a table that a program has made up may end in the middle of
an entry: what is missing reads as zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_SelfIter
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    PyObject,
    static_type,
)
from vm.objects.tupleobject import PyTuple_New

PY_CODE_LOCATION_INFO_ONE_LINE0 = 10
PY_CODE_LOCATION_INFO_NO_COLUMNS = 13
PY_CODE_LOCATION_INFO_LONG = 14
PY_CODE_LOCATION_INFO_NONE = 15

#: (line, end line, column, end column); None for what is not known.
Location = tuple[int | None, int | None, int | None, int | None]
NOWHERE: Location = (None, None, None, None)


class _Reader:
    """A location table and a place in it."""

    def __init__(self, table: bytes):
        self.table = table
        self.pos = 0

    def byte(self) -> int:
        pos = self.pos
        self.pos = pos + 1
        return self.table[pos] if pos < len(self.table) else 0

    def varint(self) -> int:
        read = self.byte()
        value, shift = read & 63, 0
        while read & 64:
            read = self.byte()
            shift += 6
            value |= (read & 63) << shift
        return value & 0xFFFFFFFF

    def signed_varint(self) -> int:
        value = self.varint()
        return -(value >> 1) if value & 1 else value >> 1


def _known(n: int) -> int | None:
    return None if n == -1 else n


def location_entries(table: bytes, firstlineno: int) -> Iterator[tuple[int, int, Location]]:
    """The entries of a table: (length in bytes of code, the line counted so far, the location)."""
    reader = _Reader(table)
    line = firstlineno
    while reader.pos < len(table):
        first = reader.byte()
        code = first >> 3 & 15
        location = NOWHERE
        if code == PY_CODE_LOCATION_INFO_LONG:
            line += reader.signed_varint()
            end = line + reader.varint()
            location = (_known(line), _known(end), _known(reader.varint() - 1),
                        _known(reader.varint() - 1))
        elif code == PY_CODE_LOCATION_INFO_NO_COLUMNS:
            line += reader.signed_varint()
            location = (_known(line), _known(line), None, None)
        elif code == PY_CODE_LOCATION_INFO_NONE:
            pass
        elif code >= PY_CODE_LOCATION_INFO_ONE_LINE0:
            line += code - PY_CODE_LOCATION_INFO_ONE_LINE0
            location = (_known(line), _known(line), reader.byte(), reader.byte())
        else:
            second = reader.byte()
            column = code << 3 | second >> 4
            location = (_known(line), _known(line), column, column + (second & 15))
        yield ((first & 7) + 1) * 2, line, location


def unit_positions(body: Any) -> list[Location]:
    """The location of each code unit (of two bytes) of a `PyCodeObject`."""
    rows: list[Location] = []
    for length, _, location in location_entries(body.co_linetable, body.co_firstlineno):
        rows += [location] * (length // 2)
    missing = len(body.co_code) // 2 - len(rows)
    return rows + [NOWHERE] * missing


def line_ranges(body: Any) -> Iterator[tuple[int, int, int | None]]:
    """(start, end, line) of each stretch of code of one line, in byte offsets."""
    start = end = 0
    line: int | None = None
    for length, counted, location in location_entries(body.co_linetable, body.co_firstlineno):
        here = None if location is NOWHERE else _known(counted)
        if end and here != line:
            yield start, end, line
            start = end
        line = here
        end += length
    if end:
        yield start, end, line


def decode_linetable(body: Any) -> bytes:
    """The same in the old form of ``co_lnotab``."""
    out = bytearray()
    offset, code_offset, line = 0, 0, body.co_firstlineno
    for length, counted, _ in location_entries(body.co_linetable, body.co_firstlineno):
        if counted != line:
            emit_delta(out, offset - code_offset, counted - line)
            code_offset, line = offset, counted
        offset += length
    return bytes(out)


def emit_delta(out: bytearray, bdelta: int, ldelta: int) -> None:
    """Append the pairs for one step forward in the code and in the lines."""
    while bdelta > 255:
        out += b"\xff\0"
        bdelta -= 255
    while ldelta > 127:
        out += bytes((bdelta, 127))
        bdelta = 0
        ldelta -= 127
    while ldelta < -128:
        out += bytes((bdelta, 128))
        bdelta = 0
        ldelta += 128
    out += bytes((bdelta, ldelta & 255))


class _rowsiterator:
    """The body of a line_iterator or positions_iterator: the code object (owned) and a host iterator."""

    __slots__ = ("code", "rows")

    def __init__(self, code: PyObject, rows: Iterator):
        code.ob_refcnt += 1
        self.code = code
        self.rows = rows


def new_linesiterator(code: PyObject) -> PyObject:
    """``co_lines()``."""
    return PyObject(_PyLineIterator, _rowsiterator(code, line_ranges(code.value)))


def code_positionsiterator(code: PyObject) -> PyObject:
    """``co_positions()``: one location a code unit."""
    body = code.value
    rows = (location for length, _, location in location_entries(
        body.co_linetable, body.co_firstlineno) for _ in range(length // 2))
    return PyObject(_PyPositionsIterator, _rowsiterator(code, rows))


def _next_row(op: PyObject) -> PyObject | None:
    row = next(op.value.rows, None)
    if row is None:
        return None
    return PyTuple_New(tuple(Py_None if n is None else PyLong_FromLong(n) for n in row))


def _rows_dealloc(op: PyObject) -> None:
    Py_DECREF(op.value.code)


def _row_iterator_type(name: str, size: int) -> PyObject:
    return static_type(
        name, tp_basicsize=size, tp_flags=Py_TPFLAGS_BASETYPE, tp_dealloc=_rows_dealloc,
        tp_traverse=lambda op: (op.value.code,), tp_iter=PyObject_SelfIter, tp_iternext=_next_row)


_PyLineIterator = _row_iterator_type("line_iterator", 64)
_PyPositionsIterator = _row_iterator_type("positions_iterator", 80)
