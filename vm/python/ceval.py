"""What surrounds the evaluator's loop: frames, calls, native frames, unwinding. Models Python/ceval.c.

The loop itself (generated_cases.py) runs the top Python frame of a thread. Whenever it cannot simply go on,
it calls `resume` with the reason; `resume` drives native frames, unwinds, runs finalisers, and says how
the loop goes on. So neither guest calls nor native calls back into guest code nest on the host's stack.
"""

from __future__ import annotations

import opcode
from bisect import bisect_left
from typing import Any

from vm.objects.codeobject import PyCodeObject
from vm.objects.codeobject_host import code_from_host
from vm.objects.frameobject import _PyFrame_GetFrameObject, take_ownership
from vm.objects.funcobject import _PyFunction_FromConstructor
from vm.objects.genobject import _PyGen_SetStopIterationValue
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import _PyObject_SetAttributeErrorContext
from vm.objects.pycore_frame import (
    FRAME_CLEARED,
    FRAME_OWNED_BY_CSTACK,
    NativeFrame,
    ThrowInto,
    _PyGenReturn,
    _PyInterpreterFrame,
    tracing_hooks,
)
from vm.objects.pycore_freelist import count_dropped_tuple, count_held_tuple
from vm.objects.pycore_object import (
    Gen,
    Park,
    Py_DECREF,
    Py_None,
    Py_XDECREF,
    PyErr,
    PyFunction_Type,
    PyObject,
    PyReraise,
    _Py_SetImmortal,
    decref_all,
    pending_finalizers,
    set_slots,
)
from vm.objects.pycore_state import _PY_SIGNALS_PENDING_BIT
from vm.objects.pycore_trashcan import FINALIZING, run_pending_finalizers
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_GivenExceptionMatches,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_RecursionError,
    PyExc_StopIteration,
    PyExc_TypeError,
)
from vm.objects.typeobject import _PyType_Lookup
from vm.objects.unicodeobject import PyUnicode_InternFromString
from vm.python import ceval_gil, ceval_monitor
from vm.python.ceval_actions import (
    A_CALL,
    A_FINALIZE,
    A_GEN_RETURN,
    A_ITER_RETURN,
    A_MONITOR,
    A_PENDING,
    A_RETURN,
    A_THROW,
    EXIT_DONE,
    EXIT_PARKED,
    EXIT_SLICE,
    M_BASE,
    M_DELIVER,
    M_EXIT,
    M_NATIVE,
    M_RUN,
)
from vm.python.ceval_args import initialize_locals
from vm.python.ceval_keywords import keywords_slot, odd_keywords, resolve_keywords
from vm.python.decode import _PyCode_Quicken as quicken
from vm.python.decode import decode_handlers
from vm.python.instrumentation import record_arrival
from vm.python.instrumented_places import JUMPED, RUN_BASE, BaseOnce, instrumented_place
from vm.python.opcode_metadata import OP
from vm.python.traceback import PyTraceBack_Here

#: What a checkpoint of a native loop (``yield None``) counts as, in ticks: a few thousand rounds take as
#: long as a time slice, and whoever drives the run loop wants to be asked between two of them.
CHECKPOINT_TICKS = 20_000


# ---- leaving and re-entering the loop -----------------------------------------------------------------


def resume(tstate: Any, action: int, value: Any) -> tuple[int, Any]:
    """Do what the loop was left for.

    Args:
        tstate: the thread; its current frame is the one that the loop ran.
        action: one of A_*.
        value: what belongs to the action.

    Returns:
        (one of M_*, its value); unless M_EXIT, ``tstate.current_frame`` is a Python frame.
    """
    mode, value = _first_move(tstate, action, value)
    if mode is M_NATIVE:
        return _drive(tstate, *value)
    return mode, value


def _first_move(tstate: Any, action: int, value: Any) -> tuple[int, Any]:
    if action is A_CALL:
        return _enter(tstate, value)
    if action is A_THROW:
        return exception_unwind(tstate, value)
    if action is A_RETURN:
        return M_NATIVE, (value, None)
    if action is A_GEN_RETURN:
        return M_NATIVE, (_PyGenReturn(value), None)
    if action is A_ITER_RETURN:
        if value is Py_None:
            return M_NATIVE, (None, None)
        return M_NATIVE, (None, _PyGen_SetStopIterationValue(value))
    tstate.jumped_from = value if action is A_PENDING else None
    if action is A_FINALIZE:
        return _enter(tstate, run_pending_finalizers(), between_instructions)
    if action is A_MONITOR:
        return _monitor(tstate)
    assert action is A_PENDING
    return _handle_pending(tstate)


def _monitor(tstate: Any) -> tuple[int, Any]:
    """An instrumented place: report its events, unless a tool's callback is what runs."""
    frame = tstate.current_frame
    if tstate.tracing:
        return M_BASE, BaseOnce(frame.f_code)
    work = instrumented_place(tstate, frame, frame.instr_ptr - 1)
    return _enter(tstate, work, _place_reported)


def _place_reported(tstate: Any, native: NativeFrame, result: Any, err: PyErr | None) -> tuple[int, Any]:
    frame = tstate.current_frame
    if err is not None and frame.f_code._co_monitoring.arrivals.pop(frame, None) is not None:
        frame.instr_ptr += 1  # the callback has jumped before it raised: the stack is that of the target
    if result is RUN_BASE:
        return M_BASE, BaseOnce(frame.f_code)
    if result is JUMPED:
        return M_RUN, None
    return _deliver(tstate, result, err)


tracing_hooks["place_reported"] = _place_reported


def run_thread(tstate: Any, evaluate: Any, *limits: Any) -> Any:
    """Run a thread until an evaluator returns; returns its EXIT_* reason.

    Args:
        tstate: the thread; it holds the GIL.
        evaluate: `_PyEval_EvalFrameDefault` or `_PyEval_EvalFrameStepping`.
        limits: the further arguments of the latter.
    """
    resumption, tstate.resume = tstate.resume, None
    if type(tstate.current_frame) is NativeFrame:
        mode, value = _drive(tstate, *(resumption or (None, None)))
        if mode is M_EXIT:
            return value
    else:
        mode, value = resumption or (M_RUN, None)
    return evaluate(tstate, mode, value, *limits)


def _enter(tstate: Any, callee: Any, then: Any = None, saved: Any = None) -> tuple[int, Any]:
    """Make something pending the top frame; ``then``, ``saved``: see `NativeFrame`."""
    if type(callee) is not Gen:
        callee = entry_frame(callee)
    if tstate.c_recursion_remaining <= 0:
        callee.close()
        return exception_unwind(tstate, c_recursion_error())
    tstate.c_recursion_remaining -= 1
    tstate.current_frame = NativeFrame(callee, tstate.current_frame, then, saved)
    return M_NATIVE, (None, None)


def entry_frame(frame: _PyInterpreterFrame) -> Any:
    """The native frame between an instruction that waits for a result and a Python frame called for it.

    Without it the frame would return as one that the instruction CALL has pushed.
    """
    return (yield frame)


def _push_python_frame(tstate: Any, frame: _PyInterpreterFrame) -> PyErr | None:
    """Put a Python frame on top, or discard it and return the RecursionError."""
    if tstate.py_recursion_remaining <= 0:
        err = recursion_error(tstate)
        if frame.generator is not None:
            _abandon_resumed_generator(tstate, frame)
        else:
            clear_new_frame(frame)
        return err
    tstate.py_recursion_remaining -= 1
    if frame.f_code.instrs is None:
        quicken(frame.f_code)
    frame.previous = tstate.current_frame
    tstate.current_frame = frame
    return None


def _abandon_resumed_generator(tstate: Any, frame: _PyInterpreterFrame) -> None:
    """A generator could not be resumed for lack of stack: it is finished (as clear_gen_frame leaves it)."""
    tstate.py_recursion_remaining -= 1  # clear_gen_frame gives it back
    clear_gen_frame(tstate, frame, frame.f_code.base_instrs[frame.instr_ptr][2])


def clear_new_frame(frame: _PyInterpreterFrame) -> None:
    """Drop what a frame that never ran owns."""
    Py_XDECREF(frame.f_locals)
    decref_all(frame.localsplus[:frame.f_code.co_nlocalsplus])
    Py_DECREF(frame.f_funcobj)


def _drive(tstate: Any, value: Any, err: PyErr | None) -> tuple[int, Any]:
    """Run native frames, beginning with the top one, until a Python frame is to go on.

    This loop is the only place where native frames run: everything it calls returns to it (M_NATIVE),
    so that neither calls nor unwinding nest on the host's stack.

    Args:
        value: what the top frame's pending request delivered.
        err: or the exception that it raised.
    """
    while True:
        native = tstate.current_frame
        if native is None:
            tstate.resume = (value, err)
            return M_EXIT, EXIT_DONE
        if pending_finalizers and native.gen.gi_code not in FINALIZING:
            native = NativeFrame(run_pending_finalizers(), native, between_instructions, (value, err))
            tstate.current_frame = native
            tstate.c_recursion_remaining -= 1
            value = err = None
        try:
            request = native.gen.send(value) if err is None else native.gen.throw(err)
        except StopIteration as stop:
            outcome = _native_returned(tstate, native, stop.value, None)
        except PyErr as raised:
            outcome = _native_returned(tstate, native, None, raised)
        except (RecursionError, MemoryError) as limit:
            outcome = _native_returned(tstate, native, None, host_limit_error(limit))
        else:
            outcome = _native_asked(tstate, native, request)
        if outcome[0] is not M_NATIVE:
            return outcome
        value, err = outcome[1]


def _native_returned(
    tstate: Any, native: NativeFrame, result: Any, err: PyErr | None
) -> tuple[Any, Any]:
    """Take a finished native frame off and hand its result or exception to the frame below."""
    tstate.current_frame = native.previous
    tstate.c_recursion_remaining += 1
    if native.then is not None:
        return native.then(tstate, native, result, err)
    return _deliver(tstate, result, err)


def between_instructions(
    tstate: Any, native: NativeFrame, result: Any, err: PyErr | None
) -> tuple[Any, Any]:
    """Something has run between two instructions (finalisers, signal handlers, pending calls), or before a
    native frame got what is ``saved``: its result is dropped."""
    if native.saved is not None:
        return _deliver(tstate, *native.saved)
    if err is not None:
        return _unwind_between(tstate, err)
    below = native.previous
    return (M_RUN, None) if type(below) is _PyInterpreterFrame else (M_NATIVE, (None, None))


def _deliver(tstate: Any, result: Any, err: PyErr | None) -> tuple[Any, Any]:
    """Hand a result or an exception to the frame that is now on top."""
    if type(tstate.current_frame) is not _PyInterpreterFrame:
        return M_NATIVE, (result, err)
    if pending_finalizers:
        return _enter(tstate, run_pending_finalizers(), between_instructions, (result, err))
    if err is not None:
        return exception_unwind(tstate, err)
    return M_DELIVER, result


def _native_asked(tstate: Any, native: NativeFrame, request: Any) -> tuple[Any, Any]:
    """Do what a native frame yielded."""
    kind = type(request)
    if kind is Gen:
        if tstate.c_recursion_remaining <= 0:
            request.close()
            return M_NATIVE, (None, c_recursion_error())
        tstate.c_recursion_remaining -= 1
        tstate.current_frame = NativeFrame(request, native)
        return M_NATIVE, (None, None)
    if kind is _PyInterpreterFrame:
        err = _push_python_frame(tstate, request)
        return (M_RUN, None) if err is None else (M_NATIVE, (None, err))
    if kind is ThrowInto:
        err = _push_python_frame(tstate, request.frame)
        if err is not None:
            Py_DECREF(request.err.exc)
            return M_NATIVE, (None, err)
        return _monitor_throw(tstate, request.err)
    if kind is Park:
        tstate.park = request
        return M_EXIT, EXIT_PARKED
    if request is not None:
        raise SystemError(f"native {native.gen.gi_code.co_name} yielded {request!r}")
    return _checkpoint(tstate)


def _checkpoint(tstate: Any) -> tuple[int, Any]:
    """A native loop lets itself be stopped. It keeps the GIL, as a loop in C would."""
    tstate.ticks -= CHECKPOINT_TICKS
    if tstate.eval_breaker & _PY_SIGNALS_PENDING_BIT:
        mode, reason = _handle_pending(tstate)
        if mode is not M_RUN:
            return mode, reason
    if tstate.ticks <= 0:
        return M_EXIT, EXIT_SLICE
    return M_NATIVE, (None, None)


def _handle_pending(tstate: Any) -> tuple[int, Any]:
    """The eval breaker: bits first, then the end of the time slice."""
    if tstate.eval_breaker:
        work = ceval_gil._Py_HandlePending(tstate)
        if work is not None:
            if type(work) is Gen:
                return _enter(tstate, work, between_instructions)
            return M_EXIT, work
    if tstate.ticks <= 0:
        return M_EXIT, EXIT_SLICE
    return M_RUN, None


# ---- unwinding -------------------------------------------------------------------------------------------


def exception_unwind(tstate: Any, err: PyErr, top: int | None = None) -> tuple[int, Any]:
    """Find the handler of an exception, taking Python frames off until one has it or a native is on top.

    ``top``: how much of the first frame's localsplus is owned, unless it is what its instruction began with.
    """
    if tstate.interp.monitoring.watches_exceptions and not tstate.tracing:
        return ceval_monitor.unwind(tstate, err, top)
    frame = tstate.current_frame
    while type(frame) is _PyInterpreterFrame:
        code = frame.f_code
        index = frame.instr_ptr - 1
        if code.base_instrs[index][0] == OP_FOR_ITER and (
            PyErr_GivenExceptionMatches(err.exc, PyExc_StopIteration)
        ):
            # Raised by a __next__: the end of the loop, as NULL is.
            PyErr_Clear(err)
            tstate.current_frame = frame
            return M_DELIVER, None
        err = raised_at(frame, index, err)
        if top is None:
            top = code.base_instrs[index][2]
        handler = exception_handler(code, index)
        if handler is not None:
            enter_handler(frame, handler, top, frame.instr_ptr - 1, err)
            tstate.current_frame = frame
            return M_RUN, None
        below = frame.previous
        drop_stack(frame, top)
        unwind_frame(tstate, frame, top)
        frame = tstate.current_frame = below
        top = frame.ret_slot if type(frame) is _PyInterpreterFrame else None
    return M_NATIVE, (None, err)


def raised_at(frame: _PyInterpreterFrame, index: int, err: PyErr) -> PyErr:
    """An exception leaves the instruction at ``index``: the frame's place is noted in its traceback."""
    code = frame.f_code
    op, oparg, depth = code.base_instrs[index]
    if op in LOAD_ATTR_OPS:  # what the guest's __getattr__ or property raised
        owner: Any = frame.localsplus[depth - 1]
        _PyObject_SetAttributeErrorContext(owner, PyUnicode_InternFromString(oparg), err)
    if type(err) is PyReraise:
        err = PyErr(err.exc)
        if oparg:
            _restore_position(frame, frame.localsplus[depth - 1 - oparg])
    elif frame.f_funcobj is not None:
        assert code.lasti is not None
        PyTraceBack_Here(_PyFrame_GetFrameObject(frame), err.exc, code.lasti[index])
    return err


def exception_handler(code: PyCodeObject, index: int) -> Any:
    """The handler of the instruction at ``index``, or None (get_exception_handler)."""
    handlers = code.handlers
    if handlers is None:
        decode_handlers(code)
        handlers = code.handlers
    return handlers[index]  # type: ignore[index]


def _monitor_throw(tstate: Any, err: PyErr) -> tuple[int, Any]:
    """An exception is thrown into the generator that is now on top."""
    if tstate.interp.monitoring.watches_exceptions and not tstate.tracing:
        return ceval_monitor.throw(tstate, err)
    return exception_unwind(tstate, err)


def _unwind_between(tstate: Any, err: PyErr) -> tuple[int, Any]:
    """An exception was raised between two instructions (by a signal, a finaliser's driver), not in one.

    The stack is that of the next instruction; the position that of the one that checked the breaker.
    """
    frame = tstate.current_frame
    if type(frame) is not _PyInterpreterFrame:
        return exception_unwind(tstate, err)
    base_instrs = frame.f_code.base_instrs
    following = frame.instr_ptr
    checked = tstate.jumped_from or following
    if checked == following and base_instrs[following - 1][0] not in _CHECKING_OPS:
        checked = following + 1
    frame.instr_ptr = checked
    return exception_unwind(tstate, err, base_instrs[following][2])


OP_FOR_ITER = OP["FOR_ITER"]
OP_YIELD_VALUE = OP["YIELD_VALUE"]
LOAD_ATTR_OPS = (OP["LOAD_ATTR"], OP["LOAD_ATTR_METHOD"])
_CHECKING_OPS = {OP[name] for name in ("CALL", "CALL_KW", "CALL_FUNCTION_EX", "RESUME")}


def _restore_position(frame: _PyInterpreterFrame, lasti: PyObject) -> None:
    """RERAISE: the frame is again where the exception was first raised, as its line number tells."""
    positions = frame.f_code.lasti
    assert positions is not None
    data = frame.f_code._co_monitoring
    length = len(positions) if data is None else data.length
    frame.instr_ptr = min(bisect_left(positions, 2 * lasti.value, 0, length) + 1, length)


def enter_handler(
    frame: _PyInterpreterFrame, handler: tuple, top: int, index: int, err: PyErr
) -> None:
    """Go on in an exception handler: the stack is cut back, the exception pushed.

    ``top``: how much of localsplus is owned; ``index``: where the exception was raised.
    """
    target, depth, lasti = handler
    code = frame.f_code
    if code._co_monitoring is not None:
        thrown = code.base_instrs[index][0] == OP_YIELD_VALUE  # into a generator: it stands at its RESUME
        record_arrival(code._co_monitoring, frame, index + thrown, target)
    localsplus = frame.localsplus
    dropped = localsplus[depth:top]
    if lasti:
        localsplus[depth] = PyLong_FromLong(frame.f_code.lasti[index] // 2)
        depth += 1
    localsplus[depth] = err.exc
    frame.instr_ptr = target
    dropped.reverse()
    decref_all(dropped)


def drop_stack(frame: _PyInterpreterFrame, top: int) -> None:
    """Because of an exception: the stack entries go, the last first."""
    entries = frame.localsplus[frame.f_code.co_nlocalsplus:top]
    entries.reverse()
    decref_all(entries)


def unwind_frame(tstate: Any, frame: _PyInterpreterFrame, top: int) -> None:
    """Take a frame off because of an exception, its stack entries having gone."""
    top = min(frame.f_code.co_nlocalsplus, top)
    if frame.generator is not None:
        clear_gen_frame(tstate, frame, top)
        return
    tstate.py_recursion_remaining += 1
    if frame.f_code is InitCleanup:
        init_finished(frame)
    _PyFrame_ClearExceptCode(frame, top)


def _PyFrame_ClearExceptCode(frame: _PyInterpreterFrame, top: int) -> None:
    """Drop everything a frame owns (``top``: how much of localsplus)."""
    if frame.frame_obj is not None:
        take_ownership(frame, top)
    else:
        decref_all(frame.localsplus[:top])
    if frame.f_funcobj is not None:
        Py_DECREF(frame.f_funcobj)
    if frame.f_locals is not None:
        drop_locals(frame)


def drop_locals(frame: _PyInterpreterFrame) -> None:
    """Drop the namespace of a module or class body."""
    namespace, frame.f_locals = frame.f_locals, None
    Py_XDECREF(namespace)


def clear_gen_frame(tstate: Any, frame: _PyInterpreterFrame, top: int) -> None:
    """A generator's frame is finished: clear it and give back its place in the exception stack."""
    gen_op = frame.generator
    assert gen_op is not None
    gen = gen_op.value
    gen.gi_frame_state = FRAME_CLEARED
    tstate.exc_info = gen.gi_exc_state.previous_item
    gen.gi_exc_state.previous_item = None
    tstate.py_recursion_remaining += 1
    if frame.frame_obj is not None:
        take_ownership(frame, top)
    else:
        items, frame.localsplus = frame.localsplus[:top], []
        decref_all(items)
    if frame.f_locals is not None:
        drop_locals(frame)
    func, frame.f_funcobj = frame.f_funcobj, None  # type: ignore[assignment]
    frame.previous = None
    Py_DECREF(func)


def recursion_error(tstate: Any) -> PyErr:
    """The error of _Py_CheckRecursiveCall for Python frames."""
    return PyErr_Format(PyExc_RecursionError, "maximum recursion depth exceeded")


def host_limit_error(limit: BaseException) -> PyErr:
    """A native went deeper than the host's stack, or the host's memory is used up: the guest's own error."""
    if isinstance(limit, MemoryError):
        return PyErr_SetNone(PyExc_MemoryError)
    return c_recursion_error()


def c_recursion_error() -> PyErr:
    """Too many native frames."""
    return PyErr_Format(PyExc_RecursionError, "maximum recursion depth exceeded")


# ---- calling Python functions -------------------------------------------------------------------------------


def _PyEval_Vector(
    func: PyObject, locals_op: PyObject | None, args: list, kwnames: tuple = ()
) -> _PyInterpreterFrame:
    """The frame of a call, to be run: pending. ``args`` are borrowed.

    Args:
        func: the function.
        locals_op: the namespace for a module or class body, or NULL.
        args: host list, positional then keyword values.
        kwnames: guest strings.
    """
    code = func.value.code
    for arg in args:
        arg.ob_refcnt += 1
    if code.simple_argcount == len(args) and not kwnames:
        localsplus = args + code.padding
    else:
        try:
            localsplus = initialize_locals(func, args, kwnames)
        except PyErr:
            decref_all(args)
            raise
    func.ob_refcnt += 1
    frame = _PyInterpreterFrame(func, code, localsplus, None)
    if locals_op is not None:
        locals_op.ob_refcnt += 1
        frame.f_locals = locals_op
    if code.instrs is None:
        quicken(code)
    return frame


def _PyFunction_Vectorcall(func: PyObject, args: list, kwnames: tuple) -> Any:
    """Call a Python function: its frame, pending."""
    if kwnames and odd_keywords(kwnames):
        return _vector_with_odd_keywords(func, args, kwnames)
    return _PyEval_Vector(func, None, args, kwnames)


def _vector_with_odd_keywords(func: PyObject, args: list, kwnames: tuple) -> Any:
    args, kwnames, rest = yield resolve_keywords(func, args, kwnames)
    try:
        frame = _PyEval_Vector(func, None, args, kwnames)
        if rest is not None:
            slot = keywords_slot(frame.f_code)
            rest, frame.localsplus[slot] = frame.localsplus[slot], rest
    finally:
        if rest is not None:
            Py_DECREF(rest)
    return (yield frame)


def PyEval_EvalCode(
    code: PyObject, globals_op: PyObject, locals_op: PyObject | None, closure: PyObject | None = None
) -> _PyInterpreterFrame:
    """Run a code object in namespaces: a frame, pending. Sets ``__builtins__`` in globals if missing."""
    func = _PyFunction_FromConstructor(code, globals_op)
    if closure is not None:
        closure.ob_refcnt += 1
        func.value.func_closure = closure
    try:
        return _PyEval_Vector(func, globals_op if locals_op is None else locals_op, [])
    finally:
        Py_DECREF(func)


# ---- instances of Python classes ---------------------------------------------------------------------------------


def _shim_code(name: str, *instructions: tuple[str, int, int]) -> PyCodeObject:
    """The code of a shim frame: (instruction, argument, depth of the stack before it); no line has it.

    A shim stands below a Python function that an instruction calls, and does the rest of that instruction's work.
    """
    host = compile("", f"<{name}>", "exec").replace(
        co_name=name, co_qualname=name, co_consts=(), co_linetable=b"", co_stacksize=2,
        co_code=bytes(n for op, arg, _ in instructions for n in (opcode.opmap[op], arg)))
    body = code_from_host(host).value
    _Py_SetImmortal(body.filename_op)
    body.instrs = body.base_instrs = [(OP[op], arg, depth) for op, arg, depth in instructions]
    body.lasti = [2 * i for i in range(len(instructions))]
    body.handlers = [None] * len(instructions)
    body.positions = [(None, None, None, None)] * len(instructions)
    return body


#: Below ``__init__``: check what it returned, return the instance.
InitCleanup = _shim_code("_Py_InitCleanup", ("EXIT_INIT_CHECK", 0, 2), ("RETURN_VALUE", 0, 1))
#: Below a property's getter: drop the owner, return what the getter returned. (C calls the getter while the
#: owner is still on the value stack; ``sys.getrefcount`` shows it.)
GetterCleanup = _shim_code(
    "_Py_GetterCleanup", ("SWAP", 2, 2), ("POP_TOP", 0, 2), ("RETURN_VALUE", 0, 1))


def new_shim(code: PyCodeObject, localsplus: list, frame: _PyInterpreterFrame) -> Any:
    """A shim frame on top of ``frame``: one object on its stack, and room for the result it waits for."""
    shim = _PyInterpreterFrame(None, code, localsplus, frame)  # type: ignore[arg-type]
    shim.instr_ptr = 1  # to unwind, the stack is that of the instruction before
    shim.return_offset = 0
    shim.ret_slot = 1
    shim.owner = FRAME_OWNED_BY_CSTACK
    return shim


def init_is_simple(tstate: Any, cls: PyObject, nargs: int) -> bool:
    """Whether ``cls(...)`` can run ``__init__`` as a frame: a Python function of just these arguments."""
    init = _PyType_Lookup(cls, "__init__")
    return (
        init is not None
        and init.ob_type is PyFunction_Type
        and init.value.code.simple_argcount == nargs + 1
        and tstate.py_recursion_remaining > 1
    )


def getter_is_simple(tstate: Any, descr: PyObject) -> bool:
    """Whether a property's getter can run as a frame: a Python function of one argument."""
    getter = descr.value.prop_get
    return (
        getter is not None
        and getter.ob_type is PyFunction_Type
        and getter.value.code.simple_argcount == 1
        and tstate.py_recursion_remaining > 1
    )


def new_init_shim(self: PyObject, nargs: int, frame: _PyInterpreterFrame) -> Any:
    """The shim frame that checks what ``__init__`` returned and returns the instance.

    Above its stack stands the number of arguments: C's tuple of them lives as long (`init_finished`).
    """
    if nargs:
        count_held_tuple(nargs)
    return new_shim(InitCleanup, [self, None, nargs], frame)


def init_finished(shim: _PyInterpreterFrame) -> None:
    """The shim frame ends: the tuple of arguments that C would have made dies."""
    nargs: Any = shim.localsplus[2]
    if nargs:
        count_dropped_tuple(nargs)


def init_returned(value: PyObject) -> PyErr:
    """The TypeError for an ``__init__`` that returned something."""
    return PyErr_Format(
        PyExc_TypeError,
        f"__init__() should return None, not '{value.ob_type.value.tp_name}'")


set_slots(
    PyFunction_Type, tp_call=_PyFunction_Vectorcall)
