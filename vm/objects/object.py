"""Operations on every object: repr, comparison, hash, truth, attributes. Models Objects/object.c."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from vm.objects.linker import late_import
from vm.objects.obmalloc import _Py_address
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_held, freelists
from vm.objects.pycore_object import (
    ObjectExtension,
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_INLINE_VALUES,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyBool_Type,
    PyBytes_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    pending_finalizers,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_RecursionError,
    PyExc_TypeError,
    _PyErr_SetObject,
    new_exception,
)

_PyType_Lookup: Callable[[PyObject, PyObject], PyObject | None]
_PyObject_LookupSpecial: Any
_PyDict_NewSharing: Any
_PyDict_Share: Any
PyList_Sort: Any
PySequence_List: Any
PyObject_CallNoArgs: Any
PyBytes_FromObject: Any

#: Comparison with swapped operands, by operator: LT <-> GT, LE <-> GE.
_Py_SwappedOp = (4, 5, 2, 3, 0, 1)
opstrings = ("<", "<=", "==", "!=", ">", ">=")
_HOST_OPS = (
    operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge,
)
#: Types whose host values compare as the guest's do, when both operands are of the same one.
_HOST_COMPARED = frozenset({PyLong_Type, PyFloat_Type, PyUnicode_Type, PyBytes_Type, PyBool_Type})


# ---- recursion

#: Native frames kept in reserve, so that a check that names its place comes before the evaluator's own.
_MARGIN = 6

def _Py_CheckRecursiveCall(where: str, depth: int = 0) -> None:
    """Raise RecursionError when the native frames of the thread are too deep (the check half of
    _Py_EnterRecursiveCall; the evaluator counts the frames as it pushes them).

    A native that keeps a stack of its own in the place of frames says how deep it is.
    """
    tstate = _PyRuntime.tstate_current
    if tstate is not None and tstate.c_recursion_remaining - depth <= _MARGIN:
        _Py_RecursionError(where)


def _Py_RecursionError(where: str) -> None:
    """Raise RecursionError for too many native frames."""
    raise PyErr_Format(PyExc_RecursionError, "maximum recursion depth exceeded" + where)


# ---- addresses

def Py_HashPointer(op: PyObject) -> int:
    """Hash by address (_Py_HashPointer): the low four bits are rotated away."""
    y = _Py_address(op)
    y = ((y >> 4) | (y << 60)) & 0xFFFFFFFFFFFFFFFF
    if y >= 1 << 63:
        y -= 1 << 64
    return -2 if y == -1 else y


# ---- repr, str

def Py_ReprEnter(op: PyObject) -> bool:
    """Note that the repr of a container begins; True if it is going on already in this thread."""
    tstate: Any = _PyRuntime.tstate_current
    repr_list = tstate.repr_list
    if repr_list is None:
        repr_list = tstate.repr_list = []
        count_held("lists")  # in C a guest list, in the dict of the thread
        count_held("dicts")
    for other in repr_list:
        if other is op:
            return True
    repr_list.append(op)
    return False


def Py_ReprLeave(op: PyObject) -> None:
    """The repr of a container has ended."""
    tstate: Any = _PyRuntime.tstate_current
    repr_list = tstate.repr_list
    for i in range(len(repr_list) - 1, -1, -1):
        if repr_list[i] is op:
            del repr_list[i]
            return


def default_repr(op: PyObject) -> PyObject:
    """The repr of an object whose type has none."""
    name = op.ob_type.value.tp_name
    return PyObject(PyUnicode_Type, f"<{name} object at {_Py_address(op):#x}>")


def PyObject_Repr(op: PyObject) -> Any:
    """``repr(op)``: a guest str, or pending."""
    repr_slot = op.ob_type.value.tp_repr
    if repr_slot is None:
        return default_repr(op)
    res = repr_slot(op)
    if type(res) is PyObject:
        if res.ob_type is not PyUnicode_Type:
            _check_string(res, "__repr__")
        return res
    if _PyRuntime.tstate_current.c_recursion_remaining <= _MARGIN:  # type: ignore[union-attr]
        _Py_CheckRecursiveCall(" while getting the repr of an object")
    return _checked_string(res, "__repr__") if _may_return_anything(op) else res


def PyObject_Str(op: PyObject) -> Any:
    """``str(op)``: a guest str, or pending."""
    if op.ob_type is PyUnicode_Type:
        op.ob_refcnt += 1
        return op
    str_slot = op.ob_type.value.tp_str
    if str_slot is None:
        return PyObject_Repr(op)
    res = str_slot(op)
    if type(res) is PyObject:
        if res.ob_type is not PyUnicode_Type:
            _check_string(res, "__str__")
        return res
    if _PyRuntime.tstate_current.c_recursion_remaining <= _MARGIN:  # type: ignore[union-attr]
        _Py_CheckRecursiveCall(" while getting the str of an object")
    return _checked_string(res, "__str__") if _may_return_anything(op) else res


def _may_return_anything(op: PyObject) -> bool:
    """Whether the type's slots may run guest code as their whole body."""
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_HEAPTYPE)


def _check_string(res: PyObject, what: str) -> None:
    if not res.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        name = res.ob_type.value.tp_name
        Py_DECREF(res)
        raise PyErr_Format(PyExc_TypeError, f"{what} returned non-string (type {name})")


def _checked_string(pending: Any, what: str) -> Any:
    res = yield pending
    if res.ob_type is not PyUnicode_Type:
        _check_string(res, what)
    return res


def PyObject_ASCII(op: PyObject) -> Any:
    """``ascii(op)``."""
    res = PyObject_Repr(op)
    return _ascii_pending(res) if type(res) in PENDING else _ascii(res)


def _ascii(text: PyObject) -> PyObject:
    if text.value.isascii():
        return text
    res = PyObject(PyUnicode_Type, text.value.encode("ascii", "backslashreplace").decode("ascii"))
    Py_DECREF(text)
    return res


def _ascii_pending(pending: Any) -> Any:
    return _ascii((yield pending))


def PyObject_Bytes(op: PyObject) -> Any:
    """``bytes(op)`` without the arguments for encodings."""
    if op.ob_type is PyBytes_Type:
        op.ob_refcnt += 1
        return op
    return _bytes_special(op)


def _bytes_special(op: PyObject) -> Any:
    func = _PyObject_LookupSpecial(op, _Py_ID("__bytes__"))
    if type(func) in PENDING:
        func = yield func
    if func is None:
        res = PyBytes_FromObject(op)
        if type(res) in PENDING:
            res = yield res
        return res
    try:
        res = PyObject_CallNoArgs(func)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(func)
    if not isinstance(res.value, bytes):
        name = res.ob_type.value.tp_name
        Py_DECREF(res)
        raise PyErr_Format(PyExc_TypeError, f"__bytes__ returned non-bytes (type {name})")
    return res


def _PyObject_FunctionStr(func: PyObject) -> Any:
    """How error messages name a function: ``module.qualname()``; a generator giving a guest str."""
    qualname = PyObject_GetOptionalAttr(func, _Py_ID("__qualname__"))
    if type(qualname) in PENDING:
        qualname = yield qualname
    if qualname is None:
        res = PyObject_Str(func)
        if type(res) in PENDING:
            res = yield res
        return res
    module = None
    try:
        pending = PyObject_GetOptionalAttr(func, _Py_ID("__module__"))
        module = (yield pending) if type(pending) in PENDING else pending
        text = PyObject_Str(qualname)
        if type(text) in PENDING:
            text = yield text
        name = text.value + "()"
        Py_DECREF(text)
        if module is not None and module is not Py_None and module.value != "builtins":
            text = PyObject_Str(module)
            if type(text) in PENDING:
                text = yield text
            name = f"{text.value}.{name}"
            Py_DECREF(text)
    finally:
        Py_DECREF(qualname)
        Py_XDECREF(module)
    return PyObject(PyUnicode_Type, name)


# ---- comparison

#: How deep plain comparisons of containers may be nested on the host's stack, and how deep they are now.
_MAX_PLAIN_DEPTH = 24
_compare_depth = 0


def _richcompare_default(v: PyObject, w: PyObject, op: int) -> PyObject:
    """What a comparison gives that neither operand implements."""
    if op == Py_EQ:
        return Py_True if v is w else Py_False
    if op == Py_NE:
        return Py_False if v is w else Py_True
    raise PyErr_Format(
        PyExc_TypeError,
        f"'{opstrings[op]}' not supported between instances of "
        f"'{v.ob_type.value.tp_name}' and '{w.ob_type.value.tp_name}'")


def PyObject_RichCompare(v: PyObject, w: PyObject, op: int) -> Any:
    """``v op w``: a guest object, or pending."""
    global _compare_depth
    vt = v.ob_type
    wt = w.ob_type
    if vt is wt and vt in _HOST_COMPARED:
        return Py_True if _HOST_OPS[op](v.value, w.value) else Py_False
    fv = vt.value.tp_richcompare
    fw = wt.value.tp_richcompare
    if vt is not wt and fw is not None and PyType_IsSubtype(wt, vt):
        tries = ((fw, w, v, _Py_SwappedOp[op]), (fv, v, w, op))
    else:
        tries = ((fv, v, w, op), (fw, w, v, _Py_SwappedOp[op]))
    if vt.value.tp_flags & Py_TPFLAGS_HAVE_GC:
        if _compare_depth >= _MAX_PLAIN_DEPTH:
            return _richcompare_deferred(v, w, op)
        _compare_depth += 1
        try:
            return _richcompare_tries(tries, v, w, op)
        finally:
            _compare_depth -= 1
    return _richcompare_tries(tries, v, w, op)


def _richcompare_tries(tries: tuple, v: PyObject, w: PyObject, op: int) -> Any:
    for i, (slot, a, b, swapped) in enumerate(tries):
        if slot is None:
            continue
        res = slot(a, b, swapped)
        if type(res) in PENDING:
            if _PyRuntime.tstate_current.c_recursion_remaining <= _MARGIN:  # type: ignore[union-attr]
                _Py_CheckRecursiveCall(" in comparison")
            tp = a.ob_type.value
            if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE and tp.bf_getbuffer is None:
                return res  # the body of a built-in comparison has already accepted its operands
            return do_richcompare(res, tries[1] if i == 0 else None, v, w, op)
        if res is not Py_NotImplemented:
            return res
    return _richcompare_default(v, w, op)


def _richcompare_deferred(v: PyObject, w: PyObject, op: int) -> Any:
    """A comparison deep inside nested containers: begun anew in a native frame of its own."""
    tstate: Any = _PyRuntime.tstate_current
    if tstate.c_recursion_remaining <= 2 * _MAX_PLAIN_DEPTH:
        _Py_RecursionError(" in comparison")
    tstate.c_recursion_remaining -= _MAX_PLAIN_DEPTH  # the levels that were plain calls
    try:
        res = PyObject_RichCompare(v, w, op)
        if type(res) in PENDING:
            res = yield res
    finally:
        tstate.c_recursion_remaining += _MAX_PLAIN_DEPTH
    return res


def do_richcompare(pending: Any, other: tuple | None, v: PyObject, w: PyObject, op: int) -> Any:
    """The rest of a comparison once one operand's method has been called.

    Args:
        pending: that call.
        other: slot, operands and operator of the attempt that is left, if any.
        v, w, op: the comparison.
    """
    res = yield pending
    if res is not Py_NotImplemented:
        return res
    Py_DECREF(res)
    if other is not None and other[0] is not None:
        slot, a, b, swapped = other
        res = slot(a, b, swapped)
        if type(res) in PENDING:
            res = yield res
        if res is not Py_NotImplemented:
            return res
        Py_DECREF(res)
    return _richcompare_default(v, w, op)


def PyObject_RichCompareBool(v: PyObject, w: PyObject, op: int) -> Any:
    """``bool(v op w)`` as a host bool, or pending; identity implies equality."""
    if v is w:
        if op == Py_EQ:
            return True
        if op == Py_NE:
            return False
    vt = v.ob_type
    if vt is w.ob_type and vt in _HOST_COMPARED:
        return _HOST_OPS[op](v.value, w.value)
    res = PyObject_RichCompare(v, w, op)
    if res is Py_True:
        return True
    if res is Py_False:
        return False
    if type(res) in PENDING:
        return _richcompare_bool(res)
    truth = PyObject_IsTrue(res)
    if type(truth) in PENDING:
        return _truth_of(res, truth)
    Py_DECREF(res)
    return truth


def _richcompare_bool(pending: Any) -> Any:
    res = yield pending
    if res is Py_True:
        return True
    if res is Py_False:
        return False
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(res)
    return truth


def _truth_of(res: PyObject, pending: Any) -> Any:
    try:
        return (yield pending)
    finally:
        Py_DECREF(res)


# ---- hash, truth

def PyObject_HashNotImplemented(op: PyObject) -> int:
    """tp_hash of unhashable types."""
    raise PyErr_Format(PyExc_TypeError, f"unhashable type: '{op.ob_type.value.tp_name}'")


def PyObject_Hash(op: PyObject) -> Any:
    """``hash(op)`` as a host int, or pending."""
    slot = op.ob_type.value.tp_hash
    if slot is None:
        return PyObject_HashNotImplemented(op)
    return slot(op)


def PyObject_IsTrue(op: PyObject) -> Any:
    """``bool(op)`` as a host bool, or pending."""
    if op is Py_True:
        return True
    if op is Py_False or op is Py_None:
        return False
    body = op.ob_type.value
    slot = body.nb_bool
    if slot is not None:
        return slot(op)
    slot = body.mp_length or body.sq_length
    if slot is None:
        return True
    n = slot(op)
    return _length_is_true(n) if type(n) in PENDING else n > 0


def _length_is_true(pending: Any) -> Any:
    return (yield pending) > 0


def PyObject_Not(op: PyObject) -> Any:
    """``not op`` as a host bool, or pending."""
    truth = PyObject_IsTrue(op)
    return _not_pending(truth) if type(truth) in PENDING else not truth


def _not_pending(pending: Any) -> Any:
    return not (yield pending)


def PyCallable_Check(op: PyObject) -> bool:
    """``callable(op)``."""
    return op.ob_type.value.tp_call is not None


# ---- attributes

_ids: dict[str, PyObject] = {}


def _Py_ID(name: str) -> PyObject:
    """The interned guest str of an identifier that the VM itself uses (immortal)."""
    op = _ids.get(name)
    if op is None:
        op = _ids[name] = PyUnicode_InternFromString(name)
    return op


PyUnicode_InternFromString: Callable[[str], PyObject]


def attribute_error(op: PyObject, name: PyObject, message: str) -> PyErr:
    """An AttributeError that knows its object and name, from which suggestions are made."""
    exc = new_exception(PyExc_AttributeError, PyObject(PyUnicode_Type, message))
    op.ob_refcnt += 1
    name.ob_refcnt += 1
    exc.value.extra = {"obj": op, "name": name}
    return _PyErr_SetObject(exc)


def _PyObject_SetAttributeErrorContext(op: PyObject, name: PyObject, err: PyErr) -> None:
    """Give an AttributeError its object and name unless it has them."""
    exc = err.exc
    if PyErr_ExceptionMatches(err, PyExc_AttributeError):
        extra = exc.value.extra
        if extra is None:
            extra = exc.value.extra = {}
        if extra.get("obj") is None and extra.get("name") is None:
            op.ob_refcnt += 1
            name.ob_refcnt += 1
            extra["obj"] = op
            extra["name"] = name


def _check_name(name: PyObject) -> None:
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"attribute name must be string, not '{name.ob_type.value.tp_name}'")


def PyObject_GetAttr(op: PyObject, name: PyObject) -> Any:
    """``getattr(op, name)``: a new reference, or pending."""
    if name.ob_type is not PyUnicode_Type:
        _check_name(name)
    slot = op.ob_type.value.tp_getattro
    if slot is None:
        raise attribute_error(
            op, name, f"'{op.ob_type.value.tp_name}' object has no attribute '{name.value}'")
    try:
        return slot(op, name)
    except PyErr as err:
        _PyObject_SetAttributeErrorContext(op, name, err)
        raise


def PyObject_GetAttrString(op: PyObject, name: str) -> Any:
    """`PyObject_GetAttr` with a host name."""
    return PyObject_GetAttr(op, _Py_ID(name))


def PyObject_GetOptionalAttr(op: PyObject, name: PyObject) -> Any:
    """The attribute (new reference), NULL if there is none, or pending."""
    if name.ob_type is not PyUnicode_Type:
        _check_name(name)
    slot = op.ob_type.value.tp_getattro
    if slot is PyObject_GenericGetAttr:
        return _PyObject_GenericGetAttrWithDict(op, name, None, True)
    if slot is None:
        return None
    try:
        res = slot(op, name)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_AttributeError):
            raise
        PyErr_Clear(err)
        return None
    return _suppress_attribute_error(res) if type(res) in PENDING else res


#: Its older name.
PyObject_LookupAttr = PyObject_GetOptionalAttr


def PyObject_GetOptionalAttrString(op: PyObject, name: str) -> Any:
    """`PyObject_GetOptionalAttr` with a host name."""
    return PyObject_GetOptionalAttr(op, _Py_ID(name))


def _suppress_attribute_error(pending: Any) -> Any:
    try:
        return (yield pending)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_AttributeError):
            raise
        PyErr_Clear(err)
        return None


def PyObject_HasAttrWithError(op: PyObject, name: PyObject) -> Any:
    """Whether the attribute exists, as a host bool, or pending."""
    res = PyObject_GetOptionalAttr(op, name)
    if type(res) in PENDING:
        return _is_not_null(res)
    if res is None:
        return False
    Py_DECREF(res)
    return True


def _is_not_null(pending: Any) -> Any:
    res = yield pending
    if res is None:
        return False
    Py_DECREF(res)
    return True


def PyObject_SetAttr(op: PyObject, name: PyObject, value: PyObject | None) -> Any:
    """``setattr(op, name, value)``; NULL deletes. Host None, or pending."""
    if name.ob_type is not PyUnicode_Type:
        _check_name(name)
    body = op.ob_type.value
    slot = body.tp_setattro
    if slot is None:
        verb = "del" if value is None else "assign to"
        kind = "no attributes" if body.tp_getattro is None else "only read-only attributes"
        raise PyErr_Format(
            PyExc_TypeError, f"'{body.tp_name}' object has {kind} ({verb} .{name.value})")
    return slot(op, name, value)


def PyObject_DelAttr(op: PyObject, name: PyObject) -> Any:
    """``delattr(op, name)``."""
    return PyObject_SetAttr(op, name, None)


def PyObject_SetAttrString(op: PyObject, name: str, value: PyObject | None) -> Any:
    """`PyObject_SetAttr` with a host name."""
    return PyObject_SetAttr(op, _Py_ID(name), value)


def PyObject_SelfIter(op: PyObject) -> PyObject:
    """tp_iter of iterators."""
    op.ob_refcnt += 1
    return op


def _PyObject_NextNotImplemented(op: PyObject) -> Any:
    """tp_iternext of a class whose ``__next__`` was removed."""
    raise PyErr_Format(
        PyExc_TypeError, f"'{op.ob_type.value.tp_name}' object is not iterable")


def _PyObject_GetMethod(op: PyObject, name: PyObject) -> tuple[bool, Any]:
    """Look up a method without binding it.

    Returns:
        ``(True, function)`` for a plain method, to be called with ``op`` first; ``(False, attribute)``
        for anything else, where the attribute may be pending. New references.
    """
    tp = op.ob_type
    body = tp.value
    if body.tp_getattro is not PyObject_GenericGetAttr or name.ob_type is not PyUnicode_Type:
        return False, PyObject_GetAttr(op, name)
    descr = _PyType_Lookup(tp, name)
    unbound = False
    get = None
    if descr is not None:
        descr_body = descr.ob_type.value
        if descr_body.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR:
            unbound = True
        else:
            get = descr_body.tp_descr_get
            if get is not None and descr_body.tp_descr_set is not None:
                return False, get(descr, op, tp)
    if body.tp_dictoffset:
        attrs = op.ob_dict
        if attrs:
            attr = attrs.get(name.value)
            if attr is not None:
                attr.ob_refcnt += 1
                return False, attr
    if get is not None:
        return False, get(descr, op, tp)
    if descr is not None:
        descr.ob_refcnt += 1
        return unbound, descr
    raise attribute_error(op, name, f"'{body.tp_name}' object has no attribute '{name.value}'")


def PyObject_GenericGetAttr(op: PyObject, name: PyObject) -> Any:
    """tp_getattro of most types: data descriptor, instance dict, other descriptor, class attribute."""
    tp = op.ob_type
    body = tp.value
    descr = _PyType_Lookup(tp, name)
    if descr is None:
        if body.tp_dictoffset:
            attrs = op.ob_dict
            if attrs:
                attr = attrs.get(name.value)
                if attr is not None:
                    attr.ob_refcnt += 1
                    return attr
        if name.ob_type is not PyUnicode_Type:
            _check_name(name)
        raise attribute_error(op, name, f"'{body.tp_name}' object has no attribute '{name.value}'")
    descr_body = descr.ob_type.value
    get = descr_body.tp_descr_get
    if get is not None and descr_body.tp_descr_set is not None:
        return get(descr, op, tp)
    if body.tp_dictoffset:
        attrs = op.ob_dict
        if attrs:
            attr = attrs.get(name.value)
            if attr is not None:
                attr.ob_refcnt += 1
                return attr
    if get is not None:
        return get(descr, op, tp)
    descr.ob_refcnt += 1
    return descr


def _PyObject_GenericGetAttrWithDict(
    op: PyObject, name: PyObject, attrs: dict | None, suppress: bool
) -> Any:
    """`PyObject_GenericGetAttr` with a given instance dict, and without AttributeError on request.

    Args:
        op, name: as there.
        attrs: a host dict to use in place of ``op.ob_dict``, or None.
        suppress: return NULL in place of raising AttributeError.
    """
    tp = op.ob_type
    body = tp.value
    if name.ob_type is not PyUnicode_Type:
        _check_name(name)
    descr = _PyType_Lookup(tp, name)
    get = None
    if descr is not None:
        descr_body = descr.ob_type.value
        get = descr_body.tp_descr_get
        if get is not None and descr_body.tp_descr_set is not None:
            return _descr_get(get, descr, op, tp, suppress)
    if attrs is None and body.tp_dictoffset:
        attrs = op.ob_dict
    if attrs:
        attr = attrs.get(name.value)
        if attr is not None:
            attr.ob_refcnt += 1
            return attr
    if get is not None:
        return _descr_get(get, descr, op, tp, suppress)
    if descr is not None:
        descr.ob_refcnt += 1
        return descr
    if suppress:
        return None
    raise attribute_error(op, name, f"'{body.tp_name}' object has no attribute '{name.value}'")


def _descr_get(get: Any, descr: Any, op: PyObject, tp: PyObject, suppress: bool) -> Any:
    if not suppress:
        return get(descr, op, tp)
    try:
        res = get(descr, op, tp)
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_AttributeError):
            raise
        PyErr_Clear(err)
        return None
    return _suppress_attribute_error(res) if type(res) in PENDING else res


def PyObject_GenericSetAttr(op: PyObject, name: PyObject, value: PyObject | None) -> Any:
    """tp_setattro of most types: data descriptor, else the instance dict. NULL deletes."""
    tp = op.ob_type
    body = tp.value
    descr = _PyType_Lookup(tp, name)
    if descr is not None:
        descr_set = descr.ob_type.value.tp_descr_set
        if descr_set is not None:
            return descr_set(descr, op, value)
    if not body.tp_dictoffset:
        if name.ob_type is not PyUnicode_Type:
            _check_name(name)
        return _no_dict_error(op, name, descr)
    ext = op.ob_ext
    if ext is not None and ext.dict_object is not None:
        return _store_in_dict_object(op, name, value, ext.dict_object)
    attrs = op.ob_dict
    key = name.value
    old = attrs.get(key)
    if value is not None:
        if not attrs and not body.tp_flags & Py_TPFLAGS_INLINE_VALUES:
            return _store_in_dict_object(op, name, value, instance_dict(op))
        value.ob_refcnt += 1
        attrs[key] = value
        if old is not None:
            Py_DECREF(old)
        return None
    if old is None:
        raise attribute_error(op, name, f"'{body.tp_name}' object has no attribute '{key}'")
    del attrs[key]
    Py_DECREF(old)
    return None


def _no_dict_error(op: PyObject, name: PyObject, descr: PyObject | None) -> None:
    body = op.ob_type.value
    if descr is not None:
        raise PyErr_Format(
            PyExc_AttributeError,
            f"'{body.tp_name}' object attribute '{name.value}' is read-only")
    message = f"'{body.tp_name}' object has no attribute '{name.value}'"
    if body.tp_setattro is PyObject_GenericSetAttr:
        message += " and no __dict__ for setting new attributes"
    raise attribute_error(op, name, message)


def _store_in_dict_object(
    op: PyObject, name: PyObject, value: PyObject | None, dict_object: PyObject
) -> None:
    """Store or delete an attribute of an instance whose ``__dict__`` guest code has seen."""
    key = name.value
    if name.ob_type is not PyUnicode_Type:
        name = PyUnicode_InternFromString(key)
    if value is not None:
        ext: Any = op.ob_ext
        inline = op.ob_type.value.tp_flags & Py_TPFLAGS_INLINE_VALUES and not ext.detached
        PyDict_SetItemString(dict_object, key, value, not inline)  # C's inline values do not track
    elif op.ob_dict.get(key) is None:
        raise attribute_error(
            op, name, f"'{op.ob_type.value.tp_name}' object has no attribute '{key}'")
    else:
        PyDict_DelItemString(dict_object, key)


PyDict_SetItemString: Any
PyDict_DelItemString: Any


# ---- the instance's dict as an object

def PyObject_GenericGetDict(op: PyObject) -> PyObject:
    """``op.__dict__``: made at the first look, it shares the attributes of the instance."""
    if not op.ob_type.value.tp_dictoffset:
        raise PyErr_Format(PyExc_AttributeError, "This object has no __dict__")
    dict_object = instance_dict(op)
    dict_object.ob_refcnt += 1
    return dict_object


def instance_dict(op: PyObject) -> PyObject:
    """The dict object of an instance (borrowed), made if need be.

    An instance whose type has no inline values needs one for its first attribute; others, when asked for it.
    A type has one: its namespace.
    """
    if op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return op.value.tp_dict
    ext = op.ob_ext
    if ext is None:
        ext = op.ob_ext = ObjectExtension()
    if ext.dict_object is None:
        ext.dict_object = _PyDict_NewSharing(op.ob_dict)
    return ext.dict_object


def PyObject_GenericSetDict(op: PyObject, value: PyObject | None) -> None:
    """Set ``op.__dict__``: from now on the instance's attributes are those of that dict."""
    if not op.ob_type.value.tp_dictoffset:
        raise PyErr_Format(PyExc_AttributeError, "This object has no __dict__")
    if value is None:
        raise PyErr_Format(PyExc_TypeError, "cannot delete __dict__")
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"__dict__ must be set to a dictionary, not a '{value.ob_type.value.tp_name}'")
    ext = op.ob_ext
    if ext is None:
        ext = op.ob_ext = ObjectExtension()
    ext.detached = True
    old_object, old_attrs = ext.dict_object, op.ob_dict
    value.ob_refcnt += 1
    ext.dict_object = value
    op.ob_dict = _PyDict_Share(value)
    if old_object is not None:
        Py_DECREF(old_object)
    else:
        for attr in list(old_attrs.values()):
            Py_DECREF(attr)


# ---- dir

def PyObject_Dir(op: PyObject) -> Any:
    """``dir(op)``; a generator: calls ``__dir__`` and sorts what it gives."""
    func = _PyObject_LookupSpecial(op, _Py_ID("__dir__"))
    if type(func) in PENDING:
        func = yield func
    if func is None:
        raise PyErr_Format(PyExc_TypeError, "object does not provide __dir__")
    try:
        found = PyObject_CallNoArgs(func)
        if type(found) in PENDING:
            found = yield found
    finally:
        Py_DECREF(func)
    try:
        names = PySequence_List(found)
        if type(names) in PENDING:
            names = yield names
    finally:
        Py_DECREF(found)
    return (yield from_sort(names))


def from_sort(names: PyObject) -> Any:
    """Sort a fresh list in place and return it (its reference passes through)."""
    try:
        res = PyList_Sort(names)
        if type(res) in PENDING:
            yield res
    except PyErr:
        Py_DECREF(names)
        raise
    return names


def _PyObject_InitState() -> None:
    """No free lists, no finaliser waiting."""
    pending_finalizers.clear()
    freelists.reset()


@late_import
def _bind() -> None:
    global _PyType_Lookup, _PyObject_LookupSpecial, _PyDict_NewSharing, PyDict_SetItemString
    global PyDict_DelItemString, PyList_Sort, PySequence_List, PyObject_CallNoArgs
    global PyBytes_FromObject, PyUnicode_InternFromString, _PyDict_Share
    from vm.objects.abstract import PySequence_List
    from vm.objects.bytesobject import PyBytes_FromObject
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.dictobject import (
        PyDict_DelItemString,
        PyDict_SetItemString,
        _PyDict_NewSharing,
        _PyDict_Share,
    )
    from vm.objects.listobject import PyList_Sort
    from vm.objects.typeobject import _PyObject_LookupSpecial, _PyType_Lookup
    from vm.objects.unicodeobject import PyUnicode_InternFromString
