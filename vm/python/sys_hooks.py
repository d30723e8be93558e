"""The hooks of sys: for audit events, errors that cannot be raised, async generators. Part of sysmodule.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.dictobject import PyDict_GetItemString, PyDict_New, PyDict_SetItem
from vm.objects.exceptions_base import PyException_SetTraceback, PyExceptionInstance_Check
from vm.objects.frameobject import _PyFrame_GetFrameObject, first_complete
from vm.objects.getargs import c_int, converted
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, parse_arguments
from vm.objects.object import PyCallable_Check, PyObject_GetAttrString
from vm.objects.pyaudit import should_audit, sys_audit_tuple
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyCFunction_Type,
    PyErr,
    PyObject,
    PyTraceBack_Type,
    PyTuple_Type,
    decref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_ImportError,
    PyExc_RuntimeError,
    PyExc_RuntimeWarning,
    PyExc_TypeError,
    PyExc_ValueError,
    unraisable_handler,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.structseq import (
    PyStructSequence_New,
    _PyStructSequence_InitBuiltin,
    structseq_static_type,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.errors import format_unraisable
from vm.python.pythonrun import PyErr_DisplayException, PySys_WriteStderr, note_place


def _tstate() -> Any:
    return _PyRuntime.tstate_current


def _sys_attribute(name: str) -> PyObject | None:
    return PyDict_GetItemString(_tstate().interp.sysdict, name)


# ---- errors that cannot be raised

UnraisableHookArgsType = structseq_static_type(
    "UnraisableHookArgs", ("exc_type", "exc_value", "exc_traceback", "err_msg", "object"))


def make_unraisable_hook_args(exc: PyObject, message: str | None, obj: PyObject | None) -> PyObject:
    """What ``sys.unraisablehook`` gets. New reference."""
    _PyStructSequence_InitBuiltin(UnraisableHookArgsType)
    text = Py_None if message is None else PyUnicode_FromString(message)
    fields = [Py_NewRef(exc.ob_type), Py_NewRef(exc), Py_NewRef(exc.value.traceback or Py_None), text,
              Py_NewRef(obj or Py_None)]
    args = PyStructSequence_New(UnraisableHookArgsType, fields)
    _PyObject_GC_TRACK(args)
    return args


def PyErr_FormatUnraisable(err: PyErr, obj: PyObject | None, message: str | None = None) -> Any:
    """Report an exception that cannot be raised through ``sys.unraisablehook``; takes it over (native frame)."""
    exc = err.exc
    if exc.value.traceback is None:
        note_place(exc)
    hook = _sys_attribute("unraisablehook")
    if obj is not None:
        obj.ob_refcnt += 1
    plain = hook is None or hook is Py_None or hook.ob_type is PyCFunction_Type
    try:
        if plain and not should_audit():
            yield _write_unraisable(exc, message, obj)
        elif hook is not None:
            hook.ob_refcnt += 1
            try:
                yield _call_unraisablehook(hook, exc, message, obj)
            finally:
                Py_DECREF(hook)
    finally:
        Py_XDECREF(obj)
        PyErr_Clear(err)


def _call_unraisablehook(
    hook: PyObject, exc: PyObject, message: str | None, obj: PyObject | None
) -> Any:
    args = make_unraisable_hook_args(exc, message, obj)
    try:
        yield sys_audit_tuple("sys.unraisablehook", [hook, args])
        if hook is Py_None:
            yield _write_unraisable(exc, message, obj)
            return
        res = PyObject_CallOneArg(hook, args)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr as err:
        yield _write_unraisable(err.exc, "Exception ignored in sys.unraisablehook", hook)
        PyErr_Clear(err)
    finally:
        Py_DECREF(args)


def _write_unraisable(exc: PyObject, message: str | None, obj: PyObject | None) -> Any:
    text = yield format_unraisable(exc, obj, message)
    yield PySys_WriteStderr(text)


def sys_unraisablehook(module: PyObject, unraisable: PyObject) -> Any:
    """``sys.unraisablehook(unraisable)`` (native frame)."""
    if unraisable.ob_type is not UnraisableHookArgsType:
        raise PyErr_Format(
            PyExc_TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs")
    _, value, _, message, obj = unraisable.value
    if PyExceptionInstance_Check(value):
        is_text = message.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
        yield _write_unraisable(value, message.value if is_text else None, obj)
    return Py_None


unraisable_handler[0] = PyErr_FormatUnraisable


def display_any(value: PyObject) -> Any:
    """Show an exception on sys.stderr, or say that something is none (native frame)."""
    if PyExceptionInstance_Check(value):
        yield PyErr_DisplayException(value)
        return
    yield PySys_WriteStderr(
        "TypeError: print_exception(): Exception expected for value, "
        f"{value.ob_type.value.tp_name} found\n")


def sys_excepthook(module: PyObject, exctype: PyObject, value: PyObject, tb: PyObject) -> Any:
    """``sys.excepthook(exctype, value, traceback)`` (native frame)."""
    if not PyExceptionInstance_Check(value):
        yield display_any(value)
        return Py_None
    if tb.ob_type is PyTraceBack_Type and value.value.traceback is None:
        PyException_SetTraceback(value, tb)
    yield PyErr_DisplayException(value)
    return Py_None


# ---- async generators and coroutines

AsyncGenHooksType = structseq_static_type(
    "asyncgen_hooks", ("firstiter", "finalizer"), None, Py_TPFLAGS_DISALLOW_INSTANTIATION)
_hooks_spec = ArgSpec("($module, /, firstiter=None, finalizer=None)")


def sys_set_asyncgen_hooks(module: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``sys.set_asyncgen_hooks([firstiter] [, finalizer])``"""
    firstiter, finalizer = parse_arguments(_hooks_spec, "set_asyncgen_hooks", args, kwnames)
    for name, hook in (("finalizer", finalizer), ("firstiter", firstiter)):
        if hook is not None and hook is not Py_None and not PyCallable_Check(hook):
            raise PyErr_Format(
                PyExc_TypeError, f"callable {name} expected, got {hook.ob_type.value.tp_name:.50}")
    for name, hook in (("finalizer", finalizer), ("firstiter", firstiter)):
        if hook is not None:
            new = None if hook is Py_None else Py_NewRef(hook)
            old = getattr(_tstate(), "async_gen_" + name)
            setattr(_tstate(), "async_gen_" + name, new)
            Py_XDECREF(old)
    return Py_None


def sys_get_asyncgen_hooks(module: PyObject) -> PyObject:
    """``sys.get_asyncgen_hooks()``"""
    _PyStructSequence_InitBuiltin(AsyncGenHooksType)
    tstate = _tstate()
    op = PyStructSequence_New(
        AsyncGenHooksType, [Py_NewRef(tstate.async_gen_firstiter or Py_None),
                            Py_NewRef(tstate.async_gen_finalizer or Py_None)])
    _PyObject_GC_TRACK(op)
    return op


def sys_set_coroutine_origin_tracking_depth(module: PyObject, depth: int) -> PyObject:
    """``sys.set_coroutine_origin_tracking_depth(depth)``"""
    if depth < 0:
        raise PyErr_Format(PyExc_ValueError, "depth must be >= 0")
    _tstate().coroutine_origin_tracking_depth = depth
    return Py_None


def sys_get_coroutine_origin_tracking_depth(module: PyObject) -> PyObject:
    """``sys.get_coroutine_origin_tracking_depth()``"""
    return PyLong_FromLong(_tstate().coroutine_origin_tracking_depth)


# ---- audit events

def sys_addaudithook(module: PyObject, hook: PyObject) -> Any:
    """``sys.addaudithook(hook)`` (native frame)."""
    interp = _tstate().interp
    try:
        yield sys_audit_tuple("sys.addaudithook", [])
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_RuntimeError):
            raise
        PyErr_Clear(err)
        return Py_None
    interp.audit_hooks.append(Py_NewRef(hook))
    return Py_None


def sys_audit(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``sys.audit(event, *args)`` (native frame)."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "sys.audit() takes no keyword arguments")
    if not args:
        raise PyErr_Format(
            PyExc_TypeError, "audit() missing 1 required positional argument: 'event'")
    event = args[0]
    if not _tstate().interp.audit_hooks:
        return Py_None
    if not event.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected str for argument 'event', not {event.ob_type.value.tp_name:.200}")
    return _none_after(sys_audit_tuple(event.value, args[1:]))


def _none_after(pending: Any) -> Any:
    yield pending
    return Py_None


# ---- breakpoints

def sys_breakpointhook(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``sys.breakpointhook(*args, **kwargs)``: pdb.set_trace, or what $PYTHONBREAKPOINT names (native frame)."""
    interp = _tstate().interp
    ignored = interp.config.flags.get("ignore_environment")
    envar = "" if ignored else interp.files.environ.get("PYTHONBREAKPOINT", "")
    if envar == "0":
        return Py_None
    hook = yield _breakpoint_hook(envar or "pdb.set_trace")
    if hook is None:
        res = PyErr_WarnEx(
            PyExc_RuntimeWarning,
            f'Ignoring unimportable $PYTHONBREAKPOINT: "{envar or "pdb.set_trace"}"', 0)
        if type(res) in PENDING:
            yield res
        return Py_None
    try:
        res = PyObject_Vectorcall(hook, args, kwnames)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(hook)


def _breakpoint_hook(path: str) -> Any:
    """What a dotted path names (new reference), or NULL if it cannot be imported (a generator)."""
    from vm.python.import_ import PyImport_ImportModuleLevelObject

    where, dot, name = path.rpartition(".")
    if dot and not where:
        return None
    owned = [PyUnicode_FromString(where or "builtins"), PyTuple_New((PyUnicode_FromString(name),))]
    expected = PyExc_ImportError
    try:
        res = PyImport_ImportModuleLevelObject(owned[0], None, None, owned[1], 0)
        owned.append((yield res) if type(res) in PENDING else res)
        expected = PyExc_AttributeError
        res = PyObject_GetAttrString(owned[-1], name)
        return (yield res) if type(res) in PENDING else res
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, expected):
            raise
        PyErr_Clear(err)
        return None
    finally:
        decref_all(owned)


# ---- threads

def _by_thread(value_of: Callable[[Any], PyObject | None]) -> PyObject:
    """A dict from each thread's ident to something of it (borrowed; NULL: left out)."""
    result = PyDict_New()
    for tstate in _tstate().interp.threads:
        value = value_of(tstate)
        if value is not None:
            key = PyLong_FromLong(tstate.thread_id)
            PyDict_SetItem(result, key, value)
            Py_DECREF(key)
    return result


def sys__current_frames(module: PyObject) -> PyObject:
    """``sys._current_frames()``"""
    def frame_of(tstate: Any) -> PyObject | None:
        frame = first_complete(tstate.current_frame)
        return None if frame is None else _PyFrame_GetFrameObject(frame)

    return _by_thread(frame_of)


def sys__current_exceptions(module: PyObject) -> PyObject:
    """``sys._current_exceptions()``"""
    def exception_of(tstate: Any) -> PyObject:
        item = tstate.exc_info
        while item.exc_value is None and item.previous_item is not None:
            item = item.previous_item
        return item.exc_value or Py_None

    return _by_thread(exception_of)


def sys_call_tracing(module: PyObject, func: PyObject, funcargs: PyObject) -> Any:
    """``sys.call_tracing(func, args)``"""
    if funcargs.ob_type is not PyTuple_Type:
        shown = "None" if funcargs is Py_None else funcargs.ob_type.value.tp_name
        raise PyErr_Format(
            PyExc_TypeError, f"call_tracing() argument 2 must be tuple, not {shown}")
    return _PyEval_CallTracing(func, funcargs)


def _PyEval_CallTracing(func: PyObject, funcargs: PyObject) -> Any:
    """Call with tracing on, even inside a trace function (native frame)."""
    tstate = _tstate()
    save_tracing, tstate.tracing = tstate.tracing, 0
    try:
        res = PyObject_Vectorcall(func, list(funcargs.value))
        return (yield res) if type(res) in PENDING else res
    finally:
        tstate.tracing = save_tracing


hook_methods = (
    PyMethodDef("addaudithook", sys_addaudithook, "($module, /, hook)"),
    PyMethodDef("audit", sys_audit, "", raw=True),
    PyMethodDef("breakpointhook", sys_breakpointhook, "", raw=True),
    PyMethodDef("_current_frames", sys__current_frames, "($module, /)"),
    PyMethodDef("_current_exceptions", sys__current_exceptions, "($module, /)"),
    PyMethodDef("excepthook", sys_excepthook, "($module, exctype, value, traceback, /)"),
    PyMethodDef("unraisablehook", sys_unraisablehook, "($module, unraisable, /)"),
    PyMethodDef("call_tracing", sys_call_tracing, "($module, func, args, /)"),
    PyMethodDef("set_asyncgen_hooks", sys_set_asyncgen_hooks, "", raw=True),
    PyMethodDef("get_asyncgen_hooks", sys_get_asyncgen_hooks, "($module, /)"),
    PyMethodDef("set_coroutine_origin_tracking_depth",
                converted(c_int)(sys_set_coroutine_origin_tracking_depth), "($module, /, depth)"),
    PyMethodDef("get_coroutine_origin_tracking_depth", sys_get_coroutine_origin_tracking_depth,
                "($module, /)"),
)
