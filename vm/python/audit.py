"""The audit of reference counts: every reference in the heap is counted by traversal and compared.

It walks from what the runtime owns (threads and their frames, modules, types, the collector's lists) and from
every object that the collector tracks, through ``tp_traverse``. A mortal object's ``ob_refcnt`` must equal the
number of references found. What host code holds in local variables is not seen: audit at a quiescent point, or
declare such references with `held`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from vm.objects.fields import unvisited
from vm.objects.pycore_frame import (
    FRAME_OWNED_BY_GENERATOR,
    NativeFrame,
    _PyGenReturn,
    _PyInterpreterFrame,
)
from vm.objects.pycore_gc import gcstate
from vm.objects.pycore_object import (
    Py_TPFLAGS_TYPE_SUBCLASS,
    PyModule_Type,
    PyObject,
    PyUnicode_Type,
    _Py_IMMORTAL_MINIMUM,
    pending_finalizers,
    static_types,
)
from vm.objects.pycore_state import _PyRuntime
from vm.python.pyarena import arenas

#: References that host code holds for longer than a call: functions that give them.
held: list[Any] = []


class Audit:
    """One count of the whole heap.

    Attributes:
        found: object -> number of references found.
        errors: what could not be walked, as text.
    """

    def __init__(self) -> None:
        self.found: dict[PyObject, int] = {}
        self.errors: list[str] = []
        self._queue: list[PyObject] = []
        self._frames: set[int] = set()

    def node(self, op: PyObject | None) -> None:
        """An object that exists; this is not a counted reference."""
        if op is not None and op not in self.found:
            self.found[op] = 0
            self._queue.append(op)

    def edge(self, op: PyObject | None) -> None:
        """A counted reference to an object."""
        if op is None:
            return
        if op in self.found:
            self.found[op] += 1
        else:
            self.found[op] = 1
            self._queue.append(op)

    def edges(self, ops: Iterable[PyObject | None]) -> None:
        """Counted references."""
        for op in ops:
            self.edge(op)

    def walk(self) -> None:
        """Follow the references of everything reached so far."""
        while self._queue:
            op = self._queue.pop()
            owned = unvisited.get(op.ob_type.value.ht_static_base)
            if owned is not None:
                self.edges(owned(op))
            traverse = op.ob_type.value.tp_traverse
            if traverse is None:
                continue
            if op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
                self.edges(op.value.tp_subclasses.values())  # not the collector's affair
            try:
                self.edges(traverse(op))
            except Exception as err:
                self.errors.append(f"{describe(op)}: tp_traverse failed: {err!r}")

    # ---- roots

    def runtime(self) -> None:
        """Everything the runtime owns."""
        for tp in static_types:
            self.node(tp)
        for interp in _PyRuntime.interpreters:
            self.edges((interp.modules, interp.sysdict, interp.builtins))
            self.edges(op for entry in interp.atexit for op in entry.references())
            self.edges((interp.imports.importlib, interp.imports.import_func))
            self.edges(interp.audit_hooks)
            self.edges(_PyRuntime.signals.references())
            self.edges(interp.monitoring.references())
            for state in (interp.codecs, interp.warnings, interp.imports.ast):
                self.edges(() if state is None else state.references())
            for tstate in interp.threads:
                self._thread(tstate)
        self._collector()
        for op in list(_PyRuntime.interned.values()):
            if op.ob_refcnt > 0:
                self.node(op)
        for arena in arenas:
            self.edges(arena.a_objects)
        for function in held:
            self.edges(function())

    def _collector(self) -> None:
        self.edge(gcstate.garbage)
        self.edge(gcstate.callbacks)
        lists = [generation.head for generation in gcstate.generations]
        for tracked in [*lists, gcstate.permanent_generation.head, *gcstate.extra_lists]:
            for op in tracked:
                self.node(op)

    def _thread(self, tstate: Any) -> None:
        self.edge(tstate.async_exc)
        self.edge(tstate.context)
        self.edges((tstate.async_gen_firstiter, tstate.async_gen_finalizer))
        self.edges((tstate.c_traceobj, tstate.c_profileobj))
        self.edge(tstate.exc_state.exc_value)  # a generator's own item is counted by the generator
        above: Any = None
        frame = tstate.current_frame
        while frame is not None:
            if type(frame) is _PyInterpreterFrame:
                self._frame(frame, above)
            above, frame = frame, frame.previous
        resume = tstate.resume
        if resume is not None:
            self._resumption(resume)

    def _resumption(self, resume: tuple) -> None:
        for value in resume:
            if isinstance(value, _PyGenReturn):
                value = value.value
            if isinstance(value, PyObject):
                self.edge(value)

    def _frame(self, frame: _PyInterpreterFrame, above: Any) -> None:
        """A frame on a thread's stack: all it owns up to its current depth."""
        if id(frame) in self._frames:
            return
        self._frames.add(id(frame))
        self.edge(frame.f_funcobj)
        self.edge(frame.f_locals)
        self.edge(frame.frame_obj)
        self.edges(frame.localsplus[:stack_top(frame, above)])
        if frame.owner == FRAME_OWNED_BY_GENERATOR:
            self.node(frame.generator)

    def differences(self) -> Iterator[str]:
        """One line for each object whose count is wrong."""
        yield from self.errors
        for op, found in self.found.items():
            count = op.ob_refcnt
            if count < _Py_IMMORTAL_MINIMUM and count != found:
                yield f"{describe(op)}: ob_refcnt is {count}, references found: {found}"


def stack_top(frame: _PyInterpreterFrame, above: Any) -> int:
    """How much of localsplus a frame owns: below a Python frame it waits for that frame's result, at
    ``ret_slot``; else the depth is that of its current instruction."""
    if type(above) is _PyInterpreterFrame:
        return frame.ret_slot
    code: Any = frame.f_code
    base_instrs = code.base_instrs
    if base_instrs is None:
        return code.co_nlocalsplus
    index = frame.instr_ptr - 1 if type(above) is NativeFrame else frame.instr_ptr
    return base_instrs[max(index, 0)][2]


def describe(op: PyObject) -> str:
    """A short text for a guest object that runs no guest code."""
    body = op.ob_type.value
    name = getattr(body, "tp_name", "?")
    value = op.value
    if op.ob_type is PyUnicode_Type:
        return f"str {value[:40]!r}"
    if op.ob_type is PyModule_Type:
        return f"module {getattr(op.ob_dict.get('__name__'), 'value', '?')}"
    if isinstance(value, (int, float, bytes)):
        return f"{name} {value!r:.40}"
    for field in ("func_qualname", "ml_name", "co_qualname", "tp_name"):
        text = getattr(value, field, None)
        if text is not None:
            return f"{name} {getattr(text, 'value', text)!s:.60}"
    if isinstance(value, (tuple, list)):
        kinds = ", ".join(
            item.ob_type.value.tp_name if isinstance(item, PyObject) else "NULL"
            for item in value[:4])
        return f"{name} of {len(value)} ({kinds})"
    keys = getattr(value, "me_value", None)
    if keys is not None:
        return f"{name} of {len(keys)} {list(keys)[:4]!r:.80}"
    return f"{name} object"


def audit() -> list[str]:
    """Recount the heap: a line for each object whose reference count is wrong, none if all agree."""
    if pending_finalizers:
        return [f"finalisers are waiting to run: {len(pending_finalizers)}"]
    return list(_count().differences())


def _count() -> Audit:
    count = Audit()
    count.runtime()
    count.walk()
    return count


def _Py_GetGlobalRefTotal() -> dict[str, int]:
    """How many references there are to mortal objects, by the name of their type (sys.gettotalrefcount)."""
    totals: dict[str, int] = {}
    for op in _count().found:
        if op.ob_refcnt < _Py_IMMORTAL_MINIMUM:
            name = op.ob_type.value.tp_name
            totals[name] = totals.get(name, 0) + op.ob_refcnt
    return totals
