"""The abstract object interface: items, sequences, mappings, iteration, isinstance.

Models Objects/abstract.c; its operations on numbers are in abstract_number.py and named here too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects import abstract_number
from vm.objects.abstract_isinstance import (  # noqa: F401  (named here as in C)
    PyObject_IsInstance,
    PyObject_IsSubclass,
    _PyObject_RealIsInstance,
    _PyObject_RealIsSubclass,
    check_class,
    object_isinstance,
    recursive_issubclass,
)
from vm.objects.abstract_number import (  # noqa: F401  (named here as in C)
    PyIndex_Check,
    PyNumber_Absolute,
    PyNumber_Add,
    PyNumber_And,
    PyNumber_AsSsize_t,
    PyNumber_Check,
    PyNumber_Divmod,
    PyNumber_Float,
    PyNumber_FloorDivide,
    PyNumber_Index,
    PyNumber_InPlaceAdd,
    PyNumber_InPlaceAnd,
    PyNumber_InPlaceFloorDivide,
    PyNumber_InPlaceLshift,
    PyNumber_InPlaceMatrixMultiply,
    PyNumber_InPlaceMultiply,
    PyNumber_InPlaceOr,
    PyNumber_InPlacePower,
    PyNumber_InPlaceRemainder,
    PyNumber_InPlaceRshift,
    PyNumber_InPlaceSubtract,
    PyNumber_InPlaceTrueDivide,
    PyNumber_InPlaceXor,
    PyNumber_Invert,
    PyNumber_Long,
    PyNumber_Lshift,
    PyNumber_MatrixMultiply,
    PyNumber_Multiply,
    PyNumber_Negative,
    PyNumber_Or,
    PyNumber_Positive,
    PyNumber_Power,
    PyNumber_Remainder,
    PyNumber_Rshift,
    PyNumber_Subtract,
    PyNumber_ToBase,
    PyNumber_TrueDivide,
    PyNumber_Xor,
    _PyNumber_Index,
    _PyNumber_InPlacePowerNoMod,
    _PyNumber_PowerNoMod,
)
from vm.objects.linker import late_import
from vm.objects.object import (
    PyObject_GetOptionalAttr,
    PyObject_RichCompareBool,
    PyObject_Str,
    _Py_ID,
    _PyObject_NextNotImplemented,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import ITEM_SIZE, YIELD_EVERY, check_iterable, check_size
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyDict_Type,
    PyErr,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyType_Type,
    PyUnicode_Type,
    decref_all,
    incref_all,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_IndexError,
    PyExc_KeyError,
    PyExc_OverflowError,
    PyExc_StopIteration,
    PyExc_SystemError,
    PyExc_TypeError,
    PyExc_ValueError,
)

PY_SSIZE_T_MAX = (1 << 63) - 1

PyLong_FromLong: Callable[[int], PyObject]
PyTuple_New: Callable[[tuple], PyObject]
PyList_New: Callable[[list], PyObject]
PySeqIter_New: Any
PyObject_CallNoArgs: Any
PyObject_CallOneArg: Any
PyObject_VectorcallMethod: Any
_PyObject_LookupSpecial: Any
_PySlice_FromIndices: Any
PyDict_GetItemRef: Any
PyDict_Keys: Any
PyDict_Items: Any
PyDict_Values: Any


def type_error(message: str, op: PyObject) -> PyErr:
    """TypeError whose message has ``{}`` in the place of the operand's type name."""
    return PyErr_Format(PyExc_TypeError, message.format(op.ob_type.value.tp_name))


# ---- size

def PyObject_Size(op: PyObject) -> Any:
    """``len(op)`` as a host int, or pending."""
    body = op.ob_type.value
    slot = body.sq_length or body.mp_length
    if slot is None:
        raise type_error("object of type '{}' has no len()", op)
    return slot(op)


PyObject_Length = PyObject_Size


def PySequence_Size(op: PyObject) -> Any:
    """``len(op)`` of a sequence."""
    body = op.ob_type.value
    if body.sq_length is not None:
        return body.sq_length(op)
    if body.mp_length is not None:
        raise type_error("{} is not a sequence", op)
    raise type_error("object of type '{}' has no len()", op)


def PyMapping_Size(op: PyObject) -> Any:
    """``len(op)`` of a mapping."""
    body = op.ob_type.value
    if body.mp_length is not None:
        return body.mp_length(op)
    if body.sq_length is not None:
        raise type_error("{} is not a mapping", op)
    raise type_error("object of type '{}' has no len()", op)


def _PyObject_HasLen(op: PyObject) -> bool:
    """Whether the type has a length slot."""
    body = op.ob_type.value
    return body.sq_length is not None or body.mp_length is not None


def PyObject_LengthHint(op: PyObject, default: int) -> Any:
    """A guess at how many items ``op`` gives (``__len__`` or ``__length_hint__``); a generator."""
    if _PyObject_HasLen(op):
        try:
            n = PyObject_Size(op)
            if type(n) in PENDING:
                n = yield n
            return n
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_TypeError):
                raise
            PyErr_Clear(err)
    func = _PyObject_LookupSpecial(op, _Py_ID("__length_hint__"))
    if type(func) in PENDING:
        func = yield func
    if func is None:
        return default
    try:
        res = PyObject_CallNoArgs(func)
        if type(res) in PENDING:
            res = yield res
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        return default
    finally:
        Py_DECREF(func)
    return _length_hint_result(res, default)


def _length_hint_result(res: PyObject, default: int) -> int:
    try:
        if res is Py_NotImplemented:
            return default
        if not res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise type_error("__length_hint__ must be an integer, not {}", res)
        n = int(res.value)
        if not -PY_SSIZE_T_MAX - 1 <= n <= PY_SSIZE_T_MAX:
            raise PyErr_Format(
                PyExc_OverflowError, "Python int too large to convert to C ssize_t")
        if n < 0:
            raise PyErr_Format(PyExc_ValueError, "__length_hint__() should return >= 0")
        return n
    finally:
        Py_DECREF(res)


# ---- items

def PyObject_GetItem(op: PyObject, key: PyObject) -> Any:
    """``op[key]``."""
    body = op.ob_type.value
    slot = body.mp_subscript
    if slot is not None:
        return slot(op, key)
    if body.sq_item is not None:
        if not PyIndex_Check(key):
            raise type_error("sequence index must be integer, not '{}'", key)
        i = PyNumber_AsSsize_t(key, PyExc_IndexError)
        if type(i) in PENDING:
            return _index_then(i, PySequence_GetItem, op)
        return PySequence_GetItem(op, i)
    if body.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return _type_subscript(op, key)
    raise type_error("'{}' object is not subscriptable", op)


def _index_then(pending: Any, function: Callable, op: PyObject, *rest: Any) -> Any:
    i = yield pending
    res = function(op, i, *rest)
    if type(res) in PENDING:
        res = yield res
    return res


def _type_subscript(op: PyObject, key: PyObject) -> Any:
    """``cls[key]``: ``__class_getitem__`` (a generator)."""
    if op is PyType_Type:
        from vm.objects.genericaliasobject import Py_GenericAlias  # rarely needed

        return Py_GenericAlias(op, key)
    meth = PyObject_GetOptionalAttr(op, _Py_ID("__class_getitem__"))
    if type(meth) in PENDING:
        meth = yield meth
    if meth is None or meth is Py_None:
        raise PyErr_Format(PyExc_TypeError, f"type '{op.value.tp_name}' is not subscriptable")
    try:
        res = PyObject_CallOneArg(meth, key)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(meth)
    return res


def PyMapping_GetOptionalItem(op: PyObject, key: PyObject) -> Any:
    """``op[key]``, NULL in place of KeyError."""
    if op.ob_type is PyDict_Type:
        return PyDict_GetItemRef(op, key)
    try:
        res = PyObject_GetItem(op, key)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_KeyError):
            raise
        PyErr_Clear(err)
        return None
    return _suppress_key_error(res) if type(res) in PENDING else res


def _suppress_key_error(pending: Any) -> Any:
    try:
        return (yield pending)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_KeyError):
            raise
        PyErr_Clear(err)
        return None


def PyObject_SetItem(op: PyObject, key: PyObject, value: PyObject) -> Any:
    """``op[key] = value``; host None, or pending."""
    body = op.ob_type.value
    slot = body.mp_ass_subscript
    if slot is not None:
        return slot(op, key, value)
    if abstract_number.has_sequence_methods(body):
        if PyIndex_Check(key):
            i = PyNumber_AsSsize_t(key, PyExc_IndexError)
            if type(i) in PENDING:
                return _index_then(i, PySequence_SetItem, op, value)
            return PySequence_SetItem(op, i, value)
        if body.sq_ass_item is not None:
            raise type_error("sequence index must be integer, not '{}'", key)
    raise type_error("'{}' object does not support item assignment", op)


def PyObject_DelItem(op: PyObject, key: PyObject) -> Any:
    """``del op[key]``; host None, or pending."""
    body = op.ob_type.value
    slot = body.mp_ass_subscript
    if slot is not None:
        return slot(op, key, None)
    if abstract_number.has_sequence_methods(body):
        if PyIndex_Check(key):
            i = PyNumber_AsSsize_t(key, PyExc_IndexError)
            if type(i) in PENDING:
                return _index_then(i, PySequence_DelItem, op)
            return PySequence_DelItem(op, i)
        if body.sq_ass_item is not None:
            raise type_error("sequence index must be integer, not '{}'", key)
    raise type_error("'{}' object does not support item deletion", op)


# ---- format

def PyObject_Format(op: PyObject, spec: PyObject | None) -> Any:
    """``format(op, spec)``: a guest str, or pending."""
    if spec is None or spec is Py_None:
        spec = _Py_ID("")
    if not spec.value:
        if op.ob_type is PyUnicode_Type:
            op.ob_refcnt += 1
            return op
        if op.ob_type is PyLong_Type:
            return PyObject_Str(op)
    if not spec.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_SystemError,
            f"Format specifier must be a string, not {spec.ob_type.value.tp_name}")
    fast = _format_slots.get(op.ob_type)
    if fast is not None:
        return fast(op, spec)
    return _format_special(op, spec)


#: Exact types whose ``__format__`` is a plain native: type -> function(op, spec).
_format_slots: dict[PyObject, Callable] = {}


def _format_special(op: PyObject, spec: PyObject) -> Any:
    meth = _PyObject_LookupSpecial(op, _Py_ID("__format__"))
    if type(meth) in PENDING:
        meth = yield meth
    if meth is None:
        raise PyErr_Format(
            PyExc_TypeError, f"Type {op.ob_type.value.tp_name} doesn't define __format__")
    try:
        res = PyObject_CallOneArg(meth, spec)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(meth)
    if not res.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        name = res.ob_type.value.tp_name
        Py_DECREF(res)
        raise PyErr_Format(PyExc_TypeError, f"__format__ must return a str, not {name}")
    return res


# ---- sequences

def PySequence_Check(op: PyObject) -> bool:
    """Whether the type has item access by index (and is no dict)."""
    body = op.ob_type.value
    return body.sq_item is not None and not body.tp_flags & Py_TPFLAGS_DICT_SUBCLASS


def PySequence_Concat(s: PyObject, o: PyObject) -> Any:
    """``s + o`` of sequences."""
    body = s.ob_type.value
    if body.sq_concat is not None:
        return body.sq_concat(s, o)
    if PySequence_Check(s) and PySequence_Check(o):
        return abstract_number.binary_op(
            s, o, body.nb_add, o.ob_type.value.nb_add, _cannot_concatenate)
    raise type_error("'{}' object can't be concatenated", s)


def PySequence_InPlaceConcat(s: PyObject, o: PyObject) -> Any:
    """``s += o`` of sequences."""
    body = s.ob_type.value
    slot = body.sq_inplace_concat or body.sq_concat
    if slot is not None:
        return slot(s, o)
    if PySequence_Check(s) and PySequence_Check(o):
        return abstract_number.binary_iop(
            s, o, body.nb_inplace_add, body.nb_add, o.ob_type.value.nb_add, _cannot_concatenate)
    raise type_error("'{}' object can't be concatenated", s)


def _cannot_concatenate(s: PyObject, o: PyObject) -> Any:
    raise type_error("'{}' object can't be concatenated", s)


def PySequence_Repeat(op: PyObject, count: int) -> Any:
    """``op * count`` of a sequence."""
    body = op.ob_type.value
    if body.sq_repeat is not None:
        return body.sq_repeat(op, count)
    if PySequence_Check(op):
        return _repeat_by_multiply(op, count, None)
    raise type_error("'{}' object can't be repeated", op)


def PySequence_InPlaceRepeat(op: PyObject, count: int) -> Any:
    """``op *= count`` of a sequence."""
    body = op.ob_type.value
    slot = body.sq_inplace_repeat or body.sq_repeat
    if slot is not None:
        return slot(op, count)
    if PySequence_Check(op):
        return _repeat_by_multiply(op, count, body.nb_inplace_multiply)
    raise type_error("'{}' object can't be repeated", op)


def _repeat_by_multiply(op: PyObject, count: int, inplace: Any) -> Any:
    n = PyLong_FromLong(count)
    try:
        res = abstract_number.binary_iop(
            op, n, inplace, op.ob_type.value.nb_multiply, PyLong_Type.value.nb_multiply,
            _cannot_repeat)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(n)
    return res


def _cannot_repeat(op: PyObject, n: PyObject) -> Any:
    raise type_error("'{}' object can't be repeated", op)


def PySequence_GetItem(op: PyObject, i: int) -> Any:
    """``op[i]`` with a host int; a negative index counts from the end."""
    body = op.ob_type.value
    slot = body.sq_item
    if slot is None:
        if body.mp_subscript is not None:
            raise type_error("{} is not a sequence", op)
        raise type_error("'{}' object does not support indexing", op)
    if i < 0 and body.sq_length is not None:
        n = body.sq_length(op)
        if type(n) in PENDING:
            return _with_length(n, i, slot, op)
        i += n
    return slot(op, i)


def _with_length(pending: Any, i: int, slot: Callable, op: PyObject, *rest: Any) -> Any:
    i += yield pending
    res = slot(op, i, *rest)
    if type(res) in PENDING:
        res = yield res
    return res


def _ass_item(op: PyObject, i: int, value: PyObject | None, message: str) -> Any:
    body = op.ob_type.value
    slot = body.sq_ass_item
    if slot is None:
        if body.mp_ass_subscript is not None:
            raise type_error("{} is not a sequence", op)
        raise type_error(message, op)
    if i < 0 and body.sq_length is not None:
        n = body.sq_length(op)
        if type(n) in PENDING:
            return _with_length(n, i, slot, op, value)
        i += n
    return slot(op, i, value)


def PySequence_SetItem(op: PyObject, i: int, value: PyObject) -> Any:
    """``op[i] = value`` with a host int."""
    return _ass_item(op, i, value, "'{}' object does not support item assignment")


def PySequence_DelItem(op: PyObject, i: int) -> Any:
    """``del op[i]`` with a host int."""
    return _ass_item(op, i, None, "'{}' object doesn't support item deletion")


def PySequence_GetSlice(op: PyObject, i1: int, i2: int) -> Any:
    """``op[i1:i2]``; a generator."""
    slot = op.ob_type.value.mp_subscript
    if slot is None:
        raise type_error("'{}' object is unsliceable", op)
    key = _PySlice_FromIndices(i1, i2)
    try:
        res = slot(op, key)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(key)
    return res


def PySequence_SetSlice(op: PyObject, i1: int, i2: int, value: PyObject | None) -> Any:
    """``op[i1:i2] = value``; NULL deletes. A generator."""
    slot = op.ob_type.value.mp_ass_subscript
    if slot is None:
        what = "support slice deletion" if value is None else "support slice assignment"
        raise type_error("'{}' object doesn't " + what, op)
    key = _PySlice_FromIndices(i1, i2)
    try:
        res = slot(op, key, value)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(key)


# ---- all items of an iterable

#: Items that are taken from a native iterator in one go, before the loop becomes a native frame.
_PLAIN_ITEMS = 1024


def _take_items(op: PyObject) -> Any:
    """Every item of an iterable: a host list of new references, or pending."""
    tp = op.ob_type
    if tp is PyList_Type or tp is PyTuple_Type:
        items = list(op.value)
        incref_all(items)
        return items
    check_iterable(op)
    it = PyObject_GetIter(op)
    if type(it) in PENDING or tp.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return list_extend_iter(op, it)
    items = []
    next_ = it.ob_type.value.tp_iternext
    try:
        for _ in range(_PLAIN_ITEMS):
            item = next_(it)
            if item is None:
                Py_DECREF(it)
                return items
            if type(item) in PENDING:
                return _take_rest(it, items, item)
            items.append(item)
    except PyErr as err:
        Py_DECREF(it)
        if PyErr_ExceptionMatches(err, PyExc_StopIteration):
            PyErr_Clear(err)
            return items
        decref_all(items)
        raise
    return _take_rest(it, items, None)


def list_extend_iter(op: PyObject, it: Any) -> Any:
    """Take every item with an iterator whose making is pending; asks for a length hint, as C does."""
    if type(it) in PENDING:
        it = yield it
    try:
        yield PyObject_LengthHint(op, 8)
    except PyErr:
        Py_DECREF(it)
        raise
    return (yield _take_rest(it, [], None))


def _take_rest(it: PyObject, items: list, pending: Any) -> Any:
    """Append the rest of an iterator's items; steals ``it`` and the items."""
    next_ = it.ob_type.value.tp_iternext
    rounds = 0
    try:
        while True:
            if pending is None:
                item = next_(it)
                if type(item) in PENDING:
                    item = yield item
            else:
                item = yield pending
                pending = None
            if item is None:
                break
            items.append(item)
            rounds += 1
            if not rounds % YIELD_EVERY:
                check_size(rounds, ITEM_SIZE)
                yield None
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            Py_DECREF(it)
            decref_all(items)
            raise
        PyErr_Clear(err)
    except GeneratorExit:
        decref_all(items)
        raise
    Py_DECREF(it)
    return items


def PySequence_Tuple(op: PyObject) -> Any:
    """``tuple(op)``: a new reference, or pending."""
    if op.ob_type is PyTuple_Type:
        op.ob_refcnt += 1
        return op
    items = _take_items(op)
    if type(items) in PENDING:
        return _tuple_of_pending(items)
    return PyTuple_New(tuple(items))


def _tuple_of_pending(pending: Any) -> Any:
    return PyTuple_New(tuple((yield pending)))


def PySequence_List(op: PyObject) -> Any:
    """``list(op)``: a new guest list, or pending."""
    return extended(PyList_New([]), op)


def PySequence_Fast(op: PyObject, message: str) -> Any:
    """A guest list or tuple with the items of ``op``: itself if it is one, else a new list.

    ``message`` is the TypeError's when ``op`` cannot be iterated. The items are in ``.value``.
    """
    if op.ob_type is PyList_Type or op.ob_type is PyTuple_Type:
        op.ob_refcnt += 1
        return op
    if op.ob_type.value.tp_iter is None and not PySequence_Check(op):
        raise PyErr_Format(PyExc_TypeError, message)
    if op.ob_type.value.tp_flags & Py_TPFLAGS_HEAPTYPE:
        return _sequence_fast(op, message)
    return PySequence_List(op)


def _sequence_fast(op: PyObject, message: str) -> Any:
    try:
        it = PyObject_GetIter(op)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, message) from None
    try:
        res = PySequence_List(it)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(it)
    return res


# ---- searching

PY_ITERSEARCH_COUNT, PY_ITERSEARCH_INDEX, PY_ITERSEARCH_CONTAINS = 1, 2, 3


def _PySequence_IterSearch(seq: PyObject, obj: PyObject, operation: int) -> Any:
    """Search by iteration; a generator giving a host int (or bool for CONTAINS)."""
    try:
        it = PyObject_GetIter(seq)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise type_error("argument of type '{}' is not iterable", seq) from None
    next_ = it.ob_type.value.tp_iternext
    n = rounds = 0
    try:
        while True:
            try:
                item = next_(it)
                if type(item) in PENDING:
                    item = yield item
            except PyErr as err:
                if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
                    raise
                PyErr_Clear(err)
                item = None
            if item is None:
                break
            try:
                same = PyObject_RichCompareBool(item, obj, Py_EQ)
                if type(same) in PENDING:
                    same = yield same
            finally:
                Py_DECREF(item)
            if same:
                if operation == PY_ITERSEARCH_CONTAINS:
                    return True
                if operation == PY_ITERSEARCH_INDEX:
                    return n
            if same or operation == PY_ITERSEARCH_INDEX:
                n += 1
            rounds += 1
            if not rounds % YIELD_EVERY:
                yield None
    finally:
        Py_DECREF(it)
    if operation == PY_ITERSEARCH_INDEX:
        raise PyErr_Format(PyExc_ValueError, "sequence.index(x): x not in sequence")
    return False if operation == PY_ITERSEARCH_CONTAINS else n


def PySequence_Count(seq: PyObject, obj: PyObject) -> Any:
    """How many items equal ``obj``: a host int (pending)."""
    return _PySequence_IterSearch(seq, obj, PY_ITERSEARCH_COUNT)


def PySequence_Index(seq: PyObject, obj: PyObject) -> Any:
    """The index of the first item that equals ``obj`` (pending)."""
    return _PySequence_IterSearch(seq, obj, PY_ITERSEARCH_INDEX)


def PySequence_Contains(seq: PyObject, obj: PyObject) -> Any:
    """``obj in seq`` as a host bool, or pending."""
    slot = seq.ob_type.value.sq_contains
    if slot is not None:
        return slot(seq, obj)
    return _PySequence_IterSearch(seq, obj, PY_ITERSEARCH_CONTAINS)


# ---- mappings

def PyMapping_Check(op: PyObject) -> bool:
    """Whether the type has ``__getitem__``."""
    return op.ob_type.value.mp_subscript is not None


def PyMapping_GetItemString(op: PyObject, key: str) -> Any:
    """``op[key]`` with a host key."""
    return PyObject_GetItem(op, _Py_ID(key))


def PyMapping_SetItemString(op: PyObject, key: str, value: PyObject) -> Any:
    """``op[key] = value`` with a host key."""
    return PyObject_SetItem(op, _Py_ID(key), value)


def method_output_as_list(op: PyObject, name: str) -> Any:
    """The result of ``op.name()`` as a new guest list; a generator."""
    out = PyObject_VectorcallMethod(_Py_ID(name), [op])
    if type(out) in PENDING:
        out = yield out
    if out.ob_type is PyList_Type:
        return out
    try:
        it = PyObject_GetIter(out)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(
            PyExc_TypeError,
            f"{op.ob_type.value.tp_name}.{name}() returned a non-iterable "
            f"(type {out.ob_type.value.tp_name})") from None
    finally:
        Py_DECREF(out)
    try:
        res = PySequence_List(it)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(it)
    return res


def PyMapping_Keys(op: PyObject) -> Any:
    """``list(op.keys())``."""
    return PyDict_Keys(op) if op.ob_type is PyDict_Type else method_output_as_list(op, "keys")


def PyMapping_Items(op: PyObject) -> Any:
    """``list(op.items())``."""
    return PyDict_Items(op) if op.ob_type is PyDict_Type else method_output_as_list(op, "items")


def PyMapping_Values(op: PyObject) -> Any:
    """``list(op.values())``."""
    return PyDict_Values(op) if op.ob_type is PyDict_Type else method_output_as_list(op, "values")


# ---- iteration

def PyIter_Check(op: PyObject) -> bool:
    """Whether the object is an iterator."""
    slot = op.ob_type.value.tp_iternext
    return slot is not None and slot is not _PyObject_NextNotImplemented


def PyObject_GetIter(op: PyObject) -> Any:
    """``iter(op)``."""
    body = op.ob_type.value
    slot = body.tp_iter
    if slot is None:
        if PySequence_Check(op):
            return PySeqIter_New(op)
        raise type_error("'{}' object is not iterable", op)
    res = slot(op)
    if type(res) in PENDING:
        return _checked_iterator(res)
    if res.ob_type.value.tp_iternext is None:
        _check_iterator(res)
    return res


def _check_iterator(res: PyObject) -> None:
    if not PyIter_Check(res):
        err = type_error("iter() returned non-iterator of type '{}'", res)
        Py_DECREF(res)
        raise err


def _checked_iterator(pending: Any) -> Any:
    res = yield pending
    _check_iterator(res)
    return res


def PyAIter_Check(op: PyObject) -> bool:
    """Whether the object is an asynchronous iterator."""
    slot = op.ob_type.value.am_anext
    return slot is not None and slot is not _PyObject_NextNotImplemented


def PyObject_GetAIter(op: PyObject) -> Any:
    """``aiter(op)``."""
    slot = op.ob_type.value.am_aiter
    if slot is None:
        raise type_error("'{}' object is not an async iterable", op)
    res = slot(op)
    if type(res) in PENDING:
        return _checked_aiterator(res)
    _check_aiterator(res)
    return res


def _check_aiterator(res: PyObject) -> None:
    if not PyAIter_Check(res):
        err = type_error("aiter() returned not an async iterator of type '{}'", res)
        Py_DECREF(res)
        raise err


def _checked_aiterator(pending: Any) -> Any:
    res = yield pending
    _check_aiterator(res)
    return res


def PyIter_Next(it: PyObject) -> Any:
    """The next item, NULL at the end (also when StopIteration was raised), or pending."""
    try:
        item = it.ob_type.value.tp_iternext(it)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)
        return None
    return _iter_next(item) if type(item) in PENDING else item


def _iter_next(pending: Any) -> Any:
    try:
        return (yield pending)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
            raise
        PyErr_Clear(err)
        return None


@late_import
def _bind() -> None:
    global PyLong_FromLong, PyTuple_New, PyList_New, extended, PySeqIter_New
    global PyObject_CallNoArgs
    global PyObject_CallOneArg, PyObject_VectorcallMethod, _PyObject_LookupSpecial
    global _PySlice_FromIndices, PyDict_GetItemRef, PyDict_Keys, PyDict_Items, PyDict_Values
    from vm.objects.call import (
        PyObject_CallNoArgs,
        PyObject_CallOneArg,
        PyObject_VectorcallMethod,
    )
    from vm.objects.dictobject import PyDict_GetItemRef, PyDict_Items, PyDict_Keys, PyDict_Values
    from vm.objects.iterobject import PySeqIter_New
    from vm.objects.listobject import PyList_New, extended
    from vm.objects.longobject import PyLong_FromLong
    from vm.objects.sliceobject import _PySlice_FromIndices
    from vm.objects.tupleobject import PyTuple_New
    from vm.objects.typeobject import _PyObject_LookupSpecial

