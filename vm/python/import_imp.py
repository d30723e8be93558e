"""The module `_imp`: what importlib asks of the interpreter. Part of Python/import.c."""

from __future__ import annotations

from typing import Any

from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import _PyArg_BadArgument, unicode_arg
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.memoryobject import PyMemoryView_FromObject
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GetAttrString, PyObject_IsTrue
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyCode_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import PyErr_Format, PyExc_RuntimeError, PyExc_TypeError
from vm.objects.pyhash import siphash13
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python import import_, marshal
from vm.python.frozen import frozen_module_names

_KEY_MASK = (1 << 64) - 1


def _interp() -> Any:
    return _PyRuntime.tstate_current.interp  # type: ignore[union-attr]


def _bool(value: Any) -> PyObject:
    return Py_True if value else Py_False


# ---- the import lock

def _imp_lock_held(module: PyObject) -> PyObject:
    """``lock_held()``"""
    return _bool(_interp().imports.lock.holder is not None)


def _imp_acquire_lock(module: PyObject) -> Any:
    """``acquire_lock()``"""
    wait = import_._PyImport_AcquireLock(_interp())
    return Py_None if wait is None else _acquire(wait)


def _acquire(wait: Any) -> Any:
    yield wait
    return Py_None


def _imp_release_lock(module: PyObject) -> PyObject:
    """``release_lock()``"""
    interp = _interp()
    if interp.imports.lock.holder is not _PyRuntime.tstate_current:
        raise PyErr_Format(PyExc_RuntimeError, "not holding the import lock")
    import_._PyImport_ReleaseLock(interp)
    return Py_None


# ---- built-in and extension modules

def _spec_name(spec: PyObject, attr: str = "name") -> Any:
    """A text attribute of a spec, a new reference (a generator)."""
    name = PyObject_GetAttrString(spec, attr)
    if type(name) in PENDING:
        name = yield name
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        given = name.ob_type.value.tp_name
        Py_DECREF(name)
        raise PyErr_Format(PyExc_TypeError, f"{attr} must be string, not {given}")
    return name


def _imp_create_builtin(module: PyObject, spec: PyObject) -> Any:
    """``create_builtin(spec)``; a generator."""
    name = yield _spec_name(spec)
    try:
        created = import_.create_builtin(name.value)
        if type(created) in PENDING:
            created = yield created
    finally:
        Py_DECREF(name)
    return Py_None if created is None else created


def _imp_create_dynamic(module: PyObject, spec: PyObject, file: PyObject | None) -> Any:
    """``create_dynamic(spec[, file])``: the module that an extension's file stands for; a generator."""
    name = yield _spec_name(spec)
    try:
        path = yield _spec_name(spec, "origin")
        try:
            return (yield import_dynamic(name, path))
        finally:
            Py_DECREF(path)
    finally:
        Py_DECREF(name)


def import_dynamic(name: PyObject, path: PyObject) -> Any:
    """Make the module of an extension's file; a new reference (a generator).

    The file is only a name: no code but the VM's own can be loaded.
    """
    place = import_._tables().PyImport_Dynamictab.get(name.value)
    if place is None or not path.value.startswith(_interp().files.place.dynload_dir):
        raise import_.set_import_error(
            f"{path.value}: extension modules cannot be loaded by this interpreter", name, path)
    module = import_.import_run_extension(place)
    if type(module) in PENDING:
        module = yield module
    PyModule_AddObjectRef(module, "__file__", path)
    return module


def exec_builtin_or_dynamic(module: PyObject, mod: PyObject) -> PyObject:
    """``exec_builtin(module)``, ``exec_dynamic(module)``: all is done when the module is made."""
    return PyLong_FromLong(0)


def _imp_is_builtin(module: PyObject, name: PyObject) -> PyObject:
    """``is_builtin(name)``"""
    return PyLong_FromLong(import_.is_builtin(unicode_arg(name, "is_builtin", "argument")))


def _imp_extension_suffixes(module: PyObject) -> PyObject:
    """``extension_suffixes()``"""
    return PyList_New([PyUnicode_FromString(s) for s in import_.EXTENSION_SUFFIXES])


# ---- frozen modules

def _imp_init_frozen(module: PyObject, name: PyObject) -> Any:
    """``init_frozen(name)``; a generator."""
    text = unicode_arg(name, "init_frozen", "argument")
    found = yield import_.PyImport_ImportFrozenModuleObject(name)
    return import_.import_add_module(text) if found else Py_None


def _imp_find_frozen(module: PyObject, name: PyObject, withdata: PyObject | None) -> Any:
    """``find_frozen(name, *, withdata=False)``: (data, is_package, origname) or None; a generator."""
    unicode_arg(name, "find_frozen", "argument 1")
    with_data: Any = False
    if withdata is not None:
        with_data = PyObject_IsTrue(withdata)
        if type(with_data) in PENDING:
            with_data = yield with_data
    info = import_.find_frozen(name)
    if info is None:
        return Py_None
    data = Py_None
    if with_data:
        text = PyBytes_FromString(marshal.dumps_host(import_.frozen_code(info.name)))
        data = PyMemoryView_FromObject(text)
        Py_DECREF(text)
    origname = Py_None if info.origname is None else PyUnicode_FromString(info.origname)
    return PyTuple_New((data, _bool(info.is_package), origname))


def _imp_get_frozen_object(module: PyObject, name: PyObject, data: PyObject | None) -> Any:
    """``get_frozen_object(name, data=None)``: the code object."""
    unicode_arg(name, "get_frozen_object", "argument 1")
    if data is None or data is Py_None:
        info = import_.find_frozen(name)
        if info is None:
            raise import_.no_such_frozen(name)
        return import_.unmarshal_frozen_code(info)
    if data.ob_type.value.bf_getbuffer is None:
        raise _PyArg_BadArgument("get_frozen_object", "argument 2", "bytes", data)
    return use_buffer(data, lambda text: _code_of_data(name, bytes(text)))


def _code_of_data(name: PyObject, data: bytes) -> PyObject:
    code = marshal.loads_or_null(data)
    if code is None:
        raise import_.set_import_error(f"Frozen object named {name.value!r} is invalid", name)
    if code.ob_type is not PyCode_Type:
        Py_DECREF(code)
        raise PyErr_Format(
            PyExc_TypeError, f"frozen object {name.value!r} is not a code object")
    return code


def _imp_is_frozen_package(module: PyObject, name: PyObject) -> PyObject:
    """``is_frozen_package(name)``"""
    unicode_arg(name, "is_frozen_package", "argument")
    info = import_.find_frozen(name)
    if info is None:
        raise import_.no_such_frozen(name)
    return _bool(info.is_package)


def _imp_is_frozen(module: PyObject, name: PyObject) -> PyObject:
    """``is_frozen(name)``"""
    unicode_arg(name, "is_frozen", "argument")
    return _bool(import_.find_frozen(name) is not None)


def _imp__frozen_module_names(module: PyObject) -> PyObject:
    """``_frozen_module_names()``"""
    names = frozen_module_names(import_.use_frozen(_interp()))
    return PyList_New([PyUnicode_FromString(name) for name in names])


def _int_argument(op: PyObject) -> int:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{op.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    return int(op.value)


def _imp__override_frozen_modules_for_tests(module: PyObject, override: PyObject) -> PyObject:
    """``_override_frozen_modules_for_tests(override)``"""
    _interp().imports.override_frozen_modules = _int_argument(override)
    return Py_None


def _imp__override_multi_interp_extensions_check(module: PyObject, override: PyObject) -> Any:
    """There is one interpreter only, and it is the main one."""
    _int_argument(override)
    raise PyErr_Format(
        PyExc_RuntimeError,
        "_imp._override_multi_interp_extensions_check() cannot be used in the main interpreter")


# ---- code objects and sources

def _imp__fix_co_filename(module: PyObject, code: PyObject, path: PyObject) -> PyObject:
    """``_fix_co_filename(code, path)``: say where the source is now, in nested code objects, too."""
    if code.ob_type is not PyCode_Type:
        raise _PyArg_BadArgument("_fix_co_filename", "argument 1", "code", code)
    update_compiled_module(code, unicode_arg(path, "_fix_co_filename", "argument 2"))
    return Py_None


def update_compiled_module(code: PyObject, newname: str) -> None:
    """Set co_filename where it is the outermost code object's own."""
    oldname = code.value.co_filename
    if oldname == newname:
        return
    filename = PyUnicode_FromString(newname)
    work = [code.value]
    while work:
        body = work.pop()
        if body.co_filename == oldname:
            old, body.filename_op = body.filename_op, Py_NewRef(filename)
            body.co_filename = newname
            Py_DECREF(old)
            work += [op.value for op in body.co_consts.value if op.ob_type is PyCode_Type]
    Py_DECREF(filename)


def _imp_source_hash(module: PyObject, key: PyObject, source: PyObject) -> PyObject:
    """``source_hash(key, source)``: SipHash of a file's text."""
    number = _int_argument(key) & _KEY_MASK
    return use_buffer(source, lambda data: PyBytes_FromString(
        siphash13(bytes(data), number).to_bytes(8, "little")))


imp_methods = (
    PyMethodDef("extension_suffixes", _imp_extension_suffixes, "($module, /)"),
    PyMethodDef("lock_held", _imp_lock_held, "($module, /)"),
    PyMethodDef("acquire_lock", _imp_acquire_lock, "($module, /)"),
    PyMethodDef("release_lock", _imp_release_lock, "($module, /)"),
    PyMethodDef("find_frozen", _imp_find_frozen, "($module, name, /, *, withdata=False)"),
    PyMethodDef("get_frozen_object", _imp_get_frozen_object, "($module, name, data=None, /)"),
    PyMethodDef("is_frozen_package", _imp_is_frozen_package, "($module, name, /)"),
    PyMethodDef("create_builtin", _imp_create_builtin, "($module, spec, /)"),
    PyMethodDef("init_frozen", _imp_init_frozen, "($module, name, /)"),
    PyMethodDef("is_builtin", _imp_is_builtin, "($module, name, /)"),
    PyMethodDef("is_frozen", _imp_is_frozen, "($module, name, /)"),
    PyMethodDef("_frozen_module_names", _imp__frozen_module_names, "($module, /)"),
    PyMethodDef("_override_frozen_modules_for_tests", _imp__override_frozen_modules_for_tests,
                "($module, override, /)"),
    PyMethodDef("_override_multi_interp_extensions_check",
                _imp__override_multi_interp_extensions_check, "($module, override, /)"),
    PyMethodDef("create_dynamic", _imp_create_dynamic, "($module, spec, file=<unrepresentable>, /)"),
    PyMethodDef("exec_dynamic", exec_builtin_or_dynamic, "($module, mod, /)"),
    PyMethodDef("exec_builtin", exec_builtin_or_dynamic, "($module, mod, /)"),
    PyMethodDef("_fix_co_filename", _imp__fix_co_filename, "($module, code, path, /)"),
    PyMethodDef("source_hash", _imp_source_hash, "($module, /, key, source)"),
)


def PyInit__imp() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_imp", imp_methods)
    mode = PyUnicode_FromString(_interp().config.check_hash_pycs_mode)
    PyModule_AddObjectRef(module, "check_hash_based_pycs", mode)
    Py_DECREF(mode)
    return module
