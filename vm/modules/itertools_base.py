"""What the files of itertools share: making the types, parsing arguments, drawing an item, pickling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.iterobject import iter_self
from vm.objects.methoddef import PyMethodDef
from vm.objects.object import PyObject_GenericGetAttr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_XDECREF,
    PyObject,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_DeprecationWarning, PyExc_TypeError
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_Check
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import static_alloc


class itertoolsobject:
    """A C struct of an iterator: the fields of each type are those that its constructor sets."""

    __slots__ = (
        "active", "batch_size", "binop", "cnt", "currgrouper", "currkey", "currvalue", "data", "depth",
        "element", "fillvalue", "firstpass", "func", "index", "initial", "it", "ittuple", "keyfunc",
        "long_cnt", "long_step", "next", "numactive", "old", "parent", "result", "saved", "selectors",
        "source", "start", "step", "stop", "strict", "tgtkey", "total",
    )

    def __init__(self, **fields: Any):
        for name, value in fields.items():
            setattr(self, name, value)


def iterator_type(
    name: str, size: int, owned: Any, new: Callable, iternext: Callable, *,
    subclassable: bool = True, **slots: Any,
) -> PyObject:
    """Define an iterator type of the module.

    Args:
        name: without "itertools.".
        size: tp_basicsize.
        owned: the names of the body's fields that own references, in the order in which C drops them,
            or a function from the object to an iterable of them.
        new, iternext: tp_new and tp_iternext.
    """
    children = owned
    if not callable(owned):
        fields = owned

        def children(op: PyObject) -> list:
            body = op.value
            return [getattr(body, field) for field in fields]

    def dealloc(op: PyObject) -> None:
        dealloc_container(op, children)

    dealloc.__name__ = f"{name}_dealloc"
    slots = {
        "tp_getattro": PyObject_GenericGetAttr, "tp_dealloc": dealloc, "tp_traverse": children,
        **slots,
    }
    return PyType_FromSpec(
        f"itertools.{name}",
        tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
        | (Py_TPFLAGS_BASETYPE if subclassable else 0),
        tp_basicsize=size,
        tp_new=new,
        tp_vectorcall=new,
        tp_iter=iter_self,
        tp_iternext=iternext,
        **slots,
    )


def finish_new(type_op: PyObject, static: PyObject, it: Any, body: Callable) -> Any:
    """Make the object once its iterator is there: ``body(it)`` gives the body; may be pending."""
    if type(it) in PENDING:
        return _finish_new(type_op, static, it, body)
    return static_alloc(type_op, static, body(it))


def _finish_new(type_op: PyObject, static: PyObject, pending: Any, body: Callable) -> Any:
    it = yield pending
    return static_alloc(type_op, static, body(it))


def next_item(pending: Any, then: Callable, op: PyObject) -> Any:
    """Wait for an item; at the end go on with ``then(op, NULL)`` (a generator)."""
    item = yield pending
    if item is None:
        item = then(op, None)
        if type(item) in PENDING:
            item = yield item
    return item


def clear_field(body: Any, field: str) -> None:
    """Set a field to NULL and drop what it held (Py_CLEAR)."""
    held = getattr(body, field)
    setattr(body, field, None)
    Py_XDECREF(held)


def set_field(body: Any, field: str, value: PyObject) -> None:
    """Store a borrowed reference in a field and drop what it held (Py_XSETREF)."""
    value.ob_refcnt += 1
    held = getattr(body, field)
    setattr(body, field, value)
    Py_XDECREF(held)


# -- pickling ---------------------------------------------------------------------------------------

_PICKLE_DEPRECATION = (
    "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.")


def _deprecated(native: Callable) -> Callable:
    """Have a method warn first (ITERTOOL_PICKLE_DEPRECATION)."""

    def warn_and_call(self: PyObject, *args: PyObject) -> Any:
        done = PyErr_WarnEx(PyExc_DeprecationWarning, _PICKLE_DEPRECATION, 1)
        return native(self, *args) if done is None else _after_warning(done, native, self, args)

    warn_and_call.__name__ = native.__name__
    return warn_and_call


def _after_warning(pending: Any, native: Callable, self: PyObject, args: tuple) -> Any:
    yield pending
    res = native(self, *args)
    if type(res) in PENDING:
        res = yield res
    return res


def pickle_methods(reduce: Callable, setstate: Callable | None = None) -> tuple[PyMethodDef, ...]:
    """The rows for ``__reduce__`` and ``__setstate__``, which are deprecated."""
    row = PyMethodDef("__reduce__", _deprecated(reduce), "($self, /)")
    if setstate is None:
        return (row,)
    return row, PyMethodDef("__setstate__", _deprecated(setstate), "($self, object, /)")


def state_tuple(state: PyObject, least: int, most: int) -> tuple:
    """The items of a state, which must be a tuple of so many (PyArg_ParseTuple)."""
    if not PyTuple_Check(state):
        raise PyErr_Format(PyExc_TypeError, "state is not a tuple")
    n = len(state.value)
    if not least <= n <= most:
        bound = least if n < least else most
        word = "exactly" if least == most else "at least" if n < least else "at most"
        raise PyErr_Format(
            PyExc_TypeError,
            f"function takes {word} {bound} argument{'' if bound == 1 else 's'} ({n} given)")
    return state.value


def bad_state_item(i: int, expected: str, item: PyObject) -> Any:
    """The TypeError for item ``i`` of a state that is of the wrong type."""
    return PyErr_Format(
        PyExc_TypeError, f"argument {i} must be {expected}, not {item.ob_type.value.tp_name:.50}")


__all__ = [
    "bad_state_item", "clear_field", "finish_new", "iterator_type",
    "itertoolsobject", "next_item", "pickle_methods", "set_field", "state_tuple",
]
