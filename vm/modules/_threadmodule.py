"""The _thread module: green threads and locks. Models Modules/_threadmodule.c.

A lock's waiters are thread states, first come first served; who blocks parks, and whoever releases the
lock hands it to the first waiter.
"""

from __future__ import annotations

from typing import Any

from vm.modules._threadmodule_local import clear_locals
from vm.objects.call import PyObject_Vectorcall
from vm.objects.getargs import optional_int, ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyCallable_Check, PyObject_Repr, _Py_address
from vm.objects.pycore_frame import PENDING, NativeFrame
from vm.objects.pycore_object import (
    EINTR,
    Park,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    PyErr,
    PyFloat_Type,
    PyObject,
    PyType_HasFeature,
    decref_all,
    incref_all,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime, _PyTime_Now
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyErr_WriteUnraisable,
    PyExc_OverflowError,
    PyExc_RuntimeError,
    PyExc_SystemExit,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python import ceval_gil
from vm.python.errors import safe_text
from vm.python.pystate import _PyThreadState_Bind, _PyThreadState_New
from vm.python.signals import SIGINT, PyErr_SetInterruptEx, wait_or_signal

TIMEOUT_MAX = 9223372036.0
THREAD_STACK_MIN = 0x8000


class lockobject:
    """The body of a lock: owner's thread state (for panels) and waiters."""

    __slots__ = ("locked", "holder", "waiters")

    def __init__(self) -> None:
        self.locked = False
        self.holder: Any = None
        self.waiters: list[Any] = []


class rlockobject(lockobject):
    """The body of a re-entrant lock: also how often its owner has acquired it."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        super().__init__()
        self.count = 0


Locktype = static_type("_thread.lock", tp_basicsize=40, tp_weaklistoffset=24, tp_hostkey="identity")
RLocktype = static_type(
    "_thread.RLock", tp_flags=Py_TPFLAGS_BASETYPE, tp_basicsize=56, tp_weaklistoffset=48, tp_hostkey="identity")


def newlockobject() -> PyObject:
    """A new, free lock."""
    op = PyObject(Locktype, lockobject())
    op.ob_ext = None
    return op


def lock_dealloc(op: PyObject) -> None:
    """Clear weak references; a lock owns nothing."""
    if op.ob_ext is not None:
        from vm.objects.weakrefobject import PyObject_ClearWeakRefs

        PyObject_ClearWeakRefs(op)


def acquire_timed(tstate: Any, lock: lockobject, timeout: int) -> Any:
    """Take the lock, blocking for at most ``timeout`` microseconds (-1: for ever); host bool (native frame).

    A signal's handler is called meanwhile (PyThread_acquire_lock_timed_with_retries).
    """
    deadline = None if timeout < 0 else _PyTime_Now() + timeout
    while lock.locked:
        if deadline is not None and deadline <= _PyTime_Now():
            return False
        lock.waiters.append(tstate)
        got = yield wait_or_signal(Park("lock", lock, deadline))
        if got is not EINTR:
            return got
    lock.locked = True
    lock.holder = tstate
    return True


def hand_over(lock: lockobject) -> None:
    """Release: the first waiter gets the lock and wakes."""
    if lock.waiters:
        heir = lock.waiters.pop(0)
        lock.holder = heir
        _PyRuntime.scheduler.wake(heir, True)
    else:
        lock.locked = False
        lock.holder = None


def lock_acquire_parse_args(blocking: PyObject | None, timeout: PyObject | None) -> int:
    """The timeout in microseconds that (blocking, timeout) mean: -1 for ever, 0 not at all."""
    wait = True if blocking is None else bool(_as_int(blocking))
    if timeout is None:
        seconds = -1.0
    elif timeout.ob_type is PyFloat_Type or PyType_HasFeature(timeout.ob_type, Py_TPFLAGS_LONG_SUBCLASS):
        seconds = timeout.value
    else:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{timeout.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    if not wait and seconds != -1:
        raise PyErr_Format(PyExc_ValueError, "can't specify a timeout for a non-blocking call")
    if seconds < 0 and seconds != -1:
        raise PyErr_Format(PyExc_ValueError, "timeout value must be a non-negative number")
    if not wait:
        return 0
    if seconds == -1:
        return -1
    if seconds > TIMEOUT_MAX:
        raise PyErr_Format(PyExc_OverflowError, "timeout value is too large")
    return int(seconds * 1_000_000)


def _as_int(op: PyObject) -> int:
    if not PyType_HasFeature(op.ob_type, Py_TPFLAGS_LONG_SUBCLASS):
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{op.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    return op.value


def lock_PyThread_acquire_lock(
    op: PyObject, blocking: PyObject | None, timeout: PyObject | None
) -> Any:
    """lock.acquire(blocking=True, timeout=-1)"""
    wait = lock_acquire_parse_args(blocking, timeout)
    lock = op.value
    if not lock.locked:
        lock.locked = True
        lock.holder = _PyRuntime.tstate_current
        return Py_True
    if not wait:
        return Py_False
    return _acquire_blocking(lock, wait)


def _acquire_blocking(lock: lockobject, wait: int) -> Any:
    got = yield acquire_timed(_PyRuntime.tstate_current, lock, wait)
    return Py_True if got else Py_False


def lock_PyThread_release_lock(op: PyObject) -> PyObject:
    """lock.release()"""
    if not op.value.locked:
        raise PyErr_Format(PyExc_RuntimeError, "release unlocked lock")
    hand_over(op.value)
    return Py_None


def lock_locked_lock(op: PyObject) -> PyObject:
    """lock.locked()"""
    return Py_True if op.value.locked else Py_False


def lock__at_fork_reinit(op: PyObject) -> PyObject:
    """lock._at_fork_reinit(): free, whoever had it."""
    lock = op.value
    lock.locked, lock.holder, lock.waiters = False, None, []
    return Py_None


def lock_repr(op: PyObject) -> PyObject:
    """``<unlocked _thread.lock object at 0x...>``"""
    state = "locked" if op.value.locked else "unlocked"
    return PyUnicode_FromString(f"<{state} _thread.lock object at {_Py_address(op):#x}>")


def lock_enter(op: PyObject) -> Any:
    """with lock: acquire."""
    return lock_PyThread_acquire_lock(op, None, None)


def lock_exit(op: PyObject, args: list) -> PyObject:
    """with lock: release."""
    return lock_PyThread_release_lock(op)


# ---- re-entrant locks ---------------------------------------------------------------------------------


def rlock_acquire(op: PyObject, blocking: PyObject | None, timeout: PyObject | None) -> Any:
    """rlock.acquire(blocking=True, timeout=-1)"""
    wait = lock_acquire_parse_args(blocking, timeout)
    lock, tstate = op.value, _PyRuntime.tstate_current
    if lock.locked and lock.holder is tstate:
        lock.count += 1
        return Py_True
    if not lock.locked:
        lock.locked, lock.holder, lock.count = True, tstate, 1
        return Py_True
    if not wait:
        return Py_False
    return _rlock_acquire_blocking(lock, wait)


def _rlock_acquire_blocking(lock: rlockobject, wait: int) -> Any:
    got = yield acquire_timed(_PyRuntime.tstate_current, lock, wait)
    if got:
        lock.count = 1
    return Py_True if got else Py_False


def rlock_release(op: PyObject) -> PyObject:
    """rlock.release()"""
    lock = op.value
    if not lock.locked or lock.holder is not _PyRuntime.tstate_current:
        raise PyErr_Format(PyExc_RuntimeError, "cannot release un-acquired lock")
    lock.count -= 1
    if not lock.count:
        hand_over(lock)
    return Py_None


def rlock_is_owned(op: PyObject) -> PyObject:
    """Whether the calling thread owns the lock."""
    lock = op.value
    return Py_True if lock.locked and lock.holder is _PyRuntime.tstate_current else Py_False


def rlock_repr(op: PyObject) -> PyObject:
    """``<unlocked _thread.RLock object owner=0 count=0 at 0x...>``"""
    lock = op.value
    owner = lock.holder.thread_id if lock.locked else 0
    state = "locked" if lock.locked else "unlocked"
    return PyUnicode_FromString(
        f"<{state} _thread.RLock object owner={owner} count={lock.count if lock.locked else 0} "
        f"at {_Py_address(op):#x}>")


def rlock__at_fork_reinit(op: PyObject) -> PyObject:
    """rlock._at_fork_reinit(): free, whoever had it."""
    op.value.count = 0
    return lock__at_fork_reinit(op)


def rlock_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """RLock()"""
    return PyType_GenericAlloc(type_op, rlockobject())


def lock_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """lock()"""
    if args:
        raise PyErr_Format(PyExc_TypeError, "lock() takes no arguments")
    return newlockobject()


# ---- threads --------------------------------------------------------------------------------------------


def thread_run(func: PyObject, args: list, kwnames: tuple) -> Any:
    """A new thread's bottom frame: call the function, report what it does not catch. Owns its arguments."""
    try:
        res = PyObject_Vectorcall(func, args, kwnames)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr as err:
        if PyErr_ExceptionMatches(err, PyExc_SystemExit):
            PyErr_Clear(err)
        else:
            text = yield safe_text(func, "<object repr() failed>", PyObject_Repr)
            shown = PyErr_WriteUnraisable(err, None, f"Exception ignored in thread started by {text}")
            if type(shown) in PENDING:
                yield shown
    finally:
        Py_DECREF(func)
        decref_all(args)
        decref_all(kwnames)
        clear_locals(_PyRuntime.tstate_current)


def thread_PyThread_start_new_thread(
    func: PyObject, fargs: PyObject, kwargs: PyObject | None
) -> PyObject:
    """_thread.start_new_thread(function, args[, kwargs]): the new thread's identifier."""
    if not PyCallable_Check(func):
        raise PyErr_Format(PyExc_TypeError, "first arg must be callable")
    if not PyType_HasFeature(fargs.ob_type, Py_TPFLAGS_TUPLE_SUBCLASS):
        raise PyErr_Format(PyExc_TypeError, "2nd arg must be a tuple")
    args: list = list(fargs.value)
    kwnames: tuple = ()
    if kwargs is not None:
        if not PyType_HasFeature(kwargs.ob_type, Py_TPFLAGS_DICT_SUBCLASS):
            raise PyErr_Format(PyExc_TypeError, "optional 3rd arg must be a dictionary")
        from vm.objects.dictobject import _PyDict_HostItems

        pairs = _PyDict_HostItems(kwargs)
        kwnames = tuple(key for key, _value in pairs)
        args += [value for _key, value in pairs]
    return PyLong_FromLong(do_start_new_thread(func, args, kwnames).thread_id)


def do_start_new_thread(func: PyObject, args: list, kwnames: tuple) -> Any:
    """Make a thread state whose bottom frame is `thread_run`, and let it wait for the GIL."""
    func.ob_refcnt += 1
    incref_all(args)
    incref_all(kwnames)
    current = _PyRuntime.tstate_current
    assert current is not None
    tstate = _PyThreadState_New(current.interp)
    _PyThreadState_Bind(tstate)
    tstate.current_frame = NativeFrame(thread_run(func, args, kwnames), None)
    tstate.daemon = True
    ceval_gil.wait_for_gil(tstate)
    return tstate


def thread_get_ident(module: PyObject) -> PyObject:
    """_thread.get_ident()"""
    return PyLong_FromLong(_PyRuntime.tstate_current.thread_id)  # type: ignore[union-attr]


def thread_get_native_id(module: PyObject) -> PyObject:
    """_thread.get_native_id()"""
    return PyLong_FromLong(_PyRuntime.tstate_current.id)  # type: ignore[union-attr]


def thread_PyThread_allocate_lock(module: PyObject) -> PyObject:
    """_thread.allocate_lock()"""
    return newlockobject()


def thread_PyThread_exit_thread(module: PyObject) -> PyObject:
    """_thread.exit(): raise SystemExit."""
    raise PyErr_SetNone(PyExc_SystemExit)


def thread__count(module: PyObject) -> PyObject:
    """_thread._count(): threads other than the main one."""
    return PyLong_FromLong(len(_PyRuntime.interpreters[0].threads) - 1)


def thread_stack_size(module: PyObject, size: PyObject | None) -> Any:
    """_thread.stack_size([size]): the size until now; green threads need no stack, it is only remembered."""
    new = 0 if size is None else ssize_t(size)
    if type(new) in PENDING:
        new = yield new
    if new < 0:
        raise PyErr_Format(PyExc_ValueError, "size must be 0 or a positive value")
    if 0 < new < THREAD_STACK_MIN:
        raise PyErr_Format(PyExc_ValueError, f"size not valid: {new} bytes")
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    old, interp.stacksize = interp.stacksize, new
    return PyLong_FromLong(old)


def thread_PyThread_interrupt_main(module: PyObject, signum: PyObject | None) -> Any:
    """_thread.interrupt_main(signum=signal.SIGINT): the signal's handler is called; a generator."""
    if not PyErr_SetInterruptEx((yield optional_int(signum, SIGINT))):
        raise PyErr_Format(PyExc_ValueError, "signal number out of range")
    return Py_None


def start_new_thread(
    module: PyObject, func: PyObject, args: PyObject, kwargs: PyObject | None
) -> PyObject:
    """The module's function."""
    return thread_PyThread_start_new_thread(func, args, kwargs)


_ACQUIRE = "($self, blocking=True, timeout=-1)"
set_slots(
    Locktype, tp_dealloc=lock_dealloc, tp_repr=lock_repr, tp_new=lock_new,
    tp_methods=(
        PyMethodDef("acquire", lock_PyThread_acquire_lock, _ACQUIRE),
        PyMethodDef("acquire_lock", lock_PyThread_acquire_lock, _ACQUIRE),
        PyMethodDef("release", lock_PyThread_release_lock, "($self, /)"),
        PyMethodDef("release_lock", lock_PyThread_release_lock, "($self, /)"),
        PyMethodDef("locked", lock_locked_lock, "($self, /)"),
        PyMethodDef("locked_lock", lock_locked_lock, "($self, /)"),
        PyMethodDef("_at_fork_reinit", lock__at_fork_reinit, "($self, /)"),
        PyMethodDef("__enter__", lock_enter, "($self, /)"),
        PyMethodDef("__exit__", lock_exit, "($self, /, *exc_info)"),
    ))
# This file's second half needs the first, which its types and table need.
from vm.modules._threadmodule_handle import add_joinable_threads, rlock_methods  # noqa: E402

set_slots(
    RLocktype, tp_dealloc=lock_dealloc, tp_repr=rlock_repr, tp_new=rlock_new,
    tp_methods=(
        PyMethodDef("acquire", rlock_acquire, _ACQUIRE),
        PyMethodDef("release", rlock_release, "($self, /)"),
        PyMethodDef("_is_owned", rlock_is_owned, "($self, /)"),
        PyMethodDef("_at_fork_reinit", rlock__at_fork_reinit, "($self, /)"),
        *rlock_methods,
        PyMethodDef("__enter__", lambda op: rlock_acquire(op, None, None), "($self, /)"),
        PyMethodDef("__exit__", lambda op, args: rlock_release(op), "($self, /, *exc_info)"),
    ))

_functions = (
    PyMethodDef("start_new_thread", start_new_thread, "($module, function, args, kwargs={}, /)"),
    PyMethodDef("start_new", start_new_thread, "($module, function, args, kwargs={}, /)"),
    PyMethodDef("allocate_lock", thread_PyThread_allocate_lock, "($module, /)"),
    PyMethodDef("allocate", thread_PyThread_allocate_lock, "($module, /)"),
    PyMethodDef("exit", thread_PyThread_exit_thread, "($module, /)"),
    PyMethodDef("exit_thread", thread_PyThread_exit_thread, "($module, /)"),
    PyMethodDef("get_ident", thread_get_ident, "($module, /)"),
    PyMethodDef("get_native_id", thread_get_native_id, "($module, /)"),
    PyMethodDef("_count", thread__count, "($module, /)"),
    PyMethodDef("stack_size", thread_stack_size, "($module, size=0, /)"),
    PyMethodDef("interrupt_main", thread_PyThread_interrupt_main, "($module, signum=2, /)"),
)


def PyInit__thread() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_thread", _functions)
    PyModule_AddObjectRef(module, "LockType", Locktype)
    PyModule_AddObjectRef(module, "lock", Locktype)
    PyModule_AddObjectRef(module, "RLock", RLocktype)
    PyModule_AddObjectRef(module, "error", PyExc_RuntimeError)
    timeout = PyObject(PyFloat_Type, TIMEOUT_MAX)
    PyModule_AddObjectRef(module, "TIMEOUT_MAX", timeout)
    add_joinable_threads(module)
    Py_DECREF(timeout)
    return module
