"""The modules of hash algorithms: _md5, _sha1, _sha2, _sha3, _blake2. The host's hashlib does the arithmetic.

Models Modules/md5module.c, sha1module.c, sha2module.c, sha3module.c and _blake2/.
"""

from __future__ import annotations

import hashlib as host
from typing import Any

from vm.objects.bridge import host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyGetSetDef, PyMethodDef, parse_arguments
from vm.objects.moduleobject import PyModule_AddFunctions, PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_TypeError
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

MAX_DIGEST = 1 << 24
_CREATE = ArgSpec("($module, string=b'', /, *, usedforsecurity=True)")
_CREATE_NAMED = ArgSpec("($module, /, string=b'', *, usedforsecurity=True)")
#: Keywords of blake2's constructors that the host's take as they are.
_BLAKE = ArgSpec(
    "($type, data=b'', /, *, digest_size=0, key=b'', salt=b'', person=b'', fanout=1, depth=1, "
    "leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)")


def _data(op: PyObject) -> Any:
    """The bytes of an argument (a generator)."""
    if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "Strings must be encoded before hashing")
    if op.ob_type.value.bf_getbuffer is None:
        raise PyErr_Format(PyExc_TypeError, "object supporting the buffer API required")
    data = use_buffer(op, bytes)
    if type(data) in PENDING:
        data = yield data
    return data


def hash_update(self: PyObject, op: PyObject) -> Any:
    """``update(data)``; a generator."""
    self.value.update((yield _data(op)))
    return Py_None


def hash_copy(self: PyObject) -> PyObject:
    """``copy()``"""
    return PyObject(self.ob_type, self.value.copy())


def hash_digest(self: PyObject) -> PyObject:
    """``digest()``"""
    return PyBytes_FromString(self.value.digest())


def hash_hexdigest(self: PyObject) -> PyObject:
    """``hexdigest()``"""
    return PyUnicode_FromString(self.value.hexdigest())


def _length(op: PyObject) -> Any:
    n = ssize_t(op)
    if type(n) in PENDING:
        n = yield n
    if not 0 <= n < MAX_DIGEST:
        raise PyErr_Format(PyExc_OverflowError, "digest length is too large")
    return n


def shake_digest(self: PyObject, length: PyObject) -> Any:
    """``digest(length)``; a generator."""
    return PyBytes_FromString(self.value.digest((yield _length(length))))


def shake_hexdigest(self: PyObject, length: PyObject) -> Any:
    """``hexdigest(length)``; a generator."""
    return PyUnicode_FromString(self.value.hexdigest((yield _length(length))))


def _type(name: str, shake: bool = False, **slots: Any) -> PyObject:
    """The type of an algorithm's objects."""
    digests = (
        PyMethodDef("digest", shake_digest, "($self, length, /)"),
        PyMethodDef("hexdigest", shake_hexdigest, "($self, length, /)"),
    ) if shake else (
        PyMethodDef("digest", hash_digest, "($self, /)"),
        PyMethodDef("hexdigest", hash_hexdigest, "($self, /)"),
    )
    return PyType_FromSpec(
        name, tp_basicsize=32, tp_is_leaf=True, tp_hostkey="identity",
        tp_methods=(
            PyMethodDef("copy", hash_copy, "($self, /)"), *digests,
            PyMethodDef("update", hash_update, "($self, obj, /)"),
        ),
        tp_getset=(
            PyGetSetDef("block_size", lambda op: PyLong_FromLong(op.value.block_size)),
            PyGetSetDef("digest_size", lambda op: PyLong_FromLong(op.value.digest_size)),
            PyGetSetDef("name", lambda op: PyUnicode_FromString(op.value.name)),
        ), **({"tp_flags": Py_TPFLAGS_DISALLOW_INSTANTIATION} | slots))


def _constructor(name: str, tp: PyObject, spec: ArgSpec) -> Any:
    make = getattr(host, name)

    def create(module: PyObject, args: list, kwnames: tuple) -> Any:
        text = parse_arguments(spec, name, args, kwnames, name)[0]
        data = b"" if text is None else (yield _data(text))
        return PyObject(tp, make(data))

    create.__name__ = f"_{name}"
    return create


#: module -> (function, type's name) of each algorithm that is made by a function.
ALGORITHMS = {
    "_md5": (("md5", "_md5.md5"),),
    "_sha1": (("sha1", "_sha1.sha1"),),
    "_sha2": (("sha224", "_sha2.SHA224Type"), ("sha256", "_sha2.SHA256Type"),
              ("sha384", "_sha2.SHA384Type"), ("sha512", "_sha2.SHA512Type")),
}
_types = {name: _type(full) for rows in ALGORITHMS.values() for name, full in rows}
_sha2_by_name = {"_sha2": _CREATE_NAMED}


def _module(name: str) -> PyObject:
    module = PyModule_FromDefs(name, ())
    for function, full in ALGORITHMS[name]:
        tp = _types[function]
        spec = _sha2_by_name.get(name, _CREATE)
        PyModule_AddFunctions(module, [PyMethodDef(
            function, _constructor(function, tp, spec),
            "($module, string=b'', /, *, usedforsecurity=True)", raw=True)])
        PyModule_AddObjectRef(
            module, {"md5": "MD5Type", "sha1": "SHA1Type"}.get(function, full.rpartition(".")[2]), tp)
    return module


def PyInit__md5() -> PyObject:
    """Make the module `_md5`."""
    return _module("_md5")


def PyInit__sha1() -> PyObject:
    """Make the module `_sha1`."""
    return _module("_sha1")


def PyInit__sha2() -> PyObject:
    """Make the module `_sha2`."""
    return _module("_sha2")


# ---- types that are called themselves

def _hash_new(name: str, blake: bool) -> Any:
    make = getattr(host, name)

    def new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
        given = parse_arguments(_BLAKE if blake else _CREATE, name, args, kwnames, name)
        data = b"" if given[0] is None else (yield _data(given[0]))
        settings = {}
        for keyword, op in zip(_BLAKE.names[1:], given[1:], strict=False):
            if blake and op is not None:
                settings[keyword] = op.value if isinstance(op.value, (int, bytes)) else (
                    yield _data(op))
        try:
            return PyObject(type_op, make(data, **settings))
        except (ValueError, OverflowError, TypeError) as err:
            raise host_error(err) from None

    new.__name__ = f"py_{name}_new"
    return new


_SHA3 = ("sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256")
_sha3_types = {name: _type(f"_sha3.{name}", name.startswith("shake"), tp_flags=0,
                           tp_new=_hash_new(name, False)) for name in _SHA3}
_blake_types = {name: _type(f"_blake2.{name}", tp_flags=0, tp_new=_hash_new(name, True))
                for name in ("blake2b", "blake2s")}


def PyInit__sha3() -> PyObject:
    """Make the module `_sha3`."""
    module = PyModule_FromDefs("_sha3", ())
    for name, tp in _sha3_types.items():
        PyModule_AddObjectRef(module, name, tp)
    return module


def PyInit__blake2() -> PyObject:
    """Make the module `_blake2`."""
    from vm.objects.dictobject import PyDict_SetItemString

    module = PyModule_FromDefs("_blake2", ())
    for name, tp in _blake_types.items():
        PyModule_AddObjectRef(module, name, tp)
        for constant in ("SALT_SIZE", "PERSON_SIZE", "MAX_KEY_SIZE", "MAX_DIGEST_SIZE"):
            value = PyLong_FromLong(getattr(getattr(host, name), constant))
            PyDict_SetItemString(tp.value.tp_dict, constant, value)
            Py_DECREF(value)
    return module
