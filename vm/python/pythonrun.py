"""What happens to an exception that nobody caught, and to text that does not compile.

Models the printing half of Python/pythonrun.c. What is shown is gathered here, with calls into guest code
(``__str__``, ``__notes__``, ``__dir__`` for suggestions); the text itself is made by traceback_format.py.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from vm.objects.call import PyObject_CallMethod, PyObject_Vectorcall
from vm.objects.dictobject import PyDict_GetItemString, PyDict_SetItemString
from vm.objects.exceptions import exception_vectorcall
from vm.objects.exceptions_group import _PyBaseExceptionGroup_Check
from vm.objects.frameobject import _PyFrame_GetFrameObject
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import NO_KW
from vm.objects.object import PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_Repr
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyCFunction_Type,
    PyErr,
    PyObject,
    PyType_IsSubtype,
    decref_all,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyErr_GivenExceptionMatches,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_RecursionError,
    PyExc_SyntaxError,
    PyExc_SystemError,
    PyExc_SystemExit,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
    exception_types,
    extra_field,
    new_exception,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
from vm.python.errors import exception_type_name, safe_text
from vm.python.suggestions import suggestion_text
from vm.python.traceback import PyTraceBack_Here, code_location, frame_code, tb_get_lineno
from vm.python.traceback_format import (
    ExceptionSummary,
    FrameSummary,
    SyntaxDetails,
    format_summary,
)

#: A display yields to the evaluator once in so many pieces, so that it can be stopped.
YIELD_EVERY = 256


# --- gathering ---------------------------------------------------------------------------------------


def extract_stack(tb: PyObject | None) -> list[FrameSummary]:
    """The entries of a traceback as plain data, cut by ``sys.tracebacklimit``."""
    out = []
    while tb is not None:
        body = tb.value
        code = frame_code(body.tb_frame)
        line, end_line, col, end_col = code_location(code, body.tb_lasti)
        if line is None:
            known = tb_get_lineno(body)
            line = None if known < 0 else known
        out.append(FrameSummary(code.co_filename, code.co_name, line, end_line, col, end_col))
        tb = body.tb_next
    limit = _sys_attribute("tracebacklimit")
    if limit is not None and limit.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        out = out[len(out) - max(limit.value, 0):]
    return out


def _sys_attribute(name: str) -> PyObject | None:
    sysdict = _PyInterpreterState_GET().sysdict
    return None if sysdict is None else PyDict_GetItemString(sysdict, name)


def _host_str(op: PyObject) -> str | None:
    return op.value if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS else None


def _host_int(op: PyObject) -> int | None:
    if op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS and abs(op.value) < 1 << 31:
        return int(op.value)
    return None


def summarize(exc: PyObject):
    """Gather what is to be shown of one exception, without what it is chained to (a generator)."""
    text = yield safe_text(exc, "<exception str() failed>")
    notes = yield _notes(exc)
    is_syntax_error = PyType_IsSubtype(exc.ob_type, PyExc_SyntaxError)
    if not is_syntax_error:
        text += yield suggestion_text(exc)
    summary = ExceptionSummary(
        exception_type_name(exc.ob_type), text, extract_stack(exc.value.traceback))
    summary.notes = notes
    summary.suppress_context = exc.value.suppress_context
    if is_syntax_error:
        summary.syntax = yield _syntax_details(exc)
    return summary


def _notes(exc: PyObject):
    """``__notes__`` as lines."""
    try:
        notes = PyObject_GetOptionalAttr(exc, PyUnicode_InternFromString("__notes__"))
        if type(notes) in PENDING:
            notes = yield notes
    except PyErr as err:
        shown = yield safe_text(err.exc, "<__notes__ repr() failed>", PyObject_Repr)
        PyErr_Clear(err)
        return [f"Ignored error getting __notes__: {shown}"]
    if notes is None or notes is Py_None:
        return []
    lines: list[str] = []
    try:
        if notes.ob_type.value.tp_flags & (Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS):
            for note in list(notes.value):
                text = yield safe_text(note, "<note str() failed>")
                lines += text.split("\n")
        else:
            lines.append((yield safe_text(notes, "<__notes__ repr() failed>", PyObject_Repr)))
    finally:
        Py_DECREF(notes)
    return lines


def _syntax_details(exc: PyObject):
    fields: dict[str, Any] = {}
    for name in ("lineno", "end_lineno"):
        op = extra_field(exc, name)
        fields[name] = None if op is Py_None else (yield safe_text(op, "?"))
    message = extra_field(exc, "msg")
    msg = "<no detail available>"
    if message is not Py_None and message.value != "":
        msg = yield safe_text(message, "<exception str() failed>")
    name = extra_field(exc, "filename")
    filename = _host_str(name)
    is_named = bool(filename)
    if filename is None and name is not Py_None:
        filename = yield safe_text(name, "?")
        is_named = not name.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS or bool(name.value)
    return SyntaxDetails(
        filename, fields["lineno"], fields["end_lineno"],
        _host_str(extra_field(exc, "text")), _host_int(extra_field(exc, "offset")),
        _host_int(extra_field(exc, "end_offset")), msg, is_named)


def summarize_all(exc: PyObject):
    """Gather an exception with all it is chained to and all it groups (a generator).

    An exception that is met twice in chains is shown once; the tree may be of any size and shape.
    """
    seen = {exc}
    members: dict[PyObject, list[ExceptionSummary]] = {}
    top = yield summarize(exc)
    queue = deque([(top, exc)])
    while queue:
        summary, op = queue.pop()
        body = op.value
        cause, context = body.cause, body.context
        if cause is not None and cause not in seen:
            seen.add(cause)
            summary.cause = yield summarize(cause)
        if (summary.cause is None and not body.suppress_context
                and context is not None and context not in seen):
            seen.add(context)
            summary.context = yield summarize(context)
        if _PyBaseExceptionGroup_Check(op):
            if op in members:  # a group that stands in the tree more than once
                summary.exceptions = members[op]
            else:
                summary.exceptions = members[op] = []
                for sub in extra_field(op, "exceptions").value:
                    seen.add(sub)
                    summary.exceptions.append((yield summarize(sub)))
        if summary.cause is not None:
            queue.append((summary.cause, cause))
        if summary.context is not None:
            queue.append((summary.context, context))
        if summary.exceptions and members[op] is summary.exceptions:
            queue.extend(zip(summary.exceptions, extra_field(op, "exceptions").value, strict=True))
    return top


def format_exception(exc: PyObject):
    """The display of an exception as a list of host strings, each ending in a line end (a generator)."""
    exc.ob_refcnt += 1
    try:
        summary = yield summarize_all(exc)
    finally:
        Py_DECREF(exc)
    out = []
    for piece in format_summary(summary):
        out.append(piece)
        if len(out) % YIELD_EVERY == 0:
            yield None
    return out


def _PyErr_Display(exc: PyObject, write: Callable[[str], Any]):
    """Show an exception as the interpreter shows one that nobody caught (a generator).

    Args:
        exc: the exception (borrowed).
        write: takes host text; may return something pending.
    """
    exc.ob_refcnt += 1
    try:
        summary = yield summarize_all(exc)
    finally:
        Py_DECREF(exc)
    for piece in format_summary(summary):
        yield write(piece)


# --- the end of a program ----------------------------------------------------------------------------


def PySys_WriteStderr(text: str):
    """Write to ``sys.stderr``; errors there are passed over (a generator)."""
    file = _sys_attribute("stderr")
    if file is None or file is Py_None:
        return
    file.ob_refcnt += 1
    op = PyUnicode_FromString(text)
    try:
        res = PyObject_CallMethod(file, "write", [op])
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr as err:
        PyErr_Clear(err)
    finally:
        Py_DECREF(op)
        Py_DECREF(file)


def PyErr_DisplayException(exc: PyObject):
    """Show an exception on ``sys.stderr`` (a generator)."""
    yield _PyErr_Display(exc, PySys_WriteStderr)


def _Py_HandleSystemExit(exc: PyObject):
    """The exit status that a SystemExit asks for, after showing its message; None for others, and with -i."""
    if _PyInterpreterState_GET().config.inspect or not PyErr_GivenExceptionMatches(exc, PyExc_SystemExit):
        return None
    try:
        code = PyObject_GetAttr(exc, PyUnicode_InternFromString("code"))
        if type(code) in PENDING:
            code = yield code
    except PyErr as err:
        PyErr_Clear(err)
        exc.ob_refcnt += 1
        code = exc
    try:
        if code is Py_None:
            return 0
        if code.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            n = code.value
            if not -(1 << 63) <= n < 1 << 63:
                yield PySys_WriteStderr(
                    "Exception ignored on threading shutdown:\n"
                    "OverflowError: Python int too large to convert to C long\n")
                n = -1
            return int(n) & 0xFF
        text = yield safe_text(code, "")
        yield PySys_WriteStderr(text + "\n")
        return 1
    finally:
        Py_DECREF(code)


def PyErr_PrintEx(exc: PyObject, set_sys_last_vars: bool = True):
    """Show an exception that nobody caught through ``sys.excepthook``; SystemExit asks for the end.

    Args:
        exc: the exception (borrowed).
        set_sys_last_vars: whether ``sys.last_exc`` and its old forms are set.

    Returns:
        The exit status, if the program is to end (a generator).
    """
    status = yield _Py_HandleSystemExit(exc)
    if status is not None:
        return status
    _PyInterpreterState_GET().how = "exception"
    tb = exc.value.traceback or Py_None
    if set_sys_last_vars:
        sysdict = _PyInterpreterState_GET().sysdict
        for name, op in (("last_exc", exc), ("last_type", exc.ob_type), ("last_value", exc),
                         ("last_traceback", tb)):
            PyDict_SetItemString(sysdict, name, op)
    hook = _sys_attribute("excepthook")
    if hook is None:
        yield PySys_WriteStderr("sys.excepthook is missing\n")
        yield PyErr_DisplayException(exc)
    elif hook.ob_type is PyCFunction_Type:
        yield PyErr_DisplayException(exc)
    else:
        return (yield _call_hook(hook, exc, tb))
    return None


def _call_hook(hook: PyObject, exc: PyObject, tb: PyObject):
    args = [exc.ob_type, exc, tb]
    held = [hook, *args]
    for op in held:
        op.ob_refcnt += 1
    try:
        res = PyObject_Vectorcall(hook, args)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
        return None
    except PyErr as err:
        status = yield _Py_HandleSystemExit(err.exc)
        if status is None:
            yield PySys_WriteStderr("Error in sys.excepthook:\n")
            yield PyErr_DisplayException(err.exc)
            yield PySys_WriteStderr("\nOriginal exception was:\n")
            yield PyErr_DisplayException(exc)
        PyErr_Clear(err)
        return status
    finally:
        decref_all(held)


def note_place(exc: PyObject) -> None:
    """Give an exception that has no traceback an entry for the running Python function."""
    frame = _PyRuntime.tstate_current.current_frame  # type: ignore[union-attr]
    while frame is not None:
        if type(frame) is _PyInterpreterFrame and frame.f_funcobj is not None and frame.instr_ptr:
            code = frame.f_code
            PyTraceBack_Here(_PyFrame_GetFrameObject(frame), exc, code.lasti[frame.instr_ptr - 1])
            return
        frame = frame.previous


# --- errors of the host's compiler -------------------------------------------------------------------


def syntax_error_from_host(err: BaseException) -> PyErr:
    """The guest exception for an exception of the host's ``compile``: a PyErr to be raised.

    SyntaxError keeps its class, message and place; a too deep or too large source is what CPython makes of
    it: RecursionError, MemoryError, OverflowError, ValueError.
    """
    if isinstance(err, SyntaxError):
        return _PyErr_SetObject(_syntax_error(err))
    for host, guest in (
        (RecursionError, PyExc_RecursionError),
        (UnicodeEncodeError, None),
        (ValueError, PyExc_ValueError),
        (OverflowError, PyExc_OverflowError),
        (MemoryError, PyExc_MemoryError),
        (TypeError, PyExc_TypeError),
        (SystemError, PyExc_SystemError),
    ):
        if isinstance(err, host):
            if guest is None:
                return _unicode_encode_error(err)
            if not str(err):
                return _PyErr_SetObject(new_exception(guest))
            return PyErr_Format(guest, str(err))
    return PyErr_Format(PyExc_SystemError, f"{type(err).__name__} in the compiler: {err}")


def guest_atom(value: Any) -> PyObject:
    """A guest object for a host str, int or None. New reference."""
    if isinstance(value, str):
        return PyUnicode_FromString(value)
    if isinstance(value, int):
        return PyLong_FromLong(value)
    return Py_None


_PLACE = ("filename", "lineno", "offset", "text", "end_lineno", "end_offset")


def _syntax_error(err: SyntaxError) -> PyObject:
    exc_type = exception_types.get(type(err).__name__, PyExc_SyntaxError)
    args = [PyUnicode_FromString(str(err.msg))]
    located_later = len(err.args) < 2  # PyErr_SyntaxLocationObjectEx: the arguments do not tell the place
    told = _PLACE if located_later else _PLACE[:len(err.args[1])]  # a bad encoding has no end
    fields = [guest_atom(getattr(err, name)) for name in told]
    if not located_later:
        args.append(PyTuple_New(tuple(fields)))
    try:
        exc = exception_vectorcall(exc_type, args, NO_KW)
    finally:
        decref_all(args)
    if located_later:
        exc.value.extra.update(zip(_PLACE, fields, strict=True))
    return exc


def _unicode_encode_error(err: Any) -> PyErr:
    args = [guest_atom(err.encoding), guest_atom(err.object), PyLong_FromLong(err.start),
            PyLong_FromLong(err.end), guest_atom(err.reason)]
    try:
        exc = exception_vectorcall(exception_types["UnicodeEncodeError"], args, NO_KW)
    finally:
        decref_all(args)
    return _PyErr_SetObject(exc)


__all__ = [
    "PyErr_DisplayException", "PyErr_PrintEx", "PySys_WriteStderr",
    "_PyErr_Display", "_Py_HandleSystemExit", "extract_stack", "format_exception",
    "note_place", "syntax_error_from_host",
]
