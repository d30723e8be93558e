"""What OrderedDict has of MutableMapping: update() through ``self[key] = value``. From Objects/odictobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import PyDict_Items
from vm.objects.linker import late_import
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyDict_Type, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError, PyExc_ValueError


@late_import
def _bind() -> None:
    global PyIter_Next, PyObject_GetItem, PyObject_GetIter, PyObject_SetItem, PyObject_CallNoArgs
    global PyObject_GetOptionalAttrString
    from vm.objects.abstract import (
        PyIter_Next,
        PyObject_GetItem,
        PyObject_GetIter,
        PyObject_SetItem,
    )
    from vm.objects.call import PyObject_CallNoArgs
    from vm.objects.object import PyObject_GetOptionalAttrString


def odict_update(self: PyObject, args: list, kwnames: tuple) -> Any:
    """OrderedDict.update (mutablemapping_update)"""
    n = len(args) - len(kwnames)
    if n > 1:
        raise PyErr_Format(
            PyExc_TypeError, f"update() takes at most 1 positional argument ({n} given)")
    return _update_none(self, args[0] if n else None, args[n:], kwnames)


def _update_none(self: PyObject, arg: PyObject | None, values: list, kwnames: tuple) -> Any:
    yield mutablemapping_update(self, arg, values, kwnames)
    return Py_None


def mutablemapping_update(self: PyObject, arg: PyObject | None, values: list, kwnames: tuple) -> Any:
    if arg is not None:
        yield mutablemapping_update_arg(self, arg)
    for name, value in zip(kwnames, values, strict=True):
        done = PyObject_SetItem(self, name, value)
        if done is not None:
            yield done


def mutablemapping_update_arg(self: PyObject, arg: PyObject) -> Any:
    """Update from a mapping or pairs, through ``self[key] = value`` (a generator)."""
    if arg.ob_type is PyDict_Type:
        items = PyDict_Items(arg)
        try:
            yield mutablemapping_add_pairs(self, items)
        finally:
            Py_DECREF(items)
        return
    keys = yield _call_optional(arg, "keys")
    if keys is not None:
        try:
            yield _add_keys(self, arg, keys)
        finally:
            Py_DECREF(keys)
        return
    items = yield _call_optional(arg, "items")
    if items is not None:
        try:
            yield mutablemapping_add_pairs(self, items)
        finally:
            Py_DECREF(items)
        return
    yield mutablemapping_add_pairs(self, arg)


def _call_optional(op: PyObject, name: str) -> Any:
    func = PyObject_GetOptionalAttrString(op, name)
    if type(func) in PENDING:
        func = yield func
    if func is None:
        return None
    try:
        res = PyObject_CallNoArgs(func)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(func)
    return res


def _add_keys(self: PyObject, arg: PyObject, keys: PyObject) -> Any:
    it = PyObject_GetIter(keys)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            key = PyIter_Next(it)
            if type(key) in PENDING:
                key = yield key
            if key is None:
                return
            try:
                value = PyObject_GetItem(arg, key)
                if type(value) in PENDING:
                    value = yield value
                try:
                    done = PyObject_SetItem(self, key, value)
                    if done is not None:
                        yield done
                finally:
                    Py_DECREF(value)
            finally:
                Py_DECREF(key)
    finally:
        Py_DECREF(it)


def mutablemapping_add_pairs(self: PyObject, pairs: PyObject) -> Any:
    """Store every pair of an iterable (a generator)."""
    it = PyObject_GetIter(pairs)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            pair = PyIter_Next(it)
            if type(pair) in PENDING:
                pair = yield pair
            if pair is None:
                return
            try:
                yield _add_pair(self, pair)
            finally:
                Py_DECREF(pair)
    finally:
        Py_DECREF(it)


def _add_pair(self: PyObject, pair: PyObject) -> Any:
    it = PyObject_GetIter(pair)
    if type(it) in PENDING:
        it = yield it
    found: list[PyObject] = []
    try:
        for _ in range(3):
            item = PyIter_Next(it)
            if type(item) in PENDING:
                item = yield item
            if item is None:
                break
            found.append(item)
        if len(found) != 2:
            raise PyErr_Format(PyExc_ValueError, (
                "need more than 0 values to unpack", "need more than 1 value to unpack", "",
                "too many values to unpack (expected 2)")[len(found)])
        done = PyObject_SetItem(self, found[0], found[1])
        if done is not None:
            yield done
    finally:
        Py_DECREF(it)
        for item in found:
            Py_DECREF(item)
