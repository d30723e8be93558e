"""The slot table and the slots of classes written in Python.

From Objects/typeobject.c: ``slotdefs``, the ``slot_*`` functions, update_one_slot. A ``slot_*`` function
looks the special method up on the type and calls it; where nothing remains to be done with the result,
the pending call itself is returned, so that no native frame stands between.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import typeobject_wrappers as w
from vm.objects.call import PyObject_Vectorcall
from vm.objects.linker import late_import
from vm.objects.methoddef import NO_KW
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GetAttr,
    PyObject_HashNotImplemented,
    PyObject_IsTrue,
    _Py_address,
    _Py_CheckRecursiveCall,
    _Py_ID,
    _PyObject_GenericGetAttrWithDict,
    _PyObject_NextNotImplemented,
)
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_freelist import count_passing_arguments
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    Py_True,
    PyCFunction_Type,
    PyErr,
    PyFunction_Type,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetArgs,
    PyErr_WriteUnraisable,
    PyExc_AttributeError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject import (
    PyType_Modified,
    _PyType_Lookup,
    find_name_in_mro,
    init_result_error,
    type_call,
)
from vm.objects.typeobject_buffer import slot_bf_getbuffer, slot_bf_releasebuffer

PyLong_FromLong: Callable
PyNumber_Index: Callable
PyNumber_AsSsize_t: Callable
PySeqIter_New: Callable
_PySequence_IterSearch: Callable
PyWrapperDescr_Type: PyObject
tp_new_wrapper: Callable

_METHOD = Py_TPFLAGS_METHOD_DESCRIPTOR


# ---- calling special methods

def _attribute_error(name: str) -> PyErr:
    return PyErr_SetArgs(PyExc_AttributeError, _Py_ID(name))


def vectorcall_method(name: str, args: list) -> Any:
    """Call the special method ``name`` of ``args[0]``'s type; AttributeError if it has none.

    Args:
        name: a host str.
        args: self, then the arguments.
    """
    func = _PyType_Lookup(args[0].ob_type, name)
    if func is None:
        raise _attribute_error(name)
    return call_special(func, args, NO_KW)


def vectorcall_maybe(name: str, args: list) -> Any:
    """As `vectorcall_method`, but NotImplemented if the type has no such method."""
    func = _PyType_Lookup(args[0].ob_type, name)
    if func is None:
        return Py_NotImplemented
    return call_special(func, args, NO_KW)


def call_special(func: PyObject, args: list, kwnames: tuple) -> Any:
    """Call what was found on the type of ``args[0]`` (borrowed), binding it unless it is a method."""
    ftype = func.ob_type
    if ftype is PyFunction_Type:
        return ftype.value.tp_call(func, args, kwnames)
    if ftype.value.tp_flags & _METHOD:
        return PyObject_Vectorcall(func, args, kwnames)
    get = ftype.value.tp_descr_get
    if get is None:
        func.ob_refcnt += 1
        return _call_bound(func, args[1:], kwnames)
    bound = get(func, args[0], args[0].ob_type)
    if type(bound) in PENDING:
        return _call_pending_bound(bound, args[1:], kwnames)
    return _call_bound(bound, args[1:], kwnames)


def _call_bound(bound: PyObject, args: list, kwnames: tuple) -> Any:
    """Call and drop a bound method; a frame keeps what it needs of it by itself.

    What would come back to this file (an instance with ``__call__``, a class) is called by a native frame:
    a chain of such things must not grow on the host's stack.
    """
    tp_call = bound.ob_type.value.tp_call
    if tp_call is slot_tp_call or tp_call is type_call:
        try:
            _Py_CheckRecursiveCall(" while calling a Python object")
        except PyErr:
            Py_DECREF(bound)
            raise
        return _call_bound_pending(bound, args, kwnames)
    try:
        res = PyObject_Vectorcall(bound, args, kwnames)
    except PyErr:
        Py_DECREF(bound)
        raise
    if type(res) in PENDING and type(res) is not _PyInterpreterFrame:
        return _drop_after(res, bound)
    Py_DECREF(bound)
    return res


def _call_bound_pending(bound: PyObject, args: list, kwnames: tuple) -> Any:
    try:
        res = PyObject_Vectorcall(bound, args, kwnames)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(bound)


def _drop_after(pending: Any, owned: PyObject) -> Any:
    try:
        return (yield pending)
    finally:
        Py_DECREF(owned)


def _call_pending_bound(pending: Any, args: list, kwnames: tuple) -> Any:
    bound = yield pending
    res = _call_bound(bound, args, kwnames)
    if type(res) in PENDING:
        res = yield res
    return res


def _discard(pending: Any) -> Any:
    """Wait for a call and drop its result: what a setter does."""
    Py_DECREF((yield pending))


def _discarded(res: Any) -> Any:
    if type(res) in PENDING:
        return _discard(res)
    Py_DECREF(res)
    return None


# ---- unary and binary slots, made from their method's name

def _slot0(slot: str, name: str) -> Callable:
    def slot_function(op: PyObject) -> Any:
        return vectorcall_method(name, [op])

    slot_function.__name__ = slot_function.__qualname__ = slot
    return slot_function


def _slot1(slot: str, name: str) -> Callable:
    def slot_function(op: PyObject, arg: PyObject) -> Any:
        return vectorcall_method(name, [op, arg])

    slot_function.__name__ = slot_function.__qualname__ = slot
    return slot_function


def _method_is_overloaded(left: PyObject, right: PyObject, name: str) -> Any:
    """Whether the right operand's class has its own version of a reflected method (a generator)."""
    b = _PyType_Lookup(right.ob_type, name)
    if b is None:
        return False
    a = _PyType_Lookup(left.ob_type, name)
    if a is None:
        return True
    if a is b:
        return False
    if a.ob_type is PyFunction_Type or b.ob_type is PyFunction_Type:
        return True
    res = PyObject_RichCompareBool(a, b, Py_NE)
    if type(res) in PENDING:
        res = yield res
    return res


def _slot1bin(slot: str, nb: str, name: str, rname: str) -> Callable:
    """A binary operator's slot: tries the method of either operand, as binary_op1 cannot."""
    owner: list[Callable] = []

    def slot_function(left: PyObject, right: PyObject) -> Any:
        lt, rt = left.ob_type, right.ob_type
        function = owner[0]
        if lt is rt:
            return vectorcall_maybe(name, [left, right])
        do_other = getattr(rt.value, nb) is function
        if getattr(lt.value, nb) is function:
            if not do_other:
                return vectorcall_maybe(name, [left, right])
            return _binary_both(left, right, name, rname)
        if do_other:
            return vectorcall_maybe(rname, [right, left])
        return Py_NotImplemented

    slot_function.__name__ = slot_function.__qualname__ = slot
    owner.append(slot_function)
    return slot_function


def _binary_both(left: PyObject, right: PyObject, name: str, rname: str) -> Any:
    """Both operands' classes are written in Python: try the methods in the right order."""
    do_other = True
    if PyType_IsSubtype(right.ob_type, left.ob_type):
        overloaded = yield _method_is_overloaded(left, right, rname)
        if overloaded:
            res = vectorcall_maybe(rname, [right, left])
            if type(res) in PENDING:
                res = yield res
            if res is not Py_NotImplemented:
                return res
            do_other = False
    res = vectorcall_maybe(name, [left, right])
    if type(res) in PENDING:
        res = yield res
    if res is Py_NotImplemented and do_other:
        res = vectorcall_maybe(rname, [right, left])
        if type(res) in PENDING:
            res = yield res
    return res


_slot_nb_power_binary = _slot1bin("slot_nb_power_binary", "nb_power", "__pow__", "__rpow__")


def slot_nb_power(left: PyObject, right: PyObject, modulus: PyObject) -> Any:
    """``pow``; with a modulus, only the left operand's method is asked."""
    if modulus is Py_None:
        lt, rt = left.ob_type, right.ob_type
        if lt is rt:
            return vectorcall_maybe("__pow__", [left, right])
        do_other = rt.value.nb_power is slot_nb_power
        if lt.value.nb_power is slot_nb_power:
            if not do_other:
                return vectorcall_maybe("__pow__", [left, right])
            return _binary_both(left, right, "__pow__", "__rpow__")
        return vectorcall_maybe("__rpow__", [right, left]) if do_other else Py_NotImplemented
    if left.ob_type.value.nb_power is slot_nb_power:
        return vectorcall_method("__pow__", [left, right, modulus])
    return Py_NotImplemented


def slot_nb_inplace_power(left: PyObject, right: PyObject, modulus: PyObject) -> Any:
    """``**=``."""
    return vectorcall_method("__ipow__", [left, right])


def slot_nb_bool(op: PyObject) -> Any:
    """``bool``: by ``__bool__``, else by ``__len__``, else true."""
    func = _PyType_Lookup(op.ob_type, "__bool__")
    if func is not None:
        return _slot_nb_bool(op, call_special(func, [op], NO_KW))
    func = _PyType_Lookup(op.ob_type, "__len__")
    if func is None:
        return True
    return _slot_nb_bool_by_len(op)


def _slot_nb_bool(op: PyObject, value: Any) -> Any:
    if type(value) in PENDING:
        value = yield value
    if value is Py_True:
        return True
    if value is Py_False:
        return False
    name = value.ob_type.value.tp_name
    Py_DECREF(value)
    raise PyErr_Format(PyExc_TypeError, f"__bool__ should return bool, returned {name}")


def _slot_nb_bool_by_len(op: PyObject) -> Any:
    length = slot_sq_length(op)
    if type(length) in PENDING:
        length = yield length
    return length != 0


# ---- sequences and mappings

def slot_sq_length(op: PyObject) -> Any:
    """``len``: ``__len__`` must give a non-negative index-sized int."""
    return _length(vectorcall_method("__len__", [op]))


def _length(res: Any) -> Any:
    if type(res) in PENDING:
        res = yield res
    try:
        index = PyNumber_Index(res)
        if type(index) in PENDING:
            index = yield index
    finally:
        Py_DECREF(res)
    n = index.value
    Py_DECREF(index)
    if n < 0:
        raise PyErr_Format(PyExc_ValueError, "__len__() should return >= 0")
    if n >= 1 << 63:
        raise PyErr_Format(
            PyExc_OverflowError, "cannot fit 'int' into an index-sized integer")
    return n


def slot_sq_item(op: PyObject, i: int) -> Any:
    """Item by position, through ``__getitem__``."""
    index = PyLong_FromLong(i)
    return _drop_after_call("__getitem__", [op, index], index)


def _drop_after_call(name: str, args: list, owned: PyObject) -> Any:
    try:
        res = vectorcall_method(name, args)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(owned)


def slot_sq_ass_item(op: PyObject, i: int, value: PyObject | None) -> Any:
    """Assign or delete by position."""
    index = PyLong_FromLong(i)
    if value is None:
        return _discard(_drop_after_call("__delitem__", [op, index], index))
    return _discard(_drop_after_call("__setitem__", [op, index, value], index))


def slot_sq_contains(op: PyObject, value: PyObject) -> Any:
    """``in``: by ``__contains__``, else by iterating."""
    func = _PyType_Lookup(op.ob_type, "__contains__")
    if func is Py_None:
        raise PyErr_Format(
            PyExc_TypeError, f"'{op.ob_type.value.tp_name}' object is not a container")
    if func is None:
        return _PySequence_IterSearch(op, value, 3)
    return _truth(call_special(func, [op, value], NO_KW))


def _truth(res: Any) -> Any:
    if type(res) in PENDING:
        res = yield res
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
        return truth
    finally:
        Py_DECREF(res)


def slot_mp_ass_subscript(op: PyObject, key: PyObject, value: PyObject | None) -> Any:
    """``op[key] = value``; NULL deletes."""
    if value is None:
        return _discarded(vectorcall_method("__delitem__", [op, key]))
    return _discarded(vectorcall_method("__setitem__", [op, key, value]))


# ---- the type's own slots

def slot_tp_repr(op: PyObject) -> Any:
    """``repr``."""
    func = _PyType_Lookup(op.ob_type, "__repr__")
    if func is not None:
        return call_special(func, [op], NO_KW)
    return PyObject(
        PyUnicode_Type, f"<{op.ob_type.value.tp_name} object at {_Py_address(op):#x}>")


def slot_tp_hash(op: PyObject) -> Any:
    """``hash``: an int of any size is folded as an int's own hash."""
    func = _PyType_Lookup(op.ob_type, "__hash__")
    if func is None or func is Py_None:
        return PyObject_HashNotImplemented(op)
    return _hash_result(call_special(func, [op], NO_KW))


def _hash_result(res: Any) -> Any:
    if type(res) in PENDING:
        res = yield res
    if not res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        Py_DECREF(res)
        raise PyErr_Format(PyExc_TypeError, "__hash__ method should return an integer")
    n = res.value
    Py_DECREF(res)
    if not -(1 << 63) <= n < 1 << 63:
        n = hash_of_long(n)
    return -2 if n == -1 else int(n)


def hash_of_long(n: int) -> int:
    """The hash of an int: its remainder by the prime 2**61 - 1, with its sign."""
    prime = (1 << 61) - 1
    return -(-n % prime) if n < 0 else n % prime


def slot_tp_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """Calling an instance."""
    func = _PyType_Lookup(op.ob_type, "__call__")
    if func is None:
        raise _attribute_error("__call__")
    if args:
        count_passing_arguments(args, kwnames)
    return call_special(func, [op, *args], kwnames)


def _Py_slot_tp_getattro(op: PyObject, name: PyObject) -> Any:
    """Attribute access of a class with its own ``__getattribute__``."""
    return vectorcall_method("__getattribute__", [op, name])


def _Py_slot_tp_getattr_hook(op: PyObject, name: PyObject) -> Any:
    """Attribute access of a class with ``__getattr__``: asked when all else has failed."""
    tp = op.ob_type
    getattr_ = _PyType_Lookup(tp, "__getattr__")
    if getattr_ is None:
        tp.value.tp_getattro = _Py_slot_tp_getattro
        return _Py_slot_tp_getattro(op, name)
    getattribute = _PyType_Lookup(tp, "__getattribute__")
    if getattribute is not None and not (
        getattribute.ob_type is PyWrapperDescr_Type
        and getattribute.value.d_wrapped is PyObject_GenericGetAttr
    ):
        return _getattr_hook_overridden(op, name, getattribute, getattr_)
    res = _PyObject_GenericGetAttrWithDict(op, name, None, True)
    if res is None:
        return call_special(getattr_, [op, name], NO_KW)
    if type(res) in PENDING:
        return _getattr_hook(op, name, res, getattr_)
    return res


def _getattr_hook_overridden(
    op: PyObject, name: PyObject, getattribute: PyObject, getattr_: PyObject
) -> Any:
    getattribute.ob_refcnt += 1
    try:
        res = yield _getattr_hook(
            op, name, _call_special_pending(getattribute, [op, name]), getattr_)
        return res
    finally:
        Py_DECREF(getattribute)


def _call_special_pending(func: PyObject, args: list) -> Any:
    """`call_special` as a generator, so that an error is raised where the result is awaited."""
    res = call_special(func, args, NO_KW)
    if type(res) in PENDING:
        res = yield res
    return res


def _getattr_hook(op: PyObject, name: PyObject, pending: Any, getattr_: PyObject) -> Any:
    getattr_.ob_refcnt += 1
    try:
        try:
            res = yield pending
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_AttributeError):
                raise
            PyErr_Clear(err)
            res = None
        if res is None:
            res = call_special(getattr_, [op, name], NO_KW)
            if type(res) in PENDING:
                res = yield res
        return res
    finally:
        Py_DECREF(getattr_)


def slot_tp_setattro(op: PyObject, name: PyObject, value: PyObject | None) -> Any:
    """``op.name = value``; NULL deletes."""
    if value is None:
        return _discarded(vectorcall_method("__delattr__", [op, name]))
    return _discarded(vectorcall_method("__setattr__", [op, name, value]))


_NAME_OP = ("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__")


def slot_tp_richcompare(left: PyObject, right: PyObject, op: int) -> Any:
    """A comparison, by the method of the left operand."""
    func = _PyType_Lookup(left.ob_type, _NAME_OP[op])
    if func is None:
        return Py_NotImplemented
    if func.ob_type is PyFunction_Type or func.ob_type.value.tp_flags & _METHOD:
        return call_special(func, [left, right], NO_KW)
    return _compare_by_descriptor(func, left, right)


def _compare_by_descriptor(func: PyObject, left: PyObject, right: PyObject) -> Any:
    """A comparison by what must be bound first: an error of that means no comparison (native frame)."""
    get = func.ob_type.value.tp_descr_get
    try:
        bound = Py_NewRef(func) if get is None else get(func, left, left.ob_type)
        if type(bound) in PENDING:
            bound = yield bound
    except PyErr as err:
        PyErr_Clear(err)
        return Py_NotImplemented
    res = _call_bound(bound, [right], NO_KW)
    return (yield res) if type(res) in PENDING else res


def slot_tp_iter(op: PyObject) -> Any:
    """``iter``: by ``__iter__``, else over ``__getitem__``."""
    func = _PyType_Lookup(op.ob_type, "__iter__")
    if func is not None and func is not Py_None:
        return call_special(func, [op], NO_KW)
    if func is None and _PyType_Lookup(op.ob_type, "__getitem__") is not None:
        return PySeqIter_New(op)
    raise PyErr_Format(
        PyExc_TypeError, f"'{op.ob_type.value.tp_name}' object is not iterable")


def slot_tp_iternext(op: PyObject) -> Any:
    """``next``; StopIteration is raised, not NULL returned."""
    return vectorcall_method("__next__", [op])


def slot_tp_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> Any:
    """``__get__``: called unbound, as found on the type."""
    get = _PyType_Lookup(op.ob_type, "__get__")
    if get is None:
        op.ob_refcnt += 1
        return op
    args = [op, obj if obj is not None else Py_None, type_op if type_op is not None else Py_None]
    return PyObject_Vectorcall(get, args, NO_KW)


def slot_tp_descr_set(op: PyObject, target: PyObject, value: PyObject | None) -> Any:
    """``__set__``, or ``__delete__`` for NULL."""
    if value is None:
        return _discarded(vectorcall_method("__delete__", [op, target]))
    return _discarded(vectorcall_method("__set__", [op, target, value]))


def slot_tp_init(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``__init__``: must return None."""
    func = _PyType_Lookup(op.ob_type, "__init__")
    if func is None:
        raise _attribute_error("__init__")
    return _init_result(call_special(func, [op, *args], kwnames))


def _init_result(res: Any) -> Any:
    if type(res) in PENDING:
        res = yield res
    if res is not Py_None:
        raise init_result_error(res)


def slot_tp_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``__new__`` of a class written in Python."""
    func = PyObject_GetAttr(type_op, _Py_ID("__new__"))
    if type(func) in PENDING:
        return _call_pending_bound(func, [type_op, *args], kwnames)
    return _call_bound(func, [type_op, *args], kwnames)


def slot_tp_finalize(op: PyObject) -> Any:
    """``__del__``: what it raises is reported and dropped (a generator)."""
    func = _PyType_Lookup(op.ob_type, "__del__")
    if func is None:
        return
    func.ob_refcnt += 1
    try:
        res = call_special(func, [op], NO_KW)
        if type(res) in PENDING:
            res = yield res
        Py_DECREF(res)
    except PyErr as err:
        pending = PyErr_WriteUnraisable(err, func)
        if type(pending) in PENDING:
            yield pending
    finally:
        Py_DECREF(func)


def _slot_am(slot: str, name: str) -> Callable:
    def slot_function(op: PyObject) -> Any:
        func = _PyType_Lookup(op.ob_type, name)
        if func is None:
            raise PyErr_Format(
                PyExc_AttributeError,
                f"object {op.ob_type.value.tp_name} does not have {name} method")
        return call_special(func, [op], NO_KW)

    slot_function.__name__ = slot_function.__qualname__ = slot
    return slot_function


# ---- the table

class slotdef:
    """A row of the slot table.

    Attributes:
        name: the special method's name.
        slot: the field of `PyTypeObject`; None for the four rows of slots that no type uses any more.
        function: the ``slot_*`` function that calls the method, or None.
        wrapper: the ``wrap_*`` function that lets guest code call the slot, or None.
    """

    __slots__ = ("name", "slot", "function", "wrapper")

    def __init__(self, name: str, slot: str, function: Callable | None, wrapper: Callable | None):
        self.name = name
        self.slot = slot
        self.function = function
        self.wrapper = wrapper


def _binslots() -> list[slotdef]:
    rows = []
    for names, nb in (
        ("add radd", "nb_add"), ("sub rsub", "nb_subtract"), ("mul rmul", "nb_multiply"),
        ("mod rmod", "nb_remainder"), ("divmod rdivmod", "nb_divmod"),
    ):
        rows += _binary_rows(names, nb)
    rows.append(slotdef("__pow__", "nb_power", slot_nb_power, w.wrap_ternaryfunc))
    rows.append(slotdef("__rpow__", "nb_power", slot_nb_power, w.wrap_ternaryfunc_r))
    return rows


def _binary_rows(names: str, nb: str) -> list[slotdef]:
    name, rname = (f"__{part}__" for part in names.split())
    function = _slot1bin("slot_" + nb, nb, name, rname)
    return [
        slotdef(name, nb, function, w.wrap_binaryfunc_l),
        slotdef(rname, nb, function, w.wrap_binaryfunc_r),
    ]


def _unary(name: str, nb: str) -> slotdef:
    return slotdef(name, nb, _slot0("slot_" + nb, name), w.wrap_unaryfunc)


def _inplace(name: str, nb: str) -> slotdef:
    return slotdef(name, nb, _slot1("slot_" + nb, name), w.wrap_binaryfunc)


_slot_mp_subscript = _slot1("slot_mp_subscript", "__getitem__")
_slot_tp_str = _slot0("slot_tp_str", "__str__")

#: CPython's table, in its order (by the slot's place in the structs).
slotdefs: list[slotdef] = [
    slotdef("__getattribute__", "tp_getattr", None, None),
    slotdef("__getattr__", "tp_getattr", None, None),
    slotdef("__setattr__", "tp_setattr", None, None),
    slotdef("__delattr__", "tp_setattr", None, None),
    slotdef("__repr__", "tp_repr", slot_tp_repr, w.wrap_unaryfunc),
    slotdef("__hash__", "tp_hash", slot_tp_hash, w.wrap_hashfunc),
    slotdef("__call__", "tp_call", slot_tp_call, w.wrap_call),
    slotdef("__str__", "tp_str", _slot_tp_str, w.wrap_unaryfunc),
    slotdef("__getattribute__", "tp_getattro", _Py_slot_tp_getattr_hook, w.wrap_getattro),
    slotdef("__getattr__", "tp_getattro", _Py_slot_tp_getattr_hook, None),
    slotdef("__setattr__", "tp_setattro", slot_tp_setattro, w.wrap_setattr),
    slotdef("__delattr__", "tp_setattro", slot_tp_setattro, w.wrap_delattr),
    slotdef("__lt__", "tp_richcompare", slot_tp_richcompare, w.richcmp_lt),
    slotdef("__le__", "tp_richcompare", slot_tp_richcompare, w.richcmp_le),
    slotdef("__eq__", "tp_richcompare", slot_tp_richcompare, w.richcmp_eq),
    slotdef("__ne__", "tp_richcompare", slot_tp_richcompare, w.richcmp_ne),
    slotdef("__gt__", "tp_richcompare", slot_tp_richcompare, w.richcmp_gt),
    slotdef("__ge__", "tp_richcompare", slot_tp_richcompare, w.richcmp_ge),
    slotdef("__iter__", "tp_iter", slot_tp_iter, w.wrap_unaryfunc),
    slotdef("__next__", "tp_iternext", slot_tp_iternext, w.wrap_next),
    slotdef("__get__", "tp_descr_get", slot_tp_descr_get, w.wrap_descr_get),
    slotdef("__set__", "tp_descr_set", slot_tp_descr_set, w.wrap_descr_set),
    slotdef("__delete__", "tp_descr_set", slot_tp_descr_set, w.wrap_descr_delete),
    slotdef("__init__", "tp_init", slot_tp_init, w.wrap_init),
    slotdef("__new__", "tp_new", slot_tp_new, None),
    slotdef("__del__", "tp_finalize", slot_tp_finalize, w.wrap_del),
    slotdef("__buffer__", "bf_getbuffer", slot_bf_getbuffer, w.wrap_buffer),
    slotdef("__release_buffer__", "bf_releasebuffer", slot_bf_releasebuffer, w.wrap_releasebuffer),
    slotdef("__await__", "am_await", _slot_am("slot_am_await", "__await__"), w.wrap_unaryfunc),
    slotdef("__aiter__", "am_aiter", _slot_am("slot_am_aiter", "__aiter__"), w.wrap_unaryfunc),
    slotdef("__anext__", "am_anext", _slot_am("slot_am_anext", "__anext__"), w.wrap_unaryfunc),
    *_binslots(),
    _unary("__neg__", "nb_negative"),
    _unary("__pos__", "nb_positive"),
    _unary("__abs__", "nb_absolute"),
    slotdef("__bool__", "nb_bool", slot_nb_bool, w.wrap_inquirypred),
    _unary("__invert__", "nb_invert"),
    *_binary_rows("lshift rlshift", "nb_lshift"),
    *_binary_rows("rshift rrshift", "nb_rshift"),
    *_binary_rows("and rand", "nb_and"),
    *_binary_rows("xor rxor", "nb_xor"),
    *_binary_rows("or ror", "nb_or"),
    _unary("__int__", "nb_int"),
    _unary("__float__", "nb_float"),
    _inplace("__iadd__", "nb_inplace_add"),
    _inplace("__isub__", "nb_inplace_subtract"),
    _inplace("__imul__", "nb_inplace_multiply"),
    _inplace("__imod__", "nb_inplace_remainder"),
    slotdef("__ipow__", "nb_inplace_power", slot_nb_inplace_power, w.wrap_ternaryfunc),
    _inplace("__ilshift__", "nb_inplace_lshift"),
    _inplace("__irshift__", "nb_inplace_rshift"),
    _inplace("__iand__", "nb_inplace_and"),
    _inplace("__ixor__", "nb_inplace_xor"),
    _inplace("__ior__", "nb_inplace_or"),
    *_binary_rows("floordiv rfloordiv", "nb_floor_divide"),
    *_binary_rows("truediv rtruediv", "nb_true_divide"),
    _inplace("__ifloordiv__", "nb_inplace_floor_divide"),
    _inplace("__itruediv__", "nb_inplace_true_divide"),
    _unary("__index__", "nb_index"),
    *_binary_rows("matmul rmatmul", "nb_matrix_multiply"),
    _inplace("__imatmul__", "nb_inplace_matrix_multiply"),
    slotdef("__len__", "mp_length", slot_sq_length, w.wrap_lenfunc),
    slotdef("__getitem__", "mp_subscript", _slot_mp_subscript, w.wrap_binaryfunc),
    slotdef("__setitem__", "mp_ass_subscript", slot_mp_ass_subscript, w.wrap_objobjargproc),
    slotdef("__delitem__", "mp_ass_subscript", slot_mp_ass_subscript, w.wrap_delitem),
    slotdef("__len__", "sq_length", slot_sq_length, w.wrap_lenfunc),
    slotdef("__add__", "sq_concat", None, w.wrap_binaryfunc),
    slotdef("__mul__", "sq_repeat", None, w.wrap_indexargfunc),
    slotdef("__rmul__", "sq_repeat", None, w.wrap_indexargfunc),
    slotdef("__getitem__", "sq_item", slot_sq_item, w.wrap_sq_item),
    slotdef("__setitem__", "sq_ass_item", slot_sq_ass_item, w.wrap_sq_setitem),
    slotdef("__delitem__", "sq_ass_item", slot_sq_ass_item, w.wrap_sq_delitem),
    slotdef("__contains__", "sq_contains", slot_sq_contains, w.wrap_objobjproc),
    slotdef("__iadd__", "sq_inplace_concat", None, w.wrap_binaryfunc),
    slotdef("__imul__", "sq_inplace_repeat", None, w.wrap_indexargfunc),
]

_slots_by_name: dict[str, list[str]] = {}
_rows_by_slot: dict[str, list[slotdef]] = {}
for _row in slotdefs:
    if not _row.slot.endswith("tattr"):
        _slots_by_name.setdefault(_row.name, []).append(_row.slot)
        _rows_by_slot.setdefault(_row.slot, []).append(_row)


# ---- from methods to slots

def _resolve_slotdups(type_op: PyObject, name: str) -> str | None:
    """The one filled slot among those of a method's name, or None if there are none or several."""
    found = None
    for slot in _slots_by_name[name]:
        if getattr(type_op.value, slot) is not None:
            if found is not None:
                return None
            found = slot
    return found


def update_one_slot(type_op: PyObject, slot: str) -> None:
    """Set one slot of a heap type from the special methods found in its MRO."""
    tp = type_op.value
    specific: Callable | None = None
    generic: Callable | None = None
    use_generic = False
    for row in _rows_by_slot[slot]:
        descr = find_name_in_mro(type_op, row.name)
        if descr is None:
            if slot == "tp_iternext":
                specific = _PyObject_NextNotImplemented
            continue
        if descr.ob_type is PyWrapperDescr_Type and descr.value.d_base.name == row.name:
            unique = _resolve_slotdups(type_op, row.name)
            if unique is None or unique == slot:
                generic = row.function
            d = descr.value
            if ((specific is None or specific is d.d_wrapped)
                    and d.d_base.wrapper is row.wrapper
                    and PyType_IsSubtype(type_op, d.d_type)):
                specific = d.d_wrapped
            else:
                use_generic = True
        elif (slot == "tp_new" and descr.ob_type is PyCFunction_Type
                and descr.value.m_ml.ml_meth is tp_new_wrapper):
            specific = tp.tp_new
        elif descr is Py_None and slot == "tp_hash":
            specific = PyObject_HashNotImplemented
        else:
            use_generic = True
            generic = row.function
            if slot == "tp_call":
                tp.tp_flags &= ~Py_TPFLAGS_HAVE_VECTORCALL
    setattr(tp, slot, specific if specific is not None and not use_generic else generic)


_HASH_SLOTS = frozenset({"tp_hash", "tp_richcompare"})


def update_slot(type_op: PyObject, name: str) -> None:
    """A special method was assigned or deleted: set the slots of the type and of all its heirs."""
    slots = _slots_by_name.get(name)
    if slots is None:
        return
    stack = [type_op]
    while stack:
        cls = stack.pop()
        for slot in slots:
            update_one_slot(cls, slot)
            if slot in _HASH_SLOTS:
                update_hostkey(cls)
        for sub in cls.value.tp_subclasses:
            if name not in sub.value.tp_dict.value.me_value:
                stack.append(sub)


def update_all_slots(type_op: PyObject) -> None:
    """Set every slot of a type and of all its heirs anew (its bases have changed)."""
    PyType_Modified(type_op)
    for name in _slots_by_name:
        update_slot(type_op, name)


def fixup_slot_dispatchers(type_op: PyObject) -> None:
    """Set every slot of a new class from the methods that it defines and inherits."""
    for slot in _rows_by_slot:
        update_one_slot(type_op, slot)
    update_hostkey(type_op)


def update_hostkey(type_op: PyObject) -> None:
    """Note how a class's instances compare as keys: like their built-in base's, or by guest code."""
    tp = type_op.value
    tp.tp_hostkey = None
    base = tp.ht_static_base.value
    if tp.tp_hash is base.tp_hash and tp.tp_richcompare is base.tp_richcompare:
        tp.tp_hostkey = base.tp_hostkey


PyObject_RichCompareBool: Callable
Py_NE = 3


@late_import
def _bind() -> None:
    global PyLong_FromLong, PyNumber_Index, PyNumber_AsSsize_t, PySeqIter_New
    global _PySequence_IterSearch, PyWrapperDescr_Type, tp_new_wrapper, PyObject_RichCompareBool
    from vm.objects.abstract import PyNumber_AsSsize_t, PyNumber_Index, _PySequence_IterSearch
    from vm.objects.descrobject import PyWrapperDescr_Type
    from vm.objects.iterobject import PySeqIter_New
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.object import PyObject_RichCompareBool
    from vm.objects.typeobject_ready import tp_new_wrapper
