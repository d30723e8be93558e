"""Which places of a code object report events to tools, and the calls of the tools. Models Python/instrumentation.c.

C rewrites the opcodes of a code object in place. Here the decoded list ``instrs`` of an instrumented code object
is a copy of ``base_instrs`` in which every place that has something to report holds the one private instruction
INSTRUMENTED; what it reports (a line, an instruction, an event of its own) is kept for each place in
`_PyCoMonitoringData`. The evaluators know nothing else of events (decision 9); what happens at such
a place is in instrumented_places.py.

Places are indexes of decoded instructions; tools are bit sets (bit n: tool n).
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.codeobject import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, PyCodeObject
from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_object import (
    Py_DECREF,
    PyBaseObject_Type,
    PyErr,
    PyObject,
    _Py_SetImmortal,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyExc_ValueError
from vm.python.instrumentation_lines import instruction_lines, starts_line
from vm.python.opcode_metadata import NAME, OP

PY_MONITORING_EVENT_PY_START = 0
PY_MONITORING_EVENT_PY_RESUME = 1
PY_MONITORING_EVENT_PY_RETURN = 2
PY_MONITORING_EVENT_PY_YIELD = 3
PY_MONITORING_EVENT_CALL = 4
PY_MONITORING_EVENT_LINE = 5
PY_MONITORING_EVENT_INSTRUCTION = 6
PY_MONITORING_EVENT_JUMP = 7
PY_MONITORING_EVENT_BRANCH = 8
PY_MONITORING_EVENT_STOP_ITERATION = 9
PY_MONITORING_EVENT_RAISE = 10
PY_MONITORING_EVENT_EXCEPTION_HANDLED = 11
PY_MONITORING_EVENT_PY_UNWIND = 12
PY_MONITORING_EVENT_PY_THROW = 13
PY_MONITORING_EVENT_RERAISE = 14
PY_MONITORING_EVENT_C_RETURN = 15
PY_MONITORING_EVENT_C_RAISE = 16

#: Names by number. The first ten belong to places in code; the last two go with CALL.
event_names = (
    "PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "CALL", "LINE", "INSTRUCTION", "JUMP", "BRANCH",
    "STOP_ITERATION", "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "PY_THROW", "RERAISE", "C_RETURN", "C_RAISE")
_PY_MONITORING_LOCAL_EVENTS = 10
_PY_MONITORING_UNGROUPED_EVENTS = 15
_PY_MONITORING_EVENTS = 17

PY_MONITORING_TOOL_IDS = 8
PY_MONITORING_SYS_PROFILE_ID = 6
PY_MONITORING_SYS_TRACE_ID = 7

#: The event of each instruction that has one (RESUME: see `event_at`).
EVENT_FOR_OPCODE = {
    "RETURN_CONST": PY_MONITORING_EVENT_PY_RETURN, "RETURN_VALUE": PY_MONITORING_EVENT_PY_RETURN,
    "CALL": PY_MONITORING_EVENT_CALL, "CALL_KW": PY_MONITORING_EVENT_CALL,
    "CALL_FUNCTION_EX": PY_MONITORING_EVENT_CALL, "LOAD_SUPER_ATTR": PY_MONITORING_EVENT_CALL,
    "YIELD_VALUE": PY_MONITORING_EVENT_PY_YIELD,
    "JUMP_FORWARD": PY_MONITORING_EVENT_JUMP, "JUMP_BACKWARD": PY_MONITORING_EVENT_JUMP,
    "POP_JUMP_IF_FALSE": PY_MONITORING_EVENT_BRANCH, "POP_JUMP_IF_TRUE": PY_MONITORING_EVENT_BRANCH,
    "POP_JUMP_IF_NONE": PY_MONITORING_EVENT_BRANCH, "POP_JUMP_IF_NOT_NONE": PY_MONITORING_EVENT_BRANCH,
    "FOR_ITER": PY_MONITORING_EVENT_BRANCH,
    "END_FOR": PY_MONITORING_EVENT_STOP_ITERATION, "END_SEND": PY_MONITORING_EVENT_STOP_ITERATION,
}
#: Instructions that go elsewhere without a line event of their own having to know: see `record_arrival`.
_JUMPS = frozenset((
    "JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_TRUE",
    "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE"))
_GENERATORS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR

_INSTRUMENTED = (OP["INSTRUMENTED"], None, 0)


def _sentinel() -> PyObject:
    op = PyObject(PyBaseObject_Type, None)
    _Py_SetImmortal(op)
    return op


#: What a callback returns to be called no more for a place.
_PyInstrumentation_DISABLE = _sentinel()
#: Stands for the first argument of a call that has none.
_PyInstrumentation_MISSING = _sentinel()

#: The bodies of all code objects that have been decoded.
decoded: weakref.WeakSet[PyCodeObject] = weakref.WeakSet()


class _PyCoMonitoringData:
    """What a code object that has ever been instrumented keeps.

    Attributes:
        length: how many places there are; what lies beyond them was added by jumps (frame_setlineno.py).
        local_monitors: tools by event, of this code object alone.
        active_monitors: tools by event that its places have been set up for.
        tools, line_tools, per_instruction_tools: tools by place, once several tools share an event.
        lines: the line of each place, None for none; made when lines are first asked for.
        line_starts: places whose line may have to be reported.
        on_event, on_line, on_instruction: for each place, whether it reports so.
        version: the state of the interpreter's monitors that it was set up for.
        arrivals: frame -> (place it came from, place it goes to), where it did not just go on to the next.
    """

    __slots__ = (
        "length", "local_monitors", "active_monitors", "tools", "line_tools", "per_instruction_tools", "lines",
        "line_starts", "on_event", "on_line", "on_instruction", "version", "arrivals",
    )

    def __init__(self, length: int) -> None:
        self.length = length
        self.local_monitors = [0] * _PY_MONITORING_LOCAL_EVENTS
        self.active_monitors = [0] * _PY_MONITORING_LOCAL_EVENTS
        self.tools: list[int] | None = None
        self.line_tools: list[int] | None = None
        self.per_instruction_tools: list[int] | None = None
        self.lines: list[int | None] | None = None
        self.line_starts: frozenset[int] = frozenset()
        self.on_event = bytearray(length)
        self.on_line = bytearray(length)
        self.on_instruction = bytearray(length)
        self.version = 0
        self.arrivals: dict[_PyInterpreterFrame, tuple[int, int]] = {}


class _PyMonitoring:
    """The interpreter's side: the fields of PyInterpreterState that instrumentation.c and legacy_tracing.c use.

    Attributes:
        monitors: tools by event.
        callables: by tool and event: a guest callable (owned) or a host function (of sys.settrace), or None.
        tool_names: owned.
        version: counts up with every change; last_restart_version: its value at the last restart_events().
        watches_exceptions: whether any tool wants one of the events of raising and unwinding.
    """

    def __init__(self) -> None:
        self.monitors = [0] * _PY_MONITORING_UNGROUPED_EVENTS
        self.callables: list[list[Any]] = [
            [None] * _PY_MONITORING_EVENTS for _ in range(PY_MONITORING_TOOL_IDS)]
        self.tool_names: list[PyObject | None] = [None] * PY_MONITORING_TOOL_IDS
        self.version = 0
        self.last_restart_version = 0
        self.watches_exceptions = False
        self.sys_profile_initialized = False
        self.sys_trace_initialized = False
        self.sys_profiling_threads = 0
        self.sys_tracing_threads = 0

    def references(self) -> Iterator[PyObject]:
        """Every reference that is owned."""
        for row in (*self.callables, self.tool_names):
            yield from (op for op in row if type(op) is PyObject)


def forget_tools() -> None:
    """A fresh interpreter: code objects that an earlier one has left behind report nothing."""
    for body in decoded:
        if body._co_monitoring is not None:
            body._co_monitoring = None
            body.instrs = body.base_instrs


# ---- places of a code object

def base_name(body: PyCodeObject, index: int) -> str:
    """CPython's name of the instruction at a place."""
    assert body.base_instrs is not None
    return NAME[body.base_instrs[index][0]]


def event_at(body: PyCodeObject, index: int) -> int | None:
    """The event that the instruction at a place can report, or None."""
    name = base_name(body, index)
    if name == "RESUME":
        assert body.base_instrs is not None
        return int(body.base_instrs[index][1] > 0)
    return EVENT_FOR_OPCODE.get(name)


def firsttraceable(body: PyCodeObject) -> int:
    """The first place that may report anything: the first RESUME (co_firsttraceable)."""
    assert body.base_instrs is not None
    for index in range(len(body.base_instrs)):
        if base_name(body, index) == "RESUME":
            return index
    return len(body.base_instrs)


def _local_union(monitors: list[int], local: list[int]) -> list[int]:
    return [a | b for a, b in zip(monitors, local)]


def _multiple_tools(monitors: list[int]) -> bool:
    return any(tools & tools - 1 for tools in monitors)


def monitoring_data(body: PyCodeObject) -> _PyCoMonitoringData:
    """What a code object keeps for its tools, made on first use (allocate_instrumentation_data)."""
    data = body._co_monitoring
    if data is None:
        if body.base_instrs is None:
            from vm.python.decode import _PyCode_Quicken

            _PyCode_Quicken(body)
        assert body.base_instrs is not None
        data = body._co_monitoring = _PyCoMonitoringData(len(body.base_instrs))
    return data


def _update_instrumentation_data(
    body: PyCodeObject, data: _PyCoMonitoringData, active: list[int], first: int
) -> None:
    """Make the tables that the active events need."""
    length = len(data.on_event)
    several = _multiple_tools(active)
    if several and data.tools is None:
        data.tools = [0] * length
        for i in range(first, length):
            if data.on_event[i]:
                event = event_at(body, i)
                assert event is not None
                data.tools[i] = data.active_monitors[event]
    if active[PY_MONITORING_EVENT_LINE]:
        if data.lines is None:
            data.lines = instruction_lines(body)
            data.line_starts = starts_line(body, data.lines, first)
        if several and data.line_tools is None:
            data.line_tools = [active[PY_MONITORING_EVENT_LINE]] * length
    if active[PY_MONITORING_EVENT_INSTRUCTION] and several and data.per_instruction_tools is None:
        data.per_instruction_tools = [0] * length


def _add(shown: bytearray, table: list[int] | None, index: int, tools: int) -> None:
    """add_tools, add_line_tools, add_per_instruction_tools"""
    if table is not None:
        table[index] |= tools
    shown[index] = 1


def _remove(shown: bytearray, table: list[int] | None, index: int, tools: int, active: int) -> None:
    """remove_tools and its like; ``active``: the event's tools, where no table says whose a place is."""
    if table is not None:
        table[index] &= ~tools
        if table[index] == 0:
            shown[index] = 0
    elif active & tools == active:
        shown[index] = 0


def force_instrument(body: PyCodeObject, state: _PyMonitoring) -> None:
    """Set the places of a code object up for the events that are wanted now."""
    data = monitoring_data(body)
    first = firsttraceable(body)
    active = _local_union(state.monitors, data.local_monitors)
    _update_instrumentation_data(body, data, active, first)
    old = data.active_monitors
    if state.last_restart_version > data.version:
        removed, added = old, active
    else:
        removed = [a & ~b for a, b in zip(old, active)]
        added = [a & ~b for a, b in zip(active, old)]
    data.active_monitors = active
    data.version = state.version
    if any(removed) or any(added):
        _move_tools(body, data, removed, added, old, first)
    _rebuild(body, data, first)


def _move_tools(
    body: PyCodeObject, data: _PyCoMonitoringData, removed: list[int], added: list[int], old: list[int], first: int
) -> None:
    length = len(data.on_event)
    active = data.active_monitors
    for i in range(first, length):
        event = event_at(body, i)
        if event is None:
            continue
        if removed[event]:
            _remove(data.on_event, data.tools, i, removed[event], active[event])
        if added[event]:
            _add(data.on_event, data.tools, i, added[event])
    others = [i for i in range(first, length) if base_name(body, i) not in ("RESUME", "END_FOR")]
    for event, places, shown, table in (
        (PY_MONITORING_EVENT_LINE, data.line_starts, data.on_line, data.line_tools),
        (PY_MONITORING_EVENT_INSTRUCTION, others, data.on_instruction, data.per_instruction_tools),
    ):
        for i in places:
            if removed[event]:
                _remove(shown, table, i, removed[event], active[event])
            if added[event]:
                _add(shown, table, i, added[event])


def _rebuild(body: PyCodeObject, data: _PyCoMonitoringData, first: int) -> None:
    """Make ``instrs`` of what the places report."""
    base = body.base_instrs
    assert base is not None
    if not (any(data.on_event) or any(data.on_line) or any(data.on_instruction)):
        body.instrs = plain_instrs(body)
        return
    body.instrs = base.copy()
    for i in range(first, data.length):
        if _is_instrumented(body, data, i):
            body.instrs[i] = _INSTRUMENTED


def plain_instrs(body: PyCodeObject) -> list | None:
    """The instructions of a code object of which no tool wants events."""
    return body.base_instrs if body.adaptive is None else body.adaptive.instrs


def _is_instrumented(body: PyCodeObject, data: _PyCoMonitoringData, index: int) -> bool:
    """Whether a place reports something, or has to tell a line's place where it was come from."""
    if data.on_event[index] or data.on_line[index] or data.on_instruction[index]:
        return True
    assert body.base_instrs is not None
    return base_name(body, index) in _JUMPS and bool(data.on_line[body.base_instrs[index][1]])


def _refresh(body: PyCodeObject, data: _PyCoMonitoringData, index: int) -> None:
    """A tool has let go of a place."""
    assert body.base_instrs is not None
    if body.instrs is not None and body.instrs is not plain_instrs(body):
        if not _is_instrumented(body, data, index):
            body.instrs[index] = body.base_instrs[index]


def _Py_Instrument(body: PyCodeObject) -> None:
    """Make sure that a decoded code object has ``instrs`` for the events that are wanted now."""
    state = _PyRuntime.interpreters[0].monitoring if _PyRuntime.interpreters else None
    data = body._co_monitoring
    if state is None or (data is None and not any(state.monitors[:_PY_MONITORING_LOCAL_EVENTS])):
        body.instrs = plain_instrs(body)
    elif data is None or data.version != state.version:
        force_instrument(body, state)
    elif body.instrs is None:
        _rebuild(body, data, firsttraceable(body))


def instrument_all_executing_code_objects(interp: Any) -> None:
    """After a change: what runs is set up at once, what is only called later then (`_PyCode_Quicken`).

    A suspended generator goes on without being called: the code of generators is set up at once, too.
    """
    running = set()
    for tstate in interp.threads:
        frame = tstate.current_frame
        while frame is not None:
            if type(frame) is _PyInterpreterFrame and frame.f_funcobj is not None:
                running.add(frame.f_code)
            frame = frame.previous
    wanted = any(interp.monitoring.monitors[:_PY_MONITORING_LOCAL_EVENTS])
    for body in list(decoded):
        if body._co_monitoring is None and not wanted:
            body.instrs = plain_instrs(body)
        elif body in running or body.co_flags & _GENERATORS:
            _Py_Instrument(body)
        else:
            body.instrs = None


# ---- calling tools

def record_arrival(data: _PyCoMonitoringData, frame: Any, source: int, target: int) -> None:
    """A frame goes to a place that may start a line, not from the one before it."""
    if data.on_line[target]:
        data.arrivals[frame] = (source, target)


def get_tools_for_instruction(body: PyCodeObject, index: int, event: int) -> int:
    """The tools to be called for an event of a place."""
    if event >= _PY_MONITORING_UNGROUPED_EVENTS:
        event = PY_MONITORING_EVENT_CALL
    data = body._co_monitoring
    if data is None:
        return 0
    return data.active_monitors[event] if data.tools is None else data.tools[index]


def call_one_instrument(tstate: Any, args: list, tool: int, event: int) -> Any:
    """Call one tool's callback (native frame): whether it returned DISABLE."""
    instrument = tstate.interp.monitoring.callables[tool][event]
    if instrument is None:
        return False
    old_what, tstate.what_event = tstate.what_event, event
    tstate.tracing += 1
    try:
        if type(instrument) is not PyObject:
            return (yield instrument(tstate, args))
        instrument.ob_refcnt += 1
        try:
            res = PyObject_Vectorcall(instrument, args)
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(instrument)
    finally:
        tstate.tracing -= 1
        tstate.what_event = old_what
    Py_DECREF(res)
    return res is _PyInstrumentation_DISABLE


def code_of(frame: _PyInterpreterFrame) -> PyObject:
    """The code object of a frame, borrowed."""
    return frame.f_funcobj.value.func_code


def call_instrumentation_vector(
    tstate: Any, event: int, frame: _PyInterpreterFrame, index: int, *extra: PyObject
) -> Any:
    """Tell every tool of an event at a place (native frame); ``extra`` is borrowed."""
    if tstate.tracing:
        return None
    body = frame.f_code
    tools = get_tools_for_instruction(body, index, event)
    code = code_of(frame)
    code.ob_refcnt += 1
    offset = PyLong_FromLong(body.lasti[index])
    try:
        while tools:
            tool = tools.bit_length() - 1
            tools ^= 1 << tool
            if not (yield call_one_instrument(tstate, [code, offset, *extra], tool, event)):
                continue
            if event >= _PY_MONITORING_LOCAL_EVENTS:
                raise _cannot_disable(tstate, event, tool)
            data = body._co_monitoring
            _remove(data.on_event, data.tools, index, 1 << tool, data.active_monitors[event])
            _refresh(body, data, index)
    finally:
        Py_DECREF(offset)
        Py_DECREF(code)
    return None


def call_global_event(
    tstate: Any, event: int, frame: _PyInterpreterFrame, place: int, exc: PyObject
) -> Any:
    """Tell every tool of an event that belongs to no place in code (native frame).

    Args:
        place: the byte offset that callbacks get.
        exc: the exception that they get; borrowed.
    """
    if tstate.tracing:
        return None
    tools = tstate.interp.monitoring.monitors[event]
    code = code_of(frame)
    code.ob_refcnt += 1
    offset = PyLong_FromLong(place)
    try:
        while tools:
            tool = tools.bit_length() - 1
            tools ^= 1 << tool
            if (yield call_one_instrument(tstate, [code, offset, exc], tool, event)):
                raise _cannot_disable(tstate, event, tool)
    finally:
        Py_DECREF(offset)
        Py_DECREF(code)
    return None


def _cannot_disable(tstate: Any, event: int, tool: int) -> PyErr:
    """A callback has returned DISABLE for an event that belongs to no place: it is called no more."""
    callables = tstate.interp.monitoring.callables
    dropped, callables[tool][event] = callables[tool][event], None
    if type(dropped) is PyObject:
        Py_DECREF(dropped)
    return PyErr_Format(
        PyExc_ValueError, f"Cannot disable {event_names[event]} events. Callback removed.")


def call_for_place(
    tstate: Any, event: int, frame: _PyInterpreterFrame, index: int, tools: int, arg: PyObject,
    shown: bytearray, table: list[int] | None,
) -> Any:
    """Tell the tools of a line or an instruction (native frame); ``arg`` is taken over."""
    body = frame.f_code
    code = code_of(frame)
    code.ob_refcnt += 1
    try:
        while tools:
            tool = tools.bit_length() - 1
            tools ^= 1 << tool
            if (yield call_one_instrument(tstate, [code, arg], tool, event)):
                data = body._co_monitoring
                _remove(shown, table, index, 1 << tool, data.active_monitors[event])
                _refresh(body, data, index)
    finally:
        Py_DECREF(arg)
        Py_DECREF(code)
    return None


# ---- the public C interface, for code that is no code object

def PyMonitoring_EnterScope(scope: Any, events: list[int]) -> None:
    """Bring a scope's ``monitoring_states`` (tools, for each event) up to date."""
    state = _PyRuntime.interpreters[0].monitoring
    if scope.version == state.version:
        return
    for i, event in enumerate(events):
        scope.monitoring_states[i] = state.monitors[event]
    scope.version = state.version


def capi_call_instrumentation(
    tstate: Any, states: list[int], codelike: PyObject, place: int, extra: list, event: int
) -> Any:
    """Tell the tools of ``states[place]`` of an event (native frame); a tool that returns DISABLE is taken out."""
    tools = states[place]
    offset = PyLong_FromLong(place)
    try:
        while tools:
            tool = tools.bit_length() - 1
            tools ^= 1 << tool
            if not (yield call_one_instrument(tstate, [codelike, offset, *extra], tool, event)):
                continue
            if event >= _PY_MONITORING_LOCAL_EVENTS:
                raise _cannot_disable(tstate, event, tool)
            states[place] &= ~(1 << tool)
    finally:
        Py_DECREF(offset)
    return None


# ---- what tools ask for

def _PyMonitoring_RegisterCallback(interp: Any, tool: int, event: int, func: Any) -> Any:
    """Set a tool's callback for an event (takes it over); returns the old one."""
    row = interp.monitoring.callables[tool]
    old, row[event] = row[event], func
    return old


def get_events(monitors: list[int], tool: int) -> int:
    """The set of events that a tool has asked for."""
    return sum(1 << event for event, tools in enumerate(monitors) if tools >> tool & 1)


def _set_events(monitors: list[int], tool: int, events: int) -> None:
    for event in range(len(monitors)):
        monitors[event] = monitors[event] & ~(1 << tool) | (events >> event & 1) << tool


def check_tool(interp: Any, tool: int) -> None:
    """Raise ValueError for a tool that nobody has taken."""
    if tool < PY_MONITORING_SYS_PROFILE_ID and interp.monitoring.tool_names[tool] is None:
        raise PyErr_Format(PyExc_ValueError, f"tool {tool} is not in use")


def _PyMonitoring_SetEvents(interp: Any, tool: int, events: int) -> None:
    """A tool wants these events, everywhere."""
    check_tool(interp, tool)
    state = interp.monitoring
    if get_events(state.monitors, tool) == events:
        return
    _set_events(state.monitors, tool, events)
    state.watches_exceptions = any(state.monitors[PY_MONITORING_EVENT_RAISE:])
    state.version += 1
    instrument_all_executing_code_objects(interp)


def _PyMonitoring_SetLocalEvents(interp: Any, body: PyCodeObject, tool: int, events: int) -> None:
    """A tool wants these events of one code object."""
    check_tool(interp, tool)
    data = monitoring_data(body)
    if get_events(data.local_monitors, tool) == events:
        return
    _set_events(data.local_monitors, tool, events)
    force_instrument(body, interp.monitoring)


def restart_events(interp: Any) -> None:
    """What callbacks have disabled is enabled again."""
    state = interp.monitoring
    state.last_restart_version = state.version + 1
    state.version += 2
    instrument_all_executing_code_objects(interp)
