"""What list and tuple (and deque) share: search, comparison and repr of a host sequence of guest objects.

Each function is plain as long as the items need no guest code; when the first comparison is pending, a
generator takes over where the loop stands. The host sequence is looked at again after each pending
comparison, since guest code may have changed it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_GE,
    Py_GT,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_True,
    PyBytes_Type,
    PyDict_Type,
    PyFloat_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
)


@late_import
def _bind() -> None:
    global PyObject_RichCompare, PyObject_RichCompareBool, PyObject_Repr, Py_ReprEnter, Py_ReprLeave
    global PyUnicode_FromString
    from vm.objects.object import (
        Py_ReprEnter,
        Py_ReprLeave,
        PyObject_Repr,
        PyObject_RichCompare,
        PyObject_RichCompareBool,
    )
    from vm.objects.unicodeobject import PyUnicode_FromString


#: Types whose values the host compares as the guest does.
ATOMS = frozenset({PyLong_Type, PyUnicode_Type, PyFloat_Type, PyBytes_Type})
#: Types whose comparison compares items in its turn.
NESTING = frozenset({PyList_Type, PyTuple_Type, PyDict_Type})
_BY_LENGTH: dict[int, Callable[[int, int], bool]] = {
    Py_LT: lambda a, b: a < b, Py_LE: lambda a, b: a <= b, Py_EQ: lambda a, b: a == b,
    Py_NE: lambda a, b: a != b, Py_GT: lambda a, b: a > b, Py_GE: lambda a, b: a >= b,
}


def find_item(op: PyObject, value: PyObject, start: int, stop: int) -> Any:
    """Index of the first item equal to ``value`` in ``op.value[start:stop]``, or -1; may be pending."""
    tp = value.ob_type
    items = op.value
    if tp in ATOMS:
        host = value.value
        for i in range(start, min(stop, len(items))):
            item = items[i]
            if item is value:
                return i
            if item.ob_type is tp:
                if item.value == host:
                    return i
            else:
                res = PyObject_RichCompareBool(item, value, Py_EQ)
                if type(res) in PENDING:
                    return _find_item(op, value, i, stop, res)
                if res:
                    return i
        return -1
    for i in range(start, min(stop, len(items))):
        item = items[i]
        if item is value:
            return i
        res = PyObject_RichCompareBool(item, value, Py_EQ)
        if type(res) in PENDING:
            return _find_item(op, value, i, stop, res)
        if res:
            return i
    return -1


def _find_item(op: PyObject, value: PyObject, i: int, stop: int, pending: Any) -> Any:
    while True:
        item = op.value[i]
        item.ob_refcnt += 1
        try:
            if pending is None:
                pending = PyObject_RichCompareBool(item, value, Py_EQ)
            res = (yield pending) if type(pending) in PENDING else pending
        finally:
            Py_DECREF(item)
        if res:
            return i
        pending = None
        i += 1
        if i >= stop or i >= len(op.value):
            return -1


def count_item(op: PyObject, value: PyObject) -> Any:
    """How many items equal ``value``; may be pending."""
    count = 0
    for i, item in enumerate(op.value):
        if item is value:
            count += 1
            continue
        res = PyObject_RichCompareBool(item, value, Py_EQ)
        if type(res) in PENDING:
            return _count_item(op, value, i, count, res)
        if res:
            count += 1
    return count


def _count_item(op: PyObject, value: PyObject, i: int, count: int, pending: Any) -> Any:
    while True:
        item = op.value[i]
        item.ob_refcnt += 1
        try:
            if pending is None:
                pending = PyObject_RichCompareBool(item, value, Py_EQ)
            res = (yield pending) if type(pending) in PENDING else pending
        finally:
            Py_DECREF(item)
        if res:
            count += 1
        pending = None
        i += 1
        if i >= len(op.value):
            return count


def compare_sequences(a: PyObject, b: PyObject, op: int) -> Any:
    """Rich comparison of two objects whose values are host sequences: guest bool, or pending."""
    va, vb = a.value, b.value
    for i, (x, y) in enumerate(zip(va, vb)):
        if x is not y:
            tp = x.ob_type
            if tp is y.ob_type and tp in ATOMS:
                if x.value != y.value:
                    break
            else:
                if tp in NESTING:  # nested as deep as it may be, the host's stack is not used up
                    return _compare_sequences(a, b, op, i, _compare_later(x, y))
                res = PyObject_RichCompareBool(x, y, Py_EQ)
                if type(res) in PENDING:
                    return _compare_sequences(a, b, op, i, res)
                if not res:
                    break
    else:
        return Py_True if _BY_LENGTH[op](len(va), len(vb)) else Py_False
    if op == Py_EQ:
        return Py_False
    if op == Py_NE:
        return Py_True
    return PyObject_RichCompare(x, y, op)


def _compare_later(x: PyObject, y: PyObject) -> Any:
    """Compare two containers in a native frame of their own."""
    res = PyObject_RichCompareBool(x, y, Py_EQ)
    if type(res) in PENDING:
        res = yield res
    return res


def _compare_sequences(a: PyObject, b: PyObject, op: int, i: int, pending: Any) -> Any:
    while True:
        x, y = a.value[i], b.value[i]
        x.ob_refcnt += 1
        y.ob_refcnt += 1
        try:
            if pending is None:
                pending = True if x is y else PyObject_RichCompareBool(x, y, Py_EQ)
            res = (yield pending) if type(pending) in PENDING else pending
        finally:
            Py_DECREF(x)
            Py_DECREF(y)
        if not res:
            break
        pending = None
        i += 1
        if i >= len(a.value) or i >= len(b.value):
            return Py_True if _BY_LENGTH[op](len(a.value), len(b.value)) else Py_False
    if i >= len(a.value) or i >= len(b.value):
        return Py_True if _BY_LENGTH[op](len(a.value), len(b.value)) else Py_False
    if op == Py_EQ:
        return Py_False
    if op == Py_NE:
        return Py_True
    x, y = a.value[i], b.value[i]
    x.ob_refcnt += 1
    y.ob_refcnt += 1
    try:
        res = PyObject_RichCompare(x, y, op)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(x)
        Py_DECREF(y)
    return res


def repr_items(op: PyObject, parts: list[str]) -> Any:
    """Append the repr of each item of ``op.value`` to a host list (a generator)."""
    i = 0
    while i < len(op.value):
        item = op.value[i]
        item.ob_refcnt += 1
        try:
            text = PyObject_Repr(item)
            if type(text) in PENDING:
                text = yield text
        finally:
            Py_DECREF(item)
        parts.append(text.value)
        Py_DECREF(text)
        i += 1
        if not i & 4095:
            yield None


def repr_sequence(op: PyObject, opening: str, closing: str, recursive: str) -> Any:
    """repr of a sequence between brackets (a generator); ``recursive`` inside its own repr."""
    if Py_ReprEnter(op):
        return PyUnicode_FromString(recursive)
    parts: list[str] = []
    try:
        yield repr_items(op, parts)
    finally:
        Py_ReprLeave(op)
    return PyUnicode_FromString(opening + ", ".join(parts) + closing)
