"""The longer bodies of instructions: containers, comparison, with, except, await. From Python/ceval.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import (
    PyObject_GetItem,
    PyObject_GetIter,
    PyObject_SetItem,
)
from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs, PyObject_Vectorcall
from vm.objects.codeobject import CO_COROUTINE, CO_ITERABLE_COROUTINE
from vm.objects.dictmerge import PyDict_Update
from vm.objects.dictobject import (
    PyDict_GetItemRef,
    PyDict_New,
    PyDict_SetItem,
    dict_key,
)
from vm.objects.exceptions_base import PyExceptionClass_Check
from vm.objects.genobject import _PyCoro_GetAwaitableIter, _PyGen_yf
from vm.objects.listobject import PyList_New, _PyList_Extend
from vm.objects.object import (
    PyObject_IsTrue,
    PyObject_RichCompare,
    PyObject_Str,
    _PyObject_FunctionStr,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_True,
    Py_XDECREF,
    PyAsyncGen_Type,
    PyCoro_Type,
    PyDict_Type,
    PyErr,
    PyGen_Type,
    PyList_Type,
    PyObject,
    PyTuple_Type,
    PyType_HasFeature,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_GivenExceptionMatches,
    PyExc_AttributeError,
    PyExc_RuntimeError,
    PyExc_StopIteration,
    PyExc_SystemError,
    PyExc_TypeError,
    PyExc_ValueError,
    extra_field,
)
from vm.objects.setobject import PySet_Add, PySet_New
from vm.objects.sliceobject import PySlice_New
from vm.objects.typeobject import _PyObject_LookupSpecial

# ---- comparison and slices ---------------------------------------------------------------------------


def compare_op(left: PyObject, right: PyObject, oparg: tuple) -> Any:
    """COMPARE_OP: the result, or with the second part of ``oparg`` its truth as a guest bool."""
    op, as_bool = oparg
    res = PyObject_RichCompare(left, right, op)
    if not as_bool or res is Py_True or res is Py_False:
        return res
    return _compare_bool(res)


def _compare_bool(res: Any) -> Any:
    if type(res) in PENDING:
        res = yield res
    try:
        truth = PyObject_IsTrue(res)
        if type(truth) in PENDING:
            truth = yield truth
    finally:
        Py_DECREF(res)
    return Py_True if truth else Py_False


def binary_slice(container: PyObject, start: PyObject, stop: PyObject) -> Any:
    """container[start:stop]"""
    key = PySlice_New(start, stop, None)
    try:
        res = PyObject_GetItem(container, key)
    except PyErr:
        Py_DECREF(key)
        raise
    if type(res) in PENDING:
        return _then_drop(res, key)
    Py_DECREF(key)
    return res


def store_slice(container: PyObject, start: PyObject, stop: PyObject, value: PyObject) -> Any:
    """container[start:stop] = value"""
    key = PySlice_New(start, stop, None)
    try:
        res = PyObject_SetItem(container, key, value)
    except PyErr:
        Py_DECREF(key)
        raise
    if type(res) in PENDING:
        return _then_drop(res, key)
    Py_DECREF(key)
    return None


def _then_drop(pending: Any, *owned: PyObject) -> Any:
    """Wait for a result, then drop what it needed."""
    try:
        return (yield pending)
    finally:
        decref_all(owned)


# ---- containers ------------------------------------------------------------------------------------------


def build_set(items: list) -> Any:
    """A set of items (borrowed); pending if one hashes or compares by guest code."""
    result = PySet_New(None)
    for i, item in enumerate(items):
        try:
            done = PySet_Add(result, item)
        except PyErr:
            Py_DECREF(result)
            raise
        if type(done) in PENDING:
            return _build_set_rest(result, done, items[i + 1:])
    return result


def _build_set_rest(result: PyObject, pending: Any, items: list) -> Any:
    try:
        yield pending
        for item in items:
            done = PySet_Add(result, item)
            if type(done) in PENDING:
                yield done
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def build_map(keys: Any, values: list) -> Any:
    """A dict of keys and values (borrowed); pending if a key hashes or compares by guest code."""
    result = PyDict_New()
    pairs = list(zip(keys, values))
    for i, (key, val) in enumerate(pairs):
        try:
            done = PyDict_SetItem(result, key, val)
        except PyErr:
            Py_DECREF(result)
            raise
        if type(done) in PENDING:
            return _build_map_rest(result, done, pairs[i + 1:])
    return result


def _build_map_rest(result: PyObject, pending: Any, pairs: list) -> Any:
    try:
        yield pending
        for key, val in pairs:
            done = PyDict_SetItem(result, key, val)
            if type(done) in PENDING:
                yield done
    except PyErr:
        Py_DECREF(result)
        raise
    return result


def list_extend(target: PyObject, iterable: PyObject) -> Any:
    """LIST_EXTEND, with its own message for what cannot be unpacked."""
    tp = iterable.ob_type.value
    if tp.tp_iter is None and tp.sq_item is None:
        raise PyErr_Format(
            PyExc_TypeError, f"Value after * must be an iterable, not {tp.tp_name}")
    res = _PyList_Extend(target, iterable)
    return _then_nothing(res) if type(res) in PENDING else None


def _then_nothing(pending: Any) -> Any:
    yield pending


def dict_update(target: PyObject, update: PyObject) -> Any:
    """DICT_UPDATE: merge; something without keys() is not a mapping."""
    if update.ob_type is PyDict_Type:
        return PyDict_Update(target, update)
    return _dict_update(target, update)


def _dict_update(target: PyObject, update: PyObject) -> Any:
    try:
        res = PyDict_Update(target, update)
        if type(res) in PENDING:
            yield res
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_AttributeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(
            PyExc_TypeError, f"'{update.ob_type.value.tp_name}' object is not a mapping") from None


def dict_merge(func: PyObject, target: PyObject, update: PyObject) -> Any:
    """DICT_MERGE: keyword arguments; a repeated name is an error that names the function."""
    if update.ob_type is PyDict_Type:
        known = target.value.me_value
        new = update.value.me_value
        if target.value.ma_index is None and update.value.ma_index is None and not (
            known and not known.keys().isdisjoint(new)
        ) and all(type(key) is str for key in new):
            for name, value in new.items():
                PyDict_SetItem(target, dict_key(update.value, name), value)
            return None
    return _dict_merge(func, target, update)


def _dict_merge(func: PyObject, target: PyObject, update: PyObject) -> Any:
    """One key after another (native frame)."""
    keys = yield _mapping_keys(func, update)
    try:
        for key in list(keys.value):
            held = PyDict_GetItemRef(target, key)
            if type(held) in PENDING:
                held = yield held
            if held is not None:
                Py_DECREF(held)
                raise (yield _keyword_error(func, key))
            value = PyObject_GetItem(update, key)
            if type(value) in PENDING:
                value = yield value
            try:
                done = PyDict_SetItem(target, key, value)
                if type(done) in PENDING:
                    yield done
            finally:
                Py_DECREF(value)
    finally:
        Py_DECREF(keys)


def _mapping_keys(func: PyObject, update: PyObject) -> Any:
    """The keys of a mapping given after ``**``, as a guest list."""
    result = PyList_New([])
    try:
        keys = PyObject_CallMethod(update, "keys", [])
        if type(keys) in PENDING:
            keys = yield keys
        try:
            done = _PyList_Extend(result, keys)
            if type(done) in PENDING:
                yield done
        finally:
            Py_DECREF(keys)
    except PyErr as err:
        Py_DECREF(result)
        if not PyErr_ExceptionMatches(err, PyExc_AttributeError):
            raise
        PyErr_Clear(err)
        shown = _PyObject_FunctionStr(func)
        if type(shown) in PENDING:
            shown = yield shown
        raise PyErr_Format(
            PyExc_TypeError,
            f"{shown.value} argument after ** must be a mapping, "
            f"not {update.ob_type.value.tp_name}") from None
    return result


def _keyword_error(func: PyObject, key: PyObject) -> Any:
    """f() got multiple values for keyword argument 'x'"""
    shown = _PyObject_FunctionStr(func)
    if type(shown) in PENDING:
        shown = yield shown
    text = PyObject_Str(key)
    if type(text) in PENDING:
        text = yield text
    message = f"{shown.value} got multiple values for keyword argument '{text.value}'"
    Py_DECREF(shown)
    Py_DECREF(text)
    return PyErr_Format(PyExc_TypeError, message)


def unpack_iterable(seq: PyObject, before: int, after: int) -> Any:
    """UNPACK_SEQUENCE (``after`` -1) and UNPACK_EX: host list of new references, first value first.

    A plain tuple or list is taken apart at once; anything else is iterated (native frame).
    """
    if seq.ob_type is PyTuple_Type or seq.ob_type is PyList_Type:
        return _split(list(seq.value), before, after)
    return _unpack_iterator(seq, before, after)


def _split(items: list, before: int, after: int) -> list:
    """The values to push; takes a reference of each item."""
    n = len(items)
    if after < 0:
        if n > before:
            raise PyErr_Format(
                PyExc_ValueError, f"too many values to unpack (expected {before})")
        if n < before:
            raise PyErr_Format(
                PyExc_ValueError, f"not enough values to unpack (expected {before}, got {n})")
        result = items
    else:
        if n < before + after:
            raise PyErr_Format(
                PyExc_ValueError,
                f"not enough values to unpack (expected at least {before + after}, got {n})")
        rest = items[before:n - after]
        for item in rest:
            item.ob_refcnt += 1
        result = items[:before] + [PyList_New(rest)] + items[n - after:]
        for item in items[:before] + items[n - after:]:
            item.ob_refcnt += 1
        return result
    for item in result:
        item.ob_refcnt += 1
    return result


def _unpack_iterator(seq: PyObject, before: int, after: int) -> Any:
    try:
        it = PyObject_GetIter(seq)
        if type(it) in PENDING:
            it = yield it
    except PyErr as err:
        tp = seq.ob_type.value
        if PyErr_ExceptionMatches(err, PyExc_TypeError) and tp.tp_iter is None and (
            tp.sq_item is None
        ):
            PyErr_Clear(err)
            raise PyErr_Format(
                PyExc_TypeError, f"cannot unpack non-iterable {tp.tp_name} object") from None
        raise
    items: list = []
    limit = before if after < 0 else None
    try:
        while limit is None or len(items) <= limit:
            try:
                item = it.ob_type.value.tp_iternext(it)
                if type(item) in PENDING:
                    item = yield item
            except PyErr as err:
                if not PyErr_ExceptionMatches(err, PyExc_StopIteration):
                    raise
                PyErr_Clear(err)
                break
            if item is None:
                break
            items.append(item)
        return _split(items, before, after)
    finally:
        decref_all(items)
        Py_DECREF(it)


# ---- functions ----------------------------------------------------------------------------------------------


def not_an_iterator(op: PyObject) -> PyErr:
    """The TypeError for a loop over something that is not an iterator."""
    return PyErr_Format(
        PyExc_TypeError, f"'{op.ob_type.value.tp_name}' object is not an iterator")


def set_function_attribute(func: PyObject, attr: PyObject, which: int) -> None:
    """Store defaults, keyword defaults, annotations or the closure in a new function; steals ``attr``."""
    body = func.value
    if which == 8:
        body.func_closure = attr
    elif which == 4:
        body.func_annotations = attr
    elif which == 2:
        _require(attr, PyDict_Type)
        body.func_kwdefaults = attr
    else:
        _require(attr, PyTuple_Type)
        body.func_defaults = attr


def _require(attr: PyObject, type_op: PyObject) -> None:
    """Defaults may be arguments (of the scope of type parameters): no verifier knows what they are."""
    if attr.ob_type is not type_op:
        raise PyErr_Format(
            PyExc_SystemError, f"bad bytecode: an operand is not a {type_op.value.tp_name}")


# ---- except and with ---------------------------------------------------------------------------------------------

CANNOT_CATCH = "catching classes that do not inherit from BaseException is not allowed"
CANNOT_CATCH_GROUP = "catching ExceptionGroup with except* is not allowed. Use except instead."


def check_exc_match(exc: PyObject, right: PyObject) -> PyObject:
    """Whether ``exc`` matches a class or a tuple of classes, as a guest bool."""
    if PyType_HasFeature(right.ob_type, Py_TPFLAGS_TUPLE_SUBCLASS):
        for item in right.value:
            if not PyExceptionClass_Check(item):
                raise PyErr_Format(PyExc_TypeError, CANNOT_CATCH)
        matches = any(PyErr_GivenExceptionMatches(exc, item) for item in right.value)
    else:
        if not PyExceptionClass_Check(right):
            raise PyErr_Format(PyExc_TypeError, CANNOT_CATCH)
        matches = PyErr_GivenExceptionMatches(exc, right)
    return Py_True if matches else Py_False


def check_eg_match(tstate: Any, exc: PyObject, match_type: PyObject) -> Any:
    """CHECK_EG_MATCH: (rest, match), and the match becomes the handled exception (native frame)."""
    from vm.objects.exceptions_group import _PyEval_ExceptionGroupMatch

    rest, match = yield _PyEval_ExceptionGroupMatch(exc, match_type)
    if match is not Py_None:
        item = tstate.exc_info
        match.ob_refcnt += 1
        old, item.exc_value = item.exc_value, match
        Py_XDECREF(old)
    return (rest, match)


def before_with(manager: PyObject, is_async: bool) -> Any:
    """(bound exit method, result of the enter method); native frame."""
    enter_name, exit_name = ("__aenter__", "__aexit__") if is_async else ("__enter__", "__exit__")
    protocol = ("asynchronous " if is_async else "") + "context manager protocol"
    tp_name = manager.ob_type.value.tp_name
    enter = _PyObject_LookupSpecial(manager, enter_name)
    if type(enter) in PENDING:
        enter = yield enter
    if enter is None:
        raise PyErr_Format(
            PyExc_TypeError, f"'{tp_name}' object does not support the {protocol}")
    exit = None
    try:
        pending = _PyObject_LookupSpecial(manager, exit_name)
        exit = (yield pending) if type(pending) in PENDING else pending
        if exit is None:
            raise PyErr_Format(
                PyExc_TypeError,
                f"'{tp_name}' object does not support the {protocol} "
                f"(missed {exit_name} method)")
        res = PyObject_CallNoArgs(enter)
        if type(res) in PENDING:
            res = yield res
    except PyErr:
        Py_XDECREF(exit)
        raise
    finally:
        Py_DECREF(enter)
    return (exit, res)


def with_except_start(exit_func: PyObject, exc: PyObject) -> Any:
    """Call ``__exit__(type, value, traceback)``."""
    traceback = exc.value.traceback
    return PyObject_Vectorcall(
        exit_func, [exc.ob_type, exc, Py_None if traceback is None else traceback])


def stop_iteration_value(exc: PyObject) -> PyObject:
    """The value of a StopIteration; new reference."""
    value = extra_field(exc, "value")
    value.ob_refcnt += 1
    return value


# ---- await and async for --------------------------------------------------------------------------------------------


def get_yield_from_iter(frame: Any, iterable: PyObject) -> Any:
    """GET_YIELD_FROM_ITER"""
    if iterable.ob_type is PyCoro_Type:
        if not frame.f_code.co_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE):
            raise PyErr_Format(
                PyExc_TypeError,
                "cannot 'yield from' a coroutine object in a non-coroutine generator")
    elif iterable.ob_type is not PyGen_Type:
        return PyObject_GetIter(iterable)
    iterable.ob_refcnt += 1
    return iterable


def get_awaitable(iterable: PyObject, oparg: int) -> Any:
    """GET_AWAITABLE: what to send to; the message says where the value came from (1 enter, 2 exit)."""
    if iterable.ob_type is not PyCoro_Type:
        if oparg and iterable.ob_type.value.am_await is None and not (
            iterable.ob_type is PyGen_Type
            and iterable.value.gi_code.co_flags & CO_ITERABLE_COROUTINE
        ):
            method = "__aenter__" if oparg == 1 else "__aexit__"
            raise PyErr_Format(
                PyExc_TypeError,
                f"'async with' received an object from {method} that does not implement "
                f"__await__: {iterable.ob_type.value.tp_name}")
        return _PyCoro_GetAwaitableIter(iterable)
    if _PyGen_yf(iterable) is not None:
        raise PyErr_Format(PyExc_RuntimeError, "coroutine is being awaited already")
    iterable.ob_refcnt += 1
    return iterable


def get_aiter(obj: PyObject) -> Any:
    """GET_AITER (native frame)."""
    getter = obj.ob_type.value.am_aiter
    if getter is None:
        raise PyErr_Format(
            PyExc_TypeError,
            "'async for' requires an object with __aiter__ method, "
            f"got {obj.ob_type.value.tp_name}")
    it = getter(obj)
    if type(it) in PENDING:
        it = yield it
    if it.ob_type.value.am_anext is None:
        name = it.ob_type.value.tp_name
        Py_DECREF(it)
        raise PyErr_Format(
            PyExc_TypeError,
            "'async for' received an object from __aiter__ that does not implement __anext__: "
            f"{name}")
    return it


def get_anext(aiter: PyObject) -> Any:
    """GET_ANEXT (native frame)."""
    getter = aiter.ob_type.value.am_anext
    if getter is None:
        raise PyErr_Format(
            PyExc_TypeError,
            "'async for' requires an iterator with __anext__ method, "
            f"got {aiter.ob_type.value.tp_name}")
    awaitable = getter(aiter)
    if type(awaitable) in PENDING:
        awaitable = yield awaitable
    if aiter.ob_type is PyAsyncGen_Type:
        return awaitable
    try:
        it = _PyCoro_GetAwaitableIter(awaitable)
        if type(it) in PENDING:
            it = yield it
        return it
    except PyErr as err:
        name = awaitable.ob_type.value.tp_name
        new = PyErr_Format(
            PyExc_TypeError, f"'async for' received an invalid object from __anext__: {name}")
        err.exc.ob_refcnt += 1
        new.exc.value.cause = err.exc
        new.exc.value.suppress_context = True
        old, new.exc.value.context = new.exc.value.context, err.exc
        Py_XDECREF(old)
        raise new from None
    finally:
        Py_DECREF(awaitable)
