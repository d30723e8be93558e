"""Async generators and the awaitables they hand out. Models the second half of Objects/genobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyIter_Check
from vm.objects.call import PyObject_CallMethod, PyObject_CallOneArg
from vm.objects.genobject import (
    THROW_IS_DEPRECATED,
    _gen_throw,
    _PyCoro_GetAwaitableIter,
    _PyGen_Finalize,
    _PyGen_SetStopIterationValue,
    common_methods,
    gen_dealloc,
    gen_repr,
    gen_send_ex,
    gen_throw,
    gen_traverse,
    names_getset,
    state_getset,
)
from vm.objects.methoddef import PyMemberDef, PyMethodDef, _PyArg_CheckPositional
from vm.objects.object import PyObject_SelfIter
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import (
    PyObject_GC_Del,
    PyObject_GC_New,
    PyObject_GC_UnTrack,
    _PyObject_GC_TRACK,
)
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    PyAsyncGen_Type,
    PyErr,
    PyObject,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pycore_trashcan import dealloc_container
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
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_Pack
from vm.objects.typeobject_subtype import PyObject_CallFinalizerFromDealloc

AWAITABLE_STATE_INIT = 0
AWAITABLE_STATE_ITER = 1
AWAITABLE_STATE_CLOSED = 2
FINISHED_ABOVE = 0  # gi_frame_state above FRAME_EXECUTING: completed or cleared

_PyAsyncGenASend_Type = static_type(
    "async_generator_asend", tp_basicsize=40, tp_flags=Py_TPFLAGS_HAVE_GC)
_PyAsyncGenAThrow_Type = static_type(
    "async_generator_athrow", tp_basicsize=40, tp_flags=Py_TPFLAGS_HAVE_GC)
_PyAsyncGenWrappedValue_Type = static_type(
    "async_generator_wrapped_value", tp_basicsize=24, tp_flags=Py_TPFLAGS_HAVE_GC)
_PyAnextAwaitable_Type = static_type(
    "anext_awaitable", tp_basicsize=32, tp_flags=Py_TPFLAGS_HAVE_GC)


class PyAsyncGenASend:
    """What ``__anext__()`` and ``asend()`` return: the generator (owned), the value to send (owned)."""

    __slots__ = ("gen", "sendval", "state")

    def __init__(self, gen: PyObject, sendval: PyObject | None):
        self.gen = gen
        self.sendval = sendval
        self.state = AWAITABLE_STATE_INIT


class PyAsyncGenAThrow:
    """What ``athrow()`` and ``aclose()`` return; ``args``, a tuple, is NULL for aclose. All owned."""

    __slots__ = ("gen", "args", "state")

    def __init__(self, gen: PyObject, args: PyObject | None):
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


def async_gen_athrow(op: PyObject, args: list, kwnames: tuple) -> Any:
    """agen.athrow(value), or the old form with type, value and traceback"""
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, "async_generator.athrow() takes no keyword arguments")
    if len(args) > 1:
        return _athrow_deprecated(op, args)
    return _athrow(op, args)


def _athrow_deprecated(op: PyObject, args: list) -> Any:
    """The old form of athrow() with a warning (native frame)."""
    warned = PyErr_WarnEx(PyExc_DeprecationWarning, THROW_IS_DEPRECATED.format("athrow"))
    if type(warned) in PENDING:
        yield warned
    res = _athrow(op, args)
    if type(res) in PENDING:
        res = yield res
    return res


def _athrow(op: PyObject, args: list) -> Any:
    def make() -> PyObject:
        return _new_awaitable(_PyAsyncGenAThrow_Type, PyAsyncGenAThrow(op, PyTuple_Pack(*args)))

    return _with_hooks(op, make)


# ---- running -------------------------------------------------------------------------------------------


def async_gen_unwrap_value(op: PyObject, pending: Any) -> Any:
    """Resume and sort what comes out (native frame): a yielded value raises StopIteration(value)."""
    gen = op.value
    try:
        result = yield pending
    except PyErr as err:
        if _matches(err, PyExc_StopAsyncIteration, PyExc_GeneratorExit):
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


def _matches(err: PyErr, *types: PyObject) -> bool:
    return any(PyErr_ExceptionMatches(err, exc) for exc in types)


def _check_closed(body: Any, methods: str) -> None:
    if body.state == AWAITABLE_STATE_CLOSED:
        raise PyErr_Format(PyExc_RuntimeError, f"cannot reuse already awaited {methods}")


def _check_not_running(body: Any, name: str) -> None:
    if body.gen.value.ag_running_async:
        body.state = AWAITABLE_STATE_CLOSED
        raise PyErr_Format(
            PyExc_RuntimeError, f"{name}(): asynchronous generator is already running")


def async_gen_asend_send(op: PyObject, arg: PyObject | None) -> Any:
    """Resume the generator for an asend() or __anext__() (native frame)."""
    body = op.value
    gen = body.gen
    _check_closed(body, "__anext__()/asend()")
    if body.state == AWAITABLE_STATE_INIT:
        _check_not_running(body, "anext")
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


def async_gen_asend_throw(op: PyObject, args: list, kwnames: tuple = ()) -> Any:
    """Throw into the generator through an asend() (native frame)."""
    body = op.value
    gen = body.gen
    _check_closed(body, "__anext__()/asend()")
    if body.state == AWAITABLE_STATE_INIT:
        _check_not_running(body, "anext")
        body.state = AWAITABLE_STATE_ITER
        gen.value.ag_running_async = True
    try:
        return (yield async_gen_unwrap_value(gen, _throw_arguments(op, gen, args, kwnames)))
    except PyErr:
        gen.value.ag_running_async = False
        body.state = AWAITABLE_STATE_CLOSED
        raise


def _throw_arguments(op: PyObject, gen: PyObject, args: list, kwnames: tuple) -> Any:
    """gen_throw() with the arguments of an awaitable's throw() (native frame)."""
    if kwnames:
        raise PyErr_Format(
            PyExc_TypeError, f"{op.ob_type.value.tp_name}.throw() takes no keyword arguments")
    return (yield gen_throw(gen, args, ()))


def awaitable_close(op: PyObject) -> Any:
    """close() of an asend() or athrow() that was never finished (native frame)."""
    body = op.value
    if body.state == AWAITABLE_STATE_CLOSED:
        return Py_None
    throw = async_gen_asend_throw if op.ob_type is _PyAsyncGenASend_Type else async_gen_athrow_throw
    try:
        res = yield throw(op, [PyExc_GeneratorExit])
    except PyErr as err:
        if _matches(err, PyExc_StopIteration, PyExc_StopAsyncIteration, PyExc_GeneratorExit):
            PyErr_Clear(err)
            return Py_None
        raise
    Py_DECREF(res)
    raise PyErr_Format(PyExc_RuntimeError, "coroutine ignored GeneratorExit")


def async_gen_athrow_send(op: PyObject, arg: PyObject) -> Any:
    """Resume for an aclose() or athrow() (native frame)."""
    body = op.value
    gen = body.gen
    _check_closed(body, "aclose()/athrow()")
    if gen.value.gi_frame_state > FINISHED_ABOVE:
        body.state = AWAITABLE_STATE_CLOSED
        raise PyErr_SetNone(PyExc_StopIteration)
    if body.state == AWAITABLE_STATE_INIT:
        _check_not_running(body, _athrow_name(body))
        if gen.value.ag_closed:
            body.state = AWAITABLE_STATE_CLOSED
            raise PyErr_SetNone(PyExc_StopAsyncIteration)
        if arg is not Py_None:
            raise PyErr_Format(
                PyExc_RuntimeError, "can't send non-None value to a just-started coroutine")
        body.state = AWAITABLE_STATE_ITER
        gen.value.ag_running_async = True
        if body.args is None:
            gen.value.ag_closed = True
            return (yield _aclose_step(op, _gen_throw(gen, False, PyExc_GeneratorExit)))
        return (yield _athrow_first_step(op))
    if body.args is None:
        return (yield _aclose_step(op, gen_send_ex(gen, arg)))
    return (yield async_gen_unwrap_value(gen, gen_send_ex(gen, arg)))


def _athrow_name(body: PyAsyncGenAThrow) -> str:
    return "aclose" if body.args is None else "athrow"


def _athrow_first_step(op: PyObject) -> Any:
    """Throw what athrow() was given (native frame)."""
    body = op.value
    gen = body.gen
    _PyArg_CheckPositional("athrow", len(body.args.value), 1, 3)
    try:
        return (yield async_gen_unwrap_value(gen, _gen_throw(gen, False, *body.args.value)))
    except PyErr:
        gen.value.ag_running_async = False
        body.state = AWAITABLE_STATE_CLOSED
        raise


def _aclose_step(op: PyObject, pending: Any) -> Any:
    """Run on towards the end of an aclose() (native frame); yielding a value there is an error."""
    body = op.value
    gen = body.gen.value
    try:
        result = yield pending
    except PyErr as err:
        gen.ag_running_async = False
        body.state = AWAITABLE_STATE_CLOSED
        if _matches(err, PyExc_StopAsyncIteration, PyExc_GeneratorExit):
            PyErr_Clear(err)
            raise PyErr_SetNone(PyExc_StopIteration) from None
        raise
    if result.ob_type is _PyAsyncGenWrappedValue_Type:
        gen.ag_running_async = False
        body.state = AWAITABLE_STATE_CLOSED
        Py_DECREF(result)
        raise PyErr_Format(PyExc_RuntimeError, "async generator ignored GeneratorExit")
    return result


def async_gen_athrow_throw(op: PyObject, args: list, kwnames: tuple = ()) -> Any:
    """Throw into the generator through an aclose() or athrow() (native frame)."""
    body = op.value
    gen = body.gen
    _check_closed(body, "aclose()/athrow()")
    if body.state == AWAITABLE_STATE_INIT:
        _check_not_running(body, _athrow_name(body))
        body.state = AWAITABLE_STATE_ITER
        gen.value.ag_running_async = True
    thrown = _throw_arguments(op, gen, args, kwnames)
    if body.args is None:
        return (yield _aclose_step(op, thrown))
    try:
        return (yield async_gen_unwrap_value(gen, thrown))
    except PyErr:
        gen.value.ag_running_async = False
        body.state = AWAITABLE_STATE_CLOSED
        raise


# ---- lifetimes ----------------------------------------------------------------------------------------------


def async_gen_asend_finalize(op: PyObject) -> Any:
    """Warn of an asend() that was never awaited (native frame)."""
    return _PyErr_WarnUnawaitedAgenMethod(op, "asend")


def async_gen_athrow_finalize(op: PyObject) -> Any:
    """Warn of an athrow() or aclose() that was never awaited (native frame)."""
    return _PyErr_WarnUnawaitedAgenMethod(op, _athrow_name(op.value))


def _PyErr_WarnUnawaitedAgenMethod(op: PyObject, method: str) -> Any:
    if op.value.state != AWAITABLE_STATE_INIT:
        return
    gen = op.value.gen
    try:
        res = PyErr_WarnEx(
            PyExc_RuntimeWarning,
            f"coroutine method {method!r} of {gen.value.gi_qualname.value!r} was never awaited",
            1, gen)
        if type(res) in PENDING:
            yield res
    except PyErr as err:
        pending = PyErr_WriteUnraisable(err, gen)
        if type(pending) in PENDING:
            yield pending


def awaitable_dealloc(op: PyObject) -> None:
    """tp_dealloc of both; one that was never awaited is warned about first."""
    if op.value.state == AWAITABLE_STATE_INIT:
        PyObject_GC_UnTrack(op)  # it is tracked anew while its finaliser runs
        if PyObject_CallFinalizerFromDealloc(op):
            return
    dealloc_container(op, awaitable_traverse)


def awaitable_traverse(op: PyObject) -> tuple:
    """tp_traverse of both: the generator, and the value or the arguments."""
    body = op.value
    return body.gen, body.args if op.ob_type is _PyAsyncGenAThrow_Type else body.sendval


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


def anextawaitable_getiter(op: PyObject) -> Any:
    """The iterator of the awaitable, new reference (native frame)."""
    it = _PyCoro_GetAwaitableIter(op.value.wrapped)
    if type(it) in PENDING:
        it = yield it
    if it.ob_type.value.tp_iternext is not None:
        return it
    try:  # a coroutine: the one that is no iterator itself
        wrapper = it.ob_type.value.am_await(it)
        if type(wrapper) in PENDING:
            wrapper = yield wrapper
    finally:
        Py_DECREF(it)
    if not PyIter_Check(wrapper):
        Py_DECREF(wrapper)
        raise PyErr_Format(PyExc_TypeError, "__await__ must return an iterator")
    return wrapper


def anextawaitable_iternext(op: PyObject) -> Any:
    """One step (native frame); StopAsyncIteration becomes StopIteration(default)."""
    it = yield anextawaitable_getiter(op)
    try:
        res = it.ob_type.value.tp_iternext(it)
        if type(res) in PENDING:
            res = yield res
        return res
    except PyErr as err:
        raise _default_at_end(op, err) from None
    finally:
        Py_DECREF(it)


def _default_at_end(op: PyObject, err: PyErr) -> PyErr:
    if not PyErr_ExceptionMatches(err, PyExc_StopAsyncIteration):
        return err
    PyErr_Clear(err)
    default = op.value.default
    default.ob_refcnt += 1
    return _PyGen_SetStopIterationValue(default)


def anextawaitable_proxy(op: PyObject, name: str, arg: PyObject) -> Any:
    """Pass a method call on to the iterator (native frame); a tuple is its arguments, as in C."""
    it = yield anextawaitable_getiter(op)
    is_tuple = arg.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS
    try:
        res = PyObject_CallMethod(it, name, list(arg.value) if is_tuple else [arg])
        if type(res) in PENDING:
            res = yield res
        return res
    except PyErr as err:
        raise _default_at_end(op, err) from None
    finally:
        Py_DECREF(it)


def anextawaitable_send(op: PyObject, arg: PyObject) -> Any:
    """send(value)"""
    return anextawaitable_proxy(op, "send", arg)


def _anextawaitable_varargs(name: str) -> Any:
    def method(op: PyObject, args: list, kwnames: tuple) -> Any:
        if kwnames:
            raise PyErr_Format(
                PyExc_TypeError, f"anext_awaitable.{name}() takes no keyword arguments")
        return _with_tuple(op, name, PyTuple_Pack(*args))

    method.__name__ = "anextawaitable_" + name
    return method


def _with_tuple(op: PyObject, name: str, args: PyObject) -> Any:
    try:
        return (yield anextawaitable_proxy(op, name, args))
    finally:
        Py_DECREF(args)


def anextawaitable_traverse(op: PyObject) -> tuple:
    """tp_traverse"""
    return op.value.wrapped, op.value.default


def anextawaitable_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    dealloc_container(op, anextawaitable_traverse)


def _new_reference(op: PyObject) -> PyObject:
    op.ob_refcnt += 1
    return op


def _awaitable_methods(send: Any, throw: Any) -> tuple:
    return (
        PyMethodDef("send", send, "($self, object, /)"),
        PyMethodDef("throw", throw, "", raw=True),
        PyMethodDef("close", awaitable_close),
    )


set_slots(
    PyAsyncGen_Type, tp_dealloc=gen_dealloc, tp_traverse=gen_traverse, tp_repr=gen_repr,
    tp_finalize=_PyGen_Finalize, am_aiter=_new_reference, am_anext=async_gen_anext,
    tp_members=(PyMemberDef("ag_running", "ag_running_async"),),
    tp_getset=(*names_getset(), *state_getset("ag", "ag_await", running=False)),
    tp_methods=(
        PyMethodDef("asend", async_gen_asend, "($self, object, /)"),
        PyMethodDef("athrow", async_gen_athrow, "", raw=True),
        PyMethodDef("aclose", async_gen_aclose),
        *common_methods(),
    ))
set_slots(
    _PyAsyncGenASend_Type, tp_dealloc=awaitable_dealloc, tp_traverse=awaitable_traverse,
    tp_iter=PyObject_SelfIter, tp_iternext=lambda op: async_gen_asend_send(op, None),
    am_await=_new_reference, tp_finalize=async_gen_asend_finalize,
    tp_methods=_awaitable_methods(async_gen_asend_send, async_gen_asend_throw))
set_slots(
    _PyAsyncGenAThrow_Type, tp_dealloc=awaitable_dealloc, tp_traverse=awaitable_traverse,
    tp_iter=PyObject_SelfIter, tp_iternext=lambda op: async_gen_athrow_send(op, Py_None),
    am_await=_new_reference, tp_finalize=async_gen_athrow_finalize,
    tp_methods=_awaitable_methods(async_gen_athrow_send, async_gen_athrow_throw))
set_slots(
    _PyAsyncGenWrappedValue_Type, tp_dealloc=_wrapped_dealloc,
    tp_traverse=lambda op: (op.value,))
set_slots(
    _PyAnextAwaitable_Type, tp_dealloc=anextawaitable_dealloc,
    tp_traverse=anextawaitable_traverse,
    tp_iter=PyObject_SelfIter, tp_iternext=anextawaitable_iternext, am_await=_new_reference,
    tp_methods=(
        PyMethodDef("send", anextawaitable_send, "($self, object, /)"),
        PyMethodDef("throw", _anextawaitable_varargs("throw"), "", raw=True),
        PyMethodDef("close", _anextawaitable_varargs("close"), "", raw=True),
    ))
