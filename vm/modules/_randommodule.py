"""The _random module: the Mersenne Twister. Models Modules/_randommodule.c; the host's own does the arithmetic."""

from __future__ import annotations

import _random as host
from typing import Any

from vm.modules.posix_paths import files
from vm.objects.bridge import host_error
from vm.objects.getargs import c_int
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_Hash
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    PyFloat_Type,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc

STATE_SIZE = 625
MAX_BITS = 1 << 24


def random_seed(state: Any, arg: PyObject | None) -> Any:
    """Seed from an object: by its value if it is an int, else by its hash (a generator)."""
    if arg is None or arg is Py_None:
        state.seed(int.from_bytes(files().urandom(2496), "little"))
    elif arg.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        state.seed(abs(int(arg.value)))
    else:
        number = PyObject_Hash(arg)
        if type(number) in PENDING:
            number = yield number
        state.seed(number & (1 << 64) - 1)
    return Py_None


def random_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, host.Random(0))


_INIT = ArgSpec("($self, x=None, /)")


def random_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``Random(x=None)``; a generator."""
    (arg,) = parse_arguments(_INIT, "Random", args, kwnames, "Random")
    yield random_seed(self.value, arg)


def _random_Random_seed(self: PyObject, n: PyObject | None) -> Any:
    """``seed(n=None)``"""
    return random_seed(self.value, n)


def _random_Random_random(self: PyObject) -> PyObject:
    """``random()``"""
    return PyObject(PyFloat_Type, self.value.random())


def _random_Random_getstate(self: PyObject) -> PyObject:
    """``getstate()``"""
    return PyTuple_New(tuple(PyLong_FromLong(n) for n in self.value.getstate()))


def _random_Random_setstate(self: PyObject, state: PyObject) -> PyObject:
    """``setstate(state)``"""
    if not state.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "state vector must be a tuple")
    if len(state.value) != STATE_SIZE:
        raise PyErr_Format(PyExc_ValueError, "state vector is the wrong size")
    for item in state.value:
        if not item.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(
                PyExc_TypeError,
                f"'{item.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    try:
        self.value.setstate(tuple(int(item.value) for item in state.value))
    except (ValueError, OverflowError) as err:
        raise host_error(err) from None
    return Py_None


def _random_Random_getrandbits(self: PyObject, k: PyObject) -> Any:
    """``getrandbits(k)``; a generator."""
    bits = c_int(k)
    if type(bits) in PENDING:
        bits = yield bits
    if bits < 0:
        raise PyErr_Format(PyExc_ValueError, "number of bits must be non-negative")
    if bits > MAX_BITS:
        raise PyErr_Format(PyExc_OverflowError, "number of bits is too large")
    return PyLong_FromLong(self.value.getrandbits(bits))


Random_Type = PyType_FromSpec(
    "_random.Random", tp_basicsize=2520, tp_flags=Py_TPFLAGS_BASETYPE, tp_hostkey="identity",
    tp_is_leaf=True, tp_new=random_new, tp_init=random_init,
    tp_methods=(
        PyMethodDef("random", _random_Random_random, "($self, /)"),
        PyMethodDef("seed", _random_Random_seed, "($self, n=None, /)"),
        PyMethodDef("getstate", _random_Random_getstate, "($self, /)"),
        PyMethodDef("setstate", _random_Random_setstate, "($self, state, /)"),
        PyMethodDef("getrandbits", _random_Random_getrandbits, "($self, k, /)"),
    ),
)


def PyInit__random() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_random", ())
    PyModule_AddObjectRef(module, "Random", Random_Type)
    return module
