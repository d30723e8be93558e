"""The sys module. Models Python/sysmodule.c; its constants are in sys_info.py."""

from __future__ import annotations

from typing import Any

from vm.objects import longobject
from vm.objects.call import PyObject_CallNoArgs, PyObject_Vectorcall
from vm.objects.dictobject import (
    PyDict_DelItemString,
    PyDict_GetItemString,
    PyDict_New,
    PyDict_SetItemString,
)
from vm.objects.fileobject import PyFile_WriteObject, PyFile_WriteString
from vm.objects.frameobject import _PyFrame_GetFrameObject
from vm.objects.getargs import c_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs, PyModule_GetDict
from vm.objects.namespaceobject import _PyNamespace_New
from vm.objects.pyaudit import audited
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_gc import gcstate
from vm.objects.pycore_object import (
    PY_IMMORTAL_SHOWN,
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
    PyUnicode_Type,
    _Py_IMMORTAL_MINIMUM,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_RecursionError,
    PyExc_RuntimeError,
    PyExc_SystemExit,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
)
from vm.objects.setobject import make_new_set
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import _PyObject_LookupSpecial
from vm.objects.unicodeobject import _PyUnicode_InternMortal
from vm.python import sys_info
from vm.python.errors import _PyErr_GetTopmostException
from vm.python.gc import _PyObject_IS_GC
from vm.python.import_ import builtin_module_names
from vm.python.legacy_tracing import trace_methods
from vm.python.monitoring import _Py_CreateMonitoringObject
from vm.python.stdlib_module_names import stdlib_module_names
from vm.python.sys_hooks import hook_methods

#: Python frames that a thread may really have, whatever recursion limit a program sets: each costs the host
#: memory, and CPython itself would run out of its stack somewhere here.
MAX_REAL_DEPTH = 60000


def _tstate() -> Any:
    return _PyRuntime.tstate_current


def _int_argument(op: PyObject) -> int:
    """A C int argument (format unit ``i``) of exact type or subclass of int."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{op.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    n = int(op.value)
    if not -0x80000000 <= n <= 0x7FFFFFFF:
        raise PyErr_Format(PyExc_OverflowError, "Python int too large to convert to C int")
    return n


# ---- hooks

def sys_displayhook(module: PyObject, obj: PyObject) -> Any:
    """``sys.displayhook(obj)``; a generator."""
    builtins = PyDict_GetItemString(_tstate().interp.modules, "builtins")
    if builtins is None:
        raise PyErr_Format(PyExc_RuntimeError, "lost builtins module")
    if obj is Py_None:
        return Py_None
    PyDict_SetItemString(_tstate().interp.builtins, "_", Py_None)
    out = PyDict_GetItemString(_tstate().interp.sysdict, "stdout")
    if out is None or out is Py_None:
        raise PyErr_Format(PyExc_RuntimeError, "lost sys.stdout")
    out.ob_refcnt += 1
    try:
        yield PyFile_WriteObject(obj, out, False)
        yield PyFile_WriteString("\n", out)
    finally:
        Py_DECREF(out)
    PyDict_SetItemString(_tstate().interp.builtins, "_", obj)
    return Py_None


def sys_exc_info(module: PyObject) -> PyObject:
    """``sys.exc_info()``."""
    exc = _PyErr_GetTopmostException(_tstate())
    if exc is None or exc is Py_None:
        return PyTuple_New((Py_None, Py_None, Py_None))
    tb = exc.value.traceback or Py_None
    items = (exc.ob_type, exc, tb)
    for op in items:
        op.ob_refcnt += 1
    return PyTuple_New(items)


def sys_exception(module: PyObject) -> PyObject:
    """``sys.exception()``."""
    exc = _PyErr_GetTopmostException(_tstate())
    if exc is None:
        return Py_None
    exc.ob_refcnt += 1
    return exc


def sys_exit(module: PyObject, status: PyObject | None) -> Any:
    """``sys.exit([status])``; a generator that raises SystemExit."""
    if status is not None and PyObject_TypeCheck(status, PyExc_SystemExit):
        status.ob_refcnt += 1
        raise _PyErr_SetObject(status)
    if status is None or status is Py_None:
        args = []
    elif status.ob_type is PyTuple_Type:
        args = list(status.value)
    else:
        args = [status]
    exc = PyObject_Vectorcall(PyExc_SystemExit, args)
    if type(exc) in PENDING:
        exc = yield exc
    raise _PyErr_SetObject(exc)


# ---- recursion, threads, interning

def sys_getrecursionlimit(module: PyObject) -> PyObject:
    """``sys.getrecursionlimit()``."""
    return PyLong_FromLong(_tstate().interp.recursion_limit)


def sys_setrecursionlimit(module: PyObject, limit: PyObject) -> PyObject:
    """``sys.setrecursionlimit(limit)``."""
    new = _int_argument(limit)
    if new < 1:
        raise PyErr_Format(
            PyExc_ValueError, "recursion limit must be greater or equal than 1")
    tstate = _tstate()
    interp = tstate.interp
    old = min(interp.recursion_limit, MAX_REAL_DEPTH)
    depth = old - tstate.py_recursion_remaining
    if depth >= new:
        raise PyErr_Format(
            PyExc_RecursionError,
            f"cannot set the recursion limit to {new} at the recursion depth {depth}: "
            "the limit is too low")
    interp.recursion_limit = new
    change = min(new, MAX_REAL_DEPTH) - old
    for thread in interp.threads:
        thread.py_recursion_remaining += change
    return Py_None


def sys_getdlopenflags(module: PyObject) -> PyObject:
    """sys.getdlopenflags()"""
    return PyLong_FromLong(_PyInterpreterState_GET().dlopenflags)


def sys_setdlopenflags(module: PyObject, flags: PyObject) -> Any:
    """sys.setdlopenflags(): remembered; nothing is ever loaded from a shared library."""
    new = c_int(flags)
    if type(new) in PENDING:
        new = yield new
    _PyInterpreterState_GET().dlopenflags = new
    return Py_None


def sys_getswitchinterval(module: PyObject) -> PyObject:
    """``sys.getswitchinterval()`` in seconds."""
    return PyObject(PyFloat_Type, 1e-6 * _tstate().interp.gil.interval)


def sys_setswitchinterval(module: PyObject, interval: PyObject) -> PyObject:
    """``sys.setswitchinterval(seconds)``."""
    if not isinstance(interval.value, (int, float)):
        raise PyErr_Format(
            PyExc_TypeError, f"must be real number, not {interval.ob_type.value.tp_name}")
    seconds = float(interval.value)
    if seconds <= 0.0:
        raise PyErr_Format(PyExc_ValueError, "switch interval must be strictly positive")
    _tstate().interp.gil.interval = max(int(seconds * 1e6), 1)
    return Py_None


def sys_intern(module: PyObject, string: PyObject) -> PyObject:
    """``sys.intern(string)``."""
    if string.ob_type is not PyUnicode_Type:
        if isinstance(string.value, str):
            raise PyErr_Format(
                PyExc_TypeError, f"can't intern {string.ob_type.value.tp_name}")
        given = "None" if string is Py_None else string.ob_type.value.tp_name
        raise PyErr_Format(PyExc_TypeError, f"intern() argument must be str, not {given}")
    string.ob_refcnt += 1
    return _PyUnicode_InternMortal(string)


def sys__is_interned(module: PyObject, string: PyObject) -> PyObject:
    """``sys._is_interned(string)``."""
    if not string.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"_is_interned() argument must be str, not {string.ob_type.value.tp_name}")
    return Py_True if _PyRuntime.interned.get(string.value) is string else Py_False


# ---- memory

def sys_getrefcount(module: PyObject, op: PyObject) -> PyObject:
    """``sys.getrefcount(object)``; the caller's stack holds one of the references."""
    if op.ob_refcnt >= _Py_IMMORTAL_MINIMUM:
        return PyLong_FromLong(PY_IMMORTAL_SHOWN)
    return PyLong_FromLong(op.ob_refcnt)


def presize(op: PyObject) -> int:
    """Bytes in front of an object: the collector's header, the dict and weak reference pointers."""
    tp = op.ob_type.value
    size = 16 if _PyObject_IS_GC(op) else 0
    if tp.shown_flags & Py_TPFLAGS_HEAPTYPE and (
        tp.tp_dictoffset < 0 or tp.tp_weaklistoffset < 0
    ):
        size += 16
    return size


def sys_getsizeof(module: PyObject, op: PyObject, default: PyObject | None) -> Any:
    """``sys.getsizeof(object[, default])``; a generator."""
    try:
        size = yield _PySys_GetSizeOf(op)
    except PyErr as err:
        if default is None or not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        default.ob_refcnt += 1
        return default
    return PyLong_FromLong(size)


def _PySys_GetSizeOf(op: PyObject) -> Any:
    """The size of an object with its headers, as a host int; a generator."""
    meth = _PyObject_LookupSpecial(op, "__sizeof__")
    if type(meth) in PENDING:
        meth = yield meth
    if meth is None:
        raise PyErr_Format(
            PyExc_TypeError, f"Type {op.ob_type.value.tp_name} doesn't define __sizeof__")
    try:
        res = PyObject_CallNoArgs(meth)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(meth)
    try:
        if not res.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "an integer is required")
        size = int(res.value)
        if not -1 << 63 <= size < 1 << 63:
            raise PyErr_Format(
                PyExc_OverflowError, "Python int too large to convert to C ssize_t")
    finally:
        Py_DECREF(res)
    if size < 0:
        raise PyErr_Format(PyExc_ValueError, "__sizeof__() should return >= 0")
    return size + presize(op)


def sys_getallocatedblocks(module: PyObject) -> PyObject:
    """``sys.getallocatedblocks()``: the containers that the collector knows."""
    return PyLong_FromLong(sum(len(gen.head) for gen in gcstate.generations))


# ---- frames

def python_frame(depth: int = 0) -> _PyInterpreterFrame | None:
    """The Python frame ``depth`` levels below the running one, or None."""
    frame = _tstate().current_frame
    while frame is not None:
        if type(frame) is _PyInterpreterFrame and frame.f_funcobj is not None:
            if depth == 0:
                return frame
            depth -= 1
        frame = frame.previous
    return None


def sys__getframe(module: PyObject, depth: PyObject | None) -> Any:
    """``sys._getframe([depth])``."""
    frame = python_frame(max(0 if depth is None else _int_argument(depth), 0))
    if frame is None:
        raise PyErr_Format(PyExc_ValueError, "call stack is not deep enough")
    op = _PyFrame_GetFrameObject(frame)
    op.ob_refcnt += 1
    return audited(lambda: op, "sys._getframe", op)


def sys__getframemodulename(module: PyObject, depth: PyObject | None) -> PyObject:
    """``sys._getframemodulename([depth])``."""
    frame = python_frame(0 if depth is None else _int_argument(depth))
    if frame is None:
        return Py_None
    found = frame.f_funcobj.value.func_module
    if found is None:
        return Py_None
    found.ob_refcnt += 1
    return found


# ---- small ones

def sys_getdefaultencoding(module: PyObject) -> PyObject:
    """``utf-8``."""
    return PyObject(PyUnicode_Type, "utf-8")


def sys_getfilesystemencodeerrors(module: PyObject) -> PyObject:
    """``surrogateescape``."""
    return PyObject(PyUnicode_Type, "surrogateescape")


def sys_get_int_max_str_digits(module: PyObject) -> PyObject:
    """``sys.get_int_max_str_digits()``."""
    return PyLong_FromLong(longobject.PyLong_GetMaxStrDigits())


def sys_set_int_max_str_digits(module: PyObject, maxdigits: PyObject) -> PyObject:
    """``sys.set_int_max_str_digits(maxdigits)``."""
    n = _int_argument(maxdigits)
    if n and n < 640:
        raise PyErr_Format(PyExc_ValueError, "maxdigits must be 0 or larger than 640")
    longobject.PyLong_SetMaxStrDigits(n)
    return Py_None


def sys_is_finalizing(module: PyObject) -> PyObject:
    """``sys.is_finalizing()``."""
    return Py_True if _PyRuntime.finalizing else Py_False


def sys__is_gil_enabled(module: PyObject) -> PyObject:
    """``sys._is_gil_enabled()``."""
    return Py_True


def sys__clear_type_cache(module: PyObject) -> PyObject:
    """``sys._clear_type_cache()``: look-ups are remembered by each type and cost nothing to keep."""
    return Py_None


sys_methods = (
    *hook_methods,
    PyMethodDef("displayhook", sys_displayhook, "($module, object, /)"),
    PyMethodDef("exc_info", sys_exc_info, "($module, /)"),
    PyMethodDef("exception", sys_exception, "($module, /)"),
    PyMethodDef("exit", sys_exit, "($module, status=None, /)"),
    PyMethodDef("getdefaultencoding", sys_getdefaultencoding, "($module, /)"),
    PyMethodDef("getfilesystemencoding", sys_getdefaultencoding, "($module, /)"),
    PyMethodDef("getfilesystemencodeerrors", sys_getfilesystemencodeerrors, "($module, /)"),
    PyMethodDef("getrefcount", sys_getrefcount, "($module, object, /)"),
    PyMethodDef("getrecursionlimit", sys_getrecursionlimit, "($module, /)"),
    PyMethodDef("setrecursionlimit", sys_setrecursionlimit, "($module, limit, /)"),
    PyMethodDef("getsizeof", sys_getsizeof, "($module, /, object, default=<unrepresentable>)"),
    PyMethodDef("getallocatedblocks", sys_getallocatedblocks, "($module, /)"),
    PyMethodDef("getswitchinterval", sys_getswitchinterval, "($module, /)"),
    PyMethodDef("getdlopenflags", sys_getdlopenflags, "($module, /)"),
    PyMethodDef("setdlopenflags", sys_setdlopenflags, "($module, flags, /)"),
    PyMethodDef("setswitchinterval", sys_setswitchinterval, "($module, interval, /)"),
    *trace_methods,
    PyMethodDef("intern", sys_intern, "($module, string, /)"),
    PyMethodDef("_is_interned", sys__is_interned, "($module, string, /)"),
    PyMethodDef("_getframe", sys__getframe, "($module, depth=0, /)"),
    PyMethodDef("_getframemodulename", sys__getframemodulename, "($module, /, depth=0)"),
    PyMethodDef("get_int_max_str_digits", sys_get_int_max_str_digits, "($module, /)"),
    PyMethodDef("set_int_max_str_digits", sys_set_int_max_str_digits, "($module, /, maxdigits)"),
    PyMethodDef("is_finalizing", sys_is_finalizing, "($module, /)"),
    PyMethodDef("_is_gil_enabled", sys__is_gil_enabled, "($module, /)"),
    PyMethodDef("_clear_type_cache", sys__clear_type_cache, "($module, /)"),
)


# ---- making the module

def _list_of(texts: Any) -> PyObject:
    return PyList_New([PyObject(PyUnicode_Type, text) for text in texts])


def make_impl_info(version_info: PyObject) -> PyObject:
    """``sys.implementation``."""
    ns = PyDict_New()
    for name, op in (
        ("name", PyObject(PyUnicode_Type, "cpython")),
        ("cache_tag", PyObject(PyUnicode_Type, "cpython-313")),
        ("version", version_info),
        ("hexversion", PyLong_FromLong(sys_info.HEXVERSION)),
        ("_multiarch", PyObject(PyUnicode_Type, "x86_64-linux-gnu")),
    ):
        PyDict_SetItemString(ns, name, op)
        if op is not version_info:
            Py_DECREF(op)
    res = _PyNamespace_New(ns)
    Py_DECREF(ns)
    return res


def _constants() -> dict[str, PyObject]:
    version_info = sys_info.struct(sys_info.VersionInfoType, sys_info.VERSION_INFO)
    guest = sys_info.guest_value
    return {
        "version": guest(sys_info.VERSION),
        "hexversion": guest(sys_info.HEXVERSION),
        "_git": guest(("CPython", "", "")),
        "_framework": guest(""),
        "api_version": guest(1013),
        "copyright": guest(sys_info.COPYRIGHT),
        "platform": guest("linux"),
        "maxsize": guest((1 << 63) - 1),
        "float_info": sys_info.struct(sys_info.FloatInfoType, sys_info.FLOAT_INFO),
        "int_info": sys_info.struct(sys_info.IntInfoType, sys_info.INT_INFO),
        "hash_info": sys_info.struct(sys_info.HashInfoType, sys_info.HASH_INFO),
        "thread_info": sys_info.struct(sys_info.ThreadInfoType, sys_info.THREAD_INFO),
        "maxunicode": guest(0x10FFFF),
        "builtin_module_names": guest(tuple(builtin_module_names())),
        "stdlib_module_names": _frozenset_of(stdlib_module_names),
        "byteorder": guest("little"),
        "abiflags": guest(""),
        "version_info": version_info,
        "implementation": make_impl_info(version_info),
        "float_repr_style": guest("short"),
        "platlibdir": guest("lib"),
        "pycache_prefix": Py_None,
    }


def _frozenset_of(names: Any) -> PyObject:
    items = _list_of(sorted(names))
    res = make_new_set(PyFrozenSet_Type, items)  # never pending: the items are strings
    Py_DECREF(items)
    return res


def _PySys_Create(interp: Any, config: Any) -> None:
    """Make the sys module: sets ``interp.modules`` and ``interp.sysdict``.

    Args:
        interp: the interpreter.
        config: the command line: ``argv``, ``optimization_level``, and if it has them ``flags`` (settings
            of sys.flags by name), ``xoptions`` and ``module_search_paths``.
    """
    module = PyModule_FromDefs(
        "sys", sys_methods)
    interp.modules = PyDict_New()
    interp.sysdict = PyModule_GetDict(module)
    interp.sysdict.ob_refcnt += 1
    for name, op in (_constants() | _settings(interp, config)).items():
        PyDict_SetItemString(interp.sysdict, name, op)
        Py_DECREF(op)
    for hook in ("displayhook", "excepthook", "breakpointhook", "unraisablehook"):
        found = PyDict_GetItemString(interp.sysdict, hook)
        assert found is not None
        PyDict_SetItemString(interp.sysdict, f"__{hook}__", found)
    for stream in ("stdin", "stdout", "stderr"):  # until init_sys_streams
        PyDict_SetItemString(interp.sysdict, stream, Py_None)
    PyDict_SetItemString(interp.modules, "sys", module)
    Py_DECREF(module)
    monitoring = _Py_CreateMonitoringObject()
    PyDict_SetItemString(interp.sysdict, "monitoring", monitoring)
    Py_DECREF(monitoring)


def _settings(interp: Any, config: Any) -> dict[str, PyObject]:
    """What sys has from the beginning and the command line says (new references)."""
    flags = {"optimize": config.optimization_level, **config.flags}
    flags.pop("warnoptions", None)
    interp.modules.ob_refcnt += 1
    return {
        "modules": interp.modules,
        "flags": sys_info.make_flags(flags),
        "orig_argv": _list_of(_PyRuntime.orig_argv),
        "path_importer_cache": PyDict_New(),
        "meta_path": PyList_New([]),
        "path_hooks": PyList_New([]),
    }


def _PySys_UpdateConfig(interp: Any) -> None:
    """Set what depends on the whole configuration, the place of the library included."""
    config = interp.config
    settings = {
        "argv": _list_of(config.argv),
        "warnoptions": _list_of(config.flags.get("warnoptions", ())),
        "dont_write_bytecode": Py_True if config.flags.get("dont_write_bytecode") else Py_False,
        "path": _list_of(config.module_search_paths),
        "_xoptions": _xoptions(config.xoptions),
        "executable": PyObject(PyUnicode_Type, config.executable),
        "_base_executable": PyObject(PyUnicode_Type, config.executable),
        "_stdlib_dir": PyObject(PyUnicode_Type, config.stdlib_dir),
    }
    for name in ("prefix", "exec_prefix", "base_prefix", "base_exec_prefix"):
        settings[name] = PyObject(PyUnicode_Type, config.prefix)
    for name, op in settings.items():
        PyDict_SetItemString(interp.sysdict, name, op)
        Py_DECREF(op)


def _xoptions(options: dict[str, Any]) -> PyObject:
    op = PyDict_New()
    for name, value in options.items():
        guest = sys_info.guest_value(value)
        PyDict_SetItemString(op, name, guest)
        Py_DECREF(guest)
    return op


def PySys_GetObject(name: str) -> PyObject | None:
    """``sys.<name>`` (borrowed), or NULL."""
    return PyDict_GetItemString(_tstate().interp.sysdict, name)


def PySys_SetObject(name: str, value: PyObject | None) -> None:
    """Set ``sys.<name>``; NULL deletes."""
    sysdict = _tstate().interp.sysdict
    if value is None:
        if PyDict_GetItemString(sysdict, name) is not None:
            PyDict_DelItemString(sysdict, name)
    else:
        PyDict_SetItemString(sysdict, name, value)

