"""Verification of bytecode that no compiler of the host's has made (``code.replace``, ``marshal.loads``).

CPython runs whatever it is given and may crash on it. Here such a code object is followed once, before it
runs for the first time, along every path: each operand must exist and be of the kind that its
instruction takes for granted, each variable that is loaded unchecked must be bound, jumps must land on
instructions, and a place must be reached with one stack depth only. What does not pass raises SystemError
when it is called (docs/decisions/0006). What a compiler makes always passes.

The state at an instruction is a host list: what each local variable holds, then each stack entry, as one of
the kinds below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.codeobject import (
    CO_FAST_CELL,
    CO_FAST_FREE,
    CO_VARARGS,
    CO_VARKEYWORDS,
    MAX_STACK,
    PyCodeObject,
)
from vm.objects.pycore_object import (
    Py_None,
    PyCode_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
)
from vm.python.opcode_metadata import STACK_EFFECT

# Kinds of what a slot holds. A tuple's kind is ("tuple", its items' kinds), a code object's and a function's
# are ("code", n) and ("function", n) with the number of free variables that it still needs.
NULL = "NULL"
MAYBE = "maybe NULL"
OBJECT = "object"
NONE = "None"
EXC = "exception"
EXC_OR_NONE = "exception or None"
LIST, SET, DICT, STR, INT, CELL = "list", "set", "dict", "str", "int", "cell"
TYPE_PARAM = "type parameter"
_FUNCTION = ("function", 0)

#: Units times slots that are followed at most.
MAX_WORK = 20_000_000


class Unverified(Exception):
    """Why a code object cannot run."""


def join(a: Any, b: Any) -> Any:
    """What a slot holds where two paths meet."""
    if a == b:
        return a
    if NULL in (a, b) or MAYBE in (a, b):
        return MAYBE
    if {a, b} <= {NONE, EXC, EXC_OR_NONE}:
        return EXC_OR_NONE
    if type(a) is tuple and type(b) is tuple and a[0] == b[0] == "tuple" and len(a[1]) == len(b[1]):
        return ("tuple", tuple(map(join, a[1], b[1])))
    if _needs_closure(a) or _needs_closure(b):
        return MAYBE  # of no use any more
    return OBJECT


def _needs_closure(kind: Any) -> bool:
    return type(kind) is tuple and kind[0] == "function" and kind[1] > 0


def constant_kind(op: PyObject) -> Any:
    """The kind of a constant; of a tuple's items down to a few levels."""
    return _constant_kind(op, 3)


def _constant_kind(op: PyObject, levels: int) -> Any:
    if op is Py_None:
        return NONE
    if op.ob_type is PyUnicode_Type:
        return STR
    if op.ob_type is PyLong_Type:
        return INT
    if op.ob_type is PyTuple_Type:
        items = op.value if len(op.value) < 256 else ()
        if levels and len(items) == len(op.value):
            return ("tuple", tuple([_constant_kind(item, levels - 1) for item in items]))
    if op.ob_type is PyCode_Type:
        return ("code", len(op.value.co_freevars))
    return OBJECT


class Verifier:
    """Follows one code object. ``units`` are decoded (decode.py) in the order of their offsets."""

    def __init__(self, body: PyCodeObject, units: list, handlers: list):
        self.body = body
        self.units = units
        self.handlers = handlers
        self.nlocals = body.co_nlocalsplus
        self.limit = self.nlocals + min(body.co_stacksize, MAX_STACK)
        self.is_generator = bool(body.co_flags & 0x2A0)
        self.states: list[list | None] = [None] * len(units)
        self.begun: list[bool | None] = [None] * len(units)  # whether the generator has been made
        self.work: list[int] = []
        self.state: list = []
        self.made = False
        self.i = 0

    def run(self) -> None:
        """Raise `Unverified` unless every path is sound."""
        if not self.units:
            raise Unverified("no instructions")
        if len(self.units) * self.limit > MAX_WORK:
            raise Unverified("too large to be verified")
        self.check_uninterrupted_jumps()
        self.flow(0, self.entry_state())
        while self.work:
            i = self.work.pop()
            state = self.states[i]
            assert state is not None
            self.made = bool(self.begun[i])
            self.follow(i, list(state))

    def check_uninterrupted_jumps(self) -> None:
        """A jump back that does not look at the eval breaker, unless it is that of `yield from`, will look.

        A compiler's loops have another check; others would go on for ever.
        """
        targets = {unit.target for unit in self.units}
        targets.update(handler[0] for handler in self.handlers if handler is not None)
        for i, unit in enumerate(self.units):
            if unit.name == "JUMP_BACKWARD_NO_INTERRUPT":
                before = [u.name for u in self.units[max(i - 2, 0):i]]
                if (before != ["YIELD_VALUE", "RESUME"] or targets & {i, i - 1}
                        or self.units[unit.target].name != "SEND"):
                    unit.op = "JUMP_BACKWARD"

    def entry_state(self) -> list:
        """Arguments are bound, nothing else is."""
        body = self.body
        arguments = (body.co_argcount + body.co_kwonlyargcount + bool(body.co_flags & CO_VARARGS)
                     + bool(body.co_flags & CO_VARKEYWORDS))
        return [OBJECT] * arguments + [NULL] * (self.nlocals - arguments)

    def flow(self, i: int, state: list) -> None:
        """Control reaches an instruction with a state."""
        if i >= len(self.units):
            raise Unverified("control runs off the end")
        if len(state) > self.limit:
            raise Unverified("stack overflow")
        known = self.states[i]
        if known is None:
            self.states[i] = list(state)
            self.begun[i] = self.made
            self.work.append(i)
            return
        if len(known) != len(state) or self.begun[i] != self.made:
            raise Unverified("paths meet with different stacks")
        merged = [a if a is b else join(a, b) for a, b in zip(known, state, strict=True)]
        if merged != known:
            self.states[i] = merged
            self.work.append(i)

    def follow(self, i: int, state: list) -> None:
        """One instruction: check what it takes, then pass on what it leaves."""
        unit = self.units[i]
        self.i, self.state = i, state
        self.enter_handler(unit, state)
        check = _CHECKS.get(unit.name)
        if check is not None:
            if check(self, unit):
                return
            self.flow(i + 1, self.state)
            return
        pops, pushes = STACK_EFFECT[unit.op](unit.arg)
        for kind in self.pop(pops):
            self.need_object(kind)
        state.extend([OBJECT] * pushes)
        self.jump(unit)

    def jump(self, unit: Any) -> None:
        """Go on behind the instruction, and to its target if it has one."""
        if unit.target >= 0:
            self.flow(unit.target, self.state)
        if unit.name not in _NO_FALL_THROUGH:
            self.flow(self.i + 1, self.state)

    def enter_handler(self, unit: Any, state: list) -> None:
        """The instruction may raise: its handler gets the stack cut down, and the exception."""
        handler = self.handlers[self.i]
        if handler is None:
            return
        target, depth, lasti = handler
        taken = _TAKEN.get(unit.name)
        if taken is None:
            taken = STACK_EFFECT[unit.op](unit.arg)[0]
        if depth < self.nlocals or len(state) - taken < depth:
            if unit.name in _NEVER_RAISE:
                return
            raise Unverified("an exception handler expects more than there is")
        self.flow(target, [*state[:depth], *([INT] if lasti else ()), EXC])

    # ---- the stack

    def pop(self, count: int) -> list:
        """Take entries off, the topmost last."""
        at = len(self.state) - count
        if count < 0 or at < self.nlocals:
            raise Unverified("stack underflow")
        taken = self.state[at:]
        del self.state[at:]
        return taken

    def peek(self, count: int) -> Any:
        """The kind of an entry; 1 is the top."""
        if count < 1 or len(self.state) - count < self.nlocals:
            raise Unverified("stack underflow")
        return self.state[-count]

    def need_object(self, kind: Any) -> None:
        """A value that an instruction uses must be there."""
        if kind in (NULL, MAYBE) or _needs_closure(kind):
            raise Unverified("an operand may be missing")

    def need(self, kind: Any, *kinds: Any) -> None:
        """A value must be of one of some kinds."""
        if kind not in kinds:
            raise Unverified(f"an operand is not certainly a {kinds[0]}")

    def need_tuple(self, kind: Any, items: Any = None) -> tuple:
        """A tuple, all of whose items are of a kind; the kinds of its items."""
        if type(kind) is not tuple or kind[0] != "tuple":
            raise Unverified("an operand is not certainly a tuple")
        if items is not None and any(item != items for item in kind[1]):
            raise Unverified("an operand is not certainly a tuple of the right things")
        return kind[1]

    # ---- variables

    def local(self, index: int) -> int:
        """An index of a local variable, checked."""
        if not 0 <= index < self.nlocals:
            raise Unverified("no such variable")
        return index

    def load(self, index: int) -> None:
        """Push a variable that must be bound."""
        kind = self.state[self.local(index)]
        self.need_object(kind)
        self.state.append(kind)

    def store(self, index: int) -> None:
        """Pop into a variable; NULL may be put back where it came from."""
        kind = self.pop(1)[0]
        if _needs_closure(kind):
            raise Unverified("a function without its closure")
        self.state[self.local(index)] = kind

    def cell(self, index: int) -> None:
        """A variable must be a cell, and one that programs cannot replace through f_locals."""
        kinds = self.body.co_localspluskinds
        if self.state[self.local(index)] != CELL or not kinds[index] & (CO_FAST_CELL | CO_FAST_FREE):
            raise Unverified("a variable is not certainly a cell")


def _load_const(v: Verifier, unit: Any) -> bool:
    v.state.append(constant_kind(unit.arg))
    return False


def _load_fast(v: Verifier, unit: Any) -> bool:
    v.load(unit.oparg)
    return False


def _load_fast_check(v: Verifier, unit: Any) -> bool:
    index = v.local(unit.oparg)
    if v.state[index] in (NULL, MAYBE):
        v.state[index] = OBJECT  # what comes after has seen that it is bound
    v.state.append(v.state[index])
    return False


def _load_fast_and_clear(v: Verifier, unit: Any) -> bool:
    v.state.append(v.state[v.local(unit.oparg)])
    v.state[unit.oparg] = NULL
    return False


def _load_fast_load_fast(v: Verifier, unit: Any) -> bool:
    first, second = unit.arg
    v.load(first)
    v.load(second)
    return False


def _store_fast(v: Verifier, unit: Any) -> bool:
    v.store(unit.oparg)
    return False


def _store_fast_load_fast(v: Verifier, unit: Any) -> bool:
    first, second = unit.arg
    v.store(first)
    v.load(second)
    return False


def _store_fast_store_fast(v: Verifier, unit: Any) -> bool:
    first, second = unit.arg
    v.store(first)
    v.store(second)
    return False


def _delete_fast(v: Verifier, unit: Any) -> bool:
    v.state[v.local(unit.oparg)] = NULL
    return False


def _push_null(v: Verifier, unit: Any) -> bool:
    v.state.append(NULL)
    return False


def _copy(v: Verifier, unit: Any) -> bool:
    v.state.append(v.peek(unit.oparg))
    return False


def _swap(v: Verifier, unit: Any) -> bool:
    v.peek(unit.oparg)
    state, at = v.state, -unit.oparg
    state[at], state[-1] = state[-1], state[at]
    return False


def _end_send(v: Verifier, unit: Any) -> bool:
    receiver, value = v.pop(2)
    v.need_object(receiver)
    v.need_object(value)
    v.state.append(value)
    return False


def _build(kind: Any) -> Callable:
    def check(v: Verifier, unit: Any) -> bool:
        pops, _ = STACK_EFFECT[unit.op](unit.arg)
        for item in v.pop(pops):
            v.need_object(item)
        v.state.append(kind)
        return False

    return check


def _build_tuple(v: Verifier, unit: Any) -> bool:
    items = v.pop(unit.oparg)
    for item in items:
        v.need_object(item)
    short = len(items) < 256
    v.state.append(("tuple", tuple(map(_shallow, items))) if short else OBJECT)
    return False


def _shallow(kind: Any) -> Any:
    """The kind of an item: tuples in tuples in tuples are not told apart."""
    if type(kind) is tuple and kind[0] == "tuple":
        return ("tuple", tuple(item if type(item) is str else OBJECT for item in kind[1]))
    return kind


def _build_string(v: Verifier, unit: Any) -> bool:
    for item in v.pop(unit.oparg):
        v.need(item, STR)
    v.state.append(STR)
    return False


def _build_const_key_map(v: Verifier, unit: Any) -> bool:
    keys = v.need_tuple(v.pop(1)[0])
    if len(keys) != unit.oparg:
        raise Unverified("as many keys as values are needed")
    for item in v.pop(unit.oparg):
        v.need_object(item)
    v.state.append(DICT)
    return False


def _build_slice(v: Verifier, unit: Any) -> bool:
    if unit.oparg not in (2, 3):
        raise Unverified("bad argument")
    return _build(OBJECT)(v, unit)


def _add_to(kind: str, count: int) -> Callable:
    """An instruction that pops some values and adds them to a container below them."""
    def check(v: Verifier, unit: Any) -> bool:
        for item in v.pop(count):
            v.need_object(item)
        v.need(v.peek(unit.oparg), kind)
        if unit.name == "DICT_MERGE":
            v.need_object(v.peek(unit.oparg + 3))
        return False

    return check


def _method_or_null(v: Verifier, unit: Any) -> bool:
    """LOAD_ATTR and LOAD_GLOBAL, LOAD_SUPER_ATTR: the low bit asks for a second entry, perhaps NULL."""
    pops, pushes = STACK_EFFECT[unit.op](unit.arg)
    for item in v.pop(pops):
        v.need_object(item)
    v.state.append(OBJECT)
    if pushes == 2:
        v.state.append(NULL if unit.name == "LOAD_GLOBAL" else MAYBE)
    return False


def _make_cell(v: Verifier, unit: Any) -> bool:
    if not v.body.co_localspluskinds[v.local(unit.oparg)] & (CO_FAST_CELL | CO_FAST_FREE):
        raise Unverified("no cell variable")
    v.state[unit.oparg] = CELL
    return False


def _copy_free_vars(v: Verifier, unit: Any) -> bool:
    count = len(v.body.co_freevars)
    if unit.oparg != count:
        raise Unverified("bad number of free variables")
    v.state[v.nlocals - count:v.nlocals] = [CELL] * count
    return False


def _deref(v: Verifier, unit: Any) -> bool:
    v.cell(unit.oparg)
    if unit.name == "STORE_DEREF":
        v.need_object(v.pop(1)[0])
    elif unit.name == "LOAD_FROM_DICT_OR_DEREF":
        v.need_object(v.pop(1)[0])
        v.state.append(OBJECT)
    elif unit.name == "LOAD_DEREF":
        v.state.append(OBJECT)
    return False


def _call(v: Verifier, unit: Any) -> bool:
    if unit.name == "CALL_KW":
        names = v.need_tuple(v.pop(1)[0], STR)
        if len(names) > unit.oparg:
            raise Unverified("more keywords than arguments")
    for item in v.pop(unit.oparg):
        v.need_object(item)
    callable_, _ = v.pop(2)
    v.need_object(callable_)
    v.state.append(OBJECT)
    return False


def _call_function_ex(v: Verifier, unit: Any) -> bool:
    if unit.oparg & 1:
        v.need(v.pop(1)[0], DICT)
    callable_, _, args = v.pop(3)
    v.need_object(callable_)
    v.need_object(args)
    v.state.append(OBJECT)
    return False


def _make_function(v: Verifier, unit: Any) -> bool:
    kind = v.pop(1)[0]
    if type(kind) is not tuple or kind[0] != "code":
        raise Unverified("an operand is not certainly a code object")
    v.state.append(("function", kind[1]))
    return False


def _set_function_attribute(v: Verifier, unit: Any) -> bool:
    attribute, func = v.pop(2)
    if type(func) is not tuple or func[0] != "function":
        raise Unverified("an operand is not certainly a new function")
    if unit.oparg == 8:
        if len(v.need_tuple(attribute, CELL)) != func[1]:
            raise Unverified("a closure of the wrong length")
        func = _FUNCTION
    elif unit.oparg in (1, 2):  # their types are looked at when they are set
        v.need_object(attribute)
    elif unit.oparg == 4:
        items = v.need_tuple(attribute)
        if len(items) % 2 or any(item != STR for item in items[::2]):
            raise Unverified("bad annotations")
    else:
        raise Unverified("bad argument")
    v.state.append(func)
    return False


def _import_name(v: Verifier, unit: Any) -> bool:
    level, fromlist = v.pop(2)
    v.need(level, INT)
    v.need_object(fromlist)
    v.state.append(OBJECT)
    return False


def _intrinsic_1(v: Verifier, unit: Any) -> bool:
    kind = v.pop(1)[0]
    v.need_object(kind)
    result: Any = OBJECT
    if unit.oparg == 3:
        v.need(kind, EXC)
        result = EXC
    elif unit.oparg == 6:
        v.need(kind, LIST)
    elif unit.oparg in (7, 8, 9):
        v.need(kind, STR)
        result = TYPE_PARAM
    elif unit.oparg == 11:
        items = v.need_tuple(kind)
        if len(items) != 3:
            raise Unverified("bad type alias")
        v.need(items[0], STR)
    elif unit.oparg not in (1, 2, 4, 5, 10):
        raise Unverified("no such intrinsic")
    v.state.append(result)
    return False


def _intrinsic_2(v: Verifier, unit: Any) -> bool:
    below, top = v.pop(2)
    v.need_object(below)
    v.need_object(top)
    result: Any = OBJECT
    if unit.oparg == 1:
        v.need(below, EXC)
        v.need(top, LIST)
        result = EXC_OR_NONE
    elif unit.oparg in (2, 3):
        v.need(below, STR)
        result = TYPE_PARAM
    elif unit.oparg == 4:
        v.need(below, _FUNCTION)
        result = _FUNCTION
    elif unit.oparg == 5:
        v.need(below, TYPE_PARAM)
        result = TYPE_PARAM
    else:
        raise Unverified("no such intrinsic")
    v.state.append(result)
    return False


def _format_with_spec(v: Verifier, unit: Any) -> bool:
    value, spec = v.pop(2)
    v.need_object(value)
    v.need(spec, STR)
    v.state.append(STR)
    return False


def _pop_jump_if_none(v: Verifier, unit: Any) -> bool:
    """A jump by whether a value is None says what its copy below is."""
    v.need_object(v.pop(1)[0])
    before = v.units[v.i - 1] if v.i else unit
    copied = before.name == "COPY" and before.oparg == 1 and v.state[-1:] == [EXC_OR_NONE]
    for target, kind in ((unit.target, NONE), (v.i + 1, EXC)):
        if unit.name == "POP_JUMP_IF_NOT_NONE":
            kind = EXC if kind is NONE else NONE
        v.flow(target, [*v.state[:-1], kind] if copied else v.state)
    return True


def _for_iter(v: Verifier, unit: Any) -> bool:
    v.need_object(v.peek(1))
    end = v.units[unit.target:unit.target + 2]
    if [u.name for u in end] != ["END_FOR", "POP_TOP"]:
        raise Unverified("a loop that does not end as loops do")
    v.flow(v.i + 1, [*v.state, OBJECT])
    v.flow(unit.target + 2, v.state[:-1])
    return True


def _raise_varargs(v: Verifier, unit: Any) -> bool:
    if unit.oparg > 2:
        raise Unverified("bad argument")
    for item in v.pop(unit.oparg):
        v.need_object(item)
    return True


def _reraise(v: Verifier, unit: Any) -> bool:
    values = v.pop(unit.oparg + 1)
    v.need(values[-1], EXC)
    if unit.oparg:
        v.need(values[0], INT)
    return True


def _push_exc_info(v: Verifier, unit: Any) -> bool:
    v.need(v.pop(1)[0], EXC)
    v.state += [EXC_OR_NONE, EXC]
    return False


def _pop_except(v: Verifier, unit: Any) -> bool:
    v.need(v.pop(1)[0], EXC_OR_NONE, EXC, NONE)
    return False


def _check_exc_match(v: Verifier, unit: Any) -> bool:
    v.need_object(v.pop(1)[0])
    v.need(v.peek(1), EXC)
    v.state.append(OBJECT)
    return False


def _check_eg_match(v: Verifier, unit: Any) -> bool:
    exc, match_type = v.pop(2)
    v.need(exc, EXC, EXC_OR_NONE, NONE)
    v.need_object(match_type)
    v.state += [EXC_OR_NONE, EXC_OR_NONE]
    return False


def _with_except_start(v: Verifier, unit: Any) -> bool:
    v.need(v.peek(1), EXC)
    v.need_object(v.peek(4))
    v.state.append(OBJECT)
    return False


def _end_async_for(v: Verifier, unit: Any) -> bool:
    awaitable, exc = v.pop(2)
    v.need_object(awaitable)
    v.need(exc, EXC)
    return False


def _cleanup_throw(v: Verifier, unit: Any) -> bool:
    sub_iter, sent, exc = v.pop(3)
    v.need_object(sub_iter)
    v.need_object(sent)
    v.need(exc, EXC)
    v.state += [NONE, OBJECT]
    return False


def _return_generator(v: Verifier, unit: Any) -> bool:
    if not v.is_generator or v.made or len(v.state) != v.nlocals:
        raise Unverified("no generator can be made here")
    v.made = True
    v.state.append(OBJECT)
    return False


def _yield_value(v: Verifier, unit: Any) -> bool:
    following = v.units[v.i + 1:v.i + 2]
    if not v.made or unit.oparg > 1 or not following or following[0].name != "RESUME":
        raise Unverified("no value can be yielded here")
    v.need_object(v.peek(1))
    if unit.oparg:
        v.need_object(v.peek(2))
    v.pop(1)
    v.state.append(OBJECT)
    return False


def _return(v: Verifier, unit: Any) -> bool:
    if v.is_generator and not v.made:
        raise Unverified("a generator returns before it is made")
    if unit.name == "RETURN_VALUE":
        v.need_object(v.pop(1)[0])
    return True


def _send(v: Verifier, unit: Any) -> bool:
    v.need_object(v.peek(1))
    v.need_object(v.peek(2))
    v.state[-1] = OBJECT
    v.jump(unit)
    return True


def _match_class(v: Verifier, unit: Any) -> bool:
    subject, cls, names = v.pop(3)
    v.need_object(subject)
    v.need_object(cls)
    v.need_tuple(names, STR)
    v.state.append(OBJECT)
    return False


def _match_keys(v: Verifier, unit: Any) -> bool:
    v.need_tuple(v.peek(1))
    v.need_object(v.peek(2))
    v.state.append(OBJECT)
    return False


def _string_result(v: Verifier, unit: Any) -> bool:
    v.need_object(v.pop(1)[0])
    v.state.append(STR)
    return False


def _refuse(v: Verifier, unit: Any) -> bool:
    raise Unverified("an instruction that is not for programs")


#: How many entries an instruction that raises may have taken, where that is less than it names.
_TAKEN = {
    "WITH_EXCEPT_START": 0, "IMPORT_FROM": 0, "GET_LEN": 0, "MATCH_MAPPING": 0, "MATCH_SEQUENCE": 0,
    "MATCH_KEYS": 0, "GET_ANEXT": 0, "CHECK_EXC_MATCH": 1, "YIELD_VALUE": 0,
}
#: Instructions that compilers put under handlers which take what these consume for what remains.
_NEVER_RAISE = frozenset({"PUSH_EXC_INFO", "POP_EXCEPT", "SWAP", "COPY"})
_NO_FALL_THROUGH = frozenset({"JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"})

_CHECKS: dict[str, Callable[[Verifier, Any], bool]] = {
    "LOAD_CONST": _load_const, "LOAD_FAST": _load_fast, "LOAD_FAST_CHECK": _load_fast_check,
    "LOAD_FAST_AND_CLEAR": _load_fast_and_clear, "LOAD_FAST_LOAD_FAST": _load_fast_load_fast,
    "STORE_FAST": _store_fast, "STORE_FAST_LOAD_FAST": _store_fast_load_fast,
    "STORE_FAST_STORE_FAST": _store_fast_store_fast, "DELETE_FAST": _delete_fast,
    "PUSH_NULL": _push_null, "COPY": _copy, "SWAP": _swap, "END_SEND": _end_send,
    "BUILD_LIST": _build(LIST), "BUILD_SET": _build(SET), "BUILD_MAP": _build(DICT),
    "BUILD_TUPLE": _build_tuple, "BUILD_STRING": _build_string, "BUILD_SLICE": _build_slice,
    "BUILD_CONST_KEY_MAP": _build_const_key_map,
    "LIST_APPEND": _add_to(LIST, 1), "LIST_EXTEND": _add_to(LIST, 1), "SET_ADD": _add_to(SET, 1),
    "SET_UPDATE": _add_to(SET, 1), "MAP_ADD": _add_to(DICT, 2), "DICT_UPDATE": _add_to(DICT, 1),
    "DICT_MERGE": _add_to(DICT, 1), "LOAD_ATTR": _method_or_null, "LOAD_GLOBAL": _method_or_null,
    "LOAD_SUPER_ATTR": _method_or_null, "MAKE_CELL": _make_cell, "COPY_FREE_VARS": _copy_free_vars,
    "LOAD_DEREF": _deref, "STORE_DEREF": _deref, "DELETE_DEREF": _deref,
    "LOAD_FROM_DICT_OR_DEREF": _deref, "CALL": _call, "CALL_KW": _call,
    "CALL_FUNCTION_EX": _call_function_ex, "MAKE_FUNCTION": _make_function,
    "SET_FUNCTION_ATTRIBUTE": _set_function_attribute, "IMPORT_NAME": _import_name,
    "CALL_INTRINSIC_1": _intrinsic_1, "CALL_INTRINSIC_2": _intrinsic_2,
    "FORMAT_WITH_SPEC": _format_with_spec, "FORMAT_SIMPLE": _string_result,
    "CONVERT_VALUE": _string_result, "POP_JUMP_IF_NONE": _pop_jump_if_none,
    "POP_JUMP_IF_NOT_NONE": _pop_jump_if_none, "FOR_ITER": _for_iter,
    "RAISE_VARARGS": _raise_varargs, "RERAISE": _reraise, "PUSH_EXC_INFO": _push_exc_info,
    "POP_EXCEPT": _pop_except, "CHECK_EXC_MATCH": _check_exc_match,
    "CHECK_EG_MATCH": _check_eg_match, "WITH_EXCEPT_START": _with_except_start,
    "END_ASYNC_FOR": _end_async_for, "CLEANUP_THROW": _cleanup_throw,
    "RETURN_GENERATOR": _return_generator, "YIELD_VALUE": _yield_value, "RETURN_VALUE": _return,
    "RETURN_CONST": _return, "SEND": _send, "MATCH_CLASS": _match_class, "MATCH_KEYS": _match_keys,
    "EXIT_INIT_CHECK": _refuse, "INTERPRETER_EXIT": _refuse, "CACHE": _refuse, "RESERVED": _refuse,
    "ENTER_EXECUTOR": _refuse,
}
