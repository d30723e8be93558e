"""The wrappers that let guest code call a type's slots: ``wrap_*`` of Objects/typeobject.c.

A wrapper descriptor (``int.__add__``) calls ``wrapper(self, args, wrapped)``, where ``args`` is the host
list of the other arguments and ``wrapped`` the slot's function; those in `KEYWORD_WRAPPERS` also take
``kwnames``. A wrapper returns a new reference, or something pending.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.linker import late_import
from vm.objects.methoddef import NO_KW, _PyArg_CheckPositional
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_EQ,
    Py_False,
    Py_GE,
    Py_GT,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_None,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyErr_SetNone,
    PyExc_OverflowError,
    PyExc_StopIteration,
    PyExc_TypeError,
    PyExc_ValueError,
)

PyNumber_AsSsize_t: Callable
PyLong_FromLong: Callable
slot_tp_setattro: Callable


def check_num_args(args: list, n: int) -> None:
    """Raise TypeError unless there are exactly ``n`` arguments."""
    if len(args) != n:
        raise PyErr_Format(
            PyExc_TypeError, f"expected {n} argument{'' if n == 1 else 's'}, got {len(args)}")


def _finish(pending: Any, convert: Callable) -> Any:
    return convert((yield pending))


def _to_bool(value: Any) -> PyObject:
    return Py_True if value else Py_False


def _to_none(value: Any) -> PyObject:
    return Py_None


def _to_int(value: Any) -> PyObject:
    return PyLong_FromLong(value)


def _to_next(value: Any) -> PyObject:
    if value is None:
        raise PyErr_SetNone(PyExc_StopIteration)
    return value


def _result(res: Any, convert: Callable) -> Any:
    return _finish(res, convert) if type(res) in PENDING else convert(res)


def wrap_lenfunc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__len__``."""
    check_num_args(args, 0)
    return _result(wrapped(op), _to_int)


def wrap_inquirypred(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__bool__``."""
    check_num_args(args, 0)
    return _result(wrapped(op), _to_bool)


def wrap_binaryfunc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """A slot with one operand besides self."""
    if len(args) != 1:
        check_num_args(args, 1)
    return wrapped(op, args[0])


def wrap_binaryfunc_l(op: PyObject, args: list, wrapped: Callable) -> Any:
    """A binary operator with self on the left."""
    if len(args) != 1:
        check_num_args(args, 1)
    return wrapped(op, args[0])


def wrap_binaryfunc_r(op: PyObject, args: list, wrapped: Callable) -> Any:
    """A binary operator with self on the right."""
    check_num_args(args, 1)
    return wrapped(args[0], op)


def wrap_ternaryfunc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__pow__``, ``__ipow__``."""
    _PyArg_CheckPositional("", len(args), 1, 2)
    return wrapped(op, args[0], args[1] if len(args) > 1 else Py_None)


def wrap_ternaryfunc_r(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__rpow__``."""
    _PyArg_CheckPositional("", len(args), 1, 2)
    return wrapped(args[0], op, args[1] if len(args) > 1 else Py_None)


def wrap_unaryfunc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """A slot with no operand besides self."""
    check_num_args(args, 0)
    return wrapped(op)


def wrap_indexargfunc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__mul__`` of sequences."""
    _PyArg_CheckPositional("", len(args), 1, 1)
    i = PyNumber_AsSsize_t(args[0], PyExc_OverflowError)
    return _with_index(i, wrapped, op) if type(i) in PENDING else wrapped(op, i)


def _with_index(pending: Any, wrapped: Callable, op: PyObject) -> Any:
    i = yield pending
    res = wrapped(op, i)
    if type(res) in PENDING:
        res = yield res
    return res


def _getindex(op: PyObject, arg: PyObject) -> Any:
    """An index argument; a negative one counts from the end (a generator)."""
    i = PyNumber_AsSsize_t(arg, PyExc_OverflowError)
    if type(i) in PENDING:
        i = yield i
    if i < 0:
        length = op.ob_type.value.sq_length
        if length is not None:
            n = length(op)
            if type(n) in PENDING:
                n = yield n
            i += n
    return i


def wrap_sq_item(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__getitem__`` of a type without a mapping slot."""
    check_num_args(args, 1)
    return _with_index(_getindex(op, args[0]), wrapped, op)


def _sq_assign(op: PyObject, arg: PyObject, value: PyObject | None, wrapped: Callable) -> Any:
    i = yield _getindex(op, arg)
    res = wrapped(op, i, value)
    if type(res) in PENDING:
        yield res
    return Py_None


def wrap_sq_setitem(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__setitem__`` of a type without a mapping slot."""
    _PyArg_CheckPositional("", len(args), 2, 2)
    return _sq_assign(op, args[0], args[1], wrapped)


def wrap_sq_delitem(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__delitem__`` of a type without a mapping slot."""
    check_num_args(args, 1)
    return _sq_assign(op, args[0], None, wrapped)


def wrap_objobjproc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__contains__``."""
    check_num_args(args, 1)
    return _result(wrapped(op, args[0]), _to_bool)


def wrap_objobjargproc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__setitem__``."""
    _PyArg_CheckPositional("", len(args), 2, 2)
    return _result(wrapped(op, args[0], args[1]), _to_none)


def wrap_delitem(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__delitem__``."""
    check_num_args(args, 1)
    return _result(wrapped(op, args[0], None), _to_none)


def _hackcheck(op: PyObject, func: Callable, what: str) -> None:
    """Refuse ``object.__setattr__`` and its like on a type, past the type's own C-level override."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return
    type_op = op.ob_type
    setattro = type_op.value.tp_setattro
    defining: PyObject | None = type_op
    for base in reversed(type_op.value.tp_mro.value):
        slot = base.value.tp_setattro
        if slot is not slot_tp_setattro and slot is setattro:
            defining = base
            break
    while defining is not None:
        slot = defining.value.tp_setattro
        if slot is func:
            return
        if slot is not slot_tp_setattro:
            raise PyErr_Format(
                PyExc_TypeError, f"can't apply this {what} to {type_op.value.tp_name} object")
        defining = defining.value.tp_base


def _check_name(name: PyObject) -> None:
    """What each tp_getattro and tp_setattro checks in C; here they are only called with strings."""
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"attribute name must be string, not '{name.ob_type.value.tp_name:.200}'")


def wrap_getattro(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__getattribute__``."""
    check_num_args(args, 1)
    _check_name(args[0])
    return wrapped(op, args[0])


def wrap_setattr(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__setattr__``."""
    _PyArg_CheckPositional("", len(args), 2, 2)
    _hackcheck(op, wrapped, "__setattr__")
    _check_name(args[0])
    return _result(wrapped(op, args[0], args[1]), _to_none)


def wrap_delattr(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__delattr__``."""
    check_num_args(args, 1)
    _hackcheck(op, wrapped, "__delattr__")
    _check_name(args[0])
    return _result(wrapped(op, args[0], None), _to_none)


def wrap_hashfunc(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__hash__``."""
    check_num_args(args, 0)
    return _result(wrapped(op), _to_int)


def wrap_call(op: PyObject, args: list, wrapped: Callable, kwnames: tuple = NO_KW) -> Any:
    """``__call__``."""
    return wrapped(op, args, kwnames)


def wrap_del(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__del__``."""
    check_num_args(args, 0)
    return _result(wrapped(op), _to_none)


def _richcmp(op_code: int, name: str) -> Callable:
    def wrapper(op: PyObject, args: list, wrapped: Callable) -> Any:
        if len(args) != 1:
            check_num_args(args, 1)
        return wrapped(op, args[0], op_code)

    wrapper.__name__ = name
    return wrapper


richcmp_lt = _richcmp(Py_LT, "richcmp_lt")
richcmp_le = _richcmp(Py_LE, "richcmp_le")
richcmp_eq = _richcmp(Py_EQ, "richcmp_eq")
richcmp_ne = _richcmp(Py_NE, "richcmp_ne")
richcmp_gt = _richcmp(Py_GT, "richcmp_gt")
richcmp_ge = _richcmp(Py_GE, "richcmp_ge")


def wrap_next(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__next__``: NULL becomes StopIteration."""
    check_num_args(args, 0)
    return _result(wrapped(op), _to_next)


def wrap_descr_get(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__get__``."""
    _PyArg_CheckPositional("", len(args), 1, 2)
    obj = None if args[0] is Py_None else args[0]
    type_op = None if len(args) < 2 or args[1] is Py_None else args[1]
    if obj is None and type_op is None:
        raise PyErr_Format(PyExc_TypeError, "__get__(None, None) is invalid")
    return wrapped(op, obj, type_op)


def wrap_descr_set(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__set__``."""
    _PyArg_CheckPositional("", len(args), 2, 2)
    return _result(wrapped(op, args[0], args[1]), _to_none)


def wrap_descr_delete(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__delete__``."""
    check_num_args(args, 1)
    return _result(wrapped(op, args[0], None), _to_none)


def wrap_buffer(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__buffer__``: a memoryview of the object's memory (a generator)."""
    from vm.objects.memoryobject import PyMemoryView_FromView  # rare, and a file above this one

    _PyArg_CheckPositional("", len(args), 1, 1)
    flags = PyNumber_AsSsize_t(args[0], PyExc_OverflowError)
    if type(flags) in PENDING:
        flags = yield flags
    if flags > 0x7FFFFFFF:
        raise PyErr_Format(PyExc_OverflowError, "buffer flags too large")
    res = PyMemoryView_FromView(wrapped(op, flags))
    if type(res) in PENDING:
        res = yield res
    return res


def wrap_releasebuffer(op: PyObject, args: list, wrapped: Callable) -> Any:
    """``__release_buffer__``: releases the memoryview that ``__buffer__`` gave."""
    from vm.objects.memoryobject import PyMemoryView_Type, memoryview_release  # rare

    _PyArg_CheckPositional("", len(args), 1, 1)
    mv = args[0]
    if mv.ob_type is not PyMemoryView_Type:
        raise PyErr_Format(PyExc_TypeError, "expected a memoryview object")
    if mv.value.view.obj is None:
        return Py_None
    if mv.value.view.obj is not op:
        raise PyErr_Format(PyExc_ValueError, "memoryview's buffer is not this object")
    if mv.value.released:
        raise PyErr_Format(PyExc_ValueError, "memoryview's buffer has already been released")
    return memoryview_release(mv)


def wrap_init(op: PyObject, args: list, wrapped: Callable, kwnames: tuple = NO_KW) -> Any:
    """``__init__``."""
    return _result(wrapped(op, args, kwnames), _to_none)


#: Wrappers that pass keywords on (PyWrapperFlag_KEYWORDS).
KEYWORD_WRAPPERS = frozenset({wrap_call, wrap_init})


@late_import
def _bind() -> None:
    global PyNumber_AsSsize_t, PyLong_FromLong, slot_tp_setattro
    from vm.objects.abstract import PyNumber_AsSsize_t
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.typeobject_slots import slot_tp_setattro
