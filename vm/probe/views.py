"""What can be seen of a machine, as plain data: dicts, lists, strings, ints, booleans, None.

Each view is a function of the engine and of the numbers given to objects; it reads the VM's own state,
runs no guest code, and changes nothing. The fields of the data are typed in web/protocol.js.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from vm.objects.codeobject import (
    CO_FAST_CELL,
    CO_FAST_FREE,
    instruction_positions,
)
from vm.objects.pycore_frame import NativeFrame, _PyInterpreterFrame
from vm.objects.pycore_gc import GEN0, GEN1, GEN2, PERMANENT, gcstate
from vm.objects.pycore_object import PyObject, _Py_IsImmortal
from vm.objects.pycore_state import (
    _PY_ASYNC_EXCEPTION_BIT,
    _PY_CALLS_TO_DO_BIT,
    _PY_EVAL_PLEASE_STOP_BIT,
    _PY_GC_SCHEDULED_BIT,
    _PY_GIL_DROP_REQUEST_BIT,
    _PY_SIGNALS_PENDING_BIT,
    PyThreadState,
)
from vm.probe import disassembly
from vm.probe.engine import Engine, chain, index_of, line_of, value_stack
from vm.probe.saferepr import saferepr, type_name
from vm.python.adaptive import specialized_names
from vm.python.opcode_docs import OPCODE_DOCS

#: At most this many tracked objects, frames of a thread, and variables of a frame are shown.
MAX_TRACKED = 200
MAX_FRAMES = 200
MAX_VARIABLES = 200

BREAKER_BITS = {
    _PY_GIL_DROP_REQUEST_BIT: "GIL_DROP_REQUEST",
    _PY_SIGNALS_PENDING_BIT: "SIGNALS_PENDING",
    _PY_CALLS_TO_DO_BIT: "CALLS_TO_DO",
    _PY_ASYNC_EXCEPTION_BIT: "ASYNC_EXCEPTION",
    _PY_GC_SCHEDULED_BIT: "GC_SCHEDULED",
    _PY_EVAL_PLEASE_STOP_BIT: "EVAL_PLEASE_STOP",
}

Data = dict[str, Any]


class Numbers:
    """Gives objects the numbers by which a panel knows them again in the next state.

    Not the guest's id(), which would have to be given out to be shown. An object keeps its number as
    long as each state shows it; the numbers are the same in every run of the same program.
    """

    def __init__(self) -> None:
        self._before: dict[Any, int] = {}
        self._now: dict[Any, int] = {}
        self._next = 1

    def turn(self) -> None:
        """Begin another state."""
        self._before, self._now = self._now, {}

    def __call__(self, thing: Any) -> int:
        """Return the number of an object or frame."""
        number = self._now.get(thing)
        if number is None:
            number = self._before.get(thing)
            if number is None:
                number, self._next = self._next, self._next + 1
            self._now[thing] = number
        return number


# -- position and code --------------------------------------------------------------------------------


def position(engine: Engine, _numbers: Numbers) -> Data | None:
    """Return the source position of the next instruction; columns in characters."""
    place = engine.place()
    if place is None or place.line is None:
        return None
    body = place.frame.f_code
    line, end_line, start, end = instruction_positions(body)[place.index]
    assert line is not None
    return {
        "filename": body.co_filename,
        "function": body.co_qualname,
        "line": line,
        "endLine": end_line or line,
        "col": _column(engine, body, line, start),
        "endCol": _column(engine, body, end_line or line, end),
    }


def _column(engine: Engine, body: Any, lineno: int, offset: int | None) -> int:
    """Turn a byte offset in a line's UTF-8, which code objects hold, into a count of characters."""
    if offset is None:
        return -1
    lines = engine.source_lines(body.co_filename)
    if not 0 < lineno <= len(lines) or lines[lineno - 1].isascii():
        return offset
    return len(lines[lineno - 1].encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore"))


def code(engine: Engine, numbers: Numbers) -> Data | None:
    """Return the listing of the code that runs, and where it goes on."""
    place = engine.place()
    if place is None:
        return None
    body = place.frame.f_code
    return {
        "id": numbers(body),
        "name": body.co_qualname,
        "filename": body.co_filename,
        "stacksize": body.co_stacksize,
        "instructions": _listing(engine, body),
        "specialized": [[at, name] for at, name in sorted(specialized_names(body).items())],
        "exceptions": disassembly.exception_table(body),
        "next": _offset(body, place.index),
    }


def _listing(engine: Engine, body: Any) -> list[Data]:
    """Return the listing of a code object, made once."""
    found = engine.listings.get(body)
    if found is None:
        found = engine.listings[body] = disassembly.instructions(body)
    return found


def _offset(body: Any, index: int) -> int:
    lasti = body.lasti
    return lasti[index] if lasti is not None and 0 <= index < len(lasti) else 0


# -- frames -------------------------------------------------------------------------------------------


def frames(engine: Engine, numbers: Numbers) -> list[Data]:
    """Return the chain of frames of each thread, the innermost first."""
    current = engine.current_thread()
    return [
        {
            "thread": tstate.id,
            "name": thread_name(tstate),
            "current": tstate is current,
            "frames": [
                _frame(engine, frame, above, numbers)
                for frame, above in islice(chain(tstate), MAX_FRAMES)
            ],
        }
        for tstate in engine.threads()
    ]


def _frame(engine: Engine, frame: Any, above: Any, numbers: Numbers) -> Data:
    if isinstance(frame, NativeFrame):
        return _native_frame(frame, numbers)
    body = frame.f_code
    index = index_of(frame, above)
    listing = {row["offset"]: row for row in _listing(engine, body)}
    offset = _offset(body, index)
    return {
        "kind": "python",
        "id": numbers(frame),
        "name": body.co_qualname,
        "filename": body.co_filename,
        "line": line_of(frame, index),
        "next": offset,
        "opname": listing[offset]["opname"] if offset in listing else "",
        "locals": _locals(frame, numbers),
        "cells": _cells(frame, numbers),
        "stack": [value(op, numbers) for op in value_stack(frame, above)],
    }


def _native_frame(frame: NativeFrame, numbers: Numbers) -> Data:
    """Describe a C function's activation by the function's name; it has no locals of the guest's."""
    return {
        "kind": "native",
        "id": numbers(frame),
        "name": frame.gen.gi_code.co_name,
        "filename": "",
        "line": None,
        "next": -1,
        "opname": "",
        "locals": [],
        "cells": [],
        "stack": [],
    }


def _slots(frame: _PyInterpreterFrame) -> list[tuple[str, int, PyObject | None]]:
    """Return (name, kind, content) of each local, cell and free variable."""
    body = frame.f_code
    names, kinds = body.co_localsplusnames, body.co_localspluskinds
    return list(zip(names, kinds, frame.localsplus, strict=False))  # the stack comes after them


def _locals(frame: _PyInterpreterFrame, numbers: Numbers) -> list[Data]:
    """Return the variables of a function's frame, or the names of a module's or class body's."""
    if frame.f_locals is not None:
        return _namespace(frame.f_locals, numbers)
    return [
        {"name": name, "value": value(op, numbers)}
        for name, kind, op in _slots(frame)
        if not _in_cell(kind, op)
    ]


def _in_cell(kind: int, op: PyObject | None) -> bool:
    """Whether a slot holds a cell; an argument that is a cell variable is none until MAKE_CELL."""
    if kind & CO_FAST_FREE:
        return True
    return bool(kind & CO_FAST_CELL) and (op is None or type_name(op) == "cell")


def _namespace(mapping: PyObject, numbers: Numbers) -> list[Data]:
    """Return the names of a namespace, but for those that every module has."""
    values = getattr(mapping.value, "me_value", None)
    if values is None:  # a class body's __prepare__ may return any mapping
        return [{"name": "(namespace)", "value": value(mapping, numbers)}]
    found = ((key, op) for key, op in values.items() if isinstance(key, str))
    shown = (pair for pair in found if not (pair[0].startswith("__") and pair[0].endswith("__")))
    return [{"name": name, "value": value(op, numbers)} for name, op in islice(shown, MAX_VARIABLES)]


def _cells(frame: _PyInterpreterFrame, numbers: Numbers) -> list[Data]:
    return [
        {"name": name, "value": value(op, numbers)}
        for name, kind, op in _slots(frame)
        if _in_cell(kind, op)
    ]


def value(op: PyObject | None, numbers: Numbers) -> Data | None:
    """Describe a guest value; None for NULL."""
    if op is None:
        return None
    return {
        "type": type_name(op),
        "repr": saferepr(op),
        "refcnt": -1 if _Py_IsImmortal(op) else op.ob_refcnt,
        "id": numbers(op),
    }


# -- garbage collector --------------------------------------------------------------------------------


def gc(_engine: Engine, numbers: Numbers) -> Data:
    """Return the collector's generations and the objects that it tracks, the youngest first."""
    heads = [GEN0.head, GEN1.head, GEN2.head, PERMANENT.head]
    tracked = ((op, age) for age, head in enumerate(heads[:3]) for op in reversed(head))
    return {
        "enabled": bool(gcstate.enabled),
        "collecting": bool(gcstate.collecting),
        "generations": [
            {"count": g.count, "threshold": g.threshold, "size": len(g.head)}
            for g in (GEN0, GEN1, GEN2)
        ],
        "total": sum(len(head) for head in heads[:3]),
        "objects": [_tracked(op, age, numbers) for op, age in islice(tracked, MAX_TRACKED)],
    }


def _tracked(op: PyObject, age: int, numbers: Numbers) -> Data:
    described = value(op, numbers)
    assert described is not None
    return {**described, "generation": age}


# -- threads and the GIL ------------------------------------------------------------------------------


def threads(engine: Engine, _numbers: Numbers) -> Data:
    """Return the GIL's state and each thread's."""
    gil = engine.gil()
    holder = gil.last_holder if gil.locked else None
    waiters = list(gil.waiters)
    return {
        "gil": {
            "locked": bool(gil.locked),
            "holder": None if holder is None else holder.id,
            "waiting": [tstate.id for tstate in waiters],
            "dropRequest": bool(
                holder is not None and holder.eval_breaker & _PY_GIL_DROP_REQUEST_BIT
            ),
            "interval": gil.interval,
            "switches": gil.switch_number,
        },
        "threads": [
            {
                "id": tstate.id,
                "name": thread_name(tstate),
                "status": thread_status(tstate),
                "holds": tstate is holder,
                "waits": tstate in waiters,
                "depth": sum(1 for _ in chain(tstate)),
                "breaker": [n for bit, n in BREAKER_BITS.items() if tstate.eval_breaker & bit],
            }
            for tstate in engine.threads()
        ],
    }


def thread_name(tstate: PyThreadState) -> str:
    """Return what a thread is called here: its own name, or its number."""
    main = tstate.interp.main_thread is tstate
    return tstate.name or ("MainThread" if main else f"Thread {tstate.id}")


def thread_status(tstate: PyThreadState) -> str:
    """Say a thread's state in words; for a parked thread, what it waits for."""
    if tstate.status == "parked" and tstate.park is not None:
        return f"waiting: {getattr(tstate.park, 'reason', 'parked')}"
    return tstate.status


# -- sentences, errors, meanings ----------------------------------------------------------------------


def sentence(engine: Engine, status: str, reason: str) -> str:
    """Say in one sentence where the machine stands: for the status line and for screen readers."""
    if status == "finished":
        return "The program has ended."
    if status == "waiting":
        return "The program waits for a line of input."
    place = engine.place()
    if place is None:
        return "Nothing is running."
    body = place.frame.f_code
    row = next(
        (r for r in _listing(engine, body) if r["offset"] == _offset(body, place.index)), None
    )
    where = "the module" if body.co_name == "<module>" else body.co_qualname
    line = "" if place.line is None else f"line {place.line}, "
    tstate = engine.current_thread()
    who = f"{thread_name(tstate)}, " if tstate is not None and len(engine.threads()) > 1 else ""
    what = "" if row is None else f"next is {row['opname']} {row['argrepr']}".rstrip()
    lead = {"pause": "Paused: ", "breakpoint": "Breakpoint: "}.get(reason, "")
    text = f"{lead}{who}{line}in {where}: {what}."
    return text[0].upper() + text[1:]


def syntax_error(error: SyntaxError) -> Data:
    """Return a SyntaxError's message and place; lines from 1, columns in characters from 0."""

    def column(number: int | None) -> int:
        return number - 1 if number and number > 0 else -1

    return {
        "kind": type(error).__name__,
        "msg": error.msg or "invalid syntax",
        "lineno": error.lineno or 1,
        "offset": column(error.offset),
        "endLineno": error.end_lineno or error.lineno or 1,
        "endOffset": column(error.end_offset),
        "text": error.text or "",
    }


def description(opname: str) -> Data:
    """Return what an instruction means, from the definitions that the evaluator is made from."""
    meaning, effect = OPCODE_DOCS.get(opname, ("", ""))
    return {"opname": opname, "meaning": meaning, "effect": effect,
            "source": disassembly.definition(opname)}


View = Callable[[Engine, Numbers], Any]
VIEWS: dict[str, View] = {
    "position": position,
    "code": code,
    "frames": frames,
    "gc": gc,
    "threads": threads,
}
NAMES = tuple(VIEWS)
