"""tzinfo and timezone. A part of Modules/_datetimemodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules._datetime_args import Format, parsed
from vm.modules._datetime_delta import delta_hash, delta_richcompare, delta_subtract
from vm.modules._datetime_types import (
    PyDateTime_Check,
    PyDateTime_DeltaType,
    PyDateTime_TimeZoneType,
    PyDateTime_TZInfoType,
    add_datetime_timedelta,
    delta_bool,
    expect_datetime,
    new_timezone,
    utc_timezone,
)
from vm.modules._datetime_tzcall import call_dst, call_utcoffset, offset_text
from vm.objects.call import PyObject_CallNoArgs
from vm.objects.methoddef import PyMethodDef
from vm.objects.modsupport import Py_BuildValue
from vm.objects.object import PyObject_GetOptionalAttr, PyObject_Repr, _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_NE,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_XDECREF,
    PyErr,
    PyObject,
    decref_all,
    set_slots,
)
from vm.objects.pycore_trashcan import free_body
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_NotImplementedError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_reduce import _PyObject_GetState
from vm.objects.typeobject_subtype import PyType_GenericNew
from vm.objects.unicodeobject import PyUnicode_FromString

# ---- tzinfo


def _tzinfo_nogo(name: str) -> PyMethodDef:
    """A method that a subclass must have."""

    def tzinfo_nogo(self: PyObject, dt: PyObject) -> PyObject:
        raise PyErr_Format(PyExc_NotImplementedError, f"a tzinfo subclass must implement {name}()")

    return PyMethodDef(name, tzinfo_nogo, "($self, dt, /)")


def _check_fromutc(self: PyObject, dt: PyObject) -> None:
    if not PyDateTime_Check(dt):
        raise PyErr_Format(PyExc_TypeError, "fromutc: argument must be a datetime")
    if dt.value.tzinfo is not self:
        raise PyErr_Format(PyExc_ValueError, "fromutc: dt.tzinfo is not self")


def tzinfo_fromutc(self: PyObject, dt: PyObject) -> Any:
    """``fromutc(dt)``: a datetime in UTC as local time (a generator)."""
    _check_fromutc(self, dt)
    held: list[PyObject] = []
    try:
        return (yield _fromutc(self, dt, held))
    finally:
        decref_all(held)


def _fromutc(self: PyObject, dt: PyObject, held: list[PyObject]) -> Any:
    """The same; what is in ``held`` is the caller's to drop."""
    off = call_utcoffset(self, dt)
    held.append((yield off) if type(off) in PENDING else off)
    if held[0] is Py_None:
        raise PyErr_Format(PyExc_ValueError, "fromutc: non-None utcoffset() result required")
    held.append((yield call_dst(self, dt)))
    if held[1] is Py_None:
        raise PyErr_Format(PyExc_ValueError, "fromutc: non-None dst() result required")
    delta = delta_subtract(held[0], held[1])
    held.append(delta)
    result = add_datetime_timedelta(dt, delta, 1)
    if type(result) in PENDING:
        result = yield result
    held.append(result)
    dst = yield call_dst(dt.value.tzinfo, result)
    held.append(dst)
    if dst is Py_None:
        raise PyErr_Format(
            PyExc_ValueError, "fromutc: tz.dst() gave inconsistent results; cannot convert")
    if not delta_bool(dst):
        return Py_NewRef(result)
    expect_datetime(result, dt.ob_type)
    result = add_datetime_timedelta(result, dst, 1)
    return (yield result) if type(result) in PENDING else result


def tzinfo_reduce(self: PyObject) -> Any:
    """``__reduce__()``: the class, what __getinitargs__() gives, the state (a generator)."""
    getinitargs = PyObject_GetOptionalAttr(self, _Py_ID("__getinitargs__"))
    if type(getinitargs) in PENDING:
        getinitargs = yield getinitargs
    args = PyTuple_New(())
    if getinitargs is not None:
        try:
            args = PyObject_CallNoArgs(getinitargs)
            if type(args) in PENDING:
                args = yield args
        finally:
            Py_DECREF(getinitargs)
    try:
        state = _PyObject_GetState(self)
        if type(state) in PENDING:
            state = yield state
    except PyErr:
        Py_DECREF(args)
        raise
    return PyTuple_New((Py_NewRef(self.ob_type), args, state))


set_slots(
    PyDateTime_TZInfoType,
    tp_new=PyType_GenericNew,
    tp_methods=(
        *(_tzinfo_nogo(name) for name in ("tzname", "utcoffset", "dst")),
        PyMethodDef("fromutc", tzinfo_fromutc, "($self, dt, /)"),
        PyMethodDef("__reduce__", tzinfo_reduce, "($self, /)"),
    ),
)

# ---- timezone


def timezone_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    body = op.value
    Py_DECREF(body.offset)
    Py_XDECREF(body.name)
    free_body(op)


def timezone_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """tp_richcompare: by the offset"""
    if op not in (Py_EQ, Py_NE) or b.ob_type is not PyDateTime_TimeZoneType:
        return Py_NotImplemented
    return delta_richcompare(a.value.offset, b.value.offset, op)


def timezone_hash(op: PyObject) -> int:
    """tp_hash: that of the offset"""
    return delta_hash(op.value.offset)


def _timezone_check_argument(dt: PyObject, meth: str) -> None:
    if dt is not Py_None and not PyDateTime_Check(dt):
        raise PyErr_Format(
            PyExc_TypeError,
            f"{meth}(dt) argument must be a datetime instance or None, not {dt.ob_type.value.tp_name:.200}")


def timezone_repr(op: PyObject) -> Any:
    """tp_repr (a generator but for UTC)"""
    if op is utc_timezone:
        return PyUnicode_FromString(f"{op.ob_type.value.tp_name}.utc")
    return _timezone_repr(op)


def _timezone_repr(op: PyObject) -> Any:
    shown = []
    for part in (op.value.offset, op.value.name):
        if part is not None:
            text = PyObject_Repr(part)
            if type(text) in PENDING:
                text = yield text
            shown.append(text.value)
            Py_DECREF(text)
    return PyUnicode_FromString(f"{op.ob_type.value.tp_name}({', '.join(shown)})")


def timezone_str(op: PyObject) -> PyObject:
    """tp_str: the name, or one made of the offset"""
    body = op.value
    if body.name is not None:
        return Py_NewRef(body.name)
    return PyUnicode_FromString(
        f"UTC{offset_text(body.offset, ':') if delta_bool(body.offset) else ''}")


def timezone_tzname(self: PyObject, dt: PyObject) -> PyObject:
    """``tzname(dt)``"""
    _timezone_check_argument(dt, "tzname")
    return timezone_str(self)


def timezone_utcoffset(self: PyObject, dt: PyObject) -> PyObject:
    """``utcoffset(dt)``"""
    _timezone_check_argument(dt, "utcoffset")
    return Py_NewRef(self.value.offset)


def timezone_dst(self: PyObject, dt: PyObject) -> PyObject:
    """``dst(dt)``: None"""
    _timezone_check_argument(dt, "dst")
    return Py_None


def timezone_fromutc(self: PyObject, dt: PyObject) -> Any:
    """``fromutc(dt)``"""
    _check_fromutc(self, dt)
    return add_datetime_timedelta(dt, self.value.offset, 1)


def timezone_getinitargs(self: PyObject) -> PyObject:
    """``__getinitargs__()``"""
    body = self.value
    return Py_BuildValue((body.offset,) if body.name is None else (body.offset, body.name))


def _timezone_new(type_op: PyObject, offset: PyObject, name: PyObject | None) -> Any:
    """tp_new"""
    return new_timezone(offset, name)


set_slots(
    PyDateTime_TimeZoneType,
    tp_dealloc=timezone_dealloc,
    tp_repr=timezone_repr, tp_hash=timezone_hash, tp_str=timezone_str,
    tp_richcompare=timezone_richcompare,
    tp_new=parsed(Format("O!|U", "offset name", "timezone", PyDateTime_DeltaType), _timezone_new),
    tp_methods=(
        PyMethodDef("tzname", timezone_tzname, "($self, dt, /)"),
        PyMethodDef("utcoffset", timezone_utcoffset, "($self, dt, /)"),
        PyMethodDef("dst", timezone_dst, "($self, dt, /)"),
        PyMethodDef("fromutc", timezone_fromutc, "($self, dt, /)"),
        PyMethodDef("__getinitargs__", timezone_getinitargs, "($self, /)"),
    ),
)
