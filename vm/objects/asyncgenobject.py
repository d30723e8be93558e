"""Async generators and the awaitables they hand out. Models the second half of Objects/genobject.c."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vm.objects.call import PyObject_CallOneArg
from vm.objects.genobject import (
    THROW_IS_DEPRECATED,
    _exception_for_throw,
    _gen_throw,
    _getset,
    _PyCoro_GetAwaitableIter,
    _PyGen_Finalize,
    _PyGen_SetStopIterationValue,
    common_methods,
    gen_dealloc,
    gen_repr,
    gen_send_ex,
    gen_traverse,
)
from vm.objects.methoddef import PyMethodDef
from vm.objects.object import PyObject_SelfIter
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_HAVE_GC,
    Py_XDECREF,
    PyAsyncGen_Type,
    PyErr,
    PyObject,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_DeprecationWarning,
    PyExc_GeneratorExit,
    PyExc_RuntimeError,
    PyExc_StopAsyncIteration,
    PyExc_StopIteration,
)
from vm.objects.pywarnings import PyErr_WarnEx

AWAITABLE_STATE_INIT = 0
AWAITABLE_STATE_ITER = 1
AWAITABLE_STATE_CLOSED = 2
FINISHED_ABOVE = 0  # gi_frame_state above FRAME_EXECUTING: completed or cleared

_PyAsyncGenASend_Type = static_type("async_generator_asend", tp_flags=Py_TPFLAGS_HAVE_GC)
_PyAsyncGenAThrow_Type = static_type("async_generator_athrow", tp_flags=Py_TPFLAGS_HAVE_GC)
_PyAsyncGenWrappedValue_Type = static_type(
    "async_generator_wrapped_value", tp_flags=Py_TPFLAGS_HAVE_GC)
_PyAnextAwaitable_Type = static_type("anext_awaitable", tp_flags=Py_TPFLAGS_HAVE_GC)


class PyAsyncGenASend:
    """What ``__anext__()`` and ``asend()`` return: the generator (owned), the value to send (owned)."""

    __slots__ = ("gen", "sendval", "state")

    def __init__(self, gen: PyObject, sendval: PyObject | None):
        self.gen = gen
        self.sendval = sendval
        self.state = AWAITABLE_STATE_INIT


class PyAsyncGenAThrow:
    """What ``athrow()`` and ``aclose()`` return; ``args`` is NULL for aclose. All owned."""

    __slots__ = ("gen", "args", "state")

    def __init__(self, gen: PyObject, args: list | None):
        self.gen = gen
        self.args = args
        self.state = AWAITABLE_STATE_INIT


def _PyAsyncGenValueWrapperNew(value: PyObject) -> PyObject:
    """Mark a value as yielded by the body, not passed through from something awaited."""
    value.ob_refcnt += 1
    op = PyObject_GC_New(_PyAsyncGenWrappedValue_Type, value)
    _PyObject_GC_TRACK(op)
    return op


def _wrapped_dealloc(op: PyObject) -> None:
    value = op.value
    PyObject_GC_Del(op)
    Py_DECREF(value)


# ---- starting ---------------------------------------------------------------------------------------


def _with_hooks(op: PyObject, make: Any) -> Any:
    """``make()`` after the first-iteration hooks have run (async_gen_init_hooks)."""
    gen = op.value
    if gen.ag_hooks_inited:
        return make()
    gen.ag_hooks_inited = True
    tstate = _PyRuntime.tstate_current
    assert tstate is not None
    if tstate.async_gen_finalizer is not None:
        gen.ag_finalizer = tstate.async_gen_finalizer
        gen.ag_finalizer.ob_refcnt += 1
    if tstate.async_gen_firstiter is None:
        return make()
    return _call_firstiter(tstate.async_gen_firstiter, op, make)


def _call_firstiter(hook: PyObject, op: PyObject, make: Any) -> Any:
    hook.ob_refcnt += 1
    try:
        res = PyObject_CallOneArg(hook, op)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    finally:
        Py_DECREF(hook)
    return make()


def _new_awaitable(type_op: PyObject, body: Any) -> PyObject:
    body.gen.ob_refcnt += 1
    op = PyObject_GC_New(type_op, body)
    _PyObject_GC_TRACK(op)
    return op


def async_gen_anext(op: PyObject) -> Any:
    """agen.__anext__()"""
    return _with_hooks(
        op, lambda: _new_awaitable(_PyAsyncGenASend_Type, PyAsyncGenASend(op, None)))


def async_gen_asend(op: PyObject, arg: PyObject) -> Any:
    """agen.asend(value)"""
    def make() -> PyObject:
        arg.ob_refcnt += 1
        return _new_awaitable(_PyAsyncGenASend_Type, PyAsyncGenASend(op, arg))

    return _with_hooks(op, make)


def async_gen_aclose(op: PyObject) -> Any:
    """agen.aclose()"""
    return _with_hooks(
        op, lambda: _new_awaitable(_PyAsyncGenAThrow_Type, PyAsyncGenAThrow(op, None)))


def async_gen_athrow(
    op: PyObject, typ: PyObject, val: PyObject | None, tb: PyObject | None
) -> Any:
    """agen.athrow(value)"""
    if val is not None:
        return _athrow_deprecated(op, typ, val, tb)
    return _athrow(op, typ, val, tb)


def _athrow_deprecated(
    op: PyObject, typ: PyObject, val: PyObject | None, tb: PyObject | None
) -> Any:
    """The old form of athrow() with a warning (native frame)."""
    warned = PyErr_WarnEx(PyExc_DeprecationWarning, THROW_IS_DEPRECATED.format("athrow"))
    if type(warned) in PENDING:
        yield warned
    res = _athrow(op, typ, val, tb)
    if type(res) in PENDING:
        res = yield res
    return res


def _athrow(op: PyObject, typ: PyObject, val: PyObject | None, tb: PyObject | None) -> Any:
    def make() -> PyObject:
        args = [typ, val, tb]
        for arg in args:
            if arg is not None:
                arg.ob_refcnt += 1
        return _new_awaitable(_PyAsyncGenAThrow_Type, PyAsyncGenAThrow(op, args))

    return _with_hooks(op, make)


# ---- running -------------------------------------------------------------------------------------------


def async_gen_unwrap_value(op: PyObject, pending: Any) -> Any:
    """Resume and sort what comes out (native frame): a yielded value raises StopIteration(value)."""
    gen = op.value
    try:
        result = yield pending
    except PyErr as err:
        if PyErr_ExceptionMatches(err, PyExc_StopAsyncIteration) or PyErr_ExceptionMatches(
            err, PyExc_GeneratorExit
        ):
            gen.ag_closed = True
        gen.ag_running_async = False
        raise
    if result.ob_type is _PyAsyncGenWrappedValue_Type:
        value = result.value
        value.ob_refcnt += 1
        Py_DECREF(result)
        gen.ag_running_async = False
        raise _PyGen_SetStopIterationValue(value)
    return result


def async_gen_asend_send(op: PyObject, arg: PyObject | None) -> Any:
    """Resume the generator for an asend() or __anext__() (native frame)."""
    body = op.value
    gen = body.gen
    if body.state == AWAITABLE_STATE_CLOSED:
        raise PyErr_Format(
            PyExc_RuntimeError, "cannot reuse already awaited __anext__()/asend()")
    if body.state == AWAITABLE_STATE_INIT:
        if gen.value.ag_running_async:
            body.state = AWAITABLE_STATE_CLOSED
            raise PyErr_Format(
                PyExc_RuntimeError, "anext(): asynchronous generator is already running")
        if arg is None or arg is Py_None:
            arg = body.sendval
        body.state = AWAITABLE_STATE_ITER
    gen.value.ag_running_async = True
    try:
        return (yield async_gen_unwrap_value(
            gen, gen_send_ex(gen, Py_None if arg is None else arg)))
    except PyErr:
        body.state = AWAITABLE_STATE_CLOSED
        raise


def async_gen_asend_throw(
    op: PyObject, typ: PyObject, val: PyObject | None, tb: PyObject | None
) -> Any:
    """Throw into the generator through an asend() (native frame)."""
    body = op.value
    gen = body.gen
    if body.state == AWAITABLE_STATE_CLOSED:
        raise PyErr_Format(
            PyExc_RuntimeError, "cannot reuse already awaited __anext__()/asend()")
    if body.state == AWAITABLE_STATE_INIT:
        if gen.value.ag_running_async:
            body.state = AWAITABLE_STATE_CLOSED
            raise PyErr_Format(
                PyExc_RuntimeError, "anext(): asynchronous generator is already running")
        body.state = AWAITABLE_STATE_ITER
        gen.value.ag_running_async = True
    exc = yield _exception_for_throw(typ, val, tb)
    try:
        return (yield async_gen_unwrap_value(gen, _gen_throw(gen, PyErr(exc), False)))
    except PyErr:
        body.state = AWAITABLE_STATE_CLOSED
        raise


def awaitable_close(op: PyObject) -> Any:
    """close() of an asend() or athrow() that was never finished (native frame)."""
    body = op.value
    if body.state == AWAITABLE_STATE_CLOSED:
        return Py_None
    throw = async_gen_asend_throw if op.ob_type is _PyAsyncGenASend_Type else async_gen_athrow_throw
    try:
        res = yield throw(op, PyExc_GeneratorExit, None, None)
    except PyErr as err:
        if any(PyErr_ExceptionMatches(err, exc) for exc in (
                PyExc_StopIteration, PyExc_StopAsyncIteration, PyExc_GeneratorExit)):
            PyErr_Clear(err)
            return Py_None
        raise
    Py_DECREF(res)
    raise PyErr_Format(PyExc_RuntimeError, "coroutine ignored GeneratorExit")


_IGNORED_EXIT = "async generator ignored GeneratorExit"


def async_gen_athrow_send(op: PyObject, arg: PyObject | None) -> Any:
    """Resume for an aclose() or athrow() (native frame)."""
    body = op.value
    gen = body.gen
    if body.state == AWAITABLE_STATE_CLOSED:
        raise PyErr_Format(PyExc_RuntimeError, "cannot reuse already awaited aclose()/athrow()")
    if gen.value.gi_frame_state > FINISHED_ABOVE:
        body.state = AWAITABLE_STATE_CLOSED
        raise PyErr_SetNone(PyExc_StopIteration)
    try:
        if body.state == AWAITABLE_STATE_INIT:
            pending = yield _athrow_begin(op, arg)
        else:
            pending = gen_send_ex(gen, Py_None if arg is None else arg)
        if body.args is not None:
            return (yield async_gen_unwrap_value(gen, _unwrap_later(pending)))
        return (yield _close_step(op, pending))
    except PyErr as err:
        gen.value.ag_running_async = False
        body.state = AWAITABLE_STATE_CLOSED
        if body.args is None and (
            PyErr_ExceptionMatches(err, PyExc_StopAsyncIteration)
            or PyErr_ExceptionMatches(err, PyExc_GeneratorExit)
        ):
            PyErr_Clear(err)
            raise PyErr_SetNone(PyExc_StopIteration) from None
        raise


def _athrow_begin(op: PyObject, arg: PyObject | None) -> Any:
    """The first step: check, then what to run to throw into the generator."""
    body = op.value
    gen = body.gen
    name = "aclose" if body.args is None else "athrow"
    _check_not_running(body, gen, name)
    if gen.value.ag_closed:
        raise PyErr_SetNone(PyExc_StopAsyncIteration)
    if arg is not None and arg is not Py_None:
        raise PyErr_Format(
            PyExc_RuntimeError, "can't send non-None value to a just-started coroutine")
    body.state = AWAITABLE_STATE_ITER
    gen.value.ag_running_async = True
    if body.args is None:
        gen.value.ag_closed = True
        exc = PyErr_SetNone(PyExc_GeneratorExit).exc
    else:
        exc = yield _exception_for_throw(*body.args)
    return _Later(_gen_throw(gen, PyErr(exc), False))


def _check_not_running(body: PyAsyncGenAThrow, gen: PyObject, name: str) -> None:
    if gen.value.ag_running_async:
        body.state = AWAITABLE_STATE_CLOSED
        raise PyErr_Format(
            PyExc_RuntimeError, f"{name}(): asynchronous generator is already running")


class _Later:
    """A pending thing handed over as a value, to be run by whoever receives it."""

    __slots__ = ("pending",)

    def __init__(self, pending: Any):
        self.pending = pending


def _unwrap_later(pending: Any) -> Any:
    return pending.pending if type(pending) is _Later else pending


def _close_step(op: PyObject, pending: Any) -> Any:
    """Run on towards the end of an aclose(); yielding a value there is an error."""
    result = yield _unwrap_later(pending)
    if result.ob_type is _PyAsyncGenWrappedValue_Type:
        Py_DECREF(result)
        raise PyErr_Format(PyExc_RuntimeError, _IGNORED_EXIT)
    return result


def async_gen_athrow_throw(
    op: PyObject, typ: PyObject, val: PyObject | None, tb: PyObject | None
) -> Any:
    """Throw into the generator through an aclose() or athrow() (native frame)."""
    body = op.value
    gen = body.gen
    if body.state == AWAITABLE_STATE_CLOSED:
        raise PyErr_Format(PyExc_RuntimeError, "cannot reuse already awaited aclose()/athrow()")
    if body.state == AWAITABLE_STATE_INIT:
        _check_not_running(body, gen, "aclose" if body.args is None else "athrow")
        body.state = AWAITABLE_STATE_ITER
        gen.value.ag_running_async = True
    exc = yield _exception_for_throw(typ, val, tb)
    try:
        if body.args is not None:
            return (yield async_gen_unwrap_value(gen, _gen_throw(gen, PyErr(exc), False)))
        return (yield _close_step(op, _gen_throw(gen, PyErr(exc), False)))
    except PyErr as err:
        gen.value.ag_running_async = False
        body.state = AWAITABLE_STATE_CLOSED
        if body.args is None and (
            PyErr_ExceptionMatches(err, PyExc_StopAsyncIteration)
            or PyErr_ExceptionMatches(err, PyExc_GeneratorExit)
        ):
            PyErr_Clear(err)
            raise PyErr_SetNone(PyExc_StopIteration) from None
        raise


# ---- lifetimes ----------------------------------------------------------------------------------------------


def asend_dealloc(op: PyObject) -> None:
    """Drop the generator and the value."""
    body = op.value
    PyObject_GC_Del(op)
    Py_DECREF(body.gen)
    Py_XDECREF(body.sendval)


def athrow_dealloc(op: PyObject) -> None:
    """Drop the generator and the arguments."""
    body = op.value
    PyObject_GC_Del(op)
    Py_DECREF(body.gen)
    for arg in body.args or ():
        Py_XDECREF(arg)


def asend_traverse(op: PyObject) -> Iterator[PyObject | None]:
    """The references an asend() owns."""
    yield op.value.gen
    yield op.value.sendval


def athrow_traverse(op: PyObject) -> Iterator[PyObject | None]:
    """The references an athrow() owns."""
    yield op.value.gen
    yield from op.value.args or ()


# ---- anext(it, default) -----------------------------------------------------------------------------------------


class anextawaitableobject:
    """The body of ``anext(it, default)``: the awaitable and the default, owned."""

    __slots__ = ("wrapped", "default")

    def __init__(self, wrapped: PyObject, default: PyObject):
        self.wrapped = wrapped
        self.default = default


def PyAnextAwaitable_New(awaitable: PyObject, default: PyObject) -> PyObject:
    """Make it; takes its own references."""
    awaitable.ob_refcnt += 1
    default.ob_refcnt += 1
    op = PyObject_GC_New(_PyAnextAwaitable_Type, anextawaitableobject(awaitable, default))
    _PyObject_GC_TRACK(op)
    return op


def anextawaitable_send(op: PyObject, arg: PyObject) -> Any:
    """One step; StopAsyncIteration becomes StopIteration(default) (native frame)."""
    body = op.value
    it = _PyCoro_GetAwaitableIter(body.wrapped)
    if type(it) in PENDING:
        it = yield it
    try:
        if it.ob_type is _PyAsyncGenASend_Type:
            return (yield async_gen_asend_send(it, arg))
        from vm.objects.genobject import gen_send_slow

        finished, value = yield gen_send_slow(it, arg)
        if finished:
            raise _PyGen_SetStopIterationValue(value)
        return value
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopAsyncIteration):
            raise
        PyErr_Clear(err)
        body.default.ob_refcnt += 1
        raise _PyGen_SetStopIterationValue(body.default) from None
    finally:
        Py_DECREF(it)


def anextawaitable_dealloc(op: PyObject) -> None:
    """Drop both."""
    body = op.value
    PyObject_GC_Del(op)
    Py_DECREF(body.wrapped)
    Py_DECREF(body.default)


def _new_reference(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


def _awaitable_methods(send: Any, throw: Any) -> tuple:
    return (
        PyMethodDef("send", send, "($self, arg, /)"),
        PyMethodDef("throw", throw, "($self, typ, val=None, tb=None, /)"),
        PyMethodDef("close", awaitable_close, "($self, /)"),
    )


set_slots(
    PyAsyncGen_Type, tp_dealloc=gen_dealloc, tp_traverse=gen_traverse, tp_repr=gen_repr,
    tp_finalize=_PyGen_Finalize, am_aiter=_new_reference, am_anext=async_gen_anext,
    tp_getset=_getset("ag", "ag_await"),
    tp_methods=(
        *common_methods(),
        PyMethodDef("asend", async_gen_asend, "($self, value, /)"),
        PyMethodDef("athrow", async_gen_athrow, "($self, typ, val=None, tb=None, /)"),
        PyMethodDef("aclose", async_gen_aclose, "($self, /)"),
    ))
set_slots(
    _PyAsyncGenASend_Type, tp_dealloc=asend_dealloc, tp_traverse=asend_traverse,
    tp_iter=PyObject_SelfIter, tp_iternext=lambda op: async_gen_asend_send(op, None),
    am_await=_new_reference,
    tp_methods=_awaitable_methods(async_gen_asend_send, async_gen_asend_throw))
set_slots(
    _PyAsyncGenAThrow_Type, tp_dealloc=athrow_dealloc, tp_traverse=athrow_traverse,
    tp_iter=PyObject_SelfIter, tp_iternext=lambda op: async_gen_athrow_send(op, None),
    am_await=_new_reference,
    tp_methods=_awaitable_methods(async_gen_athrow_send, async_gen_athrow_throw))
set_slots(
    _PyAsyncGenWrappedValue_Type, tp_dealloc=_wrapped_dealloc,
    tp_traverse=lambda op: (op.value,))
set_slots(
    _PyAnextAwaitable_Type, tp_dealloc=anextawaitable_dealloc,
    tp_traverse=lambda op: (op.value.wrapped, op.value.default),
    tp_iter=PyObject_SelfIter, tp_iternext=lambda op: anextawaitable_send(op, Py_None),
    am_await=_new_reference,
    tp_methods=(PyMethodDef("send", anextawaitable_send, "($self, arg, /)"),))
