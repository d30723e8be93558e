"""Generators and coroutines. Models Objects/genobject.c (async generators: asyncgenobject.py).

A generator owns its `_PyInterpreterFrame`. Resuming it means making that frame the top one: `SEND` and
`FOR_ITER` do so in the evaluator; a native frame that resumes one yields the frame, and receives what
the generator yields, or a `_PyGenReturn` when it has returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.abstract import PyIter_Check, PyObject_IsSubclass
from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.codeobject import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_GENERATOR,
    CO_ITERABLE_COROUTINE,
)
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.object import (
    PyObject_GetAttrString,
    PyObject_GetOptionalAttrString,
    PyObject_Repr,
    PyObject_SelfIter,
    _Py_address,
)
from vm.objects.pycore_frame import (
    FRAME_CLEARED,
    FRAME_COMPLETED,
    FRAME_CREATED,
    FRAME_EXECUTING,
    FRAME_OWNED_BY_GENERATOR,
    FRAME_SUSPENDED,
    FRAME_SUSPENDED_YIELD_FROM,
    PENDING,
    ThrowInto,
    _PyGenReturn,
    _PyInterpreterFrame,
    tracing_hooks,
)
from vm.objects.pycore_gc import (
    PyObject_GC_Del,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _PyObject_GC_TRACK,
    gcstate,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyAsyncGen_Type,
    PyCoro_Type,
    PyErr,
    PyGen_Type,
    PyObject,
    PyTraceBack_Type,
    PyType_HasFeature,
    PyType_IsSubtype,
    decref_all,
    pending_finalizers,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyErr_StackItem, _PyInterpreterState_GET, _PyRuntime
from vm.objects.pycore_trashcan import FINALIZING, dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyErr_WriteUnraisable,
    PyExc_DeprecationWarning,
    PyExc_GeneratorExit,
    PyExc_RuntimeError,
    PyExc_RuntimeWarning,
    PyExc_StopAsyncIteration,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_ChainStackItem,
    _PyErr_SetObject,
    extra_field,
    new_exception,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import weakrefs_call_back

#: offsetof the frame in the C struct and of the locals in the frame, together.
GEN_STRUCT_SIZE = 144
THROW_IS_DEPRECATED = (
    "the (type, exc, tb) signature of {}() is deprecated, use the single-arg signature instead.")


class PyGenObject:
    """The body of a generator, coroutine or async generator. References are owned."""

    __slots__ = (
        "gi_iframe", "gi_frame_state", "gi_exc_state", "gi_name", "gi_qualname", "gi_code",
        "gi_code_op", "gi_iternext", "cr_origin", "ag_finalizer", "ag_hooks_inited", "ag_closed",
        "ag_running_async",
    )

    def __init__(self, frame: _PyInterpreterFrame, name: PyObject, qualname: PyObject):
        self.gi_iframe = frame
        self.gi_frame_state = FRAME_CREATED
        self.gi_exc_state = _PyErr_StackItem()
        self.gi_name = name
        self.gi_qualname = qualname
        self.gi_code = frame.f_code
        self.gi_code_op = frame.f_funcobj.value.func_code
        self.gi_code_op.ob_refcnt += 1
        self.gi_iternext = False  # resumed by tp_iternext: a plain return delivers NULL
        self.cr_origin: PyObject | None = None
        self.ag_finalizer: PyObject | None = None
        self.ag_hooks_inited = False
        self.ag_closed = False
        self.ag_running_async = False


def _Py_MakeCoro(frame: _PyInterpreterFrame) -> PyObject:
    """Make the generator, coroutine or async generator that owns ``frame``."""
    flags = frame.f_code.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)
    gen_type = {CO_GENERATOR: PyGen_Type, CO_COROUTINE: PyCoro_Type}.get(flags, PyAsyncGen_Type)
    func = frame.f_funcobj.value
    func.func_name.ob_refcnt += 1
    func.func_qualname.ob_refcnt += 1
    op = PyObject_GC_New(gen_type, PyGenObject(frame, func.func_name, func.func_qualname))
    op.ob_ext = None
    frame.owner = FRAME_OWNED_BY_GENERATOR
    frame.generator = op
    _PyObject_GC_TRACK(op)
    if flags == CO_COROUTINE:
        depth = _PyRuntime.tstate_current.coroutine_origin_tracking_depth  # type: ignore[union-attr]
        if depth:
            op.value.cr_origin = compute_cr_origin(depth, frame.previous)
    return op


def compute_cr_origin(depth: int, frame: Any) -> PyObject:
    """(file name, line, function) of the innermost frames below a new coroutine. New reference."""
    from vm.objects.frameobject import (  # frameobject imports this module
        first_complete,
        frame_lineno,
    )

    rows: list[PyObject] = []
    frame = first_complete(frame)
    while frame is not None and len(rows) < depth:
        code = frame.f_code
        line = frame_lineno(frame)
        for op in (code.filename_op, code.name_op):
            op.ob_refcnt += 1
        rows.append(PyTuple_New(
            (code.filename_op, PyLong_FromLong(-1 if line is None else line), code.name_op)))
        frame = first_complete(frame.previous)
    return PyTuple_New(tuple(rows))


def _kind(op: PyObject) -> str:
    if op.ob_type is PyCoro_Type:
        return "coroutine"
    return "generator" if op.ob_type is PyGen_Type else "async generator"


def stack_top(frame: _PyInterpreterFrame) -> int:
    """Index in localsplus of the entry that a resumed frame receives its value in."""
    return frame.f_code.base_instrs[frame.instr_ptr][2] - 1


def _PyGen_yf(op: PyObject) -> PyObject | None:
    """What a suspended generator delegates to (``yield from``, ``await``), borrowed, or NULL."""
    gen = op.value
    if gen.gi_frame_state == FRAME_SUSPENDED_YIELD_FROM:
        frame = gen.gi_iframe
        return frame.localsplus[stack_top(frame) - 1]
    return None


def _resume(op: PyObject, arg: PyObject | None, exc: PyErr | None, closing: bool = False) -> Any:
    """What to yield to run the generator on (gen_send_ex2 up to the evaluator), or raise.

    Returns NULL if it has finished already.
    """
    gen = op.value
    state = gen.gi_frame_state
    if state == FRAME_CREATED and arg is not None and arg is not Py_None:
        raise PyErr_Format(
            PyExc_TypeError, f"can't send non-None value to a just-started {_kind(op)}")
    if state >= FRAME_EXECUTING:
        return _not_resumable(op, exc, closing)
    frame = gen.gi_iframe
    sent = Py_None if arg is None else arg
    sent.ob_refcnt += 1
    frame.localsplus[stack_top(frame)] = sent
    tstate = _PyRuntime.tstate_current
    assert tstate is not None
    gen.gi_exc_state.previous_item = tstate.exc_info
    tstate.exc_info = gen.gi_exc_state
    gen.gi_frame_state = FRAME_EXECUTING
    if exc is None:
        return frame
    return ThrowInto(frame, _PyErr_ChainStackItem(exc))


def _not_resumable(op: PyObject, exc: PyErr | None, closing: bool) -> None:
    """Raise for a generator that is running or has finished, or return; takes the exception over."""
    if op.value.gi_frame_state == FRAME_EXECUTING:
        failure = PyErr_Format(PyExc_ValueError, f"{_kind(op)} already executing")
    elif op.ob_type is PyCoro_Type and not closing:
        failure = PyErr_Format(PyExc_RuntimeError, "cannot reuse already awaited coroutine")
    elif exc is not None:
        raise exc
    else:
        return
    if exc is not None:
        PyErr_Clear(exc)
    raise failure


def gen_send_ex(
    op: PyObject, arg: PyObject, exc: PyErr | None = None, closing: bool = False
) -> Any:
    """Resume with a value or an exception (native frame).

    Delivers what is yielded; raises StopIteration (an async generator: StopAsyncIteration) when it returns.
    """
    target = _resume(op, arg, exc, closing)
    op.value.gi_iternext = False
    if target is None:
        raise PyErr_SetNone(
            PyExc_StopAsyncIteration if op.ob_type is PyAsyncGen_Type else PyExc_StopIteration)
    res = yield target
    if type(res) is _PyGenReturn:
        if op.ob_type is PyAsyncGen_Type:
            raise PyErr_SetNone(PyExc_StopAsyncIteration)
        raise _PyGen_SetStopIterationValue(res.value)
    return res


def _PyGen_SetStopIterationValue(value: PyObject) -> PyErr:
    """The PyErr of StopIteration(value), or StopIteration() for None; steals the reference."""
    if value is Py_None:
        return PyErr_SetNone(PyExc_StopIteration)
    exc = new_exception(PyExc_StopIteration, value)
    value.ob_refcnt += 1
    exc.value.extra = {"value": value}
    return _PyErr_SetObject(exc)


def _PyGen_FetchStopIterationValue(err: PyErr) -> PyObject:
    """The value of a StopIteration (new reference); anything else is raised again."""
    if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
        raise err
    value = extra_field(err.exc, "value")
    value.ob_refcnt += 1
    PyErr_Clear(err)
    return value


def gen_iternext(op: PyObject) -> Any:
    """next(generator): its frame, pending; it delivers a value, or NULL at the end."""
    target = _resume(op, None, None)
    op.value.gi_iternext = True
    return target


def gen_send(op: PyObject, arg: PyObject) -> Any:
    """generator.send(arg)"""
    return gen_send_ex(op, arg)


def gen_send_slow(receiver: PyObject, v: PyObject) -> Any:
    """SEND to anything but a suspended generator (native frame): (finished, value)."""
    try:
        if v is Py_None and PyIter_Check(receiver):
            res = receiver.ob_type.value.tp_iternext(receiver)
        else:
            method = PyObject_GetAttrString(receiver, "send")
            if type(method) in PENDING:
                method = yield method
            try:
                res = PyObject_CallOneArg(method, v)
                if type(res) in PENDING:
                    res = yield res
            finally:
                Py_DECREF(method)
        if type(res) in PENDING:
            res = yield res
    except PyErr as err:
        if _PyInterpreterState_GET().monitoring.watches_exceptions and (
            PyErr_ExceptionMatches(err, PyExc_StopIteration)
        ):
            yield tracing_hooks["monitor_raise"](err)
        return (True, _PyGen_FetchStopIterationValue(err))
    if res is None:
        return (True, Py_None)
    return (False, res)


def gen_close_iter(yf: PyObject) -> Any:
    """Close what a generator delegates to (native frame)."""
    if yf.ob_type is PyGen_Type or yf.ob_type is PyCoro_Type:
        res = yield gen_close(yf)
    else:
        try:
            method = PyObject_GetOptionalAttrString(yf, "close")
            if type(method) in PENDING:
                method = yield method
        except PyErr as err:
            method = None
            pending = PyErr_WriteUnraisable(err, yf)
            if type(pending) in PENDING:
                yield pending
        if method is None:
            return None
        try:
            res = PyObject_Vectorcall(method, [])
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(method)
    Py_DECREF(res)
    return None


def gen_close(op: PyObject) -> Any:
    """generator.close() (native frame)."""
    gen = op.value
    if gen.gi_frame_state == FRAME_CREATED:
        gen.gi_frame_state = FRAME_COMPLETED
        return Py_None
    if gen.gi_frame_state > FRAME_EXECUTING:
        return Py_None
    failure = yield _close_delegate(op)
    if failure is None and gen.gi_frame_state < FRAME_EXECUTING and _is_depth1(gen.gi_iframe):
        gen.gi_frame_state = FRAME_COMPLETED
        _PyFrame_ClearLocals(gen.gi_iframe)
        return Py_None
    if failure is None:
        failure = PyErr_SetNone(PyExc_GeneratorExit)
    try:
        res = yield gen_send_ex(op, Py_None, failure, True)
    except PyErr as err:
        if PyErr_ExceptionMatches(err, PyExc_GeneratorExit):
            PyErr_Clear(err)
            return Py_None
        return _PyGen_FetchStopIterationValue(err)
    Py_DECREF(res)
    raise PyErr_Format(PyExc_RuntimeError, f"{_kind(op)} ignored GeneratorExit")


def _close_delegate(op: PyObject) -> Any:
    """Close what ``op`` delegates to, if anything; delivers the PyErr that this raised, or NULL."""
    gen = op.value
    yf = _PyGen_yf(op)
    if yf is None:
        return None
    yf.ob_refcnt += 1
    state, gen.gi_frame_state = gen.gi_frame_state, FRAME_EXECUTING
    try:
        yield gen_close_iter(yf)
    except PyErr as err:
        return err
    finally:
        gen.gi_frame_state = state
        Py_DECREF(yf)
    return None


def _is_depth1(frame: _PyInterpreterFrame) -> bool:
    """Whether only the generator's own StopIteration handler encloses the suspended yield."""
    offset = frame.f_code.lasti[frame.instr_ptr]
    code = frame.f_code.co_code
    return code[offset] == _RESUME and bool(code[offset + 1] & 4)


_RESUME = 149


def _PyFrame_ClearLocals(frame: _PyInterpreterFrame) -> None:
    """Drop a suspended generator's locals and stack; the rest goes with the generator."""
    decref_all(_drop_locals(frame))


def frame_depth(frame: _PyInterpreterFrame) -> int:
    """How many entries of a suspended generator frame's localsplus are owned."""
    return stack_top(frame)


def _gen_throw(
    op: PyObject, close_on_genexit: bool, typ: PyObject, val: PyObject | None = None,
    tb: PyObject | None = None,
) -> Any:
    """Throw into the generator, or into what it delegates to (native frame); arguments borrowed."""
    yf = _PyGen_yf(op)
    if yf is not None:
        yf.ob_refcnt += 1
        try:
            if close_on_genexit and _means_generator_exit(typ):
                failure = yield _close_delegate(op)
                if failure is not None:
                    return (yield gen_send_ex(op, Py_None, failure))
            else:
                thrown, res = yield _throw_into_delegate(op, yf, close_on_genexit, typ, val, tb)
                if thrown:
                    return res
        finally:
            Py_DECREF(yf)
    exc = yield _exception_for_throw(typ, val, tb)
    return (yield gen_send_ex(op, Py_None, PyErr(exc)))


def _means_generator_exit(typ: PyObject) -> bool:
    if PyType_HasFeature(typ.ob_type, Py_TPFLAGS_BASE_EXC_SUBCLASS):
        typ = typ.ob_type
    return PyType_HasFeature(typ.ob_type, Py_TPFLAGS_TYPE_SUBCLASS) and PyType_IsSubtype(
        typ, PyExc_GeneratorExit)


def _throw_into_delegate(
    op: PyObject, yf: PyObject, close_on_genexit: bool, typ: PyObject, val: PyObject | None,
    tb: PyObject | None,
) -> Any:
    """Throw into what ``op`` delegates to (native frame): (whether that could be done, what came of it)."""
    gen = op.value
    method = None
    if yf.ob_type is not PyGen_Type and yf.ob_type is not PyCoro_Type:
        method = PyObject_GetOptionalAttrString(yf, "throw")
        if type(method) in PENDING:
            method = yield method
        if method is None:
            return False, None
    state, gen.gi_frame_state = gen.gi_frame_state, FRAME_EXECUTING
    failure = None
    try:
        if method is None:
            res = yield _throw_below(gen.gi_iframe, _gen_throw(yf, close_on_genexit, typ, val, tb))
        else:
            res = PyObject_Vectorcall(method, [arg for arg in (typ, val, tb) if arg is not None])
            if type(res) in PENDING:
                res = yield res
    except PyErr as err:
        failure = err
    finally:
        Py_XDECREF(method)
        gen.gi_frame_state = state
    if failure is not None:  # the delegate has ended: its exception goes on in the generator
        return True, (yield gen_send_ex(op, Py_None, failure))
    return True, res


def _throw_below(frame: _PyInterpreterFrame, throwing: Any) -> Any:
    """Throw into a generator's delegate (native frame), the generator's own frame being seen below it."""
    native = _PyRuntime.tstate_current.current_frame  # type: ignore[union-attr]
    frame.previous, native.python_frame = native.python_frame, frame
    try:
        return (yield throwing)
    finally:
        native.python_frame, frame.previous = frame.previous, None


def gen_throw(op: PyObject, args: list, kwnames: tuple) -> Any:
    """generator.throw(value), or the old form with type, value and traceback (native frame)."""
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, f"{op.ob_type.value.tp_name}.throw() takes no keyword arguments")
    _PyArg_CheckPositional("throw", len(args), 1, 3)
    return _gen_throw_args(op, args)


def _gen_throw_args(op: PyObject, args: list) -> Any:
    if len(args) > 1:
        warned = PyErr_WarnEx(PyExc_DeprecationWarning, THROW_IS_DEPRECATED.format("throw"))
        if type(warned) in PENDING:
            yield warned
    return (yield _gen_throw(op, True, *args))


def _exception_for_throw(typ: PyObject, val: PyObject | None, tb: PyObject | None) -> Any:
    """The exception instance that throw(typ, val, tb) means (native frame)."""
    if tb is Py_None:
        tb = None
    if tb is not None and tb.ob_type is not PyTraceBack_Type:
        raise PyErr_Format(PyExc_TypeError, "throw() third argument must be a traceback object")
    if PyType_HasFeature(typ.ob_type, Py_TPFLAGS_BASE_EXC_SUBCLASS):
        if val is not None and val is not Py_None:
            raise PyErr_Format(
                PyExc_TypeError, "instance exception may not have a separate value")
        typ.ob_refcnt += 1
        exc = typ
    elif PyType_HasFeature(typ.ob_type, Py_TPFLAGS_TYPE_SUBCLASS) and PyType_HasFeature(
        typ, Py_TPFLAGS_BASE_EXC_SUBCLASS
    ):
        exc = yield PyErr_NormalizeException(typ, val)
    else:
        raise PyErr_Format(
            PyExc_TypeError,
            "exceptions must be classes or instances deriving from BaseException, "
            f"not {typ.ob_type.value.tp_name}")
    if tb is not None:
        tb.ob_refcnt += 1
        old, exc.value.traceback = exc.value.traceback, tb
        Py_XDECREF(old)
    return exc


def PyErr_NormalizeException(typ: PyObject, val: PyObject | None) -> Any:
    """The instance that an exception class and a value stand for (native frame); new reference.

    The value itself if it is an instance of a subclass, else the class called with it; if that raises, what
    it raises.
    """
    if val is None or val is Py_None:
        args = []
    elif PyType_HasFeature(val.ob_type, Py_TPFLAGS_BASE_EXC_SUBCLASS):
        same = PyObject_IsSubclass(val.ob_type, typ)
        if type(same) in PENDING:
            same = yield same
        if same:
            val.ob_refcnt += 1
            return val
        args = [val]
    else:
        is_tuple = PyType_HasFeature(val.ob_type, Py_TPFLAGS_TUPLE_SUBCLASS)
        args = list(val.value) if is_tuple else [val]
    try:
        exc = PyObject_Vectorcall(typ, args)
        if type(exc) in PENDING:
            exc = yield exc
    except PyErr as err:
        return err.exc
    if PyType_HasFeature(exc.ob_type, Py_TPFLAGS_BASE_EXC_SUBCLASS):
        return exc
    name = exc.ob_type.value.tp_name
    Py_DECREF(exc)
    text = PyObject_Repr(typ)
    if type(text) in PENDING:
        text = yield text
    message = (f"calling {text.value} should have returned an instance of BaseException, not {name}")
    Py_DECREF(text)
    return PyErr_Format(PyExc_TypeError, message).exc


def gen_dealloc(op: PyObject) -> None:
    """Deallocate; one that has something left to do is finalised first (_PyGen_Finalize)."""
    if op.ob_ext is not None and weakrefs_call_back(op, gen_dealloc):
        return
    gen = op.value
    if gen.gi_frame_state < FRAME_EXECUTING and _needs_finalizer(op):
        if op not in gcstate.finalized:
            gcstate.finalized.add(op)
            op.ob_refcnt = 1
            PyObject_GC_UnTrack(op)
            _PyObject_GC_TRACK(op)
            pending_finalizers.append(_finalize_and_dealloc(op))
            return
    dealloc_container(op, _released)


def _finalize_and_dealloc(op: PyObject) -> Any:
    """Run the finaliser of a dead generator, then deallocate it unless it came back to life (native frame)."""
    try:
        yield _PyGen_Finalize(op)
    finally:
        Py_DECREF(op)


def _needs_finalizer(op: PyObject) -> bool:
    """Whether finalising means more than dropping the frame; in a plain generator outside of try it does not."""
    if op.ob_type is not PyGen_Type:
        return True
    gen = op.value
    return gen.gi_frame_state != FRAME_CREATED and not (
        gen.gi_frame_state == FRAME_SUSPENDED and _is_depth1(gen.gi_iframe))


def _PyGen_Finalize(op: PyObject) -> Any:
    """Close, or warn about a coroutine that was never awaited (native frame)."""
    gen = op.value
    if gen.gi_frame_state > FRAME_EXECUTING:
        return
    try:
        if op.ob_type is PyAsyncGen_Type and gen.ag_finalizer is not None and not gen.ag_closed:
            res = PyObject_CallOneArg(gen.ag_finalizer, op)
            if type(res) in PENDING:
                res = yield res
        elif gen.gi_code.co_flags & CO_COROUTINE and gen.gi_frame_state == FRAME_CREATED:
            yield _PyErr_WarnUnawaitedCoroutine(op)
            return
        else:
            res = yield gen_close(op)
        Py_DECREF(res)
    except PyErr as err:
        pending = PyErr_WriteUnraisable(err, op)
        if type(pending) in PENDING:
            yield pending


FINALIZING += [_finalize_and_dealloc.__code__, _PyGen_Finalize.__code__]


def _released(op: PyObject) -> Iterator[PyObject | None]:
    """What a dying generator lets go of, in C's order; its frame goes first."""
    gen = op.value
    finalizer, gen.ag_finalizer = gen.ag_finalizer, None
    yield finalizer
    if gen.gi_frame_state == FRAME_SUSPENDED:  # closed by its finaliser, which had no more to do
        yield from _drop_locals(gen.gi_iframe)
    if gen.gi_frame_state != FRAME_CLEARED:
        gen.gi_frame_state = FRAME_CLEARED
        yield from _PyFrame_ClearExceptCode(gen.gi_iframe)
        yield gen.gi_exc_state.exc_value
    yield gen.cr_origin
    yield gen.gi_code_op
    yield gen.gi_name
    yield gen.gi_qualname


def _drop_locals(frame: _PyInterpreterFrame) -> list[PyObject | None]:
    depth = frame_depth(frame)
    items, frame.localsplus = frame.localsplus[:depth], []
    namespace, frame.f_locals = frame.f_locals, None  # of a coroutine that is no function's
    return [*items, namespace]


def _PyFrame_ClearExceptCode(frame: _PyInterpreterFrame) -> Iterator[PyObject | None]:
    """What the frame of a dying generator lets go of; its frame object keeps all if that lives on."""
    if frame.frame_obj is not None:
        from vm.objects.frameobject import take_ownership  # frameobject imports this module

        depth = frame_depth(frame)
        frame.previous = None
        frame.instr_ptr += 1  # a frame that is left points behind its instruction
        take_ownership(frame, depth)
        namespace, frame.f_locals = frame.f_locals, None
        yield namespace
    else:
        yield from _drop_locals(frame)
    func, frame.f_funcobj = frame.f_funcobj, None  # type: ignore[assignment]
    yield func


def gen_traverse(op: PyObject) -> Iterator[PyObject | None]:
    """The references a generator owns; those of a running frame belong to its thread."""
    gen = op.value
    yield gen.gi_name
    yield gen.gi_qualname
    yield gen.gi_code_op
    yield gen.cr_origin
    yield gen.ag_finalizer
    yield gen.gi_exc_state.exc_value
    frame = gen.gi_iframe
    if gen.gi_frame_state not in (FRAME_EXECUTING, FRAME_CLEARED):
        yield frame.f_funcobj
        yield frame.frame_obj
        yield frame.f_locals
        yield from frame.localsplus[:frame_depth(frame)]


def gen_repr(op: PyObject) -> PyObject:
    """``<generator object f at 0x...>``"""
    return PyUnicode_FromString(
        f"<{op.ob_type.value.tp_name} object {op.value.gi_qualname.value} at {_Py_address(op):#x}>")


def _get_code(op: PyObject) -> PyObject:
    code = op.value.gi_code_op
    code.ob_refcnt += 1
    return code


def _get_frame(op: PyObject) -> PyObject:
    if op.value.gi_frame_state > FRAME_EXECUTING:
        return Py_None
    from vm.objects.frameobject import _PyFrame_GetFrameObject  # frameobject imports this module

    frame_object = _PyFrame_GetFrameObject(op.value.gi_iframe)
    frame_object.ob_refcnt += 1
    return frame_object


def _get_running(op: PyObject) -> PyObject:
    return Py_True if op.value.gi_frame_state == FRAME_EXECUTING else Py_False


def _get_suspended(op: PyObject) -> PyObject:
    return Py_True if op.value.gi_frame_state in (
        FRAME_SUSPENDED, FRAME_SUSPENDED_YIELD_FROM) else Py_False


def _get_yieldfrom(op: PyObject) -> PyObject:
    yf = _PyGen_yf(op)
    if yf is None:
        return Py_None
    yf.ob_refcnt += 1
    return yf


def _string_attribute(field: str, name: str) -> PyGetSetDef:
    def get(op: PyObject) -> PyObject:
        found = getattr(op.value, field)
        found.ob_refcnt += 1
        return found

    def set(op: PyObject, value: PyObject | None) -> None:
        if value is None or not value.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, f"{name} must be set to a string object")
        value.ob_refcnt += 1
        old = getattr(op.value, field)
        setattr(op.value, field, value)
        Py_DECREF(old)

    return PyGetSetDef(name, get, set)


def gen_sizeof(op: PyObject) -> PyObject:
    """The size of the C struct with its frame: locals, cells and the whole value stack."""
    code = op.value.gi_code
    return PyLong_FromLong(GEN_STRUCT_SIZE + 8 * (code.co_nlocalsplus + code.co_stacksize))


def gen_class_getitem(type_op: PyObject, item: PyObject) -> PyObject:
    """``Generator[...]``: a generic alias."""
    return Py_GenericAlias(type_op, item)


def common_methods() -> tuple:
    """What generators, coroutines and async generators share."""
    return (
        PyMethodDef("__sizeof__", gen_sizeof),
        PyMethodDef("__class_getitem__", gen_class_getitem, "($type, object, /)", classmethod=True),
    )


def _methods() -> tuple:
    return (
        PyMethodDef("send", gen_send, "($self, object, /)"),
        PyMethodDef("throw", gen_throw, "", raw=True),
        PyMethodDef("close", gen_close),
        *common_methods(),
    )


def names_getset() -> tuple:
    """``__name__`` and ``__qualname__``."""
    return (
        _string_attribute("gi_name", "__name__"),
        _string_attribute("gi_qualname", "__qualname__"),
    )


def state_getset(prefix: str, delegate: str, running: bool = True) -> tuple:
    """The attributes that show a generator's state."""
    return (
        PyGetSetDef(delegate, _get_yieldfrom),
        *((PyGetSetDef(f"{prefix}_running", _get_running),) if running else ()),
        PyGetSetDef(f"{prefix}_frame", _get_frame),
        PyGetSetDef(f"{prefix}_suspended", _get_suspended),
        PyGetSetDef(f"{prefix}_code", _get_code),
    )


# ---- the wrapper that coroutine.__await__() returns ---------------------------------------------

_PyCoroWrapper_Type = static_type(
    "coroutine_wrapper", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC)


def coro_await(op: PyObject) -> PyObject:
    """coroutine.__await__(): an iterator over it."""
    op.ob_refcnt += 1
    wrapper = PyObject_GC_New(_PyCoroWrapper_Type, op)
    _PyObject_GC_TRACK(wrapper)
    return wrapper


def coro_wrapper_dealloc(op: PyObject) -> None:
    """Drop the coroutine."""
    coro = op.value
    PyObject_GC_Del(op)
    Py_DECREF(coro)


def _PyCoro_GetAwaitableIter(op: PyObject) -> Any:
    """What ``await op`` sends to: a coroutine itself, or what ``__await__`` returns (may be pending)."""
    if op.ob_type is PyCoro_Type or (
        op.ob_type is PyGen_Type and op.value.gi_code.co_flags & CO_ITERABLE_COROUTINE
    ):
        op.ob_refcnt += 1
        return op
    getter = op.ob_type.value.am_await
    if getter is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"object {op.ob_type.value.tp_name} can't be used in 'await' expression")
    return _checked_await(getter, op)


def _checked_await(getter: Any, op: PyObject) -> Any:
    res = getter(op)
    if type(res) in PENDING:
        res = yield res
    if res.ob_type is PyCoro_Type or (
        res.ob_type is PyGen_Type and res.value.gi_code.co_flags & CO_ITERABLE_COROUTINE
    ):
        Py_DECREF(res)
        raise PyErr_Format(PyExc_TypeError, "__await__() returned a coroutine")
    if not PyIter_Check(res):
        name = res.ob_type.value.tp_name
        Py_DECREF(res)
        raise PyErr_Format(
            PyExc_TypeError, f"__await__() returned non-iterator of type '{name}'")
    return res


def coro_wrapper_throw(op: PyObject, args: list, kwnames: tuple) -> Any:
    """throw() of the wrapper."""
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, "coroutine_wrapper.throw() takes no keyword arguments")
    return gen_throw(op.value, args, kwnames)


set_slots(
    PyGen_Type, tp_dealloc=gen_dealloc, tp_traverse=gen_traverse, tp_repr=gen_repr,
    tp_iter=PyObject_SelfIter, tp_iternext=gen_iternext, tp_methods=_methods(),
    tp_getset=(*names_getset(), *state_getset("gi", "gi_yieldfrom")), tp_finalize=_PyGen_Finalize)
set_slots(
    PyCoro_Type, tp_dealloc=gen_dealloc, tp_traverse=gen_traverse, tp_repr=gen_repr,
    am_await=coro_await, tp_methods=_methods(), tp_members=(PyMemberDef("cr_origin", "cr_origin"),),
    tp_getset=(*names_getset(), *state_getset("cr", "cr_await")), tp_finalize=_PyGen_Finalize)
set_slots(
    _PyCoroWrapper_Type, tp_dealloc=coro_wrapper_dealloc, tp_traverse=lambda op: (op.value,),
    tp_iter=PyObject_SelfIter, tp_iternext=lambda op: gen_iternext(op.value),
    tp_methods=(
        PyMethodDef("send", lambda op, arg: gen_send(op.value, arg), "($self, object, /)"),
        PyMethodDef("throw", coro_wrapper_throw, "", raw=True),
        PyMethodDef("close", lambda op: gen_close(op.value)),
    ))


def _PyErr_WarnUnawaitedCoroutine(coro: PyObject) -> Any:
    """Warn of a coroutine that was never awaited, by ``warnings`` if it is there (native frame)."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    warnings = PyDict_GetItemString(interp.modules, "warnings") if interp.modules else None
    warned = False
    if warnings is not None:
        try:
            warned = yield _call_warn_unawaited(warnings, coro)
        except PyErr as err:
            warned = PyErr_ExceptionMatches(err, PyExc_RuntimeWarning)
            pending = PyErr_WriteUnraisable(err, coro)
            if type(pending) in PENDING:
                yield pending
    if not warned:
        res = PyErr_WarnEx(
            PyExc_RuntimeWarning, f"coroutine '{coro.value.gi_qualname.value}' was never awaited",
            1, coro)
        if type(res) in PENDING:
            yield res


def _call_warn_unawaited(warnings: PyObject, coro: PyObject) -> Any:
    function = PyObject_GetOptionalAttrString(warnings, "_warn_unawaited_coroutine")
    if type(function) in PENDING:
        function = yield function
    if function is None:
        return False
    try:
        res = PyObject_CallOneArg(function, coro)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    finally:
        Py_DECREF(function)
    return True
