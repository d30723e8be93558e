"""Specialised instructions as CPython shows them: when an instruction is specialised, and the code that tells of it.

In C each instruction that can be specialised counts its executions down (pycore_backoff.h). Here the evaluators run
decoded instructions with shortcuts of their own, so counting must cost nothing once it is over: it is done by
the private instruction ADAPTIVE, which stands for a while in the place of another and calls `adapt`.

At first only four kinds of places are ADAPTIVE: RESUME, which becomes RESUME_CHECK; the ends of the code and the
jumps back; and the first instructions of blocks, until they are come to. When an end or a jump back is passed, what
has been come to before it has run once, as C's warm-up asks for: it is armed, and specialised when it runs again.
What fails is counted on as C does, for a while. What is specialised stays so, whatever comes: C falls back and tries
again (tests/differences/specialization.py).
"""

from __future__ import annotations

import dis
import itertools
from typing import Any

from vm.objects.codeobject import INLINE_CACHES, PyCodeObject
from vm.objects.pycore_frame import _PyInterpreterFrame
from vm.objects.pycore_object import PyObject
from vm.python import specialize
from vm.python.instrumentation import _Py_Instrument
from vm.python.opcode_metadata import NAME, OP

_ADAPTIVE = OP["ADAPTIVE"]
#: The backoff of a counter at first (adaptive_counter_warmup), and the one at which it is given up here.
ADAPTIVE_WARMUP_BACKOFF = 1
_LAST_BACKOFF = 4
#: Counters as they stand in the caches: the value, then four bits of backoff.
_WARMUP = 1 << 4 | ADAPTIVE_WARMUP_BACKOFF
_COOLDOWN = 52 << 4
_FIRST_COUNTERS = {
    dis.opmap["JUMP_BACKWARD"]: 16 << 4 | 4,
    **dict.fromkeys((
        dis.opmap["POP_JUMP_IF_TRUE"], dis.opmap["POP_JUMP_IF_FALSE"], dis.opmap["POP_JUMP_IF_NONE"],
        dis.opmap["POP_JUMP_IF_NOT_NONE"]), 0x5555),
}


class AdaptiveCode:
    """What a code object keeps of its instructions' specialisation.

    Attributes:
        instrs: its instructions, ADAPTIVE where something is to be done; the evaluators run these.
        ended: whether the code has once run to an end.
        loops: the places, from and to, of the loops that have run once.
        opcodes: place -> number of the specialised instruction.
        counters: place -> the counter of one that has failed so far.
    """

    __slots__ = ("instrs", "ended", "loops", "opcodes", "counters")

    def __init__(self, instrs: list) -> None:
        self.instrs = instrs
        self.ended = False
        self.loops: list[tuple[int, int]] = []
        self.opcodes: dict[int, int] = {}
        self.counters: dict[int, _Counter] = {}


def adaptive_instrs(base: list) -> list:
    """Decoded instructions as they are before they run for the first time."""
    instrs = base.copy()
    leaders = {len(base)}
    for i, (op, arg, depth) in enumerate(base):
        if op in _HOOKS:
            instrs[i] = (_ADAPTIVE, _HOOKS[op], depth)
        if op in _JUMPS:
            leaders.update((arg, i + 1))
            if NAME[op] == "FOR_ITER":  # an iterator's end is beyond END_FOR and POP_TOP
                leaders.add(arg + 2)
        elif op == _PUSH_EXC_INFO:
            leaders.add(i)
    for start, stop in itertools.pairwise(sorted(leaders)):
        if not _SPECIALIZERS.keys().isdisjoint([entry[0] for entry in base[start:stop]]):
            instrs[start] = (_ADAPTIVE, _Block(stop), base[start][2])
    return instrs


def adapt(frame: _PyInterpreterFrame, index: int) -> list:
    """Do what is to be done at an ADAPTIVE place before its instruction runs; returns the frame's instructions."""
    body = frame.f_code
    if body.instrs is None:
        _Py_Instrument(body)
    assert body.instrs is not None
    op, hook, _ = body.instrs[index]
    if op == _ADAPTIVE:
        hook(frame, body, index)
    return body.instrs


def _restore(body: PyCodeObject, index: int) -> None:
    body.adaptive.instrs[index] = body.base_instrs[index]  # type: ignore[index]


def _resume(frame: _PyInterpreterFrame, body: PyCodeObject, index: int) -> None:
    """RESUME has run once: from now on it only checks."""
    _restore(body, index)
    body.adaptive.opcodes[index] = specialize.SPECIALIZED["RESUME_CHECK"]


def _end(frame: _PyInterpreterFrame, body: PyCodeObject, index: int) -> None:
    """The code has run to an end: all of it is warm."""
    assert body.base_instrs is not None
    for i, (op, _, _) in enumerate(body.base_instrs):
        if _HOOKS.get(op) is _end:
            _restore(body, i)
    body.adaptive.ended = True
    _arm(body, 0, len(body.base_instrs), 0)


def _jump_backward(frame: _PyInterpreterFrame, body: PyCodeObject, index: int) -> None:
    """A loop has run once: it is warm."""
    assert body.base_instrs is not None
    _restore(body, index)
    start = body.base_instrs[index][1]
    body.adaptive.loops.append((start, index))
    _arm(body, start, index, 0)


class _Block:
    """A block of instructions that has not been come to yet; called when it is."""

    __slots__ = ("stop",)

    def __init__(self, stop: int) -> None:
        self.stop = stop

    def __call__(self, frame: _PyInterpreterFrame, body: PyCodeObject, index: int) -> None:
        _restore(body, index)
        adaptive = body.adaptive
        if adaptive.ended or any(start <= index < stop for start, stop in adaptive.loops):
            _arm(body, index, self.stop, 1)  # what is around it was armed without it


#: What is ADAPTIVE at first.
_HOOKS = {
    number: hook for names, hook in (
        ("RESUME RESUME_NO_CHECK", _resume),
        ("RETURN_VALUE RETURN_CONST RETURN_VALUE_GEN RETURN_CONST_GEN", _end),
        ("JUMP_BACKWARD", _jump_backward))
    for number in (OP[name] for name in names.split())}


#: Instructions that end a block.
_JUMPS = frozenset(number for number, name in NAME.items() if dis.opmap.get(name) in dis.hasjump)
_PUSH_EXC_INFO = OP["PUSH_EXC_INFO"]


def _arm(body: PyCodeObject, start: int, stop: int, count: int) -> None:
    """Let the instructions that have been come to be specialised when they have run ``count`` times more."""
    base, adaptive = body.base_instrs, body.adaptive
    assert base is not None
    instrs = adaptive.instrs
    i = start
    while i < stop:
        entry, now = base[i], instrs[i]
        if now is not entry:
            if type(now[1]) is _Block:
                i = now[1].stop
                continue
        elif entry[0] in _SPECIALIZERS and i not in adaptive.opcodes and i not in adaptive.counters:
            instrs[i] = (_ADAPTIVE, _Counter(count), entry[2])
        i += 1


class _Counter:
    """The adaptive counter of an instruction; called when it is about to run."""

    __slots__ = ("value", "backoff")

    def __init__(self, value: int) -> None:
        self.value = value
        self.backoff = ADAPTIVE_WARMUP_BACKOFF

    def __call__(self, frame: _PyInterpreterFrame, body: PyCodeObject, index: int) -> None:
        adaptive = body.adaptive
        if self.value == 0:
            op, arg, sp = body.base_instrs[index]  # type: ignore[index]
            name = _SPECIALIZERS[op](frame, index, arg, sp)
            if name is not None:
                adaptive.counters.pop(index, None)
                adaptive.opcodes[index] = specialize.SPECIALIZED[name]
                _restore(body, index)
                return
            adaptive.counters[index] = self
            self.backoff += 1
            if self.backoff > _LAST_BACKOFF:
                _restore(body, index)
                return
            self.value = (1 << self.backoff) - 1  # restart_backoff_counter
        self.value -= 1
        _run_once(body, index)


def _run_once(body: PyCodeObject, index: int) -> None:
    """Let the real instruction run, and put the ADAPTIVE one back when the next has come."""
    instrs = body.adaptive.instrs
    own, following = instrs[index], instrs[index + 1]

    def put_back(frame: _PyInterpreterFrame, body: PyCodeObject, place: int) -> None:
        instrs[place] = following
        if instrs[index] is body.base_instrs[index]:  # type: ignore[index]
            instrs[index] = own

    _restore(body, index)
    instrs[index + 1] = (_ADAPTIVE, put_back, following[2])


# ---- what each instruction specialises on: function of (frame, place, decoded argument, first free slot)


def _code_unit(frame: _PyInterpreterFrame, index: int) -> int:
    """The argument of an instruction as it stands in the code, its low byte."""
    body = frame.f_code
    return body.co_code[body.lasti[index] + 1]


def _next_is(frame: _PyInterpreterFrame, index: int, name: str) -> bool:
    return NAME[frame.f_code.base_instrs[index + 1][0]] == name


def _binary_op(frame: Any, index: int, arg: Any, sp: int) -> str | None:
    stack = frame.localsplus
    stored: PyObject | None = None
    if _next_is(frame, index, "STORE_FAST"):
        stored = stack[frame.f_code.base_instrs[index + 1][1]]
    return specialize._Py_Specialize_BinaryOp(
        stack[sp - 2], stack[sp - 1], _code_unit(frame, index), stored)


def _call(frame: Any, index: int, oparg: int, sp: int) -> str | None:
    base = sp - oparg - 2
    nargs = oparg + (frame.localsplus[base + 1] is not None)
    return specialize._Py_Specialize_Call(
        frame.localsplus[base], nargs, oparg, _next_is(frame, index, "POP_TOP"))


#: By private opcode.
_SPECIALIZERS = {
    number: function for name, function in (
        ("BINARY_OP", _binary_op),
        ("CALL", _call),
        ("COMPARE_OP", lambda frame, index, arg, sp: specialize._Py_Specialize_CompareOp(
            frame.localsplus[sp - 2], frame.localsplus[sp - 1], _code_unit(frame, index))),
        ("CONTAINS_OP", lambda frame, index, arg, sp: specialize._Py_Specialize_ContainsOp(
            frame.localsplus[sp - 1])),
        ("TO_BOOL", lambda frame, index, arg, sp: specialize._Py_Specialize_ToBool(frame.localsplus[sp - 1])),
        ("BINARY_SUBSCR", lambda frame, index, arg, sp: specialize._Py_Specialize_BinarySubscr(
            frame.localsplus[sp - 2], frame.localsplus[sp - 1])),
        ("STORE_SUBSCR", lambda frame, index, arg, sp: specialize._Py_Specialize_StoreSubscr(
            frame.localsplus[sp - 2], frame.localsplus[sp - 1])),
        ("UNPACK_SEQUENCE", lambda frame, index, arg, sp: specialize._Py_Specialize_UnpackSequence(
            frame.localsplus[sp - 1], arg)),
        ("FOR_ITER", lambda frame, index, arg, sp: specialize._Py_Specialize_ForIter(frame.localsplus[sp - 1])),
        ("SEND", lambda frame, index, arg, sp: specialize._Py_Specialize_Send(frame.localsplus[sp - 2])),
        ("LOAD_GLOBAL", lambda frame, index, arg, sp: specialize._Py_Specialize_LoadGlobal(
            frame.f_globals, frame.f_builtins, arg)),
        ("LOAD_SUPER_ATTR", lambda frame, index, arg, sp: specialize._Py_Specialize_LoadSuperAttr(
            frame.localsplus[sp - 3], frame.localsplus[sp - 2], arg[1])),
        ("LOAD_ATTR", lambda frame, index, arg, sp: specialize._Py_Specialize_LoadAttr(
            frame.localsplus[sp - 1], arg, _code_unit(frame, index))),
        ("STORE_ATTR", lambda frame, index, arg, sp: specialize._Py_Specialize_StoreAttr(
            frame.localsplus[sp - 1], arg)),
    ) for number, called in NAME.items() if called == name}


def specialized_names(body: PyCodeObject) -> dict[int, str]:
    """The name of each specialised instruction of a code object, by offset."""
    if body.adaptive is None or body.lasti is None:
        return {}
    return {body.lasti[i]: dis._all_opname[op] for i, op in body.adaptive.opcodes.items()}


def adaptive_code(body: PyCodeObject) -> bytes:
    """``_co_code_adaptive``: the code units with specialised instructions, and the counters in their caches."""
    out = bytearray(body.co_code)
    adaptive = body.adaptive
    places = {} if adaptive is None else {offset: i for i, offset in enumerate(body.lasti or ())}
    i = 0
    while i + 1 < len(out):
        op = out[i]
        caches = INLINE_CACHES.get(op, 0)
        counter = _FIRST_COUNTERS.get(op, _WARMUP)
        place = places.get(i)
        if place is not None and place in adaptive.opcodes:
            out[i] = adaptive.opcodes[place]
            counter = _COOLDOWN
        elif place is not None and place in adaptive.counters:
            failed = adaptive.counters[place]
            counter = failed.value << 4 | failed.backoff
        if caches:
            out[i + 2:i + 4] = counter.to_bytes(2, "little")
        i += 2 + 2 * caches
    return bytes(out)
