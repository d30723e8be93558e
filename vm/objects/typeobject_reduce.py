"""Pickling and copying of objects: ``__reduce_ex__``, ``__getstate__``. From Objects/typeobject.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract
from vm.objects import object as object_c
from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs
from vm.objects.linker import late_import
from vm.objects.object import _Py_ID
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_MANAGED_DICT,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_XDECREF,
    PyBaseObject_Type,
    PyCFunction_Type,
    PyErr,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.pyimport import PyImport_Import
from vm.objects.typeobject import _PyObject_LookupSpecial

PyDict_New: Callable
PyDict_SetItem: Callable
PyDict_GetItemString: Callable
PyTuple_New: Callable
PyLong_FromLong: Callable
PyNumber_AsSsize_t: Callable


def _has(op: PyObject, flag: int) -> bool:
    return bool(op.ob_type.value.tp_flags & flag)


def import_copyreg() -> Any:
    """The copyreg module: new reference (a generator)."""
    module = PyDict_GetItemString(_PyInterpreterState_GET().modules, "copyreg")
    if module is not None:
        return Py_NewRef(module)
    return (yield PyImport_Import("copyreg"))


def _get_slot_names(type_op: PyObject) -> Any:
    """The list of a class's slot names for pickle, or None (new reference; a generator)."""
    names = PyDict_GetItemString(type_op.value.tp_dict, "__slotnames__")
    if names is not None:
        if names is not Py_None and not _has(names, Py_TPFLAGS_LIST_SUBCLASS):
            raise PyErr_Format(
                PyExc_TypeError,
                f"{type_op.value.tp_name}.__slotnames__ should be a list or None, "
                f"not {names.ob_type.value.tp_name}")
        names.ob_refcnt += 1
        return names
    copyreg = yield import_copyreg()
    try:
        names = PyObject_CallMethod(copyreg, "_slotnames", [type_op])
        if type(names) in PENDING:
            names = yield names
    finally:
        Py_DECREF(copyreg)
    if names is not Py_None and not _has(names, Py_TPFLAGS_LIST_SUBCLASS):
        Py_DECREF(names)
        raise PyErr_Format(
            PyExc_TypeError, "copyreg._slotnames didn't return a list or None")
    return names


def object_getstate_default(op: PyObject, required: bool) -> Any:
    """The instance's dict, with its slots if there are any (a generator).

    Args:
        op: the instance.
        required: whether state that Python cannot see makes it an error.
    """
    tp = op.ob_type.value
    if required and tp.tp_itemsize:
        raise PyErr_Format(PyExc_TypeError, f"cannot pickle {tp.tp_name} objects")
    names = yield _get_slot_names(op.ob_type)
    try:
        if required:
            _check_no_hidden_state(op, names)
        if tp.tp_dictoffset and op.ob_dict:
            state = object_c.PyObject_GenericGetDict(op)
        else:
            state = Py_None
        if names is Py_None or not names.value:
            return state
        try:
            slots = yield _slot_state(op, names)
        except PyErr:
            Py_DECREF(state)
            raise
        if slots is None:
            return state
        return PyTuple_New((state, slots))
    finally:
        Py_DECREF(names)


def _check_no_hidden_state(op: PyObject, names: PyObject) -> None:
    tp = op.ob_type.value
    size = PyBaseObject_Type.value.tp_basicsize
    if tp.tp_dictoffset and not tp.tp_flags & Py_TPFLAGS_MANAGED_DICT:
        size += 8
    if tp.tp_weaklistoffset > 0:
        size += 8
    if names is not Py_None:
        size += 8 * len(names.value)
    if tp.tp_basicsize > size:
        raise PyErr_Format(PyExc_TypeError, f"cannot pickle '{tp.tp_name}' object")


def _slot_state(op: PyObject, names: PyObject) -> Any:
    """A dict of the slots that are set, or NULL if none is (a generator)."""
    slots = PyDict_New()
    try:
        size = len(names.value)
        for i in range(size):
            name = Py_NewRef(names.value[i])
            try:
                yield _add_slot(op, name, slots)
            finally:
                Py_DECREF(name)
            if len(names.value) != size:
                raise PyErr_Format(
                    PyExc_RuntimeError, "__slotsname__ changed size during iteration")
        if slots.value.me_value:
            slots.ob_refcnt += 1
            return slots
        return None
    finally:
        Py_DECREF(slots)


def _add_slot(op: PyObject, name: PyObject, slots: PyObject) -> Any:
    """Put the value of a slot into the dict, if it is set (a generator)."""
    value = object_c.PyObject_GetOptionalAttr(op, name)
    if type(value) in PENDING:
        value = yield value
    if value is None:
        return
    try:
        res = PyDict_SetItem(slots, name, value)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(value)


def object___getstate__(op: PyObject) -> Any:
    """``op.__getstate__()``."""
    return object_getstate_default(op, False)


def _object_getstate(op: PyObject, required: bool) -> Any:
    getstate = object_c.PyObject_GetAttr(op, _Py_ID("__getstate__"))
    if type(getstate) in PENDING:
        getstate = yield getstate
    try:
        body = getstate.value
        if (getstate.ob_type is PyCFunction_Type and body.m_self is op
                and body.m_ml.ml_meth is object___getstate__):
            return (yield object_getstate_default(op, required))
        state = PyObject_CallNoArgs(getstate)
        if type(state) in PENDING:
            state = yield state
        return state
    finally:
        Py_DECREF(getstate)


def _PyObject_GetState(op: PyObject) -> Any:
    """What pickle stores as an object's state (pending)."""
    return _object_getstate(op, False)


def _call_special(op: PyObject, name: str) -> Any:
    """Call a special method if the type has one: its result, or NULL (a generator)."""
    method = _PyObject_LookupSpecial(op, name)
    if type(method) in PENDING:
        method = yield method
    if method is None:
        return None
    try:
        res = PyObject_CallNoArgs(method)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(method)
    return res


def _get_new_arguments(op: PyObject) -> Any:
    """The arguments for ``__new__``: a host pair of guest tuple and dict, either may be NULL."""
    found = yield _call_special(op, "__getnewargs_ex__")
    if found is not None:
        try:
            args, kwargs = _check_newargs_ex(found)
            args.ob_refcnt += 1
            kwargs.ob_refcnt += 1
        finally:
            Py_DECREF(found)
        return args, kwargs
    args = yield _call_special(op, "__getnewargs__")
    if args is not None and not _has(args, Py_TPFLAGS_TUPLE_SUBCLASS):
        name = args.ob_type.value.tp_name
        Py_DECREF(args)
        raise PyErr_Format(
            PyExc_TypeError, f"__getnewargs__ should return a tuple, not '{name}'")
    return args, None


def _check_newargs_ex(found: PyObject) -> tuple[PyObject, PyObject]:
    if not _has(found, Py_TPFLAGS_TUPLE_SUBCLASS):
        raise PyErr_Format(
            PyExc_TypeError,
            "__getnewargs_ex__ should return a tuple, not "
            f"'{found.ob_type.value.tp_name}'")
    if len(found.value) != 2:
        raise PyErr_Format(
            PyExc_ValueError,
            f"__getnewargs_ex__ should return a tuple of length 2, not {len(found.value)}")
    args, kwargs = found.value
    if not _has(args, Py_TPFLAGS_TUPLE_SUBCLASS):
        raise PyErr_Format(
            PyExc_TypeError,
            "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not "
            f"'{args.ob_type.value.tp_name}'")
    if not _has(kwargs, Py_TPFLAGS_DICT_SUBCLASS):
        raise PyErr_Format(
            PyExc_TypeError,
            "second item of the tuple returned by __getnewargs_ex__ must be a dict, not "
            f"'{kwargs.ob_type.value.tp_name}'")
    return args, kwargs


def _get_items_iter(op: PyObject, flag: int, name: str | None) -> Any:
    """An iterator over the items of a list or dict, None for anything else (a generator)."""
    if not _has(op, flag):
        return Py_None
    items = op
    if name is None:
        items.ob_refcnt += 1
    else:
        items = PyObject_CallMethod(op, name, [])
        if type(items) in PENDING:
            items = yield items
    try:
        it = abstract.PyObject_GetIter(items)
        if type(it) in PENDING:
            it = yield it
    finally:
        Py_DECREF(items)
    return it


def reduce_newobj(op: PyObject) -> Any:
    """The reduction of protocol 2 and above (a generator)."""
    tp = op.ob_type.value
    if tp.tp_new is None:
        raise PyErr_Format(PyExc_TypeError, f"cannot pickle '{tp.tp_name}' object")
    args, kwargs = yield _get_new_arguments(op)
    owned: list[PyObject | None] = [args, kwargs]
    try:
        copyreg = yield import_copyreg()
        owned.append(copyreg)
        extended = kwargs is not None and bool(kwargs.value.me_value)
        newobj = object_c.PyObject_GetAttr(
            copyreg, _Py_ID("__newobj_ex__" if extended else "__newobj__"))
        if type(newobj) in PENDING:
            newobj = yield newobj
        owned.append(newobj)
        if extended:
            items = (op.ob_type, args, kwargs)
        else:
            items = (op.ob_type, *(args.value if args is not None else ()))
        for item in items:
            item.ob_refcnt += 1
        newargs = PyTuple_New(items)
        owned.append(newargs)
        required = args is None and not _has(
            op, Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_DICT_SUBCLASS)
        result = [newobj, newargs, (yield _object_getstate(op, required))]
        owned.append(result[2])
        result.append((yield _get_items_iter(op, Py_TPFLAGS_LIST_SUBCLASS, None)))
        owned.append(result[3])
        result.append((yield _get_items_iter(op, Py_TPFLAGS_DICT_SUBCLASS, "items")))
        owned.append(result[4])
        for item in result:
            item.ob_refcnt += 1
        return PyTuple_New(tuple(result))
    finally:
        for item in owned:
            Py_XDECREF(item)


def _common_reduce(op: PyObject, protocol: int) -> Any:
    if protocol >= 2:
        return (yield reduce_newobj(op))
    copyreg = yield import_copyreg()
    number = PyLong_FromLong(protocol)
    try:
        res = PyObject_CallMethod(copyreg, "_reduce_ex", [op, number])
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(copyreg)
        Py_DECREF(number)


def object___reduce__(op: PyObject) -> Any:
    """``op.__reduce__()``."""
    return _common_reduce(op, 0)


def object___reduce_ex__(op: PyObject, protocol: PyObject) -> Any:
    """``op.__reduce_ex__(protocol)``: a class's own ``__reduce__`` has precedence (a generator)."""
    number = PyNumber_AsSsize_t(protocol, None)
    if type(number) in PENDING:
        number = yield number
    reduce = object_c.PyObject_GetOptionalAttr(op, _Py_ID("__reduce__"))
    if type(reduce) in PENDING:
        reduce = yield reduce
    if reduce is not None:
        try:
            found = object_c.PyObject_GetAttr(op.ob_type, _Py_ID("__reduce__"))
            if type(found) in PENDING:
                found = yield found
            own = found is not PyBaseObject_Type.value.tp_dict.value.me_value["__reduce__"]
            Py_DECREF(found)
            if own:
                res = PyObject_CallNoArgs(reduce)
                if type(res) in PENDING:
                    res = yield res
                return res
        finally:
            Py_DECREF(reduce)
    return (yield _common_reduce(op, number))


@late_import
def _bind() -> None:
    global PyDict_New, PyDict_SetItem, PyDict_GetItemString, PyTuple_New, PyLong_FromLong
    global PyNumber_AsSsize_t
    from vm.objects.abstract import PyNumber_AsSsize_t
    from vm.objects.dictobject import PyDict_GetItemString, PyDict_New, PyDict_SetItem
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.tupleobject import PyTuple_New
