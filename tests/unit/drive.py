"""A small trampoline for natives, and conversion of plain values, for tests that need no evaluator."""

from vm.objects.linker import link
from vm.objects.pycore_object import Gen, Py_None, PyErr, PyObject, pending_finalizers
from vm.objects.pycore_trashcan import FINALIZING, run_pending_finalizers


def boot():
    """Initialise types and a thread state, once for each process; returns the interpreter."""
    from vm.objects.pycore_state import _PyRuntime

    if _PyRuntime.interpreters:
        return _PyRuntime.interpreters[-1]
    from vm.host.console import BufferConsole
    from vm.python.initconfig import PyConfig
    from vm.python.pylifecycle import Py_InitializeFromConfig

    link()
    return Py_InitializeFromConfig(PyConfig("<string>", ""), BufferConsole()).interp


def drive(pending):
    """Run something pending to its end, native frames only; a plain result is given back."""
    if type(pending) is not Gen:
        return pending
    stack, value, err = [pending], None, None
    while stack:
        if pending_finalizers and stack[-1].gi_code not in FINALIZING:
            drive(run_pending_finalizers())
        try:
            request = stack[-1].send(value) if err is None else stack[-1].throw(err)
            value = err = None
        except StopIteration as stop:
            stack.pop()
            value, err = stop.value, None
            continue
        except PyErr as raised:
            stack.pop()
            value, err = None, raised
            continue
        if type(request) is Gen:
            stack.append(request)
        elif request is not None:
            raise AssertionError(f"a guest call is needed: {request!r}")
    if err is not None:
        raise err
    return value


def guest(value):
    """A guest object (new reference) for a plain host value."""
    from vm.objects.dictobject import PyDict_New, PyDict_SetItem
    from vm.objects.listobject import PyList_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.pycore_object import (
        Py_False,
        Py_True,
        PyBytes_Type,
        PyFloat_Type,
        PyUnicode_Type,
    )
    from vm.objects.tupleobject import PyTuple_New

    if value is None:
        return Py_None
    if isinstance(value, bool):
        return Py_True if value else Py_False
    if isinstance(value, int):
        return PyLong_FromLong(value)
    if isinstance(value, list):
        return PyList_New([guest(item) for item in value])
    if isinstance(value, tuple):
        return PyTuple_New(tuple(guest(item) for item in value))
    if isinstance(value, dict):
        op = PyDict_New()
        for key, item in value.items():
            key_op, item_op = guest(key), guest(item)
            drive(PyDict_SetItem(op, key_op, item_op))
            drop(key_op, item_op)
        return op
    types = {float: PyFloat_Type, str: PyUnicode_Type, bytes: PyBytes_Type}
    return PyObject(types[type(value)], value)


def drop(*ops):
    """Drop references."""
    from vm.objects.pycore_object import Py_DECREF

    for op in ops:
        Py_DECREF(op)


def repr_of(op):
    """The guest repr as a host str."""
    from vm.objects.object import PyObject_Repr

    res = drive(PyObject_Repr(op))
    text = res.value
    drop(res)
    return text


def outcome(function, *args):
    """What a native gives, as text: its repr, or "TypeName: message"."""
    try:
        res = drive(function(*args))
    except PyErr as err:
        exc = err.exc
        args_op = exc.value.args.value
        message = args_op[0].value if args_op else ""
        if args_op and not isinstance(message, str):
            message = repr_of(args_op[0])
        text = f"{exc.ob_type.value.tp_name}: {message}"
        drop(exc)
        return text
    if not isinstance(res, PyObject):
        return repr(res)
    text = repr_of(res)
    drop(res)
    return text
