"""The _lsprof module: the profiler behind cProfile. Models Modules/_lsprof.c.

It is a tool of sys.monitoring. Its own timer is the virtual clock, in nanoseconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from vm.objects.call import PyObject_CallNoArgs
from vm.objects.descrobject import PyMethodDescr_Type
from vm.objects.fields import unvisited
from vm.objects.floatobject import PyFloat_AsDouble, PyFloat_FromDouble
from vm.objects.getargs import boolean
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GetAttrString, PyObject_Repr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_XDECREF,
    PyCFunction_Type,
    PyErr,
    PyObject,
    decref_all,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyTime_Now
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_WriteUnraisable,
    PyExc_RuntimeError,
    PyExc_ValueError,
)
from vm.objects.structseq import PyStructSequence_New, PyStructSequence_NewType
from vm.objects.typeobject import _PyType_Lookup
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.instrumentation import (
    PY_MONITORING_EVENT_C_RAISE,
    PY_MONITORING_EVENT_C_RETURN,
    PY_MONITORING_EVENT_CALL,
    PY_MONITORING_EVENT_PY_RESUME,
    PY_MONITORING_EVENT_PY_RETURN,
    PY_MONITORING_EVENT_PY_START,
    PY_MONITORING_EVENT_PY_THROW,
    PY_MONITORING_EVENT_PY_UNWIND,
    PY_MONITORING_EVENT_PY_YIELD,
    _PyInstrumentation_MISSING,
    _PyMonitoring_RegisterCallback,
    _PyMonitoring_SetEvents,
)

PY_MONITORING_PROFILER_ID = 2
_NANOSECONDS = 10**9

profiler_entry_Type = PyStructSequence_NewType(
    "_lsprof.profiler_entry",
    ("code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls"))
profiler_subentry_Type = PyStructSequence_NewType(
    "_lsprof.profiler_subentry", ("code", "callcount", "reccallcount", "totaltime", "inlinetime"))

callback_table = {
    PY_MONITORING_EVENT_PY_START: "_pystart_callback",
    PY_MONITORING_EVENT_PY_RESUME: "_pystart_callback",
    PY_MONITORING_EVENT_PY_THROW: "_pystart_callback",
    PY_MONITORING_EVENT_PY_RETURN: "_pyreturn_callback",
    PY_MONITORING_EVENT_PY_YIELD: "_pyreturn_callback",
    PY_MONITORING_EVENT_PY_UNWIND: "_pyreturn_callback",
    PY_MONITORING_EVENT_CALL: "_ccall_callback",
    PY_MONITORING_EVENT_C_RETURN: "_creturn_callback",
    PY_MONITORING_EVENT_C_RAISE: "_creturn_callback",
}
#: What is asked for: the last two come with CALL.
_EVENTS = sum(1 << event for event in callback_table
              if event not in (PY_MONITORING_EVENT_C_RETURN, PY_MONITORING_EVENT_C_RAISE))


class _Times:
    """What is counted of a function, or of its calls from one caller: times, calls, recursive calls."""

    __slots__ = ("tt", "it", "callcount", "recursivecallcount", "recursionLevel")

    def __init__(self) -> None:
        self.tt = self.it = self.callcount = self.recursivecallcount = self.recursionLevel = 0

    def stop(self, tt: int, it: int) -> None:
        """A call has ended."""
        self.recursionLevel -= 1
        if self.recursionLevel == 0:
            self.tt += tt
        else:
            self.recursivecallcount += 1
        self.it += it
        self.callcount += 1


class ProfilerEntry(_Times):
    """A function: ``userObj`` (owned) is its code object or a text; ``calls``: what it called."""

    __slots__ = ("userObj", "calls")

    def __init__(self, userObj: PyObject) -> None:
        super().__init__()
        self.userObj = userObj
        self.calls: dict[ProfilerEntry, _Times] = {}


class ProfilerContext:
    """A call under way: when it began, and the time that its own calls have taken."""

    __slots__ = ("t0", "subt", "previous", "ctxEntry")

    def __init__(self, previous: ProfilerContext | None, entry: ProfilerEntry):
        self.t0 = 0
        self.subt = 0
        self.previous = previous
        self.ctxEntry = entry


class ProfilerObject:
    """The body of a profiler; ``profilerEntries``: by code object or `PyMethodDef`."""

    __slots__ = (
        "profilerEntries", "currentProfilerContext", "enabled", "subcalls", "builtins", "in_timer",
        "externalTimer", "externalTimerUnit",
    )

    def __init__(self) -> None:
        self.profilerEntries: dict[Any, ProfilerEntry] = {}
        self.currentProfilerContext: ProfilerContext | None = None
        self.enabled = self.subcalls = self.builtins = self.in_timer = False
        self.externalTimer: PyObject | None = None
        self.externalTimerUnit = 0.0


# ---- time

def _call_timer(pObj: ProfilerObject) -> Any:
    """The time (a generator): nanoseconds, or units of the program's own timer."""
    if pObj.externalTimer is None:
        return _PyTime_Now() * 1000
    timer = pObj.externalTimer
    pObj.in_timer = True
    try:
        res = PyObject_CallNoArgs(timer)
        if type(res) in PENDING:
            res = yield res
    except PyErr as err:
        pending = PyErr_WriteUnraisable(err, timer)
        if type(pending) in PENDING:
            yield pending
        return 0
    finally:
        pObj.in_timer = False
    try:
        if res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            return int(res.value) * (1 if pObj.externalTimerUnit > 0.0 else _NANOSECONDS)
        value = PyFloat_AsDouble(res)
        value = (yield value) if type(value) in PENDING else value
        return math.floor(value * _NANOSECONDS) if math.isfinite(value) else 0
    except PyErr as err:
        pending = PyErr_WriteUnraisable(err, timer)
        if type(pending) in PENDING:
            yield pending
        return 0
    finally:
        Py_DECREF(res)


# ---- calls

def normalizeUserObj(obj: PyObject) -> Any:
    """What stands for a function in the statistics (a generator); new reference."""
    if obj.ob_type is not PyCFunction_Type:
        obj.ob_refcnt += 1
        return obj
    fn = obj.value
    name = fn.m_ml.ml_name
    module = fn.m_module.value if fn.m_module is not None else None
    if fn.m_self is None:
        qualified = name if module in (None, "builtins") else f"{module}.{name}"
        return PyUnicode_FromString(f"<{qualified}>")
    found = _PyType_Lookup(fn.m_self.ob_type, name)
    if found is not None:
        try:
            res = PyObject_Repr(found)
            return (yield res) if type(res) in PENDING else res
        except PyErr as err:
            PyErr_Clear(err)
    if isinstance(module, str):
        return PyUnicode_FromString(f"<built-in method {module}.{name}>")
    return PyUnicode_FromString(f"<built-in method {name}>")


def ptrace_enter_call(pObj: ProfilerObject, key: Any, userObj: PyObject) -> Any:
    """A call of the function known by ``key`` begins (a generator)."""
    entry = pObj.profilerEntries.get(key)
    if entry is None:
        entry = ProfilerEntry((yield normalizeUserObj(userObj)))
        pObj.profilerEntries[key] = entry
    context = ProfilerContext(pObj.currentProfilerContext, entry)
    pObj.currentProfilerContext = context
    entry.recursionLevel += 1
    if pObj.subcalls and context.previous is not None:
        calls = context.previous.ctxEntry.calls
        calls.setdefault(entry, _Times()).recursionLevel += 1
    context.t0 = yield _call_timer(pObj)
    return None


def ptrace_leave_call(pObj: ProfilerObject, key: Any) -> Any:
    """A call of the function known by ``key`` ends (a generator)."""
    context = pObj.currentProfilerContext
    if context is None:
        return None
    entry = pObj.profilerEntries.get(key)
    if entry is not None:
        yield _stop(pObj, context, entry)
    else:
        pObj.currentProfilerContext = context.previous
    return None


def _stop(pObj: ProfilerObject, context: ProfilerContext, entry: ProfilerEntry) -> Any:
    """Stop (a generator)"""
    tt = (yield _call_timer(pObj)) - context.t0
    it = tt - context.subt
    previous = context.previous
    if previous is not None:
        previous.subt += tt
    pObj.currentProfilerContext = previous
    entry.stop(tt, it)
    if pObj.subcalls and previous is not None:
        subentry = previous.ctxEntry.calls.get(entry)
        if subentry is not None:
            subentry.stop(tt, it)
    return None


def _flush_unmatched(pObj: ProfilerObject) -> Any:
    """What was under way when the profiler was switched off ends now (a generator)."""
    while pObj.currentProfilerContext is not None:
        context = pObj.currentProfilerContext
        yield _stop(pObj, context, context.ctxEntry)
    return None


# ---- callbacks

def pystart_callback(self: PyObject, args: list, kwnames: tuple) -> Any:
    """PY_START, PY_RESUME, PY_THROW (a generator)."""
    yield ptrace_enter_call(self.value, args[0], args[0])
    return Py_None


def pyreturn_callback(self: PyObject, args: list, kwnames: tuple) -> Any:
    """PY_RETURN, PY_YIELD, PY_UNWIND (a generator)."""
    yield ptrace_leave_call(self.value, args[0])
    return Py_None


def get_cfunc_from_callable(callable_op: PyObject, self_arg: PyObject) -> Any:
    """The built-in function or method that is called, or NULL for anything else (a generator)."""
    if callable_op.ob_type is PyCFunction_Type:
        callable_op.ob_refcnt += 1
        return callable_op
    if callable_op.ob_type is not PyMethodDescr_Type or self_arg is _PyInstrumentation_MISSING:
        return None
    try:
        res = callable_op.ob_type.value.tp_descr_get(callable_op, self_arg, self_arg.ob_type)
        meth = (yield res) if type(res) in PENDING else res
    except PyErr as err:
        PyErr_Clear(err)
        return None
    if meth.ob_type is PyCFunction_Type:
        return meth
    Py_DECREF(meth)
    return None


def _of_c_call(self: PyObject, args: list, step: Callable[[ProfilerObject, PyObject], Any]) -> Any:
    """Do something for the built-in function of an event, if such calls are wanted (a generator)."""
    if self.value.builtins:
        cfunc = yield get_cfunc_from_callable(args[2], args[3])
        if cfunc is not None:
            try:
                yield step(self.value, cfunc)
            finally:
                Py_DECREF(cfunc)
    return Py_None


def ccall_callback(self: PyObject, args: list, kwnames: tuple) -> Any:
    """CALL (a generator)."""
    return _of_c_call(
        self, args, lambda pObj, cfunc: ptrace_enter_call(pObj, cfunc.value.m_ml, cfunc))


def creturn_callback(self: PyObject, args: list, kwnames: tuple) -> Any:
    """C_RETURN, C_RAISE (a generator)."""
    return _of_c_call(self, args, lambda pObj, cfunc: ptrace_leave_call(pObj, cfunc.value.m_ml))


# ---- methods

_init_spec = ArgSpec("($self, timer=None, timeunit=0.0, subcalls=True, builtins=True)")
_enable_spec = ArgSpec("($self, subcalls=True, builtins=True)")


def profiler_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``Profiler(timer=None, timeunit=None, subcalls=True, builtins=True)`` (a generator)."""
    timer, timeunit, subcalls, builtins = parse_arguments(_init_spec, "Profiler", args, kwnames)
    pObj = self.value
    unit: Any = 0.0
    if timeunit is not None:
        unit = PyFloat_AsDouble(timeunit)
        unit = (yield unit) if type(unit) in PENDING else unit
    yield _set_flags(pObj, subcalls, builtins, True)
    pObj.externalTimerUnit = unit
    if timer is not None:
        timer.ob_refcnt += 1
    old, pObj.externalTimer = pObj.externalTimer, timer
    Py_XDECREF(old)
    return None


def _set_flags(
    pObj: ProfilerObject, subcalls: PyObject | None, builtins: PyObject | None, default: bool | None
) -> Any:
    """setSubcalls, setBuiltins (a generator); ``default`` None: what is not given stays as it is."""
    for field, op in (("subcalls", subcalls), ("builtins", builtins)):
        value: Any = default if op is None else boolean(op)
        if type(value) in PENDING:
            value = yield value
        if value is not None:
            setattr(pObj, field, bool(value))
    return None


def profiler_enable(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``enable(subcalls=True, builtins=True)`` (a generator)."""
    subcalls, builtins = parse_arguments(_enable_spec, "enable", args, kwnames)
    pObj = self.value
    yield _set_flags(pObj, subcalls, builtins, None)
    interp = _PyInterpreterState_GET()
    names = interp.monitoring.tool_names
    if names[PY_MONITORING_PROFILER_ID] is not None:
        raise PyErr_Format(PyExc_ValueError, "Another profiling tool is already active")
    names[PY_MONITORING_PROFILER_ID] = PyUnicode_FromString("cProfile")
    for event, name in callback_table.items():
        res = PyObject_GetAttrString(self, name)
        callback = (yield res) if type(res) in PENDING else res
        Py_XDECREF(_PyMonitoring_RegisterCallback(
            interp, PY_MONITORING_PROFILER_ID, event, callback))
    _PyMonitoring_SetEvents(interp, PY_MONITORING_PROFILER_ID, _EVENTS)
    pObj.enabled = True
    return Py_None


def profiler_disable(self: PyObject) -> Any:
    """``disable()`` (a generator)."""
    pObj = self.value
    if pObj.in_timer:
        raise PyErr_Format(PyExc_RuntimeError, "cannot disable profiler in external timer")
    if pObj.enabled:
        interp = _PyInterpreterState_GET()
        for event in callback_table:
            Py_XDECREF(_PyMonitoring_RegisterCallback(interp, PY_MONITORING_PROFILER_ID, event, None))
        _PyMonitoring_SetEvents(interp, PY_MONITORING_PROFILER_ID, 0)
        names = interp.monitoring.tool_names
        name, names[PY_MONITORING_PROFILER_ID] = names[PY_MONITORING_PROFILER_ID], None
        Py_XDECREF(name)
        pObj.enabled = False
        yield _flush_unmatched(pObj)
    return Py_None


def profiler_clear(self: PyObject) -> PyObject:
    """``clear()``"""
    pObj = self.value
    if pObj.in_timer:
        raise PyErr_Format(PyExc_RuntimeError, "cannot clear profiler in external timer")
    entries, pObj.profilerEntries = pObj.profilerEntries, {}
    pObj.currentProfilerContext = None
    decref_all([entry.userObj for entry in entries.values()])
    return Py_None


def _lsprof_Profiler_getstats(self: PyObject) -> PyObject:
    """``getstats()``"""
    pObj = self.value
    factor = 1 / _NANOSECONDS
    if pObj.externalTimer is not None and pObj.externalTimerUnit != 0.0:
        factor = pObj.externalTimerUnit
    rows = []
    for entry in pObj.profilerEntries.values():
        if entry.callcount:
            calls = Py_None
            if entry.calls:
                calls = PyList_New([
                    _row(profiler_subentry_Type, called.userObj, times, factor)
                    for called, times in entry.calls.items()])
            rows.append(_row(profiler_entry_Type, entry.userObj, entry, factor, calls))
    return PyList_New(rows)


def _row(
    type_op: PyObject, user_op: PyObject, times: _Times, factor: float, calls: PyObject | None = None
) -> PyObject:
    user_op.ob_refcnt += 1
    values = [user_op, PyLong_FromLong(times.callcount), PyLong_FromLong(times.recursivecallcount),
              PyFloat_FromDouble(factor * times.tt), PyFloat_FromDouble(factor * times.it)]
    op = PyStructSequence_New(type_op, values if calls is None else [*values, calls])
    _PyObject_GC_TRACK(op)
    return op


def profiler_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """A profiler, not initialised."""
    return PyType_GenericAlloc(type_op, ProfilerObject())


def _user_objects(op: PyObject) -> tuple:
    return tuple(entry.userObj for entry in op.value.profilerEntries.values())


def _timer(op: PyObject) -> tuple:
    return (op.value.externalTimer,)


def profiler_dealloc(op: PyObject) -> None:
    """tp_dealloc. (One that is switched on is held by its own callbacks.)"""
    dealloc_container(op, lambda op: [*_user_objects(op), *_timer(op)])


Profiler_Type = PyType_FromSpec(
    "_lsprof.Profiler", tp_basicsize=80, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_new=profiler_new, tp_init=profiler_init, tp_dealloc=profiler_dealloc, tp_traverse=_timer,
    tp_methods=(
        PyMethodDef("getstats", _lsprof_Profiler_getstats, "($self, /)"),
        PyMethodDef("enable", profiler_enable, "", raw=True),
        PyMethodDef("disable", profiler_disable, "($self, /)"),
        PyMethodDef("clear", profiler_clear, "($self, /)"),
        PyMethodDef("_pystart_callback", pystart_callback, "", raw=True),
        PyMethodDef("_pyreturn_callback", pyreturn_callback, "", raw=True),
        PyMethodDef("_ccall_callback", ccall_callback, "", raw=True),
        PyMethodDef("_creturn_callback", creturn_callback, "", raw=True),
    ),
)
unvisited[Profiler_Type] = _user_objects


def PyInit__lsprof() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_lsprof", ())
    PyModule_AddObjectRef(module, "Profiler", Profiler_Type)
    PyModule_AddObjectRef(module, "profiler_entry", profiler_entry_Type)
    PyModule_AddObjectRef(module, "profiler_subentry", profiler_subentry_Type)
    return module
