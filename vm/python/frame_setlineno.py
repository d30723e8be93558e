"""Setting ``f_lineno``: a jump inside a frame. A part of Objects/frameobject.c.

The value stack of every place is worked out in kinds of entries (`mark_stacks`); a jump is allowed where the stack at
the target, entry for entry, is the lower part of the stack here.
"""

from __future__ import annotations

from typing import Any

from vm.objects.codeobject import PyCodeObject
from vm.objects.codeobject_lines import line_ranges
from vm.objects.frameobject import first_complete, frame_is_suspended
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame, tracing_hooks
from vm.objects.pycore_object import (
    Py_None,
    PyLong_Type,
    PyObject,
    decref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_RuntimeWarning,
    PyExc_ValueError,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.python import instrumentation
from vm.python.decode import decode_handlers
from vm.python.instrumentation import monitoring_data
from vm.python.opcode_metadata import NAME, OP, STACK_EFFECT

#: Kinds of stack entries; a stack is a tuple of them.
Iterator, Except, Object, Null, Lasti = "IEONL"
Stack = tuple[str, ...]
#: C keeps a stack of at most this many entries in one integer.
MAX_STACK_ENTRIES = 21

_END = frozenset(("RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE"))
_CONDITIONAL = frozenset((
    "POP_JUMP_IF_FALSE", "POP_JUMP_IF_TRUE", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE"))
_ALWAYS = frozenset(("JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"))
_NO_JUMP = "can only jump from a 'line' trace event"
#: What a jump from within each event is refused with.
_REFUSED = {
    instrumentation.PY_MONITORING_EVENT_PY_START: "can't jump from the 'call' trace event of a new frame",
    instrumentation.PY_MONITORING_EVENT_CALL: "can't jump during a call",
    instrumentation.PY_MONITORING_EVENT_C_RETURN: "can't jump during a call",
    **dict.fromkeys((
        instrumentation.PY_MONITORING_EVENT_PY_RETURN, instrumentation.PY_MONITORING_EVENT_PY_UNWIND,
        instrumentation.PY_MONITORING_EVENT_PY_THROW, instrumentation.PY_MONITORING_EVENT_RAISE,
        instrumentation.PY_MONITORING_EVENT_C_RAISE, instrumentation.PY_MONITORING_EVENT_INSTRUCTION,
        instrumentation.PY_MONITORING_EVENT_EXCEPTION_HANDLED), _NO_JUMP),
}


# ---- the stacks

class _Marker:
    """Works out the stack before each place, None where it is not known to be reached."""

    def __init__(self, body: PyCodeObject):
        self.body = body
        self.stacks: list[Stack | None] = [None] * monitoring_data(body).length
        self.work: list[int] = []

    def run(self) -> list[Stack | None]:
        """Follow the code from its beginning, then through the handlers of what was reached."""
        self._reach(0, ())
        while self.work:
            i = self.work.pop()
            self._step(i)
            self._handler(i)
        return self.stacks

    def _reach(self, i: int, stack: Stack) -> None:
        if i < len(self.stacks) and self.stacks[i] is None:
            self.stacks[i] = stack
            self.work.append(i)

    def _handler(self, i: int) -> None:
        handler = self.body.handlers[i]  # type: ignore[index]
        if handler is not None:
            target, top, lasti = handler
            stack = self.stacks[i]
            assert stack is not None
            level = stack[:top - self.body.co_nlocalsplus]
            self._reach(target, (*level, *(Lasti if lasti else ""), Except))

    def _step(self, i: int) -> None:
        assert self.body.base_instrs is not None
        op, oparg, _ = self.body.base_instrs[i]
        name = NAME[op]
        stack = self.stacks[i]
        assert stack is not None
        if name in _END:
            return
        if name in _ALWAYS:
            self._reach(oparg, stack)
        elif name in _CONDITIONAL:
            self._reach(oparg, stack[:-1])
            self._reach(i + 1, stack[:-1])
        elif name == "SEND":
            self._reach(oparg, stack)
            self._reach(i + 1, stack)
        elif name == "FOR_ITER":
            self._reach(oparg, (*stack, Object))
            self._reach(i + 1, (*stack, Object))
        else:
            self._reach(i + 1, _after(name, op, oparg, stack))


def _after(name: str, op: int, oparg: Any, stack: Stack) -> Stack:
    """The stack behind an instruction that goes on to the next."""
    if name in ("GET_ITER", "GET_AITER"):
        return (*stack[:-1], Iterator)
    if name == "PUSH_EXC_INFO":
        return (*stack, Except)
    if name == "PUSH_NULL":
        return (*stack, Null)
    if name == "LOAD_GLOBAL" and op == OP["LOAD_GLOBAL_NULL"]:
        return (*stack, Object, Null)
    if name == "LOAD_ATTR" and op == OP["LOAD_ATTR_METHOD"]:
        return (*stack[:-1], Object, Null)
    if name == "SWAP":
        entries = list(stack)
        entries[-oparg], entries[-1] = entries[-1], entries[-oparg]
        return tuple(entries)
    if name == "COPY":
        return (*stack, stack[-oparg])
    pops, pushes = STACK_EFFECT[_EFFECT_NAMES[op]](oparg)
    delta = pushes - pops
    return (*stack, *[Object] * delta) if delta >= 0 else stack[:delta]


_EFFECT_NAMES = {number: name for name, number in OP.items()}


def mark_stacks(body: PyCodeObject) -> list[Stack | None]:
    """The kinds of the stack's entries before each place; None: never reached."""
    if body.handlers is None:
        decode_handlers(body)
    return _Marker(body).run()


def _compatible_kind(source: str, target: str) -> bool:
    if target == Object:
        return source != Null
    return target == Null or source == target


def compatible_stack(source: Stack | None, target: Stack | None) -> bool:
    """Whether a frame with one stack can go on where another is expected, after entries are dropped."""
    if source is None or target is None or _too_deep(source) or _too_deep(target):
        return False
    return len(target) <= len(source) and all(map(_compatible_kind, source, target))


def _too_deep(stack: Stack) -> bool:
    return len(stack) > MAX_STACK_ENTRIES


def explain_incompatible_stack(target: Stack | None) -> str:
    """Why a jump to a place with this stack is refused."""
    if target is None:
        return "can't jump into an exception handler, or code may be unreachable"
    if _too_deep(target):
        return "stack is too deep to analyze"
    return {
        Except: "can't jump into an 'except' block as there's no exception",
        Lasti: "can't jump into a re-raising block as there's no location",
        Iterator: "can't jump into the body of a for loop",
    }.get(target[-1] if target else "", "incompatible stacks")


# ---- the lines

def marklines(body: PyCodeObject) -> dict[int, int]:
    """Place -> line, for the places where a line begins."""
    assert body.lasti is not None
    places = {offset: i for i, offset in enumerate(body.lasti[:monitoring_data(body).length])}
    starts = {}
    last = -1
    for start, _, line in line_ranges(body):
        if line is not None and line != last and start in places:
            starts[places[start]] = line
            last = line
    return starts


# ---- the jump

def frame_setlineno(op: PyObject, value: PyObject | None) -> Any:
    """Setter of ``f_lineno`` (native frame)."""
    if value is None:
        raise PyErr_Format(PyExc_AttributeError, "cannot delete attribute")
    if value.ob_type is not PyLong_Type:
        raise PyErr_Format(PyExc_ValueError, "lineno must be an integer")
    frame = op.value.f_frame
    _check_event(frame)
    body = frame.f_code
    lines = marklines(body)
    line = _find_line(body, lines, value.value)
    start = _start_place(frame)
    stacks = mark_stacks(body)
    target = _find_target(lines, stacks, line, stacks[start])
    yield _bind_unbound(frame)
    _jump(frame, stacks, start, target)
    return None


def _check_event(frame: _PyInterpreterFrame) -> None:
    tstate = _PyRuntime.tstate_current
    assert tstate is not None
    if tstate.what_event < 0:
        raise PyErr_Format(PyExc_ValueError, "f_lineno can only be set in a trace function")
    refusal = _REFUSED.get(tstate.what_event)
    if refusal is None and frame not in _watched(tstate):
        refusal = "can't jump during a call"  # (C jumps, and what the call leaves behind is anyone's guess)
    if refusal is not None:
        raise PyErr_Format(PyExc_ValueError, refusal)


def _watched(tstate: Any) -> list[_PyInterpreterFrame]:
    """The frames whose places are reporting just now."""
    found = []
    native = tstate.current_frame
    while native is not None:
        below = native.previous
        if getattr(native, "then", None) is tracing_hooks["place_reported"]:
            found.append(first_complete(below))
        native = below
    return found  # type: ignore[return-value]


def _find_line(body: PyCodeObject, lines: dict[int, int], wanted: int) -> int:
    """The first line with code at or behind the one that was asked for."""
    if not -1 << 31 <= wanted < 1 << 31:
        raise PyErr_Format(PyExc_ValueError, "lineno out of range")
    if wanted < body.co_firstlineno:
        raise PyErr_Format(
            PyExc_ValueError, f"line {wanted} comes before the current code block")
    line = min((line for line in lines.values() if line >= wanted), default=None)
    if line is None:
        raise PyErr_Format(PyExc_ValueError, f"line {wanted} comes after the current code block")
    return line


def _start_place(frame: _PyInterpreterFrame) -> int:
    """The place that the frame is in; one that is yielding counts as behind its yield."""
    index = frame.instr_ptr - 1
    return index + 1 if frame_is_suspended(frame) else index


def _find_target(
    lines: dict[int, int], stacks: list[Stack | None], line: int, start: Stack | None
) -> int:
    """The place of the line with the deepest stack that can be gone on with; ValueError if there is none."""
    message = "cannot find bytecode for specified line"
    best = -1
    for i, found in sorted(lines.items()):
        if found != line:
            continue
        if compatible_stack(start, stacks[i]):
            if best < 0 or len(stacks[i] or ()) > len(stacks[best] or ()):
                best = i
        elif best < 0:
            if start is None:
                message = "can't jump from unreachable code"
            elif _too_deep(start):
                message = "stack to deep to analyze"
            else:
                message = explain_incompatible_stack(stacks[i])
    if best < 0:
        raise PyErr_Format(PyExc_ValueError, message)
    return best


def _bind_unbound(frame: _PyInterpreterFrame) -> Any:
    """Locals that the compiler may have found to be bound at the target get None, with a warning."""
    count = frame.f_code.co_nlocalsplus
    unbound = [i for i in range(count) if frame.localsplus[i] is None]
    if unbound:
        s = "" if len(unbound) == 1 else "s"
        res = PyErr_WarnEx(
            PyExc_RuntimeWarning, f"assigning None to {len(unbound)} unbound local{s}", 0)
        if type(res) in PENDING:
            yield res
        for i in unbound:
            if frame.localsplus[i] is None:
                frame.localsplus[i] = Py_None
                Py_None.ob_refcnt += 1
    return None


def _jump(
    frame: _PyInterpreterFrame, stacks: list[Stack | None], start: int, target: int
) -> None:
    body = frame.f_code
    assert body.base_instrs is not None
    index = frame.instr_ptr - 1
    target_depth = body.base_instrs[target][2]
    depth = body.base_instrs[index][2]
    suspended = frame_is_suspended(frame)
    if suspended:  # the value on its way out stays on top
        depth -= 1
        retval = frame.localsplus[depth]
    kinds = stacks[start]
    assert kinds is not None
    _drop_entries(frame, kinds, target_depth, depth)
    if suspended:
        frame.localsplus[target_depth] = retval
        target = _landing(body, index, target)
    frame.instr_ptr = target
    monitoring_data(body).arrivals[frame] = (target, target)


def _drop_entries(frame: _PyInterpreterFrame, kinds: Stack, target_depth: int, depth: int) -> None:
    base = frame.f_code.co_nlocalsplus
    tstate = _PyRuntime.tstate_current
    assert tstate is not None
    for slot in range(depth - 1, target_depth - 1, -1):
        entry, frame.localsplus[slot] = frame.localsplus[slot], None
        if kinds[slot - base] == Except:  # a handler is left
            item = tstate.exc_info
            entry, item.exc_value = item.exc_value, None if entry is Py_None else entry
        if entry is not None:
            decref_all([entry])


def _landing(body: PyCodeObject, index: int, target: int) -> int:
    """Where a generator that jumps while it yields goes on: beyond the end of its code, these three places.

    It yields; the value that it is then sent is dropped; it jumps. (The place of the stack that receives
    that value is known from the instruction that comes next.)
    """
    assert body.base_instrs is not None and body.instrs is not None and body.lasti is not None
    depth = body.base_instrs[target][2]
    yield_op, yield_arg, _ = body.base_instrs[index]
    landing = [(yield_op, yield_arg, depth + 1), (OP["POP_TOP"], None, depth + 1),
               (OP["JUMP_FORWARD"], target, depth)]
    first = len(body.base_instrs)
    for instrs in {id(each): each for each in (body.base_instrs, body.adaptive.instrs, body.instrs)}.values():
        instrs += landing
    shown_as = (index, target, target)
    body.lasti += [body.lasti[i] for i in shown_as]
    for rows in (body.handlers, body.positions):
        if rows is not None:
            rows += [rows[i] for i in shown_as]
    data = monitoring_data(body)
    if data.lines is not None:
        data.lines += [data.lines[i] for i in shown_as]
    return first


tracing_hooks["setlineno"] = frame_setlineno
