"""count, cycle, repeat. A part of Modules/itertoolsmodule.c."""

from __future__ import annotations

from typing import Any

from vm.modules.itertools_base import (
    bad_state_item,
    clear_field,
    finish_new,
    iterator_type,
    itertoolsobject,
    pickle_methods,
    set_field,
    state_tuple,
)
from vm.objects.abstract import PyIter_Next, PyNumber_Add, PyObject_GetIter
from vm.objects.abstract_number import PyNumber_Check
from vm.objects.bridge import PY_SSIZE_T_MAX, PY_SSIZE_T_MIN
from vm.objects.getargs import c_int, reject_keywords, ssize_t
from vm.objects.listobject import PyList_Append, PyList_Check, PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, _PyArg_CheckPositional, parse_arguments
from vm.objects.modsupport import Py_BuildValue
from vm.objects.object import PyObject_Repr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyErr,
    PyLong_Type,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_SystemError, PyExc_TypeError
from vm.objects.typeobject import _PyType_Name
from vm.objects.typeobject_subtype import static_alloc
from vm.objects.unicodeobject import PyUnicode_FromString

# -- count ------------------------------------------------------------------------------------------

_COUNT = ArgSpec("($type, /, start=0, step=1)")


def _is_int(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS)


def count_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """count(start=0, step=1)

    As long as ``cnt`` is not PY_SSIZE_T_MAX it is what comes next, and the step is 1; else
    ``long_cnt`` and ``long_step`` (owned) are added.
    """
    start, step = parse_arguments(_COUNT, "count", args, kwnames)
    for n in (start, step):
        if n is not None and not PyNumber_Check(n):
            raise PyErr_Format(PyExc_TypeError, "a number is required")
    fast = (start is None or _is_int(start)) and (step is None or (_is_int(step) and step.value == 1))
    cnt = 0 if start is None else int(start.value) if fast else PY_SSIZE_T_MAX
    if not PY_SSIZE_T_MIN <= cnt <= PY_SSIZE_T_MAX:
        fast, cnt = False, PY_SSIZE_T_MAX
    if fast:
        start = None
    else:
        start = PyLong_FromLong(0) if start is None else Py_NewRef(start)
    step = PyLong_FromLong(1) if step is None else Py_NewRef(step)
    return static_alloc(type_op, count_type, itertoolsobject(
        cnt=cnt if fast else PY_SSIZE_T_MAX, long_cnt=start, long_step=step))


def count_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    cnt = lz.cnt
    if cnt == PY_SSIZE_T_MAX:
        return count_nextlong(lz)
    lz.cnt = cnt + 1
    return PyLong_FromLong(cnt)


def count_nextlong(lz: itertoolsobject) -> Any:
    """The next number by addition."""
    current = lz.long_cnt
    if current is None:
        current = lz.long_cnt = PyLong_FromLong(PY_SSIZE_T_MAX)
    if current.ob_type is PyLong_Type and lz.long_step.ob_type is PyLong_Type:
        lz.long_cnt = PyLong_FromLong(current.value + lz.long_step.value)
        return current
    return _count_nextlong(lz, current)


def _count_nextlong(lz: itertoolsobject, current: PyObject) -> Any:
    stepped = PyNumber_Add(current, lz.long_step)
    if type(stepped) in PENDING:
        stepped = yield stepped
    lz.long_cnt = stepped
    return current


def count_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    lz = op.value
    name = _PyType_Name(op.ob_type)
    if lz.cnt != PY_SSIZE_T_MAX:
        return PyUnicode_FromString(f"{name}({lz.cnt})")
    parts = []
    one = _is_int(lz.long_step) and lz.long_step.value == 1
    for n in (lz.long_cnt,) if one else (lz.long_cnt, lz.long_step):
        if n is None:
            parts.append("<NULL>")
            continue
        text = PyObject_Repr(n)
        if type(text) in PENDING:
            text = yield text
        parts.append(text.value)
        Py_DECREF(text)
    return PyUnicode_FromString(f"{name}({', '.join(parts)})")


def count_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    lz = self.value
    if lz.cnt != PY_SSIZE_T_MAX:
        return Py_BuildValue((self.ob_type, (lz.cnt,)))
    if lz.long_cnt is None:
        raise PyErr_Format(PyExc_SystemError, "NULL object passed to Py_BuildValue")
    return Py_BuildValue((self.ob_type, (lz.long_cnt, lz.long_step)))


count_type = iterator_type(
    "count", 40, ("long_cnt", "long_step"), count_new, count_next, tp_repr=count_repr,
    tp_methods=pickle_methods(count_reduce))


# -- repeat -----------------------------------------------------------------------------------------

_REPEAT = ArgSpec("($type, /, object, times=None)")


def repeat_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """repeat(object[, times])"""
    element, times = parse_arguments(_REPEAT, "repeat", args, kwnames)
    cnt = None if times is None else ssize_t(times)
    if type(cnt) in PENDING:
        return _repeat_new(type_op, element, cnt)
    return _repeat_make(type_op, element, cnt)


def _repeat_new(type_op: PyObject, element: PyObject, pending: Any) -> Any:
    return _repeat_make(type_op, element, (yield pending))


def _repeat_make(type_op: PyObject, element: PyObject, cnt: int | None) -> PyObject:
    element.ob_refcnt += 1
    return static_alloc(type_op, repeat_type, itertoolsobject(
        element=element, cnt=-1 if cnt is None else max(cnt, 0)))


def repeat_next(op: PyObject) -> PyObject | None:
    """tp_iternext"""
    ro = op.value
    if ro.cnt == 0:
        return None
    if ro.cnt > 0:
        ro.cnt -= 1
    ro.element.ob_refcnt += 1
    return ro.element


def repeat_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    ro = op.value
    text = PyObject_Repr(ro.element)
    if type(text) in PENDING:
        text = yield text
    inside = text.value if ro.cnt == -1 else f"{text.value}, {ro.cnt}"
    Py_DECREF(text)
    return PyUnicode_FromString(f"{_PyType_Name(op.ob_type)}({inside})")


def repeat_len(self: PyObject) -> PyObject:
    """__length_hint__"""
    if self.value.cnt == -1:
        raise PyErr_Format(PyExc_TypeError, "len() of unsized object")
    return PyLong_FromLong(self.value.cnt)


def repeat_reduce(self: PyObject) -> PyObject:
    """__reduce__"""
    ro = self.value
    args = (ro.element, ro.cnt) if ro.cnt >= 0 else (ro.element,)
    return Py_BuildValue((self.ob_type, args))


repeat_type = iterator_type(
    "repeat", 32, ("element",), repeat_new, repeat_next, tp_repr=repeat_repr,
    tp_methods=(PyMethodDef("__length_hint__", repeat_len, "($self, /)"),
                *pickle_methods(repeat_reduce)))


# -- cycle ------------------------------------------------------------------------------------------


def cycle_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """cycle(iterable): ``saved`` is a guest list of what the first round gave"""
    reject_keywords("cycle", type_op, cycle_type, kwnames)
    _PyArg_CheckPositional("cycle", len(args) - len(kwnames), 1, 1)
    return finish_new(
        type_op, cycle_type, PyObject_GetIter(args[0]),
        lambda it: itertoolsobject(it=it, saved=PyList_New([]), index=0, firstpass=False))


def cycle_next(op: PyObject) -> Any:
    """tp_iternext"""
    lz = op.value
    return _cycle_again(lz) if lz.it is None else _cycle_first(lz)


def _cycle_again(lz: itertoolsobject) -> PyObject | None:
    saved = lz.saved.value
    if not saved:
        return None
    if lz.index >= len(saved):  # somebody got hold of the list and shortened it
        lz.index = 0
    item = saved[lz.index]
    lz.index += 1
    if lz.index >= len(saved):
        lz.index = 0
    item.ob_refcnt += 1
    return item


def _cycle_first(lz: itertoolsobject) -> Any:
    item = PyIter_Next(lz.it)
    if type(item) in PENDING:
        item = yield item
    if item is not None:
        if not lz.firstpass:
            try:
                check_size(len(lz.saved.value) + 1)
            except PyErr:
                Py_DECREF(item)
                raise
            PyList_Append(lz.saved, item)
        return item
    clear_field(lz, "it")
    return _cycle_again(lz)


def cycle_reduce(self: PyObject) -> Any:
    """__reduce__"""
    lz = self.value
    if lz.it is not None:
        return Py_BuildValue(
            (self.ob_type, (lz.it,), (lz.saved, Py_True if lz.firstpass else Py_False)))
    it = PyObject_GetIter(lz.saved)
    it.value.it_index = lz.index
    res = Py_BuildValue((self.ob_type, (it,), (lz.saved, Py_True)))
    Py_DECREF(it)
    return res


def cycle_setstate(self: PyObject, state: PyObject) -> Any:
    """__setstate__ (a generator)"""
    saved, first = state_tuple(state, 2, 2)
    if not PyList_Check(saved):
        raise bad_state_item(1, "list", saved)
    firstpass = c_int(first)
    if type(firstpass) in PENDING:
        firstpass = yield firstpass
    set_field(self.value, "saved", saved)
    self.value.firstpass = firstpass != 0
    self.value.index = 0
    return Py_None


cycle_type = iterator_type(
    "cycle", 48, ("it", "saved"), cycle_new, cycle_next,
    tp_methods=pickle_methods(cycle_reduce, cycle_setstate))
