"""The _stat module: what the bits of a file's mode mean. Models Modules/_stat.c."""

from __future__ import annotations

import stat
from typing import Any

from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_True,
    PyObject,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_OverflowError, PyExc_TypeError
from vm.objects.unicodeobject import PyUnicode_FromString

_CONSTANTS = (
    "S_IFDIR", "S_IFCHR", "S_IFBLK", "S_IFREG", "S_IFIFO", "S_IFLNK", "S_IFSOCK", "S_IFDOOR", "S_IFPORT",
    "S_IFWHT", "S_ISUID", "S_ISGID", "S_ISVTX", "S_ENFMT", "S_IREAD", "S_IWRITE", "S_IEXEC", "S_IRWXU",
    "S_IRUSR", "S_IWUSR", "S_IXUSR", "S_IRWXG", "S_IRGRP", "S_IWGRP", "S_IXGRP", "S_IRWXO", "S_IROTH",
    "S_IWOTH", "S_IXOTH", "UF_SETTABLE", "UF_NODUMP", "UF_IMMUTABLE", "UF_APPEND", "UF_OPAQUE",
    "UF_NOUNLINK", "UF_COMPRESSED", "UF_TRACKED", "UF_DATAVAULT", "UF_HIDDEN", "SF_SETTABLE",
    "SF_SUPPORTED", "SF_SYNTHETIC", "SF_ARCHIVED", "SF_IMMUTABLE", "SF_APPEND", "SF_RESTRICTED",
    "SF_NOUNLINK", "SF_SNAPSHOT", "SF_FIRMLINK", "SF_DATALESS", "ST_MODE", "ST_INO", "ST_DEV",
    "ST_NLINK", "ST_UID", "ST_GID", "ST_SIZE", "ST_ATIME", "ST_MTIME", "ST_CTIME",
)
_TESTS = ("S_ISDIR", "S_ISCHR", "S_ISBLK", "S_ISREG", "S_ISFIFO", "S_ISLNK", "S_ISSOCK", "S_ISDOOR",
          "S_ISPORT", "S_ISWHT")


def _PyLong_AsMode_t(op: PyObject) -> int:
    """A mode as a host int."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "an integer is required")
    if op.value < 0:
        raise PyErr_Format(PyExc_OverflowError, "can't convert negative value to unsigned int")
    if op.value > 0xFFFFFFFF:
        raise PyErr_Format(PyExc_OverflowError, "mode out of range")
    return int(op.value)


def _test(name: str) -> PyMethodDef:
    function = getattr(stat, name)

    def method(module: PyObject, mode: PyObject) -> PyObject:
        return Py_True if function(_PyLong_AsMode_t(mode)) else Py_False

    method.__name__ = f"stat_{name}"
    return PyMethodDef(name, method, "($module, mode, /)")


def _number(name: str) -> PyMethodDef:
    function: Any = getattr(stat, name)

    def method(module: PyObject, mode: PyObject) -> PyObject:
        return PyLong_FromLong(function(_PyLong_AsMode_t(mode)))

    method.__name__ = f"stat_{name}"
    return PyMethodDef(name, method, "($module, mode, /)")


def stat_filemode(module: PyObject, mode: PyObject) -> PyObject:
    """``filemode(mode)``: as ``ls -l`` shows it."""
    return PyUnicode_FromString(stat.filemode(_PyLong_AsMode_t(mode)))


stat_methods = (
    *map(_test, _TESTS), _number("S_IMODE"), _number("S_IFMT"),
    PyMethodDef("filemode", stat_filemode, "($module, mode, /)"),
)


def PyInit__stat() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_stat", stat_methods)
    for name in _CONSTANTS:
        if hasattr(stat, name):
            value = PyLong_FromLong(getattr(stat, name))
            PyModule_AddObjectRef(module, name, value)
            Py_DECREF(value)
    return module
