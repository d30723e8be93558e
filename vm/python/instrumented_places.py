"""What happens at an instrumented place, before or instead of its instruction. Models the INSTRUMENTED_*
instructions of Python/bytecodes.c and the line events of Python/instrumentation.c.

The evaluator leaves its loop at INSTRUMENTED; `instrumented_place` runs as a native frame on top of
the frame and says by its result how that goes on:

- RUN_BASE: the instruction itself is run, by the loop;
- JUMPED: a callback has set ``f_lineno``, the frame goes on elsewhere;
- anything else is the result that the instruction waits for, as after a native call: the place has called
  something itself, because it had to tell of the call's end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.call import PyObject_Vectorcall
from vm.objects.genobject import gen_iternext
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_GetAttr
from vm.objects.pycore_frame import (
    FRAME_EXECUTING,
    FRAME_SUSPENDED,
    PENDING,
    _PyInterpreterFrame,
    tracing_hooks,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyCoro_Type,
    PyErr,
    PyFunction_Type,
    PyGen_Type,
    PyList_Type,
    PyMethod_Type,
    PyObject,
    PyTuple_Type,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_GivenExceptionMatches,
    PyExc_StopIteration,
)
from vm.objects.unicodeobject import PyUnicode_InternFromString
from vm.python import ceval_args, ceval_ops
from vm.python.instrumentation import (
    PY_MONITORING_EVENT_BRANCH,
    PY_MONITORING_EVENT_C_RAISE,
    PY_MONITORING_EVENT_C_RETURN,
    PY_MONITORING_EVENT_CALL,
    PY_MONITORING_EVENT_INSTRUCTION,
    PY_MONITORING_EVENT_JUMP,
    PY_MONITORING_EVENT_LINE,
    PY_MONITORING_EVENT_PY_RETURN,
    PY_MONITORING_EVENT_PY_YIELD,
    PY_MONITORING_EVENT_STOP_ITERATION,
    _PyInstrumentation_MISSING,
    base_name,
    call_for_place,
    call_instrumentation_vector,
    record_arrival,
)


class _Outcome:
    """How a frame goes on after its place has reported."""

    __slots__ = ("name",)

    def __init__(self, name: str):
        self.name = name


RUN_BASE = _Outcome("RUN_BASE")
JUMPED = _Outcome("JUMPED")


class BaseOnce:
    """A list of instructions whose first look-up finds the instruction that is really there.

    It stands for ``instrs`` in the loop until that next loads another list, so that the loop need not ask, at
    each instruction, whether this one has reported already.
    """

    __slots__ = ("base", "rest", "first")

    def __init__(self, code: Any):
        self.base = code.base_instrs
        self.rest = code.instrs
        self.first = True

    def __getitem__(self, index: int) -> tuple:
        if self.first:
            self.first = False
            return self.base[index]
        return self.rest[index]


def instrumented_place(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    """Report what a place has to report, in C's order: line, instruction, the instruction's own event (native
    frame)."""
    body = frame.f_code
    data = body._co_monitoring
    arrival = data.arrivals.pop(frame, None)
    if data.on_line[index]:
        came_from = arrival[0] if arrival is not None and arrival[1] == index else index - 1
        yield _call_instrumentation_line(tstate, frame, index, came_from)
        if frame in data.arrivals:
            return JUMPED
    if data.on_instruction[index]:
        yield _call_instrumentation_instruction(tstate, frame, index)
    if not data.on_event[index]:
        if base_name(body, index) == "FOR_ITER" and _top(frame, index).ob_type is PyGen_Type:
            # C keeps an instruction that starts a line as it is: no FOR_ITER_GEN, so no END_FOR at the end
            return (yield gen_iternext(_top(frame, index)))
        _record_jump(data, frame, index)
        return RUN_BASE
    outcome = yield _PLACES[base_name(body, index)](tstate, frame, index)
    if frame in data.arrivals and outcome is RUN_BASE:
        return JUMPED
    if outcome is RUN_BASE:
        _record_jump(data, frame, index)
    return outcome


def _call_instrumentation_line(
    tstate: Any, frame: _PyInterpreterFrame, index: int, came_from: int
) -> Any:
    """Tell of a line, unless the instruction that ran before was of the same (native frame)."""
    body = frame.f_code
    data = body._co_monitoring
    line = data.lines[index]
    if came_from >= 0 and data.lines[came_from] == line and base_name(body, came_from) != "RESUME":
        return None
    tools = data.line_tools[index] if data.line_tools is not None else (
        tstate.interp.monitoring.monitors[PY_MONITORING_EVENT_LINE]
        | data.local_monitors[PY_MONITORING_EVENT_LINE])
    return (yield call_for_place(
        tstate, PY_MONITORING_EVENT_LINE, frame, index, tools, PyLong_FromLong(line), data.on_line,
        data.line_tools))


def _call_instrumentation_instruction(
    tstate: Any, frame: _PyInterpreterFrame, index: int
) -> Any:
    data = frame.f_code._co_monitoring
    tools = data.per_instruction_tools[index] if data.per_instruction_tools is not None else (
        tstate.interp.monitoring.monitors[PY_MONITORING_EVENT_INSTRUCTION]
        | data.local_monitors[PY_MONITORING_EVENT_INSTRUCTION])
    offset = PyLong_FromLong(frame.f_code.lasti[index])
    return (yield call_for_place(
        tstate, PY_MONITORING_EVENT_INSTRUCTION, frame, index, tools, offset, data.on_instruction,
        data.per_instruction_tools))


def _record_jump(data: Any, frame: _PyInterpreterFrame, index: int) -> None:
    """If the instruction is about to jump, its target must know where it was come from."""
    body = frame.f_code
    taken = _TAKEN.get(base_name(body, index))
    if taken is not None:
        target = body.base_instrs[index][1]
        if taken(_top(frame, index)):
            record_arrival(data, frame, index, target)


def _depth(frame: _PyInterpreterFrame, index: int) -> int:
    """Index of the first free slot before the instruction at a place."""
    return frame.f_code.base_instrs[index][2]


def _top(frame: _PyInterpreterFrame, index: int, below: int = 0) -> Any:
    """An entry of the value stack, counted from the top."""
    return frame.localsplus[_depth(frame, index) - 1 - below]


#: Whether a jump is taken, by what is on top of the stack.
_TAKEN: dict[str, Callable[[Any], bool]] = {
    "JUMP_FORWARD": lambda top: True,
    "JUMP_BACKWARD": lambda top: True,
    "JUMP_BACKWARD_NO_INTERRUPT": lambda top: True,
    "POP_JUMP_IF_FALSE": lambda top: top is Py_False,
    "POP_JUMP_IF_TRUE": lambda top: top is Py_True,
    "POP_JUMP_IF_NONE": lambda top: top is Py_None,
    "POP_JUMP_IF_NOT_NONE": lambda top: top is not Py_None,
}


# ---- instructions with an event of their own; each is a native frame

def _resume(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    event = int(frame.f_code.base_instrs[index][1] > 0)  # PY_START or PY_RESUME
    yield call_instrumentation_vector(tstate, event, frame, index)
    return RUN_BASE


def _return_value(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    yield call_instrumentation_vector(
        tstate, PY_MONITORING_EVENT_PY_RETURN, frame, index, _top(frame, index))
    return RUN_BASE


def _return_const(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    yield call_instrumentation_vector(
        tstate, PY_MONITORING_EVENT_PY_RETURN, frame, index, frame.f_code.base_instrs[index][1])
    return RUN_BASE


def _yield_value(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    """The generator counts as suspended already, so that a callback can make it go on at another line."""
    assert frame.generator is not None
    gen = frame.generator.value
    gen.gi_frame_state = FRAME_SUSPENDED + frame.f_code.base_instrs[index][1]
    try:
        yield call_instrumentation_vector(
            tstate, PY_MONITORING_EVENT_PY_YIELD, frame, index, _top(frame, index))
    finally:
        gen.gi_frame_state = FRAME_EXECUTING
    return RUN_BASE


def _jump(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    return (yield _branch(tstate, frame, index, PY_MONITORING_EVENT_JUMP, True))


def _pop_jump(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    taken = _TAKEN[base_name(frame.f_code, index)](_top(frame, index))
    return (yield _branch(tstate, frame, index, PY_MONITORING_EVENT_BRANCH, taken))


def _branch(tstate: Any, frame: _PyInterpreterFrame, index: int, event: int, taken: bool) -> Any:
    """_Py_call_instrumentation_jump"""
    body = frame.f_code
    target = body.base_instrs[index][1] if taken else index + 1
    yield _tell_target(tstate, frame, index, event, target)
    return RUN_BASE


def _tell_target(
    tstate: Any, frame: _PyInterpreterFrame, index: int, event: int, target: int
) -> Any:
    to = PyLong_FromLong(frame.f_code.lasti[target])
    try:
        yield call_instrumentation_vector(tstate, event, frame, index, to)
    finally:
        Py_DECREF(to)
    return None


def _for_iter(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    """The iterator is asked here, so that the branch is known: the result is what FOR_ITER waits for."""
    it = _top(frame, index)
    iternext = it.ob_type.value.tp_iternext
    if iternext is None:
        raise ceval_ops.not_an_iterator(it)
    try:
        res = iternext(it)
        if type(res) in PENDING:
            res = yield res
    except PyErr as err:
        if not PyErr_GivenExceptionMatches(err.exc, PyExc_StopIteration):
            raise
        if tstate.interp.monitoring.watches_exceptions:
            yield tracing_hooks["monitor_raise"](err)
        PyErr_Clear(err)
        res = None
    target = index + 1 if res is not None else frame.f_code.base_instrs[index][1] + 2
    try:
        yield _tell_target(tstate, frame, index, PY_MONITORING_EVENT_BRANCH, target)
    except PyErr:
        if res is not None:
            Py_DECREF(res)
        raise
    if frame in frame.f_code._co_monitoring.arrivals:
        if res is not None:
            Py_DECREF(res)
        return JUMPED
    return res


def _end(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    """END_FOR, END_SEND: a generator's end shows as the StopIteration that it would be (PEP 380)."""
    value, receiver = _top(frame, index), _top(frame, index, 1)
    kinds = (PyGen_Type,) if base_name(frame.f_code, index) == "END_FOR" else (PyGen_Type, PyCoro_Type)
    if receiver.ob_type in kinds:
        yield _monitor_stop_iteration(tstate, frame, index, value)
    return RUN_BASE


def _monitor_stop_iteration(
    tstate: Any, frame: _PyInterpreterFrame, index: int, value: PyObject
) -> Any:
    exc = PyObject_Vectorcall(PyExc_StopIteration, _stop_arguments(value))
    if type(exc) in PENDING:
        exc = yield exc
    try:
        yield call_instrumentation_vector(
            tstate, PY_MONITORING_EVENT_STOP_ITERATION, frame, index, exc)
    finally:
        Py_DECREF(exc)
    return None


def _stop_arguments(value: PyObject) -> list:
    """PyErr_SetObject's: none for None, the items of a tuple."""
    if value is Py_None:
        return []
    if value.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        return list(value.value)
    return [value]


# ---- calls

def _call(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    oparg = frame.f_code.base_instrs[index][1]
    return (yield _call_with(tstate, frame, index, _depth(frame, index) - oparg - 2, oparg, ()))


def _call_kw(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    oparg = frame.f_code.base_instrs[index][1]
    kwnames = _top(frame, index).value
    return (yield _call_with(tstate, frame, index, _depth(frame, index) - oparg - 3, oparg, kwnames))


def _call_with(
    tstate: Any, frame: _PyInterpreterFrame, index: int, base: int, oparg: int, kwnames: tuple
) -> Any:
    """CALL and CALL_KW: a Python function is called by the instruction itself, anything else here."""
    stack = frame.localsplus
    callable_op, self_op = stack[base], stack[base + 1]
    assert callable_op is not None
    args = stack[base + 2 : base + 2 + oparg]
    if self_op is not None:
        args = [self_op, *args]
    arg = args[0] if args else _PyInstrumentation_MISSING
    assert arg is not None
    yield call_instrumentation_vector(
        tstate, PY_MONITORING_EVENT_CALL, frame, index, callable_op, arg)
    if callable_op.ob_type is PyMethod_Type and self_op is None:
        args = [callable_op.value.im_self, *args]
        callable_op = callable_op.value.im_func
    if callable_op.ob_type is PyFunction_Type:
        return RUN_BASE
    arg = args[0] if args else _PyInstrumentation_MISSING
    return (yield _c_call(
        tstate, frame, index, callable_op, arg, lambda: PyObject_Vectorcall(callable_op, args, kwnames)))


def _c_call(
    tstate: Any, frame: _PyInterpreterFrame, index: int, func: Any, arg: Any, call: Callable[[], Any]
) -> Any:
    """Make a call and tell of its end: C_RETURN or C_RAISE."""
    func.ob_refcnt += 1
    arg.ob_refcnt += 1
    try:
        try:
            res = call()
            if type(res) in PENDING:
                res = yield res
        except PyErr as err:
            yield _raised_in_c(tstate, frame, index, err, func, arg)
            raise
        try:
            yield call_instrumentation_vector(
                tstate, PY_MONITORING_EVENT_C_RETURN, frame, index, func, arg)
        except PyErr:
            Py_DECREF(res)
            raise
        return res
    finally:
        Py_DECREF(func)
        Py_DECREF(arg)


def _raised_in_c(
    tstate: Any, frame: _PyInterpreterFrame, index: int, err: PyErr, func: PyObject, arg: PyObject
) -> Any:
    """_Py_call_instrumentation_exc2: what a callback raises takes the exception's place."""
    try:
        yield call_instrumentation_vector(tstate, PY_MONITORING_EVENT_C_RAISE, frame, index, func, arg)
    except PyErr:
        PyErr_Clear(err)
        raise
    return None


def _call_function_ex(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    oparg = frame.f_code.base_instrs[index][1]
    base = _depth(frame, index) - 3 - (oparg & 1)
    func, callargs = frame.localsplus[base], frame.localsplus[base + 2]
    assert func is not None and callargs is not None
    if callargs.ob_type is PyTuple_Type or callargs.ob_type is PyList_Type:
        items = callargs.value
    else:
        frame.localsplus[base + 2], dropped = (yield ceval_args.arguments_tuple(func, callargs)), callargs
        Py_DECREF(dropped)
        callargs = frame.localsplus[base + 2]
        items = callargs.value
    arg = items[0] if items else _PyInstrumentation_MISSING
    yield call_instrumentation_vector(tstate, PY_MONITORING_EVENT_CALL, frame, index, func, arg)
    if func.ob_type is PyFunction_Type or func.ob_type is PyMethod_Type:
        return RUN_BASE
    kwargs = frame.localsplus[base + 3] if oparg & 1 else None
    return (yield _c_call(
        tstate, frame, index, func, arg, lambda: ceval_args.call_function_ex(func, callargs, kwargs)))


def _load_super_attr(tstate: Any, frame: _PyInterpreterFrame, index: int) -> Any:
    """The super object is made here, as C makes it when it has to tell of that call."""
    self_op, cls, global_super = (_top(frame, index, i) for i in range(3))
    name, _method, two_args = frame.f_code.base_instrs[index][1]
    arg = cls if two_args else _PyInstrumentation_MISSING
    yield call_instrumentation_vector(
        tstate, PY_MONITORING_EVENT_CALL, frame, index, global_super, arg)
    args = [cls, self_op] if two_args else []
    found = yield _c_call(
        tstate, frame, index, global_super, arg, lambda: PyObject_Vectorcall(global_super, args))
    try:
        attribute = PyObject_GetAttr(found, PyUnicode_InternFromString(name))
        if type(attribute) in PENDING:
            attribute = yield attribute
    finally:
        Py_DECREF(found)
    return (attribute, None)


_PLACES: dict[str, Callable[[Any, _PyInterpreterFrame, int], Any]] = {
    "RESUME": _resume,
    "RETURN_VALUE": _return_value,
    "RETURN_CONST": _return_const,
    "YIELD_VALUE": _yield_value,
    "JUMP_FORWARD": _jump,
    "JUMP_BACKWARD": _jump,
    "POP_JUMP_IF_FALSE": _pop_jump,
    "POP_JUMP_IF_TRUE": _pop_jump,
    "POP_JUMP_IF_NONE": _pop_jump,
    "POP_JUMP_IF_NOT_NONE": _pop_jump,
    "FOR_ITER": _for_iter,
    "END_FOR": _end,
    "END_SEND": _end,
    "CALL": _call,
    "CALL_KW": _call_kw,
    "CALL_FUNCTION_EX": _call_function_ex,
    "LOAD_SUPER_ATTR": _load_super_attr,
}
