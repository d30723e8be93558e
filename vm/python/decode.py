"""Decode code objects into what the evaluator runs.

`_PyCode_Quicken` turns the code units of a code object into a list of (private opcode, decoded argument,
index of the first free slot). Arguments are decoded once: constants and names are the objects themselves,
jumps are indexes into the list, operators are the functions that carry them out. Stack depths are
known before anything runs, since CPython's compiler guarantees one depth for each instruction.
"""

from __future__ import annotations

import dis
from typing import Any

from vm.objects import abstract
from vm.objects.codeobject import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_GENERATOR,
    PyCodeObject,
)
from vm.objects.codeobject_lines import unit_positions
from vm.objects.object import PyObject_ASCII, PyObject_Repr, PyObject_Str
from vm.objects.pyerrors import PyExc_SystemError
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.adaptive import AdaptiveCode, adaptive_instrs
from vm.python.instrumentation import _Py_Instrument, decoded
from vm.python.opcode_metadata import OP, STACK_EFFECT
from vm.python.verify import Unverified, Verifier

_CACHES = dict(dis._inline_cache_entries)
_OPNAME = dis.opname
_JUMPS_FORWARD = {
    "JUMP_FORWARD", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_TRUE", "POP_JUMP_IF_NONE",
    "POP_JUMP_IF_NOT_NONE", "FOR_ITER", "SEND",
}
_JUMPS_BACKWARD = {"JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"}
_NO_FALL_THROUGH = {
    "JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "RETURN_VALUE", "RETURN_CONST",
    "RAISE_VARARGS", "RERAISE", "INTERPRETER_EXIT",
}
_NAMED = {
    "LOAD_NAME", "STORE_NAME", "DELETE_NAME", "STORE_GLOBAL", "DELETE_GLOBAL", "STORE_ATTR",
    "DELETE_ATTR", "IMPORT_NAME", "IMPORT_FROM", "LOAD_FROM_DICT_OR_GLOBALS",
}
_PAIRS = {"LOAD_FAST_LOAD_FAST", "STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST"}

#: What each oparg of BINARY_OP calls (Include/opcode.h's NB_* order).
BINARY_OPS = (
    abstract.PyNumber_Add, abstract.PyNumber_And, abstract.PyNumber_FloorDivide,
    abstract.PyNumber_Lshift, abstract.PyNumber_MatrixMultiply, abstract.PyNumber_Multiply,
    abstract.PyNumber_Remainder, abstract.PyNumber_Or, abstract._PyNumber_PowerNoMod,
    abstract.PyNumber_Rshift, abstract.PyNumber_Subtract, abstract.PyNumber_TrueDivide,
    abstract.PyNumber_Xor,
    abstract.PyNumber_InPlaceAdd, abstract.PyNumber_InPlaceAnd, abstract.PyNumber_InPlaceFloorDivide,
    abstract.PyNumber_InPlaceLshift, abstract.PyNumber_InPlaceMatrixMultiply,
    abstract.PyNumber_InPlaceMultiply, abstract.PyNumber_InPlaceRemainder,
    abstract.PyNumber_InPlaceOr, abstract._PyNumber_InPlacePowerNoMod, abstract.PyNumber_InPlaceRshift,
    abstract.PyNumber_InPlaceSubtract, abstract.PyNumber_InPlaceTrueDivide,
    abstract.PyNumber_InPlaceXor,
)
_BINARY_VARIANTS = {
    0: "BINARY_OP_ADD", 13: "BINARY_OP_ADD", 10: "BINARY_OP_SUBTRACT", 23: "BINARY_OP_SUBTRACT",
    5: "BINARY_OP_MULTIPLY", 18: "BINARY_OP_MULTIPLY", 1: "BINARY_OP_AND", 14: "BINARY_OP_AND",
    6: "BINARY_OP_REMAINDER", 19: "BINARY_OP_REMAINDER", 2: "BINARY_OP_FLOOR_DIVIDE",
    15: "BINARY_OP_FLOOR_DIVIDE", 12: "BINARY_OP_XOR", 25: "BINARY_OP_XOR",
}
_COMPARE_VARIANTS = {0: "COMPARE_OP_LT", 1: "COMPARE_OP_LE", 2: "COMPARE_OP_EQ", 4: "COMPARE_OP_GT"}
_CONVERSIONS = (None, PyObject_Str, PyObject_Repr, PyObject_ASCII)


class Unit:
    """One instruction while it is decoded: CPython's name, full argument, byte offset."""

    __slots__ = ("name", "oparg", "offset", "next_offset", "op", "arg", "target", "depth")

    def __init__(self, name: str, oparg: int, offset: int, next_offset: int):
        self.name = name
        self.oparg = oparg
        self.offset = offset
        self.next_offset = next_offset
        self.op = name
        self.arg: Any = oparg
        self.target = -1
        self.depth = -1


def _PyCode_Quicken(body: PyCodeObject) -> None:
    """Fill ``instrs``, ``base_instrs`` and ``lasti`` of a code object.

    One that no compiler has made is verified first; if it does not pass, all it does is to raise SystemError.
    One that is decoded already is only set up for the events that tools want.
    """
    if body.base_instrs is not None:
        _Py_Instrument(body)
        return
    units = _units(body.co_code)
    index = {u.offset: i for i, u in enumerate(units)}
    if not body.trusted:
        try:
            _verify(units, body, index)
        except UnknownOpcode as unknown:
            _refuse(body, str(unknown))
            return
        except Unverified as why:
            _refuse(body, f"bad bytecode: {why}")
            return
    else:
        for unit in units:
            _decode(unit, body, index)
    _stack_depths(units, body, index)
    base = body.co_nlocalsplus
    body.base_instrs = [(OP[u.op], u.arg, base + max(u.depth, 0)) for u in units]
    body.lasti = [u.offset for u in units]
    body.adaptive = AdaptiveCode(adaptive_instrs(body.base_instrs))
    decoded.add(body)
    _Py_Instrument(body)


def _verify(units: list[Unit], body: PyCodeObject, index: dict[int, int]) -> None:
    """Decode units that may be anything, or raise `Unverified`."""
    for unit in units:
        if unit.name not in _KNOWN:
            raise UnknownOpcode(_unknown_opcode(body, unit.offset))
        try:
            _decode(unit, body, index)
            STACK_EFFECT[unit.op](unit.arg)
        except (IndexError, KeyError):
            raise Unverified(f"bad argument of {unit.name}") from None
        if (unit.name == "CONVERT_VALUE" and unit.arg is None) or (
            unit.name == "COMPARE_OP" and unit.arg[0] > 5
        ):
            raise Unverified(f"bad argument of {unit.name}")
    try:
        body.lasti = [u.offset for u in units]
        decode_handlers(body)
    except (IndexError, KeyError):
        raise Unverified("bad exception table") from None
    assert body.handlers is not None
    Verifier(body, units, body.handlers).run()


_KNOWN = frozenset(dis.opmap) - {name for name in dis.opmap if name.startswith("INSTRUMENTED_")}


class UnknownOpcode(Unverified):
    """There is an instruction that no evaluator knows; the text is CPython's."""


def _unknown_opcode(body: PyCodeObject, offset: int) -> str:
    rows = unit_positions(body)
    line = rows[offset // 2][0] if offset // 2 < len(rows) else None
    return f"{body.co_filename}:{-1 if line is None else line}: unknown opcode {body.co_code[offset]}"


def _refuse(body: PyCodeObject, why: str) -> None:
    """Make a code object one that raises SystemError."""
    message = body.objects.get("error")
    if message is None:
        message = body.objects["error"] = PyUnicode_FromString(why)
    steps: list[tuple[str, Any]] = [
        ("LOAD_CONST", PyExc_SystemError), ("PUSH_NULL", 0), ("LOAD_CONST", message), ("CALL", 1),
        ("RAISE_VARARGS", 1)]
    base = body.co_nlocalsplus
    depths = (0, 1, 2, 3, 1)
    body.base_instrs = body.instrs = [
        (OP[name], arg, base + depth) for (name, arg), depth in zip(steps, depths, strict=True)]
    body.lasti = [0] * len(steps)
    body.handlers = [None] * len(steps)
    body.positions = [(body.co_firstlineno, None, None, None)] * len(steps)


def _units(code: bytes) -> list[Unit]:
    """Split code units, folding EXTENDED_ARG into what follows and passing over caches."""
    units = []
    i = extended = 0
    while i < len(code):
        name = _OPNAME[code[i]]
        oparg = code[i + 1] | extended
        extended = oparg << 8 if name == "EXTENDED_ARG" else 0
        following = i + 2 + 2 * _CACHES.get(name, 0)
        units.append(Unit(name, oparg, i, following))
        i = following
    return units


def _decode(unit: Unit, body: PyCodeObject, index: dict[int, int]) -> None:
    name, oparg = unit.name, unit.oparg
    if name in _JUMPS_FORWARD or name in _JUMPS_BACKWARD:
        distance = -2 * oparg if name in _JUMPS_BACKWARD else 2 * oparg
        unit.arg = unit.target = index[unit.next_offset + distance]
    elif name in ("LOAD_CONST", "RETURN_CONST"):
        unit.arg = body.co_consts.value[oparg]
        if name == "RETURN_CONST" and _is_generator(body):
            unit.op = "RETURN_CONST_GEN"
    elif name in _NAMED:
        unit.arg = body.co_names[oparg]
    elif name in _PAIRS:
        unit.arg = (oparg >> 4, oparg & 15)
    else:
        _decode_rest(unit, body)


def _decode_rest(unit: Unit, body: PyCodeObject) -> None:
    name, oparg = unit.name, unit.oparg
    if name == "LOAD_GLOBAL":
        unit.arg = body.co_names[oparg >> 1]
        unit.op = "LOAD_GLOBAL_NULL" if oparg & 1 else name
    elif name == "LOAD_ATTR":
        unit.arg = body.co_names[oparg >> 1]
        unit.op = "LOAD_ATTR_METHOD" if oparg & 1 else name
    elif name == "LOAD_SUPER_ATTR":
        unit.arg = (body.co_names[oparg >> 2], oparg & 1, oparg & 2)
    elif name == "BINARY_OP":
        unit.arg = BINARY_OPS[oparg]
        unit.op = _BINARY_VARIANTS.get(oparg, name)
    elif name == "COMPARE_OP":
        unit.arg = (oparg >> 5, bool(oparg & 16))
        unit.op = _COMPARE_VARIANTS.get(oparg >> 5, name)
    elif name == "CONVERT_VALUE":
        unit.arg = _CONVERSIONS[oparg]
    elif name == "RESUME":
        unit.op = name if oparg & 3 < 2 else "RESUME_NO_CHECK"
    elif name == "RETURN_VALUE" and _is_generator(body):
        unit.op = "RETURN_VALUE_GEN"


def _is_generator(body: PyCodeObject) -> bool:
    return bool(body.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR))


def _stack_depths(units: list[Unit], body: PyCodeObject, index: dict[int, int]) -> None:
    """Give each reachable unit the depth of the stack before it."""
    work = [(0, 0)]
    handlers = parse_exception_table(body.co_exceptiontable)
    pending = [(index[target], depth + 1 + lasti) for _s, _e, target, depth, lasti in handlers
               if target in index]
    work += pending
    while work:
        i, depth = work.pop()
        while i < len(units) and units[i].depth < 0:
            unit = units[i]
            unit.depth = depth
            pops, pushes = STACK_EFFECT[unit.op](unit.arg)
            after = depth - pops + pushes
            if unit.name == "FOR_ITER":
                work.append((unit.target, depth + 1))
                work.append((unit.target + 2, depth - 1))
            elif unit.target >= 0:
                work.append((unit.target, after))
            if unit.name in _NO_FALL_THROUGH:
                break
            depth = after
            i += 1


def parse_exception_table(table: bytes) -> list[tuple[int, int, int, int, bool]]:
    """(start, end, target, depth, push lasti) of each entry; byte offsets (codeobject.h's varints)."""
    entries = []
    i = 0

    def varint() -> int:
        nonlocal i
        value = table[i] & 63
        while table[i] & 64:
            i += 1
            value = value << 6 | table[i] & 63
        i += 1
        return value

    while i < len(table):
        start = varint() * 2
        end = start + varint() * 2
        target = varint() * 2
        depth_lasti = varint()
        entries.append((start, end, target, depth_lasti >> 1, bool(depth_lasti & 1)))
    return entries


def decode_handlers(body: PyCodeObject) -> None:
    """Fill ``handlers``: for each instruction (target index, stack depth, push lasti) or None."""
    assert body.lasti is not None
    index = {offset: i for i, offset in enumerate(body.lasti)}
    handlers: list = [None] * len(body.lasti)
    for start, end, target, depth, lasti in parse_exception_table(body.co_exceptiontable):
        entry = (index[target], body.co_nlocalsplus + depth, lasti)
        for i, offset in enumerate(body.lasti):
            if start <= offset < end:
                handlers[i] = entry
    body.handlers = handlers


def decode_positions(body: PyCodeObject) -> None:
    """Fill ``positions``: (line, end line, column, end column) of each decoded instruction."""
    if body.lasti is None:
        _PyCode_Quicken(body)
    assert body.lasti is not None
    rows = unit_positions(body)
    body.positions = [rows[offset // 2] for offset in body.lasti]
