"""The interpreter's frames. Models Include/internal/pycore_frame.h.

A thread's stack is a chain of `_PyInterpreterFrame` (a Python function's) and `NativeFrame` (a C function
that may call back into guest code, held as a suspended host generator), linked by ``previous``. No guest
call ever nests on the host's stack.
"""

from __future__ import annotations

from types import GeneratorType
from typing import Any

from vm.objects.pycore_object import PyErr, PyObject

# owner (enum _frameowner)
FRAME_OWNED_BY_THREAD = 0
FRAME_OWNED_BY_GENERATOR = 1
FRAME_OWNED_BY_FRAME_OBJECT = 2
FRAME_OWNED_BY_CSTACK = 3

# gi_frame_state (enum _framestate)
FRAME_CREATED = -3
FRAME_SUSPENDED = -2
FRAME_SUSPENDED_YIELD_FROM = -1
FRAME_EXECUTING = 0
FRAME_COMPLETED = 1
FRAME_CLEARED = 4


class _PyInterpreterFrame:
    """A Python function's activation.

    Attributes:
        f_code: the code object's body (`PyCodeObject`); the reference is owned through f_funcobj.
        f_funcobj: the function object; owned.
        f_locals: guest mapping of a module or class body; owned; None in a function.
        localsplus: locals, cells, free variables, then the value stack; NULL is None. Entries of
            the stack above the current depth are stale and own nothing.
        instr_ptr: index of the next instruction in ``f_code.instrs`` while the frame is not the
            running one.
        return_offset: where the caller goes on (index of an instruction) when the frame it called
            returns; yields go on at ``instr_ptr``.
        ret_slot: index in localsplus that receives the result of the frame it called.
        previous: the frame below, or None.
        frame_obj: the guest frame object, if one was asked for; owned.
        generator: the guest generator that owns the frame (owner FRAME_OWNED_BY_GENERATOR); borrowed.
    """

    __slots__ = (
        "f_code", "f_funcobj", "f_locals", "localsplus", "instr_ptr", "return_offset", "ret_slot",
        "previous", "frame_obj", "owner", "generator",
    )

    def __init__(self, func: PyObject, code: Any, localsplus: list, previous: Any):
        self.f_code = code
        self.f_funcobj = func
        self.f_locals: PyObject | None = None
        self.localsplus: list[PyObject | None] = localsplus
        self.instr_ptr = 0
        self.previous = previous
        self.frame_obj: PyObject | None = None
        self.owner = FRAME_OWNED_BY_THREAD
        self.generator: PyObject | None = None

    @property
    def f_globals(self) -> PyObject:
        """The guest dict of globals, borrowed from the function."""
        return self.f_funcobj.value.func_globals

    @property
    def f_builtins(self) -> PyObject:
        """The guest dict of builtins, borrowed from the function."""
        return self.f_funcobj.value.func_builtins


class NativeFrame:
    """A C function's activation: a host generator that is waiting for what it asked for.

    Attributes:
        gen: the generator; its ``gi_code.co_name`` is the C function's name.
        previous: the frame below.
        python_frame: the next Python (or shim) frame below, past other native ones.
        then: what goes on when it has finished, unless its result is delivered to the frame below: a function
            of (thread, this frame, result, error) that gives what `ceval.resume` gives (see there).
        saved: with ``then``, what belongs to it.
    """

    __slots__ = ("gen", "previous", "python_frame", "then", "saved")

    def __init__(self, gen: Any, previous: Any, then: Any = None, saved: Any = None):
        self.gen = gen
        self.previous = previous
        self.python_frame: Any = (
            previous.python_frame if type(previous) is NativeFrame else previous)
        self.then = then
        self.saved = saved


#: What the floor above provides for tracing: "setlineno", the setter of f_lineno (frame_setlineno.py);
#: "opcode_trace", _PyEval_SetOpcodeTrace (legacy_tracing.py); "place_reported", what follows an event (ceval.py);
#: "monitor_raise", _PyEval_MonitorRaise (ceval_monitor.py).
tracing_hooks: dict[str, Any] = {}

#: What a call may return in place of a result: something that must be run first.
PENDING = frozenset({GeneratorType, _PyInterpreterFrame})


def finish_pending(pending: Any) -> None:
    """Run something pending that is known to run no guest code: keys of constants that hash and compare."""
    stack = [pending] if type(pending) in PENDING else []
    value: Any = None
    err: PyErr | None = None
    while stack:
        try:
            asked = stack[-1].send(value) if err is None else stack[-1].throw(err)
        except StopIteration as stop:
            stack.pop()
            value, err = stop.value, None
        except PyErr as raised:
            stack.pop()
            value, err = None, raised
        else:
            stack.append(asked)
            value = err = None
    if err is not None:
        raise err


class _PyGenReturn:
    """What a native frame receives when the generator that it resumed returned (PYGEN_RETURN)."""

    __slots__ = ("value",)

    def __init__(self, value: PyObject):
        self.value = value


class ThrowInto:
    """What a native frame yields to resume a generator's frame with an exception (throwflag)."""

    __slots__ = ("frame", "err")

    def __init__(self, frame: _PyInterpreterFrame, err: Any):
        self.frame = frame
        self.err = err
